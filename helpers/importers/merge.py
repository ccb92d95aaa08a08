"""A file's part and the table that is there become one table, whatever the order of imports."""

import pandas as pd

from helpers.core.tables import SCHEMAS
from helpers.importers.contract import as_table

_SORTED_BY = {
    "orders": ["order_date", "order_id"],
    "subscriptions": ["start_date", "customer_id", "plan"],
    "products": ["product_id"],
    "customers": ["customer_id"],
}


def replace_units(table: str, old: pd.DataFrame, new: pd.DataFrame, units: pd.DataFrame):
    """The old rows, save those of units the file speaks of, and the new ones.

    Rows of one unit come from one file, so that keeping the file's order within a day and an
    order makes the result the same whatever was imported first.
    """
    spoken_of = old[list(units)].merge(units.assign(there=True), how="left")["there"].notna()
    rows = [frame for frame in (old[~spoken_of.to_numpy()], new) if len(frame)]
    both = pd.concat(rows, ignore_index=True) if rows else old
    return both.sort_values(_SORTED_BY[table], kind="stable", ignore_index=True)


def fill_in(table: str, old: pd.DataFrame, new: pd.DataFrame, *, newer_wins: bool):
    """Rows of both by key; a cell filled in on both sides is the old one's unless `newer_wins`."""
    if not len(old) or not len(new):
        both = old if len(old) else new
    else:
        key = list(SCHEMAS[table].key)
        first, second = (new, old) if newer_wins else (old, new)
        both = first.set_index(key).combine_first(second.set_index(key)).reset_index()
    return as_table(both, table).sort_values(_SORTED_BY[table], kind="stable", ignore_index=True)
