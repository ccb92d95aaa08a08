"""What an import did, row by row accounted for, in words to print."""

from dataclasses import dataclass, field

import pandas as pd


def counted(number: int, thing: str) -> str:
    """A count with its noun.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


@dataclass(frozen=True)
class SetAside:
    """Rows of a file that are in no table, why, and the first of their numbers."""

    reason: str
    count: int
    rows: tuple[int, ...]

    def __str__(self) -> str:
        shown = ", ".join(str(row) for row in self.rows)
        more = ", …" if self.count > len(self.rows) else ""
        label = "row" if self.count == 1 else "rows"
        where = f" ({label} {shown}{more})" if self.rows else ""
        return f"{self.count:>9,}  {self.reason}{where}"


@dataclass(frozen=True)
class FileReport:
    """One file: every row read is either kept or set aside for exactly one reason."""

    file: str
    rows_read: int
    rows_kept: int
    first_day: pd.Timestamp | None = None
    last_day: pd.Timestamp | None = None
    set_aside: tuple[SetAside, ...] = ()
    remarks: tuple[str, ...] = ()
    already_imported: bool = False

    def __str__(self) -> str:
        if self.already_imported:
            return f"{self.file}: imported before, nothing to do"
        days = ""
        if self.first_day is not None:
            days = f", {self.first_day:%Y-%m-%d} to {self.last_day:%Y-%m-%d}"
        read = counted(self.rows_read, "row")
        lines = [f"{self.file}: {read} read, {self.rows_kept:,} kept{days}"]
        if self.set_aside:
            lines += ["  set aside:", *(f"  {entry}" for entry in self.set_aside)]
        lines += [f"  note: {remark}" for remark in self.remarks]
        return "\n".join(lines)


@dataclass(frozen=True)
class ImportReport:
    """All files of one import, and what became of the business's tables.

    Parameters
    ----------
    source, business : str
        Which system's exports, and into which business.
    files : tuple of FileReport
        One for each file, in the order given.
    tables : dict of str to (int, int)
        Rows before and after, by table.
    copies : tuple of str
        Where the owner's own versions of tables were put aside before they were merged.
    """

    source: str
    business: str
    files: tuple[FileReport, ...]
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)
    copies: tuple[str, ...] = ()

    @property
    def set_aside(self) -> dict[str, int]:
        """Rows set aside by reason, over all files."""
        counts: dict[str, int] = {}
        for file in self.files:
            for entry in file.set_aside:
                counts[entry.reason] = counts.get(entry.reason, 0) + entry.count
        return counts

    def __str__(self) -> str:
        lines = [str(file) for file in self.files]
        for name, (before, after) in self.tables.items():
            change = f", {before:,} before" if before else ""
            lines.append(f"{name}: {counted(after, 'row')}{change}")
        lines += [f"kept a copy of the table as it was: {copy}" for copy in self.copies]
        return "\n".join(lines)
