"""The exercises on goals read a goal in its parts, score what changed, and tell one's own goals."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.core.new_business import new_business
from helpers.lessons.questions import find
from helpers.subjects.goals.widgets.goals import GoalWidget

WHOLE = ("Put a board on every house we paint; enquiries a month; 12; 18; 30 June 2030; Lee; "
         "spring is thin; ten boards")
SALON = pd.DataFrame({"prize": [9, 4, 6], "ease": [3, 9, 5]},
                     ["the next town", "booking at the till", "skin care"])


def test_a_goal_in_all_its_parts_passes_and_is_said_in_a_sentence():
    verdict = find("1.3.3").judge(WHOLE)
    assert verdict.right
    assert verdict.reason.startswith("All five letters pass. Raise enquiries a month from 12 to 18")


@pytest.mark.parametrize(("part", "instead", "said"), [
    ("Lee", "", "Name one person"), ("12;", "a dozen or so;", "is no number"),
    ("30 June 2030", "soon", "“soon” is no day"), ("; ten boards", "", "That is 7 parts."),
    ("Put a board on every house we paint", "Be better known", "S fails."),
    ("Lee; spring is thin", "; ", "A and R fail.")])
def test_a_part_that_lacks_something_is_named(part, instead, said):
    verdict = find("1.3.3").judge(WHOLE.replace(part, instead))
    assert verdict.right is False and said in verdict.reason


def test_where_several_letters_fail_the_first_is_mended_first():
    verdict = find("1.3.3").judge(WHOLE.replace("Lee; spring is thin", "; "))
    assert verdict.reason.endswith("Begin with A: Name one person (owner).")


def test_a_chair_in_the_next_town_puts_it_first():
    verdict = find("1.3.6", {"salon": SALON}).judge("8")
    assert verdict.right and "more than 6.5 for booking at the till" in verdict.reason


def test_ones_own_goals_are_told_or_the_figures_there_are(businesses):
    new_business("corner", currency="GBP", country="GB")
    own = find("1.3.8")
    assert own.judge("corner").reason.startswith("No goal has been set yet. No table tells")
    GoalWidget(open_business("corner")).choose(statement="Be nicer")
    assert own.judge("corner").reason.startswith("One goal is set: Be nicer.")
