"""A logo is a harmless picture that stands in the business's folder."""

import io
import os
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from helpers.core.branding.logo import MOST_BYTES, MOST_PIXELS, read_logo
from helpers.core.branding.refused import LogoRefused

from .drawings import HOSTILE, drawing


def png(width=40, height=20, mode="RGB", **how) -> bytes:
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, "png", **how)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width, height, pixels: bytes) -> bytes:
    """A PNG file that states any size over any pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels))
            + chunk(b"IEND", b""))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def refusal(folder, name="logo", content=None) -> LogoRefused:
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(LogoRefused) as refused:
        read_logo(name, folder)
    return refused.value


def opened(logo) -> Image.Image:
    return Image.open(io.BytesIO(logo.data))


def test_a_picture_is_taken_by_what_it_is_not_by_its_name(folder):
    (folder / "logo.svg").write_bytes(png())
    (folder / "logo.png").write_bytes(drawing())
    (folder / "marks").mkdir()
    (folder / "marks" / "logo").write_bytes(png())
    assert read_logo("logo.svg", folder).mime == "image/png"
    assert read_logo("logo.png", folder).mime == "image/svg+xml"
    assert read_logo("marks/logo", folder).path == (folder / "marks" / "logo").resolve()


def test_a_page_gets_the_picture_as_data(folder):
    (folder / "logo.png").write_bytes(png())
    assert read_logo("logo.png", folder).source.startswith("data:image/png;base64,iVBOR")


@pytest.mark.parametrize(("start", "kind"), [
    (b"\xff\xd8\xff\xe0", "JPEG"), (b"GIF89a", "GIF"), (b"RIFF....WEBP", "WebP"),
    (b"%PDF-1", "PDF"), (b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "compressed"), (b"", "neither"), (b"name: A", "neither"),
])
def test_another_kind_is_named_whatever_the_file_is_called(folder, start, kind):
    refused = refusal(folder, "logo.png", start)
    assert kind in refused.found
    assert "save it as PNG" in refused.remedy


@pytest.mark.parametrize("name", ["../logo.png", "marks/../../logo.png", "/etc/hostname", "~/x.png",
                                  "linked.png", "away/logo.png", "."])
def test_a_file_outside_the_folder_is_never_read(folder, name):
    (folder.parent / "logo.png").write_bytes(png())
    (folder / "marks").mkdir()
    (folder / "linked.png").symlink_to(folder.parent / "logo.png")
    (folder / "away").symlink_to(folder.parent)
    assert refusal(folder, name).found in ("lies outside the folder", "is not there")
    if name not in ("~/x.png", "."):
        assert refusal(folder, name).found == "lies outside the folder"


def test_a_link_within_the_folder_is_followed(folder):
    (folder / "logo-2025.png").write_bytes(png())
    (folder / "logo.png").symlink_to("logo-2025.png")
    assert read_logo("logo.png", folder).path.name == "logo-2025.png"


@pytest.mark.parametrize("name", [None, 7, True, ["logo.png"], {"file": "logo.png"}, "a\0b",
                                  "\ud800", "", " ", "x" * 5_000])
def test_what_is_no_name_of_a_file_is_refused(folder, name):
    assert refusal(folder, name).found in ("is not a file's name", "is not there",)


def test_a_pipe_or_a_loop_of_links_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    for name in ("pipe", "loop"):
        assert refusal(folder, name).found == "is not there"


def test_a_file_too_large_is_refused_before_it_is_looked_into(folder):
    refused = refusal(folder, "logo.png", png() + b"\0" * MOST_BYTES)
    assert refused.found == "is larger than 500 kB"


@pytest.mark.parametrize(("width", "height"), [(MOST_PIXELS + 1, 1), (1, MOST_PIXELS + 1),
                                               (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_too_many_pixels_is_never_unpacked(folder, width, height, monkeypatch):
    monkeypatch.setattr(Image, "open", None)
    refused = refusal(folder, "logo.png", png_of(width, height, b"\0" * 1_000_000))
    assert f"{width} × {height} pixels" in refused.found


def test_pixels_beyond_the_stated_size_are_left_packed(folder):
    (folder / "logo.png").write_bytes(png_of(2, 2, b"\0" * 50_000_000))
    assert opened(read_logo("logo.png", folder)).size == (2, 2)


@pytest.mark.parametrize("content", [
    b"\x89PNG\r\n\x1a\n", png()[:40], png_of(2, 2, b""), png_of(0, 0, b"\0"),
    png().replace(b"IHDR", b"IHDX"), png()[:33] + chunk(b"IDAT", b"not packed"),
], ids=["signature", "cut", "no pixels", "no size", "no header", "not packed"])
def test_a_damaged_picture_is_refused(folder, content):
    assert "damaged" in refusal(folder, "logo.png", content).found


def test_only_what_is_seen_of_a_picture_is_kept(folder):
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "Ann Smith")
    about.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>taken at home</x:xmpmeta>")
    content = png(pnginfo=about, exif=b"Exif\0\0II*\0place", icc_profile=b"profile" * 9)
    (folder / "logo.png").write_bytes(content + b"<script>alert(1)</script>")
    logo = read_logo("logo.png", folder)
    for unseen in (b"Ann", b"home", b"place", b"script", b"tEXt", b"iTXt", b"eXIf", b"iCCP"):
        assert unseen not in logo.data
    assert opened(logo).size == (40, 20)


def test_a_packed_note_of_a_hundred_megabytes_is_refused(folder):
    note = chunk(b"zTXt", b"note\0\0" + zlib.compress(b"a" * 100_000_000))
    refusal(folder, "logo.png", png()[:33] + note + png()[33:])


def test_of_moving_pictures_the_first_is_kept(folder):
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "png", save_all=True, append_images=frames[1:])
    (folder / "logo.png").write_bytes(written.getvalue())
    kept = opened(read_logo("logo.png", folder))
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_a_ground_that_shows_through_still_does(folder, mode):
    how = {"transparency": 0} if mode in ("P", "L", "1") else {}
    (folder / "logo.png").write_bytes(png(mode=mode, **how))
    assert opened(read_logo("logo.png", folder)).convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_large_picture_is_made_as_small_as_it_is_shown(folder):
    (folder / "logo.png").write_bytes(png(2000, 500))
    assert opened(read_logo("logo.png", folder)).size == (800, 200)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_drawing_is_refused_as_a_logo_too(folder, name):
    refusal(folder, "logo.svg", HOSTILE[name][:MOST_BYTES])


def test_the_same_file_gives_the_same_bytes(folder):
    (folder / "logo.png").write_bytes(png())
    assert read_logo("logo.png", folder) == read_logo("logo.png", folder)
