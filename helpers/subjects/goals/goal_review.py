"""A goal and where it stands, and several goals side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.periods import last_finished
from helpers.stats.result import Result
from helpers.stats.wording import joined
from helpers.subjects.goals.goal_parts import Goal
from helpers.subjects.goals.goal_progress import (
    BEHIND, MISSED, ON_PACE, REACHED, Progress, progress,
)
from helpers.subjects.goals.smart_check import SmartCheck, check_smart

STATUSES = (REACHED, ON_PACE, BEHIND, MISSED)
NO_GOAL = "No goal has been set yet."
NO_START, NOT_YET = "no day is set on which it begins", "no month has ended since it began"
NO_FIGURE = "no figure is noted down yet"
WITHHELD = "its monthly figures are of too few people to be told"


@dataclass(frozen=True, eq=False, repr=False)
class GoalState(Result):
    """One goal: how exact it is, and how far it has come.

    Parameters
    ----------
    check : SmartCheck
        Its five letters.
    values : Series or None
        The KPI by month, as far as it is known.
    progress : Progress or None
        None where it cannot be told.
    unknown : str
        Why not; empty where it can.
    """

    check: SmartCheck
    values: pd.Series | None
    progress: Progress | None
    unknown: str

    @property
    def goal(self) -> Goal:
        return self.check.goal

    @property
    def name(self) -> str:
        """What it is about, in few words: the KPI, or the statement."""
        return self.goal.kpi or self.goal.statement or "a goal"

    @property
    def verdict(self) -> str:
        """`on pace`, `behind`, `reached` or `missed`, or why that cannot be told."""
        return self.progress.status if self.progress else self.unknown

    def headline(self, format: Format = PLAIN) -> str:
        """Which letters fail, or else how far it has come."""
        letters = self.check.headline(format)
        if not self.progress:
            return letters
        so_far = self.progress.headline(format)
        return so_far if self.check.passes else f"{letters} {so_far}"


@dataclass(frozen=True, eq=False, repr=False)
class GoalReview(Result):
    """Several goals side by side.

    Parameters
    ----------
    states : dict of str to GoalState
        By the owner's number or name for them.
    """

    states: dict[str, GoalState]

    def frame(self, format: Format = PLAIN) -> pd.DataFrame:
        """One row a goal, in words and figures as an owner reads them.

        `way done` and `steady pace` are shares, NaN where progress cannot be told.
        """
        rows = [self._row(state, format) for state in self.states.values()]
        return pd.DataFrame(rows, columns=[
            "goal", "letters", "stands at", "way done", "steady pace", "needs", "verdict"])

    def headline(self, format: Format = PLAIN) -> str:
        """How many are on their way, and how the one does that has the least lead."""
        if not self.states:
            return NO_GOAL
        if len(self.states) == 1:
            state, = self.states.values()
            if state.progress:
                return state.headline(format)
            exact = "" if state.unknown == WITHHELD else f" {state.check.headline(format)}"
            return f"One goal is set: {state.name}. {_capital(state.unknown)}.{exact}"
        told = [state for state in self.states.values() if state.progress]
        counts = [f"{format.number(count)} {status}" for status in STATUSES
                  if (count := sum(state.verdict == status for state in told))]
        open_yet = len(self.states) - len(told)
        if open_yet:
            counts.append(f"{format.number(open_yet)} cannot be told yet")
        said = [f"Of {format.number(len(self.states))} goals: {', '.join(counts)}."]
        under_way = [state for state in told if state.verdict in (ON_PACE, BEHIND)]
        if under_way:
            said.append(min(under_way, key=_lead).progress.headline(format))
        vague = [f"{state.name} ({', '.join(state.check.failing)})"
                 for state in self.states.values() if not state.check.passes]
        if vague:
            said.append(f"Not yet exact: {joined(vague)}.")
        return " ".join(said)

    def _row(self, state: GoalState, format: Format) -> tuple:
        goal, done = state.goal, state.progress
        failing = ", ".join(state.check.failing)
        exact = f"fails: {failing}" if failing else "all five pass"
        said = goal.sentence(format) if state.unknown != WITHHELD else goal.statement
        row = said or state.name, exact
        if done is None:
            return *row, "–", float("nan"), float("nan"), "–", state.unknown
        needs = "–" if done.status in (REACHED, MISSED) else (
            f"{done.change_in_words(done.required_per_period, format)} a {done.period}")
        return (*row, goal.figure(_short(done.current), format), done.share_done,
                done.share_expected, needs, done.status)


def goal_state(
    goal: Goal | Mapping | str, values: pd.Series | None = None, *, as_of=None
) -> GoalState:
    """How exact is a goal, and how far has it come?

    Whether the goal is within reach is judged by the months before it began.

    Parameters
    ----------
    goal : Goal, mapping or str
        As `check_smart` takes it.
    values : Series, optional
        The KPI by month.
    as_of : date, optional
        The last day to look at; by default the end of the last month in `values`.

    Returns
    -------
    GoalState

    Examples
    --------
    >>> months = pd.period_range("2025-01", periods=4, freq="M")
    >>> state = goal_state({"kpi": "orders a month", "baseline": 40, "target": 60,
    ...                     "start": "2025-03-01", "due": "2025-06-30"},
    ...                    pd.Series([38.0, 42.0, 45.0, 52.0], months))
    >>> state.verdict, state.progress.share_done, state.check.failing
    ('on pace', 0.6, ('S', 'A', 'R'))
    """
    if values is not None and values.empty:
        values = None
    check = check_smart(goal, series=_before(goal, values), as_of=_day(values, as_of))
    if values is None:
        return GoalState(check, None, None, NO_FIGURE)
    if check.goal.start is None:
        return GoalState(check, values, None, NO_START)
    try:
        return GoalState(check, values, progress(check.goal, values, as_of=as_of), "")
    except NotEnoughData as refusal:
        begun = check.goal.has_figures and check.goal.due is not None
        return GoalState(check, values, None, NOT_YET if begun else f"it has {refusal.have}")


def withheld(state: GoalState) -> GoalState:
    """The same with no figure of the KPI, for a reader who must not learn of so few people."""
    return GoalState(state.check, None, None, WITHHELD)


def _lead(state: GoalState) -> float:
    """How far it is ahead of a steady pace, as a share of the way."""
    return state.progress.share_done - state.progress.share_expected


def _before(goal, values: pd.Series | None) -> pd.Series | None:
    """The months that had ended when the goal began."""
    start = check_smart(goal).goal.start
    if values is None or start is None:
        return values
    earlier = values[values.index <= last_finished(start - pd.Timedelta(days=1), "M")]
    return None if earlier.empty else earlier


def _day(values: pd.Series | None, as_of):
    return as_of if as_of is not None or values is None else values.index[-1].end_time.normalize()


def _short(value: float) -> float:
    return value if abs(value) >= 1000 else float(f"{value:.3g}")


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
