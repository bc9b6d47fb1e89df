"""The order of an archive: newest first, undated posts where the evidence puts them.

Dated posts stand by their moment. An undated post with `listed_after:` stands right below the post it names.
Any other undated post stands by the latest moment it must be later than: its own `date_after`, or what is
known of the posts listed below it. Nothing else decides, and equal moments are ordered by slug.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lfnkr_nb.dates import When
from lfnkr_nb.fields import Problem
from lfnkr_nb.post import Post

__all__ = ["Order", "order_posts"]

_NEVER = datetime.min.replace(tzinfo=UTC)


class Order:
    """Posts in order, with the bounds the order gives to the undated ones.

    Attributes:
        posts: Newest first.
        after: By path, the latest date that an undated post is known to be later than.
        problems: `listed_after` that names no post, or runs in a circle.
    """

    def __init__(self, posts: Iterable[Post]) -> None:
        self._posts = sorted(posts, key=lambda post: (post.slug, post.path))
        self._by_slug = {post.slug: post for post in reversed(self._posts)}
        self._below: dict[Path, list[Post]] = defaultdict(list)
        self.problems: list[Problem] = []
        self._chain()
        self.after: dict[object, When] = {}
        self._bound_all()
        self.posts = self._emit()

    def _chain(self) -> None:
        """Note for each post which posts stand right below it."""
        for post in self._posts:
            above = post.get("listed_after")
            if above is None:
                continue
            if above not in self._by_slug:
                self._report(
                    post, f"`listed_after: {above}` names no post", "Give the slug of a post of this archive."
                )
            elif self._circular(post):
                self._report(
                    post, "`listed_after` runs in a circle", "Remove it from one of the posts of the circle."
                )
            else:
                self._below[self._by_slug[above].path].append(post)

    def _circular(self, post: Post) -> bool:
        """Whether the chain from a post leads back to it; one that only leads into a circle may stand."""
        seen: set[Path] = set()
        step = self._by_slug.get(post.get("listed_after", ""))
        while step is not None and step.path not in seen:
            if step.path == post.path:
                return True
            seen.add(step.path)
            step = self._by_slug.get(step.get("listed_after", ""))
        return False

    def _report(self, post: Post, message: str, hint: str) -> None:
        line = post.header.line("listed_after")
        self.problems.append(Problem(message, hint, "listed_after", line, "warning", post.path))

    def _bound_all(self) -> None:
        """Note what each undated post is known to be later than, from the foot of each list upward."""
        listed = {post.path for below in self._below.values() for post in below}
        downward = [post for post in self._posts if post.path not in listed]
        for post in downward:  # grows while it is walked: each post, then those right below it
            downward += self._below.get(post.path, ())
        for post in reversed(downward):
            if post.date is None:
                self._bound(post)

    def _bound(self, post: Post) -> None:
        """A dated post is its own bound for the post above it."""
        below = (other.date or self.after.get(other.path) for other in self._below.get(post.path, ()))
        bounds = [bound for bound in (post.get("date_after"), *below) if bound is not None]
        if bounds:
            self.after[post.path] = max(bounds)

    def _emit(self) -> tuple[Post, ...]:
        placed = {post.path for below in self._below.values() for post in below if post.date is None}
        heads = [post for post in self._posts if post.path not in placed]
        heads.sort(key=self._moment, reverse=True)
        ordered: list[Post] = []
        stack = heads[::-1]
        while stack:
            post = stack.pop()
            ordered.append(post)
            stack += [other for other in reversed(self._below.get(post.path, ())) if other.date is None]
        return tuple(ordered)

    def _moment(self, post: Post) -> datetime:
        bound = post.date or self.after.get(post.path) or post.get("date_before")
        return bound.instant if isinstance(bound, When) else _NEVER


def order_posts(posts: Sequence[Post]) -> Order:
    """The order of posts, newest first; see the module's text for the rule."""
    return Order(posts)
