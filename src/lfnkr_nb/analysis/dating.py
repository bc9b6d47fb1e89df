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
from lfnkr_nb.analysis.text import Line

if TYPE_CHECKING:
    from lfnkr_nb.dates import When
    from lfnkr_nb.post import Post

__all__ = ["Dated", "dates_of_line", "nearest", "reference"]

_READERS: Final = {"en": dates_en, "ja": dates_ja, "ko": dates_ko}

#: Words that say whether a sentence tells of what was or of what is to come. In English they stand before the
#: date as a rule, in Japanese and Korean, whose verbs come last, after it.
_CUES: Final = {
    "en": re.compile(
        r"(?P<future>\b(?:(?:will|shall|won’t|to)(?: not)?(?: also)? be(?: [a-z]+(?:ed"
        r"|ld|nt|en))?|will|shall|won’t|(?:is|are) (?:scheduled|planned|expected)|is due"
        r"|are due|due (?:on|in|by)|scheduled|planned|plans? to|going to|upcoming|coming"
        r"|deadline"
        r"|please|join us|invited?|intends? to|hopes? to|is to|are to|until then)\b)|(?P<past>\b(?:was"
        r"|were|had|did|has|have"
        r"|[a-z]{2,}ed|began|became|broke|brought|built|came|caught|drove|fell|fled|found"
        r"|gave|went|held|knew|left|lost|made"
        r"|met|paid|put|ran|said|sailed|saw|sent|set|shot|sold|spoke|stood|struck|took"
        r"|told|wrote|won|drew|grew|rose|sank|since)\b)",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?P<future>予定|締め?切り?|見込み|見通し|計画|(?:開き|行い|開催し|上映し|始め|出発し|販売し"
        r"|実施し|集まり|届け|会い)ます|(?:開催|上映|開始|募集|締切|締め切り?)(?:する|です"
        r"|。|$)"
        r"|ください|下さい|ましょう|でしょう|だろう|までに|開く。|行う。|来る|入る。|始まる"
        r"|始まります|待ちし)"
        r"|(?P<past>た(?=[。、」\sとがめこのも・]|$)|だ(?=。)|していた|ました|でした|だった"
        r"|った(?=[^ら])|された|した(?=[^いら]))"
    ),
    "ko": re.compile(
        r"(?P<future>예정|계획|[할될릴올갈낼줄볼] (?:것|수)|엽니다|열립니다|열린다|모입니다"
        r"|시작합니다|개최합니다|상영합니다|마감|신청|바랍니다|주십시오|주세요|오세요|들어간다"
        r"|하겠|되겠|오는 )"
        r"|(?P<past>[았었였했됐왔갔났졌렸셨겼혔쳤썼봤줬뤘](?:다|고|으|던|습|지|는|을|음"
        r"|기|단|어)|(?:한|된|인|든|친|진|난|은|온|간) (?=[가-힣])|했|됐|왔|던 )"
    ),
}  # fmt: skip


#: Words between two dates of one range or list.
_JOINS: Final = re.compile(
    r" ?(?:to|through|until|till|and|or|–|-|—|~|,|から|と|、|・"
    r"|および|及び|부터|에서|과|와|및)(?: the)? ?"
)


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
    years: set[str] = set()
    before = ""
    mentions = list(_READERS[line.lang](line.text))
    for place in range(len(mentions)):
        mention = _with_shared_year(line, mentions, place)
        resolved = _resolve(line, mention, post, before, found)
        if resolved is None:
            continue
        if resolved.rule == "as written":
            years |= set(re.findall(r"\d{4}", resolved.edtf))
        elif mention.way == "open" and _is_elsewhere(resolved.edtf, years):
            resolved = resolve(mention, Reference(None, None)) or resolved
        if mention.weekday is not None and mention.way == "open" and resolved.rule == "unresolved":
            continue
        found.append(Dated(mention.start, mention.end, resolved.edtf, resolved.rule))
        if re.match(r"\d{4}(?!.*/)", resolved.edtf):
            before = resolved.edtf
    return found


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
    direction = _direction(line, mention) if mention.way == "open" else ""
    if mention.weekday is not None and mention.way == "open" and not direction:
        return None  # "on Saturday afternoon" may be any of them
    return resolve(mention, post, direction=direction, before=before)


def _is_elsewhere(edtf: str, years: set[str]) -> bool:
    """Whether the line speaks of other years than this one: "She left in 2010. In March …" stays open."""
    return bool(years) and edtf[:4].isdigit() and edtf[:4] not in years


def _with_shared_year(line: Line, mentions: Sequence[Mention], place: int) -> Mention:
    """A mention with the year it shares: "from August to December 2013", "In 2013, on May 5", 2013年8月と10月."""
    mention = mentions[place]
    if mention.way != "open" or mention.month is None:
        return mention
    following = mentions[place + 1] if place + 1 < len(mentions) else None
    joined = following and _JOINS.fullmatch(line.text, mention.end, following.start)
    if following and joined and following.way == "written" and following.year and following.month:
        back = (mention.month, mention.day or 0) > (following.month, following.day or 0)
        return replace(mention, way="written", year=following.year - back)
    before = mentions[place - 1] if place else None
    if before and before.way == "written" and before.year and not before.edtf:
        between = line.text[before.end : mention.start]
        if before.month is None and re.fullmatch(r", (?:on |in )?|[,、の ]{0,2}", between):
            return replace(mention, way="written", year=before.year)
        if before.month and before.month < 13 and _JOINS.fullmatch(between):
            ahead = (mention.month, mention.day or 0) < (before.month, before.day or 0)
            return replace(mention, way="written", year=before.year + ahead)
    return mention


def _carried(line: Line, mention: Mention, found: Sequence[Dated]) -> Resolved | None:
    """A day alone after a day of the same sentence is one of the same month: 8月3日から5日まで."""
    start, _ = line.sentence(mention.start)
    days = [d for d in found if d.start >= start and re.fullmatch(r"\d{4}-\d\d-\d\d", d.edtf)]
    if not days or int(days[-1].edtf[8:]) >= (mention.day or 0) or days[-1].rule == "latest up to the post":
        return None
    return Resolved(f"{days[-1].edtf[:8]}{mention.day:02}", "counted from the text")


def _direction(line: Line, mention: Mention) -> str:
    start, end = line.sentence(mention.start)
    cues = _CUES[line.lang]
    left = [m.lastgroup or "" for m in cues.finditer(line.text, start, mention.start)]
    right = cues.search(line.text, mention.end, end)
    after = (right.lastgroup or "") if right else ""
    if line.lang == "en":
        return left[-1] if left else after
    return after or (left[-1] if left else "")


def nearest(found: Sequence[Dated], place: int, start: int, end: int) -> Dated | None:
    """The date nearest to a place within a sentence; one before it wins over one after it at equal distance."""
    inside = found[bisect_left([d.start for d in found], start) :]
    inside = [d for d in inside if d.end <= end]
    return min(inside, key=lambda d: (abs(d.start - place), d.start > place), default=None)
