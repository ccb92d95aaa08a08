import numpy as np
import pandas as pd
import pytest

from helpers.charts.histogram import histogram
from helpers.charts.style import alt_text
from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.stats.values import Days

from .looks import FORMULA, looks_right

SILENCE = pd.Series(np.random.default_rng(1).integers(0, 500, 900))


def draw(values=SILENCE, **wanted):
    return histogram(values, **{"unit": Days, "title": "Who is silent", "measure": "Customers",
                                "along": "Days", "split": Days(140, 130, 150),
                                "sides": ("silent for less", "gone")} | wanted)


def test_bars_part_at_the_line_and_count_everyone():
    ax = draw()
    assert looks_right(ax.figure)
    sides = [sum(bar.get_height() for bar in side) for side in ax.containers]
    assert sides == [(SILENCE <= 140).sum(), (SILENCE > 140).sum()]
    edges = {round(bar.get_x(), 6) for side in ax.containers for bar in side}
    assert 140.5 in edges


def test_the_alt_text_tells_the_line_its_interval_and_both_sides():
    words = alt_text(draw())
    assert "900 customers, up to 499 days" in words
    assert "140 days (likely 130 to 150): silent for less, gone." in words


def test_bars_of_few_people_are_not_drawn():
    values = pd.Series([*[10] * 60, *[300] * 70, *[490] * 2])
    ax = draw(values, format=Format(smallest_group=5))
    heights = [bar.get_height() for side in ax.containers for bar in side]
    assert not [height for height in heights if 0 < height < 5]
    assert "fewer than 5 people" in alt_text(ax)
    assert "fewer than" not in alt_text(draw(values))


def test_without_a_line_all_bars_are_one_side():
    ax = draw(split=None)
    assert sum(bar.get_height() for bar in ax.containers[0]) == len(SILENCE)
    assert "A line" not in alt_text(ax)


@pytest.mark.parametrize("values", [[3], [0, 0], [5] * 4000])
def test_few_and_like_values_look_right(values):
    assert looks_right(draw(pd.Series(values), split=Days(2)).figure)


def test_words_are_never_a_formula():
    assert looks_right(draw(title=FORMULA, sides=(FORMULA, FORMULA)).figure)


def test_nothing_is_refused():
    with pytest.raises(NotEnoughData, match="Who is silent"):
        draw(SILENCE.iloc[:0])
