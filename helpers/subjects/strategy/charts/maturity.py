"""Pictures of how well the basics are run, and of which one holds the others back."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import STEPS
from helpers.charts.style import (
    BLUE, FAINT, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.core.formats import PLAIN, Format
from helpers.stats.dated import last_time
from helpers.stats.wording import joined
from helpers.subjects.strategy.maturity import Maturity
from helpers.subjects.strategy.maturity_statements import LEVELS

RADAR_INCHES = 4.5
LEAST, MOST = min(LEVELS), max(LEVELS)
RANGE_SHADE = "#C9C9C9"
NAME_AT, HIGHEST_SEEN, LOWEST_SEEN = 5.35, 6.3, -5.4
BAR_INCHES, FRAME_INCHES = 0.36, 1.5
NO_LIFT = 0.005


@house_style()
def maturity_radar(
    profile: Maturity, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """Each function's score on its own spoke, last time's, and what is still open.

    Parameters
    ----------
    profile : Maturity
        From `maturity_profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    ax = new_axes(height=RADAR_INCHES) if ax is None else ax
    table = profile.functions
    angles = pd.Series(np.pi / 2 - 2 * np.pi * np.arange(len(table)) / len(table), table.index)
    _draw_web(ax, angles, format)
    _draw_open(ax, table, angles)
    if table["before"].notna().any():
        _draw_ring(ax, table["before"], angles, color=ORANGE, linestyle=(0, (4, 2)),
                   markerfacecolor="white", markersize=6, linewidth=1.6)
    _draw_ring(ax, table["score"], angles, color=BLUE, linestyle="solid", markersize=6,
               linewidth=2.4)
    for name, row in table.iterrows():
        _write_name(ax, name, row, angles[name], format)
    ax.set_ylim(LOWEST_SEEN, HIGHEST_SEEN)
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    heading(ax, _radar_title(profile, format), _radar_note(profile, format))
    describe(ax, _radar_words(profile, format))
    return ax


@house_style()
def drag_chart(profile: Maturity, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """How far one point more in each function would lift the whole; the longest holds back most.

    Parameters
    ----------
    profile : Maturity
        From `maturity_profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    lifts = profile.functions["lift"].dropna().sort_values(ascending=False, kind="stable")
    ax = new_axes(height=drag_height(profile)) if ax is None else ax
    rows = np.arange(len(lifts))
    ax.barh(rows, lifts, color=BLUE, height=0.62)
    for row, lift in enumerate(lifts):
        ax.annotate(_lift_said(lift, format), (lift, row), xytext=(5, 0), va="center", fontsize=8.5,
                    textcoords="offset points", color=INK)
    ax.set_ylim(len(lifts) - 0.5, -0.5)
    ax.set_xlim(0, max(1.18 * lifts.max(), 0.1))
    scores = profile.functions["score"]
    ax.set_yticks(rows, [f"{name}\nat {_points(scores[name], format)}" for name in lifts.index])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=STEPS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda lift, _: format.number(lift, digits=2)))
    ax.set_xlabel("Points that the whole would rise")
    heading(ax, "What one point more would lift", _drag_note(profile, format), inches=5.2)
    describe(ax, _drag_words(profile, lifts, format))
    return ax


def drag_height(profile: Maturity) -> float:
    """The inches that the chart of lifts needs to be legible."""
    return FRAME_INCHES + BAR_INCHES * int(profile.functions["lift"].notna().sum())


def _draw_web(ax: Axes, angles: pd.Series, format: Format) -> None:
    """Rings for the ratings, spokes for the functions, the rings' numbers between two spokes."""
    between = (angles.iloc[0] + angles.iloc[1]) / 2
    for level in LEVELS:
        ax.add_patch(Circle((0, 0), level, fill=False, edgecolor=FAINT, linewidth=0.8, zorder=1))
        ax.annotate(format.number(level), _at(level, between), ha="center", va="center",
                    fontsize=7.5, color=QUIET, zorder=1.5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    for angle in angles:
        ax.plot(*zip((0, 0), _at(MOST, angle)), color=FAINT, linewidth=0.8, linestyle="solid",
                zorder=1)


def _draw_open(ax: Axes, table: pd.DataFrame, angles: pd.Series) -> None:
    """A grey bar on each spoke, from what the unanswered would make it at least to at most."""
    some = (table["answered"] > 0) & (table["answered"] < table["asked"])
    for name, row in table[some].iterrows():
        ends = _at(row["lower"], angles[name]), _at(row["upper"], angles[name])
        ax.plot(*zip(*ends), color=RANGE_SHADE, linewidth=8, linestyle="solid", zorder=2,
                solid_capstyle="butt")


def _draw_ring(ax: Axes, scores: pd.Series, angles: pd.Series, **style) -> None:
    """Dots on the spokes, joined where neighbours are both rated."""
    places = np.array([_at(scores[name], angles[name]) for name in angles.index])
    closed = np.vstack([places, places[:1]])
    ax.plot(closed[:, 0], closed[:, 1], marker="o", zorder=3, **style)


def _write_name(ax: Axes, name: str, row: pd.Series, angle: float, format: Format) -> None:
    across, up = _at(NAME_AT, angle)
    side = "center" if abs(across) < 0.3 * NAME_AT else "left" if across > 0 else "right"
    score = "not rated" if np.isnan(row["score"]) else _points(row["score"], format)
    was = "" if np.isnan(row["before"]) else f" (was {_points(row['before'], format)})"
    ax.annotate(f"{name}\n{score}{was}", (across, up), ha=side, fontsize=9, color=INK,
                va="bottom" if up > 0.7 * NAME_AT else "top" if up < -0.5 * NAME_AT else "center")


def _at(radius: float, angle: float) -> tuple[float, float]:
    return radius * np.cos(angle), radius * np.sin(angle)


def _points(score: float, format: Format) -> str:
    return format.number(score, digits=1)


def _lift_said(lift: float, format: Format) -> str:
    return f"+{format.number(lift, digits=2)}" if lift >= NO_LIFT else "nothing"


def _radar_title(profile: Maturity, format: Format) -> str:
    return f"How well the basics are run: {_points(profile.overall, format)} of {MOST}"


def _radar_note(profile: Maturity, format: Format) -> str:
    note = f"Further out is better, from {LEAST} ({LEVELS[LEAST]}) to {MOST} ({LEVELS[MOST]})."
    if profile.functions["before"].notna().any():
        note += f" Dashed: {last_time(profile.dated_before, format)}, by what was rated both times."
    if profile.unanswered:
        note += " Grey bars: what the unanswered leave open."
    return note


def _radar_words(profile: Maturity, format: Format) -> str:
    told = "; ".join(_function_said(name, row, format)
                     for name, row in profile.functions.iterrows())
    then = ("" if profile.functions["before"].isna().all()
            else f" The dashed line is {last_time(profile.dated_before, format)}.")
    return (f"Radar chart with a spoke from 0 to {MOST} for each of {len(profile.functions)} "
            f"functions: {told}. Together {_points(profile.overall, format)}.{then}")


def _function_said(name: str, row: pd.Series, format: Format) -> str:
    if np.isnan(row["score"]):
        return f"{name} not rated"
    said = f"{name} {_points(row['score'], format)}"
    if row["answered"] < row["asked"]:
        said += (f" (with {format.number(row['asked'] - row['answered'])} unanswered, "
                 f"{_points(row['lower'], format)} to {_points(row['upper'], format)})")
    return said if np.isnan(row["before"]) else f"{said}, before {_points(row['before'], format)}"


def _drag_note(profile: Maturity, format: Format) -> str:
    return (f"The whole is {format.number(profile.overall, digits=2)}; the ordinary mean is "
            f"{format.number(profile.plain_mean, digits=2)}. Unevenness costs "
            f"{format.number(max(profile.drag, 0.0), digits=2)}.")


def _drag_words(profile: Maturity, lifts: pd.Series, format: Format) -> str:
    told = joined([f"{name} {_lift_said(lift, format)}" for name, lift in lifts.items()])
    return (f"Bar chart: how many points the whole would rise with one point more in each "
            f"function, at most to {MOST}: {told}. {_drag_note(profile, format)}")
