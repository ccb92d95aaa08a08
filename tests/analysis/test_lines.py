"""Order lines made ready."""

import numpy as np
import pandas as pd

from helpers.analysis.cohorts import cohort_retention
from helpers.analysis.lines import customer_lines
from helpers.analysis.silence import lapsed


def test_customers_without_a_line_that_counts_are_not_among_the_ids():
    orders = pd.DataFrame({
        "customer_id": ["late", "ann", "torn", "bob", "ann"], "quantity": [1, 1, np.nan, 2, 3],
        "order_date": ["2025-03-01", "2025-01-02", "2025-01-02", "2025-01-01", "2025-01-05"]})
    lines = customer_lines(orders, question="a test", as_of="2025-01-31")
    assert lines.ids.tolist() == ["ann", "bob"]
    assert lines.ids[lines.customer].tolist() == ["ann", "bob", "ann"]
    assert lines.since.tolist() == [1, 0, 4]
    assert lines.orders["quantity"][lines.kept].tolist() == [1, 2, 3]


def test_visits_are_in_order_of_customer_and_day_each_once():
    orders = pd.DataFrame({
        "customer_id": ["bob", "ann", "bob", "ann", "ann"], "quantity": [1, 1, 1, -1, 1],
        "order_date": ["2025-01-09", "2025-01-05", "2025-01-02", "2025-01-07", "2025-01-05"]})
    visits = customer_lines(orders, question="a test").visits()
    assert visits["customer"].tolist() == [0, 0, 1]
    assert visits["day"].dt.day.tolist() == [2, 9, 5]


def test_of_dates_with_a_time_zone_the_day_there_counts():
    late = pd.Series(pd.to_datetime(["2025-01-31 23:30", "2025-02-28 23:30", "2025-03-31 23:30"]))
    orders = pd.DataFrame({"customer_id": "ann", "order_date": late})
    abroad = orders.assign(order_date=late.dt.tz_localize("America/New_York"))
    assert customer_lines(abroad, question="a test").as_of == pd.Timestamp("2025-03-31")
    pd.testing.assert_frame_equal(
        cohort_retention(orders).counts, cohort_retention(abroad).counts)


def test_a_slip_of_the_pen_in_a_date_leaves_the_counts_by_week_alone():
    """Decades of empty weeks lie before the others."""
    rng = np.random.default_rng(0)
    orders = pd.DataFrame({
        "customer_id": rng.integers(0, 40, 400),
        "order_date": pd.Timestamp("2025-01-06") + pd.to_timedelta(rng.integers(0, 90, 400), "D")})
    slip = pd.DataFrame({"customer_id": [99], "order_date": [pd.Timestamp("1975-01-06")]})
    right = cohort_retention(orders, period="week").counts
    with_slip = cohort_retention(pd.concat([slip, orders]), period="week").counts
    assert with_slip.iloc[0, 0] == 1
    np.testing.assert_array_equal(
        with_slip.loc[right.index, right.columns].to_numpy(), right.to_numpy())


def test_a_customer_who_only_brought_things_back_does_not_disturb_the_others():
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(0, 120, 30), "D")
    orders = pd.DataFrame([(who, day, 1) for who in range(40) for day in days],
                          columns=["customer_id", "order_date", "quantity"])
    refund = pd.DataFrame({"customer_id": [99], "order_date": [days[1]], "quantity": [-1]})
    as_of = days[-1] + pd.Timedelta(days=40)
    alone, both = (lapsed(table, as_of=as_of) for table in (orders, pd.concat([orders, refund])))
    assert both.threshold_days == alone.threshold_days == 30
    assert len(both.customers) == 40
