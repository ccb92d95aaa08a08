"""Which of customers' answers count, and what they come to in all, by month and by group."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN
from helpers.core.problems import DataProblems, NotEnoughData, Problem
from helpers.stats.intervals import square_and_add
from helpers.stats.order_lines import require_columns, set_aside_rows
from helpers.stats.periods import last_finished, to_day, to_days
from helpers.stats.wording import counted
from helpers.subjects.feedback.results import Change

NO_DATE = "without a date"
NO_SCORE = "without a score"
TOO_LATE = "dated after the last day looked at"
EARLIER = "earlier answers of customers who answered again (their latest counts)"

FEWEST_ANSWERS = 10
MOST_OFF_SCALE = 0.25
YEAR = 12
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
class Measure:
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


def measured(
    measure: Measure, feedback: pd.DataFrame, by: str | None, level: float, as_of
) -> dict:
    """All the fields that both results share."""
    if not 0 < level < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1; it was {level!r}.")
    answers, as_of, set_aside = checked_answers(measure, feedback, by, as_of)
    latest = latest_answers(answers, [])
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


def checked_answers(
    measure: Measure, feedback: pd.DataFrame, by: str | None, as_of
) -> tuple[pd.DataFrame, pd.Timestamp, dict[str, int]]:
    """The answers that count: `day`, `score`, `kind`, `who` and `group`."""
    require_columns(feedback, "feedback", ["date", "score", *([] if by is None else [by])])
    days = to_days(feedback["date"])
    score = pd.to_numeric(feedback["score"], errors="coerce").to_numpy(float, na_value=np.nan)
    as_of = days.max() if as_of is None else to_day(as_of)
    lowest, highest = measure.scale
    off_scale = f"not a whole number from {lowest} to {highest}"
    keep, set_aside = set_aside_rows({
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


def latest_answers(answers: pd.DataFrame, within: list) -> pd.DataFrame:
    """Each person's last answer (within each period); those nobody is named for all count."""
    named = answers["who"].notna()
    again = answers.assign(within=within if len(within) else 0)
    return answers[~(named & again.duplicated(["who", "within"], keep="last"))]


def _refuse_another_scale(off: int, on: int, measure: Measure, score: np.ndarray) -> None:
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


def _by_month(
    measure: Measure, answers: pd.DataFrame, as_of: pd.Timestamp, level: float
) -> pd.DataFrame:
    months = answers["day"].dt.to_period("M")
    each = latest_answers(answers, months)
    whole = pd.period_range(months.min(), as_of.to_period("M"), freq="M", name="month")
    table = measure.table(each, months, whole, level)
    table.loc[whole > last_finished(as_of, "M")] = np.nan
    return table


def _by_group(
    measure: Measure, latest: pd.DataFrame, by: str, level: float
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
    difference, lower, upper = square_and_add(own, rest)
    return table.assign(difference=difference, difference_lower=lower, difference_upper=upper)


def _change(
    measure: Measure, answers: pd.DataFrame, as_of: pd.Timestamp, level: float
) -> Change | None:
    months = answers["day"].dt.to_period("M")
    last = last_finished(as_of, "M")
    length = min(YEAR, (last.ordinal - months.min().ordinal + 1) // 2)
    if length < 1:
        return None
    ago = (last.ordinal - pd.PeriodIndex(months).asi8) // length
    stretches = pd.Series(ago, answers.index).where(ago >= 0)
    each = latest_answers(answers, stretches)
    table = measure.table(each, stretches, pd.Index([0.0, 1.0]), level)
    now, before = table[[measure.value, "lower", "upper"]].to_numpy()
    apart = square_and_add(now, before)
    if not np.isfinite(apart[0]):
        return None
    return Change(*(float(part) for part in apart), months=length,
                  answers=int(table["answers"][0]), answers_before=int(table["answers"][1]),
                  now=tuple(map(float, now)), before=tuple(map(float, before)))
