import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.customers.survival_curves import churn_rate, survival

START = pd.Timestamp("2025-01-01")
AS_OF = pd.Timestamp("2025-12-31")

# Freireich et al. (1963), weeks in remission; + still in remission when last seen.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23".split()


def contracts(lengths, plan="Basic"):
    """Contracts of such lengths in days; those with a + still run on `AS_OF`."""
    days = [int(length.rstrip("+")) for length in lengths]
    running = [length.endswith("+") for length in lengths]
    start = [AS_OF - pd.Timedelta(days=n) if still else START for n, still in zip(days, running)]
    end = [None if still else START + pd.Timedelta(days=n) for n, still in zip(days, running)]
    return pd.DataFrame({
        "customer_id": [f"{plan} {number}" for number in range(len(days))], "plan": plan,
        "start_date": start, "end_date": pd.to_datetime(end),
    })


@pytest.fixture
def remissions():
    return pd.concat([contracts(SIX_MP, "6-MP"), contracts(PLACEBO, "placebo")])


def test_the_curve_is_that_of_freireich(remissions):
    curve = survival(remissions[remissions["plan"] == "6-MP"], as_of=AS_OF).curve
    assert curve["days"].tolist() == [0, 6, 7, 10, 13, 16, 22, 23, 35]
    assert curve["survival"].round(3).tolist() == [
        1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448]
    assert curve["at_risk"].tolist() == [21, 21, 17, 15, 12, 11, 7, 6, 1]


def test_the_interval_is_on_the_log_log_scale(remissions):
    curve = survival(remissions[remissions["plan"] == "6-MP"], as_of=AS_OF).curve
    limits = curve.set_index("days").loc[[0, 6, 23], ["lower", "upper"]].round(4)
    assert limits.to_numpy().tolist() == [[1, 1], [0.6197, 0.9516], [0.1881, 0.6801]]


def test_medians_and_the_log_rank_test_are_those_of_freireich(remissions):
    stay = survival(remissions, by="plan", as_of=AS_OF)
    assert stay.median_days.to_dict() == {"6-MP": 23, "placebo": 8}
    assert stay.median_lower_days.to_dict() == {"6-MP": 13, "placebo": 4}
    assert stay.median_upper_days["placebo"] == 11
    assert np.isnan(stay.median_upper_days["6-MP"])
    assert stay.logrank.statistic == pytest.approx(16.79, abs=0.005)
    assert stay.logrank.p_value == pytest.approx(4.17e-5, rel=0.01)
    assert stay.logrank.degrees_of_freedom == 1
    assert (stay.customers, stay.ended) == (42, 30)
    assert set(stay.curve["plan"]) == {"6-MP", "placebo"}


def test_where_everyone_left_the_curve_ends_at_0_without_an_interval(remissions):
    last = survival(remissions[remissions["plan"] == "placebo"], as_of=AS_OF).curve.iloc[-1]
    assert (last["days"], last["survival"]) == (23, 0)
    assert np.isnan(last["lower"]) and np.isnan(last["upper"])


def test_the_headlines_can_be_repeated(remissions):
    assert survival(remissions, by="plan", as_of=AS_OF).headline() == (
        "Of 42 customers, 30 had left by 31 Dec 2025. "
        "6-MP: half leave within 23 days (likely 13 or more). "
        "placebo: half leave within 8 days (likely 4 to 11). "
        "The difference is hard to put down to chance: if they were all alike, one as large would "
        "still come up in less than 0.1% of cases (log-rank test)."
    )
    few_leave = contracts(["30"] * 2 + ["300+"] * 18)
    assert survival(few_leave, as_of=AS_OF).headline() == (
        "Of 20 customers, 2 had left by 31 Dec 2025. More than half stay as long as the data can "
        "show; 90% (likely 66% to 97%) stay beyond 300 days."
    )


def test_a_difference_that_may_be_chance_is_called_so():
    alike = pd.concat([contracts(PLACEBO, "a"), contracts(PLACEBO, "b")])
    assert "may well be chance" in survival(alike, by="plan", as_of=AS_OF).headline()


def test_a_group_that_nobody_left_has_a_flat_curve():
    both = pd.concat([contracts(PLACEBO, "a"), contracts(["90+"] * 5, "b")])
    stay = survival(both, by="plan", as_of=AS_OF)
    flat = stay.curve[stay.curve["plan"] == "b"]
    assert flat[["days", "survival", "lower", "upper"]].to_numpy().tolist() == [
        [0, 1, 1, 1], [90, 1, 1, 1]]
    assert np.isnan(stay.median_days["b"])


def test_one_group_has_no_test():
    assert survival(contracts(PLACEBO), by="plan", as_of=AS_OF).logrank is None


def test_an_end_after_the_last_day_looked_at_has_not_happened_yet():
    announced = contracts(SIX_MP).assign(
        end_date=lambda rows: rows["end_date"].fillna(AS_OF + pd.Timedelta(days=40)))
    assert survival(announced, as_of=AS_OF).ended == 9


def test_an_end_on_the_first_day_counts_as_one_day():
    curve = survival(contracts(["0", "0", *PLACEBO]), as_of=AS_OF).curve
    assert curve["days"].tolist()[:2] == [0, 1]
    assert curve.loc[1, "survival"] == pytest.approx(1 - 4 / 23)
    assert survival(contracts(["0"] * 12 + ["30+"] * 8), as_of=AS_OF).median_days == 1


def test_a_short_contract_within_a_long_one_ends_nothing():
    long = contracts(["200"] * 10)
    short = long.assign(start_date=START + pd.Timedelta(days=20),
                        end_date=START + pd.Timedelta(days=40))
    later = long.assign(start_date=START + pd.Timedelta(days=90), end_date=pd.NaT)
    assert survival(pd.concat([long, short]), as_of=AS_OF).median_days == 200
    with pytest.raises(NotEnoughData, match="0 of whom left"):
        survival(pd.concat([long, short, later]), as_of=AS_OF)


def test_a_change_of_plan_is_no_loss_and_counts_under_the_first_plan():
    stayed = contracts(PLACEBO, "a")
    changed = stayed.assign(plan="b", start_date=stayed["end_date"] + pd.Timedelta(days=1),
                            end_date=pd.NaT)
    both = pd.concat([stayed, changed[:5], contracts(PLACEBO, "c")])
    stay = survival(both, by="plan", as_of=AS_OF)
    assert (stay.customers, stay.ended) == (42, 37)
    assert set(stay.curve["plan"]) == {"a", "c"}
    assert list(stay.set_aside.values()) == [5]
    assert "a change of plan" in list(stay.set_aside)[0]


def test_a_customer_who_came_back_counts_once_with_the_first_term():
    first = contracts(PLACEBO)
    again = first.assign(start_date=first["end_date"] + pd.Timedelta(days=2), end_date=pd.NaT)
    stay = survival(pd.concat([first, again]), as_of=AS_OF)
    assert (stay.customers, stay.ended, stay.median_days) == (21, 21, 8)
    assert stay.set_aside == {
        "of customers who came back after leaving (their first term counts)": 21}


def test_rows_without_customer_start_or_group_are_counted():
    torn = contracts(PLACEBO)
    torn.loc[0, "customer_id"] = None
    torn.loc[1, "start_date"] = None
    torn.loc[2, "plan"] = None
    assert survival(torn, by="plan", as_of=AS_OF).set_aside == {
        "without a customer": 1, "without a start date": 1, "without a plan": 1}


def test_an_end_before_the_start_is_refused_with_its_row():
    wrong = contracts(PLACEBO)
    wrong.loc[3, "end_date"] = START - pd.Timedelta(days=5)
    with pytest.raises(DataProblems, match=r"end_date, 1 row \(row 5\)") as refusal:
        survival(wrong, as_of=AS_OF)
    assert "2024-12-27" in str(refusal.value)


@pytest.mark.parametrize("lengths", [["5"] * 9, ["5+"] * 30])
def test_it_refuses_too_few_customers_or_nobody_who_left(lengths):
    with pytest.raises(NotEnoughData, match="at least 10 customers, some of whom left"):
        survival(contracts(lengths), as_of=AS_OF)


def test_an_unknown_group_is_told_by_name():
    with pytest.raises(DataProblems, match="region"):
        survival(contracts(PLACEBO), by="region")


@pytest.fixture
def subscriptions():
    """January to April by hand: who is there on the 1st, and who is gone by the end."""
    rows = [
        ("stays", "2025-01-01", None),
        ("leaves on the last of January", "2025-01-01", "2025-01-31"),
        ("leaves on the first of March", "2025-01-15", "2025-03-01"),
        ("comes and goes within February", "2025-02-02", "2025-02-20"),
        ("changes plan", "2025-01-01", "2025-02-10"),
        ("changes plan", "2025-02-11", None),
        ("comes back", "2025-01-01", "2025-02-05"),
        ("comes back", "2025-02-20", None),
        ("leaves later", "2025-01-01", "2025-04-20"),
    ]
    return pd.DataFrame(rows, columns=["customer_id", "start_date", "end_date"])


def test_churn_is_counted_as_by_hand(subscriptions):
    frame = churn_rate(subscriptions, as_of="2025-04-15").frame
    assert frame.index.astype(str).tolist() == ["2025-01", "2025-02", "2025-03", "2025-04"]
    assert frame["at_start"].tolist() == [5, 5, 5, 4]
    np.testing.assert_array_equal(frame["lost"], [1, 1, 1, np.nan])
    np.testing.assert_array_equal(frame["rate"], [0.2, 0.2, 0.2, np.nan])


def test_churn_has_wilson_intervals(subscriptions):
    frame = churn_rate(subscriptions, as_of="2025-04-15").frame
    assert frame.loc["2025-01", ["lower", "upper"]].tolist() == pytest.approx(
        [0.0362, 0.6245], abs=1e-4)
    assert frame.loc["2025-04", ["lower", "upper"]].isna().all()


def test_the_churn_headline_says_the_last_finished_month(subscriptions):
    assert churn_rate(subscriptions, as_of="2025-04-15").headline() == (
        "Of 5 customers at the start of the month, 1 (20%, likely 3.6% to 62%) left in Mar 2025. "
        "Over the last 3 finished months it was 20% a month."
    )


def test_churn_by_quarter_counts_the_whole_quarter(subscriptions):
    frame = churn_rate(subscriptions, period="quarter", as_of="2025-03-31").frame
    assert frame[["at_start", "lost"]].to_numpy().tolist() == [[5, 2]]


def test_churn_refuses_before_any_month_has_ended(subscriptions):
    with pytest.raises(NotEnoughData, match="no finished month"):
        churn_rate(subscriptions, as_of="2025-01-30")
