"""What the business lives on: its products, the best seller first."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.periods import to_day, to_days
from helpers.stats.result import Result
from helpers.stats.wording import counted, share
from helpers.subjects.sales.by_product import YEAR, product_names, product_sales

HALF = 0.5


@dataclass(frozen=True, eq=False, repr=False)
class BestSellers(Result):
    """What each product brought in over the last 365 days, or as far as the orders go back.

    Parameters
    ----------
    frame : DataFrame
        Index `product_id`, the best seller first; `name`, `units` and `revenue` (money), refunds
        taken off, `share` of all revenue and `so_far`, the share of it and those before it.
    first_day, last_day : Timestamp
        What was looked at.
    """

    frame: pd.DataFrame
    first_day: pd.Timestamp
    last_day: pd.Timestamp

    @property
    def half(self) -> int:
        """How many products, the best first, bring in half of all revenue."""
        return int((self.frame["so_far"] < HALF - 1e-9).sum()) + 1

    def headline(self, format: Format = PLAIN) -> str:
        """The best seller, and how many products bring in half."""
        best, count = self.frame.iloc[0], len(self.frame)
        said = (
            f"From {format.date(self.first_day)} to {format.date(self.last_day)} {best['name']} "
            f"brought in most: {format.money(best['revenue'])}, or {share(best['share'], format)} "
            "of sales."
        )
        if count == 1:
            return said
        if self.half == 1:
            others = counted(count - 1, "other product", format)
            return f"{said} The {others} brought in no more than that together."
        return (f"{said} The {format.number(self.half)} best sellers of {format.number(count)} "
                "products bring in half of it all or more.")


def best_sellers(
    orders: pd.DataFrame, products: pd.DataFrame | None = None, *, as_of=None
) -> BestSellers:
    """Which products do we live on?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `product_id`, `quantity`, `unit_price` and, where known, `discount`.
    products : DataFrame, optional
        `product_id`, `name`; a code stands where a name is not known.
    as_of : date, optional
        The last day to look at; by default the last date in `orders`.

    Returns
    -------
    BestSellers
        Products that sold in the last 365 days.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Nothing was sold in these days, or no price is known.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-03-01", "2025-03-02"],
    ...                        "product_id": ["bun", "cake"], "quantity": [3, 4],
    ...                        "unit_price": [10.0, 2.5]})
    >>> print(best_sellers(orders).headline())
    From 1 Mar 2025 to 2 Mar 2025 bun brought in most: 30.00, or 75% of sales. The 1 other \
product brought in no more than that together.
    """
    sales = product_sales(orders, as_of=as_of)
    frame = sales.loc[sales["revenue"] > 0, ["units", "revenue"]]
    if frame.empty:
        raise NotEnoughData("best sellers", "no product that brought in money in the last year",
                            "at least one, with its price")
    days = to_days(orders["order_date"])
    last = days.max() if as_of is None else to_day(as_of)
    first = max(days.min(), last - YEAR + pd.Timedelta(days=1))
    frame.insert(0, "name", product_names(frame.index, products))
    frame["share"] = frame["revenue"] / frame["revenue"].sum()
    frame["so_far"] = np.minimum(frame["share"].cumsum(), 1.0)
    return BestSellers(frame, first, last)
