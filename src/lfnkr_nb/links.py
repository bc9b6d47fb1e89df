"""Where links between posts lead: permalinks, `?p=`, month and category archives of the site, slugs.

An address of the site is compared without scheme, `www.` and closing slash. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lfnkr_nb.post import Post

__all__ = ["LINK_KINDS", "LinkMap", "LinkTarget"]

#: What a link can be.
LINK_KINDS: Final = ("post", "archive", "anchor", "mail", "external")

_MONTH = re.compile(r"(?:.*/)?(?P<year>\d{4})/(?P<month>\d{2})")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a link means: its `kind` (post, archive, anchor, mail, external) and the posts it may lead to."""

    kind: str
    posts: tuple[Post, ...] = ()


class LinkMap:
    """Finds the posts that an address of the site means."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._posts = tuple(posts)

    @cached_property
    def _by_address(self) -> dict[str, Post]:
        found: dict[str, Post] = {}
        for post in self._posts:
            for address in _addresses(post):
                found.setdefault(address, post)
        # An earlier slug never takes the place of an address in use.
        for post in self._posts:
            for address in _old_addresses(post):
                found.setdefault(address, post)
        return found

    @cached_property
    def _by_id(self) -> dict[str, Post]:
        found: dict[str, Post] = {}
        for post in self._posts:
            own = post.get("wp", {}).get("id")
            for number in [*([str(own)] if own else []), *_query_ids(post.get("permalink", ""))]:
                found.setdefault(number, post)
        return found

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the site, from the posts' permalinks."""
        links = (post.get("permalink") for post in self._posts)
        return frozenset(_host(link) for link in links if link and _host(link))

    @cached_property
    def _by_month(self) -> dict[tuple[str, str], list[Post]]:
        months: dict[tuple[str, str], list[Post]] = defaultdict(list)
        for post in self._posts:
            if post.date and len(post.date.iso) >= len("2017-09"):
                year, month = post.date.iso.split("-")[:2]
                months[year, month].append(post)
        return months

    @cached_property
    def _by_category(self) -> dict[str, list[Post]]:
        found: dict[str, list[Post]] = defaultdict(list)
        for post in self._posts:
            for path in post.categories:
                # A category's page on the site lists the posts of its children too.
                for name in map(_term_slug, path):
                    if post not in found[name]:
                        found[name].append(post)
        return found

    def find(self, href: str) -> LinkTarget:
        """What an address as it is written in a post means in this archive."""
        if href.startswith("#"):
            return LinkTarget("anchor")
        if href.lower().startswith("mailto:"):
            return LinkTarget("mail")
        if _host(href) and _host(href) not in self.hosts:
            return LinkTarget("external")
        found = self._by_address.get(_normal(href)) or self._by_query(href)
        if found is not None:
            return LinkTarget("post", (found,))
        return self._listing(_split(href).path.strip("/"), external=bool(_host(href)))

    def _by_query(self, href: str) -> Post | None:
        ids = _query_ids(href)
        return self._by_id.get(ids[0]) if ids else None

    def _listing(self, path: str, *, external: bool) -> LinkTarget:
        if month := _MONTH.fullmatch(path):
            return LinkTarget("archive", tuple(self._by_month.get((month["year"], month["month"]), ())))
        if "category/" in f"{path}/":
            return LinkTarget(
                "archive", tuple(self._by_category.get(_term_slug(path.rsplit("/", 1)[-1]), ()))
            )
        return LinkTarget("external" if external else "post")


def _split(href: str) -> SplitResult:
    """The parts of an address; one that cannot be taken apart is a path that leads nowhere."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", href, "", "")


def _query_ids(href: str) -> list[str]:
    query = parse_qs(_split(href).query)
    return query.get("p", []) + query.get("page_id", [])


def _addresses(post: Post) -> list[str]:
    """Ways to write a post's address: full, from the root of the site, its slug, its file."""
    link = post.get("permalink", "")
    path = unquote(_split(link).path).strip("/").casefold()
    permalinks = [_normal(link), path] if path else []
    return [*permalinks, _normal(post.slug), _normal(post.path.name)]


def _old_addresses(post: Post) -> list[str]:
    last = f"/{post.slug.casefold()}"
    found = []
    for old in map(_normal, post.get("old_slugs", ())):
        found += [f"{a.removesuffix(last)}/{old}" for a in _addresses(post) if a.endswith(last)] + [old]
    return found


def _host(href: str) -> str:
    return _split(href).netloc.lower().removeprefix("www.") if "//" in href else ""


def _normal(href: str) -> str:
    path = unquote(_split(href).path).strip("/").removesuffix(".md").casefold()
    return f"{_host(href)}/{path}" if _host(href) else path.rsplit("/", 1)[-1] if ".md" in href else path


def _term_slug(name: str) -> str:
    return re.sub(r"\W+", "-", unquote(name).casefold()).strip("-")
