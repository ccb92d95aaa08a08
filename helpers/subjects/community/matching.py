"""How far to trust a matched comparison: try it on made-up clubs of which the truth is known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.result import Result
from helpers.stats.wording import counted, share
from helpers.subjects.community.membership import members_against_others

CUSTOMERS, DAYS, WITHIN_DAYS = 240, 720, 90
FIRST_DAY, FIRST_JOINING, LAST_WATCHED = pd.Timestamp("2023-01-01"), 300, 120


@dataclass(frozen=True, eq=False, repr=False)
class MatchingTrial(Result):
    """What two comparisons say of clubs in which membership is known to do so much.

    Parameters
    ----------
    clubs : DataFrame
        Index `club`; money for `within_days` days: `truth` (what joining really adds), `plain` and
        `matched` (what either comparison says), and `lower`, `upper` of the matched one (95%).
    within_days : int
        The days that the money is for.
    """

    clubs: pd.DataFrame
    within_days: int

    @property
    def left(self) -> float:
        """What matching leaves of the error of a plain comparison, as a share."""
        error = self.clubs[["plain", "matched"]].mean() - self.clubs["truth"].mean()
        return float(error["matched"] / error["plain"])

    @property
    def covered(self) -> int:
        """In how many clubs the matched interval holds the truth."""
        clubs = self.clubs
        return int(clubs["truth"].between(clubs["lower"], clubs["upper"]).sum())

    def headline(self, format: Format = PLAIN) -> str:
        """The truth, what each comparison says on average, and what matching leaves."""
        truth, plain, matched = (
            format.number(self.clubs[name].mean(), digits=1)
            for name in ("truth", "plain", "matched"))
        truth = truth if self.clubs["truth"].any() else "nothing"
        return (
            f"In {counted(len(self.clubs), 'made-up club', format)} where joining really adds "
            f"{truth} in {counted(self.within_days, 'day', format)}, a plain comparison says "
            f"{plain} on average and a matched one {matched}: matching "
            f"{self._left_words(format)} of the error."
        )

    def _left_words(self, format: Format) -> str:
        return f"leaves {share(self.left, format)}" if self.left >= 0 else "takes off more than all"


def matching_trial(*, clubs: int = 8, effect: float = 0.0, seed: int = 0) -> MatchingTrial:
    """How wrong is a plain comparison of members and others, and how much does matching mend?

    In each club 240 customers are watched for 720 days. How often somebody buys differs from one to
    the next; who buys more often joins more readily. From joining on, members buy more often by
    `effect`.

    Parameters
    ----------
    clubs : int
        How many to make, at least 1.
    effect : float
        What joining adds to how often a member buys: 0 for nothing, 0.5 for half as often again.
    seed : int
        Of the chances; the same gives the same clubs.

    Returns
    -------
    MatchingTrial

    Examples
    --------
    >>> trial = matching_trial(clubs=2)
    >>> trial.clubs["truth"].tolist(), bool((trial.clubs["plain"] > trial.clubs["matched"]).all())
    ([0.0, 0.0], True)
    """
    rng = np.random.default_rng(seed)
    rows = [_compared(rng, effect) for _ in range(clubs)]
    return MatchingTrial(
        pd.DataFrame(rows, pd.RangeIndex(1, clubs + 1, name="club")), WITHIN_DAYS)


def _compared(rng: np.random.Generator, effect: float) -> dict[str, float]:
    orders, community, truth = _club(rng, effect)
    found = members_against_others(orders, community=community, within_days=WITHIN_DAYS,
                                   as_of=FIRST_DAY + pd.Timedelta(days=DAYS - 1))
    matched = found.matched
    return {"truth": truth, "plain": found.differences.loc["plain", "difference"],
            "matched": matched.difference, "lower": matched.lower, "upper": matched.upper}


def _club(rng: np.random.Generator, effect: float) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Orders, who joined when, and what joining really adds for a member in so many days."""
    rate = rng.gamma(2, 0.015, CUSTOMERS)
    member = rng.random(CUSTOMERS) < 0.15 + 0.7 * rate / rate.max()
    joined = rng.integers(FIRST_JOINING, DAYS - LAST_WATCHED, CUSTOMERS)
    since = member[:, None] & (np.arange(DAYS) > joined[:, None])
    who, when = np.nonzero(rng.random((CUSTOMERS, DAYS)) < rate[:, None] * (1 + effect * since))
    orders = pd.DataFrame({
        "customer_id": who, "order_date": FIRST_DAY + pd.to_timedelta(when, unit="D"),
        "quantity": 1.0, "unit_price": rng.gamma(9, 2, len(who))})
    community = pd.DataFrame({
        "member_id": np.flatnonzero(member),
        "date": FIRST_DAY + pd.to_timedelta(joined[member], unit="D")})
    return orders, community, 18 * WITHIN_DAYS * float(rate[member].mean()) * effect
