"""Which way a short series is heading, when a few odd months should not decide."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import theilslopes

from helpers.analysis.intervals import NORMAL_95

FEWEST = 6
RISING, FALLING, UNCLEAR, UNKNOWN = "rising", "falling", "no clear trend", "not known"


class Slope(NamedTuple):
    """Change per period, with a 95% interval; NaN where there is too little to tell."""

    value: float
    lower: float
    upper: float

    @property
    def direction(self) -> str:
        """In a word; a slope whose interval takes in 0 has no clear one."""
        return direction(self.lower, self.upper)


def direction(lower: float, upper: float) -> str:
    """Which way a change with such an interval goes.

    Examples
    --------
    >>> direction(0.1, 0.2), direction(-0.1, 0.2), direction(np.nan, np.nan)
    ('rising', 'no clear trend', 'not known')
    """
    if np.isnan(lower) or np.isnan(upper):
        return UNKNOWN
    return RISING if lower > 0 else FALLING if upper < 0 else UNCLEAR


def slope(series: pd.Series) -> Slope:
    """The median of the slopes between all pairs of values, by Theil (1950) and Sen (1968).

    At least six known values are needed. Where neighbouring values move together the interval is
    somewhat too narrow, and within a single year a slope may be the season.

    Examples
    --------
    >>> slope(pd.Series([1.0, 2.0, 3.0, 40.0, 5.0, 6.0])).value
    1.0
    """
    values = series.to_numpy(dtype=float)
    known = np.isfinite(values)
    if known.sum() < FEWEST:
        return Slope(np.nan, np.nan, np.nan)
    fit = theilslopes(values[known], np.flatnonzero(known), alpha=0.95)
    return Slope(float(fit.slope), float(fit.low_slope), float(fit.high_slope))


def seasonal_slope(series: pd.Series, season: int) -> Slope:
    """The median change per season's length between all pairs of values of the same season.

    After Hirsch, Slack and Smith (1982), with the interval of Gilbert (1987): December is compared
    with Decembers. Where neighbouring values move together the interval is somewhat too narrow.

    Parameters
    ----------
    series : Series
        Values without gaps in time, NaN where not known; at least two seasons.
    season : int
        Values in a season's length: 12 for months in a year.

    Examples
    --------
    >>> seasonal_slope(pd.Series([1.0, 9.0, 2.0, 10.0, 3.0, 11.0]), 2).value
    1.0
    """
    values = series.to_numpy(dtype=float)
    slopes, variance = [], 0.0
    for start in range(season):
        same = values[start::season]
        known = np.flatnonzero(np.isfinite(same))
        earlier, later = np.triu_indices(len(known), 1)
        earlier, later = known[earlier], known[later]
        slopes.append((same[later] - same[earlier]) / (later - earlier))
        variance += len(known) * (len(known) - 1) * (2 * len(known) + 5) / 18
    ranked = np.sort(np.concatenate(slopes))
    if len(ranked) < FEWEST:
        return Slope(np.nan, np.nan, np.nan)
    reach = NORMAL_95 * np.sqrt(variance)
    places = np.arange(1, len(ranked) + 1)
    lower, upper = np.interp([(len(ranked) - reach) / 2, (len(ranked) + reach) / 2 + 1],
                             places, ranked)
    return Slope(float(np.median(ranked)), float(lower), float(upper))
