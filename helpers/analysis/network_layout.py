"""Places on paper for the organisations of a network."""

from collections.abc import Sequence

import numpy as np

LAYOUT_ROUNDS = 300
SETTLED = 1e-5
APART = 1.0  # steps that separate parts of the network beyond its longest way
OUTER_RINGS = 0.5  # below 1, inner rings are given more than their share of the paper


def rings(
    links: np.ndarray, steps: np.ndarray, order: Sequence[int], right: Sequence[int]
) -> np.ndarray:
    """Places around one node: as far out as there are steps to it, near those that lead to it.

    A radial drawing of a tree of shortest ways (Eades, 1992). Whoever cannot be reached stands on
    the outermost ring.

    Parameters
    ----------
    links : array
        Nodes × nodes, 1 where two are linked.
    steps : array
        From the node in the middle to each; infinite where there is no way.
    order : sequence of int
        All other nodes, in the order in which to go around, against the clock.
    right : sequence of int
        Those that stand on the right.

    Returns
    -------
    array
        Nodes × 2, between −1 and 1; the middle is at 0, 0.

    Examples
    --------
    >>> star = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    >>> rings(star, np.array([0, 1, 1]), [1, 2], [1]).round(6).tolist()
    [[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0]]
    """
    middle, beyond = int(np.argmin(steps)), steps[np.isfinite(steps)].max() + 1
    ring = np.where(np.isfinite(steps), steps, beyond)
    children = {node: [] for node in range(len(steps))}
    for node in order:
        before = [other for other in order if links[node, other] and ring[other] == ring[node] - 1]
        led_by = before[0] if np.isfinite(steps[node]) and before else middle
        children[led_by].append(node)
    around = _slots(children, middle)
    angle = 2 * np.pi * (around - around[right].mean()) / max(1 + around.max(), 1)
    radius = (ring / max(ring.max(), 1)) ** OUTER_RINGS
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def layout(distances: np.ndarray, seed: int) -> np.ndarray:
    """Places on paper, nodes × 2 between −1 and 1, as far apart as there are steps between them.

    Stress majorisation (Gansner, Koren and North, 2004).
    """
    count = len(distances)
    finite = np.isfinite(distances)
    wanted = np.where(finite, distances, distances[finite].max() + APART)
    weights = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    pull = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    places = np.random.default_rng(seed).normal(size=(count, 2)) * wanted.max() / 2
    before = np.inf
    for _ in range(LAYOUT_ROUNDS):
        gaps = np.linalg.norm(places[:, None] - places[None], axis=2)
        stress = (weights * (gaps - wanted) ** 2).sum()
        if before - stress <= SETTLED * stress:
            break
        before = stress
        push = np.divide(-weights * wanted, gaps, out=np.zeros_like(gaps), where=gaps > 0)
        np.fill_diagonal(push, -push.sum(axis=1))
        places = pull @ push @ places
    places -= (places.max(axis=0) + places.min(axis=0)) / 2
    widest = np.abs(places).max()
    return places / widest if widest > 0 else places


def _slots(children: dict[int, list[int]], root: int) -> np.ndarray:
    """Where around the circle each stands: leaves one after the other, others amid their own."""
    seen, stack = [], [root]
    while stack:
        node = stack.pop()
        seen.append(node)
        stack += reversed(children[node])
    slots, leaf = np.zeros(len(children)), 0
    for node in seen:
        if not children[node]:
            slots[node], leaf = leaf, leaf + 1
    for node in reversed(seen):
        if children[node]:
            slots[node] = np.mean([slots[child] for child in children[node]])
    return slots
