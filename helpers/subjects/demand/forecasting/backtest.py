"""Would the forecast have been right before, and was it worth the effort?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.stats.wording import counted
from helpers.subjects.demand.forecasting.calendar import WEATHER, context_days, read_calendar
from helpers.subjects.demand.forecasting.ensemble import latest
from helpers.subjects.demand.forecasting.forecast import LEVELS, forecast_demand
from helpers.subjects.demand.forecasting.history import History, fewest, mostly_zero, read_history

FEWEST_FACTOR = 2
ABSOLUTE, SQUARED = "mean absolute error", "root mean squared error"


@dataclass(frozen=True, eq=False, repr=False)
class Backtest(Result):
    """Forecasts of periods that are over, made from what was known before them.

    Parameters
    ----------
    frame : DataFrame
        One row per origin and step: `origin` (the last period known then), `step` (1 is the period
        after it), `period`, `actual`, `mean`, `naive`, and the bounds as in a forecast. Closed and
        unknown periods are left out.
    by_horizon : DataFrame
        By `step`: `error` and `naive_error` in the series' unit, `forecasts` (how many).
    measure : str
        What the errors are: the mean absolute error; where most periods are without a sale the root
        mean squared error, as by the other measure a forecast of nothing would win.
    error, naive_error : float
        Over all steps.
    coverage : dict of float to float
        The share of periods that fell within the interval of each level.
    naive : str
        What the forecast is compared with: the same period one season before.
    period : str
        `day`, `week`, `month`, `quarter` or `year`.
    origins, horizon : int
        How many stretches of how many periods.
    """

    frame: pd.DataFrame
    by_horizon: pd.DataFrame
    measure: str
    error: float
    naive_error: float
    coverage: dict[float, float]
    naive: str
    period: str
    origins: int
    horizon: int

    @property
    def earned_its_place(self) -> bool:
        """Whether the forecast erred less than the naive one."""
        return self.error < self.naive_error

    def headline(self, format: Format = PLAIN) -> str:
        """How far off forecasts were, against the naive one, and whether the intervals held."""
        digits = 1 if max(self.error, self.naive_error) < 100 else 0
        error, naive = (
            format.number(value, digits=digits) for value in (self.error, self.naive_error)
        )
        verdict = "does not earn its place: the simple rule is as good or better"
        if self.earned_its_place:
            less = format.percent(1 - self.error / self.naive_error)
            verdict = f"earned its place, with {less} less error"
        stretches = "1 past stretch" if self.origins == 1 else f"{self.origins} past stretches"
        held = " and ".join(
            f"{format.percent(share)} within the {format.percent(level)} interval"
            for level, share in self.coverage.items()
        )
        return (
            f"Tried on {stretches} of {counted(self.horizon, self.period, format)}, the forecast "
            f"was {error} off a {self.period}, against {naive} for {self.naive}: it {verdict}. "
            f"Of these {self.period}s, {held}."
        )


def backtest(
    series: pd.Series,
    horizon: int,
    *,
    origins: int = 4,
    context: pd.DataFrame | None = None,
    country: str | None = None,
) -> Backtest:
    """Would the forecast have been right before, and better than looking a season back?

    The last periods are forecast as if they had not happened yet, from several origins: each time
    the method sees only what came before. Stretches follow each other without overlap where the
    history is long enough; otherwise they overlap, or there are fewer.

    Parameters
    ----------
    series, horizon, context, country
        As for `forecast_demand`. Past weather counts as unknown until its day: a forecast made back
        then would not have had it.
    origins : int
        How many stretches to try.

    Returns
    -------
    Backtest

    Raises
    ------
    NotEnoughData
        Where fewer than 8 known periods (28 days) come before the last `horizon` ones.
    OwnerError, ValueError
        As `forecast_demand`.

    Examples
    --------
    >>> months = pd.period_range("2021-01", periods=48, freq="M")
    >>> tested = backtest(pd.Series([100.0, 120, 90] * 16, months), 6, origins=2)
    >>> tested.earned_its_place  # a year ago was just right
    False
    """
    if origins < 1:
        raise ValueError(f"origins is at least 1; it was {origins!r}.")
    history = read_history(series)
    if history.period == "day":
        calendar = read_calendar(history.values, 1, context, country)
        history = history.open_on(calendar.open[:-1])
    rows = [
        _one_origin(history, start, horizon, context, country)
        for start in _starts(history, horizon, origins)
    ]
    frame = pd.concat(rows, ignore_index=True)
    frame = frame[frame["actual"].notna()].reset_index(drop=True)
    if frame.empty:
        raise NotEnoughData("a backtest", "no open period to try it on", "at least one")
    measure = SQUARED if mostly_zero(history.values.to_numpy()) else ABSOLUTE
    off = frame[["step"]].assign(
        error=_penalty(frame["mean"] - frame["actual"], measure),
        naive_error=_penalty(frame["naive"] - frame["actual"], measure),
    )
    by_horizon = _unit(off.groupby("step").mean(), measure)
    by_horizon["forecasts"] = off.groupby("step").size()
    overall = _unit(off[["error", "naive_error"]].mean(), measure)
    coverage = {
        level: float(frame["actual"].between(
            frame[f"lower_{100 * level:g}"], frame[f"upper_{100 * level:g}"]).mean())
        for level in LEVELS
    }
    return Backtest(
        frame, by_horizon, measure, float(overall["error"]), float(overall["naive_error"]),
        coverage, _naive_name(history.period), history.period, frame["origin"].nunique(), horizon,
    )


def _starts(history: History, horizon: int, origins: int) -> list[int]:
    """Where each stretch begins, the last one ending with the history."""
    known_before = history.values.notna().cumsum().to_numpy()
    needed = FEWEST_FACTOR * fewest(history.period)
    first = int(np.searchsorted(known_before, needed)) + 1
    last = len(history.values) - horizon
    if last < first:
        raise NotEnoughData(
            "a backtest", counted(history.known, history.period, PLAIN),
            f"at least {needed + horizon} {history.period}s, the last {horizon} to try it on",
        )
    step = horizon
    if origins > 1:
        step = min(horizon, max((last - first) // (origins - 1), 1))
    return [start for start in range(last - step * (origins - 1), last + 1, step) if start >= first]


def _one_origin(history: History, start: int, horizon: int, context, country) -> pd.DataFrame:
    past = history.values.iloc[:start]
    stretch = history.values.iloc[start:start + horizon]
    unknown = start - 1 - int(np.flatnonzero(past.notna())[-1])
    forecast = forecast_demand(
        past, horizon + unknown, context=_as_known(context, past.index[-1]), country=country
    )
    frame = forecast.frame.loc[stretch.index]
    naive = _naive(past.to_numpy(), history.season, horizon)
    return frame.assign(
        origin=past.index[-1], step=np.arange(1, horizon + 1), actual=stretch, naive=naive,
    ).reset_index(names="period")


def _as_known(context, origin: pd.Period):
    """The table of days as it stood at the end of `origin`: plans known, weather not."""
    if context is None:
        return None
    later = context_days(context) > origin.end_time
    weather = [name for name in WEATHER if name in context]
    return context.assign(**{name: context[name].mask(later) for name in weather})


def _naive(past: np.ndarray, season: int, horizon: int) -> np.ndarray:
    """The last known value of the same place in the season, or the last known one at all."""
    last = past[np.isfinite(past)][-1]
    return latest(past, season, np.full(horizon, last))


def _naive_name(period: str) -> str:
    if period == "day":
        return "the same weekday a week before"
    return "the year before" if period == "year" else f"the same {period} a year before"


def _penalty(off: pd.Series, measure: str) -> pd.Series:
    return off**2 if measure == SQUARED else off.abs()


def _unit(mean, measure: str):
    return np.sqrt(mean) if measure == SQUARED else mean
