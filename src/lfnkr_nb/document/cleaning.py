"""A picture is cleaned: its pixels are drawn into a new file, and nothing else of the old one survives."""

from __future__ import annotations

import hashlib
import io
import warnings
from functools import lru_cache

from PIL import Image, ImageCms, ImageOps

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

# First bytes of each format that is read, by the name Pillow gives it.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"GIF87a", 0, "GIF"),
    (b"GIF89a", 0, "GIF"),
    (b"WEBP", 8, "WEBP"),
    (b"ftypavif", 4, "AVIF"),
)
_AS_PNG = "Save it as PNG or JPEG."


def clean_picture(data: bytes) -> Picture:
    """The picture as pixels alone, in sRGB, upright, at most 2,400 pixels long, named by its content.

    Metadata of every kind (EXIF, XMP, IPTC, colour profile, text, thumbnail, trailing bytes) is gone; of an
    animation the first frame is kept. The same bytes in give the same bytes out.

    Raises:
        PictureError: No picture of a known type, damaged, too large, or an SVG with active content.
    """
    return _cleaned(data)


@lru_cache(maxsize=256)
def _cleaned(data: bytes) -> Picture:
    if looks_like_svg(data):
        drawing = clean_svg(data)
        return Picture(
            _name(drawing.data, "svg"), drawing.data, "image/svg+xml", drawing.width, drawing.height
        )
    image, kind = _decoded(data)
    encoded, extension = _encoded(image, kind)
    mime = "image/png" if extension == "png" else "image/jpeg"
    return Picture(_name(encoded, extension), encoded, mime, image.width, image.height)


@lru_cache(maxsize=256)
def is_animated(data: bytes) -> bool:
    """Whether a picture that `clean_picture` accepts has more than one frame."""
    kind = _kind(data)
    if kind in {"JPEG", ""} or (kind == "PNG" and b"acTL" not in data):
        return False
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        return getattr(image, "n_frames", 1) > 1


def _name(data: bytes, extension: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{extension}"


def _kind(data: bytes) -> str:
    """The format by its first bytes; empty when it is none of ours."""
    return next((name for magic, at, name in _MAGIC if data[at : at + len(magic)] == magic), "")


def _decoded(data: bytes) -> tuple[Image.Image, str]:
    """The pixels of the first frame, upright, in sRGB, not too large, as a new image; and the format."""
    kind = _kind(data)
    if not kind:
        raise PictureError("this is no PNG, JPEG, GIF, WebP, AVIF or SVG picture", hint=_AS_PNG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind]) as image:
                return _pixels(image), kind
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError) as error:
        raise PictureError("the picture is damaged", hint=_AS_PNG) from error


def _too_large() -> PictureError:
    return PictureError(
        f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels", hint="Scale it down."
    )


def _pixels(image: Image.Image) -> Image.Image:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    image.seek(0)
    image.load()
    colours = _in_srgb(_eight_bit(ImageOps.exif_transpose(image)), image.info.get("icc_profile"))
    colours.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return Image.frombytes(colours.mode, colours.size, colours.tobytes())


def _eight_bit(image: Image.Image) -> Image.Image:
    """The image in one of the modes L, RGB, RGBA or CMYK, with eight bits a channel."""
    if image.mode.startswith("I"):
        wide = image.convert("I")
        return wide.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "La", "PA", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in {"L", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """The image in sRGB, by its colour profile where it has a usable one."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    flat = image.convert("RGB") if image.mode == "RGBA" else image
    if isinstance(profile, bytes) and profile:
        flat = _by_profile(flat, profile)
    if flat.mode == "CMYK":
        flat = flat.convert("RGB")
    if alpha is not None:
        flat = flat.convert("RGB")
        flat.putalpha(alpha)
    return flat


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The image converted from a profile to sRGB; a profile that does not fit its image is ignored."""
    try:
        return (
            ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="L" if image.mode == "L" else "RGB",
            )
            or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


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
