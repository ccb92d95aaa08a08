"""Every product's forecast at once, as an order plan needs them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.stats.wording import counted
from helpers.subjects.customers.selection import last_day
from helpers.subjects.demand.forecasting.forecast import Forecast, forecast_demand
from helpers.subjects.sales.by_product import product_sales, product_series, sold_by_day

USUAL_HORIZON = {"D": 14, "W": 13, "M": 6}
DAYS_IN = {"D": 1, "W": 7, "M": 28}


@dataclass(frozen=True, eq=False, repr=False)
class ProductForecasts(Result):
    """Forecasts of the best-selling products.

    Parameters
    ----------
    forecasts : dict of str to Forecast
        By product, the best seller first; each reaches at least `days` ahead.
    prices : Series
        Money for a unit, by product.
    days : int
        How far ahead was asked for.
    set_aside : dict of str to str
        Products without a forecast, and why.
    """

    forecasts: dict[str, Forecast]
    prices: pd.Series
    days: int
    set_aside: dict[str, str]

    def headline(self, format: Format = PLAIN) -> str:
        """How many products have a forecast."""
        done = counted(len(self.forecasts), "product", format)
        left = (f" {counted(len(self.set_aside), 'product', format)} had to be left out."
                if self.set_aside else "")
        return f"{done} forecast for at least {counted(self.days, 'day', format)}.{left}"


def usual_horizon(series: pd.Series) -> int:
    """How many periods ahead are usually worth a look: 14 days, 13 weeks or 6 months.

    Examples
    --------
    >>> usual_horizon(pd.Series([1.0], pd.period_range("2025-01", periods=1, freq="M")))
    6
    """
    return USUAL_HORIZON[series.index.freqstr[0]]


def forecast_products(
    orders: pd.DataFrame, *, days: int, context: pd.DataFrame | None = None,
    country: str | None = None, most: int = 12, week_start: str = "monday",
) -> ProductForecasts:
    """How much of each of our best sellers will be sold?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `product_id`, `quantity`, `unit_price`.
    days : int
        How far ahead; products that are counted in weeks or months reach to the next whole one.
    context, country
        As in `forecast_demand`.
    most : int
        How many products, the best sellers of the last 365 days by revenue.
    week_start : str
        The first day of a week.

    Returns
    -------
    ProductForecasts

    Raises
    ------
    NotEnoughData
        Nothing was sold, or no product has enough history.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "order_date": pd.date_range("2025-01-01", periods=60), "product_id": "bun",
    ...     "quantity": [20.0, 22, 19, 24, 30, 41, 35, 21, 20, 23] * 6, "unit_price": 1.5})
    >>> forecast_products(orders, days=7).headline()
    '1 product forecast for at least 7 days.'
    """
    sellers = product_sales(orders)
    sold, as_of = sold_by_day(orders), last_day(orders=orders)
    forecasts, set_aside = {}, {}
    for product in sellers.index[:most]:
        try:
            series = product_series(sold, product, context=context, week_start=week_start,
                                    as_of=as_of)
            horizon = int(np.ceil(days / DAYS_IN[series.index.freqstr[0]]))
            forecasts[product] = forecast_demand(series, horizon, context=context, country=country)
        except NotEnoughData as refusal:
            set_aside[product] = str(refusal)
    if not forecasts:
        raise NotEnoughData("an order plan", "no product with enough history",
                            "at least one product sold in 14 days or 4 months")
    return ProductForecasts(forecasts, sellers["price"], days, set_aside)
