"""Which of the basics that every business shares are run well, and which one drags the others?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.reading.plain_yaml import declared
from helpers.stats.dated import CLOSE
from helpers.stats.questionnaire import Profile, Questionnaire
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined

HOLDS = 3  # “mostly, by habit”: what others can build on
LEGAL = "legal and regulatory"


@dataclass(frozen=True, eq=False, repr=False)
class Maturity(Profile):
    """How well the five common functions are run, by the owner's ratings.

    Beside what every `Profile` tells: which function drags the others, and by how much. The whole
    is the geometric mean of the functions, so that a strong one makes up for a weak one in part
    only, and the weakest is where a point more lifts the whole most.

    Notes
    -----
    That the geometric mean limits how far one dimension makes up for another is why the Human
    Development Index turned to it (UNDP, Human Development Report 2010). To use it here is a
    convention, as are statements and scale.
    """

    @property
    def plain_mean(self) -> float:
        """The ordinary mean of the functions rated."""
        return float(self.groups["score"].mean())

    @property
    def drag(self) -> float:
        """How many points the unevenness costs: the ordinary mean less the geometric one."""
        return self.plain_mean - self.overall

    @property
    def lifts(self) -> pd.Series:
        """How much the whole rises with one point more (at most to 5) in each function."""
        scores = self.groups["score"]
        raised = {name: min(score + 1, self.questionnaire.highest)
                  for name, score in scores.dropna().items()}
        return pd.Series({
            name: self.whole(scores.where(scores.index != name, higher)) - self.overall
            for name, higher in raised.items()}).reindex(scores.index)

    @property
    def weakest_sure(self) -> bool:
        """Whether one function is the weakest however the unanswered would be rated."""
        if len(self.weakest) > 1:
            return False
        others = self.groups.drop([*self.left_out, *self.weakest])
        return bool((others["lower"] > self.groups.loc[self.weakest[0], "upper"]).all())

    def headline(self, format: Format = PLAIN) -> str:
        """The whole with its range, the weakest function and its drag, and what changed."""
        return " ".join(filter(None, [
            self._whole_words(format), self._weakest_words(format), self._left_out_words(),
            self.change_words(format)]))

    def _whole_words(self, format: Format) -> str:
        overall, lower, upper = (
            format.number(value, digits=1) for value in (self.overall, self.lower, self.upper))
        rated, most = len(self.groups) - len(self.left_out), self.questionnaire.highest
        first = f"The {rated} basics come to {overall} of {most}"
        if rated == 1:
            first = (f"{self.weakest[0].capitalize()}, all that was rated, comes to {overall} of "
                     f"{most}")
        if not self.unanswered:
            return f"{first}."
        still = counted(self.unanswered, "statement", format)
        return (f"{first} (with {still} unanswered, anything from {lower} to {upper})."
                if lower != upper else f"{first} ({still} unanswered).")

    def _weakest_words(self, format: Format) -> str:
        rated = len(self.groups) - len(self.left_out)
        if rated == 1:
            return ""
        if len(self.weakest) == rated:
            return "All are alike."
        score = format.number(self.groups.loc[self.weakest[0], "score"], digits=1)
        sure = "" if self.weakest_sure or not self.unanswered else ", as far as answered"
        lift = self.lifts
        here, best = (format.number(lift[place], digits=2)
                      for place in (self.weakest[0], lift.idxmin()))
        return (f"{_sentence(self.weakest)} weakest at {score}{sure}: a point more in "
                f"{self.weakest[0]} would lift the whole by {here}, one in {lift.idxmin()} by "
                f"{best}.")

    def _left_out_words(self) -> str:
        return f"{_sentence(self.left_out)} not rated yet." if self.left_out else ""


BASICS = Questionnaire.declared(declared(__package__, "maturity.yaml"), Maturity)
FUNCTIONS, LEVELS, STATEMENTS = tuple(BASICS.groups), BASICS.scale, BASICS.frame


def maturity_profile(answers: Mapping, *, previous: Mapping | None = None) -> Maturity:
    """How well are the five basics run, which is the weakest, and what moved since last time?

    Parameters, refusals and range are those of `Questionnaire.profile`.

    Examples
    --------
    >>> answers = dict.fromkeys(STATEMENTS["name"], 4) | dict.fromkeys(BASICS.names("people"), 1)
    >>> profile = maturity_profile(answers)
    >>> profile.weakest, round(profile.overall, 2), profile.plain_mean
    (('people',), 3.03, 3.4)
    """
    return BASICS.profile(answers, previous=previous)


@dataclass(frozen=True, repr=False)
class Difference(Result):
    """Where a business means to differ from others, and whether its basics bear it.

    Parameters
    ----------
    function : str or None
        The function chosen; None while it is open.
    how : str
        What a customer would notice, in the owner's words; may be empty.
    score : float
        Of the function chosen, NaN where it is not rated.
    best : tuple of str
        The functions with the highest score among those that customers can see: all but the legal
        one, where the law asks the same of everyone.
    best_score : float
        Theirs, NaN where none is rated.
    below : dict of str to float
        Other functions that score under 3 (“mostly, by habit”), the lowest first.
    """

    function: str | None
    how: str
    score: float
    best: tuple[str, ...]
    best_score: float
    below: dict[str, float]

    def headline(self, format: Format = PLAIN) -> str:
        """The choice, how it stands today, and what it has to wait for."""
        return " ".join(filter(None, [self._choice_words(format), self._below_words(format)]))

    def _choice_words(self, format: Format) -> str:
        if self.function is None:
            return f"Where to be different is not chosen yet.{self._best_words(format)}"
        stands = ("not rated yet" if np.isnan(self.score)
                  else f"at {format.number(self.score, digits=1)} of {BASICS.highest} today")
        how = f": “{self.how.rstrip('.')}”" if self.how else ""
        return f"The business means to be different in {self.function}, {stands}{how}."

    def _best_words(self, format: Format) -> str:
        if not self.best:
            return ""
        return (f" {_sentence(self.best)} run best so far, at "
                f"{format.number(self.best_score, digits=1)} of {BASICS.highest}.")

    def _below_words(self, format: Format) -> str:
        if self.function is None or not self.below:
            return ""
        told = joined([f"{name} at {format.number(score, digits=1)}"
                       for name, score in self.below.items()])
        return f"First bring up what stands below {HOLDS}: {told}."


def where_to_differ(profile: Maturity, function: str | None = None, how: str = "") -> Difference:
    """Where does the business mean to be unlike others, and do its basics bear that?

    Parameters
    ----------
    profile : Maturity
        From `maturity_profile`.
    function : str, optional
        The function chosen, one of `FUNCTIONS`.
    how : str
        What a customer would notice.

    Returns
    -------
    Difference

    Raises
    ------
    ValueError
        Where there is no such function.

    Notes
    -----
    That all the basics should stand at 3 or more before one is made special is this workbook's own
    advice, and no finding of research.

    Examples
    --------
    >>> profile = maturity_profile({"keeps_promises": 4, "talks": 2})
    >>> difference = where_to_differ(profile, "customers", "We ring back within the hour.")
    >>> difference.score, difference.below
    (4.0, {'people': 2.0})
    """
    if function is not None and function not in FUNCTIONS:
        raise ValueError(f"function is one of {', '.join(FUNCTIONS)}; it was {function!r}.")
    scores = profile.groups["score"]
    seen = scores.drop(LEGAL).dropna()
    others = scores.drop(function) if function else scores
    return Difference(
        function=function, how=" ".join(how.split()),
        score=float(scores[function]) if function else np.nan,
        best=tuple(seen.index[seen >= seen.max() - CLOSE]),
        best_score=float(seen.max()) if len(seen) else np.nan,
        below=others[others < HOLDS].sort_values(kind="stable").to_dict(),
    )


def _sentence(names: Sequence[str]) -> str:
    """The beginning of a sentence about some functions."""
    who = joined(list(names))
    return f"{who[0].upper()}{who[1:]} {'is' if len(names) == 1 else 'are'}"
