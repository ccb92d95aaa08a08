"""Colours as numbers: how far two stand apart, and an accent that can be read.

The contrast is that of the Web Content Accessibility Guidelines 2.2, which ask 4.5 for text.
"""

import colorsys
import re

TEXT_CONTRAST = 4.5
WHITE = "#ffffff"
STEP = 0.005
TINT_LIGHTNESS, TINT_SATURATION = 0.96, 0.4

_COLOUR = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)

Rgb = tuple[float, float, float]


def parse_colour(text) -> str | None:
    """A colour such as `#7A1F3D` or `#abc` as six small letters, or None where it is not one.

    Examples
    --------
    >>> parse_colour("#7A1F3D"), parse_colour("#abc"), parse_colour("navy")
    ('#7a1f3d', '#aabbcc', None)
    """
    if not isinstance(text, str) or not _COLOUR.fullmatch(text):
        return None
    letters = text[1:].lower()
    return "#" + (letters if len(letters) == 6 else "".join(2 * letter for letter in letters))


def contrast(colour: Rgb, other: Rgb) -> float:
    """How far two colours (red, green, blue from 0 to 1) stand apart, 1 to 21.

    Examples
    --------
    >>> contrast((0, 0, 0), (1, 1, 1))
    21.0
    """
    darker, lighter = sorted(map(_luminance, (colour, other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(accent: str) -> str:
    """The accent, darkened as little as need be for text in it on white and on its own tint.

    Examples
    --------
    >>> legible("#7a1f3d"), legible("#ffcc00")
    ('#7a1f3d', '#8a6e00')
    """
    hue, lightness, saturation = _hls(accent)
    while min(_apart(accent, WHITE), _apart(accent, tint(accent))) < TEXT_CONTRAST:
        lightness -= STEP
        accent = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return accent


def tint(accent: str) -> str:
    """The accent's hue so pale that text stands out from it.

    Examples
    --------
    >>> tint("#7a1f3d"), tint("#000000")
    ('#f9f1f3', '#f5f5f5')
    """
    hue, _, saturation = _hls(accent)
    return _hex(colorsys.hls_to_rgb(hue, TINT_LIGHTNESS, min(saturation, TINT_SATURATION)))


def _apart(colour: str, other: str) -> float:
    return contrast(_rgb(colour), _rgb(other))


def _luminance(rgb: Rgb) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))


def _hls(colour: str) -> Rgb:
    return colorsys.rgb_to_hls(*_rgb(colour))


def _rgb(colour: str) -> Rgb:
    return tuple(int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5))


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
