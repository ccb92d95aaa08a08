"""Ratios by hand and against published exercises; the runway by every resample there is."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.core.tables import ACCOUNTS
from helpers.stats.trend import slope
from helpers.subjects.finance.accounts import KINDS, monthly_books
from helpers.subjects.finance.cash_runway import runway
from helpers.subjects.finance.financial_ratios import RATIOS
from helpers.subjects.finance.health import health_check


def books(start="2025-01", **accounts):
    """Finances from each account's amounts, month after month; None leaves a month out."""
    months = pd.period_range(start, periods=max(map(len, accounts.values())), freq="M").start_time
    rows = [(month, account, amount) for account, amounts in accounts.items()
            for month, amount in zip(months, amounts) if amount is not None]
    return pd.DataFrame(rows, columns=["month", "account", "amount"])


YEAR_OF_BOOKS = dict(
    revenue=[100.0] * 12, cost_of_goods=[60.0] * 12, payroll=[15.0] * 12, rent=[5.0] * 12,
    marketing=[2.0] * 12, other_operating=[3.0] * 12, depreciation=[1.0] * 12, interest=[1.0] * 12,
    tax=[3.0] * 12, cash=[30.0] * 12, receivables=[10.0] * 12, inventory=[20.0] * 12,
    other_current_assets=[20.0] * 12, payables=[25.0] * 12, other_current_liabilities=[5.0] * 12,
    short_term_debt=[40.0] * 12, long_term_debt=[60.0] * 12, equity=[50.0] * 12,
)


def test_every_account_of_the_contract_has_its_kind():
    assert set(ACCOUNTS) <= set(KINDS)


def test_each_ratio_is_as_by_hand():
    check = health_check(books(**YEAR_OF_BOOKS))
    assert check.gross_margin == pytest.approx(0.40)
    assert check.operating_margin == pytest.approx(0.14)
    assert check.net_margin == pytest.approx(0.10)
    assert check.current_ratio == pytest.approx(80 / 70)
    assert check.quick_ratio == pytest.approx(40 / 70)
    assert check.debt_to_equity == pytest.approx(2.0)
    assert check.days_sales_outstanding == pytest.approx(10 / 1200 * 365)
    assert check.days_payable_outstanding == pytest.approx(25 / 720 * 365)
    assert check.runway_months == np.inf
    assert list(check.frame.index) == list(RATIOS) and not check.missing


def test_current_and_quick_ratio_are_those_of_the_openstax_exercise():
    # OpenStax, Principles of Finance, chapter 6, problems 2 and 3, short-term investments as cash.
    shop = books(cash=[40_000.0], receivables=[20_000.0], inventory=[20_000.0],
                 payables=[70_000.0])
    check = health_check(shop)
    assert check.current_ratio == pytest.approx(8 / 7)
    assert check.quick_ratio == pytest.approx(6 / 7)


def test_a_flow_is_summed_and_a_balance_never():
    halves = health_check(books(
        revenue=[100.0] * 6 + [300.0] * 6, cost_of_goods=[50.0] * 6 + [240.0] * 6,
        cash=[0.0] * 11 + [30.0], payables=[99.0] * 11 + [20.0], receivables=[0.0] * 6 + [40.0] * 6,
        equity=[1.0] * 11 + [80.0], long_term_debt=[500.0] * 11 + [40.0]))
    assert halves.gross_margin == pytest.approx(1 - 1740 / 2400)  # not the mean of 0.5 and 0.2
    assert halves.current_ratio == pytest.approx(70 / 20)
    assert halves.debt_to_equity == pytest.approx(0.5)
    assert halves.days_sales_outstanding == pytest.approx(20 / 2400 * 365)


def test_only_the_last_twelve_months_count_and_the_year_before_is_compared():
    check = health_check(books(
        "2023-01", revenue=[100.0] * 24, cost_of_goods=[50.0] * 12 + [60.0] * 12,
        cash=[10.0] * 12 + [20.0] * 12, payables=[10.0] * 24))
    row = check.frame.loc["gross_margin"]
    assert (row["value"], row["year_ago"], row["change"]) == pytest.approx((0.4, 0.5, -0.1))
    assert check.frame.loc["current_ratio", "year_ago"] == pytest.approx(1.0)
    assert row["months"] == 12 and row["month"] == pd.Period("2024-12", "M")


def test_a_year_before_that_is_not_whole_is_not_compared():
    row = health_check(books(revenue=[100.0] * 18, cost_of_goods=[50.0] * 18)).frame.iloc[0]
    assert np.isnan(row["year_ago"]) and np.isnan(row["change"])


def test_an_unfinished_month_is_left_out_and_counted():
    check = health_check(books(revenue=[100.0, 100.0], cost_of_goods=[50.0, 90.0]),
                         as_of="2025-02-27")
    assert check.gross_margin == pytest.approx(0.5)
    assert check.set_aside == {"in a month that had not ended by the last day looked at": 2}


@pytest.mark.parametrize(("ratio", "band", "light"), [
    ("gross_margin", (0.2, 0.3), "strong"), ("gross_margin", (0.3, 0.5), "watch"),
    ("gross_margin", (0.5, 0.6), "weak"), ("gross_margin", (0.5, 0.41), "weak"),
    ("debt_to_equity", (1, 3), "watch"), ("debt_to_equity", (2.5, 3), "strong"),
    ("debt_to_equity", (3, 2.5), "strong"), ("debt_to_equity", (0.5, 1), "weak"),
])
def test_the_owners_band_decides_in_whatever_order_it_is_given(ratio, band, light):
    check = health_check(books(**YEAR_OF_BOOKS), bands={ratio: band})
    assert check.lights[ratio] == light
    assert check.frame.loc[ratio, "band_source"] == "the owner's own"


def test_a_value_on_an_edge_has_the_better_light():
    on_edges = books(revenue=[100.0] * 12, cost_of_goods=[75.0] * 12, equity=[50.0] * 12,
                     long_term_debt=[50.0] * 12)
    lights = health_check(on_edges, bands={"gross_margin": (0.25, 0.5)}).lights
    assert lights.to_dict() == {"gross_margin": "watch", "debt_to_equity": "strong"}
    tenth = health_check(books(revenue=[100.0], cost_of_goods=[90.0]),
                         bands={"gross_margin": (0.05, 0.1)})
    assert tenth.gross_margin < 0.1 and tenth.lights["gross_margin"] == "strong"


@pytest.mark.parametrize("bands", [
    {"cash_flow": (1, 2)}, {"net_margin": 0.1}, {"net_margin": (0.1,)},
    {"net_margin": (0.1, np.nan)}, {"net_margin": "ab"}, {"net_margin": (0.1, 0.1, 0.3)},
])
def test_a_band_that_is_none_is_refused(bands):
    with pytest.raises(ValueError, match="band"):
        health_check(books(**YEAR_OF_BOOKS), bands=bands)


@pytest.mark.parametrize(("ratio", "bound", "light", "said"), [
    ("gross_margin", 0.40, "strong", "strong from 40% up, weak below 40%"),
    ("gross_margin", 0.41, "weak", "strong from 41% up, weak below 41%"),
    ("debt_to_equity", 2.0, "strong", "strong up to 2.00, weak above 2.00"),
    ("debt_to_equity", 1.9, "weak", "strong up to 1.90, weak above 1.90"),
])
def test_two_bounds_alike_leave_nothing_to_be_watched(ratio, bound, light, said):
    check = health_check(books(**YEAR_OF_BOOKS), bands={ratio: (bound, bound)})
    assert (check.lights[ratio], check.frame.loc[ratio, "band"]) == (light, said)


def test_other_bands_change_the_lights_and_nothing_else():
    plain = health_check(books(**YEAR_OF_BOOKS))
    bands = {"gross_margin": (0.1, 0.2), "current_ratio": (2, 3)}
    banded = plain.with_bands(bands)
    pd.testing.assert_frame_equal(
        banded.frame, health_check(books(**YEAR_OF_BOOKS), bands=bands).frame)
    pd.testing.assert_frame_equal(banded.with_bands({}).frame, plain.frame)
    assert banded.lights[["gross_margin", "current_ratio"]].tolist() == ["strong", "weak"]
    with pytest.raises(ValueError, match="band"):
        plain.with_bands({"cash_flow": (1, 2)})


def test_in_words_every_ratio_has_its_shape_and_word_beside_its_value():
    twice = {name: [0.5 * amounts[0]] * 12 + amounts for name, amounts in YEAR_OF_BOOKS.items()}
    said = health_check(books(**twice)).in_words(Format("de_DE", "EUR"))
    assert said.loc["Gross margin", ["now", "a year ago", "it is"]].tolist() == [
        "40\xa0%", "40\xa0%", "◆\xa0watch"]
    assert said.loc["Runway", ["now", "it is"]].tolist() == ["without end: cash grows", "▲\xa0strong"]
    assert said.loc["Current ratio", "now"] == "1,14"
    assert said["it is"].str.contains("^(?:▲\xa0strong|◆\xa0watch|▼\xa0weak)$").all()
    assert (health_check(books(**YEAR_OF_BOOKS)).in_words()["a year ago"] == "").all()


def test_every_default_band_says_where_it_is_from_and_that_trades_differ():
    check = health_check(books(**YEAR_OF_BOOKS))
    assert check.frame["band_source"].str.len().min() > 3
    assert "Bands differ by trade" in check.caveats[0]
    own = {name: ratio.edges for name, ratio in RATIOS.items()}
    assert not any("Bands differ" in text
                   for text in health_check(books(**YEAR_OF_BOOKS), bands=own).caveats)


def test_what_cannot_be_told_is_listed_with_what_is_missing():
    check = health_check(books(revenue=[100.0] * 3, cost_of_goods=[40.0] * 3))
    assert list(check.frame.index) == ["gross_margin"]
    assert check.missing["operating_margin"] == (
        "no payroll or rent or marketing or other operating or depreciation in the finances")
    assert check.missing["debt_to_equity"] == (
        "no equity and short term debt or long term debt (0 where nothing is owed) in the finances")
    assert check.missing["runway_months"] == (
        "it has no cash balance; it needs the account cash at a month's end")
    assert np.isnan(check.current_ratio)
    assert "3 months only" in check.frame.loc["gross_margin", "note"]
    with pytest.raises(AttributeError):
        check.grossmargin


def test_no_sales_at_all_leave_no_margin():
    check = health_check(books(revenue=[0.0] * 3, cost_of_goods=[5.0] * 3, receivables=[1.0] * 3,
                               cash=[9.0] * 3, payables=[3.0] * 3))
    assert check.missing["gross_margin"] == "revenue above 0"
    assert check.missing["days_sales_outstanding"].startswith("revenue above 0, and receivables")
    assert check.current_ratio == pytest.approx(10 / 3)


def test_a_month_without_its_goods_is_left_out_and_a_missing_cost_counts_as_nothing():
    check = health_check(books(revenue=[100.0, 100.0, 900.0], cost_of_goods=[40.0, 60.0, None],
                               rent=[20.0, None, 20.0]))
    assert check.gross_margin == pytest.approx(0.5)
    assert check.operating_margin == pytest.approx(0.4)
    note = check.frame.loc["operating_margin", "note"]
    assert "rent has no amount in 1 of 2 months, counted as 0" in note
    assert "as at Feb 2025" in note
    assert "counted as 0, not in the finances at all: payroll" in note


def test_a_gap_in_the_middle_is_said():
    check = health_check(books(revenue=[100.0, None, 100.0], cost_of_goods=[50.0] * 3))
    assert "1 month left out that had no revenue and cost of goods" in (
        check.frame.loc["gross_margin", "note"])


def test_a_balance_without_a_row_at_the_end_counts_as_nothing_and_is_said():
    check = health_check(books(cash=[50.0] * 3, receivables=[20.0, 20.0, None],
                               payables=[25.0] * 3))
    assert check.quick_ratio == 2
    assert "receivables has no amount in 1 of 1 month, counted as 0" in (
        check.frame.loc["quick_ratio", "note"])


def test_no_equity_is_the_weakest_and_nothing_owed_the_strongest():
    owing = health_check(books(equity=[-5.0], long_term_debt=[50.0], cash=[9.0], payables=[0.0]))
    assert owing.debt_to_equity == np.inf and owing.lights["debt_to_equity"] == "weak"
    assert "owes more than it owns" in owing.frame.loc["debt_to_equity", "note"]
    assert owing.current_ratio == np.inf and owing.lights["current_ratio"] == "strong"
    free = health_check(books(equity=[5.0], long_term_debt=[0.0]))
    assert free.debt_to_equity == 0 and free.lights["debt_to_equity"] == "strong"


@pytest.mark.parametrize(("costs", "equity", "trend", "debt_trend"), [
    (np.arange(60.0, 48, -1), np.arange(50.0, 62), "improving", "improving"),
    (np.arange(50.0, 62), np.arange(62.0, 50, -1), "worsening", "worsening"),
    ([40.0, 70.0] * 6, [30.0, 70.0] * 6, "no clear trend", "no clear trend"),
    ([50.0, 50.1] * 6, [50.0, 50.1] * 6, "steady", "steady"),
])
def test_a_trend_is_told_for_better_or_worse(costs, equity, trend, debt_trend):
    check = health_check(books(revenue=[100.0] * 12, cost_of_goods=costs, equity=equity,
                               long_term_debt=[40.0] * 12))
    assert check.frame["trend"].to_dict() == {"gross_margin": trend, "debt_to_equity": debt_trend}


SEASON = np.array([60, 58, 55, 50, 48, 45, 45, 48, 50, 55, 58, 60.0])


def test_a_season_is_no_trend_where_two_years_are_known():
    one, two = (health_check(books(revenue=[100.0] * len(costs), cost_of_goods=costs)).frame.loc[
        "gross_margin"] for costs in (SEASON[:8], np.tile(SEASON, 2)))
    assert one["trend"] == "improving" and "may be the season" in one["note"]
    assert two["trend"] == "steady" and two["note"] == ""


@pytest.mark.parametrize(("points", "trend"), [(-6.0, "improving"), (6.0, "worsening"),
                                               (0.5, "steady")])
def test_over_two_years_each_month_is_set_against_its_own_a_year_before(points, trend):
    costs = np.concatenate([SEASON, SEASON + points])
    row = health_check(books(revenue=[100.0] * 24, cost_of_goods=costs)).frame.loc["gross_margin"]
    assert row["trend"] == trend
    assert [row["trend_per_year"], row["trend_lower"], row["trend_upper"]] == pytest.approx(
        [-points / 100] * 3)


def test_the_interval_of_the_twelve_changes_is_that_of_the_sign_test():
    changes = np.arange(1.0, 13)
    costs = np.concatenate([SEASON, SEASON - changes])
    row = health_check(books(revenue=[100.0] * 24, cost_of_goods=costs)).frame.loc["gross_margin"]
    # Of 12 values, the 3rd and the 10th hold the median with 96.1% (Conover, 1999, table A3).
    assert (100 * row[["trend_lower", "trend_per_year", "trend_upper"]].astype(float)
            ).round(6).tolist() == [3, 6.5, 10]


def test_a_trend_is_in_units_a_year_and_too_few_months_have_none():
    falling = health_check(books(revenue=[100.0] * 12, cost_of_goods=np.arange(50.0, 62)))
    assert falling.frame.loc["gross_margin", "trend_per_year"] == pytest.approx(-0.12)
    assert len(falling.monthly) == 12
    few = health_check(books(revenue=[100.0] * 5, cost_of_goods=np.arange(50.0, 55)))
    assert few.frame.loc["gross_margin", "trend"] == "not known"


def test_the_interval_of_a_slope_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(400):
        fit = slope(pd.Series(0.5 * np.arange(12) + rng.normal(size=12)))
        inside += fit.lower <= 0.5 <= fit.upper
    assert 0.92 <= inside / 400 <= 0.98


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), min_size=1, max_size=14),
       st.sampled_from([0.01, 3.0, 1000.0]))
def test_no_ratio_depends_on_the_currency_or_on_the_order_of_rows(months, factor):
    revenue, costs = zip(*months)
    table = books(revenue=revenue, cost_of_goods=costs, payables=costs, cash=revenue,
                  equity=revenue, long_term_debt=costs)
    check = health_check(table)
    other = health_check(table.assign(amount=table["amount"] * factor)[::-1])
    values = check.frame["value"].drop("runway_months", errors="ignore")
    np.testing.assert_allclose(other.frame.loc[values.index, "value"], values, rtol=1e-9)
    assert check.gross_margin <= 1 and set(check.lights) <= {"strong", "watch", "weak"}


def test_many_that_are_strong_are_named_without_their_values():
    strong = health_check(books(**YEAR_OF_BOOKS | dict(
        cost_of_goods=[30.0] * 12, cash=[900.0] * 12, equity=[900.0] * 12)))
    assert (strong.lights == "strong").sum() > 3
    assert strong.headline() == (
        "Gross margin, operating margin, net margin, current ratio, quick ratio, debt to equity, "
        "days sales outstanding, days payable outstanding and runway are strong.")


SOLO = {name: YEAR_OF_BOOKS[name] for name in ("revenue", "cost_of_goods", "other_operating")}


def test_a_margin_before_the_owners_wage_is_said_to_be_so_and_never_strong():
    check = health_check(books(**SOLO))
    assert check.operating_margin == pytest.approx(0.37)
    assert check.lights["operating_margin"] == "watch" and not check.has_pay
    assert "before the owner's own wage" in check.headline()
    assert check.with_bands({"operating_margin": (0.4, 0.5)}).lights["operating_margin"] == "weak"
    paid = health_check(books(**SOLO, payroll=[5.0] * 12))
    assert paid.lights["operating_margin"] == "strong" and "wage" not in paid.headline()
    only_gross = health_check(books(revenue=[10.0] * 3, cost_of_goods=[4.0] * 3))
    assert "wage" not in only_gross.headline()


def test_how_long_the_cash_lasts_is_said_or_why_not():
    assert health_check(books(**YEAR_OF_BOOKS)).cash.headline().startswith("Cash of 30")
    assert health_check(books(**SOLO)).cash.headline() == (
        "How long the cash lasts is not known: it has no cash balance; it needs the account cash "
        "at a month's end.")


def test_the_headline_says_the_weak_first_and_what_is_not_known():
    pounds = Format("en_GB", "GBP")
    check = health_check(books(revenue=[100.0] * 12, cost_of_goods=[70.0] * 12, cash=[30.0] * 12,
                               payables=[40.0] * 12))
    assert check.headline(pounds) == (
        "Current ratio (0.75) is weak; gross margin (30%) and quick ratio (0.75) are to be "
        "watched; days payable outstanding (17 days) and runway (without end: cash grows) are "
        "strong. Not known: operating margin and net margin. Not known until what you own, owe "
        "and are owed is written down at each month's end: debt to equity and days sales "
        "outstanding.")
    assert check.sentences(pounds)["gross_margin"] == (
        "gross margin 30%: watch (strong from 50% up, weak below 25%), steady")


def cash_of(*flows, start=100.0, **more):
    """Cash balances that move by these flows."""
    return books(cash=start + np.cumsum([0.0, *flows]), **more)


def test_the_runway_is_cash_over_the_average_burn():
    lasts = runway(cash_of(-5.0, -10.0, -15.0))
    assert (lasts.cash, lasts.burn_per_month, lasts.runway_months) == (70.0, 10.0, 7.0)
    assert lasts.burn.tolist() == [5.0, 10.0, 15.0]
    assert "change of the cash balance" in lasts.basis


def test_only_the_last_months_are_averaged():
    table = cash_of(50.0, *[-10.0] * 6, *[-20.0] * 3, start=200.0)
    assert runway(table).burn_per_month == 15
    assert runway(table, months=3).burn_per_month == 20


def test_its_interval_is_that_of_every_resample_there_is():
    # With three months the expanded percentiles are the best and the worst month over and over.
    lasts = runway(cash_of(-5.0, -10.0, -15.0))
    every = sorted(70 / np.mean(months) for months in product([5, 10, 15], repeat=3))
    assert (lasts.runway_lower_months, lasts.runway_upper_months) == pytest.approx(
        (every[0], every[-1]))


@pytest.mark.prove
def test_expanded_percentiles_give_the_average_burn_about_95_per_cent_coverage():
    rng = np.random.default_rng(2)
    inside = 0
    for trial in range(150):
        lasts = runway(cash_of(*-rng.normal(10, 3, 6), start=1000.0), seed=trial)
        upper_burn, lower_burn = (lasts.cash / end for end in (
            lasts.runway_lower_months, lasts.runway_upper_months))
        inside += lower_burn <= 10 <= upper_burn
    assert 0.91 <= inside / 150 <= 0.99


def test_the_same_seed_draws_the_same_and_another_differs_little():
    table = cash_of(-5.0, -10.0, -15.0, -30.0, -2.0, -9.0, start=300.0)
    ends = [runway(table, seed=seed).runway_lower_months for seed in (0, 0, 1)]
    assert ends[0] == ends[1] == pytest.approx(ends[2], rel=0.1)


def test_where_cash_grows_there_is_no_end_and_it_is_said():
    lasts = runway(cash_of(5.0, 10.0, 15.0))
    assert (lasts.runway_months, lasts.runway_lower_months) == (np.inf, np.inf)
    assert lasts.cash_grows
    assert lasts.headline() == ("Cash of 130 at the end of Apr 2025 does not run out at the pace "
                                "between Feb 2025 and Apr 2025: it grew by 10.00 a month.")


def test_growth_that_chance_may_undo_has_a_lower_end():
    lasts = runway(cash_of(40.0, -30.0, 5.0))
    assert lasts.runway_months == np.inf and lasts.runway_lower_months == pytest.approx(115 / 30)
    assert "could still run out after 3.8 months" in lasts.headline()


def test_an_overdraft_that_grows_has_no_month_left():
    assert runway(cash_of(-60.0, -50.0, -40.0)).runway_months == 0


def test_the_cash_flow_statement_counts_before_the_balance_and_money_put_in_not_at_all():
    table = cash_of(0.0, 0.0, 0.0, operating_cash_flow=[-10.0] * 4,
                    investing_cash_flow=[-2.0] * 4, financing_cash_flow=[12.0, 12.0, -3.0, 12.0])
    lasts = runway(table)
    assert lasts.burn.tolist() == [12.0, 12.0, 15.0, 12.0]
    assert "cash flow statement" in lasts.basis


def test_profit_before_depreciation_stands_in_where_balances_are_few():
    lasts = runway(books(cash=[None, None, 90.0], revenue=[100.0] * 3, payroll=[120.0] * 3,
                         depreciation=[7.0] * 3))
    assert lasts.burn_per_month == 20 and "profit" in lasts.basis


def test_the_headline_of_a_runway_can_be_repeated():
    pounds = Format("en_GB", "GBP")
    assert runway(cash_of(-5.0, -10.0, -15.0)).headline(pounds) == (
        "Cash of £70.00 at the end of Apr 2025 lasts 7 months (likely 4.7 to 14.0) if £10.00 a "
        "month goes out, as it did on average between Feb 2025 and Apr 2025.")
    assert "likely 2.3 or more" in runway(cash_of(30.0, -30.0, -25.0, start=95.0)).headline()


def test_too_little_for_a_runway_is_refused():
    with pytest.raises(NotEnoughData, match="no cash balance"):
        runway(books(revenue=[1.0] * 4))
    with pytest.raises(NotEnoughData, match="2 months of money"):
        runway(cash_of(-1.0, -1.0))
    with pytest.raises(ValueError, match="3 or more"):
        runway(cash_of(-1.0, -1.0, -1.0), months=2)


def test_the_health_check_has_the_same_runway():
    table = books(**YEAR_OF_BOOKS | {"cash": np.arange(120.0, 0, -10)})
    check = health_check(table)
    assert check.runway_months == check.runway.runway_months == runway(table).runway_months == 1
    assert check.frame.loc["runway_months", "trend"] == "worsening"
    assert check.lights["runway_months"] == "weak"


def test_rows_that_cannot_be_used_are_counted():
    table = pd.concat([books(revenue=[100.0], cost_of_goods=[50.0]), pd.DataFrame({
        "month": [None, "2025-01-01", "2025-01-01"], "account": ["revenue", "tips", "rent"],
        "amount": [5.0, 5.0, None]})])
    assert health_check(table).set_aside == {
        "without a month": 1, "without an amount": 1,
        "in an account that is not in the chart of accounts": 1}


def test_a_balance_twice_in_a_month_is_refused_with_its_row_and_a_flow_is_added_up():
    table = pd.concat([books(revenue=[60.0], cost_of_goods=[50.0], cash=[5.0]),
                       books(revenue=[40.0], cash=[7.0])], ignore_index=True)
    with pytest.raises(DataProblems, match=r"account, 1 row \(row 6\)"):
        health_check(table)
    assert health_check(table[table["account"] != "cash"]).gross_margin == pytest.approx(0.5)


def test_costs_written_as_negative_are_refused():
    with pytest.raises(DataProblems, match="costs written as positive"):
        health_check(books(revenue=[100.0], cost_of_goods=[-60.0]))


def test_months_may_be_text_and_rows_in_any_order():
    table = books(revenue=[100.0, 200.0], cost_of_goods=[50.0, 50.0])
    text = table.assign(month=table["month"].dt.strftime("%Y-%m"))[::-1]
    assert health_check(text).gross_margin == pytest.approx(2 / 3)
    assert list(monthly_books(text, question="q").frame["revenue"]) == [100.0, 200.0]


def test_nothing_to_tell_is_refused():
    with pytest.raises(NotEnoughData, match="no ratio that can be told"):
        health_check(books(fixed_assets=[5.0]))
    with pytest.raises(NotEnoughData, match="no amount in a month that has ended"):
        health_check(books(revenue=[5.0]), as_of="2025-01-15")
    with pytest.raises(DataProblems, match="amount"):
        health_check(pd.DataFrame({"month": ["2025-01"], "account": ["cash"]}))
