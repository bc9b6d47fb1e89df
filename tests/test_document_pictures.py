"""Pictures are found only beside their post, and nothing but their pixels goes on."""

from __future__ import annotations

import base64
import io
import os
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from lfnkr_nb.document import Source, clean_picture, load_picture, read_markdown
from lfnkr_nb.document.cleaning import LONGEST_SIDE
from lfnkr_nb.document.tree import Figure, Picture
from lfnkr_nb.errors import PictureError

if TYPE_CHECKING:
    from pathlib import Path

RED = (200, 30, 30)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def two_colours(mode: str = "RGB") -> Image.Image:
    """60 × 40, red, with a blue corner at the top left."""
    image = Image.new("RGB", (60, 40), RED)
    image.paste((0, 0, 255), (0, 0, 10, 10))
    return image.convert(mode)


def pixels(picture: Picture) -> Image.Image:
    with Image.open(io.BytesIO(picture.data)) as image:
        image.load()
        return image


def close(one: tuple[int, ...], other: tuple[int, ...], by: int = 8) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def secrets() -> dict[str, bytes]:
    """Each kind of file with a word in every place that is no pixel."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "SECRET"
    exif.get_ifd(0x8825)[2] = (42.0, 58.0, 7.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta><exif:GPSLatitude>SECRET</exif:GPSLatitude></x:xmpmeta>"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SECRET")
    text.add_itxt("XML:com.adobe.xmp", "SECRET", zip=True)
    image = two_colours()
    return {
        "jpeg": encoded(image, "JPEG", exif=exif, icc_profile=profile, comment=b"SECRET", xmp=xmp)
        + b"SECRET",
        "png": encoded(image, "PNG", exif=exif, icc_profile=profile, pnginfo=text) + b"SECRET",
        "webp": encoded(image, "WEBP", exif=exif, icc_profile=profile, xmp=xmp),
        "avif": encoded(image, "AVIF", exif=exif, icc_profile=profile),
        "gif": encoded(image, "GIF", comment=b"SECRET") + b"SECRET",
    }


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "gif"])
def test_only_pixels_survive(kind: str) -> None:
    """No EXIF, XMP, profile, comment, text chunk or trailing byte is in the new file."""
    picture = clean_picture(secrets()[kind])
    assert b"SECRET" not in picture.data
    left = pixels(picture)
    assert not left.getexif()
    assert set(left.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert picture.data.endswith((b"\xff\xd9", b"IEND\xaeB`\x82"))


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif"])
def test_orientation_is_baked_in(kind: str) -> None:
    """A picture taken upright with the camera turned stands upright without its EXIF."""
    picture = clean_picture(secrets()[kind])
    assert (picture.width, picture.height) == (40, 60)
    assert close(pixels(picture).convert("RGB").getpixel((37, 2)), (0, 0, 255), by=40)


@pytest.mark.parametrize("mode", ["RGB", "P", "L", "1", "LA", "RGBA", "I;16"])
def test_each_mode_of_png_is_read(mode: str) -> None:
    """Palettes, grey, alpha and 16 bits become eight bits a channel."""
    image = Image.new("I;16", (60, 40), 51400) if mode == "I;16" else two_colours(mode)
    picture = clean_picture(encoded(image, "PNG"))
    expected = (200, 200, 200) if mode == "I;16" else two_colours(mode).convert("RGB").getpixel((50, 30))
    assert close(pixels(picture).convert("RGB").getpixel((50, 30)), expected)


def test_transparency_is_kept() -> None:
    """Alpha of PNG and the transparent colour of a palette stay transparent."""
    glass = clean_picture(encoded(Image.new("RGBA", (9, 9), (1, 2, 3, 100)), "PNG"))
    assert pixels(glass).getpixel((0, 0)) == (1, 2, 3, 100)
    palette = Image.new("P", (9, 9), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    clear = clean_picture(encoded(palette, "GIF", transparency=1))
    assert pixels(clear).getpixel((0, 0))[3] == 0


def test_a_picture_for_offset_printing_becomes_rgb() -> None:
    """PDF/A takes no CMYK JPEG."""
    picture = clean_picture(encoded(two_colours("CMYK"), "JPEG"))
    assert pixels(picture).mode == "RGB"
    assert close(pixels(picture).getpixel((50, 30)), RED, by=20)


def test_a_colour_profile_is_applied() -> None:
    """A profile whose red is blue shows that it is used; one that cannot be read is ignored."""
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = standard.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)
    applied = clean_picture(encoded(two_colours(), "PNG", icc_profile=swapped))
    assert close(pixels(applied).getpixel((50, 30)), RED[::-1])
    broken = clean_picture(encoded(two_colours(), "PNG", icc_profile=b"no profile" * 20))
    assert pixels(broken).getpixel((50, 30)) == RED


@pytest.mark.slow
def test_large_pictures_are_scaled_and_huge_ones_refused() -> None:
    """2,400 pixels print well; 40 million would fill the memory."""
    wide = clean_picture(encoded(Image.new("L", (3000, 1000)), "PNG"))
    assert (wide.width, wide.height) == (LONGEST_SIDE, 800)
    with pytest.raises(PictureError, match="40 million pixels"):
        clean_picture(encoded(Image.new("1", (8000, 8000)), "PNG"))
    with pytest.raises(PictureError, match="40 million pixels"):
        clean_picture(encoded(Image.new("1", (20000, 20000)), "PNG"))


def test_photographs_are_jpeg_and_drawings_png() -> None:
    """Whatever they were before."""
    noise = Image.merge("RGB", [Image.effect_noise((300, 300), 100) for _ in range(3)])
    assert clean_picture(encoded(noise, "PNG")).mime == "image/jpeg"
    assert clean_picture(encoded(two_colours(), "WEBP", lossless=True)).mime == "image/png"


def test_the_same_picture_has_the_same_name() -> None:
    """The name is the content; the way it was stored does not matter."""
    plain, packed = encoded(two_colours(), "PNG"), encoded(two_colours(), "PNG", optimize=True)
    assert clean_picture(plain) == clean_picture(packed)
    assert re.fullmatch(r"[0-9a-f]{16}\.png", clean_picture(plain).name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"\x89PNG\r\n\x1a\n",
        encoded(two_colours(), "PNG")[:90],
        b"%PDF-1.7",
    ],
    ids=["empty", "text", "magic", "cut", "pdf"],
)
def test_no_picture_is_refused(data: bytes) -> None:
    """With a sentence for the editor."""
    with pytest.raises(PictureError, match=r"\. .+\."):
        clean_picture(data)


def test_an_animation_shows_its_first_frame_and_that_is_said(tmp_path: Path) -> None:
    frames = encoded(two_colours(), "GIF", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    (tmp_path / "moving.gif").write_bytes(frames)
    reading = read_markdown("![Moves](moving.gif)", Source(folder=tmp_path))
    (figure,) = reading.blocks
    assert isinstance(figure, Figure)
    assert figure.picture == clean_picture(encoded(two_colours(), "PNG"))
    assert [notice.message for notice in reading.notices] == [
        "of a picture with several frames or pages the first is shown: moving.gif"
    ]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with a picture, and beside it a secret that must not be read."""
    folder = tmp_path / "posts"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "写真 1.png").write_bytes(encoded(two_colours(), "PNG"))
    secret = encoded(Image.new("RGB", (7, 7)), "PNG")
    (tmp_path / "secret.png").write_bytes(secret)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.png").write_bytes(secret)
    return folder


@pytest.mark.parametrize(
    "href",
    ["media/写真 1.png", "media/%E5%86%99%E7%9C%9F%201.png", "./media/写真%201.png", "media//写真 1.png"],
)
def test_a_picture_beside_the_post_is_read(archive: Path, href: str) -> None:
    assert load_picture(href, archive).width == 60


@pytest.mark.parametrize(
    "href",
    [
        "../secret.png",
        "%2e%2e/secret.png",
        "..%2Fsecret.png",
        "..%5csecret.png",
        "media/../../secret.png",
        "media\\..\\..\\secret.png",
        "/etc/passwd",
        "//server/share/x.png",
        "\\\\server\\share\\x.png",
        "C:\\x.png",
        "C:/x.png",
        "c%3a/x.png",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "http://127.0.0.1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "javascript:x",
        "data:text/html;base64,PGI+",
        "data:image/png;base64,####",
        "data:image/png;base64," + "A" * 14_000_000,
        "a\x00.png",
        "a%00.png",
        ".",
        "",
        "media",
        "media/missing.png",
        "x" * 5000,
    ],
)
def test_other_targets_are_refused(archive: Path, href: str) -> None:
    """Absolute, upward, remote, encoded, of another system: never opened, never fetched."""
    with pytest.raises(PictureError):
        load_picture(href, archive)


def test_symbolic_links_are_not_followed(archive: Path, tmp_path: Path) -> None:
    """Neither as a file, nor as a folder on the way, nor to a place inside."""
    (archive / "link.png").symlink_to(tmp_path / "secret.png")
    (archive / "away").symlink_to(tmp_path / "outside")
    (archive / "inside.png").symlink_to(archive / "media" / "写真 1.png")
    for href in ("link.png", "away/secret.png", "inside.png"):
        with pytest.raises(PictureError, match="symbolic link"):
            load_picture(href, archive)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang(archive: Path) -> None:
    os.mkfifo(archive / "pipe.png")
    with pytest.raises(PictureError, match="not an ordinary file"):
        load_picture("pipe.png", archive)


def test_a_refused_picture_leaves_its_alt_text(archive: Path) -> None:
    """The frame says what would be there, a notice says why it is not."""
    reading = read_markdown("![Two guards](../secret.png)", Source(folder=archive, origin="posts/x.md"))
    assert reading.blocks == (Figure(None, "Two guards"),)
    (notice,) = reading.notices
    assert notice.origin == "posts/x.md"
    assert "Two guards" in notice.message
    assert notice.hint


def test_a_picture_in_the_text_itself_is_read() -> None:
    """`data:` pictures come from notebooks."""
    href = "data:image/png;base64," + base64.b64encode(encoded(two_colours(), "PNG")).decode()
    assert load_picture(href, None) == clean_picture(encoded(two_colours(), "PNG"))
