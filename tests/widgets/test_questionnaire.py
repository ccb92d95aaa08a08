"""A questionnaire as a widget: ratings kept with their date, one group in sight at a time."""

import datetime as dt

import pandas as pd
import pytest
import yaml

from helpers.charts.ratings import RADAR_INCHES, ratings_radar, ratings_rows, rows_height
from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.widgets.base import Words
from helpers.widgets.explorer import Chart
from helpers.widgets.questionnaire import QuestionnaireWidget, profile_view, with_answers
from tests.stats.test_questionnaire import NAMES, SAID, Questionnaire

FOLLOWED = {**SAID, "groups": {**SAID["groups"], "outside": {"statements": {
    "answers": {"text": "We answer.", "follow_up": "Fix an hour for it."},
    "returns": "They return."}}}}
ASKED = Questionnaire.declared(FOLLOWED)
LONG_AGO = {"date": "2024-01-31", "talks": 4, "answers": 1, "note": "hm"}


class TrustWidget(QuestionnaireWidget):
    questionnaire = ASKED
    controls = (Words("note", "Anything else?"),)
    charts = (Chart(ratings_radar, RADAR_INCHES), Chart(ratings_rows, rows_height))


@pytest.fixture
def business(make_business):
    """A business without any table; no questionnaire needs one."""
    return open_business(make_business())


@pytest.fixture
def rated(business):
    """The same, rated long ago."""
    business.answers.path.write_text(yaml.safe_dump({"trust": LONG_AGO}))
    return business


@pytest.fixture
def widget(rated):
    return TrustWidget(rated)


def detail(widget, begins):
    return next(found.lines for found in widget.current().details
                if found.heading.startswith(begins))


def test_every_statement_is_asked_in_order_and_open_at_first(business):
    widget = TrustWidget(business)
    assert [asked.name for asked in widget.choices()] == [*NAMES, "note"]
    assert {widget.settings[name] for name in NAMES} == {"not rated"}
    assert [words for words, _ in widget.choices()[0].options({})] == [
        "not rated yet", "1: never", "2: partly", "3: mostly", "4: daily"]


def test_as_long_as_nothing_is_rated_it_says_so_in_place_of_a_picture(business):
    widget = TrustWidget(business)
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
    assert widget.panel.picture.layout.display == "none"
    widget.choose(talks=3)
    assert widget.panel.picture.layout.display is None
    widget.choose(talks="not rated")
    assert widget.panel.picture.layout.display == "none"


def test_ratings_are_kept_as_numbers_with_their_day_and_come_back(business):
    TrustWidget(business).choose(talks=3, note="fine")
    saved = yaml.safe_load(business.answers.path.read_text())["trust"]
    assert (saved["talks"], saved["helps"], saved["note"]) == (3, "not rated", "fine")
    assert saved["date"] == dt.date.today()
    assert TrustWidget(business).settings["talks"] == 3


def test_a_new_rating_is_compared_with_the_one_of_an_earlier_day(rated, widget):
    assert widget.result.groups["change"].isna().all()
    assert widget.result.dated == pd.Timestamp("2024-01-31")
    widget.choose(answers=2)
    widget.choose(answers=3)  # what stood before is not overwritten by the next of the day
    assert widget.result.groups.loc["outside", ["before", "change"]].tolist() == [1, 2]
    assert widget.result.dated == pd.Timestamp(dt.date.today())
    assert widget.result.dated_before == pd.Timestamp("2024-01-31")
    assert detail(widget, "What moved") == ["We answer. 1 → 3."]
    batch = profile_view(ASKED, rated, rated.answers["trust"])
    pd.testing.assert_frame_equal(batch.groups, widget.result.groups)
    assert (batch.dated, batch.set_aside) == (widget.result.dated, {})


def test_where_to_begin_and_the_first_step_are_told(widget):
    assert detail(widget, "Where to begin") == ["We answer. 1: no. Fix an hour for it."]
    assert not any(found.heading.startswith("A first") for found in widget.current().details)
    widget.choose(talks=1, answers=2)
    assert detail(widget, "Where to begin") == ["We talk. 1: never."]
    assert detail(widget, "A first step") == ["Ask one colleague."]


@pytest.mark.parametrize("wrong", [0, 5, "3", 2.5, None, True])
def test_a_rating_off_the_scale_is_refused_with_what_it_can_be(widget, wrong):
    with pytest.raises(OwnerError, match="a whole number from 1 to 4, or not rated"):
        widget.choose(talks=wrong)


@pytest.mark.parametrize("wrong", [6, "often", [3]])
def test_a_saved_answer_that_is_no_rating_is_set_back_and_said(rated, wrong):
    rated.answers.path.write_text(yaml.safe_dump({"trust": {**LONG_AGO, "talks": wrong}}))
    widget = TrustWidget(rated)
    assert widget.settings["talks"] == "not rated"
    assert len(widget.remarks) == 1 and str(wrong) in widget.remarks[0]
    with pytest.raises(OwnerError, match="under trust cannot be used.*talks is.*answers.yaml"):
        profile_view(ASKED, rated, rated.answers["trust"])


def test_a_rating_in_quotes_counts(rated):
    rated.answers.path.write_text(yaml.safe_dump({"trust": {**LONG_AGO, "talks": "2"}}))
    widget = TrustWidget(rated)
    assert widget.settings["talks"] == 2 and widget.remarks == []
    assert profile_view(ASKED, rated, {"talks": "4"}).overall == 4


def test_a_sample_stands_in_until_something_is_rated(business):
    for unrated in ({}, {"trust": {"talks": "not rated"}}, {"trust": {"date": "2025-01-01"}},
                    {"trust": "later"}):
        business.answers.path.write_text(yaml.safe_dump(unrated))
        assert with_answers(ASKED, business, "bakery").folder.name == "bakery"
    TrustWidget(business).choose(talks=2)
    assert with_answers(ASKED, business, "bakery") is business


def test_in_a_report_nobody_stands_in(business, monkeypatch):
    monkeypatch.setenv("GROWTH_REPORT", "1")
    with pytest.raises(NotEnoughData, match="a trust profile"):
        with_answers(ASKED, business, "bakery")


def test_one_group_is_in_sight_at_a_time(widget):
    panel = widget.panel
    for group in ASKED.groups:
        panel.group.value = group
        assert [name for name, box in panel.boxes.items() if box.layout.display is None] == [group]


def test_every_control_is_in_the_panel_once_those_of_a_group_in_its_box(widget):
    def within(box):
        for child in box.children:
            yield child
            if hasattr(child, "children"):
                yield from within(child)

    panel = widget.panel
    found = [child for child in within(panel._box) if child in panel.controls.values()]
    assert len(found) == len(panel.controls) == len(set(map(id, found)))
    for group in ASKED.groups:
        boxed = list(within(panel.boxes[group]))
        assert all(panel.controls[name] in boxed for name in ASKED.names(group))


def test_the_panel_says_what_is_still_open(widget):
    assert "2 in inside, 1 in outside" in widget.panel.progress.value
    for name in ASKED.names("inside"):
        widget.panel.controls[name].value = 3
    assert "inside" not in widget.panel.progress.value
    widget.choose(**dict.fromkeys(NAMES, 3))
    assert "Everything is rated." in widget.panel.progress.value


def test_a_control_changes_the_rating_the_picture_and_what_is_said(widget):
    panel = widget.panel
    shown = (panel.picture.value, panel.sentence.value, panel.details.value)
    panel.controls["answers"].value = 3
    assert widget.settings["answers"] == 3
    assert all(new != old for new, old in zip(
        (panel.picture.value, panel.sentence.value, panel.details.value), shown))


def test_the_saved_numbers_are_the_ratings_of_both_times(widget):
    widget.choose(answers=3)
    saved = pd.read_csv(widget.save_table()).set_index("statement")
    assert saved.index.tolist() == NAMES
    assert saved["rating"].dropna().to_dict() == {"talks": 4, "answers": 3}
    assert saved.loc["answers", ["before", "change", "level"]].tolist() == [1, 2, "mostly"]


def test_still_it_is_a_picture_with_all_that_is_said(widget):
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert widget.result.headline(widget.business.format) in data["text/plain"]
    assert "Where to begin" in data["text/plain"]
    alt = metadata["image/png"]["alt"]
    assert "Radar chart" in alt and "Ratings from 1 to 4" in alt
