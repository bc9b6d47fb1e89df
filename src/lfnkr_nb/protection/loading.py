"""What a browser would fetch or run: which attributes, elements and styles, told from plain links.

The lists follow the HTML standard (fetching: "4.8.4 Images", "4.6.7 Link types", "Attributes that take URLs"), SVG 2
("Linking") and CSS (url(), src(), image-set(), @import), with the attributes of older browsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["Active", "active_attributes", "active_element", "active_in_css", "leads_to"]

#: A kind of finding and what it is.
Active = tuple[str, str]

#: Attributes whose address is fetched as soon as the page is shown, on any element.
_FETCHED: Final = frozenset(
    [
        "src",
        "srcset",
        "imagesrcset",
        "poster",
        "background",
        "lowsrc",
        "dynsrc",
        "data",
        "code",
        "codebase",
        "archive",
        "classid",
        "manifest",
        "profile",
        "longdesc-src",
        "attributionsrc",
        "icon",
        "usemap-src",
    ]
)

#: Elements of Office files and of the contents of an EPUB, whose `data` and `src` stay inside the package.
_INSIDE_A_PACKAGE: Final = frozenset(("idmap", "content"))

#: Elements whose `href` is fetched; everywhere else `href` is a link.
_HREF_FETCHED: Final = frozenset(
    [
        "image",
        "use",
        "feimage",
        "script",
        "cursor",
        "filter",
        "mpath",
        "textpath",
        "lineargradient",
        "radialgradient",
        "pattern",
        "tref",
        "glyphref",
        "font-face-uri",
        "color-profile",
        "set",
        "animate",
    ]
)

#: Link types that a browser fetches or connects for.
_RELS_FETCHED: Final = frozenset(
    [
        "stylesheet",
        "icon",
        "shortcut",
        "apple-touch-icon",
        "apple-touch-icon-precomposed",
        "apple-touch-startup-image",
        "mask-icon",
        "fluid-icon",
        "preload",
        "modulepreload",
        "prefetch",
        "prerender",
        "preconnect",
        "dns-prefetch",
        "manifest",
        "import",
        "compression-dictionary",
    ]
)

#: Elements that are nothing but a way to load or run something.
_ELEMENTS: Final = {
    "script": "script", "iframe": "loads", "frame": "loads", "object": "loads", "embed": "loads",
    "applet": "script", "portal": "loads", "fencedframe": "loads", "form": "form", "foreignobject": "",
}  # fmt: skip

#: Attributes of other languages that only begin like handlers.
_NO_HANDLERS: Final = frozenset(("one", "only", "online", "ontology"))

_NOT_FETCHED: Final = ("#", "data:", "about:", "blob:", "mailto:", "tel:", "cid:")
_RUNS: Final = ("javascript:", "vbscript:", "livescript:", "mocha:", "jscript:")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def leads_to(address: str) -> str:
    """`script` for an address that runs something, `loads` for one that is fetched, else empty."""
    plain = _INVISIBLE.sub("", address).lower()
    if plain.startswith(_RUNS):
        return "script"
    if plain.startswith(("data:text/html", "data:image/svg", "data:application/xhtml", "data:text/xml")):
        return ""  # looked through as a file of its own
    return "" if not plain or plain.startswith(_NOT_FETCHED) else "loads"


def active_element(tag: str, attributes: Mapping[str, str]) -> Iterator[Active]:
    """What an element itself does, beside its attributes."""
    if tag == "meta":
        yield from _meta(attributes)
    kind = _ELEMENTS.get(tag, "")
    if kind in ("script", "form") or (kind and _points_somewhere(attributes)):
        yield kind, f"<{tag}>"
    if tag == "base" and attributes.get("href"):
        yield "loads", "<base>"
    rels = set(attributes.get("rel", "").lower().split())
    if tag == "link" and rels & _RELS_FETCHED and leads_to(attributes.get("href", "")):
        yield "loads", f"<link rel={sorted(rels & _RELS_FETCHED)[0]}>"


def _meta(attributes: Mapping[str, str]) -> Iterator[Active]:
    acts = attributes.get("http-equiv", "").strip().lower()
    if acts == "refresh":
        yield "loads", "<meta refresh>"
    elif acts == "link":
        yield "loads", "<meta link>"
    elif acts == "set-cookie":
        yield "script", "<meta set-cookie>"


def _points_somewhere(attributes: Mapping[str, str]) -> bool:
    return any(leads_to(attributes.get(name, "")) for name in ("src", "data", "href", "codebase", "classid"))


def active_attributes(tag: str, attributes: Mapping[str, str]) -> Iterator[Active]:
    """What the attributes of an element fetch or run."""
    for name, value in attributes.items():
        if name.startswith("on") and len(name) > len("on") and _may_be_handler(name):
            yield "script", name
        elif name == "style":
            yield from active_in_css(value)
        elif name == "ping":
            yield "loads", "ping"
        elif name in ("action", "formaction") and value.strip():
            yield "form", name
        elif name == "srcdoc":
            continue
        elif kind := _fetching(tag, name, value):
            yield kind, f"<{tag} {name}>"
        elif "url(" in value.lower() and name not in ("content", "alt", "title", "href"):
            yield from active_in_css(value)


def _may_be_handler(name: str) -> bool:
    """Whether an attribute can be an event handler: all of them are words of ASCII letters (HTML, 8.1.8.2)."""
    return name.isascii() and name.isalpha() and name not in _NO_HANDLERS


def _fetching(tag: str, name: str, value: str) -> str:
    if name in ("srcset", "imagesrcset"):
        return next(filter(None, (leads_to(part.strip()) for part in re.split(r",\s+", value))), "")
    if (name in _FETCHED and tag not in _INSIDE_A_PACKAGE) or (name == "href" and tag in _HREF_FETCHED):
        return leads_to(value)
    if name in ("to", "from", "values", "by") and tag in ("set", "animate"):
        animated = value.split(";")
        return next(filter(None, (leads_to(v) for v in animated if ":" in v or "//" in v)), "")
    return "script" if name in ("href", "cite", "longdesc") and leads_to(value) == "script" else ""


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|(.))", re.DOTALL)
_URL = re.compile(r"(?i)\b(?:url|src)\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)]*))")
_IMPORT = re.compile(r"(?i)@import\s+(?:\"([^\"]*)\"|'([^']*)')")
_IMAGE_SET = re.compile(r"(?i)image-set\(([^;}]*)")
_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_RUNNING = re.compile(r"(?i)\bexpression\s*\(|-moz-binding\s*:|\bbehavior\s*:\s*url")


def active_in_css(sheet: str) -> Iterator[Active]:
    """What a style sheet or style attribute fetches or runs."""
    plain = _ESCAPE.sub(_unescape, _COMMENT.sub("", sheet)) if "\\" in sheet or "/*" in sheet else sheet
    if "(" not in plain and "@" not in plain:
        return
    if _RUNNING.search(plain):
        yield "script", "style"
    for match in _URL.finditer(plain):
        if kind := leads_to(
            next(part for part in match.groups("") if part is not None and part)
            if any(match.groups())
            else ""
        ):
            yield kind, "url()"
    for match in _IMPORT.finditer(plain):
        if kind := leads_to(match[1] or match[2] or ""):
            yield kind, "@import"
    for listed in _IMAGE_SET.finditer(plain):
        for match in _STRING.finditer(listed[1]):
            value = match[1] or match[2] or ""
            if not value.startswith("image/") and leads_to(value):
                yield "loads", "image-set()"


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return match[2] or ""
