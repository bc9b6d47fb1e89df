"""Whether a sentence tells of what was or announces what will be, as the words around one of its dates say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lfnkr_nb.analysis.patterns import words

if TYPE_CHECKING:
    from lfnkr_nb.analysis.text import Line

__all__ = ["PAST_SYLLABLES", "direction"]

#: Hangul syllables that end in ㅆ, the mark of the past: every 28th from 있's row on (Unicode, chapter 3.12).
PAST_SYLLABLES: Final = "".join(chr(first + 20) for first in range(0xAC00, 0xD7A4, 28))

#: What was planned once: it may lie before the post or after it.
_PLANNED: Final = {
    "en": (
        r"\b(?:is|are) (?:closed|open|shut)\b|\bborn (?=on|in)"
        r"|\b(?:was|were|had been) (?:to|due|scheduled|planned|expected|supposed|meant|announced for|postponed to)\b"
    ),
    "ja": (
        r"(?:予定|計画|見込み|見通し)(?:だっ|でし|であっ|され(?:てい)?|してい|にしてい)た|生まれ"
        r"|毎年[^。]{0,20}(?:ある|あります|行われる|行われます|開かれる|開かれます)"
    ),
    "ko": (
        r"태어[나났난]|(?:해마다|매년)[^.]{0,20}"
        r"(?:열린다|열립니다|있다|있습니다)"
        rf"|(?:예정|계획)(?:이|으로 )?(?:[{PAST_SYLLABLES}]|되었|이었|됐)"
        r"|[할될릴올갈낼줄볼] (?:예정|계획|것)이(?:었|던)"
    ),
}
#: What was decided: on that day, or for it, as the place of the date says.
_DECIDED: Final = {
    "en": r"\b(?:decided|agreed|promised|vowed|pledged|resolved|arranged) to\b",
    "ja": r"(?:する|行う|開く|出す|送る|始める|進める)(?:こと[にをで]|と(?:発表|述べ|決|約束|表明|明らか|伝))",
    "ko": r"기로 ?(?:했|하였|결정|합의|약속|한)",
}
_FOR_IT: Final = re.compile(r" ?(?:まで|に|から|より|を|中|까지|에|부터|중|께)")
#: Before a noun these verbs announce: 8月15日に開かれる集会, 8월 15일 열릴 집회.
_JA_NOUN: Final = "(?=[\u4e00-\u9fff\u30a1-\u30fa]|。)"
_KO_ABOUT_TO: Final = (
    r"(?:열릴|개최될|개최할|있을|시작될|시작할|진행될|출발할|떠날|발표될|발표할"
    r"|방문할|만날|공개될|상영될|참가할|참석할|낼|보낼) (?=[가-힣])"
)
#: In English these words stand before the date as a rule, in Japanese and Korean, whose verbs come last, after it.
_FUTURE: Final = {
    "en": (
        r"\b(?:(?:will|shall|won’t|to)(?: not)?(?: also)? be(?: [a-z]+(?:ed|ld|nt|en))?|will|shall|won’t"
        r"|must|should|can|(?:is|are) (?:to|due|scheduled|planned|expected)|due (?:on|in|by)|scheduled|planned"
        r"|plans? to|going to|intends? to|hopes? to|upcoming|(?:the|this) coming|deadline|please|join us|invited?"
        r"|open until|office(?: \w+){0,3} (?:is|are) (?:closed|open)|meet again|see you|next (?:meeting|session|talk)"
        r"|(?:trial|hearing|meeting|conference|exhibition|campaign|vigil|event|course|lecture|concert|rally|festival"
        r"|registration|session|symposium|screening|talks|summit) (?:opens|begins|starts|closes|ends|takes place))\b"
    ),
    "ja": (
        r"予定|計画|見込み|必着|お願い(?:し|いたし|致し)ます|見通し|締め?切り?|募集|ください|下さい|ましょう|でしょう|だろう|待ちし"
        r"|(?:開き|行い|催し|上映し|始め|始まり|出発し|販売し|実施し|集まり|届け|会い|休み|招待し|招き|迎え|集い|開催し|開始し|公開し"
        r"|放送し|放映し|発売し|配布し|発行し|出版し|訪問し|訪れ|向かい|帰国し|来日し|参加し|出演し|講演し|終わり|進み|移転し|入学し|卒業し|締め?切り)ます"
        r"|ませんか|(?:開く|行う|来る|入る|始まる|決める)。|(?:開催|上映|開始)(?:する|です|。|$)"
        rf"|(?:開かれ|行われ|され|始ま|控え|予定す)る{_JA_NOUN}|(?:開く|行う|催す|出す){_JA_NOUN}"
        r"|次回|次の(?:例会|集会|会合|講演|会議|報告会)"
    ),
    "ko": (
        r"예정|계획|마감|신청|[할될릴올갈낼줄볼] (?:것|수)|하겠|되겠|오는 |바랍니다|주십시오|십시오|세요"
        r"|연다(?![가-힣])|(?:개최|개막|상영|방문)한다(?![가-힣])|겠[다습지]|[읍웁갑합납봅]시다|뵙|뵐"
        r"|(?:엽|열립|모입|시작합|개최합|상영합|만납|떠납|기다립|쉽|찾아갑|들어갑|옮깁|시작됩|나옵|돌아옵|방문합|출간됩|공개됩)니다|닫습니다|휴무|휴관|(?:열린|들어간|시작된|모인)다"
        rf"|다음 (?:모임|회의|집회|강연|행사)|{_KO_ABOUT_TO}"
    ),
}
#: Verbs whose form before a noun tells of what was done, by its ending: 체포된, 개최한, 붙잡은, 들어온, 숨진.
_KO_DONE: Final = {
    "한": (
        "개최 참석 참가 발표 방문 체포 송환 북송 탈출 도착 출발 입국 사망 출간 발행 설립 창립 시작 실시 "
        "진행 제출 채택 공개 보도 발생 결정 요구 호소 강연 증언 구출 보호 체결 합의 서명 파견 살해 처형 감금 "
        "억류 귀국 귀환 망명 출연 상영 조사 면담 보고 공연 행 말 결혼 실종 납치 월경 잠입 취재 선언 "
        "비준 통과 제정 시행 개정 개설 개장 개통"
    ),
    "은": "받 잡 찾 읽 앉 입 묶 죽 맞 얻 남 참 숨 막 쫓 붙 갚 뽑 씻 먹 겪 낳 심",
    "온": "나 들어 돌아 건너 찾아 넘어 다녀 떠나 내려 살아 실려 데려",
    "간": "들어 돌아 건너 찾아 넘어 끌려 떠나 올라 내려 걸어 잡혀 몰려 실려 데려 팔려",
    "진": "려 져 어 혀 아 워 지 숨 빠 터",
    "난": "끝 일어 떠 만 태어 풀려 벗어 달아 쫓겨 드러 살아",
    "친": "마 펼 도망 다 외 고 훔",
    "든": "만 잠",
    "인": "모 보 숙 죽 높",
}
_PAST: Final = {
    "en": (
        r"\b(?:was|were|had|did|has|have|[a-z]{2,}ed|began|became|broke|brought|built|came|caught|drove|fell|fled|found"
        r"|gave|went|held|knew|left|lost|made|met|paid|put|ran|said|sailed|saw|sent|set|shot|sold|spoke|stood|struck"
        r"|took|told|wrote|won|drew|grew|rose|sank|flew|swam|slept|thought|taught|bought|felt|kept|led|since)\b"
    ),
    "ja": (
        r"前回|た(?=[。、」\sとがめこのも・]|$)|だ(?=。)|ました|でした|だった|った(?=[^ら])|した(?=[^いら])"
        "|[れいきんえりちみけべねげせめ]た(?=[\u4e00-\u9fff\u30a1-\u30fa])"
    ),
    "ko": (
        rf"지난 (?:모임|회의|집회|강연|행사)|[{PAST_SYLLABLES}](?:다|고|으|던|습|지|는|을|음|기|단|어)"
        rf"|(?:(?<![오참])된|(?<=[가-힣])(?<!어)[린힌긴낸킨]|보낸|숨긴|건넌|세운|탄|쓴|산 채) (?=[가-힣])|던 |"
        + "|".join(f"(?:{'|'.join(words(stems))}){ending} (?=[가-힣])" for ending, stems in _KO_DONE.items())
    ),
}
_CUES: Final = {
    lang: re.compile(
        f"(?P<planned>{_PLANNED[lang]})|(?P<decided>{_DECIDED[lang]})|(?P<future>{_FUTURE[lang]})|(?P<past>{_PAST[lang]})",
        re.IGNORECASE,
    )
    for lang in _FUTURE
}
#: Where an English clause ends that has a verb, and so a time, of its own.
_CLAUSE: Final = re.compile(r"; |, (?:and|but|while|so) (?!then )| and (?=(?:on|in|by|until|since|from) )")
#: From here on a Japanese sentence tells of another time, so its last verb says nothing of the date before.
_ANOTHER_TIME: Final = re.compile(r"、(?:来月|来年|来週|明日|明年|再来|今後|これから)")


def direction(line: Line, start: int, end: int) -> str:
    """Where a date of a line lies from its post: `past`, `future`, `planned` for either, empty where no word says it.

    Args:
        line: The line.
        start: Where the words of the date start.
        end: Where they end.
    """
    first, last = line.sentence(start)
    if line.lang == "en":
        return _in_english(line.text, (first, last), start, end)
    cues = _CUES[line.lang]
    cut = _ANOTHER_TIME.search(line.text, end, last) if line.lang == "ja" else None
    stop = cut.start() if cut else last
    found = cues.search(line.text, end, stop)
    right = (found.lastgroup or "") if found else ""
    if not right and not cut and line.text.startswith("までに", end):
        return "future"  # a deadline, where no verb says that it was met
    if not right:
        left = [m.lastgroup or "" for m in cues.finditer(line.text, first, start)]
        return left[-1].replace("decided", "past") if left else ""
    if right == "decided":
        return "future" if _FOR_IT.match(line.text, end) else "past"
    if line.text[end : end + 1] not in ("、", ","):
        return right
    main = [m.lastgroup or "" for m in cues.finditer(line.text, end, stop)][-1]
    return _of_main_verb(right, main)


def _of_main_verb(first: str, main: str) -> str:
    """The direction of a date before a comma, which belongs to the main verb, or perhaps to the first after it."""
    if main in (first, "past", "decided"):
        return "past" if main == "decided" else main
    return "planned"


def _in_english(text: str, sentence: tuple[int, int], start: int, end: int) -> str:
    """The cue of the clause: the last one before the date, else the first after it; else those of the sentence."""
    first = max((m.end() for m in _CLAUSE.finditer(text, sentence[0], start)), default=sentence[0])
    closing = _CLAUSE.search(text, end, sentence[1])
    for left, right in ((first, closing.start() if closing else sentence[1]), sentence):
        before = [m.lastgroup or "" for m in _CUES["en"].finditer(text, left, start)]
        if before:
            return before[-1].replace("decided", "future")
        if after := _CUES["en"].search(text, end, right):
            return (after.lastgroup or "").replace("decided", "past")
        if left > sentence[0] and text[left - 2 : left] == "; ":
            return ""
    return ""
