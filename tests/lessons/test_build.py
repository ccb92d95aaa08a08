"""A lesson's notebook as it is written: without what differs from run to run."""

import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.core.places import ROOT
from helpers.lessons import build as building, stale
from helpers.lessons.build import build, clean, to_be_tested
from helpers.lessons.source import Source, all_sources


def printed(*pieces):
    return new_code_cell(outputs=[new_output("stream", name=name, text=text)
                                  for name, text in pieces])


def test_what_is_printed_is_the_same_in_whatever_pieces_it_came():
    whole = clean(new_notebook(cells=[printed(("stdout", "Rye\nBread\n"))]))
    pieces = clean(new_notebook(cells=[printed(("stdout", "Rye"), ("stdout", "\nBread\n"))]))
    assert pieces.cells[0].outputs == whole.cells[0].outputs


def test_warnings_stay_apart_from_what_is_printed():
    kept = clean(new_notebook(cells=[printed(("stdout", "Rye"), ("stderr", "old"))]))
    assert [output.text for output in kept.cells[0].outputs] == ["Rye", "old"]


def test_times_and_kernels_leave_no_trace():
    cell = new_code_cell(metadata={"papermill": {"duration": 1}, "execution": {"iopub": "now"}})
    kept = clean(new_notebook(cells=[cell], metadata={"papermill": {"version": "2"}}))
    assert (kept.cells[0].metadata, "papermill" in kept.metadata) == ({}, False)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Two lessons in a folder of their own, whose notebooks are made without being run."""
    monkeypatch.setattr(stale, "KEPT", tmp_path / ".built.json")
    monkeypatch.setattr(building, "_all_run", zip)
    for number in (1, 2):
        (tmp_path / f"0{number}_lesson.py").write_text(
            f"# ---\n# growth: {{number: '9.{number}', title: T, question: Q, subject: data, needs: [],"
            "\n#   minutes: {reading: 1, exercises: 1}, you_need: nothing., promises: [You can.]}\n"
            f"# ---\n\n# %% look\n{number}\n")
    return lambda: [Source.read(path) for path in sorted(tmp_path.glob("*.py"))]


def names(paths):
    return [path.name for path in paths]


def test_only_what_changed_is_built_again(course, tmp_path):
    assert names(build(course())) == ["01_lesson.ipynb", "02_lesson.ipynb"]
    assert build(course()) == []
    with (tmp_path / "02_lesson.py").open("a") as text:
        text.write("\n# %% more\n3\n")
    assert names(build(course())) == ["02_lesson.ipynb"]
    (tmp_path / "01_lesson.ipynb").unlink()
    assert names(build(course())) == ["01_lesson.ipynb"]


def test_a_lesson_that_is_named_is_built_in_any_case_and_no_other(course, tmp_path):
    build(course())
    for path in tmp_path.glob("*.ipynb"):
        path.write_text("old")
    assert names(build(course(), ["9.2"])) == ["02_lesson.ipynb"]


def test_an_unknown_lesson_is_told_with_those_there_are():
    ended = subprocess.run([sys.executable, "-m", "helpers.lessons.build", "9.9"],
                           capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith("There is no lesson 9.9. There are: 0, 1.1,")


def test_a_lesson_s_tests_are_its_notebook_its_exercises_and_its_subject_s():
    tests = to_be_tested(next(each for each in all_sources() if each.number == "2.5"))
    assert tests[0] == "notebooks/02_intermediate/05_cohorts_and_churn.ipynb"
    assert tests[1].endswith("test_every_exercise.py::test_every_answer_is_told_why[2.5]")
    assert all((ROOT / test.partition("::")[0]).exists() for test in tests)
