"""Whose is each line, of what: a column's values told apart once, for all that is counted by them.

With millions of lines this takes longer than what is then counted, and every analysis of a table
asks for it. What was found is kept for as long as the column's values are.
"""

import weakref

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

MISSING = -1

_found: dict[int, tuple[np.ndarray, pd.Index]] = {}


def coded(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """A column's different values, and which of them stands in each row.

    Parameters
    ----------
    column : Series
        Text is told apart once for all that share its values, such as a table and its copies.

    Returns
    -------
    codes : ndarray of int
        Places in `values`, -1 where a value is missing. Not to be changed.
    values : Index
        In the order in which they first appear.

    Examples
    --------
    >>> codes, values = coded(pd.Series(["web", "shop", None, "web"], dtype="str"))
    >>> codes.tolist(), values.tolist()
    ([0, 1, -1, 0], ['web', 'shop'])
    """
    if column.dtype != "str":
        return pd.factorize(column)
    cells = _cells(column)
    if id(cells) not in _found:
        _found[id(cells)] = _told_apart(cells)
        weakref.finalize(cells, _found.pop, id(cells))
    return _found[id(cells)]


def among(column: pd.Series, others: pd.Series) -> np.ndarray:
    """In which rows of a column of text there is a value that another one has too.

    Examples
    --------
    >>> among(pd.Series(["a", "b", None], dtype="str"), pd.Series(["b", None], dtype="str"))
    array([False,  True, False])
    """
    codes, values = coded(column)
    found = pc.is_in(_cells(values), value_set=_cells(others))
    return np.append(found.to_numpy(), False)[codes]


def _cells(text: pd.Series | pd.Index) -> pa.ChunkedArray:
    """What holds the text: the same for every table that it stands in."""
    return text.array.__arrow_array__()


def _told_apart(cells: pa.ChunkedArray) -> tuple[np.ndarray, pd.Index]:
    encoded = cells.dictionary_encode().unify_dictionaries()
    places = [chunk.indices.fill_null(MISSING).to_numpy() for chunk in encoded.chunks]
    codes = np.concatenate([np.empty(0, dtype=np.int32), *places])
    codes.flags.writeable = False
    values = encoded.chunk(0).dictionary if places else []
    return codes, pd.Index(pd.array(values, dtype="str"))
