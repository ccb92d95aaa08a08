"""The fees of a subscription business, month by month, and whom it asks for feedback."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.acquisition import months_of


def fees_by_month(truths: Mapping, subscriptions: pd.DataFrame) -> pd.Series:
    """The fees that fell due: on the first day, and on the same day of each month after.

    A shorter month's last day stands for a day it lacks. No fee falls due on the day of the end.
    Whoever came with the offer paid half of the first.
    """
    months = months_of(truths)
    rows = pd.concat([_due_in(month, subscriptions) for month in months])
    share = np.where(rows["first"] & rows["month"].isin(_offer_months(truths)),
                     truths["offer"]["first_fee"], 1.0)
    return (rows["monthly_fee"] * share).groupby(rows["month"]).sum().reindex(months)


def _offer_months(truths: Mapping) -> pd.PeriodIndex:
    return pd.PeriodIndex(truths["offer"]["months"], freq="M")


def _due_in(month: pd.Period, subscriptions: pd.DataFrame) -> pd.DataFrame:
    """The subscriptions with a fee in a month, and whether it is a customer's first."""
    start, end = subscriptions["start_date"], subscriptions["end_date"]
    day = start.dt.day.clip(upper=month.days_in_month)
    due = month.start_time + pd.to_timedelta(day - 1, unit="D")
    first = due == start.groupby(subscriptions["customer_id"]).transform("min")
    falls = (due >= start) & ((due < end.fillna(due + pd.Timedelta(days=1))) | (due == start))
    return subscriptions[falls].assign(month=month, first=first[falls])


def asked_of_subscribers(truths: Mapping, subscriptions: pd.DataFrame) -> pd.DataFrame:
    """Each customer in each month with a fee, on the day it falls due, and the plan of then."""
    rows = pd.concat([_due_in(month, subscriptions) for month in months_of(truths)])
    day = rows["start_date"].dt.day.clip(upper=rows["month"].dt.days_in_month)
    date = rows["month"].dt.start_time + pd.to_timedelta(day - 1, unit="D")
    asked = rows.assign(date=date, group=rows["plan"])[["customer_id", "date", "group"]]
    return asked.sort_values(["date", "customer_id"], ignore_index=True)
