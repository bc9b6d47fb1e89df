"""Tables of characters that are to be taken for one another."""

from __future__ import annotations

from typing import Final

__all__ = ["LOOK_ALIKE_LETTERS", "SPECIAL_FORMS"]

#: Letters that look like a Latin one, of Cyrillic, Greek, Armenian, Cherokee and phonetic writing, and Latin
#: letters with a stroke, which no normalisation takes apart (after Unicode's confusables.txt, UTS 39).
LOOK_ALIKE_LETTERS: Final = {
    look: letter
    for letter, looks in {
        "a": "аαɑᴀꓮ", "b": "вьβʙᏏꓐƀɓ", "c": "сϲᴄꓚↄƈȼ", "d": "ԁᏧᴅꓓđɖɗð", "e": "еєεҽᴇꓰɛəǝ", "f": "ғꓝƒẝ",
        "g": "ɡցԍɢꓖǥɠ", "h": "һнηհʜꓧħɦ", "i": "іιıɪӏꓲɨӀ", "j": "јϳᴊꓙɉʝ", "k": "кκᴋꓗƙқҝ", "l": "ʟꓡłƚɫɭℓ",
        "m": "мᴍꓟɱΜ", "n": "пոνɴꓠɲƞΝ", "o": "оοσօᴏꓳøɵ", "p": "рρᴘꓑᵽƥ", "q": "ԛգ", "r": "гʀꓣɍɽ", "s": "ѕꜱꓢʂ",
        "t": "тτᴛꓔŧƭʈ", "u": "υսᴜꓴʊʉ", "v": "ѵᴠꓦ", "w": "ԝѡωᴡꓪ", "x": "хχҳꓫ", "y": "уүγʏꓬɏƴΥ", "z": "ᴢꓜƶʐΖ",
    }.items()
    for look in looks
}  # fmt: skip

#: Characters whose own decomposition would mislead, and what stands for them.
SPECIAL_FORMS: Final = {
    "ー": "", "ｰ": "", "゛": "゛", "゜": "゜", "〜": "-", "™": "-", "℠": "-", "℡": "-",
    "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
    "þ": "th", "Þ": "th", "Ð": "d", "\u2800": "-", "ⵊ": "-", "ˉ": "", "ˊ": "", "`": "-", "´": "-",
    # Accents beside their letter instead of on it, as text copied from a PDF has them.
    "¨": "", "¸": "", "˜": "", "¯": "", "˘": "", "ˇ": "", "˙": "", "˚": "", "˛": "", "˝": "",
    "\u02bb": "-", "\u02bc": "-", "\u02b9": "-", "\u02be": "-", "\u02bf": "-",
}  # fmt: skip
