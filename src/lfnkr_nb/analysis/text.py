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
_EASTERN: Final = re.compile("[\u3041-\u30ff\u3131-\u318e\u3400-\u9fff\uac00-\ud7a3]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]+")
_HANGUL: Final = re.compile("[\u3131-\u318e\uac00-\ud7a3]+")
_HIRAGANA: Final = re.compile("[\u3041-\u309f]+")
_OTHER_JAPANESE: Final = re.compile("[\u30a1-\u30fa\u30fc-\u30ff]+|[\u3400-\u9fff]+")
#: Names and titles beside a sentence, and addresses of the net: they say nothing of its language.
_BESIDE: Final = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|「[^「」]*」|『[^『』]*』|《[^《》]*》|〈[^〈〉]*〉"
    r"|(?<![!-~])[!-~]*[@/][!-~]*|www\.[!-~]*"
)
#: Particles and verb endings, the grammar of a Korean sentence.
_KO_ENDING: Final = re.compile("[은는이가을를의에도와과로서고며면다요까지]$")


#: A sentence that is longer is a list without full stops, or an attack; it is read in parts.
_LONGEST: Final = 1200


@dataclass(frozen=True)
class Line:
    """One paragraph of a plain text, or the sentences of one that are of one language.

    Attributes:
        text: The paragraph with narrow digits and composed Hangul; the rules read this.
        start: Where it starts in the plain text.
        lang: `en`, `ja` or `ko`, by its grammar.
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
    """The paragraphs of a plain text; where the language changes within one, its parts.

    Args:
        plain: `post.plain`.
        lang: Language of the post; it decides where the words of a line do not.
    """
    start = 0
    for original in plain.split("\n"):
        if original:
            yield from _parts(_line(original, start, lang), lang)
        start += len(original) + 1


def _line(original: str, start: int, lang: str) -> Line:
    text, places = original, None
    if not original.isascii():
        if _JAMO.search(original):
            text, places = _composed(original)
        text = text.translate(_TABLE)
    return Line(text, start, _language(text, lang) or "en", original, places)


def _parts(line: Line, lang: str) -> Iterator[Line]:
    """The line, or its parts where sentences of several languages stand in it."""
    if line.text.isascii() or not (_EASTERN.search(line.text) and _LATIN.search(line.text)):
        yield line
        return
    changes: list[tuple[int, str]] = []
    for start, end in line.sentences:
        found = _language(line.text[start:end], lang)
        if found and (not changes or changes[-1][1] != found):
            changes.append((start if changes else 0, found))
    if len(changes) < 2:
        yield line
        return
    ends = [start for start, _ in changes[1:]] + [len(line.text)]
    for (start, found), end in zip(changes, ends, strict=True):
        yield _cut(line, start, end, found)


def _cut(line: Line, start: int, end: int, lang: str) -> Line:
    first, last = line.span(start, end)
    places = line.places and tuple(p + line.start - first for p in line.places[start : end + 1])
    original = line.original[first - line.start : last - line.start]
    return Line(line.text[start:end], first, lang, original, places)


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
    """The language whose grammar a text shows most; empty for one without letters.

    A Korean name in an English sentence, or an English one in a Japanese sentence, is a word of that sentence: what
    counts are small words, particles and endings, not letters.
    """
    if not _EASTERN.search(text):
        return "en" if _LATIN.search(text) else ""
    alone = _BESIDE.sub(" ", text)
    said = alone if _EASTERN.search(alone) or _LATIN.search(alone) else text
    shown = _grammar(said)
    return max(shown, key=lambda name: (shown[name], name == lang, name != "en"))


def _grammar(text: str) -> dict[str, float]:
    """How much of each language's grammar a text shows."""
    return {
        "en": sum(1.0 if word[0].islower() else 0.2 for word in _LATIN.findall(text)),
        "ja": 2.0 * len(_HIRAGANA.findall(text)) + 0.5 * len(_OTHER_JAPANESE.findall(text)),
        "ko": sum(2.0 if _KO_ENDING.search(word) else 1.0 for word in _HANGUL.findall(text)),
    }
