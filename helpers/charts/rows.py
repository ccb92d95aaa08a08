"""A row for each thing: its name, a bar or a dot, and its number at the end."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy

from helpers.charts.axes import LABEL_SIZE, TextMarks, make_room, word_width
from helpers.charts.scales import Scale, refuse_nothing, scale_of, sentences
from helpers.charts.style import (
    BLUE, FAINT, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format

ROW_INCHES, TALL_ROW_INCHES, FRAME_INCHES = 0.25, 0.32, 1.5
BAR, PALE = 0.66, 0.45
GAP_POINTS, COLUMN_POINTS = 6, 10


def rows_height(names: Sequence[str]) -> float:
    """The inches that rows of these names, some of them perhaps on two lines, need to be legible."""
    wrapped = any("\n" in row_name(name) for name in names)
    return FRAME_INCHES + (TALL_ROW_INCHES if wrapped else ROW_INCHES) * max(len(names), 2)


@house_style()
def rows(
    values: pd.Series, *, unit: type, title: str, note: str = "", measure: str = "",
    lower: pd.Series | None = None, upper: pd.Series | None = None,
    dots: pd.Series | None = None, reference: tuple[float, str] | None = None,
    highlight: Sequence = (), hollow: Sequence = (), bars: bool | None = None,
    beside: pd.DataFrame | None = None, most: float | None = None, also: str = "", ax: Axes | None = None,
    format: Format = PLAIN,
) -> Axes:
    """Bars, or dots with their intervals, each with its number on the right.

    Parameters
    ----------
    values : Series
        Named by its index; where that has two levels, lines part the groups of the first.
    unit : type
        The kind of value, such as `Share`.
    title, note : str
        What is seen, and how to read it.
    measure : str
        Words under the axis of values.
    lower, upper : Series, optional
        95% intervals, or of `dots` where those are given.
    dots : Series, optional
        Other values of the same things, drawn as dots on the bars.
    reference : (float, str), optional
        A value that all are to be compared with, and what it means.
    highlight : sequence
        Rows, by the index, that stand out, and have their intervals written.
    hollow : sequence
        Rows that say little: their dots are hollow.
    most : float, optional
        Where the axis ends, though a value or an interval goes on.
    bars : bool, optional
        Bars though there are intervals, or dots though there are none.
    beside : DataFrame of str, optional
        Columns to write on the right instead of the values.
    also : str
        What the alt text tells beside the rows.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.

    Raises
    ------
    NotEnoughData
        Where nothing is known.

    Examples
    --------
    >>> from helpers.charts.style import alt_text
    >>> from helpers.stats.values import Money
    >>> ax = rows(pd.Series({"Scarf": 120.0, "Hat": 45.5}), unit=Money, title="Two products sell")
    >>> alt_text(ax)
    'Bars: Two products sell. Scarf 120, Hat 45.50.'
    """
    refuse_nothing(values, title)
    keys, names = list(values.index), list(values.index.get_level_values(-1))
    ax = new_axes(height=rows_height(names)) if ax is None else ax
    scale, places = scale_of(unit), np.arange(len(values))
    bars = lower is None if bars is None else bars
    colours = [_colour(key, highlight, bars) for key in keys]
    points = values if dots is None else dots
    if bars:
        ax.barh(places, values, color=colours, height=BAR, alpha=None if dots is None else PALE)
    if lower is not None:
        _intervals(ax, lower, upper.clip(upper=most), keys, highlight, hollow, INK if bars else None)
    if not bars or dots is not None:
        _dots(ax, points.clip(upper=most), keys, highlight, hollow, INK if bars else None)
    if reference:
        ax.axvline(reference[0], color=QUIET if reference[1] == "" else ORANGE, linewidth=1.1,
                   linestyle="solid" if reference[1] == "" else (0, (5, 1.5)), zorder=1)
    _limits(ax, [values, lower, upper, dots, *([pd.Series([reference[0]])] if reference else [])],
            most)
    _name_rows(ax, values.index, names, highlight)
    ax.grid(axis="x")
    scale.axis(ax.xaxis, format)
    ax.set_xlabel(measure)
    if beside is None:
        beside = pd.DataFrame({"": _written(values, scale, format)})
    taken = _columns(ax, beside, colours)
    if not bars and lower is not None:
        _write_intervals(ax, keys, lower, upper, highlight, scale, format)
    heading(ax, title, sentences(
        note, f"Dashed: {reference[1]}" if reference and reference[1] else ""),
        inches=_inches(ax, names) - taken / 72)
    describe(ax, sentences(
        f"{'Bars' if bars else 'Dots with intervals'}: {title}", f"{measure}" if measure else "",
        ", ".join(_row_words(name, row, values, (lower, upper, dots), scale, format)
                  for row, name in enumerate(names) if not np.isnan(values.iloc[row])),
        f"Dashed: {reference[1]}, {scale.brief(reference[0], format)}"
        if reference and reference[1] else "", also))
    return ax


def _colour(name, highlight, bars: bool) -> str:
    return (ORANGE if bars else INK) if name in highlight else BLUE


def _intervals(ax: Axes, lower, upper, names, highlight, hollow, colour) -> None:
    colours = [colour or (QUIET if name in hollow else INK if name in highlight else BLUE)
               for name in names]
    widths = [2.6 if name in highlight and not colour else 1.5 for name in names]
    ax.hlines(range(len(names)), lower, upper, color=colours, linewidth=widths, linestyle="solid")


def _dots(ax: Axes, points: pd.Series, names, highlight, hollow, colour) -> None:
    for row, (name, value) in enumerate(zip(names, points)):
        main, faint = name in highlight, name in hollow
        shade = colour or (QUIET if faint else INK if main else BLUE)
        ax.plot(value, row, color=shade, marker="D" if main and not colour else "o",
                markersize=7 if main and not colour else 5, linestyle="none",
                markerfacecolor="white" if faint else shade)


def _limits(ax: Axes, drawn: list, most: float | None) -> None:
    known = pd.concat([part for part in drawn if part is not None]).dropna().astype(float)
    low, high = min(0, known.min()), max(0, known.clip(upper=most).max())
    slack = 0.04 * (high - low or 1)
    ax.set_xlim(low - slack * (low < 0), high + slack)


def _name_rows(ax: Axes, index: pd.Index, names: list, highlight) -> None:
    ax.set_yticks(range(len(names)), [row_name(name) for name in names])
    for key, label in zip(index, ax.get_yticklabels()):
        label.set_fontweight("bold" if key in highlight else "normal")
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    if index.nlevels > 1:
        groups = index.get_level_values(0)
        for row in np.flatnonzero(groups[1:] != groups[:-1]):
            ax.axhline(row + 0.5, color=FAINT, linewidth=0.9)


def _written(values: pd.Series, scale: Scale, format: Format) -> list[str]:
    return ["" if np.isnan(value) else scale.brief(value, format) for value in values]


def _write_intervals(ax: Axes, names, lower, upper, highlight, scale, format: Format) -> None:
    """Under the number of a row that stands out, where its truth likely lies."""
    for row, name in enumerate(names):
        if name in highlight:
            ends = [scale.brief(end.iloc[row], format) for end in (lower, upper)]
            ax.annotate(f"({ends[0]} to {ends[1]})", (1, row), xytext=(COLUMN_POINTS, -12),
                        xycoords=("axes fraction", "data"), textcoords="offset points",
                        va="center", color=INK)


def _columns(ax: Axes, beside: pd.DataFrame, colours: list[str]) -> float:
    """Words right of the rows, column by column; the points that their names take of the heading."""
    widths = [COLUMN_POINTS + max(word_width(word or ".", LABEL_SIZE)
                                  for word in [name, *beside[name]]) for name in beside]
    make_room(ax, sum(widths) + COLUMN_POINTS)
    for name, points in zip(beside, np.cumsum(widths)):
        words = list(beside[name])
        place = offset_copy(ax.get_yaxis_transform(), ax.figure, x=points, units="points")
        kept = [row for row, word in enumerate(words) if word]
        ax.add_artist(TextMarks(
            [words[row] for row in kept], [(1, row) for row in kept], place, align="right",
            colours=[colours[row] for row in kept], size=LABEL_SIZE))
        if name:
            ax.annotate(name, (1, -0.6), xytext=(points, 2), xycoords=("axes fraction", "data"),
                        textcoords="offset points", ha="right", va="bottom", color=QUIET)
    return sum(widths) if any(beside.columns) else 0.0


def _inches(ax: Axes, names: list) -> float:
    """The room between the rows' names and the right edge, for the heading."""
    if ax.figure.get_layout_engine() is None:
        return ax.figure.get_figwidth() * (1 - ax.get_position().x0)
    longest = max(word_width(line, LABEL_SIZE) for name in names
                  for line in row_name(name).split("\n"))
    return ax.figure.get_figwidth() - (longest + GAP_POINTS) / 72 - 0.15


def _row_words(name, row: int, values, others, scale: Scale, format: Format) -> str:
    lower, upper, dots = others
    text = f"{name} {scale.brief(values.iloc[row], format)}"
    if dots is not None:
        text += f" for {scale.brief(dots.iloc[row], format)}"
    if lower is not None and not np.isnan(lower.iloc[row]):
        text += (f" ({scale.brief(lower.iloc[row], format)} to "
                 f"{scale.brief(upper.iloc[row], format)})")
    return text
