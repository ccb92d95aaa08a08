"""The days widget and the log of decisions."""

import datetime as dt
import shutil

import pandas as pd
import pytest
import yaml

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.demand.baking import baking_plan
from helpers.subjects.demand.next_day import coming_day
from helpers.subjects.demand.widgets.days import DaysWidget, baking_view
from helpers.subjects.goals.widgets.decisions import DecisionWidget, decisions_view
from helpers.subjects.sales.day_effects import effects
from helpers.subjects.sales.weekdays import weekday_profile


@pytest.fixture
def bakery(businesses):
    """The bakery, as an owner's own business that has answered nothing yet."""
    folder = businesses / "my_bakery"
    shutil.copytree(open_business("bakery").folder, folder)
    (folder / "answers.yaml").unlink(missing_ok=True)
    return open_business("my_bakery")


@pytest.fixture
def widget(bakery):
    return DaysWidget(bakery)


def few_orders(days, product="p1"):
    return "order_id,order_date,customer_id,product_id,quantity,unit_price\n" + "".join(
        f"{number},{day:%Y-%m-%d},ann,{product},1,5\n" for number, day in enumerate(days))


def values_of(widget, name):
    return {value: words for words, value in next(
        choice for choice in widget.choices() if choice.name == name).options(widget.settings)}


def said(view, heading):
    return next(detail for detail in view.details if detail.heading.startswith(heading)).lines


# What a day brings, and what to have


def test_untouched_it_is_the_first_open_day_after_the_last_order(bakery, widget):
    result = widget.result
    assert result.coming.day == pd.Timestamp("2025-11-01")
    orders, days = bakery.table("orders"), bakery.table("daily_context")
    alone = baking_plan(orders, bakery.table("products"), day="2025-11-01", context=days)
    pd.testing.assert_frame_equal(result.plan.frame, alone.frame)
    expected = coming_day(effects(orders, days), "2025-11-01")
    pd.testing.assert_frame_equal(result.coming.frame, expected.frame)


def test_a_weekday_is_the_next_one_that_is_open(widget):
    widget.choose(day="tuesday")
    assert widget.result.coming.day == widget.result.plan.day == pd.Timestamp("2025-11-04")
    assert "monday" not in values_of(widget, "day")  # it is closed on Mondays
    assert values_of(widget, "day")["next"] == "the next open day: Saturday, 1 Nov 2025"


def test_a_day_that_the_table_calls_closed_is_passed_over(bakery):
    path = bakery.folder / "daily_context.csv"
    days = pd.read_csv(path)
    days.loc[days["date"] == "2025-11-01", "open"] = "no"
    days.to_csv(path, index=False)
    widget = DaysWidget(open_business("my_bakery"))
    assert widget.result.coming.day == pd.Timestamp("2025-11-02")
    widget.choose(day="saturday")
    assert widget.result.coming.day == pd.Timestamp("2025-11-08")
    assert widget.result.coming.event == "farmers' market"  # as the table of days says


def test_rain_and_events_change_what_is_expected_and_what_to_have(widget):
    expected, had = {}, {}
    for weather in ("wet", "calendar", "dry"):
        widget.choose(weather=weather)
        expected[weather] = widget.result.coming.expected["expected"]
        had[weather] = widget.result.plan.frame["quantity"].sum()
    assert expected["wet"] < expected["calendar"] < expected["dry"]
    assert had["wet"] < had["dry"]
    widget.choose(event="town fair")
    assert widget.result.coming.expected["expected"] > 1.3 * expected["dry"]
    assert any("town fair: 53% more" in line for line in said(widget.current(), "What moves"))


def test_the_table_of_days_can_be_overruled(widget):
    widget.choose(day="saturday", event="town fair")
    assert widget.result.plan.event == "town fair"
    widget.choose(event="none")
    assert widget.result.plan.event == widget.result.coming.event == ""


def test_the_warmth_moves_what_people_drink(widget):
    widget.choose(product="P09", warmth="0")
    cold = widget.result.coming.expected["expected"]
    widget.choose(warmth="30")
    assert widget.result.coming.expected["expected"] > 2 * cold


def test_one_product_shows_what_more_or_less_of_it_would_bring(widget):
    widget.choose(product="P03")
    result = widget.result
    assert result.curve.best.quantity == result.plan.frame.loc["P03", "quantity"]
    assert "Have" in widget.current().sentence
    assert "profit" in widget.current().alt


def test_of_what_keeps_it_is_said_why_there_is_no_plan(widget):
    widget.choose(product="P10")
    assert widget.result.curve is None and widget.result.plan is None
    assert any("it keeps longer than a day" in line for line in widget.result.unknown)
    assert "Have" not in widget.current().sentence


def test_units_or_money_are_counted(widget):
    money = widget.result.coming.expected["expected"]
    widget.choose(measure="units")
    assert widget.result.coming.measure == "units"
    assert widget.result.coming.expected["expected"] < money
    assert "units" in widget.current().sentence


def test_a_choice_changes_the_picture_and_all_that_is_said(widget):
    panel = widget.panel
    shown = (panel.picture.value, panel.sentence.value, panel.details.value)
    panel.controls["weather"].value = "wet"
    assert widget.settings["weather"] == "wet"
    assert all(new != old for new, old in zip(
        (panel.picture.value, panel.sentence.value, panel.details.value), shown))


def test_choices_are_saved_and_the_views_answer_the_same(bakery, widget):
    widget.choose(day="sunday", weather="wet", warmth="20")
    saved = bakery.answers["days"]
    again = DaysWidget(bakery)
    assert again.settings == widget.settings and again.remarks == []
    assert DaysWidget(bakery).view(saved).headline() == widget.result.headline()
    pd.testing.assert_frame_equal(baking_view(bakery, saved).frame, widget.result.plan.frame)


def test_the_plan_is_for_all_products_whichever_is_chosen(bakery):
    assert len(baking_view(bakery, {"product": "P10"}).frame) == 8


@pytest.mark.parametrize("settings", [
    {"day": "monday"}, {"product": "gone"}, {"warmth": "hot"}, {"weather": 3}, {"event": ["x"]},
    {"measure": None}])
def test_saved_answers_that_are_not_open_count_as_none(bakery, settings):
    assert DaysWidget(bakery).view(settings).headline() == DaysWidget(bakery).view({}).headline()


def test_degrees_may_be_saved_as_a_number(bakery):
    assert DaysWidget(bakery).view({"warmth": 20}).coming.temperature == 20


def test_where_days_do_not_differ_no_day_is_told_apart(shop):
    widget = DaysWidget(shop)
    assert widget.result.coming is None
    pd.testing.assert_frame_equal(
        widget.result.profile.frame, weekday_profile(shop.table("orders")).frame)
    assert any("no weekday, event or weather" in line
               for line in said(widget.current(), "What can mislead"))
    assert any("unit_cost and shelf_life_days" in line
               for line in said(widget.current(), "What can mislead"))
    assert len(values_of(widget, "day")) == len(values_of(widget, "weather")) == 1
    assert widget.current().alt.startswith("Bars: An average day of each weekday")
    assert "mean" in pd.read_csv(widget.save_table())


def test_without_costs_there_is_no_plan_for_a_report(shop):
    with pytest.raises(NotEnoughData, match="a baking plan"):
        baking_view(shop, {})


def test_a_plumber_with_few_jobs_is_told_what_is_usual(businesses):
    answer = DaysWidget(open_business("plumber")).view({})
    assert answer.coming is None
    assert answer.headline(open_business("plumber").format).startswith("No weekday")


def test_too_few_orders_are_said_in_place_of_a_picture(make_business):
    widget = DaysWidget(open_business(make_business(
        orders=few_orders(pd.date_range("2025-03-03", periods=5)))))
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")


def test_without_orders_there_is_nothing_to_show(make_business):
    with pytest.raises(NotEnoughData, match="no orders"):
        DaysWidget(open_business(make_business(customers="customer_id\nann\n")))


def test_a_business_closed_for_the_month_ahead_is_told_so(make_business):
    days = pd.date_range("2025-01-01", "2025-04-30")
    closed = "date,open\n" + "".join(
        f"{day:%Y-%m-%d},no\n" for day in pd.date_range("2025-05-01", "2025-06-30"))
    widget = DaysWidget(open_business(make_business(
        orders=few_orders(days), daily_context=closed)))
    assert "no open day in the 28 days" in widget._repr_mimebundle_()[0]["text/plain"]


def test_the_saved_numbers_are_the_plan(widget):
    saved = pd.read_csv(widget.save_table())
    assert saved["quantity"].tolist() == widget.result.plan.frame["quantity"].tolist()


def test_names_from_the_data_never_become_markup(bakery):
    path = bakery.folder / "daily_context.csv"
    path.write_text(path.read_text().replace("town fair", "<b>fair</b>"))
    widget = DaysWidget(open_business("my_bakery"))
    widget.choose(event="<b>fair</b>")
    panel = widget.panel
    assert "<b>" not in panel.details.value + panel.sentence.value
    assert "&lt;b&gt;fair" in panel.details.value


# Decisions


TRAY = {"what": "Bake a tray more", "decided": "2025-08-26", "evidence": "sold out by noon",
        "expect": "six of eight sold", "look_again": "2025-10-25"}


def log_of(business):
    return business.answers["decisions"]["log"]


def test_an_empty_log_asks_for_the_first_decision(bakery):
    widget = DecisionWidget(bakery)
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("No decision is written down")
    assert "decisions" not in bakery.answers


def test_a_decision_is_written_down_once_it_is_named_and_grows_as_it_is_told(bakery):
    widget = DecisionWidget(bakery)
    widget.choose(evidence="sold out by noon")
    assert log_of(bakery) == []
    widget.choose(what="Bake a tray more")
    assert widget.settings["entry"] == "1"
    widget.choose(decided="2025-08-26", expect="six of eight sold")
    widget.choose(look_again="2025-10-25")
    assert log_of(bakery) == [TRAY]
    assert widget.result.frame.loc[1, "state"] == "time to look"
    assert said(widget.current(), "Time to look") == [
        "“Bake a tray more”. Expected: six of eight sold"]


def test_a_new_one_begins_empty_and_leaves_the_others_alone(bakery):
    widget = DecisionWidget(bakery)
    widget.choose(**TRAY)
    widget.choose(entry="new")
    assert (widget.settings["what"], widget.settings["decided"]) == ("", None)
    widget.choose(what="Open on Mondays")
    assert [entry["what"] for entry in log_of(bakery)] == ["Bake a tray more", "Open on Mondays"]
    assert said(widget.current(), "Not yet written down") == [
        "“Open on Mondays”: on which day, on what evidence, what you expect of it and when you "
        "look again"]


def test_an_earlier_one_comes_back_with_its_answers_and_can_be_closed(bakery):
    widget = DecisionWidget(bakery)
    widget.choose(**TRAY)
    widget.choose(entry="new", what="Open on Mondays")
    widget.choose(entry="1")
    assert {name: widget.settings[name] for name in TRAY} == TRAY
    widget.choose(outcome="five sold")
    assert log_of(bakery)[0] == {**TRAY, "outcome": "five sold"}
    assert len(log_of(bakery)) == 2


def test_looking_at_a_decision_changes_nothing_in_the_file(bakery):
    bakery.answers.save("decisions", {"log": [{**TRAY, "look_again": "soon", "note": "mine"}]})
    before = bakery.answers.path.read_bytes()
    widget = DecisionWidget(bakery)
    widget.choose(entry="1")
    assert widget.settings["look_again"] is None
    assert bakery.answers.path.read_bytes() == before
    widget.choose(outcome="well")
    assert log_of(bakery)[0]["note"] == "mine"


def test_dates_that_yaml_reads_as_such_are_days(bakery):
    bakery.answers.save("decisions", {"log": [{**TRAY, "decided": dt.date(2025, 8, 26)}]})
    widget = DecisionWidget(bakery)
    widget.choose(entry="1")
    assert widget.settings["decided"] == "2025-08-26"


def test_there_is_no_other_entry(bakery):
    widget = DecisionWidget(bakery)
    for entry in ("2", "-1", "old"):
        with pytest.raises(OwnerError, match="entry cannot be"):
            widget.choose(entry=entry)
    assert widget.settings["entry"] == "new"


@pytest.mark.parametrize("kept", [None, "much", ["x"], {"log": 3}, {"log": [3, None]}])
def test_what_is_no_log_counts_as_none(bakery, kept):
    bakery.answers.path.write_text(yaml.safe_dump({"decisions": kept}))
    assert decisions_view(bakery, bakery.answers.get("decisions", {})).frame.empty
    assert DecisionWidget(bakery).settings["entry"] == "new"


def test_the_controls_follow_the_entry(bakery):
    widget = DecisionWidget(bakery)
    panel = widget.panel
    panel.controls["what"].value = "Bake a tray more"
    panel.controls["decided"].value = dt.date(2025, 8, 26)
    assert panel.controls["entry"].value == "1"
    panel.controls["entry"].value = "new"
    assert (panel.controls["what"].value, panel.controls["decided"].value) == ("", None)
    panel.controls["entry"].value = "1"
    assert panel.controls["what"].value == "Bake a tray more"


def test_the_last_day_in_the_data_says_what_is_due(businesses, make_business):
    saas = open_business("saas")
    log = decisions_view(saas, {"log": [{**TRAY, "look_again": "2025-10-31"}]})
    assert log.as_of == pd.Timestamp("2025-10-31") and len(log.due) == 1
    bare = open_business(make_business(customers="customer_id\nann\n"))
    assert decisions_view(bare, {}).as_of == pd.Timestamp(dt.date.today())


def test_the_saved_numbers_are_the_log(bakery):
    widget = DecisionWidget(bakery)
    widget.choose(**TRAY)
    assert pd.read_csv(widget.save_table())["what"].tolist() == ["Bake a tray more"]
