import io
from datetime import date, datetime

import openpyxl
import pytest

from helpers.formats import Format
from helpers.reports.sections import Finding, Section, Table
from helpers.reports.workbook import workbook

POUNDS = Format("en_GB", "GBP")


def opened(*tables, findings=(), format=POUNDS):
    section = Section("1.1", "Sales", "", tuple(Finding("1.1", "Sales", t) for t in findings),
                      tables)
    return openpyxl.load_workbook(io.BytesIO(workbook([section], format)))


def table(kind, *values, title="Best", name="sold"):
    return Table("1.1", "Sales", title, ((name, kind),), tuple((value,) for value in values))


def test_findings_are_the_first_sheet():
    book = opened(table("money", 1.0), findings=["Sales doubled.", "Costs did not."])
    assert book.sheetnames == ["Findings", "Best"]
    assert [[cell.value for cell in row] for row in book["Findings"].iter_rows()] == [
        ["Lesson", "Section", "Finding"], ["1.1", "Sales", "Sales doubled."],
        ["1.1", "Sales", "Costs did not."],
    ]


@pytest.mark.parametrize("format, expected", [
    (POUNDS, '"£"#,##0.00'), (Format("de_DE", "EUR"), '#,##0.00 "€"'),
    (Format("en_GB", "JPY"), '"JP¥"#,##0'), (Format("en_GB"), "#,##0.00"),
])
def test_money_is_written_in_the_currency(format, expected):
    sheet = opened(table("money", 12.5), format=format)["Best"]
    assert sheet["A2"].value == 12.5
    assert sheet["A2"].number_format == expected


@pytest.mark.parametrize("kind, value, stored, number_format, heading", [
    ("money", 2.5, 2.5, '"£"#,##0.00', "sold (GBP)"),
    ("percent", 0.25, 0.25, "0.0%", "sold (%)"),
    ("number", 12.0, 12, "#,##0", "sold"),
    ("number", 12.5, 12.5, "#,##0.00", "sold"),
    ("date", "2025-03-09", date(2025, 3, 9), "d mmm yyyy", "sold"),
    ("period", "2025-03-01", date(2025, 3, 1), "mmm yyyy", "sold"),
    ("period", "2025-03-03", date(2025, 3, 3), "d mmm yyyy", "sold"),
    ("text", "mugs", "mugs", "General", "sold"),
])
def test_each_kind_has_its_number_format_and_unit(kind, value, stored, number_format, heading):
    sheet = opened(table(kind, value))["Best"]
    value = sheet["A2"].value
    assert (value.date() if isinstance(value, datetime) else value) == stored
    assert sheet["A2"].number_format == number_format
    assert sheet["A1"].value == heading


def test_what_is_missing_stays_empty():
    sheet = opened(table("money", None, 3.0), table("date", None, title="Days"))["Best"]
    assert sheet["A2"].value is None and sheet["A3"].value == 3


@pytest.mark.parametrize("text", [
    "=1+1", "+44", "-5 points", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "#REF!",
])
def test_text_is_never_a_formula_or_an_error(text):
    book = opened(table("text", text, name=text), findings=[text])
    for cell in (book["Best"]["A1"], book["Best"]["A2"], book["Findings"]["C2"]):
        assert cell.data_type == "s"
        assert cell.value == text
        assert bool(cell.quotePrefix) == (text != "#REF!")


def test_text_that_a_spreadsheet_cannot_hold_is_made_to_fit():
    sheet = opened(table("text", "a\x00b\x1b", "x" * 40_000))["Best"]
    assert sheet["A2"].value == "ab"
    assert len(sheet["A3"].value) == 32_767


def test_sheets_have_names_that_excel_allows_and_differ():
    names = opened(*(table("text", "a", title=title) for title in
                     ("Sales: by [plan]/month?", "sales by plan month", "x" * 50, "x" * 50,
                      "findings", "'quoted'", ""))).sheetnames
    assert len({name.lower() for name in names}) == len(names) == 8
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)


def test_headings_stay_in_sight():
    book = opened(table("money", 1.0))
    assert all(sheet.freeze_panes == "A2" for sheet in book)


def test_all_the_rows_are_there_and_not_only_those_shown():
    assert opened(table("number", *map(float, range(500))))["Best"].max_row == 501
