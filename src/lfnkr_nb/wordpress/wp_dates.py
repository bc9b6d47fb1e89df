"""Dates of WordPress: a local time and the same moment in GMT become one timestamp with its offset.

The instant is that of `post_date_gmt`, the calendar day that of `post_date`. Nothing is invented: what the
export does not say stays unknown, and `pubDate` is never read (it is wrong for scheduled posts and drafts).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import datetime, timedelta
from functools import lru_cache

__all__ = ["ZoneGuess", "format_offset", "parse_wp_date", "zoned"]

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.A)
#: Offsets in use span -12:00 to +14:00 (IANA time zone database); one hour more is allowed for slips.
_LARGEST = timedelta(hours=15)


@lru_cache(maxsize=64)
def parse_wp_date(written: str) -> datetime | None:
    """The naive time in `2017-09-12 09:30:00`, or None for `0000-00-00 00:00:00` and anything impossible."""
    written = written.strip()
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def format_offset(offset: timedelta) -> str:
    """`+09:00` for nine hours."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


@lru_cache(maxsize=64)
def zoned(local: datetime | None, gmt: datetime | None) -> tuple[str, timedelta | None]:
    """The timestamp with its offset and that offset; an empty text when the two do not tell it.

    Seconds by which the two differ beyond whole minutes are taken from the local side, so that the instant
    stays the GMT one.
    """
    if gmt is None:
        return "", None
    if local is None:
        return f"{gmt.isoformat()}+00:00", None
    offset = timedelta(minutes=round((local - gmt).total_seconds() / 60))
    if abs(offset) > _LARGEST:
        return "", None
    shown = gmt + offset
    if shown.date() != local.date():
        offset += timedelta(minutes=1 if shown < local else -1)
        shown = gmt + offset
    return f"{shown.isoformat()}{format_offset(offset)}", offset


class ZoneGuess:
    """The site's offset at a local time, as its dated items show it (drafts carry no GMT time)."""

    def __init__(self) -> None:
        self._known: list[tuple[str, int]] = []
        self._sorted = True

    def add(self, local: str, minutes: int) -> None:
        """Remember that at this local time the site was so many minutes ahead of GMT."""
        if not self._known or self._known[-1][1] != minutes or len(self._known) < 1000:
            self._known.append((local, minutes))
            self._sorted = False

    def at(self, local: str) -> int | None:
        """The minutes of the last dated item before, else of the first after; None when no item tells."""
        if not self._known:
            return None
        if not self._sorted:
            self._known.sort()
            self._sorted = True
        place = bisect_right(self._known, (local, 10**6))
        return self._known[max(place - 1, 0)][1]
