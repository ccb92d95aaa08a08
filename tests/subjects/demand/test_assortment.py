"""Forecasts of the best sellers together, as an order plan takes them."""

import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import NotEnoughData
from helpers.subjects.demand.assortment import forecast_products, usual_horizon
from helpers.subjects.demand.forecasting.forecast import forecast_demand
from helpers.subjects.sales.by_product import product_names, product_series


def lines(product, days, units, price):
    return pd.DataFrame({"order_date": days, "product_id": product, "quantity": units,
                         "unit_price": price})


DAILY = pd.date_range("2025-01-01", "2025-03-31")
MONTHLY = pd.date_range("2023-01-15", "2025-03-15", freq="MS") + pd.Timedelta(days=14)


@pytest.fixture
def orders():
    week = np.resize([20.0, 22, 19, 24, 30, 41, 35], len(DAILY))
    return pd.concat([
        lines("bun", DAILY, week, 2.0), lines("cake", MONTHLY, 3.0, 40.0),
        lines("new", DAILY[-2:], 5.0, 1.0),
    ])


def test_each_product_is_forecast_in_its_own_periods_at_least_as_far_as_asked(orders):
    forecasts = forecast_products(orders, days=30).forecasts
    assert forecasts["bun"].period == "day"
    assert len(forecasts["bun"].frame) == 30
    assert forecasts["cake"].period == "month"
    assert len(forecasts["cake"].frame) == 2


def test_what_has_too_little_history_is_set_aside_with_the_reason(orders):
    result = forecast_products(orders, days=7)
    assert list(result.set_aside) == ["new"]
    assert "not enough data" in result.set_aside["new"]
    assert result.headline() == (
        "2 products forecast for at least 7 days. 1 product had to be left out.")


def test_only_the_best_sellers_are_forecast(orders):
    assert list(forecast_products(orders, days=7, most=1).forecasts) == ["bun"]


def test_a_product_among_others_is_forecast_as_it_is_alone(orders):
    back = lines("bun", [DAILY[5], DAILY[-1] + pd.Timedelta(days=3)], -4.0, 2.0)
    orders = pd.concat([orders, back])
    alone = forecast_demand(product_series(orders, "bun"), 7)
    together = forecast_products(orders, days=7).forecasts["bun"]
    pd.testing.assert_frame_equal(together.frame, alone.frame)


def test_where_no_product_has_a_history_it_is_refused(orders):
    with pytest.raises(NotEnoughData, match="no product with enough history"):
        forecast_products(orders[orders["product_id"] == "new"], days=7)


def test_a_name_is_the_code_where_nobody_says():
    goods = pd.DataFrame({"product_id": ["bun", "cake"], "name": ["Cinnamon bun", None]})
    names = product_names(pd.Index(["cake", "bun", "tart"]), goods)
    assert names.tolist() == ["cake", "Cinnamon bun", "tart"]
    assert product_names(pd.Index(["bun"])).tolist() == ["bun"]


def test_the_usual_look_ahead_depends_on_the_period():
    ahead = [usual_horizon(pd.Series([1.0], pd.period_range("2025-01-06", periods=1, freq=freq)))
             for freq in ("D", "W-SUN", "M")]
    assert ahead == [14, 13, 6]
