"""What `category:`, `lang:` and the other filters of a query mean: conditions of a selection, by another name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lfnkr_nb.dates import When, parse_when
from lfnkr_nb.search.folding import fold
from lfnkr_nb.search.tree import Filter
from lfnkr_nb.selection import Condition, condition_on, make_conditions

__all__ = ["condition_of"]


def condition_of(part: Filter) -> Condition:
    """The condition that a filter of a query stands for."""
    wanted = fold(part.value)
    match part.name:
        case "after" | "since":
            return _condition("since", part.value)
        case "before":
            return _condition("until", _day_before(parse_when(part.value)))
        case "byline":
            name = _without_blanks(wanted)
            return condition_on("byline", lambda post: post.byline, lambda own: name in _signed(own))
        case "category":
            return _condition("category", " > ".join(map(str.strip, part.value.split(">"))))
        case "lang":
            return condition_on("lang", lambda post: post.lang, lambda own: _is_lang(fold(own or ""), wanted))
        case _:
            return _condition(part.name, part.value)


def _signed(byline: str | None) -> str:
    return _without_blanks(fold(byline or ""))


def _without_blanks(text: str) -> str:
    """M. T. as M.T.: a blank in initials is left out as often as not."""
    return "".join(text.split())


def _condition(name: str, value: Any) -> Condition:
    return make_conditions({name: value})[0]


def _is_lang(lang: str, wanted: str) -> bool:
    return lang == wanted or lang.startswith(f"{wanted}-")


def _day_before(limit: When) -> When:
    """The day that ends where a date begins: what is not after it is earlier than the date."""
    return When(limit.instant - timedelta(days=1), "day", limit.zone, limit.written)
