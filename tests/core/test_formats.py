"""Money, numbers and dates as the reader's country writes them."""

import math

import pandas as pd
import pytest
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies
from matplotlib.font_manager import findfont, get_font

from helpers.core.formats import PLAIN, Format, legible_locale, locale_for
from helpers.core.problems import OwnerError

POUNDS = Format("en_GB", "GBP")


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "written"),
    [
        ("en_GB", "GBP", 1234.5, "£1,234"), ("en_GB", "GBP", 99.994, "£99.99"),
        ("en_GB", "GBP", -1234.5, "−£1,234"), ("en_GB", "GBP", 0, "£0.00"),
        ("en_US", "USD", 12.5, "$12.50"), ("de_DE", "EUR", 1234.5, "1.234\u00a0€"),
        ("fr_FR", "EUR", 12.5, "12,50\u00a0€"), ("en_US", "JPY", 12.0, "¥12"),
        ("en_GB", "KWD", 12.5, "KWD\u00a012.500"), ("en_GB", "EGP", -12.5, "−EGP\u00a012.50"),
        ("en_CH", "CHF", 1234.5, "CHF\u00a01’234"), ("en_IN", "INR", 1234567, "₹12,34,567"),
        ("fr_FR", "EUR", 1234567, "1\u202f234\u202f567\u00a0€"),
        ("en_GB", None, 1234.5, "1,234"),
    ],
)
def test_money_is_written_as_the_country_does(locale, currency, amount, written):
    assert Format(locale, currency).money(amount) == written


def test_money_has_as_many_digits_as_asked_for():
    assert POUNDS.money(1234.567, digits=2) == "£1,234.57"
    assert POUNDS.money(12.5, digits=0) == "£12"


def test_money_on_an_axis_is_short():
    assert POUNDS.money_short(0) == "£0"
    assert POUNDS.money_short(12_300) == "£12.3K"
    assert POUNDS.money_short(3_400_000) == "£3.4M"
    assert PLAIN.money_short(12_300) == "12.3K"


@pytest.mark.parametrize(("locale", "currency", "thousands", "millions"), [
    ("en_DE", "EUR", "12,3K\u00a0€", "−3,4M\u00a0€"),
    ("de_DE", "EUR", "12.300\u00a0€", "−3,4\u00a0Mio.\u00a0€"),
    ("en_CH", "CHF", "CHF\u00a012.3K", "CHF−3.4M"), ("en_IN", "INR", "₹12.3K", "−₹34L"),
    ("en_GB", "EGP", "EGP\u00a012.3K", "−EGP\u00a03.4M"),
])
def test_short_money_has_its_sign_where_money_has_it(locale, currency, thousands, millions):
    format = Format(locale, currency)
    assert format.money_short(12_300) == thousands
    assert format.money_short(-3_400_000) == millions


def test_numbers_and_shares_follow_the_locale():
    assert POUNDS.number(1234567) == "1,234,567"
    assert POUNDS.number(0.126, digits=2) == "0.13"
    assert Format("de_DE").number(1234.5, digits=1) == "1.234,5"
    assert Format("de_DE").percent(0.1234, digits=1) == "12,3\u00a0%"
    assert Format("tr_TR").percent(-0.12) == "−%12"
    assert Format("en_IN").number(1234567.5, digits=1) == "12,34,567.5"


def test_a_number_below_zero_has_one_minus_however_it_is_written():
    for write in (POUNDS.money, POUNDS.number, POUNDS.percent, Format("sv_SE").number):
        assert write(-2012).count("−") == 1 and "-" not in write(-2012)
    assert POUNDS.read_number("−£5") == POUNDS.read_number("-5") == -5


def test_what_is_missing_is_a_dash():
    for write in (POUNDS.money, POUNDS.money_short, POUNDS.number, POUNDS.percent):
        assert write(math.nan) == "–"


def test_days_and_periods_have_their_month_in_letters():
    assert POUNDS.date("2025-03-09") == "9 Mar 2025"
    assert POUNDS.month(pd.Timestamp("2025-03-09")) == "Mar 2025"
    written = [POUNDS.period(pd.Period("2025-03-09", kind)) for kind in ("D", "W", "M", "Q", "Y")]
    assert written == ["9 Mar 2025", "3 Mar 2025", "Mar 2025", "Q1 2025", "2025"]


@pytest.mark.parametrize(("locale", "written"), [
    ("en_US", ["Mar 9, 2025", "Mar 2025", "Q1 2025"]),
    ("en_DE", ["9 Mar 2025", "Mar 2025", "Q1 2025"]),
    ("de_DE", ["9. März 2025", "März 2025", "Q1 2025"]),
    ("fr_FR", ["9 mars 2025", "mars 2025", "T1 2025"]),
    ("pt_BR", ["9 de mar. de 2025", "mar. de 2025", "T1 de 2025"]),
])
def test_days_and_periods_are_written_in_the_locales_order_and_words(locale, written):
    format, day = Format(locale), pd.Timestamp("2025-03-09")
    assert [format.date(day), format.month(day), format.period(pd.Period(day, "Q"))] == written


def test_a_country_is_written_in_english_of_its_own_or_as_good():
    assert locale_for("DE") == "en_DE"
    assert locale_for("QQ") == "en_GB"
    assert locale_for(None) == "en_GB"


COUNTRIES = [code for code in Locale("en").territories if len(code) == 2 and code.isalpha()]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_reads_english_months_and_its_own_separators(country):
    """A point for a comma makes a thousand of one, wherever the reader is."""
    format = Format(locale_for(country))
    assert format.month("2025-05-01") == "May 2025"
    if not locale_for(country).endswith(country):  # where there is English, its editors decided
        own = own_symbols(country)
        separators = own["group"], own["group"], own["decimal"]
        lakhs = country in ("BD", "BT", "NP")
        grouped = "12{}34{}567{}8" if lakhs else "1{}234{}567{}8"
        assert format.number(1234567.8, digits=1) == grouped.format(*separators)


def own_symbols(country):
    try:
        return Locale.parse(f"und_{country}").number_symbols["latn"]
    except UnknownLocaleError:  # islands and unions of which no language is known
        return Locale.parse("en_GB").number_symbols["latn"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_charts_have_every_letter_of_a_countrys_own_languages(country):
    covered = get_font(findfont("DejaVu Sans")).get_charmap()
    for name in {locale_for(country), *map(legible_locale, own_locales(country))}:
        texts = list(all_days(Format(name)))
        for currency in {"EUR", *get_territory_currencies(country)}:
            texts += all_amounts(Format(name, currency))
        for text in texts:
            assert not {letter for letter in text if ord(letter) not in covered}, (name, text)


def own_locales(country):
    for language in get_official_languages(country, de_facto=True):
        try:
            yield str(Locale.parse(f"{language}_{country}"))
        except (UnknownLocaleError, ValueError):
            pass


def all_amounts(format):
    yield from (format.money(-1234.5), format.number(-1234567.8, digits=1), format.percent(-0.5))
    yield from (format.money_short(12 * 10.0**power) for power in (3, 4, 6, 9, 12))


def all_days(format):
    for month in pd.period_range("2025-01", "2025-12", freq="M"):
        yield from (format.month(month), format.date(month.start_time))
    yield format.period(pd.Period("2025Q1"))


def test_letters_that_charts_lack_give_way_to_english_for_the_country():
    for name in ("de_DE", "el_GR", "ru_RU"):
        assert legible_locale(name) == name
    assert [legible_locale(name) for name in ("hi_IN", "ar_EG", "ja_JP")] == [
        "en_IN", "en_GB", "en_GB"]


def test_a_language_whose_months_have_no_names_gives_way_too():
    assert legible_locale("wa") == "en_GB"
    assert legible_locale("smj_NO") == "en_NO"


def test_a_currency_whose_sign_charts_lack_is_written_as_its_code():
    assert Format("az_Latn_AZ", "AZN").money(12.5) == "12,50\u00a0AZN"
    assert Format("ar_EG", "EGP").currency_symbol == "EGP"
    assert Format("en_IN", "INR").currency_symbol == "₹"


@pytest.mark.parametrize("locale, currency, text, value", [
    ("en_GB", "GBP", "1250", 1250), ("en_GB", "GBP", "£1,250.50", 1250.5), ("en_GB", None, "-3", -3),
    ("de_DE", "EUR", "1.250,5 €", 1250.5), ("en_FR", "EUR", "1 250", 1250), ("en_US", "USD", "$12", 12),
])
def test_a_number_is_read_as_its_country_types_it(locale, currency, text, value):
    assert Format(locale, currency).read_number(text) == value


@pytest.mark.parametrize("text", ["", "twelve", "1.250,5", "12,50", "nan", "1e5x", "1-2"])
def test_what_is_no_number_here_is_refused_with_an_example(text):
    with pytest.raises(OwnerError, match="1,234.5"):
        Format("en_GB", "GBP").read_number(text)


@pytest.mark.parametrize("locale", ["en_GB", "de_DE", "en_FR", "en_CH"])
@pytest.mark.parametrize("value", [0.0, 12.0, -1250.75, 1234567.125])
def test_a_number_comes_back_from_its_field_as_it_went_in(locale, value):
    format = Format(locale, "EUR")
    assert format.read_number(format.exact_number(value)) == value
