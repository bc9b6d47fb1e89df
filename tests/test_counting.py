"""Numbers agree with their nouns in everything that the program says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.counting import counted
from lfnkr_nb.wordpress.receipt import Choice, Loss, Receipt

#: `1` with a noun in the plural, or another number with one of the nouns that are counted in the singular.
_NOUNS = "post|page|file|error|warning|note|edition|loss|finding|figure|claim|date|event|thread|mention|pair|link|row"
_WRONG = re.compile(
    rf"(?<![\d.,-])(?:1 (?:related )?(?:{_NOUNS})e?s\b|(?:0|[2-9]|\d[\d,]*\d) (?:related )?(?:{_NOUNS})\b)(?!-)"
)


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "post", "0 posts"), (1, "post", "1 post"), (2, "post", "2 posts"), (1200, "post", "1,200 posts"),
        (1, "loss", "1 loss"), (2, "loss", "2 losses"), (2, "box", "2 boxes"), (3, "old page", "3 old pages"),
    ],
)  # fmt: skip
def test_a_number_has_its_noun_in_the_right_form(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An archive with one of everything."""
    Post.new(
        tmp_path / "posts" / "school.md",
        "A school opened on 3 May 2019. About 600 people came to Niigata. [x](gone.md)",
        title="School", status="publish", date="2020-01-01",
    ).save()  # fmt: skip
    Post.new(tmp_path / "posts" / "sealed.md", "x", title="Sealed", status="private").save()
    (tmp_path / "posts" / "bad.md").write_text("---\ntitle: a: b: c\n---\nx\n", "utf-8")
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings" / "r.md").write_text(
        "---\ntitle: R\nposts: [school, sealed]\nshow: whole\n---\nWords.\n", "utf-8"
    )
    return tmp_path


COMMANDS = [
    ["list"], ["list", "--near-duplicates"], ["search", "school"], ["search", "nothing"], ["related", "school"],
    ["check"], ["check", "briefings/r.md"], ["brief", "briefings/r.md"], ["build", "briefings/r.md"],
    ["editions", "briefings/r.md"], ["recall", "--post", "school"], ["figures"], ["dates"], ["events"],
    ["threads"], ["places"], ["trend"], ["export", "tables.csv"], ["gate", "exports/r.pdf"], ["history", "school"],
]  # fmt: skip


@pytest.mark.slow
def test_no_command_says_one_of_several_or_several_of_one(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that counts, in an archive with one of each."""
    monkeypatch.chdir(house)
    for command in COMMANDS:
        main(command)
        said = capsys.readouterr()
        assert not _WRONG.findall(said.out + said.err), (command, said)


def receipts() -> Iterator[Receipt]:
    """A receipt with one of everything, and one with two."""
    for count in (1, 2):
        loss = Loss("picture", "Post", 3, "it is gone")
        choice = Choice("a.md", "https://x.example/2017/", count, ("b.md",) * count)
        yield Receipt(losses=(loss,) * count, choices=(choice,), media={"remote": count})


@pytest.mark.parametrize("receipt", list(receipts()))
def test_no_receipt_does(receipt: Receipt) -> None:
    for said in (str(receipt), re.sub(r"<[^>]+>", " ", receipt._repr_html_())):
        assert not _WRONG.findall(said), said


def test_no_object_does_in_a_notebook(house: Path) -> None:
    archive = Archive.open(house)
    one = archive.select(slugs=["school"])
    for shown in (archive, one, Briefing("T", one)):
        assert not _WRONG.findall(repr(shown))
