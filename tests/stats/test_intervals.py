"""Limits that other analyses rest on."""

import numpy as np
import pytest
from scipy.stats import norm

from helpers.stats.intervals import wilson


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95, 0.99])
def test_wilsons_limits_never_pass_the_share_itself(level):
    trials = np.arange(1, 400)
    lower, upper = wilson(np.zeros(trials.size), trials, level)
    assert (lower == 0).all() and (upper > 0).all()
    lower, upper = wilson(trials, trials, level)
    assert (upper == 1).all() and (lower < 1).all()


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilsons_limits_are_the_shares_that_a_score_test_would_just_not_refuse(level):
    successes, trials = 7, 31
    for limit in wilson([successes], [trials], level):
        deviation = (successes / trials - limit) / np.sqrt(limit * (1 - limit) / trials)
        assert abs(deviation) == pytest.approx(norm.ppf((1 + level) / 2))


def test_without_trials_nothing_is_said():
    assert np.isnan(wilson([0], [0])).all()
