"""Finding the names of a register in any text, in any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from lfnkr_nb.protection.boundaries import JOINED_LATIN, Seen, stands_alone
from lfnkr_nb.protection.decoding import readings
from lfnkr_nb.protection.folding import (
    GAP,
    MARK,
    Window,
    bare,
    code_points,
    fold_character,
    glance,
    marked,
    places,
    window,
)
from lfnkr_nb.protection.hits import Hit, apart, labels_pattern, without_labels
from lfnkr_nb.protection.initials import are_initials, may_begin, with_initials
from lfnkr_nb.protection.korean_latin import is_syllable
from lfnkr_nb.protection.label_marks import past_full_stop, with_brackets, with_dot
from lfnkr_nb.protection.register import Person
from lfnkr_nb.protection.spellings import family_spellings, given_spellings
from lfnkr_nb.protection.units import Spelling, literal
from lfnkr_nb.protection.wanted import Part, Wanted

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Hit", "Matcher"]

#: Folded characters that tell where a name may begin: of ideographs two say as much as four letters.
_GRAM: Final = 4
_HAN_GRAM: Final = 2

#: Hashes of grams: their bits, and an odd factor that spreads them (Knuth, multiplicative hashing).
_HASH_BITS: Final = 20
_FACTOR: Final = np.uint32(2654435761)

#: Folded characters of the longest name with its separators and what follows it.
_LONGEST: Final = 64

#: Characters of the text that are looked at first.
_AHEAD: Final = 96

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")
#: Small letters at the head of a word.
_WORD_BEGINS: Final = re.compile("(?<![A-Za-z])[a-z]")
#: Letters one by one, as in K i m; where letters stand far apart, some readers of PDFs join two of them.
_SPACED: Final = re.compile(f"[a-z]{{1,2}}(?:[{MARK}{GAP}][a-z]{{1,2}}(?![a-z]))+")
#: Separators where letters, kana or the pieces of a Hangul syllable may have been parted.
_BROKEN: Final = re.compile(
    f"(?:[a-z]+{GAP}){{0,2}}[a-z]+{MARK}[a-z]|[a-z]+{MARK}|[a-z]{{1,2}}{GAP}[a-z]{{1,2}}(?![a-z])"
    f"|[^a-z]+(?:[{MARK}{GAP}]|[a-z][{MARK}{GAP}][a-z](?![a-z]))"
)


class Matcher:
    """Finds and replaces the names of some people. Make it once: `Register.matcher()` does."""

    def __init__(self, people: Iterable[Person]) -> None:
        """A matcher for the names of these people."""
        self.people = tuple(people)
        self._grams: dict[int, dict[str, list[Wanted]]] = defaultdict(lambda: defaultdict(list))
        for person in self.people:
            for wanted in _wanted(person):
                self._add(wanted)
        self._begins = {length: _Begins(grams, length) for length, grams in self._grams.items()}
        self._labels = labels_pattern(person.label for person in self.people)

    def _add(self, wanted: Wanted) -> None:
        grams = wanted.grams(_GRAM, _LETTERS) | wanted.grams(_HAN_GRAM, _IDEOGRAPHS)
        for gram in filter(None, grams):
            self._grams[len(gram)][gram].append(wanted)

    def find(self, text: str, *, address: bool = False) -> list[Hit]:
        """Every name in a text, from left to right, none inside another.

        Args:
            text: Any text. Percent, HTML and backslash escapes are read, tags are passed over; the offsets
                are those of `text`.
            address: Whether it is an address, slug or file name: in these a short name has no capitals (ok-ji).
        """
        if address:
            text = _capitalised(text)
        elif "://" in text or "www." in text:
            text = _ADDRESS.sub(lambda match: _capitalised(match[0]), text)
        hits = list(self._found(text))
        for reading in readings(text):
            hits += [
                Hit(reading.starts[hit.start], reading.ends[hit.end - 1], hit.label, hit.kind)
                for hit in self._found(reading.text)
            ]
        return apart(without_labels(hits, self._labels, text), text) if hits else []

    def replace(self, text: str, *, address: bool = False) -> tuple[str, list[Hit]]:
        """The text with a label in place of each name, and the names as they stood in `text`; see `find`."""
        hits = self.find(text, address=address)
        parts, end = [], 0
        for hit in hits:
            parts += [text[end : hit.start], hit.label]
            end = past_full_stop(text, hit.end, hit.label)
        return "".join([*parts, text[end:]]), hits

    def named_labels(self) -> list[Person]:
        """The people whose label shows a name of the register, their own or another's; initials are no name."""
        return [p for p in self.people if any(hit.kind != "initials" for hit in self._found(p.label))]

    def _found(self, text: str) -> Iterator[Hit]:
        candidates = self._candidates(bare(text))
        starts = places(text, [place for place, _ in candidates])
        for start, (_, wanted) in zip(starts, candidates, strict=True):
            yield from _verified(text, start, wanted)

    def _candidates(self, folded: str) -> list[tuple[int, list[Wanted]]]:
        """Where a name may begin in bare text."""
        found: list[tuple[int, list[Wanted]]] = []
        codes = code_points(folded)
        for length, grams in self._grams.items():
            known = grams.get
            begins = self._begins[length].places(codes)
            found += [(p, wanted) for p in begins if (wanted := known(folded[p : p + length]))]
        return sorted(found, key=lambda item: item[0])


class _Begins:
    """Where grams of one length may begin: one bit for each hash of such a gram, all places asked at once."""

    def __init__(self, grams: Iterable[str], length: int) -> None:
        self._length = length
        self._bits = np.zeros(1 << _HASH_BITS, np.bool_)
        self._bits[self._hashes(np.concatenate([code_points(gram) for gram in grams]))[::length]] = True

    def places(self, codes: NDArray[np.uint32]) -> list[int]:
        """Places at which a gram may begin, some at which none does among them."""
        return np.flatnonzero(self._bits[self._hashes(codes)]).tolist()

    def _hashes(self, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The hash of the gram at each place; what overflows is cut off."""
        count = max(len(codes) - self._length + 1, 0)
        hashes = np.zeros(count, np.uint32)
        for place in range(self._length):
            hashes = hashes * _FACTOR + codes[place : place + count]
        return (hashes * _FACTOR) >> np.uint32(32 - _HASH_BITS)


_LETTERS: Final = frozenset({"latin", "hangul", "kana", "other", "initials"})
_IDEOGRAPHS: Final = frozenset({"han", "mixed"})


def _verified(text: str, start: int, wanted: Sequence[Wanted]) -> Iterator[Hit]:
    """The names that do begin at a place."""
    if _cuts_a_word(text, start):
        return
    if not may_begin(text, start) and not (wanted := [one for one in wanted if one.kind != "initials"]):
        return
    ahead = glance(text, start, length=_AHEAD)
    is_enough = len(ahead) >= _LONGEST or start + _AHEAD >= len(text)
    seen = [_seen(ahead, *form) for form in _forms(ahead)]
    views: list[Window] = []
    named: set[str] = set()
    for one in wanted:
        if one.kind == "initials" and one.label in named:
            continue  # the whole name stands here, and is longer
        if not is_enough or any(map(one.loose, seen)):
            views = views or list(_views(window(text, start, limit=_LONGEST)))
            if hit := _first_hit(text, views, one):
                named.add(one.label)
                yield hit


def _first_hit(text: str, views: list[Window], wanted: Wanted) -> Hit | None:
    """The name in the first view that shows it.

    What reads like the name as it stands, and is none by what surrounds it, is none in another view either.
    """
    as_it_stands = bool(wanted.loose(views[0].text))
    for number, view in enumerate(views[:1] if as_it_stands else views):
        if hit := _hit(text, view, wanted, as_is=not number):
            return hit
    return None


def _forms(marked: str) -> Iterator[tuple[int, str]]:
    """The forms in which marked text is read: so many of its characters, without these separators.

    First it is read as it is, then with its letters put together that hyphens, dots or blanks may have parted.
    """
    yield len(marked), ""
    if not _BROKEN.match(marked):
        return
    if not "a" <= marked[0] <= "z":
        yield len(marked), MARK + GAP
        return
    yield len(marked), MARK
    found = _SPACED.match(marked)
    if found and found.end() >= 2 * _GRAM - 1:
        yield found.end(), MARK + GAP


def _seen(marked: str, length: int, separators: str) -> str:
    """Marked text in one of its forms."""
    marked = marked[:length]
    for separator in separators:
        marked = marked.replace(separator, "")
    return marked


def _views(around: Window) -> Iterator[Window]:
    """A window in each of its forms."""
    for length, separators in _forms(around.text):
        yield around.first(length).without(separators)


def _cuts_a_word(text: str, start: int) -> bool:
    """Whether a place lies inside an English word that ends before a name could: most places do."""
    if not start or not (text[start - 1].islower() and text[start].islower()):
        return False
    return (
        any(c in " .,;:!?\n" for c in text[start : start + JOINED_LATIN])
        and text[start - 1 : start + 1].isascii()
    )


def _hit(text: str, around: Window, wanted: Wanted, *, as_is: bool) -> Hit | None:
    """The name at the head of a window, if it stands alone there."""
    for strict, read in ((True, wanted.strict), (False, wanted.loose)):
        match = read(around.text)
        if not match:
            continue
        start, end = around.starts[0], _with_marks(text, around.ends[match.end - 1])
        if wanted.kind == "initials":
            if strict and as_is and are_initials(text, around, match, given=wanted.given):
                return _hit_with_marks(text, start, with_dot(text, end), wanted)
            continue
        given, last = match.part(wanted.given), wanted.given == len(wanted.parts) - 1
        seen = Seen(text, start, end, match.whole, given, given_last=last, strict=strict)
        if (as_is or not _is_in_syllables(text[start:end])) and stands_alone(
            seen, whole=wanted.kind == "name"
        ):
            return _hit_with_marks(text, start, end, wanted)
    return None


def _hit_with_marks(text: str, start: int, end: int, wanted: Wanted) -> Hit:
    start, end = with_brackets(text, start, end)
    return Hit(start, end, wanted.label, wanted.kind)


def _is_in_syllables(name: str) -> bool:
    """Whether a name is parted by syllables, so that it is another one: Ji-na is not Jin-a."""
    return all(map(is_syllable, re.split(f"[{MARK}{GAP}]", marked(name).strip(MARK + GAP))))


def _with_marks(text: str, end: int) -> int:
    """The end of a name with the marks, strokes and invisible characters that belong to its last letter."""
    while end < len(text) and not fold_character(text[end]):
        end += 1
    return end


# --- what is looked for ----------------------------------------------------------------------------------


def _wanted(person: Person) -> Iterator[Wanted]:
    family, given = family_spellings(person), given_spellings(person)
    if family and given:
        yield Wanted(person.label, "name", (Part(family), Part(given)), 1)
        yield from _turned(person.label, family, given)
        yield from (
            Wanted(person.label, "initials", *row, parted=True) for row in with_initials(family, given)
        )
    if given and person.given_alone:
        yield Wanted(person.label, "given", (Part(given),))
    if person.exact:
        yield Wanted(person.label, "exact", (Part(map(literal, person.exact)),))


def _turned(label: str, family: tuple[Spelling, ...], given: tuple[Spelling, ...]) -> Iterator[Wanted]:
    """The given name first, as in the West.

    Before a family name in ideographs a given name in ideographs or kana needs two characters and a separator
    behind it, since such names are nearly always written with the family name first. Ideographs that are only
    guessed by their reading stay behind the family name: they would be any word.
    """
    known = tuple(s for s in given if s.script not in ("han", "mixed") or _is_literal(s))
    letters = tuple(s for s in given if s.script in ("latin", "hangul", "other"))
    ideographs = Part(s for s in family if s.script in ("han", "mixed"))
    yield Wanted(label, "name", (Part(known), Part(s for s in family if s not in ideographs.spellings)))
    yield Wanted(label, "name", (Part(letters), ideographs))
    others = Part(s for s in known if s not in letters and len(s.units) >= _LEAST_LEADING)
    yield Wanted(label, "name", (others, ideographs), parted=True)


#: Characters of a given name that stands before a family name in ideographs.
_LEAST_LEADING: Final = 2


def _is_literal(spelling: Spelling) -> bool:
    return all(len(unit) == 1 for unit in spelling.units)


def _capitalised(text: str) -> str:
    """A text of the same length with a capital at the head of each word of ASCII letters."""
    return _WORD_BEGINS.sub(lambda match: match[0].upper(), text)
