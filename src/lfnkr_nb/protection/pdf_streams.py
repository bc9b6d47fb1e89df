"""What the streams of a PDF hold: their data without filters, and what stands beside the pixels of a picture."""

from __future__ import annotations

import zlib
from typing import Final

import pikepdf

from lfnkr_nb.errors import UnsafeFileError
from lfnkr_nb.protection.views import LARGEST, packed_in

__all__ = ["beyond_pixels", "decoded", "is_encoded_picture", "pixel_bytes"]

#: Streams that hold pixels; only what stands beside the pixels can hold words.
_PICTURE_FILTERS: Final = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")

#: Components of the colour spaces that are told by a name.
_COLOURS: Final = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}

#: So many bytes of a picture are inflated at a time: they stay near the processor.
_PIECE: Final = 65_536


def is_encoded_picture(item: pikepdf.Stream) -> bool:
    """Whether the data are a picture in a format of its own, such as JPEG."""
    return any(name in _PICTURE_FILTERS for name in _filters(item))


def decoded(item: pikepdf.Stream, raw: bytes, *, before_pictures: bool = False) -> bytes:
    """A stream without its filters; the raw bytes and what can be inflated of them where a filter fails.

    Args:
        item: The stream.
        raw: Its data as they stand in the file.
        before_pictures: Leave the format of a picture as it is.
    """
    if _is_deflated(item) and (inflated := _inflated(raw, 0)) is not None:
        return inflated
    _refuse_bomb(item, raw)
    if before_pictures and len(_filters(item)) == 1 and is_encoded_picture(item):
        return raw
    level = (
        pikepdf.StreamDecodeLevel.generalized if before_pictures else pikepdf.StreamDecodeLevel.specialized
    )
    try:
        return item.read_bytes(level)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return raw + b"".join(content for _, content in packed_in(raw))


def _refuse_bomb(item: pikepdf.Stream, raw: bytes) -> None:
    """Raise where deflated data, once or several times, unpack to too much: qpdf would unpack them without end."""
    data = raw
    for name in _filters(item):
        if name not in ("/FlateDecode", "/Fl"):
            return
        try:
            data = zlib.decompressobj().decompress(data, LARGEST + 1)
        except zlib.error:
            return
        if len(data) > LARGEST:
            raise UnsafeFileError("A stream unpacks to a huge size", hint="Make the file anew without it.")


def beyond_pixels(item: pikepdf.Stream, raw: bytes, pixels: int) -> bytes:
    """What stands behind so many bytes of pixels."""
    if _is_deflated(item) and (rest := _inflated(raw, pixels)) is not None:
        return rest
    return decoded(item, raw)[pixels:]


def pixel_bytes(item: pikepdf.Stream) -> int:
    """How many bytes the pixels of a picture take (ISO 32000-2, 8.9.5); 0 where that cannot be told."""
    space = item.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] == "/ICCBased":
        colours = space[1].get("/N", 0)
    else:
        colours = _COLOURS.get(str(space), 1 if item.get("/ImageMask") else 0)
    bits = item.get("/BitsPerComponent", 1 if item.get("/ImageMask") else 0)
    width, height = item.get("/Width", 0), item.get("/Height", 0)
    if not all(isinstance(number, int) for number in (colours, bits, width, height)):
        return 0
    return (int(width) * int(colours) * int(bits) + 7) // 8 * int(height)


def _filters(item: pikepdf.Stream) -> list[str]:
    names = item.get("/Filter")
    if isinstance(names, pikepdf.Array):
        return [str(name) for name in names]
    return [str(names)] if names is not None else []


def _is_deflated(item: pikepdf.Stream) -> bool:
    """Whether the data are deflated and nothing else, so that zlib reads them in half of qpdf's time."""
    return _filters(item) == ["/FlateDecode"] and "/DecodeParms" not in item


def _inflated(raw: bytes, start: int) -> bytes | None:
    """What deflated data hold from a byte on, with what stands behind them; None where they are damaged or huge."""
    inflater = zlib.decompressobj()
    kept: list[bytes] = []
    place, data = 0, raw
    try:
        while data and not inflater.eof and place <= LARGEST:
            piece = inflater.decompress(data, _PIECE)
            if place + len(piece) > start:
                kept.append(piece[max(start - place, 0) :])
            place, data = place + len(piece), inflater.unconsumed_tail
    except zlib.error:
        return None
    # A line break belongs to the syntax around the data.
    return b"".join([*kept, inflater.unused_data.strip(b"\r\n")]) if inflater.eof else None
