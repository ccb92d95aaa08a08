"""Juniper Street Plumbing: one person, five months of jobs, and little else written down."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.acquisition import days_of, months_of, some_day_in
from helpers.samples.draws import between, choose, counts, generator, happens, stream
from helpers.samples.finances import long_form
from helpers.samples.network import network, organisations
from helpers.samples.surroundings import goods_sold

PRICE_STEP = 5

BUSINESS = """\
# A sample business. It is invented; data/README.md says what was put into its tables.
name: Juniper Street Plumbing
currency: USD               # the money in the tables, as a three-letter code
country: US                 # decides how money, numbers and dates are written
timezone: America/New_York
week_start: monday
opening_days: [monday, tuesday, wednesday, thursday, friday, saturday]
sells: services             # goods, services or both
"""


def tables(truths: Mapping, seed: int) -> dict[str, pd.DataFrame]:
    """The business's tables by name, drawn from its truths.

    Parameters
    ----------
    truths : mapping
        The truths of the plumber.
    seed : int
        The same seed gives the same tables.
    """
    products, orders = _products(truths), _orders(generator(seed), truths)
    chance = stream(seed, "finances", truths["finances"]["seed"])
    actual = _books(chance, truths["finances"], orders, products)
    return {
        "orders": orders, "products": products.drop(columns="price"),
        "finances": long_form(actual), "feedback": _feedback(truths["feedback"]),
        "organisations": organisations(truths["network"]),
        "network": network(truths["network"], actual),
    }


def _products(truths: Mapping) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(truths["services"], orient="index").rename_axis("name")
    frame = frame.reset_index()
    frame.insert(0, "product_id", [f"S{number}" for number in range(1, len(frame) + 1)])
    return frame[["product_id", "name", "category", "unit_cost", "price"]]


def _orders(rng: np.random.Generator, truths: Mapping) -> pd.DataFrame:
    """One line a service, one number a job."""
    many = counts(rng, np.full(len(months_of(truths)), truths["jobs_per_month"]))
    month = pd.Series(months_of(truths)).repeat(many).reset_index(drop=True)
    day = some_day_in(rng, month)
    sunday = day.dt.day_name() == "Sunday"
    jobs = pd.DataFrame({"order_date": day.mask(sunday, day - pd.Timedelta(days=1))})
    jobs = jobs[jobs["order_date"].isin(days_of(truths))].sort_values(
        "order_date", kind="stable", ignore_index=True)
    jobs["order_id"] = [f"J{number:03d}" for number in range(1, len(jobs) + 1)]
    jobs["customer_id"] = _customers(rng, truths, len(jobs))
    second = happens(rng, np.full(len(jobs), truths["second_service"]))
    lines = jobs.loc[jobs.index.repeat(1 + second)].reset_index(drop=True)
    lines = _services(rng, truths, lines).drop_duplicates(["order_id", "product_id"])
    return lines[["order_id", "order_date", "customer_id", "product_id", "quantity", "unit_price"]]


def _services(rng: np.random.Generator, truths: Mapping, lines: pd.DataFrame) -> pd.DataFrame:
    """Each line with what was done, and its price."""
    shares = {name: said["share"] for name, said in truths["services"].items()}
    products = _products(truths).set_index("name").loc[choose(rng, shares, len(lines))]
    vary = truths["prices_vary_by"]
    price = products["price"].to_numpy() * between(rng, 1 - vary, 1 + vary, len(lines))
    return lines.assign(product_id=products["product_id"].to_numpy(), quantity=1,
                        unit_price=(price / PRICE_STEP).round() * PRICE_STEP)


def _customers(rng: np.random.Generator, truths: Mapping, jobs: int) -> list[str]:
    """Who each job is for: somebody new, or one of those so far."""
    again, which = happens(rng, np.full(jobs, truths["came_before"])), rng.random(jobs)
    known = 0
    people = []
    for old, pick in zip(again, which):
        known += 0 if old and known else 1
        number = int(pick * known) + 1 if old and people else known
        people.append(f"C{number:03d}")
    return people


def _books(
    rng: np.random.Generator, terms: Mapping, orders: pd.DataFrame, products: pd.DataFrame
) -> pd.DataFrame:
    frame, other = goods_sold(orders, products), terms["other_operating"]
    varies = between(rng, 1 - other["varies_by"], 1 + other["varies_by"], len(frame))
    frame["other_operating"] = (other["each_month"] * varies).round(2)
    left = frame["revenue"] - frame["cost_of_goods"] - frame["other_operating"]
    frame["cash"] = terms["cash_at_start"] + (left - terms["owner_takes"]).cumsum()
    return frame.round(2)


def _feedback(terms: Mapping) -> pd.DataFrame:
    frame = pd.DataFrame({"score": terms["scores"], "text": terms["remarks"]})
    frame.index = pd.to_datetime(frame.index)
    return frame.rename_axis("date").reset_index()
