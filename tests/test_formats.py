"""Money, numbers and dates as the reader's country writes them."""

import math

import pandas as pd
import pytest

from helpers.formats import PLAIN, Format, locale_for

POUNDS = Format("en_GB", "GBP")


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "written"),
    [
        ("en_GB", "GBP", 1234.5, "£1,234"), ("en_GB", "GBP", 99.994, "£99.99"),
        ("en_GB", "GBP", -1234.5, "-£1,234"), ("en_GB", "GBP", 0, "£0.00"),
        ("en_US", "USD", 12.5, "$12.50"), ("de_DE", "EUR", 1234.5, "1.234\u00a0€"),
        ("fr_FR", "EUR", 12.5, "12,50\u00a0€"), ("ja_JP", "JPY", 12.0, "¥12"),
        ("en_GB", None, 1234.5, "1,234"),
    ],
)
def test_money_is_written_as_the_country_does(locale, currency, amount, written):
    assert Format(locale, currency).money(amount).replace("￥", "¥") == written


def test_money_has_as_many_digits_as_asked_for():
    assert POUNDS.money(1234.567, digits=2) == "£1,234.57"
    assert POUNDS.money(12.5, digits=0) == "£12"


def test_money_on_an_axis_is_short():
    assert POUNDS.money_short(12_300) == "£12.3K"
    assert POUNDS.money_short(3_400_000) == "£3.4M"
    assert PLAIN.money_short(12_300) == "12.3K"


def test_numbers_and_shares_follow_the_locale():
    assert POUNDS.number(1234567) == "1,234,567"
    assert POUNDS.number(0.126, digits=2) == "0.13"
    assert Format("de_DE").number(1234.5, digits=1) == "1.234,5"
    assert Format("de_DE").percent(0.1234, digits=1) == "12,3%"


def test_what_is_missing_is_a_dash():
    for write in (POUNDS.money, POUNDS.money_short, POUNDS.number, POUNDS.percent):
        assert write(math.nan) == "–"


def test_days_and_periods_have_their_month_in_letters():
    assert POUNDS.date("2025-03-09") == "9 Mar 2025"
    assert POUNDS.month(pd.Timestamp("2025-03-09")) == "Mar 2025"
    written = [POUNDS.period(pd.Period("2025-03-09", kind)) for kind in ("D", "W", "M", "Q", "Y")]
    assert written == ["9 Mar 2025", "3 Mar 2025", "Mar 2025", "Q1 2025", "2025"]


def test_a_country_without_english_falls_back_to_british():
    assert locale_for("DE") == "en_DE"
    assert locale_for("QQ") == "en_GB"
    assert locale_for(None) == "en_GB"
