"""The picture of what customers say: who would recommend, and how sure the score is."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from helpers.charts.style import (
    BLUE, GREEN, GROUND, INK, ORANGE, QUIET, describe, heading, house_style, new_axes,
)
from helpers.core.formats import PLAIN, Format
from helpers.stats.small_groups import is_small, people_in_words
from helpers.stats.wording import share
from helpers.subjects.feedback.results import NetPromoterScore, TooFewAnswers

ROW_INCHES, FRAME_INCHES = 0.62, 1.25
FULL = 100
BAR = 0.34


@house_style()
def satisfaction_chart(
    score: NetPromoterScore | TooFewAnswers, *, ax: Axes | None = None, format: Format = PLAIN
) -> Axes:
    """The Net Promoter Score with its interval: in all, and of late against before.

    While too few have answered: how many of the answers that it takes are there.

    Parameters
    ----------
    score : NetPromoterScore or TooFewAnswers
        From `net_promoter_score` or `score_so_far`.
    ax : Axes, optional
        Where to draw; new axes by default.
    format : Format
        How to write numbers.
    """
    if isinstance(score, TooFewAnswers):
        return _answers_so_far(score, ax, format)
    rows = _rows(score, format)
    ax = new_axes(height=FRAME_INCHES + ROW_INCHES * (len(rows) + 1)) if ax is None else ax
    itemised = not is_small(np.array(list(score.counts.values())), format.smallest_group).any()
    ax.axvline(0, color=QUIET, linewidth=1)
    if itemised:
        _draw_kinds(ax, score, format)
    for place, (_, value, lower, upper) in enumerate(rows, start=1):
        ax.hlines(place, lower, upper, color=BLUE, linewidth=2.4, linestyle="solid")
        ax.plot(value, place, color=BLUE, marker="o", markersize=7, linestyle="none")
        ax.annotate(f"{format.number(value)}\n({format.number(lower)} to {format.number(upper)})",
                    (1, place), xytext=(6, 0), va="center", color=INK, fontsize=8.5,
                    xycoords=("axes fraction", "data"), textcoords="offset points")
    first = 0 if itemised else 1
    ax.set_ylim(len(rows) + 0.5, first - 0.5)
    names = ["who answered what", *(name for name, *_ in rows)][first:]
    ax.set_yticks(range(first, len(rows) + 1), names)
    ax.set_xlim(-FULL, FULL)
    ax.xaxis.set_major_locator(MultipleLocator(50))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format.number(value)))
    ax.grid(axis="x")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("Net Promoter Score: promoters less detractors, of every 100 who answered")
    bars = "Bars: detractors to the left, promoters to the right. " if itemised else ""
    heading(ax, "Would customers recommend us?", f"{bars}Lines: 95% intervals.", inches=5.2)
    describe(ax, _score_words(score, rows, itemised, format))
    return ax


def _rows(score: NetPromoterScore, format: Format) -> list[tuple]:
    rows = [(f"all {format.number(score.answers)} people", score.value, score.lower, score.upper)]
    change = score.change
    if change is not None:
        months = f"{change.months} months" if change.months > 1 else "month"
        rows += [(f"the last {months}", *change.now), (f"the {months} before", *change.before)]
    return rows


def _draw_kinds(ax: Axes, score: NetPromoterScore, format: Format) -> None:
    for count, sign, colour, name in ((score.detractors, -1, ORANGE, "detractors"),
                                      (score.promoters, 1, GREEN, "promoters")):
        part = count / score.answers
        ax.barh(0, sign * FULL * part, height=BAR, color=colour, linewidth=0)
        ax.annotate(f"{name} {share(part, format)}", (sign * FULL * part, 0), xytext=(sign * 4, 0),
                    ha="left" if sign > 0 else "right", va="center", fontsize=8.5, color=INK,
                    textcoords="offset points")


def _answers_so_far(score: TooFewAnswers, ax: Axes | None, format: Format) -> Axes:
    ax = new_axes(height=1.9) if ax is None else ax
    have = people_in_words(score.answers, format)
    ax.barh(0, score.needed, height=BAR, color=GROUND, linewidth=0)
    if not is_small(score.answers, format.smallest_group):
        ax.barh(0, score.answers, height=BAR, color=BLUE, linewidth=0)
    ax.axvline(score.needed, color=INK, linewidth=1.4)
    ax.set_xlim(0, 1.1 * score.needed)
    ax.set_ylim(-0.6, 0.6)
    ax.set_yticks([0], ["answers so far"])
    ax.xaxis.set_major_locator(MultipleLocator(2))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format.number(value)))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("People who answered")
    heading(ax, "Would customers recommend us? Too few have answered to say",
            f"Line: the {score.needed} answers that a score takes.", inches=5.2)
    describe(ax, f"A bar: {have} of the {score.needed} answers that a Net Promoter Score takes are "
                 f"there; with fewer than {score.needed}, no score is told, for 1 answer would "
                 "swing it too far.")
    return ax


def _score_words(score: NetPromoterScore, rows: list, itemised: bool, format: Format) -> str:
    said = "; ".join(
        f"{name} {format.number(value)} ({format.number(lower)} to {format.number(upper)})"
        for name, value, lower, upper in rows)
    kinds = (
        f"Of {format.number(score.answers)} who answered, "
        f"{share(score.promoters / score.answers, format)} are promoters and "
        f"{share(score.detractors / score.answers, format)} detractors. " if itemised else "")
    return f"{kinds}Net Promoter Score with 95% interval: {said}."
