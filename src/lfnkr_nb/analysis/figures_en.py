"""Figures in English sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lfnkr_nb.analysis.found import NO_QUALIFIER, OTHERS, Figure, firmest
from lfnkr_nb.analysis.numerals import EN_NUMBER, en_value
from lfnkr_nb.analysis.patterns import windows, words, words_in
from lfnkr_nb.analysis.qualifiers_en import qualifier_after, qualifier_before, qualifier_odd
from lfnkr_nb.analysis.units import CURRENCY_SIGNS, EN_NOT_COUNTED, EN_THINGS, en_unit

__all__ = ["figures_en"]

_MONEY: Final = r"(?:(?:US|A|C|HK)?\$|[¥￥€£₩￦]|\b(?:USD|EUR|GBP|JPY|KRW|CNY|RMB)) ?"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,:/#°-])(?P<money>{_MONEY})?(?P<low>{EN_NUMBER})(?P<short>(?:k|m|mn|bn)\b)?"
    rf"(?:(?P<join> ?[-–—~] ?| (?:to|or|and) (?:(?:as many as|even|perhaps|maybe|about|around) )?)"
    rf"(?:{_MONEY})?(?P<high>{EN_NUMBER})(?P<short2>(?:k"
    rf"|m|mn|bn)\b)?)?"
    r"(?P<odd>-odd\b|-plus\b"
    r"| or more\b(?! than)| or so\b| or fewer\b(?! than)| or less\b(?! than)| plus\b(?! [\da])|\+)?",
    re.IGNORECASE,
)
#: A line without digits and without any of these words has no figure.
_NUMBER_WORDS: Final = frozenset(
    words("""
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    dozen
    """)
)
_DIGIT: Final = re.compile("[0-9]")
_NUMBERISH: Final = re.compile(
    rf"[0-9]|(?:{'|'.join(sorted(_NUMBER_WORDS))})\b|(?:least|to) one\b|one and a half|half an? ",
    re.IGNORECASE,
)
_NUMBER_WORD: Final = re.compile(EN_NUMBER, re.IGNORECASE)
#: A currency before a number, or a range after it, reaches no farther from it than this.
_REACH: Final = 12
_SHORT: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
#: Right of a number: a time, an address, a telephone number, an ordinal, a share.
_NO_AMOUNT_AFTER: Final = re.compile(
    r"[:/]\d|[-–]\d|\.\d|(?:st|nd|rd|th)\b|,\d|[)\]]|-(?:year|month|week|day|hour|minute"
    r"|point|fold|storey|story|part"
    r"|party|star|time)s?\b| (?:in|out of) (?:every )?(?:\d{1,3}(?![\d,])|two|three"
    r"|four|five|ten|hundred)\b(?! (?:province|prefecture|village|cit|town|countr|day|week"
    r"|month|year))|’?s\b(?! )|°|-?fold\b",
    re.IGNORECASE,
)
_RATE_BEFORE: Final = re.compile(r"\b(?:every|each|per) $", re.IGNORECASE)
_SHARE_BEFORE: Final = re.compile(r"(?:\b[a-z]+|\d) (?:in|out of) (?:every )?$", re.IGNORECASE)
_RATIO: Final = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+)$", re.IGNORECASE)
#: Left of a number that is part of a name.
_NAMES: Final = re.compile(
    r"(?:\b(?:article|art\.|section|sec\.|chapter|volume|vol\.|nos?\.|number|resolution"
    r"|hall|room|gate|camp|office"
    r"|group|part|page|pages|pp?\.|figure|fig\.|table|phase|step|line|route|flight|bureau"
    r"|unit|division|level|grade"
    r"|item|annex|appendix|footnote|platform|building|rule|lesson|class|zone|sector|pier"
    r"|track|model|type|version"
    r"|paragraph|para\.|psalm|verse|highway|channel|issue|edition|age|aged|ages|magnitude"
    r"|area|clause|law|act|ext\.|tel\.?|phone"
    r"|fax|minus|top|covid|apollo|day|box) ?|#|-)$",
    re.IGNORECASE,
)
_CAPITAL_BEFORE: Final = re.compile(r"[\w,;:’”)] [A-Z][a-z]+(?:-[A-Z][a-z]+)? $")
_YEAR_BEFORE: Final = re.compile(
    r"\b(?:in|since|until|till|by|from|of|the|during|after|before|between|and|to|early"
    r"|late|mid|year|than|for) $",
    re.IGNORECASE,
)
_VAGUE_BEFORE: Final = re.compile(
    r"\b(?:several|few|many|some|couple of|tens of|hundreds of"
    r"|thousands of|no) $",
    re.IGNORECASE,
)
_SCALE_ALONE: Final = re.compile(r"(?:hundred|thousand|million|billion|dozen)\b", re.IGNORECASE)

_WORD: Final = re.compile(r"[ -]?([A-Za-z][A-Za-z’'²³]*(?:-[A-Za-z]+)*)(\.(?= ?[a-z]))?")
_STOP: Final = frozenset(
    words("""
    is are was were be been being in on at of to for from by with and or but nor who whom whose that which
    than as has have had will would may might can could should shall must do does did the a an this these
    those it they he she we you i not no if when while where until since after before about over under into
    onto between among against during through without because so then there here also only more fewer less
    later earlier ago each every per both all out up down off away back said says say holds hold
    shows show means mean requires require forbids forbid provides provide remains remain needs need
    comes come goes go gives give makes make call run reads looks look seems seem appears appear
    like speaks tells begins ends stands lies took take takes came went got gets percent
    """)
)
_PERCENT: Final = re.compile(r" ?(?:%(?!-)|percent\b(?! points?)|per cent\b|pc\b)", re.IGNORECASE)
_SQUARE: Final = re.compile(
    r" ?(?:(?:sq\.?|square) ?(km|kilomet(?:re|er)s?|m|met(?:re"
    r"|er)s?|miles?|feet)\b|(km|m)(?:²|2\b))",
    re.IGNORECASE,
)
_CURRENCY_WORD: Final = re.compile(
    r" (?:(?:US|U\.S\.|American|Canadian|Australian|Hong Kong|Chinese|Japanese|(?:North "
    r"|South )?Korean) )?"
    r"(?P<unit>dollars?|yen|won(?! (?:the|a|an|his|her|their|in)\b)|yuan|renminbi|RMB|euros?"
    r"|pounds?(?= sterling)"
    r"|rubles?|roubles?|baht|kip)\b",
    re.IGNORECASE,
)
_SYMBOL: Final = re.compile(r" ?(km|kg|cm|mm|m|g|t|ha)\b(?![.²³/]\w|²|³|')")
_SYMBOL_UNIT: Final = {"g": "grams", "t": "tons", "ha": "hectares"}
#: A measure in the singular is one of what follows: a 372-page report, a 20 metre boat.
_COMPOUND: Final = re.compile(
    r"[- ](page|(?:centi|kilo)?met(?:re|er)|mile|foot|kilo(?:gram(?:me)?)?|gram(?:me)?|ton(?:ne)?|lit(?:re|er)|acre"
    r"|hectare"
    r"|dollar|euro|pound|rouble|ruble|yen|yuan|won|baht)\b(?=[- ]|[.,;:)]|$)(?!-[a-z]+s? (?:of|the)\b)",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(r"-(?:strong|member|person|man|woman)\b(?: [a-z]+)?", re.IGNORECASE)
#: Units that stand right after the number, and how each is named.
_MEASURES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (_PERCENT, lambda _: "percent"),
    (_CURRENCY_WORD, lambda found: en_unit(found["unit"]) or ""),
    (_SQUARE, lambda found: f"square {en_unit(found[1] or found[2])}"),
    (_SYMBOL, lambda found: _SYMBOL_UNIT.get(found[1], found[1])),
    (_STRONG, lambda _: "people"),
    (_COMPOUND, lambda found: en_unit(found[1]) or f"{found[1].lower()}s"),
)
_NEXT_NUMBER: Final = re.compile(rf"(?:,| and| or) (?:{EN_NUMBER})", re.IGNORECASE)
_PARTITIVE: Final = re.compile(
    r" (?:out )?of (?:them|whom|these|those|which|this number"
    r"|that number)\b",
    re.IGNORECASE,
)
_OF_NOUN: Final = re.compile(r" of (?:the|these|those|our|its|their|his|her|my|your)\b", re.IGNORECASE)
_OF_NUMBER: Final = re.compile(r" of (?:the |these |those |all )?[\da-z]", re.IGNORECASE)
_GOES_ON: Final = re.compile(r" (?!per\b)[a-z(]")
#: Before a bare number that is a part; an age stands between commas and so has nothing after it.
_BARE_BEFORE: Final = re.compile(
    r"(?:^|[,;:(] |\b(?:and|whom|them|which|these|those|including|included|only|while|but|with|were|are|was) )$",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r" (?:others\b|more (?=(?:were|are|had|have|died|followed|came|arrived|escaped|fled|drowned|entered"
    r"|reached|crossed|boarded|tried|waited|stayed|remained|vanished|perished|went|left|got|made|ran|sought|managed"
    r"|disappeared|joined)\b))",
    re.IGNORECASE,
)
_ANOTHER: Final = re.compile(r"\b(?:another|a further)(?: about| some)? $", re.IGNORECASE)
_MORE: Final = re.compile(r" more(?= [A-Za-z])(?! than\b)", re.IGNORECASE)
_GROUP_OF: Final = re.compile(
    r"\b(?:an? |the )?(?:\w+ )?(?:group|party|crowd|family|delegation|team|crew|audience"
    r"|class|total|another) of $",
    re.IGNORECASE,
)
_THE: Final = re.compile(r"\b(?:the|these|those|both|all|its|their|our|his|her)(?: other)? $", re.IGNORECASE)
_PLURAL_ENDS: Final = ("s", "men", "people", "persons", "children", "staff", "crew", "personnel")
#: "In Seoul 30 refugees …": the name before the number is a place and not what the number belongs to.
_PLACE_BEFORE: Final = re.compile(
    r"(?:^|[.!?;:,] )(?:[Ii]n|[Aa]t|[Oo]n|[Ff]rom|[Nn]ear) (?:the )?(?:[A-Z][\w’-]* )+$"
)
_ONE_COUNTS: Final = frozenset({"at least", "up to"})


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number or range with its place, before it is known what it counts."""

    start: int
    end: int
    value: float
    high: float | None
    money: str
    odd: str
    words: str


def figures_en(text: str) -> Iterator[Figure]:
    """The figures of an English line, in order; bare numbers have no unit yet."""
    found = words_in(text)
    in_words = not found.isdisjoint(_NUMBER_WORDS) or "one" in found or "half" in found
    for start, end in windows(_NUMBERISH if in_words else _DIGIT, text, _REACH):
        yield from _figures(text, start, end)


def _figures(text: str, place: int, end: int) -> Iterator[Figure]:
    while found := _AMOUNT.search(text, place, end):
        amount = _amount(found)
        place = found.end() if amount is None else amount.end
        place = max(place, found.start() + 1)
        if amount is not None and not _is_no_amount(text, amount):
            figure = _figure(text, amount)
            if figure is not None:
                yield figure
                place = max(place, figure.end)


def _amount(found: re.Match[str]) -> _Amount | None:
    """The number or range of a match; a join that makes no range is left for the next search."""
    low = en_value(found["low"])
    if low is None:
        return None
    money = (found["money"] or "").strip().lower()
    short = _SHORT.get((found["short"] or "").lower(), 1) if money else 1
    if found["short"] and not money:
        return _Amount(found.start(), found.end("low"), low, None, "", "", found["low"])
    high = en_value(found["high"]) if found["high"] else None
    if high is not None and money:
        low, high = low * short, high * _SHORT.get((found["short2"] or "").lower(), 1)
        short = 1
    if high is not None:
        low = _scaled(low, found["low"], found["high"])
        if _is_range(found, low, high):
            return _Amount(
                found.start(), found.end(), low, high, money, (found["odd"] or "").strip(), found["low"]
            )
    end = found.end("short") if found["short"] else found.end("low")
    odd = (found["odd"] or "").strip() if not found["high"] else ""
    return _Amount(
        found.start(), end + len(found["odd"] or "") * bool(odd), low * short, None, money, odd, found["low"]
    )


def _scaled(low: float, written: str, high: str) -> float:
    """The lower number of "3 to 4 million", with the scale it shares."""
    scale = _SCALE_ALONE.search(high)
    if scale and not _SCALE_ALONE.search(written) and low < 1000:
        return low * (en_value(scale[0]) or 1)
    return low


def _is_range(found: re.Match[str], low: float, high: float) -> bool:
    join = found["join"].strip().split(" ")[0]
    if high <= low:
        return False
    if join == "and":
        return found.string[: found.start()].lower().endswith("between ")
    if join == "or":
        return low < 20 or high <= 2 * low
    return True


def _is_no_amount(text: str, amount: _Amount) -> bool:
    before, number = text[max(0, amount.start - 40) : amount.start], amount.words
    if _NO_AMOUNT_AFTER.match(text, amount.end) and not _PERCENT.match(text, amount.end):
        return not _STRONG.match(text, amount.end)
    if number[0] == "0" and number[1:2].isdigit():
        return True
    if number[0].isdigit() and not amount.money:
        if _NAMES.search(before) or _is_year(text, amount, before):
            return True
        if _CAPITAL_BEFORE.search(before) and amount.high is None:
            _, qualifier = qualifier_before(text, amount.start, amount.value, is_range=False)
            placed = _PLACE_BEFORE.search(before) and _noun(text, amount.end, known=True)[0]
            return qualifier == NO_QUALIFIER and not placed
    if _RATE_BEFORE.search(before):
        return True
    if _SCALE_ALONE.match(number) and _VAGUE_BEFORE.search(before):
        return True
    share = _SHARE_BEFORE.search(before)
    return bool(share and _RATIO.search(before[: share.start() + share[0].index(" ")]))


def _is_year(text: str, amount: _Amount, before: str) -> bool:
    written = amount.words
    if len(written) != 4 or not 1800 <= amount.value < 2100 or amount.high is not None:
        return False
    return (
        bool(_YEAR_BEFORE.search(before) or not before.strip()) or text[amount.end : amount.end + 1] in ",;."
    )


def _figure(text: str, amount: _Amount) -> Figure | None:
    unit, end = _unit(text, amount)
    start, qualifier = qualifier_before(text, amount.start, amount.value, is_range=amount.high is not None)
    if group := _GROUP_OF.search(text, max(0, start - 30), start):
        if unit == "":
            unit, end = "people", amount.end
        start = group.start() if unit == "people" else start
    if unit is None or (unit == "" and not _waits_for_whole(text, start, amount.end)):
        return None
    if amount.value == 1 and amount.words.lower() == "one" and qualifier not in _ONE_COUNTS:
        return None
    end, after = qualifier_after(text, end)
    odd = qualifier_odd(amount.odd)
    qualifier = firmest(qualifier, odd, after)
    definite = bool(_THE.search(text, max(0, start - 12), start))
    return Figure(start, end, amount.value, unit, qualifier, amount.high, amount.start, None, definite)


def _waits_for_whole(text: str, start: int, end: int) -> bool:
    """A bare number that may be a part: "three of them", ", 19 were women", "and about 50 in Osaka"."""
    if _PARTITIVE.match(text, end) or _OF_NUMBER.match(text, end):
        return True
    return bool(_GOES_ON.match(text, end) and _BARE_BEFORE.search(text, max(0, start - 20), start))


# --- what is counted ------------------------------------------------------------------------------------


def _unit(text: str, amount: _Amount) -> tuple[str | None, int]:
    """The unit and where its words end; empty for a bare number, None for days, times and the like."""
    if amount.money:
        return CURRENCY_SIGNS[amount.money], amount.end
    for pattern, unit_of in _MEASURES:
        if found := pattern.match(text, amount.end):
            return unit_of(found), found.end()
    if found := _PARTITIVE.match(text, amount.end) or _OF_NOUN.match(text, amount.end):
        unit, end = _noun(text, found.end(), known=True)
        return (unit, end) if unit else ("", amount.end)
    if others := _OTHERS.match(text, amount.end):
        return OTHERS, others.start() + len(others[0].rstrip())
    more = _MORE.match(text, amount.end)
    unit, end = _noun(text, more.end() if more else amount.end, known=_is_small_word(amount))
    if unit == "" and (shared := _shared_measure(text, amount.end)):
        return shared, amount.end
    another = unit == "" and _ANOTHER.search(text, max(0, amount.start - 20), amount.start)
    return (OTHERS, end) if another else (unit, end)


def _shared_measure(text: str, place: int) -> str:
    """The measure that a number shares with the next one: "for 4,000 and 7,000 yuan"; else empty."""
    following = _NEXT_NUMBER.match(text, place)
    if following is None:
        return ""
    found = ((unit_of, pattern.match(text, following.end())) for pattern, unit_of in _MEASURES)
    return next((unit_of(measure) for unit_of, measure in found if measure), "")


def _is_small_word(amount: _Amount) -> bool:
    """Whether it is a small number in words, which needs a noun known to be counted: "two sides" are none."""
    return not amount.words[0].isdigit() and amount.value < 10


def _noun(text: str, place: int, *, known: bool) -> tuple[str | None, int]:
    """The noun among the next words: one with a unit of its own, else the first plural."""
    plural: tuple[str | None, int] = ("", place)
    start = place
    for _ in range(5):
        found = _WORD.match(text, place)
        if found is None or found[1].lower() in _STOP or _NUMBER_WORD.fullmatch(found[1]):
            break
        word = found[1]
        if word.lower() in EN_NOT_COUNTED:
            return None, start
        unit = en_unit(word)
        if unit and not _goes_on(text, found.end(), word):
            return unit, found.end()
        if not plural[0] and _is_plural(word):
            plural = (word.lower(), found.end())
        elif plural[0]:
            break
        place = found.end()
    return ("", start) if known and plural[0] not in EN_THINGS else plural


def _goes_on(text: str, place: int, word: str) -> bool:
    """Whether the word is only the first half of what is counted: Korean children, family members, boat people."""
    following = _WORD.match(text, place)
    if following is None or text[place : place + 1] != " ":
        return False
    after, low = following[1].lower(), word.lower()
    if after in _STOP:
        return False
    if after == following[1] and _is_plural(after) and not low.endswith(_PLURAL_ENDS):
        return True  # Chinese characters, member states, child prostitutes
    return en_unit(after) is not None and (en_unit(word) != en_unit(after) or word[-1:] != "s")


def _is_plural(word: str) -> bool:
    low = word.lower()
    return (
        len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "ous")) and low.isalpha()
    ) or low in ("teeth", "feet", "oxen", "sheep", "fish")
