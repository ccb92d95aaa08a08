"""What was planted in the shop's tests is found, and advice to test pays on known worlds."""

import pandas as pd
import pytest
from scipy.stats import binom

from helpers import open_business
from helpers.samples import truths_of
from helpers.samples.decisions.experiments import EARLY, KNOWING, LESSON, WORLDS, profit_by_rule
from helpers.samples.draws import stream
from helpers.samples.experiments import experiments
from helpers.subjects.experiments import analyse_test, analyse_tests, peek
from helpers.subjects.experiments.comparing import BROKEN, UNCLEAR, WORTH

GIFT, BANNER, PAGE, LETTER = ("Free gift wrapping", "Countdown banner", "New product page",
                              "Newsletter subject line")
REDRAWN = 100


@pytest.fixture(scope="module")
def terms():
    return truths_of("shop")["experiments"]


@pytest.fixture(scope="module")
def table():
    return open_business("shop").table("experiments")


@pytest.fixture(scope="module")
def tests(terms, table):
    return analyse_tests(table, smallest_that_matters={
        name: test["pays_from"] for name, test in terms["tests"].items()})


def truth(terms, name, variant):
    shares = terms["tests"][name]["shares"]
    return shares[variant] - shares[terms["tests"][name]["control"]]


def test_differences_are_within_their_intervals(terms, tests):
    rows = tests.frame.drop(PAGE, level="experiment")
    for (name, variant), row in rows.iterrows():
        assert row["lower"] <= truth(terms, name, variant) <= row["upper"]
    money = tests.tests[GIFT].revenue.iloc[0]
    brings = terms["tests"][GIFT]["brings"]["mean"] * truth(terms, GIFT, "wrapped free")
    assert 0 < money["lower"] <= brings <= money["upper"]


def test_each_test_says_what_it_was_made_to_say(tests):
    said = {name: test.conclusion for name, test in tests.tests.items()}
    assert said == {GIFT: WORTH, BANNER: UNCLEAR, PAGE: BROKEN, LETTER: WORTH}
    assert tests.tests[LETTER].best == "your basket"
    assert tests.tests[PAGE].frame["p_value"].iloc[0] < 0.05  # flattered


def test_the_banner_fools_who_peeks_in_its_second_week_and_no_one_else(table):
    looks = peek(table, experiment=BANNER)
    first = table.loc[table["experiment"] == BANNER, "day"].min()
    assert 7 <= (looks.fooled["banner"] - first).days < 14
    assert looks.decided.isna().all()


def test_redrawn_truths_are_found_as_often_as_they_should_be(terms):
    wrapping, page = ({"tests": {name: terms["tests"][name]}} for name in (GIFT, PAGE))
    held = broken = 0
    for seed in range(REDRAWN):
        row = analyse_test(experiments(stream(seed, "experiments"), wrapping).drop(
            columns="revenue")).frame.iloc[0]
        held += row["lower"] <= truth(terms, GIFT, "wrapped free") <= row["upper"]
        broken += analyse_test(experiments(stream(seed, "page"), page).drop(
            columns="revenue")).conclusion == BROKEN
    assert held >= binom.ppf(0.0005, REDRAWN, 0.95)  # as of 95% intervals, in 999 cases of 1000
    assert broken >= 0.9 * REDRAWN


def test_the_lessons_rule_earns_more_than_stopping_at_the_first_p_below_five_per_cent():
    profit = pd.concat([profit_by_rule(WORLDS[name], seeds=20, ideas=4)
                        for name in ("small changes, free", "small changes, 20p a person")])
    share = profit.sum() / profit[KNOWING].sum()
    assert share[LESSON] > share[EARLY] + 0.05
    assert share[LESSON] > 0.5
