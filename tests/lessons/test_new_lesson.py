"""A new lesson runs as it is written, in a new subject and in one that is there."""

import shutil
import subprocess
import sys

import pytest

from helpers.core.places import ROOT
from helpers.core.problems import OwnerError
from helpers.lessons.new_lesson import new_lesson

KEPT = ("helpers", "data", "notebooks", "pyproject.toml")


@pytest.fixture
def course(tmp_path):
    """A copy of the course, to write into."""
    for name in KEPT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    (tmp_path / "tests").mkdir()
    return tmp_path


@pytest.mark.parametrize("subject", [
    "gardening", *(pytest.param(name, marks=pytest.mark.prove) for name in ("customers", "goals"))])
def test_a_new_lesson_runs_as_it_is_written(course, subject):
    files = new_lesson("3.30", subject, table="orders", title="Counting jobs", root=course)
    assert len(files) == len(set(files)) == 8
    ran = subprocess.run([sys.executable, "-c", f"""
import os
os.environ["GROWTH_STILL"] = "1"
from helpers.lessons.questions import exercise_numbers, find
from helpers.lessons.source import all_sources, drawn
source = next(each for each in all_sources() if each.number == "3.30")
names = {{}}
for cell in drawn(source, all_sources()).cells:
    if cell.cell_type == "code":
        exec(cell.source, names)
assert exercise_numbers("3.30") == ["3.30.1", "3.30.2"]
assert find("3.30.1", {{"by_hand": names["by_hand"]}}).judge("2").right
import helpers.subjects.{subject} as subject
assert {{"CountingJobs", "CountingJobsExplorer", "count_counting_jobs"}} <= set(subject.__all__)
"""], cwd=course, env={"PYTHONPATH": str(course), "PATH": "", "HOME": str(course)},
        capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
         f"tests/subjects/{subject}/test_counting_jobs.py"],
        cwd=course, env={"PYTHONPATH": str(course), "PATH": "", "HOME": str(course)},
        capture_output=True, text=True)
    assert "3 passed" in tested.stdout, tested.stdout + tested.stderr


@pytest.mark.parametrize("number, subject, table, title, said", [
    ("4.1", "customers", "orders", "Counting", "no lesson's number"),
    ("2.5", "customers", "orders", "Counting", "already a lesson 2.5"),
    ("3.30", "Cus tomers", "orders", "Counting", "cannot name a subject"),
    ("3.30", "customers", "sails", "Counting", "no table of the data contract"),
    ("3.30", "customers", "orders", "1, 2", "cannot name a file"),
    ("3.30", "customers", "orders", "Cohorts", "already helpers/subjects/customers/cohorts.py"),
])
def test_what_will_not_do_is_said_and_nothing_is_written(
    course, number, subject, table, title, said
):
    before = sorted(course.rglob("*"))
    with pytest.raises(OwnerError, match=said):
        new_lesson(number, subject, table=table, title=title, root=course)
    assert sorted(course.rglob("*")) == before
