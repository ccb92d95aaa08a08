"""A picture of which way to grow: the matrix."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.style import (
    INK, SHADES, describe, heading, house_style, legible_on, new_axes,
)
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import joined
from helpers.subjects.strategy.ansoff_choice import STRATEGIES, AnsoffChoice

PENETRATION, MARKETS, PRODUCTS, RELATED, UNRELATED = STRATEGIES
CELLS = {  # left, bottom, width, height
    PENETRATION: (0, 1, 1, 1), PRODUCTS: (1, 1, 1, 1), MARKETS: (0, 0, 1, 1),
    RELATED: (1, 0.5, 1, 0.5), UNRELATED: (1, 0, 1, 0.5),
}
GAP = 0.012
CRITERIA_NAMES = {"attractiveness": "attractive", "feasibility": "feasible", "low risk": "safe"}
PALEST, DARKEST = 0.02, 0.72
MATRIX_INCHES = 3.9


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
