"""Reading any spreadsheet's table as text, and writing whole or not at all."""

import csv
import gzip
import io
import os

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.files import csv_for_spreadsheets, csv_text, read_text_table, write_csv
from helpers.core.on_disk import write_atomically
from helpers.core.problems import CannotOpen, DataProblems


@pytest.fixture
def read(tmp_path):
    """Writes content under a name and reads it as a table."""

    def read(content, name="orders.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_text_table(path, **options).frame

    return read


@pytest.fixture
def read_book(tmp_path):
    """Writes rows into sheets of a workbook and reads it as a table."""

    def read_book(sheet=None, **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
        book.save(tmp_path / "orders.xlsx")
        return read_text_table(tmp_path / "orders.xlsx", sheet=sheet).frame

    return read_book


def only_problem(error):
    (problem,) = error.value.problems
    return problem


TWO_ROWS = [["é1", "2"], ["é2", "3"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_separator_encoding_and_line_end_reads_alike(read, separator, encoding, line_end):
    lines = [separator.join(row) for row in [["order_id", "quantity"], *TWO_ROWS]]
    frame = read((line_end.join(lines) + line_end).encode(encoding))
    assert frame.columns.tolist() == ["order_id", "quantity"]
    assert frame.to_numpy().tolist() == TWO_ROWS
    assert frame.index.tolist() == [2, 3]


def test_big_endian_utf_16_with_its_mark_is_read(read):
    frame = read(b"\xfe\xff" + "a;b\né;2\n".encode("utf-16-be"))
    assert frame.to_numpy().tolist() == [["é", "2"]]


def test_a_gzipped_file_is_read_whatever_its_ending(read):
    for name in ("orders.csv.gz", "orders.csv"):
        assert read(gzip.compress(b"a,b\n1,2\n"), name)["b"].tolist() == ["2"]


def test_cells_keep_their_text(read):
    frame = read('code,note\n007,NA\n1e3,null\n,"  x  "\n')
    assert frame["code"].tolist()[:2] == ["007", "1e3"]
    assert frame["note"].tolist() == ["NA", "null", "  x  "]
    assert frame["code"].isna().tolist() == [False, False, True]


def test_a_first_line_that_names_the_separator_is_no_row(read):
    for encoding in ("utf-8-sig", "utf-16"):
        frame = read("sep=;\r\na;b\r\n1,5;2\r\n".encode(encoding))
        assert frame.to_dict("list") == {"a": ["1,5"], "b": ["2"]}
        assert frame.index.tolist() == [2]


def test_a_separator_inside_a_quoted_heading_does_not_count(read):
    assert read('"price; in pounds; each",b\n1,2\n').shape == (1, 2)


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers(read):
    frame = read("a,b\n1,2\n\n,\n3,4\n")
    assert frame.index.tolist() == [2, 5]


def test_a_line_break_inside_quotes_stays_in_its_row(read):
    frame = read('a,b\n"first\nsecond",2\n3,4\n')
    assert frame.index.tolist() == [2, 3]
    assert frame.loc[2, "a"] == "first\nsecond"


def test_blank_rows_above_the_heading_count_as_rows(read):
    for above in ("\n\n", ",\n,\n"):
        frame = read(above + "a,b\n1,2\n")
        assert frame.columns.tolist() == ["a", "b"]
        assert frame.index.tolist() == [4]


def test_an_empty_column_without_a_heading_is_dropped_and_a_full_one_kept(read):
    assert read("a,,b\n1,,2\n").columns.tolist() == ["a", "b"]
    assert len(read("a,,b\n1,x,2\n").columns) == 3


def test_commas_behind_every_row_do_no_harm(read):
    assert read("a,b\n1,2,\n3,4,\n").to_numpy().tolist() == [["1", "2"], ["3", "4"]]


def test_short_rows_end_in_empty_cells(read):
    assert read("a,b\n1\n2,3\n")["b"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a,b\n1,2\n3,4,5\n", (3,)),
        ("a,b\n1,2,50\n", (2,)),
        ("a,b\n1,2,50\n2,3,50\n4,5\n", (2, 3)),
        ('a,b\n"x\ny",2\n\n3,4,5\n', (4,)),
        ("sep=;\na;b\n1;2\n3;4;5\n", (3,)),
        ("\na,b\n1,2\n3,4,5\n", (4,)),
    ],
)
def test_rows_longer_than_the_heading_are_refused_by_their_spreadsheet_number(read, content, rows):
    with pytest.raises(DataProblems) as error:
        read(content)
    problem = only_problem(error)
    assert (problem.rows, problem.count) == (rows, len(rows))
    assert problem.found == "3 cells"
    assert problem.expected == "2 cells, as many as there are headings"


def test_an_open_quotation_mark_is_refused_at_its_row(read):
    with pytest.raises(DataProblems) as error:
        read('a,b\n1,2\n3,"4\n5,6\n' + "7,8\n" * 50_000)
    assert only_problem(error).rows == (3,)
    assert "quotation mark" in only_problem(error).found


def test_headings_that_stand_twice_are_refused_in_every_kind_of_file(read, read_book):
    with pytest.raises(DataProblems) as error:
        read("a,b,a \n1,2,3\n")
    assert only_problem(error).column == "a"
    with pytest.raises(DataProblems) as error:
        read_book(orders=[["a", "b", "a"], [1, 2, 3]])
    assert only_problem(error).column == "a"


def test_headings_alone_are_a_table_without_rows(read):
    for content in ("a,b\n", "a,b", "sep=;\na;b\n"):
        frame = read(content)
        assert frame.columns.tolist() == ["a", "b"]
        assert frame.empty


@pytest.mark.parametrize("content", ["", "\n", " \n\n", ",,\n,,\n", "\ufeff"])
def test_a_file_without_headings_is_refused(read, content):
    with pytest.raises(CannotOpen, match="not even a row of headings"):
        read(content)


def test_damaged_files_are_refused_by_name(read):
    whole = gzip.compress(b"a,b\n" + os.urandom(5000).hex().encode() + b",2\n")
    damaged = {
        "cut.csv.gz": whole[:-20],
        "twisted.csv.gz": whole[:100] + b"\0\0\0\0" + whole[104:],
        "text.xlsx": b"this is no workbook",
        "cut.xlsx": b"PK\x03\x04 and then nothing",
        "cut.parquet": b"PAR1",
        "picture.csv": bytes(range(128, 256)) * 4,
    }
    for name, content in damaged.items():
        with pytest.raises(CannotOpen, match=name):
            read(content, name)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "photos.xlsx", "w") as archive:
        archive.writestr("photo.txt", "not a sheet")
    with pytest.raises(CannotOpen, match="photos.xlsx"):
        read_text_table(tmp_path / "photos.xlsx")


def test_a_missing_file_is_refused_with_its_folder(tmp_path):
    with pytest.raises(CannotOpen, match="no file orders.csv in"):
        read_text_table(tmp_path / "orders.csv")


def test_a_workbook_keeps_whole_columns_of_numbers_and_dates(read_book):
    day = pd.Timestamp("2025-03-31")
    frame = read_book(orders=[
        ["day", "code", "price"], [day.to_pydatetime(), 17850, 2.5], [day.to_pydatetime(), "A1", 3],
    ])
    assert frame["day"].tolist() == [day, day]
    assert frame["code"].tolist() == ["17850", "A1"]
    assert frame["price"].tolist() == [2.5, 3.0]


def test_a_workbook_prefers_the_sheet_of_the_tables_name(read_book):
    sheets = {"notes": [["hello"], ["there"]], "orders": [["a"], [1]]}
    assert read_book(sheet="orders", **sheets).columns.tolist() == ["a"]
    assert read_book(sheet="customers", **sheets).columns.tolist() == ["hello"]


def test_a_workbooks_blank_rows_keep_the_others_numbers(read_book):
    frame = read_book(orders=[[None], ["customer_id"], ["c1"], [None], ["c2"]])
    assert frame.index.tolist() == [3, 5]
    assert frame["customer_id"].tolist() == ["c1", "c2"]


def test_an_empty_workbook_is_refused(read_book):
    with pytest.raises(CannotOpen, match="not even a row of headings"):
        read_book(orders=[])


def test_parquet_is_read_with_its_index_and_odd_types_as_text(tmp_path):
    frame = pd.DataFrame({
        "day": pd.to_datetime(["2025-03-31", "2025-04-01"]),
        "plan": pd.Categorical(["basic", "plus"]),
        "fee": [9.5, None],
    }, index=pd.Index(["c1", "c2"], name="customer_id"))
    frame.to_parquet(tmp_path / "subscriptions.parquet")
    back = read_text_table(tmp_path / "subscriptions.parquet").frame
    assert back["customer_id"].tolist() == ["c1", "c2"]
    assert back["plan"].dtype == "str"
    assert back["day"].tolist() == frame["day"].tolist()
    assert back["fee"].tolist()[0] == 9.5
    first = read_text_table(tmp_path / "subscriptions.parquet", rows=1).frame
    assert first["customer_id"].tolist() == ["c1"]


def test_a_parquet_file_without_rows_has_its_headings(tmp_path):
    pd.DataFrame({"a": [], "b": []}).to_parquet(tmp_path / "a.parquet")
    for rows in (None, 5):
        frame = read_text_table(tmp_path / "a.parquet", rows=rows).frame
        assert frame.columns.tolist() == ["a", "b"]


def test_a_look_at_the_first_rows_reads_no_further(tmp_path, monkeypatch):
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress("a,b\n".encode() + "é,2\n".encode() * 1_000_000))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])  # the damage lies behind what is looked at
    frame = read_text_table(path, rows=5).frame
    assert frame["a"].tolist() == ["é"] * 5
    with pytest.raises(CannotOpen):
        read_text_table(path)


def test_a_look_sees_as_many_rows_as_it_asks_for_however_long_they_are(read):
    long = 'a,b\n1,2\n3,"' + "long " * 20_000 + '"\n5,6\n' + "7,8\n" * 30
    assert read(long, rows=3)["a"].tolist() == ["1", "3", "5"]
    assert len(read(long, rows=20)) == 20


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(
    rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    packed=st.booleans(),
)
def test_any_text_written_in_any_dialect_reads_back_the_same(
    tmp_path_factory, rows, separator, encoding, packed
):
    written = pd.DataFrame(rows, columns=["a", "b"])
    path = tmp_path_factory.mktemp("dialect") / ("t.csv.gz" if packed else "t.csv")
    data = written.to_csv(index=False, sep=separator, quoting=1).encode(encoding)
    path.write_bytes(gzip.compress(data) if packed else data)
    read = read_text_table(path).frame
    kept = written[(written != "").any(axis=1)]
    assert read.fillna("").to_numpy().tolist() == kept.to_numpy().tolist()
    assert read.index.tolist() == [row + 2 for row in kept.index]


def test_writing_replaces_the_whole_content_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(pd.DataFrame({"a": [1.0, None]}), path)
    write_csv(pd.DataFrame({"a": [2.0, None]}), path)
    assert path.read_text() == 'a\n2\n""\n'
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_crash_while_writing_leaves_the_old_content(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_atomically(path, "old")

    def crash(*_):
        raise OSError("no space left")

    for step in ("fsync", "replace"):
        with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
            patch.setattr(os, step, crash)
            write_atomically(path, "new")
        assert path.read_text() == "old"
        assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no permission bits")
def test_writing_keeps_who_may_read_the_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("old")
    path.chmod(0o600)
    write_atomically(path, "new")
    assert path.stat().st_mode & 0o777 == 0o600


def test_whole_numbers_are_written_without_a_point_and_huge_ones_as_they_are():
    frame = pd.DataFrame({"quantity": [1.0, None], "price": [1.5, 2.0], "far": [1e300, 1.0]})
    assert csv_text(frame) == "quantity,price,far\n1,1.5,1e+300\n,2.0,1.0\n"


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_no_text_written_for_spreadsheets_begins_as_a_formula(texts):
    frame = pd.DataFrame({"=head": pd.Series(texts, dtype="str"), "n": range(len(texts))})
    heads, *rows = list(csv.reader(io.StringIO(csv_for_spreadsheets(frame), newline="")))
    assert heads == ["'=head", "n"]
    for written, text in zip((row[0] for row in rows), texts):
        assert written in (text, f"'{text}")
        if not set(text[1:]) <= set("0123456789 .,()/-"):
            assert not written.lstrip().startswith(("=", "+", "-", "@"))
            assert not written.startswith(("\t", "\r", "\n"))


def test_a_private_file_is_its_owner_s_alone(tmp_path):
    write_atomically(tmp_path / "names.csv", "Ana\n", private=True)
    assert (tmp_path / "names.csv").stat().st_mode & 0o777 == 0o600
