"""Wrong answers to “Where you stand” are told which slip was made."""

import pandas as pd
import pytest

from helpers.lessons.exercises import judge
from helpers.subjects.finance.health import health_check

GARAGE = pd.DataFrame({
    "month": "2025-10", "account": ["revenue", "receivables"], "amount": [20_000.0, 9_000.0]})
CHECKED = health_check(GARAGE)
RATINGS = {
    "matters_most": "ease", "rival_1": "The chain", "rival_1_basis": "seen",
    "rival_1_price": "alike", "rival_1_quality": "better", "rival_1_ease": "alike",
    "rival_2": "The office machine", "rival_2_price": "worse", "rival_2_quality": "better",
    "rival_2_ease": "worse"}


@pytest.mark.parametrize("number, answer, about, said", [
    ("1.2.1", "a", (), "who has paid"), ("1.2.1", "c", (), "has not come yet"),
    ("1.2.2", 0.45, (), "what is left"), ("1.2.2", 11 / 9, (), "mark-up"),
    ("1.2.2", 11_000, (), "an amount"), ("1.2.2", 55, (), "as a share"),
    ("1.2.2", 0.6, (), "old price"),
    ("1.2.3", CHECKED.days_sales_outstanding, (CHECKED,), "as it was"),
    ("1.2.3", 0.65, (CHECKED,), "in months"),
    ("1.2.4", "strong", (), "rule of thumb"), ("1.2.4", "weak", (), "0.55 and 0.65"),
    ("1.2.4", "green", (), "none of the lights"),
    ("1.2.5", 60, (), "promoters alone"), ("1.2.5", 25, (), "difference of people"),
    ("1.2.5", 0.5, (), "is a share"), ("1.2.5", 500 / 7, (), "count among all"),
    ("1.2.5", 20, (), "not detractors"),
    ("1.2.6", "a", (), "chance alone"), ("1.2.6", "c", (), "may well have risen"),
    ("1.2.7", "ease", (RATINGS,), "not a list"), ("1.2.7", ["quality"], (RATINGS,), "is ahead"),
    ("1.2.7", ["price"], (RATINGS,), "not where the café is behind"),
    ("1.2.8", "a", (), "a strength"), ("1.2.8", "b", (), "a plan"), ("1.2.8", "d", (), "weakness"),
    ("1.2.9", "a", (), "wedding or two"), ("1.2.9", "c", (), "before summer"),
    ("1.2.9", "d", (), "multiply"),
    ("1.2.10", "no such business", (), "There is no business"),
    ("1.2.10", "shop", (), "one of the samples"),
])
def test_a_wrong_answer_is_told_its_slip(number, answer, about, said):
    verdict = judge(number, answer, *about)
    assert verdict.right is False and said in verdict.reason and verdict.hint


@pytest.mark.parametrize("number, answer, about", [
    ("1.2.2", 0.55, ()), ("1.2.3", 20.15, (CHECKED,)), ("1.2.4", "Watch", ()), ("1.2.5", 50, ()),
    ("1.2.7", ["ease", "price"], (RATINGS,)), ("1.2.9", "(b)", ()),
])
def test_a_right_answer_is_told_why(number, answer, about):
    assert judge(number, answer, *about).right


def test_on_ones_own_business_words_alone_are_enough(make_business):
    from helpers import open_business

    own = open_business(make_business(customers="customer_id\nann\n"))
    own.answers.save("swot", {"threat_1": "The lease ends"})
    verdict = judge("1.2.10", str(own.folder))
    assert verdict.right and "Written down: 1 threat." in verdict.reason
