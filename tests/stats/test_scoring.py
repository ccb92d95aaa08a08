"""Acceptabilities against areas worked out by hand: with two criteria they are lengths of intervals
of the first weight, with three they are areas of parts of a triangle."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.stats.scoring import FREE_SHARE, rank_acceptability

CLOSE = 0.02  # four standard errors of a share of one half, with 10,000 samples


def table(*rows, names="abcdefgh", criteria="xyzuvw"):
    return pd.DataFrame(list(rows), index=list(names[: len(rows)]),
                        columns=list(criteria[: len(rows[0])]), dtype=float)


def test_with_two_criteria_acceptability_is_the_length_of_an_interval_of_weights():
    # a beats b where .9w + .1(1 - w) > .4w + .8(1 - w), that is where w > 7/12.
    firm = rank_acceptability(table([0.9, 0.1], [0.4, 0.8]))
    assert firm.acceptability.loc["a"].tolist() == pytest.approx([5 / 12, 7 / 12], abs=CLOSE)
    assert firm.central_weights.loc["a", "x"] == pytest.approx((7 / 12 + 1) / 2, abs=CLOSE)
    assert firm.central_weights.loc["b", "x"] == pytest.approx(7 / 24, abs=CLOSE)


def test_three_alternatives_on_two_criteria_take_every_rank_as_often_as_they_should():
    # Values at weight w of x: a = w, b = 1 - w, c = .6. a leads from .6 on, b up to .4.
    # Second: c where a or b leads (.8), else the greater of a and b (.1 each).
    # Third: a up to .5, b from .5 on.
    firm = rank_acceptability(table([1, 0], [0, 1], [0.6, 0.6]))
    expected = [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]
    np.testing.assert_allclose(firm.acceptability, expected, atol=CLOSE)


def test_with_three_criteria_acceptability_is_an_area_of_the_triangle():
    # d scores t on all: it leads where no weight exceeds t. For t = 1/2 the middle triangle, 1/4
    # of the area, is left, and each corner is another quarter.
    firm = rank_acceptability(table([1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5] * 3))
    assert firm.acceptability[1].tolist() == pytest.approx([0.25] * 4, abs=CLOSE)
    # A corner is a triangle half as high, whose centre is a third of the way from its far side.
    assert firm.central_weights.loc["a"].tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=CLOSE)
    assert firm.central_weights.loc["d"].tolist() == pytest.approx([1 / 3] * 3, abs=CLOSE)


def test_a_plane_cuts_the_triangle_where_it_should():
    # a beats b where w1 > 1/4 (w1 · 3/4 > (1 - w1) · 1/4): a triangle of side 3/4 is left.
    firm = rank_acceptability(table([0.75, 0, 0], [0, 0.25, 0.25]))
    assert firm.acceptability.loc["a", 1] == pytest.approx(9 / 16, abs=CLOSE)


def test_the_neighbourhood_keeps_three_quarters_of_the_owners_weights():
    # Near (.5, .5) the weight of x is spread evenly from .375 to .625; a leads above 7/12.
    firm = rank_acceptability(table([0.9, 0.1], [0.4, 0.8]), weights=[1, 1])
    assert FREE_SHARE == 0.25
    assert firm.neighbourhood.loc["a", 1] == pytest.approx((0.625 - 7 / 12) / 0.25, abs=CLOSE)
    assert firm.values.tolist() == pytest.approx([0.5, 0.6])


def test_owners_weights_may_come_in_any_order_and_sum():
    scores = table([0.9, 0.1, 0.3], [0.4, 0.8, 0.2])
    one = rank_acceptability(scores, weights={"z": 2, "x": 6, "y": 2})
    other = rank_acceptability(scores, weights=[0.6, 0.2, 0.2])
    pd.testing.assert_frame_equal(one.neighbourhood, other.neighbourhood)
    assert one.weights.to_dict() == pytest.approx({"x": 0.6, "y": 0.2, "z": 0.2})


def test_without_weights_there_is_no_neighbourhood():
    firm = rank_acceptability(table([1, 0], [0, 1]))
    assert (firm.neighbourhood, firm.weights, firm.values) == (None, None, None)


def test_the_better_throughout_is_always_first():
    firm = rank_acceptability(table([5, 6], [9, 7], [1, 2]), weights=[1, 0])
    expected = [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
    assert firm.acceptability.to_numpy().tolist() == expected
    assert firm.neighbourhood.to_numpy().tolist() == expected
    assert firm.central_weights.loc["a"].isna().all()
    assert firm.confidence.isna().tolist() == [True, False, True]
    assert firm.confidence["b"] == 1


def test_ties_share_their_ranks_and_are_said():
    firm = rank_acceptability(table([3, 1], [3, 1], [1, 0]))
    expected = [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
    np.testing.assert_allclose(firm.acceptability, expected, atol=1e-12)
    assert firm.tied == (("a", "b"),)
    assert firm.headline() == (
        "a comes first in 50% of all ways to weigh the criteria, b in 50%. "
        "a and b tie however the criteria are weighed."
    )


def test_scores_on_a_longer_scale_give_the_same_ranks():
    scores = table([0.9, 0.1], [0.4, 0.8], [0.6, 0.6])
    pd.testing.assert_frame_equal(
        rank_acceptability(scores).acceptability, rank_acceptability(10 * scores).acceptability)


@settings(max_examples=50)
@given(st.integers(2, 6).flatmap(lambda criteria: st.lists(
    st.lists(st.integers(0, 4), min_size=criteria, max_size=criteria), min_size=2, max_size=7)))
def test_rows_and_columns_sum_to_one_whatever_the_scores(rows):
    firm = rank_acceptability(table(*rows), weights=[1] * len(rows[0]), samples=200)
    for shares in (firm.acceptability, firm.neighbourhood):
        np.testing.assert_allclose(shares.sum(axis=0), 1)
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        assert (shares >= 0).all(axis=None)
    central = firm.central_weights.dropna()
    np.testing.assert_allclose(central.sum(axis=1), 1)
    assert firm.confidence.dropna().tolist() == [1] * len(central)


def test_uncertain_scores_soften_the_ranks_and_lower_confidence():
    # One criterion: a is drawn from 0 to 2, b from 1 to 3; a is above b in 1/8 of cases.
    firm = rank_acceptability(table([1], [2]), uncertainty=1.0)
    assert firm.acceptability.loc["a", 1] == pytest.approx(1 / 8, abs=CLOSE)
    assert firm.confidence.tolist() == pytest.approx([1 / 8, 7 / 8], abs=CLOSE)
    sure_of_b = rank_acceptability(table([1], [2]), uncertainty=table([1], [0]))
    assert sure_of_b.acceptability.loc["a", 1] == 0


def test_the_same_seed_gives_the_same_shares():
    scores = table([0.9, 0.1], [0.4, 0.8])
    again, other = (rank_acceptability(scores, seed=seed).acceptability for seed in (0, 1))
    pd.testing.assert_frame_equal(rank_acceptability(scores).acceptability, again)
    assert not again.equals(other)


def test_the_headline_says_how_firm_it_is_near_the_owners_weights():
    scores = table([0.9, 0.1], [0.4, 0.8])
    assert rank_acceptability(scores, weights=[1, 9]).headline() == (
        "b comes first in 59% of all ways to weigh the criteria, and in 100% of those near yours.")
    assert "but a does in 100% of those near yours." in rank_acceptability(
        scores, weights=[9, 1]).headline()


@pytest.mark.parametrize(("scores", "options"), [
    (table([1, 2]), {}),
    (table([1, np.nan], [1, 2]), {}),
    (table([1, 2], [2, 1], names="aa"), {}),
    (table([1, 2], [2, 1], criteria="xx"), {}),
    (table([1, 2], [2, 1]), {"weights": [1, 2, 3]}),
    (table([1, 2], [2, 1]), {"weights": {"x": 1, "q": 1}}),
    (table([1, 2], [2, 1]), {"weights": [0, 0]}),
    (table([1, 2], [2, 1]), {"weights": [-1, 2]}),
    (table([1, 2], [2, 1]), {"uncertainty": -0.1}),
    (table([1, 2], [2, 1]), {"uncertainty": table([1, 2], [1, 2], names="pq")}),
    (table([1, 2], [2, 1]), {"samples": 0}),
])
def test_scores_and_weights_that_do_not_fit_are_refused(scores, options):
    with pytest.raises(ValueError):
        rank_acceptability(scores, **options)
