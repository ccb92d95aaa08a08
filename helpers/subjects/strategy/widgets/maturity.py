"""The maturity widget: how well the basics are run, by the owner's ratings, beside last time's."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.stats.dated import DATE
from helpers.subjects.strategy.charts.maturity import (
    RADAR_INCHES, drag_chart, drag_height, maturity_radar,
)
from helpers.subjects.strategy.maturity import (
    Difference, Maturity, maturity_profile, where_to_differ,
)
from helpers.subjects.strategy.maturity_statements import FUNCTIONS, LEVELS, STATEMENTS
from helpers.widgets.base import AnalysisWidget, Choice, Detail, Settings, Words
from helpers.widgets.stand_in import stand_in

SECTION = "maturity"
NOT_RATED, NOT_CHOSEN = "not rated", "not chosen"
DIFFERENT_IN, DIFFERENT_HOW = "different_in", "different_how"
MOST_LINES = 3


@dataclass(frozen=True)
class Rating(Choice):
    """A statement to be rated from 1 to 5, or left open; ratings are kept as numbers."""

    def allows(self, value, settings: Settings) -> bool:
        return type(value) in (int, str) and super().allows(value, settings)

    def read(self, saved) -> int | str:
        return int(saved) if str(saved).isdecimal() else saved

    def open_answers(self, settings: Settings) -> str:
        return f"a whole number from {min(LEVELS)} to {max(LEVELS)}, or {NOT_RATED}"


def maturity_view(business: Business, settings: Settings) -> Maturity:
    """What the maturity widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        Whose earlier answers to compare with.
    settings : mapping
        Ratings from 1 to 5 by the names in `STATEMENTS`; what is left out, or `not rated`, is
        open. `date`, where given, is the day of the ratings.

    Raises
    ------
    NotEnoughData
        Where nothing is rated.
    OwnerError
        Where a saved rating is none.

    Examples
    --------
    >>> from helpers import open_business
    >>> maturity_view(open_business("shop"), {"talks": 2, "keeps_promises": 5}).weakest
    ('people',)
    """
    try:
        return maturity_profile(_ratings(settings),
                                previous=_ratings(business.answers.before(SECTION)))
    except ValueError as error:
        raise OwnerError(f"The saved answers under {SECTION} cannot be used. {error} Correct them "
                         "in answers.yaml, or choose again in the widget.") from error


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
        raise OwnerError(f"The saved answer to {DIFFERENT_IN} under {SECTION} is {chosen}; it can "
                         f"be {', '.join((*FUNCTIONS, NOT_CHOSEN))}.")
    profile = maturity_view(business, settings)
    how = str(settings.get(DIFFERENT_HOW) or "")
    return where_to_differ(profile, None if chosen == NOT_CHOSEN else chosen, how)


def with_ratings(business: Business, *, sample: str) -> Business:
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
    >>> with_ratings(open_business("bakery"), sample="bakery").folder.name
    'bakery'
    """
    if _given(business.answers.get(SECTION)):
        return business
    return stand_in(business, sample, question="a maturity profile", have="no statement rated",
                    need="ratings, given in the lesson on what every business shares")


class MaturityWidget(AnalysisWidget):
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

    section = SECTION
    judgements = True

    def choices(self) -> list[Choice | Words]:
        """Every statement, to be rated; where to be different, and how."""
        return [*(Rating(each.name, each.text, _levels) for each in STATEMENTS),
                Choice(DIFFERENT_IN, "In which of the five do you choose to be different?",
                       _functions),
                Words(DIFFERENT_HOW, "What will a customer notice?",
                      placeholder="We ring back within the hour")]

    def view(self, settings: Settings) -> Maturity:
        dated = {DATE: day} if (day := self._saved_answers().get(DATE)) else {}
        return maturity_view(self.business, {**settings, **dated})

    def draw(self, result: Maturity, settings: Settings, figure: HouseFigure) -> None:
        radar, drag = stacked_axes(figure, [RADAR_INCHES, drag_height(result)])
        maturity_radar(result, ax=radar, format=self.business.format)
        drag_chart(result, ax=drag, format=self.business.format)

    def details(self, result: Maturity, settings: Settings) -> list[Detail]:
        moved = [f"{row.text} {row.before:.0f} → {row.now:.0f}."
                 for row in result.moved.itertuples()]
        chosen = None if settings[DIFFERENT_IN] == NOT_CHOSEN else settings[DIFFERENT_IN]
        different = where_to_differ(result, chosen, settings[DIFFERENT_HOW])
        found = [
            Detail("Where to begin: rated lowest where it is weakest", [
                f"{row.text} {row.rating:.0f}: {row.level}."
                for row in result.to_begin_with.head(MOST_LINES).itertuples()]),
            Detail("Where to be different", [different.headline(self.business.format)]),
            Detail("What moved since last time", moved),
        ]
        return [detail for detail in found if detail.lines]

    def table(self, result: Maturity, settings: Settings) -> pd.DataFrame:
        return result.statements.reset_index()

    @cached_property
    def panel(self):
        """The live controls, one function's statements at a time; made when first shown."""
        from helpers.widgets.rating_panel import RatingPanel

        groups = {function: [each.name for each in STATEMENTS if each.function == function]
                  for function in FUNCTIONS}
        return RatingPanel(self, groups, open_answer=NOT_RATED)


def _levels(settings: Settings) -> list[tuple[str, int | str]]:
    return [("not rated yet", NOT_RATED),
            *((f"{level}: {meaning}", level) for level, meaning in LEVELS.items())]


def _functions(settings: Settings) -> list[tuple[str, str]]:
    return [("not chosen yet", NOT_CHOSEN), *((name, name) for name in FUNCTIONS)]


def _given(saved) -> bool:
    names = {statement.name for statement in STATEMENTS}
    return isinstance(saved, Mapping) and bool(names & _ratings(saved).keys())


def _ratings(settings: Mapping) -> dict:
    """Ratings as numbers, and their date, without what is open and what is no rating."""
    return {name: int(answer) if str(answer).isdecimal() else answer
            for name, answer in settings.items()
            if name not in (DIFFERENT_IN, DIFFERENT_HOW) and answer not in (NOT_RATED, None)}
