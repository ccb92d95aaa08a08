"""The picture of a log of decisions: when each was made, and when it is to be looked at again."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num, num2date
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.style import BLUE, GREEN, INK, ORANGE, describe, heading, house_style, new_axes
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import counted
from helpers.subjects.goals.decisions import CLOSED, DUE, DecisionLog

ROW_INCHES, FRAME_INCHES = 0.42, 1.6
MOST_SHOWN = 8
LOOKS = {DUE: (ORANGE, "D"), CLOSED: (GREEN, "s")}


@house_style()
def decisions_chart(log: DecisionLog, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Each decision from its day to the day to look again; the eight newest.

    Parameters
    ----------
    log : DecisionLog
        From `decision_log`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write dates.
    """
    frame = log.frame.head(MOST_SHOWN)
    ax = new_axes(height=decisions_height(log)) if ax is None else ax
    for row, (_, decision) in enumerate(frame.iterrows()):
        colour, marker = LOOKS.get(decision["state"], (BLUE, "o"))
        days = decision[["decided", "look_again"]].dropna()
        if len(days) == 2:
            ax.plot(date2num(days), [row, row], color=colour, linewidth=2, linestyle="solid")
        ax.plot(date2num(days), [row] * len(days), color=colour, marker=marker, linestyle="none",
                markersize=7)
        ax.annotate(decision["state"], (1, row), xytext=(5, 0), va="center", fontsize=8.5,
                    xycoords=("axes fraction", "data"), textcoords="offset points", color=colour)
    ax.axvline(date2num(log.as_of), color=INK, linewidth=1, linestyle=(0, (4, 2)))
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_yticks(np.arange(len(frame)), [row_name(what) for what in frame["what"]])
    ax.tick_params(axis="y", length=0)
    ax.margins(x=0.06)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: format.date(_day(day))))
    ax.grid(axis="x")
    ax.set_xlabel("Day")
    heading(ax, "Decisions, and when to look again",
            "Each line runs from the day of the decision to the day to look again. Dashed: "
            f"{format.date(log.as_of)}, as far as the data go.", inches=5.0)
    describe(ax, _words(log, frame, format))
    return ax


def decisions_height(log: DecisionLog) -> float:
    """Inches that the chart takes."""
    return FRAME_INCHES + ROW_INCHES * min(len(log.frame), MOST_SHOWN)


def _day(number: float) -> pd.Timestamp:
    return pd.Timestamp(num2date(number)).tz_localize(None)


def _words(log: DecisionLog, frame: pd.DataFrame, format: Format) -> str:
    each = "; ".join(
        f"{decision['what']}, decided {_on(decision['decided'], format)}, to look at again "
        f"{_on(decision['look_again'], format)} ({decision['state']})"
        for _, decision in frame.iterrows())
    return (f"Timeline of {counted(len(log.frame), 'decision', format)} as of "
            f"{format.date(log.as_of)}: {each}.")


def _on(day: pd.Timestamp, format: Format) -> str:
    return "on a day not written down" if pd.isna(day) else f"on {format.date(day)}"
