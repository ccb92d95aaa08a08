"""What customers of a sample answer when they are asked whether they would recommend it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.draws import between, choose, choose_each, happens

ANSWERED_WITHIN_DAYS = 6
KINDS = ["promoters", "passives", "detractors"]


def feedback(rng: np.random.Generator, terms: Mapping, asked: pd.DataFrame) -> pd.DataFrame:
    """The table of answers.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    terms : mapping
        The section `feedback` of a sample's truths.
    asked : DataFrame
        `customer_id`, `date` and `group`: whom the business asked, and when.
    """
    answers = asked[happens(rng, np.full(len(asked), terms["who_answers"]))]
    later = np.floor(between(rng, 0, ANSWERED_WITHIN_DAYS, len(answers)))
    answers = answers.assign(
        date=answers["date"] + pd.to_timedelta(later, unit="D"),
        kind=choose_each(rng, shares(terms, answers)))
    answers = answers[answers["date"] <= asked["date"].max()].reset_index(drop=True)
    scores = pd.DataFrame({kind: choose(rng, terms["scores"][kind], len(answers))
                           for kind in KINDS})
    said = pd.DataFrame({kind: choose(rng, dict.fromkeys(terms["remarks"][kind], 1), len(answers))
                         for kind in KINDS})
    speaks = happens(rng, np.full(len(answers), terms["who_remarks"]))
    kind = pd.get_dummies(answers["kind"]).reindex(columns=KINDS, fill_value=False)
    answers["score"] = scores.where(kind).bfill(axis=1).iloc[:, 0].astype(int)
    answers["text"] = said.where(kind).bfill(axis=1).iloc[:, 0].where(speaks)
    return answers.sort_values(["date", "customer_id"], ignore_index=True)[
        ["date", "customer_id", "score", "text"]]


def shares(terms: Mapping, asked: pd.DataFrame) -> pd.DataFrame:
    """How likely each of those asked is to answer as a promoter, a passive or a detractor."""
    groups, change = pd.DataFrame(terms["groups"]).T, terms["change"]
    since = asked["date"] >= pd.Period(change["from_month"]).start_time
    found = groups.loc[asked["group"]].set_axis(asked.index)
    for kind in ("promoters", "detractors"):
        found[kind] += change[kind] * since
    found["passives"] = 1 - found["promoters"] - found["detractors"]
    return found[KINDS]


def asked_of_buyers(orders: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Each known customer, on each day with a purchase.

    Parameters
    ----------
    orders : DataFrame
        The sample's orders.
    group : Series
        Each customer's group, by `customer_id`.
    """
    bought = orders[(orders["quantity"] > 0) & orders["customer_id"].notna()]
    days = bought[["customer_id", "order_date"]].drop_duplicates()
    asked = days.rename(columns={"order_date": "date"}).sort_values(
        ["date", "customer_id"], ignore_index=True)
    return asked.assign(group=asked["customer_id"].map(group))
