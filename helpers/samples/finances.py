"""A sample's books: what its sales leave, what it owns and owes, and what that does to its cash.

Every month balances to the penny: what is owned is what is owed and the owners' part, and cash
changes by the three cash flows.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.core.tables import ACCOUNTS
from helpers.samples.draws import between

YEAR = 12
RUNNING = ["payroll", "rent", "marketing", "other_operating"]
PROFIT_AND_LOSS = ["revenue", "cost_of_goods", *RUNNING, "depreciation", "interest", "tax"]
OWNED = ["cash", "receivables", "inventory", "other_current_assets", "fixed_assets"]
OWED = ["payables", "other_current_liabilities", "short_term_debt", "long_term_debt"]


def books(rng: np.random.Generator, truths: Mapping, sold: pd.DataFrame) -> pd.DataFrame:
    """Every account by month.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    truths : mapping
        One sample's truths: `finances`, and `season`, which stock is bought for.
    sold : DataFrame
        By month: `revenue`, `cost_of_goods` and `marketing`, as the other tables have them.
    """
    terms, months = truths["finances"], sold.index
    frame = sold.assign(**_running_costs(rng, terms, sold))
    frame = frame.assign(**_fixed_assets(terms["equipment"], months), **_debts(terms, months))
    before_tax = frame["revenue"] - frame[PROFIT_AND_LOSS[1:-1]].sum(axis=1)
    frame["tax"] = _tax(terms["tax"]["rate"], before_tax)
    frame = frame.assign(**_working_capital(truths, frame)).round(2)
    profit = before_tax - frame["tax"]
    frame = frame.assign(**_cash_flows(terms, frame, profit)).round(2)
    flows = frame[["operating_cash_flow", "investing_cash_flow", "financing_cash_flow"]]
    frame["cash"] = (terms["cash_at_start"] + flows.sum(axis=1).cumsum()).round(2)
    owned, owed = (frame[[name for name in names if name in frame]].sum(axis=1)
                   for names in (OWNED, OWED))
    frame["equity"] = (owned - owed).round(2)
    return frame[[account for account in ACCOUNTS if account in frame]]


def long_form(wide: pd.DataFrame) -> pd.DataFrame:
    """One row a month and account, as the tables `finances` and `budget` have it."""
    rows = wide.rename_axis(index="month", columns="account").stack().rename("amount")
    rows = rows.reset_index()
    return rows.assign(month=rows["month"].astype(str))


def steps(changes: Mapping, months: pd.PeriodIndex) -> pd.Series:
    """What holds in each month, of amounts that hold from some month on.

    Examples
    --------
    >>> steps({"2024-01": 900, "2024-03": 950}, pd.period_range("2024-02", "2024-03", freq="M"))
    2024-02    900.0
    2024-03    950.0
    Freq: M, dtype: float64
    """
    since = pd.PeriodIndex(list(changes), freq="M")
    return pd.Series(list(changes.values()), since, dtype=float).reindex(months, method="ffill")


def _running_costs(rng: np.random.Generator, terms: Mapping, sold: pd.DataFrame) -> dict:
    other, months = terms["other_operating"], sold.index
    people = steps(terms["people"], months)
    varies = between(rng, 1 - other["varies_by"], 1 + other["varies_by"], len(months))
    return {
        "headcount": people,
        "payroll": (people * steps(terms["pay_per_person"], months)).round(2),
        "rent": steps(terms["rent"], months),
        "other_operating": (steps(other["each_month"], months) * varies
                            + other["share_of_revenue"] * sold["revenue"]).round(2),
    }


def _fixed_assets(terms: Mapping, months: pd.PeriodIndex) -> dict:
    """What equipment is worth, written off evenly month by month, and what was bought."""
    bought = pd.PeriodIndex(list(terms["bought"]), freq="M")
    cost, life = np.array(list(terms["bought"].values()), dtype=float), terms["lasts_months"]
    age = (months.asi8[:, None] - bought.asi8).clip(-1, life)
    worth = pd.Series((cost * (1 - age / life) * (age >= 0)).sum(axis=1), months).round(2)
    spent = pd.Series((cost * (age == 0)).sum(axis=1), months)
    before = (cost * (1 - (age[0] - 1).clip(0) / life) * (age[0] > 0)).sum()
    return {"fixed_assets": worth, "bought": spent,
            "depreciation": (worth.shift(fill_value=round(before, 2)) + spent - worth).round(2)}


def _debts(terms: Mapping, months: pd.PeriodIndex) -> dict:
    """What lenders are owed, due within a year or later, and their interest."""
    loan, credit = terms["loan"], steps(terms["credit"], months)
    passed = np.arange(len(months))
    left, earlier = (pd.Series((loan["owed_at_start"] - loan["repaid_a_month"] * gone).clip(0),
                               months, dtype=float) for gone in (passed + 1, passed))
    soon = left.clip(upper=YEAR * loan["repaid_a_month"])
    lent = earlier + credit.shift(fill_value=credit.iloc[0])
    return {"short_term_debt": soon + credit, "long_term_debt": left - soon,
            "interest": (lent * terms["interest_a_year"] / YEAR).round(2)}


def _tax(rate: float, profit: pd.Series) -> pd.Series:
    """A share of all profit so far; what was lost before is made up for first."""
    due = (rate * profit.cumsum().clip(lower=0).cummax()).round(2)
    return due.diff().fillna(due).round(2)


def _tax_owed(paid_in: int, tax: pd.Series) -> pd.Series:
    """What falls due in a business year is paid in that month of the next."""
    due = tax.cumsum()
    year_end = pd.Series(np.where(np.arange(len(tax)) % YEAR == YEAR - 1, due, np.nan), tax.index)
    paid = year_end.ffill().where(tax.index.month == paid_in).ffill().fillna(0.0)
    return due - paid


def _working_capital(truths: Mapping, frame: pd.DataFrame) -> dict:
    """What customers owe, what is in stock, what suppliers and the tax office are owed."""
    terms, days = truths["finances"], frame.index.days_in_month
    accounts = {
        "receivables": frame["revenue"] * terms["customers_pay_after_days"] / days,
        "other_current_assets": frame["rent"] * terms["rent_paid_ahead_months"],
        "payables": frame["cost_of_goods"] * terms["suppliers_paid_after_days"] / days,
        "other_current_liabilities": _tax_owed(terms["tax"]["paid_in"], frame["tax"])
        + frame["payroll"] * terms["payroll_owed"],
    }
    if "stock_months" in terms:
        season = pd.Series(truths["season"], range(1, YEAR + 1))
        busier = season[frame.index.month % YEAR + 1].array / season[frame.index.month].array
        accounts["inventory"] = terms["stock_months"] * frame["cost_of_goods"] * busier
    return accounts


def _cash_flows(terms: Mapping, frame: pd.DataFrame, profit: pd.Series) -> dict:
    """What the month's business, equipment, and lenders and owners brought or took."""
    def more(account: str) -> pd.Series:
        return frame[account].diff().fillna(0.0) if account in frame else 0.0

    months = frame.index
    put_in = pd.Series(terms["put_in"], dtype=float).reindex(months.astype(str), fill_value=0.0)
    return {
        "operating_cash_flow": profit + frame["depreciation"] + more("payables")
        + more("other_current_liabilities") - more("receivables") - more("inventory")
        - more("other_current_assets"),
        "investing_cash_flow": 0.0 - frame["bought"],
        "financing_cash_flow": more("short_term_debt") + more("long_term_debt") + put_in.array
        - steps(terms["taken_out"], months),
    }


def budget(truths: Mapping, actual: pd.DataFrame) -> pd.DataFrame:
    """The accounts of profit and the people, planned from the same month of the year before."""
    terms = truths["budget"]
    planned = actual.columns.intersection([*PROFIT_AND_LOSS, "headcount"], sort=False)
    growth = pd.Series(terms["growth"], dtype=float).reindex(planned, fill_value=0.0)
    before = actual.loc[actual.index.year.isin([year - 1 for year in terms["years"]]), planned]
    plan = before * (1 + growth)
    step = pd.Series(terms["rounded_to"], planned).where(planned != "headcount", 0.1)
    plan = ((plan / step).round() * step).round(2)
    return plan.set_axis(plan.index + YEAR)
