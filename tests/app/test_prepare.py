"""A lesson made ready for a page: no code is to be seen, and every exercise can be answered."""

import ast

import nbformat
import pytest

from helpers.app.prepare import prepare
from helpers.lessons.lesson import Lesson, all_lessons

LESSONS = all_lessons()


def no_page(path):
    return None


@pytest.fixture
def lesson_of(tmp_path, monkeypatch):
    """Makes a lesson of cells: text is prose, a pair is code and its tags."""
    monkeypatch.setattr("helpers.app.prepare.NOTEBOOKS", tmp_path)

    def make(*cells) -> Lesson:
        made = [
            nbformat.v4.new_markdown_cell(cell) if isinstance(cell, str)
            else nbformat.v4.new_code_cell(cell[0], metadata={"tags": list(cell[1:])})
            for cell in cells
        ]
        path = tmp_path / "lesson.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"growth": {
            "number": "9.1", "title": "T", "question": "Q?", "needs": ["orders"],
            "minutes": {"reading": 1, "exercises": 1},
        }}), path)
        return Lesson.read(path)

    return make


def code(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_every_lesson_can_be_prepared_and_asks_its_exercises_as_they_are(lesson):
    before = nbformat.writes(lesson.notebook)
    page = prepare(lesson, "shop", no_page)
    nbformat.validate(page)
    assert nbformat.writes(lesson.notebook) == before
    assert [source for source in code(page) if source.startswith("exercise(")]
    for source in code(page):
        ast.parse(source)
    assert not any(cell.get("outputs") for cell in page.cells)


@pytest.mark.parametrize("name", ["my shop", "it's", "a\nimport os", '"; import os #', "\\"])
def test_a_business_s_name_stays_a_name_whatever_it_holds(lesson_of, name):
    page = prepare(lesson_of(('business = "shop"\nperiod = "month"', "parameters")), name, no_page)
    values = {}
    exec(code(page)[0].partition("get_ready()")[2], values)
    assert values["business"] == name
    assert values["period"] == "month"
    assert "os" not in values


def test_links_lead_to_pages_of_the_app_or_are_words(lesson_of):
    page = prepare(
        lesson_of("[Next](other.ipynb) [data](../data/README.md) [web](https://example.org/a)"),
        "shop", {"other.ipynb": "/lesson/2"}.get,
    )
    assert prose(page) == "[Next](/lesson/2) data [web](https://example.org/a)"


def test_cells_for_jupyterlab_alone_are_left_out(lesson_of):
    lesson = lesson_of("# Title", "Press Shift + Enter")
    lesson.notebook.cells[1].metadata["tags"] = ["lab-only"]
    assert prose(prepare(lesson, "shop", no_page)) == "# Title"
