"""What was planted in the subscription sample is found by the analyses, within their intervals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from helpers import open_business
from helpers.samples import sample_tables, truths_of
from helpers.samples.acquisition import DAYS_PER_MONTH, days_of
from helpers.samples.saas import daily_hazard, pace_of_leaving
from helpers.subjects.customers.at_risk import at_risk_customers
from helpers.subjects.customers.cohorts import cohort_retention, subscription_activity
from helpers.subjects.customers.survival_curves import churn_rate, survival

TRUTHS = truths_of("saas")
LAST_DAY = days_of(TRUTHS)[-1]
PLANS = list(TRUTHS["plans"])
CHURN = {plan: terms["churn_per_month"] for plan, terms in TRUTHS["plans"].items()}


@pytest.fixture(scope="module")
def saas():
    return open_business("saas")


@pytest.fixture(scope="module")
def subscriptions(saas):
    return saas.table("subscriptions")


def at_usual_pace(subscriptions):
    """Subscriptions of customers whom neither the onboarding nor the offer touched."""
    joined = subscriptions.groupby("customer_id")["start_date"].transform("min")
    return subscriptions[pace_of_leaving(TRUTHS, joined) == 1]


def lifetimes(subscriptions):
    """One row a customer: first plan, start, days under contract, whether they left."""
    by_customer = subscriptions.sort_values("start_date").groupby("customer_id")
    frame = by_customer.agg(plan=("plan", "first"), start=("start_date", "first"),
                            rows=("plan", "size"))
    end = by_customer.nth(-1).set_index("customer_id")["end_date"].reindex(frame.index)
    return frame.assign(left=end.notna(), days=(end.fillna(LAST_DAY) - frame["start"]).dt.days)


def poisson_interval(events, exposure):
    """The exact 95% interval of a pace (Garwood, 1936)."""
    return (stats.chi2.ppf(0.025, 2 * events) / 2 / exposure,
            stats.chi2.ppf(0.975, 2 * events + 2) / 2 / exposure)


def ratio_interval(money, leads):
    """The 95% interval of a ratio of monthly totals (Cochran, 1977)."""
    ratio, months = money.sum() / leads.sum(), len(leads)
    error = (money - ratio * leads).std() * np.sqrt(months) / leads.sum()
    return ratio + stats.t.ppf([0.025, 0.975], months - 1) * error


def hazard_intervals(subscriptions):
    people = lifetimes(at_usual_pace(subscriptions)).groupby("plan")[["left", "days"]].sum()
    return {plan: poisson_interval(*people.loc[plan]) for plan in PLANS}


def within(interval, truth):
    return interval[0] <= truth <= interval[1]


@pytest.mark.parametrize("plan", PLANS)
def test_the_monthly_churn_of_a_plan_is_found(subscriptions, plan):
    assert within(hazard_intervals(subscriptions)[plan], daily_hazard(CHURN[plan]))


@pytest.mark.prove
def test_the_intervals_of_churn_hold_the_truth_about_as_often_as_they_say():
    found = []
    for seed in range(40):
        intervals = hazard_intervals(sample_tables("saas", seed=seed)["subscriptions"])
        found += [within(intervals[plan], daily_hazard(CHURN[plan])) for plan in PLANS]
    assert_nominal(found)


@pytest.mark.prove
def test_the_survival_curve_holds_the_truth_about_as_often_as_it_says():
    found = []
    for seed in range(40):
        subscriptions = sample_tables("saas", seed=seed)["subscriptions"]
        result = survival(at_usual_pace(subscriptions), by="plan", as_of=LAST_DAY)
        found += [within(bounds_after(result, plan, months=12), (1 - CHURN[plan]) ** 12)
                  for plan in PLANS]
    assert_nominal(found)


def assert_nominal(found):
    """As many hits as 95% intervals should have, give or take what chance allows in 999 of 1000."""
    fewest, most = stats.binom.ppf([0.0005, 0.9995], len(found), 0.95)
    assert fewest <= sum(found) <= most


def bounds_after(result, plan, months):
    curve = result.curve[result.curve["plan"] == plan]
    row = curve[curve["days"] <= months * DAYS_PER_MONTH].iloc[-1]
    return row["lower"], row["upper"]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("months", [6, 12, 18])
def test_survival_is_what_steady_churn_makes_it(subscriptions, plan, months):
    result = survival(at_usual_pace(subscriptions), by="plan", as_of=LAST_DAY)
    assert within(bounds_after(result, plan, months), (1 - CHURN[plan]) ** months)


def test_the_median_lifetime_of_the_small_plan_is_found(subscriptions):
    result = survival(at_usual_pace(subscriptions), by="plan", as_of=LAST_DAY)
    truth = np.log(2) / daily_hazard(CHURN["Solo"])
    assert result.median_lower_days["Solo"] <= truth <= result.median_upper_days["Solo"]
    assert np.isnan(result.median_days["Agency"])  # half of them are still there


def test_plans_differ_beyond_chance(subscriptions):
    assert survival(subscriptions, by="plan").logrank.p_value < 1e-9


def test_regions_do_not_differ(saas, subscriptions):
    region = saas.table("customers").set_index("customer_id")["region"]
    told = subscriptions.assign(region=subscriptions["customer_id"].map(region))
    assert survival(told, by="region").logrank.p_value > 0.05


def test_segments_differ_only_by_their_plans(saas, subscriptions):
    segment = saas.table("customers").set_index("customer_id")["segment"]
    told = subscriptions.assign(segment=subscriptions["customer_id"].map(segment))
    assert survival(told, by="segment").logrank.p_value < 0.001
    first_plan = told["customer_id"].map(lifetimes(subscriptions)["plan"])
    assert survival(told[first_plan == "Solo"], by="segment").logrank.p_value > 0.05


def test_onboarding_and_offer_change_the_pace_by_their_ratios(subscriptions):
    people = lifetimes(subscriptions).query("days > 0")
    month = people["start"].dt.to_period("M").astype(str)
    model = pd.get_dummies(people["plan"], dtype=float).assign(
        onboarding=(month >= TRUTHS["onboarding"]["from_month"]).astype(float),
        offer=month.isin(TRUTHS["offer"]["months"]).astype(float),
    )
    fit = sm.GLM(people["left"].astype(float), model, family=sm.families.Poisson(),
                 exposure=people["days"]).fit()
    ratios = np.exp(fit.conf_int())
    for change in ("onboarding", "offer"):
        assert within(ratios.loc[change], TRUTHS[change]["hazard_ratio"])
        assert not within(ratios.loc[change], 1)


def test_cohorts_since_the_onboarding_keep_more_customers(subscriptions):
    joined = subscriptions.groupby("customer_id")["start_date"].transform("min")
    since = joined >= pd.Timestamp(TRUTHS["onboarding"]["from_month"])
    before, after = (
        cohort_retention(subscription_activity(rows, as_of=LAST_DAY), as_of=LAST_DAY).average.loc[6]
        for rows in (at_usual_pace(subscriptions[~since]), subscriptions[since])
    )
    assert after["lower"] > before["upper"]


def test_monthly_churn_rates_pool_to_the_planted_share(subscriptions):
    eve = pd.Period(TRUTHS["offer"]["months"][0]).start_time - pd.Timedelta(days=1)
    people = lifetimes(subscriptions)
    solo = subscriptions[subscriptions["customer_id"].map(people["plan"]) == "Solo"]
    frame = churn_rate(solo, as_of=eve).frame.dropna()
    interval = proportion_confint(frame["lost"].sum(), frame["at_start"].sum(), method="wilson")
    assert within(interval, CHURN["Solo"])


def test_plan_changes_come_at_their_pace_and_lose_nobody(subscriptions):
    for plan, terms in TRUTHS["plan_changes"].items():
        rows = subscriptions.sort_values("start_date")
        first = rows.drop_duplicates("customer_id").set_index("customer_id")
        first = first[first["plan"] == plan]
        changed = rows["customer_id"].value_counts().reindex(first.index) > 1
        days = (first["end_date"].fillna(LAST_DAY) - first["start_date"]).dt.days
        interval = poisson_interval(changed.sum(), days.sum())
        assert within(interval, daily_hazard(terms["per_month"]))
    result = survival(subscriptions)
    assert result.customers == subscriptions["customer_id"].nunique()
    assert sum(result.set_aside.values()) == len(subscriptions) - result.customers > 0


def test_the_risk_model_earns_its_place_and_points_at_the_small_plan(saas, subscriptions):
    risk = at_risk_customers(subscriptions=subscriptions, customers=saas.table("customers"),
                             as_of=LAST_DAY)
    assert risk.earned_its_place
    assert risk.customers["reason"].head(50).str.startswith("on Solo").mean() > 0.9


@pytest.mark.parametrize("channel", [name for name, terms in TRUTHS["channels"].items()
                                     if terms["cost_per_lead"]])
def test_a_lead_costs_and_becomes_a_customer_as_planted(saas, channel):
    table, terms = saas.table("marketing"), TRUTHS["channels"][channel]
    rows = table[table["channel"] == channel]
    won = rows["new_customers"].sum(), rows["leads"].sum()
    assert within(proportion_confint(*won, method="wilson"), terms["conversion"])
    assert within(ratio_interval(rows["spend"], rows["leads"]), terms["cost_per_lead"])


def test_a_channel_that_costs_nothing_is_not_in_the_marketing_table(saas):
    table = saas.table("marketing")
    assert "recommendations" not in set(table["channel"])
    assert 0 < table["new_customers"].sum() < len(saas.table("customers"))
