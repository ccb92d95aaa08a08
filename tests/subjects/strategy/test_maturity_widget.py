"""The maturity widget: ratings kept with their date, one function's statements in sight at a time."""

import datetime as dt

import pandas as pd
import pytest
import yaml

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.strategy.maturity import maturity_profile
from helpers.subjects.strategy.maturity_statements import FUNCTIONS, STATEMENTS
from helpers.subjects.strategy.widgets.maturity import (
    MaturityWidget, difference_view, maturity_view, with_ratings,
)

NAMES = [statement.name for statement in STATEMENTS]
OF = {function: [s.name for s in STATEMENTS if s.function == function] for function in FUNCTIONS}
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
    assert found.functions["score"].equals(expected.functions["score"])
    assert found.set_aside == {}


def test_every_statement_is_asked_in_order_and_open_at_first(business):
    widget = MaturityWidget(business)
    assert [asked.name for asked in widget.choices()] == [*NAMES, "different_in", "different_how"]
    assert {widget.settings[name] for name in NAMES} == {"not rated"}
    assert [words for words, _ in widget.choices()[0].options({})][:2] == [
        "not rated yet", "1: not at all"]


def test_as_long_as_nothing_is_rated_it_says_so_in_place_of_a_picture(business):
    widget = MaturityWidget(business)
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
    assert widget.panel.picture.layout.display == "none"
    widget.choose(talks=3)
    assert widget.panel.picture.layout.display is None
    widget.choose(talks="not rated")
    assert widget.panel.picture.layout.display == "none"


def test_ratings_are_kept_as_numbers_with_their_day(business):
    widget = MaturityWidget(business)
    widget.choose(talks=3, trains=4)
    saved = yaml.safe_load(business.answers.path.read_text())["maturity"]
    assert (saved["talks"], saved["trains"], saved["keeps_well"]) == (3, 4, "not rated")
    assert saved["date"] == dt.date.today()
    again = MaturityWidget(business)
    assert again.settings == widget.settings and again.remarks == []


def test_a_new_rating_is_compared_with_the_one_of_an_earlier_day(rated, widget):
    assert widget.result.functions["change"].isna().all()
    assert widget.result.dated == pd.Timestamp("2024-01-31")
    widget.choose(talks=3)
    assert widget.result.functions.loc["people", "change"] == 2
    assert widget.result.dated == pd.Timestamp(dt.date.today())
    assert widget.result.dated_before == pd.Timestamp("2024-01-31")
    assert detail(widget, "What moved") == [
        "Those who work here, or with me, hear what matters and say what goes wrong. 1 → 3."]
    saved = maturity_view(rated, rated.answers["maturity"])
    assert saved.functions.loc["people", "change"] == 2
    assert saved.dated == pd.Timestamp(dt.date.today())


def test_what_stood_before_is_not_overwritten_by_the_next_rating_of_the_day(widget):
    widget.choose(talks=3)
    widget.choose(talks=4)
    assert widget.result.functions.loc["people", ["before", "change"]].tolist() == [1, 3]


def test_where_to_begin_names_the_lowest_of_the_weakest_function(widget):
    widget.choose(trains=2)
    assert detail(widget, "Where to begin") == [
        "Those who work here, or with me, hear what matters and say what goes wrong. 1: not at "
        "all.",
        "Time for learning is set aside for everyone, me included, and used. 2: now and then.",
    ]


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


@pytest.mark.parametrize("wrong", [0, 6, "3", 2.5, None, True])
def test_a_rating_off_the_scale_is_refused_with_what_it_can_be(widget, wrong):
    with pytest.raises(OwnerError, match="a whole number from 1 to 5, or not rated"):
        widget.choose(talks=wrong)


@pytest.mark.parametrize("wrong", [6, "often", [3]])
def test_a_saved_answer_that_is_no_rating_is_set_back_and_said(rated, wrong):
    rated.answers.path.write_text(yaml.safe_dump({"maturity": {**LONG_AGO, "talks": wrong}}))
    widget = MaturityWidget(rated)
    assert widget.settings["talks"] == "not rated"
    assert len(widget.remarks) == 1 and str(wrong) in widget.remarks[0]
    with pytest.raises(OwnerError, match="Correct them in answers.yaml"):
        maturity_view(rated, rated.answers["maturity"])


def test_a_saved_difference_in_no_function_is_refused(rated):
    with pytest.raises(OwnerError, match="different_in under maturity is magic"):
        difference_view(rated, {**LONG_AGO, "different_in": "magic"})


def test_a_rating_in_quotes_counts(business):
    assert maturity_view(business, {"talks": "4"}).overall == pytest.approx(4)


def test_nothing_rated_is_refused_in_a_batch_too(business):
    with pytest.raises(NotEnoughData, match="no statement rated"):
        maturity_view(business, {"talks": "not rated", "different_in": "people"})


def test_a_sample_stands_in_until_something_is_rated(business, rated):
    assert with_ratings(rated, sample="bakery") is rated
    for unrated in ({}, {"maturity": {"talks": "not rated"}}, {"maturity": {"date": "2025-01-01"}},
                    {"maturity": "later"}):
        business.answers.path.write_text(yaml.safe_dump(unrated))
        assert with_ratings(business, sample="bakery").folder.name == "bakery"


@pytest.mark.parametrize("name", ["bakery", "shop", "saas", "plumber"])
def test_the_owners_of_the_samples_have_rated(name, businesses):
    sample = open_business(name)
    profile = maturity_view(sample, sample.answers["maturity"])
    assert profile.set_aside == {} and profile.left_out == []
    assert difference_view(sample, sample.answers["maturity"]).best


def test_one_function_is_in_sight_at_a_time(widget):
    panel = widget.panel
    for function in FUNCTIONS:
        panel.group.value = function
        shown = [name for name, box in panel.boxes.items() if box.layout.display is None]
        assert shown == [function]


def test_every_control_is_in_the_panel_once(widget):
    def within(box):
        for child in box.children:
            yield child
            if hasattr(child, "children"):
                yield from within(child)

    panel = widget.panel
    found = [child for child in within(panel._box) if child in panel.controls.values()]
    assert len(found) == len(panel.controls) == len(set(map(id, found)))
    for function, names in OF.items():
        boxed = list(within(panel.boxes[function]))
        assert all(panel.controls[name] in boxed for name in names)


def test_the_panel_says_what_is_still_open(widget):
    assert "6 in finance" in widget.panel.progress.value
    for name in OF["finance"]:
        widget.panel.controls[name].value = 3
    assert "finance" not in widget.panel.progress.value
    widget.choose(**dict.fromkeys(NAMES, 3))
    assert "Everything is rated." in widget.panel.progress.value


def test_a_control_changes_the_rating_the_picture_and_what_is_said(widget):
    panel = widget.panel
    shown = (panel.picture.value, panel.sentence.value, panel.details.value)
    panel.controls["talks"].value = 4
    assert widget.settings["talks"] == 4
    assert all(new != old for new, old in zip(
        (panel.picture.value, panel.sentence.value, panel.details.value), shown))


def test_the_owners_words_never_become_markup(widget):
    widget.choose(different_in="customers", different_how="<b>fast</b>")
    assert "<b>fast" not in widget.panel.details.value
    assert "&lt;b&gt;fast" in widget.panel.details.value


def test_the_saved_numbers_are_the_ratings(widget):
    saved = pd.read_csv(widget.save_table())
    assert saved["statement"].tolist() == NAMES
    assert saved.set_index("statement")["rating"].dropna().to_dict() == {
        "talks": 1, "keeps_promises": 5}


def test_still_it_is_a_picture_with_all_that_is_said(widget):
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert widget.result.headline(widget.business.format) in data["text/plain"]
    assert "Where to begin" in data["text/plain"]
    alt = metadata["image/png"]["alt"]
    assert "Radar chart" in alt and "Bar chart" in alt
