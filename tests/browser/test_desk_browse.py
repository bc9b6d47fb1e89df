"""The browser in real JupyterLab: find by words, by facet and by keyboard; read; take along."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_steps import choose, count, wait_until
from lab_driver import Visitor
from playwright.sync_api import expect

CELLS = "() => jupyterapp.shell.currentWidget.content.widgets.length"


@pytest.fixture
def browsing(visitor: Visitor, archive: Path) -> Visitor:
    """A visitor who has opened the browser."""
    visitor.open("browse", widget="browse")
    visitor.page.locator(".lf-facet").first.wait_for()
    return visitor


def test_a_post_is_found_by_words_and_read_without_a_mouse(browsing: Visitor, pictures: Path) -> None:
    page = browsing.page
    page.locator(".lf-list").focus()
    page.keyboard.press("/")
    page.keyboard.type("難民")
    page.keyboard.press("Enter")
    page.locator(".lf-row mark", has_text="難民").wait_for()
    assert "難民" in browsing.python("browser._query.text")
    found = int(page.locator(".lf-count").inner_text().split()[0])
    assert 2 <= found < 24
    japanese = page.locator(".lf-row", has_text="強制送還をやめてください")
    for _ in range(found):
        page.keyboard.press("ArrowDown")
        if japanese.get_attribute("aria-selected") == "true":
            break
    browsing.reading.get_by_role("heading", name="強制送還をやめてください").wait_for()
    page.screenshot(path=pictures / "browse-light.png")
    assert page.locator(".lf-row[aria-selected=true]").count() == 1


def test_the_post_that_is_read_is_the_one_that_is_chosen_however_quick_the_keys(browsing: Visitor) -> None:
    """The neighbours of a post are ready before they are chosen; page and kernel agree on which one is read."""
    page = browsing.page
    page.locator(".lf-list").focus()
    for keys in (("ArrowDown",), ("ArrowDown",), ("ArrowDown",) * 4, ("ArrowUp",) * 2):
        for key in keys:
            page.keyboard.press(key)
        title = page.locator(".lf-row[aria-selected=true] .lf-row-title").inner_text()
        browsing.reading.get_by_role("heading", name=title, exact=True).first.wait_for()
        wait_until(lambda title=title: browsing.python("browser.post.title")[1:-1] == title)


def test_facets_count_live_and_narrow_the_list(browsing: Visitor) -> None:
    page = browsing.page
    count(browsing, "24 posts")
    box = page.locator("input[data-facet=category][data-value='Relief']")
    expect(box.locator("xpath=..").locator(".lf-number")).to_have_text("8")
    box.check()
    count(browsing, "8 posts")
    expect(page.locator("input[data-facet=kind][data-value=news]").locator("xpath=../span[2]")).to_have_text(
        re.compile(r"^\d$")
    )
    page.locator("input[data-facet=category][data-value='Defectors']").check()
    page.locator("input[data-facet=category][data-value='Relief']").uncheck()
    count(browsing, "8 posts")
    page.get_by_role("button", name="Clear filters").click()
    count(browsing, "24 posts")


def test_selection_and_post_are_live_in_the_next_cell(browsing: Visitor) -> None:
    browsing.page.locator("input[data-facet=category][data-value='Relief > Education']").check()
    count(browsing, "4 posts")
    choose(browsing, "Scholarships for the Autumn Term")
    assert browsing.python("len(browser.selection), type(browser.selection).__name__") == "(4, 'Archive')"
    assert "Scholarships for the Autumn Term" in browsing.python("browser.post.title")
    assert (
        browsing.python("[p.slug for p in browser.selection] == list(browser.selection.posts.slug)") == "True"
    )


def test_a_picture_is_shown_and_nothing_of_the_pane_runs_or_loads(browsing: Visitor) -> None:
    choose(browsing, "Kim S. Starts from Zero")
    picture = browsing.reading.locator("img")
    expect(picture).to_have_attribute("src", re.compile(r"^data:image/jpeg;base64,"))
    assert picture.evaluate("img => img.complete && img.naturalWidth > 0")
    frame = browsing.page.locator(".lf-frame").first
    assert "allow-scripts" not in (frame.get_attribute("sandbox") or "allow-scripts")
    assert "default-src 'none'" in (frame.get_attribute("srcdoc") or "")


ATTACKS = [
    "<img src=x onerror=parent.canary()>",
    "<script>parent.canary()</script>",
    "<svg onload=parent.canary()></svg>",
    "<iframe srcdoc='<script>parent.parent.canary()</script>'></iframe>",
    '<a href="javascript:parent.canary()">click</a>',
    "<form action=javascript:parent.canary()><input type=submit autofocus onfocus=parent.canary()></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=parent.canary()>",
    "![x](https://tracker.example/pixel.png)",
    "<style>@import url(https://tracker.example/x.css)</style>",
    "<details open ontoggle=parent.canary()>x</details>",
]


def test_hostile_posts_run_nothing_and_ask_nobody(visitor: Visitor, archive: Path) -> None:
    """In text, title, byline, category and alt text; the canary is never called, no other host is asked."""
    evil = "<img src=x onerror=canary()>"
    header = f'title: "Hostile {evil}"\nstatus: publish\nbyline: "{evil}"\ncategories: ["{evil}"]\n'
    (archive / "posts/2017/hostile.md").write_text(
        f"---\n{header}---\n" + "\n\n".join(ATTACKS) + "\n\nThe end.", "utf-8"
    )
    visitor.open("browse", widget="browse")
    visitor.page.locator(".lf-facet").first.wait_for()
    visitor.page.get_by_label("Search", exact=True).fill("Hostile")
    visitor.page.keyboard.press("Enter")
    count(visitor, "1 post")
    visitor.page.locator(".lf-row").click()
    visitor.reading.get_by_text("The end.").wait_for()
    visitor.page.wait_for_timeout(500)
    assert visitor.page.evaluate("() => window.canaryCalled") is None
    assert visitor.page.locator(".lf img").count() == 0
    assert evil in visitor.page.locator(".lf-row-title", has_text="Hostile").inner_text()


def test_translations_stand_side_by_side(browsing: Visitor, pictures: Path) -> None:
    choose(browsing, "Stop Forced Returns")
    browsing.page.get_by_role("button", name="Japanese beside").click()
    beside = browsing.page.frame_locator(".lf-beside iframe")
    beside.get_by_role("heading", name="強制送還をやめてください").wait_for()
    browsing.page.screenshot(path=pictures / "translations.png")
    browsing.page.get_by_role("button", name="Japanese beside").click()
    expect(browsing.page.locator(".lf-beside")).to_be_hidden()


def test_what_leads_on_says_its_reason_and_can_be_followed(browsing: Visitor) -> None:
    choose(browsing, "Another success story")
    browsing.page.locator(".lf-lead", has_text="shared rare terms").first.wait_for()
    browsing.page.locator(".lf-lead", has_text="The story before").click()
    browsing.reading.get_by_role("heading", name="Kim S. Starts from Zero").wait_for()
    browsing.page.locator(".lf-lead", has_text="How it went on").wait_for()


def test_a_link_in_the_text_opens_the_post_it_means(browsing: Visitor) -> None:
    choose(browsing, "One Day, Three Figures")
    browsing.reading.get_by_role("link", name="open letter to the President of China").click()
    browsing.reading.get_by_role("heading", name="Open Letter to Xi Jinping").wait_for()
    browsing.page.locator(".lf-read-head code", has_text="open-letter-to-xi-jinping").wait_for()


def test_posts_are_added_to_a_briefing_that_is_new_or_there(browsing: Visitor, archive: Path) -> None:
    page = browsing.page
    choose(browsing, "함께 김장하는 날")
    page.get_by_role("button", name="Add to briefing").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Briefing").select_option("")
    dialog.get_by_label("Title").fill("Winter")
    dialog.get_by_role("button", name="Add").click()
    wait_until((archive / "briefings/winter.md").exists)
    assert "gimjang" in (archive / "briefings/winter.md").read_text("utf-8")
    page.locator("input[data-facet=lang][data-value=ko]").check()
    count(browsing, "2 posts")
    page.get_by_role("button", name="Add all to briefing").click()
    dialog.get_by_label("Briefing").select_option("winter.md")
    dialog.get_by_role("button", name="Add").click()
    page.get_by_text("Added to winter.md: 1").wait_for()
    assert "stop-forced-returns-ko" in (archive / "briefings/winter.md").read_text("utf-8")


def test_a_query_is_saved_as_a_file_and_used_again(browsing: Visitor, archive: Path) -> None:
    page = browsing.page
    page.locator("input[data-facet=category][data-value='Advocacy']").check()
    count(browsing, "7 posts")
    page.get_by_label("Search", exact=True).fill("return OR 송환")
    page.keyboard.press("Enter")
    page.locator(".lf-row mark").first.wait_for()
    found = page.locator(".lf-count").inner_text()
    page.get_by_role("button", name="Save query").click()
    page.get_by_role("dialog").get_by_label("Name of the query").fill("Forced returns")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    wait_until((archive / "queries/forced-returns.yaml").exists)
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Search", exact=True).fill("")
    page.keyboard.press("Enter")
    count(browsing, "24 posts")
    page.get_by_label("Saved queries").select_option("")
    page.get_by_label("Saved queries").select_option("forced-returns")
    count(browsing, found)
    expect(page.locator("input[data-facet=category][data-value='Advocacy']")).to_be_checked()


def test_a_search_that_cannot_be_understood_is_one_sentence(browsing: Visitor) -> None:
    browsing.page.get_by_label("Search", exact=True).fill("(")
    browsing.page.keyboard.press("Enter")
    browsing.page.get_by_text("This bracket is never closed").wait_for()
    assert "Traceback" not in browsing.page.content()


def test_problems_become_a_facet_when_they_are_looked_for(visitor: Visitor, archive: Path) -> None:
    (archive / "posts/2017/odd.md").write_text("---\ntitle: Odd\nstatus: nowhere\n---\nText.\n", "utf-8")
    visitor.open("browse", widget="browse")
    page = visitor.page
    page.locator("summary", has_text="Problems").click()
    page.get_by_role("button", name="Look for problems").click()
    page.locator("input[data-facet=problem][data-value=warning]").check()
    page.locator(".lf-row", has_text="Odd").wait_for()


def test_keys_in_the_list_never_reach_the_notebook(browsing: Visitor) -> None:
    """Arrow keys move in the list and stay there; typing "dd" deletes no cell."""
    page = browsing.page
    before = page.evaluate(CELLS)
    page.locator(".lf-list").focus()
    for key in ("ArrowDown", "ArrowDown", "d", "d", "x", "a", "b", "End", "PageUp", "Home"):
        page.keyboard.press(key)
    assert page.evaluate(CELLS) == before
    assert page.evaluate("() => document.activeElement.className") == "lf-list"
    expect(page.locator(".lf-row[aria-selected=true]")).to_have_attribute("aria-posinset", "1")


def test_of_many_posts_only_those_that_are_seen_are_in_the_page(visitor: Visitor, archive: Path) -> None:
    folder = archive / "posts/many"
    folder.mkdir()
    for number in range(1500):
        header = f"title: Number {number}\ndate: 2001-01-01\nstatus: publish\n"
        (folder / f"number-{number:04d}.md").write_text(f"---\n{header}---\nText.\n", "utf-8")
    visitor.open("browse", widget="browse")
    count(visitor, "1,524 posts")
    page = visitor.page
    assert 5 < page.locator(".lf-row").count() < 40
    page.locator(".lf-list").focus()
    page.keyboard.press("End")
    last = page.locator(".lf-row[aria-posinset='1524']")
    expect(last).to_contain_text("Spring Volunteer Day", timeout=10_000)
    assert page.locator(".lf-row").count() < 40


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_browser_is_accessible(
    visit: Callable[..., Visitor], archive: Path, pictures: Path, dark: bool
) -> None:
    visitor = visit(width=1600)
    visitor.open("browse", widget="browse")
    visitor.use_theme(dark=dark)
    visitor.page.locator(".lf-facet").first.wait_for()
    choose(visitor, "Stop Forced Returns")
    assert visitor.serious_faults(".lf-browse") == []
    visitor.page.screenshot(path=pictures / f"browse-wide-{'dark' if dark else 'light'}.png")


def test_the_browser_works_as_a_page_of_its_own(visitor: Visitor, archive: Path) -> None:
    visitor.open("browse", app=True, widget="browse")
    choose(visitor, "함께 김장하는 날")
    visitor.page.screenshot()
