"""Pictures of tests: what each change did, how it looked day by day, how many people it takes."""

import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.rows import rows
from helpers.charts.series import series
from helpers.core.formats import PLAIN, Format
from helpers.stats.values import Count, Points
from helpers.subjects.experiments.comparing import BROKEN, Comparisons
from helpers.subjects.experiments.looking import Peeks
from helpers.subjects.experiments.planning import PlannedTest


def changes_chart(tests: Comparisons, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Each change's difference from its control, with its interval.

    Parameters
    ----------
    tests : Comparisons
        From `analyse_tests`; of a test whose split is broken nothing is drawn.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.

    Raises
    ------
    NotEnoughData
        Where every split is broken.
    """
    frame = tests.frame[tests.frame["conclusion"] != BROKEN]
    frame = frame.set_axis([": ".join(names) for names in frame.index])
    level = tests.first.level
    unsure = frame.index[frame["adjusted_p"] >= 1 - level]
    return rows(
        frame["difference"], lower=frame["lower"], upper=frame["upper"], unit=Points,
        bars=False, hollow=list(unsure), title="What each change did",
        note="Lines: where the truth likely lies. Hollow: may well be chance.",
        measure="Percentage points against how it was", reference=(0, "no difference"), ax=ax,
        format=format)


def peek_chart(peeks: Peeks, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """The difference so far, day by day, within limits that hold on all days at once.

    Parameters
    ----------
    peeks : Peeks
        From `peek`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    frame = peeks.frame.loc[peeks.variant]
    frame = frame.set_axis(pd.PeriodIndex(frame.index, freq="D"))
    line, low, high = (frame[name].to_frame(peeks.variant)
                       for name in ("difference", "lower", "upper"))
    marks = [(pd.Period(days[peeks.variant], "D"), words)
             for days, words in ((peeks.fooled, "a plain test\nsays stop"),
                                 (peeks.decided, "clear")) if pd.notna(days[peeks.variant])]
    return series(
        line, lower=low, upper=high, unit=Points, marks=marks,
        title=f"{peeks.experiment}, day by day", note="They hold on all days at once.",
        reference=(peeks.smallest, "what pays" if peeks.smallest else "no difference"), ax=ax,
        measure="Percentage points", along="Day", format=format)


def plan_chart(plan: PlannedTest, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How many people a variant needs, by the size of the change to be seen.

    Parameters
    ----------
    plan : PlannedTest
        From `plan_test`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    return series(
        plan.sizes.rename(columns={"per_variant": "people"}), unit=Count, along_unit=Points,
        marks=[(plan.change, "your plan")], title="Small changes take many people",
        note="Half the change takes about four times the people.",
        measure="People for each variant", along="Change to be seen, in percentage points", ax=ax,
        format=format)
