"""Made-up clubs: what a plain comparison and a matched one make of a truth that is known."""

import pandas as pd
import pytest

from helpers.subjects.community.matching import MatchingTrial, matching_trial


@pytest.fixture(scope="module")
def idle():
    return matching_trial(clubs=16, seed=9)


def trial_of(**columns):
    return MatchingTrial(pd.DataFrame(columns), 90)


def test_where_joining_does_nothing_matching_leaves_a_small_part_of_the_error(idle):
    assert (idle.clubs["truth"] == 0).all()
    assert idle.clubs["plain"].mean() > 10
    assert 0 < idle.left < 0.4
    assert idle.covered >= 12


def test_where_joining_does_something_that_is_the_truth():
    trial = matching_trial(clubs=3, effect=0.6, seed=4)
    assert (trial.clubs["truth"] > 20).all()
    assert abs(trial.clubs["matched"].mean() - trial.clubs["truth"].mean()) < abs(
        trial.clubs["plain"].mean() - trial.clubs["truth"].mean())


def test_the_same_seed_makes_the_same_clubs_and_another_others(idle):
    first = matching_trial(clubs=1, seed=9).clubs
    assert first.loc[1].tolist() == idle.clubs.loc[1].tolist()
    assert matching_trial(clubs=1, seed=8).clubs.loc[1, "plain"] != first.loc[1, "plain"]


def test_what_is_left_is_a_share_of_the_plain_error():
    trial = trial_of(truth=[5, 5], plain=[15, 25], matched=[6, 10], lower=[0, 6], upper=[9, 12])
    assert trial.left == pytest.approx(0.2)
    assert trial.covered == 1
    assert trial.headline() == (
        "In 2 made-up clubs where joining really adds 5.0 in 90 days, a plain comparison says 20.0 "
        "on average and a matched one 8.0: matching leaves 20% of the error.")


def test_nothing_and_too_much_are_said_in_words():
    said = trial_of(truth=[0], plain=[10], matched=[-1], lower=[-2], upper=[2]).headline()
    assert "really adds nothing" in said and "takes off more than all of the error" in said
