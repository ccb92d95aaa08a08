"""Which way sales are heading, once the season is taken out."""

from dataclasses import dataclass

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.periods import to_days
from helpers.stats.result import Result
from helpers.stats.trend import FALLING, RISING, UNKNOWN, Slope, seasonal_slope, slope
from helpers.stats.wording import counted, share
from helpers.subjects.sales.by_product import LATE_START_DAYS
from helpers.subjects.sales.over_time import YEAR, monthly_sales


@dataclass(frozen=True, eq=False, repr=False)
class SalesTrend(Result):
    """The direction of monthly sales.

    Parameters
    ----------
    frame : DataFrame
        Index PeriodIndex `month`, whole months that have ended; `revenue` (money) and `smoothed`,
        the mean of the twelve months up to it (NaN before there are twelve).
    slope : Slope
        Change of a month's sales, money, with its 95% interval: from year to year where
        `season_allowed_for`, else from month to month; NaN with fewer than six months.
    season_allowed_for : bool
        Whether there are two years, so that months of the same name can be compared.
    set_aside : dict of str to int
        Lines, and a month only begun, that were left out, by reason.
    """

    frame: pd.DataFrame
    slope: Slope
    season_allowed_for: bool
    set_aside: dict[str, int]

    @property
    def direction(self) -> str:
        """In a word; where the interval takes in no change there is no clear one."""
        return self.slope.direction

    def headline(self, format: Format = PLAIN) -> str:
        """Which way, how fast, and how sure that is."""
        revenue, months = self.frame["revenue"], counted(len(self.frame), "month", format)
        if self.direction == UNKNOWN:
            return (f"It is too early to tell a trend: {months} {_have(len(revenue))} ended, and "
                    "it takes six, or two years to see past the season. So far a month brought "
                    f"between {format.money(revenue.min())} and {format.money(revenue.max())}.")
        if self.season_allowed_for:
            return self._from_year_to_year(format)
        said = self._change(format)
        return (f"Over {months} {said} from one month to the next. With less than two years of "
                "sales this may be the season.")

    def _from_year_to_year(self, format: Format) -> str:
        usual = self.frame["revenue"].iloc[-YEAR:].mean()
        size = share(abs(self.slope.value) / usual, format) if usual > 0 else ""
        of_it = f", which is {size} of a usual month" if size else ""
        return (f"With the season taken out, {self._change(format)} from one year to the "
                f"next{of_it}.")

    def _change(self, format: Format) -> str:
        value, ends = self.slope.value, (self.slope.lower, self.slope.upper)
        if self.direction in (RISING, FALLING):
            low, high = sorted(abs(end) for end in ends)
            return (f"sales of a month are {self.direction} by about {format.money(abs(value))} "
                    f"(likely {format.money(low)} to {format.money(high)})")
        low, high = (f"{format.money(abs(end))} {'more' if end > 0 else 'less'}" for end in ends)
        return f"sales of a month show no clear trend: anything from {low} to {high} would fit"


def sales_trend(orders: pd.DataFrame, *, as_of=None) -> SalesTrend:
    """Are sales rising or falling, the season aside?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `quantity`, `unit_price` and, where known, `discount`.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    SalesTrend

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Not one month had ended by `as_of`.

    Notes
    -----
    With two years or more, the median of the changes between all pairs of months of the same name
    (Hirsch, Slack and Smith, 1982); with less, between all pairs of months (Theil, 1950; Sen,
    1968). Both shrug off a few odd months.

    Examples
    --------
    >>> days = pd.date_range("2023-01-01", periods=36, freq="MS")
    >>> orders = pd.DataFrame({"order_date": days, "unit_price": 1.0,
    ...                        "quantity": [100 + 5 * (n // 12) + 40 * (n % 12 == 11)
    ...                                     for n in range(36)]})
    >>> print(sales_trend(orders, as_of="2025-12-31").headline())
    With the season taken out, sales of a month are rising by about 5.00 (likely 5.00 to 5.00) \
from one year to the next, which is 4.4% of a usual month.
    """
    sales = monthly_sales(orders, as_of=as_of)
    revenue, set_aside = sales.finished, dict(sales.set_aside)
    begun = to_days(orders["order_date"]).min().day - 1
    if begun >= LATE_START_DAYS and len(revenue) > 1:
        revenue, set_aside["a first month that was only begun"] = revenue.iloc[1:], 1
    frame = pd.DataFrame({"revenue": revenue, "smoothed": revenue.rolling(YEAR).mean()})
    two_years = len(revenue) >= 2 * YEAR
    found = seasonal_slope(revenue, YEAR) if two_years else slope(revenue)
    return SalesTrend(frame, found, two_years, set_aside)


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
