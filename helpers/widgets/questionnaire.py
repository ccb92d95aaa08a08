"""A questionnaire as a widget: statements to rate, group by group, beside last time's answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.stats.dated import DATE
from helpers.stats.questionnaire import NOT_RATED, Profile, Questionnaire
from helpers.widgets.base import Detail
from helpers.widgets.explorer import Explorer
from helpers.widgets.questions import Choice, Question, Settings
from helpers.widgets.stand_in import stand_in

MOST_LINES = 3


@dataclass(frozen=True)
class Rating(Choice):
    """A statement to be rated by a whole number, or left open; ratings are kept as numbers."""

    def allows(self, value, settings: Settings) -> bool:
        return type(value) in (int, str) and super().allows(value, settings)

    def read(self, saved) -> int | str:
        return _typed(saved)

    def open_answers(self, settings: Settings) -> str:
        open_answer, lowest, *_, highest = self.values(settings)
        return f"a whole number from {lowest} to {highest}, or {open_answer}"


def profile_view(questionnaire: Questionnaire, business: Business, settings: Settings) -> Profile:
    """What a questionnaire's widget answers under its settings, without the widget.

    Parameters
    ----------
    questionnaire : Questionnaire
        What is asked.
    business : Business
        Whose earlier answers to compare with.
    settings : mapping
        Ratings by the statements' names; what is left out, or `not rated`, is open. `date`, where
        given, is the day of the ratings.

    Raises
    ------
    NotEnoughData
        Where nothing is rated.
    OwnerError
        Where a saved rating is none.
    """
    section = questionnaire.section
    now, before = ({name: _typed(answer) for name, answer in each.items()}
                   for each in (settings, business.answers.before(section)))
    try:
        return questionnaire.profile(now, previous=before)
    except ValueError as error:
        raise OwnerError(f"The saved answers under {section} cannot be used. {error} Correct them "
                         "in answers.yaml, or choose again in the widget.") from error


def with_answers(questionnaire: Questionnaire, business: Business, sample: str) -> Business:
    """The business itself if its owner has rated a statement, else a sample as a stand-in.

    Parameters
    ----------
    questionnaire : Questionnaire
        What is asked.
    business : Business
        The owner's.
    sample : str
        The sample whose owner has.

    Raises
    ------
    NotEnoughData
        In a report, where nobody stands in for a client.
    """
    saved = business.answers.get(questionnaire.section)
    if isinstance(saved, Mapping) and questionnaire.given(saved):
        return business
    return stand_in(business, sample, question=questionnaire.title, have="no statement rated",
                    need=f"ratings, given in {questionnaire.lesson}")


class QuestionnaireWidget(Explorer):
    """A questionnaire's statements to rate, the picture they make, and what they say.

    Attributes
    ----------
    questionnaire : Questionnaire
        What is asked; its `section` is the widget's.
    controls : sequence of Question
        What is asked beside the statements.
    charts : sequence of Chart
        As of any `Explorer`.
    """

    judgements = True
    questionnaire: Questionnaire

    @property
    def section(self) -> str:
        """Where the answers are kept."""
        return self.questionnaire.section

    def choices(self) -> list[Question]:
        """Every statement, to be rated; then what else is asked."""
        ratings = [Rating(each.name, each.text, self._ratings(each))
                   for each in self.questionnaire.statements]
        return [*ratings, *self.controls]

    def view(self, settings: Settings) -> Profile:
        dated = {DATE: day} if (day := self._saved_answers().get(DATE)) else {}
        return profile_view(self.questionnaire, self.business, {**settings, **dated})

    def details(self, result: Profile, settings: Settings) -> list[Detail]:
        moved = [f"{row.text} {row.before:.0f} → {row.rating:.0f}."
                 for row in result.moved.itertuples()]
        found = [
            self.where_to_begin(result), *self.more_details(result, settings),
            Detail("What moved since last time", moved),
            Detail("A first step this week", list(filter(None, [result.first_step]))),
        ]
        return [detail for detail in found if detail.lines]

    def where_to_begin(self, result: Profile) -> Detail:
        """The statements to begin with, and what to do where that is declared."""
        follow_up = {each.name: each.follow_up for each in self.questionnaire.statements}
        return Detail("Where to begin: rated lowest where it is weakest", [
            f"{row.text} {row.rating:.0f}: {row.level}. {follow_up[row.Index]}".strip()
            for row in result.to_begin_with.head(MOST_LINES).itertuples()])

    def more_details(self, result: Profile, settings: Settings) -> list[Detail]:
        """What else is to be said, between where to begin and what moved."""
        return []

    def table(self, result: Profile, settings: Settings) -> pd.DataFrame:
        return result.statements.reset_index()

    @cached_property
    def panel(self):
        """The live controls, one group's statements at a time; made when first shown."""
        from helpers.widgets.rating_panel import RatingPanel

        groups = {name: self.questionnaire.names(name) for name in self.questionnaire.groups}
        return RatingPanel(self, groups, open_answer=NOT_RATED)

    def _ratings(self, statement):
        meanings = self.questionnaire.meanings(statement).items()
        options = [("not rated yet", NOT_RATED),
                   *((f"{rating}: {meaning}", rating) for rating, meaning in meanings)]
        return lambda _: options


def _typed(answer):
    """An answer as a person may have typed it, a number in quotes as a number."""
    return int(answer) if isinstance(answer, str) and answer.isdecimal() else answer
