"""One form for all ways to write a character, with a way back to the text.

Case, width, accents, invisible characters, hiragana and katakana, small and large kana, Hangul in whole or in
pieces, old and new ideographs and look-alike letters all fold to one form. Whatever is neither letter nor
digit separates. In the bare form separators are gone; in the marked form one `-` stands for a row of them, or
one blank where the row holds white space. A word broken by a hyphen at the end of a line is whole again.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from lfnkr_nb.protection.characters import LOOK_ALIKE_LETTERS, SPECIAL_FORMS
from lfnkr_nb.protection.han import one_form

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "GAP",
    "MARK",
    "Window",
    "bare",
    "code_points",
    "fold_character",
    "glance",
    "marked",
    "places",
    "script_of",
    "window",
]

#: What stands for a row of separators without white space.
MARK: Final = "-"

#: What stands for a row of separators with white space in it.
GAP: Final = " "

#: Final consonants of Hangul as initial ones, pairs in two (Unicode 3.12, conjoining jamo behaviour): the final
#: consonants from U+11A8 on, as the numbers of initial consonants from U+1100 on.
_FINALS: Final = {
    0x11A8 + place: "".join(chr(0x1100 + number) for number in numbers)
    for place, numbers in enumerate(
        [
            (0,), (1,), (0, 9), (2,), (2, 12), (2, 18), (3,), (5,), (5, 0), (5, 6), (5, 7), (5, 9), (5, 16),
            (5, 17), (5, 18), (6,), (7,), (7, 9), (9,), (10,), (11,), (12,), (14,), (15,), (16,), (17,), (18,),
        ]
    )
}  # fmt: skip

#: Small kana and the large ones they are variants of (Unicode names: LETTER SMALL A and so on).
_SMALL_KANA: Final = str.maketrans(
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロ",
)

_VOICED: Final = {"\u3099": "゛", "\u309a": "゜"}
_HANGUL_FILLERS: Final = "\u115f\u1160"


@cache
def fold_character(character: str) -> str:
    """The folded form of one character: letters, digits, `MARK`, `GAP`, or nothing for what is invisible."""
    if character in SPECIAL_FORMS:
        return SPECIAL_FORMS[character]
    if "\u4e00" <= character <= "\u9fff":  # ideographs have no other parts
        return one_form(character)
    if "\uac00" <= character <= "\ud7a3":
        return _syllables()[ord(character) - 0xAC00]
    return "".join(map(_folded_part, unicodedata.normalize("NFKD", character)))


@cache
def _syllables() -> tuple[str, ...]:
    """The letters of every Hangul syllable in the order of Unicode 3.12, as their own folded forms are."""
    onsets = map(chr, range(0x1100, 0x1113))
    vowels = list(map(chr, range(0x1161, 0x1176)))
    finals = ["", *_FINALS.values()]
    return tuple(onset + vowel + final for onset in onsets for vowel in vowels for final in finals)


def _folded_part(part: str) -> str:
    if part in _VOICED:
        return _VOICED[part]
    category = unicodedata.category(part)
    if category[0] == "M" or category == "Cf" or part in _HANGUL_FILLERS:
        return ""
    if ord(part) in _FINALS:
        return _FINALS[ord(part)]
    if "ぁ" <= part <= "ゖ" or part in "ゝゞ":
        part = chr(ord(part) + 0x60)
    part = part.translate(_SMALL_KANA)
    folded = LOOK_ALIKE_LETTERS.get(part) or part.casefold()
    if len(folded) > 1 or folded != part:
        folded = "".join(LOOK_ALIKE_LETTERS.get(c, c) for c in folded if unicodedata.category(c)[0] != "M")
    folded = one_form(folded)
    return folded if folded.isalnum() else GAP if part.isspace() else MARK


class _Table(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __init__(self, *, bare: bool) -> None:
        super().__init__()
        self.bare = bare

    def __missing__(self, code: int) -> str:
        if 0xAC00 <= code <= 0xD7A3:
            # Where one syllable stands there are others, and all of them at once take little more than a few.
            self.update(enumerate(_syllables(), 0xAC00))
            return self[code]
        folded = fold_character(chr(code))
        if self.bare and not folded.isalnum():
            folded = folded.replace(MARK, "").replace(GAP, "")
        self[code] = folded
        return folded


_BARE = _Table(bare=True)
_MARKED = _Table(bare=False)
_ROWS: Final = re.compile(f"[{MARK}{GAP}]{{2,}}")
_HYPHENS: Final = "-\u00ad\u2010\u2011\ufffe\x02"
#: A hyphen at the end of a line, but not where each letter has a line of its own.
_HYPHENATED: Final = re.compile(rf"[{_HYPHENS}][^\S\n]*\r?\n\s*(?!\W{{0,9}}\w\W{{0,9}}(?:\n|$))")


def bare(text: str) -> str:
    """The folded text without separators."""
    return text.translate(_BARE)


def marked(text: str) -> str:
    """The folded text with one `MARK` or `GAP` for each row of separators."""
    return window(text, 0, limit=len(text) * 4 + 4).text


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text, folded and marked, with the way back.

    Attributes:
        text: The folded stretch.
        starts: Place in the original of the character from which each folded one comes.
        ends: Place behind it.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def without(self, separators: str) -> Window:
        """The window without these separators."""
        if not separators:
            return self
        kept = [place for place, character in enumerate(self.text) if character not in separators]
        text = "".join(self.text[place] for place in kept)
        return Window(text, [self.starts[p] for p in kept], [self.ends[p] for p in kept])

    def first(self, count: int) -> Window:
        """Its first characters."""
        return Window(self.text[:count], self.starts[:count], self.ends[:count])


def window(text: str, start: int, *, limit: int) -> Window:
    """The folded text from a place on, about `limit` folded characters of it."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place, last = start, min(len(text), start + 40 * limit)
    while place < last and len(parts) < limit:
        if text[place] in _HYPHENS and (broken := _HYPHENATED.match(text, place)):
            place = broken.end()
            continue
        for character in _MARKED[ord(text[place])]:
            if character in (MARK, GAP) and parts and parts[-1] in (MARK, GAP):
                parts[-1] = GAP if GAP in (character, parts[-1]) else MARK
                ends[-1] = place + 1
                continue
            parts.append(character)
            starts.append(place)
            ends.append(place + 1)
        place += 1
    return Window("".join(parts), starts, ends)


def places(text: str, wanted: Sequence[int]) -> list[int]:
    """For each place of the bare text the place in the text of the character it comes from."""
    if not wanted:
        return []
    ends = np.cumsum(_bare_lengths(code_points(text)))
    return np.searchsorted(ends, wanted, side="right").tolist()  # type: ignore[no-any-return]


def code_points(text: str) -> NDArray[np.uint32]:
    """The numbers of the characters of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


#: How many characters the bare form of a character has, by its number; -1 where that was not asked before.
_LENGTHS: Final = np.full(sys.maxunicode + 1, -1, np.int8)


def _bare_lengths(codes: NDArray[np.uint32]) -> NDArray[np.int8]:
    lengths = _LENGTHS[codes]
    if lengths.min() < 0:
        for code in set(codes[lengths < 0].tolist()):
            _LENGTHS[code] = len(_BARE[code])
        lengths = _LENGTHS[codes]
    return lengths


def glance(text: str, start: int, *, length: int) -> str:
    """The marked text of the characters from a place on, without a way back: quicker than a window."""
    part = text[start : start + length]
    if "\n" in part:
        part = _HYPHENATED.sub("", part)
    return _ROWS.sub(_row, part.translate(_MARKED))


def _row(match: re.Match[str]) -> str:
    return GAP if GAP in match[0] else MARK


def script_of(folded: str) -> str:
    """The script of a folded character: `latin`, `hangul`, `kana`, `han`, `mark` or `other`."""
    if "a" <= folded <= "z":
        return "latin"
    if "\u1100" <= folded <= "\u11ff":
        return "hangul"
    if "ァ" <= folded <= "ヺ" or folded in "゛゜":
        return "kana"
    if "\u3400" <= folded <= "\u9fff" or "\U00020000" <= folded <= "\U0003ffff" or folded in "々〆〇":
        return "han"
    return "mark" if folded in (MARK, GAP) else "other"
