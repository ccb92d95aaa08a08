"""Statements that an owner rates, declared as data: scores, what is open, moved, and low.

A questionnaire is written as YAML beside its subject; picture, panel and saved answers follow from
it (`helpers.charts.ratings`, `helpers.widgets.questionnaire`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.dated import CLOSE, DATE, day_given, moved_most
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined

MEAN, GEOMETRIC = "mean", "geometric"
NOT_RATED = "not rated"
NOT_ASKED = "ratings of statements that are not asked"


@dataclass(frozen=True)
class Statement:
    """A statement to be rated.

    Parameters
    ----------
    name, text : str
        Its name in the answers, and what is said.
    group : str
        Where it belongs.
    area : str
        What it is about, within its group.
    weight : float
        How much it counts within its group.
    low, high : str
        What the lowest and the highest rating mean, where the scale's own words do not suit.
    follow_up : str
        What to do where it is rated low.
    """

    name: str
    text: str
    group: str
    area: str = ""
    weight: float = 1.0
    low: str = ""
    high: str = ""
    follow_up: str = ""


@dataclass(frozen=True)
class Group:
    """Statements that make one score: what they ask, a first step, how much it counts."""

    name: str
    question: str = ""
    first_step: str = ""
    weight: float = 1.0


@dataclass(frozen=True, eq=False, repr=False)
class Profile(Result):
    """What an owner's ratings come to.

    Parameters
    ----------
    questionnaire : Questionnaire
        What was asked.
    groups : DataFrame
        Index the groups; `score` (weighted mean of the ratings given), `lower` and `upper` (what it
        would be if every unanswered statement were rated lowest, or highest), `answered`, `asked`,
        `before` and `change`. The last two go by the statements rated both times; NaN without.
    statements : DataFrame
        Index `statement`; its group, `area` where there are any, `text`, `before`, `rating`,
        `change` (NaN where not rated) and `level`, the rating in words.
    dated, dated_before : Timestamp or None
        When the ratings were given, and those before.
    set_aside : dict of str to int
        Ratings that do not count, by reason.
    """

    questionnaire: "Questionnaire"
    groups: pd.DataFrame
    statements: pd.DataFrame
    dated: pd.Timestamp | None
    dated_before: pd.Timestamp | None
    set_aside: dict[str, int]

    @property
    def answered(self) -> int:
        """Statements rated."""
        return int(self.groups["answered"].sum())

    @property
    def unanswered(self) -> int:
        """Statements still to rate."""
        return len(self.statements) - self.answered

    @property
    def left_out(self) -> list[str]:
        """Groups without any rating."""
        return self.groups.index[self.groups["score"].isna()].tolist()

    @property
    def weakest(self) -> tuple[str, ...]:
        """The group with the lowest score; several that tie."""
        score = self.groups["score"]
        return tuple(score.index[score <= score.min() + CLOSE])

    @property
    def strongest(self) -> tuple[str, ...]:
        """The group with the highest score; several that tie."""
        score = self.groups["score"]
        return tuple(score.index[score >= score.max() - CLOSE])

    @property
    def overall(self) -> float:
        """All groups rated in one number; NaN where the questionnaire does not add them up."""
        return self.whole(self.groups["score"])

    @property
    def lower(self) -> float:
        """The least `overall` could be, of the groups rated."""
        return self.whole(self.groups["lower"].drop(self.left_out))

    @property
    def upper(self) -> float:
        """The most `overall` could be, of the groups rated."""
        return self.whole(self.groups["upper"].drop(self.left_out))

    @property
    def moved(self) -> pd.DataFrame:
        """The statements rated both times and differently; what fell most first."""
        change = self.statements["change"]
        return self.statements[change.abs() > CLOSE].sort_values("change", kind="stable")

    @property
    def to_begin_with(self) -> pd.DataFrame:
        """Statements of the weakest groups that can still rise, the lowest rated first."""
        weak = self.statements[self.questionnaire.word].isin(self.weakest)
        rising = self.statements["rating"] < self.questionnaire.highest
        return self.statements[weak & rising].sort_values("rating", kind="stable")

    @property
    def first_step(self) -> str:
        """One thing to do this week for the weakest group; empty where none is declared."""
        return self.questionnaire.groups[self.weakest[0]].first_step

    def whole(self, scores: pd.Series) -> float:
        """Scores of groups in one number, as the questionnaire adds them up; NaN if it does not."""
        known = scores.dropna()
        weights = [self.questionnaire.groups[name].weight for name in known.index]
        if self.questionnaire.whole == GEOMETRIC:
            return float(np.exp(np.average(np.log(known), weights=weights)))
        return float(np.average(known, weights=weights)) if self.questionnaire.whole else np.nan

    def headline(self, format: Format = PLAIN) -> str:
        """The strongest and the weakest group, what is open, and what moved since last time."""
        said = [self._standing(format), self._open(format), self.change_words(format)]
        return " ".join(filter(None, said))

    def change_words(self, format: Format) -> str:
        """What moved most since last time; empty where there is none."""
        return moved_most(self.groups["change"], self.dated_before, format)

    def _standing(self, format: Format) -> str:
        low, high = (format.number(self.groups.loc[names[0], "score"], digits=1)
                     for names in (self.weakest, self.strongest))
        most = self.questionnaire.highest
        if self.weakest != self.strongest:
            return (f"By our own rating {_named(self.strongest)} strongest at {high} of {most} "
                    f"and {_named(self.weakest)} weakest at {low}.")
        alone = ", all that was rated," if len(self.weakest) == 1 else ", all alike,"
        return f"By our own rating {_named(self.weakest, alone)} at {low} of {most}."

    def _open(self, format: Format) -> str:
        return "" if not self.unanswered else (
            f"{counted(self.unanswered, 'statement', format)} of {len(self.statements)} still to "
            "rate.")


@dataclass(frozen=True)
class Questionnaire:
    """Statements in groups, and the scale they are rated on.

    Parameters
    ----------
    section : str
        Where the answers are kept.
    title : str
        What the ratings make, as a phrase: “a self-review of the community”.
    heading : str
        Over its picture.
    lesson : str
        Where the ratings are given, as a phrase: “the lesson on community”.
    scale : mapping of int to str
        What each rating means, lowest first.
    groups : mapping of str to Group
        In the order in which they stand.
    statements : tuple of Statement
        All of them.
    word : str
        What a group is called: “quality”.
    whole : str
        How the groups make one number: `mean`, `geometric`, or empty where they make none.
    also : tuple of str
        Other answers kept in the same section.
    result : type
        The kind of `Profile` that it makes.
    """

    section: str
    title: str
    heading: str
    lesson: str
    scale: Mapping[int, str]
    groups: Mapping[str, Group]
    statements: tuple[Statement, ...]
    word: str = "group"
    whole: str = ""
    also: tuple[str, ...] = ()
    result: type[Profile] = field(default=Profile, repr=False)

    def __post_init__(self):
        names = [statement.name for statement in self.statements]
        if len(set(names)) < len(names) or self.whole not in ("", MEAN, GEOMETRIC):
            raise ValueError(f"{self.section}: every statement needs a name of its own, and whole "
                             f"is {MEAN}, {GEOMETRIC} or empty.")

    @classmethod
    def declared(cls, said: Mapping, result: type[Profile] = Profile) -> "Questionnaire":
        """The questionnaire that plain data declare, such as a file of YAML says.

        Parameters
        ----------
        said : mapping
            The fields above; each of `groups` has its `statements` in it, by name, as a text or as
            the fields of a `Statement`.
        result : type
            The kind of `Profile` that it makes.

        Examples
        --------
        >>> asked = Questionnaire.declared({
        ...     "section": "trust", "title": "a trust profile", "heading": "Trust",
        ...     "lesson": "the lesson on trust", "scale": {1: "no", 2: "partly", 3: "yes"},
        ...     "groups": {"inside": {"statements": {"talks": "We talk.", "helps": "We help."}}}})
        >>> asked.profile({"talks": 3}).groups[["score", "lower", "upper"]].loc["inside"].tolist()
        [3.0, 2.0, 3.0]
        """
        groups, statements = {}, []
        for name, parts in said["groups"].items():
            groups[name] = Group(name, **{key: part for key, part in parts.items()
                                          if key != "statements"})
            statements += [
                Statement(name=each, group=name, **({"text": fields} if isinstance(fields, str)
                                                    else fields))
                for each, fields in parts["statements"].items()]
        fields = {**said, "groups": groups, "statements": tuple(statements),
                  "also": tuple(said.get("also", ()))}
        return cls(**fields, result=result)

    @property
    def lowest(self) -> int:
        """The lowest rating."""
        return min(self.scale)

    @property
    def highest(self) -> int:
        """The highest rating."""
        return max(self.scale)

    @property
    def frame(self) -> pd.DataFrame:
        """Every statement: `name`, its group, `area` where there are any, and `text`."""
        rows = pd.DataFrame(self.statements)[["name", "group", "area", "text"]]
        rows = rows.rename(columns={"group": self.word})
        return rows if rows["area"].any() else rows.drop(columns="area")

    def names(self, group: str) -> list[str]:
        """The names of a group's statements."""
        return [each.name for each in self.statements if each.group == group]

    def meanings(self, statement: Statement) -> dict[int, str]:
        """What each rating of a statement means: the scale, with the statement's own ends."""
        ends = {self.lowest: statement.low, self.highest: statement.high}
        return {rating: ends.get(rating) or meaning for rating, meaning in self.scale.items()}

    def given(self, answers: Mapping) -> dict:
        """What was answered, statement by statement; nothing for what is open."""
        return {each.name: answers[each.name] for each in self.statements
                if not _is_open(answers.get(each.name))}

    def profile(self, answers: Mapping, *, previous: Mapping | None = None) -> Profile:
        """What do the ratings come to, what is open, and what moved since last time?

        Parameters
        ----------
        answers : mapping of str to int
            Ratings by the statements' names; missing, None or `not rated` where open. `date`, where
            given, is the day of the ratings.
        previous : mapping, optional
            The same, from last time.

        Raises
        ------
        NotEnoughData
            Where nothing is rated.
        ValueError
            Where a rating is not on the scale.

        Notes
        -----
        The range is that of the least and the most that missing answers allow (Manski, 1989), and
        no margin of chance.
        """
        previous = {} if previous is None else previous
        ratings, before = self._ratings(answers), self._ratings(previous)
        if ratings.empty:
            raise NotEnoughData(self.title, "no statement rated",
                                f"ratings, given in {self.lesson}")
        statements = self._rated(ratings, before)
        known = {*self.frame["name"], *self.also, DATE}
        unknown = sum(name not in known and not _is_open(answer)
                      for name, answer in answers.items())
        return self.result(self, self._by_group(statements), statements, day_given(answers),
                           day_given(previous), {NOT_ASKED: unknown} if unknown else {})

    def _ratings(self, answers: Mapping) -> pd.Series:
        given = self.given(answers)
        for name, rating in given.items():
            if isinstance(rating, bool) or rating not in list(self.scale):
                raise ValueError(f"Ratings are whole numbers from {self.lowest} to {self.highest}; "
                                 f"that of {name} is {rating!r}.")
        return pd.Series(given, dtype=float)

    def _rated(self, ratings: pd.Series, before: pd.Series) -> pd.DataFrame:
        """Every statement with both ratings, the change, and the rating in words."""
        table = self.frame.set_index("name").rename_axis("statement")
        table["before"], table["rating"] = before.reindex(table.index), ratings.reindex(table.index)
        meanings = [self.meanings(each).get(rating, np.nan)
                    for each, rating in zip(self.statements, table["rating"])]
        return table.assign(change=table["rating"] - table["before"], level=meanings)

    def _by_group(self, statements: pd.DataFrame) -> pd.DataFrame:
        """Score, range, counts and change of each group; NaN where none of it is rated."""
        index = pd.Index(self.groups, name=self.word, dtype=object)
        weights = pd.Series([each.weight for each in self.statements], statements.index)
        group, rating = statements[self.word], statements["rating"]

        def means(values: pd.Series) -> pd.Series:
            sums = pd.DataFrame({"of": values * weights, "by": weights}).dropna()
            sums = sums.groupby(group).sum().reindex(index)
            return sums["of"] / sums["by"]

        return pd.DataFrame({
            "score": means(rating), "lower": means(rating.fillna(self.lowest)),
            "upper": means(rating.fillna(self.highest)),
            "answered": rating.groupby(group).count().reindex(index),
            "asked": group.value_counts().reindex(index),
            "before": means(statements["before"].where(statements["change"].notna())),
            "change": means(statements["change"]),
        })


def _is_open(answer) -> bool:
    return answer is None or answer != answer or answer == NOT_RATED


def _named(names: tuple[str, ...], aside: str = "") -> str:
    return f"{joined(list(names))}{aside} {'is' if len(names) == 1 else 'are'}"
