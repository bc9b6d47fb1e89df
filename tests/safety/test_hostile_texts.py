"""No text of a post, however it is made, hangs an export, ends the process or loses words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from lfnkr_nb import Archive, Briefing, Post

#: Seconds of work that one export of one text may take.
PATIENCE = 5.0

#: Thirty-five texts that parsers have hung or died on, each with the last word that must come out again.
TEXTS = {
    "open brackets": "[" * 10_000,
    "pictures without end": "![" * 6_000,
    "links in links": "[a](" * 6_000,
    "bracketed addresses": "[a](<b" * 6_000,
    "references to themselves": "".join(f"[{n}]: #{n}\n[{n}][{n}]\n" for n in range(2_000)),
    "backticks": "`" * 50_000,
    "backticks of every length": "".join("`" * n + " " for n in range(1, 250)),
    "emphasis never closed": "*a " * 8_000,
    "emphasis crossed": "*a_ " * 8_000,
    "stars inside words": "a**b" * 8_000,
    "emphasis beside ideographs": "あ**「い」" * 4_000,
    "strikes": "~~a" * 12_000,
    "quotes in quotes": ">" * 5_000 + "a",
    "lazy quotes": "> " * 300 + "x\n" * 500,
    "300 lists": "".join("  " * n + f"- word{n}\n" for n in range(300)),
    "lists in a line": "- " * 2_000 + "x",
    "numbers of lists": "".join(f"{n * 999999999}. a\n" for n in range(500)),
    "angle brackets": "<" * 30_000,
    "tags never ended": "<a " * 12_000,
    "attributes never ended": '<a href="' * 8_000,
    "comments never ended": "<!--" * 12_000,
    "instructions never ended": "<?" * 12_000,
    "declarations never ended": "<!A " * 12_000,
    "parts never closed": "<div>" * 10_000 + "x",
    "bold never closed": "<p><b>" * 3_000 + "x",
    "tables never closed": "<table><tr><td>" * 1_000 + "x",
    "a table of 2,000 columns": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|b" * 2_000 + "\n",
    "cells a million wide": "<table>" + "<tr><td colspan=1000000 rowspan=1000000>x</td><td>y</td></tr>" * 200,
    "one note called often": "[^1]: a\n\n" + "[^1]" * 8_000,
    "notes in notes": "^[" * 4_000,
    "characters by number": "&#1;&#xD800;&#x110000;&#0;" * 8_000,
    "addresses in a row": "http://" * 20_000,
    "one long address": "https://a.b/" + "a)" * 60_000,
    "one long word": "x" * 300_000,
    "zalgo": ("Z" + "\u0301\u0316\u0334" * 150 + " ") * 200,
}  # fmt: skip
#: Exports one post twice and prints the seconds of work of each, in a process that is stopped after 40.
CHILD = """
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.errors import LfnkrError
import lfnkr_nb.exporters.to_html, lfnkr_nb.exporters.to_pdf, lfnkr_nb.assembly
said = {}
archive = Archive.open(Path(sys.argv[1]))
for suffix in ("html", "pdf"):
    begun = time.process_time()
    try:
        Briefing("T", archive, show="whole").export(Path(sys.argv[1]) / f"x.{suffix}")
        refused = ""
    except LfnkrError as error:
        refused = str(error)
    said[suffix] = [time.process_time() - begun, refused]
print(json.dumps(said))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_made_to_hang_is_exported_or_refused_in_time(name: str, tmp_path: Path) -> None:
    """As page and as PDF, in a process of its own: five seconds each, no crash; the word after it is there."""
    assert len(TEXTS) == 35
    body = f"Firstword\n\n{TEXTS[name]}\n\nLastword\n"
    Post.new(tmp_path / "posts" / "a.md", body, title="T", status="publish").save()
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-500:]
    for suffix, (seconds, refused) in json.loads(run.stdout).items():
        assert seconds < PATIENCE, (suffix, seconds)
        assert not refused, (suffix, refused)
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    for word in ("Firstword", "Lastword"):
        assert word in page
    assert (tmp_path / "x.pdf").stat().st_size > 5_000


def words_of(path: Path) -> list[str]:
    """Every word `w…` of a page or a PDF, in order."""
    if path.suffix == ".html":
        return re.findall(r"\bw\d+[a-z]*\b", path.read_text(encoding="utf-8"))
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return re.findall(r"\bw\d+[a-z]*\b", text)


NESTED = {
    "lists 12 deep": ("".join("  " * n + f"- w{n}\n" for n in range(12)), 12),
    "numbered lists 12 deep": ("".join("   " * n + f"1. w{n}\n" for n in range(12)), 12),
    "quotes 25 deep": ("\n>\n".join(">" * (n + 1) + f" w{n}" for n in range(25)), 25),
    "300 lists": ("".join("  " * n + f"- w{n}\n" for n in range(300)), 300),
    "lists and quotes in turn": ("".join("> - " * n + f"w{n}\n" + "> " * n + "\n" for n in range(1, 12)), 11),
    "HTML lists 40 deep": ("".join(f"<ul><li>w{n}" for n in range(40)) + "</li></ul>" * 40, 40),
    "tables in tables": ("".join(f"<table><tr><td>w{n}" for n in range(12)) + "</td></tr></table>" * 12, 12),
    "a list in a quote in a list": (
        "- w0\n\n  > w1\n  >\n  > 1. w2\n  >\n  >    > w3\n  >    >\n  >    > - w4\n",
        5,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["html", "pdf"])
@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_is_there_to_the_last_word(name: str, suffix: str, tmp_path: Path) -> None:
    """In order and once, in the finished file."""
    text, count = NESTED[name]
    Post.new(tmp_path / "posts" / "a.md", text, title="T", status="publish").save()
    made = Briefing("T", Archive.open(tmp_path), show="whole").export(tmp_path / f"x.{suffix}")
    found = [word for word in words_of(made.path) if word[1:].isdigit()]
    wanted = [f"w{n}" for n in range(count)]
    start = 1 if name == "lists and quotes in turn" else 0
    assert found == [f"w{n + start}" for n in range(len(wanted))]


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_a_cell_a_million_wide_loses_no_other(suffix: str, tmp_path: Path) -> None:
    rows = "".join(f"<tr><td colspan=1000000>w{2 * n}</td><td>w{2 * n + 1}</td></tr>" for n in range(5))
    Post.new(tmp_path / "posts" / "a.md", f"<table>{rows}</table>", title="T", status="publish").save()
    made = Briefing("T", Archive.open(tmp_path), show="whole").export(tmp_path / f"x.{suffix}")
    assert words_of(made.path) == [f"w{n}" for n in range(10)]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_a_paragraph_of_a_hundred_pages_is_complete(suffix: str, tmp_path: Path) -> None:
    """Also when it is printed in parts, which is said."""
    words = [f"w{n}" for n in range(20_000)]
    Post.new(tmp_path / "posts" / "a.md", " ".join(words), title="T", status="publish").save()
    made = Briefing("T", Archive.open(tmp_path), show="whole").export(tmp_path / f"x.{suffix}")
    assert words_of(made.path) == words
    assert any("printed in parts" in notice.message for notice in made.notices) == (suffix == "pdf")


def test_an_address_too_long_for_a_link_stops_no_pdf(tmp_path: Path) -> None:
    """It stands there as text, and so does everything after it."""
    text = f"<https://a.example/{'b/' * 5_000}>\n\n[words](https://a.example/?q={'漢' * 1_500})\n\nw1\n"
    Post.new(tmp_path / "posts" / "a.md", text, title="T", status="publish").save()
    made = Briefing("T", Archive.open(tmp_path), show="whole").export(tmp_path / "x.pdf")
    assert words_of(made.path) == ["w1"]
    assert any("leads nowhere" in notice.message for notice in made.notices)
