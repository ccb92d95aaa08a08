"""What surrounds a sample's sales: its books and budget, feedback, network, community, experiments.

Each is drawn from a source of chance of its own, so that none of them shifts the sales.
"""

from collections.abc import Mapping

import pandas as pd

from helpers.samples.community import community
from helpers.samples.draws import stream
from helpers.samples.experiments import experiments
from helpers.samples.feedback import asked_of_buyers, feedback
from helpers.samples.fees import asked_of_subscribers, fees_by_month
from helpers.samples.finances import books, budget, long_form, steps
from helpers.samples.network import network, organisations


def tables_around(
    truths: Mapping, sales: Mapping[str, pd.DataFrame], seed: int
) -> dict[str, pd.DataFrame]:
    """The tables that follow from a sample's sales, by name.

    Parameters
    ----------
    truths : mapping
        One sample's truths.
    sales : mapping of table to DataFrame
        Its other tables.
    seed : int
        The same seed gives the same tables.
    """
    chance = {subject: stream(seed, subject, truths[subject]["seed"])
              for subject in ("finances", "feedback", "community", "experiments") if subject in truths}
    actual = books(chance["finances"], truths, sold_by_month(truths, sales))
    asked = asked_for_feedback(truths, sales)
    found = {
        "finances": long_form(actual),
        "budget": long_form(budget(truths, actual)),
        "feedback": feedback(chance["feedback"], truths["feedback"], asked),
        "organisations": organisations(truths["network"]),
        "network": network(truths["network"], actual),
    }
    if "community" in truths:
        found["community"] = community(chance["community"], truths["community"], sales["orders"])
    if "experiments" in truths:
        found["experiments"] = experiments(chance["experiments"], truths["experiments"])
    return found


def sold_by_month(truths: Mapping, sales: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Revenue, the cost of the goods and marketing, as the sales have them."""
    terms = truths["finances"]
    if "subscriptions" in sales:
        revenue = fees_by_month(truths, sales["subscriptions"])
        frame = pd.DataFrame({"revenue": revenue, "cost_of_goods":
                              terms["cost_of_service"] * revenue})
    else:
        frame = goods_sold(sales["orders"], sales["products"])
        frame["cost_of_goods"] *= 1 + terms.get("unsold", 0)
    if "marketing" in sales:
        spend = sales["marketing"].groupby("month")["spend"].sum()
        frame["marketing"] = spend.set_axis(pd.PeriodIndex(spend.index, freq="M"))
    else:
        frame["marketing"] = steps(terms["marketing"], frame.index)
    return frame.round(2)


def goods_sold(orders: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """By month, after refunds and discounts: what came in, and what the goods cost."""
    cost = orders["product_id"].map(products.set_index("product_id")["unit_cost"])
    off = orders["discount"].fillna(0.0) if "discount" in orders else 0.0
    lines = pd.DataFrame({"revenue": orders["quantity"] * orders["unit_price"] - off,
                          "cost_of_goods": orders["quantity"] * cost})
    return lines.groupby(orders["order_date"].dt.to_period("M").rename("month")).sum()


def asked_for_feedback(truths: Mapping, sales: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Whom the business asked, and when: `customer_id`, `date`, `group`."""
    if "subscriptions" in sales:
        return asked_of_subscribers(truths, sales["subscriptions"])
    customers = sales["customers"].set_index("customer_id")
    return asked_of_buyers(sales["orders"], _in_words(customers[truths["feedback"]["by"]]))


def _in_words(group: pd.Series) -> pd.Series:
    """The group's name, also where the table has been read and yes has become true."""
    return group.map({True: "yes", False: "no"}) if group.dtype == "boolean" else group
