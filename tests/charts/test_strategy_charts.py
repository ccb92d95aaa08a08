import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from helpers import charts, open_business
from helpers.analysis.scoring import rank_acceptability
from helpers.analysis.strategy import STRATEGIES, ansoff, ansoff_signals
from helpers.charts.axes import Words
from helpers.charts.strategy import CELLS
from helpers.charts.style import contrast
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

SHOP = open_business("shop")
SIGNALS = ansoff_signals(SHOP.table("orders"), SHOP.table("customers"), SHOP.table("products"))
BOLD = {"unrelated_opening": 10, "resources": 10, "related_opening": 0, "room_in_market": 0,
        "advantage": 0}


def chosen(answers=None, risk_appetite=5):
    return ansoff(SIGNALS, answers or {}, risk_appetite=risk_appetite)


def ranks(alternatives, **options):
    rng = np.random.default_rng(alternatives)
    names = [f"a $very$ long name of alternative {number}" for number in range(alternatives)]
    return rank_acceptability(pd.DataFrame(rng.random((alternatives, 3)), names), **options)


DRAWN = {
    "matrix": lambda: charts.ansoff_matrix(chosen(), format=SHOP.format),
    "matrix of the bold": lambda: charts.ansoff_matrix(chosen(BOLD, 10)),
    "firmness": lambda: charts.firmness_chart(chosen(), format=SHOP.format),
    "firmness of two": lambda: charts.firmness_chart(ranks(2)),
    "firmness of many": lambda: charts.firmness_chart(ranks(9, weights=[1, 1, 1])),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def cell_of(ax, strategy):
    left, bottom, width, height = CELLS[strategy]
    return next(patch for patch in ax.patches if isinstance(patch, Rectangle)
                and left < patch.get_x() < left + 0.1 and bottom < patch.get_y() < bottom + 0.1
                and patch.get_width() < width and patch.get_height() < height and patch.get_fill())


def words_in(ax, strategy):
    left, bottom, width, height = CELLS[strategy]
    return [text for text in ax.texts if text.xy == (left + width / 2, bottom + height / 2)]


def test_the_matrix_has_a_place_for_each_strategy_and_its_points():
    choice = chosen()
    ax = charts.ansoff_matrix(choice)
    for strategy in STRATEGIES:
        name, points, _ = [text.get_text() for text in words_in(ax, strategy)]
        assert name == strategy.capitalize()
        assert f"{round(100 * choice.values[strategy])} of 100" in points


@pytest.mark.parametrize("answers, risk_appetite", [({}, 5), (BOLD, 10)])
def test_the_choice_alone_is_framed_and_said(answers, risk_appetite):
    choice = chosen(answers, risk_appetite)
    ax = charts.ansoff_matrix(choice)
    framed = [patch for patch in ax.patches if not patch.get_fill()]
    assert [frame.get_bbox().bounds for frame in framed] == [
        cell_of(ax, choice.choice).get_bbox().bounds]
    assert [strategy for strategy in STRATEGIES
            if any("comes first" in text.get_text() for text in words_in(ax, strategy))
            ] == [choice.choice]


def test_more_points_are_darker_and_words_stand_out_from_their_ground():
    choice = chosen(BOLD, 10)
    ax = charts.ansoff_matrix(choice)
    ordered = choice.values.sort_values().index
    darkness = [1 - np.mean(cell_of(ax, strategy).get_facecolor()[:3]) for strategy in ordered]
    assert darkness == sorted(darkness)
    for strategy in STRATEGIES:
        ground = cell_of(ax, strategy).get_facecolor()[:3]
        assert all(contrast(to_rgb(text.get_color()), ground) >= 4.4
                   for text in words_in(ax, strategy))


def test_a_tie_is_said():
    tied = ansoff(SIGNALS, {}, risk_appetite=5)
    object.__setattr__(tied, "tied", ("market development",))
    ax = charts.ansoff_matrix(tied)
    assert "Market development has as many." in charts.alt_text(ax)


def test_the_bars_are_the_shares_near_the_owners_weights():
    choice = chosen()
    ax = charts.firmness_chart(choice)
    bars = next(found for found in ax.collections if type(found) is PolyCollection)
    widths = sorted(np.ptp(path.vertices[:, 0]) for path in bars.get_paths())
    shares = choice.firmness.neighbourhood.to_numpy()
    assert widths == pytest.approx(sorted(shares[shares > 0]))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == choice.firmness.neighbourhood[1].idxmax()


def test_without_weights_the_bars_are_all_weightings():
    result = ranks(4)
    ax = charts.firmness_chart(result)
    assert "near" not in charts.alt_text(ax)
    first = next(found for found in ax.findobj(Words)).words[0]
    assert first == f"1st {result.acceptability[1].max():.0%}"
