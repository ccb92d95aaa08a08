"""The checks of lesson 1.1 name the slip that was made."""

from functools import cache

import pandas as pd
import pytest

from helpers import open_business
from helpers.lessons.exercises import judge
from helpers.subjects.growth.widgets import growth_view

GARAGE = pd.DataFrame({"last year": [60, 2, 9.1], "this year": [84, 2, 7.8]},
                      index=["jobs a month", "mechanics", "score"])


@cache
def card():
    return growth_view(open_business("shop"), {})


def times_revenue(factor):
    return card().against({"revenue": factor * card().frame.loc["revenue", "value"]})


@pytest.mark.parametrize(("number", "answer", "said"), [
    ("1.1.2", 13_500 / 14_000 - 1, "on September"), ("1.1.2", 1.125, "take away 1"),
    ("1.1.2", 12.5, "in per cent"), ("1.1.2", 1 / 9, "share of the new"),
    ("1.1.3", 1.5 ** (1 / 5) - 1, "five years"), ("1.1.3", 0.125, "divided by four"),
    ("1.1.3", 0.5, "all four years"), ("1.1.3", "a lot", "not a number")])
def test_a_usual_slip_with_a_rate_is_named(number, answer, said):
    verdict = judge(number, answer)
    assert verdict.right is False and said in verdict.reason and verdict.hint


@pytest.mark.parametrize(("answer", "said"), [
    (12, "how many jobs"), (42, "not its rise"), (1.4, "take away 1"), (40, "in per cent"),
    (1 - 30 / 42, "share of this year's")])
def test_a_usual_slip_with_the_load_is_named(answer, said):
    verdict = judge("1.1.6", answer, GARAGE)
    assert verdict.right is False and said in verdict.reason.lower()


@pytest.mark.parametrize(("factor", "said"), [
    (1, "what revenue is now"), (0.1, "a tenth"), (11, "11 times"), (0.9, "10% below"),
    (2, "too high")])
def test_a_wrong_target_is_named(factor, said):
    verdict = judge("1.1.8", times_revenue(factor), card())
    assert verdict.right is False and said in verdict.reason


def test_a_scorecard_without_a_target_and_no_scorecard_are_told_apart():
    assert judge("1.1.8", card(), card()).reason == "It has no target for revenue."
    assert judge("1.1.8", 5, card()).reason == "That is not a scorecard."
    assert judge("1.1.8", times_revenue(1.1), card()).right


@pytest.mark.parametrize(("number", "right"), [
    ("1.1.1", "b"), ("1.1.4", "b"), ("1.1.5", "c"), ("1.1.7", "b")])
def test_of_the_choices_one_is_right_and_each_has_its_reason(number, right):
    verdicts = {letter: judge(number, letter) for letter in "abc"}
    assert [letter for letter, verdict in verdicts.items() if verdict.right] == [right]
    assert len({verdict.reason for verdict in verdicts.values()}) == 3


def test_ones_own_business_is_told_its_growth_and_a_sample_is_not_ones_own(make_business):
    own = make_business(finances="month,account,amount\n" + "".join(
        f"2024-{month:02},revenue,100\n" for month in range(1, 6)))
    assert judge("1.1.9", own.name).reason.startswith("Over 5 months: revenue £500.")
    assert judge("1.1.9", "shop").right is False
