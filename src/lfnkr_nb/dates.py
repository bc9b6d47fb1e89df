"""Dates as they are written in posts: full timestamps with a zone, or partial dates. Nothing is invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

__all__ = ["PRECISIONS", "When", "microseconds", "parse_when", "zone_offset"]

#: From coarse to fine.
PRECISIONS = ("year", "month", "day", "minute", "second")

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)? ?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
    r")?)?",
    re.ASCII,
)

#: Outside these years a zone or the end of a date would leave the calendar; no post is from there.
_FIRST_YEAR, _LAST_YEAR = 1000, 9998

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A date as far as it is known; ordered by `instant`.

    Attributes:
        instant: The moment in UTC; of a partial date, its first moment (taken as UTC).
        precision: `year`, `month`, `day`, `minute` or `second`.
        zone: The written offset such as `+09:00`; empty for a partial date.
        written: The date in ISO form, with its zone where it has one: what a header holds.
    """

    instant: datetime
    precision: str
    zone: str
    written: str

    @property
    def iso(self) -> str:
        """The local calendar date as far as it is known: `2017`, `2017-09` or `2017-09-04`."""
        return self.written[:10]

    @property
    def offset(self) -> timedelta:
        """How far the written zone is ahead of UTC; nothing for a partial date."""
        return zone_offset(self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after it: the next day, month or year of a partial date."""
        match self.precision:
            case "year":
                return self.instant.replace(year=self.instant.year + 1)
            case "month":
                return (self.instant + timedelta(days=31)).replace(day=1)
            case "day":
                return self.instant + timedelta(days=1)
            case _:
                return self.instant + timedelta(seconds=60 if self.precision == "minute" else 1)

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 UTC."""
        return int(self.instant.timestamp())

    @property
    def microseconds(self) -> int:
        """Microseconds since 1970 UTC."""
        return microseconds(self.instant)


def parse_when(text: str) -> When:
    """Read a date such as `2017`, `2017-09`, `2017-09-04` or `2017-09-04T10:00:00+09:00`.

    Raises:
        ValueError: It is none, the day does not exist, or a time of day stands without its zone. The text of
            the error says which.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("is not a date such as 2017, 2017-09, 2017-09-04 or 2017-09-04T10:00:00+09:00")
    year, month, day, hour, minute, second, zone = found.groups()
    if hour and not zone:
        raise ValueError("has a time of day without its zone, such as +09:00")
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise ValueError(f"has a year outside {_FIRST_YEAR} to {_LAST_YEAR}")
    offset = _zone(zone)
    days, times = (
        (int(year), int(month or 1), int(day or 1)),
        (int(hour or 0), int(minute or 0), int(second or 0)),
    )
    try:
        local = datetime(*days, *times, tzinfo=offset)
    except ValueError:
        raise ValueError("names a day or time that does not exist") from None
    return When(local.astimezone(UTC), _precision(month, day, minute, second), _offset(zone), text.strip())


def _precision(month: str | None, day: str | None, minute: str | None, second: str | None) -> str:
    if second:
        return "second"
    return "minute" if minute else "day" if day else "month" if month else "year"


def microseconds(moment: datetime) -> int:
    """Microseconds from 1970 UTC to a moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def zone_offset(zone: str) -> timedelta:
    """How far a zone such as `+09:00` is ahead of UTC; nothing for the empty text."""
    return _zone(zone or None).utcoffset(None)


@lru_cache(maxsize=128)
def _zone(written: str | None) -> timezone:
    if written in (None, "Z"):
        return UTC
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))


def _offset(written: str | None) -> str:
    if written is None:
        return ""
    return "+00:00" if written == "Z" else f"{written[:3]}:{written[-2:]}"
