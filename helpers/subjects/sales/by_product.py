"""What was sold of each product: how many, for how much, and period by period."""

import numpy as np
import pandas as pd

from helpers.core.problems import NotEnoughData
from helpers.stats.order_lines import line_revenue, require_columns, numbers
from helpers.stats.periods import frequency, last_finished, to_day, to_days

YEAR = pd.Timedelta(days=365)
RECENT = pd.Timedelta(days=90)
MOST_DAYS = 0.5
LATE_START_DAYS = 7  # a month whose first week is missing is not a whole one


def product_sales(orders: pd.DataFrame, *, as_of=None) -> pd.DataFrame:
    """Which products sell best, and what does one of each bring in?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `product_id`, `quantity` and, where known, `unit_price` and `discount`.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    DataFrame
        Index `product_id`, the best seller first; `units` and `revenue` (money) of the last 365
        days, refunds taken off, and `price`: money for a unit, discounts taken off, over the
        product's own last 90 days of sales. What is not known is NaN.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Nothing was sold.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-03-01", "2025-03-02", "2025-03-02"],
    ...                        "product_id": ["bun", "cake", "bun"], "quantity": [2, 1, 3],
    ...                        "unit_price": [1.0, 20.0, 1.0]})
    >>> product_sales(orders)["revenue"].to_dict()
    {'cake': 20.0, 'bun': 5.0}
    """
    lines, as_of = _lines(orders, as_of)
    sold = lines[lines["units"] > 0]
    last_year = lines[lines["day"] > as_of - YEAR].groupby("product_id")[["units", "revenue"]]
    frame = last_year.sum(min_count=1).reindex(sold["product_id"].unique())
    frame["units"] = frame["units"].fillna(0.0)
    last_sold = sold.groupby("product_id")["day"].transform("max")
    recent = sold[(sold["day"] > last_sold - RECENT) & sold["revenue"].notna()]
    recent = recent.groupby("product_id")[["units", "revenue"]].sum()
    frame["price"] = recent["revenue"] / recent["units"]
    return frame.sort_values(["revenue", "units"], ascending=False, kind="stable")


def product_series(
    orders: pd.DataFrame, product_id: str | None = None, *, context: pd.DataFrame | None = None,
    period: str | None = None, week_start: str = "monday", as_of=None,
) -> pd.Series:
    """How many were sold in each period, ready to be forecast?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `product_id`, `quantity`. Refunds do not count: who brings one back wanted
        one first.
    product_id : str, optional
        By default all products together.
    context : DataFrame, optional
        The table `daily_context`: `date`, `open`.
    period : str, optional
        `day`, `week` or `month`. By default days where it sold on at least half of the open days
        since its first sale; else months; weeks where the first sale is less than a year ago.
    week_start : str
        The first day of a week.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`, whatever the
        product, so that all products' series end together.

    Returns
    -------
    Series
        Units, on a PeriodIndex without gaps, from the first period with a sale to the last that had
        ended. 0 where none was sold; NaN where the business was closed throughout.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        It was never sold, or no whole period has ended since.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-03-01", "2025-03-02", "2025-03-04"],
    ...                        "product_id": "bun", "quantity": [2, 1, 3]})
    >>> product_series(orders, "bun").tolist()
    [2.0, 1.0, 0.0, 3.0]
    """
    lines, as_of = _lines(orders, as_of)
    sold = lines[lines["units"] > 0]
    first_day = sold["day"].min()
    if product_id is not None:
        sold = sold[sold["product_id"] == product_id]
        if sold.empty:
            raise NotEnoughData(f"sales of {product_id}", "none that was sold", "some")
    by_day = sold.groupby("day")["units"].sum()
    days = pd.date_range(by_day.index[0], as_of)
    is_open = _open(days, context) | days.isin(by_day.index)
    by_day = by_day.reindex(days, fill_value=0.0).where(is_open)
    if period is None:
        period = _rhythm(by_day)
    if period == "day":
        return by_day.to_period("D").rename_axis("period").rename("units")
    return _added_up(by_day, frequency(period, week_start), first_day, as_of)


def sold_by_day(orders: pd.DataFrame) -> pd.DataFrame:
    """The orders cut down to what `product_series` needs, to be done once for many products.

    Returns
    -------
    DataFrame
        `order_date`, `product_id`, `quantity`: units sold of a product on a day. Refunds are gone,
        and with them perhaps the last date: `product_series` should be told its `as_of`.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Nothing was sold.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-03-01", "2025-03-01", "2025-03-02"],
    ...                        "product_id": "bun", "quantity": [2, 1, -1]})
    >>> sold_by_day(orders)[["product_id", "quantity"]].to_numpy().tolist()
    [['bun', 3.0]]
    """
    lines, _ = _lines(orders, None)
    units = lines[lines["units"] > 0].groupby(["day", "product_id"], as_index=False)["units"].sum()
    return units.set_axis(["order_date", "product_id", "quantity"], axis=1)


def _lines(orders: pd.DataFrame, as_of) -> tuple[pd.DataFrame, pd.Timestamp]:
    """Lines up to `as_of`, refunds too: `day`, `product_id`, `units`, `revenue`."""
    require_columns(orders, "orders", ["order_date", "product_id", "quantity"])
    days, units = to_days(orders["order_date"]), numbers(orders, "quantity", np.nan)
    as_of = days.max() if as_of is None else to_day(as_of)
    keep = ((units != 0) & ~np.isnan(units) & days.notna() & (days <= as_of)
            & orders["product_id"].notna()).to_numpy()
    if not (units[keep] > 0).any():
        raise NotEnoughData("sales by product", "no line that sold a product", "some")
    return pd.DataFrame({
        "day": days[keep].to_numpy(), "product_id": orders["product_id"][keep].array,
        "units": units[keep], "revenue": line_revenue(orders)[keep],
    }), as_of


def _open(days: pd.DatetimeIndex, context: pd.DataFrame | None) -> np.ndarray:
    """Whether the business was open; where nothing says so, it was."""
    if context is None:
        return np.ones(len(days), dtype=bool)
    require_columns(context, "daily_context", ["date", "open"])
    said = pd.Series(context["open"].to_numpy(dtype=float, na_value=np.nan),
                     to_days(context["date"]))
    said = said[~said.index.duplicated()]
    return (said.reindex(days).fillna(1.0) > 0).to_numpy()


def _rhythm(by_day: pd.Series) -> str:
    """The period that a product's sales are best counted in."""
    open_days = by_day.dropna()
    if (open_days > 0).mean() >= MOST_DAYS:
        return "day"
    return "month" if len(by_day) >= YEAR.days else "week"


def _added_up(
    by_day: pd.Series, freq: str, first_day: pd.Timestamp, as_of: pd.Timestamp
) -> pd.Series:
    """Days added up to whole periods; unknown where no day was open."""
    units = by_day.groupby(by_day.index.to_period(freq)).sum(min_count=1)
    first = first_day.to_period(freq)
    allowed = LATE_START_DAYS if freq == "M" else 1
    if (first_day - first.start_time).days >= allowed:
        first += 1
    last = last_finished(as_of, freq)
    units = units[(units.index >= first) & (units.index <= last)]
    if units.empty:
        raise NotEnoughData("sales by period", "no whole period that has ended", "at least one")
    return units.rename_axis("period").rename("units")


def product_names(ids: pd.Index, products: pd.DataFrame | None = None) -> pd.Series:
    """What products are called; the code itself where nobody says.

    Examples
    --------
    >>> goods = pd.DataFrame({"product_id": ["P1"], "name": ["Mug"]})
    >>> product_names(pd.Index(["P1", "P2"]), goods).to_dict()
    {'P1': 'Mug', 'P2': 'P2'}
    """
    codes = pd.Series(ids, index=ids, name="name")
    if products is None:
        return codes
    return products.drop_duplicates("product_id").set_index("product_id")["name"].reindex(
        ids).fillna(codes)
