"""The lessons' parameters: which there are, and whether what is asked of them can be.

A lesson's cell tagged `parameters` sets plain values, as papermill knows it: `period = "month"`.
Where only some values make sense, the notebook's metadata say so under `growth`:
`"choices": {"period": ["week", "month"]}`.
"""

import ast
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from helpers.core.problems import OwnerError
from helpers.lessons.lesson import Lesson, tags

BUSINESS = "business"
_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
_IN_WORDS = {str: "a word", int: "a whole number", float: "a number", bool: "yes or no"}


def own_parameters(lesson: Lesson) -> dict[str, object]:
    """A lesson's parameters and their values, without the business, which a report gives.

    Raises
    ------
    OwnerError
        A parameter's value is worked out rather than written down.
    """
    sources = [cell.source for cell in lesson.notebook.cells if "parameters" in tags(cell)]
    statements = [statement for source in sources for statement in ast.parse(source).body]
    values = dict(_assigned(statement, lesson) for statement in statements)
    return {name: value for name, value in values.items() if name != BUSINESS}


def read_parameters(
    given: Mapping[str, object], lessons: Sequence[Lesson]
) -> dict[str, object]:
    """What was asked for, in the parameters' own types.

    Parameters
    ----------
    given : mapping of str to object
        As typed: text is read as what the parameter is.
    lessons : sequence of Lesson
        Whose parameters they are.

    Raises
    ------
    OwnerError
        No lesson has such a parameter, or it cannot have that value; all that is wrong at once.

    Examples
    --------
    >>> from helpers.lessons import all_lessons
    >>> read_parameters({"period": "quarter"}, all_lessons())
    {'period': 'quarter'}
    >>> read_parameters({"perod": "quarter"}, all_lessons())
    Traceback (most recent call last):
    ...
    helpers.core.problems.OwnerError: No lesson has a parameter perod. Did you mean period? ...
    """
    known, choices = {}, {}
    for lesson in lessons:
        known |= own_parameters(lesson)
        choices |= lesson.notebook.metadata["growth"].get("choices", {})
    values, wrong = {}, []
    for name, value in given.items():
        if name not in known:
            wrong.append(_unknown(name, known))
            continue
        try:
            values[name] = _as(type(known[name]), value)
        except ValueError:
            wrong.append(f"{name} is {value!r}; it takes {_IN_WORDS[type(known[name])]}, such as "
                         f"{known[name]!r}.")
            continue
        if values[name] not in choices.get(name, [values[name]]):
            wrong.append(_not_a_choice(name, str(values[name]), choices[name]))
    if wrong:
        raise OwnerError("\n".join(wrong))
    return values


def _assigned(statement: ast.stmt, lesson: Lesson) -> tuple[str, object]:
    try:
        (target,) = getattr(statement, "targets", None) or [statement.target]
        return target.id, ast.literal_eval(statement.value)
    except (AttributeError, ValueError):
        raise OwnerError(f"{lesson.path.name}: “{ast.unparse(statement)}” in its parameters is not "
                         "a name and a plain value, such as  period = \"month\".") from None


def _as(kind: type, value: object) -> object:
    if not isinstance(value, str):
        if type(value) is kind or (kind is float and type(value) is int):
            return kind(value)
        raise ValueError
    if kind is bool:
        if value.lower() not in _YES_OR_NO:
            raise ValueError
        return _YES_OR_NO[value.lower()]
    return kind(value)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    if name == BUSINESS:
        return "business is the report's own to give: name the business, or use --clients."
    near = get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return (f"No lesson has a parameter {name}.{hint} "
            f"The parameters are: {', '.join(known) or 'none'}.")


def _not_a_choice(name: str, value: str, choices: Sequence) -> str:
    near = get_close_matches(value, list(map(str, choices)), n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{name} is {value!r}; it can be {', '.join(map(str, choices))}.{hint}"
