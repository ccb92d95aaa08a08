"""A report in a real browser with the network cut."""

import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

from helpers import open_business
from helpers.charts.style import contrast
from helpers.core.browser import chromium
from helpers.core.formats import PLAIN
from helpers.lessons import all_lessons
from helpers.lessons.outputs import TABLE_MIME
from helpers.reports import make_reports
from helpers.reports.output.render import Page, render_report
from helpers.reports.reading import read_notebook
from tests.browser.lab import QUIET_CHROMIUM

HOSTILE = "<script>document.title = 'taken over'</script><img src='http://x.invalid/y.png'>"


@pytest.fixture(scope="module")
def browser():
    """Chromium without a display; skips where there is none."""
    if chromium() is None:
        pytest.skip("no Chromium is installed, so nothing can be seen in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET_CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The two samples' reports, one of them under a hostile name."""
    folder = tmp_path_factory.mktemp("reports")
    hostile = folder / "hostile"
    shutil.copytree(open_business("shop").folder, hostile)
    settings = hostile / "business.yaml"
    settings.write_text(re.sub("(?m)^name:.*", f'name: "{HOSTILE}"', settings.read_text()))
    batch = make_reports(["saas", hostile], folder / "out")
    assert not batch.failed, str(batch)
    return batch.out


@pytest.fixture
def page(reports, browser):
    """A page without a network that keeps what it asked for."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    yield page
    context.close()


def open_file(page, path: Path):
    page.goto(path.as_uri())
    page.wait_for_load_state("load")


@pytest.mark.parametrize("file", ["saas/report.html", "hostile/report.html", "index.html"])
def test_the_page_asks_the_network_for_nothing_and_holds_no_script(page, reports, file):
    open_file(page, reports / file)
    assert [url for url in page.asked if not url.startswith("data:")] == [(reports / file).as_uri()]
    assert page.locator("script, iframe, object, embed, link").count() == 0
    assert page.said == []


def test_a_hostile_name_is_shown_as_it_is_written(page, reports):
    open_file(page, reports / "hostile" / "report.html")
    assert page.locator("h1").text_content() == HOSTILE
    assert page.title() == f"{HOSTILE}: growth report"


@pytest.mark.parametrize("name", ["saas", "hostile"])
def test_every_picture_is_drawn_and_described(page, reports, name):
    open_file(page, reports / name / "report.html")
    pictures = page.locator("img").evaluate_all(
        "all => all.map(img => [img.alt, img.complete && img.naturalWidth])"
    )
    assert pictures
    assert all(len(alt) > 40 and width > 0 for alt, width in pictures)


def test_findings_come_first_and_lead_to_their_sections(page, reports):
    open_file(page, reports / "saas" / "report.html")
    assert page.locator("h2").first.text_content() == "What we found"
    links = page.locator(".summary a")
    assert links.count() >= 1
    for number in range(links.count()):
        assert page.locator(links.nth(number).get_attribute("href")).count() == 1


def test_headings_form_one_outline(page, reports):
    open_file(page, reports / "saas" / "report.html")
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


@pytest.mark.parametrize("width", [360, 768])
def test_a_small_screen_need_not_scroll_sideways(page, reports, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_file(page, reports / "saas" / "report.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_stands_out_from_what_is_behind_it(page, reports):
    """WCAG 2.2 AA: 4.5 to 1 for text."""
    open_file(page, reports / "saas" / "report.html")
    colours = page.evaluate("""() => {
        const behind = (node) => {
            for (; node; node = node.parentElement) {
                const colour = getComputedStyle(node).backgroundColor;
                if (colour !== "rgba(0, 0, 0, 0)") return colour;
            }
            return "rgb(255, 255, 255)";
        };
        return [...document.querySelectorAll("body *")].map(
            node => [getComputedStyle(node).color, behind(node)]);
    }""")
    pairs = {tuple(map(tuple, (re.findall(r"\d+", each) for each in pair))) for pair in colours}
    assert pairs
    for ink, paper in pairs:
        assert contrast(*([int(part) / 255 for part in each[:3]] for each in (ink, paper))) >= 4.5


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("columns", [6, 12, 26])
def test_the_last_column_of_a_table_is_printed(page, tmp_path, reports, paper, columns):
    printed = tmp_path / "wide.html"
    printed.write_text(with_a_table_of(columns, reports))
    open_file(page, printed)
    page.pdf(path=tmp_path / "wide.pdf", format=paper)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "wide.pdf", "-"],
                          capture_output=True, text=True, check=True).stdout
    assert "987" in text
    assert "LAST" in re.sub(r"\s", "", text)


def with_a_table_of(columns: int, reports: Path) -> str:
    """The sample's report, drawn anew with a wide table in place of its own."""
    notebook = nbformat.read(reports / "saas" / "report.ipynb", as_version=4)
    names = [f"month {number}" for number in range(1, columns)] + ["LAST"]
    frame = pd.DataFrame([["1,234"] * (columns - 1) + ["987"]], columns=names)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if TABLE_MIME in output.get("data", {}):
                output.data[TABLE_MIME].update(
                    columns=[{"name": name, "kind": "text"} for name in names], rows=[],
                )
                output.data["text/html"] = frame.to_html(index=False)
    sections = read_notebook(notebook, all_lessons()).sections
    page = Page("Wide", PLAIN, "", "1 Apr 2025", tuple(sections), (), (), (), {})
    return render_report(page)
