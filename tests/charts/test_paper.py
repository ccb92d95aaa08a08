"""Text that is drawn once and then copied: within a pixel of where matplotlib puts it, as dark."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from scipy.ndimage import center_of_mass, gaussian_filter

from helpers.charts import paper
from helpers.charts.paper import Paper

HARDLY_SEEN = 4  # of 255 shades
BY_A_PIXEL = 25  # shades that a blurred picture differs by where letters move by a pixel or less


def drawn(canvas_class, write, size=(3, 2), dpi=110):
    figure = Figure(figsize=size, dpi=dpi)
    write(figure)
    canvas = canvas_class(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).astype(int)


def ink(picture):
    return 255 - picture[..., :3].mean(axis=-1)


def blurred(picture):
    return gaussian_filter(ink(picture), 3)


def chart(figure):
    ax = figure.add_subplot()
    ax.set_title("Sales, by month\nand by shop")
    ax.set_ylabel("£ in the month")
    ax.annotate("on a ground", (0.31, 0.57), color="white", bbox={"facecolor": "#0072B2"})


def faint(figure):
    figure.text(0.4, 0.5, "half there", alpha=0.5, fontsize=20)


def see_through(figure):
    figure.text(0.4, 0.5, "half there", color=(0.7, 0.1, 0.1, 0.5), fontsize=20)


def over_the_edge(figure):
    figure.text(0.9, 0.97, "beyond the corner", fontsize=20)


def cut_off(figure):
    ax = figure.add_subplot()
    ax.text(0.8, 0.5, "beyond the frame", fontsize=20, clip_on=True)


def formula(figure):
    figure.text(0.2, 0.5, r"$\frac{a}{b}$", fontsize=20, parse_math=True)


def coarse(figure):
    figure.text(0.2, 0.5, "no greys", fontsize=20, antialiased=False)


def foreign(figure):
    figure.text(0.2, 0.5, "日本 and more", fontsize=20)


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
@pytest.mark.parametrize("write", [chart, faint, see_through, over_the_edge, cut_off, foreign])
def test_it_looks_as_on_any_other_canvas(write):
    plain = drawn(FigureCanvasAgg, write)
    assert plain.min() < 200
    for _ in range(2):
        kept = drawn(Paper, write)
        differs, would = (np.abs(blurred(each) - blurred(plain)).max()
                          for each in (kept, np.roll(kept, 2, axis=1)))
        assert differs <= BY_A_PIXEL
        assert would > 2 * differs  # by two pixels, that is: the measure can tell


def slanting(figure):
    figure.text(0.31, 0.57, "slanting", rotation=33)


@pytest.mark.parametrize("write", [slanting, formula, coarse])
def test_other_text_is_drawn_by_matplotlib(write):
    plain = drawn(FigureCanvasAgg, write)
    assert plain.min() < 200
    assert np.abs(drawn(Paper, write) - plain).max() <= HARDLY_SEEN


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("size", [8, 8.5, 9, 10, 13])
@pytest.mark.parametrize("words", ["Sales by month", "jumpy quays", "£1,234", "12%", "AVAToj", "j"])
def test_a_line_stands_at_the_nearest_pixels(words, size, rotation):
    plain, kept = (
        ink(drawn(canvas, lambda figure: figure.text(
            90.4 / 330, 60.4 / 220, words, fontsize=size, rotation=rotation)))
        for canvas in (FigureCanvasAgg, Paper))
    assert np.sum(kept) == pytest.approx(np.sum(plain), rel=0.01)
    assert np.abs(np.subtract(center_of_mass(kept), center_of_mass(plain))).max() < 0.75


def test_a_line_is_drawn_once_for_all_figures():
    before = paper._line.cache_info().misses
    for place, colour in ((0.2, "black"), (0.31, "red")):
        drawn(Paper, lambda figure: figure.text(place, place, "only once", color=colour))
    assert paper._line.cache_info().misses == before + 1


@pytest.mark.parametrize("other", [
    {"s": "other words"}, {"fontsize": 14}, {"color": "red"}, {"rotation": 90},
    {"weight": "bold"}, {"x": 0.2 + 5 / 330}, {"alpha": 0.5},
])
def test_another_line_is_not_taken_for_it(other):
    one = {"x": 0.2, "y": 0.5, "s": "these words", "fontsize": 13, "color": "black"}
    first = drawn(Paper, lambda figure: figure.text(**one))
    plain, kept = (drawn(canvas, lambda figure: figure.text(**one | other))
                   for canvas in (FigureCanvasAgg, Paper))
    assert np.abs(blurred(kept) - blurred(plain)).max() <= BY_A_PIXEL
    assert np.abs(kept - plain).sum() < np.abs(first - plain).sum() / 3


@pytest.mark.parametrize(
    "change", [{"size": (4, 2)}, {"dpi": 150}, {"size": (6, 4), "dpi": 55}])
def test_a_figure_of_another_size_is_drawn_anew(change):
    figure = Figure(figsize=(3, 2), dpi=110)
    chart(figure)
    canvas = Paper(figure)
    canvas.draw()
    figure.set_size_inches(change.get("size", (3, 2)))
    figure.set_dpi(change.get("dpi", 110))
    canvas.draw()
    plain = drawn(FigureCanvasAgg, chart, **change)
    again = np.asarray(canvas.buffer_rgba()).astype(int)
    assert np.abs(blurred(again) - blurred(plain)).max() <= BY_A_PIXEL
