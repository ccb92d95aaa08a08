"""Order lines made ready: whose, when, bought or not, and for how much."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.periods import to_day, to_days
from helpers.problems import DataProblems, NotEnoughData, Problem

NO_DATE = "without a date"
TOO_LATE = "dated after the last day looked at"
NO_CUSTOMER = "without a customer"
NO_QUANTITY = "without a quantity"
NO_PRICE = "without a price (counted as a purchase, left out of revenue)"
TOO_EARLY = "refunds before any purchase in the data"


@dataclass(frozen=True, eq=False)
class CustomerLines:
    """The lines of known customers up to `as_of`.

    Parameters
    ----------
    frame : DataFrame
        `customer` (a code into `ids`), `day`, `bought` (a positive quantity), `quantity`,
        `revenue` (NaN throughout where the table has no quantities or prices) and `product_id`.
    ids : Index
        The customers' ids.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Lines left out, by reason.
    """

    frame: pd.DataFrame
    ids: pd.Index
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def has_revenue(self) -> bool:
        return bool(self.frame["revenue"].notna().any())

    def visits(self) -> pd.DataFrame:
        """One row for each `customer` and `day` with a purchase, in order."""
        bought = self.frame.loc[self.frame["bought"], ["customer", "day"]]
        return bought.drop_duplicates().sort_values(["customer", "day"], ignore_index=True)


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


def line_revenue(orders: pd.DataFrame) -> np.ndarray:
    """Money of each line: quantity × unit price − discount; NaN where either is unknown.

    Examples
    --------
    >>> line_revenue(pd.DataFrame({"quantity": [2, -1], "unit_price": [5.0, 5.0]})).tolist()
    [10.0, -5.0]
    """
    discount = np.nan_to_num(numbers(orders, "discount", 0.0))
    return numbers(orders, "quantity", np.nan) * numbers(orders, "unit_price", np.nan) - discount


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
    days = to_days(orders["order_date"])
    as_of = days.max() if as_of is None else to_day(as_of)
    quantity = numbers(orders, "quantity", 1.0)
    customers = orders.get("customer_id", pd.Series(np.nan, index=orders.index))
    reasons = {
        NO_DATE: days.isna().to_numpy(),
        TOO_LATE: (days > as_of).to_numpy(),
        NO_CUSTOMER: customers.isna().to_numpy(),
        NO_QUANTITY: np.isnan(quantity),
    }
    keep, set_aside = sift(reasons)
    codes, ids = pd.factorize(customers[keep])
    frame = pd.DataFrame({
        "customer": codes,
        "day": days[keep].to_numpy(),
        "bought": quantity[keep] > 0,
        "quantity": quantity[keep],
        "revenue": line_revenue(orders)[keep],
        "product_id": _products(orders)[keep].to_numpy(),
    })
    if not frame["bought"].any():
        raise NotEnoughData(question, "no purchase by a known customer", "some")
    without_price = int(frame["revenue"].isna().sum())
    if 0 < without_price < len(frame):
        set_aside[NO_PRICE] = without_price
    return CustomerLines(frame, pd.Index(ids), as_of, set_aside)


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


def _products(orders: pd.DataFrame) -> pd.Series:
    return orders.get("product_id", pd.Series(np.nan, index=orders.index))
