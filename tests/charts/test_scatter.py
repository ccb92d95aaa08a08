import numpy as np
import pandas as pd
import pytest

from helpers.charts.scatter import scatter
from helpers.charts.style import alt_text
from helpers.core.problems import NotEnoughData
from helpers.stats.values import Share

from .looks import FORMULA, looks_right


def bins(count):
    predicted = np.linspace(0.05, 0.9, count)
    observed = predicted ** 1.1
    return pd.DataFrame({"predicted": predicted, "observed": observed, "lower": 0.8 * observed,
                         "upper": np.minimum(1.2 * observed, 1)})


def draw(points, **wanted):
    return scatter(points, **{"x": "predicted", "y": "observed", "unit": Share, "title": "Risk",
                              "along": "Predicted", "measure": "Share that left",
                              "diagonal": "as predicted"} | wanted)


@pytest.mark.parametrize("count", [1, 2, 10, 200])
def test_every_dot_stands_in_its_place_with_its_interval(count):
    points = bins(count)
    ax = draw(points)
    assert looks_right(ax.figure)
    dots, _, (spans,) = ax.containers[0].lines
    assert dots.get_xydata().tolist() == points[["predicted", "observed"]].to_numpy().tolist()
    ends = [segment[:, 1].tolist() for segment in spans.get_segments()]
    assert ends == [pytest.approx(pair) for pair in points[["lower", "upper"]].to_numpy()]
    assert ax.get_xlim() == ax.get_ylim()


def test_the_alt_text_tells_the_first_and_the_last_dot():
    words = alt_text(draw(bins(10)))
    assert "The first of 10: Predicted 5.0%, share that left 3.7%." in words
    assert "The last: Predicted 90%, share that left 89%." in words
    assert "Dashed: as predicted." in words


def test_without_intervals_nothing_is_said_of_them():
    ax = draw(bins(4)[["predicted", "observed"]])
    assert not any("95%" in text.get_text() for text in ax.texts)


def test_words_are_never_a_formula():
    assert looks_right(draw(bins(4), title=FORMULA, along=FORMULA).figure)


def test_nothing_is_refused():
    with pytest.raises(NotEnoughData, match="Risk"):
        draw(bins(3).iloc[:0])
