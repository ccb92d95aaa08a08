"""Tables of text in any usual encoding, with any usual separator, gzip or not.

The bytes pass by in blocks first, and whatever no table holds (a line without end, zero bytes,
content without measure) is refused where it first shows. Arrow then splits UTF-8 whose rows all
have as many cells as there are headings; any other text is gone through row by row, which is slower
and can say which rows they are. Both read the same cells from the same bytes.
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from helpers.core.problems import ROWS_SHOWN, CannotOpen, DataProblems, Problem
from helpers.core.reading.growing import POOL, GrowingText
from helpers.core.reading.limits import (
    FIRST_ROW, LONGEST_CELL, LONGEST_LINE, long_cell, opened, refuse_bytes, refuse_cells,
    refuse_columns,
)

BLOCK = LONGEST_LINE
ARROW_BLOCK = 1 << 19
ROWS_AT_ONCE = 4096
BLANK_ROW = b"\n\n"  # ends every text: where it is no blank row, a quotation mark is still open

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class _Layout:
    """How a text is laid out: its separator, its headings and the rows that stand above them."""

    separator: str
    headings: tuple[str, ...]
    hint_rows: int
    blank_rows: int

    @property
    def rows_above(self) -> int:
        return self.hint_rows + self.blank_rows + 1

    @property
    def names(self) -> list[str]:
        return [name or f"Unnamed: {place}" for place, name in enumerate(self.headings)]


def read_text(path: Path, rows: int | None = None) -> tuple[pd.DataFrame, int]:
    """The cells below the headings as text, and how many blank rows stand above the headings.

    Parameters
    ----------
    path : Path
        The file.
    rows : int, optional
        Read no more than this many rows.
    """
    for encoding in _encodings(path):
        try:
            return _read(path, encoding, rows)
        except UnicodeDecodeError:
            continue
    raise CannotOpen(
        f"{path.name} is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV UTF-8.")


def _read(path: Path, encoding: str, rows: int | None) -> tuple[pd.DataFrame, int]:
    with _lines_of(path, encoding) as lines:
        layout = _layout(lines, path.name)
    columns = None
    if rows is None and encoding in ("utf-8", "utf-8-sig"):
        columns = _all_at_once(path, encoding, layout)
    if columns is None:
        columns = _row_by_row(path, encoding, layout, rows)
    table = pa.table(columns, names=layout.names)
    return table.to_pandas(), layout.blank_rows


def _encodings(path: Path) -> tuple[str, ...]:
    """The encodings a file may be in, the likeliest first."""
    with opened(path) as file:
        head = next(_unpacked(file, path.name, 1000), b"")
    if head.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if head.count(0) > len(head) // 4:
        return ("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be",)
    return ("utf-8", "cp1252")


def _unpacked(file, name: str, size: int) -> Iterator[bytes]:
    packed = file.read(2) == _GZIP
    file.seek(0)
    content = gzip.GzipFile(fileobj=file) if packed else file
    unpacked = 0
    while True:
        try:
            block = content.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise CannotOpen(
                f"{name} is a damaged {'gzip ' if packed else ''}file ({error}). Export it again."
            ) from error
        if not block:
            return
        unpacked += len(block)
        refuse_bytes(name, unpacked, file.tell() if packed else None)
        yield block


def _utf8_blocks(path: Path, encoding: str, columns: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = _Lines(path.name, columns)
    with opened(path) as file:
        for block in _unpacked(file, path.name, BLOCK):
            text = decoder.decode(block)
            if encoding != "utf-8":
                block = text.encode("utf-8")
            lines.follow(block)
            yield block
        decoder.decode(b"", final=True)
        yield BLANK_ROW


@dataclass
class _Lines:
    """Follows a text block by block and refuses it where it is no table's."""

    file: str
    columns: int
    ended: int = 0
    open_bytes: int = 0  # of the line that the last block left unfinished

    def follow(self, block: bytes) -> None:
        end = b"\n" if b"\n" in block else b"\r"
        first, last = block.find(end), block.rfind(end)
        if self.open_bytes + (len(block) if first < 0 else first) > LONGEST_LINE:
            self._refuse(self.ended, f"a line of more than {LONGEST_LINE:,} bytes",
                         "one row a line, cells parted by commas, semicolons or tabs")
        if (place := block.find(b"\0")) >= 0:
            self._refuse(self.ended + block.count(end, 0, place), "zero bytes, which no text holds",
                         "text: a table saved as CSV")
        self.open_bytes = self.open_bytes + len(block) if last < 0 else len(block) - 1 - last
        self.ended += block.count(end)
        refuse_cells(self.file, self.ended * self.columns)

    def _refuse(self, lines_before: int, found: str, expected: str) -> None:
        raise DataProblems([Problem(
            self.file, found, expected,
            "open it in your spreadsheet program and save it again as CSV",
            count=1, rows=(lines_before + 1,))])


class _Stream(io.RawIOBase):
    """Blocks of bytes as a file."""

    def __init__(self, blocks: Iterator[bytes]):
        self._blocks, self._rest = blocks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


@contextmanager
def _lines_of(path: Path, encoding: str, columns: int = 1) -> Iterator[io.TextIOWrapper]:
    """A file's lines, with their ends as they are."""
    with closing(_utf8_blocks(path, encoding, columns)) as blocks:
        text = io.BufferedReader(_Stream(blocks), BLOCK)
        yield io.TextIOWrapper(text, encoding="utf-8", newline="")


def _layout(lines: io.TextIOWrapper, file: str) -> _Layout:
    start = lines.read(LONGEST_LINE).lstrip("\ufeff")
    hint = re.match(r"sep=(.)\r?\n", start)
    hint_rows = 1 if hint else 0
    separator = hint[1] if hint else _separator(start)
    rows, line = csv.reader(io.StringIO(start, newline=""), delimiter=separator), 0
    try:
        for number, cells in enumerate(rows):
            line = rows.line_num
            if number >= hint_rows and any(cell.strip() for cell in cells):
                refuse_columns(file, len(cells))
                headings = tuple(cell.strip() for cell in cells)
                return _Layout(separator, headings, hint_rows, number - hint_rows)
    except csv.Error as error:
        raise _endless_cell(file, FIRST_ROW - 1, rows.line_num - line > 1) from error
    raise CannotOpen(f"{file} is empty: not even a row of headings.")


def _separator(start: str) -> str:
    heading = re.sub(r'"[^"]*"', "", start.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t", key=heading.count)


def _all_at_once(path: Path, encoding: str, layout: _Layout) -> list[pa.Array] | None:
    """The columns, or None where the rows have to be looked at one by one."""
    end = b""
    for block in _utf8_blocks(path, encoding, len(layout.headings)):
        end = (end + block)[-LONGEST_LINE:]
    names = layout.names
    columns = [GrowingText() for _ in names]
    try:
        # Arrow reads the file itself: its threads may outlive a reader, and then meet no Python
        with _native(path) as file:
            for batch in pyarrow.csv.open_csv(
                file,
                pyarrow.csv.ReadOptions(column_names=names, block_size=ARROW_BLOCK,
                                        use_threads=False,
                                        skip_rows_after_names=layout.rows_above),
                pyarrow.csv.ParseOptions(delimiter=layout.separator, newlines_in_values=True,
                                         ignore_empty_lines=False),
                pyarrow.csv.ConvertOptions(
                    column_types={name: pa.large_string() for name in names}, null_values=[""],
                    strings_can_be_null=True, check_utf8=False),
                memory_pool=POOL,
            ):
                for column, cells in zip(columns, batch.columns):
                    column.add(cells)
    except pa.ArrowInvalid:
        return None
    whole = [column.whole() for column in columns]
    too_long = any(column.longest > LONGEST_CELL for column in columns)
    return None if too_long or _ends_in_quotes(whole[-1], end) else whole


def _native(path: Path) -> pa.NativeFile:
    with opened(path) as file:
        packed = file.read(2) == _GZIP
    return pa.input_stream(path, compression="gzip" if packed else None)


def _ends_in_quotes(last_column: pa.Array, end: bytes) -> bool:
    """Whether the text may end inside a quotation mark: Arrow takes its end for the closing one."""
    last = (last_column[-1].as_py() or "") if len(last_column) else ""
    return (not len(last_column) and b'"' in end) or end.removesuffix(BLANK_ROW).endswith(
        b'"' + last.replace('"', '""').encode("utf-8"))


@dataclass
class _TooLong:
    """Rows with more cells than there are headings."""

    count: int = 0
    rows: list[int] = field(default_factory=list)
    cells: set[int] = field(default_factory=set)

    def add(self, row: int, cells: int) -> None:
        self.count += 1
        self.cells.add(cells)
        if len(self.rows) < ROWS_SHOWN:
            self.rows.append(row)


def _row_by_row(
    path: Path, encoding: str, layout: _Layout, most_rows: int | None = None
) -> list[pa.Array]:
    width, too_long = len(layout.headings), _TooLong()
    columns, batch = [GrowingText() for _ in range(width)], []
    row = FIRST_ROW + layout.blank_rows - 1
    cells = layout.headings
    with _lines_of(path, encoding, width) as lines:
        rows = csv.reader(lines, delimiter=layout.separator)
        line = 0
        try:
            next(islice(rows, layout.rows_above - 1, None), None)
            line = rows.line_num
            for cells in islice(rows, most_rows):
                row, line = row + 1, rows.line_num
                if len(cells) != width:
                    if any(cells[width:]):
                        too_long.add(row, len(cells))
                    cells = [*cells[:width], *[""] * (width - len(cells))]
                batch.append(cells)
                if len(batch) == ROWS_AT_ONCE:
                    _keep(batch, columns)
        except csv.Error as error:
            raise _endless_cell(path.name, row + 1, rows.line_num - line > 1) from error
    if most_rows is None and any(cells):
        raise _endless_cell(path.name, row, several_lines=True)
    if too_long.count:
        if most_rows is not None:  # all of them are to be told, not only those looked at
            return _row_by_row(path, encoding, layout)
        raise DataProblems([_ragged(path.name, too_long, layout)])
    _keep(batch, columns)
    return _without_blank_end([column.whole() for column in columns])


def _without_blank_end(columns: list[pa.Array]) -> list[pa.Array]:
    for _ in BLANK_ROW:  # one of its line ends only ends the last row if nothing else does
        if len(columns[0]) and not any(column[-1].is_valid for column in columns):
            columns = [column.slice(0, len(column) - 1) for column in columns]
    return columns


def _keep(batch: list[list[str]], columns: list[GrowingText]) -> None:
    for column, cells in zip(columns, zip(*batch)):
        column.add(pa.array([cell or None for cell in cells], pa.large_string()))
    batch.clear()


def _endless_cell(file: str, row: int, several_lines: bool) -> DataProblems:
    if not several_lines:
        return long_cell(file, row)
    return DataProblems([Problem(
        file, "a quotation mark that opens and never closes", "quotation marks in pairs",
        "close it or delete it: everything behind it is taken for one cell", count=1, rows=(row,))])


def _ragged(file: str, too_long: _TooLong, layout: _Layout) -> Problem:
    fewest, most = min(too_long.cells), max(too_long.cells)
    found = f"{most} cells" if fewest == most else f"{fewest} to {most} cells"
    return Problem(
        file, found, f"{len(layout.headings)} cells, as many as there are headings",
        f"put text and amounts that hold “{layout.separator}” in double quotes, or save the "
        "file again as CSV from your spreadsheet program",
        count=too_long.count, rows=tuple(too_long.rows))
