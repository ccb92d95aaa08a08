"""What a report rests on: which tables, what time they cover, the files' fingerprints."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.core.business import Business
from helpers.core.places import SETTINGS_FILE
from helpers.core.problems import MUST_FIX, OwnerError, Problem
from helpers.core.tables import DATE, MONTH, SCHEMAS
from helpers.reports.plan import Plan


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


@dataclass(frozen=True)
class Tables:
    """A business's tables, each read and checked once.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Those that lessons can read.
    problems : tuple of Problem
        All that was found in them and in the settings.
    """

    frames: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]

    def behind(self, plan: Plan) -> Sources:
        """What a report rests on, and what is worth a look in it though it stops nothing."""
        files = {SETTINGS_FILE, *(plan.business.file_of(table).name for table in plan.tables)}
        return Sources(tuple(_source(self.frames[name], name) for name in plan.tables), tuple(
            f"{problem.where()}: {problem.found}; expected {problem.expected}."
            for problem in self.problems if problem.severity != MUST_FIX and problem.file in files
        ))


def read_tables(business: Business) -> Tables:
    """Read and check every table; the business keeps them until it forgets them."""
    problems, frames = business.check(), {}
    for name in SCHEMAS:
        try:
            frame = business.get(name)
        except OwnerError:  # no lesson can read it either
            continue
        if frame is not None:
            frames[name] = frame
    return Tables(frames, tuple(problems))


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
