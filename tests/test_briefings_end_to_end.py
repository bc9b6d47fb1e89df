"""From posts or a WordPress export to a finished file: what stands in it, and what never does."""

from __future__ import annotations

import hashlib
import html
import io
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image

from lfnkr_nb import Archive
from lfnkr_nb.cli import main
from pdf_reading import bookmarks, pages, said, solid, tags

ROOT = Path(__file__).parent.parent
DEFECTORS = [
    "Open Letter to Xi Jinping",
    "10th year challenge",
    "North Korea rejects to accept NK defectors from China",
    "Sung Kook`s Challenges – A Far Journey",
    "Statement on Enactment of the Hong Kong National Security Law",
    "Interview with a North Korean defector",
    "Another success story",
    "Inhumane Repatriation",
]
EXPORTS = ("wptt-themeunit.xml", "wp-71-all.xml", "archive.xml")


def brief(target: Path, *options: str, posts: Path = ROOT / "posts") -> Any:
    """The file that `lfnkr brief` writes, as `pdf_reading` takes it."""
    assert main(["brief", *options, "--posts", str(posts), "-o", str(target)]) == 0
    return SimpleNamespace(path=target, data=target.read_bytes())


def headings(page: Any) -> list[str]:
    """The post headings of an HTML briefing."""
    found = re.findall(r'<h2 id="post-\d+\.title"[^>]*>(.*?)</h2>', page.data.decode("utf-8"))
    return [html.unescape(re.sub(r"<[^>]+>", "", title)) for title in found]


def outline(pdf: Any) -> dict[str, int]:
    """Page by bookmark, titles without blanks."""
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    return bookmarks(reader, reader.outline)


def headings_of_posts() -> list[str]:
    """Titles of the sample's public posts."""
    return [post.title for post in Archive.open(ROOT / "posts").select(public=True)]


def copy_of_the_sample(folder: Path) -> Path:
    """A posts folder that a test may change."""
    return Path(shutil.copytree(ROOT / "posts", folder / "posts"))


# --- the sample: order, and the anatomy of the PDF -------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("template", ["digest", "briefing"])
def test_the_category_lists_its_eight_posts_newest_first(template: str, tmp_path: Path) -> None:
    chosen = ("--category", "Defectors", "--template", template)
    marks = list(outline(brief(tmp_path / "d.pdf", *chosen)))
    assert [m for m in marks if m in map(solid, DEFECTORS)] == [solid(title) for title in DEFECTORS]
    assert headings(brief(tmp_path / "d.html", *chosen)) == DEFECTORS


def test_the_order_comes_from_front_matter_alone(tmp_path: Path) -> None:
    """A date, another place on the list, another title: each changes the output, and no file name does."""
    posts = copy_of_the_sample(tmp_path)
    _edit(posts / "undated/inhumane-repatriation.md", r"date: null\n", "date: 2030-01-01\n")
    _edit(posts / "undated/inhumane-repatriation.md", r"date_after:.*\n|listed_after:.*\n", "")
    _edit(posts / "undated/another-success-story.md", r"title: .*", "title: A story with another name")
    _edit(posts / "undated/interview-with-a-north-korean-defector.md", r"listed_after: .*",
          "listed_after: open-letter-to-xi-jinping")  # fmt: skip
    _edit(posts / "undated/10th-year-challenge.md", r"listed_after: .*",
          "listed_after: interview-with-a-north-korean-defector")  # fmt: skip
    _edit(posts / "undated/another-success-story.md", r"listed_after: .*",
          "listed_after: statement-on-enactment-of-the-hong-kong-national-security-law")  # fmt: skip
    (posts / "undated/open-letter-to-xi-jinping.md").rename(posts / "undated/zzz.md")
    assert headings(brief(tmp_path / "d.html", "--category", "Defectors", posts=posts)) == [
        DEFECTORS[7], DEFECTORS[0], DEFECTORS[5], *DEFECTORS[1:5], "A story with another name",
    ]  # fmt: skip


def _edit(path: Path, pattern: str, text: str) -> None:
    changed, count = re.subn(pattern, text, path.read_text("utf-8"))
    assert count
    path.write_text(changed, "utf-8")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All public posts of the sample in the template with a cover and contents."""
    target = tmp_path_factory.mktemp("all") / "all.pdf"
    return brief(target, "--template", "briefing", "--title", "Everything", "--date", "2024-05")


@pytest.mark.slow
def test_the_pdf_says_title_language_standard_and_pages(everything: Any) -> None:
    with pikepdf.open(io.BytesIO(everything.data)) as pdf:
        assert str(pdf.docinfo.Title) == "Everything"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as xmp:
            assert xmp["pdfuaid:part"] == "1"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
            assert xmp["dc:title"] == "Everything"
    reader = pypdf.PdfReader(io.BytesIO(everything.data))
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]


@pytest.mark.slow
def test_printed_page_numbers_of_the_contents_are_where_the_bookmarks_lead(everything: Any) -> None:
    shown = pages(everything)
    marks = outline(everything)
    posts = [mark for mark in map(solid, headings_of_posts()) if mark in marks]
    start = next(number for number, page in enumerate(shown) if "Contents" in page)
    contents = "\n".join(map(solid, "\n".join(shown[start : min(marks.values()) - 1]).splitlines()))
    lines = {title: r"\n?".join(map(re.escape, title)) + r"[.·…\n]*(\d+)$" for title in posts}
    printed = {title: re.search(line, contents, re.MULTILINE) for title, line in lines.items()}
    assert {title: hit and int(hit[1]) for title, hit in printed.items()} == {t: marks[t] for t in posts}
    assert len(printed) > 15
    for title, page in marks.items():
        assert title in solid(shown[page - 1])
        assert f"{page} / {len(shown)}" in shown[page - 1]


def test_every_picture_of_the_sample_has_its_alt_text(everything: Any) -> None:
    content = "\n".join(post.content for post in Archive.open(ROOT / "posts").select(public=True))
    wanted = Counter(
        re.findall(r"!\[([^\]]+)\]\(", content) + re.findall(r'<img[^>]* alt="([^"]+)"', content)
    )
    figures = [tag.alt for tag in tags(everything) if tag.type == "/Figure"]
    assert all(figures)
    assert sum(wanted.values()) >= 5
    assert not wanted - Counter(figures)


@pytest.mark.slow
def test_japanese_and_korean_come_out_character_for_character(everything: Any) -> None:
    words = solid(said(everything))
    checked = 0
    for post in Archive.open(ROOT / "posts").select(lang=["ja", "ko"], public=True):
        for line in re.findall(r"^[가-힣ぁ-んァ-ヶ一-龯].{20,}$", post.content, re.MULTILINE):
            for sentence in re.findall(r"[^*_`\[\]()<>|\\。.]{10,}[。.]", line):
                assert solid(sentence) in words, sentence
                checked += 1
    assert checked > 30


# --- the same bytes everywhere ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("chosen", [("--category", "Defectors", "--template", "digest"), ("--whole",)])
@pytest.mark.parametrize("name", ["d.pdf", "d.html"])
def test_the_same_command_gives_the_same_bytes_in_other_surroundings(
    name: str, chosen: tuple[str, ...], tmp_path: Path
) -> None:
    surroundings = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Tokyo", "LC_ALL": "ja_JP.UTF-8", "PYTHONHASHSEED": "4711"},
    ]
    sums = set()
    for number, values in enumerate(surroundings):
        (folder := tmp_path / f"place{number}").mkdir()
        command = ["brief", *chosen, "--posts", str(ROOT / "posts")]
        run = subprocess.run(
            [sys.executable, "-m", "lfnkr_nb", *command, "-o", name],
            cwd=folder, env=os.environ | values, capture_output=True, check=True,
        )  # fmt: skip
        assert run.stdout == b""
        sums.add(hashlib.sha256((folder / name).read_bytes()).hexdigest())
    assert len(sums) == 1


# --- whole exports ---------------------------------------------------------------------------------------


def _items(export: Path) -> list[dict[str, str]]:
    """Posts of an export, by another parser."""
    items = []
    for element in ET.parse(export).getroot().iter("item"):
        item = {child.tag.rpartition("}")[2]: child.text or "" for child in reversed(element)}
        item["content"] = next(c.text or "" for c in element if c.tag.endswith("content/}encoded"))
        if item["post_type"] == "post":
            items.append(item)
    return items


def _public(item: dict[str, str]) -> bool:
    return item["status"] == "publish" and not item["post_password"]


def _secrets(items: list[dict[str, str]]) -> set[str]:
    """Titles and first words of what must stay inside, where nothing public says the same."""
    public = " ".join(f"{i['title']} {i['content']}" for i in items if _public(i)).casefold()
    hidden = [i for i in items if not _public(i)]
    texts = {t for i in hidden for t in (i["title"], re.sub(r"<[^>]+>", "", i["content"]).split("\n")[0])}
    return {text[:60] for text in texts if len(text) > 5 and text.casefold() not in public}


def _streams(pdf: Any) -> bytes:
    """Every stream, decoded where it can be, and every object as it is written."""
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        streams = [o for o in opened.objects if isinstance(o, pikepdf.Stream)]
        decoded = [s.read_bytes(pikepdf.StreamDecodeLevel.generalized) for s in streams]
        return pdf.data + b"".join(decoded) + "".join(map(repr, opened.objects)).encode()


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_becomes_one_pdf_of_what_is_public_and_nothing_else(
    name: str, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = tmp_path / "posts"
    assert main(["import", str(shared / "wxr" / name), "--to", str(posts)]) == 0
    before = {path: path.read_bytes() for path in posts.rglob("*.md")}
    pdf = brief(tmp_path / "t.pdf", "--whole", "--title", "All of it", posts=posts)
    page = brief(tmp_path / "t.html", "--whole", "--title", "All of it", posts=posts)
    items = _items(shared / "wxr" / name)
    published = [item for item in items if _public(item)]
    assert f"{len(published)} posts" in capsys.readouterr().err
    assert len(headings(page)) == len(published)
    words = solid(said(pdf))
    shown = solid(html.unescape(re.sub(r"</?(?:span|a|em|strong)\b[^>]*>", "", page.data.decode("utf-8"))))
    for item in published:
        title = _plain_title(item["title"])
        assert solid(title) in shown, title
        assert _without_emoji(solid(title)) in words, title
    secrets = _secrets(items)
    assert len(secrets) >= 2
    streams = _streams(pdf)
    for secret in secrets:
        assert solid(secret) not in words + shown
        assert secret.encode() not in streams
        assert secret.encode("utf-16-be") not in streams
    assert main(["import", str(shared / "wxr" / name), "--to", str(posts)]) == 0
    assert {path: path.read_bytes() for path in posts.rglob("*.md")} == before


def _plain_title(title: str) -> str:
    return html.unescape(re.sub(r"</?[a-z][^>]*>", "", title))


def _without_emoji(text: str) -> str:
    return re.split(r"[\U0001f000-\U0001ffff\u200d\U00020000-\U0003ffff]", text)[0]


# --- hostile text and pictures ---------------------------------------------------------------------------

HOSTILE = ('#read("/etc/passwd")', "$x$ and @ref", "<label>", "*not bold", "a \\ b // c", '#import "x": *')


def hostile_archive(folder: Path, *, title: str = "Plain", body: str = "") -> Path:
    """An archive of one post."""
    path = folder / "posts" / "post.md"
    path.parent.mkdir(parents=True)
    header = f"title: '{title}'\ndate: 2024-01-01\nstatus: publish\nslug: post"
    path.write_text(f"---\n{header}\n---\n{body}\n", "utf-8")
    return path.parent


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_markup_appears_as_itself(text: str, tmp_path: Path) -> None:
    posts = hostile_archive(tmp_path, title=f"T {text}", body=f"Before {text} after.")
    pdf = said(brief(tmp_path / "t.pdf", "--whole", "--title", f"= {text}", posts=posts))
    assert f"Before {text} after." in pdf
    assert f"T {text}" in pdf
    assert f"= {text}" in pdf
    assert "root:" not in pdf
    page = brief(tmp_path / "t.html", "--whole", "--title", f"= {text}", posts=posts).data.decode("utf-8")
    assert f"Before {html.escape(text, quote=False)} after." in page.replace("&#34;", '"').replace(
        "&quot;", '"'
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["absolute", "parent", "file", "http", "encoded", "link"])
@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_pictures_from_outside_are_refused_with_a_message_and_not_opened(
    form: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside.png"
    Image.new("RGB", (37, 41), (200, 10, 30)).save(outside)
    address = {
        "absolute": str(outside), "parent": "../outside.png", "file": outside.as_uri(),
        "http": "http://127.0.0.1:9/outside.png", "encoded": "%2e%2e/outside.png", "link": "inside.png",
    }[form]  # fmt: skip
    posts = hostile_archive(tmp_path / "archive", body=f"![A map]({address})")
    if form in ("parent", "encoded"):
        shutil.copy(outside, posts.parent)
    if form == "link":
        (posts / "inside.png").symlink_to(outside)
    made = brief(tmp_path / f"t.{suffix}", "--whole", posts=posts)
    assert re.search(r"note: posts/post\.md: picture left out", capsys.readouterr().err)
    assert b"data:image" not in made.data
    if suffix == "pdf":
        with pikepdf.open(io.BytesIO(made.data)) as pdf:
            sizes = [
                (o.Width, o.Height) for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Width" in o
            ]
        assert (37, 41) not in sizes
        assert "A map" in said(made)
    else:
        assert "A map" in made.data.decode("utf-8")
