"""Exercises and their checks: an answer gets a reason and, if it is not right, a hint.

A lesson's checks stand in `helpers/lessons/checks/lesson_2_5.py` for lesson 2.5, each marked
with the exercise it belongs to; `check("2.5.1", answer)` finds it by that number.
"""

import html
import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from IPython import get_ipython
from IPython.display import display

from helpers.core.business import Business, open_business
from helpers.core.problems import OwnerError
from helpers.lessons.progress import remember

SOLUTION = "# Solution"  # how such a cell begins

_checks: dict[str, Callable] = {}


@dataclass(frozen=True)
class Verdict:
    """What a check says: right or not (None while unanswered), why, and where to look next."""

    right: bool | None
    reason: str
    hint: str = ""

    def __repr__(self) -> str:
        mark = {True: "[ OK ]", False: "[ NO ]", None: "[ .. ]"}[self.right]
        return f"{mark} {self.reason}" + (f"\n       Hint: {self.hint}" if self.hint else "")

    def _repr_html_(self) -> str:
        colour = {True: "#00664f", False: "#a33c00", None: "#555555"}[self.right]
        first, *rest = repr(self).split("\n")
        lines = "<br>".join([f"<strong>{html.escape(first)}</strong>", *map(html.escape, rest)])
        return f'<p class="check" style="color:{colour}">{lines}</p>'


def exercise(number: str) -> Callable:
    """Mark a function as the check of one exercise: it takes the answer, and what it is about."""

    def keep(judge: Callable) -> Callable:
        _checks[number] = judge
        return judge

    return keep


def check(number: str, answer, *about) -> None:
    """Answer an exercise at once, with a reason and a hint.

    Parameters
    ----------
    number : str
        The exercise: "2.5.1" is the first of lesson 2.5.
    answer
        What the learner wrote in place of the `...`.
    *about
        What the check needs to judge it: a result, the business.

    Examples
    --------
    >>> check("1.2.1", ...)
    [ .. ] Not answered yet. Write your answer in place of the ... and run the cell again.
    """
    verdict = judge(number, answer, *about)
    if not _is_a_solution():
        remember(number, verdict.right)
    display(verdict)


def judge(number: str, answer, *about) -> Verdict:
    """The verdict that `check` shows."""
    lesson = number.rpartition(".")[0]
    importlib.import_module(f"helpers.lessons.checks.lesson_{lesson.replace('.', '_')}")
    if number not in _checks:
        raise OwnerError(f"There is no exercise {number}. Lesson {lesson} has: "
                         f"{', '.join(n for n in _checks if n.startswith(lesson + '.'))}.")
    if answer is ...:
        return Verdict(None, "Not answered yet. Write your answer in place of the ... "
                             "and run the cell again.")
    return _checks[number](answer, *about)


def exercise_numbers(lesson: str) -> list[str]:
    """The exercises of a lesson that have a check."""
    importlib.import_module(f"helpers.lessons.checks.lesson_{lesson.replace('.', '_')}")
    return sorted(number for number in _checks if number.rpartition(".")[0] == lesson)


def judge_choice(answer, *, right: str, reasons: Mapping[str, str], hint: str) -> Verdict:
    """Judge a letter: every letter has its reason, right or wrong.

    Examples
    --------
    >>> judge_choice("B", right="a", reasons={"a": "Yes.", "b": "That is the total."}, hint="Read on.")
    [ NO ] That is the total.
           Hint: Read on.
    """
    letter = str(answer).strip().strip("().").lower()
    if letter not in reasons:
        return Verdict(False, f"{answer!r} is not one of the choices.",
                       f"Write one of {', '.join(repr(choice) for choice in reasons)}, "
                       "with the quotation marks.")
    return Verdict(letter == right, reasons[letter], "" if letter == right else hint)


def judge_number(
    answer, expected: float, *, reason: str, hint: str, tolerance: float = 0.005,
    slips: Mapping[str, float] | None = None,
) -> Verdict:
    """Judge a number, naming the slip where the answer is a usual wrong one.

    Parameters
    ----------
    answer, expected : float
        What was given, and what is right.
    reason : str
        Said of a right answer.
    hint : str
        Said of a wrong one.
    tolerance : float
        How far from right is still right, as a share of the right answer.
    slips : mapping of str to float, optional
        What went wrong, and the number that comes of it.

    Examples
    --------
    >>> judge_number(25, 0.25, reason="Yes.", hint="Divide.",
    ...              slips={"That is in per cent; write it as a share.": 25})
    [ NO ] That is in per cent; write it as a share.
           Hint: Divide.
    """
    try:
        value = float(answer)
    except (TypeError, ValueError):
        return Verdict(False, f"{answer!r} is not a number.",
                       "Write digits only, with a point for decimals, such as 0.25.")
    if _near(value, expected, tolerance):
        return Verdict(True, reason)
    for slip, wrong in (slips or {}).items():
        if _near(value, wrong, tolerance):
            return Verdict(False, slip, hint)
    direction = "too low" if value < expected else "too high"
    return Verdict(False, f"{value:g} is {direction}.", hint)


def own_business(name) -> Business:
    """The learner's own business, for an exercise on their own data.

    Raises
    ------
    OwnerError
        There is none of that name, or it is one of the samples.
    """
    own = open_business(str(name))
    if own.is_sample:
        raise OwnerError(f"{own.name} is one of the samples. “Start here” shows how to bring your "
                         "own data in.")
    return own


def _is_a_solution() -> bool:
    """Whether the cell that runs is one that gives a solution away."""
    shell = get_ipython()
    return shell is not None and shell.user_ns["In"][-1].startswith(SOLUTION)


def _near(value: float, target: float, tolerance: float) -> bool:
    return math.isclose(value, target, rel_tol=tolerance, abs_tol=1e-9)
