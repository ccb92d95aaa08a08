"""Directions known by construction, and the bakery's planted growth."""

import numpy as np
import pandas as pd
import pytest

from helpers import open_business
from helpers.core.problems import NotEnoughData
from helpers.stats.trend import FALLING, RISING, UNCLEAR, UNKNOWN, seasonal_slope
from helpers.subjects.sales.trends import sales_trend

SEASON = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 60.0]) * 10


def monthly(amounts, start="2022-01-01"):
    days = pd.date_range(start, periods=len(amounts), freq="MS")
    return pd.DataFrame({"order_date": days, "quantity": 1.0, "unit_price": amounts})


def trend_of(amounts, **options):
    orders = monthly(amounts, **options)
    return sales_trend(orders, as_of=orders["order_date"].max() + pd.offsets.MonthEnd(0))


def test_the_season_plays_no_part_with_two_years_or_more():
    """December towers over all, and the last month is a December: like is compared with like."""
    steady = trend_of(np.tile(SEASON, 3) + np.tile([-1, 1], 18))
    assert steady.season_allowed_for
    assert steady.direction == UNCLEAR
    growing = trend_of(np.tile(SEASON, 3) + 20 * (np.arange(36) // 12))
    assert growing.direction == RISING
    assert growing.slope.value == pytest.approx(20)


def test_falling_sales_are_said_to_fall_with_positive_amounts():
    found = trend_of(np.tile(SEASON, 3) - 2 * (np.arange(36) // 12))
    assert found.direction == FALLING
    assert "falling by about 2.00 (likely 2.00 to 2.00)" in found.headline()


def test_gilberts_ranks_give_the_interval():
    """Three years of a season of four: 12 slopes; z √44/3 = 7.506… wide on ranks of 12."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=12)
    slopes = sorted(
        (values[4 * later + place] - values[4 * earlier + place]) / (later - earlier)
        for place in range(4) for earlier in range(3) for later in range(earlier + 1, 3))
    found = seasonal_slope(pd.Series(values), 4)
    reach = 1.959964 * np.sqrt(4 * 3 * 2 * 11 / 18)
    ranks = [(12 - reach) / 2, (12 + reach) / 2 + 1]
    assert found.value == pytest.approx(np.median(slopes))
    assert [found.lower, found.upper] == pytest.approx(
        np.interp(ranks, np.arange(1, 13), slopes), abs=1e-5)


def test_a_value_that_is_not_known_plays_no_part():
    values = pd.Series([1.0, 9.0, 2.0, 10.0, np.nan, 11.0, 4.0, 12.0, 5.0, 13.0])
    assert seasonal_slope(values, 2).value == pytest.approx(1)
    assert np.isnan(seasonal_slope(pd.Series([1.0, 2.0, 3.0, 4.0]), 2).value)


def test_intervals_hold_no_change_about_as_often_as_they_say():
    rng, held = np.random.default_rng(11), 0
    for _ in range(300):
        found = seasonal_slope(pd.Series(rng.normal(100, 10, 36)), 12)
        held += found.lower <= 0 <= found.upper
    assert 0.92 <= held / 300 <= 0.99


def test_within_two_years_the_season_is_said_to_be_in_it():
    found = trend_of(np.arange(10, 30.0))
    assert not found.season_allowed_for
    assert found.direction == RISING and found.slope.value == pytest.approx(1)
    assert found.headline().endswith("With less than two years of sales this may be the season.")


def test_with_less_than_six_months_nothing_is_claimed():
    found = trend_of([10.0, 30.0, 20.0])
    assert found.direction == UNKNOWN
    assert found.headline().startswith("It is too early to tell a trend: 3 months have ended")
    assert found.headline().endswith("a month brought between 10.00 and 30.00.")
    assert "1 month has ended" in trend_of([10.0]).headline()


def test_no_clear_trend_is_said_with_what_would_fit():
    rng = np.random.default_rng(5)
    found = trend_of(rng.normal(100, 10, 36))
    assert found.direction == UNCLEAR
    assert "no clear trend: anything from" in found.headline()
    assert "less to" in found.headline() and "more would fit" in found.headline()


def test_a_first_month_that_was_only_begun_is_left_out():
    orders = monthly(np.full(8, 50.0))
    orders.loc[0, "order_date"] = pd.Timestamp("2022-01-20")
    found = sales_trend(orders, as_of="2022-08-31")
    assert len(found.frame) == 7
    assert "a first month that was only begun" in found.set_aside
    whole = sales_trend(monthly(np.full(8, 50.0)), as_of="2022-08-31")
    assert (len(whole.frame), whole.set_aside) == (8, {})


def test_the_mean_of_twelve_months_begins_with_the_twelfth():
    smoothed = trend_of(np.arange(1, 15.0)).frame["smoothed"]
    assert smoothed.isna().sum() == 11
    assert smoothed.iloc[-3:].tolist() == pytest.approx([6.5, 7.5, 8.5])


def test_a_month_that_has_not_ended_is_no_sales_trend():
    with pytest.raises(NotEnoughData):
        sales_trend(monthly([10.0]), as_of="2022-01-15")


def test_the_bakery_grows_and_the_plumber_is_too_young_to_tell():
    assert sales_trend(open_business("bakery").table("orders")).direction == RISING
    assert sales_trend(open_business("plumber").table("orders")).direction == UNKNOWN
