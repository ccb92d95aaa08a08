"""Words that the samples' stories share."""

from collections.abc import Iterable

from helpers.core.formats import PLAIN
from helpers.core.typography import signed


def listed(parts: Iterable[str]) -> str:
    """One thing, or several with commas and an `and`.

    Examples
    --------
    >>> listed(["bread", "cakes", "drinks"])
    'bread, cakes and drinks'
    """
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def signed_percent(share: float) -> str:
    """A change as a percentage with its sign.

    Examples
    --------
    >>> signed_percent(-0.02)
    '−2%'
    """
    return signed(share, PLAIN.percent)


def points(share: float) -> str:
    """A change in percentage points, in words.

    Examples
    --------
    >>> points(0.12), points(-0.06)
    ('12 points higher', '6 points lower')
    """
    return f"{PLAIN.number(100 * abs(share))} points {'higher' if share > 0 else 'lower'}"
