"""Widgets on where a business stands: towards rivals, in its resources, and all of it together."""

from collections.abc import Callable, Mapping
from functools import cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.feedback.scores import net_promoter_score
from helpers.subjects.finance.widgets import health_view
from helpers.subjects.operations.review import OperationalReview, operational_review
from helpers.subjects.strategy.charts.swot import (
    SQUARE_INCHES, resources_chart, resources_height, rivals_chart, rivals_height, swot_chart,
)
from helpers.subjects.strategy.resources import (
    ANSWERS, AREAS, NOT_RATED, RESOURCES, ResourceAudit, audit_resources,
)
from helpers.subjects.strategy.rivals import (
    BASES, CRITERIA, MATTERS, MOST_RIVALS, NOT_SAID, RATINGS, RivalComparison, compare_rivals,
)
from helpers.subjects.strategy.swot import MOST_WORDS, OPPORTUNITY, THREAT, Swot, draw_swot
from helpers.widgets.base import AnalysisWidget, Choice, Detail, Question, Settings, Words
from helpers.widgets.stand_in import stand_in

EXAMPLES = {
    (OPPORTUNITY, 1): "a change around you that could help: new flats near by, a rival who retires",
    (THREAT, 1): "a change around you that could harm: a lease that ends, a law, a large rival",
}
IN_WORDS = {"matters_most": "What matters most to your customers?",
            "matters_next": "And what next?"}


def rivals_view(business: Business, settings: Settings) -> RivalComparison:
    """What the rivals widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        Whose earlier ratings they are compared with.
    settings : mapping
        As `compare_rivals` takes them.

    Raises
    ------
    NotEnoughData
        No rival is rated.
    OwnerError
        A rating is none of the choices.
    """
    return _understood(compare_rivals, business, "rivals", settings)


def resources_view(business: Business, settings: Settings) -> ResourceAudit:
    """What the resources widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        Whose earlier ratings they are compared with.
    settings : mapping
        As `audit_resources` takes them.

    Raises
    ------
    NotEnoughData
        Nothing is rated.
    OwnerError
        A rating is none of the choices.
    """
    return _understood(audit_resources, business, "resources", settings)


def swot_view(business: Business, settings: Settings) -> Swot:
    """What the SWOT widget answers under its settings, without the widget.

    Strengths and weaknesses come from the tables that the business has and from its owner's other
    answers; what is not there, or not enough, adds nothing.

    Parameters
    ----------
    business : Business
        With any of finances, feedback and orders.
    settings : mapping
        As `draw_swot` takes them.

    Examples
    --------
    >>> from helpers import open_business
    >>> swot = swot_view(open_business("shop"), {"threat_1": "The marketplace raises its fee"})
    >>> swot.own["text"].tolist()
    ['The marketplace raises its fee']
    """
    return draw_swot(settings, previous=business.answers.before("swot"),
                     **_measured(business), **_judged(business))


def with_work(business: Business, *, sample: str) -> Business:
    """The business itself if its daily work can be reviewed, else a sample as a stand-in.

    Raises
    ------
    NotEnoughData
        In a report, where it cannot.

    Examples
    --------
    >>> from helpers import open_business
    >>> with_work(open_business("shop"), sample="bakery").folder.name
    'shop'
    """
    if _reviewed(business) is not None:
        return business
    return stand_in(business, sample, question="a review of the daily work",
                    have="neither orders nor books of a few months", need="one of the two")


def with_findings(business: Business, *, sample: str) -> Business:
    """The business itself if anything can stand in its SWOT, else a sample as a stand-in.

    Raises
    ------
    NotEnoughData
        In a report, where nothing can.

    Examples
    --------
    >>> from helpers import open_business
    >>> with_findings(open_business("shop"), sample="bakery").folder.name
    'shop'
    """
    if len(swot_view(business, business.answers.get("swot", {})).points()):
        return business
    return stand_in(business, sample, question="strengths and weaknesses",
                    have="nothing that stands out, and no answers of the owner yet",
                    need="books, answers of customers, or the owner's ratings")


class RivalsWidget(AnalysisWidget):
    """The business against up to three rivals, by the owner's ratings.

    Parameters
    ----------
    business : Business
        Whose ratings are kept.

    Examples
    --------
    >>> from helpers import open_business
    >>> [asked.name for asked in RivalsWidget(open_business("shop")).choices()][:3]
    ['matters_most', 'matters_next', 'rival_1']
    """

    section = "rivals"
    judgements = True

    def choices(self) -> list[Question]:
        """What matters, then each rival's name, what is known of it, and a rating by criterion."""
        matters = [("not said", NOT_SAID), *((label, name) for name, label in CRITERIA.items())]
        return [
            *(Choice(name, IN_WORDS[name], lambda settings: matters) for name in MATTERS),
            *(question for number in range(1, MOST_RIVALS + 1) for question in _of_rival(number)),
        ]

    def view(self, settings: Settings) -> RivalComparison:
        return rivals_view(self.business, settings | {"date": _date_of(self)})

    def draw(self, result: RivalComparison, settings: Settings, figure: HouseFigure) -> None:
        [ax] = stacked_axes(figure, [rivals_height(len(result.grid))])
        rivals_chart(result, ax=ax, format=self.business.format)

    def details(self, result: RivalComparison, settings: Settings) -> list[Detail]:
        rested = [f"{rival}: {BASES[basis]}." for rival, basis in result.bases.items()]
        moved = [f"{row.rival}, {row.criterion}: {row.before} before, {row.now} now."
                 for row in result.moved.itertuples()]
        return [Detail(heading, lines) for heading, lines in (
            ("What the ratings rest on", rested), ("What moved since last time", moved),
            ("What can mislead", result.caveats)) if lines]

    def table(self, result: RivalComparison, settings: Settings) -> pd.DataFrame:
        return result.frame.join(result.grid).reset_index()

    @cached_property
    def panel(self):
        """The live controls, one rival's at a time; made when first shown."""
        from helpers.widgets.rating_panel import RatingPanel

        groups = {f"rival {number}": [question.name for question in _of_rival(number)]
                  for number in range(1, MOST_RIVALS + 1)}
        return RatingPanel(self, groups, open_answer=NOT_RATED)


class ResourcesWidget(AnalysisWidget):
    """Skills, technology and infrastructure: what would carry more work, by the owner's ratings.

    Parameters
    ----------
    business : Business
        Whose ratings are kept.

    Examples
    --------
    >>> from helpers import open_business
    >>> [asked.name for asked in ResourcesWidget(open_business("shop")).choices()][:3]
    ['craft', 'selling', 'numbers']
    """

    section = "resources"
    judgements = True

    def choices(self) -> list[Question]:
        """A level for each resource."""
        levels = [(words, level) for level, words in ANSWERS.items()]
        return [Choice(name, resource.question, lambda settings: levels)
                for name, resource in RESOURCES.items()]

    def view(self, settings: Settings) -> ResourceAudit:
        return resources_view(self.business, settings | {"date": _date_of(self)})

    def draw(self, result: ResourceAudit, settings: Settings, figure: HouseFigure) -> None:
        [ax] = stacked_axes(figure, [resources_height(len(result.frame))])
        resources_chart(result, ax=ax, format=self.business.format)

    def details(self, result: ResourceAudit, settings: Settings) -> list[Detail]:
        return [Detail("What can mislead", result.caveats)]

    @cached_property
    def panel(self):
        """The live controls, those of one area at a time; made when first shown."""
        from helpers.widgets.rating_panel import RatingPanel

        groups = {area: [name for name, resource in RESOURCES.items() if resource.area == area]
                  for area in AREAS}
        return RatingPanel(self, groups, open_answer=NOT_RATED)

    def table(self, result: ResourceAudit, settings: Settings) -> pd.DataFrame:
        return result.frame.reset_index()


class SwotWidget(AnalysisWidget):
    """Strengths and weaknesses as found, and the owner's own opportunities and threats.

    Parameters
    ----------
    business : Business
        With any of finances, feedback and orders.

    Examples
    --------
    >>> from helpers import open_business
    >>> [asked.name for asked in SwotWidget(open_business("shop")).choices()][:2]
    ['opportunity_1', 'opportunity_2']
    """

    section = "swot"
    judgements = True

    @cached_property
    def _found(self) -> Mapping:
        return _measured(self.business) | _judged(self.business)

    def choices(self) -> list[Question]:
        """Up to three opportunities and three threats, in words."""
        return [Words(f"{kind}_{place}", f"{kind.capitalize()} {place}",
                      EXAMPLES.get((kind, place), ""))
                for kind in (OPPORTUNITY, THREAT) for place in range(1, MOST_WORDS + 1)]

    def view(self, settings: Settings) -> Swot:
        return draw_swot(settings | {"date": _date_of(self)},
                         previous=self.business.answers.before(self.section), **self._found)

    def draw(self, result: Swot, settings: Settings, figure: HouseFigure) -> None:
        [ax] = stacked_axes(figure, [SQUARE_INCHES])
        swot_chart(result, ax=ax, format=self.business.format)

    def details(self, result: Swot, settings: Settings) -> list[Detail]:
        points = result.points(self.business.format)
        rested = [f"{row.point}: {row.rests}." for row in points.rename(
            columns={"rests on": "rests"}).itertuples()]
        gone = [f"{row.text} ({row.kind})" for row in result.dropped.itertuples()]
        return [Detail(heading, lines) for heading, lines in (
            ("What each point rests on", rested), ("No longer on the list", gone)) if lines]

    def table(self, result: Swot, settings: Settings) -> pd.DataFrame:
        return result.points(self.business.format)


def _of_rival(number: int) -> list[Question]:
    rival = f"rival_{number}"
    return [
        Words(rival, f"Rival {number}: its name", "who your customers would go to in place of you"),
        Choice(f"{rival}_basis", "How do you know?", lambda settings: [
            (words, basis) for basis, words in BASES.items()]),
        *(Choice(f"{rival}_{criterion}", _capital(label), lambda settings: [
            (words, rating) for rating, words in RATINGS.items()])
          for criterion, label in CRITERIA.items()),
    ]


def _date_of(widget: AnalysisWidget):
    """The day of the saved answers; None while there are none, or they cannot be read."""
    return widget._saved_answers().get("date")


def _understood(analysis: Callable, business: Business, section: str, settings: Settings):
    try:
        return analysis(settings, previous=business.answers.before(section))
    except ValueError as error:
        raise OwnerError(f"The answers under {section} cannot be used. {error}") from None


def _measured(business: Business) -> dict:
    """What the tables tell, by the names that `draw_swot` knows; None where they do not."""
    finances, feedback = business.get("finances"), business.get("feedback")
    return {
        "health": None if finances is None else _if_enough(
            health_view, business, business.answers.get("health", {})),
        "score": None if feedback is None else _if_enough(net_promoter_score, feedback),
        "operations": _reviewed(business),
    }


def _reviewed(business: Business) -> OperationalReview | None:
    tables = {name: business.get(name) for name in ("orders", "finances")}
    return _if_enough(lambda: operational_review(**tables))


def _judged(business: Business) -> dict:
    """What its owner has rated, by the names that `draw_swot` knows; None where nothing is."""
    return {
        section: _if_enough(view, business, business.answers.get(section, {}))
        for section, view in (("rivals", rivals_view), ("resources", resources_view))
    }


def _if_enough(tell: Callable, *given):
    try:
        return tell(*given)
    except NotEnoughData:
        return None


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
