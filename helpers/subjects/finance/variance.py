"""What came out against what was planned, account by account, and why sales differed."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.order_lines import line_revenue, require_columns, numbers
from helpers.stats.periods import last_finished, to_day, to_moments
from helpers.stats.result import Result
from helpers.stats.wording import between_periods, counted, joined, share
from helpers.subjects.finance.accounts import (
    COST, INCOME, KINDS, LIABILITY, Books, in_words, is_flow, monthly_books,
)
from helpers.subjects.sales.by_product import LATE_START_DAYS

QUESTION, SPLIT_QUESTION = "budget against actual", "a split into price, volume and mix"
LAST_YEAR_QUESTION = "sales against last year's"
FAVOURABLE, ADVERSE, ON_BUDGET, NEITHER = "favourable", "adverse", "on budget", "neither"
GOOD_WHEN_UP = {"revenue", "cash", "equity", "operating_cash_flow"}
NAMED = 3
PART_NAMES = {"price": "price", "volume": "volume", "mix": "mix", "unsplit": "what has no quantity"}
NEW = "what is new"
YEAR, FEWEST_MONTHS = 12, 3
NO_ACTUAL = "in budgeted months that the books do not have"
NOT_IN_BUDGET = "in months without a budget"


@dataclass(frozen=True, eq=False, repr=False)
class PriceVolume(Result):
    """Why sales differed from the budget: price, volume and mix, which add up to the difference.

    Parameters
    ----------
    actual, budget, price, volume, mix, unsplit : float
        Money; `price` + `volume` + `mix` + `unsplit` is `actual` − `budget`. `unsplit` is the
        difference of what has no quantity in the budget or none in fact, new products above all.
    frame : DataFrame
        Index `item`, the largest difference first; `actual`, `budget`, `variance` and its parts
        `price`, `volume`, `mix`, `unsplit`.
    months : PeriodIndex or None
        Where last year stands in for a budget: the months compared with the same a year before.
    """

    actual: float
    budget: float
    price: float
    volume: float
    mix: float
    unsplit: float
    frame: pd.DataFrame
    months: pd.PeriodIndex | None = None

    @property
    def part_names(self) -> dict[str, str]:
        """The parts and what they are called; a year on, what has no price before is new."""
        return PART_NAMES if self.months is None else {**PART_NAMES, "unsplit": NEW}

    @property
    def told(self) -> dict[str, float]:
        """The parts worth telling by name: price, volume, and the others where there is any."""
        return {name: amount for part, name in self.part_names.items()
                if abs(amount := getattr(self, part)) >= 0.005 or part in ("price", "volume")}

    @property
    def variance(self) -> float:
        """Actual less budget."""
        return self.actual - self.budget

    def headline(self, format: Format = PLAIN) -> str:
        """The difference and its parts."""
        parts = [f"{name} {_signed(amount, format)}" for name, amount in self.told.items()]
        when, against = "", "budgeted"
        if self.months is not None:
            when = f" {between_periods(self.months[0], self.months[-1], format)}"
            against = "a year before"
        return (f"Sales{when} came to {format.money(self.actual)} against "
                f"{format.money(self.budget)} {against}, {_signed(self.variance, format)}: "
                f"{joined(parts)}.")


@dataclass(frozen=True, eq=False, repr=False)
class BudgetVariance(Result):
    """Actual against budget by account and month.

    Parameters
    ----------
    frame : DataFrame
        The largest variance first: `account`, `kind` (income, cost, asset, …), `month`, `actual`,
        `budget`, `variance` (actual − budget), `share` (of the budget; NaN where that is 0),
        `verdict` (favourable, adverse, on budget; neither for an account that is good or bad by
        neither rising nor falling, such as stock). Money is in the business's currency.
    by_account : DataFrame
        Index `account`, the same columns over all months compared: flows are summed, of a balance
        it is the last month's.
    by_month : DataFrame
        PeriodIndex `month`; `actual`, `budget` and `variance` of profit (income − costs), NaN
        where neither is in the books.
    price_volume : PriceVolume or None
        Why revenue differed, where both tables have quantities.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    frame: pd.DataFrame
    by_account: pd.DataFrame
    by_month: pd.DataFrame
    price_volume: PriceVolume | None
    set_aside: dict[str, int]

    @property
    def largest(self) -> pd.DataFrame:
        """Each account and month that came out better or worse than planned, the largest first."""
        return self.frame[self.frame["verdict"].isin([FAVOURABLE, ADVERSE])]

    @property
    def profit_variance(self) -> float:
        """What profit came to more than budgeted; NaN where there is no income and no cost."""
        return float(self.by_month["variance"].sum(min_count=1))

    def headline(self, format: Format = PLAIN) -> str:
        """Profit against the budget, and the accounts that made the most of it."""
        months = self.by_month.index
        text = ""
        if not np.isnan(self.profit_variance):
            actual, budget = self.by_month["actual"].sum(), self.by_month["budget"].sum()
            text = (f"Profit {between_periods(months[0], months[-1], format)} was "
                    f"{format.money(actual)} against {format.money(budget)} budgeted, "
                    f"{_more_or_less(actual - budget, format)}. ")
        told = self.by_account[self.by_account["variance"] != 0]
        if text:
            told = told[told["kind"].isin([INCOME, COST])]
        told = told.head(NAMED)
        if told.empty:
            return f"{text}Every account came out as budgeted."
        said = [_account_said(row, format) for _, row in told.reset_index().iterrows()]
        return f"{text}The largest {'difference' if len(said) == 1 else 'differences'}: " \
               f"{'; '.join(said)}."


def budget_variance(
    actual: pd.DataFrame, budget: pd.DataFrame, *, months: int | None = None, as_of=None
) -> BudgetVariance:
    """Where did the months come out differently from the budget, and was it for better or worse?

    Months that both tables have are compared. Within them income or a cost that stands in one table
    only is 0 in the other; anything else that does, such as a balance or a cash flow that nobody
    planned, is left out. More income is favourable, more cost adverse.

    Parameters
    ----------
    actual, budget : DataFrame
        `month`, `account`, `amount`; costs are positive. Where both have `quantity` in rows of
        revenue, these are split into price, volume and mix, by `product_id` where both have it.
    months : int, optional
        Compare only the last so many of the months that both have.
    as_of : date, optional
        The last day to look at; by default the end of the last month in `actual`.

    Returns
    -------
    BudgetVariance

    Raises
    ------
    DataProblems
        A column is missing, a balance stands twice in a month, or costs are written as negative.
    NotEnoughData
        No month is in both.

    Notes
    -----
    A variance is favourable where it alone would raise operating income (Horngren, Datar, Foster,
    Rajan and Ittner, 2009, Cost Accounting, 13th edition, chapter 7).

    Examples
    --------
    >>> actual = pd.DataFrame({"month": "2025-01", "account": ["revenue", "payroll"],
    ...                        "amount": [950.0, 420.0]})
    >>> budget = actual.assign(amount=[1000.0, 400.0])
    >>> budget_variance(actual, budget).frame[["account", "variance", "verdict"]].values.tolist()
    [['revenue', -50.0, 'adverse'], ['payroll', 20.0, 'adverse']]
    """
    require_columns(budget, "budget", ["month", "account", "amount"])
    books = monthly_books(actual, question=QUESTION, as_of=as_of)
    plan = monthly_books(budget, question=QUESTION, name="budget")
    both = books.frame.dropna(how="all").index.intersection(plan.frame.dropna(how="all").index)
    if both.empty:
        raise NotEnoughData(QUESTION, "no month with both a budget and books", "at least one")
    compared = both if months is None else both[-months:]
    columns = [account for account in KINDS if books.has(account) or plan.has(account)]
    pair = pd.DataFrame({
        "actual": _stacked(books, compared, columns), "budget": _stacked(plan, compared, columns)})
    known = pair.notna()
    in_profit = pair.index.get_level_values("account").map(KINDS).isin([INCOME, COST])
    pair = pair[known.all(axis=1) | (known.any(axis=1) & in_profit)].fillna(0.0)
    frame = _judged(pair.reset_index())
    return BudgetVariance(
        frame=_largest_first(frame), by_account=_by_account(frame),
        by_month=_profit(frame, compared), price_volume=_revenue_split(actual, budget, compared),
        set_aside=_set_aside(books, plan, both),
    )


def price_volume(actual: pd.DataFrame, budget: pd.DataFrame, *, by: str | None = None
                 ) -> PriceVolume:
    """Did sales differ because of prices, because of how much was sold, or because of what?

    Price: what the units sold brought in more than at their budgeted prices. Volume: what as many
    units more would bring in at the budget's average price. Mix: what selling more of the dearer
    and less of the cheaper products brings in, or the reverse.

    Parameters
    ----------
    actual, budget : DataFrame
        `quantity`, and `amount` or `unit_price`; rows of one item are added up.
    by : str, optional
        The column that tells items apart; by default `product_id` where both have it, else all
        rows are one item, and there is no mix.

    Returns
    -------
    PriceVolume

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        No item has a quantity in both.

    Notes
    -----
    These are the selling-price, sales-quantity and sales-mix variances of Horngren, Datar, Foster,
    Rajan and Ittner (2009, Cost Accounting, 13th edition, chapter 14), in revenue in place of
    contribution margin.

    Examples
    --------
    >>> actual = pd.DataFrame({"quantity": [110.0], "unit_price": [9.0]})
    >>> budget = pd.DataFrame({"quantity": [100.0], "unit_price": [10.0]})
    >>> split = price_volume(actual, budget)
    >>> split.price, split.volume, split.variance
    (-110.0, 100.0, -10.0)
    """
    if by is None and {"product_id"} <= set(actual.columns) & set(budget.columns):
        by = "product_id"
    items = _items(actual, "actual", by).join(_items(budget, "budget", by), how="outer")
    whole = items[["actual", "budget"]].fillna(0.0)
    sold, planned = (items[f"{name}_quantity"].fillna(0.0) for name in ("actual", "budget"))
    split = (planned > 0) & items["budget"].notna() & ((sold != 0) | (whole["actual"] == 0))
    if not (split & (sold != 0)).any():
        raise NotEnoughData(SPLIT_QUESTION, "no item with a quantity in the budget and in fact",
                            "at least one")
    more = (sold[split].sum() - planned[split].sum()) / planned[split].sum()
    at_plan = whole["budget"] * sold / planned.where(split)
    frame = whole.assign(
        variance=whole["actual"] - whole["budget"],
        price=(whole["actual"] - at_plan).fillna(0.0),
        volume=(whole["budget"] * more).where(split, 0.0),
    )
    frame["mix"] = (at_plan - whole["budget"] - frame["volume"]).fillna(0.0)
    frame["unsplit"] = frame["variance"].mask(split, 0.0)
    parts = frame[list(PART_NAMES)].sum()
    return PriceVolume(actual=float(whole["actual"].sum()), budget=float(whole["budget"].sum()),
                       **parts.to_dict(), frame=_largest_first(frame, drop=False))


def against_last_year(orders: pd.DataFrame, *, as_of=None) -> PriceVolume:
    """Did sales change from last year because of prices, of how much was sold, or of what?

    Last year's sales stand in for a budget. The last twelve finished months are compared with the
    same months a year before; fewer where the history is shorter.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `quantity`, `unit_price` and, where known, `product_id` and `discount`.
        Refunds are taken off. Without products there is no mix.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    PriceVolume
        With `months`.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Fewer than three finished months have the same month a year before.

    Examples
    --------
    >>> days = pd.date_range("2024-01-01", "2025-06-30", freq="MS")
    >>> orders = pd.DataFrame({"order_date": [*days, "2025-06-30"], "quantity": 10.0,
    ...                        "unit_price": np.where(np.arange(19) < 12, 2.0, 3.0)})
    >>> split = against_last_year(orders)
    >>> len(split.months), split.price, split.volume
    (6, 70.0, 20.0)
    """
    require_columns(orders, "orders", ["order_date", "quantity", "unit_price"])
    month = to_moments(orders["order_date"]).dt.to_period("M")
    now = months_with_last_year(orders, as_of=as_of)
    if len(now) < FEWEST_MONTHS:
        raise NotEnoughData(
            LAST_YEAR_QUESTION, f"{counted(len(now), 'finished month', PLAIN)} with the same month "
            "a year before", f"at least {FEWEST_MONTHS}")
    split = price_volume(orders[month.isin(now)], orders[month.isin(now - YEAR)])
    return replace(split, months=now)


def months_with_last_year(orders: pd.DataFrame, *, as_of=None) -> pd.PeriodIndex:
    """Which of the last twelve finished months have the same month a year before in the orders?

    Examples
    --------
    >>> orders = pd.DataFrame({"order_date": ["2024-02-01", "2025-03-31"]})
    >>> months_with_last_year(orders).astype(str).tolist()
    ['2025-02', '2025-03']
    """
    moments = to_moments(orders["order_date"])
    if moments.isna().all():
        return pd.PeriodIndex([], freq="M", name="month")
    first = moments.min()
    end = last_finished(to_day(moments.max() if as_of is None else as_of), "M")
    start = first.to_period("M") + int(first.day > LATE_START_DAYS)
    return pd.period_range(max(start + YEAR, end - YEAR + 1), end, freq="M", name="month")


def _items(table: pd.DataFrame, name: str, by: str | None) -> pd.DataFrame:
    """Money and quantity of each item."""
    require_columns(table, name, ["quantity", *([by] if by else [])])
    if "amount" not in table:
        require_columns(table, name, ["unit_price"])
    money = numbers(table, "amount", np.nan) if "amount" in table else line_revenue(table)
    rows = pd.DataFrame({name: money, f"{name}_quantity": numbers(table, "quantity", np.nan)})
    item = pd.Series("all", index=rows.index) if by is None else table[by].reset_index(drop=True)
    return rows.groupby(item.rename("item"), dropna=False).sum(min_count=1)


def _revenue_split(
    actual: pd.DataFrame, budget: pd.DataFrame, months: pd.PeriodIndex
) -> PriceVolume | None:
    if "quantity" not in actual or "quantity" not in budget:
        return None
    try:
        return price_volume(*(_revenue_rows(table, months) for table in (actual, budget)))
    except NotEnoughData:
        return None


def _revenue_rows(table: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    within = to_moments(table["month"]).dt.to_period("M").isin(months)
    return table[within & table["account"].eq("revenue") & table["amount"].notna()]


def _stacked(books: Books, months: pd.PeriodIndex, columns: list[str]) -> pd.Series:
    frame = books.frame.reindex(index=months.rename("month"), columns=columns)
    return frame.rename_axis(columns="account").stack(future_stack=True)


def _judged(pair: pd.DataFrame) -> pd.DataFrame:
    """Variance, share and verdict of rows with an account, what came out and what was planned."""
    variance = pair["actual"] - pair["budget"]
    kind = pair["account"].map(KINDS)
    better = np.select(
        [pair["account"].isin(GOOD_WHEN_UP), kind.isin([COST, LIABILITY])], [1, -1], 0)
    verdict = np.select(
        [variance == 0, better == 0, better * variance > 0], [ON_BUDGET, NEITHER, FAVOURABLE],
        ADVERSE)
    budget = pair["budget"]
    return pair.assign(kind=kind, variance=variance, verdict=verdict,
                       share=variance / budget.abs().where(budget != 0))[
        ["account", "kind", "month", "actual", "budget", "variance", "share", "verdict"]]


def _by_account(frame: pd.DataFrame) -> pd.DataFrame:
    """Flows summed over the months; of a balance its last month."""
    flow = frame["account"].map(is_flow).to_numpy(dtype=bool)
    rows = frame[flow | (frame["month"] == frame.groupby("account")["month"].transform("max"))]
    pair = rows.groupby("account", sort=False).agg(
        {"actual": "sum", "budget": "sum", "month": "max"}).reset_index()
    return _largest_first(_judged(pair).drop(columns="month")).set_index("account")


def _profit(frame: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    """Income less costs by month, as they were and as planned."""
    sign = frame["kind"].map({INCOME: 1.0, COST: -1.0})
    money = frame[["actual", "budget", "variance"]].mul(sign, axis=0)
    return money.groupby(frame["month"]).sum(min_count=1).reindex(months.rename("month"))


def _largest_first(frame: pd.DataFrame, *, drop: bool = True) -> pd.DataFrame:
    order = np.argsort(-frame["variance"].abs().to_numpy(), kind="stable")
    return frame.iloc[order].reset_index(drop=True) if drop else frame.iloc[order]


def _set_aside(books: Books, plan: Books, months: pd.PeriodIndex) -> dict[str, int]:
    """Rows that either table has set aside, and amounts in months that only one of them has."""
    counts = dict(books.set_aside)
    for reason, count in plan.set_aside.items():
        counts[f"of the budget, {reason}"] = count
    for reason, table in ((NO_ACTUAL, plan), (NOT_IN_BUDGET, books)):
        left = int(table.frame[~table.frame.index.isin(months)].notna().sum().sum())
        if left:
            counts[reason] = left
    return counts


def _account_said(row: pd.Series, format: Format) -> str:
    side = "over" if row["variance"] > 0 else "under"
    part = "" if np.isnan(row["share"]) else f" or {share(abs(row['share']), format)}"
    verdict = "" if row["verdict"] == NEITHER else f" ({row['verdict']})"
    return f"{in_words(row['account'])} {format.money(abs(row['variance']))}{part} {side}{verdict}"


def _more_or_less(amount: float, format: Format) -> str:
    if amount == 0:
        return "as planned"
    return f"{format.money(abs(amount))} {'more' if amount > 0 else 'less'}"


def _signed(amount: float, format: Format) -> str:
    return f"{'+' if amount > 0 else ''}{format.money(amount)}"
