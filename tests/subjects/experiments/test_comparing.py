"""What a test has shown: published figures, cases by hand, coverage, conclusions, refusals."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import test_proportions_2indep as score_test

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData, OwnerError
from helpers.stats.findings import ACT
from helpers.subjects.experiments import analyse_test, analyse_tests
from helpers.subjects.experiments.comparing import (
    AHEAD, ALIKE, BETTER, BROKEN, PERHAPS, TOO_SMALL, UNCLEAR, WORSE, WORTH,
)

DRAWS = 200


def table(*variants, experiment="sign", days=None):
    """Variants as (name, exposures, conversions), the first the control."""
    rows = [(experiment, name, place == 0, *counts)
            for place, (name, *counts) in enumerate(variants)]
    return pd.DataFrame(rows, columns=["experiment", "variant", "control", "exposures",
                                       "conversions"])


def daily(days, *variants):
    """Variants as (name, people a day, those who did, money), the first the control."""
    rows = [("sign", name, place == 0, day, people, did, money)
            for day in pd.date_range("2025-03-01", periods=days)
            for place, (name, people, did, money) in enumerate(variants)]
    return pd.DataFrame(rows, columns=["experiment", "variant", "control", "day", "exposures",
                                       "conversions", "revenue"])


@pytest.mark.parametrize(("new", "old", "published"), [  # Newcombe (1998), table II, method 10
    ((56, 70), (48, 80), (0.2000, 0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.6000, 0.1705, 0.8090)),
    ((5, 56), (0, 29), (0.0893, -0.0381, 0.1926)),
    ((10, 10), (0, 20), (1.0000, 0.6791, 1.0000)),
])
def test_intervals_are_those_published(new, old, published):
    counts = table(("old", old[1], old[0]), ("new", new[1], new[0]))
    row = analyse_test(counts, planned={"old": old[1], "new": new[1]}).frame.loc["new"]
    assert row[["difference", "lower", "upper"]].tolist() == pytest.approx(published, abs=6e-5)


def test_the_p_value_is_that_of_the_score_test():
    row = analyse_test(table(("old", 80, 48), ("new", 70, 56))).frame.loc["new"]
    peer = score_test(56, 70, 48, 80, compare="diff", method="score", correction=False)
    assert row["p_value"] == pytest.approx(peer.pvalue)


def test_several_variants_are_adjusted_as_holm_does_it():
    test = analyse_test(table(("a", 900, 90), ("b", 900, 121), ("c", 900, 117), ("d", 900, 95)))
    raw = test.frame["p_value"]
    assert raw["b"] < raw["c"] < 0.06 < raw["d"]
    by_hand = {"b": 3 * raw["b"], "c": max(3 * raw["b"], 2 * raw["c"]),
               "d": max(2 * raw["c"], raw["d"])}
    assert test.frame["adjusted_p"].to_dict() == pytest.approx(by_hand)
    assert raw["c"] < 0.06 < test.frame.loc["c", "adjusted_p"]
    assert "Of 3 changes tried" in test.headline()


@pytest.mark.parametrize(("variant", "smallest", "conclusion"), [
    ((1000, 400), None, BETTER), ((1000, 400), 0.03, WORTH), ((1000, 400), 0.065, PERHAPS),
    ((1000, 400), 0.12, TOO_SMALL), ((1000, 200), 0.03, WORSE), ((1000, 315), None, UNCLEAR),
    ((1000, 315), 0.0, AHEAD), ((1000, 315), 0.03, UNCLEAR), ((1000, 300), 0.10, ALIKE),
    ((1200, 500), 0.0, BROKEN),
])
def test_what_may_be_concluded(variant, smallest, conclusion):
    test = analyse_test(table(("old", 1000, 300), ("new", *variant)),
                        smallest_that_matters=smallest)
    assert test.conclusion == conclusion
    assert test.finding().action.what
    assert (test.finding().kind == ACT) == (conclusion in (WORTH, PERHAPS, BETTER, AHEAD))


def test_no_difference_is_told_of_a_broken_split():
    test = analyse_test(table(("old", 2300, 600), ("new", 2000, 900)))
    assert not test.split_as_planned
    assert test.headline().startswith("sign: do not use this result.")
    assert test.finding().measure is None
    assert "percentage points" not in test.headline()


def test_a_split_that_was_planned_uneven_is_no_broken_one():
    uneven = table(("old", 900, 90), ("new", 100, 10))
    assert not analyse_test(uneven).split_as_planned
    test = analyse_test(uneven, planned={"old": 0.9, "new": 0.1})
    assert test.split_p == pytest.approx(1)
    with pytest.raises(OwnerError, match="what share of people"):
        analyse_test(uneven, planned={"old": 1.0})


def test_intervals_hold_the_truth_as_often_as_they_say_and_splits_are_seldom_called_broken():
    rng = np.random.default_rng(1)
    held, broken = 0, 0
    for _ in range(DRAWS):
        people = rng.poisson(400, 2)
        did = rng.binomial(people, (0.30, 0.36))
        test = analyse_test(table(("old", people[0], did[0]), ("new", people[1], did[1])))
        row = test.frame.loc["new"]
        held += row["lower"] <= 0.06 <= row["upper"]
        broken += not test.split_as_planned
    assert 0.91 <= held / DRAWS <= 0.99
    assert broken <= 2


def test_luck_allowed_for_is_right_where_ideas_vary_as_assumed():
    rng = np.random.default_rng(2)
    changes = rng.normal(0, 0.05 / 2, DRAWS)
    found = []
    for change in changes:
        did = rng.binomial(500, (0.3, 0.3 + change))
        found.append(analyse_test(table(("old", 500, did[0]), ("new", 500, did[1])),
                                  change=0.05).frame.loc["new", ["difference", "expected"]])
    found = pd.DataFrame(found).astype(float).assign(truth=changes)
    winners = found[found["difference"] > 0.03].mean()
    assert winners["difference"] > winners["truth"] + 0.015  # the winner's curse
    assert winners["expected"] == pytest.approx(winners["truth"], abs=0.008)


def test_money_per_person_holds_the_truth_and_its_two_intervals_agree():
    rng, held = np.random.default_rng(3), 0
    for draw in range(60):
        rows = daily(28, ("old", 30, 9, 0.0), ("new", 30, 9, 0.0))
        did = rng.binomial(30, np.where(rows["control"], 0.3, 0.4))
        rows["conversions"], rows["revenue"] = did, did * 20.0
        money = analyse_test(rows, seed=draw).revenue.loc["new"]
        held += money["lower"] <= 2.0 <= money["upper"]
        assert money["welch_lower"] == pytest.approx(money["lower"], abs=0.5)
    assert 51 <= held


def test_money_by_hand_and_its_stake_a_year():
    rows = daily(20, ("old", 100, 30, 300.0), ("new", 100, 40, 400.0))
    rows["revenue"] += np.tile([5, -5, -5, 5], 10)  # days differ, or nothing could be drawn
    test = analyse_test(rows)
    assert test.revenue.loc["new", "difference"] == pytest.approx(1.0)
    stake = test.finding(Format("en_GB", "GBP")).stake.a_year
    assert stake.value == pytest.approx(365 * 200 * 1.0)
    assert stake.lower < stake.value < stake.upper
    assert test.days == 20


def test_money_on_few_days_or_none_is_not_told():
    few = daily(13, ("old", 100, 30, 300.0), ("new", 100, 40, 400.0))
    assert analyse_test(few).revenue is None
    assert analyse_test(few.drop(columns="revenue")).finding().stake is None


@pytest.mark.parametrize(("rows", "error", "words"), [
    (table(("old", 80, 48)), NotEnoughData, "one variant"),
    (table(("old", 80, 48), ("new", 0, 0)), NotEnoughData, "nobody who saw “new”"),
    (table(("old", 80, 48), ("new", 70, 56)).drop(columns="control"), DataProblems,
     "no variants marked as the control"),
    (table(("old", 80, 48), ("new", 70, 56)).assign(control=True), DataProblems,
     "2 variants marked"),
    (table(("old", 80, 48), ("new", 70, 56)).drop(columns="exposures"), DataProblems,
     "exposures"),
])
def test_what_cannot_be_judged_is_refused(rows, error, words):
    with pytest.raises(error, match=words):
        analyse_test(rows)


def test_the_control_may_be_named_or_be_called_control():
    rows = table(("old", 80, 48), ("new", 70, 56)).drop(columns="control")
    assert analyse_test(rows, control="old").frame.index.tolist() == ["new"]
    called = rows.replace({"variant": {"new": "Control"}})
    assert analyse_test(called).control == "Control"


def test_several_tests_are_judged_each_alone_and_those_that_cannot_be_are_named():
    both = pd.concat([table(("old", 800, 240), ("new", 800, 320)),
                      table(("old", 80, 24), experiment="alone"),
                      table(("old", 800, 240), ("new", 800, 241), experiment="dull")])
    with pytest.raises(DataProblems, match="to be told which one"):
        analyse_test(both)
    tests = analyse_tests(both)
    assert list(tests.tests) == ["sign", "dull"]
    assert "one variant" in tests.refused["alone"]
    assert tests.headline().startswith("Of 2 tests, 1 says “works” and 1 says “not clear”. sign:")
    assert tests.frame.loc[("sign", "new"), "rate"] == 0.4
    with pytest.raises(NotEnoughData, match="one variant"):
        analyse_tests(both[both["experiment"] == "alone"])


def test_nobody_and_everybody_are_no_evidence():
    for did in (0, 50):
        row = analyse_test(table(("old", 50, did), ("new", 50, did))).frame.loc["new"]
        assert row["p_value"] == 1
        assert row["lower"] < 0 < row["upper"]


def test_few_people_are_not_told_of_where_a_report_is_handed_on():
    told = analyse_test(table(("old", 40, 3), ("new", 41, 4))).headline(Format(smallest_group=5))
    assert "fewer than 5 of 40" in told
