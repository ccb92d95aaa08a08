"""The index is drawn from the lessons, in both READMEs."""

from helpers.core.places import NOTEBOOKS, ROOT
from helpers.lessons.index import lesson_index, with_index
from helpers.lessons.lesson import all_lessons


def test_the_committed_indexes_are_those_the_lessons_give():
    for path in (ROOT / "README.md", NOTEBOOKS / "README.md"):
        text = path.read_text(encoding="utf-8")
        assert with_index(text, lesson_index(all_lessons(), path.parent)) == text, "make notebooks"


def test_an_index_row_names_minutes_needs_and_a_link_that_leads_there():
    index = lesson_index(all_lessons(), NOTEBOOKS)
    assert "| 2.5 | [Cohorts and churn](02_intermediate/05_cohorts_and_churn.ipynb) |" in index
    assert "| orders or subscriptions |" in index


def test_what_stands_around_the_index_stays():
    text = ("before\n<!-- lessons: drawn by make notebooks -->\nold\n<!-- end of lessons -->\n"
            "after\n")
    assert with_index(text, "new").startswith("before\n")
    assert with_index(text, "new").endswith("<!-- end of lessons -->\nafter\n")
    assert "old" not in with_index(text, "new")
