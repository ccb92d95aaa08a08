"""Published examples, small cases counted out by hand, and brute force.

Textbooks look up normal quantiles in tables of two decimals; where that shows, the tolerance is
said to be the table's.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.demand.inventory import (
    economic_order_quantity, newsvendor, reorder_point, safety_stock, stocking_outcomes,
)
from helpers.subjects.demand.ordering import order_plan

DAY_ONE = "2025-03-10"


def forecast(paths, *, freq="D", start=DAY_ONE):
    paths = np.asarray(paths, dtype=float)
    periods = pd.period_range(start, periods=paths.shape[1], freq=freq)
    return SimpleNamespace(paths=paths, frame=pd.DataFrame({"mean": paths.mean(axis=0)}, periods))


def product(product_id="p", **columns):
    return pd.DataFrame({"product_id": [product_id],
                         **{name: [value] for name, value in columns.items()}})


def plan_of(paths, terms=None, *, freq="D", **options):
    """The single row of a plan for one product."""
    terms = product() if terms is None else terms
    return order_plan({"p": forecast(paths, freq=freq)}, terms, **options).frame.loc["p"]


# What spoils: published examples


def test_the_wetsuits_of_cachon_and_terwiesch():
    hammer = newsvendor((3192, 1181), price=190, cost=110, salvage=90)
    assert hammer.critical_ratio == 0.8
    assert hammer.quantity == pytest.approx(4185.95, abs=0.01)
    table = stocking_outcomes((3192, 1181), [4196], price=190, cost=110, salvage=90).loc[4196]
    assert table["expected_profit"] == pytest.approx(222_280, abs=20)  # the table's tolerance
    assert table["expected_lost_sales"] == pytest.approx(130, abs=1)
    assert table["expected_waste"] == pytest.approx(1134, abs=1)
    assert hammer.expected_profit > table["expected_profit"]


def test_the_newspapers_of_nahmias():
    journal = newsvendor((11.73, 4.74), price=0.75, cost=0.25, salvage=0.10)
    assert journal.critical_ratio == pytest.approx(0.77, abs=0.005)
    assert journal.quantity == pytest.approx(15.24, abs=0.03)  # the table's tolerance


@pytest.mark.parametrize(("spread", "quantity", "profit"), [(40, 78, 2657), (15, 92, 4121)])
def test_the_snow_blowers_of_chopra_and_meindl(spread, quantity, profit):
    blowers = newsvendor((100, spread), price=200, cost=150, salvage=30)
    assert blowers.critical_ratio == pytest.approx(0.29, abs=0.005)
    assert blowers.quantity == pytest.approx(quantity, abs=0.5)
    assert blowers.expected_profit == pytest.approx(profit, abs=1)


def test_the_roses_of_stevenson():
    roses = newsvendor(("poisson", 4), price=8, cost=5, salvage=3)
    assert roses.critical_ratio == pytest.approx(0.6)
    assert roses.quantity == 4


def test_the_spare_parts_of_stevenson():
    demand = [0] * 2 + [1] * 4 + [2] * 3 + [3]
    outcomes = stocking_outcomes(demand, [0, 1, 2, 3], price=5000, cost=800)
    costs = 4200 * outcomes["expected_lost_sales"] + 800 * outcomes["expected_waste"]
    assert costs.tolist() == pytest.approx([5460, 2260, 1060, 1360])
    assert newsvendor(demand, price=5000, cost=800).quantity == 2


def test_the_newsstand_of_hillier_and_lieberman():
    demand = [15] * 4 + [16] * 2 + [17] * 3 + [18]
    assert newsvendor(demand, price=2.5, cost=1.5, salvage=0.5).quantity == 16


# What spoils: by counting out and by force


def test_expectations_are_those_counted_out_by_hand():
    stand = newsvendor([1, 2, 4, 9], price=5, cost=2, salvage=1)
    assert stand.critical_ratio == 0.75
    assert stand.quantity == 4
    assert stand.expected_waste == (3 + 2 + 0 + 0) / 4
    assert stand.expected_lost_sales == 5 / 4
    assert stand.expected_sales == (1 + 2 + 4 + 4) / 4
    assert stand.expected_profit == 5 * 2.75 + 1 * 1.25 - 2 * 4
    assert stand.stockout_chance == 0.25
    assert (stand.expected_waste_cost, stand.expected_lost_profit) == (1.25, 3.75)


def test_of_two_stocks_that_earn_the_same_the_smaller_is_taken():
    outcomes = stocking_outcomes([10, 20], [10, 15, 20], price=4, cost=2)
    assert outcomes["expected_profit"].tolist() == [20, 20, 20]
    assert newsvendor([10, 20], price=4, cost=2).quantity == 10


def test_a_ratio_that_is_not_exact_in_binary_takes_no_unit_more():
    assert newsvendor(np.arange(1, 11), price=1.0, cost=0.7).quantity == 3


@given(
    demand=st.lists(st.integers(0, 60), min_size=1, max_size=40),
    cost=st.floats(0.1, 50), margin=st.floats(0.05, 50), loss=st.floats(0.05, 50),
)
def test_no_other_stock_earns_more(demand, cost, margin, loss):
    money = {"price": cost + margin, "cost": cost, "salvage": cost - loss}
    best = newsvendor(demand, **money)
    stock, asked = np.arange(61.0)[:, None], np.array(demand)
    sold = np.minimum(stock, asked)
    profit = (money["price"] * sold + money["salvage"] * (stock - sold) - cost * stock).mean(axis=1)
    assert best.expected_profit == pytest.approx(profit.max(), rel=1e-9, abs=1e-6)
    assert best.expected_profit == pytest.approx(profit[int(best.quantity)], rel=1e-9, abs=1e-6)
    assert best.expected_sales + best.expected_lost_sales == pytest.approx(np.mean(demand))
    assert best.expected_sales + best.expected_waste == pytest.approx(best.quantity)


@pytest.mark.parametrize("rate", [0.3, 4.0, 57.5])
def test_poisson_expectations_are_those_of_the_whole_distribution(rate):
    demand = np.arange(400)
    chance = poisson.pmf(demand, rate)
    outcomes = stocking_outcomes(("poisson", rate), demand[:100], price=3, cost=1)
    sold = np.minimum(demand, demand[:100, None]) @ chance
    assert outcomes["expected_sales"].to_numpy() == pytest.approx(sold, abs=1e-9)
    best = newsvendor(("poisson", rate), price=3, cost=1)
    assert best.quantity == outcomes["expected_profit"].idxmax()


def test_many_samples_of_a_normal_demand_come_to_the_same_as_the_formula():
    samples = np.random.default_rng(1).normal(200, 40, 200_000)
    exact = newsvendor((200, 40), price=5, cost=2)
    drawn = newsvendor(samples, price=5, cost=2)
    assert drawn.quantity == pytest.approx(exact.quantity, abs=0.5)
    assert drawn.expected_profit == pytest.approx(exact.expected_profit, rel=0.002)
    assert drawn.expected_waste == pytest.approx(exact.expected_waste, rel=0.01)


def test_a_forecast_adds_up_its_periods_path_by_path():
    paths = [[1, 2], [3, 1], [5, 5]]
    assert newsvendor(forecast(paths), price=2, cost=1).quantity == 4
    assert newsvendor(np.array(paths), price=2, cost=1).quantity == 4


def test_a_forecast_from_counts_asks_for_whole_units_though_its_paths_are_not():
    counts = forecast([[2.4], [3.6], [7.2]])
    counts.history = pd.Series([3.0, np.nan, 5.0])
    sold = {stock: np.minimum(stock, [2.4, 3.6, 7.2]).mean() for stock in (3, 4)}
    assert 5 * sold[3] - 3.2 * 3 > 5 * sold[4] - 3.2 * 4
    assert newsvendor(counts, price=5, cost=3.2).quantity == 3
    assert newsvendor(counts, price=5, cost=2).quantity == 4
    assert reorder_point(counts, 1, service_level=0.9).quantity == 8
    weights = forecast([[2.4], [3.6], [7.2]])
    weights.history = pd.Series([3.1, 5.0])
    assert newsvendor(weights, price=5, cost=3.2).quantity == 3.6


def test_a_demand_without_doubt_is_simply_met():
    sure = newsvendor((50, 0), price=3, cost=1)
    assert (sure.quantity, sure.expected_waste, sure.expected_lost_sales) == (50, 0, 0)
    assert (sure.expected_profit, sure.stockout_chance) == (100, 0)


def test_the_headline_says_money_waste_and_lost_sales():
    pounds = Format("en_GB", "GBP")
    assert newsvendor([1, 2, 4, 9], price=5, cost=2, salvage=1).headline(pounds) == (
        "Have 4: that is enough in 75% of cases and earns £7.00 on average. Expect 1.2 left over, "
        "which costs £1.25, and 1.2 asked for in vain, which would have earned £3.75."
    )


@pytest.mark.parametrize("money", [
    {"price": 2, "cost": 2}, {"price": 1, "cost": 2}, {"price": 3, "cost": 2, "salvage": 2},
    {"price": 3, "cost": float("nan")},
])
def test_money_that_leaves_nothing_to_weigh_up_is_refused(money):
    with pytest.raises(ValueError, match="cost"):
        newsvendor((10, 2), **money)


@pytest.mark.parametrize("demand", [
    ("poisson", 0), ("poisson", float("nan")), (10, -1), (0, 1), "many", 5, [], [1.0, np.nan],
    [-1.0, 2.0], np.ones((2, 2, 2)),
])
def test_a_demand_that_cannot_be_is_refused(demand):
    with pytest.raises(ValueError, match="[Dd]emand"):
        newsvendor(demand, price=3, cost=1)


def test_a_normal_demand_whose_best_stock_is_below_none_is_refused():
    with pytest.raises(ValueError, match="falls below 0 too often"):
        newsvendor((10, 20), price=10, cost=9)


# When to order


@pytest.mark.parametrize(("demand", "lead_time", "service_level", "quantity", "reserve"), [
    ((30, 5), 10, 0.95, 326.1, 26.1),           # Russell and Taylor: carpet
    ((50, 5), 1, 0.97, 59.4, 9.4),              # Stevenson: sand, over the lead time
    ((50, 3), 2, 0.90, 105.43, 5.43),           # Stevenson: jars of sauce
    ((25, 3), (10, 2), 0.95, 334, 84),          # Stevenson: glasses
    ((600, 0), (6, 2), 0.90, 5136, 1536),       # Stevenson: bottles of water
    ((15.2, 1.6), 30 + 5, 0.95, 547.6, 15.6),   # Stevenson: a chemical, ordered every 30 days
])
def test_reorder_points_are_those_of_the_textbooks(
    demand, lead_time, service_level, quantity, reserve
):
    point = reorder_point(demand, lead_time, service_level=service_level)
    assert point.quantity == pytest.approx(quantity, rel=0.001)  # the table's tolerance
    assert point.safety_stock == pytest.approx(reserve, rel=0.005)
    assert safety_stock(demand, lead_time, service_level=service_level) == point.safety_stock
    assert float(point) == point.quantity == point.expected_demand + point.safety_stock


def test_an_unsure_lead_time_adds_its_own_spread():
    point = reorder_point((20, 6), (9, 1.5), service_level=0.9)
    assert point.standard_deviation == pytest.approx(np.sqrt(9 * 36 + 400 * 1.5**2))


def test_a_poisson_demand_has_its_own_whole_reorder_point():
    point = reorder_point(("poisson", 2), 3, service_level=0.95)
    assert (point.quantity, point.expected_demand) == (10, 6)  # P(≤ 9) = 0.916, P(≤ 10) = 0.957


def test_paths_keep_what_ties_their_periods_together():
    tied = np.repeat(np.arange(1.0, 101.0)[:, None], 4, axis=1)
    point = reorder_point(forecast(tied), 4, service_level=0.95)
    assert point.quantity == 4 * 95
    assert point.expected_demand == 4 * 50.5
    assert reorder_point(tied[:, 0], 4, service_level=0.95).quantity < 300  # as if independent


def test_paths_with_an_unsure_lead_time_use_the_formula():
    paths = np.array([[8.0, 12.0], [12.0, 8.0], [10.0, 14.0], [10.0, 6.0]])
    point = reorder_point(paths, (2, 0.5), service_level=0.9)
    variance = np.var([20, 20, 24, 16]) + (10 * 0.5) ** 2
    assert point.standard_deviation == pytest.approx(np.sqrt(variance))


def test_part_of_a_period_counts_in_proportion():
    assert reorder_point(np.array([[10.0, 20.0]]), 1.25, service_level=0.9).quantity == 15


def test_a_forecast_that_ends_before_the_order_arrives_is_not_enough():
    with pytest.raises(NotEnoughData, match="a forecast of 2 periods.*at least 3"):
        reorder_point(forecast([[1, 2]]), 2.5, service_level=0.9)


@pytest.mark.parametrize(("lead_time", "service_level"), [
    (0, 0.9), (-1, 0.9), ((5, -1), 0.9), (5, 1), (5, 0.4), (5, 95),
])
def test_lead_times_and_service_levels_that_cannot_be_are_refused(lead_time, service_level):
    with pytest.raises(ValueError, match="lead time|service level"):
        reorder_point((10, 2), lead_time, service_level=service_level)


def test_the_headline_says_when_to_order_again():
    assert reorder_point((25, 3), (10, 2), service_level=0.95).headline() == (
        "Order again when 334 are left: 250 for what usually sells until the order is there, and "
        "84 in case it is more. Stock then lasts 95% of the time."
    )


# How much at a time


@pytest.mark.parametrize(("fixed", "holding", "demand", "quantity", "cost"), [
    (150, 0.75, 10_000, 2000, 1500),        # Russell and Taylor: carpet
    (10, 0.50, 1000, 200, 100),             # Heizer and Render: needles
    (12, 0.005, 3120, 3870, 19.35),         # Nahmias: pencils
])
def test_economic_order_quantities_are_those_of_the_textbooks(
    fixed, holding, demand, quantity, cost
):
    order = economic_order_quantity(fixed, holding, demand)
    assert order.quantity == pytest.approx(quantity, abs=0.5)
    assert order.cost == pytest.approx(cost, abs=0.005)
    assert order.orders_per_period == pytest.approx(demand / quantity, rel=0.001)


@given(fixed=st.floats(0.1, 1e4), holding=st.floats(0.001, 100), demand=st.floats(0.1, 1e6),
       times=st.floats(0.1, 10))
def test_no_other_order_quantity_costs_less(fixed, holding, demand, times):
    order = economic_order_quantity(fixed, holding, demand)
    assert order.cost_of(order.quantity) == pytest.approx(order.cost)
    assert order.cost_of(order.quantity * times) >= order.cost * (1 - 1e-12)


@pytest.mark.parametrize("values", [(0, 1, 1), (1, 0, 1), (1, 1, -5), (1, 1, float("nan"))])
def test_an_order_quantity_needs_numbers_above_0(values):
    with pytest.raises(ValueError, match="a number above 0"):
        economic_order_quantity(*values)


# The plan for a whole shop


BREAD = np.arange(10.0, 30.0)[:, None]  # one day, 10 to 29, equally likely


def test_what_spoils_by_the_next_order_is_ordered_as_the_newsvendor_says():
    terms = product(unit_cost=1.0, shelf_life_days=1)
    row = plan_of(BREAD, terms, prices=3.0)
    single = newsvendor(BREAD[:, 0], price=3, cost=1)
    assert row["quantity"] == single.quantity
    assert row["expected_waste"] == pytest.approx(single.expected_waste)
    assert row["stockout_chance"] == pytest.approx(single.stockout_chance)
    assert row["cost"] == single.quantity * 1.0
    assert "67% of the time" in row["why"] and "1 day" in row["why"]


@given(pack=st.sampled_from([1, 4, 5, 12]), minimum=st.sampled_from([0, 6, 25, 60]),
       price=st.sampled_from([1.2, 2.0, 9.0]), stock=st.sampled_from([0, 3, 14, 40]))
def test_packs_and_minimum_orders_leave_the_best_order_that_the_supplier_takes(
    pack, minimum, price, stock
):
    row = plan_of(BREAD, product(unit_cost=1.0, shelf_life_days=1), prices={"p": price},
                  stock={"p": stock}, pack_sizes=pack, minimum_orders=minimum)
    allowed = np.array([0, *(n for n in range(pack, 97, pack) if n >= minimum)])[:, None]
    asked = np.maximum(BREAD[:, 0] - stock, 0)
    earned = (price * np.minimum(allowed, asked) - allowed).mean(axis=1)
    assert row["quantity"] in allowed
    chosen = (price * np.minimum(row["quantity"], asked) - row["quantity"]).mean()
    assert chosen == pytest.approx(earned.max())


def test_what_keeps_is_ordered_to_last_until_the_next_order_arrives():
    paths = np.tile(np.arange(1.0, 101.0)[:, None], (1, 9))
    row = plan_of(paths, product(unit_cost=2.0, lead_time_days=2), order_every_days=7)
    assert row["quantity"] == 7 * 95
    assert row["expected_demand"] == 7 * 50.5
    assert row["stockout_chance"] == pytest.approx(0.05)
    assert row["expected_waste"] == 0
    assert (row["arrives"], row["lasts_until"]) == (pd.Timestamp("2025-03-12"),
                                                    pd.Timestamp("2025-03-18"))


def test_stock_in_hand_is_used_up_before_the_order_and_then_taken_off():
    paths = np.full((10, 9), 5.0)
    row = plan_of(paths, product(lead_time_days=2), order_every_days=7, stock=25)
    assert row["quantity"] == 7 * 5 - (25 - 2 * 5)
    assert row["early_stockout_chance"] == 0
    short = plan_of(paths, product(lead_time_days=2), order_every_days=7, stock=6)
    assert (short["quantity"], short["early_stockout_chance"]) == (35, 1)
    assert "may run out before it arrives (100%)" in short["why"]
    enough = plan_of(paths, product(lead_time_days=2), order_every_days=7, stock=100)
    assert enough["quantity"] == 0 and "stock in hand is enough" in enough["why"]


def test_stock_that_spoils_before_the_order_arrives_serves_no_one_after():
    paths = np.full((10, 5), 5.0)
    terms = product(unit_cost=1.0, lead_time_days=2, shelf_life_days=3)
    row = plan_of(paths, terms, prices=3.0, order_every_days=3, stock=100)
    assert row["quantity"] == 2 * 5  # the stock serves days 1 to 3, the order days 3 to 5


def test_no_more_is_ordered_than_pays_before_it_spoils():
    paths = np.tile(np.arange(1.0, 101.0)[:, None], (1, 4))
    terms = product(unit_cost=2.0, shelf_life_days=4)
    row = plan_of(paths, terms, prices=2.4, order_every_days=3, service_level=0.99)
    assert row["quantity"] == newsvendor(4 * np.arange(1, 101), price=2.4, cost=2).quantity < 3 * 99
    assert row["expected_waste"] > 0
    assert "before it spoils" in row["why"]


def test_what_keeps_longer_than_the_forecast_reaches_is_not_counted_as_waste():
    row = plan_of(np.full((5, 3), 4.0), product(unit_cost=1.0, shelf_life_days=90), prices=3.0)
    assert (row["quantity"], row["expected_waste"], row["waste_cost"]) == (4, 0, 0)


def test_what_keeps_is_rounded_up_to_packs_and_minimum_orders():
    paths = np.full((5, 7), 3.0)
    packs = plan_of(paths, order_every_days=7, pack_sizes=12)
    assert packs["quantity"] == 24 and "in packs of 12" in packs["why"]
    least = plan_of(paths, order_every_days=7, minimum_orders=50)
    assert least["quantity"] == 50 and "the smallest order is 50" in least["why"]


def test_a_smallest_order_that_would_lose_money_is_not_placed():
    row = plan_of(BREAD, product(unit_cost=1.0, shelf_life_days=1), prices=1.5, minimum_orders=60)
    assert row["quantity"] == 0
    assert "the smallest order, 60, would lose more than it earns" in row["why"]
    assert row["stockout_chance"] == 1


def test_weekly_forecasts_serve_lead_times_in_days():
    row = plan_of(np.full((5, 6), 14.0), product(lead_time_days=21), freq="W", order_every_days=10)
    assert row["quantity"] == 10 * 2
    monthly = plan_of(np.full((5, 2), 31.0), product(lead_time_days=3), freq="M",
                      order_every_days=7)
    assert monthly["quantity"] == 7


def test_dates_are_as_good_as_periods():
    dated = forecast(np.full((5, 3), 4.0))
    dated.frame.index = dated.frame.index.to_timestamp()
    assert order_plan({"p": dated}, product()).frame.loc["p", "quantity"] == 4
    single = forecast(BREAD)
    single.frame.index = pd.DatetimeIndex([DAY_ONE])
    assert order_plan({"p": single}, product()).frame.loc["p", "quantity"] == 28


def test_a_product_that_cannot_be_planned_is_set_aside_with_the_reason():
    products = pd.DataFrame({
        "product_id": ["bread", "cake", "tart", "jam"], "unit_cost": [1.0, np.nan, 5.0, 1.0],
        "shelf_life_days": [1, 1, 1, np.nan], "lead_time_days": [0, 0, 0, 5],
    })
    ids = ["bread", "cake", "tart", "jam", "pie"]
    plan = order_plan({product: forecast(BREAD) for product in ids}, products, prices=3.0)
    assert plan.frame.index.tolist() == ["bread"]
    assert list(plan.set_aside) == ["cake", "tart", "jam", "pie"]
    assert "without its price and its cost" in plan.set_aside["cake"]
    assert "not above its cost" in plan.set_aside["tart"]
    assert plan.set_aside["jam"] == (
        "its forecast reaches 1 day ahead, and the order has to serve until day 6")
    assert "not in the table" in plan.set_aside["pie"]


def test_a_plan_without_a_product_is_refused():
    with pytest.raises(NotEnoughData, match="not in the table of products"):
        order_plan({"x": forecast(BREAD)}, product())
    with pytest.raises(NotEnoughData, match="no forecast"):
        order_plan({}, product())
    with pytest.raises(DataProblems, match="product_id"):
        order_plan({"x": forecast(BREAD)}, pd.DataFrame({"id": ["x"]}))


@pytest.mark.parametrize("options", [
    {"service_level": 1.0}, {"order_every_days": 0}, {"pack_sizes": 0}, {"stock": -1},
    {"minimum_orders": {"p": -2}},
])
def test_options_of_a_plan_that_cannot_be_are_refused(options):
    with pytest.raises(ValueError):
        plan_of(BREAD, **options)


def test_the_plan_says_what_to_order_what_it_costs_and_what_may_run_out():
    products = pd.DataFrame({
        "product_id": ["rye", "jam"], "name": ["Rye loaf", "Plum jam"], "unit_cost": [1.0, 4.0],
        "shelf_life_days": [1, np.nan],
    })
    forecasts = {"rye": forecast(BREAD), "jam": forecast(np.full((20, 1), 3.0))}
    plan = order_plan(forecasts, products, prices={"rye": 3.0}, stock={"jam": 1})
    assert plan.headline(Format("en_GB", "GBP")) == (
        "Order 23 of Rye loaf and 2 of Plum jam: £31.00 in all. Expect £4.55 of it to go to waste. "
        "Rye loaf is the likeliest to run out, with a chance of 30%."
    )
    idle = order_plan(forecasts, products, prices={"rye": 3.0}, stock={"rye": 40, "jam": 3})
    assert idle.headline().startswith("Nothing needs ordering now.")
    assert idle.cost == 0


def test_a_plan_says_where_costs_are_not_known():
    plan = order_plan({"p": forecast(np.full((5, 1), 3.0))}, product())
    assert np.isnan(plan.frame.loc["p", "cost"])
    assert "0.00 in all, as far as costs are known" in plan.headline()
