"""Pictures of which way to grow: the matrix, and how firm the choice is."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from helpers.analysis.scoring import RankAcceptability
from helpers.analysis.strategy import STRATEGIES, AnsoffChoice
from helpers.analysis.wording import joined, share
from helpers.charts.axes import Words
from helpers.charts.style import (
    INK,
    QUIET,
    SHADES,
    describe,
    heading,
    house_style,
    legible_on,
    new_axes,
)
from helpers.charts.units import row_name
from helpers.formats import PLAIN, Format

PENETRATION, MARKETS, PRODUCTS, RELATED, UNRELATED = STRATEGIES
CELLS = {  # left, bottom, width, height
    PENETRATION: (0, 1, 1, 1), PRODUCTS: (1, 1, 1, 1), MARKETS: (0, 0, 1, 1),
    RELATED: (1, 0.5, 1, 0.5), UNRELATED: (1, 0, 1, 0.5),
}
GAP = 0.012
CRITERIA_NAMES = {"attractiveness": "attractive", "feasibility": "feasible", "low risk": "safe"}
PALEST, DARKEST = 0.02, 0.72
MATRIX_INCHES = 3.9

ROW_INCHES, FRAME_INCHES = 0.36, 1.5
FIRMNESS_INCHES = 5.2  # the room for a heading
BAR_HEIGHT, LABEL_SIZE = 0.74, 7.5
NARROWEST_LABEL = 0.075  # of a bar


@house_style()
def ansoff_matrix(
    choice: AnsoffChoice, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Products across, customers down: how well each way to grow scores, and which comes first.

    Parameters
    ----------
    choice : AnsoffChoice
        From `ansoff`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ax = new_axes(height=MATRIX_INCHES) if ax is None else ax
    values = choice.values
    spread = max(values.max() - values.min(), 0.1)
    for strategy, cell in CELLS.items():
        depth = (values[strategy] - values.min()) / spread
        shade = SHADES(PALEST + (DARKEST - PALEST) * depth)
        _draw_cell(ax, choice, strategy, cell, shade, format)
    _frame_choice(ax, CELLS[choice.choice])
    ax.set_xlim(0, 2)
    ax.set_ylim(0, 2)
    ax.set_xticks([0.5, 1.5], ["those you have", "new ones"])
    ax.set_yticks([1.5, 0.5], ["customers\nyou have", "new\ncustomers"])
    ax.set_xlabel("Products")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    heading(ax, f"Which way to grow: {choice.choice}", _matrix_note(choice))
    describe(ax, _matrix_words(choice, format))
    return ax


@house_style()
def firmness_chart(
    ranks: AnsoffChoice | RankAcceptability, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """How often each alternative takes each rank, as the weights of the criteria change.

    Bars show weightings near the owner's own where those are known, all weightings otherwise.

    Parameters
    ----------
    ranks : AnsoffChoice or RankAcceptability
        From `ansoff` or `rank_acceptability`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ranks = ranks.firmness if isinstance(ranks, AnsoffChoice) else ranks
    near = ranks.neighbourhood is not None
    table = ranks.neighbourhood if near else ranks.acceptability
    table = table.sort_values(list(table.columns), ascending=False, kind="stable")
    ax = new_axes(height=firmness_height(len(table))) if ax is None else ax
    _draw_shares(ax, table, format)
    if near:
        _write_shares_of_all(ax, ranks.acceptability.loc[table.index, 1], format)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_yticks(range(len(table)), [row_name(name) for name in table.index])
    ax.set_xticks([])
    ax.set_xlabel("Share of the weightings")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    where = "Weightings near yours" if near else "All ways to weigh the criteria"
    heading(ax, "How firm is that?",
            f"{where}: how often each comes 1st, 2nd, …" + (" Right: 1st in all." if near else ""),
            inches=FIRMNESS_INCHES)
    describe(ax, _firmness_words(table, ranks, near, format))
    return ax


def firmness_height(alternatives: int) -> float:
    """The inches that a chart of ranks needs to be legible."""
    return FRAME_INCHES + ROW_INCHES * alternatives


def _draw_cell(ax: Axes, choice: AnsoffChoice, strategy: str, cell: tuple, shade, format: Format
               ) -> None:
    left, bottom, width, height = cell
    ax.add_patch(Rectangle((left + GAP, bottom + GAP), width - 2 * GAP, height - 2 * GAP,
                           facecolor=shade, linewidth=0))
    colour = legible_on(tuple(shade))
    first = strategy == choice.choice
    middle, across = bottom + height / 2, left + width / 2
    write = {"ha": "center", "va": "center", "color": colour}
    ax.annotate(strategy.capitalize(), (across, middle), xytext=(0, 13),
                textcoords="offset points", weight="bold", fontsize=9, **write)
    mark = "▶ comes first: " if first else ""
    ax.annotate(f"{mark}{_points(choice.values[strategy], format)} of 100", (across, middle),
                xytext=(0, 0), textcoords="offset points", fontsize=9,
                weight="bold" if first else "normal", **write)
    ax.annotate(_parts(choice.scores.loc[strategy], format), (across, middle), xytext=(0, -13),
                textcoords="offset points", fontsize=7.5, **write)


def _frame_choice(ax: Axes, cell: tuple) -> None:
    left, bottom, width, height = cell
    ax.add_patch(Rectangle((left + GAP, bottom + GAP), width - 2 * GAP, height - 2 * GAP,
                           fill=False, edgecolor=INK, linewidth=3, clip_on=False, zorder=3))


def _parts(scores: pd.Series, format: Format) -> str:
    return " · ".join(f"{CRITERIA_NAMES[name]} {_points(score, format)}"
                      for name, score in scores.items())


def _points(value: float, format: Format) -> str:
    return format.number(round(100 * value))


def _matrix_note(choice: AnsoffChoice) -> str:
    weights = joined([f"{CRITERIA_NAMES[name]} {weight:.0%}"
                      for name, weight in choice.weights.items()])
    tied = f" Level with it: {joined(list(choice.tied))}." if choice.tied else ""
    return f"Points out of 100, darker is more; they weigh {weights}.{tied}"


def _matrix_words(choice: AnsoffChoice, format: Format) -> str:
    ordered = choice.values.sort_values(ascending=False, kind="stable")
    told = ", ".join(f"{name} {_points(value, format)}" for name, value in ordered.items())
    level = f" {joined(list(choice.tied)).capitalize()} has as many." if choice.tied else ""
    return (
        "Ansoff's matrix, products across and customers down, diversification split into related "
        f"and unrelated. {choice.choice.capitalize()} ({choice.quadrant}) is marked as first. "
        f"Points out of 100: {told}.{level}"
    )


def _draw_shares(ax: Axes, table: pd.DataFrame, format: Format) -> None:
    """A bar for each row, its parts the shares of the ranks; all in two collections, for speed."""
    widths = table.to_numpy()
    starts = widths.cumsum(axis=1) - widths
    rows, ranks = np.nonzero(widths)
    left, width = starts[rows, ranks], widths[rows, ranks]
    shades = [_rank_shade(rank, widths.shape[1]) for rank in range(widths.shape[1])]
    corners = np.array([(0, -0.5), (1, -0.5), (1, 0.5), (0, 0.5)])
    sizes = np.column_stack([width, np.full(len(rows), BAR_HEIGHT)])
    middles = np.column_stack([left, rows])
    ax.add_collection(PolyCollection(
        middles[:, None] + corners * sizes[:, None], facecolors=[shades[rank] for rank in ranks],
        edgecolors="white", linewidths=0.8,
    ), autolim=False)
    named = width >= NARROWEST_LABEL
    if named.any():
        ax.add_artist(Words(
            [_rank_label(rank + 1, share, format)
             for rank, share in zip(ranks[named], width[named])],
            np.column_stack([left + width / 2, rows])[named], ax.transData,
            colours=[legible_on(tuple(shades[rank])) for rank in ranks[named]], size=LABEL_SIZE,
        ))


def _rank_shade(rank: int, ranks: int) -> tuple:
    """Darkest for the first, which is 0 here."""
    return SHADES(0.95 - 0.95 * rank / max(ranks - 1, 1))


def _rank_label(rank: int, width: float, format: Format) -> str:
    ordinal = {1: "1st", 2: "2nd", 3: "3rd"}.get(rank, f"{rank}th")
    return f"{ordinal} {format.percent(width)}" if width >= 2 * NARROWEST_LABEL else ordinal


def _write_shares_of_all(ax: Axes, first: pd.Series, format: Format) -> None:
    for row, value in enumerate(first):
        ax.annotate(format.percent(value), (1, row), xytext=(8, 0), color=QUIET, fontsize=8.5,
                    va="center", xycoords=("axes fraction", "data"), textcoords="offset points")


def _firmness_words(
    table: pd.DataFrame, ranks: RankAcceptability, near: bool, format: Format
) -> str:
    where = "over weightings near the owner's own" if near else "over all weightings"
    firsts = table[1][table[1] > 0]
    words = [
        f"Stacked bars: how often each of {len(table)} alternatives takes each rank, {where}. "
        f"First: {', '.join(f'{name} {share(value, format)}' for name, value in firsts.items())}."
    ]
    if near:
        everywhere = ranks.acceptability[1].sort_values(ascending=False, kind="stable")
        everywhere = everywhere[everywhere > 0]
        told = ", ".join(f"{name} {share(value, format)}" for name, value in everywhere.items())
        words.append(f"Over all weightings: {told}.")
    return " ".join(words)
