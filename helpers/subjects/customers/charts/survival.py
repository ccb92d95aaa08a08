"""Pictures of leaving under contract: how long customers stay, and what share leaves."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from helpers.charts.axes import label_ends, percent_axis, period_axis
from helpers.charts.style import (
    BLUE, HEIGHT, QUIET, describe, heading, house_style, new_axes, series_style, shortened,
)
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.small_groups import is_small, people_in_words
from helpers.subjects.customers.survival_curves import ChurnRate, Survival

DAY_STEPS = (7, 14, 30, 90, 180, 365, 730)
MOST_DAY_LABELS = 9
ROW_INCHES = 0.18
MOST_BANDS, MOST_DOTS = 4, 40
ENOUGH_CUSTOMERS = 30


@house_style()
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
    groups = _groups(survival, survival.curve_told(format.smallest_group))
    ax = new_axes(height=HEIGHT + ROW_INCHES * len(groups)) if ax is None else ax
    for place, curve in enumerate(groups.values()):
        style = series_style(place)
        ax.step(curve["days"], curve["survival"], where="post", **style)
        if len(groups) <= MOST_BANDS:
            ax.fill_between(curve["days"], curve["lower"], curve["upper"], step="post",
                            color=style["color"], alpha=0.13, linewidth=0)
    ax.axhline(0.5, color=QUIET, linewidth=0.8, linestyle=(0, (1, 2)))
    ax.set_ylim(0, 1.02)
    ax.set_xlim(0, survival.curve["days"].max())
    ax.grid(axis="y")
    percent_axis(ax.yaxis, format)
    _day_axis(ax, format)
    _write_numbers_at_risk(ax, _groups(survival, survival.curve), format)
    ax.set_ylabel("Customers still there, share")
    if survival.by is not None:
        label_ends(ax, [
            (curve["survival"].iloc[-1], shortened(group, 24), series_style(place)["color"])
            for place, (group, curve) in enumerate(groups.items())
        ])
    bands = "Shaded: 95% interval. " if len(groups) <= MOST_BANDS else ""
    heading(ax, "How long customers stay" + (f", by {survival.by}" if survival.by else ""),
            f"{bands}Dotted: half of the customers.{_how_coarse(format)}")
    describe(ax, _survival_words(survival, groups, format))
    return ax


@house_style()
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
    ax = new_axes() if ax is None else ax
    known = _well_known(churn.told(format.smallest_group).dropna(subset="rate"))
    if known.empty:
        raise NotEnoughData(f"churn by {churn.period}", "too few customers who left to tell of "
                            "them", f"at least {format.smallest_group}")
    places = np.arange(len(known))
    ax.fill_between(places, known["lower"], known["upper"], color=BLUE, alpha=0.18, linewidth=0)
    ax.plot(places, known["rate"], color=BLUE, markersize=3.5,
            marker="o" if len(known) <= MOST_DOTS else None)
    ax.set_xlim(-0.3, len(known) - 0.7)
    ax.set_ylim(0, 1.05 * known["upper"].max())
    ax.grid(axis="y")
    percent_axis(ax.yaxis, format)
    period_axis(ax, known.index, format)
    ax.set_ylabel(f"Customers lost in the {churn.period}, share")
    ax.set_xlabel(churn.period.capitalize())
    last = known["rate"].iloc[-1]
    label_ends(ax, [(last, _share(last, format), BLUE)])
    heading(ax, f"What share of customers leaves each {churn.period}",
            f"Shaded: 95% interval. Left out: a {churn.period} that has not ended"
            f"{_left_out(churn, known)}.{_taken_together(churn, format)}")
    describe(ax, _churn_words(churn, known, format))
    return ax


def _well_known(known: pd.DataFrame) -> pd.DataFrame:
    """The periods with enough customers for a rate to mean something, if there are any."""
    enough = known[known["at_start"] >= ENOUGH_CUSTOMERS]
    return enough if len(enough) > 1 else known


def _taken_together(churn: ChurnRate, format: Format) -> str:
    if not is_small(churn.frame["lost"], format.smallest_group).any():
        return ""
    return (f"\n{churn.period.capitalize()}s are taken together until at least "
            f"{format.smallest_group} left.")


def _left_out(churn: ChurnRate, known: pd.DataFrame) -> str:
    if len(known) == churn.frame["rate"].notna().sum():
        return ""
    return f", or began with fewer than {ENOUGH_CUSTOMERS} customers"


def _groups(survival: Survival, curves: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if survival.by is None:
        return {"all": curves}
    return {str(group): curve for group, curve in curves.groupby(survival.by, sort=True)}


def _how_coarse(format: Format) -> str:
    if format.smallest_group == 1:
        return ""
    return f" Steps and counts of at least {format.smallest_group} customers."


def _day_axis(ax: Axes, format: Format) -> None:
    longest = ax.get_xlim()[1]
    step = next((s for s in DAY_STEPS if longest <= s * MOST_DAY_LABELS), DAY_STEPS[-1])
    ax.xaxis.set_major_locator(MultipleLocator(step))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda days, _: format.number(days)))
    ax.set_xlabel("Days since the start; below, customers still watched on that day")


def _write_numbers_at_risk(ax: Axes, groups: dict[str, pd.DataFrame], format: Format) -> None:
    """A row for each group under the axis: customers still watched on the marked days."""
    longest = ax.get_xlim()[1]
    days = [day for day in ax.get_xticks() if 0 <= day <= longest]
    below = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points",
             "fontsize": 8, "va": "center"}
    for row, (group, curve) in enumerate(groups.items()):
        height, colour = -44 - 12 * row, series_style(row)["color"]
        if len(groups) > 1:
            ax.annotate(shortened(group, 14), (0, 0), xytext=(-18, height), ha="right",
                        color=colour, **below)
        for day in days:
            ax.annotate(_watched_in_words(curve, day, format), (day, 0), xytext=(0, height),
                        ha="center", color=colour, **below)


def _watched(curve: pd.DataFrame, day: float) -> int:
    later = curve.loc[curve["days"] >= day, "at_risk"]
    return later.iloc[0] if len(later) else 0


def _watched_in_words(curve: pd.DataFrame, day: float, format: Format) -> str:
    """The count, rounded down to whole groups of as many as may be told of."""
    count, fewest = _watched(curve, day), format.smallest_group
    return f"<{fewest}" if is_small(count, fewest) else format.number(count // fewest * fewest)


def _survival_words(
    survival: Survival, groups: dict[str, pd.DataFrame], format: Format
) -> str:
    last_day = max(curve["days"].max() for curve in groups.values())
    words = [
        f"Step chart: the share of {format.number(survival.customers)} customers still there, from "
        f"the start to day {format.number(last_day)}; {people_in_words(survival.ended, format)} have left."
    ]
    medians = survival.median_days if survival.by else pd.Series({"all": survival.median_days})
    for (group, curve), median in zip(groups.items(), medians.sort_index()):
        name = "" if survival.by is None else f"{group}: "
        half = ("more than half are still there at the end" if np.isnan(median)
                else f"half have left by day {format.number(median)}")
        last = curve.iloc[-1]
        words.append(f"{name}{half}; at the end {_share(last['survival'], format)} remain.")
    return " ".join(words)


def _churn_words(churn: ChurnRate, known: pd.DataFrame, format: Format) -> str:
    high, low, last = known["rate"].idxmax(), known["rate"].idxmin(), known.index[-1]
    rates = known["rate"]
    return (
        f"Line chart: the share of customers who left in each {churn.period}, from "
        f"{format.period(known.index[0])} to {format.period(last)}. Highest "
        f"{_share(rates[high], format)} in {format.period(high)}, lowest "
        f"{_share(rates[low], format)} in {format.period(low)}; in the last, "
        f"{_share(rates[last], format)} (95% interval {_share(known['lower'].iloc[-1], format)} to "
        f"{_share(known['upper'].iloc[-1], format)})."
    )


def _share(value: float, format: Format) -> str:
    return format.percent(value, digits=1 if 0 < value < 0.1 else 0)
