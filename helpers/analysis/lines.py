"""Order lines made ready: whose, when, bought or not, and for how much."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.analysis.periods import NO_DAY, day_numbers, to_day, to_moments
from helpers.problems import DataProblems, NotEnoughData, Problem

NO_DATE = "without a date"
TOO_LATE = "dated after the last day looked at"
NO_CUSTOMER = "without a customer"
NO_QUANTITY = "without a quantity"
NO_PRICE = "without a price (counted as a purchase, left out of revenue)"
TOO_EARLY = "refunds before any purchase in the data"


@dataclass(frozen=True, eq=False)
class CustomerLines:
    """The lines of known customers up to `as_of`, as arrays that stand side by side.

    Parameters
    ----------
    customer : ndarray of int
        Whose: a code into `ids`.
    since : ndarray of int
        When: days after `first_day`.
    bought : ndarray of bool
        Whether the quantity is positive.
    revenue : ndarray of float
        Money; NaN where not known, throughout where the table has no quantities or prices.
    ids : Index
        The customers' ids, each with at least one line.
    first_day : datetime64
        The day of the earliest line.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Lines left out, by reason.
    orders : DataFrame
        The table they are from.
    kept : ndarray of bool
        Which of its rows they are.
    """

    customer: np.ndarray
    since: np.ndarray
    bought: np.ndarray
    revenue: np.ndarray
    ids: pd.Index
    first_day: np.datetime64
    as_of: pd.Timestamp
    set_aside: dict[str, int]
    orders: pd.DataFrame
    kept: np.ndarray

    @property
    def has_revenue(self) -> bool:
        return not np.isnan(self.revenue).all()

    @property
    def quantity(self) -> np.ndarray:
        """Units; 1 where the table has no quantities."""
        return numbers(self.orders, "quantity", 1.0)[self.kept]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The same lines as a table, with `day`, `quantity` and `product_id`."""
        return pd.DataFrame({
            "customer": self.customer, "day": self.day_after(self.since), "bought": self.bought,
            "quantity": self.quantity, "revenue": self.revenue,
            "product_id": _or_missing(self.orders, "product_id").array[self.kept],
        }, copy=False)

    def day_after(self, since: np.ndarray) -> np.ndarray:
        """The days that lie so many days after the first."""
        return self.first_day + since.astype("timedelta64[D]")

    def coded(self, column: str) -> tuple[np.ndarray, pd.Index]:
        """Another column of the table, line for line: codes (-1 where missing) and the values."""
        codes, values = pd.factorize(_or_missing(self.orders, column))
        return codes[self.kept], values

    def periods(self, freq: str) -> np.ndarray:
        """The number of the period that each line lies in."""
        days = pd.date_range(self.first_day, periods=int(self.since.max()) + 1)
        return days.to_period(freq).asi8[self.since]

    def purchase_days(self) -> sparse.csr_array:
        """Customers × days after the first: where there was a purchase, in order of day."""
        places = self.customer[self.bought], self.since[self.bought]
        shape = (len(self.ids), int(self.since.max()) + 1)
        return sparse.coo_array((np.ones(len(places[0]), dtype=bool), places), shape).tocsr()

    def visits(self) -> pd.DataFrame:
        """One row for each `customer` and `day` with a purchase, in order."""
        days = self.purchase_days()
        customer = np.repeat(np.arange(len(self.ids)), np.diff(days.indptr))
        return pd.DataFrame({"customer": customer, "day": self.day_after(days.indices)}, copy=False)


def needed(table: pd.DataFrame, name: str, columns: list[str]) -> None:
    """Refuse a table that lacks a column, naming all the columns it lacks.

    Raises
    ------
    DataProblems
        One problem for each column that is not there.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataProblems(
            Problem(
                file=name, column=column,
                found="no such column", expected=f"a column called {column}",
                remedy="Add the column, or rename the one that holds it.",
            )
            for column in missing
        )


def numbers(table: pd.DataFrame, column: str, default: float) -> np.ndarray:
    """A column as numbers; `default` throughout where the table has no such column."""
    if column not in table.columns:
        return np.full(len(table), default)
    return table[column].to_numpy(dtype=float, na_value=np.nan)


def known(money: np.ndarray) -> np.ndarray:
    """Money, with 0 where it is not known."""
    return np.where(np.isnan(money), 0.0, money)


def line_revenue(orders: pd.DataFrame) -> np.ndarray:
    """Money of each line: quantity × unit price − discount; NaN where either is unknown.

    Examples
    --------
    >>> line_revenue(pd.DataFrame({"quantity": [2, -1], "unit_price": [5.0, 5.0]})).tolist()
    [10.0, -5.0]
    """
    revenue = numbers(orders, "quantity", np.nan) * numbers(orders, "unit_price", np.nan)
    revenue -= known(numbers(orders, "discount", 0.0))
    return revenue


def customer_lines(orders: pd.DataFrame, *, question: str, as_of=None) -> CustomerLines:
    """The lines of known customers up to `as_of`, which defaults to the last date in the table.

    A purchase has a positive quantity; where the table has no quantities every line is one.

    Raises
    ------
    DataProblems
        Where the table has no order dates.
    NotEnoughData
        Where no line is a purchase by a known customer.
    """
    needed(orders, "orders", ["order_date"])
    moments = to_moments(orders["order_date"])
    as_of = to_day(moments.max() if as_of is None else as_of)
    day, quantity = day_numbers(moments), numbers(orders, "quantity", 1.0)
    customer, ids = pd.factorize(_or_missing(orders, "customer_id"))
    kept, set_aside = sift({
        NO_DATE: day == NO_DAY, TOO_LATE: day > day_numbers(pd.Series([as_of])),
        NO_CUSTOMER: customer < 0, NO_QUANTITY: np.isnan(quantity),
    })
    bought, revenue, day = quantity[kept] > 0, line_revenue(orders)[kept], day[kept]
    if not bought.any():
        raise NotEnoughData(question, "no purchase by a known customer", "some")
    without_price = int(np.isnan(revenue).sum())
    if 0 < without_price < len(revenue):
        set_aside[NO_PRICE] = without_price
    customer, seen = pd.factorize(customer[kept], sort=True)
    return CustomerLines(
        customer=customer.astype(np.int32), since=(day - day.min()).astype(np.int32), bought=bought,
        revenue=revenue, ids=ids[seen],
        first_day=np.datetime64(int(day.min()), "D").astype(moments.dtype), as_of=as_of,
        set_aside=set_aside, orders=orders, kept=kept,
    )


def _or_missing(table: pd.DataFrame, column: str) -> pd.Series:
    return table[column] if column in table else pd.Series(np.nan, index=table.index)


def sift(reasons: dict[str, np.ndarray]) -> tuple[np.ndarray, dict[str, int]]:
    """Which rows to keep, and how many are set aside, each for the first reason it meets.

    Examples
    --------
    >>> keep, set_aside = sift({"torn": np.array([True, False, False]),
    ...                         "wet": np.array([True, True, False])})
    >>> keep.tolist(), set_aside
    ([False, False, True], {'torn': 1, 'wet': 1})
    """
    keep = np.ones(len(next(iter(reasons.values()))), dtype=bool)
    set_aside = {}
    for reason, rows in reasons.items():
        found = int((keep & rows).sum())
        if found:
            set_aside[reason] = found
        keep &= ~rows
    return keep, set_aside
