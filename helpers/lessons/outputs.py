"""What a lesson's cell shows beside its pictures: findings, tables, and lists of people.

Each is shown to the reader and, under a media type of its own, carries the plain data, so that a
report can collect it from an executed notebook without knowing the lesson's subject. A list of
people is for the owner to act on: a report takes it out of its pages and into a file of its own.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from IPython.display import display

from helpers.core.typography import in_markup
from helpers.stats.findings import Finding
from helpers.stats.small_groups import too_small

FINDING_MIME = "application/vnd.growth.finding+json"
TABLE_MIME = "application/vnd.growth.table+json"
LIST_MIME = "application/vnd.growth.list+json"

ROWS_SHOWN = 12
DIGITS_KEPT = 12


@dataclass(frozen=True)
class Shown:
    """Something to show: as text, as HTML, and as data for a report."""

    text: str
    markup: str
    mime: str
    data: dict

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": self.text, "text/html": self.markup, self.mime: self.data}


def finding(result, business) -> None:
    """Show one finding: what a result says in a sentence, with its numbers.

    Parameters
    ----------
    result
        Anything with a `finding(format)`, or with a `headline(format)` only.
    business : Business
        Whose money and dates they are.

    Examples
    --------
    >>> from helpers import open_business
    >>> class Result:
    ...     def headline(self, format):
    ...         return f"Sales were {format.money(1200)}."
    >>> finding(Result(), open_business("shop"))
    Sales were £1,200.
    """
    format = business.format
    found = result.finding(format) if hasattr(result, "finding") else Finding(result.headline(format))
    markup = f'<p class="finding"><strong>{in_markup(found.text)}</strong></p>'
    display(Shown(found.text, markup, FINDING_MIME, found.data(format)))


def table(
    frame: pd.DataFrame, title: str, business, *, money=(), percent=(), digits=0, people=()
) -> None:
    """Show a table with its numbers formatted; a report's workbook gets the numbers themselves.

    Parameters
    ----------
    frame : DataFrame
        What to show; a named index becomes the first columns. Headings in the reader's words.
    title : str
        What it is, also the name of its sheet.
    business : Business
        Whose money and dates they are, and of how few people they may tell.
    money, percent : sequence of str
        Headings of the columns that are amounts of money, or shares between 0 and 1.
    digits : int
        Decimals for the other numbers.
    people : str, sequence of str, or mapping of str to str
        Headings of the columns that count people. A mapping says of which column's people each is
        a part, or in `percent` a share; None where of nobody's. In a report, rows that tell of too
        few, or of all but too few, are left out, with others where a total would give them away,
        and the table says so.

    Examples
    --------
    >>> from helpers import open_business
    >>> frame = pd.DataFrame({"sold": [1200.0]}, index=pd.Index(["mugs"], name="product"))
    >>> table(frame, "Best sellers", open_business("shop"), money=["sold"])
    Best sellers
    product   sold
       mugs £1,200
    """
    whole = _whole(frame)
    hidden = _few(whole, _parts(people), percent, business.format.smallest_group)
    note = _left_out(int(hidden.sum()), business.format)
    sheet = _Sheet.of(whole[~hidden], title, business.format, money, percent, digits, note)
    display(Shown(sheet.text, sheet.markup, TABLE_MIME, sheet.data))


def people(frame: pd.DataFrame, title: str, business, *, money=(), percent=(), digits=0) -> None:
    """Show a list of people to act on, one a row; a report puts it into a file by pseudonym.

    Parameters
    ----------
    frame : DataFrame
        One row a person; the first column, or the named index, holds customer ids, the others
        nothing that would tell who someone is. Headings in the reader's words.
    title : str
        What it is, also the name of its file.
    business : Business
        Whose customers they are.
    money, percent : sequence of str
        Headings of the columns that are amounts of money, or shares between 0 and 1.
    digits : int
        Decimals for the other numbers.

    Examples
    --------
    >>> from helpers import open_business
    >>> frame = pd.DataFrame({"customer": ["C0001"], "silent for days": [149]})
    >>> people(frame, "Customers to write to", open_business("shop"))
    Customers to write to
    customer silent for days
       C0001             149
    """
    sheet = _Sheet.of(_whole(frame), title, business.format, money, percent, digits)
    display(Shown(sheet.text, sheet.markup, LIST_MIME, sheet.data))


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    whole = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame
    return whole.set_axis([str(name) for name in whole.columns], axis=1)


def _parts(people) -> Mapping[str, str | None]:
    """The columns that tell of people, each with the column of those it is a part of."""
    if isinstance(people, Mapping):
        return dict.fromkeys(filter(None, people.values())) | people
    return dict.fromkeys([people] if isinstance(people, str) else people)


def _few(whole: pd.DataFrame, parts: Mapping[str, str | None], percent, fewest: int) -> pd.Series:
    """Which rows tell of so few people that they are told of somebody."""
    hidden = pd.Series(False, index=whole.index)
    for name, of in parts.items():
        share = of is not None and name in percent
        counts = (whole[name] * whole[of]).round() if share else whole[name]
        hidden |= too_small(
            counts.to_frame(name), fewest, wholes=None if of is None else whole[of])[name]
    return hidden


def _left_out(rows: int, format) -> str:
    if not rows:
        return ""
    what, verb = ("row", "is") if rows == 1 else ("rows", "are")
    return (f"{format.number(rows)} {what} {verb} left out, so that nothing is told of fewer than "
            f"{format.smallest_group} people.")


@dataclass(frozen=True)
class _Sheet:
    """A frame in the reader's words, as markup, and as plain data."""

    text: str
    markup: str
    data: dict

    @classmethod
    def of(cls, whole: pd.DataFrame, title, format, money, percent, digits, note="") -> "_Sheet":
        kinds = {name: _kind(whole[name], name, money, percent) for name in whole.columns}
        shown = whole.head(ROWS_SHOWN)
        words = shown.apply(lambda cells: _words(cells, kinds[cells.name], format, digits))
        text = f"{title}\n{words.to_string(index=False)}" + (f"\n{note}" if note else "")
        rows = format.number(len(whole))
        more = f"The first {len(shown)} of {rows} rows." if len(whole) > len(shown) else ""
        return cls(text, _html(title, words, kinds, [more, note]), {
            "title": title,
            "columns": [{"name": name, "kind": kind} for name, kind in kinds.items()],
            "rows": whole.apply(_plain_values).to_numpy(dtype=object).tolist(),
        } | ({"note": note} if note else {}))


def _kind(cells: pd.Series, name: str, money, percent) -> str:
    if name in money:
        return "money"
    if name in percent:
        return "percent"
    if isinstance(cells.dtype, pd.PeriodDtype):
        return "period"
    if pd.api.types.is_datetime64_any_dtype(cells):
        return "date"
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        return "number"
    return "text"


def _words(cells: pd.Series, kind: str, format, digits: int) -> pd.Series:
    write = {
        "money": format.money, "percent": format.percent, "period": format.period,
        "date": format.date, "number": lambda value: format.number(value, digits=digits),
        "text": str,
    }[kind]
    return pd.Series(["–" if pd.isna(v) else write(v) for v in cells], index=cells.index,
                     dtype="str")


def _html(title: str, words: pd.DataFrame, kinds: dict[str, str], notes: list[str]) -> str:
    heads = "".join(
        f'<th scope="col" class="{kinds[name]}">{html.escape(name)}</th>' for name in words.columns
    )
    body = "".join(
        "<tr>" + "".join(
            f'<td class="{kinds[name]}">{html.escape(value)}</td>'
            for name, value in zip(words.columns, row)
        ) + "</tr>"
        for row in words.itertuples(index=False)
    )
    more = "".join(f"<p>{html.escape(note)}</p>" for note in notes if note)
    return (f'<table class="growth"><caption>{html.escape(title)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}")


def _plain_values(cells: pd.Series) -> pd.Series:
    if isinstance(cells.dtype, pd.PeriodDtype):
        cells = cells.dt.start_time
    if pd.api.types.is_datetime64_any_dtype(cells):
        cells = cells.dt.strftime("%Y-%m-%d")
    if pd.api.types.is_float_dtype(cells):  # the last digits differ from processor to processor
        cells = cells.map(lambda number: float(f"{number:.{DIGITS_KEPT}g}"), na_action="ignore")
    plain = cells.astype(object)
    return plain.where(cells.notna(), None)
