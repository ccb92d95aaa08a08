"""The exercises on community, where their answers are computed."""

from helpers import open_business
from helpers.lessons.questions import find
from helpers.subjects.community.widgets import CommunityReviewWidget

YOURS = find("1.7.9")


def test_ones_own_business_hears_its_ratings_and_its_size(make_business):
    folder = make_business(community="member_id,date,activity\nann,2025-04-01,reply\n"
                                     "bob,2025-05-30,post\n")
    assert "1 member" in YOURS.judge(folder.name).reason
    CommunityReviewWidget(open_business(folder)).choose(gives_first=4)
    verdict = YOURS.judge(folder.name)
    assert verdict.right and "reciprocity" in verdict.reason and "1 member" in verdict.reason


def test_a_diary_of_less_than_a_month_is_told_what_it_needs(make_business):
    folder = make_business(community="member_id,date,activity\nann,2025-04-10,reply\n")
    assert "at least one whole month" in YOURS.judge(folder.name).reason


def test_without_ratings_and_diary_it_says_what_to_do(make_business):
    verdict = YOURS.judge(make_business().name)
    assert verdict.right is False and "rate the statements" in verdict.hint
