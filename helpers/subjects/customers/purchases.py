"""What customers paid for and when, whether they order or subscribe."""

import pandas as pd

from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.cohorts import subscription_activity


def activity(
    orders: pd.DataFrame | None = None,
    subscriptions: pd.DataFrame | None = None,
    *,
    period: str = "month",
) -> pd.DataFrame:
    """What did customers pay for, and when?

    Parameters
    ----------
    orders, subscriptions : DataFrame, optional
        The business's tables, as far as it has them. Orders count where there are any; else the
        fees of the subscriptions, as `subscription_activity` says.
    period : str
        How often a fee falls due: `week`, or by the month for longer periods.

    Returns
    -------
    DataFrame
        Order lines.

    Raises
    ------
    NotEnoughData
        There is neither.

    Examples
    --------
    >>> fees = activity(subscriptions=pd.DataFrame({
    ...     "customer_id": ["ann"], "start_date": ["2025-01-10"], "end_date": ["2025-02-20"],
    ...     "plan": ["Basic"], "monthly_fee": [20.0]}))
    >>> fees["order_date"].dt.strftime("%d %b").tolist()
    ['10 Jan', '10 Feb']
    """
    if orders is not None:
        return orders
    if subscriptions is not None:
        return subscription_activity(subscriptions, period=period)
    raise NotEnoughData("what customers paid for", "neither orders nor subscriptions",
                        "one of the two tables")
