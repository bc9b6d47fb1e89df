"""Which reader of the gate reads a file: by its first bytes, and by its name where bytes do not tell."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Reader

__all__ = ["is_what_its_name_says", "reader_of"]

_MARKUP = re.compile(rb"(?is)^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*\0?<\0?[a-z!?]")
_XML = re.compile(rb"(?i)^(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg\b|!DOCTYPE\s+svg|[\w-]+:\w|[\w-]+\s+xmlns)")
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|p|div|table|img|a|meta|h1)\b")

_OBJECT = re.compile(rb"(?:^|[\r\n])\s*\d+\s+\d+\s+obj\b")

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
    if _is_pdf(data):
        from lfnkr_nb.protection.pdf import read_pdf  # noqa: PLC0415 - each reader is loaded when it is needed

        return read_pdf
    return _package(data) or _picture(data) or _written(data, suffix)


def _is_pdf(data: bytes) -> bool:
    """Whether programs may show a file as a PDF: some do without its first line."""
    return b"%PDF-" in data[:1024] or (b"endobj" in data and _OBJECT.search(data) is not None)


#: What a file of some name has to begin with; an Office file with a password is an OLE file.
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_BEGINS: Final = {
    **dict.fromkeys(("xlsx", "docx", "pptx", "xlsm", "docm", "odt", "ods", "odp", "epub", "zip"), _ZIP),
    "png": (b"\x89PNG",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "gif": (b"GIF8",), "webp": (b"RIFF",),
}  # fmt: skip


def is_what_its_name_says(data: bytes, name: str) -> bool:
    """Whether a file of a type that is told by its first bytes begins like one; others can be anything."""
    suffix = name.lower().rsplit(".", 1)[-1]
    if suffix == "pdf":
        return _is_pdf(data)
    # In front of a zip a program can stand that unpacks it.
    behind = suffix == "zip" and b"PK\x05\x06" in data[-65558:]
    return behind or suffix not in _BEGINS or data.startswith(_BEGINS[suffix])


def _package(data: bytes) -> Reader | None:
    from lfnkr_nb.protection import packages  # noqa: PLC0415

    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"PK\x05\x06" in data[-65558:]:
        return packages.read_zip
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return packages.read_ole
    if data[257:262] == b"ustar":
        return packages.read_tar
    if data.startswith((b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")):
        return packages.read_packed
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
    from lfnkr_nb.protection import markup, rtf, written  # noqa: PLC0415

    by_name: dict[str, Reader] = {
        **dict.fromkeys(("csv", "tsv"), written.read_table),
        **dict.fromkeys(("md", "markdown"), written.read_markdown),
        **dict.fromkeys(("jsonl", "ndjson"), written.read_json_lines),
    }
    if data.startswith((b"PAR1", b"{\\rtf")):
        return written.read_parquet if data.startswith(b"PAR1") else rtf.read_rtf
    if suffix in ("html", "htm", "xhtml"):
        return markup.read_html
    if _XML.match(data[:512]) or suffix in ("svg", "xml", "xmp", "rdf", "rss", "atom"):
        return markup.read_xml
    if _MARKUP.match(data[:512]) and _HTML.search(data[:4096]):
        return markup.read_html
    if suffix in by_name:
        return by_name[suffix]
    may_be_json = suffix in ("json", "ipynb", "geojson") or data[:1] in (b"{", b"[")
    return written.read_json if may_be_json and _is_json(data) else None


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
