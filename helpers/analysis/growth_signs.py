"""What a business's tables tell of its growth: dimension by dimension, and sign by sign."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from helpers.analysis.accounts import OPERATING_COSTS, RUNNING_COSTS, Books, monthly_books
from helpers.analysis.cohorts import subscription_activity
from helpers.analysis.imbalance import MONEY, PEOPLE, PER_MONTH, PER_ONE, SCORE, SHARE
from helpers.analysis.intervals import newcombe, welch
from helpers.analysis.lines import CustomerLines, customer_lines, needed, numbers
from helpers.analysis.periods import last_finished, to_day, to_days
from helpers.analysis.sales import monthly_sales
from helpers.analysis.survival import churn_rate
from helpers.analysis.terms import Subscriptions, unbroken_terms
from helpers.analysis.trend import direction
from helpers.analysis.wording import counted
from helpers.analysis.yearly import (
    FEWEST_PAIRS, YEAR, Comparison, averaged, changed, compared, latest, margin, paired, ratio,
)
from helpers.formats import PLAIN
from helpers.problems import NotEnoughData

QUESTION = "a growth scorecard"
REPEAT_DAYS, YEAR_DAYS, FEWEST_PEOPLE = 90, 365, 30


def found_in(orders, finances, customers, subscriptions, feedback, as_of) -> "Found":
    """All that the tables tell, as `growth_scorecard` takes them."""
    found = Found(*_read(orders, finances, customers, subscriptions, as_of))
    found.add_dimensions()
    found.add_signals(feedback)
    return found


class Found:
    """The dimensions and signals found so far, and why others are left out."""

    def __init__(self, orders, books: Books | None, lines: CustomerLines | None, joined_on, as_of,
                 subscriptions, terms: Subscriptions | None):
        self.orders, self.books, self.lines = orders, books, lines
        self.joined_on, self.as_of = joined_on, as_of
        self.subscriptions, self.terms = subscriptions, terms
        self.rows: dict[str, dict] = {}
        self.monthly: dict[str, pd.Series] = {}
        self.signals: dict[str, dict] = {}
        self.left_out: dict[str, str] = {}
        self.set_aside: dict[str, int] = {}

    def add_dimensions(self) -> None:
        """All that can be told; the rest with its reason.

        Raises
        ------
        NotEnoughData
            Not one can be.
        """
        self._add_revenue()
        self._add_customers()
        self._add_scalability()
        self._add_profitability()
        self._add_team()
        if not self.rows:
            raise NotEnoughData(QUESTION, "no finished month that tells of any dimension",
                                "a month of priced orders or of finances")
        for table in (self.books, self.lines):
            self.set_aside |= {} if table is None else table.set_aside

    def add_signals(self, feedback: pd.DataFrame | None) -> None:
        """What else the rules look at."""
        self._add_load()
        self._add_repeat_rate()
        self._add_churn()
        self._add_service(feedback)

    def signals_frame(self) -> pd.DataFrame:
        """The signals as `GrowthScorecard.signals`."""
        columns = ["now", "before", "change", "lower", "upper", "unit", "words", "smallest_part"]
        table = pd.DataFrame.from_dict(self.signals, orient="index", columns=columns)
        return table.rename_axis("signal")

    def _add(self, name, found: Comparison | None, measure, unit, source, *, of_year=True):
        if found is None:
            return False
        self.monthly[name] = found.monthly
        measure = measure.format(period=f"the last {counted(found.months, 'month', PLAIN)}")
        self.rows[name] = {
            "measure": measure, "value": found.value, "unit": unit, "months": found.months,
            "year_before": found.year_before, "change": found.change,
            "compared_months": found.pairs, "trend": direction(found.lower, found.upper),
            "trend_lower": found.lower, "trend_upper": found.upper, "source": source,
            "whole": found.months == YEAR or not of_year,
        }
        return True

    def _signal(self, name, found: Comparison | None, unit, words="", smallest_part=np.nan):
        if found is not None and found.pairs:
            self.signals[name] = {
                "now": found.now, "before": found.before, "change": found.change,
                "lower": np.nan, "upper": np.nan, "unit": unit, "words": words,
                "smallest_part": smallest_part}

    def _of(self, account: str) -> pd.Series:
        """An account by month; empty where there is none."""
        empty = pd.Series(dtype=float, index=pd.PeriodIndex([], freq="M"))
        if self.books is None or not self.books.has(account):
            return empty
        return self.books.of(account).dropna()

    def _costs(self, accounts) -> pd.Series | None:
        """Costs by month, in months with sales; None where the books have none of them."""
        if self.books is None or not self.books.known(accounts):
            return None
        return self.books.total(accounts)[self._months_with_sales()]

    def _months_with_sales(self) -> pd.PeriodIndex:
        core = self.books.known(["revenue", "cost_of_goods"])
        there = self.books.frame[core].notna().all(axis=1)
        return there.index[there]

    def _add_revenue(self) -> None:
        sales = self._sales()
        source, revenue = (self._selling, sales) if sales is not None else (
            "finances", self._of("revenue"))
        if not self._add("revenue", compared(revenue), "sales in {period}", MONEY, source):
            self.left_out["revenue"] = "it needs prices in the orders, or revenue in the finances"

    @property
    def _selling(self) -> str:
        """The table that what customers paid for comes from."""
        return "orders" if self.terms is None else "subscriptions"

    def _sales(self) -> pd.Series | None:
        if self.orders is None or not {"quantity", "unit_price"} <= set(self.orders.columns):
            return None
        sales = _or_none(lambda: monthly_sales(self.orders, as_of=self.as_of))
        if sales is None:
            return None
        self.set_aside |= sales.set_aside
        return self._whole(sales.finished)

    def _whole(self, by_month: pd.Series) -> pd.Series:
        """Without the first month, where the orders begin after its first days."""
        first = to_days(self.orders["order_date"]).min()
        begun = by_month.index[0] == first.to_period("M") and first.day > 7
        return by_month.iloc[1:] if begun and len(by_month) > 1 else by_month

    def _add_customers(self) -> None:
        name, words = "customer_base", "customers who bought in {period}"
        if self.terms is not None:
            found = compared(self._subscribers(), amount=latest)
            if self._add(name, found, "subscribers at the end of the last month", PEOPLE,
                         "subscriptions", of_year=False):
                self._signal("customers", found, PEOPLE, smallest_part=min(found.now, found.before))
                return
        elif self.lines is not None:
            found = self._active_customers()
            if self._add(name, found, words, PEOPLE, "orders"):
                self._signal("customers", found, PEOPLE, smallest_part=min(found.now, found.before))
                return
        if self.joined_on is not None and len(self.joined_on):
            finished = last_finished(self.as_of, "M")
            months = pd.period_range(self.joined_on.min().to_period("M"), finished, freq="M")
            joined_by = self.joined_on.dt.to_period("M").value_counts().reindex(months).fillna(0.0)
            if self._add(name, compared(joined_by.cumsum(), amount=latest),
                         "customers who had signed up", PEOPLE, "customers", of_year=False):
                return
        self.left_out[name] = "it needs customers in the orders, or the days customers signed up"

    def _subscribers(self) -> pd.Series:
        """Customers under contract on the last day of each month that has ended."""
        start, end = (np.sort(self.terms.frame[each].dropna()) for each in ("start", "end"))
        months = pd.period_range(start[0], last_finished(self.as_of, "M"), freq="M")
        closing = months.end_time.normalize()
        there = np.searchsorted(start, closing, "right") - np.searchsorted(end, closing, "left")
        return pd.Series(there.astype(float), months)

    def _active_customers(self) -> Comparison | None:
        """Different customers who bought, in the last twelve months and the twelve before."""
        bought = self.lines.bought
        visits = pd.DataFrame({"month": self.lines.periods("M")[bought],
                               "customer": self.lines.customer[bought]}).drop_duplicates()
        last = last_finished(self.as_of, "M")
        visits = visits[visits["month"] <= last.ordinal]
        if visits.empty:
            return None
        active = visits.groupby("month").size()
        active.index = pd.PeriodIndex.from_ordinals(active.index.to_numpy(), freq="M")
        whole = pd.period_range(active.index[0], last, freq="M")
        active = self._whole(active.reindex(whole, fill_value=0.0))
        by_month = compared(active)

        def different(count: int, back: int) -> float:
            end = last.ordinal - back
            within = (visits["month"] > end - count) & (visits["month"] <= end)
            return float(visits.loc[within, "customer"].nunique())

        pairs = by_month.pairs
        ends = (different(pairs, 0), different(pairs, YEAR)) if pairs else (np.nan, np.nan)
        return Comparison(
            different(by_month.months, 0), by_month.months, ends[1] if pairs == YEAR else np.nan,
            *ends, changed(*ends, False), pairs, by_month.lower, by_month.upper,
            by_month.monthly)

    def _add_scalability(self) -> None:
        costs = self._costs(RUNNING_COSTS)
        found = None if costs is None else compared(
            self._of("revenue"), costs[costs > 0], amount=ratio)
        self._signal("scalability", found, PER_ONE)
        if not self._add("operational_scalability", found,
                         "revenue for each 1 of running costs", PER_ONE, "finances",
                         of_year=False):
            self.left_out["operational_scalability"] = (
                "it needs revenue and running costs in the finances")

    def _add_profitability(self) -> None:
        gross = self._costs(["cost_of_goods"])
        operating = None if self._costs(OPERATING_COSTS) is None else self._costs(
            ["cost_of_goods", *OPERATING_COSTS])
        margins = {
            name: None if costs is None else compared(self._of("revenue"), costs, amount=margin)
            for name, costs in (("gross_margin", gross), ("operating_margin", operating))}
        for name, found in margins.items():
            self._signal(name, found, SHARE)
        name = "gross_margin" if margins["operating_margin"] is None else "operating_margin"
        if not self._add("profitability", margins[name], name.replace("_", " "), SHARE, "finances",
                         of_year=False):
            self.left_out["profitability"] = (
                "it needs revenue and what it cost in the finances")

    def _add_team(self) -> None:
        people = self._of("headcount")
        found = compared(people, amount=averaged)
        added = self._add("team", found, "people on the payroll, on average", PEOPLE, "finances",
                          of_year=False)
        if not added and not self._add("team", compared(self._of("payroll")),
                                       "payroll in {period}", MONEY, "finances"):
            self.left_out["team"] = (
                "it needs headcount or payroll in the finances; who works alone has neither")

    def _add_load(self) -> None:
        what = "units sold a month" if self.terms is None else "paying subscribers"
        people, each = self._of("headcount"), "person on the payroll"
        if people.empty:
            people, each = self._of("payroll") / 1000, "1,000 of payroll"
        if self.orders is None or people.empty:
            return
        lines = pd.DataFrame({"month": to_days(self.orders["order_date"]).dt.to_period("M").array,
                              "sold": numbers(self.orders, "quantity", 1.0)})
        finished = lines["month"] <= last_finished(self.as_of, "M")
        units = lines[(lines["sold"] > 0) & finished].groupby("month")["sold"].sum()
        if len(units):
            found = compared(self._whole(units), people[people > 0], amount=ratio)
            self._signal("load", found, PER_MONTH, f"{what} for each {each}")

    def _add_repeat_rate(self) -> None:
        end = self.as_of - pd.Timedelta(days=REPEAT_DAYS)
        year = pd.Timedelta(days=YEAR_DAYS)
        if self.terms is not None or self.lines is None:
            return
        if self.lines.first_day > (end - 2 * year).to_numpy():
            return
        visits = self.lines.visits()
        following = visits.groupby("customer")["day"].shift(-1) - visits["day"]
        visits["returned"] = following <= pd.Timedelta(days=REPEAT_DAYS)
        counts = []
        for last in (end, end - year):
            within = visits[(visits["day"] > last - year) & (visits["day"] <= last)]
            first = within.drop_duplicates("customer")["returned"]
            counts.append((int(first.sum()), len(first)))
        (back, of), (back_before, of_before) = counts
        if min(of, of_before) < FEWEST_PEOPLE:
            return
        lower, upper = newcombe(back, of, back_before, of_before)
        parts = [part for part in (back, of - back, back_before, of_before - back_before) if part]
        self.signals["repeat_rate"] = {
            "now": back / of, "before": back_before / of_before,
            "change": back / of - back_before / of_before, "lower": lower, "upper": upper,
            "unit": SHARE, "words": "", "smallest_part": min(parts)}

    def _add_churn(self) -> None:
        if self.subscriptions is None:
            return
        churn = _or_none(lambda: churn_rate(self.subscriptions, as_of=self.as_of))
        if churn is None:
            return
        months = paired(churn.frame.dropna(subset="rate"))
        if len(months[0]) < FEWEST_PAIRS:
            return
        (lost, of), (lost_before, of_before) = (
            each[["lost", "at_start"]].sum().astype(int) for each in months)
        lower, upper = newcombe(lost, of, lost_before, of_before)
        parts = [part for part in (lost, lost_before) if part]
        self.signals["churn"] = {
            "now": lost / of, "before": lost_before / of_before,
            "change": lost / of - lost_before / of_before, "lower": lower, "upper": upper,
            "unit": SHARE, "words": "", "smallest_part": min(parts, default=np.nan)}

    def _add_service(self, feedback: pd.DataFrame | None) -> None:
        if feedback is None:
            return
        needed(feedback, "feedback", ["date", "score"])
        days, year = to_days(feedback["date"]), pd.Timedelta(days=YEAR_DAYS)
        score = pd.Series(numbers(feedback, "score", np.nan), index=feedback.index)
        now, before = (score[(days > last - year) & (days <= last)].dropna()
                       for last in (self.as_of, self.as_of - year))
        if min(len(now), len(before)) < FEWEST_PEOPLE:
            return
        lower, upper = welch(now, before)
        self.signals["service"] = {
            "now": now.mean(), "before": before.mean(), "change": now.mean() - before.mean(),
            "lower": lower, "upper": upper, "unit": SCORE, "words": "",
            "smallest_part": min(len(now), len(before))}


def _read(orders, finances, customers, subscriptions, as_of) -> tuple:
    """The tables made ready, and the last day looked at."""
    terms = None
    if orders is None and subscriptions is not None:
        terms = _or_none(lambda: unbroken_terms(subscriptions, as_of=as_of))
        if terms is not None:
            as_of, orders = terms.as_of, subscription_activity(subscriptions, as_of=terms.as_of)
    elif orders is not None:
        needed(orders, "orders", ["order_date"])
        days = to_days(orders["order_date"])
        if days.isna().all():
            orders = None
    if as_of is None and orders is not None:
        as_of = days.max()
    books = None
    if finances is not None:
        books = _or_none(lambda: monthly_books(finances, question=QUESTION, as_of=as_of))
        as_of = books.as_of if as_of is None and books is not None else as_of
    joined_on = None
    if customers is not None and "signup_date" in customers:
        joined_on = to_days(customers["signup_date"]).dropna()
        as_of = joined_on.max() if as_of is None and len(joined_on) else as_of
    if as_of is None:
        raise NotEnoughData(QUESTION, "no order, no books and no sign-up with a date", "any")
    lines = None
    if orders is not None:
        lines = _or_none(lambda: customer_lines(orders, question=QUESTION, as_of=as_of))
    return orders, books, lines, joined_on, to_day(as_of), subscriptions, terms


def _or_none(reading: Callable):
    try:
        return reading()
    except NotEnoughData:
        return None
