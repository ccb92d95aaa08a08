"""Ratings counted by hand, and what an owner may leave open, repeat or get wrong."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.problems import NotEnoughData
from helpers.stats.questionnaire import NOT_RATED, Questionnaire

SAID = {
    "section": "trust", "title": "a trust profile", "heading": "Trust", "word": "side",
    "lesson": "the lesson on trust", "scale": {1: "no", 2: "partly", 3: "mostly", 4: "yes"},
    "whole": "mean", "also": ["note"],
    "groups": {
        "inside": {"weight": 3, "first_step": "Ask one colleague.", "statements": {
            "talks": {"text": "We talk.", "weight": 2, "low": "never", "high": "daily"},
            "helps": "We help.", "learns": "We learn."}},
        "outside": {"statements": {"answers": "We answer.", "returns": "They return."}},
    },
}
ASKED = Questionnaire.declared(SAID)
PLAIN_ASKED = Questionnaire.declared({**SAID, "whole": ""})
GEOMETRIC = Questionnaire.declared({**SAID, "whole": "geometric"})
NAMES = [statement.name for statement in ASKED.statements]
ALL = {"talks": 4, "helps": 2, "learns": 1, "answers": 3, "returns": 2}


def test_scores_and_whole_are_the_weighted_means_counted_by_hand():
    profile = ASKED.profile(ALL)
    assert profile.groups["score"].tolist() == [(2 * 4 + 2 + 1) / 4, 2.5]
    assert profile.overall == (3 * 2.75 + 2.5) / 4
    assert GEOMETRIC.profile(ALL).overall == pytest.approx((2.75**3 * 2.5) ** (1 / 4))
    assert np.isnan(PLAIN_ASKED.profile(ALL).overall)
    assert (profile.strongest, profile.weakest) == (("inside",), ("outside",))


def test_what_is_open_leaves_a_score_between_its_least_and_its_most():
    profile = ASKED.profile({"helps": 2, "learns": 1, "answers": 3})
    inside, outside = profile.groups.loc["inside"], profile.groups.loc["outside"]
    assert inside[["score", "lower", "upper"]].tolist() == [1.5, (2 * 1 + 3) / 4, (2 * 4 + 3) / 4]
    assert outside[["score", "lower", "upper"]].tolist() == [3, 2, 3.5]
    assert inside[["answered", "asked"]].tolist() == [2, 3]
    assert (profile.answered, profile.unanswered) == (3, 2)
    assert profile.lower == (3 * 1.25 + 2) / 4 and profile.upper == (3 * 2.75 + 3.5) / 4


@pytest.mark.parametrize("nothing", [None, np.nan, NOT_RATED])
def test_nothing_unanswered_is_told_as_an_answer(nothing):
    profile = ASKED.profile({"talks": 3, "answers": nothing, "returns": nothing})
    assert profile.groups.loc["outside", ["score", "before", "change"]].isna().all()
    assert profile.left_out == ["outside"] and profile.set_aside == {}
    assert profile.statements["rating"].dropna().index.tolist() == ["talks"]
    assert profile.statements["level"].dropna().index.tolist() == ["talks"]
    assert profile.overall == 3 and profile.weakest == profile.strongest == ("inside",)
    assert profile.headline() == ("By our own rating inside, all that was rated, is at 3.0 of 4. "
                                  "4 statements of 5 still to rate.")


@pytest.mark.parametrize("answers", [{}, {"date": "2025-10-31", "talks": None, "note": "later"}])
def test_nothing_rated_is_refused_with_where_to_rate(answers):
    with pytest.raises(NotEnoughData, match="no statement rated.*the lesson on trust"):
        ASKED.profile(answers, previous=ALL)


@pytest.mark.parametrize("wrong", [0, 5, 2.5, "3", True, float("inf"), [3]])
def test_a_rating_off_the_scale_is_refused_with_its_name(wrong):
    with pytest.raises(ValueError, match="whole numbers from 1 to 4; that of talks is"):
        ASKED.profile({"talks": wrong})


def test_ratings_of_statements_that_are_not_asked_are_counted():
    profile = ASKED.profile({"talks": 3, "hugs": 5, "note": "a thought", "date": "2025-10-31"})
    assert list(profile.set_aside.values()) == [1]


def test_what_moved_goes_by_the_statements_rated_both_times():
    before = {"talks": 1, "helps": 4, "answers": 3, "date": "2025-04-30"}
    now = {"talks": 4, "helps": 3, "learns": 1, "answers": 3, "date": "2025-10-31"}
    profile = ASKED.profile(now, previous=before)
    assert profile.groups.loc["inside", ["before", "change"]].tolist() == [2, 5 / 3]
    assert profile.groups.loc["outside", "change"] == 0
    assert profile.moved.index.tolist() == ["helps", "talks"]  # what fell most first
    assert profile.moved.loc["talks", ["before", "rating", "change"]].tolist() == [1, 4, 3]
    assert (profile.dated, profile.dated_before) == (
        pd.Timestamp("2025-10-31"), pd.Timestamp("2025-04-30"))
    assert profile.headline().endswith("Since 30 Apr 2025 inside moved most, up by 1.7.")


def test_without_a_last_time_or_a_change_that_is_said():
    assert "ince" not in ASKED.profile(ALL).headline()
    same = ASKED.profile(ALL, previous={**ALL, "date": "2025-04-30"})
    assert same.headline().endswith("Nothing moved since 30 Apr 2025.") and same.moved.empty


def test_ties_are_said_and_all_alike_too():
    assert ASKED.profile(ALL).headline() == (
        "By our own rating inside is strongest at 2.8 of 4 and outside is weakest at 2.5.")
    assert ASKED.profile(dict.fromkeys(NAMES, 3)).headline() == (
        "By our own rating inside and outside, all alike, are at 3.0 of 4.")


def test_where_to_begin_is_the_lowest_of_the_weakest_that_can_rise():
    profile = ASKED.profile({"talks": 1, "helps": 4, "learns": 1, "answers": 4, "returns": 2})
    assert profile.weakest == ("inside",) and profile.first_step == "Ask one colleague."
    assert profile.to_begin_with.index.tolist() == ["talks", "learns"]
    assert ASKED.profile({"talks": 1, "answers": 1}).to_begin_with.index.tolist() == [
        "talks", "answers"]


def test_a_statement_may_have_its_own_words_at_both_ends():
    assert ASKED.meanings(ASKED.statements[0]) == {1: "never", 2: "partly", 3: "mostly", 4: "daily"}
    assert ASKED.profile({"talks": 4}).statements.loc["talks", "level"] == "daily"
    assert ASKED.profile({"helps": 4}).statements.loc["helps", "level"] == "yes"


def test_its_statements_make_a_table_in_its_own_words():
    assert ASKED.frame.columns.tolist() == ["name", "side", "text"]
    assert ASKED.frame["name"].tolist() == NAMES
    assert ASKED.names("outside") == ["answers", "returns"]


@pytest.mark.parametrize("change", [
    {"whole": "sum"},
    {"groups": {"a": {"statements": {"x": "X."}}, "b": {"statements": {"x": "X."}}}}])
def test_a_declaration_that_cannot_be_meant_is_refused(change):
    with pytest.raises(ValueError, match="a name of its own"):
        Questionnaire.declared({**SAID, **change})


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 4), min_size=1), st.data())
def test_the_whole_lies_in_its_range_however_the_rest_is_rated(answers, data):
    profile = GEOMETRIC.profile(answers)
    assert 1 - 1e-9 <= profile.lower <= profile.overall + 1e-9
    assert profile.overall <= profile.upper + 1e-9 and profile.upper <= 4 + 1e-9
    name = data.draw(st.sampled_from(sorted(answers)))
    better = GEOMETRIC.profile({**answers, name: min(answers[name] + 1, 4)})
    assert better.overall >= profile.overall - 1e-12
    if not profile.left_out:
        filled = {name: answers.get(name) or data.draw(st.integers(1, 4)) for name in NAMES}
        whole = GEOMETRIC.profile(filled).overall
        assert profile.lower - 1e-9 <= whole <= profile.upper + 1e-9
