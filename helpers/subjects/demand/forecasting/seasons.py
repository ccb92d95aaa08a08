"""Seasonal indices that are only as strong as the years agree."""

import numpy as np

FEWEST_PAIRS = 6


def moving_average(values: np.ndarray, season: int) -> np.ndarray:
    """The centred average over a whole season, NaN where it does not fit."""
    weights = np.ones(season + 1 - season % 2)
    if season % 2 == 0:
        weights[[0, -1]] = 0.5
    half = len(weights) // 2
    average = np.full(len(values), np.nan)
    average[half:len(values) - half] = np.convolve(values, weights / season, mode="valid")
    return average


def detrended(values: np.ndarray, season: int) -> np.ndarray:
    """What is left after the trend: a moving average, or a line where there are few seasons."""
    place = np.arange(len(values))
    known = np.isfinite(values)
    if len(values) >= 3 * season:
        trend = moving_average(np.interp(place, place[known], values[known]), season)
    else:
        trend = np.polyval(np.polyfit(place[known], values[known], 1), place)
    return values - trend


def agreement(rest: np.ndarray, season: int) -> float:
    """How well the mean pattern of these years would repeat, from 0 to 1.

    The correlation of a year with the next one, stepped up to the mean of all years (Spearman,
    1910; Brown, 1910).
    """
    pair = np.isfinite(rest[season:]) & np.isfinite(rest[:-season])
    if pair.sum() < min(FEWEST_PAIRS, season):
        return 0.0
    earlier, later = rest[:-season][pair], rest[season:][pair]
    spread = np.sqrt((earlier**2).sum() * (later**2).sum())
    correlation = max((earlier * later).sum() / spread, 0.0) if spread > 0 else 0.0
    years = np.isfinite(rest).sum() / season
    return min(years * correlation / (1 + (years - 1) * correlation), 1.0)


def pattern(rest: np.ndarray, season: int, memory: float = 1.0) -> np.ndarray:
    """The mean of each place in the season, around 0; the first place is that of `rest[0]`.

    A year counts `memory` times as much as the year after it.
    """
    place, age = np.arange(len(rest)) % season, np.arange(len(rest))[::-1] // season
    weight = np.where(np.isfinite(rest), memory**age, 0.0)
    total = np.bincount(place, weight * np.nan_to_num(rest), minlength=season)
    seen = np.bincount(place, weight, minlength=season)
    means = np.divide(total, seen, out=np.zeros(season), where=seen > 0)
    return means - means.mean()
