"""Every exercise: unanswered it runs clean, wrong answers get a reason and a hint, right ones pass."""

from functools import cache

import pandas as pd
import pytest

from helpers import open_business
from helpers.core.new_business import new_business
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, judge, judge_choice, judge_number, own_business
from helpers.lessons.lesson import all_lessons
from helpers.lessons.questions import exercise_numbers as from_data
from helpers.stats.scoring import rank_acceptability
from helpers.subjects.demand.inventory import newsvendor, reorder_point
from helpers.subjects.strategy.ansoff_choice import ansoff
from helpers.subjects.strategy.ansoff_evidence import ansoff_signals


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path))
    return tmp_path


def test_an_unanswered_exercise_says_so_and_judges_nothing():
    for lesson in all_lessons():
        for number in lesson.exercises:
            if number not in from_data():
                assert judge(number, ...).right is None


def test_an_exercise_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(OwnerError, match=r"no exercise 2\.1\.99.*2\.1\.1, 2\.1\.2"):
        judge("2.1.99", "a")


def test_a_choice_is_read_with_or_without_brackets_and_in_either_case():
    reasons = {"a": "Yes.", "b": "No."}
    for answer in ("a", "A", " a) ", "(a)"):
        assert judge_choice(answer, right="a", reasons=reasons, hint="Look.").right
    assert "not one of the choices" in judge_choice("c", right="a", reasons=reasons, hint="").reason


def test_a_number_is_judged_with_the_slip_that_led_to_it():
    def verdict(answer):
        return judge_number(answer, 0.25, reason="Yes.", hint="Divide.", slips={"Per cent.": 25})

    assert verdict(0.2501).right
    assert verdict(25).reason == "Per cent."
    assert "too low" in verdict(0.1).reason
    assert "too high" in verdict(0.4).reason
    assert "not a number" in verdict("a quarter").reason


def test_a_wrong_answer_always_carries_a_hint():
    wrong = [
        judge("2.1.1", "a"), judge("2.1.1", "c"), judge("2.1.1", "d"),
        judge("2.1.2", 0.6 * 0.7 + 0.4 * 0.6, cafe()), judge("2.1.3", cafe(), firm()),
        judge("2.1.3", firm(), firm()), judge("2.1.4", "a"), judge("2.1.4", "c"),
        judge("2.1.5", 0.5, signals()), judge("2.1.6", "a"), judge("2.1.6", "c"),
        judge("2.1.7", "shop"),
        judge("2.8.1", "a"), judge("2.8.1", "b"), judge("2.8.2", 18), judge("2.8.2", -2),
        judge("2.8.3", "a"), judge("2.8.3", "c"), judge("2.8.4", 0.4), judge("2.8.5", 30, pies()),
        judge("2.8.6", shampoo().safety_stock, shampoo()), judge("2.8.7", "a"),
        judge("2.8.7", "c"), judge("2.8.8", "bakery"),
    ]
    for verdict in wrong:
        assert verdict.right is False
        assert verdict.reason and verdict.hint


def test_right_answers_pass_with_a_reason():
    right = [
        judge("2.1.1", "b"), judge("2.1.2", 0.64, cafe()), judge("2.1.4", "b"),
        judge("2.1.3", rank_acceptability(cafe(second_branch_safety=0.5)), firm()),
        judge("2.1.5", bold().acceptability.loc[bold().choice, 1], signals()),
        judge("2.1.6", "b"), judge("2.8.1", "c"), judge("2.8.2", 6), judge("2.8.3", "b"),
        judge("2.8.4", 0.6), judge("2.8.5", 20, pies()), judge("2.8.7", "b"),
        judge("2.8.6", reorder_point((25, 6), 2, service_level=0.99).safety_stock, shampoo()),
    ]
    for verdict in right:
        assert verdict.right is True
        assert verdict.reason and not verdict.hint


def test_ones_own_business_is_found_by_name(own_folder):
    new_business("mine")
    assert own_business("mine").name == "mine"


def test_a_verdict_is_plain_text_and_safe_markup():
    verdict = Verdict(False, "<b>1</b> is too low.", "Look.")
    assert repr(verdict).splitlines() == ["[ NO ] <b>1</b> is too low.", "       Hint: Look."]
    assert "<b>1" not in verdict._repr_html_()


def cafe(second_branch_safety=0.2):
    return pd.DataFrame(
        {"attractive": [0.5, 0.9, 0.7], "low risk": [0.9, second_branch_safety, 0.6]},
        index=["loyalty card", "second café", "catering"],
    )


@cache
def firm():
    return rank_acceptability(cafe())


@cache
def signals():
    return ansoff_signals(open_business("shop").table("orders"))


@cache
def bold():
    return ansoff(signals(), {}, risk_appetite=10)


def pies():
    return newsvendor([20, 20, 30, 30, 30, 40], price=2.50, cost=1.00)


def shampoo():
    return reorder_point((25, 6), 2, service_level=0.95)
