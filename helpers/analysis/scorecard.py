"""A scorecard of growth: five dimensions, and whether what carries the growth keeps up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

from helpers.analysis.accounts import OPERATING_COSTS, RUNNING_COSTS, Books, monthly_books
from helpers.analysis.intervals import newcombe
from helpers.analysis.lines import CustomerLines, customer_lines, needed, numbers
from helpers.analysis.periods import last_finished, to_day, to_days
from helpers.analysis.result import Result
from helpers.analysis.sales import monthly_sales
from helpers.analysis.small_groups import few, told
from helpers.analysis.trend import direction
from helpers.analysis.wording import joined, share
from helpers.analysis.yearly import (
    YEAR, Comparison, averaged, changed, compared, latest, margin, moved, ratio,
)
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

QUESTION = "a growth scorecard"
GROWING, WORTH_POINTS, WORTH_SHARE, LOAD_BOUND = 0.05, 0.02, 0.05, 0.15
REPEAT_DAYS, YEAR_DAYS, FEWEST_PEOPLE = 90, 365, 30

MONEY, PEOPLE, SHARE, PER_ONE, PER_MONTH, SCORE = (
    "money", "people", "share", "money for each 1 of running costs", "orders a month", "score")
DIMENSIONS = {
    "revenue": "revenue", "customer_base": "customer base",
    "operational_scalability": "operational scalability", "profitability": "profitability",
    "team": "team",
}
BROKEN, KEPT, UNKNOWN, NOT_ASKED = "broken", "kept", "not known", "no growth to outrun"


@dataclass(frozen=True)
class Rule:
    """One way in which growth outruns what carries it.

    `breaks` looks at a signal: `change` (a share, or points of a share or score) and its `lower`
    and `upper` ends. `sentence` says it of one that did.
    """

    signal: str
    states: str
    sentence: str
    breaks: Callable[[Mapping], bool]


RULES = {
    "gross_margin": Rule(
        "gross_margin", "gross margin fell by 2 percentage points or more",
        "gross margin fell from {before} to {now}",
        lambda signal: signal["change"] <= -WORTH_POINTS),
    "operating_margin": Rule(
        "operating_margin", "operating margin fell by 2 percentage points or more",
        "operating margin fell from {before} to {now}",
        lambda signal: signal["change"] <= -WORTH_POINTS),
    "running_costs": Rule(
        "scalability", "revenue for each 1 of running costs (payroll, rent, marketing, other "
        "operating costs) fell by 5% or more",
        "running costs grew faster: each 1 of them brought in {now}, after {before}",
        lambda signal: signal["change"] <= -WORTH_SHARE),
    "load": Rule(
        "load", "orders per person on the payroll (per 1,000 of payroll where people are not "
        "counted) rose by 15% or more",
        "orders {load} rose from {before} to {now}",
        lambda signal: signal["change"] >= LOAD_BOUND),
    "customers": Rule(
        "customers", "the number of customers fell by 5% or more",
        "the number of customers fell from {before} to {now}",
        lambda signal: signal["change"] <= -WORTH_SHARE),
    "repeat_rate": Rule(
        "repeat_rate", "the share of customers who come back within 90 days fell, by more than "
        "chance explains",
        "the share of customers who came back within 90 days fell from {before} to {now}",
        lambda signal: signal["upper"] < 0),
    "service": Rule(
        "service", "the average score customers gave fell, by more than chance explains",
        "the average score customers gave fell from {before} to {now}",
        lambda signal: signal["upper"] < 0),
}


@dataclass(frozen=True, eq=False, repr=False)
class GrowthScorecard(Result):
    """Five dimensions of growth, and whether they keep step.

    Parameters
    ----------
    frame : DataFrame
        Index `dimension`, those that can be told; `measure` (what the figure is), `value`, `unit`,
        `months` (how many are in it), `year_before` (the twelve months before), `change` (on the
        year before: a share, for `profitability` in points of the margin), `compared_months` (how
        many pairs of months that is over), `trend` (rising, falling, no clear trend, not known),
        `trend_lower` and `trend_upper` (the 95% interval that it rests on: of how much a month
        changes on the same month a year before), `target`,
        `target_gap` (as `change`, against the target), `reached` and `source`. NaN where not known.
    monthly : DataFrame
        PeriodIndex `month` × dimension: the same figure for each month by itself.
    signals : DataFrame
        Index `signal`, what the rules look at: `now`, `before`, `change`, `lower` and `upper` (its
        95% interval where it is an estimate: of the repeat rate and of the service), `unit`,
        `words`, `smallest_part` (people in the smallest group it tells of).
    rules : DataFrame
        Index `rule`; `states` (what breaks it) and `outcome`: broken, kept, not known, or
        `no growth to outrun` where revenue did not grow by 5%.
    left_out : dict of str to str
        Dimensions that cannot be told, and why.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    frame: pd.DataFrame
    monthly: pd.DataFrame
    signals: pd.DataFrame
    rules: pd.DataFrame
    left_out: dict[str, str]
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def imbalances(self) -> list[str]:
        """The rules that are broken."""
        return list(self.rules.index[self.rules["outcome"] == BROKEN])

    @property
    def balanced(self) -> bool | None:
        """Whether growth keeps step with what carries it; None where no rule could be asked."""
        asked = self.rules["outcome"].isin([BROKEN, KEPT])
        return not self.imbalances if asked.any() else None

    def warnings(self, format: Format = PLAIN) -> dict[str, str]:
        """Each broken rule in words, where it tells of no group too small."""
        return {
            name: self._warning(name, format) for name in self.imbalances
            if not few(self.signals.loc[RULES[name].signal, "smallest_part"], format.smallest_group)
        }

    def headline(self, format: Format = PLAIN) -> str:
        """How each dimension moved, and what growth outruns."""
        said = [_dimension_said(name, row, format) for name, row in self.frame.iterrows()]
        text = f"{joined(said)}."
        text = f"{text[0].upper()}{text[1:]}"
        warnings = list(self.warnings(format).values())
        if warnings:
            return f"{text} Growth may be outrunning what carries it: {joined(warnings)}."
        if self.balanced:
            kept = (self.rules["outcome"] == KEPT).sum()
            return (f"{text} What carries the growth keeps up, on the {kept} of {len(RULES)} signs "
                    "that the tables tell.")
        return text

    def _warning(self, name: str, format: Format) -> str:
        signal = self.signals.loc[RULES[name].signal]
        ends = {end: _amount_said(signal[end], signal["unit"], format) for end in ("before", "now")}
        return RULES[name].sentence.format(load=signal["words"], **ends)


def growth_scorecard(
    orders: pd.DataFrame | None = None, finances: pd.DataFrame | None = None,
    customers: pd.DataFrame | None = None, *, feedback: pd.DataFrame | None = None,
    targets: Mapping[str, float] | None = None, as_of=None,
) -> GrowthScorecard:
    """Are we growing, in which way, and does what carries the growth keep up?

    Five dimensions, from whatever tables there are, over the last twelve months that have ended:

    - revenue: from the orders where they have prices, else from the finances;
    - customer base: known customers who bought, else those who had signed up;
    - operational scalability: revenue for each 1 of running costs (payroll, rent, marketing, other
      operating costs);
    - profitability: the operating margin, or the gross margin where no operating costs are known;
    - team: people on the payroll (account `headcount`), else what the payroll came to.

    Growth is out of balance where revenue grew by 5% or more on the year before, and any of these
    holds: gross margin or operating margin fell by 2 percentage points or more; revenue for each 1
    of running costs fell by 5% or more; orders per person (per 1,000 of payroll where people are
    not counted) rose by 15% or more; the number of customers fell by 5% or more; the share of
    customers who come back within 90 days fell, or the average score customers gave fell, by more
    than chance explains (the 95% interval of the change is below 0). The bounds are ours.

    Parameters
    ----------
    orders : DataFrame, optional
        `order_date`, and where known `order_id`, `customer_id`, `quantity`, `unit_price`,
        `discount`.
    finances : DataFrame, optional
        `month`, `account`, `amount`; costs are positive.
    customers : DataFrame, optional
        `customer_id` and `signup_date`, where the orders do not tell customers.
    feedback : DataFrame, optional
        `date` and `score`.
    targets : mapping of dimension to number, optional
        In the figure's own unit: money for a year, customers, a margin such as 0.15.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`, else the end
        of the last month in `finances`, else the last sign-up.

    Returns
    -------
    GrowthScorecard

    Raises
    ------
    ValueError
        A target for something that is no dimension.
    DataProblems
        A table lacks a column that it cannot do without.
    NotEnoughData
        Not one dimension can be told.

    Notes
    -----
    A change is told from six pairs of months on, each with the same month a year before. The trend
    is the mean of up to twelve such monthly changes (of logs, for amounts) with Student's interval;
    months that move together make it too narrow. The change of the share who come back has
    Newcombe's interval (1998, method 10), that of the score Welch's (1947).

    Examples
    --------
    >>> months = pd.period_range("2023-01", periods=24, freq="M")
    >>> finances = pd.concat([
    ...     pd.DataFrame({"month": months.start_time, "account": account, "amount": amounts})
    ...     for account, amounts in {"revenue": [100.0] * 12 + [120.0] * 12,
    ...                              "cost_of_goods": [50.0] * 12 + [66.0] * 12}.items()])
    >>> card = growth_scorecard(finances=finances)
    >>> card.frame["change"].round(3).to_dict()
    {'revenue': 0.2, 'profitability': -0.05}
    >>> card.imbalances
    ['gross_margin']
    """
    unknown = set(targets or {}) - set(DIMENSIONS)
    if unknown:
        raise ValueError(f"A target is for one of {', '.join(DIMENSIONS)}; one was for "
                         f"{sorted(unknown)[0]!r}.")
    found = _Found(*_read(orders, finances, customers, as_of))
    found.add_dimensions()
    found.add_signals(feedback)
    return found.scorecard(targets or {})


def _read(orders, finances, customers, as_of) -> tuple:
    """The tables made ready, and the last day looked at."""
    if orders is not None:
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
    return orders, books, lines, joined_on, to_day(as_of)


def _or_none(reading: Callable):
    try:
        return reading()
    except NotEnoughData:
        return None


class _Found:
    """The dimensions and signals found so far, and why others are left out."""

    def __init__(self, orders, books: Books | None, lines: CustomerLines | None, joined_on, as_of):
        self.orders, self.books, self.lines = orders, books, lines
        self.joined_on, self.as_of = joined_on, as_of
        self.rows: dict[str, dict] = {}
        self.monthly: dict[str, pd.Series] = {}
        self.signals: dict[str, dict] = {}
        self.left_out: dict[str, str] = {}
        self.set_aside: dict[str, int] = {}

    def add_dimensions(self) -> None:
        """All that can be told; the rest with its reason."""
        self._add_revenue()
        self._add_customers()
        self._add_scalability()
        self._add_profitability()
        self._add_team()

    def add_signals(self, feedback: pd.DataFrame | None) -> None:
        """What else the rules look at."""
        self._add_load()
        self._add_repeat_rate()
        self._add_service(feedback)

    def scorecard(self, targets: Mapping[str, float]) -> GrowthScorecard:
        if not self.rows:
            raise NotEnoughData(QUESTION, "no finished month that tells of any dimension",
                                "a month of priced orders or of finances")
        rows = {name: self.rows[name] for name in DIMENSIONS if name in self.rows}
        frame = pd.DataFrame([_against(row, targets.get(name)) for name, row in rows.items()],
                             index=pd.Index(rows, name="dimension"))
        columns = ["now", "before", "change", "lower", "upper", "unit", "words", "smallest_part"]
        signals = pd.DataFrame.from_dict(self.signals, orient="index", columns=columns)
        for table in (self.books, self.lines):
            self.set_aside |= {} if table is None else table.set_aside
        return GrowthScorecard(
            frame, pd.DataFrame(self.monthly)[list(rows)].rename_axis("month"),
            signals.rename_axis("signal"), self._rules(signals), self.left_out, self.as_of,
            self.set_aside)

    def _rules(self, signals: pd.DataFrame) -> pd.DataFrame:
        grew = self.rows.get("revenue", {}).get("change", np.nan)
        outcomes = []
        for rule in RULES.values():
            known = rule.signal in signals.index and np.isfinite(signals["change"][rule.signal])
            if np.isnan(grew) or (grew >= GROWING and not known):
                outcomes.append(UNKNOWN)
            elif grew < GROWING:
                outcomes.append(NOT_ASKED)
            else:
                outcomes.append(BROKEN if rule.breaks(signals.loc[rule.signal]) else KEPT)
        return pd.DataFrame(
            {"states": [rule.states for rule in RULES.values()], "outcome": outcomes},
            index=pd.Index(RULES, name="rule"))

    def _add(self, name, found: Comparison | None, measure, unit, source, *, of_year=True):
        if found is None:
            return False
        self.monthly[name] = found.monthly
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
        source, revenue = ("orders", sales) if sales is not None else (
            "finances", self._of("revenue"))
        if not self._add("revenue", compared(revenue), "sales in the last twelve months", MONEY,
                         source):
            self.left_out["revenue"] = "it needs prices in the orders, or revenue in the finances"

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
        name, words = "customer_base", "customers who bought in the last twelve months"
        if self.lines is not None:
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
                                       "payroll in the last twelve months", MONEY, "finances"):
            self.left_out["team"] = (
                "it needs headcount or payroll in the finances; who works alone has neither")

    def _add_load(self) -> None:
        people, words = self._of("headcount"), "a month per person"
        if people.empty:
            people, words = self._of("payroll") / 1000, "per 1,000 of payroll"
        if self.orders is None or people.empty:
            return
        rows = self.orders[numbers(self.orders, "quantity", 1.0) > 0]
        days = to_days(rows["order_date"])
        if "order_id" in rows:
            days = days[~rows["order_id"].duplicated()]
        months = days.dt.to_period("M")
        count = months[months <= last_finished(self.as_of, "M")].value_counts().sort_index()
        if len(count):
            found = compared(self._whole(count.astype(float)), people[people > 0], amount=ratio)
            self._signal("load", found, PER_MONTH, words)

    def _add_repeat_rate(self) -> None:
        end = self.as_of - pd.Timedelta(days=REPEAT_DAYS)
        year = pd.Timedelta(days=YEAR_DAYS)
        if self.lines is None or self.lines.first_day > (end - 2 * year).to_numpy():
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
        lower, upper = _welch(now, before)
        self.signals["service"] = {
            "now": now.mean(), "before": before.mean(), "change": now.mean() - before.mean(),
            "lower": lower, "upper": upper, "unit": SCORE, "words": "",
            "smallest_part": min(len(now), len(before))}


def _welch(now: pd.Series, before: pd.Series) -> tuple[float, float]:
    """The 95% interval of a difference of means of unequal spread (Welch, 1947)."""
    ends = ttest_ind(now, before, equal_var=False).confidence_interval(0.95)
    return float(ends.low), float(ends.high)


def _against(row: dict, target: float | None) -> dict:
    """A dimension's row with its target, where one is given and a whole year can be held to it."""
    row = dict(row)
    whole, source = row.pop("whole"), row.pop("source")
    target = np.nan if target is None else float(target)
    fits = whole and np.isfinite([target, row["value"]]).all()
    gap = changed(row["value"], target, row["unit"] == SHARE) if fits else np.nan
    return row | {"target": target, "target_gap": gap,
                  "reached": bool(row["value"] >= target) if fits else None, "source": source}


def _dimension_said(name: str, row: pd.Series, format: Format) -> str:
    text = f"{DIMENSIONS[name]} {_amount_said(row['value'], row['unit'], format)}"
    if np.isfinite(row["change"]):
        text += f" ({moved(row['change'], format, by_points=row['unit'] == SHARE)})"
    return text


def _amount_said(value: float, unit: str, format: Format) -> str:
    if unit == MONEY:
        return format.money(value)
    if unit == SHARE:
        return share(value, format)
    if unit == PEOPLE:
        return told(value, format) if value == round(value) else format.number(value, digits=1)
    return format.number(value, digits=2 if unit == PER_ONE else 1)
