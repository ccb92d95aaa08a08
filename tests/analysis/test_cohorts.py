import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.analysis.cohorts import cohort_retention, subscription_activity
from helpers.problems import DataProblems, NotEnoughData


def lines(*rows, columns=("customer_id", "order_date", "quantity", "unit_price")):
    return pd.DataFrame(rows, columns=list(columns))


@pytest.fixture
def orders():
    """Two cohorts, a refund, a guest, an empty April and an unfinished June."""
    return lines(
        ("ann", "2025-01-05", 2, 10.0),
        ("ann", "2025-01-20", 1, 10.0),
        ("bob", "2025-01-31", 1, 30.0),
        ("ann", "2025-02-01", 1, 10.0),
        ("bob", "2025-02-10", -1, 30.0),
        ("cas", "2025-02-28", 3, 5.0),
        (None, "2025-02-28", 3, 5.0),
        ("cas", "2025-03-01", 1, 5.0),
        ("ann", "2025-05-01", 1, 10.0),
        ("dee", "2025-06-02", 1, 10.0),
    )


def test_customers_are_counted_in_the_cohort_of_their_first_purchase(orders):
    counts = cohort_retention(orders, as_of="2025-06-15").counts
    assert counts.index.astype(str).tolist() == ["2025-01", "2025-02", "2025-06"]
    assert counts.columns.tolist() == [0, 1, 2, 3, 4, 5]
    np.testing.assert_array_equal(counts.to_numpy(), [
        [2, 1, 0, 0, 1, np.nan],
        [1, 1, 0, 0, np.nan, np.nan],
        [np.nan] * 6,
    ])


def test_rates_are_shares_of_the_cohort_and_one_at_age_0(orders):
    retention = cohort_retention(orders, as_of="2025-06-15")
    assert retention.rates.loc["2025-01"].tolist()[:5] == [1.0, 0.5, 0.0, 0.0, 0.5]
    assert retention.sizes.tolist() == [2, 1, 1]


def test_a_refund_is_no_activity_but_its_money_counts_in_its_month(orders):
    revenue = cohort_retention(orders, as_of="2025-06-15").revenue
    assert revenue.loc["2025-01"].tolist()[:5] == [60.0, -20.0, 0.0, 0.0, 10.0]


def test_a_discount_is_taken_off_the_whole_line(orders):
    plain = cohort_retention(orders, as_of="2025-06-15").revenue
    cheaper = cohort_retention(
        orders.assign(discount=np.where(orders["order_date"] == "2025-01-05", 1.5, np.nan)),
        as_of="2025-06-15",
    ).revenue
    assert plain.loc["2025-01", 0] - cheaper.loc["2025-01", 0] == 1.5


def test_the_last_month_is_finished_only_on_its_last_day(orders):
    orders = orders[orders["order_date"] < "2025-06-01"]
    assert np.isnan(cohort_retention(orders, as_of="2025-05-30").counts.loc["2025-01", 4])
    assert cohort_retention(orders, as_of="2025-05-31").counts.loc["2025-01", 4] == 1


def test_as_of_is_the_last_order_date_unless_given(orders):
    assert cohort_retention(orders).as_of == pd.Timestamp("2025-06-02")


def test_what_is_left_out_is_counted_by_reason(orders):
    more = lines(
        (None, None, 1, 1.0), ("eve", "2025-03-03", -1, 9.0), ("ann", "2024-12-30", -1, 9.0),
        ("ann", "2025-03-03", np.nan, 9.0), ("ann", "2025-03-04", 1, np.nan),
    )
    retention = cohort_retention(pd.concat([orders, more]), as_of="2025-05-31")
    assert retention.set_aside == {
        "without a date": 1, "dated after the last day looked at": 1, "without a customer": 1,
        "without a quantity": 1, "refunds before any purchase in the data": 2,
        "without a price (counted as a purchase, left out of revenue)": 1,
    }
    assert retention.counts.loc["2025-01", 2] == 1
    assert retention.revenue.loc["2025-01", 2] == 0


def test_money_given_back_before_any_purchase_is_in_no_cohort(orders):
    early = lines(("ann", "2024-12-30", -1, 9.0), ("eve", "2025-03-03", -1, 9.0))
    pd.testing.assert_frame_equal(
        cohort_retention(pd.concat([early, orders]), as_of="2025-06-15").revenue,
        cohort_retention(orders, as_of="2025-06-15").revenue)


def test_without_quantities_every_line_is_a_purchase_and_revenue_is_unknown(orders):
    retention = cohort_retention(orders[["customer_id", "order_date"]], as_of="2025-06-15")
    assert retention.counts.loc["2025-01", 1] == 2
    assert retention.revenue.isna().all(axis=None)


def test_the_average_pools_the_cohorts_that_reached_an_age(orders):
    average = cohort_retention(orders, as_of="2025-06-15").average
    assert average["customers"].tolist() == [3, 3, 3, 3, 2, 0]
    assert average.loc[1, "rate"] == pytest.approx(2 / 3)
    assert average.loc[1, ["lower", "upper"]].tolist() == pytest.approx([0.2077, 0.9385], abs=1e-4)
    assert average.loc[0, ["rate", "lower", "upper"]].tolist() == [1, 1, 1]
    assert np.isnan(average.loc[5, "rate"])


@pytest.mark.parametrize(("period", "cohorts"), [
    ("week", ["2024-12-30/2025-01-05", "2025-01-27/2025-02-02", "2025-02-24/2025-03-02"]),
    ("month", ["2025-01", "2025-02"]), ("quarter", ["2025Q1"]),
])
def test_cohorts_follow_the_period(orders, period, cohorts):
    retention = cohort_retention(orders[:9], period=period, as_of="2025-06-30")
    assert retention.counts.index.astype(str).tolist() == cohorts
    assert retention.period == period


def test_years_are_cohorts_too():
    orders = lines(("ann", "2023-05-01", 1, 1.0), ("ann", "2024-02-01", 1, 1.0))
    assert cohort_retention(orders, period="year", as_of="2024-12-31").rates.loc["2023", 1] == 1


def test_a_week_starts_when_the_owner_says(orders):
    sunday = cohort_retention(orders, period="week", week_start="sunday", as_of="2025-06-30")
    assert sunday.counts.index[0].start_time == pd.Timestamp("2025-01-05")


@pytest.mark.parametrize("words", [{"period": "day"}, {"week_start": "Mon"}])
def test_a_wrong_word_is_refused_with_the_choices(orders, words):
    with pytest.raises(ValueError, match="month|sunday"):
        cohort_retention(orders, **words)


def test_it_refuses_without_known_customers():
    with pytest.raises(NotEnoughData, match="no purchase by a known customer"):
        cohort_retention(lines((None, "2025-01-01", 1, 1.0)))
    with pytest.raises(NotEnoughData, match="no purchase"):
        cohort_retention(pd.DataFrame({"order_date": pd.to_datetime([])}))


def test_it_refuses_with_fewer_than_two_finished_months(orders):
    with pytest.raises(NotEnoughData, match="it has 1 finished month since"):
        cohort_retention(orders, as_of="2025-02-27")
    assert cohort_retention(orders, as_of="2025-02-28").counts.loc["2025-01", 1] == 1


def test_a_table_without_dates_is_told_so():
    with pytest.raises(DataProblems, match="order_date"):
        cohort_retention(pd.DataFrame({"customer_id": ["ann"]}))


def test_the_headline_says_who_came_back(orders):
    assert cohort_retention(orders, as_of="2025-06-15").headline() == (
        "Of 3 customers who first bought between Jan 2025 and Feb 2025, 2 (67%, likely 21% to 94%) "
        "bought again in the month after."
    )


def test_the_headline_looks_further_where_enough_customers_can_be_watched():
    orders = pd.concat([
        pd.DataFrame({"customer_id": range(40), "order_date": "2025-01-10"}),
        pd.DataFrame({"customer_id": range(10), "order_date": "2025-07-10"}),
    ])
    assert cohort_retention(orders, as_of="2025-07-31").headline().endswith(
        "6 months after their first purchase, 10 of the 40 known for that long (25%) bought."
    )


def test_the_first_cohort_is_said_to_hold_older_customers(orders):
    assert "2025-01" in cohort_retention(orders).caveats[0]


order_lines = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.integers(0, 200), st.integers(-2, 3), st.integers(0, 9)
    ),
    min_size=1, max_size=60,
).map(lambda rows: pd.DataFrame({
    "customer_id": [row[0] for row in rows],
    "order_date": pd.Timestamp("2025-01-01") + pd.to_timedelta([row[1] for row in rows], unit="D"),
    "quantity": [float(row[2]) for row in rows], "unit_price": [float(row[3]) for row in rows],
})).filter(lambda orders: (orders["quantity"] > 0).any())
AS_OF = "2026-02-15"


@given(order_lines, st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_lines_changes_nothing(orders, random):
    shuffled = orders.iloc[random.sample(range(len(orders)), len(orders))]
    one, other = (cohort_retention(table, as_of=AS_OF) for table in (orders, shuffled))
    pd.testing.assert_frame_equal(one.counts, other.counts)
    pd.testing.assert_frame_equal(one.revenue, other.revenue)


@given(order_lines)
@settings(max_examples=40, deadline=None)
def test_doubling_each_line_doubles_revenue_and_changes_no_count(orders):
    once = cohort_retention(orders, as_of=AS_OF)
    twice = cohort_retention(pd.concat([orders, orders]), as_of=AS_OF)
    pd.testing.assert_frame_equal(once.counts, twice.counts)
    pd.testing.assert_frame_equal(once.revenue * 2, twice.revenue)


@given(order_lines, st.sampled_from(["week", "month", "quarter"]))
@settings(max_examples=60, deadline=None)
def test_counts_stay_within_the_cohort_and_agree_with_a_plain_count(orders, period):
    retention = cohort_retention(orders, as_of=AS_OF, period=period)
    assert retention.counts.le(retention.sizes, axis=0).where(retention.counts.notna(), True).all(
        axis=None)
    assert retention.rates.stack().dropna().between(0, 1).all()
    bought = orders[orders["quantity"] > 0]
    assert retention.sizes.sum() == bought["customer_id"].nunique()
    place = bought["order_date"].dt.to_period(retention.counts.index.freq)
    first = place.groupby(bought["customer_id"]).transform("min")
    plain = bought["customer_id"].groupby([first, place]).nunique()
    ended = plain[plain.index.get_level_values(1).end_time <= pd.Timestamp("2026-02-16")]
    for (cohort, when), count in ended.items():
        assert retention.counts.loc[cohort, when.ordinal - cohort.ordinal] == count
    assert np.nansum(retention.counts) == ended.sum()


def contract(start, end=None, fee=20.0, customer="ann", plan="Basic"):
    return {"customer_id": customer, "plan": plan, "start_date": start, "end_date": end,
            "monthly_fee": fee}


def dues(*contracts, **options):
    activity = subscription_activity(pd.DataFrame(contracts), **options)
    return activity["order_date"].dt.strftime("%m-%d").tolist()


def test_a_fee_falls_due_on_the_same_day_of_each_month_until_the_end():
    assert dues(contract("2025-01-10", "2025-03-10")) == ["01-10", "02-10"]
    assert dues(contract("2025-01-10", "2025-03-11")) == ["01-10", "02-10", "03-10"]


def test_a_running_contract_is_due_up_to_the_last_day_looked_at():
    assert dues(contract("2025-01-10"), as_of="2025-02-09") == ["01-10"]
    assert dues(contract("2025-01-10"), as_of="2025-02-10") == ["01-10", "02-10"]


def test_a_contract_that_ended_on_its_first_day_was_still_a_customer():
    assert dues(contract("2025-01-10", "2025-01-10"), as_of="2025-03-01") == ["01-10"]


def test_an_end_after_the_last_day_looked_at_has_not_happened_yet():
    assert dues(contract("2025-01-10", "2025-12-31"), as_of="2025-02-15") == ["01-10", "02-10"]


def test_a_weekly_fee_is_a_weeks_share_of_the_monthly_one():
    activity = subscription_activity(
        pd.DataFrame([contract("2025-01-01", fee=30.4375)]), period="week", as_of="2025-01-20"
    )
    assert activity["order_date"].dt.day.tolist() == [1, 8, 15]
    assert activity["unit_price"].tolist() == pytest.approx([7.0] * 3)


def test_contracts_give_retention_by_fees_paid():
    activity = subscription_activity(pd.DataFrame([
        contract("2025-01-10", "2025-03-05", customer="ann"),
        contract("2025-01-31", None, customer="bob"),
    ]), as_of="2025-04-30")
    retention = cohort_retention(activity, as_of="2025-04-30")
    assert retention.counts.loc["2025-01"].tolist() == [2, 2, 1, 1]
    assert retention.revenue.loc["2025-01"].tolist() == [40, 40, 20, 20]
