"""The test planner: how many people and days a test takes, before it begins."""

import pandas as pd

from helpers.core.business import Business
from helpers.subjects.experiments.charts import plan_chart
from helpers.subjects.experiments.planning import PlannedTest, plan_test
from helpers.widgets.base import Amount, Choice, Settings
from helpers.widgets.explorer import Chart, Explorer

TODAY, HOPED_FOR, PEOPLE_A_DAY = 30, 5, 50
CHART_INCHES = 3.6


def plan_view(business: Business, settings: Settings) -> PlannedTest:
    """What the planner answers under its settings.

    Parameters
    ----------
    business : Business
        Whose test it is.
    settings : mapping
        `today` (of 100), `change` (points), `per_day`, `variants` and `weeks`; what is left out is
        30, 5, 50, 2 and 4.

    Examples
    --------
    >>> from helpers import open_business
    >>> plan_view(open_business("shop"), {"change": 10}).per_variant
    356
    """
    return plan_test(
        baseline=(settings.get("today") or TODAY) / 100,
        change=(settings.get("change") or HOPED_FOR) / 100,
        per_day=settings.get("per_day") or PEOPLE_A_DAY,
        variants=int(settings.get("variants", 2)), most_days=7 * int(settings.get("weeks", 4)))


class TestPlanner(Explorer):
    """How many people and days a test takes, and what a shorter one could see.

    Parameters
    ----------
    business : Business
        Whose test it is; no table is needed.
    """

    __test__ = False  # not a case of pytest's

    section = "test_plan"
    controls = (
        Amount("today", f"How many of 100 do it today? (empty: {TODAY})", "of 100", 0.1, 99),
        Amount("change", f"How many more would be worth it? (empty: {HOPED_FOR})", "of 100", -98,
               98),
        Amount("per_day", f"How many people come a day? (empty: {PEOPLE_A_DAY})", "people", 1),
        Choice("variants", "How many versions, with today's?",
               lambda _: [(str(number), str(number)) for number in range(2, 6)]),
        Choice("weeks", "How long can you wait?",
               lambda _: [(f"{number} weeks", str(number)) for number in (2, 4, 8, 12)], usual=1),
    )
    answer = staticmethod(plan_view)
    charts = (Chart(plan_chart, CHART_INCHES),)

    def table(self, result: PlannedTest, settings: Settings) -> pd.DataFrame:
        return result.sizes.reset_index()
