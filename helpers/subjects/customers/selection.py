"""Parts of a business's data: one kind of customer, a window of cohorts."""

from dataclasses import replace

import pandas as pd

from helpers.core.problems import NotEnoughData
from helpers.stats.periods import to_days
from helpers.subjects.customers.cohorts import Retention


def customer_kinds(
    *,
    orders: pd.DataFrame | None = None,
    subscriptions: pd.DataFrame | None = None,
    customers: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What kinds of customers are there?

    A kind does not change with time, so that a cohort keeps its members: the channel is that of a
    customer's first order, the plan the one they started on.

    Parameters
    ----------
    orders, subscriptions, customers : DataFrame, optional
        The business's tables, as far as it has them.

    Returns
    -------
    DataFrame
        One row per customer (index `customer_id`); the columns `segment`, `plan`, `channel`, as far
        as anything is known of them.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["ann", "bob", "ann"], "channel": ["shop", "web", "web"],
    ...     "order_date": ["2025-01-05", "2025-01-09", "2025-02-01"]})
    >>> customer_kinds(orders=orders)["channel"].to_dict()
    {'ann': 'shop', 'bob': 'web'}
    """
    known = {
        "segment": _value_of_first(customers, "segment", None),
        "plan": _value_of_first(subscriptions, "plan", "start_date"),
        "channel": _value_of_first(orders, "channel", "order_date"),
    }
    columns = {name: values for name, values in known.items() if len(values)}
    return pd.DataFrame(columns).rename_axis("customer_id")


def of_kind(orders: pd.DataFrame, kinds: pd.DataFrame, kind: str, value: str) -> pd.DataFrame:
    """The order lines of one kind of customer.

    Parameters
    ----------
    orders : DataFrame
        With `customer_id`.
    kinds : DataFrame
        From `customer_kinds`.
    kind, value : str
        One of its columns, and what stands there.

    Raises
    ------
    NotEnoughData
        Where no line is by such a customer.

    Examples
    --------
    >>> orders = pd.DataFrame({"customer_id": ["ann", "bob", "ann"], "quantity": [1, 2, 3]})
    >>> kinds = pd.DataFrame({"segment": ["trade", "home"]}, index=["ann", "bob"])
    >>> of_kind(orders, kinds, "segment", "trade")["quantity"].tolist()
    [1, 3]
    """
    chosen = kinds.index[kinds[kind] == value] if kind in kinds else []
    lines = orders[orders["customer_id"].isin(chosen)]
    if lines.empty:
        raise NotEnoughData(f"the {kind} {value}", "no purchases by such a customer", "some")
    return lines


def last_day(
    *, orders: pd.DataFrame | None = None, subscriptions: pd.DataFrame | None = None
) -> pd.Timestamp:
    """The last date in the table: the day up to which the data are taken to be complete.

    Examples
    --------
    >>> last_day(orders=pd.DataFrame({"order_date": ["2025-01-05", "2025-03-09"]}))
    Timestamp('2025-03-09 00:00:00')
    """
    if orders is not None:
        return to_days(orders["order_date"]).max()
    dates = [subscriptions[name] for name in ("start_date", "end_date") if name in subscriptions]
    return max(day for day in (to_days(column).max() for column in dates) if pd.notna(day))


def cohorts_between(retention: Retention, first=None, last=None) -> Retention:
    """Only the cohorts from the one that holds the day `first` to the one that holds `last`.

    Parameters
    ----------
    retention : Retention
        From `cohort_retention`.
    first, last : date, optional
        By default the first and the last cohort there are.

    Raises
    ------
    NotEnoughData
        Where no period after the first has ended yet for any of them.

    Examples
    --------
    >>> from helpers.subjects.customers.cohorts import cohort_retention
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["ann", "bob", "ann", "bob", "cas", "cas"],
    ...     "order_date": ["2025-01-09", "2025-02-20", "2025-02-11", "2025-03-14", "2025-03-05",
    ...                    "2025-04-30"],
    ... })
    >>> later = cohorts_between(cohort_retention(orders), first="2025-02-01")
    >>> later.sizes.index.astype(str).tolist()
    ['2025-02', '2025-03']
    """
    cohorts = retention.counts.index
    start, end = (
        cohorts[place] if day is None else pd.Period(day, freq=cohorts.freq)
        for place, day in ((0, first), (-1, last))
    )
    kept = (cohorts >= start) & (cohorts <= end)
    counts = retention.counts[kept].dropna(axis=1, how="all")
    if 1 not in counts:
        raise NotEnoughData(
            "the cohorts chosen",
            f"no {retention.period} after the first purchase that has ended",
            f"at least one cohort known for a {retention.period} longer",
        )
    rates, revenue = (table.loc[kept, counts.columns]
                      for table in (retention.rates, retention.revenue))
    return replace(retention, counts=counts, rates=rates, revenue=revenue,
                   sizes=retention.sizes[kept])


def _value_of_first(table: pd.DataFrame | None, column: str, date: str | None) -> pd.Series:
    """A column's value in each customer's first row by date (last row where there is no date)."""
    if table is None or column not in table or "customer_id" not in table:
        return pd.Series(dtype="str")
    rows = table[["customer_id", column, *([date] if date else [])]].dropna()
    if date:
        rows = rows.assign(**{date: to_days(rows[date])}).sort_values(date, kind="stable")
    keep = "first" if date else "last"
    return rows.drop_duplicates("customer_id", keep=keep).set_index("customer_id")[column]
