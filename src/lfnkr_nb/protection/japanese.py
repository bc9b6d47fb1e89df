"""Japanese names: the spellings of kana in Latin letters, kana and Hangul.

Latin letters follow Hepburn (Kenkyūsha, 1954), Kunrei (Cabinet notification of 1954) and Nihon-shiki, with the
long vowels in all usual ways: ō, ô, ou, oo, oh and o. Hangul follows the rules of both Korean states (the
South's Loanword Orthography of 1986 and the North's, which doubles consonants).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from lfnkr_nb.protection.folding import marked
from lfnkr_nb.protection.korean import compose
from lfnkr_nb.protection.units import TIGHT, Spelling, Unit, unit

__all__ = ["as_kana", "is_kana", "kana_spellings", "romaji_spellings", "with_kanji_endings"]

_ROWS: Final = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_VOWELS: Final = "aiueo"

#: Where Hepburn leaves the pattern of its row; both spellings count.
_HEPBURN: Final = {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji zi dji", "ヅ": "zu dzu",
    "ヲ": "o wo", "ヴ": "vu bu",
}  # fmt: skip
_HEPBURN_Y: Final = {"シ": "sh", "チ": "ch", "ジ": "j", "ヂ": "j"}
_SMALL: Final = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_MORA: Final = re.compile("ッ*(?:[ア-ヴ][ャュョァィゥェォ]?|ー|.)")
_LONG: Final = {"o": "ウオー", "u": "ウー", "a": "アー", "i": "イー", "e": "イエー"}
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@cache
def _plain() -> dict[str, str]:
    """Each kana of one mora with its spelling after Kunrei."""
    made = {
        kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, _VOWELS, strict=True)
    }
    return made | {
        "ヤ": "ya",
        "ユ": "yu",
        "ヨ": "yo",
        "ワ": "wa",
        "ヲ": "wo",
        "ン": "n",
        "ヰ": "i",
        "ヱ": "e",
        "ヴ": "vu",
    }


def as_kana(name: str) -> str:
    """A name in full-width katakana, if it is written in kana."""
    return unicodedata.normalize("NFKC", name).translate(_HIRAGANA).replace(" ", "").replace("・", "")


def is_kana(name: str) -> bool:
    """Whether a name is written in kana alone."""
    kana = as_kana(name)
    return (
        bool(kana)
        and all("ァ" <= c <= "ヺ" or c == "ー" for c in kana)
        and all(map(_is_spoken, _MORA.findall(kana)))
    )


def _is_spoken(mora: str) -> bool:
    """Whether a mora can be read: a small kana alone, or one at the head of a name, cannot."""
    core = mora.lstrip("ッ")
    return core == "ー" or (core[:1] in _plain() and (len(core) == 1 or core[1] in _SMALL))


def kana_spellings(name: str) -> Iterator[Spelling]:
    """A name in kana in Latin letters, kana and Hangul."""
    morae = _MORA.findall(as_kana(name))
    yield Spelling("latin", tuple(_latin_units(morae)), TIGHT)
    yield Spelling("kana", tuple(_kana_units(morae)))
    hangul = tuple(_hangul_units(morae))
    if all(hangul):
        yield Spelling("hangul", hangul)


# --- Latin letters ---------------------------------------------------------------------------------------


def _latin_units(morae: list[str]) -> Iterator[Unit]:
    before = ""
    for place, mora in enumerate(morae):
        after = morae[place + 1] if place + 1 < len(morae) else ""
        if _is_long(mora, before):
            yield unit({"", "h", before, *(["u"] if before == "o" else ["i"] if before == "e" else [])})
            continue
        spelt = _latin(mora.lstrip("ッ"), after)
        if mora.startswith("ッ"):
            spelt = {doubled for text in spelt for doubled in _doubled(text)}
        yield unit(spelt)
        before = min(spelt)[-1:]


def _is_long(mora: str, before: str) -> bool:
    return mora == "ー" or (before in _LONG and mora in _LONG[before])


def _latin(mora: str, after: str) -> set[str]:
    if mora == "ン":
        labial = after[:1] in _ROWS["b"] + _ROWS["p"] + _ROWS["m"] if after else False
        return {"n", "m"} if labial else {"n", "nn"} if after[:1] in "アイウエオヤユヨ" and after else {"n"}
    plain = _plain().get(mora[0], "")
    if len(mora) == 1:
        return {plain, *_HEPBURN.get(mora, "").split()}
    small = _SMALL[mora[1]]
    if small.startswith("y"):
        made = {plain[:-1] + small, *(["j" + small] if mora[0] in "ジヂ" else [])}
        return made | ({_HEPBURN_Y[mora[0]] + small[1:]} if mora[0] in _HEPBURN_Y else set())
    heads = {plain[:-1], *(text[:-1] for text in _HEPBURN.get(mora[0], "").split())}
    return {head + small for head in heads} | {head + "w" + small for head in heads if mora[0] in "クグ"}


def _doubled(text: str) -> set[str]:
    return {text[:1] + text, *(["t" + text] if text.startswith("ch") else [])}


# --- kana ------------------------------------------------------------------------------------------------


def _kana_units(morae: list[str]) -> Iterator[Unit]:
    """The kana themselves; a long vowel may be left out, written as a stroke (which folds away) or either way."""
    before = ""
    for mora in morae:
        if _is_long(mora, before):
            yield unit({"", *_LONG.get(before, "").replace("ー", "")})
            continue
        same = {"ヂ": {"ジ"}, "ヅ": {"ズ"}, "ジ": {"ヂ"}, "ズ": {"ヅ"}, "ヲ": {"オ"}}
        yield unit({mora, *(other + mora[1:] for other in same.get(mora[0], ()))})
        before = min(_latin(mora.lstrip("ッ"), ""))[-1:]


# --- Hangul ----------------------------------------------------------------------------------------------

_HANGUL_ONSETS: Final = {
    "": "ㅇ", "k": "ㄱㅋㄲ", "g": "ㄱ", "s": "ㅅ", "z": "ㅈ", "t": "ㄷㅌㄸ", "d": "ㄷ", "n": "ㄴ", "h": "ㅎ",
    "b": "ㅂ",
    "p": "ㅍㅃ", "m": "ㅁ", "r": "ㄹ", "ch": "ㅈㅊㅉ", "sh": "ㅅ", "j": "ㅈ", "w": "ㅇ",
}  # fmt: skip
_HANGUL_VOWELS: Final = {
    "a": "ㅏ",
    "i": "ㅣ",
    "u": "ㅜ",
    "e": "ㅔ",
    "o": "ㅗ",
    "ya": "ㅑ",
    "yu": "ㅠ",
    "yo": "ㅛ",
    "wa": "ㅘ",
}
_HANGUL_KANA: Final = {
    "ツ": "쓰 츠 쯔", "ス": "스 수", "ズ": "즈 주", "ヅ": "즈", "チ": "지 치 찌", "ジ": "지", "ヂ": "지",
    "シ": "시", "ワ": "와",
    "ヲ": "오", "ヤ": "야", "ユ": "유", "ヨ": "요", "フ": "후", "ウ": "우",
}  # fmt: skip


def _hangul_units(morae: list[str]) -> Iterator[Unit]:
    before = ""
    for mora in morae:
        bare = mora.lstrip("ッ")
        if _is_long(mora, before):
            yield unit(
                {
                    "",
                    *(
                        {"우", "오"}
                        if before == "o"
                        else {"우"}
                        if before == "u"
                        else {"이"}
                        if before == "e"
                        else set()
                    ),
                }
            )
            continue
        if bare == "ン":
            yield frozenset("ᄂᄋᄆ")
            before = ""
            continue
        made = unit(_hangul(bare))
        yield frozenset(start + text for text in made for start in ("ᄉ", "")) if mora != bare else made
        before = min(_latin(bare, ""))[-1:]


def _hangul(mora: str) -> set[str]:
    if mora in _HANGUL_KANA:
        return set(_HANGUL_KANA[mora].split())
    row = next((row for row, kanas in _ROWS.items() if mora[0] in kanas), None)
    if row is None:
        return set()
    latin = _plain()[mora[0]] if len(mora) == 1 else _SMALL[mora[1]]
    vowel = latin if len(mora) > 1 else latin[len(row) :]
    onsets, vowels = _HANGUL_ONSETS[row], [_HANGUL_VOWELS[vowel]]
    if mora[0] in "チジヂ":
        onsets = _HANGUL_ONSETS["ch" if mora[0] == "チ" else "j"]
        vowels = [*vowels, _HANGUL_VOWELS[vowel.removeprefix("y")]]
    return {compose(onset, v) for onset in onsets for v in vowels}


# --- from Latin letters ----------------------------------------------------------------------------------

_ROMAJI: Final = re.compile(
    r"(?P<double>(?P<twin>[kgsztdbpfjc])(?=(?P=twin))|t(?=ch))?(?:(?P<n>n|m(?=[bpm]))(?![aiueoy])'?|(?P<mora>(?:ky|gy|sy|sh|zy|j|jy|ty|ch|cy|ts|dy|dz"
    r"|ny|hy|f|by|py|my|ry|[kgsztdnhbpmrwyv])?[aiueo]))"
)


#: The h of a long vowel: Ohno, Satoh, Yuhko.
_LONG_H: Final = re.compile("(?<=[ou])h(?![aiueoy])")
#: An n that may end its syllable: Junichi is Ju-ni-chi or Jun-i-chi.
_MAY_END: Final = re.compile("(?<=[aiueo])n(?=[aiueoy])", re.IGNORECASE)


@cache
def _from_latin() -> dict[str, str]:
    found: dict[str, str] = {}
    for kana in [
        *_plain(),
        *(k + s for k in "キギシジチニヒビピミリ" for s in "ャュョ"),
        *(k + s for k in "フ" for s in "ァィェォ"),
    ]:
        for text in _latin(kana, ""):
            found.setdefault(text, kana)
    return found


def romaji(name: str) -> list[str]:
    """The morae, in katakana, of a name in Latin letters; empty when it cannot be Japanese."""
    morae, place = [], 0
    text = marked(name).replace("-", "'") if "'" in name else marked(name).replace("-", "").replace(" ", "")
    while place < len(text):
        if _LONG_H.match(text, place):
            morae.append("ー")
            place += 1
            continue
        found = _ROMAJI.match(text, place)
        if not found:
            return []
        kana = "ン" if found["n"] else _from_latin().get(found["mora"], "")
        if not kana:
            return []
        morae.append(("ッ" if found["double"] else "") + kana)
        place = found.end()
    return morae


def romaji_spellings(name: str, *, with_kana: bool) -> Iterator[Spelling]:
    """A name in Latin letters as other systems write it; with kana and Hangul where the register gives no kana.

    Without kana nobody knows which o and u are long, so each of them may be, nor which syllable an n belongs to.
    """
    morae = romaji(name)
    if not morae:
        return
    yield Spelling("latin", tuple(_latin_units(morae)), TIGHT)
    if with_kana:
        return
    yield Spelling("latin", tuple(_latin_units(_drawn(morae))), TIGHT)
    parted = (romaji(f"{name[: n.end()]}'{name[n.end() :]}") for n in _MAY_END.finditer(name))
    for reading in filter(None, (morae, *parted)):
        yield Spelling("kana", tuple(_kana_units(_drawn(reading))))
        hangul = tuple(_hangul_units(reading))
        if all(hangul):
            yield Spelling("hangul", hangul)


def _drawn(morae: list[str]) -> list[str]:
    """Morae with each vowel drawn out that may be long."""
    return [part for mora in morae for part in ((mora, "ー") if _may_be_long(mora) else (mora,))]


def _may_be_long(mora: str) -> bool:
    return min(_latin(mora.lstrip("ッ"), ""))[-1:] in ("o", "u")


#: Ideographs that end given names, with their readings; the rest is then often written in kana.
_ENDINGS: Final = {
    "子": "コ", "美": "ミ", "江": "エ", "枝": "エ", "恵": "エ", "絵": "エ", "代": "ヨ", "世": "ヨ", "夫": "オ",
    "男": "オ",
    "雄": "オ", "郎": "ロウ", "朗": "ロウ", "一": "イチ", "也": "ヤ", "介": "スケ", "助": "スケ", "之": "ユキ",
    "人": "ト",
    "太": "タ", "樹": "キ", "香": "カ", "奈": "ナ", "菜": "ナ", "里": "リ", "実": "ミ", "乃": "ノ", "二": "ジ",
    "次": "ジ",
    "治": "ジ", "司": "ジ",
}  # fmt: skip


def with_kanji_endings(kanji: str, kana: str) -> Iterator[str]:
    """Names half in kana: 博子 and ヒロコ make ヒロ子."""
    reading, ending = as_kana(kana), kanji[-1:]
    spoken = _ENDINGS.get(ending, " ")
    if len(kanji) > 1 and reading.endswith(spoken) and reading != spoken:
        yield reading.removesuffix(spoken) + ending
