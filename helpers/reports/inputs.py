"""What a report rests on: which tables, what time they cover, the files' fingerprints."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.core.business import Business
from helpers.core.places import SETTINGS_FILE
from helpers.core.problems import MUST_FIX, OwnerError
from helpers.core.tables import DATE, MONTH, SCHEMAS


@dataclass(frozen=True)
class Source:
    """A table that a report rests on.

    Parameters
    ----------
    table : str
        Its name.
    rows : int
        How many rows it has.
    first, last : Timestamp or None
        The first and the last day in the columns that say when a row happened.
    """

    table: str
    rows: int
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None


@dataclass(frozen=True)
class Sources:
    """What a report rests on: its tables, and what is worth a look in them."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...]


def sources_of(business: Business, tables: Sequence[str]) -> Sources:
    """What a report on these tables rests on."""
    return Sources(sources(business, tables), notes(business, tables))


def sources(business: Business, tables: Sequence[str]) -> tuple[Source, ...]:
    """The tables with their rows and the time they cover."""
    return tuple(_source(business.table(name), name) for name in tables)


def period(rests_on: Sequence[Source]) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The first and the last day of what has happened, or None where no table has dates.

    Examples
    --------
    >>> day = pd.Timestamp("2025-03-09")
    >>> period([Source("orders", 2, day, day), Source("products", 5)])
    (Timestamp('2025-03-09 00:00:00'), Timestamp('2025-03-09 00:00:00'))
    """
    dated = [source for source in rests_on
             if source.first is not None and not SCHEMAS[source.table].reaches_ahead]
    if not dated:
        return None
    return min(source.first for source in dated), max(source.last for source in dated)


def fingerprints(business: Business) -> dict[str, str]:
    """SHA-256 of each file that can go into the report: settings, tables, logo, answers."""
    logo = [business.brand.logo.path] if business.brand.logo else []
    paths = [business.folder / SETTINGS_FILE, *logo, *business.table_files(),
             *business.answers.paths]
    return {path.name: sha256(path) for path in paths if path.is_file()}


def notes(business: Business, tables: Sequence[str]) -> tuple[str, ...]:
    """What is worth a look in the settings and tables though it stops nothing."""
    files = {SETTINGS_FILE, *(business.file_of(table).name for table in tables)}
    try:
        problems = business.check()
    except OwnerError:  # a damaged file that the report does not use
        return ()
    return tuple(
        f"{problem.where()}: {problem.found}; expected {problem.expected}."
        for problem in problems if problem.severity != MUST_FIX and problem.file in files
    )


def _source(frame: pd.DataFrame, name: str) -> Source:
    kinds = {c.name: c.kind for c in SCHEMAS[name].columns
             if c.required and c.kind in (DATE, MONTH) and frame[c.name].notna().any()}
    if not kinds:
        return Source(name, len(frame))
    last = max(
        frame[column].max() + pd.offsets.MonthEnd(0) if kind == MONTH else frame[column].max()
        for column, kind in kinds.items()
    )
    return Source(name, len(frame), min(frame[column].min() for column in kinds), last)


def sha256(path: Path) -> str:
    """A file's fingerprint."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
