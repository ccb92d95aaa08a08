"""Exercises as data: what is asked, what is right, and why each wrong answer is wrong.

They stand in `helpers/subjects/<subject>/exercises.yaml` by their number. What must be computed
for one is a function in `exercises.py` beside it, which is handed what the lesson's cell hands in:

- of a `number`, the answer, or a mapping of named values for the sums and texts of the exercise;
- of `words` and `own`, what to say to the answer, given first; an `OwnerError` says what is amiss.
"""

import hashlib
import importlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import cache, cached_property
from pathlib import Path

from helpers.core.business import business_names, open_business
from helpers.core.places import ROOT, SETTINGS_FILE, businesses_folder
from helpers.core.problems import OwnerError
from helpers.core.reading.plain_yaml import read_yaml
from helpers.lessons.numbers import read_number, worked_out

SUBJECTS = ROOT / "helpers" / "subjects"
LETTERS = "ABCDEFGH"
SHARE = "share"
NEAR, NEAR_SHARE = 0.005, 0.005000001  # half a per cent of a number; half a point of a share
PER_CENT = "A share is at most 1: write {answer}, with the % sign, or as a decimal."
NO_NUMBER = "That cannot be read as a number."
HOW_NUMBERS = "Write digits, as in 25%, 0.25, 1,200 or 4 * 18.50."
NONE_YET = ("You have brought no business of your own yet. “Start here” shows how; then come back "
            "to this exercise.")


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer: right or not (None while unanswered), why, where to look next."""

    right: bool | None
    reason: str
    hint: str = ""


@dataclass(frozen=True)
class Exercise:
    """What every exercise has.

    Parameters
    ----------
    number : str
        "2.5.1" is the first of lesson 2.5.
    ask : str
        The question, in Markdown.
    hint : str
        Said of a wrong answer.
    code : str
        The line of code that gives the answer, where there is one.
    compute : callable, optional
        What works out what cannot be written down.
    about : mapping
        What the lesson's cell hands in.
    """

    number: str
    about: Mapping
    _: KW_ONLY
    ask: str
    hint: str = ""
    code: str = ""
    compute: Callable | None = None

    def judge(self, answer) -> Verdict:
        """What to say to an answer."""
        raise NotImplementedError

    def solution(self) -> str:
        """The right answer and its reason; nothing where there is none."""
        return ""


@dataclass(frozen=True)
class Choice(Exercise):
    """One of several answers, each with its reason; they stand in an order drawn by lot."""

    choices: Sequence[Mapping] = field(default_factory=list)

    @cached_property
    def options(self) -> list[Mapping]:
        """The choices in the order in which they are shown."""
        def lot(choice: Mapping) -> str:
            return hashlib.sha256(f"{self.number}{choice['text']}".encode()).hexdigest()

        return sorted(self.choices, key=lot)

    @property
    def lettered(self) -> list[str]:
        """The choices as they are shown, each with its letter."""
        return [f"{letter}. {each['text']}" for letter, each in zip(LETTERS, self.options)]

    @property
    def right(self) -> int:
        """The place of the right one among the options."""
        return next(n for n, each in enumerate(self.options) if each.get("right"))

    def judge(self, answer: int) -> Verdict:
        right = answer == self.right
        return Verdict(right, self.options[answer]["why"], "" if right else self.hint)

    def solution(self) -> str:
        return f"**{self.lettered[self.right]}** {self.options[self.right]['why']}"


@dataclass(frozen=True)
class Number(Exercise):
    """A number, or a sum that gives it; usual slips are named.

    Parameters
    ----------
    answer : str
        The right number, as a sum of numbers and of values that `compute` gives.
    unit : str
        `share`, `money`, `count`, or what is counted, such as `days`.
    reason : str
        Said of the right answer.
    slips : sequence of mapping
        Each a `value`, as a sum, and `why` it is wrong.
    tolerance : float, optional
        How far from right is still right; by default half a per cent, of a share half a point.
    """

    answer: str = "answer"
    unit: str = "count"
    reason: str = ""
    slips: Sequence[Mapping] = ()
    tolerance: float | None = None

    @cached_property
    def values(self) -> Mapping:
        """What is computed, by name."""
        found = self.compute(**self.about) if self.compute else {}
        return found if isinstance(found, Mapping) else {"answer": found}

    @property
    def right(self) -> float:
        """The right number."""
        return worked_out(str(self.answer), self._numbers)

    @property
    def named_slips(self) -> list[tuple[float, str]]:
        """What comes of each usual slip, and why it is wrong."""
        named = [(worked_out(str(slip["value"]), self._numbers), self._filled(slip["why"]))
                 for slip in self.slips]
        if self.unit == SHARE:
            named.append((100 * self.right, PER_CENT.format(answer=self.written(self.right))))
        return [(value, why) for value, why in named if not self._is_near(value, self.right)]

    def judge(self, answer: str) -> Verdict:
        value = read_number(answer)
        if value is None:
            return Verdict(False, NO_NUMBER, HOW_NUMBERS)
        if self._is_near(value, self.right):
            return Verdict(True, self._filled(self.reason))
        for slip, why in self.named_slips:
            if self._is_near(value, slip):
                return Verdict(False, why, self._filled(self.hint))
        direction = "low" if value < self.right else "high"
        return Verdict(False, f"{self.written(value)} is too {direction}.",
                       self._filled(self.hint))

    def solution(self) -> str:
        return f"**{self.written(self.right)}** {self._filled(self.reason)}"

    def written(self, value: float) -> str:
        """A number in the exercise's unit."""
        if self.unit == SHARE:
            return f"{round(100 * value, 1):,g}%"
        digits = f"{value:,.2f}".removesuffix(".00")
        return digits if self.unit in ("count", "money") else f"{digits} {self.unit}"

    @property
    def _numbers(self) -> dict[str, float]:
        return {name: value for name, value in self.values.items() if not isinstance(value, str)}

    def _filled(self, text: str) -> str:
        return text.format_map(self.values) if self.compute else text

    def _is_near(self, value: float, target: float) -> bool:
        least = NEAR_SHARE if self.unit == SHARE and abs(target) <= 1 else 1e-9
        if self.tolerance is not None:
            return abs(value - target) <= self.tolerance
        return math.isclose(value, target, rel_tol=NEAR, abs_tol=least)


@dataclass(frozen=True)
class Words(Exercise):
    """A sentence of the learner's own, judged by `compute`."""

    def judge(self, answer: str) -> Verdict:
        try:
            return Verdict(True, self.compute(answer, **self.about))
        except OwnerError as amiss:
            return Verdict(False, str(amiss), self.hint)


@dataclass(frozen=True)
class Own(Words):
    """What `compute` says of a business chosen from a list.

    Parameters
    ----------
    samples : bool
        Whether a sample will do as well as a business of one's own.
    """

    samples: bool = False

    @property
    def businesses(self) -> list[str]:
        """The names to choose from."""
        folder = businesses_folder()
        return [name for name in dict.fromkeys(business_names())
                if self.samples or (folder / name / SETTINGS_FILE).is_file()]

    def judge(self, answer: str) -> Verdict:
        try:
            business = open_business(answer)
        except OwnerError as amiss:
            return Verdict(False, str(amiss), self.hint)
        if business.is_sample and not self.samples:
            return Verdict(False, f"{business.name} is one of the samples. “Start here” shows how "
                                  "to bring your own data in.", self.hint)
        return super().judge(business)


KINDS = {"choice": Choice, "number": Number, "words": Words, "own": Own}


def find(number: str, about: Mapping | None = None) -> Exercise:
    """An exercise by its number, and what it is about.

    Raises
    ------
    OwnerError
        There is none of that number, or it is not written as its kind takes it.

    Examples
    --------
    >>> find("2.5.5").judge("100 * 0.95 ** 12").right
    True
    """
    path = next((path for path in _files() if number in _entries(path)), None)
    if path is None:
        raise OwnerError(f"There is no exercise {number}.")
    entry = dict(_entries(path)[number])
    if "compute" in entry:
        module = importlib.import_module(f"helpers.subjects.{path.parent.name}.exercises")
        entry["compute"] = getattr(module, entry["compute"])
    try:
        return KINDS[entry.pop("kind")](number, about or {}, **entry)
    except (KeyError, TypeError) as error:
        raise OwnerError(f"Exercise {number} in {path.parent.name} is not written as its kind "
                         f"takes it: {error}.") from None


def exercise_numbers(lesson: str = "") -> list[str]:
    """The numbers of all exercises, or of one lesson's."""
    numbers = [number for path in _files() for number in _entries(path)]
    return sorted((number for number in numbers if not lesson or number.rpartition(".")[0] == lesson),
                  key=lambda number: [int(part) for part in number.split(".")])


def plain(text: str) -> str:
    """Markdown without its marks.

    Examples
    --------
    >>> plain("**Which** is *more*: `0.95 ** 2`?")
    'Which is more: 0.95 ** 2?'
    """
    return re.sub(r"(\*{1,2})(?=\S)(.+?)(?<=\S)\1", r"\2", text).replace("`", "")


@cache
def _files() -> list[Path]:
    return sorted(SUBJECTS.glob("*/exercises.yaml"))


@cache
def _entries(path: Path) -> Mapping[str, Mapping]:
    return read_yaml(path)
