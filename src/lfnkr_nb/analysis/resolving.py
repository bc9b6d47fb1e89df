"""Completes a mention of a date by the date of its post, or leaves it partial. No clock is ever asked.

A rule is applied only when every day on which the post can have been published gives the same answer. So "on
October 9th" in a post dated 2023 alone stays `XXXX-10-09`, and nothing of an undated post is completed unless its
bounds leave no choice.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lfnkr_nb.analysis.edtf import written_date
from lfnkr_nb.analysis.mention import SEASONS, Mention

__all__ = ["Reference", "Resolved", "resolve"]

_WINTER: Final = SEASONS["winter"]
_SEASON_END: Final = {21: 5, 22: 8, 23: 11, 24: 2}


@dataclass(frozen=True, slots=True)
class Reference:
    """When a post was published: its first and last possible day; None where nobody knows."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date as EDTF and the rule that gave it, one of `schema.DATE_RULES`."""

    edtf: str
    rule: str


def resolve(mention: Mention, post: Reference, *, direction: str = "", before: str = "") -> Resolved | None:
    """The date a mention means; None for one that counts from a date which the text does not have.

    Args:
        mention: The mention.
        post: When its post was published.
        direction: `past` or `future`, as the verbs of the sentence say, `planned` for what was to be and may lie
            before the post or after it; empty where they do not say.
        before: EDTF of the date before it in the text.
    """
    if mention.way == "written":
        edtf = mention.edtf or _edtf(mention, mention.year, mention.month)
        return Resolved(edtf, "as written")
    if mention.way in ("text", "text fiscal", "text month"):
        return _from_text(mention, before)
    if mention.way in ("open", "past", "lately", "future"):
        said = {"open": direction, "lately": "past"}.get(mention.way, mention.way)
        return _nearest(mention, post, said)
    answer = _agreed(post, lambda day: _counted(mention, day))
    return Resolved(answer or _partial(mention), "counted from the post" if answer else "unresolved")


def _edtf(mention: Mention, year: int | None, month: int | None) -> str:
    first = written_date(year, month, mention.day, about=mention.about)
    if mention.until is None:
        return first
    if mention.day is None:
        return f"{first}/{written_date(year, mention.until)}"
    return f"{first}/{written_date(year, month, mention.until)}"


def _partial(mention: Mention) -> str:
    if (
        (mention.weekday is not None and not mention.day)
        or mention.day == 0
        or mention.way in ("day", "week")
    ):
        return "XXXX-XX-XX"
    if mention.way in ("month", "text month"):
        return written_date(None, None, mention.day) if mention.day else "XXXX-XX"
    return _edtf(mention, None, mention.month)


def _agreed(post: Reference, answer: object) -> str:
    """The answer that every possible day of the post gives; empty when there is none."""
    if post.first is None or post.last is None:
        return ""
    first, last = answer(post.first), answer(post.last)  # type: ignore[operator]
    if first != last:
        return ""
    if (post.last - post.first).days > 1:
        # Between equal ends the answer may still change and come back only with a year, so two ends are enough
        # up to a year; longer spans never agree on anything but a written date.
        return str(first) if (post.last - post.first).days < 366 else ""
    return str(first)


def _from_text(mention: Mention, before: str) -> Resolved | None:
    found = re.match(r"(\d{4})(?:-(0\d|1[0-2]))?", before)
    if found is None:
        return None if mention.way != "text month" else _day_alone(mention)
    year, month = int(found[1]), int(found[2]) if found[2] else None
    if mention.way == "text":
        return Resolved(_edtf(mention, year + mention.count, mention.month), "counted from the text")
    if month is None:
        return _day_alone(mention) if mention.way == "text month" else None
    if mention.way == "text fiscal":
        return Resolved(_fiscal(year, month, mention.count), "counted from the text")
    return Resolved(_month_from(year, month, mention), "counted from the text")


def _day_alone(mention: Mention) -> Resolved | None:
    return Resolved(_partial(mention), "unresolved") if mention.day else None


def _fiscal(year: int, month: int, count: int) -> str:
    """A fiscal year of Japan, from April to March, counted from the one a month is in."""
    year += count - (month < 4)
    return f"{year}-04/{year + 1}-03"


def _month_from(year: int, month: int, mention: Mention) -> str:
    year, month = divmod(year * 12 + month - 1 + mention.count, 12)
    return written_date(year, month + 1, mention.day)


# --- counted from the post ------------------------------------------------------------------------------


def _counted(mention: Mention, day: date) -> str:
    match mention.way:
        case "year":
            return _counted_year(mention, day)
        case "fiscal":
            return _fiscal(day.year, day.month, mention.count)
        case "month":
            return _month_from(day.year, day.month, mention)
        case "week":
            return _counted_week(mention, day)
        case _:
            return (day + timedelta(days=mention.count)).isoformat()


def _counted_year(mention: Mention, day: date) -> str:
    year = day.year + mention.count
    if mention.day == 0:  # "sixty years ago today"
        return written_date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
    if mention.month == _WINTER:
        return _winter(year, mention.count, day.month)
    return _edtf(mention, year, mention.month)


def _winter(year: int, count: int, month: int) -> str:
    """The winter of a year counted from the post's; empty where it may be either of the two that the year touches."""
    if count == 0 and month < 6:
        return written_date(year - 1, _WINTER)  # "this winter", said in January, began last year
    if (count == 0 and month < 9) or (count != 0 and month < 3):
        return ""
    return written_date(year, _WINTER)


def _counted_week(mention: Mention, day: date) -> str:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=mention.count)
    if mention.weekday is None:
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if mention.weekday == 6:
        return ""  # weeks begin on Sunday for some, on Monday for others
    return (monday + timedelta(days=mention.weekday)).isoformat()


# --- the nearest one ------------------------------------------------------------------------------------


def _nearest(mention: Mention, post: Reference, direction: str) -> Resolved:
    past = _agreed(post, lambda day: _latest(mention, day, strictly=mention.way in ("past", "lately")))
    if mention.way == "lately" and past != _agreed(post, lambda day: _latest(mention, day, strictly=False)):
        past = ""
    future = _agreed(post, lambda day: _earliest(mention, day))
    if mention.weekday is not None and mention.day:
        return _of_weekday(mention, past, future)
    if direction == "planned":
        return Resolved(_partial(mention), "unresolved")
    if direction == "future" and future:
        return Resolved(future, "first from the post on")
    if past and direction != "future" and (direction == "past" or _is_safe(past, post)):
        return Resolved(past, "latest up to the post")
    return Resolved(_partial(mention), "unresolved")


def _of_weekday(mention: Mention, past: str, future: str) -> Resolved:
    """The one of two dates that is such a day of the week: 7月7日(土)."""
    found = [
        edtf for edtf in (past, future) if edtf and date.fromisoformat(edtf).weekday() == mention.weekday
    ]
    if len(found) != 1:
        return Resolved(_partial(mention), "unresolved")
    return Resolved(found[0], "latest up to the post" if found[0] == past else "first from the post on")


def _is_safe(past: str, post: Reference) -> bool:
    """Without a verb that says the direction, only a date of the post's own year or of half a year before it."""
    if post.first is None:
        return False
    begin = past.partition("/")[0].rstrip("~?")
    found = (
        date.fromisoformat(begin) if len(begin) >= 10 else date(int(begin[:4]), min(int(begin[5:7]), 12), 1)
    )
    return (post.first - found).days < 183 or found.year == post.first.year


def _latest(mention: Mention, day: date, *, strictly: bool) -> str:
    """The latest such date up to a day; strictly before its day or month where the text says "last"."""
    if mention.weekday is not None and not mention.day:
        back = (day.weekday() - mention.weekday) % 7 or 7 * strictly
        return (day - timedelta(days=back)).isoformat()
    if mention.month is None:
        return _latest_day(mention, day)
    if mention.month > 20:
        return _latest_season(mention.month, day)
    for year in range(day.year, day.year - 9, -1):
        if not _exists(year, mention):
            continue
        start = (year, mention.month, mention.day or 1)
        limit = (day.year, day.month, day.day if mention.day else 1)
        if start < limit or (start == limit and not (strictly and not mention.day)):
            return _edtf(mention, year, mention.month)
    return ""


def _exists(year: int, mention: Mention) -> bool:
    return not mention.day or mention.day <= monthrange(year, mention.month or 1)[1]


def _latest_day(mention: Mention, day: date) -> str:
    year, month = day.year, day.month
    for _ in range(12):
        wanted = mention.day or 1
        if wanted <= monthrange(year, month)[1] and date(year, month, wanted) <= day:
            return _edtf(mention, year, month)
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return ""


def _latest_season(season: int, day: date) -> str:
    """The latest season that was over on a day; a winter bears the year in which it began."""
    end = _SEASON_END[season]
    over = (day.month > end) if season != _WINTER else day.month > 2
    if season == _WINTER:
        return written_date(day.year - 1 if over else day.year - 2 + (day.month == 12), season)
    return written_date(day.year if over else day.year - 1, season)


def _earliest(mention: Mention, day: date) -> str:
    if mention.weekday is not None and not mention.day:
        ahead = (mention.weekday - day.weekday()) % 7 or 7
        return (day + timedelta(days=ahead)).isoformat()
    if mention.month is None:
        return _earliest_day(mention, day)
    if mention.month > 20:
        start = {21: 3, 22: 6, 23: 9, 24: 12}[mention.month]
        return written_date(day.year if start > day.month else day.year + 1, mention.month)
    for year in range(day.year, day.year + 9):
        limit = (day.year, day.month, day.day if mention.day else 1)
        later = (year, mention.month, mention.day or 1) >= limit
        strictly = (
            mention.way == "future" and (year, mention.month) == (day.year, day.month) and not mention.day
        )
        if later and not strictly and _exists(year, mention):
            return _edtf(mention, year, mention.month)
    return ""


def _earliest_day(mention: Mention, day: date) -> str:
    year, month = day.year, day.month
    for _ in range(12):
        wanted = mention.day or 1
        if wanted <= monthrange(year, month)[1] and date(year, month, wanted) >= day:
            return _edtf(mention, year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return ""
