"""Markdown becomes blocks: `read_markdown` for the content of posts, `read_inline` for single fields."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

from lfnkr_nb.document.blocks import DROPPED, HANDLERS
from lfnkr_nb.document.characters import clean
from lfnkr_nb.document.completeness import missing_words
from lfnkr_nb.document.elements import Node, closing_names, parse, prepare
from lfnkr_nb.document.flow import FLATTENED, Walker, shortened
from lfnkr_nb.document.footnotes import called_labels, take_footnotes
from lfnkr_nb.document.formulas import math_span
from lfnkr_nb.document.inline import RunBuffer, Style
from lfnkr_nb.document.limits import is_too_hard, plain_reading
from lfnkr_nb.document.outline import level_headings, mark_interview
from lfnkr_nb.document.parser import markdown_parser, note_label
from lfnkr_nb.document.places import find_places
from lfnkr_nb.document.reading import Notes, Notices, Reading, Source
from lfnkr_nb.document.tree import Block, Paragraph, Runs

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_html", "read_inline", "read_markdown"]

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_PLAIN = re.compile(r"[^\\`*_{}\[\]<>&!~^#|\n]*")


def read_markdown(text: str, source: Source = Source()) -> Reading:  # noqa: B008 - frozen
    """Markdown as blocks, footnotes and notices.

    CommonMark with tables, strikethrough and footnotes; raw HTML is read as HTML. `$` is a dollar sign.

    Args:
        text: The content of a post, without its front matter.
        source: Where the text comes from and how its targets are resolved.
    """
    reading = read_levels(text, source)
    return Reading(level_headings(reading.blocks, source.first_heading), reading.notes, reading.notices)


def read_html(html: str, source: Source = Source()) -> Reading:  # noqa: B008 - frozen
    """HTML as blocks, footnotes and notices; the same promises as `read_markdown`."""
    reading = html_levels(html, source)
    return Reading(level_headings(reading.blocks, source.first_heading), reading.notes, reading.notices)


def read_inline(text: str, lang: str = "en") -> Runs:
    """Inline Markdown of a front-matter field as runs; anything that is no inline text is left away."""
    if (_PLAIN.fullmatch(text) and "://" not in text) or is_too_hard(text):
        buffer = RunBuffer(lang)
        buffer.text(clean(text, _ignored), Style(lang))
        return buffer.take()
    source = Source(lang=lang)
    md = markdown_parser()
    env: dict[str, Any] = {"closed": closing_names(text)}
    html = md.renderer.render(md.parseInline(clean(text, _ignored), env), md.options, env)
    walker = Walker(source, HANDLERS, Notices(""), Notes(""))
    runs, _ = walker.inline(parse(html, _ignored).children, walker.style)
    return runs


def _ignored(_message: str) -> None:
    """A front-matter field is checked elsewhere."""


def html_levels(html: str, source: Source) -> Reading:
    """The same as `read_html` with headings at the levels of the source."""
    notices = Notices(source.origin)
    html = clean(html, notices.add)
    if is_too_hard(html, html=True):
        return plain_reading(unescape(_TAG.sub("\n\n", html)), source, notices)
    root = parse(prepare(html), notices.add)
    return _assembled(Walker(source, HANDLERS, notices, Notes(source.anchor)), root, {})


def read_levels(
    text: str, source: Source, *, math: bool = False, pictures: Callable[[str], bytes] | None = None
) -> Reading:
    """The same as `read_markdown` with headings at the levels of the source."""
    notices = Notices(source.origin)
    text = clean(text, notices.add)
    if is_too_hard(text):
        return plain_reading(text, source, notices)
    md = markdown_parser(math=math)
    env: dict[str, Any] = {"closed": closing_names(text)}
    body, definitions = _divided(md.parse(text, env), env)
    render = partial(md.renderer.render, options=md.options, env=env)
    notes = {label: parse(render(tokens), notices.add) for label, tokens in definitions.items()}
    if env.get("flattened"):
        notices.add(*FLATTENED)
    handlers = {**HANDLERS, "span": math_span} if math else HANDLERS
    walker = Walker(source, handlers, notices, Notes(source.anchor), pictures)
    return _assembled(walker, parse(render(body), notices.add), notes)


def _divided(tokens: list[Token], env: dict[str, Any]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The tokens of the body, and those of each footnote by the label that calls it."""
    body: list[Token] = []
    definitions: dict[str, list[Token]] = {}
    here = body
    for token in tokens:
        if token.type == "footnote_reference_open":
            here = definitions.setdefault(note_label(token.meta), [])
        elif token.type == "footnote_reference_close":
            here = body
        else:
            here.append(token)
    for number, note in env.get("footnotes", {}).get("list", {}).items():
        if "tokens" in note:
            inline = Token("inline", "", 0, children=note["tokens"], content=note["content"])
            paragraph = [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]
            definitions[note_label({"id": number})] = paragraph
    return body, definitions


def _assembled(walker: Walker, body: Node, definitions: dict[str, Node]) -> Reading:
    """Body and footnotes as blocks, with everything that is decided over the whole text."""
    definitions |= take_footnotes(body)
    walker.definitions = definitions
    if walker.source.places:
        walker.places = find_places(body, walker.source.anchor)
    blocks = mark_interview(walker.read(body.children, walker.style))
    blocks += _uncalled(walker, definitions)
    notes = _notes(walker, definitions)
    everything = blocks + tuple(block for _, note in notes for block in note)
    missing = missing_words([body, *definitions.values()], everything, DROPPED)
    if missing:
        walker.notices.add(f"words that could not be placed were left out: {shortened(' '.join(missing))}")
    return Reading(blocks, notes, walker.notices.all())


def _uncalled(walker: Walker, definitions: dict[str, Node]) -> tuple[Block, ...]:
    """Footnotes that nothing in the text calls, as paragraphs at the end."""
    blocks: tuple[Block, ...] = ()
    for label, node in definitions.items():
        if label not in called_labels(walker.notes.keys, definitions):
            name = label.removeprefix("^")
            walker.notices.add(
                f"footnote [^{name}] is never called and stands at the end of the text",
                f"Call it: [^{name}].",
            )
            blocks += walker.read(node.children, walker.style)
    return blocks


def _notes(walker: Walker, definitions: dict[str, Node]) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    """The footnotes by key in the order of their first call; a note may call another one."""
    notes: list[tuple[str, tuple[Block, ...]]] = []
    while len(notes) < len(walker.notes.keys):
        label, key = list(walker.notes.keys.items())[len(notes)]
        node = definitions.get(label)
        blocks = walker.read_inside("other", node.children, walker.style) if node else ()
        notes.append((key, blocks or (Paragraph(()),)))
    return tuple(notes)
