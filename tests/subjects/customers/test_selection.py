import pandas as pd
import pytest

from helpers import open_business
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.selection import cohorts_between, customer_kinds, last_day, of_kind


@pytest.fixture(scope="module")
def orders():
    return open_business("shop").table("orders")


@pytest.fixture(scope="module")
def retention(orders):
    return cohort_retention(orders)


def test_a_customer_keeps_the_channel_of_the_first_order_whatever_the_rows_order():
    orders = pd.DataFrame({
        "customer_id": ["ann", "ann", "bob"], "channel": ["web", "shop", None],
        "order_date": ["2025-03-01", "2025-01-01", "2025-01-01"],
    })
    assert customer_kinds(orders=orders)["channel"].to_dict() == {"ann": "shop"}


def test_a_customer_keeps_the_plan_they_started_on():
    subscriptions = pd.DataFrame({
        "customer_id": ["ann", "ann"], "plan": ["Team", "Solo"],
        "start_date": ["2025-03-01", "2025-01-01"],
    })
    assert customer_kinds(subscriptions=subscriptions)["plan"].to_dict() == {"ann": "Solo"}


def test_kinds_that_nobody_knows_are_not_offered():
    orders = pd.DataFrame({"customer_id": ["ann"], "order_date": ["2025-01-01"]})
    assert customer_kinds(orders=orders).columns.tolist() == []
    unknown = orders.assign(channel=pd.Series([None], dtype="str"))
    assert customer_kinds(orders=unknown).columns.tolist() == []


def test_the_kinds_share_out_all_lines_of_known_customers(orders):
    kinds = customer_kinds(orders=orders)
    parts = [of_kind(orders, kinds, "channel", value) for value in kinds["channel"].unique()]
    assert sum(map(len, parts)) == orders["customer_id"].notna().sum()


@pytest.mark.parametrize("kind, value", [("channel", "telex"), ("shoe size", "44")])
def test_a_kind_that_is_not_there_is_refused(orders, kind, value):
    with pytest.raises(NotEnoughData, match=value):
        of_kind(orders, customer_kinds(orders=orders), kind, value)


def test_the_last_day_of_contracts_is_the_last_start_or_end():
    subscriptions = pd.DataFrame({
        "start_date": ["2025-01-05", "2025-02-01"], "end_date": ["2025-04-30", None]})
    assert last_day(subscriptions=subscriptions) == pd.Timestamp("2025-04-30")
    assert last_day(subscriptions=subscriptions.drop(columns="end_date")) == pd.Timestamp(
        "2025-02-01")


def test_a_window_keeps_whole_cohorts_and_pools_only_them(retention):
    window = cohorts_between(retention, first="2024-03-15", last="2024-05-01")
    assert window.sizes.index.astype(str).tolist() == ["2024-03", "2024-04", "2024-05"]
    rows = retention.counts.loc["2024-03":"2024-05"]
    assert window.average.loc[1, "rate"] == rows[1].sum() / retention.sizes[rows.index].sum()
    assert "between Mar 2024 and May 2024" in window.headline()


def test_a_window_without_ends_is_everything(retention):
    whole = cohorts_between(retention)
    assert whole.sizes.equals(retention.sizes)
    assert whole.headline() == retention.headline()


@pytest.mark.parametrize("first, last", [("2025-10-01", None), ("2024-05-01", "2024-03-01")])
def test_a_window_in_which_nobody_could_come_back_is_refused(retention, first, last):
    with pytest.raises(NotEnoughData, match="cohorts chosen"):
        cohorts_between(retention, first=first, last=last)
