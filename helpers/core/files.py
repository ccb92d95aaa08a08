"""Tables from files and to files: any spreadsheet's as text, and ours as CSV."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.core.on_disk import write_atomically
from helpers.core.reading.limits import FIRST_ROW, refuse_repeated
from helpers.core.reading.parquet import read_parquet
from helpers.core.reading.text import read_text
from helpers.core.reading.workbook import read_workbook

TABLE_ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet", ".xlsx")


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
        The file is no table: rows longer than the heading, headings twice, content beyond the
        limits in `helpers.core.reading.limits`.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text("order_id;unit_price\\n1;2,50\\n\\n2;3,00\\n")
    >>> read_text_table(folder / "orders.csv").frame
      order_id unit_price
    2        1       2,50
    4        2       3,00
    """
    path = Path(path)
    kind = path.suffix.lower()
    blank_rows = 0
    if kind == ".parquet":
        frame = read_parquet(path, rows)
    elif kind == ".xlsx":
        frame, blank_rows = read_workbook(path, sheet, rows)
    else:
        frame, blank_rows = read_text(path, rows)
    frame.columns = [_heading(heading, place) for place, heading in enumerate(frame)]
    refuse_repeated(frame.columns, path.name)
    frame.index = pd.RangeIndex(FIRST_ROW + blank_rows, FIRST_ROW + blank_rows + len(frame))
    empty = [name for name in frame if name.startswith("Unnamed:") and frame[name].isna().all()]
    frame = _without_blank_rows(frame.drop(columns=empty))
    return RawTable(_of_one_kind(frame), path.name)


def _heading(written, place: int) -> str:
    return f"Unnamed: {place}" if pd.isna(written) else str(written).strip() or f"Unnamed: {place}"


def _without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    blank = np.ones(len(frame), dtype=bool)
    for name in frame:
        blank &= frame[name].isna().to_numpy()
        if not blank.any():
            return frame
    kept = {name: frame.pop(name).loc[~blank] for name in list(frame)}  # never all of it twice
    return pd.DataFrame(kept, copy=False)


def _of_one_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of one kind as they are; mixed and odd ones as text."""
    return pd.DataFrame({name: _typed_or_text(frame[name]) for name in frame}, copy=False,
                        index=frame.index, columns=frame.columns)


def _typed_or_text(cells: pd.Series) -> pd.Series:
    typed = cells.infer_objects()
    if typed.dtype != object and not isinstance(typed.dtype, pd.CategoricalDtype):
        return typed
    return cells.map(str, na_action="ignore").astype("str")


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


def csv_for_spreadsheets(frame: pd.DataFrame) -> str:
    """`csv_text` with no text that a spreadsheet would take for a formula.

    Such text gets an apostrophe before it (OWASP, CSV injection); a phone number with its plus is
    no formula that could do anything, and stays.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["=HYPERLINK(1)", "Ana"], "phone": ["+44 20 7946", "@SUM(1)"]})
    >>> print(csv_for_spreadsheets(rows).strip())
    name,phone
    '=HYPERLINK(1),+44 20 7946
    Ana,'@SUM(1)
    """
    harmless = frame.set_axis([_no_formula(str(name)) for name in frame.columns], axis=1)
    return csv_text(harmless.apply(
        lambda cells: cells if pd.api.types.is_numeric_dtype(cells)
        or pd.api.types.is_datetime64_any_dtype(cells)
        else cells.map(lambda cell: _no_formula(str(cell)), na_action="ignore")
    ))


def _no_formula(text: str) -> str:
    begins = re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", text)
    return f"'{text}" if begins and not re.fullmatch(r"[+-][\d .,()/-]*", text) else text


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as `csv_text` says, whole or not at all."""
    write_atomically(path, csv_text(frame))
