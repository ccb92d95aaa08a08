"""Thimble & Ash: handmade goods, sold online and at craft fairs."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.acquisition import (
    acquisition, days_of, marketing_table, months_of, new_customers, some_day_in,
)
from helpers.samples.draws import between, choose, choose_each, generator, happens, waiting

FIRST_ORDER_NUMBER = 10001
VARIATION = 0.1  # of unit cost and lead time, from product to product
RETURNED_WITHIN_DAYS = (3, 21)

BUSINESS = """\
# A sample business. It is invented; data/README.md says what was put into its tables.
name: Thimble & Ash
currency: GBP               # the money in the tables, as a three-letter code
country: GB                 # decides how money, numbers and dates are written
timezone: Europe/London
week_start: monday
opening_days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
sells: goods                # goods, services or both
"""


def tables(truths: Mapping, seed: int) -> dict[str, pd.DataFrame]:
    """The business's tables by name, drawn from its truths.

    Parameters
    ----------
    truths : mapping
        The truths of the shop.
    seed : int
        The same seed gives the same tables.
    """
    rng = generator(seed)
    acquired = acquisition(rng, truths, extra_leads={})
    segments = pd.DataFrame(truths["segments"]).T
    customers = new_customers(rng, truths, acquired, segments["share"].to_dict())
    member = happens(rng, customers["segment"].map(segments["joins"]))
    customers["member"] = np.where(member, "yes", "no")
    products = _products(rng, truths)
    visits = _visits(rng, truths, customers)
    return {
        "orders": _orders(rng, truths, visits, products),
        "customers": customers.drop(columns="first_channel"),
        "products": products.drop(columns="price"),
        "marketing": marketing_table(acquired),
    }


def return_chance(truths: Mapping, customers: pd.DataFrame) -> pd.Series:
    """The chance that another order follows, from segment, first channel and membership."""
    by_segment = {name: terms["return_chance"] for name, terms in truths["segments"].items()}
    return (
        customers["segment"].map(by_segment)
        + customers["first_channel"].map(truths["return_chance_by_first_channel"])
        + truths["membership_adds"] * (customers["member"] == "yes")
    )


def seasonal_clock(truths: Mapping) -> np.ndarray:
    """Days gone by as the season counts them: a December day passes for nearly two.

    A gap between orders is drawn on this clock, so that seasons shift orders without changing
    whether a customer comes back.
    """
    busy = np.array(truths["season"])[days_of(truths).month - 1]
    return np.cumsum(busy / busy.mean())


def _products(rng: np.random.Generator, truths: Mapping) -> pd.DataFrame:
    listed = [(name, category, float(price)) for category, names in truths["products"].items()
              for name, price in names.items()]
    frame = pd.DataFrame(listed, columns=["name", "category", "price"])
    terms = pd.DataFrame(truths["categories"]).T.loc[frame["category"]].reset_index(drop=True)
    near_one = (1 - VARIATION, 1 + VARIATION, len(frame))
    cost = frame["price"] * terms["cost_share"] * between(rng, *near_one)
    lead_time = terms["lead_time_days"] * between(rng, *near_one)
    frame.insert(0, "product_id", [f"P{number:02d}" for number in range(1, len(frame) + 1)])
    return frame.assign(unit_cost=cost.round(2), lead_time_days=lead_time.round())


def _visits(rng: np.random.Generator, truths: Mapping, customers: pd.DataFrame) -> pd.DataFrame:
    """One row an order: who, on which day, through which channel, and whether it is the first."""
    first = customers.assign(
        return_chance=return_chance(truths, customers), channel=customers["first_channel"],
        day=customers["signup_date"], first=True,
    )
    guests = _guests(rng, truths, first)
    returning = _returning(rng, truths, first)
    visits = pd.concat([first, guests, returning], ignore_index=True)
    visits = visits.sort_values("day", kind="stable", ignore_index=True)
    visits["order_id"] = visits.index + FIRST_ORDER_NUMBER
    return visits[["order_id", "day", "customer_id", "channel", "first"]]


def _guests(rng: np.random.Generator, truths: Mapping, first: pd.DataFrame) -> pd.DataFrame:
    chance = np.full(len(first), truths["guests_per_new_customer"])
    like = first[happens(rng, chance)].reset_index(drop=True)
    return like.assign(day=some_day_in(rng, like["day"].dt.to_period("M")),
                       customer_id=None, first=False)


def _returning(rng: np.random.Generator, truths: Mapping, first: pd.DataFrame) -> pd.DataFrame:
    days, clock = days_of(truths), seasonal_clock(truths)
    rounds, last = [], first.assign(first=False)
    while len(last):
        again = last[happens(rng, last["return_chance"])]
        gap = waiting(rng, truths["days_between_orders"], len(again))
        position = np.searchsorted(clock, clock[days.get_indexer(again["day"])] + gap, "right")
        within = position < len(days)
        last = again[within].assign(day=days[position[within]])
        rounds.append(last)
    orders = pd.concat(rounds, ignore_index=True)
    direct = happens(rng, np.full(len(orders), truths["returns_direct"]))
    return orders.assign(channel=orders["first_channel"].mask(direct, "direct"))


def _orders(
    rng: np.random.Generator, truths: Mapping, visits: pd.DataFrame, products: pd.DataFrame
) -> pd.DataFrame:
    items = choose(rng, truths["items_per_order"], len(visits))
    lines = visits.loc[visits.index.repeat(items)].reset_index(drop=True)
    prices = _prices(rng, truths, products)
    month = lines["day"].dt.to_period("M")
    lines["product_id"] = choose_each(rng, _demand(truths, products, prices).loc[month])
    lines["quantity"] = choose(rng, truths["units_per_item"], len(lines))
    lines = lines.groupby([*visits.columns, "product_id"], as_index=False, dropna=False).sum()
    lines["unit_price"] = prices.stack().loc[
        pd.MultiIndex.from_arrays([lines["day"].dt.to_period("M"), lines["product_id"]])
    ].to_numpy()
    lines["discount"] = _discount(rng, truths, lines)
    refunds = _refunds(rng, truths, lines, products)
    whole = pd.concat([lines, refunds]).sort_values(["day", "order_id", "product_id"])
    return whole.rename(columns={"day": "order_date"})[[
        "order_id", "order_date", "customer_id", "product_id", "quantity", "unit_price",
        "discount", "channel",
    ]]


def _prices(rng: np.random.Generator, truths: Mapping, products: pd.DataFrame) -> pd.DataFrame:
    """Each product's price in each month."""
    months, review = months_of(truths), truths["price_review"]
    which = np.arange(len(months)) // review["every_months"]
    moves = dict.fromkeys(review["moves"], 1)
    factor = choose(rng, moves, (which[-1] + 1) * len(products)).reshape(-1, len(products))[which]
    rise = 1 + truths["christmas"]["price_rise"] * months.month.isin(truths["christmas"]["months"])
    price = products["price"].to_numpy() * factor * np.asarray(rise)[:, None]
    step = truths["price_step"]
    return pd.DataFrame((price / step).round() * step, index=months,
                        columns=products["product_id"])


def _demand(truths: Mapping, products: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """How much of a month's sales each product draws at its price of that month."""
    terms = pd.DataFrame(truths["categories"]).T.loc[products["category"]]
    rank = products.groupby("category", sort=False).cumcount()
    appeal = truths["next_best"] ** rank
    appeal *= terms["share"].to_numpy() / appeal.groupby(products["category"]).transform("sum")
    dearer = prices / products["price"].to_numpy()
    return appeal.to_numpy() * dearer ** terms["elasticity"].to_numpy()


def _discount(rng: np.random.Generator, truths: Mapping, lines: pd.DataFrame) -> pd.Series:
    code = truths["welcome_code"]
    first_orders = lines.loc[lines["first"], "order_id"].unique()
    used = first_orders[happens(rng, np.full(len(first_orders), code["share_of_first_orders"]))]
    off = lines["quantity"] * lines["unit_price"] * code["discount"]
    return off.round(2).where(lines["order_id"].isin(used))


def _refunds(
    rng: np.random.Generator, truths: Mapping, lines: pd.DataFrame, products: pd.DataFrame
) -> pd.DataFrame:
    """Lines sent back, each as a line of its own: the same order, a later day."""
    category = lines["product_id"].map(products.set_index("product_id")["category"])
    chance = category.map({name: terms["returned"] for name, terms in truths["categories"].items()})
    back = lines[happens(rng, chance)]
    later = np.floor(between(rng, *RETURNED_WITHIN_DAYS, len(back)))
    back = back.assign(quantity=-back["quantity"], discount=-back["discount"],
                       day=back["day"] + pd.to_timedelta(later, unit="D"))
    return back[back["day"] <= days_of(truths)[-1]]
