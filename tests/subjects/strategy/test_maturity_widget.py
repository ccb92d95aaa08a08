"""The maturity widget: where to be different, and what the samples' owners have rated."""

import pytest
import yaml

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.strategy.maturity import STATEMENTS, maturity_profile
from helpers.subjects.strategy.widgets.maturity import (
    MaturityWidget, difference_view, maturity_view, with_ratings,
)

NAMES = STATEMENTS["name"].tolist()
LONG_AGO = {"date": "2024-01-31", "talks": 1, "keeps_promises": 5, "different_in": "people"}


@pytest.fixture
def business(make_business):
    """A business without any table; the lesson needs none."""
    return open_business(make_business())


@pytest.fixture
def rated(business):
    """The same, rated long ago."""
    business.answers.path.write_text(yaml.safe_dump({"maturity": LONG_AGO}))
    return business


@pytest.fixture
def widget(rated):
    return MaturityWidget(rated)


def detail(widget, begins):
    return next(found.lines for found in widget.current().details
                if found.heading.startswith(begins))


def test_it_answers_what_the_analysis_answers(business):
    ratings = {name: 1 + place % 5 for place, name in enumerate(NAMES)}
    expected = maturity_profile(ratings)
    found = maturity_view(business, ratings)
    assert found.groups["score"].equals(expected.groups["score"])
    assert found.set_aside == {}


def test_every_statement_is_asked_in_order_and_open_at_first(business):
    widget = MaturityWidget(business)
    assert [asked.name for asked in widget.choices()] == [*NAMES, "different_in", "different_how"]
    assert {widget.settings[name] for name in NAMES} == {"not rated"}
    assert [words for words, _ in widget.choices()[0].options({})][:2] == [
        "not rated yet", "1: not at all"]


def test_where_to_be_different_is_kept_and_told(rated, widget):
    widget.choose(different_in="customers", different_how="We ring back at once.")
    assert detail(widget, "Where to be different") == [
        "The business means to be different in customers, at 5.0 of 5 today: “We ring back at "
        "once”. First bring up what stands below 3: people at 1.0."]
    told = difference_view(rated, rated.answers["maturity"])
    assert told.headline() == detail(widget, "Where to be different")[0]
    widget.choose(different_in="not chosen")
    assert detail(widget, "Where to be different") == [
        "Where to be different is not chosen yet. Customers is run best so far, at 5.0 of 5."]


def test_a_saved_difference_in_no_function_is_refused(rated):
    with pytest.raises(OwnerError, match="different_in under maturity is magic"):
        difference_view(rated, {**LONG_AGO, "different_in": "magic"})


def test_nothing_rated_is_refused_in_a_batch_too(business):
    with pytest.raises(NotEnoughData, match="no statement rated"):
        maturity_view(business, {"talks": "not rated", "different_in": "people"})


@pytest.mark.parametrize("name", ["bakery", "shop", "saas", "plumber"])
def test_the_owners_of_the_samples_have_rated(name, businesses):
    sample = open_business(name)
    profile = maturity_view(sample, sample.answers["maturity"])
    assert profile.set_aside == {} and profile.left_out == []
    assert difference_view(sample, sample.answers["maturity"]).best


def test_the_owners_words_never_become_markup(widget):
    widget.choose(different_in="customers", different_how="<b>fast</b>")
    assert "<b>fast" not in widget.panel.details.value
    assert "&lt;b&gt;fast" in widget.panel.details.value


def test_still_it_is_a_picture_with_all_that_is_said(widget):
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert widget.result.headline(widget.business.format) in data["text/plain"]
    assert "Where to begin" in data["text/plain"]
    alt = metadata["image/png"]["alt"]
    assert "Radar chart" in alt and "Bar chart" in alt


def test_a_sample_stands_in_until_something_is_rated(business):
    assert with_ratings(business, sample="bakery").folder.name == "bakery"
    business.answers.path.write_text(yaml.safe_dump({"maturity": LONG_AGO}))
    assert with_ratings(business, sample="bakery") is business
