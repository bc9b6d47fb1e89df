"""The dates a post mentions: found in its plain text, and completed by the date of the post."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from lfnkr_nb.analysis.dates_en import dates_en
from lfnkr_nb.analysis.dates_ja import dates_ja
from lfnkr_nb.analysis.dates_ko import dates_ko
from lfnkr_nb.analysis.mention import Mention
from lfnkr_nb.analysis.resolving import Reference, Resolved, resolve
from lfnkr_nb.analysis.tense import direction
from lfnkr_nb.analysis.text import Line

if TYPE_CHECKING:
    from lfnkr_nb.dates import When
    from lfnkr_nb.post import Post

__all__ = ["Dated", "dates_of_line", "nearest", "reference"]

_READERS: Final = {"en": dates_en, "ja": dates_ja, "ko": dates_ko}

#: Words between two dates of one range or list.
_JOINS: Final = re.compile(
    r" ?(?:to|through|until|till|and|or|–|-|—|~|,|から|と|、|・"
    r"|および|及び|부터|에서|과|와|및)(?: the)? ?"
)


#: A dash makes one range of two dates; so does the and between two days of one month.
_DASH: Final = re.compile(r" ?[-–—~] ?")
_AND_DAY: Final = re.compile(r"と|・|과 |와 | 및 ")
#: Between a month and a year after it: in May two years ago.
_OF: Final = re.compile(",? (?:of )?")
#: Between a year and a month or day that shares it.
_SHARES: Final = re.compile(r",? (?:on |in )?|[,、のは ]{0,2}|(?:에는|에도|에|는|은)? ?")
_FISCAL: Final = r"\d{4}-04/\d{4}-03$"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as one line mentions it.

    Attributes:
        start: Where its words start in the line's text.
        end: Where they end.
        edtf: What it means, as far as that is known.
        rule: How that was found; one of `schema.DATE_RULES`.
    """

    start: int
    end: int
    edtf: str
    rule: str


def reference(post: Post, after: When | None) -> Reference:
    """The days on which a post can have been published, by its date or by its two bounds.

    Args:
        post: The post.
        after: What an undated post is known to be later than, as the order of the archive tells.
    """
    if post.date is not None:
        first = date.fromisoformat(post.date.iso) if len(post.date.iso) == 10 else post.date.instant.date()
        if post.date.precision in ("year", "month"):
            return Reference(first, post.date.end.date() - timedelta(days=1))
        return Reference(first, first)
    before = post.get("date_before")
    return Reference(after.instant.date() if after else None, before.instant.date() if before else None)


def dates_of_line(line: Line, post: Reference) -> list[Dated]:
    """The dates of one line, in order."""
    found: list[Dated] = []
    told = _Years()
    before = ""
    mentions = list(_READERS[line.lang](line.text))
    for place in range(len(mentions)):
        mention = _with_shared_year(line, mentions, place)
        resolved = _resolve(line, mention, post, before, found)
        if resolved is None:
            continue
        if told.leave_open(mention, resolved):
            resolved = resolve(mention, Reference(None, None)) or resolved
        told.hear(mention, resolved)
        if re.match(rf"\d{{4}}(?!.*/)|{_FISCAL}", resolved.edtf):
            before = resolved.edtf
        dated = Dated(mention.start, mention.end, resolved.edtf, resolved.rule)
        if found and (edtf := _range(line, found[-1], dated, mention)):
            dated = Dated(found.pop().start, dated.end, edtf, resolved.rule)
        found.append(dated)
    return found


class _Years:
    """The years a line has spoken of."""

    def __init__(self) -> None:
        self.written: set[str] = set()
        self.counted: set[str] = set()

    def hear(self, mention: Mention, resolved: Resolved) -> None:
        """Keep the year of a mention: a written one, or one counted from the post ("last year")."""
        if resolved.rule == "as written":
            self.written |= set(re.findall(r"\d{4}", resolved.edtf))
        elif mention.way == "year" and (mention.count or self.counted):
            self.counted |= set(re.findall(r"\d{4}", resolved.edtf)[:1])

    def leave_open(self, mention: Mention, resolved: Resolved) -> bool:
        """Whether a date may be of another year than its own: "She left in 2010. In March …", "Last year … in May"."""
        year = resolved.edtf[:4]
        if mention.way != "open" or not year.isdigit():
            return False
        if self.written:
            return year not in self.written | self.counted
        is_month = mention.month is not None and resolved.rule != "first from the post on"
        return bool(is_month and self.counted) and year not in self.counted


def _range(line: Line, first: Dated, last: Dated, mention: Mention) -> str:
    """EDTF of a range that a dash joins (3月28日〜4月2日), or of two days of one month (8月8日と17日); else empty."""
    between = line.text[first.end : last.start]
    joined = _DASH.fullmatch(between) or (
        mention.month is None and mention.day and _AND_DAY.fullmatch(between)
    )
    alike = re.fullmatch(r"\d{4}(?:-\d\d){0,2}", first.edtf) and len(first.edtf) == len(last.edtf)
    return f"{first.edtf}/{last.edtf}" if joined and alike and first.edtf < last.edtf else ""


def _resolve(
    line: Line, mention: Mention, post: Reference, before: str, found: Sequence[Dated]
) -> Resolved | None:
    if (
        mention.way == "open"
        and mention.month is None
        and mention.day
        and (carried := _carried(line, mention, found))
    ):
        return carried
    if _is_told_next_month(line, mention, post, before):
        mention = replace(mention, way="text month")
    said = direction(line, mention.start, mention.end) if mention.way == "open" else ""
    if mention.weekday is not None and not mention.day and mention.way == "open" and not said:
        return None  # "on Saturday afternoon" may be any of them
    return resolve(mention, post, direction=said, before=before)


def _is_told_next_month(line: Line, mention: Mention, post: Reference, before: str) -> bool:
    """Whether 다음 달 is the month after the one told and not after the post's: 2018년 12월 …, 다음 달 도착했다."""
    if (
        line.lang != "ko"
        or (mention.way, mention.count) != ("month", 1)
        or not re.match(r"\d{4}-(?:0|1[0-2])", before)
    ):
        return False
    is_now = post.last is not None and before[:7] >= post.last.isoformat()[:7]
    return not is_now and direction(line, mention.start, mention.end) == "past"


def _with_shared_year(line: Line, mentions: Sequence[Mention], place: int) -> Mention:
    """A mention with the year it shares: "from August to December 2013", "In 2013, on May 5", 今年1月から3月."""
    mention = mentions[place]
    if mention.way != "open" or mention.month is None:
        return mention
    following = mentions[place + 1] if place + 1 < len(mentions) else None
    if following and following.month and _JOINS.fullmatch(line.text, mention.end, following.start):
        return _in_year_of(following, mention, -_is_later(mention, following))
    if (
        following
        and following.way == "year"
        and not following.month
        and _OF.fullmatch(line.text, mention.end, following.start)
    ):
        return _in_year_of(following, mention, 0)
    before = mentions[place - 1] if place else None
    if before is None:
        return mention
    between = line.text[before.end : mention.start]
    if before.month is None and _SHARES.fullmatch(between):
        return _in_year_of(before, mention, 0)
    if before.month and before.month < 13 and _JOINS.fullmatch(between):
        return _in_year_of(before, mention, int(_is_later(before, mention)))
    return mention


def _in_year_of(other: Mention, mention: Mention, years: int) -> Mention:
    """A mention in the year of another one, or some years from it, when that says its year."""
    if other.way == "written" and other.year and not other.edtf:
        return replace(mention, way="written", year=other.year + years)
    if other.way == "year":
        return replace(mention, way="year", count=other.count + years)
    return mention


def _is_later(one: Mention, other: Mention) -> bool:
    """Whether one stands later in the calendar's year."""
    return (one.month or 0, one.day or 0) > (other.month or 0, other.day or 0)


def _carried(line: Line, mention: Mention, found: Sequence[Dated]) -> Resolved | None:
    """A day alone after a day of the same sentence is one of the same month: 8月3日から5日まで."""
    start, _ = line.sentence(mention.start)
    day_of = r"[\dX]{4}-\d\d-\d\d"
    days = [d for d in found[-4:] if d.start >= start and re.fullmatch(day_of, d.edtf)]
    if not days:
        return None
    day, last = mention.day or 0, days[-1]
    joined = last is found[-1] and _JOINS.fullmatch(line.text, last.end, mention.start)
    if int(last.edtf[8:]) >= day:
        return Resolved(f"XXXX-XX-{day:02}", "unresolved") if joined else None
    if not joined and (last.rule == "latest up to the post" or last.edtf.startswith("X")):
        return None
    rule = "unresolved" if last.edtf.startswith("X") else "counted from the text"
    return Resolved(f"{last.edtf[:8]}{day:02}", rule)


def nearest(found: Sequence[Dated], place: int, start: int, end: int) -> Dated | None:
    """The date nearest to a place within a sentence; one before it wins over one after it at equal distance."""
    first = bisect_left(found, start, key=lambda date: date.start)
    last = bisect_left(found, end, key=lambda date: date.start)
    inside = [date for date in found[first:last] if date.end <= end]
    return min(inside, key=lambda d: (abs(d.start - place), d.start > place), default=None)
