"""Links to posts that stay inside show neither title nor slug, wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pypdfium2
import pytest

from lfnkr_nb import Archive, Briefing, Post

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://www.site.example"
TITLE = "Visit to the Orchard House"
SLUG = "visit-to-the-orchard-house"
PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
FULL = f"{SITE}/2017/08/{SLUG}/"
TOLD = ("orchard", "Orchard", "p=77", "과수원")

#: Ways to refer to the post in the content of another one.
CONTENTS = {
    "link": f"See [the visit]({SLUG}.md).",
    "link with the title": f"See [{TITLE}]({SLUG}.md).",
    "link with a part of the title in other marks": f"See [**Visit** to the *orchard  house*]({SLUG}.md).",
    "link with the slug": f"See [{SLUG}](../posts/{SLUG}.md).",
    "address in brackets": f"See <{FULL}>.",
    "bare address": f"See {FULL}.",
    "bare address without a scheme": f"See www.site.example/2017/08/{SLUG} there.",
    "address with words after it": f"Siehe {FULL}에서 보세요.",
    "address with a query": f"See {FULL}?utm=1#more now.",
    "percent-encoded": f"See {SITE}/2017/08/{quote(SLUG).replace('orchard', '%6Frchard')}/.",
    "number": f"See {SITE}/?p=77 and [this]({SITE}/?p=77).",
    "path": f"See /2017/08/{SLUG}/ there.",
    "file": f"See {SLUG}.md there.",
    "month": f"See [what came before]({SITE}/2017/08/).",
    "category": f"See [more]({SITE}/category/gardens/).",
    "earlier slug": f"See [this]({SITE}/2017/08/old-orchard/) and {SITE}/2017/08/old-orchard/.",
    "HTML": f'See <a href="{FULL}" title="{TITLE}">{TITLE}</a>.',
    "link around a picture": f'<a href="{FULL}"><img src="none.png" alt="A tree"></a>',
    "footnote": f"See below.[^1]\n\n[^1]: In [{TITLE}]({FULL}), {FULL}.",
    "caption": f'<figure><img src="n.png" alt=""><figcaption>From <a href="{FULL}">{TITLE}</a></figcaption></figure>',
    "alt text": f"![A tree, {FULL}](n.png)",
    "picture that is the post": f"![{TITLE}]({SLUG}.md)",
    "picture in another folder": f"![{TITLE}](../2017/{SLUG}.md)",
    "picture with a title that is the post": f'![]({FULL} "{TITLE}")',
    "picture amid a line": f"See ![{TITLE}]({SLUG}.md) there.",
    "picture by reference": f"![{TITLE}][v]\n\n[v]: {SLUG}.md",
    "picture in a list": f"- ![{TITLE}]({SLUG}.md)",
    "picture in a cell": f"| a |\n|---|\n| ![{TITLE}]({SLUG}.md) |",
    "figure of the post": f'<figure><img src="{SLUG}.md" alt="{TITLE}"><figcaption>{TITLE}</figcaption></figure>',
    "linked picture": f"[![{TITLE}](data:image/gif;base64,{PIXEL})]({SLUG}.md)",
    "linked picture with a caption": f'<figure><a href="{FULL}"><img src="data:image/gif;base64,{PIXEL}" '
    f'alt="{TITLE}"></a><figcaption>{TITLE}, 2017</figcaption></figure>',
    "link with half of the title": f"See [the orchard house]({SLUG}.md).",
    "link with words of the title": f"See [our visit to an orchard]({SLUG}.md).",
    "link after a paragraph": f"First.\n\nThen [{TITLE}]({SLUG}.md). Then more.",
    "code": f"`{FULL}`\n\n```\ncurl {FULL}\n```",
    "table": f"| a | b |\n|---|---|\n| [{TITLE}]({FULL}) | {FULL} |",
    "heading": f"## [{TITLE}]({FULL})\n\nText.",
    "quotation": f"> {FULL}",
}  # fmt: skip

FIELDS: dict[str, dict[str, Any]] = {
    "follows": {"follows": SLUG},
    "standfirst": {"standfirst": f"After [{TITLE}]({FULL}), see {FULL}."},
    "excerpt": {"excerpt": f"After [{TITLE}]({SLUG}.md)."},
    "subject": {"subject": f"Our letter {FULL}"},
    "byline": {"byline": f"A. B., {FULL}"},
    "signatories": {"signatories": [f"A. B., {FULL}"]},
    "sources": {"sources": [{"title": TITLE, "publisher": "Us", "url": FULL}]},
    "translations": {"translations": [SLUG]},
}

RECIPES: dict[str, dict[str, Any]] = {
    "summary": {"summary": f"After [{TITLE}]({SLUG}.md) and {FULL}."},
    "subtitle": {"subtitle": f"After {FULL}"},
    "methodology": {"methodology": f"See <{FULL}>."},
    "protection note": {"protection_note": f"See [{TITLE}]({FULL})."},
    "recommendation": {"recommendations": [{"to": "All", "points": [f"Read [{TITLE}]({FULL}), {FULL}."]}]},
    "key figure": {
        "figures": [{"value": 6, "unit": "trees", "post": SLUG, "source": TITLE, "confirmed_by": "A"}]
    },
    "source": {"sources": [{"title": TITLE, "url": FULL}, {"title": "Other", "url": f"{SITE}/?p=77"}]},
    "group": {"sections": [{"heading": "Group", "note": f"After [{TITLE}]({FULL}).", "posts": ["open"]}]},
    "changes": {"changes": [{"since": 1, "note": f"Taken out: {FULL}"}]},
}


def archive(root: Path, content: str = "Text.", **fields: Any) -> Archive:
    """A public post, and one that stays inside."""
    posts = root / "posts"
    told = {"date": "2017-09-04", "permalink": f"{SITE}/2017/09/open/"}
    Post.new(posts / "open.md", content, title="Open", status="publish", **told, **fields).save()
    Post.new(
        posts / f"{SLUG}.md", "과수원.", title=TITLE, status="private", date="2017-08-04", permalink=FULL,
        wp={"id": 77}, categories=["Gardens"], old_slugs=["old-orchard"],
    ).save()  # fmt: skip
    return Archive.open(posts)


def page_of(briefing: Briefing, root: Path) -> str:
    """The briefing as a page: what it shows, and what stands in its marks."""
    return briefing.export(root / "x.html").path.read_text("utf-8")


def assert_not_named(briefing: Briefing, root: Path) -> None:
    """Neither title nor slug nor number of the post is in the tree or on the page."""
    tree = repr(briefing.document().sections)
    page = page_of(briefing, root)
    assert [told for told in TOLD if told in page or told in tree] == []


@pytest.mark.slow
def test_a_pdf_does_not_name_a_post_that_stays_inside(tmp_path: Path) -> None:
    """All of them at once: text, links and bookmarks."""
    text = "\n\n".join(content for way, content in CONTENTS.items() if way != "footnote")
    made = Briefing("B", ["open"], archive=archive(tmp_path, text), show="whole")
    pdf = made.export(tmp_path / "x.pdf").path.read_bytes()
    document = pypdfium2.PdfDocument(pdf)
    pages = "".join(page.get_textpage().get_text_range().replace("\r\n", "") for page in document)
    document.close()
    assert [told for told in TOLD if told in pages or told.encode() in pdf] == []


@pytest.mark.slow
@pytest.mark.parametrize("way", CONTENTS)
@pytest.mark.parametrize("template", ["digest", "open-letter"])
@pytest.mark.parametrize("show", ["whole", "excerpt"])
def test_a_text_does_not_name_a_post_that_stays_inside(
    way: str, template: str, show: str, tmp_path: Path
) -> None:
    """Whatever form the reference has; in posts and in the body of a letter, in whole and in short."""
    made = archive(tmp_path, CONTENTS[way])
    assert_not_named(Briefing("B", ["open"], archive=made, show=show, template=template), tmp_path)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("show", ["whole", "excerpt"])
def test_no_field_names_a_post_that_stays_inside(field: str, show: str, tmp_path: Path) -> None:
    """Follow-up, standfirst, sources and the frame of a letter."""
    made = archive(tmp_path, **FIELDS[field])
    assert_not_named(Briefing("B", ["open"], archive=made, show=show), tmp_path)


@pytest.mark.parametrize("field", RECIPES)
def test_the_editors_words_do_not_name_a_post_that_stays_inside(field: str, tmp_path: Path) -> None:
    """Every place of a recipe, and its own words."""
    values = {"posts": ["open"], **RECIPES[field]}
    if "sections" in values:
        values.pop("posts")
    words = f"After [{TITLE}]({SLUG}.md), {FULL} and {SITE}/?p=77."
    made = Briefing("B", archive=archive(tmp_path), template="briefing", note=words, **values)
    assert_not_named(made, tmp_path)


def test_the_sentence_around_a_link_stays(tmp_path: Path) -> None:
    """Words that do not name the post are kept; where they do it is said that something is missing."""
    text = f"We wrote about [that day]({SLUG}.md), in [{TITLE}]({FULL}) at {FULL}."
    page = page_of(Briefing("B", ["open"], archive=archive(tmp_path, text), show="whole"), tmp_path)
    assert "We wrote about that day, in [post not public] at [address not public]." in page


def test_a_post_that_may_go_out_is_named_and_linked(tmp_path: Path) -> None:
    """Whoever says `include: [private]` means it; addresses of other sites and pages of the site stay."""
    text = f"See [{TITLE}]({SLUG}.md), {FULL}, https://other.example/2017/08/{SLUG}/ and {SITE}/about/."
    made = Briefing("B", ["open"], archive=archive(tmp_path, text), show="whole", include=["private"])
    page = page_of(made, tmp_path)
    assert TITLE in page
    assert f'href="{FULL}"' in page
    hidden = page_of(Briefing("B", ["open"], archive=archive(tmp_path / "b", text), show="whole"), tmp_path)
    assert f"https://other.example/2017/08/{SLUG}/" in hidden
    assert f"{SITE}/about/" in hidden
