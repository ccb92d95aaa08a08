"""A logo from an owner's folder, made harmless before it goes into a page."""

import base64
import codecs
import io
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from helpers.core.branding.refused import SAVE_AS_PNG, LogoRefused
from helpers.core.branding.svg import safe_svg

MOST_BYTES = 500_000
MOST_PIXELS = 2_000  # each way
SHOWN_PIXELS = 800  # each way: sharp in print at the size that a report shows it

_PNG = b"\x89PNG\r\n\x1a\n"
_OTHERS = {
    b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"RIFF": "a WebP picture",
    b"BM": "a BMP picture", b"%PDF": "a PDF file", b"\x1f\x8b": "a compressed file",
    b"PK": "a ZIP or Office file",
}
_KIND_EXPECTED = "a PNG picture or an SVG drawing, whatever its name ends in"


@dataclass(frozen=True)
class Logo:
    """A picture known to be harmless.

    Parameters
    ----------
    path : Path
        The file it came from.
    mime : str
        `image/png` or `image/svg+xml`.
    data : bytes
        The picture, written anew without anything but what is seen.
    """

    path: Path
    mime: str
    data: bytes

    @property
    def source(self) -> str:
        """The picture as the `src` of an `<img>`, where no drawing can run or fetch anything."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"


def read_logo(name, folder: Path) -> Logo:
    """Read a logo that stands in a business's folder.

    Parameters
    ----------
    name : str
        The file's name, or its path from the folder.
    folder : Path
        The business's.

    Raises
    ------
    LogoRefused
        It is not there, not in the folder, too large, of another kind, or holds more than a
        picture.
    """
    path = _inside(name, folder)
    data = _bytes_of(path)
    if data.startswith(_PNG):
        return Logo(path, "image/png", _plain_png(data))
    if data.startswith((b"<", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        data.lstrip().startswith(b"<")
    ):
        return Logo(path, "image/svg+xml", safe_svg(data))
    kind = next((kind for start, kind in _OTHERS.items() if data.startswith(start)),
                "neither a PNG picture nor an SVG drawing")
    raise LogoRefused(f"is {kind}", _KIND_EXPECTED, SAVE_AS_PNG)


def _inside(name, folder: Path) -> Path:
    expected = "the name of a file in the business's folder"
    remedy = "put the logo into the folder and write its name, such as  logo: logo.png"
    try:
        home, path = Path(os.path.realpath(folder)), Path(os.path.realpath(folder / name))
    except (TypeError, ValueError):
        raise LogoRefused("is not a file's name", expected, remedy) from None
    if not path.is_relative_to(home):
        raise LogoRefused("lies outside the folder", expected, remedy)
    if not os.path.isfile(path):
        raise LogoRefused("is not there", expected, remedy)
    return path


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise LogoRefused(f"cannot be read ({error.strerror})", "a file that may be read",
                          "check who may read the file") from None
    if len(data) > MOST_BYTES:
        raise LogoRefused(f"is larger than {MOST_BYTES // 1000} kB",
                          f"at most {MOST_BYTES // 1000} kB",
                          f"save it smaller: {SHOWN_PIXELS} pixels are enough")
    return data


def _plain_png(data: bytes) -> bytes:
    """The picture's pixels alone: no metadata, no second picture, nothing behind its end."""
    _check_pixels(data)
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            see_through = "A" in picture.getbands() or "transparency" in picture.info
            pixels = picture.convert("RGBA" if see_through else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise LogoRefused(f"is a damaged PNG picture ({error})", _KIND_EXPECTED,
                          SAVE_AS_PNG) from None
    pixels.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    pixels.info.clear()
    written = io.BytesIO()
    pixels.save(written, "png")
    return written.getvalue()


def _check_pixels(data: bytes) -> None:
    """The size that the file states, before anything is unpacked."""
    width, height = struct.unpack(">II", data[16:24].ljust(8, b"\0"))
    if max(width, height) > MOST_PIXELS:
        raise LogoRefused(f"is {width} × {height} pixels large",
                          f"at most {MOST_PIXELS} × {MOST_PIXELS} pixels",
                          f"save it smaller: {SHOWN_PIXELS} pixels are enough")
