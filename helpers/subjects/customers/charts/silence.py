"""The picture of silence: who has not bought for how long, and from when on that is unusual."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import count_axis
from helpers.charts.style import BLUE, INK, ORANGE, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.stats.small_groups import people_in_words, too_small
from helpers.subjects.customers.lapse import Lapsed

BARS, FEWEST_BARS = 36, 4
MOSTLY_SHOWN = 0.9


@house_style()
def lapsed_chart(lapsed: Lapsed, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Customers by the days since their last purchase, on both sides of the threshold.

    Parameters
    ----------
    lapsed : Lapsed
        From `lapsed`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    ax = new_axes() if ax is None else ax
    silence, threshold = lapsed.customers["silence_days"], lapsed.threshold_days
    bars, shown = _bars(silence, threshold, format.smallest_group)
    sides = [shown[shown <= threshold], shown[shown > threshold]]
    ax.hist(sides, bins=bars, stacked=True, color=[BLUE, ORANGE], edgecolor="white", linewidth=0.5,
            hatch=["", "////"])
    ax.axvspan(lapsed.threshold_lower_days, lapsed.threshold_upper_days, color=INK, alpha=0.1,
               linewidth=0)
    ax.axvline(threshold, color=INK, linewidth=1.2)
    ax.set_xlim(0, bars[-1])
    ax.set_ylim(0, 1.25 * ax.get_ylim()[1])
    ax.grid(axis="y")
    count_axis(ax.yaxis, format)
    count_axis(ax.xaxis, format)
    ax.set_xlabel(f"Days since the last purchase, on {format.date(lapsed.as_of)}")
    ax.set_ylabel("Customers")
    rest = len(silence) - lapsed.lapsed
    _beside(ax, threshold, 0.97, f"◀ {people_in_words(rest, format)} silent for less", BLUE)
    _beside(ax, threshold, 0.89, f"▶ {people_in_words(lapsed.lapsed, format)} probably lapsed", ORANGE)
    few = "" if len(shown) == len(silence) else (
        f" Bars of fewer than {format.smallest_group} customers are left out.")
    heading(ax, "Who has been silent for longer than customers who come back",
            f"Line: {format.percent(lapsed.returns)} of those who come back do so within "
            f"{format.number(threshold)} days. Shaded: its 95% interval.{few}")
    describe(ax, _words(lapsed, bars[-1], format) + few)
    return ax


def _bars(silence: pd.Series, threshold: float, fewest: int) -> tuple[np.ndarray, pd.Series]:
    """The bars' edges, one at the threshold, and the customers in bars that may be shown.

    Bars grow wider until most customers are in bars of enough of them.
    """
    width = max(1, round(silence.max() / BARS))
    while True:
        bars = np.arange(threshold % width - width, silence.max() + width, width) + 0.5
        inside = pd.cut(silence, bars, labels=False)
        side = np.where(silence <= threshold, "less", "more")
        counts = pd.crosstab(inside, side)
        hidden = too_small(counts, fewest).any(axis=1)
        shown = silence[~inside.map(hidden).astype(bool)]
        if len(shown) >= MOSTLY_SHOWN * len(silence) or len(counts) <= FEWEST_BARS:
            return bars, shown
        width *= 2


def _beside(ax: Axes, day: float, height: float, text: str, colour: str) -> None:
    """A note on whichever side of the line has more room."""
    on_the_right = day < ax.get_xlim()[1] / 2
    ax.annotate(text, (day, height), xytext=(6 if on_the_right else -6, 0),
                xycoords=("data", "axes fraction"), textcoords="offset points",
                ha="left" if on_the_right else "right", va="top", color=colour, weight="bold",
                bbox={"color": "white", "pad": 1, "alpha": 0.8})


def _words(lapsed: Lapsed, last_day: float, format: Format) -> str:
    total = len(lapsed.customers)
    return (
        f"Histogram: {format.number(total)} customers by the days since their last purchase, up to "
        f"{format.number(np.ceil(last_day))} days. A line at "
        f"{format.number(lapsed.threshold_days)} days (95% interval "
        f"{format.number(lapsed.threshold_lower_days)} to "
        f"{format.number(lapsed.threshold_upper_days)}) parts {people_in_words(lapsed.lapsed, format)} who "
        f"have probably lapsed from {people_in_words(total - lapsed.lapsed, format)} who have not."
    )
