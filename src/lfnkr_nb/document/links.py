"""Links: which targets may be in a document, and web addresses that stand bare in a text."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

__all__ = ["BARE_URL", "checked", "is_picture_file", "split_urls"]

_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
#: Characters of the longest address that Typst sets, percent-encoded; servers refuse shorter ones.
_LONGEST = 8_000
_SAFE = "".join(map(chr, range(33, 127)))
_MAIL = re.compile(r"mailto:[^\s<>\"@:/]+@[^\s<>\"@:/]+", re.IGNORECASE)
_ANCHOR = re.compile(r"#[A-Za-z0-9_.:-]+")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|hei[cf])(?:[?#].*)?$", re.IGNORECASE)

# A bare address ends at a blank, a quote or bracket, or the first CJK character: Japanese and Korean go on
# without a blank (`https://example.org/を見て`). Ideographs and katakana after `/`, `=`, `-` or `_` belong to
# it, as in the addresses of Wikipedia.
_PLAIN = r"[!#-&(-;=?-Z_a-z~]"
BARE_URL = re.compile(
    rf"https?://[A-Za-z0-9]{_PLAIN}*(?:(?<=[/=_-])[\u4e00-\u9fff\u30a1-\u30fa\u30fc]+{_PLAIN}*)*"
)
_TRAILING = ".,;:!?*_~'"


def checked(target: str) -> str | None:
    """The target as it may stand in a document (`http(s):`, `mailto:`, `#anchor`), or None if it may not."""
    target = _CONTROL.sub("", target)
    if len(target) > _LONGEST or len(quote(target, safe=_SAFE, errors="replace")) > _LONGEST:
        return None
    if target.startswith("//"):
        target = f"https:{target}"
    if _ANCHOR.fullmatch(target):
        return target
    if target[:7].lower() == "mailto:":
        return target if _MAIL.match(target) else None
    return target if _is_web(target) else None


def _is_web(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "\\" not in parts.netloc


def is_picture_file(target: str) -> bool:
    """Whether a link leads to a picture file, as WordPress links a small picture to its large one."""
    return bool(_PICTURE_FILE.search(target))


def split_urls(text: str) -> list[tuple[str, str]]:
    """The text in pieces `(piece, address)`; the address is empty where the piece is no bare web address."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in BARE_URL.finditer(text):
        url = trimmed(match[0])
        if match.start() and text[match.start() - 1].isalnum() and text[match.start() - 1].isascii():
            continue
        if checked(url) is None:
            continue
        pieces += [(text[at : match.start()], ""), (url, url)]
        at = match.start() + len(url)
    pieces.append((text[at:], ""))
    return [piece for piece in pieces if piece[0]]


def trimmed(url: str) -> str:
    """An address without the punctuation of the sentence around it."""
    while url:
        if url[-1] in _TRAILING or (url[-1] == ")" and url.count("(") < url.count(")")):
            url = url[:-1]
        else:
            break
    return url
