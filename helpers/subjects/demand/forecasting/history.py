"""Reading a series: which periods it counts, and what is known of each."""

from dataclasses import dataclass, replace
from functools import reduce
from math import gcd

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.stats.wording import counted

QUESTION = "a forecast"
FEWEST = 4
FEWEST_DAYS = 14
SEASONS = {"day": 7, "week": 52, "month": 12, "quarter": 4, "year": 1}
WORDS = {"D": "day", "B": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
LARGEST = 1e15
UNLIKELY_ZERO = 5.0  # standard deviations of the square roots: chance alone gives few zeros
POISSON_ROOT_SPREAD = 0.5  # the standard deviation of a count's square root
MOSTLY_ZERO = 0.5


@dataclass(frozen=True)
class History:
    """Every period from the first sale to the last known one, on a PeriodIndex.

    `sold` is what was sold, NaN where unknown; `values` is what tells of demand, NaN where closed
    as well.
    """

    sold: pd.Series
    values: pd.Series
    period: str
    caveats: tuple[str, ...]

    @property
    def season(self) -> int:
        """Periods in a year; days in a week for daily data."""
        return SEASONS[self.period]

    @property
    def known(self) -> int:
        return int(self.values.notna().sum())

    def open_on(self, is_open: np.ndarray) -> "History":
        """With the other periods closed: nothing sold, nothing known of demand."""
        return replace(
            self, sold=self.sold.mask(~is_open & self.sold.isna(), 0.0),
            values=self.values.where(is_open),
        ).if_enough()

    def if_enough(self) -> "History":
        """Itself, or a refusal where too few periods are known."""
        if self.known < fewest(self.period):
            raise NotEnoughData(QUESTION, counted(self.known, self.period, PLAIN),
                                _need(self.period))
        return self

    def future(self, horizon: int) -> pd.PeriodIndex:
        last = self.values.index[-1]
        return pd.period_range(last + 1, periods=horizon, name="period")


def read_history(series: pd.Series) -> History:
    """A series as the methods need it, or a refusal that says what is wrong with it."""
    if not isinstance(series, pd.Series):
        raise OwnerError(
            "A forecast is made from a pandas Series of what was sold, one value a period; "
            f"this is a {type(series).__name__}."
        )
    values = pd.Series(_numbers(series), _periods(series.index), name=series.name).sort_index()
    _refuse_impossible(values)
    period = WORDS[values.index.freqstr[0]]
    first, last = values.first_valid_index(), values.last_valid_index()
    if first is None:
        raise NotEnoughData(QUESTION, "no known value", _need(period))
    values = values.reindex(pd.period_range(first, last, name="period"))
    gaps = _gaps(values, period)
    sold, unborn = _from_first_sale(values, period)
    values, closures = _without_closures(sold, period)
    caveats = gaps + unborn + closures + _empty_end(sold, period)
    history = History(sold, values, period, caveats)
    return history.if_enough()


def mostly_zero(values: np.ndarray) -> bool:
    """Whether so many known periods are without a sale that demand comes and goes."""
    return np.mean(values[np.isfinite(values)] == 0) >= MOSTLY_ZERO


def fewest(period: str) -> int:
    """The known periods that a forecast needs."""
    return FEWEST_DAYS if period == "day" else FEWEST


def _need(period: str) -> str:
    return f"at least {fewest(period)} {period}s"


def _numbers(series: pd.Series) -> np.ndarray:
    if pd.api.types.is_float_dtype(series.dtype) or pd.api.types.is_integer_dtype(series.dtype):
        return series.to_numpy(dtype=float, na_value=np.nan)
    read = pd.to_numeric(series.astype(object), errors="coerce")
    numbers = np.full(len(series), np.nan)
    if not pd.api.types.is_complex_dtype(read):
        numbers = read.to_numpy(dtype=float, na_value=np.nan)
    unreadable = np.isnan(numbers) & series.notna().to_numpy()
    if unreadable.any():
        raise OwnerError(
            f"{counted(unreadable.sum(), 'value', PLAIN)} of the series cannot be read as a "
            f"number; the first is {series[unreadable].iloc[0]!r}. Leave unknown values empty."
        )
    return numbers


def _refuse_impossible(values: pd.Series) -> None:
    for wrong, what, remedy in (
        (values > LARGEST, "beyond any count", "Look for a division by 0, or a number run into "
                                               "another, where the series is made."),
        (values < 0, "below 0", "Forecast what was sold, and count refunds apart from it."),
    ):
        if wrong.any():
            raise OwnerError(
                f"Nobody can sell such a number: {counted(wrong.sum(), 'value', PLAIN)} of the "
                f"series {'is' if wrong.sum() == 1 else 'are'} {what}, the first "
                f"{values[wrong].iloc[0]:g} in {values.index[wrong][0]}. {remedy}"
            )
    twice = values.index.duplicated()
    if twice.any():
        raise OwnerError(
            f"{values.index[twice][0]} has more than one value (and so have "
            f"{twice.sum()} in all). Add them up first, so that each period has one."
        )


def _periods(index: pd.Index) -> pd.PeriodIndex:
    """The periods an index means, in days, weeks, months, quarters or years."""
    if isinstance(index, pd.PeriodIndex):
        periods = index.asfreq("D") if index.freqstr == "B" else index
    else:
        periods = _periods_of_days(_days(index))
    if periods.hasnans:
        raise OwnerError("Some dates of the series are missing. Every value needs its date.")
    if periods.freqstr[0] not in WORDS or periods.freq.n != 1:
        raise OwnerError(
            "A forecast is made by day, week, month, quarter or year; this series goes by "
            f"{periods.freqstr!r}. Add it up to one of these first."
        )
    return periods


def _days(index: pd.Index) -> pd.DatetimeIndex:
    if not isinstance(index, pd.DatetimeIndex):
        refusal = OwnerError(
            "The series needs dates as its index (a DatetimeIndex or a PeriodIndex); it has "
            f"{index[0]!r} for its first." if len(index) else "The series is empty."
        )
        if not len(index) or pd.api.types.is_numeric_dtype(index):
            raise refusal
        try:
            index = pd.DatetimeIndex(pd.to_datetime(index))
        except (TypeError, ValueError) as error:
            raise refusal from error
    return index.tz_localize(None).normalize()


def _periods_of_days(days: pd.DatetimeIndex) -> pd.PeriodIndex:
    """The longest periods that hold one day each: labels may be their first or last days.

    A Sunday ends its week, as pandas has it; any other day that stands for a week begins it.
    """
    different = days.dropna().unique().sort_values()
    months = different.year * 12 + different.month
    if len(different) > 1 and months.is_unique and (
        different.day.nunique() == 1 or different.is_month_end.all()
    ):
        step = reduce(gcd, np.diff(months).tolist())
        return days.to_period("Y" if step % 12 == 0 else "Q" if step % 3 == 0 else "M")
    step = reduce(gcd, (np.diff(different) // np.timedelta64(1, "D")).tolist(), 0)
    if step and step % 7 == 0:
        ends = different[0] if different[0].day_name() == "Sunday" else (
            different[0] - pd.Timedelta(days=1))
        return days.to_period(f"W-{ends.day_name()[:3].upper()}")
    return days.to_period("D")


def _gaps(values: pd.Series, period: str) -> tuple[str, ...]:
    unknown = int(values.isna().sum())
    if not unknown:
        return ()
    return (f"{counted(unknown, period, PLAIN)} in the history without a value counted as closed or "
            "unknown, not as 0.",)


def _from_first_sale(values: pd.Series, period: str) -> tuple[pd.Series, tuple[str, ...]]:
    sold = np.flatnonzero(values > 0)
    if not len(sold) or not sold[0]:
        return values, ()
    return values.iloc[sold[0]:], (
        f"{counted(sold[0], period, PLAIN)} before the first sale left out, as if the product had "
        "not been on sale yet.",
    )


def _without_closures(values: pd.Series, period: str) -> tuple[pd.Series, tuple[str, ...]]:
    """Zeros that chance would hardly give, up to the last sale, are unknown: no demand of 0."""
    sold = np.flatnonzero(values > 0)
    zero = (values == 0).to_numpy() & (np.arange(len(values)) < sold.max(initial=0))
    if not zero.any():
        return values, ()
    roots = np.sqrt(values.to_numpy()[sold])
    counts = np.array_equal(values.iloc[sold], values.iloc[sold].round())
    spread = max(roots.std(), POISSON_ROOT_SPREAD if counts else 0.0)
    if mostly_zero(values.to_numpy()) or roots.mean() <= UNLIKELY_ZERO * spread:
        return values, ()
    return values.mask(zero), (
        f"{counted(zero.sum(), period, PLAIN)} without a sale, among {period}s that sell well, "
        "counted as closed or sold out, not as no demand.",
    )


def _empty_end(values: pd.Series, period: str) -> tuple[str, ...]:
    sold = np.flatnonzero(values > 0)
    ending = len(values) - 1 - sold[-1] if len(sold) else 0
    if not ending:
        return ()
    return (f"{counted(ending, period, PLAIN)} at the end without a sale. If you were closed or "
            "sold out, leave them empty: 0 says that nobody wanted any.",)
