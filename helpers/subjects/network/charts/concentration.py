"""In how few hands the money is: the largest shares, and the index."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import STEPS
from helpers.charts.style import (
    BLUE, GREEN, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import share
from helpers.subjects.network.concentration_index import (
    HIGH, LARGEST, MODERATE, POINTS, Concentration,
)

SERIES = ((BLUE, ""), (ORANGE, "///"), (GREEN, "..."))
BAR_INCHES, GROUP_INCHES, FRAME_INCHES, LEGEND_INCHES = 0.2, 0.16, 1.75, 0.5


@house_style()
def concentration_chart(
    found: Concentration | Mapping[str, Concentration], *, ax: Axes | None = None,
    format: Format = PLAIN,
) -> Axes:
    """The shares of the largest one, three and five, and the index, for up to three groups.

    Parameters
    ----------
    found : Concentration or mapping of str to Concentration
        From `concentration`; by the name of the group, such as customers and suppliers.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    groups = {f"{found.noun}s": found} if isinstance(found, Concentration) else dict(found)
    told = {name: each.told(format.smallest_group) for name, each in groups.items()}
    measures = [*(f"top_{largest}" for largest in LARGEST), "hhi"]
    rows = [name for name in measures if any(name in frame.index for frame in told.values())]
    ax = new_axes(height=concentration_height(len(groups))) if ax is None else ax
    places = _draw_groups(ax, told, rows, format)
    ax.set_xlim(0, 1)
    ax.set_yticks([places[row].mean() for row in rows], [_measure_name(row) for row in rows])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format.percent(value)))
    ax.set_xlabel(f"Share of the money; the index out of {format.number(POINTS)}")
    spread = any(frame["lower"].notna().any() for frame in told.values())
    heading(ax, "How much hangs on a few",
            "Lower bars: the money is spread more widely."
            + (" Thin lines: 95% intervals." if spread else ""), inches=5.4)
    if len(groups) > 1:
        below = LEGEND_INCHES / (ax.figure.get_figheight() - FRAME_INCHES)
        ax.legend(loc="upper left", bbox_to_anchor=(0, -below), ncols=len(groups), frameon=False,
                  fontsize=8, borderaxespad=0)
    describe(ax, _concentration_words(told, format))
    return ax


def concentration_height(groups: int) -> float:
    """The inches that bars for so many groups need to be legible."""
    rows = 1 + len(LARGEST)
    return FRAME_INCHES + rows * (groups * BAR_INCHES + GROUP_INCHES)


def _draw_groups(ax: Axes, told: dict, rows: list[str], format: Format) -> dict[str, np.ndarray]:
    """Bars side by side for each measure; returns where those of each stand."""
    step, places = BAR_INCHES, {}
    for number, row in enumerate(rows):
        top = -number * (len(told) * step + GROUP_INCHES)
        places[row] = top - step * np.arange(len(told))
    for group, (name, frame) in enumerate(told.items()):
        colour, hatch = SERIES[group % len(SERIES)]
        there = [row for row in rows if row in frame.index]
        heights = [places[row][group] for row in there]
        values = frame.loc[there, "value"].to_numpy()
        ax.barh(heights, values, 0.8 * step, color=colour if not hatch else "white",
                edgecolor=colour, hatch=hatch, linewidth=1, label=name)
        ends = frame.loc[there, ["lower", "upper"]].to_numpy()
        known = ~np.isnan(ends).any(axis=1)
        for colour, width in (("white", 3.5), (INK, 1.4)):
            ax.hlines(np.array(heights)[known], ends[known, 0], ends[known, 1], color=colour,
                      linewidth=width, linestyle="solid")
        for row, height, value, upper in zip(there, heights, values, ends[:, 1]):
            words = (f"{format.number(POINTS * value)} points" if row == "hhi"
                     else share(value, format))
            ax.annotate(words, (np.nanmax([value, upper]), height), xytext=(4, 0),
                        textcoords="offset points", va="center", fontsize=8, zorder=4,
                        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "linewidth": 0})
    lowest = min(each.min() for each in places.values())
    _draw_bounds(ax, places["hhi"] if "hhi" in places else None, format)
    ax.set_ylim(lowest - 1.7 * step, step)
    return places


def _draw_bounds(ax: Axes, heights: np.ndarray | None, format: Format) -> None:
    """Where two American authorities call a market, not a firm, concentrated."""
    if heights is None:
        return
    low, high = heights.min() - 0.65 * BAR_INCHES, heights.max() + 0.5 * BAR_INCHES
    for bound, side in ((MODERATE, "right"), (HIGH, "left")):
        ax.vlines(bound, low, high, color=QUIET, linewidth=1, linestyle=(0, (2, 1.5)), zorder=3)
        ax.annotate(format.number(POINTS * bound), (bound, low), color=QUIET, fontsize=7,
                    xytext=(2 if side == "left" else -2, -1), textcoords="offset points",
                    ha=side, va="top")


def _measure_name(row: str) -> str:
    if row == "hhi":
        return "index (HHI)"
    largest = row.removeprefix("top_")
    return "the largest" if largest == "1" else f"the {largest} largest"


def _concentration_words(told: dict, format: Format) -> str:
    said = []
    for name, frame in told.items():
        parts = [f"{_measure_name(row)} {share(value, format)}"
                 for row, value in frame["value"].items() if row != "hhi"]
        if "hhi" in frame.index:
            parts.append(f"index {format.number(POINTS * frame.loc['hhi', 'value'])} of "
                         f"{format.number(POINTS)}")
        said.append(f"{name}: {', '.join(parts) or 'too few to be told of'}.")
    return ("Bars of the largest shares of the money and of the index. " + " ".join(said)
            + f" Marks at {format.number(POINTS * MODERATE)} and {format.number(POINTS * HIGH)}.")
