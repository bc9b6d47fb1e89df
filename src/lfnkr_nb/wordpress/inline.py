"""Runs of text, marks and links inside one paragraph become a line of Markdown that reads back the same.

The walk (content.py) pushes tokens; `render_inline` turns them into text. Marks are written with `**`, `*`
and `~~` where CommonMark's flanking rules (spec 0.31, section 6.2) let them work, and as HTML tags where
they do not, which is the rule rather than the exception beside Japanese brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = [
    "BREAK",
    "LINE_END",
    "Break",
    "Mark",
    "Raw",
    "Token",
    "code_span",
    "escape_text",
    "link_target",
    "render_inline",
]


@dataclass(slots=True, eq=False)
class Mark:
    """A mark around some tokens; the same object stands for its start and, with `end`, for its end.

    Attributes:
        kind: `strong`, `em`, `del`, `link` or `html`.
        opening, closing: What is written around the content.
        fallback: The HTML element for `strong`, `em` and `del` where Markdown's delimiters fail.
    """

    kind: str
    opening: str
    closing: str
    fallback: str = ""


@dataclass(slots=True, eq=False)
class End:
    """The end of a mark."""

    mark: Mark


@dataclass(slots=True, eq=False)
class Raw:
    """Finished Markdown or HTML that is not escaped again."""

    text: str


class Break:
    """A hard line break."""


#: A `<br>`, and the line break that `wpautop` makes of a line end or that a `<br>` with attributes is.
BREAK: Final = Break()
LINE_END: Final = Break()
Token = str | Mark | End | Raw | Break

#: Runs of blanks; a single ordinary blank needs no work and is not matched.
_SPACES = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_ESCAPE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[*`]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\[(?=\^)|\](?=\()"
    r"|~(?=~|$)|(?<=~)~|^~"
    r"|\^(?=\[|$)"
)
_ESCAPE_IN_LINK = re.compile(_ESCAPE.pattern + r"|[\[\]]")
_ESCAPE_IN_CELL = re.compile(_ESCAPE.pattern + r"|\|")
_MAY_NEED_ESCAPE = re.compile(r"[\\*`_<&\[\]~|^]")
#: What would make a block of a line of text: heading, list, quote, rule, fence, table rule, definition.
_LINE_START = re.compile(
    r"^(?:(?=#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|>|=+[ \t]*$|-+[ \t]*$|[|:-][-:| ]*-[-:| ]*$"
    r"|~~~|\[(?:[^\]\\]|\\.)*\]:)"
    r"|(?P<number>\d{1,9})(?=[.)](?:[ \t]|$)))",
    re.M,
)
_MAY_START_BLOCK = frozenset("#-+>=|:~[0123456789")
_DELIMITED = ("strong", "em", "del")
_URL_TROUBLE = re.compile(r"[\s()<>\\\x00-\x1f\x7f]")


def render_inline(tokens: list[Token], *, newline: str = "\\\n", cell: bool = False) -> str:
    """The Markdown of one paragraph, heading or table cell; empty when it shows nothing.

    Args:
        tokens: Text, marks and breaks in order; every mark that is opened is ended.
        newline: What a hard break becomes (`<br>` in headings and table cells).
        cell: Escape `|` too.
    """
    if len(tokens) == 1 and isinstance(tokens[0], str):  # by far the commonest paragraph
        text = escape_text(_collapse(tokens[0]).strip(" "), cell=cell)
        return text if cell else guard_lines(text)
    tokens = _tidy(tokens)
    if not tokens:
        return ""
    text = _emit(tokens, newline, cell=cell)
    return text if cell else guard_lines(text)


def _collapse(text: str) -> str:
    """The text with one blank for each run of blanks; most have nothing but single ones."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def guard_lines(text: str) -> str:
    """Put a backslash before whatever would start a block at the start of a line."""
    if text[:1] not in _MAY_START_BLOCK and "\n" not in text:
        return text
    return _LINE_START.sub(lambda found: f"{found['number']}\\" if found["number"] else "\\", text)


def escape_text(text: str, *, link: bool = False, cell: bool = False) -> str:
    """Plain text with a backslash before whatever Markdown would take for markup."""
    if not _MAY_NEED_ESCAPE.search(text):
        return text
    pattern = _ESCAPE_IN_LINK if link else _ESCAPE_IN_CELL if cell else _ESCAPE
    escaped = pattern.sub(lambda found: "&amp;" if found[0] == "&" else "\\" + found[0], text)
    return escaped.replace("|", "\\|").replace("\\\\|", "\\|") if link and cell else escaped


def link_target(url: str) -> str:
    """A link destination as Markdown needs it."""
    if _URL_TROUBLE.search(url):
        url = re.sub(r"[\t\r\n\f\x00-\x1f\x7f]", "", url.strip()).replace("\\", "%5C")
        url = re.sub(r"\s", "%20", url)
        url = url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    return re.sub(r"&(?=#?\w+;)", "&amp;", url) if "&" in url else url


def code_span(code: str) -> str:
    """Inline code; its fence is longer than any run of backticks inside."""
    code = _collapse(code)
    if not code.strip(" "):
        return f"<code>{code}</code>" if code else ""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if code[0] in "` " or code[-1] in "` " else ""
    return f"{fence}{pad}{code}{pad}{fence}"


# --- tidying -------------------------------------------------------------------------------------------


def _tidy(tokens: list[Token]) -> list[Token]:
    """Join texts, collapse blanks, move blanks out of marks, drop marks around nothing."""
    tidy: list[Token] = []
    space = True  # a paragraph starts as if a blank had been written
    for token in tokens:
        if isinstance(token, str):
            text = _collapse(token)
            if space:
                text = text.lstrip(" ")
            if not text:
                continue
            space = text[-1] == " "
            if tidy and (isinstance(tidy[-1], str) or text[0].isspace()):
                _push_text(tidy, text)
            else:
                tidy.append(text)
        elif isinstance(token, Break):
            _trim_before(tidy)
            _push_break(tidy, token)
            space = True
        elif isinstance(token, End) and token.mark.kind != "html":
            _close(tidy, token)
        else:
            tidy.append(token)
            if isinstance(token, Raw) or (isinstance(token, Mark) and token.kind == "html"):
                space = False
    return _strip_edges(tidy)


def _push_text(tidy: list[Token], text: str) -> None:
    """Add text; blanks right after an opening mark go before it."""
    if tidy and text[0].isspace() and _is_opening(tidy[-1]):
        lead = text[: len(text) - len(text.lstrip())]
        place = len(tidy)
        while place and _is_opening(tidy[place - 1]):
            place -= 1
        tidy.insert(place, lead)
        text = text[len(lead) :]
        if not text:
            return
    last = tidy[-1] if tidy else None
    if isinstance(last, str):
        tidy[-1] = last + text
    else:
        tidy.append(text)


def _push_break(tidy: list[Token], token: Break) -> None:
    """Add a break; right after an opening mark it goes before it."""
    place = len(tidy)
    while place and _is_opening(tidy[place - 1]):
        place -= 1
    tidy.insert(place, token)


def _is_opening(token: Token) -> bool:
    return isinstance(token, Mark) and token.kind != "html"


def _close(tidy: list[Token], token: End) -> None:
    """End a mark: blanks and breaks before the end go behind it; a mark around nothing disappears."""
    after = ""
    breaks: list[Token] = []
    while tidy and isinstance(tidy[-1], Break):
        breaks.append(tidy.pop())
    last = tidy[-1] if tidy else None
    if isinstance(last, str) and last[-1].isspace():
        kept = last.rstrip()
        after = last[len(kept) :]
        if kept:
            tidy[-1] = kept
        else:
            tidy.pop()
    if tidy and tidy[-1] is token.mark:
        tidy.pop()
    else:
        tidy.append(token)
    if after:
        _push_text(tidy, after)
    tidy.extend(breaks)


def _trim_before(tidy: list[Token]) -> None:
    if tidy and isinstance(tidy[-1], str):
        kept = tidy[-1].rstrip(" ")
        if kept:
            tidy[-1] = kept
        else:
            tidy.pop()


def _strip_edges(tidy: list[Token]) -> list[Token]:
    """Without breaks and blanks at the start and the end."""
    _trim_before(tidy)
    while tidy and (isinstance(tidy[-1], Break) or (isinstance(tidy[-1], str) and tidy[-1].isspace())):
        tidy.pop()
        _trim_before(tidy)
    start = 0
    while start < len(tidy) and isinstance(tidy[start], Break):
        start += 1
    return tidy[start:]


# --- writing -------------------------------------------------------------------------------------------


def _emit(tokens: list[Token], newline: str, *, cell: bool) -> str:
    written = _delimiters(tokens)
    pieces: list[str] = []
    depth = 0
    for place, token in enumerate(tokens):
        if isinstance(token, str):
            pieces.append(_text_after(pieces, escape_text(token, link=depth > 0, cell=cell)))
            continue
        if isinstance(token, Break):
            piece = newline
        elif isinstance(token, Raw):
            piece = token.text
            _guard_bang(pieces, piece)
        elif isinstance(token, Mark):
            depth += token.kind == "link"
            _guard_bang(pieces, token.opening)
            piece = written[place]
        else:
            depth -= token.mark.kind == "link"
            piece = written[place]
        # A table is cut at every `|` without a backslash, in code and addresses, too (GFM 4.10).
        pieces.append(piece.replace("|", "\\|") if cell else piece)
    return "".join(pieces)


def _text_after(pieces: list[str], text: str) -> str:
    """The same text, unless `(` follows a `]` that ended a raw piece and would make a link of it."""
    return "\\" + text if pieces and text[:1] in "([:" and pieces[-1].endswith("]") else text


def _guard_bang(pieces: list[str], following: str) -> None:
    """`!` before a link would make a picture of it."""
    if pieces and following.startswith("[") and pieces[-1].endswith("!"):
        pieces[-1] = pieces[-1][:-1] + "\\!"


def _delimiters(tokens: list[Token]) -> dict[int, str]:
    """What to write for each mark's start and end, by place."""
    written: dict[int, str] = {}
    opened: dict[int, int] = {}
    pairs: list[tuple[int, int, Mark]] = []
    for place, token in enumerate(tokens):
        if isinstance(token, Mark):
            opened[id(token)] = place
        elif isinstance(token, End) and id(token.mark) in opened:
            pairs.append((opened.pop(id(token.mark)), place, token.mark))
    open_ends: dict[str, int] = {}
    for start, end, mark in sorted(pairs, key=lambda pair: pair[0]):
        opening, closing = mark.opening, mark.closing
        if mark.kind in _DELIMITED:
            # Inside a mark of its own kind a delimiter could be taken for the other's end.
            if open_ends.get(mark.kind, -1) > start:
                opening, closing = f"<{mark.fallback}>", f"</{mark.fallback}>"
            else:
                opening, closing = _choose(tokens, start, end, mark=mark, written=written)
                if opening == mark.opening:
                    open_ends[mark.kind] = end
        written[start], written[end] = opening, closing
    return written


def _choose(
    tokens: list[Token], start: int, end: int, *, mark: Mark, written: dict[int, str]
) -> tuple[str, str]:
    """Markdown delimiters where they work, else HTML tags."""
    before, first = _last_char(tokens, start - 1), _first_char(tokens, start + 1)
    last, after = _last_char(tokens, end - 1), _first_char(tokens, end + 1)
    html_tags = f"<{mark.fallback}>", f"</{mark.fallback}>"
    if not (_flanks(first, before) and _flanks(last, after)):
        return html_tags
    touching = [place for place in (start - 1, start + 1, end - 1, end + 1) if _is_delimiter(tokens, place)]
    if not touching:
        return mark.opening, mark.closing
    # A neighbour of the same kind that follows will itself become a tag.
    if any(_kind(tokens[place]) == mark.kind for place in touching if place != end + 1):
        return html_tags
    if mark.kind == "em":  # `_` beside `**`; it must not stand inside a word
        inner_ok = _class(first) == "x" and _class(last) == "x"
        outer_ok = _class(before) != "x" and _class(after) != "x"
        return ("_", "_") if inner_ok and outer_ok else html_tags
    if any(written.get(place, "")[:1] == "*" for place in touching):
        return html_tags
    return mark.opening, mark.closing


def _kind(token: Token) -> str:
    mark = token.mark if isinstance(token, End) else token
    return mark.kind if isinstance(mark, Mark) else ""


def _is_delimiter(tokens: list[Token], place: int) -> bool:
    return 0 <= place < len(tokens) and _kind(tokens[place]) in _DELIMITED


def _flanks(inner: str, outer: str) -> bool:
    """Whether a delimiter between `outer` and `inner` can open (or, seen from the end, close)."""
    kind = _class(inner)
    return kind == "x" or (kind == "p" and _class(outer) != "x")


def _first_char(tokens: list[Token], place: int) -> str:
    if place >= len(tokens):
        return ""
    token = tokens[place]
    if isinstance(token, str):
        return token[0]
    if isinstance(token, Raw):
        return token.text[:1]
    return "\n" if isinstance(token, Break) else "*"


def _last_char(tokens: list[Token], place: int) -> str:
    if place < 0:
        return ""
    token = tokens[place]
    if isinstance(token, str):
        return token[-1]
    if isinstance(token, Raw):
        return token.text[-1:]
    return "\n" if isinstance(token, Break) else "*"


@lru_cache(maxsize=4096)
def _class(char: str) -> str:
    """`s` for white space and the edges, `p` for punctuation and symbols, `x` for the rest."""
    if not char or char.isspace():
        return "s"
    return "p" if unicodedata.category(char)[0] in "PS" else "x"
