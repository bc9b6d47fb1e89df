"""The terms that tell a post from the others: words of scripts with blanks, and pairs of characters of the others."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Final

from lfnkr_nb.search.folding import BREAK
from lfnkr_nb.search.source import Prepared, Source
from lfnkr_nb.search.stems import stem
from lfnkr_nb.search.tree import Phrase

__all__ = ["RareTerm", "rare_terms"]

#: A term in more than one of so many posts, or in more posts than this, is not rare.
_ONE_IN, _MOST_POSTS = 4, 1_000
#: Terms of a post that are looked up in the archive, and those that are kept.
_LOOKED_UP, _KEPT = 400, 80
#: An occurrence in the title counts as so many in the text.
_TITLE: Final = 3

_FUNCTION_WORDS: Final = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each even few for from further get had has have having he her
    here hers him his how i if in into is it its itself just like made make many may me might more most much must my no
    nor not now of off on once one only or other our out over own said same she should so some such than that the their
    them then there these they this those through to too two under until up upon us very was we well were what when
    where which while who whom why will with would you your""".split()  # noqa: SIM905 - a list would fill the page
)
#: Of the scripts without blanks; a break and single letters come before it.
_FIRST_UNSPACED: Final = "\u1100"
_HIRAGANA: Final = frozenset(map(chr, range(0x3041, 0x3097)))


@dataclass(frozen=True)
class RareTerm:
    """A term of a post.

    Attributes:
        tokens: The word, or the two characters.
        count: How often the post has it.
        weight: How much it says: the rarer in the archive and the more often in the post, the more.
    """

    tokens: tuple[str, ...]
    count: int
    weight: float


def rare_terms(post: Prepared, source: Source) -> list[RareTerm]:
    """The terms of a post that few other posts have, those that say most first."""
    posts = len(source.lengths)
    most = max(3, min(posts // _ONE_IN, _MOST_POSTS))
    found = []
    for tokens, count in _counted(post).most_common(_LOOKED_UP):
        holding = source.holding(Phrase(tokens), most=most + 1)
        if 1 < holding <= most:
            found.append(RareTerm(tokens, count, (1 + log(count)) * log(posts / holding)))
    return sorted(found, key=lambda term: (-term.weight, term.tokens))[:_KEPT]


def _counted(post: Prepared) -> Counter[tuple[str, ...]]:
    """How often a post has each of its terms; of the forms of an English word the one it uses most."""
    found = Counter(_terms(post.text))
    for term in _terms(post.title):
        found[term] += _TITLE
    by_stem: dict[str, list[tuple[str, ...]]] = {}
    for term in found:
        if len(term) == 1:
            by_stem.setdefault(stem(term[0]), []).append(term)
    for forms in by_stem.values():
        first, *others = sorted(forms, key=lambda form: (-found[form], form))
        for other in others:
            found[first] += found.pop(other)
    return found


def _terms(tokens: Iterable[str]) -> list[tuple[str, ...]]:
    tokens = [BREAK, *tokens]
    words = [(token,) for token in tokens if _is_word(token)]
    pairs = [pair for pair in itertools.pairwise(tokens) if _is_pair(*pair)]
    return [*words, *pairs]


def _is_word(token: str) -> bool:
    """Whether a token is a word that can say something: letters, no function word; years and figures say little."""
    return len(token) > 2 and not token.isdecimal() and token not in _FUNCTION_WORDS


def _is_pair(one: str, other: str) -> bool:
    """Whether two tokens are neighbouring characters, not both hiragana: those are endings, mostly."""
    if len(one) != 1 or len(other) != 1 or min(one, other) < _FIRST_UNSPACED:
        return False
    return not (one in _HIRAGANA and other in _HIRAGANA)
