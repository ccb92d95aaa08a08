"""Daily sales: a regression on the calendar.

Ridge on log(1 + sales) with weekdays, events, holidays and the days around them, late December,
weather, and the time of year once there is a year. Recent days count more, odd days less, and a
smoothed correction brings the level to that of the last weeks. Closed days have no part in the fit,
and a forecast of 0. The spread is that of proportional errors in past stretches of days, each
forecast from the days before it (split conformal prediction: Vovk, Gammerman and Shafer, 2005).
"""

from dataclasses import dataclass

import numpy as np

from helpers.subjects.demand.forecasting.calendar import Calendar
from helpers.subjects.demand.forecasting.paths import SamplePaths, centred_on

HALF_LIFE_DAYS = 240
LEVEL_HALF_LIFE_DAYS = 14
LEVEL_PRIOR_DAYS = 3
YEAR_DAYS = 365.25
HARMONICS = 3
STRETCHES = 6
LONGEST_STRETCH = 28
FEWEST_BEFORE = 28
ODD = 2.5  # robust standard deviations
SMALLEST_FIT = 0.05  # of the mean: errors are not measured against less
STEEPEST_LOG = 1.5  # a fit is at most this many logs above the largest day seen
WITHOUT_STRETCHES = 1.5
PENALTY = 0.2  # in days' weights


@dataclass(frozen=True)
class Errors:
    """Past proportional errors: the mean of each stretch, and each day's own around it."""

    stretches: np.ndarray
    days: np.ndarray
    length: int


def calendar_regression(
    values: np.ndarray, calendar: Calendar, samples: int, rng: np.random.Generator
) -> SamplePaths:
    """Forecast the days of the calendar after the last of `values` (NaN where unknown)."""
    horizon = len(calendar.days) - len(values)
    known = np.where(calendar.open[:len(values)], values, np.nan)
    is_open = calendar.open[len(values):]
    point = np.where(is_open, fit(known, calendar)[len(values):], 0.0)
    errors = past_errors(known, calendar, horizon)
    stretch = rng.integers(len(errors.stretches), size=(samples, 1))
    sign = rng.choice([-1.0, 1.0], (samples, 1))
    farther = np.sqrt(np.maximum(np.arange(1, horizon + 1) / errors.length, 1))
    few = np.sqrt(1 + 1 / len(errors.stretches))
    day = rng.integers(len(errors.days), size=(samples, horizon))
    off = sign * few * errors.stretches[stretch] * farther + errors.days[day]
    paths = centred_on(point, point * (1 + off), np.nanmax(known))
    return SamplePaths(point, paths, _in_words(calendar))


def fit(values: np.ndarray, calendar: Calendar) -> np.ndarray:
    """What the regression expects of every day, from those that `values` knows."""
    days = len(values)
    known = np.flatnonzero(np.isfinite(values))
    columns = features(calendar, days)
    age = days - 1 - known
    weights = 0.5 ** (age / HALF_LIFE_DAYS)
    logs = np.log1p(values[known])
    coefficients = _ridge(columns[known], logs, weights)
    rest = np.abs(logs - columns[known] @ coefficients)
    usual = 1.4826 * np.median(rest)
    if usual > 0:
        weights = weights * np.minimum(1, ODD * usual / np.maximum(rest, usual))
        coefficients = _ridge(columns[known], logs, weights)
    highest = logs.max() + STEEPEST_LOG
    expected = np.maximum(np.expm1(np.minimum(columns @ coefficients, highest)), 0)
    recent = 0.5 ** (age / LEVEL_HALF_LIFE_DAYS)
    prior = LEVEL_PRIOR_DAYS * expected[known].mean()
    sold, fitted = recent @ values[known] + prior, recent @ expected[known] + prior
    return expected * (sold / fitted if fitted > 0 else 1.0)


def past_errors(values: np.ndarray, calendar: Calendar, horizon: int) -> Errors:
    """Errors of forecasts of the last stretches of days, each from the days before it.

    Weather that the future does not know, those forecasts did not know either.
    """
    length = min(horizon, LONGEST_STRETCH)
    blind = np.isnan(calendar.weather[len(values):]).all()
    stretches, days = [], []
    for number in range(1, STRETCHES + 1):
        start = len(values) - number * length
        if start < 0 or np.isfinite(values[:start]).sum() < FEWEST_BEFORE:
            break
        seen = calendar.without_weather_from(start) if blind else calendar
        off = _proportional(values, fit(values[:start], seen), slice(start, start + length))
        if len(off):
            stretches.append(off.mean())
            days.append(off - off.mean())
    if not stretches:
        off = WITHOUT_STRETCHES * _proportional(values, fit(values, calendar), slice(None))
        return Errors(np.array([off.std() / np.sqrt(7)]), off - off.mean(), length)
    return Errors(np.array(stretches), np.concatenate(days), length)


def _proportional(values: np.ndarray, expected: np.ndarray, stretch: slice) -> np.ndarray:
    actual, expected = values[stretch], expected[:len(values)][stretch]
    known = np.isfinite(actual)
    floor = SMALLEST_FIT * np.nanmean(values) + np.finfo(float).tiny
    return actual[known] / np.maximum(expected[known], floor) - 1


def features(calendar: Calendar, history: int) -> np.ndarray:
    """The regression's columns for every day; the trend stands still after the history."""
    days = calendar.days
    place = np.arange(len(days))
    trend = (np.minimum(place, history - 1) - (history - 1)) / YEAR_DAYS
    columns = [np.ones(len(days)), trend]
    columns += [days.day_of_week == weekday for weekday in range(7)]
    columns.append((days.month == 12) & (days.day >= 24))
    for names in (calendar.events, calendar.holidays):
        columns += _occasions(names, history)
    if history >= YEAR_DAYS:
        turn = 2 * np.pi * days.day_of_year / YEAR_DAYS
        columns += [wave(k * turn) for k in range(1, HARMONICS + 1) for wave in (np.sin, np.cos)]
    columns += _weather(calendar, history)
    return np.column_stack(columns).astype(float)


def _occasions(names: np.ndarray, history: int) -> list[np.ndarray]:
    """Any occasion, the days before and after one, and each that the history has seen."""
    on = names != ""
    if not on[:history].any():
        return []
    before, after = np.append(on[1:], False) & ~on, np.append(False, on[:-1]) & ~on
    seen = sorted(set(names[:history][on[:history]]))
    return [on, before, after, *(names == name for name in seen)]


def _weather(calendar: Calendar, history: int) -> list[np.ndarray]:
    """Temperature and rain against the usual for the time of year; 0 where unknown."""
    turn = 2 * np.pi * calendar.days.day_of_year / YEAR_DAYS
    usual_for = np.column_stack([np.ones(len(turn)), np.sin(turn), np.cos(turn)])
    columns = []
    for measured in (calendar.weather[:, 0], np.log1p(calendar.weather[:, 1])):
        known = np.isfinite(measured)
        past = known[:history].nonzero()[0]
        if len(past) < FEWEST_BEFORE or measured[past].std() == 0:
            continue
        usual = usual_for @ _ridge(usual_for[past], measured[past], np.ones(len(past)))
        spread = (measured[past] - usual[past]).std()
        columns.append(np.where(known, measured - usual, 0.0) / spread)
    return columns


def _ridge(columns: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted ridge regression, with a penalty on all but the first column."""
    weighted = columns * weights[:, None]
    penalty = PENALTY * np.eye(columns.shape[1])
    penalty[0, 0] = 1e-9
    return np.linalg.solve(weighted.T @ columns + penalty, weighted.T @ values)


def _in_words(calendar: Calendar) -> str:
    parts = ["weekdays"]
    if (calendar.events != "").any():
        parts.append("events")
    if (calendar.holidays != "").any():
        parts.append("public holidays")
    if len(calendar.days) >= YEAR_DAYS:
        parts.append("the time of year")
    if np.isfinite(calendar.weather).any():
        parts.append("the weather")
    return f"a regression on the calendar ({', '.join(parts)}), brought to the last weeks' level"
