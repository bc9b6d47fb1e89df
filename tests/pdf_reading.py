"""Reads PDFs back for the tests: text, tags, links, bookmarks, and where the ink is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdf

    from lfnkr_nb.exporters.to_pdf import PdfResult

#: Left and right edge of the text column in points, with half a point of air for side bearings.
LEFT, RIGHT = 90.2, 505.1


def pages(result: PdfResult) -> list[str]:
    """The text of each page as PDFium extracts it (it honours ActualText)."""
    pdf = pypdfium2.PdfDocument(result.data)
    shown = [page.get_textpage().get_text_range() for page in pdf]
    return [
        page.replace("\r\n", "\n").replace("\ufffe", "-") for page in shown
    ]  # its mark for a hyphen at a line's end


def said(result: PdfResult) -> str:
    """All text, white space as single blanks."""
    return " ".join(" ".join(pages(result)).split())


def solid(words: str) -> str:
    """Text without any white space: Japanese lines break anywhere."""
    return "".join(words.split())


@dataclass(frozen=True)
class Tag:
    """A structure element: its standard type, alt text, language and the names of its attributes."""

    type: str
    alt: str
    lang: str
    attributes: frozenset[str]


def tags(result: PdfResult) -> list[Tag]:
    """Every structure element of a PDF in reading order."""
    with pikepdf.open(io.BytesIO(result.data)) as pdf:
        root = pdf.Root.StructTreeRoot
        roles = {str(k): str(v) for k, v in root.get("/RoleMap", {}).items()}
        return list(elements(root.K, roles))


def elements(node: Any, roles: dict[str, str]) -> Iterator[Tag]:
    """A structure element and those inside it."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid, roles)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        found = node.get("/A", pikepdf.Dictionary())
        each = list(found) if isinstance(found, pikepdf.Array) else [found]
        names = frozenset(str(key) for one in each for key in one.keys())  # noqa: SIM118  # not a mapping
        yield Tag(
            roles.get(str(node.S), str(node.S)), str(node.get("/Alt", "")), str(node.get("/Lang", "")), names
        )
        yield from elements(node.get("/K", pikepdf.Array()), roles)


def count_tags(result: PdfResult, name: str) -> int:
    """How many structure elements of a type there are."""
    return sum(tag.type == name for tag in tags(result))


def links(result: PdfResult) -> set[str]:
    """Every address the PDF links to."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(result.data)) as pdf:
        for page in pdf.pages:
            actions = [annotation.get("/A", {}) for annotation in page.get("/Annots", [])]
            found |= {str(action.URI) for action in actions if "/URI" in action}
    return found


def bookmarks(reader: pypdf.PdfReader, outline: list[Any]) -> dict[str, int]:
    """Page number by bookmark title; the first of equal ones."""
    found: dict[str, int] = {}
    for entry in outline:
        if isinstance(entry, list):
            for title, page in bookmarks(reader, entry).items():
                found.setdefault(title, page)
        else:
            page = reader.get_destination_page_number(entry)
            assert page is not None
            found.setdefault(solid(str(entry.title)), page + 1)
    return found


def ink(result: PdfResult) -> Iterator[tuple[float, float, float, float, str]]:
    """Left, bottom, right, top of every visible character and of every picture, with the character."""
    for page in pypdfium2.PdfDocument(result.data):
        words = page.get_textpage()
        for index in range(words.count_chars()):
            character = words.get_text_range(index, 1)
            if character.strip():
                yield *words.get_charbox(index), character
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            yield *item.get_bounds(), "image"
