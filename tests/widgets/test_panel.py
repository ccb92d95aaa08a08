import asyncio

import ipywidgets
import pytest

from helpers.subjects.customers.widgets import CohortWidget

NOBODY_YET = "2025-10-01"


@pytest.fixture
def widget(shop):
    return CohortWidget(shop)


@pytest.fixture
def drawn(widget, monkeypatch):
    """The settings that were drawn, one after the other."""
    drawn = []
    draw = widget.draw
    monkeypatch.setattr(widget, "draw", lambda result, settings, figure: (
        drawn.append(settings), draw(result, settings, figure)))
    return drawn


def words_of(markup):
    return markup.value.split(">", 1)[1].removesuffix("</p>")


def test_a_control_changes_the_result_the_picture_and_the_sentence(widget):
    panel = widget.panel
    picture, sentence = panel.picture.value, panel.sentence.value
    panel.controls["period"].value = "quarter"
    assert widget.result.period == "quarter"
    assert panel.picture.value != picture and panel.sentence.value != sentence
    assert words_of(panel.sentence) == widget.result.headline(widget.business.format)


def test_choosing_in_code_moves_the_controls(widget):
    panel = widget.panel
    widget.choose(period="quarter", measure="customers")
    assert (panel.controls["period"].value, panel.controls["measure"].value) == (
        "quarter", "customers")
    assert panel.controls["first"].label == "the beginning"
    assert panel.controls["first"].options[1][0] == "Q4 2022"


def test_the_window_on_offer_follows_the_period(widget, drawn):
    panel = widget.panel
    panel.controls["first"].value = "2024-05-01"
    drawn.clear()
    panel.controls["period"].value = "quarter"
    assert panel.controls["first"].value == "2024-04-01"
    assert widget.settings["first"] == "2024-04-01"
    assert len(drawn) == 1


def test_the_picture_has_words_for_those_who_do_not_see_it(widget):
    assert widget.panel.picture.tooltip == widget.current().alt
    assert widget.panel.picture.description == ""


def test_too_little_data_is_a_sentence_and_then_passes(widget):
    panel = widget.panel
    panel.controls["first"].value = NOBODY_YET
    assert words_of(panel.sentence).startswith("There is not enough data for the cohorts chosen")
    assert panel.picture.layout.display == "none"
    panel.save_table.click()
    assert "could not be saved" in words_of(panel.remark)
    panel.controls["first"].value = "start"
    assert panel.picture.layout.display is None
    assert words_of(panel.sentence).startswith("Of ")


def test_buttons_save_and_say_where(widget):
    widget.panel.save_table.click()
    assert words_of(widget.panel.remark) == f"Saved in {widget.save_table()}"
    widget.panel.save_picture.click()
    assert words_of(widget.panel.remark) == f"Saved in {widget.save_picture()}"


def test_a_folder_that_cannot_be_written_is_a_sentence(widget):
    (widget.business.folder / "exports").write_text("in the way")
    widget.panel.save_table.click()
    assert "could not be saved" in words_of(widget.panel.remark)


def test_of_many_choices_at_once_only_the_last_is_drawn(widget, drawn):
    panel = widget.panel
    drawn.clear()

    async def hurry():
        for measure in ("customers", "revenue", "rate", "customers"):
            panel.controls["measure"].value = measure
        assert drawn == []
        await asyncio.sleep(0.1)

    asyncio.run(hurry())
    assert [settings["measure"] for settings in drawn] == ["customers"]
    assert panel.picture.value == widget.current().png


def test_the_result_is_never_older_than_the_choice(widget):
    async def choose():
        widget.panel.controls["period"].value = "quarter"
        return widget.result.period

    assert asyncio.run(choose()) == "quarter"


def test_text_from_the_data_does_not_become_markup(businesses, shop):
    customers = shop.folder / "customers.csv"
    customers.write_text(customers.read_text().replace("gift buyers", "<img src=x onerror=boom>"))
    widget = CohortWidget(shop)
    widget.choose(customers="segment: <img src=x onerror=boom>")
    assert "<img" not in widget.panel.sentence.value
    assert "&lt;img" in widget.panel.sentence.value


def test_labels_are_not_cut(widget):
    for control in widget.panel.controls.values():
        assert control.style.description_width == "initial"
        assert isinstance(control, ipywidgets.Dropdown)
