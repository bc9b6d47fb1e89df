"""Dates in Japanese sentences: years of the common era, of the reigns and of Juche, months, days and their kin."""

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
from lfnkr_nb.analysis.numerals import ja_value
from lfnkr_nb.analysis.patterns import compiled

__all__ = ["dates_ja"]

#: The year before the first of each reign (National Diet Library, Japan: list of eras), and of Juche (1912 is 1).
_ERAS: Final = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "主体": 1911,
    "チュチェ": 1911,
}
#: The reigns by their letters, as in S34年.
_LETTERS: Final = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_NUM: Final = r"(?:[\d]{1,2}|[一二三四五六七八九十]{1,3})"
_ERA: Final = rf"(?:{'|'.join(_ERAS)})"
_YEARS: Final = {
    "今年": 0,
    "本年": 0,
    "ことし": 0,
    "昨年": -1,
    "去年": -1,
    "一昨年": -2,
    "おととし": -2,
    "来年": 1,
    "明年": 1,
    "再来年": 2,
    "さ来年": 2,
}
_TEXT_YEARS: Final = {"同年": 0, "その年": 0, "この年": 0, "翌年": 1, "その翌年": 1, "前年": -1, "翌々年": 2}
_TEXT_MONTHS: Final = {"同月": 0, "その月": 0, "翌月": 1, "翌々月": 2, "前月": -1}
_SHORT: Final = {"今": 0, "こ": 0, "昨": -1, "来": 1}
_SEASON: Final = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_MONTHS: Final = {"今月": 0, "先月": -1, "来月": 1, "先々月": -2, "再来月": 2, "さ来月": 2}
_DAYS: Final = {
    "昨日": -1,
    "昨夜": -1,
    "昨晩": -1,
    "今朝": 0,
    "今夜": 0,
    "今晩": 0,
    "きのう": -1,
    "一昨日": -2,
    "おととい": -2,
    "本日": 0,
    "今日": 0,
    "明日": 1,
    "あす": 1,
    "明後日": 2,
}
_WEEKS: Final = {"先週": -1, "今週": 0, "来週": 1, "先々週": -2, "再来週": 2, "さ来週": 2}
_WEEKDAYS: Final = "月火水木金土日"
_PART: Final = r"(?:の?(?:上旬|中旬|下旬|初旬|末|初め|始め|はじめ|半ば|なかば|前半|後半|終わり))?"
_ABOUT: Final = r"(?P<about>ごろ|頃|ころ)?"
_BRACKET: Final = r"(?: ?\([月火水木金土日](?:曜日?)?(?:・祝)?\))?"
_DATE: Final = compiled(
    rf"""
    (?P<era_decade>{_ERA})(?P<era_tens>[1-6]0|[二三四五六]?十)年代{_PART}
    |(?P<from_year>(?<![\d.-])(?:1[89]|20)\d\d)[-~–](?P<to_year>(?:(?:1[89]|20)\d\d)|\d\d)年(?![代間生度])
    |(?P<kanji_decade>(?:一九)?[三四五六七八九]〇)年代{_PART}
    |(?:(?P<era>{_ERA}|(?<![A-Za-z\d])[RHSTM](?=\d|元))(?P<era_year>元|{_NUM}
        |\d{{1,3}})(?:\(\d{{4}}年?\))?年(?:\(\d{{4}}年?\))?
      |(?P<year>(?<!\d)(?:1[0-9]|20)\d\d|[一二][〇一二三四五六七八九]{{3}})(?:\({_ERA}(?:元
        |\d+)年?\))?(?:年(?!代|間|来|ぶり|余|以上)|(?=\({_ERA}))
      |(?P<rel>再来年|さ来年|一昨年|おととし|今年|本年|ことし|昨年|去年|来年|明年)(?!来)
      |(?P<that>その翌年|翌々年|翌年|同年|その年|この年|前年)
      |(?P<two>(?<!\d)[4-9]\d)年(?=から\d\d年|\d{{1,2}}月\d)
    )(?:\({_ERA}(?:元|\d+)年?\))?(?P<fiscal>度)?(?:[の、]?(?:(?P<month>{_NUM})月の?(?:(?:
        (?P<days>{_NUM})日?{_BRACKET}[-~–])?(?P<day>{_NUM})日(?!間|ぶり))?{_BRACKET}
      |(?P<season>[春夏秋冬])(?!休)))?{_PART}{_ABOUT}
    |(?P<short>(?:今|昨|来|この)(?P<short_season>[春夏秋冬]))(?!休)
    |(?P<to>去る|さる|先の|来る|きたる|来たる)?(?<![\d一二三四五六七八九十])(?:(?P<months>{_NUM})[~-])?(?P<month2>{_NUM})月(?!間
      |目|刊|給|額)(?:(?:(?P<days2>{_NUM})日?{_BRACKET}[-~–])?(?P<day2>{_NUM})日(?!間|ぶり|目))?{_BRACKET}{_PART}
    |(?P<rel_month>先々月|再来月|さ来月|今月|先月|来月)の?(?:(?P<day3>{_NUM})日(?!間))?{_PART}
    |(?P<text_month>同月|その月|翌々月|翌月|前月)の?(?:(?P<day5>{_NUM})日(?!間))?{_PART}
    |(?P<decade>(?<!\d)(?:1[89]|20)\d0)(?:年代)?(?:[~-](?P<decade2>\d0))?年代{_PART}
    |(?P<short_decade>(?<!\d)[3-9]0)年代{_PART}
    |(?P<century>{_NUM})世紀{_PART}
    |(?P<ago>\d{{1,3}}|[一二三四五六七八九十百]{{1,4}}|数)(?P<ago_unit>年|か月|カ月|ヶ月
      |ヵ月|箇月|週間|日)(?P<ward>前|後)(?!後|半|者|継|の祭)(?:の(?P<ago_month>{_NUM})月
(?:(?P<ago_day>{_NUM})日)?|の(?P<ago_season>[春夏秋冬])|の(?P<ago_today>今日|きょう|本日))?
    |(?P<week>先々週|再来週|さ来週|先週|今週|来週)(?:の?(?P<weekday>[{_WEEKDAYS}])曜日?)?
    |(?P<rel_day>一昨日|おととい|明後日|昨日|きのう|昨夜|昨晩|本日|今朝|今夜|今晩|明日|あす|今日)(?!的|性)
    |(?P<weekday2>[{_WEEKDAYS}])曜日?(?![礼])
    |(?:(?<=から)|(?<=まで)|(?<=翌)|(?<=[-~、]))(?P<carried>\d{{1,2}})年(?!間|前|後|目|生|ぶり
      |以上|余|代|連続|の[懲労刑])(?P<carried_month>{_NUM}月)?
    |(?<![\d月一二三四五六七八九十.,:/-])(?P<day4>[12]\d|3[01]|[1-9])日(?=$|[、。,に付まか午正朝夜夕未深早昼の(~発伝明報述語公会到死-])(?!に\d
      |の[休旅猶余間うち後遅配行]|付け合|から\d+日間|かか|かけ|までに\d+回|ま[でに]?間)
    """
)
_HINT: Final = re.compile(r"[年月日春夏秋冬週朝夜晩]|世紀|きのう|あす|おととい|ことし|おととし|\d{4}[-/.]\d")
_NUMERIC: Final = re.compile(
    r"(?<![\d/.-])((?:1[89]|20)\d\d)([-/.])(1[0-2]|0?[1-9])\2(3[01]"
    r"|[12]\d|0?[1-9])(?![\d/-]|\.\d)"
)
_AT_A_TIME: Final = re.compile(r"[、はに]?(?:午|朝|夜|の?夕|\d|の(?:朝|夜|午))")
_OF_THE_DAY: Final = re.compile(r"(?!に至|まで|では|でも|も|なお|の|から|に[はも]?おいて)")
#: How a sentence about this day ends, and one about the next.
_ENDS: Final = (
    re.compile(
        r"(?<!てい)(?<!なかっ)(?:[^いて]た|でした|ました|[開行]います|[開催]きます|予定(?:です|だ)?)[」）)]?$"
    ),
    re.compile(
        r"(?:開く|開き|行う|行い|催[すし]|予定|出発|到着|発表|送還され|集まり?|始まる?|届け)[^、。]{0,6}$"
    ),
)
#: Before a weekday that recurs: 毎, 第2, 第2・第4.
_NTH_WEEK: Final = re.compile(r"[毎・と各]$|第?[1-5一二三四五]$")
_EVERY: Final = re.compile(r"(?:毎[年月週]?[^、。]{0,4}|各|例年の?)$")


def dates_ja(text: str) -> Iterator[Mention]:
    """The mentions of dates in a Japanese line, in order."""
    if not _HINT.search(text):
        return
    found = [m for m in (_mention(text, match) for match in _DATE.finditer(text)) if m and m.is_possible]
    for match in _NUMERIC.finditer(text):
        year, _, month, day = match.groups()
        found.append(Mention(*match.span(), "written", year=int(year), month=int(month), day=int(day)))
    yield from sorted(found, key=lambda mention: mention.start)


def _mention(text: str, found: re.Match[str]) -> Mention | None:
    if _EVERY.search(text[max(0, found.start() - 6) : found.start()]):
        return None
    return next((read(text, found) for names, read in _READERS if any(found[name] for name in names)), None)


def _int(written: str | None) -> int | None:
    return None if not written else int(ja_value(written) or 0)


def _with_year(_text: str, found: re.Match[str]) -> Mention | None:
    season = SEASONS[_SEASON[found["season"]]] if found["season"] else None
    month, day = _int(found["month"]) or season, _int(found["day"])
    about = bool(found["about"])
    start, end = found.start(), found.end()
    if found["rel"]:
        way: Way = "fiscal" if found["fiscal"] else "year"
        return Mention(start, end, way, _YEARS[found["rel"]], month=month, day=day)
    if found["that"] and found["fiscal"]:
        return Mention(start, end, "text fiscal", _TEXT_YEARS[found["that"]])
    if found["that"]:
        return Mention(start, end, "text", _TEXT_YEARS[found["that"]], month=month, day=day)
    year = _year(found)
    if found["fiscal"]:
        # A fiscal year runs from April to March (Local Autonomy Act and Public Finance Act of Japan).
        return Mention(start, end, "written", edtf=f"{year}-04/{year + 1}-03")
    mention = Mention(start, end, "written", year=year, month=month, day=day, about=about)
    return months_or_days(mention, None, _int(found["days"]))


def _year(found: re.Match[str]) -> int:
    if found["two"]:
        return 1900 + int(found["two"])
    if not found["era"]:
        return int(ja_value(found["year"]) or 0)
    count = 1 if found["era_year"] == "元" else int(ja_value(found["era_year"]) or 0)
    return _ERAS[_LETTERS.get(found["era"], found["era"])] + count


def _short(_text: str, found: re.Match[str]) -> Mention:
    count, season = _SHORT[found["short"][0]], SEASONS[_SEASON[found["short_season"]]]
    if found["short"] == "昨冬":
        return Mention(*found.span(), "past", month=season)
    return Mention(*found.span(), "year", count, month=season)


def _open(_text: str, found: re.Match[str]) -> Mention | None:
    way: Way = "open"
    if found["to"]:
        way = "lately" if found["to"] in ("去る", "さる", "先の") else "future"
    start = found.start("months" if found["months"] else "month2")
    mention = Mention(start, found.end(), way, month=_int(found["month2"]), day=_int(found["day2"]))
    ranged = months_or_days(mention, _int(found["months"]), _int(found["days2"]))
    return ranged and with_weekday(ranged, found[0])


def _rel_month(_text: str, found: re.Match[str]) -> Mention:
    return relative_month(found, _MONTHS, _int(found["day3"]))


def _text_month(text: str, found: re.Match[str]) -> Mention | None:
    return (
        None
        if text.startswith("比", found.end())
        else month_in_text(found, _TEXT_MONTHS, _int(found["day5"]))
    )


def _decade(_text: str, found: re.Match[str]) -> Mention:
    return decade(found)


def _kanji_decade(_text: str, found: re.Match[str]) -> Mention:
    """九〇年代, 一九九〇年代."""
    return Mention(
        *found.span(), "written", edtf=f"{int(ja_value(found['kanji_decade']) or 0) // 10 % 10 + 190}X"
    )


def _era_decade(_text: str, found: re.Match[str]) -> Mention:
    """昭和五十年代: ten years, which begin with the fiftieth of the reign."""
    first = _ERAS[found["era_decade"]] + (_int(found["era_tens"]) or 0)
    return Mention(*found.span(), "written", edtf=f"{first}/{first + 9}")


def _years(_text: str, found: re.Match[str]) -> Mention | None:
    return years(found)


def _century(_text: str, found: re.Match[str]) -> Mention:
    return Mention(*found.span(), "written", edtf=f"{(_int(found['century']) or 1) - 1:02}XX")


def _ago(_text: str, found: re.Match[str]) -> Mention | None:
    count, unit = _int(found["ago"]) if found["ago"] != "数" else None, found["ago_unit"]
    if not count:
        return None
    ways: dict[str, Way] = {"年": "year", "日": "day", "週間": "day"}
    way = ways.get(unit, "month")
    count *= 7 if unit == "週間" else 1
    season = found["ago_season"]
    month = _int(found["ago_month"]) or (SEASONS[_SEASON[season]] if season else None)
    day = _int(found["ago_day"])
    return ago_or_after(found, way, count, month=month, day=day, ago=found["ward"] == "前")


def _week(_text: str, found: re.Match[str]) -> Mention:
    return week(found, _WEEKS, _WEEKDAYS)


def _rel_day(text: str, found: re.Match[str]) -> Mention | None:
    word = found["rel_day"]
    # 今日 may mean "nowadays", and 明日 "a better future".
    if word in ("今日", "明日", "あす") and not _is_one_day(text, found.end(), _ENDS[word != "今日"]):
        return None
    return Mention(*found.span(), "day", _DAYS[word])


def _is_one_day(text: str, end: int, ending: re.Pattern[str]) -> bool:
    """Whether a sentence tells of one event on that day: its time, or a verb at its end that says so."""
    if _AT_A_TIME.match(text, end):
        return True
    close = text.find("。", end)
    sentence = text[end : close if close >= 0 else len(text)]
    return bool(_OF_THE_DAY.match(sentence) and ending.search(sentence))


def _weekday(text: str, found: re.Match[str]) -> Mention | None:
    if "曜" not in found[0] or text.startswith(("ごと", "毎", "・"), found.end()):
        return None
    if _NTH_WEEK.search(text, max(0, found.start() - 2), found.start()):
        return None
    return Mention(*found.span(), "open", weekday=_WEEKDAYS.index(found["weekday2"]))


def _carried(text: str, found: re.Match[str]) -> Mention | None:
    """A year of two digits after another: 昭和34年から59年まで, 1967年までに …、84年までに, 59年から84年."""
    sentence = text[max(text.rfind("。", 0, found.start()) + 1, found.start() - 200) : found.start()]
    count, month = int(found["carried"]), found["carried_month"]
    eras, years = re.findall(_ERA, sentence), re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?=年)", sentence)
    if eras:
        year = _ERAS[eras[-1]] + count
    elif years and int(years[-1][:2] + f"{count:02}") > int(years[-1]):
        year = int(years[-1][:2] + f"{count:02}")
    elif count > 40 and sentence.endswith("年から"):
        year = 1900 + count
    else:
        return None
    return Mention(*found.span(), "written", year=year, month=_int(month and month[:-1]))


def _day(text: str, found: re.Match[str]) -> Mention | None:
    day = int(found["day4"])
    after = text[found.end() :]
    if day == 1 and not re.match(r"[、付午]|に(?![\d一二三]|つき)|から", after):
        return None
    return Mention(found.start(), found.end(), "open", day=day)


_READERS: Final = (
    (("era_decade",), _era_decade),
    (("from_year",), _years),
    (("kanji_decade",), _kanji_decade),
    (("era", "year", "rel", "that", "two"), _with_year),
    (("short",), _short),
    (("month2",), _open),
    (("rel_month",), _rel_month),
    (("text_month",), _text_month),
    (("decade", "short_decade"), _decade),
    (("century",), _century),
    (("ago",), _ago),
    (("week",), _week),
    (("rel_day",), _rel_day),
    (("weekday2",), _weekday),
    (("carried",), _carried),
    (("day4",), _day),
)
