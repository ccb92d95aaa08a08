"""A business's books made ready: one row a month, one column an account."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.core.problems import ROWS_SHOWN, DataProblems, NotEnoughData, Problem
from helpers.stats.order_lines import require_columns, numbers, set_aside_rows
from helpers.stats.periods import last_finished, to_day, to_moments
from helpers.stats.subscription_terms import FIRST_SPREADSHEET_ROW

INCOME, COST, ASSET, LIABILITY, EQUITY, CASH_FLOW, COUNT = (
    "income", "cost", "asset", "liability", "equity", "cash flow", "count")
FLOWS = {INCOME, COST, CASH_FLOW}

RUNNING_COSTS = ("payroll", "rent", "marketing", "other_operating")
OPERATING_COSTS = (*RUNNING_COSTS, "depreciation")
BELOW_OPERATING = ("interest", "tax")
CURRENT_ASSETS = ("cash", "receivables", "inventory", "other_current_assets")
CURRENT_LIABILITIES = ("payables", "other_current_liabilities", "short_term_debt")
DEBT = ("short_term_debt", "long_term_debt")

KINDS = {
    "revenue": INCOME,
    **dict.fromkeys(("cost_of_goods", *OPERATING_COSTS, *BELOW_OPERATING), COST),
    **dict.fromkeys((*CURRENT_ASSETS, "fixed_assets"), ASSET),
    **dict.fromkeys((*CURRENT_LIABILITIES, "long_term_debt"), LIABILITY),
    "equity": EQUITY,
    **dict.fromkeys(("operating_cash_flow", "investing_cash_flow", "financing_cash_flow"),
                    CASH_FLOW),
    "headcount": COUNT,  # people on the payroll at the month's end
}
NEVER_NEGATIVE = ("cost_of_goods", *OPERATING_COSTS)

NO_MONTH, NO_AMOUNT = "without a month", "without an amount"
UNFINISHED = "in a month that had not ended by the last day looked at"
UNKNOWN = "in an account that is not in the chart of accounts"


@dataclass(frozen=True, eq=False)
class Books:
    """What each account holds, month by month.

    Parameters
    ----------
    frame : DataFrame
        PeriodIndex `month` without gaps, up to the last month with an amount that had ended by
        `as_of`; one column for each account there is. A flow is what came or went in the month, a
        balance is that at its end. NaN where the books have nothing.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    frame: pd.DataFrame
    as_of: pd.Timestamp
    set_aside: dict[str, int]
    _totals: dict[tuple[str, ...], pd.Series] = field(default_factory=dict, repr=False)

    def has(self, account: str) -> bool:
        return account in self.frame.columns

    def known(self, accounts) -> list[str]:
        """Those of the accounts that have any amount."""
        return [account for account in accounts if self.has(account)]

    def of(self, account: str) -> pd.Series:
        """One account by month; NaN throughout where there is none."""
        return self.frame.get(account, pd.Series(np.nan, index=self.frame.index))

    def total(self, accounts) -> pd.Series:
        """Accounts added up within each month; what has no amount counts as 0."""
        accounts = tuple(accounts)
        if accounts not in self._totals:
            table = self.frame.reindex(columns=list(accounts))
            self._totals[accounts] = table.fillna(0.0).sum(axis=1)
        return self._totals[accounts]


def is_flow(account: str) -> bool:
    """Whether an account may be summed over months; a balance, or a number of people, may not.

    Examples
    --------
    >>> is_flow("revenue"), is_flow("cash")
    (True, False)
    """
    return KINDS[account] in FLOWS


def in_words(account: str) -> str:
    """An account's name as a sentence needs it.

    Examples
    --------
    >>> in_words("cost_of_goods")
    'cost of goods'
    """
    return account.replace("_", " ")


def monthly_books(
    finances: pd.DataFrame, *, question: str, as_of=None, name: str = "finances"
) -> Books:
    """Each account's amount by month, in months that had ended by `as_of`.

    `as_of` defaults to the end of the last month in the table: books are written when a month is
    over. Several rows of one flow in one month are added up; a balance can stand there once only.
    Besides the chart of accounts, `headcount` is known: the people on the payroll at month's end.

    Raises
    ------
    DataProblems
        A column is missing, a balance stands twice in a month, or costs are written as negative.
    NotEnoughData
        No month with an amount had ended.

    Examples
    --------
    >>> finances = pd.DataFrame({"month": ["2025-01", "2025-01", "2025-03"],
    ...                          "account": ["revenue", "cash", "revenue"],
    ...                          "amount": [100.0, 50.0, 120.0]})
    >>> monthly_books(finances, question="an example").frame["revenue"].tolist()
    [100.0, nan, 120.0]
    """
    require_columns(finances, name, ["month", "account", "amount"])
    months = to_moments(finances["month"]).dt.to_period("M")
    account = finances["account"].astype("str").str.strip()
    amount = pd.Series(numbers(finances, "amount", np.nan), index=finances.index)
    if months.isna().all():
        raise NotEnoughData(question, f"no month in the {name}", "at least one")
    as_of = months.max().end_time.floor("D") if as_of is None else to_day(as_of)
    keep, set_aside = set_aside_rows({
        NO_MONTH: months.isna().to_numpy(), NO_AMOUNT: amount.isna().to_numpy(),
        UNFINISHED: (months > last_finished(as_of, "M")).to_numpy(),
        UNKNOWN: ~account.isin(KINDS).to_numpy(),
    })
    if not keep.any():
        raise NotEnoughData(question, "no amount in a month that has ended", "at least one month")
    kept = pd.DataFrame({"month": months, "account": account, "amount": amount})[keep]
    _refuse_balances_twice(kept, np.flatnonzero(keep), name)
    by_month = kept.groupby(["month", "account"])["amount"].sum().unstack()
    _refuse_negative_costs(by_month, name)
    whole = pd.period_range(by_month.index.min(), by_month.index.max(), freq="M", name="month")
    by_month = by_month.reindex(index=whole, columns=[one for one in KINDS if one in by_month])
    return Books(by_month.rename_axis(columns=None), as_of, set_aside)


def _refuse_balances_twice(kept: pd.DataFrame, places: np.ndarray, name: str) -> None:
    twice = kept.duplicated(["month", "account"]) & ~kept["account"].map(is_flow)
    if not twice.any():
        return
    first = kept[twice].iloc[0]
    rows = places[twice.to_numpy()][:ROWS_SHOWN] + FIRST_SPREADSHEET_ROW
    raise DataProblems([Problem(
        file=name, column="account", count=int(twice.sum()), rows=tuple(map(int, rows)),
        found=f"{first['account']} more than once in {first['month']}",
        expected="one balance for each month: that at its end",
        remedy="Keep the row with the balance at the month's end.",
    )])


def _refuse_negative_costs(by_month: pd.DataFrame, name: str) -> None:
    totals = by_month.reindex(columns=list(NEVER_NEGATIVE)).sum()
    problems = [
        Problem(
            file=name, column="amount", found=f"{account} adds up to {total:,.2f}",
            expected="costs written as positive amounts",
            remedy=f"Turn the sign of the amounts of {account}.",
        )
        for account, total in totals.items() if total < 0
    ]
    if problems:
        raise DataProblems(problems)
