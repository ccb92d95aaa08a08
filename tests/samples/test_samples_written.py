"""The sample businesses as they stand in data/: the same bytes from the same truths."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.core.places import SAMPLES
from helpers.samples import sample_names, sample_tables, write_samples
from helpers.samples.acquisition import days_of
from helpers.samples.catalogue import truths_of

STATED = {"bakery": ["products"], "plumber": ["products", "feedback"]}  # nothing left to chance

LARGEST_FILE = 1_000_000
LARGEST_WHOLE = 3_000_000


def contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_writing_the_samples_again_gives_the_bytes_in_data(tmp_path):
    write_samples(tmp_path)
    written, kept = contents(tmp_path), contents(SAMPLES)
    assert sorted(written) == sorted(kept)
    assert [name for name in written if written[name] != kept[name]] == []


def test_the_samples_are_small():
    sizes = {name: len(content) for name, content in contents(SAMPLES).items()}
    assert max(sizes.values()) < LARGEST_FILE
    assert sum(sizes.values()) < LARGEST_WHOLE


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_has_no_problem_at_all(name):
    business = open_business(name)
    assert business.check() == []
    assert list(business.tables) == sorted(sample_tables(name), key=business.tables.index)


@pytest.mark.parametrize(("name", "table"), [
    ("saas", "subscriptions"), ("shop", "orders"), ("bakery", "orders"), ("plumber", "orders"),
    ("saas", "feedback"), ("shop", "feedback"), ("bakery", "feedback"),
])
def test_a_sample_runs_from_its_first_month_to_its_last_day(name, table):
    days = days_of(truths_of(name))
    dates = open_business(name).table(table).select_dtypes("datetime")
    assert dates.min().min().to_period("M") == days[0].to_period("M")
    assert dates.max().max() == days[-1]  # else the last month would look unfinished


@pytest.mark.parametrize("name", sample_names())
def test_another_seed_is_another_business(name):
    one, again, other = (sample_tables(name, seed=seed) for seed in (1, 1, 2))
    assert all(frame.equals(again[table]) for table, frame in one.items())
    alike = {table for table, frame in one.items() if frame.equals(other[table])}
    assert alike <= {"organisations", *STATED.get(name, ())}


@pytest.mark.parametrize("name", ["shop", "bakery"])
def test_a_customer_signs_up_with_the_first_order(name):
    business = open_business(name)
    bought = business.table("orders").query("quantity > 0")
    first = bought.groupby("customer_id")["order_date"].min()
    signed_up = business.table("customers").set_index("customer_id")["signup_date"]
    pd.testing.assert_series_equal(first.reindex(signed_up.index), signed_up, check_names=False)


def test_marketing_counts_the_customers_its_channels_brought():
    shop = open_business("shop")
    firsts = shop.table("orders").dropna(subset="customer_id").drop_duplicates("customer_id")
    paid = firsts[firsts["channel"] != "direct"]
    by_channel = shop.table("marketing").groupby("channel")["new_customers"].sum()
    assert by_channel.to_dict() == paid["channel"].value_counts().to_dict()


def test_a_refund_takes_back_a_line_of_the_same_order():
    orders = open_business("shop").table("orders")
    line = ["order_id", "product_id", "unit_price", "quantity", "discount"]
    refunds = orders[orders["quantity"] < 0]
    bought = refunds.assign(quantity=-refunds["quantity"], discount=-refunds["discount"])
    together = bought.merge(orders, on=line, suffixes=("", "_bought"))
    assert len(together) == len(refunds) > 0
    assert (together["order_date"] > together["order_date_bought"]).all()


def test_the_bakery_sells_on_each_open_day_and_on_no_other():
    bakery = open_business("bakery")
    orders, context = bakery.table("orders"), bakery.table("daily_context")
    past = context[context["date"] <= orders["order_date"].max()]
    assert set(orders["order_date"]) == set(past.loc[past["open"].astype(bool), "date"])
    weekdays = past.loc[past["open"].astype(bool), "date"].dt.day_name().str.lower()
    assert set(weekdays) == set(bakery.settings.opening_days)


def test_the_bakery_knows_the_days_ahead_but_not_their_weather():
    bakery = open_business("bakery")
    context, last = bakery.table("daily_context"), bakery.table("orders")["order_date"].max()
    assert (context["date"].diff().dropna() == pd.Timedelta(days=1)).all()
    past, ahead = context[context["date"] <= last], context[context["date"] > last]
    assert len(ahead) == truths_of("bakery")["days_known_ahead"]
    assert ahead["event"].notna().any()
    assert ahead["open"].nunique() == 2
    assert ahead[["temperature", "rain"]].isna().all(axis=None)
    assert past[["temperature", "rain"]].notna().all(axis=None)


def test_one_order_a_day_holds_what_no_card_was_shown_for():
    orders = open_business("bakery").table("orders")
    others = orders[orders["customer_id"].isna()]
    assert (others.groupby("order_date")["order_id"].nunique() == 1).all()
    assert not others.duplicated(["order_date", "product_id"]).any()
    assert set(others["order_date"]) == set(orders["order_date"])
    assert (orders["quantity"] > 0).all()
    by_card = orders.dropna(subset="customer_id")
    assert (by_card.groupby("order_id")["customer_id"].nunique() == 1).all()
    assert not set(by_card["order_id"]) & set(others["order_id"])
    assert 0.03 < by_card["quantity"].sum() / orders["quantity"].sum() < 0.1


def test_no_two_events_of_the_bakery_fall_on_one_day():
    truths = truths_of("bakery")
    named = truths["closed_for"] | {name: terms["days"]
                                    for name, terms in truths["events"].items()}
    days = [day for spans in named.values() for span in spans
            for day in pd.date_range(*(str(span).split("/") * 2)[:2])]
    assert len(days) == len(set(days))
