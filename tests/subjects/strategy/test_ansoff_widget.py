"""The Ansoff widget, and sliders as every widget may use them."""

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.strategy.ansoff_choice import STRATEGIES, ansoff
from helpers.subjects.strategy.ansoff_evidence import ansoff_signals
from helpers.subjects.strategy.ansoff_mapping import JUDGEMENTS
from helpers.subjects.strategy.widgets.ansoff import AnsoffWidget, ansoff_view


@pytest.fixture
def widget(shop):
    return AnsoffWidget(shop)


def heading(widget, begins):
    return next(detail for detail in widget.current().details if detail.heading.startswith(begins))


def test_without_settings_it_answers_what_the_analysis_answers(shop):
    signals = ansoff_signals(shop.table("orders"), shop.table("customers"), shop.table("products"))
    expected = ansoff(signals, {}, risk_appetite=5)
    assert ansoff_view(shop, {}).values.equals(expected.values)


def test_every_judgement_and_the_risk_appetite_is_a_slider_with_words_at_its_ends(widget):
    asked = widget.choices()
    assert [slider.name for slider in asked] == [
        *(judgement.name for judgement in JUDGEMENTS), "risk_appetite"]
    assert [(slider.low, slider.high) for slider in asked[:-1]] == [
        (judgement.low, judgement.high) for judgement in JUDGEMENTS]


def test_answers_change_the_choice_and_the_next_steps(widget):
    before = heading(widget, "Next steps").lines
    widget.choose(unmet_needs=10, development_skill=10, room_in_market=0)
    assert widget.result.choice == "product development"
    assert heading(widget, "Next steps for product development").lines != before


def test_risk_appetite_sets_the_weights(widget):
    weights = []
    for appetite in (0, 10):
        widget.choose(risk_appetite=appetite)
        weights.append(widget.result.weights["low risk"])
    assert weights[0] > weights[1]


def test_the_signals_are_said_in_words_and_what_is_not_known_too(shop):
    orders = shop.folder / "orders.csv"
    table = pd.read_csv(orders)
    table[table["order_date"] > "2025-01-01"].to_csv(orders, index=False)
    said = heading(AnsoffWidget(shop), "What your sales say").lines
    assert any("buy again within 90 days" in line for line in said)
    assert any(line.startswith("Trend is not known: it needs") for line in said)


def test_what_it_calls_a_flip_flips_the_choice(widget):
    flip = widget.result.flip
    line = heading(widget, "What would change the choice").lines[0]
    assert line.startswith(f"“{flip.question}”") and line.endswith(f"{flip.choice}.")
    widget.choose(**{flip.name: int(flip.after)})
    assert widget.result.choice == flip.choice


def test_subscriptions_stand_in_for_orders_and_that_is_said(saas):
    widget = AnsoffWidget(saas)
    assert widget.result.choice in STRATEGIES
    assert "Fees of subscriptions count as purchases." in heading(
        widget, "What your sales say").lines


def test_orders_alone_are_enough(shop):
    for table in ("customers", "products", "marketing"):
        (shop.folder / f"{table}.csv").unlink()
    widget = AnsoffWidget(open_business("my_shop"))
    assert "beyond_home_share" in widget.signals.left_out
    assert widget.result.choice in STRATEGIES


def test_a_business_that_sells_nothing_yet_is_told_so(make_business):
    business = open_business(make_business(customers="customer_id,segment\nann,trade\n"))
    with pytest.raises(NotEnoughData, match="neither orders nor subscriptions"):
        AnsoffWidget(business)


def test_too_few_sales_are_said_in_place_of_a_picture(make_business):
    widget = AnsoffWidget(open_business(make_business(
        orders="order_id,order_date,customer_id,product_id,quantity,unit_price\n"
               "1,2025-01-05,ann,p1,1,5\n")))
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
    assert widget.panel.details.value == ""


def test_the_saved_numbers_are_scores_and_firmness(widget):
    saved = pd.read_csv(widget.save_table(), index_col=0)
    result = widget.result
    assert saved.index.tolist() == list(STRATEGIES)
    assert saved["value"].tolist() == pytest.approx(result.values.tolist())
    assert saved["comes first, weightings near yours"].tolist() == pytest.approx(
        result.firmness.neighbourhood[1].tolist())


def test_answers_are_saved_as_numbers_and_come_back(shop, widget):
    widget.choose(reach=0, advantage=9)
    assert shop.answers["ansoff"]["reach"] == 0
    again = AnsoffWidget(shop)
    assert (again.settings["reach"], again.settings["advantage"]) == (0, 9)
    assert again.remarks == []
    assert ansoff_view(shop, shop.answers["ansoff"]).values.equals(again.result.values)


@pytest.mark.parametrize("content, remark", [
    ("reach: 11", "11"), ("reach: much", "much"), ("reach: [3]", "[3]"), ("reach: 2.5", "2.5"),
    ("reach: -1", "-1"), ("reach: true", "True")])
def test_a_saved_answer_that_is_no_whole_number_in_range_is_set_back_and_said(
        shop, content, remark):
    shop.answers.path.write_text(f"ansoff:\n  {content}\n  advantage: '7'\n")
    widget = AnsoffWidget(shop)
    assert (widget.settings["reach"], widget.settings["advantage"]) == (5, 7)
    assert len(widget.remarks) == 1 and remark in widget.remarks[0]


@pytest.mark.parametrize("wrong", [11, -1, 2.5, "3", True])
def test_an_answer_out_of_range_is_refused_with_what_it_can_be(widget, wrong):
    with pytest.raises(OwnerError, match="a whole number from 0 .* to 10"):
        widget.choose(reach=wrong)
    assert widget.settings["reach"] == 5


def test_a_slider_changes_the_result_the_picture_and_all_that_is_said(widget):
    panel = widget.panel
    shown = (panel.picture.value, panel.sentence.value, panel.details.value)
    panel.controls["room_in_market"].value = 0
    assert widget.settings["room_in_market"] == 0
    assert all(new != old for new, old in zip(
        (panel.picture.value, panel.sentence.value, panel.details.value), shown))


def test_choosing_in_code_moves_the_slider(widget):
    control = widget.panel.controls["reach"]
    widget.choose(reach=8)
    assert (control.value, control.min, control.max) == (8, 0, 10)


def test_a_slider_is_named_for_those_who_do_not_see_it(widget):
    for asked in widget.choices():
        tooltip = widget.panel.controls[asked.name].tooltip
        assert all(words in tooltip for words in (asked.label, asked.low, asked.high))


def test_details_never_become_markup(shop):
    orders = pd.read_csv(shop.folder / "orders.csv").assign(country="<b>Home</b>")
    orders.to_csv(shop.folder / "orders.csv", index=False)
    widget = AnsoffWidget(shop)
    assert widget.signals.home == "<b>Home</b>"
    assert "<b>" not in widget.panel.details.value
    assert "&lt;b&gt;Home" in widget.panel.details.value


def test_still_it_is_a_picture_with_all_that_is_said(widget):
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    for line in (widget.result.headline(widget.business.format), *widget.result.next_steps):
        assert line in data["text/plain"]
    assert "Ansoff's matrix" in metadata["image/png"]["alt"]
