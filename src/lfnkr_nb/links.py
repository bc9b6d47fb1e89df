"""Where links between posts lead: permalinks, `?p=`, month and category archives of the site, slugs.

An address of the site is compared without scheme, `www.` and closing slash. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import numpy as np

from lfnkr_nb.columns import Table
from lfnkr_nb.errors import PostError
from lfnkr_nb.post import Post
from lfnkr_nb.reading import post_row

__all__ = ["LINK_KINDS", "LinkMap", "LinkTarget"]

#: What a link can be.
LINK_KINDS: Final = ("post", "archive", "anchor", "mail", "external")

#: An address that reads the same whoever parses it: no escapes, ports, queries, or anything before its host.
_SIMPLE = re.compile(r"(?:https?://([A-Za-z0-9.-]+)(?=/|$))?((?!//)[^?#%:;@\\\s\[\]]*)")

_MONTH = re.compile(r"(?:.*/)?(?P<year>\d{4})/(?P<month>\d{2})")


class LinkTarget:
    """What a link means: its `kind` (post, archive, anchor, mail, external) and the posts it may lead to."""

    def __init__(
        self, kind: str, rows: Sequence[int] = (), load: Callable[[int], Post] | None = None
    ) -> None:
        self.kind = kind
        self._rows = rows
        self._load = load

    def __len__(self) -> int:
        """How many posts it may lead to, without reading them."""
        return len(self._rows)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts it may lead to, read now; one that cannot be read any more is none to lead to."""
        found: list[Post] = []
        load = self._load
        if load is None:
            return ()
        for row in self._rows:
            with suppress(PostError):
                found.append(load(row))
        return tuple(found)


class LinkMap:
    """Finds the posts that an address of the site means."""

    def __init__(self, posts: Iterable[Post]) -> None:
        every = tuple(posts)
        self._table = Table.of([post_row(post.path.name, "", post) for post in every])
        self._load: Callable[[int], Post] = every.__getitem__

    @classmethod
    def of_table(cls, table: Table, load: Callable[[int], Post]) -> LinkMap:
        """The map of the posts of a table.

        Args:
            table: The posts as columns.
            load: Gives the post of a row.
        """
        found = cls(())
        found._table, found._load = table, load
        return found

    @cached_property
    def _by_address(self) -> dict[str, int]:
        found: dict[str, int] = {}
        texts = [self._table.texts(name) for name in ("permalink", "slug", "name")]
        for row, (permalink, slug, name) in enumerate(zip(*texts, strict=True)):
            for address in _addresses(permalink or "", slug, name):
                found.setdefault(address, row)
        # An earlier slug never takes the place of an address in use.
        old = self._table.column("old_slugs")
        for row in np.flatnonzero(old.counts).tolist():
            permalink, slug, name = (column[row] for column in texts)
            for address in _old_addresses(old.value(row), permalink or "", slug, name):
                found.setdefault(address, row)
        return found

    @cached_property
    def _by_id(self) -> dict[str, int]:
        found: dict[str, int] = {}
        pairs = zip(self._table.texts("wp_id"), self._table.texts("permalink"), strict=True)
        for row, (own, permalink) in enumerate(pairs):
            for number in [*([own] if own else []), *_query_ids(permalink or "")]:
                found.setdefault(number, row)
        return found

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the site, from the posts' permalinks."""
        links = self._table.texts("permalink")
        return frozenset(_host(link) for link in links if link and _host(link))

    @cached_property
    def _by_month(self) -> dict[tuple[str, str], list[int]]:
        months: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row, written in enumerate(self._table.texts("date")):
            if written is not None and len(written) >= len("2017-09"):
                months[written[:4], written[5:7]].append(row)
        return months

    @cached_property
    def _by_category(self) -> dict[str, list[int]]:
        """A category's page on the site lists the posts of its children too."""
        column = self._table.column("categories")
        slugs = [tuple(map(_term_slug, path)) for path in column.items.known]
        found: dict[str, dict[int, None]] = defaultdict(dict)
        for row, code in zip(column.rows.tolist(), column.items.codes.tolist(), strict=True):
            for name in slugs[code]:
                found[name][row] = None
        return {name: list(rows) for name, rows in found.items()}

    def find(self, href: str) -> LinkTarget:
        """What an address as it is written in a post means in this archive."""
        if href.startswith("#"):
            return LinkTarget("anchor")
        if href.lower().startswith("mailto:"):
            return LinkTarget("mail")
        if _host(href) and _host(href) not in self.hosts:
            return LinkTarget("external")
        found = self._by_address.get(_normal(href))
        found = self._by_query(href) if found is None else found
        if found is not None:
            return LinkTarget("post", (found,), self._load)
        return self._listing(_split(href).path.strip("/"), external=bool(_host(href)))

    def _by_query(self, href: str) -> int | None:
        ids = _query_ids(href)
        return self._by_id.get(ids[0]) if ids else None

    def _listing(self, path: str, *, external: bool) -> LinkTarget:
        if month := _MONTH.fullmatch(path):
            return self._archive(self._by_month.get((month["year"], month["month"]), ()))
        if "category/" in f"{path}/":
            return self._archive(self._by_category.get(_term_slug(path.rsplit("/", 1)[-1]), ()))
        return LinkTarget("external" if external else "post")

    def _archive(self, rows: Sequence[int]) -> LinkTarget:
        return LinkTarget("archive", rows, self._load)


def _split(href: str) -> SplitResult:
    """The parts of an address; one that cannot be taken apart is a path that leads nowhere."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", href, "", "")


def _query_ids(href: str) -> list[str]:
    query = parse_qs(_split(href).query) if "?" in href else {}
    return query.get("p", []) + query.get("page_id", [])


def _addresses(permalink: str, slug: str, name: str) -> list[str]:
    """Ways to write a post's address: full, from the root of the site, its slug, its file."""
    path = _host_and_path(permalink)[1].strip("/").casefold()
    permalinks = [_normal(permalink), path] if path else []
    return [*permalinks, _normal(slug), _normal(name.rpartition("/")[2])]


def _old_addresses(old_slugs: Iterable[str], permalink: str, slug: str, name: str) -> list[str]:
    last = f"/{slug.casefold()}"
    ends = [a.removesuffix(last) for a in _addresses(permalink, slug, name) if a.endswith(last)]
    return [address for old in map(_normal, old_slugs) for address in (*(f"{a}/{old}" for a in ends), old)]


def _host(href: str) -> str:
    return _host_and_path(href)[0] if "//" in href else ""


def _host_and_path(href: str) -> tuple[str, str]:
    """The host without `www.`, and the path; nearly every address is so simple that it need not be parsed."""
    simple = _SIMPLE.fullmatch(href)
    host, path = simple.groups() if simple else (_split(href).netloc, unquote(_split(href).path))
    return (host or "").lower().removeprefix("www."), path


def _normal(href: str) -> str:
    host, path = _host_and_path(href)
    path = path.strip("/").removesuffix(".md").casefold()
    if host and "//" in href:
        return f"{host}/{path}"
    return path.rsplit("/", 1)[-1] if ".md" in href else path


def _term_slug(name: str) -> str:
    return re.sub(r"\W+", "-", unquote(name).casefold()).strip("-")
