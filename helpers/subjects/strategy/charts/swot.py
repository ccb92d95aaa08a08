"""Pictures of where a business stands: towards rivals, in its resources, and all in one square."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.style import (
    BLUE, GREEN, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import counted
from helpers.subjects.strategy.resources import AREAS, LEVELS, NOT_RATED, STEPS, ResourceAudit
from helpers.subjects.strategy.rivals import ALIKE, BETTER, WORSE, RivalComparison
from helpers.subjects.strategy.swot import (
    KINDS, OPPORTUNITY, PLURALS, STRENGTH, THREAT, WEAKNESS, Swot,
)

GROUND = "#E3E8EC"  # darker than the house's, which a picture with few colours would lose
SAID = {BETTER: ("▲ we are better", "#DCEBF5"), ALIKE: ("= alike", GROUND),
        WORSE: ("▼ they are better", "#FBE9DC")}
NOT_SAID = ("not rated", "#FFFFFF")
GAP = 0.025
ROW_INCHES, FRAME_INCHES, HEADING_INCHES = 0.4, 1.35, 5.0
NAMES_LETTERS = 66  # in a row, of all rivals together

MARKS = {0: "v", 1: "v", 2: "o", 3: "^"}
STEP_COLOURS = {0: ORANGE, 1: ORANGE, 2: QUIET, 3: GREEN}

PLACES = {STRENGTH: (0, 1), WEAKNESS: (1, 1), OPPORTUNITY: (0, 0), THREAT: (1, 0)}
TOP_LINES = {STRENGTH: GREEN, WEAKNESS: ORANGE, OPPORTUNITY: BLUE, THREAT: INK}
EMPTY = {STRENGTH: "none shows yet", WEAKNESS: "none shows yet",
         OPPORTUNITY: "not written down yet", THREAT: "not written down yet"}
SQUARE_INCHES, MOST_LINES = 5.0, 9
LETTERS_PER_INCH = 14.2


@house_style()
def rivals_chart(
    comparison: RivalComparison, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """We against each rival on each criterion, in words and shades, what matters most on top.

    Parameters
    ----------
    comparison : RivalComparison
        From `compare_rivals`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    grid = comparison.grid
    ax = new_axes(height=rivals_height(len(grid))) if ax is None else ax
    letters = NAMES_LETTERS // len(grid.columns)
    for place, criterion in enumerate(grid.index):
        for column, rating in enumerate(grid.loc[criterion]):
            words, shade = SAID.get(rating, NOT_SAID)
            ax.add_patch(Rectangle((column + GAP, place - 0.5 + GAP), 1 - 2 * GAP, 1 - 2 * GAP,
                                   facecolor=shade, edgecolor="#D0D0D0", linewidth=0.5))
            ax.annotate(words, (column + 0.5, place), ha="center", va="center", fontsize=8.5,
                        color=QUIET if rating == NOT_RATED else INK)
    ax.set_xlim(0, len(grid.columns))
    ax.set_ylim(len(grid) - 0.5, -0.5)
    ax.set_xticks(np.arange(len(grid.columns)) + 0.5,
                  [textwrap.fill(name, letters, max_lines=2, placeholder="…")
                   for name in grid.columns])
    ax.set_yticks(range(len(grid)), [_criterion(row) for row in comparison.frame.itertuples()])
    ax.set_xlabel("Rival")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    heading(ax, "Ahead of whom, behind whom?", "By your own ratings.", inches=HEADING_INCHES)
    describe(ax, _rivals_words(comparison, format))
    return ax


@house_style()
def resources_chart(
    audit: ResourceAudit, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Each resource on its step, from lacking to room for more; a ring where it stood last time.

    Parameters
    ----------
    audit : ResourceAudit
        From `audit_resources`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    frame = audit.frame
    ax = new_axes(height=resources_height(len(frame))) if ax is None else ax
    before = frame["before"].map(STEPS).astype(float)
    for place, (name, row) in enumerate(frame.iterrows()):
        ax.plot([0, len(LEVELS) - 1], [place, place], color=GROUND, linewidth=4,
                linestyle="solid", solid_capstyle="round", zorder=0)
        if pd.notna(before[name]) and before[name] != row["step"]:
            ax.plot(before[name], place, marker="o", markersize=6, markerfacecolor="white",
                    markeredgecolor=QUIET, linestyle="none")
        if pd.isna(row["step"]):
            ax.annotate(row["level"], (0, place), xytext=(8, 0), textcoords="offset points",
                        va="center", color=QUIET, fontsize=8.5)
        else:
            ax.plot(row["step"], place, marker=MARKS[row["step"]], markersize=9,
                    color=STEP_COLOURS[row["step"]], markeredgecolor="white", linestyle="none")
    breaks = np.flatnonzero(frame["area"].to_numpy()[1:] != frame["area"].to_numpy()[:-1]) + 0.5
    ax.hlines(breaks, -0.4, len(LEVELS) - 0.6, color="#D0D0D0", linewidth=1, linestyle="solid")
    ax.set_xlim(-0.4, len(LEVELS) - 0.6)
    ax.set_ylim(len(frame) - 0.5, -0.5)
    ax.set_xticks(range(len(LEVELS)), [textwrap.fill(words, 16) for words in LEVELS.values()])
    ax.set_yticks(range(len(frame)), [row_name(_capital(label)) for label in frame["label"]])
    for area in AREAS:
        middle = np.flatnonzero(frame["area"] == area).mean()
        ax.annotate(area, (1, middle), xytext=(6, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", rotation=-90, va="center", color=QUIET,
                    fontsize=8.5)
    ax.set_xlabel("Would it carry a fifth more work?")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ring = "" if audit.dated_before is None else (
        f" Ring: where it stood on {format.date(audit.dated_before)}.")
    heading(ax, "What would give way first", f"By your own ratings.{ring}", inches=HEADING_INCHES)
    describe(ax, _resources_words(audit, format))
    return ax


@house_style()
def swot_chart(swot: Swot, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Strengths, weaknesses, opportunities and threats in four quarters, what counts most on top.

    Parameters
    ----------
    swot : Swot
        From `draw_swot`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    points = swot.points(format)
    ax = new_axes(height=SQUARE_INCHES) if ax is None else ax
    for kind in KINDS:
        _draw_quarter(ax, kind, points.loc[points["kind"] == kind, "point"].tolist(), format)
    ax.set_xlim(0, 2)
    ax.set_ylim(0, 2)
    ax.set_xticks([0.5, 1.5], ["helps", "harms"])
    ax.set_yticks([1.5, 0.5], ["within", "around\nus"])
    ax.set_xlabel("Above: drawn from what was found. Below: in your own words.")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    on = "" if swot.dated is None else f"Your words of {format.date(swot.dated)}."
    heading(ax, "Where we stand", on, inches=HEADING_INCHES)
    describe(ax, _swot_words(points))
    return ax


def rivals_height(criteria: int) -> float:
    """The inches that a grid of so many criteria needs."""
    return FRAME_INCHES + ROW_INCHES * criteria


def resources_height(resources: int) -> float:
    """The inches that so many resources need to be legible."""
    return FRAME_INCHES + 0.25 + 0.3 * resources


def _criterion(row) -> str:
    mark = {1: " (1st)", 2: " (2nd)"}.get(row.matters, "")
    return f"{_capital(row.Index)}{mark}"


def _draw_quarter(ax: Axes, kind: str, said: list[str], format: Format) -> None:
    left, bottom = PLACES[kind]
    ax.add_patch(Rectangle((left + GAP, bottom + GAP), 1 - 2 * GAP, 1 - 2 * GAP, facecolor=GROUND,
                           linewidth=0))
    ax.plot([left + GAP, left + 1 - GAP], [bottom + 1 - GAP] * 2, color=TOP_LINES[kind],
            linewidth=3, linestyle="solid", solid_capstyle="butt")
    write = {"ha": "left", "va": "top"}
    ax.annotate(PLURALS[kind].capitalize(), (left + 0.06, bottom + 0.94), weight="bold",
                fontsize=10, color=INK, **write)
    lines = _lines(said, int(LETTERS_PER_INCH * _quarter_inches(ax)), format)
    ax.annotate("\n".join(lines) or EMPTY[kind], (left + 0.06, bottom + 0.82), fontsize=8,
                linespacing=1.35, color=INK if lines else QUIET, **write)


def _quarter_inches(ax: Axes) -> float:
    return ax.figure.get_figwidth() * ax.get_position().width / 2


def _lines(said: list[str], letters: int, format: Format) -> list[str]:
    """Points as lines of so many letters; those for which there is no room are counted."""
    wrapped = [textwrap.wrap(f"· {_capital(point)}", letters, subsequent_indent="  ")
               for point in said]
    taken = np.cumsum([len(lines) for lines in wrapped])
    if not len(taken) or taken[-1] <= MOST_LINES:
        return [line for lines in wrapped for line in lines]
    fits = max(1, int((taken < MOST_LINES).sum()))
    lines = [line for lines in wrapped[:fits] for line in lines]
    if len(lines) >= MOST_LINES:
        lines = [*lines[:MOST_LINES - 2], f"{lines[MOST_LINES - 2]}…"]
    left = len(said) - fits
    return [*lines, f"  and {format.number(left)} more"] if left else lines


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _rivals_words(comparison: RivalComparison, format: Format) -> str:
    said = "; ".join(
        f"{row.Index}: better than {format.number(row.better)}, level with "
        f"{format.number(row.alike)}, worse than {format.number(row.worse)}"
        for row in comparison.frame.itertuples())
    return (f"A grid of {counted(len(comparison.rivals), 'rival', format)} by "
            f"{len(comparison.frame)} criteria. {said}.")


def _resources_words(audit: ResourceAudit, format: Format) -> str:
    parts = [f"{words} {format.number(len(labels))} ({', '.join(labels)})"
             for level, words in LEVELS.items() if (labels := audit.at(level))]
    return (f"{len(audit.frame)} resources on four steps, {format.number(audit.unrated)} not "
            f"rated: {'; '.join(parts)}.")


def _swot_words(points: pd.DataFrame) -> str:
    parts = [f"{PLURALS[kind].capitalize()}, {len(said)}: {'; '.join(said) or 'none'}."
             for kind in KINDS
             for said in [points.loc[points["kind"] == kind, "point"].str.rstrip(".").tolist()]]
    return f"Four quarters. {' '.join(parts)}"
