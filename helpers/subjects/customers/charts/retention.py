"""Pictures of retention: the heatmap of cohorts and the curve of their average."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import LineCollection, QuadMesh

from helpers.charts.axes import (
    LABEL_SIZE, TextMarks, brief_money, count_axis, label_ends, label_step, money_axis, percent_axis,
    word_width,
)
from helpers.charts.style import (
    BLUE, GROUND, INK, QUIET, SHADES, describe, heading, house_style, legible_on, new_axes,
)
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.cohorts import Retention

MOST_COHORTS, MOST_AGES = 24, 24
MOST_AGE_LABELS = 13
LABEL_PLACE = -0.012  # of the axes' width, left of them
ROW_INCHES, FRAME_INCHES, HEATMAP_INCHES = 0.26, 1.4, 5.3
CELL_SIZES = (8, 7.5, 7, 6.5, 6)
ENOUGH_CUSTOMERS = 30
TELLING_AGES = (1, 3, 6, 12, 24)


@dataclass(frozen=True)
class _Measure:
    """What a heatmap shows, and how to write it: in a cell, tightly in a narrow one, on an axis."""

    table: str
    title: str
    meaning: str
    write: Callable[[Format, float], str]
    write_tightly: Callable[[Format, float], str]
    write_axis: Callable[[Axis, Format], None]
    tight_unit: str = ""


MEASURES = {
    "rate": _Measure(
        "rates", "What share keeps buying", "Share of the customers on the left who bought",
        Format.percent, lambda format, share: format.number(100 * share), percent_axis,
        ", in %",
    ),
    "customers": _Measure(
        "counts", "How many keep buying", "How many of the customers on the left bought",
        Format.number, Format.number, count_axis,
    ),
    "revenue": _Measure(
        "revenue", "What they spend", "Money from the customers on the left, less refunds",
        brief_money, brief_money, money_axis,
    ),
}


@house_style()
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
    shown = MEASURES[measure]
    cells, few = _cells(retention, shown, format.smallest_group)
    ax = new_axes(height=heatmap_height(retention, format.smallest_group)) if ax is None else ax
    later = cells.drop(columns=0)
    mesh = ax.pcolormesh(np.arange(later.shape[1] + 1) + 1, np.arange(len(later) + 1), later,
                         cmap=SHADES, edgecolors="white")
    ax.axvspan(0, 1, color=GROUND, zorder=0)
    words, size, tight = _fitting(ax, cells, shown, format)
    if size:
        _write_cells(ax, cells, mesh, words, size)
        _mark_few(ax, few, size)
    else:
        _add_key(ax, mesh, shown, format)
    _label_rows_and_columns(ax, cells, retention, format)
    unit = shown.tight_unit if tight else ""
    heading(ax, f"{shown.title}, by {retention.period} of first purchase",
            f"{shown.meaning}{unit}. {_how_to_read(retention, cells, few, format)}",
            inches=HEATMAP_INCHES)
    describe(ax, _heatmap_words(retention, cells, shown, format))
    return ax


@house_style()
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
    ax = new_axes() if ax is None else ax
    average = _well_known(retention.average_told(format.smallest_group).loc[1:])
    rates = retention.rates.mask(retention.hidden(format.smallest_group))
    cohorts = rates.loc[:, 1:average.index[-1]].dropna(how="all").iloc[-MOST_COHORTS:]
    ax.add_collection(LineCollection(
        [np.column_stack([cohorts.columns, rates]) for rates in cohorts.to_numpy()],
        colors=QUIET, alpha=0.3, linewidths=0.8,
    ))
    ax.fill_between(average.index, average["lower"], average["upper"], color=BLUE, alpha=0.2,
                    linewidth=0)
    ax.plot(average.index, average["rate"], color=BLUE, linewidth=2.4,
            marker="o" if len(average) <= MOST_AGES else None, markersize=3.5)
    highest = pd.concat([average["upper"], cohorts.stack()]).max()
    ax.set_ylim(0, min(1.02, 1.08 * highest) or 1.02)
    ax.set_xlim(0.8, max(average.index[-1], 2))
    ax.grid(axis="y")
    ax.set_xlabel(f"{retention.period.capitalize()}s after the first purchase")
    ax.set_ylabel("Customers buying, share")
    ax.xaxis.get_major_locator().set_params(integer=True)
    percent_axis(ax.yaxis, format)
    last = average.iloc[-1]
    label_ends(ax, [(last["rate"], f"all together:\n{format.percent(last['rate'])}", BLUE)],
               lines=2)
    heading(ax, "How many customers are still buying as time goes by",
            f"Thick: all customers, with the 95% interval. Thin: the new customers of each of the "
            f"last {len(cohorts)} {retention.period}s."
            + (f" Not drawn: fewer than {format.smallest_group} people."
               if format.smallest_group > 1 else ""))
    describe(ax, _curve_words(retention, average, len(cohorts), format))
    return ax


def heatmap_height(retention: Retention, fewest: int = 1) -> float:
    """The inches a retention heatmap needs to be legible."""
    cells, _ = _cells(retention, MEASURES["rate"], fewest)
    return FRAME_INCHES + ROW_INCHES * max(4, len(cells))


def _well_known(average: pd.DataFrame) -> pd.DataFrame:
    """The ages that enough customers reached for the average to mean something, if any."""
    if average["rate"].isna().all():
        raise NotEnoughData("a retention curve", "too few customers who came back to tell of them",
                            "more customers, or a longer period")
    enough = average[~(average["customers"] < ENOUGH_CUSTOMERS)]
    known = enough if enough["rate"].count() > 1 else average
    return known.loc[:known["rate"].last_valid_index()]


def _cells(
    retention: Retention, shown: _Measure, fewest: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest cohorts and the first ages, as far as anything is known and may be told of them.

    With them, which of the cells are of too few people to be told.
    """
    hidden = retention.hidden(fewest)
    known = retention.counts[~hidden[0]].dropna(how="all").index[-MOST_COHORTS:]
    if known.empty:
        raise NotEnoughData(f"a chart by {retention.period} of first purchase",
                            "too few new customers in each to tell of them", "a longer period")
    cells = getattr(retention, shown.table).loc[known, :MOST_AGES].dropna(axis=1, how="all")
    if cells.empty:
        raise NotEnoughData("a chart of money", "no prices", "orders with quantity and unit_price")
    few = hidden.loc[cells.index, cells.columns] & cells.notna()
    return cells.mask(few), few


def _fitting(ax: Axes, cells: pd.DataFrame, shown: _Measure, format: Format) -> tuple:
    """The cells' numbers as words, row by row, and the size of letters that fits, if any does."""
    values = cells.to_numpy()[cells.notna()]
    width = ax.get_position().width * ax.figure.get_figwidth() * 72 * 0.9 / cells.shape[1]
    for write in (shown.write, shown.write_tightly):
        if word_width(write(format, values.max()), CELL_SIZES[-1]) > width:
            continue
        words = [write(format, value) for value in values]
        for size in CELL_SIZES:
            if max(word_width(word, size) for word in set(words)) <= width:
                return words, size, write is not shown.write
    return [], None, False


def _write_cells(
    ax: Axes, cells: pd.DataFrame, mesh: QuadMesh, words: list[str], size: float
) -> None:
    rows, columns = np.nonzero(cells.notna().to_numpy())
    shades = mesh.to_rgba(cells.to_numpy()[rows, columns])
    colours = [INK if column == 0 else legible_on(tuple(shade))
               for column, shade in zip(columns, shades)]
    places = np.column_stack([columns, rows]) + 0.5
    ax.add_artist(TextMarks(words, places, ax.transData, colours=colours, size=size))


def _mark_few(ax: Axes, few: pd.DataFrame, size: float) -> None:
    rows, columns = np.nonzero(few.to_numpy())
    if len(rows):
        ax.add_artist(TextMarks(["·"] * len(rows), np.column_stack([columns, rows]) + 0.5, ax.transData,
                            colours=INK, size=size))


def _add_key(ax: Axes, mesh: QuadMesh, shown: _Measure, format: Format) -> None:
    bar = ax.figure.colorbar(mesh, ax=ax, fraction=0.03, pad=0.02, shrink=0.5, anchor=(0, 1))
    bar.outline.set_visible(False)
    shown.write_axis(bar.ax.yaxis, format)


def _label_rows_and_columns(
    ax: Axes, cells: pd.DataFrame, retention: Retention, format: Format
) -> None:
    labels = [
        f"{format.period(cohort)} ({format.number(retention.sizes[cohort])}"
        f"{' customers' if row == 0 else ''})"
        for row, cohort in enumerate(cells.index)
    ]
    places = [(LABEL_PLACE, row + 0.5) for row in range(len(labels))]
    ax.add_artist(TextMarks(labels, places, ax.get_yaxis_transform(), colours=INK, size=LABEL_SIZE,
                        align="right"))
    ax.set_yticks([])
    ages = cells.columns[::label_step(cells.shape[1], MOST_AGE_LABELS)]
    ax.set_xticks(ages + 0.5, ages)
    ax.set_xlabel(f"{retention.period.capitalize()}s after the first purchase")
    ax.set_xlim(0, cells.shape[1])
    ax.set_ylim(len(cells), 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _how_to_read(
    retention: Retention, cells: pd.DataFrame, few: pd.DataFrame, format: Format
) -> str:
    notes = [f"Blank: that {retention.period} has not ended."]
    cohorts = len(retention.counts.dropna(how="all"))
    left_out = retention.hidden(format.smallest_group)[0].any()
    if len(cells) < cohorts and not left_out:
        notes.insert(0, f"The latest {len(cells)} of {len(retention.counts)} cohorts.")
    if few.to_numpy().any() or left_out:
        notes.append(f"Dots, and cohorts left out: fewer than {format.smallest_group} people, or "
                     "they would give those away.")
    return " ".join(notes)


def _heatmap_words(
    retention: Retention, cells: pd.DataFrame, shown: _Measure, format: Format
) -> str:
    period = retention.period
    first, last = format.period(cells.index[0]), format.period(cells.index[-1])
    customers = format.number(retention.sizes[cells.index].sum())
    words = [
        f"Heatmap: {shown.title.lower()}, a row for each {period} of first purchase from {first} "
        f"to {last} ({len(cells)} rows, {customers} customers), a column for each {period} after."
    ]
    next_period = cells[1].dropna()
    if len(next_period):
        low, high = next_period.idxmin(), next_period.idxmax()
        words.append(
            f"One {period} after, the rows run from {shown.write(format, next_period[low])} "
            f"({format.period(low)}) to {shown.write(format, next_period[high])} "
            f"({format.period(high)})."
        )
    if shown.table == "rates":
        average = retention.average_told(format.smallest_group)
        words.append(_average_words(average.loc[1:cells.columns[-1]], period, format))
    return " ".join([*words, f"{period.capitalize()}s that have not ended are blank."])


def _curve_words(
    retention: Retention, average: pd.DataFrame, cohorts: int, format: Format
) -> str:
    last = average.iloc[-1]
    return (
        f"Line chart: the share of customers still buying, up to {average.index[-1]} "
        f"{retention.period}s after their first purchase. "
        f"{_average_words(average, retention.period, format)} At the end the 95% interval runs "
        f"from {format.percent(last['lower'])} to {format.percent(last['upper'])}. A thin line for "
        f"each of {cohorts} cohorts shows how much they differ."
    )


def _average_words(average: pd.DataFrame, period: str, format: Format) -> str:
    told = average.loc[[age for age in TELLING_AGES if age in average.index], "rate"].dropna()
    parts = [
        f"{format.percent(rate)} after {age} {period}{'s' if age > 1 else ''}"
        for age, rate in told.items()
    ]
    return f"All customers together: {', '.join(parts)}."
