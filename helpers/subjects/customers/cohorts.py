"""Do customers come back? Retention by the period of the first purchase."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.findings import FIRM, WATCH, Finding, Measure
from helpers.stats.intervals import wilson
from helpers.stats.order_lines import TOO_EARLY, customer_lines, zero_where_unknown
from helpers.stats.periods import frequency, last_finished
from helpers.stats.result import Result
from helpers.stats.small_groups import is_small, too_small
from helpers.stats.subscription_terms import checked_subscriptions
from helpers.stats.values import Part, People, say
from helpers.stats.wording import between_periods, counted

TELLING_AGES = (24, 12, 6, 3)
ENOUGH_CUSTOMERS = 30
AVERAGE_YEAR_DAYS = 365.25


@dataclass(frozen=True, eq=False, repr=False)
class Retention(Result):
    """Cohorts by age: how many customers bought, what share, and for how much.

    Parameters
    ----------
    counts, rates, revenue : DataFrame
        One row per cohort (PeriodIndex `cohort`, the period of the first purchase), one column per
        `age` in whole periods (0 is the first). Customers who bought; their share of the cohort;
        net money in the business's currency. A period that had not ended is NaN, never 0; a period
        that ended with nobody buying is 0. `revenue` is NaN where the table has no prices.
    sizes : Series
        Customers in each cohort, so far where its first period has not ended.
    period : str
        `week`, `month`, `quarter` or `year`.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines left out, by reason.
    """

    counts: pd.DataFrame
    rates: pd.DataFrame
    revenue: pd.DataFrame
    sizes: pd.Series
    period: str
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @cached_property
    def average(self) -> pd.DataFrame:
        """All cohorts that reached an age, pooled: `rate`, `lower`, `upper`, `customers` by `age`.

        The interval is Wilson's (1927). It measures chance within the pool, not how much one
        cohort differs from the next. Age 0 is 1 by definition, without any doubt.
        """
        customers = self.counts.notna().mul(self.sizes, axis=0).sum()
        bought = self.counts.sum()
        lower, upper = wilson(bought, customers)
        average = pd.DataFrame({
            "rate": bought / customers.where(customers > 0),
            "lower": lower, "upper": upper, "customers": customers,
        })
        average.loc[0, ["lower", "upper"]] = average.loc[0, "rate"]
        return average

    def hidden(self, fewest: int) -> pd.DataFrame:
        """The cells not to show where nothing may be told of fewer than so many people.

        Those of 1 to `fewest` − 1 customers, or of all but so few of a cohort; cohorts that small
        as a whole; and as many others as keep the hidden ones from being told by the totals.
        """
        hidden = too_small(self.counts, fewest, wholes=self.sizes)
        hidden[too_small(self.sizes.to_frame(), fewest).iloc[:, 0]] = True
        return hidden

    def average_told(self, fewest: int) -> pd.DataFrame:
        """`average`, missing where it would tell of fewer than so many people."""
        bought, rest = self.counts.sum(), self.average["customers"] - self.counts.sum()
        whole = self.average["customers"]
        return self.average.mask(
            is_small(bought, fewest) | is_small(rest, fewest) | is_small(whole, fewest))

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return (
            f"The first cohort, {self.sizes.index[0]}, and to a lesser degree those after it, hold "
            "older customers too, if the business sold anything before the data begin.",
        )

    def headline(self, format: Format = PLAIN) -> str:
        """Who came back in the period after the first, and who was buying later on."""
        first, last = self.counts.index[self.counts[1].notna()][[0, -1]]
        next_period = self.average.loc[1]
        sentence = say(
            "Of {customers} who first bought {when}, {back} bought again in the {period} after.",
            format, customers=People(next_period.customers, "customer"),
            when=between_periods(first, last, format), back=self._back(1, of=""),
            period=self.period)
        return " ".join([sentence, *self._later(format)])

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, with the share that buys again in the period after."""
        first, last = self.counts.index[self.counts[1].notna()][[0, -1]]
        return Finding(self.headline(format), WATCH, Measure(
            f"customers who buy again in the {self.period} after their first purchase",
            self._back(1), "all customers", f"{first} to {last}"), firmness=FIRM)

    def _later(self, format: Format) -> list[str]:
        """The sentence on the latest age that enough customers have reached; empty if none has."""
        reached = self.average["customers"]
        for age in TELLING_AGES:
            if reached.get(age, 0) >= ENOUGH_CUSTOMERS:
                of = f" of the {format.number(reached[age])} known for that long"
                return [say("{age} {period}s after their first purchase, {bought} bought.", format,
                            age=age, period=self.period,
                            bought=Part(self.counts[age].sum(), reached[age], of=of))]
        return []

    def _back(self, age: int, *, of: str | None = None) -> Part:
        average = self.average.loc[age]
        return Part(self.counts[age].sum(), average.customers, "customer", average.lower,
                    average.upper, of=of)


def cohort_retention(
    orders: pd.DataFrame, *, period: str = "month", as_of=None, week_start: str = "monday"
) -> Retention:
    """Do customers come back, and do the newer ones come back more than the older?

    A customer belongs to the cohort of the period of their first purchase, and is active in a
    period if they bought in it: a line with a positive quantity, whatever is refunded later. A
    refund alone is no activity, but its (negative) money counts in the period it falls in. A period
    in which nobody bought for the first time has no cohort; a period in which nobody bought at all
    keeps its column.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `customer_id`, and where there are any `quantity`, `unit_price`, `discount`.
    period : str
        `week`, `month`, `quarter` or `year`.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`. A period is
        finished when its last day is not after `as_of`. Later lines are set aside and counted.
    week_start : str
        The first day of the week, `monday` to `sunday`.

    Returns
    -------
    Retention

    Raises
    ------
    ValueError
        Where `period` or `week_start` is none of the choices.
    NotEnoughData
        Where there are no customers, or fewer than two finished periods.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["ann", "bob", "ann", "cas", "ann"],
    ...     "order_date": ["2025-01-09", "2025-01-20", "2025-02-11", "2025-02-14", "2025-03-05"],
    ... })
    >>> retention = cohort_retention(orders, as_of="2025-03-20")
    >>> retention.counts.to_numpy()
    array([[ 2.,  1., nan],
           [ 1., nan, nan]])
    """
    freq = frequency(period, week_start)
    question = f"retention by {period}"
    lines = customer_lines(orders, question=question, as_of=as_of)
    place, bought = lines.periods(freq), lines.bought
    origin = place[bought].min()
    place -= origin
    width = lines.as_of.to_period(freq).ordinal - origin + 1
    finished = last_finished(lines.as_of, freq).ordinal - origin + 1
    if finished < 2:
        raise NotEnoughData(
            question, f"{counted(max(finished, 0), f'finished {period}', PLAIN)} since the first "
            "purchase", f"at least 2 {period}s that have ended",
        )
    first = np.full(len(lines.ids), width)  # beyond the last, for those who bought nothing
    np.minimum.at(first, lines.customer[bought], place[bought])
    who, when = np.divmod(pd.unique(lines.customer[bought] * width + place[bought]), width)
    cohort = first[lines.customer]
    since = place >= cohort
    counts = _by_age(width, first[who], when)
    revenue = _by_age(width, cohort[since], place[since], zero_where_unknown(lines.revenue[since]))
    sizes = counts.loc[counts[0] > 0, 0].astype(int).rename("customers")
    sizes.index = pd.PeriodIndex.from_ordinals(origin + sizes.index, freq=freq, name="cohort")
    ended = np.add.outer(counts.index, counts.columns) < finished
    counts, revenue = (each.where(ended)[counts[0] > 0].set_axis(sizes.index)
                       for each in (counts, revenue))
    early = int((~since).sum())
    return Retention(
        counts=counts, rates=counts.div(sizes, axis=0),
        revenue=revenue if lines.has_revenue else revenue * np.nan, sizes=sizes,
        period=period, as_of=lines.as_of,
        set_aside=lines.set_aside | ({TOO_EARLY: early} if early else {}),
    )


def subscription_activity(
    subscriptions: pd.DataFrame, *, period: str = "month", as_of=None
) -> pd.DataFrame:
    """Contracts as order lines, so that `cohort_retention` works on them too.

    A subscription gives a line for every monthly fee that fell due: on its first day, and on the
    same day of each month after (the last day of a shorter month) while it has not ended. So a
    customer is retained at age 3 if a fourth fee fell due. With weeks, a line falls due every seven
    days, for seven days' share of the fee. A subscription that ended on its first day has one line.

    Parameters
    ----------
    subscriptions : DataFrame
        `customer_id`, `start_date`, and where there are any `end_date`, `plan`, `monthly_fee`.
    period : str
        The period that `cohort_retention` will use.
    as_of : date, optional
        The last day looked at; by default the last date in the table. Give the same day to
        `cohort_retention`: without it, that takes the day of the last fee.

    Returns
    -------
    DataFrame
        `customer_id`, `order_date`, `product_id` (the plan), `quantity` (1), `unit_price`.

    Raises
    ------
    DataProblems
        Where a subscription ends before it starts.
    ValueError
        Where `period` is none of the choices.

    Examples
    --------
    >>> activity = subscription_activity(pd.DataFrame({
    ...     "customer_id": ["ann"], "plan": ["Basic"], "monthly_fee": [20.0],
    ...     "start_date": ["2025-01-31"], "end_date": ["2025-04-02"],
    ... }))
    >>> activity["order_date"].dt.strftime("%d %b").tolist()
    ['31 Jan', '28 Feb', '31 Mar']
    """
    frequency(period)
    table = checked_subscriptions(subscriptions, as_of=as_of)
    start = table.frame["start"].to_numpy().astype("datetime64[D]")
    last = table.as_of.to_numpy().astype("datetime64[D]")
    ended = table.frame["end"].fillna(table.as_of + pd.Timedelta(days=1))
    end = ended.to_numpy().astype("datetime64[D]")
    row, due = (_weekly_dues if period == "week" else _monthly_dues)(start, np.minimum(end, last))
    keep = ((due < end[row]) | (due == start[row])) & (due <= last)
    row, due = row[keep], due[keep]
    fee = table.frame["monthly_fee"].to_numpy()
    if period == "week":
        fee = fee * 12 * 7 / AVERAGE_YEAR_DAYS
    return pd.DataFrame({
        "customer_id": table.frame["customer_id"].to_numpy()[row],
        "order_date": due.astype("datetime64[s]"),
        "product_id": table.frame["plan"].to_numpy()[row],
        "quantity": 1.0,
        "unit_price": fee[row],
    })


def _by_age(width: int, cohort, place, money=None) -> pd.DataFrame:
    """How often each age, the place less the cohort, is there by cohort; or for how much money."""
    cells = np.bincount(cohort * width + place - cohort, money, width**2).astype(float)
    return pd.DataFrame(cells.reshape(width, width), columns=pd.RangeIndex(width, name="age"))


def _monthly_dues(start: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers and the same day of each month from `start` to the month of `last`."""
    month = start.astype("datetime64[M]")
    row, step = _steps((last.astype("datetime64[M]") - month).astype(int) + 1)
    due_month = month[row] + step
    first_day = due_month.astype("datetime64[D]")
    last_day = (due_month + 1).astype("datetime64[D]") - 1
    return row, np.minimum(first_day + (start - month.astype("datetime64[D]"))[row], last_day)


def _weekly_dues(start: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers and every seventh day from `start` to `last`."""
    row, step = _steps((last - start).astype(int) // 7 + 1)
    return row, start[row] + 7 * step


def _steps(repeats: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row's number `repeats` times over, beside 0, 1, 2, … within the row."""
    row = np.repeat(np.arange(len(repeats)), repeats)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
