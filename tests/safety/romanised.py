"""Random Korean names and random ways to romanise them; shares neither tables nor code with the matcher."""

from __future__ import annotations

import random
from collections.abc import Iterator

#: Syllables of given names and how people write them, then family names.
GIVEN = {
    "경": "gyeong kyong kyung kyoung gyung", "숙": "suk sook sug", "영": "yeong yong young",
    "순": "sun soon", "철": "cheol chol chul", "호": "ho", "민": "min",
    "정": "jeong jong jung chong chung", "희": "hui hee heui", "미": "mi mee", "은": "eun un",
    "주": "ju joo chu", "현": "hyeon hyon hyun", "우": "u woo", "석": "seok sok suk",
    "진": "jin chin", "연": "yeon yon youn", "선": "seon son sun", "성": "seong song sung",
    "일": "il", "혁": "hyeok hyok hyuk", "국": "guk kuk kook", "명": "myeong myong myung myoung",
    "춘": "chun choon", "복": "bok pok", "덕": "deok tok dok duk duck", "길": "gil kil",
    "남": "nam", "옥": "ok ock", "화": "hwa", "란": "ran lan", "애": "ae", "혜": "hye hae",
    "원": "won weon", "준": "jun joon chun", "수": "su soo", "태": "tae t'ae", "광": "gwang kwang",
    "금": "geum kum keum", "실": "sil shil", "향": "hyang", "룡": "ryong yong",
    "별": "byeol pyol byol byul", "심": "sim shim", "녀": "nyeo nyo", "봉": "bong pong",
    "규": "gyu kyu kyoo", "식": "sik shik", "섭": "seop sop sub sup", "근": "geun kun keun",
    "학": "hak", "천": "cheon chon chun", "월": "wol", "분": "bun pun", "례": "rye ye",
    "자": "ja cha", "림": "rim lim",
}  # fmt: skip
FAMILY = {
    "김": "Kim Gim", "박": "Pak Park Bak", "리": "Ri Lee Yi Rhee I", "최": "Choe Choi",
    "정": "Jeong Jong Chung Jung Chong", "강": "Kang Gang", "조": "Jo Cho", "윤": "Yun Yoon",
    "장": "Jang Chang", "림": "Rim Lim Im", "한": "Han", "오": "O Oh", "서": "Seo So Suh",
    "신": "Sin Shin", "권": "Kwon Gwon", "황": "Hwang", "안": "An Ahn", "송": "Song",
    "류": "Ryu Yoo Yu Ryoo", "전": "Jeon Chon Jun Chun", "홍": "Hong", "고": "Ko Go",
    "문": "Mun Moon", "량": "Ryang Yang", "배": "Pae Bae", "백": "Paek Baek",
    "허": "Ho Heo Hur Huh", "남": "Nam", "심": "Sim Shim", "로": "Ro No Noh Roh", "곽": "Kwak Gwak",
    "차": "Cha", "주": "Ju Joo Chu", "우": "U Woo", "구": "Ku Koo Gu", "지": "Ji Chi",
    "엄": "Om Eom Um", "변": "Pyon Byeon Byun", "렴": "Ryom Yeom Yum", "방": "Pang Bang",
}  # fmt: skip


def names(count: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Registers of one person, in Hangul, Latin letters or both, each with twelve spellings of the name."""
    pick = random.Random(seed)
    for _ in range(count):
        family, first, second = pick.choice([*FAMILY]), pick.choice([*GIVEN]), pick.choice([*GIVEN])
        latin = "-".join(GIVEN[s].split()[:2][-1] for s in (first, second)).capitalize().replace("'", "")
        forms = {"family": [family, FAMILY[family].split()[0]], "given": [first + second, latin]}
        kept = pick.choice([slice(0, 1), slice(1, 2), slice(0, 2)])
        register = f"- label: X\n  family: {forms['family'][kept]}\n  given: {forms['given'][kept]}\n"
        yield register, [_spelling(pick, family, first, second) for _ in range(12)]


def _spelling(pick: random.Random, family: str, first: str, second: str) -> str:
    one, two = pick.choice(GIVEN[first].split()).capitalize(), pick.choice(GIVEN[second].split())
    given = pick.choice([f"{one}-{two}", f"{one} {two}", one + two, f"{one} {two.capitalize()}"])
    name = pick.choice(FAMILY[family].split())
    whole = pick.choice([f"{name} {given}", f"{given} {name}", f"{name}, {given}", f"{name.upper()} {given}"])
    return pick.choice([whole, whole, whole.upper(), whole.lower()])
