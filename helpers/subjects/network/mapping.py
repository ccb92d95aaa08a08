"""A map of the network: who is linked, who matters, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined, share
from helpers.subjects.network.placement import layout, rings
from helpers.subjects.network.relations import (
    ASSOCIATION, CUSTOMER, PARTNER, SUPPLIER, Relations, kinds_of, read_relations,
)

if TYPE_CHECKING:  # loaded where it is used: most analyses do without
    import networkx as nx

QUESTION = "a map of the network"
USUAL_KINDS = (CUSTOMER, SUPPLIER, PARTNER, ASSOCIATION)
AROUND = (CUSTOMER, PARTNER, SUPPLIER, ASSOCIATION)  # in which order kinds are drawn
MOST_KEY = 3
LARGE_PART = 0.25  # of the money of a kind; ours


@dataclass(frozen=True, eq=False, repr=False)
class NetworkMap(Result):
    """A network of organisations.

    Parameters
    ----------
    nodes : DataFrame
        Index `id`; `kind`, `degree` (how many others it has a relation with), `strength` (of all
        its relations, added up), `revenue` (money a year through its relations with us, or with all
        where we are not on the map) and `revenue_share` (of its kind; NaN where not known),
        `betweenness` (share of the shortest ways between others that lead through it, 0 to 1),
        `component` (which part of the network it is in, 0 the largest), `is_us`, `is_key`, `why`,
        and its place on a drawing, `x` and `y` (each between −1 and 1; we at 0, 0).
    links : DataFrame
        `source`, `target`, `relation`, `strength`, `revenue`.
    kinds : DataFrame
        Index `kind`; `organisations`, `linked` (with any relation), `with_us` (with one to us, or
        with any where we are not on the map), `isolated` (without one),
        `strength` (mean of their relations), `revenue` (NaN where not known), `only_through_us`
        (whether no relation leads to another kind except through us) and `gap`: what is missing, in
        words, or "". Usual kinds that are not there have a row too.
    us : str or None
        The business itself, where it is on the map.
    components : int
        How many parts the network has, isolated organisations included.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    nodes: pd.DataFrame
    links: pd.DataFrame
    kinds: pd.DataFrame
    us: str | None
    components: int
    set_aside: dict[str, int]

    @property
    def key_nodes(self) -> pd.DataFrame:
        """The nodes that matter most, ourselves left out, the best linked first."""
        key = self.nodes[self.nodes["is_key"]]
        return key.sort_values(["degree", "betweenness", "strength"], ascending=False,
                               kind="stable")

    @property
    def introductions(self) -> pd.DataFrame:
        """Whom we do not know yet, and who could introduce us.

        Index `to`; `kind`, `through` (one we know that leads there, by our strongest relation where
        several do), `steps` from us, and `doors`: how many it is linked with farther out still.
        The most doors first, then the nearest. Empty where we are not on the map.
        """
        strength = _strongest(self.links)
        near = strength.xs(self.us).sort_values(ascending=False, kind="stable") if (
            self.us in strength) else pd.Series(dtype=float)
        through, steps, reached = {name: name for name in near.index}, 1, list(near.index)
        rows = []
        while reached:
            steps += 1
            reached = [(other, through[name]) for name in reached for other in strength[name].index
                       if other != self.us]
            reached = {other: first for other, first in reversed(reached) if other not in through}
            through |= reached
            rows += [(other, first, steps) for other, first in reached.items()]
        frame = pd.DataFrame(rows, columns=["to", "through", "steps"]).set_index("to")
        frame.insert(0, "kind", self.nodes["kind"].reindex(frame.index))
        closer = frame["steps"].add(1)  # than whoever comes next
        frame["doors"] = [int(frame["steps"].reindex(strength[name].index).ge(closer[name]).sum())
                          for name in frame.index]
        return frame.sort_values(["doors", "steps"], ascending=[False, True], kind="stable")

    @property
    def isolated(self) -> list:
        """Organisations without a single relation."""
        return self.nodes.index[self.nodes["degree"] == 0].tolist()

    @property
    def missing(self) -> pd.Series:
        """What is missing, by kind, in words."""
        return self.kinds.loc[self.kinds["gap"] != "", "gap"]

    def headline(self, format: Format = PLAIN) -> str:
        """How large the network is, who matters most, what is missing."""
        others = self.nodes[~self.nodes["is_us"]]
        text = (f"The map shows {counted(len(others), 'organisation', format)} besides us and "
                if self.us is not None else
                f"The map shows {counted(len(others), 'organisation', format)} and ")
        text += f"{counted(len(self.links), 'relation', format)}."
        key = self.key_nodes.head(MOST_KEY)
        if len(key):
            told = joined([f"{key.index[0]} ({key['why'].iloc[0]})", *map(str, key.index[1:])])
            text += f" Key {'node' if len(key) == 1 else 'nodes'}: {told}."
        if len(self.missing):
            gaps = joined([f"{kind}s ({gap})" for kind, gap in self.missing.items()])
            text += f" Missing: {gaps}."
        return text


def network_map(
    network: pd.DataFrame, organisations: pd.DataFrame | None = None, *, us: str | None = None,
    usual_kinds: tuple[str, ...] = USUAL_KINDS,
) -> NetworkMap:
    """Who is in our network, who matters in it, and what is missing?

    Parameters
    ----------
    network : DataFrame
        `source`, `target`, and where known `relation`, `strength` (0 to 1), `revenue` (a year's
        money). A relation counts both ways.
    organisations : DataFrame, optional
        `id`, `kind`. Those without a relation are on the map too. An organisation that it does not
        list is of the kind of its commonest relation.
    us : str, optional
        Which organisation is the business itself; by default the one whose kind is “us” or “own”,
        or the one that takes part in more than half of the relations and more than any other.
    usual_kinds : tuple of str
        The kinds a business should look for in its network.

    Returns
    -------
    NetworkMap

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        There is not one relation.
    OwnerError
        Where `us` is none of the organisations.

    Notes
    -----
    Degree and betweenness as in Freeman (1977, 1979), divided by the number of pairs of others;
    strength as in Barrat et al. (2004). A key node is one of the three best linked, with two links
    or more; one of the three through which most of the shortest ways between others lead (of those
    who are level at the third place, nobody is); the only way to somebody; or a customer or
    supplier that has a quarter of the money of its kind or more. The bounds are ours.

    Examples
    --------
    >>> network = pd.DataFrame({
    ...     "source": ["us", "us", "us", "mill"], "target": ["cafe", "hotel", "mill", "farm"],
    ...     "relation": ["customer", "customer", "supplier", "supplier"],
    ...     "strength": [0.9, 0.4, 0.8, 0.5], "revenue": [30_000.0, 10_000, 12_000, None]})
    >>> found = network_map(network, us="us")
    >>> found.nodes.loc["mill", ["degree", "strength", "betweenness"]].tolist()
    [2.0, 1.3, 0.5]
    >>> print(found.headline())
    The map shows 4 organisations besides us and 4 relations. Key nodes: mill (2 links, the \
only way to farm, 100% of the money of the suppliers on the map), cafe and hotel. Missing: \
suppliers (only one, and nobody to take its place), partners (none on the map) and associations \
(none on the map).
    """
    import networkx as nx

    relations = read_relations(network, organisations, us=us, question=QUESTION)
    graph = relations.graph()
    nodes = pd.DataFrame({"kind": kinds_of(relations, organisations)})
    ends = relations.ends()
    nodes["degree"] = pd.Series(dict(graph.degree))
    nodes["strength"] = ends.groupby("node")["strength"].sum().reindex(nodes.index, fill_value=0.0)
    nodes["revenue"], nodes["revenue_share"] = _revenue(relations, ends, nodes["kind"])
    nodes["betweenness"] = pd.Series(nx.betweenness_centrality(graph)).round(12)  # ties stay ties
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    nodes["component"] = pd.Series(
        {name: number for number, part in enumerate(parts) for name in part})
    nodes["is_us"] = nodes.index == relations.us
    nodes["is_key"], nodes["why"] = _key(relations, nodes, nx.articulation_points(graph))
    places = _places(relations.us, graph, nodes)
    nodes[["x", "y"]] = pd.DataFrame.from_dict(places, "index", columns=["x", "y"])
    return NetworkMap(
        nodes=nodes, links=relations.rows, kinds=_kinds(relations, nodes, ends, usual_kinds),
        us=relations.us, components=len(parts),
        set_aside=relations.set_aside,
    )


def _strongest(links: pd.DataFrame) -> pd.Series:
    """The strength between each two that are linked, by both their names, either way round."""
    both = pd.concat([links, links.rename(columns={"source": "target", "target": "source"})])
    return both.groupby(["source", "target"])["strength"].max()


def _places(us: str | None, graph: nx.Graph, nodes: pd.DataFrame) -> dict:
    """We in the middle, each kind side by side; distances as they are where we are not there."""
    if us is None:
        return layout(graph)
    kinds = [*AROUND, *sorted(set(nodes["kind"]) - set(AROUND))]
    others = nodes[~nodes["is_us"]].sort_values(
        ["kind", "strength"], key=lambda cells: cells.map(kinds.index) if cells.name == "kind"
        else -cells, kind="stable")
    near = others.loc[others.index.isin(list(graph[us])), "kind"]
    return rings(graph, us, others.index.tolist(), near.index[near == near.iloc[0]])


def _revenue(
    relations: Relations, ends: pd.DataFrame, kinds: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Money a year by node, and its share of that of its kind."""
    if relations.us is not None:
        ends = ends[(ends["other"] == relations.us) | (ends["node"] == relations.us)]
    revenue = ends.groupby("node")["revenue"].sum(min_count=1).reindex(kinds.index)
    revenue[kinds.index == relations.us] = np.nan
    by_kind = revenue.groupby(kinds).transform("sum")
    return revenue, revenue / by_kind.where(by_kind > 0)


def _key(relations: Relations, nodes: pd.DataFrame, cut_points) -> tuple[pd.Series, pd.Series]:
    """Who is best linked, stands between others, is the only way to some or has much of the money;
    and in what words."""
    others = nodes[~nodes["is_us"]]
    lost = {node: cut_off(relations, [node]) for node in cut_points if node != relations.us}
    key = _first_few(others["degree"], above=1) | _first_few(others["betweenness"], above=0)
    key |= {node for node, gone in lost.items() if gone}
    part = others["revenue_share"].where(others["kind"].isin([CUSTOMER, SUPPLIER]))
    key |= set(others.index[part >= LARGE_PART])
    why = pd.Series("", nodes.index)
    for node in key:
        degree = nodes.loc[node, "degree"]
        said = [f"{degree} links"] if degree > 1 else []
        if lost.get(node):
            said.append(f"the only way to {_listed(lost[node])}")
        if part[node] > 0:
            kind = nodes.loc[node, "kind"]
            said.append(f"{share(part[node], PLAIN)} of the money of the {kind}s on the map")
        why[node] = ", ".join(said)
    return nodes.index.to_series().isin(key), why


def _first_few(values: pd.Series, above: float) -> set:
    """The few largest; of those who are level, all or none, so that they stay few."""
    places = values.rank(method="max", ascending=False)
    return set(values.index[(places <= MOST_KEY) & (values > above)])


def cut_off(relations: Relations, lost) -> list:
    """Who would no longer be reached: from us, or else from the largest part that remains."""
    import networkx as nx

    whole, rest = relations.graph(), relations.graph()
    rest.remove_nodes_from(lost)
    if not rest:
        return []
    home = relations.us
    if home not in rest:
        home = next(iter(max(nx.connected_components(rest), key=len)))
    gone = nx.node_connected_component(whole, home) - nx.node_connected_component(rest, home)
    return [name for name in rest if name in gone]


def _kinds(
    relations: Relations, nodes: pd.DataFrame, ends: pd.DataFrame, usual_kinds: tuple[str, ...]
) -> pd.DataFrame:
    """What there is of each kind, and what is not."""
    others = nodes[~nodes["is_us"]]
    linked = others["degree"] > 0
    with_us = linked if relations.us is None else pd.Series(
        others.index.isin(ends.loc[ends["other"] == relations.us, "node"]), others.index)
    frame = pd.DataFrame({
        "organisations": others.groupby("kind").size(),
        "linked": linked.groupby(others["kind"]).sum(),
        "with_us": with_us.groupby(others["kind"]).sum(),
        "isolated": (~linked).groupby(others["kind"]).sum(),
        "strength": ends.groupby(ends["node"].map(nodes["kind"]))["strength"].mean(),
        "revenue": others.groupby("kind")["revenue"].sum(min_count=1),
    }).reindex(sorted(set(others["kind"])))
    own = ends[(ends["node"] != relations.us) & (ends["other"] != relations.us)]
    crosses = own["node"].map(nodes["kind"]) != own["other"].map(nodes["kind"])
    tied = set(own.loc[crosses, "node"].map(nodes["kind"]))
    frame["only_through_us"] = ~frame.index.isin(tied)
    absent = [kind for kind in usual_kinds if kind not in frame.index]
    frame = frame.reindex([*frame.index, *absent])
    for column in ("organisations", "linked", "with_us", "isolated"):
        frame[column] = frame[column].fillna(0).astype(int)
    frame["only_through_us"] = frame["only_through_us"].eq(True)
    frame["gap"] = [_gap(row, kind in usual_kinds) for kind, row in frame.iterrows()]
    return frame.rename_axis("kind")


def _gap(row: pd.Series, usual: bool) -> str:
    if not usual:
        return ""
    if not row["organisations"]:
        return "none on the map"
    if not row["with_us"]:
        return f"{row['organisations']} on the map, none of them linked with us"
    return "only one, and nobody to take its place" if row["with_us"] == 1 else ""


def _listed(names: list) -> str:
    names = [str(name) for name in names]
    if len(names) <= MOST_KEY:
        return joined(names)
    return joined([*names[:MOST_KEY], f"{len(names) - MOST_KEY} more"])
