"""Where sentences begin and end, in English, Japanese and Korean."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["sentence_spans"]

# A sentence ends at 。！？ with closing brackets after it, or at . ! ? before a blank and no small letter.
_SENTENCE_END = re.compile(
    r"[。！？．｡]+[」』）〉》”’\"')\]]*|[.!?…]+[”’\"')\]]*(?=\s+[^\sa-z])|[.!?…]+[”’\"')\]]*$"
)
# A dot after these ends no sentence; so does one after a single capital, as in initials.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|St|Nos?|Art|Vol|pp|vs|e\.g|i\.e|cf|ca|approx|Fig|Jr|Sr"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$"
)
# Nor does one inside a date such as 2017. 9. 4., as Korean writes it.
_DOTTED_DATE = re.compile(r"(?<!\d)(?:\d{4}\.|\d{4}\. ?\d{1,2}\.)(?= ?\d{1,2}\.)")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of one paragraph, without the blanks around it."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match[0] == "." and _goes_on(text, start, match.end()):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the dot that ends here is that of an abbreviation or of a date in figures."""
    if _ABBREVIATION.search(text, max(start, end - 12), end):
        return True
    first = max(start, end - 10)
    return any(found.end() == end for found in _DOTTED_DATE.finditer(text, first))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
