"""The cohort widget as an owner meets it: in JupyterLab, with keys, without a network."""

import re

import pytest

from tests.browser.lab import write_notebook

WIDGET = """\
from helpers import open_business
from helpers.subjects.customers import CohortWidget
widget = CohortWidget(open_business("saas"))
widget"""
READ = "print(widget.result.period, len(widget.result.sizes))"
CHART = """\
from helpers.subjects.customers import retention_curve
retention_curve(widget.result);"""
PICTURE = ".widget-image[src^='blob:']"


@pytest.fixture(scope="module")
def opened(lab, visit):
    """A notebook with the widget, all its cells run."""
    write_notebook(lab.folder / "cohorts.ipynb", [WIDGET, READ, CHART])
    visit.open(lab, "cohorts.ipynb")
    visit.run_all()
    visit.page.locator(f"{PICTURE}[title]").wait_for()
    return visit


def press(opened, label, key):
    """Press a key on a control, and wait until the picture has changed."""
    picture = opened.page.locator(PICTURE).get_attribute("src")
    opened.press(label, key)
    opened.page.wait_for_function(
        "before => document.querySelector('.widget-image').src !== before", arg=picture)


def sentence(opened):
    return opened.page.locator(".growth-panel [role=status]").first.text_content()


def test_a_key_on_a_control_changes_the_picture_the_sentence_and_the_result(opened):
    assert opened.run_cell(1).startswith("month ")
    before = sentence(opened)
    press(opened, "Count in", "ArrowDown")
    assert opened.page.get_by_label("Count in").input_value() == "weeks"
    assert opened.run_cell(1).startswith("week ")
    assert sentence(opened) != before and "in the week after" in sentence(opened)
    press(opened, "Count in", "ArrowUp")
    assert opened.run_cell(1).startswith("month ") and sentence(opened) == before


def test_keys_typed_in_a_control_do_not_reach_the_notebook(opened):
    for key in "ddbm":
        opened.press("Customers", key)
    cells = opened.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.model.toJSON().cells.map(c => c.cell_type)")
    assert cells == ["code", "code", "code"]


def test_the_picture_is_named_for_a_screen_reader(opened):
    named = opened.page.get_by_role("img", name=re.compile("^Heatmap: .* after 12 months"))
    assert named.count() == 1


def test_the_numbers_are_saved_where_the_owner_is_told(lab, opened):
    opened.page.get_by_role("button", name="Save the numbers (CSV)").click()
    told = opened.page.get_by_text("Saved in ").text_content()
    saved = lab.folder / "businesses" / "exports" / "saas-cohorts.csv"
    assert told == f"Saved in {saved}"
    assert saved.read_text(encoding="utf-8-sig").startswith("first purchase,customers,")


@pytest.mark.parametrize("width", [900, 1280])
def test_nothing_is_cut_off(opened, width):
    page = opened.page
    page.set_viewport_size({"width": width, "height": 1400})
    page.wait_for_function("""picture => document.querySelector(picture).offsetWidth
                              <= document.querySelector('.growth-panel').offsetWidth""",
                           arg=PICTURE)  # a busy machine takes its time to lay it out anew
    cut = page.evaluate("""() => [...document.querySelectorAll(
        '.growth-panel label, .growth-panel button, .growth-panel select, .growth-panel p')]
        .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)""")
    assert cut == []
    panel, output = (page.locator(name).first.bounding_box()
                     for name in (".growth-panel", ".jp-OutputArea-output"))
    picture = page.locator(PICTURE).bounding_box()
    assert panel["width"] <= output["width"] + 1
    assert 400 < picture["width"] <= panel["width"]


def test_a_chart_of_the_lesson_shows_once(opened):
    pictures = opened.page.evaluate("""() =>
        window.jupyterapp.shell.currentWidget.model.toJSON().cells[2].outputs
        .map(output => output.metadata["image/png"].alt)""")
    assert len(pictures) == 1
    assert pictures[0].startswith("Line chart: How many customers are still buying")


def test_a_choice_is_kept_for_the_next_day(lab, opened):
    press(opened, "Show", "ArrowDown")
    answers = (lab.folder / "businesses" / "saas.answers.yaml").read_text()
    assert "measure: customers" in answers
