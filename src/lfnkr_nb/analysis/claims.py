"""The figures a post claims: found line by line, parts linked to their wholes, each told once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lfnkr_nb.analysis.dating import Dated
from lfnkr_nb.analysis.figures_en import figures_en
from lfnkr_nb.analysis.figures_ja import figures_ja
from lfnkr_nb.analysis.figures_ko import figures_ko
from lfnkr_nb.analysis.found import Figure
from lfnkr_nb.analysis.text import Line

__all__ = ["figures_of_line"]

_READERS: Final = {"en": figures_en, "ja": figures_ja, "ko": figures_ko}

#: Between a whole and the part after it, in one sentence.
_PART_AFTER: Final = {
    "en": re.compile(r"\b(?:including|included|includes?|among (?:them|these|those|whom)|of (?:whom|which|them|these))\b", re.IGNORECASE),
    "ja": re.compile(r"(?:のうち|うち|(?<!の)中(?=[\d一二三四五六七八九十百千])|の(?:なか|中)(?:で|に|の)?|^中)"),
    "ko": re.compile(r"(?:^|[은는이가의,. ])(?:중|중에|중에서|가운데|가운데서|이 ?중|그 ?중|이 가운데|그 가운데)(?=[ 은는에서,]|$)"),
}
#: At the beginning of a sentence: the part of a whole told in a sentence before it.
_PART_OPENS: Final = {
    "en": re.compile(
        r"(?:also )?(?:included )?(?:among|amongst|of|out of|in) (?:them|these|those|that (?:number|figure|total|group)|this (?:number|figure|total|group)|whom|the total)\b"
        r"|(?:the|this|that|these) (?:number|figure|total)s? (?:also )?include[sd]?\b|they (?:also )?included?\b|including\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(r"(?:この|その)?うち|(?:この|その)(?:中|なか)(?:に|で|の)?|なかには|中には"),
    "ko": re.compile(r"(?:이|그) ?(?:중|가운데)|여기에는|이에는"),
}
#: Between a part and the whole after it.
_WHOLE_AFTER: Final = {
    "en": re.compile(r"^ of (?:the |these |those |all |its |their |our )*$", re.IGNORECASE),
    "ja": re.compile(r"^(?:[^。\d]{0,6})?(?:を含む|を含め|をふくむ|を含んだ)[^。]{0,12}$"),
    "ko": re.compile(r"^(?:[을를])? ?(?:포함(?:한|해|하여|하면|된)|비롯한)[^.]{0,12}$"),
}
#: Before the sum of the figures before it.
_SUM: Final = {
    "en": re.compile(r"(?:\b(?:a total of|in all|altogether|together|in total)[, ]*$)", re.IGNORECASE),
    "ja": re.compile(r"(?:の?(?:計|合計|総計|総勢|合わせて|あわせて|都合)[、は]?)$"),
    "ko": re.compile(r"(?:등|모두|총|합쳐|합해|합계|도합) ?(?:모두|총)? ?$"),
}  # fmt: skip
#: "Of the 26 people, 19 were women": a sentence or clause that opens with its whole.
_OF_WHOLE: Final = re.compile(r"(?:^|[,;:] |and )(?:of|out of|among|amongst|from among) (?:the |these |those |all |our |its )*$", re.IGNORECASE)
_OF_THEM: Final = re.compile(r" (?:out )?of (?:them|whom|these|those|which|this number|that number)\b", re.IGNORECASE)


def figures_of_line(line: Line, dates: Sequence[Dated], before: Sequence[Figure] = ()) -> list[Figure]:
    """The figures of one line, in order, each part linked to its whole.

    Args:
        line: The line.
        dates: Its dates; their numbers are no figures.
        before: The figures of the lines before it.
    """
    taken = [(d.start, d.end) for d in dates]
    found = [f for f in _READERS[line.lang](line.text) if not _inside(f.number, taken)]
    linked: list[Figure] = []
    for place, figure in enumerate(found):
        linked.append(_linked(line, figure, found, linked, place, before))
    return [f for f in linked if f.unit]


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _linked(
    line: Line, figure: Figure, found: Sequence[Figure], linked: Sequence[Figure], place: int, before: Sequence[Figure]
) -> Figure:
    """The figure with its whole, and a bare number with the unit of its whole."""
    whole = _whole(line, figure, found, linked, place, before)
    if whole is None or whole.unit == "percent" or figure.unit == "percent":
        return figure
    if not figure.unit:
        figure = replace(figure, unit=whole.unit)
    if figure.unit != whole.unit or not figure.value < (whole.high or whole.value):
        return figure
    return figure.part_of(whole.value)


def _whole(
    line: Line, figure: Figure, found: Sequence[Figure], linked: Sequence[Figure], place: int, before: Sequence[Figure]
) -> Figure | None:
    start, end = line.sentence(figure.number)
    earlier = [f for f in linked if f.number >= start and f.unit]
    later = found[place + 1] if place + 1 < len(found) and found[place + 1].number < end else None
    if later is not None and _WHOLE_AFTER[line.lang].search(line.text[figure.end : later.start]) and later.unit:
        return later
    if total := _sum_after(line, figure, found[place + 1 :], end):
        return total
    if earlier and (whole := _earlier_whole(line, figure, earlier, start)):
        return whole
    if line.lang == "en" and _OF_THEM.match(line.text, _number_end(figure, line)):
        return (earlier or [*before, *linked] or [None])[-1]
    if _PART_OPENS[line.lang].match(line.text, start, end) and not earlier:
        return ([*before, *linked] or [None])[-1]
    return None


def _number_end(figure: Figure, line: Line) -> int:
    """Where a partitive may start: after the number, which has no unit, or whose unit stands after it."""
    found = _OF_THEM.search(line.text, figure.number, figure.end + 20)
    return found.start() if found else figure.end


def _earlier_whole(line: Line, figure: Figure, earlier: Sequence[Figure], start: int) -> Figure | None:
    """The whole among the figures before it in the sentence."""
    text = line.text
    for whole in reversed(earlier):
        if whole.whole is not None:
            continue  # the sister of this part, perhaps
        between = text[whole.end : figure.start]
        if _PART_AFTER[line.lang].search(between) and len(between) < 160:
            return whole
        opening = text[start : whole.start]
        if line.lang == "en" and (_OF_WHOLE.search(opening) or re.search(r"(?:^|[,;] )(?:of|out of) .{0,30}$", opening, re.IGNORECASE)):
            return whole
        if line.lang == "en" and not figure.unit and _OF_WHOLE.search(f"{opening} "):
            return whole
    return None


def _sum_after(line: Line, figure: Figure, later: Sequence[Figure], end: int) -> Figure | None:
    """The sum that a row of figures ends with: 男性3人、女性3人、子ども3人の計9人."""
    row = figure.value
    for other in later:
        if other.number >= end or other.unit != figure.unit:
            return None
        if _SUM[line.lang].search(line.text[max(0, other.start - 14) : other.start]):
            return other if row <= other.value and figure.value < other.value else None
        row += other.value
    return None
