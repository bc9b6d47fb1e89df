"""Ordinary words that look like parts of names, and what is added to names."""

from __future__ import annotations

from typing import Final

__all__ = ["COMMON_WORDS", "HONORIFICS", "PARTICLES", "SUFFIXES"]

#: English words that are also romanised syllables of names; in small letters, two of them are no name.
COMMON_WORDS: Final = frozenset(
    """
    a ah an arm bay be been bin bong bun can cha chance chin chip chop chosen chum come cook do doe done dong
    eye for full gene get gin go gone goo good gum gun guns guy ha had hah ham han hang has he hee held hell hen
    her here hi him hire his ho hoe home hon hook hop hot how hue hum hung hush i in ink inn is it jam jean
    jeans join joke joy juice july june key kid kin kind king know lamb land lap law lay lee leg leo let lie
    lies lim lime line link lion long look loom low lung mad made main make man many may me mean men mi mid min
    mind mine mock mom mon moo mood moon more most much mud mug my nah name need new nine no non none noon nor
    not now numb o oak of oh ok on one only or our own page pair pan park part pay pie pin pine poem pong poor
    pot pro pun ran rang rank red ri rim ring ripe roe rook rum run rung sack sad said sang sat saw say sea see
    seem seen seven she shin shine show sick sin since sing six so soap sock son song soon sue suk sum sun sung
    sunny tack take tan tea ten than that the then there they thin thing thong tie time to toe ton tongue too
    took top true two un us use wan want was way we well wing won woo wood word work would yes yet yi yo yoke
    you young your yours yum yung
    """.split()  # noqa: SIM905 - words read better in lines
)

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
)

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
