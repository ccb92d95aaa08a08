"""A sample's network: the organisations around it and the money between them, all of it stated."""

from collections.abc import Mapping

import pandas as pd

YEAR = 12
OWN = "own"
MONEY_OF = {"of_goods": "cost_of_goods", "of_revenue": "revenue", "of_rent": "rent",
            "of_other": "other_operating"}


def organisations(terms: Mapping) -> pd.DataFrame:
    """The table of organisations, the business itself first."""
    own = {terms["own"]: {"kind": OWN, "sector": terms["sector"], "region": terms["region"]}}
    frame = pd.DataFrame.from_dict(own | terms["organisations"], orient="index")
    return frame.rename_axis("id").reset_index()[["id", "kind", "sector", "region"]]


def network(terms: Mapping, actual: pd.DataFrame) -> pd.DataFrame:
    """The table of relations; money is that of the last twelve months in the books, or at the
    pace of those there are.

    Parameters
    ----------
    terms : mapping
        The section `network` of a sample's truths.
    actual : DataFrame
        The sample's books: accounts by month.
    """
    ours = pd.DataFrame([
        {"source": terms["own"], "target": name, "relation": said["kind"],
         "strength": said["strength"], "since": said["since"],
         "revenue": _money(said, actual.tail(YEAR))}
        for name, said in terms["organisations"].items() if "strength" in said
    ])
    theirs = pd.DataFrame(terms["between_others"],
                          columns=["source", "target", "relation", "strength", "since"])
    both = pd.concat([ours, theirs], ignore_index=True)
    return both.assign(since=pd.to_datetime(both["since"]))


def _money(said: Mapping, year: pd.DataFrame) -> float | None:
    """A year's money through a relation, in whole tens; None where none is stated."""
    parts = [share * YEAR * year[account].mean() for key, account in MONEY_OF.items()
             if (share := said.get(key))]
    return round(sum(parts), -1) if parts else None
