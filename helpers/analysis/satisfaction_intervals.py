"""How sure a score is: intervals for a Net Promoter Score, a share, and a difference of two."""

import numpy as np
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

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
    known = total > 0
    share_satisfied, lower, upper = (np.full(len(total), np.nan) for _ in range(3))
    share_satisfied[known] = counts[known, 1] / total[known]
    lower[known], upper[known] = proportion_confint(
        counts[known, 1], total[known], alpha=1 - level, method="wilson")
    return share_satisfied, lower, upper


def square_and_add(one, other):
    """The difference of two estimates, each a value, its lower and its upper limit."""
    (value, lower, upper), (value2, lower2, upper2) = one, other
    difference = value - value2
    return (difference, difference - np.hypot(value - lower, upper2 - value2),
            difference + np.hypot(upper - value, value2 - lower2))
