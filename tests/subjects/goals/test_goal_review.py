import numpy as np
import pandas as pd
import pytest

from helpers.subjects.goals.goal_review import (
    NOT_YET, NO_FIGURE, NO_START, WITHHELD, GoalReview, goal_state, withheld,
)

MONTHS = pd.period_range("2025-01", periods=6, freq="M")
VALUES = pd.Series([40.0, 42, 41, 46, 50, 52], MONTHS)
GOAL = {"statement": "Ask every customer for the next job", "kpi": "jobs a month",
        "baseline": 41, "target": 61, "start": "2025-04-01", "due": "2025-12-31", "owner": "Ana",
        "why": "it pays an apprentice", "resources": "five minutes a job"}


def state(values=VALUES, **changes):
    return goal_state({**GOAL, **changes}, values)


def test_progress_starts_where_the_goal_does():
    done = state().progress
    assert (done.periods_done, done.share_done) == (3, pytest.approx(11 / 20))
    assert state().verdict == "on pace"


def test_reach_is_judged_by_the_months_before_it_began_alone():
    # from the start on it rose by as much as is asked for; before, nothing was ever near it
    flat = pd.Series([40.0, 41, 40, 41, 40, 41, 80, 120], pd.period_range("2024-11", periods=8,
                                                                         freq="M"))
    asked = state(flat, baseline=40, target=75, start="2025-05-01", due="2025-07-31")
    assert asked.check.failing == ("A",)
    assert asked.check.history.largest < 0.05


@pytest.mark.parametrize(("values", "changes", "why"), [
    (None, {}, NO_FIGURE), (VALUES.iloc[:0], {}, NO_FIGURE), (VALUES, {"start": None}, NO_START),
    (VALUES, {"start": "2025-07-01"}, NOT_YET),
    (VALUES, {"target": None}, "it has no target")])
def test_why_progress_cannot_be_told_is_said(values, changes, why):
    found = state(values, **changes)
    assert found.progress is None
    assert found.verdict == why


def test_a_goal_whose_day_has_passed_fails_on_time_as_of_the_data():
    found = state(due="2025-05-31")
    assert "T" in found.check.failing
    assert found.verdict == "missed"


def test_a_goal_that_is_not_exact_says_so_before_its_progress():
    said = state(owner="").headline()
    assert said.startswith("A fails.") and "55% of the way" in said
    assert state().headline().startswith("Jobs a month stands at 52")


def review(**states):
    return GoalReview({name.replace("_", " "): each for name, each in states.items()})


def test_the_table_reads_as_an_owner_would_say_it():
    frame = review(goal_1=state(), goal_2=state(None), goal_3=state(target=50)).frame()
    assert frame["verdict"].tolist() == ["on pace", NO_FIGURE, "reached"]
    assert frame["needs"].tolist() == ["+1.5 a month", "–", "–"]
    assert frame["stands at"].tolist() == ["52", "–", "52"]
    assert frame["way done"].tolist()[0] == pytest.approx(0.55)
    assert np.isnan(frame["way done"][1])
    assert frame["goal"][0] == "Raise jobs a month from 41 to 61 by 31 Dec 2025. Ana sees to it."


def test_letters_that_fail_are_in_the_table_and_the_sentence():
    found = review(goal_1=state(), goal_2=state(owner="", why=""))
    assert found.frame()["letters"].tolist() == ["all five pass", "fails: A, R"]
    assert found.headline().endswith("Not yet exact: jobs a month (A, R).")


def test_the_headline_counts_and_tells_of_the_one_with_the_least_lead():
    found = review(one=state(), two=state(target=81), three=state(None))
    assert found.headline().startswith(
        "Of 3 goals: 1 on pace, 1 behind, 1 cannot be told yet. Jobs a month stands at 52, 28% of "
        "the way to 81 after 3 months: behind")


def test_one_goal_speaks_for_itself_and_none_says_so():
    assert review(one=state()).headline() == state().headline()
    assert review().headline() == "No goal has been set yet."
    assert review(one=state(None)).headline() == (
        "One goal is set: jobs a month. No figure is noted down yet. The goal passes on all five "
        "letters.")


def test_what_is_withheld_tells_no_figure():
    hidden = withheld(state(None, owner=""))
    found = review(one=hidden)
    said = f"{found.headline()} {found.frame().to_string()}"
    assert WITHHELD in said and "Ask every customer" in said
    assert not any(figure in said for figure in ("41", "61", "52"))
