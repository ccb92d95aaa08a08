"""What a goal is, part by part, and how it is read from what an owner wrote."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.subjects.goals.wording_checks import DATES

CLOSE = 1e-9
CURRENCY_SIGNS = "£$€¥"

_NUMBER = r"[£$€¥]?\s?(\d[\d.,]*)\s?%?"
_FROM_TO = re.compile(rf"\bfrom\s+{_NUMBER}(?:\s+[^\W\d]+){{0,3}}\s+to\s+{_NUMBER}", re.IGNORECASE)
_BY_DAY = re.compile(
    rf"\b(by|until|till|before)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?({DATES.pattern}|\d{{4}}\b)",
    re.IGNORECASE)
_NUMBERED_DAY = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})")


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


def rough(estimate: float) -> float:
    """An estimate with no more than three digits that count, below a thousand."""
    return estimate if abs(estimate) >= 1000 else float(f"{estimate:.3g}")


def read_goal(goal) -> tuple[Goal, dict[str, str]]:
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


def _decimals(value: float) -> int:
    """The decimals that a figure is read with: no more than it has, and few beside a large one."""
    most = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    exact = (digits for digits in range(most) if abs(value - round(value, digits)) < CLOSE)
    return next(exact, most)


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


def _day_first(one: str, separator: str, two: str, year: str) -> str:
    """31/12/2026 and 12/31/2026 can only be one day, and with dots the day comes first."""
    if int(two) > 12:
        one, two = two, one
    elif separator == "/" and int(one) <= 12 and one != two:
        return ""
    return f"{year}-{two:>02}-{one:>02}"
