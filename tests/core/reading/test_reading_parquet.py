"""Parquet: columns as they are, and what is far larger than its file refused."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.core.files import read_text_table
from helpers.core.problems import CannotOpen, DataProblems
from helpers.core.reading import limits, parquet
from helpers.core.reading.parquet import read_parquet


@pytest.fixture
def path(tmp_path):
    return tmp_path / "orders.parquet"


def found_in(path):
    with pytest.raises(DataProblems) as error:
        read_parquet(path)
    (problem,) = error.value.problems
    assert problem.file == "orders.parquet"
    return problem


def in_every_row(value, rows):
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([value]))


def test_days_decimals_and_texts_are_what_they_are_and_records_are_left_out(path):
    pq.write_table(pa.table({
        "day": [dt.date(2025, 3, 31), None], "price": [Decimal("2.50"), Decimal("1234.00")],
        "id": ["007", None], "plan": pa.array(["a", "b"]).dictionary_encode(),
        "units": pa.array([3, None]), "lines": [[1, 2], []], "size": [{"x": 1}, None],
        "none": pa.nulls(2), "open": [True, None],
    }), path)
    frame = read_text_table(path).frame
    assert list(frame) == ["day", "price", "id", "plan", "units", "none", "open"]
    assert frame["day"].tolist()[0] == pd.Timestamp("2025-03-31")
    assert frame["price"].tolist() == ["2.50", "1234.00"]
    assert frame["id"].tolist()[0] == "007"
    assert frame["plan"].tolist() == ["a", "b"]
    assert frame["units"].tolist()[0] == 3
    assert frame["none"].isna().all()
    assert frame["open"].tolist()[0] == "True"
    assert {frame[name].dtype for name in ("price", "id", "plan", "open")} == {pd.StringDtype(
        na_value=np.nan)}


def test_rows_come_whole_whatever_the_groups_and_batches(path, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_AT_ONCE", 7)
    written = pd.DataFrame({"id": [str(n % 5) if n % 3 else None for n in range(50)],
                            "n": np.arange(50.0)})
    written.to_parquet(path, row_group_size=9, index=False)
    pd.testing.assert_frame_equal(read_parquet(path), written)
    pd.testing.assert_frame_equal(read_parquet(path, rows=20), written.head(20))


def test_a_text_stored_once_that_unfolds_to_gigabytes_is_refused(path):
    pq.write_table(pa.table({"id": in_every_row("x" * 100_000, 2_000_000)}), path)
    assert path.stat().st_size < 1 << 20
    assert found_in(path).found == "more than 4,096 MB"


def test_a_long_cell_is_refused_at_its_row(path):
    cells = ["x"] * 10 + ["y" * (limits.LONGEST_CELL + 1)]
    pq.write_table(pa.table({"id": cells}), path)
    problem = found_in(path)
    assert (problem.rows, problem.found) == ((12,), "a cell of more than 131,072 characters")


def test_pages_that_unpack_to_hundreds_of_times_their_size_are_refused(path):
    table = pa.table({"n": np.zeros(9_000_000)})
    pq.write_table(table, path, use_dictionary=False, compression="zstd")
    assert "200 times" in found_in(path).found


def test_more_columns_cells_or_fixed_bytes_than_are_read_are_refused(path, monkeypatch):
    pq.write_table(pa.table({f"c{n}": [1] for n in range(1_001)}), path)
    assert found_in(path).found == "more than 1,000 columns"
    monkeypatch.setattr(limits.refuse_cells, "__defaults__", (100,))
    pq.write_table(pa.table({"a": range(60), "b": range(60)}), path)
    assert found_in(path).found == "more than 100 cells"
    monkeypatch.setattr(limits.refuse_bytes, "__defaults__", (None, 1 << 20))
    rows = pa.array([b"x" * 30_000] * 50, pa.binary(30_000))
    pq.write_table(pa.table({"a": rows}), path, compression="zstd")
    assert found_in(path).found == "more than 1 MB"


def test_headings_that_stand_twice_are_refused(path):
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    assert found_in(path).column == "a"


def test_damage_anywhere_is_refused_by_name(path):
    pd.DataFrame({"a": [str(n) for n in range(5000)]}).to_parquet(path)
    whole = path.read_bytes()
    for cut in (whole[:-1], whole[:100], whole[:50] + b"\xff" * 400 + whole[450:],
                whole[:-8] + (1 << 31).to_bytes(4, "little") + b"PAR1"):
        path.write_bytes(cut)
        with pytest.raises(CannotOpen, match="orders.parquet is not a readable Parquet file"):
            read_parquet(path)
