"""Rivals, resources and the square of all findings, each kept with its date."""

import datetime as dt

import pandas as pd
import pytest
import yaml

from helpers.core.business import REPORT_VARIABLE, open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.strategy.resources import RESOURCES
from helpers.subjects.strategy.rivals import CRITERIA
from helpers.subjects.strategy.widgets.swot import (
    ResourcesWidget, RivalsWidget, SwotWidget, resources_view, rivals_view, swot_view,
    with_findings, with_work,
)

ORDERS = "order_id,order_date,customer_id,product_id,quantity,unit_price\n1,2025-01-05,ann,p1,1,5\n"
EARLIER = {
    "rivals": {"date": dt.date(2025, 4, 30), "rival_1": "The chain", "rival_1_price": "worse"},
    "resources": {"date": dt.date(2025, 4, 30), "craft": "lacking"},
    "swot": {"date": dt.date(2025, 4, 30), "threat_1": "Rent rises", "opportunity_1": "New flats"},
}


@pytest.fixture
def own(make_business):
    """A business with next to nothing, whose owner has answered once before."""
    business = open_business(make_business(orders=ORDERS))
    for section, said in EARLIER.items():
        values = {name: value for name, value in said.items() if name != "date"}
        business.answers.save(section, values, day=said["date"])
    return business


def heading(widget, begins):
    return next(detail for detail in widget.current().details if detail.heading.startswith(begins))


def test_rivals_ask_what_matters_and_then_of_each_rival(own):
    names = [question.name for question in RivalsWidget(own).choices()]
    assert names[:2] == ["matters_most", "matters_next"]
    assert names[2:9] == ["rival_1", "rival_1_basis", *(f"rival_1_{name}" for name in CRITERIA)]
    assert len(names) == 2 + 3 * 7


def test_resources_are_asked_about_one_by_one(own):
    assert [question.name for question in ResourcesWidget(own).choices()] == list(RESOURCES)


@pytest.mark.parametrize("widget, change, said", [
    (RivalsWidget, {"rival_1_price": "better"}, "1 rating moved since 30 Apr 2025."),
    (ResourcesWidget, {"craft": "room"}, "Since 30 Apr 2025: the craft better."),
    (SwotWidget, {"threat_1": "A new by-law"}, "since 30 Apr 2025 1 new, 1 gone."),
])
def test_what_is_answered_is_dated_and_set_against_last_time(own, widget, change, said):
    shown = widget(own)
    shown.choose(**change)
    assert said in shown.current().sentence
    kept = yaml.safe_load(own.answers.path.read_text())[shown.section]
    assert kept["date"] == dt.date.today()
    assert kept["earlier"][0]["date"] == dt.date(2025, 4, 30)
    again = widget(open_business(own.folder))
    assert again.current().sentence == shown.current().sentence and again.remarks == []


@pytest.mark.parametrize("view, section, wrong", [
    (rivals_view, "rivals", {"rival_1_price": "cheap"}),
    (resources_view, "resources", {"craft": "fine"})])
def test_an_answer_that_someone_mistyped_is_said_with_its_place(own, view, section, wrong):
    with pytest.raises(OwnerError, match=f"answers under {section} cannot be used"):
        view(own, wrong)


@pytest.mark.parametrize("widget", [RivalsWidget, ResourcesWidget])
def test_before_anything_is_rated_it_says_what_it_takes(make_business, widget):
    shown = widget(open_business(make_business(orders=ORDERS)))
    assert shown._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
    shown.choose(**{shown.choices()[-1].name: {"rivals": "alike", "resources": "room"}[shown.section]})
    assert "image/png" in shown._repr_mimebundle_()[0]


@pytest.mark.parametrize("widget, groups", [
    (RivalsWidget, ["Rival 1", "Rival 2", "Rival 3"]),
    (ResourcesWidget, ["Skills", "Technology", "Infrastructure"])])
def test_live_the_controls_of_one_group_are_seen_at_a_time(own, widget, groups):
    panel = widget(own).panel
    assert [label for label, _ in panel.group.options] == groups
    panel.group.value = panel.group.options[1][1]
    assert [box.layout.display for box in panel.boxes.values()] == ["none", None, "none"]


def test_a_control_changes_the_picture_and_what_is_said(own):
    panel = SwotWidget(own).panel
    before = panel.picture.value
    panel.controls["opportunity_2"].value = "A rival retires <b>soon</b>"
    assert panel.picture.value != before
    assert "A rival retires &lt;b&gt;soon" in panel.details.value


def test_the_square_draws_on_tables_and_on_the_other_answers(shop):
    swot = swot_view(shop, {})
    assert swot.health is not None and swot.score is not None and swot.operations is not None
    assert swot.rivals is None and swot.resources is None
    RivalsWidget(shop).choose(rival_1="The chain", rival_1_price="worse")
    ResourcesWidget(shop).choose(craft="room")
    shop.answers.save("health", {"gross_margin_strong": 95, "gross_margin_weak": 90})
    points = swot_view(shop, {}).points().set_index("point")["kind"]
    assert points["behind rivals on price"] == "weakness"
    assert points["the craft (room for more work)"] == "strength"
    assert any(point.startswith("gross margin") and kind == "weakness"
               for point, kind in points.items())


def test_what_the_tables_cannot_tell_adds_nothing(own):
    swot = swot_view(own, {})
    assert (swot.health, swot.score, swot.operations) == (None, None, None)
    assert swot.rivals.rivals == ["The chain"]


def test_too_few_answers_of_customers_add_nothing():
    swot = swot_view(open_business("plumber"), {})
    assert swot.score is None and swot.health is not None


def test_what_left_the_list_is_told(own):
    widget = SwotWidget(own)
    widget.choose(threat_1="")
    assert heading(widget, "No longer on the list").lines == ["Rent rises (threat)"]
    assert f"Written down on {own.format.date(dt.date.today())}: " in widget.current().sentence
    assert any("your words" in line for line in heading(widget, "What each point rests on").lines)


def test_the_saved_numbers_are_what_is_shown(own):
    rivals = pd.read_csv(RivalsWidget(own).save_table(), index_col="criterion")
    assert rivals.loc["price", "The chain"] == "worse"
    resources = pd.read_csv(ResourcesWidget(own).save_table(), index_col="resource")
    assert resources.loc["craft", "level"] == "lacking"
    assert pd.read_csv(SwotWidget(own).save_table())["kind"].tolist() == [
        "weakness", "weakness", "opportunity", "threat"]


def test_a_sample_stands_in_where_nothing_can_be_told(make_business, monkeypatch):
    bare = open_business(make_business(orders=ORDERS))
    assert with_work(bare, sample="bakery").folder.name == "bakery"
    assert with_findings(bare, sample="bakery").folder.name == "bakery"
    monkeypatch.setenv(REPORT_VARIABLE, "1")
    handed_over = open_business(bare.folder)
    with pytest.raises(NotEnoughData, match="neither orders nor books"):
        with_work(handed_over, sample="bakery")
    with pytest.raises(NotEnoughData, match="nothing that stands out"):
        with_findings(handed_over, sample="bakery")


def test_words_or_ratings_alone_are_enough_for_the_square(own):
    assert with_findings(own, sample="bakery") is own
