"""The spellings of a person's name, as units: what is one syllable, in all its ways to be written.

A name part (family or given) has several spellings, one a script and system; a spelling is a row of units; a
unit is a set of folded texts. Separators may stand between units, nowhere inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lfnkr_nb.protection.folding import MARK, bare, marked, script_of
from lfnkr_nb.protection.register import Person

__all__ = ["Spelling", "part_spellings", "prefixes", "source"]

Unit = frozenset[str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name part: its script and its units in order."""

    script: str
    units: tuple[Unit, ...]


def part_spellings(names: Iterable[str], person: Person) -> tuple[Spelling, ...]:
    """The spellings of a family or given name, from the forms the register gives."""
    del person
    return tuple(dict.fromkeys(spelling for name in names for spelling in _spellings_of(name)))


def _spellings_of(name: str) -> Iterator[Spelling]:
    yield literal(name)


def literal(name: str) -> Spelling:
    """A name as it is written: Latin parts between separators, each syllable, kana and ideograph alone."""
    folded = marked(name).strip(MARK)
    scripts = {script_of(c) for c in folded} - {"mark"}
    units: list[Unit] = []
    for part in folded.split(MARK):
        units += [frozenset({unit}) for unit in _pieces(part)]
    return Spelling(scripts.pop() if len(scripts) == 1 else "mixed", tuple(units))


_PIECES: Final = re.compile(
    "[a-z0-9]+|[\u1100-\u1112][\u1161-\u1175](?:[\u1100-\u1112](?![\u1161-\u1175]))*|[ァ-ヺ][゛゜]?|.",
    re.DOTALL,
)


def _pieces(part: str) -> list[str]:
    return _PIECES.findall(part)


def source(spelling: Spelling) -> str:
    """A spelling as a regular expression over marked text."""
    return f"{MARK}?".join(_choice(unit) for unit in spelling.units)


def _choice(unit: Unit) -> str:
    ordered = sorted(unit, key=lambda text: (-len(text), text))
    return ordered[0] if len(ordered) == 1 else f"(?:{'|'.join(ordered)})"


def prefixes(spellings: Iterable[Spelling], length: int) -> set[str]:
    """The first characters of all spellings in bare text: `length` of them, fewer of what is shorter."""
    found: set[str] = set()
    for spelling in spellings:
        begun = {""}
        for unit in spelling.units:
            texts = {bare(text) if MARK in text else text for text in unit}
            begun = {
                (start + text)[:length] if len(start) < length else start for start in begun for text in texts
            }
        found |= begun
    return found
