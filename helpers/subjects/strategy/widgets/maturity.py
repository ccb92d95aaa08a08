"""The maturity widget: how well the basics are run, by the owner's ratings, beside last time's."""

from helpers.charts.ratings import RADAR_INCHES
from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.subjects.strategy.charts.maturity import drag_chart, drag_height, maturity_radar
from helpers.subjects.strategy.maturity import (
    BASICS, FUNCTIONS, Difference, Maturity, where_to_differ,
)
from helpers.widgets.base import Choice, Detail, Settings, Words
from helpers.widgets.explorer import Chart
from helpers.widgets.questionnaire import QuestionnaireWidget, profile_view, with_answers

NOT_CHOSEN = "not chosen"
DIFFERENT_IN, DIFFERENT_HOW = BASICS.also
CHOSEN = [("not chosen yet", NOT_CHOSEN), *((name, name) for name in FUNCTIONS)]


def maturity_view(business: Business, settings: Settings) -> Maturity:
    """What the maturity widget answers under its settings; as `profile_view`.

    Examples
    --------
    >>> from helpers import open_business
    >>> maturity_view(open_business("shop"), {"talks": 2, "keeps_promises": 5}).weakest
    ('people',)
    """
    return profile_view(BASICS, business, settings)


def difference_view(business: Business, settings: Settings) -> Difference:
    """Where the owner chooses to be different, by the widget's settings.

    Parameters
    ----------
    business : Business
        Whose answers they are.
    settings : mapping
        As for `maturity_view`; and `different_in`, one of `FUNCTIONS`, and `different_how`, what a
        customer would notice.

    Raises
    ------
    NotEnoughData
        Where nothing is rated.
    OwnerError
        Where a saved answer is none.

    Examples
    --------
    >>> from helpers import open_business
    >>> settings = {"talks": 2, "keeps_promises": 5, "different_in": "customers"}
    >>> difference_view(open_business("shop"), settings).score
    5.0
    """
    chosen = settings.get(DIFFERENT_IN, NOT_CHOSEN)
    if chosen not in (*FUNCTIONS, NOT_CHOSEN):
        raise OwnerError(f"The saved answer to {DIFFERENT_IN} under {BASICS.section} is {chosen}; "
                         f"it can be {', '.join((*FUNCTIONS, NOT_CHOSEN))}.")
    return _difference(maturity_view(business, settings), settings)


def with_ratings(business: Business, *, sample: str) -> Business:
    """The business itself if its owner has rated a statement, else a sample; as `with_answers`.

    Examples
    --------
    >>> from helpers import open_business
    >>> with_ratings(open_business("bakery"), sample="bakery").folder.name
    'bakery'
    """
    return with_answers(BASICS, business, sample)


class MaturityWidget(QuestionnaireWidget):
    """The owner's ratings of the basics, one function at a time, beside last time's.

    Parameters
    ----------
    business : Business
        Whose answers to keep. It needs no table.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = MaturityWidget(open_business("shop"))
    >>> [choice.name for choice in widget.choices()][-2:]
    ['different_in', 'different_how']
    """

    questionnaire = BASICS
    controls = (
        Choice(DIFFERENT_IN, "In which of the five do you choose to be different?",
               lambda _: CHOSEN),
        Words(DIFFERENT_HOW, "What will a customer notice?",
              placeholder="We ring back within the hour"),
    )
    charts = (Chart(maturity_radar, RADAR_INCHES), Chart(drag_chart, drag_height))

    def more_details(self, result: Maturity, settings: Settings) -> list[Detail]:
        told = _difference(result, settings).headline(self.business.format)
        return [Detail("Where to be different", [told])]


def _difference(profile: Maturity, settings: Settings) -> Difference:
    chosen = settings.get(DIFFERENT_IN, NOT_CHOSEN)
    return where_to_differ(profile, None if chosen == NOT_CHOSEN else chosen,
                           str(settings.get(DIFFERENT_HOW) or ""))
