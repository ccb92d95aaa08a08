"""Each ratio of the books: what it divides by what, its band, its light, and its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import counted, share
from helpers.subjects.finance.accounts import (
    BELOW_OPERATING, CURRENT_ASSETS, CURRENT_LIABILITIES, DEBT, OPERATING_COSTS, Books,
)
from helpers.subjects.finance.cash_runway import in_months

SHARE, TIMES, DAYS, MONTHS = "share", "times", "days", "months"
STRONG, WATCH, WEAK = "strong", "watch", "weak"
SHAPES = {STRONG: "▲", WATCH: "◆", WEAK: "▼"}

OWN_BAND = "the owner's own"
QUEENSLAND = "Queensland Government, Quick reference guide to financial ratios"
LATE_PAYMENT = "60 days from the EU's Late Payment Directive (2011/7/EU)"
SAME = 1e-9  # values that differ by less stand on the same side of a bound


@dataclass(frozen=True)
class Ratio:
    """One ratio's definition.

    `edges` are the bounds of its default band: weak beyond the first, strong from the second on.
    `needs` are accounts it cannot do without; of `one_of` it needs one; `adds_up` are all it takes
    in. A month counts where the books have `each_month` of it.
    """

    label: str
    unit: str
    formula: str
    edges: tuple[float, float]
    source: str
    needs: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    adds_up: tuple[str, ...] = ()
    at: Callable[[Books, np.ndarray], float] | None = None
    monthly_span: int = 1

    @property
    def higher_is_better(self) -> bool:
        return self.edges[1] > self.edges[0]

    def each_month(self, books: Books) -> list[str]:
        """Sales and the goods sold, without which a month is not in the books; else a balance."""
        flows = [account for account in ("revenue", "cost_of_goods")
                 if account in (*self.needs, *self.adds_up) and books.has(account)]
        return flows or list(self.needs)


def _divided(top: float, bottom: float) -> float:
    """A ratio; infinite where there is something over nothing."""
    if bottom > 0:
        return float(top / bottom)
    return np.inf if bottom == 0 and top > 0 else np.nan


def _margin_after(costs: tuple[str, ...]) -> Callable[[Books, np.ndarray], float]:
    def at(books: Books, rows: np.ndarray) -> float:
        revenue = np.nansum(books.of("revenue").to_numpy()[rows])
        spent = books.total(costs).to_numpy()[rows].sum()
        return float(1 - spent / revenue) if revenue > 0 else np.nan
    return at


def _balance_ratio(
    top: tuple[str, ...], bottom: tuple[str, ...]
) -> Callable[[Books, np.ndarray], float]:
    def at(books: Books, rows: np.ndarray) -> float:
        return _divided(*(books.total(part).iat[rows[-1]] for part in (top, bottom)))
    return at


def _debt_to_equity(books: Books, rows: np.ndarray) -> float:
    equity = books.of("equity").iat[rows[-1]]
    return np.inf if equity <= 0 else float(books.total(DEBT).iat[rows[-1]] / equity)


def _days(balance: str, flow: str) -> Callable[[Books, np.ndarray], float]:
    def at(books: Books, rows: np.ndarray) -> float:
        average = books.of(balance).iloc[rows].mean()
        whole = np.nansum(books.of(flow).to_numpy()[rows])
        days = books.frame.index[rows].days_in_month.to_numpy().sum()
        return float(average / whole * days) if whole > 0 else np.nan
    return at


_OPERATING = ("cost_of_goods", *OPERATING_COSTS)
RATIOS = {
    "gross_margin": Ratio(
        "gross margin", SHARE, "(revenue − cost of goods) ÷ revenue, over the months",
        (0.25, 0.50), f"{QUEENSLAND}: 50% in general, 25% in retail",
        ("revenue", "cost_of_goods"), adds_up=("revenue", "cost_of_goods"),
        at=_margin_after(("cost_of_goods",))),
    "operating_margin": Ratio(
        "operating margin", SHARE,
        "(revenue − cost of goods − payroll − rent − marketing − other operating costs "
        "− depreciation) ÷ revenue, over the months",
        (0.07, 0.14), "ours: the band of the net margin before a tax of about 30%",
        ("revenue",), OPERATING_COSTS, _OPERATING, _margin_after(_OPERATING)),
    "net_margin": Ratio(
        "net margin", SHARE, "(operating profit − interest − tax) ÷ revenue, over the months",
        (0.05, 0.10), f"{QUEENSLAND}: 5% is low, 10% average, 20% high",
        ("revenue",), BELOW_OPERATING, (*_OPERATING, *BELOW_OPERATING),
        _margin_after((*_OPERATING, *BELOW_OPERATING))),
    "current_ratio": Ratio(
        "current ratio", TIMES,
        "(cash + receivables + inventory + other current assets) ÷ (payables + other current "
        "liabilities + short-term debt), at the month's end",
        (1.0, 1.5), f"{QUEENSLAND}: 1.5 to 2; below 1, what falls due is more than what covers it",
        ("cash",), CURRENT_LIABILITIES, (*CURRENT_ASSETS, *CURRENT_LIABILITIES),
        _balance_ratio(CURRENT_ASSETS, CURRENT_LIABILITIES)),
    "quick_ratio": Ratio(
        "quick ratio", TIMES,
        "(cash + receivables) ÷ (payables + other current liabilities + short-term debt), at the "
        "month's end",
        (0.5, 1.0), f"{QUEENSLAND}: 1 or more; the lower bound is ours",
        ("cash",), CURRENT_LIABILITIES, ("cash", "receivables", *CURRENT_LIABILITIES),
        _balance_ratio(("cash", "receivables"), CURRENT_LIABILITIES)),
    "debt_to_equity": Ratio(
        "debt to equity", TIMES,
        "(short-term debt + long-term debt) ÷ equity, at the month's end",
        (2.0, 1.0), "ours: strong while lenders have put in no more than the owners",
        ("equity",), DEBT, DEBT, _debt_to_equity),
    "days_sales_outstanding": Ratio(
        "days sales outstanding", DAYS,
        "average month-end receivables ÷ revenue × days, over the months",
        (60, 45), f"{QUEENSLAND}: below 45; {LATE_PAYMENT}",
        ("revenue", "receivables"), adds_up=("revenue", "receivables"),
        at=_days("receivables", "revenue"), monthly_span=3),
    "days_payable_outstanding": Ratio(
        "days payable outstanding", DAYS,
        "average month-end payables ÷ cost of goods × days, over the months",
        (60, 30), f"{QUEENSLAND}: below 30; {LATE_PAYMENT}",
        ("cost_of_goods", "payables"), adds_up=("cost_of_goods", "payables"),
        at=_days("payables", "cost_of_goods"), monthly_span=3),
    "runway_months": Ratio(
        "runway", MONTHS, "cash ÷ average monthly burn of the last months",
        (3, 6), "ours; half of 600,000 US small businesses held cash for 27 days of outflows or "
        "fewer (JPMorgan Chase Institute, 2016)",
        ("cash",)),
}
BY_LABEL = {ratio.label: ratio for ratio in RATIOS.values()}
BEFORE_PAY = ["operating_margin", "net_margin"]
BALANCES = ("current_ratio", "quick_ratio", "debt_to_equity")
OWED = (*BALANCES, "days_sales_outstanding", "days_payable_outstanding")


def checked_bands(bands) -> dict[str, tuple[float, float]]:
    checked = {}
    for name, band in (bands or {}).items():
        if name not in RATIOS:
            raise ValueError(f"A band is for one of {', '.join(RATIOS)}; it was for {name!r}.")
        try:
            edges = tuple(sorted(float(edge) for edge in band))
        except (TypeError, ValueError):
            edges = ()
        if len(edges) != 2 or not np.isfinite(edges).all():
            raise ValueError(f"The band of {name} is two numbers; it was {band!r}.")
        checked[name] = edges if RATIOS[name].higher_is_better else edges[::-1]
    return checked


def against_band(name: str, value: float, band, *, has_pay: bool) -> dict:
    """A value against its band; a margin before the owner's own wage is never called strong."""
    ratio = RATIOS[name]
    weak, strong = map(float, band or ratio.edges)
    sign = 1 if ratio.higher_is_better else -1
    light = (STRONG if sign * (value - strong) >= -SAME else
             WEAK if sign * (value - weak) < -SAME else WATCH)
    if light == STRONG and name in BEFORE_PAY and not has_pay:
        light = WATCH
    lit = {"weak_beyond": weak, "strong_from": strong, "unit": ratio.unit, "label": ratio.label,
           "light": light, "band_source": OWN_BAND if band else ratio.source}
    return lit | {"band": band_in_words(lit, PLAIN)}


def band_in_words(row: Mapping, format: Format) -> str:
    """A row's band: `strong from 50% up, weak below 25%`."""
    weak, strong = (in_units(row[edge], row["unit"], format)
                    for edge in ("weak_beyond", "strong_from"))
    if BY_LABEL[row["label"]].higher_is_better:
        return f"strong from {strong} up, weak below {weak}"
    return f"strong up to {strong}, weak above {weak}"


def in_units(value: float, unit: str, format: Format) -> str:
    """A ratio's value as a sentence needs it.

    Examples
    --------
    >>> in_units(0.284, SHARE, PLAIN), in_units(1.5, TIMES, PLAIN), in_units(44.6, DAYS, PLAIN)
    ('28%', '1.50', '45 days')
    """
    if unit == SHARE:
        return share(value, format)
    if np.isinf(value):
        return "without end: cash grows" if unit == MONTHS else "without limit"
    if unit == MONTHS:
        return in_months(value, format)
    if unit == DAYS:
        return counted(round(value), "day", format)
    return format.number(value, digits=2)
