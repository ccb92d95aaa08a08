"""What a chart is drawn on: a line of text is drawn once, and from then on copied.

Letters take most of the time of drawing, and much of what a widget writes stays the same from one
picture to the next.
"""

from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties

KEPT = 512  # lines of text as pixels, about 10 MB
MEASURES_KEPT = 4096
PIXEL_PARTS = 64  # letters are placed to a 64th of a pixel
MARGIN = 4  # pixels, for letters that reach beyond their measures


class Paper(FigureCanvasAgg):
    """A canvas of pixels whose text is remembered; else as matplotlib's own.

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
        return _measured(s, prop.copy(), self.dpi)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        (column, right), (row, down) = (divmod(round(PIXEL_PARTS * at), PIXEL_PARTS)
                                        for at in (x, y))
        picture, left, below = _drawn(s, prop.copy(), angle, self.dpi, right, down, gc.get_rgb(),
                                      gc.get_antialiased())
        self.draw_image(gc, column - left, self.height - row - below, picture)


@lru_cache(maxsize=MEASURES_KEPT)
def _measured(text: str, font: FontProperties, dpi: float) -> tuple[float, float, float]:
    return RendererAgg(1, 1, dpi).get_text_width_height_descent(text, font, False)


@lru_cache(maxsize=KEPT)
def _drawn(
    text: str, font: FontProperties, angle: float, dpi: float, right: int, down: int,
    colour: tuple, smooth: bool,
) -> tuple[np.ndarray, int, int]:
    """A line of text, lowest pixels first, and how many lie left of and below where it begins.

    It begins `right` and `down` parts of a pixel from a pixel's corner.
    """
    left, below, width, height = _room(*_measured(text, font, dpi), angle)
    drawer = RendererAgg(width, height, dpi)
    gc = drawer.new_gc()
    gc.set_foreground(colour, isRGBA=True)
    gc.set_antialiased(smooth)
    drawer.draw_text(gc, left + right / PIXEL_PARTS, height - below + down / PIXEL_PARTS, text,
                     font, angle)
    return np.asarray(drawer.buffer_rgba())[::-1].copy(), left, below


def _room(width: float, height: float, descent: float, angle: float) -> tuple[int, int, int, int]:
    """Whole pixels left of and below where turned text begins, and in all across and up."""
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    corners = [(cos * x - sin * y, sin * x + cos * y)
               for x in (0, width) for y in (-descent, height - descent)]
    lowest = np.floor(np.min(corners, axis=0)).astype(int) - MARGIN
    highest = np.ceil(np.max(corners, axis=0)).astype(int) + MARGIN
    return tuple(int(pixels) for pixels in (*-lowest, *(highest - lowest)))
