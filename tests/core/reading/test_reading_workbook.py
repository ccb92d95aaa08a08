"""Workbooks: cells as Excel holds them, and archives made to exhaust a computer refused."""

import zipfile

import openpyxl
import pytest

from helpers.core.problems import CannotOpen, DataProblems
from helpers.core.reading import workbook
from helpers.core.reading.workbook import read_workbook

_SHEET = "xl/worksheets/sheet1.xml"
_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def book(tmp_path):
    """Writes a workbook of one sheet, with parts of it put in the place of others."""

    def book(rows=(["a", "b"], [1, 2]), **parts):
        plain, path = tmp_path / "plain.xlsx", tmp_path / "orders.xlsx"
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        made.save(plain)
        replaced = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", 8) as new:
            for name in old.namelist():
                new.writestr(name, replaced.pop(name, None) or old.read(name))
            for name, content in replaced.items():
                new.writestr(name, content)
        return path

    return book


def sheet(rows, before=""):
    return (f"<?xml version='1.0'?>{before}<worksheet {_NAMESPACE}><sheetData>{rows}</sheetData>"
            "</worksheet>")


def row(number, *cells, column="A"):
    inner = "".join(f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                    for cell in cells)
    return f'<row r="{number}">{inner}</row>'


def found_in(path):
    with pytest.raises(DataProblems) as error:
        read_workbook(path)
    (problem,) = error.value.problems
    assert problem.file == "orders.xlsx"
    return problem.found


def test_whole_numbers_errors_and_empty_cells_come_as_excel_means_them(book):
    frame, above = read_workbook(book([[None], ["a", "b"], [1.0, "#N/A"], [2.5, ""], ["x"]]))
    assert above == 1
    assert frame["a"].tolist() == [1, 2.5, "x"]
    assert frame["b"].isna().all()


def test_a_look_reads_no_more_rows_than_it_asks_for(book):
    frame, _ = read_workbook(book([["a"], [1], [2], [3]]), rows=2)
    assert frame["a"].tolist() == [1, 2]


def test_a_sheet_that_says_it_has_a_billion_cells_is_read_for_what_it_has(book):
    content = sheet(row(1, "a") + row(2, "x")).replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    frame, _ = read_workbook(book(xl__worksheets__sheet1=content))
    assert frame["a"].tolist() == ["x"]


def test_a_row_beyond_a_sheets_last_is_refused(book):
    content = sheet(row(1, "a") + row(2_000_000_000, "x"))
    assert found_in(book(xl__worksheets__sheet1=content)) == "more than 1,048,576 rows"


def test_cells_far_to_the_right_are_refused(book):
    content = sheet(row(1, "a", column="XFD"))
    assert found_in(book(xl__worksheets__sheet1=content)) == "more than 1,000 columns"


def test_more_cells_than_are_read_are_refused(book, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 5)
    assert len(read_workbook(book([["a", "b"], [1, 2]]))[0]) == 1
    assert found_in(book([["a", "b"], [1, 2], [3, 4]])) == "more than 5 cells"


def test_a_long_cell_is_refused_at_its_row(book):
    content = sheet(row(1, "a") + row(2, "x" * 200_000))
    with pytest.raises(DataProblems, match=r"1 row \(row 2\)"):
        read_workbook(book(xl__worksheets__sheet1=content))


def test_entities_are_refused_before_they_unfold(book):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    content = sheet(row(1, "&l11;"), f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>')
    assert "document type" in found_in(book(xl__worksheets__sheet1=content))


@pytest.mark.parametrize("part", ["xl__worksheets__sheet1", "xl__styles", "xl__sharedStrings",
                                  "docProps__core"])
def test_more_elements_than_any_part_holds_are_refused(book, part, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 1000)
    assert "more XML" in found_in(book(**{part: "<x>" + "<y/>" * 1001 + "</x>"}))


def test_elements_are_counted_anew_with_every_row(book, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 1000)
    frame, _ = read_workbook(book([["a", "b"], *([n, n] for n in range(2000))]))
    assert len(frame) == 2000


def test_more_texts_than_any_workbook_holds_are_refused(book, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_TEXTS", 1000)
    strings = f"<sst {_NAMESPACE}>" + "<si><t>x</t></si>" * 1001 + "</sst>"
    assert "more XML" in found_in(book(xl__sharedStrings=strings))


def test_a_part_that_unpacks_to_hundreds_of_times_its_size_is_refused(book):
    assert "200 times" in found_in(book(xl__theme__theme1="<x>" + " " * (65 << 20) + "</x>"))


def test_parts_that_say_they_are_enormous_are_refused_unread(book):
    path = book()
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24:entry + 28] = (3 << 30).to_bytes(4, "little")  # its unpacked size
    path.write_bytes(content)
    assert found_in(path) == "more than 1,024 MB"


def test_a_part_that_holds_more_than_it_says_is_refused(book):
    path = book(xl__worksheets__sheet1=sheet(row(1, "a") + row(2, "x") * 1000))
    content = bytearray(path.read_bytes())
    entry = content.rindex(_SHEET.encode()) - 46
    content[entry + 24:entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(CannotOpen, match="not a readable Excel workbook"):
        read_workbook(path)


def test_an_archive_of_many_parts_is_refused(book, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_PARTS", 20)
    assert read_workbook(book())
    parts = {f"xl__part{n}": "<x/>" for n in range(20)}
    assert found_in(book(**parts)) == "more than 20 parts"


def test_an_unusual_way_of_packing_is_refused(book, tmp_path):
    path = book()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(
            tmp_path / "again.xlsx", "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    (tmp_path / "again.xlsx").replace(path)
    assert "a way of packing" in found_in(path)


def test_a_large_archive_is_refused_unopened(book, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_PACKED_BYTES", 1 << 20)
    path = book()
    with path.open("ab") as file:
        file.truncate(2 << 20)
    assert found_in(path) == "more than 1 MB"
