"""What cannot be printed and what takes its place: characters no font has, pictures no reader can read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lfnkr_nb.document.tree import Notice

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Document, Picture
    from lfnkr_nb.exporters.to_data import Data

__all__ = ["DROPPED", "character_notices", "characters_in", "in_brackets", "refused_notices"]

#: What Typst says of a character that cannot be printed (typst-pdf 0.15, convert.rs): no font has it, or
#: PDF/A forbids it (the private use area).
COMPLAINT: Final = re.compile(r'(?:the text|contains the (?:disallowed )?codepoint) `"((?:[^`"\\]|\\.)+)"`')
#: Never printed and never missed: PDF forbids a byte order mark inside text (ISO 14289-1, 7.21.7).
DROPPED: Final = {"\ufeff": ""}
ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")


def characters_in(complaint: str) -> set[str]:
    """The characters Typst could not print, out of its complaint; empty for any other complaint."""
    texts = (ESCAPE.sub(lambda m: chr(int(m[1], 16)), match[1]) for match in COMPLAINT.finditer(complaint))
    return {character for text in texts for character in text if not character.isascii()}


def in_brackets(character: str) -> str:
    """`[U+13000]` for a character."""
    return f"[U+{ord(character):04X}]"


def character_notices(document: Document, data: Data, characters: list[str]) -> list[Notice]:
    """One notice for each character and each place that holds it.

    Args:
        document: Says where each section comes from.
        data: The document's data, whose sections stand in the same order.
        characters: What could not be printed.
    """
    places = [(s.origin, text) for s, text in zip(document.sections, data.sections, strict=True)]
    places.append(("", data.frame))
    found = {(c, origin): None for c in characters for origin, text in places if c in text}
    return [character_notice(character, origin) for character, origin in found]


def character_notice(character: str, origin: str) -> Notice:
    """Says what became of a character."""
    code = in_brackets(character)
    message = f"No font has the character U+{ord(character):04X}; {code} is printed in its place"
    return Notice(message, origin, "Write it in words, or take it out.")


def refused_notices(document: Document, refused: frozenset[str]) -> list[Notice]:
    """One notice for each section (or the brand) with a picture that could not be printed."""
    notices = []
    for section in document.sections:
        alone = replace(document, sections=(section,), brand=replace(document.brand, logo=None))
        notices += [picture_notice(p, section.origin) for p in alone.pictures.values() if p.name in refused]
    logo = document.brand.logo
    return [*notices, picture_notice(logo, "brand.yaml")] if logo and logo.name in refused else notices


def picture_notice(picture: Picture, origin: str) -> Notice:
    """Says that a picture's alt text stands in its place."""
    message = f"The picture {picture.name} cannot be printed; its alt text stands in its place"
    return Notice(message, origin, "Save the picture again as PNG or JPEG.")
