import numpy as np
import pandas as pd
import pytest

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.customers.payback import marketing_payback


def cohort(month, size, prices):
    """So many customers who spend `prices` in successive months from `month` on."""
    months = pd.date_range(f"{month}-01", periods=len(prices), freq="MS")
    return pd.DataFrame([
        (f"{month} {number}", day + pd.Timedelta(days=9), price, "mug", 1)
        for number in range(size) for day, price in zip(months, prices) if price
    ], columns=["customer_id", "order_date", "unit_price", "product_id", "quantity"])


@pytest.fixture
def orders():
    return pd.concat([
        cohort("2025-01", 40, [10, 0, 20, 10]),
        cohort("2025-02", 20, [10, 10, 10]),
        cohort("2025-04", 5, [10]),
    ])


@pytest.fixture
def marketing():
    return pd.DataFrame({
        "month": ["2025-01-01", "2025-01-01", "2025-02-01", "2025-04-01"],
        "channel": ["search", "fair", "search", "search"],
        "spend": [400.0, 200.0, 150.0, 90.0],
    })


def test_cost_per_new_customer_is_the_months_spend_over_all_channels(orders, marketing):
    cohorts = marketing_payback(orders, marketing, margin_rate=0.5, as_of="2025-04-20").cohorts
    assert cohorts["customers"].tolist() == [40, 20, 5]
    np.testing.assert_array_equal(cohorts["spend"], [600, 150, np.nan])
    np.testing.assert_array_equal(cohorts["cac"], [15, 7.5, np.nan])


def test_contribution_adds_up_by_age_and_is_missing_where_a_month_has_not_ended(orders, marketing):
    payback = marketing_payback(orders, marketing, margin_rate=0.5, as_of="2025-04-20")
    np.testing.assert_allclose(payback.contribution, [
        [5, 5, 15, np.nan], [5, 10, np.nan, np.nan], [np.nan] * 4])


def test_payback_is_the_first_month_by_whose_end_the_cost_is_covered(orders, marketing):
    payback = marketing_payback(orders, marketing, margin_rate=0.5, as_of="2025-04-20")
    np.testing.assert_array_equal(payback.cohorts["payback_months"], [3, 2, np.nan])
    assert payback.payback_months == 3
    assert payback.cac == 750 / 60


def test_the_pooled_curve_compares_each_age_with_the_cost_of_the_same_cohorts(orders, marketing):
    pooled = marketing_payback(orders, marketing, margin_rate=0.5, as_of="2025-04-20").pooled
    assert pooled["customers"].tolist() == [60, 60, 40, 0]
    assert pooled["cac"].tolist()[:3] == [12.5, 12.5, 15]
    assert pooled["contribution"].tolist()[:3] == pytest.approx([5, 400 / 60, 15])


def test_unit_costs_can_stand_in_for_a_margin(orders, marketing):
    products = pd.DataFrame({"product_id": ["mug"], "unit_cost": [4.0]})
    payback = marketing_payback(orders, marketing, products=products, as_of="2025-04-20")
    assert payback.contribution.loc["2025-01", 2] == (10 - 4) + (20 - 4)


def test_products_without_a_cost_are_left_out_and_counted(orders, marketing):
    products = pd.DataFrame({"product_id": ["mug"], "unit_cost": [4.0]})
    odd = cohort("2025-01", 2, [100]).assign(product_id="gift")
    payback = marketing_payback(
        pd.concat([orders, odd]), marketing, products=products, as_of="2025-04-20")
    assert payback.set_aside["of products without a unit cost (left out of the contribution)"] == 2
    assert payback.contribution.loc["2025-01", 0] == 6


def test_a_refund_takes_its_money_back(orders, marketing):
    refund = pd.DataFrame({
        "customer_id": ["2025-01 0", "stranger"], "order_date": "2025-03-15", "unit_price": 20.0,
        "quantity": -1})
    payback = marketing_payback(
        pd.concat([orders, refund]), marketing, margin_rate=0.5, as_of="2025-04-20")
    assert payback.contribution.loc["2025-01", 2] == pytest.approx(15 - 10 / 40)
    assert payback.set_aside == {"refunds before any purchase in the data": 1}


def test_the_interval_follows_how_customers_differ():
    generous = cohort("2025-01", 10, [10, 90, 90, 90])
    others = cohort("2025-01", 90, [10, 1, 1, 1])
    spend = pd.DataFrame({"month": ["2025-01-01"], "spend": [3000.0]})
    payback = marketing_payback(
        pd.concat([generous, others.assign(customer_id="o" + others["customer_id"])]), spend,
        margin_rate=1.0, as_of="2025-06-30")
    assert payback.payback_months == 4
    assert payback.payback_lower_months == 3
    assert np.isnan(payback.payback_upper_months)


def test_the_same_seed_gives_the_same_interval(orders, marketing):
    one, other = (
        marketing_payback(orders, marketing, margin_rate=0.5, seed=3).payback_upper_months
        for _ in range(2))
    assert one == other


def test_a_month_without_spend_has_no_cost_and_no_payback(orders, marketing):
    payback = marketing_payback(
        orders, marketing.assign(spend=[400, 200, 0, 0]), margin_rate=0.5, as_of="2025-04-30")
    assert payback.cohorts["cac"].isna().tolist() == [False, True, True]
    assert payback.pooled["customers"].tolist() == [40, 40, 40, 40]
    assert payback.cohorts["payback_months"].isna().tolist() == [False, True, True]


def test_the_headline_says_cost_and_payback(orders, marketing):
    payback = marketing_payback(orders, marketing, margin_rate=0.5, as_of="2025-04-20")
    assert payback.headline(Format("en_GB", "GBP")) == (
        "A new customer cost £12.50 in marketing (60 customers who first bought between Jan 2025 "
        "and Feb 2025) and earned it back within 3 months, counting the month of the first "
        "purchase (a figure that chance hardly moves)."
    )


def test_the_headline_says_when_the_cost_has_not_been_earned_back(orders, marketing):
    payback = marketing_payback(orders, marketing, margin_rate=0.1, as_of="2025-04-20")
    assert np.isnan(payback.payback_months)
    assert payback.headline().endswith(
        "that has not been earned back within 3 months: customers known for that long have brought "
        "in 3.00 each, for 15.00 spent."
    )


def test_it_refuses_where_no_money_was_spent(orders, marketing):
    with pytest.raises(NotEnoughData, match="no marketing spend"):
        marketing_payback(orders, marketing.assign(spend=0.0), margin_rate=0.5)


def test_it_refuses_with_too_few_new_customers(orders, marketing):
    with pytest.raises(NotEnoughData, match="20 new customers"):
        marketing_payback(orders, marketing[2:], margin_rate=0.5, as_of="2025-04-20")


def test_it_refuses_without_prices_or_costs(orders, marketing):
    with pytest.raises(NotEnoughData, match="no price"):
        marketing_payback(orders.drop(columns="unit_price"), marketing, margin_rate=0.5)
    with pytest.raises(NotEnoughData, match="no unit cost"):
        marketing_payback(orders, marketing, products=pd.DataFrame(
            {"product_id": ["mug"], "unit_cost": [np.nan]}))


def test_it_wants_a_margin_or_costs_and_not_both(orders, marketing):
    with pytest.raises(ValueError, match="either"):
        marketing_payback(orders, marketing)
    with pytest.raises(ValueError, match="either"):
        marketing_payback(orders, marketing, margin_rate=0.5, products=pd.DataFrame())


def test_a_missing_column_is_told_by_name(orders):
    with pytest.raises(DataProblems, match="spend"):
        marketing_payback(orders, pd.DataFrame({"month": ["2025-01-01"]}), margin_rate=0.5)


def test_a_line_that_names_no_product_has_no_unit_cost(orders, marketing):
    goods = pd.DataFrame({"product_id": ["mug"], "unit_cost": [5.0]})
    unnamed = orders.assign(product_id=orders["product_id"].where(orders.index != 0))
    payback = marketing_payback(unnamed, marketing, products=goods, as_of="2025-04-20")
    assert payback.set_aside["of products without a unit cost (left out of the contribution)"] == 3
