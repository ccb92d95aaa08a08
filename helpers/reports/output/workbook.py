"""The report as a spreadsheet: findings first, then a sheet for each section with its tables."""

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as Listed
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from helpers.core.formats import Format
from helpers.reports.output.cells import Kind, day, fitting, kind_of, write
from helpers.reports.output.pdf import A4, LETTER
from helpers.reports.sections import Section, Table

MAKER = "SMB Growth Workbook"
FINDINGS = "Findings"
TAKEN_BY_EXCEL = "history"
LONGEST_SHEET_NAME, LONGEST_HEADING, LONGEST_TITLE = 31, 255, 255
NARROWEST, WIDEST = 11, 50
ROWS_MEASURED = 200
LINE, HIGHEST = 15, 409  # points
PAPERS = {LETTER: 1, A4: 9}  # as Excel numbers them
PROPERTIES = "docProps/core.xml"

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LETTERS = "Calibri"
_TITLE, _BOLD = (Font(name=_LETTERS, bold=True, size=size) for size in (16, 11))
_QUIET = Font(name=_LETTERS, color="595959")
_LINK = Font(name=_LETTERS, color="005A8F", underline="single")
_SHADE = PatternFill("solid", fgColor="E9EEF1")
_AMOUNT = Alignment(vertical="top")
_AMOUNT_HEADING = Alignment(vertical="bottom", wrap_text=True, horizontal="right")
_FIRST = Alignment(vertical="top", wrap_text=True)
_LATER = Alignment(vertical="top", wrap_text=True, horizontal="left", indent=1)
_STRIPES = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)


@dataclass(frozen=True)
class Placed:
    """Where a table came to stand on its sheet: its heading's row, and how wide its columns are."""

    heading: int
    widths: tuple[float, ...]


def workbook(
    sections: Sequence[Section], format: Format, *, name: str, period: str, made: datetime,
    paper: str = A4,
) -> bytes:
    """Findings and tables as an Excel workbook; the same bytes for the same report and day.

    Text is written as text whatever it begins with, so that none of it is taken for a formula.

    Parameters
    ----------
    sections : sequence of Section
        What the report says.
    format : Format
        The business's, for its currency and dates.
    name, period : str
        Whose report it is, and the time that the data cover, in words.
    made : datetime
        The day the report was made.
    paper : str
        A4 or Letter.
    """
    book = Workbook()
    book.properties = _properties(name, made)
    names = {FINDINGS.lower(), TAKEN_BY_EXCEL}
    sheets = {section.number: book.create_sheet(_sheet_name(section.title, names))
              for section in sections if section.tables}
    about = " · ".join([*([f"Data from {period}"] if period else []),
                        f"made on {format.date(made.date())}"])
    _write_findings(book.worksheets[0], name, about, sections, sheets)
    for section in sections:
        if section.tables:
            _write_section(sheets[section.number], section, format)
    for sheet in book:
        _set_up_page(sheet, paper)
    return _same_whenever_saved(book, made)


def _write_findings(
    sheet: Worksheet, name: str, about: str, sections: Sequence[Section],
    sheets: dict[str, Worksheet],
) -> None:
    sheet.title = FINDINGS
    _write_titles(sheet, name, about)
    findings = [finding for section in sections for finding in section.findings]
    if not findings:
        write(sheet["A4"], "The data do not allow a finding yet.")
        return
    heading = 4
    _write_heading(sheet, heading, ["Lesson", "Section", "Finding"])
    for row, finding in enumerate(findings, start=heading + 1):
        for column, text in enumerate((finding.lesson, finding.section, finding.text), start=1):
            cell = sheet.cell(row, column)
            write(cell, text)
            cell.alignment = _aligned(column)
        if finding.lesson in sheets:
            _link(sheet.cell(row, 2), sheets[finding.lesson])
    _list(sheet, "findings", heading, len(findings), 3)
    _set_sizes(sheet, [NARROWEST, 36, 100])
    _keep_in_sight(sheet, heading)


def _write_section(sheet: Worksheet, section: Section, format: Format) -> None:
    _write_titles(sheet, section.title, section.question)
    placed = list(_written_tables(sheet, section, format))
    columns = max(len(each.widths) for each in placed)
    _set_sizes(sheet, [
        max(each.widths[place] for each in placed if place < len(each.widths))
        for place in range(columns)
    ])
    # headings that stay in sight would be wrong above a second table
    _keep_in_sight(sheet, placed[0].heading if len(placed) == 1 else 1)


def _written_tables(sheet: Worksheet, section: Section, format: Format) -> Iterator[Placed]:
    row = 4
    for number, table in enumerate(section.tables, start=1):
        write(sheet.cell(row, 1), table.title)
        sheet.cell(row, 1).font = _BOLD
        widths = _write_table(sheet, row + 1, table, format)
        name = re.sub(r"\W", "_", f"lesson_{section.number}_table_{number}", flags=re.ASCII)
        _list(sheet, name, row + 1, len(table.rows), len(table.columns))
        yield Placed(row + 1, widths)
        row += len(table.rows) + 4


def _write_table(
    sheet: Worksheet, heading: int, table: Table, format: Format
) -> tuple[float, ...]:
    columns = list(zip(*table.rows)) or [()] * len(table.columns)
    kinds = [kind_of(kind, values, format) for (_, kind), values in zip(table.columns, columns)]
    heads = _headings([name for name, _ in table.columns], kinds)
    _write_heading(sheet, heading, heads)
    for place, ((_, meant), kind) in enumerate(zip(table.columns, kinds)):
        for row, value in enumerate(columns[place], start=heading + 1):
            cell = sheet.cell(row, place + 1)
            write(cell, day(value) if meant in ("date", "period") else value, kind)
            cell.alignment = _aligned(place + 1) if isinstance(cell.value, str) else _AMOUNT
        if meant != "text":
            sheet.cell(heading, place + 1).alignment = _AMOUNT_HEADING
    return tuple(map(_width, heads, columns))


def _headings(names: Sequence[str], kinds: Sequence[Kind]) -> list[str]:
    """With their units, no two the same, on one line each, as a list that can be filtered needs.

    Examples
    --------
    >>> _headings(["sold", "Sold", ""], [Kind("0", "GBP"), Kind("0", "GBP"), Kind("0")])
    ['sold (GBP)', 'Sold (GBP) 2', 'column']
    """
    heads = []
    for name, kind in zip(names, kinds):
        plain = " ".join(fitting(name, LONGEST_HEADING - 20).split()) or "column"
        head = f"{plain} ({kind.unit})" if kind.unit else plain
        alike = sum(head.lower() == each.lower() for each in heads)
        heads.append(f"{head} {alike + 1}" if alike else head)
    return heads


def _write_titles(sheet: Worksheet, title: str, under: str) -> None:
    write(sheet["A1"], title)
    write(sheet["A2"], under)
    sheet["A1"].font, sheet["A2"].font = _TITLE, _QUIET


def _write_heading(sheet: Worksheet, row: int, heads: Sequence[str]) -> None:
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(row, column)
        write(cell, head)
        cell.font, cell.fill, cell.alignment = _BOLD, _SHADE, _aligned(column)


def _aligned(column: int) -> Alignment:
    """Text in the first column, or in a later one, where it keeps away from an amount before it."""
    return _FIRST if column == 1 else _LATER


def _list(sheet: Worksheet, name: str, heading: int, rows: int, columns: int) -> None:
    """Make a table one that Excel can sort and filter; it takes none without a row."""
    if rows and columns:
        area = f"A{heading}:{get_column_letter(columns)}{heading + rows}"
        sheet.add_table(Listed(displayName=name, name=name, ref=area, tableStyleInfo=_STRIPES))


def _link(cell, sheet: Worksheet) -> None:
    place = f"{quote_sheetname(sheet.title)}!A1"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
    cell.font = _LINK


def _set_sizes(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Columns as wide as said, rows as high as their text needs, which not all programs see to."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in sheet.iter_rows(min_row=4):
        lines = max((_lines(cell.value, width) for cell, width in zip(row, widths)
                     if isinstance(cell.value, str) and cell.alignment.wrap_text), default=1)
        if lines > 1:
            sheet.row_dimensions[row[0].row].height = min(LINE * lines, HIGHEST)


def _lines(text: str, width: float) -> int:
    return sum(math.ceil((len(line) + 1) / width) for line in text.splitlines()) or 1


def _width(head: str, values: Sequence) -> float:
    longest = max((len(str(value)) for value in values[:ROWS_MEASURED] if value is not None),
                  default=0)
    return min(max(longest, len(head)) + 3, WIDEST) if longest + len(head) else NARROWEST


def _keep_in_sight(sheet: Worksheet, row: int) -> None:
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.print_title_rows = f"{row}:{row}"


def _set_up_page(sheet: Worksheet, paper: str) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = PAPERS[paper]
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.right.text = "&P / &N"


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel allows and no other sheet has.

    Examples
    --------
    >>> taken = set()
    >>> [_sheet_name("Sales: by plan/month", taken) for _ in range(2)]
    ['Sales by plan month', 'Sales by plan month (2)']
    """
    plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", title).split())
    name, number = _cut_name(plain, ""), 1
    while name.lower() in taken:
        number += 1
        name = _cut_name(plain, f" ({number})")
    taken.add(name.lower())
    return name


def _cut_name(plain: str, ending: str) -> str:
    cut = fitting(plain, LONGEST_SHEET_NAME - len(ending)).strip(" '") or "Tables"
    return cut + ending


def _properties(name: str, made: datetime) -> DocumentProperties:
    midnight = datetime(made.year, made.month, made.day)
    title = fitting(f"{name}: growth report", LONGEST_TITLE)
    return DocumentProperties(creator=MAKER, title=title, created=midnight, modified=midnight)


def _same_whenever_saved(book: Workbook, made: datetime) -> bytes:
    """The book's file without the clock, which is written into it in two ways."""
    properties = _properties("", made)
    properties.title = book.properties.title
    dated, saved, fixed = tostring(properties.to_tree()), io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            content = dated if name == PROPERTIES else source.read(name)
            target.writestr(entry, content)
    return fixed.getvalue()
