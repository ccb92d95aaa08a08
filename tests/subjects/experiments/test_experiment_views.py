"""Pictures of tests and the planner: what they say, and what they leave out."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.charts.style import alt_text
from helpers.subjects.experiments import (
    TestPlanner, analyse_tests, peek, peek_chart, plan_chart, plan_test, plan_view, changes_chart,
)


@pytest.fixture(scope="module")
def table():
    return open_business("shop").table("experiments")


def test_the_picture_of_tests_leaves_out_the_broken_one(table):
    words = alt_text(changes_chart(analyse_tests(table)).figure)
    assert "Free gift wrapping: wrapped free +8 (+4 to +12)" in words
    assert "New product page" not in words


def test_the_picture_day_by_day_marks_where_a_plain_test_would_stop(table):
    words = alt_text(peek_chart(peek(table, experiment="Countdown banner")).figure)
    assert "a plain test says stop" in words
    assert "Dotted at 0: no difference" in words


def test_the_picture_of_a_plan_marks_the_plan():
    words = alt_text(plan_chart(plan_test(baseline=0.3, change=0.06)).figure)
    assert "Marked at +6: your plan" in words


def test_the_planner_answers_what_is_typed_in(shop):
    planner = TestPlanner(shop)
    assert planner.result.per_variant == plan_view(shop, {}).per_variant
    planner.choose(today=10, change=2, per_day=100, variants="3", weeks="8")
    asked = plan_test(baseline=0.10, change=0.02, per_day=100, variants=3, most_days=56)
    assert planner.result.headline() == asked.headline()
    pd.testing.assert_frame_equal(planner.table(planner.result, planner.settings),
                                  asked.sizes.reset_index())
    assert planner.current().sentence.startswith("To see a change from 10% to 12%")
