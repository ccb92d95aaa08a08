"""Every lesson is laid out alike, so that a reader who knows one knows them all."""

import ast
import re

import pytest

from helpers.core.tables import SCHEMAS
from helpers.lessons.lesson import Lesson, all_lessons, needed_tables, tags
from helpers.lessons.questions import exercise_numbers

LESSONS = all_lessons()


@pytest.fixture(params=LESSONS, ids=lambda lesson: lesson.number)
def lesson(request) -> Lesson:
    return request.param


def code_cells(lesson):
    return [cell for cell in lesson.notebook.cells if cell.cell_type == "code"]


def prose(lesson) -> str:
    return "\n\n".join(
        cell.source for cell in lesson.notebook.cells if cell.cell_type == "markdown"
    )


def test_the_first_cell_says_what_metadata_say(lesson):
    first = lesson.notebook.cells[0].source
    assert first.startswith(f"# {lesson.title}\n")
    assert lesson.question in first
    assert f"{lesson.minutes_reading} minutes to read" in first
    assert f"{lesson.minutes_exercises} minutes of exercises" in first


def test_the_key_points_mirror_the_promises(lesson):
    def numbered(text):
        return re.findall(r"^\d+\. ", text, flags=re.M)

    promised = lesson.notebook.cells[0].source.partition("What you will have")[2]
    kept = prose(lesson).partition("## Key points")[2]
    assert len(numbered(promised)) == len(numbered(kept)) >= 3


def test_one_parameters_cell_holds_the_business_and_plain_options_only(lesson):
    cells = [cell for cell in code_cells(lesson) if "parameters" in tags(cell)]
    assert len(cells) == 1
    statements = ast.parse(cells[0].source).body
    assert all(isinstance(line, ast.Assign) for line in statements)
    assert all(isinstance(line.value, ast.Constant) for line in statements)
    assert statements[0].targets[0].id == "business"


def test_one_cell_imports_and_opens_the_business(lesson):
    importing = [cell for cell in code_cells(lesson) if re.search(r"^(import|from) ", cell.source, re.M)]
    assert len(importing) == 1
    assert "shop = open_business(business)" in importing[0].source
    reported = any("report" in tags(cell) for cell in code_cells(lesson) if cell != importing[0])
    assert ("report" in tags(importing[0])) == reported


def test_notebooks_hold_no_functions_loops_or_files(lesson):
    banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.Try, ast.With)
    for cell in code_cells(lesson):
        found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, banned)]
        assert not found, cell.source


def test_every_exercise_is_one_cell(lesson):
    assert len(lesson.exercises) >= 5
    numbers = exercise_numbers(lesson.number)
    if numbers:
        assert list(lesson.exercises) == numbers
        for gone in ("answer =", "# Solution", r"\bcheck\("):
            assert not [cell for cell in code_cells(lesson) if re.search(gone, cell.source)]
        for gone in ("second cell", "three dots", "Leave the dots", "File →"):
            assert gone not in prose(lesson)


def test_tags_name_tables_of_the_contract(lesson):
    for cell in lesson.notebook.cells:
        for name in needed_tables(cell):
            table, _, column = name.partition(".")
            assert not column or column in SCHEMAS[table].column_names


def test_the_closing_parts_are_there(lesson):
    for heading in ("## Exercises", "## Try it on your business", "## What can mislead here",
                    "## On Monday", "## Key points"):
        assert heading in prose(lesson)


def test_links_lead_somewhere(lesson):
    for link in re.findall(r"\]\(([^)#]+)\)", prose(lesson)):
        assert (lesson.path.parent / link).exists(), link


def test_committed_outputs_are_whole_and_hold_no_error(lesson):
    for number, cell in enumerate(code_cells(lesson), start=1):
        assert cell.execution_count == number, "run make notebooks"
        assert not [out for out in cell.outputs if out.output_type == "error"]


def test_pictures_have_alternative_text(lesson):
    for cell in code_cells(lesson):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 40


def test_prose_is_plain_enough_for_everyone(lesson):
    assert reading_grade(prose(lesson)) <= 9


def reading_grade(text: str) -> float:
    """Flesch–Kincaid grade level (Kincaid et al., 1975), syllables counted by vowel groups."""
    plain = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|[*#|\[\]]", " ", text, flags=re.S)
    sentences = [s for s in re.split(r"[.!?:]\s|\n\n|\n- |\n\d+\.", plain) if s.strip()]
    words = re.findall(r"[A-Za-z']+", plain)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower())))) for w in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
