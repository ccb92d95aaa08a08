"""The cohort widget: do customers come back, seen from every side the tables allow."""

from functools import cache, cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.charts import (
    MEASURES, heatmap_height, retention_curve, retention_heatmap,
)
from helpers.subjects.customers.cohorts import Retention, cohort_retention
from helpers.subjects.customers.purchases import activity
from helpers.subjects.customers.selection import cohorts_between, customer_kinds, last_day, of_kind
from helpers.widgets.base import AnalysisWidget, Choice, Settings

EVERYONE, FROM_START, TO_LATEST = "everyone", "start", "latest"
MOST_KINDS = 20
CURVE_INCHES = 3.0

PERIODS = [("months", "month"), ("weeks", "week"), ("quarters", "quarter")]
SHOWN = [
    ("what share keeps buying", "rate"),
    ("how many keep buying", "customers"),
    ("what they spend", "revenue"),
]


class CohortWidget(AnalysisWidget):
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

    def __init__(self, business: Business):
        self._cohorts = _Cohorts(business)
        super().__init__(business)

    def choices(self) -> list[Choice]:
        """Period, measure, kind of customer, window."""
        return [
            Choice("period", "Count in", lambda _: PERIODS),
            Choice("measure", "Show", lambda _: SHOWN),
            Choice("customers", "Customers", lambda _: self._cohorts.kinds_to_choose),
            Choice("first", "First purchase from", self._first_cohorts, _cohort_of),
            Choice("last", "until", self._last_cohorts, _cohort_of),
        ]

    def view(self, settings: Settings) -> Retention:
        return self._cohorts.view(settings)

    def draw(self, result: Retention, settings: Settings, figure: HouseFigure) -> None:
        heatmap, curve = stacked_axes(figure, [heatmap_height(result), CURVE_INCHES])
        retention_heatmap(result, measure=settings["measure"], ax=heatmap,
                          format=self.business.format)
        retention_curve(result, ax=curve, format=self.business.format)

    def sentence(self, result: Retention, settings: Settings) -> str:
        who = "" if settings["customers"] == EVERYONE else f"Only {settings['customers']}. "
        return who + result.headline(self.business.format)

    def table(self, result: Retention, settings: Settings) -> pd.DataFrame:
        cells = getattr(result, MEASURES[settings["measure"]].table)
        cells = cells.set_axis([f"{result.period} {age}" for age in cells.columns], axis=1)
        cells.insert(0, "customers", result.sizes)
        cells.insert(0, "first purchase", cells.index.start_time)
        return cells

    def _first_cohorts(self, settings: Settings) -> list[tuple[str, str]]:
        return [("the beginning", FROM_START), *self._dated(settings)]

    def _last_cohorts(self, settings: Settings) -> list[tuple[str, str]]:
        return [("the latest", TO_LATEST), *reversed(self._dated(settings))]

    def _dated(self, settings: Settings) -> list[tuple[str, str]]:
        write = self.business.format.period
        return [(write(cohort), _first_day(cohort))
                for cohort in self._cohorts.known(settings["period"])]


class _Cohorts:
    """One business's retention under any settings; each period and kind is worked out once."""

    def __init__(self, business: Business):
        self._business = business
        self._tables = {
            name: business.table(name)
            for name in ("orders", "subscriptions", "customers") if business.has(name)
        }
        self._bought = {name: self._tables[name] for name in ("orders", "subscriptions")
                        if name in self._tables}
        if not self._bought:
            raise NotEnoughData("cohorts", "neither orders nor subscriptions", "one of the two")
        self.retention = cache(self._retention)

    @cached_property
    def kinds(self) -> pd.DataFrame:
        return customer_kinds(**self._tables)

    @cached_property
    def kinds_to_choose(self) -> list[tuple[str, str]]:
        """Everyone, and of each kind the values with the most customers."""
        return [("everyone", EVERYONE)] + [
            (f"{kind}: {value}", f"{kind}: {value}")
            for kind in self.kinds
            for value in sorted(self.kinds[kind].value_counts().index[:MOST_KINDS])
        ]

    def known(self, period: str) -> list[pd.Period]:
        """The cohorts there are of everyone; none where there is too little data."""
        try:
            return list(self.retention(period, EVERYONE).counts.index)
        except NotEnoughData:
            return []

    def view(self, settings: Settings) -> Retention:
        retention = self.retention(settings.get("period", "month"),
                                   settings.get("customers", EVERYONE))
        first, last = settings.get("first", FROM_START), settings.get("last", TO_LATEST)
        return cohorts_between(retention, first=None if first == FROM_START else first,
                               last=None if last == TO_LATEST else last)

    def _retention(self, period: str, customers: str) -> Retention:
        lines = activity(**self._bought, period=period)
        if customers != EVERYONE:
            lines = of_kind(lines, self.kinds, *customers.split(": ", 1))
        return cohort_retention(
            lines, period=period, as_of=last_day(**self._bought),
            week_start=self._business.settings.week_start,
        )


def _first_day(cohort: pd.Period) -> str:
    return cohort.start_time.strftime("%Y-%m-%d")


def _cohort_of(day: str, values: list[str]) -> str:
    """The cohort that holds the day, where another period has changed the cohorts."""
    until = [value for value in values[1:] if value <= day]
    return day if day in values else max(until, default=values[0])
