"""Numbers as they are written in English, Japanese and Korean: in digits, in words, and mixed."""

from __future__ import annotations

import re
from typing import Final

from lfnkr_nb.analysis.patterns import words

__all__ = [
    "EN_NUMBER",
    "JA_NUMBER",
    "KO_NATIVE",
    "KO_NUMBER",
    "KO_PAIR",
    "en_value",
    "ja_value",
    "ko_pair",
    "ko_value",
]

# --- English ----------------------------------------------------------------------------------------------

_ONES: Final = {
    word: value
    for value, word in enumerate(
        words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SMALL: Final = {**_ONES, **_TENS}
_SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "score": 20,
}
_SMALL_WORD: Final = "|".join(sorted(_SMALL, key=len, reverse=True))
_SCALE_WORD: Final = "hundred|thousand|million|billion|trillion|dozen"
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: Half of one of these is a figure (`half a kilo`); half of others is said in words and counts nothing.
_MEASURE: Final = (
    r"(?:kilos?|kg|kilogram(?:me)?|ton(?:ne)?|mile|kilomet(?:re|er)|met(?:re|er)|lit(?:re|er)"
    r"|pound|acre|hectare)"
)
#: Digits with or without a scale (`3.5 million`), or a number in words (`four hundred and sixty-eight`).
EN_NUMBER: Final = (
    rf"(?:(?:{_DIGITS})(?: (?:and a half )?(?:{_SCALE_WORD})(?!s)\b)?"
    rf"|half an? (?:(?:{_SCALE_WORD})\b(?!s)|(?={_MEASURE}\b))"
    rf"|(?:\ban? (?=hundred|thousand|million|billion|dozen))?\b(?:{_SMALL_WORD}|{_SCALE_WORD})\b(?!s)"
    rf"(?:(?:[- ]| and (?!a half)|, )(?:{_SMALL_WORD}|{_SCALE_WORD})\b(?!s)| and a half\b)*)"
)
_HALF: Final = re.compile(rf"half an? ({_SCALE_WORD})")
_EN_WORD: Final = re.compile(rf"{_DIGITS}|and a half|[a-z]+", re.IGNORECASE)


def en_value(text: str) -> float | None:
    """The value of an `EN_NUMBER`; None when its words make no number."""
    said = text.lower().replace("-", " ")
    if re.fullmatch("half an? ?", said):
        return 0.5
    if half := _HALF.fullmatch(said):
        return _SCALES[half[1]] / 2
    total, part, last, last_scale = 0.0, 0.0, 10**15, 1
    for word in _EN_WORD.findall(said):
        if word in ("a", "an", "and"):
            part = part or (1 if word != "and" else 0)
        elif word == "and a half":
            total, part = (total + last_scale / 2, 0.0) if total and not part else (total, part + 0.5)
        elif word in _SCALES:
            scale = _SCALES[word]
            part = (part or 1) * scale
            if scale >= 1000:
                total, part, last_scale = total + part, 0.0, scale
        elif word[0].isdigit():
            part += float(word.replace(",", ""))
        elif word in _SMALL:
            if part % 10 and last < 100:
                return None  # two three, as in a telephone number read aloud
            part += _SMALL[word]
        else:
            return None
        last = _SMALL.get(word, 10**15)
    return round(total + part, 6)  # 8.2 million is 8,200,000 and not a millionth less


# --- Japanese ---------------------------------------------------------------------------------------------

_KANJI: Final = {c: v for v, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "両": 2}
_KANJI_SCALES: Final = {"十": 10, "百": 100, "千": 1000}
_BIG: Final = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
#: Digits, kanji, or both: 600, 1,200, 六百, 9万3千, 12.5, 二〇一六.
JA_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[〇一二三四五六七八九十百千万億])"
    r"[\d,.〇一二三四五六七八九十百千万億兆]*(?<![,.])"
)


def ja_value(text: str) -> float | None:
    """The value of a `JA_NUMBER`; None when its characters make no number, or two of them (二三百)."""
    text = text.replace(",", "")
    if re.search("[一二三四五六七八九]{2}[十百千]", text):
        return None
    total = 0.0
    for part in re.findall(r"[^万萬億兆]+[万萬億兆]?|[万萬億兆]", text):
        big = _BIG.get(part[-1])
        small = _below_ten_thousand(part[:-1] if big else part)
        if small is None:
            return None
        total += (small if part[:-1] or not big else 1) * (big or 1)
    return round(total, 6)


def _below_ten_thousand(text: str) -> float | None:
    if not text:
        return 0.0
    if all(c in _KANJI for c in text):
        return float("".join(str(_KANJI[c]) for c in text))
    total = 0.0
    for number, scale in re.findall(r"(\d+(?:\.\d+)?|[〇零一二三四五六七八九])?([十百千])?", text):
        if not number and not scale:
            continue
        value = 1.0 if not number else float(number if number[0].isdigit() else _KANJI[number])
        total += value * _KANJI_SCALES.get(scale, 1)
    return total


# --- Korean -----------------------------------------------------------------------------------------------

_SINO: Final = {c: v for v, c in enumerate("영일이삼사오육칠팔구")} | {"륙": 6, "공": 0}
_SINO_SCALES: Final = {"십": 10, "백": 100, "천": 1000}
_KO_BIG: Final = {"만": 10**4, "억": 10**8, "조": 10**12}
_NATIVE_ONES: Final = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "석": 3, "서": 3, "네": 4, "넷": 4, "넉": 4, "너": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_NATIVE_TENS: Final = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_PAIRS = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "여덟아홉": (8, 9),
}  # fmt: skip
_SINO_ROW: Final = "일이삼사오륙칠팔구"
# 이삼십, 삼사백: twenty to thirty, three to four hundred.
_PAIRS |= {
    f"{_SINO_ROW[n - 1]}{_SINO_ROW[n]}{scale}": (n * times, (n + 1) * times)
    for n in range(1, 9)
    for scale, times in (("십", 10), ("백", 100), ("천", 1000), ("만", 10_000))
}
_ONES_WORD: Final = "다섯|여섯|일곱|여덟|아홉|하나|한|둘|두|셋|세|석|넷|네|넉"
_TENS_WORD: Final = "열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔"
#: A native number: 열다섯, 마흔, 두; 서 and 너 only count before 말, 되 and the like, so they stay out.
KO_NATIVE: Final = rf"(?:(?:{_TENS_WORD})(?:{_ONES_WORD})?|(?:{_ONES_WORD}))"
#: Two or three, and its like: 두세, 서너.
KO_PAIR: Final = rf"(?:{'|'.join(sorted(_PAIRS, key=len, reverse=True))})"
_KO_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SINO_WORD: Final = (
    r"[일이삼사오육륙칠팔구]?(?:[십백천만억](?: ?[일이삼사오육륙칠팔구](?=[십백천만억]))?)+"
    r"[일이삼사오육륙칠팔구]?"
)
#: Digits with or without 십, 백, 천, 만, 억 (9만 3천, 1억 2,500만), or Sino-Korean words (이백오십).
KO_NUMBER: Final = (
    rf"(?:(?:{_KO_DIGITS})(?:[십백천](?:{_KO_DIGITS})?)*"
    rf"(?:[만억조](?: ?(?:{_KO_DIGITS})(?:[십백천](?:{_KO_DIGITS})?)*)?)*"
    rf"|{_SINO_WORD})"
)


def ko_value(text: str) -> float:
    """The value of a `KO_NUMBER` or `KO_NATIVE`."""
    text = text.replace(",", "").replace(" ", "")
    if native := re.fullmatch(rf"({_TENS_WORD})?({_ONES_WORD})?", text):
        return float(_NATIVE_TENS.get(native[1], 0) + _NATIVE_ONES.get(native[2], 0))
    total = 0.0
    for part in re.findall(r"[^만억조]+[만억조]?|[만억조]", text):
        big = _KO_BIG.get(part[-1])
        small = _sino(part[:-1] if big else part)
        total += (small if part[:-1] or not big else 1) * (big or 1)
    return round(total, 6)


def _sino(text: str) -> float:
    total = 0.0
    for number, scale in re.findall(r"(\d+(?:\.\d+)?|[영공일이삼사오육륙칠팔구])?([십백천])?", text):
        if number or scale:
            value = 1.0 if not number else float(number if number[0].isdigit() else _SINO[number])
            total += value * _SINO_SCALES.get(scale, 1)
    return total


def ko_pair(text: str) -> tuple[float, float]:
    """Low and high of a `KO_PAIR`."""
    return _PAIRS[text]
