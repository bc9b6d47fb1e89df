"""Whatever a post, a recipe or a file name says, no browser runs it: tried in Chromium itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from payloads import PAYLOADS

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.wordpress.receipt import Loss, Receipt

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: Counts calls, also from frames inside the page; what a visitor may do afterwards, but for leaving the page.
CANARY = "window.called = 0; window.canary = () => { window.called += 1 };"
VISIT = """() => {
    document.addEventListener('click', event => {
        const link = event.target.closest('a[href]');
        if (link && link.protocol !== 'javascript:') event.preventDefault();
    }, true);
    for (const element of document.querySelectorAll('*')) {
        for (const name of ['mouseover', 'mouseenter', 'focus', 'pointerdown', 'click', 'toggle', 'animationstart'])
            element.dispatchEvent(new MouseEvent(name, {bubbles: true, cancelable: true}));
        if (element.matches('a, button, input[type=submit], [href]')) element.click?.();
    }
}"""
#: What JupyterLab does with HTML of a trusted notebook: the page's own markup, and its scripts started.
DISPLAY = """html => {
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML = html;
    for (const old of place.querySelectorAll('script')) {
        const script = document.createElement('script');
        for (const {name, value} of old.attributes) script.setAttribute(name, value);
        script.textContent = old.textContent;
        old.replaceWith(script);
    }
}"""
EMPTY = "<!doctype html><title>x</title><body></body>"


@contextmanager
def opened(browser: Browser, asked: list[str] | None = None) -> Iterator[Page]:
    """A fresh page that counts calls of `canary` and remembers what it asked for; it reaches nobody."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(CANARY)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("request", lambda request: [] if asked is None else asked.append(request.url))
    page.route(re.compile("^https?:"), lambda route: route.abort())
    yield page
    context.close()


def calls(page: Page) -> int:
    """How often the canary was called, after a visitor moved over and pressed everything."""
    page.wait_for_timeout(30)
    seen = page.evaluate("window.called ?? 0")
    page.evaluate(VISIT)
    page.wait_for_timeout(30)
    return int(seen) + int(page.evaluate("window.called ?? 0"))


def test_the_payloads_run_where_nothing_stops_them(browser: Browser) -> None:
    """So that silence afterwards says something: most call the canary in a bare page or as a notebook's output."""
    heard = 0
    for payload in PAYLOADS:
        with opened(browser) as page:
            page.goto("about:blank")
            page.set_content(f"<!doctype html><body>{payload}</body>")
            heard += bool(calls(page))
    assert len(PAYLOADS) == 54
    assert heard >= 35, heard


def hostile_archive(root: Path, payload: str) -> Archive:
    """A post with the payload wherever text can stand, and a recipe."""
    file = "".join(c for c in payload if c not in "/\n\0").strip()[:60] or "x"
    title = " ".join(payload.split())
    path = root / "posts" / f"{file}.md"
    Post.new(
        path,
        f"{payload}\n\ntext {payload} text\n\n- {payload}\n\n> {payload}\n\n| a |\n|---|\n| {payload} |\n\n"
        f"## {payload}\n\n![{title}](missing.png)\n\n`{title}`\n\n[^1]\n\n[^1]: {payload}\n",
        title=title, excerpt=payload, standfirst=title, byline=title, categories=[title], tags=[title],
        status="publish", subject=title, salutation=title, signatories=[title], source_note=title,
        permalink=f"https://site.example/{title}", wp={"note": payload}, date="2024-01-01", lang="en",
    ).save()  # fmt: skip
    return Archive.open(root)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Archive]:
    root = tmp_path_factory.mktemp("canary")
    made = []
    for number, payload in enumerate(PAYLOADS):
        made.append(hostile_archive(root / str(number), payload))
    return made


def test_no_exported_page_runs_anything(archives: list[Archive], browser: Browser, tmp_path: Path) -> None:
    """With its own security policy taken out, so that the page itself is tried and not the browser's mercy."""
    for payload, archive in zip(PAYLOADS, archives, strict=True):
        asked: list[str] = []
        with opened(browser, asked) as page:
            for template in ("digest", "open-letter", "briefing"):
                page.goto(without_policy(archive, payload, template, tmp_path).as_uri())
                assert calls(page) == 0, payload
        assert [url for url in asked if not url.startswith(("file:", "data:image/"))] == [], payload


def without_policy(archive: Archive, payload: str, template: str, folder: Path) -> Path:
    """The page of a briefing that says the payload in each of its own words, without the line that shuts it in."""
    words = {"summary": payload, "methodology": payload, "sources": [{"title": payload}]}
    title = " ".join(payload.split())
    briefing = Briefing(title, archive, template=template, note=payload, show="whole", **words)
    path = briefing.export(folder / f"{template}.html").path
    bare, taken = re.subn(r"<meta http-equiv=.?Content-Security-Policy[^>]*>", "", path.read_text("utf-8"))
    assert taken == 1
    path.write_text(bare, encoding="utf-8")
    return path


def test_nothing_that_shows_itself_in_a_notebook_runs_anything(
    archives: list[Archive], browser: Browser
) -> None:
    """Posts, archives, briefings, receipts and every DataFrame, as outputs of a notebook that is trusted."""
    for payload, archive in zip(PAYLOADS, archives, strict=True):
        briefing = Briefing(payload, archive, note=payload)
        loss = Loss(payload, payload, 1, payload)
        shown = [
            *archive, archive, archive.select(text="text"), briefing, Receipt(sources=(payload,), losses=(loss,)),
            archive.posts, archive.terms, archive.links, archive.images, archive.problems, briefing.posts,
            briefing.problems, archive.search("text"),
        ]  # fmt: skip
        with opened(browser) as page:
            page.goto("about:blank")
            page.set_content(EMPTY)
            page.evaluate(DISPLAY, "".join(each._repr_html_() for each in shown))
            assert calls(page) == 0, payload
