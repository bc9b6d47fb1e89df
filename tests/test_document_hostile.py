"""No text hangs a reader, breaks it or brings anything active into the tree."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb.document import Reading, Source, excerpt, plain_text, read_html, read_inline, read_markdown
from lfnkr_nb.document.limits import MOST_CHARACTERS
from lfnkr_nb.document.links import checked
from lfnkr_nb.document.tree import Block, Figure, Heading, Listing, Quote, Run, Table, children, runs_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Seconds one text may take; the slowest below takes about half on two shared cores.
PATIENCE = 5.0

HEAVY = {
    "brackets": "[" * 20_000,
    "images": "![" * 10_000,
    "backticks": "`" * 50_000,
    "growing backticks": "".join("`" * i + " " for i in range(1, 300)),
    "open emphasis": "*a " * 10_000,
    "mixed emphasis": "*a_ " * 10_000,
    "intraword emphasis": "a**b" * 10_000 + "c* " * 10_000,
    "CJK emphasis": "あ**「い」" * 5_000,
    "tildes": "~~a" * 20_000,
    "quotes": ">" * 5_000 + "a",
    "lazy quotes": "> " * 300 + "x\n" * 500,
    "300 lists": "".join("  " * i + f"- a{i}\n" for i in range(300)),
    "lists in a line": "- " * 2_000 + "x",
    "angle brackets": "<" * 50_000,
    "open tags": "<a " * 20_000,
    "open attributes": '<a href="' * 10_000,
    "open comments": "<!--" * 20_000,
    "open more marks": "<!--more" * 20_000,
    "processing": "<?" * 20_000,
    "unclosed div": "<div>" * 10_000 + "x",
    "unclosed b": "<b>" * 10_000 + "x",
    "unclosed formatting": "<p><b>" * 3_000 + "x",
    "unclosed tables": "<table><tr><td>" * 1_000 + "x",
    "unclosed lists": "<ul><li>" * 3_000 + "x",
    "unclosed quotes": "<blockquote>" * 3_000 + "x",
    "unclosed figures": "<figure>" * 3_000 + "x",
    "unclosed ruby": "<ruby>a<rt>b" * 3_000,
    "100,000 div": "<div>" * 100_000 + "x",
    "label-like": "<label-like>" * 10_000,
    "attributes": "<a " + "x=1 " * 30_000 + ">",
    "a wide table": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + ("|b" * 2_000 + "\n") * 3,
    "wide spans": "<table>"
    + "<tr><td colspan=1000000 rowspan=1000000>x</td><td>y</td></tr>" * 300
    + "</table>",
    "footnote calls": "[^1]: a\n\n" + "[^1]" * 10_000,
    "inline footnotes": "^[" * 5_000,
    "entities": "&#1;" * 30_000,
    "addresses": "http://" * 30_000,
    "brackets in addresses": "https://a.b/((" * 10_000,
    "one long address": "https://a.b/" + "a)" * 100_000,
    "open links": "[a](" * 10_000,
    "odd links": "[a](<b" * 10_000,
    "one line": "word " * 200_000,
    "one word": "x" * 1_000_000,
    "one line of kanji": "難民の" * 100_000,
    "zalgo": ("Z" + "\u0301" * 500 + " ") * 300,
    "initials": "A. " * 30_000,
    "sentence ends": "。" * 50_000,
    "questions": "Q: a\n\nA: b\n\n" * 1_000,
    "too large": "*a* " * 600_000,
    "too many marks": "*a* " * 300_000,
    "too many lines": "- a\n\n" * 100_000,
}


#: Texts up to this length are read on every run, all of them on a full one.
SHORT = 10_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name, marks=pytest.mark.slow if len(text) > SHORT else ())
        for name, text in HEAVY.items()
    ],
)
@pytest.mark.parametrize("read", [read_markdown, pytest.param(read_html, marks=pytest.mark.slow)])
def test_no_text_hangs_a_reader(read: Callable[[str], Reading], text: str) -> None:
    begun = time.process_time()
    reading = read(text)
    assert time.process_time() - begun < PATIENCE
    assert_promises(reading)


@pytest.mark.slow
@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_no_text_hangs_the_short_forms(text: str) -> None:
    """Frames make an excerpt of each post."""
    for short in (lambda: excerpt(text, lang="en"), lambda: plain_text(text), lambda: read_inline(text)):
        begun = time.process_time()
        short()
        assert time.process_time() - begun < PATIENCE


def test_what_is_too_large_is_shown_without_formatting() -> None:
    """And said; no word is lost."""
    reading = read_markdown("*first*\n\n" + "x" * MOST_CHARACTERS)
    assert [run.text[:9] for block in reading.blocks for runs in runs_of(block) for run in runs] == [
        "*first*",
        "x" * 9,
    ]
    assert "without formatting" in reading.notices[0].message


def test_the_text_of_deep_lists_is_kept() -> None:
    """Flattened below 12, and that is said once."""
    deep = "".join("  " * i + f"- word{i}\n" for i in range(300))
    reading = read_markdown(deep)
    found = [
        word
        for block in walk(reading.blocks)
        for runs in runs_of(block)
        for run in runs
        for word in run.text.split()
    ]
    assert [word for word in found if word != "-"] == [f"word{i}" for i in range(300)]
    assert sum("nested more than 12" in notice.message for notice in reading.notices) == 1


PAYLOADS = """
<script>alert(1)</script>
<ScRiPt src=//example.org/x.js></sCrIpT>
<script/x>alert(1)</script>
<<script>alert(1)//<</script>
<img src=x onerror=alert(1)>
<img src="x" onerror="alert(1)" alt="y">
<img src=javascript:alert(1)>
<img src="data:text/html,<script>alert(1)</script>">
<img srcset="http://example.org/x.png 1x" alt="z">
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><animate onbegin=alert(1) attributeName=x></svg>
<math><mtext></p><script>alert(1)</script></mtext></math>
<math href="javascript:alert(1)">x</math>
<body onload=alert(1)>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object>
<embed src="javascript:alert(1)">
<a href="javascript:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="java\tscript:alert(1)">x</a>
<a href="&#x6A;avascript:alert(1)">x</a>
<a href="JAVASCRIPT:alert(1)">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>
<a href="file:///etc/passwd">x</a>
<a href="http://example.org" onclick="alert(1)">x</a>
<a href="https:\\\\example.org">x</a>
<a href="http://">x</a>
<a href="http://[">x</a>
<a href="blob:https://example.org/x">x</a>
<a href="#x" onfocus=alert(1) autofocus>x</a>
[x](javascript:alert(1))
[x](<javascript:alert(1)>)
[x](JaVaScRiPt:alert(1))
[x](javascript&colon;alert(1))
[x](data:text/html,<script>)
[x]( java\nscript:alert(1))
![x](javascript:alert(1))
![x](x"onerror="alert(1))
<javascript:alert(1)>
<http://example.org" onclick="alert(1)>
[x]: javascript:alert(1)\n\n[x]
<style>@import 'http://example.org/x.css';</style>
<div style="background: url(javascript:alert(1))">x</div>
<link rel=stylesheet href=http://example.org/x.css>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<base href="http://example.org/">
<form action="javascript:alert(1)"><button>x</button></form>
<button formaction="javascript:alert(1)">x</button>
<input onfocus=alert(1) autofocus>
<video src=x onerror=alert(1)></video>
<video><source onerror=alert(1)></video>
<details open ontoggle=alert(1)>x</details>
<marquee onstart=alert(1)>x</marquee>
<table background="javascript:alert(1)"><tr><td>x</td></tr></table>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<template><script>alert(1)</script></template>
<textarea></textarea><script>alert(1)</script>
<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>
<!--><img src=x onerror=alert(1)>-->
<![CDATA[<script>alert(1)</script>]]>
<p lang='en" onclick="alert(1)'>x</p>
""".strip().split("\n")


@pytest.mark.parametrize("payload", [line.replace(r"\n", "\n").replace(r"\t", "\t") for line in PAYLOADS])
@pytest.mark.parametrize("read", [read_markdown, read_html])
def test_nothing_active_is_in_the_tree(read: Callable[[str], Reading], payload: str) -> None:
    """A target is http, https, mailto or an anchor; nothing else of a post is ever more than text."""
    assert_promises(read(payload))
    assert_promises(read(f"before {payload} after"))


def test_a_resolver_cannot_bring_in_an_active_target() -> None:
    """What it returns is judged too."""
    source = Source(resolve={"/a": "javascript:alert(1)", "/b": "#part-1"}.get)
    reading = read_markdown("[a](/a) [b](/b) [c](/c)", source)
    targets = [run.href for block in reading.blocks for runs in runs_of(block) for run in runs]
    assert targets == ["", "#part-1", ""]


PIECES = [
    *"ab *_`~[]()<>!#|-+=:\\\n\t/\"'&;^",
    "<b>",
    "</b>",
    "<td>",
    "<table>",
    "<li>",
    "難",
    "「",
    "」",
    "[^a]",
]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@pytest.mark.slow
@given(MARKUP)
@settings(max_examples=300, deadline=None)
def test_any_markup_keeps_the_promises_of_the_tree(text: str) -> None:
    assert_promises(read_markdown(text))
    assert_promises(read_html(text))


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_characters_keep_the_promises_of_the_tree(text: str) -> None:
    """Also controls, surrogates and noncharacters."""
    assert_promises(read_markdown(text))


def assert_promises(reading: Reading) -> None:
    """What `tree` says the readers promise to the exporters."""
    everything = (*reading.blocks, *(block for _, note in reading.notes for block in note))
    for block in walk(everything):
        for run in [run for runs in runs_of(block) for run in runs]:
            assert_run(run, {key for key, _ in reading.notes})
        assert not isinstance(block, Figure) or block.picture is None
        assert not isinstance(block, Table) or is_full(block)
    levels = [block.level for block in walk(reading.blocks) if isinstance(block, Heading)]
    assert all(2 <= level <= before + 1 for before, level in zip([1, *levels], levels, strict=False))
    assert all(runs for block in reading.blocks if isinstance(block, Heading) for runs in runs_of(block))
    assert deepest(everything, Listing) <= 12
    assert deepest(everything, Quote) <= 12


def assert_run(run: Run, notes: set[str]) -> None:
    assert not run.href or checked(run.href) == run.href
    assert not run.note or (run.note in notes and not run.text)
    assert not any(ord(char) < 32 and char != "\t" for char in run.text) or run.text == "\n"
    assert not any(0xD800 <= ord(char) <= 0xDFFF or ord(char) & 0xFFFE == 0xFFFE for char in run.text)


def is_full(table: Table) -> bool:
    """Whether each place of the grid belongs to exactly one cell."""
    places = [
        (cell.row + down, cell.column + right)
        for cell in table.cells
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]
    grid = {(row, column) for row in range(table.rows) for column in range(table.columns)}
    return len(places) == len(grid) and set(places) == grid and table.header_rows <= table.rows


def deepest(blocks: tuple[Block, ...], kind: type) -> int:
    def depths(block: Block, depth: int) -> Iterator[int]:
        depth += isinstance(block, kind)
        yield depth
        for child in children(block):
            yield from depths(child, depth)

    return max((depth for block in blocks for depth in depths(block, 0)), default=0)
