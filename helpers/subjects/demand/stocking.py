"""How much to have of one product, from its forecast: what more or less of it would bring."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.demand_distributions import SampledDemand, demand_in_all, sold_by, units
from helpers.stats.result import Result
from helpers.stats.wording import share
from helpers.subjects.demand.forecasting.forecast import Forecast
from helpers.subjects.demand.inventory import Newsvendor, newsvendor, stocking_outcomes

QUESTION = "how much to have"
USUAL_LEVEL = 0.95
TAIL = 0.005  # of demand, beyond which a curve is not followed
MOST_POINTS = 160


@dataclass(frozen=True, eq=False, repr=False)
class StockingCurve(Result):
    """What comes of having more or less of something that spoils.

    Parameters
    ----------
    frame : DataFrame
        Index `quantity` (units, rising); in money, on average: `expected_profit`, `waste_cost`
        (lost on units left over), `lost_profit` (missed for want of stock); `stockout_chance`.
    best : Newsvendor
        The quantity that earns most.
    quantity : float
        The quantity chosen, one of the index; the best one unless another was asked about.
    """

    frame: pd.DataFrame
    best: Newsvendor
    quantity: float

    @property
    def chosen(self) -> pd.Series:
        """The row of the quantity chosen."""
        return self.frame.loc[self.quantity]

    @property
    def forgone(self) -> float:
        """Money that the quantity chosen earns less than the best one."""
        return max(self.best.expected_profit - float(self.chosen["expected_profit"]), 0.0)

    def headline(self, format: Format = PLAIN) -> str:
        """The best quantity, or what the chosen one costs against it."""
        if self.quantity == self.best.quantity:
            return self.best.headline(format)
        profit, wasted, missed = (
            format.money(float(self.chosen[name]))
            for name in ("expected_profit", "waste_cost", "lost_profit")
        )
        return (
            f"Having {units(self.quantity, format)} earns {profit} on average, "
            f"{format.money(self.forgone)} less than the best quantity, "
            f"{units(self.best.quantity, format)}: {wasted} is lost on what is left over and "
            f"{missed} missed for want of stock."
        )


def stocking_curve(
    demand, *, price: float, cost: float, salvage: float = 0, quantity: float | None = None
) -> StockingCurve:
    """What would more, or less, of something that spoils bring in?

    Parameters
    ----------
    demand, price, cost, salvage
        As in `newsvendor`.
    quantity : float, optional
        A quantity to compare with the best one, in units.

    Returns
    -------
    StockingCurve
        Over all quantities that demand makes sensible.

    Raises
    ------
    ValueError
        As in `newsvendor`.

    Examples
    --------
    >>> curve = stocking_curve([20, 20, 30, 30, 30, 40], price=2.5, cost=1.0, quantity=40)
    >>> print(curve.headline())
    Having 40 earns 30.83 on average, 5.83 less than the best quantity, 30: 11.67 is lost on what \
is left over and 0.00 missed for want of stock.
    """
    best = newsvendor(demand, price=price, cost=cost, salvage=salvage)
    chosen = best.quantity if quantity is None else float(quantity)
    quantities = np.unique([*_sensible(demand), best.quantity, chosen])
    outcomes = stocking_outcomes(demand, quantities, price=price, cost=cost, salvage=salvage)
    frame = pd.DataFrame({
        "expected_profit": outcomes["expected_profit"],
        "waste_cost": (cost - salvage) * outcomes["expected_waste"],
        "lost_profit": (price - cost) * outcomes["expected_lost_sales"],
        "stockout_chance": outcomes["stockout_chance"],
    })
    return StockingCurve(frame, best, chosen)


@dataclass(frozen=True, eq=False, repr=False)
class StockToHave(Result):
    """How much to have of one product, and what to expect of it.

    Parameters
    ----------
    quantity : float
        Units; whole where the product is sold in whole units.
    stockout_chance : float
        The chance that it is not enough.
    expected_left_over, expected_missed : float
        Units left at the end, and asked for in vain.
    first, last : Period
        The periods it is meant for.
    spoils : bool
        Whether what is left over is lost.
    waste_cost, lost_profit : float
        Money lost on what is left over (0 where it keeps) and missed for want of stock; NaN where
        it cannot be known without a price and a cost below it.
    curve : StockingCurve or None
        What more or less would bring; None where it keeps, or price and cost leave nothing to weigh
        up.
    """

    quantity: float
    stockout_chance: float
    expected_left_over: float
    expected_missed: float
    first: pd.Period
    last: pd.Period
    spoils: bool
    waste_cost: float
    lost_profit: float
    curve: StockingCurve | None

    def headline(self, format: Format = PLAIN) -> str:
        """How much to have for when, how likely it is enough, and what either mistake costs."""
        fate = "over" if self.spoils else "for later"
        wasted = _at(self.waste_cost, ", which costs {}", format)
        missed = _at(self.lost_profit, ", which would have earned {}", format)
        return (
            f"For {self._when(format)}, have {units(self.quantity, format)}: enough in "
            f"{share(1 - self.stockout_chance, format)} of cases. Expect "
            f"{units(self.expected_left_over, format)} left {fate}{wasted}, and "
            f"{units(self.expected_missed, format)} asked for in vain{missed}."
            f"{self._against_the_best(format)}"
        )

    def _when(self, format: Format) -> str:
        if self.first == self.last:
            return format.period(self.first)
        return f"{format.period(self.first)} to {format.period(self.last)}"

    def _against_the_best(self, format: Format) -> str:
        if self.curve is None:
            return ""
        if self.curve.quantity == self.curve.best.quantity:
            return " No other quantity earns more."
        return (f" {units(self.curve.best.quantity, format)} would earn "
                f"{format.money(self.curve.forgone)} more.")


def stock_to_have(
    forecast: Forecast, *, service_level: float | None = None, price: float | None = None,
    cost: float | None = None, salvage: float = 0, shelf_life_days: float | None = None,
) -> StockToHave:
    """How much should we have of a product over the time of its forecast, or until it spoils?

    What spoils within the forecast is stocked for as long as it lasts, from the first day on which
    any can be sold. By default it is stocked as earns most, and what keeps so that it lasts in 95%
    of cases.

    Parameters
    ----------
    forecast : Forecast
        Of units.
    service_level : float, optional
        The chance that it is enough, above 0 and below 1.
    price, cost, salvage : float, optional
        Money for a unit sold, for having it, and got for one that spoiled. None or NaN where not
        known.
    shelf_life_days : float, optional
        Days until it spoils; None or NaN where it keeps.

    Returns
    -------
    StockToHave

    Raises
    ------
    ValueError
        Where a service level cannot be.

    Notes
    -----
    What spoils: `newsvendor`. What keeps: the quantile of demand at the service level.

    Examples
    --------
    >>> from helpers.subjects.demand.forecasting.forecast import forecast_demand
    >>> days = pd.period_range("2025-03-03", periods=28, freq="D")
    >>> sold = pd.Series([20.0, 22, 19, 24, 30, 41, 35] * 4, days)
    >>> stock = stock_to_have(forecast_demand(sold, 7), service_level=0.9, shelf_life_days=1)
    >>> stock.first == stock.last == pd.Period("2025-03-31")
    True
    """
    if service_level is not None and not 0 < service_level < 1:
        raise ValueError(f"A service level is above 0 and below 1; it was {service_level!r}.")
    price, cost, shelf_days = (
        np.nan if value is None else float(value) for value in (price, cost, shelf_life_days)
    )
    first, periods = _covered(forecast, shelf_days)
    demand = sold_by(forecast.paths[:, first:], periods, question=QUESTION)
    if _in_whole_units(forecast.history):
        demand = np.rint(demand)
    spread = SampledDemand(demand)
    spoils = bool(shelf_days <= _days(forecast.frame.index[first:], periods))
    curve = None
    if spoils and price > cost > salvage:
        asked = None if service_level is None else spread.quantile(service_level)
        curve = stocking_curve(demand, price=price, cost=cost, salvage=salvage, quantity=asked)
    quantity = curve.quantity if curve else spread.quantile(service_level or USUAL_LEVEL)
    left, missed = float(spread.left_over(quantity)), max(float(spread.missed(quantity)), 0.0)
    return StockToHave(
        quantity=quantity, stockout_chance=float(spread.chance_above(quantity)),
        expected_left_over=left, expected_missed=missed,
        first=forecast.frame.index[first],
        last=forecast.frame.index[first + int(np.ceil(periods)) - 1], spoils=spoils,
        waste_cost=(cost - salvage) * left if spoils else 0.0,
        lost_profit=(price - cost) * missed if price > cost else np.nan, curve=curve,
    )


def _at(money: float, phrase: str, format: Format) -> str:
    """A phrase with an amount of money, where it is known and worth saying."""
    written = format.money(money)
    return phrase.format(written) if money > 0 and written != format.money(0) else ""


def _sensible(demand) -> np.ndarray:
    """Quantities from hardly any demand to nearly all of it."""
    spread = demand_in_all(demand)
    low, high = (max(spread.quantile(chance), 0.0) for chance in (TAIL, 1 - TAIL))
    if spread.counted:
        low, high = max(low - 1, 0), high + 1
        return np.arange(low, high + 1, max(1, np.ceil((high - low) / MOST_POINTS)))
    return np.linspace(low, high, MOST_POINTS)


def _covered(forecast: Forecast, shelf_days: float) -> tuple[int, float]:
    """The first period with any demand, and how many periods from it on are stocked for."""
    ever = forecast.paths.any(axis=0)
    first = int(ever.argmax())
    later = forecast.frame.index[first:]
    ends = np.cumsum([0, *(_length(period) for period in later)])
    return first, float(np.interp(shelf_days if shelf_days > 0 else np.inf, ends,
                                  np.arange(len(ends))))


def _days(periods: pd.PeriodIndex, count: float) -> float:
    ends = np.cumsum([0, *(_length(period) for period in periods)])
    return float(np.interp(count, np.arange(len(ends)), ends))


def _length(period: pd.Period) -> int:
    return (period.end_time.normalize() - period.start_time).days + 1


def _in_whole_units(history: pd.Series) -> bool:
    known = history.dropna()
    return bool((known == known.round()).all())
