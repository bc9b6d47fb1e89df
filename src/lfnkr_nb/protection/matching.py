"""Finding the names of a register in any text, in any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lfnkr_nb.protection.folding import MARK, bare, places, window
from lfnkr_nb.protection.register import Person
from lfnkr_nb.protection.spellings import Spelling, literal, part_spellings, prefixes, source

__all__ = ["Hit", "Matcher"]

#: How many folded characters tell where a name may begin; fewer for names that are shorter.
_GRAM: Final = 4

#: Folded characters of the longest name with its separators and what follows it.
_LONGEST: Final = 96


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A name that was found.

    Attributes:
        start, end: Where it stands in the text that was given.
        label: The label of the person.
        kind: `name`, `initials`, `given` (a given name alone) or `exact`.
    """

    start: int
    end: int
    label: str
    kind: str


@dataclass(frozen=True)
class _Wanted:
    """One order of one person's name: the patterns it can begin with and the whole of it."""

    label: str
    kind: str
    parts: tuple[tuple[Spelling, ...], ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        whole = f"{MARK}?".join(f"(?:{'|'.join(map(source, part))})" for part in self.parts)
        return re.compile(whole + r"(?![a-z゛゜]|[ᄀ-ᄒ](?![ᅡ-ᅵ])|[ᅡ-ᅵ])")

    @property
    def grams(self) -> set[str]:
        begun = {""}
        for part in self.parts:
            ready = {start for start in begun if len(start) >= _GRAM}
            begun = ready | {
                (start + more)[:_GRAM] for start in begun - ready for more in prefixes(part, _GRAM)
            }
        return begun


class Matcher:
    """Finds and replaces the names of some people. Make it once: `Register.matcher()` does."""

    def __init__(self, people: Iterable[Person]) -> None:
        """A matcher for the names of these people."""
        self.people = tuple(people)
        self._grams: dict[int, dict[str, list[_Wanted]]] = defaultdict(lambda: defaultdict(list))
        for person in self.people:
            for wanted in _wanted(person):
                for gram in wanted.grams:
                    self._grams[len(gram)][gram].append(wanted)
        self._labels = _labels_pattern(person.label for person in self.people)

    def find(self, text: str) -> list[Hit]:
        """Every name in a text, from left to right, none inside another.

        Args:
            text: Any text. Percent, HTML and backslash escapes are read; the offsets are those of `text`.
        """
        return _without_labels(_longest_first(self._found(text)), self._labels, text)

    def replace(self, text: str) -> tuple[str, list[Hit]]:
        """The text with a label in place of each name, and the names as they stood in `text`."""
        hits = self.find(text)
        parts, end = [], 0
        for hit in hits:
            parts += [text[end : hit.start], hit.label]
            end = hit.end
        return "".join([*parts, text[end:]]), hits

    def _found(self, text: str) -> Iterator[Hit]:
        candidates = self._candidates(bare(text))
        starts = places(text, [place for place, _ in candidates])
        for start, (_, wanted) in zip(starts, candidates, strict=True):
            yield from self._verified(text, start, wanted)

    def _candidates(self, folded: str) -> list[tuple[int, list[_Wanted]]]:
        found = [
            (place, wanted)
            for length, grams in self._grams.items()
            for place in range(len(folded) - length + 1)
            if (wanted := grams.get(folded[place : place + length]))
        ]
        return sorted(found, key=lambda item: item[0])

    @staticmethod
    def _verified(text: str, start: int, wanted: Sequence[_Wanted]) -> Iterator[Hit]:
        if start and text[start - 1].isalpha() and text[start].isascii():
            return
        seen = window(text, start, limit=_LONGEST)
        for one in wanted:
            if match := one.pattern.match(seen.text):
                yield Hit(start, seen.ends[match.end() - 1], one.label, one.kind)


def _wanted(person: Person) -> Iterator[_Wanted]:
    family = part_spellings(person.family, person)
    given = part_spellings(person.given, person)
    if family and given:
        yield _Wanted(person.label, "name", (family, given))
        yield _Wanted(person.label, "name", (given, family))
    if given and person.given_alone:
        yield _Wanted(person.label, "given", (given,))
    if person.exact:
        yield _Wanted(person.label, "exact", (tuple(map(literal, person.exact)),))


def _longest_first(hits: Iterable[Hit]) -> list[Hit]:
    """Hits from left to right without those that another one, longer or earlier, overlaps."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _labels_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted({re.escape(label) for label in labels}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered) or '(?!)'})(?!\w)")


def _without_labels(hits: list[Hit], labels: re.Pattern[str], text: str) -> list[Hit]:
    """The hits without what is the text of a label: a label is no name, also where it is initials."""
    if not hits:
        return hits
    shown = [match.span() for match in labels.finditer(text)]
    return [hit for hit in hits if not any(start <= hit.start and hit.end <= end for start, end in shown)]
