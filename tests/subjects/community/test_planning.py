"""Plans counted out by hand, week by week."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.subjects.community.planning import ACTIVITIES, WEEKS_BETWEEN, activity_plan
from helpers.subjects.community.review import QUALITIES

NAMES = [activity.name for activity in ACTIVITIES]
WEEKLY, MONTHLY, QUARTERLY = "every week", "every four weeks", "once a quarter"


def test_every_activity_shows_one_of_the_five_qualities_and_every_quality_is_shown():
    assert {activity.quality for activity in ACTIVITIES} == set(QUALITIES)
    assert len(set(NAMES)) == len(NAMES)


def test_hours_are_times_in_the_quarter_and_hours_each():
    plan = activity_plan({"replies": (WEEKLY, 0.5), "open_door": (MONTHLY, 2),
                          "workshop": (QUARTERLY, 6)}, hours_a_week=2)
    assert plan.activities["times"].to_dict() == {"replies": 13, "open_door": 3, "workshop": 1}
    assert plan.activities["hours"].tolist() == [6.5, 6, 6]
    assert (plan.hours, plan.hours_there_are) == (18.5, 26)


def test_hours_that_nobody_gave_are_the_usual_ones():
    plan = activity_plan({"workshop": (QUARTERLY, None)})
    assert plan.activities["hours_each"].tolist() == [6.0]


def test_long_activities_avoid_one_another_and_stand_near_the_middle():
    plan = activity_plan({"workshop": (QUARTERLY, 6), "partner": (QUARTERLY, 4)})
    weeks = [plan.schedule.loc[name].idxmax() for name in ("workshop", "partner")]
    assert weeks == [7, 6]


def test_what_comes_every_four_weeks_is_spread_over_the_weeks():
    plan = activity_plan({name: (MONTHLY, 1) for name in ("questions", "posts", "tips", "partner")})
    assert plan.by_week.max() == 1
    assert plan.schedule.gt(0).sum(axis=1).isin([3, 4]).all()


def test_a_plan_that_fits_every_week_says_so():
    plan = activity_plan({"replies": (WEEKLY, 0.5), "posts": ("every two weeks", 0.5)},
                         hours_a_week=1)
    assert plan.fits and plan.weeks_over == [] and plan.leave_out is None
    assert plan.headline() == (
        "The plan asks for 9.5 hours in 13 weeks; there are 13 hours, and it fits in every week. "
        "In 68% of that time people can answer; the rest goes one way.")


def test_a_plan_that_fits_in_all_names_the_weeks_that_ask_too_much():
    plan = activity_plan({"open_door": (QUARTERLY, 3), "partner": (QUARTERLY, 4)}, hours_a_week=1)
    assert plan.fits and plan.weeks_over == [6, 7]
    assert "but not in weeks 6 and 7. Week 7 asks for 4 hours: begin earlier." in plan.headline()


def test_many_weeks_that_ask_too_much_are_counted():
    plan = activity_plan({"workshop": (MONTHLY, 3), "open_door": (MONTHLY, 3)}, hours_a_week=2)
    assert len(plan.weeks_over) > 3
    assert f"but not in {len(plan.weeks_over)} of them." in plan.headline()


def test_a_plan_that_does_not_fit_names_the_smallest_that_would_make_it_fit():
    plan = activity_plan({"replies": (WEEKLY, 1), "posts": (WEEKLY, 0.5)}, hours_a_week=1)
    assert not plan.fits and plan.leave_out == "posts"
    assert plan.headline().startswith(
        "The plan asks for 19.5 hours in 13 weeks, and there are 13 hours: it does not fit.")
    assert "without “show the work" in plan.headline()


def test_where_no_single_one_is_enough_that_is_said():
    plan = activity_plan({name: (WEEKLY, 1) for name in NAMES[:3]}, hours_a_week=1)
    assert plan.leave_out is None
    assert "Leaving out one of them is not enough." in plan.headline()


def test_hours_a_week_that_nobody_gave_leave_it_open():
    plan = activity_plan({"replies": (WEEKLY, 1)})
    assert not plan.fits and plan.weeks_over == [] and plan.leave_out is None
    assert "nobody has said how many hours there are" in plan.headline()


def test_an_empty_plan_says_so():
    plan = activity_plan({}, hours_a_week=2)
    assert plan.headline() == "Nothing is planned yet."
    assert plan.hours == 0 and np.isnan(plan.answered_share)


@pytest.mark.parametrize("name, said", [
    ("posts", "All of it goes one way: nobody can answer."),
    ("replies", "In all of that time people can answer.")])
def test_a_plan_of_one_kind_says_so(name, said):
    assert activity_plan({name: (WEEKLY, 1)}, hours_a_week=2).headline().endswith(said)


def test_qualities_that_nothing_shows_are_named():
    plan = activity_plan({"replies": (WEEKLY, 1), "tips": (WEEKLY, 1)})
    assert plan.not_shown == ["authenticity", "reciprocity", "adaptability"]


@pytest.mark.parametrize("chosen, options, words", [
    ({"parties": (WEEKLY, 1)}, {}, "no activity parties"),
    ({"replies": ("daily", 1)}, {}, "'daily'"),
    ({"replies": (WEEKLY, 0)}, {}, "more than 0"),
    ({"replies": (WEEKLY, -1)}, {}, "more than 0"),
    ({"replies": (WEEKLY, 1)}, {"hours_a_week": -1}, "more than 0"),
    ({}, {"weeks": 0}, "weeks is at least 1")])
def test_what_cannot_be_planned_is_refused(chosen, options, words):
    with pytest.raises(ValueError, match=words):
        activity_plan(chosen, **options)


@given(st.dictionaries(st.sampled_from(NAMES), st.tuples(
    st.sampled_from(list(WEEKS_BETWEEN)), st.integers(1, 8))), st.integers(1, 20))
def test_each_activity_stands_as_often_as_it_should_and_hours_add_up(chosen, weeks):
    plan = activity_plan(chosen, hours_a_week=3, weeks=weeks)
    assert plan.schedule.shape == (len(chosen), weeks)
    for name, (how_often, hours) in chosen.items():
        at = plan.schedule.columns[plan.schedule.loc[name] > 0]
        gap = WEEKS_BETWEEN[how_often]
        assert len(at) in {max(weeks // gap, 1), -(-weeks // gap)}
        assert set(np.diff(at)) <= {gap}
        assert set(plan.schedule.loc[name, at]) == {hours}
    assert plan.by_week.sum() == pytest.approx(plan.hours)
    if plan.leave_out is not None:
        assert plan.hours - plan.activities.loc[plan.leave_out, "hours"] <= 3 * weeks < plan.hours
