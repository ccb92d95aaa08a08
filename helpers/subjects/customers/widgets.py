"""The cohort explorer: do customers come back, seen from every side the tables allow."""

from functools import cache, partial

import pandas as pd

from helpers.core.business import Business
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.charts import (
    MEASURES, heatmap_height, retention_curve, retention_heatmap,
)
from helpers.subjects.customers.cohorts import Retention, cohort_retention
from helpers.subjects.customers.purchases import activity
from helpers.subjects.customers.selection import cohorts_between, customer_kinds, last_day, of_kind
from helpers.widgets.base import Choice, Settings
from helpers.widgets.explorer import Chart, Explorer

EVERYONE, FROM_START, TO_LATEST = "everyone", "start", "latest"
MOST_KINDS = 20
CURVE_INCHES = 3.0

PERIODS = [("months", "month"), ("weeks", "week"), ("quarters", "quarter")]
SHOWN = [
    ("what share keeps buying", "rate"),
    ("how many keep buying", "customers"),
    ("what they spend", "revenue"),
]


def cohort_view(business: Business, settings: Settings) -> Retention:
    """What the cohort explorer answers under its settings, without the explorer.

    Parameters
    ----------
    business : Business
        With orders or subscriptions.
    settings : mapping
        `period` (month, week, quarter), `customers` (everyone, or as “segment: trade”), `first` and
        `last`, days that the first and the last cohort hold; what is left out is as usual.

    Raises
    ------
    NotEnoughData
        Where the business has neither table, or too little of such customers.

    Examples
    --------
    >>> from helpers import open_business
    >>> cohort_view(open_business("shop"), {"period": "quarter"}).period
    'quarter'
    """
    return _chosen(partial(_retention, business), settings)


class CohortWidget(Explorer):
    """Heatmap, curve and sentence of retention, by period, measure, kind of customer and window.

    Parameters
    ----------
    business : Business
        With orders or subscriptions.

    Raises
    ------
    NotEnoughData
        Where it has neither.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = CohortWidget(open_business("shop"))
    >>> widget.settings["period"], widget.result.period
    ('month', 'month')
    """

    section = "cohorts"
    charts = (Chart(retention_heatmap, heatmap_height, takes=("measure",)),
              Chart(retention_curve, CURVE_INCHES))

    def __init__(self, business: Business):
        activity(**_bought(business))  # refuses a business without either table
        self._retention = cache(partial(_retention, business))
        self._kinds = _kinds_to_choose(_kinds(business))
        super().__init__(business)

    def choices(self) -> list[Choice]:
        """Period, measure, kind of customer, window."""
        return [
            Choice("period", "Count in", lambda _: PERIODS),
            Choice("measure", "Show", lambda _: SHOWN),
            Choice("customers", "Customers", lambda _: self._kinds),
            Choice("first", "First purchase from",
                   lambda chosen: [("the beginning", FROM_START), *self._dated(chosen)], _cohort_of),
            Choice("last", "until",
                   lambda chosen: [("the latest", TO_LATEST), *self._dated(chosen)[::-1]],
                   _cohort_of),
        ]

    def view(self, settings: Settings) -> Retention:
        return _chosen(self._retention, settings)

    def sentence(self, result: Retention, settings: Settings) -> str:
        who = "" if settings["customers"] == EVERYONE else f"Only {settings['customers']}. "
        return who + super().sentence(result, settings)

    def table(self, result: Retention, settings: Settings) -> pd.DataFrame:
        cells = getattr(result, MEASURES[settings["measure"]].table)
        cells = cells.set_axis([f"{result.period} {age}" for age in cells.columns], axis=1)
        cells.insert(0, "customers", result.sizes)
        cells.insert(0, "first purchase", cells.index.start_time)
        return cells

    def _dated(self, settings: Settings) -> list[tuple[str, str]]:
        """The cohorts there are of everyone; none where there is too little data."""
        try:
            cohorts = self._retention(settings["period"], EVERYONE).counts.index
        except NotEnoughData:
            return []
        return [(self.business.format.period(cohort), cohort.start_time.strftime("%Y-%m-%d"))
                for cohort in cohorts]


def _chosen(retention, settings: Settings) -> Retention:
    """The retention of the period and customers chosen, narrowed to the window."""
    first, last = settings.get("first", FROM_START), settings.get("last", TO_LATEST)
    return cohorts_between(
        retention(settings.get("period", "month"), settings.get("customers", EVERYONE)),
        first=None if first == FROM_START else first, last=None if last == TO_LATEST else last)


def _retention(business: Business, period: str, customers: str) -> Retention:
    bought = _bought(business)
    lines = activity(**bought, period=period)
    if customers != EVERYONE:
        lines = of_kind(lines, _kinds(business), *customers.split(": ", 1))
    return cohort_retention(lines, period=period, as_of=last_day(**bought),
                            week_start=business.settings.week_start)


def _bought(business: Business) -> dict[str, pd.DataFrame | None]:
    return {name: business.get(name) for name in ("orders", "subscriptions")}


def _kinds(business: Business) -> pd.DataFrame:
    return customer_kinds(**_bought(business), customers=business.get("customers"))


def _kinds_to_choose(kinds: pd.DataFrame) -> list[tuple[str, str]]:
    """Everyone, and of each kind the values with the most customers."""
    return [("everyone", EVERYONE)] + [
        (f"{kind}: {value}", f"{kind}: {value}")
        for kind in kinds for value in sorted(kinds[kind].value_counts().index[:MOST_KINDS])]


def _cohort_of(day: str, values: list[str]) -> str:
    """The cohort that holds the day, where another period has changed the cohorts."""
    until = [value for value in values[1:] if value <= day]
    return day if day in values else max(until, default=values[0])
