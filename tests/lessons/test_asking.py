"""A question as it is shown: still, or with buttons and fields that answer at once."""

import ipywidgets
import pytest

from helpers.core.problems import OwnerError
from helpers.lessons import clicking, exercise
from helpers.lessons.asking import Asked
from helpers.lessons.clicking import QUESTION_CLASS, panel, spoken, verdict_on
from helpers.lessons.progress import progress_file
from helpers.lessons.questions import NONE_YET, Choice, Number, Own, Verdict, Words, find

CHOICE = Choice("9.1.1", {}, ask="Which *one*?", hint="Count.", choices=[
    {"text": "One", "why": "There are two."}, {"text": "`Two`", "why": "Yes, two.", "right": True},
    {"text": "Three", "why": "That is one more."}])
NUMBER = Number("9.1.2", {}, ask="How much?", hint="Add.", answer="3 + 1", reason="It is four.",
                unit="money", code="3 + 1", slips=[{"value": "3", "why": "Add one."}])


@pytest.fixture
def learning(businesses, monkeypatch):
    monkeypatch.delenv("GROWTH_STILL", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")


def parts(exercise):
    """The children of a panel: what is asked, ways to answer, verdict, button, answer."""
    return panel(exercise, "<p>asked</p>").children[:-1]


def test_a_still_question_has_lettered_choices_and_no_answer(capsys):
    exercise("2.5.6")
    printed = capsys.readouterr().out
    assert "Exercise 6. A supplier" in printed and "\nA. " in printed and "\nC. " in printed
    assert "luck" not in printed
    still = Asked(CHOICE)._repr_mimebundle_()
    assert set(still) == {"text/plain", "text/html"}
    assert "<em>one</em>" in still["text/html"] and "<code>Two</code>" in still["text/html"]
    assert "Yes, two." not in str(still)


def test_where_someone_is_there_the_question_is_live_and_still_beside_it(learning):
    shown = Asked(CHOICE)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown and "text/html" in shown


def test_a_click_on_a_choice_tells_why_at_once():
    question, *buttons, said, ask, shown = parts(CHOICE)
    assert (question.value, said.value, shown.value) == ("<p>asked</p>", "", "")
    assert all(isinstance(button, ipywidgets.Button) for button in buttons)
    assert {button.description[3:] for button in buttons} == {"One", "Two", "Three"}
    right = buttons[CHOICE.right]
    wrong = next(button for button in buttons if button.description.endswith("One"))
    wrong.click()
    assert 'role="status"' in said.value and "There are two." in said.value
    assert "Hint: Count." in said.value and "chosen-wrong" in wrong._dom_classes
    right.click()
    assert "verdict right" in said.value and "Hint" not in said.value
    assert "chosen-right" in right._dom_classes and "chosen-wrong" not in wrong._dom_classes


def test_a_number_counts_on_check_and_on_enter():
    _, field, check, said, _, _ = parts(NUMBER)
    check.click()
    assert "Not answered yet" in said.value
    field.value = "£3.00"
    assert "Add one." in said.value
    field.value = "2 * 2"
    check.click()
    assert "verdict right" in said.value


def test_the_answer_shows_only_on_asking():
    *_, ask, shown = parts(NUMBER)
    assert ask.description == "Show the answer" and shown.value == ""
    ask.click()
    assert "<strong>4</strong> It is four." in shown.value and "<code>3 + 1</code>" in shown.value


def test_what_is_typed_never_becomes_markup():
    _, field, _, said, _, _ = parts(NUMBER)
    field.value = "<img src=x onerror=alert(1)>"
    assert "cannot be read" in said.value and "<img" not in said.value
    assert "&lt;b&gt;" in spoken(Verdict(False, "<b>"))


def test_one_s_own_businesses_are_chosen_from_a_list(make_business):
    own = find("2.5.8")
    assert NONE_YET in parts(own)[1].value
    make_business("corner_shop")
    _, field, said, _ = parts(own)
    assert field.options == (("Choose one", None), ("corner_shop", "corner_shop"))
    field.value = "corner_shop"
    assert "verdict wrong" in said.value


def test_a_sample_is_refused_as_one_s_own_and_welcome_where_it_will_do():
    verdict = find("2.5.8").judge("shop")
    assert verdict.right is False and "one of the samples" in verdict.reason and verdict.hint
    assert "shop" in Own("9.1.4", {}, ask="", samples=True, compute=str).businesses


def test_words_are_judged_by_what_is_computed():
    def signed(words, by):
        if by not in words:
            raise OwnerError(f"{by} has not signed.")
        return "Signed."

    words = Words("9.1.3", {"by": "Lee"}, ask="Sign.", hint="Write your name.", compute=signed)
    assert words.judge("I, Lee") == Verdict(True, "Signed.")
    assert words.judge("I") == Verdict(False, "Lee has not signed.", "Write your name.")
    _, field, _, said, _, _ = parts(words)
    field.value = "I, Lee"
    assert "Signed." in said.value


def test_an_answer_is_noted_and_an_error_in_the_data_is_told(learning):
    assert verdict_on(CHOICE, CHOICE.right).right
    assert "9.1.1" in progress_file().read_text()

    def refuse():
        raise OwnerError("There are no orders.")

    assert verdict_on(Number("9.1.5", {}, ask="", compute=refuse), "3").reason == (
        "There are no orders.")
    assert "There are no orders." in clicking.solution(Number("9.1.5", {}, ask="", compute=refuse))


def test_the_panel_can_be_styled_and_keeps_its_keys():
    box = panel(CHOICE, "")
    assert {QUESTION_CLASS, "growth-panel"} <= set(box._dom_classes)


def test_an_exercise_that_is_not_there_or_not_well_written_is_told(monkeypatch):
    with pytest.raises(OwnerError, match="no exercise 0.99"):
        find("0.99")
    monkeypatch.setattr("helpers.lessons.questions._entries", lambda path: {
        "9.1": {"kind": "choice", "ask": "?", "colour": "red"}, "9.2": {"kind": "riddle"}})
    for number in ("9.1", "9.2"):
        with pytest.raises(OwnerError, match=f"Exercise {number} .* not written"):
            find(number)
