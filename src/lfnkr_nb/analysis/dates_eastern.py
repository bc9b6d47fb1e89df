"""What dates in Japanese and in Korean have in common: the order of their parts, decades, and counted months."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lfnkr_nb.analysis.mention import Mention, Way

__all__ = [
    "ago_or_after",
    "decade",
    "month_in_text",
    "months_or_days",
    "relative_month",
    "week",
    "with_weekday",
    "years",
]


_BRACKET: Final = re.compile(r"\(([月火水木金土日월화수목금토일])")
_WEEKDAYS: Final = "月火水木金土日월화수목금토일"


def with_weekday(mention: Mention, words: str) -> Mention:
    """The mention of a day with the weekday in brackets after it: 7月7日(土), 7월 7일(토)."""
    found = _BRACKET.search(words) if mention.day and not mention.until and mention.way == "open" else None
    return replace(mention, weekday=_WEEKDAYS.index(found[1]) % 7) if found else mention


def decade(found: re.Match[str]) -> Mention:
    """1950年代, 60年代, 1950~60년대; one of two digits is of the twentieth century."""
    edtf = f"{found['decade'][:3]}X" if found["decade"] else f"19{found['short_decade'][0]}X"
    if found["decade2"]:
        edtf += f"/{edtf[:2]}{found['decade2'][0]}X"
    return Mention(*found.span(), "written", edtf=edtf)


def years(found: re.Match[str]) -> Mention | None:
    """1959〜1984年, 1959~84년."""
    first, last = found["from_year"], found["to_year"]
    last = last if len(last) == 4 else first[:2] + last
    return Mention(*found.span(), "written", edtf=f"{first}/{last}") if first < last else None


def relative_month(found: re.Match[str], counts: Mapping[str, int], day: int | None) -> Mention:
    """先月, 지난달 8일."""
    return Mention(*found.span(), "month", counts[found["rel_month"]], day=day)


def month_in_text(found: re.Match[str], counts: Mapping[str, int], day: int | None) -> Mention:
    """同月20日, 같은 달 20일: counted from the date before it."""
    return Mention(*found.span(), "text month", counts[found["text_month"]], day=day)


def ago_or_after(
    found: re.Match[str], way: Way, count: int, *, month: int | None, day: int | None, ago: bool
) -> Mention | None:
    """三年前, 3년 전 3월, 三年前の今日: back from the post; 三年後, 3년 뒤: on from the date before it in the text."""
    span, whole = found.span(), way == "year"
    if not whole and (not ago or found["ago_today"] or day):
        return None
    if not ago:
        return None if found["ago_today"] else Mention(*span, "text", count, month=month)
    if found["ago_today"]:
        return Mention(*span, "year", -count, day=0)
    return Mention(*span, way, -count, month=month if whole else None, day=day)


def week(found: re.Match[str], counts: Mapping[str, int], weekdays: str) -> Mention:
    """先週, 先週の金曜日, 지난주 토요일."""
    weekday = weekdays.index(found["weekday"]) if found["weekday"] else None
    return Mention(*found.span(), "week", counts[found["week"]], weekday=weekday)


def months_or_days(mention: Mention, months: int | None, days: int | None) -> Mention | None:
    """The mention as a range from an earlier month (1〜3月) or day (3月10〜16日); None where it runs back."""
    if days and mention.day:
        return replace(mention, day=days, until=mention.day) if days < mention.day else None
    if months and mention.month and not mention.day and months < mention.month:
        return replace(mention, month=months, until=mention.month)
    return mention
