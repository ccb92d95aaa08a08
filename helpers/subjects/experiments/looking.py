"""Looking at a test every day: with intervals that hold however often one looks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.findings import ACT, LIKELY, THIS_WEEK, WATCH, Action, Finding
from helpers.stats.result import Result
from helpers.stats.values import Days, Points, When, say
from helpers.subjects.experiments.trial import COUNTS, one_trial

FEWEST_SEEN = 10  # who did, and who did not, in both variants together: before, normal is far off


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
    decided : Series
        By variant: the first day on which the interval left zero out; NaT where none has.
    fooled : Series
        By variant: the first day on which `plain_p` fell below 1 − level; NaT where it never did.
    """

    experiment: str
    control: str
    frame: pd.DataFrame
    decided: pd.Series
    fooled: pd.Series

    @property
    def variant(self) -> str:
        """The variant to speak of: decided first, else the one furthest from the control."""
        if self.decided.notna().any():
            return self.decided.idxmin()
        return self.frame["difference"].abs().groupby("variant").last().idxmax()

    def headline(self, format: Format = PLAIN) -> str:
        """Whether one may stop, and what looking without care would have said."""
        name = self.variant
        last = self.frame.loc[name].iloc[-1]
        said = {"test": self.experiment, "name": name, "control": self.control,
                "points": Points(last["difference"], last["lower"], last["upper"]),
                "days": Days(len(self.frame.loc[name])), "day": When(self.decided[name]),
                "early": When(self.fooled[name])}
        if pd.notna(self.decided[name]):
            side = "better" if last["difference"] > 0 else "worse"
            return say(f"{{test}}: you may stop. Since {{day}} “{{name}}” has been {side} than "
                       "“{control}”, however often you look: {points} by now.", format, **said)
        careless = (" By a plain test you would have stopped on {early}, on chance."
                    if pd.notna(self.fooled[name]) else "")
        return say("{test}: no winner after {days}. “{name}” against “{control}” is {points}."
                   + careless, format, **said)

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, and whether to stop."""
        if pd.notna(self.decided[self.variant]):
            return Finding(self.headline(format), ACT, firmness=LIKELY, action=Action(
                f"Stop “{self.experiment}” and see whether the difference pays", THIS_WEEK))
        return Finding(self.headline(format), WATCH)


def peek(
    experiments: pd.DataFrame, *, experiment: str | None = None, control: str | None = None,
    change: float = 0.02, level: float = 0.95,
) -> Peeks:
    """May I look at a test every day, and stop as soon as it is clear?

    Parameters
    ----------
    experiments : DataFrame
        As of `analyse_test`, with `day`.
    experiment, control : str, optional
        As of `analyse_test`.
    change : float
        A difference of the size hoped for, said before the test begins. A poor guess costs days;
        it does not make the answer wrong.
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
    ('08 March', '02 March')
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
            looks[variant] = _sequence(seen.loc[enough, pair], did.loc[enough, pair], change,
                                       alpha / len(trial.others))
    if len(looks) < len(trial.others):
        raise NotEnoughData(f"looking at “{trial.name}” day by day",
                            f"{len(seen)} days", f"days on which by then {FEWEST_SEEN} people did "
                            f"what was hoped, and {FEWEST_SEEN} did not")
    frame = pd.concat(looks, names=["variant", "day"])
    clear = (frame["lower"] > 0) | (frame["upper"] < 0)
    return Peeks(trial.name, trial.control, frame, _first_day(clear, trial.others),
                 _first_day(frame["plain_p"] < alpha, trial.others))


def _sequence(
    seen: pd.DataFrame, did: pd.DataFrame, change: float, alpha: float
) -> pd.DataFrame:
    """The mixture's interval and p-value on each day; shares are drawn a little towards a half, so
    that their error is never nought (Agresti & Caffo, 2000)."""
    rate = (did + 1) / (seen + 2)
    error = (rate * (1 - rate) / (seen + 2)).sum(axis=1)
    shares = did / seen
    difference = shares.iloc[:, 1] - shares.iloc[:, 0]
    whole = error + change**2
    reach = np.sqrt(2 * error * whole / change**2
                    * (np.log(1 / alpha) + np.log(whole / error) / 2))
    evidence = np.sqrt(error / whole) * np.exp(
        (change * difference)**2 / (2 * error * whole))
    pooled = did.sum(axis=1) / seen.sum(axis=1)
    plain = difference / np.sqrt(pooled * (1 - pooled) * (1 / seen).sum(axis=1))
    return pd.DataFrame({
        "difference": difference, "lower": difference - reach, "upper": difference + reach,
        "p_value": np.minimum(1, 1 / evidence).cummin(), "plain_p": 2 * norm.sf(plain.abs())})


def _first_day(marked: pd.Series, variants: list[str]) -> pd.Series:
    days = marked[marked].reset_index("day")["day"].groupby("variant").first()
    return days.reindex(variants)
