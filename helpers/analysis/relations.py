"""The table of relations made ready: who is linked with whom, and which node is ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers.analysis.lines import needed, numbers, sift
from helpers.problems import NotEnoughData, OwnerError

if TYPE_CHECKING:  # loaded where it is used: most analyses do without
    import networkx as nx

OURSELVES = ("us", "self", "own", "ourselves", "own business", "our business", "we")
CUSTOMER, SUPPLIER, PARTNER, ASSOCIATION = "customer", "supplier", "partner", "association"
BRING_MONEY = (CUSTOMER, PARTNER)  # money of other relations, such as rent, is what we pay
NO_END = "without one of the two organisations"
ITSELF = "from an organisation to itself"
UNKNOWN_KIND = "unknown"


@dataclass(frozen=True, eq=False)
class Relations:
    """The relations of a network, and the organisations between which they run.

    Parameters
    ----------
    rows : DataFrame
        `source`, `target`, `relation` (casefolded), `strength`, `revenue` (NaN where not known).
    nodes : Index
        All organisations, those without a relation too.
    us : str or None
        Which of them is the business itself; None where it is not among them.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    rows: pd.DataFrame
    nodes: pd.Index
    us: str | None
    set_aside: dict[str, int]

    def graph(self) -> nx.Graph:
        """Two are linked where they have any relation, whichever way it runs."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from(zip(self.rows["source"], self.rows["target"]))
        return graph

    def ends(self) -> pd.DataFrame:
        """Each relation twice, once for each end: `node`, `other`, its `row` and columns."""
        rows = self.rows.assign(row=range(len(self.rows)))
        there = rows.rename(columns={"source": "node", "target": "other"})
        back = rows.rename(columns={"target": "node", "source": "other"})
        return pd.concat([there, back], ignore_index=True)


def read_relations(
    network: pd.DataFrame, organisations: pd.DataFrame | None = None, *, us: str | None = None,
    question: str,
) -> Relations:
    """The tables as the analyses need them.

    The business itself is `us`; else the organisation whose kind says so; else the one that takes
    part in more than half of the relations, and in more than any other.

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        There is not one relation.
    OwnerError
        Where `us` is none of the organisations.
    """
    needed(network, "network", ["source", "target"])
    keep, set_aside = sift({
        NO_END: network[["source", "target"]].isna().any(axis=1).to_numpy(),
        ITSELF: (network["source"] == network["target"]).to_numpy(dtype=bool, na_value=False),
    })
    if not keep.any():
        raise NotEnoughData(question, "no relation between two organisations", "at least one")
    relation = network.get("relation", pd.Series(np.nan, network.index))
    rows = pd.DataFrame({
        "source": network["source"], "target": network["target"],
        "relation": relation.astype("str").fillna(UNKNOWN_KIND).str.strip().str.casefold(),
        "strength": numbers(network, "strength", 1.0), "revenue": numbers(network, "revenue",
                                                                          np.nan),
    })[keep].reset_index(drop=True)
    listed = [] if organisations is None else organisations["id"].dropna()
    nodes = pd.Index(pd.unique(pd.concat([
        rows["source"], rows["target"], pd.Series(listed, dtype=rows["source"].dtype)])), name="id")
    if us is not None and us not in nodes:
        raise OwnerError(f"{us!r} is none of the organisations in the network.")
    return Relations(rows, nodes, us if us is not None else _ourselves(rows, organisations),
                     set_aside)


def kinds_of(relations: Relations, organisations: pd.DataFrame | None) -> pd.Series:
    """Each organisation's kind: as the owner says, else what it is to us, else to others.

    A relation says what the target is to the source; with us it says what the other one is.
    """
    kinds = pd.Series(np.nan, relations.nodes, dtype=object)
    if organisations is not None and "kind" in organisations:
        said = organisations.dropna(subset="id").drop_duplicates("id").set_index("id")["kind"]
        kinds = said.astype("str").str.strip().str.casefold().reindex(relations.nodes)
    ends = relations.ends()
    with_us = ends["other"] == relations.us
    for some in (ends[with_us], ends.iloc[len(ends) // 2:], ends):  # the second half: targets
        relation = some.groupby("node")["relation"].agg(lambda own: own.mode().iloc[0])
        kinds = kinds.fillna(relation.reindex(relations.nodes))
    kinds = kinds.fillna(UNKNOWN_KIND).astype("str")
    if relations.us is not None:
        kinds[relations.us] = OURSELVES[0]
    return kinds.rename("kind")


def _ourselves(rows: pd.DataFrame, organisations: pd.DataFrame | None) -> str | None:
    if organisations is not None and "kind" in organisations:
        kind = organisations["kind"].astype("str").str.strip().str.casefold()
        named = organisations.loc[kind.isin(OURSELVES), "id"]
        if len(named) == 1:
            return named.iloc[0]
    often = pd.concat([rows["source"], rows["target"]]).value_counts()
    most = often.index[often == often.iloc[0]]
    return most[0] if len(most) == 1 and often.iloc[0] > len(rows) / 2 else None
