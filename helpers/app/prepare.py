"""A lesson's notebook made ready for a page without code. The notebook stays the only source.

The learner's business takes the place of the lesson's own; a cell that asks becomes a question with
a field and a button; solutions are folded; links lead to pages. What a cell's source holds is never
sent to the page, except the solution of an exercise that is done in code.
"""

import ast
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from helpers.core.places import NOTEBOOKS
from helpers.lessons.lesson import Lesson, tags

LAB_ONLY = "lab-only"
SETUP = "from helpers.app import asking, showing\nshowing.get_ready()"
HOW_TO_ANSWER = ("Answer here and press **Check**. You get a reason at once, right or wrong. "
                 "Nobody is watching, and you can try as often as you like.")
IN_CODE = ("*This one is done in code. Open the lesson in JupyterLab to try it; the solution below "
           "shows one way.*")

_CHOICE = re.compile(r'^- `"(\w)"` (.+)$', re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_CALCULATED = (ast.Expression, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)


@dataclass(frozen=True)
class Exercise:
    """A cell that asks: the exercise's number, and the code of what its check needs to know."""

    number: str
    about: tuple[str, ...]


def prepare(lesson: Lesson, business: str, page_of: Callable[[str], str | None]) -> NotebookNode:
    """A lesson for one business as the app runs it.

    Parameters
    ----------
    lesson : Lesson
        The lesson; its own notebook is not changed.
    business : str
        A name from `business_names()`; it takes the place of the lesson's own.
    page_of : callable
        From the path of a file below the notebooks' folder, such as `00_start_here.ipynb` or
        `README.md`, to the address of its page in the app; None where it has none.

    Examples
    --------
    >>> from helpers.lessons import all_lessons
    >>> page = prepare(all_lessons()[0], "saas", lambda path: None)
    >>> [cell.source for cell in page.cells if "business =" in cell.source][0].splitlines()[-1]
    "business = 'saas'"
    """
    folder = lesson.path.parent.relative_to(NOTEBOOKS).as_posix()
    solutions = _solutions(lesson.notebook.cells)
    cells, choices = [], {}
    for cell in lesson.notebook.cells:
        if LAB_ONLY in tags(cell):
            continue
        if cell.cell_type == "markdown":
            choices = dict(_CHOICE.findall(cell.source))
            cells.append(new_markdown_cell(_prose(cell.source, folder, page_of)))
        elif exercise := exercise_in(cell.source):
            cells.append(_question(exercise, choices, solutions.get(exercise.number)))
        else:
            cells.append(_run(cell, business))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    })
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def exercise_in(source: str) -> Exercise | None:
    """The exercise that a cell's code asks, if it is one.

    Examples
    --------
    >>> exercise_in('answer = ...\\ncheck("2.5.4", answer, shop, silence)')
    Exercise(number='2.5.4', about=('shop', 'silence'))
    >>> exercise_in("business_names()") is None
    True
    """
    match ast.parse(source).body:
        case [
            ast.Assign(targets=[ast.Name("answer")], value=ast.Constant(value=dots)),
            ast.Expr(ast.Call(func=ast.Name("check"), keywords=[], args=[
                ast.Constant(value=str(number)), ast.Name("answer"), *about])),
        ] if dots is ...:
            return Exercise(number, tuple(map(ast.unparse, about)))
    return None


def _prose(source: str, folder: str, page_of: Callable[[str], str | None]) -> str:
    if source.startswith("## Exercises") and "dots" in source:
        source = f"## Exercises\n\n{HOW_TO_ANSWER}"

    def linked(found: re.Match) -> str:
        words, address = found.groups()
        if re.match(r"https?:|mailto:|#", address):
            return found[0]
        path, mark, place = address.partition("#")
        page = page_of(posixpath.normpath(posixpath.join(folder, path)))
        return words if page is None else f"[{words}]({page}{mark}{place})"

    return _LINK.sub(linked, _CHOICE.sub("", source))


def _question(
    exercise: Exercise, choices: Mapping[str, str], solution: ast.expr | None
) -> NotebookNode:
    about = ", ".join(exercise.about)
    if solution is None:
        return new_code_cell(f"asking.ask_own({exercise.number!r}, {about})")
    if choices:
        plain = {letter: _without_marks(words) for letter, words in choices.items()}
        return new_code_cell(f"asking.ask_choice({exercise.number!r}, {plain!r}, {about})")
    if _needs_code(solution):
        return new_markdown_cell(IN_CODE)
    return new_code_cell(f"asking.ask({exercise.number!r}, {about})")


def _run(cell: NotebookNode, business: str) -> NotebookNode:
    copy = new_code_cell(cell.source)
    if "parameters" in tags(cell):
        copy.source = f"{SETUP}\n{cell.source}\nbusiness = {business!r}"
    if "solution" in tags(cell):
        copy.metadata["growth"] = {"solution": _told(cell.source)}
    return copy


def _solutions(cells: Sequence[NotebookNode]) -> dict[str, ast.expr]:
    """By exercise, the code of the answer that its solution gives."""
    answers = (_answer(cell.source) for cell in cells if "solution" in tags(cell))
    return dict(filter(None, answers))


def _answer(source: str) -> tuple[str, ast.expr] | None:
    given = {}
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(name)], value=value):
                given[name] = value
            case ast.Expr(ast.Call(func=ast.Name("check"),
                                   args=[ast.Constant(value=str(number)), answer, *_])):
                name = answer.id if isinstance(answer, ast.Name) else None
                return number, given.get(name, answer)
    return None


def _needs_code(answer: ast.expr) -> bool:
    """Whether a learner cannot read the answer off the page or work it out by hand."""
    return any(isinstance(node, ast.Call) for node in ast.walk(answer))


def _told(source: str) -> dict[str, str]:
    """What a folded solution says before its verdict: an answer, or the code of one."""
    found = _answer(source)
    if found is None or _needs_code(found[1]):
        return {"code": source.removeprefix("# Solution").strip()}
    if all(isinstance(node, _CALCULATED) for node in ast.walk(found[1])):
        written = found[1]
        return {"answer": str(written.value) if isinstance(written, ast.Constant)
                else ast.unparse(written)}
    return {}


def _without_marks(words: str) -> str:
    return re.sub(r"[`*]", "", words)
