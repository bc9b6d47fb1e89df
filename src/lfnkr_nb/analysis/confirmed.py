"""What an editor wrote into `figures:` of a post's front matter, joined to the claims that were read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lfnkr_nb.analysis.found import NO_QUALIFIER
from lfnkr_nb.analysis.numerals import EN_NUMBER, JA_NUMBER, KO_NUMBER, en_value, ja_value, ko_value
from lfnkr_nb.analysis.reading import Claim
from lfnkr_nb.schema import FRAME_QUALIFIERS

__all__ = ["number", "with_confirmed"]

_NUMBERS: Final = (
    (re.compile(EN_NUMBER, re.IGNORECASE), en_value),
    (re.compile(JA_NUMBER), ja_value),
    (re.compile(KO_NUMBER), ko_value),
)


def with_confirmed(
    claims: Sequence[Claim], records: Sequence[Any], plain: str, lang: str
) -> tuple[Claim, ...]:
    """The claims of a post, those an editor wrote down in the editor's words.

    A record takes the place of the claim with its value (and its sentence or unit, where several have it). A
    record without such a claim is a claim of its own. A record without a number is left out.

    Args:
        claims: The claims read from the text, in reading order.
        records: `figures:` of the front matter.
        plain: The post's plain text.
        lang: The post's language.
    """
    joined, added = list(claims), []
    free = set(range(len(joined)))
    for record in records:
        value = number(record.get("value")) if isinstance(record, Mapping) else None
        if value is None:
            continue
        place = _place(joined, free, value, record)
        if place is None:
            added.append(_edited(_unread(value, record, plain, lang), record))
        else:
            free.discard(place)
            joined[place] = _edited(joined[place], record)
    return tuple(sorted([*joined, *added], key=lambda c: (c.start is None, c.start or 0)))


def number(value: Any) -> float | None:
    """A number as a header or a command writes it: 600, 93,000, 1.5; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).replace(",", "").replace("_", "").strip()
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _place(claims: Sequence[Claim], free: set[int], value: float, record: Mapping[str, Any]) -> int | None:
    """The claim a record means: the one that fits best of those with its value."""
    fits = [n for n in sorted(free) if claims[n].value == value]
    if not fits:
        return None
    said = _words(record.get("sentence"))
    unit = str(record.get("unit") or "")
    best = max(
        fits, key=lambda n: (bool(said) and said == _words(claims[n].sentence), claims[n].unit == unit)
    )
    in_other_sentence = said and said != _words(claims[best].sentence) and claims[best].unit != unit
    return None if in_other_sentence else best


def _words(text: Any) -> str:
    return re.sub(r"[\W_]+", "", str(text or "")).casefold()


def _edited(claim: Claim, record: Mapping[str, Any]) -> Claim:
    """The claim with what the editor's record says."""
    given = {
        name: str(record[name])
        for name in ("unit", "act", "actor", "source", "confirmed_by")
        if record.get(name)
    }
    qualifier = str(record.get("qualifier") or "")
    if qualifier:
        given["qualifier"] = qualifier if qualifier in FRAME_QUALIFIERS else NO_QUALIFIER
    elif record.get("confirmed_by"):
        given["qualifier"] = NO_QUALIFIER
    if record.get("start"):
        end = record.get("end")
        given["date"] = str(record["start"]) if end in (None, record["start"]) else f"{record['start']}/{end}"
    whole = number(record.get("subset_of"))
    return replace(claim, **given, **({"subset_of": whole} if whole is not None else {}))  # type: ignore[arg-type]


def _unread(value: float, record: Mapping[str, Any], plain: str, lang: str) -> Claim:
    """A claim that only the front matter makes, with its place when its sentence is in the text."""
    sentence = str(record.get("sentence") or "")
    start = plain.find(sentence) if sentence else -1
    span = _number_in(sentence, value) if start >= 0 else None
    first, last = (start + span[0], start + span[1]) if span else (start, start + len(sentence))
    return Claim(
        value=value,
        value_to=None,
        qualifier=NO_QUALIFIER,
        unit="",
        act="",
        actor="",
        subset_of=None,
        words=plain[first:last] if start >= 0 else "",
        sentence=sentence,
        start=first if start >= 0 else None,
        end=last if start >= 0 else None,
        date="",
        lang=lang,
        source="",
    )


def _number_in(sentence: str, value: float) -> tuple[int, int] | None:
    for pattern, read in _NUMBERS:
        for found in pattern.finditer(sentence):
            if read(found[0]) == value:
                return found.span()
    return None
