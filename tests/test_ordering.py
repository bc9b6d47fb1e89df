"""Order: newest first, undated posts where the evidence puts them, by front matter alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from lfnkr_nb.dates import When
from lfnkr_nb.fields import Problem
from lfnkr_nb.ordering import order_rows
from lfnkr_nb.post import Post
from lfnkr_nb.post_rows import post_row
from lfnkr_nb.post_table import Table


def post(slug: str, *lines: str, folder: str = "") -> Post:
    header = "\n".join([f"title: {slug}", "status: publish", f"slug: {slug}", *lines])
    return Post(Path("/posts") / folder / f"{slug}.md", f"---\n{header}\n---\n")


@dataclass
class Ordered:
    """An order in terms of posts instead of rows."""

    posts: list[Post]
    after: dict[Path, When]
    problems: list[Problem]


def order_posts(posts: list[Post]) -> Ordered:
    names = [post.path.relative_to("/posts").as_posix() for post in posts]
    order = order_rows(Table.of([post_row(name, "", post) for name, post in zip(names, posts, strict=True)]))
    return Ordered(
        [posts[row] for row in order.rows],
        {posts[row].path: when for row, when in order.after.items()},
        [problem.at(posts[row].path) for row, problem in order.problems],
    )


def slugs(posts: list[Post]) -> list[str]:
    """The order, which must not depend on the order of the files."""
    first = [p.slug for p in order_posts(posts).posts]
    for seed in range(5):
        mixed = list(posts)
        Random(seed).shuffle(mixed)
        assert [p.slug for p in order_posts(mixed).posts] == first
    return first


CHAIN = [
    post("letter", "date_after: 2017-05-01"),
    post("challenge", "listed_after: letter"),
    post("story", "listed_after: challenge"),
    post("old", "date: 2016"),
    post("new", "date: 2018-01-01T00:00:00+09:00"),
]


def test_undated_posts_stand_below_the_post_they_name() -> None:
    assert slugs(CHAIN) == ["new", "letter", "challenge", "story", "old"]


@pytest.mark.parametrize(
    ("slug", "changed", "expected"),
    [
        ("letter", post("letter", "date_after: 2018-06"), ["letter", "challenge", "story", "new", "old"]),
        ("letter", post("letter", "date: 2015"), ["new", "old", "letter", "challenge", "story"]),
        (
            "letter",
            post("renamed", "date_after: 2017-05-01"),
            ["new", "renamed", "old", "challenge", "story"],
        ),
        ("story", post("story", "listed_after: letter"), ["new", "letter", "challenge", "story", "old"]),
        (
            "challenge",
            post("challenge", "listed_after: story"),
            ["new", "letter", "old", "challenge", "story"],
        ),
        ("story", post("story", "date: 2017-12"), ["new", "story", "letter", "challenge", "old"]),
        ("story", post("story", "listed_after: new"), ["new", "story", "letter", "challenge", "old"]),
    ],
)
def test_redating_renaming_and_reordering_change_the_order(
    slug: str, changed: Post, expected: list[str]
) -> None:
    assert slugs([changed if p.slug == slug else p for p in CHAIN]) == expected


def test_an_undated_post_is_later_than_what_stands_below_it() -> None:
    order = order_posts(
        [
            post("a"),
            post("b", "listed_after: a", "date_after: 2017-03"),
            post("c", "listed_after: b"),
            post("d", "listed_after: c", "date: 2016"),
            post("e"),
        ]
    )
    after = {path.stem: when.written for path, when in order.after.items()}
    assert after == {"a": "2017-03", "b": "2017-03", "c": "2016"}


def test_a_circle_is_told_once_a_post_and_loses_nobody() -> None:
    posts = [
        post("a", "listed_after: c"), post("b", "listed_after: a"), post("c", "listed_after: b"),
        post("self", "listed_after: self"), post("tail", "listed_after: c"), post("lost", "listed_after: nobody"),
    ]  # fmt: skip
    order = order_posts(posts)
    assert sorted(p.slug for p in order.posts) == ["a", "b", "c", "lost", "self", "tail"]
    told = {problem.path.stem: problem for problem in order.problems if problem.path}
    assert set(told) == {"a", "b", "c", "self", "lost"}
    assert all(problem.line == 5 and problem.hint for problem in order.problems)
    placed = slugs(posts)
    assert placed.index("tail") == placed.index("c") + 1


def test_two_posts_with_one_slug_double_nobody() -> None:
    posts = [post("a", folder="2017"), post("a", folder="2018"), post("b", "listed_after: a")]
    assert slugs(posts) == ["a", "b", "a"]


def test_a_long_list_of_undated_posts_is_ordered() -> None:
    posts = [post("p0", "date_after: 2017")] + [
        post(f"p{n}", f"listed_after: p{n - 1}") for n in range(1, 1500)
    ]
    posts += [post("end", "listed_after: p1499", "date: 2020")]
    order = order_posts(posts)
    assert [p.slug for p in order.posts] == ["end"] + [f"p{n}" for n in range(1500)]
    assert order.after[posts[0].path].written == "2020"


def test_one_moment_in_two_zones_is_ordered_by_slug() -> None:
    posts = [post("b", "date: 2017-01-01T09:00:00+09:00"), post("a", "date: 2017-01-01T00:00:00Z")]
    assert slugs(posts) == ["a", "b"]


def test_a_post_of_which_nothing_is_known_stands_last() -> None:
    posts = [post("unknown"), post("dated", "date: 1999"), post("bounded", "date_before: 2001")]
    assert slugs(posts) == ["bounded", "dated", "unknown"]
