"""Signs and spaces that keep text legible wherever a page ends its lines."""

import re

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
