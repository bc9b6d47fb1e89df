"""Korean names: the spellings of a Hangul syllable in Latin letters, kana, Hangul and ideographs.

Latin letters follow the Revised Romanization (National Institute of Korean Language, 2000), McCune–Reischauer
(1939, with and without its marks), the system of the DPRK (1992), and what Korean names show in practice; kana
follow the usage of Japanese newspapers. The two states write the sounds r and n at the head of a word
differently (두음법칙), so both forms count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from lfnkr_nb.protection.han import one_form, read_as
from lfnkr_nb.protection.surnames import IDEOGRAPHS, ROMANISED
from lfnkr_nb.protection.units import Spelling, Unit, literal, unit

__all__ = ["compose", "family_spellings", "given_spellings", "is_hangul", "syllables"]

_FIRST: Final = 0xAC00
_LAST: Final = 0xD7A3

# Initial consonants, vowels and final consonants in the order of Unicode 3.12.
_ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

#: Which of seven sounds a final consonant has (standard pronunciation, articles 8 to 11).
_SOUND_OF_CODA: Final = {
    coda: sound
    for sound, codas in {"ㄱ": "ㄱㄲㄳㄺㅋ", "ㄴ": "ㄴㄵㄶ", "ㄷ": "ㄷㅅㅆㅈㅊㅌㅎ", "ㄹ": "ㄹㄼㄽㄾㅀ", "ㅁ": "ㅁㄻ",
                         "ㅂ": "ㅂㅄㅍㄿ", "ㅇ": "ㅇ", "": " "}.items()
    for coda in codas
}  # fmt: skip

_LATIN_ONSETS: Final = {
    "ㄱ": "k g", "ㄲ": "kk gg k g", "ㄴ": "n", "ㄷ": "t d", "ㄸ": "tt dd t d", "ㄹ": "r l", "ㅁ": "m", "ㅂ": "p b",
    "ㅃ": "pp bb p b", "ㅅ": "s", "ㅆ": "ss s", "ㅇ": "", "ㅈ": "ch j", "ㅉ": "tch jj ch j", "ㅊ": "ch ch' tch",
    "ㅋ": "k k' kh", "ㅌ": "t t' th", "ㅍ": "p p' ph", "ㅎ": "h",
}  # fmt: skip
_LATIN_VOWELS: Final = {
    "ㅏ": "a", "ㅐ": "ae ai e ay", "ㅑ": "ya", "ㅒ": "yae", "ㅓ": "eo o", "ㅔ": "e ei", "ㅕ": "yeo yo",
    "ㅖ": "ye e ae yae ey", "ㅗ": "o", "ㅘ": "wa oa", "ㅙ": "wae wai", "ㅚ": "oe oi we oy", "ㅛ": "yo",
    "ㅜ": "u oo ou",
    "ㅝ": "wo weo", "ㅞ": "we", "ㅟ": "wi ui wee", "ㅠ": "yu yoo you iu", "ㅡ": "eu u", "ㅢ": "ui ee i eui uy",
    "ㅣ": "i ee",
}  # fmt: skip
#: What else vowels are written at the end of a syllable, before a final consonant, and without an initial one.
_LATIN_OPEN: Final = {
    "ㅏ": "ah", "ㅓ": "uh eoh oh", "ㅗ": "oh", "ㅕ": "yuh yeoh", "ㅔ": "eh", "ㅐ": "aeh eh", "ㅛ": "yoh", "ㅣ": "ih",
    "ㅑ": "yah", "ㅖ": "yeh",
}  # fmt: skip
_LATIN_CLOSED: Final = {"ㅓ": "u ou", "ㅕ": "yu you"}
_LATIN_ALONE: Final = {"ㅜ": "woo wu", "ㅢ": "yi", "ㅣ": "yi"}
_LATIN_CODAS: Final = {
    "": "",
    "ㄱ": "k g ck",
    "ㄴ": "n",
    "ㄷ": "t d",
    "ㄹ": "l r",
    "ㅁ": "m",
    "ㅂ": "p b",
    "ㅇ": "ng",
}
_BEFORE_I: Final = "ㅣㅟㅑㅕㅛㅠㅖㅒ"


@dataclass(frozen=True, slots=True)
class Syllable:
    """A Hangul syllable in its letters; `coda` is one of seven sounds or empty."""

    onset: str
    vowel: str
    coda: str
    text: str


def is_hangul(name: str) -> bool:
    """Whether a name is written in whole Hangul syllables alone."""
    return bool(name) and all(_FIRST <= ord(c) <= _LAST for c in name)


def syllables(name: str) -> tuple[Syllable, ...]:
    """The syllables of a name in Hangul."""
    return tuple(_syllable(character) for character in name)


@cache
def _syllable(character: str) -> Syllable:
    onset, rest = divmod(ord(character) - _FIRST, 21 * 28)
    vowel, coda = divmod(rest, 28)
    return Syllable(_ONSETS[onset], _VOWELS[vowel], _SOUND_OF_CODA[_CODAS[coda]], character)


def compose(onset: str, vowel: str, coda: str = " ") -> str:
    """A Hangul syllable of its letters."""
    number = (_ONSETS.index(onset) * 21 + _VOWELS.index(vowel)) * 28 + _CODAS.index(coda)
    return chr(_FIRST + number)


# --- North and South -------------------------------------------------------------------------------------

_Y_VOWELS: Final = "ㅑㅕㅖㅛㅠㅣㅒ"

#: Syllables that begin with r in the North and with n or nothing in the South (Hangul orthography, articles 10 to
#: 12); the other way round only what stands in names.
_NORTHERN: Final = {
    "이": "리", "임": "림", "인": "린", "유": "류", "윤": "륜", "율": "률", "양": "량", "여": "려", "연": "련",
    "열": "렬",
    "염": "렴", "영": "령", "예": "례", "용": "룡", "육": "륙", "나": "라", "난": "란", "남": "람", "낙": "락",
    "내": "래",
    "노": "로", "누": "루", "녹": "록", "능": "릉",
}  # fmt: skip


#: Syllables of which both forms are met inside a name too: 렬 and 률 by rule, the others by habit.
_INSIDE_TOO: Final = frozenset("렬열률율룡용례예")


@cache
def both_states(character: str, *, first: bool) -> tuple[str, ...]:
    """A syllable as both states write it: at the head of a name, or, of a few, further inside."""
    given = _syllable(character)
    coda = _CODAS[(ord(character) - _FIRST) % 28]
    found = [character]
    if first and given.onset in "ㄹㄴ" and given.vowel in _Y_VOWELS:
        found.append(compose("ㅇ", given.vowel, coda))
    elif first and given.onset == "ㄹ":
        found.append(compose("ㄴ", given.vowel, coda))
    elif first and character in _NORTHERN:
        found.append(_NORTHERN[character])
    elif not first and character in _INSIDE_TOO:
        found.append(compose("ㅇ" if given.onset == "ㄹ" else "ㄹ", given.vowel, coda))
    return tuple(found)


# --- Latin letters ---------------------------------------------------------------------------------------


@cache
def _latin(syllable: Syllable, before: str, after: str) -> frozenset[str]:
    """A syllable in Latin letters, between the final consonant before it and the initial one after it."""
    onsets = _words(_LATIN_ONSETS[syllable.onset])
    if syllable.onset in "ㅅㅆ" and syllable.vowel in _BEFORE_I:
        onsets = [*onsets, "sh"]
    if syllable.onset == "ㄹ" and before in ("ㅁ", "ㅇ", "ㄱ", "ㅂ", "ㄴ"):
        onsets = [*onsets, "n"]
    if syllable.onset == "ㄴ" and before == "ㄹ":
        onsets = [*onsets, "l"]
    vowels = _words(_LATIN_VOWELS[syllable.vowel])
    bound = _LATIN_CLOSED if syllable.coda else _LATIN_OPEN
    vowels = [*vowels, *bound.get(syllable.vowel, "").split()]
    if syllable.onset == "ㅇ":
        vowels = [*vowels, *_LATIN_ALONE.get(syllable.vowel, "").split()]
    codas = [*_words(_LATIN_CODAS[syllable.coda]), *_assimilated(syllable.coda, after)]
    return unit(o + v + c for o in onsets for v in vowels for c in codas)


def _words(text: str) -> list[str]:
    return text.split() or [""]


def _assimilated(coda: str, after: str) -> list[str]:
    """How a final consonant sounds before a nasal or liquid one, as McCune–Reischauer writes it."""
    if after in ("ㄴ", "ㅁ", "ㄹ"):
        nasal = {"ㄱ": "ng", "ㅂ": "m", "ㄷ": "n"}
        return [nasal[coda]] if coda in nasal else ["l"] if coda == "ㄴ" and after == "ㄹ" else []
    return []


def _latin_units(name: tuple[Syllable, ...]) -> tuple[Unit, ...]:
    codas = ["", *(s.coda for s in name)]
    onsets = [*(s.onset for s in name[1:]), ""]
    return tuple(_latin(s, before, after) for s, before, after in zip(name, codas, onsets, strict=False))


# --- kana ------------------------------------------------------------------------------------------------

_ROWS: Final = {
    "ㄱ": ("カキクケコ", "ガギグゲゴ"), "ㄲ": ("カキクケコ",), "ㅋ": ("カキクケコ",), "ㄴ": ("ナニヌネノ",),
    "ㄷ": ("タチツテト", "ダヂヅデド"), "ㄸ": ("タチツテト",), "ㅌ": ("タチツテト",), "ㄹ": ("ラリルレロ",),
    "ㅁ": ("マミムメモ",), "ㅂ": ("パピプペポ", "バビブベボ"), "ㅃ": ("パピプペポ",), "ㅍ": ("パピプペポ",),
    "ㅅ": ("サシスセソ",), "ㅆ": ("サシスセソ",), "ㅎ": ("ハヒフヘホ",),
}  # fmt: skip
_AFFRICATES: Final = {"ㅈ": ("チ", "ジ"), "ㅉ": ("チ",), "ㅊ": ("チ",)}
#: Kana of a vowel alone; after a consonant the first letter says which kana of its row is used: a i u e o.
_KANA_ALONE: Final = {
    "ㅏ": "ア", "ㅐ": "エ", "ㅑ": "ヤ", "ㅒ": "イェ エ", "ㅓ": "オ", "ㅔ": "エ", "ㅕ": "ヨ", "ㅖ": "イェ エ",
    "ㅗ": "オ",
    "ㅘ": "ワ ウァ", "ㅙ": "ウェ エ", "ㅚ": "ウェ エ オエ", "ㅛ": "ヨ", "ㅜ": "ウ", "ㅝ": "ウォ オ",
    "ㅞ": "ウェ", "ㅟ": "ウィ イ",
    "ㅠ": "ユ", "ㅡ": "ウ", "ㅢ": "ウィ ウイ イ エ", "ㅣ": "イ",
}  # fmt: skip
_KANA_AFTER: Final = {
    "ㅏ": "a", "ㅐ": "e", "ㅑ": "iャ", "ㅒ": "iェ e", "ㅓ": "o", "ㅔ": "e", "ㅕ": "iョ", "ㅖ": "iェ e", "ㅗ": "o",
    "ㅘ": "uァ uワ a", "ㅙ": "uェ e", "ㅚ": "uェ e oエ", "ㅛ": "iョ", "ㅜ": "u", "ㅝ": "uォ o", "ㅞ": "uェ e",
    "ㅟ": "uィ i",
    "ㅠ": "iュ", "ㅡ": "u", "ㅢ": "i uィ uイ", "ㅣ": "i",
}  # fmt: skip
_KANA_AFFRICATE: Final = {
    "ㅏ": "ャ", "ㅐ": "ェ", "ㅑ": "ャ", "ㅒ": "ェ", "ㅓ": "ョ", "ㅔ": "ェ", "ㅕ": "ョ", "ㅖ": "ェ", "ㅗ": "ョ",
    "ㅘ": "ュァ ャ ュワ",
    "ㅙ": "ュェ ェ", "ㅚ": "ュェ ェ ョエ", "ㅛ": "ョ", "ㅜ": "ュ", "ㅝ": "ュォ ョ", "ㅞ": "ュェ ェ",
    "ㅟ": "ュィ", "ㅠ": "ュ", "ㅡ": "ュ",
    "ㅢ": "ュィ", "ㅣ": "",
}  # fmt: skip
_KANA_CODAS: Final = {
    "": "",
    "ㄱ": "ク グ ッ",
    "ㄴ": "ン",
    "ㄷ": "ッ ト",
    "ㄹ": "ル",
    "ㅁ": "ム",
    "ㅂ": "プ ブ ッ",
    "ㅇ": "ン",
}
#: Rows that a final consonant joins when a vowel (or h) follows.
_LIAISON: Final = {"ㄱ": "ㄱ", "ㄴ": "ㄴ", "ㄹ": "ㄹ", "ㅁ": "ㅁ", "ㅂ": "ㅂ", "ㄷ": "ㅅ"}


@cache
def _kana(onset: str, vowel: str) -> tuple[str, ...]:
    if onset == "ㅇ":
        return tuple(_KANA_ALONE[vowel].split())
    if onset in _AFFRICATES:
        return tuple(first + rest for first in _AFFRICATES[onset] for rest in _words(_KANA_AFFRICATE[vowel]))
    made = []
    for row in _ROWS[onset]:
        made += [row["aiueo".index(form[0])] + form[1:] for form in _KANA_AFTER[vowel].split()]
        if onset in "ㄷㄸㅌ" and vowel in "ㅣㅜㅡ":
            made.append(row[3] + "ィ" if vowel == "ㅣ" else row[4] + "ゥ")
    return tuple(made)


def _kana_unit(syllable: Syllable, after: str) -> Unit:
    codas = _words(_KANA_CODAS[syllable.coda])
    if (syllable.coda in ("ㄱ", "ㅂ", "ㄷ") and after in ("ㄴ", "ㅁ", "ㄹ")) or (
        syllable.coda == "ㅁ" and after in ("ㅁ", "ㅂ", "ㅍ")
    ):
        codas = [*codas, "ン"]
    onsets = [syllable.onset]
    return unit(k + c for onset in onsets for k in _kana(onset, syllable.vowel) for c in codas)


def _kana_units(name: tuple[Syllable, ...]) -> Iterator[tuple[Unit, ...]]:
    """The units of a name in kana: as it is written in Hangul, and as its syllables flow together when spoken."""
    onsets = [*(s.onset for s in name[1:]), ""]
    yield tuple(_kana_unit(s, after) for s, after in zip(name, onsets, strict=True))
    for place in range(len(name) - 1):
        if spoken := _flowing(name[place], name[place + 1]):
            changed = (*name[:place], *spoken, *name[place + 2 :])
            yield from _kana_units(changed)


def _flowing(one: Syllable, other: Syllable) -> tuple[Syllable, Syllable] | None:
    """Two syllables whose consonants meet: 선희 as 서니, 성렬 as 성녈; None where nothing changes."""
    if other.onset in ("ㅇ", "ㅎ") and one.coda in _LIAISON:
        return Syllable(one.onset, one.vowel, "", ""), Syllable(
            _LIAISON[one.coda], other.vowel, other.coda, ""
        )
    if other.onset == "ㅎ" and one.coda == "ㅇ" and other.vowel in "ㅣㅢ":
        return Syllable(one.onset, one.vowel, "", ""), Syllable("ㄴ", other.vowel, other.coda, "")
    if other.onset == "ㅇ" and one.coda == "ㅇ" and other.vowel in "ㅗㅑㅕㅛㅠㅣ":
        return one, Syllable("ㄴ", other.vowel, other.coda, "")
    if other.onset == "ㅎ" and one.coda == "ㅇ":
        return one, Syllable("ㅇ", other.vowel, other.coda, "")
    if other.onset == "ㄹ" and one.coda in ("ㅁ", "ㅇ", "ㄱ", "ㅂ"):
        return one, Syllable("ㄴ", other.vowel, other.coda, "")
    return None


# --- all of them -----------------------------------------------------------------------------------------


def given_spellings(name: str, *, with_han: bool) -> Iterator[Spelling]:
    """A given name in Hangul in every script.

    Args:
        name: The name.
        with_han: Whether any ideographs that are read so count; not where the register gives the right ones.
    """
    for whole in _in_both_states(name):
        yield from _in_scripts(whole)
        read = tuple(frozenset(map(one_form, read_as(character))) for character in whole)
        if with_han and all(read):
            yield Spelling("han", read)


def family_spellings(name: str, *, with_han: bool) -> Iterator[Spelling]:
    """A family name in Hangul in every script, with the romanisations and ideographs of its bearers."""
    for whole in _in_both_states(name):
        yield from _in_scripts(whole)
        if whole in ROMANISED:
            yield Spelling("latin", (unit(ROMANISED[whole].split()),))
        if with_han:
            yield from map(literal, IDEOGRAPHS.get(whole, ()))


def _in_both_states(name: str) -> Iterator[str]:
    """A name as either state writes its syllables, one of them changed at a time beside the first."""
    for first in both_states(name[0], first=True):
        yield first + name[1:]
        for place, character in enumerate(name[1:], 1):
            for other in both_states(character, first=False)[1:]:
                yield first + name[1:place] + other + name[place + 1 :]


def _in_scripts(name: str) -> Iterator[Spelling]:
    parts = syllables(name)
    yield Spelling("latin", _latin_units(parts))
    yield Spelling("hangul", tuple(unit([s.text]) for s in parts))
    for units in _kana_units(parts):
        yield Spelling("kana", units)
