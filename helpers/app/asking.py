"""Exercises on a page without code: a field or a choice, a button, and the verdict.

What a learner writes is data. It is read as a word, a number, or a sum of numbers, and never run.
"""

import ast
import html
import math
import operator
from collections.abc import Callable, Mapping

import ipywidgets
from IPython.display import display

from helpers.core.business import business_names
from helpers.core.places import SETTINGS_FILE, businesses_folder
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, judge
from helpers.lessons.progress import remember

MOST_LETTERS = 200
QUESTION_CLASS = "growth-question"
NONE_YET = ("You have brought no business of your own yet. “Start here” shows how; then come back "
            "to this exercise.")

_OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow, ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def ask(number: str, *about) -> None:
    """Ask for a number, a sum or a word."""
    field = ipywidgets.Text(
        description="Your answer", continuous_update=False, style={"description_width": "initial"},
    )
    show = _question(number, about, field, lambda: typed(field.value))
    field.observe(lambda _: show(), names="value")


def ask_choice(number: str, choices: Mapping[str, str], *about) -> None:
    """Ask for one of several answers.

    Parameters
    ----------
    number : str
        The exercise.
    choices : mapping of str to str
        From the letter that its check knows to the words of the answer.
    """
    field = ipywidgets.RadioButtons(
        options=[(words, letter) for letter, words in choices.items()], value=None,
        layout={"width": "auto"},
    )
    _question(number, about, field, lambda: field.value)


def ask_own(number: str, *about) -> None:
    """Ask which of the learner's own businesses to look at."""
    folder = businesses_folder()
    own = [name for name in business_names() if (folder / name / SETTINGS_FILE).is_file()]
    if not own:
        display(ipywidgets.HTML(f"<p>{NONE_YET}</p>"))
        return
    field = ipywidgets.Dropdown(description="Your business", options=own, value=None,
                                style={"description_width": "initial"})
    _question(number, about, field, lambda: field.value)


def typed(text: str) -> float | str:
    """What a learner wrote: a number where it is one or a sum of some, else the words.

    Examples
    --------
    >>> typed("4 * 18.50 - 18.50"), typed(' "saas" ')
    (55.5, 'saas')
    >>> typed("__import__('os').getcwd()")
    "__import__('os').getcwd()"
    """
    words = text.strip().strip("\"'“”‘’")
    if len(words) > MOST_LETTERS:
        return words
    try:
        return _worked_out(ast.parse(words, mode="eval").body)
    except (ValueError, SyntaxError, ArithmeticError, TypeError):
        return words


def verdict_on(number: str, answer, *about) -> Verdict:
    """What to say to an answer given on a page."""
    if answer is None or answer == "":
        return Verdict(None, "Not answered yet. Give your answer, then press Check.")
    if isinstance(answer, str) and _could_be_a_place(answer):
        return Verdict(False, f"{answer!r} is neither a word nor a number.",
                       "Write a name without slashes, or a number such as 0.25.")
    try:
        verdict = judge(number, answer, *about)
    except OwnerError as error:
        verdict = Verdict(False, str(error))
    remember(number, verdict.right)
    return verdict


def _question(
    number: str, about: tuple, field: ipywidgets.Widget, answer: Callable[[], object]
) -> Callable[[], None]:
    button = ipywidgets.Button(description="Check", button_style="primary")
    verdict = ipywidgets.HTML()

    def show(_=None) -> None:
        verdict.value = _spoken(verdict_on(number, answer(), *about))

    button.on_click(show)
    box = ipywidgets.VBox([field, button, verdict])
    box.add_class(QUESTION_CLASS)
    display(box)
    return show


def _spoken(verdict: Verdict) -> str:
    """A verdict that a screen reader says when it comes."""
    kind, mark = {True: ("right", "Right."), False: ("wrong", "Not quite."),
                  None: ("open", "")}[verdict.right]
    hint = f"<br>Hint: {html.escape(verdict.hint)}" if verdict.hint else ""
    reason = html.escape(verdict.reason.removeprefix("Right: "))
    reason = reason[:1].upper() + reason[1:]
    return (f'<p role="status" class="verdict {kind}"><strong>{mark}</strong> '
            f"{reason}{hint}</p>")


def _worked_out(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            value = float(number)
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _OPERATORS:
            value = _OPERATORS[type(sign)](_worked_out(operand))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            value = _OPERATORS[type(sign)](_worked_out(left), _worked_out(right))
        case _:
            raise ValueError("not a sum of numbers")
    if isinstance(value, complex) or not math.isfinite(value):
        raise ValueError("not a number to work with")
    return value


def _could_be_a_place(words: str) -> bool:
    """Whether words could lead to a folder other than a business's own."""
    return words.startswith(("~", ".")) or any(mark in words for mark in "/\\:")
