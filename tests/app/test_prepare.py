"""A lesson made ready for a page: no code is to be seen, and every exercise can be answered."""

import ast

import nbformat
import pytest

from helpers.app.prepare import IN_CODE, exercise_in, prepare
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
def test_every_lesson_can_be_prepared_and_none_of_its_exercises_waits_for_dots(lesson):
    before = nbformat.writes(lesson.notebook)
    page = prepare(lesson, "shop", no_page)
    nbformat.validate(page)
    assert nbformat.writes(lesson.notebook) == before
    assert not any("answer = ..." in source for source in code(page))
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


def test_a_choice_keeps_its_letters_and_leaves_the_prose(lesson_of):
    page = prepare(lesson_of(
        'Which?\n\n- `"a"` The *first*\n- `"b"` The `second`',
        ('answer = ...\ncheck("9.1.1", answer, shop)',),
        ('# Solution\ncheck("9.1.1", "b", shop)', "solution"),
    ), "shop", no_page)
    asked, solution = code(page)
    assert asked == "asking.ask_choice('9.1.1', {'a': 'The first', 'b': 'The second'}, shop)"
    assert prose(page).strip() == "Which?"
    assert page.cells[-1].metadata["growth"]["solution"] == {"answer": "b"}


@pytest.mark.parametrize("solution, told", [
    ("4 * 18.5", {"answer": "4 * 18.5"}),
    ("0.25", {"answer": "0.25"}),
    ('by_hand.rates.loc["2025-02", 1]', {}),
])
def test_what_can_be_read_or_worked_out_is_asked_for(lesson_of, solution, told):
    page = prepare(lesson_of(
        "How much?", ('answer = ...\ncheck("9.1.1", answer)',),
        (f'# Solution\ncheck("9.1.1", {solution})', "solution"),
    ), "shop", no_page)
    assert code(page)[0] == "asking.ask('9.1.1', )"
    assert page.cells[-1].metadata["growth"]["solution"] == told


@pytest.mark.parametrize("solution", [
    'check("9.1.1", work_out(paid))', 'answer = lapsed(x).days\ncheck("9.1.1", answer)',
])
def test_what_needs_code_is_left_to_jupyterlab_with_its_solution(lesson_of, solution):
    page = prepare(lesson_of(
        "How much?", ('answer = ...\ncheck("9.1.1", answer)',),
        (f"# Solution\n{solution}", "solution"),
    ), "shop", no_page)
    assert IN_CODE in prose(page)
    assert page.cells[-1].metadata["growth"]["solution"] == {"code": solution}


def test_an_exercise_without_a_solution_is_on_the_learner_s_own_business(lesson_of):
    page = prepare(lesson_of("Yours?", ('answer = ...\ncheck("9.1.1", answer)',)), "shop", no_page)
    assert code(page) == ["asking.ask_own('9.1.1', )"]


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


@pytest.mark.parametrize("source", [
    "answer = 3\ncheck('9.1.1', answer)", "answer = ...", "check('9.1.1', answer)",
    "answer = ...\nprint('9.1.1', answer)",
])
def test_only_dots_with_a_check_make_an_exercise(source):
    assert exercise_in(source) is None
