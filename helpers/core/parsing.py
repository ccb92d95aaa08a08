"""Numbers and dates from text as people and programs write them, without guessing.

Each distinct value is looked at once, so that a million rows cost what their few thousand
different values cost. Where a column could be read two ways, `Ambiguous` is raised.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
POINT, COMMA = "point", "comma"

EARLIEST, LATEST = 1970, 2100  # a business's records lie between; 0025 and 2205 are slips

_MARK = {POINT: ".", COMMA: ","}
_ISO = r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})$"
_COMPACT = r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})$"
_YEAR = r"^\d{4}"  # so begins what those two read, and what no other does
_NUMERIC = r"^(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})$"
_DAY, _NAME = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<name>[A-Za-z]{3,9})"
_DAY_NAMED = rf"^{_DAY}[-. ]+{_NAME}[-,. ]+(?P<year>\d{{4}}|\d{{2}})$"
_MONTH_NAMED = rf"^{_NAME}[-. ]+{_DAY}[-,. ]+(?P<year>\d{{4}}|\d{{2}})$"
_YEAR_MONTH = r"^(?P<year>\d{4})(?:[-/]|\.(?=\d\d))(?P<month>\d{1,2})$"  # 2025.1: 2025.10 cut?
_MONTH_YEAR = r"^(?P<month>\d{1,2})[-/.](?P<year>\d{4})$"
_NAME_YEAR = r"^(?P<name>[A-Za-z]{3,9})[-. ]+(?P<year>\d{4})$"
_TIME = r"(?:(?:T|,?\s+(?:at\s+)?)\d{1,2}:\d{2}.*)$"
_EXPONENT = r"(?:[eE][-+]?\d+)?"
_MONTH_NAMES = {  # each full name and its beginnings of three letters or more: mar, marc, march
    name[:letters]: number
    for number, name in enumerate(
        ("january february march april may june july august september october november "
         "december").split(), start=1
    )
    for letters in range(3, len(name) + 1)
}


class Ambiguous(ValueError):
    """A column can be read in two ways and nothing in it says which.

    Parameters
    ----------
    kind : str
        `"dates"` or `"decimal"`, the word the owner sets in business.yaml.
    examples : sequence of str
        Values that show it.
    """

    def __init__(self, kind: str, examples):
        self.kind, self.examples = kind, tuple(examples)
        super().__init__(f"ambiguous {kind}: {', '.join(self.examples)}")


@dataclass(frozen=True)
class Distinct:
    """A column's different values, and which of them stands in each row.

    Parameters
    ----------
    values : Series of str
        The values in the order in which they first appear.
    places : array of int
        Where each row's value stands among them; -1 where it is missing.
    index : Index
        The rows' labels.
    """

    values: pd.Series
    places: np.ndarray
    index: pd.Index

    @cached_property
    def bare_numbers(self) -> pd.Series:
        """The values without currency signs, blanks and brackets."""
        return _bare_numbers(self.values)

    @cached_property
    def bare_days(self) -> pd.Series:
        """The values without a time and zone behind."""
        return _bare_days(self.values)

    def spread(self, parsed: pd.Series) -> tuple[pd.Series, pd.Series]:
        """What was made of the values, in every row; and where nothing could be made of one."""
        bad = np.append(parsed.isna().to_numpy(), False)[self.places]
        values = pd.api.extensions.take(parsed.array, self.places, allow_fill=True)
        return pd.Series(values, self.index), pd.Series(bad, self.index)


def distinct(text: "pd.Series | Distinct") -> Distinct:
    """A column's different values.

    Examples
    --------
    >>> channels = distinct(pd.Series(["web", "shop", None, "web"], dtype="str"))
    >>> channels.values.tolist(), channels.places.tolist()
    (['web', 'shop'], [0, 1, -1, 0])
    """
    if isinstance(text, Distinct):
        return text
    places, values = as_text(text).factorize()
    return Distinct(pd.Series(values, dtype="str"), places.astype(np.int32), text.index)


def parse_numbers(
    text: pd.Series | Distinct, decimal: str | None = None
) -> tuple[pd.Series, pd.Series]:
    """Read numbers with currency signs, thousands separators, brackets and either decimal mark.

    Parameters
    ----------
    text : Series of str, or Distinct
        Cells; missing ones stay missing.
    decimal : {"point", "comma"}, optional
        The decimal mark; by default what the column itself proves.

    Returns
    -------
    values : Series of float64
    bad : Series of bool
        Where there is a value that is not a number.

    Raises
    ------
    Ambiguous
        Every value with a mark looks like `1.234` or `1,234`, and `decimal` is not given.

    Examples
    --------
    >>> parse_numbers(pd.Series(["£1,234.50", "(3.10)", "n/a"]))[0].tolist()
    [1234.5, -3.1, nan]
    >>> parse_numbers(pd.Series(["1.234,50 €", "7"]))[0].tolist()
    [1234.5, 7.0]
    """
    if _are_numbers(text):
        values = text.astype("float64")
        return values.where(np.isfinite(values)), ~np.isfinite(values) & values.notna()
    given = distinct(text)
    if decimal is None:
        evidence = decimal_evidence([given])
        ambiguous = _could_be_either(given.bare_numbers)
        if evidence is None and ambiguous.any():
            raise Ambiguous("decimal", given.values[ambiguous].head(3))
        decimal = evidence or POINT
    return given.spread(_numbers(given.bare_numbers, decimal))


def _are_numbers(cells: pd.Series | Distinct) -> bool:
    return (isinstance(cells, pd.Series) and pd.api.types.is_numeric_dtype(cells)
            and not pd.api.types.is_bool_dtype(cells))


def _are_days(cells: pd.Series | Distinct) -> bool:
    return isinstance(cells, pd.Series) and pd.api.types.is_datetime64_any_dtype(cells)


def decimal_evidence(columns: Iterable[pd.Series | Distinct]) -> str | None:
    """The decimal mark that the columns prove, or None: `2,50` proves a comma, `1,234` nothing."""
    votes = {POINT: 0, COMMA: 0}
    for text in columns:
        if _are_numbers(text):
            continue
        for decimal in votes:
            votes[decimal] += int(_proves(distinct(text).bare_numbers, decimal).sum())
    if votes[POINT] == votes[COMMA]:
        return None
    return max(votes, key=votes.get)


def parse_dates(
    text: pd.Series | Distinct, order: str | None = None
) -> tuple[pd.Series, pd.Series]:
    """Read days: ISO, day-first or month-first, month names; a time or zone behind is dropped.

    Parameters
    ----------
    text : Series of str, or Distinct
        Cells; missing ones stay missing. A zone's offset is ignored: the day as written counts.
    order : {"day-first", "month-first"}, optional
        How `03/04/2025` is meant; by default what the column itself proves.

    Returns
    -------
    days : Series of datetime64, at midnight
    bad : Series of bool
        Where there is a value that is not a day between 1970 and 2100.

    Raises
    ------
    Ambiguous
        A numeric date could be either, none proves an order, and `order` is not given.

    Examples
    --------
    >>> days, bad = parse_dates(pd.Series(["1/12/2010 8:26", "25/12/2010 9:00"]))
    >>> days.dt.strftime("%Y-%m-%d").tolist()
    ['2010-12-01', '2010-12-25']
    """
    if _are_days(text):
        days = text.dt.tz_localize(None).dt.normalize()
        return days, days.notna() & ~days.dt.year.between(EARLIEST, LATEST)
    given = distinct(text)
    if order is None:
        order = date_order_evidence([given])
        ambiguous = _either_order(given.bare_days)
        if order is None and len(ambiguous):
            raise Ambiguous("dates", given.values[ambiguous].head(3))
    bare = distinct(given.bare_days)  # many times of one day are one day
    days, _ = bare.spread(_days(bare.values, order or DAY_FIRST))
    return given.spread(days)


def date_order_evidence(columns: Iterable[pd.Series | Distinct]) -> str | None:
    """What the columns prove about `03/04/2025`; dates equal both ways prove nothing."""
    day_first = month_first = 0
    for text in columns:
        if _are_days(text):
            continue
        parts = _numeric_days(distinct(text).bare_days.drop_duplicates())
        day_first += int((parts["first"].gt(12) & parts["second"].le(12)).sum())
        month_first += int((parts["second"].gt(12) & parts["first"].le(12)).sum())
    if day_first == month_first:
        return None
    return DAY_FIRST if day_first > month_first else MONTH_FIRST


def parse_months(
    text: pd.Series | Distinct, order: str | None = None
) -> tuple[pd.Series, pd.Series]:
    """Read months (`2025-03`, `Mar 2025`, or any day of it) as their first day.

    Examples
    --------
    >>> parse_months(pd.Series(["2025-03", "Mar 2025"]))[0].dt.strftime("%Y-%m-%d").tolist()
    ['2025-03-01', '2025-03-01']
    """
    if _are_days(text):
        days, bad = parse_dates(text)
    else:
        given = distinct(text)
        months = given.values.map(_first_day).astype("str")
        days, bad = parse_dates(Distinct(months, given.places, given.index), order)
    return days - pd.to_timedelta(days.dt.day - 1, unit="D"), bad


def as_text(cells: pd.Series) -> pd.Series:
    """Cells as text; a code such as 17850 that a spreadsheet took for a number stays 17850.

    Examples
    --------
    >>> as_text(pd.Series([17850.0, None])).tolist()
    ['17850', nan]
    """
    if pd.api.types.is_float_dtype(cells) and _all_whole(cells.dropna()):
        cells = cells.astype("Int64")
    return cells.astype("str")


def _all_whole(numbers: pd.Series) -> bool:
    return bool(((numbers % 1 == 0) & (numbers.abs() < 2**53)).all())


def _first_day(value: str) -> str:
    for pattern in (_YEAR_MONTH, _MONTH_YEAR, _NAME_YEAR):
        if parts := re.match(pattern, value.strip()):
            found = parts.groupdict()
            month = found.get("month") or _MONTH_NAMES.get(found["name"].lower(), 0)
            return f"{found['year']}-{int(month):02d}-01"
    return value


def parse_flags(text: pd.Series | Distinct) -> tuple[pd.Series, pd.Series]:
    """Read yes and no as people write them: yes/no, true/false, y/n, 1/0.

    Examples
    --------
    >>> parse_flags(pd.Series(["Yes", "0", "perhaps"]))[1].tolist()
    [False, False, True]
    """
    words = {"yes": True, "true": True, "y": True, "1": True, "1.0": True,
             "no": False, "false": False, "n": False, "0": False, "0.0": False}
    given = distinct(text)
    return given.spread(given.values.str.strip().str.lower().map(words).astype("boolean"))


def _bare_numbers(given: pd.Series) -> pd.Series:
    bare = given.str.replace(r"[\s\u00a0\u202f'’]", "", regex=True)
    bare = bare.str.replace("\u2212", "-").str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    bare = _without_currency(bare)
    return bare.str.replace(r"^(.*\d)-$", r"-\1", regex=True)


def _without_currency(bare: pd.Series) -> pd.Series:
    # before or behind the digits, never letters in between: "1O0" is a slip, not 10
    sign = r"(?:[A-Z]{1,2}\$|[$£€¥₹₩₺₽₴₦₪₫฿¢]|[A-Z]{3}|kr\.?|Fr\.?|zł|Kč|lei)"
    bare = bare.str.replace(rf"^([-+]?){sign}([-+]?[\d.,]+)$", r"\1\2", regex=True)
    return bare.str.replace(rf"^([-+]?[\d.,]+-?){sign}$", r"\1", regex=True)


def _could_be_either(bare: pd.Series) -> pd.Series:
    return bare.str.match(rf"^[-+]?[1-9]\d{{0,2}}[.,]\d{{3}}{_EXPONENT}$")


def _proves(bare: pd.Series, decimal: str) -> pd.Series:
    mark, other = (r"\.", ",") if decimal == POINT else (",", r"\.")
    alone = rf"^[-+]?\d*{mark}(?:\d{{1,2}}|\d{{4,}})$|^[-+]?(?:0|\d{{4,}})?{mark}\d+$"
    grouped = rf"^[-+]?\d{{1,3}}(?:{other}\d{{2,3}})*{other}\d{{3}}{mark}\d+$"
    groups_only = rf"^[-+]?\d{{1,3}}(?:{other}\d{{2,3}})+{other}\d{{3}}$"
    return bare.str.replace(rf"{_EXPONENT}$", "", regex=True).str.match(
        rf"{alone}|{grouped}|{groups_only}"
    )


def _numbers(bare: pd.Series, decimal: str) -> pd.Series:
    mark = _MARK[decimal]
    other = "," if mark == "." else "."
    group, point = rf"\{other}", rf"\{mark}"
    whole = rf"(?:\d+|\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}})"
    shape = rf"^[-+]?{whole}?(?:{point}\d*)?{_EXPONENT}$"
    good = bare.str.match(shape) & bare.str.contains(r"\d", regex=True)
    plain = bare.where(good).str.replace(other, "", regex=False).str.replace(mark, ".", regex=False)
    values = pd.to_numeric(plain, errors="coerce").astype("float64")
    return values.where(np.isfinite(values))


def _bare_days(given: pd.Series) -> pd.Series:
    return given.str.strip().str.replace(_TIME, "", regex=True)


def _numeric_days(bare: pd.Series) -> pd.DataFrame:
    """The first two numbers of what could be a day of numbers alone, by its label in the Series."""
    may_be = bare[~bare.str.match(_YEAR)]
    parts = may_be.str.extract(_NUMERIC)[["first", "second"]]
    return parts.apply(pd.to_numeric, errors="coerce").astype(float).dropna()


def _either_order(bare: pd.Series) -> pd.Index:
    parts = _numeric_days(bare)
    return parts.index[parts.le(12).all(axis=1) & parts["first"].ne(parts["second"])]


def _days(bare: pd.Series, order: str) -> pd.Series:
    days = pd.Series(pd.NaT, index=bare.index, dtype="datetime64[us]")
    for pattern in (_ISO, _COMPACT, _NUMERIC, _DAY_NAMED, _MONTH_NAMED):
        parts = bare.str.extract(pattern)
        read = parts.notna().all(axis=1)
        bare, parts = bare[~read], parts[read]
        if parts.empty:
            continue
        if "name" in parts:
            parts["month"] = parts["name"].str.lower().map(_MONTH_NAMES)
        if "first" in parts:
            named = ("day", "month") if order == DAY_FIRST else ("month", "day")
            parts = parts.rename(columns=dict(zip(("first", "second"), named)))
        days.loc[parts.index] = _calendar(parts)
    return days


def _calendar(parts: pd.DataFrame) -> pd.Series:
    numbers = parts[["year", "month", "day"]].apply(pd.to_numeric, errors="coerce")
    short = parts["year"].str.len() == 2
    numbers.loc[short, "year"] += np.where(numbers.loc[short, "year"] < 70, 2000, 1900)
    days = pd.to_datetime(numbers, errors="coerce").astype("datetime64[us]")
    return days.where(numbers["year"].between(EARLIEST, LATEST))
