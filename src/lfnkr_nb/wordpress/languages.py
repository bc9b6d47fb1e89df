"""Languages of posts and groups of translations: qTranslate, Polylang, WPML, or the script itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.items import Item

__all__ = ["in_language", "languages_in", "name_in", "polylang_group", "post_language", "translation_group"]

#: qTranslate-X and -XT: `[:en]…[:ja]…[:]`; the older qTranslate: `<!--:en-->…<!--:-->`.
_TAG = re.compile(r"\[:([a-z]{2})\]|<!--:([a-z]{2})-->|\{:([a-z]{2})\}")
_SPLIT = re.compile(r"(\[:(?:[a-z]{2})?\]|<!--:(?:[a-z]{2})?-->|\{:(?:[a-z]{2})?\})")
_EAST = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff66-\uff9f]"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = {
    "kana": re.compile("[\u3040-\u30ff\uff66-\uff9f]"),
    "Hangul": re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]"),
    "Han": re.compile("[\u4e00-\u9fff\u3400-\u4dbf]"),
    "other": _LETTERS,
}
_TAGS = re.compile(r"<[^>]*>|https?://\S+")
_TAGS_OR_LETTERS = re.compile(rf"{_TAGS.pattern}|({_LETTERS.pattern})")
#: As much of a text is read to find out its language.
_READ: Final = 10_000
#: Letters from which on the script of a text counts.
_ENOUGH: Final = 20
_MEMBER = re.compile(r's:\d+:"([A-Za-z_-]{2,12})";i:(\d+);')
#: Post meta that names the language: WPML's Export and Import, older WPML, Bogo.
_LANGUAGE_KEYS: Final = ("_wpml_import_language_code", "_wpml_language", "wpml_language", "_locale")
#: Post meta whose value translations share: WPML's Export and Import, and exporters that write WPML's `trid`.
_GROUP_KEYS: Final = ("_wpml_import_translation_group", "_wpml_trid", "wpml_trid", "trid")
#: Post meta that names the original by id or guid: WPML's duplicates, Bogo.
_ORIGINAL_KEYS: Final = ("_icl_lang_duplicate_of", "_original_post")
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


def name_in(name: str, language: str) -> str:
    """A term's name in a language, else in the first that it has."""
    if "[:" not in name and "<!--:" not in name:
        return name
    codes = [language, *(next(filter(None, groups)) for groups in _TAG.findall(name))]
    return next((found for code in codes if code and (found := in_language(name, code))), name)


def post_language(item: Item, site_language: str) -> str:
    """The language of a post as a tag: from Polylang or WPML, else from its script, else the site's own.

    Kana mean Japanese and Hangul Korean where they make up a good part of the text. A longer text in hardly
    anything but Chinese characters is Chinese, unless the site's own language is written with them. Empty when the
    export does not tell, such as for a text in Latin letters on a Japanese site.
    """
    for term in item.terms:
        if term.taxonomy == "language":
            return _tag(term.slug)
    for key in _LANGUAGE_KEYS:
        if value := item.meta_value(key):
            return _tag(value)
    return _by_script(f"{item.title} {item.content}", _tag(site_language))


def _tag(written: str) -> str:
    """`ja` for `ja`, `ja_JP` and `ja-JP`; the region only matters for Chinese and Portuguese."""
    written = written.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(written):
        return ""
    primary, _, region = written.partition("-")
    return f"{primary.lower()}-{region}" if primary.lower() in ("zh", "pt") and region else primary.lower()


def _by_script(text: str, site_language: str) -> str:
    """What the script tells, else the site's language unless the script rules it out."""
    text = text[:_READ]
    east = site_language.partition("-")[0] in ("ja", "ko", "zh")
    if text.isascii() or not _EAST.search(text):
        return "" if east and _has_enough_letters(text) else site_language
    text = _TAGS.sub("", text)
    found: Counter[str] = Counter()
    for character, times in Counter(text).items():
        found[_script(character)] += times
    letters = found.total() - found[""] or 1
    hangul, kana, han = found["Hangul"], found["kana"], found["Han"]
    if hangul / letters > 0.3:
        return "ko"
    # Chinese blogs write a の here and there.
    if kana > 0.1 * han and (kana + han) / letters > 0.3:
        return "ja"
    if not east and kana <= 0.1 * han and han >= _ENOUGH and han / letters > 0.7:
        return "zh"
    return site_language


def _has_enough_letters(text: str) -> bool:
    """Whether the script of a text counts; what stands in tags and addresses does not."""
    letters = 0
    for found in _TAGS_OR_LETTERS.finditer(text):
        letters += len(found[1] or "")
        if letters >= _ENOUGH:
            return True
    return False


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    """The script of a letter, `other` for one that tells nothing; empty for what is no letter."""
    for script, characters in _SCRIPTS.items():
        if characters.match(character):
            return script
    return ""


def translation_group(item: Item) -> str:
    """What the translations of one post have in common; empty for a post without any."""
    for term in item.terms:
        if term.taxonomy == "post_translations":
            return f"polylang:{term.slug}"
    for key in _GROUP_KEYS:
        if value := item.meta_value(key).strip():
            return f"wpml:{value}"
    for key in _ORIGINAL_KEYS:
        if original := item.meta_value(key).strip():
            return f"of:{original}"
    return ""


def polylang_group(description: str) -> list[tuple[str, str]]:
    """Language and post id of each member, from a `post_translations` term's description (PHP, serialised)."""
    return _MEMBER.findall(description)
