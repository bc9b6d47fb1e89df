"""Document tree → PDF, by Typst: tagged (PDF/UA-1), archival (PDF/A-2a), the same bytes everywhere.

The document is written as data beside our own templates into a private folder, which is all Typst can see;
no text of a post is ever read as Typst markup. What cannot be printed is replaced by something that says so
and comes back as a `Notice`: a character no font has, a picture no reader can read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
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

    from lfnkr_nb.document.tree import Document, Notice

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

#: As it stands; with characters, pictures and sections replaced; with characters that this brought up.
TRIES: Final = 6


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
        ExportError: The document cannot be set, a font is missing, or `cancelled` said so.
    """
    with PdfRenderer() as renderer:
        return renderer.render(document, cancelled=cancelled)


@dataclass
class Mending:
    """What was changed in order to get a document through Typst.

    Attributes:
        characters: What is printed in place of a character.
        simple: Anchors of sections that are printed as plain text.
        notices: What to say of the characters.
    """

    characters: dict[str, str] = field(default_factory=lambda: dict(DROPPED))
    simple: frozenset[str] = frozenset()
    notices: list[Notice] = field(default_factory=list)


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
        words, mending = words_of(document), Mending()
        complaint = ""
        for _ in range(TRIES):
            data = self._maker.make(document, words, refused=self._refused, simple=mending.simple)
            self._put(data, mending.characters)
            outcome = self._stage.compile(document.timestamp, cancelled=cancelled)
            if isinstance(outcome, bytes):
                told = [*mending.notices, *data.notices, *refused_notices(document, self._refused)]
                return PdfResult(outcome, page_count(outcome), tuple(told))
            complaint = outcome
            if not self._mend(document, data, complaint=complaint, mending=mending):
                break
        sentence = complaint.strip().splitlines()[0].removeprefix("error: ").rstrip(".")
        raise ExportError(
            f"The pages cannot be set: {sentence}",
            hint="Export fewer posts to find the one it comes from, and please report the message.",
        )

    def _mend(self, document: Document, data: Data, *, complaint: str, mending: Mending) -> bool:
        """Arrange for what can be done about a complaint at the next try; whether there was anything."""
        unprintable = sorted(c for c in characters_in(complaint) if c not in mending.characters)
        if unprintable:
            mending.characters |= {c: in_brackets(c) for c in unprintable}
            mending.notices += character_notices(document, data, unprintable)
            return True
        return self._refuse_pictures(data) or self._simplify(document, mending)

    def _put(self, data: Data, characters: dict[str, str]) -> None:
        """Stage the data with characters replaced: addresses are ASCII, so only text can change."""
        content = {name: picture.data for name, picture in data.pictures.items()}
        content["data.json"] = replaced(data.json, characters).encode()
        content["running.json"] = replaced(data.running, characters).encode()
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

    def _simplify(self, document: Document, mending: Mending) -> bool:
        """Choose sections to be printed plain: those that fail alone, else the one that spoils the whole."""
        left = [section for section in document.sections if section.anchor not in mending.simple]
        failing = {s.anchor for s in left if self._fails(replace(document, sections=(s,)), frozenset())}
        failing = failing or self._spoiling(document, [section.anchor for section in left])
        mending.simple |= failing
        return bool(failing)

    def _spoiling(self, document: Document, anchors: list[str]) -> set[str]:
        """The section without whose layout the document can be set, found by halving; empty if none."""
        if not anchors or self._fails(document, frozenset(anchors)):
            return set()
        low, high = 0, len(anchors)
        while high - low > 1:
            middle = (low + high) // 2
            if self._fails(document, frozenset(anchors[:middle])):
                low = middle
            else:
                high = middle
        return {anchors[high - 1]}

    def _fails(self, document: Document, simple: frozenset[str]) -> bool:
        """Whether a document cannot be set, for another reason than its characters."""
        data = self._maker.make(document, words_of(document), refused=self._refused, simple=simple)
        self._put(data, dict(DROPPED))
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
