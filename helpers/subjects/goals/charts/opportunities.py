"""Pictures of opportunities: how each scores on every criterion, and what their weights change."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.axes import label_ends, percent_axis
from helpers.charts.style import (
    INK, QUIET, SHADES, describe, heading, house_style, legible_on, new_axes, series_style,
    shortened,
)
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format
from helpers.stats.scoring import TOP
from helpers.stats.wording import joined, share
from helpers.subjects.goals.opportunities import OpportunityRanking

ROW_INCHES, FRAME_INCHES = 0.46, 1.55
HEADING_INCHES = 5.2
GAP = 0.03
DARKEST = 0.85
LINES_INCHES = 3.8
NAME_LETTERS = 16
STEPS = 101  # weights drawn, 0 to 1


@house_style()
def opportunity_chart(
    ranking: OpportunityRanking, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Every score, best opportunity first, with its total and how often it comes first.

    Parameters
    ----------
    ranking : OpportunityRanking
        From `rank_opportunities`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    scores = ranking.scores.loc[ranking.values.index]
    rows, columns = scores.shape
    ax = new_axes(height=opportunities_height(rows)) if ax is None else ax
    for row, name in enumerate(scores.index):
        for column, score in enumerate(scores.loc[name]):
            _draw_cell(ax, column, row, score, format)
        first = ranking.firmness.neighbourhood.loc[name, 1]
        for place, words in ((columns + 0.5, format.number(ranking.values[name], digits=1)),
                             (columns + 1.5, format.percent(first))):
            ax.annotate(words, (place, row), ha="center", va="center", fontsize=9, color=INK,
                        weight="bold" if name == ranking.choice else "normal")
    ax.set_xlim(0, columns + 2)
    ax.set_ylim(rows - 0.5, -0.5)
    ax.set_yticks(range(rows), [row_name(name) for name in scores.index])
    heads = [f"{criterion}\n{format.percent(weight)}"
             for criterion, weight in ranking.weights[scores.columns].items()]
    ax.set_xticks(np.arange(columns + 2) + 0.5, [*heads, "total\nof 10", "how often\nfirst"])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("Criterion and its weight")
    heading(ax, f"Where growth could come from: {shortened(ranking.choice, 30)}",
            "Scores from 0 to 10, darker is better. Last column: its share of first places when "
            "the weights move near yours.", inches=HEADING_INCHES)
    describe(ax, _scores_words(ranking, format))
    return ax


@house_style()
def weight_chart(
    ranking: OpportunityRanking, criterion: str | None = None, *, ax: Axes | None = None,
    format: Format = PLAIN,
) -> Axes:
    """Each opportunity's total as one criterion counts for more or less.

    Parameters
    ----------
    ranking : OpportunityRanking
        From `rank_opportunities`.
    criterion : str, optional
        Whose weight moves, the others keeping their proportions; by default the one that needs to
        move least to put another opportunity first, or the heaviest where none can.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ax = new_axes(height=LINES_INCHES) if ax is None else ax
    criterion = criterion or _most_telling(ranking)
    weights = np.linspace(0, 1, STEPS)
    totals = _totals(ranking, criterion, weights)
    for place, name in enumerate(totals.columns):
        ax.plot(weights, totals[name], **series_style(place),
                linewidth=2.4 if name == ranking.choice else 1.5)
    own = ranking.weights[criterion]
    ax.axvline(own, color=QUIET, linewidth=1, linestyle=(0, (1, 2)))
    ax.annotate("yours", (own, 1), xycoords=("data", "axes fraction"), xytext=(3, -2),
                textcoords="offset points", va="top", fontsize=8, color=QUIET)
    flip = next((flip for flip in ranking.weight_flips if flip.criterion == criterion), None)
    if flip is not None:
        ax.plot(flip.after, _totals(ranking, criterion, np.array([flip.after])).to_numpy().max(),
                marker="o", markersize=9, markerfacecolor="none", markeredgecolor=INK,
                linestyle="none")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, TOP)
    ax.grid(axis="y")
    percent_axis(ax.xaxis, format)
    label_ends(ax, [
        (totals[name].iloc[-1], textwrap.fill(name, NAME_LETTERS, max_lines=2, placeholder="…"),
         series_style(place)["color"]) for place, name in enumerate(totals.columns)], lines=2)
    ax.set_xlabel(f"Weight of {criterion}, the others keeping their proportions")
    ax.set_ylabel("Total, 0 to 10")
    heading(ax, f"If {criterion} counted for more or less",
            "The highest line comes first." + (" Ring: where another takes over." if flip else ""))
    describe(ax, _weight_words(ranking, criterion, totals, flip, format))
    return ax


def opportunities_height(rows: int) -> float:
    """The inches that a chart of so many opportunities needs to be legible."""
    return FRAME_INCHES + ROW_INCHES * rows


def _draw_cell(ax: Axes, column: int, row: int, score: float, format: Format) -> None:
    shade = SHADES(DARKEST * score / TOP)
    ax.add_patch(Rectangle((column + GAP, row - 0.5 + GAP), 1 - 2 * GAP, 1 - 2 * GAP,
                           facecolor=shade, linewidth=0))
    digits = 0 if score == round(score) else 1
    ax.annotate(format.number(score, digits=digits), (column + 0.5, row), ha="center",
                va="center", fontsize=9, color=legible_on(tuple(shade)))


def _most_telling(ranking: OpportunityRanking) -> str:
    return ranking.weight_flips[0].criterion if ranking.weight_flips else ranking.weights.idxmax()


def _totals(ranking: OpportunityRanking, criterion: str, weights: np.ndarray) -> pd.DataFrame:
    """Each opportunity's total at each weight of the criterion, best at the owner's own first."""
    scores = ranking.scores.loc[ranking.values.index]
    others = ranking.weights.drop(criterion)
    rest = scores[others.index] @ (others / (others.sum() or 1))
    totals = np.outer(weights, scores[criterion]) + np.outer(1 - weights, rest)
    return pd.DataFrame(totals, columns=scores.index)


def _scores_words(ranking: OpportunityRanking, format: Format) -> str:
    weights = joined([f"{name} {format.percent(weight)}"
                      for name, weight in ranking.weights.items()])
    first = ranking.firmness.neighbourhood[1]
    told = "; ".join(
        f"{name} {format.number(value, digits=1)} of {TOP}, first in {share(first[name], format)}"
        for name, value in ranking.values.items())
    return (f"Table of scores from 0 to 10, darker is better, weighed {weights}. Totals, and how "
            f"often each comes first over weightings near the owner's: {told}.")


def _weight_words(
    ranking: OpportunityRanking, criterion: str, totals: pd.DataFrame, flip, format: Format
) -> str:
    own = format.percent(ranking.weights[criterion])
    ends = "; ".join(f"{name} from {format.number(line.iloc[0], digits=1)} to "
                     f"{format.number(line.iloc[-1], digits=1)}" for name, line in totals.items())
    over = ("No weight of it puts another first." if flip is None else
            f"At {format.percent(flip.after)} {flip.choice} takes over.")
    return (f"Lines of the totals as the weight of {criterion} goes from 0 to 100%: {ends}. "
            f"The owner's weight is {own}, where {ranking.choice} comes first. {over}")
