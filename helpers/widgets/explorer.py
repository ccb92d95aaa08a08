"""An explorer: questions to the owner, what answers them, and the charts to draw, as declared.

All else comes with it: settings kept, panel, still picture with its words, exports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.widgets.base import AnalysisWidget
from helpers.widgets.questions import Question, Settings


@dataclass(frozen=True)
class Chart:
    """A chart of a result, and the room it takes.

    Parameters
    ----------
    draw : callable
        `draw(result, ax=…, format=…)`.
    inches : float or callable
        Its height; or what tells it, given the result.
    takes : tuple of str
        Settings that it is given too, by their names.
    """

    draw: Callable
    inches: float | Callable[..., float]
    takes: tuple[str, ...] = ()

    def height(self, result) -> float:
        """The inches that it needs for a result."""
        return self.inches(result) if callable(self.inches) else self.inches


class Explorer(AnalysisWidget):
    """A widget that says what it asks, what answers it, and what to draw.

    Attributes
    ----------
    section : str
        Where the settings are kept.
    controls : sequence of Question
        What is asked; a method `choices` in its place where that depends on the business's data.
    answer : callable
        (business, settings) -> result, as a `staticmethod`; or a method `view(settings)`.
    charts : sequence of Chart
        From top to bottom.
    """

    controls: Sequence[Question] = ()
    answer: Callable[[Business, Settings], object]
    charts: Sequence[Chart] = ()

    def choices(self) -> list[Question]:
        return list(self.controls)

    def view(self, settings: Settings):
        return self.answer(self.business, settings)

    def draw(self, result, settings: Settings, figure: HouseFigure) -> None:
        axes = stacked_axes(figure, [chart.height(result) for chart in self.charts])
        for chart, ax in zip(self.charts, axes):
            chart.draw(result, ax=ax, format=self.business.format,
                       **{name: settings[name] for name in chart.takes})
