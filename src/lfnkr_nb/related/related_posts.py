"""Which posts are related to one: its translations, its thread, what it links to, and posts with the same rare terms.

Likeness is the cosine idea of TF-IDF, worked out on the search index: each rare term of the post is searched, with
its other forms and its synonyms, so that posts in other languages are found, too. 1 is as like as the post itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.counting import counted
from lfnkr_nb.related.terms import RareTerm, rare_terms
from lfnkr_nb.search.folding import placed_tokens
from lfnkr_nb.search.meaning import understand
from lfnkr_nb.search.ranking import evaluate
from lfnkr_nb.search.source import Source, prepared
from lfnkr_nb.search.synonyms import Synonyms, load_synonyms
from lfnkr_nb.search.texts import text_of
from lfnkr_nb.search.tree import Term
from lfnkr_nb.selection import public_rows

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.holdings import Holdings
    from lfnkr_nb.post import Post

__all__ = ["Relation", "related_to"]

#: Posts less like than this are not related by their terms.
_LEAST: Final = 0.05
#: Terms that a reason names.
_NAMED: Final = 3

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass
class Relation:
    """One related post: its row in the archive, how like it is (0 to 1), and why it is related."""

    row: int
    likeness: float = 0.0
    reasons: list[str] = field(default_factory=list)


def related_to(archive: Archive, key: str, *, limit: int, public: bool | None) -> list[Relation]:
    """The posts of an archive that are related to one of its posts, those that belong closest to it first.

    Args:
        archive: Where to look.
        key: The post.
        limit: At most so many.
        public: True only public ones, None all.

    Raises:
        ArchiveError: There is no such post.
    """
    post = archive[key]
    holdings, own = archive.pinned()._holdings, archive.place(post)
    known = _told(holdings, archive, post, own)
    likeness, terms = _likeness(holdings, post, own)
    rows = [row for row in archive._rows.tolist() if row != own and (row in known or likeness[row] >= _LEAST)]
    if public is not None:
        published = public_rows(holdings.table)
        rows = [row for row in rows if bool(published[row]) is public]
    rows.sort(key=lambda row: (-len(known.get(row, ())), -round(float(likeness[row]), 6), row))
    return [_relation(row, known.get(row, []), float(likeness[row]), terms) for row in rows[:limit]]


# --- what posts say themselves ---------------------------------------------------------------------------


def _told(holdings: Holdings, archive: Archive, post: Post, own: int) -> dict[int, list[str]]:
    """Relations that the posts themselves tell, by row."""
    found: dict[int, list[str]] = {}
    for row, reason in [
        *_translations(archive, post),
        *((row, "same thread") for row in _thread(holdings, own)),
        *((row, "it links there") for row in _linked(holdings, archive, post)),
    ]:
        if row != own and reason not in found.setdefault(row, []):
            found[row].append(reason)
    return {row: reasons for row, reasons in found.items() if reasons}


def _translations(archive: Archive, post: Post) -> Iterator[tuple[int, str]]:
    for slug in post.get("translations", ()):
        if slug in archive.whole:
            yield archive.place(archive.whole[slug]), "translation"


def _thread(holdings: Holdings, own: int) -> set[int]:
    """The rows of all posts that continue this one or that it continues, over any number of steps."""
    beside: dict[int, set[int]] = {}
    rows = holdings.row_of_key
    for row, slug in enumerate(holdings.table.texts("follows")):
        before = rows.get(slug) if slug else None
        if before is not None:
            beside.setdefault(row, set()).add(before)
            beside.setdefault(before, set()).add(row)
    reached, ahead = {own}, [own]
    while ahead:
        for row in beside.get(ahead.pop(), set()) - reached:
            reached.add(row)
            ahead.append(row)
    return reached


def _linked(holdings: Holdings, archive: Archive, post: Post) -> Iterator[int]:
    from lfnkr_nb.references import link_rows  # noqa: PLC0415 - parsing Markdown

    for link in link_rows([post], holdings.links_to, archive.whole.keys):
        row = holdings.row_of_key.get(link.get("target") or "")
        if row is not None:
            yield row


# --- what they share -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shared:
    """A rare term of the post and how well each post of the archive fits it."""

    term: RareTerm
    scores: Numbers


@dataclass(frozen=True)
class _Terms:
    """The rare terms of the post, and its text to show them as it writes them."""

    text: str
    shared: list[_Shared]


def _likeness(holdings: Holdings, post: Post, own: int) -> tuple[Numbers, _Terms]:
    """How like each post of the archive is to one, and the terms it follows from."""
    synonyms = load_synonyms(holdings.folder.parent)
    shared: list[_Shared] = holdings.searcher.look(lambda source: _scored(post, source, synonyms))
    total = np.zeros(len(holdings))
    for each in shared:
        total += (1 + log(each.term.count)) * each.scores
    most = total[own] if len(total) else 0.0
    likeness = np.minimum(total / most, 1.0) if most else total
    return likeness, _Terms(f"{post.title}\n{text_of(post)}", shared)


def _scored(post: Post, source: Source, synonyms: Synonyms) -> list[_Shared]:
    found = []
    for term in rare_terms(prepared(post), source):
        meant = understand(Term(" ".join(term.tokens), term.tokens), synonyms, source.forms)
        fit = evaluate(meant, source, lambda _: np.zeros(0, dtype=bool))
        found.append(_Shared(term, fit.scores))
    return found


def _relation(row: int, known: list[str], likeness: float, terms: _Terms) -> Relation:
    """A related post with its reasons in words."""
    common = sorted(
        (each for each in terms.shared if each.scores[row] > 0),
        key=lambda each: -each.scores[row] * each.term.weight,
    )
    words = _as_written(terms.text, [each.term for each in common])
    reasons = list(known)
    if words:
        named = ", ".join(words[:_NAMED]) + (", …" if len(words) > _NAMED else "")
        reasons.append(f"{counted(len(words), 'shared rare term')}: {named}")
    return Relation(row, likeness, reasons)


def _as_written(text: str, terms: list[RareTerm]) -> list[str]:
    """Terms as a text writes them, in their order; pairs of characters that overlap in it as one word."""
    rank = {term.tokens: place for place, term in enumerate(terms)}
    placed = list(placed_tokens(text))
    found: dict[str, int] = {}
    start = end = best = -1
    for place in range(len(placed) + 1):
        pair = tuple(token for token, _, _ in placed[place : place + 2])
        if pair in rank and len(pair) == 2:
            start, best = (place, rank[pair]) if start < 0 else (start, min(best, rank[pair]))
            end = place + 1
            continue
        if start >= 0 and place >= end:
            _note(found, text[placed[start][1] : placed[end][2]], best)
            start = -1
        if place < len(placed) and (alone := placed[place][:1]) in rank:
            _note(found, text[placed[place][1] : placed[place][2]], rank[alone])
    first: dict[str, str] = {}
    for word in sorted(found, key=lambda word: found[word]):
        first.setdefault(word.casefold(), word)
    return list(first.values())


def _note(found: dict[str, int], word: str, place: int) -> None:
    found[word] = min(place, found.get(word, place))
