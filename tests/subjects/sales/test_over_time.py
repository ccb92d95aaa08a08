"""Sales by month, by hand."""

import numpy as np
import pandas as pd
import pytest

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.customers.purchases import activity
from helpers.subjects.sales.over_time import monthly_sales


def orders(*lines):
    return pd.DataFrame(lines, columns=["order_date", "quantity", "unit_price", "discount"])


def test_a_refund_and_a_discount_are_taken_off_and_an_empty_month_is_zero():
    sales = monthly_sales(orders(("2025-01-05", 2, 10, None), ("2025-01-20", 1, 10, 2.5),
                                 ("2025-03-02", -1, 10, -2.5), ("2025-03-31", 3, 10, None)))
    assert sales.frame["revenue"].tolist() == [27.5, 0.0, 22.5]


def test_a_month_that_has_not_ended_is_missing_not_low():
    sales = monthly_sales(orders(("2025-01-05", 1, 10, 0), ("2025-02-27", 1, 10, 0)))
    assert np.isnan(sales.frame.loc["2025-02", "revenue"])
    assert sales.finished.index.tolist() == [pd.Period("2025-01", "M")]


def test_the_day_looked_at_decides_which_months_have_ended():
    lines = orders(("2025-01-05", 1, 10, 0), ("2025-02-27", 1, 10, 0))
    assert monthly_sales(lines, as_of="2025-02-28").finished.tolist() == [10, 10]
    assert monthly_sales(lines, as_of="2025-01-31").set_aside == {
        "dated after the last day looked at": 1}


def test_lines_without_a_date_or_a_price_are_counted():
    lines = orders(("2025-01-05", 1, 10, 0), (None, 1, 10, 0), ("2025-01-31", 1, None, 0))
    assert monthly_sales(lines).set_aside == {
        "without a date": 1, "without a quantity or a price": 1}


def test_the_headline_compares_the_last_year_with_the_one_before():
    months = pd.date_range("2023-01-31", periods=24, freq="ME")
    lines = orders(*((day, 1, 100 if day.year == 2023 else 125, 0) for day in months))
    assert monthly_sales(lines).headline(Format("en_GB", "GBP")).startswith(
        "In the 12 months to Dec 2024 sales came to £1,500, 25% more than in the 12 months before.")


def test_with_less_than_two_years_the_headline_compares_nothing():
    lines = orders(("2025-01-05", 1, 10, 0), ("2025-02-28", 1, 20, 0))
    assert monthly_sales(lines).headline() == (
        "Sales came to 30.00 between Jan 2025 and Feb 2025, or 15.00 a month.")


def test_not_one_whole_month_is_refused():
    with pytest.raises(NotEnoughData, match="at least one whole month"):
        monthly_sales(orders(("2025-01-05", 1, 10, 0), ("2025-01-20", 1, 10, 0)))


def test_a_missing_column_is_named():
    with pytest.raises(DataProblems, match="unit_price"):
        monthly_sales(pd.DataFrame({"order_date": ["2025-01-05"], "quantity": [1]}))


def test_orders_count_before_subscriptions_and_neither_is_refused():
    lines = orders(("2025-01-05", 1, 10, 0))
    contracts = pd.DataFrame({"customer_id": ["a"], "plan": ["p"], "monthly_fee": [20.0],
                              "start_date": ["2025-01-10"], "end_date": ["2025-03-09"]})
    assert activity(orders=lines, subscriptions=contracts) is lines
    assert activity(subscriptions=contracts)["unit_price"].tolist() == [20.0, 20.0]
    with pytest.raises(NotEnoughData, match="neither orders nor subscriptions"):
        activity()
