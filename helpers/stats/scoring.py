"""Which alternative is best, when sensible people would weigh the criteria differently?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from helpers.core.formats import PLAIN, Format
from helpers.stats.result import Result
from helpers.stats.wording import joined, share

FREE_SHARE = 0.25
DECIMALS = 12  # values that agree so far are tied
TOP = 10  # judgements run from 0 to 10
FIRM, FAIRLY_FIRM = 0.9, 2 / 3
CLOSE_CALL = 1
SAME = 1e-9


@dataclass(frozen=True)
class Judgement:
    """A question that the owner answers from 0 to 10, with words at either end."""

    name: str
    question: str
    low: str
    high: str
    default: int = 5


@dataclass(frozen=True, eq=False, repr=False)
class RankAcceptability(Result):
    """How often each alternative takes each rank, over weightings of the criteria.

    Parameters
    ----------
    acceptability : DataFrame
        Alternatives × `rank` (1 is best): shares of all weightings, between 0 and 1. Rows and
        columns sum to 1; alternatives that tie share their ranks.
    neighbourhood : DataFrame or None
        The same over the weightings near the owner's own; None where no weights were given.
    central_weights : DataFrame
        Alternatives × criteria: the mean of the weightings that put an alternative first, NaN where
        none does.
    confidence : Series
        The chance that an alternative comes first at its central weights; below 1 only where
        scores are uncertain, NaN where it never comes first.
    weights : Series or None
        The owner's own, made to sum to 1.
    values : Series or None
        The weighted scores at the owner's own weights.
    tied : tuple of tuple
        Groups of alternatives that tie whatever the weights.
    samples : int
        Weightings drawn; a share p is exact to about ± 2 √(p (1 − p) / samples).
    """

    acceptability: pd.DataFrame
    neighbourhood: pd.DataFrame | None
    central_weights: pd.DataFrame
    confidence: pd.Series
    weights: pd.Series | None
    values: pd.Series | None
    tied: tuple[tuple, ...]
    samples: int

    def headline(self, format: Format = PLAIN) -> str:
        """Which comes first most often, over all weightings and near the owner's own."""
        first = self.acceptability[1]
        best = first.idxmax()
        sentence = (
            f"{best} comes first in {share(first[best], format)} of all ways to weigh the criteria"
        )
        if self.neighbourhood is None:
            runner_up = first.drop(best).idxmax()
            sentence = f"{sentence}, {runner_up} in {share(first[runner_up], format)}."
        else:
            near = self.neighbourhood[1]
            there = near.idxmax()
            who = "and" if there == best else f"but {there} does"
            sentence = f"{sentence}, {who} in {share(near[there], format)} of those near yours."
        return " ".join([sentence, *(
            f"{joined([str(name) for name in group])} tie however the criteria are weighed."
            for group in self.tied
        )])


def rank_acceptability(
    scores: pd.DataFrame, *, weights=None, uncertainty=None, samples: int = 10_000, seed: int = 0
) -> RankAcceptability:
    """How firm is a ranking, given that sensible people weigh the criteria differently?

    All weightings (shares of 0 or more that sum to 1) count alike. Those near the owner's own keep
    three quarters of each of the owner's weights, while the last quarter of the weight may go
    anywhere.

    Parameters
    ----------
    scores : DataFrame
        Alternatives × criteria, higher is better. Scores are used as they are, so all criteria must
        stand on one scale (0 to 1, or 0 to 10), on which a step is worth as much on each.
    weights : mapping or Series by criterion, or sequence, optional
        The owner's own weights, of any sum above 0.
    uncertainty : float or DataFrame, optional
        How far a score may be off either way, on the scores' scale: each is then drawn evenly from
        within that range, independently.
    samples : int
        Weightings to draw.
    seed : int
        For the drawing.

    Returns
    -------
    RankAcceptability

    Raises
    ------
    ValueError
        With fewer than two alternatives, no criteria, names that repeat, missing scores, or weights
        that do not fit.

    Notes
    -----
    SMAA (Lahdelma, Hokkanen and Salminen, 1998) with all ranks, SMAA-2 (Lahdelma and Salminen,
    2001), for an additive value and by Monte Carlo. The neighbourhood is an ε-contamination of the
    owner's weights with ε = 0.25 (Berger, 1985).

    Examples
    --------
    >>> scores = pd.DataFrame({"taste": [1.0, 0.0, 0.6], "price": [0.0, 1.0, 0.6]},
    ...                       index=["cake", "bread", "bun"])
    >>> firm = rank_acceptability(scores, weights={"taste": 1, "price": 1})
    >>> firm.acceptability[1].round(1).to_dict()  # 0.4, 0.4 and 0.2 exactly
    {'cake': 0.4, 'bread': 0.4, 'bun': 0.2}
    >>> firm.neighbourhood.loc["bun"].round(1).tolist()
    [0.8, 0.2, 0.0]
    """
    table = _checked(scores)
    own = None if weights is None else _checked_weights(weights, table.columns)
    if samples < 1:
        raise ValueError(f"At least one weighting has to be drawn; samples was {samples!r}.")
    rng = np.random.default_rng(seed)
    drawn = rng.dirichlet(np.ones(table.shape[1]), samples)
    uncertain = _drawn_scores(table, uncertainty, samples, rng)
    counts, best = _shared_ranks(_values(uncertain, drawn))
    near = None
    if own is not None:
        around = (1 - FREE_SHARE) * own.to_numpy() + FREE_SHARE * drawn
        near = _labelled(_shared_ranks(_values(uncertain, around))[0], table.index)
    won = best.sum(axis=0)[:, None]
    central = np.divide(best.T @ drawn, won, where=won > 0, out=np.full(table.shape, np.nan))
    return RankAcceptability(
        acceptability=_labelled(counts, table.index), neighbourhood=near,
        central_weights=pd.DataFrame(central, table.index, table.columns),
        confidence=pd.Series(_confidence(uncertain, central), table.index, name="confidence"),
        weights=own, values=None if own is None else (table @ own).rename("value"),
        tied=() if uncertainty is not None else _alike(table), samples=samples,
    )


@dataclass(frozen=True)
class Flip:
    """A change of one answer that changes the choice.

    `name` says which answer, `before` and `after` are its values from 0 to 10, and `choice` is what
    comes first then.
    """

    name: str
    before: float
    after: float
    choice: str

    @property
    def size(self) -> float:
        """Points from 0 to 10."""
        return abs(self.after - self.before)


class FirmChoice(Result):
    """A choice by weighted scores, which tells how firm it is.

    `choice` is what comes first at the owner's own weights, `firmness` how often over other
    weights, and `flip` the smallest change of one answer that changes it, or None.
    """

    choice: str
    firmness: RankAcceptability
    flip: Flip | None

    @property
    def acceptability(self) -> pd.DataFrame:
        """How often each alternative takes each rank, over all weightings of the criteria."""
        return self.firmness.acceptability

    @property
    def firm_share(self) -> float:
        """How often the choice comes first over the weightings near the owner's own (0 to 1)."""
        return float(self.firmness.neighbourhood.loc[self.choice, 1])

    @property
    def firm_words(self) -> str:
        """How firm the choice is: `firm`, `fairly firm` or `open`.

        Firm choices hold in nine tenths of the weightings near the owner's, fairly firm ones in two
        thirds. A choice that one answer changes by moving a single point is open.
        """
        if self.flip is not None and self.flip.size <= CLOSE_CALL:
            return "open"
        if self.firm_share >= FIRM:
            return "firm"
        return "fairly firm" if self.firm_share >= FAIRLY_FIRM else "open"

    def firm_sentence(self, format: Format = PLAIN) -> str:
        """How firm the choice is, with the shares of the weightings that say so."""
        everywhere = self.acceptability.loc[self.choice, 1]
        return (
            f"The choice is {self.firm_words}; it holds in {share(self.firm_share, format)} of the "
            f"weightings near yours and in {share(everywhere, format)} of all."
        )


def first_of_best(values: np.ndarray):
    """The place of the greatest value in each row; of several, the one that stands first.

    Examples
    --------
    >>> first_of_best(np.array([[1, 3, 3], [5, 2, 4]])).tolist()
    [1, 0]
    """
    return np.argmax(values >= values.max(axis=-1, keepdims=True) - SAME, axis=-1)


def tied_with(values: np.ndarray, place: int) -> np.ndarray:
    """The places of the other values that are as great as the one at `place`.

    Examples
    --------
    >>> tied_with(np.array([0.3, 0.7, 0.7]), 1).tolist()
    [2]
    """
    alike = values >= values[place] - SAME
    alike[place] = False
    return np.flatnonzero(alike)


def smallest_flips(
    answers: np.ndarray, judge: Callable[[np.ndarray], np.ndarray], place: int
) -> list[tuple[int, float, int]]:
    """For each answer the smallest change, to a whole number, that changes what comes first.

    Parameters
    ----------
    answers : ndarray
        From 0 to 10.
    judge : callable
        From rows of answers to rows of values, one for each alternative.
    place : int
        What comes first as it stands.

    Returns
    -------
    list of (which answer, its value then, what comes first then)
        Smallest change first; of two alike, the one that leads by more.

    Examples
    --------
    >>> smallest_flips(np.array([6.0, 4.0]), lambda rows: rows, 0)
    [(0, 3.0, 1), (1, 7.0, 1)]
    """
    steps = TOP + 1
    changed = np.repeat(answers[None], len(answers) * steps, axis=0)
    which = np.repeat(np.arange(len(answers)), steps)
    changed[np.arange(len(changed)), which] = np.tile(np.arange(float(steps)), len(answers))
    values = judge(changed)
    chosen = first_of_best(values)
    lead = values.max(axis=-1) - values[:, place]
    after = changed[np.arange(len(changed)), which]
    first = {}
    for row in np.lexsort((-lead, np.abs(after - answers[which]))):
        if chosen[row] != place:
            first.setdefault(int(which[row]), row)
    return [(asked, float(after[row]), int(chosen[row])) for asked, row in first.items()]


def _checked(scores: pd.DataFrame) -> pd.DataFrame:
    """The scores as numbers, with names that stand for one thing."""
    table = pd.DataFrame(scores).astype(float)
    if len(table) < 2 or table.shape[1] < 1:
        raise ValueError(
            f"Scores need two alternatives and a criterion; the table was {table.shape[0]} × "
            f"{table.shape[1]}."
        )
    if not (table.index.is_unique and table.columns.is_unique):
        raise ValueError("Each alternative and each criterion needs a name of its own.")
    if not np.isfinite(table.to_numpy()).all():
        raise ValueError("Every alternative needs a score, a number, on every criterion.")
    return table


def _checked_weights(weights, criteria: pd.Index) -> pd.Series:
    """The owner's weights in the criteria's order, summing to 1."""
    if isinstance(weights, (Mapping, pd.Series)):
        own = pd.Series(weights, dtype=float)
        if set(own.index) != set(criteria):
            raise ValueError(
                f"There is one weight for each criterion: {joined(list(map(str, criteria)))}; "
                f"these were for {joined(list(map(str, own.index)))}."
            )
        own = own.reindex(criteria)
    else:
        given = np.asarray(weights, dtype=float)
        if given.shape != (len(criteria),):
            raise ValueError(f"There is one weight for each of the {len(criteria)} criteria.")
        own = pd.Series(given, criteria)
    if not (np.isfinite(own).all() and (own >= 0).all() and own.sum() > 0):
        raise ValueError("Weights are numbers of at least 0, and not all 0.")
    return (own / own.sum()).rename("weight")


def _drawn_scores(table: pd.DataFrame, uncertainty, samples: int, rng) -> np.ndarray:
    """Scores, one table for all (alternatives × criteria) or one for each of the samples."""
    middle = table.to_numpy()
    if uncertainty is None:
        return middle
    if isinstance(uncertainty, pd.DataFrame):
        uncertainty = uncertainty.reindex(index=table.index, columns=table.columns).to_numpy(float)
    reach = np.broadcast_to(np.asarray(uncertainty, dtype=float), middle.shape)
    if not (np.isfinite(reach).all() and (reach >= 0).all()):
        raise ValueError("How far a score may be off is a number of at least 0, for every score.")
    return middle + reach * rng.uniform(-1, 1, (samples, *middle.shape))


def _values(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted scores: samples × alternatives."""
    if scores.ndim == 2:
        return weights @ scores.T
    return np.einsum("sac,sc->sa", scores, weights)


def _shared_ranks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the samples by alternative and rank; and which are first (1) in each sample."""
    samples, alternatives = values.shape
    rounded = -np.round(values, DECIMALS)
    top = rankdata(rounded, method="min", axis=1).astype(int)
    bottom = rankdata(rounded, method="max", axis=1).astype(int)
    part = 1 / (bottom - top + 1)
    width = alternatives + 1
    row = np.broadcast_to(np.arange(alternatives), values.shape) * width
    begins, ends = (
        np.bincount((row + place).ravel(), part.ravel(), minlength=alternatives * width)
        for place in (top - 1, bottom)
    )
    counts = np.cumsum((begins - ends).reshape(alternatives, width), axis=1)[:, :-1]
    return np.clip(counts, 0, None) / samples, (top == 1).astype(float)


def _confidence(scores: np.ndarray, central: np.ndarray) -> np.ndarray:
    """The share of the drawn scores for which each alternative is first at its central weights."""
    tables = scores[None] if scores.ndim == 2 else scores
    confidence = np.full(len(central), np.nan)
    for place, weights in enumerate(central):
        if np.isfinite(weights).all():
            values = np.round(tables @ weights, DECIMALS)
            confidence[place] = (values[:, place] >= values.max(axis=1)).mean()
    return confidence


def _alike(table: pd.DataFrame) -> tuple[tuple, ...]:
    """Groups of alternatives whose scores are the same throughout."""
    groups = table.round(DECIMALS).groupby(list(table.columns), sort=False).groups
    return tuple(tuple(names) for names in groups.values() if len(names) > 1)


def _labelled(counts: np.ndarray, alternatives: pd.Index) -> pd.DataFrame:
    ranks = pd.RangeIndex(1, len(alternatives) + 1, name="rank")
    return pd.DataFrame(counts, alternatives, ranks)
