"""Lines over periods or numbers, with what is known of how far off they may be."""

import textwrap
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from helpers.charts.axes import label_ends
from helpers.charts.scales import along_axis, place_in_words, refuse_nothing, scale_of, sentences
from helpers.charts.style import (
    GROUND, HEIGHT, INK, QUIET, describe, heading, house_style, new_axes, series_style, shortened,
)
from helpers.core.formats import PLAIN, Format
from helpers.stats.values import Count, Share
from helpers.stats.wording import in_period

MOST_DOTS, MOST_BANDS, MOST_VALUES = 70, 4, 3
NAME_LETTERS, ROW_NAME_LETTERS, EVENT_LETTERS = 13, 14, 14
BELOW_POINTS, BELOW_ROW_POINTS, ROW_INCHES = 46, 13, 0.18
ROOM_ABOVE, ROOM_FOR_MARKS, ROOM_FOR_EVENTS = 1.08, 1.25, 2.1
MOST_TOLD = 8


@house_style()
def series(
    lines: pd.DataFrame, *, unit: type, title: str, note: str = "", measure: str = "",
    along: str = "", along_unit: type = Count, lower: pd.DataFrame | None = None,
    upper: pd.DataFrame | None = None, inner: tuple | None = None,
    behind: pd.DataFrame | None = None, marks: Sequence[tuple] = (),
    events: Mapping | None = None, named: Sequence[str] | None = None,
    reference: tuple[float, str] | None = None, diagonal: str = "", step: bool = False,
    values: bool = False, below: pd.DataFrame | None = None, gaps: bool = False, also: str = "",
    ax: Axes | None = None, format: Format = PLAIN,
) -> Axes:
    """A line for each column, named at its end in its colour.

    Parameters
    ----------
    lines : DataFrame
        Indexed by periods or numbers; NaN leaves a gap.
    unit : type
        The kind of value, such as `Share`.
    title, note : str
        What is seen, and how to read it; the note of bands and dashes comes by itself.
    measure, along : str
        Words at the upright axis and at the level one.
    along_unit : type
        The kind of value of an index of numbers.
    lower, upper : DataFrame, optional
        95% intervals of the lines with the same names.
    inner : tuple of two DataFrames, optional
        The ends of 80% intervals in these.
    behind : DataFrame, optional
        Thin lines on the same index.
    marks : sequence of (place, words)
        Upright lines with a dot on the first of the lines; without words, dotted and without.
    events : mapping of place to name, optional
        What happened, written upright.
    named : sequence of str, optional
        The lines to name at their ends; all of them by default.
    reference : (float, str), optional
        A level, and what it means.
    diagonal : str
        What a dashed line of equal values means, if it is to be drawn.
    step : bool
        A value holds until the next.
    values : bool
        Write each value at its point.
    below : DataFrame of str, optional
        A row of words under the axis for each column: at each label, the first from there on.
    gaps : bool
        Shade where no line is known.
    also : str
        What the alt text tells beside the lines.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.

    Raises
    ------
    NotEnoughData
        Where nothing is known.

    Examples
    --------
    >>> from helpers.charts.style import alt_text
    >>> left = pd.DataFrame({"": [0.04, 0.02]}, index=pd.period_range("2025-01", periods=2, freq="M"))
    >>> alt_text(series(left, unit=Share, title="Who leaves"))
    'Line chart: Who leaves. From Jan 2025 to Feb 2025. 4.0% in Jan 2025, 2.0% in Feb 2025.'
    """
    refuse_nothing(lines, title)
    rows = 0 if below is None else below.shape[1]
    ax = new_axes(height=HEIGHT + ROW_INCHES * rows) if ax is None else ax
    places = _places(lines.index, lines.index)

    def write(value):
        return scale_of(unit).brief(value, format)

    def told(place):
        return place_in_words(place, along_unit, format)

    def at(place):
        return in_period(place, format) if isinstance(place, pd.Period) else f"at {told(place)}"

    if gaps:
        _shade_gaps(ax, places, lines)
    if behind is not None:
        ax.add_collection(LineCollection(
            [np.column_stack([places, thin]) for thin in behind.to_numpy().T],
            colors=QUIET, alpha=0.3, linewidths=0.8))
    if diagonal:
        most = places.max()
        ax.plot([0, most], [0, most], color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    bands = [] if lower is None or lines.shape[1] > MOST_BANDS else [(lower, upper, 0.16)]
    bands += [(*inner, 0.16)] if inner else []
    dots = lines.count().sum() <= MOST_DOTS and not step
    for number, name in enumerate(lines):
        style = series_style(number)
        for low, high, alpha in bands:
            if name in low:
                _band(ax, places, low[name], high[name], step, style["color"], alpha)
        known = lines[name].loc[lines[name].first_valid_index():lines[name].last_valid_index()]
        known = known.dropna() if step else known
        ax.plot(_places(known.index, lines.index), known, **style,
                drawstyle="steps-post" if step else "default",
                marker="o" if dots else None, markersize=3.5)
    if reference:
        ax.axhline(reference[0], color=QUIET, linewidth=0.9, linestyle=(0, (1, 2)))
    _limits(ax, [lines, behind, upper, lower], lines.index, places, unit, (marks, events), diagonal)
    ax.grid(axis="y")
    scale_of(unit).axis(ax.yaxis, format)
    along_axis(ax, lines.index, along_unit, format)
    ax.set(xlabel=along, ylabel=measure)
    _draw_marks(ax, marks, lines)
    if events:
        _name_events(ax, events, lines.index)
    if values:
        _write_values(ax, places, lines, write)
    else:
        _name_lines(ax, lines, named, write)
    if below is not None:
        _write_below(ax, below)
    heading(ax, title, _note(note, reference, diagonal, len(bands)))
    describe(ax, sentences(
        f"{'Step' if step else 'Line'} chart: {title}",
        f"{f'{along}: from' if along else 'From'} {told(lines.index[0])} to {told(lines.index[-1])}",
        *(_line_words(lines[name], name, lower, upper, at, write) for name in lines),
        "" if behind is None else f"{behind.shape[1]} thin lines behind",
        *(f"Marked {at(place)}: {' '.join(words.split())}" for place, words in marks if words),
        f"Events: {', '.join(f'{name} {at(place)}' for place, name in events.items())}"
        if events else "",
        f"Dotted at {write(reference[0])}: {reference[1]}" if reference else "",
        f"Dashed: {diagonal}" if diagonal else "", also))
    return ax


def _places(index: pd.Index, whole: pd.Index) -> np.ndarray:
    if isinstance(whole, pd.PeriodIndex):
        return whole.get_indexer(index).astype(float)
    return index.to_numpy(dtype=float)


def _shade_gaps(ax: Axes, places: np.ndarray, lines: pd.DataFrame) -> None:
    for place in places[lines.isna().all(axis=1)]:
        ax.axvspan(place - 0.5, place + 0.5, color=GROUND, zorder=0, linewidth=0)


def _band(ax: Axes, places, low: pd.Series, high: pd.Series, step, colour, alpha) -> None:
    """An interval; one that stands alone is given the width of its place."""
    known = (low.notna() & high.notna()).to_numpy()
    beside = np.r_[False, known[:-1]] | np.r_[known[1:], False]
    if (known & ~beside).any():
        places = np.column_stack([places - 0.5, places + 0.5]).ravel()
        low, high = np.repeat(low, 2), np.repeat(high, 2)
        known = np.repeat(known, 2)
    if step:
        places, low, high, known = places[known], low[known], high[known], None
    ax.fill_between(places, low, high, where=known, step="post" if step else None, color=colour,
                    alpha=alpha, linewidth=0)


def _limits(ax: Axes, drawn: list, index: pd.Index, places: np.ndarray, unit, above: tuple, diagonal) -> None:
    known = np.concatenate([frame.to_numpy(dtype=float).ravel() for frame in drawn
                            if frame is not None])
    low, high = min(0, np.nanmin(known)), max(0, np.nanmax(known))
    if diagonal:
        high = max(high, places.max())
    marks, events = above
    room = ROOM_FOR_EVENTS if events else ROOM_FOR_MARKS if marks else ROOM_ABOVE
    top = room * high or 1.02
    if unit is Share and high <= 1 and room == ROOM_ABOVE:
        top = min(top, 1.02)
    ax.set_ylim(1.08 * low, top)
    if low < 0:
        ax.axhline(0, color=QUIET, linewidth=0.8)
    if diagonal:
        ax.set_xlim(0, 1.04 * places.max())
    elif isinstance(index, pd.PeriodIndex):
        ax.set_xlim(-0.5, len(index) - 0.5)
    else:
        slack = 0.02 * (np.ptp(places) or 2) if places[0] else 0
        ax.set_xlim(places[0] - slack, places[-1] + (0 if np.ptp(places) else 1))


def _draw_marks(ax: Axes, marks: Sequence[tuple], lines: pd.DataFrame) -> None:
    low, high = ax.get_xlim()
    first = lines.iloc[:, 0]
    for number, (place, words) in enumerate(marks):
        at = float(_places(pd.Index([place]), lines.index)[0])
        if not words:
            ax.axvline(at, color=QUIET, linewidth=0.9, linestyle=(0, (1, 2)))
            continue
        main = number == 0
        ax.axvline(at, color=INK, linewidth=1, linestyle="solid" if main else (0, (4, 2)),
                   alpha=0.6)
        if place in first.index and not np.isnan(first[place]):
            ax.plot(at, first[place], color=INK, marker="o" if main else "D", markersize=6.5,
                    linestyle="none", clip_on=False)
        right = at < (low + high) / 2
        ax.annotate(words, (at, 0.99 - 0.09 * number), xytext=(5 if right else -5, 0),
                    xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
                    ha="left" if right else "right", weight="bold" if main else "normal",
                    bbox={"color": "white", "pad": 1, "alpha": 0.8})


def _name_events(ax: Axes, events: Mapping, index: pd.Index) -> None:
    height = ROOM_ABOVE / ROOM_FOR_EVENTS
    for place, at in zip(events, _places(pd.Index(events), index)):
        ax.axvline(at, color=QUIET, linewidth=0.7, ymax=height, alpha=0.5)
        ax.annotate(shortened(events[place], EVENT_LETTERS), (at, height), rotation=90,
                    ha="center", va="bottom", xytext=(0, 2), textcoords="offset points",
                    color=QUIET, xycoords=("data", "axes fraction"))


def _write_values(ax: Axes, places, lines: pd.DataFrame, write: Callable) -> None:
    for number, name in enumerate(lines):
        for place, value in zip(places[1:], lines[name].iloc[1:]):
            if not np.isnan(value):
                ax.annotate(write(value), (place, value), xytext=(0, 7), ha="center",
                            textcoords="offset points", color=series_style(number)["color"])


def _write_below(ax: Axes, below: pd.DataFrame) -> None:
    low, high = ax.get_xlim()
    ticks = [tick for tick in ax.get_xticks() if low <= tick <= high]
    words = below.reindex(ticks, method="bfill").fillna("0")
    where = {"textcoords": "offset points", "va": "center", "xycoords": ("data", "axes fraction")}
    for row, name in enumerate(words):
        height, colour = -BELOW_POINTS - BELOW_ROW_POINTS * row, series_style(row)["color"]
        if words.shape[1] > 1:
            ax.annotate(shortened(name, ROW_NAME_LETTERS), (low, 0), xytext=(-22, height),
                        ha="right", color=colour, **where)
        for tick, word in words[name].items():
            ax.annotate(word, (tick, 0), xytext=(0, height), ha="center", color=colour, **where)


def _name_lines(ax: Axes, lines: pd.DataFrame, named, write: Callable) -> None:
    both, ends = lines.shape[1] <= MOST_VALUES, []
    for number, name in enumerate(lines):
        known = lines[name].dropna()
        if known.empty or (named is not None and name not in named):
            continue
        words = [textwrap.fill(str(name), NAME_LETTERS, max_lines=2, placeholder="…")] * bool(name)
        value = [write(known.iloc[-1])] * (both or not name)
        ends.append((known.iloc[-1], "\n".join(words + value), series_style(number)["color"]))
    label_ends(ax, ends, lines=max(words.count("\n") + 1 for _, words, _ in ends))


def _note(note: str, reference, diagonal: str, bands: int) -> str:
    return sentences(
        note, ("", "Shaded: 95% intervals", "Shaded: 95% intervals, darker 80%")[bands],
        f"Dotted: {reference[1]}" if reference and reference[1] else "",
        f"Dashed: {diagonal}" if diagonal else "")


def _line_words(line: pd.Series, name: str, lower, upper, at: Callable, write: Callable) -> str:
    known = line.dropna()
    if known.empty:
        return ""
    roles = {} if len(known) <= MOST_TOLD else {
        "first": known.index[0], "highest": known.idxmax(), "lowest": known.idxmin(),
        "last": known.index[-1]}
    places = known.index if not roles else dict.fromkeys(roles.values())
    text = ", ".join(" ".join(filter(None, [
        " and ".join(role for role, where in roles.items() if where == place),
        write(known[place]), at(place)])) for place in places)
    last = known.index[-1]
    if lower is not None and name in lower and pd.notna(lower.at[last, name]):
        text += f" (95% interval {write(lower.at[last, name])} to {write(upper.at[last, name])})"
    return f"{name}: {text}" if name else text[0].upper() + text[1:]
