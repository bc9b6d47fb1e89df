"""The editor in real JupyterLab: write, see, save, and lose nothing, whatever happens."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_steps import KIM, choose, open_post, state, type_at_end
from lab_driver import Visitor, git
from PIL import Image
from playwright.sync_api import expect

CELLS = "() => jupyterapp.shell.currentWidget.content.widgets.length"


def test_a_title_is_changed_and_one_line_differs(editing: Visitor, archive: Path, pictures: Path) -> None:
    """The preview follows; Ctrl+S saves; git sees one line."""
    page = editing.page
    page.get_by_label("Title", exact=True).fill("Kim S. starts again")
    editing.reading.get_by_role("heading", name="Kim S. starts again").wait_for()
    state(editing, "unsaved")
    page.screenshot(path=pictures / "edit-light.png")
    page.keyboard.press("Control+s")
    state(editing, "saved")
    assert git(archive, "diff", "--numstat", "--", "posts").split()[:3] == ["1", "1", KIM]
    assert page.get_by_text("not saved").is_hidden()


def test_the_preview_follows_each_word_and_keeps_its_place(editing: Visitor) -> None:
    type_at_end(editing, "\n\nA *last* sentence.")
    editing.reading.locator("em", has_text="last").wait_for()
    assert editing.reading.locator("main").inner_text().rstrip().endswith(("A last sentence.", "zero/"))


def picture_with_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 0.0), 3: "E", 4: (139.0, 45.0, 0.0)})
    exif[0x010F] = "SpyCam"
    out = io.BytesIO()
    Image.effect_noise((80, 60), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


PASTE = """data => {
    const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const held = new DataTransfer();
    held.items.add(new File([bytes], 'IMG 0042.JPG', { type: 'image/jpeg' }));
    const paste = new ClipboardEvent('paste', { clipboardData: held, bubbles: true, cancelable: true });
    document.querySelector('.lf-text .cm-content').dispatchEvent(paste);
}"""


def test_a_pasted_picture_loses_its_place_and_gets_an_alt_text(editing: Visitor, archive: Path) -> None:
    page = editing.page
    type_at_end(editing, "\n\n")
    page.evaluate(PASTE, base64.b64encode(picture_with_place()).decode())
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What it shows").fill("A hut by the river")
    dialog.get_by_label("File name").fill("hut")
    dialog.get_by_role("button", name="Insert").click()
    expect(page.locator(".lf-text .cm-content")).to_contain_text("![A hut by the river](media/hut.jpg)")
    cleaned = (archive / "posts/2017/media/hut.jpg").read_bytes()
    assert b"SpyCam" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert not image.getexif()
    shown = editing.reading.get_by_role("img", name="A hut by the river")
    expect(shown).to_have_attribute("src", re.compile("^data:image/jpeg"))


def test_a_problem_stands_at_its_place_with_a_safe_fix(visitor: Visitor, archive: Path) -> None:
    odd = archive / "posts/2017/odd.md"
    odd.write_text(
        "---\ntitle: Odd one\nstatus: draft\nkind: Open Letter\n---\nText.\n\n![](media/river-at-dusk.jpg)\n",
        "utf-8",
    )
    open_post(visitor, "Odd one")
    page = visitor.page
    page.locator(".lf-text .cm-content .lf-problem", has_text="no alt text").wait_for()
    page.locator("[data-field=kind] .lf-problem").get_by_role("button", name="Fix").click()
    expect(page.get_by_label("Kind", exact=True)).to_have_value("open-letter")
    expect(page.locator("[data-field=kind] .lf-problem")).to_have_count(0)
    page.keyboard.press("Control+s")
    state(visitor, "saved")
    assert "kind: open-letter\n" in odd.read_text("utf-8")


def test_a_link_to_another_post_is_found_by_its_title(editing: Visitor) -> None:
    page = editing.page
    type_at_end(editing, "\n\nSee ")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").get_by_label("Search").fill("xi jinping")
    page.locator(".lf-found li").first.filter(has_text="Open Letter").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".lf-text .cm-content")).to_contain_text(
        "See [Open Letter to Xi Jinping](../undated/open-letter-to-xi-jinping.md)"
    )
    expect(editing.reading.get_by_role("link", name="Open Letter to Xi Jinping")).to_have_attribute(
        "href", re.compile(r"^#post\.")
    )


def test_find_and_replace_outline_and_counts_are_there(visitor: Visitor, archive: Path) -> None:
    long = archive / "posts/2017/long.md"
    long.write_text(
        "---\ntitle: Long one\nstatus: draft\n---\n# First\n\nword word 難民\n\n## Second\n\nEnd.\n", "utf-8"
    )
    open_post(visitor, "Long one")
    page = visitor.page
    page.locator(".lf-outline-row", has_text="Second").click()
    expect(page.locator(".lf-counted")).to_contain_text("English: 5 words")
    expect(page.locator(".lf-counted")).to_contain_text("Japanese: 2 characters")
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find").fill("word")
    page.get_by_role("textbox", name="Replace").fill("term")
    page.get_by_role("button", name="replace all").click()
    expect(page.locator(".lf-text .cm-content")).to_contain_text("term term 難民")
    assert page.locator(".lf-text .cm-content").get_attribute("spellcheck") == "true"
    assert page.locator(".lf-text .cm-content").get_attribute("lang") == "en"


def test_dates_lists_and_categories_are_typed_fields(editing: Visitor, archive: Path) -> None:
    page = editing.page
    date = page.locator("[data-field=date]")
    date.get_by_label("How exactly it is known").select_option("month")
    date.locator("input").fill("2017-10")
    page.locator("[data-field=categories] input").fill("Advocacy > Letters")
    page.keyboard.press("Enter")
    page.get_by_label("Remove language").click()
    page.get_by_label("Status", exact=True).select_option("pending")
    page.keyboard.press("Control+s")
    state(editing, "saved")
    text = (archive / KIM).read_text("utf-8")
    assert re.search(r"^date: 2017-10$", text, re.MULTILINE)
    assert re.search(r"^status: pending$", text, re.MULTILINE)
    assert "Advocacy > Letters" in text
    assert "language" not in re.findall(r"^tags:.*(?:\n  - .*)*", text, re.MULTILINE)[0]


def test_hostile_text_runs_nothing_in_the_editor(visitor: Visitor, archive: Path) -> None:
    evil = "<img src=x onerror=parent.canary()>"
    path = archive / "posts/2017/hostile.md"
    path.write_text(
        f'---\ntitle: "{evil}"\nstatus: draft\ntags: ["{evil}"]\nkind: "{evil}"\n---\n{evil}\n\n## {evil}\n',
        "utf-8",
    )
    visitor.open("edit", widget="edit")
    page = visitor.page
    page.get_by_role("combobox", name="Search").fill("onerror")
    page.locator(".lf-found li").first.filter(has_text="onerror").click()
    page.locator(".lf-text .cm-content").click()
    page.keyboard.type("<script>parent.canary()</script> The end.")
    visitor.reading.get_by_text("The end.").wait_for()
    page.get_by_role("button", name="History").click()
    page.keyboard.press("Escape")
    assert page.evaluate("() => window.canaryCalled") is None
    assert page.locator(".lf img").count() == 0


def test_keys_in_the_editor_never_reach_the_notebook(editing: Visitor) -> None:
    page = editing.page
    before = page.evaluate(CELLS)
    page.get_by_label("Title", exact=True).click()
    page.keyboard.type("dd x a b")
    page.get_by_label("Status", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("dd")
    type_at_end(editing, "dd x a b")
    page.keyboard.press("Escape")
    page.keyboard.type("dd")
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(CELLS) == before


def test_right_click_in_the_file_list_edits_a_post(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.evaluate("() => jupyterapp.commands.execute('filebrowser:open-path', { path: 'posts/2017' })")
    row = page.locator(".jp-DirListing-item", has_text="kim-s-starts")
    row.click(button="right")
    page.locator(".lm-Menu-item", has_text="Edit post").click()
    expect(page.locator(".lf-edit-title")).to_have_text("Kim S. Starts from Zero", timeout=30_000)
    page.locator(".jp-DirListing-item", has_text="media").click(button="right")
    assert page.locator(".lm-Menu-item", has_text="Edit post").count() == 0


def test_the_browser_hands_a_post_to_the_editor_and_shows_what_became_of_it(
    visitor: Visitor, archive: Path
) -> None:
    visitor.open("browse", widget="browse")
    page = visitor.page
    choose(visitor, "Kim S. Starts from Zero")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Title", exact=True).fill("Kim S. goes on")
    page.keyboard.press("Control+s")
    state(visitor, "saved")
    page.get_by_role("button", name="Back to the posts").click()
    page.locator(".lf-browse .lf-reader").wait_for()
    visitor.page.frame_locator(".lf-browse .lf-frame").first.get_by_role(
        "heading", name="Kim S. goes on"
    ).wait_for()
    assert "Kim S. goes on" in visitor.python("browser.post.title")


def test_a_new_post_is_open_in_the_editor_after_one_click(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    page.get_by_role("button", name="New post").click()
    page.get_by_role("dialog").get_by_label("Title").fill("A visit to Niigata")
    page.get_by_role("dialog").get_by_label("Kind").select_option("interview")
    page.get_by_role("dialog").get_by_role("button", name="Begin").click()
    expect(page.locator(".lf-edit-title")).to_have_text("A visit to Niigata", timeout=40_000)
    expect(page.locator(".lf-text .cm-content")).to_contain_text("This interview was made on")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_editor_is_accessible(
    visit: Callable[..., Visitor], archive: Path, pictures: Path, dark: bool
) -> None:
    visitor = visit(width=1600)
    open_post(visitor)
    visitor.use_theme(dark=dark)
    visitor.reading.get_by_role("heading", name="Kim S. Starts from Zero").wait_for()
    for summary in visitor.page.locator(".lf-group > summary").all()[1:]:
        summary.click()
    assert visitor.serious_faults(".lf-edit") == []
    visitor.page.screenshot(path=pictures / f"edit-wide-{'dark' if dark else 'light'}.png")
    visitor.page.get_by_role("button", name="History").click()
    visitor.page.get_by_role("dialog").wait_for()
    assert visitor.serious_faults(".lf-dialog") == []


def test_all_of_the_editor_is_reached_by_the_keyboard(editing: Visitor, archive: Path) -> None:
    """From the text, Shift+Tab leads back over every control of the head; Tab does not type into the text."""
    page = editing.page
    before = (archive / KIM).read_text("utf-8")
    page.get_by_label("Title", exact=True).focus()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => document.activeElement.getAttribute('aria-label') || document.activeElement.tagName"
            )
        )
        if seen[-1] == "Text":
            break
    assert seen[-1] == "Text"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") != "Text"
    state(editing, "saved")
    assert (archive / KIM).read_text("utf-8") == before


def test_the_editor_works_as_a_page_of_its_own(visitor: Visitor, archive: Path) -> None:
    visitor.page.goto(visitor.lab.url("edit", app=True))
    visitor.page.get_by_role("combobox", name="Search").fill("Kim")
    visitor.page.locator(".lf-found li").filter(has_text="Kim S.").first.click()
    visitor.page.get_by_label("Title", exact=True).fill("On a page of its own")
    visitor.page.keyboard.press("Control+s")
    state(visitor, "saved")
    assert "title: On a page of its own" in (archive / KIM).read_text("utf-8")
