"""How we treat our community: an owner's ratings of concrete statements, beside last time's.

The five qualities are those that the lesson on community names; statements, scale and first steps
are this workbook's own: plain, and open to argument. Each can be said by an owner who works alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.dated import CLOSE, DATE, day_given, moved_most
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined

AUTHENTICITY, RECIPROCITY, CONSISTENCY = "authenticity", "reciprocity", "consistency"
VALUE, ADAPTABILITY = "value", "adaptability"

# Each quality, and the question it asks.
QUALITIES = {
    AUTHENTICITY: "Are we the same in public as behind the door?",
    RECIPROCITY: "Do we give as well as take?",
    CONSISTENCY: "Can people count on us?",
    VALUE: "Would anyone miss it?",
    ADAPTABILITY: "Do we listen and change?",
}

# What each rating means, the same for every statement.
LEVELS = {
    1: "no", 2: "rarely", 3: "now and then", 4: "mostly", 5: "yes, and I can name the last time",
}

FIRST_STEPS = {
    AUTHENTICITY: "Show one thing as it is this week: who did the work, and what went wrong once.",
    RECIPROCITY: "Thank by name one person who sent you somebody, and ask for nothing.",
    CONSISTENCY: "Choose the smallest thing you can do every week, and fix its day and hour.",
    VALUE: "Ask three members what they would miss if it stopped, and do more of that.",
    ADAPTABILITY: "Ask one open question this week, and say in public what you changed.",
}

LOWEST, HIGHEST = min(LEVELS), max(LEVELS)
LOW = 2
NOT_ASKED = "ratings of statements that are not asked"


@dataclass(frozen=True)
class Statement:
    """A statement that the owner rates from 1 to 5, as in `LEVELS`."""

    name: str
    quality: str
    text: str


STATEMENTS = (
    Statement("known_by_name", AUTHENTICITY,
              "People know the names and faces behind the business."),
    Statement("admits_mistakes", AUTHENTICITY,
              "When something goes wrong we say so before anyone asks."),
    Statement("declines_what_does_not_fit", AUTHENTICITY,
              "We turn down deals and fashions that do not suit us."),

    Statement("answers_everyone", RECIPROCITY,
              "Whoever writes to us has an answer within two days."),
    Statement("gives_first", RECIPROCITY,
              "We help, advise or mention others before we ask for anything."),
    Statement("thanks_by_name", RECIPROCITY,
              "Whoever sends us somebody is thanked by name."),

    Statement("keeps_a_fixed_time", CONSISTENCY,
              "Something of ours comes at a fixed time and is never left out."),
    Statement("keeps_its_word", CONSISTENCY,
              "We did all that we promised the community this quarter."),
    Statement("has_an_owner", CONSISTENCY,
              "One person looks after it, and another could step in."),

    Statement("gives_something_of_use", VALUE,
              "Members get something of use that they would miss."),
    Statement("members_meet", VALUE,
              "Members meet or help one another, not only us."),
    Statement("sells_less_than_it_gives", VALUE,
              "At least half of what we share is not about buying."),

    Statement("asks_members", ADAPTABILITY,
              "We ask members at least twice a year what they want."),
    Statement("changes_what_it_does", ADAPTABILITY,
              "We change things because of what members say."),
    Statement("stops_what_is_not_wanted", ADAPTABILITY,
              "We stop what nobody comes to."),
)
BY_NAME = {statement.name: statement for statement in STATEMENTS}


@dataclass(frozen=True, eq=False, repr=False)
class SelfReview(Result):
    """How an owner rates what they do for their community.

    Parameters
    ----------
    qualities : DataFrame
        Index `quality`; `score` (mean of the ratings given, 1 to 5), `lower` and `upper` (what it
        would be if every unanswered statement were rated 1, or 5), `answered`, `asked`, `before`
        and `change`. The last two go by the statements rated both times; NaN without them.
    weakest, strongest : tuple of str
        The qualities with the lowest and the highest score; several that tie.
    statements : DataFrame
        Index `statement`; `quality`, `text`, `before`, `now` and `change`, NaN where not rated.
    answered, asked : int
        Statements rated, and all there are.
    dated, dated_before : Timestamp or None
        When the ratings were given, and those before.
    set_aside : dict of str to int
        Ratings that do not count, by reason.
    """

    qualities: pd.DataFrame
    weakest: tuple[str, ...]
    strongest: tuple[str, ...]
    statements: pd.DataFrame
    answered: int
    asked: int
    dated: pd.Timestamp | None
    dated_before: pd.Timestamp | None
    set_aside: dict[str, int]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return ("These are your own judgements. Ask two members to rate you too, and talk about "
                "the statements on which you differ most.",)

    @property
    def moved(self) -> pd.DataFrame:
        """The statements rated both times and differently; what fell most first."""
        change = self.statements["change"]
        return self.statements[change.abs() > CLOSE].sort_values("change", kind="stable")

    @property
    def low(self) -> pd.DataFrame:
        """The statements rated 1 or 2, the lowest first."""
        rated = self.statements.sort_values("now", kind="stable")
        return rated[rated["now"] <= LOW]

    @property
    def first_step(self) -> str:
        """One thing to do this week for the weakest quality."""
        return FIRST_STEPS[self.weakest[0]]

    def headline(self, format: Format = PLAIN) -> str:
        """The strongest and the weakest quality, what is open, and what moved since last time."""
        said = [self._standing(format), self._open(format), self._change(format)]
        return " ".join(filter(None, said))

    def _standing(self, format: Format) -> str:
        low, high = (format.number(self.qualities.loc[names[0], "score"], digits=1)
                     for names in (self.weakest, self.strongest))
        if self.weakest != self.strongest:
            return (f"By our own rating {_named(self.strongest)} strongest at {high} of {HIGHEST} "
                    f"and {_named(self.weakest)} weakest at {low}.")
        alone = ", all that was rated," if len(self.weakest) == 1 else ", all alike,"
        return f"By our own rating {_named(self.weakest, alone)} at {low} of {HIGHEST}."

    def _open(self, format: Format) -> str:
        left = self.asked - self.answered
        return "" if not left else (
            f"{counted(left, 'statement', format)} of {self.asked} still to rate.")

    def _change(self, format: Format) -> str:
        return moved_most(self.qualities["change"], self.dated_before, format)


def self_review(answers: Mapping, *, previous: Mapping | None = None) -> SelfReview:
    """How do we treat our community, what is weakest, and what moved since last time?

    Parameters
    ----------
    answers : mapping of str to int
        Ratings from 1 to 5 by the names in `STATEMENTS`, as `LEVELS` says; missing or None where
        not rated. `date`, where given, is the day of the ratings.
    previous : mapping, optional
        The same, from last time.

    Returns
    -------
    SelfReview

    Raises
    ------
    NotEnoughData
        Where nothing is rated.
    ValueError
        Where a rating is not a whole number from 1 to 5.

    Notes
    -----
    A score is a plain mean, and the five are not added up: no amount of posts makes up for
    messages without an answer. The range is that of the least and the most that missing answers
    allow (Manski, 1990), and no margin of chance.

    Examples
    --------
    >>> review = self_review({"answers_everyone": 5, "gives_first": 4, "asks_members": 2},
    ...                      previous={"gives_first": 3})
    >>> review.weakest, review.qualities.loc["reciprocity", ["score", "lower", "upper"]].tolist()
    (('adaptability',), [4.5, 3.3333333333333335, 4.666666666666667])
    """
    ratings, set_aside = _ratings(answers)
    if ratings.empty:
        raise NotEnoughData("a self-review of the community", "no statement rated",
                            f"at least one of {len(STATEMENTS)}")
    before, _ = _ratings({} if previous is None else previous)
    table = _by_quality(ratings)
    statements = _statements(ratings, before)
    both = statements.dropna(subset="change")
    means = both.groupby("quality")[["before", "change"]].mean().reindex(list(QUALITIES))
    table[["before", "change"]] = means
    score = table["score"]
    return SelfReview(
        qualities=table, weakest=tuple(score.index[score <= score.min() + CLOSE]),
        strongest=tuple(score.index[score >= score.max() - CLOSE]), statements=statements,
        answered=len(ratings), asked=len(STATEMENTS), dated=day_given(answers),
        dated_before=day_given(previous), set_aside=set_aside)


def _ratings(answers: Mapping) -> tuple[pd.Series, dict[str, int]]:
    """The ratings given to statements that are asked, in the statements' order."""
    given = {name: rating for name, rating in answers.items()
             if name != DATE and rating is not None}
    ratings = {name: given[name] for name in BY_NAME if name in given}
    wrong = [name for name, rating in ratings.items()
             if isinstance(rating, bool) or rating not in LEVELS]
    if wrong:
        raise ValueError(f"Ratings are whole numbers from {LOWEST} to {HIGHEST}; "
                         f"that of {joined(wrong)} is not.")
    unknown = len(given) - len(ratings)
    return pd.Series(ratings, dtype=float), {NOT_ASKED: unknown} if unknown else {}


def _qualities(names: pd.Index) -> pd.Index:
    return pd.Index([BY_NAME[name].quality for name in names], name="quality", dtype=object)


def _by_quality(ratings: pd.Series) -> pd.DataFrame:
    """Score and range of each quality, NaN where none of its statements is rated."""
    index = pd.Index(QUALITIES, name="quality", dtype=object)
    grouped = ratings.groupby(_qualities(ratings.index))
    total = grouped.sum().reindex(index)
    answered = grouped.size().reindex(index, fill_value=0)
    asked = _qualities(pd.Index(list(BY_NAME))).value_counts().reindex(index)
    missing = asked - answered
    return pd.DataFrame({
        "score": total / answered.where(answered > 0),
        "lower": (total + LOWEST * missing) / asked,
        "upper": (total + HIGHEST * missing) / asked, "answered": answered, "asked": asked})


def _statements(ratings: pd.Series, before: pd.Series) -> pd.DataFrame:
    """Every statement with both ratings and the change."""
    names = pd.Index(BY_NAME, name="statement", dtype=object)
    table = pd.DataFrame({
        "quality": _qualities(names), "text": [asked.text for asked in STATEMENTS],
        "before": before.reindex(names).to_numpy(), "now": ratings.reindex(names).to_numpy(),
    }, index=names)
    return table.assign(change=table["now"] - table["before"])


def _named(names: tuple[str, ...], aside: str = "") -> str:
    return f"{joined(list(names))}{aside} {'is' if len(names) == 1 else 'are'}"
