"""Markdown becomes the tree the exporters read."""

from __future__ import annotations

from lfnkr_nb.document import Source, read_inline, read_markdown
from lfnkr_nb.document.tree import Heading, Paragraph, plain


def test_characters_of_typst_and_tex_are_text():
    """What is markup elsewhere appears as itself."""
    text = 'US$5 or $5–$10, `x`, #read("/etc/passwd"), $x$, @ref, <label>, *not bold, \\ and //'
    (paragraph,) = read_markdown(text).blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.runs) == text.replace("`", "")


def test_emphasis_beside_japanese():
    """CommonMark would leave the asterisks standing."""
    runs = read_inline("これは**「強調」**です", "ja")
    assert [(run.text, sorted(run.marks)) for run in runs] == [
        ("これは", []),
        ("「強調」", ["strong"]),
        ("です", []),
    ]


def test_headings_start_at_the_first_level():
    """A post that begins with `###` has no hole above it."""
    blocks = read_markdown("### a\n\n##### b\n\n# c", Source()).blocks
    assert [block.level for block in blocks if isinstance(block, Heading)] == [2, 3, 2]
