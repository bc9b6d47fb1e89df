"""Document tree → PDF, by Typst: tagged (PDF/UA-1), archival (PDF/A-2a), the same bytes everywhere.

The document is written as data beside our own templates into a private folder, which is all Typst can see;
no text of a post is ever read as Typst markup. What cannot be printed is replaced by something that says so
and comes back as a `Notice`: a character no font has, a picture no reader can read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from lfnkr_nb.errors import ExportError
from lfnkr_nb.exporters.to_data import Data, DataMaker
from lfnkr_nb.exporters.typst_stage import Cancelled, TypstStage
from lfnkr_nb.exporters.unprintable import (
    DROPPED,
    character_notices,
    characters_in,
    in_brackets,
    refused_notices,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from lfnkr_nb.document.tree import Document, Notice, Section

__all__ = ["WORDING_KEYS", "PdfRenderer", "PdfResult", "to_pdf"]

ENGLISH: Final = {
    "contact": "Contact",
    "contents": "Contents",
    "date": "Date",
    "document_id": "Document ID",
    "edition": "Edition",
    "edition_number": "Edition {number}",
    "label_separator": ": ",
    "licence": "Licence",
    "picture": "Picture",
    "picture_without_alt": "Picture without a description",
    "re": "Re:",
}
#: The words of the page's own furniture, looked up in `Document.wording`; English where one is missing.
WORDING_KEYS: Final = tuple(ENGLISH)

#: As it stands; with characters replaced; with pictures replaced; with characters of their alt texts, too.
TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A finished PDF.

    Attributes:
        data: The file's bytes.
        pages: How many pages it has.
        notices: What could not be printed as it stood, each with its origin.
    """

    data: bytes
    pages: int
    notices: tuple[Notice, ...] = ()


def to_pdf(document: Document, *, cancelled: Cancelled | None = None) -> PdfResult:
    """A document as PDF.

    Args:
        document: The tree; nothing else reaches the page.
        cancelled: Asked about every 50 ms; the rendering is given up when it returns True.

    Raises:
        ExportError: The document cannot be set (the message names where), a font is missing, or `cancelled`
            said so.
    """
    with PdfRenderer() as renderer:
        return renderer.render(document, cancelled=cancelled)


class PdfRenderer:
    """Renders again and again in one process: what did not change is not laid out anew.

    Use it in a `with` statement, or call `close`: its private folder goes with it.
    """

    def __init__(self) -> None:
        self._stage = TypstStage()
        self._maker = DataMaker()
        self._refused: frozenset[str] = frozenset()
        self._readable: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private folder; the renderer cannot be used afterwards."""
        self._stage.close()

    def render(self, document: Document, *, cancelled: Cancelled | None = None) -> PdfResult:
        """A document as PDF; see `to_pdf`."""
        words = words_of(document)
        characters = dict(DROPPED)
        notices: list[Notice] = []
        complaint = ""
        for _ in range(TRIES):
            data = self._maker.make(document, words, refused=self._refused)
            self._put(data, characters)
            outcome = self._stage.compile(document.timestamp, cancelled=cancelled)
            if isinstance(outcome, bytes):
                notices += [*data.notices, *refused_notices(document, self._refused)]
                return PdfResult(outcome, page_count(outcome), tuple(notices))
            complaint = outcome
            unprintable = sorted(c for c in characters_in(outcome) if c not in characters)
            if unprintable:
                characters |= {c: in_brackets(c) for c in unprintable}
                notices += character_notices(document, data, unprintable)
            elif not self._refuse_pictures(data):
                break
        raise self._failure(document, words, complaint)

    def _put(self, data: Data, characters: dict[str, str]) -> None:
        """Stage the data with characters replaced: addresses are ASCII, so only text can change."""
        content = {name: picture.data for name, picture in data.pictures.items()}
        content["data.json"] = replaced(data.json, characters).encode()
        content["math.typ"] = math_module(data.formulas).encode()
        self._stage.stage(content)

    def _refuse_pictures(self, data: Data) -> bool:
        """Try each picture that is not known to be good alone; whether any had to be refused."""
        bad: set[str] = set()
        for name, picture in data.pictures.items():
            if picture.name not in self._readable:
                (self._readable if self._stage.readable(name) else bad).add(picture.name)
        self._refused |= bad
        return bool(bad)

    def _failure(self, document: Document, words: dict[str, str], complaint: str) -> ExportError:
        """The error for a complaint, naming the first section that fails alone."""
        failing = (s for s in document.sections if self._fails_alone(document, s, words))
        section = next(failing, None)
        sentence = complaint.strip().splitlines()[0].removeprefix("error: ").rstrip(".")
        return ExportError(
            f"The page cannot be set: {sentence}",
            hint="Take out or simplify what it names and export again; please report the message.",
            path=(section.origin or section.anchor) if section else None,
        )

    def _fails_alone(self, document: Document, section: Section, words: dict[str, str]) -> bool:
        """Whether a section cannot be set even as the only one, for another reason than its characters."""
        self._put(
            self._maker.make(replace(document, sections=(section,)), words, refused=self._refused), DROPPED
        )
        outcome = self._stage.compile(document.timestamp)
        return isinstance(outcome, str) and not characters_in(outcome)


def words_of(document: Document) -> dict[str, str]:
    """The furniture's words in the document's language, English where one is missing."""
    words = {key: document.wording.get(key, english) for key, english in ENGLISH.items()}
    words["edition_number"] = words["edition_number"].replace("{number}", str(document.edition))
    return words


def replaced(text: str, characters: dict[str, str]) -> str:
    """Text with each of some characters replaced (`str.translate` takes twenty times as long)."""
    for character, shown in characters.items():
        text = text.replace(character, shown)
    return text


def math_module(formulas: Iterable[str]) -> str:
    """A Typst module with the formulas; `harmless_math` has looked at each."""
    listed = "".join(
        f"  {json.dumps(each, ensure_ascii=False)}: $ {each} $.body,\n" for each in sorted(formulas)
    )
    return f"#let formulas = (\n{listed})\n" if listed else "#let formulas = (:)\n"


def page_count(data: bytes) -> int:
    """How many pages a PDF made by Typst has: it never compresses the root of the page tree."""
    counts = re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b", data)
    return max((int(before or after) for before, after in counts), default=0)
