"""What happened, by whom, and who says so: the words around a figure or a date, under one name in all languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lfnkr_nb.analysis.text import Line

__all__ = ["ACTS", "Deed", "deed_near", "same_actor", "source_of"]

#: Name of each act and the words that tell of it; the first that fits at a place wins.
_WORDS: Final = {
    "repatriation from Japan": (
        r"repatriation (?:ships?|program(?:me)?|project|movement|from Japan)|returned? from Japan",
        r"帰国(?:船|事業|運動|者)|帰還(?:事業|船|運動)",
        r"귀국(?:선|사업|자)|귀환 ?(?:사업|선)|북송 ?(?:선"
        r"|사업)|재일동포 북송",
    ),
    "forced return": (
        r"forc(?:ibl[ey]|ed) (?:return|repatriat|deport|sent|send)\w*|(?:return|repatriat"
        r"|deport|sen[dt])\w* (?:\w+ ){0,3}(?:by force|forcibly|back)"
        r"|deport\w*|refoul\w*|repatriat\w+|(?:were|was|been|being|be|they) returned",
        r"強制(?:送還|帰国|北送)|強制的に(?:送還|送り返)|送り返|送還|北送|帰された",
        r"강제 ?(?:송환|북송|귀환|추방)|북송|송환|추방|돌려보내|돌려보냈",
    ),
    "handed over": (
        r"hand(?:ed|ing|s)? (?:\w+ ){0,2}over|handover|turn(?:ed|ing) over",
        r"引き渡|引渡",
        r"인도(?:했|됐|되|하|받|적으로 넘)|넘겨|인계",
    ),
    "execution": (r"execut(?:ed|ions?|ing)\b", r"処刑|銃殺", r"처형|총살"),
    "abduction": (r"abduct\w*|kidnap\w*", r"拉致", r"납치"),
    "detention": (
        r"detain\w*|detention|arrest\w*|imprison\w*|(?:was|were|been|are|is) held|in custody"
        r"|jailed|captured|(?:was|were) caught",
        r"拘束|拘禁|逮捕|収容(?!所)|勾留|抑留|投獄",
        r"구금|체포|억류|수감(?!자)|붙잡|갇[혀힌혔]|구속",
    ),
    "trafficking": (r"traffick\w*|(?:was|were|been|be) sold", r"人身売買|売られ", r"인신매매|팔려"),
    "death": (
        r"killed|died|dead|deaths?|dies|lost (?:his|her|their) li(?:fe|ves)|drowned|starved"
        r"|murdered|perished",
        r"死亡|死者|亡くな|死去|殺害|犠牲|餓死|溺れ",
        r"사망|숨[졌지진져]|목숨을 잃|희생|살해|굶어 ?죽|죽[었은]"
        r"|아사",
    ),
    "release": (r"released|freed|set free", r"釈放|解放", r"석방|풀려"),
    "rescue": (
        r"rescu\w*|brought to (?:safety|Japan|South Korea|the South)",
        r"救出|保護|救助",
        r"구출|구조(?=[했됐되하])",
    ),
    "escape": (
        r"escap(?:e|ed|es|ing)\b|defect(?:ed|ion|ions|ing)\b|fle(?:d|e|es|eing)\b|cross(?:ed"
        r"|ing)? (?:the |a )?(?:\w+ ){0,2}(?:river|border|Tumen|Yalu)",
        r"脱出|脱北(?!者|民)|逃れ|逃げ|亡命|川を渡",
        r"탈북(?!자|민|인|여성|청소년|단체)|탈출|망명|도망"
        r"|강을 건[너넜넌]",
    ),
    "arrival": (
        r"arriv(?:ed|al|als|es|e|ing)\b|entered (?:the )?(?:country|South|Japan|Korea)"
        r"|came to (?:Japan|South Korea|Seoul|the South)|reached (?:Seoul|Japan|South Korea)"
        r"|landed",
        r"入国|到着|来日|たどり着",
        r"입국|도착|들어왔|들어온",
    ),
    "departure": (
        r"\bsailed|departed|(?:ship|boat|train|bus)\w* left|set (?:out|sail)",
        r"出港|出航|出発|港を出",
        r"출항|출발|떠났|떠난",
    ),
    "donation": (
        r"donat\w*|contributions?|gave us|raised",
        r"寄付|寄附|義援金|募金|献金",
        r"기부|후원금|성금|모금|헌금",
    ),
    "distribution": (
        r"distribut\w*|hand(?:ed|ing) out|deliver\w*|shipped|supplied|unloaded|(?:we|fund) sent",
        r"配布|配給|配り|配っ|届け|支給",
        r"나누어|나눠|배급|전달|전했|배포",
    ),
    "attendance": (
        r"took part|attend(?:ed|ance)\b|participated|gathered|rallied",
        r"参加|出席|集まっ|集まり",
        r"참가|참석|모였|모인",
    ),
    "law": (
        r"in force|came into effect|enact\w*|adopted|promulgat\w*",
        r"施行|成立|採択|公布|制定",
        r"시행|제정|채택|공포|발효",
    ),
    "weapons test": (
        r"nuclear test|missile|launch(?:ed|es)?\b",
        r"核実験|ミサイル|発射",
        r"핵실험|미사일|발사",
    ),
    "talks": (
        r"\btalks\b|summit|\bmet\b|conference|negotiat\w*",
        r"会談|会合|協議|会議",
        r"회담|정상회의|협의|만났",
    ),
    "founding": (r"founded|established|set up", r"設立|創立|結成", r"설립|창립|결성"),
}
ACTS: Final = tuple(_WORDS)
_LANGUAGES: Final = ("en", "ja", "ko")


def _table(column: int) -> tuple[re.Pattern[str], tuple[str, ...]]:
    groups = "|".join(f"({words[column]})" for words in _WORDS.values())
    return re.compile(groups, re.IGNORECASE), ACTS


_ACT: Final = {lang: _table(column)[0] for column, lang in enumerate(_LANGUAGES)}

_COUNTRIES: Final = {
    "Chinese": ("Chinese", "China", "Beijing"),
    "North Korean": ("North Korean", "North Korea", "Pyongyang", "DPRK"),
    "South Korean": ("South Korean", "South Korea", "Seoul", "ROK"),
    "Japanese": ("Japanese", "Japan", "Tokyo"),
    "Russian": ("Russian", "Russia", "Moscow"),
    "Lao": ("Lao", "Laotian", "Laos"),
    "Thai": ("Thai", "Thailand", "Bangkok"),
    "Vietnamese": ("Vietnamese", "Vietnam", "Hanoi"),
    "Mongolian": ("Mongolian", "Mongolia"),
    "American": ("American", "US", "U.S.", "Washington"),
}
_CJK: Final = {
    "中国": "Chinese",
    "北朝鮮": "North Korean",
    "韓国": "South Korean",
    "日本": "Japanese",
    "ロシア": "Russian",
    "ラオス": "Lao",
    "タイ": "Thai",
    "ベトナム": "Vietnamese",
    "モンゴル": "Mongolian",
    "米国": "American",
    "아메리카": "American",
    "중국": "Chinese",
    "북한": "North Korean",
    "한국": "South Korean",
    "일본": "Japanese",
    "러시아": "Russian",
    "라오스": "Lao",
    "태국": "Thai",
    "베트남": "Vietnamese",
    "몽골": "Mongolian",
    "미국": "American",
}
_BODIES: Final = {
    "政府": "government",
    "当局": "authorities",
    "公安": "police",
    "警察": "police",
    "側": "side",
    "軍": "army",
    "国境警備隊": "border guards",
    "統一省": "government",
    "統一部": "government",
    "外務省": "government",
    "정부": "government",
    "당국": "authorities",
    "공안": "police",
    "경찰": "police",
    "측": "side",
    "군": "army",
    "국경경비대": "border guards",
    "통일부": "government",
    "외교부": "government",
}


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_NAMES: Final = sorted({name for names in _COUNTRIES.values() for name in names}, key=len, reverse=True)
_ADJECTIVE: Final = {name: adjective for adjective, names in _COUNTRIES.items() for name in names}
_ACTOR: Final = {
    "en": re.compile(
        rf"\b(?P<country>{_any(_NAMES)})(?:’s|'s)? (?P<body>government"
        rf"|authorities|police|army|military|border guards|guards|officials|side|embassy"
        rf"|soldiers)\b"
        rf"|\b(?P<body2>government|authorities|police|army) of (?P<country2>{_any(_NAMES)})\b"
        r"|\b(?P<alone>the government)\b|\b(?P<self>LFNKR|we|our fund|the fund)\b"
        rf"|\b(?P<country3>China|North Korea|South Korea|Beijing|Pyongyang|Seoul|Laos|Russia"
        rf"|Thailand|Vietnam)(?= (?:has|have|had|forcibly|sent|returned|deported|repatriated"
        rf"|handed|arrested|detained|executed|released|abducted))"
    ),
    "ja": re.compile(rf"(?P<country>{_any(_CJK)})の?(?P<body>{_any(_BODIES)})"),
    "ko": re.compile(rf"(?P<country>{_any(_CJK)}) ?(?P<body>{_any(_BODIES)})"),
}
#: Acts that somebody does to those who are counted; the others have no actor of their own.
_DONE_TO: Final = frozenset(
    (
        "forced return",
        "handed over",
        "execution",
        "abduction",
        "detention",
        "trafficking",
        "release",
        "rescue",
        "donation",
        "distribution",
        "weapons test",
    )
)
_SOURCE: Final = {
    "en": re.compile(
        r"(?:[Aa]ccording to|[Aa]s reported by) (?P<by>[^,.;]{2,60})"
        r"|(?P<who>(?:[A-Z][\w’'-]+(?: of)? ?){1,5}|[Pp]olice|the organi[sz]ers|the ministry"
        r"|one of the other sources|[Oo]ther groups|[Oo]ther sources|[Aa]nother|[Tt]he UN"
        r"|[Tt]he (?:[A-Z][\w-]+ ){1,4}(?:of [A-Z]\w+(?: [A-Z]\w+)?)?)"
        r"(?:,? (?:has |have )?(?:says?|said|speaks? of|announce[sd]|report(?:s|ed)|estimate[sd]?"
        r"|claim(?:s|ed)|put(?:s)? (?:it|the))\b)"
    ),
    "ja": re.compile(
        r"(?P<by>[^、。「」]{2,30}?)(?:によると|によれば)|(?P<who>[^、。「」はが]{2,30}?)[はが](?=[^。]{0,80}(?:発表した"
        r"|明らかにした|報じた|伝え|述べた|推計し|推定し))"
    ),
    "ko": re.compile(
        r"(?P<by>[^,.“”]{2,30}?)에 (?:따르면|의하면)|(?P<who>[^ ,.“”]{2,20})[은는이가](?=[^.]{0,80}(?:밝혔"
        r"|발표했|보도했|전했다|추정했|추산했))"
    ),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What a sentence tells around a place: an act of `ACTS` and who did it; empty where it does not say."""

    act: str = ""
    actor: str = ""


def deed_near(line: Line, place: int, start: int, end: int) -> Deed:
    """The act told nearest to a place in a sentence, and its actor."""
    hits = _acts(line.lang, line.text[start:end])
    if not hits:
        return Deed()
    first, _, act = min(hits, key=lambda hit: (abs(start + (hit[0] + hit[1]) / 2 - place), hit[0]))
    return Deed(act, _actor(line, start + first, start, end) if act in _DONE_TO else "")


@lru_cache(maxsize=1024)
def _acts(lang: str, sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and name of each act a sentence tells; several figures and dates of one sentence ask for it."""
    found = _ACT[lang].finditer(sentence)
    return tuple((hit.start(), hit.end(), ACTS[(hit.lastindex or 1) - 1]) for hit in found)


def _actor(line: Line, place: int, start: int, end: int) -> str:
    """The nearest actor before the act; in a passive sentence the one after "by"."""
    found = list(_ACTOR[line.lang].finditer(line.text, start, end))
    before = [m for m in found if m.start() < place]
    by = [m for m in found if m.start() > place and line.text[: m.start()].endswith((" by ", " by the "))]
    if not (before or by):
        return ""
    return _actor_name(line, (by or before[-1:])[0], start)


def _actor_name(line: Line, found: re.Match[str], start: int) -> str:
    groups = found.groupdict()
    if groups.get("self"):
        return "LFNKR"
    if groups.get("alone"):
        named = re.findall(_any(_NAMES), line.text[start : found.start()])
        return f"{_ADJECTIVE[named[-1]]} government" if named else "government"
    if groups.get("country3"):
        return f"{_ADJECTIVE[found['country3']]} government"
    country, body = found["country"] or groups.get("country2"), found["body"] or groups.get("body2")
    return (
        f"{_ADJECTIVE.get(country or '') or _CJK.get(country or '', country)} {_BODIES.get(body or '', body)}"
    )


def same_actor(one: str, other: str) -> bool:
    """Whether two actors can be one: the same country, or one of them unknown."""
    if not one or not other:
        return True
    return one.rpartition(" ")[0] == other.rpartition(" ")[0]


def source_of(line: Line, start: int, end: int) -> str:
    """Who says so, in the words of the sentence ("According to the ministry", 統一省によると); empty when nobody."""
    found = _SOURCE[line.lang].search(line.text, start, end)
    if found is None:
        return ""
    group = "by" if found["by"] else "who"
    return line.said(*found.span(group)).strip()
