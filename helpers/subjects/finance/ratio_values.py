"""A ratio's value in the books: now, a year ago, month by month, and which way it is heading."""

import numpy as np
import pandas as pd
from scipy.stats import quantile_test

from helpers.core.formats import PLAIN
from helpers.stats.trend import FALLING, RISING, Slope, slope
from helpers.stats.wording import counted, joined
from helpers.subjects.finance.accounts import DEBT, Books, in_words
from helpers.subjects.finance.cash_runway import Runway, burned, lasting
from helpers.subjects.finance.financial_ratios import BALANCES, DAYS, RATIOS, TIMES, Ratio

YEAR = 12
IMPROVING, WORSENING, STEADY = "improving", "worsening", "steady"
STEADY_WITHIN = 0.05  # of the default band's width in a year
WITHIN_A_YEAR = "the trend is that of one year, and may be the season"


def lacking_for(books: Books, ratio: Ratio) -> str:
    """What the ratio cannot be told without; empty where nothing."""
    absent = [in_words(account) for account in ratio.needs if not books.has(account)]
    if ratio.one_of and not books.known(ratio.one_of):
        hint = " (0 where nothing is owed)" if set(ratio.one_of) & set(DEBT) else ""
        absent.append(" or ".join(map(in_words, ratio.one_of)) + hint)
    return f"no {joined(absent)} in the finances" if absent else ""


def why_no_value(ratio: Ratio, value: float) -> str:
    if not np.isnan(value):
        return ""
    if ratio.unit == TIMES:
        return "nothing is owed, and there is nothing to cover it"
    bottom = "cost of goods" if "payables" in ratio.needs else "revenue"
    balance = [in_words(name) for name in ratio.needs if name in ("receivables", "payables")]
    also = f", and {balance[0]} within the same twelve months" if balance else ""
    return f"{bottom} above 0{also}"


def ratio_told(books: Books, name: str, ratio: Ratio) -> tuple[dict, pd.Series]:
    """A ratio's value now and a year ago, what it rests on, and its course over two years."""
    span = 1 if name in BALANCES else YEAR
    whole = np.flatnonzero(books.frame[ratio.each_month(books)].notna().all(axis=1))
    if not len(whole):
        return {"value": np.nan}, pd.Series(dtype=float)
    last, months = whole[-1], books.frame.index  # a month's row is its place: there are no gaps

    def known(until: int, span: int) -> np.ndarray:
        return whole[(whole > until - span) & (whole <= until)]

    def told(rows: np.ndarray, span: int) -> float:
        return ratio.at(books, rows) if len(rows) == span else np.nan

    now, before = known(last, span), known(last - YEAR, span)
    monthly = [told(known(until, ratio.monthly_span), ratio.monthly_span)
               for until in range(last - 2 * YEAR + 1, last + 1)]
    course = pd.period_range(end=months[last], periods=2 * YEAR, freq="M", name="month")
    return {
        "value": ratio.at(books, now), "year_ago": told(before, span), "month": months[last],
        "months": len(now), "note": "; ".join(_notes(books, name, ratio, months[now])),
    }, pd.Series(monthly, index=course, dtype=float)


def gross_margin(books: Books) -> float:
    """The gross margin of the last twelve months; NaN where it cannot be told."""
    ratio = RATIOS["gross_margin"]
    if lacking_for(books, ratio):
        return np.nan
    return ratio_told(books, "gross_margin", ratio)[0]["value"]


def _notes(books: Books, name: str, ratio: Ratio, months: pd.PeriodIndex) -> list[str]:
    """What was counted as 0, or left out, on the way to a value."""
    notes = []
    never = [in_words(account) for account in ratio.adds_up if not books.has(account)]
    if never:
        notes.append(f"counted as 0, not in the finances at all: {joined(never)}")
    gaps = books.frame.loc[months, books.known(ratio.adds_up)].isna().sum()
    fate = "left out of the average" if ratio.unit == DAYS else "counted as 0"
    notes += [f"{in_words(account)} has no amount in {gap} of "
              f"{counted(len(months), 'month', PLAIN)}, {fate}"
              for account, gap in gaps[gaps > 0].items()]
    lasts = (months[-1] - months[0]).n + 1
    if len(months) < lasts:
        notes.append(f"{counted(lasts - len(months), 'month', PLAIN)} left out that had no "
                     f"{joined([in_words(account) for account in ratio.each_month(books)])}")
    if name not in BALANCES and len(months) < YEAR:
        notes.append(f"{counted(len(months), 'month', PLAIN)} only: the seasons are not evened out")
    if months[-1] < books.frame.index[-1]:
        notes.append(f"as at {PLAIN.month(months[-1])}, the last month it can be told for")
    if name == "debt_to_equity" and books.of("equity")[months[-1]] <= 0:
        notes.append("equity is not above 0: the business owes more than it owns")
    return notes


def runway_told(books: Books, cash: Runway) -> tuple[dict, pd.Series]:
    """The runway as a ratio, and at each month of the last two years."""
    burn, _ = burned(books, cash.month)
    average = burn.rolling(len(cash.burn)).mean()
    course = pd.period_range(end=cash.month, periods=2 * YEAR, freq="M", name="month")
    balance = books.of("cash").reindex(course)
    monthly = pd.Series([
        np.nan if np.isnan(held) or np.isnan(out) else lasting(held, out)
        for held, out in zip(balance, average.reindex(course))
    ], index=course)
    before = cash.month - YEAR
    held, out = books.of("cash").get(before, np.nan), average.get(before, np.nan)
    year_ago = np.nan if np.isnan(held) or np.isnan(out) else lasting(held, out)
    return {"value": cash.runway_months, "year_ago": year_ago, "month": cash.month,
            "months": len(cash.burn), "note": f"burn read from {cash.basis}"}, monthly


def judged(ratio: Ratio, row: dict, monthly: pd.Series) -> dict:
    """A ratio's row, with its trend and without its light."""
    value = row["value"]
    course, note = _trend(monthly)
    change = value - row["year_ago"] if np.isfinite([value, row["year_ago"]]).all() else np.nan
    return {
        "label": ratio.label, "value": value, "unit": ratio.unit, "formula": ratio.formula,
        "trend": _better_or_worse(course, ratio),
        "trend_per_year": course.value, "trend_lower": course.lower, "trend_upper": course.upper,
        "year_ago": row["year_ago"], "change": change, "month": row["month"],
        "months": row["months"], "note": "; ".join(filter(None, [row["note"], note])),
    }


def _trend(monthly: pd.Series) -> tuple[Slope, str]:
    """Change per year with its interval, free of the season where two years are known; a note."""
    changes = monthly.diff(YEAR).tail(YEAR)
    if np.isfinite(changes).all():
        likely = quantile_test(changes, p=0.5).confidence_interval(confidence_level=0.95)
        return Slope(float(changes.median()), float(likely.low), float(likely.high)), ""
    year = monthly.tail(YEAR)
    within = slope(year if np.isfinite(year.dropna()).all() else year.iloc[:0])
    return (Slope(*(YEAR * part for part in within)),
            "" if np.isnan(within.value) else WITHIN_A_YEAR)


def _better_or_worse(course: Slope, ratio: Ratio) -> str:
    hardly = STEADY_WITHIN * abs(ratio.edges[1] - ratio.edges[0])
    if -hardly <= course.lower and course.upper <= hardly:
        return STEADY
    if course.direction not in (RISING, FALLING):
        return course.direction
    return IMPROVING if (course.direction == RISING) == ratio.higher_is_better else WORSENING
