"""Of a picture only its pixels leave the house: read back from the finished files, marker by marker."""

from __future__ import annotations

import base64
import re
import struct
from pathlib import Path

import pikepdf
import pytest
from planted_pictures import SPELLINGS, planted

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.document import clean_picture

PICTURES = planted()
#: What a file may consist of. JPEG: JFIF head, tables, frame, scan. PNG: head, palette, transparency, pixels.
JPEG_PARTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
JFIF = b"JFIF\0"


def foreign_parts(data: bytes) -> list[str]:
    """Everything in a JPEG or PNG file that is neither pixels nor needed to draw them."""
    return foreign_in_png(data) if data.startswith(b"\x89PNG") else foreign_in_jpeg(data)


def foreign_in_jpeg(data: bytes) -> list[str]:
    assert data[:2] == b"\xff\xd8"
    found, at = [], 2
    while data[at + 1] != 0xDA:
        assert data[at] == 0xFF
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        payload = data[at + 4 : at + 2 + length]
        # A JFIF head of 14 bytes has no thumbnail.
        if data[at + 1] not in JPEG_PARTS or (
            data[at + 1] == 0xE0 and (payload[:5] != JFIF or len(payload) != 14)
        ):
            found.append(f"segment {data[at + 1]:X}")
        at += 2 + length
    end = data.index(b"\xff\xd9", at)
    return found + ["something after its end"] * (end + 2 != len(data))


def foreign_in_png(data: bytes) -> list[str]:
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name = data[at + 4 : at + 8]
        if name not in PNG_PARTS:
            found.append(f"chunk {name!r}")
        at += 12 + length
        if name == b"IEND":
            break
    return found + ["something after its end"] * (at != len(data))


def holds_the_word(data: bytes) -> bool:
    return any(spelling in data for spelling in SPELLINGS)


def test_the_planted_pictures_hold_the_word() -> None:
    """So that finding nothing afterwards says something; two kinds hold it only packed or as a date."""
    empty = [name for name, data in PICTURES.items() if not holds_the_word(data)]
    assert {name.partition(": ")[2] for name in empty} <= {"iTXt packed", "raw profile", "iCCP", "tIME"}
    assert len(PICTURES) > 150


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_but_pixels_is_in_a_cleaned_picture(name: str) -> None:
    """Each format with the word in each place: what comes out has only the parts that pixels need."""
    made = clean_picture(PICTURES[name])
    assert made.mime in ("image/png", "image/jpeg")
    assert not holds_the_word(made.data)
    assert foreign_parts(made.data) == []
    assert (made.width, made.height) == (48, 32)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a post of all planted pictures, exported as HTML and PDF."""
    folder = tmp_path_factory.mktemp("pictures")
    media = folder / "posts" / "media"
    media.mkdir(parents=True)
    text = []
    for number, data in enumerate(PICTURES.values()):
        (media / f"{number}.jpg").write_bytes(data)
        text.append(f"![Picture number {number}](media/{number}.jpg)")
    Post.new(folder / "posts" / "a.md", "\n\n".join(text), title="Pictures", status="publish").save()
    briefing = Briefing("Pictures", Archive.open(folder), show="whole")
    for suffix in ("html", "pdf"):
        made = briefing.export(folder / f"all.{suffix}")
        left_out = [notice.message for notice in made.notices if "left out" in notice.message]
        assert left_out == []
    return folder


def test_no_word_is_left_in_the_html_page(exported: Path) -> None:
    page = (exported / "all.html").read_bytes()
    inside = [
        base64.b64decode(found) for found in re.findall(rb"data:image/\w+;base64,([A-Za-z0-9+/=]+)", page)
    ]
    assert len(inside) == len(PICTURES)
    assert not holds_the_word(page)
    for data in inside:
        assert not holds_the_word(data)
        assert foreign_parts(data) == []


def test_no_word_is_left_in_the_pdf(exported: Path) -> None:
    """Looked for in the raw bytes, and in every object and every stream, unpacked."""
    raw = (exported / "all.pdf").read_bytes()
    assert not holds_the_word(raw)
    pictures = 0
    with pikepdf.open(exported / "all.pdf") as pdf:
        for part in pdf.objects:
            assert SPELLINGS[0].decode() not in repr(part)
            if not isinstance(part, pikepdf.Stream):
                continue
            assert not holds_the_word(part.read_raw_bytes())
            jpeg = part.get("/Filter") == "/DCTDecode"
            if jpeg:
                assert foreign_parts(part.read_raw_bytes()) == []
            elif not jpeg:
                assert not holds_the_word(part.read_bytes())
            pictures += part.get("/Subtype") == "/Image"
    # Equal pixels are stored once; each format and mode has its own.
    assert pictures >= 40
