import pandas as pd
import pytest

from helpers import open_business
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.sales.order_size import order_values


def lines(**columns):
    return pd.DataFrame({"order_date": "2025-03-01", "quantity": 1.0, "unit_price": 10.0,
                         **columns})


def test_an_orders_lines_are_added_up_discounts_and_refunds_taken_off():
    orders = lines(order_id=["1", "1", "1", "2"], unit_price=[10.0, 20.0, 5.0, 8.0],
                   discount=[1.0, 0.0, 0.0, 0.0])
    orders.loc[2, "quantity"] = -1
    assert order_values(orders).to_dict() == {"1": 24.0, "2": 8.0}


def test_where_customers_are_known_a_whole_days_till_is_no_order():
    orders = lines(order_id=["till", "till", "1"], customer_id=[None, None, "ann"])
    values = order_values(orders)
    assert values.index.tolist() == ["1"]
    assert values.attrs["set_aside"] == {"without a customer": 2}


def test_where_no_customer_is_known_at_all_every_order_counts():
    assert len(order_values(lines(order_id=["1", "2"], customer_id=None))) == 2
    assert len(order_values(lines(order_id=["1", "2"]))) == 2


def test_what_was_paid_back_has_no_value():
    orders = lines(order_id=["1", "2", "2"], quantity=[1.0, 1.0, -1.0])
    assert order_values(orders).to_dict() == {"1": 10.0}
    with pytest.raises(NotEnoughData):
        order_values(orders.iloc[1:])


def test_nothing_after_the_day_looked_at_counts():
    orders = lines(order_id=["1", "2"])
    orders["order_date"] = ["2025-03-01", "2025-03-05"]
    assert order_values(orders, as_of="2025-03-04").index.tolist() == ["1"]


def test_lines_without_a_price_are_set_aside():
    values = order_values(lines(order_id=["1", "2"], unit_price=[10.0, None]))
    assert values.index.tolist() == ["1"]
    assert values.attrs["set_aside"] == {"without a quantity or a price": 1}


def test_a_missing_column_is_told():
    with pytest.raises(DataProblems):
        order_values(lines(customer_id=["ann"]))


def test_a_plumbers_orders_are_jobs():
    orders = open_business("plumber").table("orders")
    assert len(order_values(orders)) == orders["order_id"].nunique()
