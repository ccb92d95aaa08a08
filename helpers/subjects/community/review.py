"""How we treat our community: an owner's ratings of concrete statements, beside last time's."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.core.reading.plain_yaml import declared
from helpers.stats.questionnaire import Profile, Questionnaire

LOW = 2


@dataclass(frozen=True, eq=False, repr=False)
class SelfReview(Profile):
    """How an owner rates what they do for their community.

    A score is a plain mean, and the five are not added up: no amount of posts makes up for messages
    without an answer.
    """

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return ("These are your own judgements. Ask two members to rate you too, and talk about "
                "the statements on which you differ most.",)

    @property
    def low(self) -> pd.DataFrame:
        """The statements rated 1 or 2, the lowest first."""
        rated = self.statements.sort_values("rating", kind="stable")
        return rated[rated["rating"] <= LOW]


REVIEW = Questionnaire.declared(declared(__package__, "review.yaml"), SelfReview)
QUALITIES = {name: quality.question for name, quality in REVIEW.groups.items()}
AUTHENTICITY, RECIPROCITY, CONSISTENCY, VALUE, ADAPTABILITY = QUALITIES
LEVELS, STATEMENTS = REVIEW.scale, REVIEW.frame


def self_review(answers: Mapping, *, previous: Mapping | None = None) -> SelfReview:
    """How do we treat our community, what is weakest, and what moved since last time?

    Parameters, refusals and range are those of `Questionnaire.profile`.

    Examples
    --------
    >>> review = self_review({"answers_everyone": 5, "gives_first": 4, "asks_members": 2},
    ...                      previous={"gives_first": 3})
    >>> review.weakest, review.groups.loc["reciprocity", ["score", "lower", "upper"]].tolist()
    (('adaptability',), [4.5, 3.3333333333333335, 4.666666666666667])
    """
    return REVIEW.profile(answers, previous=previous)
