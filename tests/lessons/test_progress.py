"""Progress counts what a learner answers, and nothing else."""

import datetime as dt
import subprocess
import sys

import pytest

from helpers.core.problems import CannotOpen
from helpers.lessons import all_lessons
from helpers.lessons.clicking import verdict_on
from helpers.lessons.progress import progress, progress_file, remember
from helpers.lessons.questions import find

LESSONS = all_lessons()
FIRST = LESSONS[0]


@pytest.fixture
def learning(businesses, monkeypatch):
    """As in a kernel that a Jupyter server started, with a place for progress."""
    monkeypatch.delenv("GROWTH_STILL", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")


def standing_of(number):
    return next(s for s in progress(LESSONS).lessons if s.lesson.number == number)


def answer(number, right):
    """Answer a choice, rightly or not."""
    exercise = find(number)
    verdict_on(exercise, exercise.right if right else (exercise.right + 1) % 3)


def test_a_right_answer_is_noted_with_its_day_and_a_wrong_one_as_tried(learning):
    answer("2.1.1", right=False)
    answer("2.1.4", right=True)
    verdict_on(find("2.1.6"), None)
    assert standing_of("2.1").right == 1
    assert standing_of("2.1").last_day == dt.date.today()
    assert "2.1.1" in progress_file().read_text() and "2.1.6" not in progress_file().read_text()
    answer("2.1.1", right=True)
    assert standing_of("2.1").right == 2


def test_what_was_right_once_stays_right(learning):
    remember("2.1.1", True)
    remember("2.1.1", False)
    assert standing_of("2.1").right == 1


def test_an_answer_on_a_page_counts_unless_a_whole_room_shares_it(learning, monkeypatch):
    answer("2.1.1", right=True)
    assert standing_of("2.1").right == 1
    monkeypatch.setenv("GROWTH_SHARED", "1")
    answer("2.1.4", right=True)
    assert standing_of("2.1").right == 1


def test_where_nobody_learns_nothing_is_noted(businesses, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    remember("2.1.1", True)
    assert not progress_file().exists()


def test_the_lesson_to_go_on_with_is_the_one_begun_last(learning):
    assert progress(LESSONS).next.lesson.number == "0"
    progress_file().write_text("2.1.1: {right: 2025-03-31}\n2.5.1: {tried: 2025-04-01}\n")
    assert progress(LESSONS).next.lesson.number == "2.5"
    assert "Next: 2.5 Cohorts and churn (notebooks/02_intermediate/05_" in str(progress(LESSONS))


def test_a_lesson_with_every_exercise_right_is_done(learning):
    for number in FIRST.exercises:
        remember(number, True)
    assert standing_of("0").done and " done " in str(standing_of("0"))
    assert progress(LESSONS).next.lesson.number != "0"


@pytest.mark.parametrize("content", ["- 2.1.1\n", "{2.1.1\n"])
def test_a_damaged_file_stops_no_lesson_and_is_said(learning, content):
    progress_file().parent.mkdir(exist_ok=True)
    progress_file().write_text(content)
    remember("2.1.1", True)
    assert progress_file().read_text() == content
    with pytest.raises(CannotOpen, match="progress.yaml"):
        progress(LESSONS)


def test_lines_that_mean_nothing_are_passed_over(learning):
    progress_file().write_text("2.1.1: yes\n9.9.9: {right: 2025-03-31}\n2.1.4: {right: soon}\n")
    assert standing_of("2.1").right == 1 and standing_of("2.1").last_day is None


def test_the_command_lists_every_lesson(businesses):
    told = subprocess.run([sys.executable, "-m", "helpers.cli", "progress"],
                          capture_output=True, text=True, check=True).stdout
    for lesson in LESSONS:
        assert f"{lesson.title}" in told
    assert f"0 of {sum(len(lesson.exercises) for lesson in LESSONS)} exercises" in told
