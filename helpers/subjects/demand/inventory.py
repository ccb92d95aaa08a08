"""How much to make or order, and when: for what spoils, for what keeps, and for a whole shop.

What spoils: `newsvendor`. What keeps: `reorder_point` and `safety_stock` say when to order,
`economic_order_quantity` how much at a time. Everything at once, from forecasts: `order_plan`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.demand_distributions import (
    NormalDemand, UncertainDemand, demand_in_all, demand_within, units,
)
from helpers.stats.result import Result
from helpers.stats.wording import share
from helpers.subjects.demand.ordering import OrderPlan, order_plan

__all__ = [
    "EconomicOrderQuantity", "Newsvendor", "OrderPlan", "ReorderPoint", "economic_order_quantity",
    "newsvendor", "order_plan", "reorder_point", "safety_stock", "stocking_outcomes",
]

NEARLY_AS_GOOD = np.sqrt(2)  # ordering so many times more or less costs 6% more


@dataclass(frozen=True, repr=False)
class Newsvendor(Result):
    """How much to have of something that cannot be kept, and what to expect of it.

    Parameters
    ----------
    quantity : float
        Units to have; whole where demand is counted.
    critical_ratio : float
        The chance of selling the last unit, at which it just pays for itself (0 to 1).
    expected_profit : float
        In the business's currency, over the time the demand is stated for.
    expected_waste, expected_lost_sales, expected_sales : float
        Units left over, asked for in vain, and sold.
    stockout_chance : float
        The chance that demand is greater than `quantity`.
    price, cost, salvage : float
        Money for a unit sold, for having it, and got for one left over.
    """

    quantity: float
    critical_ratio: float
    expected_profit: float
    expected_waste: float
    expected_lost_sales: float
    expected_sales: float
    stockout_chance: float
    price: float
    cost: float
    salvage: float

    @property
    def expected_waste_cost(self) -> float:
        """Money lost on units left over."""
        return (self.cost - self.salvage) * self.expected_waste

    @property
    def expected_lost_profit(self) -> float:
        """Profit missed for want of stock."""
        return (self.price - self.cost) * self.expected_lost_sales

    def headline(self, format: Format = PLAIN) -> str:
        """How much to have, what it earns, what goes to waste and what is missed."""
        return (
            f"Have {units(self.quantity, format)}: that is enough in "
            f"{share(1 - self.stockout_chance, format)} of cases and earns "
            f"{format.money(self.expected_profit)} on average. "
            f"Expect {units(self.expected_waste, format)} left over, which costs "
            f"{format.money(self.expected_waste_cost)}, and "
            f"{units(self.expected_lost_sales, format)} asked for in vain, which would have earned "
            f"{format.money(self.expected_lost_profit)}."
        )


def newsvendor(demand, *, price: float, cost: float, salvage: float = 0) -> Newsvendor:
    """How much should we have of something that cannot be kept until tomorrow?

    One more unit is worth having as long as the chance that it sells is above 1 less the critical
    ratio: (price − cost) / (price − salvage). So the best stock is the quantile of demand at that
    ratio. Of two stocks that earn the same, the smaller is taken, which wastes less.

    Parameters
    ----------
    demand : Forecast, array, (float, float) or ("poisson", float)
        A forecast (its periods are added up), equally likely demands (one dimension), sample paths
        (samples × periods, added up), mean and standard deviation of a normal demand, or the mean
        of a Poisson demand.
    price, cost, salvage : float
        Money for a unit sold, for having it, and got for one left over (negative where it costs
        money to be rid of it).

    Returns
    -------
    Newsvendor
        Its quantity is whole where demand is counted: Poisson, samples in whole units, forecasts
        from a history in whole units. For a normal demand it is the exact optimum, for other
        samples one of them.

    Raises
    ------
    ValueError
        Where price ≤ cost or salvage ≥ cost, so that there is nothing to weigh up; where a normal
        demand is so uncertain that its best stock would be less than none.

    Notes
    -----
    Arrow, Harris and Marschak (1951); Silver, Pyke and Thomas (2017), chapter 9. A normal demand
    is not cut off at 0, as in the textbooks; its mean should be two standard deviations or more.

    Examples
    --------
    >>> croissants = newsvendor([20, 20, 30, 30, 30, 40], price=2.5, cost=1.0)
    >>> croissants.quantity, croissants.critical_ratio
    (30.0, 0.6)
    >>> print(croissants.headline())
    Have 30: that is enough in 83% of cases and earns 36.67 on average. Expect 3.3 left over, \
which costs 3.33, and 1.7 asked for in vain, which would have earned 2.50.
    """
    _check_money(price, cost, salvage)
    spread = demand_in_all(demand)
    ratio = (price - cost) / (price - salvage)
    quantity = spread.quantile(ratio)
    if spread.counted:
        whole = np.unique([np.floor(quantity), np.ceil(quantity)])
        quantity = float(
            _outcomes(spread, whole, price, cost, salvage)["expected_profit"].idxmax())
    if quantity < 0:
        raise ValueError(
            "A normal demand this uncertain falls below 0 too often to be believed; "
            "give samples of demand, or ('poisson', mean)."
        )
    outcome = _outcomes(spread, np.array([quantity]), price, cost, salvage).iloc[0]
    return Newsvendor(
        quantity=quantity, critical_ratio=float(ratio), price=price, cost=cost, salvage=salvage,
        **outcome.to_dict(),
    )


def stocking_outcomes(
    demand, quantities, *, price: float, cost: float, salvage: float = 0
) -> pd.DataFrame:
    """What would come of having more, or less?

    Parameters
    ----------
    demand, price, cost, salvage
        As in `newsvendor`.
    quantities : array-like
        Stocks to compare, in units.

    Returns
    -------
    DataFrame
        Index `quantity`; `expected_profit` (money), `expected_sales`, `expected_waste`,
        `expected_lost_sales` (units), `stockout_chance` (0 to 1).

    Raises
    ------
    ValueError
        As in `newsvendor`.

    Examples
    --------
    >>> demand = [20, 20, 30, 30, 30, 40]
    >>> stocking_outcomes(demand, [20, 30, 40], price=2.5, cost=1.0)["expected_profit"].round(2)
    quantity
    20.0    30.00
    30.0    36.67
    40.0    30.83
    Name: expected_profit, dtype: float64
    """
    _check_money(price, cost, salvage)
    quantities = np.asarray(quantities, dtype=float)
    return _outcomes(demand_in_all(demand), quantities, price, cost, salvage)


@dataclass(frozen=True, repr=False)
class ReorderPoint(Result):
    """The stock at which to order again.

    Parameters
    ----------
    quantity : float
        Units in hand and on order at which to order again.
    safety_stock : float
        How much of it is there for bad luck.
    expected_demand, standard_deviation : float
        Demand until the order arrives: its mean and spread, in units.
    service_level : float
        The chance that stock lasts until the order arrives (0 to 1).
    lead_time : float
        Periods from ordering to having, on average.
    """

    quantity: float
    safety_stock: float
    expected_demand: float
    standard_deviation: float
    service_level: float
    lead_time: float

    def __float__(self) -> float:
        return self.quantity

    def headline(self, format: Format = PLAIN) -> str:
        """When to order again, and why then."""
        return (
            f"Order again when {units(self.quantity, format)} are left: "
            f"{units(self.expected_demand, format)} for what usually sells until the order is "
            f"there, and {units(self.safety_stock, format)} in case it is more. Stock then lasts "
            f"{share(self.service_level, format)} of the time."
        )


def reorder_point(demand, lead_time, *, service_level: float) -> ReorderPoint:
    """At what stock should we order again, so that it lasts until the order is there?

    Parameters
    ----------
    demand : Forecast, array, (float, float) or ("poisson", float)
        Demand of one period: sample paths or a forecast (from the next period on), equally likely
        demands, mean and standard deviation, or the mean of a Poisson demand.
    lead_time : float or (float, float)
        Periods of `demand` from ordering to having; or their mean and standard deviation. Where
        orders go out only every so often, add the periods between two orders.
    service_level : float
        The chance that stock lasts until the order arrives, above 0.5 and below 1.

    Returns
    -------
    ReorderPoint

    Raises
    ------
    ValueError
        Where a service level or a lead time cannot be.
    NotEnoughData
        Where a forecast ends before the order arrives.

    Notes
    -----
    With a lead time of L periods (standard deviation s), and a demand of d a period (standard
    deviation σ), demand until the arrival has the mean dL and the variance Lσ² + d²s² (Silver, Pyke
    and Thomas, 2017, chapter 6), and is taken as normal. Where the lead time is certain, a Poisson
    demand and sample paths need no such help: the reorder point is their own quantile, so that it
    is whole where demand is counted.

    Examples
    --------
    >>> glasses = reorder_point((25, 3), (10, 2), service_level=0.95)
    >>> round(glasses.quantity), round(glasses.safety_stock)
    (334, 84)
    """
    mean, spread = _lead_time(lead_time)
    if not 0.5 < service_level < 1:
        raise ValueError(f"A service level is above 0.5 and below 1; it was {service_level!r}.")
    until = demand_within(demand, mean, question="a reorder point")
    if spread > 0:
        variance = until.standard_deviation**2 + (until.mean / mean * spread) ** 2
        until = NormalDemand(until.mean, float(np.sqrt(variance)))
    quantity = until.quantile(service_level)
    if until.counted:
        quantity = float(np.ceil(quantity))
    return ReorderPoint(
        quantity=quantity, safety_stock=quantity - until.mean, expected_demand=until.mean,
        standard_deviation=until.standard_deviation, service_level=service_level, lead_time=mean,
    )


def safety_stock(demand, lead_time, *, service_level: float) -> float:
    """How much stock should be there for bad luck?

    Parameters
    ----------
    demand, lead_time, service_level
        As in `reorder_point`.

    Returns
    -------
    float
        Units on top of what usually sells until an order arrives. It may be below 0 where few
        customers make the difference and demand is mostly less than its mean.

    Raises
    ------
    ValueError, NotEnoughData
        As in `reorder_point`.

    Examples
    --------
    >>> round(safety_stock((30, 5), 10, service_level=0.95), 1)
    26.0
    """
    return reorder_point(demand, lead_time, service_level=service_level).safety_stock


@dataclass(frozen=True, repr=False)
class EconomicOrderQuantity(Result):
    """How much to order at a time.

    Parameters
    ----------
    quantity : float
        Units in an order.
    cost : float
        Money for ordering and holding in one period; what the goods cost is not in it.
    orders_per_period : float
        How often to order.
    fixed_cost, holding_cost, demand : float
        Money for an order whatever its size; money for holding one unit for a period; units sold in
        a period.
    """

    quantity: float
    cost: float
    orders_per_period: float
    fixed_cost: float
    holding_cost: float
    demand: float

    def cost_of(self, quantity):
        """Money for ordering and holding in one period, when ordering so much at a time."""
        quantity = np.asarray(quantity, dtype=float)
        return self.fixed_cost * self.demand / quantity + self.holding_cost * quantity / 2

    def headline(self, format: Format = PLAIN) -> str:
        """How much, how often, at what cost, and how little it matters to hit it exactly."""
        low, high = self.quantity / NEARLY_AS_GOOD, self.quantity * NEARLY_AS_GOOD
        more = share(float(self.cost_of(high)) / self.cost - 1, format)
        return (
            f"Order {units(self.quantity, format)} at a time, "
            f"{format.number(self.orders_per_period, digits=1)} times a period: ordering and "
            f"holding then cost {format.money(self.cost)} a period. Anything from "
            f"{units(low, format)} to {units(high, format)} costs at most {more} more."
        )


def economic_order_quantity(
    fixed_cost: float, holding_cost: float, demand: float
) -> EconomicOrderQuantity:
    """How much of what keeps should we order at a time?

    Few large orders save on ordering, many small ones on holding; the two costs are equal at the
    best quantity.

    Parameters
    ----------
    fixed_cost : float
        Money for an order, whatever its size.
    holding_cost : float
        Money for holding one unit for one period: space, and what the money in it could earn.
    demand : float
        Units sold in one period, at a steady pace. Any period will do, the same for both.

    Returns
    -------
    EconomicOrderQuantity

    Raises
    ------
    ValueError
        Where any of the three is not above 0.

    Notes
    -----
    √(2 · fixed cost · demand / holding cost): Harris (1913).

    Examples
    --------
    >>> carpet = economic_order_quantity(fixed_cost=150, holding_cost=0.75, demand=10_000)
    >>> print(carpet.headline())
    Order 2,000 at a time, 5.0 times a period: ordering and holding then cost 1,500 a period. \
Anything from 1,414 to 2,828 costs at most 6.1% more.
    """
    given = {"fixed_cost": fixed_cost, "holding_cost": holding_cost, "demand": demand}
    for name, value in given.items():
        if not (np.isfinite(value) and value > 0):
            raise ValueError(f"{name} is a number above 0; it was {value!r}.")
    quantity = float(np.sqrt(2 * fixed_cost * demand / holding_cost))
    return EconomicOrderQuantity(
        quantity=quantity, cost=float(np.sqrt(2 * fixed_cost * demand * holding_cost)),
        orders_per_period=demand / quantity, **given,
    )


def _outcomes(
    spread: UncertainDemand, quantities: np.ndarray, price: float, cost: float, salvage: float
) -> pd.DataFrame:
    """The columns of `stocking_outcomes`."""
    waste = spread.left_over(quantities)
    sales = quantities - waste
    return pd.DataFrame({
        "expected_profit": price * sales + salvage * waste - cost * quantities,
        "expected_sales": sales, "expected_waste": waste,
        "expected_lost_sales": np.maximum(spread.missed(quantities), 0.0),
        "stockout_chance": spread.chance_above(quantities),
    }, index=pd.Index(quantities, name="quantity"))


def _check_money(price: float, cost: float, salvage: float) -> None:
    if not np.isfinite([price, cost, salvage]).all():
        raise ValueError(f"Price, cost and salvage are numbers: {price!r}, {cost!r}, {salvage!r}.")
    if price <= cost:
        raise ValueError(
            f"The price ({price:g}) is not above the cost ({cost:g}): every unit sold loses money, "
            "and the best stock is none."
        )
    if salvage >= cost:
        raise ValueError(
            f"A unit left over brings in as much as it cost ({salvage:g} for {cost:g}) or more: "
            "there is no such thing as too much, and no best stock."
        )


def _lead_time(lead_time) -> tuple[float, float]:
    """Mean and standard deviation of a lead time in periods."""
    mean, spread = lead_time if isinstance(lead_time, tuple) else (lead_time, 0.0)
    if not (np.isfinite([mean, spread]).all() and mean > 0 and spread >= 0):
        raise ValueError(
            "A lead time is a number of periods above 0, or (mean, standard deviation); "
            f"it was {lead_time!r}."
        )
    return float(mean), float(spread)
