"""What a report says of one lesson: its findings, the tables behind them, its cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from helpers.reports.records import Finding


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

    @classmethod
    def of(cls, lesson: str, section: str, data: Mapping) -> "Table":
        """From what a lesson's `table` carries."""
        columns = tuple((column["name"], column["kind"]) for column in data["columns"])
        return cls(lesson, section, data["title"], columns, tuple(map(tuple, data["rows"])))


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
    cells : tuple of NotebookNode
        What it shows, in order.
    """

    number: str
    title: str
    question: str
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    cells: tuple[NotebookNode, ...] = ()

    @property
    def anchor(self) -> str:
        """Its name in links."""
        return f"lesson-{self.number.replace('.', '-')}"
