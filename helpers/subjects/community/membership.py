"""Members beside those who are not: what they spend, whether they come back, and what joining did.

A plain comparison tells who members are. What joining changed is nearer where members were watched
before they joined: there each is set beside others who had bought as much until that day.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.intervals import student_reach, welch
from helpers.stats.order_lines import (
    CustomerLines, customer_lines, require_columns, zero_where_unknown,
)
from helpers.stats.periods import to_days
from helpers.stats.result import Result
from helpers.stats.small_groups import people_in_words
from helpers.stats.wording import counted
from helpers.subjects.customers.programme import ProgramEffect, program_effect

QUESTION = "members against others"
FEWEST_PER_SIDE = 30
FEWEST_MATCHED = 20
NEAREST = 5
YEAR_DAYS = 365
NO_END = np.iinfo(np.int64).max
MEMBER = "member"
NOT_KNOWN = "customers of whom nobody knows whether they are members"


@dataclass(frozen=True, eq=False, repr=False)
class MatchedSpend(Result):
    """What members spent after joining, beside others who had spent as much before.

    Parameters
    ----------
    difference, lower, upper : float
        Money a customer spent more in the days after joining than those matched with them; 95%.
    before : float
        The same difference in the days before, which matching should bring near 0.
    plain, plain_lower, plain_upper : float
        What the same members spent more in the days after joining than all the others; 95%.
    members, pool : int
        Members who could be matched, and customers to match them with.
    within_days : int
        How many days before and after joining are looked at.
    spent, others_spent : float
        Money a customer spent in the days after joining: members, and those matched.
    """

    difference: float
    lower: float
    upper: float
    before: float
    plain: float
    plain_lower: float
    plain_upper: float
    members: int
    pool: int
    within_days: int
    spent: float
    others_spent: float

    def headline(self, format: Format = PLAIN) -> str:
        """The difference after joining, and how alike the two were before."""
        size, lower, upper = (format.money(value) for value in (
            self.difference, self.lower, self.upper))
        chance = "" if self.lower > 0 or self.upper < 0 else ", which may well be chance"
        return (
            f"In the {counted(self.within_days, 'day', format)} after joining, "
            f"{people_in_words(self.members, format, 'member')} spent {size} more each (likely "
            f"{lower} to {upper}) than others who had spent as much before{chance}."
        )


@dataclass(frozen=True, eq=False, repr=False)
class MembersAgainstOthers(Result):
    """Members beside those who are not.

    Parameters
    ----------
    frame : DataFrame
        Index `side`: `members`, `others`. Of those who bought in the last 365 days: `customers`,
        `purchases` (days with one, each), `spend` (money each) with `spend_lower`, `spend_upper`
        (95%), and `median_spend`.
    spend_difference, spend_lower, spend_upper : float
        Money a member spent more in that time; 95% (Welch, 1947).
    repeat : ProgramEffect or None
        Who came back after a first purchase, among customers who came in the same month.
    matched : MatchedSpend or None
        What members spent after joining beside others like them before.
    within_days : int
        How many days the last two look at.
    left_out : dict of str to str
        Which of the two could not be told, and why.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines and customers left out, by reason.
    """

    frame: pd.DataFrame
    spend_difference: float
    spend_lower: float
    spend_upper: float
    repeat: ProgramEffect | None
    matched: MatchedSpend | None
    within_days: int
    left_out: dict[str, str]
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def differences(self) -> pd.DataFrame:
        """Money a member spends more in `within_days` days, by each comparison that could be made.

        Index `comparison`: `plain` (the days after joining, beside all others) and `matched` (the
        same days, beside others alike before); or, where members were not watched for long enough,
        `year` alone (the last 365 days, beside all others). `difference`, `lower`, `upper`.
        """
        if self.matched is None:
            part = self.within_days / YEAR_DAYS
            rows = {"year": [part * value for value in (
                self.spend_difference, self.spend_lower, self.spend_upper)]}
        else:
            one = self.matched
            rows = {"plain": [one.plain, one.plain_lower, one.plain_upper],
                    "matched": [one.difference, one.lower, one.upper]}
        return pd.DataFrame.from_dict(
            rows, orient="index", columns=["difference", "lower", "upper"]
        ).rename_axis("comparison")

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        said = [
            "Members chose to join. Whoever likes a business joins more readily and also spends "
            "more, so that a plain difference flatters the community.",
        ]
        if self.matched is not None:
            said.append(
                "Matching takes off what could be seen before joining. It does not see what made "
                "somebody join that day, such as a new home around the corner.")
        return tuple(said)

    def headline(self, format: Format = PLAIN) -> str:
        """What members spend beside others, that they chose to join, and the fairer comparison."""
        members, others = self.frame.loc["members"], self.frame.loc["others"]
        size, lower, upper = (format.money(abs(value)) if same else format.money(value)
                              for value, same in self._ends())
        word = "more" if self.spend_difference >= 0 else "less"
        text = (
            f"In the last year {people_in_words(members['customers'], format, 'member')} spent "
            f"{format.money(members['spend'])} each and "
            f"{people_in_words(others['customers'], format, 'other')} "
            f"{format.money(others['spend'])}: {size} {word} for a member (likely {lower} to {upper}). Members chose to join, so "
            "this is no proof that the community makes them spend."
        )
        return f"{text} {self.matched.headline(format)}" if self.matched is not None else text

    def _ends(self) -> list[tuple[float, bool]]:
        """The difference and its ends, and whether all point the same way."""
        ends = [self.spend_lower, self.spend_upper]
        same = self.spend_upper < 0
        ends = ends[::-1] if same else ends
        return [(self.spend_difference, True), *((end, same) for end in ends)]


def members_against_others(
    orders: pd.DataFrame, customers: pd.DataFrame | None = None,
    community: pd.DataFrame | None = None, *, group: str = MEMBER, within_days: int = 90,
    as_of=None,
) -> MembersAgainstOthers:
    """Do members spend more and come back more than others, and is that because they joined?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `customer_id`, `quantity`, `unit_price`, and where there is one `discount`.
    customers : DataFrame, optional
        `customer_id`, the yes/no column `group`, and where known `signup_date`.
    community : DataFrame, optional
        `member_id` (the customer's pseudonym) and `date`. Where it is given, a member is who did
        anything in it, and joined on the first day of that; else `customers` says who is a member,
        and they joined when they signed up.
    group : str
        The column of `customers`.
    within_days : int
        How long to wait for a second purchase; and how long before and after joining to look at.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`.

    Returns
    -------
    MembersAgainstOthers

    Raises
    ------
    DataProblems
        A column is missing, or `group` is not yes/no.
    NotEnoughData
        With fewer than 30 customers on either side who bought in the last 365 days, or neither
        table to tell members by.
    ValueError
        Where `within_days` is below 1.

    Notes
    -----
    The repeat comparison is that of `program_effect`. The matched one sets each member beside the
    five others who until the day of joining were nearest in money of the last days, and in money
    and purchases for each day they had been customers; with replacement (Rubin, 1973), what is
    still unlike taken off by a regression (Abadie and Imbens, 2011). It compares the days after;
    its interval counts others as often as they are used (Abadie and Imbens, 2006). The day of
    joining is left out. It takes 20 members who had bought before those days began.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": [*range(80), *range(30), *range(40, 50)], "quantity": 1.0,
    ...     "order_date": ["2025-01-10"] * 80 + ["2025-02-10"] * 40, "unit_price": 20.0})
    >>> customers = pd.DataFrame({"customer_id": range(80), "member": [True] * 40 + [False] * 40})
    >>> print(members_against_others(orders, customers, as_of="2025-06-30").headline())
    In the last year 40 members spent 35.00 each and 40 others 25.00: 10.00 more for a member \
(likely 6.10 to 13.90). Members chose to join, so this is no proof that the community makes them \
spend.
    """
    if within_days < 1:
        raise ValueError(f"within_days is at least 1; it was {within_days!r}.")
    require_columns(orders, "orders", ["order_date", "customer_id", "quantity", "unit_price"])
    lines = customer_lines(orders, question=QUESTION, as_of=as_of)
    if customers is None and community is None:
        raise NotEnoughData(QUESTION, "nothing that tells who is a member",
                            "the table community, or a yes/no column of customers")
    left_out: dict[str, str] = {}
    joined = None if community is None else _joined(community, lines.as_of)
    flags = customers if joined is None else pd.DataFrame(
        {"customer_id": lines.ids, group: lines.ids.isin(joined.index)})
    repeat = _unless_too_little(left_out, "repeat", lambda: program_effect(
        orders, flags, group=group, within_days=within_days, as_of=lines.as_of))
    people = _people(lines, flags, group, joined)
    told_of = people[MEMBER].notna()
    set_aside = dict(lines.set_aside)
    if (~told_of).any():
        set_aside[NOT_KNOWN] = int((~told_of).sum())
    frame, difference = _last_year(lines, people[told_of])
    matched = _unless_too_little(left_out, "matched",
                                 lambda: _matched(lines, people[told_of], within_days))
    return MembersAgainstOthers(frame, *difference, repeat, matched, within_days, left_out,
                                lines.as_of, set_aside)


def _unless_too_little(left_out: dict[str, str], name: str, compare: Callable):
    """What a comparison finds; None, with the reason noted, where it refuses."""
    try:
        return compare()
    except NotEnoughData as refusal:
        left_out[name] = str(refusal)
        return None


def _joined(community: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """The day on which each member first did anything."""
    require_columns(community, "community", ["member_id", "date"])
    day = to_days(community["date"])
    return day[day <= as_of].groupby(community["member_id"]).min()


def _people(lines: CustomerLines, flags: pd.DataFrame, group: str, joined) -> pd.DataFrame:
    """Each customer by code: `member` (may be missing), `joined` (a day, or missing)."""
    last = flags.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    member = last[group].astype("boolean").reindex(lines.ids)
    if joined is None:
        joined = to_days(last.get("signup_date", pd.Series(pd.NaT, last.index)))
    joined = joined.reindex(lines.ids).where(member.fillna(False).astype(bool))
    return pd.DataFrame({MEMBER: member.array, "joined": joined.array})


def _last_year(lines: CustomerLines, people: pd.DataFrame) -> tuple[pd.DataFrame, tuple]:
    """Both sides' purchases and spending of the last 365 days, and the difference."""
    spent, visits = _Spending(lines).between(_last_day(lines) - YEAR_DAYS + 1, NO_END)
    money, bought = spent[people.index], visits[people.index]
    people = people.assign(spend=money, purchases=bought)[bought > 0]
    side = people[MEMBER].astype(bool).map({True: "members", False: "others"})
    frame = people.groupby(side).agg(
        customers=("spend", "size"), purchases=("purchases", "mean"), spend=("spend", "mean"),
        median_spend=("spend", "median"), error=("spend", "sem"))
    frame = frame.reindex(pd.Index(["members", "others"], name="side"))
    fewest = int(frame["customers"].fillna(0).min())
    if fewest < FEWEST_PER_SIDE:
        raise NotEnoughData(QUESTION, f"{fewest} customers of the last year on the smaller side",
                            f"at least {FEWEST_PER_SIDE} on each")
    frame["customers"] = frame["customers"].astype(int)
    error = frame.pop("error")
    reach = student_reach(error, frame["customers"] - 1)
    frame.insert(3, "spend_lower", frame["spend"] - reach)
    frame.insert(4, "spend_upper", frame["spend"] + reach)
    difference = float(frame.loc["members", "spend"] - frame.loc["others", "spend"])
    alike = not error.sum() > 0  # all of a side, on both
    spend = people["spend"]
    ends = ((difference, difference) if alike else
            welch(spend[side == "members"], spend[side == "others"]))
    return frame, (difference, *ends)


def _matched(lines: CustomerLines, people: pd.DataFrame, within: int) -> MatchedSpend:
    """Each member who was watched long enough, beside the nearest of the others."""
    first = pd.Series(lines.since[lines.bought]).groupby(lines.customer[lines.bought]).min()
    people = people.assign(first=first.reindex(people.index))
    joined = (people["joined"] - pd.Timestamp(lines.first_day)).dt.days
    last = _last_day(lines)
    member = people[MEMBER].astype(bool)
    watched = people[member & (people["first"] < joined - within) & (joined + within <= last)]
    others = people[~member]
    if len(watched) < FEWEST_MATCHED or len(others) < FEWEST_PER_SIDE:
        raise NotEnoughData(
            "a matched comparison",
            f"{counted(len(watched), 'member', PLAIN)} who had bought more than {within} days "
            f"before joining and joined {within} days ago or earlier",
            f"at least {FEWEST_MATCHED}, and {FEWEST_PER_SIDE} others")
    spent = _Spending(lines)
    began = people["first"].reindex(range(len(lines.ids))).to_numpy()
    pairs, used, noise, all_others = [], pd.Series(0, others.index), [], []
    for code, day in joined[watched.index].astype(int).items():
        pool = others.index[others["first"] < day - within]
        if len(pool) < NEAREST:
            continue
        before, _ = spent.between(day - within, day)
        after, _ = spent.between(day + 1, day + within + 1)
        so_far, visits = (total / np.maximum(day - began, 1) for total in spent.between(0, day))
        traits = np.column_stack([before, so_far, visits])
        near = _nearest(traits, code, pool)
        used[near] += 1
        noise.append(after[near].var(ddof=1))
        all_others.append((after[pool].mean(), after[pool].var(ddof=1), len(pool)))
        pairs.append((*traits[code], *traits[near].mean(axis=0), after[code], after[near].mean()))
    if len(pairs) < FEWEST_MATCHED:
        raise NotEnoughData("a matched comparison",
                            f"{counted(len(pairs), 'member', PLAIN)} with others to match",
                            f"at least {FEWEST_MATCHED}")
    pairs = np.array(pairs)
    own, theirs, after, others_after = pairs[:, :3], pairs[:, 3:6], pairs[:, 6], pairs[:, 7]
    plain = _beside_all(after, np.array(all_others))
    others_after = others_after + _still_unlike(own, theirs, others_after)
    apart = after - others_after
    again = (used * (used - 1)).sum() * np.mean(noise) / NEAREST**2
    error = np.sqrt(((apart - apart.mean()) ** 2).sum() + again) / len(apart)
    reach = float(student_reach(error, len(apart) - 1))
    difference = float(apart.mean())
    return MatchedSpend(
        difference=difference, lower=difference - reach, upper=difference + reach,
        before=float((own - theirs)[:, 0].mean()), plain=plain[0], plain_lower=plain[1],
        plain_upper=plain[2], members=len(apart), pool=len(others), within_days=within,
        spent=float(after.mean()), others_spent=float(others_after.mean()))


def _beside_all(after: np.ndarray, all_others: np.ndarray) -> tuple[float, float, float]:
    """What members spent more than everybody there was to match with, and its interval."""
    mean, variance, count = all_others.mean(axis=0)
    difference = float(after.mean() - mean)
    error = np.sqrt(after.var(ddof=1) / len(after) + variance / count)
    reach = float(student_reach(error, len(after) - 1))
    return difference, difference - reach, difference + reach


def _last_day(lines: CustomerLines) -> int:
    """The last day looked at, in days after the first."""
    return (lines.as_of - pd.Timestamp(lines.first_day)).days


class _Spending:
    """What each customer spent, and on how many days they bought, between two days."""

    def __init__(self, lines: CustomerLines):
        order = np.argsort(lines.since, kind="stable")
        self.since, self.customer = lines.since[order], lines.customer[order]
        self.money, self.count = zero_where_unknown(lines.revenue[order]), len(lines.ids)
        visits = lines.visits().sort_values("day", kind="stable")
        self.days = (visits["day"] - pd.Timestamp(lines.first_day)).dt.days.to_numpy()
        self.visitor = visits["customer"].to_numpy()

    def between(self, first: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        """From the day `first` to before `end`."""
        some = slice(*np.searchsorted(self.since, [first, end]))
        came = slice(*np.searchsorted(self.days, [first, end]))
        return (np.bincount(self.customer[some], self.money[some], self.count),
                np.bincount(self.visitor[came], minlength=self.count))


def _nearest(traits: np.ndarray, code: int, pool: pd.Index) -> pd.Index:
    """Those of the pool whose traits are nearest to one customer's, in standard deviations."""
    spread = traits[pool].std(axis=0)
    gaps = np.abs(traits[pool] - traits[code]) / np.where(spread > 0, spread, 1.0)
    return pool[np.argsort(gaps.sum(axis=1), kind="stable")[:NEAREST]]


def _still_unlike(own: np.ndarray, theirs: np.ndarray, after: np.ndarray) -> np.ndarray:
    """What the traits that matching left different make in money, by a regression on the others."""
    slopes = np.linalg.lstsq(theirs - theirs.mean(axis=0), after - after.mean())[0]
    return (own - theirs) @ slopes
