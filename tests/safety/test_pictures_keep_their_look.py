"""Taking everything out of a picture changes nothing of what is seen: it stands upright and has its colours."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
from PIL import Image
from planted_pictures import segment, stored

from lfnkr_nb.document import clean_picture

Transpose = Image.Transpose
#: How upright pixels are stored for each value of the tag Orientation (EXIF 3.0, 4.6.5.1.6: row 0 and column 0
#: are top and left, top and right, bottom and right, …).
STORED = {
    1: None, 2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE, 6: Transpose.ROTATE_90, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_270,
}  # fmt: skip
CORNERS = {(4, 4): (220, 30, 30), (60, 4): (30, 200, 30), (4, 28): (40, 40, 220), (60, 28): (210, 210, 40)}


def upright() -> Image.Image:
    """64 × 32 with another colour in each quarter."""
    image = Image.new("RGB", (64, 32))
    for (x, y), colour in CORNERS.items():
        image.paste(colour, (32 * (x > 32), 16 * (y > 16), 32 * (x > 32) + 32, 16 * (y > 16) + 16))
    return image


def pixels(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(clean_picture(data).data)) as image:
        return image.convert("RGB")


def near(one: tuple[int, ...], other: tuple[int, ...], by: int) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def with_exif(image: Image.Image, kind: str, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    tags = exif.tobytes() if kind == "HEIF" else exif  # pillow-heif turns the picture by bytes alone
    return stored(image, kind, exif=tags, **({"quality": 100} if kind in ("JPEG", "WEBP", "AVIF") else {}))


def with_xmp(image: Image.Image, _: str, orientation: int) -> bytes:
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="{orientation}"/>'.encode()
    made = stored(image, "JPEG", quality=100)
    return made[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet) + made[2:]


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF", "JPEG with XMP alone"])
def test_each_of_the_eight_orientations_stands_upright(kind: str, orientation: int) -> None:
    """However the camera was held; also where only XMP says it."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    way = STORED[orientation]
    image = upright() if way is None else upright().transpose(way)
    write: Callable[[Image.Image, str, int], bytes] = with_xmp if "XMP" in kind else with_exif
    seen = pixels(write(image, kind, orientation))
    assert seen.size == (64, 32)
    for place, colour in CORNERS.items():
        assert near(seen.getpixel(place), colour, 45), (place, seen.getpixel(place))


# --- colours ---------------------------------------------------------------------------------------------


def fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def tag_table(tags: dict[bytes, bytes], space: bytes, connection: bytes, kind: bytes) -> bytes:
    """An ICC profile of version 2 (ICC.1:2001-04, 6) from its tags."""
    head, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        head += name + struct.pack(">II", start + len(body), len(data))
        body += padded
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, kind, space, connection) + b"\0" * 12
    header += b"acsp" + b"\0" * 28 + fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + head + body


def text_tags() -> dict[bytes, bytes]:
    desc = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 78
    return {b"desc": desc, b"cprt": b"text\0\0\0\0none\0", b"wtpt": xyz((0.9642, 1.0, 0.8249))}


def xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))


def gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


#: Colorants relative to D50 (Bradford) by the primaries of Display P3 (SMPTE RP 431-2 with D65) and Adobe RGB
#: (1998), and the exponent of each. P3 has the curve of sRGB, for which 2.2 stands here.
SPACES = {
    "Display P3": (((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)), 2.2),
    "Adobe RGB": (((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)), 2.19921875),
}  # fmt: skip
#: XYZ relative to D50 to linear sRGB, the inverse of the colorants in IEC 61966-2-1 as adapted by ICC.
TO_SRGB = ((3.13386, -1.61687, -0.49062), (-0.97877, 1.91614, 0.03345), (0.07195, -0.22899, 1.40524))


def in_srgb_by_hand(colour: tuple[int, ...], space: str) -> tuple[int, ...]:
    columns, exponent = SPACES[space]
    linear = [(value / 255) ** exponent for value in colour]
    at = [sum(columns[c][row] * linear[c] for c in range(3)) for row in range(3)]
    return tuple(encoded(sum(TO_SRGB[row][i] * at[i] for i in range(3))) for row in range(3))


def encoded(value: float) -> int:
    """One channel as sRGB stores it (IEC 61966-2-1)."""
    value = min(1.0, max(0.0, value))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def matrix_profile(space: str) -> bytes:
    columns, exponent = SPACES[space]
    tags = text_tags()
    for name, column in zip((b"r", b"g", b"b"), columns, strict=True):
        tags[name + b"XYZ"], tags[name + b"TRC"] = xyz(column), gamma(exponent)
    return tag_table(tags, b"RGB ", b"XYZ ", b"mntr")


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("colour", [(200, 90, 60), (90, 160, 120), (128, 128, 128), (60, 70, 190)])
def test_wide_colours_become_srgb(kind: str, space: str, colour: tuple[int, int, int]) -> None:
    """As telephones (Display P3) and cameras (Adobe RGB) store them; reckoned by hand from the primaries."""
    options = {"lossless": True} if kind == "WEBP" else {}
    data = stored(Image.new("RGB", (8, 8), colour), kind, icc_profile=matrix_profile(space), **options)
    assert near(pixels(data).getpixel((4, 4)), in_srgb_by_hand(colour, space), 3)


def grey_profile(exponent: float) -> bytes:
    return tag_table(text_tags() | {b"kTRC": gamma(exponent)}, b"GRAY", b"XYZ ", b"mntr")


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_a_profile_of_grey_pictures_is_applied(mode: str) -> None:
    """With and without transparency; a picture of one channel stays one."""
    image = Image.new(mode, (8, 8), 128 if mode == "L" else (128, 255))
    data = stored(image, "PNG", icc_profile=grey_profile(1.0))
    assert near(pixels(data).getpixel((4, 4)), (encoded(128 / 255),) * 3, 3)


#: What each corner of the ink cube looks like in CIE L*a*b*, for a press whose inks are known by name only.
INKS = {
    (0, 0, 0): (100, 0, 0), (1, 0, 0): (55, -37, -50), (0, 1, 0): (48, 74, -3), (0, 0, 1): (89, -5, 93),
    (1, 1, 0): (24, 22, -46), (1, 0, 1): (50, -68, 33), (0, 1, 1): (47, 68, 48), (1, 1, 1): (23, 0, 0),
}  # fmt: skip


def ink_profile() -> bytes:
    """A profile for CMYK with a table of two steps an ink (`lut8Type`); black ink darkens everything to black."""
    entries = b""
    for corner in range(16):
        cyan, magenta, yellow, black = (corner >> shift & 1 for shift in (3, 2, 1, 0))
        light, a, b = (0, 0, 0) if black else INKS[cyan, magenta, yellow]
        entries += bytes([round(light * 255 / 100), a + 128, b + 128])
    straight = bytes(range(256))
    matrix = b"".join(fixed(float(row == column)) for row in range(3) for column in range(3))
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + matrix + straight * 4 + entries + straight * 3
    return tag_table(text_tags() | {b"A2B0": table}, b"CMYK", b"Lab ", b"prtr")


def lab_by_hand(lab: tuple[float, float, float]) -> tuple[int, ...]:
    """CIE L*a*b* relative to D50 as sRGB."""
    fy = (lab[0] + 16) / 116
    lights = [
        f**3 if f > 6 / 29 else 3 * (6 / 29) ** 2 * (f - 4 / 29)
        for f in (fy + lab[1] / 500, fy, fy - lab[2] / 200)
    ]
    at = [light * white for light, white in zip(lights, (0.9642, 1.0, 0.8249), strict=True)]
    return tuple(encoded(sum(TO_SRGB[row][i] * at[i] for i in range(3))) for row in range(3))


@pytest.mark.parametrize("inks", [(0, 0, 0), (0, 1, 0), (0, 1, 1), (1, 1, 0), (1, 1, 1)])
@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_printing_inks_become_srgb_by_their_profile(kind: str, inks: tuple[int, ...]) -> None:
    """A picture for a press looks as its profile says, not as the plain sum of inks."""
    image = Image.new("CMYK", (16, 16), (*(255 * ink for ink in inks), 0))
    options = {"quality": 100} if kind == "JPEG" else {}
    seen = pixels(stored(image, kind, icc_profile=ink_profile(), **options)).getpixel((8, 8))
    assert near(seen, lab_by_hand(INKS[inks]), 12), (seen, lab_by_hand(INKS[inks]))


def test_inks_without_a_profile_are_their_plain_sum() -> None:
    image = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    assert near(pixels(stored(image, "JPEG", quality=100)).getpixel((8, 8)), (255, 0, 0), 8)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_profile_of_another_kind_of_picture_is_ignored(mode: str) -> None:
    """A profile for printing in a photograph, one for grey in a coloured picture of a damaged header, and so on."""
    image = Image.new(mode, (8, 8), {"RGB": (10, 200, 30), "L": 90, "CMYK": (0, 255, 255, 0)}[mode])
    wrong = matrix_profile("Adobe RGB") if mode == "CMYK" else ink_profile()
    plain = pixels(stored(image, "TIFF")).getpixel((4, 4))
    assert near(pixels(stored(image, "TIFF", icc_profile=wrong)).getpixel((4, 4)), plain, 1)


def test_black_and_white_and_two_byte_pictures_keep_their_values() -> None:
    """One bit, sixteen bits and floating point."""
    assert pixels(stored(Image.new("1", (8, 8), 1), "TIFF")).getpixel((4, 4)) == (255, 255, 255)
    assert pixels(stored(Image.new("I;16", (8, 8), 51400), "TIFF")).getpixel((4, 4)) == (200, 200, 200)
    assert pixels(stored(Image.new("F", (8, 8), 120.0), "TIFF")).getpixel((4, 4)) == (120, 120, 120)
