"""The passage of a text that shows best what a search found, with every hit in it marked.

A passage is never cut inside what a reader sees as one character, inside a word, or inside a label that stands
for a protected person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Final

from lfnkr_nb.search.folding import aligned, tokens_from
from lfnkr_nb.search.tree import And, Meaning, Node, Not, Or, Phrase

__all__ = ["Snippet", "make_snippet", "wanted_phrases"]

#: Length of a passage in columns of a terminal; a Japanese or Korean character takes two.
_COLUMNS: Final = 160
#: A word longer than this may be cut.
_LONGEST_WORD: Final = 40
#: Hits that are looked at for the best passage.
_MOST_HITS: Final = 500

Span = tuple[int, int]


@dataclass(frozen=True)
class Snippet:
    """A passage.

    Attributes:
        text: Its words, with `…` where something was cut off.
        marks: Where each hit begins and ends in it.
    """

    text: str
    marks: tuple[Span, ...] = ()

    def marked(self, before: str = "»", after: str = "«") -> str:
        """The passage as text with each hit between two marks."""
        return "".join(f"{before}{part}{after}" if hit else part for part, hit in self._parts())

    def html(self) -> str:
        """The passage as HTML: everything escaped, each hit in a `<mark>` element."""
        return "".join(f"<mark>{escape(part)}</mark>" if hit else escape(part) for part, hit in self._parts())

    def _parts(self) -> Iterator[tuple[str, bool]]:
        place = 0
        for start, end in self.marks:
            yield self.text[place:start], False
            yield self.text[start:end], True
            place = end
        yield self.text[place:], False


def wanted_phrases(node: Node) -> list[tuple[Phrase, ...]]:
    """The phrases that a query looks for, one tuple for each term; not what it excludes, nor titles."""
    match node:
        case Meaning(phrases, field, alone):
            parts = [part for word in alone for part in wanted_phrases(word)]
            return [] if field else [phrases, *parts]
        case And(parts) | Or(parts):
            return [found for part in parts for found in wanted_phrases(part)]
        case Not():
            return []
        case _:
            return []


def make_snippet(text: str, terms: Sequence[Sequence[Phrase]], *, keep: Iterable[str] = ()) -> Snippet:
    """The passage of a text that holds most of the terms; the beginning of the text where it holds none.

    Args:
        text: The text.
        terms: What was looked for: the phrases that each term stands for.
        keep: Labels that are never cut.
    """
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    labels = [span for label in keep for span in _places(text, label)]
    hits = _hits(text, terms)
    start, end = _window(text, _best(text, hits))
    start = _outside(_to_boundary(text, start, -1), labels, 0) if start > 0 else 0
    end = _outside(_to_boundary(text, end, 1), labels, 1) if end < len(text) else end
    marks = _united([(max(a, start), min(b, end)) for a, b, _ in hits if a < end and b > start])
    return _trimmed(text, (start, end), marks)


_BLANKS: Final = "\n\r\t\v\f\u2028\u2029"


# --- hits ------------------------------------------------------------------------------------------------


def _hits(text: str, terms: Sequence[Sequence[Phrase]]) -> list[tuple[int, int, int]]:
    """Where each hit begins and ends, and the number of the term it is one of."""
    if not terms:
        return []
    folded, places = aligned(text)
    found = []
    longest = max(len(phrase.tokens) for phrases in terms for phrase in phrases)
    for place in _beginnings(folded, {phrase.tokens[0] for phrases in terms for phrase in phrases}):
        there = list(islice(tokens_from(folded, place), longest))
        if not there or there[0][1] != place:
            continue
        found += [
            (places[there[0][1]], places[_end(folded, there[len(phrase.tokens) - 1])], number)
            for number, phrases in enumerate(terms)
            for phrase in phrases
            if _stands_at(phrase, there)
        ]
        if len(found) >= _MOST_HITS:
            break
    return found


def _end(folded: str, token: tuple[str, int, int]) -> int:
    """Where a token ends; the last dot of U.N. is a part of it."""
    _, start, end = token
    return end + ("." in folded[start:end] and folded[end : end + 1] == ".")


def _beginnings(folded: str, firsts: Iterable[str]) -> list[int]:
    """Where a phrase may begin: where its first token stands, or stands with apostrophes or dots in it as U.N. does."""
    found: set[int] = set()
    bare = folded.replace("'", "").replace(".", "")
    for first in firsts:
        places = list(_places(folded, first))
        found.update(start for start, _ in places)
        if len(first) > 1 and sum(1 for _ in _places(bare, first)) > len(places):
            found.update(match.start() for match in _with_dots(first).finditer(folded))
    return sorted(found)


@lru_cache(maxsize=64)
def _with_dots(word: str) -> re.Pattern[str]:
    written = "['.]?".join(map(re.escape, word))
    return re.compile(f"(?={written})")


def _stands_at(phrase: Phrase, there: list[tuple[str, int, int]]) -> bool:
    found = [token for token, _, _ in there[: len(phrase.tokens)]]
    if len(found) < len(phrase.tokens) or found[:-1] != list(phrase.tokens[:-1]):
        return False
    return found[-1].startswith(phrase.tokens[-1]) if phrase.prefix else found[-1] == phrase.tokens[-1]


def _best(text: str, hits: list[tuple[int, int, int]]) -> Span:
    """From where to where the hits reach that are shown: most terms, then most hits, then the first."""
    best, worth = (0, 0), (0, 0)
    length = _length(text, hits[0][0]) if hits else 0
    for place, (start, end, _) in enumerate(hits):
        limit = start + length
        shown = [hit for hit in hits[place : place + 60] if hit[1] <= max(limit, end)]
        value = (len({number for _, _, number in shown}), len(shown))
        if value > worth:
            best, worth = (start, max(stop for _, stop, _ in shown)), value
    return best


def _united(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


# --- cutting ---------------------------------------------------------------------------------------------


def _length(text: str, place: int) -> int:
    """How many characters of the text at a place fill a passage."""
    sample = text[place : place + 40] or text[:40]
    if sample.isascii():
        return _COLUMNS
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in sample)
    return _COLUMNS * len(sample) // (len(sample) + wide)


def _window(text: str, shown: Span) -> Span:
    """A passage around the hits that are shown, with a little more after them than before."""
    start, end = shown
    rest = max(_length(text, start) - (end - start), 0)
    first = max(start - rest * 2 // 5, 0)
    last = min(first + rest + (end - start), len(text))
    return max(min(first, last - rest - (end - start)), 0), max(last, end)


def _to_boundary(text: str, place: int, step: int) -> int:
    """The nearest place outward where a text may be cut."""
    limit = place + step * _LONGEST_WORD
    while 0 < place < len(text) and _in_word(text, place) and place != limit:
        place += step
    while 0 < place < len(text) and _joined(text, place):
        place += step
    return place


def _outside(place: int, spans: Iterable[Span], side: int) -> int:
    """The place, or the beginning (side 0) or end (side 1) of the span it stands in."""
    for span in sorted(spans, reverse=not side):
        if span[0] < place < span[1]:
            place = span[side]
    return place


def _in_word(text: str, place: int) -> bool:
    """Whether a place stands inside a word of a script with blanks; others may be cut between characters."""
    before, after = text[place - 1], text[place]
    if unicodedata.east_asian_width(before) in "WF" or unicodedata.east_asian_width(after) in "WF":
        return False
    return not before.isspace() and not after.isspace()


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and after a place are parts of what a reader sees as one.

    After the rules for extended grapheme clusters (Unicode UAX #29), and a little stricter.
    """
    before, after = text[place - 1], text[place]
    if unicodedata.category(after) in ("Mn", "Me", "Mc", "Cf", "Cs") or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if before == "\u200d" or after in "\uff9e\uff9f\u309b\u309c":
        return True
    if "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7fb":
        return (
            "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb" or "\u1100" <= before <= "\u115f"
        )
    return _is_flag(before) and _is_flag(after)


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _places(text: str, label: str) -> Iterator[Span]:
    place = text.find(label) if label else -1
    while place >= 0:
        yield place, place + len(label)
        place = text.find(label, place + 1)


def _trimmed(text: str, window: Span, marks: Iterable[Span]) -> Snippet:
    """The passage without blanks at its ends, marks moved along."""
    start, end = window
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    lead = "…" if start > 0 and text[:start].strip() else ""
    tail = "…" if text[end:].strip() else ""
    shift = len(lead) - start
    return Snippet(
        f"{lead}{text[start:end]}{tail}",
        tuple((max(a, start) + shift, min(b, end) + shift) for a, b in marks if max(a, start) < min(b, end)),
    )
