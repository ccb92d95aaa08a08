import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from helpers.charts.axes import TextMarks
from helpers.charts.rows import rows
from helpers.charts.style import BLUE, ORANGE, alt_text, new_figure, stacked_axes
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.values import Count, Money, Points

from .looks import FORMULA, looks_right

EFFECT = pd.Series({"May": 0.12, "June": -0.04, "all together": 0.08})


def draw(values, **wanted):
    return rows(values, **{"unit": Points, "title": "Do members buy more", "measure": "Points"}
                | wanted)


def effect(**wanted):
    return draw(EFFECT, lower=EFFECT - 0.05, upper=EFFECT + 0.05, highlight=["all together"],
                reference=(0, ""), **wanted)


def written(ax):
    return [words.words for words in ax.findobj(TextMarks)]


def test_bars_are_as_long_as_their_values_and_say_them():
    sold = pd.Series({"Scarf": 120.0, "Hat": 45.5})
    ax = draw(sold, unit=Money, format=Format("en_GB", "GBP"))
    assert looks_right(ax.figure)
    assert [bar.get_width() for bar in ax.patches] == sold.tolist()
    assert written(ax) == [["£120", "£45.50"]]
    assert "Scarf £120, Hat £45.50." in alt_text(ax)


def test_intervals_turn_bars_into_dots():
    ax = effect()
    assert looks_right(ax.figure)
    assert not ax.patches
    spans = next(part for part in ax.collections if isinstance(part, LineCollection))
    assert [segment[:, 0].tolist() for segment in spans.get_segments()] == [
        pytest.approx([value - 0.05, value + 0.05]) for value in EFFECT]
    assert "June −4 (−9 to +1)" in alt_text(ax)


def test_a_row_that_stands_out_has_its_interval_written():
    ax = effect()
    assert "(+3 to +13)" in [text.get_text() for text in ax.texts]
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["normal"] * 2 + ["bold"]


def test_a_bar_that_stands_out_has_a_colour_of_its_own():
    ax = draw(EFFECT, bars=True, lower=EFFECT - 0.05, upper=EFFECT + 0.05, highlight=["June"])
    faces = [bar.get_facecolor() for bar in ax.patches]
    assert faces[0] == faces[2] != faces[1]
    assert (BLUE, ORANGE) != tuple(faces[:2])


def test_what_says_little_is_hollow():
    ax = effect(hollow=["June"])
    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert faces == [BLUE, "white"]


def test_groups_are_parted_and_columns_stand_beside():
    values = EFFECT.set_axis(pd.MultiIndex.from_tuples(
        [("month", "May"), ("month", "June"), ("pool", "all")]))
    beside = pd.DataFrame({"effect": ["+12%", "−4%", "+8%"], "days": ["31", "30", "61"]})
    ax = draw(values, bars=True, beside=beside)
    assert looks_right(ax.figure)
    assert [line.get_ydata()[0] for line in ax.lines] == [1.5]
    assert written(ax) == beside.T.to_numpy().tolist()
    assert {"effect", "days"} <= {text.get_text() for text in ax.texts}


def test_dots_on_bars_are_told_with_them():
    bread = pd.Series({"Rye": 20.0, "Rolls": 140.0})
    ax = draw(bread, unit=Count, dots=0.8 * bread, lower=0.5 * bread, upper=1.1 * bread, bars=True)
    assert [line.get_xdata()[0] for line in ax.lines] == (0.8 * bread).tolist()
    assert "Rolls 140 for 112 (70 to 154)" in alt_text(ax)


def test_the_axis_may_end_before_a_value():
    ax = draw(EFFECT, lower=EFFECT - 0.05, upper=EFFECT + 7, most=1.0)
    assert ax.get_xlim()[1] < 1.2
    assert "May +12 (+7 to +712)" in alt_text(ax)


def test_the_reference_is_told():
    ax = draw(EFFECT, reference=(0.05, "the mean"))
    assert ax.lines[0].get_xdata()[0] == 0.05
    assert "Dashed: the mean, +5." in alt_text(ax)


def test_a_widget_s_axes_make_room_for_the_words_beside_them():
    figure = new_figure()
    [ax] = stacked_axes(figure, [3.0])
    beside = pd.DataFrame({name: ["£1,000.00"] * 3 for name in ("have", "wasted", "missed")})
    draw(EFFECT, beside=beside, ax=ax)
    assert looks_right(figure)


@pytest.mark.parametrize("count", [1, 2, 40])
def test_few_and_many_rows_look_right(count):
    values = pd.Series(np.linspace(0.1, 0.9, count), [f"Row {row}" for row in range(count)])
    ax = draw(values)
    assert looks_right(ax.figure)
    assert len(ax.patches) == count


def test_long_names_and_formulas_look_right():
    values = pd.Series([1200.0, 3.0, 5.0], [
        FORMULA, "Wholemeal loaf with seeds and a very thick crust", "Hat"])
    ax = draw(values, unit=Count)
    assert looks_right(ax.figure)
    assert f"{FORMULA} {PLAIN.number(1200)}" in alt_text(ax)


def test_what_may_not_be_told_has_no_number():
    ax = draw(pd.Series({"May": 0.1, "June": np.nan}))
    assert written(ax) == [["+10"]]
    assert "nan" not in alt_text(ax) and "June" not in alt_text(ax)


def test_nothing_is_refused():
    for values in (EFFECT * np.nan, EFFECT.iloc[:0]):
        with pytest.raises(NotEnoughData, match="Do members buy more"):
            draw(values)
