"""Ratings worked out by hand, and what an owner may leave open, repeat or get wrong."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import NotEnoughData
from helpers.subjects.community.review import (
    BY_NAME, FIRST_STEPS, QUALITIES, STATEMENTS, self_review,
)


def all_rated(rating, **others):
    return {statement.name: rating for statement in STATEMENTS} | others


def test_every_quality_asks_three_statements_and_has_a_question_and_a_first_step():
    asked = pd.Series([statement.quality for statement in STATEMENTS]).value_counts()
    assert asked.to_dict() == dict.fromkeys(QUALITIES, 3)
    assert set(FIRST_STEPS) == set(QUALITIES) and len(BY_NAME) == len(STATEMENTS)


def test_a_score_is_the_mean_of_the_ratings_of_its_statements():
    review = self_review(all_rated(3, answers_everyone=5, gives_first=4, thanks_by_name=1))
    assert review.qualities["score"].to_dict() == pytest.approx(
        {"authenticity": 3, "reciprocity": 10 / 3, "consistency": 3, "value": 3, "adaptability": 3})


def test_what_is_open_leaves_a_score_between_its_least_and_its_most():
    row = self_review({"answers_everyone": 5, "gives_first": 4}).qualities.loc["reciprocity"]
    assert row[["score", "lower", "upper"]].tolist() == pytest.approx([4.5, 10 / 3, 14 / 3])
    assert row[["answered", "asked"]].tolist() == [2, 3]


def test_a_quality_without_a_rating_has_no_score_and_is_not_the_weakest():
    review = self_review({"answers_everyone": 2})
    assert review.qualities["score"].isna().sum() == 4
    assert review.weakest == review.strongest == ("reciprocity",)
    assert review.headline() == (
        "By our own rating reciprocity, all that was rated, is at 2.0 of 5. "
        "14 statements of 15 still to rate.")


def test_the_strongest_and_the_weakest_are_said_and_ties_too():
    review = self_review(all_rated(3, known_by_name=5, gives_first=5, asks_members=1))
    assert review.headline() == (
        "By our own rating authenticity and reciprocity are strongest at 3.7 of 5 and adaptability "
        "is weakest at 2.3.")
    assert review.first_step == FIRST_STEPS["adaptability"]


def test_where_all_are_alike_that_is_said():
    assert self_review(all_rated(4)).headline() == (
        "By our own rating authenticity, reciprocity, consistency, value and adaptability, all "
        "alike, are at 4.0 of 5.")


def test_change_goes_by_statements_rated_both_times():
    before = {"asks_members": 1, "stops_what_is_not_wanted": 5, "known_by_name": 4,
              "date": "2025-04-30"}
    now = {"asks_members": 3, "changes_what_it_does": 1, "known_by_name": 4,
           "date": dt.date(2025, 10, 31)}
    review = self_review(now, previous=before)
    assert review.qualities.loc["adaptability", ["score", "before", "change"]].tolist() == [2, 1, 2]
    assert np.isnan(review.qualities.loc["value", "change"])
    assert review.moved[["before", "now", "change"]].to_numpy().tolist() == [[1, 3, 2]]
    assert review.dated == pd.Timestamp("2025-10-31")
    assert "Since 30 Apr 2025 adaptability moved most, up by 2.0." in review.headline()


def test_a_fall_is_said_and_stands_first_among_what_moved():
    before = all_rated(3, gives_first=4)
    review = self_review(all_rated(3, gives_first=1, asks_members=4), previous=before)
    assert review.headline().endswith("Since last time reciprocity moved most, down by 1.0.")
    assert review.moved.index.tolist() == ["gives_first", "asks_members"]


def test_where_nothing_moved_that_is_said():
    review = self_review(all_rated(3), previous=all_rated(3, date="2025-04-30"))
    assert review.headline().endswith("Nothing moved since 30 Apr 2025.")
    assert review.moved.empty


def test_statements_rated_low_stand_lowest_first():
    review = self_review({"known_by_name": 2, "gives_first": 1, "asks_members": 3})
    assert review.low.index.tolist() == ["gives_first", "known_by_name"]


@pytest.mark.parametrize("answers", [{}, {"date": "2025-10-31", "gives_first": None}])
def test_nothing_rated_is_no_review(answers):
    with pytest.raises(NotEnoughData, match="no statement rated"):
        self_review(answers, previous=all_rated(3))


def test_ratings_of_statements_that_are_not_asked_are_counted():
    review = self_review({"gives_first": 3, "hugs_everyone": 5})
    assert list(review.set_aside.values()) == [1]
    assert self_review({"gives_first": 3}).set_aside == {}


@pytest.mark.parametrize("wrong", [0, 6, 2.5, "3", True, float("nan")])
def test_a_rating_that_is_no_whole_number_from_1_to_5_is_refused(wrong):
    with pytest.raises(ValueError, match="gives_first"):
        self_review({"gives_first": wrong})
