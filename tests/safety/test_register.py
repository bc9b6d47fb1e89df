"""The register is read strictly, only where nobody else can read it, and decides whose name may be printed."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import people
import pytest
from registers import private_copy

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import GateError, RegisterError
from lfnkr_nb.protection.register import REGISTER, Register

if TYPE_CHECKING:
    from pathlib import Path

ONE = "- label: H. Y.\n  family: [Kwak, 곽]\n  given: [Min-ae, 민애]\n"
NAMED = ONE + "  consent: {scope: name, until: 2030-01-31}\n"
TODAY = date(2026, 6, 1)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one post that asks for protection and one that does not; both hold the name."""
    posts = tmp_path / "posts"
    Post.new(posts / "a.md", "Kwak Min-ae came.", title="A", status="publish", protect=["H. Y."]).save()
    Post.new(posts / "b.md", "Kwak Min-ae left.", title="B", status="publish").save()
    return posts


def refused(archive: Path, *options: str) -> bool:
    """Whether an export ends with 3 and leaves no file."""
    target = archive.parent / "x.html"
    return main(["brief", "--posts", str(archive), "-o", str(target), *options]) == 3 and not target.exists()


def read(archive: Path) -> str:
    """The page of the whole archive."""
    target = archive.parent / "x.html"
    Briefing("All", Archive.open(archive)).export(target)
    return target.read_text("utf-8")


def test_a_missing_register_stops_a_post_that_needs_one(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names post, line, field and label; posts without `protect:` need no register."""
    assert refused(archive)
    said = capsys.readouterr().err
    assert all(part in said for part in ("a.md:", "`protect:`", "H. Y.", "no register"))
    assert not refused(archive, "--post", "b")


def test_a_label_that_the_register_lacks_stops_the_export(archive: Path) -> None:
    """A register with other people is none for this post."""
    private_copy(ONE.replace("H. Y.", "X. Z."), archive.parent)
    with pytest.raises(GateError, match=r"a\.md.*H\. Y\."):
        Briefing("All", Archive.open(archive)).document()


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])
def test_a_register_that_others_can_read_stops_every_export(archive: Path, mode: int) -> None:
    """Any bit for group or others refuses, also for posts that ask for nothing."""
    private_copy(ONE, archive.parent).chmod(mode)
    assert refused(archive)
    assert refused(archive, "--post", "b")


@pytest.mark.parametrize("staged_only", [True, False])
def test_a_register_that_git_tracks_stops_every_export(archive: Path, staged_only: bool) -> None:
    """Tracked means staged or committed; a hook or setting of the repository is not run."""
    root = archive.parent
    private_copy(ONE, root)
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    assert not refused(archive)
    (root / "x.html").unlink()
    subprocess.run([*git, "add", "-f", str(REGISTER)], check=True)
    if not staged_only:
        subprocess.run([*git, "commit", "-qm", "x"], check=True)
    subprocess.run([*git, "config", "core.fsmonitor", f"touch {root}/ran"], check=True)
    assert refused(archive)
    assert not (root / "ran").exists()


def test_a_tracked_register_is_seen_without_git(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program git is missing the index of the repository is read."""
    root = archive.parent
    private_copy(ONE, root)
    subprocess.run(["git", "-C", str(root), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(root), "add", "-f", str(REGISTER)], check=True)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RegisterError, match="Git tracks"):
        Register.beside(root)


def test_a_linked_register_is_refused(archive: Path, tmp_path: Path) -> None:
    """A symbolic link could lead into a tracked or public place."""
    real = private_copy(ONE, tmp_path / "elsewhere")
    (archive.parent / "private").mkdir()
    (archive.parent / REGISTER).symlink_to(real)
    assert refused(archive)


BROKEN = {
    "label: A\n": (1, "not a list of people"),
    "- label: A. B.\n  family: [K]\n": (1, "Nothing of A. B."),
    "- family: [K]\n  given: [M]\n": (1, "no label"),
    ONE + "\n" + ONE: (5, "Two people"),
    ONE + "  familly: [K]\n": (4, "`familly` is no key"),
    ONE + "  minor: maybe\n": (4, "neither true nor false"),
    ONE + "  consent: {scope: name}\n": (4, "no end"),
    ONE + "  consent: {scope: name, until: soon}\n": (4, "no date"),
    ONE + "  consent: {scop: name}\n": (4, "`scop` is no key"),
    "- label: &a X\n  exact: [Y]\n": (1, "anchor"),
    "- label: X\n  exact: *a\n": (2, "alias"),
    "- label: !!python/object X\n  exact: [Y]\n": (1, "tag"),
    "- label: X\n  label: Y\n  exact: [Z]\n": (2, "twice"),
    "- label: X\n  exact: ['--']\n": (2, "no letter"),
    "- label: X\n  exact: [[Y]]\n": (2, "not a list of names"),
    "- label: " + "[" * 5000: (1, "This entry"),
    "- label: X\n  exact: [Y\n": (3, "cannot be understood"),
}


@pytest.mark.parametrize("text", BROKEN, ids=[words for _, words in BROKEN.values()])
def test_a_register_that_cannot_be_understood_stops_every_export(archive: Path, text: str) -> None:
    """Each mistake is said with file, line and hint, and nothing goes out: guessing could leak a name."""
    path = private_copy(text, archive.parent)
    line, words = BROKEN[text]
    with pytest.raises(RegisterError) as caught:
        Register.open(path)
    assert words in str(caught.value)
    assert (caught.value.line, caught.value.path) == (line, path)
    assert caught.value.hint
    assert refused(archive, "--post", "b")


def test_a_large_register_is_read(tmp_path: Path) -> None:
    """Each person has the limits of a header, not the whole file: a thousand people are no problem."""
    people = "".join(ONE.replace("H. Y.", f"person {n}") for n in range(1000))
    assert len(Register.open(private_copy(f"---\n# ours\n\n{people}", tmp_path)).people) == 1000


def test_the_example_is_a_register_without_problems(root: Path, tmp_path: Path) -> None:
    """What private/register.example.yaml shows is read, with nothing odd in it."""
    register = Register.open(private_copy(root / "private" / "register.example.yaml", tmp_path))
    assert register.labels
    assert register.problems == ()


def test_everybody_is_replaced_in_every_export(archive: Path) -> None:
    """A name is replaced also in a post that does not name the label."""
    private_copy(ONE, archive.parent)
    page = read(archive)
    assert page.count("H. Y. came") == page.count("H. Y. left") == 1
    assert "Min-ae" not in page


def test_a_consent_prints_the_name_where_no_post_asks_otherwise(archive: Path) -> None:
    """`scope: name` lets the name stand until its day; a post that names the label takes precedence."""
    register = Register.open(private_copy(NAMED, archive.parent))
    assert register.protecting(today=TODAY).people == ()
    assert register.protecting(["H. Y."], today=TODAY).labels == ("H. Y.",)
    assert "Min-ae" not in read(archive)
    Post.read(archive / "a.md").replace(protect=None).save()
    assert "Kwak Min-ae came" in read(archive)


@pytest.mark.parametrize(("day", "protected"), [("2030-01-31", False), ("2030-02-01", True)])
def test_an_expired_consent_protects_again(tmp_path: Path, day: str, protected: bool) -> None:
    """The last day counts; the day after only the label is printed."""
    register = Register.open(private_copy(NAMED, tmp_path))
    assert bool(register.protecting(today=date.fromisoformat(day)).people) is protected


@pytest.mark.parametrize("consent", ["{scope: briefings, until: 2030-01-01}", "{}", "{until: 2030-01-01}"])
def test_any_other_scope_protects(tmp_path: Path, consent: str) -> None:
    """A scope that is not understood never means that the name may be printed."""
    register = Register.open(private_copy(f"{ONE}  consent: {consent}\n", tmp_path))
    assert register.protecting(today=TODAY).labels == ("H. Y.",)
    assert bool(register.problems) == ("briefings" in consent)


def test_minors_are_protected_whatever_consent_says(tmp_path: Path) -> None:
    """A consent to print the name does not count for somebody under age."""
    register = Register.open(private_copy(NAMED + "  minor: true\n", tmp_path))
    assert register.protecting(today=TODAY).labels == ("H. Y.",)


def test_notices_name_the_fields_in_which_a_label_stands(archive: Path) -> None:
    """Of a post its own fields, of the briefing what surrounds the posts."""
    private_copy(ONE, archive.parent)
    Post.new(
        archive / "c.md",
        "Kwak Min-ae came. So did Kwak Min-ae.\n\nx[^1]\n\n[^1]: Of Kwak Min-ae.",
        title="Kwak Min-ae", byline="Kwak Min-ae", standfirst="On Kwak Min-ae.", status="publish",
        sources=[{"title": "Kwak Min-ae speaks"}],
    ).save()  # fmt: skip
    briefing = Briefing(
        "Kwak Min-ae", ["c"], archive=Archive.open(archive), template="briefing",
        recommendations=[{"to": "All", "points": ["Hear Kwak Min-ae."]}],
    )  # fmt: skip
    said = {notice.origin: notice.message for notice in briefing.document().notices}
    assert said["posts/c.md"] == (
        "H. Y. stands in place of a name 6 times (title, lines under the title, standfirst, text, footnotes)"
    )
    assert said[""].endswith("(title of the briefing, recommendations, sources)")


def test_an_excerpt_names_its_field_too(archive: Path) -> None:
    private_copy(ONE, archive.parent)
    briefing = Briefing("All", ["a"], archive=Archive.open(archive), show="excerpt")
    assert [notice.message for notice in briefing.document().notices] == [
        "H. Y. stands in place of a name once (text)"
    ]


def test_notices_say_how_often_and_never_whom(archive: Path) -> None:
    """How often a label was put in is said by post and label, without the name."""
    private_copy(ONE, archive.parent)
    notices = Briefing("All", Archive.open(archive)).document().notices
    said = {(notice.origin, notice.message) for notice in notices}
    assert said == {(f"posts/{name}.md", "H. Y. stands in place of a name once (text)") for name in "ab"}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            "- {label: Ogi, family: [Ogi], given: [Nanami]}",
            "The label Ogi is a part of the person's own name",
        ),
        (
            "- {label: Yu-ran, family: [Ogi], given: [Nanami]}",
            "The label Yu-ran is a part of the name of H. Y.",
        ),
        ("- {label: T. T., family: [韓], given: [Yuran]}", "T. T. has the same name as H. Y."),
        ("- {label: T. T., family: [Han], given: [Nanami]}", ""),
    ],
)
def test_a_label_that_says_a_part_of_a_name_and_one_name_twice_are_told(
    second: str, said: str, tmp_path: Path
) -> None:
    """Relatives who share a family name are two people."""
    archive = people.archive(tmp_path)
    path = tmp_path / "private" / "register.yaml"
    path.write_text(people.REGISTER + second + "\n", "utf-8")
    messages = [problem.message for problem in Register.open(path).check(archive)]
    told = [m for m in messages if "is a part of" in m or "has the same name" in m]
    assert told == ([said] if said else [])


def test_who_is_printed_by_name_is_said(tmp_path: Path) -> None:
    """With a consent that holds the name goes out, and the export says whose and until when."""
    archive = people.archive(tmp_path)
    archive["crossing"].replace(protect=None).save()
    path = tmp_path / "private" / "register.yaml"
    path.write_text(
        people.REGISTER + "  minor: false\n  consent: {scope: name, until: 2999-01-31}\n", "utf-8"
    )
    made = Briefing("All", Archive.open(archive.folder), show="whole").export(tmp_path / "x.html")
    assert "H. Y. is printed by name, with a consent until 2999-01-31" in [n.message for n in made.notices]
    assert "Han Yu-ran" in made.path.read_text("utf-8")
    made = Briefing("One", [archive["school"]], archive=archive).export(tmp_path / "y.html")
    assert not [n for n in made.notices if "by name" in n.message]


def test_adding_says_what_is_odd_about_the_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """True initials, a consent that has ended: at once, and not only when the whole register is checked."""
    archive = people.archive(tmp_path)
    names = ["--family", "Mori", "--given", "Keiko", "--scope", "name", "--until", "2020-01-01", "--of-age"]
    assert main(["protect", "add", "K. M.", *names, "--posts", str(archive.folder)]) == 0
    said = capsys.readouterr()
    assert "The label K. M. is the person's true initials" in said.out + said.err
    assert "The consent of K. M. ended on 2020-01-01" in said.out + said.err
    assert "Keiko" not in said.out + said.err
