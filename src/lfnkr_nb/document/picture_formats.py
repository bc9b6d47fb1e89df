"""Which format a picture file is, by its first bytes: names and endings of files prove nothing."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Final

from lfnkr_nb.errors import PictureError

__all__ = ["FORMATS", "format_of", "prepare_format"]

#: First bytes of each format that is read, where they stand, and Pillow's name of the format.
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"GIF87a", 0, "GIF"),
    (b"GIF89a", 0, "GIF"),
    (b"WEBP", 8, "WEBP"),
    (b"BM", 0, "BMP"),
    (b"II*\x00", 0, "TIFF"),
    (b"MM\x00*", 0, "TIFF"),
)
#: Brands of the `ftyp` box (ISO 14496-12, ISO 23008-12, AV1 Image File Format) and Pillow's name.
_BRANDS: Final = {
    b"avif": "AVIF", b"avis": "AVIF",
    b"heic": "HEIF", b"heix": "HEIF", b"heim": "HEIF", b"heis": "HEIF", b"hevc": "HEIF", b"hevx": "HEIF",
}  # fmt: skip
#: Every format that may be opened, by Pillow's names.
FORMATS: Final = frozenset({name for _, _, name in _MAGIC} | set(_BRANDS.values()))
_LONGEST_BOX: Final = 256


def format_of(data: bytes) -> str:
    """Pillow's name of the format of a file; empty when it is none of ours."""
    if data[4:8] == b"ftyp":
        box = data[8 : min(int.from_bytes(data[:4], "big"), _LONGEST_BOX)]
        brands = [box[at : at + 4] for at in range(0, len(box), 4)]
        return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "")
    return next((name for magic, at, name in _MAGIC if data[at : at + len(magic)] == magic), "")


def prepare_format(name: str) -> None:
    """Make Pillow able to read a format.

    Raises:
        PictureError: It needs something that is not installed.
    """
    if name == "HEIF" and not _reads_heif():
        raise PictureError(
            "pictures in the HEIC format of telephones are not read here",
            hint='Save it as JPEG, or install the reader in the folder of lfnkr-nb: pip install ".[heic]".',
        )


@cache
def _reads_heif() -> bool:
    """Whether pillow-heif is there; it tells Pillow about itself."""
    try:
        plugin = importlib.import_module("pillow_heif")
    except ImportError:
        return False
    plugin.register_heif_opener(thumbnails=False)
    return True
