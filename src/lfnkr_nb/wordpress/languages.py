"""Languages of posts and groups of translations: qTranslate, Polylang, WPML, or the script itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.items import Item

__all__ = ["in_language", "languages_in", "post_language", "translation_group"]

#: qTranslate-X and -XT: `[:en]…[:ja]…[:]`; the older qTranslate: `<!--:en-->…<!--:-->`.
_TAG = re.compile(r"\[:([a-z]{2})\]|<!--:([a-z]{2})-->|\{:([a-z]{2})\}")
_SPLIT = re.compile(r"(\[:(?:[a-z]{2})?\]|<!--:(?:[a-z]{2})?-->|\{:(?:[a-z]{2})?\})")
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
_HAN = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")
_EAST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\uac00-\ud7a3\uff66-\uff9f]")
_LETTER = re.compile(r"[^\W\d_]")
_TAGS = re.compile(r"<[^>]*>|https?://\S+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def languages_in(item: Item) -> list[str]:
    """The languages that one qTranslate item holds, in order of appearance; empty for an ordinary item."""
    found: dict[str, None] = {}
    for text in (item.title, item.content):
        if "[:" in text or "<!--:" in text or "{:" in text:
            for groups in _TAG.findall(text):
                found.setdefault(next(group for group in groups if group))
    return list(found)


def in_language(text: str, language: str) -> str:
    """What a qTranslate text says in one language; text outside of any language belongs to all."""
    pieces = _SPLIT.split(text)
    if len(pieces) == 1:
        return text
    chosen: list[str] = []
    current = ""
    for number, piece in enumerate(pieces):
        if number % 2:
            current = "".join(re.findall("[a-z]{2}", piece))
        elif current in ("", language):
            chosen.append(piece)
    return "".join(chosen).strip()


def post_language(item: Item, site_language: str) -> str:
    """The language of a post as a tag: from Polylang or WPML, else from its script, else the site's own.

    Kana mean Japanese and Hangul Korean where they make up a good part of the text; Chinese characters alone
    decide nothing. Empty when the export does not tell.
    """
    for term in item.terms:
        if term.taxonomy == "language":
            return _tag(term.slug)
    for key in ("_wpml_import_language_code", "_wpml_language", "wpml_language"):
        if value := item.meta_value(key):
            return _tag(value)
    return _by_script(f"{item.title} {item.content}") or _tag(site_language)


def _tag(written: str) -> str:
    """`ja` for `ja`, `ja_JP` and `ja-JP`; the region only matters for Chinese and Portuguese."""
    written = written.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(written):
        return ""
    primary, _, region = written.partition("-")
    return f"{primary.lower()}-{region}" if primary.lower() in ("zh", "pt") and region else primary.lower()


def _by_script(text: str) -> str:
    text = text[:20_000]
    if text.isascii() or not _EAST.search(text):
        return ""
    text = _TAGS.sub("", text)
    letters = len(_LETTER.findall(text)) or 1
    hangul = len(_HANGUL.findall(text))
    kana = len(_KANA.findall(text))
    if hangul / letters > 0.3:
        return "ko"
    if kana and (kana + len(_HAN.findall(text))) / letters > 0.3:
        return "ja"
    return ""


def translation_group(item: Item) -> str:
    """What the translations of one post have in common; empty for a post without any."""
    for term in item.terms:
        if term.taxonomy == "post_translations":
            return f"polylang:{term.slug}"
    if value := item.meta_value("_wpml_import_translation_group"):
        return f"wpml:{value}"
    if original := item.meta_value("_icl_lang_duplicate_of"):
        return f"icl:{original}"
    return ""
