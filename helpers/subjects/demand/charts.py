"""Pictures of demand: the week, a coming day, what to bake or have, and a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import brief_money
from helpers.charts.rows import rows, rows_height
from helpers.charts.series import series
from helpers.charts.units import amount
from helpers.core.formats import PLAIN, Format
from helpers.stats.values import Change, Count, Money
from helpers.stats.wording import counted, joined, share

if TYPE_CHECKING:  # what is fitted with statsmodels' models, which a chart can do without
    from helpers.subjects.demand.baking import BakingPlan
    from helpers.subjects.demand.forecasting.backtest import Backtest
    from helpers.subjects.demand.forecasting.forecast import Forecast
    from helpers.subjects.demand.next_day import ComingDay
    from helpers.subjects.demand.stocking import StockingCurve
    from helpers.subjects.sales.day_effects import Effects
    from helpers.subjects.sales.weekdays import WeekdayProfile

MOST_EFFECTS, MOST_BAKED = 20, 16
WIDEST = 3.0  # times as much: an interval beyond it is cut off
SHOWN_HORIZONS = 3
LEAST_SHOWN = {"day": 56, "week": 52, "month": 36, "quarter": 16, "year": 12}
MOST_SHOWN, MOST_STRIPES, MOST_EVENTS = 400, 130, 14


def weekday_chart(
    profile: WeekdayProfile, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """An average day of each weekday, and how sure that average is.

    Parameters
    ----------
    profile : WeekdayProfile
        From `weekday_profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    frame = profile.frame
    return rows(
        frame["mean"], lower=frame["lower"].clip(lower=0), upper=frame["upper"], bars=True,
        unit=_unit(profile.measure), title="An average day of each weekday",
        note="Thin lines: where the average likely lies (95%). "
             + ("" if profile.knows_open_days else "Only days on which something was sold count."),
        reference=(frame["mean"].mean(), "the mean of the weekdays"),
        measure=f"{_sold(profile.measure)}, average day",
        also=f"Each rests on {format.number(frame['days'].min())} days or more", ax=ax,
        format=format)


def effects_chart(effects: Effects, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How much more or less is sold on each kind of day, all else equal, and how sure that is.

    Parameters
    ----------
    effects : Effects
        From `effects`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    frame = effects.frame
    frame = frame[frame["days"].rank(ascending=False, method="first") <= MOST_EFFECTS]
    unclear = frame.index[(frame["lower"] <= 1) & (frame["upper"] >= 1)]
    beside = pd.DataFrame({
        "effect": [Change(ratio - 1).bare(format) for ratio in frame["ratio"]],
        "days": [format.number(days) for days in frame["days"]]})
    return rows(
        frame["ratio"] - 1, lower=frame["lower"] - 1, upper=frame["upper"] - 1, most=WIDEST - 1,
        unit=Change, hollow=unclear, beside=beside, reference=(0, ""),
        title="What moves a day's sales",
        note="Dots: the effect, all else equal. Lines: where it likely lies (95%). Hollow: it may "
             "be none at all. On the right: the effect, and the days it rests on.",
        measure=f"{_sold(effects.measure)} against a comparable day",
        also=f"Found on {counted(effects.days, 'open day', format)}. "
             f"{format.number(len(unclear))} of them may be no effect at all.",
        ax=ax, format=format)


def coming_day_chart(
    coming: ComingDay, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What each weekday should bring under one weather and event; the day asked about stands out.

    Parameters
    ----------
    coming : ComingDay
        From `coming_day`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    frame = coming.frame
    return rows(
        frame["expected"], lower=frame["low"].clip(lower=0), upper=frame["high"], bars=True,
        unit=_unit(coming.measure), highlight=[coming.weekday],
        title=f"What to expect: {coming.weekday}, {format.date(coming.day)}",
        note=f"{_under(coming)}. Thin lines hold eight of ten single days. Orange: the day chosen.",
        measure=f"{_sold(coming.measure)}, expected", ax=ax, format=format)


def baking_plan_chart(
    plan: BakingPlan, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """How many to have of each product, what is likely wanted, and what both mistakes cost.

    The 16 best sellers are shown.

    Parameters
    ----------
    plan : BakingPlan
        From `baking_plan`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    frame = plan.frame.head(MOST_BAKED).set_index("name")
    beside = pd.DataFrame({
        "have": [amount(units, format) for units in frame["quantity"]],
        "wasted": [brief_money(format, money) for money in frame["waste_cost"]],
        "missed": [brief_money(format, money) for money in frame["lost_profit"]]})
    return rows(
        frame["quantity"], dots=frame["expected_demand"], lower=frame["low"], upper=frame["high"],
        bars=True, unit=Count, beside=beside, title=f"What to have on {format.date(plan.day)}",
        note="Bars: have so many. Dots and lines: what should be wanted, and eight days of ten. On "
             "the right: what both mistakes cost on average.", measure="Units",
        also=f"In all {format.money(plan.waste_cost)} is expected to be lost on what is left over "
             f"and {format.money(plan.lost_profit)} missed on what runs out, or "
             f"{share(plan.frame['stockout_chance'].max(), format)} at most to run out of one.",
        ax=ax, format=format)


def baking_height(plan: BakingPlan) -> float:
    """Inches that its chart takes."""
    return rows_height(plan.frame["name"].head(MOST_BAKED))


def newsvendor_chart(
    curve: StockingCurve, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """What each quantity earns on average, and what is lost on either side of the best one.

    Parameters
    ----------
    curve : StockingCurve
        From `stocking_curve`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money and numbers.
    """
    best = curve.best
    marks = [(best.quantity, f"best: {amount(best.quantity, format)}")]
    also = (f"At the best quantity the profit is {format.money(best.expected_profit)}; "
            f"{format.money(best.expected_waste_cost)} is lost on what is left over and "
            f"{format.money(best.expected_lost_profit)} missed for want of stock.")
    if curve.quantity != best.quantity:
        marks.append((curve.quantity, f"chosen: {amount(curve.quantity, format)}"))
        also += f" The chosen quantity earns {format.money(curve.forgone)} less."
    return series(
        curve.frame[["expected_profit", "waste_cost", "lost_profit"]].set_axis(
            ["profit", "lost on what is left", "missed for want of stock"], axis=1),
        unit=Money, marks=marks, title="How much to have",
        note="Left of the best quantity: too few. Right of it: too many. It is enough in "
             f"{share(1 - best.stockout_chance, format)} of cases.",
        measure="Money, on average", along="Units to have", also=also, ax=ax, format=format)


def forecast_chart(
    forecast: Forecast, *, context: pd.DataFrame | None = None, ax: Axes | None = None,
    format: Format = PLAIN,
) -> Axes:
    """What was sold lately, what should be sold next, and how far off that may be.

    Parameters
    ----------
    forecast : Forecast
        From `forecast_demand`, with the levels 80 and 95%.
    context : DataFrame, optional
        The table `daily_context` of a daily forecast: closed days are left blank, and events named.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    past, future = _recent(forecast, context), _open_periods(forecast)
    lines = pd.DataFrame({"sold": past, "forecast": future["mean"]})
    lower, upper, *inner = (
        future[[f"{side}_{level}"]].set_axis(["forecast"], axis=1).reindex(lines.index)
        for level in (95, 80) for side in ("lower", "upper"))
    events = _named_days(context, lines.index) if forecast.period == "day" else {}
    closed = past.isna().any() or future["mean"].isna().any()
    return series(
        lines, lower=lower, upper=upper, inner=tuple(inner), unit=Count, events=events,
        gaps=len(lines) <= MOST_STRIPES, marks=[(future.index[0], "")], named=["forecast"],
        title="What should be sold next",
        note="Solid: sold. Dashed: forecast."
             + (" Gaps: closed or not known." if closed else ""),
        measure=f"Sold in the {forecast.period}, units", along=forecast.period.capitalize(),
        also=_ahead(future, events, format), ax=ax, format=format)


def backtest_chart(backtest: Backtest, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How far off forecasts were before, against the simplest rule there is.

    Parameters
    ----------
    backtest : Backtest
        From `backtest`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    by_step = backtest.by_horizon
    lower = int((by_step["error"] < by_step["naive_error"]).sum())
    held = joined([f"{format.percent(part)} within the {format.percent(level)} interval"
                   for level, part in backtest.coverage.items()])
    title = "The forecast did not earn its place" if not backtest.earned_its_place else (
        "The forecast earned its place: "
        f"{format.percent(1 - backtest.error / backtest.naive_error)} less error")
    return series(
        by_step[["error", "naive_error"]].set_axis(["forecast", "simple rule"], axis=1),
        unit=Count, title=title,
        note=f"Lower is better: {amount(backtest.error, format)} in all, against "
             f"{amount(backtest.naive_error, format)} by the simple rule, {backtest.naive}. Tried "
             f"on the past {counted(backtest.origins, 'time', format)}: {held}.",
        measure=f"{backtest.measure.capitalize()},\nunits a {backtest.period}",
        along=f"{backtest.period.capitalize()}s ahead",
        also=f"In all the forecast was {amount(backtest.error, format)} off and the simple rule, "
             f"{backtest.naive}, {amount(backtest.naive_error, format)}. The forecast is lower at "
             f"{lower} of {len(by_step)} distances; {held}.", ax=ax, format=format)


def _unit(measure: str) -> type:
    return Money if measure == "revenue" else Count


def _sold(measure: str) -> str:
    return "Sales" if measure == "revenue" else "Units sold"


def _under(coming: ComingDay) -> str:
    moved = joined(list(coming.moved_by.index))
    if moved:
        return f"All weekdays with {moved}"
    return "No event; wet or dry" if np.isnan(coming.rain) else "Dry days without an event"


def _recent(forecast: Forecast, context: pd.DataFrame | None) -> pd.Series:
    """As much of the past as tells something about the horizon; NaN on days known to be closed."""
    wanted = max(SHOWN_HORIZONS * len(forecast.frame), LEAST_SHOWN[forecast.period])
    past = forecast.history.iloc[-min(wanted, MOST_SHOWN):]
    if context is None or forecast.period != "day":
        return past
    closed = _days(context)[(~context["open"].astype("boolean").fillna(True)).to_numpy()]
    return past.mask(past.index.isin(closed) & (past == 0))


def _open_periods(forecast: Forecast) -> pd.DataFrame:
    """The forecast, with NaN where nothing can be sold while other periods sell."""
    closed = (forecast.frame["upper_95"] == 0) & forecast.frame["mean"].any()
    return forecast.frame.mask(closed)


def _days(context: pd.DataFrame) -> pd.PeriodIndex:
    return pd.DatetimeIndex(pd.to_datetime(context["date"])).to_period("D")


def _named_days(context: pd.DataFrame | None, periods: pd.PeriodIndex) -> dict:
    """When an event begins, and its name; days of the same event in a row count once."""
    if context is None or "event" not in context:
        return {}
    names = pd.Series(context["event"].to_numpy(), _days(context))
    names = names[names.notna() & names.index.isin(periods[1:])].sort_index()
    named, before = {}, (None, None)
    for day, name in names.items():
        if before != (day - 1, name):
            named[day] = str(name)
        before = (day, name)
    return dict(list(named.items())[-MOST_EVENTS:])


def _ahead(future: pd.DataFrame, events: dict, format: Format) -> str:
    closed = int(future["mean"].isna().sum())
    words = [f"{format.number(closed)} of the periods ahead {'is' if closed == 1 else 'are'} "
             "closed."] if closed else []
    ahead = [name for day, name in events.items() if day >= future.index[0]]
    return " ".join([*words, *([f"Events ahead: {', '.join(ahead)}."] if ahead else [])])
