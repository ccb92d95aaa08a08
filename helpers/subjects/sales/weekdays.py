"""What was sold on each day that was open, and what kind of day it was."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import kruskal

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.demand_distributions import units
from helpers.stats.intervals import student_reach
from helpers.stats.order_lines import (
    NO_DATE, TOO_LATE, line_revenue, numbers, require_columns, set_aside_rows,
)
from helpers.stats.periods import WEEKDAYS, to_day, to_days
from helpers.stats.result import Result
from helpers.stats.wording import counted, share

MEASURES = ("revenue", "units")
NO_AMOUNT = "without a quantity or a price"
REFUND = "refunds (who brings something back wanted it first)"
CLOSED_YET_SOLD = "days marked as closed on which something was sold"
FEWEST_DAYS = 14
FEWEST_OF_A_KIND = 3
WEATHER = ("temperature", "rain")
CHANCE = 0.05


@dataclass(frozen=True, eq=False)
class OpenDays:
    """The open days from the first sale on.

    Parameters
    ----------
    frame : DataFrame
        Index `date`, rising; `sales`, `weekday` (0 is Monday), `event` ("" where there is none),
        `temperature`, `rain` (NaN where not known).
    set_aside : dict of str to int
        Order lines and days left out, by reason.
    """

    frame: pd.DataFrame
    set_aside: dict[str, int]


def open_days(
    orders: pd.DataFrame, context: pd.DataFrame | None = None, *, question: str,
    measure: str = "revenue", product_id: str | None = None, as_of=None,
) -> OpenDays:
    """Sales of each open day. A day that the context does not know is open if anything was sold.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Nothing was sold.
    ValueError
        Where `measure` is none of the choices.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-03-01", "2025-03-01", "2025-03-04"],
    ...                        "quantity": [2, 1, 3], "unit_price": 2.0})
    >>> open_days(orders, question="an example").frame["sales"].tolist()
    [6.0, 6.0]
    """
    if measure not in MEASURES:
        raise ValueError(f"measure is one of {', '.join(MEASURES)}; it was {measure!r}.")
    require_columns(orders, "orders", ["order_date", "quantity",
                              *(["unit_price"] if measure == "revenue" else []),
                              *(["product_id"] if product_id is not None else [])])
    days, quantity = to_days(orders["order_date"]), numbers(orders, "quantity", np.nan)
    amount = line_revenue(orders) if measure == "revenue" else quantity
    as_of = days.max() if as_of is None else to_day(as_of)
    keep, set_aside = set_aside_rows({
        NO_DATE: days.isna().to_numpy(), TOO_LATE: (days > as_of).to_numpy(),
        NO_AMOUNT: np.isnan(amount), REFUND: quantity <= 0,
    })
    sold_at_all = pd.DatetimeIndex(days[keep].unique())
    if product_id is not None:
        keep &= (orders["product_id"] == product_id).to_numpy(dtype=bool, na_value=False)
    if not keep.any():
        raise NotEnoughData(question, "no line that sold anything", "some")
    by_day = pd.Series(amount[keep]).groupby(days[keep].to_numpy()).sum().clip(lower=0)
    every = pd.date_range(by_day.index.min(), as_of, name="date")
    frame = _described(every, context)
    frame.insert(0, "sales", by_day.reindex(every, fill_value=0.0))
    said, sold = frame.pop("open"), every.isin(sold_at_all)
    is_open = np.where(said.isna(), sold, said > 0)
    wrongly = int((~is_open.astype(bool) & (frame["sales"] > 0).to_numpy()).sum())
    if wrongly:
        set_aside[CLOSED_YET_SOLD] = wrongly
    return OpenDays(frame[is_open.astype(bool)], set_aside)


def daily_sales(
    orders: pd.DataFrame, context: pd.DataFrame | None = None, *, measure: str = "revenue",
    product_id: str | None = None, as_of=None,
) -> pd.Series:
    """What did each open day bring?

    Parameters
    ----------
    orders, context, measure, product_id, as_of
        As in `weekday_profile`.

    Returns
    -------
    Series
        Money or units, by `date`, from the first sale on; refunds are not counted.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Nothing was sold.
    ValueError
        Where `measure` is none of the choices.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2025-03-01", "2025-03-01", "2025-03-04"],
    ...                        "quantity": [2, 1, 3], "unit_price": 2.0})
    >>> daily_sales(orders).tolist()
    [6.0, 6.0]
    """
    return open_days(orders, context, question="the sales of a day", measure=measure,
                     product_id=product_id, as_of=as_of).frame["sales"]


def described_day(day: pd.Timestamp, context: pd.DataFrame | None) -> pd.Series:
    """What the context says of one day: `open`, `weekday`, `event`, `temperature`, `rain`."""
    return _described(pd.DatetimeIndex([day], name="date"), context).iloc[0]


def _described(days: pd.DatetimeIndex, context: pd.DataFrame | None) -> pd.DataFrame:
    """`open` (1, 0 or NaN), `weekday`, `event` in its usual spelling, and the weather."""
    frame = pd.DataFrame({"open": np.nan, "weekday": days.day_of_week, "event": ""}, index=days)
    frame[list(WEATHER)] = np.nan
    if context is None:
        return frame
    require_columns(context, "daily_context", ["date"])
    known = context.set_axis(pd.DatetimeIndex(to_days(context["date"])))
    known = known[~known.index.duplicated()].reindex(days)
    for column in ("open", *WEATHER):
        frame[column] = numbers(known, column, np.nan)
    if "event" in known:
        frame["event"] = one_spelling(known["event"])
    return frame


def one_spelling(events: pd.Series) -> pd.Series:
    """Events without stray blanks, each in the spelling that comes first; "" for none.

    Examples
    --------
    >>> one_spelling(pd.Series(["Town fair", None, "town fair "])).tolist()
    ['Town fair', '', 'Town fair']
    """
    clean = events.astype("str").fillna("").str.strip()
    return clean.groupby(clean.str.casefold()).transform("first")


@dataclass(frozen=True, eq=False, repr=False)
class WeekdayProfile(Result):
    """An average day of each weekday.

    Parameters
    ----------
    frame : DataFrame
        Index `weekday`, in the order of the week, those with an open day; `days` (open days),
        `mean` and `median` sales of a day, `lower`, `upper` (95% interval of the mean, Student's;
        NaN with fewer than 3 days), and `against_average`: `mean` as a multiple of that of a week
        with one of each.
    measure : str
        `revenue` (in the business's currency) or `units`.
    set_aside : dict of str to int
        Order lines and days left out, by reason.
    differ : bool
        Whether weekdays differ by more than chance would have it (Kruskal and Wallis, 1952, at 5%).
    knows_open_days : bool
        Whether a table says which days were open; else those on which something was sold.
    """

    frame: pd.DataFrame
    measure: str
    set_aside: dict[str, int]
    differ: bool
    knows_open_days: bool

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        said = ["Nothing else is held fixed: a weekday with more events, or open in summer alone, "
                "has their sales too."]
        if not self.knows_open_days:
            said.append("Nothing says which days were open, so a day without a sale counts as "
                        "closed: these are averages of days on which something was sold.")
        return tuple(said)

    def headline(self, format: Format = PLAIN) -> str:
        """The busiest and the quietest weekday, if they differ."""
        known = self.frame.dropna(subset="lower").sort_values("mean", kind="stable")
        best, least = known.iloc[-1], known.iloc[0]
        mean, lower, upper, low = (self.amount(value, format) for value in (
            best["mean"], best["lower"], best["upper"], least["mean"]))
        if not self.differ:
            return (f"No weekday clearly stands out: the averages run from {low} on {least.name} "
                    f"to {mean} on {best.name}, and chance alone may bring such differences.")
        return (
            f"{best.name} is the busiest day with {mean} on average (likely {lower} to {upper}), "
            f"{share(abs(best['against_average'] - 1), format)} above an average open day; "
            f"{least.name} is the quietest with {low}."
        )

    def amount(self, value: float, format: Format) -> str:
        """Sales in words."""
        if self.measure == "revenue":
            return format.money(value)
        return f"{units(value, format)} units"


def weekday_profile(
    orders: pd.DataFrame, context: pd.DataFrame | None = None, *, measure: str = "revenue",
    product_id: str | None = None, week_start: str = "monday", as_of=None,
) -> WeekdayProfile:
    """Which weekdays are busy, and how sure is that?

    Plain averages of open days, refunds not counted. Nothing else is held fixed: a weekday that was
    open in summer alone has summer's sales. `effects` compares like with like.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `quantity`, and for revenue `unit_price` and where there is one `discount`.
    context : DataFrame, optional
        The table `daily_context`: `date`, `open`. Without it, a day without a sale was closed.
    measure : str
        `revenue` or `units`.
    product_id : str, optional
        By default all products together.
    week_start : str
        The first day of a week.
    as_of : date, optional
        The last day to look at; by default the last date in `orders`.

    Returns
    -------
    WeekdayProfile

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        With fewer than 14 open days, or fewer than two weekdays that were open three times.
    ValueError
        Where `measure` or `week_start` is none of the choices.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": pd.date_range("2025-03-03", periods=28),
    ...                        "quantity": [8, 9, 8, 10, 12, 20, 10] * 4, "unit_price": 2.0})
    >>> profile = weekday_profile(orders)
    >>> profile.frame.loc["Saturday", ["days", "mean"]].tolist()
    [4.0, 40.0]
    >>> print(profile.headline())
    Saturday is the busiest day with 40.00 on average (likely 40.00 to 40.00), 82% above an \
average open day; Monday is the quietest with 16.00.
    """
    if week_start not in WEEKDAYS:
        raise ValueError(f"week_start is one of {', '.join(WEEKDAYS)}; it was {week_start!r}.")
    question = "a profile of the week"
    days = open_days(orders, context, question=question, measure=measure, product_id=product_id,
                     as_of=as_of)
    if len(days.frame) < FEWEST_DAYS:
        raise NotEnoughData(question, counted(len(days.frame), "open day", PLAIN),
                            f"at least {FEWEST_DAYS}")
    frame = days.frame.groupby("weekday")["sales"].agg(
        days="count", mean="mean", median="median", spread="std")
    spread = frame.pop("spread").where(frame["days"] >= FEWEST_OF_A_KIND)
    if spread.notna().sum() < 2:
        raise NotEnoughData(question, "fewer than two weekdays that were open three times",
                            "at least two")
    reach = student_reach(spread / np.sqrt(frame["days"]), frame["days"] - 1)
    frame.insert(2, "lower", frame["mean"] - reach)
    frame.insert(3, "upper", frame["mean"] + reach)
    frame["against_average"] = frame["mean"] / frame["mean"].mean()
    start = WEEKDAYS.index(week_start)
    frame = frame.loc[sorted(frame.index, key=lambda weekday: (weekday - start) % 7)]
    frame.index = pd.Index([WEEKDAYS[day].capitalize() for day in frame.index], name="weekday")
    return WeekdayProfile(frame, measure, days.set_aside, _differ(days.frame),
                          context is not None)


def _differ(days: pd.DataFrame) -> bool:
    """Whether weekdays open often enough differ by more than chance would have it."""
    groups = [sales for _, sales in days.groupby("weekday")["sales"]
              if len(sales) >= FEWEST_OF_A_KIND]
    if len(np.unique(np.concatenate(groups))) == 1:
        return False
    return bool(kruskal(*groups).pvalue < CHANCE)
