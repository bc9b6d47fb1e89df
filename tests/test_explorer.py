"""The explorer without a page: what it answers, and what it writes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from lfnkr_nb import Archive, Briefing, explore
from lfnkr_nb.errors import BriefingError, SelectionError

ROOT = Path(__file__).parent.parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample archive."""
    shutil.copytree(ROOT / "posts", tmp_path / "posts")
    return tmp_path


def ask(widget: Any, kind: str, **values: Any) -> dict[str, Any]:
    answer: dict[str, Any] = getattr(widget, f"_on_{kind}")({"type": kind, **values}, [])
    return answer


def test_bars_are_those_of_the_trend(root: Path) -> None:
    archive = Archive.open(root)
    answer = ask(explore(archive), "trend", query="repatriat*", by="year")
    trend = archive.trend("repatriat*")
    assert [bar["period"] for bar in answer["bars"]] == trend.period.dropna().tolist()
    assert answer["undated"] == 3


@pytest.mark.slow
def test_what_is_chosen_is_the_selection_of_the_next_cell(root: Path) -> None:
    widget = explore(Archive.open(root))
    answer = ask(widget, "choose", query="", by="year", first="2016", last="2017")
    assert len(widget.selection) == answer["posts_total"] == 5
    assert {post["date"][:4] for post in answer["posts"]} == {"2016", "2017"}
    assert answer["figures_total"] == len(widget.selection.figures)
    assert {"place": "China", "posts": 3} in answer["places"]


@pytest.mark.slow
def test_without_a_span_everything_that_a_search_finds_is_shown(root: Path) -> None:
    widget = explore(Archive.open(root))
    assert ask(widget, "choose", query="Panmunjom", by="year")["posts_total"] == len(
        Archive.open(root).select(text="Panmunjom")
    )


def test_the_recipe_holds_the_posts_that_are_shown_and_makes_the_same_bytes(root: Path) -> None:
    widget = explore(Archive.open(root))
    ask(widget, "choose", query="", by="year", first="2016", last="2017")
    answer = ask(widget, "brief", title="Two years")
    assert answer == {"path": "briefings/two-years.md", "posts": 5}
    briefing = Briefing.open(root / answer["path"])
    assert [c.post.slug for c in briefing.choices] == [post.slug for post in widget.selection]


def test_a_briefing_that_stands_there_already_is_not_overwritten(root: Path) -> None:
    widget = explore(Archive.open(root))
    ask(widget, "brief", title="Once")
    before = (root / "briefings/once.md").read_bytes()
    with pytest.raises(Exception, match="exists already"):
        ask(widget, "brief", title="Once")
    assert (root / "briefings/once.md").read_bytes() == before


def test_no_title_and_no_post_make_no_briefing(root: Path) -> None:
    widget = explore(Archive.open(root))
    with pytest.raises(BriefingError, match="title"):
        ask(widget, "brief", title="  ")
    ask(widget, "choose", query="nothing-of-that-kind", by="year")
    with pytest.raises(BriefingError, match="No post is shown"):
        ask(widget, "brief", title="Empty")
    assert not (root / "briefings").exists()


def test_a_search_that_cannot_be_understood_is_one_sentence(root: Path) -> None:
    with pytest.raises(SelectionError):
        ask(explore(Archive.open(root)), "trend", query="(", by="year")


@pytest.mark.slow
def test_the_map_says_what_it_shows(root: Path) -> None:
    answer = ask(explore(Archive.open(root)), "map", lang="ja")
    assert answer["svg"].startswith("<svg")
    assert "Japan" in answer["alt"]
