import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_notebook, new_output

from helpers.core.branding.brand import Brand
from helpers.core.branding.logo import Logo
from helpers.core.formats import Format
from helpers.lessons import Lesson
from helpers.lessons.outputs import FINDING_MIME, TABLE_MIME
from helpers.reports.inputs import Source, period
from helpers.reports.output.render import Page, render_report
from helpers.reports.plan import LeftOut
from helpers.reports.reading import read_notebook

from .little_course import code, prose

HOSTILE = '<script>alert(1)</script><img src="http://x/y.png" onerror="alert(2)">'
PICTURE = base64.b64encode(b"not really a picture").decode()


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self):
        super().__init__()
        self.all = []

    def handle_starttag(self, tag, attributes):
        self.all.append((tag, {name: value or "" for name, value in attributes}))


def shown(data: dict, **metadata):
    """A cell that shows one thing."""
    cell = code("secret_code()", "report")
    cell.outputs = [new_output("display_data", data=data, metadata=metadata)]
    return cell


def found(text: str):
    return shown({FINDING_MIME: {"text": text}, "text/plain": text, "text/html": text})


def page_of(*cells, name="Rye & Co", left_out=(), brand=Brand(), paper=None):
    """A report's page made from cells of one lesson, without running anything."""
    for cell in cells:
        cell.metadata["growth"] = {"lesson": "1.1", "section": "Sales", "part": ""}
    lesson = Lesson(None, "1.1", "Sales", "What sells?", 1, 1, (), "Sales", "What sells?")
    told = read_notebook(new_notebook(cells=list(cells)), [lesson])
    day = pd.Timestamp("2025-03-09")
    page = Page(name, Format("en_GB", "GBP"), "3 Jan 2025 to 9 Mar 2025", "1 Apr 2025",
                told.sections, left_out, (Source("orders", 1234, day, day),), (), {"Python": "3"},
                brand)
    return render_report(page, paper=paper)


def test_findings_come_before_everything_else():
    page = page_of(prose("Some words.", "report"), found("Sales doubled."))
    assert page.index("What we found") < page.index("Sales doubled.") < page.index("Some words.")
    assert page.count("Sales doubled.") == 2
    assert 'href="#lesson-1-1"' in page and 'id="lesson-1-1"' in page


def test_no_line_ends_between_a_minus_and_its_amount():
    page = page_of(prose("Some words.", "report"), found("It fell by −£176 to −4."))
    assert page.count("by −\N{WORD JOINER}£176 to −4.") == 2


def test_no_code_no_streams_and_no_plain_text_are_shown():
    cell = shown({"text/plain": "<Axes: >"})
    cell.outputs.append(new_output("stream", name="stdout", text="printed"))
    page = page_of(cell, found("Sales doubled."))
    for unseen in ("secret_code", "Axes", "printed"):
        assert unseen not in page


@pytest.mark.parametrize("cell", [
    lambda: found(HOSTILE),
    lambda: shown({"text/html": HOSTILE}),
    lambda: shown({"text/markdown": HOSTILE + "\n\n[x](javascript:alert(3))"}),
    lambda: shown({TABLE_MIME: {"title": HOSTILE, "columns": [], "rows": []},
                   "text/html": f"<table><tr><td onclick='alert(1)'>{HOSTILE}</td></tr></table>"}),
    lambda: shown({"image/png": PICTURE}, **{"image/png": {"alt": '"><script>alert(1)</script>'}}),
    lambda: shown({"image/svg+xml": f"<svg>{HOSTILE}</svg>"}),
    lambda: shown({"application/javascript": "alert(1)"}),
    lambda: prose(HOSTILE, "report"),
], ids=["finding", "html", "markdown", "table", "alt", "svg", "javascript", "prose"])
def test_nothing_shown_becomes_active_content(cell):
    page = page_of(cell(), found("Sales doubled."), name=HOSTILE,
                   left_out=(LeftOut("1.2", HOSTILE, HOSTILE, HOSTILE),))
    seen = Elements()
    seen.feed(page)
    assert not {"script", "svg", "iframe", "object", "link", "base"} & {tag for tag, _ in seen.all}
    for tag, attributes in seen.all:
        assert not any(name.startswith("on") for name in attributes), attributes
        assert not attributes.get("href", "").startswith("javascript:")
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")


def test_an_opening_style_does_not_leak_into_the_text():
    page = page_of(shown({"text/html": "<style scoped>td {color: red}</style><table></table>"}))
    assert "color: red" not in page


def test_pictures_carry_their_alt_text_and_size():
    page = page_of(shown({"image/png": PICTURE},
                         **{"image/png": {"alt": "Sales rise.", "width": 720, "height": 400}}))
    assert re.search(r'<img alt="Sales rise\." src="data:[^"]*" width="720" height="400">', page)


def test_a_picture_without_words_is_at_least_named():
    assert 'alt="A chart on Sales"' in page_of(shown({"image/png": PICTURE}))


def test_headings_follow_on_each_other_whatever_the_lesson_has():
    page = page_of(prose("##### Deep\n\n# High\n\n### Low", "report"), found("Sales doubled."))
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_links_into_the_course_become_words_and_others_stay():
    page = page_of(prose("[glossary](../g.md) and [Kaplan](https://example.org/k)", "report"),
                   found("Sales doubled."))
    assert "g.md" not in page and "glossary" in page
    assert 'href="https://example.org/k"' in page


def test_what_was_left_out_is_told_with_its_reason():
    page = page_of(found("Sales doubled."),
                   left_out=(LeftOut("1.2", "Books", "", "it needs a table finances"),))
    assert "<strong>Books</strong>: it needs a table finances." in page


def test_a_report_without_findings_says_so_first():
    page = page_of(prose("Words.", "report"), left_out=(LeftOut("1", "A", "", "b"),))
    assert "do not allow a finding yet" in page


def test_wide_tables_are_marked_so_that_they_fit_a_page():
    def table(columns):
        return shown({TABLE_MIME: {"title": "T", "rows": [],
                                   "columns": [{"name": "a", "kind": "text"}] * columns},
                      "text/html": "<table></table>"})
    assert 'many-columns"' not in page_of(table(8))
    assert ' many-columns"' in page_of(table(9))
    assert ' very-many-columns"' in page_of(table(15))


def test_the_page_fetches_nothing():
    page = page_of(found("Sales doubled."))
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=\"(https?:)?//|@import|url\(", page)
    assert '<html lang="en">' in page


def test_the_same_notebook_gives_the_same_page():
    cells = [prose("Words.", "report"), found("Sales doubled.")]
    assert page_of(*cells) == page_of(*cells)


def test_days_to_come_are_not_counted_among_the_data():
    past, ahead = pd.Timestamp("2025-03-09"), pd.Timestamp("2025-04-30")
    rests_on = [Source("orders", 2, past, past), Source("daily_context", 9, past, ahead)]
    assert period(rests_on) == (past, past)


def test_a_business_is_shown_in_its_own_name_and_colours():
    page = page_of(found("Sales doubled."), brand=Brand("The Corner", "#7a1f3d"))
    assert "<h1><bdi>The Corner</bdi></h1>" in page and "Rye" not in page
    assert "--accent: #7a1f3d; --ground: #f9f1f3;" in page
    assert '<p class="logo">' not in page


def test_a_logo_is_an_image_in_the_page_named_after_the_business():
    logo = Logo(Path("logo.svg"), "image/svg+xml", b"<svg/>")
    seen = Elements()
    seen.feed(page_of(found("Sales doubled."), name='"><script>', brand=Brand(logo=logo)))
    assert ("img", {"alt": '"><script>', "src": "data:image/svg+xml;base64,PHN2Zy8+"}) in seen.all
    assert not {"svg", "script"} & {tag for tag, _ in seen.all}


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Sales rise.</text></svg>'


def test_only_the_page_to_be_printed_has_its_pictures_in_vectors():
    both = {"image/png": PICTURE, "image/svg+xml": SVG}
    assert f"data:image/png;base64,{PICTURE}" in page_of(shown(both))
    printed = page_of(shown(both), paper="Letter")
    vectors = base64.b64encode(SVG.encode()).decode()
    assert f"data:image/svg+xml;base64,{vectors}" in printed and PICTURE not in printed
    assert "@page { size: Letter; }" in printed
    assert f"data:image/png;base64,{PICTURE}" in page_of(shown({"image/png": PICTURE}), paper="A4")


def test_the_notebook_to_hand_over_has_each_picture_once():
    executed = new_notebook(cells=[shown({"image/png": PICTURE, "image/svg+xml": SVG})])
    kept = read_notebook(executed, []).notebook
    assert list(kept.cells[0].outputs[0].data) == ["image/png"]


def test_a_table_of_long_amounts_counts_as_wide():
    def table(amount):
        row = "".join(f'<td class="money">{amount}</td>' for _ in range(8))
        return shown({TABLE_MIME: {"title": "T", "rows": [],
                                   "columns": [{"name": "a", "kind": "money"}] * 8},
                      "text/html": f"<table><tr>{row}</tr></table>"})
    assert 'class="scroll"' in page_of(table("£1,234"))
    assert 'class="scroll many-columns"' in page_of(table("£12,345,678.00"))
