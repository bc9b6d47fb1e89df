"""What we export asks nobody for anything: opened in a real browser beside a server that counts."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import people
import pytest

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.protection.gate import check_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: Ways in which a page asks for something; `{}` is the address of the server that counts.
WAYS = {
    "picture": '<img src="{}/a.png">',
    "picture without a scheme": '<img src="{bare}/a.png">',
    "picture set": '<img srcset="{}/a.png 1x, {}/b.png 2x">',
    "source": '<picture><source srcset="{}/a.webp"><img alt="x"></picture>',
    "style sheet": '<link rel="stylesheet" href="{}/a.css">',
    "preload": '<link rel="preload" as="image" href="{}/a.png">',
    "url()": '<p style="background: url({}/a.png)">x</p>',
    "@import": '<style>@import "{}/a.css";</style>',
    "font": "<style>@font-face {{ font-family: a; src: url({}/a.woff2) }} p {{ font-family: a }}</style><p>x</p>",
    "drawing": '<svg width="9" height="9"><image width="9" height="9" href="{}/a.png"/></svg>',
    "copy": '<svg><use href="{}/a.svg#b"/></svg>',
    "frame": '<iframe src="{}/f.html"></iframe>',
    "frame with a page": "<iframe srcdoc='<img src=\"{}/a.png\">'></iframe>",
    "object": '<object data="{}/o.svg" type="image/svg+xml"></object>',
    "embed": '<embed src="{}/e.svg" type="image/svg+xml">',
    "film": '<video src="{}/v.mp4" poster="{}/p.png" autoplay muted></video>',
    "sound": '<audio src="{}/s.mp3" autoplay></audio>',
    "refresh": '<meta http-equiv="refresh" content="0; url={}/r.html">',
    "script": '<script src="{}/s.js"></script>',
    "handler": '<img src="data:," onerror="fetch(\'{}/x\')">',
    "button": '<input type="image" src="{}/i.png">',
    "background": '<table background="{}/t.png"><tr><td>x</td></tr></table>',
}


class Counter:
    """A server on this machine that shows one page and remembers what else it was asked for."""

    def __init__(self) -> None:
        asked: list[str] = []
        shown = self.shown = bytearray()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path not in ("/page", "/favicon.ico"):  # a browser asks for the latter by itself
                    asked.append(self.path)
                self.send_response(200 if self.path == "/page" else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if self.path == "/page":
                    self.wfile.write(shown)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.asked = asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def markup(self, way: str) -> str:
        """One way to ask for something, with the server's address."""
        text = WAYS[way].replace("{bare}", self.address.removeprefix("http:")).replace("{}", self.address)
        return text.replace("{{", "{").replace("}}", "}")


@pytest.fixture(scope="module")
def counter() -> Iterator[Counter]:
    """The server that counts."""
    made = Counter()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of Chromium."""
    opened = browser.new_page()
    yield opened
    opened.close()


def opened(page: Page, counter: Counter, path: Path) -> None:
    """Show a file and wait until nothing more happens."""
    counter.asked.clear()
    counter.shown[:] = path.read_bytes()
    page.goto(f"{counter.address}/page", wait_until="load")
    page.wait_for_timeout(700)


@pytest.mark.parametrize("way", WAYS)
def test_the_gate_finds_what_a_browser_would_ask_for(
    way: str, counter: Counter, page: Page, tmp_path: Path
) -> None:
    """Each way is tried in the browser first, so that the list is true."""
    assert len(WAYS) >= 15
    path = tmp_path / "x.html"
    path.write_text(f"<!doctype html><title>t</title><body>{counter.markup(way)}", "utf-8")
    opened(page, counter, path)
    assert counter.asked, "this way asks for nothing any more"
    findings = check_file(path, machine=people.NOWHERE)
    assert {finding.kind for finding in findings} & {"loads", "script"}


def test_an_export_asks_for_nothing(counter: Counter, page: Page, tmp_path: Path) -> None:
    """All the ways at once, in a post, its fields and the editor's words: no request, and no finding."""
    everything = "\n\n".join(counter.markup(way) for way in WAYS)
    pictures = f"\n\n![a]({counter.address}/md.png)\n\n![b][c]\n\n[c]: {counter.address}/ref.png\n"
    posts = tmp_path / "posts"
    told = {"status": "publish", "image": f"{counter.address}/featured.png"}
    Post.new(
        posts / "a.md", everything + pictures, title="A", standfirst=everything.replace("\n", " "), **told
    ).save()
    for template in ("briefing", "digest", "open-letter"):
        briefing = Briefing("B", Archive.open(posts), template=template, note=everything, show="whole")
        made = briefing.export(tmp_path / f"{template}.html")
        opened(page, counter, made.path)
        page.emulate_media(media="print")
        page.wait_for_timeout(300)
        page.emulate_media(media="screen")
        assert counter.asked == []
        briefing.export(tmp_path / f"{template}.pdf")
        assert counter.asked == []
