"""Pictures of days: the week, what moves a day's sales, a coming day, and what to bake for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import offset_copy

from helpers.charts.axes import TextMarks, brief_money, money_axis
from helpers.charts.style import (
    BLUE, FAINT, INK, ORANGE, PURPLE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.charts.units import amount, row_name, units_axis
from helpers.core.formats import PLAIN, Format
from helpers.core.typography import signed
from helpers.stats.wording import counted, joined, share

if TYPE_CHECKING:  # effects are fitted with statsmodels' models, which other charts can do without
    from helpers.subjects.demand.baking import BakingPlan
    from helpers.subjects.demand.next_day import ComingDay
    from helpers.subjects.sales.day_effects import Effects
    from helpers.subjects.sales.weekdays import WeekdayProfile

ROW_INCHES, FRAME_INCHES = 0.3, 1.5
MOST_EFFECTS, MOST_BAKED = 20, 16
BAR, PALE = 0.7, 0.45
COSTS = (("waste_cost", "wasted", ORANGE, 31), ("lost_profit", "missed", PURPLE, 62))  # points
SHORT_FROM = 10_000
WIDEST = 3.0  # times as much: an interval beyond it is cut off


@house_style()
def weekday_chart(
    profile: WeekdayProfile, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """An average day of each weekday, and how sure that average is.

    Parameters
    ----------
    profile : WeekdayProfile
        From `weekday_profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    ax = new_axes() if ax is None else ax
    frame, places = profile.frame, np.arange(len(profile.frame))
    ax.bar(places, frame["mean"], color=BLUE, width=BAR)
    _whiskers(ax, places, frame["lower"], frame["upper"])
    ax.axhline(frame["mean"].mean(), color=ORANGE, linewidth=1.4, linestyle=(0, (5, 1.5)))
    _of_weekdays(ax, frame, frame["upper"].fillna(frame["mean"]), profile.measure, format)
    _value_labels(ax, frame["mean"], profile.measure, format, [BLUE] * len(frame))
    ax.set_ylabel(f"{_sold(profile.measure)}, average day")
    heading(ax, "An average day of each weekday",
            "Thin lines: where the average likely lies (95%). Dashed: the mean of the weekdays. "
            + ("" if profile.knows_open_days else "Only days on which something was sold count."))
    describe(ax, _profile_words(profile, format))
    return ax


@house_style()
def effects_chart(effects: Effects, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How much more or less is sold on each kind of day, all else equal, and how sure that is.

    Parameters
    ----------
    effects : Effects
        From `effects`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    frame = effects.frame
    frame = frame[frame["days"].rank(ascending=False, method="first") <= MOST_EFFECTS]
    height = FRAME_INCHES + ROW_INCHES * len(frame)
    ax = new_axes(height=height) if ax is None else ax
    rows = np.arange(len(frame))
    clear = ((frame["lower"] > 1) | (frame["upper"] < 1)).to_numpy()
    ends = frame[["lower", "upper"]].clip(1 / WIDEST, WIDEST) - 1
    ax.axvline(0, color=INK, linewidth=0.9)
    for which, colour, marker in ((clear, BLUE, "o"), (~clear, QUIET, "D")):
        ax.hlines(rows[which], ends["lower"][which], ends["upper"][which], color=colour,
                  linewidth=2.2 if marker == "o" else 1.3)
        ax.plot(frame["ratio"][which].clip(upper=WIDEST) - 1, rows[which], color=colour,
                marker=marker, linestyle="none", markersize=5.5,
                markerfacecolor=colour if marker == "o" else "white")
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_yticks(rows, [row_name(name) for _, name in frame.index])
    ax.tick_params(axis="y", length=0)
    _part_by_kind(ax, frame)
    ax.grid(axis="x")
    _change_axis(ax.xaxis, format)
    for row, (_, effect) in zip(rows, frame.iterrows()):
        ax.annotate(f"{_signed(effect['ratio'] - 1, format)}; {format.number(effect['days'])}",
                    (1, row), xytext=(5, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", va="center", fontsize=8.5)
    ax.set_xlabel(f"{_sold(effects.measure)} against a comparable day")
    ax.set_ylabel("Kind of day")
    heading(ax, "What moves a day's sales",
            "Dots: the effect, all else equal. Lines: where it likely lies (95%). Hollow: it may "
            "be none at all. On the right: the effect; days it rests on.", inches=5.2)
    describe(ax, _effects_words(effects, frame, clear, format))
    return ax


@house_style()
def coming_day_chart(
    coming: ComingDay, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What each weekday should bring under one weather and event; the day asked about stands out.

    Parameters
    ----------
    coming : ComingDay
        From `coming_day`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    ax = new_axes() if ax is None else ax
    frame, places = coming.frame, np.arange(len(coming.frame))
    chosen = frame.index == coming.weekday
    colours = [ORANGE if is_it else BLUE for is_it in chosen]
    ax.bar(places, frame["expected"], width=BAR, edgecolor=INK, linewidth=2.2 * chosen,
           color=colours)
    _whiskers(ax, places, frame["low"], frame["high"])
    _of_weekdays(ax, frame, frame["high"], coming.measure, format)
    _value_labels(ax, frame["expected"], coming.measure, format, colours)
    ax.set_ylabel(f"{_sold(coming.measure)}, expected")
    heading(ax, f"What to expect: {coming.weekday}, {format.date(coming.day)}",
            f"{_under(coming)}. Thin lines hold eight of ten single days. Framed: the day chosen.")
    describe(ax, _coming_words(coming, format))
    return ax


@house_style()
def baking_plan_chart(
    plan: BakingPlan, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """How many to have of each product, what is likely wanted, and what both mistakes cost.

    The 16 best sellers are shown.

    Parameters
    ----------
    plan : BakingPlan
        From `baking_plan`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    frame = plan.frame.head(MOST_BAKED)
    ax = new_axes(height=baking_height(plan)) if ax is None else ax
    rows = np.arange(len(frame))
    ax.barh(rows, frame["quantity"], color=BLUE, height=0.6, alpha=PALE)
    ax.hlines(rows, frame["low"], frame["high"], color=INK, linewidth=1.6)
    ax.plot(frame["expected_demand"], rows, color=INK, marker="o", markersize=4.5,
            linestyle="none")
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_xlim(0, 1.06 * frame[["quantity", "high"]].max().max())
    ax.set_yticks(rows, [row_name(name) for name in frame["name"]])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    units_axis(ax.xaxis, format)
    _column(ax, 0, 22, [amount(units, format) for units in frame["quantity"]], INK)
    for column, words, colour, shift in COSTS:
        _column(ax, 1, shift, [brief_money(format, money) for money in frame[column]], colour)
        ax.annotate(words, (1, -0.6), xytext=(shift, 3), xycoords=("axes fraction", "data"),
                    textcoords="offset points", ha="right", va="bottom", fontsize=7.5,
                    color=colour)
    ax.set_xlabel("Units")
    heading(ax, f"What to have on {format.date(plan.day)}",
            "Bars: have so many. Dots and lines: what should be wanted, and eight days of ten. On "
            "the right: what both mistakes cost on average.", inches=4.4)
    describe(ax, _plan_words(plan, len(frame), format))
    return ax


def baking_height(plan: BakingPlan) -> float:
    """Inches that its chart takes."""
    return FRAME_INCHES + ROW_INCHES * min(len(plan.frame), MOST_BAKED)


def _whiskers(ax: Axes, places, low: pd.Series, high: pd.Series) -> None:
    ax.vlines(places, low.clip(lower=0), high, color=INK, linewidth=1.3)


def _of_weekdays(ax: Axes, frame: pd.DataFrame, top: pd.Series, measure: str, format) -> None:
    ax.set_xlim(-0.6, len(frame) - 0.4)
    ax.set_ylim(0, 1.12 * top.max() or 1)
    ax.set_xticks(np.arange(len(frame)), list(frame.index))
    ax.tick_params(axis="x", length=0)
    ax.grid(axis="y")
    if measure == "revenue":
        money_axis(ax.yaxis, format)
    else:
        units_axis(ax.yaxis, format)
    ax.set_xlabel("Weekday")


def _value_labels(ax: Axes, values: pd.Series, measure: str, format: Format, colours) -> None:
    """Each value at its bar's foot, in white on the bar's colour."""
    for place, (value, colour) in enumerate(zip(values, colours)):
        ax.annotate(_written(value, measure, format), (place, 0), xytext=(0, 5),
                    textcoords="offset points", ha="center", fontsize=8.5, color="white",
                    bbox={"color": colour, "pad": 1})


def _column(ax: Axes, side: float, points: float, words: list[str], colour: str) -> None:
    """TextMarks one under the other, row by row, ending so many points right of a side of the axes."""
    place = offset_copy(ax.get_yaxis_transform(), ax.figure, x=points, units="points")
    ax.add_collection(
        TextMarks(words, [(side, row) for row in range(len(words))], place, colours=colour, size=8.5,
              align="right"), autolim=False)


def _part_by_kind(ax: Axes, frame: pd.DataFrame) -> None:
    kinds = frame.index.get_level_values(0)
    for row in np.flatnonzero(kinds[1:] != kinds[:-1]):
        ax.axhline(row + 0.5, color=FAINT, linewidth=0.9)


def _change_axis(axis: Axis, format: Format) -> None:
    axis.set_major_formatter(FuncFormatter(lambda change, _: _signed(change, format)))


def _signed(change: float, format: Format) -> str:
    """`+12%`, `−5%`, `0%`."""
    if round(change, 2) == 0:
        return format.percent(0)
    return signed(change, format.percent)


def _sold(measure: str) -> str:
    return "Sales" if measure == "revenue" else "Units sold"


def _written(value: float, measure: str, format: Format) -> str:
    if measure != "revenue":
        return amount(value, format)
    return brief_money(format, value) if value >= SHORT_FROM else format.money(value)


def _under(coming: ComingDay) -> str:
    moved = joined(list(coming.moved_by.index))
    if moved:
        return f"All weekdays with {moved}"
    return "No event; wet or dry" if np.isnan(coming.rain) else "Dry days without an event"


def _profile_words(profile: WeekdayProfile, format: Format) -> str:
    frame = profile.frame
    each = ", ".join(f"{day} {profile.amount(mean, format)}" for day, mean in frame["mean"].items())
    return (f"Bar chart: average sales of an open day by weekday: {each}. The mean of the weekdays "
            f"is {profile.amount(frame['mean'].mean(), format)}; each rests on "
            f"{format.number(frame['days'].min())} days or more.")


def _effects_words(effects: Effects, frame: pd.DataFrame, clear, format: Format) -> str:
    said = ", ".join(
        f"{name} {_signed(row['ratio'] - 1, format)} ({_signed(row['lower'] - 1, format)} to "
        f"{_signed(row['upper'] - 1, format)})" for (_, name), row in frame.iterrows())
    return (f"Dots with intervals for {format.number(len(frame))} kinds of day, found on "
            f"{counted(effects.days, 'open day', format)}: {said}. "
            f"{format.number(int((~clear).sum()))} of them may be no effect at all.")


def _coming_words(coming: ComingDay, format: Format) -> str:
    each = ", ".join(f"{day} {coming.amount(row['expected'], format)}"
                     for day, row in coming.frame.iterrows())
    row = coming.expected
    return (f"Bar chart: expected sales by weekday. {_under(coming)}: {each}. The day chosen, "
            f"{coming.weekday}, lies between {coming.amount(row['low'], format)} and "
            f"{coming.amount(row['high'], format)} on eight days of ten.")


def _plan_words(plan: BakingPlan, shown: int, format: Format) -> str:
    frame = plan.frame.head(shown)
    each = ", ".join(f"{amount(row['quantity'], format)} of {row['name']} for an expected "
                     f"{amount(row['expected_demand'], format)}" for _, row in frame.iterrows())
    return (f"Bar chart of what to have on {format.date(plan.day)}: {each}. In all "
            f"{format.money(plan.waste_cost)} is expected to be lost on what is left over and "
            f"{format.money(plan.lost_profit)} missed on what runs out, or "
            f"{share(plan.frame['stockout_chance'].max(), format)} at most to run out of one.")
