"""Subscriptions made ready: each customer's unbroken time under contract."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.problems import DataProblems, NotEnoughData, Problem
from helpers.stats.order_lines import require_columns, numbers, set_aside_rows
from helpers.stats.periods import to_day, to_days

NO_CUSTOMER = "without a customer"
NO_START = "without a start date"
NOT_YET = "starting after the last day looked at"
MERGED = "joined to the subscription before (a change of plan or a renewal)"

ONE_DAY = pd.Timedelta(days=1)
FIRST_SPREADSHEET_ROW = 2


@dataclass(frozen=True, eq=False)
class Subscriptions:
    """Checked subscriptions, or the unbroken terms made from them.

    Parameters
    ----------
    frame : DataFrame
        `customer_id`, `start`, `end` (missing while it runs on `as_of`), `plan`, `monthly_fee`,
        and what other columns the table had; sorted by customer and start.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out or joined to others, by reason.
    """

    frame: pd.DataFrame
    as_of: pd.Timestamp
    set_aside: dict[str, int]


def checked_subscriptions(subscriptions: pd.DataFrame, *, as_of=None) -> Subscriptions:
    """Every subscription that had started by `as_of`; one that ends later is still running.

    Raises
    ------
    DataProblems
        Where a column is missing, or a subscription ends before it starts.
    NotEnoughData
        Where there is no subscription at all.
    """
    require_columns(subscriptions, "subscriptions", ["customer_id", "start_date"])
    frame = subscriptions.assign(
        start=to_days(subscriptions["start_date"]),
        end=to_days(subscriptions.get("end_date", pd.Series(pd.NaT, subscriptions.index))),
        plan=subscriptions.get("plan", pd.Series(np.nan, subscriptions.index, dtype=object)),
        monthly_fee=numbers(subscriptions, "monthly_fee", np.nan),
    )
    _refuse_backward(frame)
    as_of = frame[["start", "end"]].max().max() if as_of is None else to_day(as_of)
    keep, set_aside = set_aside_rows({
        NO_CUSTOMER: frame["customer_id"].isna().to_numpy(),
        NO_START: frame["start"].isna().to_numpy(),
        NOT_YET: (frame["start"] > as_of).to_numpy(),
    })
    if not keep.any():
        raise NotEnoughData("an answer from contracts", "no subscription that has started", "some")
    frame = frame[keep].sort_values(["customer_id", "start"], kind="stable", ignore_index=True)
    frame["end"] = frame["end"].where(frame["end"] <= as_of)
    return Subscriptions(frame, as_of, set_aside)


def unbroken_terms(subscriptions: pd.DataFrame, *, as_of=None) -> Subscriptions:
    """Each customer's unbroken times under contract, the first row's details kept.

    A subscription that starts no later than the day after the one before it ended carries on the
    same term: a change of plan is not a customer lost.
    """
    table = checked_subscriptions(subscriptions, as_of=as_of)
    frame = table.frame
    until = frame["end"].fillna(table.as_of + ONE_DAY)
    until_before = until.groupby(frame["customer_id"]).cummax().shift()
    new_customer = frame["customer_id"].ne(frame["customer_id"].shift())
    new_term = new_customer | (frame["start"] > until_before + ONE_DAY)
    terms = frame[new_term].reset_index(drop=True)
    last = until.groupby(new_term.cumsum().to_numpy()).max().to_numpy()
    terms["end"] = pd.Series(last).where(last <= table.as_of)
    set_aside = dict(table.set_aside)
    if len(terms) < len(frame):
        set_aside[MERGED] = len(frame) - len(terms)
    return Subscriptions(terms, table.as_of, set_aside)


def _refuse_backward(frame: pd.DataFrame) -> None:
    backward = np.flatnonzero(frame["end"] < frame["start"])
    if not len(backward):
        return
    example = frame.iloc[backward[0]]
    raise DataProblems([Problem(
        file="subscriptions", column="end_date", count=len(backward),
        rows=tuple(int(row) + FIRST_SPREADSHEET_ROW for row in backward[:5]),
        found=f"a start on {example.start:%Y-%m-%d} and an end on {example.end:%Y-%m-%d}",
        expected="an end on or after the start",
        remedy="Correct one of the two dates, or empty the end date of one that still runs.",
    )])
