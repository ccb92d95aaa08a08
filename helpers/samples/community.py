"""A sample's community: which customers join it, what they do there, and what joining is worth.

The orders of a sample stand before its community is drawn. Who joins is therefore drawn in view of
them: the keener until then, the likelier; and of those alike until then, rather those who go on to
spend more, by so much that members spend on average what the truths say above others like them.
The tables are as they would be had joining brought it about.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.core.business import WEEKDAYS
from helpers.samples.acquisition import DAYS_PER_MONTH, daily_hazard
from helpers.samples.draws import between, counts, happens, waiting

JOINED, REFERRAL = "event", "referral"  # who joins does so at a meeting
MEETINGS = {"event": pd.Timedelta(0), "workshop": pd.Timedelta(days=7)}
FIRST_FRIEND_WITHIN_DAYS = 30
TRAITS = ["before", "a_day", "visits_a_day"]


def community(rng: np.random.Generator, terms: Mapping, orders: pd.DataFrame) -> pd.DataFrame:
    """The table of what members did.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    terms : mapping
        The section `community` of a sample's truths.
    orders : DataFrame
        The sample's orders.
    """
    last_day = orders["order_date"].max()
    meetings = meeting_days(terms, last_day)
    members = joiners(rng, terms, chances_to_join(terms, orders, meetings))
    stays = waiting(rng, 1 / daily_hazard(terms["falls_silent_per_month"]), len(members))
    members["until"] = members["joined"] + pd.to_timedelta(np.floor(stays), unit="D")
    members["brings"] = happens(rng, np.full(len(members), terms["who_refers"]))
    done = pd.concat([
        members.assign(date=members["joined"], activity=JOINED),
        _first_friends(rng, members, last_day), _at_meetings(rng, terms, members, meetings),
        _any_day(rng, terms, members, last_day),
    ])
    weight = done["activity"].map({name: said["weight"]
                                   for name, said in terms["activities"].items()})
    done = done.assign(member_id=done["customer_id"], weight=weight)
    return done.sort_values(["date", "member_id", "activity"], ignore_index=True)[
        ["member_id", "date", "activity", "weight"]]


def meeting_days(terms: Mapping, last_day: pd.Timestamp) -> pd.DatetimeIndex:
    """One a month, on the same weekday: its third one."""
    months = pd.period_range(terms["first_month"], last_day.to_period("M"), freq="M")
    start, weekday = months.start_time, WEEKDAYS.index(terms["weekday"])
    return start + pd.to_timedelta((weekday - start.day_of_week) % 7 + 14, unit="D")


def chances_to_join(
    terms: Mapping, orders: pd.DataFrame, meetings: pd.DatetimeIndex
) -> pd.DataFrame:
    """For each meeting, those who may join at it and how likely they are to.

    Whoever first bought so many days before, or earlier, may join.

    Returns
    -------
    DataFrame
        `customer_id`, `day`; `before` (money in the days before), `a_day` and `visits_a_day` (money
        and purchases so far, for each day since the first), `after` (money in the days after; NaN
        where the record ends too soon), `chance`.
    """
    spent = _spent_by_day(orders)
    money, visits = _until_each_day(spent), _until_each_day(spent != 0)
    first = (spent != 0).to_numpy().argmax(axis=1)
    parts = []
    for day in spent.columns.get_indexer(meetings):
        past, future = max(day - terms["within_days"], 0), day + terms["within_days"]
        known = future < spent.shape[1]
        parts.append(pd.DataFrame({
            "customer_id": spent.index, "day": spent.columns[day],
            "before": money[:, day] - money[:, past],
            "a_day": money[:, day] / np.maximum(day - first, 1),
            "visits_a_day": visits[:, day] / np.maximum(day - first, 1),
            "after": money[:, future + 1] - money[:, day + 1] if known else np.nan,
        })[first < past])
    panel = pd.concat(parts, ignore_index=True)
    return panel.assign(chance=_chance(terms, panel))


def _spent_by_day(orders: pd.DataFrame) -> pd.DataFrame:
    """Money by customer and day, every day of the record."""
    money = orders["quantity"] * orders["unit_price"]
    if "discount" in orders:
        money = money - orders["discount"].fillna(0.0)
    by_day = money.groupby([orders["customer_id"], orders["order_date"]]).sum()
    days = pd.date_range(orders["order_date"].min(), orders["order_date"].max())
    return by_day.unstack(fill_value=0.0).reindex(columns=days, fill_value=0.0)


def _until_each_day(by_day: pd.DataFrame) -> np.ndarray:
    """Customers × days: the sum of all the days before; one column more than there are days."""
    return np.pad(by_day.to_numpy(dtype=float).cumsum(axis=1), ((0, 0), (1, 0)))


def _chance(terms: Mapping, panel: pd.DataFrame) -> pd.Series:
    """More for the keener until then; and, others alike, for those who go on to spend more."""
    keenness = 2 ** (panel["before"] / terms["chance_doubles_with"])
    known = panel["after"].notna()
    told = panel[known]
    line = np.column_stack([np.ones(len(told)), told[TRAITS]])
    beyond = told["after"] - line @ np.linalg.lstsq(line, told["after"], rcond=None)[0]
    weights = keenness[known]
    middle = np.average(beyond, weights=weights)
    spread = np.average((beyond - middle) ** 2, weights=weights)
    leaning = (1 + terms["members_spend_more"] * (beyond - middle) / spread).clip(lower=0)
    return (terms["joins_per_month"] * keenness * leaning.reindex(panel.index, fill_value=1.0)
            ).clip(upper=1.0)


def joiners(rng: np.random.Generator, terms: Mapping, panel: pd.DataFrame) -> pd.DataFrame:
    """Who joins, once, and at which meeting: `customer_id`, `joined`."""
    joins = panel[happens(rng, panel["chance"])].sort_values("day", kind="stable")
    first = joins.drop_duplicates("customer_id")
    return first[["customer_id", "day"]].rename(columns={"day": "joined"}).reset_index(drop=True)


def _first_friends(
    rng: np.random.Generator, members: pd.DataFrame, last_day: pd.Timestamp
) -> pd.DataFrame:
    """Those who bring others bring the first soon after they joined."""
    later = np.ceil(between(rng, 0, FIRST_FRIEND_WITHIN_DAYS, len(members)))
    day = members["joined"] + pd.to_timedelta(later, unit="D")
    friends = members["brings"] & (day <= last_day) & (day <= members["until"])
    return members.assign(date=day, activity=REFERRAL)[friends]


def _at_meetings(
    rng: np.random.Generator, terms: Mapping, members: pd.DataFrame, meetings: pd.DatetimeIndex
) -> pd.DataFrame:
    """Who came to the meetings after the one they joined at, and to the workshops a week later."""
    parts = []
    for kind, days_later in MEETINGS.items():
        each = members.merge(pd.Series(meetings + days_later, name="date"), how="cross")
        each = each[(each["date"] > each["joined"]) & (each["date"] <= each["until"])]
        comes = happens(rng, np.full(len(each), terms["activities"][kind]["per_month"]))
        parts.append(each[comes].assign(activity=kind))
    return pd.concat(parts)


def _any_day(
    rng: np.random.Generator, terms: Mapping, members: pd.DataFrame, last_day: pd.Timestamp
) -> pd.DataFrame:
    """What members do when they like, as likely on any day until they fall silent."""
    length = (members["until"].clip(upper=last_day) - members["joined"]).dt.days
    parts = []
    for kind, said in terms["activities"].items():
        if kind in MEETINGS:
            continue
        pace = said["per_month"] / DAYS_PER_MONTH
        often = counts(rng, (pace * length * (members["brings"] | (kind != REFERRAL))).to_numpy())
        each = members.loc[members.index.repeat(often)]
        day = np.ceil(rng.random(len(each)) * length.loc[each.index])
        parts.append(each.assign(date=each["joined"] + pd.to_timedelta(day, unit="D"),
                                 activity=kind))
    return pd.concat(parts)
