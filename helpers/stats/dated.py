"""When the owner's answers were given, and what has moved since the last time."""

from collections.abc import Mapping

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.periods import to_day

DATE = "date"
CLOSE = 1e-9  # scores that differ by less are alike


def day_given(answers: Mapping | None) -> pd.Timestamp | None:
    """The day that answers carry; None where they carry none, or there are no answers.

    Examples
    --------
    >>> day_given({"date": "2025-03-31"}), day_given({"craft": "room"}), day_given(None)
    (Timestamp('2025-03-31 00:00:00'), None, None)
    """
    given = (answers or {}).get(DATE)
    return None if given is None else to_day(given)


def last_time(day: pd.Timestamp | None, format: Format = PLAIN) -> str:
    """The day of the answers before, in words.

    Examples
    --------
    >>> last_time(pd.Timestamp("2025-03-31")), last_time(None)
    ('31 Mar 2025', 'last time')
    """
    return "last time" if day is None else format.date(day)


def moved_most(change: pd.Series, day: pd.Timestamp | None, format: Format = PLAIN) -> str:
    """Which score has moved most since the answers before; empty where none can be compared.

    Parameters
    ----------
    change : Series
        Points by the score's name; NaN where it was not known before.
    day : Timestamp, optional
        The day of the answers before.
    format : Format
        How numbers and dates are written.

    Examples
    --------
    >>> moved_most(pd.Series({"trust": -1.0, "value": 0.5}), pd.Timestamp("2025-03-31"))
    'Since 31 Mar 2025 trust moved most, down by 1.0.'
    """
    change, since = change.dropna(), last_time(day, format)
    if change.empty:
        return ""
    if (change.abs() < CLOSE).all():
        return f"Nothing moved since {since}."
    name = change.abs().idxmax()
    way = "up" if change[name] > 0 else "down"
    return (f"Since {since} {name} moved most, {way} by "
            f"{format.number(abs(change[name]), digits=1)}.")
