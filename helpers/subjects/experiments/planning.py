"""How many people a test needs, how long that takes, and what a shorter one could still see."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import OwnerError
from helpers.stats.result import Result
from helpers.stats.values import Count, Days, Points, Share, say

WEEK = 7
TINIEST = 1e-4
PICTURED = np.geomspace(0.4, 2.5, 43)  # changes shown, as multiples of the one asked for


@dataclass(frozen=True, eq=False, repr=False)
class PlannedTest(Result):
    """How large a test must be.

    Parameters
    ----------
    baseline, change : float
        As asked for.
    variants : int
        With the control.
    per_variant : int
        People that each variant must be shown to.
    days : int or None
        Days until that many have come; None where nobody said how many come in a day.
    detectable : float or None
        The smallest change that a test of `most_days` can see, with the same sureness; NaN where
        it can see none. None where the days are not limited.
    most_days : int or None
        As given.
    sizes : DataFrame
        By `change`: `per_variant`, people needed to see a change of that size.
    """

    baseline: float
    change: float
    variants: int
    per_variant: int
    days: int | None
    detectable: float | None
    most_days: int | None
    sizes: pd.DataFrame

    @property
    def fits(self) -> bool:
        """Whether the test can be done in the days there are."""
        return self.days is None or self.most_days is None or self.days <= self.most_days

    def headline(self, format: Format = PLAIN) -> str:
        """How many people and days, and what to do where that is too long."""
        told = say("To see a change from {before} to {after}, show each variant to {people}.",
                   format, before=Share(self.baseline), after=Share(self.baseline + self.change),
                   people=Count(self.per_variant, "person", several="people"))
        if self.days is not None:
            told += say(" That takes {days}; run {whole}, whole weeks, so that each weekday counts "
                        "alike.", format, days=Days(self.days),
                        whole=Days(WEEK * math.ceil(self.days / WEEK)))
        if self.fits:
            return told
        if math.isnan(self.detectable):
            return told + say(" In {days} no change at all could be seen: test where more people "
                              "come by.", format, days=Days(self.most_days))
        return told + say(" In {days} you would only see a change of {change} or more: test "
                          "something bolder, or somewhere busier.", format,
                          days=Days(self.most_days), change=Points(self.detectable))


def plan_test(
    *, baseline: float, change: float, power: float = 0.8, alpha: float = 0.05, variants: int = 2,
    per_day: float | None = None, most_days: int | None = None,
) -> PlannedTest:
    """How many people must see each variant, so that a change that matters is not missed?

    Parameters
    ----------
    baseline : float
        The share who do what is hoped today, 0 to 1.
    change : float
        The smallest change worth knowing of, as a difference of shares; negative for a fall.
    power : float
        How often a change of that size is to be found.
    alpha : float
        How often a change is to be seen where there is none, over all variants together.
    variants : int
        With the control; shared out evenly. More than two share `alpha` out (Bonferroni).
    per_day : float, optional
        People a day who can take part, over all variants.
    most_days : int, optional
        How long you can spare; needs `per_day`.

    Raises
    ------
    OwnerError
        A share outside 0 to 1, no change, or fewer than two variants.

    Notes
    -----
    Two-sided, normal approximation without continuity correction (Fleiss, Levin & Paik, 2003,
    chapter 4), as `power.prop.test` in R has it.

    Examples
    --------
    >>> plan = plan_test(baseline=0.50, change=0.25, power=0.90)  # R's own example: n = 76.7
    >>> plan.per_variant, plan_test(baseline=0.1, change=0.02, per_day=120).days
    (77, 65)
    """
    target = baseline + change
    if not (0 < baseline < 1 and 0 < target < 1 and change):
        raise OwnerError("A plan needs a share of today between 0% and 100%, and a change that "
                         "leaves it there.")
    if not (0 < alpha < power < 1) or variants < 2 or (per_day is not None and per_day <= 0):
        raise OwnerError("A plan needs two variants or more, people every day, and a power above "
                         "alpha, both between 0 and 1.")
    each = alpha / (variants - 1)
    needed = _size(baseline, change, power, each)
    days = None if per_day is None else math.ceil(needed * variants / per_day)
    detectable = None
    if days is not None and most_days is not None:
        detectable = _smallest_seen(baseline, math.copysign(1, change), power, each,
                                    most_days * per_day / variants)
    changes = change * PICTURED
    changes = changes[(baseline + changes > 0) & (baseline + changes < 1)]
    sizes = pd.DataFrame({"per_variant": [_size(baseline, step, power, each) for step in changes]},
                         index=pd.Index(changes, name="change"))
    return PlannedTest(baseline, change, variants, needed, days, detectable, most_days, sizes)


def _size(baseline: float, change: float, power: float, alpha: float) -> int:
    return math.ceil(samplesize_proportions_2indep_onetail(
        change, baseline, power, alpha=alpha, alternative="two-sided"))


def _smallest_seen(
    baseline: float, direction: float, power: float, alpha: float, people: float
) -> float:
    """The change for which so many people a variant are just enough; NaN where none is."""
    furthest = (1 - baseline if direction > 0 else baseline) - TINIEST

    def lacking(size: float) -> float:
        return _size(baseline, direction * size, power, alpha) - people

    if lacking(furthest) > 0:
        return math.nan
    if lacking(TINIEST) <= 0:
        return direction * TINIEST
    return direction * brentq(lacking, TINIEST, furthest, xtol=1e-5)
