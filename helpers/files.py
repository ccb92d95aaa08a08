"""Files in and out: any spreadsheet's table as text, and writing whole or not at all."""

import codecs
import csv
import gzip
import io
import os
import re
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.problems import CannotOpen, DataProblems, Problem

TABLE_ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet", ".xlsx")
FIRST_ROW = 2  # the heading is row 1 in every spreadsheet


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
    frame = reader(path, sheet, rows)
    frame.columns = [str(heading).strip() for heading in frame.columns]
    frame.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(frame))
    unnamed_and_empty = [
        name for name in frame.columns if name.startswith("Unnamed:") and frame[name].isna().all()
    ]
    frame = frame.drop(columns=unnamed_and_empty)
    return RawTable(frame.loc[frame.notna().any(axis=1)], path.name)


def _read_parquet(path: Path, sheet, rows) -> pd.DataFrame:
    try:
        frame = pd.read_parquet(path)
    except Exception as error:  # pyarrow raises many kinds for a damaged file
        raise CannotOpen(f"{path.name} is not a readable Parquet file: {error}") from error
    return frame.head(rows) if rows is not None else frame


def _read_excel(path: Path, sheet, rows) -> pd.DataFrame:
    try:
        with pd.ExcelFile(path, engine="openpyxl") as book:
            chosen = sheet if sheet in book.sheet_names else book.sheet_names[0]
            frame = book.parse(chosen, nrows=rows, dtype=object, keep_default_na=False,
                               na_values=[""])
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise CannotOpen(
            f"{path.name} is not a readable Excel workbook ({error}). "
            "Open it in your spreadsheet program and save it again as .xlsx or as CSV."
        ) from error
    return frame.apply(_typed_or_text)


def _typed_or_text(cells: pd.Series) -> pd.Series:
    typed = cells.infer_objects()
    return typed if typed.dtype != object else cells.map(str, na_action="ignore").astype("str")


def _read_csv(path: Path, sheet, rows) -> pd.DataFrame:
    data = _bytes_of(path)
    encoding = _encoding(data, path.name)
    start = data[: 1 << 16].decode(encoding, errors="ignore")
    hint = re.match(r"\ufeff?sep=(.)\r?\n", start)
    separator = hint[1] if hint else _separator(start)
    _refuse_repeated_headings(start, separator, bool(hint), path.name)
    try:
        return pd.read_csv(
            io.BytesIO(data), encoding=encoding, sep=separator, dtype="str", nrows=rows,
            keep_default_na=False, na_values=[""], skip_blank_lines=False, index_col=False,
            skiprows=1 if hint else 0, low_memory=False,
        )
    except pd.errors.EmptyDataError as error:
        raise CannotOpen(f"{path.name} is empty: not even a row of headings.") from error
    except pd.errors.ParserError as error:
        raise DataProblems([_ragged(path.name, str(error))]) from error


def _bytes_of(path: Path) -> bytes:
    data = path.read_bytes()
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise CannotOpen(f"{path.name} is a damaged gzip file: {error}. Export it again.") from error


def _encoding(data: bytes, file: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:1000]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    raise CannotOpen(f"{file} is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV UTF-8.")


def _separator(start: str) -> str:
    heading = re.sub(r'"[^"]*"', "", start.lstrip("\ufeff\r\n").split("\n", 1)[0])
    return max(",;\t", key=heading.count)


def _refuse_repeated_headings(start: str, separator: str, hinted: bool, file: str) -> None:
    lines = io.StringIO(start.lstrip("\ufeff"), newline="")
    if hinted:
        lines.readline()
    headings = [h.strip() for h in next(csv.reader(lines, delimiter=separator), [])]
    repeated = sorted({h for h in headings if h and headings.count(h) > 1})
    if repeated:
        raise DataProblems([
            Problem(file, f"the heading “{heading}” stands over more than one column",
                    "each heading once", "rename or delete the columns you do not need", heading)
            for heading in repeated
        ])


def _ragged(file: str, message: str) -> Problem:
    numbers = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", message)
    if not numbers:
        return Problem(file, f"the file could not be split into columns ({message})",
                       "one row a line, cells parted by commas, semicolons or tabs",
                       "open it in your spreadsheet program and save it again as CSV")
    expected, line, saw = numbers.groups()
    return Problem(file, f"{saw} cells", f"{expected} cells, as many as there are headings",
                   "put text that holds a comma or a quotation mark in double quotes, or save the "
                   "file again as CSV from your spreadsheet program",
                   count=1, rows=(int(line),))


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
        if whole[name].notna().any() and (whole[name].dropna() % 1 == 0).all():
            whole[name] = whole[name].astype("Int64")
    return whole.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as `csv_text` says, whole or not at all."""
    write_atomically(path, csv_text(frame))
