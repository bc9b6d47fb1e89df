"""The figures a post claims: found line by line, parts linked to their wholes, each told once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lfnkr_nb.analysis.dating import Dated
from lfnkr_nb.analysis.figures_en import figures_en
from lfnkr_nb.analysis.figures_ja import figures_ja
from lfnkr_nb.analysis.figures_ko import figures_ko
from lfnkr_nb.analysis.found import OTHERS, Figure
from lfnkr_nb.analysis.text import Line
from lfnkr_nb.analysis.units import CURRENCY_SIGNS, MEASURES

__all__ = ["figures_of_line"]

_READERS: Final = {"en": figures_en, "ja": figures_ja, "ko": figures_ko}

#: Between a whole and the part after it, in one sentence.
_PART_AFTER: Final = {
    "en": re.compile(
        r"\b(?:including|included|includes?|among (?:them|these|those|whom)"
        r"|of (?:whom|which|them|these))\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?:のうち|うち|(?<!の)中(?=[\d一二三四五六七八九十百千])|の(?:なか"
        r"|中)(?:で|に|の)?|^中)"
    ),
    "ko": re.compile(
        r"(?:^|[은는이가의,. ])(?:중|중에|중에서|가운데|가운데서|이 ?중|그 ?중"
        r"|이 가운데|그 가운데)(?=[ 은는에서,]|$)"
    ),
}
#: At the beginning of a sentence: the part of a whole told in a sentence before it.
_PART_OPENS: Final = {
    "en": re.compile(
        r"(?:also )?(?:included )?(?:among|amongst|of|out of|in) (?:them|these|those|that (?:number"
        r"|figure|total|group)|this (?:number|figure|total|group)|whom|the total)\b"
        r"|(?:the|this|that|these) (?:number|figure|total)s? (?:also )?include[sd]?\b"
        r"|they (?:also )?included?\b"
        r"|including\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(r"(?:この|その)?うち|(?:この|その)(?:中|なか)(?:に|で|の)?|なかには|中には"),
    "ko": re.compile(r"(?:이|그) ?(?:중|가운데)|여기에는|이에는"),
}
#: Between a part and the whole after it.
_WHOLE_AFTER: Final = {
    "en": re.compile(
        r"^ of (?:the |these |those |all |its |their |our |her |his |my |your )*$", re.IGNORECASE
    ),
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
_OF_WHOLE: Final = re.compile(
    r"(?:(?:^|[,;:] |and )(?:of|out of|among|amongst|from among) (?:the |these |those "
    r"|all |our |its )*|(?:^|[,;] )(?:of|out of) (?!every|each).{0,30})$",
    re.IGNORECASE,
)
#: "Ten people …, two girls among them": the part says so after its noun.
_AMONG_THEM: Final = re.compile(r" (?:among|amongst) (?:them|whom|these|those)\b", re.IGNORECASE)
#: Beyond a quadrillion nothing is counted in a post: a number typed by mistake, or an attack.
_TOO_LARGE: Final = 10**15
#: A whole and its parts in brackets: 家族4人(大人2人、子ども2人).
_IN_BRACKETS: Final = re.compile(r"\([^()]*$")
#: After an amount that everybody gives or gets, and that is no part of what they give together.
_EACH: Final = re.compile(r" ?씩|ずつ| each\b")
_OTHERS: Final = re.compile(r"\b(?:others|more)\b", re.IGNORECASE)
_TO_PAY: Final = re.compile(r"[.,;)]| (?:due|on|upon|for|when|at|in|after|by|later|to be)\b", re.IGNORECASE)
_CURRENCIES: Final = frozenset(CURRENCY_SIGNS.values())
#: So many figures before and after one are looked at for its whole.
_NEAR: Final = 12
#: Farther apart than this, a part and its whole are not told together.
_FAR: Final = 160
_OF_NAMED: Final = re.compile(r" of (?:the|these|those) ([A-Za-z]+)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[,;:](?!\d)|[()]")
_OF_THEM: Final = re.compile(
    r" (?:out )?of (?:them|whom|these|those|which|this number"
    r"|that number)\b",
    re.IGNORECASE,
)


def figures_of_line(line: Line, dates: Sequence[Dated], before: Sequence[Figure] = ()) -> list[Figure]:
    """The figures of one line, in order, each part linked to its whole.

    Args:
        line: The line.
        dates: Its dates; their numbers are no figures.
        before: The figures of the lines before it.
    """
    found = [f for f in _READERS[line.lang](line.text) if not _is_in_date(f.number, dates)]
    row = _Row(line, found, before)
    for place, figure in enumerate(found):
        row.linked.append(row.link(figure, place))
    return [figure for figure in row.linked if figure.unit and figure.value < _TOO_LARGE]


def _is_in_date(place: int, dates: Sequence[Dated]) -> bool:
    before = bisect_right(dates, place, key=lambda date: date.start) - 1
    return before >= 0 and place < dates[before].end


def _is_measure(unit: str) -> bool:
    return unit in MEASURES or unit.startswith(("square ", "cubic "))


class _Row:
    """The figures of a line, while parts are linked to their wholes from left to right."""

    def __init__(self, line: Line, found: Sequence[Figure], before: Sequence[Figure]) -> None:
        self.line = line
        self.text = line.text
        self.found = found
        self.before = before
        self.linked: list[Figure] = []

    def link(self, figure: Figure, place: int) -> Figure:
        """The figure with its whole, and a bare number with the unit of its whole."""
        if figure.unit == OTHERS:
            return self._others(figure)
        whole = self._whole(figure, place)
        if whole is None or "percent" in (whole.unit, figure.unit):
            return figure
        if not figure.unit:
            figure = replace(figure, unit=whole.unit)
        if figure.unit != whole.unit or not figure.value < (whole.high or whole.value):
            return figure
        return figure.part_of(whole.value)

    def _others(self, figure: Figure) -> Figure:
        """The others of "ten people were caught, eleven others stopped": of the same kind, but no part of them."""
        start, _ = self.line.sentence(figure.number)
        told = [
            f for f in (*self.before[-_NEAR:], *self.linked[-_NEAR:]) if f.unit and not _is_measure(f.unit)
        ]
        figure = replace(figure, unit=self._of_money(figure, start) or (told[-1].unit if told else "people"))
        whole = next(
            (f for f in self.linked[-_NEAR:] if f.number >= start and self._opens_with(f, start)), None
        )
        return figure.part_of(whole.value) if whole and figure.value < whole.value else figure

    def _of_named(self, figure: Figure, earlier: Sequence[Figure]) -> Figure | None:
        """The whole that is named again: "fourteen women …; two of the women"."""
        found = _OF_NAMED.search(self.text, figure.number, figure.end + 1) if self.line.lang == "en" else None
        if found is None:
            return None
        named = found[1].lower()
        return next(
            (f for f in reversed(earlier) if self.text[f.number : f.end].lower().endswith(named)), None
        )

    def _of_money(self, figure: Figure, start: int) -> str:
        """The currency of "3,000 yuan, and a further 5,000 on arrival"; empty where others or more people are told."""
        last = self.linked[-1] if self.linked else None
        if last is None or last.number < start or last.unit not in _CURRENCIES:
            return ""
        people = _OTHERS.search(self.text, figure.number, figure.end)
        return last.unit if _TO_PAY.match(self.text, figure.end) and not people else ""

    def _opens_with(self, whole: Figure, start: int) -> bool:
        return bool(_OF_WHOLE.search(self.text[start : whole.start]))

    def _whole(self, figure: Figure, place: int) -> Figure | None:
        start, end = self.line.sentence(figure.number)
        earlier = [f for f in self.linked[-_NEAR:] if f.number >= start and f.unit]
        whole = (
            self._right_after(figure, place, end)
            or self._sum_after(figure, place, end)
            or self._of_named(figure, earlier)
            or self._earlier(figure, earlier, start)
        )
        if whole is not None:
            return whole
        if self._says_of_them(figure):
            return self._last_told(earlier)
        opens = _PART_OPENS[self.line.lang].match(self.text, start, end)
        return self._last_told([]) if opens and not earlier else None

    def _last_told(self, earlier: Sequence[Figure]) -> Figure | None:
        told = earlier or self.linked or self.before
        return told[-1] if told else None

    def _says_of_them(self, figure: Figure) -> bool:
        if self.line.lang == "ko":
            return not figure.unit and figure.value < 10 and self.text.startswith("만", figure.end)
        if self.line.lang != "en":
            return False
        if _AMONG_THEM.match(self.text, figure.end):
            return True
        found = _OF_THEM.search(self.text, figure.number, figure.end + 20)
        return bool(found and not _CLAUSE.search(self.text, figure.number, found.start()))

    def _right_after(self, figure: Figure, place: int, end: int) -> Figure | None:
        """The whole that follows: "14 of 30 pupils", 子ども30人を含む200人."""
        later = self.found[place + 1] if place + 1 < len(self.found) else None
        if later is None or later.number >= end or not later.unit:
            return None
        return later if _WHOLE_AFTER[self.line.lang].search(self.text[figure.end : later.start]) else None

    def _sum_after(self, figure: Figure, place: int, end: int) -> Figure | None:
        """The sum that a row of figures ends with: 男性3人、女性3人、子ども3人の計9人."""
        row = figure.value
        for other in self.found[place + 1 : place + 1 + _NEAR]:
            if other.number >= end or other.unit != figure.unit or _EACH.match(self.text, figure.end):
                return None
            if _SUM[self.line.lang].search(self.text[max(0, other.start - 14) : other.start]):
                return other if row <= other.value and figure.value < other.value else None
            row += other.value
        return None

    def _earlier(self, figure: Figure, earlier: Sequence[Figure], start: int) -> Figure | None:
        """The whole among the figures before it in the sentence."""
        for whole in reversed(earlier):
            if whole.whole is not None:
                continue  # the sister of this part, perhaps
            between = self.text[whole.end : figure.start]
            if _PART_AFTER[self.line.lang].search(between) and len(between) < _FAR:
                return whole
            if _IN_BRACKETS.search(between):
                return whole
            if self.line.lang == "en" and self._opens_with(whole, start):
                return whole
        return None
