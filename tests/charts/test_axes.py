import io

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.textpath import TextPath
from matplotlib.transforms import IdentityTransform
from PIL import Image

from helpers.charts import new_axes
from helpers.charts.axes import (
    LETTERS,
    Words,
    brief_money,
    count_axis,
    label_ends,
    money_axis,
    percent_axis,
    period_axis,
    spread,
    word_width,
)
from helpers.charts.style import new_figure
from helpers.formats import Format

POUNDS, EUROS = Format("en_GB", "GBP"), Format("de_DE", "EUR")


def marks(axis):
    low, high = axis.get_view_interval()
    places = [place for place in axis.get_ticklocs() if low <= place <= high]
    return places, axis.get_major_formatter().format_ticks(places)


@given(st.floats(0.05, 1e12))
def test_marks_of_money_are_few_and_each_reads_unlike_the_next(largest):
    ax = new_figure().add_subplot()
    ax.set_ylim(0, largest)
    money_axis(ax.yaxis, POUNDS)
    _, words = marks(ax.yaxis)
    assert 2 <= len(words) <= 8
    assert len(set(words)) == len(words)


@given(st.floats(0.004, 1))
def test_marks_of_shares_read_unlike_each_other(largest):
    ax = new_figure().add_subplot()
    ax.set_ylim(0, largest)
    percent_axis(ax.yaxis, POUNDS)
    _, words = marks(ax.yaxis)
    assert len(set(words)) == len(words) >= 2


def test_marks_say_what_stands_there():
    ax = new_figure().add_subplot()
    ax.set_ylim(0, 45_000)
    money_axis(ax.yaxis, POUNDS)
    assert dict(zip(*marks(ax.yaxis)))[20_000] == "£20K"
    count_axis(ax.yaxis, EUROS)
    assert dict(zip(*marks(ax.yaxis)))[20_000] == "20.000"


def test_brief_money_drops_pence_where_they_do_not_matter():
    written = [brief_money(POUNDS, amount) for amount in (0, 0.25, 9.5, 58, 999, -3000)]
    assert written == ["£0", "£0.25", "£9.50", "£58", "£999", "−£3K"]


@pytest.mark.parametrize("months", [1, 8, 13, 36, 240])
def test_periods_are_thinned_from_the_first_on(months):
    ax = new_figure().add_subplot()
    period_axis(ax, pd.period_range("2020-01", periods=months, freq="M"), POUNDS)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels[0] == "Jan 2020"
    assert len(labels) <= 9


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.01, 0.1))
def test_names_at_line_ends_stand_apart_in_the_lines_order(places, gap):
    moved = spread(sorted(places), gap, 0, 1)
    assert all(np.diff(moved) >= gap - 1e-9)
    assert -1e-9 <= min(moved) and max(moved) <= 1 + 1e-9


def test_names_at_line_ends_keep_to_their_colours():
    ax = new_axes()
    label_ends(ax, [(0.5, "Solo", "#123456"), (0.5, "Team", "#654321")])
    assert {text.get_text(): text.get_color() for text in ax.texts} == {
        "Solo": "#123456", "Team": "#654321"}
    heights = [text.xy[1] for text in ax.texts]
    assert heights[0] != heights[1]


@pytest.mark.parametrize("word", ["7", "Jan 2024 (107)", "$9_to_$19"])
def test_words_are_outlined_as_matplotlib_does_and_never_taken_for_a_formula(word):
    with mpl.rc_context({"text.parse_math": False}):
        usual = TextPath((0, 0), word, size=1, prop=LETTERS)
    with mpl.rc_context({"text.parse_math": True}):
        [outline] = Words([word], [(0, 0)], IdentityTransform(), colours="k", size=1).get_paths()
    moved = outline.vertices - usual.vertices
    assert moved == pytest.approx(np.broadcast_to(moved[0], moved.shape))
    assert (outline.codes == usual.codes).all()


def test_words_written_as_outlines_take_the_room_they_are_drawn_in():
    ax = new_figure().add_subplot()
    ax.set_axis_off()
    words = ax.add_artist(Words(["100%"], [(0.5, 0.5)], ax.transData, colours="black", size=30))
    ax.figure.set_dpi(72)
    ink = np.argwhere(np.asarray(Image.open(io.BytesIO(ax.figure.png(72))).convert("L")) < 128)
    box = words.get_window_extent()
    assert [box.x0, box.x1] == pytest.approx([ink[:, 1].min(), ink[:, 1].max()], abs=2)
    assert box.height == pytest.approx(np.ptp(ink[:, 0]), abs=2)
    assert box.width == pytest.approx(word_width("100%", 30))
    middle = ax.transData.transform((0.5, 0.5))
    assert (box.min + box.max) / 2 == pytest.approx(middle, abs=2)
