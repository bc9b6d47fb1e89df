"""Text in the form in which it is compared, and the tokens that search knows.

A token is a word of a script with blanks, or one character of a script without (Japanese, Chinese, Korean). Where
punctuation or a blank stands beside such a character, a `BREAK` token stands in its place, so that a phrase
never runs across it: `難民` is not found in `難。民`. Between words of Latin letters nothing stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

__all__ = [
    "BREAK",
    "KANA",
    "UNSPACED",
    "aligned",
    "fold",
    "fold_text",
    "placed_tokens",
    "tokens",
    "tokens_from",
]

#: Stands where a phrase of Japanese or Korean characters ends.
BREAK: Final = "·"
#: No token is longer; a longer word is compared by its beginning.
LONGEST: Final = 200

# Scripts that put no blanks between words, or (Korean) fix particles to them.
UNSPACED: Final = (
    "々〇\u1100-\u11ff\u3040-\u30fa\u30fc-\u31ff\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
KANA: Final = "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe"
_WORD = rf"[^\W_{UNSPACED}]"
_OTHER = rf"[^{UNSPACED}\w]|_"

_ACRONYM = r"(?<![\w.'])[a-z](?:\.[a-z])+(?:\.?'s)?(?!'?\w)"
_ENDING = (
    rf"(?<=[{UNSPACED}])(?:{_OTHER})+(?=[{UNSPACED}])"
    rf"|(?<=[{UNSPACED}])\s*(?!\s)(?:{_OTHER})+(?={_WORD})"
    rf"|(?<={_WORD})\s*(?!\s)(?:{_OTHER})+(?=[{UNSPACED}])"
)
_JOINED = rf"(?<=[{KANA}])[・=゠](?=[{KANA}])"  # キム・ジョンウン is キムジョンウン
_ASCII_TOKEN = re.compile(rf"{_ACRONYM}|[a-z0-9]+(?:'[a-z0-9]+)*")
_TOKEN = re.compile(rf"[{UNSPACED}]|{_ACRONYM}|{_WORD}+(?:'{_WORD}+)*|(?P<joined>{_JOINED})|{_ENDING}")

# The same in bulk, some four times as fast.
_ASCII_WORDS = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)}
_MAYBE_DOTTED = re.compile(r"\.[a-z](?!\w)")
_DOTTED = re.compile(_ACRONYM)
_POSSESSIVE = re.compile(rf"(?<={_WORD})'s(?!{_WORD})(?!'{_WORD})")
_INNER = re.compile(rf"(?<={_WORD})'(?={_WORD})")
_JOINT = re.compile(_JOINED)
_RUN = re.compile(rf"([{UNSPACED}]+)((?:{_OTHER})*)(?=([\w{UNSPACED}])?)")
_BEFORE_RUN = re.compile(rf"(?<={_WORD})\s*(?!\s)(?:{_OTHER})+(?=[ ]*[{UNSPACED}])")
_UNWORDED = re.compile(rf"[^\w\s{BREAK}{UNSPACED}]+|_+")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_IS_WORD = re.compile(rf"[{UNSPACED}]|[^\W_]")

# What normalisation may join with the character before it, and the jamo that make up Korean syllables.
_MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f"
)
_JAMO = "\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb"
_SINGLE_JAMO = "\u3131-\u318e\uffa0-\uffdc"
# Characters that fold to one character each, whatever stands beside them but marks and jamo.
_EVEN = (
    "\x00-\x7f\u2010-\u2016\u2018-\u2023\u3000-\u3029\u3030-\u3096\u309d\u309e\u30a0-\u30fe"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e"
)
_EVEN_TEXT = re.compile(f"[{_EVEN}]*")
_CLUSTER = re.compile(
    rf"(?P<even>[{_EVEN}]+)(?![{_MARKS}{_JAMO}{_SINGLE_JAMO}])"
    rf"|[{_JAMO}]*[{_SINGLE_JAMO}][{_JAMO}{_SINGLE_JAMO}]*"
    r"|(?:[\u1100-\u115f\ua960-\ua97c]+|[\uac00-\ud7a3])[\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*"
    rf"|.[{_MARKS}]*",
    re.DOTALL,
)

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_PLAIN_LETTERS: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
    BREAK: "•", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'",
}  # fmt: skip


def fold(text: str) -> str:
    """A name or term in the form in which it is compared: NFKC (Unicode UAX #15), without regard to case."""
    return unicodedata.normalize("NFKC", text).casefold()


class _Table(dict[int, str]):
    """What each character of folded text becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _folded_character(chr(code))
        return found


def _folded_character(character: str) -> str:
    code = ord(character)
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    if 0x30A1 <= code <= 0x30F6 or character in "ヽヾ":
        return chr(code - 0x60).translate(_SMALL)
    if 0x3040 <= code <= 0x309F:
        return character.translate(_SMALL)
    if character in _PLAIN_LETTERS:
        return _PLAIN_LETTERS[character]
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    return character


_TABLE = _Table()


def fold_text(text: str) -> str:
    """Text in the form in which search compares it.

    NFKC and without regard to case, as `fold`; then katakana as hiragana, small kana as large ones, Latin
    letters without their marks, and without invisible characters.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    return fold(text).translate(_TABLE)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order: those of `placed_tokens`, found in bulk."""
    folded = _plain_words(fold_text(text))
    if folded.isascii():
        found = folded.translate(_ASCII_WORDS).split()
    else:
        parted = _BEFORE_RUN.sub(f" {BREAK} ", _JOINT.sub("", folded))
        found = _UNWORDED.sub(" ", _RUN.sub(_spread, parted)).split()
    return found if len(folded) < LONGEST else [token[:LONGEST] for token in found]


def _plain_words(folded: str) -> str:
    """Folded text without the dots of U.N., the possessive 's and other apostrophes in words."""
    if _MAYBE_DOTTED.search(folded):
        folded = _DOTTED.sub(lambda found: found[0].replace(".", ""), folded)
    if "'" in folded:
        folded = _INNER.sub("", _POSSESSIVE.sub("", folded))
    return folded


def _spread(found: re.Match[str]) -> str:
    """A run of characters with blanks between, and a break after it where what follows is parted from it."""
    run, between, following = found.groups()
    parted = between and following and (not between.isspace() or _IS_UNSPACED.match(following))
    return f" {' '.join(run)} {BREAK if parted else ''} "


def _normal_token(found: str) -> str:
    """A token as it is compared: without apostrophes, the possessive 's and the dots of U.N."""
    if not _IS_WORD.search(found):
        return BREAK
    return found.removesuffix("'s").replace("'", "").replace(".", "")[:LONGEST]


def placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Each token of a text with the place in the text where it begins and ends.

    A character and its marks, and the jamo of a syllable, are never parted.
    """
    folded, places = aligned(text)
    return ((token, places[start], places[end]) for token, start, end in tokens_from(folded, 0))


def tokens_from(folded: str, place: int) -> Iterator[tuple[str, int, int]]:
    """The tokens of folded text from a place on; none when no token begins exactly there, but at its beginning."""
    start = place
    while start > 0 and not folded[start - 1].isspace() and not _IS_UNSPACED.match(folded[start - 1]):
        start -= 1
    pattern = _ASCII_TOKEN if folded.isascii() else _TOKEN
    for found in pattern.finditer(folded, start):
        begin, end = found.span()
        if begin < place < end:
            return
        if begin >= place and found.lastgroup != "joined":
            token = found[0]
            yield token[:LONGEST] if token.isalnum() else _normal_token(token), begin, end


_folded_cluster = lru_cache(maxsize=20_000)(fold_text)


def aligned(text: str) -> tuple[str, list[int] | range]:
    """Folded text and, for each of its characters and its end, the place in the text it comes from."""
    if text.isascii() or _EVEN_TEXT.fullmatch(text):
        return fold_text(text), range(len(text) + 1)
    parts: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        even = cluster.lastgroup == "even"
        folded = fold_text(cluster[0]) if even else _folded_cluster(cluster[0])
        parts.append(folded)
        places += range(start, end) if even else [start] * len(folded)
    return "".join(parts), [*places, len(text)]
