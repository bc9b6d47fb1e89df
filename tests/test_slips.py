"""Slips of an editor and of a machine are answered with what happened, where, and what to do next."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.saving import TEMP_PREFIX, read_bytes, write_atomically
from lfnkr_nb.starting import init_archive
from lfnkr_nb.wordpress.writing import write_atomic

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder of one public post."""
    folder = tmp_path / "posts"
    Post.new(folder / "school.md", "A school opened.", title="School", status="publish").save()
    return folder


@pytest.mark.parametrize("command", [["list"], ["search", "school"], ["export"], ["brief"]])
def test_files_that_cannot_be_read_are_counted_once(
    command: list[str], posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is done with the archive, nothing goes missing without a word."""
    (posts / "bad.md").write_text("---\ntitle: Bad: colon: here\n---\nx\n", "utf-8")
    target = {"export": [str(posts.parent / "x.csv")], "brief": ["-o", str(posts.parent / "x.html")]}
    assert main([*command, *target.get(command[0], []), "--posts", str(posts)]) == 0
    said = capsys.readouterr().err
    assert said.count("1 file could not be read and is left out; `lfnkr check` names it") == 1


def test_check_names_what_others_count(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The count leads to `check`, so `check` does not repeat it."""
    (posts / "bad.md").write_text("---\ntitle: Bad: colon: here\n---\nx\n", "utf-8")
    assert main(["check", "--posts", str(posts)]) == 2
    said = capsys.readouterr()
    assert "bad.md:2" in said.out
    assert "could not be read" not in said.err


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (["--post", "schol"], "No post schol is known.*Did you mean school"),
        (["--person", "H. Z."], r"No label H\. Z\. is known"),
    ],
)
def test_a_recall_of_nothing_known_is_an_error(
    asked: list[str], answer: str, posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the pen must not read as: nobody received it."""
    assert main(["recall", *asked, "--posts", str(posts)]) == 2
    assert re.search(answer, capsys.readouterr().err)


def test_a_recall_of_a_post_that_never_went_out_is_none(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By slug or by file."""
    for name in ("school", "posts/school.md"):
        assert main(["recall", "--post", name, "--posts", str(posts)]) == 0
        assert "0 editions carried it" in capsys.readouterr().err


def test_a_store_of_somebody_else_is_done_without(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files in `.lfnkr/` are not ours to read or write, the work is done without them."""

    def refused(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("lfnkr_nb.store._make_file", refused)
    for command in (["list"], ["search", "school"], ["brief", "-o", str(posts.parent / "x.html")]):
        assert main([*command, "--posts", str(posts)]) == 0


def test_check_names_labels_nobody_has_and_a_register_that_cannot_be_used(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would stop every briefing is said of the archive, too."""
    post = Post.read(posts / "school.md").replace(protect=["H. Y."]).save()
    assert main(["check", "--posts", str(posts)]) == 2
    assert "`protect:` names H. Y." in capsys.readouterr().out
    post.replace(protect=None).save()
    (posts.parent / "private").mkdir()
    register = posts.parent / "private" / "register.yaml"
    register.write_text("- lable: X\n", "utf-8")
    register.chmod(0o600)
    assert main(["check", "--posts", str(posts)]) == 2
    assert "private/register.yaml:1" in capsys.readouterr().out


def test_a_missing_file_is_called_missing_with_the_nearest_names(posts: Path) -> None:
    """No word of permissions where there is nothing to permit."""
    with pytest.raises(LfnkrError, match=r"There is no such file\. Did you mean school\.md\?"):
        read_bytes(posts / "schol.md")
    with pytest.raises(LfnkrError, match=r"There is no such file\. Check the folder"):
        read_bytes(posts / "nowhere" / "x.md")


@pytest.mark.skipif(os.name != "posix", reason="ctrl-C is a signal of POSIX here")
def test_ctrl_c_while_modules_are_loaded_is_one_line() -> None:
    """Exit code 130 and no traceback, however early it comes."""
    early = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'lfnkr_nb.cli_parser': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from lfnkr_nb.cli import main\n"
        "sys.exit(main(['list']))\n"
    )
    done = subprocess.run([sys.executable, "-c", early], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "lfnkr: stopped; nothing was left half-written\n"


# --- what was asked for by a wrong word -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "usage", "said"),
    [
        (["breif"], "usage: lfnkr [-h]", "there is no command `breif`. Did you mean `brief`?"),
        (["xyzzy"], "usage: lfnkr [-h]", "there is no command `xyzzy`. `lfnkr --help` lists them."),
        (["brief", "--catgory", "X"], "usage: lfnkr brief", "--catgory (did you mean --category?)"),
        (["protect", "lst"], "usage: lfnkr protect [-h]", "Did you mean `list`?"),
        (["protect", "list", "--nam"], "", ""),
        (["protect", "check", "--lookalikes"], "usage: lfnkr protect check", "did you mean --look-alikes?"),
        (["history", "x", "--what"], "usage: lfnkr history", "unrecognized arguments: --what"),
    ],
)
def test_a_wrong_word_is_answered_with_the_usage_of_its_command_and_the_nearest(
    typed: list[str], usage: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if not usage:  # a beginning that means one option is that option
        assert main([*typed, "--posts", str(tmp_path)]) == 3
        return
    with pytest.raises(SystemExit) as stopped:
        main(typed)
    assert stopped.value.code == 2
    answer = capsys.readouterr().err
    assert answer.startswith(usage)
    assert said in answer


@pytest.mark.parametrize("step", ["open", "replace"])
def test_an_error_of_a_temporary_file_names_the_file_itself(
    step: str, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever of writing is refused, whoever writes."""

    def refused(name: object, *_: object, **__: object) -> None:
        if TEMP_PREFIX in str(name):
            raise PermissionError(13, "Permission denied", str(name))
        raise AssertionError(name)

    monkeypatch.setattr(f"os.{step}", refused)
    for write in (write_atomically, write_atomic):
        with pytest.raises(PermissionError) as caught:
            write(posts / "x.md", b"x")
        assert caught.value.filename == str(posts / "x.md")


@pytest.mark.parametrize(
    "command",
    [["clear"], ["editions"], ["build"], ["brief"], ["check"], ["gate"]],
)
def test_a_file_that_is_not_there_is_called_so_by_every_command(
    command: list[str], posts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the nearest names, and without a word of permissions."""
    monkeypatch.chdir(posts.parent)
    (posts.parent / "briefings").mkdir()
    (posts.parent / "briefings" / "letter.md").write_text("---\ntitle: L\n---\nx", "utf-8")
    assert main([*command, "briefings/leter.md"]) == 2
    said = capsys.readouterr().err
    assert "There is no such file. Did you mean letter.md?" in said
    assert "permission" not in said
    assert str(posts.parent) not in said or command == ["gate"]
    assert main([*command, "briefings"]) == 2
    assert "This is a folder" in capsys.readouterr().err


# --- what is done is said -------------------------------------------------------------------------------


def test_a_post_without_earlier_versions_says_so(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "school", "--posts", str(posts)]) == 0
    assert "school: no earlier versions" in capsys.readouterr().err


def test_a_rebuild_says_what_it_wrote_into_the_recipe(
    posts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(posts.parent)
    Post.new(posts / "road.md", "A road.", title="Road", status="publish").save()
    (posts.parent / "briefings").mkdir()
    recipe = posts.parent / "briefings" / "r.md"
    recipe.write_text("---\ntitle: R\nposts: [road, school]\n---\nWords.\n", "utf-8")
    assert main(["brief", str(recipe), "--html"]) == 0
    assert main(["recall", "--post", "road", "--rebuild"]) == 0
    said = capsys.readouterr().err
    assert "briefings/r.md: road written under `leave_out:`, and what changed under `changes:`" in said
    assert "leave_out:" in recipe.read_text("utf-8")
    # Without any post left nothing is made, and whoever holds the file has to know that it stands there.
    assert main(["recall", "--post", "school", "--rebuild"]) == 2
    assert "exports/r.html: it still carries it; delete it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        (None, "The pages name no organisation, for there is no brand.yaml. `lfnkr init` makes one"),
        (
            "delivered",
            "The pages speak as Life Funds for North Korean Refugees, with the contact of the sample",
        ),
        ("name: Kawabe\ncontact: [office@kawabe.example]\n", ""),
    ],
)
def test_an_export_reminds_of_a_brand_that_is_nobodys(
    brand: str | None, said: str, posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if brand == "delivered":
        init_archive(posts.parent)
    elif brand:
        (posts.parent / "brand.yaml").write_text(brand, "utf-8")
    assert main(["brief", "-o", str(posts.parent / "x.html"), "--posts", str(posts)]) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if "The pages" in line]
    assert len(notes) == bool(said)
    assert all(said in note and "brand.yaml" in note for note in notes)


# --- how it is said -------------------------------------------------------------------------------------


def test_errors_name_files_as_they_are_seen_from_the_working_folder(
    posts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(posts.parent)
    for again in (False, True):
        assert main(["new", "post", "A visit"]) == (2 if again else 0)
    said = capsys.readouterr().err
    assert said.startswith("posts/undated/a-visit.md: started\n")
    assert (
        "lfnkr: posts/undated/a-visit.md: The file exists already. Open that one, or choose another" in said
    )


def test_an_empty_search_is_one_line(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no place in it to point at."""
    assert main(["search", " ", "--posts", str(posts)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_value_that_an_option_cannot_have_is_answered_with_the_nearest(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["list", "--kind", "letter", "--posts", str(posts)])
    assert capsys.readouterr().err.endswith("did you mean open-letter?\n")
