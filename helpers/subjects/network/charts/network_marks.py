"""The marks of a network's map: a shape for each organisation, a line for each link, the legend."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from helpers.charts.style import BLUE, BROWN, GREEN, INK, ORANGE, PURPLE, QUIET, shortened
from helpers.subjects.network.mapping import NetworkMap

EVERYONE = "everyone"
KINDS = {"customer": ("o", BLUE), "supplier": ("s", ORANGE), "partner": ("^", GREEN),
         "association": ("D", PURPLE)}
OTHER_KINDS = (("v", BROWN), ("p", QUIET), ("X", BLUE), ("h", ORANGE), ("P", GREEN), ("<", PURPLE))
US = ("*", INK)
NODE_SIZE, OUR_SIZE, RING_SIZE, GONE_SIZE = 62, 260, 190, 110  # points, squared
THINNEST, THICKEST = 0.5, 3.8  # points
OTHERS_LINKS = "#8C8C8C"
BEND, BEND_STEPS = 0.25, 16
NEAR_US = 0.3
FADED = 0.25
LABEL_LETTERS = 26


@dataclass(frozen=True)
class Look:
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


def draw_links(ax: Axes, found: NetworkMap, shown: pd.Series, seen: Look) -> list[np.ndarray]:
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


def draw_nodes(ax: Axes, nodes: pd.DataFrame, shown: pd.Series, seen: Look) -> None:
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


def draw_legend(ax: Axes, nodes: pd.DataFrame) -> None:
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


def reach_of(nodes: pd.DataFrame) -> np.ndarray:
    """How far each mark reaches from its middle, in points."""
    size = np.select([nodes["is_us"], nodes["is_key"]], [OUR_SIZE, RING_SIZE], NODE_SIZE)
    return np.sqrt(size) / 2


def _styles(nodes: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """A shape and a colour for each kind; rarer ones take what is left, then share it."""
    kinds = nodes.loc[~nodes["is_us"], "kind"].unique()
    others = sorted(set(kinds) - set(KINDS))
    return {kind: KINDS[kind] for kind in KINDS if kind in kinds} | {
        kind: OTHER_KINDS[number % len(OTHER_KINDS)] for number, kind in enumerate(others)}


def _mark(shape: str, label: str, **options) -> Line2D:
    return Line2D([], [], marker=shape, linestyle="none", label=label,
                  **{"markersize": 7} | options)
