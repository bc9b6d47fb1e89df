"""Titles and names: as readers see them, on one line."""

from __future__ import annotations

import re
from html import unescape

__all__ = ["has_markup", "plain_title", "scrub"]

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|rt|rp|ruby|s|script|small|span|"
    r"strike|strong|style|sub|sup|u|wbr)\b[^<>]*>",
    re.I,
)
_EMAIL = re.compile(r"[\w.+'-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){5,7}[0-9A-Fa-f]{1,4}(?![\w:])"
)


def plain_title(raw: str) -> str:
    """A title or name without tags and entities, on one line."""
    if "<" in raw:
        raw = _TAG.sub("", raw)
    if "&" in raw:
        raw = unescape(raw)
    return " ".join(raw.split())


def has_markup(raw: str) -> bool:
    """Whether a title loses tags when it becomes plain."""
    return bool("<" in raw and _TAG.search(raw))


def scrub(value: str, *, ip: bool) -> tuple[str, int]:
    """A value of post meta without e-mail addresses (and IP addresses), and how many were taken out."""
    if "@" not in value and not ip:
        return value, 0
    value, mails = _EMAIL.subn("(e-mail address left out)", value)
    addresses = 0
    if ip:
        value, addresses = _IP.subn("(IP address left out)", value)
    return value, mails + addresses
