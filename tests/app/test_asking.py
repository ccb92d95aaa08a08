"""What a learner writes on a page is data: read as a number or a word, never run."""

import pytest

from helpers.app import asking
from helpers.app.asking import typed, verdict_on


@pytest.fixture
def shown(monkeypatch):
    """What the page was asked to display."""
    shown = []
    monkeypatch.setattr(asking, "display", shown.append)
    return shown


@pytest.mark.parametrize("text, value", [
    ("0.25", 0.25), (" 3 * 12.50 ", 37.5), ("-2", -2), ("100 * 0.95 ** 12", 100 * 0.95**12),
    ("(1 + 2) / 4", 0.75), ("“b”", "b"), ("'my-shop'", "my-shop"), ("", ""), ("25%", "25%"),
    ("1,234", "1,234"),
])
def test_numbers_and_sums_are_worked_out_and_words_are_kept(text, value):
    assert typed(text) == pytest.approx(value) if isinstance(value, float) else typed(text) == value


@pytest.mark.parametrize("text", [
    "__import__('os').system('true')", "open('/etc/passwd').read()", "shop.folder", "answer",
    "[].__class__", "lambda: 1", "(x := 3)", "True", "'a' * 3", "1 if 1 else 2", "[1, 2]", "1j",
    "9 ** 9 ** 9 ** 9", "1e999", "1 / 0", "(-8) ** 0.5", "1 << 9", "~3", "(" * 300, "9" * 5000,
    "\0", "0x", "1 and 2",
])
def test_anything_else_is_never_run(text):
    assert isinstance(typed(text), str)


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_answer_is_not_wrong(nothing):
    assert verdict_on("1.5.1", nothing).right is None


def test_a_question_answers_when_its_button_is_pressed(shown):
    asking.ask_choice("1.5.1", {"a": "Close", "b": "Collect"})
    field, button, verdict = shown[0].children
    assert field.value is None and verdict.value == ""
    field.value = "a"
    button.click()
    assert 'class="verdict wrong"' in verdict.value and "Hint: " in verdict.value
    field.value = "b"
    button.click()
    assert 'class="verdict right"' in verdict.value and "Hint: " not in verdict.value


def test_a_written_answer_counts_on_enter_too(shown):
    asking.ask("1.5.2")
    field, _, verdict = shown[0].children
    field.value = "1000 / 5"
    assert 'class="verdict right"' in verdict.value


def test_what_was_written_never_becomes_markup(shown):
    asking.ask("1.5.2")
    field, _, verdict = shown[0].children
    field.value = "<img src=x onerror=alert(1)>"
    assert "&lt;img" in verdict.value and "<img" not in verdict.value
