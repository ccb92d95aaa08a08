"""The picture of what members do differently, cohort by cohort."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import STEPS
from helpers.charts.style import BLUE, INK, QUIET, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.subjects.customers.programme import ProgramEffect

MOST_COHORTS = 24
ROW_INCHES, FRAME_INCHES = 0.24, 1.7


@house_style()
def effect_chart(effect: ProgramEffect, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The difference between members and others in each cohort, and in all together.

    The latest 24 cohorts are shown; all count in the pooled difference.

    Parameters
    ----------
    effect : ProgramEffect
        From `program_effect`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    compared = effect.cohorts_told(format.smallest_group)
    shown = compared.tail(MOST_COHORTS)
    ax = new_axes(height=FRAME_INCHES + ROW_INCHES * (len(shown) + 1)) if ax is None else ax
    rows, pooled_row = np.arange(len(shown)), len(shown) + 0.3
    ax.axvline(0, color=QUIET, linewidth=1)
    ax.hlines(rows, shown["lower"], shown["upper"], color=BLUE, linewidth=1.3, linestyle="solid")
    ax.plot(shown["difference"], rows, color=BLUE, marker="o", markersize=4.5, linestyle="none")
    ax.hlines(pooled_row, effect.lower, effect.upper, color=INK, linewidth=2.6, linestyle="solid")
    ax.plot(effect.difference, pooled_row, color=INK, marker="D", markersize=7, linestyle="none")
    ax.set_ylim(pooled_row + 0.7, -0.7)
    ax.set_yticks([*rows, pooled_row], [*_row_labels(shown, format), "all together"])
    ax.get_yticklabels()[-1].set_fontweight("bold")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=STEPS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _points(value, format)))
    ax.set_xlabel("Difference in percentage points: right of 0, members bought again more often")
    ax.annotate(_interval(effect.difference, effect.lower, effect.upper, format),
                (1, pooled_row), xytext=(5, 0), xycoords=("axes fraction", "data"),
                textcoords="offset points", va="center", color=INK, weight="bold", fontsize=8.5)
    heading(ax, "Do members buy again more often than others?",
            f"Another purchase within {format.number(effect.within_days)} days, by "
            f"{_period(shown)} of first purchase (members/others). Lines: 95% intervals."
            f"{_left_out(effect, compared, format)}",
            inches=5.6)
    describe(ax, _words(effect, compared, format))
    return ax


def _row_labels(shown: pd.DataFrame, format: Format) -> list[str]:
    return [
        f"{format.period(row.Index)} ({format.number(row.members)}/{format.number(row.others)})"
        for row in shown.itertuples()
    ]


def _period(shown: pd.DataFrame) -> str:
    return {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}[shown.index.freqstr[0]]


def _left_out(effect: ProgramEffect, compared: pd.DataFrame, format: Format) -> str:
    left_out = effect.cohorts["difference"].count() - len(compared)
    if not left_out:
        return ""
    return (f"\nNot drawn, but counted below: {format.number(left_out)} with fewer than "
            f"{format.smallest_group} people in a part, or beside one.")


def _points(value: float, format: Format) -> str:
    return ("+" if value > 0 else "") + format.number(round(100 * value))


def _interval(difference: float, lower: float, upper: float, format: Format) -> str:
    return (f"{_points(difference, format)}\n({_points(lower, format)} to "
            f"{_points(upper, format)})")


def _words(effect: ProgramEffect, compared: pd.DataFrame, format: Format) -> str:
    higher = int((compared["difference"] > 0).sum())
    each = (f"Members are ahead in {higher} of {len(compared)} cohorts. " if len(compared) else "")
    return (
        "Dots with intervals: how much more often members bought again within "
        f"{format.number(effect.within_days)} days than others, in percentage points. {each}"
        "All together the difference is "
        f"{_points(effect.difference, format)} points, 95% interval "
        f"{_points(effect.lower, format)} to {_points(effect.upper, format)}."
    )
