"""Facets count what choosing a value would show, and agree with reading the posts one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb import Archive
from lfnkr_nb.facets import FACETS, Facets

ROOT = Path(__file__).parent.parent
ARCHIVE = Archive.open(ROOT / "posts")
ALL = Facets(ARCHIVE)

SLOW = {
    "kind": lambda post: {post.kind},
    "category": lambda post: (
        {" > ".join(path[:n]) for path in post.categories for n in range(1, len(path) + 1)} or {""}
    ),
    "year": lambda post: {post.date.iso[:4] if post.date else ""},
    "lang": lambda post: {post.lang},
    "status": lambda post: {"password" if post.password and post.status == "publish" else post.status},
}


def of(**chosen: list[str]) -> list[str]:
    return [str(ARCHIVE.posts.index[at]) for at in ALL.find(chosen)]


@pytest.mark.parametrize("name", SLOW)
def test_counts_are_those_of_reading_every_post(name: str) -> None:
    facet = ALL[name]
    expected = [sum(value in SLOW[name](post) for post in ARCHIVE) for value in facet.values]
    assert facet.counts(None) == expected
    assert sum(expected) >= len(ARCHIVE)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(list(SLOW)), st.lists(st.integers(0, 15), max_size=3), max_size=4))
@settings(max_examples=150, deadline=None)
def test_finding_and_counting_agree_with_reading_every_post(wanted: dict[str, list[int]]) -> None:
    """Within a facet any value is enough, between facets all must hold; a facet never counts against itself."""
    chosen = {n: [ALL[n].values[at % len(ALL[n].values)] for at in places] for n, places in wanted.items()}

    def holds(post: object, leave_out: str = "") -> bool:
        return all(n == leave_out or not v or set(v) & SLOW[n](post) for n, v in chosen.items())

    found = ALL.find(chosen)
    assert found.tolist() == [at for at, post in enumerate(ARCHIVE) if holds(post)]
    counts = ALL.counts(chosen)
    for name in SLOW:
        others = [post for post in ARCHIVE if holds(post, leave_out=name)]
        assert counts[name] == [sum(v in SLOW[name](p) for p in others) for v in ALL[name].values]


def test_a_post_of_a_child_category_is_one_of_its_parent_too() -> None:
    assert set(of(category=["Relief > Food"])) < set(of(category=["Relief"]))


def test_the_best_hits_of_a_search_stand_first() -> None:
    found = ALL.find({}, "repatriation OR 送還")
    assert [str(ARCHIVE.posts.index[at]) for at in found] == list(
        ARCHIVE.search("repatriation OR 送還").index
    )
    keys = [str(ARCHIVE.posts.index[at]) for at in found]
    assert any("»" in ALL.snippet(key) for key in keys)


def test_a_thread_is_named_by_its_earliest_post_and_holds_all_that_follow(tmp_path: Path) -> None:
    for number, follows in enumerate(["", "one-0", "one-1", ""]):
        header = f"title: Part {number}\ndate: 2020-01-0{number + 1}\nstatus: publish\n"
        header += f"follows: {follows}\n" * bool(follows)
        (tmp_path / f"one-{number}.md").write_text(f"---\n{header}---\nText.\n", "utf-8")
    facets = Facets(Archive.open(tmp_path))
    assert facets["thread"].values == ("one-0",)
    assert facets["thread"].labels == ("Part 0",)
    assert facets["thread"].counts(None) == [3]


def test_stories_that_follow_each_other_in_a_circle_end(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\nfollows: {other}\n---\nText.\n", "utf-8")
    assert Facets(Archive.open(tmp_path))["thread"].counts(None) == [2]


def test_years_are_those_of_the_posts_own_calendar(tmp_path: Path) -> None:
    """New Year's morning in Tokyo is the old year in London."""
    dates = {
        "tokyo": "2020-01-01T05:00:00+09:00",
        "honolulu": "2019-12-31T20:00:00-10:00",
        "month": "2018-03",
        "none": "null",
    }
    for name, date in dates.items():
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: {date}\n---\nText.\n", "utf-8")
    archive = Archive.open(tmp_path)
    facets = Facets(archive)
    assert dict(zip(archive.posts.index, facets.dates, strict=True)) == {
        "tokyo": "2020-01-01", "honolulu": "2019-12-31", "month": "2018-03", "none": "",
    }  # fmt: skip
    assert facets["year"].values == ("2020", "2019", "2018", "")


def test_problems_are_a_facet_once_they_were_looked_for(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("---\ntitle: Good\nstatus: publish\n---\nText.\n", "utf-8")
    (tmp_path / "odd.md").write_text("---\ntitle: Odd\nstatus: nowhere\n---\nText.\n", "utf-8")
    archive = Archive.open(tmp_path)
    facets = Facets(archive)
    assert facets["problem"].values == ()
    facets.add_problems(archive.problems)
    warning = facets.find({"problem": ["warning"]})
    assert [str(archive.posts.index[at]) for at in warning] == ["odd"]
    assert facets.find({"problem": [""]}).tolist() == [at for at in range(2) if at != warning[0]]


def test_an_empty_archive_has_empty_facets(tmp_path: Path) -> None:
    facets = Facets(Archive.open(tmp_path))
    assert all(sum(counts) == 0 for counts in facets.counts({}).values())
    assert facets.find({"kind": ["news"]}).tolist() == []


def test_a_value_that_is_not_there_finds_nothing() -> None:
    assert ALL.find({"year": ["1066"]}).tolist() == []
    assert set(FACETS) == set(ALL.counts({}))
    assert np.array_equal(ALL.find({"kind": []}), np.arange(len(ARCHIVE)))
