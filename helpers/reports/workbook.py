"""The report as a spreadsheet: findings first, then a sheet for each table, numbers as numbers."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.numbers import get_currency_precision, get_currency_symbol
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from helpers.formats import Format
from helpers.reports.sections import Finding, Section, Table

LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
WIDEST = 60
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FINDINGS = "Findings"

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="E3EDF4"),
         "alignment": Alignment(wrap_text=True, vertical="bottom")}


@dataclass(frozen=True)
class Kind:
    """How a column of a kind is written: Excel's number format, and the unit in its heading."""

    number_format: str
    unit: str = ""


def workbook(sections: Sequence[Section], format: Format) -> bytes:
    """Findings and tables as an Excel workbook.

    Text is written as text whatever it begins with, so that none of it is taken for a formula.

    Parameters
    ----------
    sections : sequence of Section
        What the report says.
    format : Format
        The business's, for its currency.
    """
    book = Workbook()
    findings = [finding for section in sections for finding in section.findings]
    _write_findings(book.active, findings)
    names = {FINDINGS.lower()}
    for table in (table for section in sections for table in section.tables):
        _write_table(book.create_sheet(_sheet_name(table.title, names)), table, format)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_findings(sheet: Worksheet, findings: Iterable[Finding]) -> None:
    sheet.title = FINDINGS
    _write_row(sheet, 1, ["Lesson", "Section", "Finding"])
    for number, finding in enumerate(findings, start=2):
        _write_row(sheet, number, [finding.lesson, finding.section, finding.text])
        for cell in sheet[number]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _finish(sheet, widths=[9, 32, 100])


def _write_table(sheet: Worksheet, table: Table, format: Format) -> None:
    kinds = [_kind(kind, [row[place] for row in table.rows], format)
             for place, (_, kind) in enumerate(table.columns)]
    heads = [f"{name} ({kind.unit})" if kind.unit else name
             for (name, _), kind in zip(table.columns, kinds)]
    _write_row(sheet, 1, heads)
    dated = [kind in ("date", "period") for _, kind in table.columns]
    for number, row in enumerate(table.rows, start=2):
        values = [_day(value) if is_date else value for value, is_date in zip(row, dated)]
        _write_row(sheet, number, values)
        for cell, kind in zip(sheet[number], kinds):
            if not isinstance(cell.value, str):
                cell.number_format = kind.number_format
    _finish(sheet, widths=[_width(head, [row[place] for row in table.rows])
                           for place, head in enumerate(heads)])


def _write_row(sheet: Worksheet, number: int, values: Iterable) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column)
        if value is None or isinstance(value, int | float | date):
            cell.value = value
        else:
            _write_text(cell, str(value))


def _write_text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def _finish(sheet: Worksheet, widths: Sequence[float]) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = _HEAD["font"], _HEAD["fill"], _HEAD["alignment"]
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _kind(kind: str, values: Sequence, format: Format) -> Kind:
    match kind:
        case "money":
            return Kind(_money_format(format), format.currency or "")
        case "percent":
            return Kind("0.0%", "%")
        case "date":
            return Kind("d mmm yyyy")
        case "period":
            firsts_of_months = all(str(value).endswith("-01") for value in values if value)
            return Kind("mmm yyyy" if firsts_of_months else "d mmm yyyy")
        case "number":
            whole = all(float(value).is_integer() for value in values if value is not None)
            return Kind("#,##0" if whole else "#,##0.00")
    return Kind("General")


def _money_format(format: Format) -> str:
    """The currency's pattern as Excel writes it: `"£"#,##0.00`, `#,##0.00 "€"`.

    Examples
    --------
    >>> _money_format(Format("en_GB", "GBP")), _money_format(Format("de_DE", "EUR"))
    ('"£"#,##0.00', '#,##0.00 "€"')
    """
    if format.currency is None:
        return "#,##0.00"
    digits = get_currency_precision(format.currency)
    number = "#,##0" + ("." + "0" * digits if digits else "")
    pattern = Locale.parse(format.locale).currency_formats["standard"].pattern.split(";")[0]
    symbol = get_currency_symbol(format.currency, format.locale)
    before, after = re.split(r"[#0.,]+", pattern, maxsplit=1)
    return f"{before}{number}{after}".replace("\xa0", " ").replace("¤", f'"{symbol}"')


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _width(head: str, values: Sequence) -> float:
    longest = max((len(str(value)) for value in values[:200] if value is not None), default=0)
    return min(max(longest, len(head), 8) + 3, WIDEST)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel allows and no other sheet has.

    Examples
    --------
    >>> taken = set()
    >>> [_sheet_name("Sales: by plan/month", taken) for _ in range(2)]
    ['Sales by plan month', 'Sales by plan month (2)']
    """
    plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", title).split()).strip("'") or "Table"
    name, number = plain[:LONGEST_SHEET_NAME].rstrip(), 1
    while name.lower() in taken:
        number += 1
        ending = f" ({number})"
        name = plain[:LONGEST_SHEET_NAME - len(ending)].rstrip() + ending
    taken.add(name.lower())
    return name
