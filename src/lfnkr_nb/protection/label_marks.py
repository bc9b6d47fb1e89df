"""The marks around a name that go with it when its label is put in its place."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["past_full_stop", "with_brackets", "with_dot"]

_PAIRS: Final = {
    "(": ")",
    "[": "]",
    "（": "）",
    "［": "］",
    "〔": "〕",
    "【": "】",
    "「": "」",
    "『": "』",
    "〈": "〉",
    "《": "》",
}
_OPENING: Final = {closing: opening for opening, closing in _PAIRS.items()}

#: The dot of an initial, where the sentence goes on behind it.
_DOT: Final = re.compile(r"[.．](?=[,;:)\]]|\s+[a-z])")


def past_full_stop(text: str, end: int, label: str) -> int:
    """Where a text goes on behind a name: one full stop is enough where the label ends in one itself."""
    doubled = label.endswith(".") and text[end : end + 1] == "."
    return end + 1 if doubled and text[end + 1 : end + 2] != "." else end


def with_dot(text: str, end: int) -> int:
    """The end of a name that ends in an initial, with the dot of that initial unless it also ends the sentence."""
    return end + 1 if _DOT.match(text, end) else end


def with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """A name with the brackets right beside it whose other half stands inside: Park (So-hee) with its last one."""
    left, unopened = _unmatched(text[start:end])
    while left and text[end : end + 1] == _PAIRS[left[-1]]:
        left.pop()
        end += 1
    for closing in unopened:
        if start and text[start - 1] == _OPENING[closing]:
            start -= 1
    return start, end


def _unmatched(name: str) -> tuple[list[str], list[str]]:
    """The brackets of a name that are not closed, and those that were not opened."""
    left: list[str] = []
    unopened: list[str] = []
    for character in name:
        if character in _PAIRS:
            left.append(character)
        elif character in _OPENING and left and _PAIRS[left[-1]] == character:
            left.pop()
        elif character in _OPENING:
            unopened.append(character)
    return left, unopened
