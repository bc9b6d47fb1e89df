"""A new archive works from the first command on, and starting again changes nothing."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lfnkr_nb import Archive
from lfnkr_nb.cli import main
from lfnkr_nb.errors import ArchiveError, ConflictError
from lfnkr_nb.schema import KINDS, TEMPLATES
from lfnkr_nb.starting import init_archive, new_briefing, new_post, sample_root

ROOT = Path(__file__).parent.parent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new archive, which is the working folder."""
    folder = tmp_path / "archive"
    assert main(["init", str(folder)]) == 0
    monkeypatch.chdir(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_init_makes_what_an_archive_needs(home: Path) -> None:
    made = files(home)
    assert {".gitignore", "brand.yaml", "brand/logo.png", "private/register.example.yaml"} <= set(made)
    assert {f"notebooks/{name}.ipynb" for name in ("start-here", "explore", "brief")} <= set(made)
    assert all((home / name).is_dir() for name in ("posts", "briefings", "exports", "private", "notebooks"))
    if sys.platform != "win32":
        assert stat.S_IMODE((home / "private").stat().st_mode) == 0o700


def test_init_again_changes_nothing_and_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "brand.yaml").write_text("name: Ours\n", "utf-8")
    (home / "notebooks/brief.ipynb").unlink()
    (home / "posts/mine.md").write_text("---\ntitle: Mine\n---\nText.\n", "utf-8")
    before = files(home)
    capsys.readouterr()
    assert main(["init", str(home)]) == 0
    after = files(home)
    assert after.pop("notebooks/brief.ipynb")
    assert after == before
    assert capsys.readouterr().err.count(": made") == 1
    assert init_archive(home) == []


def test_init_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ArchiveError, match="another name"):
        init_archive(tmp_path / "file")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_takes_no_private_file_along(home: Path) -> None:
    for name in ("private/register.yaml", "private/deep/x.txt", "exports/x.pdf", "posts/.lfnkr-tmp-0.md"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text("secret", "utf-8")
    (home / "posts/a.md").write_text("---\ntitle: A\n---\nText.\n", "utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=home, check=True)
    listed = subprocess.run(["git", "ls-files"], cwd=home, check=True, capture_output=True, text=True).stdout
    assert "posts/a.md" in listed
    assert "register.yaml" not in listed
    assert "secret" not in "".join((home / name).read_text("utf-8", "replace") for name in listed.split())


def test_a_new_archive_imports_starts_checks_and_briefs(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    export = home.parent / "export.xml"
    export.write_text(_EXPORT, "utf-8")
    assert main(["import", str(export)]) == 0
    assert main(["new", "post", "二つの声 / Two voices", "--kind", "testimony", "--lang", "ja"]) == 0
    assert main(["new", "briefing", "For Geneva", "--template", "briefing"]) == 0
    assert main(["check"]) == 0
    assert main(["check", "briefings/for-geneva.md"]) == 0
    capsys.readouterr()
    assert main(["brief", "briefings/for-geneva.md"]) == 0
    said = capsys.readouterr().err
    assert "exports" in said
    assert ": 1 post, " in said
    assert (home / "exports/for-geneva.pdf").read_bytes().startswith(b"%PDF")
    assert main(["brief", "briefings/for-geneva.md", "--html"]) == 0
    assert "Rice" in (home / "exports/for-geneva.html").read_text("utf-8")
    assert "Two voices" not in (home / "exports/for-geneva.html").read_text("utf-8")


_EXPORT = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Aid</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://aid.example</wp:base_blog_url><item><title>Rice</title>
<link>https://aid.example/rice/</link><content:encoded><![CDATA[Sacks of rice.]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2017-09-01 09:00:00</wp:post_date>
<wp:post_date_gmt>2017-09-01 00:00:00</wp:post_date_gmt><wp:post_name>rice</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>
"""


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_a_new_post_is_a_draft_without_problems(kind: str | None, tmp_path: Path) -> None:
    title = 'Say: "yes" #1 – 手紙'
    path = new_post(tmp_path / "posts", title, kind=kind, lang="ko")
    archive = Archive.open(tmp_path / "posts")
    post = archive[path.stem]
    assert (post.title, post.status, post.lang, post.date) == (title, "draft", "ko", None)
    assert post.kind == (kind or post.kind)
    assert not post.is_public
    assert [p for p in archive.check() if p.severity != "note"] == []


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_briefing_can_be_made_at_once(template: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "posts", tmp_path / "posts")
    path = new_briefing(tmp_path / "briefings", "Our year", template=template)
    assert main(["brief", str(path), "-o", str(tmp_path / "x.html")]) == 0
    assert "<h1>Our year</h1>" in (tmp_path / "x.html").read_text("utf-8")


@pytest.mark.parametrize(
    "title", ["../../outside", "/etc/passwd", "CON", "...", "a" * 400, "강제 송환 " * 60]
)
def test_no_title_leads_out_of_the_folder_or_past_its_limits(title: str, tmp_path: Path) -> None:
    made = [new_post(tmp_path / "posts", title), new_briefing(tmp_path / "briefings", title)]
    assert [path.parent for path in made] == [tmp_path / "posts/undated", tmp_path / "briefings"]
    assert all(len(path.name.encode()) <= 125 for path in made)
    assert sorted(p for p in tmp_path.rglob("*.md")) == sorted(made)


def test_a_second_start_of_the_same_name_is_refused(tmp_path: Path) -> None:
    path = new_post(tmp_path / "posts", "One")
    before = path.read_bytes()
    with pytest.raises(ConflictError):
        new_post(tmp_path / "posts", "One", kind="news")
    assert path.read_bytes() == before
    new_briefing(tmp_path / "briefings", "One")
    with pytest.raises(ConflictError):
        new_briefing(tmp_path / "briefings", "One", template="statement")


@pytest.mark.parametrize("what", ["post", "briefing"])
def test_a_start_without_a_title_is_refused(
    what: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", what, " "]) == 2
    assert "title" in capsys.readouterr().err
    assert list(home.rglob("*.md")) == []


def test_the_demo_makes_a_pdf_of_the_sample_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert sample_root() == ROOT
    assert main(["demo"]) == 0
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*")] == ["exports/demo.pdf"]
