"""Intervals that several analyses use: of 95% unless a level is given."""

import numpy as np
from scipy.stats import norm, sem
from scipy.stats import t as student
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.weightstats import CompareMeans

NORMAL_95 = float(norm.ppf(0.975))


def student_reach(error, freedom):
    """Half an interval's width, where a standard error has so many degrees of freedom.

    Examples
    --------
    >>> float(student_reach(1.0, 10).round(3))
    2.228
    """
    return student.ppf(0.975, freedom) * error


def mean_interval(values) -> tuple[float, float]:
    """Student's interval for a mean (1908), of two values or more.

    Examples
    --------
    >>> [round(end, 2) for end in mean_interval([4.0, 5.0, 6.0])]
    [2.52, 7.48]
    """
    reach = student_reach(sem(values), len(values) - 1)
    return float(np.mean(values) - reach), float(np.mean(values) + reach)


def welch(values, others, level: float = 0.95) -> tuple[float, float]:
    """The interval for a difference of two means of unequal spread (Welch, 1947).

    Examples
    --------
    >>> [round(end, 2) for end in welch([4.0, 5.0, 6.0], [1.0, 3.0, 5.0])]
    [-2.16, 6.16]
    """
    lower, upper = CompareMeans.from_data(values, others).tconfint_diff(
        alpha=1 - level, usevar="unequal")
    return float(lower), float(upper)


def poisson_rate(count: int, of: float) -> tuple[float, float]:
    """The exact interval for a count for each of so many (Garwood, 1936).

    Examples
    --------
    >>> [round(end, 4) for end in poisson_rate(10, 2)]  # Garwood: 4.7954 to 18.3904 of 10
    [2.3977, 9.1952]
    """
    lower, upper = confint_poisson(count, of, method="exact-c")
    return float(np.nan_to_num(lower)), float(upper)


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


def newcombe(
    successes, trials, other_successes, other_trials, level: float = 0.95
) -> tuple[float, float]:
    """Newcombe's interval for a difference of two independent shares (1998, method 10).

    Examples
    --------
    >>> lower, upper = newcombe(56, 70, 48, 80)  # Newcombe (1998), table II, contrast (a)
    >>> round(lower, 4), round(upper, 4)
    (0.0524, 0.3339)
    """
    lower, upper = confint_proportions_2indep(
        successes, trials, other_successes, other_trials, compare="diff", method="newcomb",
        alpha=1 - level,
    )
    return float(lower), float(upper)
