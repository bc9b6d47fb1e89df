"""What a name looks like in a folded text: the orders of its parts, and the ways to read each part.

A part is compiled only for a script in which it was met, and a whole name never: its parts are read one behind the
other. Compiling costs more than matching, and a register may hold many people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lfnkr_nb.protection.folding import GAP, MARK, script_of
from lfnkr_nb.protection.units import Spelling, longest, part_source, prefixes
from lfnkr_nb.protection.words import SUFFIXES

__all__ = ["Part", "ReadName", "Wanted"]

_LETTER_ENDS: Final = re.compile(f"(?:(?<![a-z])|(?![a-z])|(?=(?:{'|'.join(SUFFIXES)})(?![a-z])))")
#: No name ends inside a Hangul syllable or before the voicing mark of its last kana.
_SYLLABLE_ENDS: Final = re.compile("(?![ᄀ-ᄒ](?![ᅡ-ᅵ])|[ᅡ-ᅵ゛゜])")


class Part:
    """A family or given name in all its spellings."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        """The part that can be written in these ways, the likeliest first."""
        self.spellings = tuple(spellings)
        self._by_script: dict[str, _Pattern | None] = {}

    def ends(self, folded: str, start: int) -> tuple[int, ...]:
        """Where the part ends that may begin at a place of a folded text: the likeliest first, then the longest."""
        script = script_of(folded[start : start + 1])
        try:
            pattern = self._by_script[script]
        except KeyError:
            pattern = self._by_script[script] = _pattern_of(self._begun_in(script))
        return pattern.ends(folded, start) if pattern else ()

    def _begun_in(self, script: str) -> tuple[Spelling, ...]:
        return tuple(s for s in self.spellings if script in _first_scripts(s))


class _Pattern:
    """What a part looks like in one script."""

    def __init__(self, spellings: tuple[Spelling, ...]) -> None:
        self._compiled = re.compile(part_source(spellings))
        self._longest = longest(spellings)
        # One tuple, so that threads never meet the ends of one text beside another text.
        self._last: tuple[str, dict[int, tuple[int, ...]]] = ("", {})

    def ends(self, folded: str, start: int) -> tuple[int, ...]:
        """As `Part.ends`. Relatives ask for the same name at the same place: what was found last is kept."""
        text, known = self._last
        if text is not folded:
            self._last = (folded, known := {})
        if start not in known:
            known[start] = tuple(self._found(folded, start))
        return known[start]

    def _found(self, folded: str, start: int) -> Iterator[int]:
        if not (match := self._compiled.match(folded, start)):
            return
        if match.end() > start:
            yield match.end()
        for end in range(min(start + self._longest, len(folded)), start, -1):
            if end != match.end() and self._compiled.fullmatch(folded, start, end):
                yield end


@lru_cache(maxsize=4096)
def _pattern_of(spellings: tuple[Spelling, ...]) -> _Pattern | None:
    """The pattern of some spellings, which relatives and other orders of a name share."""
    return _Pattern(spellings) if spellings else None


@lru_cache(maxsize=4096)
def _first_scripts(spelling: Spelling) -> frozenset[str]:
    """The scripts in which a spelling may begin; a unit that may be left out leaves it to the next one."""
    found: set[str] = set()
    for texts in spelling.units:
        found |= {script_of(text[0]) for text in texts if text}
        if "" not in texts:
            break
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as it was read at the head of a folded text.

    Attributes:
        text: The folded text.
        spans: Where each part of the name begins and ends, in order.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.spans[-1][1]

    @property
    def whole(self) -> str:
        """The whole name."""
        return self.text[: self.end]

    def part(self, number: int) -> str:
        """One part of it, counted from 0."""
        return self.text[slice(*self.spans[number])]


@dataclass(frozen=True, eq=False)
class Wanted:
    """One order of the parts of one person's name.

    Attributes:
        label: The label of the person.
        kind: As in `Hit`.
        parts: Its parts, in order.
        given: Which part is the given name.
        parted: Whether a separator must stand between the parts; else one may.
    """

    label: str
    kind: str
    parts: tuple[Part, ...]
    given: int = 0
    parted: bool = False

    def loose(self, folded: str) -> ReadName | None:
        """The name at the head of a folded text, with anything behind it."""
        return next(self._ways(folded), None)

    def strict(self, folded: str) -> ReadName | None:
        """The name at the head of a folded text, with the end of a word behind it."""
        return next((way for way in self._ways(folded) if _LETTER_ENDS.match(folded, way.end)), None)

    def _ways(self, folded: str) -> Iterator[ReadName]:
        """The ways to read the name at the head of a folded text."""
        for end in self.parts[0].ends(folded, 0):
            for spans in self._with_others(folded, ((0, end),)):
                if _SYLLABLE_ENDS.match(folded, spans[-1][1]):
                    yield ReadName(folded, spans)

    def _with_others(
        self, folded: str, spans: tuple[tuple[int, int], ...]
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        """The places of the first parts with those of the parts behind them."""
        if len(spans) == len(self.parts):
            yield spans
            return
        part, place = self.parts[len(spans)], spans[-1][1]
        for start in self._behind(folded, place):
            for end in part.ends(folded, start):
                yield from self._with_others(folded, (*spans, (start, end)))

    def _behind(self, folded: str, end: int) -> tuple[int, ...]:
        """Where the next part may begin when one ends at a place."""
        after = (end + 1,) if folded[end : end + 1] in (MARK, GAP) else ()
        return after if self.parted else (*after, end)

    def grams(self, length: int, scripts: frozenset[str]) -> set[str]:
        """The first characters of the name in bare text, where its first part is in one of these scripts."""
        first, *others = self.parts
        begun = prefixes([s for s in first.spellings if s.script in scripts], length)
        for part in others:
            short = {start for start in begun if len(start) < length}
            more = prefixes(part.spellings, length) if short else set[str]()
            begun = (begun - short) | {(start + text)[:length] for start in short for text in more}
        return begun
