"""The language of queries: what a query means for a text, and how one that cannot be understood is refused."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb.errors import QueryError
from lfnkr_nb.post import Post
from lfnkr_nb.search.matching import fulfils
from lfnkr_nb.search.query import parse_query
from lfnkr_nb.search.synonyms import Synonyms


def finds(query: str, text: str) -> bool:
    """Whether a post with this text fulfils a query, without any synonyms."""
    post = Post.new(Path("posts/x.md"), text, title="-", status="publish")
    return fulfils(post, parse_query(query), Synonyms([]), {})


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("river", "The River froze", True),
        ("river", "Two rivers froze", True),
        ("river", "Riverside", False),
        ("river*", "Riverside", True),
        ('"river"', "Two rivers froze", False),
        ("iver*", "Two rivers froze", False),
        ("river crossing", "A crossing of the river", True),
        ('"river crossing"', "A crossing of the river", False),
        ('"river crossing"', "A river\n  crossing", True),
        ("river AND ice", "river and snow", False),
        ("river OR ice", "only ice", True),
        ("river ice OR snow", "only snow", True),
        ("river (ice OR snow)", "only snow", False),
        ("river -ice", "river and ice", False),
        ("river NOT ice", "river and snow", True),
        ('river -"thin ice"', "river with thick ice", True),
        ("-ice", "snow", True),
        ("-(ice OR snow)", "snow", False),
        ("river - ice", "river and ice", True),
        ("STRASSE", "straße", True),
        ("C++", "learn C++ today", True),
        ("well-known", "a well-known fact", True),
        ("well-known", "well, it is known", False),
        ("Korea", "Korea's north", True),
        ("Korea’s", "in Korea", True),
        ("UN", "the U.N. said", True),
        ("U.N.", "the UN said", True),
        ("강제북송", "탈북민 강제북송을 멈추라", True),
        ("북송", "강제북송", True),
        ("송북", "강제북송", False),
        ("난민", "난민을 돕는다", True),
        ("難民", "脱北難民の証言", True),
        ("難民", "困難。民は", False),
        ("佐々", "佐々木さん", True),
        ("脫北者", "脱北者の証言", True),
        ("脱北", "脫北者", True),
        ('"脫北"', "脱北者", False),
        ("學校", "学校へ行く", True),
        ("river | ice", "only ice", True),
        ("river && ice", "only ice", False),
        ("佐佐木", "佐々木さん", True),
        ("佐々木", "佐佐木さん", True),
        ("こころ", "こゝろ", True),
        ("すず", "すゞ", True),
        ("二〇", "二〇一七年", True),
        ("ラーメン", "ﾗｰﾒﾝを食べた", True),
        ("らーめん", "ラーメンを食べた", True),
        ("ピョンヤン", "ピヨンヤン", True),
        ("サーバー", "サーバを置く", True),
        ("サーバ", "サーバーを置く", True),
        ("ビル", "ビールを飲む", False),
        ("ビール", "ビルに入る", False),
        ("キムジョンウン", "キム・ジョンウン氏", True),
        ("ＬＦＮＫＲ", "the LFNKR office", True),
        ("2017", "２０１７年九月", True),
        ("2017年", "２０１７年九月", True),
        ("NGO", "日本のNGOが", True),
        ('"NGO"', "日本のNGOsが", False),
        ("NGO声明", "NGO 声明", True),
        ("NGO声明", "NGO。声明", False),
        ("NGO 声明 -中止", "NGOの声明", True),
        ("강제북송 OR repatriation", "No repatriation", True),
        ("（川　OR　river）", "the river", True),
        ("“river crossing”", "a river crossing", True),
        ("「川を渡る」", "川を渡る人", True),
        ("Tumen", "Tumen강", True),
        ("ガ", unicodedata.normalize("NFD", "ガ"), True),
        (unicodedata.normalize("NFD", "한국"), "한국어", True),
        ("café", unicodedata.normalize("NFD", "The Café"), True),
        ("cafe", "The Café", True),
        ("Kōbe", "Kobe", True),
        ("soft", "so\u00adft", True),
        ("12:30", "at 12:30 sharp", True),
    ],
)
def test_a_search_finds_what_a_reader_means(query: str, text: str, expected: bool) -> None:
    assert finds(query, text) is expected


@pytest.mark.parametrize(
    ("query", "place", "word"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("()", 0, "bracket"),
        ('""', 0, "phrase"),
        ("OR", 0, "missing"),
        ("NOT", 0, "missing"),
        ("river OR", 6, "missing"),
        ("river AND AND ice", 6, "missing"),
        ("(river", 0, "never closed"),
        ("((river)", 0, "never closed"),
        ("river)", 5, "never opened"),
        ("a (", 2, "never closed"),
        ("*", 0, "star"),
        ("re*ation", 2, "star"),
        ('river "thin ice', 6, "never closed"),
        ("titel:river", 0, "no field"),
        ("kind:letter", 5, "no kind"),
        ("before:yesterday", 7, "no date"),
        ("lang:", 0, "missing"),
        ("難民 (支援", 3, "never closed"),
        ("!!!", 0, "no word"),
        ("(" * 5000 + "a", None, ""),
        ("-" * 3000 + "a", 50, "nested"),
    ],
)
def test_a_search_that_means_nothing_is_refused_with_the_place_and_a_hint(
    query: str, place: int | None, word: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert caught.value.hint
    if place is not None:
        assert caught.value.place == place
    assert word.replace("no date", "not a date") in caught.value.message


def test_the_caret_stands_below_the_place_also_after_wide_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("難民 (支援")
    assert caught.value.pointer == "難民 (支援\n     ^"


@given(st.text(alphabet='ab 한国"()-*ORNTAD\\.[?+:「」（', max_size=30))
def test_any_search_is_understood_or_refused(query: str) -> None:
    """Nothing typed hangs, ends in another error, or is taken for a regular expression."""
    with suppress(QueryError):
        finds(query, "a b 한 国")


@given(
    st.text(alphabet="北送難한민々国", min_size=1, max_size=4),
    st.text(alphabet="北送難한민々国 ,。ab", max_size=40),
)
def test_japanese_and_korean_words_are_found_wherever_they_stand(word: str, text: str) -> None:
    assert finds(f'"{word}"', text) is (word in " ".join(text.split()))


@pytest.mark.parametrize(
    "written",
    [
        "2017/9/4",
        "2017.9.4",
        "2017-9-4",
        "2017年9月4日",
        '"2017년 9월 4일"',
        "２０１７．０９．０４",
        "2017.9.4.",
    ],
)
def test_dates_may_be_written_as_is_usual(written: str) -> None:
    assert parse_query(f"after:{written}") == parse_query("after:2017-09-04")


@pytest.mark.parametrize(
    ("written", "plain"), [("2017年", "2017"), ("2017/9", "2017-09"), ("2017년9월", "2017-09")]
)
def test_years_and_months_too(written: str, plain: str) -> None:
    assert parse_query(f"before:{written}") == parse_query(f"before:{plain}")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("タイトル：米", "`title:`"),
        ("언어:ko", "`lang:`"),
        ("lang:japanese", "en, ja or ko"),
        ("after:2017/13", "after:2017-09"),
        ("after:2017.9.31.", "after:2017-09"),
    ],
)
def test_what_is_nearly_right_is_told_with_the_right_way(query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert said in caught.value.hint


def test_blanks_in_initials_and_paths_do_not_count() -> None:
    post = Post.new(Path("posts/x.md"), "River", title="-", byline="M. T.", categories=["Relief > Food"])
    for query in ("byline:M.T.", 'byline:"m. t."', "category:Relief>Food", 'category:"Relief >Food"'):
        assert fulfils(post, parse_query(query), Synonyms([]), {})
