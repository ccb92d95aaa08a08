"""The forecast widget: how much will be sold, and so how much to have."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.subjects.demand.charts import forecast_chart, newsvendor_chart
from helpers.subjects.demand.forecasting.forecast import Forecast, forecast_demand
from helpers.subjects.demand.stocking import StockToHave, stock_to_have
from helpers.subjects.sales.by_product import product_sales, product_series
from helpers.widgets.base import AnalysisWidget, Choice, Detail, Settings

EVERYTHING = "everything"
BEST, NO_STOCK = "best", "none"
ON, OFF, NO_EVENTS = "on", "off", "none"  # the last where there is nothing to choose

HORIZONS = {
    "day": ("1 day", "2 days", "7 days", "14 days", "28 days"),
    "week": ("1 week", "2 weeks", "4 weeks", "13 weeks", "26 weeks"),
    "month": ("1 month", "2 months", "3 months", "6 months", "12 months"),
}
USUAL_HORIZON = 3
DAYS_IN = {"day": 1, "week": 7, "month": 30}
LEVELS = ("0.95", "0.99", "0.9", "0.8", "0.5")
PERIOD_OF = {"D": "day", "W": "week", "M": "month"}
FORECAST_INCHES, STOCK_INCHES = 3.9, 3.2


@dataclass(frozen=True, eq=False, repr=False)
class ForecastAnswer(Result):
    """A forecast, and how much to have for it.

    Parameters
    ----------
    forecast : Forecast
        Of units.
    stock : StockToHave or None
        None for all products together, which no one order can meet.
    """

    forecast: Forecast
    stock: StockToHave | None

    def headline(self, format: Format = PLAIN) -> str:
        """What will be sold, and what to have."""
        said = [result.headline(format) for result in (self.forecast, self.stock) if result]
        return " ".join(said)


class ForecastWidget(AnalysisWidget):
    """History, forecast and interval of a product, and how much of it to have.

    Parameters
    ----------
    business : Business
        With orders.

    Raises
    ------
    NotEnoughData
        Where it has none.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = ForecastWidget(open_business("shop"))
    >>> widget.settings["horizon"]
    '6 months'
    """

    section = "forecast"

    def __init__(self, business: Business):
        self._demand = _Demand(business)
        super().__init__(business)

    def choices(self) -> list[Choice]:
        """Product, horizon, service level, events."""
        return self._demand.choices()

    def view(self, settings: Settings) -> ForecastAnswer:
        return self._demand.view(settings)

    def draw(self, result: ForecastAnswer, settings: Settings, figure: HouseFigure) -> None:
        curve = result.stock.curve if result.stock else None
        heights = [FORECAST_INCHES] if curve is None else [FORECAST_INCHES, STOCK_INCHES]
        axes = stacked_axes(figure, heights)
        forecast_chart(result.forecast, context=self._demand.context(settings["events"]),
                       ax=axes[0], format=self.business.format)
        if curve is not None:
            newsvendor_chart(curve, ax=axes[1], format=self.business.format)

    def details(self, result: ForecastAnswer, settings: Settings) -> list[Detail]:
        return [Detail("How the forecast was made, and what can mislead in it", [
            f"It is {result.forecast.method}.", *result.forecast.caveats,
            *self._demand.unknown(settings),
        ])]

    def table(self, result: ForecastAnswer, settings: Settings) -> pd.DataFrame:
        frame = result.forecast.frame.reset_index(names="from")
        return frame.assign(**{"from": frame["from"].dt.start_time})


class _Demand:
    """One business's products, each one's series worked out once."""

    def __init__(self, business: Business):
        if not business.has("orders"):
            raise NotEnoughData("a forecast", "no orders", "orders by day and product")
        self._business = business
        self._orders = business.table("orders")
        self._products = business.table("products") if business.has("products") else None
        self._context = business.table("daily_context") if business.has("daily_context") else None
        self.series = cache(self._series)
        self.forecast = cache(self._forecast)

    def choices(self) -> list[Choice]:
        """What can be set, each open as those before it allow."""
        return [
            Choice("product", "Product", lambda _: self.products_to_choose),
            Choice("horizon", "Look ahead", self._horizons, usual=USUAL_HORIZON),
            Choice("service", "Have", self._service_levels),
            Choice("events", "Events and holidays", self._events_to_choose),
        ]

    @cached_property
    def sales(self) -> pd.DataFrame:
        return product_sales(self._orders)

    @cached_property
    def products_to_choose(self) -> list[tuple[str, str]]:
        """The best seller first, all together last."""
        names = self._of_products("name")
        return [(str(names.get(product, product)), product) for product in self.sales.index] + [
            ("all products together", EVERYTHING)]

    def context(self, events: str) -> pd.DataFrame | None:
        """The table of days, with or without its events."""
        if self._context is None or events != OFF:
            return self._context
        return self._context.drop(columns="event", errors="ignore")

    def unknown(self, settings: Settings) -> list[str]:
        """Why it cannot be said which quantity earns most."""
        product = settings["product"]
        if product == EVERYTHING or self._can_weigh_up(settings):
            return []
        terms = self._terms(product)
        if np.isnan(terms["shelf_life_days"]):
            return ["It counts as keeping, since the table of products has no shelf_life_days "
                    "for it."]
        if not terms["price"] > terms["cost"]:
            return ["What earns most cannot be said without a price, and a unit_cost below it."]
        return ["It keeps for longer than this looks ahead, so nothing is lost on what is left."]

    def view(self, settings: Settings) -> ForecastAnswer:
        chosen = {}
        for choice in self.choices():
            chosen[choice.name] = settings.get(choice.name) or choice.default(chosen)
        product = chosen["product"]
        forecast = self.forecast(product, _periods(chosen["horizon"]), chosen["events"])
        if product == EVERYTHING:
            return ForecastAnswer(forecast, None)
        level = None if chosen["service"] == BEST else float(chosen["service"])
        stock = stock_to_have(forecast, service_level=level, **self._terms(product))
        return ForecastAnswer(forecast, stock)

    def _horizons(self, settings: Settings) -> list[tuple[str, str]]:
        """How far ahead is sensible for the product's periods."""
        return [(words, words) for words in HORIZONS[self._period(settings)]]

    def _service_levels(self, settings: Settings) -> list[tuple[str, str]]:
        """How much to have: what earns most, where that can be said, or enough so often."""
        if settings["product"] == EVERYTHING:
            return [("no quantity for all together", NO_STOCK)]
        levels = [(f"enough in {self._business.format.percent(float(level))} of cases", level)
                  for level in LEVELS]
        return [("what earns most", BEST), *levels] if self._can_weigh_up(settings) else levels

    def _events_to_choose(self, settings: Settings) -> list[tuple[str, str]]:
        """Whether events count; they do by the day alone."""
        if self._period(settings) != "day":
            return [(f"do not count by the {self._period(settings)}", NO_EVENTS)]
        return [("count", ON), ("do not count", OFF)]

    def _period(self, settings: Settings) -> str:
        """How the product's sales are counted; by the month where there are hardly any."""
        try:
            return PERIOD_OF[self.series(settings["product"]).index.freqstr[0]]
        except NotEnoughData:
            return "month"

    def _can_weigh_up(self, settings: Settings) -> bool:
        terms = self._terms(settings["product"])
        ahead = _periods(settings["horizon"]) * DAYS_IN[self._period(settings)]
        return bool(terms["price"] > terms["cost"] and terms["shelf_life_days"] <= ahead)

    def _terms(self, product: str) -> dict[str, float]:
        """What is known of a product; NaN for what is not."""
        return {
            "price": self.sales["price"].get(product, np.nan),
            "cost": self._of_products("unit_cost").get(product, np.nan),
            "shelf_life_days": self._of_products("shelf_life_days").get(product, np.nan),
        }

    def _of_products(self, column: str) -> pd.Series:
        if self._products is None:
            return pd.Series(dtype=float)
        return self._products.set_index("product_id")[column].dropna()

    def _series(self, product: str) -> pd.Series:
        return product_series(
            self._orders, None if product == EVERYTHING else product, context=self._context,
            week_start=self._business.settings.week_start,
        )

    def _forecast(self, product: str, horizon: int, events: str) -> Forecast:
        country = self._business.country if events == ON else None
        return forecast_demand(self.series(product), horizon, context=self.context(events),
                               country=country)


def _periods(horizon: str) -> int:
    """`14 days` -> 14."""
    return int(horizon.split()[0])
