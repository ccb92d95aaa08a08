"""Money, numbers and dates as the reader's country writes them.

Analyses and charts take a `Format`; a business has its own (`business.format`). `PLAIN` is British
English without a currency, for use where no business is known.
"""

import math
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

import pandas as pd
from babel import Locale, UnknownLocaleError, dates, numbers

from helpers.core.problems import OwnerError
from helpers.core.typography import MINUS

DEFAULT_LOCALE = "en_GB"
SMALLEST_GROUP = 5

# English as it is written where numbers look different; between them, all ways of writing them.
_ENGLISH = ("en_GB", "en_IN", "en_CH", "en_DE", "en_AT", "en_FR", "en_SE", "en_ZA")
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}  # those that the charts' letters cover
_NAMELESS = "M01"
_SIGNS = "$£¥€₡₦₩₪₫₭₮₱₲₴₵₸₹₺₽"


@cache
def locale_for(country: str | None) -> str:
    """English as the country writes it (`en_DE` for DE), or as one with the same numbers does.

    Examples
    --------
    >>> locale_for("US"), locale_for("NL"), locale_for(None)
    ('en_US', 'en_NL', 'en_GB')
    >>> locale_for("BR"), locale_for("JP")
    ('en_AT', 'en_GB')
    """
    if not country:
        return DEFAULT_LOCALE
    try:
        return str(Locale.parse(f"en_{country}"))
    except (UnknownLocaleError, ValueError):
        pass
    try:
        own = _conventions(Locale.parse(f"und_{country}"))
    except (UnknownLocaleError, ValueError):
        return DEFAULT_LOCALE
    return max(_ENGLISH, key=lambda name: [
        one == other for one, other in zip(_conventions(Locale.parse(name)), own)
    ])


def legible_locale(name: str) -> str:
    """The locale itself, or English for its country where the charts lack its letters.

    The same where nobody has yet told Unicode how that language calls its months.

    Examples
    --------
    >>> legible_locale("de_DE"), legible_locale("ja_JP"), legible_locale("ar_EG")
    ('de_DE', 'en_GB', 'en_GB')
    """
    locale = Locale.parse(name)
    months = locale.months["format"]["wide"]
    known = months[1] != _NAMELESS and _has_letters_for("".join(months.values()))
    return name if known else locale_for(locale.territory)


def _conventions(locale: Locale) -> tuple:
    """How a locale writes numbers in our digits, what tells it apart most first."""
    symbols = locale.number_symbols["latn"]
    money = locale.currency_formats["standard"].pattern.lstrip("\u200e\u200f")
    return symbols["decimal"], symbols["group"], "#,##,##0" in money, money.startswith("¤")


def _has_letters_for(text: str) -> bool:
    return all(unicodedata.name(letter, "").split(" ")[0] in _ALPHABETS for letter in text
               if not letter.isascii() and unicodedata.category(letter)[0] in "LMN")


@dataclass(frozen=True)
class Format:
    """How one business writes money, numbers and dates.

    Parameters
    ----------
    locale : str
        A locale name such as `en_GB` or `de_DE`.
    currency : str, optional
        ISO 4217 code such as `GBP`; without it money is written as a bare number.
    smallest_group : int
        The fewest people that a sentence, table or chart tells anything of. The owner reads
        everything (1); a report that is handed over itemises no group below `SMALLEST_GROUP`.

    Examples
    --------
    >>> pounds = Format("en_GB", "GBP")
    >>> pounds.money(1234.5), pounds.money(-12.5), pounds.percent(0.1234)
    ('£1,234', '−£12.50', '12%')
    >>> pounds.date(pd.Timestamp("2025-03-09")), pounds.month(pd.Period("2025-03"))
    ('9 Mar 2025', 'Mar 2025')
    """

    locale: str = DEFAULT_LOCALE
    currency: str | None = None
    smallest_group: int = 1

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.locale)

    def write(self, value) -> str:
        """Any value: one that knows its kind in its own way, all else as text.

        Examples
        --------
        >>> Format().write("web")
        'web'
        """
        return value.written(self) if hasattr(value, "written") else str(value)

    def money(self, amount: float, *, digits: int | None = None) -> str:
        """An amount with its currency; whole units from 100 on, unless `digits` says otherwise."""
        if pd.isna(amount):
            return "–"
        if digits is None:
            minor = 2 if self.currency is None else numbers.get_currency_precision(self.currency)
            digits = 0 if abs(amount) >= 100 else minor
        if self.currency is None:
            return self.number(amount, digits=digits)
        pattern = self._money_pattern()
        pattern.frac_prec = (digits, digits)
        written = pattern.apply(amount, self._locale).replace("¤", self.currency_symbol)
        return _with_minus(written)

    def money_short(self, amount: float) -> str:
        """An amount for a chart's axis: `£12K`, `£3.4M`; written out below a thousand."""
        if pd.isna(amount):
            return "–"
        if abs(amount) < 1000:
            return self.money(amount, digits=None if amount else 0)
        pattern, negative = self._money_pattern(), int(amount < 0)
        written = pattern.prefix[negative] + self._short(abs(amount)) + pattern.suffix[negative]
        return _with_minus(written.replace("¤", self.currency_symbol))

    @cached_property
    def currency_symbol(self) -> str:
        """The currency's sign as the country knows it; its code where charts lack the sign."""
        if self.currency is None:
            return ""
        symbol = numbers.get_currency_symbol(self.currency, self._locale)
        drawn = all(sign.isascii() or sign in _SIGNS or sign.isalpha() for sign in symbol)
        return symbol if drawn and _has_letters_for(symbol) else self.currency

    @property
    def around_money(self) -> tuple[str, str]:
        """What stands before and behind an amount that is not negative: `("£", "")`."""
        pattern = self._money_pattern()
        return tuple(part[0].replace("¤", self.currency_symbol)
                     for part in (pattern.prefix, pattern.suffix))

    def _money_pattern(self) -> numbers.NumberPattern:
        """The currency's place and the signs, with a space between letters and digits."""
        if self.currency is None:
            return numbers.parse_pattern(self._locale.decimal_formats[None].pattern)
        pattern = numbers.parse_pattern(self._locale.currency_formats["standard"].pattern)
        if self.currency_symbol[-1].isalpha():
            pattern.prefix = tuple(f"{start}\xa0" if start.endswith("¤") else start
                                   for start in pattern.prefix)
        return pattern

    def _short(self, value: float) -> str:
        text = numbers.format_compact_decimal(value, locale=self._locale, fraction_digits=1)
        return text if any(map(str.isalpha, text)) else self.number(value)

    def number(self, value: float, *, digits: int = 0) -> str:
        """A count or a measure with the locale's separators."""
        if pd.isna(value):
            return "–"
        pattern = numbers.parse_pattern(self._locale.decimal_formats[None].pattern)
        pattern.frac_prec = (digits, digits)
        return _with_minus(pattern.apply(f"{value:.{digits}f}", self._locale))

    def exact_number(self, value: float) -> str:
        """A number with all its digits and no separators, as a field holds it for changing.

        Examples
        --------
        >>> Format("de_DE").exact_number(1250.5)
        '1250,5'
        """
        return f"{value:.15g}".replace(".", numbers.get_decimal_symbol(self._locale))

    def read_number(self, text: str) -> float:
        """A number as the reader's country types it; its own currency sign may stand with it.

        Raises
        ------
        OwnerError
            It is no number, or a comma or point stands where it could mean two things.

        Examples
        --------
        >>> Format("en_GB", "GBP").read_number("£1,250.50"), Format("de_DE").read_number("1250,5")
        (1250.5, 1250.5)
        """
        bare = "".join(text.replace(self.currency_symbol, "").replace(MINUS, "-").split())
        try:
            value = float(numbers.parse_decimal(bare, locale=self._locale, strict=True))
        except (numbers.NumberFormatError, ValueError):
            value = math.nan
        if not math.isfinite(value):
            raise OwnerError(f"“{text}” cannot be read as a number. Write it as in "
                             f"{self.number(1234.5, digits=1)}, without other signs.")
        return value

    def percent(self, share: float, *, digits: int = 0) -> str:
        """A share between 0 and 1 as a percentage."""
        if pd.isna(share):
            return "–"
        pattern = numbers.parse_pattern(self._locale.percent_formats[None].pattern)
        text = self.number(100 * share, digits=digits)
        sign = MINUS if text.startswith(MINUS) else ""
        return sign + pattern.prefix[0] + text.removeprefix(MINUS) + pattern.suffix[0]

    @cached_property
    def date_pattern(self) -> str:
        """The order of a day's parts in Unicode's letters, such as `d MMM y` or `MMM d, y`."""
        return self._pattern("yMMMd")

    @cached_property
    def month_pattern(self) -> str:
        """The order of a month's parts in Unicode's letters, such as `MMM y`."""
        return self._pattern("yMMM")

    def _pattern(self, parts: str) -> str:
        return self._locale.datetime_skeletons[parts].pattern

    def date(self, day) -> str:
        """A day, with the month in letters so that no one can misread it."""
        return dates.format_date(pd.Timestamp(day), self.date_pattern, locale=self._locale)

    def month(self, month) -> str:
        """A month and its year, from a Period or a day."""
        day = month.start_time if isinstance(month, pd.Period) else pd.Timestamp(month)
        return dates.format_date(day, self.month_pattern, locale=self._locale)

    def period(self, period: pd.Period) -> str:
        """A day, week, month, quarter or year in words fit for an axis."""
        kind = period.freqstr[0]
        if kind == "Y":
            return str(period.year)
        if kind == "Q":
            return dates.format_date(period.start_time, self._pattern("yQQQ"), locale=self._locale)
        if kind == "M":
            return self.month(period)
        return self.date(period.start_time)


def _with_minus(written: str) -> str:
    """With a minus as wide as a plus, where a locale makes do with a hyphen."""
    return written.replace("-", MINUS)


PLAIN = Format()
