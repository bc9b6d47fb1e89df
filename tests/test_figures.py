"""Figures are read from sentences with value, unit, qualifier, act and date, and open their sentence again."""

from __future__ import annotations

import re
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lfnkr_nb.analysis.reading import Claim, read_text
from lfnkr_nb.analysis.resolving import Reference
from lfnkr_nb.archive import Archive
from lfnkr_nb.errors import FigureError

PUBLISHED = Reference(date(2023, 11, 20), date(2023, 11, 20))


def claims(text: str, lang: str = "en", post: Reference = PUBLISHED) -> list[Claim]:
    return list(read_text(text, lang, post).claims)


def numbers(text: str, lang: str = "en") -> list[tuple[float, str, str]]:
    return [(c.value, c.qualifier, c.unit) for c in claims(text, lang)]


def write(folder: Path, name: str, content: str, **fields: object) -> None:
    folder.mkdir(exist_ok=True)
    lines = [f"{key}: {value}" for key, value in {"title": name, "status": "publish", **fields}.items()]
    text = "\n".join(["---", *lines, "---", "", content, ""])
    (folder / f"{name}.md").write_text(text, "utf-8")


# --- the sample archive -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unconfirmed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The sample archive without a word of `figures:` in its front matter."""
    folder = tmp_path_factory.mktemp("sample") / "posts"
    shutil.copytree(root / "posts", folder)
    for path in folder.rglob("*.md"):
        lines, inside = [], False
        for line in path.read_text("utf-8").split("\n"):
            inside = line == "figures:" or (inside and line.startswith(("  ", "- ")))
            lines += [] if inside else [line]
        path.write_text("\n".join(lines), "utf-8")
    return Archive.open(folder, index=False)


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_defectors_posts_claim_exactly_four_figures(
    root: Path, unconfirmed: Archive, confirmed: bool
) -> None:
    archive = Archive.open(root / "posts", index=False) if confirmed else unconfirmed
    figures = archive.select(category="Defectors").figures
    rows = figures[["value", "qualifier", "unit", "act", "date"]].values.tolist()
    since = "1959-12-14" if confirmed else "1959-12-14/.."
    assert rows == [
        [600, "approximately", "people", "forced return", "XXXX-10-09"],
        [93_000, "none", "people", "repatriation from Japan", since],
        [6_730, "none", "people", "repatriation from Japan", "1959-12-14"],
        [2, "none", "people", "handed over", "2019-11-07"],
    ]
    assert figures.subset_of.dropna().tolist() == [93_000]
    assert figures.actor.dropna().tolist() == ["Chinese government", "South Korean government"]
    assert figures.confirmed_by.notna().all() == confirmed


def test_every_figure_opens_its_sentence(root: Path) -> None:
    archive = Archive.open(root / "posts", index=False)
    for row in archive.figures.itertuples():
        plain = archive[row.post].plain
        assert plain[row.start : row.end] == row.words
        assert row.sentence.replace("\n", " ") in plain.replace("\n", " ")


def test_other_claims_about_one_event_stand_side_by_side(unconfirmed: Archive) -> None:
    contested = unconfirmed.contested()
    assert contested[["value", "qualifier"]].values.tolist() == [
        [620, "none"],
        [500, "over"],
        [600, "approximately"],
    ]
    assert set(contested.event) == {"forced return XXXX-10-09"}
    assert contested.post.nunique() == 2


# --- what is read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They handed over two men.", (2, "none", "people")),
        ("They handed over the 2 men.", (2, "none", "people")),
        ("They handed over more than two hundred men.", (200, "over", "people")),
        ("We spent ¥8.2 million.", (8_200_000, "none", "yen")),
        ("Between 30 and 40 women came.", (30, "none", "people")),
        ("They climbed over two guards.", (2, "none", "people")),
        ("We gave over 300 coats away.", (300, "over", "coats")),
        ("The crowd was over 500 people.", (500, "over", "people")),
        ("She wrote a book about three sisters.", (3, "none", "people")),
        ("About three hundred sisters wrote.", (300, "approximately", "people")),
        ("He walked up to two guards.", (2, "none", "people")),
        ("Up to 40 guards stood there.", (40, "up to", "people")),
        ("As many as 40 villagers fled.", (40, "up to", "people")),
        ("Not less than 40 villagers fled.", (40, "at least", "people")),
        ("Just under 40 villagers fled.", (40, "under", "people")),
        ("Some 1.2 million people need help.", (1_200_000, "approximately", "people")),
        ("The fund paid US$3.5m.", (3_500_000, "none", "dollars")),
        ("It cost €1,200.50 in all.", (1200.5, "none", "euros")),
        ("We need 2 sq km of land.", (2, "none", "square km")),
        ("One and a half tons of rice came.", (1.5, "none", "tons")),
        ("A 12-member team went.", (12, "none", "people")),
        ("Three dozen eggs broke.", (36, "none", "eggs")),
        ("Half a million people starved.", (500_000, "none", "people")),
        ("A million and a half people starved.", (1_500_000, "none", "people")),
        ("We run two shelters.", (2, "none", "shelters")),
        ("It left 169 dead and overturned carts.", (169, "none", "people")),
        ("In Geneva 30 delegates spoke.", (30, "none", "people")),
        ("In the Third Committee 111 states voted.", (111, "none", "states")),
        ("There are 193 member states.", (193, "none", "states")),
        ("He learnt 30 Chinese characters.", (30, "none", "characters")),
        ("Twenty refugee tents burnt.", (20, "none", "tents")),
        ("Three more people were arrested.", (3, "none", "people")),
        ("Another 12 have disappeared.", (12, "none", "people")),
        ("They flew in two chartered planes.", (2, "none", "planes")),
    ],
)
def test_english_words_say_how_sure_a_figure_is(text: str, expected: tuple[float, str, str]) -> None:
    assert numbers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("予約30名、欠席なし。", (30, "none", "people")),
        ("約600人が送還された。", (600, "approximately", "people")),
        ("六百名以上が参加した。", (600, "at least", "people")),
        ("３万５千人余りが逃れた。", (35_000, "over", "people")),
        ("少なくとも三百世帯に配った。", (300, "at least", "households")),
        ("費用は２万円弱だった。", (20_000, "under", "yen")),
        ("一億五千万ウォンを超えた。", (150_000_000, "over", "won")),
        ("参加者は67人まで減った。", (67, "none", "people")),
        ("定員は67人までです。", (67, "up to", "people")),
        ("百名前後が集まった。", (100, "approximately", "people")),
        ("참가자는 67명까지 줄었다.", (67, "none", "people")),
        ("두 아이가 강을 건넜다.", (2, "none", "people")),
        ("사고 3건의 원인을 찾았다.", (3, "none", "cases")),
        ("124개업체가 왔다.", (124, "none", "companies")),
        ("버스 두 대로 돌아갔다.", (2, "none", "vehicles")),
        ("手紙は10通しか届かない。", (10, "none", "letters")),
        ("本は5000元の値だ。", (5000, "none", "yuan")),
        ("女性が7割近くを占める。", (70, "approximately", "percent")),
        ("約2割5分が子どもだ。", (25, "approximately", "percent")),
        ("手袋300組を届けた。", (300, "none", "pairs")),
        ("夫婦5組が再会した。", (5, "none", "couples")),
        ("10余万人が渡った。", (100_000, "over", "people")),
        ("死者は10人を下らず、", (10, "at least", "people")),
        ("二つの大学で語った。", (2, "none", "universities")),
        ("特別機2機で着いた。", (2, "none", "planes")),
        ("敷地は300平方メートル。", (300, "none", "square m")),
        ("아이 둘을 데리고 걸었다.", (2, "none", "people")),
        ("세 식구가 숨었다.", (3, "none", "people")),
        ("두 도시에서 만났다.", (2, "none", "cities")),
        ("전세기 두 대로 왔다.", (2, "none", "planes")),
        ("다섯 개 세관을 지났다.", (5, "none", "customs offices")),
        ("장갑 500켤레를 보냈다.", (500, "none", "pairs")),
        ("2천여만 원이 들었다.", (20_000_000, "over", "won")),
        ("600여 명이 송환되었다.", (600, "over", "people")),
        ("약 3만 5천 명이 탈출했다.", (35_000, "approximately", "people")),
        ("최대 스무 가구가 받는다.", (20, "up to", "households")),
        ("이백 명도 안 되는 사람이 왔다.", (200, "under", "people")),
        ("백오십 킬로미터를 걸었다.", (150, "none", "km")),
        ("1억 2천만 원 이상이 들었다.", (120_000_000, "at least", "won")),
    ],
)
def test_japanese_and_korean_words_say_how_sure_a_figure_is(
    text: str, expected: tuple[float, str, str]
) -> None:
    assert numbers(text, "ko" if "가" <= text[0] <= "힣" else "ja") == [expected]


#: What stands around 300人 and 300명, and how sure it makes the figure.
JAPANESE = {
    "none": """
        300人もいた わずか300人 延べ300人がいた 総勢300人 300人にのぼる
        300人に達する 300人だけ 過去最多300人 史上最大300人 先着300名様
        300人まで減った 300人を割り当てた 300人ばかりか町中が 予約300人
    """,
    "approximately": """
        約300人 およそ300人にのぼる ざっと300人 ざっと見積もって300人
        ほぼ300人 300人ほど 300人前後 300人近い人 300人に近い人
        300人に迫る人 300人そこそこだ 300人ばかりが来た 延べ約300人
        300人程度
    """,
    "over": """
        300人余り 約300人余り 300余人 300人超 300人強 300人を超えた
        300人は超える 300人を上回った 300人を突破した 優に300人
        300人ちょっとが来た
    """,
    "at least": """
        少なくとも300人 少なくとも300人は来た 少なくとも約300人
        少なくとも300人余り 少なくとも延べ300人 少なくとも脱北者300人
        少なくても300人 最低でも300人 約300人以上 のべ300人以上
        300人を下らない 300人は下らない 少ない時でも300人
    """,
    "up to": """
        最大300人 最大で300人 最大で約300人 最大で女性300人 多くて300人
        多くとも300人 多い時で300人 300人以下 300人以内 300人を超えない
        300人を超えなかった 300人を上回らない せいぜい300人
    """,
    "under": """
        300人未満 300人弱 300人足らず 300人に満たない 300人にも満たず
        300人を下回る 300人を切った 300人に届かない 300人に足りない
        300人を割った
    """,
}
KOREAN = {
    "none": """
        무려 300명 | 300명에 달하는 사람 | 300명에 이르는 사람 |
        모두 300명 | 연인원 300명 | 고작 300명 | 사상 최대 300명 |
        역대 최고 300명 | 300명이 넘어졌다 | 300명이 넘어왔다 |
        300명을 넘겨주었다 | 선착순 300명 | 300명까지 줄었다
    """,
    "approximately": """
        약 300명 | 한 300명 | 근 300명 | 대략 300명 | 300명쯤 |
        300명가량 | 300명 안팎 | 300명 가까이 | 300명에 가까운 |
        300명에 가깝다 | 300명에 육박한다 | 거의 300명
    """,
    "over": """
        300여 명 | 무려 300여 명 | 약 300여 명 | 300명 남짓 |
        300명 남짓한 사람 | 300명이 넘는 | 300명도 넘는 |
        300명 넘게 | 300명을 훌쩍 넘었다 | 300명을 웃돈다 |
        300명을 웃도는 | 300명 초과
    """,
    "at least": """
        적어도 300명 | 적어도 300명은 | 최소 약 300명 |
        적어도 300여 명 | 약 300명 이상 | 적게는 300명 |
        적게 잡아도 300명 | 적어도 탈북자 300명 | 최소한 모두 300명
    """,
    "up to": """
        최대 300명 | 많게는 300명 | 많아야 300명 | 300명 이하 |
        300명을 넘지 않는다 | 300명을 넘지 못했다 | 최대 여성 300명
    """,
    "under": """
        300명 미만 | 300명이 안 된다 | 300명도 안 됐다 |
        300명도 채 안 된다 | 300명이 채 안 되는 | 300명에 못 미친다 |
        300명에 미치지 못했다 | 300명도 되지 않는다 | 300명을 밑돈다
    """,
}


@pytest.mark.parametrize("qualifier", JAPANESE)
def test_japanese_words_before_and_after_a_number_say_together_how_sure_it_is(qualifier: str) -> None:
    for text in JAPANESE[qualifier].split():
        assert (text, numbers(f"{text}。", "ja")) == (text, [(300, qualifier, "people")])


@pytest.mark.parametrize("qualifier", KOREAN)
def test_korean_words_before_and_after_a_number_say_together_how_sure_it_is(qualifier: str) -> None:
    for text in re.split(r"\s*\|\s*", KOREAN[qualifier].strip()):
        assert (text, numbers(f"{text}.", "ko")) == (text, [(300, qualifier, "people")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 300 or so people came.", (300, "at least", "people")),
        ("About 300 people or more came.", (300, "at least", "people")),
        ("Up to about 300 people came.", (300, "up to", "people")),
        ("Some 300-odd people came.", (300, "over", "people")),
        ("最大で月3万円を送る。", (30_000, "up to", "yen")),
        ("約月3万円を送る。", (30_000, "approximately", "yen")),
        ("최대 월 3만 원을 보낸다.", (30_000, "up to", "won")),
        ("최소 1인당 3만 원을 낸다.", (30_000, "at least", "won")),
    ],
)
def test_a_bound_counts_more_than_an_about_beside_it(text: str, expected: tuple[float, str, str]) -> None:
    assert numbers(text, "ko" if "원" in text else "ja") == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Kim (김영수) and 12 others fled.", "en", [(12, "none", "people")]),
        ("Kim (김영수) and 12 others fled.", "ko", [(12, "none", "people")]),
        ("At 上野 station 40 people met 이영희.", "ja", [(40, "none", "people")]),
        ("She said 감사합니다 and gave 12 blankets.", "en", [(12, "none", "blankets")]),
        ("Of 「難民を救う会の記録」 we sold 40 copies.", "ja", [(40, "none", "copies")]),
        (
            "UNHCR는 Life Funds for North Korean Refugees의 회원 12명을 초대했다.",
            "en",
            [(12, "none", "people")],
        ),
        ("NGOのLife Funds for North Korean Refugeesは難民12人を支援した。", "en", [(12, "none", "people")]),
        ("難民40人 (North Korean refugees) 到着", "en", [(40, "none", "people")]),
        (
            "難民3名が着いた。Four refugees are missing. 탈북자 5명이 도착했다.",
            "ja",
            [(3, "none", "people"), (4, "none", "people"), (5, "none", "people")],
        ),
    ],
)
def test_a_sentence_is_read_in_the_language_of_its_grammar_whatever_names_stand_in_it(
    text: str, lang: str, expected: list[tuple[float, str, str]]
) -> None:
    assert numbers(text, lang) == expected


def test_the_parts_of_a_line_keep_their_place_in_the_post() -> None:
    text = unicodedata.normalize("NFD", "難民3名が着いた。Four refugees are missing. 탈북자 5명이 도착했다.")
    found = claims(text, "ja")
    assert [text[c.start : c.end] for c in found] == [
        "3名",
        "Four refugees",
        unicodedata.normalize("NFD", "5명"),
    ]
    assert [claim.lang for claim in found] == ["ja", "en", "ko"]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("A 372-page report came.", "en", (372, "none", "pages")),
        ("Some 30 MPs came.", "en", (30, "approximately", "people")),
        ("It damaged 30,000-plus houses.", "en", (30_000, "over", "houses")),
        ("Of the 31 arrested none came back.", "en", (31, "none", "people")),
        ("米は2,300ウォンまで値上がりした。", "ja", (2300, "none", "won")),
        ("목표인 1만 명까지 불어났다.", "ko", (10_000, "none", "people")),
        ("정원은 30명까지입니다.", "ko", (30, "up to", "people")),
        ("An 11-metre boat sank.", "en", (11, "none", "m")),
        ("A 20 metre boat sank.", "en", (20, "none", "m")),
        ("She had half a kilo of corn.", "en", (0.5, "none", "kg")),
        ("More than half a ton was lost.", "en", (0.5, "over", "tons")),
        ("一日150グラムの米だ。", "ja", (150, "none", "grams")),
        ("離散家族100人ずつが会った。", "ja", (100, "none", "people")),
        ("意見書6通を出した。", "ja", (6, "none", "items")),
        ("手紙が6通届いた。", "ja", (6, "none", "letters")),
        ("두 동생이 죽었다.", "ko", (2, "none", "people")),
        ("아이가 셋이었다.", "ko", (3, "none", "people")),
        ("오빠 둘이 죽었다.", "ko", (2, "none", "people")),
        ("세 병사가 왔다.", "ko", (3, "none", "people")),
        ("두 대학생이 왔다.", "ko", (2, "none", "people")),
        ("두 미국 여기자가 풀려났다.", "ko", (2, "none", "people")),
        ("국경에서 약 3백 킬로 떨어졌다.", "ko", (300, "approximately", "km")),
        ("쌀 약 3백 킬로를 보냈다.", "ko", (300, "approximately", "kg")),
    ],
)
def test_measures_kin_and_counters_have_their_unit(
    text: str, lang: str, expected: tuple[float, str, str]
) -> None:
    assert numbers(text, lang) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "She was 17 years old, and her brother 15.",
        "It took three years, four months and two days.",
        "Call 03-1234-5678 or write to 2-4-8 Kanda, room 12.",
        "Article 33 of the 1951 Convention forbids it.",
        "One of the women spoke; one couple stayed.",
        "Hundreds of people came, several thousand watched.",
        "Four in ten households go hungry, a third of them often.",
        "The vote was 15 to 0.",
        "Camp 14 lies beyond the 38th parallel.",
        "Chapter 3, page 12, resolution 1718.",
        "十七歳の少女は三年間、第33条を読んだ。",
        "数百人が集まり、一人が話した。三人に一人は子どもだ。1日1食だった。",
        "북한 주민 4명 중 1명이 굶는다. 천 명대를 유지한다.",
        "A handicapped father, 59, came, and at Camp 12 it was -10 degrees.",
        "열일곱 살 소녀는 3년 동안 제33조를 읽었다.",
        "수백 명이 모였고 한 명이 말했다. 이 사람은 30대 여성이다.",
        "오후 2시 30분, 3층 회의실에서 만났다.",
        "They met two sides for three reasons; Camp 14 lies far away.",
        "二つの理由がある。3年2組の生徒だ。一割引きにする。一人ずつ話した。",
        "次の3点を求める。以下の三点が問題だ。",
        "彼らは3組に分かれた。",
        "법은 모두 5장 25조로 되어 있다. We hold twelve evenings.",
        "100명 중 7명꼴로 앓았다.",
        "It was adopted by 101 votes to 22 with 59 abstentions.",
        "More than forty shots were fired and he got 30 lashes in half an hour.",
        "3대 세습이다. 몽둥이로 두 대 맞았다. 둘은 부부다. 열이 났다. 시월 열흘, 열병식이 열렸다.",
    ],
)
def test_ages_durations_names_and_vague_amounts_are_no_figures(text: str) -> None:
    assert numbers(text) == []


def test_what_follows_an_and_is_the_next_figure() -> None:
    assert numbers("The flood left 169 dead and over 212,000 homeless.") == [
        (169, "none", "people"),
        (212_000, "over", "people"),
    ]
    assert numbers("Fifty men and up to 30 women came.") == [(50, "none", "people"), (30, "up to", "people")]
    assert numbers("Fifty men or more came.") == [(50, "at least", "people")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten refugees were caught; eleven others had been stopped.", [(10, None), (11, None)]),
        (
            "It killed 161 people, 76 of them pupils, and injured about 90 others.",
            [(161, None), (76, 161), (90, None)],
        ),
        ("Of the 30 refugees, five died and eleven others escaped.", [(30, None), (5, 30), (11, 30)]),
        ("He paid 3,000 yuan for six others.", [(3000, None), (6, None)]),
    ],
)
def test_others_are_of_the_kind_told_before_and_no_part_of_it(
    text: str, expected: list[tuple[float, float | None]]
) -> None:
    found = claims(text)
    assert [(c.value, c.subset_of) for c in found] == expected
    assert {c.unit for c in found} <= {"people", "yuan"}
    assert found[-1].unit == "people"


def test_a_further_sum_is_of_the_money_told_before_it_and_others_are_people() -> None:
    assert numbers("He paid 3,000 yuan, with a further 5,000 due on arrival.")[1] == (5000, "none", "yuan")
    assert numbers("Ten paid 300 yuan; another 12 fled.")[-1] == (12, "none", "people")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("今年は一昨年の2,809人を上回った。", "ja", "none"),
        ("署名は目標の1万筆を超えた。", "ja", "none"),
        ("定員80名を超える人が来た。", "ja", "none"),
        ("재작년의 2,809명을 웃돌았다.", "ko", "none"),
        ("서명은 목표인 1만 명을 넘었다.", "ko", "none"),
        ("今年は2,809人を上回った。", "ja", "over"),
        ("4カ所の収容所にいると推計する。", "ja", "none"),
        ("300人が死亡したと推計する。", "ja", "approximately"),
        ("昨年2,809人を上回った。", "ja", "over"),
        ("1000円余分に払った。", "ja", "none"),
        ("올해는 2,809명을 웃돌았다.", "ko", "over"),
        ("多い時で300人を超えた。", "ja", "over"),
        ("少ない日は100グラムにも満たない。", "ja", "under"),
        ("많게는 300명을 넘었다.", "ko", "over"),
        ("最大で1日あたり400グラムだ。", "ja", "up to"),
    ],
)
def test_what_a_number_is_compared_with_has_no_qualifier_and_the_verb_counts_more_than_the_adverb(
    text: str, lang: str, expected: str
) -> None:
    assert [qualifier for _, qualifier, _ in numbers(text, lang)] == [expected]


def test_a_number_shares_the_measure_of_the_next_one() -> None:
    assert [value for value, _, _ in numbers("She was sold for 4,000 and 7,000 yuan.")] == [4000, 7000]


def test_the_whole_of_a_relative_clause_is_the_figure_right_before_it() -> None:
    found = claims("We received ¥7,412,600 and spent ¥6,980,150, of which ¥82,000 went to the shelters.")
    assert [(c.value, c.subset_of) for c in found] == [
        (7_412_600, None),
        (6_980_150, None),
        (82_000, 6_980_150),
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("三、四十人が来た。", (30, 40)),
        ("2、300人が来た。", (200, 300)),
        ("十五、六人が来た。", (15, 16)),
        ("一、二万人が来た。", (10_000, 20_000)),
        ("20、30人が来た。", (20, 30)),
    ],
)
def test_two_neighbouring_japanese_numbers_are_a_range(text: str, ends: tuple[float, float]) -> None:
    assert [(c.value, c.value_to) for c in claims(text, "ja")] == [ends]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("적게는 3만 명에서 많게는 30만 명이 숨어 있다.", "ko"),
        ("적게는 3만 명, 많게는 30만 명이 숨어 있다.", "ko"),
        ("3만 명에서 최대 30만 명이 숨어 있다.", "ko"),
        ("적게 잡아도 3만, 많이 잡으면 30만 명이 숨어 있다.", "ko"),
        ("少なく見積もっても3万人、多く見積もれば30万人が隠れている。", "ja"),
        ("少なくて3万人、多くて30万人が隠れている。", "ja"),
        ("3万人から最大30万人が隠れている。", "ja"),
        ("Between 30,000 and perhaps 300,000 people hide.", "en"),
        ("From 30,000 to as many as 300,000 people hide.", "en"),
    ],
)
def test_a_range_whose_ends_say_that_they_are_its_ends_has_no_qualifier(text: str, lang: str) -> None:
    assert [(c.value, c.value_to, c.qualifier) for c in claims(text, lang)] == [(30_000, 300_000, "none")]


def test_a_range_has_two_ends() -> None:
    (claim,) = claims("Between 500 and 600 refugees hide there.")
    assert (claim.value, claim.value_to, claim.qualifier) == (500, 600, "none")
    assert [(c.value, c.value_to) for c in claims("五、六人が来た。8〜12万人がいる。", "ja")] == [
        (5, 6),
        (80_000, 120_000),
    ]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("93,000 Koreans sailed. Included among that number were 6,730 spouses.", "en"),
        ("Of the 93,000 people, 6,730 were Japanese.", "en"),
        ("93,000 people sailed, including 6,730 wives.", "en"),
        ("6,730 of the 93,000 people were Japanese.", "en"),
        ("9万3千人のうち6730人が日本人だった。", "ja"),
        ("日本人6730人を含む9万3千人が渡った。", "ja"),
        ("9万3千人が渡った。そのうち6730人が日本人だった。", "ja"),
        ("9만 3천 명 가운데 6,730명이 일본인이었다.", "ko"),
        ("일본인 6,730명을 포함한 9만 3천 명이 건너갔다.", "ko"),
        ("9만 3천 명이 건너갔다. 이 중 6,730명이 일본인이었다.", "ko"),
        ("93,000 people sailed, 6,730 wives among them.", "en"),
    ],
)
def test_a_part_knows_its_whole(text: str, lang: str) -> None:
    assert {c.value: c.subset_of for c in claims(text, lang)} == {93_000: None, 6_730: 93_000}


@pytest.mark.parametrize(
    ("text", "lang", "parts"),
    [
        ("A total of 23 people (15 women, 8 men) came.", "en", [15, 8]),
        ("Of the roughly 300 refugees, some 180 live in Tokyo and about 50 in Osaka.", "en", [180, 50]),
        ("家族4人(大人3人、子ども1人)で来た。", "ja", [3, 1]),
        ("男性3人、女性4人の計7人が乗っていた。", "ja", [3, 4]),
        ("남자 3명, 여자 4명 등 모두 7명이 탔다.", "ko", [3, 4]),
        ("청소년 아홉 명 가운데 일곱은 남자, 둘은 여자였다.", "ko", [7, 2]),
        ("형제 넷 가운데 셋은 죽었다.", "ko", [3]),
    ],
)
def test_a_whole_is_told_from_the_parts_that_are_listed_with_it(
    text: str, lang: str, parts: list[float]
) -> None:
    assert [c.value for c in claims(text, lang) if c.subset_of is not None] == parts


def test_an_event_told_twice_is_one_claim() -> None:
    text = "On November 7 they handed over two fishermen. The two fishermen had been found at sea."
    assert [(c.value, c.act, c.date) for c in claims(text)] == [(2, "handed over", "2023-11-07")]
    assert len(claims("Two men arrived in May 2017. Two men died in June 2018.")) == 2


def test_the_same_event_has_one_name_in_three_languages(tmp_path: Path) -> None:
    write(tmp_path, "en", "On October 9th China deported about 600 people.", date="2023-10-20T10:00:00+09:00")
    write(
        tmp_path,
        "ja",
        "10月9日、中国当局は620人を強制送還した。",
        date="2023-10-21T10:00:00+09:00",
        lang="ja",
    )
    write(
        tmp_path,
        "ko",
        "지난 10월 9일 중국 당국은 500여 명을 강제북송했다.",
        date="2023-11-02T10:00:00+09:00",
        lang="ko",
    )
    contested = Archive.open(tmp_path, index=False).contested()
    assert set(contested.event) == {"forced return 2023-10-09"}
    assert contested[["post", "value", "qualifier"]].values.tolist() == [
        ["ko", 500, "over"],
        ["ja", 620, "none"],
        ["en", 600, "approximately"],
    ]


def test_figures_of_one_source_in_one_post_do_not_contradict_each_other(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a",
        "On May 5, 2017 three men and four women were arrested. Five children were arrested, too.",
    )
    assert Archive.open(tmp_path, index=False).contested().empty


# --- sums ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sums(tmp_path: Path) -> pd.DataFrame:
    write(tmp_path, "a", "We helped 40 people in 2016. Of these, 12 were children. We drove 300 km.")
    write(tmp_path, "b", "We helped 60 people in 2017.")
    return Archive.open(tmp_path, index=False).figures


def test_a_sum_refuses_a_part_beside_its_whole(sums: pd.DataFrame) -> None:
    people = sums[sums.unit == "people"]
    with pytest.raises(FigureError, match="12 is a part of 40") as caught:
        people.claims.total()
    assert "wholes" in caught.value.hint
    assert people.claims.wholes.claims.total() == 100
    assert people.claims.parts.claims.total() == 12


def test_a_sum_refuses_different_units(sums: pd.DataFrame) -> None:
    with pytest.raises(FigureError, match="different units"):
        sums.claims.total()


def test_a_sum_refuses_claims_about_one_event(unconfirmed: Archive) -> None:
    figures = unconfirmed.figures
    with pytest.raises(FigureError, match="about one event"):
        figures[figures.act == "forced return"].claims.total()


def test_a_sum_refuses_a_range(tmp_path: Path) -> None:
    write(tmp_path, "a", "Between 500 and 600 people came.")
    with pytest.raises(FigureError, match="range"):
        Archive.open(tmp_path, index=False).figures.claims.total()


def test_only_figures_have_claims(root: Path) -> None:
    archive = Archive.open(root / "posts", index=False)
    assert archive.figures.empty is False
    with pytest.raises(AttributeError, match="only a frame of figures"):
        _ = archive.posts.claims


# --- odd texts ----------------------------------------------------------------------------------------------


def test_decomposed_hangul_and_wide_digits_keep_their_place() -> None:
    import unicodedata

    text = (
        unicodedata.normalize("NFD", "지난해 탈북민 ") + "６００" + unicodedata.normalize("NFD", "명이 왔다.")
    )
    reading = read_text(text, "ko", PUBLISHED)
    (claim,) = reading.claims
    assert (claim.value, text[claim.start : claim.end]) == (600, unicodedata.normalize("NFD", "６００명"))
    assert [(d.edtf, text[d.start : d.end]) for d in reading.dates] == [
        ("2022", unicodedata.normalize("NFD", "지난해"))
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "9" * 400 + " people",
        "1," * 3000 + "1 people",
        "一" * 3000 + "人",
        "만" * 3000 + " 명",
        "of " * 3000,
        "(600人" * 300,
        "About 600 people were arrested on 5 May 2017, " * 300,
        "約600人が5月7日に逮捕され、" * 300,
    ],
)
def test_monstrous_numbers_neither_stop_nor_stall(text: str) -> None:
    read_text(text, "en", PUBLISHED)
