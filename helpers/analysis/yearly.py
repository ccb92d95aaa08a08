"""The last twelve months against the twelve before, as far as the months go."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import seasonal_decompose

from helpers.analysis.intervals import mean_interval
from helpers.analysis.wording import share
from helpers.formats import Format

YEAR, FEWEST_PAIRS = 12, 6


@dataclass(frozen=True, eq=False)
class Comparison:
    """The last twelve months, and as many of them as have it against the same a year before.

    `value` is of all `months` there are, `now` and `before` of the `pairs` that are compared,
    `year_before` of the twelve months before where all are known. `lower` and `upper` are the 95%
    interval of the mean change of a month. `monthly` is each month by itself.
    """

    value: float
    months: int
    year_before: float
    now: float
    before: float
    change: float
    pairs: int
    lower: float
    upper: float
    monthly: pd.Series


def summed(rows: pd.DataFrame) -> float:
    return float(rows["top"].sum())


def averaged(rows: pd.DataFrame) -> float:
    return float(rows["top"].mean())


def latest(rows: pd.DataFrame) -> float:
    return float(rows["top"].iloc[-1])


def ratio(rows: pd.DataFrame) -> float:
    bottom = rows["bottom"].sum()
    return float(rows["top"].sum() / bottom) if bottom > 0 else np.nan


def margin(rows: pd.DataFrame) -> float:
    revenue = rows["top"].sum()
    return float(1 - rows["bottom"].sum() / revenue) if revenue > 0 else np.nan


def compared(
    top: pd.Series, bottom: pd.Series | None = None, *, amount: Callable = summed
) -> Comparison | None:
    """Twelve months and the twelve before; None where there is no month at all.

    A margin changes by points, anything else by a share of what it was.
    """
    rows = pd.DataFrame({"top": top, "bottom": 1.0 if bottom is None else bottom}).dropna()
    if rows.empty:
        return None
    now = rows[rows.index > rows.index[-1] - YEAR]
    later, earlier = paired(rows)
    enough = len(later) >= FEWEST_PAIRS
    ends = (amount(later), amount(earlier)) if enough else (np.nan, np.nan)
    monthly = pd.Series([amount(rows.iloc[[place]]) for place in range(len(rows))], rows.index)
    by_points = amount is margin
    change, lower, upper = changed(*ends, by_points), np.nan, np.nan
    if enough:
        lower, upper = mean_change(monthly[later.index], monthly[earlier.index], by_points)
    return Comparison(amount(now), len(now), ends[1] if len(later) == YEAR else np.nan, *ends,
                      change, len(later) if enough else 0, lower, upper, monthly)


def paired(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those of the last twelve months that have the same month a year before, and those months."""
    now = rows[rows.index > rows.index[-1] - YEAR]
    later = now[(now.index - YEAR).isin(rows.index)]
    return later, rows.loc[later.index - YEAR]


def changed(now: float, before: float, by_points: bool) -> float:
    """A change as points, or as a share of what was before; NaN where that is not above 0.

    Examples
    --------
    >>> changed(15.0, 10.0, False), changed(15.0, 10.0, True), changed(15.0, 0.0, False)
    (0.5, 5.0, nan)
    """
    if by_points:
        return now - before
    return now / before - 1 if before > 0 else np.nan


def mean_change(now: pd.Series, before: pd.Series, by_points: bool) -> tuple[float, float]:
    """The 95% interval of the mean change of a month on the same month a year before."""
    if not by_points:
        now, before = (np.log(each.where(each > 0)) for each in (now, before))
    steps = now.to_numpy() - before.to_numpy()
    steps = steps[np.isfinite(steps)]
    if len(steps) < FEWEST_PAIRS:
        return np.nan, np.nan
    ends = mean_interval(steps)
    return tuple(map(float, ends if by_points else np.expm1(ends)))


def moved(change: float, format: Format, *, by_points: bool = False) -> str:
    """A change in words.

    Examples
    --------
    >>> from helpers.formats import PLAIN
    >>> moved(0.12, PLAIN), moved(-0.02, PLAIN, by_points=True), moved(0.0, PLAIN)
    ('up 12%', 'down 2.0 points', 'unchanged')
    """
    size = (f"{format.number(100 * abs(change), digits=1)} points" if by_points
            else share(abs(change), format))
    if abs(change) < 0.0005:
        return "unchanged"
    return f"{'up' if change > 0 else 'down'} {size}"


def seasonal_shares(values: pd.Series, in_a_year: int) -> pd.Series:
    """Each period's usual share of an average one; 1 throughout where that cannot be told.

    Classical decomposition by ratio to a centred moving average (Macaulay, 1931). It takes two
    years without a gap, each period above nothing.

    Examples
    --------
    >>> seasonal_shares(pd.Series([8.0, 12.0] * 4), 2).round(2).tolist()[:2]
    [0.8, 1.2]
    """
    known = values.loc[values.first_valid_index():]
    if in_a_year == 1 or len(known) < 2 * in_a_year or not (known > 0).all():
        return pd.Series(1.0, index=values.index)
    fit = seasonal_decompose(known.to_numpy(), model="multiplicative", period=in_a_year)
    return pd.Series(fit.seasonal, index=known.index).reindex(values.index)
