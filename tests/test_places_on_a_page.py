"""A link to a place on its own page leads there in the finished file too."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from lfnkr_nb import Archive, Briefing
from lfnkr_nb.document import Source, read_markdown
from lfnkr_nb.document.tree import Heading, runs_of, walk

BODY = """\
[one](#one) [two](#two) [three](#three) [four](#part-four) [五](#第五)
[六](#%E7%AC%AC%E5%85%AD) [in](#inside) [top](#top)

<a id="top"></a>Before any heading.

## <a id="one"></a>Part one

<p id="inside">Inside.</p>

<a name="two"></a>

## Part two

<h2 id="three">Part three</h2>

## Part four!

## 第五

## 第六

- # Part in a list
"""

LEADS = ["part1", "part2", "part3", "part4", "part5", "part6", "part1", ""]


def test_each_name_leads_to_its_heading_and_a_passage_to_the_one_above() -> None:
    """By id, by a name before or in it, or by its words; anchors are counted, they tell no word of a heading."""
    reading = read_markdown(BODY, Source(anchor="post-1", places=True))
    runs = [run for block in walk(reading.blocks) for line in runs_of(block) for run in line if run.href]
    assert [run.href for run in runs] == [f"#post-1{'.' * bool(part)}{part}" for part in LEADS]
    anchors = [block.anchor for block in reading.blocks if isinstance(block, Heading)]
    assert anchors == [f"post-1.part{number}" for number in range(1, 7)]


def test_a_page_without_such_links_has_no_anchors() -> None:
    reading = read_markdown("## One\n\n[x](https://site.example/#one)", Source(anchor="post-1", places=True))
    assert reading.blocks[0] == Heading(2, reading.blocks[0].runs)  # type: ignore[union-attr]


@pytest.fixture
def briefing(tmp_path: Path) -> Briefing:
    """Two posts with the same names on their pages; in one of them a heading becomes the title of a part."""
    (tmp_path / "posts").mkdir()
    more = "parts:\n  - {heading: Part four!, byline: K. S.}\n"
    for slug, said in (("a", ""), ("b", more)):
        header = f"title: The {slug}\ndate: 2024-01-01\nstatus: publish\n{said}"
        (tmp_path / "posts" / f"{slug}.md").write_text(f"---\n{header}---\n{BODY}", "utf-8")
    archive = Archive.open(tmp_path)
    return Briefing("T", ["a", "b"], archive=archive, template="briefing")


def test_links_lead_to_the_headings_of_their_own_post_in_html(briefing: Briefing, tmp_path: Path) -> None:
    exported = briefing.export(tmp_path / "x.html")
    page = exported.path.read_text("utf-8")
    ids, targets = re.findall(r' id="([^"]+)"', page), set(re.findall(r'href="#([^"]+)"', page))
    assert len(ids) == len(set(ids))
    assert targets <= {*ids, "main"}
    assert {f"post-{n}.{part}" for n in (1, 2) for part in ("part1", "part2", "part5")} <= targets
    assert '<h3 id="post-1.part1">Part one</h3>' in page
    assert not [notice for notice in exported.notices if "nowhere" in notice.message]


def test_links_lead_to_the_headings_in_a_pdf(briefing: Briefing, tmp_path: Path) -> None:
    with pikepdf.open(briefing.export(tmp_path / "x.pdf").path) as document:
        links = [
            annotation
            for page in document.pages
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == "/Link" and "/URI" not in annotation.get("/A", {})
        ]
    assert len(links) >= 2 * len(LEADS)


def test_what_lies_behind_the_end_of_an_excerpt_is_plain_words_without_a_word(tmp_path: Path) -> None:
    """The place is on the page, so nothing has to be mended."""
    (tmp_path / "posts").mkdir()
    text = "---\ntitle: A\nstatus: publish\n---\n[later](#later)\n\n<!--more-->\n\n## Later\n\nText.\n"
    (tmp_path / "posts" / "a.md").write_text(text, "utf-8")
    exported = Briefing("T", ["a"], archive=Archive.open(tmp_path)).export(tmp_path / "x.html")
    assert "later" in exported.path.read_text("utf-8")
    assert not [notice for notice in exported.notices if "link" in notice.message]


def test_names_on_a_page_leave_no_trace_in_the_file(tmp_path: Path) -> None:
    """An id may be somebody's name; in the file it is a number."""
    (tmp_path / "posts").mkdir()
    text = "---\ntitle: A\nstatus: publish\n---\n[x](#kwak-min-ae)\n\n## <a id='kwak-min-ae'></a>One\n"
    (tmp_path / "posts" / "a.md").write_text(text, "utf-8")
    briefing = Briefing("T", ["a"], archive=Archive.open(tmp_path), show="whole")
    page = briefing.export(tmp_path / "x.html").path.read_text("utf-8")
    assert 'href="#post-1.part1"' in page
    assert "kwak" not in page
