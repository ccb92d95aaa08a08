"""What a lesson's cell shows beside its pictures: findings and tables.

Each is shown to the reader and, under a media type of its own, carries the plain data, so that a
report can collect it from an executed notebook without knowing the lesson's subject.
"""

import html
from dataclasses import dataclass

import pandas as pd
from IPython.display import display

FINDING_MIME = "application/vnd.growth.finding+json"
TABLE_MIME = "application/vnd.growth.table+json"

ROWS_SHOWN = 12


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
        Anything with a `headline(format)`.
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
    text = result.headline(business.format)
    markup = f'<p class="finding"><strong>{html.escape(text)}</strong></p>'
    display(Shown(text, markup, FINDING_MIME, {"text": text}))


def table(frame: pd.DataFrame, title: str, business, *, money=(), percent=(), digits=0) -> None:
    """Show a table with its numbers formatted; a report's workbook gets the numbers themselves.

    Parameters
    ----------
    frame : DataFrame
        What to show; a named index becomes the first columns. Headings in the reader's words.
    title : str
        What it is, also the name of its sheet.
    business : Business
        Whose money and dates they are.
    money, percent : sequence of str
        Headings of the columns that are amounts of money, or shares between 0 and 1.
    digits : int
        Decimals for the other numbers.

    Examples
    --------
    >>> from helpers import open_business
    >>> frame = pd.DataFrame({"sold": [1200.0]}, index=pd.Index(["mugs"], name="product"))
    >>> table(frame, "Best sellers", open_business("shop"), money=["sold"])
    Best sellers
    product   sold
       mugs £1,200
    """
    whole = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame
    whole = whole.set_axis([str(name) for name in whole.columns], axis=1)
    kinds = {name: _kind(whole[name], name, money, percent) for name in whole.columns}
    shown = whole.head(ROWS_SHOWN)
    words = shown.apply(lambda cells: _words(cells, kinds[cells.name], business.format, digits))
    text = f"{title}\n{words.to_string(index=False)}"
    display(Shown(text, _html(title, words, kinds, len(whole)), TABLE_MIME, {
        "title": title,
        "columns": [{"name": name, "kind": kind} for name, kind in kinds.items()],
        "rows": whole.apply(_plain_values).to_numpy(dtype=object).tolist(),
    }))


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


def _html(title: str, words: pd.DataFrame, kinds: dict[str, str], rows: int) -> str:
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
    more = f"<p>The first {len(words)} of {rows:,} rows.</p>" if rows > len(words) else ""
    return (f'<table class="growth"><caption>{html.escape(title)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}")


def _plain_values(cells: pd.Series) -> pd.Series:
    if isinstance(cells.dtype, pd.PeriodDtype):
        cells = cells.dt.start_time
    if pd.api.types.is_datetime64_any_dtype(cells):
        cells = cells.dt.strftime("%Y-%m-%d")
    plain = cells.astype(object)
    return plain.where(cells.notna(), None)
