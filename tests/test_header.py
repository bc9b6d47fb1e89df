"""The strict header: what is read, what is refused, and on which line."""

from __future__ import annotations

import subprocess
import sys

import frontmatter
import pytest

from lfnkr_nb.errors import HeaderError
from lfnkr_nb.header import (
    MAX_DEPTH,
    MAX_EVENTS,
    MAX_HEADER_BYTES,
    HeaderHandler,
    Plain,
    core_value,
    read_header,
    split_text,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("0123", "0123"), ("0x1F", "0x1F"),
        ("12:30", "12:30"), ("1_000", "1_000"), ("2017-09-04", "2017-09-04"), (".nan", ".nan"), ("1e3", "1e3"),
        ("1２", "1２"), ("True", "True"), ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("42", 42), ("-7", -7), ("2.50", 2.5), ('"42"', "42"), ("'true'", "true"),
    ],
)  # fmt: skip
def test_plain_scalars_stay_text_unless_they_are_json_scalars(written: str, value: object) -> None:
    header = read_header(f"key: {written}\n")
    found = core_value(header.raw["key"])
    assert (found, type(found)) == (value, type(value))


def test_a_quoted_scalar_is_never_plain() -> None:
    raw = read_header("a: 'x'\nb: y\n").raw
    assert not isinstance(raw["a"], Plain)
    assert isinstance(raw["b"], Plain)


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ("title: a\nx: *b\n", 3, "anchor or alias"),
        ("x: &a b\n", 2, "anchor or alias"),
        ("x: {<<: *a}\n", 2, "anchor or alias"),
        ("title: a\nx: !secret b\n", 3, "the tag `!secret`"),
        ("x: !!binary aGk=\n", 2, "the tag"),
        ("a: 1\nb: 2\na: 3\n", 4, "`a` stands twice"),
        ("a: {b: 1, b: 2}\n", 2, "`b` stands twice"),
        ("? [a]\n: b\n", 2, "not a plain word"),
        ("? a\n: b\n", 2, "not a plain word"),
        ("- a\n- b\n", 2, "not a list of `key: value`"),
        ("just words\n", 2, "not a list of `key: value`"),
        ("title: News: today\n", 2, "cannot be understood"),
        ("title: a\n\tb: c\n", 3, "cannot be understood"),
        ("a: 1\n--- \nb: 2\n", 3, "second document"),
        ("title: 日本語の題\nb: x\x07y\n", 3, "U+0007"),
        ("title: a\nb: \ud800\n", 3, "half a character"),
        ('b: "\\ud800"\n', 2, ""),
    ],
)
def test_what_nobody_can_foresee_is_refused_with_its_line_and_a_hint(
    header: str, line: int, words: str
) -> None:
    with pytest.raises(HeaderError) as caught:
        read_header(header, first_line=2)
    assert caught.value.line == line
    assert words in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "nests deeper"),
        ("a: " + "{b: " * MAX_DEPTH + "}" * MAX_DEPTH, "nests deeper"),
        ("a: [" + "b, " * MAX_EVENTS + "]", "parts"),
        ("a: " + "b" * MAX_HEADER_BYTES, "larger than"),
        ("a: " + "語" * (MAX_HEADER_BYTES // 3), "larger than"),
    ],
)
def test_a_header_has_limits_of_depth_parts_and_size(header: str, words: str) -> None:
    with pytest.raises(HeaderError, match=words):
        read_header(header)


def test_a_header_just_below_its_limits_is_read() -> None:
    deep = "[" * (MAX_DEPTH - 2) + "]" * (MAX_DEPTH - 2)
    assert read_header(f"a: {deep}\n").raw
    assert len(read_header("a: [" + "b, " * (MAX_EVENTS - 20) + "]").raw["a"]) == MAX_EVENTS - 20
    assert read_header("a: " + "b" * (MAX_HEADER_BYTES - 4)).raw


def test_fifty_thousand_brackets_end_no_process() -> None:
    """libyaml's own constructor dies of them; the event stream is left at the first levels."""
    code = (
        "from lfnkr_nb.header import read_header, HeaderError\n"
        "for text in ('[' * 50000, 'a: ' + '[' * 50000, 'a: ' + '{b: ' * 12000, '? ' * 30000):\n"
        "    try: read_header(text); print('read')\n"
        "    except HeaderError as error: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["refused"] * 4), done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: a\n---\nbody\n", "---\r\ntitle: a\r\n---\r\nbody", "\ufeff---\ntitle: a\n...\nbody",
        "\n\n---\ntitle: a\n---\n", "----\ntitle: a\n----\n\n\n  body  ", "---\n---\n", "no header at all", "", "\n \n",
        "---  \ntitle: a\n---  \nbody\n---\nmore", "---\rtitle: a\r---\rbody\r", "a\n---\nb: c\n---\n",
    ],
)  # fmt: skip
def test_splitting_keeps_every_character(text: str) -> None:
    cut = split_text(text)
    assert cut.before + cut.header + cut.closing + cut.content == text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: a\nbody\n", 1, "no closing"),
        ("\n\n---\ntitle: a\n", 3, "no closing"),
        ("+++\ntitle = 'a'\n+++\n", 1, "not YAML"),
        (";;;\n{}\n;;;\n", 1, "not YAML"),
        ('{\n"title": "a"\n}\n', 1, "not YAML"),
        ("---\na: 1\n---\n---\nb: 2\n---\n", 4, "second header"),
    ],
)
def test_a_header_that_is_not_one_is_never_taken_for_text(text: str, line: int, words: str) -> None:
    with pytest.raises(HeaderError, match=words) as caught:
        split_text(text)
    assert caught.value.line == line


def test_python_frontmatter_reads_through_the_handler() -> None:
    handler = HeaderHandler()
    text = "---\ncontent: x\n2017: y\nno: 2\n---\nbody\n"
    metadata, content = frontmatter.parse(text, handler=handler)
    assert metadata == {"content": "x", "2017": "y", "no": 2}
    assert content == "body"
    assert handler.header.line("no") == 4


def test_the_handler_writes_what_it_reads() -> None:
    values = {"title": "News: today", "tags": ["a", "NO", "0123"], "n": 3, "x": None, "lines": "one\ntwo\n"}
    written = HeaderHandler().export(values)
    assert HeaderHandler().load(written + "\n") == values
