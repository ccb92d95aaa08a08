import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from helpers.charts.style import alt_text, contrast
from helpers.subjects.goals.charts.opportunities import opportunity_chart, weight_chart
from helpers.subjects.goals.opportunities import CRITERION_NAMES, SOURCE_NAMES, rank_opportunities
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
    test_the_style_stays_with_the_chart,
)

SCORES = pd.DataFrame(
    [[8, 5, 3, 2, 4], [5, 7, 6, 7, 6], [4, 9, 8, 9, 9], [7, 6, 5, 6, 7], [3, 4, 4, 6, 0]],
    index=SOURCE_NAMES, columns=CRITERION_NAMES)
WEIGHTS = dict(zip(CRITERION_NAMES, (9, 5, 4, 2, 5)))


def ranking(weights=WEIGHTS, scores=SCORES):
    return rank_opportunities(scores, weights=weights, samples=500)


def many():
    names = [f"a $very$ long name of opportunity {number}" for number in range(9)]
    values = np.random.default_rng(1).integers(0, 11, (9, 5))
    return ranking(scores=pd.DataFrame(values, names, CRITERION_NAMES))


DRAWN = {
    "scores": lambda: opportunity_chart(ranking()),
    "scores of many": lambda: opportunity_chart(many()),
    "weights": lambda: weight_chart(ranking()),
    "weights of one criterion": lambda: weight_chart(ranking(), "speed"),
    "weights of two": lambda: weight_chart(ranking(
        {"prize": 1, "ease": 1}, SCORES.loc[SOURCE_NAMES[:2], ["prize", "ease"]])),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def cells(ax):
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_every_score_has_a_cell_and_more_is_darker():
    ax = opportunity_chart(ranking())
    ordered = SCORES.loc[ranking().values.index].to_numpy().ravel()
    written = [text.get_text() for text in ax.texts]
    assert len(cells(ax)) == ordered.size
    assert [score for score in written if score.isdigit()] == [str(score) for score in ordered]
    darkness = np.array([1 - np.mean(cell.get_facecolor()[:3]) for cell in cells(ax)])
    assert (np.diff(darkness[np.argsort(ordered, kind="stable")]) >= -1e-9).all()


def test_scores_stand_out_from_their_ground():
    ax = opportunity_chart(ranking())
    scores = [text for text in ax.texts if text.get_text().isdigit()]
    assert all(contrast(to_rgb(text.get_color()), cell.get_facecolor()[:3]) >= 4.4
               for text, cell in zip(scores, cells(ax), strict=True))


def test_the_best_stands_first_with_total_and_share_in_bold():
    result = ranking()
    ax = opportunity_chart(result)
    assert ax.get_yticklabels()[0].get_text() == result.choice
    bold = [text.get_text() for text in ax.texts if text.get_weight() == "bold"]
    assert bold == [f"{result.values[result.choice]:.1f}", f"{result.firm_share:.0%}"]


def test_criteria_stand_with_their_weights():
    labels = [label.get_text() for label in opportunity_chart(ranking()).get_xticklabels()]
    assert labels[:2] == ["prize\n36%", "fit\n20%"]


def test_lines_are_the_totals_at_each_weight():
    result = ranking()
    ax = weight_chart(result, "prize")
    drawn = dict(zip(result.values.index, ax.lines))
    for name, line in drawn.items():
        at_own = np.interp(result.weights["prize"], line.get_xdata(), line.get_ydata())
        assert at_own == pytest.approx(result.values[name])
        assert line.get_ydata()[-1] == SCORES.loc[name, "prize"]


def test_the_ring_is_where_another_takes_over():
    result = ranking()
    flip = result.weight_flips[0]
    ax = weight_chart(result)
    ring = next(line for line in ax.lines if line.get_marker() == "o")
    assert ring.get_xdata()[0] == pytest.approx(flip.after)
    assert flip.criterion in ax.get_xlabel()
    lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
    heights = sorted(np.interp(flip.after, line.get_xdata(), line.get_ydata()) for line in lines)
    assert heights[-1] == pytest.approx(heights[-2], abs=1e-3)
    assert ring.get_ydata()[0] == pytest.approx(heights[-1], abs=1e-3)


def test_where_no_weight_changes_the_order_the_heaviest_is_shown_without_a_ring():
    best = ranking(scores=pd.DataFrame({"prize": [9, 1], "ease": [9, 2]}, ["a", "b"]),
                   weights={"prize": 1, "ease": 3})
    ax = weight_chart(best)
    assert "ease" in ax.get_xlabel() and "Ring" not in ax.texts[-1].get_text()
    assert not any(line.get_marker() == "o" for line in ax.lines)
    assert "No weight of it puts another first." in alt_text(ax)


def test_all_the_weight_on_one_criterion_can_be_drawn():
    ax = weight_chart(ranking({name: name == "prize" for name in CRITERION_NAMES}), "prize")
    lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
    assert len(lines) == 5 and all(np.isfinite(line.get_ydata()).all() for line in lines)
