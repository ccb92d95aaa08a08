import numpy as np
import pandas as pd
import pytest

from helpers.subjects.demand.forecasting.forecast import forecast_demand
from helpers.subjects.demand.inventory import newsvendor
from helpers.subjects.demand.stocking import stock_to_have, stocking_curve


@pytest.fixture(scope="module")
def bread():
    """A week's forecast of a shop that is closed on Mondays; the first day ahead is a Monday."""
    days = pd.period_range("2025-01-06", "2025-03-30", freq="D")
    rng = np.random.default_rng(4)
    sold = pd.Series(rng.poisson(30, len(days)).astype(float), days)
    dates = pd.date_range("2025-01-06", periods=len(days) + 7)
    context = pd.DataFrame({"date": dates, "open": dates.day_of_week != 0})
    return forecast_demand(sold.where(days.day_of_week != 0), 7, context=context)


@pytest.fixture(scope="module")
def mugs():
    months = pd.period_range("2022-01", periods=36, freq="M")
    rng = np.random.default_rng(5)
    return forecast_demand(pd.Series(rng.poisson(80, 36).astype(float), months), 6)


def test_the_curve_is_highest_at_the_newsvendors_quantity():
    curve = stocking_curve((100, 20), price=3, cost=1)
    assert curve.frame["expected_profit"].idxmax() == curve.quantity == curve.best.quantity
    assert curve.best == newsvendor((100, 20), price=3, cost=1)


def test_more_wastes_more_and_misses_less():
    frame = stocking_curve((100, 20), price=3, cost=1).frame
    assert (frame["waste_cost"].diff().dropna() >= 0).all()
    assert (frame["lost_profit"].diff().dropna() <= 0).all()
    assert (frame["stockout_chance"].diff().dropna() <= 0).all()


def test_profit_is_what_full_knowledge_would_earn_less_both_losses():
    frame = stocking_curve(("poisson", 12), price=3, cost=1, salvage=0.5).frame
    assert (frame["expected_profit"] + frame["waste_cost"] + frame["lost_profit"]).to_numpy() == (
        pytest.approx(2 * 12))


def test_counted_demand_is_stocked_in_whole_units():
    index = stocking_curve(("poisson", 3000), price=3, cost=1).frame.index
    assert (index == index.astype(int)).all() and len(index) < 200


def test_a_chosen_quantity_beyond_all_demand_is_on_the_curve():
    curve = stocking_curve([20, 30, 40], price=3, cost=1, quantity=90)
    assert curve.chosen["stockout_chance"] == 0
    assert curve.forgone == pytest.approx(
        curve.best.expected_profit - curve.chosen["expected_profit"])
    assert "less than the best quantity" in curve.headline()


def test_what_spoils_in_a_day_is_had_for_the_first_open_day(bread):
    stock = stock_to_have(bread, price=3, cost=1, shelf_life_days=1)
    assert stock.first == stock.last == pd.Period("2025-04-01", "D")
    assert stock.spoils and stock.curve.quantity == stock.quantity
    assert 25 <= stock.quantity <= 45 and stock.quantity == round(stock.quantity)
    assert stock.expected_left_over + bread.frame["mean"].iloc[1] == pytest.approx(
        stock.quantity + stock.expected_missed, abs=0.5)


def test_what_spoils_later_is_had_for_as_many_days(bread):
    stock = stock_to_have(bread, price=3, cost=1, shelf_life_days=3)
    assert (stock.first, stock.last) == (pd.Period("2025-04-01"), pd.Period("2025-04-03"))
    assert stock.quantity > 2.5 * stock_to_have(
        bread, price=3, cost=1, shelf_life_days=1).quantity


def test_a_service_level_is_kept_and_its_price_told(bread):
    stock = stock_to_have(bread, service_level=0.99, price=3, cost=1, shelf_life_days=1)
    assert stock.stockout_chance == pytest.approx(0.01, abs=0.01)
    assert stock.curve.forgone > 0
    assert "would earn" in stock.headline()


def test_what_keeps_lasts_nineteen_times_in_twenty_and_wastes_nothing(mugs):
    stock = stock_to_have(mugs, price=9, cost=4)
    assert not stock.spoils and stock.curve is None and stock.waste_cost == 0
    assert stock.stockout_chance <= 0.05
    assert (stock.first, stock.last) == (mugs.frame.index[0], mugs.frame.index[-1])
    assert "left for later" in stock.headline()


def test_a_shelf_life_within_a_month_takes_its_part_of_the_month(mugs):
    month, part = (stock_to_have(mugs, service_level=0.5, shelf_life_days=days)
                   for days in (31, 15.5))
    assert part.last == month.last == mugs.frame.index[0]
    assert part.quantity == pytest.approx(month.quantity / 2, abs=1)


@pytest.mark.parametrize("price, cost", [(None, 1.0), (3.0, None), (1.0, 2.0)])
def test_without_a_price_above_a_cost_no_quantity_is_called_the_best(bread, price, cost):
    stock = stock_to_have(bread, price=price, cost=cost, shelf_life_days=1)
    assert stock.curve is None and np.isnan(stock.lost_profit)
    assert stock.stockout_chance <= 0.05
    assert "nan" not in stock.headline() and "–" not in stock.headline()


def test_what_nobody_wants_is_not_had(mugs):
    nothing = forecast_demand(pd.Series(0.0, mugs.history.index), 3)
    assert stock_to_have(nothing, shelf_life_days=1, price=3, cost=1).quantity == 0


@pytest.mark.parametrize("level", [0, 1, 1.5])
def test_a_service_level_that_cannot_be_is_refused(mugs, level):
    with pytest.raises(ValueError, match="service level"):
        stock_to_have(mugs, service_level=level)
