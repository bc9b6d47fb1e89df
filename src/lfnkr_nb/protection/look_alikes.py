"""Texts that look like a name without being found as one: slips of the pen, initials, given names alone.

A list for a person to judge. Nothing is ever replaced because of it: a likeness that catches slips of the pen also
catches other people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from lfnkr_nb.protection.folding import bare, script_of
from lfnkr_nb.protection.spellings import usual_forms, usual_parts

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.protection.register import Person, Register

__all__ = ["LookAlike", "look_alikes", "look_alikes_in"]

#: Per cent of likeness from which a text is shown; below it most of the list would be other people.
LEAST: Final = 80

#: Texts compared at once, which bounds the memory of a large archive.
_BATCH: Final = 4_000

_WORD: Final = r"[^\W\d_ᄀ-ᇿ぀-ヿ㐀-鿿가-힣]+(?:[’'‐-][^\W\d_]+)*"
_LATIN: Final = re.compile(rf"(?=(?<![\w’'-])({_WORD}(?:,?[ \u00a0]{_WORD}){{0,2}}))")
_KOREAN: Final = re.compile(r"(?=(?<![가-힣])([가-힣]{1,2} ?[가-힣]{1,3}))")
_KANA: Final = re.compile(r"[ァ-ヺー]+(?:[・＝ 　][ァ-ヺー]+)?|[ぁ-ゖー]{5,12}")
_IDEOGRAPHS: Final = re.compile(r"(?=([㐀-鿿]{2,5}))")


@dataclass(frozen=True, slots=True, order=True)
class LookAlike:
    """A text that may mean a person of the register.

    Attributes:
        path: The post it stands in.
        line: Line of the file, counted from 1.
        text: What stands there.
        label: The label of the person it may mean.
        score: How like it is, in per cent.
        kind: `like the name`, `given name alone`, `initials` or `parts near each other`.
    """

    path: Path
    line: int
    text: str
    label: str
    score: float
    kind: str


def look_alikes(register: Register, archive: Archive) -> list[LookAlike]:
    """The look-alikes of an archive; see `Register.look_alikes`."""
    finder = _Finder(register)
    found = [
        LookAlike(post.path, line, text, label, score, kind)
        for post in archive
        for line, text, label, score, kind in finder.find(post.text)
    ]
    return sorted(set(found))


def look_alikes_in(text: str, register: Register) -> list[tuple[int, str, str, float, str]]:
    """The look-alikes of one text, as rows of line, text, label, score and kind; for a form that is being filled in."""
    return sorted(set(_Finder(register).find(text)))


_Row = tuple[int, str, str, float, str]


class _Finder:
    """What is compared, made once for a register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.wanted = [(form, person.label) for person in register.people for form in usual_forms(person)]
        self.by_script: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for form, label in self.wanted:
            self.by_script[script_of(form[0])].append((form, label))
        self.partial = [_Parts(person) for person in register.people]

    def find(self, text: str) -> Iterator[_Row]:
        """The look-alikes of a text that are no names, line by line."""
        known = self.register.matcher().find(text)
        blanked = _blanked(text, ((hit.start, hit.end) for hit in known))
        lines = blanked.split("\n")
        candidates: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for number, line in enumerate(lines, 1):
            for script, written in _candidates(line):
                candidates[script, bare(written)].append((number, written))
            for part in self.partial:
                yield from part.find(line, number)
        yield from _widest(self._compared(candidates))

    def _compared(self, candidates: dict[tuple[str, str], list[tuple[int, str]]]) -> Iterator[_Row]:
        for script, wanted in self.by_script.items():
            texts = [folded for (of, folded) in candidates if of == script]
            for start in range(0, len(texts), _BATCH):
                part = texts[start : start + _BATCH]
                for folded, label, score in _scores(part, wanted, script):
                    for number, written in candidates[script, folded]:
                        yield number, written.strip(), label, score, "like the name"


def _widest(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Of texts of one line that mean one person the widest; those inside it say nothing more."""
    by_place: dict[tuple[int, str], list[_Row]] = defaultdict(list)
    for row in rows:
        by_place[row[0], row[2]].append(row)
    for group in by_place.values():
        yield from (row for row in group if not any(row[1] != o[1] and row[1] in o[1] for o in group))


def _scores(texts: list[str], wanted: list[tuple[str, str]], script: str) -> Iterator[tuple[str, str, float]]:
    """The best likeness of each text to each person, from `LEAST` on."""
    sounds = [_sound(text) if script == "latin" else text for text in texts]
    forms = [_sound(form) if script == "latin" else form for form, _ in wanted]
    least = 60 if script == "han" else LEAST
    table = process.cdist(sounds, forms, scorer=fuzz.ratio, score_cutoff=least)
    for row, text in zip(table, texts, strict=True):
        best: dict[str, float] = {}
        for place in row.nonzero()[0]:
            label = wanted[place][1]
            best[label] = max(best.get(label, 0.0), float(row[place]))
        yield from ((text, label, round(score, 1)) for label, score in best.items())


#: Latin spellings of one sound, brought to one form before they are compared.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("eo", "o"), ("yeo|you|yo|yu|io|iu", "yo"), ("eu|oo|ou|woo|wu", "u"), ("ae|ay|ai|ei|ey|ea", "e"),
        ("ee|ie|y(?![aeiou])", "i"), ("ck|kk|gg|q|c(?!h)", "k"), ("g", "k"), ("d", "t"), ("b|ph|f", "p"),
        ("tch|ch|jj|j|ts|z", "c"), ("sh|ss", "s"), ("l", "r"), ("h(?![aeiouy])", ""), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


def _sound(text: str) -> str:
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with names taken out, its lines kept."""
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _candidates(line: str) -> Iterator[tuple[str, str]]:
    """Stretches of a line that could be meant as a whole name, with their script."""
    for match in _LATIN.finditer(line):
        words = re.split(r",?[ \u00a0]", match[1])
        for count in range(1, len(words) + 1):
            if _may_be_name(words[:count]):
                yield "latin", match[1][: len(" ".join(words[:count])) + match[1].count(", ")]
    for match in _KOREAN.finditer(line):
        for end in range(2, len(match[1]) + 1):
            yield "hangul", match[1][:end]
    for match in _KANA.finditer(line):
        yield "kana", match[0]
    for match in _IDEOGRAPHS.finditer(line):
        for end in range(2, len(match[1]) + 1):
            yield "han", match[1][:end]


def _may_be_name(words: list[str]) -> bool:
    """Whether Latin words could be a name: two or three with capitals, or one long one."""
    return all(word[:1].isupper() for word in words) if len(words) > 1 else len(words[0]) > 6


class _Parts:
    """The parts of one person's name where they do not stand together: alone, with initials, or near each other."""

    def __init__(self, person: Person) -> None:
        self.person = person
        families, givens = usual_parts(person)
        self.family = _pattern(_forms([*person.family, *families]))
        self.initials = "".join(sorted({form[0].upper() for form in givens}))
        self.given = _pattern(_forms(person.given))

    def find(self, line: str, number: int) -> Iterator[_Row]:
        """What stands in a line of one person's name."""
        family, given = self.family, self.given
        for match in given.finditer(line) if given else ():
            near = family.search(line, max(0, match.start() - 60), match.end() + 60) if family else None
            kind = "parts near each other" if near else "given name alone"
            start, end = (
                (min(near.start(), match.start()), max(near.end(), match.end())) if near else match.span()
            )
            yield number, line[start:end].strip(), self.person.label, 90.0 if near else 60.0, kind
        for match in family.finditer(line) if family else ():
            if found := _beside_initial(line, match, self.initials):
                yield number, found, self.person.label, 50.0, "initials"


def _forms(names: Iterable[str]) -> Iterator[str]:
    """The names as the register has them, long enough to say something alone."""
    yield from (name for name in names if len(name) > (2 if name.isascii() else 0))


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    sources = []
    for form in forms:
        whole = re.escape(form).replace(r"\-", "[-‐ ]?")
        sources.append(
            rf"\b{whole}\b" if form[0].isascii() else whole if len(form) > 1 else rf"(?<!\w){whole}(?!\w)"
        )
    return re.compile("|".join(sources)) if sources else None


def _beside_initial(line: str, match: re.Match[str], initials: str) -> str:
    """A family name with the right initial of the given name beside it: S. Kim, Kim S., X. L. Zhang."""
    if not initials or script_of(bare(match[0])[0]) != "latin":
        return ""
    after = re.compile(rf",? (?:[{initials}])\.?(?:[ -]?[A-Z]\.)?(?![\w’'])").match(line, match.end())
    if after:
        return line[match.start() : after.end()]
    before = re.search(rf"(?<!\w)[{initials}]\.(?:[ -]?[A-Z]\.)? ?$", line[: match.start()])
    return line[before.start() : match.end()] if before else ""
