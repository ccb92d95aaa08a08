"""What every widget shares: settings, answers, exports and the still picture, by the cohort's."""

import pytest

from helpers.core.problems import OwnerError
from helpers.subjects.customers.widgets import CohortWidget
from helpers.widgets.base import WIDGET_VIEW


def test_answers_come_back_the_next_time(shop):
    CohortWidget(shop).choose(period="quarter", measure="revenue")
    assert shop.answers["cohorts"]["period"] == "quarter"
    widget = CohortWidget(shop)
    assert widget.settings["measure"] == "revenue" and widget.remarks == []


def test_looking_alone_saves_nothing(shop):
    CohortWidget(shop).current()
    assert not shop.answers.path.exists()


@pytest.mark.parametrize("saved, remark", [
    ({"period": "fortnight", "measure": "revenue"}, "fortnight"),
    ({"first": "2019-01-01", "measure": "revenue"}, "2019-01-01"),
])
def test_a_saved_answer_that_cannot_be_used_is_set_back_and_said(shop, saved, remark):
    shop.answers.save("cohorts", saved)
    widget = CohortWidget(shop)
    assert (widget.settings["period"], widget.settings["first"]) == ("month", "start")
    assert widget.settings["measure"] == "revenue"
    assert len(widget.remarks) == 1 and remark in widget.remarks[0]


@pytest.mark.parametrize("content", ["cohorts: [month, rate]\n", "cohorts: {month\n", "- month\n"])
def test_a_broken_file_of_answers_stops_nothing_and_is_said(shop, content):
    shop.answers.path.write_text(content)
    widget = CohortWidget(shop)
    assert widget.settings["period"] == "month"
    assert len(widget.remarks) == 1


def test_answers_that_a_person_wrote_without_quotes_are_understood(shop):
    shop.answers.path.write_text("cohorts:\n  first: 2024-03-01\n")
    assert CohortWidget(shop).settings["first"] == "2024-03-01"


def test_answers_that_cannot_be_saved_stop_nothing_and_are_said(shop):
    shop.answers.path.write_text("cohorts: {month\n")
    widget = CohortWidget(shop)
    widget.choose(period="quarter")
    assert widget.result.period == "quarter"
    assert "could not be saved" in widget.remarks[0]
    assert shop.answers.path.read_text() == "cohorts: {month\n"


@pytest.mark.parametrize("choice, said", [
    ({"colour": "red"}, "no choice colour"), ({"period": "fortnight"}, "month, week, quarter")])
def test_what_cannot_be_chosen_is_refused_and_nothing_changes(shop, choice, said):
    widget = CohortWidget(shop)
    with pytest.raises(OwnerError, match=said):
        widget.choose(measure="revenue", **choice)
    assert widget.settings["measure"] == "rate"


def test_it_draws_only_when_the_settings_have_changed(shop):
    widget = CohortWidget(shop)
    first = widget.current()
    widget.choose(measure="rate")
    assert widget.current() is first
    widget.choose(measure="customers")
    assert widget.current() is not first


def test_one_figure_serves_all_settings(shop):
    widget = CohortWidget(shop)
    widget.current()
    figure = widget._figure
    widget.choose(period="quarter")
    widget.current()
    assert widget._figure is figure and len(figure.axes) == 2


def test_still_it_is_a_picture_with_words_and_no_widget(shop):
    widget = CohortWidget(shop)
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"] == widget.result.headline(shop.format)
    assert metadata["image/png"]["alt"].startswith(data["text/plain"])
    assert "Heatmap" in metadata["image/png"]["alt"]
    assert "panel" not in vars(widget)


def test_live_it_is_a_widget_with_the_picture_for_static_pages(shop, interactive):
    widget = CohortWidget(shop)
    data, metadata = widget._repr_mimebundle_()
    assert list(data) == [WIDGET_VIEW, "image/png", "text/plain"]
    assert data[WIDGET_VIEW] == widget.panel.model()


def test_exports_stand_in_the_business_and_say_where(shop):
    widget = CohortWidget(shop)
    assert widget.save_table() == shop.folder / "exports" / "my_shop-cohorts.csv"
    assert widget.save_picture().read_bytes().startswith(b"\x89PNG")


def test_exports_of_a_sample_stand_beside_the_owners_businesses(saas, businesses):
    assert CohortWidget(saas).save_table() == businesses / "exports" / "saas-cohorts.csv"


def test_an_export_never_takes_the_place_of_another(shop):
    widget = CohortWidget(shop)
    first = widget.save_table()
    content = first.read_bytes()
    assert widget.save_table() == first
    widget.choose(measure="customers")
    assert widget.save_table().name == "my_shop-cohorts-2.csv"
    assert first.read_bytes() == content
    widget.choose(measure="rate")
    assert widget.save_table() == first
