"""Cases counted out by hand, and the bakery sample's planted truths."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import open_business
from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData, OwnerError
from helpers.samples import sample_tables, truths_of
from helpers.samples.bakery import daily_context, products_of, trade
from helpers.samples.draws import generator
from helpers.subjects.demand.baking import BakingHistory, baking_plan, widened
from helpers.subjects.demand.inventory import newsvendor
from helpers.subjects.sales.day_effects import effects, reach_of, usual_covariance
from helpers.subjects.sales.summaries import summary
from helpers.subjects.sales.weekdays import daily_sales, weekday_profile

TRUTHS = truths_of("bakery")
PRODUCTS = products_of(TRUTHS).set_index("product_id")
EVENTS = list(TRUTHS["events"])
SHORT = PRODUCTS.index[PRODUCTS["cover"] < 1.1]  # sold out often
STEADY = PRODUCTS.index[PRODUCTS["cover"].notna() & PRODUCTS["on_sale_from"].isna()].difference(
    SHORT)
WET = ("weather", "a wet day")
WARMER = ("weather", "10 degrees warmer")
MONDAY = "2025-03-03"
WEEK = [8, 9, 8, 10, 12, 20, 10]


# Summaries


def test_a_summary_has_the_textbook_numbers():
    found = summary([2, 4, 4, 4, 5, 5, 7, 9])  # mean 5, squared deviations 32
    assert (found.mean, found.median, found.mode) == (5, 4.5, 4)
    assert found.standard_deviation == pytest.approx(np.sqrt(32 / 7))
    assert (found.lower_quartile, found.upper_quartile) == (4, 5.5)
    reach = 2.3646 * np.sqrt(32 / 7 / 8)  # Student's t for 7 degrees of freedom, from the table
    assert (found.mean_lower, found.mean_upper) == pytest.approx((5 - reach, 5 + reach), abs=1e-4)


def test_missing_values_are_left_out_and_counted():
    found = summary([1.0, None, 3.0, np.nan])
    assert (found.count, found.missing, found.mean) == (2, 2, 2)


def test_the_mean_is_said_to_mislead_where_one_value_pulls_it():
    skewed = summary([10, 11, 12, 12, 13, 14, 11, 12, 13, 90])
    assert skewed.far_out == 1
    assert any("pull the mean above" in said for said in skewed.cautions())
    even = summary([10, 11, 12, 12, 13, 14, 11, 12, 13, 12])
    assert not any("pull the mean" in said for said in even.cautions())


def test_there_is_no_mode_where_none_comes_twice_or_two_do():
    assert summary([1, 2, 3]).modes == () and np.isnan(summary([1, 2, 3]).mode)
    both = summary([1, 1, 2, 2, 3])
    assert both.modes == (1, 2) and np.isnan(both.mode)


def test_every_statistic_is_explained_with_when_it_misleads():
    frame = summary([1, 2, 2, 5]).frame
    assert frame.loc["median", "value"] == 2
    assert (frame[["meaning", "misleads"]].map(len) > 10).all().all()


def test_money_is_written_as_money():
    said = summary([1000.0, 1200, 1400], is_money=True).headline(Format("en_GB", "GBP"))
    assert said.startswith("The mean of 3 values is £1,200 (likely £703 to £1,697)")


def test_values_are_kept_in_order_and_named_as_what_they_are():
    found = summary([3.0, None, 1.0, 2.0], noun="job")
    assert found.values.tolist() == [1, 2, 3]
    assert found.headline().startswith("The mean of 3 jobs is 2")


def test_one_value_is_no_summary():
    with pytest.raises(NotEnoughData):
        summary([3.0, None])


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_a_summary_keeps_its_order(values):
    found = summary(values)
    slack = 1e-6
    assert found.smallest <= found.lower_quartile <= found.median <= found.upper_quartile
    assert found.upper_quartile <= found.largest
    assert found.smallest - slack <= found.mean <= found.largest + slack
    assert found.mean_lower - slack <= found.mean <= found.mean_upper + slack


# An average week


def till(quantities, *, start=MONDAY, price=2.0, **columns):
    return pd.DataFrame({"order_date": pd.date_range(start, periods=len(quantities)),
                         "quantity": quantities, "unit_price": price, **columns})


def test_a_weekday_has_the_mean_of_its_open_days_and_students_interval():
    orders = till([10, 1, 1, 1, 1, 1, 1, 14, 1, 1, 1, 1, 1, 1, 18, 1, 1, 1, 1, 1, 1])
    monday = weekday_profile(orders, measure="units").frame.loc["Monday"]
    assert monday[["days", "mean", "median"]].tolist() == [3, 14, 14]
    reach = 4.3027 * 4 / np.sqrt(3)  # t for 2 degrees of freedom; standard deviation 4
    assert monday[["lower", "upper"]].tolist() == pytest.approx([14 - reach, 14 + reach], abs=1e-3)
    assert monday["against_average"] == pytest.approx(14 / (20 / 7))


def test_closed_days_have_no_part_and_open_days_without_a_sale_count():
    orders = till(WEEK * 3).drop(index=[0, 8])  # no sale on the first Monday and second Tuesday
    context = pd.DataFrame({"date": pd.date_range(MONDAY, periods=21), "open": True})
    context.loc[0, "open"] = False
    frame = weekday_profile(orders, context, measure="units").frame
    assert frame.loc["Monday", ["days", "mean"]].tolist() == [2, 8]
    assert frame.loc["Tuesday", ["days", "mean"]].tolist() == [3, 6]
    assert weekday_profile(orders, measure="units").frame.loc["Tuesday", "mean"] == 9


def test_sales_on_a_day_marked_as_closed_are_set_aside():
    context = pd.DataFrame({"date": pd.date_range(MONDAY, periods=21),
                            "open": [False] + [True] * 20})
    profile = weekday_profile(till(WEEK * 3), context)
    assert profile.frame.loc["Monday", "days"] == 2
    assert list(profile.set_aside.values()) == [1]


def test_refunds_take_nothing_off_a_day():
    orders = pd.concat([till(WEEK * 3), till([-5])])
    profile = weekday_profile(orders, measure="units")
    assert profile.frame.loc["Monday", "mean"] == 8
    assert list(profile.set_aside.values()) == [1]


def test_a_weekday_open_twice_has_no_interval():
    frame = weekday_profile(till((WEEK * 3)[:16]), measure="units").frame
    assert frame.loc["Monday":"Tuesday", "lower"].notna().all()
    assert frame.loc["Wednesday":, "lower"].isna().all()


def test_weekdays_that_differ_by_chance_alone_are_said_not_to_stand_out():
    rng = np.random.default_rng(4)
    alike = weekday_profile(till(rng.poisson(50, 140)))
    assert not alike.differ
    assert alike.headline().startswith("No weekday clearly stands out: the averages run from")
    assert weekday_profile(till(rng.poisson(np.tile(WEEK, 20) * 5))).differ
    assert not weekday_profile(till([5] * 28)).differ


def test_weekdays_seldom_seem_to_differ_where_they_do_not():
    rng = np.random.default_rng(9)
    wrong = sum(weekday_profile(till(rng.lognormal(3, 1, 140))).differ for _ in range(100))
    assert wrong <= 11  # five are to be expected


def test_it_is_said_where_no_table_tells_which_days_were_open():
    with_table = weekday_profile(till(WEEK * 3), context_for(21))
    assert with_table.knows_open_days and len(with_table.caveats) == 1
    without = weekday_profile(till(WEEK * 3))
    assert not without.knows_open_days
    assert any("counts as closed" in said for said in without.caveats)


def test_the_sales_of_a_day_are_those_of_open_days():
    orders = till([5, 6, 7]).drop(index=1)
    assert daily_sales(orders, measure="units").tolist() == [5, 7]
    open_throughout = pd.DataFrame({"date": pd.date_range(MONDAY, periods=3), "open": True})
    assert daily_sales(orders, open_throughout, measure="units").tolist() == [5, 0, 7]


def test_the_week_starts_as_asked():
    frame = weekday_profile(till(WEEK * 3), week_start="sunday").frame
    assert frame.index[[0, 1, 6]].tolist() == ["Sunday", "Monday", "Saturday"]


@pytest.mark.parametrize("orders", [till(WEEK), till([5, 0, 0, 0, 0, 0, 0] * 14).query("quantity")])
def test_too_few_days_make_no_profile(orders):
    with pytest.raises(NotEnoughData):
        weekday_profile(orders)


# Effects, by hand


def context_for(days, **columns):
    return pd.DataFrame({"date": pd.date_range(MONDAY, periods=days), "open": True, **columns})


def test_effects_without_chance_are_found_exactly():
    """Sales made of known factors, so that nothing is left over."""
    days = pd.date_range(MONDAY, periods=84)
    place = np.arange(84)
    weekday = np.array([1.0, 1.2, 0.8, 1.0, 1.1, 1.5, 0.4])[place % 7]
    fair, wet, warm = np.isin(place, [4, 20, 37]), place % 5 == 0, 12 + 5 * np.sin(place / 3)
    month = np.array([1.0, 1.3, 0.9])[days.month - 3] if days.month.max() < 6 else 1.0
    sales = 100 * weekday * np.where(fair, 1.6, 1) * np.where(wet, 0.9, 1) * 1.2 ** (warm / 10)
    context = context_for(84, event=np.where(fair, "Fair", None), rain=np.where(wet, 4.0, 0.2),
                          temperature=warm)
    found = effects(till(sales * month), context, measure="units").frame
    assert found.loc["weekday", "ratio"].tolist() == pytest.approx(weekday[:7])
    assert found.loc[("event", "Fair"), ["ratio", "days"]].tolist() == pytest.approx([1.6, 3])
    assert found.loc[WET, ["ratio", "days"]].tolist() == pytest.approx([0.9, 17])
    assert found.loc[WARMER, ["ratio", "days"]].tolist() == pytest.approx([1.2, 84])


def noisy(weeks, seed=1, **columns):
    rng = np.random.default_rng(seed)
    return till(rng.poisson(np.tile(WEEK, weeks) * 5), **columns)


def test_a_level_that_differs_by_month_is_no_effect():
    """An event in the busy month alone: without regard to the month it would seem to help."""
    orders = noisy(16)
    busy = orders["order_date"].dt.month == 4
    orders["quantity"] *= np.where(busy, 2, 1)
    april = pd.date_range("2025-04-01", periods=30)
    context = context_for(112)
    context["event"] = np.where(context["date"].isin(april[[1, 9, 17, 25]]), "market", None)
    market = effects(orders, context, measure="units").frame.loc[("event", "market")]
    assert market["lower"] < 1 < market["upper"]
    assert market["upper"] < 1.5


def test_an_event_of_two_days_is_left_out_with_its_days():
    context = context_for(70, event=["fair"] * 2 + [None] * 68)
    found = effects(noisy(10), context, measure="units")
    assert found.left_out["fair"] == "it needs at least 3 open days; there are 2"
    assert found.days == 68
    assert found.set_aside == {"days of events too rare to judge": 2}


def test_an_event_that_fills_a_month_cannot_be_told_from_it():
    context = context_for(70)
    context["event"] = np.where(context["date"].dt.month == 4, "works", None)
    found = effects(noisy(10), context, measure="units")
    assert "nothing tells it" in found.left_out["works"]
    assert ("event", "works") not in found.frame.index


def test_two_spellings_are_one_event():
    events = np.array([None] * 70, dtype=object)
    events[[3, 18, 40]] = ["Town fair", "town fair ", "Town Fair"]
    found = effects(noisy(10), context_for(70, event=events), measure="units").frame
    assert found.loc["event", "days"].to_dict() == {"Town fair": 3}


def test_a_weekday_open_once_is_left_out():
    context = context_for(70)
    context["open"] = ~((context["date"].dt.day_of_week == 0) & (context["date"] > MONDAY))
    orders = noisy(10).merge(context.loc[context["open"], ["date"]], left_on="order_date",
                             right_on="date")
    found = effects(orders, context, measure="units")
    assert found.frame.loc["weekday"].index.tolist() == [
        "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert found.left_out["Monday"] == "it needs at least 3 open days; there is 1"


def test_weather_that_is_hardly_known_is_left_out_and_unknown_days_are_set_aside():
    rain = np.where(np.arange(70) % 4 == 0, 5.0, 0.0)
    rain[:10] = np.nan
    temperature = np.full(70, np.nan)
    temperature[:30] = 12.0
    found = effects(noisy(10), context_for(70, rain=rain, temperature=temperature),
                    measure="units")
    assert "fewer than half" in found.left_out["10 degrees warmer"]
    assert found.set_aside == {"days of which the weather is not known": 10}
    assert WET in found.frame.index


def test_too_few_days_show_no_effects():
    assert effects(noisy(5), measure="units").days == 35
    with pytest.raises(NotEnoughData, match="27 usable open days"):
        effects(noisy(5).head(27), measure="units")


def test_as_many_effects_as_days_are_refused():
    events = [f"event {number % 9}" for number in range(28)]
    with pytest.raises(NotEnoughData):
        effects(noisy(4), context_for(28, event=events), measure="units")


def test_only_revenue_or_units_are_measured():
    with pytest.raises(ValueError, match="revenue, units"):
        effects(noisy(5), measure="orders")
    with pytest.raises(DataProblems):
        effects(noisy(5).drop(columns="unit_price"))


def test_revenue_at_one_price_has_the_effects_of_units():
    by_units, by_money = (effects(noisy(10), measure=measure).frame["ratio"].tolist()
                          for measure in ("units", "revenue"))
    assert by_units == pytest.approx(by_money)


def test_the_wider_of_two_errors_counts():
    contrast = np.array([1.0, -1.0])
    narrow, wide = np.diag([1.0, 1.0]), np.diag([2.0, 6.0])
    assert reach_of(contrast, (narrow, wide), 1000) == pytest.approx(
        reach_of(contrast, (wide, wide), 1000))
    assert reach_of(contrast, (wide, narrow), 10**6) == pytest.approx(1.96 * np.sqrt(8), abs=0.01)


def test_the_variance_may_grow_with_the_square_of_the_mean():
    """Days that stray by a fifth of their mean: the log of each group's mean by 0.2 / √days."""
    design = np.repeat(np.eye(2), 50, axis=0)
    fitted = design @ [100.0, 400.0]
    sales = fitted * np.tile([0.8, 1.2], 50)
    errors = np.sqrt(np.diag(usual_covariance(design, sales, fitted, len(sales))))
    assert errors == pytest.approx([0.2 / np.sqrt(50)] * 2)


def test_a_day_is_expected_at_the_level_of_the_last_month():
    orders = till(np.tile(WEEK, 12) * np.repeat([10.0, 20.0], 42))  # doubled in mid-April
    found = effects(orders, measure="units")
    assert found.on_day("Saturday")["expected"] == pytest.approx(400, rel=0.02)
    with pytest.raises(ValueError, match="Funday"):
        found.on_day("funday")


def test_a_month_only_begun_does_not_set_the_level():
    """Eleven weeks of 100 a day and two good days of May: the next day is not expected at 150."""
    days = pd.date_range("2025-02-10", "2025-05-02")
    sold = np.where(days < "2025-05-01", 100.0, 150.0) + np.arange(len(days)) % 5
    found = effects(till(sold, start="2025-02-10"), measure="units")
    assert found.level_month == "2025-04"
    assert found.on_day("Saturday")["expected"] == pytest.approx(102, abs=3)


def test_days_that_stray_widen_what_holds_eight_of_ten_of_them():
    still = effects(till(np.tile(WEEK, 12) * 10.0), measure="units")
    assert still.strays == pytest.approx((1, 1), abs=1e-6)
    low, high = effects(noisy(40), measure="units").strays
    assert 0.7 < low < 0.9 < 1.1 < high < 1.3  # some 50 a day by Poisson's law: a seventh


def test_the_days_factors_are_those_of_the_table():
    place = np.arange(84)
    context = context_for(84, rain=np.where(place % 4 == 0, 5.0, 0.0),
                          event=np.where(np.isin(place, [4, 30, 61]), "fair", None))
    found = effects(noisy(12), context, measure="units")
    dry = found.on_day("friday")["expected"]
    assert found.on_day("friday", rain=3)["expected"] / dry == pytest.approx(
        found.frame.loc[WET, "ratio"])
    assert found.on_day("friday", event="fair")["expected"] / dry == pytest.approx(
        found.frame.loc[("event", "fair"), "ratio"])
    days = pd.DataFrame({"weekday": [4, 5], "event": "", "temperature": np.nan, "rain": 0.0})
    ratio = np.divide(*found.multiplier(days))
    assert ratio == pytest.approx(np.divide(*(
        found.frame.loc[("weekday", day), "ratio"] for day in ("Friday", "Saturday"))))


# The bakery


@pytest.fixture(scope="module")
def bakery():
    return open_business("bakery")


def intervals(orders, context, **options):
    frame = effects(orders, context, measure="units", **options).frame
    return lambda kind, truth: bool(frame.loc[kind, "lower"] <= truth <= frame.loc[kind, "upper"])


def steady_effects(tables, category=None):
    chosen = STEADY if category is None else STEADY[PRODUCTS.loc[STEADY, "category"] == category]
    orders = tables["orders"]
    return intervals(orders[orders["product_id"].isin(chosen)], tables["daily_context"])


@pytest.fixture(scope="module")
def steady(bakery):
    return steady_effects({name: bakery.table(name) for name in ("orders", "daily_context")})


@pytest.mark.parametrize("event", EVENTS)
def test_the_planted_lift_of_an_event_is_found(steady, event):
    assert steady(("event", event), TRUTHS["events"][event]["lift"])


def test_the_planted_effect_of_rain_is_found(steady):
    assert steady(WET, TRUTHS["rain"]["wet_day_ratio"])
    assert not steady(WET, 1)


@pytest.mark.parametrize("category", ["Bread", "Pastries", "Savouries"])
def test_the_planted_weekdays_of_a_category_are_found(bakery, category):
    found = steady_effects({name: bakery.table(name) for name in ("orders", "daily_context")},
                           category)
    hits = [found(("weekday", day.capitalize()), ratio)
            for day, ratio in TRUTHS["categories"][category]["weekdays"].items()]
    assert sum(hits) >= len(hits) - 1  # one of eighteen intervals may miss


@pytest.mark.parametrize("product", PRODUCTS.index[PRODUCTS["per_10_degrees"].notna()])
def test_a_drink_sells_with_the_temperature_as_planted(bakery, product):
    found = intervals(bakery.table("orders"), bakery.table("daily_context"), product_id=product)
    assert found(WARMER, PRODUCTS.loc[product, "per_10_degrees"])
    assert not found(WARMER, 1)


@pytest.mark.prove
def test_the_intervals_hold_the_truth_about_as_often_as_they_say():
    hits = []
    for seed in range(4):
        tables = sample_tables("bakery", seed=seed)
        tables["daily_context"]["open"] = tables["daily_context"]["open"] == "yes"
        found = steady_effects(tables)
        hits += [found(("event", event), TRUTHS["events"][event]["lift"]) for event in EVENTS]
        hits.append(found(WET, TRUTHS["rain"]["wet_day_ratio"]))
    assert len(hits) == 44
    assert sum(hits) >= 38  # fewer in one of a thousand sets of fair intervals


# A baking plan


def goods(**columns):
    return pd.DataFrame({"product_id": ["bun"], "name": ["Bun"], "unit_cost": [0.8], **columns})


def buns(weeks=12, seed=1):
    return noisy(weeks, seed, product_id="bun")


def test_demand_is_that_of_the_same_weekdays_and_the_quantity_is_the_newsvendors():
    plan = baking_plan(buns(), goods(), day="2025-05-31")
    row = plan.frame.loc["bun"]
    assert row["compared_with"] == "the last 12 Saturdays without an event"
    assert len(plan.demand["bun"]) == 12
    assert 90 < row["expected_demand"] < 110
    best = newsvendor(plan.demand["bun"], price=2.0, cost=0.8)
    assert row["quantity"] == best.quantity
    assert row["waste_cost"] == pytest.approx(0.8 * best.expected_waste)
    assert row["lost_profit"] == pytest.approx(1.2 * best.expected_lost_sales)
    assert (plan.waste_cost, plan.lost_profit) == (row["waste_cost"], row["lost_profit"])


def test_days_after_the_last_order_are_not_days_without_a_sale():
    """The table of days knows them as open; nobody has sold anything on them yet."""
    known_ahead = context_for(100)
    ahead, on_the_day = (baking_plan(buns(), goods(), day="2025-05-31", context=context)
                         for context in (known_ahead, None))
    assert ahead.demand["bun"].tolist() == on_the_day.demand["bun"].tolist()


def test_nothing_after_the_day_before_is_looked_at():
    until, more = buns(), buns(20)
    more.loc[84:, ["quantity", "unit_price"]] *= 10
    plans = [baking_plan(orders, goods(), day="2025-05-26").frame for orders in (
        until, pd.concat([until, more.iloc[84:]]))]
    pd.testing.assert_frame_equal(*plans)


def test_past_days_are_scaled_to_the_coming_days_weather():
    orders = till(np.tile(WEEK, 12) * 10, product_id="bun")
    rain = np.where(np.arange(100) % 3 == 0, 6.0, 0.0)
    orders["quantity"] = (orders["quantity"] * np.where(rain[:84] > 0, 0.5, 1.0)).round()
    context = context_for(100, rain=rain)
    dry, wet = (baking_plan(orders, goods(), day="2025-05-31", context=context, rain=rain)
                .frame.loc["bun", "expected_demand"] for rain in (0.0, 8.0))
    assert dry == pytest.approx(200, rel=0.03)
    assert wet == pytest.approx(100, rel=0.03)


def test_a_rare_event_scales_the_days_without_it():
    orders = till(np.tile(WEEK, 12) * 10.0, product_id="bun")
    context = context_for(100, event=None)
    fair = [5, 33, 61]  # Saturdays
    context.loc[fair, "event"] = "Fair"
    orders.loc[fair, "quantity"] *= 1.5
    plan = baking_plan(orders, goods(), day="2025-05-31", context=context, event="fair")
    assert plan.frame.loc["bun", "expected_demand"] == pytest.approx(300, rel=0.03)
    assert any("scaled by its effect" in said for said in plan.caveats)


def test_an_event_that_nobody_knows_is_said_to_be_unknown():
    plan = baking_plan(buns(), goods(), day="2025-05-31", event="comet")
    assert "no knowing what comet does" in plan.caveats[0]


def test_one_kitchen_makes_the_plans_of_many_days_and_weathers():
    rain = np.where(np.arange(100) % 3 == 0, 6.0, 0.0)
    context, orders = context_for(100, rain=rain), buns()
    kitchen = BakingHistory(orders, goods(), context=context)
    for day, options in (("2025-05-31", {"rain": 0.0}), ("2025-05-31", {"rain": 8.0}),
                         ("2025-05-30", {}), ("2025-05-31", {"event": "fair"})):
        alone = baking_plan(orders, goods(), day=day, context=context, **options)
        together = kitchen.plan(day, **options)
        pd.testing.assert_frame_equal(alone.frame, together.frame)
        assert alone.caveats == together.caveats


def test_the_advice_is_the_headline_without_the_day():
    plan = baking_plan(buns(), goods(), day="2025-05-31")
    assert plan.headline() == f"For Saturday, 31 May 2025, have {plan.advice()}"


def test_demand_follows_the_level_of_the_last_weeks():
    orders = till(np.tile(WEEK, 16) * np.repeat([10.0, 20.0], 56), product_id="bun")
    plan = baking_plan(orders, goods(), day="2025-06-28")
    assert plan.frame.loc["bun", "expected_demand"] == pytest.approx(400, rel=0.05)


def test_what_keeps_what_is_gone_and_what_sells_seldom_has_no_place_in_the_plan():
    days = pd.date_range(MONDAY, periods=84)
    others = pd.concat([
        pd.DataFrame({"order_date": days, "product_id": "jam", "quantity": 3}),
        pd.DataFrame({"order_date": days[:40], "product_id": "hot cross bun", "quantity": 30}),
        pd.DataFrame({"order_date": days[::3], "product_id": "cake", "quantity": 1}),
        pd.DataFrame({"order_date": days, "product_id": "gift", "quantity": 1}),
        pd.DataFrame({"order_date": days[-5:], "product_id": "novelty", "quantity": 1}),
    ]).assign(unit_price=2.0)
    table = pd.DataFrame({
        "product_id": ["bun", "jam", "hot cross bun", "cake", "gift", "novelty"],
        "unit_cost": [0.8, 0.8, 0.8, 0.8, 2.5, 0.8], "shelf_life_days": [1, np.nan, 1, 1, 1, 1]})
    plan = baking_plan(pd.concat([buns(), others]), table, day="2025-05-26")
    assert plan.frame.index.tolist() == ["bun"]
    reasons = {"jam": "it keeps", "hot cross bun": "it was not sold", "cake": "fewer than half",
               "gift": "not above its cost", "novelty": "5 open days"}
    assert plan.set_aside.keys() == reasons.keys()
    for product, reason in reasons.items():
        assert reason in plan.set_aside[product]


def test_a_number_that_recurs_at_the_top_looks_sold_out():
    capped = buns()
    capped["quantity"] = capped["quantity"].clip(upper=90)
    plan = baking_plan(capped, goods(), day="2025-05-31")
    assert plan.frame.loc["bun", "often_sold_out"]
    assert any("as if sold out" in said for said in plan.caveats)
    assert not baking_plan(buns(), goods(), day="2025-05-31").frame.loc["bun", "often_sold_out"]


def test_few_days_are_spread_as_one_not_among_them_would_be():
    assert widened(np.array([8.0, 12.0])) == pytest.approx([10 - 2 * 3**0.5, 10 + 2 * 3**0.5])
    assert widened(np.array([0.0, 2.0])).min() == 0
    orders = till(np.tile([40, 45, 40, 50, 60, 80, 50, 40, 45, 40, 50, 60, 120, 50], 6),
                  product_id="bun")  # every other Saturday sells 20 more, or less, than 100
    saturdays = baking_plan(orders, goods(), day="2025-05-31").demand["bun"]
    assert saturdays.std() == pytest.approx(20 * np.sqrt(13 / 11), rel=0.04)


def test_a_closed_day_is_not_planned_for():
    context = context_for(90)
    context.loc[context["date"] == "2025-05-31", "open"] = False
    with pytest.raises(OwnerError, match="closed on 31 May 2025"):
        baking_plan(buns(), goods(), day="2025-05-31", context=context)


def test_a_plan_for_nothing_is_refused():
    with pytest.raises(NotEnoughData):
        baking_plan(buns(), goods(shelf_life_days=[30]), day="2025-05-26")


def test_more_is_had_of_what_earns_more():
    plain, dear = (baking_plan(buns(), goods(), day="2025-05-31", prices=prices).frame.loc[
        "bun", "quantity"] for prices in (1.0, {"bun": 8.0}))
    assert plain < dear


@pytest.mark.prove
def test_plans_are_about_as_often_enough_as_they_say():
    """Saturdays on which 100 are wanted on average, a different past each time."""
    rng, enough, promised = np.random.default_rng(7), [], []
    for seed in range(30):
        row = baking_plan(buns(seed=seed), goods(), day="2025-05-31").frame.loc["bun"]
        enough.append(rng.poisson(100) <= row["quantity"])
        promised.append(1 - row["stockout_chance"])
    assert 0.6 <= np.mean(promised) <= 0.75  # the critical ratio is 0.6, the next whole unit more
    assert abs(sum(enough) - sum(promised)) < 3 * np.sqrt(30 * 0.6 * 0.4)


def test_a_plan_for_the_bakery(bakery):
    """Beside what was truly wanted that day, which the till does not know."""
    orders, context, products = (bakery.table(name) for name in
                                 ("orders", "daily_context", "products"))
    plan = baking_plan(orders, products, day="2025-10-11", context=context)
    assert plan.event == "farmers' market"
    assert set(PRODUCTS.loc[plan.frame.index, "category"]) == {"Bread", "Pastries", "Savouries"}
    assert set(PRODUCTS.loc[plan.set_aside.keys(), "category"]) == {"Drinks", "Cakes"}
    rng = generator(TRUTHS["seed"])
    days = trade(rng, TRUTHS, daily_context(rng, TRUTHS)).set_index(["date", "product_id"])
    usual = days["expected"][plan.day].reindex(plan.frame.index).drop(SHORT)
    steady = plan.frame.drop(index=SHORT)
    assert (steady["expected_demand"] / usual).mean() == pytest.approx(1, abs=0.08)
    assert plan.frame["often_sold_out"][lambda often: often].index.isin(SHORT).all()
    assert plan.frame.loc[SHORT, "often_sold_out"].all()
