"""A panel for many ratings: those of one group at a time, so that the picture stays in sight."""

from collections.abc import Mapping, Sequence

import ipywidgets

from helpers.widgets.base import AnalysisWidget
from helpers.widgets.panel import WIDEST, Panel, _row, _spoken

RATINGS_CLASS = "growth-ratings"

# A statement is longer than a dropdown's label may be: it stands above, on lines of its own.
WRAPPED = f"""<style>
.{RATINGS_CLASS} .widget-dropdown {{ height: auto; width: auto; flex-flow: row wrap; }}
.{RATINGS_CLASS} .widget-dropdown .widget-label {{ width: 100% !important; height: auto;
    max-width: none; white-space: normal; text-align: left; line-height: 1.35; }}
.{RATINGS_CLASS} .widget-dropdown select {{ flex: 0 1 300px; height: 28px; margin: 3px 0 8px; }}
</style>"""


class RatingPanel(Panel):
    """Statements to rate, of the group whose button is pressed; the rest as in any panel.

    Parameters
    ----------
    widget : AnalysisWidget
        What to show, and to tell what was chosen.
    groups : mapping of str to sequence of str
        The groups' names, and the choices in each.
    open_answer : str
        The answer of what is not rated yet.
    """

    def __init__(self, widget: AnalysisWidget, groups: Mapping[str, Sequence[str]],
                 open_answer: str):
        self._groups, self._open_answer = groups, open_answer
        self.progress = ipywidgets.HTML()
        self.group = ipywidgets.ToggleButtons(
            options=[(name.capitalize(), name) for name in groups], style={"button_width": "auto"},
            tooltips=[f"Rate {name}" for name in groups],
        )
        super().__init__(widget)
        self.group.observe(lambda _: self._show_group(), names="value")
        self._show_group()

    def _arranged(self) -> list[ipywidgets.Widget]:
        self.boxes = {name: self._box_of(members) for name, members in self._groups.items()}
        others = [question for name, question in self.questions.items()
                  if not any(name in members for members in self._groups.values())]
        return [ipywidgets.HTML(WRAPPED), self.group, *self.boxes.values(), self.progress,
                _row(others)]

    def _box_of(self, members: Sequence[str]) -> ipywidgets.VBox:
        box = ipywidgets.VBox([self.questions[name] for name in members],
                              layout={"max_width": WIDEST})
        box.add_class(RATINGS_CLASS)
        return box

    def _show_group(self) -> None:
        for name, box in self.boxes.items():
            box.layout.display = None if name == self.group.value else "none"

    def _draw(self) -> None:
        self.progress.value = _spoken(self._still_open())
        super()._draw()

    def _still_open(self) -> str:
        """How many of each group are not rated yet, in words."""
        settings = self._widget.settings
        left = {name: sum(settings[member] == self._open_answer for member in members)
                for name, members in self._groups.items()}
        told = ", ".join(f"{count} in {name}" for name, count in left.items() if count)
        return f"Not rated yet: {told}." if told else "Everything is rated."
