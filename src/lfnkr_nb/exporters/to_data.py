"""Document tree → the plain data (`data.json`) that the Typst templates read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import Heading, plain, walk
from lfnkr_nb.exporters.placing import Place, SectionData, file_name, is_titled
from lfnkr_nb.exporters.print_rules import address, language, one_line, printed_size, shortened
from lfnkr_nb.exporters.section_data import section_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lfnkr_nb.document.tree import Brand, Document, Letter, Notice, Picture, Section

__all__ = ["Data", "DataMaker"]

#: The most room a logo gets, in points.
LOGO_ROOM = (150.0, 46.0)


@dataclass
class Data:
    """What one compile needs.

    Attributes:
        frame: Everything around the sections, as JSON.
        running: What stands at the head and the foot of each page, as JSON.
        sections: Each section as JSON, in order.
        pictures: Pictures by the file name the data uses.
        formulas: Typst math source of the formulas.
        notices: What had to be changed on the way.
    """

    frame: str
    running: str
    sections: list[str] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)

    @property
    def json(self) -> str:
        """All of it as one JSON text, the same for the same document everywhere."""
        return f'{{"frame":{self.frame},"sections":[{",".join(self.sections)}]}}'


class DataMaker:
    """Makes documents into data; sections it made for the document before are not made again."""

    def __init__(self) -> None:
        self._known: dict[tuple[Section, str, int], tuple[SectionData, str]] = {}
        self._place: tuple[object, ...] = ()

    def make(
        self,
        document: Document,
        words: dict[str, str],
        *,
        refused: frozenset[str] = frozenset(),
        simple: frozenset[str] = frozenset(),
    ) -> Data:
        """A document as data for the templates.

        Args:
            document: The tree.
            words: The words of the page's own furniture by key, complete.
            refused: Names of pictures that cannot be printed; their alt text takes their place.
            simple: Anchors of sections to be printed as plain text.
        """
        anchors = {section.anchor: f"s{index}" for index, section in enumerate(document.sections)}
        anchors |= dict(heading_labels(document, anchors, simple))
        titled = document.letter is not None
        self._forget_unless((anchors, titled, refused, simple))
        data = Data(as_json(frame_data(document, words, refused)), as_json(running_data(document, words)))
        logo = document.brand.logo
        if logo is not None and logo.name not in refused:
            data.pictures[file_name(logo)] = logo
        known = {}
        for section, level in leveled(document):
            label = anchors[section.anchor]
            place = Place(label, level, titled, section.anchor in simple, anchors, refused)
            key = (section, label, level)
            known[key] = self._known.get(key) or made(section, place)
            gather(data, *known[key])
        self._known = known
        return data

    def _forget_unless(self, place: tuple[object, ...]) -> None:
        """Forget all sections when what they depend on outside themselves has changed."""
        if self._place != place:
            self._known.clear()
            self._place = place


def heading_labels(
    document: Document, labels: Mapping[str, str], simple: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Labels of the headings that links lead to; without those that are set as a paragraph."""
    for section in document.sections:
        if section.anchor in simple:
            continue
        for block in walk(section.blocks):
            if isinstance(block, Heading) and block.anchor and plain(block.runs).strip():
                yield block.anchor, f"{labels[section.anchor]}-{block.anchor.rpartition('.')[2]}"


def made(section: Section, place: Place) -> tuple[SectionData, str]:
    """A section as data and as JSON."""
    data = section_data(section, place)
    return data, as_json(data.tree)


def leveled(document: Document) -> Iterator[tuple[Section, int]]:
    """Each section with its level, never more than one below the heading before (ISO 14289-1, 7.4.2)."""
    last = 1 if document.letter is not None else 0
    for section in document.sections:
        level = min(section.level, last + 1)
        last = level if is_titled(section) else last
        yield section, level


def gather(data: Data, section: SectionData, text: str) -> None:
    """Add a section to the data of the document."""
    data.sections.append(text)
    data.pictures |= section.pictures
    data.formulas |= section.formulas
    data.notices += section.notices


def as_json(tree: dict[str, Any]) -> str:
    """Compact JSON with the characters themselves: those no font has are looked for in it."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def frame_data(document: Document, words: dict[str, str], refused: frozenset[str]) -> dict[str, Any]:
    """Everything around the sections."""
    return {
        "title": one_line(document.title),
        "subtitle": one_line(document.subtitle),
        "template": document.template,
        "contents": document.contents,
        "date": one_line(document.date),
        "edition": document.edition,
        "id": document.id,
        "words": words,
        "brand": brand_data(document.brand, refused),
        "letter": letter_data(document.letter) if document.letter else None,
        **language(document.lang),
    }


def running_data(document: Document, words: dict[str, str]) -> dict[str, Any]:
    """The lines at the head and the foot of each page."""
    return {
        "title": shortened(one_line(document.title)),
        "short": document.brand.short_name or document.brand.name,
        "known": [part for part in (document.id, words["edition_number"]) if part],
        "stamps": [one_line(stamp) for stamp in document.stamps],
        "accent": document.brand.accent,
        **language(document.lang),
    }


def letter_data(letter: Letter) -> dict[str, Any]:
    """The frame of a letter."""
    return {
        "place_date": letter.place_date,
        "addressee": list(letter.addressee),
        "subject": one_line(letter.subject),
        "salutation": letter.salutation,
        "signatories": list(letter.signatories),
    }


def brand_data(brand: Brand, refused: frozenset[str]) -> dict[str, Any]:
    """Who speaks, with the logo's printed size."""
    logo = None
    if brand.logo is not None and brand.logo.name not in refused:
        width, height = printed_size(brand.logo, *LOGO_ROOM, dpi=36.0)
        logo = {"file": file_name(brand.logo), "w": width, "h": height, "alt": brand.logo_alt or brand.name}
    return {
        "name": brand.name,
        "colour": brand.colour,
        "accent": brand.accent,
        "contact": [contact_line(line) for line in brand.contact],
        "licence": brand.licence,
        "licence_url": address(brand.licence_url),
        "logo": logo,
    }


def contact_line(line: str) -> dict[str, str]:
    """A contact line with the address it links to, if it is one."""
    if re.fullmatch(r"https?://\S+", line):
        return {"t": line, "h": address(line)}
    if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+", line):
        return {"t": line, "h": address(f"mailto:{line}")}
    return {"t": line, "h": ""}
