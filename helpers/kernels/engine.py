"""papermill's engine `growth-warm`: any notebook, in a kernel that is ready at once."""


class WarmEngine:
    """What papermill asks of an engine.

    papermill loads this while it is itself being imported, so what builds on papermill is imported
    on use.

    Examples
    --------
    >>> from papermill.engines import papermill_engines
    >>> papermill_engines.get_engine("growth-warm")
    <class 'helpers.kernels.engine.WarmEngine'>
    """

    @classmethod
    def execute_notebook(cls, notebook, kernel_name, **options):
        """Run a notebook; the options are those of papermill's own engine."""
        from helpers.kernels.client import Engine

        return Engine.execute_notebook(notebook, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, notebook, name=None):
        """The kernel that the notebook asks for."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(notebook, name)

    @classmethod
    def nb_language(cls, notebook, language=None):
        """The language that the notebook is written in."""
        from papermill.utils import nb_language

        return nb_language(notebook, language)
