"""`select`: every kind of condition, and what is never selected by accident."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lfnkr_nb.archive import Archive
from lfnkr_nb.errors import SelectionError

POSTS = {
    "one": "date: 2017-09-04T00:30:00+09:00\n"
    "categories: [Relief > Food]\ntags: [Rice, 쌀]\nbyline: K. S.\nkind: report",
    "two": "date: 2017-09-30T23:30:00+09:00\ncategories: [Relief]\nlang: ko\nkind: statement",
    "three": "date: 2018\ncategories: [News > Relief]\nlang: ja\nsticky: true",
    "locked": "date: 2015\npassword: yes",
    "draft": "date: 2014\nstatus: draft",
    "bounded": "date_after: 2019-05\ndate_before: 2019-08",
    "unknown": "kind: interview",
    "about": "date: 2016\nkind: page",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("posts")
    for slug, header in POSTS.items():
        status = "" if "status:" in header else "status: publish\n"
        text = f"---\ntitle: Title of {slug}\n{status}{header}\n---\n\nWords about {slug}.\n"
        (folder / f"{slug}.md").write_text(text, encoding="utf-8")
    return Archive.open(folder)


def chosen(archive: Archive, *mask: Any, **conditions: Any) -> set[str]:
    return {post.slug for post in archive.select(*mask, **conditions)}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, set(POSTS) - {"about"}),
        ({"category": "Relief"}, {"one", "two", "three"}),
        ({"category": "relief"}, {"one", "two", "three"}),
        ({"category": "Relief > Food"}, {"one"}),
        ({"category": "News"}, {"three"}),
        ({"category": ["Food", "News"]}, {"one", "three"}),
        ({"category": None}, {"locked", "draft", "bounded", "unknown"}),
        ({"tag": "rice"}, {"one"}),
        ({"tag": ["쌀", "none"]}, {"one"}),
        ({"tag": None}, set(POSTS) - {"about", "one"}),
        ({"since": "2017"}, {"one", "two", "three", "bounded"}),
        ({"since": 2018}, {"three", "bounded"}),
        ({"since": "2017-09-05"}, {"two", "three", "bounded"}),
        ({"since": "2019-06"}, set()),
        ({"until": "2017-09-04"}, {"one", "locked", "draft"}),
        ({"until": "2017-09"}, {"one", "two", "locked", "draft"}),
        ({"until": "2019"}, {"one", "two", "three", "locked", "draft", "bounded"}),
        ({"since": "2017-09", "until": "2017-09"}, {"one", "two"}),
        ({"since": dt.date(2017, 9, 5), "until": dt.datetime(2017, 9, 30)}, {"two"}),
        ({"since": pd.Timestamp("2018-01-01")}, {"three", "bounded"}),
        ({"until": pd.Timestamp("2017-09-03T15:30:01Z")}, {"one", "locked", "draft"}),
        ({"text": "about AND one"}, {"one"}),
        ({"public": True}, set(POSTS) - {"about", "draft", "locked"}),
        ({"public": False}, {"draft", "locked"}),
        ({"slugs": ["one", "about"]}, {"one", "about"}),
        ({"slugs": "one"}, {"one"}),
        ({"kind": "page"}, {"about"}),
        ({"kind": ["report", "page"]}, {"one", "about"}),
        ({"kind": None}, {"three", "locked", "draft", "bounded"}),
        ({"status": "draft"}, {"draft"}),
        ({"password": True}, {"locked"}),
        ({"password": False}, set(POSTS) - {"about", "locked"}),
        ({"sticky": True}, {"three"}),
        ({"lang": ["ko", "ja"]}, {"two", "three"}),
        ({"byline": "k. s."}, {"one"}),
        ({"date": None}, {"bounded", "unknown"}),
        ({"date": "2017-09"}, {"one", "two"}),
        ({"title": "Title of two"}, {"two"}),
        ({"lang": "ko", "category": "Relief", "since": "2017"}, {"two"}),
    ],
)
def test_each_kind_of_condition_chooses(
    archive: Archive, conditions: dict[str, Any], expected: set[str]
) -> None:
    assert chosen(archive, **conditions) == expected


@pytest.mark.parametrize(
    ("conditions", "hint"),
    [
        ({"categoory": "x"}, "category"),
        ({"author": "x"}, "byline"),
        ({"since": "yesterday"}, "since="),
        ({"since": None}, "since="),
        ({"until": "2017-09-04 10:00"}, "since="),
        ({"status": "published"}, "publish"),
        ({"kind": ["report", "article"]}, "report"),
        ({"text": "("}, "bracket"),
        ({"text": ""}, "words"),
        ({"text": None}, "words"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_hint(
    archive: Archive, conditions: dict[str, Any], hint: str
) -> None:
    with pytest.raises(SelectionError) as caught:
        archive.select(**conditions)
    assert hint in caught.value.hint


def test_a_mask_chooses_by_index_or_by_order(archive: Archive) -> None:
    posts = archive.posts
    mask = posts.lang == "ko"
    assert chosen(archive, mask) == {"two"}
    assert chosen(archive, mask[::-1]) == {"two"}
    assert chosen(archive, mask[mask]) == {"two"}
    assert chosen(archive, list(mask)) == {"two"}
    assert chosen(archive, mask.to_numpy()) == {"two"}
    assert chosen(archive, mask.reset_index(drop=True)) == {"two"}
    assert chosen(archive, mask, category="News") == set()


def test_a_missing_value_in_a_mask_chooses_nothing(archive: Archive) -> None:
    mask = pd.Series([pd.NA] * len(archive), dtype="boolean", index=archive.posts.index)
    mask["one"] = True
    assert chosen(archive, mask) == {"one"}


@pytest.mark.parametrize("mask", [[True], ["yes"] * 8, pd.Series([True, False])])
def test_a_mask_that_does_not_fit_is_refused(archive: Archive, mask: Any) -> None:
    with pytest.raises(SelectionError) as caught:
        archive.select(mask)
    assert caught.value.hint


def test_a_function_chooses(archive: Archive) -> None:
    assert chosen(archive, lambda post: post.lang == "ja") == {"three"}
    assert chosen(archive, lambda post: post.kind == "page") == {"about"}


def test_a_selection_of_a_selection_fulfils_both(archive: Archive) -> None:
    part = archive.select(category="Relief")
    assert chosen(part, since="2017-09", until="2017-09") == {"one", "two"}
    assert chosen(part, part.posts.lang == "ja") == {"three"}
