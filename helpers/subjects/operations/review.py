"""How the daily work runs: what comes back, how full the busiest week is, what it all costs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.intervals import square_and_add, wilson
from helpers.stats.order_lines import require_columns, numbers
from helpers.stats.periods import last_finished, to_day, to_days
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined, likely, share
from helpers.subjects.finance.accounts import RUNNING_COSTS, Books, in_words, monthly_books

QUESTION = "an operational review"
YEAR, WEEKS, FEWEST_WEEKS, FEWEST_LINES = 12, 52, 8, 30
SHARE, TIMES, DAYS, MONEY = "share", "times", "days", "money"
NO_REFUNDS = "no line of the orders is a refund: there were none, or they are not written down"

MEASURES = {
    "refunds": ("refunds", SHARE, "refund lines ÷ lines sold, over the last twelve months"),
    "busiest_week": ("the busiest week", TIMES,
                     "orders in the busiest of the last 52 weeks ÷ orders in the middle one"),
    "running_costs": ("running costs", SHARE, "(payroll + rent + marketing + other operating "
                      "costs) ÷ revenue, over the months"),
    "days_of_stock": ("days of stock", DAYS,
                      "average month-end inventory ÷ cost of goods × days, over the months"),
    "revenue_per_person": ("revenue per person and month", MONEY,
                           "revenue ÷ average headcount ÷ months"),
}


@dataclass(frozen=True, eq=False, repr=False)
class OperationalReview(Result):
    """A few measures of the daily work, each against the year before.

    Parameters
    ----------
    frame : DataFrame
        Index `measure`, those that can be told: `label`, `value`, `unit` (share, times, days,
        money), `lower` and `upper` (95% interval of what is counted; NaN otherwise), `year_ago`,
        `change` with `change_lower` and `change_upper` (NaN where not known), `formula`, `based_on`
        (in words) and `note`.
    missing : dict of str to str
        Measures that cannot be told, and what they would take.
    """

    frame: pd.DataFrame
    missing: dict[str, str]

    @property
    def refunds_moved(self) -> str:
        """`more` or `fewer` refunds than the year before by more than chance, or nothing."""
        if "refunds" not in self.frame.index:
            return ""
        row = self.frame.loc["refunds"]
        return ("more" if row["change_lower"] > 0 else
                "fewer" if row["change_upper"] < 0 else "")

    def in_words(self, format: Format = PLAIN) -> pd.DataFrame:
        """Each measure as a reader reads it.

        Index `measure` (its label); `now`, `a year ago` and `based on`, all in words.
        """
        rows = [{
            "measure": f"{row['label'][0].upper()}{row['label'][1:]}",
            "now": _with_interval(row, format),
            "a year ago": "" if np.isnan(row["year_ago"]) else _said(row, row["year_ago"], format),
            "based on": row["based_on"],
        } for _, row in self.frame.iterrows()]
        columns = ["measure", "now", "a year ago", "based on"]
        return pd.DataFrame(rows, columns=columns).set_index("measure")

    def headline(self, format: Format = PLAIN) -> str:
        """The measures there are, and the year before."""
        parts = []
        for _, row in self.frame.iterrows():
            before = ("" if np.isnan(row["year_ago"])
                      else f" (a year before {_said(row, row['year_ago'], format)})")
            parts.append(f"{row['label']} {_said(row, row['value'], format)}{before}")
        moved = {"more": " More comes back than a year before, beyond chance.",
                 "fewer": " Less comes back than a year before, beyond chance.", "": ""}
        return f"Day to day: {joined(parts)}.{moved[self.refunds_moved]}"


def operational_review(
    *, orders: pd.DataFrame | None = None, finances: pd.DataFrame | None = None, as_of=None
) -> OperationalReview:
    """How does the daily work run, against a year ago?

    Parameters
    ----------
    orders : DataFrame, optional
        `order_date`, and where known `quantity` (a refund is negative) and `order_id`.
    finances : DataFrame, optional
        `month`, `account`, `amount`.
    as_of : date, optional
        The last day to look at; by default the last date in each table.

    Returns
    -------
    OperationalReview

    Raises
    ------
    NotEnoughData
        Not one measure can be told.

    Notes
    -----
    Refunds have Wilson's interval (1927), their change that of Newcombe (1998, method 10). Nothing
    has a band: what is usual differs too much from trade to trade, so compare with yourself.

    Examples
    --------
    >>> finances = pd.DataFrame({"month": ["2025-01"] * 3, "amount": [1000.0, 300.0, 100.0],
    ...                          "account": ["revenue", "payroll", "rent"]})
    >>> operational_review(finances=finances).headline()
    'Day to day: running costs 40%.'
    """
    rows, missing = {}, {}
    for table, tell in ((orders, _from_orders), (finances, _from_finances)):
        told, lacking = tell(table, as_of)
        rows |= told
        missing |= lacking
    if not rows:
        raise NotEnoughData(QUESTION, "no measure that can be told",
                            "orders of a few weeks, or revenue and costs")
    order = [name for name in MEASURES if name in rows]
    frame = pd.DataFrame([_row(name, **rows[name]) for name in order],
                         index=pd.Index(order, name="measure"))
    return OperationalReview(frame, {name: missing[name] for name in MEASURES if name in missing})


def _row(name: str, value: float, based_on: str, *, spread=(np.nan, np.nan), year_ago=np.nan,
         change=(np.nan, np.nan), note: str = "") -> dict:
    label, unit, formula = MEASURES[name]
    return {"label": label, "value": value, "unit": unit, "lower": spread[0], "upper": spread[1],
            "year_ago": year_ago, "change": value - year_ago, "change_lower": change[0],
            "change_upper": change[1], "formula": formula, "based_on": based_on, "note": note}


def _from_orders(orders: pd.DataFrame | None, as_of) -> tuple[dict, dict]:
    names = ("refunds", "busiest_week")
    if orders is None:
        return {}, dict.fromkeys(names, "no orders")
    require_columns(orders, "orders", ["order_date"])
    days = to_days(orders["order_date"])
    as_of = days.max() if as_of is None else to_day(as_of)
    known = (days <= as_of).to_numpy()
    quantity = numbers(orders, "quantity", 1.0)
    rows, missing = {}, {}
    for name, tell in zip(names, (_refunds, _busiest_week)):
        told = tell(orders[known], days[known], quantity[known], as_of)
        if isinstance(told, str):
            missing[name] = told
        else:
            rows[name] = told
    return rows, missing


def _refunds(orders, days: pd.Series, quantity: np.ndarray, as_of: pd.Timestamp) -> dict | str:
    start = as_of - pd.DateOffset(years=1)
    now, before = (days > start).to_numpy(), (days <= start).to_numpy() & (
        days > start - pd.DateOffset(years=1)).to_numpy()
    counts = [((quantity[part] < 0).sum(), (quantity[part] > 0).sum()) for part in (now, before)]
    (back, sold), (back_then, sold_then) = counts
    if sold < FEWEST_LINES:
        return f"fewer than {FEWEST_LINES} lines sold in a year"
    if not (quantity < 0).any():
        return NO_REFUNDS
    value, *spread = _share(back, sold)
    told = {"value": value, "spread": spread, "based_on": f"{PLAIN.number(sold)} lines sold"}
    whole_year = days.min() <= start - pd.DateOffset(years=1) + pd.DateOffset(months=1)
    if sold_then < FEWEST_LINES or not whole_year:
        return told
    value_then, *spread_then = _share(back_then, sold_then)
    _, *change = square_and_add((value, *spread), (value_then, *spread_then))
    return told | {"year_ago": value_then, "change": tuple(map(float, change))}


def _share(part: int, whole: int) -> tuple[float, float, float]:
    part = min(part, whole)
    return (float(part / whole), *(limit.item() for limit in wilson([part], [whole])))


def _busiest_week(orders, days: pd.Series, quantity: np.ndarray, as_of: pd.Timestamp) -> dict | str:
    last = last_finished(as_of, "W-SUN")
    bought = pd.DataFrame({"day": days})[quantity > 0]
    if "order_id" in orders:
        bought = bought[~orders["order_id"][quantity > 0].duplicated()]
    weeks = bought["day"].dt.to_period("W-SUN")
    counts = weeks.value_counts()
    first = max(last - WEEKS + 1, weeks.min() + 1) if len(weeks) else last
    whole = pd.period_range(first, last, freq="W-SUN")
    if len(whole) < FEWEST_WEEKS:
        return f"fewer than {FEWEST_WEEKS} whole weeks"
    counts = counts.reindex(whole, fill_value=0)
    middle = counts.median()
    if middle == 0:
        return "orders in most weeks"
    return {"value": float(counts.max() / middle),
            "based_on": counted(len(whole), "week", PLAIN),
            "note": f"{counted(counts.max(), 'order', PLAIN)} in the week of "
                    f"{PLAIN.date(counts.idxmax().start_time)}"}


def _from_finances(finances: pd.DataFrame | None, as_of) -> tuple[dict, dict]:
    names = ("running_costs", "days_of_stock", "revenue_per_person")
    if finances is None:
        return {}, dict.fromkeys(names, "no finances")
    books = monthly_books(finances, question=QUESTION, as_of=as_of)
    running = books.known(RUNNING_COSTS)
    plans = {
        "running_costs": (["revenue"], running, lambda part: _over(
            part[running].to_numpy().sum(), part["revenue"].sum())),
        "days_of_stock": (["inventory", "cost_of_goods"], [], lambda part: _over(
            part["inventory"].mean() * part.index.days_in_month.to_numpy().sum(),
            part["cost_of_goods"].sum())),
        "revenue_per_person": (["revenue", "headcount"], [], lambda part: _over(
            part["revenue"].mean(), part["headcount"].mean())),
    }
    rows, missing = {}, {}
    for name, (needs, adds_up, measure) in plans.items():
        absent = [in_words(account) for account in needs if not books.has(account)]
        if name == "running_costs" and not running:
            absent.append("running costs")
        told = {} if absent else _by_months(books, needs, adds_up, measure)
        if told:
            rows[name] = told
        else:
            missing[name] = f"no {joined(absent) or 'month with all it takes'} in the finances"
    return rows, missing


def _over(top: float, bottom: float) -> float:
    return float(top / bottom) if bottom > 0 else np.nan


def _by_months(books: Books, needs: list[str], adds_up: list[str], measure: Callable) -> dict:
    """A measure over the last twelve months with all it needs, and the twelve before."""
    whole = books.frame[[*needs, *adds_up]].dropna(subset=needs).fillna(0.0)
    if whole.empty:
        return {}
    last = whole.index[-1]
    now = whole[whole.index > last - YEAR]
    before = whole[(whole.index > last - 2 * YEAR) & (whole.index <= last - YEAR)]
    value = measure(now)
    return {} if np.isnan(value) else {
        "value": value, "based_on": counted(len(now), "month", PLAIN),
        "year_ago": measure(before) if len(before) == YEAR else np.nan}


def _said(row, value: float, format: Format) -> str:
    if row["unit"] == SHARE:
        return share(value, format)
    if row["unit"] == MONEY:
        return format.money(value)
    if row["unit"] == DAYS:
        return counted(round(value), "day", format)
    return f"{format.number(value, digits=1)} times a usual one"


def _with_interval(row, format: Format) -> str:
    said = _said(row, row["value"], format)
    if np.isnan(row["lower"]):
        return said
    return f"{said} ({likely(row['lower'], row['upper'], format)})"
