import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gmean

from helpers.subjects.strategy.maturity import (
    BASICS, FUNCTIONS, LEVELS, STATEMENTS, maturity_profile, where_to_differ,
)

NAMES = STATEMENTS["name"].tolist()
OF = {function: BASICS.names(function) for function in FUNCTIONS}


def rated(*levels, **more):
    """Every statement of each function at one level."""
    return {name: level for function, level in zip(FUNCTIONS, levels)
            for name in OF[function]} | more


def test_the_five_functions_have_several_statements_each():
    assert len(FUNCTIONS) == 5 and len(set(NAMES)) == len(NAMES)
    assert all(5 <= len(names) <= 7 for names in OF.values())
    assert list(LEVELS) == [1, 2, 3, 4, 5]
    assert STATEMENTS["text"].str.endswith(".").all() and STATEMENTS["area"].all()
    assert {"hiring", "training", "performance", "communication"} <= set(
        STATEMENTS.loc[STATEMENTS["function"] == "people", "area"])


def test_the_whole_is_the_geometric_mean_of_the_functions_means():
    profile = maturity_profile(rated(1, 2, 4, 4, 1))
    assert profile.groups["score"].tolist() == [1, 2, 4, 4, 1]
    assert profile.overall == pytest.approx(2)  # the fifth root of 32
    assert profile.plain_mean == 2.4
    assert profile.drag == pytest.approx(0.4)
    assert profile.weakest == ("finance", "people")
    assert not profile.weakest_sure


def test_what_is_not_rated_widens_the_range_and_is_counted():
    full, part = rated(3, 3, 3, 3, 3), rated(3, 3, 3, 3)
    whole = maturity_profile(full)
    assert (whole.lower, whole.overall, whole.upper) == pytest.approx((3, 3, 3))
    one_less = maturity_profile({**full, "talks": None})
    assert one_less.lower < one_less.overall < one_less.upper
    assert one_less.unanswered == 1
    four = maturity_profile(part)
    assert four.left_out == ["people"]
    assert np.isnan(four.groups.loc["people", "score"])
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
    lift = maturity_profile(rated(2, 3, 4, 5, 3)).lifts
    assert lift["finance"] == pytest.approx(gmean([3, 3, 4, 5, 3]) - gmean([2, 3, 4, 5, 3]))
    assert lift["legal and regulatory"] == pytest.approx(0)
    assert lift.idxmax() == "finance"


def test_no_last_time_or_no_change_is_said_as_it_is():
    alone = maturity_profile(rated(3, 3, 3, 3, 3))
    assert "since" not in alone.headline().lower()
    same = maturity_profile(rated(3, 3, 3, 3, 3), previous=rated(3, 3, 3, 3, 3))
    assert same.headline().endswith("All are alike. Nothing moved since last time.")


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(1, 5), min_size=1).filter(
    lambda answers: any(rating for rating in answers.values())), st.data())
def test_unevenness_only_costs_and_what_is_sure_stays_however_the_rest_is_rated(answers, data):
    profile = maturity_profile(answers)
    assert profile.drag >= -1e-9
    filled = {name: answers.get(name) or data.draw(st.integers(1, 5)) for name in NAMES}
    if not profile.left_out and profile.weakest_sure:
        assert maturity_profile(filled).weakest == profile.weakest


def test_the_headline_can_be_repeated():
    assert maturity_profile(rated(4, 4, 4, 4, 1)).headline() == (
        "The 5 basics come to 3.0 of 5. People is weakest at 1.0: a point more in people would "
        "lift the whole by 0.45, one in finance by 0.14."
    )


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
