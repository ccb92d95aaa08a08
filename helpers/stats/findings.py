"""What a lesson found, in a form that a report can rank without knowing the subject."""

from dataclasses import dataclass

from helpers.core.formats import Format
from helpers.stats.values import Count, Money, Part, People, Value, too_few

GOOD, WATCH, ACT = "good", "watch", "act"
FIRM, LIKELY, ROUGH = "firm", "likely", "rough"
THIS_WEEK, THIS_QUARTER = "this week", "this quarter"


@dataclass(frozen=True)
class Measure:
    """A number that a finding rests on, told by one key wherever it stands in a report.

    Parameters
    ----------
    what : str
        The measure, as a client would call it: "customers who buy again within a month".
    value : Value
        Its value, of its kind.
    of : str
        Of whom or what: "all customers", "members".
    period : str
        Which time it covers, as the data have it: "2025-10", "2024-11 to 2025-10".
    before : Value, optional
        The same a year or a period before.
    compared_with : str
        What `before` is: "the year before".
    """

    what: str
    value: Value
    of: str = ""
    period: str = ""
    before: Value | None = None
    compared_with: str = ""

    @property
    def key(self) -> str:
        """What, of whom, which period: a report tells one value for a key."""
        return " · ".join(filter(None, (self.what, self.of, self.period)))

    def data(self, format: Format) -> dict:
        """Plain data for a report's records."""
        return {
            "key": self.key, "what": self.what, "of": self.of, "period": self.period,
            **_told(self.value, format),
            **({} if self.before is None else {
                "before": _told(self.before, format), "compared_with": self.compared_with}),
        }


@dataclass(frozen=True)
class Stake:
    """What a finding is worth, in money a year.

    Parameters
    ----------
    a_year : Money
        With its range.
    how : str
        How it was reckoned, in a sentence.
    """

    a_year: Money
    how: str


@dataclass(frozen=True)
class Action:
    """What to do about a finding: an instruction, and whether this week or this quarter."""

    what: str
    when: str = THIS_QUARTER


@dataclass(frozen=True)
class Finding:
    """A sentence with its number, and what a first page needs in order to rank it.

    Parameters
    ----------
    text : str
        What was found, as an owner would say it.
    kind : str
        `GOOD`, `WATCH` or `ACT`.
    measure : Measure, optional
        The number it rests on.
    stake : Stake, optional
        What it is worth.
    action : Action, optional
        What to do about it.
    firmness : str
        `FIRM`, `LIKELY` or `ROUGH`: how far chance could have made it.
    rests_on_answers : bool
        Whether it rests on what the owner answered, not on data alone.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> Finding("One customer brings a third of sales.", WATCH).data(PLAIN)["kind"]
    'watch'
    """

    text: str
    kind: str = WATCH
    measure: Measure | None = None
    stake: Stake | None = None
    action: Action | None = None
    firmness: str = LIKELY
    rests_on_answers: bool = False

    def data(self, format: Format) -> dict:
        """Plain data for a report's records."""
        return {
            "text": self.text, "kind": self.kind, "firmness": self.firmness,
            "rests_on_answers": self.rests_on_answers,
            **({"measure": self.measure.data(format)} if self.measure else {}),
            **({"stake": {**_told(self.stake.a_year, format), "how": self.stake.how}}
               if self.stake else {}),
            **({"action": {"what": self.action.what, "when": self.action.when}}
               if self.action else {}),
        }


def _told(value: Value, format: Format) -> dict:
    """A value's number with its unit, and in words; of too few people the words alone."""
    few = [value.part, value.whole, value.whole - value.part] if isinstance(value, Part) else [
        value.value] if isinstance(value, People) else []
    number = {"kind": value.kind} if any(too_few(each, format) for each in few) else value.data()
    return number | {"unit": _unit(value, format), "text": format.write(value)}


def _unit(value: Value, format: Format) -> str:
    """What a value is counted in; a percentage's number is a share of one."""
    if isinstance(value, Money):
        return format.currency
    if isinstance(value, Count):
        return value.several or f"{value.noun}s" if value.noun else ""
    return "of 1" if value.kind in ("percent", "points") else ""
