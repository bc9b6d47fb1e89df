"""The gate reads pictures: what they say beside their pixels.

Structures as in the standards of each format: JPEG (ITU-T T.81, annex B), PNG 3, GIF89a, WebP container, TIFF 6,
ISO BMFF. Told are EXIF that says more than how to show the pixels, XMP, IPTC, comments and texts, thumbnails,
profiles with words of their own, and bytes after the end. Whatever they say is also looked through for names.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import IFD, TAGS

from lfnkr_nb.protection.views import packed_in, texts_in

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Examination

__all__ = ["read_picture"]

#: EXIF that only says how to show the pixels.
_HARMLESS_EXIF: Final = frozenset(
    [
        "Orientation",
        "XResolution",
        "YResolution",
        "ResolutionUnit",
        "ColorSpace",
        "ExifVersion",
        "ComponentsConfiguration",
        "FlashPixVersion",
        "ExifImageWidth",
        "ExifImageHeight",
        "YCbCrPositioning",
        "ExifOffset",
        "PixelXDimension",
        "PixelYDimension",
        "ImageWidth",
        "ImageLength",
        "BitsPerSample",
        "Compression",
        "PhotometricInterpretation",
        "StripOffsets",
        "SamplesPerPixel",
        "RowsPerStrip",
        "StripByteCounts",
        "PlanarConfiguration",
        "Predictor",
        "ExtraSamples",
        "SampleFormat",
        "TileWidth",
        "TileLength",
        "TileOffsets",
        "TileByteCounts",
        "FillOrder",
        "ColorMap",
        "NewSubfileType",
        "SubfileType",
        "JPEGTables",
        "YCbCrSubSampling",
        "ReferenceBlackWhite",
        "TransferFunction",
        "WhitePoint",
        "PrimaryChromaticities",
        "InterColorProfile",
        "JpegIFOffset",
        "JpegIFByteCount",
        "JPEGProc",
        "YCbCrCoefficients",
    ]
)

#: Profiles that come with every program and say nothing about who used it.
_COMMON_PROFILE = re.compile(
    r"(?i)s[RP]GB|Adobe RGB|Display P3|DCI.?P3|Gr[ae]y|ROMM|ProPhoto|Rec\.? ?\d|BT\.? ?\d|FOGRA|SWOP|GRACoL"
    r"|Dot Gain|Generic"
)

#: Chunks of a PNG that only say how to show the pixels (PNG 3, chapter 11), also of animations.
_PNG_PLAIN: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT iCCP".split()
)
_WEBP_PLAIN: Final = frozenset(b"VP8  VP8L VP8X ANIM ANMF ALPH ICCP".split()) | {b"VP8 "}

#: What plotting programs write about themselves.
_OWN_SOFTWARE = re.compile(rb"^Software\0(?:\0\0\0\0)?Matplotlib version ?[\d.]+, https://matplotlib\.org/$")


def read_picture(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read what a picture says beside its pixels; where its parts are not known, the raw bytes as well."""
    parts, end = _parts(data)
    for what, content in parts:
        place = f"{where}, {what}"
        examination.raw(content, place, depth=depth)
        if what == "EXIF":
            _exif(examination, content, where)
        elif what == "ICC profile":
            _profile(examination, content, where)
        elif not _OWN_SOFTWARE.match(content):
            examination.add("picture-metadata", what, where)
    rest = data[end:].strip(b"\0\r\n ") if end else b""
    if rest:
        examination.add("picture-metadata", "bytes after the end", where)
        examination.data(rest, f"{where}, bytes after the end", depth=depth + 1)
    if not parts:
        _told_by_pillow(examination, data, where)
    if end:  # everything beside the pixels was read; of the pixels only what stands there in plain letters
        examination.plain(next(texts_in(data))[1], where)
    return bool(end)


def _parts(data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    """What stands beside the pixels, and where the picture ends (0 where that is not known)."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG"):
        return _png(data)
    if data.startswith(b"GIF8"):
        return _gif(data)
    if data.startswith(b"RIFF"):
        return _webp(data)
    return list(_boxes(data)) if data[4:8] == b"ftyp" else [], 0


# --- JPEG ---------------------------------------------------------------------------------------------

_JPEG_NAMES: Final = (
    (0xE1, b"Exif\0", "EXIF"), (0xE1, b"http://ns.adobe.com/", "XMP"), (0xE2, b"ICC_PROFILE", "ICC profile"),
    (0xE2, b"MPF\0", "further pictures (MPF)"), (0xED, b"", "IPTC"), (0xFE, b"", "comment"),
)  # fmt: skip


def _jpeg(data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    found: list[tuple[str, bytes]] = []
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == 0xD9:
            return found, place + 2
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            place += 2
            continue
        size = struct.unpack(">H", data[place + 2 : place + 4])[0]
        content = data[place + 4 : place + 2 + size]
        if what := _jpeg_segment(marker, content):
            found.append((what, content))
        place += 2 + size
        if marker == 0xDA:
            place = _after_scan(data, place)
    return found, place + 2 if data[place : place + 2] == b"\xff\xd9" else 0


def _jpeg_segment(marker: int, content: bytes) -> str:
    if not (0xE0 <= marker <= 0xEF or marker == 0xFE):
        return ""
    if marker == 0xE0 and content.startswith((b"JFIF\0", b"JFXX\0")):
        return "thumbnail" if len(content) > 14 or content.startswith(b"JFXX") else ""
    if marker == 0xEE and content.startswith(b"Adobe") and len(content) <= 12:
        return ""
    known = (what for code, mark, what in _JPEG_NAMES if code == marker and content.startswith(mark))
    return next(known, f"APP{marker - 0xE0}")


def _after_scan(data: bytes, place: int) -> int:
    """Where the compressed pixels end: at the next marker that is no stuffed byte and no restart."""
    for match in re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").finditer(data, place):
        return match.start()
    return len(data)


# --- PNG, GIF, WebP, HEIF -----------------------------------------------------------------------------


def _png(data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    names = {
        b"tEXt": "text",
        b"zTXt": "text",
        b"iTXt": "text",
        b"eXIf": "EXIF",
        b"iCCP": "ICC profile",
        b"tIME": "time",
    }
    found: list[tuple[str, bytes]] = []
    place = 8
    while place + 12 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        if kind in names:
            found.append(("XMP" if content.startswith(b"XML:com.adobe.xmp") else names[kind], content))
        elif kind not in _PNG_PLAIN:
            found.append((f"chunk {kind.decode('latin-1')}", content))
        place += 12 + size
        if kind == b"IEND":
            return found, place
    return found, 0


def _gif(data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    found: list[tuple[str, bytes]] = []
    place = 13 + (3 << ((data[10] & 7) + 1) if len(data) > 10 and data[10] & 0x80 else 0)
    while place < len(data):
        if data[place] == 0x3B:
            return found, place + 1
        if data[place] == 0x21:
            label = data[place + 1] if place + 1 < len(data) else 0
            content, place = _sub_blocks(data, place + 2)
            if label in (0xFE, 0x01):
                found.append(("comment" if label == 0xFE else "text", content))
            elif label == 0xFF and not content.startswith((b"NETSCAPE2.0", b"ANIMEXTS1.0")):
                found.append(("XMP" if content.startswith(b"XMP Data") else "extension", content))
        elif data[place] == 0x2C and place + 9 < len(data):
            colours = data[place + 9]
            _, place = _sub_blocks(data, place + 11 + (3 << ((colours & 7) + 1) if colours & 0x80 else 0))
        else:
            break
    return found, 0


def _sub_blocks(data: bytes, place: int) -> tuple[bytes, int]:
    content = bytearray()
    while place < len(data) and data[place]:
        content += data[place + 1 : place + 1 + data[place]]
        place += 1 + data[place]
    return bytes(content), place + 1


def _webp(data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    names = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "ICC profile"}
    found: list[tuple[str, bytes]] = []
    end = min(8 + int.from_bytes(data[4:8], "little"), len(data))
    place = 12
    while place + 8 <= end:
        kind, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        content = data[place + 8 : place + 8 + size]
        if kind in names or kind not in _WEBP_PLAIN:
            found.append((names.get(kind, f"chunk {kind.decode('latin-1')}"), content))
        place += 8 + size + size % 2
    return found, end


def _boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """EXIF and XMP items of HEIC and AVIF, found by their signatures: the item tables can be anywhere."""
    for match in re.finditer(rb"Exif\0\0(?=II\*\0|MM\0\*)", data):
        yield "EXIF", data[match.start() : match.start() + 65536]
    if b"http://ns.adobe.com/xap/1.0/" in data or b"<x:xmpmeta" in data:
        yield "XMP", data[data.find(b"<x:xmpmeta") :][:262144]


# --- what the parts say -------------------------------------------------------------------------------


def _exif(examination: Examination, content: bytes, where: str) -> None:
    body = content[6:] if content.startswith(b"Exif\0\0") else content
    told: set[str] = set()
    try:
        exif = Image.Exif()
        exif.load(body)
        told = {TAGS.get(tag, str(tag)) for tag in exif}
        for part in (IFD.Exif, IFD.GPSInfo, IFD.IFD1, IFD.Interop):
            inner = exif.get_ifd(part)
            told |= {TAGS.get(tag, str(tag)) if part != IFD.GPSInfo else "GPS" for tag in inner} - {
                "InteropIndex"
            }
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error):
        told.add("damaged")
    if told - _HARMLESS_EXIF:
        examination.add("picture-metadata", "EXIF with a place" if "GPS" in told else "EXIF", where)


def _profile(examination: Examination, content: bytes, where: str) -> None:
    """A profile that is not one of those every program brings says which camera or screen it belongs to."""
    from PIL import ImageCms  # noqa: PLC0415 - only for pictures with a profile

    body = next((inner for method, inner in packed_in(content) if method == "zlib"), content)
    start = body.find(b"acsp") - 36
    words = ""
    with suppress(OSError, ImageCms.PyCMSError, ValueError):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(body[max(start, 0) :]))
        words = " ".join(filter(None, (profile.profile.profile_description, profile.profile.model)))
    examination.plain(words, f"{where}, ICC profile", metadata=True)
    if words and not _COMMON_PROFILE.search(words):
        examination.add("picture-metadata", "ICC profile", where)


def _told_by_pillow(examination: Examination, data: bytes, where: str) -> None:
    """TIFF and other formats whose parts we do not take apart: what Pillow finds in them."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            info = {str(key).lower() for key in picture.info}
            exif = {TAGS.get(tag, str(tag)) for tag in picture.getexif()}
    except (
        OSError,
        ValueError,
        SyntaxError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        struct.error,
    ):
        return
    if exif - _HARMLESS_EXIF:
        examination.add("picture-metadata", "EXIF", where)
    for key, what in (("xmp", "XMP"), ("photoshop", "IPTC"), ("comment", "comment"), ("exif", "EXIF")):
        if key in info and what != "EXIF":
            examination.add("picture-metadata", what, where)
