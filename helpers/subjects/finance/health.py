"""What in the books is strong, what is weak, and which way it is heading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.stats.wording import joined
from helpers.subjects.finance.accounts import monthly_books
from helpers.subjects.finance.cash_runway import Runway, runway_of
from helpers.subjects.finance.financial_ratios import (
    BEFORE_PAY, OWED, OWN_BAND, RATIOS, SHAPES, STRONG, WATCH, WEAK, against_band, band_in_words,
    checked_bands, in_units,
)
from helpers.subjects.finance.ratio_values import (
    YEAR, judged, lacking_for, ratio_told, runway_told, why_no_value,
)

QUESTION = "a financial health check"
MOST_WITH_VALUES = 3


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
        own = checked_bands(bands)
        lit = pd.DataFrame([
            against_band(name, value, own.get(name), has_pay=self.has_pay)
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
        lacking = lacking_for(books, ratio)
        if not lacking:
            rows[name], monthly[name] = ratio_told(books, name, ratio)
            lacking = why_no_value(ratio, rows[name]["value"])
        if lacking:
            missing[name] = lacking
    try:
        cash = runway_of(books)
        rows["runway_months"], monthly["runway_months"] = runway_told(books, cash)
    except NotEnoughData as refusal:
        cash, missing["runway_months"] = None, f"it has {refusal.have}; it needs {refusal.need}"
    rows = {name: row for name, row in rows.items() if name not in missing}
    if not rows:
        raise NotEnoughData(QUESTION, "no ratio that can be told", "revenue and cost of goods, or "
                            "cash and what is owed")
    frame = pd.DataFrame([
        judged(RATIOS[name], row, monthly[name]) for name, row in rows.items()
    ], index=pd.Index(rows, name="ratio"))
    check = HealthCheck(
        frame, pd.DataFrame({name: monthly[name].tail(YEAR) for name in rows}), missing, cash,
        books.has("payroll"), books.as_of, books.set_aside)
    return check.with_bands(bands)


def _brief(rows: pd.DataFrame, format: Format) -> list[str]:
    """Ratios by name, with their values unless many are strong."""
    if len(rows) > MOST_WITH_VALUES and (rows["light"] == STRONG).all():
        return rows["label"].tolist()
    return [f"{row['label']} ({in_units(row['value'], row['unit'], format)})"
            for _, row in rows.iterrows()]


def _trend_said(trend: str) -> str:
    return f"trend {trend}" if trend == "not known" else trend
