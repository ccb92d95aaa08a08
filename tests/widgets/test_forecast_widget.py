import shutil

import numpy as np
import pandas as pd
import pytest

from helpers.analysis.demand import forecast_demand
from helpers.analysis.product_sales import product_sales, product_series
from helpers.business import open_business
from helpers.problems import NotEnoughData, OwnerError
from helpers.widgets import ForecastWidget

DAYS, KNOWN_AHEAD = 120, 28


def orders_of(products, days=DAYS, seed=0):
    """Sales of each product on each day but Mondays: product -> mean units a day."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2025-01-01", periods=days)
    dates = dates[dates.day_of_week != 0]
    return pd.concat([
        pd.DataFrame({"order_date": dates, "product_id": product,
                      "quantity": rng.poisson(mean, len(dates)), "unit_price": 3.0})
        for product, mean in products.items()
    ]).query("quantity > 0").assign(order_id=lambda lines: range(len(lines)), customer_id="")


@pytest.fixture
def cafe(businesses):
    """A café with a bun that spoils, tea that keeps, a cake that sells rarely, and a fair."""
    folder = businesses / "cafe"
    folder.mkdir()
    (folder / "business.yaml").write_text("name: Café\ncurrency: EUR\ncountry: GB\n")
    orders = orders_of({"bun": 30, "tea": 12, "cake": 0.1})
    orders.to_csv(folder / "orders.csv", index=False)
    pd.DataFrame({
        "product_id": ["bun", "tea", "cake"], "name": ["Iced <b>bun</b>", "Tea", "Cake"],
        "category": "food", "unit_cost": [1.0, 1.0, None], "shelf_life_days": [1, None, 2],
    }).to_csv(folder / "products.csv", index=False)
    dates = pd.date_range("2025-01-01", periods=DAYS + KNOWN_AHEAD)
    pd.DataFrame({
        "date": dates, "open": np.where(dates.day_of_week != 0, "yes", "no"),
        "event": np.where(dates.day == 3, "fair", ""),
    }).to_csv(folder / "daily_context.csv", index=False)
    return open_business("cafe")


@pytest.fixture
def widget(cafe):
    return ForecastWidget(cafe)


def options(widget, name):
    choice = next(choice for choice in widget.choices() if choice.name == name)
    return choice.values(widget.settings)


def test_without_settings_it_forecasts_the_best_seller(cafe):
    orders, context = cafe.table("orders"), cafe.table("daily_context")
    assert product_sales(orders).index[0] == "bun"
    expected = forecast_demand(product_series(orders, "bun", context=context), 14,
                               context=context, country="GB")
    assert ForecastWidget(cafe).view({}).forecast.frame.equals(expected.frame)


def test_products_stand_best_sellers_first_and_all_together_last(widget):
    assert widget.choices()[0].options({}) == [
        ("Iced <b>bun</b>", "bun"), ("Tea", "tea"), ("Cake", "cake"),
        ("all products together", "everything")]


def test_the_horizon_is_counted_in_the_products_own_periods(widget):
    assert options(widget, "horizon") == ["1 day", "2 days", "7 days", "14 days", "28 days"]
    widget.choose(product="cake")
    assert widget.settings["horizon"] == "13 weeks"
    assert len(widget.result.forecast.frame) == 13


def test_what_spoils_is_stocked_for_its_next_day_as_earns_most(widget):
    stock = widget.result.stock
    assert widget.settings["service"] == "best"
    assert stock.first == stock.last == pd.Period("2025-05-01", "D")
    assert stock.quantity == stock.curve.best.quantity
    assert "No other quantity earns more." in widget.current().sentence


def test_a_service_level_sets_the_quantity(widget):
    widget.choose(service="0.99")
    safe = widget.result.stock
    widget.choose(service="0.5")
    assert widget.result.stock.quantity < safe.quantity
    assert safe.stockout_chance <= 0.011
    assert len(widget._figure.axes) == 2


def test_what_keeps_has_no_quantity_that_earns_most(widget):
    widget.choose(product="tea")
    assert "best" not in options(widget, "service")
    assert widget.settings["service"] == "0.95"
    assert widget.result.stock.curve is None
    widget.current()
    assert len(widget._figure.axes) == 1
    assert "It counts as keeping" in widget.current().details[0].lines[-1]


def test_without_a_cost_it_says_what_is_missing(widget):
    widget.choose(product="cake", horizon="1 week")
    assert "unit_cost" in widget.current().details[0].lines[-1]


def test_all_products_together_have_a_forecast_and_no_quantity(widget, cafe):
    widget.choose(product="everything")
    units = cafe.table("orders").groupby("order_date")["quantity"].sum()
    assert widget.result.forecast.history.iloc[-1] == units.iloc[-1]
    assert widget.result.stock is None
    assert "have" not in widget.current().sentence


def test_events_count_unless_they_are_switched_off(cafe):
    fair = pd.Period("2025-05-03", "D")
    context = cafe.folder / "orders.csv"
    orders = pd.read_csv(context)
    on_fairs = pd.to_datetime(orders["order_date"]).dt.day == 3
    orders["quantity"] = orders["quantity"].where(~on_fairs, 3 * orders["quantity"])
    orders.to_csv(context, index=False)
    widget = ForecastWidget(open_business("cafe"))
    on = widget.result.forecast.frame.loc[fair, "mean"]
    assert "fair" in widget.current().alt
    widget.choose(events="off")
    assert widget.result.forecast.frame.loc[fair, "mean"] < 0.75 * on
    assert "fair" not in widget.current().alt


def test_events_count_again_after_a_product_that_is_not_counted_by_the_day(widget):
    widget.choose(product="cake")
    assert options(widget, "events") == ["none"]
    widget.choose(product="bun")
    assert widget.settings["events"] == "on"


def test_closed_days_are_forecast_as_closed(widget):
    frame = widget.result.forecast.frame
    mondays = frame.index.day_of_week == 0
    assert (frame.loc[mondays, "upper_95"] == 0).all()
    assert (frame.loc[~mondays, "mean"] > 10).all()


def test_orders_alone_are_enough(cafe):
    for table in ("products", "daily_context"):
        (cafe.folder / f"{table}.csv").unlink()
    widget = ForecastWidget(open_business("cafe"))
    assert widget.result.stock.stockout_chance <= 0.05
    assert widget.choices()[0].options({})[0] == ("bun", "bun")


def test_a_business_without_orders_is_told_so(saas):
    with pytest.raises(NotEnoughData, match="no orders"):
        ForecastWidget(saas)


def test_a_short_record_still_offers_its_controls(make_business):
    widget = ForecastWidget(open_business(make_business(
        orders="order_id,order_date,customer_id,product_id,quantity,unit_price\n"
               "1,2025-01-05,ann,p1,1,5\n2,2025-01-09,ann,p1,1,5\n")))
    with pytest.raises(NotEnoughData):
        widget.result
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
    widget.panel.controls["product"].value = "everything"
    assert "There is not enough data" in widget.panel.sentence.value


def test_a_long_list_of_products_is_not_told_in_full_when_one_is_refused(make_business):
    lines = "".join(f"{number},2025-01-05,ann,p{number},1,5\n" for number in range(60))
    widget = ForecastWidget(open_business(make_business(
        orders="order_id,order_date,customer_id,product_id,quantity,unit_price\n" + lines)))
    with pytest.raises(OwnerError, match="It can be: p0, .*, …") as refused:
        widget.choose(product="scone")
    assert len(str(refused.value)) < 300


def test_the_saved_numbers_are_the_forecast(widget):
    saved = pd.read_csv(widget.save_table())
    frame = widget.result.forecast.frame
    assert saved["from"].iloc[0] == "2025-05-01"
    assert saved["mean"].tolist() == pytest.approx(frame["mean"].tolist())
    assert saved["upper_95"].tolist() == pytest.approx(frame["upper_95"].tolist())


def test_the_controls_follow_the_product(widget):
    panel = widget.panel
    panel.controls["product"].value = "cake"
    assert panel.controls["horizon"].value == "13 weeks"
    assert panel.controls["horizon"].options[0] == ("1 week", "1 week")
    panel.controls["product"].value = "bun"
    assert panel.controls["horizon"].value == "14 days"


def test_a_changed_order_quantity_does_not_work_the_forecast_out_again(widget):
    forecast = widget.result.forecast
    widget.choose(service="0.9")
    assert widget.result.forecast is forecast


def test_it_comes_back_as_it_was_left(cafe, widget):
    widget.choose(product="tea", horizon="28 days", service="0.9")
    again = ForecastWidget(cafe)
    assert again.settings == widget.settings and again.remarks == []
    assert ForecastWidget(cafe).view(cafe.answers["forecast"]).headline() == again.result.headline()


def test_the_shop_sells_too_rarely_for_days(businesses):
    shutil.copytree(open_business("shop").folder, businesses / "my_shop")
    result = ForecastWidget(open_business("my_shop")).view({"horizon": "3 months"})
    assert result.forecast.period == "month" and len(result.forecast.frame) == 3
