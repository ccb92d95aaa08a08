"""How many there are of each size."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import count_axis
from helpers.charts.scales import scale_of, sentences
from helpers.charts.style import BLUE, INK, ORANGE, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.stats.small_groups import too_small
from helpers.stats.values import Value

BARS, FEWEST_BARS = 36, 4
MOSTLY_SHOWN = 0.9
ROOM_ABOVE = 1.25


@house_style()
def histogram(
    values: pd.Series, *, unit: type, title: str, note: str = "", measure: str = "",
    along: str = "", split: Value | None = None, sides: tuple[str, str] = ("", ""),
    also: str = "", ax: Axes | None = None, format: Format = PLAIN,
) -> Axes:
    """Bars of how many people have about the same value; bars of too few people are left out.

    Parameters
    ----------
    values : Series
        One for each person, 0 or more.
    unit : type
        Their kind, such as `Days`.
    title, note : str
        What is seen, and how to read it.
    measure, along : str
        Words at the upright axis and at the level one.
    split : Value, optional
        Where the bars part into two sides, with its interval.
    sides : tuple of two str
        Words for what is up to there, and beyond.
    also : str
        What the alt text tells beside that.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers; its smallest group hides bars.

    Examples
    --------
    >>> from helpers.charts.style import alt_text
    >>> from helpers.stats.values import Days
    >>> ax = histogram(pd.Series([1, 2, 2, 30]), unit=Days, title="Silence", split=Days(9, 7, 12),
    ...                sides=("3 still buy", "1 has lapsed"))
    >>> alt_text(ax)
    'Histogram: Silence. 4 values, up to 30 days. A line at 9 days (likely 7 to 12): 3 still buy, 1 has lapsed.'
    """
    ax = new_axes() if ax is None else ax
    parted = np.inf if split is None else split.value
    bars, shown = _bars(values, parted, format.smallest_group)
    ax.hist([shown[shown <= parted], shown[shown > parted]], bins=bars, stacked=True,
            color=[BLUE, ORANGE], edgecolor="white", linewidth=0.5, hatch=["", "////"])
    ax.set_xlim(0, bars[-1])
    ax.set_ylim(0, ROOM_ABOVE * ax.get_ylim()[1])
    ax.grid(axis="y")
    count_axis(ax.yaxis, format)
    scale_of(unit).axis(ax.xaxis, format)
    ax.set(xlabel=along, ylabel=measure)
    if split is not None:
        _part(ax, split, sides)
    few = "" if len(shown) == len(values) else (
        f"Bars of fewer than {format.smallest_group} people are left out")
    band = "Shaded: its 95% interval" if split is not None and split.lower is not None else ""
    heading(ax, title, sentences(note, band, few))
    describe(ax, sentences(f"Histogram: {title}",
                           _words(values, unit, measure, split, sides, format), also, few))
    return ax


def _bars(values: pd.Series, parted: float, fewest: int) -> tuple[np.ndarray, pd.Series]:
    """The bars' edges, one at the threshold, and the values in bars that may be shown.

    Bars grow wider until most people are in bars of enough of them.
    """
    width = max(1, round(values.max() / BARS))
    while True:
        start = parted % width if np.isfinite(parted) else 0
        bars = np.arange(start - width, values.max() + width, width) + 0.5
        inside = pd.cut(values, bars, labels=False)
        counts = pd.crosstab(inside, np.where(values <= parted, "less", "more"))
        hidden = too_small(counts, fewest).any(axis=1)
        shown = values[~inside.map(hidden).astype(bool)]
        if len(shown) >= MOSTLY_SHOWN * len(values) or len(counts) <= FEWEST_BARS:
            return bars, shown
        width *= 2


def _part(ax: Axes, split: Value, sides: tuple[str, str]) -> None:
    """The line, its interval, and a note for either side where there is more room."""
    if split.lower is not None:
        ax.axvspan(split.lower, split.upper, color=INK, alpha=0.1, linewidth=0)
    ax.axvline(split.value, color=INK, linewidth=1.2)
    right = split.value < ax.get_xlim()[1] / 2
    for words, sign, height, colour in zip(sides, "◀▶", (0.97, 0.88), (BLUE, ORANGE)):
        ax.annotate(f"{sign} {words}", (split.value, height), xytext=(6 if right else -6, 0),
                    xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
                    ha="left" if right else "right", color=colour, weight="bold",
                    bbox={"color": "white", "pad": 1, "alpha": 0.8})


def _words(values, unit: type, measure: str, split: Value | None, sides, format: Format) -> str:
    what = f"{format.number(len(values))} {measure.lower() or 'values'}"
    text = f"{what}, up to {format.write(unit(values.max()))}"
    if split is None:
        return text
    return f"{text}. A line at {format.write(split)}: {sides[0]}, {sides[1]}"
