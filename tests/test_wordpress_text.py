"""Visible text survives: over generated HTML, over whole exports, and in every header that is written."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb.header import read_header
from lfnkr_nb.wordpress.content import convert_content
from lfnkr_nb.wordpress.front import emit_header, quote
from lfnkr_nb.wordpress.inline import render_inline

if TYPE_CHECKING:
    from types import ModuleType

    from lfnkr_nb.wordpress.shortcodes import Picture

BODIES = sorted((Path(__file__).parent / "cases" / "wxr_content").glob("*.html"))
PIECES = (
    "word", "北朝鮮", "「", "」", "。", "*", "_", "**", "`", "\\", "[x]", "](y)", "!", "(a)",
    " ", "1. ", "- ", "# ", "> ", "+", "=", "---", "|", "&amp;", "&lt;b&gt;", "<br>",
    "탈북자", "snake_case", "$5", ":", "[^1]", "[t]: u", "~", "😀", "'", "^", "100) ",
    "<sub>2</sub>", '<img src="u.jpg" alt="a*b">', "<code>c*`d</code>", "~~", "***",
    "\n",
)  # fmt: skip


def markup(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Pieces in a row, some of them marked."""
    mark = st.sampled_from(["strong", "em", "del", "u", "span", "b", "i"])
    marked = st.tuples(mark, inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")
    return st.lists(st.one_of(inner, marked), min_size=1, max_size=4).map("".join)


HTML = st.recursive(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join), markup, max_leaves=8
)


class Nothing:
    """No site around the text."""

    def link(self, url: str) -> str:
        return url

    def media(self, url: str) -> str:
        return url

    def pictures(self, ids: list[str]) -> list[Picture]:
        return []

    def reusable(self, number: str) -> str | None:
        return None


def load_scorer() -> ModuleType:
    """The fidelity benchmark, whose reference shares no code with the importer."""
    path = Path(__file__).parent.parent / "benchmarks" / "import_fidelity.py"
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location("import_fidelity", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


SCORER = load_scorer()


def shown(html: str) -> str:
    """The visible text without its blanks."""
    text: list[str] = []
    SCORER.gather_text(SCORER.tree(html), text)
    return re.sub(r"\s+", "", "".join(text))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(HTML)
def test_any_paragraph_shows_the_same_text_after_the_detour_through_markdown(html: str) -> None:
    html = f"<!-- wp:paragraph --><p>{html}</p><!-- /wp:paragraph -->"
    markdown = convert_content(html, Nothing()).markdown
    assert shown(SCORER.renderer().render(markdown)) == shown(html)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["archive.xml", "wp-61-all.xml", "wp-68-all.xml", "wp-71-all.xml", "wp-71-posts.xml", "wp-71-pages.xml",
     "wp-71-posts-2017-09.xml", "wptt-blocks.xml", "wptt-themeunit.xml", "imp-slashes.xml",
     "imp-valid-wxr-1.0.xml", "imp-post-content-blank-lines.xml", "imp-wxr-utf-8-challenges.xml"],
)  # fmt: skip
def test_every_post_shows_the_same_text_as_on_the_site(shared: Path, name: str) -> None:
    score = SCORER.Score()
    SCORER.score_file(shared / "wxr" / name, score)
    assert score.posts > 0
    assert score.losses == []
    assert not any(score.faults.values())


#: Differences on purpose: a late picture's second copy, a caption without a picture, a script as address.
ON_PURPOSE = {
    "classic_notes_frames_forms": {"images", "alts"},
    "frames_and_late_pictures": {"text", "mangled shortcodes"},
    "word_paste": {"links"},
}


@pytest.mark.parametrize("body", BODIES, ids=lambda path: path.stem)
def test_bodies_of_every_kind_lose_nothing_against_the_reference(body: Path) -> None:
    html, _, notes = body.read_text(encoding="utf-8").partition("\n=== footnotes\n")
    item = {"content": html, "post_id": "1", "footnotes": notes}
    pictures = {
        "5": ("https://aid.example/a.jpg", "A river", "The <em>river</em>", ""),
        "6": ("https://aid.example/b.jpg", "", "", ""),
    }
    source = SCORER.reference_html(item, {"37": "<!-- wp:paragraph --><p>Please donate.</p>"}, pictures)
    score = SCORER.Score()
    markdown = body.with_suffix(".md").read_text(encoding="utf-8")
    SCORER.score_post("post", source, markdown, score=score, markdown=SCORER.renderer())
    lost = {re.split(r":| \d", loss.removeprefix("post: "))[0] for loss in score.losses}
    assert lost == ON_PURPOSE.get(body.stem, set())


def test_the_scorer_notices_what_is_lost() -> None:
    score = SCORER.Score()
    source = "<p>one two <strong>three</strong></p><ul><li>a</li><li>b</li></ul>"
    SCORER.score_post("post", source, "one two\n\n- a\n", score=score, markdown=SCORER.renderer())
    assert score.faults["text lost > 1 %"] == 1
    assert (score.source["items"], score.kept["items"]) == (2, 1)
    assert (score.source["strong"], score.kept["strong"]) == (1, 0)


@given(st.text())
def test_a_quoted_text_reads_back_as_it_was(text: str) -> None:
    written = quote(text)
    assert "\n" not in written
    if not re.search("[\ud800-\udfff]", text):
        assert yaml.safe_load(f"title: {written}") == {"title": text}


VALUES = st.recursive(
    st.one_of(st.text(max_size=20), st.integers(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(
            st.one_of(st.text(max_size=8), st.dictionaries(st.text(max_size=6), inner, min_size=1)),
            max_size=3,
        ),
        st.dictionaries(st.text(max_size=6), inner, max_size=3),
    ),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.text(max_size=8), VALUES, min_size=1, max_size=4))
def test_a_header_reads_back_as_it_was_meant(fields: dict[str, Any]) -> None:
    header = emit_header(fields)
    assert yaml.safe_load(header.strip("-\n") + "\n") == fields


def test_the_strict_reader_takes_what_is_written() -> None:
    header = emit_header(
        {
            "title": "a: b\n---",
            "categories": [["A > B", "C"], "D"],
            "wp": {"meta": {"x": ["1", "2"]}, "no": True},
        }
    )
    raw = read_header(header.removeprefix("---\n").removesuffix("---\n")).raw
    assert raw["categories"] == [["A > B", "C"], "D"]
    assert raw["title"] == "a: b\n---"


def test_flanking_beside_japanese_brackets_falls_back_to_tags() -> None:
    markdown = convert_content("これは<strong>「強調」</strong>です", Nothing()).markdown
    assert markdown == "これは<strong>「強調」</strong>です\n"
    assert render_inline(["plain * text"]) == "plain \\* text"
