"""Looking at a test every day: with intervals that hold however often one looks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.findings import ACT, LIKELY, THIS_WEEK, WATCH, Action, Finding
from helpers.stats.result import Result
from helpers.stats.values import Points, When, say
from helpers.subjects.experiments.trial import (
    COUNTS, one_trial, plain_p, squared_error, usual_change,
)

FEWEST_SEEN = 30  # who did, and who did not, in both variants together: before, normal is far off


@dataclass(frozen=True, eq=False, repr=False)
class Peeks(Result):
    """A test as it looked at the end of each day.

    Parameters
    ----------
    experiment, control : str
        The test, and the variant that the others are compared with.
    frame : DataFrame
        By `variant` and `day`: the `difference` so far, the `lower` and `upper` limit that hold on
        all days at once, the always-valid `p_value`, and `plain_p`, which may be read once only.
    smallest : float
        The smallest difference that pays.
    decided : Series
        By variant: the first day on which the interval lay wholly above, or below, what pays; NaT
        where none has.
    fooled : Series
        By variant: the first day on which `plain_p` fell below 1 − level; NaT where it never did.
    """

    experiment: str
    control: str
    frame: pd.DataFrame
    smallest: float
    decided: pd.Series
    fooled: pd.Series

    @property
    def variant(self) -> str:
        """The variant to speak of: decided first, else the one furthest from the control."""
        if self.decided.notna().any():
            return self.decided.idxmin()
        return self.frame["difference"].abs().groupby("variant").last().idxmax()

    def pays(self, variant: str) -> bool:
        """Whether it was decided for a variant, and for the better."""
        day = self.decided[variant]
        return pd.notna(day) and self.frame.loc[(variant, day), "lower"] >= self.smallest

    def headline(self, format: Format = PLAIN) -> str:
        """Whether one may stop, and what looking without care would have said."""
        name, rows = self.variant, self.frame.loc[self.variant]
        stop, early = self.decided[name], self.fooled[name]
        points = Points(*rows.iloc[-1][["difference", "lower", "upper"]])
        if pd.notna(stop):
            yes, no = ("pays", "does not pay") if self.smallest else ("is better", "is worse")
            return say("{test}: you may stop. Since {day} it is clear that “{name}” {so}, however "
                       "often you look. The difference to “{control}” is {points} by now.", format,
                       test=self.experiment, day=When(stop), name=name, control=self.control,
                       so=yes if self.pays(name) else no, points=points)
        careless = say(" By a plain test you would have stopped on {day}, too soon.", format,
                       day=When(early)) if pd.notna(early) else ""
        return say("{test}: nothing clear by {day}. “{name}” against “{control}” makes a "
                   "difference of {points}.{careless}", format, test=self.experiment, name=name,
                   day=When(rows.index[-1]), control=self.control, points=points,
                   careless=careless)

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, and whether to stop."""
        if pd.notna(self.decided[self.variant]):
            so = "bring in" if self.pays(self.variant) else "drop"
            return Finding(self.headline(format), ACT, firmness=LIKELY, action=Action(
                f"Stop “{self.experiment}” and {so} “{self.variant}”", THIS_WEEK))
        return Finding(self.headline(format), WATCH)


def peek(
    experiments: pd.DataFrame, *, experiment: str | None = None, control: str | None = None,
    change: float | None = None, smallest_that_matters: float = 0.0, level: float = 0.95,
) -> Peeks:
    """May I look at a test every day, and stop as soon as it is clear?

    Parameters
    ----------
    experiments : DataFrame
        As of `analyse_test`, with `day`.
    experiment, control : str, optional
        As of `analyse_test`.
    change : float, optional
        A difference of the size hoped for, said before the test begins. A poor guess costs days;
        it does not make the answer wrong. A fifth of the control's first share by default.
    smallest_that_matters : float
        The smallest difference that pays: a test may stop once it is clear on which side of it the
        truth lies.
    level : float
        How often the interval holds the truth on every day at once; shared out where there are
        several variants.

    Raises
    ------
    NotEnoughData
        No days, or too few people on all of them.

    Notes
    -----
    The mixture sequential probability ratio test of Robbins (1970) with a normal mixture, for two
    shares as in Johari, Koomen, Pekelis & Walsh (2022), *Always valid inference*.

    Examples
    --------
    >>> days = pd.date_range("2025-03-01", periods=20)
    >>> rows = [("sign", name, name == "old", day, 40, sold) for day in days
    ...         for name, sold in (("old", 10), ("new", 18))]
    >>> looks = peek(pd.DataFrame(rows, columns=["experiment", "variant", "control", "day",
    ...                                          "exposures", "conversions"]))
    >>> f"{looks.decided['new']:%d %B}", f"{looks.fooled['new']:%d %B}"
    ('04 March', '02 March')
    """
    trial = one_trial(experiments, experiment, control)
    seen, did = (trial.by_day(name).fillna(0).cumsum() for name in COUNTS)
    alpha = 1 - level
    looks = {}
    for variant in trial.others:
        pair = [trial.control, variant]
        hoped, rest = did[pair].sum(axis=1), (seen - did)[pair].sum(axis=1)
        enough = (hoped >= FEWEST_SEEN) & (rest >= FEWEST_SEEN) & (seen[pair] > 0).all(axis=1)
        if enough.any():
            counts = did.loc[enough, pair], seen.loc[enough, pair]
            first = (counts[0].iloc[0, 0] + 1) / (counts[1].iloc[0, 0] + 2)
            looks[variant] = _sequence(*counts, change or usual_change(first),
                                       alpha / len(trial.others))
    if len(looks) < len(trial.others):
        raise NotEnoughData(f"looking at “{trial.name}” day by day",
                            f"{len(seen)} days", f"{FEWEST_SEEN} people by some day who did what "
                                                 f"was hoped, and {FEWEST_SEEN} who did not")
    frame = pd.concat(looks, names=["variant", "day"])
    pays = smallest_that_matters
    clear = (frame["lower"] > pays) | (frame["upper"] < pays)
    return Peeks(trial.name, trial.control, frame, pays, _first_day(clear, trial.others),
                 _first_day(frame["plain_p"] < alpha, trial.others))


def _sequence(
    did: pd.DataFrame, seen: pd.DataFrame, change: float, alpha: float
) -> pd.DataFrame:
    """The mixture's interval and p-value on each day."""
    error = squared_error(did, seen).sum(axis=1)
    shares = did / seen
    difference = shares.iloc[:, 1] - shares.iloc[:, 0]
    whole = error + change**2
    reach = np.sqrt(2 * error * whole / change**2
                    * (np.log(1 / alpha) + np.log(whole / error) / 2))
    odds = np.sqrt(whole / error) * np.exp(-(change * difference)**2 / (2 * error * whole))
    (others_did, has_done), (others_seen, has_seen) = did.to_numpy().T, seen.to_numpy().T
    return pd.DataFrame({
        "difference": difference, "lower": difference - reach, "upper": difference + reach,
        "p_value": odds.clip(upper=1).cummin(),
        "plain_p": plain_p(has_done, has_seen, others_did, others_seen)})


def _first_day(marked: pd.Series, variants: list[str]) -> pd.Series:
    days = marked[marked].reset_index("day")["day"].groupby("variant").first()
    return days.reindex(variants)
