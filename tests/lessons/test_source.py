"""A lesson's text gives its notebook; what is drawn around it comes from the metadata."""

import json

import pytest

from helpers.core.problems import OwnerError
from helpers.lessons import stale
from helpers.lessons.lesson import all_lessons
from helpers.lessons.source import Source, all_sources, drawn
from helpers.lessons.stale import HELPERS, digest, rests_on

COURSE = all_sources()

HEAD = """\
# ---
# growth:
#   number: "9.1"
#   title: Trust
#   question: Who trusts us?
#   subject: customers
#   minutes: {reading: 5, exercises: 6}
#   needs: []
#   you_need: nothing.
#   promises: [You trust., You are trusted.]
# ---
"""
CELLS = """
# %% words [markdown]
# ## Trust
#
# [**Trust**](../glossary.ipynb#Trust) is cheap; a [SWOT](../glossary.ipynb#SWOT) is not.

# %% look tags=["report"] section="Who trusts us?"
1 + 1
"""


@pytest.fixture
def source_of(tmp_path):
    def make(text=HEAD + CELLS, name="01_trust.py"):
        (tmp_path / "stage").mkdir(exist_ok=True)
        path = tmp_path / "stage" / name
        path.write_text(text)
        return Source.read(path)
    return make


@pytest.mark.parametrize("source", COURSE, ids=lambda source: source.number)
def test_a_notebook_holds_what_its_text_gives(source):
    lesson = next(each for each in all_lessons() if each.number == source.number)
    given = drawn(source, COURSE)
    assert [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in given.cells] == [
        (cell.id, cell.cell_type, cell.source, cell.metadata) for cell in lesson.notebook.cells
    ], "run make notebooks"
    assert json.dumps(given.metadata["growth"], sort_keys=True) == json.dumps(
        lesson.notebook.metadata["growth"], sort_keys=True)


def test_every_lesson_has_a_text():
    assert [source.notebook_path for source in COURSE] == [lesson.path for lesson in all_lessons()]


def test_the_first_and_the_last_cell_are_drawn(source_of, tmp_path):
    first = source_of()
    after = source_of(HEAD.replace("9.1", "9.2").replace("title: Trust", "title: More"),
                      "02_more.py")
    notebook = drawn(first, [first, after], tmp_path)
    assert [cell.id for cell in notebook.cells] == ["title", "words", "look", "closing"]
    assert notebook.cells[0].source.startswith(
        "# Trust\n\n**Your question:** Who trusts us?\n\n"
        "**Time:** 5 minutes to read, 6 minutes of exercises.\n\n**What you need:** nothing.")
    assert notebook.cells[0].source.endswith("1. You trust.\n2. You are trusted.")
    assert notebook.cells[-1].source.startswith(
        "**Next:** [More](02_more.ipynb) · [All lessons](../README.md) · ")
    assert notebook.cells[-1].source.endswith(
        "Words you met: [trust](../glossary.ipynb#Trust), [SWOT](../glossary.ipynb#SWOT).")
    assert "**Next:**" not in drawn(after, [first, after], tmp_path).cells[-1].source


def test_tags_and_the_section_reach_the_notebook(source_of):
    cell = source_of().cells[1]
    assert cell.metadata == {"tags": ["report"], "section": "Who trusts us?"}


@pytest.mark.parametrize("text, said", [
    ("# %% a\n1\n", "does not begin with"),
    (HEAD + "\n# %%\n1\n", "without a name"),
    (HEAD + "\n# %% a\n1\n\n# %% a\n2\n", "a cell again"),
    (HEAD + "\n# %% title\n1\n", "a cell again"),
])
def test_what_is_wrong_with_a_text_is_said(source_of, text, said):
    with pytest.raises(OwnerError, match=said):
        source_of(text)


def test_a_lesson_rests_on_what_it_imports_and_what_that_imports():
    places = rests_on(drawn(next(each for each in COURSE if each.number == "0"), COURSE))
    assert {HELPERS / "charts", HELPERS / "lessons", HELPERS / "core"} <= places
    assert HELPERS / "core" / "reading" in places, "imported by what is imported"
    assert not {HELPERS, HELPERS / "app", HELPERS / "kernels", HELPERS / "reports"} & places


def test_a_change_of_words_code_or_exercises_makes_a_notebook_stale(
    source_of, tmp_path, monkeypatch
):
    monkeypatch.setattr(stale, "HELPERS", tmp_path / "helpers")
    monkeypatch.setattr(stale, "ROOT", tmp_path)
    monkeypatch.setattr(stale, "SAMPLES", tmp_path / "data")
    exercises = tmp_path / "helpers" / "subjects" / "customers" / "exercises.yaml"
    exercises.parent.mkdir(parents=True)

    def now(text=HEAD + CELLS):
        stale._digest_of.cache_clear()
        return digest(drawn(source_of(text), [], tmp_path))

    exercises.write_text("a: 1\n")
    first = now()
    assert now() == first
    assert now(HEAD + CELLS + "\n# %% more\n2\n") != first
    exercises.write_text("a: 2\n")
    assert now() != first
