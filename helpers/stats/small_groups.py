"""Groups of so few people that what is told of them is told of someone.

The threshold rule of statistical offices with its second step: where a total is told, a single
hidden part would be the total less the others, so another part is hidden with it (Hundepool et al.,
2012, Statistical Disclosure Control, chapters 4 and 5).
"""

import numpy as np
import pandas as pd

from helpers.core.formats import Format
from helpers.stats.values import Part, People

OTHERS, TOGETHER = "All others", "All together"


def is_small(people, fewest: int):
    """Whether a count is of somebody, and of fewer than may be told of.

    Examples
    --------
    >>> is_small(np.array([0, 1, 4, 5]), 5).tolist(), is_small(3, 1)
    ([False, True, True, False], False)
    """
    return (people > 0) & (people < fewest)


def too_small(
    counts: pd.DataFrame, fewest: int, *, wholes: pd.Series | None = None
) -> pd.DataFrame:
    """Which counts of people to hide, column by column, so that totals give none away.

    A count of 1 to `fewest` − 1 is hidden. Where those hidden in a column are one count only, or of
    too few people all together, the next smallest is hidden too. A column whose total is itself of
    too few hides them alone: that total must not be told either.

    Parameters
    ----------
    counts : DataFrame
        People by row; missing counts as nobody.
    fewest : int
        The smallest group that may be told of; 1 hides nothing.
    wholes : Series, optional
        By row, the people that each count is a part of: the rest of them must not be too few
        either, nor they all together.

    Examples
    --------
    >>> counts = pd.DataFrame({"a": [2, 9, 30], "b": [1, 3, 30], "c": [8, 9, 30], "d": [3, 0, 0]})
    >>> too_small(counts, 5).astype(int).to_numpy().tolist()
    [[1, 1, 0, 1], [1, 1, 0, 0], [0, 1, 0, 0]]
    """
    if fewest <= 1:
        return pd.DataFrame(False, index=counts.index, columns=counts.columns)
    known = counts.fillna(0)
    hidden = is_small(known, fewest)
    if wholes is not None:
        hidden |= is_small(counts.rsub(wholes, axis=0), fewest)
        hidden[is_small(wholes, fewest)] = True
    return pd.DataFrame({
        name: _with_complements(known[name].to_numpy(), hidden[name].to_numpy(), fewest)
        for name in counts.columns
    }, index=counts.index, columns=counts.columns, dtype=bool)


def _with_complements(counts: np.ndarray, hidden: np.ndarray, fewest: int) -> np.ndarray:
    if not counts[hidden].any() or is_small(counts.sum(), fewest):
        return hidden
    hidden = hidden.copy()
    for place in np.argsort(counts, kind="stable"):
        if counts[hidden].sum() >= fewest and hidden.sum() > 1:
            break
        hidden[place] |= counts[place] > 0
    return hidden


def part_in_words(
    part: float, whole: float, format: Format, spread: str = "", *, of: str = ""
) -> str:
    """How many of how many, with the share and its spread, or as much as may be told.

    Examples
    --------
    >>> handed_over = Format(smallest_group=5)
    >>> part_in_words(20, 40, handed_over, "likely 35% to 65%")
    '20 (50%, likely 35% to 65%)'
    >>> part_in_words(3, 40, handed_over), part_in_words(38, 40, handed_over)
    ('fewer than 5', 'all but fewer than 5')
    """
    said = format.write(Part(part, whole, of=of))
    return f"{said[:-1]}, {spread})" if spread and said.endswith(")") else said


def people_in_words(people: float, format: Format, noun: str = "") -> str:
    """A count of people, or that they are few.

    Examples
    --------
    >>> people_in_words(3, Format(smallest_group=5), "customer"), people_in_words(3, Format())
    ('fewer than 5 customers', '3')
    """
    return format.write(People(people, noun))
