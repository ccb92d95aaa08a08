"""Is a goal one that can be checked, and is it being reached?"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

import numpy as np
import pandas as pd
from scipy.stats import t as student

from helpers.analysis.intervals import wilson
from helpers.analysis.periods import frequency, last_finished, to_day
from helpers.analysis.result import Result
from helpers.analysis.vague_words import DATES, TIMES, has_figure, vague_words
from helpers.analysis.wording import counted, joined, likely, share
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

LETTERS = {"S": "specific", "M": "measurable", "A": "achievable", "R": "relevant",
           "T": "time-bound"}
REACHED, ON_PACE, BEHIND, MISSED = "reached", "on pace", "behind", "missed"

FEWEST_WORDS = 3
FEWEST_STRETCHES = 3
RARE = 0.05
FEWEST_CHANGES = 3
CLOSE = 1e-9
WHOLE = 100  # per cent
CURRENCY_SIGNS = "£$€¥"


@dataclass(frozen=True)
class Goal:
    """A goal in its parts. All may be missing; `check_smart` says what that costs.

    Parameters
    ----------
    statement : str
        The goal as a sentence.
    kpi : str
        The figure that will tell, such as “repeat customers a month”.
    baseline, target : float
        That figure when the goal begins, and what it is to be.
    start, due : Timestamp or None
        The first day and the last.
    owner : str
        Who sees to it.
    unit : str
        Of the figure: `%`, `£`, `orders`.
    why : str
        What it is good for.
    resources : str
        The money, time, people or skill it takes.
    """

    statement: str = ""
    kpi: str = ""
    baseline: float = np.nan
    target: float = np.nan
    start: pd.Timestamp | None = None
    due: pd.Timestamp | None = None
    owner: str = ""
    unit: str = ""
    why: str = ""
    resources: str = ""

    @property
    def has_figures(self) -> bool:
        """Whether baseline and target are known and differ."""
        return bool(np.isfinite(self.baseline) and np.isfinite(self.target)
                    and abs(self.target - self.baseline) > CLOSE)

    def figure(self, value: float, format: Format = PLAIN, *, unit: bool = True) -> str:
        """A value of the KPI as it is read: `£12,000`, `15%`, `24 hours`.

        Examples
        --------
        >>> Goal(unit="£").figure(12000), Goal(unit="%").figure(14.5), Goal(unit="hours").figure(24)
        ('£12,000', '14.5%', '24 hours')
        """
        if self.unit and self.unit in (format.currency, format.currency_symbol):
            return format.money(value)
        number = format.number(value, digits=_decimals(value))
        if self.unit == "%":
            return f"{number}%"
        if self.unit and self.unit in CURRENCY_SIGNS:
            return f"{self.unit}{number}"
        spoken = self.unit and unit and self.unit.casefold() not in self.kpi.casefold()
        return f"{number} {self.unit}" if spoken else number

    def sentence(self, format: Format = PLAIN) -> str | None:
        """The goal as a sentence made from its parts; None where too little is known.

        Examples
        --------
        >>> Goal(kpi="orders a week", baseline=40, target=50, due=pd.Timestamp("2026-06-30"),
        ...      owner="Ana").sentence()
        'Raise orders a week from 40 to 50 by 30 Jun 2026. Ana sees to it.'
        """
        if not (self.kpi and self.has_figures and self.due is not None):
            return None
        verb = "Raise" if self.target > self.baseline else "Lower"
        by_whom = f" {self.owner} sees to it." if self.owner else ""
        return (f"{verb} {self.kpi} from {self.figure(self.baseline, format, unit=False)} to "
                f"{self.figure(self.target, format)} by {format.date(self.due)}.{by_whom}")


@dataclass(frozen=True)
class Letter:
    """One letter of SMART: whether it passes, why, and what would mend it."""

    letter: str
    meaning: str
    passes: bool
    reason: str
    repair: str = ""


@dataclass(frozen=True)
class History:
    """How often the KPI changed as the goal asks, in stretches as long as the goal's.

    Parameters
    ----------
    wanted, largest : float
        The change asked for, and the largest seen in its direction: as a share where all values are
        above 0 (`relative`), else in the KPI's unit.
    seen, stretches : int
        Stretches that reached the change, and stretches there are. They overlap.
    seen_share, lower, upper : float
        Their share and its 95% interval (Wilson), which counts only as many stretches as fit one
        after the other.
    periods : int
        The length of a stretch.
    often : float
        The target that a quarter of the stretches would have reached from this baseline.
    relative : bool
        Whether changes are shares.
    """

    wanted: float
    largest: float
    seen: int
    stretches: int
    seen_share: float
    lower: float
    upper: float
    periods: int
    often: float
    relative: bool


@dataclass(frozen=True, eq=False, repr=False)
class SmartCheck(Result):
    """What is SMART about a goal, letter by letter.

    Parameters
    ----------
    goal : Goal
        As it was understood; what the statement alone said of figures and date is filled in.
    history : History or None
        What the KPI did before, where that is known well enough.
    period : str
        Of the history.
    as_of : Timestamp or None
        The day of the check, where known.
    unread : dict of str to str
        Parts that were given and could not be read as a number or a day.
    """

    goal: Goal
    history: History | None
    period: str
    as_of: pd.Timestamp | None
    unread: dict[str, str] = field(default_factory=dict)

    def letters(self, format: Format = PLAIN) -> dict[str, Letter]:
        """Each letter with its reason and, where it fails, the repair."""
        judged = {"S": self._specific, "M": self._measurable, "A": self._achievable,
                  "R": self._relevant, "T": self._time_bound}
        return {letter: Letter(letter, LETTERS[letter], *judge(format))
                for letter, judge in judged.items()}

    @property
    def failing(self) -> tuple[str, ...]:
        """The letters that fail, in order."""
        return tuple(name for name, letter in self.letters().items() if not letter.passes)

    @property
    def passes(self) -> bool:
        return not self.failing

    def repaired(self, format: Format = PLAIN) -> str | None:
        """A sentence that says the goal exactly; None where too little is known."""
        return self.goal.sentence(format)

    def headline(self, format: Format = PLAIN) -> str:
        """Which letters fail and why, and how to mend it where that is said in a sentence."""
        failing = [letter for letter in self.letters(format).values() if not letter.passes]
        if not failing:
            return "The goal passes on all five letters."
        verb = "fails" if len(failing) == 1 else "fail"
        named = joined([letter.letter for letter in failing])
        reasons = "; ".join(f"{letter.meaning}: {letter.reason}" for letter in failing)
        return f"{named} {verb}. {reasons[0].upper()}{reasons[1:]}.{self._mended(failing, format)}"

    def _mended(self, failing: list[Letter], format: Format) -> str:
        """A better sentence where the words fail, or how to mend the one letter that does."""
        better = self.repaired(format)
        if better and failing[0].letter == "S":
            return f" Better: “{better}”"
        return f" {failing[0].repair}" if len(failing) == 1 else ""

    def _specific(self, format: Format) -> tuple:
        said, better = self.goal.statement, self.repaired(format)
        repair = (f"Write: “{better}”" if better else
                  "Say what will change, for whom, and what you will do for it.")
        if not said:
            return False, "no sentence says what is to be done", repair
        exact = has_figure(said)
        vague = vague_words(said)
        if vague and not exact:
            words = joined([f"“{word}”" for word in vague])
            return (False, f"{words} cannot be checked",
                    repair if better else f"Put a figure, a name or a day in place of {words}.")
        if len(re.findall(r"\w+", said)) < FEWEST_WORDS and not exact:
            return False, f"“{said}” could mean anything", repair
        return True, "the sentence says what is to be done"

    def _measurable(self, format: Format) -> tuple:
        goal = self.goal
        lacking = [words for there, words in [
            (goal.kpi, "the figure that will tell (kpi)"),
            (np.isfinite(goal.baseline), "what it is now (baseline)"),
            (np.isfinite(goal.target), "what it is to be (target)")] if not there]
        if lacking:
            unread = self._could_not_read("baseline", "target")
            return (False, unread or f"it lacks {joined(lacking)}",
                    f"Write down {joined(lacking)}.")
        if not goal.has_figures:
            return (False, f"the target is what it is now, {goal.figure(goal.target, format)}",
                    "Choose a target that differs from the baseline.")
        return True, (f"{goal.kpi}: from {goal.figure(goal.baseline, format)} to "
                      f"{goal.figure(goal.target, format)}")

    def _achievable(self, format: Format) -> tuple:
        goal, history = self.goal, self.history
        if not goal.owner:
            return False, "nobody is named who sees to it", "Name one person (owner)."
        if not goal.has_figures or goal.due is None:
            return (False, "without figures and a day nobody can judge it",
                    "Give baseline, target and due day; past figures then say how bold it is.")
        if history is not None:
            return self._judged_by(history, format)
        if not goal.resources:
            return (False, "neither past figures nor means speak for it",
                    "Say what it takes (resources): money, hours, people, skill.")
        return True, f"{goal.owner} sees to it, with {goal.resources}"

    def _judged_by(self, history: History, format: Format) -> tuple:
        goal = self.goal
        wanted, largest = (
            share(abs(change), format) if history.relative else goal.figure(abs(change), format)
            for change in (history.wanted, history.largest))
        way = "rise" if history.wanted > 0 else "fall"
        stretch = counted(history.periods, self.period, format)
        if history.seen and history.seen_share >= RARE:
            return True, (
                f"a {way} of {wanted} or more was seen in {format.number(history.seen)} of "
                f"{format.number(history.stretches)} past stretches of {stretch} "
                f"({share(history.seen_share, format)}, "
                f"{likely(history.lower, history.upper, format)})")
        moved = history.largest * np.sign(history.wanted) > CLOSE
        best = f"the largest was {largest}" if moved else f"there was no {way} at all"
        seldom = f"only {format.number(history.seen)}" if history.seen else "none"
        nearer = goal.figure(_rough(history.often), format)
        repair = "Allow more time, or try first, at small cost, what will be different."
        if (history.often - goal.baseline) * history.wanted > CLOSE:
            repair = f"Aim for {nearer}, which a quarter of them reached, or allow more time."
        return (False, f"of {format.number(history.stretches)} past stretches of {stretch} "
                f"{seldom} had a {way} of {wanted}; {best}", repair)

    def _relevant(self, format: Format) -> tuple:
        if not self.goal.why:
            return (False, "nothing says what it is good for",
                    "Finish the sentence “We want this because …” (why).")
        return True, f"it is wanted because: {self.goal.why}"

    def _time_bound(self, format: Format) -> tuple:
        goal = self.goal
        if goal.due is None:
            when = vague_words(goal.statement, TIMES)
            reason = f"“{when[0]}” is no day" if when else "no day is set (due)"
            return (False, self._could_not_read("due") or reason,
                    "Name the day on which you will look whether it is done.")
        if goal.start is not None and goal.due <= goal.start:
            return (False, f"it is due on {format.date(goal.due)}, before it has begun",
                    "Put the due day after the start.")
        if self.as_of is not None and goal.due < self.as_of:
            return (False, f"its day, {format.date(goal.due)}, has passed",
                    "Set a new day, and write down why the old one was missed.")
        return True, f"it is due on {format.date(goal.due)}"

    def _could_not_read(self, *names: str) -> str:
        kinds = {"due": "day that could be read without doubt"}
        return " and ".join(f"“{self.unread[name]}” is no {kinds.get(name, 'number')}"
                            for name in names if name in self.unread)


def check_smart(
    goal: Goal | Mapping | str | None, *, series=None, period: str = "month", as_of=None
) -> SmartCheck:
    """Which letters of SMART does a goal fail, why, and how is it mended?

    S fails without a sentence, or where its words (“more”, “better”, “soon”) could mean anything
    and no figure stands beside them. M needs the KPI, its baseline and another target. A needs
    someone who sees to it, and either past figures in which such a change was seen in at least a
    twentieth of all stretches of the same length, or the means. R needs a reason, T a day to come.

    Parameters
    ----------
    goal : Goal, mapping or str
        By the names of `Goal`'s fields. Nothing in it raises: what is missing or cannot be read
        fails its letter. A sentence that says “from 40 to 50” or “by 30 June 2026” fills in what is
        not given.
    series : Series, optional
        The KPI before, one value for each period, by period or date.
    period : str
        `week`, `month`, `quarter` or `year`: what the series goes by where its index holds dates.
    as_of : date, optional
        Today; by default the end of the series' last period.

    Returns
    -------
    SmartCheck

    Notes
    -----
    Doran (1981), whose A was “assignable”: a person is asked for there; achievable, relevant and
    time-bound are how the letters are read now. The rules and the words are this workbook's own.

    Examples
    --------
    >>> check_smart("Get more customers soon").failing
    ('S', 'M', 'A', 'R', 'T')
    >>> goal = {"statement": "Sell 50 boxes a week by 30 June 2026", "kpi": "boxes a week",
    ...         "baseline": 40, "target": 50, "owner": "Ana", "why": "it pays the second oven",
    ...         "resources": "a market stall on Saturdays"}
    >>> check_smart(goal).headline()
    'The goal passes on all five letters.'
    """
    understood, unread = _understood(goal)
    known = None if series is None else _by_period(series, period, as_of)
    if as_of is not None:
        as_of = to_day(as_of)
    elif known is not None and len(known):
        as_of = known.index[-1].end_time.normalize()
    return SmartCheck(understood, _history(understood, known, as_of), period, as_of, unread)


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
        sign = "−" if change < 0 else "+"
        if self.goal.unit == "%":
            size = Goal().figure(_rough(abs(change)), format)
            return f"{sign}{size} {'point' if size == '1' else 'points'}"
        return f"{sign}{self.goal.figure(_rough(abs(change)), format, unit=False)}"

    def _leads_to(self, format: Format) -> str:
        if np.isnan(self.forecast):
            return ""
        middle, low, high = (self.goal.figure(_rough(value), format, unit=False)
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
    goal, _ = _understood(goal)
    lacking = [name for name, there in [
        ("baseline", np.isfinite(goal.baseline)),
        ("target", np.isfinite(goal.target)),
        ("due day", goal.due is not None)] if not there]
    if not lacking and not goal.has_figures:
        lacking = ["target other than the baseline"]
    if lacking:
        raise NotEnoughData("progress towards a goal", f"no {' and no '.join(lacking)}",
                            "a baseline, a target and a due day")
    values = _by_period(series, period, as_of)
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
    return float(np.sqrt((off**2 / gaps).sum() / freedom) * student.ppf(0.975, freedom))


def _start_of(goal: Goal, values: pd.Series) -> pd.Period | None:
    """The period whose value the baseline is: the last before the start."""
    if goal.start is None:
        return values.index[0] if len(values) else None
    return last_finished(goal.start - pd.Timedelta(days=1), values.index.freqstr)


def _by_period(series, period: str, as_of) -> pd.Series:
    """The values known of finished periods, in order."""
    values = pd.Series(series)
    index = values.index
    if not isinstance(index, pd.PeriodIndex):
        index = pd.DatetimeIndex(pd.to_datetime(index)).tz_localize(None)
        index = index.to_period(frequency(period))
    numbers = pd.to_numeric(pd.Series(values.to_numpy(), index), errors="coerce").astype(float)
    numbers = numbers[np.isfinite(numbers)].sort_index()
    if not numbers.index.is_unique:
        raise ValueError(f"A KPI has one value for each {period}; this one has several in "
                         f"{numbers.index[numbers.index.duplicated()][0]}.")
    if as_of is not None:
        numbers = numbers[numbers.index <= last_finished(to_day(as_of), numbers.index.freqstr)]
    return numbers


def _history(goal: Goal, values: pd.Series | None, as_of) -> History | None:
    if values is None or not goal.has_figures or goal.due is None or values.empty:
        return None
    begins = as_of if goal.start is None else goal.start
    freq = values.index.freqstr
    length = (last_finished(goal.due, freq).ordinal
              - last_finished(begins - pd.Timedelta(days=1), freq).ordinal)
    whole = values.reindex(pd.period_range(values.index[0], values.index[-1], freq=freq))
    if length < 1 or len(whole) <= length:
        return None
    before, after = whole.to_numpy()[:-length], whole.to_numpy()[length:]
    relative = min(values.min(), goal.baseline, goal.target) > 0
    changes = after / before - 1 if relative else after - before
    changes = changes[np.isfinite(changes)]
    if len(changes) < FEWEST_STRETCHES:
        return None
    wanted = goal.target / goal.baseline - 1 if relative else goal.target - goal.baseline
    way = np.sign(wanted)
    seen = int((changes * way >= abs(wanted) - CLOSE).sum())
    apart = max(1, (len(whole) - 1) // length)
    lower, upper = wilson([seen / len(changes) * apart], [apart])
    often = way * np.quantile(changes * way, 0.75)
    return History(
        wanted=float(wanted), largest=float(way * (changes * way).max()), seen=seen,
        stretches=len(changes), seen_share=seen / len(changes), lower=float(lower[0]),
        upper=float(upper[0]), periods=length, relative=bool(relative),
        often=float(goal.baseline * (1 + often) if relative else goal.baseline + often),
    )


def _decimals(value: float) -> int:
    """The decimals that a figure is read with: no more than it has, and few beside a large one."""
    most = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    exact = (digits for digits in range(most) if abs(value - round(value, digits)) < CLOSE)
    return next(exact, most)


def _rough(estimate: float) -> float:
    """An estimate with no more than three digits that count, below a thousand."""
    return estimate if abs(estimate) >= 1000 else float(f"{estimate:.3g}")


def _understood(goal) -> tuple[Goal, dict[str, str]]:
    """The goal with its parts in their kinds, and what could not be read."""
    if isinstance(goal, Goal):
        given = asdict(goal)
    elif isinstance(goal, Mapping):
        given = {str(name).strip().casefold(): value for name, value in goal.items()}
    else:
        given = {"statement": goal if isinstance(goal, str) else ""}
    read = {"baseline": _number, "target": _number, "start": _first_day, "due": _last_day}
    parts, unread = {}, {}
    for part in fields(Goal):
        raw = _text(given.get(part.name))
        parts[part.name] = read.get(part.name, _text)(given.get(part.name))
        unknown = parts[part.name] is None or parts[part.name] != parts[part.name]
        if part.name in read and raw and unknown:
            unread[part.name] = raw
    return Goal(**_with_what_is_said(parts, unread)), unread


_NUMBER = r"[£$€¥]?\s?(\d[\d.,]*)\s?%?"
_FROM_TO = re.compile(rf"\bfrom\s+{_NUMBER}(?:\s+[^\W\d]+){{0,3}}\s+to\s+{_NUMBER}", re.IGNORECASE)
_BY_DAY = re.compile(
    rf"\b(by|until|till|before)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?({DATES.pattern}|\d{{4}}\b)",
    re.IGNORECASE)


def _with_what_is_said(parts: dict, unread: dict) -> dict:
    """Figures and a due day that only the statement gives."""
    if np.isnan(parts["baseline"]) and np.isnan(parts["target"]):
        figures = _FROM_TO.search(parts["statement"])
        if figures:
            parts = {**parts, "baseline": _number(figures[1]), "target": _number(figures[2])}
    if parts["due"] is None and "due" not in unread:
        said = _BY_DAY.search(parts["statement"])
        if said:
            first, last = _span(said[2])
            before = said[1].casefold() == "before" and first is not None
            parts = {**parts, "due": first - pd.Timedelta(days=1) if before else last}
    return parts


def _text(value) -> str:
    if isinstance(value, (list, tuple, set)):
        return ", ".join(filter(None, map(_text, value)))
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    return str(value).strip()


def _number(value) -> float:
    """A number, however it is written; NaN where it is none."""
    if isinstance(value, (bool, np.bool_)):
        return np.nan
    written = re.sub(r"[\s£$€¥%']|(?<=\d)_", "", _text(value)).replace("−", "-").rstrip(".,")
    if not re.fullmatch(r"[-+]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?", written, re.IGNORECASE):
        return np.nan
    if written.rfind(",") > written.rfind("."):  # a comma comes last: thousands, or a decimal one
        thousands = re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+", written)
        written = written.replace(",", "") if thousands else written.replace(".", "").replace(
            ",", ".")
    try:
        number = float(written.replace(",", ""))
    except ValueError:
        return np.nan
    return number if np.isfinite(number) else np.nan


def _first_day(value) -> pd.Timestamp | None:
    return _span(value)[0]


def _last_day(value) -> pd.Timestamp | None:
    return _span(value)[1]


def _span(value) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """The first and last day that a date, a month or a year means; None where it is none."""
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|,|(?<=[a-z])\.", " ", _text(value), flags=re.I)
    text = re.sub(r"\s+", " ", re.sub(r"\bsept\b", "sep", text, flags=re.I)).strip()
    numbered = _NUMBERED_DAY.fullmatch(text)
    if numbered:
        text = _day_first(*numbered.groups())
    kind = next((freq for pattern, freq in [
        (r"(?:19|20)\d\d", "Y"), (r"\d{4}-\d\d|[A-Za-z]+ \d{4}", "M")]
        if re.fullmatch(pattern, text)), "D")
    # Without a year, or from a bare number, pandas would make a day of its own.
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text):
        return None, None
    try:
        period = pd.Period(pd.Timestamp(text).tz_localize(None), kind)
        return period.start_time.normalize(), period.end_time.normalize()
    except (ValueError, TypeError, OverflowError):
        return None, None


_NUMBERED_DAY = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})")


def _day_first(one: str, separator: str, two: str, year: str) -> str:
    """31/12/2026 and 12/31/2026 can only be one day, and with dots the day comes first."""
    if int(two) > 12:
        one, two = two, one
    elif separator == "/" and int(one) <= 12 and one != two:
        return ""
    return f"{year}-{two:>02}-{one:>02}"
