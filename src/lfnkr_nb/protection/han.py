"""What is known of ideographs: which are variants of one another, and how those of Korean names are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

__all__ = ["one_form", "read_as", "readings"]


def _rows(name: str) -> Iterator[str]:
    text = files("lfnkr_nb.protection").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _variants() -> dict[str, str]:
    return {variant: row[0] for row in _rows("han_variants.txt") for variant in row[1:]}


def one_form(character: str) -> str:
    """The form that stands for an ideograph and all its variants; the character itself where it has none."""
    return _variants().get(character, character)


@cache
def _by_reading() -> dict[str, str]:
    parted = (row.partition(" ") for row in _rows("han_readings.txt"))
    return {syllable: characters for syllable, _, characters in parted}


def read_as(syllable: str) -> str:
    """The ideographs of Korean names that are read as a Hangul or Pinyin syllable, as one string."""
    return _by_reading().get(syllable, "")


@cache
def _readings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for syllable, characters in _by_reading().items():
        for character in characters:
            found[one_form(character)].append(syllable)
    return found


def readings(character: str) -> tuple[str, ...]:
    """How an ideograph, in any of its forms, is read in Korean (Hangul) and Chinese (Pinyin, Latin letters)."""
    return tuple(_readings().get(one_form(character), ()))
