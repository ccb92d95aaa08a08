"""The community widgets: how we treat those around us, and what we will do for them next."""

from collections.abc import Mapping

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.stats.dated import DATE
from helpers.subjects.community.charts import (
    activity_plan_chart, plan_height, review_height, self_review_chart,
)
from helpers.subjects.community.planning import (
    ACTIVITIES, WEEKS_BETWEEN, ActivityPlan, activity_plan,
)
from helpers.subjects.community.review import (
    HIGHEST, LEVELS, LOWEST, STATEMENTS, SelfReview, self_review,
)
from helpers.widgets.base import AnalysisWidget, Detail, Settings
from helpers.widgets.questions import Amount, Choice
from helpers.widgets.stand_in import stand_in

SECTION, PLAN_SECTION = "community", "community_plan"
NOT_RATED, NOT_NOW = "not rated", "not now"
RATINGS = [("not rated yet", NOT_RATED),
           *((f"{level}: {meaning}", str(level)) for level, meaning in LEVELS.items())]
FREQUENCIES = [(words, words) for words in (NOT_NOW, *WEEKS_BETWEEN)]
HOURS = {
    "0.25": "a quarter of an hour", "0.5": "half an hour", "1": "1 hour", "2": "2 hours",
    "3": "3 hours", "4": "4 hours", "6": "6 hours", "8": "8 hours", "12": "12 hours",
    "16": "16 hours",
}
HOURS_A_WEEK, EACH = "hours_a_week", "_hours"
WEEK_HOURS = 168
MOST_LINES = 3


def community_view(business: Business, settings: Settings) -> SelfReview:
    """What the self-review answers under its settings, beside last time's, without the widget.

    Parameters
    ----------
    business : Business
        Whose earlier answers to compare with.
    settings : mapping
        Ratings from 1 to 5 by the names in `STATEMENTS`; what is left out is not rated. `date`,
        where given, is the day of the ratings.

    Raises
    ------
    NotEnoughData
        Where nothing is rated.
    OwnerError
        Where a rating is not a whole number from 1 to 5.

    Examples
    --------
    >>> from helpers import open_business
    >>> community_view(open_business("shop"), {"gives_first": 4, "keeps_its_word": 2}).weakest
    ('consistency',)
    """
    return self_review(_ratings(settings), previous=_ratings(business.answers.before(SECTION)))


def with_review(business: Business, *, sample: str) -> Business:
    """The business itself if its owner has rated a statement, else a sample as a stand-in.

    Parameters
    ----------
    business : Business
        The owner's.
    sample : str
        The sample whose owner has.

    Raises
    ------
    NotEnoughData
        In a report, where nobody stands in for a client.

    Examples
    --------
    >>> from helpers import open_business
    >>> with_review(open_business("bakery"), sample="bakery").folder.name
    'bakery'
    """
    saved = business.answers.get(SECTION)
    given = saved if isinstance(saved, Mapping) else {}
    if any(given.get(statement.name, NOT_RATED) != NOT_RATED for statement in STATEMENTS):
        return business
    return stand_in(business, sample, question="a self-review of the community",
                    need="ratings, given in the lesson on community")


def community_plan_view(settings: Settings) -> ActivityPlan:
    """What the planner answers under its settings, without the widget.

    Parameters
    ----------
    settings : mapping
        By the names in `ACTIVITIES`, how often; by the same with `_hours`, hours each time, where
        they are not as usual; `hours_a_week`. What is left out is not planned.

    Raises
    ------
    OwnerError
        Where an answer cannot be one.

    Examples
    --------
    >>> plan = community_plan_view({"hours_a_week": 1, "replies": "every week"})
    >>> plan.hours, plan.fits
    (6.5, True)
    """
    chosen = {
        activity.name: (settings[activity.name], settings.get(activity.name + EACH))
        for activity in ACTIVITIES if settings.get(activity.name, NOT_NOW) != NOT_NOW
    }
    try:
        return activity_plan(chosen, hours_a_week=settings.get(HOURS_A_WEEK))
    except (TypeError, ValueError) as error:
        raise OwnerError(f"The saved answers under {PLAN_SECTION} cannot be used: {error} "
                         "Correct them in answers.yaml, or choose again in the widget.") from error


class CommunityReviewWidget(AnalysisWidget):
    """An owner's ratings of how they treat their community, beside last time's.

    Parameters
    ----------
    business : Business
        Whose answers to keep. It needs no table.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = CommunityReviewWidget(open_business("shop"))
    >>> len(widget.choices())
    15
    """

    section = SECTION
    judgements = True

    def choices(self) -> list[Choice]:
        """Every statement, to be rated."""
        return [Choice(statement.name, statement.text, _ratings_to_choose)
                for statement in STATEMENTS]

    def view(self, settings: Settings) -> SelfReview:
        dated = {DATE: day} if (day := self._saved_answers().get(DATE)) else {}
        return community_view(self.business, {**settings, **dated})

    def draw(self, result: SelfReview, settings: Settings, figure: HouseFigure) -> None:
        [ax] = stacked_axes(figure, [review_height(len(result.qualities))])
        self_review_chart(result, ax=ax, format=self.business.format)

    def details(self, result: SelfReview, settings: Settings) -> list[Detail]:
        moved = [f"{row.text} {row.before:.0f} → {row.now:.0f}"
                 for row in result.moved.itertuples()]
        found = [
            Detail("Rated lowest", result.low["text"].head(MOST_LINES).tolist()),
            Detail("What moved since last time", moved),
            Detail("A first step this week", [result.first_step]),
        ]
        return [detail for detail in found if detail.lines]

    def table(self, result: SelfReview, settings: Settings) -> pd.DataFrame:
        return result.statements.reset_index()


class CommunityPlanWidget(AnalysisWidget):
    """A quarter of activities for the community, and whether the hours are enough for it.

    Parameters
    ----------
    business : Business
        Whose answers to keep. It needs no table.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = CommunityPlanWidget(open_business("shop"))
    >>> [asked.name for asked in widget.choices()][:2]
    ['replies', 'replies_hours']
    """

    section = PLAN_SECTION

    def choices(self) -> list[Amount | Choice]:
        """For each activity how often and how long, and the hours that a week has for it all."""
        asked: list[Amount | Choice] = []
        for activity in ACTIVITIES:
            asked += [
                Choice(activity.name, activity.text[0].upper() + activity.text[1:],
                       _frequencies_to_choose),
                Choice(activity.name + EACH, f"{activity.name.replace('_', ' ')}: each time",
                       _hours_to_choose, usual=list(HOURS).index(f"{activity.hours:g}")),
            ]
        return [*asked, Amount(HOURS_A_WEEK, "How many hours a week are there for this?", "hours",
                               0, WEEK_HOURS)]

    def view(self, settings: Settings) -> ActivityPlan:
        return community_plan_view(settings)

    def draw(self, result: ActivityPlan, settings: Settings, figure: HouseFigure) -> None:
        [ax] = stacked_axes(figure, [plan_height(len(result.activities))])
        activity_plan_chart(result, ax=ax, format=self.business.format)

    def details(self, result: ActivityPlan, settings: Settings) -> list[Detail]:
        if result.activities.empty or not result.not_shown:
            return []
        return [Detail("Qualities that nothing in the plan shows most", result.not_shown)]

    def table(self, result: ActivityPlan, settings: Settings) -> pd.DataFrame:
        weeks = result.schedule.add_prefix("week ")
        return result.activities.join(weeks).reset_index()


def _ratings_to_choose(_: Settings) -> list[tuple[str, str]]:
    return RATINGS


def _frequencies_to_choose(_: Settings) -> list[tuple[str, str]]:
    return FREQUENCIES


def _hours_to_choose(_: Settings) -> list[tuple[str, str]]:
    return [(words, hours) for hours, words in HOURS.items()]


def _ratings(settings: Mapping) -> dict:
    """Ratings as numbers; those not given are left out."""
    given = {name: rating for name, rating in settings.items() if rating not in (NOT_RATED, None)}
    levels = {str(level): level for level in LEVELS}
    for statement in STATEMENTS:
        if str(rating := given.get(statement.name, LOWEST)) not in levels:
            raise OwnerError(
                f"The answer to {statement.name} under {SECTION} is {rating}; it should be a whole "
                f"number from {LOWEST} to {HIGHEST}. Correct it in answers.yaml, or rate it again "
                "in the widget.")
    return {name: levels.get(str(rating), rating) for name, rating in given.items()}
