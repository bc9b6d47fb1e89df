"""Whatever goes wrong, whoever runs the command reads one clear line and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Post
from lfnkr_nb.archive import Archive
from lfnkr_nb.cli import main

if TYPE_CHECKING:
    from pathlib import Path

FAULTS = {
    "a bug": KeyError("titel"),
    "no memory": MemoryError(),
    "too deep": RecursionError("maximum recursion depth exceeded"),
    "several lines": ValueError("one\ntwo\x1b[31m" + "x" * 5_000),
    "a half character": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
}


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in the working folder."""
    Post.new(tmp_path / "posts" / "a.md", "Text.", title="A", status="publish").save()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LFNKR_DEBUG", raising=False)
    return tmp_path


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_the_program_is_one_line_with_exit_1(
    what: str, faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the error and says where to report it, without names; no traceback."""

    def fail(*_: object, **__: object) -> None:
        raise FAULTS[what]

    monkeypatch.setattr(Archive, "open", fail)
    assert main(["list"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("lfnkr: ")
    assert said.count("\n") == 1
    assert type(FAULTS[what]).__name__ in said
    assert "report" in said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert len(said) < 700


def test_the_place_of_a_fault_is_shown_to_whoever_asks(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LFNKR_DEBUG=1 adds the traceback before the same line."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("titel")

    monkeypatch.setattr(Archive, "open", fail)
    monkeypatch.setenv("LFNKR_DEBUG", "1")
    assert main(["list"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.splitlines()[-1].startswith("lfnkr: ")
