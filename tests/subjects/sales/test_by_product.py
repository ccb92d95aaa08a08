import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.sales.by_product import product_sales, product_series


def orders(days, quantity=1.0, product="bun", price=2.0):
    return pd.DataFrame({"order_date": pd.to_datetime(days), "product_id": product,
                         "quantity": quantity, "unit_price": price})


@pytest.fixture
def daily():
    """A bun on every day of 2024, five of them, but none on Mondays, when the shop is closed."""
    days = pd.date_range("2024-01-01", "2024-12-31")
    return orders(days[days.day_of_week != 0], 5.0)


@pytest.fixture
def context():
    days = pd.date_range("2024-01-01", "2025-01-31")
    return pd.DataFrame({"date": days, "open": days.day_of_week != 0})


def test_closed_days_are_unknown_and_open_days_without_a_sale_are_zero(daily, context):
    missed = daily[daily["order_date"] != "2024-05-08"]
    series = product_series(missed, "bun", context=context)
    assert series["2024-05-08"] == 0
    assert np.isnan(series["2024-05-06"])
    assert series["2024-05-07"] == 5
    assert series.isna().sum() == sum(series.index.day_of_week == 0)


def test_a_sale_on_a_closed_day_counts(daily, context):
    odd = pd.concat([daily, orders(["2024-05-06"], 3.0)])
    assert product_series(odd, "bun", context=context)["2024-05-06"] == 3


def test_without_a_table_of_days_a_day_without_a_sale_is_zero(daily):
    assert product_series(daily, "bun")["2024-05-06"] == 0


def test_refunds_do_not_lower_what_was_wanted(daily):
    returned = pd.concat([daily, orders(["2024-05-07"], -2.0)])
    assert product_series(returned, "bun")["2024-05-07"] == 5


def test_all_products_end_on_the_last_day_of_the_table(daily):
    both = pd.concat([daily[daily["order_date"] < "2024-12-01"],
                      orders(["2024-12-31"], product="cake")])
    assert product_series(both, "bun", period="day").index[-1] == pd.Period("2024-12-31", "D")
    assert product_series(both)["2024-12-31"] == 1


def test_days_suit_what_sells_on_most_days_and_months_what_does_not(daily):
    rare = orders(pd.date_range("2023-01-01", "2024-12-31", freq="9D"), product="cake")
    both = pd.concat([daily, rare])
    assert product_series(both, "bun").index.freqstr == "D"
    assert product_series(both, "cake").index.freqstr == "M"


def test_weeks_suit_what_sells_rarely_and_not_yet_for_a_year():
    rare = orders(pd.date_range("2024-06-03", "2024-12-31", freq="9D"))
    assert product_series(rare, "bun").index.freqstr == "W-SUN"
    assert product_series(rare, "bun", week_start="sunday").index.freqstr == "W-SAT"


def test_closed_days_do_not_make_a_daily_product_a_weekly_one(context):
    weekends = context["date"][context["date"].dt.day_of_week >= 4]
    open_at_weekends = context.assign(open=context["date"].dt.day_of_week >= 4)
    sold = orders(weekends[weekends < "2025-01-01"])
    assert product_series(sold, "bun").index.freqstr == "W-SUN"
    assert product_series(sold, "bun", context=open_at_weekends).index.freqstr == "D"


def test_periods_that_are_not_whole_are_left_out():
    lines = orders(pd.date_range("2024-01-20", "2024-06-15"))
    series = product_series(lines, "bun", period="month")
    assert series.index[0] == pd.Period("2024-02", "M")
    assert series.index[-1] == pd.Period("2024-05", "M")
    assert series.tolist() == [29, 31, 30, 31]


def test_a_month_that_lacks_its_first_days_counts():
    lines = orders(pd.date_range("2024-01-04", "2024-03-31"))
    assert product_series(lines, "bun", period="month").index[0] == pd.Period("2024-01", "M")


def test_a_month_closed_throughout_is_unknown(context):
    lines = orders([f"2024-{month:02}-05" for month in (1, 2, 4, 5)])
    shut = context.assign(open=context["date"].dt.month != 3)
    series = product_series(lines, "bun", context=shut, period="month", as_of="2024-05-31")
    assert series.isna().tolist() == [False, False, True, False, False]


def test_what_was_never_sold_is_refused(daily):
    with pytest.raises(NotEnoughData, match="sales of scone"):
        product_series(daily, "scone")
    with pytest.raises(NotEnoughData):
        product_series(orders(["2024-01-01"], -1.0))


def test_less_than_a_whole_month_is_refused():
    with pytest.raises(NotEnoughData, match="whole period"):
        product_series(orders(["2024-01-05"]), "bun", period="month")


def test_missing_columns_are_named():
    with pytest.raises(DataProblems, match="product_id"):
        product_series(pd.DataFrame({"order_date": ["2024-01-01"], "quantity": [1]}))


def test_dates_as_text_with_a_time_are_understood():
    lines = orders(["2024-01-01"]).assign(order_date="2024-01-01 17:30")
    assert product_series(lines, "bun", period="day").index[0] == pd.Period("2024-01-01", "D")


def test_the_best_seller_of_the_last_year_comes_first():
    lines = pd.concat([orders(["2022-01-01"], 900, "old"), orders(["2024-06-01"], 3, "cake", 20),
                       orders(["2024-06-01"], 10, "bun", 2)])
    sales = product_sales(lines)
    assert sales.index.tolist() == ["cake", "bun", "old"]
    assert sales["units"].tolist() == [3, 10, 0]
    assert np.isnan(sales.loc["old", "revenue"])


def test_the_price_is_that_of_the_last_months_with_discounts_taken_off():
    lines = pd.concat([orders(["2023-01-01"], 100, price=1.0), orders(["2024-06-01"], 3, price=4.0),
                       orders(["2024-06-02"], -1, price=9.0)]).assign(discount=[0.0, 2.0, 0.0])
    assert product_sales(lines).loc["bun", "price"] == pytest.approx(10 / 3)


def test_without_prices_units_decide():
    lines = pd.concat([orders(["2024-06-01"], 3, "cake"), orders(["2024-06-01"], 10, "bun")])
    sales = product_sales(lines.drop(columns="unit_price"))
    assert sales.index.tolist() == ["bun", "cake"]
    assert sales["price"].isna().all()


def test_what_was_sent_back_does_not_make_a_best_seller():
    orders = pd.DataFrame({
        "order_date": ["2025-03-01", "2025-03-01", "2025-03-02"],
        "product_id": ["bird", "bird", "bun"], "quantity": [80995, -80995, 3],
        "unit_price": [2.08, 2.08, 1.0],
    })
    sales = product_sales(orders)
    assert sales.index.tolist() == ["bun", "bird"]
    assert sales["units"].tolist() == [3, 0]
    assert sales.loc["bird", "price"] == 2.08
