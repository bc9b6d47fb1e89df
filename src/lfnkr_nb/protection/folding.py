"""One form for all ways to write a character, with a way back to the text.

Case, width, accents, invisible characters, hiragana and katakana, small and large kana, Hangul in whole or in
pieces, old and new ideographs and look-alike letters all fold to one form. Whatever is neither letter nor
digit separates; in the bare form separators are gone, in the marked form one `-` stands for a row of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from lfnkr_nb.protection.characters import HAN_VARIANTS, LOOK_ALIKE_LETTERS, SPECIAL_FORMS

__all__ = ["MARK", "Window", "bare", "fold_character", "marked", "places", "script_of", "window"]

#: What stands for a row of separators.
MARK: Final = "-"

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
    """The folded form of one character: letters and digits, `MARK` for a separator, empty for what is invisible."""
    if character in SPECIAL_FORMS:
        return SPECIAL_FORMS[character]
    return "".join(map(_folded_part, unicodedata.normalize("NFKD", character)))


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
    folded = HAN_VARIANTS.get(folded, folded)
    return folded if folded.isalnum() else MARK


class _Table(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __init__(self, separator: str) -> None:
        super().__init__()
        self.separator = separator

    def __missing__(self, code: int) -> str:
        folded = fold_character(chr(code))
        self[code] = folded = folded.replace(MARK, self.separator)
        return folded


_BARE = _Table("")
_MARKED = _Table(MARK)


def bare(text: str) -> str:
    """The folded text without separators."""
    return text.translate(_BARE)


def marked(text: str) -> str:
    """The folded text with one `MARK` for each row of separators."""
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


def window(text: str, start: int, *, limit: int) -> Window:
    """The folded text from a place on, about `limit` folded characters of it."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place in range(start, min(len(text), start + 40 * limit)):
        for character in _MARKED[ord(text[place])]:
            if character == MARK and parts and parts[-1] == MARK:
                ends[-1] = place + 1
                continue
            parts.append(character)
            starts.append(place)
            ends.append(place + 1)
        if len(parts) >= limit:
            break
    return Window("".join(parts), starts, ends)


def places(text: str, wanted: list[int], *, step: int = 256) -> Iterator[int]:
    """For each place of the bare text, in rising order, the place in the text of the character it comes from."""
    passed = begin = 0
    queue = iter(wanted)
    place = next(queue, None)
    while place is not None and begin < len(text):
        chunk = text[begin : begin + step]
        length = len(bare(chunk))
        while place is not None and place < passed + length:
            yield begin + _inside(chunk, place - passed)
            place = next(queue, None)
        passed += length
        begin += step


def _inside(chunk: str, wanted: int) -> int:
    for place, character in enumerate(chunk):
        wanted -= len(_BARE[ord(character)])
        if wanted < 0:
            return place
    raise AssertionError("a place of the bare text is not in its text")


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
    return "mark" if folded == MARK else "other"
