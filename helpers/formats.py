"""Money, numbers and dates as the reader's country writes them.

Analyses and charts take a `Format`; a business has its own (`business.format`). `PLAIN` is British
English without a currency, for use where no business is known.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from babel import Locale, UnknownLocaleError, dates, numbers

DEFAULT_LOCALE = "en_GB"


def locale_for(country: str | None) -> str:
    """English as the country writes it (`en_DE` for DE), or `DEFAULT_LOCALE`.

    Examples
    --------
    >>> locale_for("US"), locale_for("NL"), locale_for(None)
    ('en_US', 'en_NL', 'en_GB')
    """
    if not country:
        return DEFAULT_LOCALE
    try:
        return str(Locale.parse(f"en_{country}"))
    except (UnknownLocaleError, ValueError):
        return DEFAULT_LOCALE


@dataclass(frozen=True)
class Format:
    """How one business writes money, numbers and dates.

    Parameters
    ----------
    locale : str
        A locale name such as `en_GB` or `de_DE`.
    currency : str, optional
        ISO 4217 code such as `GBP`; without it money is written as a bare number.

    Examples
    --------
    >>> pounds = Format("en_GB", "GBP")
    >>> pounds.money(1234.5), pounds.money(12.5), pounds.percent(0.1234)
    ('£1,234', '£12.50', '12%')
    >>> pounds.date(pd.Timestamp("2025-03-09")), pounds.month(pd.Period("2025-03"))
    ('9 Mar 2025', 'Mar 2025')
    """

    locale: str = DEFAULT_LOCALE
    currency: str | None = None

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.locale)

    def money(self, amount: float, *, digits: int | None = None) -> str:
        """An amount with its currency; whole units from 100 on, unless `digits` says otherwise."""
        if pd.isna(amount):
            return "–"
        if digits is None:
            minor = 2 if self.currency is None else numbers.get_currency_precision(self.currency)
            digits = 0 if abs(amount) >= 100 else minor
        if self.currency is None:
            return self.number(amount, digits=digits)
        pattern = numbers.parse_pattern(self._locale.currency_formats["standard"].pattern)
        pattern.frac_prec = (digits, digits)
        return pattern.apply(amount, self._locale, currency=self.currency, currency_digits=False)

    def money_short(self, amount: float) -> str:
        """An amount for a chart's axis: `£12K`, `£3.4M`; written out below a thousand."""
        if pd.isna(amount):
            return "–"
        if abs(amount) < 1000:
            return self.money(amount)
        if self.currency is None:
            return numbers.format_compact_decimal(amount, locale=self._locale, fraction_digits=1)
        return numbers.format_compact_currency(
            amount, self.currency, locale=self._locale, fraction_digits=1
        )

    def number(self, value: float, *, digits: int = 0) -> str:
        """A count or a measure with the locale's separators."""
        if pd.isna(value):
            return "–"
        text = f"{value:.{digits}f}"
        return numbers.format_decimal(text, locale=self._locale, decimal_quantization=False,
                                      format=_decimal_pattern(digits))

    def percent(self, share: float, *, digits: int = 0) -> str:
        """A share between 0 and 1 as a percentage."""
        if pd.isna(share):
            return "–"
        return f"{self.number(100 * share, digits=digits)}%"

    def date(self, day) -> str:
        """A day, with the month in letters so that no one can misread it."""
        return dates.format_date(pd.Timestamp(day), "d MMM y", locale=self._locale)

    def month(self, month) -> str:
        """A month and its year, from a Period or a day."""
        day = month.start_time if isinstance(month, pd.Period) else pd.Timestamp(month)
        return dates.format_date(day, "MMM y", locale=self._locale)

    def period(self, period: pd.Period) -> str:
        """A day, week, month, quarter or year in words fit for an axis."""
        kind = period.freqstr[0]
        if kind == "Y":
            return str(period.year)
        if kind == "Q":
            return f"Q{period.quarter} {period.year}"
        if kind == "M":
            return self.month(period)
        return self.date(period.start_time)


def _decimal_pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


PLAIN = Format()
