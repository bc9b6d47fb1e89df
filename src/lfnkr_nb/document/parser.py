"""The Markdown parser: CommonMark with tables, strikethrough and footnotes, fit for Japanese and Korean.

Three things differ from plain CommonMark: `**` and `_` beside CJK characters open and close also next to
punctuation (`これは**「強調」**です`), a tag that is no HTML element is text, and text nested deeper than the
parser goes is kept as text instead of being dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.html_inline import html_inline
from markdown_it.rules_inline.state_inline import Scanned
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from lfnkr_nb.document.characters import BESIDE_CJK, CJK
from lfnkr_nb.document.elements import is_element, prepare
from lfnkr_nb.document.links import BARE_URL, trimmed

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

__all__ = ["NESTING", "markdown_parser", "note_label"]

#: Levels of blocks inside blocks; each list takes two. The preset stops at 20 and drops what is deeper.
NESTING = 100

_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/<>]{0,60})")
_NAMED_URL = re.compile(r"(?:^|[^A-Za-z0-9])(https?)$")


class _State(StateInline):
    """CommonMark's inline state with a rule for emphasis that knows CJK characters."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the names of the base class
        """Whether a run of `*`, `_` or `~` can open and close emphasis.

        CommonMark 0.31, "left-flanking delimiter run", asks for a blank or punctuation on the outer side
        where the inner side is punctuation. Beside a CJK character neither is written, so it is enough.
        """
        scanned = super().scanDelims(start, canSplitWord)
        end = start + scanned.length
        before, after = self.src[start - 1 : start], self.src[end : end + 1]
        cjk_before, cjk_after = bool(BESIDE_CJK.match(before)), bool(CJK.match(after))
        if not (cjk_before or cjk_after):
            return scanned
        inner_after = bool(after) and not after.isspace()
        inner_before = bool(before) and not before.isspace()
        opens = scanned.can_open or (cjk_before and inner_after)
        closes = scanned.can_close or (cjk_after and inner_before)
        return Scanned(opens, closes, scanned.length)


class _Inline(ParserInline):
    """The inline parser, working on our state."""

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        """Parse inline text into tokens."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Blocks(ParserBlock):
    """The block parser, which keeps what is nested too deep as text."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - as there
        """Parse a range of lines into tokens."""
        if state.level < state.md.options["maxNesting"]:
            super().tokenize(state, startLine, endLine)
            return
        state.env["flattened"] = True
        line = startLine
        while line < endLine and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
            line += 1
        text = " ".join(state.getLines(startLine, line, state.blkIndent, False).split())
        if text:
            _push_paragraph(state, text)
        state.line = line


def _push_paragraph(state: StateBlock, text: str) -> None:
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content, token.children = text, []
    state.push("paragraph_close", "p", -1)


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """CommonMark's HTML block, but a tag that is no element does not begin one."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    match = _TAG_NAME.match(state.src, begin)
    if match and not is_element(match[1]):
        return False
    return html_block(state, start_line, end_line, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    """CommonMark's inline HTML, but a tag that is no element is text."""
    match = _TAG_NAME.match(state.src, state.pos)
    if match and not is_element(match[1]):
        return False
    return html_inline(state, silent)


def _bare_url(state: StateInline, silent: bool) -> bool:
    """Keeps `_` and `*` inside a web address from becoming emphasis; it becomes a link when runs are made."""
    if not state.src.startswith("://", state.pos):
        return False
    named = _NAMED_URL.search(state.src, max(0, state.pos - 6), state.pos)
    match = BARE_URL.match(state.src, named.start(1)) if named else None
    if not match:
        return False
    end = min(match.start() + len(trimmed(match[0])), state.posMax)
    if end <= state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end].replace("&amp;", "&"))
    state.pos = end
    return True


def _raw_html(tokens: Sequence[Token], at: int, _options: object, env: MutableMapping[str, Any]) -> str:
    return prepare(tokens[at].content, env["closed"])


def note_label(meta: Mapping[str, Any]) -> str:
    """The label that joins a footnote to its calls; a note written inline (`^[…]`) has a number."""
    return f"^{meta['label']}" if meta.get("label") is not None else f"inline {meta['id']}"


def _footnote_call(tokens: Sequence[Token], at: int, _options: object, _env: object) -> str:
    return f'<sup data-note="{escape(note_label(tokens[at].meta))}"></sup>'


def _math(display: str, tokens: Sequence[Token], at: int) -> str:
    text = tokens[at].content.replace("&", "&amp;").replace("<", "&lt;")
    return f'<span data-math="{display}">{text}</span>'


@lru_cache(maxsize=2)
def markdown_parser(*, math: bool = False) -> MarkdownIt:
    """The parser, made once; with `math` it also reads `$…$` and `$$…$$` (notebooks only)."""
    md = MarkdownIt("commonmark", {"maxNesting": NESTING})
    inline, blocks = _Inline(), _Blocks()
    md.inline, md.block = inline, blocks
    md.configure("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    md.use(footnote_plugin)
    md.disable("footnote_tail")
    blocks.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    inline.ruler.at("html_inline", _html_inline)
    inline.ruler.before("newline", "bare_url", _bare_url)
    # Every target reaches the tree's own judgement, so that a refused one is named instead of shown as text.
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - the name is the protocol
    rules: dict[str, Any] = {
        "html_block": _raw_html,
        "html_inline": _raw_html,
        "footnote_ref": _footnote_call,
    }
    if math:
        md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
        rules |= {
            name: (lambda tokens, at, _o, _e, kind=kind: _math(kind, tokens, at))
            for name, kind in (
                ("math_inline", "inline"),
                ("math_inline_double", "display"),
                ("math_block", "display"),
                ("math_block_label", "display"),
            )
        }
    md.renderer.rules.update(rules)  # type: ignore[attr-defined]
    return md
