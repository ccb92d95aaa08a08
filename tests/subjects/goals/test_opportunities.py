from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.core.problems import NotEnoughData
from helpers.subjects.goals.opportunities import (
    CRITERIA, CRITERION_NAMES, SOURCES, SOURCE_NAMES, rank_opportunities,
)

FEW = 200  # weightings, where only the scores matter


def table(*rows, criteria=("prize", "ease")):
    return pd.DataFrame(list(rows), index=list("abcde"[: len(rows)]),
                        columns=list(criteria[: len(rows[0])]))


def test_the_five_sources_and_the_criteria_are_explained():
    assert len(SOURCES) == len(set(SOURCE_NAMES)) == 5
    assert all(source.meaning and len(source.examples) >= 2 for source in SOURCES)
    assert all(asked.question.endswith("?") and asked.low and asked.high for asked in CRITERIA)
    assert not any("bakery" in " ".join(source.examples) for source in SOURCES[-1:])


def test_values_are_weighted_means_and_stand_best_first():
    ranking = rank_opportunities(
        table([8, 2, 5], [4, 9, 4], criteria=CRITERION_NAMES), weights=[2, 1, 1])
    assert ranking.values.to_dict() == {"a": 23 / 4, "b": 21 / 4}
    assert ranking.choice == "a"
    assert ranking.weights.tolist() == [0.5, 0.25, 0.25]
    worse = rank_opportunities(table([1, 1], [2, 2]), samples=FEW)
    assert worse.values.index.tolist() == ["b", "a"]


def test_how_firm_it_is_is_a_length_of_weights_worked_out_by_hand():
    # a leads b where 9w + (1 - w) > 4w + 8(1 - w), that is above 7/12. Near 3/4 to 1/4 the weight
    # is spread evenly from .5625 to .8125, of which .2292 / .25 lies above.
    ranking = rank_opportunities(table([9, 1], [4, 8]), weights=[3, 1])
    assert ranking.choice == "a"
    assert ranking.acceptability.loc["a", 1] == pytest.approx(5 / 12, abs=0.02)
    assert ranking.firm_share == pytest.approx((0.8125 - 7 / 12) / 0.25, abs=0.02)
    assert ranking.weight_flips[0].after == pytest.approx(7 / 12)
    assert ranking.weight_flips[0].choice == "b"


def test_the_order_of_the_table_does_not_change_how_firm_it_is():
    one, other = (rank_opportunities(rows, weights=[1, 1], samples=FEW) for rows in (
        table([5, 5], [5, 4]), table([5, 4], [5, 5])))
    assert one.flip.size == other.flip.size == 2


def test_a_choice_that_one_point_overturns_is_open():
    assert rank_opportunities(table([5, 5], [5, 4]), weights=[3, 1]).firm_words == "open"
    assert rank_opportunities(table([9, 9], [5, 4])).firm_words == "firm"


def test_without_weights_every_criterion_counts_alike_and_it_is_said():
    ranking = rank_opportunities(table([9, 9], [5, 4]))
    assert ranking.weights.tolist() == [0.5, 0.5]
    assert "with every criterion counting alike" in ranking.headline()
    assert "alike" not in rank_opportunities(table([9, 9], [5, 4]), weights=[1, 1]).headline()


def test_the_flip_is_the_smallest_change_of_one_score():
    # a leads by half a point: one score of b up by two, or of a down by two, does it.
    ranking = rank_opportunities(table([6, 6], [6, 5]), samples=FEW)
    assert ranking.flip.size == 2
    assert {flip.size for flip in ranking.flips} == {2}
    assert {(flip.name, flip.criterion) for flip in ranking.flips} == {
        ("a", "prize"), ("a", "ease"), ("b", "prize"), ("b", "ease")}
    assert all(flip.choice == "b" for flip in ranking.flips)


scores_of = st.integers(2, 4).flatmap(lambda wide: st.lists(
    st.lists(st.integers(0, 10), min_size=wide, max_size=wide), min_size=2, max_size=5))


@settings(max_examples=30)
@given(scores_of)
def test_flips_change_the_choice_and_nothing_smaller_does(rows):
    given_scores = table(*rows, criteria=CRITERION_NAMES)
    ranking = rank_opportunities(given_scores, samples=FEW)
    smallest = ranking.flip.size if ranking.flip else 11
    leader = given_scores.index.get_loc(ranking.choice)
    for row, column, value in product(*map(range, (*given_scores.shape, 11))):
        changed = given_scores.to_numpy().copy()
        if abs(value - changed[row, column]) < smallest:
            changed[row, column] = value
            means = changed.mean(axis=1)
            assert means[leader] >= means.max() - 1e-9
    for flip in ranking.flips[:3]:
        changed = given_scores.copy()
        changed.loc[flip.name, flip.criterion] = flip.after
        assert rank_opportunities(changed, samples=1).choice == flip.choice != ranking.choice


@settings(max_examples=40)
@given(scores_of, st.data())
def test_weight_flips_are_where_a_walk_over_the_weight_finds_them(rows, data):
    weights = np.array(data.draw(st.lists(
        st.integers(1, 5), min_size=len(rows[0]), max_size=len(rows[0]))), float)
    given_scores = table(*rows, criteria=CRITERION_NAMES)
    ranking = rank_opportunities(given_scores, weights=weights, samples=1)
    own = weights / weights.sum()
    found = {flip.criterion: flip for flip in ranking.weight_flips}
    leader = given_scores.index.get_loc(ranking.choice)
    best = given_scores.to_numpy() @ own
    tied = best >= best.max() - 1e-9
    for column, criterion in enumerate(given_scores.columns):
        walk = np.linspace(0, 1, 401)
        moved = np.outer((1 - walk) / (1 - own[column]), own)
        moved[:, column] = walk
        values = moved @ given_scores.to_numpy().T
        rivals = np.where(tied, -np.inf, values)
        overtaken = rivals.max(axis=1) > values[:, leader] + 1e-9
        if criterion in found:
            after = found[criterion].after
            nearer = np.abs(walk - own[column]) < found[criterion].size - 1e-9
            assert not overtaken[nearer].any()
            step = 1e-6 if after > own[column] else -1e-6
            beyond = own * (1 - after - step) / (1 - own[column])
            beyond[column] = after + step
            then = given_scores.to_numpy() @ beyond
            assert then[given_scores.index.get_loc(found[criterion].choice)] > then[leader]
        else:
            assert not overtaken.any()


def test_all_the_weight_on_one_criterion_has_nothing_to_keep_in_proportion():
    flips = rank_opportunities(table([9, 1], [4, 8]), weights=[1, 0], samples=FEW).weight_flips
    assert [flip.criterion for flip in flips] == ["ease"]


def test_equals_are_said_and_the_first_that_stands_is_taken():
    ranking = rank_opportunities(table([6, 4], [4, 6], [1, 1]))
    assert (ranking.choice, ranking.tied) == ("a", ("b",))
    assert "B does just as well." in ranking.headline()
    assert ranking.weight_flips == ()  # the third never leads, and the equal does already


def test_what_lacks_a_score_is_left_out_and_named():
    ranking = rank_opportunities({
        "partnerships": {"prize": 5, "ease": 6}, "technology": {"prize": 4, "ease": None},
        "market expansion": {"prize": 3, "ease": "2"}, "new trade": None}, samples=FEW)
    assert ranking.left_out == {"technology": "without a score on ease",
                                "new trade": "without a score on prize and ease"}
    assert ranking.values.to_dict() == {"partnerships": 5.5, "market expansion": 2.5}


def test_one_opportunity_is_no_ranking():
    with pytest.raises(NotEnoughData, match="1 scored on every criterion"):
        rank_opportunities(table([5, 5], [5, None]))
    with pytest.raises(NotEnoughData):
        rank_opportunities({})


@pytest.mark.parametrize(("scores", "options", "match"), [
    (table([5, 11], [5, 5]), {}, "those of a did not"),
    (table([5, 5], [5, -1]), {}, "those of b did not"),
    (table([5, 5], [5, 1]), {"weights": {"prize": 1}}, "one weight for each"),
    (pd.DataFrame({"prize": [1, 2]}, index=["a", "a"]), {}, "name of its own"),
])
def test_what_does_not_fit_is_refused(scores, options, match):
    with pytest.raises(ValueError, match=match):
        rank_opportunities(scores, **options)


def test_unsure_scores_make_the_ranking_less_firm():
    scores = table([6, 6], [5, 5])
    sure, unsure = (rank_opportunities(scores, uncertainty=reach) for reach in (None, 3))
    assert sure.firm_share == 1
    # Each value is within ±3 of its middle on both criteria: b is ahead in a tenth or more.
    assert 0.6 < unsure.firm_share < 0.95


def test_the_headline_says_what_comes_first_how_firm_and_what_would_change_it():
    scores = pd.DataFrame({"prize": [8, 5, 6], "ease": [3, 8, 6]},
                          index=["market expansion", "deeper customer base", "partnerships"])
    assert rank_opportunities(scores, weights=[1, 1]).headline() == (
        "Deeper customer base comes first with 6.5 of 10. The choice is firm; it holds in 100% of "
        "the weightings near yours and in 63% of all. Partnerships would come first if the prize "
        "of deeper customer base went from 5 to 3; market expansion would if prize counted for "
        "more than 62% of the weight, not 50%."
    )
    clear = rank_opportunities(table([10, 10], [0, 0])).headline()
    assert clear.endswith("No single score would change it.")


def test_what_came_first_before_is_told_in_the_headline():
    now = rank_opportunities({"a": {"x": 9, "y": 8}, "b": {"x": 1, "y": 2}})
    before = rank_opportunities({"a": {"x": 1, "y": 1}, "b": {"x": 9, "y": 2}})
    day = pd.Timestamp("2025-04-30")
    assert now.since(before, day).headline() == f"{now.headline()} On 30 Apr 2025 b came first."
    assert now.since(now, day).headline().endswith("It came first on 30 Apr 2025 too.")
