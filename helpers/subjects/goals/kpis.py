"""Which figures can a business's own tables tell month by month, for a goal to rest on?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.order_lines import customer_lines, require_columns, numbers
from helpers.stats.periods import last_finished, to_day, to_days
from helpers.stats.result import Result
from helpers.stats.small_groups import is_small
from helpers.stats.wording import joined
from helpers.stats.yearly import seasonal_shares
from helpers.subjects.customers.cohorts import subscription_activity
from helpers.subjects.customers.selection import last_day
from helpers.subjects.customers.survival_curves import churn_rate
from helpers.subjects.finance.accounts import OPERATING_COSTS, monthly_books
from helpers.subjects.goals.goal_parts import Goal
from helpers.subjects.sales.over_time import monthly_sales

QUESTION = "a figure by month"
MONEY, SHARE, COUNT = "money", "%", ""
BASELINE_MONTHS, YEAR, SEASON_MONTHS = 3, 12, 36
WORTH_TAKING_OUT = 1.2
NAMED = 4
TOO_MANY_NEW = ("In the first months of the data everyone looks new; there are less than two years "
                "of them.")


@dataclass(frozen=True)
class Measure:
    """What a figure is called, what it counts in, what it means, and which tables tell it.

    Seasons may be taken out of an `amount` that a month adds up, not of a share or a balance.
    """

    label: str
    unit: str
    meaning: str
    tables: tuple[str, ...]
    amount: bool = False


ORDERS, CONTRACTS, BOOKS = ("orders",), ("subscriptions",), ("finances",)
MEASURES = {
    "revenue": Measure(
        "revenue a month", MONEY, "money from sales or fees, refunds taken off",
        ("orders", "subscriptions", "finances"), amount=True),
    "orders": Measure("orders a month", COUNT, "orders with something bought", ORDERS, amount=True),
    "customers": Measure(
        "customers a month", COUNT, "known customers who bought, or paid a fee, in the month",
        ("orders", "subscriptions"), amount=True),
    "new_customers": Measure(
        "new customers a month", COUNT, "known customers who bought for the first time",
        ("orders", "subscriptions"), amount=True),
    "returning_share": Measure(
        "share of customers who returned", SHARE,
        "of the month's known customers, those who had bought in an earlier month", ORDERS),
    "order_value": Measure(
        "average order value", MONEY, "the month's revenue divided by its orders", ORDERS),
    "churn": Measure(
        "churn a month", SHARE, "of the customers under contract when the month began, those who "
        "left in it", CONTRACTS),
    "gross_margin": Measure(
        "gross margin", SHARE, "the part of revenue left after the cost of goods", BOOKS),
    "operating_margin": Measure(
        "operating margin", SHARE, "the part of revenue left after all running costs", BOOKS),
    "cash": Measure("cash at the month's end", MONEY, "money in hand and at the bank", BOOKS),
}


@dataclass(frozen=True, eq=False, repr=False)
class Kpi(Result):
    """One figure, month by month.

    Parameters
    ----------
    name : str
        As in `MEASURES`.
    label : str
        In the owner's words; says where the season is taken out.
    unit : str
        `money`, `%` or nothing for a count.
    meaning : str
        What is counted.
    values : Series
        By PeriodIndex of months that have ended; shares from 0 to 100.
    people : Series or None
        The people in the smallest group that each value tells of; None where it tells of none.
    note : str
        What can mislead in it; empty where nothing does.
    """

    name: str
    label: str
    unit: str
    meaning: str
    values: pd.Series
    people: pd.Series | None
    note: str

    def unit_for(self, format: Format) -> str:
        """The unit as a `Goal` has it."""
        return (format.currency or "") if self.unit == MONEY else self.unit

    def written(self, value: float, format: Format = PLAIN) -> str:
        """A value as it is read: `£1,200`, `45%`, `37`; a dash where it is not known."""
        if np.isnan(value):
            return "–"
        shown = value if self.unit == MONEY else round(value, 1)
        return Goal(kpi=self.label, unit=self.unit_for(format)).figure(shown, format)

    def baseline(self, start=None) -> float:
        """Where it stood: the mean of the last three months that had ended when `start` began.

        NaN where not one had. By default the last three there are.

        Examples
        --------
        >>> months = pd.period_range("2025-01", periods=4, freq="M")
        >>> kpi = Kpi("orders", "orders a month", "", "", pd.Series([1., 40, 50, 60], months),
        ...           None, "")
        >>> kpi.baseline(), kpi.baseline("2025-04-01")
        (50.0, 30.333333333333332)
        """
        return float(self.before(start).tail(BASELINE_MONTHS).mean())

    def before(self, start=None) -> pd.Series:
        """The values of the months that had ended when `start` began; all of them without one."""
        if start is None:
            return self.values
        last = last_finished(to_day(start) - pd.Timedelta(days=1), "M")
        return self.values[self.values.index <= last]

    def tells_of_few(self, fewest: int) -> bool:
        """Whether a value tells of somebody, and of fewer people than that."""
        return self.people is not None and bool(is_small(self.people.to_numpy(), fewest).any())

    def without_season(self) -> "Kpi":
        """The same with each month divided by its season's usual share of an average month.

        It is returned as it stands where it has no season to take out.

        Notes
        -----
        Classical decomposition by ratio to a centred moving average (Macaulay, 1931). The shares
        are of the whole history; a month more of it can shift them a little.
        """
        if not self.has_season:
            return self
        return replace(self, label=f"{self.label} (season taken out)",
                       values=self.values / self._seasonal_shares)

    @cached_property
    def has_season(self) -> bool:
        """Whether there is a season worth taking out.

        That takes an amount which a month adds up, three whole years with no month at nothing, and
        a best month with a usual share at least a fifth above the weakest's. With less than three
        years each month's share would rest on one year alone.
        """
        known = self.values
        without_gaps = len(known) and np.ptp(known.index.asi8) + 1 == len(known)
        if not (MEASURES[self.name].amount and without_gaps and len(known) >= SEASON_MONTHS
                and (known > 0).all()):
            return False
        return bool(self._seasonal_shares.max() >= WORTH_TAKING_OUT * self._seasonal_shares.min())

    @cached_property
    def _seasonal_shares(self) -> pd.Series:
        return seasonal_shares(self.values, YEAR)

    def headline(self, format: Format = PLAIN) -> str:
        """Where it stands, against a year before where that is known."""
        last = self.values.index[-1]
        year_before = self.baseline((last - YEAR + 1).start_time)
        months = min(BASELINE_MONTHS, len(self.values))
        when = f"in the last {months} months" if months > 1 else f"in {format.month(last)}"
        name = f"{self.label[:1].upper()}{self.label[1:]}"
        before = ("" if np.isnan(year_before)
                  else f", against {self.written(year_before, format)} a year before")
        return f"{name}: {self.written(self.baseline(), format)} {when}{before}."


@dataclass(frozen=True, eq=False, repr=False)
class Kpis(Result):
    """The figures that the tables can tell, and why others are not among them.

    Parameters
    ----------
    known : dict of str to Kpi
        By name, in the order of `MEASURES`.
    left_out : dict of str to str
        Names of those that the tables cannot tell, and why.
    """

    known: dict[str, Kpi]
    left_out: dict[str, str]

    def frame(self, format: Format = PLAIN) -> pd.DataFrame:
        """One row a figure, as an owner reads it; in a report none that tells of too few people."""
        rows = [
            (kpi.label, kpi.written(kpi.baseline(), format),
             kpi.written(kpi.baseline((kpi.values.index[-1] - YEAR + 1).start_time), format),
             len(kpi.values), kpi.meaning)
            for kpi in self.known.values() if not kpi.tells_of_few(format.smallest_group)
        ]
        return pd.DataFrame(rows, columns=[
            "figure", "last 3 months", "a year before", "months known", "what is counted"])

    def headline(self, format: Format = PLAIN) -> str:
        """How many there are, and the first of them."""
        if not self.known:
            return ("No table tells a figure month by month yet. A figure that you note down "
                    "yourself will do.")
        labels = [kpi.label for kpi in self.known.values()]
        if len(labels) == 1:
            return f"Your tables tell one figure month by month: {labels[0]}."
        shown = labels[:NAMED] if len(labels) <= NAMED else [*labels[:NAMED], "others"]
        return (f"Your tables tell {format.number(len(labels))} figures month by month: "
                f"{joined(shown)}.")


def measure_kpis(
    *, orders: pd.DataFrame | None = None, subscriptions: pd.DataFrame | None = None,
    finances: pd.DataFrame | None = None, as_of=None,
) -> Kpis:
    """Which figures can our own tables tell month by month, and what were they?

    Parameters
    ----------
    orders, subscriptions, finances : DataFrame, optional
        The business's tables, as far as it has them. Orders count before fees, fees before books.
    as_of : date, optional
        The last day to look at; by default the last day in each table. A month that had not ended
        then is left out.

    Returns
    -------
    Kpis

    Raises
    ------
    DataProblems
        Where a table lacks a column it must have, or holds what cannot be.

    Notes
    -----
    Who is new, or has returned, is told from the data alone: in its first months everyone looks
    new. With two years of data the first of them only serves to tell; with less the figure has a
    note.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "order_id": ["1", "2", "3"], "customer_id": ["ann", "bob", "ann"],
    ...     "order_date": ["2025-01-05", "2025-01-31", "2025-02-28"],
    ...     "quantity": [1, 1, 1], "unit_price": [20.0, 40.0, 30.0]})
    >>> kpis = measure_kpis(orders=orders)
    >>> kpis.known["revenue"].values.tolist(), kpis.known["returning_share"].values.tolist()
    ([60.0, 30.0], [0.0, 100.0])
    >>> kpis.left_out["cash"]
    'it needs finances'
    """
    tables = {"orders": orders, "subscriptions": subscriptions, "finances": finances}
    there = {name: table for name, table in tables.items() if table is not None}
    measured = _Measured(there, as_of)
    known, left_out = {}, {}
    for name, measure in MEASURES.items():
        if not set(measure.tables) & set(there):
            left_out[name] = f"it needs {' or '.join(measure.tables)}"
            continue
        try:
            values, people, note = measured.of(name)
        except NotEnoughData as refusal:
            left_out[name] = f"it has {refusal.have}; it needs {refusal.need}"
            continue
        known[name] = Kpi(name, measure.label, measure.unit, measure.meaning, values, people, note)
    return Kpis(known, left_out)


Values = tuple[pd.Series, pd.Series | None, str]


class _Measured:
    """Each figure's values by month, with the people they tell of and what can mislead."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], as_of):
        self.tables, self.as_of = tables, as_of

    def of(self, name: str) -> Values:
        measure: Callable[[], Values] = getattr(self, f"_{name}")
        return measure()

    @cached_property
    def sold(self) -> pd.DataFrame:
        """What was paid for, as order lines."""
        if "orders" in self.tables:
            return self.tables["orders"]
        return subscription_activity(self.tables["subscriptions"], as_of=self.as_of)

    @cached_property
    def last_sold(self):
        """The last day to look at for what was sold: fees may fall due before it."""
        if self.as_of is not None or "orders" in self.tables:
            return self.as_of
        return last_day(subscriptions=self.tables["subscriptions"])

    @cached_property
    def books(self) -> pd.DataFrame:
        return monthly_books(self.tables["finances"], question=QUESTION, as_of=self.as_of).frame

    @cached_property
    def months(self) -> pd.PeriodIndex:
        """The months that have ended, from the first with a sale."""
        return self._revenue()[0].index

    @cached_property
    def buyers(self) -> pd.DataFrame:
        """One row for each customer and month with a purchase, and whether it is their first."""
        visits = customer_lines(self.sold, question=QUESTION, as_of=self.last_sold).visits()
        month = visits["day"].dt.to_period("M")
        by_month = pd.DataFrame({"customer": visits["customer"], "month": month}).drop_duplicates()
        return by_month.assign(first=~by_month["customer"].duplicated())

    def _revenue(self) -> Values:
        if {"orders", "subscriptions"} & set(self.tables):
            return monthly_sales(self.sold, as_of=self.last_sold).finished, None, ""
        return self._account("revenue"), None, ""

    def _orders(self) -> Values:
        lines = self.tables["orders"]
        require_columns(lines, "orders", ["order_id", "order_date"])
        days = to_days(lines["order_date"])
        bought = numbers(lines, "quantity", 1.0) > 0
        each = pd.DataFrame({"order": lines["order_id"], "month": days.dt.to_period("M")})[bought]
        return self._by_month(each.dropna().drop_duplicates().groupby("month").size()), None, ""

    def _customers(self) -> Values:
        customers = self._by_month(self.buyers.groupby("month").size())
        return customers, customers, ""

    def _new_customers(self) -> Values:
        new = self._by_month(self.buyers.groupby("month")["first"].sum())
        new, note = self._once_told(new)
        return new, new, note

    def _returning_share(self) -> Values:
        customers = self._customers()[0]
        new = self._by_month(self.buyers.groupby("month")["first"].sum())
        back, some = customers - new, customers > 0
        share, note = self._once_told((100 * back / customers.where(some))[some])
        return share, _smaller_part(back, new).reindex(share.index), note

    def _order_value(self) -> Values:
        orders = self._orders()[0]
        return (self._revenue()[0] / orders.where(orders > 0)).dropna(), None, ""

    def _churn(self) -> Values:
        rates = churn_rate(self.tables["subscriptions"], as_of=self.as_of).frame
        rates = rates[rates["rate"].notna()]
        people = _smaller_part(rates["lost"], rates["at_start"] - rates["lost"])
        return 100 * rates["rate"], people, ""

    def _gross_margin(self) -> Values:
        return self._margin(("cost_of_goods",)), None, ""

    def _operating_margin(self) -> Values:
        return self._margin(("cost_of_goods", *OPERATING_COSTS)), None, ""

    def _cash(self) -> Values:
        return self._account("cash"), None, ""

    def _account(self, name: str) -> pd.Series:
        amounts = self.books.get(name, pd.Series(dtype=float)).dropna()
        if amounts.empty:
            raise NotEnoughData(QUESTION, f"no {name} in the finances", "it month by month")
        return amounts

    def _margin(self, costs: tuple[str, ...]) -> pd.Series:
        """Where a kind of cost is in the books at all, a month without it had none."""
        revenue = self._account("revenue")
        kept = [cost for cost in costs if cost in self.books]
        if costs[0] not in kept:
            raise NotEnoughData(QUESTION, "no cost of goods in the finances", "it month by month")
        spent = self.books.loc[revenue.index, kept].fillna(0.0).sum(axis=1)
        return (100 * (1 - spent / revenue.where(revenue > 0))).dropna()

    def _by_month(self, counts: pd.Series) -> pd.Series:
        return counts.reindex(self.months, fill_value=0).astype(float)

    def _once_told(self, values: pd.Series) -> tuple[pd.Series, str]:
        """Without the months in which nobody could tell who is new, as far as there are enough."""
        if len(self.months) >= 2 * YEAR:
            return values[values.index > self.months[YEAR - 1]], ""
        return values, TOO_MANY_NEW


def _smaller_part(part: pd.Series, rest: pd.Series) -> pd.Series:
    """The smaller of two parts of a whole; the other where one is of nobody."""
    return np.minimum(part.where(part > 0, rest), rest.where(rest > 0, part))
