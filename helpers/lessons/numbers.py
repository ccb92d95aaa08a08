"""Numbers and sums as people type them, worked out and never run as code."""

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Mapping

MOST_LETTERS = 200

_OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow, ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "⁄": "/", "^": "**",
                        "’": "'", "=": None})
_NUMBER = re.compile(r"\d+(?:[.,' ]\d+)*")
_WORDS_BEHIND = re.compile(r"(?<=[\d%)])\s+[a-z ]+\.?$")
_CODE_IN_FRONT = re.compile(r"^(?:GBP|EUR|USD|CHF|about|around)\s*(?=[\d(-])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ ,']\d{3})+(?:\.\d+)?")
_THOUSANDS_ABROAD = re.compile(r"[1-9]\d{0,2}(?:[ .']\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}")


def read_number(text: str) -> float | None:
    """What a learner typed, as a number; None where it is none.

    Parameters
    ----------
    text : str
        A number or a sum of some, with or without a currency sign, a % or words behind.

    Examples
    --------
    >>> [read_number(text) for text in ("50%", "£1,200", "0,5", "1 200 people", "4 × 18.50")]
    [0.5, 1200.0, 0.5, 1200.0, 74.0]
    >>> read_number("__import__('os').getcwd()") is None
    True
    """
    if len(text) > MOST_LETTERS:
        return None
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip(" \"'“”‘")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Sc")
    plain = _WORDS_BEHIND.sub("", _CODE_IN_FRONT.sub("", plain.strip()))
    plain = _NUMBER.sub(lambda found: _with_a_point(found[0]), plain)
    plain = re.sub(r"([\d.]+)\s*%", r"(\1/100)", plain)
    try:
        return worked_out(plain)
    except ValueError:
        return None


def worked_out(text: str, values: Mapping[str, float] | None = None) -> float:
    """A sum of numbers, and of named values, in Python's signs.

    Raises
    ------
    ValueError
        It is anything else.

    Examples
    --------
    >>> worked_out("100 * rate ** 2", {"rate": 0.5})
    25.0
    """
    try:
        return _worked_out(ast.parse(text.strip(), mode="eval").body, values or {})
    except (SyntaxError, ArithmeticError, TypeError, RecursionError, MemoryError) as error:
        raise ValueError(f"“{text}” is not a sum of numbers.") from error


def _worked_out(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            value = float(number)
        case ast.Name(name) if name in values:
            value = float(values[name])
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _OPERATORS:
            value = _OPERATORS[type(sign)](_worked_out(operand, values))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            value = _OPERATORS[type(sign)](_worked_out(left, values), _worked_out(right, values))
        case _:
            raise ValueError("not a sum of numbers")
    if isinstance(value, complex) or not math.isfinite(value):
        raise ValueError("not a number to work with")
    return value


def _with_a_point(number: str) -> str:
    """A number with a point for decimals, and nothing between thousands."""
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"[ ,']", "", number)
    if _THOUSANDS_ABROAD.fullmatch(number):
        return re.sub(r"[ .']", "", number).replace(",", ".")
    return number.replace(",", ".") if re.fullmatch(r"\d+,\d+", number) else number
