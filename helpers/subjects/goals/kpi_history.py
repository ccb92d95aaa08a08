"""A KPI's values by period, and how often they changed as a goal asks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.stats.intervals import wilson
from helpers.stats.periods import frequency, last_finished, to_day
from helpers.subjects.goals.goal_parts import CLOSE, Goal

FEWEST_STRETCHES = 3


@dataclass(frozen=True)
class History:
    """How often the KPI changed as the goal asks, in stretches as long as the goal's.

    Parameters
    ----------
    wanted, largest : float
        The change asked for, and the largest seen in its direction: as a share where all values are
        above 0 (`relative`), else in the KPI's unit.
    seen, stretches : int
        Stretches that reached the change, and stretches there are. They overlap.
    seen_share, lower, upper : float
        Their share and its 95% interval (Wilson), which counts only as many stretches as fit one
        after the other.
    periods : int
        The length of a stretch.
    often : float
        The target that a quarter of the stretches would have reached from this baseline.
    relative : bool
        Whether changes are shares.
    """

    wanted: float
    largest: float
    seen: int
    stretches: int
    seen_share: float
    lower: float
    upper: float
    periods: int
    often: float
    relative: bool


def by_period(series, period: str, as_of) -> pd.Series:
    """The values known of finished periods, in order."""
    values = pd.Series(series)
    index = values.index
    if not isinstance(index, pd.PeriodIndex):
        index = pd.DatetimeIndex(pd.to_datetime(index)).tz_localize(None)
        index = index.to_period(frequency(period))
    numbers = pd.to_numeric(pd.Series(values.to_numpy(), index), errors="coerce").astype(float)
    numbers = numbers[np.isfinite(numbers)].sort_index()
    if not numbers.index.is_unique:
        raise ValueError(f"A KPI has one value for each {period}; this one has several in "
                         f"{numbers.index[numbers.index.duplicated()][0]}.")
    if as_of is not None:
        numbers = numbers[numbers.index <= last_finished(to_day(as_of), numbers.index.freqstr)]
    return numbers


def history_of(goal: Goal, values: pd.Series | None, as_of) -> History | None:
    if values is None or not goal.has_figures or goal.due is None or values.empty:
        return None
    begins = as_of if goal.start is None else goal.start
    freq = values.index.freqstr
    length = (last_finished(goal.due, freq).ordinal
              - last_finished(begins - pd.Timedelta(days=1), freq).ordinal)
    whole = values.reindex(pd.period_range(values.index[0], values.index[-1], freq=freq))
    if length < 1 or len(whole) <= length:
        return None
    before, after = whole.to_numpy()[:-length], whole.to_numpy()[length:]
    relative = min(values.min(), goal.baseline, goal.target) > 0
    changes = after / before - 1 if relative else after - before
    changes = changes[np.isfinite(changes)]
    if len(changes) < FEWEST_STRETCHES:
        return None
    wanted = goal.target / goal.baseline - 1 if relative else goal.target - goal.baseline
    way = np.sign(wanted)
    seen = int((changes * way >= abs(wanted) - CLOSE).sum())
    apart = max(1, (len(whole) - 1) // length)
    lower, upper = wilson([seen / len(changes) * apart], [apart])
    often = way * np.quantile(changes * way, 0.75)
    return History(
        wanted=float(wanted), largest=float(way * (changes * way).max()), seen=seen,
        stretches=len(changes), seen_share=seen / len(changes), lower=float(lower[0]),
        upper=float(upper[0]), periods=length, relative=bool(relative),
        often=float(goal.baseline * (1 + often) if relative else goal.baseline + often),
    )
