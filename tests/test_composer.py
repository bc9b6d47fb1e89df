"""What the composer answers to its page, without a browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.saved_queries import SavedQuery
from lfnkr_nb.widgets.composer import Composer, compose

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path, root: Path) -> Path:
    """A copy of the sample archive."""
    for name in ("posts", "briefings", "brand"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "brand.yaml", tmp_path)
    return tmp_path


class Page:
    """Asks a composer as its page does, and keeps what it was sent."""

    def __init__(self, composer: Composer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.composer = composer
        self.sent: list[dict[str, Any]] = []
        monkeypatch.setattr(
            composer, "send", lambda message, buffers=None: self.sent.append(message | {"data": buffers})
        )

    def ask(self, what: str, **values: Any) -> dict[str, Any]:
        """One question, and its one answer."""
        self.composer._received(None, {"id": "x", "type": what, **values}, [])
        answers = [message for message in self.sent if message.get("id") == "x"]
        assert len(answers) == 1
        self.sent.remove(answers[0])
        return answers[0]

    def wait(self, kind: str, seconds: float = 60) -> dict[str, Any]:
        """The next message of a type that comes by itself."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in self.sent:
                if message.get("type") == kind and message.get("state") != "running":
                    self.sent.remove(message)
                    return message
            time.sleep(0.02)
        raise AssertionError(f"no `{kind}` came: {self.sent}")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], Page]]:
    opened: list[Composer] = []

    def begin(what: Any) -> Page:
        opened.append(compose(what))
        return Page(opened[-1], monkeypatch)

    yield begin
    for composer in opened:
        composer.close()


@pytest.fixture
def geneva(home: Path, open_page: Callable[[Any], Page]) -> Page:
    return open_page(home / "briefings/geneva.md")


def test_a_recipe_file_opens_as_it_is(geneva: Page) -> None:
    said = geneva.ask("start")["briefing"]
    assert (said["name"], said["title"]) == ("geneva.md", "No Way Back, No Way Through")
    assert [len(group["posts"]) for group in said["form"]["groups"]] == [0, 4, 1, 1, 2]
    assert all("title" in fact for fact in said["facts"].values())


def test_an_archive_offers_its_briefings(home: Path, open_page: Callable[[Any], Page]) -> None:
    page = open_page(Archive.open(home / "posts"))
    assert "briefing" not in page.ask("start")
    assert page.ask("briefings")["briefings"] == ["defectors.md", "geneva.md", "letter.md", "statement.md"]
    assert page.ask("open", name="letter.md")["briefing"]["name"] == "letter.md"
    assert page.ask("open", name="../posts/x.md")["error"]["hint"]


def test_a_selection_and_a_saved_query_begin_a_briefing(home: Path, open_page: Callable[[Any], Page]) -> None:
    found = Archive.open(home / "posts").select(category="Defectors")
    page = open_page(found)
    said = page.ask("start")["briefing"]
    assert (said["name"], len(said["form"]["groups"][0]["posts"])) == ("", len(found))
    form = said["form"] | {"values": {**said["form"]["values"], "title": "Those who came"}}
    saved = page.ask("save", form=form, base=said["base"])["saved"]
    assert saved["name"] == "those-who-came.md"
    assert len(Briefing.open(home / "briefings/those-who-came.md").choices) == len(
        said["form"]["groups"][0]["posts"]
    )
    query = SavedQuery("Letters", chosen={"kind": ("open-letter",)}).save(home / "queries")
    again = open_page(query).ask("start")["briefing"]
    assert again["title"] == "Letters"
    assert {fact["kind"] for fact in again["facts"].values()} == {"open-letter"}


def test_a_new_briefing_has_no_posts_until_somebody_chooses(
    home: Path, open_page: Callable[[Any], Page]
) -> None:
    page = open_page(Archive.open(home / "posts"))
    said = page.ask("new", title="Winter", template="digest", query="")["briefing"]
    assert said["form"]["groups"][0]["posts"] == []
    assert page.ask("new", title="Winter", template="digest", query="")["error"]["hint"]


def test_posts_are_found_by_words_of_their_title(geneva: Page) -> None:
    found = geneva.ask("posts", text="kim zero")["posts"]
    assert [post["title"] for post in found] == ["Kim S. Starts from Zero"]
    assert geneva.ask("posts", text="nothing like it")["posts"] == []


def test_a_save_changes_only_what_was_changed_and_a_second_one_nothing(geneva: Page, home: Path) -> None:
    said = geneva.ask("start")["briefing"]
    before = (home / "briefings/geneva.md").read_text("utf-8")
    said["form"]["values"]["subtitle"] = "Another line"
    saved = geneva.ask("save", form=said["form"], base=said["base"])["saved"]
    after = (home / "briefings/geneva.md").read_text("utf-8")
    differing = [
        pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]
    ]
    assert [new for _, new in differing] == ["subtitle: Another line"]
    assert geneva.ask("save", form=saved["form"], base=saved["base"])["saved"]["base"] == saved["base"]
    assert (home / "briefings/geneva.md").read_text("utf-8") == after


def test_a_changed_file_is_shown_beside_and_never_overwritten(geneva: Page, home: Path) -> None:
    said = geneva.ask("start")["briefing"]
    path = home / "briefings/geneva.md"
    theirs = path.read_text("utf-8").replace("title: No Way Back", "title: Never Back")
    path.write_text(theirs, "utf-8")
    assert geneva.ask("disk", base=said["base"])["changed"]
    said["form"]["note"] = "My words."
    parts = geneva.ask("save", form=said["form"], base=said["base"])["conflict"]
    assert path.read_text("utf-8") == theirs
    chosen = geneva.ask("choose", choices=[part["chosen"] for part in parts])
    assert chosen["form"]["note"] == "My words."
    assert chosen["form"]["values"]["title"].startswith("Never Back")
    geneva.ask("save", form=chosen["form"], base=chosen["briefing"]["base"])
    assert "My words." in path.read_text("utf-8")
    assert "title: Never Back" in path.read_text("utf-8")


def test_a_value_that_cannot_be_read_is_one_sentence_with_a_hint(geneva: Page) -> None:
    form = geneva.ask("start")["briefing"]["form"]
    form["values"]["date"] = "soon"
    error = geneva.ask("change", form=form)["error"]
    assert error["message"]
    assert error["hint"]


def test_a_recipe_that_names_a_post_that_is_gone_opens_and_says_so(
    home: Path, open_page: Callable[[Any], Page]
) -> None:
    (home / "briefings/gap.md").write_text("---\nposts: [gimjang, gone]\n---\n", "utf-8")
    said = open_page(home / "briefings/gap.md").ask("start")["briefing"]
    assert said["facts"]["gone"]["missing"]
    assert said["title"] == ""


def test_only_finished_files_of_the_archive_can_be_downloaded(geneva: Page, home: Path) -> None:
    (home / "exports").mkdir(exist_ok=True)
    (home / "exports/a.pdf").write_bytes(b"%PDF")
    geneva.sent.clear()
    assert geneva.ask("download", file="exports/a.pdf")["data"] == [b"%PDF"]
    for file in (
        "../etc/passwd",
        "posts/2010/2010-01-15-about-us.md",
        "exports/../brand.yaml",
        "exports/b.pdf",
    ):
        assert geneva.ask("download", file=file)["error"]["hint"]


@pytest.mark.slow
def test_a_change_is_followed_by_its_pages_and_its_problems(geneva: Page) -> None:
    form = geneva.ask("start")["briefing"]["form"]
    version = geneva.ask("change", form=form)["version"]
    shown = geneva.wait("shown")
    assert (shown["version"], len(shown["sizes"])) == (version, 16)
    assert geneva.wait("checked")["problems"] == []
    geneva.ask("page", number=1, width=400, version=version)
    assert geneva.wait("page")["data"][0].startswith(b"\x89PNG")
    form["groups"][1]["posts"].append({"post": "gone", "show": "", "heading": ""})
    geneva.ask("change", form=form)
    assert geneva.wait("shown")["error"]["hint"]


@pytest.mark.slow
def test_an_export_is_what_the_command_makes_and_becomes_an_edition(geneva: Page, home: Path) -> None:
    geneva.ask("start")
    geneva.ask("export", kind="pdf")
    ended = geneva.wait("work", 120)
    assert (ended["state"], ended["result"]["file"]) == ("done", "exports/geneva.pdf")
    data = (home / "exports/geneva.pdf").read_bytes()
    again = Briefing.open(home / "briefings/geneva.md").export(home / "exports/again.pdf")
    assert again.path.read_bytes() == data
    (edition,) = geneva.ask("editions")["editions"]
    assert edition["first"]
    assert {export["file"] for export in edition["exports"]} == {"exports/geneva.pdf", "exports/again.pdf"}


@pytest.mark.slow
def test_a_signature_goes_into_the_recipe(geneva: Page, home: Path) -> None:
    geneva.ask("start")
    geneva.ask("clear", step="fact-checked", name="M. T.")
    ended = geneva.wait("work", 60)
    assert ended["state"] == "done"
    assert "by: M. T." in (home / "briefings/geneva.md").read_text("utf-8")
    geneva.ask("clear", step="protection-checked", name="M. T.")
    refused = geneva.wait("work", 60)
    assert refused["state"] == "failed"
    assert refused["hint"]
