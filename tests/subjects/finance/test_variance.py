"""Budget against actual, by hand, and splits that add up whatever is sold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.finance.variance import (
    against_last_year, budget_variance, months_with_last_year, price_volume,
)

POUNDS = Format("en_GB", "GBP")


def table(*rows):
    return pd.DataFrame(rows, columns=["month", "account", "amount"])


def sold(**items):
    """Items as name=(quantity, unit price)."""
    rows = [(name, float(quantity), float(price)) for name, (quantity, price) in items.items()]
    return pd.DataFrame(rows, columns=["product_id", "quantity", "unit_price"])


ACTUAL = table(
    ("2025-01", "revenue", 950), ("2025-01", "payroll", 420), ("2025-01", "cash", 100),
    ("2025-02", "revenue", 1200), ("2025-02", "cash", 300), ("2025-02", "inventory", 30),
    ("2025-03", "revenue", 7))
BUDGET = table(
    ("2025-01", "revenue", 1000), ("2025-01", "payroll", 400), ("2025-01", "cash", 150),
    ("2025-02", "revenue", 1000), ("2025-02", "payroll", 400), ("2025-02", "cash", 150),
    ("2025-02", "inventory", 20), ("2025-02", "receivables", 20), ("2025-04", "revenue", 3))


def test_each_account_and_month_is_compared_the_largest_first():
    frame = budget_variance(ACTUAL, BUDGET).frame
    assert frame[["account", "variance", "verdict"]].to_numpy().tolist() == [
        ["payroll", -400, "favourable"], ["revenue", 200, "favourable"],
        ["cash", 150, "favourable"], ["revenue", -50, "adverse"], ["cash", -50, "adverse"],
        ["payroll", 20, "adverse"], ["inventory", 10, "neither"]]
    assert frame["share"].round(3).tolist() == [-1, 0.2, 1, -0.05, -0.333, 0.05, 0.5]


def test_flows_are_summed_over_months_and_of_a_balance_the_last_counts():
    by_account = budget_variance(ACTUAL, BUDGET).by_account
    assert by_account["variance"].to_dict() == {
        "payroll": -380, "revenue": 150, "cash": 150, "inventory": 10}
    assert by_account.loc["cash", "actual"] == 300


def test_profit_is_income_less_costs():
    result = budget_variance(ACTUAL, BUDGET)
    assert result.by_month["actual"].tolist() == [530, 1200]
    assert result.by_month["budget"].tolist() == [600, 600]
    assert result.profit_variance == 530


def test_months_that_only_one_has_are_left_out_and_counted():
    result = budget_variance(ACTUAL, BUDGET)
    assert result.set_aside == {"in budgeted months that the books do not have": 1,
                                "in months without a budget": 1}
    earlier = budget_variance(ACTUAL, BUDGET, as_of="2025-02-27")
    assert earlier.by_month.index.astype(str).tolist() == ["2025-01"]


@pytest.mark.parametrize(("account", "more"), [
    ("revenue", "favourable"), ("cost_of_goods", "adverse"), ("tax", "adverse"),
    ("cash", "favourable"), ("equity", "favourable"), ("payables", "adverse"),
    ("long_term_debt", "adverse"), ("operating_cash_flow", "favourable"),
    ("inventory", "neither"), ("investing_cash_flow", "neither"), ("headcount", "neither"),
])
def test_the_kind_of_account_decides_what_is_favourable(account, more):
    opposite = {"favourable": "adverse", "adverse": "favourable", "neither": "neither"}[more]
    for amount, verdict in ((12, more), (8, opposite), (10, "on budget")):
        result = budget_variance(table(("2025-01", account, amount)),
                                 table(("2025-01", account, 10)))
        assert result.frame["verdict"].tolist() == [verdict]


def test_something_not_budgeted_has_no_share():
    result = budget_variance(table(("2025-01", "revenue", 10), ("2025-01", "rent", 5)),
                             table(("2025-01", "revenue", 10)))
    row = result.frame.iloc[0]
    assert (row["account"], row["variance"], row["verdict"]) == ("rent", 5, "adverse")
    assert np.isnan(row["share"])


def test_the_headline_names_profit_and_its_largest_differences():
    assert budget_variance(ACTUAL, BUDGET).headline(POUNDS) == (
        "Profit between Jan 2025 and Feb 2025 was £1,730 against £1,200 budgeted, £530 more. The "
        "largest differences: payroll £380 or 48% under (favourable); revenue £150 or 7.5% over "
        "(favourable).")
    same = budget_variance(BUDGET, BUDGET)
    assert same.headline(POUNDS).endswith("as planned. Every account came out as budgeted.")
    balances = budget_variance(table(("2025-01", "cash", 5)), table(("2025-01", "cash", 4)))
    assert balances.headline() == "The largest difference: cash 1.00 or 25% over (favourable)."


def test_nothing_in_common_is_refused_and_a_missing_column_named():
    with pytest.raises(NotEnoughData, match="no month with both"):
        budget_variance(table(("2025-01", "revenue", 1)), table(("2025-02", "revenue", 1)))
    with pytest.raises(DataProblems, match="budget, column amount"):
        budget_variance(ACTUAL, BUDGET.drop(columns="amount"))
    with pytest.raises(DataProblems, match="budget, column account"):
        budget_variance(ACTUAL, pd.concat([BUDGET, BUDGET]))


def test_price_volume_and_mix_are_those_of_a_textbook_exercise():
    # Budget 100 of A at 50 and 200 of B at 30; sold 120 of A at 55 and 180 of B at 28.
    split = price_volume(sold(A=(120, 55), B=(180, 28)), sold(A=(100, 50), B=(200, 30)))
    assert (split.price, split.volume, split.mix, split.unsplit) == (240, 0, 400, 0)
    assert split.frame["price"].to_dict() == {"A": 600, "B": -360}
    assert split.frame["mix"].to_dict() == {"A": 1000, "B": -600}
    assert split.headline(POUNDS) == ("Sales came to £11,640 against £11,000 budgeted, +£640: "
                                      "price +£240, volume £0.00 and mix +£400.")


def test_twice_as_much_of_everything_is_volume_alone():
    split = price_volume(sold(A=(20, 5), B=(40, 3)), sold(A=(10, 5), B=(20, 3)))
    assert (split.price, split.volume, split.mix) == (0, 110, 0)


def test_dearer_by_a_tenth_is_price_alone():
    split = price_volume(sold(A=(10, 5.5), B=(20, 3.3)), sold(A=(10, 5), B=(20, 3)))
    assert (split.price, split.volume, split.mix) == pytest.approx((11, 0, 0))


def test_a_new_product_cannot_be_split_and_one_that_no_longer_sells_is_volume_and_mix():
    split = price_volume(sold(A=(10, 5), C=(4, 9)), sold(A=(10, 5), B=(10, 3)))
    assert split.unsplit == 36 and split.frame.loc["C", "unsplit"] == 36
    assert (split.price, split.volume, split.mix) == (0, -40, 10)
    assert "what has no quantity +36.00" in split.headline()


def test_without_products_there_is_no_mix():
    split = price_volume(sold(A=(110, 9)).drop(columns="product_id"),
                         sold(A=(100, 10)).drop(columns="product_id"))
    assert (split.price, split.volume, split.mix) == (-110, 100, 0)


def test_discounts_come_off_the_price_and_amounts_count_as_they_are():
    orders = sold(A=(10, 5)).assign(discount=8.0)
    assert price_volume(orders, sold(A=(10, 5))).price == -8
    assert price_volume(sold(A=(10, 99)).assign(amount=42.0), sold(A=(10, 5))).price == -8


items = st.dictionaries(
    st.sampled_from("ABCDE"), st.tuples(st.integers(0, 500), st.integers(0, 90)), min_size=1)


@given(items, items)
def test_the_parts_always_add_up(actual, budget):
    try:
        split = price_volume(sold(**actual), sold(**budget))
    except NotEnoughData:
        assert not any(actual[name][0] and budget.get(name, (0,))[0] for name in actual)
        return
    parts = split.frame[["price", "volume", "mix", "unsplit"]]
    np.testing.assert_allclose(parts.sum(axis=1), split.frame["variance"], atol=1e-6)
    assert parts.sum().sum() == pytest.approx(split.variance, abs=1e-6)
    assert split.price + split.volume + split.mix + split.unsplit == pytest.approx(
        split.actual - split.budget, abs=1e-6)


def test_nothing_to_split_is_refused():
    with pytest.raises(NotEnoughData, match="no item with a quantity"):
        price_volume(sold(A=(10, 5)), sold(B=(10, 5)))
    with pytest.raises(DataProblems, match="unit_price"):
        price_volume(sold(A=(10, 5)).drop(columns="unit_price"), sold(A=(10, 5)))


def test_revenue_with_quantities_is_split_within_the_months_compared():
    plan = table(("2025-01", "revenue", 1000.0), ("2025-01", "rent", 50.0)).assign(
        quantity=[100.0, np.nan])
    books = table(("2025-01", "revenue", 990.0), ("2025-01", "rent", 50.0),
                  ("2025-02", "revenue", 5.0)).assign(quantity=[110.0, np.nan, 1.0])
    split = budget_variance(books, plan).price_volume
    assert (split.price, split.volume, split.variance) == (-110, 100, -10)
    assert budget_variance(ACTUAL, BUDGET).price_volume is None
    assert budget_variance(books.assign(quantity=np.nan), plan).price_volume is None


def test_a_cash_flow_that_nobody_planned_is_no_difference():
    books = table(("2025-01", "revenue", 10.0), ("2025-01", "operating_cash_flow", 7.0))
    compared = budget_variance(books, table(("2025-01", "revenue", 9.0)))
    assert compared.frame["account"].tolist() == ["revenue"]
    both = budget_variance(books, table(("2025-01", "revenue", 9.0),
                                        ("2025-01", "operating_cash_flow", 5.0)))
    assert both.by_account.loc["operating_cash_flow", "variance"] == 2


def test_only_the_last_months_are_compared_where_so_many_are_asked_for():
    last = budget_variance(ACTUAL, BUDGET, months=1)
    assert last.by_month.index.astype(str).tolist() == ["2025-02"]
    assert last.set_aside == budget_variance(ACTUAL, BUDGET).set_aside
    assert budget_variance(ACTUAL, BUDGET, months=12).by_month.equals(
        budget_variance(ACTUAL, BUDGET).by_month)


def test_the_largest_are_those_that_are_better_or_worse():
    largest = budget_variance(ACTUAL, BUDGET).largest
    assert largest["account"].tolist() == ["payroll", "revenue", "cash", "revenue", "cash",
                                           "payroll"]


def test_volume_and_mix_are_those_of_a_published_exercise():
    # Horngren and others (2009), chapter 14: Kola, Limor and Orlem, in contribution margin.
    planned = sold(kola=(400_000, 2.00), limor=(600_000, 1.20), orlem=(1_500_000, 2.50))
    actual = sold(kola=(480_000, 2.00), limor=(900_000, 1.20), orlem=(1_620_000, 2.50))
    split = price_volume(actual, planned)
    assert (split.volume, split.mix, split.variance) == pytest.approx(
        (1_054_000, -234_000, 820_000))


def monthly_orders(first, last, quantity=10.0, price=2.0, product="pot"):
    days = pd.date_range(first, last, freq="MS")
    return pd.DataFrame({"order_date": days, "product_id": product, "quantity": quantity,
                         "unit_price": price})


def test_last_year_stands_in_for_a_budget():
    orders = pd.concat([
        monthly_orders("2022-06-01", "2023-10-31", quantity=50.0),
        monthly_orders("2023-11-01", "2024-10-31"),
        monthly_orders("2024-11-01", "2025-10-31", quantity=11.0, price=3.0),
        monthly_orders("2025-11-01", "2025-11-30", quantity=99.0),  # not ended by its last sale
    ])
    split = against_last_year(orders)
    assert split.months.astype(str).tolist()[::11] == ["2024-11", "2025-10"]
    assert (split.budget, split.actual) == (240, 396)
    assert (split.price, split.volume, split.mix) == (132, 24, 0)
    assert split.headline(POUNDS) == (
        "Sales between Nov 2024 and Oct 2025 came to £396 against £240 a year before, +£156: "
        "price +£132 and volume +£24.00.")


def test_what_is_new_this_year_is_told_apart():
    orders = pd.concat([monthly_orders("2024-01-01", "2025-12-31"),
                        monthly_orders("2025-07-01", "2025-07-31", product="bowl", price=5.0)])
    split = against_last_year(orders, as_of="2025-12-31")
    assert split.told == {"price": 0, "volume": 0, "what is new": 50}


def test_a_first_month_that_began_late_is_not_compared():
    early, late = (monthly_orders("2024-03-01", "2025-06-01").assign(
        order_date=lambda lines, day=day: lines["order_date"].where(
            lines["order_date"] != "2024-03-01", pd.Timestamp(day)))
        for day in ("2024-03-07", "2024-03-08"))
    months = [months_with_last_year(orders, as_of="2025-06-30").astype(str).tolist()
              for orders in (early, late)]
    assert months == [["2025-03", "2025-04", "2025-05", "2025-06"],
                      ["2025-04", "2025-05", "2025-06"]]


def test_fewer_than_three_months_of_last_year_are_refused():
    with pytest.raises(NotEnoughData, match="2 finished months with the same month a year before"):
        against_last_year(monthly_orders("2024-01-01", "2025-03-01"))
    with pytest.raises(NotEnoughData, match="0 finished months"):
        against_last_year(monthly_orders("2025-01-01", "2025-05-31"))
    undated = monthly_orders("2025-01-01", "2025-05-31").assign(order_date=pd.NaT)
    with pytest.raises(NotEnoughData, match="0 finished months"):
        against_last_year(undated)
