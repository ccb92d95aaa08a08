"""The opportunity widget: scores, ideas and weights, one source at a time."""

import datetime as dt

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData
from helpers.subjects.goals.opportunities import CRITERIA, CRITERION_NAMES, SOURCE_NAMES
from helpers.subjects.goals.widgets.opportunities import (
    OpportunityWidget, opportunity_view, ranked_ideas, with_scores,
)
from helpers.widgets.base import Slider, Words


@pytest.fixture
def owner(shop):
    """The shop without the answers that its owner gave."""
    shop.answers.path.unlink(missing_ok=True)
    return shop


@pytest.fixture
def widget(owner):
    return OpportunityWidget(owner)


def shown(widget):
    row = widget.panel._box.children[0].children
    return [name for name, question in zip(widget.panel.controls, row)
            if question.layout.display != "none"]


def test_every_source_has_an_idea_and_a_score_on_every_criterion(widget):
    asked = widget.choices()
    assert [question.name for question in asked if isinstance(question, Words)] == [
        f"{name.replace(' ', '_')}_idea" for name in SOURCE_NAMES]
    sliders = [question for question in asked if isinstance(question, Slider)]
    assert len(sliders) == len(SOURCE_NAMES) * len(CRITERIA) + len(CRITERIA)
    assert [(slider.low, slider.high) for slider in sliders[:5]] == [
        (criterion.low, criterion.high) for criterion in CRITERIA]
    assert sliders[5].label.startswith("Product and service diversification. ")


def test_nothing_scored_is_said_and_nothing_comes_first(widget):
    assert widget.current().sentence == (
        "All sources score alike, so none comes first yet. Move the sliders.")


def test_scores_and_weights_make_the_order(widget):
    widget.choose(technology_ease=10, partnerships_prize=9)
    assert widget.result.choice == "technology"
    widget.choose(weight_prize=10, weight_ease=1)
    assert widget.result.choice == "partnerships"
    assert widget.result.weights["prize"] == pytest.approx(10 / 26)
    assert widget.result.scores.loc["technology", "ease"] == 10


def test_no_weight_at_all_counts_as_equal_weights(widget):
    widget.choose(technology_ease=10, **{f"weight_{name}": 0 for name in CRITERION_NAMES})
    assert widget.result.equal_weights


def test_what_it_calls_a_flip_flips_the_order(widget):
    widget.choose(partnerships_prize=8, technology_ease=7)
    flip = widget.result.flip
    lines = widget.current().details[0].lines
    assert lines[0].startswith(f"The {flip.criterion} of {flip.name}")
    widget.choose(**{f"{flip.name.replace(' ', '_')}_{flip.criterion}": int(flip.after)})
    assert widget.result.choice == flip.choice


def test_where_nothing_changes_the_order_that_is_said(widget):
    alone = {f"partnerships_{name}": 10 for name in CRITERION_NAMES}
    others = {f"{source}_{name}": 0 for name in CRITERION_NAMES for source in (
        "market_expansion", "product_and_service_diversification", "deeper_customer_base",
        "technology")}
    widget.choose(**alone, **others)
    assert widget.current().details[0].lines == ["No single score or weight."]


def test_one_source_is_scored_at_a_time(widget):
    assert shown(widget)[1:] == [
        "market_expansion_idea", *(f"market_expansion_{name}" for name in CRITERION_NAMES)]
    widget.panel.controls["shown"].value = "weight"
    assert shown(widget)[1:] == [f"weight_{name}" for name in CRITERION_NAMES]


def test_a_slider_changes_the_picture_and_all_that_is_said(widget):
    panel = widget.panel
    before = (panel.picture.value, panel.sentence.value, panel.details.value)
    panel.controls["market_expansion_prize"].value = 9
    assert widget.settings["market_expansion_prize"] == 9
    assert all(new != old for new, old in zip(
        (panel.picture.value, panel.sentence.value, panel.details.value), before))


def test_answers_are_dated_come_back_and_the_earlier_ones_are_told(owner, widget):
    widget.choose(technology_ease=9)
    assert isinstance(owner.answers["opportunities"]["date"], dt.date)
    assert OpportunityWidget(owner).settings["technology_ease"] == 9
    owner.answers.save("opportunities", {"partnerships_prize": 9}, day=dt.date(2025, 4, 30))
    widget.choose(technology_ease=10)
    assert "On 30 Apr 2025 partnerships came first." in widget.current().sentence
    ranking = opportunity_view(owner, owner.answers["opportunities"])
    assert ranking.headline() == widget.result.headline()


def test_ideas_stand_in_the_order_of_the_ranking(widget):
    widget.choose(partnerships_idea="supply the café", partnerships_prize=9)
    ideas = ranked_ideas(widget.result, widget.settings)
    assert ideas.index[0] == "partnerships"
    assert ideas["here it would be"].tolist()[:2] == ["supply the café", "–"]
    assert ideas["total, 0 to 10"].is_monotonic_decreasing
    assert ideas["first over all weights"].sum() == pytest.approx(1)


def test_the_saved_numbers_are_scores_totals_and_firmness(widget):
    widget.choose(technology_ease=9, technology_idea="book online")
    saved = pd.read_csv(widget.save_table(), index_col="source of growth")
    assert saved.loc["technology", "ease"] == 9
    assert saved.loc["technology", "here it would be"] == "book online"
    assert saved["total, 0 to 10"].to_dict() == pytest.approx(widget.result.values.to_dict())


def test_it_needs_no_table(make_business):
    widget = OpportunityWidget(open_business(make_business()))
    assert len(widget.result.values) == 5


def test_still_it_is_a_picture_of_scores_and_firmness(widget):
    widget.choose(technology_ease=9)
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    alt = metadata["image/png"]["alt"]
    assert "Table of scores" in alt and "how often each of 5 alternatives takes each rank" in alt


@pytest.mark.parametrize("content", [
    "opportunities:\n  technology_ease: 5\n", "opportunities: none\n", ""])
def test_until_something_is_scored_a_sample_stands_in_but_never_in_a_report(
        owner, monkeypatch, content):
    owner.answers.path.write_text(content)
    assert with_scores(owner, sample="bakery").folder.name == "bakery"
    monkeypatch.setenv("GROWTH_REPORT", "1")
    with pytest.raises(NotEnoughData, match="scores, given in the lesson"):
        with_scores(open_business("my_shop"), sample="bakery")
    owner.answers.path.write_text("opportunities:\n  technology_ease: 6\n")
    assert with_scores(open_business("my_shop"), sample="bakery").folder.name == "my_shop"
