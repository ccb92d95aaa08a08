"""Strengths and weaknesses drawn from what was found; opportunities and threats as the owner sees.

What is called strong or weak, and what is to be mended first, follows plain rules that stand here:

- a ratio is as its light says (`health_check`);
- customers' word is strong where the Net Promoter Score rose by more than chance, and weak where it
  fell so; where it did neither, strong with the whole interval above 0 and weak with all below;
- refunds count where they changed by more than chance against the year before;
- towards rivals, being ahead is strong and being behind is weak (`compare_rivals`);
- a resource is strong with room for a fifth more work, and weak where it is lacking or hangs by a
  thread (`audit_resources`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.dated import day_given
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined
from helpers.subjects.feedback.results import NetPromoterScore
from helpers.subjects.finance.financial_ratios import MONTHS, STRONG, WEAK, in_units
from helpers.subjects.finance.health import HealthCheck
from helpers.subjects.operations.review import OperationalReview
from helpers.subjects.strategy.resources import LACKING, ROOM, THREAD, ResourceAudit
from helpers.subjects.strategy.rivals import AHEAD, ALIKE, BEHIND, BETTER, WORSE, RivalComparison

STRENGTH, WEAKNESS, OPPORTUNITY, THREAT = "strength", "weakness", "opportunity", "threat"
KINDS = (STRENGTH, WEAKNESS, OPPORTUNITY, THREAT)
PLURALS = {STRENGTH: "strengths", WEAKNESS: "weaknesses", OPPORTUNITY: "opportunities",
           THREAT: "threats"}
MOST_WORDS = 3
NEW, KEPT = "new", "as last time"
MOST_NAMED = 3

# Ratios that tell of one thing make one point.
OF_BOOKS = {
    "cash": ("runway_months", "quick_ratio", "current_ratio"),
    "margins": ("gross_margin", "operating_margin", "net_margin"),
    "payments": ("days_sales_outstanding", "days_payable_outstanding"),
    "debt": ("debt_to_equity",),
}

# What to mend first: what ends a business soonest, then what loses customers, then what breaks
# under more work, then what each sale earns. The order is ours.
FIRST = ("cash", "customers", "resources", "margins", "refunds", "rivals", "payments", "debt")


@dataclass(frozen=True, eq=False, repr=False)
class Swot(Result):
    """Strengths, weaknesses, opportunities and threats, each with what it rests on.

    Parameters
    ----------
    health, score, operations, rivals, resources
        The findings that strengths and weaknesses are drawn from; None where there are none.
    own : DataFrame
        The owner's opportunities and threats: `kind`, `text`, `status` (new, as last time; empty
        where there was no last time).
    dropped : DataFrame
        Those of last time that are no longer named: `kind`, `text`.
    dated, dated_before : Timestamp or None
        When the owner wrote them, and the time before.
    """

    health: HealthCheck | None
    score: NetPromoterScore | None
    operations: OperationalReview | None
    rivals: RivalComparison | None
    resources: ResourceAudit | None
    own: pd.DataFrame
    dropped: pd.DataFrame
    dated: pd.Timestamp | None
    dated_before: pd.Timestamp | None

    def points(self, format: Format = PLAIN) -> pd.DataFrame:
        """Every point: `kind`, `point` and `rests on` in words, what counts most first."""
        drawn = [*self._of_books(format), *self._of_customers(format), *self._of_operations(format),
                 *self._of_rivals(format), *self._of_resources(format)]
        drawn.sort(key=lambda point: FIRST.index(point[0]))
        own = [("", row.kind, row.text, self._written(row.status, format))
               for row in self.own.itertuples()]
        table = pd.DataFrame([*drawn, *own], columns=["source", "kind", "point", "rests on"])
        order = pd.Categorical(table["kind"], KINDS, ordered=True).argsort(kind="stable")
        return table.iloc[order][["kind", "point", "rests on"]].reset_index(drop=True)

    def headline(self, format: Format = PLAIN) -> str:
        """What to build on, what to mend first, and what the owner sees coming."""
        points = self.points(format)
        named = {kind: rows["point"].tolist() for kind, rows in points.groupby("kind")}
        strong, weak = named.get(STRENGTH, []), named.get(WEAKNESS, [])
        parts = []
        if strong:
            parts.append(f"To build on: {_listed(strong, format)}.")
        if weak:
            rest = f" Then: {_listed(weak[1:], format)}." if weak[1:] else ""
            parts.append(f"Before you push, mend first: {weak[0]}.{rest}")
        if not parts:
            parts.append("Nothing shows clearly as a strength or a weakness yet.")
        elif not weak:
            parts.append("No weakness shows in what is known so far.")
        return " ".join([*parts, self._own_words(format)])

    def _own_words(self, format: Format) -> str:
        if self.own.empty:
            return "Opportunities and threats are not written down yet."
        counts = [counted(count, kind, format) if count == 1
                  else f"{format.number(count)} {PLURALS[kind]}"
                  for kind in (OPPORTUNITY, THREAT) if (count := (self.own["kind"] == kind).sum())]
        on = "" if self.dated is None else f" on {format.date(self.dated)}"
        text = f"Written down{on}: {joined(counts)}"
        if self.dated_before is None:
            return f"{text}."
        new = format.number((self.own["status"] == NEW).sum())
        gone = format.number(len(self.dropped))
        return f"{text}; since {format.date(self.dated_before)} {new} new, {gone} gone."

    def _written(self, status: str, format: Format) -> str:
        on = "" if self.dated is None else f", {format.date(self.dated)}"
        return f"your words{on}{f'; {status}' if status else ''}"

    def _of_books(self, format: Format):
        if self.health is None:
            return
        frame = self.health.frame
        on = f"the books, {format.month(frame['month'].max())}"
        for source, names in OF_BOOKS.items():
            rows = frame.loc[[name for name in names if name in frame.index]]
            for kind, light in ((STRENGTH, STRONG), (WEAKNESS, WEAK)):
                lit = rows[rows["light"] == light]
                said = [_of_ratio(row, format) for _, row in lit.iterrows()]
                if said:
                    yield source, kind, joined(said), on

    def _of_customers(self, format: Format):
        score = self.score
        if score is None:
            return
        name, change = "Net Promoter Score", score.change
        if change is not None and change.beyond_chance:
            went, kind = ("up", STRENGTH) if change.difference > 0 else ("down", WEAKNESS)
            size, now = format.number(abs(change.difference)), format.number(change.now[0])
            yield ("customers", kind, f"{name} {went} by {size} points to {now}",
                   f"{counted(change.answers, 'answer', format)}, the last "
                   f"{counted(change.months, 'month', format)} against those before")
        elif score.lower > 0 or score.upper < 0:
            value, lower, upper = map(format.number, (score.value, score.lower, score.upper))
            yield ("customers", STRENGTH if score.lower > 0 else WEAKNESS,
                   f"{name} {value} (likely {lower} to {upper})",
                   counted(score.answers, "answer", format))

    def _of_operations(self, format: Format):
        moved = "" if self.operations is None else self.operations.refunds_moved
        if moved:
            yield ("refunds", WEAKNESS if moved == "more" else STRENGTH,
                   f"{moved} refunds than a year before", "the orders")

    def _of_rivals(self, format: Format):
        if self.rivals is None:
            return
        for kind, word, said in ((STRENGTH, AHEAD, "ahead of rivals"),
                                 (WEAKNESS, BEHIND, "behind rivals")):
            rows = self.rivals.frame.loc[self.rivals.standing(word)]
            if rows.empty:
                continue
            on = [f"{row.Index} (what matters most)" if row.matters == 1 else row.Index
                  for row in rows.itertuples()]
            rated = rows[[BETTER, ALIKE, WORSE]].to_numpy().sum()
            guessed = {0: "", rated: "; all guessed"}.get(rows["guesses"].sum(), "; partly guessed")
            yield ("rivals", kind, f"{said} on {joined(on)}",
                   f"{_rated_on(self.rivals.dated, format)}{guessed}")

    def _of_resources(self, format: Format):
        if self.resources is None:
            return
        for level, kind, said in ((ROOM, STRENGTH, "room for more work"),
                                  (LACKING, WEAKNESS, "lacking"),
                                  (THREAD, WEAKNESS, "by a thread")):
            labels = self.resources.at(level)
            if labels:
                yield ("resources", kind, f"{joined(labels)} ({said})",
                       _rated_on(self.resources.dated, format))


def draw_swot(
    answers: Mapping, *, previous: Mapping | None = None, health: HealthCheck | None = None,
    score: NetPromoterScore | None = None, operations: OperationalReview | None = None,
    rivals: RivalComparison | None = None, resources: ResourceAudit | None = None,
) -> Swot:
    """What is strong and what is weak, by what was found, and what does the owner see coming?

    Parameters
    ----------
    answers : mapping
        `opportunity_1` to `opportunity_3` and `threat_1` to `threat_3` in the owner's words, empty
        or missing where none; `date`, where given, is the day they were written.
    previous : mapping, optional
        The same, from last time.
    health, score, operations, rivals, resources : optional
        The findings; what is left out adds nothing.

    Notes
    -----
    The four headings go back to the Stanford Research Institute in the 1960s; Hill and Westbrook
    (1997) found that lists drawn up by opinion alone were long, vague and seldom used. Hence the
    rules at the head of this module: each strength and weakness has a number or a rating under it.

    Examples
    --------
    >>> swot = draw_swot({"threat_1": "A chain opens across the road"})
    >>> swot.points()["kind"].tolist()
    ['threat']
    """
    now, before = _words(answers), _words({} if previous is None else previous)
    told_before = {_plainly(text) for text in before["text"]}
    told_now = {_plainly(text) for text in now["text"]}
    now["status"] = [
        "" if not previous else KEPT if _plainly(text) in told_before else NEW
        for text in now["text"]
    ]
    dropped = before[[_plainly(text) not in told_now for text in before["text"]]]
    return Swot(health, score, operations, rivals, resources, now, dropped.reset_index(drop=True),
                day_given(answers), day_given(previous))


def _of_ratio(row: pd.Series, format: Format) -> str:
    if row["unit"] == MONTHS and np.isinf(row["value"]):
        return "cash that has grown"
    return f"{row['label']} {in_units(row['value'], row['unit'], format)}"


def _rated_on(day: pd.Timestamp | None, format: Format) -> str:
    return "your rating" if day is None else f"your rating, {format.date(day)}"


def _words(answers: Mapping) -> pd.DataFrame:
    given = [
        (kind, str(answers.get(f"{kind}_{place}") or "").strip())
        for kind in (OPPORTUNITY, THREAT) for place in range(1, MOST_WORDS + 1)
    ]
    return pd.DataFrame([row for row in given if row[1]], columns=["kind", "text"])


def _plainly(text: str) -> str:
    """A text as it is compared: without its case, its spaces and its full stop."""
    return " ".join(text.lower().rstrip(". ").split())


def _listed(points: list[str], format: Format) -> str:
    more = len(points) - MOST_NAMED
    rest = [f"{format.number(more)} more"] if more > 0 else []
    return "; ".join([*points[:MOST_NAMED], *rest])
