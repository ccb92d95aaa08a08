"""Published networks and indices, cases counted out by hand, and generated orders."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.formats import Format
from helpers.core.problems import DataProblems, NotEnoughData, OwnerError
from helpers.subjects.network.concentration_index import concentration
from helpers.subjects.network.dependence import dependency
from helpers.subjects.network.mapping import network_map

POUNDS = Format("en_GB", "GBP")
HANDED_OVER = Format("en_GB", "GBP", smallest_group=5)

# Marriages between Florentine families (Padgett and Ansell, 1993)
MARRIAGES = """Acciaiuoli-Medici Castellani-Peruzzi Castellani-Strozzi Castellani-Barbadori
Medici-Barbadori Medici-Ridolfi Medici-Tornabuoni Medici-Albizzi Medici-Salviati Salviati-Pazzi
Peruzzi-Strozzi Peruzzi-Bischeri Strozzi-Ridolfi Strozzi-Bischeri Ridolfi-Tornabuoni
Tornabuoni-Guadagni Albizzi-Ginori Albizzi-Guadagni Bischeri-Guadagni Guadagni-Lamberteschi"""


def relations(*rows):
    return pd.DataFrame([row.split("-") for row in rows], columns=["source", "target"])


def business_network():
    """We sell to a café and a hotel, and buy from a mill, which buys from a farm."""
    network = relations("us-cafe", "us-hotel", "us-mill", "mill-farm", "cafe-hotel")
    return network.assign(
        relation=["Customer", "customer", "supplier", "supplier", "partner"],
        strength=[0.9, 0.4, 0.8, 0.5, 0.2], revenue=[30_000.0, 10_000, 12_000, 5_000, np.nan])


def organisations():
    return pd.DataFrame({
        "id": ["us", "cafe", "hotel", "mill", "farm", "guild", "box maker"],
        "kind": ["own", "customer", "customer", "supplier", "supplier", "association", "supplier"],
        "sector": "food", "region": "town"})


# The map


def test_the_medici_stand_between_the_families_as_published():
    nodes = network_map(relations(*MARRIAGES.split())).nodes
    assert nodes.loc[["Medici", "Strozzi", "Guadagni"], "degree"].tolist() == [6, 4, 4]
    between = nodes.loc[["Medici", "Guadagni", "Strozzi"], "betweenness"]
    assert between.tolist() == pytest.approx([0.522, 0.255, 0.103], abs=5e-4)  # Jackson (2008)
    assert nodes["betweenness"].idxmin() in ("Acciaiuoli", "Pazzi", "Ginori", "Lamberteschi")


def test_a_map_counts_links_strength_and_money_with_us():
    nodes = network_map(business_network(), organisations()).nodes
    assert nodes["degree"].to_dict() == {
        "us": 3, "cafe": 2, "hotel": 2, "mill": 2, "farm": 1, "guild": 0, "box maker": 0}
    assert nodes.loc["cafe", "strength"] == pytest.approx(1.1)
    assert nodes.loc["cafe", ["revenue", "revenue_share"]].tolist() == [30_000, 0.75]
    assert nodes.loc["mill", ["revenue", "revenue_share"]].tolist() == [12_000, 1]
    assert np.isnan(nodes.loc["farm", "revenue"]) and np.isnan(nodes.loc["us", "revenue"])
    assert nodes.index[nodes["is_us"]].tolist() == ["us"]


def test_parts_are_numbered_from_the_largest():
    found = network_map(business_network(), organisations())
    assert found.components == 3
    assert found.nodes["component"].tolist() == [0, 0, 0, 0, 0, 1, 2]
    assert found.isolated == ["guild", "box maker"]


def test_the_key_nodes_are_told_with_why():
    found = network_map(business_network(), organisations())
    assert found.key_nodes.index.tolist() == ["mill", "cafe", "hotel"]
    assert found.nodes.loc["mill", "why"] == (
        "2 links, the only way to farm, "
        "100% of the money of the suppliers on the map")
    assert not found.nodes.loc["us", "is_key"]


def test_of_many_who_are_as_well_linked_as_each_other_none_is_key():
    ring = network_map(relations("a-b", "b-c", "c-d", "d-e", "e-a"))
    assert len(ring.key_nodes) == 0 and "Key node" not in ring.headline()


def test_much_of_the_money_makes_a_key_node_even_of_one_that_only_we_know():
    star = relations("us-cafe", "us-hotel", "us-kiosk", "us-guild").assign(
        relation=["customer", "customer", "customer", "association"], revenue=[70.0, 20, 10, 5])
    found = network_map(star)
    assert found.key_nodes.index.tolist() == ["cafe"]
    assert found.nodes.loc["cafe", "why"] == "70% of the money of the customers on the map"
    assert "Key node: cafe (70%" in found.headline()


def test_an_unlisted_organisation_is_what_it_is_to_us_or_to_whoever_named_it():
    network = relations("us-cafe", "cafe-insurer", "insurer-fleet", "fleet-cafe").assign(
        relation=["customer", "partner", "customer", "supplier"])
    assert network_map(network, us="us").nodes["kind"].to_dict() == {
        "us": "us", "cafe": "customer", "insurer": "partner", "fleet": "customer"}


def test_whom_we_do_not_know_is_told_with_who_could_introduce_us():
    more = relations("mill-bakers", "bakers-bank", "bakers-college", "hotel-bakers").assign(
        relation="partner", strength=0.5)
    network = pd.concat([business_network(), more])
    found = network_map(network, us="us").introductions
    assert found.index.tolist()[0] == "bakers"
    assert found.T.to_dict("list") == {
        "bakers": ["partner", "mill", 2, 2],  # the mill and we know each other better
        "farm": ["supplier", "mill", 2, 0],
        "bank": ["partner", "mill", 3, 0], "college": ["partner", "mill", 3, 0]}


def test_nobody_is_introduced_where_we_know_all_or_are_not_on_the_map():
    for network in (relations("a-b", "a-c", "a-d"), relations("a-b", "b-c", "c-a")):
        found = network_map(network).introductions
        assert found.empty and found.columns.tolist() == ["kind", "through", "steps", "doors"]


def test_what_is_missing_is_told_by_kind():
    found = network_map(business_network(), organisations())
    suppliers = found.kinds.loc["supplier", ["organisations", "linked", "with_us", "isolated"]]
    assert suppliers.tolist() == [3, 2, 1, 1]
    assert found.missing.to_dict() == {
        "association": "1 on the map, none of them linked with us", "partner": "none on the map",
        "supplier": "only one, and nobody to take its place"}
    one_mill = business_network().drop(index=3)
    assert network_map(one_mill).missing["supplier"] == (
        "only one, and nobody to take its place")


def test_we_are_whoever_takes_part_in_most_relations_where_nobody_says():
    assert network_map(relations("a-b", "a-c", "c-d")).us is None  # c is in as many as a
    half = relations("a-b", "a-c", "a-d", "e-f", "g-h", "i-j")
    assert network_map(half).us is None
    assert network_map(relations("a-b", "c-a", "a-d", "c-d")).us == "a"
    star = relations("a-shop", "shop-b", "c-shop")
    assert network_map(star).us == "shop"
    assert network_map(relations("a-b", "b-c", "c-a")).us is None
    assert network_map(star, us="a").us == "a"
    with pytest.raises(OwnerError, match="'z'"):
        network_map(star, us="z")


def test_rows_that_relate_nothing_are_set_aside():
    network = pd.concat([business_network(), pd.DataFrame(
        {"source": ["us", "us"], "target": [None, "us"], "relation": "customer"})])
    found = network_map(network)
    assert found.set_aside == {"without one of the two organisations": 1,
                               "from an organisation to itself": 1}
    assert len(found.links) == 5
    with pytest.raises(NotEnoughData):
        network_map(network.iloc[:0])
    with pytest.raises(DataProblems):
        network_map(network.drop(columns="target"))


def test_a_drawing_keeps_distances_and_is_always_the_same():
    found = network_map(relations("a-b", "b-c", "c-d", "d-e")).nodes[["x", "y"]]
    again = network_map(relations("a-b", "b-c", "c-d", "d-e")).nodes[["x", "y"]]
    pd.testing.assert_frame_equal(found, again)
    assert found.abs().to_numpy().max() == pytest.approx(1)
    chain = found.to_numpy()
    gaps = np.linalg.norm(np.diff(chain, axis=0), axis=1)
    assert np.linalg.norm(chain[0] - chain[-1]) == pytest.approx(gaps.sum(), rel=0.02)
    assert gaps.max() / gaps.min() < 1.05


def test_we_stand_in_the_middle_and_others_as_far_out_as_there_are_steps():
    nodes = network_map(business_network(), organisations()).nodes
    out = np.linalg.norm(nodes[["x", "y"]], axis=1)
    near, far = ["cafe", "hotel", "mill"], ["farm"]
    out = pd.Series(out, nodes.index)
    assert out["us"] == 0 and out[near].round(9).nunique() == 1
    assert (out[far] > out[near].max()).all()
    assert (out[["guild", "box maker"]] > out[far].max()).all()  # nobody leads there
    assert out.max() == pytest.approx(1)
    assert len(nodes[["x", "y"]].round(6).drop_duplicates()) == len(nodes)


def test_kinds_stand_side_by_side_with_customers_on_the_right():
    star = pd.DataFrame({"source": "us", "target": list("abcdef"),
                         "relation": ["supplier", "customer"] * 3})
    nodes = network_map(star).nodes
    angle = np.degrees(np.arctan2(nodes["y"], nodes["x"]))
    assert sorted(angle[["b", "d", "f"]].round()) == [-60, 0, 60]
    assert (nodes.loc[["a", "c", "e"], "x"] < 0.51).all()


def test_whoever_is_reached_through_somebody_stands_behind_them():
    network = relations("us-a", "us-b", "us-c", "us-d", "b-p", "b-q").assign(relation="partner")
    nodes = network_map(network, us="us").nodes
    places = nodes[["x", "y"]].to_numpy()
    heading = {name: np.arctan2(y, x) for name, (x, y) in zip(nodes.index, places)}
    between = np.angle(np.exp(1j * heading["p"]) + np.exp(1j * heading["q"]))
    assert between == pytest.approx(heading["b"])


def test_parts_of_a_network_are_drawn_apart():
    nodes = network_map(relations("a-b"), pd.DataFrame({"id": ["a", "b", "c"]})).nodes
    places = nodes[["x", "y"]].to_numpy()
    near = np.linalg.norm(places[0] - places[1])
    assert min(np.linalg.norm(places[2] - places[:2], axis=1)) > 1.5 * near


# Concentration


def test_the_index_of_the_department_of_justice():
    four = concentration([30, 30, 20, 20])  # its own example: 2,600
    assert four.hhi_points == pytest.approx(2600)
    assert four.effective_number == pytest.approx(1 / 0.26)
    assert four.frame["value"].tolist() == pytest.approx([0.26, 0.3, 0.8, 1])
    eight = concentration([10, 9, 12, 15, 12, 11, 15, 16])  # Investopedia's example
    assert eight.hhi_points == pytest.approx(1296)
    assert concentration([7]).hhi_points == 10_000  # a monopoly


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30))
def test_the_index_lies_between_equal_parts_and_one_hand(amounts):
    found = concentration(amounts)
    assert 1 / len(amounts) - 1e-9 <= found.hhi <= 1 + 1e-9
    assert found.hhi <= found.frame.loc["top_1", "value"] + 1e-9
    assert found.frame.loc["top_1":, "value"].is_monotonic_increasing
    scaled = concentration([3 * amount for amount in amounts])
    assert scaled.hhi == pytest.approx(found.hhi)


def test_amounts_as_they_are_have_no_interval_and_are_added_up_by_name():
    found = concentration(pd.Series([10.0, 20, 30, None, -5], ["a", "a", "b", "c", "d"]),
                          by="supplier")
    assert found.shares.to_dict() == {"a": 0.5, "b": 0.5}
    assert found.frame[["lower", "upper"]].isna().all().all()
    assert sorted(found.set_aside.values()) == [1, 1]
    assert found.headline(HANDED_OVER).startswith("The largest supplier has 50% of the money")


def test_a_network_tells_of_customers_and_of_suppliers():
    network = business_network()
    customers = concentration(network, us="us")
    assert customers.shares.to_dict() == {"cafe": 0.75, "hotel": 0.25}
    assert concentration(network, by="supplier", us="us").shares.to_dict() == {"mill": 1}
    with pytest.raises(NotEnoughData, match="no partner with any money"):
        concentration(network, by="partner", us="us")


def test_money_of_those_who_are_not_named_counts_as_spread_widely():
    found = concentration({"cafe": 30.0, "hotel": 10}, by="customer", whole=100)
    assert found.frame["value"].tolist() == pytest.approx([0.1, 0.3, 0.4, 0.4])
    assert (found.total, found.shares.to_dict()) == (100, {"cafe": 0.3, "hotel": 0.1})
    assert concentration({"cafe": 30.0, "hotel": 10}, whole=20).total == 40  # the list knows more
    network = concentration(business_network(), us="us", whole=80_000)
    assert network.shares.to_dict() == {"cafe": 0.375, "hotel": 0.125}


def orders_of(shares, count, seed):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "order_id": range(count), "order_date": "2025-06-30", "quantity": 1.0,
        "customer_id": rng.choice(len(shares), count, p=shares),
        "unit_price": rng.gamma(4, 25, count)})


@pytest.mark.prove
def test_intervals_from_orders_hold_the_truth_about_as_often_as_they_say():
    shares = np.array([30, 20, 15, 10, 8, 6, 5, 3, 2, 1]) / 100
    truth = [(shares**2).sum(), 0.3, 0.65, 0.83]
    hits = np.array([
        (frame["lower"] <= truth) & (truth <= frame["upper"])
        for frame in (concentration(orders_of(shares, 200, seed)).frame for seed in range(40))])
    assert (hits.sum(axis=0) >= 33).all()  # fewer in one of a hundred sets of fair intervals
    frame = concentration(orders_of(shares, 200, 0)).frame
    assert ((frame["lower"] < frame["value"]) & (frame["value"] < frame["upper"])).all()
    assert (frame["upper"] - frame["lower"]).max() < 0.2


def test_chance_that_makes_equal_customers_look_uneven_is_taken_off():
    frames = [concentration(orders_of(np.full(40, 1 / 40), 60, seed)).frame for seed in range(20)]
    assert np.mean([frame.loc["hhi", "value"] for frame in frames]) > 0.04  # the truth is 0.025
    assert sum(frame.loc["hhi", "lower"] <= 0.025 for frame in frames) >= 17


def test_the_largest_five_of_five_are_certain():
    frame = concentration(orders_of([0.4, 0.2, 0.2, 0.1, 0.1], 100, 1)).frame
    assert frame.loc["top_5", "value"] == pytest.approx(1)
    assert frame.loc["top_5", ["lower", "upper"]].isna().all()
    assert frame.loc["top_3", ["lower", "upper"]].notna().all()


def test_refunds_guests_and_old_orders_are_dealt_with():
    orders = orders_of([0.5, 0.5], 40, 2)
    orders.loc[0, "customer_id"] = None
    orders.loc[1, "order_date"] = "2024-06-30"
    refunded = orders.assign(quantity=-1.0, order_date="2025-06-29")[orders["customer_id"] == 1]
    found = concentration(pd.concat([orders, refunded]))
    assert list(found.shares.index) == [0]
    assert found.orders == 38
    assert sorted(found.set_aside.values()) == [1, 1, 1]


def test_thirty_orders_are_needed():
    with pytest.raises(NotEnoughData, match="29 orders"):
        concentration(orders_of([0.5, 0.5], 29, 1))


def test_what_goes_without_saying_is_not_said():
    three = concentration({"a": 6, "b": 3, "c": 1})
    assert three.told(1).index.tolist() == ["hhi", "top_1"]
    assert "3 largest" not in three.headline()
    assert concentration({"a": 6, "b": 3, "c": 1}, whole=100).told(1).index.tolist() == [
        "hhi", "top_1", "top_3"]
    assert concentration([7]).told(1).index.tolist() == ["hhi", "top_1"]


def test_nothing_is_told_of_fewer_than_five_people():
    found = concentration(orders_of([0.1] * 10, 100, 3))
    told = found.told(5)
    assert told.index.tolist() == ["hhi", "top_5"]
    assert "largest customer has" in found.headline(POUNDS)
    assert "largest customer has" not in found.headline(HANDED_OVER)
    assert "5 largest" in found.headline(HANDED_OVER)
    assert "nothing is told" in concentration(orders_of([0.9, 0.1], 100, 3)).headline(HANDED_OVER)


# What if


def test_a_lost_customer_takes_revenue_margin_and_runway():
    found = dependency(business_network(), ["cafe"], us="us", replaceable={"cafe": 0.2},
                       margin_rate=0.4, cash=12_000, monthly_surplus=-200)
    assert found.revenue_at_stake == pytest.approx(24_000)
    assert found.revenue_share == pytest.approx(24 / 40)
    assert found.margin_at_stake == pytest.approx(9_600)
    assert found.runway_months_before == pytest.approx(60)
    assert found.runway_months_after == pytest.approx(12_000 / (200 + 800))
    assert "lasts 60 months as things are, and 12 months without them" in found.headline(POUNDS)


def test_what_is_lost_is_a_share_of_all_revenue_where_that_is_known():
    found = dependency(business_network(), ["cafe"], us="us", revenue=120_000, margin_rate=0.5)
    assert (found.total_revenue, found.total_margin) == (120_000, 60_000)
    assert found.revenue_share == pytest.approx(0.25)
    assert "25% of all revenue" in found.headline() and not found.on_the_map
    listed = dependency(business_network(), ["cafe"], us="us")
    assert "75% of the revenue on the map" in listed.headline() and listed.on_the_map
    assert "if nothing could be replaced" in listed.headline()
    assert "once what can be replaced is taken off" in dependency(
        business_network(), ["cafe"], us="us", replaceable=0.1).headline()


def test_one_who_has_no_relation_with_us_can_go_too():
    found = dependency(business_network(), ["farm", "cafe"], us="us", replaceable={"cafe": 1})
    assert found.frame["relation"].to_dict() == {"farm": "none with us", "cafe": "customer"}
    assert found.frame["money"].tolist() == [0, 30_000] and found.revenue_at_stake == 0
    assert "no revenue would be lost directly" in found.headline()
    gone = dependency(business_network(), ["cafe"], us="us", replaceable=1)
    assert "nothing would be lost once all of it is replaced" in gone.headline()


def test_rent_is_not_revenue_and_a_lost_association_costs_doors_alone():
    network = pd.concat([business_network(), pd.DataFrame({
        "source": ["us", "us", "guild"], "target": ["landlord", "guild", "fair"],
        "relation": ["landlord", "association", "partner"], "revenue": [9_000.0, 400, None]})])
    found = dependency(network, ["guild", "landlord"], us="us", margin_rate=0.5, cash=1_000,
                       monthly_surplus=-100)
    assert (found.revenue_at_stake, found.total_revenue) == (0, 40_000)
    assert found.cut_off == ("fair",)
    assert found.headline(POUNDS) == ("Without guild and landlord, no revenue would be lost "
                                      "directly. Nobody would tie us to fair any more.")


def test_a_lost_supplier_takes_what_was_made_of_it_and_those_behind_it():
    found = dependency(business_network(), ["mill"], us="us", margin_rate=0.6)
    assert found.revenue_at_stake == pytest.approx(30_000)  # 12,000 bought are 40% of the sale
    assert found.cut_off == ("farm",)
    assert "tie us to farm" in found.headline(POUNDS)
    unknown = dependency(business_network(), ["mill"], us="us")
    assert np.isnan(unknown.revenue_at_stake) and np.isnan(unknown.runway_months_after)
    assert "nobody can say" in unknown.headline(POUNDS)


def test_money_counts_once_where_nobody_is_known_to_be_us():
    network = relations("a-b", "b-c", "c-a").assign(relation="customer", revenue=[60.0, 30, 10])
    for lost, stake in (("a", 70), ("b", 90), ("c", 40)):
        found = dependency(network, lost)
        assert (found.revenue_at_stake, found.total_revenue) == (stake, 100)


def test_no_more_can_be_lost_than_there_is():
    found = dependency(business_network(), ["mill", "cafe", "hotel"], us="us", margin_rate=0.5)
    assert found.revenue_at_stake == pytest.approx(40_000)
    assert found.revenue_share == pytest.approx(1)


def test_a_runway_without_end_is_infinite():
    found = dependency(business_network(), ["hotel"], us="us", margin_rate=0.12, cash=100,
                       monthly_surplus=500)
    assert np.isinf(found.runway_months_before) and np.isinf(found.runway_months_after)
    assert "would still not run out" in found.headline(POUNDS)


def test_orders_tell_of_a_year_and_of_costs():
    orders = pd.DataFrame({
        "order_date": ["2025-06-30", "2025-05-01", "2025-04-01", "2024-01-01"],
        "customer_id": ["ann", "bob", "bob", "ann"], "product_id": ["mug", "mug", "cup", "mug"],
        "quantity": [2.0, 1, 4, 100], "unit_price": [10.0, 10, 5, 10]})
    goods = pd.DataFrame({"product_id": ["mug", "cup"], "unit_cost": [6.0, 1.0]})
    found = dependency(orders, ["bob"], products=goods)
    assert found.revenue_at_stake == 30
    assert found.margin_at_stake == 4 + 16
    assert found.revenue_share == pytest.approx(30 / 50)
    assert found.headline(POUNDS).startswith("Without bob, £30.00")
    assert "bob" not in found.headline(HANDED_OVER)


def test_a_name_that_is_not_there_and_a_share_that_cannot_be_are_refused():
    with pytest.raises(OwnerError, match="cinema"):
        dependency(business_network(), ["cafe", "cinema"], us="us")
    with pytest.raises(OwnerError, match="at least one"):
        dependency(business_network(), [], us="us")
    with pytest.raises(ValueError, match="replaceable"):
        dependency(business_network(), ["cafe"], us="us", replaceable=1.2)
    with pytest.raises(ValueError, match="margin_rate"):
        dependency(business_network(), ["cafe"], us="us", margin_rate=40)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_to_replace_leaves_less_at_stake(one, other):
    less, more = sorted([one, other])
    stakes = [dependency(business_network(), ["cafe", "hotel"], us="us", margin_rate=0.3,
                         replaceable=share).revenue_at_stake for share in (less, more)]
    assert stakes[0] >= stakes[1] - 1e-9
