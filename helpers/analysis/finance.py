"""How healthy the books are: margins, what is owed and owned, and how long the cash lasts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import quantile_test

from helpers.analysis.accounts import (
    BELOW_OPERATING, CURRENT_ASSETS, CURRENT_LIABILITIES, DEBT, OPERATING_COSTS, Books, in_words,
    monthly_books,
)
from helpers.analysis.result import Result
from helpers.analysis.runway import Runway, burned, in_months, lasting, runway, runway_of
from helpers.analysis.trend import FALLING, RISING, Slope, slope
from helpers.analysis.wording import counted, joined, share
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

__all__ = ["RATIOS", "HealthCheck", "Ratio", "Runway", "health_check", "runway"]

QUESTION = "a financial health check"
YEAR = 12
SHARE, TIMES, DAYS, MONTHS = "share", "times", "days", "months"
STRONG, WATCH, WEAK = "strong", "watch", "weak"
SHAPES = {STRONG: "▲", WATCH: "◆", WEAK: "▼"}
IMPROVING, WORSENING, STEADY = "improving", "worsening", "steady"

OWN_BAND = "the owner's own"
QUEENSLAND = "Queensland Government, Quick reference guide to financial ratios"
LATE_PAYMENT = "60 days from the EU's Late Payment Directive (2011/7/EU)"


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
    at: Callable[[Books, pd.PeriodIndex], float] | None = None
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


def _margin_after(costs: tuple[str, ...]) -> Callable[[Books, pd.PeriodIndex], float]:
    def at(books: Books, months: pd.PeriodIndex) -> float:
        revenue, spent = books.of("revenue")[months].sum(), books.total(costs)[months].sum()
        return float(1 - spent / revenue) if revenue > 0 else np.nan
    return at


def _balance_ratio(
    top: tuple[str, ...], bottom: tuple[str, ...]
) -> Callable[[Books, pd.PeriodIndex], float]:
    def at(books: Books, months: pd.PeriodIndex) -> float:
        return _divided(books.total(top)[months[-1]], books.total(bottom)[months[-1]])
    return at


def _debt_to_equity(books: Books, months: pd.PeriodIndex) -> float:
    equity = books.of("equity")[months[-1]]
    return np.inf if equity <= 0 else float(books.total(DEBT)[months[-1]] / equity)


def _days(balance: str, flow: str) -> Callable[[Books, pd.PeriodIndex], float]:
    def at(books: Books, months: pd.PeriodIndex) -> float:
        average, whole = books.of(balance)[months].mean(), books.of(flow)[months].sum()
        days = months.days_in_month.to_numpy().sum()
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
SAME = 1e-9  # values that differ by less stand on the same side of a bound
STEADY_WITHIN = 0.05  # of the default band's width in a year
MOST_WITH_VALUES = 3
WITHIN_A_YEAR = "the trend is that of one year, and may be the season"


@dataclass(frozen=True, repr=False)
class NotKnown(Result):
    """What cannot be told, and why."""

    what: str
    why: str

    def headline(self, format: Format = PLAIN) -> str:
        """What is not known, and what it would take."""
        return f"{self.what} is not known: {self.why}."


@dataclass(frozen=True, eq=False, repr=False)
class HealthCheck(Result):
    """Each ratio of the books against its band.

    Parameters
    ----------
    frame : DataFrame
        Index `ratio`, those that can be told; `label`, `value`, `unit` (share, times, days,
        months), `formula` (in words), `weak_beyond` and `strong_from` (the band's bounds), `band`
        and `band_source` (in words), `light` (strong, watch, weak), `trend` (improving, worsening,
        steady, no clear trend, not known), `trend_per_year`, `trend_lower`, `trend_upper` (in the
        ratio's unit), `year_ago` and `change` (NaN where not known), `month` (the last one in it),
        `months` (how many are in it) and `note`. Each value is an attribute too
        (`check.gross_margin`), NaN where it cannot be told.
    monthly : DataFrame
        The last twelve months, ratio by ratio: margins of the month itself, balances at its end,
        days over the three months up to it; the runway at its balance and the burn up to it.
    missing : dict of str to str
        Ratios that cannot be told, and what is missing.
    runway : Runway or None
        How long the cash lasts, with its interval.
    has_pay : bool
        Whether the books hold any payroll; if not, operating and net margin are before the owner's
        own wage, and to be watched where they would else be strong.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    frame: pd.DataFrame
    monthly: pd.DataFrame
    missing: dict[str, str]
    runway: Runway | None
    has_pay: bool
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    def __getattr__(self, name: str) -> float:
        if name in RATIOS:
            return float(self.frame["value"].get(name, np.nan))
        raise AttributeError(name)

    @property
    def cash(self) -> "Runway | NotKnown":
        """How long the cash lasts, or why that is not known."""
        return self.runway or NotKnown("How long the cash lasts", self.missing["runway_months"])

    @property
    def lights(self) -> pd.Series:
        """Each ratio's light, in a word."""
        return self.frame["light"]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        default = (self.frame["band_source"] != OWN_BAND).any()
        bands = (
            "Bands differ by trade: what is thin for a salon is plenty for a grocer. The ones used "
            "here where the owner set none are rules of thumb.",
        ) if default else ()
        return (*bands, "Days of sales count all revenue; where part of it is paid at once, those "
                        "who buy on account take longer than it says.",
                "A trend sets each month against the same month a year before; where the books "
                "hold less than two years it may be the season, and the note says so.")

    def with_bands(self, bands: Mapping[str, tuple[float, float]] | None) -> "HealthCheck":
        """The same ratios against other bands: the owner's where given, else the default ones.

        Parameters
        ----------
        bands : mapping of ratio to two numbers, optional
            As for `health_check`.
        """
        own = _checked_bands(bands)
        lit = pd.DataFrame([
            _lit(name, value, own.get(name), has_pay=self.has_pay)
            for name, value in self.frame["value"].items()
        ], index=self.frame.index)
        return replace(self, frame=self.frame.assign(**lit))

    def in_words(self, format: Format = PLAIN) -> pd.DataFrame:
        """Each ratio as a reader reads it.

        Index `ratio` (its label); `now` and `a year ago`, `it is` (the light, a shape and a word),
        `band` and `trend`, all in words; empty where not known.
        """
        rows = [{
            "ratio": f"{row['label'][0].upper()}{row['label'][1:]}",
            "now": in_units(row["value"], row["unit"], format),
            "a year ago": ("" if np.isnan(row["year_ago"])
                           else in_units(row["year_ago"], row["unit"], format)),
            "it is": f"{SHAPES[row['light']]}\u00a0{row['light']}",
            "band": band_in_words(row, format), "trend": row["trend"],
        } for _, row in self.frame.iterrows()]
        return pd.DataFrame(rows).set_index("ratio")

    def sentences(self, format: Format = PLAIN) -> dict[str, str]:
        """Each ratio in words."""
        return {name: (f"{row['label']} {in_units(row['value'], row['unit'], format)}: "
                       f"{row['light']} ({band_in_words(row, format)}), "
                       f"{_trend_said(row['trend'])}")
                for name, row in self.frame.iterrows()}

    def headline(self, format: Format = PLAIN) -> str:
        """What is weak, what to watch, what is strong, and what is not known."""
        parts = [
            f"{joined(_brief(rows, format))} {'is' if len(rows) == 1 else 'are'} {phrase}"
            for light, phrase in ((WEAK, "weak"), (WATCH, "to be watched"), (STRONG, "strong"))
            if len(rows := self.frame[self.frame["light"] == light])
        ]
        text = f"{'; '.join(parts)}."
        text = f"{text[0].upper()}{text[1:]}"
        return " ".join([text, *self._pay_words(), *self._missing_words()])

    def _pay_words(self) -> list[str]:
        margins = self.frame.index.intersection(BEFORE_PAY)
        return [] if self.has_pay or margins.empty else [
            "The books hold no pay: the operating margin is before the owner's own wage."]

    def _missing_words(self) -> list[str]:
        """What is not known, and what to write down for it."""
        owed = [RATIOS[name].label for name in self.missing if name in OWED]
        other = [RATIOS[name].label for name in self.missing if name not in OWED]
        return [words for labels, words in (
            (other, f"Not known: {joined(other)}."),
            (owed, "Not known until what you own, owe and are owed is written down at each month's "
                   f"end: {joined(owed)}."),
        ) if labels]


def health_check(
    finances: pd.DataFrame, *, bands: Mapping[str, tuple[float, float]] | None = None, as_of=None
) -> HealthCheck:
    """What in our books is strong, what is weak, and which way is it heading?

    Flows (revenue, costs) are summed over the last twelve months that have ended, or as many as
    there are; a balance (cash, debt) never is: it is that of the last month, or where a formula
    says so the average of the months' ends. An account without an amount in some month counts as 0
    there, and `note` says so.

    Parameters
    ----------
    finances : DataFrame
        `month`, `account`, `amount`; costs are positive.
    bands : mapping of ratio to two numbers, optional
        The owner's own bounds, in either order: between them a ratio is to be watched, on their
        better side strong, on the other weak; with two alike nothing is to be watched. Shares are
        written as 0.25, not 25.
    as_of : date, optional
        The last day to look at; by default the end of the last month in the table.

    Returns
    -------
    HealthCheck

    Raises
    ------
    ValueError
        A band for a ratio that there is not, or one that is not two numbers.
    DataProblems
        A column is missing, a balance stands twice in a month, or costs are written as negative.
    NotEnoughData
        Not one ratio can be told.

    Notes
    -----
    Ratios are those of Brealey, Myers and Allen (Principles of Corporate Finance, chapter on
    financial analysis), with debt as what is borrowed. The default bands and their sources stand in
    `RATIOS`; no band holds for every trade. A trend is the median of twelve changes, each month
    against the same month a year before, with the sign test's interval (the seasonal slope of
    Hirsch, Slack and Smith, 1982); with less than two years, the Theil–Sen slope (Sen, 1968) of the
    last twelve months. Months that move together make either interval somewhat too narrow.

    Examples
    --------
    >>> finances = pd.DataFrame({
    ...     "month": ["2025-01"] * 4, "amount": [1000.0, 700.0, 150.0, 100.0],
    ...     "account": ["revenue", "cost_of_goods", "cash", "short_term_debt"]})
    >>> check = health_check(finances, bands={"gross_margin": (0.2, 0.25)})
    >>> check.lights.to_dict()
    {'gross_margin': 'strong', 'current_ratio': 'strong', 'quick_ratio': 'strong'}
    >>> check.missing["debt_to_equity"]
    'no equity in the finances'
    """
    books = monthly_books(finances, question=QUESTION, as_of=as_of)
    rows, monthly, missing = {}, {}, {}
    for name, ratio in RATIOS.items():
        if name == "runway_months":
            continue
        lacking = _lacking(books, ratio)
        if not lacking:
            rows[name], monthly[name] = _told(books, name, ratio)
            lacking = _no_value(ratio, rows[name]["value"])
        if lacking:
            missing[name] = lacking
    try:
        cash = runway_of(books)
        rows["runway_months"], monthly["runway_months"] = _runway_told(books, cash)
    except NotEnoughData as refusal:
        cash, missing["runway_months"] = None, f"it has {refusal.have}; it needs {refusal.need}"
    rows = {name: row for name, row in rows.items() if name not in missing}
    if not rows:
        raise NotEnoughData(QUESTION, "no ratio that can be told", "revenue and cost of goods, or "
                            "cash and what is owed")
    frame = pd.DataFrame([
        _judged(RATIOS[name], row, monthly[name]) for name, row in rows.items()
    ], index=pd.Index(rows, name="ratio"))
    check = HealthCheck(
        frame, pd.DataFrame({name: monthly[name].tail(YEAR) for name in rows}), missing, cash,
        books.has("payroll"), books.as_of, books.set_aside)
    return check.with_bands(bands)


def _checked_bands(bands) -> dict[str, tuple[float, float]]:
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


def _lacking(books: Books, ratio: Ratio) -> str:
    """What the ratio cannot be told without; empty where nothing."""
    absent = [in_words(account) for account in ratio.needs if not books.has(account)]
    if ratio.one_of and not books.known(ratio.one_of):
        hint = " (0 where nothing is owed)" if set(ratio.one_of) & set(DEBT) else ""
        absent.append(" or ".join(map(in_words, ratio.one_of)) + hint)
    return f"no {joined(absent)} in the finances" if absent else ""


def _no_value(ratio: Ratio, value: float) -> str:
    if not np.isnan(value):
        return ""
    if ratio.unit == TIMES:
        return "nothing is owed, and there is nothing to cover it"
    bottom = "cost of goods" if "payables" in ratio.needs else "revenue"
    balance = [in_words(name) for name in ratio.needs if name in ("receivables", "payables")]
    also = f", and {balance[0]} within the same twelve months" if balance else ""
    return f"{bottom} above 0{also}"


def _told(books: Books, name: str, ratio: Ratio) -> tuple[dict, pd.Series]:
    """A ratio's value now and a year ago, what it rests on, and its course over two years."""
    span = 1 if name in BALANCES else YEAR
    there = books.frame[ratio.each_month(books)].notna().all(axis=1)
    whole = there.index[there]
    if whole.empty:
        return {"value": np.nan}, pd.Series(dtype=float)
    last = whole[-1]
    now, before = whole[whole > last - span], whole[(whole > last - YEAR - span)
                                                    & (whole <= last - YEAR)]
    course = pd.period_range(end=last, periods=2 * YEAR, freq="M", name="month")
    monthly = {
        month: ratio.at(books, months) for month in course
        if len(months := whole[(whole > month - ratio.monthly_span) & (whole <= month)])
        == ratio.monthly_span
    }
    return {
        "value": ratio.at(books, now),
        "year_ago": ratio.at(books, before) if len(before) == span else np.nan,
        "month": last, "months": len(now), "note": "; ".join(_notes(books, name, ratio, now)),
    }, pd.Series(monthly, dtype=float).reindex(course)


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


def _runway_told(books: Books, cash: Runway) -> tuple[dict, pd.Series]:
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


def _judged(ratio: Ratio, row: dict, monthly: pd.Series) -> dict:
    """A ratio's row, with its trend and without its light."""
    value, sign = row["value"], 1 if ratio.higher_is_better else -1
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


def _lit(name: str, value: float, band, *, has_pay: bool) -> dict:
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


def _better_or_worse(course: Slope, ratio: Ratio) -> str:
    hardly = STEADY_WITHIN * abs(ratio.edges[1] - ratio.edges[0])
    if -hardly <= course.lower and course.upper <= hardly:
        return STEADY
    if course.direction not in (RISING, FALLING):
        return course.direction
    return IMPROVING if (course.direction == RISING) == ratio.higher_is_better else WORSENING


def band_in_words(row: Mapping, format: Format) -> str:
    """A row's band: `strong from 50% up, weak below 25%`."""
    weak, strong = (in_units(row[edge], row["unit"], format)
                    for edge in ("weak_beyond", "strong_from"))
    if BY_LABEL[row["label"]].higher_is_better:
        return f"strong from {strong} up, weak below {weak}"
    return f"strong up to {strong}, weak above {weak}"


def _brief(rows: pd.DataFrame, format: Format) -> list[str]:
    """Ratios by name, with their values unless many are strong."""
    if len(rows) > MOST_WITH_VALUES and (rows["light"] == STRONG).all():
        return rows["label"].tolist()
    return [f"{row['label']} ({in_units(row['value'], row['unit'], format)})"
            for _, row in rows.iterrows()]


def _trend_said(trend: str) -> str:
    return f"trend {trend}" if trend == "not known" else trend


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
