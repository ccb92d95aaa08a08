"""What a chart is drawn on: a line of text is drawn whole and once, and from then on copied.

Letters take most of the time of drawing, and much of what is written stays the same from one
picture to the next.
"""

from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from helpers.charts.typeface import typeface

KEPT = 2048  # lines of text as shades, about 5 MB
SUBPIXELS = 64  # in which a font measures
UPWARDS = 90  # degrees
FREE_ROW = 1  # that a font leaves below the letters, and above them


class Paper(FigureCanvasAgg):
    """A canvas of pixels that lines of text are copied to; else as matplotlib's own.

    The letters of a line stand at whole pixels, as matplotlib's did before 3.11, which divides
    pixels and draws letter by letter.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure(figsize=(2, 1), dpi=100)
    >>> paper = Paper(figure)
    >>> paper.draw()
    >>> np.asarray(paper.buffer_rgba()).shape
    (100, 200, 4)
    """

    _drawer = None

    def get_renderer(self) -> "Drawer":
        """What draws on it: the same for as long as the figure keeps its size."""
        width, height = self.get_width_height(physical=True)
        if self._drawer is None or not self._drawer.fits(width, height, self.figure.dpi):
            self._drawer = Drawer(width, height, self.figure.dpi)
        return self._drawer


class Drawer(RendererAgg):
    """Draws on a `Paper`."""

    def fits(self, width: int, height: int, dpi: float) -> bool:
        """Whether it draws on so many pixels, so many to the inch."""
        return (self.width, self.height, self.dpi) == (width, height, dpi)

    def get_text_width_height_descent(self, s, prop, ismath):
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return _line(s, prop.copy(), self.dpi).measures

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath or angle not in (0, UPWARDS) or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        line = _line(s, prop.copy(), self.dpi)
        if angle == UPWARDS:
            line = line.upwards()
        self.draw_image(gc, round(x + line.left), self.height - round(y + line.below),
                        line.in_colour(gc.get_rgb()))


class Line(NamedTuple):
    """A line of text: its letters, and where they stand.

    Parameters
    ----------
    shades : ndarray
        How much of each pixel is covered, of 255; the lowest row of pixels first.
    left, below : float
        Pixels from where the line begins to the first column, and down to the lowest row's edge.
    measures : tuple of float
        The width, the height and how much of the height lies below the line, in pixels, of level
        text.
    """

    shades: np.ndarray
    left: float
    below: float
    measures: tuple[float, float, float]

    def upwards(self) -> "Line":
        """The line turned to run from below to above."""
        height, _ = self.shades.shape
        return self._replace(
            shades=np.rot90(self.shades, -1), left=self.below - height, below=-self.left)

    def in_colour(self, colour: tuple[float, float, float, float]) -> np.ndarray:
        """The letters in a colour, as red, green, blue and opacity of each pixel."""
        *shade, opacity = colour
        picture = np.empty((*self.shades.shape, 4), np.uint8)
        picture[..., :3] = np.multiply(shade, 255).round()
        picture[..., 3] = (self.shades * opacity).round()
        return picture


@lru_cache(maxsize=KEPT)
def _line(text: str, font: FontProperties, dpi: float) -> Line:
    face = _face(text, font, dpi)
    face.set_text(text, 0, flags=get_hinting_flag())
    face.draw_glyphs_to_bitmap(antialiased=True)
    width, height, descent, right, up = (
        part / SUBPIXELS for part in
        (*face.get_width_height(), face.get_descent(), *face.get_bitmap_offset()))
    shades = face.get_image()[::-1].copy()
    first = ceil(right) if len(text) > 1 else floor(right)  # right for all but the first letter
    return Line(shades, first, descent - up + FREE_ROW, (width, height, descent))


def _face(text: str, font: FontProperties, dpi: float) -> FT2Font:
    face = typeface(text, font)
    if face is None:
        return RendererAgg(1, 1, dpi)._prepare_font(font)
    face.set_size(font.get_size_in_points(), dpi)
    return face
