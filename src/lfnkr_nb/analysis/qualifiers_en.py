"""How sure an English figure is: the words before and after its number."""

from __future__ import annotations

import re
from typing import Final

from lfnkr_nb.analysis.found import NO_QUALIFIER

__all__ = ["qualifier_after", "qualifier_before", "qualifier_odd"]

_ADVERB: Final = r"(?:just |only |well |slightly |a little |far |much |now |already |still |probably )?"
_QUALIFIERS: Final = (
    (
        "up to",
        r"up to|as many as|as much as|at (?:the )?most|no more than|not more than"
        r"|(?:a |the )?maximum of|max\.?|not exceeding|not over",
    ),
    (
        "at least",
        r"at (?:the )?(?:very )?least|(?:no|not) (?:fewer|less) than|(?:a |the )?minimum of"
        r"|upwards? of",
    ),
    ("over", r"more than|over|above|in excess of|exceed(?:s|ed|ing)?|greater than|larger than|>"),
    ("under", r"(?:less|fewer) than|under|below|short of|not even|not quite|<"),
    (
        "approximately",
        r"about|around|some|roughly|approximately|approx\.?|nearly|almost"
        r"|close to|circa|ca\.|c\.|~|≈"
        r"|(?:an |the )?estimated(?: at| to be)?|estimates? of|perhaps|maybe|something like"
        r"|in the (?:region|order) of",
    ),
)
_BEFORE: Final = re.compile(
    rf"(?:^|(?<=[\s(“\"‘—–]))(?P<adverb>{_ADVERB})(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _QUALIFIERS)
    + r")(?: (?:the|a|an|about|some))? ?$",
    re.IGNORECASE,
)
#: Verbs and nouns after which `over`, `about` and `up to` belong to them and not to the number.
_HAND_OVER: Final = re.compile(
    r"\b(?:hand|turn|sign)(?:ed|ing|s)? (?:(?:them|him|her|it|us) )?$", re.IGNORECASE
)
_VERB_OVER: Final = re.compile(
    r"\b(?:giv|gav|pass|cross|com|cam|go|wen|gon|watch|fight|fought|argu|quarrel|rul|presid|triumph|jump|climb|step)"
    r"(?:ed|ped|ing|s|es|e|t|en|ne)? $",
    re.IGNORECASE,
)
_TOPIC_VERB: Final = re.compile(
    r"\b(?:talk|tell|told|write|wrote|written|hear|heard|know|knew|learn|learned|ask|worr"
    r"|think|thought|care|speak|spoke"
    r"|spoken|complain|report|reads?|sing|dream|say|said)(?:s|ed|ing|y|ied|ies)? (?:\w+ )?$",
    re.IGNORECASE,
)
_TOPIC_NOUN: Final = re.compile(
    r"\b(?:story|stories|book|film|movie|article|news|information|questions?|interviews?"
    r"|play|novel|song|report|posts?"
    r"|concerns?|worries|letter|rumours?) $",
    re.IGNORECASE,
)
_NOT_UP_TO: Final = re.compile(
    r"\b(?:walk|went|go|goes|come|came|r[au]n|step|drove|crept|live|stand|stood|get|got"
    r"|add)(?:s|ed|ped|ning|ing)? $",
    re.IGNORECASE,
)
_AFTER: Final = (
    (
        "at least",
        re.compile(
            # "169 dead and over 212,000 homeless": what follows `and` may belong to the next figure.
            r" (?:or more(?! than)|and more(?! (?:than|[a-z]*(?:men|people|children|s))\b)"
            r"|and up(?! to)|and over(?= ?[.,;:)]|$)"
            r"|at (?:the )?(?:very )?least(?! (?:as|\d)))\b",
            re.IGNORECASE,
        ),
    ),
    ("approximately", re.compile(r" (?:or so|or thereabouts|more or less|give or take)\b", re.IGNORECASE)),
    (
        "up to",
        re.compile(r" (?:or (?:fewer|less)(?! than)|at (?:the )?most|maximum|max\.)(?!\w)", re.IGNORECASE),
    ),
)
_ODD: Final = {
    "-odd": "over",
    "-plus": "over",
    "or more": "at least",
    "or so": "approximately",
    "plus": "over",
    "+": "over",
    "or fewer": "up to",
    "or less": "up to",
}


def qualifier_before(text: str, start: int, value: float, *, is_range: bool) -> tuple[int, str]:
    """Where the phrase of a number starts, and the qualifier that stands before it.

    Args:
        text: The line.
        start: Where the number starts, its currency included.
        value: Its value: "talked about two sons" is no estimate, "talked about 200" may be one.
        is_range: Whether it is a range, which "between" may open.
    """
    if is_range and text[max(0, start - 8) : start].lower() == "between ":
        start -= len("between ")
    first = max(0, start - 40)
    before = text[first:start]
    found = _BEFORE.search(before)
    if found is None:
        return start, NO_QUALIFIER
    name = next(name for name, _ in _QUALIFIERS if found[name.replace(" ", "_")])
    if _belongs_elsewhere(before[: found.start()], found[name.replace(" ", "_")].lower(), value):
        return start, NO_QUALIFIER
    return first + found.start(), name


def _belongs_elsewhere(before: str, words: str, value: float) -> bool:
    if words == "over":
        # "gave over 300 coats" counts coats; "climbed over two walls" does not.
        return bool(_HAND_OVER.search(before) or (value < 10 and _VERB_OVER.search(before)))
    if words == "about":
        return bool(_TOPIC_NOUN.search(before) or (value < 10 and _TOPIC_VERB.search(before)))
    if words == "up to":
        return bool(_NOT_UP_TO.search(before))
    return False


def qualifier_after(text: str, end: int) -> tuple[int, str]:
    """Where the phrase of a figure ends, and the qualifier that stands after its noun: "50 people or more"."""
    for name, pattern in _AFTER:
        if after := pattern.match(text, end):
            return after.end(), name
    return end, NO_QUALIFIER


def qualifier_odd(written: str) -> str:
    """The qualifier between a number and its noun: "600-odd", "50 or more"."""
    return _ODD.get(written.lower(), NO_QUALIFIER)
