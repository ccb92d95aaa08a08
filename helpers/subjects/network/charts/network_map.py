"""The map of a network: who is in it, and what stands out."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.style import describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format
from helpers.stats.wording import counted, joined
from helpers.subjects.network.charts.network_labels import write_names
from helpers.subjects.network.charts.network_marks import (
    EVERYONE, Look, draw_legend, draw_links, draw_nodes,
)
from helpers.subjects.network.mapping import NetworkMap

MAP_INCHES = 5.6
BESIDE, ABOVE = 0.24, 0.07  # of the axes, on each side of the outermost places
LEFT, ACROSS = 0.02, 0.96  # of a figure, for a map, which has no labels beside it


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
    seen = Look(look, tuple(lost), tuple(cut_off))
    nodes, shown = found.nodes, seen.shows(found.nodes)
    ax.set_xlim(_with_room(nodes["x"], BESIDE))
    ax.set_ylim(_with_room(nodes["y"], ABOVE))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    curves = draw_links(ax, found, shown, seen)
    draw_nodes(ax, nodes, shown, seen)
    draw_legend(ax, nodes)
    heading(ax, "Who is in the network", _map_note(found, seen))
    unnamed = write_names(ax, nodes, shown, seen.lost, curves)
    if unnamed:
        ax.texts[0].set_text(ax.texts[0].get_text() + f" {unnamed} too close to be named.")
    describe(ax, _map_words(found, seen, format))
    return ax


def across(ax: Axes) -> Axes:
    """Give axes on a widget's figure the room at their sides, which a map needs for names."""
    place = ax.get_position()
    ax.set_position((LEFT, place.y0, ACROSS, place.height))
    return ax


def _with_room(places: pd.Series, room: float) -> tuple[float, float]:
    """The ends of an axis with some of it left free beyond the outermost places."""
    low, high = places.min(), places.max()
    beyond = max(high - low, 0.5) * room / (1 - 2 * room)
    return low - beyond, high + beyond


def _map_note(found: NetworkMap, seen: Look) -> str:
    note = "Thicker lines: stronger relations."
    if found.us is not None:
        note += " Farther out: more steps away."
    if seen.lost:
        note += " Crossed out: gone" + (", or out of reach." if seen.cut_off else ".")
    return note


def _map_words(found: NetworkMap, seen: Look, format: Format) -> str:
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
