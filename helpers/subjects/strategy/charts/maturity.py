"""Pictures of how well the basics are run, and of which one holds the others back."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import STEPS
from helpers.charts.ratings import ratings_radar
from helpers.charts.style import BLUE, INK, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import joined
from helpers.subjects.strategy.maturity import Maturity

BAR_INCHES, FRAME_INCHES = 0.36, 1.5
NO_LIFT = 0.005


def maturity_radar(
    profile: Maturity, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Each function's score on its own spoke, last time's, and what is still open.

    Parameters
    ----------
    profile : Maturity
        From `maturity_profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    return ratings_radar(profile, ax=ax, format=format)


@house_style()
def drag_chart(profile: Maturity, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How far one point more in each function would lift the whole; the longest holds back most.

    Parameters
    ----------
    profile : Maturity
        From `maturity_profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    lifts = profile.lifts.dropna().sort_values(ascending=False, kind="stable")
    ax = new_axes(height=drag_height(profile)) if ax is None else ax
    rows = np.arange(len(lifts))
    ax.barh(rows, lifts, color=BLUE, height=0.62)
    for row, lift in enumerate(lifts):
        ax.annotate(_lift_said(lift, format), (lift, row), xytext=(5, 0), va="center", fontsize=8.5,
                    textcoords="offset points", color=INK)
    ax.set_ylim(len(lifts) - 0.5, -0.5)
    ax.set_xlim(0, max(1.18 * lifts.max(), 0.1))
    scores = profile.groups["score"]
    ax.set_yticks(rows, [f"{name}\nat {_points(scores[name], format)}" for name in lifts.index])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=STEPS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda lift, _: format.number(lift, digits=2)))
    ax.set_xlabel("Points that the whole would rise")
    heading(ax, "What one point more would lift", _drag_note(profile, format), inches=5.2)
    describe(ax, _drag_words(profile, lifts, format))
    return ax


def drag_height(profile: Maturity) -> float:
    """The inches that the chart of lifts needs to be legible."""
    return FRAME_INCHES + BAR_INCHES * int(profile.lifts.notna().sum())


def _points(score: float, format: Format) -> str:
    return format.number(score, digits=1)


def _lift_said(lift: float, format: Format) -> str:
    return f"+{format.number(lift, digits=2)}" if lift >= NO_LIFT else "nothing"


def _drag_note(profile: Maturity, format: Format) -> str:
    return (f"The whole is {format.number(profile.overall, digits=2)}; the ordinary mean is "
            f"{format.number(profile.plain_mean, digits=2)}. Unevenness costs "
            f"{format.number(max(profile.drag, 0.0), digits=2)}.")


def _drag_words(profile: Maturity, lifts: pd.Series, format: Format) -> str:
    told = joined([f"{name} {_lift_said(lift, format)}" for name, lift in lifts.items()])
    return (f"Bar chart: how many points the whole would rise with one point more in each "
            f"function, at most to {profile.questionnaire.highest}: {told}. "
            f"{_drag_note(profile, format)}")
