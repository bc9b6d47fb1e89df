"""What a PDF makes a reader's program do (ISO 32000-2, 12.6 actions, 7.11 files, 12.7 forms, 13 multimedia)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["active_in"]

#: Names of actions and objects that act, by the kind of finding and what it is called.
_ACTS: Final = (
    (rb"/(?:JavaScript|JS|ECMAScript)\b", "script", "JavaScript"),
    (rb"/S\s*/Launch\b|/Launch\b", "launch", "launch action"),
    (rb"/(?:EmbeddedFiles?|AFRelationship|FileAttachment|Collection)\b", "attachment", "attached file"),
    (rb"/(?:Subtype|S|Type)\s*/(?:RichMedia\w*|Rendition|Movie|Sound|Screen|3D|U3D|PRC)\b", "loads", "media"),
    (rb"/S\s*/(?:GoToR|GoToE|Thread)\b(?=[^\0]*/F\b)|/GoTo[RE]\b", "loads", "link to another file"),
    (rb"/S\s*/(?:SubmitForm|ImportData|ResetForm)\b|/(?:SubmitForm|ImportData)\b", "form", "form that sends"),
    (rb"/XFA\b", "form", "form (XFA)"),
    (rb"/Subtype\s*/Widget\b|/FT\s*/(?:Tx|Btn|Ch|Sig)\b", "form", "form field"),
    (rb"/AA\s*<<\s*/|/AA\s+\d+ \d+ R", "script", "action without a click"),
    (rb"/FS\s*/URL\b", "loads", "file on the web"),
    (rb"/URI\s*\(\s*(?:file|javascript|vbscript|data):", "loads", "address of a file or script"),
    (rb"/URI\s*<\s*(?:66696[cC]65|6[aA]617661)", "loads", "address of a file or script"),
    (rb"/OPI\b|/Ref\s*<<|/Alternates\b", "loads", "picture outside of the file"),
)  # fmt: skip

_PATTERNS: Final = tuple((re.compile(pattern, re.DOTALL), kind, what) for pattern, kind, what in _ACTS)
_ANY: Final = re.compile(b"|".join(pattern for pattern, _, _ in _ACTS), re.DOTALL)

#: A stream whose data lie in another file.
_OUTSIDE = re.compile(rb"/F\s*(?:\(|<<|<[0-9A-Fa-f])(?=.*/(?:Length|FFilter)\b)", re.DOTALL)

#: A file specification: an annotation or action that names a file.
_FILE = re.compile(rb"/Type\s*/F(?:ilespec)?\b")


def active_in(written: bytes) -> Iterator[tuple[str, str]]:
    """What an object in PDF syntax does beside being shown, as (kind, what).

    A link to a web page is none. A name with `#` escapes is read as what it means.
    """
    plain = _unescaped(written) if b"#" in written else written
    if _FILE.search(plain):
        yield ("loads", "file on the web") if b"/URL" in plain else ("attachment", "file outside of the text")
    if _OUTSIDE.search(plain) and b"/Length" in plain:
        yield "loads", "data outside of the file"
    if _ANY.search(plain):
        yield from ((kind, what) for pattern, kind, what in _PATTERNS if pattern.search(plain))


def _unescaped(written: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), written)
