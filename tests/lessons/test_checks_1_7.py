"""Wrong answers to “Your community” are told which slip was made."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.lessons.exercises import judge
from helpers.subjects.community.planning import activity_plan
from helpers.subjects.community.size import community_size
from helpers.subjects.community.widgets import CommunityReviewWidget

NOTES = pd.DataFrame(
    [("M01", "2025-05-06"), ("M02", "2025-05-20"), ("M01", "2025-06-03"), ("M03", "2025-07-15"),
     ("M03", "2025-08-05")], columns=["member_id", "date"])
SMALL = community_size(NOTES, as_of="2025-08-31")
SALON = pd.DataFrame({
    "comes": ["often"] * 6 + ["now and then"] * 4,
    "who": ["member"] * 4 + ["other"] * 2 + ["member"] + ["other"] * 3,
    "after": [90] * 6 + [30] * 4})
GARAGE = {"replies": ("every week", 0.5), "open_door": ("once a quarter", 3)}
FIRST_PLAN = activity_plan(GARAGE, hours_a_week=1)
MONTHLY = {**GARAGE, "open_door": ("every four weeks", 3)}


@pytest.mark.parametrize("number, answer, about, said", [
    ("1.7.1", "a", (), "audience"), ("1.7.1", "d", (), "discount"),
    ("1.7.2", 10, (), "the sum"), ("1.7.2", 4, (), "median"), ("1.7.2", 1, (), "lowest"),
    ("1.7.2", 5 + 4 + 1 / 3, (), "brackets"),
    ("1.7.3", 3, (SMALL,), "not a community's size"),
    ("1.7.3", SMALL, (SMALL,), "for 3 months"),
    ("1.7.3", community_size(NOTES, quiet_months=1), (SMALL,), "another last day"),
    ("1.7.4", 0.25, (), "people who were brought"), ("1.7.4", 15, (), "as a share"),
    ("1.7.5", "a", (), "same trade"),
    ("1.7.6", -24, (SALON,), "others less members"), ("1.7.6", 78, (SALON,), "members alone"),
    ("1.7.6", 120, (SALON,), "Take means"), ("1.7.6", 0, (SALON,), "fairer"),
    ("1.7.7", "d", (), "middle of what is likely"), ("1.7.7", "c", (), "Not proven"),
    ("1.7.8", "no", (FIRST_PLAN,), "not a plan"),
    ("1.7.8", FIRST_PLAN, (FIRST_PLAN,), "every four weeks"),
    ("1.7.8", activity_plan(MONTHLY, hours_a_week=2), (FIRST_PLAN,), "Something else"),
    ("1.7.8", activity_plan({**MONTHLY, "open_door": ("every four weeks", 1)}, hours_a_week=1),
     (FIRST_PLAN,), "Something else"),
    ("1.7.9", "bakery", (), "one of the samples"),
])
def test_a_wrong_answer_is_told_its_slip(number, answer, about, said):
    verdict = judge(number, answer, *about)
    assert verdict.right is False and said in verdict.reason and verdict.hint


def test_the_difference_that_is_asked_for_is_all_members_less_all_others():
    assert judge("1.7.6", 24, SALON).right


def test_a_stricter_rule_is_told_what_it_does():
    strict = community_size(NOTES, quiet_months=1, as_of="2025-08-31")
    assert "July now has 1 in place of 3" in judge("1.7.3", strict, SMALL).reason


def test_ones_own_business_hears_its_ratings_and_its_size(make_business):
    folder = make_business(community="member_id,date,activity\nann,2025-04-01,reply\n"
                                     "bob,2025-05-30,post\n")
    assert "1 member" in judge("1.7.9", folder.name).reason
    CommunityReviewWidget(open_business(folder)).choose(gives_first=4)
    verdict = judge("1.7.9", folder.name)
    assert verdict.right and "reciprocity" in verdict.reason and "1 member" in verdict.reason


def test_a_diary_of_less_than_a_month_is_told_what_it_needs(make_business):
    folder = make_business(community="member_id,date,activity\nann,2025-04-10,reply\n")
    assert "at least one whole month" in judge("1.7.9", folder.name).reason


def test_without_ratings_and_diary_it_says_what_to_do(make_business):
    verdict = judge("1.7.9", make_business().name)
    assert verdict.right is False and "rate the statements" in verdict.hint
