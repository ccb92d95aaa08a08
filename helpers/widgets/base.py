"""What every widget shares: questions to the owner around one analysis and its charts.

A new widget names its section, lists its `choices`, and says how to `view`, `draw`, `sentence` and
`table` them, and `details` where a sentence is not enough. Settings, saved answers, exports, the
still picture and the live panel come from here.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.charts.style import HouseFigure, alt_text, house_style, new_figure
from helpers.core import files
from helpers.core.business import Business
from helpers.core.interactive import is_interactive
from helpers.core.on_disk import write_atomically
from helpers.core.places import businesses_folder
from helpers.core.problems import OwnerError
from helpers.widgets.questions import Amount, Answer, Choice, Day, Question, Settings, Slider, Words

__all__ = [
    "Amount", "AnalysisWidget", "Answer", "Choice", "Day", "Detail", "Question", "Settings",
    "Slider", "View", "Words",
]

SCREEN_PIXELS_PER_INCH = 110
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Detail:
    """A heading, and lines under it, for what a sentence has no room for."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True)
class View:
    """What a widget shows under its settings: a result, its picture for a screen, both in words."""

    result: object
    png: bytes
    alt: str
    sentence: str
    details: tuple[Detail, ...] = ()

    def text(self) -> str:
        """All that is said, as plain lines."""
        return "\n".join([self.sentence, *(
            line for detail in self.details
            for line in ("", detail.heading, *(f"- {line}" for line in detail.lines))
        )])


class AnalysisWidget:
    """Questions around one analysis and its charts, of one business.

    Parameters
    ----------
    business : Business
        Whose data; the answers are kept in its folder.

    Attributes
    ----------
    remarks : list of str
        What the owner should know, such as a saved answer that could not be used.
    """

    section: str
    judgements = False  # whether its settings are the owner's judgements: dated, earlier ones kept

    def __init__(self, business: Business):
        self.business = business
        self.remarks: list[str] = []
        self._settings = self._restored()
        self._view: tuple[dict, View] | None = None

    def choices(self) -> list[Question]:
        """The questions, in the order in which they stand."""
        raise NotImplementedError

    def view(self, settings: Settings):
        """The analysis: settings in, a result out."""
        raise NotImplementedError

    def draw(self, result, settings: Settings, figure: HouseFigure) -> None:
        """The chart, on a figure that held the one before."""
        raise NotImplementedError

    def sentence(self, result, settings: Settings) -> str:
        """What the result says."""
        return result.headline(self.business.format)

    def details(self, result, settings: Settings) -> list[Detail]:
        """What there is to say beyond a sentence, in the order in which it stands."""
        return []

    def table(self, result, settings: Settings) -> pd.DataFrame:
        """The numbers to save."""
        raise NotImplementedError

    @property
    def settings(self) -> dict[str, Answer]:
        """What is chosen at the moment."""
        return dict(self._settings)

    @property
    def result(self):
        """The result for what is chosen at the moment.

        Raises
        ------
        OwnerError
            Where the data cannot answer that.
        """
        return self.current().result

    def choose(self, **values: Answer) -> None:
        """Set choices from code, as the controls do.

        Raises
        ------
        OwnerError
            Where there is no such choice or value; nothing has changed then.
        """
        self._settings = self._checked(values)
        self._remember()
        if "panel" in self.__dict__:
            self.panel.follow()

    def current(self) -> View:
        """What is to be seen now; drawn anew only where the settings have changed."""
        settings = self.settings
        if self._view is None or self._view[0] != settings:
            self._view = (settings, self._drawn(settings))
        return self._view[1]

    def save_table(self) -> Path:
        """Save the numbers as CSV; returns the file, which is never one that held other things."""
        table = self.table(self.result, self.settings)
        return self._saved(files.csv_text(table).encode("utf-8-sig"), ".csv")

    def save_picture(self) -> Path:
        """Save the picture as PNG; returns the file, which is never one that held other things."""
        self.current()
        return self._saved(self._figure.png(), ".png")

    @cached_property
    def panel(self):
        """The live controls, made when first shown."""
        from helpers.widgets.panel import Panel

        return Panel(self)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        data, metadata = self._still()
        if is_interactive():
            data = {WIDGET_VIEW: self.panel.model(), **data}
        return data, metadata

    def _still(self) -> tuple[dict, dict]:
        try:
            view = self.current()
        except OwnerError as error:
            return {"text/plain": str(error)}, {}
        data, metadata = self._figure._repr_mimebundle_()
        metadata["image/png"]["alt"] = f"{view.sentence} {view.alt}"
        return data | {"text/plain": view.text()}, metadata

    @cached_property
    def _figure(self) -> HouseFigure:
        return new_figure()

    def _drawn(self, settings: Settings) -> View:
        result = self.view(settings)
        with house_style():
            self.draw(result, settings, self._figure)
            return View(result, self._figure.png(SCREEN_PIXELS_PER_INCH), alt_text(self._figure),
                        self.sentence(result, settings), tuple(self.details(result, settings)))

    def _checked(self, changes: Mapping[str, Answer]) -> dict[str, Answer]:
        choices = {choice.name: choice for choice in self.choices()}
        for name in changes:
            if name not in choices:
                raise OwnerError(f"There is no choice {name}. There are: {', '.join(choices)}.")
        settings = {}
        for name, choice in choices.items():
            if name not in changes:
                settings[name] = choice.carried(self._settings[name], settings)
            elif choice.allows(changes[name], settings):
                settings[name] = changes[name]
            else:
                raise OwnerError(f"{name} cannot be {changes[name]}. "
                                 f"It can be: {choice.open_answers(settings)}.")
        return settings

    def _restored(self) -> dict[str, Answer]:
        saved = self._saved_answers()
        settings = {}
        for choice in self.choices():
            default = choice.default(settings)
            wanted = choice.read(saved.get(choice.name, default))
            if choice.allows(wanted, settings):
                settings[choice.name] = wanted
                continue
            self.remarks.append(f"The saved answer to “{choice.label}”, {wanted}, cannot be used "
                                f"here; it was set back to {default}.")
            settings[choice.name] = default
        return settings

    def _saved_answers(self) -> Mapping:
        try:
            saved = self.business.answers.get(self.section, {})
        except OwnerError as error:
            self.remarks.append(str(error))
            return {}
        if isinstance(saved, Mapping):
            return saved
        self.remarks.append(f"The saved answers under {self.section} cannot be read.")
        return {}

    def _remember(self) -> None:
        try:
            day = dt.date.today() if self.judgements else None
            self.business.answers.save(self.section, self.settings, day=day)
        except (OSError, OwnerError) as error:
            self.remarks = [f"Your choices could not be saved: {error}"]

    def _saved(self, content: bytes, ending: str) -> Path:
        home = businesses_folder() if self.business.is_sample else self.business.folder
        folder = home / "exports"
        folder.mkdir(parents=True, exist_ok=True)
        name, number = f"{self.business.folder.name}-{self.section}", 1
        while True:
            path = folder / f"{name}{f'-{number}' if number > 1 else ''}{ending}"
            if not path.exists():
                write_atomically(path, content)
                return path
            if path.read_bytes() == content:
                return path
            number += 1
