"""Editing a header as text: only the keys that changed are touched.

Comments, order, quotes, line breaks and blank lines of everything else stay to the character. Each edit is
proved by reading the new header back; an edit that would change anything else is written another way, or
refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lfnkr_nb.errors import HeaderError, PostError
from lfnkr_nb.header import Entry, Header, core_value, read_header

__all__ = ["REMOVE", "OneLine", "edit_header"]

#: Longest list that is written on one line.
_FLOW_WIDTH: Final = 100


class OneLine(list[Any]):
    """A list that is to be written on one line where it is written anew, so that adding it is one line of a diff."""


class _Remove:
    """Stands for a key that is to be removed."""

    def __repr__(self) -> str:
        return "REMOVE"


#: As a value in `edit_header`: take the key out.
REMOVE: Final = _Remove()


def edit_header(header: Header, changes: Mapping[str, Any]) -> str:
    """The header text with `changes` applied, one after the other.

    Args:
        header: The header as it was read.
        changes: New values by key: text, numbers, flags, None, lists and mappings of these, or `REMOVE`.

    Raises:
        PostError: No way of writing a value keeps the rest of the header as it is.
    """
    for key, value in changes.items():
        if value is REMOVE:
            header = _without(header, key)
        elif key not in header.entries or core_value(header.raw[key]) != value:
            header = _with(header, key, value)
    return header.text


def _without(header: Header, key: str) -> Header:
    entry = header.entries.get(key)
    if entry is None:
        return header
    if header.flow:
        return _rewritten(header, {k: core_value(v) for k, v in header.raw.items() if k != key})
    text = header.text
    end = _line_end(text, max(entry.value_end - 1, entry.start))
    start = text.rfind("\n", 0, entry.start) + 1
    return _proved(header, text[:start] + text[end:], key, REMOVE) or _rewritten(
        header, {k: core_value(v) for k, v in header.raw.items() if k != key}
    )


def _with(header: Header, key: str, value: Any) -> Header:
    for text in _candidates(header, key, value):
        done = _proved(header, text, key, value)
        if done is not None:
            return done
    raise PostError(
        f"The value of `{key}` cannot be written into this header",
        hint="Edit the header by hand, or write it as plain `key: value` lines.",
    )


def _candidates(header: Header, key: str, value: Any) -> list[str]:
    """Ways to write the change, the most faithful first."""
    entry = header.entries.get(key)
    if entry is None:
        return [_appended(header, key, written) for written in _forms(value, "plain", flow=header.flow)]
    found = [_spliced_items(header, entry, value)] if entry.items and isinstance(value, list) else []
    forms = _forms(value, entry.style, flow=header.flow)
    return [text for text in found if text] + [_replaced(header, entry, written) for written in forms]


def _proved(header: Header, text: str, key: str, value: Any) -> Header | None:
    """The new header when it differs from the old one in `key` alone, else None."""
    try:
        new = read_header(text)
    except HeaderError:
        return None
    wanted = {k: core_value(v) for k, v in header.raw.items()}
    if value is REMOVE:
        del wanted[key]
    else:
        wanted[key] = value
    same_types = repr({k: core_value(v) for k, v in new.raw.items()}) == repr(wanted)
    return new if same_types else None


def _rewritten(header: Header, values: dict[str, Any]) -> Header:
    newline = _newline(header.text)
    lines = [
        f"{_scalar(key, 'plain')}: {_forms(value, 'plain', flow=True)[0]}" for key, value in values.items()
    ]
    return read_header("".join(line + newline for line in lines))


# --- where a value stands ------------------------------------------------------------------------------


def _replaced(header: Header, entry: Entry, written: str) -> str:
    """The text with one value replaced in its place; a comment on its line stays."""
    text, newline = header.text, _newline(header.text)
    before, after = text[: entry.value_start], text[entry.value_end :]
    if entry.style in ("block", "|", ">"):
        before = before.rstrip(" \t\r\n") if entry.style == "block" else before
        before = before if before.endswith(" ") else before + " "
        after = after if after.startswith(("\n", "\r")) else newline + after
    elif not before.endswith((" ", "\t", "{", "[")):
        before += " "
    if written.startswith("\n"):
        before = before.rstrip(" ")
    return before + written.replace("\n", newline) + after


def _appended(header: Header, key: str, written: str) -> str:
    text, newline = header.text, _newline(header.text)
    key = _scalar(key, "plain")
    if header.flow and header.entries:
        last = max(header.entries.values(), key=lambda entry: entry.start)
        return f"{text[: last.value_end]}, {key}: {written}{text[last.value_end :]}"
    if text and not text.endswith(("\n", "\r")):
        text += newline
    gap = "" if written.startswith("\n") else " "
    return text + key + ":" + gap + written.replace("\n", newline) + newline


def _spliced_items(header: Header, entry: Entry, value: list[Any]) -> str:
    """The list with only its changed items written anew; empty when the list has to be written as a whole."""
    old = core_value(header.raw[entry.key])
    head = _common(old, value)
    tail = min(_common(old[::-1], value[::-1]), len(old) - head, len(value) - head)
    fresh = value[head : len(value) - tail]
    if not value or (entry.style == "flow" and not (head or tail)):
        return ""
    written = [_forms(item, "plain", flow=True)[0] for item in fresh]
    text, spans = header.text, entry.items
    gone = spans[head : len(spans) - tail]
    if len(gone) == len(written):
        kept = old[head : len(old) - tail]
        whole = [
            _edited_item(text, *each) or new for *each, new in zip(gone, kept, fresh, written, strict=True)
        ]
        return _each_replaced(text, gone, whole)
    return (
        _flow_list(text, entry, value, (head, tail))
        if entry.style == "flow"
        else _block_list(text, spans, written, (head, tail))
    )


def _each_replaced(text: str, spans: Sequence[tuple[int, int]], written: Sequence[str]) -> str:
    for (start, end), item in reversed(list(zip(spans, written, strict=True))):
        text = text[:start] + item + text[end:]
    return text


def _edited_item(text: str, span: tuple[int, int], old: Any, new: Any) -> str:
    """A mapping in block style, edited like a header of its own; empty when it is none, or its keys change places."""
    start, end = span
    newline, column = _newline(text), start - (text.rfind("\n", 0, start) + 1)
    item = text[start:end].rstrip()
    both = isinstance(old, dict) and isinstance(new, dict) and item[:1] != "{"
    kept = [key for key in old if key in new] if both else []
    if not kept or list(new)[: len(kept)] != kept:
        return ""
    pad = " " * column
    lines = item.split(newline)
    if any(line.strip() and not line.startswith(pad) for line in lines[1:]):
        return ""
    try:
        header = read_header("\n".join([lines[0], *(line[column:] for line in lines[1:])]) + "\n")
        changes = {key: new[key] for key in new if key not in old or repr(old[key]) != repr(new[key])}
        edited = edit_header(header, {**{key: REMOVE for key in old if key not in new}, **changes})
    except (HeaderError, PostError):
        return ""
    first, *more = edited.rstrip("\n").split("\n")
    return (
        newline.join([first, *(f"{pad}{line}" if line else "" for line in more)])
        + text[start + len(item) : end]
    )


def _flow_list(text: str, entry: Entry, value: list[Any], kept: tuple[int, int]) -> str:
    head, tail = kept
    spans = entry.items
    items = [text[start:end] for start, end in spans]
    fresh = [_forms(item, "plain", flow=True)[0] for item in value[head : len(value) - tail]]
    whole = items[:head] + fresh + items[len(items) - tail :]
    return f"{text[: entry.value_start]}[{', '.join(whole)}]{text[entry.value_end :]}"


def _block_list(
    text: str, spans: Sequence[tuple[int, int]], written: list[str], kept: tuple[int, int]
) -> str:
    head, tail = kept
    newline = _newline(text)
    first = text.rfind("\n", 0, spans[0][0]) + 1
    marker = text[first : spans[0][0]]
    lines = "".join(marker + item.replace("\n", newline) + newline for item in written)
    start = _line_end(text, spans[head - 1][1] - 1) if head else first
    end = text.rfind("\n", 0, spans[-tail][0]) + 1 if tail else _line_end(text, spans[-1][1] - 1)
    if start and not text[:start].endswith(("\n", "\r")):
        lines = newline + lines
    return text[:start] + lines + text[end:]


def _common(left: Sequence[Any], right: Sequence[Any]) -> int:
    pairs = zip(left, right, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if repr(a) != repr(b)), min(len(left), len(right)))


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def _newline(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found.group() if found else "\n"


# --- how a value is written ----------------------------------------------------------------------------


def _forms(value: Any, style: str, *, flow: bool) -> list[str]:
    """Ways to write a value: in the style that was there first, JSON (which is YAML) last."""
    if isinstance(value, str):
        block = [] if flow else _block_scalar(value)
        return [*block, _scalar(value, style), _quoted(value)]
    if isinstance(value, list | dict) and value and not flow and not isinstance(value, OneLine):
        one_line = _flow(value)
        many = "\n" + "\n".join(_block(value))
        plain_list = isinstance(value, list) and not any(isinstance(v, list | dict) for v in value)
        prefer_flow = len(one_line) <= _FLOW_WIDTH and (style == "flow" or (plain_list and style != "block"))
        return [one_line, many] if prefer_flow else [many, one_line]
    return [_flow(value)]


def _block_scalar(value: str) -> list[str]:
    """A literal block for text of several lines, where YAML can hold it so."""
    if "\n" not in value.strip("\n") or value != value.strip() + "\n" * value.endswith("\n"):
        return []
    body = "\n".join(f"  {line}" if line else "" for line in value.rstrip("\n").split("\n"))
    return [("|\n" if value.endswith("\n") else "|-\n") + body]


def _block(value: Any) -> list[str]:
    """The lines of a list or mapping in block style, indented by two."""
    lines = []
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in pairs:
        marker = "- " if key is None else f"{_scalar(key, 'plain')}: "
        if isinstance(item, dict | list) and item:
            inner = _block(item)
            lines += (
                [f"  {marker}{inner[0][2:]}", *(f"  {line}" for line in inner[1:])]
                if key is None
                else [f"  {marker.rstrip()}", *(f"  {line}" for line in inner)]
            )
        else:
            lines.append(f"  {marker}{_flow(item)}")
    return lines


def _flow(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case dict():
            return "{" + ", ".join(f"{_scalar(k, 'plain')}: {_flow(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case _:
            return _scalar(str(value), "plain")


#: Text that is safe without quotes in block and flow context alike; everything else is quoted.
_PLAIN = re.compile(
    r"[^\W\d_](?:[^\r\n:#,\[\]{}\"'&*!|>%@`\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|:(?=\S))*(?<![\s:])"
)
_SAFE_NUMBERISH = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:]+(?:Z|[+-]\d\d:\d\d))?)?)?")


def _scalar(value: str, style: str) -> str:
    """A scalar in the style that was there, as far as its text allows."""
    printable = not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", value)
    if style == "'" and printable:
        return "'" + value.replace("'", "''") + "'"
    if style == '"' or not printable:
        return _quoted(value)
    dated = _SAFE_NUMBERISH.fullmatch(value) and "-" in value
    plain = dated or (_PLAIN.fullmatch(value) and isinstance(core_value(_as_plain(value)), str))
    return value if plain else _quoted(value)


def _as_plain(value: str) -> Any:
    from lfnkr_nb.header import Plain  # noqa: PLC0415 - only here

    return Plain(value)


def _quoted(value: str) -> str:
    """Double quotes as in JSON, which YAML reads alike; what YAML forbids is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(
        r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda found: f"\\u{ord(found.group()):04x}",
        text,
    )
