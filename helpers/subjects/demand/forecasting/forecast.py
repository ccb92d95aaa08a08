"""The forecast itself: which method fits which history, and the result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import OwnerError
from helpers.stats.result import Result
from helpers.stats.wording import counted, in_period
from helpers.subjects.demand.forecasting.calendar import Calendar, read_calendar
from helpers.subjects.demand.forecasting.daily import calendar_regression
from helpers.subjects.demand.forecasting.ensemble import ensemble
from helpers.subjects.demand.forecasting.history import History, mostly_zero, read_history
from helpers.subjects.demand.forecasting.intermittent import RECENT, RECENT_DAYS, intermittent
from helpers.subjects.demand.forecasting.paths import SamplePaths

SAMPLES = 1000
LEVELS = (0.8, 0.95)
NO_DEMAND = "nothing, as nothing was sold in the whole history"


@dataclass(frozen=True, eq=False, repr=False)
class Forecast(Result):
    """What is expected in each of the next periods, and how far off it may be.

    Parameters
    ----------
    frame : DataFrame
        PeriodIndex `period`, the future; `mean`, and for each level `lower_80`, `upper_80`, …, the
        bounds between which that percentage of the paths lies. In the unit of the series, never
        below 0.
    paths : array
        Equally likely futures, samples × periods. Their mean is `mean`, their quantiles the bounds.
        Counts that come and go are whole numbers.
    method : str
        How the forecast was made, in words.
    history : Series
        The past it was made from, on a PeriodIndex without gaps; NaN is unknown.
    period : str
        `day`, `week`, `month`, `quarter` or `year`.
    caveats : tuple of str
        What can mislead in these numbers.
    """

    frame: pd.DataFrame
    paths: np.ndarray
    method: str
    history: pd.Series
    period: str
    caveats: tuple[str, ...]

    @cached_property
    def total_interval(self) -> tuple[float, float]:
        """The bounds that hold 95% of the totals over all periods."""
        lower, upper = np.quantile(self.paths.sum(axis=1), [0.025, 0.975])
        return float(lower), float(upper)

    def headline(self, format: Format = PLAIN) -> str:
        """Units sold over the whole horizon, and how many there were in as many periods before."""
        periods = self.frame.index
        lower, upper = self.total_interval
        when = (
            in_period(periods[0], format) if len(periods) == 1 else
            f"in the {len(periods)} {self.period}s from {format.period(periods[0])} to "
            f"{format.period(periods[-1])}"
        )
        before = self.history.tail(len(periods))
        sentence = (
            f"About {_amount(self.frame['mean'].sum(), format)} units should be sold {when}, "
            f"likely {_amount(lower, format)} to {_amount(upper, format)}."
        )
        if len(before) < len(periods) or before.isna().any():
            return sentence
        last = f"last {self.period}" if len(periods) == 1 else f"last {len(periods)} {self.period}s"
        return f"{sentence} The {last} brought {_amount(before.sum(), format)}."


def forecast_demand(
    series: pd.Series,
    horizon: int,
    *,
    context: pd.DataFrame | None = None,
    levels: tuple[float, ...] = LEVELS,
    seed: int = 0,
    country: str | None = None,
) -> Forecast:
    """How much will be sold in each of the next periods?

    The history decides the method. Days: a regression on the calendar. Weeks, months, quarters and
    years: the median of four plain methods, of fewer where the history is short. Where at least
    half of the periods are without a sale: the mean of the last twelve.

    Parameters
    ----------
    series : Series
        What was sold in each period, daily to yearly, on a DatetimeIndex or PeriodIndex in any
        order. NaN and periods left out are unknown, 0 is no demand; among periods that always sell
        well, a 0 counts as closed. The forecast begins after the last known period.
    horizon : int
        How many periods.
    context : DataFrame, optional
        For daily data, the table `daily_context` over history and horizon: `date`, `open`, and
        where there are any `event`, `temperature`, `rain`. Closed days are forecast as 0. A weekday
        that it does not know is open as it usually was.
    levels : tuple of float
        The intervals' levels.
    seed : int
        Of the paths. Paths of products with histories of the same length and seed are drawn from
        the same past periods, so that products that move together also do so in their paths.
    country : str, optional
        For daily data, two letters such as `GB`: its public holidays are taken into account.

    Returns
    -------
    Forecast

    Raises
    ------
    NotEnoughData
        With fewer than 4 known periods, or 14 known days.
    OwnerError
        Where a value is negative, infinite or not a number, a period has two values, or the index
        holds no dates or goes by the hour.
    ValueError
        Where `horizon` or `levels` make no sense.

    Notes
    -----
    The median of several methods is a middle more than an average. Intervals were widened by what
    was seen on the series of the M1, M3 and Tourism competitions, where the 80% intervals now hold
    71% to 87%, least for M1's quarters and years, and up to 97% after a single year of Tourism. No
    interval knows of a new competitor.

    Examples
    --------
    >>> months = pd.period_range("2022-01", periods=36, freq="M")
    >>> sold = pd.Series([100.0, 120, 90, 80, 95, 110, 130, 140, 100, 90, 120, 200] * 3, months)
    >>> forecast = forecast_demand(sold, 3)
    >>> forecast.frame["mean"].round().tolist()
    [100.0, 120.0, 90.0]
    """
    _check_options(horizon, levels)
    history = read_history(series)
    if history.period == "day":
        calendar = read_calendar(history.values, horizon, context, country)
        history = history.open_on(calendar.open[:len(history.values)])
        drawn = _draw_days(history, calendar, seed)
    else:
        drawn = _draw(history, horizon, seed)
    return _forecast(history, horizon, drawn, levels)


def _check_options(horizon: int, levels: tuple[float, ...]) -> None:
    if isinstance(horizon, bool) or not isinstance(horizon, (int, np.integer)) or horizon < 1:
        raise ValueError(f"horizon is a whole number of periods, at least 1; it was {horizon!r}.")
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError(f"levels lie between 0 and 1, such as 0.8; they were {levels!r}.")


def _draw(history: History, horizon: int, seed: int) -> SamplePaths:
    """Sample paths by the method that fits the history of weeks, months, quarters or years."""
    values = history.values.to_numpy()
    if not np.nanmax(values):
        return _no_demand(horizon)
    if mostly_zero(values):
        return intermittent(values, RECENT, horizon, SAMPLES, seed)
    return ensemble(values, history.season, horizon, SAMPLES, np.random.default_rng(seed))


def _draw_days(history: History, calendar: Calendar, seed: int) -> SamplePaths:
    """Sample paths for the days of the calendar after the history."""
    values = history.values.to_numpy()
    is_open = calendar.open[len(values):]
    if not np.nanmax(values):
        return _no_demand(len(is_open))
    if mostly_zero(values):
        drawn = intermittent(values, RECENT_DAYS, len(is_open), SAMPLES, seed)
        return SamplePaths(drawn.mean * is_open, drawn.paths * is_open, drawn.method)
    return calendar_regression(values, calendar, SAMPLES, np.random.default_rng(seed))


def _no_demand(horizon: int) -> SamplePaths:
    return SamplePaths(np.zeros(horizon), np.zeros((SAMPLES, horizon)), NO_DEMAND)


def _forecast(
    history: History, horizon: int, drawn: SamplePaths, levels: tuple[float, ...]
) -> Forecast:
    caveats = list(history.caveats)
    if history.known < 2 * history.season and history.season > 1:
        caveats.append(
            f"{counted(history.known, history.period, PLAIN)} of history are too few to know the "
            "season well."
        )
    if np.ptp(history.values.dropna()) == 0:
        caveats.append("The history never varied, so the interval has no width; the future may.")
    frame = _summary(drawn.mean, drawn.paths, history.future(horizon), levels)
    return Forecast(
        frame, drawn.paths, drawn.method.format(period=history.period), history.sold,
        history.period, tuple(caveats),
    )


def _summary(
    mean: np.ndarray, paths: np.ndarray, periods: pd.PeriodIndex, levels: tuple[float, ...]
) -> pd.DataFrame:
    tails = [tail for level in levels for tail in ((1 - level) / 2, (1 + level) / 2)]
    bounds = np.quantile(paths, tails, axis=0)
    names = [f"{side}_{100 * level:g}" for level in levels for side in ("lower", "upper")]
    return pd.DataFrame({"mean": mean, **dict(zip(names, bounds))}, periods)


def total(forecasts: Mapping[str, Forecast] | Iterable[Forecast]) -> Forecast:
    """How much will be sold of several products together?

    Paths are added, not bounds: it is unlikely that all products have their worst day at once, so
    the sum's interval is narrower than the sum of the intervals.

    Parameters
    ----------
    forecasts : mapping or iterable of Forecast
        Of the same periods and levels, made with the same `seed`.

    Returns
    -------
    Forecast
        Its history holds the periods that all products know.

    Raises
    ------
    OwnerError
        Where there is nothing to add, or the forecasts are of different periods.

    Examples
    --------
    >>> months = pd.period_range("2024-01", periods=6, freq="M")
    >>> bread = forecast_demand(pd.Series([40.0, 44, 41, 39, 43, 42], months), 2)
    >>> cake = forecast_demand(pd.Series([9.0, 12, 8, 11, 10, 9], months), 2)
    >>> both = total([bread, cake])
    >>> bool(np.allclose(both.frame["mean"], bread.frame["mean"] + cake.frame["mean"]))
    True
    """
    each = list(forecasts.values() if isinstance(forecasts, Mapping) else forecasts)
    if not each:
        raise OwnerError("There is no forecast to add up.")
    first = each[0]
    if not all(
        forecast.frame.index.equals(first.frame.index)
        and forecast.frame.columns.equals(first.frame.columns)
        and forecast.paths.shape == first.paths.shape
        for forecast in each
    ):
        raise OwnerError(
            "Only forecasts of the same periods and levels can be added up. "
            "Give all products' series the same last period, and the same horizon."
        )
    mean = np.sum([forecast.frame["mean"] for forecast in each], axis=0)
    paths = np.sum([forecast.paths for forecast in each], axis=0)
    levels = [
        float(name.removeprefix("lower_")) / 100
        for name in first.frame.columns if name.startswith("lower_")
    ]
    history = reduce(lambda left, right: left.add(right), (one.history for one in each))
    history = history.loc[history.first_valid_index():] if history.notna().any() else history[:0]
    return Forecast(
        _summary(mean, paths, first.frame.index, levels), paths,
        f"the sum of {counted(len(each), 'forecast', PLAIN)}, path by path", history,
        first.period, tuple(dict.fromkeys(caveat for one in each for caveat in one.caveats)),
    )


def _amount(number: float, format: Format) -> str:
    """A number of units, with a decimal where there are only a few."""
    return format.number(number, digits=1 if 0 < number < 9.95 else 0)

