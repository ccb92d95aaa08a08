"""Where could growth come from, which source comes first, and how firm is that?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats import scoring
from helpers.stats.scoring import (
    TOP, FirmChoice, Judgement, RankAcceptability, first_of_best, rank_acceptability,
    smallest_flips, tied_with,
)
from helpers.stats.wording import joined

QUESTION = "a ranking of opportunities"
NOT_SCORED = "without a score on {}"


@dataclass(frozen=True)
class Source:
    """One source of growth, in an owner's words, with examples from several trades."""

    name: str
    meaning: str
    examples: tuple[str, ...]


# The five sources of growth.
SOURCES = (
    Source("market expansion", "sell what you sell now in new places or to new kinds of customer", (
        "a plumber takes on the next town", "a manufacturer sells abroad through one reseller")),
    Source("product and service diversification", "sell something new", (
        "a salon adds skin care", "a bakery sells its starter and a class to go with it")),
    Source("deeper customer base", "sell more, or more often, to those who buy already", (
        "a plumber offers a yearly boiler check", "a salon books the next visit at the till")),
    Source("partnerships", "grow with another business that serves the same people", (
        "a bakery supplies the café next door",
        "a manufacturer and a designer offer a kit together")),
    Source("technology", "let a tool do what holds you up, or reach people through it", (
        "a salon takes bookings online", "a manufacturer quotes in a minute, not in a day")),
)
SOURCE_NAMES = tuple(source.name for source in SOURCES)

# Every criterion runs from 0 to 10 so that higher is better.
CRITERIA = (
    Judgement("prize", "How much could it add to profit in a year or two, if it works?",
              "hardly anything", "it would change the business"),
    Judgement("fit", "How well does it suit what you are good at and known for?",
              "quite foreign to us", "just what people come to us for"),
    Judgement("ease", "How easily could you find the money, the time and the skill?",
              "not without risking what we have", "with what we have today"),
    Judgement("speed", "How soon would you see whether it works?",
              "in some years", "within a month"),
    Judgement("safety", "How little would you lose if it failed?",
              "it could sink us", "a week and some pocket money"),
)
CRITERION_NAMES = tuple(criterion.name for criterion in CRITERIA)


@dataclass(frozen=True)
class ScoreFlip(scoring.Flip):
    """A change of one score that changes what comes first: `name` is the opportunity scored."""

    criterion: str


@dataclass(frozen=True)
class WeightFlip:
    """A change of one criterion's weight, the others keeping their proportions.

    `before` and `after` are shares of all the weight, 0 to 1; just beyond `after` (or at it)
    `choice` comes first.
    """

    criterion: str
    before: float
    after: float
    choice: str

    @property
    def size(self) -> float:
        """How far the weight moves, as a share of all the weight."""
        return abs(self.after - self.before)


@dataclass(frozen=True, eq=False, repr=False)
class OpportunityRanking(FirmChoice):
    """Opportunities in order, how firm the order is, and what would change its head.

    Parameters
    ----------
    choice : str
        The opportunity that comes first.
    values : Series
        Each one's weighted mean score, 0 to 10, best first.
    scores : DataFrame
        Opportunities × criteria, in the order they came.
    weights : Series
        The weight of each criterion; they sum to 1.
    firmness : RankAcceptability
        How often each takes each rank over all weightings, and over those near the owner's.
    flip : ScoreFlip or None
        The smallest change of one score, to a whole number, that puts another first.
    flips : tuple of ScoreFlip
        The smallest such change of each score that has one, smallest first.
    weight_flips : tuple of WeightFlip
        For each criterion whose weight alone can put another first, how far it has to move,
        smallest first.
    tied : tuple of str
        Others with the same value as the choice, which stood first in the table.
    equal_weights : bool
        Whether no weights were given, so that every criterion counts alike.
    left_out : dict of str to str
        Opportunities that are not ranked, and why.
    earlier : tuple of (Timestamp, str) or None
        The day of an earlier ranking, and what came first then; see `since`.
    """

    choice: str
    values: pd.Series
    scores: pd.DataFrame
    weights: pd.Series
    firmness: RankAcceptability
    flip: ScoreFlip | None
    flips: tuple[ScoreFlip, ...]
    weight_flips: tuple[WeightFlip, ...]
    tied: tuple[str, ...]
    equal_weights: bool
    left_out: dict[str, str]
    earlier: tuple[pd.Timestamp, str] | None = None

    def since(self, other: "OpportunityRanking", day: pd.Timestamp) -> "OpportunityRanking":
        """The same ranking, which also tells what came first in another of an earlier day."""
        return replace(self, earlier=(day, other.choice))

    def headline(self, format: Format = PLAIN) -> str:
        """What comes first, how firm that is, and what would change it."""
        value = format.number(self.values[self.choice], digits=1)
        evenly = ", with every criterion counting alike" if self.equal_weights else ""
        ties = []
        if self.tied:
            verb = "does" if len(self.tied) == 1 else "do"
            ties = [f"{_capital(joined(list(self.tied)))} {verb} just as well."]
        return " ".join([
            f"{_capital(self.choice)} comes first with {value} of {format.number(TOP)}{evenly}.",
            self.firm_sentence(format), *ties, self._flip_words(format),
            *self._earlier_words(format),
        ])

    def _earlier_words(self, format: Format) -> list[str]:
        if self.earlier is None:
            return []
        day, then = self.earlier
        if then == self.choice:
            return [f"It came first on {format.date(day)} too."]
        return [f"On {format.date(day)} {then} came first."]

    def _flip_words(self, format: Format) -> str:
        moved = self.weight_flips[0] if self.weight_flips else None
        if self.flip is None:
            said = "No single score would change it"
            return f"{said}; {self._weight_words(moved, format)}" if moved else f"{said}."
        before, after = (
            format.number(value, digits=0 if value == round(value) else 1)
            for value in (self.flip.before, self.flip.after)
        )
        said = (f"{_capital(self.flip.choice)} would come first if the {self.flip.criterion} of "
                f"{self.flip.name} went from {before} to {after}")
        return f"{said}; {self._weight_words(moved, format)}" if moved else f"{said}."

    def _weight_words(self, moved: WeightFlip, format: Format) -> str:
        before, after = (format.percent(part) for part in (moved.before, moved.after))
        side = "more" if moved.after > moved.before else "less"
        return (f"{moved.choice} would if {moved.criterion} counted for {side} than {after} of the "
                f"weight, not {before}.")


def rank_opportunities(
    scores: pd.DataFrame | Mapping, *, weights=None, uncertainty: float | None = None,
    samples: int = 10_000, seed: int = 0,
) -> OpportunityRanking:
    """Which opportunity comes first, and does that hold when criteria are weighed differently?

    Parameters
    ----------
    scores : DataFrame, or mapping of mappings
        Opportunities × criteria, the owner's judgements from 0 to 10, higher is better. The names
        are the owner's own or those of `SOURCES` and `CRITERIA`. An opportunity that lacks a score
        is left out and named.
    weights : mapping or Series by criterion, or sequence, optional
        The owner's own weights, of any sum above 0; without them every criterion counts alike.
    uncertainty : float, optional
        How many points a score may be off either way, for the shares of weightings.
    samples, seed : int
        Weightings to draw, and for the drawing.

    Returns
    -------
    OpportunityRanking

    Raises
    ------
    NotEnoughData
        With fewer than two opportunities scored throughout.
    ValueError
        Where a score is not from 0 to 10, or weights do not fit the criteria.

    Notes
    -----
    A weighted mean of scores; how firm it is by rank acceptability (Lahdelma and Salminen, 2001),
    as `helpers.stats.scoring` says. How far one weight must move while the others keep their
    proportions is the one-way sensitivity of Triantaphyllou and Sánchez (1997). The criteria are
    this workbook's own: plain, and open to argument.

    Examples
    --------
    >>> scores = pd.DataFrame({"prize": [8, 5, 6], "ease": [3, 8, 6]},
    ...                       index=["market expansion", "deeper customer base", "partnerships"])
    >>> ranking = rank_opportunities(scores, weights={"prize": 1, "ease": 1})
    >>> ranking.values.to_dict()
    {'deeper customer base': 6.5, 'partnerships': 6.0, 'market expansion': 5.5}
    >>> ranking.weight_flips[0]
    WeightFlip(criterion='prize', before=0.5, after=0.625, choice='market expansion')
    """
    table, left_out = _complete(scores)
    equal = weights is None
    firmness = rank_acceptability(
        table, weights=[1] * table.shape[1] if equal else weights, uncertainty=uncertainty,
        samples=samples, seed=seed)
    values, own = firmness.values.to_numpy(), firmness.weights.to_numpy()
    place = int(first_of_best(values))
    flips = _score_flips(table, own, place)
    return OpportunityRanking(
        choice=table.index[place], scores=table, weights=firmness.weights, firmness=firmness,
        values=firmness.values.sort_values(ascending=False, kind="stable"),
        flip=flips[0] if flips else None, flips=flips,
        weight_flips=_weight_flips(table, own, place),
        tied=tuple(table.index[tied_with(values, place)]), equal_weights=equal, left_out=left_out,
    )


def _complete(scores: pd.DataFrame | Mapping) -> tuple[pd.DataFrame, dict[str, str]]:
    """Opportunities scored throughout, as numbers, and why others are left out."""
    if not isinstance(scores, pd.DataFrame):
        scores = pd.DataFrame.from_dict(
            {name: dict(given or {}) for name, given in scores.items()}, orient="index")
    table = scores.rename(index=str, columns=str).apply(pd.to_numeric, errors="coerce")
    missing = table.isna()
    off = ((table < 0) | (table > TOP)).any(axis=1)
    if off.any():
        raise ValueError(
            f"Scores run from 0 to {TOP}; those of {joined(list(off.index[off]))} did not.")
    left_out = {
        name: NOT_SCORED.format(joined(list(table.columns[row])))
        for name, row in zip(table.index, missing.to_numpy()) if row.any()
    }
    complete = table[~missing.any(axis=1)]
    if len(complete) < 2 or not table.shape[1]:
        raise NotEnoughData(QUESTION, f"{len(complete)} scored on every criterion", "at least 2")
    return complete.astype(float), left_out


def _score_flips(table: pd.DataFrame, weights: np.ndarray, place: int) -> tuple[ScoreFlip, ...]:
    """The smallest change of each score that puts another opportunity first; a tie does not."""
    given = table.to_numpy()
    ahead_when_tied = np.where(np.arange(len(given)) == place, 2 * scoring.SAME, 0)

    def judge(changed: np.ndarray) -> np.ndarray:
        return changed.reshape(-1, *given.shape) @ weights + ahead_when_tied

    return tuple(
        ScoreFlip(table.index[asked // given.shape[1]], float(given.flat[asked]), after,
                  table.index[chosen], criterion=table.columns[asked % given.shape[1]])
        for asked, after, chosen in smallest_flips(given.ravel(), judge, place)
    )


def _weight_flips(table: pd.DataFrame, weights: np.ndarray, place: int) -> tuple[WeightFlip, ...]:
    """For each criterion, how far its weight must move for another to come first."""
    flips = []
    for column, criterion in enumerate(table.columns):
        flip = _nearest_crossing(table.to_numpy(), weights, place, column)
        if flip is not None:
            after, chosen = flip
            flips.append(WeightFlip(criterion, float(weights[column]), after, table.index[chosen]))
    return tuple(sorted(flips, key=lambda flip: flip.size))


def _nearest_crossing(
    scores: np.ndarray, weights: np.ndarray, place: int, column: int
) -> tuple[float, int] | None:
    """The nearest weight at which the leader is overtaken, and by which.

    With the others in proportion, each value is a straight line in this one weight; the leader's
    line is the highest at the present weight, so the nearest crossing on either side is where
    another begins to lead.
    """
    before, rest = weights[column], 1 - weights[column]
    if rest < scoring.SAME:
        return None
    others = (scores @ weights - before * scores[:, column]) / rest
    lead = others[place] - others
    slope = scores[place, column] - scores[:, column] - lead
    with np.errstate(divide="ignore", invalid="ignore"):
        after = -lead / slope
    behind = lead + before * slope > scoring.SAME
    crossing = np.flatnonzero(behind & (after > scoring.SAME) & (after < 1 - scoring.SAME))
    if not len(crossing):
        return None
    nearest = crossing[np.argmin(np.abs(after[crossing] - before))]
    return float(after[nearest]), int(nearest)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
