"""What holds for every chart: it can be read, by eye and by ear, and keeps to the style."""

import re
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Text

from helpers import open_business
from helpers.charts.axes import TextMarks
from helpers.charts.style import alt_text
from helpers.subjects.customers.at_risk import at_risk_customers
from helpers.subjects.customers.charts import calibration_chart, lift_chart
from helpers.subjects.customers.charts import payback_chart
from helpers.subjects.customers.charts import effect_chart
from helpers.subjects.customers.charts import retention_curve, retention_heatmap
from helpers.subjects.customers.charts import lapsed_chart
from helpers.subjects.customers.charts import churn_rate_chart, survival_curve
from helpers.subjects.customers.cohorts import cohort_retention, subscription_activity
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.payback import marketing_payback
from helpers.subjects.customers.programme import program_effect
from helpers.subjects.customers.purchases import activity
from helpers.subjects.customers.survival_curves import churn_rate, survival
from helpers.subjects.growth.charts import year_on_year_chart
from helpers.subjects.growth.rates import growth_rates
from helpers.subjects.sales.charts.sales import sales_over_time
from helpers.subjects.sales.over_time import monthly_sales

SHOP, SAAS = open_business("shop"), open_business("saas")


def orders():
    return SHOP.table("orders")


def subscriptions():
    return SAAS.table("subscriptions")


def awkward(table):
    names = {name: f"{name} $9_to_$19 a^month & <b>all the extras</b>"
             for name in table["plan"].unique()}
    return table.assign(plan=table["plan"].map(names))


def shop_retention(period="month"):
    return cohort_retention(orders(), period=period)


def payback():
    return marketing_payback(orders(), SHOP.table("marketing"), products=SHOP.table("products"))


DRAWN = {
    "retention heatmap": lambda f: retention_heatmap(shop_retention(), format=f),
    "heatmap of customers": lambda f: retention_heatmap(
        shop_retention(), measure="customers", format=f),
    "heatmap of money": lambda f: retention_heatmap(
        shop_retention(), measure="revenue", format=f),
    "heatmap of weeks": lambda f: retention_heatmap(shop_retention("week"), format=f),
    "heatmap of years": lambda f: retention_heatmap(shop_retention("year"), format=f),
    "heatmap of contracts": lambda f: retention_heatmap(
        cohort_retention(subscription_activity(subscriptions())), format=f),
    "retention curve": lambda f: retention_curve(shop_retention(), format=f),
    "curve of years": lambda f: retention_curve(shop_retention("year"), format=f),
    "survival": lambda f: survival_curve(survival(subscriptions()), format=f),
    "survival by plan": lambda f: survival_curve(
        survival(awkward(subscriptions()), by="plan"), format=f),
    "churn rate": lambda f: churn_rate_chart(churn_rate(subscriptions()), format=f),
    "churn by week": lambda f: churn_rate_chart(
        churn_rate(subscriptions(), period="week"), format=f),
    "lapsed": lambda f: lapsed_chart(lapsed(orders()), format=f),
    "calibration": lambda f: calibration_chart(
        at_risk_customers(orders=orders()), format=f),
    "lift": lambda f: lift_chart(at_risk_customers(orders=orders()), format=f),
    "effect": lambda f: effect_chart(
        program_effect(orders(), SHOP.table("customers")), format=f),
    "effect by year": lambda f: effect_chart(
        program_effect(orders(), SHOP.table("customers"), period="year"), format=f),
    "payback": lambda f: payback_chart(payback(), format=f),
    "sales": lambda f: sales_over_time(monthly_sales(orders()), format=f),
    "sales year on year": lambda f: year_on_year_chart(
        growth_rates(monthly_sales(orders()).finished, money=True), format=f),
    "fees": lambda f: sales_over_time(
        monthly_sales(activity(subscriptions=subscriptions())), format=f),
    "tiny losses": lambda f: sales_over_time(monthly_sales(
        orders().query("order_date < '2023-02-15'").assign(unit_price=0.001)), format=f),
    "huge sales": lambda f: sales_over_time(monthly_sales(
        orders().assign(unit_price=lambda lines: lines["unit_price"] * 1e8)), format=f),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param](SHOP.format)
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def marks_in_view(axis):
    """The labels of an axis that are drawn."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return [tick.label1 for tick in axis.get_major_ticks()
            if tick.label1.get_visible() and low - slack <= tick.get_loc() <= high + slack]


def boxes_of_words(figure):
    """What is written on a figure, and the box in pixels that it takes."""
    boxes = []
    for ax in figure.axes:
        texts = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label,
                 *marks_in_view(ax.xaxis), *marks_in_view(ax.yaxis)]
        boxes += [(text.get_text(), text.get_window_extent())
                  for text in texts if text.get_text().strip()]
        boxes += [("cells or rows", words.get_window_extent()) for words in ax.findobj(TextMarks)]
    return boxes


def test_it_says_what_it_shows_and_in_which_units(drawn):
    assert drawn.get_title(loc="left")
    assert drawn.get_xlabel()
    notes = " ".join(text.get_text() for text in [*drawn.texts, drawn._left_title])
    assert drawn.get_ylabel() or "of first purchase" in notes.replace("\n", " ")


def test_its_alt_text_tells_the_numbers(drawn):
    words = alt_text(drawn)
    assert words == alt_text(drawn.figure)
    assert words.endswith(".") and len(re.findall(r"\d", words)) >= 5
    assert not re.search(r"\bnan\b", words) and "–" not in words


def test_its_words_do_not_touch(drawn):
    boxes = [(text, box.shrunk(0.95, 0.85)) for text, box in boxes_of_words(drawn.figure)]
    assert [(one, other) for (one, box), (other, other_box) in combinations(boxes, 2)
            if box.overlaps(other_box)] == []


def test_its_words_stand_on_the_page(drawn):
    page = drawn.figure.bbox.padded(1)
    assert [text for text, box in boxes_of_words(drawn.figure)
            if not (page.contains(*box.min) and page.contains(*box.max))] == []


def test_no_two_marks_on_an_axis_read_alike(drawn):
    for axis in (drawn.xaxis, drawn.yaxis):
        labels = [label.get_text() for label in marks_in_view(axis) if label.get_text()]
        assert len(labels) == len(set(labels))


def test_no_text_is_taken_for_a_formula(drawn):
    assert not any(text.get_parse_math() for text in drawn.figure.findobj(Text))


def test_the_style_stays_with_the_chart(drawn):
    assert mpl.rcParams["axes.spines.top"]
    assert mpl.rcParams["text.parse_math"]


def test_it_is_drawn_on_the_axes_it_is_given():
    figure = mpl.figure.Figure()
    ax = figure.add_subplot()
    assert retention_curve(shop_retention(), ax=ax) is ax


def test_money_is_written_as_the_business_writes_it():
    ax = payback_chart(payback(), format=SAAS.format)
    ax.figure.png()
    marks = [label.get_text() for label in ax.get_yticklabels()]
    assert all(mark.startswith("€") for mark in marks)
    assert "€" in alt_text(ax) and "£" not in alt_text(ax)


def test_the_same_chart_gives_the_same_bytes():
    first, second = (lapsed_chart(lapsed(orders())).figure.png() for _ in range(2))
    assert first == second
