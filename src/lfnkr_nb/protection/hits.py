"""What was found in a text: a name with its place, and which of several that overlap count."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Hit", "apart", "labels_pattern", "without_labels"]

#: Letters, ideographs and syllables counted twice, from which the rest of a hit is a name part.
_LEAST_REST = 4


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A name that was found.

    Attributes:
        start, end: Where it stands in the text that was given.
        label: The label of the person.
        kind: `name`, `initials`, `given` (a given name alone) or `exact`.
    """

    start: int
    end: int
    label: str
    kind: str


def apart(hits: Iterable[Hit], text: str) -> list[Hit]:
    """Hits from left to right, none over another: of two that overlap the first, and what is left of the other."""
    kept: list[Hit] = []
    later: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        (kept if not kept or hit.start >= kept[-1].end else later).append(hit)
    for hit in later:
        _add_rest(kept, hit, text)
    return kept


def _add_rest(kept: list[Hit], hit: Hit, text: str) -> None:
    """Put what no other hit covers of one into its place among the others."""
    place = bisect_right(kept, hit.start, key=lambda other: other.start)
    start = max(hit.start, kept[place - 1].end) if place else hit.start
    end = min(hit.end, kept[place].start) if place < len(kept) else hit.end
    while start < end and not text[start].isalnum():
        start += 1
    # Less than a name part is a chance: the i of is, behind a given name, is no family name.
    if sum(1 if c.isascii() else 2 for c in text[start:end] if c.isalnum()) >= _LEAST_REST:
        insort(kept, Hit(start, end, hit.label, hit.kind), key=lambda other: other.start)


def labels_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """Where labels stand as words of their own."""
    ordered = sorted({re.escape(label) for label in labels}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered) or '(?!)'})(?!\w)")


def without_labels(hits: list[Hit], labels: re.Pattern[str], text: str) -> list[Hit]:
    """The hits without what is the text of a label: a label is no name, also where it is initials."""
    shown = [match.span() for match in labels.finditer(text)]
    return [hit for hit in hits if not any(start <= hit.start and hit.end <= end for start, end in shown)]
