"""The exercises on growth that are about a business."""

from helpers.core.business import open_business
from helpers.lessons.clicking import verdict_on
from helpers.lessons.questions import find
from helpers.subjects.growth.scorecard import growth_scorecard

FIVE_MONTHS = "month,account,amount\n" + "".join(
    f"2024-{month:02},revenue,100\n" for month in range(1, 6))


def test_ones_own_business_is_told_its_growth(make_business):
    make_business("mine", finances=FIVE_MONTHS)
    assert find("1.1.9").judge("mine").reason.startswith("Over 5 months: revenue £500.")


def test_a_target_is_worked_out_from_the_business_at_hand(make_business):
    own = open_business(make_business("mine", finances=FIVE_MONTHS))
    card = growth_scorecard(finances=own.table("finances"))
    assert find("1.1.8", {"card": card}).judge("£550").right


def test_where_revenue_is_not_known_the_exercise_says_what_it_takes():
    orders = open_business("shop").table("orders").drop(columns="unit_price")
    verdict = verdict_on(find("1.1.8", {"card": growth_scorecard(orders)}), "550")
    assert verdict.reason.startswith("Revenue is not known: it needs")
