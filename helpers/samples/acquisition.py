"""How customers come and how fast they go, alike for every sample business."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.draws import between, choose, counts, successes

DAYS_PER_MONTH = 365.25 / 12


def months_of(truths: Mapping) -> pd.PeriodIndex:
    """Every month of a sample's records."""
    return pd.period_range(truths["first_month"], truths["last_month"], freq="M", name="month")


def days_of(truths: Mapping) -> pd.DatetimeIndex:
    """Every day of a sample's records."""
    months = months_of(truths)
    return pd.date_range(months[0].start_time, months[-1].end_time.normalize())


def acquisition(
    rng: np.random.Generator, truths: Mapping, extra_leads: Mapping[str, float]
) -> pd.DataFrame:
    """Spend, leads and new customers by month and channel, those that cost nothing included.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    truths : mapping
        One sample's truths.
    extra_leads : mapping of month to ratio
        Months that brought that many times the usual leads.
    """
    months = months_of(truths)
    channels = pd.DataFrame(truths["channels"]).T.rename_axis("channel").reset_index()
    frame = months.to_frame(index=False).merge(channels, how="cross")
    number = (frame["month"] - months[0]).map(lambda offset: offset.n)
    busy = frame["month"].dt.month.map(dict(enumerate(truths["season"], start=1)))
    offer = frame["month"].astype(str).map(extra_leads).fillna(1.0)
    length = frame["month"].dt.days_in_month / DAYS_PER_MONTH
    growth = (1 + truths["growth_per_month"]) ** number
    usual = frame["leads_per_month"] * growth * busy * length * offer
    varies = truths["spend_varies_by"]
    paid = usual * frame["cost_per_lead"] * between(rng, 1 - varies, 1 + varies, len(frame))
    leads = counts(rng, usual.to_numpy())
    return frame[["month", "channel"]].assign(
        spend=paid.round(2),
        leads=leads,
        new_customers=successes(rng, leads, frame["conversion"].to_numpy()),
    )


def marketing_table(acquired: pd.DataFrame) -> pd.DataFrame:
    """The marketing table as an owner keeps it: the channels that cost money."""
    costs = acquired.groupby("channel")["spend"].transform("sum") > 0
    return acquired[costs].assign(month=lambda frame: frame["month"].astype(str))


def new_customers(
    rng: np.random.Generator, truths: Mapping, acquired: pd.DataFrame, segments: Mapping
) -> pd.DataFrame:
    """One row for each new customer, numbered in the order they came, with the first channel."""
    each = acquired.loc[acquired.index.repeat(acquired["new_customers"]), ["month", "channel"]]
    frame = pd.DataFrame({
        "signup_date": some_day_in(rng, each["month"]),
        "region": choose(rng, truths["regions"], len(each)),
        "segment": choose(rng, segments, len(each)),
        "first_channel": each["channel"].to_numpy(),
    }).sort_values("signup_date", kind="stable", ignore_index=True)
    frame.insert(0, "customer_id", [f"C{number:04d}" for number in range(1, len(frame) + 1)])
    return frame


def daily_hazard(share_per_month: float | pd.Series) -> float | pd.Series:
    """The pace, per day, at which something happens to the given share in a month.

    Examples
    --------
    >>> print(round(1 - np.exp(-DAYS_PER_MONTH * daily_hazard(0.05)), 12))
    0.05
    """
    return -np.log1p(-share_per_month) / DAYS_PER_MONTH


def some_day_in(rng: np.random.Generator, months: pd.Series) -> pd.Series:
    """For each month one of its days, all of them as likely."""
    offset = np.floor(rng.random(len(months)) * months.dt.days_in_month.to_numpy())
    first = months.dt.start_time.reset_index(drop=True)
    return first + pd.to_timedelta(offset, unit="D")
