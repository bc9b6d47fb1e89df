"""A post's plain text in the form the rules read: one width of digits, composed Hangul, the language of each line.

Every form of the text has the length of the original, or knows the way back, so that a figure's or date's place
is always one in `post.plain`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lfnkr_nb.document.sentences import sentence_spans

__all__ = ["Line", "lines_of"]

_WIDE: Final = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF01, 0xFF5F)) if c not in "．｡！？"}
_LOOKS: Final = str.maketrans("　\u00a0\u2009\u202f\u2012\u2010\u2011−〜～∼", "    ----~~~")
_TABLE: Final = {**_WIDE, **_LOOKS}
_JAMO: Final = re.compile("[\u1100-\u11ff]")
_CLUSTER: Final = re.compile("[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|.", re.DOTALL)
_HANGUL: Final = re.compile("[\u3131-\u318e\uac00-\ud7a3]")
_KANA: Final = re.compile("[\u3041-\u30fa\u30fd-\u30ff]")
_HAN: Final = re.compile("[\u3400-\u9fff]")


#: A sentence that is longer is a list without full stops, or an attack; it is read in parts.
_LONGEST: Final = 1200


@dataclass(frozen=True)
class Line:
    """One paragraph of a plain text.

    Attributes:
        text: The paragraph with narrow digits and composed Hangul; the rules read this.
        start: Where it starts in the plain text.
        lang: `en`, `ja` or `ko`, by its letters.
        original: The paragraph as it stands in the plain text.
        places: Where each character of `text` stands in `original`; None where the two have one length.
    """

    text: str
    start: int
    lang: str
    original: str
    places: tuple[int, ...] | None = None

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Start and end of its sentences in `text`."""
        return list(sentence_spans(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def number_of_sentence(self, place: int) -> int:
        """Which sentence is around a place in `text`, counted from 0."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence around a place in `text`; of an endless one only the part around it."""
        start, end = self.sentences[self.number_of_sentence(place)]
        if end - start > _LONGEST:
            return max(start, place - _LONGEST // 2), min(end, place + _LONGEST // 2)
        return start, end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` as one of the whole plain text."""
        if self.places is not None:
            start, end = self.places[start], self.places[end]
        return self.start + start, self.start + end

    def said(self, start: int, end: int) -> str:
        """The words of a span of `text`, as they stand in the plain text."""
        first, last = self.span(start, end)
        return self.original[first - self.start : last - self.start]


def lines_of(plain: str, lang: str) -> Iterator[Line]:
    """The paragraphs of a plain text.

    Args:
        plain: `post.plain`.
        lang: Language of the post; it decides for a line of ideographs alone.
    """
    start = 0
    for original in plain.split("\n"):
        if original:
            yield _line(original, start, lang)
        start += len(original) + 1


def _line(original: str, start: int, lang: str) -> Line:
    text, places = original, None
    if not original.isascii():
        if _JAMO.search(original):
            text, places = _composed(original)
        text = text.translate(_TABLE)
    return Line(text, start, _language(text, lang), original, places)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with Hangul composed, as macOS writes file names apart and texts copied from them are."""
    parts: list[str] = []
    places: list[int] = []
    for found in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFC", found[0])
        parts.append(part)
        places += [found.start()] * len(part)
    return "".join(parts), (*places, len(text))


def _language(text: str, lang: str) -> str:
    if text.isascii():
        return "en"
    if _KANA.search(text):
        return "ko" if len(_HANGUL.findall(text)) > len(_KANA.findall(text)) else "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        # Ideographs in an English sentence are a name in brackets; alone they are Japanese here.
        return "en" if len(_HAN.findall(text)) * 4 < len(text) and lang == "en" else "ja"
    return "en"
