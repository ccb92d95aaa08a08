"""How few hands the money is in: the Herfindahl–Hirschman index and the shares of the largest."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.intervals import NORMAL_95
from helpers.stats.order_lines import (
    NO_DATE, TOO_LATE, line_revenue, require_columns, set_aside_rows, zero_where_unknown,
)
from helpers.stats.periods import to_day, to_days
from helpers.stats.result import Result
from helpers.stats.small_groups import is_small
from helpers.stats.wording import counted, likely, share
from helpers.subjects.network.relations import CUSTOMER, read_relations

QUESTION = "how concentrated the money is"
POINTS = 10_000
# Of markets: the U.S. Department of Justice and the Federal Trade Commission call one of more than
# 1,800 points highly concentrated (Merger Guidelines, 2023, guideline 1), the Department one from
# 1,000 to 1,800 moderately.
MODERATE, HIGH = 0.1, 0.18
LARGEST = (1, 3, 5)
DRAWS = 300
NEARLY_NONE, ALL = 1e-9, 1 - 1e-9
FEW = 20  # below this a decimal tells something
FEWEST_ORDERS = 30
YEAR_DAYS = 365
NOBODY = "without a name to put the money to"
NO_AMOUNT = "without an amount"
NOT_POSITIVE = "parties with nothing, or less, after refunds"
TOO_EARLY = f"more than {YEAR_DAYS} days before the last day looked at"


@dataclass(frozen=True, eq=False, repr=False)
class Concentration(Result):
    """How the money is spread over customers, suppliers or others.

    Parameters
    ----------
    frame : DataFrame
        Index `measure`: `hhi`, and `top_1`, `top_3`, `top_5` (the shares of the largest one, three
        and five; 0 to 1); `value`, and where they are estimates from orders `lower`, `upper` (95%),
        NaN where they are the whole truth.
    shares : Series
        Each party's share of the money (0 to 1), the largest first; of those that are named.
    total : float
        The money they share, that of those not named included.
    noun : str
        What they are: `customer`, `supplier`, …
    people : bool
        Whether they may be people, of whom a report that is handed over tells nothing singly.
    orders : int
        How many orders the estimate is from; 0 where it is none.
    set_aside : dict of str to int
        Rows and parties left out, by reason.
    """

    frame: pd.DataFrame
    shares: pd.Series
    total: float
    noun: str
    people: bool
    orders: int
    set_aside: dict[str, int]

    @property
    def hhi(self) -> float:
        """The index from 0 to 1: 1 is a single party."""
        return float(self.frame.loc["hhi", "value"])

    @property
    def hhi_points(self) -> float:
        """The index from 0 to 10,000, as competition authorities write it."""
        return POINTS * self.hhi

    @property
    def effective_number(self) -> float:
        """How many parties of equal size would be as concentrated (Adelman, 1969)."""
        return 1 / self.hhi

    def told(self, fewest: int) -> pd.DataFrame:
        """`frame` without what would tell of fewer than so many people, or nothing at all: that
        three of three have all of the money.
        """
        largest = pd.Series({f"top_{largest}": largest for largest in LARGEST} | {"hhi": 1})
        largest = largest.reindex(self.frame.index)
        tells = (largest == 1) | ((largest <= len(self.shares)) & (self.frame["value"] < ALL))
        behind = largest.where(largest.index != "hhi", self.effective_number)
        return self.frame[tells & ~is_small(behind, fewest if self.people else 1)]

    def equal(self, format: Format = PLAIN) -> str:
        """`effective_number` in as many digits as tell something."""
        return format.number(self.effective_number, digits=int(self.effective_number < FEW))

    def headline(self, format: Format = PLAIN) -> str:
        """The largest shares, and how many equal parties that is like."""
        told = self.told(format.smallest_group)
        said = [self._top(largest, told, format) for largest in LARGEST
                if f"top_{largest}" in told.index]
        if "hhi" in told.index:
            said.append(f"that is as concentrated as {self.equal(format)} {self.noun}s of equal "
                        f"size (index {format.number(self.hhi_points)} of "
                        f"{format.number(POINTS)})")
        if not said:
            return (f"So few {self.noun}s bring most of the money that nothing is told of them "
                    "here.")
        text = "; ".join(said)
        return f"{text[0].upper()}{text[1:]}."

    def _top(self, largest: int, told: pd.DataFrame, format: Format) -> str:
        row = told.loc[f"top_{largest}"]
        spread = ("" if np.isnan(row["lower"]) else
                  f" ({likely(row['lower'], row['upper'], format)})")
        who = (f"the largest {self.noun}" if largest == 1 else
               f"the {largest} largest")
        verb = "has" if largest == 1 else "have"
        return f"{who} {verb} {share(row['value'], format)} of the money{spread}"


def concentration(
    amounts, *, by: str | None = None, us: str | None = None, whole: float | None = None,
    as_of=None, seed: int = 0,
) -> Concentration:
    """In how few hands is our money?

    Parameters
    ----------
    amounts : Series, mapping, list or DataFrame
        Money by party, as it is; or the table `orders`, whose last 365 days are an estimate of what
        is usual, so that values have an interval; or the table `network`, whose `revenue` counts.
    by : str, optional
        What to share the money among. Of orders: a column, `customer_id` by default. Of a network:
        a relation, `customer` by default, or `supplier`. Of amounts: what the parties are called,
        `party` by default.
    us : str, optional
        Of a network: the business itself, as in `network_map`; where it is not known, the targets
        of relations share the money.
    whole : float, optional
        Of amounts or a network: all the money, where those named do not share all of it. The rest
        is taken to be of many so small that none counts for the index.
    as_of : date, optional
        Of orders: the last day to look at; by default the last date in the table.
    seed : int
        Of the interval's draws.

    Returns
    -------
    Concentration

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Nobody has any money; or, from orders, there are fewer than 30.

    Notes
    -----
    The sum of squared shares: Hirschman (1964) on who was first, Rhoades (1993). Intervals draw
    whole orders with replacement: the normal bootstrap interval, of shares on log odds, its bias
    taken off (Davison and Hinkley, 1997, section 5.2), since chance alone makes shares look more
    uneven than they are. From 60 orders such intervals hold the truth in some 85 to 90 cases of
    100. Customers who did not order have no part in them.

    Examples
    --------
    >>> four_firms = concentration({"a": 30, "b": 30, "c": 20, "d": 20}, by="firm")
    >>> round(four_firms.hhi, 2), round(four_firms.hhi_points)
    (0.26, 2600)
    >>> print(four_firms.headline())
    The largest firm has 30% of the money; the 3 largest have 80% of the money; that is as \
concentrated as 3.8 firms of equal size (index 2,600 of 10,000).
    """
    if not isinstance(amounts, pd.DataFrame):
        return _of_amounts(pd.Series(amounts, dtype=float), by or "party", whole)
    if {"source", "target"} <= set(amounts.columns):
        return _of_network(amounts, by or CUSTOMER, us, whole)
    return _of_orders(amounts, by or "customer_id", as_of, seed)


def _of_amounts(
    amounts: pd.Series, noun: str, whole: float | None, set_aside: dict | None = None
) -> Concentration:
    keep, aside = set_aside_rows({NO_AMOUNT: amounts.isna().to_numpy()})
    totals = amounts[keep].groupby(level=0, sort=False).sum()
    return _found(totals, noun, whole=whole, set_aside=(set_aside or {}) | aside)


def _of_network(
    network: pd.DataFrame, relation: str, us: str | None, whole: float | None
) -> Concentration:
    require_columns(network, "network", ["relation", "revenue"])
    relations = read_relations(network, us=us, question=QUESTION)
    ends = relations.ends()
    ends = ends[ends["relation"] == relation.casefold()]
    if relations.us is not None:
        ends = ends[ends["other"] == relations.us]
    else:
        ends = ends.iloc[len(ends) // 2:]  # nobody is known to be us: the targets are the others
    amounts = pd.Series(ends["revenue"].to_numpy(), ends["node"].to_numpy())
    return _of_amounts(amounts, relation.casefold(), whole, relations.set_aside)


def _of_orders(orders: pd.DataFrame, by: str, as_of, seed: int) -> Concentration:
    require_columns(orders, "orders", ["order_date", by, "quantity", "unit_price"])
    days, money = to_days(orders["order_date"]), line_revenue(orders)
    as_of = days.max() if as_of is None else to_day(as_of)
    keep, set_aside = set_aside_rows({
        NO_DATE: days.isna().to_numpy(), TOO_LATE: (days > as_of).to_numpy(),
        TOO_EARLY: (days <= as_of - pd.Timedelta(days=YEAR_DAYS)).to_numpy(),
        NOBODY: orders[by].isna().to_numpy(), NO_AMOUNT: np.isnan(money),
    })
    party, names = pd.factorize(orders.loc[keep, by])
    order = _orders_of(orders.loc[keep], days[keep], party)
    count = int(order.max()) + 1 if len(order) else 0
    if count < FEWEST_ORDERS:
        raise NotEnoughData(QUESTION, counted(count, "order", PLAIN) + " in the last year",
                            f"at least {FEWEST_ORDERS}")
    each = pd.DataFrame({"order": order, "party": party, "money": zero_where_unknown(money[keep])})
    each = each.groupby(["order", "party"], sort=False, as_index=False)["money"].sum()
    totals = pd.Series(np.bincount(each["party"], each["money"], len(names)), names)
    noun = by.removesuffix("_id").replace("_", " ")
    found = _found(totals, noun, set_aside=set_aside, people=by == "customer_id", orders=count)
    drawn = _drawn(each, count, len(names), np.random.default_rng(seed))
    found.frame[["lower", "upper"]] = _interval(found.frame["value"].to_numpy(), drawn)
    certain = [f"top_{largest}" for largest in LARGEST if largest >= len(found.shares)]
    found.frame.loc[certain, ["lower", "upper"]] = np.nan
    return found


def _orders_of(rows: pd.DataFrame, days: pd.Series, party: np.ndarray) -> np.ndarray:
    """Each row's order; where orders have no number, a party's day is one."""
    if "order_id" in rows and rows["order_id"].notna().all():
        return pd.factorize(rows["order_id"])[0]
    return pd.DataFrame({"day": days.to_numpy(), "party": party}).groupby(
        ["day", "party"]).ngroup().to_numpy()


def _drawn(each: pd.DataFrame, orders: int, parties: int, rng) -> np.ndarray:
    """The measures of so many draws of whole orders: draws × measures."""
    order, party, money = (each[name].to_numpy() for name in ("order", "party", "money"))
    found = []
    for _ in range(DRAWS):
        often = np.bincount(rng.integers(orders, size=orders), minlength=orders)
        totals = np.bincount(party, often[order] * money, parties)
        found.append(_measures(totals[totals > 0], totals[totals > 0].sum()))
    return np.array(found)


def _interval(value: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Around each measure without the draws' bias, reaching up to it; shares by their log odds."""
    drawn = drawn[~np.isnan(drawn).any(axis=1)]
    index = _around(value[:1], drawn[:, :1]).clip(0, 1)
    shares = expit(_around(_log_odds(value[1:]), _log_odds(drawn[:, 1:])))
    lower, upper = np.hstack([index, shares])
    return np.column_stack([lower, np.maximum(upper, value)])


def _around(value: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The lower and the upper ends."""
    middle, reach = 2 * value - drawn.mean(axis=0), NORMAL_95 * drawn.std(axis=0)
    return np.stack([middle - reach, middle + reach])


def _log_odds(shares: np.ndarray) -> np.ndarray:
    return logit(np.clip(shares, NEARLY_NONE, 1 - NEARLY_NONE))


def _measures(totals: np.ndarray, whole: float) -> list[float]:
    """The index, and the shares of the largest."""
    if not len(totals):
        return [np.nan] * (1 + len(LARGEST))
    shares = totals / whole
    most = min(max(LARGEST), len(shares))
    top = np.sort(np.partition(shares, len(shares) - most)[len(shares) - most:])[::-1].cumsum()
    return [float((shares**2).sum()), *(float(top[min(n, most) - 1]) for n in LARGEST)]


def _found(totals: pd.Series, noun: str, *, set_aside: dict, whole: float | None = None,
           people: bool = False, orders: int = 0) -> Concentration:
    positive = totals[totals > 0]
    if positive.empty:
        raise NotEnoughData(QUESTION, f"no {noun} with any money", "some")
    if len(positive) < len(totals):
        set_aside = set_aside | {NOT_POSITIVE: len(totals) - len(positive)}
    whole = float(max(positive.sum(), whole or 0.0))
    names = ["hhi", *(f"top_{largest}" for largest in LARGEST)]
    frame = pd.DataFrame({"value": _measures(positive.to_numpy(), whole), "lower": np.nan,
                          "upper": np.nan}, pd.Index(names, name="measure"))
    shares = (positive / whole).sort_values(ascending=False, kind="stable")
    return Concentration(frame, shares.rename("share"), whole, noun, people, orders, set_aside)
