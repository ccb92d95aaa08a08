"""What one customer spends at a time: the value of each order, visit or job."""

import numpy as np
import pandas as pd

from helpers.core.problems import NotEnoughData
from helpers.stats.order_lines import (
    NO_CUSTOMER, NO_DATE, TOO_LATE, line_revenue, require_columns, set_aside_rows,
)
from helpers.stats.periods import to_day, to_days

NO_AMOUNT = "without a quantity or a price"


def order_values(orders: pd.DataFrame, *, as_of=None) -> pd.Series:
    """How much does one order, visit or job come to?

    Only orders of known customers count, wherever any is known: a till often writes all the others
    of a day as one. Where no customer is known at all, every order counts. Refunds are taken off;
    an order that came to nothing, or was paid back, is left out.

    Parameters
    ----------
    orders : DataFrame
        `order_id`, `order_date`, `quantity`, `unit_price` and, where known, `customer_id` and
        `discount`.
    as_of : date, optional
        The last day to look at; by default the last date in `orders`.

    Returns
    -------
    Series
        Money, by `order_id`; `attrs["set_aside"]` counts the lines left out, by reason.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Not one order came to anything.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_id": ["1", "1", "2"], "customer_id": ["ann", "ann", None],
    ...                        "order_date": "2025-03-01", "quantity": [1, 2, 40],
    ...                        "unit_price": [10.0, 5.0, 3.0]})
    >>> order_values(orders).to_dict()
    {'1': 20.0}
    """
    require_columns(orders, "orders", ["order_id", "order_date", "quantity", "unit_price"])
    days, revenue = to_days(orders["order_date"]), line_revenue(orders)
    as_of = days.max() if as_of is None else to_day(as_of)
    nobody = np.ones(len(orders), dtype=bool)
    if "customer_id" in orders:
        nobody = orders["customer_id"].isna().to_numpy()
    keep, set_aside = set_aside_rows({
        NO_DATE: days.isna().to_numpy(), TOO_LATE: (days > as_of).to_numpy(),
        NO_AMOUNT: np.isnan(revenue), NO_CUSTOMER: nobody & (not nobody.all()),
    })
    totals = pd.Series(revenue[keep]).groupby(orders["order_id"].to_numpy()[keep]).sum()
    values = totals[totals > 0].rename_axis("order_id").rename("value")
    if values.empty:
        raise NotEnoughData("the value of an order", "no order that came to anything", "some")
    values.attrs["set_aside"] = set_aside
    return values
