"""Pictures of the first look at sales: what is usual, what sells best, where it is heading."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.analysis.best_sellers import BestSellers
from helpers.analysis.sales_trend import SalesTrend
from helpers.analysis.summaries import Summary
from helpers.analysis.wording import counted
from helpers.charts.axes import brief_money, count_axis, label_ends, money_axis, period_axis
from helpers.charts.style import (
    BLUE,
    BROWN,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    describe,
    heading,
    house_style,
    new_axes,
)
from helpers.charts.units import row_name, units_axis
from helpers.formats import PLAIN, Format

MOST_BARS = 30
ALIKE = 0.1  # of their size: values closer together than that are drawn on so wide an axis
FAR, TOO_FAR = 0.99, 1.5  # of the values; the axis ends there if the rest reach so much farther
SLICES = (BLUE, ORANGE, GREEN, PURPLE, BROWN, QUIET)


@house_style()
def distribution_chart(
    summary: Summary, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """How often each size comes, with the mean, the median and the middle half on top.

    Parameters
    ----------
    summary : Summary
        From `summary`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    ax = new_axes() if ax is None else ax
    values = summary.values[summary.values <= _far(summary.values)]
    beyond = summary.count - len(values)
    edges = _edges(values)
    ax.axvspan(summary.lower_quartile, summary.upper_quartile, color=FAINT, alpha=0.55,
               linewidth=0)
    counts, _, _ = ax.hist(values, bins=edges, color=BLUE, edgecolor="white", linewidth=0.5)
    ax.set_ylim(0, 1.32 * counts.max())
    ax.set_xlim(edges[0], edges[-1])
    for value, words, colour, dashes, height in (
        (summary.median, "median", INK, "solid", 0.93),
        (summary.mean, "mean", ORANGE, (0, (5, 1.5)), 0.83),
    ):
        ax.axvline(value, color=colour, linestyle=dashes, linewidth=1.8)
        ax.annotate(f"{words} {summary.amount(value, format)}", (value, height), xytext=(6, 0),
                    xycoords=("data", "axes fraction"), textcoords="offset points", va="center",
                    color=colour, weight="bold",
                    bbox={"color": "white", "pad": 0.8, "alpha": 0.85})
    ax.grid(axis="y")
    if summary.is_money:
        money_axis(ax.xaxis, format)
    else:
        units_axis(ax.xaxis, format)
    count_axis(ax.yaxis, format)
    ax.set_xlabel(f"{'Money for' if summary.is_money else 'Size of'} one {summary.noun}")
    ax.set_ylabel(f"How many {summary.noun}s")
    farther = (f" {format.number(beyond)} more lie to the right, up to "
               f"{summary.amount(summary.largest, format)}." if beyond else "")
    heading(ax, f"The usual {summary.noun}, and how far others stray",
            f"A taller bar: more of that size. Grey band: the middle half.{farther}")
    describe(ax, _distribution_words(summary, counts, edges, format))
    return ax


@house_style()
def trend_chart(trend: SalesTrend, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Sales of each month, and over them the mean of twelve, which no season moves.

    Parameters
    ----------
    trend : SalesTrend
        From `sales_trend`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and dates.
    """
    ax = new_axes() if ax is None else ax
    revenue, smoothed = trend.frame["revenue"], trend.frame["smoothed"]
    places = np.arange(len(revenue))
    ax.bar(places, revenue, color=BLUE, width=0.8, alpha=0.4)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.plot(places, smoothed, color=ORANGE, linestyle="solid", linewidth=2.4)
    ax.margins(x=0.02, y=0.1)
    ax.grid(axis="y")
    money_axis(ax.yaxis, format)
    ends = [(revenue.iloc[-1], f"last month:\n{brief_money(format, revenue.iloc[-1])}", BLUE)]
    if smoothed.notna().any():
        ends.append((smoothed.iloc[-1],
                     f"mean of 12:\n{brief_money(format, smoothed.iloc[-1])}", ORANGE))
    label_ends(ax, ends, lines=2)
    period_axis(ax, revenue.index, format)
    ax.set_ylabel("Sales in the month, refunds taken off")
    ax.set_xlabel("Month")
    note = ("Bars: each month. Line: the mean of the twelve months up to it."
            if smoothed.notna().any() else "A line needs twelve months; there are "
            f"{format.number(len(revenue))}.")
    heading(ax, f"Sales: {trend.direction}" if trend.direction != "not known" else
            "Sales, month by month", note)
    describe(ax, _trend_words(trend, format))
    return ax


@house_style()
def chart_choice(best: BestSellers, trend: SalesTrend, *, format: Format = PLAIN) -> Figure:
    """The same numbers drawn well, on the left, and badly, on the right.

    Parameters
    ----------
    best : BestSellers
        From `best_sellers`: to compare products.
    trend : SalesTrend
        From `sales_trend`: to follow sales over time.
    format : Format
        How to write money and dates.
    """
    figure = new_axes(height=5.6).figure
    figure.clear()
    (compared, pie), (followed, cut) = figure.subplots(2, 2)
    _well_compared(compared, best, format)
    _badly_compared(pie, best)
    _well_followed(followed, trend, format)
    _badly_followed(cut, trend, format)
    return figure


def _well_compared(ax: Axes, best: BestSellers, format: Format) -> None:
    frame = best.frame.head(6)
    rows = np.arange(len(frame))
    ax.barh(rows, frame["revenue"], color=BLUE, height=0.66)
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_yticks(rows, [row_name(name) for name in frame["name"]])
    ax.tick_params(axis="y", length=0)
    money_axis(ax.xaxis, format)
    ax.locator_params(axis="x", nbins=3)
    ax.grid(axis="x")
    heading(ax, "Well: bars from zero, sorted", inches=3.4)
    describe(ax, f"Well: sorted bars of {counted(len(frame), 'product', format)}, from "
                 f"{format.money(frame['revenue'].iloc[0])} to "
                 f"{format.money(frame['revenue'].iloc[-1])}.")


def _badly_compared(ax: Axes, best: BestSellers) -> None:
    ax.pie(best.frame["revenue"], colors=SLICES, startangle=20,
           wedgeprops={"edgecolor": "white", "linewidth": 0.5})
    heading(ax, "Badly: a pie of many slices", inches=3.4)
    describe(ax, f"Badly: the same and the rest as a pie of {len(best.frame)} slices, in which no "
                 "two can be compared.")


def _well_followed(ax: Axes, trend: SalesTrend, format: Format) -> None:
    revenue = trend.frame["revenue"]
    ax.plot(np.arange(len(revenue)), revenue, color=BLUE, linestyle="solid", marker="o",
            markersize=2.5)
    ax.set_ylim(0, 1.1 * revenue.max())
    money_axis(ax.yaxis, format)
    _few_periods(ax, revenue.index, format)
    ax.grid(axis="y")
    heading(ax, "Well: a line in time, from zero", inches=3.4)
    describe(ax, f"Well: a line of sales in {counted(len(revenue), 'month', format)}, the axis "
                 f"from 0 to {format.money(revenue.max())}.")


def _badly_followed(ax: Axes, trend: SalesTrend, format: Format) -> None:
    revenue = trend.frame["revenue"].iloc[-4:]
    ax.bar(np.arange(len(revenue)), revenue, color=ORANGE, width=0.7)
    low, high = revenue.min(), revenue.max()
    room = (high - low) or abs(high) or 1
    ax.set_ylim(low - 0.1 * room, high + 0.1 * room)
    money_axis(ax.yaxis, format)
    _few_periods(ax, revenue.index, format)
    heading(ax, "Badly: axis cut off, four months only", inches=3.4)
    describe(ax, f"Badly: the last {len(revenue)} of these months as bars whose axis begins near "
                 f"{format.money(low)}, so that {format.money(high)} looks many times as much.")


def _few_periods(ax: Axes, periods: pd.PeriodIndex, format: Format) -> None:
    places = sorted({0, (len(periods) - 1) // 2, len(periods) - 1})
    ax.set_xticks(places, [format.period(periods[place]) for place in places])


def _far(values: np.ndarray) -> float:
    """Where the axis ends, so that a few very large values do not squeeze all others."""
    most = float(np.quantile(values, FAR))
    return most if most > 0 and values[-1] > TOO_FAR * most else float(values[-1])


def _edges(values: np.ndarray) -> np.ndarray:
    """Of as many bars as the values can carry (Freedman and Diaconis, 1981), within reason."""
    low, high = values[0], values[-1]
    if high - low < ALIKE * abs(high):
        low, high = low - ALIKE * abs(low), high + ALIKE * abs(high)
    wanted = len(np.histogram_bin_edges(values, bins="fd")) - 1
    return np.histogram_bin_edges(values, bins=int(np.clip(wanted, 5, MOST_BARS)),
                                  range=(low, high))


def _distribution_words(summary: Summary, counts, edges, format: Format) -> str:
    top = int(np.argmax(counts))
    low, high = (summary.amount(edge, format) for edge in edges[top:top + 2])
    median, mean, lower, upper = (summary.amount(value, format) for value in (
        summary.median, summary.mean, summary.lower_quartile, summary.upper_quartile))
    return (
        f"Histogram of {counted(summary.count, summary.noun, format)}, from "
        f"{summary.amount(summary.smallest, format)} to {summary.amount(summary.largest, format)}. "
        f"Most often, {format.number(counts[top])} times, between {low} and {high}. Median "
        f"{median}, mean {mean}, middle half {lower} to {upper}."
    )


def _trend_words(trend: SalesTrend, format: Format) -> str:
    revenue, smoothed = trend.frame["revenue"], trend.frame["smoothed"].dropna()
    words = (f"Bars of sales in {counted(len(revenue), 'month', format)}, "
             f"{format.month(revenue.index[0])} to {format.month(revenue.index[-1])}, between "
             f"{format.money(revenue.min())} and {format.money(revenue.max())}.")
    if smoothed.empty:
        return f"{words} There are too few for a mean of twelve months."
    return (f"{words} A line, the mean of twelve months, runs from "
            f"{format.money(smoothed.iloc[0])} in {format.month(smoothed.index[0])} to "
            f"{format.money(smoothed.iloc[-1])} in {format.month(smoothed.index[-1])}.")
