"""Steps that people take at the desk, and what they wait for."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from lab_driver import Visitor
from playwright.sync_api import expect

KIM = "posts/2017/2017-09-04-kim-s-starts-from-zero.md"


def wait_until(fulfilled: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something outside the page."""
    end = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def count(visitor: Visitor, words: str) -> None:
    """Wait until the list says how many posts it has."""
    expect(visitor.page.locator(".lf-count")).to_have_text(words)


def choose(visitor: Visitor, title: str) -> None:
    """Scroll to a post of the list, choose it and wait until it is read."""
    rows, row = visitor.page.locator(".lf-list"), visitor.page.locator(".lf-row", has_text=title)
    visitor.page.locator(".lf-row-title").first.wait_for()
    rows.evaluate("list => { list.scrollTop = 0; }")
    for _ in range(20):
        visitor.page.wait_for_timeout(80)
        if row.count():
            break
        rows.evaluate("list => { list.scrollTop += 240; }")
    row.first.click()
    visitor.reading.get_by_role("heading", name=title, level=2).wait_for()


def open_post(visitor: Visitor, title: str = "Kim S. Starts from Zero") -> None:
    """Open the editor and, by words of its title, a post."""
    visitor.open("edit", widget="edit")
    search = visitor.page.get_by_role("combobox", name="Search")
    search.fill(title)
    visitor.page.locator(".lf-found li").filter(has_text=title).first.wait_for()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".lf-edit-title")).to_have_text(title)
    visitor.page.locator(".lf-text .cm-content").wait_for()


def type_at_end(visitor: Visitor, text: str) -> None:
    visitor.page.locator(".lf-text .cm-content").click()
    visitor.page.keyboard.press("Control+End")
    visitor.page.keyboard.type(text)


def state(visitor: Visitor, said: str) -> None:
    """Wait until the editor is `saved` or `unsaved`."""
    expect(visitor.page.locator(".lf-edit")).to_have_attribute("data-state", said)


def kill_kernel(visitor: Visitor) -> None:
    """Kill the kernel, and wait until the desk is there again and offers back what was not saved."""
    os.kill(int(visitor.python("__import__('os').getpid()")), signal.SIGKILL)
    visitor.page.get_by_role("button", name="Restore it").wait_for(timeout=90_000)
    said = visitor.page.locator(".jp-Dialog button")
    if said.count():
        said.first.click()
