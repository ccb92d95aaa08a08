"""What the business's own sales say about the ways it could grow."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.intervals import NORMAL_95, mean_interval, wilson
from helpers.analysis.lines import CustomerLines, customer_lines, needed, numbers
from helpers.analysis.periods import to_day, to_days
from helpers.analysis.result import Result
from helpers.analysis.sales import monthly_sales
from helpers.analysis.small_groups import few
from helpers.analysis.wording import counted, joined, likely, share
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

QUESTION = "signals on how to grow"
FEWEST = 30
FEWEST_MONTHS = 6
REPEAT_DAYS = 90
YEAR = pd.Timedelta(days=365)
TOP_SHARE = 0.1
NAMED = 3
TELLING = ("trend", "repeat_rate", "top_tenth_share", "beyond_home_share", "new_customer_share",
           "basket_breadth", "customer_concentration")
SHARE, RATIO, COUNT, INDEX = "share", "change", "number per customer", "index from 0 to 1"


@dataclass(frozen=True)
class Signal:
    """One signal's definition: its unit, what it is, and how a sentence says it."""

    unit: str
    meaning: str
    sentence: str


SIGNALS = {
    "repeat_rate": Signal(
        SHARE, f"share of known customers who bought again within {REPEAT_DAYS} days of their "
        "first day",
        "{value} of known customers buy again within 90 days ({likely})"),
    "top_tenth_share": Signal(
        SHARE, "share of known customers' revenue in the last year that came from the top tenth "
        "of them",
        "the top tenth of known customers bring {value} of their revenue ({likely})"),
    "customer_concentration": Signal(
        INDEX, "Herfindahl index of the last year's revenue over known customers: 1 is a single "
        "customer, 0.01 is like a hundred of equal size",
        "revenue is as concentrated as with {equals} customers of equal size"),
    "basket_breadth": Signal(
        COUNT, "different categories (products where there are none) a customer bought in the last "
        "year",
        "a customer buys {value} of {available} {kinds} ({likely})"),
    "beyond_home_share": Signal(
        SHARE, "share of the last year's orders (customers, by their region) outside the largest "
        "country or region",
        "{value} of {based_on} are from beyond {home} ({likely})"),
    "new_customer_share": Signal(
        SHARE, "share of the last year's customers who had not bought before",
        "{value} of the last year's customers were new ({likely})"),
    "trend": Signal(
        RATIO, "change of monthly revenue against the same month a year before, over the last year",
        "revenue is {value} {moved} on the year before ({likely})"),
}


@dataclass(frozen=True, eq=False, repr=False)
class AnsoffSignals(Result):
    """What sales say about growth, each with a 95% interval.

    Parameters
    ----------
    frame : DataFrame
        Index `signal`; `value`, `lower`, `upper`, `unit`, `based_on` (in words), `meaning`, and
        `smallest_part`: the customers or orders in the smallest group the value tells of (NaN where
        it tells of none). Only the signals that the data can tell. Each is an attribute too
        (`signals.repeat_rate`), NaN
        where the data cannot tell.
    left_out : dict of str to str
        Signals that the data cannot tell, and why.
    kinds, available_kinds : str, int
        What breadth counts (`categories` or `products`), and how many were sold.
    home : str
        The largest country or region; empty where not known.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines left out of what is said about customers, by reason.
    """

    frame: pd.DataFrame
    left_out: dict[str, str]
    kinds: str
    available_kinds: int
    home: str
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def repeat_rate(self) -> float:
        return self._value("repeat_rate")

    @property
    def top_tenth_share(self) -> float:
        return self._value("top_tenth_share")

    @property
    def customer_concentration(self) -> float:
        return self._value("customer_concentration")

    @property
    def basket_breadth(self) -> float:
        return self._value("basket_breadth")

    @property
    def basket_breadth_share(self) -> float:
        """Breadth as a share of all there was to buy."""
        return self.basket_breadth / self.available_kinds if self.available_kinds else np.nan

    @property
    def beyond_home_share(self) -> float:
        return self._value("beyond_home_share")

    @property
    def new_customer_share(self) -> float:
        return self._value("new_customer_share")

    @property
    def trend(self) -> float:
        return self._value("trend")

    def told(self, fewest: int) -> pd.DataFrame:
        """`frame` without the signals that would tell of fewer than so many people."""
        return self.frame[~few(self.frame["smallest_part"].fillna(0), fewest)]

    def sentences(self, format: Format = PLAIN) -> dict[str, str]:
        """Each signal in words."""
        return {name: self._sentence(name, format)
                for name in self.told(format.smallest_group).index}

    def headline(self, format: Format = PLAIN) -> str:
        """The most telling signals, and what is not known."""
        told = self.told(format.smallest_group).index
        known = [name for name in TELLING if name in told][:NAMED]
        if not known:
            return f"Every signal is of fewer than {format.smallest_group} people."
        said = joined([self._sentence(name, format) for name in known])
        text = f"{said[0].upper()}{said[1:]}."
        if self.left_out:
            text += f" Not known: {joined([name.replace('_', ' ') for name in self.left_out])}."
        return text

    def _value(self, name: str) -> float:
        return float(self.frame["value"].get(name, np.nan))

    def _sentence(self, name: str, format: Format) -> str:
        row = self.frame.loc[name]
        spread = likely(row["lower"], row["upper"], format)
        value = share(abs(row["value"]), format)
        if row["unit"] == COUNT:
            value = format.number(row["value"], digits=1)
            spread = "likely {} to {}".format(
                *(format.number(row[end], digits=1) for end in ("lower", "upper")))
        return SIGNALS[name].sentence.format(
            value=value, likely=spread, home=self.home, kinds=self.kinds,
            available=format.number(self.available_kinds), based_on=row["based_on"],
            moved="up" if row["value"] >= 0 else "down",
            equals=format.number(1 / row["value"]) if row["value"] > 0 else "",
        )


def ansoff_signals(
    orders: pd.DataFrame, customers: pd.DataFrame | None = None,
    products: pd.DataFrame | None = None, *, as_of=None,
) -> AnsoffSignals:
    """What do our own sales say about the ways we could grow?

    Parameters
    ----------
    orders : DataFrame
        `order_date`, and where known `order_id`, `customer_id`, `product_id`, `quantity`,
        `unit_price`, `discount`, `country`. A missing column leaves out what it is needed for.
    customers : DataFrame, optional
        `customer_id` and `region`, for geography where orders name no country.
    products : DataFrame, optional
        `product_id` and `category`; without it breadth counts products.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`.

    Returns
    -------
    AnsoffSignals

    Raises
    ------
    DataProblems
        Where the orders have no dates.
    NotEnoughData
        Where not one signal can be told: that takes 30 customers, 30 orders that name a country, or
        18 months of revenue.

    Notes
    -----
    Shares have Wilson's interval (1927), the share of the top tenth that of Beach and Davidson
    (1983); concentration (Herfindahl, 1950; Hirschman, 1945) has the delta method on logs, breadth
    the mean's normal interval. Where a few customers dwarf the rest, the two of concentration are
    somewhat too narrow. The trend is the mean of twelve yearly changes of log revenue, month
    by month, with Student's interval; months that move together make it too narrow.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": list(range(40)) + list(range(10)),
    ...     "order_date": ["2025-01-10"] * 40 + ["2025-02-10"] * 10,
    ... })
    >>> signals = ansoff_signals(orders, as_of="2025-06-30")
    >>> signals.repeat_rate
    0.25
    >>> signals.left_out["trend"]
    'it needs quantities and prices'
    """
    needed(orders, "orders", ["order_date"])
    days = to_days(orders["order_date"])
    if days.notna().sum() == 0:
        raise NotEnoughData(QUESTION, "no order with a date", "at least 30 orders")
    as_of = days.max() if as_of is None else to_day(as_of)
    found = _Found(as_of)
    try:
        lines = customer_lines(orders, question=QUESTION, as_of=as_of)
    except NotEnoughData:
        lines = None
    found.add_all_of_customers(lines, products)
    where = orders[[name for name in ("order_id", "quantity", "country") if name in orders]]
    found.add_geography(where[(days <= as_of) & (days > as_of - YEAR)], lines, customers)
    found.add_trend(orders)
    if not found.rows:
        raise NotEnoughData(
            QUESTION, f"{counted(len(orders), 'order line', PLAIN)}, too few for any signal",
            f"at least {FEWEST} customers, {FEWEST} orders with a country or 18 months of revenue",
        )
    columns = ["value", "lower", "upper", "based_on", "smallest_part"]
    frame = pd.DataFrame.from_dict(found.rows, orient="index", columns=columns)
    frame = frame.reindex([name for name in SIGNALS if name in found.rows])
    for column in ("unit", "meaning"):
        frame[column] = [getattr(SIGNALS[name], column) for name in frame.index]
    frame = frame[["value", "lower", "upper", "unit", "based_on", "meaning", "smallest_part"]]
    return AnsoffSignals(
        frame=frame.rename_axis("signal"),
        left_out={name: found.left_out[name] for name in SIGNALS if name in found.left_out},
        kinds=found.kinds, available_kinds=found.available_kinds, home=found.home, as_of=as_of,
        set_aside={} if lines is None else lines.set_aside,
    )


class _Found:
    """The signals found so far, and why others are left out."""

    def __init__(self, as_of: pd.Timestamp):
        self.as_of = as_of
        self.rows: dict[str, tuple] = {}
        self.left_out: dict[str, str] = {}
        self.kinds, self.available_kinds, self.home = "products", 0, ""

    def add_all_of_customers(self, lines: CustomerLines | None, products) -> None:
        """What takes known customers."""
        if lines is None:
            for name in ("repeat_rate", "top_tenth_share", "customer_concentration",
                         "basket_breadth", "new_customer_share"):
                self.left_out[name] = "it needs purchases by known customers"
            return
        visits = lines.visits()
        recent = lines.frame[lines.frame["day"] > self.as_of - YEAR]
        self._add_repeat_rate(visits)
        self._add_concentration(lines, recent)
        self._add_breadth(recent[recent["bought"]], products)
        self._add_new_customers(visits)

    def _add_repeat_rate(self, visits: pd.DataFrame) -> None:
        first = visits.drop_duplicates("customer").set_index("customer")["day"]
        second = visits[visits["customer"].duplicated()].drop_duplicates("customer")
        gap = (second.set_index("customer")["day"] - first).dt.days
        known = first <= self.as_of - pd.Timedelta(days=REPEAT_DAYS)
        self._add_share("repeat_rate", int((gap[known] <= REPEAT_DAYS).sum()), int(known.sum()),
                        f"customer who first bought {REPEAT_DAYS} days ago or earlier",
                        f"customers who first bought {REPEAT_DAYS} days ago or earlier")

    def _add_concentration(self, lines: CustomerLines, recent: pd.DataFrame) -> None:
        names = ("top_tenth_share", "customer_concentration")
        spent = recent.groupby("customer")["revenue"].sum()
        spent = spent[spent > 0].to_numpy()
        if not lines.has_revenue:
            self.left_out |= dict.fromkeys(names, "it needs quantities and prices")
        elif len(spent) < FEWEST:
            self.left_out |= dict.fromkeys(names, _too_few(len(spent)))
        else:
            based_on = counted(len(spent), "customer", PLAIN)
            self.rows["top_tenth_share"] = (*top_share(spent), based_on, TOP_SHARE * len(spent))
            index = concentration(spent)
            self.rows["customer_concentration"] = (*index, based_on, 1 / index[0])

    def _add_breadth(self, bought: pd.DataFrame, products: pd.DataFrame | None) -> None:
        if bought["product_id"].isna().all():
            self.left_out["basket_breadth"] = "it needs products in the orders"
            return
        kind = bought["product_id"]
        if products is not None and {"product_id", "category"} <= set(products.columns):
            table = products.drop_duplicates("product_id").set_index("product_id")["category"]
            kind, self.kinds = kind.map(table), "categories"
        each = kind.groupby(bought["customer"].to_numpy()).nunique()
        each = each[each > 0]
        if len(each) < FEWEST:
            self.left_out["basket_breadth"] = _too_few(len(each))
            return
        self.available_kinds = int(kind.nunique())
        reach = NORMAL_95 * each.std() / np.sqrt(len(each))
        self.rows["basket_breadth"] = (
            each.mean(), max(each.mean() - reach, 1.0), each.mean() + reach,
            counted(len(each), "customer", PLAIN), len(each))

    def _add_new_customers(self, visits: pd.DataFrame) -> None:
        start = self.as_of - YEAR
        if visits["day"].min() > start - YEAR:
            self.left_out["new_customer_share"] = (
                "it needs a year of orders before the last year, to tell who is new")
            return
        active = visits.groupby("customer")["day"].agg(["min", "max"])
        active = active[active["max"] > start]
        self._add_share("new_customer_share", int((active["min"] > start).sum()), len(active),
                        "customer of the last year")

    def add_geography(self, recent: pd.DataFrame, lines: CustomerLines | None, customers) -> None:
        """Orders by country, or else customers by region."""
        recent = recent[numbers(recent, "quantity", 1.0) > 0]
        if "country" in recent and recent["country"].notna().any():
            if "order_id" in recent:
                recent = recent.drop_duplicates("order_id")
            self._add_beyond(recent["country"].dropna(), "order")
        elif lines is not None and customers is not None and "region" in customers:
            frame = lines.frame
            bought = frame["bought"] & (frame["day"] > self.as_of - YEAR)
            active = lines.ids[frame.loc[bought, "customer"].unique()]
            region = customers.drop_duplicates("customer_id").set_index("customer_id")["region"]
            self._add_beyond(region.reindex(active).dropna(), "customer")
        else:
            self.left_out["beyond_home_share"] = (
                "it needs the orders' country or the customers' region")

    def _add_beyond(self, places: pd.Series, noun: str) -> None:
        sizes = places.value_counts()
        if len(places):
            self.home = str(sizes.index[0])
        self._add_share("beyond_home_share", int(sizes.iloc[1:].sum()), len(places),
                        f"{noun} of the last year")

    def add_trend(self, orders: pd.DataFrame) -> None:
        """Monthly revenue against the same month a year before."""
        if not {"quantity", "unit_price"} <= set(orders.columns):
            self.left_out["trend"] = "it needs quantities and prices"
            return
        try:
            revenue = monthly_sales(orders, as_of=self.as_of).finished
        except NotEnoughData:
            revenue = pd.Series(dtype=float)
        change = _log_changes(_whole_months(revenue, orders))
        if len(change) < FEWEST_MONTHS:
            self.left_out["trend"] = (
                f"it needs {FEWEST_MONTHS} months with revenue that have one a year before; there "
                f"{'is' if len(change) == 1 else 'are'} {len(change)}")
            return
        ends = np.expm1([change.mean(), *mean_interval(change)])
        self.rows["trend"] = (
            *map(float, ends), counted(len(change), "pair", PLAIN) + " of months", np.nan)

    def _add_share(self, name: str, having: int, of: int, noun: str, nouns: str = "") -> None:
        if of < FEWEST:
            self.left_out[name] = _too_few(of, noun.split()[0])
            return
        lower, upper = wilson([having], [of])
        words = f"{PLAIN.number(of)} {nouns or noun.replace(' ', 's ', 1)}"
        smallest = min((part for part in (having, of - having) if part), default=of)
        self.rows[name] = (having / of, float(lower[0]), float(upper[0]), words, smallest)


def top_share(spent: np.ndarray) -> tuple[float, float, float]:
    """The share of all money that the top tenth spent, with Beach and Davidson's interval (1983).

    Examples
    --------
    >>> value, lower, upper = top_share(np.array([10.0] + [1.0] * 9))
    >>> round(value, 3)
    0.526
    """
    spent = np.sort(np.asarray(spent, dtype=float))
    count = len(spent)
    top = TOP_SHARE * count
    edge = spent[int(np.ceil(count - top)) - 1]
    value = (np.clip(spent - edge, 0, None).sum() + top * edge) / spent.sum()
    influence = np.clip(spent - edge, 0, None) + TOP_SHARE * edge - value * spent
    reach = NORMAL_95 * influence.std() / spent.mean() / np.sqrt(count)
    return float(value), float(max(value - reach, TOP_SHARE)), float(min(value + reach, 1))


def concentration(spent: np.ndarray) -> tuple[float, float, float]:
    """The Herfindahl index of what customers spent, with a delta-method interval on its log.

    Examples
    --------
    >>> concentration(np.array([5.0, 5.0, 5.0, 5.0]))
    (0.25, 0.25, 0.25)
    """
    spent = np.asarray(spent, dtype=float)
    part = spent / spent.sum()
    value = float((part**2).sum())
    influence = len(spent) * part**2 / value - 2 * len(spent) * part + 1
    reach = NORMAL_95 * influence.std() / np.sqrt(len(spent))
    lower, upper = value * np.exp([-reach, reach])
    return value, float(max(lower, 1 / len(spent))), float(min(upper, 1.0))


def _whole_months(revenue: pd.Series, orders: pd.DataFrame) -> pd.Series:
    """Without the first month, where sales begin after its first days."""
    if revenue.empty:
        return revenue
    first = to_days(orders["order_date"]).min()
    return revenue.iloc[1:] if first.day > 7 else revenue


def _log_changes(revenue: pd.Series) -> np.ndarray:
    """The last twelve months' log revenue less that of a year before, where both are above 0."""
    logs = np.log(revenue.where(revenue > 0).to_numpy(dtype=float))
    changes = logs[12:] - logs[:-12] if len(logs) > 12 else np.array([])
    return changes[-12:][np.isfinite(changes[-12:])]


def _too_few(count: int, noun: str = "customer") -> str:
    """Why a share of so few is not told."""
    return f"it needs {FEWEST} {noun}s; there {'is' if count == 1 else 'are'} {count}"
