"""What of an archive's frames may leave the house: whose rows, which columns, and what stands in place of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from lfnkr_nb.frame_schema import FRAMES
from lfnkr_nb.withholding import address_pattern, names, without_addresses

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.post import Post
    from lfnkr_nb.protection.register import Register

__all__ = ["SMALLEST_GROUP", "TABLES", "is_small", "public_selection", "public_tables"]

#: The frames that can be exported, in the order in which they are written.
TABLES: Final = ("posts", "terms", "links", "images", "figures", "dates", "events", "threads", "places")

#: Smaller groups of people could be recognised; statistical offices hold back counts below three as well (see for
#: example the Eurostat "Guidelines for the checking of output based on microdata research", threshold rule).
SMALLEST_GROUP: Final = 3

#: Units in which people are counted.
PEOPLE: Final = ("people", "families", "households", "couples")

#: Columns that are addresses: one with a name in it is left out whole, since half of it leads nowhere.
_ADDRESSES: Final = ("permalink", "href", "src", "path")
#: Columns that hold slugs of posts.
_SLUGS: Final = ("post", "slug", "follows", "target")
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
    secret = _Secret.of(selection, tables, keys)
    tables["links"] = _public_links(tables["links"])
    leading_inside = tables["images"]["src"].map(secret.leads_inside).astype("bool")
    tables["images"] = tables["images"][~leading_inside]
    tables = {name: secret.without_rows(frame) for name, frame in tables.items()}
    if not small_groups:
        tables = _without_small_groups(tables)
    return {
        name: _safe(name, frame, partial(_replaced, secret, protected), restricted=restricted)
        for name, frame in tables.items()
    }


def _may_go_out(post: Post, include: frozenset[str]) -> bool:
    """As for briefings: the post itself is asked, as it is on disk, not a frame."""
    return (
        not post.misspelt
        and (post.status == "publish" or post.status in include)
        and (not post.password or "password" in include)
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


def _without_small_groups(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Tables without figures of groups in which a person could be recognised, and without their sentences."""
    figures = tables["figures"]
    small = is_small(figures)
    told = set(figures.loc[small, "sentence"].dropna())
    kept = {**tables, "figures": figures[~small]}
    return {name: _without_sentences(frame, told) for name, frame in kept.items()}


def is_small(figures: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of the `figures` frame count so few people that one of them could be recognised."""
    flags: pd.Series[bool] = figures["unit"].isin(PEOPLE) & (figures["value"] < SMALLEST_GROUP)
    return flags


def _without_sentences(frame: pd.DataFrame, told: set[str]) -> pd.DataFrame:
    if "sentence" not in frame.columns or not told:
        return frame.reset_index(drop=True)
    return frame.assign(sentence=frame["sentence"].where(~frame["sentence"].isin(told))).reset_index(
        drop=True
    )


@dataclass(frozen=True)
class _Secret:
    """Posts that stay inside, and what would name them in a text.

    Attributes:
        hidden: The post that stays inside and that an address leads to, or None.
        addresses: What can be the address of a post.
        words: Words of links and pictures that are the titles of such posts, the longest first.
    """

    hidden: Callable[[str], Post | None]
    addresses: re.Pattern[str]
    words: tuple[str, ...]

    @classmethod
    def of(cls, selection: Archive, tables: Mapping[str, pd.DataFrame], keys: set[str]) -> _Secret:
        """What the links and pictures of some posts lead to, where it must stay inside."""

        def hidden(address: str) -> Post | None:
            target = selection.links_to.find(address)
            inside = [post for post in target.posts if selection.whole.keys[post.path] not in keys]
            return (
                inside[0] if target.kind == "post" and len(inside) == len(target.posts) and inside else None
            )

        links = zip(tables["links"]["href"], tables["links"]["text"], strict=True)
        pictures = zip(tables["images"]["src"], tables["images"]["alt"].fillna(""), strict=True)
        found = ((hidden(address), said) for address, said in (*links, *pictures) if said)
        words = {said for post, said in found if post is not None and names(said, post)}
        return cls(
            hidden, address_pattern(selection.links_to.hosts), tuple(sorted(words, key=len, reverse=True))
        )

    def leads_inside(self, address: str) -> bool:
        """Whether an address leads to a post that stays inside."""
        return self.hidden(address) is not None

    def without_rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A frame without rows about words that stand in the title of such a post alone."""
        if not {"words", "sentence"} <= set(frame.columns):
            return frame
        pairs = zip(frame["words"].fillna(""), frame["sentence"].fillna(""), strict=True)
        kept = [words not in sentence or words in self.withheld(sentence) for words, sentence in pairs]
        return frame[np.array(kept, dtype=bool)].reset_index(drop=True)

    def withheld(self, text: str) -> str:
        """A text without addresses and titles of posts that stay inside."""
        for words in self.words:
            text = text.replace(words, _WITHHELD)
        return without_addresses(text, self.addresses, self.hidden, _WITHHELD)


def _replaced(secret: _Secret, register: Register | None, text: str, *, address: bool) -> str:
    """A text as it may go out: without what names a post that stays inside, with labels in place of names."""
    text = secret.withheld(text)
    return register.matcher().replace(text, address=address)[0] if register else text


def _safe(name: str, frame: pd.DataFrame, safe: Callable[..., str], *, restricted: bool) -> pd.DataFrame:
    """A frame with its open columns, every text of it made safe."""
    if "date_zone" in frame.columns:
        frame = frame.assign(
            date_zone="UTC" + frame["date_zone"]
        )  # a bare +09:00 is a formula to a spreadsheet
    columns = ["post"] * (name == "posts") + [c.name for c in FRAMES[name] if restricted or not c.restricted]
    frame = frame[list(columns)].copy()
    for column in columns:
        if frame[column].dtype.kind not in "biufM":
            address = column in (*_ADDRESSES, *_SLUGS)
            frame[column] = _safe_column(
                frame[column], partial(safe, address=address), whole=column in _ADDRESSES
            )
    return frame


def _safe_column(column: pd.Series[Any], safe: Callable[[str], str], *, whole: bool) -> pd.Series[Any]:
    """A column of texts: each distinct one is looked at once."""
    changed: dict[str, str | None] = {text: safe(str(text)) for text in column.dropna().unique()}
    if whole:
        changed = {text: new if new == text else None for text, new in changed.items()}
    made = column.astype("str").map(changed, na_action="ignore")
    return made.where(made != "").astype("str")
