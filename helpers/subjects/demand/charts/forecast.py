"""Pictures of a forecast: what is to come, and whether such forecasts were right before."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import label_ends, label_step
from helpers.charts.style import (
    BLUE, FAINT, GROUND, ORANGE, QUIET, describe, heading, house_style, new_axes, shortened,
)
from helpers.charts.units import amount, date_axis, units_axis
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import counted
from helpers.subjects.demand.forecasting.backtest import Backtest
from helpers.subjects.demand.forecasting.forecast import Forecast

SHOWN_HORIZONS = 3
LEAST_SHOWN = {"day": 56, "week": 52, "month": 36, "quarter": 16, "year": 12}
MOST_SHOWN = 400
MOST_MARKERS, MOST_STRIPES = 90, 130
BANDS = ((95, 0.16), (80, 0.28))
ROOM_ABOVE, ROOM_FOR_EVENTS, EVENTS_FROM = 1.1, 1.6, 0.64
MOST_EVENTS, EVENT_LETTERS = 14, 16
MOST_STEP_LABELS = 14


@house_style()
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
    ax = new_axes() if ax is None else ax
    past, future = _recent(forecast, context), _open_periods(forecast)
    periods = past.index.append(future.index)
    places = np.arange(len(past), len(periods))
    if len(periods) <= MOST_STRIPES:
        _shade_closed(ax, np.append(past.isna(), future["mean"].isna()))
    _draw_bands(ax, places, future)
    dots = "o" if len(periods) <= MOST_MARKERS else None
    ax.plot(np.arange(len(past)), past, color=BLUE, linestyle="solid", marker=dots, markersize=2.6,
            linewidth=1.4)
    ax.plot(places, future["mean"], color=ORANGE, linestyle=(0, (3, 1.2)), marker="o",
            linewidth=1.4, markersize=3.2 if len(places) <= MOST_MARKERS else 0)
    ax.axvline(len(past) - 0.5, color=QUIET, linewidth=0.9, linestyle=(0, (1, 2)))
    ax.set_xlim(-0.6, len(periods) - 0.4)
    named = _named_days(context, periods) if forecast.period == "day" else {}
    top = np.nanmax([past.max(), future["upper_95"].max(), 0])
    ax.set_ylim(0, (top or 1) * (ROOM_FOR_EVENTS if named else ROOM_ABOVE))
    _name_events(ax, named, past, future)
    ax.grid(axis="y")
    units_axis(ax.yaxis, format)
    date_axis(ax, periods, format)
    ax.set_xlabel(forecast.period.capitalize())
    ax.set_ylabel(f"Sold in the {forecast.period}, units")
    _name_parts(ax, future, format)
    heading(ax, "What should be sold next", _note(forecast, past, future))
    describe(ax, _forecast_words(forecast, past, future, named, format))
    return ax


@house_style()
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
    ax = new_axes() if ax is None else ax
    by_step = backtest.by_horizon
    dots = len(by_step) <= MOST_MARKERS
    ax.plot(by_step.index, by_step["naive_error"], color=QUIET, linestyle=(0, (2, 1.5)),
            marker="s" if dots else None, markersize=3)
    ax.plot(by_step.index, by_step["error"], color=BLUE, linestyle="solid",
            marker="o" if dots else None, markersize=3.8)
    ax.set_ylim(0, 1.12 * by_step[["error", "naive_error"]].max().max() or 1)
    ax.set_xlim(by_step.index[0] - 0.5, by_step.index[-1] + 0.5)
    ax.grid(axis="y")
    units_axis(ax.yaxis, format)
    steps = by_step.index[::label_step(len(by_step), MOST_STEP_LABELS)]
    ax.set_xticks(steps, [format.number(step) for step in steps])
    ax.set_xlabel(f"{backtest.period.capitalize()}s ahead")
    ax.set_ylabel(f"{backtest.measure.capitalize()},\nunits a {backtest.period}")
    label_ends(ax, [
        (by_step["error"].iloc[-1], f"forecast:\n{amount(backtest.error, format)} in all", BLUE),
        (by_step["naive_error"].iloc[-1],
         f"simple rule:\n{amount(backtest.naive_error, format)} in all", QUIET),
    ], lines=2)
    heading(ax, _verdict(backtest, format),
            f"Lower is better. The simple rule: {backtest.naive}. Tried on the past "
            f"{counted(backtest.origins, 'time', format)}. {_coverage(backtest, format)}")
    describe(ax, _backtest_words(backtest, format))
    return ax


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


def _shade_closed(ax: Axes, closed: np.ndarray) -> None:
    for place in np.flatnonzero(closed):
        ax.axvspan(place - 0.5, place + 0.5, color=GROUND, zorder=0, linewidth=0)


def _draw_bands(ax: Axes, places: np.ndarray, future: pd.DataFrame) -> None:
    """Each period's intervals as wide as the period, so that a single one can be seen."""
    edges = np.column_stack([places - 0.5, places + 0.5]).ravel()
    for level, alpha in BANDS:
        lower, upper = (np.repeat(future[f"{side}_{level}"], 2) for side in ("lower", "upper"))
        ax.fill_between(edges, lower, upper, color=ORANGE, alpha=alpha, linewidth=0)


def _days(context: pd.DataFrame) -> pd.PeriodIndex:
    return pd.DatetimeIndex(pd.to_datetime(context["date"])).to_period("D")


def _named_days(context: pd.DataFrame | None, periods: pd.PeriodIndex) -> dict[int, str]:
    """Where an event begins, and its name; days of the same event in a row count once."""
    if context is None or "event" not in context:
        return {}
    names = pd.Series(context["event"].to_numpy(), _days(context))
    names = names[names.notna() & names.index.isin(periods[1:])].sort_index()
    places = periods.get_indexer(names.index)
    named, before = {}, (None, None)
    for place, name in zip(places, names):
        if before != (place - 1, name):
            named[int(place)] = str(name)
        before = (place, name)
    return dict(list(named.items())[-MOST_EVENTS:])


def _name_events(
    ax: Axes, named: dict[int, str], past: pd.Series, future: pd.DataFrame
) -> None:
    heights = np.append(past.to_numpy(), future["upper_95"].to_numpy())
    height = EVENTS_FROM * ax.get_ylim()[1]
    for place, name in named.items():
        ax.plot([place, place], [np.nan_to_num(heights[place]), height], color=FAINT,
                linewidth=0.8, linestyle="solid", zorder=1)
        ax.annotate(shortened(name, EVENT_LETTERS), (place, 1.02 * height), rotation=90,
                    ha="center", va="bottom", fontsize=7, color=QUIET)


def _name_parts(ax: Axes, future: pd.DataFrame, format: Format) -> None:
    known = future.dropna(subset="mean")
    if known.empty:
        return
    last = known.iloc[-1]
    label_ends(ax, [(last["mean"], f"forecast\nlast: {amount(last['mean'], format)}", ORANGE)],
               lines=2)


def _note(forecast: Forecast, past: pd.Series, future: pd.DataFrame) -> str:
    closed = past.isna().any() or future["mean"].isna().any()
    return (
        "Solid: sold. Dashed: forecast, with the intervals that should hold 80% and 95% of "
        f"{forecast.period}s."
        + (" Gaps: closed or not known." if closed else "")
    )


def _forecast_words(
    forecast: Forecast, past: pd.Series, future: pd.DataFrame, named: dict[int, str],
    format: Format,
) -> str:
    period, known = forecast.period, future.dropna(subset="mean")
    words = [
        f"Line chart: units sold in each of {counted(len(past), period, format)}, "
        f"{format.period(past.index[0])} to {format.period(past.index[-1])}, between "
        f"{amount(past.min(), format)} and {amount(past.max(), format)}, then a forecast of "
        f"{counted(len(future), period, format)}."
    ]
    for row in (known.iloc[0], known.iloc[-1])[:len(known)]:
        words.append(
            f"For {format.period(row.name)} it is {amount(row['mean'], format)}, 95% interval "
            f"{amount(row['lower_95'], format)} to {amount(row['upper_95'], format)}."
        )
    closed = len(future) - len(known)
    if closed:
        words.append(f"{format.number(closed)} of them {'is' if closed == 1 else 'are'} closed.")
    ahead = [name for place, name in named.items() if place >= len(past)]
    if ahead:
        words.append(f"Events ahead: {', '.join(ahead)}.")
    return " ".join(words)


def _verdict(backtest: Backtest, format: Format) -> str:
    if not backtest.earned_its_place:
        return "The forecast did not earn its place"
    less = 1 - backtest.error / backtest.naive_error
    return f"The forecast earned its place: {format.percent(less)} less error"


def _coverage(backtest: Backtest, format: Format) -> str:
    held = " and ".join(
        f"{format.percent(share)} within the {format.percent(level)} interval"
        for level, share in backtest.coverage.items()
    )
    return f"{held[0].upper()}{held[1:]}."


def _backtest_words(backtest: Backtest, format: Format) -> str:
    first, last = backtest.by_horizon.iloc[0], backtest.by_horizon.iloc[-1]
    better = int((backtest.by_horizon["error"] < backtest.by_horizon["naive_error"]).sum())
    return (
        f"Two lines: the {backtest.measure} of forecasts up to {last.name} {backtest.period}s "
        f"ahead, and of the simple rule, {backtest.naive}. One {backtest.period} ahead the "
        f"forecast was {amount(first['error'], format)} off and the rule "
        f"{amount(first['naive_error'], format)}; at the end {amount(last['error'], format)} "
        f"and {amount(last['naive_error'], format)}; over all {amount(backtest.error, format)} "
        f"and {amount(backtest.naive_error, format)}. The forecast is lower at {better} of "
        f"{len(backtest.by_horizon)} distances. {_coverage(backtest, format)}"
    )

