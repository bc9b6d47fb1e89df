"""Markdown reads as CommonMark does, except where Japanese and Korean need more."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lfnkr_nb.document import Source, read_inline, read_markdown
from lfnkr_nb.document.characters import split_languages
from lfnkr_nb.document.parser import markdown_parser
from lfnkr_nb.document.tree import Heading, Paragraph, plain, runs_of

COMMONMARK = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
LATIN = st.lists(
    st.sampled_from([*"abé .,!?(\"')-«—€\n", "*", "**", "***", "_", "__", "~~", "`", "[x](y)"]), max_size=30
)


@pytest.mark.slow
@given(LATIN.map("".join))
@settings(max_examples=400, deadline=None)
def test_latin_text_reads_as_in_plain_commonmark(text: str) -> None:
    """The rule for emphasis is relaxed beside CJK characters only."""
    md = markdown_parser()
    assert md.render(text, {"closed": frozenset()}) == COMMONMARK.render(text)


OUTSIDE = st.text("これは難民ですカタカナ、。北한국어는", min_size=1, max_size=6)
INSIDE = st.text("強調語「」『』（）()\"'、。!?！？가나다AB1", min_size=1, max_size=8)


@pytest.mark.slow
@given(OUTSIDE, INSIDE, OUTSIDE, st.sampled_from(["**", "*", "__", "_", "***", "~~"]))
@settings(max_examples=500, deadline=None)
def test_no_marker_stays_in_sight_beside_cjk(before: str, inside: str, after: str, marker: str) -> None:
    """Whatever punctuation stands inside the markers."""
    runs = read_inline(f"{before}{marker}{inside}{marker}{after}", "ja")
    assert plain(runs) == before + inside + after
    marked = "".join(run.text for run in runs if run.marks)
    assert marked == inside


@given(st.lists(st.tuples(OUTSIDE, INSIDE), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_several_emphases_in_one_sentence(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"{outside}**{inside}**" for outside, inside in pairs) + "です"
    runs = read_inline(text, "ja")
    assert "".join(run.text for run in runs if "strong" in run.marks) == "".join(
        inside for _, inside in pairs
    )


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("a * b * c", "a * b * c"),
        ("snake_case_name", "snake_case_name"),
        ("日本語 * 韓国語 * 英語", "日本語 * 韓国語 * 英語"),
        ("変数my_long_nameです", "変数my_long_nameです"),
        ("5 ** 3", "5 ** 3"),
    ],
)
def test_what_is_no_emphasis_stays(text: str, visible: str) -> None:
    assert plain(read_inline(text, "ja")) == visible


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("plain", "en", [("plain", "en")]),
        ("see 難民 now", "en", [("see ", "en"), ("難民", "ja"), (" now", "en")]),
        ("강제 북송, 2023", "en", [("강제 북송", "ko"), (", 2023", "en")]),
        ("金正男（김정남）氏", "ja", [("金正男（", "ja"), ("김정남", "ko"), ("）氏", "ja")]),
        ("북한(北韓)", "ko", [("북한(北韓)", "ko")]),
        ("東京 is", "zh", [("東京 is", "zh")]),
        ("ひらがな漢字", "ko", [("ひらがな漢字", "ja")]),
        ("", "en", [("", "en")]),
    ],
)
def test_languages_by_script(text: str, lang: str, expected: list[tuple[str, str]]) -> None:
    assert split_languages(text, lang) == expected


@given(
    st.text("ab 1,.難民かなカナ한국「」。（）\u3000\U000e0100", max_size=30),
    st.sampled_from(["en", "ja", "ko", "zh"]),
)
def test_splitting_languages_loses_nothing(text: str, lang: str) -> None:
    """The stretches are the text, and neighbours differ."""
    stretches = split_languages(text, lang)
    assert "".join(stretch for stretch, _ in stretches) == text
    assert all(one[1] != other[1] for one, other in pairwise(stretches))


WORDS = st.lists(
    st.sampled_from(
        ["word", "two words", "難民", "한국어", "*em*", "**strong**", "[link](https://example.org)"]
    )
)


@given(
    st.lists(WORDS.map(" ".join), max_size=6), st.sampled_from(["\n\n", "\n\n> ", "\n\n- ", "\n\n## ", "\n"])
)
@settings(max_examples=100, deadline=None)
def test_ordinary_text_loses_no_word(paragraphs: list[str], between: str) -> None:
    """And nothing is said about it."""
    text = between.join(paragraphs)
    reading = read_markdown(text)
    assert reading.notices == ()


def test_headings_start_at_the_first_level() -> None:
    """A post that begins with `###` has no hole above it; one under a group begins lower."""
    text = "### a\n\n##### b\n\n# c\n\n###### d"
    assert levels(text, 2) == [2, 3, 2, 3]
    assert levels(text, 5) == [5, 6, 5, 6]


def levels(text: str, first: int) -> list[int]:
    blocks = read_markdown(text, Source(first_heading=first)).blocks
    return [block.level for block in blocks if isinstance(block, Heading)]


def test_footnotes_of_two_posts_do_not_clash() -> None:
    text = "x[^1]\n\n[^1]: y"
    keys = {read_markdown(text, Source(anchor=anchor)).notes[0][0] for anchor in ("first", "second", "")}
    assert keys == {"first-1", "second-1", "1"}


def test_inline_fields_are_runs() -> None:
    """Titles and other fields of front matter are one line of inline Markdown."""
    assert plain(read_inline("# no *heading* <b>x</b>")) == "# no heading x"
    assert read_inline("") == ()
    (link,) = read_inline("https://example.org/x")
    assert link.href == "https://example.org/x"


def test_the_same_notice_is_said_once() -> None:
    reading = read_markdown("[a](/x) [b](/x)", Source(origin="posts/a.md"))
    assert [notice.origin for notice in reading.notices] == ["posts/a.md"]


def test_left_out_words_are_named() -> None:
    """A table of 200 columns fits no page, but its words stand below each other."""
    wide = "<table><tr>" + "".join(f"<td>w{i}</td>" for i in range(200)) + "</tr></table>"
    reading = read_markdown(wide)
    assert [plain(runs) for block in reading.blocks for runs in runs_of(block)] == [
        f"w{i}" for i in range(200)
    ]
    assert all(isinstance(block, Paragraph) for block in reading.blocks)
