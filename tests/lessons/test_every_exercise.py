"""Every answer to every exercise, with what its lesson hands in: each is told why."""

import shutil
from collections import Counter

import matplotlib.pyplot as plt
import pytest

import helpers.lessons
from helpers.core.places import SAMPLES
from helpers.lessons.asking import Asked
from helpers.lessons.questions import LETTERS, Choice, Number, Own, exercise_numbers, find
from helpers.lessons.source import all_sources, drawn

COURSE = all_sources()
FROM_DATA = [find(number) for number in exercise_numbers()]
CHOICES = [each for each in FROM_DATA if isinstance(each, Choice)]
FEWEST = (5, 4)  # in a lesson, and in the first
MOST = 0.45  # of all choices may have their right one at the same place, or the longest


@pytest.fixture
def asked_in(monkeypatch):
    """Runs a lesson's cells in this process; gives back what it asks, with what it hands in."""
    asked = []
    monkeypatch.setattr(helpers.lessons, "exercise",
                        lambda number, **about: asked.append(find(number, about)))

    def run(source):
        monkeypatch.chdir(source.path.parent)
        names = {}
        for cell in drawn(source, COURSE).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
        plt.close("all")
        return asked
    return run


@pytest.mark.parametrize("lesson", COURSE, ids=lambda source: source.number)
def test_every_answer_is_told_why(lesson, asked_in, businesses):
    numbers = exercise_numbers(lesson.number)
    assert len(numbers) >= FEWEST[lesson.number == "0"]
    shutil.copytree(SAMPLES / "shop", businesses / "mine")
    asked = asked_in(lesson)
    assert [each.number for each in asked] == numbers
    for exercise in asked:
        wrong = wrong_answers(exercise)
        said = [exercise.judge(answer) for answer in wrong]
        right = exercise.judge(right_answer(exercise))
        assert right.right is True and right.reason and not right.hint, exercise.number
        assert not [verdict for verdict in said if verdict.right is not False], exercise.number
        assert all(verdict.hint for verdict in said), exercise.number
        reasons = [verdict.reason for verdict in said]
        assert len({right.reason, *reasons}) == 1 + len(reasons), exercise.number
        assert not [reason for reason in reasons if "is too " in reason], exercise.number
        nothing_is_given_away(exercise, right.reason)


def wrong_answers(exercise) -> list:
    if isinstance(exercise, Choice):
        return [place for place, each in enumerate(exercise.options) if place != exercise.right]
    if isinstance(exercise, Number):
        slips = [repr(value) for value, _ in exercise.named_slips]
        assert len(slips) >= 1, exercise.number
        return [*slips, "many"]
    if not isinstance(exercise, Own):
        return ["nowhere"]
    return ["nowhere"] if exercise.samples else ["nowhere", "shop"]


def right_answer(exercise):
    if isinstance(exercise, Choice):
        return exercise.right
    if isinstance(exercise, Number):
        return repr(exercise.right)
    return "mine" if isinstance(exercise, Own) else exercise.code


def nothing_is_given_away(exercise, reason):
    still = Asked(exercise)._repr_mimebundle_()
    for text in still.values():
        assert reason not in text and "right" not in text.lower().split()
    if isinstance(exercise, Number):
        assert exercise.written(exercise.right) not in still["text/plain"], exercise.number
    if isinstance(exercise, (Choice, Number)):
        assert reason in exercise.solution()


def test_the_right_choice_moves_about():
    places = Counter(LETTERS[each.right] for each in CHOICES)
    assert max(places.values()) <= MOST * len(CHOICES), places


def test_the_right_choice_is_not_the_longest_by_habit():
    longest = [each.number for each in CHOICES
               if len(each.options[each.right]["text"]) == max(len(o["text"]) for o in each.options)]
    assert len(longest) <= MOST * len(CHOICES), longest


@pytest.mark.parametrize("exercise", CHOICES, ids=lambda exercise: exercise.number)
def test_a_choice_has_one_right_answer(exercise):
    assert [each.get("right") for each in exercise.choices].count(True) == 1
    assert 3 <= len(exercise.choices) <= len(LETTERS) and exercise.hint


@pytest.mark.parametrize("exercise", FROM_DATA, ids=lambda exercise: exercise.number)
def test_no_exercise_speaks_of_cells_by_their_place(exercise):
    for gone in ("second cell", "three dots", "the dots", "File →"):
        assert gone not in exercise.ask
