"""What customers' answers come to, and how it is told: scores, changes, groups that stand out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.result import Result
from helpers.analysis.small_groups import few, part_in_words, told, too_small
from helpers.analysis.wording import between_periods, likely, share
from helpers.formats import PLAIN, Format


@dataclass(frozen=True)
class Difference:
    """How much higher one score is than another, with its interval.

    Points for a Net Promoter Score, a share (0.1 is ten percentage points) for satisfaction; NaN
    where either has too few answers.
    """

    difference: float
    lower: float
    upper: float

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True)
class Change(Difference):
    """The last so many finished months against as many before them.

    Someone who answered in both counts in both: as people tend to answer alike, the interval is
    then too wide rather than too narrow. `now` and `before` are the two results themselves, each
    with its interval: value, lower, upper.
    """

    months: int
    answers: int
    answers_before: int
    now: tuple[float, float, float]
    before: tuple[float, float, float]


@dataclass(frozen=True, eq=False, repr=False)
class Answered(Result):
    """What the two measures have in common: the answers in all, by month and by group."""

    value: float
    lower: float
    upper: float
    answers: int
    counts: dict[str, int]
    monthly: pd.DataFrame
    groups: pd.DataFrame | None
    by: str | None
    change: Change | None
    level: float
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    as_of: pd.Timestamp
    notes: tuple[str, ...]
    set_aside: dict[str, int]

    def groups_told(self, fewest: int) -> pd.DataFrame:
        """The groups, without what would tell of fewer people than that."""
        return self._told(self.groups, fewest)

    def _told(self, frame: pd.DataFrame, fewest: int) -> pd.DataFrame:
        shown, kinds = frame.copy(), list(self.counts)
        shown.loc[few(frame[kinds], fewest).any(axis=1), kinds] = np.nan
        shown.loc[too_small(frame[["answers"]], fewest)["answers"]] = np.nan
        return shown

    def _people(self, format: Format) -> str:
        return f"{format.number(self.answers)} people"

    def _when(self, format: Format) -> str:
        return between_periods(
            self.first_day.to_period("M"), self.last_day.to_period("M"), format)

    def _points(self, value: float, format: Format) -> str:
        """A difference in the measure's own words, without a sign."""
        raise NotImplementedError

    def _worth(self, value: float, format: Format) -> str:
        """A value in the measure's own words."""
        raise NotImplementedError

    def _size(self, difference: Difference, format: Format) -> str:
        """`8 points (likely 3 to 13)`, both counted in the direction of the difference."""
        ends = sorted((difference.lower, difference.upper))
        if difference.difference < 0:
            ends = [-end for end in reversed(ends)]
        low, high = (self._points(end, format) for end in ends)
        size = self._points(abs(difference.difference), format)
        return f"{size} {'point' if size == '1' else 'points'} (likely {low} to {high})"

    def _change_words(self, format: Format) -> str:
        change = self.change
        if change is None:
            return ""
        stretch = f"the last {change.months} months against the {change.months} before"
        if change.months == 1:
            stretch = "the last month against the one before"
        if not change.beyond_chance:
            both = stretch.replace(" against ", " and ")
            return f"Between {both} no change stands out of chance."
        went = "up" if change.difference > 0 else "down"
        return (f"It went {went} by {self._size(change, format)}, to "
                f"{self._worth(change.now[0], format)}, {stretch}.")

    def _group_words(self, format: Format) -> str:
        """Which group stands out of the others, if any does."""
        if self.groups is None:
            return ""
        shown = self.groups_told(format.smallest_group).dropna(subset=["difference"])
        if shown.empty:
            return f"No {self.by} has enough answers to be compared with the others."
        clear = shown[(shown["difference_lower"] > 0) | (shown["difference_upper"] < 0)]
        if clear.empty:
            return f"No {self.by} stands out of the others by more than chance would bring."
        name = clear["difference"].abs().idxmax()
        row = clear.loc[name]
        apart = Difference(row["difference"], row["difference_lower"], row["difference_upper"])
        side = "above" if apart.difference > 0 else "below"
        return f"{name} stands out, {self._size(apart, format)} {side} the others."


@dataclass(frozen=True, eq=False, repr=False)
class NetPromoterScore(Answered):
    """Promoters less detractors, per hundred people who answered.

    Parameters
    ----------
    value : float
        The score, −100 to 100 points; also called `score`.
    lower, upper : float
        Its interval.
    answers : int
        People who answered (answers, where no customer is named).
    counts : dict of str to int
        `detractors` (0–6), `passives` (7–8) and `promoters` (9–10).
    monthly : DataFrame
        PeriodIndex `month` without gaps: the counts, `answers`, `score`, `lower`, `upper`. A month
        that had not ended by `as_of` is NaN, a score of fewer than 10 answers too. Here someone
        counts once in each month they answered.
    groups : DataFrame or None
        The same by group, with `difference` from all other groups together and its interval, which
        hold jointly at `level` (Bonferroni).
    by : str or None
        The column that groups.
    change : Change or None
        The last finished months, at most 12, against as many before; None with too few answers.
    level : float
        The intervals' level.
    first_day, last_day, as_of : Timestamp
        The first and last answer that count, and the last day looked at.
    notes : tuple of str
        What to bear in mind.
    set_aside : dict of str to int
        Answers left out, by reason.
    """

    @property
    def score(self) -> float:
        """The score, −100 to 100 points."""
        return self.value

    @property
    def promoters(self) -> int:
        return self.counts["promoters"]

    @property
    def passives(self) -> int:
        return self.counts["passives"]

    @property
    def detractors(self) -> int:
        return self.counts["detractors"]

    def headline(self, format: Format = PLAIN) -> str:
        """The score among those who answered, and what changed or stands out."""
        low, middle, high = (format.number(end) for end in (self.lower, self.value, self.upper))
        first = (f"Among the {self._people(format)} who answered {self._when(format)}, the Net "
                 f"Promoter Score is {middle} (likely {low} to {high})")
        if not few(np.array(list(self.counts.values())), format.smallest_group).any():
            first += (f": {share(self.promoters / self.answers, format)} promoters less "
                      f"{share(self.detractors / self.answers, format)} detractors")
        return " ".join(filter(None, [
            f"{first}.", self._change_words(format), self._group_words(format)]))

    def _points(self, value: float, format: Format) -> str:
        return format.number(value)

    def _worth(self, value: float, format: Format) -> str:
        return format.number(value)


@dataclass(frozen=True, eq=False, repr=False)
class TooFewAnswers(Result):
    """Answers that are there already, though too few for a Net Promoter Score.

    Parameters
    ----------
    answers, needed : int
        People who answered, and how many it takes.
    last_day : Timestamp
        Of the newest answer; NaT without any.
    set_aside : dict of str to int
        Answers left out, by reason.
    """

    answers: int
    needed: int
    last_day: pd.Timestamp
    set_aside: dict[str, int]

    def headline(self, format: Format = PLAIN) -> str:
        """How many are lacking, and what to do until then."""
        if not self.answers:
            return ("Nobody has been asked yet. The first ten answers are worth more than any "
                    "other: ask everybody you serve, in the same words.")
        have = told(self.answers, format)
        have = f"{have[0].upper()}{have[1:]} {'person has' if have == '1' else 'people have'}"
        swing = format.number(100 / self.answers)
        so_few = ("" if few(self.answers, format.smallest_group) else
                  f": with so few, one who thinks again moves it by {swing} points or more")
        return (f"{have} answered so far. A Net Promoter Score takes at least {self.needed}"
                f"{so_few}. Until then, read each answer, and go on asking.")


@dataclass(frozen=True, eq=False, repr=False)
class Satisfaction(Answered):
    """The share of those who answered that are satisfied.

    Parameters
    ----------
    value : float
        The share, 0 to 1; also called `share`.
    counts : dict of str to int
        `not_satisfied` and `satisfied`.
    scale : tuple of int
        The lowest and the highest rating there is.
    satisfied_from : int
        The lowest rating that counts as satisfied.

    The rest is as in `NetPromoterScore`, with `share` in place of `score`.
    """

    scale: tuple[int, int]
    satisfied_from: int

    @property
    def share(self) -> float:
        """The share of the satisfied, 0 to 1."""
        return self.value

    @property
    def satisfied(self) -> int:
        return self.counts["satisfied"]

    def headline(self, format: Format = PLAIN) -> str:
        """The share of the satisfied among those who answered, and what changed or stands out."""
        part = part_in_words(
            self.satisfied, self.answers, format, likely(self.lower, self.upper, format))
        first = (f"Of the {self._people(format)} who answered {self._when(format)}, {part} are "
                 f"satisfied: they gave {format.number(self.satisfied_from)} or more of "
                 f"{format.number(self.scale[1])}.")
        return " ".join(filter(None, [
            first, self._change_words(format), self._group_words(format)]))

    def _points(self, value: float, format: Format) -> str:
        return format.number(100 * value)

    def _worth(self, value: float, format: Format) -> str:
        return share(value, format)
