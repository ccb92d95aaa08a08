"""How wide a table is, and one too wide for paper in parts."""

import copy
import math

from bs4 import BeautifulSoup, Tag

COLUMNS = 12  # that can still be read side by side on paper
LETTERS_BETWEEN = 2
AMOUNTS = {"money", "percent", "number", "date", "period"}


def letters_across(markup: str) -> int:
    """How many letters a table needs side by side so that no amount and no word is broken.

    Parameters
    ----------
    markup : str
        One table, its cells with their kind as class.

    Examples
    --------
    >>> letters_across('<table><tr><td class="money">£1,234,567.00</td><td>mugs</td></tr></table>')
    21
    """
    rows = [_cells(row) for row in BeautifulSoup(markup, "html.parser").find_all("tr")]
    return sum(max(map(_letters, column)) + LETTERS_BETWEEN for column in zip(*rows))


def _letters(cell: Tag) -> int:
    if cell.name == "td" and AMOUNTS & {*cell.get("class", ())}:
        return len(cell.text)
    return max(map(len, cell.text.split()), default=0)


def in_parts(markup: str, most: int = COLUMNS) -> list[str]:
    """A table as several that have no more than so many columns, each with the first column again.

    Parameters
    ----------
    markup : str
        One table, with as many cells in each row.
    most : int
        Columns, at least two.

    Examples
    --------
    >>> row = "<tr><td>Mon</td><td>1</td><td>2</td><td>3</td></tr>"
    >>> in_parts(f"<table><caption>Sales</caption>{row}</table>", most=3)[1]
    '<table><caption>Sales (part 2 of 2)</caption><tr><td>Mon</td><td>3</td></tr></table>'
    """
    whole = BeautifulSoup(markup, "html.parser")
    columns = max(len(_cells(row)) for row in whole.find_all("tr"))
    parts = math.ceil((columns - 1) / (most - 1))
    each = math.ceil((columns - 1) / parts)
    return [_part(whole, number, parts, range(1 + number * each, 1 + (number + 1) * each))
            for number in range(parts)]


def _part(whole: BeautifulSoup, number: int, parts: int, columns: range) -> str:
    part = copy.copy(whole)
    if part.caption:
        part.caption.append(f" (part {number + 1} of {parts})")
    for row in part.find_all("tr"):
        for place, cell in enumerate(_cells(row)):
            if place and place not in columns:
                cell.decompose()
    return str(part)


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["th", "td"], recursive=False)
