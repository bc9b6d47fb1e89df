"""Excerpts end where a sentence ends, in each language."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb.document import excerpt, plain_text, read_inline
from lfnkr_nb.document.tree import plain


@pytest.mark.parametrize(
    ("content", "lang", "limit", "expected"),
    [
        ("Up *to* here.\n\n<!--more-->\n\nRest", "en", 300, "Up *to* here."),
        ("Inline<!-- more Read on -->rest", "en", 300, "Inline"),
        ("Called[^1]\n\n[^1]: note\n    more note\n\n<!--more-->", "en", 300, "Called"),
        ("Code `<!--more-->` stays. Next.", "en", 25, "Code \\<!--more--> stays."),
        ("# Heading\n\nOne. Two. Three.", "en", 9, "One. Two."),
        ("Dr. Kim met K. M. in 2003. He left.", "en", 30, "Dr. Kim met K. M. in 2003."),
        ("It cost 3.5 million. So.", "en", 21, "It cost 3.5 million."),
        ('"Why?" she asked. "Go!"', "en", 18, '"Why?" she asked.'),
        ("一文目です。二文目「です。」三文目。", "ja", 14, "一文目です。二文目「です。」"),
        ("첫 문장입니다. 둘째 문장입니다.", "ko", 10, "첫 문장입니다."),
        ("[A link](https://example.org) and **bold** text go on and on", "en", 20, "A link and bold…"),
        ("> Quoted first.\n\nThen text.", "en", 300, "Quoted first. Then text."),
        ("| a | b |\n|---|---|\n| c | d |\n\nText.", "en", 300, "Text."),
        ("- one\n- two", "en", 300, "one two"),
        ("```\ncode\n```", "en", 300, "code"),
        ("*not* 2 * 3 and a_b_c [x] \\*y*", "en", 300, "not 2 * 3 and a_b_c \\[x] \\*y\\*"),
        ("", "en", 300, ""),
        ("<!--more-->", "en", 300, ""),
    ],
)
def test_an_excerpt(content: str, lang: str, limit: int, expected: str) -> None:
    assert excerpt(content, lang=lang, limit=limit) == expected


@given(
    st.text(st.sampled_from("ab 。.!?「」\u0301か\u3099👩\u200d👧葛\U000e0100*_[]"), min_size=1, max_size=60),
    st.integers(5, 40),
)
@settings(max_examples=300, deadline=None)
def test_an_excerpt_is_never_cut_inside_a_character(content: str, limit: int) -> None:
    """Not before a combining mark or selector, not in an emoji of several; what is cut says so."""
    text = plain(read_inline(excerpt(content, lang="ja", limit=limit), "ja"))
    assert len(text) <= limit
    if text.endswith("…"):
        whole = plain_text(content).replace("\n", " ")
        rest = whole[len(text) - 1 :]
        assert (
            not rest or not unicodedata.combining(rest[0]) or text == "…" or not whole.startswith(text[:-1])
        )


def test_plain_text_is_what_a_reader_sees() -> None:
    """With footnotes at the end; no targets, no markup."""
    content = (
        "# T\n\nA [link](https://example.org)[^1] <b>b</b>.\n\n| x |\n|---|\n| y |\n\n    code\n\n[^1]: Note."
    )
    assert plain_text(content).split("\n") == ["T", "A link b.", "x", "y", "code", "Note."]
