"""The index of a batch in a real browser: put in order and filtered without a script."""

import pytest
from playwright.sync_api import sync_playwright

from helpers.core.browser import chromium
from helpers.reports.output.index import render_index
from helpers.reports.records import DONE, FAILED, Finding, Outcome
from tests.browser.lab import QUIET_CHROMIUM

BATCH = [
    Outcome(name, name, state, files=("report.html", "report.pdf"), seconds=seconds,
            findings=(Finding("1.1", "Sales", "Sales doubled. " * 9),) * (state == DONE))
    for name, state, seconds in (("acorn", DONE, 1.0), ("mill", FAILED, 3.0), ("rye", DONE, 2.0))
]


@pytest.fixture(scope="module")
def browser():
    if chromium() is None:
        pytest.skip("no Chromium is installed, so nothing can be seen in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET_CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, tmp_path):
    index = tmp_path / "index.html"
    index.write_text(render_index(BATCH, "1 Apr 2025"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 800}, offline=True)
    page.goto(index.as_uri())
    yield page
    page.close()


def businesses(page):
    """Their names in the order in which they are seen."""
    return page.locator("tbody th > :first-child:visible").all_text_contents()


def test_a_heading_puts_the_table_in_the_order_of_its_column(page):
    assert businesses(page) == ["acorn", "mill", "rye"]
    page.get_by_role("link", name="Seconds").click()
    assert businesses(page) == ["mill", "rye", "acorn"]
    assert page.locator("table:visible").count() == 1
    page.get_by_role("link", name="Business").click()
    assert businesses(page) == ["acorn", "mill", "rye"]


def test_the_keyboard_alone_puts_it_in_order_and_shows_the_failed_ones(page):
    page.get_by_role("link", name="State").focus()
    page.keyboard.press("Enter")
    assert businesses(page) == ["mill", "acorn", "rye"]
    page.get_by_role("radio", name="all").focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_by_role("radio", name="failed").is_checked()
    assert businesses(page) == ["mill"]
    page.get_by_role("link", name="Seconds").click()
    assert businesses(page) == ["mill"]


@pytest.mark.parametrize("width", [360, 1200])
def test_what_is_told_aloud_is_a_table_on_any_screen(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("row").count() == 4
    assert page.get_by_role("rowheader").first.text_content().startswith("acorn")
    assert page.get_by_role("columnheader").count() == 6
