"""Pictures of a network: who is in it, in how few hands the money is, what is at stake."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.analysis.concentration import HIGH, LARGEST, MODERATE, POINTS, Concentration
from helpers.analysis.dependency import Dependency, lasting_for
from helpers.analysis.network_mapping import NetworkMap
from helpers.analysis.wording import counted, joined, share
from helpers.charts.axes import STEPS, word_width
from helpers.charts.style import (
    BLUE,
    BROWN,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    describe,
    heading,
    house_style,
    new_axes,
    shortened,
)
from helpers.formats import PLAIN, Format

EVERYONE = "everyone"
MAP_INCHES, STAKE_INCHES = 5.6, 2.0
BESIDE, ABOVE = 0.24, 0.07  # of the axes, on each side of the outermost places
LEFT, ACROSS = 0.02, 0.96  # of a figure, for a map, which has no labels beside it

KINDS = {"customer": ("o", BLUE), "supplier": ("s", ORANGE), "partner": ("^", GREEN),
         "association": ("D", PURPLE)}
OTHER_KINDS = (("v", BROWN), ("p", QUIET), ("X", BLUE), ("h", ORANGE), ("P", GREEN), ("<", PURPLE))
US = ("*", INK)
NODE_SIZE, OUR_SIZE, RING_SIZE, GONE_SIZE = 62, 260, 190, 110  # points, squared
THINNEST, THICKEST = 0.5, 3.8  # points
OTHERS_LINKS = "#8C8C8C"
BEND, BEND_STEPS = 0.25, 16
NEAR_US = 0.3

LABEL_SIZE, KEY_SIZE, BOLD_WIDTH, LINE_HEIGHT = 7.5, 8.0, 1.14, 1.3
LABEL_LETTERS, CLEAR = 26, 3.0
DISTANCES = (7.0, 13.0, 20.0)  # points from a node's middle to its label
MOST_NAMES = 40
FADED = 0.25

SERIES = ((BLUE, ""), (ORANGE, "///"), (GREEN, "..."))
BAR_INCHES, GROUP_INCHES, FRAME_INCHES, LEGEND_INCHES = 0.2, 0.16, 1.75, 0.5


@dataclass(frozen=True)
class _Look:
    """What of a map stands out: everyone or a kind, and who is gone."""

    kind: str
    lost: tuple
    cut_off: tuple

    def shows(self, nodes: pd.DataFrame) -> pd.Series:
        """Which nodes are not faded."""
        if self.kind == EVERYONE:
            return pd.Series(True, nodes.index)
        return nodes["kind"].eq(self.kind) | nodes["is_us"] | nodes.index.isin(
            [*self.lost, *self.cut_off])


@house_style()
def network_chart(
    found: NetworkMap, *, look: str = EVERYONE, lost: Iterable = (), cut_off: Iterable = (),
    ax: Axes | None = None, format: Format = PLAIN,
) -> Axes:
    """Who is in the network: kinds by shape and colour, links as thick as they are strong.

    Parameters
    ----------
    found : NetworkMap
        From `network_map`.
    look : str
        `everyone`, or a kind; the others are pale and not named.
    lost, cut_off : iterable
        Organisations to mark as gone, and as out of reach without them.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    ax = new_axes(height=MAP_INCHES) if ax is None else ax
    seen = _Look(look, tuple(lost), tuple(cut_off))
    nodes, shown = found.nodes, seen.shows(found.nodes)
    ax.set_xlim(_with_room(nodes["x"], BESIDE))
    ax.set_ylim(_with_room(nodes["y"], ABOVE))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    curves = _draw_links(ax, found, shown, seen)
    _draw_nodes(ax, nodes, shown, seen)
    _legend(ax, nodes)
    heading(ax, "Who is in the network", _map_note(found, seen, 0))
    unnamed = _write_names(ax, nodes, shown, seen, curves)
    if unnamed:
        ax.texts[0].set_text(ax.texts[0].get_text() + f" {unnamed} too close to be named.")
    describe(ax, _map_words(found, seen, format))
    return ax


def across(ax: Axes) -> Axes:
    """Give axes on a widget's figure the room at their sides, which a map needs for names."""
    place = ax.get_position()
    ax.set_position((LEFT, place.y0, ACROSS, place.height))
    return ax


@house_style()
def concentration_chart(
    found: Concentration | Mapping[str, Concentration], *, ax: Axes | None = None,
    format: Format = PLAIN,
) -> Axes:
    """The shares of the largest one, three and five, and the index, for up to three groups.

    Parameters
    ----------
    found : Concentration or mapping of str to Concentration
        From `concentration`; by the name of the group, such as customers and suppliers.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    groups = {f"{found.noun}s": found} if isinstance(found, Concentration) else dict(found)
    told = {name: each.told(format.smallest_group) for name, each in groups.items()}
    measures = [*(f"top_{largest}" for largest in LARGEST), "hhi"]
    rows = [name for name in measures if any(name in frame.index for frame in told.values())]
    ax = new_axes(height=concentration_height(len(groups))) if ax is None else ax
    places = _draw_groups(ax, told, rows, format)
    ax.set_xlim(0, 1)
    ax.set_yticks([places[row].mean() for row in rows], [_measure_name(row) for row in rows])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format.percent(value)))
    ax.set_xlabel(f"Share of the money; the index out of {format.number(POINTS)}")
    spread = any(frame["lower"].notna().any() for frame in told.values())
    heading(ax, "How much hangs on a few",
            "Lower bars: the money is spread more widely."
            + (" Thin lines: 95% intervals." if spread else ""), inches=5.4)
    if len(groups) > 1:
        below = LEGEND_INCHES / (ax.figure.get_figheight() - FRAME_INCHES)
        ax.legend(loc="upper left", bbox_to_anchor=(0, -below), ncols=len(groups), frameon=False,
                  fontsize=8, borderaxespad=0)
    describe(ax, _concentration_words(told, format))
    return ax


def concentration_height(groups: int) -> float:
    """The inches that bars for so many groups need to be legible."""
    rows = 1 + len(LARGEST)
    return FRAME_INCHES + rows * (groups * BAR_INCHES + GROUP_INCHES)


@house_style()
def stake_chart(
    without: Dependency, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """A year's revenue and margin: what stays without them, and what is at stake.

    Parameters
    ----------
    without : Dependency
        From `dependency`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money.
    """
    ax = new_axes(height=STAKE_INCHES) if ax is None else ax
    amounts = {"revenue": (without.total_revenue, without.revenue_at_stake),
               "margin": (without.total_margin, without.margin_at_stake)}
    amounts = {name: pair for name, pair in amounts.items() if not np.isnan(pair).any()}
    whole = np.array([pair[0] for pair in amounts.values()])
    at_stake = np.array([pair[1] for pair in amounts.values()])
    rows = np.arange(len(amounts))
    ax.barh(rows, whole - at_stake, 0.6, color=BLUE, label="stays")
    ax.barh(rows, at_stake, 0.6, left=whole - at_stake, color="white", edgecolor=ORANGE,
            hatch="////", label="at stake")
    for row, (all_of_it, part) in enumerate(zip(whole, at_stake)):
        ax.annotate(f"{format.money(part)} of {format.money(all_of_it)}", (all_of_it, row),
                    xytext=(5, 0), textcoords="offset points", va="center", fontsize=8.5)
    ax.set_xlim(0, max(1.0, 1.34 * whole.max()) if len(whole) else 1)
    ax.set_ylim(len(amounts) - 0.4, -0.6)
    ax.set_yticks(rows, list(amounts))
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    heading(ax, f"What is at stake without {_gone(without)}",
            "A year. Striped: at stake. " + _runway_note(without, format), inches=6.2)
    describe(ax, _stake_words(without, amounts, format))
    return ax


def _with_room(places: pd.Series, room: float) -> tuple[float, float]:
    """The ends of an axis with some of it left free beyond the outermost places."""
    low, high = places.min(), places.max()
    beyond = max(high - low, 0.5) * room / (1 - 2 * room)
    return low - beyond, high + beyond


def _draw_links(ax: Axes, found: NetworkMap, shown: pd.Series, seen: _Look) -> list[np.ndarray]:
    """Lines between the nodes: straight to us, bent around the middle between others."""
    links = found.links.drop_duplicates(["source", "target"])
    places = found.nodes[["x", "y"]]
    start, end = (places.loc[links[side]].to_numpy() for side in ("source", "target"))
    ours = links[["source", "target"]].eq(found.us).any(axis=1).to_numpy()
    curves = [np.array([one, other]) if own or found.us is None else _around_us(one, other)
              for one, other, own in zip(start, end, ours)]
    gone = links[["source", "target"]].isin(seen.lost).any(axis=1).to_numpy()
    both = shown[links["source"]].to_numpy() & shown[links["target"]].to_numpy()
    strength = links["strength"].fillna(0.5).clip(0, 1).to_numpy()
    ax.add_collection(LineCollection(
        curves, linewidths=THINNEST + (THICKEST - THINNEST) * strength,
        colors=[QUIET if own else OTHERS_LINKS for own in ours],
        alpha=np.where(both & ~gone, 0.9, FADED),
        linestyles=[(0, (1.5, 1.5)) if lost else "solid" for lost in gone],
        capstyle="butt", zorder=1,
    ), autolim=False)
    return curves


def _around_us(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A way between two; bent where it would come so near the middle as to seem a link with us."""
    along = other - one
    nearest = one - along * np.clip(one @ along / max(along @ along, 1e-9), -1, 0)
    if np.linalg.norm(nearest) > NEAR_US:
        return np.array([one, other])
    aside = np.array([-along[1], along[0]])
    middle = (one + other) / 2
    outward = 1.0 if aside @ middle >= 0 else -1.0
    bend = middle + outward * BEND * aside
    part = np.linspace(0, 1, BEND_STEPS)[:, None]
    return (1 - part) ** 2 * one + 2 * part * (1 - part) * bend + part**2 * other


def _styles(nodes: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """A shape and a colour for each kind; rarer ones take what is left, then share it."""
    kinds = nodes.loc[~nodes["is_us"], "kind"].unique()
    others = sorted(set(kinds) - set(KINDS))
    return {kind: KINDS[kind] for kind in KINDS if kind in kinds} | {
        kind: OTHER_KINDS[number % len(OTHER_KINDS)] for number, kind in enumerate(others)}


def _draw_nodes(ax: Axes, nodes: pd.DataFrame, shown: pd.Series, seen: _Look) -> None:
    for kind, (shape, colour) in _styles(nodes).items():
        for strong in (True, False):
            some = nodes[nodes["kind"].eq(kind) & ~nodes["is_us"] & shown.eq(strong)]
            linked = some["degree"] > 0
            ax.scatter(some["x"], some["y"], s=NODE_SIZE, marker=shape, zorder=3,
                       facecolors=np.where(linked, colour, "white"), edgecolors=colour,
                       linewidths=1.3, alpha=None if strong else FADED)
    us = nodes[nodes["is_us"]]  # its name stands in the legend: lines surround it
    ax.scatter(us["x"], us["y"], s=OUR_SIZE, marker=US[0], color=US[1], edgecolors="white",
               linewidths=1, zorder=4)
    key = nodes[nodes["is_key"] & shown]
    ax.scatter(key["x"], key["y"], s=RING_SIZE, facecolors="none", edgecolors=INK, linewidths=1.3,
               zorder=3)
    gone = nodes[nodes.index.isin([*seen.lost, *seen.cut_off])]
    ax.scatter(gone["x"], gone["y"], s=GONE_SIZE, marker="x", color=INK, linewidths=2.2, zorder=5)


def _legend(ax: Axes, nodes: pd.DataFrame) -> None:
    counts = nodes.loc[~nodes["is_us"], "kind"].value_counts()
    handles = [_mark(shape, f"{kind} ({counts[kind]})", color=colour)
               for kind, (shape, colour) in _styles(nodes).items()]
    if nodes["is_us"].any():
        us = shortened(nodes.index[nodes["is_us"]][0], LABEL_LETTERS)
        handles.insert(0, _mark(US[0], us if us == "us" else f"{us} (us)", color=US[1],
                                markersize=11))
    if nodes["is_key"].any():
        handles.append(_mark("o", "key node", markerfacecolor="none", markeredgecolor=INK,
                             markersize=11))
    if (nodes["degree"] == 0).any():
        handles.append(_mark("o", "no relation yet", markerfacecolor="none",
                             markeredgecolor=QUIET))
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=4,
              frameon=False, fontsize=8, handletextpad=0.3, columnspacing=1.4, borderaxespad=0)


def _mark(shape: str, label: str, **options) -> Line2D:
    return Line2D([], [], marker=shape, linestyle="none", label=label,
                  **{"markersize": 7} | options)


def _write_names(
    ax: Axes, nodes: pd.DataFrame, shown: pd.Series, seen: _Look, curves: list[np.ndarray]
) -> int:
    """Names beside their nodes, none over another; returns how many found no room."""
    size = _points(ax)
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    scale = size / (high - low)
    places = scale * (nodes[["x", "y"]].to_numpy() - low)
    ways = scale * (np.concatenate([_dotted(curve) for curve in curves]) - low)
    taken = [np.concatenate([place - reach, place + reach])
             for place, reach in zip(places, _reach(nodes))]
    named = nodes.assign(lost=nodes.index.isin(seen.lost))[shown & ~nodes["is_us"]].sort_values(
        ["lost", "is_key", "strength"], ascending=False, kind="stable")
    unnamed = max(len(named) - MOST_NAMES, 0)
    for name, node in named.head(MOST_NAMES).iterrows():
        key = node["is_key"]
        words, letters = shortened(name, LABEL_LETTERS), KEY_SIZE if key else LABEL_SIZE
        room = np.array([word_width(words, letters) * (BOLD_WIDTH if key else 1),
                         LINE_HEIGHT * letters])
        own = nodes.index.get_loc(name)
        place = places[own]
        box = _free(place, room, size, np.array(taken), ways, own=own,
                    outward=np.sign(node["x"]) or 1.0)
        if box is None:
            unnamed += 1
            continue
        taken.append(box)
        _write(ax, words, (node["x"], node["y"]), (box[:2] + box[2:]) / 2 - place, letters, key)
    return unnamed


def _write(
    ax: Axes, words: str, place: tuple, offset: np.ndarray, letters: float, bold: bool
) -> None:
    far = np.abs(offset).min() > DISTANCES[1]
    ax.annotate(
        words, place, xytext=tuple(offset), textcoords="offset points", ha="center", va="center",
        fontsize=letters, weight="bold" if bold else "normal", zorder=6, annotation_clip=False,
        bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "linewidth": 0, "alpha": 0.75},
        arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.6} if far else None,
    ).set_in_layout(False)


def _points(ax: Axes) -> np.ndarray:
    """How wide and high axes will be, in points."""
    engine = ax.figure.get_layout_engine()
    if engine is not None:
        engine.execute(ax.figure)
    place = ax.get_position()
    return 72 * np.array([place.width, place.height]) * ax.figure.get_size_inches()


def _reach(nodes: pd.DataFrame) -> np.ndarray:
    """How far each mark reaches from its middle, in points."""
    size = np.select([nodes["is_us"], nodes["is_key"]], [OUR_SIZE, RING_SIZE], NODE_SIZE)
    return np.sqrt(size) / 2


def _dotted(curve: np.ndarray) -> np.ndarray:
    """Points along a line, close enough that a name over it covers some."""
    if len(curve) > 2:
        return curve
    return curve[0] + np.linspace(0, 1, BEND_STEPS)[:, None] * (curve[1] - curve[0])


def _free(
    place: np.ndarray, room: np.ndarray, size: np.ndarray, taken: np.ndarray, ways: np.ndarray, *,
    own: int, outward: float,
) -> np.ndarray | None:
    """The box for a name near its own mark that is over no other and covers the fewest lines."""
    others = np.delete(taken, own, axis=0)
    for distance in DISTANCES:
        beside = distance + room[0] / 2
        above = distance + room[1] / 2
        middles = place + np.array([
            (outward * beside, 0), (outward * beside, above / 2), (outward * beside, -above / 2),
            (0, above), (0, -above), (outward * room[0] / 3, above),
            (outward * room[0] / 3, -above), (-outward * beside, 0),
        ])
        boxes = np.hstack([middles - room / 2, middles + room / 2])
        led = np.hstack([np.minimum(boxes[:, :2], place), np.maximum(boxes[:, 2:], place)])
        clear = ~_touching(boxes, taken).any(axis=1) & ~_touching(led, others).any(axis=1)
        clear &= (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= size).all(axis=1)
        if clear.any():
            covered = ((ways[None] > boxes[:, None, :2]) & (ways[None] < boxes[:, None, 2:]))
            return boxes[np.where(clear, covered.all(axis=2).sum(axis=1), np.inf).argmin()]
    return None


def _touching(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Boxes × others: whether two overlap or nearly do."""
    boxes, others = boxes[:, None], others[None]
    return ((boxes[..., :2] < others[..., 2:] + CLEAR / 2)
            & (boxes[..., 2:] > others[..., :2] - CLEAR / 2)).all(axis=2)


def _map_note(found: NetworkMap, seen: _Look, unnamed: int) -> str:
    note = "Thicker lines: stronger relations."
    if found.us is not None:
        note += " Farther out: more steps away."
    if seen.lost:
        note += " Crossed out: gone" + (", or out of reach." if seen.cut_off else ".")
    return note


def _map_words(found: NetworkMap, seen: _Look, format: Format) -> str:
    others = found.nodes[~found.nodes["is_us"]]
    kinds = joined([counted(number, kind, format)
                    for kind, number in others["kind"].value_counts().items()])
    middle = " with us in the middle" if found.us is not None else ""
    words = [f"Map of {counted(len(others), 'organisation', format)}{middle}: {kinds}; "
             f"{counted(len(found.links), 'link', format)}, thicker where stronger."]
    if seen.kind != EVERYONE:
        words.append(f"The {seen.kind}s stand out.")
    key = found.key_nodes
    if len(key):
        told = [f"{name} ({counted(degree, 'link', format)})"
                for name, degree in key["degree"].items()]
        words.append(f"Key nodes are ringed: {', '.join(told)}.")
    if found.isolated:
        words.append(f"{format.number(len(found.isolated))} have no relation yet: "
                     f"{joined([str(name) for name in found.isolated])}.")
    if seen.lost:
        words.append(f"Crossed out as gone: {joined([str(name) for name in seen.lost])}.")
    if seen.cut_off:
        words.append(f"Out of reach then: {joined([str(name) for name in seen.cut_off])}.")
    return " ".join(words)


def _draw_groups(ax: Axes, told: dict, rows: list[str], format: Format) -> dict[str, np.ndarray]:
    """Bars side by side for each measure; returns where those of each stand."""
    step, places = BAR_INCHES, {}
    for number, row in enumerate(rows):
        top = -number * (len(told) * step + GROUP_INCHES)
        places[row] = top - step * np.arange(len(told))
    for group, (name, frame) in enumerate(told.items()):
        colour, hatch = SERIES[group % len(SERIES)]
        there = [row for row in rows if row in frame.index]
        heights = [places[row][group] for row in there]
        values = frame.loc[there, "value"].to_numpy()
        ax.barh(heights, values, 0.8 * step, color=colour if not hatch else "white",
                edgecolor=colour, hatch=hatch, linewidth=1, label=name)
        ends = frame.loc[there, ["lower", "upper"]].to_numpy()
        known = ~np.isnan(ends).any(axis=1)
        for colour, width in (("white", 3.5), (INK, 1.4)):
            ax.hlines(np.array(heights)[known], ends[known, 0], ends[known, 1], color=colour,
                      linewidth=width, linestyle="solid")
        for row, height, value, upper in zip(there, heights, values, ends[:, 1]):
            words = (f"{format.number(POINTS * value)} points" if row == "hhi"
                     else share(value, format))
            ax.annotate(words, (np.nanmax([value, upper]), height), xytext=(4, 0),
                        textcoords="offset points", va="center", fontsize=8, zorder=4,
                        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "linewidth": 0})
    lowest = min(each.min() for each in places.values())
    _draw_bounds(ax, places["hhi"] if "hhi" in places else None, format)
    ax.set_ylim(lowest - 1.7 * step, step)
    return places


def _draw_bounds(ax: Axes, heights: np.ndarray | None, format: Format) -> None:
    """Where two American authorities call a market, not a firm, concentrated."""
    if heights is None:
        return
    low, high = heights.min() - 0.65 * BAR_INCHES, heights.max() + 0.5 * BAR_INCHES
    for bound, side in ((MODERATE, "right"), (HIGH, "left")):
        ax.vlines(bound, low, high, color=QUIET, linewidth=1, linestyle=(0, (2, 1.5)), zorder=3)
        ax.annotate(format.number(POINTS * bound), (bound, low), color=QUIET, fontsize=7,
                    xytext=(2 if side == "left" else -2, -1), textcoords="offset points",
                    ha=side, va="top")


def _measure_name(row: str) -> str:
    if row == "hhi":
        return "index (HHI)"
    largest = row.removeprefix("top_")
    return "the largest" if largest == "1" else f"the {largest} largest"


def _concentration_words(told: dict, format: Format) -> str:
    said = []
    for name, frame in told.items():
        parts = [f"{_measure_name(row)} {share(value, format)}"
                 for row, value in frame["value"].items() if row != "hhi"]
        if "hhi" in frame.index:
            parts.append(f"index {format.number(POINTS * frame.loc['hhi', 'value'])} of "
                         f"{format.number(POINTS)}")
        said.append(f"{name}: {', '.join(parts) or 'too few to be told of'}.")
    return ("Bars of the largest shares of the money and of the index. " + " ".join(said)
            + f" Marks at {format.number(POINTS * MODERATE)} and {format.number(POINTS * HIGH)}.")


def _gone(without: Dependency) -> str:
    names = list(without.frame.index.unique())
    return shortened(names[0], 30) if len(names) == 1 else f"{len(names)} of them"


def _runway_note(without: Dependency, format: Format) -> str:
    before, after = without.runway_months_before, without.runway_months_after
    if np.isnan(after):
        return ""
    return (f"Cash lasts {lasting_for(before, format)} as things are, "
            f"{lasting_for(after, format)} then.")


def _stake_words(without: Dependency, amounts: dict, format: Format) -> str:
    told = "; ".join(f"{format.money(part)} of {format.money(whole)} of {name}"
                     for name, (whole, part) in amounts.items())
    return (f"Bars of a year without {_gone(without)}. At stake: {told or 'not known'}. "
            f"{_runway_note(without, format)}").rstrip()
