"""Which way to grow: Ansoff's strategies, scored from the business's own sales and its owner."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats import scoring
from helpers.stats.scoring import (
    TOP, FirmChoice, Judgement, RankAcceptability, first_of_best, rank_acceptability,
    smallest_flips, tied_with,
)
from helpers.stats.wording import joined
from helpers.subjects.strategy.ansoff_evidence import AnsoffSignals, ansoff_signals
from helpers.subjects.strategy.ansoff_mapping import (
    CRITERIA, JUDGEMENTS, LOW_RISK_WEIGHT, MAPPING, NEXT_STEPS, QUADRANTS, RISK_APPETITE,
    SIGNAL_SCALES, USUALLY_SAFE, USUAL_SAFETY,
)

__all__ = [
    "JUDGEMENTS", "RISK_APPETITE", "STRATEGIES", "AnsoffChoice", "AnsoffSignals", "Flip",
    "Judgement", "ansoff", "ansoff_signals",
]

STRATEGIES = tuple(MAPPING)
ASKED = {judgement.name: judgement for judgement in (*JUDGEMENTS, RISK_APPETITE)}


@dataclass(frozen=True)
class Flip(scoring.Flip):
    """A change of one answer that changes the choice.

    `name` is the judgement (or `risk_appetite`), `before` and `after` its values from 0 to 10, and
    `choice` the strategy chosen then.
    """

    @property
    def question(self) -> str:
        return ASKED[self.name].question


@dataclass(frozen=True, eq=False, repr=False)
class AnsoffChoice(FirmChoice):
    """The strategy that comes first, and how firm that is.

    Parameters
    ----------
    choice : str
        One of `STRATEGIES`.
    scores : DataFrame
        Strategies × `attractiveness`, `feasibility`, `low risk`: each from 0 to 1, higher is
        better.
    values : Series
        The weighted score of each strategy at the owner's own weights, 0 to 1.
    weights : Series
        The weight of each criterion, from the risk appetite; they sum to 1.
    firmness : RankAcceptability
        How often each strategy takes each rank over all weightings of the criteria, and over those
        near the owner's.
    flip : Flip or None
        The smallest change of one answer, in whole points, that changes the choice; None where no
        single answer can.
    flips : tuple of Flip
        The smallest such change of each answer that has one, smallest first.
    next_steps : tuple of str
        What to do, a week each.
    tied : tuple of str
        Strategies with the same value as the choice; of these the safest was taken.
    judgements : dict of str to float
        The answers used, unanswered questions at their default.
    risk_appetite : float
        0 to 10.
    left_out : dict of str to str
        Signals that did not count, and why.
    """

    choice: str
    scores: pd.DataFrame
    values: pd.Series
    weights: pd.Series
    firmness: RankAcceptability
    flip: Flip | None
    flips: tuple[Flip, ...]
    next_steps: tuple[str, ...]
    tied: tuple[str, ...]
    judgements: dict[str, float]
    risk_appetite: float
    left_out: dict[str, str]

    @property
    def quadrant(self) -> str:
        """The choice in terms of products and customers."""
        return QUADRANTS[self.choice]

    def headline(self, format: Format = PLAIN) -> str:
        """The choice, how firm it is, and what would change it."""
        first = f"{self.choice.capitalize()} comes first: {self.quadrant}."
        return " ".join([
            first, self.firm_sentence(format), *self._ties(), self._flip_words(format),
        ])

    def _ties(self) -> list[str]:
        if not self.tied:
            return []
        verb = "does" if len(self.tied) == 1 else "do"
        others = joined(list(self.tied)).capitalize()
        return [f"{others} {verb} just as well; the safest was taken."]

    def _flip_words(self, format: Format) -> str:
        if self.flip is None:
            return "No single answer would change it."
        before, after = (
            format.number(value, digits=0 if value == round(value) else 1)
            for value in (self.flip.before, self.flip.after)
        )
        return (
            f"It would become {self.flip.choice} if your answer to “{self.flip.question}” went "
            f"from {before} to {after}."
        )


def ansoff(
    signals: AnsoffSignals, judgements: Mapping[str, float], *, risk_appetite: float
) -> AnsoffChoice:
    """Which of Ansoff's strategies suits this business and its owner?

    Every strategy is scored on attractiveness, feasibility and low risk, each the weighted mean of
    the owner's answers and of the signals that bear on it; `ansoff_mapping` lists
    every weight. The risk appetite sets how much low risk counts against the other two. A higher
    answer that speaks for a strategy never lowers its score.

    Parameters
    ----------
    signals : AnsoffSignals
        From `ansoff_signals`. A signal that is not known is left out.
    judgements : mapping of str to float
        The owner's answers from 0 to 10 by name, as in `JUDGEMENTS`; one not given stands at its
        default, the middle.
    risk_appetite : float
        0 (must not lose what there is) to 10 (would put a lot at stake).

    Returns
    -------
    AnsoffChoice

    Raises
    ------
    ValueError
        Where an answer is not from 0 to 10, or to a question that is not asked.

    Notes
    -----
    The strategies, and that risk rises from penetration to diversification: Ansoff (1957). How firm
    the choice is: rank acceptability (Lahdelma and Salminen, 2001).

    Examples
    --------
    >>> orders = pd.DataFrame({"customer_id": list(range(40)) * 2,
    ...                        "order_date": ["2025-01-10"] * 40 + ["2025-02-10"] * 40})
    >>> answers = {"unmet_needs": 9, "development_skill": 8, "room_in_market": 2}
    >>> chosen = ansoff(ansoff_signals(orders, as_of="2025-06-30"), answers, risk_appetite=5)
    >>> chosen.choice, chosen.quadrant
    ('product development', 'new products for the same customers')
    """
    answers = _checked(judgements, risk_appetite)
    known = _known_signals(signals)
    scores, weights = _MODEL.scores(answers, known), _weights(answers[-1])
    values = scores @ weights
    place = first_of_best(values)
    labelled = pd.DataFrame(scores, pd.Index(STRATEGIES, name="strategy"), list(CRITERIA))
    own = pd.Series(weights, list(CRITERIA), name="weight")
    flips = _flips(answers, known, place)
    return AnsoffChoice(
        choice=STRATEGIES[place], scores=labelled,
        values=pd.Series(values, labelled.index, name="value"), weights=own,
        firmness=rank_acceptability(labelled, weights=own), flip=flips[0] if flips else None,
        flips=flips, next_steps=NEXT_STEPS[STRATEGIES[place]],
        tied=tuple(STRATEGIES[other] for other in tied_with(values, place)),
        judgements=dict(zip(ASKED, answers[:-1].tolist())), risk_appetite=float(answers[-1]),
        left_out=dict(signals.left_out),
    )


class _Model:
    """The mapping as two matrices: what speaks for each score, and what against it.

    Items are the judgements, the signals, and the usual safety of each strategy.
    """

    def __init__(self):
        items = [judgement.name for judgement in JUDGEMENTS] + list(SIGNAL_SCALES) + [USUALLY_SAFE]
        shape = (len(STRATEGIES) * len(CRITERIA), len(items))
        self.speaks_for, self.against = np.zeros(shape), np.zeros(shape)
        rows = ((strategy, criterion) for strategy in STRATEGIES for criterion in CRITERIA)
        for row, (strategy, criterion) in enumerate(rows):
            for name, weight in MAPPING[strategy][criterion].items():
                side = self.speaks_for if weight > 0 else self.against
                side[row, items.index(name)] = abs(weight)
        self.safety = np.repeat([USUAL_SAFETY[strategy] for strategy in STRATEGIES], len(CRITERIA))

    def scores(self, answers: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Strategies × criteria, with one such table for each row of answers."""
        judged = answers[..., :-1] / TOP
        others = np.append(known, 0.0)  # usual safety is added below: each strategy has its own
        items = np.concatenate(
            [judged, np.broadcast_to(others, (*judged.shape[:-1], len(others)))], axis=-1)
        counts = np.isfinite(items).astype(float)
        items = np.nan_to_num(items)
        total = counts @ (self.speaks_for + self.against).T
        score = items @ self.speaks_for.T + (counts - items) @ self.against.T
        score = score + self.speaks_for[:, -1] * self.safety
        return (score / total).reshape(*judged.shape[:-1], len(STRATEGIES), len(CRITERIA))


_MODEL = _Model()


def _checked(judgements: Mapping[str, float], risk_appetite: float) -> np.ndarray:
    """All answers in the order of the questions, risk appetite last."""
    names = [judgement.name for judgement in JUDGEMENTS]
    unknown = [name for name in judgements if name not in names]
    if unknown:
        raise ValueError(
            f"No question is called {joined(sorted(map(str, unknown)))}; they are "
            f"{joined(names)}."
        )
    given = {**judgements, RISK_APPETITE.name: risk_appetite}
    answers = np.array([given.get(name, asked.default) for name, asked in ASKED.items()], float)
    wrong = [name for name, answer in zip(ASKED, answers) if not 0 <= answer <= TOP]
    if wrong:
        raise ValueError(f"Answers run from 0 to {TOP}; {joined(wrong)} did not.")
    return answers


def _known_signals(signals: AnsoffSignals) -> np.ndarray:
    """The signals on a scale from 0 to 1, NaN where not known."""
    values = np.array([getattr(signals, name) for name in SIGNAL_SCALES], dtype=float)
    low, high = np.array(list(SIGNAL_SCALES.values())).T
    return np.clip((values - low) / (high - low), 0, 1)


def _weights(risk_appetite) -> np.ndarray:
    """The weights of the criteria, for one risk appetite or for several."""
    none, full = LOW_RISK_WEIGHT
    low_risk = none + (full - none) * np.asarray(risk_appetite) / TOP
    rest = (1 - low_risk) / 2
    return np.stack([rest, rest, low_risk], axis=-1)


def _flips(answers: np.ndarray, known: np.ndarray, place: int) -> tuple[Flip, ...]:
    """For each answer the smallest change, to a whole number, that changes the choice.

    Of equal strategies the safest is taken, which stands first.
    """
    def judge(changed: np.ndarray) -> np.ndarray:
        return np.einsum("ksc,kc->ks", _MODEL.scores(changed, known), _weights(changed[:, -1]))

    names = list(ASKED)
    return tuple(
        Flip(names[asked], float(answers[asked]), after, STRATEGIES[chosen])
        for asked, after, chosen in smallest_flips(answers, judge, place)
    )
