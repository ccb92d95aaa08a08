"""Diaries counted out by hand, published intervals, and customers made with a known effect."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.community.membership import members_against_others
from helpers.subjects.community.size import community_size, referral_share
from helpers.subjects.customers.programme import program_effect

HANDED_OVER = Format("en_GB", "GBP", smallest_group=5)
FIRST_DAY = pd.Timestamp("2023-01-01")


def diary(*rows, **columns):
    return pd.DataFrame(rows, columns=["member_id", "date"]).assign(**columns)


# Size


def counted_out():
    """Ann pauses from February to May; Bob is there in January alone; Cas comes in April."""
    return diary(("ann", "2025-01-05"), ("bob", "2025-01-20"), ("bob", "2025-01-21"),
                 ("ann", "2025-06-03"), ("cas", "2025-04-30"), ("cas", "2025-07-02"))


def test_a_member_counts_for_three_months_and_may_come_back():
    frame = community_size(counted_out(), as_of="2025-07-31").frame
    assert frame["size"].tolist() == [2, 2, 2, 1, 1, 2, 2]
    assert frame["active"].tolist() == [2, 0, 0, 1, 0, 1, 1]
    assert frame["new"].tolist() == [2, 0, 0, 1, 0, 0, 0]
    assert frame["back"].tolist() == [0, 0, 0, 0, 0, 1, 0]
    assert frame["lapsed"].tolist() == [0, 0, 0, 2, 0, 0, 0]
    assert frame["activities"].tolist() == [3, 0, 0, 1, 0, 1, 1]
    assert frame["per_active"].iloc[0] == 1.5


def test_a_month_that_has_not_ended_is_unknown():
    found = community_size(counted_out())
    assert found.as_of == pd.Timestamp("2025-07-02")
    assert found.frame.loc["2025-07"].isna().all()
    assert found.headline().startswith("In Jun 2025 the community had 2 members")


def test_an_empty_weight_counts_one():
    community = counted_out().assign(weight=[2.0, np.nan, 0.5, 1, 1, 1])
    assert community_size(community, as_of="2025-07-31").frame["weight"].iloc[0] == 3.5


def test_rows_without_a_member_or_a_date_are_set_aside():
    community = pd.concat([counted_out(), diary((None, "2025-02-01"), ("dan", None),
                                                ("dan", "2025-09-01"))])
    found = community_size(community, as_of="2025-07-31")
    assert sorted(found.set_aside.values()) == [1, 1, 1]
    assert found.frame["new"].sum() == 3


def test_no_month_that_has_ended_is_no_size():
    with pytest.raises(NotEnoughData):
        community_size(diary(("ann", "2025-01-05")))
    with pytest.raises(NotEnoughData):
        community_size(diary())
    with pytest.raises(ValueError, match="quiet_months"):
        community_size(counted_out(), quiet_months=0)
    with pytest.raises(DataProblems):
        community_size(counted_out().drop(columns="member_id"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 500)), min_size=1, max_size=40),
       st.integers(1, 4))
def test_who_comes_and_goes_adds_up_to_the_size(done, quiet):
    community = diary(*done)
    community["date"] = FIRST_DAY + pd.to_timedelta(community["date"], unit="D")
    found = community_size(community, quiet_months=quiet, as_of="2024-06-30").finished
    before = found["size"].shift(fill_value=0)
    assert (found["size"] == before + found["new"] + found["back"] - found["lapsed"]).all()
    assert (found["active"] <= found["size"]).all()
    assert found["new"].sum() == community["member_id"].nunique()


def test_a_quiet_month_of_one_makes_members_of_the_active():
    found = community_size(counted_out(), quiet_months=1, as_of="2025-07-31").frame
    assert found["size"].tolist() == found["active"].tolist()


def test_few_are_not_told_of_and_cannot_be_worked_out():
    rows = [(f"m{number}", day) for number in range(20) for day in ("2025-01-05", "2025-02-05")]
    rows += [(f"n{number}", "2025-02-07") for number in range(3)]
    found = community_size(diary(*rows), as_of="2025-02-28")
    february = found.told(5).iloc[-1]
    assert np.isnan(february["new"])
    assert february["size"] == 23
    assert found.told(1).iloc[-1]["new"] == 3
    assert "fewer than 5 came new" in found.headline(HANDED_OVER)


# Referrals


def test_the_share_of_members_who_refer_has_wilsons_interval():
    """81 of 263, as in Newcombe (1998), table I: 0.2553 to 0.3662."""
    community = diary(*[(number, "2025-03-01") for number in range(263)], activity="post")
    referred = diary(*[(number, "2025-03-02") for number in [*range(81), 0, 0]],
                     activity=" Referral")
    found = referral_share(pd.concat([community, referred]))
    assert (found.referrers, found.members, found.referrals) == (81, 263, 83)
    assert [found.lower, found.upper] == pytest.approx([0.2553, 0.3662], abs=5e-5)


def test_last_years_referrals_are_not_this_years():
    community = diary(*[(number, "2025-03-01") for number in range(20)], activity="post")
    old = diary((1, "2024-02-29"), activity="referral")
    assert referral_share(pd.concat([community, old])).referrers == 0


def test_referrals_stand_beside_new_customers():
    """12 referrals, whose exact Poisson interval is 6.20 to 20.96 (Garwood, 1936), for 30."""
    community = diary(*[(number, "2025-03-01") for number in range(12)], activity="referral")
    orders = pd.DataFrame({"customer_id": ["old", *range(30)],
                           "order_date": ["2022-01-05"] + ["2025-01-10"] * 30})
    found = referral_share(community, orders)
    assert found.new_customers == 30
    assert found.per_new_customer == pytest.approx(0.4)
    assert 30 * found.per_new_customer_lower == pytest.approx(6.20, abs=0.005)
    assert 30 * found.per_new_customer_upper == pytest.approx(20.96, abs=0.005)
    assert "4.0 referrals" in found.headline()
    young = referral_share(community, orders.iloc[1:])
    assert np.isnan(young.new_customers) and "referrals (" not in young.headline()


def test_a_share_of_nine_members_is_refused_and_few_are_not_told_of():
    community = diary(*[(number, "2025-03-01") for number in range(9)], activity="referral")
    with pytest.raises(NotEnoughData, match="9 members"):
        referral_share(community)
    few = diary(*[(number, "2025-03-01") for number in range(40)],
                activity=["referral"] * 3 + ["post"] * 37)
    said = referral_share(few).headline(HANDED_OVER)
    assert "fewer than 5 referred" in said and "8%" not in said


# Members against others


def traded(seed, *, effect, count=240, days=720):
    """Keen customers join more often; from joining on members come more often by `effect`."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(2, 0.015, count)
    member = rng.random(count) < 0.15 + 0.7 * rate / rate.max()
    joined = rng.integers(300, days - 120, count)
    chance = rate[:, None] * (1 + effect * (member[:, None] & (np.arange(days) > joined[:, None])))
    who, when = np.nonzero(rng.random((count, days)) < chance)
    orders = pd.DataFrame({
        "customer_id": who, "order_date": FIRST_DAY + pd.to_timedelta(when, unit="D"),
        "quantity": 1.0, "unit_price": rng.gamma(9, 2, len(who))})
    community = pd.DataFrame({
        "member_id": np.flatnonzero(member),
        "date": FIRST_DAY + pd.to_timedelta(joined[member], unit="D")})
    return orders, community, 18 * 90 * rate[member].mean() * effect


def test_matching_finds_what_joining_did_where_a_plain_comparison_flatters():
    hits, matched, plain, truths = [], [], [], []
    for seed in range(8):
        orders, community, truth = traded(seed, effect=0.6)
        found = members_against_others(orders, community=community, as_of="2024-12-20")
        hits.append(found.matched.lower <= truth <= found.matched.upper)
        matched.append(found.matched.difference)
        plain.append(found.spend_difference * 90 / 365)
        truths.append(truth)
    assert sum(hits) >= 6
    bias = np.mean(matched) - np.mean(truths)
    assert abs(bias) < 0.5 * (np.mean(plain) - np.mean(truths))
    assert np.mean(matched) < np.mean(plain)


def test_joining_that_does_nothing_is_found_to_do_nothing():
    found = []
    for seed in range(4):
        orders, community, _ = traded(seed, effect=0.0)
        found.append(members_against_others(orders, community=community, as_of="2024-12-20"))
    assert sum(one.matched.lower <= 0 <= one.matched.upper for one in found) >= 3
    assert sum(one.spend_lower > 0 for one in found) >= 3  # the plain comparison is fooled
    assert all("chose to join" in one.headline() for one in found)


def test_others_who_are_matched_again_and_again_widen_the_interval():
    """All alike before, so that the first five others stand beside every one of 60 members.

    These five spend 0, 20, 0, 20, 0 afterwards: a mean of 8 and a variance of 120. Each is used 60
    times, so that the squared error is 5 × 60 × 59 × 120 / 25 / 60².
    """
    everyone = pd.DataFrame({"customer_id": range(100), "quantity": 1.0, "unit_price": 10.0})
    later = everyone.iloc[60:].assign(unit_price=[0.0, 20.0] * 20, order_date="2025-08-20")
    orders = pd.concat([everyone.assign(order_date="2025-01-01"),
                        everyone.assign(order_date="2025-06-01"), later])
    community = pd.DataFrame({"member_id": range(60), "date": "2025-07-20"})
    matched = members_against_others(orders, community=community, as_of="2025-12-31").matched
    assert (matched.spent, matched.others_spent, matched.before) == (0, 8, 0)
    reach = 2.001 * np.sqrt(5 * 60 * 59 * 120 / 25) / 60  # Student's t for 59 degrees of freedom
    assert [matched.difference, matched.lower, matched.upper] == pytest.approx(
        [-8, -8 - reach, -8 + reach], abs=1e-3)


def test_the_plain_comparison_of_the_days_after_joining_is_beside_all_others():
    """Members spend 10 each afterwards; of the 60 others every second spends 6."""
    everyone = pd.DataFrame({"customer_id": range(90), "quantity": 1.0, "unit_price": 10.0})
    later = everyone.assign(unit_price=[10.0] * 30 + [0.0, 6.0] * 30, order_date="2025-08-20")
    orders = pd.concat([everyone.assign(order_date="2025-01-01"),
                        everyone.assign(order_date="2025-06-01"), later])
    community = pd.DataFrame({"member_id": range(30), "date": "2025-07-20"})
    found = members_against_others(orders, community=community, as_of="2025-12-31")
    reach = 2.0452 * np.sqrt(6**2 / 4 * 60 / 59 / 60)  # Student's t for 29 degrees of freedom
    assert found.differences.index.tolist() == ["plain", "matched"]
    assert found.differences.loc["plain"].tolist() == pytest.approx(
        [7, 7 - reach, 7 + reach], abs=1e-3)
    assert found.differences.loc["matched"].tolist() == [
        found.matched.difference, found.matched.lower, found.matched.upper]


def test_without_a_match_the_years_difference_stands_alone_for_as_many_days():
    orders, customers = purchases([20.0, 40.0] * 40, [True, False] * 40)
    found = members_against_others(orders, customers, within_days=73, as_of="2025-06-30")
    assert found.differences.index.tolist() == ["year"]
    assert found.differences.loc["year"].tolist() == pytest.approx(
        [found.spend_difference / 5, found.spend_lower / 5, found.spend_upper / 5])


def purchases(spend, member, *, day="2025-01-10"):
    customers = pd.DataFrame({"customer_id": range(len(spend)), "member": member})
    return pd.DataFrame({"customer_id": customers["customer_id"], "order_date": day,
                         "quantity": 1.0, "unit_price": spend}), customers


def test_what_both_sides_spend_has_welchs_interval():
    """Members spend 19 and 21 in turn, others 5 and 15: worked out by Welch's formula."""
    spend = [19.0, 21.0] * 15 + [5.0, 15.0] * 20
    found = members_against_others(*purchases(spend, [True] * 30 + [False] * 40))
    assert found.frame["customers"].to_dict() == {"members": 30, "others": 40}
    assert found.frame["spend"].tolist() == [20, 10]
    assert found.frame["median_spend"].tolist() == [20, 10]
    ours, theirs = 1 / 29, 25 / 39  # squared errors: variances n/(n−1) and 25n/(n−1), over n
    error = np.sqrt(ours + theirs)
    freedom = (ours + theirs) ** 2 / (ours**2 / 29 + theirs**2 / 39)
    assert 42 < freedom < 44
    reach = 2.0167 * error  # Student's t for 43 degrees of freedom, from the table
    assert [found.spend_difference, found.spend_lower, found.spend_upper] == pytest.approx(
        [10, 10 - reach, 10 + reach], abs=2e-3)


def test_the_repeat_comparison_is_that_of_the_programme():
    rng = np.random.default_rng(4)
    orders, customers = purchases(np.full(120, 5.0), [True] * 60 + [False] * 60)
    again = orders[rng.random(120) < 0.5].assign(order_date="2025-02-20")
    orders = pd.concat([orders, again])
    found = members_against_others(orders, customers, as_of="2025-06-30")
    expected = program_effect(orders, customers, as_of="2025-06-30")
    assert found.repeat.difference == expected.difference
    as_community = pd.DataFrame({"member_id": range(60), "date": "2025-01-11"})
    same = members_against_others(orders, community=as_community, as_of="2025-06-30")
    assert same.repeat.difference == expected.difference
    pd.testing.assert_frame_equal(same.frame, found.frame)


def test_without_history_before_joining_there_is_no_match():
    found = members_against_others(*purchases(np.arange(80.0) + 1, [True, False] * 40))
    assert found.matched is None and found.repeat is None
    assert found.left_out["matched"].startswith("There is not enough data for a matched comparison")
    assert found.left_out.keys() == {"matched", "repeat"}


def test_who_joins_after_the_last_day_is_no_member_yet():
    orders, _ = purchases(np.full(80, 5.0), [True] * 80)
    community = pd.DataFrame({"member_id": range(45),
                              "date": ["2025-01-01"] * 40 + ["2025-01-11"] * 5})
    found = members_against_others(orders, community=community)
    assert found.frame["customers"].tolist() == [40, 40]


def test_customers_of_unknown_membership_are_set_aside():
    orders, customers = purchases(np.full(90, 5.0), [True] * 40 + [False] * 40 + [None] * 10)
    found = members_against_others(orders, customers)
    assert found.frame["customers"].tolist() == [40, 40]
    assert list(found.set_aside.values()) == [10]


def test_too_few_on_one_side_or_no_way_to_tell_them_is_refused():
    orders, customers = purchases(np.full(80, 5.0), [True] * 29 + [False] * 51)
    with pytest.raises(NotEnoughData, match="29 customers"):
        members_against_others(orders, customers)
    with pytest.raises(NotEnoughData, match="nothing that tells"):
        members_against_others(orders)
    with pytest.raises(DataProblems):
        members_against_others(orders, customers.assign(member="perhaps"))
    with pytest.raises(ValueError, match="within_days"):
        members_against_others(orders, customers, within_days=0)


def test_members_who_spend_less_are_said_to():
    spend = [5.0, 6.0] * 20 + [15.0, 16.0] * 20
    said = members_against_others(*purchases(spend, [True] * 40 + [False] * 40)).headline()
    assert "10.00 less for a member (likely 9.77 to 10.23)" in said
