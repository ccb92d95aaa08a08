"""Intervals that several analyses use. All are 95% intervals."""

import numpy as np
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

NORMAL_95 = float(norm.ppf(0.975))


def wilson(successes, trials) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval for shares (Wilson, 1927); NaN where there were no trials.

    Examples
    --------
    >>> lower, upper = wilson([81], [263])  # Newcombe (1998), table I
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.2553], [0.3662])
    """
    successes, trials = (np.asarray(values, dtype=float) for values in (successes, trials))
    lower, upper = np.full(trials.shape, np.nan), np.full(trials.shape, np.nan)
    known = (trials > 0) & np.isfinite(successes)
    lower[known], upper[known] = proportion_confint(
        successes[known], trials[known], method="wilson"
    )
    return lower, upper


def newcombe(successes, trials, other_successes, other_trials) -> tuple[float, float]:
    """Newcombe's interval for a difference of two independent shares (1998, method 10).

    Examples
    --------
    >>> lower, upper = newcombe(56, 70, 48, 80)  # Newcombe (1998), table II, contrast (a)
    >>> round(lower, 4), round(upper, 4)
    (0.0524, 0.3339)
    """
    lower, upper = confint_proportions_2indep(
        successes, trials, other_successes, other_trials, compare="diff", method="newcomb"
    )
    return float(lower), float(upper)
