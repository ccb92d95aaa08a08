"""A grid of numbers, darker where they are more."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh

from helpers.charts.axes import LABEL_SIZE, TextMarks, label_step, word_width
from helpers.charts.scales import Scale, scale_of, sentences
from helpers.charts.style import (
    GROUND, INK, QUIET, SHADES, describe, heading, house_style, legible_on, new_axes,
)
from helpers.core.formats import PLAIN, Format

ROW_INCHES, FRAME_INCHES, FEWEST_ROWS = 0.26, 1.4, 4
MOST_COLUMN_LABELS = 13
LABEL_PLACE, EDGE_POINTS = -0.012, 14  # of the axes' width; around labels and axes
CELL_SIZES = (9, 8, 7.5, 7, 6.5, 6)  # only a screen, which can be enlarged, may have small letters
FIRST_WIDTH = 1.4


def grid_height(rows: int) -> float:
    """The inches that a grid of so many rows needs to be legible."""
    return FRAME_INCHES + ROW_INCHES * max(FEWEST_ROWS, rows)


@house_style()
def grid(
    cells: pd.DataFrame, *, unit: type, title: str, note: str = "", rows: str = "",
    columns: str = "", hidden: pd.DataFrame | None = None, first_plain: bool = False,
    also: str = "", ax: Axes | None = None, format: Format = PLAIN,
) -> Axes:
    """A heatmap with its numbers in the cells, or with a key where they do not fit.

    Parameters
    ----------
    cells : DataFrame
        What is missing stays blank. Rows are named by the index, columns by whole numbers.
    unit : type
        The kind of value, such as `Share`.
    title, note : str
        What is seen, and how to read it.
    rows, columns : str
        Words over the rows' names, and under the columns.
    hidden : DataFrame of bool, optional
        Missing cells that get a dot: they may not be told.
    first_plain : bool
        The first column is not shaded: it would drown the others.
    also : str
        What the alt text tells beside the rows' extremes.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.

    Examples
    --------
    >>> from helpers.charts.style import alt_text
    >>> from helpers.stats.values import Share
    >>> ax = grid(pd.DataFrame({1: [0.2, 0.5]}, index=["May", "June"]), unit=Share, title="Back")
    >>> alt_text(ax)
    'Heatmap: Back. 2 rows, from May to June. In column 1 from 20% (May) to 50% (June).'
    """
    ax = new_axes(height=grid_height(len(cells))) if ax is None else ax
    scale, plain = scale_of(unit), int(first_plain)
    edges = np.arange(cells.shape[1] + 1.0)
    edges[0] -= (FIRST_WIDTH - 1) * plain
    mesh = ax.pcolormesh(edges[plain:], np.arange(len(cells) + 1), cells.iloc[:, plain:],
                         cmap=SHADES, edgecolors="white")
    if first_plain:
        ax.axvspan(edges[0], edges[1], color=GROUND, zorder=0)
    size, words, tight = _fitting(ax, cells, edges, scale, format)
    if size:
        _write(ax, cells, edges, mesh, words, size)
        _dots(ax, hidden, edges)
    else:
        _key(ax, mesh, scale, format)
    _label(ax, cells, edges, rows, columns)
    heading(ax, title, sentences(scale.tight_unit if tight else "", note),
            inches=_inches(ax, cells, EDGE_POINTS) + (0.3 if size else 0))
    describe(ax, _words(cells, plain, title, columns, note, also, scale, format))
    return ax


def _inches(ax: Axes, cells: pd.DataFrame, points: float) -> float:
    """The width that is left beside the rows' names and so many points."""
    if ax.figure.get_layout_engine() is None:
        return ax.get_position().width * ax.figure.get_figwidth()
    names = max(word_width(str(name), LABEL_SIZE) for name in cells.index)
    return ax.figure.get_figwidth() - (names + points) / 72


def _fitting(ax: Axes, cells: pd.DataFrame, edges, scale: Scale, format: Format) -> tuple:
    """The size of letters that fit the cells, if any, the cells' words then, and if in brief."""
    room = 0.97 * 72 * _inches(ax, cells, EDGE_POINTS) / (edges[-1] - edges[0]) * np.diff(edges)
    sizes = CELL_SIZES[:1] if ax.figure.get_layout_engine() else CELL_SIZES
    values = cells.to_numpy()
    _, columns = known = np.nonzero(~np.isnan(values))
    for write in (scale.cell, scale.tight):
        words = [write(value, format) for value in values[known]]
        widths = {pair: word_width(pair[1], 1) / room[pair[0]] for pair in set(zip(columns, words))}
        for size in sizes:
            if size * max(widths.values(), default=0) <= 1:
                return size, words, write is not scale.cell
    return None, [], False


def _write(ax: Axes, cells, edges, mesh: QuadMesh, words: list[str], size: float) -> None:
    values = cells.to_numpy()
    rows, columns = np.nonzero(~np.isnan(values))
    plain = cells.shape[1] - mesh.get_array().shape[1]
    shades = mesh.to_rgba(values[rows, columns])
    colours = [INK if column < plain else legible_on(tuple(shade))
               for column, shade in zip(columns, shades)]
    ax.add_artist(TextMarks(words, _middles(rows, columns, edges), ax.transData, colours=colours,
                            size=size))


def _dots(ax: Axes, hidden: pd.DataFrame | None, edges) -> None:
    if hidden is None or not hidden.to_numpy().any():
        return
    rows, columns = np.nonzero(hidden.to_numpy())
    ax.add_artist(TextMarks(["·"] * len(rows), _middles(rows, columns, edges), ax.transData,
                            colours=INK, size=LABEL_SIZE))


def _middles(rows, columns, edges) -> np.ndarray:
    return np.column_stack([(edges[columns] + edges[columns + 1]) / 2, rows + 0.5])


def _key(ax: Axes, mesh: QuadMesh, scale: Scale, format: Format) -> None:
    bar = ax.figure.colorbar(mesh, ax=ax, fraction=0.03, pad=0.02, shrink=0.5, anchor=(0, 1))
    bar.outline.set_visible(False)
    scale.axis(bar.ax.yaxis, format)


def _label(ax: Axes, cells: pd.DataFrame, edges, rows: str, columns: str) -> None:
    names = [*map(str, cells.index), *([rows] if rows else [])]
    places = [(LABEL_PLACE, row + 0.5) for row in range(len(cells))] + [(LABEL_PLACE, -0.35)]
    ax.add_artist(TextMarks(
        names, places[:len(names)], ax.get_yaxis_transform(), size=LABEL_SIZE, align="right",
        colours=[*[INK] * len(cells), *([QUIET] if rows else [])]))
    ax.set_yticks([])
    step = label_step(cells.shape[1], MOST_COLUMN_LABELS)
    ax.set_xticks(((edges[:-1] + edges[1:]) / 2)[::step], cells.columns[::step])
    ax.set_xlabel(columns)
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(len(cells), 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _words(cells, plain: int, title, columns, note, also, scale: Scale, format: Format) -> str:
    across = f"; {columns[:1].lower()}{columns[1:]}: {cells.columns[0]} to {cells.columns[-1]}"
    return sentences(
        f"Heatmap: {title}",
        f"{len(cells)} row{'s' * (len(cells) > 1)}, from {cells.index[0]} to {cells.index[-1]}"
        + (across if columns else ""), note,
        *(_column_words(cells[name].dropna(), name, scale, format)
          for name in cells.columns[plain:plain + 1]), also)


def _column_words(values: pd.Series, name, scale: Scale, format: Format) -> str:
    if values.empty:
        return ""
    low, high = values.idxmin(), values.idxmax()
    return (f"In column {name} from {scale.cell(values[low], format)} ({low}) to "
            f"{scale.cell(values[high], format)} ({high})")
