"""Code that was pasted into a post without escaping: its `<` means itself and starts no element.

Plugins such as WP-Syntax and CodeColorer show what stands in `<pre lang="php">` and `<code lang="php">` as it
is; elsewhere in `<pre>` and `<code>`, `<?php`, `<stdio.h>` and `List<String>` are no elements of HTML either,
and an HTML parser would lose them.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from lfnkr_nb.wordpress.shortcodes import CODE_LANGUAGES, is_code_language

__all__ = ["guard_raw_code"]

#: Elements of HTML (Living Standard, section 4) and of old pages that can stand in a text, and our own.
_ELEMENTS: Final = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|basefont|bdi|bdo|big|blink|blockquote|br|"
    "button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|"
    "dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|header|hgroup|hr|i|iframe|img|"
    "input|ins|kbd|label|legend|li|main|map|mark|marquee|math|menu|meter|nav|nobr|noscript|object|ol|"
    "optgroup|option|output|p|param|picture|pre|progress|q|rb|rp|rt|rtc|ruby|s|samp|section|select|slot|"
    "small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|"
    "time|tr|track|tt|u|ul|var|video|wbr|lfnkr-code|lfnkr-embed|o:p"
)
#: A `<` that starts no element and no comment.
_NO_ELEMENT = re.compile(rf"<(?=[?%]|!(?!--)|/?[A-Za-z])(?!/?(?:{_ELEMENTS})(?=[\s/>]))", re.I)
#: What highlighters and editors put around code that is escaped.
_MARKUP = re.compile(
    r"<(?!/?(?:lfnkr-\w+|a|b|br|code|del|em|font|i|ins|mark|span|strong|sub|sup|u)(?=[\s/>]))[A-Za-z/?%!]",
    re.I,
)
_CODE = re.compile(r"<(pre|code)\b([^<>]*)>(.*?)</\1\s*>", re.S | re.I)
_LANGUAGE = re.compile(r"""\blang\s*=\s*["']?([\w+#-]+)""", re.I)


def guard_raw_code(content: str) -> str:
    """The content with each `<` of code that was never escaped written as a reference."""
    if "<pre" not in content and "<code" not in content and "<PRE" not in content:
        return content
    return _CODE.sub(_guarded, content)


def _guarded(found: re.Match[str]) -> str:
    tag, given, code = found[1].lower(), found[2], found[3]
    named = _LANGUAGE.search(given)
    language = named[1].lower() if named else ""
    if language and is_code_language(language):
        raw = _MARKUP.search(code) is not None
        if raw or (tag == "code" and "\n" in code.strip()):
            return _block(code if raw else unescape(code), language)
    if "<" not in code:
        return found[0]
    if tag == "code" and "<pre" in code:
        return f"<{found[1]}{given}>{_CODE.sub(_guarded, code)}</{found[1]}>"
    return f"<{found[1]}{given}>{_NO_ELEMENT.sub('&lt;', code)}</{found[1]}>"


def _block(code: str, language: str) -> str:
    """A block of code as the walk takes it from code shortcodes; none is looked for inside."""
    language = CODE_LANGUAGES.get(language, language)
    code = re.sub(r"\A[ \t]*\n|\n[ \t]*\Z", "", code)
    return f'<lfnkr-code lang="{escape(language)}">{escape(code, quote=False).replace("[", "&#91;")}</lfnkr-code>'
