"""By how much something grows: compound, from period to period, and at the present pace."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.intervals import student_reach
from helpers.analysis.periods import last_finished, to_day, to_days
from helpers.analysis.result import Result
from helpers.analysis.wording import between_periods, counted, joined, likely, share
from helpers.analysis.yearly import FEWEST_PAIRS, mean_change, moved, seasonal_shares
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

PER_YEAR = {"M": 12, "Q": 4, "Y": 1}
NAMES = {"M": "month", "Q": "quarter", "Y": "year"}


class NoGrowthRate(NotEnoughData, ValueError):
    """No rate of growth can be told from such a start or end."""


def cagr(start_value, end_value: float | None = None, years: float | None = None) -> float:
    """By how much a year did it grow, from start to end, had it grown by the same share each year?

    Parameters
    ----------
    start_value : float or Series
        What it was, above 0; or a series over months, quarters or years, in place of all three.
        Of two years or more of months or quarters the first year is compared with the last; of
        less, the same months of both years, so that no season comes into it.
    end_value : float
        What it became, 0 or more.
    years : float
        The years between, above 0.

    Returns
    -------
    float
        A share: 0.1 is 10% a year.

    Raises
    ------
    NoGrowthRate
        The start is 0 or below, the end below 0, or a series reaches over too short a time.
    ValueError
        `years` is not above 0.

    Notes
    -----
    The compound annual growth rate, (end ÷ start) ^ (1 ÷ years) − 1 (Brealey, Myers and Allen,
    Principles of Corporate Finance, chapter 2).

    Examples
    --------
    >>> round(cagr(9000, 13000, 3), 4)
    0.1304
    >>> round(cagr(pd.Series([100.0, 110.0, 121.0], index=[2022, 2023, 2024])), 6)
    0.1
    """
    if isinstance(start_value, pd.Series):
        start_value, end_value, years = _ends(_by_period(start_value, None))
    if end_value is None or years is None:
        raise ValueError("Give start_value, end_value and years, or one series with dates.")
    start, end, years = float(start_value), float(end_value), float(years)
    if not years > 0:
        raise ValueError(f"Years between start and end are above 0; they were {years!r}.")
    if not start > 0:
        raise NoGrowthRate("growth a year", f"a start of {start:,g}", "a start above 0, since "
                           "growth is a share of it")
    if not end >= 0:
        raise NoGrowthRate("growth a year", f"an end of {end:,g}", "an end of 0 or more")
    return float((end / start) ** (1 / years) - 1)


@dataclass(frozen=True, eq=False, repr=False)
class GrowthRates(Result):
    """Growth from period to period and from year to year.

    Parameters
    ----------
    frame : DataFrame
        PeriodIndex `period` without gaps; `value`, `month_on_month` (or `quarter_on_quarter`; there
        is none for years) and `year_on_year`, as shares. NaN in a period that had not ended by
        `as_of`, and where what it is compared with is missing, 0 or below.
    period : str
        `month`, `quarter` or `year`.
    mean, lower, upper : float
        The usual growth of a period on the same a year before, over the last year of periods that
        have one: the geometric mean, with its 95% interval. NaN for fewer than six.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Values left out, by reason.
    money : bool
        Whether the values are money.
    """

    frame: pd.DataFrame
    period: str
    mean: float
    lower: float
    upper: float
    as_of: pd.Timestamp
    set_aside: dict[str, int]
    money: bool = False

    def headline(self, format: Format = PLAIN) -> str:
        """The last finished period against others, and the usual growth of a period."""
        known = self.frame.dropna(subset="value")
        row, last = known.iloc[-1], known.index[-1]
        steps = [(f"{self.period}_on_{self.period}", 1), ("year_on_year", PER_YEAR[_letter(last)])]
        said = [f"{moved(row[name], format)} on {format.period(last - back)}"
                for name, back in dict(steps).items() if np.isfinite(row.get(name, np.nan))]
        compared = f", {joined(said)}" if said else "; there is nothing to compare it with"
        amount = _written(row["value"], self.money, format)
        verb = "brought in" if self.money else "came to"
        said = [f"{format.period(last)} {verb} {amount}{compared}.", self.usually(format)]
        return " ".join(part for part in said if part)

    def usually(self, format: Format = PLAIN) -> str:
        """The usual growth of a period on the same a year before; nothing where it is not known."""
        if np.isnan(self.mean):
            return ""
        verb, up, down = (("brought in", "more than", "less than") if self.money else
                          ("was", "above", "below"))
        return (f"In the last year a {self.period} {verb} on average "
                f"{share(abs(self.mean), format)} {up if self.mean >= 0 else down} the same "
                f"{self.period} a year before ({likely(self.lower, self.upper, format)}).")


def growth_rates(series: pd.Series, *, as_of=None, money: bool = False) -> GrowthRates:
    """How much more is it than the month before, and than the same month a year before?

    Parameters
    ----------
    series : Series
        Amounts by month, quarter or year (a PeriodIndex, dates, or years as numbers); days are
        added up to months.
    as_of : date, optional
        The last day the data are complete for; by default the last period in the series is taken
        as finished, and for days the last date counts.
    money : bool
        Whether the amounts are money, for the headline.

    Returns
    -------
    GrowthRates

    Raises
    ------
    ValueError
        The index has no dates.
    NotEnoughData
        Not one period had ended.

    Notes
    -----
    The interval of the mean growth is Student's, of the logarithms of the single rates, for a
    growth that holds. Where growth speeds up or slows down, or neighbouring months move together,
    it is the interval of that year's average alone, and too narrow for what comes next.

    Examples
    --------
    >>> months = pd.period_range("2025-01", periods=3, freq="M")
    >>> rates = growth_rates(pd.Series([100.0, 110.0, 99.0], index=months), as_of="2025-03-15")
    >>> rates.frame["month_on_month"].round(4).tolist()
    [nan, 0.1, nan]
    """
    dated = _by_period(series, as_of)
    value = dated.values
    frame = pd.DataFrame({"value": value})
    letter = _letter(value.index)
    if letter != "Y":
        frame[f"{NAMES[letter]}_on_{NAMES[letter]}"] = _rate(value, 1)
    frame["year_on_year"] = _rate(value, PER_YEAR[letter])
    usual = _usual(frame["year_on_year"], PER_YEAR[letter])
    return GrowthRates(frame, NAMES[letter], *usual, dated.as_of, dated.set_aside, money)


@dataclass(frozen=True, eq=False, repr=False)
class RunRate(Result):
    """What a year would bring at the pace of the last finished periods.

    Parameters
    ----------
    annual, lower, upper : float
        A year's worth, in the series' unit, with a 95% interval for a level that holds (NaN where
        there are fewer than four periods). `float(run_rate)` is `annual`.
    uncorrected : float
        The same without regard to the season.
    seasonally_corrected : bool
        Whether the season was taken out, which takes two years.
    periods : Series
        The periods it rests on, by PeriodIndex.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Values left out, by reason.
    money : bool
        Whether the values are money.
    """

    annual: float
    lower: float
    upper: float
    uncorrected: float
    seasonally_corrected: bool
    periods: pd.Series
    as_of: pd.Timestamp
    set_aside: dict[str, int]
    money: bool = False

    def __float__(self) -> float:
        return self.annual

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in this number."""
        season = (
            "The season is taken out as it was on average; a festival that moves is not."
            if self.seasonally_corrected else
            "The season is not taken out: after a good season the pace looks too high, after a "
            "quiet one too low. It takes two whole years to correct for it."
        )
        return season, "A run rate is the present pace written large, not a forecast."

    def headline(self, format: Format = PLAIN) -> str:
        """The pace, its spread and whether the season is in it."""
        annual, lower, upper = (_written(amount, self.money, format)
                                for amount in (self.annual, self.lower, self.upper))
        spread = "" if np.isnan(self.lower) else f" (likely {lower} to {upper})"
        season = ("with the season taken out" if self.seasonally_corrected
                  else "with the season still in it")
        when = between_periods(self.periods.index[0], self.periods.index[-1], format)
        return f"At the pace {when} a year would bring {annual}{spread}, {season}."


def run_rate(
    series: pd.Series, *, periods: int = 3, as_of=None, money: bool = False
) -> RunRate:
    """What would a year bring if it went on as it does now?

    The average of the last finished periods times those of a year. Where there are two years of
    months or quarters, all above 0, each is first divided by its season's usual share.

    Parameters
    ----------
    series : Series
        Amounts by month, quarter or year, or by day, as `growth_rates` takes them.
    periods : int
        How many of the last finished periods to average.
    as_of : date, optional
        As for `growth_rates`.
    money : bool
        As for `growth_rates`.

    Returns
    -------
    RunRate

    Raises
    ------
    ValueError
        `periods` is below 1, or the index has no dates.
    NotEnoughData
        There are fewer finished periods, or one of the last ones is missing.

    Notes
    -----
    Seasonal shares are those of classical decomposition by ratio to a centred moving average
    (Macaulay, 1931). The interval is Student's, with the spread of up to a year's periods measured
    by successive differences (von Neumann, Kent, Bellinson and Hart, 1941), which a trend or a
    change of level does not swell; it takes the seasonal shares as known. Where nothing was ever
    below 0 it does not reach below 0.

    Examples
    --------
    >>> months = pd.period_range("2025-01", periods=3, freq="M")
    >>> run_rate(pd.Series([90.0, 100.0, 110.0], index=months)).annual
    1200.0
    """
    if periods < 1:
        raise ValueError(f"periods is 1 or more; it was {periods!r}.")
    dated = _by_period(series, as_of)
    values = dated.values.loc[:dated.values.last_valid_index()]
    last = values.iloc[-periods:]
    if len(last) < periods or last.isna().any():
        known = counted(int(last.notna().sum()), "known period", PLAIN)
        raise NotEnoughData("a run rate", f"{known} among the last {periods}",
                            f"{periods} finished ones")
    in_a_year = PER_YEAR[_letter(values.index)]
    shares = seasonal_shares(values, in_a_year)
    adjusted = values / shares
    annual = float(in_a_year * last.sum() / shares.iloc[-periods:].sum())
    reach = in_a_year * _reach(adjusted.iloc[-max(in_a_year, periods):], periods)
    floor = -np.inf if (values < 0).any() else 0.0
    return RunRate(
        annual=annual, lower=float(np.maximum(annual - reach, floor)), upper=annual + reach,
        uncorrected=float(in_a_year * last.mean()),
        seasonally_corrected=bool((shares != 1).any()), periods=last, as_of=dated.as_of,
        set_aside=dated.set_aside, money=money,
    )


@dataclass(frozen=True, eq=False)
class _Dated:
    """Amounts by period without gaps, NaN where unfinished or missing."""

    values: pd.Series
    as_of: pd.Timestamp
    set_aside: dict[str, int]


def _by_period(series: pd.Series, as_of) -> _Dated:
    if not isinstance(series, pd.Series):
        raise ValueError("A Series is needed, with months, quarters, years or days as its index.")
    amounts = pd.Series(series.to_numpy(dtype=float, na_value=np.nan), index=_periods_of(series))
    missing = int(amounts.isna().sum())
    if amounts.index.freqstr[0] in "DBH":
        last_day = amounts.index.max().end_time
        amounts = amounts.groupby(amounts.index.asfreq("M")).sum(min_count=1)
    else:
        last_day = amounts.index.max().end_time
        if amounts.index.has_duplicates:
            raise ValueError("A month, quarter or year stands in the series more than once.")
    as_of = to_day(last_day if as_of is None else as_of)
    finished = last_finished(as_of, amounts.index.freqstr)
    whole = pd.period_range(amounts.index.min(), amounts.index.max(),
                            freq=amounts.index.freqstr, name="period")
    values = amounts.reindex(whole)
    values = values.where(whole <= finished)
    if values.isna().all():
        raise NotEnoughData("growth from period to period", "no finished period with an amount",
                            "at least one")
    return _Dated(values, as_of, {"without an amount": missing} if missing else {})


def _periods_of(series: pd.Series) -> pd.PeriodIndex:
    """The index as months, quarters or years, or as days where some share a month."""
    index = series.index
    if isinstance(index, pd.PeriodIndex):
        if index.freqstr[0] in "WBH":
            raise ValueError("Weeks and working days do not fit into months; give days or months.")
        return index
    if pd.api.types.is_numeric_dtype(index):
        if not ((index >= 1900) & (index <= 2200)).all():
            raise ValueError("The series needs months, quarters, years or days as its index.")
        return pd.PeriodIndex([f"{int(year)}" for year in index], freq="Y")
    try:
        dates = pd.DatetimeIndex(to_days(pd.Series(index)))
    except (TypeError, ValueError) as error:
        raise ValueError(
            "The series needs months, quarters, years or days as its index.") from error
    months = dates.to_period("M")
    if months.has_duplicates:
        return dates.to_period("D")
    step = np.diff(np.sort(months.asi8)).min(initial=12) if len(months) > 1 else 1
    return dates.to_period("Y" if step >= 12 else "Q" if step >= 3 else "M")


def _letter(period) -> str:
    return period.freqstr[0]


def _written(amount: float, money: bool, format: Format) -> str:
    return format.money(amount) if money else format.number(amount)


def _usual(rates: pd.Series, in_a_year: int) -> tuple[float, float, float]:
    """The geometric mean of the last year's rates above −100%, and its interval."""
    known = rates.dropna().iloc[-in_a_year:]
    factors = 1 + known[known > -1]
    if len(factors) < FEWEST_PAIRS:
        return np.nan, np.nan, np.nan
    mean = float(np.exp(np.log(factors).mean()) - 1)
    return mean, *mean_change(factors, pd.Series(1.0, factors.index), by_points=False)


def _rate(values: pd.Series, back: int) -> pd.Series:
    before = values.shift(back)
    return values / before.where(before > 0) - 1


def _ends(dated: _Dated) -> tuple[float, float, float]:
    """What to compare, and the years between; seasons stand on both sides alike."""
    values = dated.values.loc[dated.values.first_valid_index():dated.values.last_valid_index()]
    in_a_year = PER_YEAR[_letter(values.index)]
    width = min(in_a_year, len(values) - in_a_year)
    if width < 1 or values.iloc[:width].isna().any() or values.iloc[-width:].isna().any():
        unit = NAMES[_letter(values.index)]
        raise NoGrowthRate("growth a year", counted(len(values.dropna()), f"known {unit}", PLAIN),
                           f"more than a year of {unit}s, with none missing at either end")
    first, last = values.iloc[:width].sum(), values.iloc[-width:].sum()
    return first, last, (len(values) - width) / in_a_year


def _reach(adjusted: pd.Series, periods: int) -> float:
    """Half the width of a 95% interval of an average of so many periods."""
    steps = np.diff(adjusted.dropna().to_numpy())
    count = len(steps) + 1
    if count < 4:
        return np.nan
    spread = np.sqrt((steps**2).mean() / 2)
    freedom = 2 * (count - 1) ** 2 / (3 * count - 4)
    return float(student_reach(spread / np.sqrt(periods), freedom))
