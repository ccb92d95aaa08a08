"""Pictures of how healthy the books are: every ratio in its band, and one ratio month by month."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import STEPS, percent_axis, period_axis
from helpers.charts.style import (
    BLUE, BROWN, GREEN, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.charts.units import row_name
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.wording import counted, joined
from helpers.subjects.finance.financial_ratios import (
    BY_LABEL, DAYS, MONTHS, SHAPES, SHARE, STRONG, TIMES, WATCH, WEAK, band_in_words, in_units,
)
from helpers.subjects.finance.health import HealthCheck

LIGHTS = (WEAK, WATCH, STRONG)  # from left to right
MARKS = {WEAK: "v", WATCH: "D", STRONG: "^"}
COLOURS = {WEAK: ORANGE, WATCH: BROWN, STRONG: GREEN}
GROUNDS = {WEAK: "#FBEFE6", WATCH: "#F6F3E6", STRONG: "#E6F3EF"}
EDGE = 0.08
ENDS = (EDGE, 3 - EDGE)  # of the three fields, each one wide
ROW_INCHES, FRAME_INCHES, HEADING_INCHES = 0.44, 1.35, 5.0
UNIT_NAMES = {SHARE: "share of revenue", TIMES: "times", DAYS: "days", MONTHS: "months"}
FEWEST_MONTHS = 2
BESIDE = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "left"}


@house_style()
def health_chart(
    check: HealthCheck, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Each ratio in the field it falls in, weak, to be watched or strong, now and a year ago.

    The fields are named, and each has a mark of its own shape, so that no colour need be seen.

    Parameters
    ----------
    check : HealthCheck
        From `health_check`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    rows = check.frame
    ax = new_axes(height=health_height(len(rows))) if ax is None else ax
    for field, light in enumerate(LIGHTS):
        ax.add_patch(Rectangle((field, -0.5), 1, len(rows), facecolor=GROUNDS[light], linewidth=0,
                               zorder=0))
    for place, (_, row) in enumerate(rows.iterrows()):
        _draw_ratio(ax, place, row, format)
    ax.set_xlim(0, 3)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks([0.5, 1.5, 2.5], [f"{SHAPES[light]} {light}" for light in LIGHTS])
    ax.set_xlabel("Where each ratio falls: the further right, the better")
    ax.set_yticks(range(len(rows)), [row_name(_capital(label)) for label in rows["label"]])
    ax.tick_params(length=0)
    ax.hlines(np.arange(1, len(rows)) - 0.5, 0, 3, color="white", linewidth=2.5)
    ax.spines[:].set_visible(False)
    unknown = len(check.missing)
    heading(ax, "What is strong, what is weak in the books",
            "Small ring: a year ago." + (f" Not known: {counted(unknown, 'ratio', format)}."
                                         if unknown else ""), inches=HEADING_INCHES)
    describe(ax, _health_words(check, format))
    return ax


@house_style()
def ratio_chart(
    check: HealthCheck, ratio: str | None = None, *, ax: Axes | None = None,
    format: Format = PLAIN,
) -> Axes:
    """One ratio over the last twelve months, with the bounds of its band.

    Parameters
    ----------
    check : HealthCheck
        From `health_check`.
    ratio : str, optional
        Which; by default the first that is known for at least two months.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.

    Raises
    ------
    NotEnoughData
        It is known for fewer than two months.
    """
    name, course = _course(check, ratio)
    row = check.frame.loc[name]
    ax = new_axes() if ax is None else ax
    places = np.arange(len(course))
    for edge, words in (("strong_from", STRONG), ("weak_beyond", WEAK)):
        ax.axhline(row[edge], color=COLOURS[words], linewidth=1.2, linestyle=(0, (5, 2)))
    ax.plot(places, course, color=BLUE, linestyle="solid", marker="o", markersize=4)
    ax.set_xlim(-0.4, len(course) - 0.6)
    ax.margins(y=0.15)
    ax.grid(axis="y")
    _value_axis(ax, row["unit"], format)
    period_axis(ax, course.index, format)
    ax.set_xlabel("Month")
    ax.set_ylabel(f"{_capital(row['label'])}, {UNIT_NAMES[row['unit']]}")
    _name_edges(ax, row, format)
    heading(ax, f"{_capital(row['label'])}, month by month",
            f"Dashed: your band, {band_in_words(row, format)}. Trend: {row['trend']}.")
    describe(ax, _course_words(row, course, format))
    return ax


def health_height(ratios: int) -> float:
    """The inches that the picture of so many ratios needs to be legible."""
    return FRAME_INCHES + ROW_INCHES * ratios


def _draw_ratio(ax: Axes, place: int, row: pd.Series, format: Format) -> None:
    light, now = row["light"], _position(row["value"], row)
    if np.isfinite(row["year_ago"]):
        then = _position(row["year_ago"], row)
        ax.plot([then, now], [place, place], color=QUIET, linewidth=1, linestyle="solid", zorder=2)
        ax.plot(then, place, marker="o", markersize=5, markerfacecolor="white",
                markeredgecolor=QUIET, linestyle="none", zorder=3)
    ax.plot(now, place, marker=MARKS[light], markersize=9, color=COLOURS[light],
            markeredgecolor="white", linestyle="none", zorder=4)
    ax.annotate(_short(row["value"], row["unit"], format), (1, place), xytext=(7, 6),
                va="center", color=INK, weight="bold", fontsize=8.5, **BESIDE)
    ax.annotate(light, (1, place), xytext=(7, -6), va="center", color=COLOURS[light],
                fontsize=8.5, **BESIDE)


def _position(value: float, row: pd.Series) -> float:
    """Where a value falls on three fields, each one wide; beyond the band ever more squeezed."""
    weak, strong = row["weak_beyond"], row["strong_from"]
    width = abs(strong - weak) or abs(strong) or 1.0
    sign = 1 if BY_LABEL[row["label"]].higher_is_better else -1
    above, below = sign * (value - strong) / width, sign * (weak - value) / width
    if above >= 0:
        place = 2 + _squeezed(above)
    elif below > 0:
        place = 1 - _squeezed(below)
    else:
        place = 1 - below
    field = LIGHTS.index(row["light"]) if value == row["value"] else None
    low, high = ENDS if field is None else (field + EDGE, field + 1 - EDGE)
    return float(np.clip(place, low, high))


def _squeezed(beyond: float) -> float:
    return 1.0 if np.isinf(beyond) else beyond / (1 + beyond)


def _short(value: float, unit: str, format: Format) -> str:
    if np.isinf(value):
        return "no end" if unit == MONTHS else "no limit"
    return in_units(value, unit, format)


def _course(check: HealthCheck, ratio: str | None) -> tuple[str, pd.Series]:
    """A ratio and its months, those at the ends that are not known left out."""
    known = check.monthly.where(np.isfinite(check.monthly))
    enough = known.columns[known.notna().sum() >= FEWEST_MONTHS]
    names = list(enough) if ratio is None else [name for name in enough if name == ratio]
    if not names:
        raise NotEnoughData("a ratio month by month", "it for fewer than two months",
                            f"at least {FEWEST_MONTHS} months")
    course = known[names[0]]
    return names[0], course.loc[course.first_valid_index():course.last_valid_index()]


def _value_axis(ax: Axes, unit: str, format: Format) -> None:
    if unit == SHARE:
        percent_axis(ax.yaxis, format)
        return
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    low, high = ax.get_ylim()
    digits = 0 if high - low > 6 else 1 if high - low > 0.6 else 2
    ax.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: format.number(value, digits=digits)))


def _name_edges(ax: Axes, row: pd.Series, format: Format) -> None:
    """The bounds' names at the right, each on the side of its line away from the other."""
    strong_above = BY_LABEL[row["label"]].higher_is_better
    for edge, light in (("strong_from", STRONG), ("weak_beyond", WEAK)):
        above = strong_above == (light == STRONG)
        ax.annotate(f"{light}\n{_short(row[edge], row['unit'], format)}", (1, row[edge]),
                    xytext=(5, 0), va="bottom" if above else "top", color=COLOURS[light],
                    fontsize=8.5, **BESIDE)


def _capital(label: str) -> str:
    return f"{label[0].upper()}{label[1:]}"


def _health_words(check: HealthCheck, format: Format) -> str:
    parts = []
    for light in reversed(LIGHTS):
        rows = check.frame[check.frame["light"] == light]
        said = [
            f"{row['label']} {in_units(row['value'], row['unit'], format)}" + (
                f" (a year ago {in_units(row['year_ago'], row['unit'], format)})"
                if np.isfinite(row["year_ago"]) else "")
            for _, row in rows.iterrows()
        ]
        parts.append(f"{light}: {joined(said) or 'none'}")
    return f"Ratios in three fields. {'. '.join(map(_capital, parts))}."


def _course_words(row: pd.Series, course: pd.Series, format: Format) -> str:
    first, last = course.iloc[0], course.iloc[-1]
    least, most = course.min(), course.max()
    said = [in_units(value, row["unit"], format) for value in (first, last, least, most)]
    return (
        f"A line of {row['label']} over {len(course)} months: {said[0]} in "
        f"{format.period(course.index[0])}, {said[1]} in {format.period(course.index[-1])}, "
        f"between {said[2]} and {said[3]}. The band: {band_in_words(row, format)}."
    )
