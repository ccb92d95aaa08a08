"""One style for every chart: how it looks, how it reaches a page, and how it is put into words.

The colours are Okabe and Ito's (2008), darkened where needed until text in them stands out from
white; lines also differ by their dashes, so that a grey print can be read. Nothing is set globally:
the style holds while a house chart is drawn, and text from a business's data is never taken for
a formula.
"""

import base64
import io
import os
import textwrap
from contextlib import contextmanager
from functools import cache
from threading import RLock

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython import get_ipython
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from PIL import Image

from helpers.charts.fonts import FONT
from helpers.charts.vectors import svg
from helpers.core.branding import colours

INK, QUIET, FAINT, GROUND = "#1A1A1A", "#595959", "#D0D0D0", "#F2F2F2"
BLUE, ORANGE, GREEN, PURPLE, BROWN = "#0072B2", "#B34E00", "#00795A", "#9C4A7C", "#7A5C00"

SERIES = (
    (BLUE, "solid"),
    (ORANGE, (0, (5, 1.5))),
    (INK, (0, (1.2, 1.2))),
    (GREEN, (0, (6, 1.5, 1.2, 1.5))),
    (PURPLE, (0, (2.5, 1))),
    (BROWN, (0, (8, 3))),
)
SHADES = LinearSegmentedColormap.from_list("shades", ["#EEF5FA", "#7FB5D8", "#0072B2", "#00395C"])

WIDTH, HEIGHT = 7.2, 4.0  # inches; the width leaves A4's usual margins
ROOM = {"left": 1.95, "right": 0.9, "top": 0.85, "bottom": 0.6}  # inches, on stacked axes
BELOW_INCHES, BESIDE_INCHES = 0.42, 0.62  # from stacked axes to their labels
PIXELS_PER_INCH = 150
TITLE_LETTERS_PER_INCH, NOTE_LETTERS_PER_INCH = 9.8, 12.9
PACKING, SMALL_PACKING = 3, 6  # of 9: packed tighter, a tenth smaller, takes ten times as long
SHOWN_PIXELS_PER_INCH = 100
FIGURES, VECTORS = "GROWTH_FIGURES", "svg"  # the environment may ask for figures as SVG as well

_STYLE = {
    "font.family": FONT,
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.formatter.use_mathtext": False,
    "axes.prop_cycle": cycler(color=[colour for colour, _ in SERIES])
    + cycler(linestyle=[dashes for _, dashes in SERIES]),
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.7,
    "lines.linewidth": 1.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "house",
}
_one_at_a_time = RLock()


@contextmanager
def house_style():
    """The house's style, for as long as a chart is being made; also a decorator.

    Charts are made one at a time, since matplotlib keeps its settings for the whole process and a
    widget may draw in another thread.

    Examples
    --------
    >>> with house_style():
    ...     plt.rcParams["axes.spines.top"]
    False
    >>> plt.rcParams["axes.spines.top"]
    True
    """
    with _one_at_a_time:
        if plt.rcParams["axes.prop_cycle"] == _STYLE["axes.prop_cycle"]:
            yield  # it holds already; entering again takes its time and changes nothing
            return
        with plt.style.context(["default", _STYLE]):
            yield
            interactive = plt.isinteractive()
        # a notebook's first figure turns this on, and leaving the style would turn it off again
        plt.interactive(interactive)


class HouseFigure(Figure):
    """A figure that keeps the house's style however it is drawn, and shows with its alt text."""

    def draw(self, renderer):
        with house_style():
            super().draw(renderer)

    def png(self, pixels_per_inch: int = PIXELS_PER_INCH) -> bytes:
        """The picture as a PNG file's bytes; the same bytes for the same chart.

        `savefig` would draw twice, once for the layout alone.
        """
        return _packed(self._picture(pixels_per_inch), PACKING)

    def small_png(self, pixels_per_inch: int = PIXELS_PER_INCH) -> bytes:
        """The picture in a quarter of the bytes: charts have few colours, and pages many charts."""
        return _packed(self._picture(pixels_per_inch).quantize(
            256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        ), SMALL_PACKING)

    def _picture(self, pixels_per_inch: int) -> Image.Image:
        canvas_before = self.canvas
        self.set_dpi(pixels_per_inch)
        try:
            canvas = FigureCanvasAgg(self)
            canvas.draw()
            return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        finally:
            self.set_canvas(canvas_before)

    def svg(self) -> str:
        """The picture as an SVG file's text: sharp at any size, and its words can be searched."""
        with house_style():
            return svg(self)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        width, height = (round(SHOWN_PIXELS_PER_INCH * inches) for inches in self.get_size_inches())
        words = alt_text(self)
        data = {"image/png": base64.b64encode(self.small_png()).decode("ascii"),
                "text/plain": words}
        if VECTORS in os.environ.get(FIGURES, ""):
            data["image/svg+xml"] = self.svg()
        return data, {"image/png": {"alt": words, "width": width, "height": height}}


def _packed(picture: Image.Image, level: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "png", compress_level=level)
    return buffer.getvalue()


def new_figure(*, width: float = WIDTH, height: float = HEIGHT) -> HouseFigure:
    """A figure that only its maker shows, such as a widget; see `stacked_axes`.

    Parameters
    ----------
    width, height : float
        Inches.
    """
    with house_style():
        return HouseFigure(figsize=(width, height))


def stacked_axes(figure: HouseFigure, heights: list[float]) -> list[Axes]:
    """Empty a figure and put axes under each other on it, with room for labels around each.

    The room is fixed: to work out what each label needs would take as long as to draw it all, and
    a widget has to be quick.

    Parameters
    ----------
    figure : HouseFigure
        From `new_figure`.
    heights : list of float
        Inches for each of the axes, with its title and labels.

    Examples
    --------
    >>> upper, lower = stacked_axes(new_figure(), [4, 3])
    >>> float(upper.figure.get_figheight())
    7.0
    """
    with house_style():
        for ax in figure.axes:
            figure.delaxes(ax)
        whole = sum(heights)
        figure.set_size_inches(WIDTH, whole)
        left, width = ROOM["left"] / WIDTH, 1 - (ROOM["left"] + ROOM["right"]) / WIDTH
        axes, top = [], whole
        for height in heights:
            bottom = top - height + ROOM["bottom"]
            inner = height - ROOM["bottom"] - ROOM["top"]
            ax = figure.add_axes((left, bottom / whole, width, inner / whole))
            ax.xaxis.set_label_coords(0.5, -BELOW_INCHES / inner)
            ax.yaxis.set_label_coords(-BESIDE_INCHES / (width * WIDTH), 0.5)
            axes.append(ax)
            top -= height
        return axes


def new_axes(*, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """Axes on a new figure, which a notebook shows at the end of the cell.

    Parameters
    ----------
    width, height : float
        Inches.

    Examples
    --------
    >>> ax = new_axes()
    >>> describe(ax, "An empty chart.")
    >>> alt_text(ax.figure)
    'An empty chart.'
    """
    _take_over_from_matplotlib()
    with house_style():
        figure = plt.figure(
            FigureClass=HouseFigure, figsize=(width, height), layout="constrained"
        )
        _draw_only_when_shown(figure)
        return figure.add_subplot()


def _draw_only_when_shown(figure: HouseFigure) -> None:
    """Spare a figure the drawing that pyplot asks for at the end of a cell, unless for a window."""
    if figure.canvas.required_interactive_framework is None:
        figure.canvas.draw_idle = lambda: None


def _take_over_from_matplotlib() -> None:
    """Let a notebook show house figures as they say; else it draws them again in its own way."""
    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["image/png"].for_type(HouseFigure, _nothing_more)


def _nothing_more(figure: HouseFigure) -> None:
    """What a notebook is to add to the figure's own bundle, which has the picture in it."""


def describe(ax: Axes, text: str) -> None:
    """Keep with the axes what is seen on them, in words, for readers who do not see."""
    ax._described = text


def alt_text(chart: Axes | Figure) -> str:
    """What is seen on axes, or on all the axes of a figure; empty where nobody has said."""
    every = chart.axes if isinstance(chart, Figure) else [chart]
    return " ".join(ax._described for ax in every if hasattr(ax, "_described"))


def heading(ax: Axes, title: str, note: str = "", *, inches: float | None = None) -> None:
    """A title, and under it, small, how to read the chart; wrapped to the room there is.

    Parameters
    ----------
    inches : float, optional
        The room, where labels on the left will leave less than is usual.
    """
    if inches is None:
        inches = ax.figure.get_figwidth() * (1 - ax.get_position().x0)
    note = textwrap.fill(note, int(inches * NOTE_LETTERS_PER_INCH))
    lines = note.count("\n") + 1 if note else 0
    ax.set_title(textwrap.fill(title, int(inches * TITLE_LETTERS_PER_INCH)), y=1,
                 pad=7 + 12.5 * lines)
    if note:
        ax.annotate(note, (0, 1), xytext=(0, 5), xycoords="axes fraction", fontsize=9,
                    textcoords="offset points", color=QUIET, va="bottom")


def series_style(position: int) -> dict:
    """Colour and dashes of the first, second, … line of a chart."""
    colour, dashes = SERIES[position % len(SERIES)]
    return {"color": colour, "linestyle": dashes}


def shortened(text: str, letters: int = 26) -> str:
    """A name from the data, cut where it would crowd a chart.

    Examples
    --------
    >>> shortened("Agency plan with all the extras", 12), shortened("Basic", 12)
    ('Agency plan…', 'Basic')
    """
    text = " ".join(str(text).split())
    return text if len(text) <= letters else text[:letters - 1].rstrip() + "…"


def contrast(colour, other) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.2; text needs 4.5, lines 3).

    Examples
    --------
    >>> contrast("black", "white")
    21.0
    """
    return round(colours.contrast(to_rgb(colour), to_rgb(other)), 2)


@cache
def legible_on(shade: tuple) -> str:
    """White or black, whichever stands out more from a shade (red, green, blue, perhaps alpha).

    Examples
    --------
    >>> legible_on((0.0, 0.2, 0.4)), legible_on((0.9, 0.9, 1.0, 1.0))
    ('white', 'black')
    """
    return max(("white", "black"), key=lambda colour: contrast(colour, shade[:3]))
