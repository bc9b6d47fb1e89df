"""The protection report of a briefing: labels on its pages, posts that together tell too much, look-alikes.

It holds labels and counts, never a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lfnkr_nb.protection.asked import protected_people
from lfnkr_nb.protection.export_gate import tree_text
from lfnkr_nb.protection.linkage import Linkage, linkages
from lfnkr_nb.protection.register import Register

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.document.tree import Document
    from lfnkr_nb.protection.look_alikes import LookAlike

__all__ = ["LabelCount", "ProtectionReport", "count_labels", "look_alikes_of", "protection_report"]


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How often a label stands in a part of a briefing.

    Attributes:
        label: The label.
        count: How often it stands there; 0 for one that the post asks for and that is not on its pages.
        origin: Where: the file of a post or of the recipe, seen from the archive's root; empty for the title and for
            lists made of several posts.
    """

    label: str
    count: int
    origin: str


@dataclass(frozen=True)
class ProtectionReport:
    """What protects the people in a briefing, and what may give them away.

    Attributes:
        people: How many people the register protects in it; None without a register.
        labels: Labels on the pages.
        linkages: Pairs of posts that together may say more about one person than each alone.
    """

    people: int | None
    labels: tuple[LabelCount, ...]
    linkages: tuple[Linkage, ...]


def protection_report(briefing: Briefing, document: Document | None = None) -> ProtectionReport:
    """The report of a briefing.

    Args:
        briefing: The briefing.
        document: Its redacted tree, if it was made already.

    Raises:
        RegisterError: There is a register and it cannot be used.
    """
    posts = [choice.post for choice in briefing.choices]
    register = protected_people(posts, briefing.archive.root)
    counted = count_labels(document or briefing.document(), briefing)
    pairs = linkages(posts)
    return ProtectionReport(len(register.people) if register else None, tuple(counted), tuple(pairs))


def count_labels(document: Document, briefing: Briefing) -> Iterator[LabelCount]:
    """The labels in a redacted document by part, in the order of its parts."""
    register = Register.beside(briefing.archive.root)
    if register is None:
        return
    names = briefing.archive
    asked = {
        f"{names.folder.name}/{names.names[choice.post.path]}": choice.post.get("protect", ())
        for choice in briefing.choices
    }
    for origin, text in _texts(document):
        for label in register.labels:
            count = len(re.findall(rf"(?<!\w){re.escape(label)}(?!\w)", text))
            if count or label in asked.get(origin, ()):
                yield LabelCount(label, count, origin)


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    texts: dict[str, list[str]] = {"": [document.title, document.subtitle]}
    for section in document.sections:
        texts.setdefault(section.origin, []).append(tree_text(section))
    yield from ((origin, "\n".join(parts)) for origin, parts in texts.items())


def look_alikes_of(briefing: Briefing) -> list[LookAlike]:
    """Texts in the posts of a briefing that may mean somebody of the register; for people to judge.

    Raises:
        RegisterError: There is a register and it cannot be used.
    """
    register = Register.beside(briefing.archive.root)
    if register is None:
        return []
    keys = [briefing.archive.keys[choice.post.path] for choice in briefing.choices]
    posts = briefing.archive.posts
    return register.look_alikes(briefing.archive.select(posts.index.isin(keys)))
