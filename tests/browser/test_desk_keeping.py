"""Nothing typed in the editor is lost: crashes, closed tabs, other people's changes, slow kernels, input methods."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

from desk_steps import KIM, kill_kernel, open_post, state, type_at_end, wait_until
from lab_driver import Visitor, commit, git
from playwright.sync_api import expect


def test_undo_outlives_a_save(editing: Visitor, archive: Path) -> None:
    before = (archive / KIM).read_text("utf-8")
    type_at_end(editing, "Too much.")
    editing.page.keyboard.press("Control+s")
    state(editing, "saved")
    assert (archive / KIM).read_text("utf-8") != before
    editing.page.locator(".lf-text .cm-content").click()
    editing.page.keyboard.press("Control+z")
    state(editing, "unsaved")
    editing.page.keyboard.press("Control+s")
    state(editing, "saved")
    assert (archive / KIM).read_text("utf-8") == before


def test_what_is_typed_up_to_the_save_is_in_the_file(editing: Visitor, archive: Path) -> None:
    """The save carries its text itself: nothing typed a moment before can be overtaken by it."""
    page = editing.page
    for number in range(5):
        type_at_end(editing, f" Word{number}")
        page.keyboard.press("Control+s")
    wait_until(lambda: "Word4" in (archive / KIM).read_text("utf-8") or _save_again(editing))
    assert "Word0 Word1 Word2 Word3 Word4" in (archive / KIM).read_text("utf-8")


def _save_again(visitor: Visitor) -> bool:
    visitor.page.keyboard.press("Control+s")
    return False


def test_a_change_from_outside_is_read_where_nothing_is_unsaved(editing: Visitor, archive: Path) -> None:
    text = (archive / KIM).read_text("utf-8")
    (archive / KIM).write_text(text.replace("a borrowed coat", "an old coat"), "utf-8")
    editing.page.get_by_text("was changed elsewhere and was read again").wait_for(timeout=20_000)
    expect(editing.page.locator(".lf-text .cm-content")).to_contain_text("an old coat")


def test_a_conflict_shows_both_versions_and_a_person_chooses_by_paragraph(
    editing: Visitor, archive: Path, pictures: Path
) -> None:
    """Their title and my sentence are taken by themselves; the paragraph both changed waits. Nothing is overwritten."""
    page = editing.page
    text = (archive / KIM).read_text("utf-8")
    page.get_by_label("Byline").fill("M. T.")
    page.locator(".lf-text .cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Mine. ")
    theirs = text.replace("Kim S. Starts from Zero", "Kim S. at Zero").replace(
        "Kim S. arrived", "Theirs. Kim S. arrived"
    )
    (archive / KIM).write_text(theirs, "utf-8")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("This post was changed elsewhere").wait_for()
    assert (archive / KIM).read_text("utf-8") == theirs
    use = dialog.get_by_role("button", name="Use what is chosen")
    expect(use).to_be_disabled()
    page.screenshot(path=pictures / "conflict.png")
    open_parts = dialog.locator(".lf-part").filter(has_text="Theirs. Kim S. arrived")
    open_parts.get_by_label("Keep both").check()
    use.click()
    expect(dialog).to_be_hidden()
    state(editing, "unsaved")
    assert (archive / KIM).read_text("utf-8") == theirs
    page.keyboard.press("Control+s")
    state(editing, "saved")
    now = (archive / KIM).read_text("utf-8")
    for words in ("title: Kim S. at Zero", "byline: M. T.", "Mine. Kim S. arrived", "Theirs. Kim S. arrived"):
        assert words in now


def test_a_killed_kernel_loses_no_word(editing: Visitor, archive: Path, pictures: Path) -> None:
    """The kernel restarts by itself, the desk sets itself up again, and the text is offered back."""
    page = editing.page
    type_at_end(editing, " Precious words.")
    page.wait_for_timeout(300)
    kill_kernel(editing)
    page.screenshot(path=pictures / "draft.png")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(".lf-text .cm-content")).to_contain_text("Precious words.")
    page.locator(".lf-text .cm-content").click()
    page.keyboard.press("Control+s")
    state(editing, "saved")
    assert "Precious words." in (archive / KIM).read_text("utf-8")


def test_a_closed_tab_loses_no_word(visit: Callable[..., Visitor], archive: Path) -> None:
    """Another browser, which holds nothing of the first, is offered the text from beside the post."""
    first = visit()
    open_post(first)
    type_at_end(first, " Kept beside.")
    draft = archive / "posts/2017/.lfnkr-draft-2017-09-04-kim-s-starts-from-zero.md.json"
    wait_until(draft.exists)
    first.page.close()
    second = visit()
    open_post(second)
    second.page.get_by_role("button", name="Restore it").click()
    expect(second.page.locator(".lf-text .cm-content")).to_contain_text("Kept beside.")
    second.page.locator(".lf-text .cm-content").click()
    second.page.keyboard.press("Control+s")
    state(second, "saved")
    assert not draft.exists()


def test_a_reloaded_page_is_at_the_same_post_and_offers_the_text(editing: Visitor) -> None:
    type_at_end(editing, " Not saved.")
    editing.page.wait_for_timeout(300)
    editing.page.reload()
    editing.page.get_by_role("button", name="Restore it").wait_for(timeout=60_000)
    expect(editing.page.locator(".lf-edit-title")).to_have_text("Kim S. Starts from Zero")
    editing.page.get_by_role("button", name="Discard it").click()
    state(editing, "saved")


def test_a_kernel_that_does_not_answer_is_said_and_the_text_is_kept(editing: Visitor, archive: Path) -> None:
    page = editing.page
    kernel = int(editing.python("__import__('os').getpid()"))
    os.kill(kernel, signal.SIGSTOP)
    type_at_end(editing, " While it sleeps.")
    page.keyboard.press("Control+s")
    page.get_by_text("Python has not answered yet").wait_for(timeout=8_000)
    assert "While it sleeps." in page.evaluate(
        "() => Object.entries(localStorage).filter(([k]) => k.startsWith('lfnkr:draft')).map(([, v]) => v).join()"
    )
    state(editing, "unsaved")
    os.kill(kernel, signal.SIGCONT)
    expect(page.locator(".lf-edit")).to_have_attribute("data-state", "saved", timeout=20_000)
    assert "While it sleeps." in (archive / KIM).read_text("utf-8")


def test_composed_japanese_and_korean_input_is_never_lost(editing: Visitor, archive: Path) -> None:
    """Text in composition survives the preview and the checks that run meanwhile, and is saved when it is done."""
    page = editing.page
    type_at_end(editing, "\n\n")
    session = page.context.new_cdp_session(page)
    for text in ("に", "にほ", "にほん", "にほんご"):
        session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        page.wait_for_timeout(200)
    session.send("Input.insertText", {"text": "日本語"})
    for text in ("ㅎ", "하", "한"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
        page.wait_for_timeout(200)
    session.send("Input.insertText", {"text": "한국어"})
    editing.reading.get_by_text("日本語한국어").wait_for()
    page.keyboard.press("Control+s")
    state(editing, "saved")
    assert (archive / KIM).read_text("utf-8").rstrip().endswith("日本語한국어")


def test_an_earlier_version_is_shown_and_restored(visitor: Visitor, archive: Path, pictures: Path) -> None:
    text = (archive / KIM).read_text("utf-8")
    (archive / KIM).write_text(text.replace("a borrowed coat", "an old coat"), "utf-8")
    commit(archive, "Change the coat")
    try:
        open_post(visitor)
        page = visitor.page
        page.get_by_role("button", name="History").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=re.compile("Begin")).click()
        dialog.get_by_text("a borrowed coat").wait_for()
        page.screenshot(path=pictures / "history.png")
        dialog.get_by_role("button", name="Restore this version").click()
        state(visitor, "unsaved")
        expect(page.locator(".lf-text .cm-content")).to_contain_text("a borrowed coat")
        assert "an old coat" in (archive / KIM).read_text("utf-8")
    finally:
        git(archive, "reset", "-q", "--hard", "HEAD~1")
