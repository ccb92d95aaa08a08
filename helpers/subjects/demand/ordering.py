"""What to order now of every product, from forecasts, shelf lives and lead times."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.demand_distributions import SAME, SampledDemand, sold_by, units
from helpers.stats.order_lines import require_columns
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined, share

QUESTION = "an order plan"
NOT_A_PRODUCT = "it is not in the table of products"
NO_PRICE = "it spoils, and without its price and its cost there is no saying how much is too much"
NO_PROFIT = "its price is not above its cost, or its salvage not below"
WORTH_SAYING = 0.05
NAMED = 3


@dataclass(frozen=True, eq=False, repr=False)
class OrderPlan(Result):
    """What to order now, product by product.

    Parameters
    ----------
    frame : DataFrame
        Index `product_id`; `name` (the id where there is none), `quantity` (units), `arrives` and
        `lasts_until` (the days from which and to which the order is meant to serve),
        `expected_demand` (units asked of the order by then, stock in hand taken off),
        `expected_waste` (units of the order that spoil), `waste_cost`, `stockout_chance` (that the
        order is not enough), `early_stockout_chance` (that stock in hand runs out before it
        arrives; NaN where stock is not known), `cost` (NaN where a unit's cost is not known) and
        `why`. Money is in the business's currency.
    set_aside : dict of str to str
        Products left out, and why.
    """

    frame: pd.DataFrame
    set_aside: dict[str, str]

    @property
    def cost(self) -> float:
        """Money for all orders, as far as costs are known."""
        return float(self.frame["cost"].sum())

    def headline(self, format: Format = PLAIN) -> str:
        """What to order, what it costs, what spoils and what may run out."""
        orders = self.frame[self.frame["quantity"] > 0].sort_values("cost", ascending=False)
        riskiest = self.frame.loc[self.frame["stockout_chance"].idxmax()]
        runs_out = (
            f"{riskiest['name']} is the likeliest to run out, with a chance of "
            f"{share(riskiest['stockout_chance'], format)}."
        )
        if orders.empty:
            return f"Nothing needs ordering now. {runs_out}"
        first = [f"{units(row.quantity, format)} of {row.name}"
                 for row in orders.head(NAMED).itertuples()]
        rest = len(orders) - len(first)
        listed = joined([*first, *([counted(rest, "other product", format)] if rest else [])])
        known = "" if orders["cost"].notna().all() else ", as far as costs are known"
        return (
            f"Order {listed}: {format.money(self.cost)} in all{known}. Expect "
            f"{format.money(self.frame['waste_cost'].sum())} of it to go to waste. {runs_out}"
        )


@dataclass(frozen=True)
class _Terms:
    """What is known of one product; missing numbers are NaN."""

    name: str
    price: float
    cost: float
    salvage: float
    lead_days: float
    shelf_days: float
    stock: float
    pack: float
    minimum: float

    @property
    def pays(self) -> bool:
        """Whether price and cost are known, and leave something to weigh up."""
        return self.price > self.cost > self.salvage

    @property
    def profit_ratio(self) -> float:
        """The newsvendor's critical ratio, where the product pays."""
        return (self.price - self.cost) / (self.price - self.salvage)

    @property
    def least(self) -> float:
        """The smallest order that the supplier takes."""
        return _up(max(self.minimum, self.pack), self.pack)


def order_plan(
    forecasts: Mapping, products: pd.DataFrame, *, prices=None, stock=None, pack_sizes=1,
    minimum_orders=0, salvage=0, order_every_days: float = 1, service_level: float = 0.95,
) -> OrderPlan:
    """What should we order now, so that it lasts until the next order without spoiling?

    An order placed now arrives after the lead time (0: it is there on the forecast's first day) and
    serves until the one after it arrives, or until it spoils. What spoils by then is ordered as
    `newsvendor` says. What keeps longer is ordered so that it lasts with the chance
    `service_level`, but no more than pays before it spoils. Stock in hand is sold first, and is
    taken to be fresh.

    Parameters
    ----------
    forecasts : mapping of product_id to Forecast
        Each with `paths` (samples × periods) and a `frame` indexed by the future periods, daily or
        longer. A longer period's demand is taken as even over its days.
    products : DataFrame
        `product_id`, and where known `name`, `unit_cost`, `lead_time_days` (empty: 0) and
        `shelf_life_days` (empty: it keeps).
    prices, stock : mapping or Series by product_id, or one number, optional
        Money for a unit sold; units in hand or on their way (left out: just enough until the order
        arrives).
    pack_sizes, minimum_orders, salvage : mapping or Series by product_id, or one number
        Units that come together; the smallest order; money got for a unit that spoiled.
    order_every_days : float
        Days between two orders.
    service_level : float
        For what keeps: the chance that it lasts, above 0 and below 1.

    Returns
    -------
    OrderPlan

    Raises
    ------
    ValueError
        Where a number cannot be: a service level, an interval, a pack size.
    NotEnoughData
        Where no product can be planned.

    Notes
    -----
    What keeps follows the periodic-review, order-up-to rule, what spoils the newsvendor (Silver,
    Pyke and Thomas, 2017, chapters 6 and 9). Quantities are multiples of a pack, the better of the
    two nearest where profit decides, the larger where the service level does.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> bread = SimpleNamespace(paths=np.array([[20.0], [24.0], [30.0], [40.0]]),
    ...                         frame=pd.DataFrame(index=pd.period_range("2025-03-10", periods=1)))
    >>> products = pd.DataFrame({"product_id": ["rye"], "name": ["Rye"], "unit_cost": [1.0],
    ...                          "shelf_life_days": [1]})
    >>> plan = order_plan({"rye": bread}, products, prices={"rye": 3.0}, pack_sizes=6)
    >>> print(plan.headline())
    Order 30 of Rye: 30.00 in all. Expect 4.00 of it to go to waste. Rye is the likeliest to run \
out, with a chance of 25%.
    """
    require_columns(products, "products", ["product_id"])
    if not 0 < service_level < 1:
        raise ValueError(f"A service level is above 0 and below 1; it was {service_level!r}.")
    if not order_every_days > 0:
        raise ValueError(f"Days between two orders are above 0; it was {order_every_days!r}.")
    terms = _all_terms(
        list(forecasts), products, prices=prices, stock=stock, pack_sizes=pack_sizes,
        minimum_orders=minimum_orders, salvage=salvage,
    )
    rows, set_aside = {}, {}
    for product, forecast in forecasts.items():
        try:
            rows[product] = _planned(forecast, terms.get(product), order_every_days, service_level)
        except _Unplanned as reason:
            set_aside[product] = str(reason)
    if not rows:
        reasons = joined(sorted(set(set_aside.values()))) or "no forecast"
        raise NotEnoughData(QUESTION, f"no product that can be planned ({reasons})",
                            "at least one, with a forecast and what spoils with its price and cost")
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("product_id")
    return OrderPlan(frame, set_aside)


class _Unplanned(Exception):
    """Why one product cannot be planned."""


def _planned(forecast, terms: _Terms | None, every_days: float, service_level: float) -> dict:
    """One product's row of the plan."""
    if terms is None:
        raise _Unplanned(NOT_A_PRODUCT)
    future = _Future(forecast, terms)
    spoils = terms.shelf_days <= every_days
    last_day = terms.lead_days + min(every_days, terms.shelf_days)
    wanted = future.wanted(last_day)
    spoiling = wanted if spoils else future.wanted_before_it_spoils()
    if spoils:
        quantity, reasons = _of_what_spoils(wanted, terms)
    else:
        quantity, reasons = _of_what_keeps(wanted, spoiling, terms, service_level)
    waste = float(spoiling.left_over(quantity)) if spoiling else 0.0
    early = future.early_stockout_chance()
    if early > WORTH_SAYING:
        reasons.append(f"stock may run out before it arrives ({share(early, PLAIN)})")
    salvaged = np.nan_to_num(terms.cost - terms.salvage)
    return {
        "name": terms.name, "quantity": quantity, "arrives": future.day(terms.lead_days),
        "lasts_until": future.day(max(np.ceil(last_day), 1) - 1), "expected_demand": wanted.mean,
        "expected_waste": waste, "waste_cost": waste * salvaged,
        "stockout_chance": float(wanted.chance_above(quantity + SAME)),
        "early_stockout_chance": early, "cost": quantity * terms.cost, "why": "; ".join(reasons),
    }


def _of_what_spoils(wanted: SampledDemand, terms: _Terms) -> tuple[float, list[str]]:
    """The order that earns most, and why."""
    if np.isnan(terms.price) or np.isnan(terms.cost):
        raise _Unplanned(NO_PRICE)
    if not terms.pays:
        raise _Unplanned(NO_PROFIT)
    quantity = _most_profitable(wanted, terms)
    reasons = [
        f"spoils within {counted(terms.shelf_days, 'day', PLAIN)}: at its price and cost it pays "
        f"to have enough {share(terms.profit_ratio, PLAIN)} of the time"
    ]
    return quantity, reasons + _rounding(wanted.quantile(terms.profit_ratio), quantity, terms)


def _of_what_keeps(
    wanted: SampledDemand, spoiling: SampledDemand | None, terms: _Terms, service_level: float
) -> tuple[float, list[str]]:
    """The order that lasts, as far as it sells before it spoils, and why."""
    exact = wanted.quantile(service_level)
    quantity = max(_up(exact, terms.pack), terms.least) if exact > SAME else 0.0
    if spoiling is not None and terms.pays:
        most = _most_profitable(spoiling, terms)
        if most < quantity:
            return most, ["no more than pays before it spoils, in "
                          f"{counted(terms.shelf_days, 'day', PLAIN)}"]
    reason = f"keeps: enough {share(service_level, PLAIN)} of the time until the next order arrives"
    return quantity, [reason] + _rounding(exact, quantity, terms)


def _most_profitable(wanted: SampledDemand, terms: _Terms) -> float:
    """The order that earns most among those the supplier takes, or none; the smaller in a tie."""
    exact = wanted.quantile(terms.profit_ratio)
    candidates = np.array([0.0, terms.least, _up(exact, terms.pack) - terms.pack,
                           _up(exact, terms.pack)])
    candidates = np.unique(candidates[(candidates == 0) | (candidates >= terms.least - SAME)])
    earned = (candidates - wanted.left_over(candidates)) - (1 - terms.profit_ratio) * candidates
    return float(candidates[np.flatnonzero(earned >= earned.max() - SAME)[0]])


def _rounding(exact: float, quantity: float, terms: _Terms) -> list[str]:
    """What the supplier's terms did to the order."""
    if exact <= SAME:
        return ["stock in hand is enough"] if terms.stock > 0 else ["none is likely to be sold"]
    if quantity == 0:
        return [f"the smallest order, {units(terms.least, PLAIN)}, would lose more than it earns"]
    if quantity == terms.least and quantity - exact >= terms.pack:
        return [f"the smallest order is {units(terms.least, PLAIN)}"]
    if terms.pack != 1 and abs(quantity - exact) > SAME:
        return [f"in packs of {units(terms.pack, PLAIN)}"]
    return []


class _Future:
    """Demand for one product by day, and what stock in hand leaves of it for the order."""

    def __init__(self, forecast, terms: _Terms):
        self.paths = np.asarray(forecast.paths, dtype=float)
        self.terms = terms
        index = forecast.frame.index
        periods = index if isinstance(index, pd.PeriodIndex) else _as_periods(index)
        self.start = periods[0].start_time.normalize()
        ends = (periods.end_time.normalize() - self.start).days + 1
        self.ends = np.concatenate([[0], ends.to_numpy()])

    def day(self, days: float) -> pd.Timestamp:
        """The day that begins so many days after the forecast's first day began."""
        return self.start + pd.Timedelta(days=float(np.ceil(days)))

    def sold_by(self, days: float) -> np.ndarray:
        """Demand on each path until so many days are over."""
        if days > self.ends[-1] + SAME:
            raise _Unplanned(
                f"its forecast reaches {counted(self.ends[-1], 'day', PLAIN)} ahead, and the order "
                f"has to serve until day {np.ceil(days):.0f}"
            )
        periods = np.interp(days, self.ends, np.arange(len(self.ends)))
        return sold_by(self.paths, periods, question=QUESTION)

    def wanted(self, last_day: float) -> SampledDemand:
        """What is asked of the order by the end of `last_day`."""
        lead, shelf = self.terms.lead_days, self.terms.shelf_days
        asked = self.sold_by(last_day) - self.sold_by(lead)
        if np.isnan(self.terms.stock):
            return SampledDemand(asked)
        by_then = np.minimum(self.sold_by(min(shelf, last_day)), self.terms.stock)
        before = np.minimum(self.sold_by(min(shelf, lead)), self.terms.stock)
        return SampledDemand(np.maximum(asked - (by_then - before), 0.0))

    def wanted_before_it_spoils(self) -> SampledDemand | None:
        """What is asked of the order in its shelf life; None where the forecast does not reach."""
        last_day = self.terms.lead_days + self.terms.shelf_days
        return self.wanted(last_day) if last_day <= self.ends[-1] else None

    def early_stockout_chance(self) -> float:
        """The chance that stock in hand runs out before the order arrives."""
        if np.isnan(self.terms.stock) or self.terms.lead_days == 0:
            return np.nan
        return float((self.sold_by(self.terms.lead_days) > self.terms.stock + SAME).mean())


def _as_periods(index: pd.Index) -> pd.PeriodIndex:
    """Dates as periods of their own frequency; a single date is a day."""
    return pd.DatetimeIndex(index).to_period("D" if len(index) == 1 else None)


def _all_terms(products_wanted: list, products: pd.DataFrame, **given) -> dict[object, _Terms]:
    """The terms of each product that the table knows."""
    table = products.drop_duplicates("product_id").set_index("product_id")
    ids = pd.Index([product for product in products_wanted if product in table.index])
    table = table.reindex(ids)
    columns = {name: _by_product(given[name], ids, name) for name in given}
    packs, least, stock = (columns[name] for name in ("pack_sizes", "minimum_orders", "stock"))
    if (packs <= 0).any() or (least < 0).any() or (stock < 0).any():
        raise ValueError("Pack sizes are above 0; minimum orders and stock are not below 0.")
    frame = pd.DataFrame({
        "name": (table["name"] if "name" in table else ids.to_series()).fillna(ids.to_series()),
        "price": columns["prices"], "cost": _column(table, "unit_cost", np.nan),
        "salvage": columns["salvage"].fillna(0.0),
        "lead_days": _column(table, "lead_time_days", 0.0),
        "shelf_days": _column(table, "shelf_life_days", np.inf), "stock": stock,
        "pack": packs.fillna(1.0), "minimum": least.fillna(0.0),
    }, index=ids)
    return {product: _Terms(**row) for product, row in frame.to_dict("index").items()}


def _column(table: pd.DataFrame, name: str, unknown: float) -> pd.Series:
    """A column of numbers, with what an empty cell means."""
    values = table[name] if name in table else pd.Series(np.nan, index=table.index)
    return values.astype(float).fillna(unknown)


def _by_product(values, ids: pd.Index, name: str) -> pd.Series:
    """One number for all, or those of a mapping; NaN where there is none."""
    if values is None:
        return pd.Series(np.nan, index=ids)
    if np.isscalar(values):
        return pd.Series(float(values), index=ids)
    return pd.Series(values, name=name, dtype=float).reindex(ids)


def _up(quantity: float, pack: float) -> float:
    """The next multiple of a pack, unless it is one already."""
    return float(np.ceil(quantity / pack - SAME) * pack)
