"""The live side of an exercise: buttons or a field, the verdict, and the answer on asking."""

import html
from collections.abc import Callable

import ipywidgets

from helpers.core.problems import OwnerError
from helpers.lessons.asking import in_html
from helpers.lessons.progress import remember
from helpers.lessons.questions import NONE_YET, Choice, Exercise, Number, Own, Verdict, plain
from helpers.widgets.panel import KEEP_KEYS, PANEL_CLASS

QUESTION_CLASS, CHOICE_CLASS = "growth-question", "growth-choice"
CHOSEN = {True: "chosen-right", False: "chosen-wrong"}
STYLE = f"""<style>
.{QUESTION_CLASS} {{ max-width: 760px; }}
.{QUESTION_CLASS} .widget-html-content {{ line-height: 1.45; }}
.{QUESTION_CLASS} .widget-html-content p {{ margin: 0.3em 0; }}
.{QUESTION_CLASS} > .jupyter-button {{ align-self: flex-start; width: auto; height: auto;
    min-height: 2.2em; line-height: 1.35; padding: 0.3em 0.9em; }}
.{QUESTION_CLASS} > .{CHOICE_CLASS} {{ align-self: stretch; white-space: normal; text-align: left; }}
.{QUESTION_CLASS} > .chosen-right {{ box-shadow: inset 0.4em 0 #00664f; }}
.{QUESTION_CLASS} > .chosen-wrong {{ box-shadow: inset 0.4em 0 #a33c00; }}
.{QUESTION_CLASS} > .widget-text {{ flex-flow: row wrap; height: auto; max-width: 100%; }}
.{QUESTION_CLASS} > .widget-text > label {{ height: auto; max-width: 100%;
    white-space: normal; text-align: left; line-height: 1.35; }}
</style>"""
NOT_YET = Verdict(None, "Not answered yet.")
FIELDS = {"share": "as a percentage, such as 25%", "money": "in money", "count": "a number"}
MARKS = {True: ("right", "Right."), False: ("wrong", "Not quite."), None: ("open", "")}
COLOURS = {True: "#00664f", False: "#a33c00", None: "inherit"}

Answered = Callable[[object], Verdict]


def panel(exercise: Exercise, question: str) -> ipywidgets.VBox:
    """An exercise to click through.

    Parameters
    ----------
    exercise : Exercise
        What is asked.
    question : str
        Its words, as HTML.
    """
    said, shown = ipywidgets.HTML(), ipywidgets.HTML()

    def answered(answer) -> Verdict:
        verdict = verdict_on(exercise, answer)
        said.value = spoken(verdict)
        return verdict

    ways = _ways_to_answer(exercise, answered)
    if solved := not isinstance(exercise, Own):
        asked = ipywidgets.Button(description="Show the answer")
        asked.on_click(lambda _: setattr(shown, "value", solution(exercise)))
    box = ipywidgets.VBox([
        ipywidgets.HTML(question), *ways, said, *([asked] if solved else []), shown,
        ipywidgets.HTML(STYLE + KEEP_KEYS),
    ])
    box.add_class(QUESTION_CLASS)
    box.add_class(PANEL_CLASS)
    return box


def verdict_on(exercise: Exercise, answer) -> Verdict:
    """What to say to an answer; noted in the learner's progress."""
    if answer is None or answer == "":
        return NOT_YET
    try:
        verdict = exercise.judge(answer)
    except OwnerError as amiss:
        verdict = Verdict(False, str(amiss))
    remember(exercise.number, verdict.right)
    return verdict


def spoken(verdict: Verdict) -> str:
    """A verdict that a screen reader says when it comes."""
    kind, mark = MARKS[verdict.right]
    hint = f"<br>Hint: {in_html(verdict.hint, inline=True)}" if verdict.hint else ""
    return (f'<p role="status" class="verdict {kind}"><strong style="color: '
            f'{COLOURS[verdict.right]}">{mark}</strong> {in_html(verdict.reason, inline=True)}'
            f"{hint}</p>")


def solution(exercise: Exercise) -> str:
    """The answer, for who asks for it."""
    try:
        told = in_html(exercise.solution())
    except OwnerError as amiss:
        told = f"<p>{html.escape(str(amiss))}</p>"
    code = f"<pre><code>{html.escape(exercise.code)}</code></pre>" if exercise.code else ""
    return f'<div role="status">{told}{code}</div>'


def _ways_to_answer(exercise: Exercise, answered: Answered) -> list[ipywidgets.Widget]:
    if isinstance(exercise, Choice):
        return _buttons(exercise, answered)
    if isinstance(exercise, Own):
        return _list(exercise, answered)
    return _field(exercise, answered)


def _buttons(exercise: Choice, answered: Answered) -> list[ipywidgets.Button]:
    buttons = [ipywidgets.Button(description=plain(each)) for each in exercise.lettered]

    def choose(chosen: ipywidgets.Button) -> None:
        verdict = answered(buttons.index(chosen))
        for button in buttons:
            button._dom_classes = [CHOICE_CLASS]
        chosen.add_class(CHOSEN[verdict.right])

    for button in buttons:
        button.add_class(CHOICE_CLASS)
        button.on_click(choose)
    return buttons


def _field(exercise: Exercise, answered: Answered) -> list[ipywidgets.Widget]:
    unit = exercise.unit if isinstance(exercise, Number) else ""
    words = f"Your answer ({FIELDS.get(unit, f'in {unit}')})" if unit else "Your answer"
    field = ipywidgets.Text(description=words, continuous_update=False,
                            style={"description_width": "initial"}, layout={"width": "auto"})
    check = ipywidgets.Button(description="Check", button_style="primary")
    field.observe(lambda _: answered(field.value.strip()), names="value")
    check.on_click(lambda _: answered(field.value.strip()))
    return [field, check]


def _list(exercise: Own, answered: Answered) -> list[ipywidgets.Widget]:
    if not exercise.businesses:
        return [ipywidgets.HTML(f"<p>{NONE_YET}</p>")]
    field = ipywidgets.Dropdown(
        description="Business" if exercise.samples else "Your business",
        options=[("Choose one", None), *((name, name) for name in exercise.businesses)],
        style={"description_width": "initial"}, layout={"width": "auto"})
    field.observe(lambda _: answered(field.value), names="value")
    return [field]
