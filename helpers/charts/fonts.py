"""The shapes of a chart's letters, put into its SVG: it then looks the same on every computer."""

import base64
import html
import io
import re
import string
from functools import cache

from matplotlib.font_manager import FontProperties, findfont

FONT = "DejaVu Sans"
WEIGHTS = ("normal", "bold")
USUAL = frozenset(string.ascii_letters + string.digits + string.punctuation + " £€¥–—−…“”‘’×·‰≤≥")
# without ligatures, so that a search finds the words
NOT_NEEDED = ["FFTM", "GSUB", "GPOS", "GDEF", "kern", "name", "post"]
STYLE = '<style type="text/css">'


def with_letters(svg: str) -> str:
    """An SVG file's text with the letters it uses in it.

    Parameters
    ----------
    svg : str
        As matplotlib writes it, with text as text.

    Examples
    --------
    >>> svg = with_letters('<svg><style type="text/css">*{}</style><text>Sales</text></svg>')
    >>> svg.count("@font-face"), svg.endswith("*{}</style><text>Sales</text></svg>")
    (2, True)
    """
    used = html.unescape(re.sub(r"<[^>]*>", "", svg))
    return svg.replace(STYLE, STYLE + _faces(frozenset(used) - USUAL), 1)


@cache
def _faces(unusual: frozenset[str]) -> str:
    return "".join(_face(weight, USUAL | unusual) for weight in WEIGHTS)


def _face(weight: str, letters: frozenset[str]) -> str:
    from fontTools import subset  # slow to import, and the figures of a PDF alone need it

    options = subset.Options(hinting=False, recalc_timestamp=False, drop_tables=NOT_NEEDED)
    font = subset.load_font(findfont(FontProperties(family=FONT, weight=weight)), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text="".join(letters))
    chosen.subset(font)
    file = io.BytesIO()
    font.flavor = "woff"
    font.save(file)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    return (f"@font-face{{font-family:'{FONT}';font-weight:{weight};"
            f"src:url(data:font/woff;base64,{data})}}")
