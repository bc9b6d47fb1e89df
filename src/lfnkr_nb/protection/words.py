"""Ordinary words that look like parts of names, and what is added to names."""

from __future__ import annotations

from typing import Final

__all__ = ["AFTER_HAN", "BEFORE_HAN", "BEGINNINGS", "COMMON_WORDS", "HONORIFICS", "PARTICLES", "SUFFIXES"]

_BEGINNINGS = """
about after again all also although and another are as at because before both but by did does during each
either even every everyone few finally first from having how however if its last later let like meanwhile
neither never nobody not nothing now once others people perhaps please some somebody someone soon still such
there these this those though through thus today together tomorrow under until what when where whether which
while who whom whose why with without yesterday
"""
_TITLES = """
위원장 부위원장 사무총장 사무국장 이사장 회장 부회장 사장 원장 부장 과장 실장 총장 국장 소장 장관 차관 총리
대통령 대사 변호사 판사 검사 의사 간호사 교사 강사 연구원 활동가 선교사 전도사 신부 수녀 스님 장로 집사 권사
시인 화가 가수 배우 선수 학생 어르신 아저씨 아주머니 어머니 아버지 누나 언니 오빠 대위 중위 소위 상사 중사 하사
탈북민 탈북자 증언자 증인 생존자 피해자 지배인 비서
"""
_BEFORE_HAN = """
会長 社長 代表 委員 議員 委員長 作家 記者 教授 教師 医師 証言者 証人 目撃者 生存者 被害者 難民 脱北者 同僚 友人
夫 妻 息子 娘 母 父 兄 弟 姉 妹 长 会长 社长 主席 总统 总理 委员 记者 老师 医生 证人 幸存者 受害者 难民 同事
朋友 丈夫 妻子 儿子 女儿 母亲 父亲 哥哥 弟弟 姐姐 妹妹 是 和 与 與 叫 给 給 被 把 对 對 让 讓 向 释放 釋放 逮捕
遣返 见到 見到 见了 采访 採訪 营救 救出 关押 關押 了
"""
_AFTER_HAN = """
说 説 說 表示 告诉 告訴 报道 報道 回忆 回憶 的 是 在 和 与 與 被 也 从 從 对 對 向 曾 已 将 將 及 等 同 于 於
因
"""

#: English words that are also romanised syllables of names; in small letters, two of them are no name.
COMMON_WORDS: Final = frozenset(
    {
        *("a", "an", "arm", "bay", "be", "been", "bin", "can", "cha", "chance", "chip", "chosen", "chum"),
        *("come", "cook", "do", "doe", "done", "eye", "for", "full", "get", "go", "gone", "goo", "good"),
        *(
            "gun",
            "guns",
            "guy",
            "had",
            "hah",
            "han",
            "hang",
            "has",
            "he",
            "hee",
            "held",
            "hell",
            "her",
            "here",
        ),
        *("hi", "him", "hire", "his", "home", "hook", "hop", "hot", "how", "hush", "i", "in", "ink", "inn"),
        *("is", "it", "join", "joke", "joy", "juice", "july", "june", "key", "kid", "kind", "king", "know"),
        *("land", "lap", "law", "lay", "lee", "leg", "leo", "let", "lie", "lies", "lime", "line", "link"),
        *("lion", "long", "look", "low", "lung", "mad", "made", "main", "make", "man", "many", "may", "me"),
        *("mean", "men", "mind", "mine", "mock", "mom", "mood", "moon", "more", "most", "much", "mud", "my"),
        *("name", "need", "new", "nine", "no", "non", "none", "noon", "nor", "not", "now", "numb", "o"),
        *("oak", "of", "oh", "ok", "on", "one", "only", "or", "our", "own", "page", "pair", "park", "part"),
        *("pay", "pie", "pin", "pine", "poem", "poor", "pot", "pro", "rang", "rank", "red", "ring", "ripe"),
        *("run", "sack", "sad", "said", "sang", "sat", "saw", "say", "sea", "see", "seem", "seen", "seven"),
        *("she", "shin", "shine", "show", "sick", "sin", "since", "sing", "six", "so", "son", "song", "soon"),
        *("sue", "sum", "sun", "sung", "sunny", "take", "tan", "tea", "ten", "than", "that", "the", "then"),
        *("there", "they", "thin", "thing", "thong", "tie", "time", "to", "toe", "tongue", "too", "took"),
        *("top", "true", "two", "un", "us", "use", "wan", "want", "was", "way", "we", "well", "wing", "won"),
        *("wood", "word", "work", "would", "yes", "yet", "yo", "you", "young", "your", "yours"),
    }
)

#: Words that begin a sentence behind a name more often than they are a part of one.
BEGINNINGS: Final = frozenset(_BEGINNINGS.split())

#: What follows a name and belongs to the person, not to the name.
HONORIFICS: Final = (
    *(
        "さん",
        "サン",
        "さま",
        "サマ",
        "様",
        "氏",
        "君",
        "くん",
        "クン",
        "ちゃん",
        "チャン",
        "先生",
        "せんせい",
        "女史",
    ),
    *(
        "夫人",
        "嬢",
        "殿",
        "被告",
        "容疑者",
        "同志",
        "同務",
        "女士",
        "小姐",
        "씨",
        "님",
        "동무",
        "동지",
        "선생",
        "양",
        "군",
        "여사",
    ),
    *(
        "할머니",
        "할아버지",
        "아바이",
        "오마니",
        "목사",
        "기자",
        "박사",
        "교수",
        "대표",
        "의원",
        "감독",
        "작가",
    ),
    *_TITLES.split(),
)

#: What stands right before or behind a name of two ideographs where no blank parts words: who somebody is in
#: Japanese and Chinese, and in Chinese what is done with or by a person.
BEFORE_HAN: Final = tuple(_BEFORE_HAN.split())
AFTER_HAN: Final = tuple(_AFTER_HAN.split())

#: What a Hangul name of two syllables may be followed by without a blank: particles, endings and honorifics.
PARTICLES: Final = (
    *HONORIFICS,
    *(
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "와",
        "과",
        "도",
        "만",
        "로",
        "으로",
        "께",
        "한테",
        "보다",
        "처럼",
    ),
    *(
        "까지",
        "부터",
        "라고",
        "라는",
        "란",
        "야",
        "아",
        "여",
        "며",
        "고",
        "다",
        "입니다",
        "였",
        "이었",
        "등",
        "들",
        "측",
        "및",
    ),
)

#: What is written onto a name in Latin letters: the English plural or genitive, and honorifics.
SUFFIXES: Final = (
    "s",
    "san",
    "sama",
    "chan",
    "kun",
    "ssi",
    "shi",
    "nim",
    "sensei",
    "dongmu",
    "tongmu",
    "dongji",
    "tongji",
)
