"""Units sold or stocked: axes that count them, words that name them, dates under them."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.charts.axes import MOST_PERIOD_LABELS, STEPS, label_step
from helpers.core.formats import Format

SHORT_FROM = 100_000
FEW = 9.95
NAME_LETTERS = 24
DAY_STEPS = (1, 2, 7, 14, 28, 56, 91)
MOST_DATES = 5  # a date takes more room than a month


def amount(number: float, format: Format) -> str:
    """Units in words, with as many decimals as a few of them need.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> [amount(number, PLAIN) for number in (2.4e6, 1204.6, 12.4, 3.25, 3.0, 0.034, 0)]
    ['2.4M', '1,205', '12', '3.2', '3', '0.03', '0']
    """
    if abs(number) >= SHORT_FROM:
        return Format(format.locale).money_short(number)
    if not 0 < abs(number) < FEW or number == round(number):
        return format.number(number)
    return format.number(number, digits=1 if abs(number) >= 0.95 else 2)


def row_name(name: str) -> str:
    """A name from the data beside a row: on two lines at most, then cut.

    Examples
    --------
    >>> row_name("Wholemeal loaf with seeds and a crust")
    'Wholemeal loaf with\\nseeds and a crust'
    """
    return textwrap.fill(str(name), NAME_LETTERS, max_lines=2, placeholder="…")


def units_axis(axis: Axis, format: Format) -> None:
    """Write an axis of units, few or many; call it once the data are drawn."""
    axis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    most = np.abs(axis.get_view_interval()).max()
    if most >= SHORT_FROM:
        axis.set_major_formatter(FuncFormatter(lambda number, _: amount(number, format)))
        return
    digits = max(0, int(np.ceil(-np.log10(most / 5)))) if most < 5 else 0
    axis.set_major_formatter(FuncFormatter(lambda number, _: format.number(number, digits=digits)))


def date_axis(ax: Axes, periods: pd.PeriodIndex, format: Format) -> None:
    """Write days, weeks or longer periods under what is drawn at 0, 1, 2, ….

    Days are marked a number of weeks apart, so that the same weekday is seen again.
    """
    if periods.freqstr[0] == "D":
        step = next((step for step in DAY_STEPS if len(periods) <= step * MOST_DATES),
                    -(-len(periods) // MOST_DATES))
    else:
        most = MOST_DATES if periods.freqstr[0] == "W" else MOST_PERIOD_LABELS
        step = label_step(len(periods), most)
    places = range(0, len(periods), step)
    ax.set_xticks(places, [format.period(periods[place]) for place in places])
