"""Pictures of customers: who comes back, who leaves, who may be next, and what they bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.grid import grid, grid_height
from helpers.charts.histogram import histogram
from helpers.charts.rows import rows
from helpers.charts.scatter import scatter
from helpers.charts.series import series
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.small_groups import is_small, people_in_words
from helpers.stats.values import Days, Money, People, Points, Share
from helpers.subjects.customers.cohorts import Retention
from helpers.subjects.customers.lapse import Lapsed
from helpers.subjects.customers.payback import MarketingPayback
from helpers.subjects.customers.programme import ProgramEffect
from helpers.subjects.customers.survival_curves import ChurnRate, Survival

if TYPE_CHECKING:  # it learns with scikit-learn, which most charts can do without
    from helpers.subjects.customers.at_risk import AtRisk

MOST_COHORTS, MOST_AGES = 24, 24
ENOUGH_CUSTOMERS = 30
TELLING_AGES = (1, 3, 6, 12, 24)
TOGETHER = "all together"


@dataclass(frozen=True)
class _Measure:
    """What a heatmap shows."""

    table: str
    unit: type
    title: str
    meaning: str


MEASURES = {
    "rate": _Measure("rates", Share, "What share keeps buying",
                     "Share of the customers on the left who bought."),
    "customers": _Measure("counts", People, "How many keep buying",
                          "How many of the customers on the left bought."),
    "revenue": _Measure("revenue", Money, "What they spend",
                        "Money from the customers on the left, less refunds."),
}


def retention_heatmap(
    retention: Retention, *, measure: str = "rate", ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Each cohort a row, each period since its first purchase a column; darker is more.

    The first column is not shaded: everyone is in it, so it would only drown the others. Periods
    that have not ended are blank. The latest 24 cohorts and the first 24 periods after are shown.

    Parameters
    ----------
    retention : Retention
        From `cohort_retention`.
    measure : str
        `rate`, `customers` or `revenue`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money, numbers and dates.

    Raises
    ------
    ValueError
        Where `measure` is none of the three.
    NotEnoughData
        For `revenue` where the orders have no prices.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure is one of {', '.join(MEASURES)}; it was {measure!r}.")
    shown, period = MEASURES[measure], retention.period
    cells, few = _cells(retention, shown.table, format.smallest_group)
    names = [f"{format.period(cohort)} ({format.number(retention.sizes[cohort])})"
             for cohort in cells.index]
    customers = format.number(retention.sizes[cells.index].sum())
    average = _average_words(retention, cells.columns[-1], format) if measure == "rate" else ""
    return grid(
        cells.set_axis(names), hidden=few.set_axis(names), unit=shown.unit, first_plain=True,
        title=f"{shown.title}, by {period} of first purchase",
        note=f"{shown.meaning} {_how_to_read(retention, cells, few, format)}",
        rows="(customers)", columns=f"{period.capitalize()}s after the first purchase",
        also=f"In all {customers} customers. {average}", ax=ax, format=format)


def retention_curve(
    retention: Retention, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """The share still buying, period by period: all cohorts together, and each one faintly.

    Parameters
    ----------
    retention : Retention
        From `cohort_retention`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    period, fewest = retention.period, format.smallest_group
    average = _enough(retention.average_told(fewest).loc[1:])
    rates = retention.rates.mask(retention.hidden(fewest))
    cohorts = rates.loc[:, 1:average.index[-1]].dropna(how="all").iloc[-MOST_COHORTS:]
    few = f" Not drawn: fewer than {fewest} people." if fewest > 1 else ""
    return series(
        average[["rate"]].set_axis([TOGETHER], axis=1), unit=Share,
        lower=average[["lower"]].set_axis([TOGETHER], axis=1),
        upper=average[["upper"]].set_axis([TOGETHER], axis=1), behind=cohorts.T,
        title="How many customers are still buying as time goes by",
        note=f"Thick: all customers. Thin: the new customers of each of the last {len(cohorts)} "
             f"{period}s.{few}",
        measure="Customers buying, share",
        along=f"{period.capitalize()}s after the first purchase",
        also=_average_words(retention, average.index[-1], format), ax=ax, format=format)


def heatmap_height(retention: Retention, fewest: int = 1) -> float:
    """The inches a retention heatmap needs to be legible."""
    return grid_height(len(_cells(retention, "rates", fewest)[0]))


def survival_curve(survival: Survival, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The share of customers still there, day by day since they started; by group if there are any.

    Under the axis stands how many customers were still watched on each marked day: where they are
    few, the curve means little.

    Parameters
    ----------
    survival : Survival
        From `survival`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    told = survival.curve_told(format.smallest_group)
    watched = _by_group(survival, survival.curve, "at_risk").bfill()
    lines, lower, upper = (_by_group(survival, told, name).reindex(watched.index)
                           for name in ("survival", "lower", "upper"))
    coarse = "" if format.smallest_group == 1 else (
        f"Steps and counts of at least {format.smallest_group} customers.")
    left = people_in_words(survival.ended, format)
    return series(
        lines, lower=lower, upper=upper, unit=Share, step=True,
        title="How long customers stay" + (f", by {survival.by}" if survival.by else ""),
        note=coarse, reference=(0.5, "half of the customers"), along_unit=Days,
        measure="Customers still there, share",
        along="Days since the start; below, customers still watched on that day",
        below=watched.map(lambda count: _at_least(count, format)),
        also=f"Of {format.number(survival.customers)} customers {left} have left. "
             f"{_half_words(survival, format)}", ax=ax, format=format)


def churn_rate_chart(churn: ChurnRate, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The share of customers lost in each period, with its interval.

    Parameters
    ----------
    churn : ChurnRate
        From `churn_rate`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    period, fewest = churn.period, format.smallest_group
    known = churn.told(fewest).dropna(subset="rate")
    enough = known[known["at_start"] >= ENOUGH_CUSTOMERS]
    known = enough if len(enough) > 1 else known
    if known.empty:
        raise NotEnoughData(f"churn by {period}", "too few customers who left to tell of them",
                            f"at least {fewest}")
    small = "" if len(known) == churn.frame["rate"].notna().sum() else (
        f", or began with fewer than {ENOUGH_CUSTOMERS} customers")
    together = f" {period.capitalize()}s are taken together until at least {fewest} left." if (
        is_small(churn.frame["lost"], fewest).any()) else ""
    lines = {name: known[[name]].set_axis([""], axis=1) for name in ("rate", "lower", "upper")}
    return series(
        lines["rate"], lower=lines["lower"], upper=lines["upper"], unit=Share,
        title=f"What share of customers leaves each {period}",
        note=f"Left out: a {period} that has not ended{small}.{together}",
        measure=f"Customers lost in the {period}, share", along=period.capitalize(),
        ax=ax, format=format)


def lapsed_chart(lapsed: Lapsed, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Customers by the days since their last purchase, on both sides of the threshold.

    Parameters
    ----------
    lapsed : Lapsed
        From `lapsed`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    silence, gone = lapsed.customers["silence_days"], lapsed.lapsed
    return histogram(
        silence, unit=Days, title="Who has been silent for longer than customers who come back",
        split=Days(lapsed.threshold_days, lapsed.threshold_lower_days, lapsed.threshold_upper_days),
        sides=(f"{people_in_words(len(silence) - gone, format)} silent for less",
               f"{people_in_words(gone, format)} probably lapsed"),
        note=f"Line: {format.percent(lapsed.returns)} of those who come back do so within "
             f"{format.number(lapsed.threshold_days)} days.",
        measure="Customers", along=f"Days since the last purchase, on {format.date(lapsed.as_of)}",
        ax=ax, format=format)


def calibration_chart(risk: AtRisk, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Predicted against what happened, in customers the model had not seen.

    Parameters
    ----------
    risk : AtRisk
        From `at_risk_customers`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    bins = risk.calibration
    right = bins["predicted"].between(bins["lower"], bins["upper"]).sum()
    return scatter(
        bins, x="predicted", y="observed", unit=Share, title="Does the predicted risk come true?",
        note=f"Each dot: about {format.number(bins['customers'].median())} customers.",
        diagonal="as predicted", along="Predicted risk, average of the group",
        measure=f"Share that {'left' if risk.contracts else 'bought nothing'}",
        also=f"In {right} of {len(bins)} groups the prediction lies within the 95% interval.",
        ax=ax, format=format)


def lift_chart(risk: AtRisk, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How many of those who left stood at the top of the list.

    Parameters
    ----------
    risk : AtRisk
        From `at_risk_customers`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    lift = risk.lift_told(format.smallest_group)
    if lift.empty:
        raise NotEnoughData("a picture of the list's worth", "too few customers to tell of them",
                            f"at least {format.smallest_group} in each part of the list")
    return series(
        pd.DataFrame({"": [0, *lift["captured"]]}, index=[0, *lift["share"]]), unit=Share,
        title="How many of those who leave does the list find?",
        note=f"Tested on {format.number(risk.judged_on)} customers the model had not seen.",
        diagonal="calling at random", values=True, along_unit=Share,
        along="Share of customers called, the likeliest to leave first",
        measure="Share of leavers among them", ax=ax, format=format)


def effect_chart(effect: ProgramEffect, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The difference between members and others in each cohort, and in all together.

    The latest 24 cohorts are shown; all count in the pooled difference.

    Parameters
    ----------
    effect : ProgramEffect
        From `program_effect`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    compared = effect.cohorts_told(format.smallest_group)
    shown = compared.tail(MOST_COHORTS)
    ends = shown[["difference", "lower", "upper"]].set_axis([
        f"{format.period(row.Index)} ({format.number(row.members)}/{format.number(row.others)})"
        for row in shown.itertuples()])
    ends.loc[TOGETHER] = effect.difference, effect.lower, effect.upper
    period = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}[shown.index.freqstr[0]]
    untold = effect.cohorts["difference"].count() - len(compared)
    few = "" if not untold else (
        f" Not drawn, but counted below: {format.number(untold)} with fewer than "
        f"{format.smallest_group} people in a part, or beside one.")
    return rows(
        ends["difference"], lower=ends["lower"], upper=ends["upper"], unit=Points,
        highlight=[TOGETHER], reference=(0, ""),
        title="Do members buy again more often than others?",
        note=f"Another purchase within {format.number(effect.within_days)} days, by {period} of "
             f"first purchase (members/others). Lines: 95% intervals.{few}",
        measure="Difference in percentage points: right of 0, members bought again more often",
        also=f"Members are ahead in {(compared['difference'] > 0).sum()} of {len(compared)} "
             "cohorts." if len(compared) else "", ax=ax, format=format)


def payback_chart(
    payback: MarketingPayback, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What a new customer has brought in against what winning them cost, month by month.

    Parameters
    ----------
    payback : MarketingPayback
        From `marketing_payback`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    pooled = payback.pooled[payback.pooled["customers"] >= ENOUGH_CUSTOMERS]
    lines = pooled[["contribution", "cac"]].set_axis(["brought in", "spent"], axis=1)
    lines.index = pooled.index + 1
    month = payback.payback_months
    met = month in lines.index
    cost = f"Marketing per new customer was {format.money(payback.cac)}."
    return series(
        lines, unit=Money, title="When has a new customer earned back what winning them cost?",
        note="Brought in: sales less the cost of what was sold, added up. Spent: marketing. Both "
             "for the customers known for so many months.",
        marks=[(month, f"earned back\nin month {format.number(month)}")] if met else [],
        measure="Money per new customer",
        along="Months, counting the month of the first purchase as 1",
        also=cost if met else f"{cost} The lines have not met after {len(pooled)} months.",
        ax=ax, format=format)


def _cells(retention: Retention, table: str, fewest: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest cohorts and the first ages, as far as anything is known and may be told of them.

    With them, which of the cells are of too few people to be told.
    """
    hidden = retention.hidden(fewest)
    known = retention.counts[~hidden[0]].dropna(how="all").index[-MOST_COHORTS:]
    if known.empty:
        raise NotEnoughData(f"a chart by {retention.period} of first purchase",
                            "too few new customers in each to tell of them", "a longer period")
    cells = getattr(retention, table).loc[known, :MOST_AGES].dropna(axis=1, how="all")
    if cells.empty:
        raise NotEnoughData("a chart of money", "no prices", "orders with quantity and unit_price")
    few = hidden.loc[cells.index, cells.columns] & cells.notna()
    return cells.mask(few), few


def _how_to_read(
    retention: Retention, cells: pd.DataFrame, few: pd.DataFrame, format: Format
) -> str:
    notes = [f"Blank: that {retention.period} has not ended."]
    left_out = retention.hidden(format.smallest_group)[0].any()
    if len(cells) < len(retention.counts.dropna(how="all")) and not left_out:
        notes.insert(0, f"The latest {len(cells)} of {len(retention.counts)} cohorts.")
    if few.to_numpy().any() or left_out:
        notes.append(f"Dots, and cohorts left out: fewer than {format.smallest_group} people, or "
                     "they would give those away.")
    return " ".join(notes)


def _enough(average: pd.DataFrame) -> pd.DataFrame:
    """The ages that enough customers reached for the average to mean something, if any."""
    if average["rate"].isna().all():
        raise NotEnoughData("a retention curve", "too few customers who came back to tell of them",
                            "more customers, or a longer period")
    enough = average[~(average["customers"] < ENOUGH_CUSTOMERS)]
    known = enough if enough["rate"].count() > 1 else average
    return known.loc[:known["rate"].last_valid_index()]


def _average_words(retention: Retention, last: int, format: Format) -> str:
    average = retention.average_told(format.smallest_group).loc[1:last, "rate"]
    told = average[average.index.isin(TELLING_AGES)].dropna()
    parts = [f"{format.percent(rate)} after {age} {retention.period}{'s' * (age > 1)}"
             for age, rate in told.items()]
    return f"All customers together: {', '.join(parts)}."


def _by_group(survival: Survival, curve: pd.DataFrame, values: str) -> pd.DataFrame:
    """By day, a column for each group; days of other groups are missing."""
    groups = "" if survival.by is None else curve[survival.by].astype(str)
    return curve.assign(group=groups).pivot(index="days", columns="group", values=values)


def _at_least(count: float, format: Format) -> str:
    """The count, rounded down to whole groups of as many as may be told of."""
    fewest = format.smallest_group
    if pd.isna(count):
        return "0"
    return f"<{fewest}" if is_small(count, fewest) else format.number(count // fewest * fewest)


def _half_words(survival: Survival, format: Format) -> str:
    medians = survival.median_days if survival.by else pd.Series({"All": survival.median_days})
    return " ".join(
        f"{group}: " + ("more than half are still there at the end." if pd.isna(median)
                        else f"half have left by day {format.number(median)}.")
        for group, median in medians.sort_index().items())
