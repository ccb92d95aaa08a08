import base64
import io
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from IPython.core.formatters import DisplayFormatter
from IPython.core.pylabtools import select_figure_formats
from matplotlib.colors import to_rgb
from nbconvert import HTMLExporter
from PIL import Image

from helpers.charts import style
from helpers.charts.style import (
    BLUE, GROUND, INK, ORANGE, QUIET, SERIES, SHADES, HouseFigure, alt_text, contrast, describe,
    house_style, new_axes, new_figure, shortened, stacked_axes,
)


def grey(colour):
    return sum(weight * part for weight, part in zip((0.299, 0.587, 0.114), to_rgb(colour)))


@pytest.mark.parametrize("colour", [INK, QUIET, *(colour for colour, _ in SERIES)])
def test_names_in_a_lines_colour_can_be_read_on_white(colour):
    assert contrast(colour, "white") >= 4.5


def test_lines_differ_without_their_colour():
    assert len({str(dashes) for _, dashes in SERIES}) == len(SERIES)


def test_darker_is_more_also_in_a_grey_print():
    greys = [grey(SHADES(step / 20)) for step in range(21)]
    assert greys == sorted(greys, reverse=True)
    assert greys[0] - greys[-1] > 0.6


def test_what_is_written_on_a_shade_can_be_read():
    for step in range(101):
        shade = SHADES(step / 100)[:3]
        assert max(contrast("black", shade), contrast("white", shade)) >= 4.5
    assert contrast(INK, GROUND) >= 4.5


def test_a_style_set_before_comes_back_even_after_an_error():
    with mpl.rc_context({"axes.titlesize": 33}):
        with pytest.raises(ZeroDivisionError), house_style():
            assert mpl.rcParams["axes.titlesize"] == 11
            1 / 0
        assert mpl.rcParams["axes.titlesize"] == 33


def test_a_style_of_the_readers_own_does_not_show_in_the_charts():
    plain = new_axes().figure.png()
    with plt.style.context("dark_background"):
        assert new_axes().figure.png() == plain


def test_text_added_later_is_not_taken_for_a_formula():
    ax = new_axes()
    ax.set_title("Plans from $9 to $19_a^month")
    ax.figure.png()
    assert not ax.title.get_parse_math()


def test_a_figure_tells_all_that_is_on_it():
    upper, lower = stacked_axes(new_figure(), [3, 3])
    describe(upper, "Sales rise.")
    describe(lower, "Costs fall.")
    assert alt_text(upper.figure) == "Sales rise. Costs fall."
    assert alt_text(plt.figure()) == ""


def test_stacked_axes_take_the_place_of_those_before():
    figure = new_figure()
    before = stacked_axes(figure, [3, 3])
    after = stacked_axes(figure, [4])
    assert figure.axes == after and not set(before) & set(after)
    assert figure.get_figheight() == 4


def test_the_alt_text_reaches_the_page():
    ax = new_axes()
    describe(ax, 'Sales of "Thimble & Ash" <rise> by 20%.')
    data, metadata = ax.figure._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    cell = nbformat.v4.new_code_cell("", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    picture = BeautifulSoup(page, "html.parser").find("img")
    assert picture["alt"] == 'Sales of "Thimble & Ash" <rise> by 20%.'
    assert metadata["image/png"]["width"] == 720
    assert data["text/plain"] == alt_text(ax)


@pytest.fixture
def drawings(monkeypatch):
    """The figures that were drawn, one after the other."""
    drawings, draw = [], HouseFigure.draw
    monkeypatch.setattr(HouseFigure, "draw", lambda figure, renderer: (
        drawings.append(figure), draw(figure, renderer)))
    return drawings


def test_a_notebook_shows_a_chart_as_it_says_and_draws_it_once(monkeypatch, drawings):
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    select_figure_formats(shell, {"png"})
    monkeypatch.setattr(style, "get_ipython", lambda: shell)
    ax = new_axes()
    describe(ax, "Sales rise.")
    plt.draw_all()  # as at the end of a cell
    data, metadata = shell.display_formatter.format(ax.figure)
    assert drawings == [ax.figure]
    assert metadata["image/png"]["alt"] == data["text/plain"] == "Sales rise."
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.size == (1080, 600)


def test_a_chart_drawn_again_shows_what_has_changed():
    ax = new_axes()
    before = ax.figure.png()
    line = ax.plot([0, 1])[0]
    assert ax.figure.png() != before
    line.remove()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    assert ax.figure.png() == before


def test_the_small_picture_for_pages_looks_like_the_large_one():
    ax = new_axes()
    ax.bar([0, 1], [2, 3], color=[BLUE, ORANGE])
    large, small = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
                    for png in (ax.figure.png(), ax.figure.small_png()))
    assert np.abs(large - small).max() < 32
    assert len(ax.figure.small_png()) < len(ax.figure.png())


def test_long_names_are_cut_and_broken_ones_mended():
    assert shortened("Basic\n  plan") == "Basic plan"
    assert len(shortened("x" * 99)) == 26
