"""Headers that are read line by line say exactly what libyaml says of them, values and spans."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lfnkr_nb.errors import HeaderError
from lfnkr_nb.header import Header, Plain, _Reader, read_header, split_text
from lfnkr_nb.simple_header import read_simple_header

#: Pieces of lines, whole and broken, that are put together at random.
PIECES = (
    "title", "date", "a-b", "Ünï", "2017", "no", "null", "~", "true", ":", ": ", " ", "  ", "- ", "-", "---", "...",
    "[", "]", "[]", "[a, b]", "[a,b]", "[Relief > Food, 쌀]", ", ", ",", "{", "}", "'", '"', "''", '"x y"', "'x: y'",
    '"a \\" b"', "#", " #", "&a", "*a", "!t", "|", ">", "%", "@", "`", "?", "? ", "\t", "x", "강제북송", "a: b", "x:y",
    "2017-09-04T10:00:00+09:00", "https://a.example/b?c=d#e", "\u3000", "\u00a0", "\u2028", "\x85", "é", "\U0001f600",
)  # fmt: skip
#: Values that most headers are made of.
VALUES = (
    "One",
    "2017-09-04",
    "[a, b]",
    "[]",
    '"x: y"',
    "'it # is'",
    "a > b",
    "x:y",
    "1",
    "no",
    "日本",
    "b#c",
    "12:30",
)
STRUCTURE = (
    "wp:", "  id: 12", "  meta:", "    x: y", "list:", "  - one", "- one", "  - a: b", "    c: d", "", "    - z",
)  # fmt: skip
LINES = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.builds("{}: {}".format, st.sampled_from(("title", "date", "tags", "k")), st.sampled_from(PIECES)),
    st.builds("{}: {}".format, st.sampled_from("abcdefgh"), st.sampled_from(VALUES)),
    st.builds(
        "{}{}: {}".format, st.sampled_from(("", "  ", "    ", "- ", "  - ")), st.sampled_from("ab"), st.text()
    ),
    st.sampled_from(STRUCTURE),
)


def by_libyaml(text: str) -> Header | None:
    try:
        return _Reader(text, 2, None).read()
    except HeaderError:
        return None


def typed(value: object) -> object:
    """A value with what kind of text it is."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return (isinstance(value, Plain), value)


def assert_same(text: str) -> bool:
    """Whether a header was simple; one that was says what libyaml says."""
    simple = read_simple_header(text, 2)
    if simple is None:
        return False
    strict = by_libyaml(text)
    assert strict is not None, f"libyaml refuses {text!r}"
    assert typed(simple[0]) == typed(strict.raw)
    assert simple[1] == strict.entries
    assert not strict.flow
    return True


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(st.lists(LINES, max_size=9).map(lambda lines: "".join(f"{line}\n" for line in lines)))
@example("a:\n  b: 1\n   c: 2\n")
@example("a: b\n  c\n")
@example("a:\n  - b\n  c: d\n")
@example("a:\n  - b: 1\n    c: 2\n  - d\n")
@example("a:\n  b:\n    c: 1\n  d: 2\ne: [x , y]\n")
@example("a: b:c #d\n")
@example("a: b#c\n")
@example("a: 1\na: 2\n")
def test_a_simple_header_says_what_libyaml_says(text: str) -> None:
    assert_same(text)


@pytest.mark.slow
@pytest.mark.parametrize("often", [0.0, 0.9])
def test_many_headers_of_many_pieces_say_what_libyaml_says(often: float) -> None:
    random = Random(1)
    simple = sum(assert_same(random_header(random, often)) for _ in range(30_000))
    assert simple > (3_000 if often else 20)


def random_header(random: Random, often: float) -> str:
    """Lines of pieces; of those that most headers are made of as often as that."""
    lines = []
    for number in range(random.randint(1, 7)):
        if random.random() < often:
            line = (
                random.choice(STRUCTURE) if random.random() < 0.3 else f"k{number}: {random.choice(VALUES)}"
            )
        else:
            indent = random.choice(("", "", "", "  ", "  ", "    ", "- ", "  - "))
            key = random.choice(("a: ", "b: ", "c:", "wp:", ""))
            line = indent + key + "".join(random.choices(PIECES, k=random.randint(0, 3)))
        lines.append(line)
    return "".join(f"{line}\n" for line in lines)


def test_the_headers_of_the_sample_archive_are_simple_and_the_same(root: Path) -> None:
    cuts = [split_text(path.read_text(encoding="utf-8")) for path in (root / "posts").rglob("*.md")]
    assert sum(assert_same(cut.header) for cut in cuts) > len(cuts) / 2


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c\n",
        "a: &x b\n",
        "a: !t b\n",
        'a: "\\u0041"\n',
        "a: b\tc\n",
        "a: |\n  b\n",
        "{a: b}\n",
        "a: b: c\n",
        "a:\n",
        "a: b \n",
        "a: b",
    ],
)
def test_what_could_mean_something_else_is_left_to_libyaml(text: str) -> None:
    assert read_simple_header(text, 2) is None


def test_lines_are_counted_in_the_file() -> None:
    header = read_header("title: A\nwp:\n  id: 3\nstatus: publish\n", first_line=2)
    assert [header.line(key) for key in ("title", "wp", "status")] == [2, 3, 5]
