import base64
import io
import re
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from helpers.charts.style import FIGURES, describe, house_style, new_axes

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>"


def bars(title="Sales", hatch=None):
    ax = new_axes()
    with house_style():
        ax.bar([0, 1], [2, 1], hatch=hatch)
        ax.set_title(title)
    describe(ax, "Bars.")
    return ax.figure


def elements(svg, name):
    return list(ElementTree.fromstring(svg).iter(SVG + name))


def letters_of(svg):
    """The letters in the first font that an SVG brings along."""
    file = base64.b64decode(re.search(r"font/woff;base64,([^)]+)", svg)[1])
    return set(map(chr, TTFont(io.BytesIO(file)).getBestCmap()))


def test_words_are_text_and_bring_the_shapes_of_all_their_letters():
    svg = bars("Łódź & Ørsted ≥ 5 €").svg()
    assert "Łódź & Ørsted ≥ 5 €" in [text.text for text in elements(svg, "text")]
    assert set("Łódź & Ørsted ≥ 5 €0123456789") <= letters_of(svg)
    assert svg.count("@font-face") == 2


def test_hatching_is_drawn_as_lines_inside_what_it_fills():
    svg, plain = bars(hatch="////").svg(), bars().svg()
    assert not elements(svg, "pattern")
    added = len(elements(svg, "path")) - len(elements(plain, "path"))
    outlines = len(elements(svg, "clipPath")) - len(elements(plain, "clipPath"))
    assert outlines == 2 and added >= 4


def test_text_from_a_business_cannot_become_markup():
    svg = bars(HOSTILE).svg()
    assert not elements(svg, "script")
    assert HOSTILE in [text.text for text in elements(svg, "text")]


def test_the_same_chart_is_the_same_file_and_says_no_time():
    first, second = bars(hatch="//").svg(), bars(hatch="//").svg()
    assert first == second
    assert not re.search(r"<metadata|dc:date|\d{4}-\d{2}-\d{2}T", first)


def test_drawing_in_vectors_changes_nothing_for_the_picture():
    figure, other = bars(), bars()
    figure.png(), other.png()
    figure.svg()
    assert figure.png() == other.png()


@pytest.mark.parametrize("asked, both", [("svg png", True), ("png", False), (None, False)])
def test_a_notebook_gets_vectors_only_where_the_environment_asks(monkeypatch, asked, both):
    monkeypatch.delenv(FIGURES, raising=False)
    if asked:
        monkeypatch.setenv(FIGURES, asked)
    data, metadata = bars()._repr_mimebundle_()
    assert ("image/svg+xml" in data) == both
    assert "image/png" in data and metadata["image/png"]["alt"] == "Bars."
