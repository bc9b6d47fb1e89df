"""Which reader of the gate reads a file: by its first bytes, and by its name where bytes do not tell."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Reader

__all__ = ["reader_of"]

_MARKUP = re.compile(rb"(?is)^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*\0?<\0?[a-z!?]")
_XML = re.compile(rb"(?i)^(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg\b|!DOCTYPE\s+svg|[\w-]+:\w|[\w-]+\s+xmlns)")
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|p|div|table|img|a|meta|h1)\b")

#: First bytes of pictures, by what the reader of pictures calls them.
_PICTURES: Final = (
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"), (b"BM", "bmp"), (b"\0\0\x01\0", "ico"), (b"8BPS", "psd"), (b"\0\0\0\x0cjP  ", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
)  # fmt: skip

#: Brands of the ISO base media container that hold one picture.
_HEIF: Final = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif", b"avis", b"hevc")


def reader_of(data: bytes, name: str = "") -> Reader | None:
    """The reader for a file's bytes; None for plain text and unknown bytes."""
    suffix = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if b"%PDF-" in data[:1024]:
        from lfnkr_nb.protection.pdf import read_pdf  # noqa: PLC0415 - each reader is loaded when it is needed

        return read_pdf
    return _package(data) or _picture(data) or _written(data, suffix)


def _package(data: bytes) -> Reader | None:
    from lfnkr_nb.protection import packages  # noqa: PLC0415

    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"PK\x05\x06" in data[-65558:]:
        return packages.read_zip
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return packages.read_ole
    if data[257:262] == b"ustar":
        return packages.read_tar
    closed = data.startswith(
        (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"-----BEGIN PGP MESSAGE", b"age-encryption.org/")
    )
    return packages.read_closed if closed else None


def _picture(data: bytes) -> Reader | None:
    found = next((kind for mark, kind in _PICTURES if data.startswith(mark)), "")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        found = "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        found = "heif"
    if not found or (found == "bmp" and int.from_bytes(data[2:6], "little") not in range(26, len(data) + 1)):
        return None
    from lfnkr_nb.protection.picture_metadata import read_picture  # noqa: PLC0415

    return read_picture


def _written(data: bytes, suffix: str) -> Reader | None:
    from lfnkr_nb.protection import markup, written  # noqa: PLC0415

    if suffix in ("html", "htm", "xhtml"):
        return markup.read_html
    if _XML.match(data[:512]) or suffix in ("svg", "xml", "xmp", "rdf", "rss", "atom"):
        return markup.read_xml
    if _MARKUP.match(data[:512]) and _HTML.search(data[:4096]):
        return markup.read_html
    if suffix in ("csv", "tsv"):
        return written.read_table
    if suffix in ("md", "markdown"):
        return written.read_markdown
    if suffix in ("json", "ipynb", "geojson") or data[:1] in (b"{", b"["):
        return written.read_json if _is_json(data) else None
    return written.read_json_lines if suffix in ("jsonl", "ndjson") else None


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
