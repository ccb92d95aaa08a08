"""Whole lessons in JupyterLab, from the first cell to the last, as a reader would run them."""

import json

import nbformat
import pytest
from playwright.sync_api import expect

from helpers.lessons.lesson import all_lessons


def copied(lesson, lab, *cells: str) -> str:
    """A copy of a lesson in the lab's folder, with cells added at its end; gives its name."""
    notebook = nbformat.from_dict(lesson.notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in cells]
    name = f"lesson-{lesson.number}.ipynb"
    nbformat.write(notebook, lab.folder / name)
    return name


def outputs(visit) -> list[dict]:
    cells = json.loads(visit.page.evaluate(
        "() => JSON.stringify(window.jupyterapp.shell.currentWidget.model.toJSON().cells)"))
    return [output for cell in cells for output in cell.get("outputs", ())]


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.number)
def test_a_lesson_runs_to_its_end(lesson, lab, visit):
    visit.open(lab, copied(lesson, lab))
    visit.run_all()
    shown = outputs(visit)
    assert not [output for output in shown if output["output_type"] == "error"]
    assert any("image/png" in output.get("data", {}) for output in shown)
    visit.page.wait_for_function("() => document.querySelectorAll('.jp-OutputArea img').length > 0")


def test_an_exercise_is_answered_by_a_click_and_by_a_number(lab, visit):
    lesson = next(lesson for lesson in all_lessons() if lesson.number == "2.5")
    visit.open(lab, copied(lesson, lab))
    visit.run_all()
    place = next(n for n, cell in enumerate(lesson.notebook.cells) if cell.id == "ex1")
    visit.page.evaluate(
        "n => window.jupyterapp.shell.currentWidget.content.scrollToItem(n, 'start')", place)
    choice, number = (visit.page.locator(".growth-question").nth(n) for n in (0, 1))
    choice.get_by_role("button", name="Nobody from February").click()
    expect(choice.get_by_role("status")).to_contain_text("That would be a 0.")
    choice.get_by_role("button", name="April had not ended").press("Enter")
    expect(choice.locator(".verdict.right")).to_be_visible()
    field = number.get_by_label("Your answer")
    field.fill("0,5")
    field.press("Enter")
    expect(number.locator(".verdict.right")).to_be_visible()
    expect(number.locator("pre")).to_have_count(0)
    number.get_by_role("button", name="Show the answer").click()
    expect(number.locator("pre")).to_contain_text("by_hand.rates")
    assert "2.5.2" in (lab.folder / "businesses" / "progress.yaml").read_text()
    kinds = visit.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.model.toJSON().cells.map(c => c.cell_type)")
    assert len(kinds) == len(lesson.notebook.cells), "keys stay with the buttons"


def test_the_cohort_widget_of_the_lesson_answers_its_controls(lab, visit):
    lesson = next(lesson for lesson in all_lessons() if lesson.number == "2.5")
    name = copied(lesson, lab, "print(cohorts.result.period, cohorts.business.answers['cohorts'])")
    last = len(lesson.notebook.cells)
    visit.open(lab, name)
    visit.run_all()
    place = next(n for n, cell in enumerate(lesson.notebook.cells) if cell.id == "widget")
    visit.page.evaluate(
        "n => window.jupyterapp.shell.currentWidget.content.scrollToItem(n, 'start')", place)
    picture = visit.page.locator(".widget-image").first
    picture.wait_for()
    before = picture.get_attribute("src")
    visit.press("Count in", "q")
    visit.page.wait_for_function(
        "before => document.querySelector('.widget-image').src !== before", arg=before)
    said = visit.run_cell(last)
    assert said.startswith("quarter")
    assert "'period': 'quarter'" in said
