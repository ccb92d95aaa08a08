"""The community widgets: ratings beside last time's, and a plan of a quarter."""

import datetime as dt

import pandas as pd
import pytest
import yaml

from helpers.core.business import open_business
from helpers.core.places import ROOT
from helpers.core.problems import OwnerError
from helpers.subjects.community.planning import ACTIVITIES
from helpers.subjects.community.review import STATEMENTS, self_review
from helpers.subjects.community.widgets import (
    FREQUENCIES, HOURS, CommunityPlanWidget, CommunityReviewWidget, community_plan_view,
    community_view, with_review,
)

ANSWERS = ROOT / "helpers" / "samples" / "answers"
EARLIER = """\
community:
  date: 2025-04-30
  gives_first: 2
  keeps_its_word: '4'
"""


@pytest.fixture
def business(make_business):
    """One without a single table."""
    return open_business(make_business())


@pytest.fixture
def reviewing(business):
    return CommunityReviewWidget(business)


@pytest.fixture
def planning(business):
    return CommunityPlanWidget(business)


def heading(widget, begins):
    return next(detail for detail in widget.current().details if detail.heading.startswith(begins))


# Self-review


def test_every_statement_is_a_choice(reviewing):
    assert [each.name for each in reviewing.choices()] == STATEMENTS["name"].tolist()


def test_ratings_are_the_analysis_of_the_same_numbers(business, reviewing):
    assert with_review(business, sample="bakery").folder.name == "bakery"
    reviewing.choose(gives_first=4, answers_everyone=5, keeps_its_word=2)
    expected = self_review({"gives_first": 4, "answers_everyone": 5, "keeps_its_word": 2})
    pd.testing.assert_frame_equal(reviewing.result.groups, expected.groups)
    assert heading(reviewing, "A first step").lines == [expected.first_step]
    assert heading(reviewing, "Rated lowest").lines == [
        "We did all that we promised the community this quarter."]
    assert with_review(business, sample="bakery") is business


def test_ratings_saved_in_quotes_count_as_those_of_an_earlier_day(business):
    business.answers.path.write_text(EARLIER)
    widget = CommunityReviewWidget(business)
    assert widget.settings["keeps_its_word"] == 4 and widget.remarks == []
    widget.choose(gives_first=5)
    assert widget.result.groups.loc["reciprocity", "change"] == 3
    assert heading(widget, "What moved").lines == [
        "We help, advise or mention others before we ask for anything. 2 → 5."]
    again = community_view(business, business.answers["community"])
    pd.testing.assert_frame_equal(again.groups, widget.result.groups)


def test_still_it_is_a_picture_with_all_that_is_said(reviewing):
    reviewing.choose(gives_first=2)
    data, metadata = reviewing._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert reviewing.result.first_step in data["text/plain"]
    assert "reciprocity 2.0" in metadata["image/png"]["alt"]


# Planner


def test_each_activity_is_asked_how_often_and_how_long_with_its_usual_hours(planning):
    asked = {each.name: each for each in planning.choices()}
    assert len(asked) == 1 + 2 * len(ACTIVITIES)
    for activity in ACTIVITIES:
        assert asked[activity.name].default({}) == "not now"
        assert float(asked[f"{activity.name}_hours"].default({})) == activity.hours
    assert len({each.label for each in asked.values()}) == len(asked)


def test_a_choice_plans_it_and_the_hours_decide_whether_it_fits(planning):
    planning.choose(workshop="every four weeks", workshop_hours="8")
    assert planning.result.hours == 24 and not planning.result.fits
    planning.choose(hours_a_week=2.0)
    assert planning.result.fits
    assert heading(planning, "Qualities").lines == [
        "authenticity", "reciprocity", "consistency", "adaptability"]


def test_a_plan_is_saved_and_comes_back(business, planning):
    planning.choose(replies="every week", hours_a_week=0.5)
    again = CommunityPlanWidget(business)
    assert again.settings == planning.settings
    assert community_plan_view(business.answers["community_plan"]).hours == 6.5


def test_an_empty_plan_is_said_and_drawn(planning):
    data, _ = planning._repr_mimebundle_()
    assert "Nothing is planned yet." in data["text/plain"] and "image/png" in data
    assert planning.current().details == ()


def test_the_saved_numbers_are_the_plan_week_by_week(planning):
    planning.choose(replies="every week", open_door="once a quarter")
    saved = pd.read_csv(planning.save_table()).set_index("activity")
    assert saved.loc["open_door", "week 7"] == 3
    assert saved.loc["replies", "hours"] == 6.5


@pytest.mark.parametrize("wrong", [
    {"replies": "daily"}, {"replies": "every week", "replies_hours": "long"},
    {"replies": "every week", "replies_hours": -1}, {"hours_a_week": "many"}])
def test_answers_that_make_no_plan_are_told_with_what_to_do(wrong):
    with pytest.raises(OwnerError, match="community_plan cannot be used.*answers.yaml"):
        community_plan_view(wrong)


# The samples' answers


def test_the_samples_ratings_can_be_used_and_have_their_dates():
    for name, said in yaml.safe_load((ANSWERS / "community.yaml").read_text()).items():
        for each in (said, *said.get("earlier", ())):
            assert isinstance(each["date"], dt.date)
            review = self_review({key: value for key, value in each.items() if key != "earlier"})
            assert review.answered >= 10 and review.set_aside == {}, name


def test_the_samples_plans_can_be_chosen_in_the_widget():
    names = {activity.name for activity in ACTIVITIES}
    for said in yaml.safe_load((ANSWERS / "community_plan.yaml").read_text()).values():
        assert community_plan_view(said).hours_a_week > 0
        for key, value in said.items():
            if key.endswith("_hours"):
                assert str(value) in HOURS and key.removesuffix("_hours") in names
            elif key != "hours_a_week":
                assert value in dict(FREQUENCIES) and key in names
