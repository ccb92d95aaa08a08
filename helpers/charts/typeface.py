"""Fonts held in memory; matplotlib goes to a font's file for every letter."""

import io
import pathlib
from functools import lru_cache
from threading import get_ident

import numpy as np
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.textpath import TextToPath, text_to_path

FONTS_KEPT = 64  # as many as matplotlib keeps


def typeface(text: str, font: FontProperties) -> FT2Font | None:
    """A font, if it has all the letters of a text; matplotlib knows others to fall back to.

    Parameters
    ----------
    text : str
        What is to be written.
    font : FontProperties
        In what; its size is set by who writes.

    Examples
    --------
    >>> typeface("£12", FontProperties(family="DejaVu Sans")).family_name
    'DejaVu Sans'
    >>> typeface("日本", FontProperties(family="DejaVu Sans")) is None
    True
    """
    face = _in_memory(findfont(font), get_ident())
    return face if all(map(face.get_char_index, map(ord, text))) else None


def letters_as_path(text: str, font: FontProperties) -> Path:
    """The outlines of a line of text, one point high, that begins at the origin.

    Parameters
    ----------
    text, font
        As for `typeface`.

    Examples
    --------
    >>> box = letters_as_path("l", FontProperties(family="DejaVu Sans")).get_extents()
    >>> bool(0 < box.width < box.height < 1)
    True
    """
    maker = _FROM_MEMORY if typeface(text, font) else text_to_path
    vertices, codes = maker.get_text_path(font, text)
    return Path(np.asarray(vertices) / maker.FONT_SCALE, codes)


class _FromMemory(TextToPath):
    """Takes letters from a font that has them all."""

    def _get_font(self, prop: FontProperties) -> FT2Font:
        face = typeface("", prop)
        face.set_size(self.FONT_SCALE, self.DPI)
        return face


_FROM_MEMORY = _FromMemory()


@lru_cache(maxsize=FONTS_KEPT)
def _in_memory(file: str, thread: int) -> FT2Font:
    """A font for one thread: two at a time would end the process."""
    return FT2Font(io.BytesIO(pathlib.Path(file).read_bytes()))
