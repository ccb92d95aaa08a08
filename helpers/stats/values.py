"""Values that know their kind, and sentences made of them.

A calculation hands out a number as what it is: money, a share, people. `Format.write` puts it into
the business's words, with its range where there is one, and tells nothing of too few people. A
headline is then a template and the values in it:

>>> from helpers.core.formats import Format
>>> pounds = Format("en_GB", "GBP")
>>> say("{who} bought again, worth {worth} a year.", pounds,
...     who=Part(40, 200, "customer", 0.15, 0.26), worth=Money(5200))
'40 of 200 customers (20%, likely 15% to 26%) bought again, worth £5,200 a year.'
"""

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from helpers.core.formats import Format
from helpers.core.typography import signed

RANGE, OR_MORE = "likely {lower} to {upper}", "likely {lower} or more"


@dataclass(frozen=True)
class Value:
    """A number of some kind, perhaps with the 95% interval in which the truth likely lies.

    Parameters
    ----------
    value : float
        In the unit of its kind.
    lower, upper : float, optional
        The interval's ends, where there is one.
    """

    value: float
    lower: float | None = None
    upper: float | None = None

    kind: ClassVar[str] = "number"

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        """One number of this kind in words, without its range."""
        return format.number(value, digits=digits or 0)

    def bare(self, format: Format) -> str:
        """The value in words, without its range."""
        return self.number(format, self.value)

    def spread(self, format: Format) -> str:
        """`likely … to …`, with as many digits as tell its ends apart; empty without a range.

        An upper end that is not a number is one beyond what the data can show.
        """
        if self.lower is None or self.upper is None or math.isnan(self.lower):
            return ""
        if math.isnan(self.upper):
            return OR_MORE.format(lower=self.number(format, self.lower))
        ends = [self.number(format, end) for end in (self.lower, self.upper)]
        for digits in (1, 2):
            if ends[0] == ends[1] and self.lower != self.upper:
                ends = [self.number(format, end, digits) for end in (self.lower, self.upper)]
        return RANGE.format(lower=ends[0], upper=ends[1])

    def written(self, format: Format) -> str:
        """What `Format.write` gives: the value, and its range in brackets."""
        spread = self.spread(format)
        return f"{self.bare(format)} ({spread})" if spread else self.bare(format)

    def data(self) -> dict:
        """Plain data for a report's records."""
        return {"kind": self.kind, **{name: round(float(number), 12) for name, number in (
            ("value", self.value), ("lower", self.lower), ("upper", self.upper),
        ) if number is not None and math.isfinite(number)}}


class Money(Value):
    """An amount in the business's currency.

    Examples
    --------
    >>> Format("en_GB", "GBP").write(Money(43.08, 40, 46))
    '£43.08 (likely £40.00 to £46.00)'
    """

    kind = "money"

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        return format.money(value, digits=digits)


class Share(Value):
    """A part of a whole, 0 to 1, written in per cent: with a decimal below ten.

    Examples
    --------
    >>> Format().write(Share(0.0284, 0.02, 0.04)), Format().write(Share(0.28))
    ('2.8% (likely 2.0% to 4.0%)', '28%')
    """

    kind = "percent"

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        return format.percent(value, digits=(1 if 0 < abs(value) < 0.0995 else 0)
                              if digits is None else digits)


class Score(Value):
    """A bare number with two decimals, such as an AUC; its range stands behind a comma.

    Examples
    --------
    >>> Format().write(Score(0.74, 0.70, 0.78))
    '0.74, likely 0.70 to 0.78'
    """

    kind = "score"

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        return format.number(value, digits=2)

    def written(self, format: Format) -> str:
        return ", ".join(filter(None, [self.bare(format), self.spread(format)]))


class Change(Share):
    """How much more or less, as a share of what is compared with, with its sign.

    Examples
    --------
    >>> Format().write(Change(0.12)), Format().write(Change(0))
    ('+12%', '0%')
    """

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        if round(value, 2 + (digits or 0)) == 0:
            return format.percent(0)
        return signed(value, lambda size: format.percent(size, digits=digits or 0))


class Points(Value):
    """A difference of two shares, in percentage points.

    Examples
    --------
    >>> Format().write(Points(0.072, 0.031, 0.113))
    '7.2 percentage points (likely 3.1 to 11.3)'
    """

    kind = "points"

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        return format.number(100 * value, digits=digits or 1)

    def bare(self, format: Format) -> str:
        return f"{super().bare(format)} percentage points"


@dataclass(frozen=True)
class Count(Value):
    """How many of something.

    Parameters
    ----------
    noun : str
        One of them; with an `s` there are several.
    several : str
        The plural, where an `s` does not make it.

    Examples
    --------
    >>> Format().write(Count(1204, "order")), Format().write(Count(1, "order"))
    ('1,204 orders', '1 order')
    """

    noun: str = ""
    several: str = ""
    kind = "number"

    def __init__(self, value, noun="", lower=None, upper=None, *, several=""):
        for name, given in {"value": value, "lower": lower, "upper": upper, "noun": noun,
                            "several": several}.items():
            object.__setattr__(self, name, given)

    def bare(self, format: Format) -> str:
        return " ".join([super().bare(format), *([self._named()] if self.noun else [])])

    def _named(self) -> str:
        return self.noun if self.value == 1 else self.several or f"{self.noun}s"


class Days(Count):
    """A length of time in days.

    Examples
    --------
    >>> Format().write(Days(142, 135, 150))
    '142 days (likely 135 to 150)'
    """

    kind = "days"

    def __init__(self, value, lower=None, upper=None):
        super().__init__(value, "day", lower, upper)


class People(Count):
    """How many people; of too few, only that they are few.

    Examples
    --------
    >>> Format(smallest_group=5).write(People(3, "customer")), Format().write(People(3, "customer"))
    ('fewer than 5 customers', '3 customers')
    """

    kind = "people"

    def bare(self, format: Format) -> str:
        if too_few(self.value, format):
            several = self.several or f"{self.noun}s" if self.noun else ""
            return f"fewer than {format.smallest_group} {several}".rstrip()
        return super().bare(format)


@dataclass(frozen=True)
class Part(Value):
    """So many of so many people, and what share that is; as much of it as may be told.

    Parameters
    ----------
    part, whole : float
        People.
    noun : str
        One of the whole.
    of : str, optional
        What stands behind the part in place of `of 40 members`; nothing where the sentence has
        named them already.

    Examples
    --------
    >>> Format().write(Part(20, 40, "member")), Format().write(Part(20, 40, of=""))
    ('20 of 40 members (50%)', '20 (50%)')
    >>> outside = Format(smallest_group=5)
    >>> outside.write(Part(3, 40, "member")), outside.write(Part(38, 40, "member"))
    ('fewer than 5 of 40 members', 'all but fewer than 5 of 40 members')
    """

    part: float = 0
    whole: float = 0
    noun: str = ""
    of: str | None = None
    kind = "percent"

    def __init__(self, part, whole, noun="", lower=None, upper=None, *, of=None):
        for name, given in {"value": part / whole if whole else math.nan, "lower": lower,
                            "upper": upper, "part": part, "whole": whole, "noun": noun,
                            "of": of}.items():
            object.__setattr__(self, name, given)

    def number(self, format: Format, value: float, digits: int | None = None) -> str:
        return Share(value).number(format, value, digits)

    def bare(self, format: Format) -> str:
        return format.write(Share(self.value))

    def written(self, format: Format) -> str:
        of = f" of {format.write(People(self.whole, self.noun))}" if self.of is None else self.of
        few = f"fewer than {format.smallest_group}{of}"
        if too_few(self.part, format) or too_few(self.whole, format):
            return few
        if too_few(self.whole - self.part, format):
            return f"all but {few}"
        inside = ", ".join(filter(None, [self.bare(format), self.spread(format)]))
        return f"{format.number(self.part)}{of} ({inside})"


@dataclass(frozen=True)
class When:
    """A day, or a week, month, quarter or year.

    Examples
    --------
    >>> Format().write(When(pd.Period("2025-03"))), Format().write(When(pd.Timestamp("2025-03-09")))
    ('Mar 2025', '9 Mar 2025')
    """

    moment: pd.Period | pd.Timestamp

    def written(self, format: Format) -> str:
        """What `Format.write` gives."""
        if isinstance(self.moment, pd.Period):
            week_of = "the week of " if self.moment.freqstr.startswith("W") else ""
            return f"{week_of}{format.period(self.moment)}"
        return format.date(self.moment)


def too_few(people: float, format: Format) -> bool:
    """Whether a count is of somebody, and of fewer than may be told of.

    Examples
    --------
    >>> too_few(3, Format(smallest_group=5)), too_few(0, Format(smallest_group=5))
    (True, False)
    """
    return 0 < people < format.smallest_group


def say(template: str, format: Format, **values) -> str:
    """A sentence: a template, and the values in it as the business writes them.

    Parameters
    ----------
    template : str
        With `{name}` for each value; `{name!s}` would write one as Python does, so do not.
    format : Format
        The business's.
    **values
        Values of this module; anything else is written as it is.
    """
    return template.format(**{name: format.write(value) for name, value in values.items()})
