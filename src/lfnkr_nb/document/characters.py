"""Characters: which ones may pass, and which language a stretch of text is in."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BESIDE_CJK", "CJK", "SOFT_BREAK", "clean", "primary", "split_languages"]

# Blocks of the Unicode Character Database (Blocks.txt): Hangul in all its encodings, kana with their phonetic
# extensions, ideographs with radicals and compatibility forms, and the punctuation set in the same square.
_HANGUL = "\u1100-\u11ff\u3130-\u318f\u3200-\u321e\u3260-\u327e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
_KANA = (
    "\u3040-\u3096\u3099-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
    "\U0001aff0-\U0001b16f"
)
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3190-\u319f\u31c0-\u31ef\u3220-\u325f\u3280-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = (
    "\u3000-\u3004\u3008-\u3020\u302a-\u3037\u303c-\u303f\u309b\u309c\u30a0\u30fb\u3100-\u312f\u31a0-\u31bf"
    "\ufe30-\ufe4f\uff00-\uff65\uffe0-\uffef"
)
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

#: One character that is written in Chinese, Japanese or Korean text.
CJK = re.compile(f"[{_HANGUL}{_KANA}{_HAN}{_MARKS}]")

#: The same, or a variation selector, which belongs to the ideograph before it.
BESIDE_CJK = re.compile(f"[{_HANGUL}{_KANA}{_HAN}{_MARKS}{_SELECTORS}]")

#: A line end between two characters that are written without blanks between words (CSS Text 4,
#: "segment break transformation": removed there; Hangul keeps its blank).
SOFT_BREAK = re.compile(f"(?<=[{_KANA}{_HAN}{_MARKS}{_SELECTORS}]) ?\n ?(?=[{_KANA}{_HAN}{_MARKS}])")

_GROUPS = re.compile(
    f"(?P<ko>[{_HANGUL}]+)|(?P<ja>[{_KANA}]+)|(?P<han>[{_HAN}{_SELECTORS}]+)|(?P<mark>[{_MARKS}]+)"
    f"|(?P<other>[^{_HANGUL}{_KANA}{_HAN}{_MARKS}{_SELECTORS}]+)"
)
_IDEOGRAPHIC = frozenset({"ja", "ko", "zh"})
_LETTER = re.compile(r"[^\W\d_]")

# C0 without tab and line feed, DEL, C1, lone surrogates and the noncharacters (Unicode 23.7) cannot be shown.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# Embeddings, overrides and isolates reorder what stands around them ("Trojan source", CVE-2021-42574).
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028]")
_UNWANTED = re.compile(f"{_HIDDEN.pattern}|{_BIDI.pattern}|[\u0085\u2028\u2029]")


def clean(text: str, notice: Callable[[str], None]) -> str:
    """The text without characters that cannot be shown or that reorder others; nothing is normalised.

    Args:
        text: Any text.
        notice: Called with a sentence when something visible to a reader may have changed.
    """
    if not _UNWANTED.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    if _BIDI.search(text):
        notice("invisible characters that reverse the direction of text were removed")
        text = _BIDI.sub("", text)
    if _HIDDEN.search(text):
        notice("control characters were removed")
        text = _HIDDEN.sub("", text)
    return text


def primary(lang: str) -> str:
    """The language of a language tag without script and region: `ja` for `ja-JP`."""
    return lang.replace("_", "-").partition("-")[0].lower()


def split_languages(text: str, lang: str) -> list[tuple[str, str]]:
    """The text in stretches of one language each, as `(stretch, language)`.

    Hangul is Korean and kana is Japanese. Ideographs follow the kana or Hangul they touch, else the language
    around them where that is written with ideographs, else they are Japanese. Blanks, digits and punctuation
    between two stretches of one language belong to them.
    """
    if not CJK.search(text):
        return [(text, lang)]
    groups = [(match[0], match.lastgroup or "") for match in _GROUPS.finditer(text)]
    languages = [_language_of_script(groups, at, primary(lang)) for at in range(len(groups))]
    for wanted in ("mark", "other"):
        for at, (stretch, script) in enumerate(groups):
            if script == wanted:
                beside = _beside(languages, at)
                languages[at] = (
                    _of_mark(beside, primary(lang)) if wanted == "mark" else _of_other(beside, stretch)
                )
    named = [lang if name in {"", primary(lang)} else name for name in languages]
    return _joined([stretch for stretch, _ in groups], named)


def _language_of_script(groups: list[tuple[str, str]], at: int, base: str) -> str:
    """The language a group has by its script; empty for punctuation and other text."""
    script = groups[at][1]
    if script in {"ko", "ja"}:
        return script
    if script != "han":
        return ""
    touching = {groups[i][1] for i in (at - 1, at + 1) if 0 <= i < len(groups)}
    if "ja" in touching:
        return "ja"
    if base in _IDEOGRAPHIC:
        return base
    return "ko" if "ko" in touching else "ja"


def _beside(languages: list[str], at: int) -> tuple[str, str]:
    """The languages of the groups before and after one."""
    return languages[at - 1] if at else "", languages[at + 1] if at + 1 < len(languages) else ""


def _of_mark(beside: tuple[str, str], base: str) -> str:
    """The language of CJK punctuation: that of both its sides, else the text's own, else one side's."""
    before, after = beside
    if before and before == after:
        return before
    return base if base in _IDEOGRAPHIC else before or after or "ja"


def _of_other(beside: tuple[str, str], stretch: str) -> str:
    """Text without letters between two stretches of one language belongs to them."""
    before, after = beside
    return before if before == after and not _LETTER.search(stretch) else ""


def _joined(stretches: list[str], languages: list[str]) -> list[tuple[str, str]]:
    """Neighbouring stretches of the same language become one."""
    pairs = groupby(zip(stretches, languages, strict=True), key=itemgetter(1))
    return [("".join(stretch for stretch, _ in group), language) for language, group in pairs]
