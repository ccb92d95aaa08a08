from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multinomial

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.feedback.results import NetPromoterScore
from helpers.subjects.feedback.scores import (
    customer_satisfaction, difference_between, net_promoter_score, score_so_far,
)

HANDED_OVER = Format(smallest_group=5)


def answers(scores, day="2025-03-31", **columns):
    return pd.DataFrame({"date": day, "score": list(scores), **columns})


def crowd(promoters, passives, detractors, day="2025-03-31", **columns):
    scores = [9] * promoters + [7] * passives + [6] * detractors
    return answers(scores, day, **columns)


# The score and its interval


def test_the_bands_are_those_of_reichheld():
    score = net_promoter_score(answers(range(11)))
    assert (score.detractors, score.passives, score.promoters) == (7, 2, 2)
    assert score.score == pytest.approx(100 * (2 - 7) / 11)


def test_a_large_sample_has_the_standard_error_of_the_multinomial():
    # Half promoters, a third passives, a sixth detractors: variance 5/9, and a standard error of
    # 4.1 points with 324 answers (the textbook example of tickets drawn from a hat).
    score = net_promoter_score(crowd(162, 108, 54))
    assert score.score == pytest.approx(100 / 3)
    assert (score.upper - score.lower) / 2 / 1.96 == pytest.approx(4.1, abs=0.05)
    exact = net_promoter_score(crowd(16200, 10800, 5400))
    assert (exact.upper - exact.lower) / 2 / 1.959964 == pytest.approx(
        100 * np.sqrt(5 / 9 / 32400), rel=1e-3)


def test_the_interval_adds_three_answers_as_worked_out_by_hand():
    # 19 + .75 and 9 + .75 of 36 + 3: 50.64% less 25%; variance .75641 - .25641² = .69066.
    score = net_promoter_score(crowd(19, 8, 9))
    middle, reach = 100 * 10 / 39, 196 * np.sqrt((29.5 / 39 - (10 / 39) ** 2) / 39)
    assert (score.lower, score.upper) == pytest.approx((middle - reach, middle + reach), abs=0.01)
    assert (score.lower, score.upper) == pytest.approx((-0.44, 51.72), abs=0.01)


def covers(n, shares, interval):
    """How often an interval for n answers holds the truth: every possible outcome, weighed."""
    outcomes = np.array([(d, n - d - p, p) for d, p in product(range(n + 1), repeat=2)
                         if d + p <= n])
    held = [interval(*outcome) for outcome in outcomes]
    truth = 100 * (shares[2] - shares[0])
    inside = np.array([lower <= truth <= upper for lower, upper in held])
    return multinomial.pmf(outcomes, n, shares)[inside].sum()


@cache
def ours(detractors, passives, promoters):
    score = net_promoter_score(crowd(promoters, passives, detractors))
    return score.lower, score.upper


def plain_wald(detractors, passives, promoters):
    n = detractors + passives + promoters
    score = (promoters - detractors) / n
    reach = 1.96 * np.sqrt(((promoters + detractors) / n - score**2) / n)
    return 100 * (score - reach), 100 * (score + reach)


@pytest.mark.parametrize("shares", [(0.1, 0.3, 0.6), (0.05, 0.1, 0.85), (0.3, 0.4, 0.3)])
def test_with_twelve_answers_the_interval_keeps_its_word_where_the_plain_one_does_not(shares):
    exact = covers(12, shares, ours)
    assert exact >= 0.93
    assert exact > covers(12, shares, plain_wald)


def test_where_all_answer_alike_the_interval_is_no_single_point():
    score = net_promoter_score(crowd(12, 0, 0))
    assert (score.score, score.upper) == (100, 100)
    assert 40 < score.lower < 80
    assert net_promoter_score(crowd(500, 0, 0), level=0.5).upper == 100


@settings(max_examples=25)
@given(st.lists(st.integers(0, 10), min_size=10, max_size=40), st.floats(0.3, 0.99))
def test_the_score_lies_in_its_interval_and_the_interval_on_the_scale(scores, level):
    result = net_promoter_score(answers(scores), level=level)
    assert -100 <= result.lower <= result.score <= result.upper <= 100
    assert sum(result.counts.values()) == result.answers == len(scores)
    flipped = net_promoter_score(answers([{2: 0, 1: 8, 0: 10}[kind] for kind in
                                          np.searchsorted([7, 9], scores, side="right")]),
                                 level=level)
    assert flipped.score == pytest.approx(-result.score)
    assert flipped.lower == pytest.approx(-result.upper)


def test_a_higher_level_is_wider():
    narrow, wide = (net_promoter_score(crowd(19, 8, 9), level=level) for level in (0.8, 0.99))
    assert wide.lower < narrow.lower < narrow.upper < wide.upper
    with pytest.raises(ValueError, match="between 0 and 1"):
        net_promoter_score(crowd(19, 8, 9), level=95)


# What counts


def test_too_few_answers_are_refused_with_how_many_are_needed():
    with pytest.raises(NotEnoughData, match="it has 9 answers; it needs at least 10"):
        net_promoter_score(crowd(9, 0, 0))
    assert net_promoter_score(crowd(10, 0, 0)).answers == 10
    with pytest.raises(NotEnoughData, match="0 answers"):
        net_promoter_score(pd.DataFrame({"date": [], "score": []}))


def test_with_ten_answers_the_score_so_far_is_the_score():
    ten = crowd(6, 2, 2)
    assert isinstance(score_so_far(ten), NetPromoterScore)
    assert score_so_far(ten).headline() == net_promoter_score(ten).headline()


def test_with_fewer_it_says_how_many_are_lacking_and_what_to_do():
    so_far = score_so_far(crowd(5, 1, 1).assign(
        date=[f"2025-03-0{day}" for day in range(1, 8)]), as_of="2025-04-30")
    assert (so_far.answers, so_far.needed) == (7, 10)
    assert so_far.last_day == pd.Timestamp("2025-03-07")
    assert so_far.headline() == (
        "7 people have answered so far. A Net Promoter Score takes at least 10: with so few, one "
        "who thinks again moves it by 14 points or more. Until then, read each answer, and go on "
        "asking.")
    assert score_so_far(crowd(1, 0, 0)).headline().startswith("1 person has answered so far.")


def test_so_far_counts_people_once_and_nobody_at_all_is_said_kindly():
    again = score_so_far(answers([3, 9, 9, 8, 11], customer_id=["ann", "ann", "bob", "bob", "cat"]))
    assert (again.answers, sorted(again.set_aside.values())) == (2, [1, 2])
    nobody = score_so_far(answers([]).assign(date=pd.to_datetime([])))
    assert nobody.answers == 0 and nobody.headline().startswith("Nobody has been asked yet.")


def test_how_few_answered_cannot_be_told_from_what_is_handed_over():
    said = score_so_far(crowd(3, 0, 0)).headline(HANDED_OVER)
    assert said.startswith("Fewer than 5 people have answered so far.")
    assert "points" not in said and "33" not in said


def test_scores_off_the_scale_are_set_aside_and_counted():
    scores = [9] * 20 + [11, -1, 8.5, None, "ten", "10"]
    result = net_promoter_score(answers(scores))
    assert result.answers == 21
    assert result.set_aside == {"without a score": 1, "not a whole number from 0 to 10": 4}


def test_scores_on_another_scale_are_refused():
    with pytest.raises(DataProblems, match="scores from 40 to 100"):
        net_promoter_score(answers([40, 100, 90] * 10))
    with pytest.raises(DataProblems, match="13 rows"):
        net_promoter_score(answers([9] * 30 + [20] * 13))
    with pytest.raises(DataProblems, match="found:    words"):
        net_promoter_score(answers(["good", "bad"] * 10))
    with pytest.raises(DataProblems, match="whole numbers from 1 to 5"):
        customer_satisfaction(answers([9, 10, 3] * 10))


def test_ratings_up_to_five_are_doubted_aloud():
    assert "1 to 5" in net_promoter_score(answers([3, 4, 5] * 5)).notes[1]
    assert len(net_promoter_score(answers([3, 4, 6] * 5)).notes) == 1
    assert len(customer_satisfaction(answers([3, 4, 5] * 5)).notes) == 1


def test_of_one_persons_answers_the_latest_counts():
    people = [f"c{number}" for number in range(10)]
    early = answers([0] * 10, "2025-01-10", customer_id=people)
    late = answers([10] * 10, "2025-02-10", customer_id=people)
    guests = answers([8] * 5, "2025-02-11", customer_id=None)
    result = net_promoter_score(pd.concat([late, early, guests]), as_of="2025-02-28")
    assert (result.promoters, result.passives, result.detractors) == (10, 5, 0)
    assert list(result.set_aside.values()) == [10]
    assert "answered again" in list(result.set_aside)[0]
    assert result.monthly["score"].round(1).tolist() == [-100, 66.7]


def test_two_answers_of_one_day_count_by_their_order():
    people = [f"c{number}" for number in range(10)] * 2
    both = answers([0] * 10 + [10] * 10, customer_id=people)
    assert net_promoter_score(both).score == 100


def test_answers_after_the_last_day_do_not_count():
    feedback = pd.concat([crowd(10, 0, 0), crowd(0, 0, 10, "2025-04-01"), crowd(1, 0, 0, None)])
    result = net_promoter_score(feedback, as_of="2025-03-31")
    assert result.score == 100
    assert result.set_aside == {"without a date": 1, "dated after the last day looked at": 10}


def test_a_missing_column_is_named():
    with pytest.raises(DataProblems, match="column score"):
        net_promoter_score(pd.DataFrame({"date": ["2025-01-01"]}))
    with pytest.raises(DataProblems, match="column branch"):
        net_promoter_score(crowd(9, 9, 9), by="branch")


# Months


def test_months_have_no_gaps_and_one_that_has_not_ended_is_not_told():
    feedback = pd.concat([crowd(10, 0, 10, "2025-01-15"), crowd(3, 0, 0, "2025-03-20"),
                          crowd(12, 0, 0, "2025-04-20")])
    monthly = net_promoter_score(feedback).monthly
    assert monthly.index.astype(str).tolist() == ["2025-01", "2025-02", "2025-03", "2025-04"]
    assert monthly["answers"].tolist()[:3] == [20, 0, 3]
    assert monthly.loc["2025-01", ["score", "promoters", "detractors"]].tolist() == [0, 10, 10]
    assert monthly.loc["2025-02":, "score"].isna().all()
    assert monthly.loc["2025-04"].isna().all()


def test_the_change_sets_the_last_months_against_as_many_before():
    feedback = pd.concat([
        crowd(10, 20, 10, f"2025-{month:02}-28") for month in (1, 2)] + [
        crowd(30, 10, 0, f"2025-{month:02}-28") for month in (3, 4)])
    result = net_promoter_score(feedback, as_of="2025-04-30")
    change = result.change
    assert (change.months, change.answers, change.answers_before) == (2, 80, 80)
    assert result.change.difference == pytest.approx(75)
    assert "It went up by 75 points" in result.headline()
    assert (change.now[0], change.before[0]) == (75, 0)
    assert change.before[1] < 0 < change.before[2] < change.now[1] < change.now[2]
    assert "the last 2 months against the 2 before" in result.headline()
    steady = net_promoter_score(pd.concat([
        crowd(10, 20, 10, f"2025-{month:02}-28") for month in (1, 2)]), as_of="2025-02-28")
    assert not steady.change.beyond_chance
    assert "no change stands out" in steady.headline()


def test_a_month_left_over_and_months_of_long_ago_stay_out_of_the_change():
    feedback = pd.concat([
        crowd(0, 0, 10, "2023-01-15"), crowd(10, 0, 10, "2024-06-15"),
        crowd(20, 0, 10, "2025-06-15")])
    begun = crowd(0, 0, 90, "2025-07-05")
    change = net_promoter_score(pd.concat([feedback, begun])).change
    assert (change.months, change.answers, change.answers_before) == (12, 30, 20)
    assert change.difference == pytest.approx(100 / 3)


def test_someone_counts_once_in_each_stretch_of_the_change():
    people = [f"c{number}" for number in range(10)]
    feedback = pd.concat([
        answers([score] * 10, f"2025-{month:02}-10", customer_id=people)
        for month, score in enumerate([0, 10, 10, 0], start=1)])
    change = net_promoter_score(feedback, as_of="2025-04-30").change
    assert (change.answers, change.answers_before, change.difference) == (10, 10, -200)


def test_too_few_answers_in_either_stretch_tell_no_change():
    feedback = pd.concat([crowd(9, 0, 0, "2025-01-31"), crowd(30, 0, 0, "2025-02-28")])
    assert net_promoter_score(feedback).change is None
    assert net_promoter_score(crowd(30, 0, 0)).change is None


# Groups


def test_a_group_is_set_against_all_the_others():
    feedback = pd.concat([crowd(40, 20, 10, branch="north"), crowd(10, 20, 40, branch="south"),
                          crowd(5, 0, 0, branch=None), crowd(4, 0, 0, branch="west")])
    groups = net_promoter_score(feedback, by="branch").groups
    assert groups.loc["north", "score"] == pytest.approx(100 * 30 / 70)
    assert groups.loc["north", "difference"] == pytest.approx(100 * (30 / 70 + 26 / 74))
    assert np.isnan(groups.loc["west", "score"]) and np.isnan(groups.loc["west", "difference"])
    assert groups.loc["west", "answers"] == 4


def test_two_groups_differ_as_two_results_do():
    north, south = crowd(40, 20, 10, branch="north"), crowd(10, 20, 40, branch="south")
    row = net_promoter_score(pd.concat([north, south]), by="branch").groups.loc["north"]
    apart = difference_between(net_promoter_score(north), net_promoter_score(south))
    assert row[["difference", "difference_lower", "difference_upper"]].tolist() == pytest.approx(
        [apart.difference, apart.lower, apart.upper])
    assert apart.beyond_chance


def test_the_interval_of_a_difference_squares_and_adds():
    one, other = net_promoter_score(crowd(40, 20, 10)), net_promoter_score(crowd(10, 20, 40))
    apart = difference_between(one, other)
    assert apart.difference - apart.lower == pytest.approx(
        np.sqrt((one.score - one.lower) ** 2 + (other.upper - other.score) ** 2))
    back = difference_between(other, one)
    assert (back.lower, back.upper) == pytest.approx((-apart.upper, -apart.lower))


@pytest.mark.prove
def test_the_difference_of_two_scores_keeps_its_word():
    rng = np.random.default_rng(5)
    truth, held = 100 * (0.5 - 0.2), 0
    for _ in range(200):
        one, other = rng.multinomial(25, [0.6, 0.3, 0.1]), rng.multinomial(40, [0.4, 0.4, 0.2])
        apart = difference_between(*(net_promoter_score(crowd(*counts)) for counts in (one, other)))
        held += apart.lower <= truth <= apart.upper
    assert 0.92 <= held / 200 <= 0.99


def test_more_groups_make_every_comparison_wider():
    def feedback(*names):
        return pd.concat([crowd(20, 10, 10, branch="north")] + [
            crowd(*(int(part / len(names)) for part in (12, 12, 36)), branch=name)
            for name in names])

    two, four = (net_promoter_score(feedback(*names), by="branch").groups.loc["north"]
                 for names in (["s"], ["s", "t", "u"]))
    assert four["difference"] == pytest.approx(two["difference"])
    assert four["difference_lower"] < two["difference_lower"]


def test_the_group_that_stands_out_is_named():
    feedback = pd.concat([crowd(40, 20, 10, branch="north"), crowd(10, 20, 40, branch="south"),
                          crowd(40, 20, 10, branch="west")])
    said = net_promoter_score(feedback, by="branch").headline()
    assert "south stands out, 86 points (likely 59 to 109) below the others." in said
    alike = pd.concat([crowd(9, 9, 9, branch=name) for name in "ab"])
    assert "No branch stands out" in net_promoter_score(alike, by="branch").headline()
    lonely = crowd(9, 9, 9, branch="a")
    assert "No branch has enough" in net_promoter_score(lonely, by="branch").headline()


# Small groups, words


def test_few_detractors_are_not_told_of_in_what_is_handed_over():
    result = net_promoter_score(crowd(20, 17, 3))
    assert "7.5% detractors" in result.headline()
    assert "detractors" not in result.headline(HANDED_OVER)


def test_few_people_in_a_month_or_group_are_not_told_of_at_all():
    feedback = pd.concat([crowd(6, 6, 6, branch="a"), crowd(7, 7, 7, branch="b"),
                          crowd(3, 0, 0, branch="c")])
    told = net_promoter_score(feedback, by="branch").groups_told(5)
    assert told.loc["c"].isna().all()
    assert told.loc["a"].isna().all()  # or the total would give the three away
    assert told.loc["b", "answers"] == 21


def test_the_headline_can_be_repeated():
    feedback = pd.concat([crowd(30, 20, 10, "2025-01-20"), crowd(36, 14, 10, "2025-02-20")])
    assert net_promoter_score(feedback, as_of="2025-02-28").headline() == (
        "Among the 120 people who answered between Jan 2025 and Feb 2025, the Net Promoter Score "
        "is 38 (likely 24 to 51): 55% promoters less 17% detractors. Between the last month and "
        "the one before no change stands out of chance."
    )
    assert "Only those who answered are counted." in net_promoter_score(feedback).notes[0]


# Satisfaction


def test_satisfaction_has_wilsons_interval():
    # Newcombe (1998), table I: 81 of 263 gives 25.53% to 36.62%.
    result = customer_satisfaction(answers([4] * 41 + [5] * 40 + [3] * 100 + [1] * 82))
    assert result.share == pytest.approx(81 / 263)
    assert (result.lower, result.upper) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert (result.satisfied, result.answers) == (81, 263)


def test_a_difference_in_satisfaction_has_newcombes_interval():
    # Newcombe (1998), table II, contrast (a): 56 of 70 against 48 of 80.
    one, other = (customer_satisfaction(answers([5] * good + [1] * (all_of_them - good)))
                  for good, all_of_them in ((56, 70), (48, 80)))
    apart = difference_between(one, other)
    assert (apart.lower, apart.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_the_scale_and_where_satisfied_begins_can_be_chosen():
    result = customer_satisfaction(answers([6, 7, 8, 9, 10] * 4), scale=(0, 10), satisfied=8)
    assert result.share == 0.6
    assert "they gave 8 or more of 10" in result.headline()
    for satisfied in (0, 11):
        with pytest.raises(ValueError, match="Satisfied begins"):
            customer_satisfaction(answers([6] * 10), scale=(0, 10), satisfied=satisfied)


def test_satisfaction_tells_of_groups_and_change_in_percentage_points():
    feedback = pd.concat([
        answers([5] * 45 + [2] * 5, "2025-01-31", branch="a"),
        answers([5] * 20 + [2] * 30, "2025-02-28", branch="b")])
    assert customer_satisfaction(feedback, by="branch").headline() == (
        "Of the 100 people who answered between Jan 2025 and Feb 2025, 65 (65%, likely 55% to 74%) "
        "are satisfied: they gave 4 or more of 5. It went down by 50 points (likely 32 to 64), to "
        "40%, the last month against the one before. a stands out, 50 points (likely 32 to 64) above the "
        "others."
    )


def test_few_who_are_not_satisfied_are_not_told_of():
    said = customer_satisfaction(answers([5] * 37 + [2] * 3)).headline(HANDED_OVER)
    assert "all but fewer than 5 are satisfied" in said


def test_a_planted_share_of_promoters_is_found_again():
    rng = np.random.default_rng(11)
    kinds = rng.choice([10, 8, 4], size=2000, p=[0.5, 0.3, 0.2])
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 366, 2000), unit="D")
    result = net_promoter_score(pd.DataFrame({"date": days, "score": kinds}))
    assert result.lower <= 30 <= result.upper
    held = result.monthly.dropna()
    assert ((held["lower"] <= 30) & (held["upper"] >= 30)).mean() >= 0.9
