"""Every term of the course stands once in the glossary, and links lead both ways."""

import re
from collections import Counter

import nbformat
import pytest

from helpers.core.places import GLOSSARY, NOTEBOOKS
from helpers.lessons.glossary import anchor, glossary, linked_terms, terms, write_glossary
from helpers.lessons.lesson import Lesson, all_lessons

LESSONS = all_lessons()
TERMS = terms(LESSONS)

LESSON = {"number": "9.1", "title": "Trust", "question": "Who trusts us?",
          "minutes": {"reading": 1, "exercises": 1}, "needs": []}


@pytest.fixture
def lesson_of(tmp_path):
    """A lesson of one cell, in a folder of its own."""
    def make(source):
        (tmp_path / "stage").mkdir(exist_ok=True)
        path = tmp_path / "stage" / "01_trust.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source)],
                                                metadata={"growth": LESSON}), path)
        return Lesson.read(path)
    return make


def test_a_definition_is_the_sentence_around_a_bold_link(lesson_of):
    lesson = lesson_of(
        "## Trust\n\nIt takes years. *Why bother?* [**Trust**](../glossary.ipynb#Trust) is what "
        "makes [repeat business](../glossary.ipynb#Repeat-business) cheap (Smith, 1999). Keep it.\n"
        "- A [**good name**](../glossary.ipynb#Good-name) is trust of strangers."
    )
    named = {term.name: term.meaning for term in terms([lesson])}
    assert named == {
        "Trust": "**Trust** is what makes [repeat business](#Repeat-business) cheap (Smith, 1999).",
        "Good name": "A **good name** is trust of strangers.",
    }
    assert linked_terms(lesson) == {"Trust", "Repeat-business", "Good-name"}


def test_the_page_leads_back_to_the_lesson(lesson_of, tmp_path):
    lesson = lesson_of("[**Trust**](../glossary.ipynb#Trust) is cheap.")
    page = "\n".join(cell.source for cell in glossary([lesson], tmp_path).cells)
    assert "### Trust\n\n**Trust** is cheap. ([9.1 Trust](stage/01_trust.ipynb))" in page
    assert write_glossary([lesson], tmp_path) == [tmp_path / GLOSSARY]
    assert write_glossary([lesson], tmp_path) == []


def test_the_glossary_is_as_the_lessons_draw_it():
    written = (NOTEBOOKS / GLOSSARY).read_text(encoding="utf-8")
    assert written == nbformat.writes(glossary(LESSONS, NOTEBOOKS)) + "\n", "run make notebooks"


def test_every_term_is_defined_once():
    again = [name for name, times in Counter(term.name.casefold() for term in TERMS).items()
             if times > 1]
    assert not again


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.anchor)
def test_a_definition_is_one_whole_sentence_with_the_term_in_it(term):
    assert term.meaning.endswith((".", ".)")) and len(term.meaning.split()) > 3
    assert term.name.casefold() in term.meaning.casefold()
    assert term.meaning[0].isupper() or term.meaning.startswith("**")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_a_lesson_links_to_terms_that_there_are_and_lists_those_it_defines(lesson):
    own = {term.anchor for term in TERMS if term.lesson is lesson}
    assert own, "a lesson defines what it teaches"
    assert linked_terms(lesson) <= {term.anchor for term in TERMS}
    last = lesson.notebook.cells[-1].source.partition("Words you met: ")[2]
    listed = re.findall(rf"{GLOSSARY}#([^)]+)\)", last)
    assert own <= set(listed)
    shown = re.findall(rf"\[([^\]]+)\]\([./]*{GLOSSARY}", last)
    assert [anchor(word) for word in shown] == listed
