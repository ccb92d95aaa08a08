"""What every widget shares: questions to the owner around one analysis and its charts.

A new widget names its section, lists its `choices`, and says how to `view`, `draw`, `sentence` and
`table` them, and `details` where a sentence is not enough. Settings, saved answers, exports, the
still picture and the live panel come from here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers import files
from helpers.business import Business
from helpers.places import businesses_folder
from helpers.charts.style import HouseFigure, alt_text, house_style, new_figure
from helpers.problems import OwnerError
from helpers.widgets.still import is_interactive

SCREEN_PIXELS_PER_INCH = 110
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

MOST_NAMED = 20
LOWEST, HIGHEST = 0, 10  # of a slider

Settings = Mapping[str, str | int]


@dataclass(frozen=True)
class Choice:
    """A question to the owner with a handful of answers.

    Parameters
    ----------
    name : str
        Its name in the settings and in the saved answers.
    label : str
        The question, in the owner's words.
    options : callable
        Settings of the choices before it -> list of (words, value).
    carry_over : callable, optional
        (value, values) -> the value to take when another choice has changed the options; by default
        the same where it is still open, or else the usual one.
    usual : int
        Where among the options the answer stands that holds until the owner gives one.
    """

    name: str
    label: str
    options: Callable[[Settings], list[tuple[str, str]]]
    carry_over: Callable[[str, list[str]], str] | None = None
    usual: int = 0

    def values(self, settings: Settings) -> list[str]:
        """The values open under these settings."""
        return [value for _, value in self.options(settings)]

    def default(self, settings: Settings) -> str:
        """The answer that stands until the owner gives one."""
        values = self.values(settings)
        return values[min(self.usual, len(values) - 1)]

    def allows(self, value, settings: Settings) -> bool:
        """Whether it can be answered so."""
        return value in self.values(settings)

    def carried(self, value: str, settings: Settings) -> str:
        """The answer so far, or what stands in for it under these settings."""
        values = self.values(settings)
        if self.carry_over is not None:
            return self.carry_over(value, values)
        return value if value in values else self.default(settings)

    def read(self, saved) -> str:
        """An answer as it stands in a file that a person may have written."""
        return str(saved)

    def open_answers(self, settings: Settings) -> str:
        """What it can be, in words."""
        values = self.values(settings)
        more = ", …" if len(values) > MOST_NAMED else ""
        return ", ".join(values[:MOST_NAMED]) + more


@dataclass(frozen=True)
class Slider:
    """A question to the owner that is answered by a whole number from 0 to 10.

    Parameters
    ----------
    name, label : str
        As for a `Choice`.
    low, high : str
        What 0 and 10 mean, in words.
    middle : int
        The answer that stands until the owner gives one.
    """

    name: str
    label: str
    low: str
    high: str
    middle: int = 5

    def default(self, settings: Settings) -> int:
        return self.middle

    def allows(self, value, settings: Settings) -> bool:
        return type(value) is int and LOWEST <= value <= HIGHEST

    def carried(self, value: int, settings: Settings) -> int:
        return value

    def read(self, saved):
        return int(saved) if str(saved).isdecimal() else saved

    def open_answers(self, settings: Settings) -> str:
        return (f"a whole number from {LOWEST} ({self.low}) to {HIGHEST} "
                f"({self.high})")


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

    def __init__(self, business: Business):
        self.business = business
        self.remarks: list[str] = []
        self._settings = self._restored()
        self._view: tuple[dict, View] | None = None

    def choices(self) -> list[Choice | Slider]:
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
    def settings(self) -> dict[str, str | int]:
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

    def choose(self, **values: str | int) -> None:
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

    def _checked(self, changes: Mapping[str, str | int]) -> dict[str, str | int]:
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

    def _restored(self) -> dict[str, str | int]:
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
            self.business.answers.save(self.section, self.settings)
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
                files.write_atomically(path, content)
                return path
            if path.read_bytes() == content:
                return path
            number += 1
