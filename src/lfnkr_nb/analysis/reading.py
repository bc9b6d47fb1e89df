"""One post, read: the figures it claims and the dates it mentions, each with its sentence and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lfnkr_nb.analysis.acts import Deed, deed_near, same_actor, source_of
from lfnkr_nb.analysis.claims import figures_of_line
from lfnkr_nb.analysis.dating import Dated, dates_of_line, nearest, reference
from lfnkr_nb.analysis.found import Figure
from lfnkr_nb.analysis.resolving import Reference
from lfnkr_nb.analysis.text import Line, lines_of

if TYPE_CHECKING:
    from lfnkr_nb.dates import When
    from lfnkr_nb.post import Post

__all__ = ["Claim", "DateMention", "Reading", "read_post", "read_text"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as a post claims it. Places are those of the post's plain text; what is unknown is empty or None."""

    value: float
    value_to: float | None
    qualifier: str
    unit: str
    act: str
    actor: str
    subset_of: float | None
    words: str
    sentence: str
    start: int | None
    end: int | None
    date: str
    lang: str
    source: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a post mentions it, in its plain text, and what its sentence tells of."""

    edtf: str
    rule: str
    words: str
    sentence: str
    start: int
    end: int
    lang: str
    act: str
    actor: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All figures and dates of a post, in reading order."""

    claims: tuple[Claim, ...]
    dates: tuple[DateMention, ...]


#: A sentence that goes on with what the one before it told.
_GOES_ON: Final = {
    "en": re.compile(
        r"(?:also |included |all )?(?:among|of|in) (?:them|these|those|that|this|the years"
        r"|all)\b|(?:they|these|those|this|that|both|the (?:two|three|\w+teen|men|women"
        r"|group))\b"
        r"|in the (?:years|months|weeks|days) that followed|since then|by then|that (?:day"
        r"|night|month|year)",
        re.IGNORECASE,
    ),
    "ja": re.compile(r"(?:この|その|これ|それ|同|うち|以後|以来|当時)"),
    "ko": re.compile(r"(?:이 |그 |이들|그들|이날|이 중|그중|이후|그 후|이 가운데|당시)"),
}
#: So many claims of one value and unit are compared in a post.
_MOST_ALIKE: Final = 20
_ON_FROM: Final = re.compile(
    r"in the (?:years|months|weeks|days) that followed|since then"
    r"|^以後|^その後|^以来|^이후|^그 후",
    re.IGNORECASE,
)


def read_post(post: Post, after: When | None) -> Reading:
    """Figures and dates of a post; figures that an editor wrote into its front matter in the editor's words.

    Args:
        post: The post.
        after: What an undated post is known to be later than.
    """
    from lfnkr_nb.analysis.confirmed import with_confirmed  # noqa: PLC0415 - it builds on this module

    reading = read_text(post.plain, post.lang, reference(post, after))
    records = post.get("figures", ())
    if not records:
        return reading
    return Reading(with_confirmed(reading.claims, records, post.plain, post.lang), reading.dates)


def read_text(plain: str, lang: str, post: Reference) -> Reading:
    """Figures and dates of a plain text. The same text, language and reference give the same reading, always.

    Args:
        plain: The visible words of a post, `post.plain`.
        lang: The post's language.
        post: When it was published.
    """
    claims: list[Claim] = []
    dates: list[DateMention] = []
    figures: list[Figure] = []
    for line in lines_of(plain, lang):
        dated = dates_of_line(line, post)
        found = figures_of_line(line, dated, figures)
        figures += found
        dates += [_date_mention(line, date) for date in dated]
        claims += [_claim(line, figure, dated) for figure in found]
    return Reading(_told_once(claims), tuple(dates))


def _date_mention(line: Line, date: Dated) -> DateMention:
    start, end = line.sentence(date.start)
    deed = deed_near(line, date.start, start, end)
    return DateMention(
        date.edtf, date.rule, line.said(date.start, date.end), line.said(start, end), *line.span(date.start, date.end),
        line.lang, deed.act, deed.actor,
    )  # fmt: skip


def _claim(line: Line, figure: Figure, dated: Sequence[Dated]) -> Claim:
    start, end = line.sentence(figure.number)
    deed, date = _told_with(line, figure, dated, start, end)
    return Claim(
        value=figure.value, value_to=figure.high, qualifier=figure.qualifier, unit=figure.unit,
        act=deed.act, actor=deed.actor, subset_of=figure.whole,
        words=line.said(figure.start, figure.end), sentence=line.said(start, end),
        start=line.span(figure.start, figure.end)[0], end=line.span(figure.start, figure.end)[1],
        date=date, lang=line.lang, source=source_of(line, start, end),
    )  # fmt: skip


def _told_with(line: Line, figure: Figure, dated: Sequence[Dated], start: int, end: int) -> tuple[Deed, str]:
    """Act and date of a figure: of its sentence, else of the sentence it goes on from."""
    deed = deed_near(line, figure.number, start, end)
    date = nearest(dated, figure.number, start, end)
    edtf = date.edtf if date else ""
    if (deed.act and edtf) or not _GOES_ON[line.lang].match(line.text, start, end):
        return deed, edtf
    place = line.number_of_sentence(figure.number)
    while place > 0 and not (deed.act and edtf):
        place -= 1
        first, last = line.sentences[place]
        earlier = nearest(dated, first, first, last)
        if earlier and not edtf:
            open_end = _ON_FROM.match(line.text, start, end) and "/" not in earlier.edtf
            edtf = f"{earlier.edtf}/.." if open_end else earlier.edtf
        if not deed.act:
            deed = deed_near(line, last, first, last)
        if not _GOES_ON[line.lang].match(line.text, first, last):
            break
    return deed, edtf


def _told_once(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without those that only tell another one of the post again, in another sentence."""
    kept: list[Claim] = []
    places: dict[tuple[float, float | None, str], list[int]] = {}
    for claim in claims:
        alike = places.setdefault((claim.value, claim.value_to, claim.unit), [])
        place = next((n for n in alike[:_MOST_ALIKE] if _same(claim, kept[n])), None)
        if place is None:
            alike.append(len(kept))
            kept.append(claim)
        else:
            kept[place] = _joined(kept[place], claim)
    return tuple(kept)


def _same(claim: Claim, other: Claim) -> bool:
    """Whether a claim of the same value and unit tells another one again."""
    if claim.sentence == other.sentence or claim.qualifier not in (other.qualifier, "none"):
        return False
    acts = not claim.act or not other.act or claim.act == other.act
    dates = not claim.date or not other.date or claim.date == other.date
    wholes = claim.subset_of is None or other.subset_of is None or claim.subset_of == other.subset_of
    return acts and dates and wholes and same_actor(claim.actor, other.actor)


def _joined(first: Claim, again: Claim) -> Claim:
    """The first telling, with what only the second one says."""
    return replace(
        first,
        act=first.act or again.act,
        actor=first.actor or again.actor,
        date=first.date or again.date,
        subset_of=first.subset_of if first.subset_of is not None else again.subset_of,
    )
