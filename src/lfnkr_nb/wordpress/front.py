"""Write a front-matter header that every YAML reader takes for exactly what was meant.

A text stands bare only where nobody could take it for anything else; otherwise in double quotes, always on
one line. Dates stand bare. The reader of this project (header.py) is the strictest there is: no aliases, no
tags, at most 64 KiB, 5,000 events and 20 levels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

__all__ = ["HEADER_BUDGET", "When", "count_nodes", "emit_header", "quote"]

#: Bytes a header may take here; header.py refuses more than 64 KiB.
HEADER_BUDGET: Final = 56 * 1024
#: Nodes a header may have here; header.py refuses more than 5,000 events.
NODE_BUDGET: Final = 2_000

_BARE = re.compile(r"[^\W\d_](?:[\w.,()/’–—-]|[ ](?=[\w(]))*\Z")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"})
#: What YAML 1.1 or 1.2 does not take as it is inside double quotes (sections 5.1 and 5.4).
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_KEY = re.compile(r"[A-Za-z_][\w.-]*\Z", re.A)


class When(str):
    """A date as it stands in a header, without quotes."""

    __slots__ = ()


@lru_cache(maxsize=512)
def quote(text: str) -> str:
    """The text as a YAML scalar on one line."""
    if _BARE.match(text) and text.lower() not in _WORDS and len(text) < 200:
        return text
    return f'"{_ESCAPED.sub(_escape, text)}"' if _ESCAPED.search(text) else f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    return "\\uFFFD" if 0xD800 <= code <= 0xDFFF else f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def emit_header(fields: Mapping[str, Any]) -> str:
    """The header with its `---` lines. Values are texts, `When`, numbers, flags, None, lists and mappings."""
    lines = ["---"]
    _emit_mapping(lines, "", fields)
    lines.append("---\n")
    return "\n".join(lines)


@lru_cache(maxsize=512)
def quote_key(key: str) -> str:
    """A key; in quotes unless it is a plain word."""
    return key if _KEY.match(key) and key.lower() not in _WORDS else '"' + _ESCAPED.sub(_escape, key) + '"'


def _emit_mapping(lines: list[str], pad: str, fields: Mapping[str, Any]) -> None:
    """Each `label: value` with what stands below it."""
    for key, value in fields.items():
        label = pad + quote_key(str(key))
        kind = type(value)
        if kind is str:
            lines.append(f"{label}: {quote(value)}")
        elif isinstance(value, Mapping):
            lines.append(f"{label}:" if value else f"{label}: {{}}")
            _emit_mapping(lines, pad + "  ", value)
        elif isinstance(value, (list, tuple)):
            lines.append(f"{label}:" if value else f"{label}: []")
            for inner in value:
                _emit_item(lines, pad + "  ", inner)
        else:
            lines.append(f"{label}: {_scalar(value)}")


def _emit_item(lines: list[str], pad: str, value: Any) -> None:
    """One item of a list."""
    if isinstance(value, Mapping) and value:
        start = len(lines)
        _emit_mapping(lines, pad + "  ", value)
        lines[start] = f"{pad}- {lines[start].lstrip()}"
    elif isinstance(value, (list, tuple)):
        lines.append(f"{pad}- [{', '.join(_flow(inner) for inner in value)}]")
    else:
        lines.append(f"{pad}- {_scalar(value)}")


def _flow(value: Any) -> str:
    """A text inside brackets, where a bare comma would end it."""
    text = _scalar(value)
    return '"' + text + '"' if "," in text and not text.startswith('"') else text


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, When)):
        return str(value)
    return quote(str(value))


def count_nodes(value: Any) -> int:
    """How many scalars, lists and mappings a value has, itself included."""
    if isinstance(value, Mapping):
        return 1 + sum(1 + count_nodes(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return 1 + sum(count_nodes(inner) for inner in value)
    return 1
