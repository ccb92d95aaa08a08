"""Larkboard: planning software for marketing agencies, sold by subscription."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.acquisition import (
    acquisition, daily_hazard, days_of, marketing_table, new_customers,
)
from helpers.samples.draws import choose_each, generator, waiting

BUSINESS = """\
# A sample business. It is invented; data/README.md says what was put into its tables.
name: Larkboard
currency: EUR               # the money in the tables, as a three-letter code
country: IE                 # decides how money, numbers and dates are written
timezone: Europe/Dublin
week_start: monday
opening_days: [monday, tuesday, wednesday, thursday, friday]
sells: services             # goods, services or both
"""


def tables(truths: Mapping, seed: int) -> dict[str, pd.DataFrame]:
    """The business's tables by name, drawn from its truths.

    Parameters
    ----------
    truths : mapping
        The truths of the subscription business.
    seed : int
        The same seed gives the same tables.
    """
    rng = generator(seed)
    offer = truths["offer"]
    acquired = acquisition(rng, truths, dict.fromkeys(offer["months"], offer["leads_ratio"]))
    customers = new_customers(rng, truths, acquired, truths["segments"])
    return {
        "customers": customers.drop(columns="first_channel"),
        "subscriptions": _subscriptions(rng, truths, customers),
        "marketing": marketing_table(acquired),
    }


def _subscriptions(
    rng: np.random.Generator, truths: Mapping, customers: pd.DataFrame
) -> pd.DataFrame:
    shares = pd.DataFrame(truths["plans_by_segment"]).T
    plans = pd.DataFrame(truths["plans"]).T
    start = customers["signup_date"]
    plan = pd.Series(choose_each(rng, shares.loc[customers["segment"]]))
    hazard = daily_hazard(plan.map(plans["churn_per_month"])) * pace_of_leaving(truths, start)
    end = start + _days_until(rng, hazard)
    whole = pd.DataFrame({
        "customer_id": customers["customer_id"], "plan": plan, "start_date": start,
        "end_date": end.where(end <= days_of(truths)[-1]),
    })
    rows = _with_plan_changes(rng, truths, whole)
    return rows.assign(monthly_fee=rows["plan"].map(plans["monthly_fee"]))


def _with_plan_changes(
    rng: np.random.Generator, truths: Mapping, whole: pd.DataFrame
) -> pd.DataFrame:
    """One row for each plan a customer had: the new one starts the day after the old one ends."""
    terms = pd.DataFrame(truths["plan_changes"]).T.loc[whole["plan"]].reset_index(drop=True)
    hazard = daily_hazard(terms["per_month"].astype(float))
    changed = whole["start_date"] + _days_until(rng, hazard)
    changes = changed < whole["end_date"].fillna(days_of(truths)[-1])
    before = whole.assign(
        end_date=whole["end_date"].mask(changes, changed - pd.Timedelta(days=1))
    )
    after = whole.assign(plan=terms["to"], start_date=changed)[changes]
    return pd.concat([before, after]).sort_values(["customer_id", "start_date"], ignore_index=True)


def _days_until(rng: np.random.Generator, hazard: pd.Series) -> pd.Series:
    days = np.ceil(waiting(rng, 1 / hazard.to_numpy(), len(hazard)))
    return pd.Series(pd.to_timedelta(days, unit="D"), index=hazard.index)


def pace_of_leaving(truths: Mapping, start_dates: pd.Series) -> pd.Series:
    """How many times the plan's usual pace a customer leaves, by the day they started."""
    months = start_dates.dt.to_period("M").astype(str)
    onboarding, offer = truths["onboarding"], truths["offer"]
    pace = pd.Series(1.0, index=start_dates.index)
    pace[months >= onboarding["from_month"]] *= onboarding["hazard_ratio"]
    pace[months.isin(offer["months"])] *= offer["hazard_ratio"]
    return pace
