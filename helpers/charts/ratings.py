"""Pictures of an owner's ratings, group by group: a radar, or rows beside last time's."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from matplotlib.ticker import MultipleLocator

from helpers.charts.style import (
    BLUE, FAINT, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.core.formats import PLAIN, Format
from helpers.stats.dated import last_time
from helpers.stats.questionnaire import Profile, Questionnaire

RADAR_INCHES = 4.5
RANGE_SHADE = "#C9C9C9"
BEYOND_NAME, BEYOND_TOP, BEYOND_FOOT = 0.35, 1.3, 0.4  # ratings, from the outermost ring
ROW_INCHES, FRAME_INCHES, HEADING_INCHES = 0.4, 1.45, 5.2


@house_style()
def ratings_radar(profile: Profile, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Each group's score on its own spoke, last time's, and what is still open.

    Parameters
    ----------
    profile : Profile
        From `Questionnaire.profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    ax = new_axes(height=RADAR_INCHES) if ax is None else ax
    table, most = profile.groups, profile.questionnaire.highest
    angles = pd.Series(np.pi / 2 - 2 * np.pi * np.arange(len(table)) / len(table), table.index)
    _draw_web(ax, angles, profile.questionnaire, format)
    _draw_open(ax, table, angles)
    if table["before"].notna().any():
        _draw_ring(ax, table["before"], angles, color=ORANGE, linestyle=(0, (4, 2)),
                   markerfacecolor="white", markersize=6, linewidth=1.6)
    _draw_ring(ax, table["score"], angles, color=BLUE, linestyle="solid", markersize=6,
               linewidth=2.4)
    for name, row in table.iterrows():
        _write_name(ax, name, row, angles[name], most + BEYOND_NAME, format)
    ax.set_ylim(-most - BEYOND_FOOT, most + BEYOND_TOP)
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    heading(ax, _radar_title(profile, format), _radar_note(profile, format))
    describe(ax, _radar_words(profile, format))
    return ax


@house_style()
def ratings_rows(profile: Profile, *, ax: Axes | None = None, format: Format = PLAIN) -> Axes:
    """Each group's score as a dot in a row of its own, beside last time's.

    Parameters
    ----------
    profile : Profile
        From `Questionnaire.profile`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers and dates.
    """
    table, asked = profile.groups, profile.questionnaire
    ax = new_axes(height=rows_height(profile)) if ax is None else ax
    rows, part = np.arange(len(table)), _partly(table)
    ax.hlines(rows, asked.lowest, asked.highest, color=FAINT, linewidth=1, linestyle="solid")
    ax.hlines(rows[part], table["lower"][part], table["upper"][part],
              color=BLUE, linewidth=6, alpha=0.25, linestyle="solid")
    ax.plot(table["score"], rows, color=BLUE, marker="o", markersize=9, linestyle="none")
    ax.plot(table["score"] - table["change"], rows, color=ORANGE, marker="D", markersize=7,
            markerfacecolor="none", markeredgewidth=1.5, linestyle="none")
    for row, group in enumerate(table.itertuples()):
        ax.annotate(_with_change(group, format), (1, row), xytext=(8, 0), va="center", color=INK,
                    xycoords=("axes fraction", "data"), textcoords="offset points", fontsize=8.5)
    ax.set_xlim(asked.lowest - 0.2, asked.highest + 0.2)
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_yticks(rows, list(table.index))
    ax.xaxis.set_major_locator(MultipleLocator(1))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(f"Our own rating, {_ends(asked)}")
    heading(ax, asked.heading, _rows_note(profile, format), inches=HEADING_INCHES)
    describe(ax, _rows_words(profile, format))
    return ax


def rows_height(profile: Profile) -> float:
    """The inches that the rows need to be legible."""
    return FRAME_INCHES + ROW_INCHES * len(profile.groups)


def _partly(table: pd.DataFrame) -> pd.Series:
    """The groups of which some statements are rated, and some open."""
    return (table["answered"] > 0) & (table["answered"] < table["asked"])


def _draw_web(ax: Axes, angles: pd.Series, asked: Questionnaire, format: Format) -> None:
    """Rings for the ratings, spokes for the groups, the rings' numbers between two spokes."""
    between = (angles.iloc[0] + angles.iloc[1]) / 2
    for level in asked.scale:
        ax.add_patch(Circle((0, 0), level, fill=False, edgecolor=FAINT, linewidth=0.8, zorder=1))
        ax.annotate(format.number(level), _at(level, between), ha="center", va="center",
                    fontsize=7.5, color=QUIET, zorder=1.5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    for angle in angles:
        ax.plot(*zip((0, 0), _at(asked.highest, angle)), color=FAINT, linewidth=0.8,
                linestyle="solid", zorder=1)


def _draw_open(ax: Axes, table: pd.DataFrame, angles: pd.Series) -> None:
    """A grey bar on each spoke, from what the unanswered would make it at least to at most."""
    for name, row in table[_partly(table)].iterrows():
        ends = _at(row["lower"], angles[name]), _at(row["upper"], angles[name])
        ax.plot(*zip(*ends), color=RANGE_SHADE, linewidth=8, linestyle="solid", zorder=2,
                solid_capstyle="butt")


def _draw_ring(ax: Axes, scores: pd.Series, angles: pd.Series, **style) -> None:
    """Dots on the spokes, joined where neighbours are both rated."""
    places = np.array([_at(scores[name], angles[name]) for name in angles.index])
    closed = np.vstack([places, places[:1]])
    ax.plot(closed[:, 0], closed[:, 1], marker="o", zorder=3, **style)


def _write_name(
    ax: Axes, name: str, row: pd.Series, angle: float, distance: float, format: Format
) -> None:
    across, up = _at(distance, angle)
    side = "center" if abs(across) < 0.3 * distance else "left" if across > 0 else "right"
    score = "not rated" if np.isnan(row["score"]) else _points(row["score"], format)
    was = "" if np.isnan(row["before"]) else f" (was {_points(row['before'], format)})"
    ax.annotate(f"{name}\n{score}{was}", (across, up), ha=side, fontsize=9, color=INK,
                va="bottom" if up > 0.7 * distance else "top" if up < -0.5 * distance else "center")


def _at(radius: float, angle: float) -> tuple[float, float]:
    return radius * np.cos(angle), radius * np.sin(angle)


def _points(score: float, format: Format) -> str:
    return format.number(score, digits=1)


def _radar_title(profile: Profile, format: Format) -> str:
    asked = profile.questionnaire
    whole = f": {_points(profile.overall, format)} of {asked.highest}" if asked.whole else ""
    return f"{asked.heading}{whole}"


def _ends(asked: Questionnaire) -> str:
    low, high = asked.lowest, asked.highest
    return f"{low} ({asked.scale[low]}) to {high} ({asked.scale[high]})"


def _radar_note(profile: Profile, format: Format) -> str:
    note = f"Further out is better, from {_ends(profile.questionnaire)}."
    if profile.groups["before"].notna().any():
        note += f" Dashed: {last_time(profile.dated_before, format)}, by what was rated both times."
    if profile.unanswered:
        note += " Grey bars: what the unanswered leave open."
    return note


def _radar_words(profile: Profile, format: Format) -> str:
    asked = profile.questionnaire
    told = "; ".join(_group_said(name, row, format) for name, row in profile.groups.iterrows())
    whole = f" Together {_points(profile.overall, format)}." if asked.whole else ""
    then = ("" if profile.groups["before"].isna().all()
            else f" The dashed line is {last_time(profile.dated_before, format)}.")
    return (f"Radar chart with a spoke from 0 to {asked.highest} for each {asked.word}: "
            f"{told}.{whole}{then}")


def _group_said(name: str, row: pd.Series, format: Format) -> str:
    if np.isnan(row["score"]):
        return f"{name} not rated"
    said = f"{name} {_points(row['score'], format)}"
    if row["answered"] < row["asked"]:
        said += (f" (with {format.number(row['asked'] - row['answered'])} unanswered, "
                 f"{_points(row['lower'], format)} to {_points(row['upper'], format)})")
    return said if np.isnan(row["before"]) else f"{said}, before {_points(row['before'], format)}"


def _with_change(group, format: Format) -> str:
    if not group.answered:
        return "not rated"
    if np.isnan(group.change):
        return _points(group.score, format)
    sign = "+" if group.change > 0 else ""
    return f"{_points(group.score, format)} ({sign}{_points(group.change, format)})"


def _rows_note(profile: Profile, format: Format) -> str:
    said = [f"Dots: rated{'' if profile.dated is None else f' on {format.date(profile.dated)}'}."]
    if profile.groups["change"].notna().any():
        said.append(f"Diamonds: {last_time(profile.dated_before, format)}.")
    if profile.unanswered:
        said.append("Bands: where a score could lie once all is rated.")
    return " ".join(said)


def _rows_words(profile: Profile, format: Format) -> str:
    asked = profile.questionnaire
    each = "; ".join(f"{group.Index} {_with_change(group, format)}"
                     for group in profile.groups.itertuples())
    changed = ", in brackets the change" if profile.groups["change"].notna().any() else ""
    return (f"Ratings from {asked.lowest} to {asked.highest}{changed}: {each}. "
            f"{profile.answered} of {len(profile.statements)} statements are rated.")
