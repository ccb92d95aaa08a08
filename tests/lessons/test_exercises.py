"""An exercise in cells of its own: unanswered it runs clean, answered it gets a reason and a hint."""

import pytest

from helpers.core.new_business import new_business
from helpers.lessons.exercises import Verdict, judge, judge_choice, judge_number, own_business
from helpers.lessons.lesson import all_lessons
from helpers.lessons.questions import exercise_numbers as from_data


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path))
    return tmp_path


def test_an_unanswered_exercise_says_so_and_judges_nothing():
    for lesson in all_lessons():
        for number in lesson.exercises:
            if number not in from_data():
                assert judge(number, ...).right is None


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


def test_ones_own_business_is_found_by_name(own_folder):
    new_business("mine")
    assert own_business("mine").name == "mine"


def test_a_verdict_is_plain_text_and_safe_markup():
    verdict = Verdict(False, "<b>1</b> is too low.", "Look.")
    assert repr(verdict).splitlines() == ["[ NO ] <b>1</b> is too low.", "       Hint: Look."]
    assert "<b>1" not in verdict._repr_html_()
