"""Readings become rows of the frames `figures`, `contested`, `dates` and `events`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from lfnkr_nb.analysis.edtf import bounds, precision
from lfnkr_nb.analysis.events import Event, event_of
from lfnkr_nb.analysis.reading import Claim, Reading

__all__ = ["contested_rows", "date_rows", "event_rows", "figure_rows"]

Readings = Sequence[tuple[str, Reading]]


def figure_rows(readings: Readings, events: Iterable[Event]) -> list[dict[str, Any]]:
    """Rows of the `figures` frame: one for each claim, in reading order."""
    names = event_of(events)
    return [
        {**_claim_row(key, claim), "event": names.get(id(claim))}
        for key, reading in readings
        for claim in reading.claims
    ]


def _claim_row(key: str, claim: Claim) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(claim, name) for name in Claim.__slots__}
    return {"post": key} | {name: None if value == "" else value for name, value in row.items()}


def contested_rows(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Rows of the `contested` frame: the claims about one event and unit that do not say the same, side by side.

    A claim told again by the same source is one row. A part is never set against its whole.
    """
    rows = []
    for event in events:
        by_unit: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
        for key, claim in event.claims:
            if claim.subset_of is None:
                by_unit[claim.unit].append((key, claim))
        for unit, claims in sorted(by_unit.items()):
            told = {"event": event.name, "date": event.date, "unit": unit or None}
            rows += [{**_claim_row(key, claim), **told} for key, claim in _rivals(_differing(claims), event)]
    return rows


def _rivals(claims: Sequence[tuple[str, Claim]], event: Event) -> list[tuple[str, Claim]]:
    """The claims that another one contradicts."""
    return [one for one in claims if any(_contradict(one, other, event) for other in claims)]


def _contradict(one: tuple[str, Claim], other: tuple[str, Claim], event: Event) -> bool:
    """Whether two claims give different numbers for one thing.

    Figures that one source tells in one post stand beside each other ("three men and four women"). Of a whole
    year many things are counted, so there only numbers of one size are set against each other.
    """
    (post, first), (other_post, second) = one, other
    if first.value == second.value and first.value_to == second.value_to:
        return False
    if post == other_post and (first.source == second.source or first.sentence == second.sentence):
        return False
    if precision(event.date) in ("month", "day"):
        return True
    low, high = sorted((first.value, second.value))
    return high <= 2 * low


def _differing(claims: Sequence[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """The claims that differ in number or qualifier; of equal ones of different posts the first, newest post."""
    found: dict[tuple[float, float | None, str, str], tuple[str, Claim]] = {}
    for key, claim in claims:
        found.setdefault((claim.value, claim.value_to, claim.qualifier, claim.source), (key, claim))
    return list(found.values())


def date_rows(readings: Readings) -> list[dict[str, Any]]:
    """Rows of the `dates` frame: one for each mention, in reading order."""
    return [
        {
            "post": key,
            "date": mention.edtf,
            **_span_of_days(mention.edtf),
            "rule": mention.rule,
            "words": mention.words,
            "sentence": mention.sentence,
            "start": mention.start,
            "end": mention.end,
            "act": mention.act or None,
            "lang": mention.lang,
        }
        for key, reading in readings
        for mention in reading.dates
    ]


def _span_of_days(edtf: str) -> dict[str, Any]:
    first, last = bounds(edtf)
    return {"precision": precision(edtf), "earliest": _midnight(first), "latest": _midnight(last)}


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def event_rows(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Rows of the `events` frame: a timeline, the latest event first."""
    return [_event_row(event) for event in events]


def _event_row(event: Event) -> dict[str, Any]:
    told = [claim.sentence for _, claim in event.claims] + [mention.sentence for _, mention in event.mentions]
    return {
        "event": event.name,
        "date": event.date,
        **_span_of_days(event.date),
        "act": event.act,
        "actor": event.actor or None,
        "figures": len(event.claims),
        "mentions": len(event.mentions),
        "posts": len(event.posts),
        "post": event.posts[0],
        "sentence": told[0],
    }
