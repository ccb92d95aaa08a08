"""A client's own logo and colours in a real browser."""

import io

import pytest
from PIL import Image

from helpers.charts.style import contrast
from helpers.core.branding.brand import Brand
from helpers.core.branding.logo import Logo, read_logo
from helpers.core.browser import chromium
from helpers.core.formats import PLAIN
from helpers.reports.output.render import Page, render_report
from tests.core.branding.drawings import HARMLESS, HOSTILE
from tests.browser.lab import offline_browser


@pytest.fixture(scope="module")
def visit():
    """A page of its own, without a network."""
    if chromium() is None:
        pytest.skip("no Chromium is installed, so nothing can be seen in a browser")
    with offline_browser(1200, 900) as visit:
        yield visit


@pytest.fixture
def page(visit):
    return visit.page


def show(page, brand: Brand) -> None:
    """Opens a report that wears the brand."""
    about = Page("Rye & Co", PLAIN, "", "1 Apr 2025", (), (), (), (), {}, brand)
    page.set_content(render_report(about), wait_until="load")


@pytest.mark.parametrize("name", HARMLESS)
def test_a_logo_that_is_taken_is_drawn(page, tmp_path, name):
    (tmp_path / "logo.svg").write_bytes(HARMLESS[name])
    show(page, Brand(logo=read_logo("logo.svg", tmp_path)))
    assert page.locator(".logo img").evaluate("img => img.complete && img.naturalWidth > 0")
    assert page.get_by_role("img", name="Rye & Co").is_visible()


def test_a_drawings_colours_come_through_the_check(page, tmp_path):
    (tmp_path / "logo.svg").write_bytes(HARMLESS["figma"].replace(b"rgb(122, 31, 61)", b"#ff0000"))
    show(page, Brand(logo=read_logo("logo.svg", tmp_path)))
    seen = Image.open(io.BytesIO(page.locator(".logo img").screenshot())).convert("RGB")
    assert (255, 0, 0) in {colour for _, colour in seen.getcolors(1 << 20)}


@pytest.mark.parametrize("name", ["script", "handler on the drawing", "fill elsewhere",
                                  "image elsewhere", "sheet import", "foreignObject"])
def test_even_a_drawing_that_was_not_checked_runs_and_fetches_nothing(visit, tmp_path, name):
    drawing = HOSTILE[name].replace(b"alert(1)", b"parent.document.title = 'taken over'")
    show(visit.page, Brand(logo=Logo(tmp_path / "logo.svg", "image/svg+xml", drawing)))
    assert visit.page.title() == "Rye & Co: growth report"
    assert visit.strayed == []


@pytest.mark.parametrize("accent", ["#8a6e00", "#7a1f3d", "#707070"])
def test_the_accent_can_be_read_where_it_is_used(page, accent):
    show(page, Brand(accent=accent))
    kind = page.locator(".kind").evaluate("node => getComputedStyle(node).color")
    ground = page.locator(".summary").evaluate("node => getComputedStyle(node).backgroundColor")
    ink, paper = ([int(part) / 255 for part in colour[4:-1].split(",")]
                  for colour in (kind, ground))
    assert contrast(ink, paper) >= 4.5
    assert contrast(ink, "white") >= 4.5


def test_a_wide_and_a_tall_logo_leave_room_for_the_report(page, tmp_path):
    for width, height in ((2000, 20), (20, 2000)):
        written = io.BytesIO()
        Image.new("RGB", (width, height), "navy").save(written, "png")
        (tmp_path / "logo.png").write_bytes(written.getvalue())
        show(page, Brand(logo=read_logo("logo.png", tmp_path)))
        assert page.locator("h1").bounding_box()["y"] < 250
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
