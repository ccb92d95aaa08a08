"""The report as one HTML page: no code, no script, nothing fetched; text from data stays text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode

from helpers.formats import Format
from helpers.lessons.shown import FINDING_MIME, TABLE_MIME
from helpers.reports.inputs import Source
from helpers.reports.plan import LeftOut
from helpers.reports.sections import Section, cells_of

TEMPLATES = Path(__file__).parent / "templates"
FIRST_HEADING = 3
MANY_COLUMNS, VERY_MANY_COLUMNS = 8, 14

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
    """All that the report's page says beside the notebook's own cells.

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


def render_report(notebook: NotebookNode, page: Page) -> str:
    """Draw an executed notebook as the page that is handed over.

    Parameters
    ----------
    notebook : NotebookNode
        As `run_plan` leaves it.
    page : Page
        What stands around its cells.
    """
    markup, _ = _exporter().from_notebook_node(notebook, resources={"page": page})
    return _none_skipped(markup)


def render_index(clients: Sequence, made: str) -> str:
    """Draw the index of a batch: each business, how it went, what was found, and links.

    Parameters
    ----------
    clients : sequence of Outcome
        In the order to show them.
    made : str
        The day, in words.
    """
    places = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=places, autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True)
    return environment.get_template("index.html.j2").render(clients=clients, made=made)


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(
        template_file=str(TEMPLATES / "report.html.j2"), mathjax_url="", require_js_url="",
        filters={"cells_of": cells_of, "prose": _prose, "shown": _shown},
        exclude_anchor_links=True, embed_images=False,
    )


@dataclass(frozen=True)
class Piece:
    """One thing that a cell shows: its kind, and what the template needs to draw it."""

    kind: str
    markup: Markup = Markup("")
    text: str = ""
    columns: str = ""
    data: str = ""
    width: int | None = None
    height: int | None = None


def _shown(cell: NotebookNode) -> list[Piece]:
    """What a cell shows in a report; plain text and streams are for the notebook alone."""
    outputs = (output for output in cell.get("outputs", ()) if "data" in output)
    return [piece for output in outputs for piece in [_piece(output, cell)] if piece]


def _piece(output: NotebookNode, cell: NotebookNode) -> Piece | None:
    data = output.data
    if FINDING_MIME in data:
        return Piece("finding", text=data[FINDING_MIME]["text"])
    if TABLE_MIME in data:
        about = data[TABLE_MIME]
        return Piece("table", _safe(data["text/html"]), about["title"],
                     _how_many(len(about["columns"])))
    if "image/png" in data:
        about = output.metadata.get("image/png", {})
        alt = about.get("alt") or f"A chart on {cell.metadata['growth']['section']}"
        return Piece("picture", text=alt, data=data["image/png"].strip(),
                     width=about.get("width"), height=about.get("height"))
    if "text/html" in data:
        return Piece("markup", _prose(data["text/html"]))
    if "text/markdown" in data:
        return Piece("markup", _prose(_exporter().markdown2html({}, data["text/markdown"])))
    return None


def _how_many(columns: int) -> str:
    if columns > VERY_MANY_COLUMNS:
        return "very-many-columns"
    return "many-columns" if columns > MANY_COLUMNS else ""


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
