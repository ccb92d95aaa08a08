"""A drawing is a logo only if it is still and keeps to itself."""

from xml.etree import ElementTree

import pytest

from helpers.core.branding.refused import LogoRefused
from helpers.core.branding.svg import safe_svg

from .drawings import FROM_ILLUSTRATOR, HARMLESS, HOSTILE, TEDIOUS, drawing


@pytest.mark.parametrize("name", HARMLESS)
def test_a_drawing_as_programs_write_it_is_taken(name):
    written = safe_svg(HARMLESS[name])
    assert ElementTree.fromstring(written).tag == "{http://www.w3.org/2000/svg}svg"
    assert safe_svg(written) == written, "what was checked once is found harmless again"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_drawing_that_acts_fetches_or_bursts_is_refused(name):
    with pytest.raises(LogoRefused):
        safe_svg(HOSTILE[name])


@pytest.mark.parametrize("name", TEDIOUS)
def test_a_tedious_drawing_is_answered(name):
    try:
        safe_svg(TEDIOUS[name])
    except LogoRefused:
        pass


@pytest.mark.parametrize(("content", "reason"), [
    ("<script/>", "a script, <script>"), ('<rect onclick="x"/>', "onclick, which runs code"),
    ('<image href="a.png"/>', "a picture inside the drawing, <image>"),
    ('<use href="a.svg#b"/>', "“a.svg#b” outside the drawing"),
    ('<rect fill="url(//x.example)"/>', "“url(//x.example)” outside the drawing"),
    ("<metadata/>", "an element, <metadata>"),
])
def test_the_reason_names_what_was_found_and_a_way_out(content, reason):
    with pytest.raises(LogoRefused) as refused:
        safe_svg(drawing(content))
    assert reason in refused.value.found
    assert "PNG" in refused.value.remedy


def test_nothing_is_handed_on_that_was_not_looked_at():
    written = safe_svg(FROM_ILLUSTRATOR).decode()
    for unseen in ("<!--", "<?xml", "/*", "xlink"):
        assert unseen not in written
    for kept in ("SVGID_1_", "stop-color:#7A1F3D", 'd="M0,0h300v100H0z"', 'href="#SVGID_2_"'):
        assert kept in written


def test_a_sheets_comment_cannot_hide_what_a_string_would_show():
    """In a browser the quoted `/*` begins no comment, so that the colour between would count."""
    hidden = drawing("""<style>a{font-family:"/*";fill:url(//x.example);font:"*/"}</style>""")
    assert b"x.example" not in safe_svg(hidden)
