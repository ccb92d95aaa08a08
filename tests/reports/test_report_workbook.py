import io
import time
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from helpers.core.formats import Format
from helpers.reports.output.workbook import workbook
from helpers.reports.sections import Finding, Section, Table

POUNDS = Format("en_GB", "GBP")
MADE = datetime(2025, 4, 1, 9, 30, tzinfo=UTC)
HEADING, FIRST = 5, 6  # rows of the only table of a section


def section(*tables, findings=(), title="Sales", number="1.1"):
    return Section(number, title, "What sells?",
                   tuple(Finding(number, title, text) for text in findings), tables)


def written(*sections, format=POUNDS, name="Rye & Co", made=MADE, **options):
    return workbook(sections, format, name=name, period="3 Jan to 9 Mar 2025", made=made, **options)


def opened(*sections, **options):
    return openpyxl.load_workbook(io.BytesIO(written(*sections, **options)))


def sheet_of(*tables, **options):
    return opened(section(*tables), **options).worksheets[1]


def table(kind, *values, title="Best", name="sold"):
    return Table("1.1", "Sales", title, ((name, kind),), tuple((value,) for value in values))


def texts(book):
    """Every cell of a book that holds text."""
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row
            if isinstance(cell.value, str)]


def test_findings_are_the_first_sheet_with_whose_and_when():
    book = opened(section(table("money", 1.0), findings=["Sales doubled.", "Costs did not."]))
    assert book.sheetnames == ["Findings", "Sales"]
    assert [[cell.value for cell in row] for row in book["Findings"].iter_rows()] == [
        ["Rye & Co", None, None],
        ["Data from 3 Jan to 9 Mar 2025 · made on 1 Apr 2025", None, None],
        [None, None, None],
        ["Lesson", "Section", "Finding"], ["1.1", "Sales", "Sales doubled."],
        ["1.1", "Sales", "Costs did not."],
    ]


def test_each_section_with_tables_has_one_sheet_with_them_under_each_other():
    two = section(table("money", 1.0, 2.0), table("number", 3.0, title="Worst"))
    book = opened(two, section(title="Words", number="1.2", findings=["No table."]),
                  section(table("text", "a"), title="Books", number="1.3"))
    assert book.sheetnames == ["Findings", "Sales", "Books"]
    assert [row[0].value for row in book["Sales"].iter_rows()] == [
        "Sales", "What sells?", None,
        "Best", "sold (GBP)", 1, 2, None, None,
        "Worst", "sold", 3,
    ]


def test_a_finding_leads_to_the_sheet_of_its_section():
    book = opened(section(table("money", 1.0), findings=["a"], title="It's"),
                  section(findings=["b"], title="Words", number="1.2"))
    assert book["Findings"]["B5"].hyperlink.location == "'It''s'!A1"
    assert book["Findings"]["B6"].hyperlink is None


def test_a_report_without_findings_says_so():
    assert "do not allow a finding" in opened(section(table("money", 1.0)))["Findings"]["A4"].value


def test_every_table_can_be_filtered_in_excel():
    sheet = sheet_of(table("money", 1.0, 2.0), table("money", 3.0), table("money"))
    assert {each.displayName: each.ref for each in sheet.tables.values()} == {
        "lesson_1_1_table_1": "A5:A7", "lesson_1_1_table_2": "A11:A12"}
    assert [column.name for column in sheet.tables["lesson_1_1_table_1"].tableColumns] == [
        "sold (GBP)"]


@pytest.mark.parametrize("format, expected", [
    (POUNDS, '"£"#,##0.00'), (Format("de_DE", "EUR"), '#,##0.00 "€"'),
    (Format("en_GB", "JPY"), '"JP¥"#,##0'), (Format("en_GB"), "#,##0.00"),
    (Format("en_GB", "KWD"), '"KWD" #,##0.000'), (Format("en_CH", "CHF"), '"CHF" #,##0.00'),
])
def test_money_is_written_in_the_currency(format, expected):
    cell = sheet_of(table("money", 12.5), format=format).cell(FIRST, 1)
    assert (cell.value, cell.number_format) == (12.5, expected)


@pytest.mark.parametrize("locale, day, month", [
    ("en_US", "mmm d, yyyy", "mmm yyyy"), ("de_DE", "d. mmm yyyy", "mmm yyyy"),
    ("pt_BR", 'd "de" mmm "de" yyyy', 'mmm "de" yyyy'),
])
def test_days_and_months_are_in_the_locales_order(locale, day, month):
    format = Format(locale, "USD")
    written = [sheet_of(table(kind, f"2025-03-{date}"), format=format).cell(FIRST, 1).number_format
               for kind, date in (("date", "09"), ("period", "01"))]
    assert written == [day, month]


@pytest.mark.parametrize("kind, value, stored, number_format, heading", [
    ("money", 2.5, 2.5, '"£"#,##0.00', "sold (GBP)"),
    ("percent", 0.25, 0.25, "0.0%", "sold (%)"),
    ("number", 12.0, 12, "#,##0", "sold"),
    ("number", 12.5, 12.5, "#,##0.00", "sold"),
    ("date", "2025-03-09", date(2025, 3, 9), "d mmm yyyy", "sold"),
    ("period", "2025-03-01", date(2025, 3, 1), "mmm yyyy", "sold"),
    ("period", "2025-03-03", date(2025, 3, 3), "d mmm yyyy", "sold"),
    ("date", "1851-05-01", "1851-05-01", "General", "sold"),
    ("text", "mugs", "mugs", "General", "sold"),
])
def test_each_kind_has_its_number_format_and_unit(kind, value, stored, number_format, heading):
    sheet = sheet_of(table(kind, value))
    cell = sheet.cell(FIRST, 1)
    assert (cell.value.date() if isinstance(cell.value, datetime) else cell.value) == stored
    assert cell.number_format == number_format
    assert sheet.cell(HEADING, 1).value == heading


def test_what_is_missing_stays_empty_and_what_is_no_number_is_text():
    sheet = sheet_of(table("money", None, float("nan"), 3.0, float("inf")))
    assert [sheet.cell(row, 1).value for row in range(FIRST, FIRST + 4)] == [None, None, 3, "inf"]


@pytest.mark.parametrize("text", [
    "=1+1", "+44", "-5 points", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "#REF!",
    "=cmd|' /C calc'!A0",
])
def test_text_is_never_a_formula_or_an_error_wherever_it_stands(text):
    book = opened(section(table("text", text, name=text, title=text), findings=[text], title=text),
                  name=text)
    found = texts(book)
    assert sum(cell.value == text for cell in found) >= 5
    for cell in found:
        assert cell.data_type == "s"
        assert bool(cell.quotePrefix) == cell.value.startswith(("=", "+", "-", "@", "\t"))
    assert book.properties.title == f"{text}: growth report"


def test_no_part_of_the_file_holds_a_formula_or_a_link_out():
    hostile = '=HYPERLINK("http://x.invalid")'
    book = written(section(table("text", hostile, name=hostile, title=hostile), findings=[hostile],
                           title=hostile), name=hostile)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            assert b"<f>" not in content and b"<f " not in content, name
            assert b'TargetMode="External"' not in content, name


def test_text_that_a_spreadsheet_cannot_hold_is_made_to_fit():
    sheet = sheet_of(table("text", "a\x00b\x1b\ud800\uffff", "x" * 40_000, "😀" * 40_000))
    assert sheet.cell(FIRST, 1).value == "ab"
    assert len(sheet.cell(FIRST + 1, 1).value) == 32_767
    assert len(sheet.cell(FIRST + 2, 1).value) == 32_767 // 2


def test_text_that_excel_would_take_for_a_letters_code_stays_as_it_is():
    assert sheet_of(table("text", "_x003D_1+1")).cell(FIRST, 1).value == "_x005F_x003D_1+1"


def test_a_hostile_name_leaves_the_files_properties_whole():
    assert opened(name="</dc:title><x>\x01\ud800").properties.title == (
        "</dc:title><x>: growth report")


def test_headings_differ_and_stand_on_one_line():
    columns = tuple((name, "text") for name in ("a\nb", "A b", "", "x" * 500, "x" * 500))
    sheet = sheet_of(Table("1.1", "Sales", "Best", columns, (("", "", "", "", ""),)))
    heads = [cell.value for cell in sheet[HEADING]]
    assert heads[:3] == ["a b", "A b 2", "column"]
    assert len(set(heads)) == 5 and all(len(head) <= 255 for head in heads)


def test_sheets_have_names_that_excel_allows_and_differ():
    titles = ("Sales: by [plan]/month?", "sales by plan month", "x" * 50, "x" * 50, "findings",
              "'quoted'", "", "History", "x" * 30 + "'y", "😀" * 20)
    names = opened(*(section(table("text", "a"), title=title, number=f"1.{place}")
                     for place, title in enumerate(titles))).sheetnames
    assert len({name.lower() for name in names}) == len(names) == 11
    assert all(len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\")
               for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)
    assert "History" not in names


def test_headings_stay_in_sight_where_they_are_true_of_all_below():
    book = opened(section(table("money", 1.0), findings=["a"]),
                  section(table("money", 1.0), table("text", "b"), title="Two", number="1.2"))
    assert [sheet.freeze_panes for sheet in book] == ["A5", "A6", "A2"]
    assert [sheet.print_title_rows for sheet in book] == ["$4:$4", "$5:$5", "$1:$1"]


def test_rows_are_as_high_as_their_wrapped_text():
    sheet = sheet_of(table("text", "short", "word " * 40))
    assert sheet.row_dimensions[FIRST].height is None
    assert sheet.row_dimensions[FIRST + 1].height >= 60


def test_all_the_rows_are_there_and_not_only_those_shown():
    assert sheet_of(table("number", *map(float, range(500)))).max_row == FIRST + 499


def test_it_prints_on_the_paper_that_is_usual():
    assert sheet_of(table("money", 1.0), paper="Letter").page_setup.paperSize == 1
    assert sheet_of(table("money", 1.0)).page_setup.paperSize == 9


def test_the_same_report_of_the_same_day_is_the_same_file():
    report = section(table("money", 1.0), findings=["Sales doubled."])
    first = written(report)
    time.sleep(2.1)  # a zip file's clock has steps of two seconds
    assert written(report, made=MADE.replace(hour=23)) == first
    assert written(report, made=MADE.replace(day=2)) != first
