import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.at_risk import at_risk_customers, auc_interval, lift_by_share

START = pd.Timestamp("2024-01-01")
AS_OF = pd.Timestamp("2025-06-30")


def days(values):
    return START + pd.to_timedelta(np.asarray(values).astype(int), unit="D")


@pytest.fixture(scope="module")
def subscriptions():
    """Solo is left five times as fast as Team."""
    rng = np.random.default_rng(5)
    team = rng.random(1200) < 0.5
    start = rng.integers(0, 540, 1200)
    end = days(start + rng.exponential(np.where(team, 1500, 300)))
    return pd.DataFrame({
        "customer_id": [f"c{number}" for number in range(1200)], "monthly_fee": 20.0,
        "plan": np.where(team, "Team", "Solo"), "start_date": days(start),
        "end_date": pd.Series(end).where(end <= AS_OF),
    })


@pytest.fixture(scope="module")
def orders():
    """Half buy every month or so and stay; half buy as often and stop at some time."""
    rng = np.random.default_rng(6)
    gaps = rng.integers(10, 50, (600, 60)).cumsum(axis=1)
    first = rng.integers(0, 200, 600)
    stop = np.where(rng.random(600) < 0.5, 10_000, first + rng.exponential(250, 600))
    when = np.column_stack([first, first[:, None] + gaps])
    customer, visit = np.nonzero((when <= stop[:, None]) & (when <= 546))
    return pd.DataFrame({
        "customer_id": [f"c{number}" for number in customer], "quantity": 1.0,
        "order_date": days(when[customer, visit]), "unit_price": 10.0,
    })


@pytest.fixture(scope="module")
def contract_risk(subscriptions):
    return at_risk_customers(subscriptions=subscriptions, as_of=AS_OF)


@pytest.fixture(scope="module")
def silence_risk(orders):
    return at_risk_customers(orders, as_of=AS_OF)


def test_the_list_is_of_everyone_under_contract_the_likeliest_first(contract_risk, subscriptions):
    running = subscriptions[subscriptions["end_date"].isna()]
    listed = contract_risk.customers
    assert set(listed["customer_id"]) == set(running["customer_id"])
    assert listed["probability"].is_monotonic_decreasing
    assert listed["probability"].between(0, 1).all()
    assert listed["reason"].iloc[0].startswith("on Solo for ")
    assert listed["reason"].iloc[-1].startswith("on Team for ")


def test_a_model_that_knows_something_earns_its_place(contract_risk):
    assert contract_risk.earned_its_place
    assert 0.5 < contract_risk.auc_lower < contract_risk.auc < contract_risk.auc_upper < 1
    assert contract_risk.headline().startswith(f"Tested on {contract_risk.judged_on} customers: ")
    assert "the 20% the model ranked highest" in contract_risk.headline()


def test_the_holdout_is_the_last_whole_window_and_training_ended_before_it(subscriptions):
    """What happens in the holdout's window cannot change the probabilities it is judged on."""
    holdout_from = AS_OF - pd.Timedelta(days=90)
    before = at_risk_customers(subscriptions=subscriptions, as_of=AS_OF)
    ends = subscriptions["end_date"]
    nobody_left_since = subscriptions.assign(end_date=ends.where(
        (ends <= holdout_from) | (ends > AS_OF - pd.Timedelta(days=60))))
    after = at_risk_customers(subscriptions=nobody_left_since, as_of=AS_OF)
    assert before.holdout_from == holdout_from
    assert before.leavers_trained_on == after.leavers_trained_on
    assert before.leavers_judged_on > after.leavers_judged_on
    assert before.calibration["predicted"].tolist() == after.calibration["predicted"].tolist()


def test_calibration_covers_the_holdout_and_is_near_the_truth(contract_risk):
    calibration = contract_risk.calibration
    assert calibration["customers"].sum() == contract_risk.judged_on
    assert calibration["predicted"].is_monotonic_increasing
    within = calibration["predicted"].between(calibration["lower"], calibration["upper"])
    assert within.mean() >= 0.7


def test_lift_agrees_with_the_base_rate(contract_risk):
    lift = contract_risk.lift.set_index("share")
    assert lift["lift"].to_numpy() == pytest.approx(lift["rate"] / contract_risk.base_rate)
    assert lift.loc[0.2, "lift"] > 1.2
    assert lift["captured"].is_monotonic_increasing
    assert lift.loc[0.5, "customers"] == np.ceil(contract_risk.judged_on / 2)


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_equal_probabilities_share_their_leavers_evenly(order):
    predicted, left = np.array([0.9, *[0.5] * 8, 0.1]), np.array([True] * 5 + [False] * 5)
    assert lift_by_share(predicted[order], left[order])["leavers"].tolist() == [1, 1.5, 2, 2.5, 3]


def test_without_contracts_the_silent_are_at_risk_and_the_reason_says_so(silence_risk, orders):
    assert silence_risk.earned_its_place and not silence_risk.contracts
    listed = silence_risk.customers
    last = orders.groupby("customer_id")["order_date"].max()
    silent = (AS_OF - last[listed["customer_id"]]).dt.days
    assert silent.max() < 180
    assert listed["reason"].str.contains(r"\d+ purchases, about \d+ days? apart|bought once").all()
    assert silent.iloc[:20].mean() > 3 * silent.iloc[-20:].mean()
    assert "silence is no proof" in silence_risk.caveats[0]
    assert "bought nothing in the 90 days after 1 Apr 2025" in silence_risk.headline()


def test_leaving_without_a_contract_is_buying_nothing_in_the_window(silence_risk, orders):
    known = orders[orders["order_date"] <= silence_risk.holdout_from]
    last = known.groupby("customer_id")["order_date"].max()
    judged = last.index[(silence_risk.holdout_from - last).dt.days < 180]
    after = orders.loc[orders["order_date"] > silence_risk.holdout_from, "customer_id"]
    assert silence_risk.judged_on == len(judged)
    assert silence_risk.base_rate == pytest.approx(1 - judged.isin(after).mean())


def test_a_purchase_on_the_day_itself_is_known_and_not_a_return(silence_risk, orders):
    day = silence_risk.holdout_from
    today = pd.DataFrame({"customer_id": [f"new {number}" for number in range(50)],
                          "order_date": day, "quantity": 1.0, "unit_price": 10.0})
    more = at_risk_customers(pd.concat([orders, today]), as_of=AS_OF)
    assert more.judged_on == silence_risk.judged_on + 50
    assert more.leavers_judged_on == silence_risk.leavers_judged_on + 50


def test_what_was_paid_after_the_day_is_not_known_on_it(silence_risk, orders):
    dearer = orders.assign(unit_price=orders["unit_price"].where(
        orders["order_date"] <= silence_risk.holdout_from, 99.0))
    after = at_risk_customers(dearer, as_of=AS_OF)
    assert after.calibration["predicted"].tolist() == (
        silence_risk.calibration["predicted"].tolist())


def test_purchases_help_to_foresee_the_end_of_a_contract():
    rng = np.random.default_rng(8)
    start, length = rng.integers(0, 400, 900), rng.exponential(400, 900).astype(int)
    subscriptions = pd.DataFrame({
        "customer_id": range(900), "start_date": days(start), "end_date": days(start + length)})
    visits = start[:, None] + np.arange(0, 600, 15)
    customer, visit = np.nonzero(visits < (start + np.maximum(length - 60, 1))[:, None])
    orders = pd.DataFrame({
        "customer_id": customer, "order_date": days(visits[customer, visit])})
    alone = at_risk_customers(subscriptions=subscriptions, as_of=AS_OF)
    both = at_risk_customers(orders, subscriptions, as_of=AS_OF)
    assert both.auc_lower > alone.auc_upper
    assert both.judged_on == alone.judged_on
    assert "last bought" in both.customers["reason"].iloc[0]


def test_a_region_can_tell_but_membership_of_today_is_not_used(subscriptions):
    customers = subscriptions[["customer_id"]].assign(
        region=np.where(subscriptions["plan"] == "Team", "north", "south"),
        member=subscriptions["end_date"].isna(), signup_date=START - pd.Timedelta(days=9))
    blind = subscriptions.drop(columns="plan")
    without = at_risk_customers(subscriptions=blind, as_of=AS_OF)
    with_region = at_risk_customers(subscriptions=blind, customers=customers, as_of=AS_OF)
    assert without.auc < with_region.auc < 0.9


def test_a_model_that_knows_nothing_says_so():
    rng = np.random.default_rng(3)
    start = rng.integers(0, 300, 700)
    subscriptions = pd.DataFrame({
        "customer_id": range(700), "start_date": days(start),
        "end_date": days(start + rng.exponential(400, 700))})
    risk = at_risk_customers(subscriptions=subscriptions, as_of=AS_OF)
    assert risk.auc_lower < 0.5 < risk.auc_upper
    assert risk.headline().startswith("The model did not earn its place")
    assert risk.headline().endswith("Do not act on this list.")


def test_it_refuses_with_too_few_who_left(subscriptions):
    with pytest.raises(NotEnoughData, match="at least 30 of each"):
        at_risk_customers(subscriptions=subscriptions[:150], as_of=AS_OF)


def test_it_refuses_with_too_short_a_history(subscriptions, orders):
    early = START + pd.Timedelta(days=100)
    with pytest.raises(NotEnoughData, match="training"):
        at_risk_customers(subscriptions=subscriptions, as_of=early)
    with pytest.raises(NotEnoughData, match="training"):
        at_risk_customers(orders, as_of=early)


def test_it_wants_orders_or_subscriptions():
    with pytest.raises(ValueError, match="orders or subscriptions"):
        at_risk_customers()


def test_the_area_under_the_curve_is_scikit_learns_with_ties():
    rng = np.random.default_rng(0)
    score, left = rng.integers(0, 9, 300) / 9, rng.random(300) < 0.3
    assert auc_interval(score, left)[0] == pytest.approx(roc_auc_score(left, score))


def test_the_interval_of_the_area_agrees_with_a_bootstrap():
    rng = np.random.default_rng(1)
    left = np.repeat([True, False], [80, 240])
    score = rng.normal(left * 0.8)
    resampled = [
        roc_auc_score(left, [*rng.choice(score[:80], 80), *rng.choice(score[80:], 240)])
        for _ in range(400)
    ]
    _, lower, upper = auc_interval(score, left)
    assert [lower, upper] == pytest.approx(np.percentile(resampled, [2.5, 97.5]), abs=0.015)
