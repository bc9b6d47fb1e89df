"""What a term of a query stands for: its own words, other forms of them, and synonyms in any language.

A term in quotes stands for itself. Any other stands for every phrase that means the same, each with a weight:
what was typed counts most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Final

from lfnkr_nb.search.ideographs import in_new_forms, in_old_forms
from lfnkr_nb.search.stems import is_english, stem
from lfnkr_nb.search.synonyms import Synonyms
from lfnkr_nb.search.tree import And, Meaning, Node, Not, Or, Phrase, Term

__all__ = ["understand"]

#: How much a phrase counts beside the one that was typed.
FORM, SYNONYM = 0.9, 0.6
#: A term of several words with more forms than this is searched as it was typed.
_MOST_FORMS: Final = 60

_KANA: Final = frozenset(map(chr, range(0x3041, 0x3097)))
_UNVOICED: Final = "かきくけこさしすせそたちつてとはひふへほ"
_VOICED: Final = "がぎぐげござじずぜぞだぢづでどばびぶべぼ"
_VOICE: Final = dict(zip(_UNVOICED, _VOICED, strict=True))

Forms = Callable[[str], Iterable[str]]


def understand(node: Node, synonyms: Synonyms, forms: Forms) -> Node:
    """A query in which each term is replaced by what it stands for.

    Args:
        node: The query.
        synonyms: The synonyms.
        forms: Gives the words of the archive that have a stem.
    """
    return _Reader(synonyms, forms).read(node)


class _Reader:
    def __init__(self, synonyms: Synonyms, forms: Forms) -> None:
        self.synonyms = synonyms
        self.forms = forms

    def read(self, node: Node) -> Node:
        match node:
            case Term():
                return self.term(node)
            case And(parts):
                return And(tuple(self.joined(parts)))
            case Or(parts):
                return Or(tuple(map(self.read, parts)))
            case Not(part):
                return Not(self.read(part))
            case _:
                return node

    def joined(self, parts: tuple[Node, ...]) -> Iterator[Node]:
        """The parts of an AND; words that stand side by side and are a name with synonyms become one."""
        place = 0
        while place < len(parts):
            run = self.name_at(parts, place)
            yield self.name(run) if len(run) > 1 else self.read(parts[place])
            place += max(len(run), 1)

    def name_at(self, parts: tuple[Node, ...], place: int) -> list[Term]:
        """The longest run of plain words from a place on that has synonyms."""
        run: list[Term] = []
        longest: list[Term] = []
        for part in parts[place : place + self.synonyms.longest]:
            if (
                not isinstance(part, Term)
                or part.exact
                or part.prefix
                or (run and part.field != run[0].field)
            ):
                break
            run = [*run, part]
            if self.synonyms.of(_tokens(run)):
                longest = run
        return longest

    def name(self, run: list[Term]) -> Meaning:
        """A name of several words: any of its synonyms, or each of its words anywhere in a text."""
        phrases = self.meanings(_tokens(run))
        return Meaning(phrases, run[0].field, tuple(self.term(term, named=True) for term in run))

    def term(self, term: Term, *, named: bool = False) -> Meaning:
        """What one term stands for; as a part of a name, without synonyms of its own."""
        if term.exact or term.prefix:
            return Meaning((Phrase(term.tokens, term.prefix),), term.field)
        return Meaning(self.meanings(term.tokens, synonyms=not named), term.field)

    def meanings(self, tokens: tuple[str, ...], *, synonyms: bool = True) -> tuple[Phrase, ...]:
        """What was typed, its other forms, and its synonyms in all their forms."""
        others = self.phrases(tokens, FORM)
        for other in self.synonyms.of(in_new_forms(tokens)) if synonyms else ():
            others += self.phrases(other, SYNONYM)
        return (Phrase(tokens), *_without_longer(Phrase(tokens), others))

    def phrases(self, tokens: tuple[str, ...], weight: float) -> list[Phrase]:
        """A phrase in every form of its English words, and in every way of writing its kana."""
        choices = [self.words(token) for token in tokens]
        count = 1
        for choice in choices:
            count *= len(choice)
        forms = product(*choices) if count <= _MOST_FORMS else [tokens]
        found = dict.fromkeys(written for form in forms for written in (form, *_spellings(form)))
        return [Phrase(each, weight=weight) for each in found]

    def words(self, token: str) -> list[str]:
        if not is_english(token):
            return [token]
        return list(dict.fromkeys([token, *sorted(self.forms(stem(token)))]))


def _tokens(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(token for term in terms for token in term.tokens)


def _spellings(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Other ways to write the same: サーバ for サーバー, こころ for こゝろ, 佐々木 for 佐佐木, 国 for 國."""
    if len(tokens) > 3 and tokens[-1] == "ー":
        yield tokens[:-1]
    if "ー" in tokens[:-1] and sum(token in _KANA for token in tokens) >= 4:
        yield tuple(filter("ー".__ne__, tokens))
    if any(mark in tokens[1:] for mark in "々ゝゞ"):
        yield _written_out(tokens)
    elif (short := _with_marks(tokens)) != tokens:
        yield short
    for other in (in_new_forms(tokens), in_old_forms(tokens)):
        if other != tokens:
            yield other


def _written_out(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Iteration marks replaced by what they repeat."""
    found = list(tokens[:1])
    for token in tokens[1:]:
        last = found[-1]
        found.append({"々": last, "ゝ": last, "ゞ": _VOICE.get(last, last)}.get(token, token))
    return tuple(found)


def _with_marks(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """What is repeated replaced by iteration marks, as in 佐々木 and こゝろ."""
    found = list(tokens)
    for place in range(1, len(tokens)):
        before, token = tokens[place - 1], tokens[place]
        if before == token and "\u4e00" <= token <= "\u9fff":
            found[place] = "々"
        elif before in _KANA and token == before:
            found[place] = "ゝ"
        elif before in _KANA and token == _VOICE.get(before):
            found[place] = "ゞ"
    return tuple(found)


def _without_longer(typed: Phrase, others: Iterable[Phrase]) -> list[Phrase]:
    """Other phrases without those that hold one that is there: whoever finds 조선 finds 조선노동당."""
    kept: list[Phrase] = []
    for phrase in sorted(others, key=lambda phrase: len(phrase.tokens)):
        if not any(_holds(phrase.tokens, shorter.tokens) for shorter in [typed, *kept]):
            kept.append(phrase)
    return sorted(kept, key=lambda phrase: -phrase.weight)


def _holds(tokens: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(tokens)} "
