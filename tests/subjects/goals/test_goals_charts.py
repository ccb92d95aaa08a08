import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from helpers.charts.style import BLUE, INK, ORANGE, alt_text
from helpers.core.formats import Format
from helpers.subjects.goals.charts.goals import goal_chart, goals_chart, smart_chart
from helpers.subjects.goals.goal_review import GoalReview, goal_state
from helpers.subjects.goals.smart_check import check_smart
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
    test_the_style_stays_with_the_chart,
)

POUNDS = Format("en_GB", "GBP")
MONTHS = pd.period_range("2023-11", periods=24, freq="M")
GOAL = {"statement": "Supply three cafés each morning", "kpi": "revenue a month", "unit": "GBP",
        "baseline": 22_000, "target": 26_000, "start": "2025-05-01", "due": "2026-04-30",
        "owner": "Mina", "why": "it pays for the second oven", "resources": "a van"}
REVENUE = pd.Series(20_000 + 150 * np.arange(24) + 600 * np.sin(np.arange(24)), MONTHS)
LONG = "a very long name of a figure with $9_to_$19 a^month & <b>all the extras</b> and more"


def state(values=REVENUE, **changes):
    return goal_state({**GOAL, **changes}, values)


def shares(**changes):
    return state(pd.Series(np.linspace(40, 52, 24), MONTHS), unit="%", kpi="returning share",
                 baseline=45, target=60, **changes)


def review(*states):
    return GoalReview({f"goal {number}": each for number, each in enumerate(states, 1)})


DRAWN = {
    "letters that pass": lambda: smart_chart(state().check, format=POUNDS),
    "letters of a wish": lambda: smart_chart(check_smart(
        {**GOAL, "statement": "Get more customers soon", "owner": ""}), format=POUNDS),
    "letters with long reasons": lambda: smart_chart(check_smart(
        {**GOAL, "why": 9 * f"{LONG} ", "kpi": LONG})),
    "road": lambda: goal_chart(state(), format=POUNDS),
    "road ahead": lambda: goal_chart(state(start="2025-11-01", due="2026-10-31")),
    "road of shares": lambda: goal_chart(shares(), format=POUNDS),
    "road down to few": lambda: goal_chart(state(
        pd.Series([9.0, 8, 8.5, 7], MONTHS[-4:]), unit="", kpi=LONG, baseline=9, target=4,
        start="2025-08-01")),
    "road without history": lambda: goal_chart(state(None)),
    "history without a road": lambda: goal_chart(state(target=None), format=POUNDS),
    "three goals": lambda: goals_chart(review(state(), shares(), state(None, kpi=LONG))),
    "goals gone back and beyond": lambda: goals_chart(review(
        state(target=18_000), state(target=22_100))),
    "one goal": lambda: goals_chart(review(state())),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def tiles(ax):
    return [to_hex(patch.get_facecolor()).upper() for patch in ax.patches
            if isinstance(patch, Rectangle)]


def test_each_letter_is_marked_by_colour_sign_and_word():
    check = check_smart({**GOAL, "owner": "", "why": ""})
    ax = smart_chart(check)
    assert tiles(ax) == [BLUE, BLUE, ORANGE, ORANGE, BLUE]
    assert "".join(text.get_text() for text in ax.texts if text.get_text() in "✓✗") == "✓✓✗✗✓"
    words = [label.get_text().split("\n")[1] for label in ax.get_yticklabels()]
    assert words == ["passes", "passes", "fails", "fails", "passes"]
    assert ax.get_title(loc="left") == "A and R fail"


def test_all_reasons_are_in_the_alt_text():
    check = check_smart("Get more customers soon")
    words = alt_text(smart_chart(check))
    assert "0 of 5 pass" in words
    assert all(letter.reason in words for letter in check.letters().values())


def lines(ax, colour):
    return [line for line in ax.lines if to_hex(line.get_color()).upper() == colour.upper()]


def test_the_road_leads_straight_from_baseline_to_target():
    ax = goal_chart(state(), format=POUNDS)
    road = lines(ax, INK)[0]
    assert (road.get_ydata()[0], road.get_ydata()[-1]) == (22_000, 26_000)
    assert np.ptp(np.diff(road.get_ydata())) < 1e-6
    assert len(road.get_xdata()) == 13  # April 2025 to April 2026


def test_the_figure_is_drawn_as_it_was_and_lies_where_its_months_are():
    ax = goal_chart(state(), format=POUNDS)
    figure, road = lines(ax, BLUE)[0], lines(ax, INK)[0]
    assert figure.get_ydata().tolist() == REVENUE.tolist()
    assert figure.get_xdata()[-1] == road.get_xdata()[0] + 6  # six months since the start


def test_the_pace_so_far_has_its_interval_and_needs_three_months():
    ax = goal_chart(state(), format=POUNDS)
    assert len([band for band in ax.collections if isinstance(band, PolyCollection)]) == 1
    assert lines(ax, ORANGE)[0].get_ydata()[-1] == pytest.approx(state().progress.forecast)
    early = goal_chart(state(start="2025-09-01"))
    assert not lines(early, ORANGE) and "pace so far" not in alt_text(early)


def test_a_goal_not_yet_begun_is_drawn_from_the_last_month_known():
    ax = goal_chart(state(start=None, due="2026-10-31"))
    road = lines(ax, INK)[0]
    assert road.get_xdata()[0] == lines(ax, BLUE)[0].get_xdata()[-1]
    assert (road.get_ydata()[0], road.get_ydata()[-1]) == (22_000, 26_000)


def test_the_axis_is_in_the_unit_of_the_figure():
    for ax, mark in ((goal_chart(state(), format=POUNDS), "£"),
                     (goal_chart(shares(), format=POUNDS), "%")):
        ax.figure.png()
        labels = [label.get_text() for label in ax.get_yticklabels()]
        assert all(mark in label for label in labels)


def test_nothing_known_is_said():
    assert "no goal is set" in alt_text(goal_chart(goal_state("x")))


def test_bars_are_the_way_done_and_marks_the_steady_pace():
    done = state()
    ax = goals_chart(review(done, state(target=19_000)))
    widths = [patch.get_width() for patch in ax.patches]
    assert widths[0] == pytest.approx(done.progress.share_done)
    assert widths[1] == -0.25  # further back than the chart goes
    assert ax.get_xlim()[0] == -0.25
    marks = [line.get_xdata()[0] for line in ax.lines if line.get_linewidth() == 2.4]
    assert marks == pytest.approx([0.5, 0.5])


def test_what_is_behind_has_another_colour_and_the_word():
    late = state(target=40_000)
    assert late.verdict == "behind"
    ax = goals_chart(review(late))
    assert to_hex(ax.patches[0].get_facecolor()).upper() == ORANGE
    assert any(text.get_text().startswith("behind") for text in ax.texts)


def test_a_goal_without_progress_says_why_in_place_of_a_bar():
    ax = goals_chart(review(state(None)))
    assert not ax.patches
    assert ax.texts[0].get_text() == "no figure is noted down yet"


def test_no_goal_at_all_is_an_empty_chart_that_says_so():
    assert alt_text(goals_chart(review())) == (
        "Bars, one for each of 0 goals. None is set.")
