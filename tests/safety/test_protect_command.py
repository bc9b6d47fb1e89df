"""`lfnkr protect` keeps the register, and `check` says what to look at."""

from __future__ import annotations

import io
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest
from registers import opened, private_copy, spellings

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import RegisterError
from lfnkr_nb.protection.look_alikes import look_alikes_in
from lfnkr_nb.protection.register import REGISTER, Register

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 6, 1)
PEOPLE = """\
- label: M. K.
  family: [Kwak, 곽]
  given: [Min-ae, 민애]
  minor: false
- label: the teacher
  family: [Hatano, 波多野, ハタノ]
  given: [Setsuko, 節子, セツコ]
  consent: {scope: name, until: 2020-01-31}
  minor: false
- label: the boy
  family: [Pyo, 표]
  given: [Tae-gyu, 태규]
  consent: {scope: name, until: 2030-01-31}
  minor: true
- label: A. Z.
  exact: [Songbird]
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a register, a public post with a name, a draft with one, and labels that do not fit."""
    private_copy(PEOPLE, tmp_path)
    posts = tmp_path / "posts"
    Post.new(posts / "open.md", "\nWe met 波多野節子さん.", title="A", status="publish").save()
    Post.new(posts / "draft.md", "Kwak Min-ae.", title="B", status="draft").save()
    Post.new(posts / "odd.md", "Nobody.", title="C", status="draft", protect=["A. Z.", "Q. Q."]).save()
    return posts


def test_check_says_what_to_look_at(archive: Path) -> None:
    """Missing labels, expired consents, published names, true initials and minors, each with its place."""
    problems = Register.open(archive.parent / REGISTER).check(Archive.open(archive), today=TODAY)
    said = {(p.severity, p.path.name if p.path else "", p.line, p.message.split(", ")[0]) for p in problems}
    assert said == {
        ("error", "odd.md", 4, "`protect:` names Q. Q."),
        ("warning", "register.yaml", 1, "The label M. K. is the person's true initials"),
        ("warning", "register.yaml", 5, "The consent of the teacher ended on 2020-01-31"),
        ("warning", "register.yaml", 10, "the boy is under age"),
        ("warning", "open.md", 7, "The name of the teacher is published in this post"),
        ("note", "register.yaml", 15, "Nothing says whether A. Z. is of age"),
        ("note", "draft.md", 6, "The name of M. K. stands in this post"),
        ("note", "odd.md", 4, "`protect:` names A. Z."),
    }
    assert all(problem.hint for problem in problems)


def test_the_check_command_ends_with_2_on_errors(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It prints one line a problem and never a name."""
    assert main(["protect", "check", "--posts", str(archive)]) == 2
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 8
    assert not [name for name in ("Kwak", "波多野", "Songbird", "Pyo") if name in shown.out + shown.err]
    (archive / "odd.md").unlink()
    assert main(["protect", "check", "--posts", str(archive)]) == 0
    assert main(["protect", "check", "--strict", "--posts", str(archive)]) == 2


def test_list_shows_labels_and_names_only_when_asked(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Labels, consents and minors are shown; names only with --names."""
    assert main(["protect", "list", "--posts", str(archive)]) == 0
    plain = capsys.readouterr().out
    assert plain.splitlines()[2] == "the boy  consent: name until 2030-01-31  minor"
    assert "태규" not in plain
    assert main(["protect", "list", "--names", "--posts", str(archive)]) == 0
    assert "태규" in capsys.readouterr().out


def test_add_makes_a_private_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names come from standard input, where no shell keeps them; the file and its folder are the owner's alone."""
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("family: Han, 한、ハン\n\ngiven: Yu-ran, 유란\n"))
    assert main(["protect", "add", "H. Y.", "--until", "2030-01-31", "--of-age"]) == 0
    path = tmp_path / REGISTER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    person = Register.open(path)["H. Y."]
    assert (person.family, person.given) == (("Han", "한", "ハン"), ("Yu-ran", "유란"))
    assert (person.minor, str(person.consent.until)) == (False, "2030-01-31")


def test_add_keeps_what_the_register_says(archive: Path) -> None:
    """A new person comes after the others; comments and order stay, and odd names are written so that they return."""
    path = archive.parent / REGISTER
    path.write_text(f"# ours\n{PEOPLE}", "utf-8")
    before = path.read_text("utf-8")
    names = ["--family", "O'Neil: #1", "--given", "Aoife, -x", "--exact", "no"]
    assert main(["protect", "add", "new", *names, "--minor", "--posts", str(archive)]) == 0
    assert path.read_text("utf-8").startswith(before)
    person = Register.open(path)["new"]
    assert (person.family, person.given, person.exact) == (("O'Neil: #1",), ("Aoife", "-x"), ("no",))
    assert person.minor


@pytest.mark.parametrize(
    "options",
    [
        ["M. K.", "--exact", "X"],
        ["m. k.", "--exact", "X"],
        ["B. B.", "--family", "X"],
        ["B. B.", "--exact", "X", "--scope", "name"],
        ["B. B.", "--exact", "X", "--until", "soon"],
        [" ", "--exact", "X"],
        ["Lee Eun", "--family", "Lee", "--given", "Eun"],
        ["Yi Ŭn", "--family", "Lee, 이", "--given", "Eun, 은"],
        ["Eun-byol", "--family", "Lee", "--given", "Eun-byol"],
        ["the Songbird", "--family", "Lee", "--given", "Eun"],
    ],
)
def test_add_refuses_what_could_not_protect(archive: Path, options: list[str]) -> None:
    """A label twice, a person of whom nothing can be found, a consent without end: nothing is written."""
    before = (archive.parent / REGISTER).read_bytes()
    assert main(["protect", "add", *options, "--posts", str(archive)]) == 2
    assert (archive.parent / REGISTER).read_bytes() == before


@pytest.mark.slow
def test_look_alikes_find_what_the_matcher_leaves() -> None:
    """Of the slips of the pen in names/variants.txt at least nine in ten are found or shown."""
    register = opened()
    slips = spellings(slips=True)
    shown = [
        s
        for label, s in slips
        if label in {hit.label for hit in register.matcher().find(s)}
        or label in {row[2] for row in look_alikes_in(f"There was {s}.", register)}
    ]
    assert len(shown) >= 0.9 * len(slips)


def test_look_alikes_are_listed_with_post_and_line(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like a name is shown with its place, label and likeness; what is found as a name is not."""
    text = "\nHatanno Setsuko and S. Hatano wrote.\nSetsuko sang; Kwak Min-ae listened.\n"
    Post.new(archive / "slips.md", text, title="D", status="draft").save()
    assert main(["protect", "check", "--look-alikes", "--posts", str(archive)]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if "slips.md" in line]
    assert [row.split(" (")[0] for row in rows] == [
        "posts/slips.md:7: Hatanno Setsuko",
        "posts/slips.md:7: S. Hatano",
        "posts/slips.md:7: Setsuko and S. Hatano",
        "posts/slips.md:8: Setsuko",
    ]


def test_nothing_is_replaced_because_of_a_look_alike(archive: Path) -> None:
    """A slip of the pen stays in the text: only people decide whether it means the person."""
    Post.new(archive / "slips.md", "Hatanno Setsuko.", title="D", status="publish").save()
    document = Briefing("x", ["slips"], archive=Archive.open(archive)).document()
    assert not [notice for notice in document.notices if "stands in place" in notice.message]


def test_add_tells_how_to_add_a_spelling_to_somebody_it_has(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A label that is there already leads to its lines, and one person is one person."""
    assert main(["protect", "add", "A. Z.", "--exact", "Lark", "--posts", str(archive)]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "has A. Z. already" in said and "from line 15 on" in said and "Lark" not in said
    (archive.parent / REGISTER).unlink()
    assert main(["protect", "add", "A. Z.", "--exact", "Lark", "--posts", str(archive)]) == 0
    assert "has 1 person now" in capsys.readouterr().err


def test_a_label_that_is_a_name_stops_check_and_every_export(archive: Path) -> None:
    """Written into the file by hand, such a label is refused before anything is replaced by it."""
    path = archive.parent / REGISTER
    path.write_text(PEOPLE + "- label: Yi Eun\n  family: [Lee]\n  given: [Eun]\n", "utf-8")
    assert main(["protect", "check", "--posts", str(archive)]) == 3
    with pytest.raises(RegisterError, match="spelling of a name"):
        Register.open(path).matcher()
