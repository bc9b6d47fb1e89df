"""The passage that a search shows: the best one, every hit marked, nothing cut apart."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb import Archive
from lfnkr_nb.search.folding import tokens
from lfnkr_nb.search.meaning import understand
from lfnkr_nb.search.query import parse_query
from lfnkr_nb.search.scan import ScannedSource
from lfnkr_nb.search.snippets import Snippet, make_snippet, wanted_phrases
from lfnkr_nb.search.source import Prepared
from lfnkr_nb.search.synonyms import Synonyms


def passage(text: str, query: str, keep: tuple[str, ...] = ()) -> Snippet:
    source = ScannedSource([Prepared(0, [], tokens(text))], 1)
    node = understand(parse_query(query), Synonyms([]), source.forms)
    return make_snippet(text, wanted_phrases(node), keep=keep)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("river", "The River froze.", "The »River« froze."),
        ("river", "Rivers and a river's bank.", "»Rivers« and a »river's« bank."),
        ("難民", "脱北難民の証言", "脱北»難民«の証言"),
        ("none", "Plain words", "Plain words"),
        ("river -ice", "ice? the river", "ice? the »river«"),
        ("ラジオ", "ﾗｼﾞｵの声", "»ﾗｼﾞｵ«の声"),
        ("cafe", unicodedata.normalize("NFD", "The café."), unicodedata.normalize("NFD", "The »café«.")),
        ("한국", unicodedata.normalize("NFD", "한국어"), unicodedata.normalize("NFD", "»한국«어")),
        ("strasse", "Die Straße.", "Die »Straße«."),
        ("riv*", "a river, two rivers", "a »river«, two »rivers«"),
        ('"thin ice"', "on thin  ice", "on »thin  ice«"),
        ("UN", "the U.N. said", "the »U.N.« said"),
        ("title:river", "a river", "a river"),
        ("line", "one\n\nline\nmore", "one  »line« more"),
    ],
)
def test_every_hit_is_marked(query: str, text: str, expected: str) -> None:
    assert passage(text, query).marked() == expected


def test_a_long_text_shows_the_passage_with_most_of_the_words() -> None:
    text = "river " + "filler " * 200 + "the river and its ice " + "filler " * 200
    found = passage(text, "river ice").marked()
    assert "the »river« and its »ice«" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 200


def test_a_passage_is_cut_between_words() -> None:
    text = "antidisestablishment " * 30 + "river " + "counterrevolutionary " * 30
    for word in passage(text, "river").text.strip("…").split():
        assert word in ("antidisestablishment", "river", "counterrevolutionary")


def test_a_passage_as_html_is_escaped_and_marks_its_hits() -> None:
    found = passage('<img src=x onerror="alert(1)"> & the <b>river</b>', "river")
    assert found.html() == (
        "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; the &lt;b&gt;<mark>river</mark>&lt;/b&gt;"
    )


CLUSTERS = [
    "e\u0301", "が", "か\u3099", "\u1112\u1161\u11ab", "한",
    "👩\u200d🌾", "🇯🇵", "👍🏽", "葛\U000e0100", "\ud83d\ude00", "ñ\u0327\u0301",
]  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.sampled_from(CLUSTERS), min_size=150, max_size=260), st.integers(0, 140))
def test_nothing_that_a_reader_sees_as_one_character_is_cut(clusters: list[str], place: int) -> None:
    text = "".join([*clusters[:place], " river ", *clusters[place:]])
    shown = passage(text, "river").text.strip("…")
    start = text.index(shown)
    borders = {0}
    for cluster in [*clusters[:place], " ", "r", "i", "v", "e", "r", " ", *clusters[place:]]:
        borders.add(max(borders) + len(cluster))
    assert {start, start + len(shown)} <= borders


@given(st.integers(40, 160), st.sampled_from(["K. M.", "the tall interpreter", "通訳 A", "金 某"]))
def test_a_label_is_never_cut(before: int, label: str) -> None:
    text = "x " * before + f"{label} " * 6 + "river " + f"{label} " * 60
    shown = passage(text, "river", keep=(label,)).text
    rest = shown.replace(label, "").replace("river", "").replace("x", "").strip("… ")
    assert rest == ""


@given(st.text(max_size=300), st.sampled_from(["a", "e*", "難", "한 국", "é"]))
def test_any_text_gives_a_passage_of_it(text: str, query: str) -> None:
    found = passage(text, query)
    assert found.text.strip("…") in " ".join(text.splitlines()) or len(found.text) <= len(text) + 2
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)


def test_a_search_shows_labels_whole_and_html_when_asked(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    text = "K. M. " * 60 + "the <i>river</i> froze " + "K. M. " * 60
    (tmp_path / "posts" / "a.md").write_text(
        f"---\ntitle: A\nstatus: publish\nprotect: [K. M.]\n---\n\n{text}\n", encoding="utf-8"
    )
    archive = Archive.open(tmp_path)
    shown = archive.search("river").snippet.iloc[0].strip("…").replace("»river«", "").replace("the froze", "")
    assert set(shown.replace("K. M.", "").split()) <= {"the", "froze"}
    assert "<mark>river</mark>" in archive.search("river", html=True).snippet.iloc[0]
