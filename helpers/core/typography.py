"""Signs as they are printed, and text that stays legible wherever a page ends its lines."""

import html
import re
from collections.abc import Callable

MINUS = "\N{MINUS SIGN}"
_BEFORE_A_CURRENCY = re.compile(rf"{MINUS}(?=[^\d\s])")


def unparted(text: str) -> str:
    """Text for a page, where no line ends between a minus and its amount.

    Examples
    --------
    >>> len("not %s£5" % MINUS), len(unparted("not %s£5" % MINUS))
    (7, 8)
    """
    return _BEFORE_A_CURRENCY.sub(f"{MINUS}\N{WORD JOINER}", text)


def in_markup(text: str) -> str:
    """Text for a page made by hand: never markup, and `unparted`.

    Examples
    --------
    >>> in_markup("<b>")
    '&lt;b&gt;'
    """
    return html.escape(unparted(text))


def signed(change: float, write: Callable[[float], str]) -> str:
    """A change with its sign, written as its size is.

    Examples
    --------
    >>> signed(2, str), signed(-2, str) == MINUS + "2"
    ('+2', True)
    """
    return f"{MINUS if change < 0 else '+'}{write(abs(change))}"
