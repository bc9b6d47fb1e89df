"""The gate reads PDFs: the text of each page, every object, string, name and stream, and the raw bytes.

Three readers look independently, for none of them sees everything: PDFium reads the pages as a reader's program
does, qpdf (pikepdf) every object of every revision, and what neither reaches (comments, deleted objects, bytes
after the end) is read from the raw bytes.
"""

from __future__ import annotations

import io
import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import BinaryIO, Final

import pikepdf
import pypdfium2

from lfnkr_nb.errors import UnsafeFileError
from lfnkr_nb.protection.gate import DEEPEST, Examination
from lfnkr_nb.protection.pdf_actions import active_in
from lfnkr_nb.protection.pdf_contents import read_contents
from lfnkr_nb.protection.pdf_objects import (
    NO_TAGS,
    holds_strings,
    looks_like_content,
    names_in,
    shown_objects,
    strings_in,
)
from lfnkr_nb.protection.pdf_streams import (
    beyond_pixels,
    decoded,
    is_encoded_picture,
    pixel_bytes,
)
from lfnkr_nb.protection.pdf_written import Written, written_objects
from lfnkr_nb.protection.views import APART, is_text

__all__ = ["read_pdf"]

#: Earlier revisions inside a file that are read one by one; each save by increments adds one.
_REVISIONS: Final = 16

#: So much of two neighbouring pages is also read as one text.
_OVERLAP: Final = 160

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_STREAM = re.compile(rb"stream\r?\n")

#: PDFium may be used by one thread at a time.
_ONE_AT_A_TIME: Final = Lock()

#: Pixels of a larger picture are no words; of a smaller one anything may be written in its place.
_LEAST_PIXELS: Final = 4096


@dataclass
class _Known:
    """What was read of the objects of any revision: streams by their hashes, texts, and objects by their place."""

    streams: set[int] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def read_pdf(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read a PDF and each revision that its last one hides."""
    prefix = "" if depth == 0 else f"{where}, "
    known = _Known()
    for end in [*_earlier_ends(data), len(data)]:
        _revision(examination, data[:end], prefix, depth, known)
    _between_objects(examination, data, prefix, depth, known)
    return True


def _earlier_ends(data: bytes) -> list[int]:
    ends = [match.end() for match in _END.finditer(data)]
    return [end for end in ends[-_REVISIONS - 1 : -1] if data[end:].strip()]


def _revision(examination: Examination, data: bytes, prefix: str, depth: int, known: _Known) -> None:
    try:
        with _in_memory(data) as file, _opened(file) as document, ThreadPoolExecutor(1) as aside:
            pages = aside.submit(_page_texts, data)  # PDFium works beside qpdf and Python
            warnings = document.get_warnings()  # they are told once
            items = written_objects(document, data, plain=not warnings)
            count = len(document.pages)  # drawings get pages of their own later
            known.places.update((item.start, item.end) for item in items if item.end)
            _objects(examination, document, items, prefix, depth=depth, known=known)
            texts = pages.result()
            _pages(examination, texts, prefix)
            if len(texts) < count or any(map(_is_damage, map(str, [*warnings, *document.get_warnings()]))):
                examination.add("unreadable", "damaged PDF", f"{prefix}file")
    except UnsafeFileError:
        examination.add("unreadable", "unpacks to a huge size", f"{prefix}file")
    except pikepdf.PasswordError:
        examination.add("unreadable", "file with a password", f"{prefix}file")
    except (pikepdf.PdfError, ValueError, RuntimeError):
        examination.add("unreadable", "damaged PDF", f"{prefix}file")


def _is_damage(warning: str) -> bool:
    """Whether qpdf had to guess: where it does, other programs may guess something else."""
    return any(sign in warning for sign in ("damaged", "reconstruct", "can't find", "recover"))


def _in_memory(data: bytes) -> BinaryIO:
    """A file that holds some bytes and lies on no disk; where the system has them, one with a number of its own."""
    try:
        number = os.memfd_create("gate")  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, OSError):  # not on Windows and macOS, and not in every sandbox
        return io.BytesIO(data)
    file = open(number, "w+b")  # noqa: SIM115, PTH123 - who calls closes it
    file.write(data)
    file.flush()
    return file


def _opened(file: BinaryIO) -> pikepdf.Pdf:
    """A document in such a file; qpdf reads one with a number without asking Python for each byte."""
    mode = pikepdf.AccessMode.stream if isinstance(file, io.BytesIO) else pikepdf.AccessMode.mmap
    return pikepdf.open(file, suppress_warnings=True, access_mode=mode)


def _pages(examination: Examination, texts: list[str], prefix: str, *, page: str = "page") -> None:
    """The text of all pages in a row, since a name can be split over two; page by page where there is something."""
    if not examination.anything("\n".join(texts)):
        return
    before = ""
    for number, text in enumerate(texts, 1):
        place = f"{prefix}{page} {number}"
        found = examination.text(text, place)
        if before:
            both = f"{before[-_OVERLAP:]}\n{text[:_OVERLAP]}"
            examination.plain(both, f"{place} and the one before", without=found)
        before = text


def _page_texts(data: bytes, first: int = 0) -> list[str]:
    """The texts of the pages from a number on, as far as PDFium can read them."""
    texts: list[str] = []
    with _ONE_AT_A_TIME, suppress(pypdfium2.PdfiumError), closing(pypdfium2.PdfDocument(data)) as document:
        for number in range(first, len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                texts.append(text.get_text_range().replace("\ufffe", "").replace("\r\n", "\n"))
    return texts


# --- objects --------------------------------------------------------------------------------------------


def _objects(
    examination: Examination,
    document: pikepdf.Pdf,
    items: list[Written],
    prefix: str,
    *,
    depth: int,
    known: _Known,
) -> None:
    """Every object, whether or not anything refers to it."""
    known.texts |= _dictionaries(examination, items, prefix)
    _on_opening(examination, document, prefix)
    on_pages = {page.objgen for page in document.pages}
    contents = {part.objgen for page in document.pages for part in _parts(page.obj.get("/Contents"))}
    drawings: list[pikepdf.Object] = []
    drawn: list[tuple[str, bytes]] = []
    for written in items:
        if isinstance(item := written.item, pikepdf.Stream):
            where = f"{prefix}object {written.number[0]}"
            raw = item.read_raw_bytes()
            known.streams.add(hash(raw.rstrip(b"\r\n")))
            if written.number in contents:
                drawn.append((where, decoded(item, raw)))
            elif _stream(examination, item, raw, where, depth=depth):
                drawings.append(item)
        elif b"/Page" in written.text and written.number not in on_pages:
            drawings += [page for page in [written.read(document)] if _is_page(page)]
    read_contents(examination, drawn)
    _drawings(examination, document, drawings, prefix)


def _is_page(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Page"


def _dictionaries(examination: Examination, items: list[Written], prefix: str) -> set[str]:
    """What objects do, their strings and names; one by one only where there is something. Returns the texts."""
    everything = b"\n".join(item.text for item in items)
    if next(active_in(everything), None):
        for item in items:
            for kind, what in active_in(item.text):
                examination.add(kind, what, f"{prefix}object {item.number[0]}")
    texts = dict.fromkeys(names_in(everything))
    # Most objects are parts of the structure and hold no string.
    strings = b"\n".join(item.text for item in items if holds_strings(item.text))
    texts.update(dict.fromkeys(text for _, text in strings_in(strings)))
    if examination.anything(APART.join(texts), metadata=True):
        examination.pieces(
            (
                (text, f"{prefix}object {item.number[0]}{key}")
                for item in items
                for key, text in strings_in(item.text)
            ),
            metadata=True,
        )
    return set(texts)


def _on_opening(examination: Examination, document: pikepdf.Pdf, prefix: str) -> None:
    """An action that the file itself starts; turning to a page is none."""
    action = document.Root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in (None, "/GoTo"):
        examination.add("script", "action on opening", f"{prefix}document catalogue")


def _parts(contents: object) -> list[pikepdf.Object]:
    if isinstance(contents, pikepdf.Array):
        return [part for part in contents if isinstance(part, pikepdf.Object)]
    return [contents] if isinstance(contents, pikepdf.Object) else []


def _stream(examination: Examination, item: pikepdf.Stream, raw: bytes, where: str, *, depth: int) -> bool:
    """Read one stream; returns whether it draws text that PDFium has not read on a page."""
    kinds = (item.get("/Type"), item.get("/Subtype"))
    if "/Image" in kinds:
        _picture(examination, item, raw, where, depth=depth)
        return False
    if "/EmbeddedFile" in kinds:
        examination.add("attachment", "attached file", where)
    data = decoded(item, raw)
    if is_text(data):  # in other data brackets are no strings; escapes are read in any
        examination.pieces((text, f"{where}{place}") for place, text in strings_in(data))
    examination.data(data, where, depth=depth + 1)
    return is_text(data) and looks_like_content(data)


def _picture(examination: Examination, item: pikepdf.Stream, raw: bytes, where: str, *, depth: int) -> None:
    """What stands beside the pixels of a picture, and the pixels themselves as bytes."""
    if is_encoded_picture(item):
        examination.data(decoded(item, raw, before_pictures=True), f"{where}, picture", depth=depth + 1)
        return
    pixels = pixel_bytes(item)
    if len(raw) <= _LEAST_PIXELS or not pixels or pixels <= _LEAST_PIXELS:
        examination.data(decoded(item, raw), f"{where}, pixels", depth=depth + 1)
    elif beyond := beyond_pixels(item, raw, pixels):
        examination.data(beyond, f"{where}, bytes after the pixels", depth=depth + 1)


# --- drawings that are on no page -----------------------------------------------------------------------


def _drawings(
    examination: Examination, document: pikepdf.Pdf, drawings: list[pikepdf.Object], prefix: str
) -> None:
    """Put whatever draws text and is on no page (appearances, forms, deleted pages) on pages of their own."""
    if not drawings:
        return
    first = len(document.pages)
    for contents, resources in shown_objects(document, drawings):
        page = document.add_blank_page(page_size=(612, 792))
        page.obj.Contents = document.make_stream(contents)
        if resources is not None:
            page.obj.Resources = resources
    written = io.BytesIO()
    try:
        document.save(written)
    except (pikepdf.PdfError, RuntimeError):
        return
    _pages(examination, _page_texts(written.getvalue(), first), prefix, page="drawing")


# --- raw bytes ------------------------------------------------------------------------------------------


def _between_objects(examination: Examination, data: bytes, prefix: str, depth: int, known: _Known) -> None:
    """The raw bytes without the streams that were read, and each stream that no object of a revision held."""
    bodies: list[tuple[int, int]] = []
    for match in _STREAM.finditer(data):
        if (bodies and match.start() < bodies[-1][1]) or data.endswith(b"end", 0, match.start()):
            continue
        end = data.find(b"endstream", match.end())
        body = data[match.end() : end if end >= 0 else len(data)]
        if hash(body.rstrip(b"\r\n")) in known.streams:
            bodies.append((match.end(), match.end() + len(body)))
        elif end >= 0:
            examination.data(body, f"{prefix}deleted stream at byte {match.end()}", depth=depth + 1)
    rest = _without(data, bodies)
    where = f"{prefix}bytes of the file"
    outside = [
        *_COMMENT.findall(rest),
        *_GAP.findall(rest),
        rest[: rest.find(b"%PDF-")],
        rest[_last_end(rest) :],
    ]
    unusual = (part for part in outside if part not in _USUAL and not _VERSION.fullmatch(part))
    examination.raw(b"\n".join(unusual), where, depth=depth + 1)
    unread = _without(data, sorted([*bodies, *known.places]))
    _syntax(examination, rest, unread, where, known=known.texts)


def _without(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    """Bytes without some stretches, which are given in order."""
    parts, place = [], 0
    for start, end in spans:
        parts.append(data[place:start])
        place = max(place, end)
    return b"".join([*parts, data[place:]])


def _syntax(examination: Examination, rest: bytes, unread: bytes, where: str, *, known: set[str]) -> None:
    """The bytes of the objects themselves; what stood or was found in the objects need not be told twice."""
    told = {(finding.kind, finding.label) for finding in examination.findings}
    objects = examination.another()
    objects.pieces((text, f"{where}{key}") for key, text in strings_in(unread) if text not in known)
    # Objects differ by their numbers; without them few lines are left, and no name has digits.
    lines = dict.fromkeys(rest.translate(NO_TAGS, b"0123456789").splitlines())
    lines = dict.fromkeys(_REFERENCES.sub(b"", line) for line in lines)
    objects.raw(b"\n".join(line for line in lines if not line.startswith(_BINARY)), where, depth=DEEPEST)
    for finding in objects.findings:
        if (finding.kind, finding.label) not in told:
            examination.add(finding.kind, finding.label, finding.where)


def _last_end(data: bytes) -> int:
    return max(data.rfind(b"%%EOF"), 0)


#: The second line of a file says by such bytes that it is no text (ISO 32000-2, 7.5.2).
_BINARY: Final = (b"%\x80", b"%\xe2\xe3\xcf\xd3", b"%\xbf\xf7\xa2\xfe")

#: References to other objects without their numbers, and other numbers in a row.
_REFERENCES = re.compile(rb"(?: {2}R(?=[ />\]])| )+(?=[/>\] ])")

#: Comments of every file.
_USUAL: Final = (b"", b"%%EOF", b"%%EOF\n", b"%\x80\x80\x80\x80", b"%\xbf\xf7\xa2\xfe")

_VERSION = re.compile(rb"%PDF-\d\.\d\s*")
_COMMENT = re.compile(rb"%[^\r\n]+")
_GAP = re.compile(rb"endobj\s*([^\s\dx].*?)(?=\s\d+\s+\d+\s+obj\b|\bxref\b|$)", re.DOTALL)
