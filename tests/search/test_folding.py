"""Text in the form in which it is compared, and its tokens."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb.protection.han import one_form
from lfnkr_nb.search import folding, ideographs
from lfnkr_nb.search.folding import fold, fold_text, placed_tokens, tokens

ODD = "abs AZ's.U.N'_-·・=難民ーキムァ난민을ｷﾞ 、。café’1九\u00ad\u0301ㄱㅏ가\u11a8ｶﾞ\\ń∘\U0003134b⼀:"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The River's edge, don't!", ["the", "river", "edge", "dont"]),
        ("U.N. and D.P.R.K.", ["un", "and", "dprk"]),
        ("脱北者、難民の(人権)", ["脱", "北", "者", "·", "難", "民", "の", "·", "人", "権"]),
        ("日本 2017年", ["日", "本", "2017", "年"]),
        ("탈북 난민", ["탈", "북", "·", "난", "민"]),
        ("キム・ジョン", ["き", "む", "じ", "よ", "ん"]),
        ("P’yŏngyang Chosŏn Kōbe", ["pyongyang", "choson", "kobe"]),
        ("a_b well-known", ["a", "b", "well", "known"]),
        ("", []),
    ],
)
def test_a_text_has_these_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.slow
@settings(max_examples=400)
@given(st.text(alphabet=ODD, max_size=16) | st.text(max_size=12))
def test_tokens_found_in_bulk_are_those_found_with_their_places(text: str) -> None:
    assert [token for token, _, _ in placed_tokens(text)] == tokens(text)


@given(st.text(alphabet=ODD, max_size=30))
def test_places_follow_each_other_and_lie_in_the_text(text: str) -> None:
    last = 0
    for _, start, end in placed_tokens(text):
        assert last <= start <= end <= len(text)
        last = start


@given(st.text(max_size=30))
def test_tokens_are_words_without_blanks_and_quotation_marks(text: str) -> None:
    """The index relies on it: its tokenizer splits at blanks, its queries stand in quotation marks."""
    for token in tokens(text):
        assert token == "·" or not any(character.isspace() or character == '"' for character in token)
        assert not token.isascii() or token.isalnum()


def test_characters_taken_as_even_fold_to_one_character_each() -> None:
    even = re.compile(f"[{folding._EVEN}]")
    assert [c for c in map(chr, range(0x11000)) if even.match(c) and len(fold_text(c)) != 1] == []


@given(st.text(alphabet="한국北朝鮮ガぎカfé ", max_size=20))
def test_composed_and_decomposed_forms_are_the_same(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))


def test_a_name_is_folded_without_changing_its_kana() -> None:
    assert fold("ﾗｼﾞｵ Ｆｏｏ") == "ラジオ foo"


def test_old_and_new_forms_of_ideographs_are_variants_in_the_unicode_han_database() -> None:
    old_to_new, new_to_old = ideographs._tables()
    assert len(old_to_new) == len(new_to_old) > 250
    assert not [pair for pair in old_to_new.items() if one_form(pair[0]) != one_form(pair[1])]
    assert not set(old_to_new) & set(new_to_old)
