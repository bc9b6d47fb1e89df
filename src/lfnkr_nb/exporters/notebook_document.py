"""A notebook as a document: title, date, language and brand around what its cells say and show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.brand import NEUTRAL, find_brand
from lfnkr_nb.dates import When, parse_when
from lfnkr_nb.document import Source, read_notebook
from lfnkr_nb.document.tree import Document, Notice, Section, plain
from lfnkr_nb.protection.asked import refuse_lost_register, unlooked
from lfnkr_nb.protection.redaction import redact
from lfnkr_nb.protection.register import Register, root_around
from lfnkr_nb.wording import date_text, wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["notebook_document", "people_around"]

#: Metadata date of a file of which no date is known, so that its bytes never depend on the day it is made.
_NO_DATE: Final = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())

#: Headings of level 1 from which a notebook gets a table of contents.
_CONTENTS_FROM: Final = 3


def notebook_document(notebook: Mapping[str, Any], *, name: str, folder: Path | None) -> Document:
    """The document of a notebook (nbformat 4), without its code.

    Labels stand in place of the names in the register of the archive around the notebook.
    `title`, `subtitle`, `lang` and `date` are taken from the notebook's metadata. Without a title there, the
    first heading of level 1 is the title, else `name`. A title that opens the text is not said twice.

    Args:
        notebook: The notebook, as nbformat or `json` reads it; it is not changed.
        name: File name without its extension.
        folder: Where the notebook lies: its pictures are looked for there, `brand.yaml` there and above.

    Raises:
        BriefingError, PictureError: The brand cannot be used.
        GateError: The archive around the notebook has lost its register.
        RegisterError: There is a register of names in the archive around the notebook, and it cannot be used.
    """
    said = notebook.get("metadata", {})
    lang = _text(said, "lang") or "en"
    reading = read_notebook(notebook, Source(lang=lang, folder=folder, origin=f"{name}.ipynb"))
    title = reading.title or name
    sections = _without_repeated_title(reading.sections, title)
    when, notices = _when(said, name)
    document = Document(
        title=title,
        lang=lang,
        template="notebook",
        sections=sections,
        brand=find_brand(folder) if folder else NEUTRAL,
        subtitle=_text(said, "subtitle"),
        date=date_text(when.iso, when.precision, lang) if when else "",
        timestamp=when.timestamp if when else _NO_DATE,
        wording=wording(lang),
        notices=(*notices, *reading.notices),
        contents=sum(bool(section.title) for section in sections) >= _CONTENTS_FROM,
        stamps=(wording(lang)["stamp.draft"],),  # only a briefing with a recipe can be cleared
    )
    people = people_around(folder)
    if people is not None:
        document = redact(document, people)
    if root := root_around(folder) if folder else None:
        notices = (*document.notices, *unlooked(root, Register.beside(root)))
        document = replace(document, notices=notices)
    return replace(document, id=_id(document.title, document.sections))


def people_around(folder: Path | None) -> Register | None:
    """The people whose names stay inside, from the register of the archive around a notebook.

    Raises:
        GateError: The archive has none, and an earlier edition relied on one.
        RegisterError: There is one, and it cannot be used.
    """
    root = root_around(folder) if folder else None
    if root is None:
        return None
    register = Register.beside(root)
    refuse_lost_register(root, register)
    return register.protecting() if register else None


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _without_repeated_title(sections: tuple[Section, ...], title: str) -> tuple[Section, ...]:
    if not sections or plain(sections[0].title) != title:
        return sections
    return (replace(sections[0], title=()), *sections[1:])


def _when(said: Mapping[str, Any], name: str) -> tuple[When | None, tuple[Notice, ...]]:
    value = said.get("date")
    if value in (None, ""):
        return None, ()
    try:
        return parse_when(str(value)), ()
    except ValueError as error:
        message = f"The notebook's date {value!r} {error}, so no date is shown"
        return None, (Notice(message, f"{name}.ipynb", "Write it as 2017-09-04 in the notebook's metadata."),)


def _id(title: str, sections: tuple[Section, ...]) -> str:
    """A short id of what the document says."""
    return sha256(repr((title, sections)).encode("utf-8", "backslashreplace")).hexdigest()[:12]
