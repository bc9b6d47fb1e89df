"""Labels in place of names, everywhere in a document tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lfnkr_nb.document.tree import Notice
from lfnkr_nb.protection.drawings import without_named_drawings
from lfnkr_nb.protection.joining import APART, Slot, rebuilt, slots

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Document
    from lfnkr_nb.protection.matching import Hit, Matcher
    from lfnkr_nb.protection.register import Register

__all__ = ["redact"]


def redact(document: Document, register: Register) -> Document:
    """The document with a label in place of each name of the register, in whatever spelling it stands there.

    A drawing whose words hold a name is left out. How often each label was put in is said in `notices`, by its
    label and never by the name.
    """
    matcher = register.matcher()
    document = without_named_drawings(document, matcher)
    found = list(slots(document))
    counted: Counter[str] = Counter()
    texts = iter(_replaced(found, matcher, counted))
    changed = rebuilt(document, lambda _: next(texts))
    if not counted:
        return document
    said = tuple(
        Notice(f"{label} stands in place of a name, {count} time{'s' * (count != 1)}")
        for label, count in sorted(counted.items())
    )
    return replace(changed, notices=(*changed.notices, *said))


def _replaced(found: list[Slot], matcher: Matcher, counted: Counter[str]) -> Iterator[str]:
    """The new text of each slot, in order."""
    flowing = [slot for slot in found if slot.field not in APART]
    joined = "".join(slot.text if slot.continues else f"\n{slot.text}" for slot in flowing)
    hits = matcher.find(joined)
    counted.update(hit.label for hit in hits)
    new = iter(_cut(flowing, hits))
    for slot in found:
        if slot.field in APART:
            text, own = matcher.replace(slot.text)
            counted.update(hit.label for hit in own)
            yield slot.text if not own else "" if slot.field in ("href", "url", "ruby") else text
        else:
            yield next(new)


def _cut(flowing: list[Slot], hits: list[Hit]) -> Iterator[str]:
    """Each text without its share of the names, the label in the one where a name begins."""
    place = 0
    waiting = iter(hits)
    hit = next(waiting, None)
    for slot in flowing:
        start = place + (0 if slot.continues else 1)
        place = end = start + len(slot.text)
        parts, done = [], start
        while hit is not None and hit.start < end:
            if hit.start >= done:
                parts += [slot.text[done - start : hit.start - start], hit.label]
            done = min(hit.end, end)
            if hit.end > end:
                break
            hit = next(waiting, None)
        yield slot.text if not parts and done == start else "".join([*parts, slot.text[done - start :]])
