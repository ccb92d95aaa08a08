"""Pictures of what came out against what was planned, and of why sales differed."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import brief_money, label_ends, money_axis, period_axis
from helpers.charts.style import (
    BLUE, INK, ORANGE, QUIET, describe, heading, house_style, new_axes, series_style,
)
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.wording import between_periods, counted, joined, share
from helpers.subjects.finance.accounts import in_words
from helpers.subjects.finance.variance import ADVERSE, FAVOURABLE, BudgetVariance, PriceVolume

MOST_ACCOUNTS = 8
ROW_INCHES, FRAME_INCHES = 0.4, 1.5
BAR_HEIGHT = 0.62
ROOM_FOR_WORDS = 0.6  # beside the longest bar, as a share of the span of the bars
INCHES_BESIDE_NAMES = 5.4
GOOD = {"facecolor": BLUE, "edgecolor": BLUE}
BAD = {"facecolor": "white", "edgecolor": ORANGE, "hatch": "////"}


@house_style()
def variance_chart(
    compared: BudgetVariance, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """The accounts that differed most from the budget: to the right for the better, hatched worse.

    Accounts that are good or bad by neither rising nor falling, such as stock, are left out.

    Parameters
    ----------
    compared : BudgetVariance
        From `budget_variance`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money.

    Raises
    ------
    NotEnoughData
        Where every account came out as budgeted.
    """
    judged = compared.by_account[compared.by_account["verdict"].isin([FAVOURABLE, ADVERSE])]
    shown = judged.head(MOST_ACCOUNTS)
    if shown.empty:
        raise NotEnoughData("a picture of the differences", "no account off its budget", "one")
    better = shown["variance"].abs().where(shown["verdict"] == FAVOURABLE, -shown["variance"].abs())
    ax = new_axes(height=FRAME_INCHES + ROW_INCHES * len(shown)) if ax is None else ax
    _draw_bars(ax, better, [_difference_said(row, format) for _, row in shown.iterrows()])
    ax.set_yticks(range(len(shown)), [row_name(in_words(name)) for name in shown.index])
    money_axis(ax.xaxis, format)
    ax.set_xlabel("Worse than planned  ◀    ▶  Better than planned")
    months = compared.by_month.index
    left = len(judged) - len(shown)
    more = f" Not shown: {counted(left, 'smaller one', format)}." if left else ""
    when = _when(months, format)
    heading(ax, "Largest differences from the budget",
            f"{when[0].upper()}{when[1:]}. Solid: favourable. Hatched: adverse.{more}",
            inches=INCHES_BESIDE_NAMES)
    describe(ax, _variance_words(shown, months, format))
    return ax


@house_style()
def budget_chart(
    compared: BudgetVariance, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Profit in each month against the budget; triangles up where better, down where worse.

    Parameters
    ----------
    compared : BudgetVariance
        From `budget_variance`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and dates.

    Raises
    ------
    NotEnoughData
        Where neither table has income or costs.
    """
    months = compared.by_month
    if months["variance"].isna().all():
        raise NotEnoughData("profit against the budget", "no income and no costs in both", "some")
    ax = new_axes() if ax is None else ax
    places, better = np.arange(len(months)), months["variance"] >= 0
    ax.plot(places, months["budget"], marker="o", markersize=3, **series_style(1))
    ax.plot(places, months["actual"], **series_style(0))
    for marker, which, fill in (("^", better, BLUE), ("v", ~better, "white")):
        ax.plot(places[which], months["actual"][which], marker=marker, linestyle="none",
                markersize=8, markeredgecolor=BLUE, markerfacecolor=fill)
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.margins(x=0.04, y=0.12)
    ax.grid(axis="y")
    money_axis(ax.yaxis, format)
    last = months.dropna().iloc[-1]
    label_ends(ax, [(last["actual"], "actual", BLUE), (last["budget"], "budget", ORANGE)])
    period_axis(ax, months.index, format)
    ax.set_ylabel("Profit in the month")
    ax.set_xlabel("Month")
    heading(ax, "Profit against the budget, month by month",
            "▲ better than planned, ▽ worse. Profit is income less costs.")
    describe(ax, _months_words(months, format))
    return ax


@house_style()
def price_volume_chart(
    split: PriceVolume, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What made sales differ: prices, how much was sold, what was sold, and all together.

    Parameters
    ----------
    split : PriceVolume
        From `price_volume` or `against_last_year`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and dates.
    """
    parts = pd.Series({**split.told, "together": split.variance})
    ax = new_axes(height=FRAME_INCHES + ROW_INCHES * len(parts)) if ax is None else ax
    _draw_bars(ax, parts, [_signed(amount, format) for amount in parts])
    ax.axhline(len(parts) - 1.5, color=QUIET, linewidth=0.8)
    ax.set_yticks(range(len(parts)), parts.index)
    money_axis(ax.xaxis, format)
    against = "the budget" if split.months is None else "the year before"
    ax.set_xlabel("Lowered sales  ◀    ▶  Raised sales")
    heading(ax, "What made sales differ",
            f"Solid: more than {against}. Hatched: less.", inches=INCHES_BESIDE_NAMES)
    told = joined([f"{name} {_signed(amount, format)}" for name, amount in split.told.items()])
    describe(ax, f"Bar chart: sales of {format.money(split.actual)} against "
                 f"{format.money(split.budget)} of {against}. By {told}; together "
                 f"{_signed(split.variance, format)}.")
    return ax


def _draw_bars(ax: Axes, amounts: pd.Series, words: list[str]) -> None:
    """Bars to the right, solid, or to the left, hatched; beside each its words."""
    for row, (amount, said) in enumerate(zip(amounts, words)):
        ax.barh(row, amount, height=BAR_HEIGHT, linewidth=1, **(GOOD if amount >= 0 else BAD))
        side = 1 if amount >= 0 else -1
        ax.annotate(said, (amount, row), xytext=(5 * side, 0), textcoords="offset points",
                    va="center", ha="left" if side > 0 else "right", fontsize=8.5, color=INK)
    ax.axvline(0, color=INK, linewidth=0.8)
    low, high = min(amounts.min(), 0.0), max(amounts.max(), 0.0)
    room = ROOM_FOR_WORDS * (high - low or 1.0)
    ax.set_xlim(low - room * (amounts < 0).any(), high + room * (amounts >= 0).any())
    ax.set_ylim(len(amounts) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")


def _when(months: pd.PeriodIndex, format: Format) -> str:
    return between_periods(months[0], months[-1], format)


def _difference_said(row: pd.Series, format: Format) -> str:
    side = "over" if row["variance"] > 0 else "under"
    part = "" if np.isnan(row["share"]) else f" ({share(abs(row['share']), format)})"
    return f"{brief_money(format, abs(row['variance']))}{part} {side}"


def _signed(amount: float, format: Format) -> str:
    return f"{'+' if amount > 0 else ''}{brief_money(format, amount)}"


def _variance_words(shown: pd.DataFrame, months: pd.PeriodIndex, format: Format) -> str:
    told = "; ".join(f"{in_words(name)} {_difference_said(row, format)}, {row['verdict']}"
                     for name, row in shown.iterrows())
    return (f"Bar chart: the largest differences from the budget {_when(months, format)}, better "
            f"to the right: {told}.")


def _months_words(months: pd.DataFrame, format: Format) -> str:
    known = months.dropna()
    best, worst = known["variance"].idxmax(), known["variance"].idxmin()
    better = int((known["variance"] >= 0).sum())
    return (
        f"Line chart: profit against the budget in {counted(len(known), 'month', format)}, "
        f"{_when(known.index, format)}. In {format.number(better)} it was as planned or better. "
        f"Furthest above in {format.month(best)}: "
        f"{_signed(known.loc[best, 'variance'], format)}; furthest below in "
        f"{format.month(worst)}: {_signed(known.loc[worst, 'variance'], format)}."
    )
