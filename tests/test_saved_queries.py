"""Saved queries: files that make the same selection again."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb import Archive
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ConflictError, SelectionError
from lfnkr_nb.saved_queries import SavedQuery, saved_queries

ROOT = Path(__file__).parent.parent
ARCHIVE = Archive.open(ROOT / "posts")


def test_a_saved_query_reads_back_the_same_and_selects_the_same(tmp_path: Path) -> None:
    query = SavedQuery(
        "難民: on the river",
        "송환 OR repatriation",
        {"lang": ("en", "ko"), "category": ("Advocacy > Letters",)},
    )
    saved = query.save(tmp_path / "queries")
    read = SavedQuery.read(saved.path or "")
    assert (read.title, read.text, read.chosen) == (query.title, query.text, query.chosen)
    assert saved_queries(tmp_path) == [saved.path]
    assert [p.slug for p in read.select(ARCHIVE)] == [p.slug for p in query.select(ARCHIVE)]


def test_a_query_selects_an_archive(tmp_path: Path) -> None:
    found = SavedQuery("", "", {"kind": ("testimony",)}).select(ARCHIVE)
    assert isinstance(found, Archive)
    assert {post.kind for post in found} == {"testimony"}


def test_a_query_that_stands_there_is_not_overwritten(tmp_path: Path) -> None:
    SavedQuery("One", "a").save(tmp_path)
    with pytest.raises(ConflictError):
        SavedQuery("One", "b").save(tmp_path)
    assert "a" in (tmp_path / "one.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [("kinds: [news]\n", "kinds"), ("title: [", "."), ("a: &x 1\nb: *x\n", "."), ("\xff", "UTF-8")],
    ids=["unknown part", "no YAML", "alias", "not UTF-8"],
)
def test_a_file_that_is_no_query_is_said_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SelectionError, match=said) as refused:
        SavedQuery.read(path)
    assert refused.value.path == path


def test_a_query_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(SelectionError, match="name"):
        SavedQuery(" ").save(tmp_path)


def test_the_command_lists_what_a_saved_query_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = SavedQuery("Korean", "", {"lang": ("ko",)}).save(tmp_path)
    assert main(["list", "--query", str(saved.path), "--posts", str(ROOT / "posts")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
