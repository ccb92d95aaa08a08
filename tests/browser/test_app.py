"""The app as an owner sees it, in a real browser that can reach nothing but this machine."""

import re

import pytest
from playwright.sync_api import expect

from helpers.core.browser import chromium
from tests.app.running import running_app
from tests.browser.lab import offline_browser

PATIENCE = 60_000  # milliseconds


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    if chromium() is None:
        pytest.skip("no Chromium is installed, so nothing can be seen in a browser")
    with running_app(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture
def page(app):
    """A page as wide as a desk's; strays and errors are held against the test."""
    with offline_browser() as visit:
        visit.page.set_default_timeout(PATIENCE)
        yield visit.page
        assert visit.strayed == []
        assert visit.errors == []


@pytest.fixture
def phone(app):
    """A page as narrow as a phone's."""
    with offline_browser(width=390, height=844) as visit:
        visit.page.set_default_timeout(PATIENCE)
        yield visit.page
        assert visit.strayed == []
        assert visit.errors == []


def too_wide(page) -> int:
    """By how many pixels the page must be pushed sideways."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def question(page, number: int):
    """The field, button and verdict of one of the questions on a page, counted from 0."""
    asked = page.locator(".growth-question").nth(number)
    asked.scroll_into_view_if_needed()
    return asked


def test_an_owner_chooses_a_business_reads_tries_a_control_and_answers(app, page):
    page.goto(app.address())
    page.get_by_label("Business", exact=True).select_option("saas")
    page.get_by_role("button", name="Use it").click()
    page.get_by_role("link", name="Cohorts and churn").click()
    expect(page).to_have_url(app.lesson("2.5", "saas"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Cohorts and churn"))
    expect(page.locator(".finished")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".at-work")).to_be_hidden()
    assert page.locator("figure img").count() > 5
    assert all(page.locator("figure img").evaluate_all(
        "pictures => pictures.map(each => each.naturalWidth > 100 && each.alt.length > 40)"))
    assert page.locator(".jp-InputArea, .CodeMirror, .cm-editor, .highlight").count() == 0
    for code in ("open_business(", "import pandas", "finding(", "charts."):
        assert code not in page.locator("main").inner_text()

    picture = page.locator(".growth-panel .widget-image")
    picture.wait_for()
    before = picture.get_attribute("src")
    page.get_by_label("Show", exact=True).select_option(label="what they spend")
    expect(picture).not_to_have_attribute("src", before)

    choice = question(page, 0)
    choice.get_by_role("button", name="The February customers have left").click()
    expect(choice.get_by_role("status")).to_contain_text("Hint:")
    choice.get_by_role("button", name="April had not ended").press("Enter")
    expect(choice.locator(".verdict.right")).to_be_visible()

    number = question(page, 1)
    number.get_by_label("Your answer").fill("50")
    number.get_by_role("button", name="Check").click()
    expect(number.locator(".verdict.wrong")).to_contain_text("A share is at most 1")
    number.get_by_label("Your answer").fill("1 / 2")
    number.get_by_label("Your answer").press("Enter")
    expect(number.locator(".verdict.right")).to_be_visible()

    page.get_by_role("link", name="Back to all lessons").first.click()
    expect(page.get_by_label("Business", exact=True)).to_have_value("saas")


def test_a_lesson_fits_a_phone_and_an_answer_shows_on_asking(app, phone):
    phone.goto(app.address(business="shop"))
    assert too_wide(phone) <= 0
    phone.get_by_role("link", name="Start here").click()
    question(phone, 0).wait_for()
    assert too_wide(phone) <= 0
    number = question(phone, 1)
    assert "55.50" not in number.inner_text()
    number.get_by_role("button", name="Show the answer").click()
    expect(number.get_by_text("55.50")).to_be_visible()
    for shown in [*number.locator("input, button, .widget-text label").all(),
                  *question(phone, 0).get_by_role("button").all()]:
        box = shown.bounding_box()
        assert box["width"] >= 60 and box["height"] >= 18 and box["x"] + box["width"] <= 390
    assert too_wide(phone) <= 0


def test_a_business_with_too_little_is_told_so_in_words_and_the_page_goes_on(app, page):
    folder = app.businesses / "new_shop"
    folder.mkdir()
    (folder / "business.yaml").write_text("name: New shop\ncurrency: GBP\n")
    (folder / "orders.csv").write_text(
        "order_id,order_date,customer_id,product_id,quantity,unit_price\n"
        "1,2025-01-03,ann,mug,1,5\n2,2025-03-04,bob,mug,1,5\n")
    page.goto(app.lesson("2.5", "new_shop"))
    expect(page.locator(".finished")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".sorry").first).to_contain_text("Not enough data yet.")
    assert "Traceback" not in page.content() and "NameError" not in page.content()
    expect(page.get_by_role("heading", name="Key points")).to_be_visible()
    question(page, 0).wait_for()
