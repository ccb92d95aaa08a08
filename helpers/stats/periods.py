"""Calendar periods, and which of them have ended."""

import numpy as np
import pandas as pd

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FREQUENCIES = {"month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
PERIODS = ("week", *FREQUENCIES)
NO_DAY = np.iinfo(np.int64).min


def frequency(period: str, week_start: str = "monday") -> str:
    """The pandas frequency of a period in an owner's word.

    Raises
    ------
    ValueError
        Where `period` or `week_start` is none of the choices.

    Examples
    --------
    >>> frequency("month"), frequency("week"), frequency("week", "sunday")
    ('M', 'W-SUN', 'W-SAT')
    """
    if period not in PERIODS:
        raise ValueError(f"period is one of {', '.join(PERIODS)}; it was {period!r}.")
    if week_start not in WEEKDAYS:
        raise ValueError(f"week_start is one of {', '.join(WEEKDAYS)}; it was {week_start!r}.")
    if period == "week":
        return f"W-{WEEKDAYS[WEEKDAYS.index(week_start) - 1][:3].upper()}"
    return FREQUENCIES[period]


def to_moments(values: pd.Series) -> pd.Series:
    """Anything that pandas reads as dates, as such; of one with a time zone, the time there."""
    known = isinstance(values, pd.Series) and values.dtype.kind == "M"  # pandas would copy them
    moments = values if known else pd.to_datetime(values)
    return moments if moments.dt.tz is None else moments.dt.tz_localize(None)


def to_days(values: pd.Series) -> pd.Series:
    """Dates without their time of day."""
    return to_moments(values).dt.normalize()


def day_numbers(moments: pd.Series) -> np.ndarray:
    """Days since 1970, as whole numbers; `NO_DAY` where missing.

    Examples
    --------
    >>> day_numbers(to_moments(pd.Series(["1970-01-01T23:59", "1970-02-01T00:00"]))).tolist()
    [0, 31]
    """
    return moments.to_numpy().astype("datetime64[D]").view(np.int64)


def to_day(day) -> pd.Timestamp:
    """One date without its time of day."""
    return pd.Timestamp(day).tz_localize(None).floor("D")


def last_finished(as_of: pd.Timestamp, freq: str) -> pd.Period:
    """The last period that had ended when the day `as_of` was over.

    Examples
    --------
    >>> last_finished(pd.Timestamp("2025-03-30"), "M")
    Period('2025-02', 'M')
    >>> last_finished(pd.Timestamp("2025-03-31"), "M")
    Period('2025-03', 'M')
    """
    current = as_of.to_period(freq)
    return current if current.end_time.normalize() <= as_of else current - 1
