"""Would customers recommend us, and are they satisfied? Both scores, and how two compare."""

import pandas as pd

from helpers.stats.intervals import square_and_add
from helpers.subjects.feedback.answers import (
    EARLIER, FEWEST_ANSWERS, Measure, checked_answers, latest_answers, measured,
)
from helpers.subjects.feedback.intervals import promoter_interval, wilson_interval
from helpers.subjects.feedback.results import (
    Answered, Difference, NetPromoterScore, Satisfaction, TooFewAnswers,
)

PROMOTERS_FROM, PASSIVES_FROM = 9, 7
PROMOTION = Measure(
    "a Net Promoter Score", (0, 10), ("detractors", "passives", "promoters"),
    (PASSIVES_FROM, PROMOTERS_FROM), "score", promoter_interval)


def net_promoter_score(
    feedback: pd.DataFrame, *, by: str | None = None, level: float = 0.95, as_of=None
) -> NetPromoterScore:
    """How many more would recommend us than would not, and how sure is that?

    Promoters give 9 or 10, passives 7 or 8, detractors 0 to 6; the score is the share of promoters
    less that of detractors, times 100. Where someone answered several times their latest answer
    counts, and the earlier ones are set aside and counted. Scores that are no whole numbers from 0
    to 10 are set aside and counted too.

    Parameters
    ----------
    feedback : DataFrame
        `date`, `score` (0 to 10), and where known `customer_id` and the column `by`.
    by : str, optional
        A column that groups those who answered, such as `channel`.
    level : float
        Of the intervals.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    NetPromoterScore

    Raises
    ------
    NotEnoughData
        With fewer than 10 answers.
    DataProblems
        A column is missing, or more than a quarter of the scores are not on the scale.

    Notes
    -----
    The score: Reichheld (2003). Its variance is that of a mean of +1, 0 and −1 drawn from a
    multinomial, (p + d − (p − d)²) / n for shares p of promoters and d of detractors. The interval
    is the adjusted Wald, with ¾ promoter, 1½ passives and ¾ detractor added; Rocks (2016) compared
    intervals on many companies' scores and found variations on it, and an iterative score test, to
    do best. It stays wider than nothing where all answer alike, as the plain Wald does not.
    Differences combine the two intervals by the square-and-add rule (Zou and Donner, 2008).

    Examples
    --------
    >>> feedback = pd.DataFrame({"date": "2025-03-01", "score": [10] * 18 + [8] * 12 + [3] * 6})
    >>> score = net_promoter_score(feedback)
    >>> round(score.score), round(score.lower), round(score.upper)
    (33, 7, 54)
    """
    return NetPromoterScore(**measured(PROMOTION, feedback, by, level, as_of))


def score_so_far(feedback: pd.DataFrame, *, as_of=None) -> NetPromoterScore | TooFewAnswers:
    """The Net Promoter Score, or, while too few have answered, how many are lacking.

    Parameters
    ----------
    feedback : DataFrame
        As for `net_promoter_score`.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Raises
    ------
    DataProblems
        A column is missing, or more than a quarter of the scores are not on the scale.

    Examples
    --------
    >>> score_so_far(pd.DataFrame({"date": "2025-03-01", "score": [10, 9, 10, 8]})).answers
    4
    """
    answers, _, set_aside = checked_answers(PROMOTION, feedback, None, as_of)
    latest = latest_answers(answers, [])
    if len(latest) < len(answers):
        set_aside[EARLIER] = len(answers) - len(latest)
    if len(latest) < FEWEST_ANSWERS:
        return TooFewAnswers(len(latest), FEWEST_ANSWERS, latest["day"].max(), set_aside)
    return net_promoter_score(feedback, as_of=as_of)


def customer_satisfaction(
    feedback: pd.DataFrame, *, scale: tuple[int, int] = (1, 5), satisfied: int = 4,
    by: str | None = None, level: float = 0.95, as_of=None,
) -> Satisfaction:
    """What share of those who answered is satisfied, and how sure is that?

    Where someone answered several times their latest answer counts. Scores that are no whole
    numbers on the scale are set aside and counted.

    Parameters
    ----------
    feedback : DataFrame
        `date`, `score`, and where known `customer_id` and the column `by`.
    scale : tuple of int
        The lowest and the highest rating there is.
    satisfied : int
        The lowest rating that counts as satisfied.
    by : str, optional
        A column that groups those who answered, such as `channel`.
    level : float
        Of the intervals.
    as_of : date, optional
        The last day to look at; by default the last date in the table.

    Returns
    -------
    Satisfaction

    Raises
    ------
    NotEnoughData
        With fewer than 10 answers.
    DataProblems
        A column is missing, or more than a quarter of the scores are not on the scale.
    ValueError
        Where `satisfied` is not on the scale, above its lowest rating.

    Notes
    -----
    The interval is Wilson's (1927), that of a difference Newcombe's (1998, method 10).

    Examples
    --------
    >>> feedback = pd.DataFrame({"date": "2025-03-01", "score": [5] * 18 + [4] * 12 + [2] * 10})
    >>> satisfaction = customer_satisfaction(feedback)
    >>> satisfaction.share, round(satisfaction.lower, 3), round(satisfaction.upper, 3)
    (0.75, 0.598, 0.858)
    """
    if not scale[0] < satisfied <= scale[1]:
        raise ValueError(
            f"Satisfied begins above {scale[0]} and at {scale[1]} at most; it was {satisfied!r}.")
    measure = Measure("customer satisfaction", tuple(scale), ("not_satisfied", "satisfied"),
                       (satisfied,), "share", wilson_interval)
    return Satisfaction(**measured(measure, feedback, by, level, as_of),
                        scale=tuple(scale), satisfied_from=satisfied)


def difference_between(one: Answered, other: Answered) -> Difference:
    """How much higher is one result than another of the same kind, over people who differ?

    Parameters
    ----------
    one, other : NetPromoterScore or Satisfaction
        Two periods, two branches, two years.

    Examples
    --------
    >>> before, after = (pd.DataFrame({"date": day, "score": [10] * tens + [5] * (80 - tens)})
    ...                  for day, tens in [("2024-06-01", 40), ("2025-06-01", 60)])
    >>> change = difference_between(net_promoter_score(after), net_promoter_score(before))
    >>> change.difference, change.beyond_chance
    (50.0, True)
    """
    return Difference(*(float(part) for part in square_and_add(
        (one.value, one.lower, one.upper), (other.value, other.lower, other.upper))))
