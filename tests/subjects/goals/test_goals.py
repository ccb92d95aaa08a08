import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.goals.goal_parts import Goal
from helpers.subjects.goals.goal_progress import progress
from helpers.subjects.goals.smart_check import check_smart
from helpers.subjects.goals.wording_checks import AMOUNTS, QUALITIES, TIMES, has_figure, vague_words

WHOLE = {
    "statement": "Sell 50 boxes a week to offices by 30 June 2026", "kpi": "boxes a week",
    "baseline": 40, "target": 50, "start": "2026-01-01", "due": "2026-06-30", "owner": "Ana",
    "unit": "boxes", "why": "it pays the second oven", "resources": "a stall on Saturdays",
}


def without(*names, **more):
    return {name: value for name, value in {**WHOLE, **more}.items() if name not in names}


def monthly(values, first="2024-01"):
    return pd.Series(np.asarray(values, float),
                     pd.period_range(first, periods=len(values), freq="M"))


# Letters


def test_a_whole_goal_passes_on_every_letter():
    check = check_smart(WHOLE)
    assert check.passes and check.failing == ()
    assert check.headline() == "The goal passes on all five letters."
    assert all(letter.reason and not letter.repair for letter in check.letters().values())


@pytest.mark.parametrize(("name", "letter"), [
    ("statement", "S"), ("kpi", "M"), ("baseline", "M"), ("target", "M"), ("owner", "A"),
    ("resources", "A"), ("why", "R"),
])
def test_what_is_missing_fails_its_letter_and_is_mended(name, letter):
    check = check_smart(without(name))
    assert letter in check.failing
    failed = check.letters()[letter]
    assert failed.reason and failed.repair
    if name not in ("baseline", "target"):
        assert check.failing == (letter,)


def test_without_a_day_the_time_and_the_judgement_of_it_fail():
    check = check_smart(without("due", statement="Sell 50 boxes a week to offices"))
    assert check.failing == ("A", "T")
    assert check.letters()["T"].reason == "no day is set (due)"
    soon = check_smart(without("due", statement="Sell 50 boxes a week, soon"))
    assert soon.letters()["T"].reason == "“soon” is no day"


def test_a_vague_sentence_is_rewritten_where_the_rest_is_known():
    check = check_smart(without(statement="Get more and better customers"))
    assert check.failing == ("S",)
    assert check.headline() == (
        "S fails. Specific: “more” and “better” cannot be checked. Better: “Raise boxes a week "
        "from 40 to 50 by 30 Jun 2026. Ana sees to it.”")
    assert check.repaired() in check.letters()["S"].repair


def test_a_goal_to_lower_something_says_so_in_its_unit():
    goal = without("owner", kpi="days until paid", unit="days", baseline=45, target=30)
    assert check_smart(goal).repaired() == "Lower days until paid from 45 to 30 by 30 Jun 2026."
    money = without(kpi="sales a month", unit="GBP", baseline=1e4, target=1.2e4)
    assert "from £10,000 to £12,000 by" in check_smart(money).repaired(Format("en_GB", "GBP"))
    rate = without(kpi="repeat rate", unit="%", baseline=20, target=22.5)
    assert "from 20% to 22.5% by" in check_smart(rate).repaired()


def test_too_little_makes_no_sentence():
    for name in ("kpi", "baseline", "target"):
        assert check_smart(without(name, statement="Sell boxes")).repaired() is None
    assert check_smart(without(target=40)).repaired() is None


def test_vague_words_pass_where_a_figure_makes_them_exact():
    for said in ("Win 20 more customers", "Increase the sells by ten percent",
                 "Improve repeat rate from 20% to 25%", "Double the orders of schools"):
        assert "S" not in check_smart(without(statement=said)).failing, said
    for said in ("Win more customers in 2026", "Increase the sells until 31 december 2026",
                 "Grow", "Be the best salon", "Improve all processes of us"):
        assert "S" in check_smart(without(statement=said)).failing, said


def test_two_words_could_mean_anything():
    letter = check_smart(without(statement="New website")).letters()["S"]
    assert letter.reason == "“New website” could mean anything"
    assert "S" not in check_smart(without(statement="Ten schools")).failing


@pytest.mark.parametrize("said", [
    "I want have contracts with schools of Leeds", "We will to open on Sundays also",
    "Offer the yearly boiler check to all customer of last year",
])
def test_simple_or_broken_english_is_accepted(said):
    assert "S" not in check_smart(without(statement=said)).failing


def test_a_target_that_is_the_baseline_is_no_goal():
    check = check_smart(without(target="40"))
    assert check.failing == ("M", "A")
    assert "the target is what it is now, 40" in check.letters()["M"].reason


def test_a_day_that_has_passed_or_lies_before_the_start_fails():
    assert check_smart(WHOLE, as_of="2026-06-30").passes
    assert "has passed" in check_smart(WHOLE, as_of="2026-07-01").letters()["T"].reason
    assert check_smart(without(start="2026-06-30")).failing == ("T",)


# Reading


@pytest.mark.parametrize("due", [
    "2026-06-30", "30/06/2026", "6/30/2026", "30.6.2026", "30 June 2026", "30th of June, 2026",
    "June 2026", "2026-06", datetime.date(2026, 6, 30), pd.Timestamp("2026-06-30 12:00"),
    pd.Period("2026-06"), np.datetime64("2026-06-30"),
])
def test_a_day_is_read_however_it_is_written(due):
    assert check_smart(without(due=due)).goal.due == pd.Timestamp("2026-06-30")


@pytest.mark.parametrize("due", [
    "06/07/2026", "soon", "today", "now", "30 June", "99/99/2026", 12])
def test_a_day_in_doubt_is_not_guessed(due):
    check = check_smart(without("statement", due=due))
    assert check.goal.due is None
    assert f"“{due}” is no day" in check.letters()["T"].reason


@pytest.mark.parametrize(("written", "number"), [
    ("1,200", 1200), ("1.200,50", 1200.5), ("£1 200", 1200), ("12%", 12), ("1,5", 1.5), ("−5", -5),
    ("1.5", 1.5), (True, np.nan), ("a lot", np.nan), ("1.2.3", np.nan), ("1e999", np.nan),
    (np.inf, np.nan),
])
def test_a_number_is_read_however_it_is_written(written, number):
    assert check_smart(without(baseline=written)).goal.baseline == pytest.approx(
        number, nan_ok=True)


def test_words_in_place_of_a_number_are_named():
    check = check_smart(without(target="a lot"))
    assert check.letters()["M"].reason == "“a lot” is no number"


def test_the_sentence_fills_in_what_it_says_clearly():
    said = "I want increase my sales from £10,000 to £12,000 until 31 december 2026"
    goal = check_smart(said).goal
    assert (goal.baseline, goal.target, goal.due) == (10000, 12000, pd.Timestamp("2026-12-31"))
    assert check_smart("Win 5 schools before 2027").goal.due == pd.Timestamp("2026-12-31")
    assert check_smart("Win 5 schools by the end of June 2026").goal.due == pd.Timestamp(
        "2026-06-30")
    assert check_smart("Win 5 schools by 03/04/2026").goal.due is None
    kept = check_smart(without(statement="from 1 to 2 by 1 May 2027")).goal
    assert (kept.baseline, kept.target, kept.due) == (40, 50, pd.Timestamp("2026-06-30"))


strange = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.datetimes() | st.binary(max_size=4) | st.complex_numbers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner,
                                                                max_size=3), max_leaves=4)
names = st.sampled_from(list(WHOLE)) | st.text(max_size=6) | st.integers()


@settings(max_examples=200)
@given(st.dictionaries(names, strange, max_size=8) | strange)
def test_no_mapping_however_strange_raises(goal):
    check = check_smart(goal)
    assert set(check.failing) <= set("SMART")
    assert check.headline() and check.headline(Format("de_DE", "EUR"))


def test_tables_in_place_of_words_raise_nothing():
    frame = pd.DataFrame({"a": [1, 2]})
    assert check_smart({"statement": frame, "target": frame["a"], "due": np.array([1, 2])}).failing


def test_the_words_are_found_whole_in_any_case_and_join():
    assert vague_words("MORE, as-soon-as possible; moreover bestsellers") == [
        "more", "as soon as possible"]
    assert vague_words("baked goods for someone") == []
    lists = (*AMOUNTS, *QUALITIES, *TIMES)
    assert len(set(lists)) == len(lists)
    assert all(word == word.casefold() for word in lists)
    assert all(vague_words(word) == [word] for word in lists)


@pytest.mark.parametrize(("text", "there"), [
    ("in 2026", False), ("by 2026-06-30", False), ("30/06/2026", False), ("June 30th, 2026", False),
    ("2000 boxes", False), ("2,000 boxes", True), ("£2000", True), ("a dozen", True),
    ("by 1 May 12 boxes", True), ("covid19", False), ("1.5 days", True),
])
def test_a_figure_is_no_date(text, there):
    assert has_figure(text) == there


# History


def test_a_change_that_was_often_seen_is_achievable_without_further_means():
    series = monthly(100 * 1.03 ** np.arange(30))  # 19% in six months
    goal = without("resources", baseline=200, target=230)
    check = check_smart(goal, series=series)
    assert check.failing == ()
    history = check.history
    assert (history.periods, history.stretches, history.seen) == (6, 24, 24)
    assert history.wanted == pytest.approx(0.15)
    assert history.largest == pytest.approx(1.03**6 - 1)
    assert (history.lower, history.upper) == pytest.approx((0.5101, 1), abs=1e-4)  # 4 of 4, Wilson
    assert "24 of 24 past stretches of 6 months (100%, likely 51% to 100%)" in (
        check.letters()["A"].reason)


def test_a_change_never_seen_fails_and_a_target_within_reach_is_named():
    series = monthly(100 * 1.01 ** np.arange(30))
    check = check_smart(without(baseline=100, target=150), series=series)
    assert check.failing == ("A",)
    letter = check.letters()["A"]
    assert letter.reason == ("of 24 past stretches of 6 months none had a rise of 50%; the largest "
                             "was 6.2%")
    assert letter.repair.startswith("Aim for 106,")


def test_a_change_seen_once_in_a_great_while_is_too_rare():
    values = np.full(40, 100.0)
    values[-1] = 130  # one stretch of 34
    goal = without(baseline=100, target=125)
    letter = check_smart(goal, series=monthly(values)).letters()["A"]
    assert not letter.passes
    assert "of 34 past stretches of 6 months only 1 had a rise of 25%" in letter.reason
    values[-2] = 130  # two of them
    assert check_smart(goal, series=monthly(values)).letters()["A"].passes


def test_a_change_just_as_large_counts_and_a_quarter_of_all_is_told():
    values = [100, 110, 121, 121, 121]  # changes of 10%, 10%, 0 and 0
    goal = without(baseline=100, target=110, start="2024-06-01", due="2024-06-30")
    history = check_smart(goal, series=monthly(values)).history
    assert (history.seen, history.stretches) == (2, 4)
    assert history.often == pytest.approx(110)
    most = check_smart(goal, series=monthly([100, 110, 110, 110, 110, 110])).history
    assert (most.seen, most.often) == (1, 100)


def test_a_series_that_never_went_that_way_offers_no_target():
    check = check_smart(without(), series=monthly(np.linspace(90, 40, 24)))
    assert "there was no rise at all" in check.letters()["A"].reason
    assert "Aim" not in check.letters()["A"].repair


def test_falls_and_values_below_nought_are_judged_in_the_unit():
    series = monthly([10, -5] * 6 + [0])  # back and forth: even stretches bring no change
    falling = without(baseline=8, target=-4, start="2025-02-01", due="2025-02-28", unit="")
    history = check_smart(falling, series=series, as_of="2025-01-31").history
    assert not history.relative
    assert (history.wanted, history.largest, history.periods) == (-12, -15, 1)
    assert (history.seen, history.stretches) == (6, 12)


def test_a_history_too_short_leaves_the_means_to_speak():
    short = monthly([40, 41, 42, 43, 44, 45, 46])
    assert check_smart(WHOLE, series=short).history is None
    assert check_smart(WHOLE, series=short).passes
    assert check_smart(without("resources"), series=short).failing == ("A",)


def test_gaps_in_the_history_count_for_nothing():
    series = monthly(np.arange(50, 80.0)).drop(pd.Period("2025-03"))
    assert check_smart(WHOLE, series=series).history.stretches == 22


# Progress

YEAR = Goal(kpi="monthly sales", baseline=100, target=160, start=pd.Timestamp("2025-01-01"),
            due=pd.Timestamp("2025-12-31"))


def test_progress_is_the_way_done_against_a_steady_pace():
    so_far = progress(YEAR, monthly([104, 106, 112, 113, 120, 124], "2025-01"))
    assert (so_far.share_done, so_far.share_expected) == (0.4, 0.5)
    assert (so_far.periods_done, so_far.periods_left) == (6, 6)
    assert (so_far.pace_per_period, so_far.required_per_period) == (4, 6)
    assert so_far.status == "behind"
    assert progress(YEAR, monthly([104, 106, 112, 113, 120, 130], "2025-01")).status == "on pace"


def test_the_forecast_goes_on_at_the_pace_with_the_drift_methods_interval():
    values = [104, 106, 112, 113, 120, 124]
    so_far = progress(YEAR, monthly(values, "2025-01"))
    changes = np.diff([100, *values])
    spread = changes.std(ddof=1) * np.sqrt(6 * (1 + 6 / 6))
    assert so_far.forecast == 124 + 6 * 4
    assert so_far.upper - so_far.forecast == pytest.approx(2.5706 * spread, rel=1e-4)  # t, 5 df
    assert so_far.lower == pytest.approx(148 - 2.5706 * spread, rel=1e-4)
    path = so_far.path
    assert path.index.astype(str).tolist()[::12] == ["2024-12", "2025-12"]
    assert path["planned"].tolist() == list(range(100, 161, 5))
    assert path.loc["2025-06", ["value", "forecast", "lower", "upper"]].tolist() == [124] * 4
    assert path.loc[:"2025-05", "forecast"].isna().all()
    assert path["value"].tolist()[:7] == [100, *values]


def test_a_gap_counts_as_the_months_it_lasts():
    so_far = progress(YEAR, monthly([104, 106, 112, 113, 120, 124], "2025-01").drop(
        pd.Period("2025-03")))
    # Changes 4, 2, 7 over two months, 7, 4 about 4 a month: 0, 2²  , 1² / 2, 3², 0.
    spread = np.sqrt((0 + 4 + 0.5 + 9 + 0) / 4)
    assert (so_far.upper - so_far.forecast) / np.sqrt(12) == pytest.approx(
        2.7764 * spread, rel=1e-4)


@pytest.mark.prove
def test_the_interval_holds_what_comes_about_as_often_as_it_says():
    rng = np.random.default_rng(2)
    walks = 100 + rng.normal(1, 5, (400, 12)).cumsum(axis=1)
    held = 0
    for walk in walks:
        so_far = progress(YEAR, monthly(walk[:8], "2025-01"))
        held += so_far.lower <= walk[-1] <= so_far.upper
    assert 0.92 <= held / 400 <= 0.98


def test_two_changes_make_no_forecast():
    so_far = progress(YEAR, monthly([104, 106], "2025-01"))
    assert np.isnan([so_far.forecast, so_far.lower, so_far.upper]).all()
    assert so_far.required_per_period == 5.4
    assert "leads to" not in so_far.headline()


def test_a_goal_reached_or_missed_is_called_so():
    reached = progress(YEAR, monthly([120, 161], "2025-01"))
    assert reached.status == "reached"
    assert reached.headline() == "Monthly sales stands at 161: the goal of 160 is reached."
    missed = progress(YEAR, monthly([100] * 11 + [130, 170], "2025-01"))
    assert (missed.status, missed.current, missed.periods_left) == ("missed", 130, 0)
    assert np.isnan(missed.required_per_period)
    assert "50% of the way to 160 when the time was over" in missed.headline()


def test_lower_can_be_the_way_to_go():
    goal = Goal(kpi="days until paid", unit="days", baseline=45, target=33,
                start=pd.Timestamp("2025-01-01"), due=pd.Timestamp("2025-12-31"))
    so_far = progress(goal, monthly([44, 43, 42], "2025-01"))
    assert (so_far.status, so_far.share_done, so_far.required_per_period) == ("on pace", 0.25, -1)
    assert "It needs −1 a month from here, against −1 so far" in so_far.headline()
    worse = progress(goal, monthly([48], "2025-01"))
    assert (worse.share_done, worse.status) == (-0.25, "behind")


def test_a_month_that_has_not_ended_does_not_count():
    series = monthly([104, 108, 3], "2025-01")
    assert progress(YEAR, series, as_of="2025-03-30").current == 108
    assert progress(YEAR, series).current == 3


def test_days_weeks_and_contract_months_are_read():
    days = pd.Series([104.0, 108.0], ["2025-01-01", "2025-02-01"])
    assert progress(YEAR, days).periods_done == 2
    weeks = pd.Series([104.0, None, 108.0], pd.to_datetime(["2025-01-06", "2025-01-13",
                                                            "2025-01-20"]))
    assert progress(YEAR, weeks, period="week").periods_done == 4  # the 1st lies in a week before
    with pytest.raises(ValueError, match="several in 2025-01"):
        progress(YEAR, weeks)


def test_the_month_in_which_it_starts_counts():
    goal = Goal(baseline=100, target=160, start=pd.Timestamp("2025-01-31"), due=YEAR.due)
    assert progress(goal, monthly([105, 110], "2025-01")).periods_done == 2


def test_a_goal_without_a_start_begins_with_the_series():
    goal = {"kpi": "sales", "baseline": 100, "target": 160, "due": "2025-12-31"}
    so_far = progress(goal, monthly([100, 105, 110], "2024-12"))
    assert (so_far.periods_done, so_far.periods_left, so_far.status) == (2, 10, "on pace")


@pytest.mark.parametrize(("goal", "series", "match"), [
    ({}, [1, 2], "no baseline and no target and no due day"),
    ({"baseline": 1, "target": 1, "due": "2025-12-31"}, [1, 2], "no target other than"),
    (YEAR, [], "no finished month"),
    (YEAR, [None], "no finished month"),
])
def test_progress_that_cannot_be_told_is_refused(goal, series, match):
    with pytest.raises(NotEnoughData, match=match):
        progress(goal, monthly(series, "2025-01"))


def test_only_values_since_the_start_tell_progress():
    with pytest.raises(NotEnoughData, match="between its start and its due day"):
        progress(YEAR, monthly([90, 95], "2024-11"))


@settings(max_examples=40)
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=11), st.floats(-1e3, 1e3),
       st.floats(1, 1e3), st.booleans())
def test_the_required_rate_leads_to_the_target(values, baseline, way, up):
    goal = Goal(baseline=baseline, target=baseline + (way if up else -way),
                start=YEAR.start, due=YEAR.due)
    so_far = progress(goal, monthly(values, "2025-01"))
    assert so_far.current + so_far.periods_left * so_far.required_per_period == pytest.approx(
        goal.target, abs=1e-6)
    assert so_far.periods_done + so_far.periods_left == 12
    assert (so_far.status == "reached") == (so_far.share_done >= 1 - 1e-9)


def test_the_headline_can_be_repeated():
    assert progress(YEAR, monthly([104, 106, 112, 113, 120, 124], "2025-01")).headline() == (
        "Monthly sales stands at 124, 40% of the way to 160 after 6 months: behind the 50% of a "
        "steady pace. It needs +6 a month from here, against +4 so far, a pace that leads to 148 "
        "(likely 128 to 168) by 31 Dec 2025."
    )


def test_one_letter_that_fails_tells_how_to_mend_it_and_not_the_same_goal_again():
    never = monthly([100, 101, 100, 102, 101, 103] * 2)
    said = check_smart({**WHOLE, "baseline": 100, "target": 200}, series=never).headline()
    assert said.startswith("A fails.") and "Better" not in said
    assert "Aim for" in said or "Allow more time" in said


@pytest.mark.parametrize(("value", "read"), [
    (9.3, "9.3"), (9.30001, "9.30"), (0.25, "0.25"), (7.0, "7"), (12.34, "12.3"), (1204.6, "1,205")])
def test_a_figure_has_no_more_decimals_than_it_needs(value, read):
    assert Goal(unit="hours", kpi="hours a job").figure(value) == read


def test_a_change_of_a_percentage_is_in_points():
    months = pd.period_range("2025-01", periods=3, freq="M")
    goal = {"kpi": "margin", "unit": "%", "baseline": 10, "target": 16, "start": "2025-01-01",
            "due": "2025-06-30"}
    margin = progress(goal, pd.Series([10.5, 11.0, 10.0], months))
    assert margin.change_in_words(1.0) == "+1 point"
    assert margin.change_in_words(-0.25) == "−0.25 points"
    assert "It needs +2 points a month" in margin.headline()


def test_what_moves_away_says_so():
    months = pd.period_range("2025-01", periods=3, freq="M")
    goal = {"kpi": "orders", "baseline": 40, "target": 60, "start": "2025-01-01",
            "due": "2025-06-30"}
    back = progress(goal, pd.Series([39.0, 38.0, 36.0], months))
    assert back.headline().startswith("Orders stands at 36, further from 60 than at the start")
    assert back.way_in_words() == "further off than at the start"


def test_the_interval_of_a_percentage_stays_within_it():
    months = pd.period_range("2025-01", periods=4, freq="M")
    goal = {"kpi": "share", "unit": "%", "baseline": 90, "target": 98, "start": "2025-01-01",
            "due": "2025-12-31"}
    share = progress(goal, pd.Series([95.0, 88.0, 97.0, 94.0], months))
    assert share.upper == 100 and share.path["upper"].max() == 100
    amount = progress({**goal, "unit": "points"}, pd.Series([95.0, 88.0, 97.0, 94.0], months))
    assert amount.upper > 100
