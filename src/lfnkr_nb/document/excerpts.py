"""Short forms of a content: its excerpt, and its visible words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lfnkr_nb.document.from_markdown import read_markdown
from lfnkr_nb.document.reading import Source
from lfnkr_nb.document.sentences import sentence_spans
from lfnkr_nb.document.tree import Block, Code, Paragraph, Quote, plain, runs_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["excerpt", "plain_text"]

Blocks = tuple[Block, ...]

_MORE = re.compile(r"<!--\s*more\b.{0,500}?-->", re.DOTALL)
_CALL = re.compile(r"\[\^[^\]\s]+\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:.*(?:\n(?:[ ]{2,}|\t).*)*\n?", re.MULTILINE)
#: Where the target of a link stands apart from it: `[label]: address`.
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]{1,300}\]:[ \t]*\S.*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
# Zero-width joiner, variation selectors, skin tones: parts of the character before them.
_ATTACHED = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")
_TICKS = re.compile(r"`+")

_SPECIAL = re.compile(
    r"[\\`\[<]|\*(?!\s)|(?<!\s)\*|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|~~|&(?=#?\w+;)"
    r"|^(?:#{1,6}|[-+>*])(?=\s)|^\d+(?=[.)]\s)"
)
#: Blocks of the beginning that are looked at for an excerpt.
_MOST_CHUNKS = 40
#: Characters of the beginning that are looked at for an excerpt.
_LONGEST_BEGINNING = 20_000


def excerpt(
    content: str,
    *,
    lang: str,
    limit: int = 300,
    labelled: Callable[[str], str] = str,
    resolve: Callable[[str], str | None] | None = None,
    withheld: Callable[[Blocks], Blocks] = tuple,
) -> str:
    """The short form of a content as Markdown.

    Up to `<!--more-->` where the editor set it (the Markdown as written, without footnote calls), else the
    first whole sentences of its paragraphs, up to `limit` characters; a first sentence that is longer is cut
    between words and ends with `…`.

    Args:
        content: Markdown of a post.
        lang: Language of the post.
        limit: Length in characters where there is no `<!--more-->`.
        labelled: What puts labels in place of names, before anything is measured.
        resolve: Where links lead, for `withheld`.
        withheld: What takes out words that must not go out, while it can still be seen where they lead.
    """
    source = Source(lang=lang, resolve=resolve)
    for mark in _MORE.finditer(content):
        if not _in_code(content[: mark.start()], content[mark.end() :]):
            before = _DEFINITION.sub("", content[: mark.start()])
            return _CALL.sub("", before).strip()
    return _escaped(_first_sentences(map(labelled, _paragraphs(content, source, withheld)), limit))


def _in_code(before: str, after: str) -> bool:
    """Whether a place stands between two equal runs of backticks, as code does."""
    opened = ""
    for ticks in _TICKS.findall(before):
        opened = ticks if not opened else "" if ticks == opened else opened
    return bool(opened) and opened in _TICKS.findall(after)


def _paragraphs(content: str, source: Source, withheld: Callable[[Blocks], Blocks]) -> Iterator[str]:
    """The plain text of the first paragraphs, read block by block so that a long post costs no more."""
    found = False
    references = "\n".join(match[0] for match in _REFERENCE.finditer(content))
    content = content[:_LONGEST_BEGINNING]
    for chunk in _chunks(content):
        for block in withheld(read_markdown(f"{chunk}\n\n{references}", source).blocks):
            text = _paragraph_text(block)
            if text:
                found = True
                yield text
    if not found:
        yield from (text.strip() for text in _lines(content, source, withheld) if text.strip())


def _paragraph_text(block: Block) -> str:
    match block:
        case Paragraph(runs=runs):
            return plain(runs).strip()
        case Quote(blocks=blocks):
            return " ".join(filter(None, map(_paragraph_text, blocks)))
        case _:
            return ""


def _chunks(content: str) -> list[str]:
    """The first pieces between blank lines; a text with fenced code stays one piece up to it."""
    fence = _FENCE.search(content)
    pieces = re.split(r"\n[ \t]*\n", content[: fence.start()] if fence else content, maxsplit=_MOST_CHUNKS)
    return [_CALL.sub("", _DEFINITION.sub("", piece)) for piece in pieces[:_MOST_CHUNKS] if piece.strip()]


def _first_sentences(paragraphs: Iterator[str], limit: int) -> str:
    """Whole sentences while they fit, across paragraphs."""
    taken = ""
    for paragraph in paragraphs:
        for start, end in sentence_spans(paragraph):
            sentence = paragraph[start:end]
            longer = (
                f"{taken} {sentence}"
                if taken and not taken.endswith(("。", "！", "？", "」"))
                else taken + sentence
            )
            if len(longer) > limit:
                return taken or _cut(sentence, limit)
            taken = longer
    return taken


def _cut(sentence: str, limit: int) -> str:
    """The beginning of a sentence, cut between words or CJK characters, never before a combining mark."""
    end = max(limit - 1, 1)
    blank = sentence.rfind(" ", 0, end + 1)
    if blank > end * 2 // 3:
        end = blank
    while end and _belong_together(sentence[end - 1], sentence[end]):
        end -= 1
    return f"{sentence[:end].rstrip(' ,;:、')}…"


def _belong_together(one: str, other: str) -> bool:
    """Whether two characters are parts of what a reader sees as one."""
    return bool(unicodedata.combining(other)) or one == "\u200d" or bool(_ATTACHED.match(other))


def _escaped(text: str) -> str:
    """Plain text as Markdown that reads as itself."""
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    """A backslash before a special character; after the number that would begin a list."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def plain_text(content: str, *, lang: str = "en") -> str:
    """The visible words of a Markdown content, one line for each paragraph, with footnotes at the end."""
    return "\n".join(_lines(content, Source(lang=lang), tuple))


def _lines(content: str, source: Source, withheld: Callable[[Blocks], Blocks]) -> Iterator[str]:
    """The visible words of a content, line by line, with footnotes at the end."""
    reading = read_markdown(content, source)
    blocks = withheld((*reading.blocks, *(block for _, note in reading.notes for block in note)))
    return (text for block in walk(blocks) for text in _visible(block) if text)


def _visible(block: Block) -> Iterator[str]:
    """The text a block shows itself, without the blocks inside it."""
    if isinstance(block, Code):
        yield block.text
    yield from map(plain, runs_of(block))
