import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gmean

from helpers.core.problems import NotEnoughData
from helpers.subjects.strategy.maturity import maturity_profile, where_to_differ
from helpers.subjects.strategy.maturity_statements import FUNCTIONS, LEVELS, STATEMENTS

NAMES = [statement.name for statement in STATEMENTS]
OF = {function: [s.name for s in STATEMENTS if s.function == function] for function in FUNCTIONS}


def rated(*levels, **more):
    """Every statement of each function at one level."""
    return {name: level for function, level in zip(FUNCTIONS, levels)
            for name in OF[function]} | more


def test_the_five_functions_have_several_statements_each():
    assert len(FUNCTIONS) == 5 and len(set(NAMES)) == len(NAMES)
    assert all(5 <= len(names) <= 7 for names in OF.values())
    assert list(LEVELS) == [1, 2, 3, 4, 5]
    assert all(s.text.endswith(".") and s.area for s in STATEMENTS)
    assert {"hiring", "training", "performance", "communication"} <= {
        s.area for s in STATEMENTS if s.function == "people"}


def test_the_whole_is_the_geometric_mean_of_the_functions_means():
    profile = maturity_profile(rated(1, 2, 4, 4, 1))
    assert profile.functions["score"].tolist() == [1, 2, 4, 4, 1]
    assert profile.overall == pytest.approx(2)  # the fifth root of 32
    assert profile.plain_mean == 2.4
    assert profile.drag == pytest.approx(0.4)
    assert profile.weakest == ("finance", "people")
    assert not profile.weakest_sure


def test_a_functions_score_is_the_mean_of_what_was_rated():
    answers = rated(4, 4, 4, 4, 4) | dict(zip(OF["finance"], [1, 2, 5, None, np.nan]))
    row = maturity_profile(answers).functions.loc["finance"]
    assert row["score"] == (1 + 2 + 5 + 4) / 4
    assert (row["lower"], row["upper"]) == ((12 + 2) / 6, (12 + 10) / 6)
    assert (row["answered"], row["asked"]) == (4, 6)


def test_what_is_not_rated_widens_the_range_and_is_counted():
    full, part = rated(3, 3, 3, 3, 3), rated(3, 3, 3, 3)
    whole = maturity_profile(full)
    assert (whole.lower, whole.overall, whole.upper) == pytest.approx((3, 3, 3))
    one_less = maturity_profile({**full, "talks": None})
    assert one_less.lower < one_less.overall < one_less.upper
    assert one_less.unanswered == 1
    four = maturity_profile(part)
    assert four.left_out == ["people"]
    assert np.isnan(four.functions.loc["people", "score"])
    assert four.overall == pytest.approx(3)
    assert four.headline().startswith("The 4 basics come to 3.0 of 5 (6 statements unanswered).")


def test_the_weakest_is_sure_only_where_no_answer_could_change_it():
    sure = maturity_profile(rated(4, 4, 4, 4, 1))
    assert (sure.weakest, sure.weakest_sure) == (("people",), True)
    answers = rated(4, 4, 4, 4, 1) | dict.fromkeys(OF["people"][1:])
    open_still = maturity_profile(answers)
    assert (open_still.weakest, open_still.weakest_sure) == (("people",), False)
    assert "weakest at 1.0, as far as answered" in open_still.headline()


def test_a_point_more_lifts_most_where_it_is_weakest():
    lift = maturity_profile(rated(2, 3, 4, 5, 3)).functions["lift"]
    assert lift["finance"] == pytest.approx(gmean([3, 3, 4, 5, 3]) - gmean([2, 3, 4, 5, 3]))
    assert lift["legal and regulatory"] == pytest.approx(0)
    assert lift.idxmax() == "finance"


def test_what_moved_is_told_by_the_statements_rated_both_times():
    before = rated(3, 3, 3, 3, 3, date="2025-01-15") | {"trains": None, "keeps_accounts": 5}
    now = rated(3, 4, 3, 3, 3, date="2025-07-15") | {"trains": 1, "keeps_accounts": 2,
                                                    "talks": None}
    profile = maturity_profile(now, previous=before)
    change = profile.functions["change"]
    assert change["customers"] == 1
    assert change["finance"] == pytest.approx(-3 / 6)
    assert change["people"] == 0  # neither the new rating nor the one left out counts
    assert profile.functions.loc["finance", "before"] == pytest.approx(20 / 6)
    assert profile.moved.index.tolist() == ["keeps_accounts", *OF["customers"]]
    assert profile.moved.iloc[0][["before", "now", "change"]].tolist() == [5, 2, -3]
    assert (profile.dated, profile.dated_before) == (
        pd.Timestamp("2025-07-15"), pd.Timestamp("2025-01-15"))
    assert "Since 15 Jan 2025 customers moved most, up by 1.0." in profile.headline()


def test_no_last_time_or_no_change_is_said_as_it_is():
    alone = maturity_profile(rated(3, 3, 3, 3, 3))
    assert alone.functions[["before", "change"]].isna().all(axis=None) and alone.moved.empty
    assert "since" not in alone.headline().lower()
    same = maturity_profile(rated(3, 3, 3, 3, 3), previous=rated(3, 3, 3, 3, 3))
    assert same.headline().endswith("All are alike. Nothing moved since last time.")


def test_ratings_of_other_statements_are_set_aside():
    profile = maturity_profile({"talks": 3, "old_question": 9})
    assert profile.answered == 1
    assert profile.set_aside == {"ratings of statements that are not asked": 1}
    assert profile.headline().startswith("People, all that was rated, comes to 3.0 of 5")


@pytest.mark.parametrize("rating", [0, 6, "4", True, float("inf")])
def test_ratings_off_the_scale_are_refused(rating):
    with pytest.raises(ValueError, match="that of talks did not"):
        maturity_profile({"talks": rating})


@pytest.mark.parametrize("answers", [{}, {"talks": None}, {"date": "2025-01-01"}])
def test_nothing_rated_is_refused(answers):
    with pytest.raises(NotEnoughData, match="no statement rated"):
        maturity_profile(answers)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(1, 5), min_size=1).filter(
    lambda answers: any(rating for rating in answers.values())), st.data())
def test_the_whole_lies_in_its_range_and_a_better_rating_never_lowers_it(answers, data):
    profile = maturity_profile(answers)
    assert 1 - 1e-9 <= profile.lower <= profile.overall + 1e-9
    assert profile.overall <= profile.upper + 1e-9 and profile.upper <= 5 + 1e-9
    assert profile.drag >= -1e-9
    name = data.draw(st.sampled_from([name for name, rating in answers.items() if rating]))
    better = maturity_profile({**answers, name: min(answers[name] + 1, 5)})
    assert better.overall >= profile.overall - 1e-12
    filled = {name: answers.get(name) or data.draw(st.integers(1, 5)) for name in NAMES}
    if not profile.left_out:
        assert profile.lower - 1e-9 <= maturity_profile(filled).overall <= profile.upper + 1e-9
        if profile.weakest_sure:
            assert maturity_profile(filled).weakest == profile.weakest


def test_the_headline_can_be_repeated():
    assert maturity_profile(rated(4, 4, 4, 4, 1)).headline() == (
        "The 5 basics come to 3.0 of 5. People is weakest at 1.0: a point more in people would "
        "lift the whole by 0.45, one in finance by 0.14."
    )


def test_every_statement_stands_with_its_rating_in_words():
    rows = maturity_profile({"talks": 3, "trains": 1}).statements
    assert rows.index.tolist() == NAMES
    assert rows.loc["talks", ["function", "area", "rating", "level"]].tolist() == [
        "people", "communication", 3, "mostly, by habit"]
    assert rows.drop(["talks", "trains"])[["rating", "level"]].isna().all(axis=None)


def test_where_to_begin_is_what_is_lowest_in_the_weakest_functions_and_can_rise():
    answers = rated(4, 4, 4, 4, 5) | {"talks": 1, "trains": 2, "knows_what_earns": 1}
    profile = maturity_profile(answers)
    assert profile.weakest == ("finance",)
    assert profile.to_begin_with.index[0] == "knows_what_earns"
    assert set(profile.to_begin_with["function"]) == {"finance"}
    assert maturity_profile(rated(5, 5, 5, 5, 5)).to_begin_with.empty


def test_functions_without_a_rating_are_named():
    assert "Legal and regulatory and people are not rated yet." in maturity_profile(
        rated(3, 3, 3)).headline()
    assert "not rated" not in maturity_profile(rated(3, 3, 3, 3, 3)).headline()


def test_a_tie_is_sure_where_nothing_is_open():
    assert "Finance and people are weakest at 2.0: a point" in maturity_profile(
        rated(2, 3, 4, 4, 2)).headline()


def test_the_difference_is_told_with_its_score_and_what_comes_first():
    profile = maturity_profile(rated(2, 4, 3, 1, 3))
    chosen = where_to_differ(profile, "customers", "  We ring\n back at once. ")
    assert (chosen.score, chosen.below) == (4, {"legal and regulatory": 1, "finance": 2})
    assert list(chosen.below) == ["legal and regulatory", "finance"]
    assert chosen.headline() == (
        "The business means to be different in customers, at 4.0 of 5 today: “We ring back at "
        "once”. First bring up what stands below 3: legal and regulatory at 1.0 and finance at 2.0."
    )
    alone = where_to_differ(maturity_profile(rated(3, 4, 3, 3, 3)), "customers")
    assert alone.headline() == (
        "The business means to be different in customers, at 4.0 of 5 today.")


def test_a_function_that_is_chosen_does_not_wait_for_itself():
    assert where_to_differ(maturity_profile(rated(2, 4, 4, 4, 4)), "finance").below == {}


def test_without_a_choice_what_customers_see_and_is_run_best_is_named():
    profile = maturity_profile(rated(3, 4, 4, 5, 1))
    open_still = where_to_differ(profile)
    assert open_still.best == ("customers", "operations")  # not the legal one, though it is best
    assert open_still.headline() == ("Where to be different is not chosen yet. Customers and "
                                     "operations are run best so far, at 4.0 of 5.")
    unseen = where_to_differ(maturity_profile({"has_licences": 4}))
    assert unseen.headline() == "Where to be different is not chosen yet."
    assert "people, not rated yet." in where_to_differ(
        maturity_profile({"has_licences": 4}), "people").headline()


def test_a_difference_in_no_function_is_refused():
    with pytest.raises(ValueError, match="it was 'magic'"):
        where_to_differ(maturity_profile({"talks": 3}), "magic")
