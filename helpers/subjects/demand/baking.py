"""What to bake for one coming day, from the days that were most like it."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.stats.demand_distributions import units
from helpers.stats.order_lines import require_columns, numbers
from helpers.stats.periods import WEEKDAYS, to_day, to_days
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined
from helpers.subjects.demand.inventory import Newsvendor, newsvendor
from helpers.subjects.sales.by_product import product_names, product_sales
from helpers.subjects.sales.day_effects import Effects, effects
from helpers.subjects.sales.weekdays import WEATHER, described_day, open_days

QUESTION = "a baking plan"
FEWEST_ALIKE = 8
MOST_ALIKE = 24
BACK_ON_SALE_DAYS = 14  # open days without a sale, after which a product is new again
MOSTLY_SOLD = 0.5
LEVEL_WINDOW = "29D"  # centred: two weeks to either side
RECENT_DAYS = 28
SPREAD = (0.1, 0.9)
SOLD_OUT_SHARE, SOLD_OUT_UNITS, SOLD_OUT_DAYS = 0.12, 5, 182
NAMED = 3
KEEPS = "it keeps longer than a day; an order plan says how much to have of it"
NOT_ON_SALE = f"it was not sold on the last {BACK_ON_SALE_DAYS} open days"
SELDOM = "it sells on fewer than half of the days; make it to order"
NO_MONEY = "its price and its cost must be known to say how much is too much"
NO_PROFIT = "its price is not above its cost, or what a leftover brings not below"


@dataclass(frozen=True, eq=False, repr=False)
class BakingPlan(Result):
    """How much to have of each product on one day.

    Parameters
    ----------
    frame : DataFrame
        Index `product_id`, the best seller first; `name`, `quantity` (units to have),
        `expected_demand` and the bounds `low`, `high` that hold 80% of days (units),
        `expected_waste`, `expected_lost_sales` (units), `waste_cost`, `lost_profit`,
        `expected_profit` (money), `stockout_chance`, `price`, `cost` (money for a unit),
        `days_alike` and `compared_with` (which days demand is taken from), `often_sold_out`
        (whether sales look cut off by an empty shelf).
    day : Timestamp
        The day planned for.
    event : str
        What is on that day; "" for nothing.
    temperature, rain : float
        The weather expected, in degrees and millimetres; NaN where not known.
    demand : dict of str to array
        The equally likely demands behind each row, in units; `stocking_curve` takes them.
    set_aside : dict of str to str
        Products left out, and why.
    caveats : tuple of str
        What can mislead in these numbers.
    """

    frame: pd.DataFrame
    day: pd.Timestamp
    event: str
    temperature: float
    rain: float
    demand: dict[str, np.ndarray]
    set_aside: dict[str, str]
    caveats: tuple[str, ...]

    @property
    def waste_cost(self) -> float:
        """Money expected to be lost on what is left over, all products together."""
        return float(self.frame["waste_cost"].sum())

    @property
    def lost_profit(self) -> float:
        """Money expected to be missed for want of stock, all products together."""
        return float(self.frame["lost_profit"].sum())

    def headline(self, format: Format = PLAIN) -> str:
        """What to bake, and what both mistakes are expected to cost."""
        weekday = WEEKDAYS[self.day.day_of_week].capitalize()
        on = f" ({self.event})" if self.event else ""
        return f"For {weekday}, {format.date(self.day)}{on}, have {self.advice(format)}"

    def advice(self, format: Format = PLAIN) -> str:
        """How many of what, and what both mistakes are expected to cost, the day unsaid."""
        first = [f"{units(row.quantity, format)} of {row.name}"
                 for row in self.frame.head(NAMED).rename_axis("id").reset_index().itertuples()]
        rest = len(self.frame) - len(first)
        listed = joined([*first, *([counted(rest, "other product", format)] if rest else [])])
        return (
            f"{listed}. Expect "
            f"{format.money(self.frame['expected_profit'].sum())} of profit, with "
            f"{format.money(self.waste_cost)} lost on what is left over and "
            f"{format.money(self.lost_profit)} missed on what runs out."
        )


def baking_plan(
    orders: pd.DataFrame, products: pd.DataFrame, *, day, context: pd.DataFrame | None = None,
    event: str | None = None, temperature: float | None = None, rain: float | None = None,
    prices=None, salvage=0,
) -> BakingPlan:
    """How much should we bake for that day, so that neither leftovers nor empty shelves cost much?

    Demand is taken from the last days most like it: the same weekday and event, or none; where
    these are fewer than eight, the same weekday; else all days. Their sales are scaled by what
    `effects` says of their weather, events and weekday against the coming day's, and to the level
    of the last four weeks. Of these equally likely demands `newsvendor` takes the quantity that
    earns most.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `product_id`, `quantity`, and where known `unit_price`, `discount`.
    products : DataFrame
        `product_id`, `unit_cost`, and where known `name` and `shelf_life_days`. What keeps longer
        than a day (an empty cell: it keeps) is set aside; without the column all is gone by night.
    day : date
        The day to plan for. Only orders before it are looked at.
    context : DataFrame, optional
        The table `daily_context`, the coming day in it where its event or weather is known.
    event, temperature, rain : str, float, float, optional
        What is on that day (“” for nothing), degrees and millimetres; by default as `context` says.
        Weather that nobody knows is taken to be that of the days compared.
    prices, salvage : mapping or Series by product_id, or one number, optional
        Money for a unit sold (by default what it lately brought in) and got for one left over.

    Returns
    -------
    BakingPlan

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Not one product can be planned for.
    OwnerError
        Where `context` says that the business is closed on that day.

    Notes
    -----
    Sales stand for demand: where a product was sold out, more was wanted, and the plan is too low.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": pd.date_range("2025-03-03", periods=84),
    ...                        "product_id": "bun", "unit_price": 2.0,
    ...                        "quantity": [18, 19, 18, 20, 22, 40, 20] * 12})
    >>> goods = pd.DataFrame({"product_id": ["bun"], "name": ["Bun"], "unit_cost": [0.8]})
    >>> plan = baking_plan(orders, goods, day="2025-05-31")
    >>> print(plan.headline())
    For Saturday, 31 May 2025, have 40 of Bun. Expect 48.00 of profit, with 0.00 lost on what is \
left over and 0.00 missed on what runs out.
    """
    day = to_day(day)
    days = to_days(orders["order_date"])
    as_of = days[days < day].max()  # days after it are not known, whatever the context says
    kitchen = BakingHistory(orders, products, context=context, prices=prices, salvage=salvage,
                      as_of=as_of)
    return kitchen.plan(day, event=event, temperature=temperature, rain=rain)


class BakingHistory:
    """Past sales made ready, so that plans for several coming days, or weathers, come quickly.

    Parameters
    ----------
    orders, products, context, prices, salvage
        As in `baking_plan`.
    as_of : date, optional
        The last day to look at; by default the last date in `orders`.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": pd.date_range("2025-03-03", periods=84),
    ...                        "product_id": "bun", "unit_price": 2.0,
    ...                        "quantity": [18, 19, 18, 20, 22, 40, 20] * 12})
    >>> goods = pd.DataFrame({"product_id": ["bun"], "unit_cost": [0.8]})
    >>> kitchen = BakingHistory(orders, goods)
    >>> [float(kitchen.plan(day).frame.loc["bun", "quantity"])
    ...  for day in ("2025-05-30", "2025-05-31")]
    [22.0, 40.0]
    """

    def __init__(
        self, orders: pd.DataFrame, products: pd.DataFrame, *,
        context: pd.DataFrame | None = None, prices=None, salvage=0, as_of=None,
    ):
        require_columns(products, "products", ["product_id"])
        self._orders, self._products, self._context = orders, products, context
        self._as_of = to_days(orders["order_date"]).max() if as_of is None else to_day(as_of)
        sellers = product_sales(orders, as_of=self._as_of)
        self._terms = _terms(sellers, products, prices, salvage)
        self._general = _effects(orders, context, None, self._as_of)
        self._past = cache(self._past_of)

    def plan(
        self, day, *, event: str | None = None, temperature: float | None = None,
        rain: float | None = None,
    ) -> BakingPlan:
        """The plan for one day after the last one looked at; see `baking_plan`."""
        coming = _coming_day(to_day(day), self._context, event, temperature, rain)
        rows, demand, set_aside = {}, {}, {}
        for product, terms in self._terms.iterrows():
            try:
                alike = self._past(product).alike(coming)
                rows[product] = _row(alike, terms)
                demand[product] = alike.demand
            except _LeftOut as reason:
                set_aside[product] = str(reason)
        if not rows:
            raise NotEnoughData(
                QUESTION, "no product that spoils, is on sale and has a price and a cost",
                "at least one, sold on eight days or more")
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("product_id")
        return BakingPlan(
            frame, to_day(day), coming["event"], float(coming["temperature"]),
            float(coming["rain"]), demand, set_aside,
            _caveats(frame, coming, self._general, self._products),
        )

    def _past_of(self, product: str) -> "_Past":
        """A product's past, where it has a place in a plan."""
        _check_terms(self._terms.loc[product])
        days = open_days(self._orders, self._context, question=QUESTION, measure="units",
                         product_id=product, as_of=self._as_of).frame
        days = _since_back_on_sale(days)
        found = _effects(self._orders, self._context, product, self._as_of)
        return _Past(days, found or self._general, self._as_of)


class _LeftOut(Exception):
    """Why a product has no place in the plan."""


@dataclass(frozen=True, eq=False)
class _Alike:
    """Equally likely demands of one product, and the days they are from."""

    demand: np.ndarray
    words: str
    sold_out: bool


class _Past:
    """The open days on which one product was on sale, and what moves its sales."""

    def __init__(self, days: pd.DataFrame, found: Effects | None, as_of: pd.Timestamp):
        self._days, self._found, self._as_of = days, found, as_of
        self._ordinary = cache(self._ordinary_without)

    def alike(self, coming: pd.Series) -> _Alike:
        """The demand on a coming day, from the days most like it."""
        times = 1.0
        if self._found is not None:
            times = float(self._found.multiplier(pd.DataFrame([coming]))[0])
        unknown = tuple(name for name in WEATHER if np.isnan(coming[name]))
        chosen, words = _most_alike(self._days, coming)
        scaled = widened(times * self._ordinary(unknown)[chosen])
        sales = self._days["sales"].to_numpy()
        if (sales == sales.round()).all():
            scaled = scaled.round()
        return _Alike(scaled, words, self._sold_out)

    def _ordinary_without(self, unknown: tuple[str, ...]) -> np.ndarray:
        """Each day's sales at today's level, had it been an ordinary day.

        The weather that is not known of the coming day plays no part in the past ones either.
        """
        plain = self._days["sales"]
        if self._found is not None:
            known = self._days.assign(**dict.fromkeys(unknown, np.nan))
            plain = plain / self._found.multiplier(known)
        around = plain.rolling(LEVEL_WINDOW, center=True).mean()
        now = plain[plain.index > self._as_of - pd.Timedelta(days=RECENT_DAYS)].mean()
        return (plain * np.where(around > 0, now / around, 1.0)).to_numpy()

    @cached_property
    def _sold_out(self) -> bool:
        return _looks_sold_out(self._days)


def _coming_day(day, context, event, temperature, rain) -> pd.Series:
    coming = described_day(day, context).copy()
    if coming["open"] == 0:
        raise OwnerError(
            f"The table of days says that you are closed on {PLAIN.date(day)}. Choose another day, "
            "or correct it there.")
    for name, value in (("event", event), ("temperature", temperature), ("rain", rain)):
        if value is not None:
            coming[name] = value
    return coming


def _terms(sellers: pd.DataFrame, products: pd.DataFrame, prices, salvage) -> pd.DataFrame:
    """What is known of each product: `name`, `price`, `cost`, `salvage`, `shelf_days`."""
    known = products.drop_duplicates("product_id").set_index("product_id").reindex(sellers.index)
    shelf = numbers(known, "shelf_life_days", 1.0)
    names = product_names(sellers.index, products if "name" in products else None)
    return pd.DataFrame({
        "name": names, "price": _given(prices, sellers.index).fillna(sellers["price"]),
        "cost": numbers(known, "unit_cost", np.nan),
        "salvage": _given(salvage, sellers.index).fillna(0.0),
        "shelf_days": np.where(np.isnan(shelf), np.inf, shelf),
    }, index=sellers.index)


def _given(values, ids: pd.Index) -> pd.Series:
    if values is None or np.isscalar(values):
        return pd.Series(np.nan if values is None else float(values), ids)
    return pd.Series(values, dtype=float).reindex(ids)


def _effects(orders: pd.DataFrame, context, product: str | None, as_of) -> Effects | None:
    try:
        return effects(orders, context, measure="units", product_id=product, as_of=as_of)
    except NotEnoughData:
        return None


def _since_back_on_sale(days: pd.DataFrame) -> pd.DataFrame:
    """Days since the last long stretch without a sale."""
    sold = np.flatnonzero(days["sales"] > 0)
    if len(days) - 1 - sold[-1] >= BACK_ON_SALE_DAYS:
        raise _LeftOut(NOT_ON_SALE)
    returns = np.flatnonzero(np.diff(sold) > BACK_ON_SALE_DAYS)
    days = days.iloc[sold[returns[-1] + 1 if len(returns) else 0]:]
    if (days["sales"] > 0).mean() < MOSTLY_SOLD:
        raise _LeftOut(SELDOM)
    return days


def _most_alike(days: pd.DataFrame, coming: pd.Series) -> tuple[np.ndarray, str]:
    """The places of the last days most like the coming one, and which they are."""
    weekday = f"{WEEKDAYS[int(coming['weekday'])].capitalize()}s"
    same_day = (days["weekday"] == coming["weekday"]).to_numpy()
    event = coming["event"]
    same_event = (days["event"].str.casefold() == event.casefold()).to_numpy()
    for which, words in (
        (same_day & same_event, f"{weekday} {f'with {event}' if event else 'without an event'}"),
        (same_day, weekday),
        (np.ones(len(days), dtype=bool), "days of all kinds"),
    ):
        places = np.flatnonzero(which)[-MOST_ALIKE:]
        if len(places) >= FEWEST_ALIKE:
            return places, f"the last {len(places)} {words}"
    raise _LeftOut(f"it has been on sale for {counted(len(days), 'open day', PLAIN)}; it needs at "
                   f"least {FEWEST_ALIKE}")


def widened(demand: np.ndarray) -> np.ndarray:
    """The same demands, spread as a day not among them would be by what so few can tell.

    A new day strays from the mean of n by √(1 + 1/n) of what days stray, and n days stray from
    their own mean by √(1 − 1/n) of it.
    """
    count, middle = len(demand), demand.mean()
    return np.maximum(middle + (demand - middle) * np.sqrt((count + 1) / (count - 1)), 0.0)


def _looks_sold_out(days: pd.DataFrame) -> bool:
    """Whether so many days stopped at the highest number of their weekday that the shelf set it.

    As much is made on each Friday of a quarter, as a rule; events are another matter. Chance alone
    brings the highest number twice on one day in twenty or so.
    """
    recent = days.index > days.index[-1] - pd.Timedelta(days=SOLD_OUT_DAYS)
    days = days[recent & (days["event"] == "")]
    alike = [days.index.to_period("Q"), days["weekday"]]
    highest = days.groupby(alike)["sales"].transform("max")
    reached = (days["sales"] == highest) & (highest >= SOLD_OUT_UNITS)
    again = reached.groupby(alike).transform("sum") > 1
    return bool(len(days) and (reached & again).mean() >= SOLD_OUT_SHARE)


def _check_terms(terms: pd.Series) -> None:
    """Refuse a product that a baking plan has nothing to say of."""
    if terms["shelf_days"] > 1:
        raise _LeftOut(KEEPS)
    if np.isnan(terms[["price", "cost"]].astype(float)).any():
        raise _LeftOut(NO_MONEY)
    if not terms["price"] > terms["cost"] > terms["salvage"]:
        raise _LeftOut(NO_PROFIT)


def _row(alike: _Alike, terms: pd.Series) -> dict:
    best: Newsvendor = newsvendor(alike.demand, price=terms["price"], cost=terms["cost"],
                                  salvage=terms["salvage"])
    low, high = np.quantile(alike.demand, SPREAD)
    return {
        "name": terms["name"], "quantity": best.quantity,
        "expected_demand": float(alike.demand.mean()), "low": float(low), "high": float(high),
        "expected_waste": best.expected_waste, "expected_lost_sales": best.expected_lost_sales,
        "waste_cost": best.expected_waste_cost, "lost_profit": best.expected_lost_profit,
        "expected_profit": best.expected_profit, "stockout_chance": best.stockout_chance,
        "price": terms["price"], "cost": terms["cost"], "days_alike": len(alike.demand),
        "compared_with": alike.words, "often_sold_out": alike.sold_out,
    }


def _caveats(frame, coming, general: Effects | None, products) -> tuple[str, ...]:
    said = []
    short = frame.loc[frame["often_sold_out"], "name"].tolist()
    if short:
        said.append(
            f"{joined(short)} stopped at the same number on many days, as if sold out. More was "
            "probably wanted: have more than the plan says, and note when the last one goes.")
    if coming["event"] and (frame["compared_with"].str.contains(coming["event"], regex=False)
                            .sum() < len(frame)):
        known = general is not None and general.knows(coming["event"])
        said.append(
            f"There are few days with {coming['event']}: sales of other days were scaled by its "
            "effect." if known else
            f"There is no knowing what {coming['event']} does to sales: the plan is for a day "
            "without it.")
    if "shelf_life_days" not in products:
        said.append("Nothing says how long products keep, so all were taken to last a day.")
    return tuple(said)
