"""Dated happenings: what posts tell of one act at one date, in whatever language, is one event."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lfnkr_nb.analysis.acts import same_actor
from lfnkr_nb.analysis.edtf import bounds, precision
from lfnkr_nb.analysis.reading import Claim, DateMention, Reading

__all__ = ["Event", "event_of", "events_of"]


@dataclass
class Event:
    """One happening.

    Attributes:
        date: When, as EDTF.
        act: What.
        actor: Who did it; empty where no sentence says.
        claims: The figures claimed about it, each with its post's key.
        name: Its act and date, and its actor where another event shares both.
        mentions: The dates mentioned with it, each with its post's key.
    """

    date: str
    act: str
    actor: str = ""
    name: str = ""
    claims: list[tuple[str, Claim]] = field(default_factory=list)
    mentions: list[tuple[str, DateMention]] = field(default_factory=list)

    @property
    def posts(self) -> list[str]:
        """Keys of the posts that tell of it, in the archive's order."""
        return list(dict.fromkeys([key for key, _ in self.claims] + [key for key, _ in self.mentions]))


def events_of(readings: Iterable[tuple[str, Reading]]) -> list[Event]:
    """The events that posts tell of, the latest first; those without a year at the end.

    Two tellings are one event when act and date agree and no two different actors are named. A date without its
    year joins the one event that it fits; when it fits several, it stays apart.

    Args:
        readings: Each post's key and reading, in the archive's order.
    """
    found: list[Event] = []
    by_place: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for key, reading in readings:
        for claim in reading.claims:
            if claim.act and claim.date:
                _event(by_place, found, claim.act, claim.date, claim.actor).claims.append((key, claim))
        for mention in reading.dates:
            if mention.act and precision(mention.edtf) not in ("decade", "century"):
                _event(by_place, found, mention.act, mention.edtf, mention.actor).mentions.append(
                    (key, mention)
                )
    return sorted(_named(_joined(found)), key=_moment)


def _event(
    by_place: Mapping[tuple[str, str], list[Event]], found: list[Event], act: str, date: str, actor: str
) -> Event:
    same = by_place[act, date.removesuffix("/..")]
    event = next((e for e in same if same_actor(e.actor, actor)), None)
    if event is None:
        event = Event(date.removesuffix("/.."), act, actor)
        same.append(event)
        found.append(event)
    event.actor = event.actor or actor
    return event


def _joined(found: Sequence[Event]) -> list[Event]:
    """The events with those of an unknown year put to the only whole date they fit."""
    whole: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in found:
        if re.match(r"\d{4}-\d\d-\d\d$", event.date):
            whole[event.act, event.date[4:]].append(event)
    kept = []
    for event in found:
        fits = whole.get((event.act, event.date[4:]), []) if event.date.startswith("XXXX") else []
        fits = [other for other in fits if same_actor(other.actor, event.actor)]
        if len(fits) == 1:
            fits[0].claims += event.claims
            fits[0].mentions += event.mentions
        else:
            kept.append(event)
    return kept


def _named(events: list[Event]) -> list[Event]:
    count = Counter((event.act, event.date) for event in events)
    for event in events:
        shared = count[event.act, event.date] > 1 and event.actor
        event.name = f"{event.act} {event.date}" + (f" ({event.actor})" if shared else "")
    return events


def _moment(event: Event) -> tuple[bool, int, str]:
    first, _ = bounds(event.date)
    return first is None, -(first.toordinal() if first else 0), event.name


def event_of(events: Iterable[Event]) -> dict[int, str]:
    """The name of the event of each claim, by the identity of the claim."""
    return {id(claim): event.name for event in events for _, claim in event.claims}
