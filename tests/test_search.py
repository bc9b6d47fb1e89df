"""Text search in English, Japanese and Korean."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb.errors import SelectionError
from lfnkr_nb.search import fold, parse_query, snippet


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("river", "The River froze", True),
        ("river", "Two rivers froze", False),
        ("river*", "Two rivers froze", True),
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
        ("STRASSE", "straße", True),
        ("C++", "learn C++ today", True),
        ("well-known", "a well-known fact", True),
        ("강제북송", "탈북민 강제북송을 멈추라", True),
        ("북송", "강제북송", True),
        ("송북", "강제북송", False),
        ("難民", "脱北難民の証言", True),
        ("佐々", "佐々木さん", True),
        ("二〇", "二〇一七年", True),
        ("ラーメン", "ﾗｰﾒﾝを食べた", True),
        ("ＬＦＮＫＲ", "the LFNKR office", True),
        ("2017", "２０１７年九月", True),
        ("NGO", "日本のNGOが", True),
        ("NGO", "日本のNGOsが", False),
        ("NGO 声明 -中止", "NGOの声明", True),
        ("강제북송 OR repatriation", "No repatriation", True),
        ("Tumen", "Tumen강", True),
        ("ガ", unicodedata.normalize("NFD", "ガ"), True),
        (unicodedata.normalize("NFD", "한국"), "한국어", True),
        ("café", unicodedata.normalize("NFD", "The Café"), True),
    ],
)
def test_a_search_finds_what_a_reader_means(query: str, text: str, expected: bool) -> None:
    assert parse_query(query).matches(fold(text)) is expected


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "()",
        '""',
        "OR",
        "NOT",
        "(river",
        "((river)",
        "river)",
        "a (",
        "*",
        "(" * 5000 + "a",
        "-" * 5000 + "a",
    ],
)
def test_a_search_that_means_nothing_is_refused_with_a_hint(query: str) -> None:
    with pytest.raises(SelectionError) as caught:
        parse_query(query)
    assert caught.value.hint


@given(st.text(alphabet='ab 한国"()-*ORNTAD\\.[?+', max_size=30))
def test_any_search_is_understood_or_refused(query: str) -> None:
    """Nothing typed hangs, ends in another error, or is taken for a regular expression."""
    with suppress(SelectionError):
        parse_query(query).matches("a b 한 国")


@given(
    st.text(alphabet="北송難한あア民", min_size=1, max_size=4),
    st.text(alphabet="北송難한あア民 ,.a", max_size=30),
)
def test_japanese_and_korean_words_are_found_wherever_they_stand(word: str, text: str) -> None:
    assert parse_query(f'"{word}"').matches(fold(text)) is (word in text)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("river", "The River froze.", "The »River« froze."),
        ("難民", "脱北難民の証言", "脱北»難民«の証言"),
        ("none", "Plain words", "Plain words"),
        ("river -ice", "ice? the river", "ice? the »river«"),
    ],
)
def test_a_snippet_marks_the_first_hit(query: str, text: str, expected: str) -> None:
    assert snippet(text, parse_query(query)) == expected


def test_a_snippet_of_a_long_text_shows_what_is_around_the_hit() -> None:
    found = snippet("a " * 200 + "river " + "b " * 200, parse_query("river"))
    assert found.startswith("…")
    assert found.endswith("…")
    assert "»river«" in found
    assert len(found) < 150
