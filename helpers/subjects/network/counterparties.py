"""How much a business relies on a few others, from whichever tables it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.order_lines import line_revenue
from helpers.stats.periods import to_days
from helpers.stats.result import Result
from helpers.stats.wording import share
from helpers.subjects.finance.accounts import monthly_books
from helpers.subjects.finance.cash_runway import runway
from helpers.subjects.finance.ratio_values import gross_margin
from helpers.subjects.network.concentration_index import ALL, Concentration, concentration
from helpers.subjects.network.mapping import NetworkMap
from helpers.subjects.network.relations import CUSTOMER, SUPPLIER

QUESTION = "how much hangs on a few customers or suppliers"
BY_SALES = "customers, by sales"
ON_MAP = {CUSTOMER: "customers on the map", SUPPLIER: "suppliers on the map"}
YEAR_DAYS, YEAR_MONTHS = 365, 12


@dataclass(frozen=True, eq=False, repr=False)
class Reliance(Result):
    """How the money is spread over customers and over suppliers.

    Parameters
    ----------
    parts : dict of str to Concentration
        By what they are: customers by sales, customers on the map, suppliers on the map; those that
        can be told.
    left_out : dict of str to str
        Those that cannot, and why.
    """

    parts: Mapping[str, Concentration]
    left_out: Mapping[str, str]

    @property
    def largest_customer_share(self) -> float:
        """The largest customer's share of the money: on the map, else by sales; NaN if unknown."""
        for name in (ON_MAP[CUSTOMER], BY_SALES):
            if name in self.parts:
                return float(self.parts[name].frame.loc["top_1", "value"])
        return np.nan

    def headline(self, format: Format = PLAIN) -> str:
        """Of each: the largest's share and, where all are known, how many of equal size would be
        like it.
        """
        return " ".join(f"{name.capitalize()}: {self._said(name, format)}." for name in self.parts)

    def _said(self, name: str, format: Format) -> str:
        found = self.parts[name]
        if len(found.shares) == 1 and not (found.people or _is_part(found)):
            return f"{found.shares.index[0]} is the only one with any"
        told = found.told(format.smallest_group)
        tops = [row for row in told.index if row.startswith("top_")]
        said = []
        if tops:
            largest = int(tops[0].removeprefix("top_"))
            who = f"the {largest} largest have" if largest > 1 else (
                "the largest has" if found.people else f"{found.shares.index[0]} has the most,")
            said.append(f"{who} {share(told.loc[tops[0], 'value'], format)} of {_of(name, found)}")
        if "hhi" in told.index and not _is_part(found):
            said.append(f"it is spread as if over {found.equal(format)} of equal size")
        return ", and ".join(said) or "so few that nothing is told of them here"


@dataclass(frozen=True)
class PaymentTerms:
    """What a what-if needs to know of the books; None where they do not tell.

    Parameters
    ----------
    revenue : float or None
        Of the last year, in the business's currency.
    margin_rate : float or None
        What a sale leaves after direct costs, as a share of revenue (0 to 1).
    cash, monthly_surplus : float or None
        Money in the bank, and what a month adds to it.
    """

    revenue: float | None
    margin_rate: float | None
    cash: float | None
    monthly_surplus: float | None


def reliance(
    found: NetworkMap | None = None, *, sales: pd.DataFrame | None = None,
    revenue: float | None = None,
) -> Reliance:
    """How much of our money hangs on a few customers, how much on a few suppliers?

    Parameters
    ----------
    found : NetworkMap, optional
        From `network_map`; the money of its relations with us counts.
    sales : DataFrame, optional
        Order lines, such as `activity` gives.
    revenue : float, optional
        The year's, of which the customers on the map bring a part.

    Returns
    -------
    Reliance

    Raises
    ------
    NotEnoughData
        Neither tells anything.

    Examples
    --------
    >>> from helpers.subjects.network.mapping import network_map
    >>> network = pd.DataFrame({
    ...     "source": "us", "target": ["taxis", "school", "parts", "paint"],
    ...     "relation": ["customer", "customer", "supplier", "supplier"],
    ...     "revenue": [30_000.0, 10_000, 8_000, 2_000]})
    >>> print(reliance(network_map(network), revenue=100_000).headline())
    Customers on the map: taxis has the most, 30% of all revenue. Suppliers on the map: parts has \
the most, 80% of what they are paid, and it is spread as if over 1.5 of equal size.
    """
    asked: dict[str, Callable[[], Concentration]] = {}
    if sales is not None:
        asked[BY_SALES] = lambda: concentration(sales)
    if found is not None:
        asked[ON_MAP[CUSTOMER]] = lambda: concentration(found.links, us=found.us, whole=revenue)
        asked[ON_MAP[SUPPLIER]] = lambda: concentration(found.links, by=SUPPLIER, us=found.us)
    parts, left_out = {}, {}
    for name, ask in asked.items():
        try:
            parts[name] = ask()
        except NotEnoughData as refusal:
            left_out[name] = f"there is {refusal.have}, and it takes {refusal.need}"
    if not parts:
        have = "; ".join(f"{name}: {why}" for name, why in left_out.items())
        raise NotEnoughData(QUESTION, have or "neither sales nor a network",
                            "sales of known customers, or a network with its money")
    return Reliance(parts, left_out)


def payment_terms(
    finances: pd.DataFrame | None = None, sales: pd.DataFrame | None = None
) -> PaymentTerms:
    """What do the books say of a year's revenue, the margin and the cash?

    Parameters
    ----------
    finances : DataFrame, optional
        `month`, `account`, `amount`.
    sales : DataFrame, optional
        Order lines, for a year's revenue where the books have none.

    Notes
    -----
    A year's revenue is that of the last twelve months in the books, or of the last 365 days of
    sales; with less than a year it is not known.

    Examples
    --------
    >>> finances = pd.DataFrame({"month": ["2025-01"] * 2, "amount": [1000.0, 400.0],
    ...                          "account": ["revenue", "cost_of_goods"]})
    >>> payment_terms(finances)
    PaymentTerms(revenue=None, margin_rate=0.6, cash=None, monthly_surplus=None)
    """
    revenue = _booked_revenue(finances)
    cash = _or_none(lambda: runway(finances)) if finances is not None else None
    return PaymentTerms(
        revenue=_sold(sales) if revenue is None else revenue, margin_rate=_margin(finances),
        cash=cash.cash if cash else None, monthly_surplus=-cash.burn_per_month if cash else None,
    )


def _of(name: str, found: Concentration) -> str:
    """What the shares are shares of."""
    if name == ON_MAP[SUPPLIER]:
        return "what they are paid"
    if name == ON_MAP[CUSTOMER]:
        return "all revenue" if _is_part(found) else "their money"
    return "the money"


def _is_part(found: Concentration) -> bool:
    """Whether those named share only a part of the money."""
    return found.shares.sum() < ALL


def _booked_revenue(finances: pd.DataFrame | None) -> float | None:
    if finances is None:
        return None
    books = _or_none(lambda: monthly_books(finances, question=QUESTION))
    year = books.of("revenue").tail(YEAR_MONTHS) if books else pd.Series(dtype=float)
    return float(year.sum()) if len(year) == YEAR_MONTHS and year.notna().all() else None


def _sold(sales: pd.DataFrame | None) -> float | None:
    """Of the last 365 days, where there are as many."""
    if sales is None:
        return None
    days = to_days(sales["order_date"])
    start = days.max() - pd.Timedelta(days=YEAR_DAYS)
    if not days.min() <= start + pd.Timedelta(days=1):
        return None
    return float(np.nansum(line_revenue(sales)[(days > start).to_numpy()]))


def _margin(finances: pd.DataFrame | None) -> float | None:
    if finances is None:
        return None
    books = _or_none(lambda: monthly_books(finances, question=QUESTION))
    margin = gross_margin(books) if books else np.nan
    return None if np.isnan(margin) else float(np.clip(margin, 0, 1))


def _or_none(ask: Callable):
    try:
        return ask()
    except NotEnoughData:
        return None
