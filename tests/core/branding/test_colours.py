"""An accent in which text can be read, and the ground that goes with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.branding.colours import contrast, legible, parse_colour, tint

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def rgb(colour):
    return tuple(int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5))


def apart(colour, other):
    return contrast(rgb(colour), rgb(other))


def test_the_contrast_is_that_of_the_guidelines():
    assert apart("#000000", "#ffffff") == pytest.approx(21)
    assert apart("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert apart("#ffffff", "#0000ff") == pytest.approx(8.59, abs=0.005)


@given(COLOURS)
def test_text_in_any_accent_can_be_read_on_white_and_on_its_ground(colour):
    accent = legible(colour)
    assert re.fullmatch("#[0-9a-f]{6}", accent)
    assert apart(accent, "#ffffff") >= 4.5
    assert apart(accent, tint(accent)) >= 4.5


@given(COLOURS)
def test_the_houses_inks_can_be_read_on_any_ground(colour):
    for ink in ("#1a1a1a", "#595959"):
        assert apart(ink, tint(legible(colour))) >= 4.5


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert legible("#7a1f3d") == "#7a1f3d"


def test_an_accent_is_darkened_no_more_than_need_be_and_keeps_its_hue():
    accent = legible("#ffcc00")
    assert apart(accent, tint(accent)) < 4.7
    red, green, blue = rgb(accent)
    assert red > green > blue == 0
    assert green / red == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("text", [
    "navy", "#12", "#12345g", "7a1f3d", "#7a1f3d;}", "#7a1f3d\n", "", None, 123456, ["#7a1f3d"],
])
def test_what_is_no_colour_is_none(text):
    assert parse_colour(text) is None


def test_a_short_colour_is_written_out():
    assert parse_colour("#AbC") == "#aabbcc"
