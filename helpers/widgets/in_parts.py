"""A panel that shows only those of its controls that the settings call for."""

from helpers.widgets.panel import Panel


class PartsPanel(Panel):
    """Controls of a widget that says which to show: `is_shown(name, settings)`."""

    def _match_controls(self) -> None:
        super()._match_controls()
        settings = self._widget.settings
        for name, question in self.questions.items():
            shown = self._widget.is_shown(name, settings)
            question.layout.display = None if shown else "none"
