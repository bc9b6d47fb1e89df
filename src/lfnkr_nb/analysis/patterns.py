"""Long regular expressions, written over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

__all__ = ["compiled", "windows", "words", "words_in"]

_WORD: Final = re.compile("[a-z]+")


def words(text: str) -> list[str]:
    """The words of a list that is written over several lines."""
    return text.split()


@lru_cache(maxsize=8)
def words_in(text: str) -> frozenset[str]:
    """The different English words of a line in small letters, to look quickly for any of many."""
    return frozenset(_WORD.findall(text.lower()))


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern whose line breaks, with the blanks around them, are layout; every other blank counts.

    `re.VERBOSE` would drop the blanks of the words that such patterns are made of, too.
    """
    return re.compile(re.sub(r"\s*\n\s*", "", pattern))


def windows(hint: re.Pattern[str], text: str, reach: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text around each place where a cheap pattern hints at something, joined where they touch.

    A long pattern that is tried at these places only costs a fraction of one that is tried at every character.
    """
    start = end = -1
    for found in hint.finditer(text):
        first, last = found.start() - reach, found.end() + reach
        if first > end:
            if end >= 0:
                yield _at_words(text, start, end)
            start = first
        end = last
    if end >= 0:
        yield _at_words(text, start, end)


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch whose ends stand at blanks, or at the ends of the text."""
    start = text.rfind(" ", 0, start) + 1 if start > 0 else 0
    after = text.find(" ", end) if end < len(text) else -1
    return start, len(text) if after < 0 else after
