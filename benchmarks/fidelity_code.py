"""Code in the reference of `import_fidelity.py`: as its author meant it, whoever was to show it.

It shares no code with the importer.
"""

from __future__ import annotations

import html
import re

__all__ = ["code_as_written"]

_SHORTCODES = [
    "code", "crayon", "codesyntax", "sourcecode", "source", "php", "csharp", "perl", "python", "ruby", "js", "css",
    "html", "xml", "sql", "java", "bash", "cpp", "c", "text",
]  # fmt: skip
#: What highlighters write around the words of code that is escaped.
_COLOURS = {"a", "b", "br", "code", "em", "font", "i", "span", "strong", "u"}
#: What may stand in code and be markup; any other `<` was typed by somebody who showed a program.
_MARKUP = _COLOURS | {
    "abbr", "big", "cite", "del", "img", "ins", "kbd", "mark", "pre", "q", "s", "samp", "small", "strike", "sub",
    "sup", "tt", "var", "wbr", "p", "div", "dl", "dt", "dd", "ol", "ul", "li", "table", "tr", "td", "th",
    "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "input", "form", "button", "label", "svg",
    "iframe", "audio", "video", "object", "embed", "param", "source",
}  # fmt: skip
_ELEMENT = r"(?is)(<(pre|code)\b[^<>]*>)(.*?)(</\2>)"


def code_as_written(content: str, *, encoded: bool) -> str:
    """The content with its code as preformatted text; `encoded`: SyntaxHighlighter stored `<` as a reference."""
    names = "|".join(_SHORTCODES)
    content = re.sub(
        rf"(?<!\[)\[({names})\b[^\]]*\](.*?)\[/\1\]",
        lambda found: _preformatted(html.unescape(found[2]) if encoded else found[2]),
        content,
        flags=re.S | re.I,
    )
    content = re.sub(
        r"\[(latex|tex)\](.*?)\[/\1\]",  # on one line it is a formula of the text
        lambda found: _preformatted(found[2]) if "\n" in found[2] else found[0],
        content,
        flags=re.S,
    )
    content = re.sub(r"\[(cc\w*)\b[^\]]*\](.*?)\[/\1\]", _colorer, content, flags=re.S)
    content = re.sub(_ELEMENT, _element, content)
    return re.sub(r"<(pre|code)>\s*(<pre>[^<]*</pre>)\s*</\1>", r"\2", content)


def _preformatted(text: str) -> str:
    return "<pre>" + html.escape(text.strip("\n"), quote=False) + "</pre>"


def _colorer(found: re.Match[str]) -> str:
    """CodeColorer: before the language an `i` means in the line, an `e` that `<` is stored as a reference."""
    modes = found[1].partition("_")[0]
    text = html.unescape(found[2]) if "e" in modes else found[2]
    if "i" in modes:
        return f"<code>{html.escape(text.strip(), quote=False)}</code>"
    return _preformatted(text)


def _element(found: re.Match[str]) -> str:
    """Highlighters show what stands in `<pre lang="php">` untouched; elsewhere only programs have odd elements."""
    start, tag, text, end = found.groups()
    if tag.lower() == "code" and "<pre" in text:
        return start + re.sub(_ELEMENT, _element, text) + end
    used = {name.lower() for name in re.findall(r"</?([A-Za-z][\w.:-]*)", text)}
    if re.search(r"lang=[\"'](?!\w\w[\"'-])\w", start):
        if used - _COLOURS or "<?" in text:
            return _preformatted(text)
        if tag.lower() == "code" and "\n" in text.strip():
            return f"<pre>{text}</pre>"
    shown = re.sub(
        r"<(?:[?%]|!(?!--)|/?([A-Za-z][\w.:-]*))",
        lambda part: part[0] if (part[1] or "?").lower() in _MARKUP else "&lt;" + part[0][1:],
        text,
    )
    return start + shown + end
