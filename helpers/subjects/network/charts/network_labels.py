"""The names on a network's map: each beside its mark, none over another."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.axes import word_width
from helpers.charts.style import QUIET, shortened
from helpers.subjects.network.charts.network_marks import BEND_STEPS, LABEL_LETTERS, reach_of

LABEL_SIZE, KEY_SIZE, BOLD_WIDTH, LINE_HEIGHT = 7.5, 8.0, 1.14, 1.3
CLEAR = 3.0
DISTANCES = (7.0, 13.0, 20.0)  # points from a node's middle to its label
MOST_NAMES = 40


def write_names(
    ax: Axes, nodes: pd.DataFrame, shown: pd.Series, lost: tuple, curves: list[np.ndarray]
) -> int:
    """Names beside their nodes, none over another; returns how many found no room."""
    size = _points(ax)
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    scale = size / (high - low)
    places = scale * (nodes[["x", "y"]].to_numpy() - low)
    ways = scale * (np.concatenate([_dotted(curve) for curve in curves]) - low)
    taken = [np.concatenate([place - reach, place + reach])
             for place, reach in zip(places, reach_of(nodes))]
    named = nodes.assign(lost=nodes.index.isin(lost))[shown & ~nodes["is_us"]].sort_values(
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
