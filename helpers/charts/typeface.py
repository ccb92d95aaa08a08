"""Fonts held in memory; matplotlib goes to a font's file for every letter."""

import io
from functools import cache
from pathlib import Path
from threading import get_ident

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font


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


@cache
def _in_memory(path: str, thread: int) -> FT2Font:
    """A font for one thread: two at a time would end the process."""
    return FT2Font(io.BytesIO(Path(path).read_bytes()))
