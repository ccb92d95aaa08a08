"""Small networks, sales and books whose shares are plain, and reports that must not tell."""

import numpy as np
import pandas as pd
import pytest

from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.network.counterparties import reliance, payment_terms
from helpers.subjects.network.mapping import network_map

HANDED_OVER = Format("en_GB", "GBP", smallest_group=5)


def mapped(**money):
    kinds = {"taxis": "customer", "school": "customer", "parts": "supplier", "paint": "supplier"}
    amounts = {"taxis": 30_000.0, "school": 10_000, "parts": 8_000, "paint": 2_000} | money
    return network_map(pd.DataFrame({
        "source": "us", "target": list(kinds), "relation": list(kinds.values()),
        "revenue": list(amounts.values())}))


def sales(days=400, customers=20):
    rng = np.random.default_rng(days)
    dates = pd.date_range("2025-10-31", periods=days, freq="-1D")
    return pd.DataFrame({"order_id": range(days), "order_date": dates, "quantity": 1.0,
                         "unit_price": 10.0, "customer_id": rng.integers(customers, size=days)})


def books(months, **amounts):
    amounts = {"revenue": 1000.0, "cost_of_goods": 400.0} | amounts
    days = pd.period_range("2024-11", periods=months, freq="M").start_time
    return pd.DataFrame([{"month": day, "account": account, "amount": amount}
                         for day in days for account, amount in amounts.items()])


def test_customers_and_suppliers_are_told_as_far_as_tables_go():
    assert list(reliance(mapped()).parts) == ["customers on the map", "suppliers on the map"]
    assert list(reliance(sales=sales()).parts) == ["customers, by sales"]
    assert len(reliance(mapped(), sales=sales()).parts) == 3


def test_the_largest_are_named_with_what_their_share_is_of():
    assert reliance(mapped()).headline() == (
        "Customers on the map: taxis has the most, 75% of their money, and it is spread as if over "
        "1.6 of equal size. Suppliers on the map: parts has the most, 80% of what they are paid, "
        "and it is spread as if over 1.5 of equal size.")
    part = reliance(mapped(), revenue=100_000)
    assert "taxis has the most, 30% of all revenue. Suppliers" in part.headline()
    assert part.largest_customer_share == pytest.approx(0.3)


def test_the_only_one_is_said_to_be_the_only_one():
    assert "Suppliers on the map: parts is the only one with any." in reliance(
        mapped(paint=None)).headline()


def test_what_cannot_be_told_is_left_out_with_the_reason():
    found = reliance(mapped(parts=None, paint=None), sales=sales(20))
    assert list(found.parts) == ["customers on the map"]
    assert "no supplier with any money" in found.left_out["suppliers on the map"]
    assert "20 orders in the last year" in found.left_out["customers, by sales"]


def test_nothing_at_all_is_refused():
    with pytest.raises(NotEnoughData, match="neither sales nor a network"):
        reliance()
    with pytest.raises(NotEnoughData, match="20 orders"):
        reliance(sales=sales(20))


def test_a_report_names_no_customer_of_the_sales_and_no_group_of_few():
    said = reliance(sales=sales()).headline(HANDED_OVER)
    assert said.startswith("Customers, by sales: the 5 largest have")
    assert "the largest has" in reliance(sales=sales()).headline()
    assert reliance(sales=sales(customers=2)).headline(HANDED_OVER) == (
        "Customers, by sales: so few that nothing is told of them here.")


def test_without_a_map_the_largest_share_is_that_of_sales():
    found = reliance(sales=sales())
    top = found.parts["customers, by sales"].frame.loc["top_1", "value"]
    assert found.largest_customer_share == top
    paid = reliance(mapped(taxis=None, school=None))
    assert np.isnan(paid.largest_customer_share)


def test_a_years_revenue_is_that_of_twelve_months_in_the_books_else_of_sales():
    assert payment_terms(books(14), sales()).revenue == 12_000
    assert payment_terms(books(11), sales()).revenue == 3_650
    assert payment_terms(sales=sales(365)).revenue == 3_650
    assert payment_terms(books(11), sales(364)).revenue is None
    assert payment_terms().revenue is None


def test_margin_and_cash_are_those_of_the_books():
    found = payment_terms(books(6, cash=500.0))
    assert (found.margin_rate, found.cash) == (pytest.approx(0.6), 500)
    assert found.monthly_surplus == pytest.approx(0)
    bare = payment_terms(books(6).query("account == 'revenue'"))
    assert (bare.margin_rate, bare.cash, bare.monthly_surplus) == (None, None, None)


def test_cash_that_shrinks_is_a_surplus_below_zero():
    shrinking = books(6, cash=0.0)
    balance = shrinking["account"] == "cash"
    shrinking.loc[balance, "amount"] = np.arange(600, 0, -100.0)
    assert payment_terms(shrinking).monthly_surplus == pytest.approx(-100)
