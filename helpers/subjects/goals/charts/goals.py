"""Pictures of goals: which letters pass, the road to the target, and several goals side by side."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import STEPS, label_ends, money_axis, period_axis
from helpers.charts.style import (
    BLUE, INK, ORANGE, QUIET, describe, heading, house_style, new_axes, shortened,
)
from helpers.charts.units import row_name, units_axis
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import joined, share
from helpers.subjects.goals.goal_parts import Goal
from helpers.subjects.goals.goal_progress import BEHIND, MISSED, REACHED
from helpers.subjects.goals.goal_review import GoalReview, GoalState
from helpers.subjects.goals.smart_check import SmartCheck

LETTER_INCHES, FRAME_INCHES = 0.56, 1.3
SMART_INCHES = 5 * LETTER_INCHES + FRAME_INCHES
ROAD_INCHES = 3.7
GOAL_INCHES = 0.62
REASON_LETTERS, REASON_LINES = 78, 2
TILE = 0.085
SHOWN_BEFORE = 18  # months before the start
LEAST_SHARE, MOST_SHARE = -0.25, 1.25
NAMED_LETTERS = 44


@house_style()
def smart_chart(check: SmartCheck, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The five letters of a goal: which pass, which fail, and why.

    Parameters
    ----------
    check : SmartCheck
        From `check_smart`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ax = new_axes(height=SMART_INCHES) if ax is None else ax
    letters = check.letters(format)
    for row, letter in enumerate(letters.values()):
        colour = BLUE if letter.passes else ORANGE
        ax.add_patch(Rectangle((0, row - 0.4), TILE, 0.8, facecolor=colour, linewidth=0))
        ax.annotate("✓" if letter.passes else "✗", (TILE / 2, row), ha="center", va="center",
                    color="white", fontsize=13, weight="bold")
        said = f"{letter.reason[:1].upper()}{letter.reason[1:]}."
        ax.annotate(textwrap.fill(said, REASON_LETTERS, max_lines=REASON_LINES, placeholder=" …"),
                    (TILE, row), xytext=(7, 0), textcoords="offset points", va="center",
                    fontsize=8, color=INK)
    ax.set_xlim(0, 1)
    ax.set_ylim(4.5, -0.5)
    ax.set_yticks(range(5), [
        f"{name}  {letter.meaning.capitalize()}\n{'passes' if letter.passes else 'fails'}"
        for name, letter in letters.items()])
    ax.set_xticks([])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("One line for each letter of SMART")
    heading(ax, _smart_verdict(check), "Blue with a tick: passes. Orange with a cross: fails.",
            inches=5.2)
    describe(ax, _smart_words(check, format))
    return ax


@house_style()
def goal_chart(state: GoalState, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The KPI so far, the straight road from baseline to target, and where the pace leads.

    Parameters
    ----------
    state : GoalState
        From `goal_state`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and months.
    """
    ax = new_axes(height=ROAD_INCHES) if ax is None else ax
    goal, past = state.goal, _recent(state)
    road = _road(state)
    periods = past.index.append(road.index).unique().sort_values()
    if len(periods):
        periods = pd.period_range(periods[0], periods[-1])
        _draw_road(ax, state, past, road, periods, format)
        period_axis(ax, periods, format)
    _value_axis(ax.yaxis, goal, format)
    ax.set_xlabel("Month")
    ax.set_ylabel(textwrap.fill(goal.kpi, 34, max_lines=2, placeholder="…") or "The figure")
    heading(ax, _road_verdict(state, format), _road_note(state))
    describe(ax, _road_words(state, past, road, format))
    return ax


@house_style()
def goals_chart(review: GoalReview, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How much of the way to each goal is behind, against a steady pace.

    Parameters
    ----------
    review : GoalReview
        Of goals that have been set.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    states = list(review.states.values())
    ax = new_axes(height=goals_height(len(states))) if ax is None else ax
    for row, state in enumerate(states):
        _draw_way(ax, row, state, format)
    ax.axvline(1, color=QUIET, linewidth=1, linestyle=(0, (3, 2)))
    ax.axvline(0, color=QUIET, linewidth=1)
    ax.set_xlim(LEAST_SHARE if any(_went_back(state) for state in states) else 0, MOST_SHARE)
    ax.set_ylim(max(len(states), 1) - 0.4, -0.6)
    ax.set_yticks(range(len(states)), [
        row_name(shortened(f"{name}: {state.name}", NAMED_LETTERS))
        for name, state in review.states.items()])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format.percent(value)))
    ax.set_xlabel("Part of the way from baseline to target")
    heading(ax, "How far each goal has come",
            "Bar: the way behind us. Upright mark: where a steady pace would be. "
            f"At {format.percent(1)} the goal is reached.", inches=5.2)
    describe(ax, _way_words(review, format))
    return ax


def goals_height(goals: int) -> float:
    """The inches that a chart of so many goals needs to be legible."""
    return FRAME_INCHES + GOAL_INCHES * max(goals, 1)


def _recent(state: GoalState) -> pd.Series:
    """The KPI since the start, and as much before it as tells where it came from."""
    if state.values is None:
        return pd.Series(dtype=float, index=pd.PeriodIndex([], freq="M"))
    start = state.goal.start
    since = 0 if start is None else int((state.values.index >= start.to_period("M")).sum())
    return state.values.tail(since + SHOWN_BEFORE)


def _road(state: GoalState) -> pd.Series:
    """The straight line from the baseline, the month before the start, to the target when due."""
    goal = state.goal
    if state.progress is not None:
        return state.progress.path["planned"]
    last = None if state.values is None else state.values.index[-1]
    start = last if goal.start is None else goal.start.to_period("M") - 1
    if not goal.has_figures or goal.due is None or start is None:
        return pd.Series(dtype=float, index=pd.PeriodIndex([], freq="M"))
    whole = pd.period_range(start, goal.due.to_period("M"))
    return pd.Series(np.linspace(goal.baseline, goal.target, len(whole)), whole, dtype=float)


def _draw_road(ax, state, past: pd.Series, road: pd.Series, periods, format: Format) -> None:
    def places(index):
        return index.asi8 - periods[0].ordinal

    ends, goal = [], state.goal
    ax.plot(places(past.index), past, color=BLUE, linestyle="solid", marker="o", markersize=3,
            linewidth=1.5)
    if len(road):
        ax.plot(places(road.index), road, color=INK, linestyle=(0, (5, 2)), linewidth=1.4)
        ax.plot(places(road.index)[-1], goal.target, color=INK, marker="D", markersize=6)
        ends.append((goal.target, f"goal:\n{goal.figure(goal.target, format, unit=False)}", INK))
    ahead = _ahead(state)
    low, high = _limits(past, road, ahead)
    if len(ahead):
        ax.fill_between(places(ahead.index), ahead["lower"].clip(low, high),
                        ahead["upper"].clip(low, high), color=ORANGE, alpha=0.2, linewidth=0)
        ax.plot(places(ahead.index), ahead["forecast"], color=ORANGE, linestyle=(0, (2, 1.2)))
        end = state.progress.forecast
        ends.append((float(np.clip(end, low, high)),
                     f"at this pace:\n{_read(goal, end, format)}", ORANGE))
    ax.set_xlim(-0.6, len(periods) - 0.4)
    ax.set_ylim(low, high)
    ax.grid(axis="y")
    label_ends(ax, ends, lines=2)


def _ahead(state: GoalState) -> pd.DataFrame:
    columns = ["forecast", "lower", "upper"]
    if state.progress is None or not state.progress.periods_left:
        return pd.DataFrame(columns=columns, index=pd.PeriodIndex([], freq="M"), dtype=float)
    return state.progress.path[columns].dropna()


def _limits(past: pd.Series, road: pd.Series, ahead: pd.DataFrame) -> tuple[float, float]:
    """Room for all but a very wide band, which is cut off."""
    seen = np.concatenate([past.to_numpy(), road.to_numpy(), ahead["forecast"].to_numpy()])
    low, high = np.nanmin(seen), np.nanmax(seen)
    room = 0.25 * (high - low) or 0.1 * abs(high) or 1
    return (max(low - room, 0) if low >= 0 else low - room), high + room


def _value_axis(axis: Axis, goal: Goal, format: Format) -> None:
    if goal.unit and goal.unit in (format.currency, format.currency_symbol):
        money_axis(axis, format)
    elif goal.unit == "%":
        axis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
        digits = 0 if np.ptp(axis.get_view_interval()) > 6 else 1
        axis.set_major_formatter(FuncFormatter(
            lambda value, _: format.percent(value / 100, digits=digits)))
    else:
        units_axis(axis, format)


def _draw_way(ax: Axes, row: int, state: GoalState, format: Format) -> None:
    done = state.progress
    if done is None:
        ax.annotate(state.verdict, (0, row), xytext=(6, 0), textcoords="offset points",
                    va="center", color=QUIET, fontsize=8.5)
        return
    late = done.status in (BEHIND, MISSED)
    reached = float(np.clip(done.share_done, LEAST_SHARE, MOST_SHARE))
    ax.barh(row, reached, height=0.42, color=ORANGE if late else BLUE)
    ax.plot([done.share_expected] * 2, [row - 0.36, row + 0.36], color=INK, linewidth=2.4,
            linestyle="solid")
    way = "it went back" if _went_back(state) else f"{format.percent(done.share_done)} of the way"
    ax.annotate(state.verdict if done.status == REACHED else f"{state.verdict}\n{way}", (1, row),
                xytext=(6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                va="center", color=ORANGE if late else BLUE, fontsize=8.5)


def _went_back(state: GoalState) -> bool:
    return state.progress is not None and state.progress.share_done < 0


def _smart_verdict(check: SmartCheck) -> str:
    failing = list(check.failing)
    if not failing:
        return "The goal passes on all five letters"
    return f"{joined(failing)} {'fails' if len(failing) == 1 else 'fail'}"


def _smart_words(check: SmartCheck, format: Format) -> str:
    told = "; ".join(
        f"{name}, {letter.meaning}, {'passes' if letter.passes else 'fails'}: {letter.reason}"
        for name, letter in check.letters(format).items())
    passing = 5 - len(check.failing)
    return f"The five letters of SMART, {passing} of 5 pass. {told}."


def _road_verdict(state: GoalState, format: Format) -> str:
    if state.progress is None:
        return "The road to the goal" if state.goal.has_figures else "The figure so far"
    done = state.progress
    if done.status == REACHED:
        return "Reached"
    steady = "" if _went_back(state) else f", {share(done.share_expected, format)} at a steady pace"
    return f"{done.status.capitalize()}: {done.way_in_words(format)}{steady}"


def _road_note(state: GoalState) -> str:
    parts = ["Blue: the figure by month."] if state.values is not None else []
    if len(_road(state)):
        parts.append("Dashed black: a steady pace from baseline to goal.")
    if len(_ahead(state)):
        parts.append("Orange: the pace so far carried on, with its 95% interval.")
    return " ".join(parts)


def _read(goal: Goal, value: float, format: Format) -> str:
    return goal.figure(value if abs(value) >= 1000 else float(f"{value:.3g}"), format, unit=False)


def _road_words(state: GoalState, past: pd.Series, road: pd.Series, format: Format) -> str:
    goal, name = state.goal, state.goal.kpi or "the figure"
    words = []
    if len(past):
        words.append(
            f"Line chart: {name} in {len(past)} months, {format.month(past.index[0])} to "
            f"{format.month(past.index[-1])}; {_read(goal, past.iloc[0], format)} in the first, "
            f"{_read(goal, past.iloc[-1], format)} in the last.")
    if len(road):
        words.append(
            f"A dashed line leads from the baseline of {_read(goal, goal.baseline, format)} to "
            f"the goal of {_read(goal, goal.target, format)} in {format.month(road.index[-1])}.")
    if len(_ahead(state)):
        done = state.progress
        words.append(f"The pace so far leads to {_read(goal, done.forecast, format)} by then, "
                     f"likely {_read(goal, done.lower, format)} to "
                     f"{_read(goal, done.upper, format)}.")
    return " ".join(words) or "No month of the figure is known and no goal is set for it."


def _way_words(review: GoalReview, format: Format) -> str:
    told = []
    for name, state in review.states.items():
        done, said = state.progress, f"{name}, {state.name}: {state.verdict}"
        told.append(said if done is None else (
            f"{said}, {done.way_in_words(format)}, where a steady pace would be "
            f"{share(done.share_expected, format)}"))
    return f"Bars, one for each of {len(told)} goals. {'; '.join(told) or 'None is set'}."
