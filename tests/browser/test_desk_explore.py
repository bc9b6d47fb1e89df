"""The explorer in real JupyterLab: years are brushed, posts, figures and places follow, and a briefing is made."""

from __future__ import annotations

from pathlib import Path

from lab_driver import Visitor
from playwright.sync_api import Page

from lfnkr_nb import Briefing


def opened(visitor: Visitor) -> None:
    """The notebook is not one that runs by itself: a person runs it."""
    visitor.open("explore")
    visitor.run_all()
    visitor.page.locator(".lf-explorer").wait_for(timeout=120_000)
    visitor.page.locator(".lf-explorer .lf-sure").first.wait_for(state="attached", timeout=60_000)


def posts_shown(visitor: Visitor) -> int:
    return visitor.page.locator(".lf-explore-list li").count()


def choose_by_keys(page: Page, label: str, value: str) -> None:
    """Step to a choice with the arrow keys."""
    choice = page.get_by_label(label, exact=True)
    choice.focus()
    while (now := choice.input_value()) != value:
        page.keyboard.press("ArrowUp" if now > value else "ArrowDown")


def test_brushing_two_years_leads_list_table_and_map_and_makes_a_briefing(
    visitor: Visitor, archive: Path, pictures: Path
) -> None:
    opened(visitor)
    page = visitor.page
    page.wait_for_function("() => document.querySelectorAll('.lf-explore-list li').length > 15")
    chart = page.locator(".lf-chart svg")
    chart.scroll_into_view_if_needed()
    years = [
        option.text_content()
        for option in page.locator(".lf-explore-head select").nth(1).locator("option").all()
    ][1:]
    box = chart.bounding_box()
    assert box is not None
    left = box["x"] + box["width"] * 34 / 900
    step = (box["width"] * (900 - 34) / 900) / len(years)
    middle = box["y"] + box["height"] / 2
    page.mouse.move(left + step * (years.index("2016") + 0.5), middle)
    page.mouse.down()
    page.mouse.move(left + step * (years.index("2017") + 0.5), middle, steps=4)
    page.mouse.up()
    page.wait_for_function("() => document.querySelectorAll('.lf-explore-list li').length === 5")
    dates = page.locator(".lf-explore-list .lf-date").all_text_contents()
    assert {date[:4] for date in dates} == {"2016", "2017"}
    keys = {row.get_attribute("data-key") for row in page.locator(".lf-explore-list li").all()}
    told = {row.get_attribute("data-post") for row in page.locator(".lf-explore-table tbody tr").all()}
    assert told <= keys
    page.locator(".lf-explore-map img").wait_for(timeout=60_000)
    page.screenshot(path=pictures / "explore-light.png")
    visitor.use_theme(dark=True)
    page.screenshot(path=pictures / "explore-dark.png")
    assert visitor.serious_faults(".lf-explorer") == []
    page.get_by_role("button", name="Make a briefing of these").click()
    page.get_by_label("Title").fill("Two years")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("briefings/two-years.md").wait_for()
    briefing = Briefing.open(archive / "briefings/two-years.md")
    assert {briefing.archive.keys[choice.post.path] for choice in briefing.choices} == keys
    exported = briefing.export(archive / "exports/two-years.pdf")
    assert exported.posts == 5


def test_years_are_chosen_by_keyboard_alone(visitor: Visitor, archive: Path) -> None:
    opened(visitor)
    page = visitor.page
    choose_by_keys(page, "From", "2016")
    choose_by_keys(page, "To", "2017")
    page.wait_for_function("() => document.querySelectorAll('.lf-explore-list li').length === 5")
    page.get_by_role("button", name="Show all").press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.lf-explore-list li').length > 15")
    assert posts_shown(visitor) > 15
