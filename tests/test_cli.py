"""The command `lfnkr`: exit codes, messages, manners in a pipe, and what stopping it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

from lfnkr_nb.cli import main
from lfnkr_nb.cli_parser import build_parser
from lfnkr_nb.saving import TEMP_PREFIX

ROOT = Path(__file__).parent.parent
COMMANDS = tuple(name for action in build_parser()._actions for name in action.choices or ())
SAMPLE = ("--posts", str(ROOT / "posts"))
HEAVY = ("pandas", "typst", "PIL", "lxml", "nh3", "jinja2", "markdown_it", "yaml", "tqdm")


def started(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """`lfnkr` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "lfnkr_nb", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,  # type: ignore[call-overload]
    )  # fmt: skip


def post(folder: Path, name: str, title: str, body: str = "Text.", more: str = "") -> Path:
    """A published post."""
    path = folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {title}\ndate: 2024-01-01\nstatus: publish\n{more}---\n{body}\n", "utf-8")
    return path


def columns(line: str) -> int:
    """Columns of a terminal that a line takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


# --- starting is cheap -----------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["import lfnkr_nb", "from lfnkr_nb.cli import main; main(['--help'])"])
def test_importing_the_package_and_help_load_nothing_heavy(statement: str) -> None:
    code = (
        f"import sys\ntry:\n    {statement}\nexcept SystemExit: pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr == "[]\n"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_terminal_of_80_columns(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stopped:
        main([*filter(None, [command]), "--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) > 3
    assert [line for line in shown if len(line) > 80] == []


def test_every_command_has_a_function_and_a_sentence() -> None:
    for name in COMMANDS:
        assert callable(import_module(f"lfnkr_nb.commands.{name.replace('import', 'import_')}").run)
        assert name in build_parser().format_help()


# --- exit codes and messages -----------------------------------------------------------------------------

WRONG = {
    "an unknown slug": (
        ["brief", "--post", "open-leter-to-xi-jinping"],
        "Did you mean open-letter-to-xi-jin",
    ),
    "an unknown category": (["brief", "--category", "Defecters"], "Did you mean the category Defectors"),
    "a bad date": (["list", "--since", "20177"], "2017-09"),
    "a bad search": (["search", "("], "never closed"),
    "a wrong language": (["brief", "--language", "klingon"], "language tag"),
    "a wrong date of the briefing": (["brief", "--date", "2017-99"], "date: 2017-99"),
    "another kind of file": (["brief", "-o", "x.docx"], ".pdf or .html"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_input_ends_with_2_and_one_message_with_a_hint(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, hint = WRONG[what]
    target = ["-o", "x.pdf"] if arguments[0] == "brief" and "-o" not in arguments else []
    assert main([*arguments, *target, *SAMPLE]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("lfnkr: ")
    assert hint in said.err
    assert said.err.count("\n") == (3 if what == "a bad search" else 1)  # a search is shown with a caret
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_template_ends_with_2_and_names_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["brief", "--template", "poster", *SAMPLE])
    assert stopped.value.code == 2
    assert "open-letter" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("header", "line", "hint"),
    [
        ("title: x\ntemplate: poster", 3, "digest"),
        ("title: x\nedition: many", 3, "edition"),
        ("title: [a", 3, "quotes"),
        ("title: x\ntitle: y", 3, "title"),
        ("title: x\nselect: *a", 3, ""),
    ],
)
def test_a_bad_recipe_is_named_with_file_line_and_hint(
    header: str, line: int, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post(tmp_path / "posts", "a", "A")
    recipe = tmp_path / "briefings" / "r.md"
    recipe.parent.mkdir()
    recipe.write_text(f"---\n{header}\n---\nWords.\n", "utf-8")
    assert main(["brief", str(recipe), "-o", str(tmp_path / "x.pdf")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"lfnkr: {recipe}:{line}: ")
    assert hint in said
    assert not (tmp_path / "x.pdf").exists()


def test_a_missing_recipe_is_said_before_a_missing_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", str(tmp_path / "none.md")]) == 2
    assert "none.md: There is no such file" in capsys.readouterr().err


def test_a_recipe_that_names_an_unknown_post_is_named_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post(tmp_path / "posts", "first-letter", "A")
    recipe = tmp_path / "briefings" / "r.md"
    recipe.parent.mkdir()
    recipe.write_text("---\ntitle: x\nposts: [first-leter]\n---\nWords.\n", "utf-8")
    assert main(["brief", str(recipe), "-o", str(tmp_path / "x.pdf")]) == 2
    said = capsys.readouterr().err
    assert "Did you mean first-letter" in said
    assert str(recipe) in said


def test_an_import_with_losses_ends_with_4_and_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "e.xml"
    export.write_bytes(_export(3)[:-400])
    assert main(["import", str(export), "--to", str(tmp_path / "posts")]) == 4
    assert "line" in capsys.readouterr().out
    assert {path.stem for path in (tmp_path / "posts/2017").iterdir()} == {"2017-09-01-p1", "2017-09-01-p2"}


def _export(count: int, filler: str = "Text. ") -> bytes:
    item = (
        "<item><title>Post {0}</title><link>https://aid.example/p{0}/</link><content:encoded>"
        "<![CDATA[{1}]]></content:encoded><wp:post_id>{0}</wp:post_id><wp:post_name>p{0}</wp:post_name>"
        "<wp:post_date>2017-09-01 09:00:00</wp:post_date><wp:post_date_gmt>2017-09-01 00:00:00"
        "</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n"
    )
    head = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Aid</title>'
        "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://aid.example</wp:base_blog_url>\n"
    )
    items = "".join(item.format(number, filler * 60) for number in range(1, count + 1))
    return f"{head}{items}</channel></rss>".encode()


def test_check_ends_with_2_when_a_post_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post(tmp_path / "posts", "good", "Good")
    assert main(["check", "--posts", str(tmp_path / "posts")]) == 0
    post(tmp_path / "posts", "bad", "[")
    assert main(["check", "--posts", str(tmp_path / "posts")]) == 2
    assert "error: posts/bad.md:4: " in capsys.readouterr().out


def test_drafts_go_out_only_when_included(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = post(tmp_path / "posts", "a", "A")
    path.write_text(path.read_text("utf-8").replace("publish", "draft"), "utf-8")
    command = ["brief", "--posts", str(tmp_path / "posts"), "-o", str(tmp_path / "x.html")]
    assert main(command) == 2
    assert "--include" in capsys.readouterr().err
    assert main([*command, "--include", "draft"]) == 0


# --- what is printed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["list"], ["search", "送還 OR 송환 OR repatriation"], ["check"]])
def test_listed_lines_fit_80_columns(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, *SAMPLE]) in (0, 2)
    lines = capsys.readouterr().out.splitlines()
    assert arguments == ["check"] or len(lines) > 3
    if arguments != ["check"]:
        assert [line for line in lines if columns(line) > 80] == []


def test_control_characters_of_a_title_are_shown_as_code_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post(tmp_path / "posts", "evil", r'"A \e]0;x\a \u202E red \u200B \n next"', "Red text.")
    assert main(["list", "--posts", str(tmp_path / "posts")]) == 0
    assert main(["search", "red", "--posts", str(tmp_path / "posts")]) == 0
    said = capsys.readouterr()
    assert not [c for c in said.out + said.err if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
    assert "[U+001B]" in said.out
    assert "[U+202E]" in said.out
    assert len(said.out.splitlines()) == 3


@pytest.mark.slow
def test_a_pipe_gets_data_alone_and_no_progress(tmp_path: Path) -> None:
    for number in range(30):
        post(tmp_path / "posts", f"p{number}", f"P {number}")
    target = tmp_path / "x.pdf"
    run = started("brief", "--posts", str(tmp_path / "posts"), "-o", str(target))
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0
    assert out == b""
    lines = [line for line in err.decode().splitlines() if not line.startswith("note: ")]
    assert len(lines) == 1
    assert lines[0].startswith(f"{target}: 30 posts, ")
    assert not set(err) & set(b"\r\x1b%")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["list"], ["list", "--csv"], ["search", "Korea"]])
def test_a_reader_that_leaves_is_no_error(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-m", "lfnkr_nb", *arguments, *SAMPLE],
        stdout=write, stderr=subprocess.PIPE, timeout=60, check=False,
    )  # fmt: skip
    os.close(write)
    assert b"Traceback" not in run.stderr
    assert b"Exception ignored" not in run.stderr
    assert run.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_in_a_pipe_is_utf8_whatever_the_machine_prefers(encoding: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "lfnkr_nb", "list", "--lang", "ja", "--csv", *SAMPLE],
        env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=True,
    )  # fmt: skip
    assert "夜間中学" in run.stdout.decode("utf-8")


# --- stopping --------------------------------------------------------------------------------------------


def _leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{TEMP_PREFIX}*"))


def _stop_when(run: subprocess.Popen[bytes], ready: object) -> tuple[int, str]:
    deadline = time.monotonic() + 60
    while run.poll() is None and not ready() and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.01)
    assert run.poll() is None, "it ended before it could be stopped"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    return run.returncode, err.decode()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_stopping_an_import_leaves_whole_posts_and_nothing_else(tmp_path: Path) -> None:
    export = tmp_path / "big.xml"
    export.write_bytes(_export(5000))
    posts = tmp_path / "posts"
    run = started("import", str(export), "--to", str(posts))
    code, said = _stop_when(run, lambda: posts.is_dir() and any(posts.rglob("*")))
    assert code == 130
    assert said == "lfnkr: stopped; nothing was left half-written\n"
    assert _leftovers(tmp_path) == []
    assert all(path.read_bytes().endswith(b"\n") for path in posts.rglob("*.md"))
    assert main(["import", str(export), "--to", str(posts)]) == 0
    assert len(list(posts.rglob("*.md"))) == 5000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_stopping_a_briefing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    for number in range(200):
        post(tmp_path / "posts", f"p{number}", f"P {number}", "\n\n".join(["A few words. " * 40] * 20))
    (private := tmp_path / "temp").mkdir()
    target = tmp_path / "x.pdf"
    target.write_bytes(b"old")
    run = started(
        "brief", "--whole", "--posts", str(tmp_path / "posts"), "-o", str(target),
        env=os.environ | {"TMPDIR": str(private)},
    )  # fmt: skip
    start = time.monotonic()
    code, said = _stop_when(run, lambda: any(private.iterdir()) or time.monotonic() - start > 1.5)
    assert code == 130
    assert said == "lfnkr: stopped; nothing was left half-written\n"
    assert target.read_bytes() == b"old"
    assert _leftovers(tmp_path) == []
    assert list(private.iterdir()) == []
