"""What changed from one edition to the next, and an export that is stopped half-way."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.cli import main
from lfnkr_nb.edition_changes import edition_changes


@pytest.fixture
def briefing(tmp_path: Path) -> Briefing:
    (tmp_path / "posts").mkdir()
    for number, name in enumerate(("one", "two", "three"), 1):
        text = f"---\ntitle: Post {name}\ndate: 2017-09-{number:02d}\nstatus: publish\n---\nText of {name}.\n"
        (tmp_path / f"posts/{name}.md").write_text(text, "utf-8")
    archive = Archive.open(tmp_path / "posts")
    return Briefing("Autumn", ["one", "two"], archive=archive).save(tmp_path / "briefings/autumn.md")


def out(briefing: Briefing) -> None:
    briefing.export(briefing.archive.root / "exports/autumn.html")


def test_each_edition_tells_what_changed_since_the_one_before(briefing: Briefing) -> None:
    root = briefing.archive.root
    assert edition_changes(briefing) == []
    out(briefing)
    briefing = briefing.changed({"posts": ["three", "two"]}).save()
    (root / "posts/two.md").write_text(
        "---\ntitle: Post two\ndate: 2017-09-02\nstatus: publish\n---\nMended.\n", "utf-8"
    )
    out(briefing)
    briefing = briefing.changed({"posts": ["two", "three"], "title": "Winter"}).save()
    out(briefing)
    briefing = briefing.changed({}, "Words.").save()
    out(briefing)
    reworded, moved, changed, first = edition_changes(briefing)
    assert [c.edition.number for c in (first, changed, moved, reworded)] == [1, 2, 3, 4]
    assert first.first
    assert (changed.added, changed.removed, changed.corrected) == (("three",), ("one",), ("two",))
    assert (moved.retitled, moved.reordered, moved.added) == (True, True, ())
    assert reworded.reworded


def test_the_command_lists_editions_with_what_changed(
    briefing: Briefing, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out(briefing)
    out(briefing.changed({"posts": ["two"]}).save())
    monkeypatch.chdir(briefing.archive.root)
    assert main(["editions", "briefings/autumn.md"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == ["edition 2: Autumn", "    removed: one"]
    assert "exports/autumn.html" in said.out
    assert said.err == "2 editions\n"


class StoppedError(Exception):
    """Raised by whoever asked to stop."""


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
@pytest.mark.parametrize("reading", [True, False], ids=["while posts are read", "after they are read"])
def test_an_export_that_is_stopped_leaves_nothing(briefing: Briefing, suffix: str, reading: bool) -> None:
    """Whoever wants to stop raises in the progress: while posts are read, or before anything is written."""

    def step(_done: int, total: int | None) -> None:
        if (total is not None) == reading:
            raise StoppedError

    with pytest.raises(StoppedError):
        briefing.export(briefing.archive.root / f"exports/autumn{suffix}", progress=step)
    root = briefing.archive.root
    assert not list(root.glob("exports/*"))
    assert not list(root.glob("private/**/*.json"))
