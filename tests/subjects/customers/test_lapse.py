import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.lapse import lapsed

START = pd.Timestamp("2024-01-01")
AS_OF = START + pd.Timedelta(days=400)


def bought(*days, customers=range(1)):
    return pd.DataFrame([
        (f"customer {who}", START + pd.Timedelta(days=day)) for who in customers for day in days
    ], columns=["customer_id", "order_date"])


@pytest.fixture
def orders():
    """60 who come back every 20 days, 40 who came back once after 50 days, 100 who never did."""
    return pd.concat([
        bought(*range(0, 401, 20), customers=range(60)),
        bought(100, 150, customers=range(60, 100)),
        bought(10, customers=range(100, 200)),
    ])


def test_the_threshold_is_the_silence_by_which_nine_in_ten_returns_have_come(orders):
    assert lapsed(orders, as_of=AS_OF).threshold_days == 50
    assert lapsed(orders, returns=0.5, as_of=AS_OF).threshold_days == 20


def test_each_customer_counts_once_however_often_they_bought(orders):
    """Of returns, 60 customers × 20/21 come after 20 days and 40 × 1/2 after 50: 74% and 26%."""
    assert lapsed(orders, returns=0.74, as_of=AS_OF).threshold_days == 20
    assert lapsed(orders, returns=0.75, as_of=AS_OF).threshold_days == 50


def test_those_silent_for_longer_are_counted_with_an_interval(orders):
    silence = lapsed(orders, as_of=AS_OF)
    assert silence.lapsed == 140
    assert silence.lapsed_lower <= silence.lapsed <= silence.lapsed_upper
    assert silence.threshold_lower_days <= 50 <= silence.threshold_upper_days
    assert silence.returned_lower < silence.returned_share < silence.returned_upper


def test_a_silence_of_exactly_the_threshold_is_not_beyond_it(orders):
    more = pd.concat([orders, bought(350, 349, customers=[200]), bought(349, customers=[201])])
    table = lapsed(more, as_of=AS_OF).customers.set_index("customer_id")
    assert table.loc[["customer 200", "customer 201"], "silence_days"].tolist() == [50, 51]
    assert table.loc[["customer 200", "customer 201"], "lapsed"].tolist() == [False, True]


def test_the_table_has_each_customers_rhythm_and_silence(orders):
    table = lapsed(orders, as_of=AS_OF).customers.set_index("customer_id")
    assert len(table) == 200
    assert table.loc["customer 0", ["purchases", "usual_gap_days", "silence_days"]].tolist() == [
        21, 20, 0]
    assert table.loc["customer 60", ["purchases", "usual_gap_days", "silence_days"]].tolist() == [
        2, 50, 250]
    assert np.isnan(table.loc["customer 100", "usual_gap_days"])
    assert table["silence_days"].is_monotonic_decreasing
    assert table.loc["customer 60", "lapsed"] and not table.loc["customer 0", "lapsed"]


def test_a_running_silence_is_no_evidence_beyond_its_length():
    """Half of all customers are too recent to have returned: that is not counted against them."""
    settled = bought(0, 30, 60, customers=range(50))
    recent = bought(60, customers=range(50, 100))
    as_of = START + pd.Timedelta(days=65)
    both, alone = (lapsed(table, as_of=as_of) for table in (pd.concat([settled, recent]), settled))
    assert both.threshold_days == alone.threshold_days == 30
    assert both.returned_share > 0.99


def test_the_chance_of_return_falls_with_silence_and_is_0_once_all_returns_are_past(orders):
    table = lapsed(orders, as_of=AS_OF).customers.set_index("customer_id")["return_share"]
    assert 0.3 < table["customer 0"] < 0.5
    assert table["customer 60"] == 0


def test_several_lines_on_a_day_are_one_purchase(orders):
    doubled = pd.concat([orders, orders]).sample(frac=1, random_state=1)
    once, twice = (lapsed(table, as_of=AS_OF) for table in (orders, doubled))
    assert once.threshold_days == twice.threshold_days
    columns = ["customer_id", "silence_days", "purchases"]
    pd.testing.assert_frame_equal(
        *(result.customers[columns].sort_values("customer_id", ignore_index=True)
          for result in (once, twice)))


def test_the_same_seed_gives_the_same_interval(orders):
    one, other = (lapsed(orders, as_of=AS_OF, seed=7).returned_lower for _ in range(2))
    assert one == other


def test_the_headline_says_that_silence_is_no_proof(orders):
    assert lapsed(orders, as_of=AS_OF).headline() == (
        "90% of the customers who come back do so within 50 days (likely 50 to 50). "
        "140 of 200 customers (70%, likely 140 to 140) have been silent for longer: "
        "probably lapsed, but silence is no proof of leaving."
    )


def test_a_short_record_is_said_to_be_short(orders):
    assert len(lapsed(orders, as_of=AS_OF).caveats) == 2
    short = bought(0, 80, customers=range(100))
    assert "short" in lapsed(short, as_of=START + pd.Timedelta(days=100)).caveats[-1]


def test_it_refuses_with_too_few_returns():
    with pytest.raises(NotEnoughData, match="29 repeat purchases"):
        lapsed(pd.concat([bought(0, 9, customers=range(29)), bought(0, customers=range(50, 99))]))


def test_it_refuses_with_too_few_customers():
    with pytest.raises(NotEnoughData, match="3 customers"):
        lapsed(bought(*range(0, 200, 10), customers=range(3)))


@pytest.mark.parametrize("returns", [0, 1, 90])
def test_a_share_is_between_0_and_1(orders, returns):
    with pytest.raises(ValueError, match="between 0 and 1"):
        lapsed(orders, returns=returns)
