"""What a file says can be read, but it cannot steer a terminal, hide, or turn other text around."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import PostError
from lfnkr_nb.escaping import visible
from lfnkr_nb.fields import Problem
from lfnkr_nb.wordpress.receipt import Loss, Receipt

#: One of each sort: ANSI, C1's own introducer, delete, bell, right-to-left override, isolate, Arabic letter
#: mark, line and paragraph separators, zero-width characters, tags, filler, byte order mark, half a pair.
NEVER_SHOWN = set(
    "\x1b\x9b\x7f\x07\x00\r\n\u202e\u2066\u061c\u2028\u2029\u200b\u2060\U000e0041\u3164\ufeff\ud800\x85"
)
TITLE = "Words\x1b[2K\x9b31m \u202efdp.exe\u2066 \u061c\U000e0041\u2028forged: line\rover"


def test_no_control_format_or_separator_character_of_unicode_stays() -> None:
    """By Python's own tables, not by ours."""
    steering = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp") or code & 0xFFFE == 0xFFFE
    ]
    assert [hex(ord(c)) for c in steering if visible(c) != f"[U+{ord(c):04X}]"] == []


def test_ordinary_text_stays_as_it_is() -> None:
    """Japanese with a variant ideograph, Korean in parts, Vietnamese, Thai, emoji, full-width blanks."""
    for text in (
        "葛\U000e0100城の難民　です",
        "강제북송",
        "Việt Nam e\u0302\u0301",
        "ก็ที่",
        "☂\ufe0f 😀",
        "a\u00a0b",
    ):
        assert visible(text) == text
    assert visible("a\n\tb", kept="\n\t") == "a\n\tb"


def test_hidden_messages_in_selectors_and_piled_marks_are_told() -> None:
    """One variation selector belongs to its character; a row of them carries bytes. Zalgo climbs over lines."""
    assert visible("a\ufe0f\ufe01") == "a\ufe0f[U+FE01]"
    assert visible("\U000e0150") == "[U+E0150]"
    assert visible("Z" + "\u0301" * 6) == "Z" + "\u0301" * 4 + "[U+0301]" * 2


@given(st.text())
def test_showing_twice_changes_nothing_more(text: str) -> None:
    """And the characters can be told from the code points."""
    shown = visible(text)
    assert visible(shown) == shown
    assert re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda m: chr(int(m[1], 16)), shown) == re.sub(
        r"\[U\+([0-9A-F]{4,6})\]", lambda m: chr(int(m[1], 16)), text
    )


# --- every place that shows text ------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive whose titles, names of files and values are hostile."""
    posts = tmp_path / "posts"
    Post.new(
        posts / "a\x1b[31m\u202eb\nerror: forged.md",
        "Text with \x1b[2J and \u202e.\n\n![](../x\x1b[5m.png)\n",
        title=TITLE,
        status="publish",
        follows="no\x1b[31mbody",
        tags=["\u202etag"],
        date="2024-01-01",
    ).save()
    (posts / "bad\x9b\n.md").write_bytes(b"\xff")
    return tmp_path


def assert_harmless(text: str, kept: str = "\n") -> None:
    assert not (NEVER_SHOWN - set(kept)) & set(text), [hex(ord(c)) for c in NEVER_SHOWN & set(text)]
    assert "\nforged:" not in text
    assert "\nerror: forged" not in text


COMMANDS = {
    "list": ["list"],
    "search": ["search", "Text"],
    "check": ["check"],
    "brief": ["brief", "-o", "x.html"],
    "an unknown slug": ["brief", "--post", "x\x1b[31m\n\u202ey", "-o", "x.html"],
    "an unknown category": ["brief", "--category", "x\x1b[31m\n", "-o", "x.html"],
    "a place that cannot be": ["brief", "-o", "\x1b[31m\n/x.html", "--posts", "\x1b[0m\u202e\nposts"],
    "a recipe that is not there": ["brief", "\x1b[31m\u202e\n.md"],
    "an export that is not there": ["import", "\x1b[31m\u202e\n.xml"],
    "an option that is none": ["list", "--\x1b[31m\u202e\nx"],
    "a command that is none": ["\x1b[31m\u202e\nx"],
}


@pytest.mark.parametrize("what", COMMANDS)
def test_no_command_lets_a_file_or_argument_steer_the_terminal(
    what: str, archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Titles, paths, arguments and errors with ESC, C1, bidi, line separators and tags come out as code points."""
    monkeypatch.chdir(archive)
    try:
        main(COMMANDS[what])
    except SystemExit as stopped:
        assert stopped.code == 2
    said = capsys.readouterr()
    assert said.out + said.err
    assert_harmless(said.out + said.err)


def test_data_for_a_program_is_exact_and_on_a_terminal_harmless(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--json` in a pipe keeps every character, a table never does; shown to a person neither can steer."""
    monkeypatch.chdir(archive)
    main(["list", "--json"])
    assert "\\u001b[2K" in capsys.readouterr().out
    main(["list", "--csv"])
    assert "[U+001B][2K" in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for option in ("--csv", "--json"):
        main(["list", option])
        assert_harmless(capsys.readouterr().out)


def test_objects_show_themselves_harmlessly(archive: Path) -> None:
    """`repr`, `str` and the HTML of posts, archives, briefings and receipts."""
    found = Archive.open(archive)
    post = next(iter(found))
    briefing = Briefing(TITLE, found)
    loss = Loss("item\x1b", TITLE, 1, "why\u202e\nforged: line")
    receipt = Receipt(sources=("a\x1b\u2028.xml",), read={"po\x1bst": {"pu\u202eblish": 1}}, losses=(loss,))
    chosen = found.select(text="x\x1b[31mx OR Text")
    for shown in (post, found, chosen, briefing, receipt, found.check()[0]):
        assert_harmless(str(shown))
        assert_harmless(repr(shown))
        if hasattr(shown, "_repr_html_"):
            assert_harmless(shown._repr_html_())


def test_errors_and_problems_are_one_line() -> None:
    """A path with a line break does not forge a second message; attributes keep what was really there."""
    error = PostError("It says \x1b[31m", hint="Do.", path=Path("a\nerror: forged"), line=3)
    problem = Problem("It says \u202e", "Do.", path=Path("a\nb"))
    for shown in (str(error), str(problem)):
        assert_harmless(shown, kept="")
        assert "\n" not in shown
    assert error.path == Path("a\nerror: forged")


@pytest.mark.slow
def test_a_terminal_gets_no_raw_byte_of_a_hostile_name(archive: Path) -> None:
    """In a process of its own, also for names that are no UTF-8."""
    run = subprocess.run(
        [sys.executable, "-m", "lfnkr_nb", "brief", b"\xff\x1b[31m.md"],
        capture_output=True,
        cwd=archive,
        check=False,
    )
    assert run.returncode == 2
    assert b"\x1b" not in run.stdout + run.stderr
    assert run.stderr.count(b"\n") == 1
