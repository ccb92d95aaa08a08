import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex

from helpers import open_business
from helpers.charts.style import alt_text, contrast
from helpers.core.formats import Format
from helpers.subjects.network.charts.concentration import concentration_chart
from helpers.subjects.network.charts.network_labels import MOST_NAMES
from helpers.subjects.network.charts.network_map import network_chart
from helpers.subjects.network.charts.network_marks import KINDS
from helpers.subjects.network.charts.stake import stake_chart
from helpers.subjects.network.concentration_index import concentration
from helpers.subjects.network.dependence import dependency
from helpers.subjects.network.mapping import network_map
from helpers.subjects.network.widgets import reliance_view
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

BAKERY = open_business("bakery")
HANDED_OVER = Format("en_GB", "GBP", smallest_group=5)


def mapped(name="bakery"):
    business = open_business(name)
    return network_map(business.table("network"), business.get("organisations"))


def crowd(count, us="us", letters=26):
    """Many with long names around one, some behind others, of more kinds than have a shape."""
    rng = np.random.default_rng(count)
    names = [f"${number}_the ^{'long ' * 9}"[:letters] + str(number) for number in range(count)]
    kinds = np.resize([*KINDS, *(f"kind {number}" for number in range(9))], count)
    sources = [us if number < 0.7 * count else names[rng.integers(count // 2)]
               for number in range(count)]
    return network_map(pd.DataFrame({
        "source": sources, "target": names, "relation": kinds,
        "strength": rng.random(count), "revenue": rng.gamma(2, 1_000, count)}), us=us)


def without(name="Hollin Mill", **terms):
    return dependency(BAKERY.table("network"), [name], us="Teasel Lane Bakery",
                      **{"margin_rate": 0.6, "revenue": 283_000.0} | terms)


def partners():
    links = ["ab", "ac", "bc", "cd", "de", "df", "ef"]
    return network_map(pd.DataFrame([list(link) for link in links], columns=["source", "target"]))


DRAWN = {
    "map": lambda: network_chart(mapped(), format=BAKERY.format),
    "map of one": lambda: network_chart(mapped("plumber")),
    "map of customers": lambda: network_chart(mapped(), look="customer"),
    "map with one gone": lambda: network_chart(
        mapped("shop"), lost=["Crafts Guild"], cut_off=["Winter Market", "Autumn Craft Fair"]),
    "map without us": lambda: network_chart(partners()),
    "map of two": lambda: network_chart(crowd(1)),
    "map of a crowd": lambda: network_chart(crowd(36)),
    "map of too many": lambda: network_chart(crowd(90)),
    "concentration": lambda: concentration_chart(
        reliance_view(BAKERY).parts, format=BAKERY.format),
    "concentration handed over": lambda: concentration_chart(
        reliance_view(BAKERY).parts, format=HANDED_OVER),
    "concentration of one": lambda: concentration_chart(concentration([5.0, 3, 1, 1])),
    "monopoly": lambda: concentration_chart(
        {"customers": concentration([7]), "suppliers": concentration([1e9, 1])}),
    "stake": lambda: stake_chart(without(), format=BAKERY.format),
    "stake with cash": lambda: stake_chart(
        without(cash=9_000, monthly_surplus=-100), format=BAKERY.format),
    "nothing at stake": lambda: stake_chart(without(replaceable=1), format=BAKERY.format),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def marks(ax):
    """Each kind's marks: their places, by colour."""
    return {to_hex(found.get_edgecolors()[0]): found.get_offsets()
            for found in ax.collections if type(found) is PathCollection
            and len(found.get_offsets()) and len(found.get_edgecolors())}


def names_on(ax):
    return {text.get_text(): text for text in ax.texts[1:]}


def test_every_organisation_is_marked_in_its_place_and_colour():
    found = mapped()
    drawn = marks(network_chart(found))
    for kind, (_, colour) in KINDS.items():
        places = found.nodes.loc[found.nodes["kind"] == kind, ["x", "y"]].to_numpy()
        assert np.allclose(np.sort(drawn[colour.lower()], axis=0), np.sort(places, axis=0))


def test_kinds_differ_by_shape_and_stand_out_from_white():
    shapes = [shape for shape, _ in KINDS.values()]
    assert len(set(shapes)) == len(shapes)
    assert all(contrast(colour, "white") >= 3 for _, colour in KINDS.values())
    legend = network_chart(crowd(36)).get_legend()
    looks = [(mark.get_marker(), mark.get_color()) for mark in legend.legend_handles]
    assert len(set(looks[1:11])) == 10  # more kinds than that share what there is


def test_everyone_has_a_name_and_ourselves_are_in_the_legend():
    found = mapped()
    ax = network_chart(found)
    others = found.nodes.index[~found.nodes["is_us"]]
    assert sorted(names_on(ax)) == sorted(others)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend[0] == "Teasel Lane Bakery (us)" and "supplier (4)" in legend


def test_key_nodes_are_bold_and_ringed():
    found = mapped()
    ax = network_chart(found)
    bold = {name for name, text in names_on(ax).items() if text.get_weight() == "bold"}
    assert bold == set(found.key_nodes.index)
    rings = [each for each in ax.collections if type(each) is PathCollection
             and len(each.get_offsets()) == len(bold) and not len(each.get_facecolors())]
    assert len(rings) == 1


def test_links_are_as_thick_as_they_are_strong():
    found = mapped()
    lines = next(each for each in network_chart(found).collections
                 if isinstance(each, LineCollection))
    order = found.links["strength"].to_numpy().argsort(kind="stable")
    assert (np.diff(np.array(lines.get_linewidths())[order]) >= 0).all()
    assert np.ptp(lines.get_linewidths()) > 1


def test_a_link_between_others_never_leads_over_us():
    found = network_map(pd.DataFrame({"source": ["us", "us", "a"], "target": ["a", "b", "b"]}),
                        us="us")
    lines = next(each for each in network_chart(found).collections
                 if isinstance(each, LineCollection))
    way = lines.get_segments()[2]
    between = (way[1:] + way[:-1]) / 2
    assert np.allclose(found.nodes.loc["a", ["x", "y"]].astype(float),
                       -found.nodes.loc["b", ["x", "y"]].astype(float))
    assert np.linalg.norm(between, axis=1).min() > 0.2


def test_names_that_find_no_room_are_counted():
    ax = network_chart(crowd(90))
    named = len(names_on(ax))
    assert named <= MOST_NAMES
    assert f"{90 - named} too close to be named" in ax.texts[0].get_text()
    assert "too close" not in network_chart(mapped()).texts[0].get_text()


def test_only_the_kind_looked_at_is_named():
    found = mapped()
    names = names_on(network_chart(found, look="supplier"))
    assert set(names) == set(found.nodes.index[found.nodes["kind"] == "supplier"])


def test_whoever_is_gone_is_crossed_out_with_those_out_of_reach():
    found = mapped()
    ax = network_chart(found, look="supplier", lost=["Teasel Traders"],
                              cut_off=["Town Council"])
    crosses = ax.collections[-1].get_offsets()
    places = found.nodes.loc[["Teasel Traders", "Town Council"], ["x", "y"]].to_numpy()
    assert np.allclose(np.sort(crosses, axis=0), np.sort(places, axis=0))
    assert {"Teasel Traders", "Town Council"} <= set(names_on(ax))
    assert "Crossed out as gone: Teasel Traders." in alt_text(ax)
    assert "Out of reach then: Town Council." in alt_text(ax)


def test_the_bars_are_the_shares_and_the_index():
    found = concentration({"a": 50, "b": 30, "c": 15, "d": 5}, by="customer")
    ax = concentration_chart(found)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([0.5, 0.95, 0.365])
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "the largest", "the 3 largest", "index (HHI)"]
    assert "3,650 points" in [text.get_text() for text in ax.texts]


def test_estimates_have_their_intervals_and_whole_truths_none():
    parts = reliance_view(BAKERY).parts
    ends = [line.get_segments() for line in concentration_chart(parts).collections
            if isinstance(line, LineCollection)]
    rows = parts["customers, by sales"].frame
    spans = sorted((line[0][0], line[1][0]) for line in ends[1])
    assert np.allclose(spans, sorted(zip(rows["lower"], rows["upper"])))
    assert "interval" not in concentration_chart(concentration([3, 2])).texts[-1].get_text()


def test_a_report_draws_nothing_of_the_largest_one_or_three_people():
    sold = reliance_view(BAKERY).parts["customers, by sales"]
    shown = [label.get_text() for label in
             concentration_chart(sold, format=HANDED_OVER).get_yticklabels()]
    assert shown == ["the 5 largest", "index (HHI)"]
    assert "the largest" not in alt_text(concentration_chart(
        sold, format=HANDED_OVER)).replace("the largest shares", "")


def test_what_stays_and_what_is_at_stake_make_up_the_whole():
    lost = without(cash=9_000, monthly_surplus=-100)
    ax = stake_chart(lost, format=BAKERY.format)
    stays, at_stake = ([bar.get_width() for bar in bars] for bars in ax.containers)
    assert at_stake == pytest.approx([lost.revenue_at_stake, lost.margin_at_stake])
    assert np.add(stays, at_stake) == pytest.approx([lost.total_revenue, lost.total_margin])
    assert "Cash lasts more than 5 years as things are" in alt_text(ax)


def test_a_margin_that_is_not_known_has_no_bar():
    ax = stake_chart(without("Old Station Cafe", margin_rate=None))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["revenue"]
