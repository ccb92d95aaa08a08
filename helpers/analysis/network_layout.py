"""Places on paper for the organisations of a network, each between −1 and 1."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # loaded where it is used: most analyses do without
    import networkx as nx

OUTER_RINGS = 0.5  # below 1, inner rings are given more than their share of the paper


def rings(
    graph: nx.Graph, middle: Hashable, order: Sequence[Hashable], right: Sequence[Hashable]
) -> dict[Hashable, np.ndarray]:
    """Places around one node: as far out as there are steps to it, near those that lead to it.

    A radial drawing of a tree of shortest ways (Eades, 1992). Whoever cannot be reached stands on
    the outermost ring.

    Parameters
    ----------
    graph : Graph
        Who is linked with whom.
    middle : node
        Stands at 0, 0.
    order : sequence of nodes
        All others, in the order in which to go around, against the clock.
    right : sequence of nodes
        Those that stand on the right.

    Examples
    --------
    >>> import networkx as nx
    >>> places = rings(nx.star_graph(2), 0, [1, 2], [1])
    >>> {node: place.round(6).tolist() for node, place in places.items()}
    {1: [1.0, 0.0], 2: [-1.0, 0.0], 0: [0.0, 0.0]}
    """
    import networkx as nx

    place = {node: number for number, node in enumerate([middle, *order])}

    def in_order(nodes):
        return sorted(nodes, key=place.get)

    tree = nx.bfs_tree(graph, middle, sort_neighbors=in_order)
    ring = nx.single_source_shortest_path_length(graph, middle)
    beyond = max(ring.values()) + 1
    for node in order:
        if node not in ring:
            tree.add_edge(middle, node)
            ring[node] = beyond
    around, leaf = {}, count()
    for node in nx.dfs_postorder_nodes(tree, middle, sort_neighbors=in_order):
        around[node] = np.mean([around[child] for child in tree[node]] or next(leaf))
    turn, start = 2 * np.pi / max(next(leaf), 1), np.mean([around[node] for node in right])
    angle = {node: turn * (slot - start) for node, slot in around.items()}
    outermost = max(ring.values())
    return {node: (ring[node] / outermost) ** OUTER_RINGS
            * np.array([np.cos(angle[node]), np.sin(angle[node])]) for node in around}


def layout(graph: nx.Graph) -> dict[Hashable, np.ndarray]:
    """Places as far apart as there are steps between them (Kamada and Kawai, 1989).

    Parts of the network lie apart by a step more than the longest way.

    Examples
    --------
    >>> import networkx as nx
    >>> places = layout(nx.path_graph(2))
    >>> float(np.linalg.norm(places[0] - places[1]).round(6))
    2.0
    """
    import networkx as nx

    steps = dict(nx.all_pairs_shortest_path_length(graph))
    beyond = 1 + max(max(ways.values()) for ways in steps.values())
    apart = {node: dict.fromkeys(graph, beyond) | ways for node, ways in steps.items()}
    return nx.kamada_kawai_layout(graph, dist=apart)
