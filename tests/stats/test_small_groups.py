"""What is told of few people: nothing, and no total gives it away."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.formats import PLAIN, Format
from helpers.stats.small_groups import too_small
from helpers.subjects.customers.at_risk import at_risk_customers
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.programme import program_effect
from helpers.subjects.customers.survival_curves import churn_rate, survival
from helpers.subjects.strategy.ansoff_evidence import ansoff_signals

HANDED_OVER = Format(smallest_group=5)
columns = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(columns)
def test_what_is_hidden_cannot_be_had_from_the_total(counts):
    counts = np.array(counts)
    hidden = too_small(pd.DataFrame({"people": counts}), 5)["people"].to_numpy()
    assert hidden[(counts > 0) & (counts < 5)].all()
    assert not hidden[counts == 0].any()
    if hidden.any() and counts.sum() >= 5 and (~hidden & (counts > 0)).any():
        assert hidden.sum() >= 2
        assert counts[hidden].sum() >= 5


@given(columns)
def test_no_more_is_hidden_than_must_be(counts):
    counts = np.array(counts)
    hidden = too_small(pd.DataFrame({"people": counts}), 5)["people"].to_numpy()
    beyond = np.flatnonzero(hidden & (counts >= 5))
    if len(beyond):  # without the largest of them, the rest would be too few or alone
        rest = hidden.copy()
        rest[beyond[np.argmax(counts[beyond])]] = False
        assert rest.sum() < 2 or counts[rest].sum() < 5


@given(columns)
def test_an_owner_is_told_everything(counts):
    assert not too_small(pd.DataFrame({"people": counts}), 1).any(axis=None)


def test_the_few_others_of_a_whole_are_hidden_too():
    counts = pd.DataFrame({"left": [38, 20, 20]})
    hidden = too_small(counts, 5, wholes=pd.Series([40, 40, 40]))["left"]
    assert hidden.tolist() == [True, True, False]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=12))
def test_neither_the_hidden_parts_nor_the_rest_can_be_had_from_the_totals(pairs):
    parts, rest = map(np.array, zip(*pairs))
    hidden = too_small(pd.DataFrame({"part": parts}), 5, wholes=pd.Series(parts + rest))["part"]
    for counts in (parts, rest):
        assert hidden[(counts > 0) & (counts < 5)].all()
        if counts[hidden].any() and counts.sum() >= 5 and (~hidden & (counts > 0)).any():
            assert hidden.sum() >= 2 and counts[hidden].sum() >= 5


def purchases(**cohorts: tuple[int, int]) -> pd.DataFrame:
    """Customers by month of the first purchase, and how many of them bought in May too."""
    rows = [(f"{month}-{number}", f"2025-{place:02}-10")
            for place, (month, (size, _)) in enumerate(cohorts.items(), start=1)
            for number in range(size)]
    rows += [(f"{month}-{number}", "2025-05-10")
             for month, (_, again) in cohorts.items() for number in range(again)]
    return pd.DataFrame(rows, columns=["customer_id", "order_date"])


def test_small_cohorts_and_small_cells_are_hidden_with_one_beside_them():
    retention = cohort_retention(
        purchases(january=(3, 0), february=(30, 3), march=(20, 9), april=(40, 12)),
        as_of="2025-05-31")
    hidden = retention.hidden(5)
    assert hidden.loc["2025-01"].all()
    assert hidden[0].tolist() == [True, False, True, False]  # the small one, and the next
    assert hidden.loc["2025-02", 3]
    assert not hidden.loc["2025-04", 1]
    assert not retention.hidden(1).any(axis=None)


def test_a_headline_tells_no_count_of_few():
    retention = cohort_retention(purchases(march=(40, 0), april=(40, 3)), as_of="2025-05-31")
    assert "3 of the 80 known for that long (3.8%) bought" in retention.headline(PLAIN)
    assert "fewer than 5 of the 80 known for that long bought" in retention.headline(HANDED_OVER)
    assert np.isnan(retention.average_told(5).loc[3, "rate"])
    assert retention.average_told(5).loc[1, "rate"] == 0


def contracts(plans: dict[str, int], stay_days=300, seed=1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    plan = np.repeat(list(plans), list(plans.values()))
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 500, len(plan)), unit="D")
    end = start + pd.to_timedelta(1 + rng.exponential(stay_days, len(plan)).astype(int), unit="D")
    return pd.DataFrame({"customer_id": range(len(plan)), "plan": plan, "start_date": start,
                         "end_date": end.where(end <= "2025-12-31")})


def test_small_plans_are_taken_together_and_all_are_still_compared():
    subscriptions = contracts({"Solo": 200, "Team": 90, "Tiny": 3})
    own, told = (survival(subscriptions, by="plan", as_of="2025-12-31", smallest_group=fewest)
                 for fewest in (1, 5))
    assert set(own.curve["plan"]) == {"Solo", "Team", "Tiny"}
    assert set(told.curve["plan"]) == {"Solo", "All others"}
    assert told.logrank == own.logrank
    assert "Tiny" not in told.headline(HANDED_OVER)


def test_a_told_curve_steps_by_five_leavers_and_ends_where_five_are_watched():
    stay = survival(contracts({"Solo": 60}), as_of="2025-12-31")
    told = stay.curve_told(5)
    assert told["at_risk"].min() >= 5
    left = 60 * -told["survival"].diff().dropna().iloc[:4]  # before anyone's time runs out
    assert (left[left > 0] >= 4.9).all()
    full = stay.curve.set_index("days")["survival"]
    assert (told["survival"] == full[told["days"]].to_numpy()).iloc[:-1].all()
    assert stay.curve_told(1) is stay.curve


def test_months_that_few_left_in_share_a_rate_and_the_whole_stays_the_same():
    churn = churn_rate(contracts({"Solo": 80}), as_of="2025-12-31")
    told = churn.told(5)
    finished = churn.frame.dropna(subset="rate")
    assert told.index.equals(finished.index)
    assert len(told["rate"].unique()) < len(finished["rate"].unique())
    assert np.isclose((told["rate"] * told["at_start"]).sum(), finished["lost"].sum())
    pd.testing.assert_frame_equal(churn.told(1), finished)


def test_churn_s_headline_counts_no_few():
    churn = churn_rate(contracts({"Solo": 80}), as_of="2025-12-31")
    one_lost = replace(churn, frame=churn.frame.assign(lost=1.0))
    assert "fewer than 5 left in Dec 2025" in one_lost.headline(HANDED_OVER)
    assert "fewer than" not in one_lost.headline(PLAIN)


def test_silence_tells_no_count_of_few():
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(0, 300, 30), unit="D")
    orders = pd.DataFrame([(who, day) for who in range(40) for day in days[: 5 if who < 3 else 10]],
                          columns=["customer_id", "order_date"])
    silence = lapsed(orders)
    assert silence.lapsed == 3
    assert "fewer than 5 of 40 customers have been silent" in silence.headline(HANDED_OVER)


def test_rows_of_few_leavers_are_no_part_of_the_lift_that_is_told():
    short, long = contracts({"Solo": 600}, 150), contracts({"Team": 600}, 900, seed=2)
    both = pd.concat([short, long.assign(customer_id=long["customer_id"] + 1000)])
    risk = at_risk_customers(subscriptions=both, as_of="2025-12-31")
    assert len(risk.lift_told(5)) == len(risk.lift)
    few = replace(risk, lift=risk.lift.assign(leavers=[3.0, 20.0, 30.0, 40.0, 50.0]))
    assert few.lift_told(5)["share"].tolist() == [0.2, 0.3, 0.4, 0.5]
    none_at_top = replace(risk, lift=risk.lift.assign(leavers=2.5))
    assert "more often than chance would" in none_at_top.headline(HANDED_OVER)
    assert "of the 20% the model ranked highest" in none_at_top.headline(PLAIN)


def test_a_programme_s_cohorts_are_told_where_every_part_is_large_enough():
    rows, customers = [], []
    for month, (members, others) in {1: (40, 40), 2: (3, 40), 3: (40, 40), 4: (50, 50)}.items():
        for number in range(members + others):
            who = f"{month}-{number}"
            customers.append((who, number < members))
            rows.append((who, f"2025-{month:02}-10"))
            if number % 2:
                rows.append((who, f"2025-{month + 1:02}-10"))
    effect = program_effect(
        pd.DataFrame(rows, columns=["customer_id", "order_date"]),
        pd.DataFrame(customers, columns=["customer_id", "member"]), as_of="2025-12-31")
    assert effect.cohorts_told(1).index.astype(str).tolist() == [
        "2025-01", "2025-02", "2025-03", "2025-04"]
    told = effect.cohorts_told(5)
    assert "2025-02" not in told.index.astype(str)
    assert len(told) == 2  # and one beside it, or the total would tell


def test_signals_of_few_people_are_for_the_owner_alone():
    orders = pd.DataFrame({
        "customer_id": [*range(40), *range(3)], "quantity": 1, "unit_price": 10.0,
        "product_id": "tea",
        "order_date": ["2025-01-10"] * 40 + ["2025-02-10"] * 3,
    })
    signals = ansoff_signals(orders, as_of="2025-06-30")
    assert {"repeat_rate", "top_tenth_share"} <= set(signals.told(1).index)
    assert not {"repeat_rate", "top_tenth_share"} & set(signals.told(5).index)
    assert "buy again" not in signals.headline(HANDED_OVER)
    assert "repeat_rate" in signals.frame.index
