"""Figures in English sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lfnkr_nb.analysis.found import NO_QUALIFIER, Figure
from lfnkr_nb.analysis.numerals import EN_NUMBER, en_value
from lfnkr_nb.analysis.patterns import windows
from lfnkr_nb.analysis.units import CURRENCY_SIGNS, EN_NOT_COUNTED, en_unit

__all__ = ["figures_en"]

_MONEY: Final = r"(?:(?:US|A|C|HK)?\$|[¥￥€£₩￦]|\b(?:USD|EUR|GBP|JPY|KRW|CNY|RMB)) ?"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,:/#°-])(?P<money>{_MONEY})?(?P<low>{EN_NUMBER})(?P<short>(?:k|m|mn|bn)\b)?"
    rf"(?:(?P<join> ?[-–—~] ?| to | or | and )(?:{_MONEY})?(?P<high>{EN_NUMBER})(?P<short2>(?:k|m|mn|bn)\b)?)?"
    r"(?P<odd>-odd\b| or more\b| or so\b| or fewer\b| or less\b| plus\b|\+)?",
    re.IGNORECASE,
)
_NUMBERISH: Final = re.compile(
    r"[0-9]|two\b|three\b|four|five|fifteen|fifty|six|seven|eight|nine|ten\b|eleven|twelve|twenty|thirteen|thirty|forty|thousand|hundred"
    r"|million|billion|dozen|one\b|Two\b|Three\b|Four|Five|Fifteen|Fifty|Six|Seven|Eight|Nine|Ten\b|Eleven|Twelve|Twenty|Thirteen|Thirty"
    r"|Forty|One\b"
)
_NUMBER_WORD: Final = re.compile(EN_NUMBER, re.IGNORECASE)
#: A currency before a number, or a range after it, reaches no farther from it than this.
_REACH: Final = 12
_SHORT: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
#: Right of a number: a time, an address, a telephone number, an ordinal, a share.
_NO_AMOUNT_AFTER: Final = re.compile(
    r"[:/]\d|[-–]\d|\.\d|(?:st|nd|rd|th)\b|,\d|[)\]]|-(?:year|month|week|day|hour|minute|point|fold|storey|story|part"
    r"|page|party|star|time)s?\b| (?:in|out of) (?:every )?(?:\d{1,3}(?![\d,])|two|three|four|five|ten|hundred)\b(?! (?:province|prefecture|village|cit|town|countr|day|week|month|year))|’?s\b(?! )|°|-?fold\b",
    re.IGNORECASE,
)
_RATE_BEFORE: Final = re.compile(r"\b(?:every|each|per) $", re.IGNORECASE)
_SHARE_BEFORE: Final = re.compile(r"(?:\b[a-z]+|\d) (?:in|out of) (?:every )?$", re.IGNORECASE)
_RATIO: Final = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+)$", re.IGNORECASE)
#: Left of a number that is part of a name.
_NAMES: Final = re.compile(
    r"(?:\b(?:article|art\.|section|sec\.|chapter|volume|vol\.|nos?\.|number|resolution|hall|room|gate|camp|office"
    r"|group|part|page|pages|pp?\.|figure|fig\.|table|phase|step|line|route|flight|bureau|unit|division|level|grade"
    r"|item|annex|appendix|footnote|platform|building|rule|lesson|class|zone|sector|pier|track|model|type|version"
    r"|paragraph|para\.|psalm|verse|highway|channel|issue|edition|age|aged|ages|magnitude|area|ext\.|tel\.?|phone"
    r"|fax|minus|top|covid|apollo|day|box) ?|#|-)$",
    re.IGNORECASE,
)
_CAPITAL_BEFORE: Final = re.compile(r"[\w,;:’”)] [A-Z][a-z]+(?:-[A-Z][a-z]+)? $")
_YEAR_BEFORE: Final = re.compile(
    r"\b(?:in|since|until|till|by|from|of|the|during|after|before|between|and|to|early|late|mid|year|than|for) $",
    re.IGNORECASE,
)
_VAGUE_BEFORE: Final = re.compile(r"\b(?:several|few|many|some|couple of|tens of|hundreds of|thousands of|no) $", re.IGNORECASE)
_SCALE_ALONE: Final = re.compile(r"(?:hundred|thousand|million|billion|dozen)\b", re.IGNORECASE)

_ADVERB: Final = r"(?:just |only |well |slightly |a little |far |much |now |already |still |probably )?"
_QUALIFIERS: Final = (
    ("up to", r"up to|as many as|as much as|at (?:the )?most|no more than|not more than|(?:a |the )?maximum of|max\.?|not exceeding|not over"),
    ("at least", r"at (?:the )?(?:very )?least|(?:no|not) (?:fewer|less) than|(?:a |the )?minimum of|upwards? of"),
    ("over", r"more than|over|above|in excess of|exceed(?:s|ed|ing)?|greater than|larger than|>"),
    ("under", r"(?:less|fewer) than|under|below|short of|not even|not quite|<"),
    ("approximately", r"about|around|some|roughly|approximately|approx\.?|nearly|almost|close to|circa|ca\.|c\.|~|≈"
     r"|(?:an |the )?estimated(?: at| to be)?|estimates? of|perhaps|maybe|something like|in the (?:region|order) of"),
)  # fmt: skip
_BEFORE: Final = re.compile(
    rf"(?:^|(?<=[\s(“\"‘—–]))(?P<adverb>{_ADVERB})(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _QUALIFIERS)
    + r")(?: (?:the|a|an|about|some))? ?$",
    re.IGNORECASE,
)
#: Verbs and nouns after which `over`, `about` and `up to` belong to them and not to the number.
_NOT_OVER: Final = re.compile(
    r"\b(?:hand|turn|giv|gav|sign|pass|mak|mad|com|cam|go|wen|gon|watch|fight|fought|argu|quarrel|rul|presid|triumph)"
    r"(?:ed|ing|s|es|e|t|en|ne)? (?:(?:them|him|her|it|us) )?$",
    re.IGNORECASE,
)
_TOPIC_VERB: Final = re.compile(
    r"\b(?:talk|tell|told|write|wrote|written|hear|heard|know|knew|learn|learned|ask|worr|think|thought|care|speak|spoke"
    r"|spoken|complain|report|reads?|sing|dream|say|said)(?:s|ed|ing|y|ied|ies)? (?:\w+ )?$",
    re.IGNORECASE,
)
_TOPIC_NOUN: Final = re.compile(
    r"\b(?:story|stories|book|film|movie|article|news|information|questions?|interviews?|play|novel|song|report|posts?"
    r"|concerns?|worries|letter|rumours?) $",
    re.IGNORECASE,
)
_NOT_UP_TO: Final = re.compile(
    r"\b(?:walk|went|go|goes|come|came|r[au]n|step|drove|crept|live|stand|stood|get|got|add)(?:s|ed|ped|ning|ing)? $",
    re.IGNORECASE,
)
_AFTER: Final = (
    ("at least", re.compile(r" (?:or more|and (?:more|up|over)|at (?:the )?(?:very )?least)\b", re.IGNORECASE)),
    ("approximately", re.compile(r" (?:or so|or thereabouts|more or less|give or take)\b", re.IGNORECASE)),
    ("up to", re.compile(r" (?:or (?:fewer|less)|at (?:the )?most|maximum|max\.)(?!\w)", re.IGNORECASE)),
)  # fmt: skip
_ODD: Final = {"-odd": "over", "or more": "at least", "or so": "approximately", "plus": "over", "+": "over",
               "or fewer": "up to", "or less": "up to"}  # fmt: skip

_WORD: Final = re.compile(r"[ -]?([A-Za-z][A-Za-z’'²³]*(?:-[A-Za-z]+)*)(\.(?= ?[a-z]))?")
_STOP: Final = frozenset(
    """is are was were be been being in on at of to for from by with and or but nor who whom whose that which than as has
    have had will would may might can could should shall must do does did the a an this these those it they he she we
    you i not no if when while where until since after before about over under into onto between among against during
    through without because so then there here also only more fewer less later earlier ago each every per both all out
    up down off away back said says say lists list holds hold shows show has means mean requires require states forbids
    forbid provides provide remains remain needs need comes come goes go gives give makes make calls call runs run reads
    looks look seems seem appears appear like names speaks tells begins ends stands lies took take takes came went got gets percent per""".split()
)
_PERCENT: Final = re.compile(r" ?(?:%(?!-)|percent\b(?! points?)|per cent\b|pc\b)", re.IGNORECASE)
_SQUARE: Final = re.compile(r" ?(?:(?:sq\.?|square) ?(km|kilomet(?:re|er)s?|m|met(?:re|er)s?|miles?|feet)\b|(km|m)(?:²|2\b))", re.IGNORECASE)
_CURRENCY_WORD: Final = re.compile(
    r" (?:(?:US|U\.S\.|American|Canadian|Australian|Hong Kong|Chinese|Japanese|(?:North |South )?Korean) )?"
    r"(?P<unit>dollars?|yen|won(?! (?:the|a|an|his|her|their|in)\b)|yuan|renminbi|RMB|euros?|pounds?(?= sterling)"
    r"|rubles?|roubles?|baht|kip)\b",
    re.IGNORECASE,
)
_SYMBOL: Final = re.compile(r" ?(km|kg|cm|mm|m|g|t|ha)\b(?![.²³/]\w|²|³|')")
_SYMBOL_UNIT: Final = {"g": "grams", "t": "tons", "ha": "hectares"}
_STRONG: Final = re.compile(r"-(?:strong|member|person|man|woman)\b(?: [a-z]+)?", re.IGNORECASE)
_PARTITIVE: Final = re.compile(r" (?:out )?of (?:them|whom|these|those|which|this number|that number)\b", re.IGNORECASE)
_OF_NOUN: Final = re.compile(r" of (?:the|these|those|our|its|their|his|her|my|your)\b", re.IGNORECASE)
_GROUP_OF: Final = re.compile(
    r"\b(?:an? |the )?(?:\w+ )?(?:group|party|crowd|family|delegation|team|crew|audience|class|total) of $", re.IGNORECASE
)
_THE: Final = re.compile(r"\b(?:the|these|those|both|all|its|their|our|his|her)(?: other)? $", re.IGNORECASE)
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
    for start, end in windows(_NUMBERISH, text, _REACH):
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
            return _Amount(found.start(), found.end(), low, high, money, (found["odd"] or "").strip(), found["low"])
    end = found.end("short") if found["short"] else found.end("low")
    odd = (found["odd"] or "").strip() if not found["high"] else ""
    return _Amount(found.start(), end + len(found["odd"] or "") * bool(odd), low * short, None, money, odd, found["low"])


def _scaled(low: float, written: str, high: str) -> float:
    """The lower number of "3 to 4 million", with the scale it shares."""
    scale = _SCALE_ALONE.search(high)
    if scale and not _SCALE_ALONE.search(written) and low < 1000:
        return low * (en_value(scale[0]) or 1)
    return low


def _is_range(found: re.Match[str], low: float, high: float) -> bool:
    join = found["join"].strip()
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
    if number[0].isdigit() and not amount.money:
        if _NAMES.search(before) or _is_year(text, amount, before):
            return True
        if _CAPITAL_BEFORE.search(before) and not _BEFORE.search(before):
            return amount.high is None
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
    return bool(_YEAR_BEFORE.search(before) or not before.strip()) or text[amount.end : amount.end + 1] in ",;."


def _figure(text: str, amount: _Amount) -> Figure | None:
    unit, end = _unit(text, amount)
    start, qualifier = _qualifier_before(text, amount)
    if group := _GROUP_OF.search(text, max(0, start - 30), start):
        if not unit:
            unit, end = "people", amount.end
        start = group.start() if unit == "people" else start
    if not unit and not _waits_for_whole(text, amount):
        return None
    if amount.value == 1 and amount.words.lower() == "one" and qualifier not in _ONE_COUNTS:
        return None
    for name, pattern in _AFTER:
        if after := pattern.match(text, end):
            qualifier, end = name, after.end()
    qualifier = _ODD.get(amount.odd.lower(), qualifier)
    definite = bool(_THE.search(text, max(0, start - 12), start))
    return Figure(start, end, amount.value, unit, qualifier, amount.high, amount.start, None, definite)


def _waits_for_whole(text: str, amount: _Amount) -> bool:
    """A bare number that may be a part: "three of them", "19 were women"."""
    if _PARTITIVE.match(text, amount.end) or re.match(r" of (?:the )?(?:\d|[a-z]+)", text[amount.end :]):
        return True
    return bool(re.match(r" (?:were|are|was|had|have|did|came|went|died|left|could|would)\b", text[amount.end :]))


# --- what is counted ------------------------------------------------------------------------------------


def _unit(text: str, amount: _Amount) -> tuple[str, int]:
    """The unit and where its words end; no unit for a bare number."""
    end = amount.end
    if amount.money:
        return CURRENCY_SIGNS[amount.money], end
    if found := _PERCENT.match(text, end):
        return "percent", found.end()
    if found := _CURRENCY_WORD.match(text, end):
        return en_unit(found["unit"]) or "", found.end()
    if found := _SQUARE.match(text, end):
        return f"square {en_unit(found[1] or found[2])}", found.end()
    if found := _SYMBOL.match(text, end):
        return _SYMBOL_UNIT.get(found[1], found[1]), found.end()
    if found := _STRONG.match(text, end):
        return "people", found.end()
    if found := _PARTITIVE.match(text, end):
        unit, noun_end = _noun(text, found.end(), known=True)
        return (unit, noun_end) if unit else ("", end)
    if found := _OF_NOUN.match(text, end):
        unit, noun_end = _noun(text, found.end(), known=True)
        return (unit, noun_end) if unit else ("", end)
    return _noun(text, end, known=_is_small_word(amount))


def _is_small_word(amount: _Amount) -> bool:
    """Whether it is a small number in words, which needs a noun known to be counted: "two sides" are none."""
    return not amount.words[0].isdigit() and amount.value < 10


def _noun(text: str, place: int, *, known: bool) -> tuple[str, int]:
    """The noun among the next words: one with a unit of its own, else the first plural."""
    plural = ("", place)
    start = place
    for _ in range(5):
        found = _WORD.match(text, place)
        if found is None or found[1].lower() in _STOP or _NUMBER_WORD.fullmatch(found[1]):
            break
        word = found[1]
        if word.lower() in EN_NOT_COUNTED:
            return "", start
        unit = en_unit(word)
        if unit and not _goes_on(text, found.end(), word):
            return unit, found.end()
        if not plural[0] and _is_plural(word):
            plural = (word.lower(), found.end())
        elif plural[0]:
            break
        place = found.end()
    return ("", start) if known else plural


def _goes_on(text: str, place: int, word: str) -> bool:
    """Whether the word is only the first half of what is counted: Korean children, family members, boat people."""
    following = _WORD.match(text, place)
    if following is None or text[place : place + 1] != " ":
        return False
    after = following[1].lower()
    return after not in _STOP and en_unit(after) is not None and (en_unit(word) != en_unit(after) or word[-1:] != "s")


def _is_plural(word: str) -> bool:
    low = word.lower()
    return len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "ous")) and low.isalpha() or low in ("teeth", "feet", "oxen", "sheep", "fish")


# --- how sure -------------------------------------------------------------------------------------------


def _qualifier_before(text: str, amount: _Amount) -> tuple[int, str]:
    """Where the phrase starts, and the qualifier that stands before its number."""
    start = amount.start
    if amount.high is not None and text[max(0, start - 8) : start].lower() == "between ":
        start -= len("between ")
    first = max(0, start - 40)
    before = text[first:start]
    found = _BEFORE.search(before)
    if found is None:
        return start, NO_QUALIFIER
    name = next(name for name, _ in _QUALIFIERS if found[name.replace(" ", "_")])
    if _belongs_elsewhere(before[: found.start()], found[0].strip().lower(), amount):
        return start, NO_QUALIFIER
    return first + found.start(), name


def _belongs_elsewhere(before: str, words: str, amount: _Amount) -> bool:
    if words == "over":
        return bool(_NOT_OVER.search(before))
    if words == "about":
        return bool(_TOPIC_NOUN.search(before) or (amount.value < 10 and _TOPIC_VERB.search(before)))
    if words == "up to":
        return bool(_NOT_UP_TO.search(before))
    return False


def with_unit(figure: Figure, unit: str) -> Figure:
    """A bare number with the unit of what it is a part of."""
    return replace(figure, unit=unit)
