"""Spellings as rows of units: what is one syllable or letter group, in all its ways to be written.

Separators may stand between units, nowhere inside one, so `Kims uh yong` is nobody called Kim Su-hyong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from lfnkr_nb.protection.folding import GAP, MARK, marked, script_of

__all__ = ["ANY", "TIGHT", "Spelling", "Unit", "literal", "longest", "part_source", "prefixes", "unit"]

Unit = frozenset[str]

#: Between units any row of separators may stand.
ANY: Final = f"[{MARK}{GAP}]?"

#: Between units a hyphen, dot or apostrophe may stand, but no blank.
TIGHT: Final = f"{MARK}?"

_SEPARATORS: Final = re.compile(f"[{MARK}{GAP}]")
_PIECES: Final = re.compile(
    "[a-z0-9]+|[\u1100-\u1112][\u1161-\u1175](?:[\u1100-\u1112](?![\u1161-\u1175]))*|[ァ-ヺ][゛゜]?|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name part.

    Attributes:
        script: `latin`, `hangul`, `kana`, `han`, `mixed` or `initials`.
        units: Its units in order, each a set of folded texts.
        joint: What may stand between units: `ANY` or `TIGHT`.
    """

    script: str
    units: tuple[Unit, ...]
    joint: str = ANY


def unit(texts: Iterable[str]) -> Unit:
    """A unit of some texts as they are written."""
    return frozenset(marked(text) for text in texts)


def literal(name: str) -> Spelling:
    """A name as it is written: Latin letters up to a separator, each syllable, kana and ideograph are units."""
    parts = _SEPARATORS.split(marked(name).strip(MARK + GAP))
    pieces = [piece for part in parts for piece in _PIECES.findall(part)]
    scripts = {script_of(piece[0]) for piece in pieces}
    return Spelling(scripts.pop() if len(scripts) == 1 else "mixed", tuple(frozenset({p}) for p in pieces))


def part_source(spellings: Iterable[Spelling]) -> str:
    """Spellings as one regular expression over marked text, longer ones first."""
    sources = dict.fromkeys(s.joint.join(map(_choice, s.units)) for s in spellings)
    return f"(?:{'|'.join(sources)})"


def longest(spellings: Iterable[Spelling]) -> int:
    """Characters of the longest text that `part_source` matches, a separator between any two of its units."""
    return max((sum(max(map(len, unit)) + 1 for unit in s.units) - 1 for s in spellings), default=0)


@cache
def _choice(texts: Unit) -> str:
    """One of some texts, the longest first, with what they have in common at their heads written once."""
    if len(texts) == 1:
        return next(iter(texts))
    tails: dict[str, set[str]] = defaultdict(set)
    for text in filter(None, texts):
        tails[text[0]].add(text[1:])
    if all(tail == {""} for tail in tails.values()):
        # A hyphen stands first, where it means no range.
        letters = "".join(sorted(tails, key=lambda letter: (letter != MARK, letter)))
        found = f"[{letters}]" if len(letters) > 1 else letters
    else:
        ways = [head + _choice(frozenset(tail)) for head, tail in sorted(tails.items())]
        found = f"(?:{'|'.join(ways)})" if len(ways) > 1 or "" in texts else ways[0]
    return f"{found}?" if "" in texts else found


def prefixes(spellings: Iterable[Spelling], length: int) -> set[str]:
    """The first characters of all spellings in bare text: `length` of them, fewer of what is shorter."""
    found: set[str] = set()
    for spelling in spellings:
        begun = {""}
        for texts in spelling.units:
            if all(len(start) >= length for start in begun):
                break
            more = {_SEPARATORS.sub("", text) for text in texts}
            begun = {
                start if len(start) >= length else (start + text)[:length] for start in begun for text in more
            }
        found |= begun
    return found
