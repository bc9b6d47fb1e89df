"""The composer in real JupyterLab: five posts become a PDF that passed the gate, and the recipe is all that changes."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
from desk_steps import kill_kernel
from lab_driver import Visitor, git
from playwright.sync_api import expect

from lfnkr_nb.briefing import Briefing
from lfnkr_nb.cli import main

FIVE = (
    "Kim S. Starts from Zero",
    "함께 김장하는 날",
    "Rice for the Winter",
    "One Day, Three Figures",
    "夜間中学という入り口",
)


def open_briefing(visitor: Visitor, name: str = "geneva") -> None:
    """Open the composer and a briefing, and wait until its pages are there."""
    visitor.open("brief", widget="compose")
    visitor.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
    expect(visitor.page.locator(".lf-compose")).to_have_attribute("data-briefing", f"{name}.md")
    pages(visitor)


def pages(visitor: Visitor) -> None:
    """Wait until the pages that are seen are those of the briefing as it stands."""
    visitor.page.wait_for_timeout(250)
    expect(visitor.page.locator(".lf-pages-pane")).to_have_attribute("data-state", "shown", timeout=25_000)


def titles(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".lf-item-title").all_inner_texts()


def state(visitor: Visitor, said: str) -> None:
    """Wait until the composer is `saved` or `unsaved`."""
    expect(visitor.page.locator(".lf-compose")).to_have_attribute("data-state", said)


def tab(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def begin(visitor: Visitor, title: str) -> None:
    """Begin a briefing with five posts."""
    visitor.open("brief", widget="compose")
    page = visitor.page
    page.get_by_role("dialog").get_by_role("button", name="New briefing").click()
    page.get_by_role("dialog").get_by_label("Title").fill(title)
    page.get_by_role("dialog").get_by_label("Template").select_option("briefing")
    page.get_by_role("dialog").get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Add posts").click()
    for words in FIVE:
        page.get_by_role("dialog").get_by_label("Search").fill(words)
        page.get_by_role("dialog").get_by_role(
            "button", name=re.compile(f"^Add .*{words}", re.IGNORECASE)
        ).click()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(page.locator(".lf-item")).to_have_count(5)


def test_five_posts_become_a_pdf_that_passed_the_gate(visitor: Visitor, archive: Path) -> None:
    """Composed, put in order by keys and by dragging, previewed, saved, exported; the command gives the same bytes."""
    begin(visitor, "Winter in Niigata")
    page = visitor.page
    first, second, third, fourth, fifth = titles(visitor)
    page.get_by_role("button", name=fifth, exact=True).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert titles(visitor) == [first, second, fifth, third, fourth]
    expect(page.locator(".lf-post-outline [aria-live]")).to_have_text(f"{fifth}: place 3 of 5")
    assert page.evaluate("() => document.activeElement.textContent") == fifth
    handles = page.locator(".lf-handle")
    handles.nth(4).drag_to(page.locator(".lf-item").first, target_position={"x": 60, "y": 4})
    assert titles(visitor) == [fourth, first, second, fifth, third]
    page.get_by_role("button", name=f"Take {third} out").click()
    page.get_by_role("button", name="Take back").click()
    assert titles(visitor) == [fourth, first, second, fifth, third]
    page.get_by_label(f"How much of {first}").select_option("excerpt")
    tab(visitor, "Words")
    page.get_by_label("Your own words").fill("For *everybody* who helps.")
    pages(visitor)
    expect(page.locator(".lf-sheet img").first).to_have_attribute("src", re.compile("^blob:"))
    shown = page.locator(".lf-sheet").count()
    page.get_by_role("button", name="Export PDF").click()
    page.get_by_text("The gate found nothing").wait_for(timeout=40_000)
    state(visitor, "saved")
    made = archive / "exports/winter-in-niigata.pdf"
    data = made.read_bytes()
    assert len(pypdfium2.PdfDocument(data)) == shown
    assert main(["gate", str(made)]) == 0
    recipe = archive / "briefings/winter-in-niigata.md"
    assert Briefing.open(recipe).choices[1].show == "excerpt"
    assert [choice.post.title for choice in Briefing.open(recipe).choices] == [
        fourth,
        first,
        second,
        fifth,
        third,
    ]
    made.unlink()
    assert main(["brief", str(recipe), "--posts", str(archive / "posts"), "-o", str(made)]) == 0
    assert made.read_bytes() == data
    assert git(archive, "status", "--porcelain", "--", "posts").strip() == ""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).first.click()
    assert Path(download.value.path()).read_bytes() == data


def test_another_title_is_one_line_of_the_recipe(visitor: Visitor, archive: Path) -> None:
    open_briefing(visitor)
    tab(visitor, "Details")
    visitor.page.get_by_label("Title", exact=True).first.fill("No Way Home")
    pages(visitor)
    visitor.page.keyboard.press("Control+s")
    state(visitor, "saved")
    assert (
        git(archive, "diff", "--stat").splitlines()[-1].strip()
        == "1 file changed, 1 insertion(+), 1 deletion(-)"
    )


def test_a_recipe_that_changed_elsewhere_is_shown_and_never_overwritten(
    visitor: Visitor, archive: Path
) -> None:
    open_briefing(visitor)
    page = visitor.page
    tab(visitor, "Details")
    page.get_by_label("Title", exact=True).first.fill("Mine")
    recipe = archive / "briefings/geneva.md"
    theirs = recipe.read_text("utf-8").replace("title: No Way Back, No Way Through", "title: Theirs")
    recipe.write_text(theirs, "utf-8")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("title: Theirs").wait_for()
    assert recipe.read_text("utf-8") == theirs
    dialog.get_by_label("Yours").check()
    dialog.get_by_role("button", name="Use what is chosen").click()
    page.get_by_role("button", name="Save").click()
    state(visitor, "saved")
    assert recipe.read_text("utf-8") == theirs.replace("title: Theirs", "title: Mine")


def test_a_cancelled_export_leaves_nothing(visitor: Visitor, archive: Path) -> None:
    big = "---\ntitle: Everything\ntemplate: briefing\nselect: {public: true}\n---\n"
    for number in range(160):
        text = f"---\ntitle: Filler {number}\ndate: 2016-01-01\nstatus: publish\n---\n" + "Many words. " * 900
        (archive / f"posts/2016/2016-01-01-filler-{number}.md").write_text(text, "utf-8")
    (archive / "briefings/everything.md").write_text(big, "utf-8")
    visitor.open("brief", widget="compose")
    page = visitor.page
    page.get_by_role("dialog").get_by_role("button", name="everything", exact=True).click()
    expect(page.locator(".lf-compose")).to_have_attribute("data-briefing", "everything.md")
    page.get_by_role("button", name="Export PDF").click()
    page.get_by_role("group", name="Progress").get_by_role("button", name="Cancel").click(timeout=20_000)
    page.get_by_text("cancelled; nothing was left half-done").wait_for(timeout=20_000)
    assert [path.name for path in archive.glob("exports/*") if path.name != ".gitkeep"] == []
    assert not list(archive.glob("private/manifests/everything/*"))


def test_problems_stand_at_their_post_and_people_are_protected(visitor: Visitor, archive: Path) -> None:
    """A private post, and two posts that together tell too much."""
    for name in ("left", "right"):
        header = f"title: The {name}\ndate: 2018-01-0{len(name) - 3}\nstatus: publish"
        text = f"---\n{header}\n---\nIn 2011 K. M. left Hyesan, aged 34.\n"
        (archive / f"posts/2018/{name}.md").write_text(text, "utf-8")
    (archive / "posts/2018/inside.md").write_text("---\ntitle: Inside\nstatus: private\n---\nNo.\n", "utf-8")
    recipe = "---\ntitle: Pair\nposts: [left, right, inside]\n---\nWords.\n"
    (archive / "briefings/pair.md").write_text(recipe, "utf-8")
    open_briefing(visitor, "pair")
    page = visitor.page
    expect(page.locator(".lf-item", has_text="Inside")).to_contain_text("It is not public and stays inside.")
    expect(page.locator(".lf-item", has_text="The left")).to_contain_text("may speak of one person")
    tab(visitor, "Protection")
    linkage = page.locator(".lf-linkage")
    expect(linkage).to_contain_text("Hyesan")
    linkage.get_by_role("button", name="The right").click()
    assert page.evaluate("() => document.activeElement.textContent") == "The right"


def test_two_people_clear_a_briefing(visitor: Visitor, archive: Path) -> None:
    git(archive, "config", "user.name", "")
    open_briefing(visitor, "letter")
    page = visitor.page
    tab(visitor, "Clearance")
    expect(page.locator(".lf-state")).to_have_attribute("data-state", "draft")
    page.get_by_role("button", name="Sign the facts").click()
    page.get_by_role("dialog").get_by_label("Your name").fill("M. T.")
    page.get_by_role("dialog").get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator(".lf-state")).to_have_attribute("data-state", "fact-checked", timeout=30_000)
    page.get_by_role("button", name="Sign the protection").click()
    page.get_by_role("dialog").get_by_label("Your name").fill("M. T.")
    page.get_by_role("dialog").get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text(re.compile("The same (person|git identity) has signed")).wait_for(timeout=30_000)
    assert (archive / "briefings/letter.md").read_text("utf-8").count("step:") == 1


def test_what_was_not_saved_is_offered_back(visitor: Visitor, archive: Path) -> None:
    open_briefing(visitor)
    page = visitor.page
    tab(visitor, "Words")
    page.get_by_label("Your own words").fill("Kept words.")
    page.wait_for_timeout(400)
    page.reload()
    page.get_by_role("button", name="Restore it").click(timeout=60_000)
    tab(visitor, "Words")
    expect(page.get_by_label("Your own words")).to_have_value("Kept words.")
    assert "Kept words." not in (archive / "briefings/geneva.md").read_text("utf-8")


def test_a_killed_kernel_loses_no_word_of_a_briefing(visitor: Visitor, archive: Path) -> None:
    """The kernel restarts by itself, the same briefing is open again, and its words are offered back."""
    open_briefing(visitor)
    page = visitor.page
    tab(visitor, "Words")
    page.get_by_label("Your own words").fill("Words that outlive a kernel.")
    page.wait_for_timeout(400)
    kill_kernel(visitor)
    page.get_by_role("button", name="Restore it").click()
    tab(visitor, "Words")
    expect(page.get_by_label("Your own words")).to_have_value("Words that outlive a kernel.")
    page.get_by_label("Your own words").press("Control+s")
    state(visitor, "saved")
    assert "Words that outlive a kernel." in (archive / "briefings/geneva.md").read_text("utf-8")


def test_the_composer_is_accessible_in_light_and_dark_and_kept_as_pictures(
    visitor: Visitor, archive: Path, pictures: Path
) -> None:
    open_briefing(visitor)
    page = visitor.page
    expect(page.locator(".lf-sheet img").first).to_have_attribute("src", re.compile("^blob:"))
    page.wait_for_timeout(600)
    for dark in (False, True):
        visitor.use_theme(dark=dark)
        page.wait_for_timeout(500)
        page.screenshot(path=pictures / f"compose-{'dark' if dark else 'light'}.png")
        for name in ("Posts", "Words", "Figures", "Details", "Pages", "Check", "Protection", "Clearance"):
            tab(visitor, name)
            assert visitor.serious_faults(".lf-compose") == [], (name, dark)
        tab(visitor, "Pages")
        tab(visitor, "Posts")


def test_the_composer_works_as_a_page_of_its_own_and_in_japanese(visitor: Visitor, archive: Path) -> None:
    visitor.open("brief", app=True, widget="compose")
    page = visitor.page
    page.get_by_role("dialog").get_by_role("button", name="statement", exact=True).click()
    pages(visitor)
    page.locator("select.lf-language").select_option("ja")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_visible()
    tab(visitor, "点検")
    expect(page.locator(".lf-view-check")).to_be_visible()


def test_a_recipe_is_composed_from_the_file_list(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    page.evaluate("() => lfnkrDesk.compose('briefings/letter.md')")
    expect(page.locator(".lf-compose")).to_have_attribute("data-briefing", "letter.md", timeout=60_000)
