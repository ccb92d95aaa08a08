"""The samples' networks hold what was planted in them: money, key organisations, unused doors."""

import pandas as pd
import pytest

from helpers import open_business
from helpers.samples import sample_names, truths_of
from helpers.samples.network import MONEY_OF, network
from helpers.subjects.network.concentration_index import concentration
from helpers.subjects.network.mapping import network_map

ROUNDED = 10


@pytest.fixture(scope="module", params=sample_names())
def name(request):
    return request.param


@pytest.fixture(scope="module")
def terms(name):
    return truths_of(name)["network"]


@pytest.fixture(scope="module")
def business(name):
    return open_business(name)


@pytest.fixture(scope="module")
def found(business):
    return network_map(business.table("network"), business.table("organisations"))


def a_year_of(business, account):
    rows = business.table("finances").query("account == @account").sort_values("month")
    return 12 * rows["amount"].tail(12).mean()


def test_the_business_itself_is_on_the_map(business, terms, found):
    assert found.us == terms["own"] == business.name
    assert found.components == 1


def test_money_is_the_stated_share_of_the_books(business, terms, found):
    for name, said in terms["organisations"].items():
        share = next((key for key in MONEY_OF if key in said), None)
        money = found.nodes["revenue"][name]
        if share is None:
            assert pd.isna(money)
        else:
            whole = a_year_of(business, MONEY_OF[share])
            assert money == pytest.approx(said[share] * whole, abs=ROUNDED / 2 + 0.01)


def test_all_that_goods_cost_goes_to_the_suppliers(business, terms):
    suppliers = concentration(business.table("network"), by="supplier", us=terms["own"])
    assert suppliers.total == pytest.approx(a_year_of(business, "cost_of_goods"),
                                            abs=ROUNDED * len(suppliers.shares))
    largest = max(said.get("of_goods", 0) for said in terms["organisations"].values())
    assert suppliers.frame.loc["top_1", "value"] == pytest.approx(largest, abs=0.001)


def test_the_unused_door_leads_to_others_and_is_not_ours(terms, found):
    door, ours = terms["unused_door"], found.links[found.links["source"] == terms["own"]]
    assert "strength" not in terms["organisations"][door]
    assert door not in set(ours["target"])
    ties = found.links[found.links[["source", "target"]].eq(door).any(axis=1)]
    assert len(ties) >= 2
    assert ties["strength"].min() >= 0.7


@pytest.mark.parametrize("sample", ["bakery", "shop", "saas"])
def test_the_key_organisation_matters_most_and_is_the_only_way_to_the_unused_door(sample):
    business, terms = open_business(sample), truths_of(sample)["network"]
    found = network_map(business.table("network"), business.table("organisations"))
    assert found.key_nodes["betweenness"].idxmax() == terms["key"]
    assert f"the only way to {terms['unused_door']}" in found.nodes["why"][terms["key"]]


def test_money_at_the_pace_of_a_short_record_is_a_years():
    months = pd.period_range("2025-06", periods=5, freq="M")
    terms = {"own": "Us", "between_others": [], "organisations": {
        "Mill": {"kind": "supplier", "strength": 0.5, "since": "2025-01-01", "of_goods": 0.5}}}
    actual = pd.DataFrame({"cost_of_goods": 100.0}, index=months)
    assert network(terms, actual)["revenue"].tolist() == [600.0]
