"""A date as a text mentions it: what is written, and how it wants to be completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["SEASONS", "Mention", "Way"]

#: EDTF (ISO 8601-2:2019, 4.8) counts seasons as months from 21 on.
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}

#: How a mention is completed:
#: `written` says its year; `open` leaves it out; `past` and `future` leave it out but say the direction ("last
#: October", "오는 3월"); so does `lately`, which may mean the month of the post itself (지난 10월, 去る10月);
#: `year`, `fiscal`, `month`, `week` and `day` count such units from the post ("last year" is year -1); `text`,
#: `text fiscal` and `text month` count years, fiscal years and months from the date before it in the text ("three
#: years later", 翌年度, 같은 달).
Way = Literal[
    "written", "open", "past", "lately", "future", "year", "fiscal", "month", "week", "day", "text", "text fiscal",
    "text month",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a date in a line.

    Attributes:
        start: Where its words start in the line's text.
        end: Where they end.
        way: How it is completed; see `Way`.
        count: How many units `way` counts; negative before the post.
        year: The written year.
        month: 1 to 12, or a season of `SEASONS`.
        day: Day of the month; 0 stands for the very day of the post.
        weekday: 0 Monday to 6 Sunday; beside a day it tells the year: 7月7日(土).
        edtf: A decade, century or interval that needs no completing.
        about: Whether the text says "around".
        until: The last day of a range of days in one month, or the last month of a range of months.
    """

    start: int
    end: int
    way: Way
    count: int = 0
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    edtf: str = ""
    about: bool = False
    until: int | None = None

    @property
    def is_possible(self) -> bool:
        """Whether such a month and day exist in some year."""
        if not self.day:
            return self.month is None or 1 <= self.month <= 24
        last = (
            31
            if self.month is None
            else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[(self.month - 1) % 12]
        )
        return (self.month is None or 1 <= self.month <= 12) and 1 <= self.day <= last
