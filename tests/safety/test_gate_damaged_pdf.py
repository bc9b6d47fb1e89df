"""A damaged PDF, or one that unpacks without end, is never called clean, and ends nothing with an error."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

import people
import planted_pdfs
import pytest
from pikepdf import Array, Name

from lfnkr_nb.protection.gate import check_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

#: A page on which the name stands, packed so that the raw bytes do not show it.
TEXT = b"(Han Yu-ran spoke.) Tj"


def kinds(data: bytes) -> set[str]:
    """The kinds of findings in a PDF."""
    return {
        finding.kind for finding in check_bytes(data, people.register(), name="x.pdf", machine=people.NOWHERE)
    }


def page(text: bytes = TEXT) -> bytes:
    """A PDF of one page with its content deflated."""
    pdf = planted_pdfs.blank(b"")
    packed = zlib.compress(planted_pdfs.drawn(text) * 20)
    pdf.pages[0].obj.Contents = pdf.make_stream(packed, Filter=Name.FlateDecode)
    return planted_pdfs.written(pdf)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[data.index(b"\n") + 1 :],
        lambda data: data.replace(b"%PDF-", b"%pdf-", 1),
        lambda data: b"%!PS-Adobe-3.0 PDF-1.4" + data[data.index(b"\n") :],
        lambda data: data[: data.rindex(b"xref")],
        lambda data: data[: data.rindex(b"endobj")],
        lambda data: data.replace(b"endstream", b"endstrea", 1),
        lambda data: data.replace(b"xref", b"yref"),
        lambda data: b"junk\n" * 300 + data,
    ],
    ids=[
        "no head",
        "small head",
        "PostScript",
        "no table",
        "cut",
        "no end of a stream",
        "wrong table",
        "junk before",
    ],
)
def test_a_damaged_pdf_is_never_clean(change: Callable[[bytes], bytes]) -> None:
    """Other programs may show the text that is not found here."""
    assert kinds(change(page()))


@pytest.mark.parametrize("seed", range(60))
def test_bytes_that_are_wrong_end_nothing_with_an_error(seed: int) -> None:
    """Whatever was flipped, put in or left out, the file is either read or said to be damaged."""
    dice = random.Random(seed)
    data = bytearray(page())
    for _ in range(dice.randint(1, 12)):
        where = dice.randrange(len(data))
        match dice.randrange(3):
            case 0:
                data[where] = dice.randrange(256)
            case 1:
                del data[where : where + dice.randint(1, 20)]
            case _:
                data[where:where] = dice.randbytes(dice.randint(1, 20))
    assert kinds(bytes(data)) <= {"name", "unreadable"}


@pytest.mark.parametrize(("begin", "end"), [(b"[", b"]"), (b"<</A ", b">>")])
def test_deep_nesting_ends_nothing_with_an_error(begin: bytes, end: bytes) -> None:
    """Three thousand lists or dictionaries inside each other."""
    data = page().replace(b"/Pages", b"/Pages /X " + begin * 3000 + b"0" + end * 3000, 1)
    assert kinds(data)


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_unpacks_without_end_is_said_to_be_huge(times: int) -> None:
    """Deflated once or twice, 300 MB of nothing are not read but are no clean file either."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(300)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    pdf = planted_pdfs.blank(b"")
    pdf.pages[0].obj.X = pdf.make_stream(packed, Filter=Array([Name.FlateDecode] * times))
    said = check_bytes(planted_pdfs.written(pdf), people.register(), name="x.pdf", machine=people.NOWHERE)
    assert [(finding.kind, finding.label) for finding in said] == [("unreadable", "unpacks to a huge size")]
