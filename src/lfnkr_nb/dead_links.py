"""Links that lead nowhere: to no post of the archive, or to a place that is not on the page.

On the page of a briefing such a link is plain words, so `check` names each with its line. Nothing is fetched:
whether another site still has a page is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lfnkr_nb.document.elements import Node
from lfnkr_nb.document.places import HEADINGS, heading_slug, names_of
from lfnkr_nb.fields import Problem
from lfnkr_nb.links import LinkMap

__all__ = ["Suspect", "anchors_of", "dead_links", "suspects"]

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
#: What a link may begin with so that it is none of ours to judge.
_ELSEWHERE: Final = ("http://", "https://", "//", "mailto:", "tel:")
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Suspect:
    """A link that is dead if its address means nothing in the archive.

    Attributes:
        href: The address; empty where it is dead whatever the archive holds.
        problem: What is to be said of it then.
    """

    href: str
    problem: Problem


def suspects(nodes: Iterable[Node], path: Path, text: str, *, start: int = 0) -> Iterator[Suspect]:
    """The links of a page that may be dead, in reading order.

    Args:
        nodes: Every element of the page, as `references.elements` gives them.
        path: The file it stands in; a link to a file beside it is not dead.
        text: The text of that file, to find the line of a link.
        start: Where in the text the page begins.
    """
    nodes = list(nodes)
    anchors, places = anchors_of(nodes), _Places(text, start)
    for node in nodes:
        href = node.get("href") if node.tag == "a" else ""
        if not href or href == "#" or href.lower().startswith(_ELSEWHERE):
            continue
        line = places.line(href)
        if href.startswith("#"):
            if not ({href[1:], unquote(href[1:])} & anchors):
                yield Suspect("", _dead(href, "there is no such place on this page", path, line))
        elif _SCHEME.match(href):
            yield Suspect("", _dead(href, "such an address is not followed", path, line))
        elif not _is_file_beside(href, path):
            yield Suspect(href, _dead(href, "no post of the archive is meant by it", path, line))


def dead_links(found: Iterable[Suspect], links: LinkMap) -> Iterator[Problem]:
    """The problems of those links that mean nothing in an archive."""
    for suspect in found:
        if not suspect.href or _means_nothing(suspect.href, links):
            yield suspect.problem


def anchors_of(nodes: Iterable[Node]) -> frozenset[str]:
    """The places of a page that a link may lead to: ids, names, and headings by their words, as GitHub makes them."""
    found: set[str] = set()
    for node in nodes:
        found |= names_of(node)
        if node.tag in HEADINGS:
            found.add(heading_slug(node))
    return frozenset(found - {""})


def _means_nothing(href: str, links: LinkMap) -> bool:
    target = links.find(href)
    return target.kind == "post" and not len(target)


def _dead(href: str, why: str, path: Path, line: int | None) -> Problem:
    message = f"The link `{href[:_SHOWN]}` leads nowhere: {why}"
    return Problem(message, "Correct it, or leave only its words.", "", line, "warning", path)


def _is_file_beside(href: str, path: Path) -> bool:
    """Whether a relative address names a file that lies there, other than a post."""
    name = unquote(re.split(r"[?#]", href, maxsplit=1)[0])
    if not name or name.startswith("/") or "\x00" in name or name.lower().endswith(".md"):
        return False
    try:
        return (path.parent / name).is_file()
    except OSError:  # a name that no file can have
        return False


@dataclass(slots=True)
class _Places:
    """Where words stand in a text; asked for again, the next place where they stand."""

    text: str
    start: int
    _after: dict[str, int] = field(default_factory=dict)

    def line(self, words: str) -> int | None:
        """The line; None where the words are written otherwise."""
        for written in dict.fromkeys((words, unquote(words))):
            exact = re.compile(rf"(?<![\w/.%-]){re.escape(written)}(?![\w/%-])")
            if found := exact.search(self.text, self._after.get(words, self.start)):
                self._after[words] = found.end()
                return self.text.count("\n", 0, found.start()) + 1
        return None
