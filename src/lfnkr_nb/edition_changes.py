"""What changed from one edition of a briefing to the next, as its manifests tell it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from lfnkr_nb.manifests import Edition, editions, manifest_name

if TYPE_CHECKING:
    from pathlib import Path

    from lfnkr_nb.briefing import Briefing

__all__ = ["EditionChange", "edition_changes"]


@dataclass(frozen=True)
class EditionChange:
    """An edition beside the one before it.

    Attributes:
        edition: The edition.
        first: Whether there is none before it.
        added: Keys of posts that are new in it.
        removed: Keys of posts that are no longer in it.
        corrected: Keys of posts whose file was another one.
        retitled: Whether its title is another one.
        reordered: Whether posts that are in both stand in another order.
        reworded: Whether it says something else, although its posts, their order and its title are the same.
    """

    edition: Edition
    first: bool
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    retitled: bool = False
    reordered: bool = False
    reworded: bool = False


def edition_changes(briefing: Briefing) -> list[EditionChange]:
    """The editions of a briefing that were exported, the newest first, each with what changed.

    Only a briefing with a recipe file has editions to tell.
    """
    path = briefing.recipe.path
    if path is None:
        return []
    found = _of_recipe(briefing.archive.root, path)
    changes = [EditionChange(found[0], first=True)] if found else []
    changes += [_change(before, after) for before, after in pairwise(found)]
    return changes[::-1]


def _of_recipe(root: Path, path: Path) -> list[Edition]:
    return editions(root, manifest_name(path, path, root))


def _change(before: Edition, after: Edition) -> EditionChange:
    then = {str(source["post"]): source["sha256"] for source in before.sources}
    now = {str(source["post"]): source["sha256"] for source in after.sources}
    both = [key for key in now if key in then]
    change = EditionChange(
        after,
        first=False,
        added=tuple(key for key in now if key not in then),
        removed=tuple(key for key in then if key not in now),
        corrected=tuple(key for key in both if now[key] != then[key]),
        retitled=before.said.get("title") != after.said.get("title"),
        reordered=both != [key for key in then if key in now],
    )
    told = (change.added, change.removed, change.corrected, change.retitled, change.reordered)
    if any(told) or before.content == after.content:
        return change
    return EditionChange(after, first=False, reworded=True)
