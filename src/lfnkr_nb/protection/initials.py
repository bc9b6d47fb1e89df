"""Names with initials in place of one part: Kim S. R., Kim S.-r., Kim SR, Kim Su-r., K. Su-ryon, in both orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lfnkr_nb.protection.folding import GAP, MARK, Window
from lfnkr_nb.protection.units import ANY, Spelling
from lfnkr_nb.protection.wanted import Part, ReadName
from lfnkr_nb.protection.words import BEGINNINGS, COMMON_WORDS

__all__ = ["are_initials", "may_begin", "with_initials"]

_BETWEEN: Final = f"[{MARK}{GAP}]"
_HYPHENS: Final = frozenset("-‐‑–－\u00ad")
_ENDS: Final = frozenset((".", "．", " ", "\u00a0", ""))

#: Words that begin a sentence behind initials and go on with no name.
_NO_NAMES: Final = COMMON_WORDS | BEGINNINGS
_NEXT_WORD: Final = re.compile(r"\.?[^\S\r\n]+([A-Z][a-z]+)")

#: Capitals that are more often an institution, a state or a time than somebody's initials.
_ABBREVIATIONS: Final = frozenset(("am", "eu", "pm", "tv", "uk", "un", "us"))

#: The parts in their order, and which of them is the given name.
Row = tuple[tuple[Part, Part], int]


def with_initials(family: tuple[Spelling, ...], given: tuple[Spelling, ...]) -> Iterator[Row]:
    """The parts of names with initials, both in Latin letters."""
    givens = tuple(s for s in given if s.script == "latin")
    firsts = tuple(
        dict.fromkeys(i for s in givens if len(s.units) > 1 and s.joint == ANY for i in _initials(s))
    )
    families = tuple(s for s in family if s.script == "latin")
    heads = tuple(Spelling("initials", (_first_letters(s.units[0]),)) for s in families)
    for one, other in ((families, firsts), (heads, givens)):
        parts = Part(one), Part(other)
        yield parts, 1
        yield parts[::-1], 0


def _initials(spelling: Spelling) -> Iterator[Spelling]:
    """Of So-hee: S. H., SH, So-h., S.-hee."""
    letters = tuple(map(_first_letters, spelling.units))
    yield Spelling("initials", letters, ANY)
    yield Spelling("initials", (spelling.units[0], *letters[1:]), _BETWEEN)
    yield Spelling("initials", (letters[0], *spelling.units[1:]), _BETWEEN)


def _first_letters(texts: frozenset[str]) -> frozenset[str]:
    return frozenset(text[0] for text in texts if text)


def may_begin(text: str, place: int) -> bool:
    """Whether a name with initials may begin at a place: it does so with a capital at the head of a word."""
    return text[place].isupper() and not text[max(0, place - 1) : place].isalnum()


def are_initials(text: str, around: Window, name: ReadName, *, given: int) -> bool:
    """Whether single letters are initials as people write them, and the words beside them are parts of a name.

    The name begins where one with initials may.

    Args:
        text: The whole text.
        around: The window of it that was searched.
        name: The name with initials at the head of the window.
        given: The part of it that is the given name.
    """
    spans = [word.span() for word in re.finditer("[a-z]+", name.whole)]
    words = [around.starts[start:end] for start, end in spans]
    if not all(_is_part(text, places, first=not number) for number, places in enumerate(words)):
        return False
    initials, other = name.part(given), name.part(1 - given)
    if len(initials) > 1 and len(other) > 1 and initials.isalpha():
        places = around.starts[slice(*name.spans[given])]
        if not _are_capitals("".join(text[place] for place in places)):
            return False
    end = around.ends[name.end - 1]
    # S.-h. and S.H. are the initials of one given name; behind a blank a middle name may begin: Su-ryon K. Rivers.
    last_is_initial = len(words[-1]) == 1 and name.whole[-2] == GAP
    return not (last_is_initial and _goes_on(text[end : end + 40]))


def _goes_on(after: str) -> bool:
    """Whether one more word of a name follows on the same line, and not the first word of a sentence."""
    word = _NEXT_WORD.match(after)
    return word is not None and word[1].lower() not in _NO_NAMES


def _are_capitals(written: str) -> bool:
    """Whether initials written as one word are capitals, as in Park SH."""
    return written.isupper() and written.casefold() not in _ABBREVIATIONS


def _is_part(text: str, places: list[int], *, first: bool) -> bool:
    """Whether a word of a name with initials is written like one."""
    begin, after = places[0], text[places[-1] + 1 : places[-1] + 2]
    hyphened = not first and text[begin - 1] in _HYPHENS
    if len(places) > 1:
        return text[begin].isupper() or hyphened
    if after in _ENDS or after in _HYPHENS:
        return text[begin].isupper() or hyphened
    return hyphened and not after.isalnum()
