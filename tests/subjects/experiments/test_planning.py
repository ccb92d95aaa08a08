"""How large a test must be: published sizes, cases by hand, refusals, power as promised."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from helpers.core.problems import OwnerError
from helpers.subjects.experiments import plan_test
from helpers.subjects.experiments.trial import plain_p


def test_the_size_is_that_of_power_prop_test_in_r():
    assert plan_test(baseline=0.50, change=0.25, power=0.90).per_variant == 77  # n = 76.7


def test_the_size_is_that_of_the_formula_by_hand():
    before, after, middle = 0.10, 0.12, 0.11
    alone = norm.ppf(0.975) * math.sqrt(2 * middle * (1 - middle))
    both = norm.ppf(0.80) * math.sqrt(before * (1 - before) + after * (1 - after))
    size = ((alone + both) / 0.02) ** 2
    assert plan_test(baseline=before, change=0.02).per_variant == math.ceil(size) == 3841


def test_a_rise_from_a_share_and_a_fall_to_it_take_as_many_people():
    assert (plan_test(baseline=0.3, change=0.1).per_variant
            == plan_test(baseline=0.4, change=-0.1).per_variant)


def test_days_are_people_over_those_who_come_and_more_variants_take_more_of_both():
    two, four = (plan_test(baseline=0.3, change=0.06, per_day=50, variants=number)
                 for number in (2, 4))
    assert two.days == math.ceil(2 * two.per_variant / 50)
    assert four.per_variant == plan_test(baseline=0.3, change=0.06, alpha=0.05 / 3).per_variant
    assert four.days > 2 * two.days


def test_what_a_short_test_can_see_takes_just_the_days_there_are():
    plan = plan_test(baseline=0.3, change=0.02, per_day=50, most_days=28)
    assert not plan.fits
    again = plan_test(baseline=0.3, change=plan.detectable, per_day=50)
    assert again.days == 28
    assert "In 28 days you would only see a change of 7.1" in plan.headline()
    fall = plan_test(baseline=0.3, change=-0.02, per_day=50, most_days=28)
    assert -0.3 < fall.detectable < -0.05


def test_where_hardly_anybody_comes_no_change_can_be_seen():
    plan = plan_test(baseline=0.5, change=0.1, per_day=1, most_days=7)
    assert math.isnan(plan.detectable)
    assert "no change at all" in plan.headline()


def test_more_people_are_needed_for_smaller_changes():
    sizes = plan_test(baseline=0.3, change=0.06).sizes["per_variant"]
    assert sizes.is_monotonic_decreasing
    assert sizes.index.min() == pytest.approx(0.024)


def test_the_plan_finds_its_change_as_often_as_it_says():
    plan, rng = plan_test(baseline=0.3, change=0.06), np.random.default_rng(0)
    people = plan.per_variant
    old, new = rng.binomial(people, 0.30, 4000), rng.binomial(people, 0.36, 4000)
    found = plain_p(new, people, old, people) < 0.05
    assert found.mean() == pytest.approx(0.8, abs=0.025)


@pytest.mark.parametrize("wrong", [
    {"baseline": 0.0}, {"baseline": 1.2}, {"change": 0.0}, {"change": 0.8}, {"variants": 1},
    {"power": 1.0}, {"alpha": 0.9}, {"per_day": 0},
])
def test_a_plan_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(OwnerError, match="A plan needs"):
        plan_test(**{"baseline": 0.3, "change": 0.05} | wrong)
