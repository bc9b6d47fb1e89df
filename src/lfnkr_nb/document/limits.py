"""What no parser should be asked to read: such a text is shown as it stands, and that is said."""

from __future__ import annotations

import re

from lfnkr_nb.document.inline import RunBuffer, Style
from lfnkr_nb.document.reading import Notices, Reading, Source
from lfnkr_nb.document.tree import Paragraph

__all__ = ["is_too_hard", "plain_reading"]

# Each limit keeps the slowest text below it under 5 seconds on the 2-core machine it was measured on; the
# longest posts of a real archive stay a hundred times below.
MOST_CHARACTERS = 2_000_000
#: HTML alone may be this many times as long: a table of pandas with 10,000 rows has 3 million characters.
HTML_IS_FASTER = 3
#: `*`, `_`, `` ` `` and `~` cost it up to 17 microseconds each.
MOST_MARKS = 200_000
#: A line of a table or list costs it up to 95 microseconds.
MOST_LINES = 50_000
#: `[` costs markdown-it-py up to 70 microseconds each where it opens nothing.
MOST_BRACKETS = 50_000
#: Tags left open; HTML5 parsing is quadratic in them (100,000 took 13 s, 30,000 take 1.2 s).
MOST_OPEN_TAGS = 30_000
#: Lines times the deepest quote: each line is tried at each level (1 million took 1.6 s).
MOST_QUOTED = 2_000_000

_OPENING = re.compile(r"<[A-Za-z]")
_QUOTES = re.compile(r"^(?:[ \t]{0,3}>){12,}", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def is_too_hard(text: str, *, html: bool = False) -> bool:
    """Whether reading the text would take more than seconds, as Markdown or as `html` alone."""
    if len(text) > MOST_CHARACTERS * (HTML_IS_FASTER if html else 1):
        return True
    if text.count("<") > MOST_OPEN_TAGS and len(_OPENING.findall(text)) - text.count("</") > MOST_OPEN_TAGS:
        return True
    return not html and _is_hard_markdown(text)


def _is_hard_markdown(text: str) -> bool:
    lines, marks = text.count("\n"), sum(map(text.count, "*_`~"))
    if lines > MOST_LINES or marks > MOST_MARKS or text.count("[") > MOST_BRACKETS:
        return True
    deepest = max((match[0].count(">") for match in _QUOTES.finditer(text)), default=0)
    return deepest * lines > MOST_QUOTED


def plain_reading(text: str, source: Source, notices: Notices) -> Reading:
    """The text as plain paragraphs, nothing of it read as markup, with a notice."""
    notices.add(
        "the text is too large or too deeply nested to be read and is shown without formatting",
        "Divide it into several posts.",
    )
    blocks = []
    for part in _PARAGRAPHS.split(text):
        buffer = RunBuffer(source.lang)
        buffer.text(part, Style(source.lang))
        if runs := buffer.take():
            blocks.append(Paragraph(runs))
    return Reading(tuple(blocks), (), notices.all())
