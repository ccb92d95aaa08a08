"""One number against another."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.scales import scale_of, sentences
from helpers.charts.style import BLUE, QUIET, describe, heading, house_style, new_axes
from helpers.core.formats import PLAIN, Format

SQUARE_INCHES = 5.0


@house_style()
def scatter(
    points: pd.DataFrame, *, x: str, y: str, unit: type, title: str, note: str = "",
    measure: str = "", along: str = "", diagonal: str = "", also: str = "",
    ax: Axes | None = None, format: Format = PLAIN,
) -> Axes:
    """Dots of two numbers of one kind, with 95% intervals where `lower` and `upper` are known.

    Parameters
    ----------
    points : DataFrame
        A row for each dot.
    x, y : str
        The columns of its place.
    unit : type
        The kind of both, such as `Share`.
    title, note : str
        What is seen, and how to read it.
    measure, along : str
        Words at the upright axis and at the level one.
    diagonal : str
        What a dashed line of equal values means, if it is to be drawn.
    also : str
        What the alt text tells beside the first and the last dot.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.

    Examples
    --------
    >>> from helpers.charts.style import alt_text
    >>> from helpers.stats.values import Share
    >>> risk = pd.DataFrame({"predicted": [0.2, 0.5], "observed": [0.25, 0.4]})
    >>> ax = scatter(risk, x="predicted", y="observed", unit=Share, title="Risk",
    ...              along="Predicted", measure="Share that left")
    >>> alt_text(ax)
    'Dots: Risk. The first of 2: Predicted 20%, share that left 25%. The last: Predicted 50%, share that left 40%.'
    """
    ax = new_axes(width=SQUARE_INCHES + 1, height=SQUARE_INCHES) if ax is None else ax
    columns = [name for name in (x, y, "upper") if name in points]
    most = 1.08 * np.nanmax(points[columns].to_numpy())
    if points[[x, y]].to_numpy().max() <= 1:
        most = min(most, 1.0)
    if diagonal:
        ax.plot([0, most], [0, most], color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    ends = None if "lower" not in points else [points[y] - points["lower"],
                                               points["upper"] - points[y]]
    ax.errorbar(points[x], points[y], yerr=ends, color=BLUE, linestyle="none", marker="o",
                markersize=5, capsize=3, elinewidth=1.2)
    ax.set(xlim=(0, most), ylim=(0, most), xlabel=along, ylabel=measure, aspect="equal")
    ax.grid(axis="both")
    scale = scale_of(unit)
    scale.axis(ax.xaxis, format)
    scale.axis(ax.yaxis, format)
    heading(ax, title, sentences(note, "Lines: 95% intervals" if ends else "",
                                 f"Dashed: {diagonal}" if diagonal else ""))
    first, last = (f"{along} {scale.brief(row[x], format)}, {measure[:1].lower()}{measure[1:]} "
                   f"{scale.brief(row[y], format)}" for _, row in points.iloc[[0, -1]].iterrows())
    describe(ax, sentences(
        f"Dots: {title}", f"The first of {len(points)}: {first}", f"The last: {last}",
        f"Dashed: {diagonal}" if diagonal else "", also))
    return ax
