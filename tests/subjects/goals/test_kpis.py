import numpy as np
import pandas as pd
import pytest

from helpers.core.formats import Format
from helpers.core.problems import DataProblems
from helpers.subjects.goals.kpis import MEASURES, TOO_MANY_NEW, Kpi, measure_kpis

POUNDS = Format("en_GB", "GBP")
LINES = pd.DataFrame([
    ("1", "ann", "2025-01-05", 2, 10.0), ("1", "ann", "2025-01-05", 1, 5.0),
    ("2", "bob", "2025-01-31", 1, 20.0), ("3", None, "2025-02-01", 1, 15.0),
    ("4", "ann", "2025-02-10", 1, 30.0), ("5", "ann", "2025-02-11", -1, 10.0),
    ("6", "cas", "2025-02-28", 1, 40.0), ("7", "cas", "2025-03-05", 1, 99.0),
], columns=["order_id", "customer_id", "order_date", "quantity", "unit_price"])
BOOKS = pd.DataFrame([
    ("2025-01", "revenue", 100.0), ("2025-01", "cost_of_goods", 40.0), ("2025-01", "rent", 20.0),
    ("2025-02", "revenue", 0.0), ("2025-02", "cost_of_goods", 5.0),
    ("2025-03", "revenue", 200.0), ("2025-03", "cost_of_goods", 50.0), ("2025-03", "cash", -7.0),
], columns=["month", "account", "amount"])


def values(name, **tables):
    return measure_kpis(**tables).known[name].values.round(6).tolist()


def kpi(amounts, name="orders", people=None, first="2022-11"):
    months = pd.period_range(first, periods=len(amounts), freq="M")
    measure = MEASURES[name]
    return Kpi(name, measure.label, measure.unit, measure.meaning,
               pd.Series(amounts, months, dtype=float), people, "")


def seasonal(months=36, swing=0.4):
    places = np.arange(months)
    return kpi((100 + places) * (1 + swing * np.sin(2 * np.pi * places / 12)))


@pytest.mark.parametrize(("name", "expected"), [
    ("revenue", [45.0, 75.0]), ("orders", [2.0, 3.0]), ("customers", [2.0, 2.0]),
    ("new_customers", [2.0, 1.0]), ("returning_share", [0.0, 50.0]), ("order_value", [22.5, 25.0])])
def test_orders_tell_their_figures_in_months_that_have_ended(name, expected):
    assert values(name, orders=LINES) == expected


def test_a_refund_is_no_order_and_its_money_is_taken_off():
    refunds = LINES[LINES["order_id"].isin(["4", "5", "7"])]
    assert values("orders", orders=refunds) == [1.0]
    assert values("revenue", orders=refunds) == [20.0]


@pytest.mark.parametrize(("name", "expected"), [
    ("revenue", [100.0, 0.0, 200.0]), ("gross_margin", [60.0, 75.0]),
    ("operating_margin", [40.0, 75.0]), ("cash", [-7.0])])
def test_books_tell_theirs_and_a_month_without_revenue_has_no_margin(name, expected):
    assert values(name, finances=BOOKS) == expected


def test_subscriptions_tell_fees_customers_and_churn():
    contracts = pd.DataFrame({
        "customer_id": ["ann", "bob"], "plan": "Solo", "monthly_fee": [10.0, 20.0],
        "start_date": ["2025-01-01", "2025-01-01"], "end_date": [None, "2025-02-20"]})
    tables = {"subscriptions": contracts, "as_of": "2025-03-31"}
    assert values("revenue", **tables) == [30.0, 30.0, 10.0]
    assert values("customers", **tables) == [2.0, 2.0, 1.0]
    assert values("churn", **tables) == [0.0, 50.0, 0.0]
    assert "order_value" not in measure_kpis(**tables).known


def test_the_last_day_of_the_contracts_ends_the_last_month_not_the_last_fee():
    contracts = pd.DataFrame({
        "customer_id": ["ann", "bob"], "monthly_fee": [10.0, 20.0], "plan": "Solo",
        "start_date": ["2025-01-10", "2025-01-10"], "end_date": [None, "2025-02-28"]})
    assert values("revenue", subscriptions=contracts) == [30.0, 30.0]


def test_orders_count_before_the_books():
    both = measure_kpis(orders=LINES, finances=BOOKS)
    assert both.known["revenue"].values.tolist() == [45.0, 75.0]
    assert "gross_margin" in both.known


def test_what_the_tables_cannot_tell_is_left_out_with_its_reason():
    found = measure_kpis(finances=BOOKS[BOOKS["account"] == "revenue"])
    assert list(found.known) == ["revenue"]
    assert found.left_out["gross_margin"].startswith("it has no cost of goods")
    assert found.left_out["orders"] == "it needs orders"
    assert found.left_out["customers"] == "it needs orders or subscriptions"


def test_only_guests_leave_out_what_takes_known_customers():
    found = measure_kpis(orders=LINES.assign(customer_id=np.nan))
    assert list(found.known) == ["revenue", "orders", "order_value"]
    assert "no purchase by a known customer" in found.left_out["new_customers"]


def test_a_table_without_a_column_it_must_have_is_refused():
    with pytest.raises(DataProblems, match="order_date"):
        measure_kpis(orders=LINES.drop(columns="order_date"))


def test_with_two_years_the_first_only_tells_who_is_new():
    days = pd.date_range("2023-01-15", periods=25, freq="MS")
    orders = pd.DataFrame({
        "order_id": range(25), "customer_id": range(25), "order_date": days.astype(str),
        "quantity": 1, "unit_price": 1.0})
    known = measure_kpis(orders=orders).known
    assert known["new_customers"].values.index[0] == known["revenue"].values.index[12]
    assert known["new_customers"].note == ""
    assert measure_kpis(orders=orders.head(12)).known["new_customers"].note == TOO_MANY_NEW


def test_the_baseline_is_the_mean_of_three_months_before_the_start():
    figure = kpi([10, 20, 30, 40, 90], first="2025-01")
    assert figure.baseline() == pytest.approx((30 + 40 + 90) / 3)
    assert figure.baseline("2025-05-01") == 30
    assert figure.baseline("2025-05-31") == 30  # May had not ended
    assert figure.baseline("2025-02-01") == 10
    assert np.isnan(figure.baseline("2025-01-20"))


def test_the_season_is_taken_out_and_said():
    figure = seasonal()
    flat = figure.without_season()
    assert figure.has_season and flat.label == "orders a month (season taken out)"
    assert flat.values.to_numpy() == pytest.approx(100 + np.arange(36), rel=0.03)
    assert not flat.has_season


@pytest.mark.parametrize("figure", [
    seasonal(months=35), seasonal(swing=0.05), kpi([0.0] + [5.0] * 40),
    kpi(seasonal().values.to_numpy(), name="cash")])
def test_no_season_is_taken_out_where_there_is_none_to_tell(figure):
    assert not figure.has_season
    assert figure.without_season() is figure


def test_a_gap_hides_the_season():
    figure = seasonal(months=40)
    gap = Kpi("orders", "", "", "", figure.values.drop(figure.values.index[5]), None, "")
    assert not gap.has_season


@pytest.mark.parametrize(("name", "amount", "written"), [
    ("revenue", 1234.4, "£1,234"), ("order_value", 12.34, "£12.34"), ("churn", 3.26, "3.3%"),
    ("orders", 37.0, "37"), ("orders", 37.25, "37.2"), ("orders", np.nan, "–")])
def test_a_value_is_written_in_its_unit(name, amount, written):
    assert kpi([1], name=name).written(amount, POUNDS) == written


def test_groups_of_few_are_noticed_nobody_is_no_group():
    some = kpi([9, 0], people=pd.Series([9.0, 0.0]))
    few = kpi([9, 3], people=pd.Series([9.0, 3.0]))
    assert [some.tells_of_few(5), few.tells_of_few(5), few.tells_of_few(1)] == [False, True, False]
    assert not kpi([1]).tells_of_few(5)


def test_the_people_behind_a_share_are_those_of_its_smallest_part():
    february = LINES[LINES["order_date"] < "2025-03-01"]
    more = february.assign(order_id="x", order_date="2025-02-20", customer_id=["bob"] * 7)
    people = measure_kpis(orders=pd.concat([more, february])).known["returning_share"].people
    assert people.tolist() == [2, 1]  # two new and nobody else; then one new beside two


def test_the_people_behind_churn_are_those_who_left_or_those_who_stayed():
    contracts = pd.DataFrame({
        "customer_id": list("abcde"), "plan": "Solo", "monthly_fee": 10.0,
        "start_date": "2025-01-01", "end_date": ["2025-02-10"] * 4 + [None]})
    people = measure_kpis(subscriptions=contracts, as_of="2025-03-31").known["churn"].people
    assert people.tolist() == [5, 1, 1]


def test_in_a_report_the_table_leaves_out_what_tells_of_few():
    found = measure_kpis(orders=LINES)
    assert len(found.frame(POUNDS)) == 6
    handed_over = found.frame(Format("en_GB", "GBP", smallest_group=5))
    assert handed_over["figure"].tolist() == [
        "revenue a month", "orders a month", "average order value"]


def test_the_headlines_can_be_repeated():
    assert kpi([100] * 12 + [110, 120, 130], name="revenue").headline(POUNDS) == (
        "Revenue a month: £120 in the last 3 months, against £100 a year before.")
    assert kpi([7]).headline() == "Orders a month: 7 in Nov 2022."
    assert measure_kpis(orders=LINES).headline() == (
        "Your tables tell 6 figures month by month: revenue a month, orders a month, customers a "
        "month, new customers a month and others.")
    assert measure_kpis().headline().startswith("No table tells a figure")
    one = measure_kpis(finances=BOOKS[BOOKS["account"] == "cash"])
    assert one.headline() == "Your tables tell one figure month by month: cash at the month's end."
