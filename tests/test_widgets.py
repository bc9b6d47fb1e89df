"""The Python side of the desk's widgets: each message has exactly one answer, and nothing else is sent."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lfnkr_nb import Archive, Post, browse, desk, edit
from lfnkr_nb.drafts import draft_path

if TYPE_CHECKING:
    from lfnkr_nb.widgets.base import DeskWidget

ROOT = Path(__file__).parent.parent
KIM = "posts/2017/2017-09-04-kim-s-starts-from-zero.md"


class Page:
    """Stands for the page of a widget: asks, and keeps what was sent."""

    def __init__(self, widget: DeskWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget = widget
        self.sent: list[dict[str, Any]] = []
        monkeypatch.setattr(widget, "send", lambda message, buffers=None: self.sent.append(message))

    def ask(self, type: str, **values: Any) -> dict[str, Any]:  # noqa: A002
        buffers = values.pop("buffers", [])
        self.sent.clear()
        self.widget._received(None, {"id": "7", "type": type, **values}, buffers)
        (answer,) = [message for message in self.sent if "id" in message]
        assert answer["id"] == "7"
        return answer


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("posts", "briefings", "brand"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "brand.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def browsing(root: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(browse(Archive.open(root)), monkeypatch)


@pytest.fixture
def editing(root: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    page = Page(edit(Archive.open(root)), monkeypatch)
    page.post = page.ask("open", path=KIM)["post"]  # type: ignore[attr-defined]
    return page


def now(page: Page, **changes: Any) -> dict[str, Any]:
    """What the page sends of the post as it stands."""
    post = page.post  # type: ignore[attr-defined]
    return {"path": post["path"], "content": post["content"], "fields": {}, "base": post["base"]} | changes


# --- messages -----------------------------------------------------------------------------------------------


def test_an_unknown_message_is_answered(browsing: Page) -> None:
    assert "unknown" in browsing.ask("received")["error"]["message"]
    assert "unknown" in browsing.ask("_set_archive")["error"]["message"]


def test_an_error_of_ours_is_an_answer_with_a_hint(browsing: Page) -> None:
    answer = browsing.ask("find", text="(", chosen={}, sort="newest")
    assert answer["error"]["hint"]


def test_an_error_nobody_foresaw_is_answered_too(browsing: Page) -> None:
    """The page is never left waiting; the error itself goes to the log."""
    with pytest.raises(KeyError):
        browsing.ask("find", text="")
    (answer,) = browsing.sent
    assert answer["error"]["message"]
    assert "KeyError" not in str(answer)


def test_no_state_of_a_widget_holds_a_post(root: Path) -> None:
    """What a notebook could save of a widget are its language, script and style, nothing of the archive."""
    archive = Archive.open(root)
    for widget in (desk(archive), browse(archive), edit(archive)):
        state = {key: value for key, value in widget.get_state().items() if not key.startswith("_")}
        assert set(state) <= {"language", "layout", "tabbable", "tooltip"}
        assert "Kim S." not in str(widget.get_state())


# --- browser ------------------------------------------------------------------------------------------------


def test_only_the_rows_that_are_seen_are_sent(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        (root / f"posts/n{number:03d}.md").write_text(f"---\ntitle: N{number}\n---\nText.\n", "utf-8")
    page = Page(browse(Archive.open(root)), monkeypatch)
    answer = page.ask("find", text="", chosen={}, sort="title")
    assert answer["total"] == 324
    assert len(answer["rows"]) == 60
    rows = page.ask("rows", start=60, stop=65)["rows"]
    assert len(rows) == 5
    titles = [row[0].casefold() for row in [*answer["rows"], *rows]]
    assert titles == sorted(titles)


def test_a_row_has_title_date_kind_byline_language_and_status(browsing: Page) -> None:
    rows = browsing.ask("find", text="", chosen={}, sort="newest")["rows"]
    by_title = {row[0]: row for row in rows}
    assert by_title["Kim S. Starts from Zero"][1:6] == ["2017-09-04", "profile", "LFNKR", "en", "publish"]
    assert by_title["A Thank-You to Our Monthly Supporters"][5] == "password"


def test_the_oldest_first_is_the_newest_first_turned_round(browsing: Page) -> None:
    newest = browsing.ask("find", text="", chosen={}, sort="newest")["rows"]
    oldest = browsing.ask("find", text="", chosen={}, sort="oldest")["rows"]
    assert newest == oldest[::-1]


def test_selection_and_post_follow_the_page(browsing: Page) -> None:
    assert browsing.widget.post is None
    browsing.ask("find", text="", chosen={"lang": ["ko"]}, sort="newest")
    browsing.ask("read", place=0)
    assert {post.lang for post in browsing.widget.selection} == {"ko"}
    assert isinstance(browsing.widget.post, Post)
    assert browsing.widget.post.lang == "ko"


def test_a_post_that_is_looked_at_ahead_is_not_read_yet(browsing: Page) -> None:
    """The page has the neighbours of a post ready; `.post` stays the one that was chosen."""
    browsing.ask("find", text="", chosen={}, sort="newest")
    browsing.ask("read", place=0)
    before = browsing.widget.post
    ahead = browsing.ask("ahead", place=1)
    assert browsing.widget.post == before
    assert browsing.ask("read", place=1) == ahead
    assert browsing.widget.post != before


def test_a_selection_can_be_browsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(browse(Archive.open(root).select(lang="ja")), monkeypatch)
    assert page.ask("find", text="", chosen={}, sort="newest")["total"] == 2
    assert page.ask("read", place=0)["leads"]


def test_related_posts_come_with_their_reason(browsing: Page) -> None:
    found = browsing.ask("related", key="kim-s-starts-from-zero")["related"]
    assert "another-success-story" in [lead["key"] for lead in found]
    assert all(lead["said"] for lead in found)


# --- editor -------------------------------------------------------------------------------------------------


def test_a_save_is_one_changed_line_and_drops_the_draft(editing: Page, root: Path) -> None:
    before = (root / KIM).read_text("utf-8")
    editing.ask("draft", **now(editing, fields={"title": "New"}))
    assert draft_path(root / KIM).exists()
    assert editing.ask("open", path=KIM)["post"]["draft"]["fields"] == {"title": "New"}
    saved = editing.ask("save", **now(editing, fields={"title": "New"}))["saved"]
    assert (root / KIM).read_text("utf-8") == before.replace("title: Kim S. Starts from Zero", "title: New")
    assert saved["base"] != editing.post["base"]  # type: ignore[attr-defined]
    assert not draft_path(root / KIM).exists()
    assert list((root / "posts/2017/.history").rglob("*.md"))


def test_a_save_over_a_change_from_outside_writes_nothing_and_shows_both(editing: Page, root: Path) -> None:
    theirs = (root / KIM).read_text("utf-8").replace("Kim S. Starts", "Kim S. Ends")
    (root / KIM).write_text(theirs, "utf-8")
    parts = editing.ask("save", **now(editing, content="All mine.\n"))["conflict"]
    assert (root / KIM).read_text("utf-8") == theirs
    assert {part["chosen"] for part in parts} == {"both", "ours", "theirs"}
    taken = editing.ask("choose", choices=[part["chosen"] for part in parts])
    assert taken["content"].strip() == "All mine."
    assert taken["post"]["values"]["title"] == "Kim S. Ends from Zero"
    editing.post = taken["post"]  # type: ignore[attr-defined]
    assert "saved" in editing.ask("save", **now(editing, content=taken["content"], fields=taken["fields"]))
    assert "Kim S. Ends" in (root / KIM).read_text("utf-8")


def test_two_editors_cannot_overwrite_each_other(
    editing: Page, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Page(edit(Archive.open(root)), monkeypatch)
    other.post = other.ask("open", path=KIM)["post"]  # type: ignore[attr-defined]
    assert "saved" in other.ask("save", **now(other, fields={"byline": "Other"}))
    assert "conflict" in editing.ask("save", **now(editing, fields={"byline": "Mine"}))
    assert "byline: Other" in (root / KIM).read_text("utf-8")


def test_a_draft_of_an_older_file_becomes_a_conflict_and_not_a_save(editing: Page, root: Path) -> None:
    before = (root / KIM).read_bytes()
    answer = editing.ask("save", **now(editing, base="0" * 64, content="From yesterday.\n"))
    assert answer["conflict"]
    assert (root / KIM).read_bytes() == before


def test_a_save_meant_for_another_post_is_refused(editing: Page, root: Path) -> None:
    other = "posts/2018/2018-11-26-gimjang.md"
    before = (root / other).read_bytes()
    sent = now(editing, content="For Kim.\n")
    editing.ask("open", path=other)
    assert "Another post" in editing.ask("save", **sent)["error"]["message"]
    assert (root / other).read_bytes() == before


@pytest.mark.parametrize(
    "path", ["../x.md", "posts/../../x.md", "/etc/passwd", "briefings/geneva.md", "brand.yaml"]
)
def test_only_posts_of_the_archive_are_opened(editing: Page, path: str) -> None:
    assert "error" in editing.ask("open", path=path)


def test_links_are_offered_as_relative_paths(editing: Page) -> None:
    found = editing.ask("posts", text="xi jinping")["posts"]
    assert [post["href"] for post in found] == ["../undated/open-letter-to-xi-jinping.md"]
    assert editing.ask("posts", text="強制")["posts"][0]["href"].startswith("../2016/2016-12-10-%E5%BC%B7")


def test_a_post_that_is_no_archive_s_own_can_be_edited(root: Path) -> None:
    assert edit(Post.read(root / KIM)).archive.root == root


def test_problems_of_the_text_have_their_line_in_the_text(editing: Page) -> None:
    answer = editing.ask("check", **now(editing, content="One.\n\n![](media/x.png)\n"))
    assert {problem["line"] for problem in answer["problems"] if "media/x.png" in problem["message"]} == {3}


def test_an_earlier_version_comes_back_as_a_change(editing: Page, root: Path) -> None:
    editing.post = editing.ask("save", **now(editing, fields={"title": "New"}, content="New.\n"))["saved"]  # type: ignore[attr-defined]
    (version,) = editing.ask("history")["versions"]
    then = editing.ask("version", version=version["id"], **now(editing))
    assert then["fields"] == {"title": "Kim S. Starts from Zero"}
    assert "forty-six squares" in then["content"]


# --- start --------------------------------------------------------------------------------------------------


def test_the_desk_says_what_there_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(desk(Archive.open(root)), monkeypatch)
    answer = page.ask("facts")
    assert (answer["posts"], answer["first"], answer["briefings"]) == (24, "2009-04", 4)


def test_the_browser_makes_the_search_index_before_anybody_searches(browsing: Page, root: Path) -> None:
    index = root / ".lfnkr" / "search.sqlite"
    assert not index.exists()
    browsing.ask("prepare")
    work = browsing.widget._beside
    assert work is not None
    assert work.wait(120) == "done"
    seen: list[int] = []
    Archive.open(root).search("river", progress=lambda done, _: seen.append(done))
    assert index.exists()
    assert not seen


@pytest.mark.slow
def test_a_build_makes_every_briefing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(desk(Archive.open(root)), monkeypatch)
    page.ask("build")
    work = page.widget._work
    assert work is not None
    assert work.wait(120) == "done"
    assert work.result == {"problems": [], "total": 0}
    made = {path.stem for path in (root / "exports").glob("*.pdf")}
    assert made == {path.stem for path in (root / "briefings").glob("*.md")}


@pytest.mark.slow
def test_one_work_at_a_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(desk(Archive.open(root)), monkeypatch)
    page.ask("build")
    assert "still going on" in page.ask("check")["error"]["message"]
    page.ask("cancel")
    assert page.widget._work is not None
    assert page.widget._work.wait(60) in ("cancelled", "done")
