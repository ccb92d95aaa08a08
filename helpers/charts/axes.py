"""Axes that write money, shares, counts and periods as the business does, and labels at lines."""

from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform, Transform

from helpers.core.formats import Format

STEPS = [1, 2, 5, 10]
SHORT_MONEY_FROM, SHORT_CELL_FROM = 10_000, 1_000
WHOLE_MONEY_FROM = 10
MOST_PERIOD_LABELS = 8
LETTERS, DIGIT_HEIGHT = FontProperties(family="DejaVu Sans"), 0.73
LABEL_SIZE, LINE_SPACING = 9, 1.35


def brief_money(format: Format, amount: float) -> str:
    """An amount for a crowded place: short from a thousand on.

    Examples
    --------
    >>> pounds = Format("en_GB", "GBP")
    >>> brief_money(pounds, 0.25), brief_money(pounds, 250), brief_money(pounds, 25_000)
    ('£0.25', '£250', '£25K')
    """
    if abs(amount) >= SHORT_CELL_FROM:
        return format.money_short(amount)
    return format.money(amount, digits=0 if not amount or abs(amount) >= WHOLE_MONEY_FROM else None)


def money_axis(axis: Axis, format: Format) -> None:
    """Write an axis as money; call it once the data are drawn."""
    largest = np.abs(axis.get_view_interval()).max()
    _ticks(axis)
    if largest >= SHORT_MONEY_FROM:
        write = format.money_short
    else:
        digits = 0 if largest >= WHOLE_MONEY_FROM else None

        def write(amount):
            return format.money(amount, digits=digits)
    axis.set_major_formatter(FuncFormatter(lambda amount, _: write(amount)))


def percent_axis(axis: Axis, format: Format) -> None:
    """Write an axis of shares as percentages; call it once the data are drawn."""
    _ticks(axis)
    low, high = axis.get_view_interval()
    digits = 0 if high - low > 0.06 else 1
    axis.set_major_formatter(FuncFormatter(lambda share, _: format.percent(share, digits=digits)))


def count_axis(axis: Axis, format: Format) -> None:
    """Write an axis of whole numbers."""
    _ticks(axis, integer=True)
    axis.set_major_formatter(FuncFormatter(lambda count, _: format.number(count)))


def period_axis(ax: Axes, periods: pd.PeriodIndex, format: Format) -> None:
    """Write periods under what is drawn at 0, 1, 2, …, leaving out as many as would crowd."""
    step = label_step(len(periods), MOST_PERIOD_LABELS)
    places = range(0, len(periods), step)
    ax.set_xticks(places, [format.period(periods[place]) for place in places])


def label_step(count: int, most: int) -> int:
    """Every how many-th of `count` labels to write so that at most `most` are written.

    Examples
    --------
    >>> label_step(8, 8), label_step(13, 8), label_step(30, 8), label_step(120, 8)
    (1, 2, 6, 24)
    """
    for step in (1, 2, 3, 6, 12, 24, 52):
        if count <= step * most:
            return step
    return -(-count // most)


class TextMarks(PathCollection):
    """Short words at many places, all as one collection of outlines.

    Hundreds of text objects would take longer to draw than all the rest of a chart.

    Parameters
    ----------
    words, colours : list
        One for each place.
    places : array of shape (words, 2)
        Where, in the coordinates of `transform`.
    transform : Transform
        Such as the axes' `transData`.
    size : float
        Of the letters, in points.
    align : str
        `center`, or `right` to end at the place.
    """

    def __init__(
        self, words: list[str], places, transform: Transform, *, colours, size: float,
        align: str = "center",
    ):
        super().__init__(
            [_outline(word, align) for word in words], sizes=[size**2], offsets=places,
            offset_transform=transform, facecolors=colours, linewidths=0,
            transform=IdentityTransform(), clip_on=False,
        )
        self.words = list(words)
        self._ends = size * np.array([_ends(word, align) for word in words])

    def get_window_extent(self, renderer=None) -> Bbox:
        """The box around all the words in pixels, so that a layout leaves room for them."""
        pixels_per_point = self.get_figure(root=True).dpi / 72
        places = self.get_offset_transform().transform(self.get_offsets())
        ends = pixels_per_point * self._ends + places[:, None]
        return Bbox([ends[:, 0].min(axis=0), ends[:, 1].max(axis=0)])


def word_width(word: str, size: float) -> float:
    """Points that a word takes in letters of a size."""
    return size * float(np.ptp(_ends(word, "center"), axis=0)[0])


def label_ends(ax: Axes, ends: list[tuple[float, str, str]], *, lines: int = 1) -> None:
    """Name lines at the right edge, in their colours, moved apart where they would touch.

    Parameters
    ----------
    ends : list of (float, str, str)
        Where each line ends on the y axis, its name, its colour.
    lines : int
        Lines of text in a name.
    """
    low, high = ax.get_ylim()
    points = ax.get_position().height * ax.figure.get_figheight() * 72
    gap = lines * LABEL_SIZE * LINE_SPACING / points * (high - low)
    widths = [word_width(line, LABEL_SIZE)
              for _, name, _ in ends for line in name.split("\n") if line]
    make_room(ax, 8 + max(widths, default=0))
    order = sorted(range(len(ends)), key=lambda place: ends[place][0])
    heights = spread([ends[place][0] for place in order], gap, low, high)
    for place, height in zip(order, heights):
        _, name, colour = ends[place]
        ax.annotate(name, (1, height), xytext=(5, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", color=colour, fontsize=LABEL_SIZE, va="center")


def make_room(ax: Axes, points: float) -> None:
    """Narrow axes of a fixed place, such as a widget's, until words right of them fit the page."""
    if ax.figure.get_layout_engine() is None:
        place, whole = ax.get_position(), 72 * ax.figure.get_figwidth()
        ax.set_position([place.x0, place.y0, min(place.width, 1 - place.x0 - points / whole),
                         place.height])


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places moved as little as need be to stand `gap` apart, within the ends.

    Examples
    --------
    >>> spread([0.5, 0.5, 0.9], 0.2, 0, 1)
    [0.5, 0.7, 0.9]
    >>> spread([0.95, 0.95], 0.2, 0.0, 1.0)
    [0.8, 1.0]
    """
    moved = []
    for place in places:
        moved.append(place if not moved else max(place, moved[-1] + gap))
    ceiling = max(high, low + gap * (len(places) - 1))
    for number in range(len(moved) - 1, -1, -1):
        moved[number] = min(moved[number], ceiling)
        ceiling = moved[number] - gap
    return [round(place, 10) for place in moved]


def _ticks(axis: Axis, *, integer: bool = False) -> None:
    axis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS, integer=integer))


@lru_cache(maxsize=4096)
def _outline(word: str, align: str) -> Path:
    """A word's letters as a path, one point high, with the place to put it at the origin."""
    vertices, codes = text_to_path.get_text_path(LETTERS, word)  # never taken for a formula
    path = Path(np.asarray(vertices) / text_to_path.FONT_SCALE, codes)
    (left, _), (right, _) = _inked(path)
    origin = right if align == "right" else (left + right) / 2
    return path.transformed(Affine2D().translate(-origin, -DIGIT_HEIGHT / 2))


@lru_cache(maxsize=4096)
def _ends(word: str, align: str) -> np.ndarray:
    """The lowest and the highest corner of what a word inks, for letters one point high."""
    return _inked(_outline(word, align))


def _inked(path: Path) -> np.ndarray:
    inked = path.vertices[path.codes != Path.CLOSEPOLY]
    return np.array([inked.min(axis=0), inked.max(axis=0)])
