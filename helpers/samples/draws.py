"""Chance that falls the same way on every machine.

Everything is made from uniform numbers, the one stream that numpy keeps the same from version to
version; its ready-made distributions may change.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy import stats


def generator(seed: int) -> np.random.Generator:
    """A source of chance; the bit generator is named because numpy's default may change."""
    return np.random.Generator(np.random.PCG64(seed))


def stream(seed: int, subject: str, draw: int = 0) -> np.random.Generator:
    """A source of chance of a subject's own: drawing more for one subject shifts no other.

    Examples
    --------
    >>> first, again, other = (stream(5, subject).random() for subject in ("a", "a", "b"))
    >>> first == again, first == other
    (True, False)
    """
    return np.random.Generator(np.random.PCG64([seed, draw, *subject.encode()]))


def happens(rng: np.random.Generator, chance: Iterable[float]) -> np.ndarray:
    """Whether each of several things happens.

    Examples
    --------
    >>> happens(generator(0), [0.0, 1.0]).tolist()
    [False, True]
    """
    chance = np.asarray(chance)
    return rng.random(len(chance)) < chance


def choose(rng: np.random.Generator, shares: Mapping, size: int) -> np.ndarray:
    """Labels in proportion to their shares.

    Examples
    --------
    >>> choose(generator(0), {"a": 0.5, "b": 0.5}, 4).tolist()
    ['b', 'a', 'a', 'a']
    """
    edges = np.cumsum(list(shares.values()))
    return np.array(list(shares))[np.searchsorted(edges / edges[-1], rng.random(size), "right")]


def choose_each(rng: np.random.Generator, weights: pd.DataFrame) -> np.ndarray:
    """For each row one column's label, in proportion to the row's weights.

    Examples
    --------
    >>> choose_each(generator(0), pd.DataFrame({"a": [0, 2], "b": [3, 0]})).tolist()
    ['b', 'a']
    """
    edges = weights.to_numpy().cumsum(axis=1)
    reached = rng.random(len(weights)) * edges[:, -1]
    return weights.columns.to_numpy()[(edges > reached[:, None]).argmax(axis=1)]


def waiting(rng: np.random.Generator, mean: float | np.ndarray, size: int) -> np.ndarray:
    """Times until something that is as likely at every moment, whatever came before."""
    return -np.log1p(-rng.random(size)) * mean


def counts(rng: np.random.Generator, mean: np.ndarray) -> np.ndarray:
    """How often something happens that happens `mean` times on average (Poisson)."""
    return stats.poisson.ppf(rng.random(len(mean)), mean).astype(int)


def successes(rng: np.random.Generator, tries: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """How many of several tries succeed (binomial)."""
    return stats.binom.ppf(rng.random(len(tries)), tries, chance).astype(int)


def between(rng: np.random.Generator, low: float, high: float, size: int) -> np.ndarray:
    """Numbers anywhere between two bounds."""
    return low + (high - low) * rng.random(size)


def strays(rng: np.random.Generator, size: int) -> np.ndarray:
    """How far things stray from what is usual, in standard deviations (normal)."""
    return stats.norm.ppf(rng.random(size))
