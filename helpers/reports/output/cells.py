"""A spreadsheet's cells: text that stays text, numbers with their unit and format."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.numbers import get_currency_precision
from openpyxl.cell import Cell

from helpers.core.formats import Format

LONGEST_TEXT = 32_767
FIRST_YEAR = 1900  # a spreadsheet knows no earlier day

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Kind:
    """How a column of a kind is written: Excel's number format, and the unit in its heading."""

    number_format: str
    unit: str = ""


def write(cell: Cell, value, kind: Kind | None = None) -> None:
    """Write a value: a number or a day as such, all else as text, what is missing not at all."""
    if value is None or isinstance(value, float) and math.isnan(value):
        return
    if isinstance(value, date) and value.year >= FIRST_YEAR or _is_number(value):
        cell.value = value
        if kind is not None:
            cell.number_format = kind.number_format
    else:
        _write_text(cell, str(value))


def _is_number(value) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _write_text(cell: Cell, text: str) -> None:
    """Text as text whatever it begins with, so that none of it is taken for a formula."""
    shown = fitting(text, LONGEST_TEXT)
    cell.value = _LOOKS_ESCAPED.sub("_x005F_", shown)
    cell.data_type = "s"
    cell.quotePrefix = shown.startswith(_FORMULA_STARTS)


def fitting(text: str, most: int) -> str:
    """Text without what a spreadsheet cannot hold, cut to so many of the units that Excel counts.

    Examples
    --------
    >>> fitting("a\\x00b", 9), fitting("\\N{GRINNING FACE}" * 3, 5)
    ('ab', '😀😀')
    """
    units = _NOT_IN_XML.sub("", text).encode("utf-16-le")[:2 * most]
    return units.decode("utf-16-le", "ignore")


def kind_of(kind: str, values: Sequence, format: Format) -> Kind:
    """How a report's column of a kind is written in a spreadsheet.

    Parameters
    ----------
    kind : str
        money, percent, period, date, number or text.
    values : sequence
        The column's.
    format : Format
        The business's, for its currency.
    """
    match kind:
        case "money":
            return Kind(_money_format(format), format.currency or "")
        case "percent":
            return Kind("0.0%", "%")
        case "date":
            return Kind(_date_format(format.date_pattern))
        case "period":
            firsts_of_months = all(str(value).endswith("-01") for value in values if value)
            return Kind(_date_format(
                format.month_pattern if firsts_of_months else format.date_pattern))
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
    symbol, (before, after) = format.currency_symbol, format.around_money
    return f"{before}{number}{after}".replace("\xa0", " ").replace(symbol, f'"{symbol}"')


def _date_format(pattern: str) -> str:
    """Unicode's pattern of a date as Excel writes it.

    Examples
    --------
    >>> _date_format("MMM d, y"), _date_format("d 'de' MMM 'de' y")
    ('mmm d, yyyy', 'd "de" mmm "de" yyyy')
    """
    return re.sub(r"'([^']*)'|y+|[ML]+", lambda found: (
        f'"{found[1]}"' if found[1] else "yyyy" if found[0][0] == "y" else "mmm"
    ), pattern)


def day(text: str | None) -> date | None:
    """A report's date as a day."""
    return date.fromisoformat(text) if text else None
