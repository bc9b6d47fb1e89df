"""Figures in Korean sentences: a number, its counter, and the words around them that say how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lfnkr_nb.analysis.counters import KO_COUNTERS, KO_KINDS, KO_PEOPLE
from lfnkr_nb.analysis.found import NO_QUALIFIER, Figure
from lfnkr_nb.analysis.numerals import KO_NATIVE, KO_NUMBER, KO_PAIR, ko_pair, ko_value
from lfnkr_nb.analysis.qualifiers_eastern import Qualifiers, one_of

__all__ = ["figures_ko"]

_UNIT: Final = {
    **{counter: unit for unit, counters in KO_COUNTERS.items() for counter in counters.split()},
    **{f"개 {kind}": unit for kind, unit in KO_KINDS.items()},
    **{f"개{kind}": unit for kind, unit in KO_KINDS.items() if len(kind) > 1},
    **{kind: unit for kind, unit in KO_KINDS.items() if len(kind) > 1},
    **dict.fromkeys(KO_PEOPLE, "people"),
}
#: Nouns that only a native number counts without a counter of their own: 두 아이, 세 도시.
_WITHOUT_COUNTER: Final = frozenset((*KO_PEOPLE, *KO_KINDS)) - frozenset(
    counter for counters in KO_COUNTERS.values() for counter in counters.split()
)
_COUNTER: Final = "|".join(re.escape(c) for c in sorted(_UNIT, key=len, reverse=True))
#: Between a native number and its people: 두 북한 병사.
_KIND_OF: Final = r"(?:북한|남한|한국|미국|일본|중국|조선|외국|재일|탈북|젊은|어린|늙은|다른|이름 모를)"
_KILO: Final = r"킬로(?!미터|그램|와트|바이트|칼로리)"
_FIGURE: Final = re.compile(
    rf"(?<![\d.,:/가-힣-])(?P<money>(?:US)?\$|[¥￥€£₩￦] ?)?"
    rf"(?:(?P<pair>{KO_PAIR})|(?P<native>{KO_NATIVE})|(?P<low>{KO_NUMBER}))"
    rf"(?P<odd> ?여(?P<odd_scale>[만억])?| ?몇| ?수)?"
    rf"(?:(?: ?(?P<unit1>{_COUNTER}))?(?P<join> ?[-–—~] ?|(?:에서|부터) (?:(?:많게는|최대|최고) )?|, "
    rf"(?:많게는|많으면|많이 잡으면|많게 잡으면) "
    rf"| ?내지 ?| 또는 )(?P<high>{KO_NUMBER})"
    rf"|(?P<next>(?<=\d)(?<!\d\d)[,·] ?)(?P<high2>\d)(?![\d,]))?"
    rf"(?: ?(?:(?<= ){_KIND_OF} )?(?P<unit>{_KILO}|{_COUNTER})(?![a-zA-Z]))?"
)
_NUMBER: Final = re.compile(
    r"[\d십백천만억]|(?<![가-힣])(?:두|세|석|네|넉|서너|대여섯|다섯|여섯|일곱|여덟|아홉|열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔|둘|셋|넷)"
)
#: A record is no bound: 사상 최대 300명.
_NO_RECORD: Final = r"(?<!사상 )(?<!역대 )(?<!과거 )(?<!세계 )(?<!국내 )(?<!올해 )"
_QUALIFIER_BEFORE: Final = (
    ("at least", rf"적어도|적게는|적게 잡아도|못해도|{_NO_RECORD}(?:최소한|최소|최저)"),
    ("up to", rf"{_NO_RECORD}(?:최대한|최대|최고)|많게는|많아야|많아도|기껏해야"),
    ("approximately", r"약|대략|대충|어림잡아|어림|얼추|추정|거의|줄잡아|한(?= )|근(?= )"),
    ("over", r"족히"),
)
_PAST_IT: Final = r"(?:(?:훨씬|크게|훌쩍|족히|이미|벌써) )?"
_QUALIFIER_AFTER: Final = (
    ("at least", r"이상"),
    (
        "up to",
        r"이하|이내|[을를은는이가도]? ?넘지|을 상한"
        r"|까지(?=[.,)]|$|입니다|이[다며고]|만|의 (?!거리)"
        r"| ?(?:받|모집|신청|참가|참석|수용|허용|인정|지원|이용|무료|가입)"
        r"|[^.,\d]{0,10}수 ?있)",
    ),
    (
        "under",
        r"미만|[이가을를에도은는]? ?(?:채 )?(?:안 ?[되된됐됩돼될]|못 ?(?:[되된됐될]|미[치친쳤칠칩])"
        r"|(?:되|미치|이르|달하)지 ?[않못])"
        r"|[을를이가]? ?밑[도돈돌]|[의]? ?(?:밑|아래)으?로",
    ),
    (
        "over",
        rf"남짓|초과|[을를이가도은는]? ?{_PAST_IT}(?:넘[는은을었게고습]"
        r"|넘어(?![지졌진질뜨트가갔간갈왔온오와])|웃[도돈돌]|상회|초과|돌파)",
    ),
    (
        "approximately",
        r"가량|정도|쯤|안팎|언저리|내외|전후|가까[이운]|에 가[까깝]|에 ?육박|[으로]{1,2} ?추[정산]|꼴",
    ),
)
_RATE: Final = re.compile(r" ?(?:당(?!시|국|한|하|했|일)|마다|꼴)")
#: A share is told out of so many.
_OUT_OF: Final = (*range(2, 11), 100, 1000)
#: One in four: 4명 중 1명, 열 명에 한 명.
_SHARE_AFTER: Final = re.compile(r"(?: ?(?:중|가운데)|에) ?(?:1|한) ?명| ?(?:중|가운데) ?[^ ,.]{1,6} ?명 ?꼴")
_SHARE_BEFORE: Final = re.compile(r"(?<![\d가-힣])(?:[2-9]|10|[두세네]|다섯|열) ?명(?: ?(?:중|가운데)|에) $")
#: Directly after a native number these make other words: 열병식, 한팀.
_NEED_BLANK: Final = frozenset({"병", "팀", "캔", "동", "포", "구"})
#: Right of a counter: it was the beginning of another word.
_OTHER_WORDS: Final = {
    "명": "대[를의에로]|예|령|단|의(?:로|를)|절|백|확|함|칭|분(?!의|이|을)|동|문|수",
    "분": "기|노|단|위기|석|야|쟁|류|배|명|실|열|수|당",
    "원": "인|칙|래|조|천|산|고|본|수|서|장|자|주|정",
    "인": "권|간|구|사|민|도|천|터|당|용|기|종|류|물|상|원|분",
    "대": "화|통령|표|학|회|책|응|북|남|1|2",
    "장": r" ?\d+ ?조|소|비|관|기|면|애|벽|례|군|터",
    "개": "월|선|인|혁|방|최|발|성|정|입|별|념|학|헌|업(?!체)|시|회(?!사)",
    "통": "일|해|신|역|계|치|합|제|화|로|보",
    "구": "역|성|조|출|호|금|체|속|월|매|두|분|간|청|민",
    "권": "리|력|고|위|한",
    "척": "도|추|박",
    "건": "강|물|설|국|너|네",
    "점": "심|령|차|검|점|수|거|유",
    "동": "안|시|의|네|포|생|료|기|맹|행|부|쪽|독|유|사|물|안",
    "쪽": "지|방",
    "채": "널|용|택|소|무|식",
    "곳": "곳|간",
    "가구": "점|를 만",
    "가정": "법|의 달|부|교",
    "세대": "교|차|갈|론",
    "사람": "됨|답",
    "엔": "진|지|저|드",
    "병": "원|사|력|들|영|이 들|에 걸|으로|마|역|실|자|균|세|상|동|명|든|환|고|간|졸",
    "팀": "장|원|워",
    "캔": "버",
    "불": "법|구|안|만|행|편|가능|신|교",
    "포": "로|격|함|위|인|즈",
    "프로": "그|젝|필|듀|야|축|농",
    "형": "제|태|식|사|법|편|량|국|무|벌|상|성|색|질|체|용|장|집",
}
_OTHER_WORD: Final = {counter: re.compile(f"{counter}(?:{rest})") for counter, rest in _OTHER_WORDS.items()}
_KIN: Final = "|".join(sorted((*KO_PEOPLE, "손주", "아우", "어른"), key=len, reverse=True))
_ALONE: Final = re.compile(
    rf"(?<![가-힣])(?:(?P<noun>{_KIN})[이가은는]? )?"
    r"(?P<number>(?:열|스물|서른)?(?:둘|셋|넷|다섯|여섯|일곱|여덟|아홉)|열|스물|서른)"
    r"(?=(?P<case>[은이는가만])(?![가-힣])|[을를과와의도만]|에게|, |\.| ?$"
    r"|마저|까지|이(?:었|고|다|며|라|지)| (?:가운데|중|모두|다)(?![가-힣]))(?!째)"
)
_AGE_OR_CLOCK: Final = re.compile(r"(?:시|시간) ?$")
#: 두 대 맞다: struck twice.
_STRUCK: Final = re.compile(r"(?:를|나|씩)? ?(?:맞|때|얻어|쥐어|[에째])")
_PLANE: Final = re.compile(r"(?:비행기|전세기|여객기|항공기|전투기|수송기|특별기|폭격기|정찰기)[^.,]{0,4}$")
_VEHICLE: Final = re.compile(
    r"(?:전세기|여객기|항공기|전투기|수송기|특별기|기차|택시|소방차|카메라|노트북|텔레비전|피아노|재봉틀|발전기|드론|무인기"
    r"|휠체어|트랙터|경운기|불도저|자동소총|인쇄기|복사기|휴대|굴착기|기관차|장비|트럭|버스|차량|자동차|승용차|승합차|화물차|차|열차|전차"
    r"|탱크|장갑차|컴퓨터|전화|라디오|헬기|비행기|오토바이|자전거"
    r"|기계|구급차)[^.,]{0,6}$"
)
_VEHICLE_AFTER: Final = re.compile(
    r"(?:의|가|로| )? ?(?:트럭|버스|차량|자동차|승용차|승합차"
    r"|컴퓨터|열차|헬기)"
)
_LETTER: Final = re.compile(r"편지|서한|엽서|메일|이메일|청원|답장|서신")
_QUALIFIERS: Final = Qualifiers(
    before=re.compile("(?:^|(?<=[ (“‘\"'~,]))(?:" + one_of(_QUALIFIER_BEFORE) + r") ?$"),
    # What may stand between a qualifier and its number: 최대 월 3만 원, 적어도 모두 300명.
    between=re.compile(
        r"(?:월|연|매[달월년]|하루에?|한 달에|1인당|한 (?:사람|명)당|총|모두|합계|도합|연인원"
        r"|여성|남성|어린이|여자|남자|어른) ?$"
    ),
    # 적어도 탈북자 30명: what stands before the number is counted by it.
    at_least_of=re.compile(r"(?<![가-힣])(?:적어도|최소한|못해도) [가-힣]{1,8} $"),
    after=re.compile("(?: ?(?:" + one_of(_QUALIFIER_AFTER) + "))"),
    verb=re.compile(r"[을를이가도은는에] ?(?!가[까깝]|육박)"),
    # What a number is compared with is told of something else: 재작년의 600명을 웃돌았다, 목표인 1만 명을 넘었다.
    compared=re.compile(
        r"(?:(?:해|년|년도|달|목표|정원|예상|평균|기록|지난번)(?:의|인)|목표|정원|예상치?) $"
    ),
    estimated=re.compile(r"(?! ?의 )[^.,。\d]{0,20}?(?:것으로|으로|로) (?:추정|추산)"),
    # The upper end of a range says "at most" itself.
    most=re.compile("많|최대|최고"),
    back=24,
)
_WAY_AFTER: Final = re.compile(
    r"(?:를|을|의|나|쯤|가량|정도)? ?(?:떨어|거리|걸|달려|달렸|길"
    r"|이동|행군|구간|도로|강|상공|지점|북쪽|남쪽|동쪽|서쪽|밖)"
)
_FOOD: Final = re.compile(
    r"(?:쌀|밀|밀가루|옥수수|감자|비료|설탕|소금|무|배추|고기|콩"
    r"|석탄|체중|몸무게|식량|짐|의약품|씨앗|김치)(?:은|는|이|가|을|를)? ?$"
)


_FOOD_GAP: Final = re.compile(r"(?<= )(?:약|대략|거의|한) $")


def figures_ko(text: str) -> Iterator[Figure]:
    """The figures of a Korean line, in order."""
    if not _NUMBER.search(text):
        return
    yield from sorted((*_counted(text), *_without_counter(text)), key=lambda figure: figure.number)


def _without_counter(text: str) -> Iterator[Figure]:
    """Native numbers that stand alone: 아이 둘을, and as parts of a whole 일곱은 …, 둘은 …."""
    for found in _ALONE.finditer(text):
        noun = found["noun"]
        start, end = found.span() if noun else found.span("number")
        if noun or found["case"]:
            unit = "people" if noun else ""
            yield Figure(
                start, end, ko_value(found["number"]), unit, NO_QUALIFIER, None, found.start("number")
            )


def _counted(text: str) -> Iterator[Figure]:
    for found in _FIGURE.finditer(text):
        if found["unit"] or found["unit1"] or found["money"]:
            yield from _figures(text, found)


def _figures(text: str, found: re.Match[str]) -> Iterator[Figure]:
    """One figure; two where the join between two numbers makes no range."""
    if any(_is_other_word_there(text, found, unit) for unit in ("unit1", "unit")):
        return
    start, end = found.start(), found.end("unit") if found["unit"] else found.end("low")
    if found["pair"]:
        yield from _checked(text, found, (start, end), *ko_pair(found["pair"]))
        return
    low, higher = ko_value(found["native"] or found["low"]), found["high"] or found["high2"]
    low *= {"만": 10**4, "억": 10**8}.get(found["odd_scale"], 1)
    high = ko_value(higher) if higher and found["unit"] else None
    if high is not None and _is_range(found, low, high) and _is_joined(text, found):
        yield from _checked(text, found, (start, end), _scaled(found, low, higher), high)
        return
    if found["unit1"]:
        yield from _checked(text, found, (start, found.end("unit1")), low, None)
    if high is not None:
        start = found.start("high" if found["high"] else "high2")
    if high is not None or not found["unit1"]:
        yield from _checked(text, found, (start, end), low if high is None else high, None)


def _is_other_word_there(text: str, found: re.Match[str], unit: str) -> bool:
    """Whether a counter is the beginning of another word: 열 명령, but not 두 동생, whose counter is 동생."""
    pattern = _OTHER_WORD.get(found[unit] or "")
    return bool(pattern and pattern.match(text, found.start(unit)))


def _scaled(found: re.Match[str], low: float, high: str) -> float:
    """The lower number of 8~12만 명 shares 만."""
    shares = low < 100 and high.endswith("만") and not found["unit1"] and "만" not in (found["low"] or "")
    return low * 10_000 if shares else low


def _is_range(found: re.Match[str], low: float, high: float) -> bool:
    if found["next"]:
        return high == low + 1
    return high > low and found["unit1"] in (None, found["unit"])


def _is_joined(text: str, found: re.Match[str]) -> bool:
    """적게는 3만 명, 많게는 30만 명 is a range; 여성 5명, 많게는 30명 are two figures."""
    return (found["join"] or "")[:1] != "," or "at least" in _QUALIFIERS.leading(text, found.start())[1]


def _checked(
    text: str, found: re.Match[str], span: tuple[int, int], low: float, high: float | None
) -> Iterator[Figure]:
    end = span[1]
    counter = (found["unit1"] if found["unit1"] and end == found.end("unit1") else found["unit"]) or ""
    vague = (found["odd"] or "").strip() in ("몇", "수")
    if vague or _is_none(text, found, counter, span, low if high is None else 0):
        return
    start, end, qualifier = _QUALIFIERS.around(
        text, span, join=found["join"] if high is not None else None, odd=found["odd"]
    )
    yield Figure(start, end, low, _unit(text, found, counter, span), qualifier, high, span[0])


def _is_none(text: str, found: re.Match[str], counter: str, span: tuple[int, int], low: float) -> bool:
    """A rate, the lone one, a time of day, an age, a demonstrative (이 사람) or a single syllable of a word."""
    start, end = span
    native, sino = bool(found["native"]), found["low"] is not None and not found["low"][0].isdigit()
    if _RATE.match(text, end) or (low == 1 and native):
        return True
    if low == 1 and re.match(r" ?(?:월|약|평균)? ?\d", text[end : end + 6]):
        return True
    if (sino and low < 10) or (counter in _WITHOUT_COUNTER and not (native or found["pair"])):
        return True
    if (low in _OUT_OF and _SHARE_AFTER.match(text, end)) or (
        low == 1 and _SHARE_BEFORE.search(text[max(0, start - 16) : start])
    ):
        return True
    return text[end : end + 1] == "째" or _is_other_word(text, counter, span, low, native=native)


def _is_other_word(text: str, counter: str, span: tuple[int, int], low: float, *, native: bool) -> bool:
    """A counter that is a syllable of another word, or counts something else: minutes, ages, blows."""
    start, end = span
    if counter == "분":
        return not native or bool(_AGE_OR_CLOCK.search(text[max(0, start - 6) : start]))
    if counter in _NEED_BLANK and native and text[end - len(counter) - 1] != " ":
        return True
    if counter == "대":
        if native and low < 20:
            return bool(_STRUCK.match(text, end))
        return not (_VEHICLE.search(text[max(0, start - 12) : start]) or _VEHICLE_AFTER.match(text, end))
    if counter in ("동", "포", "점", "구", "쪽", "불", "인", "채", "단체", "학교"):
        return low < 2 and not native
    return False


def _unit(text: str, found: re.Match[str], counter: str, span: tuple[int, int]) -> str:
    if found["money"]:
        return {"$": "dollars", "US$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "￥": "yen"}.get(
            found["money"].strip(), "won"
        )
    if counter == "킬로":
        heavy = _FOOD.search(_FOOD_GAP.sub("", text[max(0, span[0] - 10) : span[0]]))
        return "kg" if heavy and not _WAY_AFTER.match(text, span[1]) else "km"
    if counter == "대" and _PLANE.search(text[max(0, span[0] - 12) : span[0]]):
        return "planes"
    if counter == "통" and not _LETTER.search(text[max(0, span[0] - 15) : span[1] + 12]):
        return "items"
    return _UNIT[counter]
