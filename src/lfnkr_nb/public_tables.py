"""What of an archive's frames may leave the house: whose rows, which columns, and what stands in place of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from lfnkr_nb.frame_schema import FRAMES

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post
    from lfnkr_nb.protection.register import Register

__all__ = ["SMALLEST_GROUP", "TABLES", "public_selection", "public_tables"]

#: The frames that can be exported, in the order in which they are written.
TABLES: Final = ("posts", "terms", "links", "images", "figures", "dates", "events", "threads", "places")

#: Smaller groups of people could be recognised; statistical offices hold back counts below three as well (see for
#: example the Eurostat "Guidelines for the checking of output based on microdata research", threshold rule).
SMALLEST_GROUP: Final = 3

#: Units in which people are counted.
PEOPLE: Final = ("people", "families", "households", "couples")

_ADDRESS = re.compile(r"https?://[^\s<>\"'）)」』]+")
#: Columns that are addresses: one with a name in it is left out whole, since half of it leads nowhere.
_ADDRESSES: Final = ("permalink", "href", "src", "path")
_WITHHELD: Final = "[withheld]"


def public_selection(archive: Archive, include: Iterable[str] = ()) -> Archive:
    """The posts of an archive that may go out, as they are on disk now.

    Args:
        archive: The posts; a whole archive stands for its posts without its pages, as everywhere.
        include: States beside `publish` whose posts go out: draft, private, password, …
    """
    archive = archive.refresh()
    archive = (archive if archive.conditions else archive.select()).pinned()
    states = frozenset(include)
    return archive.select([_may_go_out(post, states) for post in archive])


def public_tables(
    selection: Archive, *, protected: Register | None, restricted: bool = False, small_groups: bool = False
) -> dict[str, pd.DataFrame]:
    """The frames of posts as they may leave the house, by name, each with a plain index.

    Args:
        selection: What `public_selection` gave.
        protected: The people whose names give way to labels; None keeps every name.
        restricted: Whether columns that are of use only inside are kept.
        small_groups: Whether figures for fewer than three people are kept.
    """
    keys = set(selection.keys.values())
    tables = {name: _leading_nowhere(name, getattr(selection, name), keys) for name in TABLES}
    tables["links"] = _public_links(tables["links"])
    if not small_groups:
        tables["figures"] = _without_small_groups(tables["figures"])
    safe = partial(_safe_text, show=_is_shown(selection, keys), labelled=_labelled(protected))
    return {name: _safe(name, frame, safe, restricted=restricted) for name, frame in tables.items()}


def _may_go_out(post: Post, include: frozenset[str]) -> bool:
    """As for briefings: the post itself is asked, as it is on disk, not a frame."""
    return (post.status == "publish" or post.status in include) and (
        not post.password or "password" in include
    )


def _leading_nowhere(name: str, frame: pd.DataFrame, keys: set[str]) -> pd.DataFrame:
    """A frame of the posts that go out; what leads to another post loses where it leads.

    Frames that sum up several posts, such as events, are made of these posts alone.
    """
    frame = frame.reset_index(drop=frame.index.name != "post")
    for column in _LEADING.get(name, ()):
        frame[column] = frame[column].where(frame[column].isin(keys))
    return frame


#: Columns that name another post, by frame.
_LEADING: Final[Mapping[str, tuple[str, ...]]] = {
    "posts": ("follows",),
    "links": ("target",),
    "threads": ("follows",),
}


def _public_links(links: pd.DataFrame) -> pd.DataFrame:
    """Links to posts that stay inside are left out: their words and addresses would name them."""
    inside = (links["kind"] == "post") & links["target"].isna() & (links["choices"] > 0)
    return links[~inside].reset_index(drop=True)


def _without_small_groups(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures without the value and words of groups in which a person could be recognised."""
    small = figures["unit"].isin(PEOPLE) & (figures["value"] < SMALLEST_GROUP)
    return figures[~small].reset_index(drop=True)


def _labelled(register: Register | None) -> Callable[[str], str]:
    return (lambda text: register.matcher().replace(text)[0]) if register else str


def _is_shown(archive: Archive, keys: set[str]) -> Callable[[str], bool]:
    """Whether an address may be shown: it leads to a post that goes out, or to none of this archive."""

    def shown(address: str) -> bool:
        target = archive.links_to.find(address)
        return target.kind != "post" or any(archive.whole.keys[post.path] in keys for post in target.posts)

    return shown


def _safe_text(text: str, *, show: Callable[[str], bool], labelled: Callable[[str], str]) -> str:
    found = _ADDRESS.sub(lambda hit: hit[0] if show(hit[0]) else _WITHHELD, text) if "://" in text else text
    return labelled(found)


def _safe(name: str, frame: pd.DataFrame, safe: Callable[[str], str], *, restricted: bool) -> pd.DataFrame:
    """A frame with its open columns, every text of it made safe."""
    columns = ["post"] * (name == "posts") + [c.name for c in FRAMES[name] if restricted or not c.restricted]
    frame = frame[list(columns)].copy()
    for column in columns:
        if frame[column].dtype.kind not in "biufM":
            frame[column] = _safe_column(frame[column], safe, whole=column in _ADDRESSES)
    return frame


def _safe_column(column: pd.Series[Any], safe: Callable[[str], str], *, whole: bool) -> pd.Series[Any]:
    """A column of texts: each distinct one is looked at once."""
    changed: dict[str, str | None] = {text: safe(str(text)) for text in column.dropna().unique()}
    if whole:
        changed = {text: new if new == text else None for text, new in changed.items()}
    made = column.astype("str").map(changed, na_action="ignore")
    return made.where(made != "").astype("str")
