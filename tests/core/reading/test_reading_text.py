"""Text in any shape: one reading of it, whichever way it is split, and refusals in plain words."""

import csv
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.problems import CannotOpen, DataProblems
from helpers.core.reading import limits, text
from helpers.core.reading.text import read_text


@pytest.fixture
def written(tmp_path):
    """Writes content and gives its path."""

    def written(content, name="orders.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return written


def only_problem(path):
    with pytest.raises(DataProblems) as error:
        read_text(path)
    (problem,) = error.value.problems
    return problem


def both_ways(path):
    with text._lines_of(path, "utf-8") as lines:
        layout = text._layout(lines, path.name)
    at_once = text._all_at_once(path, "utf-8", layout)
    try:
        by_row = text._row_by_row(path, "utf-8", layout)
    except DataProblems:
        by_row = None
    return at_once, by_row


def cells_of(columns):
    """The rows' cells up to the last row that is not blank."""
    rows = list(zip(*(column.to_pylist() for column in columns)))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


pieces = st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", "a", "é", " ", "5\"", '"x,y"', "'"])


@given(st.lists(pieces, max_size=30).map("".join))
def test_both_ways_of_splitting_rows_give_the_same_cells(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("split") / "t.csv"
    path.write_bytes(b"a,b\n" + content.encode("utf-8"))
    at_once, by_row = both_ways(path)
    if at_once is not None:
        assert by_row is not None
        assert cells_of(at_once) == cells_of(by_row)


inner = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@pytest.mark.prove
@given(st.lists(st.lists(inner.map("x{}x".format), min_size=2, max_size=2), min_size=1))
def test_rows_as_programs_write_them_need_no_second_look(tmp_path_factory, rows):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    path = tmp_path_factory.mktemp("written") / "t.csv"
    path.write_bytes(buffer.getvalue().encode("utf-8"))
    at_once, by_row = both_ways(path)
    assert at_once is not None
    assert cells_of(at_once) == cells_of(by_row)


def test_rows_split_by_a_block_s_end_are_whole(written, monkeypatch):
    monkeypatch.setattr(text, "BLOCK", 7)
    monkeypatch.setattr(text, "ARROW_BLOCK", 64)
    content = "a,b\n" + "".join(f'{n},"é\n{n}"\n' for n in range(50))
    frame, _ = read_text(written(content))
    assert frame["a"].tolist() == [str(n) for n in range(50)]
    assert frame["b"].tolist() == [f"é\n{n}" for n in range(50)]


def test_many_rows_of_different_lengths_are_read_in_their_order(written):
    rows = 2 * text.ROWS_AT_ONCE + 3
    frame, _ = read_text(written("a,b\n" + "".join(f"{n}\n{n},x,\n" for n in range(rows // 2))))
    assert frame["a"].tolist() == [str(n // 2) for n in range(2 * (rows // 2))]
    assert frame["b"].isna().tolist() == [True, False] * (rows // 2)


def test_empty_cells_behind_a_row_do_no_harm_wherever_they_stand(written):
    frame, _ = read_text(written("a,b\n1,2\n3,4,,\n"))
    assert frame.to_numpy().tolist() == [["1", "2"], ["3", "4"]]


def test_a_mark_that_only_the_file_s_end_closes_is_refused_even_where_the_cells_add_up(written):
    for end in ("", "\n"):
        problem = only_problem(written('a,b\n1,2\n3,"4' + end))
        assert (problem.found, problem.rows) == (
            "a quotation mark that opens and never closes", (3,))


def test_a_mark_never_closed_in_the_headings_is_refused(written):
    assert only_problem(written('"a,b\n1,2\n')).found.startswith("a quotation mark")
    assert only_problem(written('"a,b\n' + "1,2\n" * 50_000)).rows == (1,)


@pytest.mark.prove
def test_a_file_that_turns_out_to_be_in_another_encoding_late_is_read_in_it(written):
    content = "a,b\n" + "x,y\n" * 600_000 + "é,ß\n"
    frame, _ = read_text(written(content.encode("cp1252")))
    assert frame.iloc[-1].tolist() == ["é", "ß"]


def test_a_file_of_no_single_encoding_is_refused(written):
    content = "\ufeffa,b\n".encode("utf-8") + "é,2\n".encode("cp1252")
    with pytest.raises(CannotOpen, match="not text in UTF-8"):
        read_text(written(content))


def test_a_line_without_end_is_refused_at_its_number(written, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_LINE", 100)
    monkeypatch.setattr(text, "LONGEST_LINE", 100)
    monkeypatch.setattr(text, "BLOCK", 64)
    frame, _ = read_text(written("a,b\n" + "x" * 98 + ",2\n"))
    assert len(frame) == 1
    problem = only_problem(written("a,b\n1,2\n" + "x" * 200 + ",2\n"))
    assert (problem.rows, problem.found) == ((3,), "a line of more than 100 bytes")


def test_lines_of_an_old_macintosh_are_lines(written, monkeypatch):
    monkeypatch.setattr(text, "LONGEST_LINE", 100)
    frame, _ = read_text(written("a,b\r" + "1,2\r" * 100))
    assert len(frame) == 100


def test_zero_bytes_are_refused_at_their_line(written):
    problem = only_problem(written(b"a,b\n1,2\n3,\x004\n"))
    assert problem.found.startswith("zero bytes")
    assert problem.rows == (3,)


def test_more_columns_than_any_table_has_are_refused(written):
    wide = ",".join(f"c{n}" for n in range(limits.MOST_COLUMNS + 1))
    assert only_problem(written(wide + "\n")).found == "more than 1,000 columns"


def test_a_cell_longer_than_any_is_refused_at_its_row(written):
    cell = "x" * (limits.LONGEST_CELL + 1)
    problem = only_problem(written(f"a,b\n1,2\n3,{cell}\n"))
    assert (problem.found, problem.rows) == ("a cell of more than 131,072 characters", (3,))
    frame, _ = read_text(written(f"a,b\n1,2\n3,{cell[2:]}\n"))
    assert len(frame) == 2


def test_letters_are_counted_in_a_long_cell_not_bytes(written):
    frame, _ = read_text(written("a,b\n1," + "é" * 100_000 + "\n"))
    assert len(frame.loc[0, "b"]) == 100_000


def test_more_cells_than_are_read_are_refused(written, monkeypatch):
    monkeypatch.setattr(limits.refuse_cells, "__defaults__", (100,))
    assert len(read_text(written("a,b\n" + "1,2\n" * 40))[0]) == 40
    assert only_problem(written("a,b\n" + "1,2\n" * 60)).found == "more than 100 cells"


def test_more_text_than_is_read_is_refused(written, monkeypatch):
    monkeypatch.setattr(limits.refuse_bytes, "__defaults__", (None, 1 << 20))
    content = "a,b\n" + "1,2\n" * 300_000
    assert only_problem(written(content)).found == "more than 1 MB"
    packed = written(gzip.compress(content.encode()), "orders.csv.gz")
    assert only_problem(packed).found == "more than 1 MB once unpacked"
