"""The picture of marketing earning itself back."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import count_axis, label_ends, money_axis
from helpers.charts.style import BLUE, INK, ORANGE, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.subjects.customers.payback import MarketingPayback

ENOUGH_CUSTOMERS = 30


@house_style()
def payback_chart(
    payback: MarketingPayback, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What a new customer has brought in against what winning them cost, month by month.

    Parameters
    ----------
    payback : MarketingPayback
        From `marketing_payback`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    ax = new_axes() if ax is None else ax
    pooled = payback.pooled[payback.pooled["customers"] >= ENOUGH_CUSTOMERS]
    months = pooled.index + 1
    ax.plot(months, pooled["contribution"], color=BLUE, linestyle="solid", linewidth=2.2)
    ax.plot(months, pooled["cac"], color=ORANGE, linestyle=(0, (5, 1.5)))
    ax.set_ylim(min(0, 1.1 * pooled["contribution"].min()),
                1.12 * pooled[["contribution", "cac"]].max().max())
    ax.set_xlim(1, max(2, months[-1]))
    if payback.payback_months in months:
        _mark_payback(ax, payback, format)
    ax.grid(axis="y")
    money_axis(ax.yaxis, format)
    count_axis(ax.xaxis, format)
    ax.set_xlabel("Months, counting the month of the first purchase as 1")
    ax.set_ylabel("Money per new customer")
    last = pooled.iloc[-1]
    label_ends(ax, [
        (last["contribution"], f"brought in\n{format.money(last['contribution'])}", BLUE),
        (last["cac"], f"spent\n{format.money(last['cac'])}", ORANGE),
    ], lines=2)
    heading(ax, "When has a new customer earned back what winning them cost?",
            "Brought in: sales less the cost of what was sold, added up. Spent: marketing. Both "
            "for the customers known for so many months.")
    describe(ax, _words(payback, pooled, format))
    return ax


def _mark_payback(ax: Axes, payback: MarketingPayback, format: Format) -> None:
    month = payback.payback_months
    level = payback.pooled.loc[month - 1, "contribution"]
    ax.plot(month, level, color=INK, marker="o", markersize=7, linestyle="none", clip_on=False)
    ax.annotate(f"earned back\nin month {format.number(month)}", (month, level), xytext=(8, -8),
                textcoords="offset points", va="top", color=INK, weight="bold")


def _words(payback: MarketingPayback, pooled: pd.DataFrame, format: Format) -> str:
    first, last = pooled.iloc[0], pooled.iloc[-1]
    months = len(pooled)
    earned = (
        f"The lines have not met after {months} months"
        if np.isnan(payback.payback_months) else
        f"What comes in covers what was spent from month {format.number(payback.payback_months)} on"
    )
    return (
        f"Two lines over {months} months: what a new customer has brought in rises from "
        f"{format.money(first['contribution'])} in the first month to "
        f"{format.money(last['contribution'])}; marketing per new customer was "
        f"{format.money(payback.cac)}. {earned}."
    )
