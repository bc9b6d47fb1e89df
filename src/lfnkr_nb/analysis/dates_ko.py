"""Dates in Korean sentences: years of the common era and of Juche, months, days and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lfnkr_nb.analysis.dates_eastern import (
    ago_or_after,
    decade,
    month_in_text,
    months_or_days,
    relative_month,
    week,
    with_weekday,
    years,
)
from lfnkr_nb.analysis.mention import SEASONS, Mention, Way
from lfnkr_nb.analysis.numerals import KO_NATIVE, ko_value
from lfnkr_nb.analysis.patterns import compiled
from lfnkr_nb.analysis.tense import PAST_SYLLABLES

__all__ = ["dates_ko"]

_YEARS: Final = {
    "재작년": -2,
    "지지난해": -2,
    "지난해": -1,
    "작년": -1,
    "올해": 0,
    "금년": 0,
    "내년": 1,
    "명년": 1,
    "내후년": 2,
    "올": 0,
}
_TEXT_YEARS: Final = {
    "같은 해": 0,
    "그해": 0,
    "그 해": 0,
    "이듬해": 1,
    "다음 해": 1,
    "그다음 해": 1,
    "같은해": 0,
    "전년": -1,
    "전해": -1,
}
_NO_TEXT_YEAR: Final = re.compile(r"[졌지진질듣들주줄준줬오온왔본봤도]|해[졌지진질]|들")
_SEASONS: Final = {"봄": "spring", "여름": "summer", "가을": "autumn", "겨울": "winter"}
_MONTHS: Final = {
    "이달": 0,
    "이번 달": 0,
    "지난달": -1,
    "지난 달": -1,
    "다음 달": 1,
    "내달": 1,
    "지지난달": -2,
}
_TEXT_MONTHS: Final = {"같은 달": 0, "같은달": 0, "그달": 0, "그 달": 0, "이듬달": 1}
_WEEKS: Final = {"지난주": -1, "지난 주": -1, "이번 주": 0, "금주": 0, "다음 주": 1, "지지난주": -2}
_DAYS: Final = {
    "어젯밤": -1,
    "간밤": -1,
    "오늘밤": 0,
    "그저께": -2,
    "그제": -2,
    "엊그제": -2,
    "어제": -1,
    "오늘": 0,
    "내일": 1,
    "모레": 2,
}
_NATIVE_DAYS: Final = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "이레": 7,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
}
_WEEKDAYS: Final = "월화수목금토일"
_SEASON: Final = r"(?:봄|여름|가을|겨울)(?!철|방학|옷|잠|비)"
_PART: Final = r"(?: ?(?:상순|중순|하순|초순|초반|중반|후반|초|말|무렵)(?![가-힣]{2}))?"
_BRACKET: Final = rf"(?: ?\((?:[{_WEEKDAYS}])(?:요일)?\))?"
_NUM: Final = r"\d{1,2}"


#: After a number that counts from now (3일 전에, 2년 뒤); not the first syllables of 전세기, 전 세계, 후원.
_FROM_NOW: Final = (
    r"(?:전(?! (?:세계|국민|직원|회원|주민|대통령|총리|장관|의원|주석|위원장|회장|대표|교수))|뒤|후)"
    r"(?=[^가-힣]|$|에|의|부터|까지|만|인|이[다었며고]|쯤|으로|과|보다|처럼|하고)"
)


def _any(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


# Names of months and days in words: 유월 이십오일, 시월 열흘, 섣달 그믐 stays a name.
_MONTH_WORDS: Final = {
    "일월": 1, "정월": 1, "이월": 2, "삼월": 3, "사월": 4, "오월": 5, "유월": 6, "칠월": 7, "팔월": 8, "구월": 9,
    "시월": 10, "십일월": 11, "십이월": 12,
}  # fmt: skip
_FIRST_DAYS: Final = {f"초{name}": day for name, day in _NATIVE_DAYS.items() if day < 10}
_DAY_WORDS: Final = {
    **{name: day for name, day in _NATIVE_DAYS.items() if day >= 10},
    **_FIRST_DAYS,
    **{
        f"{tens}{ones}일": 10 * times + number
        for times, tens in enumerate(("", "십", "이십", "삼십"))
        for number, ones in enumerate(("", *"일이삼사오육칠팔구"))
        if 1 <= 10 * times + number <= 31
    },
}
_DATE: Final = compiled(
    rf"""
    (?P<juche>주체) ?(?P<juche_year>\d{{1,3}})(?:\(\d{{4}}\))?년
       (?: (?P<juche_month>{_NUM})월(?: ?(?P<juche_day>{_NUM})일)?)?
    |(?P<from_year>(?<![\d.-])(?:1[89]|20)\d\d)[-~–](?P<to_year>(?:(?:1[89]|20)\d\d)|\d\d)년(?!대|간|생|도)
    |(?:(?P<year>(?<![\d,.])(?:1[0-9]|20)\d\d)(?:\(주체 ?\d+\))?년(?!대|간|동안| 동안| 만에|만에)
       |(?<!\w)(?:[’'‘](?P<short>\d\d)년|(?P<two>[5-9]\d)년(?= \d{{1,2}}월))
       |(?P<rel>{_any(_YEARS).removesuffix("|올")}|(?<![가-힣])올(?= ?\d{{1,2}}월))|(?P<that>{_any(_TEXT_YEARS)}))
       (?P<fiscal>도(?![가-힣]{{2}}))?(?:의?(?: ?(?P<month>{_NUM})월(?: ?(?:
         (?P<days>{_NUM})일?{_BRACKET} ?[-~–] ?)?(?P<day>{_NUM})일(?!간
         |째| 동안))?{_BRACKET}| ?(?P<season>{_SEASON})))?{_PART}(?P<about> ?(?:경|께|쯤
         |무렵))?
    |(?:(?<=년부터 )|(?<=년에서 )|(?<=년과 ))(?P<carried>\d\d)년(?!간|대|동안| 동안|만에| 만에)
    |(?P<near_season>(?:올|지난|이번|다음) ?{_SEASON})
    |(?P<to>지난|오는|다가오는|돌아오는) (?:(?P<to_month>{_NUM})월(?: ?(?:(?P<to_days>{_NUM})일?
        {_BRACKET} ?[-~–] ?)?(?P<to_day>{_NUM})일)?{_BRACKET}{_PART}
      |(?P<to_day2>{_NUM})일(?!간| 동안){_BRACKET}|(?P<to_weekday>[{_WEEKDAYS}])요일)
    |(?<![\d개,.·-])(?:(?P<months>{_NUM}) ?[~-] ?)?(?P<month2>{_NUM})월(?!간|세|평)(?: ?(?:
      (?P<days2>{_NUM})일?{_BRACKET} ?[-~–] ?)?(?P<day2>{_NUM})일(?!간
      |째| 동안))?{_BRACKET}{_PART}
    |(?<![가-힣])(?P<month_word>{_any(_MONTH_WORDS)})
      (?: (?P<day_word>{_any(_DAY_WORDS)})(?!간|째| 동안| 만에))?(?=[ ,.에의부까]|$)
    |(?P<rel_month>{_any(_MONTHS)})(?: ?(?P<day3>{_NUM})일)?{_PART}
    |(?P<text_month>{_any(_TEXT_MONTHS)})(?![가-힣]{{2}})(?: ?(?P<day5>{_NUM})일(?!간))?{_PART}
    |(?P<decade>(?<!\d)(?:1[89]|20)\d0)(?:년대)?(?:[~-](?P<decade2>\d0))?년대{_PART}
    |(?P<short_decade>(?<!\d)[3-9]0)년대{_PART}
    |(?P<century>\d\d?)세기{_PART}
    |(?P<ago>(?<![\d,.])\d{{1,3}}|(?<![가-힣]){KO_NATIVE}|(?<![가-힣])(?:{_any(_NATIVE_DAYS)})) ?(?P<ago_unit>년
      |해|개월|달|주일?|일)? ?(?P<ward>{_FROM_NOW})(?!에야)(?:의)?
       (?: (?P<ago_month>{_NUM})월(?: (?P<ago_day>{_NUM})일)?| (?P<ago_today>오늘)| (?P<ago_season>{_SEASON}))?
    |(?P<week>{_any(_WEEKS)})(?: (?P<weekday>[{_WEEKDAYS}])요일)?(?!말)
    |(?P<rel_day>(?<![가-힣]){_any(_DAYS).replace("|", "|(?<![가-힣])")})(?!날|도|은 또|의 나)
    |(?P<weekday2>(?<![가-힣])[{_WEEKDAYS}])요일(?!마다|과|이면)
    |(?<![\d월,.:/-])(?<!\d )(?P<day4>[12]\d|3[01]|[1-9])일(?=$|[ ,.)(부~-]|에|의|자
      |엔|까|인|로|은|이(?! 걸))(?! ?(?:간|째|동안|만에|{_FROM_NOW}|이내|이상|정도|치|분|씩
      |당|마다|에 한|연속|가량|남짓|내내|밤낮|까지 \d+번))
    """
)
_HINT: Final = re.compile(r"[년월일달]|[해주]|[봄름을울]|세기|제|늘|레|\d{4}[-/.] ?\d|[전뒤후]")
_NUMERIC: Final = re.compile(
    r"(?<![\d/.-])((?:1[89]|20)\d\d)(?:([-/])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?![\d/-]|\.\d)"
    r"|\. ?(1[0-2]|0?[1-9])\. ?(3[01]|[12]\d|0?[1-9])\.?(?!\d))"
)
_AT_A_TIME: Final = re.compile(r"[,은]? ?(?:오전|오후|아침|저녁|새벽|밤|낮|\d)|, |\(")
_OUR_DAYS: Final = re.compile(r"도|까지|의|에|이라|처럼|부터|과 내일|과 같")
#: How a sentence about one event of this day ends (ㅆ다, ㅆ습니다), and one about the next.
_HAPPENED: Final = PAST_SYLLABLES.translate({ord("있"): None, ord("없"): None})
_TOLD: Final = re.compile(rf"(?<!고 )[{_HAPPENED}](?:다|습니다|음)[\"”’)]*$|(?:엽니다|열린다|예정[^.]*)$")
_TO_COME: Final = re.compile(
    r"(?:엽니다|열린다|열립니다|예정[^.]*|떠난다|떠납니다|모입니다|만납니다|시작[^.]{0,4})$"
)
_YEARS_BEFORE: Final = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)년")
_YEAR_BEFORE: Final = re.compile(r"((?:1[89]|20)\d\d)년 $")
#: Before a weekday that recurs: 둘째 주 토요일.
_NTH_WEEK: Final = re.compile(r"(?:째 ?주?|매주|[1-5]주) $")
_EVERY: Final = re.compile(r"(?:(?:매년|해마다|매월|매달|매주)[^,.]{0,6}|매 ?)$")


def dates_ko(text: str) -> Iterator[Mention]:
    """The mentions of dates in a Korean line, in order."""
    if not _HINT.search(text):
        return
    found = [m for m in (_mention(text, match) for match in _DATE.finditer(text)) if m and m.is_possible]
    for match in _NUMERIC.finditer(text):
        year, month, day = match[1], match[3] or match[5], match[4] or match[6]
        found.append(Mention(*match.span(), "written", year=int(year), month=int(month), day=int(day)))
    yield from sorted(found, key=lambda mention: mention.start)


def _mention(text: str, found: re.Match[str]) -> Mention | None:
    if _EVERY.search(text[max(0, found.start() - 10) : found.start()]):
        return None
    return next((read(text, found) for names, read in _READERS if any(found[name] for name in names)), None)


def _int(written: str | None) -> int | None:
    return int(written) if written else None


def _season(written: str | None) -> int | None:
    return SEASONS[_SEASONS[written]] if written else None


def _juche(_text: str, found: re.Match[str]) -> Mention:
    # Juche 1 is 1912, the year of Kim Il-sung's birth (decree of 8 July 1997).
    month, day = _int(found["juche_month"]), _int(found["juche_day"])
    return Mention(*found.span(), "written", year=1911 + int(found["juche_year"]), month=month, day=day)


def _with_year(text: str, found: re.Match[str]) -> Mention | None:
    start, end = found.span()
    month, day = _int(found["month"]) or _season(found["season"]), _int(found["day"])
    if found["rel"]:
        return Mention(start, end, "year", _YEARS[found["rel"]], month=month, day=day)
    if found["that"] and _NO_TEXT_YEAR.match(text, end):
        return None
    if found["that"]:
        return Mention(start, end, "text", _TEXT_YEARS[found["that"]], month=month, day=day)
    year = int(found["year"] or _whole_year(found["short"] or found["two"]))
    mention = Mention(start, end, "written", year=year, month=month, day=day, about=bool(found["about"]))
    return months_or_days(mention, None, _int(found["days"]))


def _whole_year(short: str) -> str:
    return ("20" if int(short) < 30 else "19") + short


def _carried(text: str, found: re.Match[str]) -> Mention | None:
    """A year of two digits after another: 1959년부터 84년까지."""
    before = _YEARS_BEFORE.findall(text, max(0, found.start() - 40), found.start())
    year = int(before[-1][:2] + found["carried"]) if before else 0
    return Mention(*found.span(), "written", year=year) if before and year > int(before[-1]) else None


def _near_season(_text: str, found: re.Match[str]) -> Mention:
    words = found["near_season"]
    season = next(SEASONS[_SEASONS[name]] for name in _SEASONS if words.endswith(name))
    if words.startswith(("올", "이번")):
        return Mention(*found.span(), "year", 0, month=season)
    return Mention(*found.span(), "past" if words.startswith("지난") else "future", month=season)


def _to(_text: str, found: re.Match[str]) -> Mention | None:
    way: Way = "lately" if found["to"] == "지난" else "future"
    weekday = _WEEKDAYS.index(found["to_weekday"]) if found["to_weekday"] else None
    month, day = _int(found["to_month"]), _int(found["to_day"] or found["to_day2"])
    way = "past" if weekday is not None and way == "lately" else way
    mention = Mention(*found.span(), way, month=month, day=day, weekday=weekday)
    return months_or_days(mention, None, _int(found["to_days"]))


def _open(_text: str, found: re.Match[str]) -> Mention | None:
    mention = Mention(*found.span(), "open", month=int(found["month2"]), day=_int(found["day2"]))
    ranged = months_or_days(mention, _int(found["months"]), _int(found["days2"]))
    return ranged and with_weekday(ranged, found[0])


def _in_words(text: str, found: re.Match[str]) -> Mention | None:
    day = _DAY_WORDS[found["day_word"]] if found["day_word"] else None
    year = _YEAR_BEFORE.search(text, max(0, found.start() - 8), found.start())
    way: Way = "written" if year else "open"
    return Mention(
        found.start(), found.end(), way, month=_MONTH_WORDS[found["month_word"]], day=day,
        year=int(year[1]) if year else None,
    )  # fmt: skip


def _rel_month(_text: str, found: re.Match[str]) -> Mention:
    return relative_month(found, _MONTHS, _int(found["day3"]))


def _text_month(_text: str, found: re.Match[str]) -> Mention:
    return month_in_text(found, _TEXT_MONTHS, _int(found["day5"]))


def _decade(_text: str, found: re.Match[str]) -> Mention:
    return decade(found)


def _years(_text: str, found: re.Match[str]) -> Mention | None:
    return years(found)


def _century(_text: str, found: re.Match[str]) -> Mention:
    return Mention(*found.span(), "written", edtf=f"{int(found['century']) - 1:02}XX")


def _ago(_text: str, found: re.Match[str]) -> Mention | None:
    written, unit = found["ago"], found["ago_unit"]
    if written in _NATIVE_DAYS:
        if unit:
            return None
        count, unit = _NATIVE_DAYS[written], "일"
    else:
        count = int(ko_value(written) or 0)
    if (
        not unit
        or not count
        or (unit in ("일", "년") and not written[0].isdigit() and written not in _NATIVE_DAYS)
    ):
        return None
    ways: dict[str, Way] = {"년": "year", "해": "year", "일": "day", "개월": "month", "달": "month"}
    way = ways.get(unit, "day")
    count *= 7 if unit in ("주", "주일") else 1
    month = _int(found["ago_month"]) or _season(found["ago_season"])
    day = _int(found["ago_day"])
    return ago_or_after(found, way, count, month=month, day=day, ago=found["ward"] == "전")


def _week(_text: str, found: re.Match[str]) -> Mention:
    return week(found, _WEEKS, _WEEKDAYS)


def _rel_day(text: str, found: re.Match[str]) -> Mention | None:
    word = found["rel_day"]
    if word in ("오늘", "내일") and not _is_one_day(text, found.end(), word):
        return None
    return Mention(*found.span(), "day", _DAYS[word])


def _is_one_day(text: str, end: int, word: str) -> bool:
    """Whether a sentence tells of one event on that day: its time, or a verb at its end that says so."""
    if _AT_A_TIME.match(text, end):
        return True
    close = re.compile(r"[.!?]|$").search(text, end)
    sentence = text[end : close.start() if close else len(text)]
    return not _OUR_DAYS.match(sentence) and bool((_TOLD if word == "오늘" else _TO_COME).search(sentence))


def _weekday(text: str, found: re.Match[str]) -> Mention | None:
    if _NTH_WEEK.search(text, max(0, found.start() - 5), found.start()):
        return None
    return Mention(*found.span(), "open", weekday=_WEEKDAYS.index(found["weekday2"]))


def _day(_text: str, found: re.Match[str]) -> Mention:
    return Mention(*found.span(), "open", day=int(found["day4"]))


_READERS: Final = (
    (("juche",), _juche),
    (("from_year",), _years),
    (("year", "short", "two", "rel", "that"), _with_year),
    (("carried",), _carried),
    (("near_season",), _near_season),
    (("to",), _to),
    (("month2",), _open),
    (("month_word",), _in_words),
    (("rel_month",), _rel_month),
    (("text_month",), _text_month),
    (("decade", "short_decade"), _decade),
    (("century",), _century),
    (("ago",), _ago),
    (("week",), _week),
    (("rel_day",), _rel_day),
    (("weekday2",), _weekday),
    (("day4",), _day),
)
