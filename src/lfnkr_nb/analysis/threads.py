"""Which post continues which: what editors accepted in `follows:`, and proposals with their reason and score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lfnkr_nb.analysis.rare_terms import RareTerms
from lfnkr_nb.post import Post
from lfnkr_nb.schema import THREAD_REASONS

__all__ = ["Thread", "thread_rows", "threads_of"]

#: Score of each reason by itself, and how much shared rare terms can add to it.
_SCORES: Final = {
    "link": (0.6, 0.35),
    "series": (0.7, 0.25),
    "month link": (0.3, 0.6),
    "reference": (0.25, 0.6),
    "update": (0.25, 0.6),
    "shared terms": (0.0, 0.6),
}
#: Posts without a link are proposed only when they share so many rare names, and the terms weigh so much.
_FEWEST_NAMES: Final = 2
_LEAST_LIKENESS: Final = 0.35

_REFERENCE: Final = re.compile(
    r"\b(?:refer to|see|in) (?:the|our|an|my) (?:previous|earlier|last|former) "
    r"(?:article|post|report|story|letter|entry|newsletter)\b"
    r"|\bas (?:we )?(?:have )?(?:already )?(?:told|wrote|reported|mentioned) (?:earlier|before|here|last)\b"
    r"|\bwe (?:have )?(?:already |recently )?(?:reported|told|wrote|written) (?:here |you )?(?:last|earlier|before)\b"
    r"|\bcontinued from\b|\bfollow[- ]up (?:to|of|on)\b|\b(?:previous|earlier) (?:article|post|report|story)\b"
    r"|前回の?(?:記事|報告|投稿|お知らせ)|前の記事|先日(?:お伝え|ご報告|報告)"
    r"|以前(?:お伝え|ご紹介|報告)|既報|前稿|の続き"
    r"|지난(?:번)? ?(?:글|기사|소식|보고)|앞서 (?:전한|알린|보고|소개)|이전 (?:글|기사)"
    r"|전에 (?:전한|소개한|알린)|에 이어",
    re.IGNORECASE,
)
_UPDATE: Final = re.compile(
    r"^[\[(*【]?(?:\d(?:st|nd|rd|th) )?(?:UPDATE[DS]?\b|Update\b ?(?:[:(]|\d)|Latest:|Correction:|続報|追記|更新"
    r"|その後の|업데이트|추가 ?소식|후속|속보)[^\n]*",
    re.MULTILINE,
)
_PART: Final = re.compile(
    r"[ ,:–—-]*[(\[（【]?(?:part|no\.|vol\.|episode|chapter|第|제|その|#)? ?(?P<number>\d{1,2}"
    r"|[ivx]{1,4}|one|two|three|four|five|[一二三四五六七八九十]{1,2}|前編|中編|後編|上"
    r"|中|下)"
    r" ?(?:回|話|章|部|号|편|회|부|탄)?[)\]）】]?[ .]*$",
    re.IGNORECASE,
)
_ORDINALS: Final = {
    word: place
    for words in ("one two three four five", "i ii iii iv v", "一 二 三 四 五", "前編 後編", "上 下")
    for place, word in enumerate(words.split(), 1)
}
_YEAR_MONTH: Final = re.compile(r"/(\d{4})/(\d{2})/?$")


@dataclass(frozen=True, slots=True)
class Thread:
    """One post continues another, or may: keys of the two, score, reason and the words that speak for it."""

    post: str
    follows: str
    score: float
    reason: str
    evidence: str

    @property
    def accepted(self) -> bool:
        """Whether an editor wrote it into the front matter."""
        return self.reason == "accepted"


def threads_of(
    posts: Sequence[Post], keys: Mapping[Any, str], links: Iterable[Mapping[str, Any]]
) -> list[Thread]:
    """Accepted threads and proposals, in the order of the posts, the likeliest first.

    A proposal always leads from a post to one that stands below it in the archive's order, which is older as
    far as anybody knows. Translations of a post are no continuation of it.

    Args:
        posts: The posts, newest first.
        keys: Their keys by path.
        links: Rows of the `links` frame, with the posts each may lead to in `candidates`.
    """
    names = [keys[post.path] for post in posts]
    book = _Book(
        posts,
        names,
        RareTerms.of((key, f"{p.title}\n{p.plain}") for key, p in zip(names, posts, strict=True)),
    )
    found: dict[tuple[str, str], Thread] = {}
    for thread in [*book.accepted(), *book.linked(links), *book.series(), *book.told(), *book.alike()]:
        pair = (thread.post, thread.follows)
        if pair not in found or (not found[pair].accepted and thread.score > found[pair].score):
            found[pair] = thread
    settled = {thread.post for thread in found.values() if thread.accepted}
    kept = [t for t in found.values() if t.accepted or t.post not in settled]
    return sorted(
        kept, key=lambda t: (book.place[t.post], -t.score, THREAD_REASONS.index(t.reason), t.follows)
    )


class _Book:
    """The posts with all that the reasons look up."""

    def __init__(self, posts: Sequence[Post], names: Sequence[str], rare: RareTerms) -> None:
        self.posts = dict(zip(names, posts, strict=True))
        self.place = {name: place for place, name in enumerate(names)}
        self.of_slug = {post.slug: name for name, post in zip(reversed(names), reversed(posts), strict=True)}
        self.rare = rare

    def _thread(self, post: str, follows: str, reason: str, evidence: str) -> Thread:
        base, more = _SCORES[reason]
        return Thread(
            post,
            follows,
            round(base + more * self.rare.likeness(post, follows), 3),
            reason,
            " ".join(evidence.split())[:200],
        )

    def _is_open(self, post: str, follows: str) -> bool:
        """Whether one may continue the other: it is newer, and no translation of it."""
        if follows not in self.place or self.place[post] >= self.place[follows]:
            return False
        one, other = self.posts[post], self.posts[follows]
        if "page" in (one.kind, other.kind):
            return False
        return other.slug not in one.get("translations", ()) and one.slug not in other.get("translations", ())

    # --- reasons --------------------------------------------------------------------------------------

    def accepted(self) -> Iterator[Thread]:
        """What editors wrote down."""
        for name, post in self.posts.items():
            earlier = self.of_slug.get(str(post.get("follows", "")))
            if earlier:
                yield Thread(name, earlier, 1.0, "accepted", "follows: " + str(post.get("follows")))

    def linked(self, links: Iterable[Mapping[str, Any]]) -> Iterator[Thread]:
        """A link to an earlier post, or to a month in which some were published; a link forward is read backward."""
        for link in links:
            name, candidates = link["post"], link["candidates"]
            reason = "month link" if link["kind"] == "archive" else "link"
            if link["kind"] == "archive" and not _YEAR_MONTH.search(str(link["href"])):
                continue
            for other in candidates:
                if self._is_open(name, other):
                    yield self._thread(name, other, reason, f"{link['text']} ({link['href']})")
                elif reason == "link" and other != name and self._is_open(other, name):
                    yield self._thread(other, name, reason, f"{link['text']} ({link['href']})")

    def series(self) -> Iterator[Thread]:
        """Titles that differ only in their number: the part before."""
        parts: dict[tuple[str, int], str] = {}
        for name, post in self.posts.items():
            if (found := _PART.search(post.title)) and (
                stem := post.title[: found.start()].strip().casefold()
            ):
                parts[stem, _ordinal(found["number"])] = name
        for (stem, number), name in parts.items():
            earlier = parts.get((stem, number - 1)) or (self._titled(stem) if number == 2 else None)
            if earlier and earlier != name:
                yield self._thread(name, earlier, "series", self.posts[name].title)

    def _titled(self, stem: str) -> str | None:
        return next((n for n, post in self.posts.items() if post.title.strip().casefold() == stem), None)

    def told(self) -> Iterator[Thread]:
        """A post that speaks of an earlier article, or is an update: the earlier post most like it."""
        for name, post in self.posts.items():
            text = f"{post.title}\n{post.plain}"
            for reason, pattern in (("reference", _REFERENCE), ("update", _UPDATE)):
                if (found := pattern.search(text)) and (best := self._likest(name)):
                    yield self._thread(name, best, reason, _around(text, found))

    def _likest(self, name: str) -> str | None:
        shared = self.rare.neighbours(name)
        earlier = [other for other in shared if self._is_open(name, other)]
        return max(earlier, key=lambda other: (shared[other], -self.place[other]), default=None)

    def alike(self) -> Iterator[Thread]:
        """Posts that share several rare terms."""
        for name in self.posts:
            earlier = self._likest(name)
            if earlier is None or self.rare.likeness(name, earlier) < _LEAST_LIKENESS:
                continue
            terms = self.rare.shared(name, earlier)
            if sum(term in self.rare.names for term in terms) >= _FEWEST_NAMES:
                yield self._thread(name, earlier, "shared terms", ", ".join(terms[:8]))


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence of a hit, as far as 120 characters on either side."""
    before = re.split(r"[.!?。\n]", text[max(0, found.start() - 120) : found.start()])[-1]
    return before + found[0] + re.split(r"[.!?。\n]", text[found.end() : found.end() + 120])[0]


def _ordinal(written: str) -> int:
    low = written.casefold()
    return int(low) if low.isdigit() else _ORDINALS.get(low, 0)


def thread_rows(threads: Iterable[Thread]) -> list[dict[str, Any]]:
    """Rows of the `threads` frame."""
    return [
        {
            "post": thread.post,
            "follows": thread.follows,
            "accepted": thread.accepted,
            "score": thread.score,
            "reason": thread.reason,
            "evidence": thread.evidence,
        }
        for thread in threads
    ]
