"""How each kind of value stands in a picture: on an axis, beside a mark, and in a cell."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from helpers.charts.axes import (
    SHORT_MONEY_FROM, STEPS, brief_money, count_axis, money_axis, percent_axis,
)
from helpers.charts.units import amount, date_axis, units_axis
from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.core.typography import signed
from helpers.stats.values import Change, Count, Days, Money, People, Points, Share
from helpers.stats.wording import share

DAY_STEPS = (7, 14, 30, 90, 180, 365, 730)
MOST_DAY_LABELS = 9

Write = Callable[[float, Format], str]


@dataclass(frozen=True)
class Scale:
    """How values of one kind are written.

    Parameters
    ----------
    axis : function of an axis and a Format
        Writes an axis whose data are drawn.
    brief : function of a number and a Format
        One number, as it stands beside a mark.
    cell, tight : function of a number and a Format
        The same in a cell, and in a narrow one.
    tight_unit : str
        What a narrow cell leaves out.
    """

    axis: Callable[[Axis, Format], None]
    brief: Write
    cell: Write
    tight: Write
    tight_unit: str = ""


def scale_of(unit: type) -> Scale:
    """The scale of a kind of value, a class of `helpers.stats.values`.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> scale_of(Share).brief(0.0284, PLAIN), scale_of(Points).brief(0.072, PLAIN)
    ('2.8%', '+7')
    """
    return _SCALES[unit]


def place_in_words(place, unit: type, format: Format) -> str:
    """Where something stands along an axis.

    Examples
    --------
    >>> from helpers.core.formats import PLAIN
    >>> place_in_words(pd.Period("2025-03"), Count, PLAIN), place_in_words(30, Days, PLAIN)
    ('Mar 2025', 'day 30')
    """
    if isinstance(place, pd.Period):
        return format.period(place)
    return f"{'day ' if unit is Days else ''}{scale_of(unit).brief(place, format)}"


def along_axis(ax: Axes, index: pd.Index, unit: type, format: Format) -> None:
    """Write periods under what is drawn at 0, 1, 2, …, and any other index under its values."""
    if isinstance(index, pd.PeriodIndex):
        date_axis(ax, index, format)
    elif unit is Count and pd.api.types.is_integer_dtype(index):
        count_axis(ax.xaxis, format)
    else:
        scale_of(unit).axis(ax.xaxis, format)


def refuse_nothing(values: pd.DataFrame | pd.Series, title: str) -> None:
    """Refuse to draw where no value is known.

    Raises
    ------
    NotEnoughData
        The picture would be empty.
    """
    if values.size == 0 or values.isna().to_numpy().all():
        raise NotEnoughData(f"the picture “{title}”", "no number that may be told", "more data")


def sentences(*parts: str) -> str:
    """Parts of a text, each ended with a full stop, without those that are empty.

    Examples
    --------
    >>> sentences("Sales rise.", "", "Costs fall")
    'Sales rise. Costs fall.'
    """
    return " ".join(part if part[-1] in ".?!" else f"{part}."
                    for part in map(str.strip, parts) if part)


def _points(value: float, format: Format) -> str:
    whole = round(100 * value)
    return signed(whole, format.number) if whole else format.number(0)


def _points_axis(axis: Axis, format: Format) -> None:
    axis.set_major_locator(MaxNLocator(nbins=7, steps=STEPS))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _points(value, format)))


def _change(value: float, format: Format) -> str:
    return Change(value).bare(format)


def _change_axis(axis: Axis, format: Format) -> None:
    axis.set_major_formatter(FuncFormatter(lambda value, _: _change(value, format)))


def _day_axis(axis: Axis, format: Format) -> None:
    longest = axis.get_view_interval()[1]
    step = next((s for s in DAY_STEPS if longest <= s * MOST_DAY_LABELS), DAY_STEPS[-1])
    axis.set_major_locator(MultipleLocator(step))
    axis.set_major_formatter(FuncFormatter(lambda days, _: format.number(days)))


def _money(value: float, format: Format) -> str:
    short = not value or abs(value) >= SHORT_MONEY_FROM
    return brief_money(format, value) if short else format.money(value)


def _money_in_cell(value: float, format: Format) -> str:
    return brief_money(format, value)


def _whole(value: float, format: Format) -> str:
    return format.number(value)


def _percent(value: float, format: Format) -> str:
    return format.percent(value)


def _in_hundred(value: float, format: Format) -> str:
    return format.number(100 * value)


_SCALES = {
    Money: Scale(money_axis, _money, _money_in_cell, _money_in_cell),
    Share: Scale(percent_axis, share, _percent, _in_hundred, "In %."),
    Points: Scale(_points_axis, _points, _points, _points),
    Change: Scale(_change_axis, _change, _change, _change),
    Days: Scale(_day_axis, _whole, _whole, _whole),
    People: Scale(count_axis, _whole, _whole, _whole),
    Count: Scale(units_axis, amount, amount, amount),
}
