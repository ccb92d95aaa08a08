"""The network widget: its map, its what-if and its goals."""

import shutil

import numpy as np
import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.network.dependence import dependency
from helpers.subjects.network.widgets import NetworkWidget, network_view, reliance_view

STAR = ("source,target,relation,strength,revenue\n"
        "Ours,City Taxis,customer,0.9,42000\nOurs,Hill School,customer,0.3,6000\n"
        "Ours,Axle Parts,supplier,0.8,30000\nAxle Parts,<b>Brakes</b>,supplier,0.5,\n")


@pytest.fixture
def bakery(businesses):
    """The bakery, as an owner's own business without answers."""
    folder = businesses / "my_bakery"
    shutil.copytree(open_business("bakery").folder, folder)
    (folder / "answers.yaml").unlink(missing_ok=True)
    return open_business("my_bakery")


@pytest.fixture
def widget(bakery):
    return NetworkWidget(bakery)


@pytest.fixture
def garage(make_business):
    """A list of relations, and nothing else."""
    return open_business(make_business(network=STAR))


def heading(widget, begins):
    return next(detail for detail in widget.current().details if detail.heading.startswith(begins))


def test_at_first_it_asks_about_the_customer_who_brings_the_most(bakery, widget):
    finances = bakery.table("finances")
    year = finances.query("account == 'revenue'").sort_values("month")["amount"].tail(12).sum()
    cost = finances.query("account == 'cost_of_goods'").sort_values("month")["amount"].tail(12)
    assert widget.settings["lost"] == "Old Station Cafe"
    without = widget.result.without
    expected = dependency(bakery.table("network"), ["Old Station Cafe"], us="Teasel Lane Bakery",
                          revenue=year, margin_rate=1 - cost.sum() / year)
    assert without.total_revenue == pytest.approx(year)
    assert without.margin_at_stake == pytest.approx(expected.margin_at_stake)
    assert not np.isnan(without.runway_months_after)


def test_what_can_be_replaced_and_what_a_sale_leaves_are_the_owners_to_say(widget):
    whole = widget.result.without
    widget.choose(replaceable=4)
    assert widget.result.without.revenue_at_stake == pytest.approx(0.6 * whole.revenue_at_stake)
    widget.choose(margin=50.0)
    assert widget.result.without.margin_at_stake == pytest.approx(0.3 * whole.revenue_at_stake)
    with pytest.raises(OwnerError, match="from 0 to 100"):
        widget.choose(margin=120)


def test_with_everyone_there_it_tells_of_the_map(widget):
    widget.choose(lost="nobody")
    assert widget.result.without is None
    assert widget.current().sentence == widget.result.map.headline(widget.business.format)
    assert "at stake" not in widget.current().alt


def test_one_can_look_at_a_kind(widget):
    before = widget.current().png
    widget.choose(look="supplier")
    assert "The suppliers stand out." in widget.current().alt
    assert widget.current().png != before


def test_whoever_is_lost_is_crossed_out_with_those_only_they_lead_to(widget):
    widget.choose(lost="Teasel Traders")
    assert "Crossed out as gone: Teasel Traders." in widget.current().alt
    assert "Food Festival" in widget.result.without.cut_off
    assert "Out of reach then:" in widget.current().alt


def test_doors_gaps_and_key_nodes_are_said(widget):
    assert heading(widget, "Key nodes").lines[0].startswith("Teasel Traders: 5 links")
    assert heading(widget, "Who could open doors").lines[0] == (
        "Teasel Traders could lead you to Food Festival (partner), which knows 3 more.")
    assert any(line.startswith("partners: only one") for line in
               heading(widget, "What is missing").lines)


def test_goals_are_kept_with_their_day_and_compared(bakery, widget):
    bakery.answers.path.write_text("network:\n  date: 2025-01-31\n  goal: one hotel\n"
                                   "  most_share: 10\n")
    widget = NetworkWidget(bakery)
    widget.choose(goal="two hotels", most_share=4, relations=12, by="2026-12-31")
    lines = heading(widget, "Your goals").lines
    assert lines[0] == "What it should bring: two hotels (last time: one hotel)"
    assert "at most 4.0%; 5.0% now, not reached yet; last time 10% was wanted" in lines[1]
    assert "at least 12; 10 now" in lines[2] and lines[3] == "By 31 Dec 2026."
    assert bakery.answers.before("network")["goal"] == "one hotel"
    assert NetworkWidget(bakery).settings["goal"] == "two hotels"


def test_the_saved_answers_are_those_of_the_report(bakery, widget):
    widget.choose(lost="Hollin Mill", replaceable=5)
    answered = network_view(bakery, bakery.answers["network"])
    assert answered.headline() == widget.result.headline()
    assert "Hollin Mill" in answered.headline()


def test_one_who_is_not_on_the_map_any_more_is_left_for_the_usual(bakery):
    assert network_view(bakery, {"lost": "Closed Shop"}).headline() == (
        network_view(bakery, {}).headline())
    bakery.answers.save("network", {"lost": "Closed Shop"})
    widget = NetworkWidget(bakery)
    assert widget.settings["lost"] == "Old Station Cafe" and "Closed Shop" in widget.remarks[0]


def test_a_bare_list_is_enough_and_what_it_leaves_open_is_said(garage):
    widget = NetworkWidget(garage)
    assert widget.settings["lost"] == "City Taxis"
    assert "88% of the revenue on the map" in widget.current().sentence
    assert len(heading(widget, "What the books do not tell").lines) == 3
    assert list(reliance_view(garage).parts) == ["customers on the map", "suppliers on the map"]


def test_a_business_is_in_the_middle_under_its_own_name(make_business):
    folder = make_business(settings="name: Hill School\ncurrency: GBP\n", network=STAR)
    assert NetworkWidget(open_business(folder)).result.map.us == "Hill School"


def test_where_a_sum_is_not_known_there_is_a_map_and_no_bars(garage):
    widget = NetworkWidget(garage)
    widget.choose(lost="Axle Parts")
    assert "nobody can say" in widget.current().sentence
    assert "Bars" not in widget.current().alt and "Map of" in widget.current().alt


def test_a_list_without_any_money_is_a_map(make_business):
    folder = make_business(network="source,target,relation,strength\nOurs,Guild,association,0.5\n"
                                   "Ours,Hotel,customer,0.5\n")
    widget = NetworkWidget(open_business(folder))
    assert widget.settings["lost"] == "nobody"
    widget.choose(lost="Hotel")
    assert widget.current().sentence.startswith("There is not enough data")
    widget.choose(most_share=20.0)
    assert "not known yet" in heading(widget, "Your goals").lines[0]


def test_a_business_without_a_network_is_told_so(make_business):
    business = open_business(make_business(customers="customer_id,segment\nann,trade\n"))
    with pytest.raises(NotEnoughData, match="a map of the network"):
        NetworkWidget(business)
    with pytest.raises(NotEnoughData, match="neither sales nor a network"):
        reliance_view(business)


def test_names_never_become_markup(garage):
    panel = NetworkWidget(garage).panel
    assert "<b>Brakes" not in panel.details.value
    assert "&lt;b&gt;Brakes" in panel.details.value


def test_a_control_changes_the_result_the_picture_and_all_that_is_said(widget):
    panel = widget.panel
    shown = (panel.picture.value, panel.sentence.value)
    panel.controls["replaceable"].value = 8
    assert widget.settings["replaceable"] == 8
    assert all(new != old for new, old in zip((panel.picture.value, panel.sentence.value), shown))


def test_the_saved_numbers_are_those_of_the_map(widget):
    saved = pd.read_csv(widget.save_table(), index_col="id")
    nodes = widget.result.map.nodes
    assert saved["degree"].to_dict() == nodes["degree"].to_dict()
    assert saved["why"].dropna().to_dict() == nodes.loc[nodes["is_key"], "why"].to_dict()


def test_still_it_is_a_picture_with_all_that_is_said(widget):
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert widget.result.headline(widget.business.format) in data["text/plain"]
    assert "Map of 15 organisations" in metadata["image/png"]["alt"]
