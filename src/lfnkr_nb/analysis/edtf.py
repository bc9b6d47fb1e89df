"""Dates as EDTF (ISO 8601-2:2019, levels 1 and 2), and the days they can mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

__all__ = ["bounds", "precision", "written_date"]

_PARTS: Final = re.compile(r"(?P<year>[\dX]{4})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?[~?]?")
#: First month of each season; winter runs into the next year.
_SEASON_START: Final = {21: 3, 22: 6, 23: 9, 24: 12}


def written_date(
    year: int | None, month: int | None = None, day: int | None = None, *, about: bool = False
) -> str:
    """A date as EDTF; what is unknown is `X`: `XXXX-10-09`, `2016-22` (summer), `XXXX-XX-07`, `1995~`."""
    text = "XXXX" if year is None else f"{year:04}"
    if month is not None or day is not None:
        text += "-XX" if month is None else f"-{month:02}"
    if day is not None:
        text += f"-{day:02}"
    return text + "~" * about


def precision(edtf: str) -> str:
    """How fine a date is: century, decade, year, season, month or day; of an interval, of its ends."""
    found = _PARTS.match(edtf)
    if found is None:
        return "year"
    if found["day"]:
        return "day"
    if found["month"]:
        return "season" if found["month"] > "20" else "month"
    unknown = found["year"].count("X")
    return {1: "decade", 2: "century"}.get(unknown, "year")


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day that a date can mean; None where the year is unknown or an end is open."""
    first, _, last = edtf.partition("/")
    return _first(first), _last(last if "/" in edtf else first)


def _first(edtf: str) -> date | None:
    year, month, day = _parts(edtf.replace("X", "0") if re.match(r"\d\d", edtf) else edtf)
    if year is None:
        return None
    month = _SEASON_START.get(month or 1, month or 1)
    return date(year, month, day or 1)


def _last(edtf: str) -> date | None:
    year, month, day = _parts(edtf.replace("X", "9", 2) if re.match(r"\d\d", edtf) else edtf)
    if year is None:
        return None
    if (month or 0) > 20:
        month = _SEASON_START[month or 21] + 2
        year, month = (year + 1, month - 12) if month > 12 else (year, month)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _parts(edtf: str) -> tuple[int | None, int | None, int | None]:
    found = _PARTS.match(edtf)
    if found is None or "X" in found["year"]:
        return None, None, None
    month, day = (int(part) if part and part.isdigit() else None for part in (found["month"], found["day"]))
    return int(found["year"]), month or None, day or None
