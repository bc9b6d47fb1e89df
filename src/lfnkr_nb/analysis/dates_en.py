"""Dates in English sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lfnkr_nb.analysis.mention import SEASONS, Mention, Way
from lfnkr_nb.analysis.numerals import en_value
from lfnkr_nb.analysis.patterns import compiled, windows, words, words_in
from lfnkr_nb.analysis.units import en_unit

__all__ = ["dates_en"]

_MONTHS: Final = words(
    "january february march april may june july august september october november december"
)
_WEEKDAYS: Final = words("monday tuesday wednesday thursday friday saturday sunday")
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d|-[A-Za-z])"
_YEAR: Final = r"(?:1[89]|20)\d\d(?![\d%]|[.,]\d|s\b)"
_NUM: Final = (
    r"(?i:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety)(?:-[a-z]+)?)"
)
_NEAR: Final = (
    r"(?:(?:(?:the )?(?:very )?(?:early|late|mid|middle|beginning|end|start|first half|second half)"
    r"(?: (?:in|of) |[- ])(?:the )?)?)"
)
_ABOUT: Final = r"(?P<about>\b(?:[Aa]round|[Aa]bout|[Aa]pproximately|[Cc]irca|c\.|ca\.) )?"
_ORDINALS: Final = words("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
    twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
""")
_ORDINAL: Final = "(?:" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_NEXT: Final = r"(?:\b(?:[Nn]ext|[Ll]ast|[Tt]his|[Cc]oming|[Tt]his coming) )?"
_DATE: Final = compiled(
    rf"""
    (?:{_NEXT}{_WEEKDAY},? )?(?P<month1>{_MONTH}) (?P<day1>{_DAY})(?: ?(?:[-–]|to|and)(?: |(?=\d))
        (?P<until1>{_DAY})(?! {_MONTH}))?(?:,? (?:of )?(?P<year1>{_YEAR}|(?:this|last|next) year))?
    |(?:{_NEXT}{_WEEKDAY},? )?\b(?:the )?(?P<day2>{_DAY})(?: ?(?:[-–]|to|and) ?(?P<until2>{_DAY}))?(?: of)? (?P<month2>
        {_MONTH})(?!\w)(?:,? (?:of )?(?P<year2>{_YEAR}|(?:this|last|next) year))?
    |\b(?:(?P<last>[Ll]ast|[Tt]his past|[Nn]ext|[Tt]his|[Cc]oming) )?{_NEAR}(?P<month3>{_MONTH})(?![\w-])(?:,? (?:(?:of
      |in) )?(?P<year3>{_YEAR}|(?:this|last|next|the same|that) year))?
    |\b(?:the )?(?P<ordinal>{_ORDINAL}) of (?P<month4>{_MONTH})(?!\w)
      (?:,? (?P<year6>{_YEAR}|(?:this|last|next) year))?
    |\b(?:[Oo]n|[Oo]f|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter) (?P<lone>the (?P<day4>
      (?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th))(?: of (?P<that_month>(?:this|last|next) month))?)(?=[.,;:)!?]|$
      | (?:(?:and|or|to)(?! (?:the )?\d)|but|at|in|when|while|after
      |before|by|from|they|he|she|it|we|I|the|with|without|a|an|because|for|as|near|off|this|that|there|only
      |two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|several|many|most|some|more|all|both|another|nobody
      |police|people|his|her|their|our|its|who|whose|is|was|are|were|had|will|would)\b)
    |\b(?P<today>[Tt]oday|[Tt]his (?:morning|afternoon|evening)|[Tt]onight|[Ll]ast night)\b
    |\b(?P<iso>(?:1[89]|20)\d\d(?P<sep>[-/.])(?:1[0-2]|0?[1-9])(?:(?P=sep)(?:3[01]|[12]\d
      |0?[1-9]))?)(?![\d/-]|\.\d)
    |\b(?:the )?{_NEAR}(?P<decade>(?:1[89]|20)\d0)s\b
    |(?:(?<!\w)['’]|\bthe {_NEAR})(?P<short>[3-9]0)s\b
    |\b(?:the )?{_NEAR}(?P<century>\d\d?)(?:st|nd|rd|th) century\b
    |\b(?:(?P<last2>[Ll]ast|[Tt]his past|[Nn]ext|[Tt]his) |(?:the )?{_NEAR})(?P<season>spring
      |summer|autumn|fall|winter)\b
        (?:,? (?:of |in )?(?P<year4>{_YEAR}|(?:this|last|next) year))?
    |\b(?P<years>(?P<from>{_YEAR}) ?[-–/] ?(?P<to>{_YEAR}|\d\d\b))
    |\b[Jj]uche (?P<juche>\d{{1,3}})\b(?: \((?:1[89]|20)\d\d\))?
    |{_ABOUT}{_NEAR}\b(?P<year5>{_YEAR})\b
    |\b(?P<ago>{_NUM}) (?P<unit>day|week|month|year|decade)s? (?P<ward>ago(?: today)?
      |earlier|before that|later|after that|afterwards?)\b
    |\b(?:the )?(?P<near>{_NEAR}(?:(?:earlier|later) )?(?i:(?:last|this|next) (?:year
      |month|week)|yesterday|tomorrow))\b
    |\b[Tt]he (?P<before_last>year|month|week) before last\b
    |\b(?P<text>(?:the|that) same year|in that year|the (?:following|next) year|the (?:year before
      |previous year|preceding year))\b
    |\b(?:(?P<which>[Oo]n|[Ll]ast|[Nn]ext|[Tt]his|[Tt]his past|[Uu]ntil|[Bb]y|[Ss]ince
      |[Ff]rom) )(?P<weekday>{_WEEKDAY})(?![\w-])(?!,? (?:(?:the )?{_DAY}(?: of)? {_MONTH}
      |{_MONTH} \d))(?! (?:morning|afternoon|evening|night)s)
    """
)
# Every alternative begins with a letter or digit of its own, which lets the search skip most characters.
_HINT: Final = re.compile(
    r"[0-9]{4}|(?:[0-9](?:st|nd|rd|th)\b)|[Tt]oday|[Tt]onight|[Tt]his (?:mor|aft|eve)|ast night"
    r"|[0-9]0s\b|[0-9](?:st|nd|rd|th) c|ago\b|later\b|earlier\b|afterward"
    r"|yesterday|tomorrow|Yesterday|Tomorrow"
    r"|year\b|month\b|week\b|spring\b|summer\b|autumn\b|fall\b|winter\b|sday\b|Monday|Friday"
    r"|Saturday|Sunday|uche [0-9]"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
#: A line without a number of four digits and without any of these words mentions no date.
_DATE_WORDS: Final = frozenset(
    words("""
    ago later earlier afterward afterwards yesterday tomorrow year month week spring summer autumn fall
    winter century juche before after monday tuesday wednesday thursday friday saturday sunday jan feb mar
    apr may jun jul aug sep sept oct nov dec january february march april june july august september october
    november december s today tonight morning afternoon evening night st nd rd th
    """)
)
_FOUR_DIGITS: Final = re.compile("[0-9]{4}")
#: No mention reaches farther from its hint than this.
_REACH: Final = 48
_COUNTS: Final = {"last": -1, "this past": -1, "this": 0, "next": 1, "coming": 1}
#: A bare month that may be a verb or a name needs one of these before it.
_BEFORE_MONTH: Final = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|during|between|and|before|after|through|around"
    r"|about|or|[Ii]n|[Ss]ince"
    r"|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|[Bb]etween|[Bb]efore|[Aa]fter|every|each) $"
)
#: Names of months that are, or begin, other words and names, too.
_OTHER_WORDS: Final = frozenset(("May", "March", "August", "Jan", "Mar", "Dec", "Jun"))
_EVERY: Final = re.compile(r"\b(?:every|each|any|all) (?:\w+ )?$", re.IGNORECASE)
_TIME_WORD: Final = re.compile(
    r"\b(?:in|since|until|till|by|from|of|during|after|before|between|and|to|early|late"
    r"|mid|year|the|or|than|spring|summer"
    r"|autumn|winter|for|over|through|around|about|circa|ca\.|c\.|with|that|\d|[,(–—-]) ?$",
    re.IGNORECASE,
)
_NAME_BEFORE: Final = re.compile(
    r"(?:\b(?:resolution|room|hall|article|no\.|nos\.|number|page|pages|p\.|flight|gate"
    r"|camp|tel\.?|phone|fax|ext\.|highway"
    r"|rule|section|form|model|version|iso|rfc) ?|[#$€£¥₩/:-])$",
    re.IGNORECASE,
)
#: Today as in "until today", "North Korea of today".
_OUR_DAYS: Final = re.compile(
    r"\b(?:of|until|till|to|up to|even|still|than|as|like|and|from|is|are) $", re.IGNORECASE
)
_AT_A_TIME: Final = re.compile(r"(?:,? at (?:\d|noon|midnight))|(?: \()")
_CLAUSE_START: Final = re.compile(r", |\band (?=[a-z]+s )|\b(?:who|whom|that|which|when|where)\b")
_CLAUSE_END: Final = re.compile(r"[.,;:?!]|\b(?:who|whom|that|which|when|where)\b")
#: One event, told in the simple past or announced.
_EVENT: Final = re.compile(
    r"\b(?:was|were|did|will|shall)\b|(?<!is )(?<!are )(?<!been )(?<!be )(?<!has )(?<!have )(?<!not )(?<!still )"
    r"(?<!being )"
    r"\b(?:[a-z]{2,}(?<!n[e]ed)(?<!inde[e]d)ed|began|brought|came|fled|found|gave|got|went|heard"
    r"|held|left|let us|lost|met|put|said"
    r"|sailed|saw|sent"
    r"|took|told|wrote|won|spoke|stood|shot|set)\b(?! (?:people|children|women|men|refugees)\b)"
    r"|\b(?:we|I|and|it) (?:send|publish|release|launch|submit|announce|present|mourn|commemorate|hand|deliver|mail)\b"
    r"|\b(?:opens|begins|starts|closes|takes place)\b",
    re.IGNORECASE,
)
_FOLLOWING: Final = re.compile(r" ([A-Za-z][\w-]*)")


def dates_en(text: str) -> Iterator[Mention]:
    """The mentions of dates in an English line, in order."""
    if words_in(text).isdisjoint(_DATE_WORDS) and not _FOUR_DIGITS.search(text):
        return
    for start, end in windows(_HINT, text, _REACH):
        for found in _DATE.finditer(text, start, end):
            mention = _mention(text, found)
            if mention is not None and mention.is_possible:
                yield mention


def _mention(text: str, found: re.Match[str]) -> Mention | None:
    for name, read in _READERS:
        if found[name]:
            return read(text, found)
    return None


def _with_year(found: re.Match[str], written: str | None, **parts: int | None) -> Mention:
    """A mention with the year that stands beside it: a number, this, last or next, or none."""
    start, end = found.span()
    if written is None:
        return Mention(start, end, "open", **parts)  # type: ignore[arg-type]
    if written[0].isdigit():
        return Mention(start, end, "written", year=int(written), **parts)  # type: ignore[arg-type]
    if written.split()[0] in ("the", "that"):
        return Mention(start, end, "text", **parts)  # type: ignore[arg-type]
    return Mention(start, end, "year", _COUNTS[written.split()[0]], **parts)  # type: ignore[arg-type]


def _number(written: str) -> int:
    return int(re.match(r"\d+", written)[0])  # type: ignore[index]


def _month(written: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(written.lower().rstrip(".")[:3]))


def _month_day(_text: str, found: re.Match[str]) -> Mention | None:
    which = "1" if found["month1"] else "2"
    until = found[f"until{which}"]
    day, last = _number(found[f"day{which}"]), _number(until) if until else None
    if last is not None and last <= day:
        return None
    mention = _with_year(
        found, found[f"year{which}"], month=_month(found[f"month{which}"]), day=day, until=last
    )
    if mention.way != "open":
        return mention
    named = re.search(_WEEKDAY, found[0]) if last is None else None
    weekday = _WEEKDAYS.index(named[0].lower()) if named else None
    return replace(mention, way=_said_way(found[0]), weekday=weekday)


def _said_way(words: str) -> Way:
    """The direction that "next Saturday, 30 June" gives its date."""
    said = re.match("next|last|(?:this )?coming", words, re.IGNORECASE)
    return "open" if said is None else "past" if said[0].lower() == "last" else "future"


def _month_alone(text: str, found: re.Match[str]) -> Mention | None:
    before = text[max(0, found.start() - 12) : found.start()]
    month = _month(found["month3"])
    if found["year3"]:
        return _with_year(found, found["year3"], month=month)
    if _EVERY.search(before):
        return None
    if last := found["last"]:
        if last.lower() == "this":
            return Mention(*found.span(), "year", 0, month=month)
        return Mention(*found.span(), "past" if _COUNTS[last.lower()] < 0 else "future", month=month)
    alone = found.start("month3") == found.start() and not _BEFORE_MONTH.search(before)
    if alone and found["month3"].rstrip(".") in _OTHER_WORDS:
        return None
    return Mention(*found.span(), "open", month=month)


def _iso(_text: str, found: re.Match[str]) -> Mention | None:
    parts = [int(part) for part in found["iso"].split(found["sep"])]
    if len(parts) == 2 and found["sep"] != "-":
        return None
    return Mention(
        *found.span(), "written", year=parts[0], month=parts[1], day=parts[2] if len(parts) > 2 else None
    )


def _decade(_text: str, found: re.Match[str]) -> Mention:
    edtf = f"{found['decade'][:3]}X" if found["decade"] else f"19{found['short'][0]}X"
    return Mention(*found.span(), "written", edtf=edtf)


def _century(_text: str, found: re.Match[str]) -> Mention:
    return Mention(*found.span(), "written", edtf=f"{int(found['century']) - 1:02}XX")


def _season(text: str, found: re.Match[str]) -> Mention | None:
    name = found["season"]
    month = SEASONS["autumn" if name == "fall" else name]
    if found["year4"]:
        return _with_year(found, found["year4"], month=month)
    last = (found["last2"] or "").lower()
    if not last or _EVERY.search(text[max(0, found.start() - 12) : found.start()]):
        return None
    if last == "this":
        return Mention(*found.span(), "year", 0, month=month)
    return Mention(*found.span(), "past" if _COUNTS[last] < 0 else "future", month=month)


def _years(_text: str, found: re.Match[str]) -> Mention | None:
    first, last = found["from"], found["to"]
    last = last if len(last) == 4 else first[:2] + last
    is_two_years = "/" not in found["years"] or int(last) == int(first) + 1
    if int(last) <= int(first) or not is_two_years:
        return None
    return Mention(*found.span(), "written", edtf=f"{first}/{last}")


def _juche(_text: str, found: re.Match[str]) -> Mention:
    return Mention(*found.span(), "written", year=1911 + int(found["juche"]))


def _year(text: str, found: re.Match[str]) -> Mention | None:
    """A number of four digits is a year unless it counts the noun after it, or belongs to a name before it."""
    place = found.start("year5")
    before = text[max(0, place - 16) : place]
    following = _FOLLOWING.match(text, found.end())
    counts = following and (en_unit(following[1]) or following[1] in ("dollars", "points"))
    about = bool(found["about"])
    if _NAME_BEFORE.search(before) or (counts and about):
        return None
    if counts and not re.search(
        r"\b(?:in|since|until|by|during|after|before|the|from|between) $", before, re.IGNORECASE
    ):
        return None
    start_of_sentence = not before.strip() or before.rstrip()[-1:] in '.!?"“”'
    if not _TIME_WORD.search(before) and not start_of_sentence and following and following[1].endswith("s"):
        return None
    return Mention(*found.span(), "written", year=int(found["year5"]), about=about)


def _ago(_text: str, found: re.Match[str]) -> Mention | None:
    number = found["ago"].lower()
    count = int(number) if number.isdigit() else 1 if number in ("a", "an") else int(en_value(number) or 0)
    unit, ward = found["unit"], found["ward"]
    ways: dict[str, Way] = {"day": "day", "week": "day", "month": "month"}
    way = ways.get(unit, "year")
    count *= {"decade": 10, "week": 7}.get(unit, 1)
    if ward.startswith("ago"):
        if ward.endswith("today") and unit == "year":
            return Mention(*found.span(), "year", -count, day=0)
        return Mention(*found.span(), way, -count)
    if unit not in ("year", "decade"):
        return None
    return Mention(
        *found.span(),
        "text",
        count if ward in ("later", "after that") or ward.startswith("afterward") else -count,
    )


def _near(text: str, found: re.Match[str]) -> Mention | None:
    words = found["near"].lower()
    if words in ("yesterday", "tomorrow"):
        if text[found.end() : found.end() + 2] in ("’s", "'s") and words == "tomorrow":
            return None
        before_that = text[max(0, found.start() - 11) : found.start()].lower().endswith("day before ")
        return Mention(*found.span(), "day", {"yesterday": -1, "tomorrow": 1}[words] - before_that)
    which, unit = words.split()[-2:]
    if text[max(0, found.start() - 4) : found.start("near")].lower().endswith("the ") and which == "next":
        return Mention(*found.span(), "text", 1) if unit == "year" else None
    return Mention(*found.span(), unit, _COUNTS[which])  # type: ignore[arg-type]


def _ordinal(_text: str, found: re.Match[str]) -> Mention:
    day = _ORDINALS.index(found["ordinal"].lower()) + 1
    return _with_year(found, found["year6"], month=_month(found["month4"]), day=day)


def _lone_day(_text: str, found: re.Match[str]) -> Mention:
    day, span = _number(found["day4"]), found.span("lone")
    if month := found["that_month"]:
        return Mention(*span, "month", _COUNTS[month.split()[0]], day=day)
    return Mention(*span, "open", day=day)


def _today(text: str, found: re.Match[str]) -> Mention | None:
    """The day of the post; "today" only where the sentence tells of one event and not of our days."""
    words = found["today"].lower()
    if words == "today" and not _is_this_day(text, *found.span()):
        return None
    return Mention(*found.span(), "day", -(words == "last night"))


def _is_this_day(text: str, start: int, end: int) -> bool:
    if _OUR_DAYS.search(text, max(0, start - 12), start) or text.startswith(("’s", "'s"), end):
        return False
    if _AT_A_TIME.match(text, end):
        return True
    first = max(text.rfind(stop, 0, start) for stop in ".;:?!") + 1
    left = _CLAUSE_START.split(text[first:start])[-1]
    after = text[end:].removeprefix(",") if not left.strip() else text[end:]
    right = _CLAUSE_END.split(after)[0]
    return bool(_EVENT.search(left) or _EVENT.search(right))


def _before_last(_text: str, found: re.Match[str]) -> Mention:
    return Mention(*found.span(), found["before_last"], -2)  # type: ignore[arg-type]


def _in_text(_text: str, found: re.Match[str]) -> Mention:
    words = found["text"].lower()
    count = 1 if "following" in words or "next" in words else 0 if "same" in words or "that" in words else -1
    return Mention(*found.span(), "text", count)


def _weekday(_text: str, found: re.Match[str]) -> Mention:
    weekday = _WEEKDAYS.index(found["weekday"].lower())
    which = found["which"].lower()
    start = found.start("weekday") if which not in _COUNTS else found.start()
    way: Way = "future" if which == "next" else "past" if which in ("last", "this past") else "open"
    return Mention(start, found.end(), way, weekday=weekday)


_READERS: Final = (
    ("month1", _month_day),
    ("month2", _month_day),
    ("month3", _month_alone),
    ("ordinal", _ordinal),
    ("lone", _lone_day),
    ("today", _today),
    ("iso", _iso),
    ("decade", _decade),
    ("short", _decade),
    ("century", _century),
    ("season", _season),
    ("years", _years),
    ("juche", _juche),
    ("year5", _year),
    ("ago", _ago),
    ("near", _near),
    ("before_last", _before_last),
    ("text", _in_text),
    ("weekday", _weekday),
)
