"""Excel workbooks: an archive of XML, gone through within bounds before a table is taken from it.

A few kilobytes of archive can hold gigabytes of XML, and a line of XML can stand for a billion
empty rows. So the parts' sizes are looked at before anything is unpacked, their elements are
counted as they stream by without a tree being built, and only then is openpyxl let at them.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import pandas as pd

from helpers.core.problems import CannotOpen, DataProblems, OwnerError, Problem
from helpers.core.reading.limits import (
    LONGEST_CELL, long_cell, opened, refuse_bytes, refuse_cells, refuse_columns,
)

MOST_PACKED_BYTES = 256 << 20
MOST_UNPACKED_BYTES = 1 << 30
MOST_PARTS = 10_000
MOST_ROWS = 1_048_576  # as Excel has it
MOST_CELLS = 20_000_000
MOST_TEXTS = 5_000_000  # different texts in a workbook
MOST_ELEMENTS = 500_000  # outside rows and texts, or in a single one: styles, merged cells

_BLOCK = 1 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_RETURNED = ("row", "si")  # what openpyxl takes one by one and lets go of
_SAVE_AS_CSV = "save the sheet as CSV; what is read from that can be far larger"


def read_workbook(
    path: Path, sheet: str | None = None, rows: int | None = None
) -> tuple[pd.DataFrame, int]:
    """The cells below the headings, and how many blank rows stand above the headings.

    Parameters
    ----------
    path : Path
        The file.
    sheet : str, optional
        The sheet to prefer; the first one where there is none of that name.
    rows : int, optional
        Read no more than this many rows.
    """
    import openpyxl  # takes as long to import as most tables take to read

    try:
        with opened(path) as file:
            _refuse_bombs(file, path.name)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            names = [page.title for page in book.worksheets]
            page = book[sheet if sheet in names else names[0]]
            page.reset_dimensions()  # what a sheet says of its own size need not be so
            top, cells = _cells(page, path.name, rows)
    except OwnerError:
        raise
    except Exception as error:  # a damaged archive or XML fails in whatever way it happens to
        raise CannotOpen(
            f"{path.name} is not a readable Excel workbook ({error}). "
            "Open it in your spreadsheet program and save it again as .xlsx or as CSV."
        ) from error
    if not cells:
        raise CannotOpen(f"{path.name} is empty: not even a row of headings.")
    width = max(map(len, cells))
    headings, *others = ([*row, *[None] * (width - len(row))] for row in cells)
    return pd.DataFrame(others, columns=headings, dtype=object), top


def _refuse_bombs(file: BinaryIO, name: str) -> None:
    refuse_bytes(name, file.seek(0, 2), most=MOST_PACKED_BYTES)
    file.seek(0)
    entries = sum(block.count(_DIRECTORY_ENTRY) for block in _blocks(file))
    if entries > MOST_PARTS:
        raise _refusal(name, f"more than {MOST_PARTS:,} parts", f"at most {MOST_PARTS:,}")
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        refuse_bytes(name, sum(part.file_size for part in parts), most=MOST_UNPACKED_BYTES)
        for part in parts:
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise _refusal(name, "a way of packing that no spreadsheet program uses",
                               "an Excel workbook")
            refuse_bytes(name, part.file_size, part.compress_size)
        for part in parts:
            with archive.open(part) as content:
                _Elements(name).count(content)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(_BLOCK), b"")


class _Elements:
    """Counts a part's elements as openpyxl would hold them, and refuses what is not a workbook's.

    A part that is no XML is let be: openpyxl cannot read it either.
    """

    def __init__(self, file: str):
        self._file, self._held, self._returned = file, 0, 0

    def count(self, content: BinaryIO) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            for block in _blocks(content):
                parser.Parse(block)
        except expat.ExpatError:
            return

    def _element(self, tag: str, attributes: dict) -> None:
        if tag.rpartition(":")[2] in _RETURNED:
            self._returned += 1
            self._held = 0
        else:
            self._held += 1
        if self._held > MOST_ELEMENTS or self._returned > MOST_TEXTS:
            raise _refusal(self._file, "more XML than a workbook of any use holds",
                           f"at most {MOST_TEXTS:,} different texts and {MOST_ROWS:,} rows")

    def _doctype(self, *_) -> None:
        raise _refusal(self._file, "a document type declaration, which no spreadsheet writes",
                       "an Excel workbook")


def _refusal(file: str, found: str, expected: str) -> DataProblems:
    return DataProblems([Problem(file, found, expected, _SAVE_AS_CSV)])


def _cells(page, file: str, most_rows: int | None) -> tuple[int, list[list]]:
    """The rows from the headings on, without empty cells at their ends; and the rows above."""
    found, top, held = [], 0, 0
    for number, row in enumerate(page.rows, start=1):
        if number > MOST_ROWS:
            raise _refusal(file, f"more than {MOST_ROWS:,} rows", f"at most {MOST_ROWS:,}")
        values = _values(row, file, number)
        if not found and not values:
            top = number
            continue
        found.append(values)
        held += len(values)
        refuse_columns(file, len(values))
        refuse_cells(file, held, MOST_CELLS)
        if most_rows is not None and len(found) > most_rows:
            break
    while found and not found[-1]:
        found.pop()
    return top, found


def _values(row: tuple, file: str, number: int) -> list:
    values = [_value(cell) for cell in row]
    while values and values[-1] is None:
        values.pop()
    if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in values):
        raise long_cell(file, number)
    return values


def _value(cell):
    value = cell.value
    if value == "" or cell.data_type == "e":  # such as #N/A
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
