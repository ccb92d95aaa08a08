"""Files in and out: any spreadsheet's table as text, and writing whole or not at all."""

import codecs
import csv
import gzip
import io
import os
import re
import tempfile
import warnings
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.problems import ROWS_SHOWN, CannotOpen, DataProblems, Problem

TABLE_ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet", ".xlsx")
FIRST_ROW = 2  # the heading is row 1 in every spreadsheet
HEAD_BYTES = 1 << 20  # read for a look at the first rows


@dataclass(frozen=True)
class RawTable:
    """A file's cells before anyone says what they mean.

    Parameters
    ----------
    frame : DataFrame
        Cells as text (`str`), empty ones missing; Parquet and Excel keep real dates and numbers
        where a whole column holds them. The index is the row number a spreadsheet shows.
    file : str
        The file's name, for messages.
    """

    frame: pd.DataFrame
    file: str


def read_text_table(path: Path, *, sheet: str | None = None, rows: int | None = None) -> RawTable:
    """Read a CSV (comma, semicolon or tab; any usual encoding; gzip or not), Excel or Parquet file.

    Parameters
    ----------
    path : Path
        The file; its ending says what it is.
    sheet : str, optional
        The Excel sheet to prefer; the first sheet where there is none of that name.
    rows : int, optional
        Read no more than this many rows.

    Raises
    ------
    CannotOpen
        The file is missing, damaged, or of a kind that is not read.
    DataProblems
        The file is text but not a table: rows longer than the heading, headings twice.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text("order_id;unit_price\\n1;2,50\\n\\n2;3,00\\n")
    >>> read_text_table(folder / "orders.csv").frame
      order_id unit_price
    2        1       2,50
    4        2       3,00
    """
    path = Path(path)
    if not path.is_file():
        raise CannotOpen(f"There is no file {path.name} in {path.parent}.")
    reader = {".parquet": _read_parquet, ".xlsx": _read_excel}.get(path.suffix.lower(), _read_csv)
    frame, blank_rows = reader(path, sheet, rows)
    frame.columns = [str(heading).strip() for heading in frame.columns]
    _refuse_repeated(frame.columns, path.name)
    frame.index = pd.RangeIndex(FIRST_ROW + blank_rows, FIRST_ROW + blank_rows + len(frame))
    unnamed_and_empty = [
        name for name in frame.columns if name.startswith("Unnamed:") and frame[name].isna().all()
    ]
    frame = frame.drop(columns=unnamed_and_empty)
    return RawTable(frame.loc[frame.notna().any(axis=1)], path.name)


# Each reader returns the cells and how many blank rows stand above the heading.


def _read_parquet(path: Path, sheet, rows) -> tuple[pd.DataFrame, int]:
    try:
        with pq.ParquetFile(path) as file:
            if rows is None:
                table = file.read()
            else:
                first = next(file.iter_batches(max(rows, 1)), None)
                table = pa.Table.from_batches([first] if first else [], file.schema_arrow)
        frame = table.slice(0, rows).to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise CannotOpen(
            f"{path.name} is not a readable Parquet file ({error}). Export it again."
        ) from error
    return frame.apply(_typed_or_text), 0


def _read_excel(path: Path, sheet, rows) -> tuple[pd.DataFrame, int]:
    try:
        with pd.ExcelFile(path, engine="openpyxl") as book:
            chosen = sheet if sheet in book.sheet_names else book.sheet_names[0]
            cells = pd.read_excel(book, sheet_name=chosen, header=None, dtype=object,
                                  keep_default_na=False, na_values=[""])
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise CannotOpen(
            f"{path.name} is not a readable Excel workbook ({error}). "
            "Open it in your spreadsheet program and save it again as .xlsx or as CSV."
        ) from error
    filled = cells.notna().any(axis=1)
    if not filled.any():
        raise CannotOpen(f"{path.name} is empty: not even a row of headings.")
    top = int(filled.idxmax())
    headings = cells.loc[top]
    frame = cells.loc[top + 1:].head(rows) if rows is not None else cells.loc[top + 1:]
    frame.columns = headings.where(
        headings.notna(), [f"Unnamed: {place}" for place in range(len(headings))]
    )
    return frame.apply(_typed_or_text), top


def _typed_or_text(cells: pd.Series) -> pd.Series:
    typed = cells.infer_objects()
    if typed.dtype != object and not isinstance(typed.dtype, pd.CategoricalDtype):
        return typed
    return cells.map(str, na_action="ignore").astype("str")


def _read_csv(path: Path, sheet, rows) -> tuple[pd.DataFrame, int]:
    if rows is None:
        return _parse_csv(_bytes_of(path), path.name)
    start = _bytes_of(path, HEAD_BYTES)
    if len(start) < HEAD_BYTES:
        return _parse_csv(start, path.name, rows)
    try:
        frame, blank_rows = _parse_csv(start, path.name, rows + 1, cut_off=True)
    except DataProblems:
        frame, blank_rows = _parse_csv(_bytes_of(path), path.name, rows + 1)
    if len(frame) <= rows:  # the last of them may have been cut off
        frame, blank_rows = _parse_csv(_bytes_of(path), path.name, rows)
    return frame.head(rows), blank_rows


def _parse_csv(
    data: bytes, file: str, rows: int | None = None, cut_off: bool = False
) -> tuple[pd.DataFrame, int]:
    encoding = _encoding(data, file, cut_off)
    start = data[: 1 << 16].decode(encoding, errors="ignore").lstrip("\ufeff")
    hint = re.match(r"sep=(.)\r?\n", start)
    hint_rows = 1 if hint else 0
    separator = hint[1] if hint else _separator(start)
    headings, blank_rows = _headings(start, separator, hint_rows, file)
    _refuse_repeated(headings, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # cells that would be lost
            frame = pd.read_csv(
                io.BytesIO(data), encoding=encoding, sep=separator, dtype="str", nrows=rows,
                keep_default_na=False, na_values=[""], skip_blank_lines=False, index_col=False,
                skiprows=hint_rows + blank_rows, low_memory=False,
                encoding_errors="ignore" if cut_off else "strict",
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        text = data.decode(encoding, errors="ignore").lstrip("\ufeff")
        raise DataProblems([
            _ragged(text, separator, len(headings), hint_rows, file, str(error))
        ]) from error
    return frame, blank_rows


def _bytes_of(path: Path, at_most: int = -1) -> bytes:
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            file.seek(0)
            return file.read(at_most)
    try:
        with gzip.open(path) as file:
            return file.read(at_most)
    except (OSError, EOFError, zlib.error) as error:
        raise CannotOpen(
            f"{path.name} is a damaged gzip file ({error}). Export it again."
        ) from error


def _encoding(data: bytes, file: str, cut_off: bool) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:1000]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(data, final=not cut_off)
            return encoding
        except UnicodeDecodeError:
            continue
    raise CannotOpen(f"{file} is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV UTF-8.")


def _separator(start: str) -> str:
    heading = re.sub(r'"[^"]*"', "", start.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t", key=heading.count)


def _headings(start: str, separator: str, hint_rows: int, file: str) -> tuple[list[str], int]:
    rows = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    for number, cells in enumerate(rows):
        if number >= hint_rows and any(cell.strip() for cell in cells):
            return [cell.strip() for cell in cells], number - hint_rows
    raise CannotOpen(f"{file} is empty: not even a row of headings.")


def _refuse_repeated(headings, file: str) -> None:
    repeated = sorted(name for name, times in Counter(headings).items() if name and times > 1)
    if repeated:
        raise DataProblems([
            Problem(file, f"the heading “{heading}” stands over more than one column",
                    "each heading once", "rename or delete the columns you do not need", heading)
            for heading in repeated
        ])


def _ragged(
    text: str, separator: str, headings: int, hint_rows: int, file: str, message: str
) -> Problem:
    cells_in_row = _cells_in_row(text, separator)
    if "EOF inside string" in message:
        return Problem(file, "a quotation mark that opens and never closes",
                       "quotation marks in pairs",
                       "close it or delete it: everything behind it is taken for one cell",
                       count=1, rows=(len(cells_in_row) - hint_rows,))
    too_long = {row: cells for row, cells in enumerate(cells_in_row, start=1 - hint_rows)
                if cells > headings}
    if not too_long:
        return Problem(file, f"the file could not be split into columns ({message})",
                       "one row a line, cells parted by commas, semicolons or tabs",
                       "open it in your spreadsheet program and save it again as CSV")
    return Problem(file, f"{_numbers_found(too_long.values())} cells",
                   f"{headings} cells, as many as there are headings",
                   f"put text and amounts that hold “{separator}” in double quotes, or save the "
                   "file again as CSV from your spreadsheet program",
                   count=len(too_long), rows=tuple(too_long)[:ROWS_SHOWN])


def _cells_in_row(text: str, separator: str) -> list[int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    counts = []
    while True:
        try:
            counts.append(len(next(rows)))
        except StopIteration:
            return counts
        except csv.Error:  # one cell of more than 128 KB: an open quotation mark
            return [*counts, 1]


def _numbers_found(cells) -> str:
    found = sorted(set(cells))
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write a file whole or not at all: a reader sees the old content or the new, never a part.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp()) / "note.txt"
    >>> write_atomically(path, "whole")
    >>> path.read_text()
    'whole'
    """
    path = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode_of(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _mode_of(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def csv_text(frame: pd.DataFrame) -> str:
    """A table as the CSV this project writes: commas, points, ISO dates, empty cells where missing.

    Examples
    --------
    >>> csv_text(pd.DataFrame({"date": [pd.Timestamp("2025-01-02")], "amount": [1.5]}))
    'date,amount\\n2025-01-02,1.5\\n'
    """
    whole = frame.copy()
    for name in whole.select_dtypes("number"):
        present = whole[name].dropna()
        if len(present) and (present % 1 == 0).all() and present.abs().lt(2**53).all():
            whole[name] = whole[name].astype("Int64")
    return whole.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as `csv_text` says, whole or not at all."""
    write_atomically(path, csv_text(frame))
