import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.cohorts import cohort_retention, subscription_activity
from helpers.subjects.customers.purchases import activity
from helpers.subjects.customers.widgets import CohortWidget, cohort_view


def test_without_settings_it_answers_what_the_lesson_answers(shop):
    retention = cohort_retention(shop.table("orders"))
    assert CohortWidget(shop).view({}).headline() == retention.headline()


def test_contracts_are_followed_to_the_last_day_of_the_table(saas):
    subscriptions = saas.table("subscriptions")
    last = subscriptions[["start_date", "end_date"]].max().max()
    retention = cohort_retention(subscription_activity(subscriptions), as_of=last)
    assert CohortWidget(saas).view({}).as_of == last
    assert CohortWidget(saas).view({}).counts.equals(retention.counts)


def test_a_kind_that_has_fallen_silent_is_followed_as_long_as_the_others(make_business):
    business = open_business(make_business(
        orders="order_id,order_date,customer_id,product_id,quantity,unit_price,channel\n"
               "1,2025-01-05,ann,p1,1,5,web\n2,2025-01-09,bob,p1,1,5,shop\n"
               "3,2025-04-30,bob,p1,1,5,shop\n"))
    web = CohortWidget(business).view({"customers": "channel: web"})
    assert web.counts.loc["2025-01"].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("period", ["week", "month", "quarter"])
def test_each_period_is_open(saas, period):
    subscriptions = saas.table("subscriptions")
    view = CohortWidget(saas).view({"period": period})
    lines = activity(subscriptions=subscriptions, period=period)
    assert view.period == period
    assert view.sizes.sum() == lines["customer_id"].nunique()


def test_one_kind_of_customer_is_compared_over_the_same_days(shop):
    customers = shop.table("customers")
    kind = customers["segment"].dropna().iloc[0]
    orders = shop.table("orders")
    of_segment = customers.loc[customers["segment"] == kind, "customer_id"]
    expected = cohort_retention(orders[orders["customer_id"].isin(of_segment)],
                                as_of=orders["order_date"].max())
    assert CohortWidget(shop).view({"customers": f"segment: {kind}"}).counts.equals(expected.counts)


def test_the_window_narrows_the_cohorts_and_the_sentence(shop):
    widget = CohortWidget(shop)
    widget.choose(first="2024-03-01", last="2024-08-01")
    assert len(widget.result.sizes) == 6
    assert "between Mar 2024 and Aug 2024" in widget.current().sentence


def test_without_the_widget_the_same_settings_have_the_same_answer(shop):
    widget = CohortWidget(shop)
    widget.choose(period="quarter", first="2024-04-01")
    assert cohort_view(shop, widget.settings).rates.equals(widget.result.rates)
    assert len(cohort_view(shop, {"period": "quarter"}).sizes) > len(widget.result.sizes)


def test_another_period_carries_the_window_over(shop):
    widget = CohortWidget(shop)
    widget.choose(first="2024-05-01")
    widget.choose(period="quarter")
    assert widget.settings["first"] == "2024-04-01"
    widget.choose(period="month")
    assert widget.settings["first"] == "2024-04-01"


def test_the_kinds_on_offer_are_those_of_the_tables(shop, saas):
    def offered(business):
        options = CohortWidget(business).choices()[2].options({})
        return {words.split(": ")[0] for words, _ in options}

    assert offered(shop) == {"everyone", "segment", "channel"}
    assert offered(saas) == {"everyone", "segment", "plan"}


def test_the_sentence_says_whose_numbers_they_are(saas):
    widget = CohortWidget(saas)
    widget.choose(customers="plan: Solo")
    assert widget.current().sentence.startswith("Only plan: Solo. Of ")


@pytest.mark.parametrize("measure, table", [
    ("rate", "rates"), ("customers", "counts"), ("revenue", "revenue")])
def test_the_saved_numbers_are_those_shown(shop, measure, table):
    widget = CohortWidget(shop)
    widget.choose(measure=measure, first="2025-01-01")
    saved = pd.read_csv(widget.save_table())
    cells = getattr(widget.result, table)
    assert saved["first purchase"].iloc[0] == "2025-01-01"
    assert saved["customers"].tolist() == widget.result.sizes.tolist()
    assert saved["month 1"].tolist() == pytest.approx(cells[1].tolist(), nan_ok=True)


def test_a_business_that_sells_nothing_yet_is_told_so(make_business):
    business = open_business(make_business(customers="customer_id,segment\nann,trade\n"))
    with pytest.raises(NotEnoughData, match="neither orders nor subscriptions"):
        CohortWidget(business)


def test_a_short_record_still_offers_its_controls(make_business):
    business = open_business(make_business(
        orders="order_id,order_date,customer_id,product_id,quantity,unit_price\n"
               "1,2025-01-05,ann,p1,1,5\n2,2025-02-28,ann,p1,1,5\n"))
    widget = CohortWidget(business)
    widget.choose(period="quarter")
    with pytest.raises(NotEnoughData):
        widget.result
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
