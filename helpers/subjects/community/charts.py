"""Pictures of a community: its size, how its owner treats it, what members do, what is planned."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from helpers.charts.axes import (
    TextMarks, brief_money, count_axis, label_ends, money_axis, period_axis,
)
from helpers.charts.ratings import ratings_rows
from helpers.charts.style import (
    GROUND, INK, ORANGE, QUIET, SHADES, describe, heading, house_style, legible_on, new_axes,
    series_style,
)
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.questionnaire import Profile
from helpers.stats.wording import counted, joined
from helpers.subjects.community.membership import MembersAgainstOthers
from helpers.subjects.community.planning import ActivityPlan
from helpers.subjects.community.size import CommunitySize

ROW_INCHES, FRAME_INCHES = 0.4, 1.45
HEADING_INCHES = 5.2  # where names of rows stand on the left
CELL, OVER = SHADES(0.55), "#FBE3D0"
LETTERS = 7.5
COMPARISONS = {
    "plain": "plain: members beside all others",
    "matched": "matched: beside others alike before",
    "year": "plain, last year: beside all others",
}


@house_style()
def community_chart(
    size: CommunitySize, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Members, and those of them who did something, month by month.

    Parameters
    ----------
    size : CommunitySize
        From `community_size`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.

    Raises
    ------
    NotEnoughData
        Where every month is of fewer people than may be told of.
    """
    months = size.told(format.smallest_group)
    if months["size"].isna().all():
        raise NotEnoughData("a picture of the community",
                            f"fewer than {format.smallest_group} members in each month",
                            f"{format.smallest_group} in one")
    ax = new_axes() if ax is None else ax
    places = np.arange(len(months))
    filling = min(size.quiet_months - 1, len(months) - 1)
    if filling:
        ax.axvspan(-0.5, filling - 0.5, color=GROUND, linewidth=0)
    ends = []
    for place, (name, label) in enumerate([("size", "members"), ("active", "active")]):
        known = months[name].notna().to_numpy()
        if not known.any():
            continue
        style = series_style(place)
        ax.plot(places[known], months[name][known], marker="o", markersize=3, **style)
        last = months[name][known].iloc[-1]
        ends.append((last, f"{label}: {format.number(last)}", style["color"]))
    ax.set_xlim(-0.5, len(months) - 0.5)
    ax.set_ylim(0, 1.08 * max(months["size"].max(), 1))
    ax.grid(axis="y")
    count_axis(ax.yaxis, format)
    label_ends(ax, ends)
    period_axis(ax, months.index, format)
    ax.set_xlabel("Month")
    ax.set_ylabel("People")
    heading(ax, "How many belong, and how many do something", _size_note(size, filling, format))
    describe(ax, _size_words(size, months, format))
    return ax


def self_review_chart(
    review: Profile, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """How the owner rates each quality, beside last time.

    Parameters
    ----------
    review : SelfReview
        From `self_review`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    return ratings_rows(review, ax=ax, format=format)


@house_style()
def members_chart(
    compared: MembersAgainstOthers, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """How much more a member spends: beside all others, and beside others alike before joining.

    Where no matched comparison could be made, the last year's plain one stands alone.

    Parameters
    ----------
    compared : MembersAgainstOthers
        From `members_against_others`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money.
    """
    shown = compared.differences
    ax = new_axes(height=FRAME_INCHES + 1.5 * ROW_INCHES * len(shown)) if ax is None else ax
    rows = np.arange(len(shown))
    ax.axvline(0, color=QUIET, linewidth=1)
    for row, (name, style) in enumerate(zip(shown.index, (series_style(0), series_style(1)))):
        ends = shown.loc[name]
        ax.hlines(row, ends["lower"], ends["upper"], color=style["color"], linewidth=2.4,
                  linestyle="solid")
        ax.plot(ends["difference"], row, color=style["color"], linestyle="none", markersize=8,
                marker="os"[row])
        ax.annotate(_with_ends(ends, format), (1, row), xytext=(6, 0), va="center", color=INK,
                    xycoords=("axes fraction", "data"), textcoords="offset points", fontsize=8.5)
    ax.set_ylim(len(shown) - 0.5, -0.6)
    ax.set_yticks(rows, [row_name(COMPARISONS[name]) for name in shown.index])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    money_axis(ax.xaxis, format)
    days = counted(compared.within_days, "day", format)
    ax.set_xlabel(f"Spent more by a member in {days}; left of 0 is less")
    heading(ax, "Do members spend more than others?",
            "Lines: 95% intervals. " + ("" if "matched" in shown.index else
                                        "The matched comparison could not be made."),
            inches=HEADING_INCHES)
    describe(ax, _members_words(compared, days, format))
    return ax


@house_style()
def activity_plan_chart(
    plan: ActivityPlan, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Which activity takes how many hours in which week, and the weeks that ask for too much.

    Parameters
    ----------
    plan : ActivityPlan
        From `activity_plan`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    names = [*map(row_name, plan.activities["text"]), "all together"]
    ax = new_axes(height=plan_height(len(names) - 1)) if ax is None else ax
    last, weeks = len(names) - 1, plan.schedule.columns
    _draw_weeks(ax, plan, last)
    _write_hours(ax, plan, last, format)
    ax.axhline(last - 0.5, color=QUIET, linewidth=1)
    ax.set_xlim(weeks[0] - 0.5, weeks[-1] + 0.5)
    ax.set_ylim(last + 0.5, -0.5)
    ax.set_yticks(range(len(names)), names)
    ax.get_yticklabels()[-1].set_fontweight("bold")
    ax.set_xticks(list(weeks))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("Week from now")
    heading(ax, "What we will do, in hours", _plan_note(plan, format), inches=HEADING_INCHES)
    describe(ax, _plan_words(plan, format))
    return ax


def plan_height(activities: int) -> float:
    """The inches that a plan of so many activities needs to be legible."""
    return FRAME_INCHES + ROW_INCHES * (activities + 1)


def _size_note(size: CommunitySize, filling: int, format: Format) -> str:
    first = " Grey: the record has only begun, so the count is still filling up." if filling else ""
    return (f"A member did something in the month or the {format.number(size.quiet_months - 1)} "
            f"before.{first}")


def _size_words(size: CommunitySize, months: pd.DataFrame, format: Format) -> str:
    known = months["size"].dropna()
    first, last = (f"{format.number(known.iloc[place])} in {format.month(known.index[place])}"
                   for place in (0, -1))
    most = f"{format.number(known.max())} in {format.month(known.idxmax())}"
    active = months["active"].dropna()
    doing = (f" Active in the month: {format.number(active.iloc[-1])} in "
             f"{format.month(active.index[-1])}, at most {format.number(active.max())}."
             if len(active) else "")
    return (f"Line chart of {counted(len(months), 'month', format)}. Members: {first}, at most "
            f"{most}, {last}.{doing}")


def _with_ends(ends: pd.Series, format: Format) -> str:
    value, lower, upper = (brief_money(format, ends[name])
                           for name in ("difference", "lower", "upper"))
    return f"{value}\n({lower} to {upper})"


def _members_words(compared: MembersAgainstOthers, days: str, format: Format) -> str:
    each = "; ".join(
        f"{COMPARISONS[name]} {_with_ends(ends, format)}".replace("\n", " ")
        for name, ends in compared.differences.iterrows())
    return f"What a member spends more in {days}, with 95% intervals: {each}."


def _draw_weeks(ax: Axes, plan: ActivityPlan, last: int) -> None:
    """A cell for each week of an activity, and one under them for each week that asks too much."""
    rows, weeks = np.nonzero(plan.schedule.to_numpy())
    over = np.array(plan.weeks_over, dtype=int) - plan.schedule.columns[0]
    middles = np.column_stack([np.append(weeks, over) + plan.schedule.columns[0],
                               np.append(rows, np.full(len(over), last))])
    corners = np.array([(-0.46, -0.4), (0.46, -0.4), (0.46, 0.4), (-0.46, 0.4)])
    ax.add_collection(PolyCollection(
        middles[:, None] + corners, facecolors=[CELL] * len(rows) + [OVER] * len(over),
        edgecolors=["none"] * len(rows) + [ORANGE] * len(over), linewidths=1.4), autolim=False)


def _write_hours(ax: Axes, plan: ActivityPlan, last: int, format: Format) -> None:
    hours = plan.schedule.to_numpy()
    rows, weeks = np.nonzero(hours)
    each = [_cell_hours(value, format) for value in hours[rows, weeks]]
    totals = plan.by_week[plan.by_week > 0]
    words = [*each, *(f"▲{_cell_hours(value, format)}" if week in plan.weeks_over
                      else _cell_hours(value, format) for week, value in totals.items())]
    if not words:
        return
    first = plan.schedule.columns[0]
    places = np.column_stack([np.append(weeks + first, totals.index),
                              np.append(rows, np.full(len(totals), last))])
    ax.add_artist(TextMarks(words, places, ax.transData, size=LETTERS,
                        colours=[legible_on(CELL)] * len(each) + [INK] * len(totals)))


def _cell_hours(hours: float, format: Format) -> str:
    digits = next(digits for digits in (0, 1, 2) if digits == 2
                  or round(hours, digits) == round(hours, 2))
    return format.number(hours, digits=digits)


def _plan_note(plan: ActivityPlan, format: Format) -> str:
    if plan.activities.empty:
        return "Nothing is planned yet."
    if np.isnan(plan.hours_a_week):
        return "Nobody has said how many hours a week there are."
    limit = _hours(plan.hours_a_week, format)
    return f"▲ Framed: more than a week has, which is {limit}." if plan.weeks_over \
        else f"No week asks for more than it has, which is {limit}."


def _plan_words(plan: ActivityPlan, format: Format) -> str:
    if plan.activities.empty:
        return "An empty plan of 13 weeks: nothing is planned yet."
    each = "; ".join(
        f"{row.text} {row.how_often}, {_hours(row.hours_each, format)} each"
        for row in plan.activities.itertuples())
    over = (f" Too much in week {joined([str(week) for week in plan.weeks_over])}."
            if plan.weeks_over else "")
    return (f"A plan of {plan.schedule.shape[1]} weeks: {each}. In all "
            f"{_hours(plan.hours, format)}, at most {_hours(plan.by_week.max(), format)} in a "
            f"week.{over}")


def _hours(hours: float, format: Format) -> str:
    return f"{_cell_hours(hours, format)} {'hour' if hours == 1 else 'hours'}"
