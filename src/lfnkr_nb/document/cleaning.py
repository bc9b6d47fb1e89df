"""A picture is cleaned: its pixels are drawn into a new file, and nothing else of the old one survives."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageOps

from lfnkr_nb.document.colours import in_srgb
from lfnkr_nb.document.picture_formats import format_of, prepare_format
from lfnkr_nb.document.rasterising import rasterise
from lfnkr_nb.document.svg import clean_svg, looks_like_svg
from lfnkr_nb.document.tree import Picture
from lfnkr_nb.errors import PictureError

__all__ = ["LONGEST_SIDE", "MOST_PIXELS", "clean_picture", "is_animated"]

#: Pixels of a picture; more is refused before it is unpacked (a decompression bomb).
MOST_PIXELS = 40_000_000
#: Pixels of the longer side after cleaning: 20 cm at 300 dots per inch.
LONGEST_SIDE = 2_400
#: Quality of JPEG files, on Pillow's scale.
QUALITY = 85
#: More colours than this in one picture are a photograph.
PHOTO_COLOURS = 32_768

_AS_PNG = "Save it as PNG or JPEG."
#: Formats whose files may hold frames or pages that a reader of the file would see.
_MOVING = frozenset({"GIF", "PNG", "WEBP", "AVIF", "TIFF"})
#: What Pillow's readers raise over damaged files.
_DAMAGE = (
    OSError, EOFError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, MemoryError, SyntaxError,
    struct.error, zlib.error,
)  # fmt: skip


def clean_picture(data: bytes) -> Picture:
    """The picture as pixels alone, in sRGB, upright, at most 2,400 pixels long, named by its content.

    Metadata of every kind (EXIF, XMP, IPTC, colour profile, text, thumbnail, trailing bytes) is gone, and so are
    second pictures and films; of an animation the first frame is kept, of several pages the first one. Drawings
    become pixels too. The same bytes in give the same bytes out.

    Raises:
        PictureError: No picture of a known type, damaged, too large, or an SVG with active content.
    """
    return _cleaned(data)


@lru_cache(maxsize=256)
def _cleaned(data: bytes) -> Picture:
    if looks_like_svg(data):
        drawing = clean_svg(data)
        drawn = rasterise(drawing, LONGEST_SIDE)
        words = drawing.words
        return Picture(_name(drawn, "png"), drawn, "image/png", drawing.width, drawing.height, words)
    image, kind = _decoded(data)
    encoded, extension = _encoded(image, kind)
    mime = "image/png" if extension == "png" else "image/jpeg"
    return Picture(_name(encoded, extension), encoded, mime, image.width, image.height)


@lru_cache(maxsize=256)
def is_animated(data: bytes) -> bool:
    """Whether a picture that `clean_picture` accepts has more than one frame or page.

    The second picture that telephones hide in a JPEG or HEIC file is none of them.
    """
    kind = format_of(data)
    if kind not in _MOVING or (kind == "PNG" and b"acTL" not in data):
        return False
    try:
        with _opened(data, kind) as image:
            image.seek(1)  # counting the frames would read them all
    except _DAMAGE:
        return False
    return True


def _name(data: bytes, extension: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{extension}"


def _decoded(data: bytes) -> tuple[Image.Image, str]:
    """The pixels of the first frame, upright, in sRGB, not too large, as a new image; and the format."""
    kind = format_of(data)
    if not kind:
        raise PictureError(
            "this is no PNG, JPEG, GIF, WebP, AVIF, HEIC, TIFF, BMP or SVG picture", hint=_AS_PNG
        )
    prepare_format(kind)
    try:
        with _opened(data, kind) as image:
            return _pixels(image), kind
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except _DAMAGE as error:
        raise PictureError("the picture is damaged", hint=_AS_PNG) from error


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    """The picture as Pillow reads it, and by no other reader than that of its format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, which goes anyway
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            yield image


def _too_large() -> PictureError:
    return PictureError(
        f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels", hint="Scale it down."
    )


def _pixels(image: Image.Image) -> Image.Image:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    image.load()
    colours = in_srgb(ImageOps.exif_transpose(image), image.info.get("icc_profile"))
    colours.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return Image.frombytes(colours.mode, colours.size, colours.tobytes())


def _encoded(image: Image.Image, kind: str) -> tuple[bytes, str]:
    """The image as a file, and its extension: photographs as JPEG, drawings and transparency as PNG."""
    out = io.BytesIO()
    if _is_photo(image, kind):
        image.save(out, "JPEG", quality=QUALITY, subsampling="4:2:0", progressive=False)
        return out.getvalue(), "jpg"
    image.save(out, "PNG", compress_level=6)
    return out.getvalue(), "png"


def _is_photo(image: Image.Image, kind: str) -> bool:
    if image.mode == "RGBA":
        return False
    return kind == "JPEG" or image.getcolors(PHOTO_COLOURS) is None
