"""Pictures of growth: each month against the year before, and the scorecard of five dimensions."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.axes import brief_money, money_axis, period_axis
from helpers.charts.style import (
    BLUE, FAINT, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.charts.units import row_name, units_axis
from helpers.core.formats import PLAIN, Format
from helpers.core.typography import signed
from helpers.stats.small_groups import is_small
from helpers.stats.trend import FALLING, RISING, UNCLEAR
from helpers.stats.wording import counted, joined, likely
from helpers.stats.yearly import YEAR, moved
from helpers.subjects.growth.imbalance import DIMENSIONS, MONEY, PEOPLE, SHARE, amount_said
from helpers.subjects.growth.rates import PER_YEAR, GrowthRates
from helpers.subjects.growth.scorecard import GrowthScorecard

BEFORE = "#A9C7DB"
BAR, RATE_SIZE = 0.4, 7.5
LARGEST_RATE = 9.995

ROW_INCHES, FRAME_INCHES = 0.56, 1.25
SCORECARD_INCHES = FRAME_INCHES + ROW_INCHES * len(DIMENSIONS)
NOW, CHANGE, TARGET = (0.0, 0.31), (0.33, 0.63), (0.67, 1.0)  # the columns, from left to right
UP, DOWN, NEITHER = "#D9E9F4", "#F9E3D3", "#E9E9E9"
BULLET, AT_TARGET, MOST_SHOWN = 0.24, 0.8, 1.25
SMALL, LETTERS, LETTERS_ACROSS, LINES = 7, 27, 88, 2
TRENDS = {RISING: "clear rise", FALLING: "clear fall", UNCLEAR: "no clear trend"}


@house_style()
def year_on_year_chart(
    rates: GrowthRates, *, what: str = "sales", ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """The last year's periods, each beside the same a year before, with how much it grew.

    Parameters
    ----------
    rates : GrowthRates
        From `growth_rates`.
    what : str
        What the amounts are.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write amounts, shares and dates.
    """
    ax = new_axes() if ax is None else ax
    in_a_year = PER_YEAR[rates.frame.index.freqstr[0]]
    known = rates.frame.loc[:rates.frame["value"].last_valid_index()]
    shown = known.iloc[-max(in_a_year, 4):]
    before = known["value"].shift(in_a_year)[shown.index]
    places = np.arange(len(shown))
    beside = 0 if before.isna().all() else BAR / 2
    ax.bar(places - beside, before, width=BAR, color=BEFORE)
    ax.bar(places + beside, shown["value"], width=BAR, color=BLUE)
    ax.axhline(0, color=INK, linewidth=0.8)
    tops = np.fmax(np.fmax(shown["value"], before), 0)
    for place, top, rate in zip(places, tops, shown["year_on_year"]):
        if np.isfinite(rate):
            ax.annotate(_signed(rate, format), (place, top), xytext=(0, 3), ha="center",
                        textcoords="offset points", fontsize=RATE_SIZE, color=INK)
    ax.margins(x=0.02, y=0.1)
    ax.grid(axis="y")
    (money_axis if rates.money else units_axis)(ax.yaxis, format)
    period_axis(ax, shown.index, format)
    ax.set_ylabel(f"{what.capitalize()} in the {rates.period}")
    ax.set_xlabel(rates.period.capitalize())
    heading(ax, *_year_on_year_heading(rates, shown, what, format))
    describe(ax, _year_on_year_words(rates, shown, what, format))
    return ax


@house_style()
def scorecard_chart(
    card: GrowthScorecard, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Five dimensions of growth: what each is now, how it moved, and how near its target it is.

    Parameters
    ----------
    card : GrowthScorecard
        From `growth_scorecard`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money, shares and counts.
    """
    ax = new_axes(height=SCORECARD_INCHES) if ax is None else ax
    ax.set_xlim(0, 1)
    ax.set_ylim(len(DIMENSIONS) - 0.5, -0.75)
    for row, name in enumerate(DIMENSIONS):
        if row:
            ax.axhline(row - 0.5, color=FAINT, linewidth=0.7)
        if name in card.frame.index:
            _draw_dimension(ax, row, card.frame.loc[name], format)
        else:
            _write_unknown(ax, row, card.left_out[name])
    for (left, _), head in ((NOW, "Now"), (CHANGE, "On the year before"), (TARGET, "Target")):
        _write(ax, left, -0.62, head, colour=QUIET, size=8)
    ax.set_yticks(range(len(DIMENSIONS)), [row_name(name.capitalize())
                                           for name in DIMENSIONS.values()])
    ax.set_xticks([])
    ax.set_xlabel(_months_shown(card, format))
    ax.xaxis.set_label_coords(0.5, -0.03)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    heading(ax, _scorecard_title(card, format),
            "Boxes: clear rise blue, clear fall orange. Bars: blue has met its target.",
            inches=5.2)
    describe(ax, _scorecard_words(card, format))
    return ax


def _signed(rate: float, format: Format) -> str:
    """A change in a crowded place: `+14%`, `−0.4%`, `×13`."""
    if rate > LARGEST_RATE:
        return f"×{format.number(1 + rate)}"
    digits = 1 if abs(rate) < 0.0095 else 0
    return signed(rate, lambda size: format.percent(size, digits=digits))


def _year_on_year_heading(rates: GrowthRates, shown: pd.DataFrame, what: str, format: Format):
    if shown["year_on_year"].isna().all():
        return (f"{what.capitalize()} {_each(rates)}",
                f"No {rates.period} has the same {rates.period} a year before yet.")
    usual = ("" if np.isnan(rates.mean) else
             f" On average {_signed(rates.mean, format)} "
             f"({likely(rates.lower, rates.upper, format)}).")
    return (f"{what.capitalize()} {_each(rates)}, against the year before",
            f"Dark: this year. Light: the same {rates.period} a year before.{usual}")


def _each(rates: GrowthRates) -> str:
    return f"{rates.period} by {rates.period}"


def _year_on_year_words(rates: GrowthRates, shown: pd.DataFrame, what: str, format: Format) -> str:
    write = format.money if rates.money else format.number
    told = ", ".join(
        f"{format.period(row.Index)} {write(row.value)}"
        + (f" ({moved(row.year_on_year, format)})" if np.isfinite(row.year_on_year) else "")
        for row in shown.itertuples() if np.isfinite(row.value)
    )
    usual = rates.usually(format)
    return (f"Bars: {what} {_each(rates)}, and beside each the same {rates.period} a year before "
            f"where that is known. {told}.{f' {usual}' if usual else ''}")


def _draw_dimension(ax: Axes, row: int, dimension: pd.Series, format: Format) -> None:
    _write(ax, NOW[0], row - 0.17, amount_said(dimension["value"], dimension["unit"], format),
           weight="bold", size=10)
    _write_small(ax, NOW[0], row + 0.1, dimension["measure"])
    _draw_change(ax, row, dimension, format)
    _draw_target(ax, row, dimension, format)


def _draw_change(ax: Axes, row: int, dimension: pd.Series, format: Format) -> None:
    left, right = CHANGE
    change = dimension["change"]
    if np.isnan(change):
        _write(ax, left, row - 0.17, "not known yet", colour=QUIET)
        _write_small(ax, left, row + 0.1, "it takes 6 months and the same a year before")
        return
    said = moved(change, format, by_points=dimension["unit"] == SHARE)
    shade = {RISING: UP, FALLING: DOWN}.get(dimension["trend"], NEITHER)
    ax.add_patch(Rectangle((left, row - 0.36), right - left, 0.72, facecolor=shade, linewidth=0))
    mark = "" if said == "unchanged" else "▲ " if change > 0 else "▼ "
    _write(ax, left + 0.015, row - 0.13, mark + said.removeprefix("up ").removeprefix("down "),
           weight="bold")
    _write(ax, left + 0.015, row + 0.16, _trend(dimension), size=SMALL)


def _trend(dimension: pd.Series) -> str:
    compared = dimension["compared_months"]
    over = "" if compared == YEAR else f", {compared:.0f} months"
    return f"{TRENDS.get(dimension['trend'], 'trend not known')}{over}"


def _draw_target(ax: Axes, row: int, dimension: pd.Series, format: Format) -> None:
    left, right = TARGET
    target = dimension["target"]
    if np.isnan(target):
        _write(ax, left, row, "none set", colour=QUIET)
        return
    wanted = amount_said(target, dimension["unit"], format)
    if dimension["reached"] is None:
        _write(ax, left, row - 0.13, wanted)
        _write(ax, left, row + 0.16, "takes a whole year to tell", colour=QUIET,
               size=SMALL)
        return
    hidden = dimension["unit"] == PEOPLE and is_small(dimension["value"], format.smallest_group)
    reached = "reached" if dimension["reached"] else "not reached"
    if hidden or target <= 0:
        _write(ax, left, row, f"{wanted}: {reached}")
        return
    part = dimension["value"] / target
    unit = AT_TARGET * (right - left)
    bottom = row + 0.04
    ax.add_patch(Rectangle((left, bottom), right - left, BULLET, facecolor=NEITHER, linewidth=0))
    ax.add_patch(Rectangle((left, bottom), unit * np.clip(part, 0, MOST_SHOWN), BULLET,
                           facecolor=BLUE if dimension["reached"] else ORANGE, linewidth=0))
    ax.plot([left + unit] * 2, [bottom - 0.07, bottom + BULLET + 0.07], color=INK, linewidth=2,
            linestyle="solid", solid_capstyle="butt")
    _write(ax, left, row - 0.19, _near_target(dimension, part, wanted, format))


def _near_target(dimension: pd.Series, part: float, wanted: str, format: Format) -> str:
    if dimension["unit"] == SHARE:
        gap = dimension["target_gap"]
        points = format.number(100 * abs(gap), digits=1)
        return f"{points} points {'above' if gap >= 0 else 'below'} {wanted}"
    brief = brief_money(format, dimension["target"]) if dimension["unit"] == MONEY else wanted
    return f"{format.percent(part)} of {brief}"


def _write_unknown(ax: Axes, row: int, why: str) -> None:
    _write(ax, NOW[0], row - 0.17, "not known", colour=QUIET, weight="bold")
    _write(ax, NOW[0], row + 0.13, textwrap.shorten(why, LETTERS_ACROSS, placeholder=" …"),
           colour=QUIET, size=SMALL)


def _write(ax: Axes, x: float, y: float, text: str, *, colour=INK, size=9.0, weight="normal"):
    ax.annotate(text, (x, y), va="center", color=colour, fontsize=size, weight=weight)


def _write_small(ax: Axes, x: float, y: float, text: str) -> None:
    lines = textwrap.fill(text, LETTERS, max_lines=LINES, placeholder="…")
    ax.annotate(lines, (x, y), xytext=(0, 4), textcoords="offset points", va="top", color=QUIET,
                fontsize=SMALL, linespacing=1.1)


def _months_shown(card: GrowthScorecard, format: Format) -> str:
    months, last = int(card.frame["months"].max()), format.month(card.monthly.index[-1])
    before = f", against the {YEAR} before" if card.frame["change"].notna().any() else ""
    return f"{counted(months, 'month', format)} to {last}{before}"


def _scorecard_title(card: GrowthScorecard, format: Format) -> str:
    warnings = len(card.warnings(format))
    if warnings:
        return f"Growth in five dimensions: {counted(warnings, 'warning', format)}"
    return f"Growth in five dimensions{', in step' if card.balanced else ''}"


def _scorecard_words(card: GrowthScorecard, format: Format) -> str:
    known = [_dimension_words(name, row, format) for name, row in card.frame.iterrows()]
    unknown = [f"{DIMENSIONS[name].capitalize()}: not known, {why}."
               for name, why in card.left_out.items()]
    warnings = list(card.warnings(format).values())
    warned = [f"Warnings: {joined(warnings)}."] if warnings else []
    return " ".join(["A scorecard of growth.", *known, *unknown, *warned])


def _dimension_words(name: str, row: pd.Series, format: Format) -> str:
    said = f"{DIMENSIONS[name].capitalize()}: {amount_said(row['value'], row['unit'], format)}"
    if np.isfinite(row["change"]):
        said += f", {moved(row['change'], format, by_points=row['unit'] == SHARE)}"
        said += f", {TRENDS[row['trend']]}" if row["trend"] in TRENDS else ""
    if np.isfinite(row["target"]):
        reached = {True: "reached", False: "not reached", None: "not told yet"}[row["reached"]]
        said += f"; target {amount_said(row['target'], row['unit'], format)}, {reached}"
    return f"{said} ({row['measure']})."
