"""A log of decisions: what was decided, on what evidence, and whether it did what was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.periods import to_day
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined

ASKED = {
    "what": "what was decided",
    "decided": "on which day",
    "evidence": "on what evidence",
    "expect": "what you expect of it",
    "look_again": "when you look again",
}
OUTCOME = "outcome"
DAYS = ("decided", "look_again")
WAITING, DUE, CLOSED, NO_DAY = "waiting", "time to look", "closed", "no day set"


@dataclass(frozen=True, eq=False, repr=False)
class DecisionLog(Result):
    """Decisions, the newest first.

    Parameters
    ----------
    frame : DataFrame
        Index `number` (1 is the first one written down); `what`, `evidence`, `expect`, `outcome`
        (text, "" where missing), `decided`, `look_again` (dates, NaT where missing), `state`:
        `waiting`, `time to look`, `closed` (an outcome is written down) or `no day set`,
        and `missing`: what was left open, in words.
    as_of : Timestamp
        The day on which it is asked which are due.
    """

    frame: pd.DataFrame
    as_of: pd.Timestamp

    @property
    def due(self) -> pd.DataFrame:
        """Those whose day to look again has come, and of which no outcome is written down."""
        return self.frame[self.frame["state"] == DUE].sort_values("look_again", kind="stable")

    def headline(self, format: Format = PLAIN) -> str:
        """How many there are, and which is due first."""
        count, due = len(self.frame), self.due
        if not count:
            return "No decision is written down yet."
        said = (f"{counted(count, 'decision', format)} {'is' if count == 1 else 'are'} written "
                "down")
        closed = int((self.frame["state"] == CLOSED).sum())
        if closed:
            said += f", {format.number(closed)} with what came of it"
        if len(due):
            first = due.iloc[0]
            expected = f" Expected was: {_ended(first['expect'])}" if first["expect"] else ""
            return (f"{said}. {format.number(len(due))} {_wants(len(due))} a look by now: "
                    f"“{first['what']}”, since {format.date(first['look_again'])}.{expected}")
        waiting = self.frame[self.frame["state"] == WAITING]
        if waiting.empty:
            return f"{said}."
        following = waiting.sort_values("look_again", kind="stable").iloc[0]
        return (f"{said}. The next to look at is “{following['what']}”, on "
                f"{format.date(following['look_again'])}.")


def decision_log(entries: Sequence[Mapping], *, as_of) -> DecisionLog:
    """What did we decide, why, and is it time to see whether it worked?

    Parameters
    ----------
    entries : sequence of mapping
        In the order in which they were written down: `what`, `decided` (a day), `evidence`,
        `expect`, `look_again` (a day), `outcome`; what is missing is empty. One that does not say
        what was decided is left out.
    as_of : date
        The day to judge by, such as the last one in the orders: what happened after it cannot be
        seen in them yet.

    Returns
    -------
    DecisionLog
        Without a row where nothing is written down yet.

    Examples
    --------
    >>> log = decision_log([{"what": "Open on Mondays", "decided": "2025-03-03",
    ...                      "expect": "40 a day", "look_again": "2025-05-05"}],
    ...                    as_of="2025-05-31")
    >>> print(log.headline())
    1 decision is written down. 1 wants a look by now: “Open on Mondays”, since 5 May 2025. \
Expected was: 40 a day.
    >>> log.frame.loc[1, "missing"]
    'on what evidence'
    """
    as_of = to_day(as_of)
    rows = [_row(entry, number, as_of) for number, entry in enumerate(entries, start=1)
            if _text(entry, "what")]
    frame = pd.DataFrame(rows, columns=["number", *ASKED, OUTCOME, "state", "missing"])
    frame = frame.set_index("number")
    frame = frame.iloc[::-1].sort_values("decided", ascending=False, kind="stable")
    return DecisionLog(frame, as_of)


def _row(entry: Mapping, number: int, as_of: pd.Timestamp) -> dict:
    row = {"number": number}
    for name in (*ASKED, OUTCOME):
        row[name] = _day(entry.get(name)) if name in DAYS else _text(entry, name)
    row["state"] = _state(row, as_of)
    row["missing"] = joined([words for name, words in ASKED.items() if _is_open(row[name])])
    return row


def _state(row: Mapping, as_of: pd.Timestamp) -> str:
    if row[OUTCOME]:
        return CLOSED
    if pd.isna(row["look_again"]):
        return NO_DAY
    return DUE if row["look_again"] <= as_of else WAITING


def _is_open(value) -> bool:
    return value == "" or value is pd.NaT


def _text(entry: Mapping, name: str) -> str:
    value = entry.get(name)
    return "" if value is None else " ".join(str(value).split())


def _day(value):
    """A day as a person wrote it; none where it cannot be read."""
    return pd.to_datetime(str(value), errors="coerce") if value else pd.NaT


def _wants(count: int) -> str:
    return "wants" if count == 1 else "want"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
