"""Pairs of files: what is given, and the tree that is expected of it, in the lines of `document_dump`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from document_dump import dump
from lfnkr_nb.document import Source, read_html, read_markdown

CASES = Path(__file__).parent / "cases" / "document"
GIVEN = sorted([*CASES.glob("*.md"), *CASES.glob("*.html")])


@pytest.mark.parametrize("path", GIVEN, ids=[path.name for path in GIVEN])
def test_a_case_reads_as_expected(path: Path) -> None:
    """The first line of a case may name its language: `<!-- lang: ja -->`."""
    text = path.read_text(encoding="utf-8")
    named = re.match(r"<!-- lang: (\S+) -->\n", text)
    source = Source(lang=named[1] if named else "en", folder=CASES / "media")
    reading = (read_markdown if path.suffix == ".md" else read_html)(text, source)
    assert dump(reading) == path.with_suffix(".expected.txt").read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    """An empty folder would pass everything."""
    assert len(GIVEN) >= 20
