"""Numbers, dates and flags as people and programs write them, without guessing."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.parsing import (
    COMMA, DAY_FIRST, MONTH_FIRST, POINT, Ambiguous, as_text, date_order_evidence, decimal_evidence,
    parse_dates, parse_flags, parse_months, parse_numbers,
)


def cells(*values):
    return pd.Series(list(values), dtype="str")


def numbers(*values, decimal=None):
    return parse_numbers(cells(*values), decimal)[0].tolist()


def days(*values, order=None):
    return parse_dates(cells(*values), order)[0].dt.strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("7", 7), ("-7.25", -7.25), ("+7.5", 7.5), (".5", 0.5), ("7.", 7), ("0.125", 0.125),
        ("£1,234.50", 1234.5), ("$ 1,234,567", 1234567), ("US$9.99", 9.99), ("GBP 12.30", 12.3),
        ("12.30 GBP", 12.3), ("1.234,50 €", 1234.5), ("1.234.567", 1234567), ("kr 99,50", 99.5),
        ("99,50 zł", 99.5), ("1 234,50", 1234.5), ("1\u202f234,50", 1234.5), ("1'234.50", 1234.5),
        ("1,23,456.70", 123456.7), ("(3.10)", -3.1), ("(£3.10)", -3.1), ("-£3.10", -3.1),
        ("£-3.10", -3.1), ("3.10-", -3.1), ("\u22123.10", -3.1), ("1.5e3", 1500), ("2,5E+03", 2500),
    ],
)
def test_a_number_is_read_however_it_is_dressed(written, meant):
    values, bad = parse_numbers(cells(written))
    assert values.tolist() == [meant]
    assert not bad.any()


@pytest.mark.parametrize(
    "written", ["n/a", "1O0", "12 each", "1,2,3", "--5", "1.2.3", "", "-", "€", "£", "1e999", "٣"]
)
def test_what_is_no_number_is_marked_and_missing(written):
    values, bad = parse_numbers(cells(written, "1"))
    assert bad.tolist() == [True, False]
    assert np.isnan(values[0])


def test_a_mark_that_could_be_for_decimals_or_thousands_is_asked_about():
    for written in ("1.234", "1,234", "-12.345", "£1,234", "1,234E+05"):
        with pytest.raises(Ambiguous) as asked:
            parse_numbers(cells(written, "7"))
        assert asked.value.kind == "decimal"
        assert asked.value.examples == (written,)


def test_the_owners_word_settles_the_decimal_mark():
    assert numbers("1.234", decimal=POINT) == [1.234]
    assert numbers("1.234", decimal=COMMA) == [1234]
    assert numbers("1,234E+05", decimal=COMMA) == [123400]


def test_one_plain_value_settles_the_whole_column():
    assert numbers("1.234", "2,50") == [1234, 2.5]
    assert numbers("1,234", "2.50") == [1234, 2.5]


def test_values_against_the_columns_mark_are_marked_not_bent():
    values, bad = parse_numbers(cells("1.50", "2.50", "3,50"))
    assert bad.tolist() == [False, False, True]
    assert values.tolist()[:2] == [1.5, 2.5]


def test_columns_settle_the_mark_for_each_other():
    assert decimal_evidence([cells("1.234"), cells("2,50")]) == COMMA
    assert decimal_evidence([cells("1.234"), pd.Series([2.5])]) is None
    assert decimal_evidence([cells("1.50"), cells("1,50")]) is None


def test_numbers_that_a_workbook_holds_are_taken_as_they_are():
    values, bad = parse_numbers(pd.Series([1.5, np.inf, np.nan]))
    assert values.tolist()[0] == 1.5
    assert values.isna().tolist() == [False, True, True]
    assert bad.tolist() == [False, True, False]


def test_dates_and_yes_or_no_in_place_of_numbers_are_marked():
    for strange in (pd.Series([True]), pd.Series(pd.to_datetime(["2025-03-31"]))):
        assert parse_numbers(strange)[1].tolist() == [True]


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-31", "2025/3/31", "2025.03.31", "20250331", "31/03/2025", "31.3.2025", "31-03-25",
        "03/31/2025", "3/31/25", "31 March 2025", "31-Mar-2025", "31 Mar 25", "31st March 2025",
        "March 31, 2025", "Mar 31 2025", "2025-03-31T23:59:59Z", "2025-03-31 23:59:59 +0100",
        "31/03/2025 08:26", "31 Mar 2025, 8:26 PM", "Mar 31, 2025 at 8:26 am",
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert days(written) == ["2025-03-31"]


@pytest.mark.parametrize(
    "written",
    ["soon", "2025-02-30", "31/31/2025", "1925-03-31", "2205-03-31", "0025-03-31", "45000",
     "3 marraskuu 2025", "3 Mai 2025", "March 2025", "٢٠٢٥-٠٣-٠١"],
)
def test_what_is_no_day_between_1970_and_2100_is_marked_and_missing(written):
    read, bad = parse_dates(cells(written, "2025-03-31"))
    assert bad.tolist() == [True, False]
    assert pd.isna(read[0])


def test_dates_that_could_be_day_or_month_first_are_asked_about():
    with pytest.raises(Ambiguous) as asked:
        parse_dates(cells("03/04/2025", "05/06/2025 12:00", "2025-01-01"))
    assert asked.value.kind == "dates"
    assert asked.value.examples == ("03/04/2025", "05/06/2025 12:00")


def test_the_owners_word_settles_the_order_of_day_and_month():
    assert days("03/04/2025", order=DAY_FIRST) == ["2025-04-03"]
    assert days("03/04/2025", order=MONTH_FIRST) == ["2025-03-04"]


def test_one_plain_date_settles_the_whole_column():
    assert days("03/04/2025", "13/04/2025") == ["2025-04-03", "2025-04-13"]
    assert days("03/04/2025", "04/13/2025") == ["2025-03-04", "2025-04-13"]


def test_dates_that_are_the_same_either_way_need_no_word():
    assert days("05/05/2025", "2025-06-07") == ["2025-05-05", "2025-06-07"]


def test_a_date_against_the_columns_order_is_marked_not_turned():
    read, bad = parse_dates(cells("13/04/2025", "14/04/2025", "04/15/2025"))
    assert bad.tolist() == [False, False, True]


def test_columns_settle_the_order_for_each_other():
    assert date_order_evidence([cells("03/04/2025"), cells("31/12/2025")]) == DAY_FIRST
    assert date_order_evidence([cells("31/12/2025"), cells("12/31/2025")]) is None


def test_dates_that_a_workbook_holds_lose_their_time_and_zone():
    zoned = pd.Series(pd.to_datetime(["2025-03-31 23:30"])).dt.tz_localize("Europe/London")
    assert parse_dates(zoned)[0].tolist() == [pd.Timestamp("2025-03-31")]
    assert parse_dates(pd.Series(pd.to_datetime(["1905-01-01"])))[1].tolist() == [True]


def test_compact_dates_that_a_workbook_took_for_numbers_are_days():
    read, bad = parse_dates(pd.Series([20250331.0, np.nan]))
    assert read.tolist()[0] == pd.Timestamp("2025-03-31")
    assert bad.tolist() == [False, False]


@pytest.mark.parametrize(
    "written", ["2025-03", "2025/3", "03/2025", "3.2025", "Mar 2025", "March-2025", "2025-03-17"]
)
def test_a_month_is_its_first_day(written):
    assert parse_months(cells(written))[0].tolist() == [pd.Timestamp("2025-03-01")]


def test_months_that_are_none_are_marked():
    for strange in (cells("2025-13"), cells("Marraskuu 2025"), cells("2025.1"),
                    pd.Series([2025.1])):
        assert parse_months(strange)[1].tolist() == [True]


def test_yes_and_no_are_read_in_their_usual_words():
    values, bad = parse_flags(cells("Yes", "TRUE", "y", "1", "no", "False", "N", "0", "perhaps"))
    assert values.tolist()[:8] == [True] * 4 + [False] * 4
    assert bad.tolist() == [False] * 8 + [True]
    assert parse_flags(pd.Series([1.0, 0.0, np.nan]))[0].tolist() == [True, False, pd.NA]


def test_codes_that_a_workbook_took_for_numbers_get_their_text_back():
    assert as_text(pd.Series([17850.0, np.nan])).tolist()[0] == "17850"
    assert as_text(pd.Series([0.5, 1.0])).tolist() == ["0.5", "1.0"]
    assert as_text(pd.Series([1e30])).tolist() == ["1e+30"]


def test_a_column_of_empty_cells_is_missing_and_not_bad():
    nothing = pd.Series([None, None], dtype="str")
    for parse in (parse_numbers, parse_dates, parse_months, parse_flags):
        values, bad = parse(nothing)
        assert values.isna().all()
        assert not bad.any()


def as_written(amount: float, mark: str, group: str) -> str:
    whole, _, part = f"{abs(amount):.2f}".partition(".")
    return ("-" if amount < 0 else "") + f"{int(whole):,}".replace(",", group) + mark + part


@given(
    amounts=st.lists(st.decimals(-10**9, 10**9, places=2), min_size=1),
    dialect=st.sampled_from([(".", ","), (",", "."), (",", " "), (".", ""), (",", ""), (".", "'")]),
    sign=st.sampled_from(["", "£", "€", "kr"]),
)
def test_amounts_in_any_dialect_read_back_to_the_penny(amounts, dialect, sign):
    written = cells(*(sign + as_written(amount, *dialect) for amount in amounts))
    values, bad = parse_numbers(written)
    assert not bad.any()
    assert values.tolist() == [float(amount) for amount in amounts]


@given(
    numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1),
    mark=st.sampled_from([".", ","]),
)
def test_any_number_with_either_mark_reads_back_or_is_asked_about(numbers, mark):
    written = cells(*(repr(number).replace(".", mark) for number in numbers))
    try:
        values, bad = parse_numbers(written)
    except Ambiguous as asked:
        assert asked.kind == "decimal"
        return
    assert values[~bad].tolist() == [n for n, marked in zip(numbers, bad) if not marked]


DATE_STYLES = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%y",
               "%m/%d/%y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%d/%m/%Y %H:%M"]


@given(
    dates=st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), min_size=1),
    style=st.sampled_from(DATE_STYLES),
)
def test_any_days_in_any_style_read_back_or_are_asked_about(dates, style):
    written = cells(*(day.strftime(style) for day in dates))
    try:
        read, bad = parse_dates(written)
    except Ambiguous as asked:
        assert asked.kind == "dates"
        assert all(day.day <= 12 for day in dates)
        assert style[1] in "dm"
        return
    assert not bad.any()
    assert read.dt.date.tolist() == dates


anything = st.one_of(
    st.text(max_size=20),
    st.text("0123456789.,-/+eE()£$€ '", max_size=12),
    st.from_regex(r"\d{1,4}[-/. ]\d{1,3}[-/. ]\d{1,5}", fullmatch=True),
    st.from_regex(r"\d{1,2} [A-Za-z]{3,9} \d{2,4}", fullmatch=True),
    st.none(),
)


@given(values=st.lists(anything), parse=st.sampled_from(
    [parse_numbers, parse_dates, parse_months, parse_flags]))
def test_any_text_is_read_marked_or_asked_about_and_nothing_breaks(values, parse):
    text = pd.Series(values, dtype="str")
    try:
        read, bad = parse(text)
    except Ambiguous:
        return
    assert (read.isna() == (text.isna() | bad)).all()
    if parse is parse_numbers:
        assert np.isfinite(read.dropna()).all()
