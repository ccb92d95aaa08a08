"""The report as one HTML page: no code, no script, nothing fetched; text from data stays text."""

import base64
import re
from dataclasses import dataclass
from functools import cache

import jinja2
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode

from helpers.core.branding.brand import Brand
from helpers.core.formats import Format
from helpers.lessons.outputs import FINDING_MIME, TABLE_MIME
from helpers.reports.inputs import Source
from helpers.reports.output.pages import template
from helpers.reports.output.parts import in_parts, letters_across
from helpers.reports.reading import VECTOR
from helpers.reports.records import LeftOut
from helpers.reports.sections import Section

FIRST_HEADING = 3
MANY_COLUMNS, VERY_MANY_COLUMNS = 8, 14
MANY_LETTERS = 95  # across a page of A4, with the room between columns
MANY, VERY_MANY = "many-columns", "very-many-columns"
RASTER = "image/png"

_TAGS = [
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "del", "details", "div", "em",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
]
_ATTRIBUTES = {
    "a": ["href", "title"], "abbr": ["title"], "ol": ["start"], "p": ["class"], "table": ["class"],
    "td": ["class", "colspan", "rowspan"], "th": ["class", "colspan", "rowspan", "scope"],
}
_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LOCAL_LINK = re.compile(r'<a\b(?![^>]*\bhref="(?:https?:|mailto:))[^>]*>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-6])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """All that the report's page says.

    Parameters
    ----------
    business : str
        Its name, as the owner writes it.
    format : Format
        How it writes numbers and dates.
    period : str
        The time that the data cover, in words; empty where nothing is dated.
    made : str
        The day the report was made, in words.
    sections, left_out
        What the report says, and what it does not.
    sources, notes
        The tables it rests on, and what is worth a look in them.
    versions : dict of str to str
        What it was made with.
    brand : Brand
        How it looks, and the name it shows where that is not the business's own.
    """

    business: str
    format: Format
    period: str
    made: str
    sections: tuple[Section, ...]
    left_out: tuple[LeftOut, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]
    versions: dict[str, str]
    brand: Brand = Brand()

    @property
    def name(self) -> str:
        """What the page calls the business."""
        return self.brand.name or self.business


def render_report(page: Page, *, paper: str | None = None) -> str:
    """Draw the page that is handed over.

    Parameters
    ----------
    page : Page
        All that it says.
    paper : str, optional
        For a page that is only to be printed: A4 or Letter. Its figures are in vectors where the
        notebook has them, and its widest tables are in parts.
    """
    return _none_skipped(_template().render(page=page, paper=paper))


@cache
def _template() -> jinja2.Template:
    return template("report.html.j2", markdown=_markdown, prose=_prose,
                    shown=_shown)


def _markdown(text: str) -> str:
    """As notebooks show it, without a mark to link to at each heading."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(text)


@dataclass(frozen=True)
class Piece:
    """One thing that a cell shows: its kind, and what the template needs to draw it."""

    kind: str
    markup: Markup = Markup("")
    text: str = ""
    columns: str = ""
    source: str = ""
    width: int | None = None
    height: int | None = None


def _shown(cell: NotebookNode, paper: str | None) -> list[Piece]:
    """What a cell shows in a report; plain text and streams are for the notebook alone."""
    outputs = (output for output in cell.get("outputs", ()) if "data" in output)
    return [piece for output in outputs for piece in _pieces(output, cell, paper)]


def _pieces(output: NotebookNode, cell: NotebookNode, paper: str | None) -> list[Piece]:
    data = output.data
    if FINDING_MIME in data:
        return [Piece("finding", text=data[FINDING_MIME]["text"])]
    if TABLE_MIME in data:
        return _tables(data, paper)
    if RASTER in data:
        about = output.metadata.get(RASTER, {})
        alt = about.get("alt") or f"A chart on {cell.metadata['growth']['section']}"
        return [Piece("picture", text=alt, source=_picture(data, paper),
                      width=about.get("width"), height=about.get("height"))]
    if "text/html" in data:
        return [Piece("markup", _prose(data["text/html"]))]
    if "text/markdown" in data:
        return [Piece("markup", _prose(_markdown(data["text/markdown"])))]
    return []


def _picture(data: NotebookNode, paper: str | None) -> str:
    """Where the page finds a picture: in itself; an image runs and fetches nothing, also as SVG."""
    if paper and VECTOR in data:
        return f"data:{VECTOR};base64,{base64.b64encode(data[VECTOR].encode()).decode('ascii')}"
    return f"data:{RASTER};base64,{data[RASTER].strip()}"


def _tables(data: NotebookNode, paper: str | None) -> list[Piece]:
    about, markup = data[TABLE_MIME], _safe(data["text/html"])
    columns = len(about["columns"])
    if paper and columns > VERY_MANY_COLUMNS:
        return [Piece("table", Markup(part), about["title"], MANY) for part in in_parts(markup)]
    return [Piece("table", markup, about["title"], _how_many(columns, letters_across(markup)))]


def _how_many(columns: int, letters: int) -> str:
    if columns > VERY_MANY_COLUMNS:
        return VERY_MANY
    return MANY if columns > MANY_COLUMNS or letters > MANY_LETTERS else ""


def _prose(markup: str) -> Markup:
    """A lesson's words: headings under the section's, and no links into the course."""
    return Markup(_LOCAL_LINK.sub(r"\1", _lowered(_safe(markup))))


def _safe(markup: str) -> Markup:
    clean = SanitizeHTML(tags=_TAGS, attributes=_ATTRIBUTES, strip=True)
    return Markup(clean.sanitize_html_tags(_UNSEEN.sub("", markup)))


def _lowered(markup: str) -> str:
    """A lesson's headings one level down, under the section's own."""
    return _HEADING.sub(
        lambda found: f"<{found[1]}h{min(max(int(found[2]) + 1, FIRST_HEADING), 6)}", markup
    )


def _none_skipped(markup: str) -> str:
    """Headings no more than one level deeper than the one before.

    Examples
    --------
    >>> _none_skipped("<h1>A</h1><h4>B</h4><h2>C</h2>")
    '<h1>A</h1><h2>B</h2><h2>C</h2>'
    """
    level = 0

    def one(found: re.Match) -> str:
        nonlocal level
        if not found[1]:
            level = min(int(found[2]), level + 1)
        return f"<{found[1]}h{level}"

    return _HEADING.sub(one, markup)
