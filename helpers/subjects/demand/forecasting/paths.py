"""What every method gives."""

from dataclasses import dataclass

import numpy as np

FARTHEST = 20.0  # times the largest value seen or forecast


@dataclass(frozen=True)
class SamplePaths:
    """What is expected of each period, sample paths (samples × periods), and how they came about.

    The method's words may leave the name of the period open, as `{period}`.
    """

    mean: np.ndarray
    paths: np.ndarray
    method: str


def centred_on(point: np.ndarray, paths: np.ndarray, largest: float) -> np.ndarray:
    """Paths that are never below 0, and whose mean in each period is `point`.

    What the paths hold below 0 becomes 0; the rest is then scaled down so that the mean stays.
    """
    highest = FARTHEST * max(largest, point.max())
    paths = np.clip(np.nan_to_num(paths, nan=0.0, posinf=highest), 0, highest)
    means = paths.mean(axis=0)
    return paths * np.divide(point, means, out=np.zeros_like(point), where=means > 0)
