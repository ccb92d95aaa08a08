"""The exercises of “Goals and opportunities”: slips are named, each wrong answer has a hint."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.core.new_business import new_business
from helpers.lessons.exercises import judge
from helpers.subjects.goals.opportunities import rank_opportunities
from helpers.subjects.goals.widgets.goals import GoalWidget

SALON = pd.DataFrame({"prize": [9, 4, 6], "ease": [3, 9, 5]},
                     ["the next town", "booking at the till", "skin care"])
EVENLY = {"prize": 1, "ease": 1}
ORDER = rank_opportunities(SALON, weights=EVENLY)
WHOLE = {"statement": "Put a board on every house we paint", "kpi": "enquiries a month",
         "baseline": 12, "target": 18, "due": "2030-06-30", "owner": "Lee", "why": "spring is thin",
         "resources": "ten boards"}


@pytest.mark.parametrize(("number", "answer", "about"), [
    *((f"1.3.{n}", letter, ()) for n, letters in ((1, "abcx"), (4, "acx"), (7, "acx"))
      for letter in letters),
    ("1.3.2", 30, ()), ("1.3.2", 140, ()), ("1.3.2", 45, ()), ("1.3.2", 140 / 6, ()),
    ("1.3.2", "many", ()), ("1.3.3", "Be nice", ()), ("1.3.3", {**WHOLE, "owner": ""}, ()),
    ("1.3.5", 4.5, (SALON,)), ("1.3.5", 6, (SALON,)), ("1.3.5", 750, (SALON,)),
    ("1.3.6", 7, (ORDER,)), ("1.3.6", ORDER, (ORDER,)), ("1.3.8", "nowhere", ()),
    ("1.3.8", "shop", ()),
])
def test_a_wrong_answer_carries_a_reason_and_a_hint(number, answer, about):
    verdict = judge(number, answer, *about)
    assert verdict.right is False
    assert verdict.reason and verdict.hint


@pytest.mark.parametrize(("number", "slip", "said", "about"), [
    ("1.3.2", 30, "rate at the start", ()), ("1.3.2", 45, "not from the baseline", ()),
    ("1.3.5", 4.5, "wrong way round", (SALON,)), ("1.3.5", 6, "counting half", (SALON,))])
def test_a_slip_is_named(number, slip, said, about):
    assert said in judge(number, slip, *about).reason


def test_a_goal_is_judged_by_its_letters_and_the_first_that_fails_is_mended():
    verdict = judge("1.3.3", {**WHOLE, "owner": "", "why": ""})
    assert verdict.reason.startswith("A and R fail.") and "Name one person" in verdict.hint
    assert judge("1.3.3", WHOLE).right


def test_the_ranking_handed_in_must_be_of_the_changed_scores_and_equal_weights():
    changed = SALON.copy()
    changed.loc["the next town", "ease"] = 7
    assert judge("1.3.6", rank_opportunities(changed, weights=EVENLY), ORDER).right
    uneven = judge("1.3.6", rank_opportunities(changed.assign(prize=[9, 10, 6]), weights=EVENLY),
                   ORDER)
    assert "still comes first" in uneven.reason


def test_ones_own_goals_are_told_or_the_figures_there_are(tmp_path, monkeypatch):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path))
    new_business("corner", currency="GBP", country="GB")
    assert judge("1.3.8", "corner").reason.startswith("No goal has been set yet. No table tells")
    GoalWidget(open_business("corner")).choose(statement="Be nicer")
    verdict = judge("1.3.8", "corner")
    assert verdict.right and verdict.reason.startswith("One goal is set: Be nicer.")
