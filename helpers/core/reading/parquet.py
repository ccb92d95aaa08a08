"""Parquet files: columns whose content can be far larger than the file.

A text that stands in every row is stored once. So texts are read as numbers into the list of
those that are there, and written out only after their lengths have been added up.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.core.problems import CannotOpen, OwnerError
from helpers.core.reading.growing import GrowingText
from helpers.core.reading.limits import (
    FIRST_ROW, LONGEST_CELL, long_cell, opened, refuse_bytes, refuse_cells, refuse_columns,
    refuse_repeated,
)

ROWS_AT_ONCE = 1 << 17
_FOOTER = {"thrift_container_size_limit": 1_000_000, "thrift_string_size_limit": 16 << 20}


def read_parquet(path: Path, rows: int | None = None) -> pd.DataFrame:
    """A file's columns: text, numbers and dates as they are, lists and records left out.

    Parameters
    ----------
    path : Path
        The file.
    rows : int, optional
        Read no more than this many rows.
    """
    try:
        opened(path).close()  # a pipe or a folder is refused; Arrow then opens the file itself
        return _read(path, rows)
    except OwnerError:
        raise
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        raise CannotOpen(
            f"{path.name} is not a readable Parquet file ({error}). Export it again."
        ) from error


def _read(path: Path, most_rows: int | None) -> pd.DataFrame:
    name = path.name
    with pq.ParquetFile(path, **_FOOTER) as parquet:
        metadata, schema = parquet.metadata, parquet.schema_arrow
    wanted = [field for field in schema if not pa.types.is_nested(field.type)]
    refuse_repeated([field.name for field in wanted], name)
    _refuse_bombs(metadata, wanted, name)
    names = [field.name for field in wanted]
    texts = [field.name for field in wanted if _is_text(field.type)]
    total = _Total(name)
    columns = {field.name: GrowingText() if _becomes_text(field.type) else _Pieces(field.type)
               for field in wanted}
    with pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False, **_FOOTER) as parquet:
        for batch in parquet.iter_batches(_batch_size(most_rows), columns=names,
                                          use_threads=False):
            for column, cells in zip(columns.values(), batch.columns):
                column.add(total.plain(cells))
            total.rows += len(batch)
            refuse_cells(name, total.rows * len(columns))
            if most_rows is not None and total.rows >= most_rows:
                break
    table = pa.table({column: cells.whole() for column, cells in columns.items()})
    return table.slice(0, most_rows).to_pandas(ignore_metadata=True)


def _batch_size(most_rows: int | None) -> int:
    return ROWS_AT_ONCE if most_rows is None else max(most_rows, 1)


def _is_text(kind: pa.DataType) -> bool:
    return (pa.types.is_string(kind) or pa.types.is_large_string(kind)
            or pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _becomes_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_decimal(kind)


def _refuse_bombs(metadata, wanted: list[pa.Field], name: str) -> None:
    refuse_columns(name, len(wanted))
    refuse_cells(name, metadata.num_rows * len(wanted))
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    chunks = [group.column(place) for group in groups for place in range(group.num_columns)]
    refuse_bytes(name, sum(chunk.total_uncompressed_size for chunk in chunks),
                 max(sum(chunk.total_compressed_size for chunk in chunks), 1))
    widths = sum(field.type.byte_width for field in wanted
                 if pa.types.is_fixed_size_binary(field.type))
    refuse_bytes(name, widths * metadata.num_rows)


@dataclass
class _Total:
    """What has been read of a file so far."""

    file: str
    rows: int = 0
    bytes: int = 0

    def plain(self, cells: pa.Array) -> pa.Array:
        """Cells that were read as numbers into a list, written out if they are not too much."""
        kind = cells.type
        if pa.types.is_dictionary(kind):
            if _is_text(kind.value_type):
                self._measure(cells)
            kind = kind.value_type
        if pa.types.is_string(kind):
            return cells.cast(pa.large_string())
        if pa.types.is_decimal(kind):
            return cells.cast(pa.string()).cast(pa.large_string())
        if pa.types.is_date(kind):
            return cells.cast(pa.timestamp("us"))
        return cells.cast(kind)

    def _measure(self, cells: pa.DictionaryArray) -> None:
        lengths = pc.binary_length(cells.dictionary).take(cells.indices)
        self.bytes += pc.sum(lengths).as_py() or 0
        refuse_bytes(self.file, self.bytes)
        if (pc.max(lengths).as_py() or 0) > LONGEST_CELL:
            row = FIRST_ROW + self.rows + pc.index(lengths, pc.max(lengths)).as_py()
            raise long_cell(self.file, row)


class _Pieces:
    """A column of anything but text, kept as the pieces it came in."""

    def __init__(self, kind: pa.DataType):
        self._kind, self._pieces = kind, []

    def add(self, cells: pa.Array) -> None:
        self._pieces.append(cells)

    def whole(self) -> pa.ChunkedArray:
        return pa.chunked_array(self._pieces, None if self._pieces else self._kind)
