"""Turns of phrase that headlines share."""

import pandas as pd

from helpers.core.formats import Format
from helpers.stats.values import Count, Share, When


def counted(number: float, noun: str, format: Format) -> str:
    """A count with its noun: `1 customer`, `1,204 customers`.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> counted(1, "customer", PLAIN), counted(1204, "customer", PLAIN)
    ('1 customer', '1,204 customers')
    """
    return format.write(Count(number, noun))


def share(value: float, format: Format) -> str:
    """A percentage, with a decimal below ten per cent, where whole ones hide too much.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> share(0.284, PLAIN), share(0.0284, PLAIN)
    ('28%', '2.8%')
    """
    return format.write(Share(value))


def likely(lower: float, upper: float, format: Format) -> str:
    """A 95% interval of a share, with more decimals where its two ends would read alike.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> likely(0.2, 0.24, PLAIN), likely(0.222, 0.224, PLAIN)
    ('likely 20% to 24%', 'likely 22.2% to 22.4%')
    """
    return Share(lower, lower, upper).spread(format)


def in_period(period: pd.Period, format: Format) -> str:
    """A period as a sentence needs it: `in Mar 2025`, `on 3 Mar 2025`, `in the week of …`.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> in_period(pd.Period("2025-03-03", "D"), PLAIN), in_period(pd.Period("2025-03", "M"), PLAIN)
    ('on 3 Mar 2025', 'in Mar 2025')
    """
    return f"{'on' if period.freqstr.startswith('D') else 'in'} {format.write(When(period))}"


def between_periods(first: pd.Period, last: pd.Period, format: Format) -> str:
    """`in Mar 2025`, or `between Mar 2025 and Sep 2025`."""
    if first == last:
        return in_period(first, format)
    return f"between {format.write(When(first))} and {format.write(When(last))}"


def joined(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
