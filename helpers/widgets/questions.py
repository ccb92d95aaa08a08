"""The kinds of questions a widget asks: each knows its usual answer and which answers it takes."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from helpers.core.formats import Format

MOST_NAMED = 20
LOWEST, HIGHEST = 0, 10  # of a slider
LONGEST = 500  # characters of an answer in words

Answer = str | int | float | None
Settings = Mapping[str, Answer]


class _Question:
    """What most questions have in common: an answer stands whatever the others are."""

    def carried(self, value: Answer, settings: Settings) -> Answer:
        """The answer so far, or what stands in for it under these settings."""
        return value

    def read(self, saved) -> Answer:
        """An answer as it stands in a file that a person may have written."""
        return saved

    def typed(self, entered, format: Format) -> Answer:
        """The answer that a control's content means.

        Raises
        ------
        OwnerError
            Where it means nothing.
        """
        return entered

    def shown(self, value: Answer, format: Format):
        """What a control holds for an answer."""
        return value


@dataclass(frozen=True)
class Choice(_Question):
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
        values = self.values(settings)
        if self.carry_over is not None:
            return self.carry_over(value, values)
        return value if value in values else self.default(settings)

    def read(self, saved) -> str:
        return str(saved)

    def open_answers(self, settings: Settings) -> str:
        """What it can be, in words."""
        values = self.values(settings)
        more = ", …" if len(values) > MOST_NAMED else ""
        return ", ".join(values[:MOST_NAMED]) + more


@dataclass(frozen=True)
class Slider(_Question):
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

    def read(self, saved) -> Answer:
        return int(saved) if str(saved).isdecimal() else saved

    def open_answers(self, settings: Settings) -> str:
        return (f"a whole number from {LOWEST} ({self.low}) to {HIGHEST} "
                f"({self.high})")


@dataclass(frozen=True)
class Words(_Question):
    """A question to the owner that is answered in words; none while it is open.

    Parameters
    ----------
    name, label : str
        As for a `Choice`.
    placeholder : str
        What an answer might look like, shown where there is none.
    long : bool
        Whether there is room for several lines.
    """

    name: str
    label: str
    placeholder: str = ""
    long: bool = False

    def default(self, settings: Settings) -> str:
        return ""

    def allows(self, value, settings: Settings) -> bool:
        return isinstance(value, str) and len(value) <= LONGEST

    def read(self, saved) -> str:
        return "" if saved is None else str(saved)

    def typed(self, entered: str, format: Format) -> str:
        return entered.strip()

    def open_answers(self, settings: Settings) -> str:
        return f"words, at most {LONGEST} characters"


@dataclass(frozen=True)
class Amount(_Question):
    """A question to the owner that is answered by a number; None while it is open.

    Parameters
    ----------
    name, label : str
        As for a `Choice`.
    unit : str
        What it is counted in, shown beside the field.
    low, high : float, optional
        The least and the most it can be.
    """

    name: str
    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None

    def default(self, settings: Settings) -> None:
        return None

    def allows(self, value, settings: Settings) -> bool:
        if value is None:
            return True
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return (is_number and math.isfinite(value) and (self.low is None or value >= self.low)
                and (self.high is None or value <= self.high))

    def typed(self, entered: str, format: Format) -> float | None:
        text = entered.strip().removesuffix(self.unit).strip()
        return format.read_number(text) if text else None

    def shown(self, value: float | None, format: Format) -> str:
        return "" if value is None else format.exact_number(value)

    def open_answers(self, settings: Settings) -> str:
        bounds = [f"{word} {bound:g}" for word, bound in (("from", self.low), ("to", self.high))
                  if bound is not None]
        return " ".join(["a number", *bounds])


@dataclass(frozen=True)
class Day(_Question):
    """A question to the owner that is answered by a day, as 2025-03-31; None while it is open.

    Parameters
    ----------
    name, label : str
        As for a `Choice`.
    """

    name: str
    label: str

    def default(self, settings: Settings) -> None:
        return None

    def allows(self, value, settings: Settings) -> bool:
        return value is None or (isinstance(value, str) and _day(value) is not None)

    def read(self, saved) -> str | None:
        return None if saved is None else str(saved)

    def typed(self, entered: dt.date | None, format: Format) -> str | None:
        return None if entered is None else entered.isoformat()

    def shown(self, value: str | None, format: Format) -> dt.date | None:
        return None if value is None else _day(value)

    def open_answers(self, settings: Settings) -> str:
        return "a day, as 2025-03-31"


Question = Choice | Slider | Words | Amount | Day


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
