"""Text that is drawn once and then copied: it stands where matplotlib would put it, and as dark."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from helpers.charts.paper import Paper

HARDLY_SEEN = 4  # of 255 shades


def drawn(canvas_class, write, size=(3, 2), dpi=110):
    figure = Figure(figsize=size, dpi=dpi)
    write(figure)
    canvas = canvas_class(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).astype(int)


def chart(figure):
    ax = figure.add_subplot()
    ax.set_title("Sales, by month\nand by shop")
    ax.set_ylabel("£ in the month")
    ax.annotate("slanting", (0.31, 0.57), rotation=33, color="white",
                bbox={"facecolor": "#0072B2"})


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


@pytest.mark.parametrize(
    "write", [chart, faint, see_through, over_the_edge, cut_off, formula, coarse])
def test_it_looks_as_on_any_other_canvas(write):
    plain = drawn(FigureCanvasAgg, write)
    assert plain.min() < 200
    for _ in range(2):
        assert np.abs(drawn(Paper, write) - plain).max() <= HARDLY_SEEN


@pytest.fixture
def lines_drawn(monkeypatch):
    """The lines of text whose letters were drawn, one after the other."""
    lines, draw = [], RendererAgg.draw_text
    monkeypatch.setattr(RendererAgg, "draw_text",
                        lambda *args, **more: (lines.append(args[4]), draw(*args, **more)))
    return lines


def test_a_line_is_drawn_once_for_all_figures(lines_drawn):
    for _ in range(2):
        drawn(Paper, lambda figure: figure.text(0.2, 0.5, "only once", fontsize=13))
    assert lines_drawn == ["only once"]


@pytest.mark.parametrize("other", [
    {"s": "other words"}, {"fontsize": 14}, {"color": "red"}, {"rotation": 90},
    {"weight": "bold"}, {"x": 0.2 + 0.5 / 330},
])
def test_another_line_is_not_taken_for_it(other):
    one = {"x": 0.2, "y": 0.5, "s": "these words", "fontsize": 13, "color": "black"}
    drawn(Paper, lambda figure: figure.text(**one))
    plain, kept = (drawn(canvas, lambda figure: figure.text(**one | other))
                   for canvas in (FigureCanvasAgg, Paper))
    assert np.abs(kept - plain).max() <= HARDLY_SEEN


@pytest.mark.parametrize(
    "change", [{"size": (4, 2)}, {"dpi": 150}, {"size": (6, 4), "dpi": 55}])
def test_a_figure_of_another_size_is_drawn_anew(change):
    figure = Figure(figsize=(3, 2), dpi=110)
    chart(figure)
    paper = Paper(figure)
    paper.draw()
    figure.set_size_inches(change.get("size", (3, 2)))
    figure.set_dpi(change.get("dpi", 110))
    paper.draw()
    plain = drawn(FigureCanvasAgg, chart, **change)
    assert np.abs(np.asarray(paper.buffer_rgba()).astype(int) - plain).max() <= HARDLY_SEEN
