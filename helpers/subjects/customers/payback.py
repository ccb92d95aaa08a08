"""Does what marketing spends on new customers come back, and how soon?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.findings import WATCH, Finding, Measure
from helpers.stats.order_lines import (
    TOO_EARLY, CustomerLines, customer_lines, numbers, require_columns, zero_where_unknown,
)
from helpers.stats.periods import last_finished, to_days
from helpers.stats.result import Result
from helpers.stats.values import Count, Money, People, say
from helpers.stats.wording import between_periods, counted

QUESTION = "marketing payback"
FEWEST_CUSTOMERS = 30
RESAMPLES = 400
NO_COST = "of products without a unit cost (left out of the contribution)"


@dataclass(frozen=True, eq=False, repr=False)
class MarketingPayback(Result):
    """What a new customer cost and has brought in since, by month of the first purchase.

    Parameters
    ----------
    cohorts : DataFrame
        PeriodIndex `cohort` (months); `customers` (new ones, from the orders), `spend`, `cac`
        (spend per new customer), `payback_months` (counting the month of the first purchase as 1;
        NaN where not paid back yet). `spend`, `cac` and payback are NaN for a month that has not
        ended or has no spend.
    contribution : DataFrame
        Cohort × `age` in months: cumulative contribution per new customer; NaN where the month has
        not ended.
    pooled : DataFrame
        By `age`, all cohorts with spend that reached it: `customers`, `cac`, `contribution`,
        both per new customer.
    payback_months, payback_lower_months, payback_upper_months : float
        The first month by whose end pooled contribution covers pooled spend, with a 95% interval;
        NaN where not within the months the data show.
    cac : float
        Spend per new customer over all cohorts with spend.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines left out, by reason.
    """

    cohorts: pd.DataFrame
    contribution: pd.DataFrame
    pooled: pd.DataFrame
    payback_months: float
    payback_lower_months: float
    payback_upper_months: float
    cac: float
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return (
            "All marketing of a month is charged to the customers first seen in it, also those who "
            "would have come anyway.",
            "In the first months of the data some customers are not new but merely seen for the "
            "first time, which makes the cost of a new customer look lower than it was.",
        )

    def headline(self, format: Format = PLAIN) -> str:
        """What a new customer costs and how long it takes to earn that back."""
        paid_for = self.cohorts[self.cohorts["cac"].notna()]
        cost = say(
            "A new customer cost {cac} in marketing ({customers} who first bought {when})", format,
            cac=Money(self.cac), customers=People(paid_for["customers"].sum(), "customer"),
            when=between_periods(paid_for.index[0], paid_for.index[-1], format))
        if np.isnan(self.payback_months):
            return cost + self._not_yet(format)
        months = self._months
        spread = ("a figure that chance hardly moves" if months.lower == months.upper
                  else months.spread(format))
        return (f"{cost} and earned it back within {months.bare(format)}, counting the month of "
                f"the first purchase ({spread}).")

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, with the months until a customer has paid back."""
        measure = None if np.isnan(self.payback_months) else Measure(
            "months until a new customer has paid back the marketing", self._months,
            "all new customers")
        return Finding(self.headline(format), WATCH, measure)

    @property
    def _months(self) -> Count:
        return Count(self.payback_months, "month", self.payback_lower_months,
                     self.payback_upper_months)

    def _not_yet(self, format: Format) -> str:
        known = self.pooled[self.pooled["customers"] >= format.smallest_group]
        last = known.dropna().iloc[-1]
        return say(
            "; that has not been earned back within {months}: customers known for that long have "
            "brought in {brought} each, for {spent} spent.", format,
            months=Count(last.name + 1, "month"), brought=Money(last.contribution),
            spent=Money(last.cac))


def marketing_payback(
    orders: pd.DataFrame, marketing: pd.DataFrame, *, margin_rate: float | None = None,
    products: pd.DataFrame | None = None, as_of=None, seed: int = 0,
) -> MarketingPayback:
    """How many months does it take until a new customer has earned back what winning them cost?

    A cohort is the customers who first bought in a month; its cost is that month's marketing spend
    over all channels. Contribution is revenue (refunds deducted) less unit costs, or revenue ×
    `margin_rate`. Guests are not counted as customers.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `customer_id`, `quantity`, `unit_price`, and where there are any `discount`,
        `product_id`.
    marketing : DataFrame
        `month`, `spend`; several rows for a month (channels) are added up.
    margin_rate : float, optional
        Contribution as a share of revenue, such as 0.4. Give either this or `products`.
    products : DataFrame, optional
        `product_id`, `unit_cost`. Lines of products without a cost are left out and counted.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`.
    seed : int
        For the 400 resamplings of customers, within cohorts, behind the interval.

    Returns
    -------
    MarketingPayback

    Raises
    ------
    ValueError
        Where not exactly one of `margin_rate` and `products` is given.
    DataProblems
        Where a column is missing.
    NotEnoughData
        Where there are no prices, or fewer than 30 new customers in finished months with spend.

    Notes
    -----
    The interval is a percentile bootstrap (Efron & Tibshirani, 1993); it takes spend and the number
    of new customers as they were.

    Examples
    --------
    >>> orders = pd.DataFrame({
    ...     "customer_id": list(range(40)) * 3, "quantity": 1, "unit_price": 30.0,
    ...     "order_date": ["2025-01-10"] * 40 + ["2025-02-10"] * 40 + ["2025-03-31"] * 40,
    ... })
    >>> marketing = pd.DataFrame({"month": ["2025-01-01"], "spend": [800.0]})
    >>> payback = marketing_payback(orders, marketing, margin_rate=0.4)
    >>> payback.cac, payback.payback_months
    (20.0, 2.0)
    """
    if (margin_rate is None) == (products is None):
        raise ValueError("Give either margin_rate or products, to know what a sale contributes.")
    require_columns(marketing, "marketing", ["month", "spend"])
    lines = customer_lines(orders, question=QUESTION, as_of=as_of)
    if not lines.has_revenue:
        raise NotEnoughData(QUESTION, "no price in the orders", "a quantity and a price per line")
    contribution, set_aside = _contribution(lines, margin_rate, products)
    cells = _Cells(lines, contribution, _monthly_spend(marketing))
    if cells.too_early:
        set_aside = set_aside | {TOO_EARLY: cells.too_early}
    sums = cells.cumulative(np.ones(len(cells.cohort)))
    cohorts, pooled = cells.by_cohort(sums), cells.pooled(sums)
    rng = np.random.default_rng(seed)
    samples = [cells.payback(cells.cumulative(cells.resampled(rng))) for _ in range(RESAMPLES)]
    lower, upper = np.percentile(samples, [2.5, 97.5], method="inverted_cdf")
    return MarketingPayback(
        cohorts=cohorts, contribution=cells.per_customer(sums), pooled=pooled,
        payback_months=_finite(cells.payback(sums)), payback_lower_months=_finite(lower),
        payback_upper_months=_finite(upper), cac=float(pooled["cac"].iloc[0]),
        as_of=lines.as_of, set_aside=set_aside,
    )


def _contribution(
    lines: CustomerLines, margin_rate: float | None, products: pd.DataFrame | None
) -> tuple[np.ndarray, dict[str, int]]:
    """What each line contributes, and what was set aside on the way."""
    if margin_rate is not None:
        return zero_where_unknown(lines.revenue * margin_rate), lines.set_aside
    require_columns(products, "products", ["product_id", "unit_cost"])
    costs = pd.Series(numbers(products, "unit_cost", np.nan), index=products["product_id"])
    product, sold = lines.coded("product_id")
    cost_of = costs[~costs.index.duplicated()].reindex(sold).to_numpy()
    cost = np.append(cost_of, np.nan)[product]
    if np.isnan(cost).all():
        raise NotEnoughData(QUESTION, "no unit cost for any product sold", "some, or a margin")
    contribution = lines.revenue - lines.quantity * cost
    without = int((np.isnan(cost) & ~np.isnan(lines.revenue)).sum())
    extra = {NO_COST: without} if without else {}
    return zero_where_unknown(contribution), lines.set_aside | extra


def _monthly_spend(marketing: pd.DataFrame) -> pd.Series:
    """Spend by month over all channels; months without any are left out."""
    months = pd.PeriodIndex(to_days(marketing["month"]), freq="M")
    spend = pd.Series(numbers(marketing, "spend", np.nan), index=months).groupby(level=0).sum()
    if not (spend > 0).any():
        raise NotEnoughData(QUESTION, "no marketing spend", "spend in at least one month")
    return spend[spend > 0]


def _finite(months: float) -> float:
    return float(months) if np.isfinite(months) else np.nan


class _Cells:
    """Contribution by customer, cohort and age, ready to be added up under any weights.

    Cohorts are rows 0, 1, 2, … from the first month of a purchase on, with or without customers.
    """

    def __init__(self, lines: CustomerLines, contribution: np.ndarray, spend: pd.Series):
        place = lines.periods("M")
        first = pd.Series(place[lines.bought]).groupby(lines.customer[lines.bought]).min()
        self.origin = int(first.min())
        self.width = lines.as_of.to_period("M").ordinal - self.origin + 1
        finished = last_finished(lines.as_of, "M").ordinal - self.origin + 1
        steps = np.arange(self.width)
        self.ended = steps[:, None] + steps < finished
        self.cohort = first.to_numpy() - self.origin
        self.sizes = np.bincount(self.cohort, minlength=self.width)
        months = pd.PeriodIndex.from_ordinals(self.origin + steps, freq="M", name="cohort")
        self.months = months
        known = self.ended[:, 0] & (self.sizes > 0)
        self.spend = np.where(known, spend.reindex(months).to_numpy(dtype=float), np.nan)
        judged = int(self.sizes[np.isfinite(self.spend)].sum())
        if judged < FEWEST_CUSTOMERS:
            raise NotEnoughData(
                QUESTION, f"{counted(judged, 'new customer', PLAIN)} in finished months with spend",
                f"at least {FEWEST_CUSTOMERS}",
            )
        self.matrix = self._matrix(lines.customer, place, contribution, first)
        self.by_size = np.argsort(self.cohort, kind="stable")
        self.cohort_start = (np.cumsum(self.sizes) - self.sizes)[self.cohort]
        self.size = self.sizes[self.cohort]
        self.reached = self.ended & np.isfinite(self.spend)[:, None]
        self.customers = (self.reached * self.sizes[:, None]).sum(axis=0)
        self.spent = np.where(self.reached, self.spend[:, None], 0).sum(axis=0)

    def _matrix(self, customer, place, contribution, first: pd.Series) -> sparse.csr_array:
        """(Cohort, age) × customers; money from before a first purchase is counted, not added."""
        row = first.index.get_indexer(customer)
        age = place - self.origin - self.cohort[row]
        since = (row >= 0) & (age >= 0)
        self.too_early = int((~since).sum())
        row, age, contribution = row[since], age[since], contribution[since]
        cell = self.cohort[row] * self.width + age
        shape = (self.width**2, len(self.cohort))
        return sparse.coo_array((contribution, (cell, row)), shape=shape).tocsr()

    def cumulative(self, weights: np.ndarray) -> np.ndarray:
        """Cumulative contribution by cohort and age; NaN where the month has not ended."""
        sums = (self.matrix @ weights).reshape(self.width, self.width).cumsum(axis=1)
        return np.where(self.ended, sums, np.nan)

    def resampled(self, rng: np.random.Generator) -> np.ndarray:
        """How often each customer is drawn when every cohort is drawn anew from itself."""
        drawn = (rng.random(len(self.cohort)) * self.size).astype(int)
        chosen = self.by_size[self.cohort_start + drawn]
        return np.bincount(chosen, minlength=len(self.cohort))

    def pooled(self, sums: np.ndarray) -> pd.DataFrame:
        """Cohorts with spend that reached each age, together."""
        ages = pd.RangeIndex(self.width, name="age")
        table = pd.DataFrame({"customers": self.customers, "cac": self.spent,
                              "contribution": self._brought(sums)}, ages)
        some = table["customers"].where(table["customers"] > 0)
        return table.assign(cac=table["cac"] / some, contribution=table["contribution"] / some)

    def payback(self, sums: np.ndarray) -> float:
        """The first month by whose end the pooled cohorts have paid back; infinite if none."""
        return _first_covered((self._brought(sums) >= self.spent) & (self.customers > 0))

    def _brought(self, sums: np.ndarray) -> np.ndarray:
        return np.where(self.reached, sums, 0).sum(axis=0)

    def per_customer(self, sums: np.ndarray) -> pd.DataFrame:
        """Cumulative contribution per new customer, of cohorts with any."""
        some = self.sizes > 0
        return pd.DataFrame(
            sums[some] / self.sizes[some, None], index=self.months[some],
            columns=pd.RangeIndex(self.width, name="age"),
        )

    def by_cohort(self, sums: np.ndarray) -> pd.DataFrame:
        """New customers, spend, cost per customer and payback of each cohort."""
        table = pd.DataFrame(
            {"customers": self.sizes, "spend": self.spend}, index=self.months
        )[self.sizes > 0]
        table["cac"] = table["spend"] / table["customers"]
        covered = self.per_customer(sums).ge(table["cac"], axis=0)
        table["payback_months"] = [_finite(_first_covered(row)) for row in covered.to_numpy()]
        return table


def _first_covered(covered) -> float:
    covered = np.asarray(covered)
    return float(np.argmax(covered) + 1) if covered.any() else np.inf
