"""What a test has shown: each variant against the control, and what may be concluded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import bootstrap, chisquare
from statsmodels.stats.multitest import multipletests

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.stats.findings import (
    ACT, FIRM, GOOD, LIKELY, ROUGH, THIS_QUARTER, THIS_WEEK, WATCH, Action, Finding, Measure, Stake,
)
from helpers.stats.intervals import newcombe, welch, wilson
from helpers.stats.result import Result
from helpers.stats.values import Count, Money, Part, Points, say
from helpers.stats.wording import joined
from helpers.subjects.experiments.trial import (
    Trial, one_trial, plain_p, squared_error, usual_change,
)

SPLIT_BROKEN_BELOW = 0.001  # Fabijan et al. (2019)
FEWEST_DAYS = 14
REDRAWN = 2000
A_YEAR = 365

BROKEN, WORTH, PERHAPS, BETTER, AHEAD, TOO_SMALL, WORSE, ALIKE, UNCLEAR = (
    "do not use", "do it", "do it, and keep measuring", "works", "not proven, but choose it",
    "works, but too little to pay", "worse", "no difference that matters", "not clear")
_SAYS = {
    WORTH: "Do it: even the low end of that range pays.",
    PERHAPS: "It works and probably pays, though the low end would not: do it where you can undo "
             "it, and keep measuring.",
    BETTER: "Chance alone would seldom do this. Whether it pays, your costs must say.",
    AHEAD: "That may be chance, but with luck allowed for it should still pay: choose it, and keep "
           "measuring.",
    TOO_SMALL: "It works, but with luck allowed for too little to pay: leave it.",
    WORSE: "Keep to what you had.",
    ALIKE: "Any difference is too small to matter: choose the cheaper one.",
    UNCLEAR: "That may well be chance: leave things as they were.",
}
_LEAVE = "Leave “{test}” as it was"
_FOUND = {  # kind, firmness, and what to do
    BROKEN: (WATCH, ROUGH, "Find out who went missing in “{test}”, mend that, and run it again",
             THIS_QUARTER),
    WORTH: (ACT, FIRM, "Bring in “{variant}” ({test}) for everyone", THIS_WEEK),
    PERHAPS: (ACT, LIKELY, "Bring in “{variant}” ({test}) where it can be undone", THIS_QUARTER),
    BETTER: (ACT, FIRM, "Reckon whether “{variant}” ({test}) pays for itself", THIS_WEEK),
    AHEAD: (ACT, ROUGH, "Bring in “{variant}” ({test}) and keep measuring", THIS_QUARTER),
    TOO_SMALL: (GOOD, FIRM, _LEAVE, THIS_WEEK),
    WORSE: (GOOD, FIRM, _LEAVE, THIS_WEEK),
    ALIKE: (GOOD, LIKELY, "Choose whichever is cheaper in “{test}”", THIS_QUARTER),
    UNCLEAR: (WATCH, ROUGH, _LEAVE + ", or plan a larger test", THIS_QUARTER),
}
_RANK = list(_SAYS) + [BROKEN]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """One test's variants against its control.

    Parameters
    ----------
    experiment, control : str
        The test, and the variant that the others are compared with.
    level : float
        Of the intervals.
    smallest : float or None
        The smallest difference that matters, where it was given.
    frame : DataFrame
        By variant: `difference` of the shares, its `lower` and `upper` (Newcombe 1998), `p_value`
        (score test), `adjusted_p` (Holm 1979), `expected` (the difference with luck allowed for),
        `conclusion`.
    rates : DataFrame
        By variant, the control first: `exposures`, `conversions`, `rate` with `lower` and `upper`
        (Wilson), the `share` of all people it got and the share `planned`.
    revenue : DataFrame or None
        By variant: `per_exposure`, `difference` with `lower` and `upper` (days drawn again), and
        `welch_lower`, `welch_upper`; None without revenue on 14 days.
    split_p : float
        How often chance alone splits people so far from the plan (chi-square).
    days : int
        How many days are known; 0 where only totals are.
    period : str
        The first and last of them.
    """

    experiment: str
    control: str
    level: float
    smallest: float | None
    frame: pd.DataFrame
    rates: pd.DataFrame
    revenue: pd.DataFrame | None
    split_p: float
    days: int
    period: str

    @property
    def split_as_planned(self) -> bool:
        """Whether each variant got its share of people, but for chance."""
        return self.split_p >= SPLIT_BROKEN_BELOW

    @property
    def best(self) -> str:
        """The variant to speak of first: by its conclusion, then by its difference."""
        rank = self.frame["conclusion"].map(_RANK.index)
        return self.frame.assign(rank=rank).sort_values(
            ["rank", "difference"], ascending=[True, False], kind="stable").index[0]

    @property
    def conclusion(self) -> str:
        """What may be concluded of the best variant."""
        return self.frame.loc[self.best, "conclusion"]

    def headline(self, format: Format = PLAIN) -> str:
        """The best variant beside the control, and what may be concluded."""
        if not self.split_as_planned:
            return self._split_in_words(format)
        row = self.frame.loc[self.best]
        others = self.frame.drop(self.best)
        tried = f" Of {len(self.frame)} changes tried, this did best." if len(others) else ""
        return say(
            "{test}: “{best}” brought {new}, “{control}” {old}, a difference of "
            "{difference}.{tried} {so}", format,
            test=self.experiment, best=self.best, control=self.control, new=self._part(self.best),
            old=self._part(self.control), tried=tried, difference=self._points(self.best),
            so=_SAYS[row["conclusion"]])

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline with its measure, what it is worth a year, and what to do."""
        kind, firmness, what, when = _FOUND[self.conclusion]
        # of a broken split no difference may be told
        measure = Measure(f"difference made by {self.best}", self._points(self.best),
                          self.experiment, self.period) if self.split_as_planned else None
        return Finding(self.headline(format), kind, measure, self._stake(),
                       Action(what.format(variant=self.best, test=self.experiment), when), firmness)

    def _part(self, variant: str) -> Part:
        row = self.rates.loc[variant]
        return Part(row["conversions"], row["exposures"])

    def _points(self, variant: str) -> Points:
        return Points(*self.frame.loc[variant, ["difference", "lower", "upper"]])

    def _split_in_words(self, format: Format) -> str:
        people, all = self.rates["exposures"], self.rates["exposures"].sum()
        off = (self.rates["share"] - self.rates["planned"]).abs().idxmax()
        return say("{test}: do not use this result. “{off}” should have had {planned} of {all} but "
                   "had {had}; chance alone does that less than once in 1,000 times. Somebody went "
                   "missing, and they may not have been like the rest.", format, off=off,
                   test=self.experiment, planned=Count(self.rates.loc[off, "planned"] * all),
                   had=Count(people[off]), all=Count(all, "person", several="people"))

    def _stake(self) -> Stake | None:
        if self.revenue is None or self.conclusion not in (WORTH, PERHAPS, BETTER):
            return None
        people = A_YEAR * self.rates["exposures"].sum() / self.days
        row = people * self.revenue.loc[self.best, ["difference", "lower", "upper"]]
        return Stake(Money(*row), "what each person brought more in the test, times as many people "
                                  "a year as came a day; sales, before the goods and the change "
                                  "are paid for")


@dataclass(frozen=True, eq=False, repr=False)
class Comparisons(Result):
    """Every test of a business that can be judged.

    Parameters
    ----------
    tests : mapping of str to Comparison
        By the test's name.
    refused : mapping of str to str
        Why each of the others cannot be.
    """

    tests: Mapping[str, Comparison]
    refused: Mapping[str, str]

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each test and variant: its rate, the control's, and how they differ."""
        return pd.concat({
            name: test.frame.assign(
                control_rate=test.rates["rate"].iloc[0], rate=test.rates["rate"],
                shown_before=test.rates["exposures"].iloc[0], shown=test.rates["exposures"],
                split_p=test.split_p)
            for name, test in self.tests.items()}, names=["experiment", "variant"])

    @property
    def first(self) -> Comparison:
        """The test to speak of first."""
        return min(self.tests.values(), key=lambda test: _RANK.index(test.conclusion))

    def headline(self, format: Format = PLAIN) -> str:
        """How many tests say what, and the first of them in full."""
        if len(self.tests) == 1:
            return self.first.headline(format)
        said = [test.conclusion for test in self.tests.values()]
        parts = [f"{number} {'says' if number == 1 else 'say'} “{words}”" for words in _RANK
                 if (number := said.count(words))]
        return f"Of {len(said)} tests, {joined(parts)}. {self.first.headline(format)}"

    def finding(self, format: Format = PLAIN) -> Finding:
        """That of the first test, with what the others say."""
        return replace(self.first.finding(format), text=self.headline(format))


def analyse_test(
    experiments: pd.DataFrame, *, experiment: str | None = None, control: str | None = None,
    planned: Mapping[str, float] | None = None, level: float = 0.95,
    smallest_that_matters: float | None = None, change: float | None = None, seed: int = 0,
) -> Comparison:
    """Did the change work, by more than chance, and by enough to matter?

    Parameters
    ----------
    experiments : DataFrame
        `experiment`, `variant`, `exposures`, `conversions`; `control`, `day` and `revenue` where
        they are known.
    experiment, control : str, optional
        Which test, where there are several; which variant is the control, where no column says so.
    planned : mapping of variant to share, optional
        How people were to be shared out; evenly by default.
    level : float
        Of the intervals; a difference is told from chance where `adjusted_p` is below 1 − level.
    smallest_that_matters : float, optional
        The smallest difference of shares that pays for the change; 0 where it costs nothing.
    change : float, optional
        A difference of the size hoped for, as in the plan; by it luck is allowed for. A fifth of
        the control's share by default.
    seed : int
        For the days drawn again.

    Raises
    ------
    DataProblems
        A column is missing, or it is not said which test or control is meant.
    NotEnoughData
        One variant only, or one that nobody saw.

    Notes
    -----
    Shares: Newcombe (1998, method 10), score test, Holm (1979) over the variants. Money: Welch
    (1947) on the days' revenue per person, and whole days drawn again, the variants together
    (Efron & Tibshirani, 1993). Split: Fabijan et al. (2019). At a test's planned end the
    variant expected to earn more is the one to choose, proven or not (Feit & Berman, 2019), and a
    winner is expected to be less good than it looks: `expected` draws it towards no difference, as
    if most ideas changed less than half of what was hoped (a normal prior).

    Examples
    --------
    >>> signs = pd.DataFrame({"experiment": "sign", "variant": ["plain", "price"],
    ...     "control": [True, False], "exposures": [80, 70], "conversions": [48, 56]})
    >>> test = analyse_test(signs)  # Newcombe (1998), table II, contrast (a)
    >>> test.frame.loc["price", ["difference", "lower", "upper"]].astype(float).round(4).tolist()
    [0.2, 0.0524, 0.3339]
    """
    if smallest_that_matters is not None and smallest_that_matters < 0:
        raise OwnerError("The smallest difference that matters is a size, so 0 or more.")
    trial = one_trial(experiments, experiment, control)
    rates, split_p = _rates(trial, planned, level)
    days = trial.daily["day"].dropna()
    frame = _differences(trial, level, change or usual_change(rates["rate"].iloc[0]))
    frame["conclusion"] = (BROKEN if split_p < SPLIT_BROKEN_BELOW else [
        _conclusion(row, 1 - level, smallest_that_matters) for row in frame.itertuples()])
    return Comparison(
        trial.name, trial.control, level, smallest_that_matters, frame, rates,
        _revenue(trial, level, seed), split_p, days.nunique(),
        f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else "")


def analyse_tests(
    experiments: pd.DataFrame, *, smallest_that_matters: Mapping[str, float] | None = None,
    level: float = 0.95,
) -> Comparisons:
    """Every test in the table, each on its own.

    Parameters
    ----------
    experiments : DataFrame
        The table `experiments`.
    smallest_that_matters : mapping of test to difference, optional
        As of `analyse_test`, for the tests where it is known.
    level : float
        As of `analyse_test`.

    Raises
    ------
    NotEnoughData
        Where no test can be judged.
    """
    tests, refused = {}, {}
    for name in dict.fromkeys(experiments["experiment"]):
        try:
            tests[name] = analyse_test(
                experiments, experiment=name, level=level,
                smallest_that_matters=(smallest_that_matters or {}).get(name))
        except OwnerError as reason:
            refused[name] = str(reason)
    if not tests:
        raise NotEnoughData("judging your tests", "; ".join(refused.values()) or "no test",
                            "one with a control and another variant that people saw")
    return Comparisons(tests, refused)


def _rates(
    trial: Trial, planned: Mapping[str, float] | None, level: float
) -> tuple[pd.DataFrame, float]:
    rates = trial.totals[["exposures", "conversions"]].copy()
    rates["rate"] = rates["conversions"] / rates["exposures"]
    rates["lower"], rates["upper"] = wilson(rates["conversions"], rates["exposures"], level)
    rates["share"] = rates["exposures"] / rates["exposures"].sum()
    shares = pd.Series(planned or dict.fromkeys(rates.index, 1), dtype=float).reindex(rates.index)
    if not (shares > 0).all():
        raise OwnerError(f"Say what share of people {joined(list(rates.index))} were to get.")
    rates["planned"] = shares / shares.sum()
    expected = rates["planned"] * rates["exposures"].sum()
    return rates, float(chisquare(rates["exposures"], expected).pvalue)


def _differences(trial: Trial, level: float, change: float) -> pd.DataFrame:
    before = tuple(trial.totals.loc[trial.control, ["conversions", "exposures"]])
    rows = {}
    for variant in trial.others:
        counts = tuple(trial.totals.loc[variant, ["conversions", "exposures"]])
        difference = counts[0] / counts[1] - before[0] / before[1]
        lower, upper = newcombe(*counts, *before, level=level)
        luck = (squared_error(*counts) + squared_error(*before)) / (change / 2)**2
        rows[variant] = {"difference": difference, "lower": lower, "upper": upper,
                         "p_value": plain_p(*counts, *before), "expected": difference / (1 + luck)}
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("variant")
    frame.insert(4, "adjusted_p", frame["p_value"] if len(frame) == 1 else
                 multipletests(frame["p_value"], method="holm")[1])
    return frame


def _conclusion(row, alpha: float, smallest: float | None) -> str:
    matters, clear = smallest or 0.0, row.adjusted_p < alpha
    pays = row.expected > matters
    if clear and row.difference < 0:
        return WORSE
    if clear and smallest is None:
        return BETTER
    if clear:
        return WORTH if row.lower >= matters else PERHAPS if pays else TOO_SMALL
    if matters and max(-row.lower, row.upper) < matters:
        return ALIKE
    return AHEAD if smallest is not None and pays else UNCLEAR


def _revenue(trial: Trial, level: float, seed: int) -> pd.DataFrame | None:
    """Money per person, compared over the days on which every variant was seen."""
    if trial.daily["revenue"].isna().all():
        return None
    people, money = trial.by_day("exposures"), trial.by_day("revenue")
    money = money.reindex(people.index)[(people > 0).all(axis=1) & money.notna().all(axis=1)]
    people = people.loc[money.index]
    if len(money) < FEWEST_DAYS:
        return None
    each = money / people
    rows = {}
    for variant in trial.others:
        pair = [variant, trial.control]
        columns = [frame[name].to_numpy(float) for name in pair for frame in (money, people)]
        drawn = bootstrap(columns, _per_person_more, paired=True, vectorized=True,
                          n_resamples=REDRAWN, confidence_level=level, method="percentile",
                          rng=np.random.default_rng(seed)).confidence_interval
        low, high = welch(*(each[name] for name in pair), level=level)
        rows[variant] = {"per_exposure": money[variant].sum() / people[variant].sum(),
                         "difference": float(_per_person_more(*columns)), "lower": drawn.low,
                         "upper": drawn.high, "welch_lower": low, "welch_upper": high}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("variant")


def _per_person_more(money, people, other_money, other_people, axis=-1):
    return (money.sum(axis=axis) / people.sum(axis=axis)
            - other_money.sum(axis=axis) / other_people.sum(axis=axis))
