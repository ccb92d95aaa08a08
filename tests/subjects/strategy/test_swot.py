"""Daily work, rivals and resources by hand, and a SWOT drawn from them."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.feedback.scores import net_promoter_score
from helpers.subjects.finance.health import health_check
from helpers.subjects.operations.review import operational_review
from helpers.subjects.strategy.resources import RESOURCES, audit_resources
from helpers.subjects.strategy.rivals import CRITERIA, compare_rivals
from helpers.subjects.strategy.swot import draw_swot
from tests.subjects.finance.test_finance import SOLO, YEAR_OF_BOOKS, books

# The daily work


def lines(day, sold, refunds=0):
    quantity = [1.0] * sold + [-1.0] * refunds
    return pd.DataFrame({"order_date": day, "order_id": [f"{day} {n}" for n in range(len(quantity))],
                         "quantity": quantity})


def daily(first, counts):
    days = pd.date_range(first, periods=len(counts))
    return pd.concat([lines(str(day.date()), count) for day, count in zip(days, counts)])


def test_refunds_are_a_share_of_lines_sold_with_wilsons_interval_and_newcombes_change():
    orders = pd.concat([lines("2023-11-20", 1), lines("2024-03-01", 99, 2),
                        lines("2025-03-01", 200, 30)])
    row = operational_review(orders=orders, as_of="2025-10-31").frame.loc["refunds"]
    assert (row["value"], row["year_ago"]) == (30 / 200, 2 / 100)
    assert [row["lower"], row["upper"]] == pytest.approx(proportion_confint(30, 200, method="wilson"))
    assert [row["change_lower"], row["change_upper"]] == pytest.approx(confint_proportions_2indep(
        30, 200, 2, 100, method="newcomb"))


@pytest.mark.parametrize("before, now, moved", [(2, 30, "more"), (20, 6, "fewer"), (6, 12, "")])
def test_refunds_that_moved_beyond_chance_are_said(before, now, moved):
    review = operational_review(orders=pd.concat([
        lines("2023-11-20", 1), lines("2024-03-01", 99, before), lines("2025-03-01", 200, now)]),
        as_of="2025-10-31")
    assert review.refunds_moved == moved
    assert (" beyond chance" in review.headline()) == bool(moved)


def test_a_year_before_that_is_not_whole_is_not_compared():
    orders = pd.concat([lines("2024-06-01", 99, 2), lines("2025-03-01", 200, 30)])
    row = operational_review(orders=orders, as_of="2025-10-31").frame.loc["refunds"]
    assert np.isnan(row["year_ago"]) and np.isnan(row["change_lower"])


def test_no_refund_at_all_may_mean_that_none_is_written_down():
    review = operational_review(orders=daily("2025-01-01", [2] * 90))
    assert "not written down" in review.missing["refunds"]
    assert review.refunds_moved == ""


def test_the_busiest_week_is_set_against_the_middle_one():
    usual = [1, 1, 1, 1, 1, 3, 2]
    counts = [9, 9, *usual * 9, *[3 * n for n in usual], 50]  # begins on a Saturday
    row = operational_review(orders=daily("2025-02-01", counts)).frame.loc["busiest_week"]
    assert (row["value"], row["based_on"]) == (3.0, "10 weeks")
    assert "30 orders in the week of 7 Apr 2025" == row["note"]


def test_lines_of_one_order_count_once_and_refunds_not_at_all():
    orders = daily("2025-02-03", [2] * 70)
    twice = pd.concat([orders, orders[28:42], lines("2025-02-05", 0, 40)], ignore_index=True)
    assert operational_review(orders=twice).frame.loc["busiest_week", "value"] == 1.0


def test_few_weeks_tell_no_busiest_one():
    review = operational_review(orders=pd.concat([
        daily("2025-02-03", [2] * 50), lines("2025-02-05", 0, 1)]))
    assert review.frame.index.tolist() == ["refunds"]
    assert "whole weeks" in review.missing["busiest_week"]


def test_the_books_tell_of_running_costs_stock_and_people():
    review = operational_review(finances=books(**YEAR_OF_BOOKS, headcount=[2.0, 3.0] * 6))
    values = review.frame["value"]
    assert values["running_costs"] == pytest.approx(0.25)
    assert values["days_of_stock"] == pytest.approx(20 / 60 / 12 * 365)
    assert values["revenue_per_person"] == pytest.approx(100 / 2.5)
    assert set(review.missing) == {"refunds", "busiest_week"}


def test_the_year_before_is_that_of_the_books():
    rent = [10.0] * 12 + [20.0] * 12
    review = operational_review(finances=books(revenue=[100.0] * 24, rent=rent))
    assert review.headline() == "Day to day: running costs 20% (a year before 10%)."
    one_year = operational_review(finances=books(revenue=[100.0] * 20, rent=rent[:20]))
    assert np.isnan(one_year.frame.loc["running_costs", "year_ago"])


def test_in_words_intervals_and_units_are_written():
    orders = pd.concat([daily("2025-02-03", [2] * 70), lines("2025-04-01", 0, 14)])
    said = operational_review(orders=orders, finances=books(
        **SOLO, headcount=[1.0] * 12)).in_words(Format("en_US", "USD"))
    assert said.loc["Refunds", "now"] == "10% (likely 6.1% to 16%)"
    assert said.loc["The busiest week", "now"] == "1.0 times a usual one"
    assert said.loc["Revenue per person and month", "now"] == "$100"


def test_nothing_to_review_is_refused():
    with pytest.raises(NotEnoughData, match="orders of a few weeks"):
        operational_review()
    with pytest.raises(NotEnoughData):
        operational_review(orders=lines("2025-01-01", 3), finances=books(cash=[1.0]))


# Rivals


CHAIN = {"rival_1": "The chain", "rival_1_basis": "seen", "rival_1_price": "worse",
         "rival_1_quality": "better", "rival_1_ease": "alike"}
BOTH = CHAIN | {"rival_2": "The cart", "rival_2_price": "better", "rival_2_quality": "better",
                "rival_2_ease": "worse"}


def test_ahead_is_better_than_some_and_worse_than_none():
    found = compare_rivals(BOTH)
    assert found.frame["standing"].to_dict() == {
        "price": "mixed", "quality": "ahead", "service": "not known", "ease": "behind",
        "choice": "not known"}
    assert compare_rivals(CHAIN).frame.loc["ease", "standing"] == "level"


def test_what_matters_most_comes_first_and_is_said():
    found = compare_rivals(BOTH | {"matters_most": "ease", "matters_next": "quality"})
    assert found.frame.index.tolist() == ["ease", "quality", "price", "service", "choice"]
    assert found.grid.index.tolist() == found.frame.index.tolist()
    assert "Ease matters most to customers: there we are behind." in found.headline()
    assert "matters" not in compare_rivals(BOTH).headline()


@pytest.mark.parametrize("most, said", [
    ("quality", "there we are ahead."), ("price", "ahead of some and behind others"),
    ("choice", "it is not rated yet")])
def test_where_we_stand_on_what_matters_is_said(most, said):
    assert said in compare_rivals(BOTH | {"matters_most": most}).headline()


def test_guesses_are_counted():
    found = compare_rivals(BOTH)
    assert found.bases == {"The chain": "seen", "The cart": "guess"}
    assert found.frame["guesses"].sum() == 3
    assert "3 of 6 ratings are guesses." in found.headline()
    assert "All of it is guessed" in compare_rivals(CHAIN | {"rival_1_basis": "guess"}).headline()
    assert "guess" not in compare_rivals(CHAIN).headline()


def test_a_rival_without_ratings_does_not_count_and_one_without_a_name_gets_a_number():
    assert compare_rivals(CHAIN | {"rival_3": "Named only"}).rivals == ["The chain"]
    assert compare_rivals({"rival_2_price": "alike"}).rivals == ["Rival 2"]
    alike = compare_rivals(BOTH | {"rival_2": "The chain"})
    assert alike.rivals == ["The chain 1", "The chain 2"]


def test_what_moved_goes_by_the_rivals_name():
    before = {"date": "2025-04-30", "rival_2": "The chain", "rival_2_price": "worse",
              "rival_2_quality": "alike", "rival_2_ease": "alike"}
    found = compare_rivals(CHAIN | {"date": "2025-10-31"}, previous=before)
    assert found.moved.to_dict("records") == [
        {"rival": "The chain", "criterion": "quality", "before": "alike", "now": "better"}]
    assert found.headline().endswith("1 rating moved since 30 Apr 2025.")
    same = compare_rivals(CHAIN, previous=CHAIN | {"date": "2025-04-30"})
    assert same.headline().endswith("Nothing moved since 30 Apr 2025.")


def test_nothing_rated_is_refused_and_what_is_no_rating_too():
    with pytest.raises(NotEnoughData, match="no rival rated"):
        compare_rivals({"rival_1": "The chain"})
    for wrong in ({"rival_1_price": "cheap"}, {"rival_1_basis": "heard"}, {"matters_most": "taste"}):
        with pytest.raises(ValueError, match="one of"):
            compare_rivals(CHAIN | wrong)


def test_nothing_that_stands_out_is_said():
    assert compare_rivals({"rival_1_price": "alike"}).headline() == (
        "Against Rival 1 nothing stands out. All of it is guessed so far.")
    assert set(CRITERIA) == {"price", "quality", "service", "ease", "choice"}


# Resources


AUDIT = {"craft": "room", "backups": "lacking", "stand_in": "thread", "tools": "enough"}


def test_what_gives_way_comes_lowest_first():
    audit = audit_resources(AUDIT | {"records": "lacking"})
    assert audit.at("lacking", "thread") == ["records", "back-ups", "a stand-in"]
    assert (audit.rated, audit.unrated) == (5, 5)
    assert audit.headline() == (
        "With a fifth more work, of 5 resources rated, records, back-ups and a stand-in give way "
        "first; the craft would carry it. Not rated yet: 5.")


def test_what_is_not_needed_is_neither_rated_nor_open():
    audit = audit_resources(AUDIT | {"space": "not needed"})
    assert (audit.rated, audit.unrated) == (4, 5)
    assert np.isnan(audit.frame.loc["space", "step"])


def test_a_business_without_a_weak_spot_or_without_room_is_told_so():
    sound = audit_resources(dict.fromkeys(RESOURCES, "enough")).headline()
    assert sound.endswith("none would give way at once; none has room to spare.")


def test_what_changed_since_last_time_is_said():
    before = {"date": "2025-04-30", "craft": "enough", "backups": "lacking", "stand_in": "enough",
              "records": "room"}
    audit = audit_resources(AUDIT, previous=before)
    assert audit.frame["change"].dropna().to_dict() == {"craft": 1, "stand_in": -1, "backups": 0}
    assert audit.headline().endswith("Since 30 Apr 2025: the craft better and a stand-in worse.")
    assert audit_resources(AUDIT, previous=AUDIT).headline().endswith(
        "Nothing moved since last time.")


def test_an_audit_of_nothing_is_refused_and_of_unknown_levels_too():
    with pytest.raises(NotEnoughData, match="nothing rated"):
        audit_resources({"space": "not needed"})
    with pytest.raises(ValueError, match="tools is one of"):
        audit_resources({"tools": "fine"})


# All of it together


def answers(promoters, detractors, day="2025-03-31"):
    return pd.DataFrame({"date": day, "score": [10] * promoters + [0] * detractors})


def of(swot, kind):
    points = swot.points()
    return points.loc[points["kind"] == kind, "point"].tolist()


THIN = health_check(books(**YEAR_OF_BOOKS | dict(cash=[6.0] * 12, inventory=[3.0] * 12)))


def test_ratios_stand_as_their_lights_say_and_those_of_one_thing_together():
    swot = draw_swot({}, health=THIN)
    assert of(swot, "weakness") == ["quick ratio 0.23 and current ratio 0.56"]
    assert of(swot, "strength") == ["cash that has grown", "operating margin 14% and net margin 10%",
                                    "days sales outstanding 3 days and days payable outstanding "
                                    "13 days"]
    assert swot.points()["rests on"].unique().tolist() == ["the books, Dec 2025"]


@pytest.mark.parametrize("feedback, kind, said", [
    (answers(30, 10), "strength", "Net Promoter Score 50 (likely 21 to 72)"),
    (answers(10, 30), "weakness", "Net Promoter Score −50 (likely −72 to −21)"),
    (pd.concat([answers(10, 30, "2025-03-31"), answers(30, 10, "2025-04-30")]), "strength",
     "Net Promoter Score up by 100 points to 50"),
    (pd.concat([answers(38, 2, "2025-03-31"), answers(28, 12, "2025-04-30")]), "weakness",
     "Net Promoter Score down by 50 points to 40"),
])
def test_customers_word_counts_beyond_chance_and_a_change_before_a_level(feedback, kind, said):
    score = net_promoter_score(feedback, as_of="2025-04-30")
    assert of(draw_swot({}, score=score), kind) == [said]
    assert len(draw_swot({}, score=score).points()) == 1


def test_a_score_that_chance_may_have_brought_is_neither():
    assert draw_swot({}, score=net_promoter_score(answers(11, 10))).points().empty


def test_refunds_count_where_they_moved():
    review = operational_review(orders=pd.concat([
        lines("2023-11-20", 1), lines("2024-03-01", 99, 2), lines("2025-03-01", 200, 30)]),
        as_of="2025-10-31")
    assert of(draw_swot({}, operations=review), "weakness") == ["more refunds than a year before"]


def test_grids_say_what_they_rest_on():
    swot = draw_swot({}, rivals=compare_rivals(BOTH | {"matters_most": "quality"}),
                     resources=audit_resources(AUDIT | {"date": "2025-10-31"}))
    assert of(swot, "strength") == ["the craft (room for more work)",
                                    "ahead of rivals on quality (what matters most)"]
    assert of(swot, "weakness") == ["back-ups (lacking)", "a stand-in (by a thread)",
                                    "behind rivals on ease"]
    assert swot.points()["rests on"].tolist() == [
        "your rating, 31 Oct 2025", "your rating; partly guessed", "your rating, 31 Oct 2025",
        "your rating, 31 Oct 2025", "your rating; partly guessed"]


def test_cash_is_to_be_mended_before_all_else():
    swot = draw_swot({}, health=THIN, score=net_promoter_score(answers(10, 30)),
                     rivals=compare_rivals(CHAIN), resources=audit_resources(AUDIT))
    assert swot.headline().startswith(
        "To build on: cash that has grown; the craft (room for more work); operating margin 14% and "
        "net margin 10%; 2 more. Before you push, mend first: quick ratio 0.23 and current ratio "
        "0.56. Then: Net Promoter Score −50 (likely −72 to −21); back-ups (lacking); a stand-in "
        "(by a thread); 1 more.")


def test_the_owners_words_are_kept_and_set_against_last_time():
    now = {"date": "2025-10-31", "opportunity_1": "New flats near by.", "threat_1": "Rent rises",
           "threat_2": " "}
    before = {"date": "2025-04-30", "opportunity_2": "new flats  near by", "threat_1": "Road works"}
    swot = draw_swot(now, previous=before)
    assert swot.own[["kind", "status"]].to_numpy().tolist() == [
        ["opportunity", "as last time"], ["threat", "new"]]
    assert swot.dropped.to_numpy().tolist() == [["threat", "Road works"]]
    assert swot.headline() == (
        "Nothing shows clearly as a strength or a weakness yet. Written down on 31 Oct 2025: 1 "
        "opportunity and 1 threat; since 30 Apr 2025 1 new, 1 gone.")
    assert swot.points()["rests on"].tolist() == [
        "your words, 31 Oct 2025; as last time", "your words, 31 Oct 2025; new"]


def test_the_first_time_nothing_is_called_new():
    swot = draw_swot({"threat_1": "Rent rises", "threat_3": "A law"})
    assert swot.own["status"].tolist() == ["", ""]
    assert swot.headline().endswith("Written down: 2 threats.")


def test_without_anything_it_says_so_and_without_weakness_too():
    assert draw_swot({}).headline() == (
        "Nothing shows clearly as a strength or a weakness yet. Opportunities and threats are not "
        "written down yet.")
    strong = draw_swot({}, score=net_promoter_score(answers(30, 10))).headline()
    assert "No weakness shows in what is known so far." in strong


def test_a_margin_before_the_owners_wage_is_no_strength():
    assert of(draw_swot({}, health=health_check(books(**SOLO))), "strength") == []
