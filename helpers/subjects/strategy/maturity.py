"""Which of the basics that every business shares are run well, and which one drags the others?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.dated import CLOSE, DATE, day_given, moved_most
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined
from helpers.subjects.strategy.maturity_statements import (
    FUNCTIONS, LEGAL, LEVELS, STATEMENTS, Statement,
)

__all__ = [
    "FUNCTIONS", "LEVELS", "STATEMENTS", "Difference", "Maturity", "Statement",
    "maturity_profile", "where_to_differ",
]

LOWEST, HIGHEST = min(LEVELS), max(LEVELS)
NOT_ASKED = "ratings of statements that are not asked"
BY_NAME = {statement.name: statement for statement in STATEMENTS}
HOLDS = 3  # “mostly, by habit”: what others can build on


@dataclass(frozen=True, eq=False, repr=False)
class Maturity(Result):
    """How well the five common functions are run, by the owner's ratings.

    Parameters
    ----------
    functions : DataFrame
        Index `function`; `score` (mean of the ratings given, 1 to 5), `lower` and `upper` (what it
        would be if every unanswered statement were rated 1, or 5), `answered`, `asked`, `lift`
        (how much one point more here would raise the whole), `before` and `change`. The last two
        go by the statements rated both times, and are NaN without them.
    overall, lower, upper : float
        The geometric mean of the functions rated, with its range.
    plain_mean : float
        Their ordinary mean.
    statements : DataFrame
        Every statement: `function`, `area`, `text`, `rating` (NaN where not rated) and `level`,
        the rating in words (missing where not rated).
    weakest : tuple of str
        The function with the lowest score; several that tie.
    weakest_sure : bool
        Whether it is the weakest however the unanswered statements would be rated.
    moved : DataFrame
        Statements rated both times and differently: `before`, `now`, `change`, `function`, `text`;
        what fell most first.
    answered, asked : int
        Statements rated, and all there are.
    dated, dated_before : Timestamp or None
        When the ratings were given, and those before.
    set_aside : dict of str to int
        Ratings that do not count, by reason.
    """

    functions: pd.DataFrame
    overall: float
    lower: float
    upper: float
    plain_mean: float
    statements: pd.DataFrame
    weakest: tuple[str, ...]
    weakest_sure: bool
    moved: pd.DataFrame
    answered: int
    asked: int
    dated: pd.Timestamp | None
    dated_before: pd.Timestamp | None
    set_aside: dict[str, int]

    @property
    def drag(self) -> float:
        """How many points the unevenness costs: the ordinary mean less the geometric one."""
        return self.plain_mean - self.overall

    @property
    def unanswered(self) -> int:
        return self.asked - self.answered

    @property
    def left_out(self) -> list[str]:
        """Functions without any rating."""
        return self.functions.index[self.functions["score"].isna()].tolist()

    @property
    def to_begin_with(self) -> pd.DataFrame:
        """Statements of the weakest functions that can still rise, the lowest rated first."""
        weak = self.statements[self.statements["function"].isin(self.weakest)]
        return weak[weak["rating"] < HIGHEST].sort_values("rating", kind="stable")

    def headline(self, format: Format = PLAIN) -> str:
        """The whole with its range, the weakest function and its drag, and what changed."""
        overall, lower, upper = (
            format.number(value, digits=1) for value in (self.overall, self.lower, self.upper))
        rated = len(self.functions) - len(self.left_out)
        first = f"The {rated} basics come to {overall} of {HIGHEST}"
        if rated == 1:
            first = f"{self.weakest[0].capitalize()}, all that was rated, comes to {overall} of 5"
        if self.unanswered:
            still = counted(self.unanswered, "statement", format)
            first += (f" (with {still} unanswered, anything from {lower} to {upper})"
                      if lower != upper else f" ({still} unanswered)")
        return " ".join(filter(None, [
            f"{first}.", self._weakest_words(rated, format), self._left_out_words(),
            self._change_words(format)]))

    def _left_out_words(self) -> str:
        who = joined(self.left_out)
        verb = "is" if len(self.left_out) == 1 else "are"
        return f"{who[0].upper()}{who[1:]} {verb} not rated yet." if who else ""

    def _weakest_words(self, rated: int, format: Format) -> str:
        if rated == 1:
            return ""
        if len(self.weakest) == rated:
            return "All are alike."
        score = format.number(self.functions.loc[self.weakest[0], "score"], digits=1)
        verb = "is" if len(self.weakest) == 1 else "are"
        who = joined(list(self.weakest))
        sure = "" if self.weakest_sure or not self.unanswered else ", as far as answered"
        lift = self.functions["lift"]
        here, best = (format.number(lift[place], digits=2)
                      for place in (self.weakest[0], lift.idxmin()))
        return (f"{who[0].upper()}{who[1:]} {verb} weakest at {score}{sure}: a point more in "
                f"{self.weakest[0]} would lift the whole by {here}, one in {lift.idxmin()} by "
                f"{best}.")

    def _change_words(self, format: Format) -> str:
        return moved_most(self.functions["change"], self.dated_before, format)


def maturity_profile(answers: Mapping, *, previous: Mapping | None = None) -> Maturity:
    """How well are the five basics run, which is the weakest, and what moved since last time?

    Statements not rated are left out and counted. A score is the mean of a function's ratings; the
    whole is the geometric mean of the functions, so that a strong one makes up for a weak one in
    part only, and the weakest is where a point more lifts the whole most.

    Parameters
    ----------
    answers : mapping of str to int
        Ratings from 1 to 5 by the names in `STATEMENTS`, as `LEVELS` says; missing or None where
        not rated. `date`, where given, is the day of the ratings.
    previous : mapping, optional
        The same, from last time.

    Returns
    -------
    Maturity

    Raises
    ------
    NotEnoughData
        Where nothing is rated.
    ValueError
        Where a rating is not a number from 1 to 5.

    Notes
    -----
    That the geometric mean limits how far one dimension makes up for another is why the Human
    Development Index turned to it (UNDP, Human Development Report 2010). To use it here is a
    convention, as are statements and scale; the range is that of the least and the most that
    missing answers allow (Manski, 1989), and no margin of chance. A function's lift is the change
    of the geometric mean when its score rises by a point, or to 5.

    Examples
    --------
    >>> answers = {statement.name: 4 for statement in STATEMENTS}
    >>> answers |= {name: 1 for name, asked in BY_NAME.items() if asked.function == "people"}
    >>> profile = maturity_profile(answers)
    >>> profile.weakest, round(profile.overall, 2), profile.plain_mean
    (('people',), 3.03, 3.4)
    """
    ratings, set_aside = _ratings(answers)
    if not len(ratings):
        raise NotEnoughData("a maturity profile", "no statement rated",
                            "ratings, given in the lesson on what every business shares")
    before, _ = _ratings({} if previous is None else previous)
    table = _by_function(ratings)
    table["lift"] = _lifts(table["score"])
    both = ratings.index.intersection(before.index)
    pairs = pd.DataFrame({"before": before[both], "now": ratings[both]})
    means = pairs.groupby(_functions(pairs.index)).mean().reindex(list(FUNCTIONS))
    table["before"], table["change"] = means["before"], means["now"] - means["before"]
    known = table.dropna(subset=["score"])
    weakest = known.index[known["score"] <= known["score"].min() + CLOSE]
    return Maturity(
        functions=table, overall=_whole(known["score"]), lower=_whole(known["lower"]),
        upper=_whole(known["upper"]), plain_mean=float(known["score"].mean()),
        statements=_statements(ratings),
        weakest=tuple(weakest), weakest_sure=_is_sure(known, weakest), moved=_moved(pairs),
        answered=len(ratings), asked=len(STATEMENTS), dated=day_given(answers),
        dated_before=day_given(previous), set_aside=set_aside,
    )


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
                  else f"at {format.number(self.score, digits=1)} of {HIGHEST} today")
        how = f": “{self.how.rstrip('.')}”" if self.how else ""
        return f"The business means to be different in {self.function}, {stands}{how}."

    def _best_words(self, format: Format) -> str:
        if not self.best:
            return ""
        verb = "is" if len(self.best) == 1 else "are"
        who = joined(list(self.best))
        return (f" {who[0].upper()}{who[1:]} {verb} run best so far, at "
                f"{format.number(self.best_score, digits=1)} of {HIGHEST}.")

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
    scores = profile.functions["score"]
    seen = scores.drop(LEGAL).dropna()
    others = scores.drop(function) if function else scores
    return Difference(
        function=function, how=" ".join(how.split()),
        score=float(scores[function]) if function else np.nan,
        best=tuple(seen.index[seen >= seen.max() - CLOSE]),
        best_score=float(seen.max()) if len(seen) else np.nan,
        below=others[others < HOLDS].sort_values(kind="stable").to_dict(),
    )


def _statements(ratings: pd.Series) -> pd.DataFrame:
    """Every statement with its rating, as a number and in words."""
    rows = pd.DataFrame(
        [(each.function, each.area, each.text) for each in STATEMENTS],
        index=pd.Index(list(BY_NAME), name="statement"), columns=["function", "area", "text"],
    )
    rating = ratings.reindex(rows.index)
    return rows.assign(rating=rating, level=rating.map(LEVELS))


def _ratings(answers: Mapping) -> tuple[pd.Series, dict[str, int]]:
    """The ratings given to statements that are asked, in the statements' order."""
    given = {name: rating for name, rating in answers.items()
             if name != DATE and rating is not None and rating == rating}
    unknown = [name for name in given if name not in BY_NAME]
    ratings = {name: given[name] for name in BY_NAME if name in given}
    wrong = [name for name, rating in ratings.items() if not _is_rating(rating)]
    if wrong:
        raise ValueError(
            f"Ratings run from {LOWEST} to {HIGHEST}; that of {joined(wrong)} did not.")
    set_aside = {NOT_ASKED: len(unknown)} if unknown else {}
    return pd.Series(ratings, dtype=float), set_aside


def _is_rating(rating) -> bool:
    return (isinstance(rating, (int, float, np.number)) and not isinstance(rating, bool)
            and LOWEST <= rating <= HIGHEST)


def _functions(names: pd.Index) -> pd.Index:
    return pd.Index([BY_NAME[name].function for name in names], name="function", dtype=object)


def _by_function(ratings: pd.Series) -> pd.DataFrame:
    """Score and range of each function, NaN where none of its statements is rated."""
    grouped = ratings.groupby(_functions(ratings.index))
    index = pd.Index(FUNCTIONS, name="function", dtype=object)
    total = grouped.sum().reindex(index)
    answered = grouped.size().reindex(index, fill_value=0)
    asked = _functions(pd.Index(list(BY_NAME))).value_counts().reindex(index)
    missing = asked - answered
    return pd.DataFrame({
        "score": total / answered, "lower": (total + LOWEST * missing) / asked,
        "upper": (total + HIGHEST * missing) / asked, "answered": answered, "asked": asked,
    })


def _whole(scores: pd.Series) -> float:
    return float(np.exp(np.log(scores).mean()))


def _lifts(scores: pd.Series) -> pd.Series:
    """How much the whole rises with one point more (at most to 5) in each function."""
    known = scores.dropna()
    raised = {
        name: _whole(known.where(known.index != name, min(score + 1, HIGHEST))) - _whole(known)
        for name, score in known.items()
    }
    return pd.Series(raised, dtype=float).reindex(scores.index)


def _is_sure(known: pd.DataFrame, weakest: pd.Index) -> bool:
    """Whether one function stays the weakest whatever the unanswered ratings were."""
    if len(weakest) > 1:
        return False
    others = known.drop(weakest)
    return bool((others["lower"] > known.loc[weakest[0], "upper"]).all())


def _moved(pairs: pd.DataFrame) -> pd.DataFrame:
    moved = pairs[pairs["before"] != pairs["now"]].rename_axis("statement")
    moved = moved.assign(
        change=moved["now"] - moved["before"], function=_functions(moved.index),
        text=[BY_NAME[name].text for name in moved.index])
    return moved.sort_values("change", kind="stable")
