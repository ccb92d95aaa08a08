"""What was planted in the samples' communities is found by the analyses, within their intervals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from helpers import open_business
from helpers.samples import truths_of
from helpers.samples.acquisition import DAYS_PER_MONTH
from helpers.samples.community import (
    FIRST_FRIEND_WITHIN_DAYS, JOINED, MEETINGS, chances_to_join, community, meeting_days,
)
from helpers.samples.draws import stream
from helpers.subjects.community.membership import members_against_others
from helpers.subjects.community.size import community_size, referral_share

SAMPLES = ("bakery", "shop")
REDRAWN = 15


@pytest.fixture(scope="module", params=SAMPLES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def terms(name):
    return truths_of(name)["community"]


@pytest.fixture(scope="module")
def orders(name):
    return open_business(name).table("orders")


@pytest.fixture(scope="module")
def diary(name):
    return open_business(name).table("community")


@pytest.fixture(scope="module")
def compared(orders, diary):
    return members_against_others(orders, community=diary)


@pytest.fixture(scope="module")
def redrawn(terms, orders):
    """Other draws from the same truths, and what joining seems worth in each."""
    diaries = [community(stream(seed, "community"), terms, orders) for seed in range(REDRAWN)]
    return diaries, [members_against_others(orders, community=diary).matched for diary in diaries]


def within(found, truth):
    return found.lower <= truth <= found.upper


def nominal(found):
    """As many hits as 95% intervals should have, give or take what chance allows in 999 of 1000."""
    fewest, most = stats.binom.ppf([0.0005, 0.9995], len(found), 0.95)
    return fewest <= sum(found) <= most


def joined_on(diary):
    return diary.groupby("member_id")["date"].min()


def test_what_joining_is_worth_is_found_by_matching(terms, compared):
    assert within(compared.matched, terms["members_spend_more"])
    assert compared.matched.lower > 0


def test_a_plain_comparison_finds_far_too_much(terms, compared):
    a_year = 365 / terms["within_days"]
    assert compared.spend_lower > 0
    assert compared.matched.before < compared.spend_difference / a_year
    before = compared.frame["spend"]["members"] - compared.frame["spend"]["others"]
    assert before > 2 * terms["members_spend_more"]


@pytest.mark.prove
def test_the_matched_interval_holds_the_truth_about_as_often_as_it_says(terms, redrawn):
    assert nominal([within(found, terms["members_spend_more"]) for found in redrawn[1]])


def test_matching_is_right_on_average(terms, redrawn):
    found = np.array([one.difference for one in redrawn[1]])
    reach = stats.t.ppf(0.9995, len(found) - 1) * found.std(ddof=1) / np.sqrt(len(found))
    assert abs(found.mean() - terms["members_spend_more"]) < reach


def test_the_keener_join_as_much_more_readily_as_planted(terms, orders, diary):
    """Each meeting, those not yet in it: did they join, by what they had spent in the days before?

    What they spent after is left to chance here: it leans on nothing that went before.
    """
    panel = chances_to_join(terms, orders, meeting_days(terms, orders["order_date"].max()))
    joined = panel["customer_id"].map(joined_on(diary))
    open_to = panel[~(joined < panel["day"])]
    doublings = open_to["before"] / terms["chance_doubles_with"]
    model = pd.DataFrame({"always": 1.0, "doublings": doublings})
    joins = (joined[open_to.index] == open_to["day"]).astype(float)
    fit = sm.GLM(joins, model, family=sm.families.Poisson()).fit()
    lower, upper = np.exp(fit.conf_int().loc["doublings"])
    assert lower <= 2 <= upper


def test_members_had_bought_long_before_they_joined(terms, orders, diary):
    joined = joined_on(diary)
    first = orders.groupby("customer_id")["order_date"].min().reindex(joined.index)
    assert ((joined - first).dt.days > terms["within_days"]).all()


def test_everybody_joins_at_a_meeting(terms, orders, diary):
    meetings = meeting_days(terms, orders["order_date"].max())
    assert set(meetings.day_name().str.lower()) == {terms["weekday"]}
    assert meetings.to_period("M").is_unique
    first = diary[diary["date"] == diary["member_id"].map(joined_on(diary))]
    assert set(first["activity"]) == {JOINED}
    assert first["date"].isin(meetings).all()
    for kind, later in MEETINGS.items():
        assert diary.loc[diary["activity"] == kind, "date"].isin(meetings + later).all()


def test_a_quarter_or_so_of_members_bring_others(terms, diary, redrawn):
    shares = [referral_share(one) for one in [diary, *redrawn[0]]]
    assert within(shares[0], terms["who_refers"])
    assert nominal([within(share, terms["who_refers"]) for share in shares[1:]])


def test_who_brings_others_brings_the_first_soon_after_joining(diary):
    joined = joined_on(diary)
    first = diary[diary["activity"] == "referral"].groupby("member_id")["date"].min()
    days = (first - joined[first.index]).dt.days
    assert (days >= 1).all()
    assert (days <= FIRST_FRIEND_WITHIN_DAYS).mean() > 0.9  # others fell silent before it


def test_members_do_as_much_as_planted_until_they_fall_silent(terms, redrawn):
    """Posts and the like, for each month that a member can be expected to have been there."""
    whole = pd.concat(redrawn[0], keys=range(REDRAWN), names=["draw"]).reset_index("draw")
    last_day = whole["date"].max()
    joined = whole.groupby(["draw", "member_id"])["date"].min()
    months = (last_day - joined).dt.days / DAYS_PER_MONTH
    pace = -np.log1p(-terms["falls_silent_per_month"])
    there = ((1 - np.exp(-pace * months)) / pace).sum()
    for kind in set(terms["activities"]) - {*MEETINGS, "referral"}:
        done = (whole["activity"] == kind).sum() / there
        assert done == pytest.approx(terms["activities"][kind]["per_month"], rel=0.1), kind


def test_what_members_do_counts_as_stated(terms, diary):
    for kind, said in terms["activities"].items():
        assert set(diary.loc[diary["activity"] == kind, "weight"]) == {said["weight"]}
    assert set(diary["activity"]) == set(terms["activities"])


def test_the_community_grows(diary):
    months = community_size(diary).finished
    assert months["size"].iloc[-1] > months["size"].iloc[-13] > 10
    assert len(diary) < 5000
