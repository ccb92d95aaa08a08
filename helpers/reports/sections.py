"""What an executed notebook says: its sections, their findings and tables, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from helpers.lessons.lesson import SUMMARY, Lesson, tags
from helpers.lessons.outputs import FINDING_MIME, TABLE_MIME
from helpers.reports.records import Finding, LeftOut


@dataclass(frozen=True)
class Table:
    """A table's plain values; a column is a name and a kind.

    Parameters
    ----------
    lesson, section, title : str
        Where it stands, and what it is.
    columns : tuple of (str, str)
        Heading and kind: money, percent, period, date, number or text.
    rows : tuple of tuple
        The values; dates as ISO text, missing as None.
    """

    lesson: str
    section: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple, ...]


@dataclass(frozen=True)
class Section:
    """One lesson's part of a report.

    Parameters
    ----------
    number, title, question : str
        The lesson's.
    findings : tuple of Finding
        What it found.
    tables : tuple of Table
        The tables behind it.
    """

    number: str
    title: str
    question: str
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]

    @property
    def anchor(self) -> str:
        """Its name in links."""
        return f"lesson-{self.number.replace('.', '-')}"


def read_sections(
    notebook: NotebookNode, lessons: Sequence[Lesson]
) -> tuple[list[Section], list[LeftOut]]:
    """The sections of an executed notebook, and the parts that the data were not enough for."""
    sections, left_out = [], []
    for lesson in lessons:
        left_out += [
            LeftOut(lesson.number, lesson.report_title, part, why)
            for part, why in _refusals(notebook, lesson.number).items()
        ]
        shown = [(cell, output.data) for cell in cells_of(notebook, lesson.number)
                 for output in cell.get("outputs", ()) if "data" in output]
        if shown:
            sections.append(_section(lesson, shown))
    return sections, left_out


def cells_of(notebook: NotebookNode, lesson: str) -> list[NotebookNode]:
    """A lesson's cells without the parts that the data were not enough for."""
    refused = _refusals(notebook, lesson)
    cells = (cell for cell in notebook.cells
             if cell.metadata.get("growth", {}).get("lesson") == lesson)
    return [] if "" in refused else [
        cell for cell in cells if cell.metadata["growth"]["part"] not in refused
    ]


def _refusals(notebook: NotebookNode, lesson: str) -> dict[str, str]:
    about = (cell.metadata.get("growth", {}) for cell in notebook.cells)
    return {each["part"]: each["refusal"] for each in about
            if each.get("lesson") == lesson and "refusal" in each}


def _section(lesson: Lesson, shown: list[tuple[NotebookNode, dict]]) -> Section:
    number, title = lesson.number, lesson.report_title
    found = [(SUMMARY in tags(cell), data[FINDING_MIME]["text"])
             for cell, data in shown if FINDING_MIME in data]
    chosen = any(tagged for tagged, _ in found)
    return Section(
        number, title, lesson.report_question,
        tuple(Finding(number, title, text, main=tagged if chosen else place == 0)
              for place, (tagged, text) in enumerate(found)),
        tuple(_table(number, title, data[TABLE_MIME]) for _, data in shown if TABLE_MIME in data),
    )


def _table(number: str, section: str, data: dict) -> Table:
    columns = tuple((column["name"], column["kind"]) for column in data["columns"])
    return Table(number, section, data["title"], columns, tuple(map(tuple, data["rows"])))
