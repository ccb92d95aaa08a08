"""Rates by hand and against published ones; scorecards on businesses whose growth is planted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.growth.imbalance import RULES
from helpers.subjects.growth.pace import how_fast
from helpers.subjects.growth.rates import cagr, growth_rates, run_rate
from helpers.subjects.growth.scorecard import growth_scorecard

POUNDS = Format("en_GB", "GBP")
SEASON = np.array([0.6, 0.7, 0.9, 1.0, 1.1, 1.0, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6])


def monthly(values, start="2023-01"):
    return pd.Series(np.asarray(values, dtype=float),
                     index=pd.period_range(start, periods=len(values), freq="M"))


def test_compound_growth_is_that_of_the_published_example():
    # 9,000 to 13,000 in three years is 13% a year (Wikipedia, Compound annual growth rate).
    assert cagr(9000, 13000, 3) == pytest.approx(0.1304, abs=5e-5)


@given(st.floats(0.01, 1e6), st.floats(-0.9, 5), st.floats(0.5, 20))
def test_growing_at_its_rate_leads_from_start_to_end(start, rate, years):
    assert cagr(start, start * (1 + rate) ** years, years) == pytest.approx(rate, abs=1e-6)


@pytest.mark.parametrize("count", [13, 17, 24, 31, 60])
@pytest.mark.parametrize("freq", ["M", "Q"])
def test_a_series_with_steady_growth_gives_its_rate_however_long(count, freq):
    in_a_year = {"M": 12, "Q": 4}[freq]
    values = 100 * 1.2 ** (np.arange(count) / in_a_year)
    series = pd.Series(values, index=pd.period_range("2020-01", periods=count, freq=freq))
    assert cagr(series) == pytest.approx(0.2)


@pytest.mark.parametrize("count", [17, 36])
def test_the_season_does_not_come_into_compound_growth(count):
    assert cagr(monthly(np.tile(SEASON, 3)[:count])) == pytest.approx(0, abs=1e-12)


def test_to_nothing_is_a_loss_of_all():
    assert cagr(100, 0, 2) == -1


@pytest.mark.parametrize(("start", "end", "found"), [
    (0, 5, "a start of 0"), (-3, 5, "a start of -3"), (5, -1, "an end of -1"),
    (float("nan"), 5, "a start of nan")])
def test_a_start_that_growth_is_no_share_of_is_refused_with_the_reason(start, end, found):
    with pytest.raises(NotEnoughData, match=found):
        cagr(start, end, 3)
    with pytest.raises(ValueError):
        cagr(start, end, 3)


def test_no_years_and_too_short_a_series_are_refused():
    with pytest.raises(ValueError, match="above 0"):
        cagr(1, 2, 0)
    with pytest.raises(ValueError, match="years"):
        cagr(1, 2)
    with pytest.raises(NotEnoughData, match="more than a year"):
        cagr(monthly(np.arange(1, 13)))


def test_rates_by_hand():
    frame = growth_rates(monthly([100, 110, 0, 50, *[60] * 8, 150])).frame
    rates = frame["month_on_month"].to_numpy()
    np.testing.assert_allclose(rates[:5], [np.nan, 0.1, -1, np.nan, 0.2])
    assert frame["year_on_year"].iloc[12] == pytest.approx(0.5)
    assert frame["year_on_year"].iloc[:12].isna().all()


def test_an_unfinished_month_is_missing_and_so_are_its_rates():
    frame = growth_rates(monthly([100, 110, 5]), as_of="2023-03-30").frame
    assert frame.iloc[2].isna().all()
    assert growth_rates(monthly([100, 110, 5]), as_of="2023-03-31").frame["value"].iloc[2] == 5


def test_a_gap_breaks_the_rates_around_it():
    series = monthly([100, 110, 120, 130]).drop(pd.Period("2023-03", "M"))
    assert growth_rates(series).frame["month_on_month"].isna().tolist() == [
        True, False, True, True]


@pytest.mark.parametrize("index", [
    pd.date_range("2023-01-01", periods=3, freq="MS"),
    pd.date_range("2023-01-31", periods=3, freq="ME"), ["2023-01", "2023-02", "2023-03"]])
def test_months_may_be_written_as_dates(index):
    frame = growth_rates(pd.Series([100.0, 110.0, 121.0], index=index)).frame
    assert frame.index.tolist() == list(pd.period_range("2023-01", periods=3, freq="M"))
    assert frame["month_on_month"].iloc[2] == pytest.approx(0.1)


def test_days_are_added_up_and_the_last_one_decides_whether_the_month_had_ended():
    days = pd.date_range("2023-01-01", "2023-03-30")
    frame = growth_rates(pd.Series(1.0, index=days)).frame
    np.testing.assert_array_equal(frame["value"], [31, 28, np.nan])


def test_quarters_and_years_have_their_own_rates():
    quarters = growth_rates(pd.Series([1.0, 2, 3, 4, 2], index=pd.period_range(
        "2023Q1", periods=5, freq="Q")))
    assert quarters.frame["year_on_year"].iloc[4] == 1
    assert quarters.frame["quarter_on_quarter"].iloc[4] == -0.5
    years = growth_rates(pd.Series([100.0, 120.0], index=[2023, 2024]))
    assert list(years.frame) == ["value", "year_on_year"]
    assert years.headline() == "2024 came to 120, up 20% on 2023."


def test_the_headline_of_the_rates():
    assert growth_rates(monthly([100.0] * 11 + [110.0, 99.0])).headline() == (
        "Jan 2024 came to 99, down 10% on Dec 2023 and down 1.0% on Jan 2023.")
    assert growth_rates(monthly([5.0])).headline() == (
        "Jan 2023 came to 5; there is nothing to compare it with.")


@pytest.mark.filterwarnings("ignore:Could not infer format")
@pytest.mark.parametrize("index", [range(3), ["a", "b", "c"],
                                   pd.period_range("2023-01-02", periods=3, freq="W")])
def test_an_index_without_months_is_refused(index):
    with pytest.raises(ValueError):
        growth_rates(pd.Series([1.0, 2.0, 3.0], index=index))


def test_a_month_twice_and_nothing_finished_are_refused():
    with pytest.raises(ValueError, match="more than once"):
        growth_rates(pd.concat([monthly([1.0]), monthly([2.0])]))
    with pytest.raises(NotEnoughData, match="no finished period"):
        growth_rates(monthly([1.0]), as_of="2023-01-15")


def test_the_usual_growth_of_a_month_is_a_geometric_mean_with_its_interval_by_hand():
    factors = np.array([1.1, 1.2, 1.3, 1.1, 1.2, 1.3])
    rates = growth_rates(monthly([100.0] * 12 + [*(100 * factors)]))
    logs = np.log(factors)
    reach = student.ppf(0.975, 5) * logs.std(ddof=1) / np.sqrt(6)
    assert (rates.mean, rates.lower, rates.upper) == pytest.approx(tuple(
        np.exp([logs.mean(), logs.mean() - reach, logs.mean() + reach]) - 1))
    assert rates.usually() == ("In the last year a month was on average 20% above the same month a "
                               "year before (likely 11% to 29%).")


def test_the_usual_growth_looks_at_the_last_year_alone_and_takes_six_months():
    assert growth_rates(monthly([100.0] * 12 + [300.0] * 12 + [360.0] * 12)).mean == (
        pytest.approx(0.2))
    short = growth_rates(monthly([100.0] * 12 + [120.0] * 5))
    assert np.isnan([short.mean, short.lower, short.upper]).all() and short.usually() == ""
    falling = growth_rates(monthly([100.0] * 12 + [80.0] * 12))
    assert "20% below the same month" in falling.usually()


def test_a_month_that_fell_to_nothing_is_no_part_of_the_usual_growth():
    values = [100.0] * 12 + [120.0] * 6 + [0.0] + [120.0] * 5
    assert growth_rates(monthly(values)).mean == pytest.approx(0.2)


def test_all_three_rates_at_once():
    sales = monthly([100.0] * 12 + [110.0, 130.0] * 5 + [120.0])
    speed = how_fast(sales, money=True, what="sales")
    assert (speed.a_year, speed.pace.annual) == pytest.approx((0.2, 1440))
    assert not speed.left_out
    assert speed.headline(POUNDS) == (
        "In the last year a month brought in on average 20% more than the same month a year "
        "before (likely 13% to 27%). From Jan 2023 to Nov 2024, first year against last, sales "
        f"grew by 20% a year. {run_rate(sales, money=True).headline(POUNDS)}")
    assert "a year would bring £1,440" in speed.headline(POUNDS)


def test_what_cannot_be_told_of_the_three_rates_is_left_out_with_its_reason():
    speed = how_fast(monthly([90.0, 110.0]), money=True)
    assert speed.headline(POUNDS) == "Feb 2023 brought in £110, up 22% on Jan 2023."
    assert np.isnan(speed.a_year) and speed.pace is None
    assert speed.left_out == {
        "growth a year": "it has 2 known months; it needs more than a year of months, with none "
                         "missing at either end",
        "a run rate": "it has 2 known periods among the last 3; it needs 3 finished ones"}


def test_the_run_rate_is_the_last_three_months_over_a_year():
    pace = run_rate(monthly([500, 500, 90, 100, 110]))
    assert pace.annual == pace.uncorrected == float(pace) == 1200
    assert not pace.seasonally_corrected and "not taken out" in pace.caveats[0]
    assert run_rate(monthly([90, 100, 110]), periods=1).annual == 1320


def test_the_unfinished_month_is_not_in_the_run_rate():
    assert run_rate(monthly([100, 100, 100, 3]), as_of="2023-04-20").annual == 1200


def test_with_two_years_the_season_is_taken_out():
    pace = run_rate(monthly(100 * np.tile(SEASON, 2)))
    assert pace.annual == pytest.approx(1200)
    assert pace.uncorrected == pytest.approx(1200 * SEASON[-3:].mean())
    assert pace.seasonally_corrected
    assert pace.headline() == ("At the pace between Oct 2024 and Dec 2024 a year would bring 1,200 "
                               "(likely 1,200 to 1,200), with the season taken out.")
    assert not run_rate(monthly(100 * np.tile(SEASON, 2)[:23])).seasonally_corrected


def test_a_month_without_sales_leaves_the_season_in():
    values = 100 * np.tile(SEASON, 3)
    values[5] = 0
    assert not run_rate(monthly(values)).seasonally_corrected


def test_the_interval_of_a_run_rate_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        pace = run_rate(monthly(100 + 10 * rng.normal(size=12)))
        inside += pace.lower <= 1200 <= pace.upper
    assert 0.92 <= inside / 400 <= 0.98
    assert np.isnan(run_rate(monthly([90, 100, 110])).lower)


def test_the_interval_of_a_run_rate_is_as_by_hand():
    # Steps of 20, so a variance of 20² ÷ 2, with 2 × 3² ÷ (3 × 4 − 4) degrees of freedom.
    pace = run_rate(monthly([90, 110, 90, 110]))
    reach = 12 * student.ppf(0.975, 2.25) * np.sqrt(200 / 3)
    assert (pace.lower, pace.upper) == pytest.approx((1240 - reach, 1240 + reach))


def test_the_interval_reaches_below_nothing_only_where_there_were_losses():
    swings = [10.0, 300.0, 10.0, 300.0]
    assert run_rate(monthly(swings)).lower == 0
    assert run_rate(monthly([-10.0, *swings[1:]])).lower < 0


def test_a_run_rate_of_missing_months_is_refused():
    with pytest.raises(NotEnoughData, match="2 known periods among the last 3"):
        run_rate(monthly([100, np.nan, 100]))
    with pytest.raises(NotEnoughData):
        run_rate(monthly([100, 100]))
    with pytest.raises(ValueError, match="1 or more"):
        run_rate(monthly([100, 100]), periods=0)


def books(start="2023-01", **accounts):
    return pd.concat([
        pd.DataFrame({"month": monthly(amounts, start).index.start_time, "account": account,
                      "amount": amounts}) for account, amounts in accounts.items()])


def two_years(before, now):
    return [float(before)] * 12 + [float(now)] * 12


def steady(**changes):
    """Two years of books that grow by 20% in step, but for the changes."""
    accounts = dict(revenue=two_years(100, 120), cost_of_goods=two_years(50, 60),
                    payroll=two_years(20, 24), rent=two_years(10, 12), headcount=two_years(10, 12))
    return books(**{name: amounts for name, amounts in (accounts | changes).items() if amounts})


def visits(*parts):
    """One order a day from each of so many customers, by (first, count, day, price)."""
    rows = [(f"c{number}", day, 1, price, f"{number} {day}") for first, count, day, price in parts
            for number in range(first, first + count)]
    return pd.DataFrame(rows, columns=["customer_id", "order_date", "quantity", "unit_price",
                                       "order_id"])


def by_month(customers, months, *, again=0, price=10.0):
    """Each month's own customers on the 1st, so many of them back on the 20th."""
    parts = []
    for place, month in enumerate(months):
        first = 10_000 * month.ordinal
        count, back = (value[place] if isinstance(value, list) else value
                       for value in (customers, again))
        parts += [(first, count, f"{month}-01", price), (first, back, f"{month}-20", price)]
    return visits(*parts)


MONTHS = pd.period_range("2022-09", "2024-12", freq="M")


def test_five_dimensions_are_as_planted():
    card = growth_scorecard(finances=steady(), orders=by_month(
        [50] * 16 + [60] * 12, MONTHS), as_of="2024-12-31")
    frame = card.frame
    assert list(frame.index) == ["revenue", "customer_base", "operational_scalability",
                                 "profitability", "team"]
    assert frame["value"].tolist() == pytest.approx([7200, 720, 120 / 36, 0.2, 12])
    assert frame["year_before"].tolist() == pytest.approx([6000, 600, 100 / 30, 0.2, 10])
    assert frame["change"].tolist() == pytest.approx([0.2, 0.2, 0, 0, 0.2], abs=1e-12)
    assert frame["trend"].tolist()[:2] == ["rising", "rising"]
    assert frame.loc["revenue", ["trend_lower", "trend_upper"]].tolist() == pytest.approx([0.2] * 2)
    assert frame["source"].tolist() == ["orders", "orders", "finances", "finances", "finances"]
    assert not card.left_out
    assert card.monthly.loc["2024-12"].tolist() == pytest.approx([600, 60, 120 / 36, 0.2, 12])


def test_the_headline_tells_each_dimension_and_what_keeps_up():
    assert growth_scorecard(finances=steady()).headline(POUNDS) == (
        "Revenue £1,440 (up 20%), operational scalability £3.33 for each £1 of running costs "
        "(unchanged), profitability 20% (unchanged) and team 12 (up 20%). What carries the growth "
        "keeps up, on the 3 of 8 signs that the tables tell.")


@pytest.mark.parametrize(("changes", "broken"), [
    ({}, []),
    ({"cost_of_goods": two_years(50, 62.3)}, []),
    ({"cost_of_goods": two_years(50, 62.5)}, ["gross_margin", "operating_margin"]),
    ({"depreciation": two_years(5, 9)}, ["operating_margin"]),
    ({"payroll": two_years(20, 26.2), "cost_of_goods": two_years(50, 58)}, ["running_costs"]),
])
def test_growth_that_outruns_its_margin_or_its_costs_is_named(changes, broken):
    card = growth_scorecard(finances=steady(**changes))
    assert card.imbalances == broken
    assert card.balanced is (not broken)


@pytest.mark.parametrize(("orders_now", "broken"), [(60, []), (68, []), (70, ["load"])])
def test_more_sold_by_each_person_than_a_sixth_is_too_much(orders_now, broken):
    orders = by_month([50] * 16 + [orders_now] * 12, MONTHS)
    card = growth_scorecard(orders, steady(), as_of="2024-12-31")
    assert card.imbalances == broken
    if broken:
        assert card.warnings(POUNDS)["load"] == (
            "units sold a month for each person on the payroll rose from 5.0 to 5.8")


def test_a_days_takings_in_one_line_are_as_much_work_as_its_parts_and_a_refund_undoes_none():
    orders = by_month(50, MONTHS)
    takings = orders.groupby("order_date", as_index=False).agg(
        quantity=("quantity", "sum"), unit_price=("unit_price", "first"))
    lines = pd.concat([takings, orders.assign(quantity=-1)])
    load = growth_scorecard(lines, steady(), as_of="2024-12-31").signals.loc["load"]
    assert (load["before"], load["now"]) == pytest.approx((5, 50 / 12))


def test_where_people_are_not_counted_the_load_is_on_the_payroll():
    card = growth_scorecard(by_month([50] * 16 + [75] * 12, MONTHS), steady(headcount=None),
                            as_of="2024-12-31")
    assert card.frame.loc["team", "value"] == 288
    assert card.signals.loc["load", ["before", "now"]].tolist() == pytest.approx([2500, 3125])
    assert card.warnings()["load"] == (
        "units sold a month for each 1,000 of payroll rose from 2,500 to 3,125")


def test_revenue_from_fewer_customers_is_named():
    orders = pd.concat([by_month([50] * 16 + [40] * 12, MONTHS),
                        visits(*[(1, 1, f"{month}-02", 200.0) for month in MONTHS[16:]])])
    card = growth_scorecard(orders, as_of="2024-12-31")
    assert card.frame.loc["revenue", "change"] > 0.05
    assert card.imbalances == ["customers"]


def test_a_repeat_rate_that_fell_is_named_with_its_shares_by_hand():
    # The years end on 2 Oct 2024 and 3 Oct 2023; who came back on 20 Oct is new to the next one.
    again = [30] * 13 + [15] * 15
    orders = by_month([50] * 13 + [80] * 15, MONTHS, again=again)
    card = growth_scorecard(orders, as_of="2024-12-31")
    before, now = card.signals.loc["repeat_rate", ["before", "now"]]
    assert (before, now) == pytest.approx(
        ((11 * 30 + 15) / (11 * 50 + 80 + 30), 12 * 15 / (12 * 80 + 15)))
    assert card.signals.loc["repeat_rate", "upper"] < 0
    assert "repeat_rate" in card.imbalances
    assert "fell from 52% to 18%" in card.headline()


def test_a_repeat_rate_that_chance_explains_is_no_warning():
    card = growth_scorecard(by_month([10] * 13 + [12] * 15, MONTHS, again=[5] * 13 + [5] * 15),
                            as_of="2024-12-31")
    assert card.rules.loc["repeat_rate", "outcome"] == "kept"


@pytest.mark.parametrize(("now", "outcome"), [(9.0, "kept"), (8.0, "broken")])
def test_scores_that_fell_are_named(now, outcome):
    days = pd.date_range("2023-01-01", "2024-12-31")
    score = np.where(days < "2024-01-02", 9.0, now) + np.tile([-1, 0, 1], 244)[:len(days)]
    card = growth_scorecard(finances=steady(), feedback=pd.DataFrame(
        {"date": days, "score": score}))
    assert card.rules.loc["service", "outcome"] == outcome
    few = pd.DataFrame({"date": days[::40], "score": score[::40]})
    assert growth_scorecard(finances=steady(), feedback=few).rules.loc[
        "service", "outcome"] == "not known"


def test_without_growth_no_rule_is_asked():
    card = growth_scorecard(finances=steady(revenue=two_years(100, 104)))
    assert set(card.rules["outcome"]) == {"no growth to outrun"}
    assert card.balanced is None and not card.imbalances


def test_every_rule_is_stated_in_the_result():
    rules = growth_scorecard(finances=steady()).rules
    assert rules["states"].to_dict() == {name: rule.states for name, rule in RULES.items()}
    assert rules["outcome"].to_dict() == {
        "gross_margin": "kept", "operating_margin": "kept", "running_costs": "kept",
        "load": "not known", "customers": "not known", "repeat_rate": "not known",
        "churn": "not known", "service": "not known"}


def test_targets_are_held_against_whole_years():
    frame = growth_scorecard(finances=steady(), targets={
        "revenue": 1600, "profitability": 0.15, "team": 12}).frame
    assert frame["target_gap"].round(3).to_dict() == pytest.approx(
        {"revenue": -0.1, "operational_scalability": np.nan, "profitability": 0.05, "team": 0},
        nan_ok=True)
    assert frame["reached"].to_dict() == {
        "revenue": False, "operational_scalability": None, "profitability": True, "team": True}
    part = growth_scorecard(finances=books(revenue=[100.0] * 5), targets={"revenue": 1000}).frame
    assert part.loc["revenue", "months"] == 5 and part.loc["revenue", "reached"] is None
    with pytest.raises(ValueError, match="'sales'"):
        growth_scorecard(finances=steady(), targets={"sales": 5})


def test_other_targets_change_the_targets_alone():
    targets = {"revenue": 1600, "team": None}
    at_once = growth_scorecard(finances=steady(), targets=targets)
    later = growth_scorecard(finances=steady(), targets={"team": 5}).against(targets)
    pd.testing.assert_frame_equal(at_once.frame, later.frame)
    assert later.headline() == at_once.headline()


def test_targets_are_said_with_how_far_they_are():
    card = growth_scorecard(finances=steady(), targets={
        "revenue": 1600, "profitability": 0.25, "operational_scalability": 3.0, "team": 13})
    assert card.targets_said(POUNDS) == [
        "revenue, target £1,600: short by 10%",
        "operational scalability, target £3.00: reached",
        "profitability, target 25%: short by 5.0 points", "team, target 13: short by 7.7%"]
    assert card.targets_said(Format("en_GB", "GBP", smallest_group=13))[-1] == (
        "team, target 13: not reached")
    part = growth_scorecard(finances=books(revenue=[100.0] * 5), targets={"revenue": 1000})
    assert part.targets_said() == [
        "revenue, target 1,000: it takes a whole year of months to tell"]
    assert growth_scorecard(finances=steady()).targets_said() == []


def subscribers(*parts):
    """So many contracts of 10 a month each, by (count, first day, last day or None)."""
    rows = [(f"{place}-{number}", start, end, 10.0) for place, (count, start, end)
            in enumerate(parts) for number in range(count)]
    return pd.DataFrame(rows, columns=["customer_id", "start_date", "end_date", "monthly_fee"])


def leaving(before, now, *, joining=60):
    """Every month of 2023 and 2024 so many join and, a month on, so many of them leave."""
    parts = [(200, "2022-12-01", None)]
    for month in pd.period_range("2023-01", "2024-12", freq="M"):
        left = before if month.year == 2023 else now
        parts += [(left, f"{month - 1}-15", f"{month}-15"), (joining - left, f"{month}-01", None)]
    return subscribers(*parts)


def test_subscribers_are_counted_at_the_months_end():
    card = growth_scorecard(subscriptions=subscribers(
        (5, "2023-01-01", None), (3, "2023-01-01", "2024-06-30"), (4, "2024-06-30", None),
        (1, "2024-07-01", "2024-12-31")), as_of="2024-12-31")
    counts = card.monthly["customer_base"]
    assert (counts["2023-01"], counts["2024-05"], counts["2024-06"]) == (8, 8, 12)
    assert (counts["2024-07"], counts["2024-12"]) == (10, 10)
    row = card.frame.loc["customer_base"]
    assert (row["value"], row["change"], row["source"]) == (10, 0.25, "subscriptions")
    assert card.frame.loc["revenue", "value"] == 10 * (8 * 5 + 12 + 10 * 6)


def test_a_change_of_plan_is_the_same_subscriber():
    table = subscribers((5, "2023-01-01", None))
    moved = pd.concat([table.assign(end_date="2024-03-31"), table.assign(start_date="2024-03-31")])
    card = growth_scorecard(subscriptions=moved, as_of="2024-12-31")
    assert card.monthly["customer_base"].unique().tolist() == [5]


@pytest.mark.parametrize(("now", "outcome"), [(10, "kept"), (13, "kept"), (35, "broken")])
def test_more_subscribers_who_leave_than_chance_explains_are_named(now, outcome):
    card = growth_scorecard(subscriptions=leaving(10, now), as_of="2024-12-31")
    assert card.rules.loc["churn", "outcome"] == outcome
    assert card.rules.loc["repeat_rate", "outcome"] == "not known"
    churn = card.signals.loc["churn"]
    assert churn["lower"] < churn["change"] < churn["upper"]
    assert ("subscribers who leave in a month rose" in card.headline()) == (outcome == "broken")


def test_where_no_subscription_has_started_the_books_are_told():
    later = subscribers((5, "2025-03-01", None))
    card = growth_scorecard(finances=steady(), subscriptions=later, as_of="2024-12-31")
    assert card.frame.loc["revenue", "source"] == "finances"
    assert "customer_base" in card.left_out


def test_the_share_who_leave_is_as_by_hand():
    table = subscribers((10, "2022-12-01", None), (1, "2022-12-01", "2023-05-10"),
                        (2, "2022-12-01", "2024-05-10"))
    churn = growth_scorecard(subscriptions=table, as_of="2024-12-31").signals.loc["churn"]
    assert churn["before"] == pytest.approx(1 / (5 * 13 + 7 * 12))
    assert churn["now"] == pytest.approx(2 / (5 * 12 + 7 * 10))


def test_subscribers_are_the_load_where_there_are_no_orders():
    card = growth_scorecard(None, books(headcount=[2.0] * 24), as_of="2024-12-31",
                            subscriptions=subscribers((20, "2023-01-01", None),
                                                      (6, "2024-01-01", None)))
    assert card.warnings() == {
        "load": "paying subscribers for each person on the payroll rose from 10.0 to 13.0"}


def test_the_signs_say_what_is_known_and_what_is_missing():
    signs = growth_scorecard(finances=steady()).signs(POUNDS).set_index("sign")
    assert signs.loc["gross margin"].tolist() == ["50%", "50%", "yes"]
    assert signs.loc["revenue for each 1 of running costs", "the year before"] == "£3.33"
    assert signs.loc["subscribers who leave in a month", "keeps up"] == (
        "not known: it takes two years of subscriptions")
    of_orders = growth_scorecard(by_month(50, MONTHS), as_of="2024-12-31").signs(POUNDS)
    assert "subscribers who leave in a month" not in set(of_orders["sign"])
    assert set(of_orders["keeps up"][of_orders["last 12 months"] != "–"]) == {"sales did not grow"}


def test_signs_tell_of_no_group_too_small():
    orders = by_month([50] * 16 + [60] * 12, MONTHS)
    card = growth_scorecard(orders, as_of="2024-12-31")
    told = Format("en_GB", "GBP", smallest_group=601)
    assert card.signs(told).set_index("sign").loc["number of customers"].tolist() == [
        "–", "–", "too few people to tell"]


@pytest.mark.parametrize(("people", "said"), [(0.6, "0.6"), (3.0, "3"), (3.5, "3.5")])
def test_a_small_team_is_told_to_its_owner_and_to_nobody_else(people, said):
    card = growth_scorecard(finances=steady(headcount=two_years(people, people)))
    assert f"team {said} (unchanged)" in card.headline(POUNDS)
    assert "team fewer than 5" in card.headline(Format("en_GB", "GBP", smallest_group=5))


def test_between_a_year_and_two_the_months_that_have_a_year_before_are_compared():
    card = growth_scorecard(finances=books(revenue=[100.0] * 12 + [130.0] * 6))
    row = card.frame.loc["revenue"]
    assert (row["change"], row["compared_months"]) == (pytest.approx(0.3), 6)
    assert row["value"] == 1380 and np.isnan(row["year_before"])
    short = growth_scorecard(finances=books(revenue=[100.0] * 12 + [130.0] * 5)).frame
    assert np.isnan(short.loc["revenue", "change"]) and short.loc["revenue", "trend"] == "not known"


def test_a_trend_that_swings_is_not_clear():
    swings = [100.0] * 12 + [140.0, 75.0] * 6
    card = growth_scorecard(finances=books(revenue=swings))
    assert card.frame.loc["revenue", "trend"] == "no clear trend"


def test_a_solo_owner_with_few_orders_gets_what_can_be_told_and_why_the_rest_cannot():
    card = growth_scorecard(visits((0, 3, "2024-01-01", 20.0), (3, 2, "2024-02-29", 20.0)))
    assert card.frame["value"].to_dict() == {"revenue": 100, "customer_base": 5}
    assert set(card.left_out) == {"operational_scalability", "profitability", "team"}
    assert "works alone" in card.left_out["team"]
    assert card.headline(POUNDS) == (
        "Over 2 months: revenue £100 and customer base 5. Growth cannot be told yet: that takes 6 "
        "months that have the same month a year before.")
    handed_over = Format("en_GB", "GBP", smallest_group=6)
    assert "customer base fewer than 6" in card.headline(handed_over)


def test_customers_alone_tell_of_the_customer_base():
    joined = pd.DataFrame({"customer_id": range(36), "signup_date": pd.date_range(
        "2022-01-15", periods=36, freq="MS")})
    row = growth_scorecard(customers=joined, as_of="2024-12-31").frame.loc["customer_base"]
    assert (row["value"], row["year_before"], row["source"]) == (35, 23, "customers")


def test_an_unfinished_month_does_not_lower_the_year():
    orders = by_month(50, MONTHS)
    part = growth_scorecard(orders, as_of="2024-12-20").frame
    assert part.loc["revenue", "value"] == 6000
    assert part.loc["customer_base", "value"] == 600


def test_a_first_month_that_began_late_is_not_compared():
    late = by_month(50, MONTHS[4:]).query("order_date > '2023-01-02'")
    late = pd.concat([late, visits((0, 5, "2023-01-15", 10.0))])
    row = growth_scorecard(late, as_of="2024-12-31").frame.loc["revenue"]
    assert row["compared_months"] == 11 and row["change"] == pytest.approx(0)


@settings(max_examples=15)
@given(st.floats(0.5, 2.0), st.floats(0.1, 0.9))
def test_growth_in_step_is_never_out_of_balance(growth, cost):
    before = np.linspace(100, 160, 12)
    revenue = [*before, *(before * growth)]
    card = growth_scorecard(finances=books(
        revenue=revenue, cost_of_goods=[cost * each for each in revenue],
        payroll=[0.2 * each for each in revenue]))
    assert card.frame.loc["revenue", "change"] == pytest.approx(growth - 1)
    assert card.imbalances == []


def test_lines_that_cannot_be_used_are_counted():
    orders = by_month(50, MONTHS)
    orders.loc[0, "customer_id"], orders.loc[1, "unit_price"] = None, np.nan
    assert growth_scorecard(orders, as_of="2024-12-31").set_aside == {
        "without a quantity or a price": 1, "without a customer": 1,
        "without a price (counted as a purchase, left out of revenue)": 1}


def test_nothing_at_all_is_refused():
    with pytest.raises(NotEnoughData, match="no order, no books"):
        growth_scorecard()
    with pytest.raises(NotEnoughData, match="a month of priced orders"):
        growth_scorecard(visits((0, 3, "2024-01-05", 1.0)))
    with pytest.raises(DataProblems, match="order_date"):
        growth_scorecard(pd.DataFrame({"quantity": [1]}))
