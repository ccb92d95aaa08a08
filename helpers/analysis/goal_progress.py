"""Is a goal being reached, and where does the pace so far lead?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.goal_parts import CLOSE, Goal, read_goal, rough
from helpers.analysis.intervals import student_reach
from helpers.analysis.kpi_history import by_period
from helpers.analysis.periods import last_finished, to_day
from helpers.analysis.result import Result
from helpers.analysis.wording import counted, share
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData
from helpers.typography import signed

REACHED, ON_PACE, BEHIND, MISSED = "reached", "on pace", "behind", "missed"
FEWEST_CHANGES = 3
WHOLE = 100  # per cent


@dataclass(frozen=True, eq=False, repr=False)
class Progress(Result):
    """How far a goal has come, what it still needs, and where the present pace leads.

    Parameters
    ----------
    goal : Goal
        As it was understood.
    status : str
        `reached`, `on pace`, `behind`, or `missed` once the time is over.
    current : float
        The KPI in the last finished period.
    share_done, share_expected : float
        The way from baseline to target that is behind us, and the part that a steady pace would
        have covered. Below 0 where it went the wrong way, above 1 beyond the target.
    periods_done, periods_left : int
        Since the start, and until the due day.
    pace_per_period, required_per_period : float
        The KPI's mean change per period so far, and the one it needs from here; the latter NaN when
        no time is left.
    forecast, lower, upper : float
        The KPI when due, at the pace so far, and its 95% interval; NaN with fewer than 3 changes.
    path : DataFrame
        By period from start to due: `value`, `planned` (the straight line), `forecast`, `lower`,
        `upper`.
    period : str
        What the figures are per.
    as_of : Timestamp
        The last day looked at.
    """

    goal: Goal
    status: str
    current: float
    share_done: float
    share_expected: float
    periods_done: int
    periods_left: int
    pace_per_period: float
    required_per_period: float
    forecast: float
    lower: float
    upper: float
    path: pd.DataFrame
    period: str
    as_of: pd.Timestamp

    def headline(self, format: Format = PLAIN) -> str:
        """How far it is, against a steady pace; what it needs from here, and where it leads."""
        goal = self.goal
        ends = [goal.figure(value, format) for value in (self.current, goal.target)]
        name = f"{goal.kpi[:1].upper()}{goal.kpi[1:]}" or "The figure"
        way = (f"further from {ends[1]} than at the start" if self.share_done < 0
               else f"{self.way_in_words(format)} to {ends[1]}")
        so_far = f"{name} stands at {ends[0]}, {way}"
        if self.status == REACHED:
            return f"{name} stands at {ends[0]}: the goal of {ends[1]} is reached."
        if self.status == MISSED:
            return f"{so_far} when the time was over: the goal was missed."
        done = counted(self.periods_done, self.period, format)
        ahead = "on pace with" if self.status == ON_PACE else "behind"
        needs, pace = (self.change_in_words(change, format)
                       for change in (self.required_per_period, self.pace_per_period))
        return (
            f"{so_far} after {done}: {ahead} the "
            f"{share(self.share_expected, format)} of a steady pace. It needs {needs} a "
            f"{self.period} from here, against {pace} so far{self._leads_to(format)}."
        )

    def way_in_words(self, format: Format = PLAIN) -> str:
        """The part of the way that is done."""
        if self.share_done < 0:
            return "further off than at the start"
        return f"{share(self.share_done, format)} of the way"

    def change_in_words(self, change: float, format: Format = PLAIN) -> str:
        """A change of the KPI with its sign: `+£600`; of a percentage `−0.5 points`."""
        if self.goal.unit != "%":
            return signed(change, lambda size: self.goal.figure(rough(size), format, unit=False))
        points = signed(change, lambda size: Goal().figure(rough(size), format))
        return f"{points} {'point' if points[1:] == '1' else 'points'}"

    def _leads_to(self, format: Format) -> str:
        if np.isnan(self.forecast):
            return ""
        middle, low, high = (self.goal.figure(rough(value), format, unit=False)
                             for value in (self.forecast, self.lower, self.upper))
        return (f", a pace that leads to {middle} (likely {low} to {high}) by "
                f"{format.date(self.goal.due)}")


def progress(
    goal: Goal | Mapping, series, *, period: str = "month", as_of=None
) -> Progress:
    """How far has a goal come, what does it need from here, and where does the pace lead?

    The baseline counts as the KPI's value in the last period before the start. A goal for a total
    (60 new customers by December) is one for its running total: pass `series.cumsum()` and a
    baseline of 0.

    Parameters
    ----------
    goal : Goal or mapping
        With baseline, target and due day. Without a start, the series' first period is it.
    series : Series
        The KPI, one value for each period, by period or date.
    period : str
        `week`, `month`, `quarter` or `year`: what the series goes by where its index holds dates.
    as_of : date, optional
        The last day to look at; by default the end of the series' last period. Periods that had
        not ended then do not count.

    Returns
    -------
    Progress

    Raises
    ------
    NotEnoughData
        Where the goal lacks a part, or no period has ended since the start.
    ValueError
        Where a period has two values.

    Notes
    -----
    On pace means at or beyond the straight line from baseline to target. The forecast goes on with
    the mean change so far (the drift method), its interval is Student's for σ √(h (1 + h / T))
    with h periods ahead and T behind (Hyndman and Athanasopoulos, 2021, sections 5.2 and 5.5). It
    takes no account of seasons; where months swing about a trend it is too wide.

    Examples
    --------
    >>> goal = Goal(kpi="monthly revenue", baseline=100, target=160,
    ...             start=pd.Timestamp("2025-01-01"), due=pd.Timestamp("2025-12-31"))
    >>> months = pd.period_range("2025-01", "2025-06", freq="M")
    >>> so_far = progress(goal, pd.Series([104, 106, 112, 113, 120, 124], months))
    >>> so_far.status, so_far.share_done, so_far.pace_per_period, so_far.required_per_period
    ('behind', 0.4, 4.0, 6.0)
    """
    goal, _ = read_goal(goal)
    lacking = [name for name, there in [
        ("baseline", np.isfinite(goal.baseline)),
        ("target", np.isfinite(goal.target)),
        ("due day", goal.due is not None)] if not there]
    if not lacking and not goal.has_figures:
        lacking = ["target other than the baseline"]
    if lacking:
        raise NotEnoughData("progress towards a goal", f"no {' and no '.join(lacking)}",
                            "a baseline, a target and a due day")
    values = by_period(series, period, as_of)
    end = last_finished(goal.due, values.index.freqstr)
    values = values[values.index <= end]
    start = _start_of(goal, values)
    since = values[values.index > start] if len(values) else values
    if since.empty or end <= start:
        raise NotEnoughData("progress towards a goal",
                            f"no finished {period} between its start and its due day",
                            f"at least one {period}")
    as_of = values.index[-1].end_time.normalize() if as_of is None else to_day(as_of)
    return _progress(goal, since, start, end, period, as_of)


def _progress(
    goal: Goal, since: pd.Series, start: pd.Period, end: pd.Period, period: str,
    as_of: pd.Timestamp,
) -> Progress:
    places = since.index.asi8 - start.ordinal
    done, left = int(places[-1]), end.ordinal - since.index[-1].ordinal
    current, way = float(since.iloc[-1]), goal.target - goal.baseline
    pace = (current - goal.baseline) / done
    spread = _spread(places, since.to_numpy(), goal.baseline, pace)
    ahead = np.arange(done + left + 1) - done
    ahead = np.where((ahead >= 0) & np.isfinite(spread), ahead, np.nan)
    reach = spread * np.sqrt(ahead * (1 + ahead / done))
    middle = current + pace * ahead
    whole = pd.period_range(start, end, name="period")
    path = pd.DataFrame({
        "value": since.reindex(whole).to_numpy(),
        "planned": np.linspace(goal.baseline, goal.target, len(whole)),
        "forecast": middle, "lower": middle - reach, "upper": middle + reach,
    }, whole)
    path.loc[start, "value"] = goal.baseline
    if goal.unit == "%" and since.between(0, WHOLE).all():
        ahead_of = ["forecast", "lower", "upper"]
        path[ahead_of] = path[ahead_of].clip(0, WHOLE)
    share_done, share_expected = (current - goal.baseline) / way, done / (done + left)
    if share_done >= 1 - CLOSE:
        status = REACHED
    elif left == 0:
        status = MISSED
    else:
        status = ON_PACE if share_done >= share_expected - CLOSE else BEHIND
    return Progress(
        goal=goal, status=status, current=current, share_done=share_done,
        share_expected=share_expected, periods_done=done, periods_left=left, pace_per_period=pace,
        required_per_period=(goal.target - current) / left if left else np.nan,
        forecast=float(path["forecast"].iloc[-1]), lower=float(path["lower"].iloc[-1]),
        upper=float(path["upper"].iloc[-1]), path=path, period=period, as_of=as_of,
    )


def _spread(places: np.ndarray, values: np.ndarray, baseline: float, pace: float) -> float:
    """Half the interval of one period's change; a gap of g periods counts as g changes."""
    gaps = np.diff(places, prepend=0)
    off = np.diff(values, prepend=baseline) - pace * gaps
    if len(off) < FEWEST_CHANGES:
        return np.nan
    freedom = len(off) - 1
    return float(student_reach(np.sqrt((off**2 / gaps).sum() / freedom), freedom))


def _start_of(goal: Goal, values: pd.Series) -> pd.Period | None:
    """The period whose value the baseline is: the last before the start."""
    if goal.start is None:
        return values.index[0] if len(values) else None
    return last_finished(goal.start - pd.Timedelta(days=1), values.index.freqstr)
