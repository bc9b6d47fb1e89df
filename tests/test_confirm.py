"""An editor confirms a figure and accepts a thread; each writes one line into one post, and loses nothing."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ArchiveError, FigureError

TEXT = """\
---
title: Returned   # a comment stays
status: publish
---

On May 5, 2017 about 600 people were deported. Of these, 40 were children.
"""


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_text(TEXT, "utf-8")
    (folder / "b.md").write_text(
        "---\ntitle: Older\nstatus: publish\ndate: 2016-01-01\n---\nWords.\n", "utf-8"
    )
    return folder


def diff(before: str, path: Path) -> list[str]:
    """The lines that were taken out or came in."""
    lines = difflib.unified_diff(before.splitlines(), path.read_text("utf-8").splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_confirming_a_figure_adds_one_line(posts: Path) -> None:
    post = Archive.open(posts, index=False).confirm("a", 600, by="M. T.")
    assert diff(TEXT, posts / "a.md") == [
        "+figures: [{value: 600, qualifier: approximately, unit: people, act: forced return, start: 2017-05-05, "
        'sentence: "On May 5, 2017 about 600 people were deported.", confirmed_by: M. T.}]'
    ]
    assert post.problems == []
    figures = Archive.open(posts, index=False).figures.set_index("value")
    assert figures.confirmed_by.to_dict()[600] == "M. T."
    assert figures.loc[600, "words"] == "about 600 people"


def test_confirming_a_second_figure_changes_that_line_alone(posts: Path) -> None:
    Archive.open(posts, index=False).confirm("a", 600, by="M. T.")
    before = (posts / "a.md").read_text("utf-8")
    post = Archive.open(posts, index=False).confirm("a", 40, by="K. S.")
    assert len(diff(before, posts / "a.md")) == 2
    assert [(f["value"], f.get("subset_of"), f["confirmed_by"]) for f in post.get("figures")] == [
        (600, None, "M. T."),
        (40, 600, "K. S."),
    ]


def test_confirming_what_an_editor_noted_adds_his_name_below_it(posts: Path) -> None:
    noted = TEXT.replace(
        "status: publish\n", "status: publish\nfigures:\n  - value: 600   # noted\n    act: sent back\n"
    )
    (posts / "a.md").write_text(noted, "utf-8")
    Archive.open(posts, index=False).confirm("a", 600, by="M. T.")
    assert diff(noted, posts / "a.md") == ["+    confirmed_by: M. T."]
    assert Archive.open(posts, index=False).figures.act.tolist()[0] == "sent back"


def test_a_list_in_block_style_gets_one_more_line(posts: Path) -> None:
    noted = TEXT.replace("status: publish\n", "status: publish\nfigures:\n  - {value: 7, unit: houses}\n")
    (posts / "a.md").write_text(noted, "utf-8")
    Archive.open(posts, index=False).confirm("a", 40, by="M. T.")
    (line,) = diff(noted, posts / "a.md")
    assert line.startswith("+  - {value: 40, unit: people, act: forced return, subset_of: 600,")


def test_a_figure_that_is_not_claimed_cannot_be_confirmed(posts: Path) -> None:
    archive = Archive.open(posts, index=False)
    with pytest.raises(FigureError, match="claims no figure 700") as caught:
        archive.confirm("a", 700, by="M. T.")
    assert "600, 40" in caught.value.hint
    with pytest.raises(FigureError, match="Nobody confirms"):
        archive.confirm("a", 600, by=" ")
    assert diff(TEXT, posts / "a.md") == []


def test_a_figure_claimed_twice_is_confirmed_by_its_place(posts: Path) -> None:
    (posts / "a.md").write_text(TEXT + "\nIn June 2018, 40 people arrived.\n", "utf-8")
    archive = Archive.open(posts, index=False)
    with pytest.raises(FigureError, match="more than once"):
        archive.confirm("a", 40, by="M. T.")
    starts = archive.figures.query("value == 40").start.tolist()
    post = archive.confirm("a", 40, by="M. T.", start=starts[1])
    assert post.get("figures")[0]["sentence"] == "In June 2018, 40 people arrived."


def test_a_confirmed_figure_whose_sentence_is_gone_is_a_problem(posts: Path) -> None:
    Archive.open(posts, index=False).confirm("a", 600, by="M. T.")
    path = posts / "a.md"
    head, _, content = path.read_text("utf-8").rpartition("---")
    path.write_text(head + "---" + content.replace("about 600", "700"), "utf-8")
    problems = Archive.open(posts, index=False).problems
    assert problems.field.tolist() == ["figures"]
    assert "not in the post any more" in problems.message.iloc[0]


def test_accepting_a_thread_adds_one_line(posts: Path) -> None:
    post = Archive.open(posts, index=False).accept("a", "b")
    assert diff(TEXT, posts / "a.md") == ["+follows: b"]
    assert post.get("follows") == "b"
    threads = Archive.open(posts, index=False).threads
    assert threads[["post", "follows", "accepted", "score"]].values.tolist() == [["a", "b", True, 1.0]]
    with pytest.raises(ArchiveError, match="cannot follow itself"):
        Archive.open(posts, index=False).accept("a", "a")


@pytest.mark.parametrize(
    ("later", "earlier", "refused"),
    [
        ("2017", "2018", True), ("2017-05-01", "2017-05-02", True), ("2017-05", "2017-05-02", False),
        ("2017", "2017", False), ("2017-05-02", "2017-05", False),
        ("2017-05-02T10:00:00+09:00", "2017-05-02T12:00:00+09:00", True),
        ("2017-05-02T10:00:00+09:00", "2017-05-02", False),
    ],
)  # fmt: skip
def test_a_thread_is_not_accepted_against_the_order_of_dates(
    later: str, earlier: str, refused: bool, tmp_path: Path
) -> None:
    """Only what is certain is refused: a partial date may be any day of its month or year."""
    for name, date in (("new", later), ("old", earlier)):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: {date}\n---\nText.\n", "utf-8")
    archive = Archive.open(tmp_path, index=False)
    if refused:
        with pytest.raises(ArchiveError, match=r"is later than.*`lfnkr accept old new`"):
            archive.accept("new", "old")
        assert "follows" not in (tmp_path / "new.md").read_text("utf-8")
    else:
        archive.accept("new", "old")


def test_a_thread_does_not_go_round_in_a_circle(posts: Path) -> None:
    Archive.open(posts, index=False).accept("a", "b")
    with pytest.raises(ArchiveError, match="`a` follows `b` already"):
        Archive.open(posts, index=False).accept("b", "a")


def test_commands_confirm_and_accept_do_the_same(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["confirm", "a", "600", "--by", "M. T.", "--posts", str(posts)]) == 0
    assert main(["accept", "a", "b", "--posts", str(posts)]) == 0
    assert len(diff(TEXT, posts / "a.md")) == 2
    assert main(["confirm", "a", "many", "--by", "M. T.", "--posts", str(posts)]) == 2
    assert "is no number" in capsys.readouterr().err
    assert main(["figures", "--posts", str(posts)]) == 0
    assert "✓ approximately 600 people  2017-05-05  forced return  [a]" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["figures", "dates", "events", "threads"])
def test_each_frame_has_a_command_of_its_name(
    command: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--posts", str(root / "posts"), "--category", "Defectors"]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("\n") > 0
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert main([command, "--posts", str(root / "posts"), "--csv"]) == 0
    first = "event" if command == "events" else "post"
    assert capsys.readouterr().out.replace('"', "").startswith(f"{first},")
    assert main([command, "--posts", str(root / "posts"), "--json"]) == 0


def test_contested_claims_are_listed_side_by_side(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--contested", "--posts", str(root / "posts")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("forced return XXXX-10-09:") for line in lines)


def test_the_box_of_key_figures_takes_only_confirmed_ones(posts: Path) -> None:
    archive = Archive.open(posts, index=False)
    recipe = {"title": "T", "posts": ["a"], "template": "briefing", "archive": archive}
    given = [{"value": 600, "unit": "people", "post": "a"}, {"value": 40, "unit": "people", "post": "a"}]

    def boxes(**fields: object) -> list[str]:
        document = Briefing(**recipe, **fields).document()
        return [repr(s) for s in document.sections if s.role == "key-figures"]

    assert boxes(figures=given) == []
    notices = Briefing(**recipe, figures=given).document().notices
    assert [n.message for n in notices if "key figure" in n.message] == [
        "The key figure 600 was left out, nobody has confirmed it",
        "The key figure 40 was left out, nobody has confirmed it",
    ]
    archive.confirm("a", 600, by="M. T.")
    recipe["archive"] = Archive.open(posts, index=False)
    (box,) = boxes(figures=given)
    assert "600" in box
    assert "'40'" not in box
    (box,) = boxes()
    assert "600" in box
