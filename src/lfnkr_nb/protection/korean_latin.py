"""Korean names of which the register gives only Latin letters: the Hangul they may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

from lfnkr_nb.protection.folding import marked
from lfnkr_nb.protection.korean import compose
from lfnkr_nb.protection.surnames import ROMANISED

__all__ = ["hangul_of", "is_syllable", "plain_latin"]

# What Latin letters stand for in the Revised Romanization, the system of the DPRK and McCune–Reischauer, with the
# commonest of everyday spellings; narrower than the way back, since each guess widens what counts as the name.
_ONSETS: Final = {
    "": "ㅇ", "tch": "ㅊ", "kh": "ㅋ", "th": "ㅌ", "ph": "ㅍ",
    "k": "ㄱㅋ", "g": "ㄱ", "kk": "ㄲ", "n": "ㄴ", "t": "ㄷㅌ", "d": "ㄷ", "r": "ㄹ", "l": "ㄹ",
    "m": "ㅁ", "p": "ㅂㅍ",
    "b": "ㅂ", "s": "ㅅ", "sh": "ㅅ", "ss": "ㅆ", "ch": "ㅈㅊ", "j": "ㅈ", "h": "ㅎ",
}  # fmt: skip
_VOWELS: Final = {
    "a": "ㅏ", "ah": "ㅏ", "ae": "ㅐ", "ai": "ㅐ", "ya": "ㅑ", "eo": "ㅓ", "o": "ㅓㅗ", "e": "ㅔ", "yeo": "ㅕ",
    "yo": "ㅕㅛ",
    "you": "ㅕ", "ye": "ㅖ", "wa": "ㅘ", "wae": "ㅙ", "oe": "ㅚ", "oi": "ㅚ", "weo": "ㅝ", "we": "ㅚㅞ",
    "ay": "ㅐ", "ey": "ㅔㅖ", "ou": "ㅓㅜ", "eui": "ㅢ", "uy": "ㅢ", "u": "ㅜㅡ", "oo": "ㅜ",
    "woo": "ㅜ", "wo": "ㅝ",
    "wi": "ㅟ", "yu": "ㅠㅕ", "yoo": "ㅠ", "eu": "ㅡ", "ui": "ㅢ", "hui": "ㅢ", "ee": "ㅣㅢ", "i": "ㅣ",
    "uh": "ㅓ", "oh": "ㅗ",
}  # fmt: skip
_CODAS: Final = {
    "": " ",
    "k": "ㄱ",
    "ck": "ㄱ",
    "g": "ㄱ",
    "n": "ㄴ",
    "t": "ㄷ",
    "l": "ㄹ",
    "m": "ㅁ",
    "p": "ㅂ",
    "b": "ㅂ",
    "ng": "ㅇ",
}
_SYLLABLE: Final = re.compile(
    "(tch|kk|ss|sh|ch|kh|th|ph|[kgntdrlmpbsjh])?(wae|weo|yeo|yoo|you|woo|eui|we|ae|ai|ay(?![aeiou])|ey(?![aeiou])|ou|uy|ya|eo|ye|yo|yu|wa"
    "|oe|oi|oo|wo|wi|eu|ui|ee|uh(?![aeiouy])|oh(?![aeiouy])|ah(?![aeiouy])|[aoeui])"
    "(ng(?![aeiouyw])|ck|[kgntlmpb](?![aeiouyw]))?"
)


def hangul_of(name: str, *, family: bool) -> tuple[str, ...]:
    """The names in Hangul that Latin letters may stand for; none when they cannot be Korean."""
    folded = plain_latin(name)
    if family:
        return tuple(hangul for hangul, spelt in ROMANISED.items() if folded in spelt.split())
    syllables = _split(folded)
    return tuple(map("".join, product(*map(_guesses, syllables)))) if 0 < len(syllables) <= 2 else ()


def plain_latin(name: str) -> str:
    """Latin letters of a Korean name in folded form, without the marks of McCune–Reischauer."""
    return marked(re.sub("['’ʼ]", "", name))


def is_syllable(folded: str) -> bool:
    """Whether Latin letters in folded form may be one syllable of a Korean name."""
    return bool(_SYLLABLE.fullmatch(folded))


def _split(folded: str) -> list[re.Match[str]]:
    """The syllables of a given name; empty when it has parts that are none."""
    found: list[re.Match[str]] = []
    for part in re.split("[- ]", folded):
        place = 0
        while place < len(part):
            match = _SYLLABLE.match(part, place)
            if not match:
                return []
            found.append(match)
            place = match.end()
    return found


@cache
def _guesses_of(onset: str, vowel: str, coda: str) -> tuple[str, ...]:
    vowels = _VOWELS[vowel] + ("ㅓ" if vowel == "u" and coda else "")
    return tuple(compose(o, v, _CODAS[coda]) for o in _ONSETS[onset] for v in vowels)


def _guesses(match: re.Match[str]) -> Iterator[str]:
    yield from _guesses_of(match[1] or "", match[2], match[3] or "")
