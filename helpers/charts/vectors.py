"""A figure as SVG for print: lines and letters that stay sharp, and nothing a page makes coarse."""

import io
import math

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, TransformedPath

from helpers.charts.fonts import with_letters

POINTS_PER_INCH = 72
HATCHED = 72  # points on each side of a square of hatching


def svg(figure: Figure) -> str:
    """The figure as an SVG file's text, which looks the same where its font is not installed.

    Parameters
    ----------
    figure : Figure
        Its settings, such as its style, are to hold already.
    """
    file = io.StringIO()
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    figure.set_dpi(POINTS_PER_INCH)
    unsaid = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    renderer = _LinesOnly(width, height, file, metadata=unsaid)
    figure.draw(renderer)
    renderer.finalize()
    return with_letters(file.getvalue())


class _LinesOnly(RendererSVG):
    """Draws hatching as lines: printed from a page, SVG's own patterns become coarse pictures."""

    def draw_path(self, gc, path, transform, rgbFace=None):
        hatch = gc.get_hatch_path()
        if hatch is None:
            super().draw_path(gc, path, transform, rgbFace)
            return
        face, lines = self.new_gc(), self.new_gc()
        face.copy_properties(gc)
        face.set_hatch(None)
        super().draw_path(face, path, transform, rgbFace)
        lines.set_clip_path(TransformedPath(path, transform))
        lines.set_foreground(gc.get_hatch_color())
        lines.set_linewidth(gc.get_hatch_linewidth())
        squares = Affine2D().scale(HATCHED)
        covered = path.get_extents(transform - squares)
        super().draw_path(lines, _tiled(hatch, covered), squares)


def _tiled(square: Path, covered) -> Path:
    columns = range(math.floor(covered.x0), math.ceil(covered.x1))
    rows = range(math.floor(covered.y0), math.ceil(covered.y1))
    return Path.make_compound_path(*(
        square.transformed(Affine2D().translate(column, row)) for column in columns for row in rows
    ))
