import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb

from helpers import open_business
from helpers.charts.style import alt_text, contrast, new_figure, stacked_axes
from helpers.core.formats import Format
from helpers.subjects.customers.purchases import activity
from helpers.subjects.growth.charts import (
    DOWN, NEITHER, SCORECARD_INCHES, UP, scorecard_chart, year_on_year_chart,
)
from helpers.subjects.growth.imbalance import DIMENSIONS
from helpers.subjects.growth.rates import growth_rates
from helpers.subjects.growth.scorecard import growth_scorecard
from helpers.subjects.sales.over_time import monthly_sales
from tests.subjects.growth.test_growth import books, monthly, steady, two_years
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

POUNDS = Format("en_GB", "GBP")
HANDED_OVER = Format("en_GB", "GBP", smallest_group=20)
FRANCS = Format("de_CH", "CHF")
SAAS = open_business("saas")
TARGETS = {"revenue": 1600, "operational_scalability": 3.0, "profitability": 0.3, "team": 16}


def card(targets=None, **changes):
    return growth_scorecard(finances=steady(**changes), targets=targets)


def few_months(count=18):
    return growth_scorecard(finances=books(
        revenue=[1e6] * 12 + [1.4e6, 0.8e6] * ((count - 12) // 2), payroll=[2e5] * count,
        headcount=[1204.25] * count), targets={"revenue": 2e7, "team": 1300.5})


def rates(values, **options):
    return growth_rates(monthly(values), **options)


DRAWN = {
    "scorecard": lambda: scorecard_chart(card(TARGETS), format=POUNDS),
    "scorecard out of step": lambda: scorecard_chart(
        card(TARGETS, cost_of_goods=two_years(50, 70)), format=POUNDS),
    "scorecard handed over": lambda: scorecard_chart(card(TARGETS), format=HANDED_OVER),
    "scorecard of a loss": lambda: scorecard_chart(
        card({"profitability": 0.1, "revenue": 2e9}, cost_of_goods=two_years(100, 190)),
        format=FRANCS),
    "scorecard of few months": lambda: scorecard_chart(few_months(), format=FRANCS),
    "scorecard of a start": lambda: scorecard_chart(
        growth_scorecard(finances=books(revenue=[120.5] * 5), targets={"revenue": 2e7})),
    "scorecard in a widget": lambda: scorecard_chart(
        few_months(), ax=stacked_axes(new_figure(), [SCORECARD_INCHES])[0], format=FRANCS),
    "year on year": lambda: year_on_year_chart(growth_rates(monthly_sales(
        activity(subscriptions=SAAS.table("subscriptions"))).finished, money=True),
        format=SAAS.format),
    "year on year, huge and wild": lambda: year_on_year_chart(
        rates([1.0] * 12 + [3e7, 1e6] * 6, money=True), format=FRANCS),
    "year on year, with losses": lambda: year_on_year_chart(
        rates([100.0] * 12 + [-40.0, 0.0] * 6), format=POUNDS),
    "a first few months": lambda: year_on_year_chart(rates([90.0, 120.5, 95.0], money=True)),
    "some months of a second year": lambda: year_on_year_chart(
        rates([100.0] * 12 + [104.0] * 3)),
    "quarters": lambda: year_on_year_chart(growth_rates(pd.Series(
        np.linspace(10, 20, 9), pd.period_range("2023Q1", periods=9, freq="Q")))),
    "years": lambda: year_on_year_chart(growth_rates(pd.Series(
        [80e3, 100e3, 90e3, 95e3], index=[2022, 2023, 2024, 2025])), what="visits"),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def written(ax):
    return [text.get_text() for text in ax.texts]


def boxes(ax):
    """The shade of each dimension's box, from top to bottom."""
    shades = {to_rgb(shade) for shade in (UP, DOWN, NEITHER)}
    found = [(patch.get_y(), to_hex(patch.get_facecolor())) for patch in ax.patches
             if patch.get_facecolor()[:3] in shades and patch.get_height() > 0.5]
    return [shade for _, shade in sorted(found)]


def bars(ax):
    return [bar.get_height() for bar in ax.patches]


def test_each_month_stands_beside_the_same_month_a_year_before():
    values = [*range(100, 124), *range(140, 152)]
    ax = year_on_year_chart(rates(values))
    before, now = np.split(np.array(bars(ax)), 2)
    assert before.tolist() == list(range(112, 124)) and now.tolist() == list(range(140, 152))
    signs = [text for text in written(ax) if text.startswith(("+", "−"))]
    assert signs == [f"+{new / old - 1:.0%}" for new, old in zip(now, before)]


def test_a_fall_a_small_step_and_a_leap_are_signed():
    ax = year_on_year_chart(rates([100.0] * 12 + [80.0, 100.4, 1300.0]))
    signs = [text for text in written(ax) if text.startswith(("+", "−", "×"))]
    assert signs == ["−20%", "+0.4%", "×13"]


def test_the_usual_growth_is_written_with_its_interval_where_it_is_known():
    ax = year_on_year_chart(rates([100.0] * 12 + [110.0, 130.0] * 6))
    assert any("On average +20% (likely 13% to 26%)." in " ".join(text.split())
               for text in written(ax))
    assert "(likely 13% to 26%)" in alt_text(ax)
    short = year_on_year_chart(rates([100.0] * 12 + [110.0] * 5))
    assert not any("On average" in text for text in written(short))


def test_months_without_a_year_before_stand_alone_and_it_says_so():
    ax = year_on_year_chart(rates([90.0, 120.0, 95.0]))
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches[3:]] == [0, 1, 2]
    assert "No month has the same month a year before yet." in written(ax)
    assert "Mar 2023 95" in alt_text(ax)


def test_an_unfinished_month_is_not_drawn():
    ax = year_on_year_chart(rates([90.0, 120.0, 95.0], as_of="2023-03-15"))
    assert np.nanmax(bars(ax)) == 120 and "Mar 2023" not in alt_text(ax)


def test_every_dimension_has_its_line_and_what_is_not_known_says_what_it_needs():
    result = card()
    ax = scorecard_chart(result, format=POUNDS)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        name.capitalize() for name in DIMENSIONS.values()]
    assert {"£1,440", "£3.33", "20%", "12"} <= set(written(ax))
    assert written(ax).count("not known") == 1
    assert result.left_out["customer_base"] in written(ax)
    assert f"Customer base: not known, {result.left_out['customer_base']}." in alt_text(ax)


def test_a_clear_rise_is_blue_a_clear_fall_orange_and_all_else_grey():
    falling = card(revenue=two_years(100, 120), headcount=two_years(10, 8))
    assert boxes(scorecard_chart(falling)) == [
        shade.lower() for shade in (UP, NEITHER, NEITHER, DOWN)]


def test_the_change_has_its_direction_and_points_where_it_is_a_margin():
    ax = scorecard_chart(card(headcount=two_years(10, 8), cost_of_goods=two_years(50, 48)))
    assert {"▲ 20%", "▼ 20%", "▲ 10.0 points"} <= set(written(ax))


def test_words_stand_out_from_their_ground():
    for shade in (UP, DOWN, NEITHER):
        assert contrast("#1A1A1A", shade) >= 4.5


def test_a_bar_reaches_its_line_only_when_the_target_is_met():
    ax = scorecard_chart(card(TARGETS), format=POUNDS)
    lines = [line.get_xdata()[0] for line in ax.lines if np.ptp(line.get_xdata()) == 0]
    fills = [patch.get_x() + patch.get_width() for patch in ax.patches
             if to_hex(patch.get_facecolor()) in ("#0072b2", "#b34e00")]
    reached = card(TARGETS).frame["reached"].tolist()
    assert [fill >= line for fill, line in zip(fills, lines, strict=True)] == reached
    assert {"90% of £1.6K", "111% of £3.00", "10.0 points below 30%", "75% of 16"} <= set(
        written(ax))


def test_a_target_without_a_whole_year_is_shown_and_not_judged():
    start = growth_scorecard(finances=books(revenue=[100.0] * 5), targets={"revenue": 2000})
    ax = scorecard_chart(start, format=POUNDS)
    assert {"£2,000", "takes a whole year to tell"} <= set(written(ax))
    assert "target £2,000, not told yet" in alt_text(ax)


def test_of_too_few_people_no_share_of_a_target_is_told():
    ax = scorecard_chart(card({"team": 16}), format=HANDED_OVER)
    assert {"fewer than 20"} <= set(written(ax))
    assert not any("75%" in text for text in written(ax))


def test_warnings_are_counted_in_the_title_and_said_in_the_alt_text():
    ax = scorecard_chart(card(cost_of_goods=two_years(50, 70)), format=POUNDS)
    assert ax.get_title(loc="left") == "Growth in five dimensions: 2 warnings"
    assert "Warnings: gross margin fell from 50% to 42%" in alt_text(ax)
    assert scorecard_chart(card()).get_title(loc="left").endswith("in step")
