"""The sample businesses as they stand in data/: the same bytes from the same truths."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.business import SAMPLES
from helpers.samples import sample_names, sample_tables, write_samples
from helpers.samples.acquisition import days_of
from helpers.samples.catalogue import truths_of

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


@pytest.mark.parametrize(("name", "table"), [("saas", "subscriptions"), ("shop", "orders")])
def test_a_sample_runs_from_its_first_month_to_its_last_day(name, table):
    days = days_of(truths_of(name))
    dates = open_business(name).table(table).select_dtypes("datetime")
    assert dates.min().min().to_period("M") == days[0].to_period("M")
    assert dates.max().max() == days[-1]  # else the last month would look unfinished


@pytest.mark.parametrize("name", sample_names())
def test_another_seed_is_another_business(name):
    again, other = sample_tables(name, seed=1), sample_tables(name, seed=2)
    assert again["customers"].equals(sample_tables(name, seed=1)["customers"])
    assert not again["customers"].equals(other["customers"])


def test_a_customer_of_the_shop_signs_up_with_the_first_order():
    shop = open_business("shop")
    bought = shop.table("orders").query("quantity > 0")
    first = bought.groupby("customer_id")["order_date"].min()
    signed_up = shop.table("customers").set_index("customer_id")["signup_date"]
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
