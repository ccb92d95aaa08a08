"""Weeks, months, quarters and years: the median of four plain methods.

Exponential smoothing with a season, theta, exponential smoothing without the season, and the same
period a year ago err in different directions. Their median errs less than any one of them, and less
than the one that a backtest would have picked. A history of two years has a structural model in the
first one's place, and a shorter one has that alone: the others cannot tell its season from a trend.
"""

import numpy as np

from helpers.subjects.demand.forecasting.paths import SamplePaths, centred_on
from helpers.subjects.demand.forecasting.seasons import agreement, detrended, pattern
from helpers.subjects.demand.forecasting.smoothing import (
    ADDITIVE, MULTIPLICATIVE, NONE, Smoothed, smooth,
)
from helpers.subjects.demand.forecasting.structural import structural

SEASONAL = "exponential smoothing with the season"
THETA = "the theta method"
PLAIN = "exponential smoothing without the season"
LAST_YEAR = "the same {period} a year ago"
STRUCTURAL = "a model of level, growth and season in every mix"
YEAR_MEMORY = 0.7
FEWEST_FOR_TREND = 6


def ensemble(
    values: np.ndarray, season: int, horizon: int, samples: int, rng: np.random.Generator
) -> SamplePaths:
    """Forecast from past periods.

    Parameters
    ----------
    values : array
        Past periods, NaN where unknown, none below 0 and not all 0; the last one is known.
    season : int
        Periods in a year; 1 where there is no season.
    """
    scale = np.nanmean(values)
    values = values / scale
    points = int(np.isfinite(values).sum())
    members = members_for(points, season)
    forecasts = {}
    if PLAIN in members:
        shape = yearly_shape(values, season)
        future = (len(values) + np.arange(horizon)) % season
        rest = values / np.resize(shape, len(values))
        smoothed = smooth(rest)
        forecasts[PLAIN] = smoothed.forecast(horizon) * shape[future]
        forecasts[THETA] = theta(rest, smoothed, horizon) * shape[future]
        forecasts[LAST_YEAR] = latest(values, season, forecasts[PLAIN])
    if STRUCTURAL in members:
        forecasts[STRUCTURAL], paths = structural(values, season, horizon, samples, rng)
    elif SEASONAL in members:
        seasonal = smooth_with_season(values, season)
        forecasts[SEASONAL] = seasonal.forecast(horizon)
        paths = seasonal.simulate(horizon, samples, rng)
    else:
        paths = smoothed.simulate(horizon, samples, rng)
    point = np.maximum(np.median([forecasts[name] for name in members], axis=0), 0)
    paths = point + widening(points, season) * (paths - paths.mean(axis=0))
    paths = centred_on(point, paths, np.nanmax(values))
    return SamplePaths(scale * point, scale * paths, in_words(members))


def members_for(points: int, season: int) -> tuple[str, ...]:
    """The methods that a history of so many known periods can bear."""
    if season == 1:
        return (THETA, PLAIN) if points >= FEWEST_FOR_TREND else (PLAIN,)
    if points >= 3 * season:
        return (SEASONAL, THETA, PLAIN, LAST_YEAR)
    return (STRUCTURAL, THETA, PLAIN, LAST_YEAR) if points >= 2 * season else (STRUCTURAL,)


def widening(points: int, season: int) -> float:
    """How much wider than the past errors say: they do not know that the method may not fit.

    Chosen on series of the M1, M3 and Tourism competitions, so that 80% intervals hold about 80%
    of most kinds; of the M1 competition's quarters and years they hold about 70%. A short history
    has seen few errors, hence more width; for one year of Tourism it is too much, they hold 95%.
    """
    if season == 1:
        return 1.9
    if points < 3 * season:
        return 1 + 6 / points
    return 1.5 if season < 12 else 1.25


def in_words(members: tuple[str, ...]) -> str:
    """Such as `the mean of two forecasts: the theta method and …`."""
    if len(members) == 1:
        return members[0]
    middle = "mean of two" if len(members) == 2 else "median of four"
    return f"the {middle} forecasts: {', '.join(members[:-1])} and {members[-1]}"


def yearly_shape(values: np.ndarray, season: int) -> np.ndarray:
    """Each period's share of an average one, drawn towards 1 as far as the years disagree."""
    positive = np.where(values > 0, values, np.nan)
    if season == 1 or len(values) <= season or np.isfinite(positive).sum() <= season:
        return np.ones(season)
    rest = detrended(np.log(positive), season)
    return np.exp(pattern(rest, season, YEAR_MEMORY) * agreement(rest, season))


def theta(values: np.ndarray, smoothed: Smoothed, horizon: int) -> np.ndarray:
    """Simple exponential smoothing with half the slope of a line through the history as its drift.

    That is the theta method of Assimakopoulos and Nikolopoulos (2000), as Hyndman and Billah (2003)
    showed. `smoothed` is the grid run over `values`: its best member without a trend is used.
    """
    place, known = np.arange(len(values)), np.isfinite(values)
    drift = np.polyfit(place[known], values[known], 1)[0] / 2
    without_trend = np.flatnonzero(smoothed.grid.beta == 0)
    best = without_trend[np.argmin(smoothed.squared_errors[without_trend])]
    alpha = smoothed.grid.alpha[best]
    catching_up = (1 - (1 - alpha) ** len(values)) / alpha
    return smoothed.level[best] + drift * (np.arange(horizon) + catching_up)


def smooth_with_season(values: np.ndarray, season: int) -> Smoothed:
    """The grid with no, additive and (where nothing is 0) multiplicative season."""
    indices = {ADDITIVE: pattern(detrended(values, season), season)}
    if np.nanmin(values) > 0:
        shape = np.exp(pattern(detrended(np.log(values), season), season))
        indices[MULTIPLICATIVE] = shape / shape.mean()
    return smooth(values, indices, (NONE, *indices))


def latest(values: np.ndarray, season: int, otherwise: np.ndarray) -> np.ndarray:
    """The last known value of the same place in the season; `otherwise` where there is none."""
    forecast = otherwise.copy()
    for step in range(len(forecast)):
        same = values[(len(values) + step) % season::season]
        known = same[np.isfinite(same)]
        if len(known):
            forecast[step] = known[-1]
    return forecast
