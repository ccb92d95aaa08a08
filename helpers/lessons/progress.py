"""How far a learner has come: which exercises are answered, and which lesson is next.

Kept in `progress.yaml` beside the owner's businesses, in lines that a person can read. Only what a
learner answers counts: papermill, and an app that is open to a whole room, leave no mark.
"""

import contextlib
import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from helpers.core.formats import PLAIN
from helpers.core.interactive import is_interactive
from helpers.core.on_disk import write_atomically
from helpers.core.places import businesses_folder
from helpers.core.problems import CannotOpen, OwnerError
from helpers.core.reading.plain_yaml import read_yaml
from helpers.lessons.lesson import Lesson

SHARED_VARIABLE = "GROWTH_SHARED"
TRIED, RIGHT = "tried", "right"


def progress_file() -> Path:
    """Where progress is kept."""
    return businesses_folder() / "progress.yaml"


def remember(number: str, right: bool | None) -> None:
    """Note that an exercise was tried, or answered rightly; nothing where nobody learns.

    Parameters
    ----------
    number : str
        The exercise.
    right : bool or None
        What its check says; None while it is not answered.
    """
    if right is None or not is_interactive() or os.environ.get(SHARED_VARIABLE):
        return
    with contextlib.suppress(OSError, OwnerError):  # a note is not worth stopping a lesson for
        _note(number, RIGHT if right else TRIED, dt.date.today())


def progress(lessons: Sequence[Lesson]) -> "Progress":
    """How far a learner has come with each lesson.

    Parameters
    ----------
    lessons : sequence of Lesson
        The course, in order.

    Raises
    ------
    CannotOpen
        What is kept cannot be read.
    """
    noted = _noted()
    return Progress(tuple(
        LessonProgress(lesson, len(lesson.exercises),
                 _count(lesson, noted, RIGHT), _last_day(lesson, noted))
        for lesson in lessons
    ))


@dataclass(frozen=True)
class LessonProgress:
    """One lesson: how many exercises it has, how many are right, the last day of work on it."""

    lesson: Lesson
    exercises: int
    right: int
    last_day: dt.date | None

    @property
    def done(self) -> bool:
        return self.right == self.exercises

    def __str__(self) -> str:
        count = f"{self.right} of {self.exercises}"
        day = f"  {PLAIN.date(self.last_day)}" if self.last_day else ""
        mark = "done" if self.done else ""
        return f"{self.lesson.number:<5} {self.lesson.title:<42} {count:>8}  {mark:<4}{day}".rstrip()


@dataclass(frozen=True)
class Progress:
    """Every lesson's standing, and what comes next."""

    lessons: tuple[LessonProgress, ...]

    @property
    def next(self) -> LessonProgress | None:
        """The lesson to go on with: the last one begun and not done, or else the first not done."""
        open_ones = [standing for standing in self.lessons if not standing.done]
        begun = [standing for standing in open_ones if standing.last_day]
        first = next(iter(open_ones), None)
        return max(begun, key=lambda standing: standing.last_day, default=first)

    def __str__(self) -> str:
        right = sum(standing.right for standing in self.lessons)
        total = sum(standing.exercises for standing in self.lessons)
        lines = [*map(str, self.lessons), "", f"{right} of {total} exercises answered rightly."]
        if self.next is None:
            return "\n".join([*lines, "That is the whole course so far."])
        lesson = self.next.lesson
        path = lesson.path.relative_to(lesson.path.parents[1 if lesson.number == "0" else 2])
        return "\n".join([*lines, f"Next: {lesson.number} {lesson.title} ({path.as_posix()})"])


def _note(number: str, state: str, day: dt.date) -> None:
    noted = _noted()
    states = noted.get(number, {})
    if state in states:
        return
    path = progress_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {**noted, number: {**states, state: day}}
    write_atomically(path, yaml.safe_dump(content, sort_keys=True, allow_unicode=True))


def _noted() -> dict[str, Mapping]:
    path = progress_file()
    if not path.is_file():
        return {}
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise CannotOpen(f"{path.name} should hold a line for each exercise; it holds "
                         f"{type(content).__name__}. Delete it to start again.")
    return {str(number): states for number, states in content.items()
            if isinstance(states, Mapping)}


def _count(lesson: Lesson, noted: Mapping[str, Mapping], state: str) -> int:
    return sum(state in noted.get(number, ()) for number in lesson.exercises)


def _last_day(lesson: Lesson, noted: Mapping[str, Mapping]) -> dt.date | None:
    days = (day for number in lesson.exercises for day in noted.get(number, {}).values())
    return max((day for day in days if isinstance(day, dt.date)), default=None)
