"""Short histories: level, growth, season and noise, in every mix that one or two years allow.

With one year alone, a change may be the season, a new level or noise. Instead of choosing, the
history is read with each of a fixed set of structural models (Harvey, 1989): a level that walks, a
steady growth, a season that is smooth or goes up and down freely, and noise. They differ in how
large each part may be compared with the noise. Each is a Gaussian process whose scale is unknown,
and counts by how likely it makes the history (Rasmussen and Williams, 2006). That priors rather
than a search make such processes forecast well was shown by Corani, Benavoli and Zaffalon (2021).
"""

from itertools import product

import numpy as np

ANY_LEVEL = 1e4  # all sizes are variances, as multiples of the noise's
WALKS = (0.0, 0.1, 1.0, 10.0)
GROWTH = 0.003
SEASONS = (1.0, 10.0, 100.0)
MODELS = np.array([
    (ANY_LEVEL, walk, GROWTH, *season)
    for walk, size in product(WALKS, SEASONS)
    for season in ((size, 0.0), (0.0, size))
])


def structural(
    values: np.ndarray, season: int, horizon: int, samples: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """What to expect of the next periods, and paths (samples × periods) around it.

    Parameters
    ----------
    values : array
        Past periods, NaN where unknown, at least 2 of them known.
    season : int
        Periods in a year, at least 2.
    """
    known = np.flatnonzero(np.isfinite(values))
    future = len(values) + np.arange(horizon)
    off = values[known] - values[known].mean()
    each = parts(len(values) + horizon, season)
    seen = mixed(MODELS, each, known, known) + np.eye(len(known))
    across = mixed(MODELS, each, future, known)
    solved = np.linalg.solve(seen, np.broadcast_to(off[:, None], (len(seen), len(off), 1)))[..., 0]
    misfit = solved @ off
    weights = likelihoods(misfit, seen)
    forecasts = values[known].mean() + np.einsum("mhk,mk->mh", across, solved)

    drawn, counts = np.unique(rng.choice(len(MODELS), samples, p=weights), return_counts=True)
    explained = across[drawn] @ np.linalg.solve(seen[drawn], across[drawn].transpose(0, 2, 1))
    left = mixed(MODELS[drawn], each, future, future) + np.eye(horizon) - explained
    roots = np.repeat(np.linalg.cholesky(left), counts, axis=0)
    # The scale is unknown, which makes it Student's t; one of the points is spent on the level.
    scales = np.repeat(misfit[drawn], counts) / rng.chisquare(len(known) - 1, samples)
    errors = (roots @ rng.normal(size=(samples, horizon, 1)))[..., 0]
    paths = np.repeat(forecasts[drawn], counts, axis=0) + np.sqrt(scales)[:, None] * errors
    return weights @ forecasts, paths


def parts(length: int, season: int) -> np.ndarray:
    """Covariances of periods: of the level, its walk, the growth, a smooth and a free season."""
    place = np.arange(length)
    apart = np.abs(place[:, None] - place) % season
    return np.array([
        np.ones((length, length)), np.minimum(place[:, None], place), np.outer(place, place),
        smooth_season(season)[apart], free_season(season)[apart],
    ])


def smooth_season(season: int) -> np.ndarray:
    """Correlations of places 0, 1, … periods apart: waves, the shorter the smaller."""
    waves = np.arange(1, season // 2 + 1)
    sizes = np.where(2 * waves == season, 0.5, 1.0) / waves**2
    return np.cos(2 * np.pi * np.outer(np.arange(season), waves) / season) @ sizes / sizes.sum()


def free_season(season: int) -> np.ndarray:
    """Correlations where all that the places share is that they add up to 0."""
    return np.where(np.arange(season) == 0, 1.0, -1 / (season - 1))


def mixed(models: np.ndarray, each: np.ndarray, rows: np.ndarray, columns: np.ndarray):
    """Covariances between these periods, one matrix per model."""
    return np.tensordot(models, each[:, rows[:, None], columns], axes=1)


def likelihoods(misfit: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """How likely each model makes the history, over all scales; all together 1."""
    spare = seen.shape[-1] - 1
    misfit = np.maximum(misfit, np.finfo(float).tiny)
    score = -(spare * np.log(misfit) + np.linalg.slogdet(seen)[1]) / 2
    weights = np.exp(score - score.max())
    return weights / weights.sum()
