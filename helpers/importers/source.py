"""What a source is, and the sheet it reads: one export, its columns found by their headings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from helpers.core import parsing
from helpers.core.files import RawTable
from helpers.core.problems import CannotOpen, DataProblems, Problem
from helpers.core.tables import ask_which


@dataclass(frozen=True)
class Terms:
    """What a business's settings say about reading an export."""

    currency: str
    timezone: str | None = None
    dates: str | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a source made of one sheet, before anything is set aside.

    Parameters
    ----------
    table : str
        The contract's table the rows are for.
    rows : DataFrame
        The table's columns, indexed by spreadsheet row, with a column `person` in place of
        `customer_id`. Besides them, where the source has them: `name` and `category` of the
        product; `currency`; `reason`, filled in where the source itself sets a row aside;
        `derived`, true for lines a source adds to the file's own (a refund told only as a sum);
        `people`, names that must not stand in any text.
    unit : tuple of str
        The columns that say which rows a later export replaces as a whole.
    remarks : tuple of str
        What the owner should know about how the file was read.
    """

    table: str
    rows: pd.DataFrame
    unit: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Export:
    """One kind of file a system writes.

    Parameters
    ----------
    name : str
        As the owner would say it: "Shopify orders export".
    needs : tuple of str
        The headings without which it cannot be read.
    how : str
        How to make it, with the menu's words.
    read : callable
        `read(sheet, terms) -> Draft`.
    """

    name: str
    needs: tuple[str, ...]
    how: str
    read: Callable[["Sheet", Terms], Draft]


@dataclass(frozen=True)
class Source:
    """A system and the exports of it that are read.

    Parameters
    ----------
    name : str
        What it is called.
    exports : tuple of Export
        The kinds of files.
    mapped : bool
        Whether it takes `--map`.
    people : tuple of str
        The headings of its files that tell who a customer is, for the owner's eyes alone.
    """

    name: str
    exports: tuple[Export, ...]
    mapped: bool = False
    people: tuple[str, ...] = ()


@dataclass
class Sheet:
    """One file's cells, asked for by heading (upper and lower case do not matter).

    Cells that hold something unreadable come back missing and are remembered in `unreadable`, so
    that their rows can be set aside with the reason.
    """

    raw: RawTable
    terms: Terms
    unreadable: dict[str, pd.Series] = field(default_factory=dict)

    def __post_init__(self):
        self._headings = {_plain(name): name for name in self.raw.frame.columns}

    @property
    def rows(self) -> pd.Index:
        """Spreadsheet row numbers."""
        return self.raw.frame.index

    def has(self, *names: str) -> bool:
        """Whether all these headings are there."""
        return all(_plain(name) in self._headings for name in names)

    def first(self, *names: str) -> str | None:
        """The first of the headings that is there."""
        return next((name for name in names if self.has(name)), None)

    def text(self, *names: str) -> pd.Series:
        """Cells as text; where there are several headings, the first cell that is filled in."""
        found = pd.Series(None, index=self.rows, dtype="str")
        for name in filter(self.has, names):
            found = found.where(found.notna(), _as_text(self._cells(name)))
        return found

    def numbers(self, name: str) -> pd.Series:
        """Cells as numbers; all missing where there is no such heading."""
        if not self.has(name):
            return pd.Series(float("nan"), index=self.rows)
        values, bad = self._parsed(parsing.parse_numbers, name, self.terms.decimal)
        self._remember(f"“{name}” is not a number", bad)
        return values

    def days(self, name: str) -> pd.Series:
        """Cells as days, as they are written; a time or zone behind them is dropped."""
        if not self.has(name):
            return pd.Series(pd.NaT, index=self.rows, dtype="datetime64[us]")
        values, bad = self._parsed(parsing.parse_dates, name, self.terms.dates)
        self._remember(f"“{name}” is not a date", bad)
        return values.astype("datetime64[us]")

    def flags(self, name: str) -> pd.Series:
        """Cells as yes and no."""
        values, bad = parsing.parse_flags(self.text(name))
        self._remember(f"“{name}” is not yes or no", bad)
        return values

    def utc_days(self, *names: str) -> pd.Series:
        """Moments in UTC as days where the business is; as UTC days if its zone is not known."""
        found = pd.Series(pd.NaT, index=self.rows, dtype="datetime64[us]")
        for name in filter(self.has, names):
            moments = pd.to_datetime(
                self.text(name).str.removesuffix(" UTC"), format="ISO8601", errors="coerce",
                utc=True)
            local = moments.dt.tz_convert(_zone(self.terms.timezone)).dt.tz_localize(None)
            days = local.dt.normalize().astype("datetime64[us]")
            found = found.fillna(days.where(days.notna(), self.days(name)))
        return found

    def _cells(self, name: str) -> pd.Series:
        return self.raw.frame[self._headings[_plain(name)]]

    def _parsed(self, parse, name: str, told: str | None):
        cells = self._cells(name)
        try:
            return parse(cells)
        except parsing.Ambiguous as ambiguous:
            if told is not None:
                return parse(cells, told)
            raise DataProblems([ask_which(self.raw.file, name, ambiguous)]) from ambiguous

    def _remember(self, reason: str, bad: pd.Series) -> None:
        if bad.any():
            self.unreadable[reason] = bad


def missing_headings(raw: RawTable, export: Export) -> list[Problem]:
    """A problem for each heading the export should have and this file has not."""
    there = {_plain(name): name for name in raw.frame.columns}
    problems = []
    for name in export.needs:
        if _plain(name) not in there:
            near = get_close_matches(_plain(name), there, n=1)
            hint = f"; the nearest heading is “{there[near[0]]}”" if near else ""
            problems.append(Problem(raw.file, f"no such column{hint}",
                                    f"{export.name}, with its columns as they come", export.how,
                                    name))
    return problems


def recognises(export: Export, raw: RawTable) -> bool:
    """Whether a file has all the headings the export needs."""
    there = {_plain(name) for name in raw.frame.columns}
    return all(_plain(name) in there for name in export.needs)


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _as_text(cells: pd.Series) -> pd.Series:
    stripped = parsing.as_text(cells).str.strip()
    return stripped.mask(stripped == "")


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CannotOpen(f"business.yaml says  timezone: {name}, which is not a time zone. Write "
                         "one such as Europe/London or America/New_York.") from error
