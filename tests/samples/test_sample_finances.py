"""The samples' books balance, agree with their sales, and hold what was planted in them."""

import numpy as np
import pandas as pd
import pytest

from helpers import open_business
from helpers.samples import sample_tables, truths_of
from helpers.samples.acquisition import days_of, months_of
from helpers.samples.bakery import daily_context, products_of, trade
from helpers.samples.catalogue import GENERATORS
from helpers.samples.draws import generator
from helpers.samples.finances import PROFIT_AND_LOSS, steps
from helpers.subjects.customers.cohorts import subscription_activity
from helpers.subjects.finance.health import health_check
from helpers.subjects.finance.variance import budget_variance

SAMPLES = ("bakery", "shop", "saas")
PENNY = 0.005
OWNED = ["cash", "receivables", "inventory", "other_current_assets", "fixed_assets"]
DEBT = ["short_term_debt", "long_term_debt"]
OWED = ["payables", "other_current_liabilities", *DEBT]


@pytest.fixture(scope="module", params=SAMPLES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def business(name):
    return open_business(name)


@pytest.fixture(scope="module")
def actual(business):
    return by_account(business.table("finances"))


@pytest.fixture(scope="module")
def plan(business):
    return by_account(business.table("budget"))


def by_account(table):
    """Months × accounts; an account that the sample lacks is 0."""
    wide = table.pivot(index="month", columns="account", values="amount")
    wide.index = wide.index.to_period("M")
    return wide.reindex(columns=[*wide.columns, *(set(OWNED) - set(wide.columns))], fill_value=0.0)


def same_money(one, other):
    return np.abs(np.asarray(one, float) - np.asarray(other, float)).max() < PENNY


def profit(actual):
    return actual["revenue"] - actual[PROFIT_AND_LOSS[1:]].sum(axis=1)


def test_the_books_have_every_month_of_the_sales(name, actual):
    assert actual.index.tolist() == months_of(truths_of(name)).tolist()
    assert actual.notna().all(axis=None)


def test_what_is_owned_is_what_is_owed_and_the_owners_part(actual):
    assert same_money(actual[OWNED].sum(axis=1), actual[[*OWED, "equity"]].sum(axis=1))


def test_cash_changes_by_the_three_cash_flows(name, actual):
    flows = actual[["operating_cash_flow", "investing_cash_flow", "financing_cash_flow"]]
    at_start = truths_of(name)["finances"]["cash_at_start"]
    assert same_money(actual["cash"].diff()[1:], flows.sum(axis=1)[1:])
    assert actual["cash"].iloc[0] == pytest.approx(at_start + flows.iloc[0].sum())


def test_the_owners_part_grows_by_the_profit_and_what_they_put_in(actual):
    from_owners = actual["financing_cash_flow"] - actual[DEBT].sum(axis=1).diff()
    grown = actual["equity"].diff()
    assert same_money(grown[1:], (profit(actual) + from_owners)[1:])


def test_owners_put_in_and_take_out_what_is_stated(name, actual):
    terms, months = truths_of(name)["finances"], actual.index
    from_owners = actual["financing_cash_flow"] - actual[DEBT].sum(axis=1).diff()
    put_in = pd.Series(terms["put_in"], dtype=float).reindex(months.astype(str), fill_value=0.0)
    assert same_money(from_owners[1:], (put_in.array - steps(terms["taken_out"], months))[1:])


def test_the_cash_from_business_is_profit_less_what_is_tied_up(actual):
    tied = actual[["receivables", "inventory", "other_current_assets"]].sum(axis=1).diff()
    lent = actual[["payables", "other_current_liabilities"]].sum(axis=1).diff()
    flow = profit(actual) + actual["depreciation"] - tied + lent
    assert same_money(actual["operating_cash_flow"][1:], flow[1:])


def test_equipment_loses_what_is_written_off_and_gains_what_is_bought(name, actual):
    bought = -actual["investing_cash_flow"]
    change = bought - actual["depreciation"]
    assert same_money(actual["fixed_assets"].diff()[1:], change[1:])
    stated = truths_of(name)["finances"]["equipment"]["bought"]
    told = {month: cost for month, cost in stated.items() if month in actual.index}
    assert bought[bought > 0].rename(str).to_dict() == told


def test_no_balance_that_is_owned_or_owed_is_below_zero(actual):
    assert (actual[[*OWNED, *OWED]] >= 0).all(axis=None)


@pytest.mark.parametrize("sample", ["bakery", "shop"])
def test_goods_in_the_books_are_the_goods_of_the_orders(sample):
    business = open_business(sample)
    lines = business.table("orders").merge(business.table("products"), on="product_id")
    month = lines["order_date"].dt.to_period("M")
    paid = lines["quantity"] * lines["unit_price"] - lines["discount"].fillna(0)
    unsold = truths_of(sample)["finances"].get("unsold", 0)
    goods = (lines["quantity"] * lines["unit_cost"]).groupby(month).sum() * (1 + unsold)
    actual = by_account(business.table("finances"))
    assert same_money(actual["revenue"], paid.groupby(month).sum().round(2))
    assert same_money(actual["cost_of_goods"], goods.round(2))


def test_fees_in_the_books_are_those_that_fell_due():
    saas, truths = open_business("saas"), truths_of("saas")
    fees = subscription_activity(saas.table("subscriptions"), as_of=days_of(truths)[-1])
    month = fees["order_date"].dt.to_period("M")
    first = ~fees.sort_values("order_date").duplicated("customer_id").reindex(fees.index)
    halved = first & month.astype(str).isin(truths["offer"]["months"])
    paid = fees["unit_price"] * np.where(halved, truths["offer"]["first_fee"], 1)
    actual = by_account(saas.table("finances"))
    assert halved.sum() > 50
    assert same_money(actual["revenue"], paid.groupby(month).sum())
    share = truths["finances"]["cost_of_service"]
    assert same_money(actual["cost_of_goods"], (share * actual["revenue"]).round(2))


@pytest.mark.parametrize("sample", ["shop", "saas"])
def test_marketing_in_the_books_is_that_of_the_marketing_table(sample):
    business = open_business(sample)
    spend = business.table("marketing").groupby("month")["spend"].sum()
    assert same_money(by_account(business.table("finances"))["marketing"], spend)


def test_so_much_is_baked_and_not_sold_as_the_books_say():
    truths = truths_of("bakery")
    rng = generator(truths["seed"])
    days = trade(rng, truths, daily_context(rng, truths))
    cost = days["product_id"].map(products_of(truths).set_index("product_id")["unit_cost"])
    left = days["baked"].where(np.isfinite(days["baked"]), days["sold"]) - days["sold"]
    share = (left * cost).sum() / (days["sold"] * cost).sum()
    assert share == pytest.approx(truths["finances"]["unsold"], abs=0.01)


def test_the_ratios_have_the_lights_that_were_meant(name, business):
    terms, check = truths_of(name)["finances"], health_check(business.table("finances"))
    lights = check.lights
    assert sorted(lights.index[lights == "weak"]) == sorted(terms["weak"])
    assert sorted(lights.index[lights == "watch"]) == sorted(terms["watch"])
    assert check.missing == {}


def test_days_until_money_moves_are_found(name, business):
    terms, check = truths_of(name)["finances"], health_check(business.table("finances"))
    assert check.days_sales_outstanding == pytest.approx(
        terms["customers_pay_after_days"], abs=0.05)
    assert check.days_payable_outstanding == pytest.approx(
        terms["suppliers_paid_after_days"], abs=0.1)


def test_a_budget_is_the_year_before_times_its_growth(name, actual, plan):
    terms = truths_of(name)["budget"]
    money = [account for account in PROFIT_AND_LOSS if account in plan]
    before = actual[money].set_axis(actual.index + 12).reindex(plan.index)
    growth = pd.Series(terms["growth"]).reindex(money, fill_value=0.0)
    assert (plan[money] - before * (1 + growth)).abs().max(axis=None) <= (
        terms["rounded_to"] / 2 + PENNY)


def test_the_budget_reaches_two_months_beyond_the_books(actual, plan):
    assert plan.index[-1] == actual.index[-1] + 2
    assert plan.index.year.unique().tolist() == [2024, 2025]


def test_what_was_missed_is_found(name, business):
    found = budget_variance(business.table("finances").query("month >= '2025-01-01'"),
                            business.table("budget")).by_account
    misses = truths_of(name)["budget"]["misses"]
    assert found["share"][list(misses)].to_dict() == pytest.approx(misses, abs=0.0005)


def test_the_shop_sold_less_and_spent_more_on_marketing_than_planned():
    shop = open_business("shop")
    found = budget_variance(shop.table("finances").query("month >= '2025-01-01'"),
                            shop.table("budget")).by_account
    assert found["verdict"][["revenue", "marketing"]].tolist() == ["adverse", "adverse"]
    assert found["share"]["revenue"] < -0.03
    assert found["share"]["marketing"] > 0.05


def test_the_subscription_business_grows_without_hiring():
    saas = open_business("saas")
    people = by_account(saas.table("finances"))["headcount"]["2024-01":]
    fees = subscription_activity(saas.table("subscriptions"))
    customers = fees.groupby(fees["order_date"].dt.to_period("M"))["customer_id"].nunique()
    assert people.nunique() == 1
    assert customers["2025-10"] > 2 * customers["2024-01"]
    assert people.iloc[-1] < by_account(saas.table("budget"))["headcount"]["2025-10"]


def test_the_books_leave_the_sales_as_they_were(name):
    """Another draw of what surrounds the sales shifts none of them."""
    truths = truths_of(name)
    alone, whole = GENERATORS[name].tables(truths, 3), sample_tables(name, seed=3)
    for table, frame in alone.items():
        pd.testing.assert_frame_equal(frame, whole[table])
