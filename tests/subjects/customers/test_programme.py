import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import DataProblems, NotEnoughData
from helpers.stats.intervals import newcombe
from helpers.subjects.customers.programme import mantel_haenszel_difference, program_effect

# Members who repeat and members, others who repeat and others: Rothman et al. (2008), table 15-1.
STRATA = {"2025-01": (8, 106, 5, 120), "2025-02": (22, 98, 16, 85)}


def business(strata):
    """Orders and customers with such counts by cohort; repeats come 40 days after the first."""
    orders, customers = [], []
    for month, (again, members, others_again, others) in strata.items():
        first = pd.Timestamp(f"{month}-10")
        for number in range(members + others):
            customer, member = f"{month} {number}", number < members
            customers.append((customer, member))
            orders.append((customer, first))
            if number < again or members <= number < members + others_again:
                orders.append((customer, first + pd.Timedelta(days=40)))
    return (pd.DataFrame(orders, columns=["customer_id", "order_date"]),
            pd.DataFrame(customers, columns=["customer_id", "member"]))


def test_the_pooled_difference_is_that_of_rothman_and_greenland():
    effect = program_effect(*business(STRATA), as_of="2025-12-31")
    assert effect.difference == pytest.approx(0.0349, abs=5e-5)
    error = (effect.upper - effect.lower) / 2 / 1.96
    ninety = [effect.difference - 1.645 * error, effect.difference + 1.645 * error]
    assert ninety == pytest.approx([-0.0176, 0.0874], abs=1e-4)


def test_one_stratum_pools_to_its_plain_difference():
    difference, error = mantel_haenszel_difference([8], [106], [5], [120])
    shares, sizes = np.array([8 / 106, 5 / 120]), np.array([106, 120])
    assert difference == pytest.approx(shares[0] - shares[1])
    assert error == pytest.approx(np.sqrt((shares * (1 - shares) / sizes).sum()))


def test_each_cohort_has_its_counts_and_newcombes_interval():
    cohorts = program_effect(*business(STRATA), as_of="2025-12-31").cohorts
    counts = cohorts[["members_repeat", "members", "others_repeat", "others"]]
    assert counts.to_numpy().tolist() == [list(counts) for counts in STRATA.values()]
    assert cohorts.index.astype(str).tolist() == list(STRATA)
    assert cohorts.loc["2025-01", ["lower", "upper"]].tolist() == pytest.approx(
        newcombe(8, 106, 5, 120))


def test_newcombes_interval_is_as_published():
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_customers_who_could_not_be_watched_long_enough_are_set_aside():
    orders, customers = business(STRATA)
    effect = program_effect(orders, customers, as_of="2025-04-20")
    assert effect.cohorts.index.astype(str).tolist() == ["2025-01"]
    assert effect.set_aside == {"customers first seen less than 90 days ago": 183}


def test_a_purchase_after_the_waiting_time_is_no_repeat():
    effect = program_effect(*business(STRATA), within_days=39, as_of="2025-12-31")
    assert effect.cohorts[["members_repeat", "others_repeat"]].to_numpy().sum() == 0
    assert program_effect(
        *business(STRATA), within_days=40, as_of="2025-12-31"
    ).cohorts["members_repeat"].tolist() == [8, 22]


def test_customers_of_unknown_membership_are_set_aside():
    orders, customers = business(STRATA)
    customers["member"] = customers["member"].astype("boolean")
    customers.loc[0, "member"] = pd.NA
    effect = program_effect(orders, customers[:-1], as_of="2025-12-31")
    assert effect.set_aside == {"customers of whom nobody knows member": 2}


def test_a_cohort_with_one_side_only_has_no_difference_and_does_not_count():
    one_sided = STRATA | {"2025-03": (5, 10, 0, 0)}
    effect = program_effect(*business(one_sided), as_of="2025-12-31")
    assert effect.cohorts.loc["2025-03", ["difference", "lower", "upper"]].isna().all()
    assert effect.difference == pytest.approx(0.0349, abs=5e-5)


def test_the_headline_warns_of_chance_and_of_self_selection():
    effect = program_effect(*business(STRATA), as_of="2025-12-31")
    assert effect.headline() == (
        "Within 90 days, 30 of the 204 customers marked member (15%) bought again and 21 of the "
        "205 others (10%). Among customers who first bought in the same period the difference is "
        "3.5 percentage points (likely −2.8 to 9.7), which may well be chance. They were not "
        "chosen by lot, so this is no proof of an effect."
    )
    assert "join" in effect.caveats[0]


def test_a_difference_beyond_chance_is_not_called_chance():
    effect = program_effect(*business({"2025-01": (60, 100, 20, 100)}), as_of="2025-12-31")
    assert "chance" not in effect.headline()


def test_it_refuses_with_too_few_on_one_side():
    with pytest.raises(NotEnoughData, match="at least 30 customers on each side"):
        program_effect(*business({"2025-01": (10, 29, 20, 100)}), as_of="2025-12-31")


def test_it_refuses_where_no_cohort_has_both_sides():
    apart = {"2025-01": (10, 50, 0, 0), "2025-02": (0, 0, 10, 50)}
    with pytest.raises(NotEnoughData, match="0 cohorts with both"):
        program_effect(*business(apart), as_of="2025-12-31")


def test_a_group_that_is_not_yes_or_no_is_told_so():
    orders, customers = business(STRATA)
    with pytest.raises(DataProblems, match="'gold'"):
        program_effect(orders, customers.assign(member="gold"))
    with pytest.raises(DataProblems, match="campaign"):
        program_effect(orders, customers, group="campaign")
