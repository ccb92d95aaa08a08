"""Pictures of how far a list of customers at risk can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import percent_axis
from helpers.charts.style import BLUE, QUIET, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData

if TYPE_CHECKING:  # it learns with scikit-learn, which most charts can do without
    from helpers.subjects.customers.at_risk import AtRisk

SQUARE_INCHES = 5.0


@house_style()
def calibration_chart(risk: AtRisk, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Predicted against what happened, in customers the model had not seen.

    Parameters
    ----------
    risk : AtRisk
        From `at_risk_customers`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ax = new_axes(width=SQUARE_INCHES + 1, height=SQUARE_INCHES) if ax is None else ax
    bins = risk.calibration
    most = min(1.0, 1.08 * max(bins["upper"].max(), bins["predicted"].max()))
    ax.plot([0, most], [0, most], color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    above_and_below = [bins["observed"] - bins["lower"], bins["upper"] - bins["observed"]]
    ax.errorbar(bins["predicted"], bins["observed"], yerr=above_and_below, color=BLUE,
                linestyle="none", marker="o", markersize=5, capsize=3, elinewidth=1.2)
    ax.set_xlim(0, most)
    ax.set_ylim(0, most)
    ax.set_aspect("equal")
    ax.grid(axis="both")
    percent_axis(ax.xaxis, format)
    percent_axis(ax.yaxis, format)
    leaving = "left" if risk.contracts else "bought nothing"
    ax.set_xlabel("Predicted risk, average of the group")
    ax.set_ylabel(f"Share that {leaving}")
    heading(ax, "Does the predicted risk come true?",
            f"Each dot: about {format.number(bins['customers'].median())} customers, with a 95% "
            "interval. Dashed: as predicted.")
    describe(ax, _calibration_words(bins, leaving, format))
    return ax


@house_style()
def lift_chart(risk: AtRisk, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How many of those who left stood at the top of the list.

    Parameters
    ----------
    risk : AtRisk
        From `at_risk_customers`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ax = new_axes() if ax is None else ax
    lift = risk.lift_told(format.smallest_group)
    if lift.empty:
        raise NotEnoughData("a picture of the list's worth", "too few customers to tell of them",
                            f"at least {format.smallest_group} in each part of the list")
    ax.plot([0, lift["share"].max()], [0, lift["share"].max()], color=QUIET, linewidth=1,
            linestyle=(0, (4, 3)))
    ax.plot([0, *lift["share"]], [0, *lift["captured"]], color=BLUE, marker="o", markersize=5)
    for share, captured in zip(lift["share"], lift["captured"]):
        ax.annotate(format.percent(captured), (share, captured), xytext=(0, 7), ha="center",
                    textcoords="offset points", color=BLUE)
    ax.set_xlim(0, 1.04 * lift["share"].max())
    ax.set_ylim(0, min(1.1, 1.15 * max(lift["captured"].max(), lift["share"].max())))
    ax.grid(axis="y")
    percent_axis(ax.xaxis, format)
    percent_axis(ax.yaxis, format)
    ax.set_xlabel("Share of customers called, the likeliest to leave first")
    ax.set_ylabel("Share of leavers among them")
    heading(ax, "How many of those who leave does the list find?",
            f"Tested on {format.number(risk.judged_on)} customers the model had not seen. "
            "Dashed: calling at random.")
    describe(ax, _lift_words(lift, format))
    return ax


def _calibration_words(bins: pd.DataFrame, leaving: str, format: Format) -> str:
    first, last = bins.iloc[0], bins.iloc[-1]
    as_predicted = bins["predicted"].between(bins["lower"], bins["upper"]).sum()
    return (
        f"Dots: predicted risk against the share that {leaving}, in {len(bins)} groups of "
        f"customers. In the group of lowest risk {format.percent(first['predicted'])} was "
        f"predicted and {format.percent(first['observed'])} happened; in the highest "
        f"{format.percent(last['predicted'])} and {format.percent(last['observed'])}. In "
        f"{as_predicted} of {len(bins)} groups the prediction lies within the 95% interval."
    )


def _lift_words(lift: pd.DataFrame, format: Format) -> str:
    found = ", ".join(
        f"{format.percent(row.captured)} in the first {format.percent(row.share)}"
        for row in lift.itertuples()
    )
    return (
        "Line chart: the share of leavers found against the share of customers called, the "
        f"likeliest first: {found}. Calling at random would find as many per cent as are called."
    )
