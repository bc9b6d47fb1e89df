"""Facets: how many posts there are of each kind, year, language … among those that were found.

Everything is counted with numpy over the codes of the `posts` frame; no post is read. The count beside a
value says how many posts choosing it would show: what is chosen in other facets counts, what is chosen in its
own does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from lfnkr_nb.schema import STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lfnkr_nb.archive import Archive

__all__ = ["FACETS", "Facet", "Facets"]

#: The facets, in the order in which they are shown.
FACETS: Final = ("kind", "category", "year", "lang", "status", "thread", "problem")

Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Facet:
    """One facet: its values, and which post has which.

    Attributes:
        values: The values in order; `""` stands for posts that do not say.
        labels: What a person reads, where it is not the value itself.
        depths: How deep each value stands in its tree; empty without a tree.
        posts: Positions of posts; with `codes`, one pair a post and value.
        codes: Positions in `values`.
    """

    values: tuple[str, ...]
    posts: NDArray[np.intp]
    codes: NDArray[np.intp]
    labels: tuple[str, ...] = ()
    depths: tuple[int, ...] = ()

    def counts(self, mask: NDArray[np.bool_] | None) -> list[int]:
        """How many of the posts of a mask (all without one) have each value."""
        codes = self.codes if mask is None else self.codes[mask[self.posts]]
        return [int(count) for count in np.bincount(codes, minlength=len(self.values))]

    def mask(self, chosen: Sequence[str], size: int) -> NDArray[np.bool_]:
        """The posts that have any of the chosen values."""
        wanted = np.isin(self.codes, [self.values.index(value) for value in chosen if value in self.values])
        found = np.zeros(size, dtype=bool)
        found[self.posts[wanted]] = True
        return found


class Facets:
    """The facets of an archive; each is made when it is first asked for.

    Args:
        archive: The posts.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.frame = archive.posts
        self.size = len(self.frame)
        self._made: dict[str, Facet] = {}

    def __getitem__(self, name: str) -> Facet:
        """One facet; `problem` is empty until `add_problems` was given them."""
        if name not in self._made:
            self._made[name] = getattr(self, f"_{name}")()
        return self._made[name]

    def find(self, chosen: Chosen, text: str = "") -> NDArray[np.intp]:
        """Positions of the posts that have one of the chosen values in each facet, in the archive's order.

        With a search text the best hits stand first.

        Args:
            chosen: Values by facet; a facet without values asks for nothing.
            text: A search, as in `Archive.search`.

        Raises:
            SelectionError: The search cannot be understood.
        """
        masks = self._masks(chosen)
        ranked = self.ranked(text)
        found = np.arange(self.size) if ranked is None else ranked
        for mask in masks.values():
            found = found[mask[found]]
        return found

    def counts(self, chosen: Chosen, text: str = "") -> dict[str, list[int]]:
        """How many posts each value of each facet would show."""
        masks = self._masks(chosen)
        ranked = self.ranked(text)
        if ranked is not None:
            masks["text"] = np.zeros(self.size, dtype=bool)
            masks["text"][ranked] = True
        return {name: self[name].counts(_all_but(name, masks)) for name in FACETS}

    def _masks(self, chosen: Chosen) -> dict[str, NDArray[np.bool_]]:
        return {name: self[name].mask(values, self.size) for name, values in chosen.items() if values}

    def ranked(self, text: str) -> NDArray[np.intp] | None:
        """Positions of the hits of a search, best first; None without a text."""
        if not text.strip():
            return None
        if text != self._asked[0]:
            hits = self.archive.search(text)
            snippets = {str(key): str(words) for key, words in hits["snippet"].items()}
            self._asked = (text, self.frame.index.get_indexer(hits.index), snippets)
        return self._asked[1]

    #: The last search: its text, positions of its hits, and their snippets by key.
    _asked: tuple[str, NDArray[np.intp] | None, dict[str, str]] = ("", None, {})

    def snippet(self, key: str) -> str:
        """Words around the hit of the last search in a post; empty without one."""
        return self._asked[2].get(key, "")

    # --- the facets -----------------------------------------------------------------------------------

    def _of_codes(self, codes: NDArray[Any], values: Sequence[str], labels: Sequence[str] = ()) -> Facet:
        """A facet of which each post has at most one value; a negative code is none and stands last."""
        codes = np.asarray(codes, dtype=np.intp)
        missing = codes < 0
        if missing.any():
            codes = np.where(missing, len(values), codes)
            values, labels = [*values, ""], [*labels, ""] if labels else ()
        return Facet(tuple(values), np.arange(self.size), codes, tuple(labels))

    def _kind(self) -> Facet:
        column = self.frame["kind"].cat
        return self._of_codes(column.codes.to_numpy(), list(column.categories))

    def _lang(self) -> Facet:
        column = self.frame["lang"].cat
        return self._of_codes(column.codes.to_numpy(), list(column.categories))

    def _status(self) -> Facet:
        codes = self.frame["status"].cat.codes.to_numpy().astype(np.intp)
        locked = self.frame["password"].to_numpy(dtype=bool)
        codes[locked & (codes == STATUSES.index("publish"))] = len(STATUSES)
        return self._of_codes(codes, [*STATUSES, "password"])

    def _year(self) -> Facet:
        years = np.array([text[:4] for text in self.dates])
        values = sorted({year for year in years.tolist() if year}, reverse=True)
        place = {year: number for number, year in enumerate(values)}
        return self._of_codes(
            np.array([place.get(year, -1) for year in years.tolist()], dtype=np.intp), values
        )

    @cached_property
    def dates(self) -> list[str]:
        """The date of each post on its own calendar, as far as it is known: `2017-09-04`, `2017`, or empty."""
        zones, named = pd.factorize(self.frame["date_zone"])
        shifts = np.array([*(_shift(str(zone)) for zone in named), np.timedelta64(0, "m")])
        instants = self.frame["date"].dt.tz_localize(None).to_numpy().astype("datetime64[s]") + shifts[zones]
        days = np.datetime_as_string(instants, unit="D")
        widths = self.frame["date_precision"].cat
        wide = np.array([{"year": 4, "month": 7}.get(str(name), 10) for name in widths.categories] + [0])
        lengths = wide[widths.codes.to_numpy()]
        return [day[:length] for day, length in zip(days.tolist(), lengths.tolist(), strict=True)]

    def _category(self) -> Facet:
        """Categories as a tree; a post of a child is one of its parents too."""
        terms = self.archive.terms
        terms = terms[(terms["taxonomy"] == "category").to_numpy()]
        own = terms["path"].astype("str").to_numpy(dtype=object)
        posts = self.frame.index.get_indexer(pd.Index(terms["post"]))
        values = [path for path in terms["path"].cat.categories if path in _with_parents(set(own.tolist()))]
        place = {path: number for number, path in enumerate(values)}
        pairs = {
            (p, place[a]) for p, path in zip(posts.tolist(), own.tolist(), strict=True) for a in _line(path)
        }
        pairs |= {(p, len(values)) for p in set(range(self.size)).difference(posts.tolist())}
        rows = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
        labels = [path.rsplit(" > ", 1)[-1] for path in values]
        depths = [path.count(" > ") for path in values]
        return Facet((*values, ""), rows[:, 0], rows[:, 1], (*labels, ""), (*depths, 0))

    def _thread(self) -> Facet:
        """Stories told in several posts: those that follow one another, named by the earliest."""
        slugs = self.frame["slug"].to_numpy(dtype=object)
        first = {slug: place for place, slug in reversed(list(enumerate(slugs.tolist())))}
        follows = self.frame["follows"]
        root = list(range(self.size))
        for place in np.flatnonzero(follows.notna().to_numpy()).tolist():
            earlier = first.get(str(follows.iloc[place]))
            if earlier is not None:
                _join(root, place, earlier)
        groups = np.array([_root(root, place) for place in range(self.size)])
        names, codes, sizes = np.unique(groups, return_inverse=True, return_counts=True)
        kept = np.flatnonzero(sizes > 1)
        place_of = {int(group): number for number, group in enumerate(kept.tolist())}
        found = [(post, place_of[code]) for post, code in enumerate(codes.tolist()) if code in place_of]
        rows = np.array(found, dtype=np.intp).reshape(-1, 2)
        keys = tuple(str(self.frame.index[names[group]]) for group in kept.tolist())
        titles = tuple(str(self.frame["title"].iloc[names[group]]) for group in kept.tolist())
        return Facet(keys, rows[:, 0], rows[:, 1], titles)

    def _problem(self) -> Facet:
        return Facet((), np.array([], dtype=np.intp), np.array([], dtype=np.intp))

    def add_problems(self, problems: pd.DataFrame) -> None:
        """Make the facet of problems from a check: the worst severity of each post.

        Args:
            problems: The `problems` frame of the archive.
        """
        ranks = problems["severity"].cat.codes.groupby(problems["path"].to_numpy()).min()
        paths = pd.Index(self.frame["path"])
        posts = paths.get_indexer(ranks.index)
        codes = np.full(self.size, -1, dtype=np.intp)
        codes[posts[posts >= 0]] = ranks.to_numpy()[posts >= 0]
        self._made["problem"] = self._of_codes(codes, list(problems["severity"].cat.categories))


def _all_but(name: str, masks: Mapping[str, NDArray[np.bool_]]) -> NDArray[np.bool_] | None:
    """The posts that fulfil everything that was chosen in other facets; None where nothing was."""
    found = None
    for other, mask in masks.items():
        if other != name:
            found = mask if found is None else found & mask
    return found


def _shift(zone: str) -> np.timedelta64:
    """A written offset as minutes; no zone shifts nothing."""
    if len(zone) < len("+09:00") or zone[0] not in "+-":
        return np.timedelta64(0, "m")
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return np.timedelta64(-minutes if zone[0] == "-" else minutes, "m")


def _line(path: str) -> list[str]:
    """A category path and those of its parents."""
    parts = path.split(" > ")
    return [" > ".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _with_parents(paths: set[str]) -> set[str]:
    return {parent for path in paths for parent in _line(path)}


def _root(root: list[int], place: int) -> int:
    while root[place] != place:
        root[place] = root[root[place]]
        place = root[place]
    return place


def _join(root: list[int], one: int, other: int) -> None:
    """Two posts belong to one story; the one further down the archive, the earlier, names it."""
    low, high = sorted((_root(root, one), _root(root, other)))
    root[low] = high
