"""The last look before a report is handed over: does it name any of the business's customers?

Lessons are written so that they do not. This is the net under them: every value of the columns
that name people or their orders is looked for in every text that would be handed over.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from nbformat import NotebookNode

PERSONAL = ("customer_id", "order_id", "member_id")
LONGEST_SPAN = 8  # words: first.last-name@shop.example.co.uk has seven
SHORTEST_DIGITS, SHORTEST_WORD, SHORTEST_CODE = 6, 5, 4
MOST_OF_ALL_NUMBERS = 0.01  # of so many digits; with more, any number may be somebody's
HIDDEN = "(customer)"

_WORD = re.compile(r"[^\W_]+")
_STYLE = re.compile(r"<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_SAID_IN_TAG = re.compile(r"""\b(?:alt|title|aria-label|content|href)=("[^"]*"|'[^']*')""")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_NOT_AT_ENDS = " \t#_-.,;:/()[]<>\"'"


class IdentifierFound(Exception):
    """A report would have named customers: it is a fault of the lesson, and nothing is delivered.

    Parameters
    ----------
    places : sequence of str
        Where, and which columns' values.
    """

    def __init__(self, places: Iterable[str]):
        super().__init__("the report would have named customers: " + "; ".join(places))


class Identifiers:
    """The values of a business's tables that name a person or an order.

    A value that could be anything is not looked for, or every year and every price would be
    somebody: a number of under six digits, or one of so many that one in a hundred numbers as long
    is among them; a short word, a date, or a word that the business's other columns or the lessons
    use too.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The business's, by their names.
    lessons : iterable of str
        The words of the lessons' own cells.

    Examples
    --------
    >>> from helpers import open_business
    >>> known = Identifiers({"orders": open_business("shop").table("orders")})
    >>> known.found_in("Sales to C0001, at £12")
    {'customer_id': {'c0001'}}
    >>> known.masked("Sales to C0001, at £12")
    'Sales to (customer), at £12'
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], lessons: Iterable[str] = ()):
        self._values, self._other = {}, []
        self._lessons = list(lessons)
        for name, table in tables.items():
            for column in table.select_dtypes("str"):
                values = table[column].dropna().drop_duplicates()
                if column in PERSONAL:
                    self._values[name, column] = values.str.lower().str.strip(_NOT_AT_ENDS)
                else:
                    self._other.append(values)

    def found_in(self, text: str) -> dict[str, set[str]]:
        """Values that stand in a text as words of their own, by column."""
        return self._among(set(_spans(text.lower())))

    def _among(self, spans: set[str]) -> dict[str, set[str]]:
        found, spoken = {}, pa.array(spans, pa.large_string())
        for (_, column), values in self._values.items():
            here = pc.is_in(pa.array(values, pa.large_string()), value_set=spoken).to_numpy(False)
            telling = {value for value in values[here] if _telling(value)}
            telling -= _any_number(telling, values)
            if telling := telling - self._used_otherwise(telling):
                found.setdefault(column, set()).update(telling)
        return found

    def masked(self, text: str) -> str:
        """The text with such values taken out."""
        found = set().union(*self.found_in(text).values())
        if not found:
            return text
        longest_first = sorted(map(re.escape, found), key=len, reverse=True)
        return re.sub(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", HIDDEN, text,
                      flags=re.IGNORECASE)

    def refuse(self, texts: Mapping[str, str]) -> None:
        """Refuse to hand over texts that name people.

        Parameters
        ----------
        texts : mapping of str to str
            What would be handed over, by where it stands.

        Raises
        ------
        IdentifierFound
            Where one is found; the message says in which of the texts, but not the value.
        """
        said = {place: set(_spans(_read_out(text).lower())) for place, text in texts.items()}
        found = self._among(set().union(*said.values()))
        places = []
        for place, spans in said.items():
            for column, values in found.items():
                if here := len(values & spans):
                    places.append(f"{here} value{'s' * (here > 1)} of {column} in {place}")
        if places:
            raise IdentifierFound(places)

    def _used_otherwise(self, values: set[str]) -> set[str]:
        """Those that the business's other columns, or the lessons, use as words too."""
        return {value for value in values if "@" not in value and any(
            value in _spans(text.lower()) for text in self._texts_with(value))}

    def _texts_with(self, value: str) -> Iterator[str]:
        yield from (text for text in self._lessons if value in text.lower())
        for texts in self._other:
            yield from texts[texts.str.lower().str.contains(value, regex=False)]


def said_by(cell: NotebookNode) -> tuple[str, str]:
    """Where in the course an executed cell stands, and all it says beside its pictures."""
    about = cell.metadata.get("growth", {})
    part = about.get("part") or about.get("section", "")
    place = f"lesson {about.get('lesson', '–')}, “{part}”"
    return place, "\n".join(_strings([cell.get("outputs", []), about]))


def _strings(node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key not in ("image/png", "image/jpeg"):
                yield from _strings(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _strings(value)


def _read_out(text: str) -> str:
    """What a page says: its text, and of its tags what describes pictures and links."""
    shown = _STYLE.sub(" ", text)
    said = _TAG.sub(lambda tag: " ".join(["", *_SAID_IN_TAG.findall(tag[0]), ""]), shown)
    return html.unescape(re.sub(r"data:image/[^\"'\s]+", " ", said))


def _spans(text: str) -> Iterator[str]:
    """Every run of up to `LONGEST_SPAN` words, with what stands between them."""
    ends = [word.span() for word in _WORD.finditer(text)]
    for place, (start, _) in enumerate(ends):
        for _, end in ends[place:place + LONGEST_SPAN]:
            yield text[start:end]


def _telling(value: str) -> bool:
    """Whether a value is too particular to be anything else."""
    if "@" in value:
        return True
    letters, digits = any(map(str.isalpha, value)), sum(map(str.isdigit, value))
    if _DAY.fullmatch(value):
        return False
    if letters and digits:
        return len(value) >= SHORTEST_CODE
    return len(value) >= SHORTEST_WORD if letters else digits >= SHORTEST_DIGITS


def _any_number(found: set[str], values: pd.Series) -> set[str]:
    """Those found that are numbers of a column so full that any number as long may stand in it.

    Examples
    --------
    >>> column = pd.Series(range(100_000, 130_000)).astype("str")
    >>> _any_number({"123456", "44719021"}, pd.concat([column, pd.Series(["44719021"])]))
    {'123456'}
    """
    numbers = {value for value in found if value.isdecimal()}
    if not numbers:
        return numbers
    lengths = values[values.str.isdecimal()].str.len().value_counts()
    full = set(lengths.index[lengths > MOST_OF_ALL_NUMBERS * 9 * 10.0 ** (lengths.index - 1)])
    return {number for number in numbers if len(number) in full}
