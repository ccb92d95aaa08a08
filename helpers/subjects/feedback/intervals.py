"""How sure a score is: intervals for a Net Promoter Score and for a share."""

import numpy as np
from scipy.stats import norm

from helpers.stats.intervals import wilson

EXTRA_PROMOTERS, EXTRA_PASSIVES, EXTRA_DETRACTORS = 0.75, 1.5, 0.75


def promoter_interval(counts: np.ndarray, level: float):
    """Score and adjusted Wald interval, in points, for rows of detractors, passives, promoters."""
    total = counts.sum(axis=1)
    score = np.divide(counts[:, 2] - counts[:, 0], total, out=np.full(len(total), np.nan),
                      where=total > 0)
    adjusted = counts + [EXTRA_DETRACTORS, EXTRA_PASSIVES, EXTRA_PROMOTERS]
    size = adjusted.sum(axis=1)
    against, _, favour = (adjusted / size[:, None]).T
    middle = favour - against
    reach = norm.ppf((1 + level) / 2) * np.sqrt((favour + against - middle**2) / size)
    lower = np.minimum(np.clip(middle - reach, -1, 1), score)
    upper = np.maximum(np.clip(middle + reach, -1, 1), score)
    return 100 * score, 100 * lower, 100 * upper


def wilson_interval(counts: np.ndarray, level: float):
    """Share and Wilson interval for rows of others and satisfied."""
    total = counts.sum(axis=1)
    share_satisfied = np.divide(counts[:, 1], total, out=np.full(len(total), np.nan),
                                where=total > 0)
    return share_satisfied, *wilson(counts[:, 1], total, level)
