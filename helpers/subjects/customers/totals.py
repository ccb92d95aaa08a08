"""What each customer has brought in, how often they ordered, and when last."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.order_lines import TOO_EARLY, CustomerLines, customer_lines, zero_where_unknown
from helpers.stats.result import Result
from helpers.stats.wording import counted, share

QUESTION = "what each customer has brought in"


@dataclass(frozen=True, eq=False, repr=False)
class CustomerTotals(Result):
    """Recency, frequency and money of every customer who bought.

    Parameters
    ----------
    frame : DataFrame
        One row per customer, in the order they first stand in the table: index `customer_id`;
        `first_purchase` and `last_purchase` (days), `days_since_last` (from there to `as_of`),
        `purchases` (days with one) and `revenue` (money, refunds and discounts taken off; NaN
        throughout where the table has no quantities or prices).
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines left out, by reason.
    """

    frame: pd.DataFrame
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    def headline(self, format: Format = PLAIN) -> str:
        """How many customers bought how often, for how much, and how long ago."""
        purchases, revenue = self.frame["purchases"], self.frame["revenue"].sum(min_count=1)
        worth = "" if np.isnan(revenue) else f", for {format.money(revenue)} in all"
        once = int((purchases == 1).sum())
        silence = counted(self.frame["days_since_last"].median(), "day", format)
        return (
            f"{counted(len(purchases), 'customer', format)} bought on "
            f"{format.number(purchases.mean(), digits=1)} days each{worth}; "
            f"{format.number(once)} ({share(once / len(purchases), format)}) did so once. "
            f"Half of them were last seen {silence} ago or less."
        )


def customer_totals(orders: pd.DataFrame, *, as_of=None) -> CustomerTotals:
    """When did each customer last buy, how often, and for how much in all?

    These are the recency, frequency and monetary value of RFM (Hughes, 1994), and what models of a
    customer's lifetime value start from. Days, not order lines, are counted: several orders on one
    day are one purchase. A refund is no purchase, but its (negative) money counts, unless it comes
    before any purchase in the data.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `customer_id`, and where there are any `quantity`, `unit_price`, `discount`.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`. Later lines
        are set aside and counted.

    Returns
    -------
    CustomerTotals

    Raises
    ------
    DataProblems
        Where the table has no order dates.
    NotEnoughData
        Where no line is a purchase by a known customer.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["ann", "ann", "bob", "ann"],
    ...     "order_date": ["2025-01-05", "2025-01-05", "2025-01-20", "2025-02-10"],
    ...     "quantity": [2, 1, 1, 1], "unit_price": [10.0, 5.0, 8.0, 10.0],
    ... })
    >>> totals = customer_totals(orders, as_of="2025-02-28")
    >>> totals.frame[["days_since_last", "purchases", "revenue"]].to_dict("index")["ann"]
    {'days_since_last': 18, 'purchases': 2, 'revenue': 35.0}
    """
    lines = customer_lines(orders, question=QUESTION, as_of=as_of)
    days = lines.purchase_days()
    purchases = np.diff(days.indptr)
    bought = purchases > 0
    first = np.full(len(lines.ids), days.shape[1])
    first[bought], last = (days.indices[place[bought]] for place in (
        days.indptr[:-1], days.indptr[1:] - 1))
    last = lines.day_after(last)
    revenue, early = _revenue(lines, first)
    frame = pd.DataFrame({
        "first_purchase": lines.day_after(first[bought]), "last_purchase": last,
        "days_since_last": (lines.as_of.to_numpy() - last).astype("timedelta64[D]").astype(int),
        "purchases": purchases[bought], "revenue": revenue[bought],
    }, index=lines.ids[bought].rename("customer_id"), copy=False)
    set_aside = lines.set_aside | ({TOO_EARLY: early} if early else {})
    return CustomerTotals(frame, lines.as_of, set_aside)


def _revenue(lines: CustomerLines, first: np.ndarray) -> tuple[np.ndarray, int]:
    """Each customer's money, and how many lines come before any purchase and are not in it."""
    since = lines.since >= first[lines.customer]
    paid = zero_where_unknown(lines.revenue[since])
    money = np.bincount(lines.customer[since], paid, len(lines.ids))
    return money if lines.has_revenue else np.full_like(money, np.nan), int((~since).sum())
