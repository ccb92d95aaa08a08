"""Exponential smoothing averaged over a fixed grid of parameters.

All members of the grid run side by side as columns of an array, so nothing is optimised and nothing
can fail to converge. The recursions are those of Hyndman, Koehler, Ord and Snyder (2008), chapter
2, in error-correction form; a member's weight is its Akaike weight, by AICc (Burnham and Anderson,
2002).
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

import numpy as np

ALPHAS = (0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.85)
BETAS = (0.02, 0.1, 0.25)  # as shares of alpha
PHIS = (0.9, 0.99)
GAMMAS = (0.02, 0.08, 0.2, 0.4)  # as shares of 1 - alpha
NONE, ADDITIVE, MULTIPLICATIVE = range(3)
INITIAL_POINTS = 16
SMALLEST_ERROR = 1e-9
SMALLEST_DIVISOR = 0.05  # of values that are 1 on average


@dataclass(frozen=True)
class Grid:
    """The members' parameters, sorted by kind of season; `parameters` are those each one spends."""

    alpha: np.ndarray
    beta: np.ndarray
    phi: np.ndarray
    gamma: np.ndarray
    parameters: np.ndarray
    ends: tuple[int, int, int]  # where the members of each kind of season end


@lru_cache
def grid(season: int, kinds: tuple[int, ...]) -> Grid:
    """Every combination of level, trend (none or damped) and the given kinds of season."""
    trends = [(0.0, 0.0), *product(BETAS, PHIS)]
    rows = [
        (kind, alpha, share * alpha, phi, gamma * (1 - alpha))
        for kind in sorted(kinds)
        for alpha, (share, phi) in product(ALPHAS, trends)
        for gamma in (GAMMAS if kind != NONE else (0.0,))
    ]
    kind, alpha, beta, phi, gamma = np.array(rows).T
    parameters = 3 + 3 * (beta > 0) + season * (kind != NONE)
    ends = tuple(int((kind <= each).sum()) for each in (NONE, ADDITIVE, MULTIPLICATIVE))
    return Grid(alpha, beta, phi, gamma, parameters, ends)


@dataclass(frozen=True)
class Smoothed:
    """The grid after it has seen the history: one column per member.

    `indices` are the seasonal states, season × members, the first row being that of the first
    future period. `residuals` hold known periods only.
    """

    grid: Grid
    level: np.ndarray
    trend: np.ndarray
    indices: np.ndarray
    residuals: np.ndarray

    @cached_property
    def squared_errors(self) -> np.ndarray:
        return (self.residuals**2).sum(axis=0)

    @cached_property
    def weights(self) -> np.ndarray:
        """Akaike weights by AICc; a member with as many parameters as data has none."""
        points = len(self.residuals)
        spare = points - self.grid.parameters - 1
        variance = self.squared_errors / points
        variance = np.maximum(variance, SMALLEST_ERROR * variance.max() + np.finfo(float).tiny)
        spent = 2 * self.grid.parameters * points / np.maximum(spare, 1)
        score = np.where(spare > 0, points * np.log(variance) + spent, np.inf)
        if not np.isfinite(score).any():
            score = np.where(self.grid.parameters == self.grid.parameters.min(), variance, np.inf)
        weights = np.exp(-(score - score.min()) / 2)
        return weights / weights.sum()

    def forecast(self, horizon: int) -> np.ndarray:
        """The members' forecasts, averaged by weight."""
        heavy = self.weights > self.weights.max() / 1000
        steps = np.cumsum(self.grid.phi[heavy] ** np.arange(1, horizon + 1)[:, None], axis=0)
        base = self.level[heavy] + self.trend[heavy] * steps
        place = np.arange(horizon) % len(self.indices)
        index = self.indices[place][:, heavy]
        multiplied = np.arange(len(heavy))[heavy] >= self.grid.ends[ADDITIVE]
        each = np.where(multiplied, base * index, base + index)
        return each @ (self.weights[heavy] / self.weights[heavy].sum())

    def simulate(self, horizon: int, samples: int, rng: np.random.Generator) -> np.ndarray:
        """Paths of members drawn by weight, each with its own past errors drawn again."""
        member = rng.choice(len(self.weights), samples, p=self.weights)
        points = len(self.residuals)
        spare = np.maximum(points - self.grid.parameters[member], 1)
        errors = self.residuals[rng.integers(points, size=(horizon, samples)), member]
        errors = errors * np.sqrt(points / spare)
        alpha, beta, phi, gamma = (
            values[member] for values in
            (self.grid.alpha, self.grid.beta, self.grid.phi, self.grid.gamma)
        )
        multiplied = member >= self.grid.ends[ADDITIVE]
        level, trend, indices = self.level[member], self.trend[member], self.indices[:, member]
        paths = np.empty((horizon, samples))
        for step in range(horizon):
            base, place = level + phi * trend, step % len(indices)
            index, error = indices[place], errors[step]
            paths[step] = np.where(multiplied, base * index, base + index) + error
            per_level = np.where(multiplied, _over(error, index), error)
            indices[place] = index + gamma * np.where(multiplied, _over(error, base), error)
            level, trend = base + alpha * per_level, phi * trend + beta * per_level
        return paths.T


def smooth(values: np.ndarray, initial_indices=None, kinds: tuple[int, ...] = (NONE,)) -> Smoothed:
    """Run the grid over a history; an unknown (NaN) period leaves level and season as they were.

    Parameters
    ----------
    values : array
        Past periods, in order, that are about 1 on average.
    initial_indices : dict of int to array, optional
        For each kind of season, the indices to begin with; the first is that of the first period.
    kinds : tuple of int
        Kinds of season to include.
    """
    initial_indices = initial_indices or {}
    season = max((len(indices) for indices in initial_indices.values()), default=1)
    members = grid(season, kinds)
    alpha, beta, phi, gamma = members.alpha, members.beta, members.phi, members.gamma
    none, added, count = members.ends
    indices = np.zeros((season, count))
    indices[:, none:added] = initial_indices.get(ADDITIVE, np.zeros(season))[:, None]
    indices[:, added:] = initial_indices.get(MULTIPLICATIVE, np.ones(season))[:, None]
    level, trend = _beginnings(values, initial_indices, members)
    residuals, known = np.empty((len(values), count)), np.isfinite(values)
    for step, value in enumerate(values):
        trend = phi * trend
        level = level + trend
        if not known[step]:
            continue
        index = indices[step % season]
        error = value - level
        error[none:added] -= index[none:added]
        error[added:] = value - level[added:] * index[added:]
        residuals[step] = error
        per_level = error
        if added < count:
            per_level = error.copy()
            per_level[added:] = _over(error[added:], index[added:])
            index[added:] += gamma[added:] * _over(error[added:], level[added:])
        index[none:added] += gamma[none:added] * error[none:added]
        level = level + alpha * per_level
        trend = trend + beta * per_level
    indices = np.roll(indices, -(len(values) % season), axis=0)
    return Smoothed(members, level, trend, indices, residuals[known])


def _over(error: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The error relative to a level or index, which is not let come too near 0."""
    return error / np.maximum(size, SMALLEST_DIVISOR)


def _beginnings(values, initial_indices, members: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Levels and trends just before the first period, from a line through the first ones."""
    level, trend = np.empty(len(members.alpha)), np.zeros(len(members.alpha))
    starts = (0, *members.ends[:-1])
    for kind, (start, end) in enumerate(zip(starts, members.ends)):
        if start == end:
            continue
        adjusted = values
        if kind != NONE:
            indices = np.resize(initial_indices[kind], len(values))
            adjusted = values - indices if kind == ADDITIVE else values / indices
        known = np.flatnonzero(np.isfinite(adjusted))[:INITIAL_POINTS]
        slope, intercept = (
            np.polyfit(known + 1, adjusted[known], 1) if len(known) > 2
            else (0.0, adjusted[known].mean())
        )
        trended = members.beta[start:end] > 0
        level[start:end] = np.where(trended, intercept, adjusted[known].mean())
        trend[start:end] = np.where(trended, slope, 0.0)
    return level, trend
