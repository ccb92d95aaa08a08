"""Is a goal one that can be checked? SMART, letter by letter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.periods import to_day
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined, likely, share
from helpers.subjects.goals.goal_parts import CLOSE, Goal, read_goal, rough
from helpers.subjects.goals.kpi_history import History, by_period, history_of
from helpers.subjects.goals.wording_checks import TIMES, has_figure, vague_words

LETTERS = {"S": "specific", "M": "measurable", "A": "achievable", "R": "relevant",
           "T": "time-bound"}
FEWEST_WORDS = 3
RARE = 0.05


@dataclass(frozen=True)
class Letter:
    """One letter of SMART: whether it passes, why, and what would mend it."""

    letter: str
    meaning: str
    passes: bool
    reason: str
    repair: str = ""


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
        nearer = goal.figure(rough(history.often), format)
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
    understood, unread = read_goal(goal)
    known = None if series is None else by_period(series, period, as_of)
    if as_of is not None:
        as_of = to_day(as_of)
    elif known is not None and len(known):
        as_of = known.index[-1].end_time.normalize()
    return SmartCheck(understood, history_of(understood, known, as_of), period, as_of, unread)
