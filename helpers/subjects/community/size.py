"""How large and how alive a community is, month by month, and who brings others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.intervals import poisson_rate, wilson
from helpers.stats.order_lines import NO_DATE, TOO_LATE, numbers, require_columns, set_aside_rows
from helpers.stats.periods import last_finished, to_day, to_days
from helpers.stats.result import Result
from helpers.stats.small_groups import is_small, people_in_words, too_small
from helpers.stats.values import Part, People, say
from helpers.stats.wording import counted, in_period
from helpers.subjects.customers.totals import customer_totals

NO_MEMBER = "without a member"
QUIET_MONTHS = 3
YEAR_DAYS = 365
FEWEST_MEMBERS = 10
REFERRAL = "referral"


@dataclass(frozen=True, eq=False, repr=False)
class CommunitySize(Result):
    """A community, month by month.

    Parameters
    ----------
    frame : DataFrame
        PeriodIndex `month`; `size` (members who did anything in this month or the two before),
        `active` (in this month), `new` (for the first time in the data), `back` (after a pause),
        `lapsed` (members a month ago, silent for three months now), `activities` and their
        `weight` in all, `per_active` (activities of an active member). A month that has not ended
        is NaN. From one month to the next, `size` grows by new + back − lapsed.
    quiet_months : int
        The months of silence after which a member is no longer counted.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    frame: pd.DataFrame
    quiet_months: int
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def finished(self) -> pd.DataFrame:
        """The months that have ended."""
        return self.frame.dropna(subset="active")

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return (
            f"In the first {self.quiet_months} months of the record everybody looks new, and the "
            "size is still filling up.",
            "Only what is written down counts: who reads along in silence is not seen.",
        )

    def told(self, fewest: int) -> pd.DataFrame:
        """The finished months, NaN where a number would tell of fewer than so many people."""
        months = self.finished.copy()
        if fewest <= 1:
            return months
        moves = ["new", "back", "lapsed"]
        hidden = too_small(months[moves].T, fewest).T
        months[moves] = months[moves].mask(hidden.astype(bool))
        months["size"] = months["size"].mask(is_small(months["size"], fewest))
        alive = ["active", "activities", "weight", "per_active"]
        months[alive] = months[alive].mask(is_small(months["active"], fewest), axis=0)
        return months

    def headline(self, format: Format = PLAIN) -> str:
        """The last finished month, and a year before or the first one that can be compared."""
        months = self.finished
        last = months.iloc[-1]
        text = say(
            "{opening} the community had {size}, of whom {active} {were} active; {new} came new and "
            "{lapsed} fell silent.", format, opening=_opening(last.name, format),
            size=People(last["size"], "member"), active=People(last["active"]),
            were="was" if last["active"] == 1 else "were", new=People(last["new"]),
            lapsed=People(last["lapsed"]))
        full = months.iloc[self.quiet_months - 1:]
        if len(full) < 2:
            return text
        before = full.iloc[max(len(full) - 13, 0)]
        return (f"{text} {_opening(before.name, format)} it had "
                f"{people_in_words(before['size'], format, 'member')}.")


def community_size(
    community: pd.DataFrame, *, quiet_months: int = QUIET_MONTHS, as_of=None
) -> CommunitySize:
    """How many belong to our community, and how alive is it?

    Parameters
    ----------
    community : DataFrame
        `member_id`, `date`, and where there is one `weight` (an empty one counts 1).
    quiet_months : int
        Months of silence after which a member is no longer counted, at least 1.
    as_of : date, optional
        The last day the data are complete for; by default the last date in the table.

    Returns
    -------
    CommunitySize

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Not one month with activity had ended by `as_of`.
    ValueError
        Where `quiet_months` is below 1.

    Examples
    --------
    >>> diary = pd.DataFrame({"member_id": ["ann", "bob", "ann", "cas"],
    ...                       "date": ["2025-01-05", "2025-01-20", "2025-02-03", "2025-04-30"]})
    >>> found = community_size(diary)
    >>> found.frame[["size", "active", "new", "lapsed"]].astype(int).to_numpy().tolist()
    [[2, 2, 2, 0], [2, 1, 0, 0], [2, 0, 0, 0], [2, 1, 1, 1]]
    """
    if quiet_months < 1:
        raise ValueError(f"quiet_months is at least 1; it was {quiet_months!r}.")
    days, as_of, set_aside = _done(community, as_of)
    month = days["day"].dt.to_period("M")
    finished = last_finished(as_of, "M")
    if month.min() > finished:
        raise NotEnoughData("the size of a community", "no month that has ended",
                            "at least one whole month")
    months = pd.period_range(month.min(), as_of.to_period("M"), freq="M", name="month")
    active = pd.crosstab(days["member_id"], month).reindex(columns=months, fill_value=0) > 0
    ever = active.cummax(axis=1)
    member = active.T.rolling(quiet_months, min_periods=1).max().T.astype(bool)
    before = member.shift(1, axis=1, fill_value=False).astype(bool)
    new = ever & ~ever.shift(1, axis=1, fill_value=False).astype(bool)
    by_month = days.groupby(month)["weight"]
    frame = pd.DataFrame({
        "size": member.sum(), "active": active.sum(), "new": new.sum(),
        "back": (member & ~before & ~new).sum(), "lapsed": (before & ~member).sum(),
        "activities": by_month.size().reindex(months, fill_value=0),
        "weight": by_month.sum().reindex(months, fill_value=0.0),
    }, index=months).astype(float)
    frame["per_active"] = frame["activities"] / frame["active"].where(frame["active"] > 0)
    frame.loc[months > finished] = np.nan
    return CommunitySize(frame, quiet_months, as_of, set_aside)


@dataclass(frozen=True, eq=False, repr=False)
class ReferralShare(Result):
    """How many members bring others.

    Parameters
    ----------
    share, lower, upper : float
        Members who referred somebody, as a share of those active in the last 365 days (0 to 1),
        with the 95% interval of Wilson (1927).
    members, referrers, referrals : int
        Members active in that time, those of them who referred somebody, and how often in all.
    new_customers : float
        Customers who bought for the first time in those days; NaN where there are no orders to
        tell.
    per_new_customer, per_new_customer_lower, per_new_customer_upper : float
        Referrals for each new customer, with the 95% interval of Garwood (1936); NaN where not
        known.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    share: float
    lower: float
    upper: float
    members: int
    referrers: int
    referrals: int
    new_customers: float
    per_new_customer: float
    per_new_customer_lower: float
    per_new_customer_upper: float
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return (
            "A referral that nobody wrote down is not here, and one that was written down need not "
            "have bought.",
        )

    def headline(self, format: Format = PLAIN) -> str:
        """The share of members who referred somebody, and referrals beside new customers."""
        text = say("Of {members} active in the last year, {part} referred somebody.", format,
                   members=People(self.members, "member"),
                   part=Part(self.referrers, self.members, "", self.lower, self.upper, of=""))
        if np.isnan(self.per_new_customer) or is_small(self.referrers, format.smallest_group):
            return text
        ten, low, high = (format.number(10 * value, digits=1) for value in (
            self.per_new_customer, self.per_new_customer_lower, self.per_new_customer_upper))
        return (f"{text} For every ten new customers there were {ten} referrals (likely {low} to "
                f"{high}).")


def referral_share(
    community: pd.DataFrame, orders: pd.DataFrame | None = None, *, activity: str = REFERRAL,
    as_of=None,
) -> ReferralShare:
    """What share of our members bring others, and is that much beside our new customers?

    Parameters
    ----------
    community : DataFrame
        `member_id`, `date`, `activity`.
    orders : DataFrame, optional
        `order_date`, `customer_id`. New is who bought first in the last 365 days; it takes a year
        of orders before them to tell.
    activity : str
        The word in `activity` that marks a referral.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `community`.

    Returns
    -------
    ReferralShare

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        With fewer than 10 members active in the last 365 days.

    Examples
    --------
    >>> diary = pd.DataFrame({"member_id": [*range(40), 1, 2, 2, 3, 4], "date": "2025-03-01",
    ...                       "activity": ["post"] * 40 + ["referral"] * 5})
    >>> print(referral_share(diary).headline())
    Of 40 members active in the last year, 4 (10%, likely 4.0% to 23%) referred somebody.
    """
    require_columns(community, "community", ["activity"])
    days, as_of, set_aside = _done(community, as_of)
    since = as_of - pd.Timedelta(days=YEAR_DAYS)
    days = days[days["day"] > since]
    members = days["member_id"].nunique()
    if members < FEWEST_MEMBERS:
        raise NotEnoughData("the share of members who refer",
                            f"{counted(members, 'member', PLAIN)} active in the last year",
                            f"at least {FEWEST_MEMBERS}")
    word = days["activity"].astype("str").str.strip().str.casefold()
    referred = days[word == activity.casefold()]
    referrers, referrals = referred["member_id"].nunique(), len(referred)
    lower, upper = wilson([referrers], [members])
    new = _new_customers(orders, since, as_of)
    rate, low, high = _per(referrals, new)
    return ReferralShare(
        share=referrers / members, lower=float(lower[0]), upper=float(upper[0]), members=members,
        referrers=referrers, referrals=referrals, new_customers=new, per_new_customer=rate,
        per_new_customer_lower=low, per_new_customer_upper=high, as_of=as_of, set_aside=set_aside,
    )


def _opening(month: pd.Period, format: Format) -> str:
    """`In Mar 2025`, as a sentence begins."""
    said = in_period(month, format)
    return said[0].upper() + said[1:]


def _done(community: pd.DataFrame, as_of) -> tuple[pd.DataFrame, pd.Timestamp, dict[str, int]]:
    """What was done by whom when: `member_id`, `day`, `weight`, and `activity` where there is."""
    require_columns(community, "community", ["member_id", "date"])
    days = to_days(community["date"])
    as_of = days.max() if as_of is None else to_day(as_of)
    keep, set_aside = set_aside_rows({
        NO_DATE: days.isna().to_numpy(), TOO_LATE: (days > as_of).to_numpy(),
        NO_MEMBER: community["member_id"].isna().to_numpy(),
    }) if len(community) else (np.zeros(0, dtype=bool), {})
    if not keep.any():
        raise NotEnoughData("a picture of the community", "nothing that a member did", "some")
    weight = numbers(community, "weight", 1.0)
    done = community.assign(day=days, weight=np.where(np.isnan(weight), 1.0, weight))
    return done[keep], as_of, set_aside


def _new_customers(orders: pd.DataFrame | None, since, as_of) -> float:
    if orders is None:
        return np.nan
    first = customer_totals(orders, as_of=as_of).frame["first_purchase"]
    if first.min() > since - pd.Timedelta(days=YEAR_DAYS):
        return np.nan
    return float((first > since).sum())


def _per(count: int, of: float) -> tuple[float, float, float]:
    """A count for each of so many, with its interval."""
    return (count / of, *poisson_rate(count, of)) if of > 0 else (np.nan, np.nan, np.nan)
