"""Words that few posts share: names, initials, places. Posts that share several tell of the same, perhaps."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["RareTerms", "terms_of"]

_INITIALS: Final = re.compile(
    r"\b(?:[A-Z]\. ?){1,2}[A-Z]?\.?(?:-[a-z]\.)?|\b[A-Z][a-z]+ [A-Z]\.(?:-[a-z]\.)?"
)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z’'-]{3,}|[ァ-ヴー]{3,}|[\u4e00-\u9fff]{2,6}|[가-힣]{2,}")
_NAME: Final = re.compile(
    r"(?<=[a-z,;] )[A-Z][a-z’'-]{3,}|[ァ-ヴー]{3,}|[\u4e00-\u9fff]{3,6}|[가-힣]{2,}(?=에서|에게|으로)"
)
_PARTICLE: Final = re.compile(
    r"(?:에서|에게|으로|까지|부터|이라|라고|하고|은|는|이|가"
    r"|을|를|의|에|로|와|과|도|만)$"
)

#: A term in more posts than this says nothing of two of them.
_MOST_POSTS: Final = 6
#: An ordinary word says so much less than a name.
_ORDINARY: Final = 0.15
#: With so much weight shared, a likeness is half of what it can be.
_HALF: Final = 12.0


def terms_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text in the form in which they are compared, and those of them that look like names.

    Names are initials such as `K. M.`, English words with a capital inside a sentence, Japanese words in katakana or
    of three ideographs and more, and Korean words with the particle of a place or person.
    """
    names = {" ".join(name.split()) for name in _INITIALS.findall(text)} | {
        _form(w) for w in _NAME.findall(text)
    }
    return frozenset(names.union(_form(word) for word in _WORD.findall(text))), frozenset(names)


def _form(word: str) -> str:
    if "가" <= word[0] <= "힣":
        short = _PARTICLE.sub("", word)
        return short if len(short) >= 2 else word
    return word.lower().removesuffix("’s").removesuffix("'s")


@dataclass(frozen=True)
class RareTerms:
    """The rare terms of each post of an archive.

    Attributes:
        of_post: Rare terms by key.
        posts: Keys of the posts that have a term.
        weight: How much a term says: the rarer, the more; ordinary words little.
        names: The terms that look like names.
    """

    of_post: Mapping[str, frozenset[str]]
    posts: Mapping[str, Sequence[str]]
    weight: Mapping[str, float]
    names: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> RareTerms:
        """The rare terms of texts, each given with the key of its post."""
        read = {key: terms_of(text) for key, text in texts}
        terms = {key: found for key, (found, _) in read.items()}
        names = frozenset().union(*(named for _, named in read.values()))
        count = Counter(term for found in terms.values() for term in found)
        rare = {term for term, posts in count.items() if 1 < posts <= _MOST_POSTS}
        posts: dict[str, list[str]] = defaultdict(list)
        for key, found in terms.items():
            for term in found & rare:
                posts[term].append(key)
        weight = {
            term: math.log((1 + len(terms)) / count[term]) * (1 if term in names else _ORDINARY)
            for term in rare
        }
        return cls({key: found & rare for key, found in terms.items()}, posts, weight, names & rare)

    def shared(self, one: str, other: str) -> list[str]:
        """The rare terms of two posts, the rarest first."""
        both = self.of_post.get(one, frozenset()) & self.of_post.get(other, frozenset())
        return sorted(both, key=lambda term: (-self.weight[term], term))

    def likeness(self, one: str, other: str) -> float:
        """How much two posts share, from 0 to 1."""
        return _likeness(sum(self.weight[term] for term in self.shared(one, other)))

    def neighbours(self, key: str) -> dict[str, float]:
        """The posts that share a rare term with a post, and how much they share with it."""
        shared: dict[str, float] = defaultdict(float)
        for term in self.of_post.get(key, ()):
            for other in self.posts[term]:
                shared[other] += self.weight[term]
        return {other: _likeness(total) for other, total in shared.items() if other != key}


def _likeness(total: float) -> float:
    return total / (total + _HALF)
