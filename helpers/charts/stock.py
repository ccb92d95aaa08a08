"""A picture of how much to have: what more or less would bring."""

from matplotlib.axes import Axes

from helpers.analysis.stocking import StockingCurve
from helpers.analysis.wording import share
from helpers.charts.axes import brief_money, label_ends, money_axis
from helpers.charts.style import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    describe,
    heading,
    house_style,
    new_axes,
)
from helpers.charts.units import amount, units_axis
from helpers.formats import PLAIN, Format


@house_style()
def newsvendor_chart(
    curve: StockingCurve, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What each quantity earns on average, and what is lost on either side of the best one.

    Parameters
    ----------
    curve : StockingCurve
        From `stocking_curve`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    ax = new_axes() if ax is None else ax
    frame, best = curve.frame, curve.best
    lines = (
        ("expected_profit", "profit", BLUE, "solid", 2.2),
        ("waste_cost", "lost on\nwhat is left", ORANGE, (0, (5, 1.5)), 1.6),
        ("lost_profit", "missed for\nwant of stock", PURPLE, (0, (1.2, 1.2)), 1.6),
    )
    for column, _, colour, dashes, width in lines:
        ax.plot(frame.index, frame[column], color=colour, linestyle=dashes, linewidth=width)
    low, high = frame.to_numpy()[:, :3].min(), frame.to_numpy()[:, :3].max()
    ax.set_ylim(min(0, 1.1 * low), 1.22 * high if high > 0 else 1)
    ax.set_xlim(frame.index[0], max(frame.index[-1], frame.index[0] + 1))
    ax.axhline(0, color=QUIET, linewidth=0.8)
    _mark(ax, best.quantity, best.expected_profit,
          f"best: {amount(best.quantity, format)}", "o")
    if curve.quantity != best.quantity:
        _mark(ax, curve.quantity, curve.chosen["expected_profit"],
              f"chosen: {amount(curve.quantity, format)}", "D")
    ax.grid(axis="y")
    money_axis(ax.yaxis, format)
    units_axis(ax.xaxis, format)
    ax.set_xlabel("Units to have")
    ax.set_ylabel("Money, on average")
    label_ends(ax, [(frame[column].iloc[-1], name, colour)
                    for column, name, colour, _, _ in lines], lines=2)
    heading(ax, "How much to have",
            "Left of the best quantity: too few. Right of it: too many. It is enough in "
            f"{share(1 - best.stockout_chance, format)} of cases.")
    describe(ax, _curve_words(curve, format))
    return ax


def _mark(ax: Axes, quantity: float, profit: float, text: str, marker: str) -> None:
    best = marker == "o"
    ax.axvline(quantity, color=INK if best else FAINT, linewidth=1,
               linestyle="solid" if best else (0, (4, 2)))
    ax.plot(quantity, profit, color=INK, marker=marker, markersize=6.5, linestyle="none",
            clip_on=False)
    low, high = ax.get_xlim()
    right = quantity < (low + high) / 2
    ax.annotate(text, (quantity, 0.99 if best else 0.9), xytext=(5 if right else -5, 0),
                xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
                ha="left" if right else "right", weight="bold" if best else "normal",
                bbox={"color": "white", "pad": 1, "alpha": 0.8})


def _curve_words(curve: StockingCurve, format: Format) -> str:
    frame, best = curve.frame, curve.best
    first, last = frame.iloc[0], frame.iloc[-1]
    words = (
        f"Three lines over stocks from {amount(frame.index[0], format)} to "
        f"{amount(frame.index[-1], format)} units. The expected profit rises from "
        f"{_money(first['expected_profit'], format)} to its highest, "
        f"{_money(best.expected_profit, format)}, at {amount(best.quantity, format)} and is "
        f"{_money(last['expected_profit'], format)} at the end. At the best quantity "
        f"{_money(best.expected_waste_cost, format)} is lost on what is left over and "
        f"{_money(best.expected_lost_profit, format)} missed for want of stock."
    )
    if curve.quantity == best.quantity:
        return words
    return (f"{words} The chosen quantity, {amount(curve.quantity, format)}, earns "
            f"{_money(curve.forgone, format)} less.")


def _money(sum_of_money: float, format: Format) -> str:
    return brief_money(format, sum_of_money)
