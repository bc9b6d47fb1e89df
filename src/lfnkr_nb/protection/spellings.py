"""All spellings of a person's name, from the forms that the register gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from lfnkr_nb.protection import japanese, korean, pinyin, western
from lfnkr_nb.protection.folding import bare, marked
from lfnkr_nb.protection.korean_latin import hangul_of, plain_latin
from lfnkr_nb.protection.register import Person
from lfnkr_nb.protection.surnames import ROMANISED
from lfnkr_nb.protection.units import Spelling, literal, part_source

__all__ = ["family_spellings", "given_spellings", "usual_forms", "usual_parts"]


def family_spellings(person: Person) -> tuple[Spelling, ...]:
    """The spellings of the family name."""
    return tuple(dict.fromkeys(_spellings(person.family, family=True, korean_too=_may_be_korean(person))))


def given_spellings(person: Person) -> tuple[Spelling, ...]:
    """The spellings of the given name."""
    return tuple(dict.fromkeys(_spellings(person.given, family=False, korean_too=_may_be_korean(person))))


def _may_be_korean(person: Person) -> bool:
    """Whether Latin letters may stand for Korean: the family name is one, in Hangul or as its bearers spell it."""
    return any(korean.is_hangul(name) or plain_latin(name) in _romanised() for name in person.family)


@cache
def _romanised() -> frozenset[str]:
    return frozenset(plain_latin(spelling) for row in ROMANISED.values() for spelling in row.split())


def _spellings(names: tuple[str, ...], *, family: bool, korean_too: bool) -> Iterator[Spelling]:
    names = tuple(name for name in names if bare(name))
    hangul = [name for name in names if korean.is_hangul(name)]
    kana = [name for name in names if japanese.is_kana(name)]
    latin = [name for name in names if literal(name).script == "latin"]
    han = [name for name in names if literal(name).script == "han"]
    yield from map(literal, names)
    if not hangul and korean_too:
        hangul = [guess for name in latin for guess in hangul_of(name, family=family)]
    of_hangul = korean.family_spellings if family else korean.given_spellings
    found = [spelling for name in hangul for spelling in of_hangul(name, with_han=not han)]
    yield from found
    yield from _of_kana(kana, han, korean_kana=[s for s in found if s.script == "kana"])
    for name in latin:
        if not korean_too:
            yield from map(
                literal, western.other_forms(name, family=family, shorter=not japanese.romaji(name))
            )
        if not family and name.isalpha():
            yield from pinyin.in_syllables(name)
        if not korean_too or name.isalpha():
            yield from japanese.romaji_spellings(name, with_kana=bool(kana) or korean_too)
    for name in han:
        yield from _han(name)


def _of_kana(kana: list[str], han: list[str], *, korean_kana: list[Spelling]) -> Iterator[Spelling]:
    """The spellings of names in kana, but for those that only transcribe a Korean name that is known."""
    transcribed = re.compile(part_source(korean_kana)) if korean_kana else None
    for name in kana:
        if transcribed is None or not transcribed.fullmatch(marked(name)):
            yield from japanese.kana_spellings(name)
        for kanji in han:
            yield from map(literal, japanese.with_kanji_endings(kanji, name))


def _han(name: str) -> Iterator[Spelling]:
    """An ideographic name with its repetition mark written out, or put in."""
    written = name
    for place in range(1, len(name)):
        if name[place] == "々":
            written = written[:place] + written[place - 1] + written[place + 1 :]
        elif name[place] == name[place - 1]:
            yield literal(name[:place] + "々" + name[place + 1 :])
    if written != name:
        yield literal(written)


def usual_forms(person: Person) -> tuple[str, ...]:
    """A few bare spellings of the whole name, the likeliest of each script and system, to compare others with."""
    families, givens = _usual(family_spellings(person)), _usual(given_spellings(person))
    whole = {
        form
        for script in families.keys() & givens.keys()
        for family in families[script]
        for given in givens[script]
        for form in ((family + given, given + family) if script == "latin" else (family + given,))
    }
    return tuple(sorted(whole))


def usual_parts(person: Person) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A few spellings of the family and of the given name in Latin letters, with a capital and in capitals."""
    return _in_capitals(family_spellings(person)), _in_capitals(given_spellings(person))


def _in_capitals(spellings: tuple[Spelling, ...]) -> tuple[str, ...]:
    forms = _usual(spellings).get("latin", set())
    return tuple(sorted(written for form in forms for written in (form.capitalize(), form.upper())))


def _usual(spellings: tuple[Spelling, ...]) -> dict[str, set[str]]:
    """By script the first and last spelling of each row of units, which differ most."""
    found: dict[str, set[str]] = defaultdict(set)
    for spelling in spellings:
        if spelling.script in ("latin", "hangul", "kana") or all(len(unit) == 1 for unit in spelling.units):
            for pick in (min, max):
                found[spelling.script].add("".join(bare(pick(unit)) for unit in spelling.units))
    return found
