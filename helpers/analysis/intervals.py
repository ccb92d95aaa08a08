"""Intervals that several analyses use: of 95% unless a level is given."""

import numpy as np
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

NORMAL_95 = float(norm.ppf(0.975))


def wilson(successes, trials, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval for shares (Wilson, 1927); NaN where there were no trials.

    None of all begins at 0, and all of them end at 1, exactly.

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
        successes[known], trials[known], alpha=1 - level, method="wilson"
    )
    lower[known & (successes == 0)] = 0.0
    upper[known & (successes == trials)] = 1.0
    return lower, upper


def square_and_add(one, other):
    """The difference of two independent estimates, each a value, its lower and its upper limit.

    The limits' distances are squared and added (Zou & Donner, 2008); for two shares with Wilson's
    limits that is `newcombe`.

    Examples
    --------
    >>> shares = ((part / whole, *(limit.item() for limit in wilson([part], [whole])))
    ...           for part, whole in ((56, 70), (48, 80)))
    >>> [round(float(value), 4) for value in square_and_add(*shares)]
    [0.2, 0.0524, 0.3339]
    """
    (value, lower, upper), (value2, lower2, upper2) = one, other
    difference = value - value2
    return (difference, difference - np.hypot(value - lower, upper2 - value2),
            difference + np.hypot(upper - value, value2 - lower2))


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
