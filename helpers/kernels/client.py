"""papermill's client for forked kernels: it wastes no time, and says plainly why a kernel ended."""

import signal

from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine as PapermillEngine
from papermill.log import logger
from traitlets import Integer, default

from helpers.kernels.manager import WarmKernelManager
from helpers.kernels.memory import in_words


class WarmClient(PapermillNotebookClient):
    """Runs a notebook's cells in a kernel from the fork server.

    It is used as papermill's own; further settings are those of nbclient's `NotebookClient`.

    Parameters
    ----------
    nb_man : papermill.engines.NotebookExecutionManager
        Keeps the notebook.
    memory_bytes : int, optional
        How much memory the kernel may ask for beyond what it starts with. A cell that asks for more
        gets a `MemoryError` that says so; a kernel that cannot take that ends, alone.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> from papermill.engines import NotebookExecutionManager
    >>> notebook = new_notebook(cells=[new_code_cell("6 * 7")], metadata={"papermill": {}})
    >>> keeper = NotebookExecutionManager(notebook, progress_bar=False)
    >>> keeper.notebook_start()
    >>> executed = WarmClient(keeper, kernel_name="python3", timeout=60).execute()
    >>> executed.cells[0].outputs[0].data["text/plain"]
    '42'
    """

    memory_bytes = Integer(None, allow_none=True, config=True)

    @default("kernel_manager_class")
    def _from_the_fork_server(self) -> type:
        return WarmKernelManager

    @default("shutdown_kernel")
    def _without_a_polite_wait(self) -> str:
        return "immediate"

    @default("on_cell_error")
    def _plainly(self):
        return self._explain_lack_of_memory

    def create_kernel_manager(self) -> WarmKernelManager:
        """The manager of the kernel, which knows how much memory it may ask for."""
        manager = super().create_kernel_manager()
        manager.memory_bytes = self.memory_bytes
        return manager

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options) -> NotebookNode:
        """Run a cell.

        Raises
        ------
        DeadKernelError
            The kernel has ended; the message says how.
        """
        try:
            return super().execute_cell(cell, cell_index, **options)
        except DeadKernelError:
            raise DeadKernelError(self._how_it_ended()) from None

    def _how_it_ended(self) -> str:
        process = self.km.provisioner.process
        said = f"The kernel {in_what_way(process and process.poll())}."
        if self.memory_bytes is not None:
            said += f" {self._limit()}; that may not have been enough."
        return said

    def _explain_lack_of_memory(self, cell: NotebookNode, execute_reply: dict, **_) -> None:
        content = execute_reply["content"]
        if self.memory_bytes is None or not content["ename"].endswith(MemoryError.__name__):
            return
        plainly = {"ename": MemoryError.__name__,
                   "evalue": f"This cell wanted more memory than there is for it. {self._limit()}."}
        content.update(plainly)
        for output in cell.outputs:
            if output.output_type == "error":
                output.update(plainly)

    def _limit(self) -> str:
        return (f"A kernel may ask for {in_words(self.memory_bytes)} "
                "beyond what it starts with")


def in_what_way(code: int | None) -> str:
    """How a process ended, from its exit code.

    Examples
    --------
    >>> in_what_way(-9), in_what_way(1), in_what_way(None)
    ('was ended by SIGKILL', 'ended with code 1', 'does not answer')
    """
    if code is None:
        return "does not answer"
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


class Engine(PapermillEngine):
    """What `WarmEngine` runs notebooks with."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, *, start_timeout=60, execution_timeout=None, timeout=None,
        input_path=None, **options,
    ):
        """Run a notebook; the options are those of papermill's own engine."""
        WarmClient(nb_man, kernel_name=kernel_name, startup_timeout=start_timeout,
                   timeout=execution_timeout or timeout, log=logger, **options).execute()
