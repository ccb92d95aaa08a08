"""Would customers recommend us, are they satisfied, and does that change or differ by group?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from helpers.analysis.lines import needed, sift
from helpers.analysis.periods import last_finished, to_day, to_days
from helpers.analysis.result import Result
from helpers.analysis.small_groups import few, part_in_words, told, too_small
from helpers.analysis.wording import between_periods, counted, likely, share
from helpers.formats import PLAIN, Format
from helpers.problems import DataProblems, NotEnoughData, Problem

NO_DATE = "without a date"
NO_SCORE = "without a score"
TOO_LATE = "dated after the last day looked at"
EARLIER = "earlier answers of customers who answered again (their latest counts)"

FEWEST_ANSWERS = 10
MOST_OFF_SCALE = 0.25
YEAR = 12
PROMOTERS_FROM, PASSIVES_FROM = 9, 7
EXTRA_PROMOTERS, EXTRA_PASSIVES, EXTRA_DETRACTORS = 0.75, 1.5, 0.75
ONLY_THOSE_WHO_ANSWERED = (
    "Only those who answered are counted. The very pleased and the very cross answer more readily "
    "than the rest, and no interval allows for that: ask everybody, in the same way each time, and "
    "note how many of those asked reply."
)
OTHER_SCALE = (
    "No answer is above 5, so these may be ratings from 1 to 5; customer_satisfaction reads those."
)
SHORT_SCALE_TOP = 5


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
class _Answered(Result):
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

    def monthly_told(self, fewest: int) -> pd.DataFrame:
        """The months, without what would tell of fewer people than that."""
        return self._told(self.monthly, fewest)

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
class NetPromoterScore(_Answered):
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
class Satisfaction(_Answered):
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


def net_promoter_score(
    feedback: pd.DataFrame, *, by: str | None = None, level: float = 0.95, as_of=None
) -> NetPromoterScore:
    """How many more would recommend us than would not, and how sure is that?

    Promoters give 9 or 10, passives 7 or 8, detractors 0 to 6; the score is the share of promoters
    less that of detractors, times 100. Where someone answered several times their latest answer
    counts, and the earlier ones are set aside and counted. Scores that are no whole numbers from 0
    to 10 are set aside and counted too.

    Parameters
    ----------
    feedback : DataFrame
        `date`, `score` (0 to 10), and where known `customer_id` and the column `by`.
    by : str, optional
        A column that groups those who answered, such as `channel`.
    level : float
        Of the intervals.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    NetPromoterScore

    Raises
    ------
    NotEnoughData
        With fewer than 10 answers.
    DataProblems
        A column is missing, or more than a quarter of the scores are not on the scale.

    Notes
    -----
    The score: Reichheld (2003). Its variance is that of a mean of +1, 0 and −1 drawn from a
    multinomial, (p + d − (p − d)²) / n for shares p of promoters and d of detractors. The interval
    is the adjusted Wald, with ¾ promoter, 1½ passives and ¾ detractor added; Rocks (2016) compared
    intervals on many companies' scores and found variations on it, and an iterative score test, to
    do best. It stays wider than nothing where all answer alike, as the plain Wald does not.
    Differences combine the two intervals by the square-and-add rule (Zou and Donner, 2008).

    Examples
    --------
    >>> feedback = pd.DataFrame({"date": "2025-03-01", "score": [10] * 18 + [8] * 12 + [3] * 6})
    >>> score = net_promoter_score(feedback)
    >>> round(score.score), round(score.lower), round(score.upper)
    (33, 7, 54)
    """
    return NetPromoterScore(**_measured(PROMOTION, feedback, by, level, as_of))


def score_so_far(feedback: pd.DataFrame, *, as_of=None) -> NetPromoterScore | TooFewAnswers:
    """The Net Promoter Score, or, while too few have answered, how many are lacking.

    Parameters
    ----------
    feedback : DataFrame
        As for `net_promoter_score`.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Raises
    ------
    DataProblems
        A column is missing, or more than a quarter of the scores are not on the scale.

    Examples
    --------
    >>> score_so_far(pd.DataFrame({"date": "2025-03-01", "score": [10, 9, 10, 8]})).answers
    4
    """
    answers, _, set_aside = _checked(PROMOTION, feedback, None, as_of)
    latest = _latest(answers, [])
    if len(latest) < len(answers):
        set_aside[EARLIER] = len(answers) - len(latest)
    if len(latest) < FEWEST_ANSWERS:
        return TooFewAnswers(len(latest), FEWEST_ANSWERS, latest["day"].max(), set_aside)
    return net_promoter_score(feedback, as_of=as_of)


def customer_satisfaction(
    feedback: pd.DataFrame, *, scale: tuple[int, int] = (1, 5), satisfied: int = 4,
    by: str | None = None, level: float = 0.95, as_of=None,
) -> Satisfaction:
    """What share of those who answered is satisfied, and how sure is that?

    Where someone answered several times their latest answer counts. Scores that are no whole
    numbers on the scale are set aside and counted.

    Parameters
    ----------
    feedback : DataFrame
        `date`, `score`, and where known `customer_id` and the column `by`.
    scale : tuple of int
        The lowest and the highest rating there is.
    satisfied : int
        The lowest rating that counts as satisfied.
    by : str, optional
        A column that groups those who answered, such as `channel`.
    level : float
        Of the intervals.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    Satisfaction

    Raises
    ------
    NotEnoughData
        With fewer than 10 answers.
    DataProblems
        A column is missing, or more than a quarter of the scores are not on the scale.
    ValueError
        Where `satisfied` is not on the scale, above its lowest rating.

    Notes
    -----
    The interval is Wilson's (1927), that of a difference Newcombe's (1998, method 10).

    Examples
    --------
    >>> feedback = pd.DataFrame({"date": "2025-03-01", "score": [5] * 18 + [4] * 12 + [2] * 10})
    >>> satisfaction = customer_satisfaction(feedback)
    >>> satisfaction.share, round(satisfaction.lower, 3), round(satisfaction.upper, 3)
    (0.75, 0.598, 0.858)
    """
    if not scale[0] < satisfied <= scale[1]:
        raise ValueError(
            f"Satisfied begins above {scale[0]} and at {scale[1]} at most; it was {satisfied!r}.")
    measure = _Measure("customer satisfaction", tuple(scale), ("not_satisfied", "satisfied"),
                       (satisfied,), "share", _wilson_interval)
    return Satisfaction(**_measured(measure, feedback, by, level, as_of),
                        scale=tuple(scale), satisfied_from=satisfied)


def difference_between(one: _Answered, other: _Answered) -> Difference:
    """How much higher is one result than another of the same kind, over people who differ?

    Parameters
    ----------
    one, other : NetPromoterScore or Satisfaction
        Two periods, two branches, two years.

    Examples
    --------
    >>> before, after = (pd.DataFrame({"date": day, "score": [10] * tens + [5] * (80 - tens)})
    ...                  for day, tens in [("2024-06-01", 40), ("2025-06-01", 60)])
    >>> change = difference_between(net_promoter_score(after), net_promoter_score(before))
    >>> change.difference, change.beyond_chance
    (50.0, True)
    """
    return Difference(*(float(part) for part in _square_and_add(
        (one.value, one.lower, one.upper), (other.value, other.lower, other.upper))))


@dataclass(frozen=True)
class _Measure:
    """What tells one measure from the other.

    `classes` names the kinds of answer, lowest first, each but the first beginning at its `cuts`;
    `interval` turns counts (rows × classes) and a level into value, lower and upper.
    """

    question: str
    scale: tuple[int, int]
    classes: tuple[str, ...]
    cuts: tuple[int, ...]
    value: str
    interval: Callable[[np.ndarray, float], tuple[np.ndarray, np.ndarray, np.ndarray]]

    def table(
        self, answers: pd.DataFrame, keys: pd.Series, index: pd.Index, level: float
    ) -> pd.DataFrame:
        """Counts, value and interval by key; NaN value where there are too few answers."""
        shape = (len(index), len(self.classes))
        place = index.get_indexer(pd.Index(keys.loc[answers.index]))
        cell = (place * shape[1] + answers["kind"])[place >= 0]
        counts = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
        counts = pd.DataFrame(counts, index, list(self.classes))
        enough = counts.where(counts.sum(axis=1) >= FEWEST_ANSWERS).to_numpy()
        value, lower, upper = self.interval(enough, level)
        return counts.assign(**{"answers": counts.sum(axis=1), self.value: value,
                                "lower": lower, "upper": upper})


def _measured(
    measure: _Measure, feedback: pd.DataFrame, by: str | None, level: float, as_of
) -> dict:
    """All the fields that both results share."""
    if not 0 < level < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1; it was {level!r}.")
    answers, as_of, set_aside = _checked(measure, feedback, by, as_of)
    latest = _latest(answers, [])
    if len(latest) < len(answers):
        set_aside[EARLIER] = len(answers) - len(latest)
    if len(latest) < FEWEST_ANSWERS:
        raise NotEnoughData(measure.question, counted(len(latest), "answer", PLAIN),
                            f"at least {FEWEST_ANSWERS}")
    counts = np.bincount(latest["kind"], minlength=len(measure.classes))
    value, lower, upper = (float(part[0]) for part in measure.interval(counts[None] * 1.0, level))
    suspicious = measure.scale[1] > SHORT_SCALE_TOP >= latest["score"].max()
    return {
        "value": value, "lower": lower, "upper": upper, "answers": len(latest),
        "counts": dict(zip(measure.classes, counts.tolist())),
        "monthly": _by_month(measure, answers, as_of, level),
        "groups": None if by is None else _by_group(measure, latest, by, level), "by": by,
        "change": _change(measure, answers, as_of, level), "level": level,
        "first_day": latest["day"].min(), "last_day": latest["day"].max(), "as_of": as_of,
        "notes": (ONLY_THOSE_WHO_ANSWERED, *([OTHER_SCALE] if suspicious else [])),
        "set_aside": set_aside,
    }


def _checked(
    measure: _Measure, feedback: pd.DataFrame, by: str | None, as_of
) -> tuple[pd.DataFrame, pd.Timestamp, dict[str, int]]:
    """The answers that count: `day`, `score`, `kind`, `who` and `group`."""
    needed(feedback, "feedback", ["date", "score", *([] if by is None else [by])])
    days = to_days(feedback["date"])
    score = pd.to_numeric(feedback["score"], errors="coerce").to_numpy(float, na_value=np.nan)
    as_of = days.max() if as_of is None else to_day(as_of)
    lowest, highest = measure.scale
    off_scale = f"not a whole number from {lowest} to {highest}"
    keep, set_aside = sift({
        NO_DATE: days.isna().to_numpy(), TOO_LATE: (days > as_of).to_numpy(),
        NO_SCORE: feedback["score"].isna().to_numpy(),
        off_scale: ~((score >= lowest) & (score <= highest) & (score == np.round(score))),
    })
    _refuse_another_scale(set_aside.get(off_scale, 0), int(keep.sum()), measure, score)
    people = feedback.get("customer_id", pd.Series(np.nan, feedback.index, dtype=object))
    answers = pd.DataFrame({
        "day": days, "score": score, "who": people, "order": np.arange(len(days)),
        "group": np.nan if by is None else feedback[by],
    })[keep].sort_values(["day", "order"], ignore_index=True)
    return answers.assign(
        kind=np.searchsorted(measure.cuts, answers["score"], side="right")), as_of, set_aside


def _refuse_another_scale(off: int, on: int, measure: _Measure, score: np.ndarray) -> None:
    if off <= MOST_OFF_SCALE * (off + on):
        return
    lowest, highest = measure.scale
    raise DataProblems([Problem(
        file="feedback", column="score", count=off,
        found=f"scores from {np.nanmin(score):g} to {np.nanmax(score):g}",
        expected=f"whole numbers from {lowest} to {highest}",
        remedy="Say which scale was used, or put each kind of question in a table of its own.",
    )] if np.isfinite(score).any() else [Problem(
        file="feedback", column="score", count=off, found="words",
        expected=f"whole numbers from {lowest} to {highest}", remedy="Write scores as numbers.",
    )])


def _latest(answers: pd.DataFrame, within: list) -> pd.DataFrame:
    """Each person's last answer (within each period); those nobody is named for all count."""
    named = answers["who"].notna()
    again = answers.assign(within=within if len(within) else 0)
    return answers[~(named & again.duplicated(["who", "within"], keep="last"))]


def _by_month(
    measure: _Measure, answers: pd.DataFrame, as_of: pd.Timestamp, level: float
) -> pd.DataFrame:
    months = answers["day"].dt.to_period("M")
    each = _latest(answers, months)
    whole = pd.period_range(months.min(), as_of.to_period("M"), freq="M", name="month")
    table = measure.table(each, months, whole, level)
    table.loc[whole > last_finished(as_of, "M")] = np.nan
    return table


def _by_group(
    measure: _Measure, latest: pd.DataFrame, by: str, level: float
) -> pd.DataFrame:
    """By group, each against all the others together, at a level that holds for all jointly."""
    known = latest[latest["group"].notna()]
    names = pd.Index(sorted(known["group"].unique(), key=str), name=by)
    table = measure.table(known, known["group"], names, level)
    counts = table[list(measure.classes)]
    comparisons = len(names) if len(names) > 2 else 1
    jointly = 1 - (1 - level) / comparisons
    own, rest = (
        measure.interval(part.where(part.sum(axis=1) >= FEWEST_ANSWERS).to_numpy(), jointly)
        for part in (counts, counts.sum() - counts)
    )
    difference, lower, upper = _square_and_add(own, rest)
    return table.assign(difference=difference, difference_lower=lower, difference_upper=upper)


def _change(
    measure: _Measure, answers: pd.DataFrame, as_of: pd.Timestamp, level: float
) -> Change | None:
    months = answers["day"].dt.to_period("M")
    last = last_finished(as_of, "M")
    length = min(YEAR, (last.ordinal - months.min().ordinal + 1) // 2)
    if length < 1:
        return None
    ago = (last.ordinal - pd.PeriodIndex(months).asi8) // length
    stretches = pd.Series(ago, answers.index).where(ago >= 0)
    each = _latest(answers, stretches)
    table = measure.table(each, stretches, pd.Index([0.0, 1.0]), level)
    now, before = table[[measure.value, "lower", "upper"]].to_numpy()
    apart = _square_and_add(now, before)
    if not np.isfinite(apart[0]):
        return None
    return Change(*(float(part) for part in apart), months=length,
                  answers=int(table["answers"][0]), answers_before=int(table["answers"][1]),
                  now=tuple(map(float, now)), before=tuple(map(float, before)))


def _promoter_interval(counts: np.ndarray, level: float):
    """Score and adjusted Wald interval, in points, for rows of detractors, passives, promoters."""
    total = counts.sum(axis=1)
    score = np.divide(counts[:, 2] - counts[:, 0], total, out=np.full(len(total), np.nan),
                      where=total > 0)
    adjusted = counts + [EXTRA_DETRACTORS, EXTRA_PASSIVES, EXTRA_PROMOTERS]
    size = adjusted.sum(axis=1)
    against, _, favour = (adjusted / size[:, None]).T
    middle = favour - against
    reach = norm.ppf((1 + level) / 2) * np.sqrt((favour + against - middle**2) / size)
    lower = np.minimum(np.clip(middle - reach, -1, 1), score)
    upper = np.maximum(np.clip(middle + reach, -1, 1), score)
    return 100 * score, 100 * lower, 100 * upper


def _wilson_interval(counts: np.ndarray, level: float):
    """Share and Wilson interval for rows of others and satisfied."""
    total = counts.sum(axis=1)
    known = total > 0
    share_satisfied, lower, upper = (np.full(len(total), np.nan) for _ in range(3))
    share_satisfied[known] = counts[known, 1] / total[known]
    lower[known], upper[known] = proportion_confint(
        counts[known, 1], total[known], alpha=1 - level, method="wilson")
    return share_satisfied, lower, upper


def _square_and_add(one, other):
    """The difference of two estimates, each a value, its lower and its upper limit."""
    (value, lower, upper), (value2, lower2, upper2) = one, other
    difference = value - value2
    return (difference, difference - np.hypot(value - lower, upper2 - value2),
            difference + np.hypot(upper - value, value2 - lower2))


PROMOTION = _Measure(
    "a Net Promoter Score", (0, 10), ("detractors", "passives", "promoters"),
    (PASSIVES_FROM, PROMOTERS_FROM), "score", _promoter_interval)
