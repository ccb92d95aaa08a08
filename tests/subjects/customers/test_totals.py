"""What each customer has brought in, by hand and against plain pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.customers.totals import customer_totals


def lines(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "order_date", "quantity", "unit_price"])


@pytest.fixture
def orders():
    return lines(
        ("bob", "2025-01-31", 1, 30.0),
        ("ann", "2025-01-05", 2, 10.0),
        ("ann", "2025-01-05", 1, 10.0),
        ("ann", "2025-03-01", 1, 12.0),
        (None, "2025-03-02", 1, 9.0),
        ("bob", "2025-02-10", -1, 30.0),
    )


def test_each_customer_has_first_and_last_day_purchases_and_net_money(orders):
    totals = customer_totals(orders, as_of="2025-03-31").frame
    assert totals.index.tolist() == ["bob", "ann"]
    assert totals.loc["ann"].tolist() == [
        pd.Timestamp("2025-01-05"), pd.Timestamp("2025-03-01"), 30, 2, 42.0]
    assert totals.loc["bob"].tolist() == [
        pd.Timestamp("2025-01-31"), pd.Timestamp("2025-01-31"), 59, 1, 0.0]


def test_a_discount_is_taken_off(orders):
    cheaper = orders.assign(discount=[5.0, None, None, 2.0, None, None])
    assert customer_totals(cheaper).frame["revenue"].to_dict() == {"bob": -5.0, "ann": 40.0}


def test_silence_is_counted_to_the_last_date_unless_told_otherwise(orders):
    totals = customer_totals(orders)
    assert totals.as_of == pd.Timestamp("2025-03-02")
    assert totals.frame.loc["ann", "days_since_last"] == 1


def test_what_comes_later_is_left_out_and_counted(orders):
    totals = customer_totals(orders, as_of="2025-01-31")
    assert totals.frame["revenue"].to_dict() == {"bob": 30.0, "ann": 30.0}
    assert totals.set_aside == {"dated after the last day looked at": 3}


def test_who_only_brought_things_back_is_no_customer(orders):
    more = pd.concat([
        lines(("eve", "2025-01-01", -1, 9.0), ("ann", "2025-01-01", -1, 4.0)), orders])
    totals = customer_totals(more)
    assert totals.frame.index.tolist() == ["ann", "bob"]
    assert totals.frame.loc["ann", "revenue"] == 42.0
    assert totals.set_aside == {
        "without a customer": 1, "refunds before any purchase in the data": 2}


def test_a_line_without_a_price_is_a_purchase_without_money(orders):
    orders.loc[3, "unit_price"] = np.nan
    totals = customer_totals(orders)
    assert totals.frame.loc["ann", ["purchases", "revenue"]].tolist() == [2, 30.0]
    assert list(totals.set_aside.values()) == [1, 1]


def test_without_prices_money_is_not_known(orders):
    totals = customer_totals(orders[["customer_id", "order_date"]])
    assert totals.frame["revenue"].isna().all()
    assert totals.frame.loc["bob", "purchases"] == 2
    assert " in all" not in totals.headline()


def test_the_headline_says_how_often_for_how_much_and_how_long_ago(orders):
    assert customer_totals(orders, as_of="2025-03-31").headline() == (
        "2 customers bought on 1.5 days each, for 42.00 in all; 1 (50%) did so once. "
        "Half of them were last seen 44 days ago or less."
    )


def test_it_refuses_without_known_customers_or_dates():
    with pytest.raises(NotEnoughData, match="no purchase by a known customer"):
        customer_totals(lines((None, "2025-01-01", 1, 1.0)))
    with pytest.raises(DataProblems, match="order_date"):
        customer_totals(pd.DataFrame({"customer_id": ["ann"]}))


any_orders = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d", None]), st.integers(0, 40),
              st.integers(-2, 3), st.integers(0, 9)),
    min_size=1, max_size=60,
).map(lambda rows: lines(*(
    (who, pd.Timestamp("2025-01-01") + pd.Timedelta(days=day), float(quantity), float(price))
    for who, day, quantity, price in rows
))).filter(lambda orders: (orders["quantity"] > 0)[orders["customer_id"].notna()].any())


@given(any_orders)
@settings(max_examples=80, deadline=None)
def test_it_agrees_with_plain_pandas(orders):
    as_of = pd.Timestamp("2025-02-20")
    known = orders.dropna(subset="customer_id")
    days = known[known["quantity"] > 0].groupby("customer_id")["order_date"]
    plain = days.agg(first_purchase="min", last_purchase="max", purchases="nunique")
    known = known.join(plain["first_purchase"], on="customer_id", how="inner")
    since = known[known["order_date"] >= known["first_purchase"]]
    plain["days_since_last"] = (as_of - plain["last_purchase"]).dt.days
    plain["revenue"] = (since["quantity"] * since["unit_price"]).groupby(since["customer_id"]).sum()
    found = customer_totals(orders, as_of=as_of).frame
    pd.testing.assert_frame_equal(found.sort_index(), plain[found.columns], check_dtype=False,
                                  check_index_type=False)
