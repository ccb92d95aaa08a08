"""Do members, or those a campaign reached, come back more than the others?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import DataProblems, NotEnoughData, Problem
from helpers.stats.findings import WATCH, Finding, Measure
from helpers.stats.intervals import NORMAL_95, newcombe
from helpers.stats.order_lines import customer_lines, require_columns
from helpers.stats.periods import frequency
from helpers.stats.result import Result
from helpers.stats.small_groups import too_small
from helpers.stats.values import Days, Part, Points, say

FEWEST_PER_SIDE = 30


@dataclass(frozen=True, eq=False, repr=False)
class ProgramEffect(Result):
    """Members against others, cohort by cohort and pooled.

    Parameters
    ----------
    cohorts : DataFrame
        PeriodIndex `cohort`; `members`, `members_repeat`, `others`, `others_repeat` (customers),
        `members_rate`, `others_rate`, and their `difference` with `lower`, `upper` (95%, Newcombe
        1998); the last three are NaN where a cohort lacks one side.
    difference, lower, upper : float
        The difference of the repeat rates, pooled over the cohorts that have both sides; 95%.
    group : str
        The column that tells members from others.
    within_days : int
        A repeat is another purchase within so many days of the first.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines and customers left out, by reason.
    """

    cohorts: pd.DataFrame
    difference: float
    lower: float
    upper: float
    group: str
    within_days: int
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    def cohorts_told(self, fewest: int) -> pd.DataFrame:
        """The cohorts that can be compared without telling of fewer than so many people."""
        small = pd.concat([
            too_small(self.cohorts[[f"{side}_repeat"]], fewest, wholes=self.cohorts[side])
            for side in ("members", "others")
        ] + [too_small(self.cohorts[["members", "others"]], fewest)], axis=1).any(axis=1)
        return self.cohorts[~small].dropna(subset="difference")

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return (
            "Nobody was assigned by chance: customers who like the business anyway are likelier to "
            "join, and whoever comes back has more occasions to. The difference describes members; "
            "what the programme itself adds only a trial with drawn lots can tell.",
        )

    def headline(self, format: Format = PLAIN) -> str:
        """The pooled difference, its interval and the warning that belongs to it."""
        return say(
            "Within {days}, {members} bought again and {others}. Among customers who first bought "
            "in the same period the difference is {difference}{clear}. They were not chosen by "
            "lot, so this is no proof of an effect.", format,
            days=Days(self.within_days), members=self._again("members", format),
            others=self._again("others", format), difference=self._difference,
            clear="" if self.lower > 0 or self.upper < 0 else ", which may well be chance")

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, with the difference."""
        return Finding(self.headline(format), WATCH, Measure(
            f"how much more often they buy again within {self.within_days} days",
            self._difference, f"customers marked {self.group} against others"))

    @property
    def _difference(self) -> Points:
        return Points(self.difference, self.lower, self.upper)

    def _again(self, side: str, format: Format) -> Part:
        total, again = self.cohorts[side].sum(), self.cohorts[f"{side}_repeat"].sum()
        name = f"customers marked {self.group}" if side == "members" else side
        return Part(again, total, of=f" of the {format.number(total)} {name}")


def program_effect(
    orders: pd.DataFrame, customers: pd.DataFrame, *, group: str = "member",
    within_days: int = 90, period: str = "month", as_of=None,
) -> ProgramEffect:
    """Do loyalty members (or customers a campaign reached) come back more than the others?

    Customers are compared with others of the same cohort, so that a growing or seasonal business
    does not pass for an effect. Only customers whose first purchase was at least `within_days`
    before `as_of` are judged; a repeat is a purchase on a later day within that time.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `customer_id`, and `quantity` where there is one.
    customers : DataFrame
        `customer_id` and the column `group`.
    group : str
        A yes/no column of `customers`.
    within_days : int
        How long to wait for a second purchase.
    period : str
        The cohorts' period: `week`, `month`, `quarter` or `year`.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`.

    Returns
    -------
    ProgramEffect

    Raises
    ------
    DataProblems
        Where a column is missing, or `group` is not yes/no.
    NotEnoughData
        With fewer than 30 customers watched on either side, or no cohort with both.

    Notes
    -----
    Pooled by the Mantel–Haenszel risk difference with the variance of Greenland & Robins (1985);
    by cohort with the interval of Newcombe (1998, method 10).

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": [*range(80), *range(30), *range(40, 50)],
    ...     "order_date": ["2025-01-10"] * 80 + ["2025-02-10"] * 40,
    ... })
    >>> customers = pd.DataFrame({"customer_id": range(80), "member": [True] * 40 + [False] * 40})
    >>> effect = program_effect(orders, customers, as_of="2025-06-30")
    >>> round(effect.difference, 3), round(effect.lower, 3), round(effect.upper, 3)
    (0.5, 0.31, 0.69)
    """
    freq = frequency(period)
    question = "the difference a programme makes"
    lines = customer_lines(orders, question=question, as_of=as_of)
    people = _first_and_repeat(lines.visits(), within_days)
    people["member"] = _membership(customers, group).reindex(lines.ids[people.index]).to_numpy()
    watched = people["first"] + pd.Timedelta(days=within_days) <= lines.as_of
    known = people["member"].notna()
    set_aside = lines.set_aside | {
        reason: int(count) for reason, count in (
            (f"customers first seen less than {within_days} days ago", (~watched).sum()),
            (f"customers of whom nobody knows {group}", (watched & ~known).sum()),
        ) if count
    }
    people = people[watched & known]
    cohorts = _compare(people, freq)
    both = cohorts.dropna(subset="difference")
    fewest = int(cohorts[["members", "others"]].sum().min())
    if fewest < FEWEST_PER_SIDE or both.empty:
        raise NotEnoughData(
            question, f"{fewest} customers on the smaller side, {len(both)} cohorts with both",
            f"at least {FEWEST_PER_SIDE} customers on each side and a cohort with both",
        )
    difference, error = mantel_haenszel_difference(
        both["members_repeat"], both["members"], both["others_repeat"], both["others"]
    )
    return ProgramEffect(
        cohorts=cohorts, difference=difference, lower=difference - NORMAL_95 * error,
        upper=difference + NORMAL_95 * error, group=group, within_days=within_days,
        as_of=lines.as_of, set_aside=set_aside,
    )


def mantel_haenszel_difference(cases, exposed, other_cases, unexposed) -> tuple[float, float]:
    """The pooled difference of two shares over strata, and its standard error.

    The weights are Mantel & Haenszel's, the variance that of Greenland & Robins (1985).

    Examples
    --------
    >>> difference, error = mantel_haenszel_difference(  # Rothman et al. (2008), table 15-1
    ...     np.array([8, 22]), np.array([106, 98]), np.array([5, 16]), np.array([120, 85]))
    >>> round(difference, 3), round(difference - 1.645 * error, 3)
    (0.035, -0.018)
    """
    cases, exposed, other_cases, unexposed = (
        np.asarray(values, dtype=float) for values in (cases, exposed, other_cases, unexposed)
    )
    total = exposed + unexposed
    weight = (exposed * unexposed / total).sum()
    difference = ((cases * unexposed - other_cases * exposed) / total).sum() / weight
    variance = (
        (cases * (exposed - cases) * unexposed**3
         + other_cases * (unexposed - other_cases) * exposed**3)
        / (exposed * unexposed * total**2)
    ).sum() / weight**2
    return float(difference), float(np.sqrt(variance))


def _first_and_repeat(visits: pd.DataFrame, within_days: int) -> pd.DataFrame:
    """Each customer's `first` day, and whether they bought again within `within_days`."""
    by_customer = visits.groupby("customer")["day"]
    first = by_customer.min()
    second = visits[by_customer.cumcount() == 1].set_index("customer")["day"].reindex(first.index)
    repeat = (second - first).dt.days <= within_days
    return pd.DataFrame({"first": first, "repeat": repeat})


def _membership(customers: pd.DataFrame, group: str) -> pd.Series:
    """The yes/no column by customer; of several rows for one customer the last counts."""
    require_columns(customers, "customers", ["customer_id", group])
    last = customers.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    try:
        return last[group].astype("boolean")
    except (TypeError, ValueError):
        raise DataProblems([Problem(
            file="customers", column=group,
            found=f"values such as {last[group].dropna().iloc[0]!r}", expected="yes or no",
            remedy="Give each customer yes (true) or no (false), or leave it empty if unknown.",
        )]) from None


def _compare(people: pd.DataFrame, freq: str) -> pd.DataFrame:
    """Members and others of each cohort, side by side."""
    cohort = pd.PeriodIndex(people["first"], freq=freq, name="cohort")
    member = people["member"].astype(bool)
    columns = {
        "members": member, "members_repeat": member & people["repeat"],
        "others": ~member, "others_repeat": ~member & people["repeat"],
    }
    table = pd.DataFrame(columns).groupby(cohort.array).sum().rename_axis("cohort")
    for side in ("members", "others"):
        table[f"{side}_rate"] = table[f"{side}_repeat"] / table[side].where(table[side] > 0)
    table["difference"] = table["members_rate"] - table["others_rate"]
    limits = [
        newcombe(row.members_repeat, row.members, row.others_repeat, row.others)
        if row.members and row.others else (np.nan, np.nan)
        for row in table.itertuples()
    ]
    table[["lower", "upper"]] = np.array(limits).reshape(-1, 2)
    return table
