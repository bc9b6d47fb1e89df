"""The words of a post: found quickly in plain Markdown, and exactly in all other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lfnkr_nb.document import plain_text
from lfnkr_nb.post import Post
from lfnkr_nb.search.folding import tokens
from lfnkr_nb.search.texts import text_of, visible_text

PIECES = [
    "word ", "難民", "\n", "\n\n", "- ", "* ", "1. ", "2. ", "# ", "## ", "**", "*", "_", "a_b", "[x](http://y/z)",
    "[", "]", "(", ")", "3) ", "  ", "a.b ", "K. M. ", ": ", "-", "가난 ", "!", "'", "2024 ", "+ ", "-- ", "=",
    "---\n", "\n    ", " x", "```\n", "&amp;", ">", "<b>", "\\*", "| a | b |\n", "[r]: /u\n", "![i](u)", "\t",
    "**strong** ", "<!--more-->",
]  # fmt: skip


@settings(max_examples=300)
@example("\n    <!--more-->")
@example("<!--more-->[x](http://y/z)")
@example("word\n<!--more-->\nword")
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_words_found_quickly_are_those_of_the_document_tree(content: str) -> None:
    assert tokens(visible_text(content)) == tokens(plain_text(content))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "posts").rglob("*.md")), ids=lambda p: p.stem
)
def test_words_of_the_sample_posts_are_those_of_the_document_tree(path: Path) -> None:
    content = Post.read(path).content
    assert tokens(visible_text(content)) == tokens(plain_text(content))


def test_addresses_and_markup_are_no_words_and_the_standfirst_is() -> None:
    post = Post.new(
        Path("x.md"), "See [the list](https://a.example/b) of **all**.\n\n<i>Here</i>", standfirst="First."
    )
    assert tokens(text_of(post)) == ["first", "see", "the", "list", "of", "all", "here"]
