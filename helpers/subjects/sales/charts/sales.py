"""The picture of sales, month by month."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import brief_money, label_ends, money_axis, period_axis
from helpers.charts.style import BLUE, INK, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.subjects.sales.over_time import MonthlySales


@house_style()
def sales_over_time(sales: MonthlySales, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Money sold in each month that has ended.

    Parameters
    ----------
    sales : MonthlySales
        From `monthly_sales`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and dates.
    """
    ax = new_axes() if ax is None else ax
    revenue = sales.finished
    ax.bar(np.arange(len(revenue)), revenue, color=BLUE, width=0.8)
    ax.axhline(0, color=INK, linewidth=0.8)
    _label_bar(ax, int(revenue.argmax()), revenue.max(), format)
    ax.margins(x=0.02, y=0.1)
    ax.grid(axis="y")
    money_axis(ax.yaxis, format)
    label_ends(ax, [(revenue.iloc[-1], f"last: {brief_money(format, revenue.iloc[-1])}", BLUE)])
    period_axis(ax, revenue.index, format)
    ax.set_ylabel("Sales in the month, refunds taken off")
    ax.set_xlabel("Month")
    heading(ax, "Sales, month by month", _left_out(sales, format))
    describe(ax, _words(revenue, format))
    return ax


def _label_bar(ax: Axes, place: int, amount: float, format: Format) -> None:
    up = amount >= 0
    ax.annotate(brief_money(format, amount), (place, amount), xytext=(0, 3 if up else -3),
                textcoords="offset points", ha="center", va="bottom" if up else "top", fontsize=8.5)


def _left_out(sales: MonthlySales, format: Format) -> str:
    unfinished = sales.frame.index[sales.frame["revenue"].isna()]
    if unfinished.empty:
        return ""
    return f"{format.month(unfinished[-1])} has not ended and is left out."


def _words(revenue: pd.Series, format: Format) -> str:
    high, low, last = revenue.idxmax(), revenue.idxmin(), revenue.index[-1]
    return (
        f"Bar chart: sales in each of {len(revenue)} months, {format.month(revenue.index[0])} to "
        f"{format.month(last)}. Highest {format.money(revenue[high])} in {format.month(high)}, "
        f"lowest {format.money(revenue[low])} in {format.month(low)}; the last month "
        f"{format.money(revenue[last])}."
    )
