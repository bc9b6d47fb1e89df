"""Importing: the receipt equals the export, repeating is safe, and nothing private comes along."""

from __future__ import annotations

import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path

import frontmatter
import pytest

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.post import Post
from lfnkr_nb.wordpress import pool
from lfnkr_nb.wordpress.importer import import_wordpress

CASES = Path(__file__).parent / "cases" / "wxr"
EXPORTS = (
    "archive.xml", "wp-61-all.xml", "wp-68-all.xml", "wp-71-all.xml", "wp-71-media.xml", "wp-71-pages.xml",
    "wp-71-posts.xml", "wp-71-posts-drafts.xml", "wptt-blocks.xml", "wptt-themeunit.xml", "imp-slashes.xml",
    "imp-valid-wxr-1.0.xml",
)  # fmt: skip
HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Aid</title><link>https://aid.example</link>'
    "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://aid.example</wp:base_blog_url>"
)


def item(number: int, content: str = "Text.", **more: str) -> str:
    """One published item of an export."""
    fields = {
        "post_name": f"post-{number}", "post_date": f"2017-09-{number:02d} 09:00:00",
        "post_date_gmt": f"2017-09-{number:02d} 00:00:00", "status": "publish", "post_type": "post", **more,
    }  # fmt: skip
    rest = "".join(
        f"<wp:{name}>{value}</wp:{name}>" for name, value in fields.items() if not name.startswith("_")
    )
    return (
        f"<item><title>Post {number}</title><link>https://aid.example/post-{number}/</link>"
        f"<guid>https://aid.example/?p={number}</guid><content:encoded><![CDATA[{content}]]>"
        "</content:encoded>"
        f"<wp:post_id>{number}</wp:post_id>{rest}{fields.get('_extra', '')}</item>\n"
    )


def meta_of(key: str, value: str) -> str:
    """Post meta."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


def export(folder: Path, *items: str, name: str = "export.xml", head: str = "") -> Path:
    """An export of these items."""
    path = folder / name
    path.write_text(HEAD + head + "".join(items) + "</channel></rss>", encoding="utf-8")
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def counted(path: Path) -> dict[str, dict[str, int]]:
    """Items by type and status, by another parser."""
    counts: Counter[tuple[str, str]] = Counter()
    for element in ET.parse(path).getroot().iter("item"):
        values = {child.tag.split("}")[-1]: (child.text or "").strip() for child in element}
        counts[values.get("post_type") or "(none)", values.get("status") or "(none)"] += 1
    table: dict[str, dict[str, int]] = {}
    for (kind, status), count in sorted(counts.items()):
        table.setdefault(kind, {})[status] = count
    return table


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_the_receipt_equals_the_export_by_type_and_status(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "wxr" / name
    receipt = import_wordpress(path, tmp_path / "posts")
    expected = counted(path)
    assert receipt.read == expected
    assert receipt.written == {kind: counts for kind, counts in expected.items() if kind in ("post", "page")}
    assert receipt.exit_code == 0
    assert all(len(line) <= 80 for line in receipt.to_text().splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_importing_again_writes_nothing(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "wxr" / name
    first = import_wordpress(path, tmp_path / "posts")
    before = snapshot(tmp_path)
    second = import_wordpress(path, tmp_path / "posts")
    assert snapshot(tmp_path) == before
    assert set(second.files) <= {"unchanged"}
    assert sum(second.files.values()) == first.files.get("written", 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_every_header_is_read_without_problems_by_the_strict_reader(
    shared: Path, tmp_path: Path, name: str
) -> None:
    import_wordpress(shared / "wxr" / name, tmp_path / "posts", comments=True)
    for path in (tmp_path / "posts").rglob("*.md"):
        assert [str(problem) for problem in Post.read(path).problems if "no title" not in str(problem)] == []


def test_no_address_and_no_account_name_is_written_anywhere(shared: Path, tmp_path: Path) -> None:
    source = shared / "wxr" / "wp-71-all.xml"
    import_wordpress(source, tmp_path / "posts", comments=True)
    private = re.findall(
        r"<wp:(?:author_email|comment_author_email|comment_author_IP|author_login)>(?:<!\[CDATA\[)?([^<\]]+)",
        source.read_text(encoding="utf-8"),
    )
    written = b"\n".join(data for data in snapshot(tmp_path).values()).decode()
    public_names = {"Contrib1"}
    assert private
    assert [word for word in set(private) - public_names if word in written] == []
    assert 's3cret & "q"' not in written


def test_threads_of_comments_stay_threads(tmp_path: Path) -> None:
    def comment(number: int, parent: int) -> str:
        return (
            f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>"
            f"R{number}</wp:comment_author>"
            f"<wp:comment_author_email>r{number}@mail.example</wp:comment_author_email>"
            f"<wp:comment_date>2019-01-0{number} 10:00:00</wp:comment_date><wp:comment_approved>"
            "1</wp:comment_approved>"
            f"<wp:comment_content>Says {number}</wp:comment_content><wp:comment_parent>"
            f"{parent}</wp:comment_parent></wp:comment>"
        )

    given = export(tmp_path, item(1, _extra=comment(1, 0) + comment(2, 1) + comment(3, 2) + comment(4, 0)))
    import_wordpress(given, tmp_path / "posts", comments=True)
    post = frontmatter.load(tmp_path / "posts/2017/2017-09-01-post-1.md")
    threads = post["wp"]["comments"]
    assert [thread["author"] for thread in threads] == ["R1", "R4"]
    assert threads[0]["replies"][0]["replies"][0]["text"] == "Says 3"


def test_a_newer_export_updates_what_nobody_touched_here(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    import_wordpress(export(tmp_path, item(1, "Old one."), item(2, "Old two."), item(3)), posts)
    edited = posts / "2017/2017-09-02-post-2.md"
    edited.write_text(edited.read_text(encoding="utf-8") + "\nAdded here.\n", encoding="utf-8")
    newer = export(tmp_path, item(1, "New one."), item(2, "New two."), item(4))
    receipt = import_wordpress(newer, posts)
    assert receipt.files == {"conflict": 1, "updated": 1, "written": 1}
    assert "New one." in (posts / "2017/2017-09-01-post-1.md").read_text(encoding="utf-8")
    assert "Added here." in edited.read_text(encoding="utf-8")
    assert "-Added here." in receipt.conflicts[0].diff
    assert "+New two." in receipt.conflicts[0].diff
    assert receipt.gone == ("2017/2017-09-03-post-3.md",)
    assert (posts / "2017/2017-09-03-post-3.md").exists()


def test_an_edit_here_without_a_change_there_is_kept_in_silence(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    given = export(tmp_path, item(1))
    import_wordpress(given, posts)
    edited = posts / "2017/2017-09-01-post-1.md"
    edited.write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
    receipt = import_wordpress(given, posts)
    assert receipt.files == {"kept": 1}
    assert receipt.conflicts == ()
    assert edited.read_text(encoding="utf-8") == "---\ntitle: Mine\n---\n"


def test_a_file_that_was_here_before_is_never_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "posts/2017/2017-09-01-post-1.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    receipt = import_wordpress(export(tmp_path, item(1)), tmp_path / "posts")
    assert receipt.files == {"conflict": 1}
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_dry_run_writes_nothing_and_counts_the_same(tmp_path: Path) -> None:
    given = export(tmp_path, item(1), item(2))
    before = snapshot(tmp_path)
    dry = import_wordpress(given, tmp_path / "posts", dry_run=True)
    assert snapshot(tmp_path) == before
    assert dry.files == import_wordpress(given, tmp_path / "posts").files == {"written": 2}


def test_the_same_bytes_come_out_in_one_process_and_in_an_executor(shared: Path, tmp_path: Path) -> None:
    source = shared / "wxr" / "wptt-blocks.xml"
    import_wordpress(source, tmp_path / "a" / "posts")
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        import_wordpress(source, tmp_path / "b" / "posts", executor=executor)
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")


@pytest.mark.slow
def test_two_processes_give_the_same_bytes_as_one(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = shared / "wxr" / "wptt-themeunit.xml"
    import_wordpress(source, tmp_path / "a" / "posts")
    monkeypatch.setattr(pool, "PARALLEL_FROM_BYTES", 1)
    import_wordpress(source, tmp_path / "b" / "posts")
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")


def test_parts_and_overlapping_exports_give_each_post_once(shared: Path, tmp_path: Path) -> None:
    wxr = shared / "wxr"
    receipt = import_wordpress(
        [wxr / "wp-71-all.xml", wxr / "wp-71-posts.xml", wxr / "wp-71-pages.xml"], tmp_path / "posts"
    )
    assert len(list((tmp_path / "posts").rglob("*.md"))) == receipt.files["written"] == 27


def numbered(number: int) -> str:
    """A post of its own for any number, though a month has 28 days at least."""
    day = number % 28 + 1
    text = item(day, "word " * 200 + str(number), post_name=f"p-{number}")
    return text.replace(f"?p={day}<", f"?p={number}<")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a matter of POSIX systems")
def test_a_killed_import_is_completed_by_the_next(tmp_path: Path) -> None:
    given = export(tmp_path, *(numbered(number) for number in range(1500)))
    out = tmp_path / "killed"
    code = (
        "import sys; from pathlib import Path; from lfnkr_nb.wordpress.importer import import_wordpress; "
        "import_wordpress(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(given), str(out / "posts")])
    deadline = time.monotonic() + 30
    while len(list(out.rglob("*.md"))) < 50 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert all(path.read_bytes().endswith(b"\n") for path in out.rglob("*.md"))
    import_wordpress(given, out / "posts")
    import_wordpress(given, tmp_path / "whole" / "posts")
    assert snapshot(out / "posts") == snapshot(tmp_path / "whole" / "posts")
    assert not list(out.rglob(".lfnkr-tmp-*"))
    assert set(import_wordpress(given, out / "posts").files) == {"unchanged"}


def test_large_post_meta_goes_to_a_side_file_that_the_receipt_names(tmp_path: Path) -> None:
    meta = meta_of("layout", "x" * 90_000)
    receipt = import_wordpress(export(tmp_path, item(1, _extra=meta)), tmp_path / "posts")
    path = tmp_path / "posts/2017/2017-09-01-post-1.md"
    assert not Post.read(path).problems
    post = frontmatter.load(path)
    side = tmp_path / post["wp"]["side_file"]
    assert "x" * 90_000 in side.read_text(encoding="utf-8")
    assert [note.what for note in receipt.notes] == ["post meta"]


def test_an_item_over_the_size_cap_is_named_and_the_rest_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lfnkr_nb.wordpress.wxr.MAX_ITEM_BYTES", 50_000)
    receipt = import_wordpress(export(tmp_path, item(1), item(2, "x" * 600_000), item(3)), tmp_path / "posts")
    assert receipt.files == {"written": 2}
    assert [(loss.item, loss.line) for loss in receipt.losses] == [("Post 2", 2)]
    assert receipt.exit_code == 4


def test_a_month_of_several_posts_is_a_choice_for_a_person(tmp_path: Path) -> None:
    body = 'See <a href="http://www.aid.example/2017/09">that month</a> and <a href="/?p=2">two</a>.'
    receipt = import_wordpress(export(tmp_path, item(1, body), item(2)), tmp_path / "posts")
    text = (tmp_path / "posts/2017/2017-09-01-post-1.md").read_text(encoding="utf-8")
    assert "[that month](http://www.aid.example/2017/09)" in text
    assert "[two](2017-09-02-post-2.md)" in text
    assert receipt.choices[0].count == 2
    assert receipt.links == {"choice": 1, "resolved": 1, "unresolved": 0}


def test_categories_and_tags_resolve_by_their_only_post(tmp_path: Path) -> None:
    terms = '<category domain="category" nicename="relief"><![CDATA[Relief]]></category>'
    site = "https://aid.example"
    body = f'<a href="{site}/category/relief/">all</a> <a href="{site}/nowhere/">none</a>'
    receipt = import_wordpress(export(tmp_path, item(1, body), item(2, _extra=terms)), tmp_path / "posts")
    text = (tmp_path / "posts/2017/2017-09-01-post-1.md").read_text(encoding="utf-8")
    assert "[all](2017-09-02-post-2.md)" in text
    assert receipt.unresolved == (("2017/2017-09-01-post-1.md", "https://aid.example/nowhere/"),)


@pytest.mark.parametrize("packed", [False, True])
def test_pictures_come_from_the_uploads_folder_or_its_zip(tmp_path: Path, packed: bool) -> None:
    uploads = tmp_path / "uploads"
    for month, data in (("06", b"june"), ("07", b"july")):
        (uploads / "2020" / month).mkdir(parents=True)
        (uploads / "2020" / month / "river.jpg").write_bytes(data)
    (uploads / "2020/06/only.png").write_bytes(b"only")
    media = uploads
    if packed:
        media = tmp_path / "uploads.zip"
        with zipfile.ZipFile(media, "w") as archive:
            for path in sorted(uploads.rglob("*.*")):
                archive.write(path, f"wp-content/uploads/{path.relative_to(uploads).as_posix()}")
    base = "https://www.aid.example/wp-content/uploads/2020"
    body = (
        f'<img src="{base}/06/river-300x200.jpg" alt="r"> <img src="{base}/07/river.jpg"> '
        f'<a href="{base}/06/only.png">p</a> <img src="{base}/06/lost.jpg"> '
        f'<img src="{base}/06/../../../etc/passwd">'
    )
    receipt = import_wordpress(export(tmp_path, item(1, body)), tmp_path / "posts", media=media)
    folder = tmp_path / "posts/2017"
    text = (folder / "2017-09-01-post-1.md").read_text(encoding="utf-8")
    assert "![r](media/2020-06-river.jpg) ![](media/2020-07-river.jpg) [p](media/only.png)" in text
    assert {path.name: path.read_bytes() for path in (folder / "media").iterdir()} == {
        "2020-06-river.jpg": b"june", "2020-07-river.jpg": b"july", "only.png": b"only",
    }  # fmt: skip
    assert [loss.what for loss in receipt.losses] == ["picture"]
    assert (
        import_wordpress(export(tmp_path, item(1, body)), tmp_path / "posts", media=media).media["copied"]
        == 0
    )


def test_qtranslate_polylang_and_wpml_become_groups_of_translations(tmp_path: Path) -> None:
    polylang = (
        '<category domain="language" nicename="{0}">x</category>'
        '<category domain="post_translations" nicename="pll_1">x</category>'
    )
    wpml = meta_of("_wpml_import_translation_group", "7") + meta_of("_wpml_import_language_code", "{0}")
    given = export(
        tmp_path, item(1, "[:en]Hello[:ja]こんにちは[:]"), item(2, _extra=polylang.format("en")),
        item(3, _extra=polylang.format("ja")), item(4, _extra=wpml.format("fr")),
        item(5, _extra=wpml.format("ko")), item(6, "<!--:en-->Old<!--:--><!--:ja-->古い<!--:-->"),
    )  # fmt: skip
    receipt = import_wordpress(given, tmp_path / "posts")
    posts = {post["slug"]: post for post in map(frontmatter.load, (tmp_path / "posts").rglob("*.md"))}
    told = {slug: (post["lang"], post["translations"]) for slug, post in posts.items()}
    assert told == {
        "post-1-en": ("en", ["post-1-ja"]), "post-1-ja": ("ja", ["post-1-en"]),
        "post-2": ("en", ["post-3"]), "post-3": ("ja", ["post-2"]),
        "post-4": ("fr", ["post-5"]), "post-5": ("ko", ["post-4"]),
        "post-6-en": ("en", ["post-6-ja"]), "post-6-ja": ("ja", ["post-6-en"]),
    }  # fmt: skip
    assert posts["post-1-ja"].content == "こんにちは"
    assert posts["post-6-en"].content == "Old"
    assert receipt.written == receipt.read == {"post": {"publish": 6}}


def test_names_in_several_languages_are_those_of_the_post(tmp_path: Path) -> None:
    """qTranslate writes the names of categories as it writes texts."""
    head = (
        "<wp:category><wp:category_nicename>news</wp:category_nicename>"
        "<wp:cat_name>[:en]News[:ja]ニュース[:]</wp:cat_name></wp:category>"
        "<wp:category><wp:category_nicename>law</wp:category_nicename><wp:category_parent>news"
        "</wp:category_parent><wp:cat_name>[:en]Law[:ja]法律[:]</wp:cat_name></wp:category>"
    )
    term = '<category domain="category" nicename="law">[:en]Law[:ja]法律[:]</category>'
    given = export(
        tmp_path, item(1, "[:en]Hello[:ja]こんにちは[:]", _extra=term), item(2, _extra=term), head=head
    )
    import_wordpress(given, tmp_path / "posts")
    posts = {post["slug"]: post for post in map(frontmatter.load, (tmp_path / "posts").rglob("*.md"))}
    assert posts["post-1-ja"]["categories"] == ["ニュース > 法律"]
    assert posts["post-1-en"]["categories"] == ["News > Law"]
    assert posts["post-2"]["categories"] == ["News > Law"]


def test_translations_are_found_from_the_original_and_from_the_record_of_the_group(tmp_path: Path) -> None:
    """WPML's duplicates and Bogo name the original alone; Polylang's own record lists all members."""
    group = (
        "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_9</wp:term_slug>"
        '<wp:term_description>a:2:{s:2:"nb";i:5;s:2:"fr";i:6;}</wp:term_description></wp:term>'
    )
    bogo = meta_of("_locale", "{0}") + meta_of("_original_post", "https://aid.example/?p=3")
    trid = meta_of("_wpml_trid", "12") + meta_of("_wpml_language", "{0}")
    given = export(
        tmp_path, item(1), item(2, _extra=meta_of("_icl_lang_duplicate_of", "1")),
        item(3, _extra=bogo.format("en_US")), item(4, _extra=bogo.format("zh_CN")), item(5), item(6),
        item(7, _extra=trid.format("ko_KR")), item(8, _extra=trid.format("ja")), item(9), head=group,
    )  # fmt: skip
    import_wordpress(given, tmp_path / "posts")
    posts = {post["slug"]: post for post in map(frontmatter.load, (tmp_path / "posts").rglob("*.md"))}
    told = {slug[-1]: (post.get("lang"), post.get("translations")) for slug, post in posts.items()}
    assert told == {
        "1": (None, ["post-2"]), "2": (None, ["post-1"]), "3": ("en", ["post-4"]), "4": ("zh-CN", ["post-3"]),
        "5": ("nb", ["post-6"]), "6": ("fr", ["post-5"]), "7": ("ko", ["post-8"]), "8": ("ja", ["post-7"]),
        "9": (None, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("site", "text", "expected"),
    [
        ("en-US", "それは長い話です。ひらがなと漢字が混ざっています。", "ja"),
        ("en-US", "북한에서 온 사람들의 이야기입니다.", "ko"),
        ("en-US", "这是一篇关于难民援助工作的报告其中没有任何其他文字也没有假名", "zh"),
        ("zh-CN", "今天给大家分享一个下载网站名字叫做小明の小站里面有很多资料", "zh-CN"),
        ("en-US", "今天给大家分享一个下载网站名字叫做小明の小站里面有很多资料", "zh"),
        ("ja", "A report in Latin letters alone, on a site in Japanese.", None),
        ("ja", "報告書全文資料一覧統計付録参考文献年表索引図表目次", "ja"),
        ("nb-NO", "Blåbær på Ærø", "nb"),
    ],
)
def test_the_language_of_a_post_is_told_by_its_script_or_the_site(
    tmp_path: Path, site: str, text: str, expected: str | None
) -> None:
    given = export(tmp_path, item(1, text), head=f"<language>{site}</language>")
    import_wordpress(given, tmp_path / "posts")
    [post] = map(frontmatter.load, (tmp_path / "posts").rglob("*.md"))
    assert post.get("lang") == expected


def test_several_authors_are_named_as_readers_see_them(tmp_path: Path) -> None:
    """Co-Authors Plus: accounts and guests as terms. An author of books is an ordinary term."""
    account = (
        "<wp:author><wp:author_login>jdoe7</wp:author_login>"
        "<wp:author_display_name>Jane Doe</wp:author_display_name></wp:author>"
    )
    guest = (
        "<item><title>Kim Poet</title><wp:post_id>9</wp:post_id><wp:post_type>guest-author</wp:post_type>"
        "<wp:post_name>cap-kim</wp:post_name><wp:status>publish</wp:status></item>"
    )
    term = '<category domain="author" nicename="{0}">{1}</category>'
    given = export(
        tmp_path, item(1, _extra=term.format("cap-jdoe7", "jdoe7") + term.format("cap-kim", "kim")),
        item(2, _extra=term.format("orwell", "G. Orwell")), item(3, _extra=term.format("cap-xy", "xy9")),
        guest, head=account,
    )  # fmt: skip
    receipt = import_wordpress(given, tmp_path / "posts")
    posts = {post["slug"]: post for post in map(frontmatter.load, (tmp_path / "posts").rglob("*.md"))}
    assert posts["post-1"]["byline"] == "Jane Doe, Kim Poet"
    assert posts["post-2"]["wp"]["terms"] == {"author": ["G. Orwell"]}
    assert [note.what for note in receipt.notes] == ["byline"]
    written = b"".join(snapshot(tmp_path / "posts").values()) + b"".join(
        snapshot(tmp_path / "imports").values()
    )
    assert b"jdoe7" not in written
    assert b"xy9" not in written


def test_links_by_category_number_attachment_page_and_former_host_resolve(tmp_path: Path) -> None:
    category = (
        "<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>law</wp:category_nicename>"
        "<wp:cat_name>Law</wp:cat_name></wp:category>"
    )
    picture = (
        "<item><title>p</title><link>https://aid.example/post-1/river/</link><wp:post_id>30</wp:post_id>"
        "<wp:post_type>attachment</wp:post_type><wp:attachment_url>"
        "https://aid.example/wp-content/uploads/r.jpg</wp:attachment_url></item>"
    )
    urls = (
        "https://aid.example/?cat=4", "https://aid.example/?attachment_id=30", "/post-1/river/",
        "http://www.old.example/?p=1", "http://old.example/post-2/", "http://old.example/other/",
    )  # fmt: skip
    old = item(1, _extra='<category domain="category" nicename="law">Law</category>').replace(
        "<guid>https://aid.example/", "<guid>http://old.example/"
    )
    links = " ".join(f'<a href="{url}">x</a>' for url in urls)
    import_wordpress(export(tmp_path, old, item(2, links), picture, head=category), tmp_path / "posts")
    text = (tmp_path / "posts" / "2017" / "2017-09-02-post-2.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((.*?)\)", text) == [
        "2017-09-01-post-1.md", "https://aid.example/wp-content/uploads/r.jpg",
        "https://aid.example/wp-content/uploads/r.jpg", "2017-09-01-post-1.md", "2017-09-02-post-2.md",
        "http://old.example/other/",
    ]  # fmt: skip


def test_pictures_that_jetpack_serves_are_those_of_the_uploads_folder(tmp_path: Path) -> None:
    (tmp_path / "up" / "2017").mkdir(parents=True)
    (tmp_path / "up" / "2017" / "r.jpg").write_bytes(b"jpeg")
    body = '<img src="https://i0.wp.com/aid.example/wp-content/uploads/2017/r.jpg?resize=3%2C2" alt="">'
    import_wordpress(export(tmp_path, item(1, body)), tmp_path / "posts", media=tmp_path / "up")
    text = (tmp_path / "posts" / "2017" / "2017-09-01-post-1.md").read_text(encoding="utf-8")
    assert "![](media/r.jpg)" in text
    assert (tmp_path / "posts" / "2017" / "media" / "r.jpg").read_bytes() == b"jpeg"


def test_categories_that_share_a_name_keep_their_parents(shared: Path, tmp_path: Path) -> None:
    import_wordpress(shared / "wxr" / "wp-71-all.xml", tmp_path / "posts")
    post = frontmatter.load(tmp_path / "posts/2017/2017-09-30-long-report.md")
    assert post["categories"] == ["Defectors > Reports", "News & Statements > Reports"]


def test_drafts_take_the_zone_the_site_had_then(shared: Path, tmp_path: Path) -> None:
    import_wordpress(shared / "wxr" / "wp-71-all.xml", tmp_path / "posts")
    draft = (tmp_path / "posts/2026/2026-11-24-draft-without-a-slug.md").read_text(encoding="utf-8")
    assert "date: 2026-11-24T07:54:44+09:00\n" in draft


def test_the_receipt_is_saved_once_and_is_fit_for_machines_and_notebooks(tmp_path: Path) -> None:
    receipt = import_wordpress(export(tmp_path, item(1, "<script>x()</script>Text")), tmp_path / "posts")
    saved = json.loads((tmp_path / "imports/receipt-0001.json").read_text(encoding="utf-8"))
    assert saved == json.loads(receipt.to_json())
    assert saved["exit_code"] == 0
    assert saved["dropped"]["script"] == 1
    frame = receipt.to_frame()
    assert frame.to_dict("records") == [{"type": "post", "status": "publish", "read": 1, "written": 1}]
    assert "<script>" not in receipt._repr_html_()


def test_progress_is_told_first_without_and_then_with_a_total(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    import_wordpress(
        export(tmp_path, item(1), item(2)), tmp_path / "posts", progress=lambda *args: told.append(args)
    )
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)


def test_a_missing_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ImportFailure, match="Give the path"):
        import_wordpress(tmp_path / "nothing.xml", tmp_path / "posts")


def test_another_command_does_not_remove_what_an_import_is_writing(tmp_path: Path) -> None:
    from lfnkr_nb.saving import remove_leftovers
    from lfnkr_nb.wordpress.writing import Staging

    with Staging() as staging:
        staging.stage(tmp_path / "post.md", b"whole")
        assert remove_leftovers(tmp_path) == []
    assert (tmp_path / "post.md").read_bytes() == b"whole"


def test_pictures_that_are_only_linked_are_counted_loudly_with_the_next_step(tmp_path: Path) -> None:
    """A receipt that says nothing of them would read as if they were here."""
    site = "https://aid.example/wp-content/uploads/2020/06"
    body = f'<img src="{site}/a.jpg" alt="a"> <img src="{site}/b.jpg" alt="b">'
    receipt = import_wordpress(export(tmp_path, item(1, body)), tmp_path / "posts")
    for said in (" ".join(str(receipt).split()), receipt._repr_html_()):
        assert "NOT HERE YET: 2 pictures or other files are only linked" in said
        assert "`--media uploads.zip`" in said
        assert "`--fetch-media`" in said
        assert "Nothing was lost." not in said
    assert all(len(line) <= 80 for line in str(receipt).splitlines())
    (tmp_path / "up").mkdir()
    given = import_wordpress(export(tmp_path, item(1, body)), tmp_path / "other", media=tmp_path / "up")
    assert "NOT HERE YET" not in str(given)
    assert len(given.losses) == 2
