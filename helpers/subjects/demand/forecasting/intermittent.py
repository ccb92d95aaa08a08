"""Demand that comes and goes: most periods are without a sale.

The mean of the last twelve periods; the methods made for such demand (Croston's and its kin) did no
better. Counts are negative binomial around it (Syntetos and Boylan, 2006).
"""

import zlib

import numpy as np

from helpers.subjects.demand.forecasting.paths import SamplePaths, centred_on

RECENT = 12
RECENT_DAYS = 84
LONG_RUN_WEIGHT = 1


def intermittent(
    values: np.ndarray, recent: int, horizon: int, samples: int, seed: int
) -> SamplePaths:
    """Forecast from the last `recent` known periods, and the long run as one period more.

    Counts stay whole numbers, so the paths' mean is the expected one but for chance. The rate
    itself is uncertain, so each path has its own. Draws depend on the values, so that two products
    with the same seed do not sell on the same days.
    """
    known = values[np.isfinite(values)]
    latest = known[-recent:]
    mean = (latest.sum() + LONG_RUN_WEIGHT * known.mean()) / (len(latest) + LONG_RUN_WEIGHT)
    rng = np.random.default_rng([seed, zlib.crc32(known.tobytes())])
    shape = (samples, horizon)
    expected = np.full(horizon, mean)
    if np.array_equal(known, known.round()):
        paths = _counts(mean, known, len(latest), shape, rng)
    else:
        sells = rng.random(shape) < np.mean(known > 0)
        paths = centred_on(expected, sells * rng.choice(known[known > 0], shape), known.max())
    return SamplePaths(
        expected, paths,
        f"the mean of the last {len(latest)} {{period}}s, as most {{period}}s have no sale",
    )


def _counts(mean, known, latest, shape, rng) -> np.ndarray:
    """Negative binomial draws, Poisson where the history varies no more than that."""
    variance = max(known.var(), mean)
    rate = rng.gamma(mean**2 * latest / variance, variance / (mean * latest), (shape[0], 1))
    size = mean**2 / max(variance - mean, 1e-9 * mean)
    return rng.poisson(rng.gamma(size, rate / size, shape)).astype(float)
