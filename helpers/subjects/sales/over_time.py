"""How much was sold, month by month: the first thing an owner looks at."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.order_lines import line_revenue, require_columns, set_aside_rows
from helpers.stats.periods import last_finished, to_day, to_days
from helpers.stats.result import Result
from helpers.stats.wording import between_periods

NO_DATE = "without a date"
NO_AMOUNT = "without a quantity or a price"
TOO_LATE = "dated after the last day looked at"

YEAR = 12


@dataclass(frozen=True, repr=False)
class MonthlySales(Result):
    """Sales by month.

    Parameters
    ----------
    frame : DataFrame
        Index PeriodIndex `month` without gaps; `revenue` in the business's currency, refunds taken
        off, 0 in a month without sales and NaN in one that had not ended by `as_of`.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Lines left out, by reason.
    """

    frame: pd.DataFrame
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def finished(self) -> pd.Series:
        """Revenue of the months that have ended."""
        return self.frame["revenue"].dropna()

    def headline(self, format: Format = PLAIN) -> str:
        """The last twelve months against the twelve before, as far as the data go."""
        revenue = self.finished
        if len(revenue) < 2 * YEAR:
            first, last = revenue.index[0], revenue.index[-1]
            return (f"Sales came to {format.money(revenue.sum())} "
                    f"{between_periods(first, last, format)}, or "
                    f"{format.money(revenue.mean())} a month.")
        last_year, year_before = revenue.iloc[-YEAR:], revenue.iloc[-2 * YEAR:-YEAR]
        return (f"In the 12 months to {format.month(revenue.index[-1])} sales came to "
                f"{format.money(last_year.sum())}, "
                f"{_compared(last_year.sum(), year_before.sum(), format)} the 12 months before. "
                f"The best month was {format.month(last_year.idxmax())} "
                f"with {format.money(last_year.max())}.")


def monthly_sales(orders: pd.DataFrame, *, as_of=None) -> MonthlySales:
    """How much did we sell, month by month?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `quantity`, `unit_price` and, where known, `discount`. Guests count too.
    as_of : date-like, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    MonthlySales

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Not one month had ended by `as_of`.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-01-05", "2025-03-31"],
    ...                        "quantity": [2, 1], "unit_price": [10.0, 15.0]})
    >>> monthly_sales(orders).frame["revenue"].tolist()
    [20.0, 0.0, 15.0]
    """
    require_columns(orders, "orders", ["order_date", "quantity", "unit_price"])
    days, revenue = to_days(orders["order_date"]), line_revenue(orders)
    as_of = days.max() if as_of is None else to_day(as_of)
    keep, set_aside = set_aside_rows({
        NO_DATE: days.isna().to_numpy(), NO_AMOUNT: np.isnan(revenue),
        TOO_LATE: (days > as_of).to_numpy(),
    })
    finished = last_finished(as_of, "M")
    months = days[keep].dt.to_period("M")
    if months.empty or months.min() > finished:
        raise NotEnoughData("sales by month", "no month that has ended", "at least one whole month")
    by_month = pd.Series(revenue[keep]).groupby(months.array).sum()
    whole = pd.period_range(months.min(), as_of.to_period("M"), freq="M", name="month")
    by_month = by_month.reindex(whole, fill_value=0.0)
    frame = by_month.where(whole <= finished).to_frame("revenue")
    return MonthlySales(frame, as_of, set_aside)


def _compared(now: float, before: float, format: Format) -> str:
    if before <= 0:
        return f"against {format.money(before)} in"
    change = now / before - 1
    if abs(change) < 0.005:
        return "about the same as in"
    return f"{format.percent(abs(change))} {'more' if change > 0 else 'less'} than in"
