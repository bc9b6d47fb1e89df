"""Fetching media over the network when asked to, and the second door: listing pages and feeds."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import frontmatter
import pytest

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.wordpress.fetch import fetch_media
from lfnkr_nb.wordpress.importer import import_wordpress
from lfnkr_nb.wordpress.listing import import_listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
from typing import ClassVar

PICTURE = bytes(range(256)) * 40


class Site(BaseHTTPRequestHandler):
    """A site with a picture, a lost picture, a login page, a redirect away and a line that breaks."""

    asked: ClassVar[list[tuple[str, str]]] = []
    broken: ClassVar[dict[str, bool]] = {"once": True}

    def do_GET(self) -> None:
        span = self.headers.get("Range", "")
        Site.asked.append((self.path, span))
        if self.path.endswith("lost.jpg"):
            self.send_error(404)
        elif self.path.endswith("login.jpg"):
            self._answer(200, "text/html", b"<p>Log in</p>")
        elif self.path.endswith("away.jpg"):
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.invalid/x.jpg")
            self.end_headers()
        elif self.path.endswith("breaks.jpg") and Site.broken.pop("once", False):
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(PICTURE)))
            self.end_headers()
            self.wfile.write(PICTURE[:1000])
        elif span:
            start = int(span.removeprefix("bytes=").removesuffix("-"))
            self._answer(
                206, "image/jpeg", PICTURE[start:], f"bytes {start}-{len(PICTURE) - 1}/{len(PICTURE)}"
            )
        else:
            self._answer(200, "image/jpeg", PICTURE)

    def _answer(self, status: int, kind: str, data: bytes, content_range: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if content_range:
            self.send_header("Content-Range", content_range)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep the tests' output quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a site on this machine."""
    Site.asked = []
    Site.broken = {"once": True}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_download_that_broke_off_is_continued(site: str, tmp_path: Path) -> None:
    wanted = [(f"{site}/wp-content/uploads/2020/06/breaks.jpg", "2020/06/breaks.jpg")]
    first = fetch_media(wanted, tmp_path, hosts=["127.0.0.1"])
    assert (first.files, len(first.failures)) == (0, 1)
    second = fetch_media(wanted, tmp_path, hosts=["127.0.0.1"])
    assert second.files == 1
    assert (tmp_path / "2020/06/breaks.jpg").read_bytes() == PICTURE
    assert Site.asked[-1][1] == "bytes=1000-"
    third = fetch_media(wanted, tmp_path, hosts=["127.0.0.1"])
    assert third.files == 0
    assert len(Site.asked) == 2


@pytest.mark.parametrize(
    ("name", "why"),
    [("lost.jpg", "404"), ("login.jpg", "text/html"), ("away.jpg", "redirects to elsewhere.invalid")],
)
def test_what_is_no_media_is_refused_and_named(site: str, tmp_path: Path, name: str, why: str) -> None:
    fetched = fetch_media([(f"{site}/uploads/{name}", name)], tmp_path, hosts=["127.0.0.1"])
    assert why in fetched.failures[0][1]
    assert list(tmp_path.iterdir()) == []


def test_other_hosts_and_large_files_are_not_fetched(site: str, tmp_path: Path) -> None:
    fetched = fetch_media(
        [("http://elsewhere.invalid/a.jpg", "a.jpg"), ("file:///etc/passwd", "b.jpg"),
         (f"{site}/big.jpg", "big.jpg")],
        tmp_path, hosts=["127.0.0.1"], max_bytes=100,
    )  # fmt: skip
    assert [why.split(" ")[0:3] for _, why in fetched.failures] == [
        ["it", "is", "not"],
        ["it", "is", "not"],
        ["it", "is", "larger"],
    ]
    assert [path for path, _ in Site.asked] == ["/big.jpg"]


def test_fetch_media_brings_the_library_and_nothing_is_fetched_without_it(site: str, tmp_path: Path) -> None:
    url = f"{site}/wp-content/uploads/2020/06/river.jpg"
    given = tmp_path / "export.xml"
    given.write_text(
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel>"
        f"<link>{site}</link><wp:wxr_version>1.2</wp:wxr_version><item><title>A</title><wp:post_id>"
        "1</wp:post_id>"
        "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded>"
        f'<![CDATA[<img src="{url}" alt="r">]]>'
        f"</content:encoded></item><item><wp:post_id>2</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>{url}</wp:attachment_url></item></channel></rss>",
        encoding="utf-8",
    )
    receipt = import_wordpress(given, tmp_path / "a" / "posts")
    assert Site.asked == []
    assert receipt.media["remote"] == 1
    receipt = import_wordpress(given, tmp_path / "b" / "posts", fetch_media=True)
    assert receipt.media["copied"] == 1
    assert (tmp_path / "b/posts/undated/media/river.jpg").read_bytes() == PICTURE
    assert "![r](media/river.jpg)" in (tmp_path / "b/posts/undated/a.md").read_text(encoding="utf-8")


PAGE = """<!DOCTYPE html><html><head><title>Defectors | Aid</title></head><body>
<h1 class="page-title">Category Archives: <span>Defectors</span></h1>
<article class="post hentry">
<h2 class="entry-title"><a href="https://aid.example/open-letter/">Open Letter</a></h2>
<div class="entry-content"><p>Dear <em>Minister</em>: stop.</p>
<p><a class="more-link" href="https://aid.example/open-letter/#more-1">Continue reading</a></p>
</div></article>
<article class="post hentry">
<h2 class="entry-title"><a href="https://aid.example/story/">Another story</a></h2>
<div class="entry-content"><p>He finished school…</p></div></article>
</body></html>"""


def test_a_saved_category_page_becomes_posts_without_dates_in_its_order(tmp_path: Path) -> None:
    page = tmp_path / "defectors.html"
    page.write_text(PAGE, encoding="utf-8")
    receipt = import_wordpress(page, tmp_path / "posts")
    assert receipt.files == {"written": 2}
    letter, story = (
        frontmatter.load(tmp_path / "posts/undated" / f"{slug}.md") for slug in ("open-letter", "story")
    )
    assert (letter["date"], story["date"]) == (None, None)
    assert story["listed_after"] == "open-letter"
    assert "listed_after" not in letter.metadata
    assert letter["categories"] == ["Defectors"]
    assert letter.content == "Dear *Minister*: stop."
    assert import_listing(page, tmp_path / "posts").files == {"unchanged": 2}


def test_a_listing_as_plain_text_becomes_posts(tmp_path: Path) -> None:
    page = tmp_path / "listing.txt"
    page.write_text(
        "Category Archives: Defectors\n\n\nFirst title\nText *as it is*.\n\n\nSecond title\nMore…\n",
        encoding="utf-8",
    )
    import_wordpress(page, tmp_path / "posts")
    first = frontmatter.load(tmp_path / "posts/undated/first-title.md")
    assert (first["title"], first.content, first["date"]) == ("First title", "Text \\*as it is\\*.", None)


def test_feeds_keep_the_dates_they_show(tmp_path: Path) -> None:
    rss = tmp_path / "feed.xml"
    rss.write_text(
        '<?xml version="1.0"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>'
        "Aid</title>"
        "<item><title>A &amp;amp; B</title><link>https://aid.example/a-b/</link><pubDate>"
        "Wed, 12 Sep 2017 00:30:00 +0000</pubDate>"
        "<category>Relief</category><content:encoded><![CDATA[<p>Text.</p>]]></content:encoded></item>"
        "<item><title>Undated</title><link>https://aid.example/undated/</link><description>"
        "Short.</description></item></channel></rss>",
        encoding="utf-8",
    )
    import_wordpress(rss, tmp_path / "posts")
    text = (tmp_path / "posts/2017/2017-09-12-a-b.md").read_text(encoding="utf-8")
    assert 'title: "A & B"\ndate: 2017-09-12T00:30:00+00:00\n' in text
    assert "date: null" in (tmp_path / "posts/undated/undated.md").read_text(encoding="utf-8")


def test_a_feed_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "feed.xml"
    broken.write_text('<?xml version="1.0" ?><![CDATA[\n<rss version="2', encoding="utf-8")
    with pytest.raises(ImportFailure):
        import_listing(broken, tmp_path / "posts")


def test_of_a_blogger_feed_only_posts_and_pages_are_read(tmp_path: Path) -> None:
    kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://x.example/kind#{0}"/>'
    entry = '<entry><title>{0}</title><category scheme="http://x.example/ns" term="Law"/>{1}</entry>'
    entries = "".join(
        entry.format(word, kind.format(word)) for word in ("post", "settings", "comment", "page")
    )
    atom = tmp_path / "feed.atom"
    atom.write_text(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>', encoding="utf-8")
    import_listing(atom, tmp_path / "posts")
    posts = [frontmatter.load(path) for path in (tmp_path / "posts").rglob("*.md")]
    assert {(post["title"], *post["categories"]) for post in posts} == {("post", "Law"), ("page", "Law")}


def test_an_atom_feed_is_read_too(tmp_path: Path) -> None:
    atom = tmp_path / "feed.atom"
    atom.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Aid</title><entry><title>声明</title>'
        '<link rel="alternate" href="https://aid.example/seimei/"/><published>'
        "2020-06-30T10:00:00+09:00</published>"
        '<author><name>A. B.</name></author><content type="html">&lt;p&gt;本文&lt;/p&gt;</content>'
        "</entry></feed>",
        encoding="utf-8",
    )
    import_listing(atom, tmp_path / "posts")
    post = frontmatter.load(tmp_path / "posts/2020/2020-06-30-seimei.md")
    assert (post["title"], post["byline"], post.content) == ("声明", "A. B.", "本文")


def test_a_page_without_posts_is_refused_with_a_hint(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><body><p>Nothing</p></body></html>", encoding="utf-8")
    with pytest.raises(ImportFailure, match="Save the category page"):
        import_wordpress(page, tmp_path / "posts")
