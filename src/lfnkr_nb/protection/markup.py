"""The gate reads HTML, SVG and XML: texts joined across inline elements, attributes, comments, and what acts."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from lxml import etree
from lxml import html as lxml_html

from lfnkr_nb.protection.loading import active_attributes, active_element, active_in_css
from lfnkr_nb.protection.views import BOMS

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Examination

__all__ = ["cut_data_urls", "joined_text", "read_html", "read_xml"]

#: Elements that do not end a word, of HTML and of office files (runs, texts, spans, bookmarks).
INLINE: Final = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q r rb ruby s samp small
    span strike strong sub sup t time tt u var wbr tspan textpath mi mn mo ms mtext hyperlink smarttag proofErr
    bookmarkstart bookmarkend rpr lastrenderedpagebreak instrtext deltext fldsimple softhyphen nobreakhyphen
    rt rp rtc template slot""".lower().split()
)

_READINGS: Final = frozenset(("rt", "rp", "rtc"))

_DATA_URL = re.compile(r"\b(?i:data):([\w/+.-]*)((?:;[\w=.+-]+)*),([A-Za-z0-9+/=_%.~!$&*,:@-]*)")

#: An address in quotes may hold blanks; only a whole attribute shows where it ends.
_SPACED_DATA = re.compile(r"(?i)\s*data:[^,]*,.*\s.*", re.DOTALL)

#: Findings that are none where nothing follows an address, and elements whose words are for programs.
_ACTING: Final = frozenset(("loads", "script", "form", "launch"))
_READ_BY_PROGRAMS: Final = frozenset(
    ("script", "style", "noscript", "noembed", "noframes", "xmp", "textarea")
)

#: Attributes that hold words for readers (HTML, 3.2.6 and 4.8.4.4; WAI-ARIA).
_WORDS: Final = frozenset(("alt", "title", "aria-label", "aria-description", "abbr", "label", "placeholder"))

#: A longer address is read as a file of its own and taken out of the text before that is searched.
_LONG_DATA: Final = 64

#: Byte order marks, and the first character of a page in UTF-16 without one.
_MARKS: Final = (*BOMS, (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"(?i)<!ENTITY\s+%?\s*\S+\s+(?:SYSTEM|PUBLIC)\b")
_DOCTYPE = re.compile(r"(?i)<!DOCTYPE\s+\S+\s+(?:SYSTEM|PUBLIC\s+(?:\"[^\"]*\"|'[^']*'))\s*[\"']([^\"']*)")
_STYLESHEET = re.compile(r"(?i)<\?xml-stylesheet\b[^>]*href\s*=\s*[\"']([^\"']*)")
_CHARSET = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)")


def read_html(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read an HTML page: as a browser does and as raw text."""
    for text in _decoded(data):
        bare = cut_data_urls(examination, text, where, depth, acts=_InElements(text))
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False)
        body = bare.encode("utf-8", "replace")
        if body.strip():
            with suppress(etree.ParserError):  # nothing but comments or blanks; the raw text is still read
                _walk(examination, lxml_html.document_fromstring(body, parser=parser), where, depth)
        examination.text(bare, where, depth=depth)  # also what is written in codes, as base64
    return _is_read(data)


def read_xml(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read an XML file or a drawing; what is no XML is read as HTML."""
    for text in _decoded(data):
        bare = cut_data_urls(examination, text, where, depth)
        _declared(examination, bare, where)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
        root = etree.fromstring(_DECLARATION.sub("", bare).encode("utf-8", "replace"), parser)
        if root is None:
            return read_html(examination, data, where, depth)
        _walk(examination, root, where, depth)
        examination.text(bare, where, depth=depth)
    return _is_read(data)


def _is_read(data: bytes) -> bool:
    """Whether the text is all there is; what is not UTF-8, or holds NULs, is read as raw bytes, too."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def _decoded(data: bytes) -> Iterator[str]:
    """The texts a page can be taken for: by its mark, its own word, and as UTF-8."""
    declared = _CHARSET.search(data[:4096])
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if marked:  # it decides alone
        yield data.decode(marked, "replace").lstrip("\ufeff")
        return
    yield data.decode("utf-8", "replace")
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            yield data.decode(declared[1].decode("ascii"), "replace")
        except LookupError:
            return


class _InElements:
    """Whether an address stands in an attribute, style or script of a page, and not only among its words."""

    def __init__(self, page: str) -> None:
        self._page = page

    def __call__(self, address: str) -> bool:
        return any(address[:_LONG_DATA] in written for written in self._written)

    @cached_property
    def _written(self) -> list[str]:
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            root = lxml_html.document_fromstring(self._page.encode("utf-8", "replace"), parser=parser)
        except etree.ParserError:  # nothing but comments, which may be for one browser
            return [self._page]
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        inside = [node.text or "" for node in nodes if _name(node.tag) in _READ_BY_PROGRAMS]
        return [*(value for node in nodes for value in _followed(node)), *inside]


def _followed(node: Any) -> Iterator[str]:
    """The values of the attributes of an element that are not only words for readers or addresses of another kind."""
    words = _WORDS if "http-equiv" in node.attrib else _WORDS | {"content"}
    for name, value in node.attrib.items():
        whole = _name(str(name)) == "href" and not str(value).strip().lower().startswith("data:")
        if str(name) not in words and not whole:
            yield str(value)


def cut_data_urls(
    examination: Examination, text: str, where: str, depth: int, *, acts: Callable[[str], bool] | None = None
) -> str:
    """The text without long `data:` addresses, each of which is read as a file of its own.

    `acts` says whether an address is one that a program follows: the words of a page load and run nothing.
    """

    def cut(match: re.Match[str]) -> str:
        payload = match[3]
        content = _payload(payload, base64_coded=match[2].lower().endswith(";base64"))
        place = f"{where}, data URL ({match[1] or 'text/plain'})"
        if acts is None or content.lstrip()[:1] != b"<":
            examination.data(content, place, depth=depth + 1)
        else:
            trial = examination.another()
            trial.data(content, place, depth=depth + 1)
            shown = [finding for finding in trial.findings if finding.kind not in _ACTING]
            for finding in trial.findings if len(shown) < len(trial.findings) and acts(match[0]) else shown:
                examination.add(finding.kind, finding.label, finding.where)
        return match[0] if len(payload) < _LONG_DATA else f"data:{match[1]}{match[2]},"

    return _DATA_URL.sub(cut, text) if "data:" in text.lower() else text


def _payload(text: str, *, base64_coded: bool) -> bytes:
    data = unquote_to_bytes(text)
    if not base64_coded:
        return data
    data = data.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def _declared(examination: Examination, text: str, where: str) -> None:
    """What the head of an XML file makes a reader fetch."""
    head = text[:65536]
    if _ENTITY.search(head):
        examination.add("loads", "external entity", where)
    if (doctype := _DOCTYPE.search(head)) and not doctype[1].startswith(("http://www.w3.org/", "about:")):
        examination.add("loads", "external DTD", where)
    if _STYLESHEET.search(head):
        examination.add("loads", "style sheet", where)


# --- the tree -------------------------------------------------------------------------------------------


def _walk(examination: Examination, root: Any, where: str, depth: int) -> None:
    for reading in ("all", "base", "reading"):
        if text := joined_text(root, reading):
            examination.plain(text, f"{where}, text")
    values: list[tuple[str, str]] = []
    for node in root.iter():
        values += _node(examination, node, where, depth)
    examination.pieces(values)


def _node(examination: Examination, node: Any, where: str, depth: int) -> Iterator[tuple[str, str]]:
    """Look at one node for what it does; gives the texts that stand in it and not between tags."""
    if not isinstance(node.tag, str):
        yield node.text or "", f"{where}, comment"
        if node.text and "<" in node.text:  # a comment for one browser is a page for it
            _inside(examination, node.text, f"{where}, comment", depth)
        return
    tag = _name(node.tag)
    attributes = {_name(str(name)): str(value) for name, value in node.attrib.items()}
    sheet = active_in_css(node.text or "") if tag == "style" else ()
    for kind, what in (*active_element(tag, attributes), *active_attributes(tag, attributes), *sheet):
        examination.add(kind, what, f"{where}, line {node.sourceline}" if node.sourceline else where)
    for address in filter(_SPACED_DATA.match, attributes.values()):
        content = unquote_to_bytes(address.split(",", 1)[-1])
        examination.data(content, f"{where}, data URL", depth=depth + 1)
    if attributes.get("srcdoc"):
        _inside(examination, attributes["srcdoc"], f"{where}, srcdoc", depth)
    # A browser never takes the words of a title for elements (HTML, 13.2.5.2, RCDATA); all others may be shown anew.
    if tag in ("noscript", "noembed", "noframes", "xmp", "textarea") and "<" in (node.text or ""):
        _inside(examination, node.text, f"{where}, <{tag}>", depth)
    yield from ((value, f"{where}, {name} of <{tag}>") for name, value in attributes.items())


def _inside(examination: Examination, text: str, where: str, depth: int) -> None:
    if depth < 4 and re.search(r"<[A-Za-z]", text):
        read_html(examination, text.encode("utf-8", "replace"), where, depth + 1)


def _name(qualified: str) -> str:
    return qualified.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()


def joined_text(root: Any, reading: str = "all") -> str:
    """All text below a node: inline elements join it, others end the line.

    Args:
        root: An lxml element.
        reading: `all`; `base` without what stands above the characters (ruby); `reading` only that. The last two
            are empty where there is no ruby.
    """
    if reading != "all" and not any(
        isinstance(n.tag, str) and _name(n.tag) in _READINGS for n in root.iter()
    ):
        return ""
    if reading == "reading":
        return "".join(
            "".join(n.itertext()) for n in root.iter() if isinstance(n.tag, str) and _name(n.tag) == "rt"
        )
    parts: list[str] = []
    _gather(root, parts, without=_READINGS if reading == "base" else frozenset())
    return "".join(parts)


def _gather(root: Any, parts: list[str], *, without: frozenset[str]) -> None:
    """Append the texts in reading order; no recursion, for no page is nested too deep for us."""
    skipped = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append(node.tail or "")
            continue
        if not isinstance(
            node.tag, str
        ):  # a reference to an entity of the file, whose text stands in its head
            parts += [node.tail or ""] if event == "end" else []
            continue
        tag = _name(node.tag)
        if event == "start":
            skipped += tag in without
            parts += [] if tag in INLINE else ["\n"]
            parts += [] if skipped else [node.text or ""]
        else:
            skipped -= tag in without
            parts += [] if tag in INLINE else ["\n"]
            parts += [node.tail or ""] if node is not root and not skipped else []
