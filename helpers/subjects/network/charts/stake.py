"""What is at stake if somebody in the network goes."""

import numpy as np
from matplotlib.axes import Axes

from helpers.charts.style import BLUE, ORANGE, describe, heading, house_style, new_axes, shortened
from helpers.core.formats import PLAIN, Format
from helpers.subjects.network.dependence import Dependency, lasting_for

STAKE_INCHES = 2.0


@house_style()
def stake_chart(
    without: Dependency, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """A year's revenue and margin: what stays without them, and what is at stake.

    Parameters
    ----------
    without : Dependency
        From `dependency`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write money.
    """
    ax = new_axes(height=STAKE_INCHES) if ax is None else ax
    amounts = {"revenue": (without.total_revenue, without.revenue_at_stake),
               "margin": (without.total_margin, without.margin_at_stake)}
    amounts = {name: pair for name, pair in amounts.items() if not np.isnan(pair).any()}
    whole = np.array([pair[0] for pair in amounts.values()])
    at_stake = np.array([pair[1] for pair in amounts.values()])
    rows = np.arange(len(amounts))
    ax.barh(rows, whole - at_stake, 0.6, color=BLUE, label="stays")
    ax.barh(rows, at_stake, 0.6, left=whole - at_stake, color="white", edgecolor=ORANGE,
            hatch="////", label="at stake")
    for row, (all_of_it, part) in enumerate(zip(whole, at_stake)):
        ax.annotate(f"{format.money(part)} of {format.money(all_of_it)}", (all_of_it, row),
                    xytext=(5, 0), textcoords="offset points", va="center", fontsize=8.5)
    ax.set_xlim(0, max(1.0, 1.34 * whole.max()) if len(whole) else 1)
    ax.set_ylim(len(amounts) - 0.4, -0.6)
    ax.set_yticks(rows, list(amounts))
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    heading(ax, f"What is at stake without {_gone(without)}",
            "A year. Striped: at stake. " + _runway_note(without, format), inches=6.2)
    describe(ax, _stake_words(without, amounts, format))
    return ax


def _gone(without: Dependency) -> str:
    names = list(without.frame.index.unique())
    return shortened(names[0], 30) if len(names) == 1 else f"{len(names)} of them"


def _runway_note(without: Dependency, format: Format) -> str:
    before, after = without.runway_months_before, without.runway_months_after
    if np.isnan(after):
        return ""
    return (f"Cash lasts {lasting_for(before, format)} as things are, "
            f"{lasting_for(after, format)} then.")


def _stake_words(without: Dependency, amounts: dict, format: Format) -> str:
    told = "; ".join(f"{format.money(part)} of {format.money(whole)} of {name}"
                     for name, (whole, part) in amounts.items())
    return (f"Bars of a year without {_gone(without)}. At stake: {told or 'not known'}. "
            f"{_runway_note(without, format)}").rstrip()
