"""Teasel Lane Bakery: bread, cakes and drinks over the counter in a market town."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import yaml
from scipy import signal

from helpers.samples.acquisition import daily_hazard, days_of
from helpers.samples.draws import choose, choose_each, counts, generator, happens, strays, waiting

FIRST_ORDER_NUMBER = 10001
MILD = 12  # degrees, at which temperature makes no difference
DAYS_PER_YEAR = 365.25

BUSINESS = """\
# A sample business. It is invented; data/README.md says what was put into its tables.
name: Teasel Lane Bakery
currency: GBP               # the money in the tables, as a three-letter code
country: GB                 # decides how money, numbers and dates are written
timezone: Europe/London
week_start: monday
opening_days: [tuesday, wednesday, thursday, friday, saturday, sunday]
sells: goods                # goods, services or both
"""


def tables(truths: Mapping, seed: int) -> dict[str, pd.DataFrame]:
    """The business's tables by name, drawn from its truths.

    Parameters
    ----------
    truths : mapping
        The truths of the bakery.
    seed : int
        The same seed gives the same tables.
    """
    rng = generator(seed)
    context = daily_context(rng, truths)
    sales = trade(rng, truths, context)
    customers = _customers(rng, truths, context)
    return {
        "orders": _orders(rng, truths, sales, _visits(rng, truths, customers, context)),
        "customers": customers.drop(columns="stops"),
        "products": products_of(truths)[["product_id", "name", "category", "unit_cost",
                                         "lead_time_days", "shelf_life_days"]],
        "daily_context": context.assign(open=np.where(context["open"], "yes", "no")),
    }


def products_of(truths: Mapping) -> pd.DataFrame:
    """One row for each product: its number and name, and what its truths say of it."""
    frame = pd.DataFrame.from_dict(truths["products"], orient="index").rename_axis("name")
    frame = frame.reset_index()
    frame.insert(0, "product_id", [f"P{number:02d}" for number in range(1, len(frame) + 1)])
    return frame


def daily_context(rng: np.random.Generator, truths: Mapping) -> pd.DataFrame:
    """Every day, those known ahead included: whether open (a flag), event, temperature, rain."""
    recorded = days_of(truths)
    days = pd.date_range(recorded[0], periods=len(recorded) + truths["days_known_ahead"])
    opening = yaml.safe_load(BUSINESS)["opening_days"]
    closed = _by_day(truths["closed_for"])
    events = _by_day({name: terms["days"] for name, terms in truths["events"].items()})
    return pd.DataFrame({
        "date": days,
        "open": _weekday(days).isin(opening) & ~days.isin(closed.index),
        "event": pd.concat([events, closed]).reindex(days).to_numpy(),
        "temperature": _temperature(rng, truths, recorded).reindex(days).to_numpy(),
        "rain": _rain(rng, truths, recorded).reindex(days).to_numpy(),
    })


def trade(rng: np.random.Generator, truths: Mapping, context: pd.DataFrame) -> pd.DataFrame:
    """What a till cannot know: one row for each open day and product, wanted as well as sold.

    Parameters
    ----------
    rng : Generator
        The source of chance, as `daily_context` left it.
    truths : mapping
        The truths of the bakery.
    context : DataFrame
        The days, from `daily_context`.

    Returns
    -------
    DataFrame
        `date`, `product_id`, `price`, `expected` (before chance has its say), `wanted`, `baked`
        (infinite where a product does not run out) and `sold`.
    """
    days = _trading_days(truths, context)
    stray = truths["days_stray"]
    mood = np.exp(strays(rng, len(days)) * stray - stray**2 / 2)  # one on average
    prices = _prices(rng, truths).stack()
    frame = days.assign(mood=mood).merge(products_of(truths), how="cross")
    frame = frame[_on_sale(frame)].reset_index(drop=True)
    now = prices.loc[pd.MultiIndex.from_frame(frame[["date", "product_id"]])].to_numpy()
    usual = _usual(truths, frame, dearer=now / frame["price"])
    lift, weather = _event_lift(truths, frame), _weather_ratio(truths, frame)
    frame["price"] = now
    frame["expected"] = usual * lift * weather
    frame["wanted"] = counts(rng, (frame["expected"] * frame["mood"]).to_numpy())
    frame["baked"] = _baked(frame, usual, lift)
    frame["sold"] = frame[["wanted", "baked"]].min(axis=1).astype(int)
    return frame[["date", "product_id", "price", "expected", "wanted", "baked", "sold"]]


def _by_day(named: Mapping[str, Iterable]) -> pd.Series:
    """The name that stands on each day; `first/last` are all the days from one to the other."""
    spans = [(name, *str(span).partition("/")[::2]) for name, spans in named.items()
             for span in spans]
    return pd.concat([pd.Series(name, pd.date_range(first, last or first))
                      for name, first, last in spans])


def _trading_days(truths: Mapping, context: pd.DataFrame) -> pd.DataFrame:
    return context[context["open"] & (context["date"] <= days_of(truths)[-1])]


def _weekday(days) -> pd.Index:
    return pd.DatetimeIndex(days).day_name().str.lower()


def _temperature(rng: np.random.Generator, truths: Mapping, days: pd.DatetimeIndex) -> pd.Series:
    terms = truths["temperature"]
    turn = 2 * np.pi * (days.day_of_year - terms["coldest_day_of_year"]) / DAYS_PER_YEAR
    middle = (terms["warmest"] + terms["coldest"]) / 2
    usual = middle - (terms["warmest"] - terms["coldest"]) / 2 * np.cos(turn)
    carried = terms["carried_on"]
    fresh = strays(rng, len(days)) * terms["strays"] * np.sqrt(1 - carried**2)
    return pd.Series(usual + signal.lfilter([1], [1, -carried], fresh), days).round(1)


def _rain(rng: np.random.Generator, truths: Mapping, days: pd.DatetimeIndex) -> pd.Series:
    terms = truths["rain"]
    falls = happens(rng, np.full(len(days), terms["share_of_days"]))
    return pd.Series(falls * waiting(rng, terms["millimetres"], len(days)), days).round(1)


def _prices(rng: np.random.Generator, truths: Mapping) -> pd.DataFrame:
    """Each product's price on each day."""
    days, review, products = days_of(truths), truths["price_review"], products_of(truths)
    passed = ((days.day == 1) & days.month.isin(review["months"])).cumsum()
    rises = dict.fromkeys(review["rises"], 1)
    moves = choose(rng, rises, passed[-1] * len(products)).reshape(-1, len(products))
    so_far = np.vstack([np.ones(len(products)), (1 + moves).cumprod(axis=0)])
    price = products["price"].to_numpy() * so_far[passed] / review["step"]
    return pd.DataFrame((price.round() * review["step"]).round(2), index=days,
                        columns=products["product_id"])


def _on_sale(frame: pd.DataFrame) -> pd.Series:
    launched = ~(frame["date"] < pd.to_datetime(frame["on_sale_from"]))
    day, season = frame["date"].dt.strftime("%m-%d"), frame["season"]
    return launched & (season.isna() | ((season.str[0] <= day) & (day <= season.str[1])))


def _usual(truths: Mapping, frame: pd.DataFrame, dearer: pd.Series) -> pd.Series:
    """The units wanted on such a day when it is dry and mild and nothing is on."""
    weekdays = pd.DataFrame({name: terms["weekdays"]
                             for name, terms in truths["categories"].items()}).unstack()
    weekday = weekdays.loc[pd.MultiIndex.from_arrays([frame["category"], _weekday(frame["date"])])]
    season = frame["date"].dt.month.map(dict(enumerate(truths["season"], start=1)))
    trend = frame["category"].map({name: terms["trend_per_year"]
                                   for name, terms in truths["categories"].items()})
    years = (frame["date"] - days_of(truths)[0]).dt.days / DAYS_PER_YEAR
    return (frame["per_day"] * weekday.to_numpy() * season * (1 + trend) ** years
            * dearer ** truths["elasticity"])


def _event_lift(truths: Mapping, frame: pd.DataFrame) -> pd.Series:
    lift = frame["event"].map({name: terms["lift"] for name, terms in truths["events"].items()})
    return lift.fillna(1.0).mask(frame["to_order"].notna(), 1.0)


def _weather_ratio(truths: Mapping, frame: pd.DataFrame) -> pd.Series:
    rain = truths["rain"]
    wet = (frame["rain"] >= rain["wet_from"]) & frame["to_order"].isna()
    warmth = frame["per_10_degrees"].fillna(1.0) ** ((frame["temperature"] - MILD) / 10)
    return warmth.mask(wet, warmth * rain["wet_day_ratio"])


def _baked(frame: pd.DataFrame, usual: pd.Series, lift: pd.Series) -> pd.Series:
    """What the baking sheet of the quarter says for the weekday, in whole trays."""
    quarter, weekday = frame["date"].dt.to_period("Q"), frame["date"].dt.day_of_week
    planned = usual.groupby([frame["product_id"], quarter, weekday]).transform("mean")
    trays = np.ceil(planned * frame["cover"] * lift / frame["tray"])
    return (trays * frame["tray"]).fillna(np.inf)


def _customers(
    rng: np.random.Generator, truths: Mapping, context: pd.DataFrame
) -> pd.DataFrame:
    """One row for each holder of a card, in the order they came, with the day they stop coming."""
    segments = pd.DataFrame.from_dict(truths["segments"], orient="index")
    days = _trading_days(truths, context)["date"].reset_index(drop=True)
    new = counts(rng, np.full(len(days), truths["new_cards_per_open_day"]))
    frame = pd.DataFrame({"signup_date": days.repeat(new).to_numpy()})
    frame["region"] = choose(rng, truths["regions"], len(frame))
    frame["segment"] = choose(rng, segments["share"].to_dict(), len(frame))
    member = happens(rng, np.full(len(frame), truths["bread_club"]["joins"]))
    frame["member"] = np.where(member, "yes", "no")
    frame.insert(0, "customer_id", [f"C{number:04d}" for number in range(1, len(frame) + 1)])
    stays = np.floor(waiting(rng, 1 / pace_of_stopping(truths, frame).to_numpy(), len(frame)))
    return frame.assign(stops=frame["signup_date"] + pd.to_timedelta(stays, unit="D"))


def pace_of_stopping(truths: Mapping, customers: pd.DataFrame) -> pd.Series:
    """How likely a holder of a card is to stop coming, per day."""
    pace = {name: daily_hazard(terms["stop_per_month"])
            for name, terms in truths["segments"].items()}
    ratio = customers["member"].map({"yes": truths["bread_club"]["stopping_ratio"], "no": 1.0})
    return customers["segment"].map(pace) * ratio


def _visits(
    rng: np.random.Generator, truths: Mapping, customers: pd.DataFrame, context: pd.DataFrame
) -> pd.DataFrame:
    """One row for each visit of a holder of a card; the first is on the day they sign up."""
    days = _trading_days(truths, context)["date"]
    chance = pd.DataFrame({
        name: _weekday(days).isin(terms["days"]) * terms["visits_per_week"] / len(terms["days"])
        for name, terms in truths["segments"].items()
    })
    day = days.to_numpy()[:, None]
    signup, stops = customers["signup_date"].to_numpy(), customers["stops"].to_numpy()
    comes = rng.random((len(days), len(customers))) < chance[customers["segment"]].to_numpy()
    comes = (comes & (day > signup) & (day <= stops)) | (day == signup)
    which_day, who = np.nonzero(comes)
    return pd.DataFrame({"date": days.to_numpy()[which_day],
                         "customer_id": customers["customer_id"].to_numpy()[who]})


def _orders(
    rng: np.random.Generator, truths: Mapping, sales: pd.DataFrame, visits: pd.DataFrame
) -> pd.DataFrame:
    """Lines of card holders, and for all others one line a day and product."""
    by_card = _card_lines(rng, truths, sales, visits)
    line = ["date", "product_id"]
    taken = by_card.groupby(line)["quantity"].sum().rename("taken").reset_index()
    others = sales.merge(taken, on=line, how="left")
    others["quantity"] = others["sold"] - others["taken"].fillna(0).astype(int)
    lines = pd.concat([others[others["quantity"] > 0].assign(customer_id=""), by_card])
    lines = lines.sort_values(["date", "customer_id", "product_id"], ignore_index=True)
    number = lines.groupby(["date", "customer_id"]).ngroup() + FIRST_ORDER_NUMBER
    return pd.DataFrame({
        "order_id": number, "order_date": lines["date"],
        "customer_id": lines["customer_id"].replace("", None), "product_id": lines["product_id"],
        "quantity": lines["quantity"], "unit_price": lines["price"],
    })


def _card_lines(
    rng: np.random.Generator, truths: Mapping, sales: pd.DataFrame, visits: pd.DataFrame
) -> pd.DataFrame:
    """What card holders bought, as the day's customers did, and never more than was sold."""
    sold = sales.pivot(index="date", columns="product_id", values="sold").fillna(0)
    items = choose(rng, truths["items_per_visit"], len(visits))
    lines = visits.loc[visits.index.repeat(items)].reset_index(drop=True)
    lines["product_id"] = choose_each(rng, sold.loc[lines["date"]])
    lines = lines.merge(sales, on=["date", "product_id"])
    there = lines.groupby(["date", "product_id"]).cumcount() < lines["sold"]
    return lines[there].groupby(["date", "customer_id", "product_id", "price"],
                                as_index=False).agg(quantity=("sold", "size"))
