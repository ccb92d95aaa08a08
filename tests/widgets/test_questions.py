"""Questions that are answered in words, by a number, or by a day, in a widget and in its panel."""

import datetime as dt

import pytest

from helpers import open_business
from helpers.charts.style import describe
from helpers.core.problems import OwnerError
from helpers.widgets.base import Amount, AnalysisWidget, Day, Words


class Plan:
    def headline(self, format):
        return "A plan."


class PlanWidget(AnalysisWidget):
    """The smallest widget that asks all three."""

    section = "plan"
    judgements = True

    def choices(self):
        return [Words("aim", "What do you aim at?", placeholder="more regulars"),
                Words("why", "Why?", long=True),
                Amount("target", "How many?", unit="customers", low=0, high=10_000),
                Day("due", "By when?")]

    def view(self, settings):
        return Plan()

    def draw(self, result, settings, figure):
        describe(figure.subplots(), "An empty picture, for want of anything to see.")


@pytest.fixture
def widget(shop):
    return PlanWidget(shop)


def test_every_answer_is_open_at_first(widget):
    assert widget.settings == {"aim": "", "why": "", "target": None, "due": None}


def test_what_is_typed_is_understood_kept_and_dated(widget, shop):
    controls = widget.panel.controls
    controls["aim"].value = "  more regulars "
    controls["target"].value = "1,250"
    controls["due"].value = dt.date(2026, 3, 31)
    expected = {"aim": "more regulars", "why": "", "target": 1250.0, "due": "2026-03-31"}
    assert widget.settings == expected
    assert controls["target"].value == "1250" and controls["aim"].value == "more regulars"
    assert shop.answers["plan"] == {"date": dt.date.today(), **expected}
    again = PlanWidget(open_business(shop.folder))
    assert again.settings == expected and again.remarks == []
    assert again.panel.controls["due"].value == dt.date(2026, 3, 31)


@pytest.mark.parametrize("typed, said", [
    ("many", "“many” cannot be read as a number"), ("-3", "from 0 to 10000"),
    ("20000", "from 0 to 10000"),
])
def test_a_number_that_cannot_be_is_refused_in_words_and_the_old_one_stands(widget, typed, said):
    panel = widget.panel
    panel.controls["target"].value = "12"
    panel.controls["target"].value = typed
    assert widget.settings["target"] == 12
    assert panel.controls["target"].value == "12"
    assert said in panel.remark.value


def test_an_answer_can_be_taken_back(widget):
    controls = widget.panel.controls
    controls["target"].value, controls["due"].value = "12 customers", dt.date(2026, 3, 31)
    assert widget.settings["target"] == 12
    controls["target"].value, controls["due"].value = "", None
    assert widget.settings["target"] is None and widget.settings["due"] is None


@pytest.mark.parametrize("values", [
    {"aim": "x" * 501}, {"aim": 3}, {"target": "12"}, {"target": float("nan")}, {"target": True},
    {"due": "soon"}, {"due": dt.date(2026, 3, 31)},
])
def test_what_is_no_answer_is_refused_in_code(widget, values):
    with pytest.raises(OwnerError, match="It can be"):
        widget.choose(**values)
    assert widget.settings == {"aim": "", "why": "", "target": None, "due": None}


def test_a_day_that_a_person_wrote_into_the_file_is_understood(shop):
    shop.answers.path.write_text("plan: {due: 2026-03-31, aim: 5, target: null}\n")
    assert PlanWidget(shop).settings == {
        "aim": "5", "why": "", "target": None, "due": "2026-03-31"}


def test_a_field_says_what_it_asks_and_in_what(widget):
    words = str([box.children[0].value for box in widget.panel.questions.values()])
    assert "How many? (customers)" in words and "What do you aim at?" in words
