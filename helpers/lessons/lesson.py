"""A lesson is a notebook; its metadata say what it is, its cells' tags what each is for.

The notebook's metadata, under `growth`: `number`, `title`, `question`, `minutes` (`reading`,
`exercises`) and `needs`, a list whose entries all must hold; an entry is a table's name, or several
parted by " or "; where the section of a report is to be named otherwise, `report` with a `title`
and a `question`; where a parameter has only some values, `choices` with a list for it; `subject`,
whose folder holds the exercises; and `you_need` and `promises`, the words of the first cell.
Tags of cells: `parameters`, `report` (taken into a client's report), `needs-<table>` or
`needs-<table>.<column>` (left out of a report where the client lacks it), `summary` (its finding
opens a report; of a lesson without one, the first does), `lab-only` (left out of the app's pages),
`nbval-check-output`. A cell's `section` is the heading under which a report shows it and those that
follow.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

from helpers.core.places import NOTEBOOKS, lesson_files
from helpers.core.problems import OwnerError
from helpers.core.tables import SCHEMAS

_ASKED = re.compile(r"^exercise\(\"([\d.]+)\"", re.M)

SUMMARY, NEEDS = "summary", "needs-"

STAGES = {
    "": "Start",
    "01_fundamentals": "Fundamentals: see the business as it is",
    "02_intermediate": "Intermediate: choose, measure, scale",
    "03_advanced": "Advanced: adapt, optimise, answer for it",
}


@dataclass(frozen=True)
class Lesson:
    """One lesson of the course.

    Parameters
    ----------
    path : Path
        Its notebook.
    number, title, question : str
        As the notebook's metadata say.
    minutes_reading, minutes_exercises : int
        How long it takes.
    needs : tuple of tuple of str
        All entries must hold; of an entry's tables one is enough.
    report_title, report_question : str
        What its section in a report is called, and asks.
    """

    path: Path
    number: str
    title: str
    question: str
    minutes_reading: int
    minutes_exercises: int
    needs: tuple[tuple[str, ...], ...]
    report_title: str
    report_question: str

    @classmethod
    def read(cls, path: Path) -> "Lesson":
        """Read a notebook's metadata, and say what is missing in them."""
        about = nbformat.read(path, as_version=4).metadata.get("growth", {})
        try:
            needs = tuple(tuple(entry.split(" or ")) for entry in about["needs"])
            section = {"title": about["title"], "question": about["question"],
                       **about.get("report", {})}
            lesson = cls(path, about["number"], about["title"], about["question"],
                         about["minutes"]["reading"], about["minutes"]["exercises"], needs,
                         section["title"], section["question"])
        except KeyError as missing:
            raise OwnerError(f"{path.name}: its metadata under “growth” lack {missing}.") from None
        unknown = sorted({table for entry in needs for table in entry} - set(SCHEMAS))
        if unknown:
            raise OwnerError(f"{path.name} needs {', '.join(unknown)}, which the data contract "
                             "does not know.")
        return lesson

    @property
    def stage(self) -> str:
        """The stage, by the folder it stands in."""
        folder = self.path.parent.name
        return STAGES[folder if folder in STAGES else ""]

    @cached_property
    def notebook(self) -> nbformat.NotebookNode:
        """The notebook itself."""
        return nbformat.read(self.path, as_version=4)

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """The numbers of its exercises, in the order in which they stand."""
        return tuple(_ASKED.search(cell.source)[1] for cell in self.notebook.cells
                     if cell.cell_type == "code" and _ASKED.search(cell.source))

    def missing(self, has: Callable[[str], bool]) -> list[str]:
        """What a business lacks for this lesson, in words; nothing if it fits.

        Parameters
        ----------
        has : callable
            `business.has`.
        """
        return [" or ".join(entry) for entry in self.needs if not any(map(has, entry))]

    def needs_in_words(self) -> str:
        """The tables it needs, for an index."""
        return ", ".join(" or ".join(entry) for entry in self.needs) or "no tables"


def all_lessons(folder: Path = NOTEBOOKS) -> list[Lesson]:
    """Every lesson in the order of the course.

    Examples
    --------
    >>> [lesson.number for lesson in all_lessons()][:1]
    ['0']
    """
    return sorted(map(Lesson.read, lesson_files(folder)), key=lambda lesson: _order(lesson.number))


def tags(cell) -> set[str]:
    """A cell's tags."""
    return set(cell.metadata.get("tags", ()))


def needed_tables(cell) -> set[str]:
    """The tables, or columns of tables, that a cell's `needs-…` tags name."""
    return {tag.removeprefix(NEEDS) for tag in tags(cell) if tag.startswith(NEEDS)}


def _order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
