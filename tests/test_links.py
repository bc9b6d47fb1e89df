"""Where links between posts lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb.links import LinkMap
from lfnkr_nb.post import Post

SITE = "https://www.site.example"


def post(slug: str, *lines: str) -> Post:
    return Post(
        Path(f"/posts/2017/2017-09-04-{slug}.md"), "---\n" + "\n".join([f"slug: {slug}", *lines]) + "\n---\n"
    )


POSTS = [
    post(
        "one",
        f"permalink: {SITE}/2017/09/one/",
        "date: 2017-09-04",
        "wp: {id: 12}",
        "categories: [Relief > Food Aid]",
    ),
    post(
        "two",
        f"permalink: {SITE}/2017/09/two/",
        "date: 2017-09-30T00:30:00+09:00",
        "categories: [Relief]",
        "old_slugs: [second, one]",
    ),
    post("강제북송", f"permalink: {SITE}/2017/10/강제북송/", "date: 2017-10", "categories: [인권]"),
    post("draft", f"permalink: {SITE}/?p=77"),
    post("sketch", f"permalink: {SITE}/?page_id=78", "date: 2017"),
]
LINKS = LinkMap(POSTS)


def test_many_addresses_lead_where_each_alone_leads() -> None:
    hrefs = [f"{SITE}/2017/09/{slug}/" for slug in ("one", "two", "second", "none")]
    hrefs += ["one", "two", "second", "draft", "강제북송", "2017-09-04-two.md", "/2017/09/one/", "x\x1ey", ""]
    alone = [[post.slug for post in LINKS.find(href).posts] for href in hrefs]
    often = LinkMap(POSTS)
    for number in range(300):
        assert not often.find(f"/of-no-post-{number}/").posts
    assert [[post.slug for post in often.find(href).posts] for href in hrefs] == alone


@pytest.mark.parametrize(
    ("href", "slug"),
    [
        (f"{SITE}/2017/09/one/", "one"),
        ("http://site.example/2017/09/one", "one"),
        ("https://SITE.example/2017/09/one/?utm_source=x#more", "one"),
        ("//site.example/2017/09/one/", "one"),
        ("/2017/09/one/", "one"),
        (f"{SITE}/?p=12", "one"),
        ("/?p=12", "one"),
        (f"{SITE}/?p=77", "draft"),
        (f"{SITE}/?page_id=78", "sketch"),
        ("2017-09-04-one.md", "one"),
        ("../2017/2017-09-04-one.md#part", "one"),
        ("one", "one"),
        ("one.md", "one"),
        (f"{SITE}/2017/10/%EA%B0%95%EC%A0%9C%EB%B6%81%EC%86%A1/", "강제북송"),
        (f"{SITE}/2017/09/second/", "two"),
    ],
)
def test_every_way_to_write_a_posts_address_finds_it(href: str, slug: str) -> None:
    target = LINKS.find(href)
    assert (target.kind, [p.slug for p in target.posts]) == ("post", [slug])


@pytest.mark.parametrize(
    ("href", "slugs"),
    [
        ("/2017/09/", ["one", "two"]),
        (f"{SITE}/2017/09", ["one", "two"]),
        (f"{SITE}/2017/10/", ["강제북송"]),
        (f"{SITE}/2016/01/", []),
        (f"{SITE}/category/relief/", ["one", "two"]),
        ("/category/relief/food-aid/", ["one"]),
        ("/category/%EC%9D%B8%EA%B6%8C/", ["강제북송"]),
        ("/category/nothing/", []),
    ],
)
def test_month_and_category_pages_list_their_posts(href: str, slugs: list[str]) -> None:
    target = LINKS.find(href)
    assert (target.kind, [p.slug for p in target.posts]) == ("archive", slugs)


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("#top", "anchor"),
        ("mailto:a@site.example", "mail"),
        ("https://elsewhere.example/2017/09/one/", "external"),
        ("https://elsewhere.example/?p=12", "external"),
        (f"{SITE}/", "external"),
        (f"{SITE}/?p=999", "external"),
        ("http://[broken/", "external"),
        ("nowhere.md", "post"),
        ("", "post"),
    ],
)
def test_other_addresses_lead_to_no_post(href: str, kind: str) -> None:
    target = LINKS.find(href)
    assert target.posts == ()
    assert target.kind == kind or href.startswith("http://[")
