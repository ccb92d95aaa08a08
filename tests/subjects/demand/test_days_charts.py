"""Charts of days, of first answers and of decisions."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers import open_business
from helpers.charts.axes import TextMarks
from helpers.charts.style import BLUE, ORANGE, QUIET, alt_text
from helpers.core.formats import Format
from helpers.subjects.demand.baking import baking_plan
from helpers.subjects.demand.charts import (
    baking_plan_chart, coming_day_chart, effects_chart, weekday_chart,
)
from helpers.subjects.demand.next_day import coming_day
from helpers.subjects.goals.charts.decisions import decisions_chart
from helpers.subjects.goals.decisions import decision_log
from helpers.subjects.sales.charts.first_answers import (
    chart_choice, distribution_chart, trend_chart,
)
from helpers.subjects.sales.day_effects import effects
from helpers.subjects.sales.order_size import order_values
from helpers.subjects.sales.ranking import best_sellers
from helpers.subjects.sales.summaries import summary
from helpers.subjects.sales.trends import sales_trend
from helpers.subjects.sales.weekdays import daily_sales, weekday_profile
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

BAKERY, PLUMBER = open_business("bakery"), open_business("plumber")
ORDERS, DAYS = BAKERY.table("orders"), BAKERY.table("daily_context")
JOBS = PLUMBER.table("orders")
PRODUCTS = BAKERY.table("products")
POUNDS, DOLLARS = BAKERY.format, PLUMBER.format
FOUND = effects(ORDERS, DAYS)
PROFILE = weekday_profile(ORDERS, DAYS)
BEST = best_sellers(ORDERS, PRODUCTS)
TREND = sales_trend(ORDERS)
PLAN = baking_plan(
    ORDERS, PRODUCTS.assign(name=PRODUCTS["name"] + " $1 with a^rather & <b>long</b> name"),
    day="2025-11-08", context=DAYS)
MARKET = coming_day(FOUND, "2025-11-08", event="farmers' market", rain=4)
LOG = decision_log([
    {"what": "Put a pistachio swirl on the counter for those who like $green$ things",
     "decided": "2025-03-23", "expect": "20 a day", "look_again": "2025-06-30",
     "outcome": "22 a day"},
    {"what": "Bake a tray more on Saturdays", "decided": "2025-08-26", "evidence": "sold out",
     "expect": "six of eight sold", "look_again": "2025-10-25"},
    {"what": "Try a savoury of the week"},
    {"what": "Fewer croissants", "decided": "2025-10-21", "look_again": "2025-12-16"},
], as_of="2025-10-31")

DRAWN = {
    "week": lambda: weekday_chart(PROFILE, format=POUNDS),
    "week in units": lambda: weekday_chart(
        weekday_profile(ORDERS, DAYS, measure="units"), format=POUNDS),
    "week of few jobs": lambda: weekday_chart(weekday_profile(JOBS), format=DOLLARS),
    "effects": lambda: effects_chart(FOUND, format=POUNDS),
    "effects of few jobs": lambda: effects_chart(effects(JOBS), format=DOLLARS),
    "market": lambda: coming_day_chart(MARKET, format=POUNDS),
    "plan": lambda: baking_plan_chart(PLAN, format=POUNDS),
    "plan in yen": lambda: baking_plan_chart(PLAN, format=Format("en_GB", "JPY")),
    "usual day": lambda: distribution_chart(
        summary(daily_sales(ORDERS, DAYS), is_money=True, noun="day"), format=POUNDS),
    "usual order": lambda: distribution_chart(
        summary(order_values(ORDERS), is_money=True, noun="order"), format=POUNDS),
    "usual job": lambda: distribution_chart(
        summary(order_values(JOBS), is_money=True, noun="job"), format=DOLLARS),
    "all alike": lambda: distribution_chart(summary([10300, 10300, 10300, 10300])),
    "trend": lambda: trend_chart(TREND, format=POUNDS),
    "trend of four months": lambda: trend_chart(sales_trend(JOBS), format=DOLLARS),
    "decisions": lambda: decisions_chart(LOG, format=POUNDS),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def bars(ax):
    return [bar for container in ax.containers for bar in container]


def words_of(ax):
    return [words.words for words in ax.findobj(TextMarks)]


def test_a_weekday_is_as_long_as_its_mean_with_its_interval_on_it():
    ax = weekday_chart(PROFILE)
    assert [bar.get_width() for bar in bars(ax)] == pytest.approx(PROFILE.frame["mean"].tolist())
    lines = ax.collections[0].get_segments()
    assert [line[1][0] for line in lines] == pytest.approx(PROFILE.frame["upper"].tolist())
    assert ax.get_xlim()[0] == 0
    assert [label.get_text() for label in ax.get_yticklabels()] == PROFILE.frame.index.tolist()


def test_an_interval_never_reaches_below_nothing():
    profile = weekday_profile(JOBS)
    assert profile.frame["lower"].min() < 0
    lines = weekday_chart(profile).collections[0].get_segments()
    assert min(line[0][0] for line in lines) == 0


def test_only_where_no_table_says_so_are_days_without_a_sale_said_to_be_left_out():
    assert "something was sold" in note(weekday_chart(weekday_profile(JOBS)))
    assert "something was sold" not in note(weekday_chart(PROFILE))


def note(ax):
    return " ".join(text.get_text() for text in ax.texts).replace("\n", " ")


def test_an_effect_that_may_be_none_is_hollow_and_the_others_are_not():
    ax = effects_chart(FOUND)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    clear = (FOUND.frame["lower"] > 1) | (FOUND.frame["upper"] < 1)
    assert [dot.get_markerfacecolor() != "white" for dot in dots] == clear.tolist()
    assert [dot.get_xdata()[0] for dot in dots] == pytest.approx(
        (FOUND.frame["ratio"] - 1).tolist())
    assert {to_hex(dot.get_color()) for dot, sure in zip(dots, clear) if not sure} == {
        QUIET.lower()}
    assert "2 of them may be no effect at all" in alt_text(ax)


def test_the_day_asked_about_alone_stands_out():
    ax = coming_day_chart(MARKET, format=POUNDS)
    colours = [to_hex(bar.get_facecolor()) for bar in bars(ax)]
    assert [MARKET.frame.index[place] for place, colour in enumerate(colours)
            if colour == ORANGE.lower()] == ["Saturday"]
    assert colours.count(BLUE.lower()) == len(colours) - 1
    assert "All weekdays with farmers' market and rain" in note(ax)


def test_weather_that_nobody_knows_is_not_said_to_be_dry():
    assert "wet or dry" in note(coming_day_chart(coming_day(FOUND, "2025-11-04")))
    assert "Dry days" in note(coming_day_chart(coming_day(FOUND, "2025-11-04", rain=0)))


def test_the_plan_shows_what_to_have_and_what_both_mistakes_cost():
    ax = baking_plan_chart(PLAN, format=POUNDS)
    assert [bar.get_width() for bar in bars(ax)] == PLAN.frame["quantity"].tolist()
    have, wasted, missed = words_of(ax)
    assert have == [f"{units:.0f}" for units in PLAN.frame["quantity"]]
    assert wasted[0] == POUNDS.money(PLAN.frame["waste_cost"].iloc[0])
    assert missed[0] == POUNDS.money(PLAN.frame["lost_profit"].iloc[0])
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == pytest.approx(PLAN.frame["expected_demand"].tolist())


def test_mean_and_median_stand_where_they_are():
    jobs = summary(order_values(JOBS), is_money=True, noun="job")
    ax = distribution_chart(jobs, format=DOLLARS)
    assert [line.get_xdata()[0] for line in ax.lines] == [jobs.median, jobs.mean]
    assert sum(bar.get_height() for bar in bars(ax)) == jobs.count
    assert f"median {DOLLARS.money(jobs.median)}" in note(ax)


def test_a_few_very_large_values_do_not_squeeze_the_rest_and_are_told_of():
    found = summary([*range(1, 200), 5000])
    ax = distribution_chart(found)
    assert ax.get_xlim()[1] < 250
    assert "2 more lie to the right, up to 5,000" in note(ax)
    assert "more lie" not in note(distribution_chart(summary(range(1, 200))))


def test_the_mean_of_twelve_months_is_drawn_over_the_months():
    ax = trend_chart(TREND)
    drawn_mean = pd.Series(ax.lines[-1].get_ydata()).dropna().tolist()
    assert drawn_mean == pytest.approx(TREND.frame["smoothed"].dropna().tolist())
    assert ax.get_title(loc="left") == "Sales: rising"


def test_where_nothing_is_known_of_a_trend_the_title_claims_none():
    ax = trend_chart(sales_trend(JOBS))
    assert ax.get_title(loc="left") == "Sales, month by month"
    months = len(sales_trend(JOBS).frame)
    assert months < 12 and f"needs twelve months; there are {months}" in note(ax)


def test_the_same_numbers_are_drawn_well_and_badly():
    figure = chart_choice(BEST, TREND, format=POUNDS)
    assert isinstance(figure, Figure)
    compared, pie, followed, cut = figure.axes
    assert [bar.get_width() for bar in bars(compared)] == BEST.frame["revenue"].head(6).tolist()
    assert len(pie.patches) == len(BEST.frame)
    assert followed.get_ylim()[0] == 0 and cut.get_ylim()[0] > 0
    assert [bar.get_height() for bar in bars(cut)] == TREND.frame["revenue"].iloc[-4:].tolist()
    words = alt_text(figure)
    assert words.count("Well:") == words.count("Badly:") == 2


def test_a_decision_runs_from_its_day_to_the_day_to_look_again():
    ax = decisions_chart(LOG, format=POUNDS)
    names = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert names[:2] == ["Fewer croissants", "Bake a tray more on Saturdays"]
    states = [text.get_text() for text in ax.texts]
    assert [state for state in states if state in set(LOG.frame["state"])] == [
        "waiting", "time to look", "closed", "no day set"]
    spans = [line for line in ax.lines if line.get_linewidth() == 2 and len(line.get_xdata()) == 2]
    assert len(spans) == 3
    assert "on a day not written down" in alt_text(ax)
