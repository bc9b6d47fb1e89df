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
from urllib.parse import parse_qs, unquote

import numpy as np

from lfnkr_nb.addresses import ADDRESS_JOINT, addresses, host, normal, split
from lfnkr_nb.errors import PostError
from lfnkr_nb.post import Post
from lfnkr_nb.post_rows import post_row
from lfnkr_nb.post_table import Table

__all__ = ["LINK_KINDS", "LinkMap", "LinkTarget"]

#: What a link can be.
LINK_KINDS: Final = ("post", "archive", "anchor", "mail", "external")

#: So many different addresses are looked up in one text; making a table of all costs as much as some 250 looks.
_FEW: Final = 150
#: Stands between posts in that text.
_BETWEEN: Final = "\x1f"

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

    def _row_of(self, address: str) -> int | None:
        """The post with an address: the first that has it now, else the first that had it."""
        if address not in self._looked_up:
            if len(self._looked_up) < _FEW and self._in_one_text is not None:
                row = _row_in(self._in_one_text, address)
            else:
                row = self._by_address.get(address)
            self._looked_up[address] = self._by_old_address.get(address) if row is None else row
        return self._looked_up[address]

    @cached_property
    def _looked_up(self) -> dict[str, int | None]:
        return {}

    @cached_property
    def _in_one_text(self) -> str | None:
        """Every address between two joints, a mark between posts; None where an address holds such a mark itself."""
        rows = self._table.texts("addresses")
        text = ADDRESS_JOINT + f"{ADDRESS_JOINT}{_BETWEEN}{ADDRESS_JOINT}".join(rows) + ADDRESS_JOINT
        return text if text.count(_BETWEEN) == len(rows) - 1 else None

    @cached_property
    def _by_address(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row, joined in enumerate(self._table.texts("addresses")):
            for address in joined.split(ADDRESS_JOINT):
                found.setdefault(address, row)
        return found

    @cached_property
    def _by_old_address(self) -> dict[str, int]:
        """Addresses with earlier slugs; none takes the place of an address in use."""
        found: dict[str, int] = {}
        old = self._table.column("old_slugs")
        rows = np.flatnonzero(old.counts).tolist()
        texts = [self._table.texts(name) for name in ("permalink", "slug", "name")] if rows else []
        for row in rows:
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
        return frozenset(filter(None, self._table.column("host").used()))

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
        if host(href) and host(href) not in self.hosts:
            return LinkTarget("external")
        found = self._row_of(normal(href))
        found = self._by_query(href) if found is None else found
        if found is not None:
            return LinkTarget("post", (found,), self._load)
        return self._listing(split(href).path.strip("/"), external=bool(host(href)))

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


def _row_in(text: str, address: str) -> int | None:
    """The first post that has an address; see `LinkMap._in_one_text`."""
    if ADDRESS_JOINT in address:
        return None
    place = text.find(f"{ADDRESS_JOINT}{address}{ADDRESS_JOINT}")
    return text.count(_BETWEEN, 0, place) if place >= 0 else None


def _query_ids(href: str) -> list[str]:
    query = parse_qs(split(href).query) if "?" in href else {}
    return query.get("p", []) + query.get("page_id", [])


def _old_addresses(old_slugs: Iterable[str], permalink: str, slug: str, name: str) -> list[str]:
    last = f"/{slug.casefold()}"
    ends = [a.removesuffix(last) for a in addresses(permalink, slug, name) if a.endswith(last)]
    return [address for old in map(normal, old_slugs) for address in (*(f"{a}/{old}" for a in ends), old)]


def _term_slug(name: str) -> str:
    return re.sub(r"\W+", "-", unquote(name).casefold()).strip("-")
