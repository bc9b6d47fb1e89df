"""The gate reads PDFs: the text of each page, every object, string, name and stream, and the raw bytes.

Three readers look independently, for none of them sees everything: PDFium reads the pages as a reader's program
does, qpdf (pikepdf) every object of every revision, and what neither reaches (comments, deleted objects, bytes
after the end) is read from the raw bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

import pikepdf
import pypdfium2

from lfnkr_nb.protection.gate import DEEPEST, Examination
from lfnkr_nb.protection.pdf_actions import active_in
from lfnkr_nb.protection.pdf_objects import looks_like_content, shown_objects, strings_in
from lfnkr_nb.protection.views import is_text, packed_in, texts_in

__all__ = ["read_pdf"]

#: Earlier revisions inside a file that are read one by one; each save by increments adds one.
_REVISIONS: Final = 16

#: So much of two neighbouring pages is also read as one text.
_OVERLAP: Final = 160

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")

#: Streams that hold pixels; only what stands beside the pixels can hold words.
_PICTURE_FILTERS: Final = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")


def read_pdf(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read a PDF and each revision that its last one hides."""
    prefix = "" if depth == 0 else f"{where}, "
    read: set[int] = set()
    for end in [*_earlier_ends(data), len(data)]:
        _revision(examination, data[:end], prefix, depth, read)
    _between_objects(examination, data, prefix, depth, read)
    return True


def _earlier_ends(data: bytes) -> list[int]:
    ends = [match.end() for match in _END.finditer(data)]
    return [end for end in ends[-_REVISIONS - 1 : -1] if data[end:].strip()]


def _revision(examination: Examination, data: bytes, prefix: str, depth: int, read: set[int]) -> None:
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            _pages(examination, data, prefix)
            _objects(examination, document, prefix, depth, read)
    except pikepdf.PasswordError:
        examination.add("unreadable", "file with a password", f"{prefix}file")
    except (pikepdf.PdfError, ValueError, RuntimeError):
        examination.add("unreadable", "damaged PDF", f"{prefix}file")


def _pages(examination: Examination, data: bytes, prefix: str, *, first: int = 0) -> None:
    """The text of each page, and of each two in a row: a name can be split over them."""
    before = ""
    for number, text in enumerate(_page_texts(data, first), 1):
        place = f"{prefix}drawing {number}" if first else f"{prefix}page {number}"
        examination.text(text, place)
        if before:
            examination.plain(f"{before[-_OVERLAP:]}\n{text[:_OVERLAP]}", f"{place} and the one before")
        before = text


def _page_texts(data: bytes, first: int) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for number in range(first, len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_range().replace("\ufffe", "").replace("\r\n", "\n")
            text.close()
            page.close()
    except pypdfium2.PdfiumError:
        return
    finally:
        document.close()


# --- objects --------------------------------------------------------------------------------------------


def _objects(
    examination: Examination, document: pikepdf.Pdf, prefix: str, depth: int, read: set[int]
) -> None:
    """Every object, whether or not anything refers to it."""
    texts: list[tuple[str, str]] = []
    drawings: list[pikepdf.Object] = []
    names: set[bytes] = set()
    on_pages = {page.objgen for page in document.pages}
    contents = {part.objgen for page in document.pages for part in _parts(page.obj.get("/Contents"))}
    for item in document.objects:
        number = item.objgen[0]
        written = item.unparse(resolved=True)
        for kind, what in active_in(written):
            examination.add(kind, what, f"{prefix}object {number}")
        texts += [(text, f"{prefix}object {number}{place}") for place, text in strings_in(written, names)]
        if isinstance(item, pikepdf.Stream):
            is_page = item.objgen in contents
            drawn = _stream(
                examination, item, f"{prefix}object {number}", depth=depth, on_page=is_page, read=read
            )
            drawings += [item] if drawn else []
        elif written.startswith(b"<<") and b"/Page" in written and item.objgen not in on_pages:
            drawings += [item] if item.get("/Type") == "/Page" else []
    examination.pieces(texts, metadata=True)
    _on_opening(examination, document, prefix)
    _drawings(examination, document, drawings, prefix)


def _on_opening(examination: Examination, document: pikepdf.Pdf, prefix: str) -> None:
    """An action that the file itself starts; turning to a page is none."""
    action = document.Root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in (None, "/GoTo"):
        examination.add("script", "action on opening", f"{prefix}document catalogue")


def _parts(contents: object) -> list[pikepdf.Object]:
    if isinstance(contents, pikepdf.Array):
        return [part for part in contents if isinstance(part, pikepdf.Object)]
    return [contents] if isinstance(contents, pikepdf.Object) else []


def _stream(
    examination: Examination, item: pikepdf.Stream, where: str, *, depth: int, on_page: bool, read: set[int]
) -> bool:
    """Read one stream; returns whether it draws text that PDFium has not read on a page."""
    raw = item.read_raw_bytes()
    read.add(hash(raw.rstrip(b"\r\n")))
    kinds = (item.get("/Type"), item.get("/Subtype"))
    is_picture = "/Image" in kinds
    if is_picture and any(name in _PICTURE_FILTERS for name in _filters(item)):
        examination.data(_decoded(item, raw, before_pictures=True), f"{where}, picture", depth=depth + 1)
        return False
    data = _decoded(item, raw)
    if is_picture:
        if not examination.clean:
            examination.plain(next(texts_in(data))[1], f"{where}, pixels")
        return False
    if "/EmbeddedFile" in kinds:
        examination.add("attachment", "attached file", where)
    if on_page:
        _content(examination, data, where)
        return False
    examination.pieces((text, f"{where}{place}") for place, text in strings_in(data))
    examination.data(data, where, depth=depth + 1)
    return is_text(data) and looks_like_content(data)


def _content(examination: Examination, data: bytes, where: str) -> None:
    """What stands in a page's content beside the text it draws: alternative texts, comments, inline data."""
    text = data.decode("latin-1")
    bare = _DRAWN.sub(" ", text)
    examination.pieces((text, f"{where}{place}") for place, text in strings_in(bare.encode("latin-1")))
    examination.plain(bare, where)
    if not examination.clean:
        examination.raw(data, where, depth=DEEPEST)


#: What draws on a page: numbers, operators without words, and the glyphs of a text in brackets.
_DRAWN = re.compile(
    r"\[(?:\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>|[^\]()<>])*\]\s*TJ|\((?:[^()\\]|\\.)*\)\s*Tj|<[0-9A-Fa-f\s]*>\s*Tj|(?:[-+.\d]+\s+)+[A-Za-z*]{1,3}\b"
)


def _filters(item: pikepdf.Stream) -> list[str]:
    names = item.get("/Filter")
    if isinstance(names, pikepdf.Array):
        return [str(name) for name in names]
    return [str(names)] if names is not None else []


def _decoded(item: pikepdf.Stream, raw: bytes, *, before_pictures: bool = False) -> bytes:
    """A stream without its filters; the raw bytes and what can be inflated of them where a filter fails."""
    level = (
        pikepdf.StreamDecodeLevel.generalized if before_pictures else pikepdf.StreamDecodeLevel.specialized
    )
    try:
        return item.read_bytes(level)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return raw + b"".join(content for _, content in packed_in(raw))


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
    _pages(examination, written.getvalue(), prefix, first=first)


# --- raw bytes ------------------------------------------------------------------------------------------


def _between_objects(examination: Examination, data: bytes, prefix: str, depth: int, read: set[int]) -> None:
    """The raw bytes without the streams that were read, and each stream that no object of a revision held."""
    parts: list[bytes] = []
    place = 0
    for match in _STREAM.finditer(data):
        if match.start() < place:
            continue
        end = data.find(b"endstream", match.end())
        body = data[match.end() : end if end >= 0 else len(data)]
        if hash(body.rstrip(b"\r\n")) in read:
            parts.append(data[place : match.end()])
            place = match.end() + len(body)
        elif end >= 0:
            examination.data(body, f"{prefix}deleted stream at byte {match.end()}", depth=depth + 1)
    rest = b"".join([*parts, data[place:]])
    where = f"{prefix}bytes of the file"
    outside = b"\n".join(
        [*_COMMENT.findall(rest), *_GAP.findall(rest), rest[: rest.find(b"%PDF-")], rest[_last_end(rest) :]]
    )
    examination.raw(outside, where, depth=depth + 1)
    # What was found in the objects is in their bytes, too, and need not be told twice.
    told = {(finding.kind, finding.label) for finding in examination.findings}
    objects = Examination(examination.matcher, examination.machine)
    objects.pieces((text, f"{where}{key}") for key, text in strings_in(rest))
    # Objects differ by their numbers; without them few lines are left, and no name has digits.
    lines = dict.fromkeys(re.sub(rb"\d+", b"0", rest).splitlines())
    objects.raw(b"\n".join(lines), where, depth=DEEPEST)
    for finding in objects.findings:
        if (finding.kind, finding.label) not in told:
            examination.add(finding.kind, finding.label, finding.where)


def _last_end(data: bytes) -> int:
    return max(data.rfind(b"%%EOF"), 0)


_COMMENT = re.compile(rb"%[^\r\n]+")
_GAP = re.compile(rb"endobj\s*([^\s\dx].*?)(?=\s\d+\s+\d+\s+obj\b|\bxref\b|$)", re.DOTALL)
