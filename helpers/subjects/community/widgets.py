"""The community widgets: how we treat those around us, and what we will do for them next."""

import pandas as pd

from helpers.charts.ratings import rows_height
from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.subjects.community.charts import activity_plan_chart, plan_height, self_review_chart
from helpers.subjects.community.planning import (
    ACTIVITIES, WEEKS_BETWEEN, ActivityPlan, activity_plan,
)
from helpers.subjects.community.review import REVIEW, SelfReview
from helpers.widgets.base import Detail, Settings
from helpers.widgets.explorer import Chart, Explorer
from helpers.widgets.questionnaire import (
    MOST_LINES, QuestionnaireWidget, profile_view, with_answers,
)
from helpers.widgets.questions import Amount, Choice

PLAN_SECTION = "community_plan"
NOT_NOW = "not now"
FREQUENCIES = [(words, words) for words in (NOT_NOW, *WEEKS_BETWEEN)]
HOURS = {
    "0.25": "a quarter of an hour", "0.5": "half an hour", "1": "1 hour", "2": "2 hours",
    "3": "3 hours", "4": "4 hours", "6": "6 hours", "8": "8 hours", "12": "12 hours",
    "16": "16 hours",
}
HOURS_A_WEEK, EACH = "hours_a_week", "_hours"
WEEK_HOURS = 168


def community_view(business: Business, settings: Settings) -> SelfReview:
    """What the self-review answers under its settings; as `profile_view`.

    Examples
    --------
    >>> from helpers import open_business
    >>> community_view(open_business("shop"), {"gives_first": 4, "keeps_its_word": 2}).weakest
    ('consistency',)
    """
    return profile_view(REVIEW, business, settings)


def with_review(business: Business, *, sample: str) -> Business:
    """The business itself if its owner has rated a statement, else a sample; as `with_answers`.

    Examples
    --------
    >>> from helpers import open_business
    >>> with_review(open_business("bakery"), sample="bakery").folder.name
    'bakery'
    """
    return with_answers(REVIEW, business, sample)


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


class CommunityReviewWidget(QuestionnaireWidget):
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

    questionnaire = REVIEW
    charts = (Chart(self_review_chart, rows_height),)

    def where_to_begin(self, result: SelfReview) -> Detail:
        return Detail("Rated lowest", result.low["text"].head(MOST_LINES).tolist())


class CommunityPlanWidget(Explorer):
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
    charts = (Chart(activity_plan_chart, lambda plan: plan_height(len(plan.activities))),)

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

    def details(self, result: ActivityPlan, settings: Settings) -> list[Detail]:
        if result.activities.empty or not result.not_shown:
            return []
        return [Detail("Qualities that nothing in the plan shows most", result.not_shown)]

    def table(self, result: ActivityPlan, settings: Settings) -> pd.DataFrame:
        weeks = result.schedule.add_prefix("week ")
        return result.activities.join(weeks).reset_index()


def _frequencies_to_choose(_: Settings) -> list[tuple[str, str]]:
    return FREQUENCIES


def _hours_to_choose(_: Settings) -> list[tuple[str, str]]:
    return [(words, hours) for hours, words in HOURS.items()]
