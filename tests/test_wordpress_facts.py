"""The 28 facts of the small archive that an import should keep, one by one (archive-facts.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frontmatter
import pytest

from lfnkr_nb.wordpress.importer import import_wordpress

if TYPE_CHECKING:
    from pathlib import Path

    from lfnkr_nb.wordpress.receipt import Receipt


@pytest.fixture(scope="module")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Receipt]:
    """The archive imported with its comments."""
    out = tmp_path_factory.mktemp("facts")
    receipt = import_wordpress(shared / "wxr" / "archive.xml", out / "posts", comments=True)
    return out, receipt


def by_id(out: Path) -> dict[int, frontmatter.Post]:
    """The posts by their WordPress id."""
    posts = [frontmatter.load(path) for path in (out / "posts").rglob("*.md")]
    return {post["wp"]["id"]: post for post in posts}


def test_all_28_facts_are_kept(imported: tuple[Path, Receipt]) -> None:
    out, receipt = imported
    posts = by_id(out)
    files = {path.name: path.read_text(encoding="utf-8") for path in (out / "posts").rglob("*.md")}
    everything = "\n".join(path.read_text(encoding="utf-8") for path in out.rglob("*") if path.is_file())
    success, river = posts[109].content, posts[108]
    facts: dict[int, Any] = {
        1: len(posts) == 12 and posts[120]["kind"] == "page",
        2: "2020-06-01-min-hos-challenges.md" in files
        and "date: 2020-06-01T05:00:00+09:00" in files["2020-06-01-min-hos-challenges.md"],
        3: all("modified: 2024-01-02T03:04:05+09:00" in text for text in files.values()),
        4: posts[103]["status"] == "draft",
        5: posts[104]["status"] == "future",
        6: posts[105]["status"] == "private",
        7: posts[106]["password"] is True and "hunter2" not in everything,
        8: posts[101]["sticky"] is True and "sticky" not in posts[102],
        9: posts[107]["excerpt"] == "HANDEXCERPT written by the editor.",
        10: "\n<!--more-->\n" in posts[101].content and "\n<!--more-->\n" in posts[102].content,
        11: all(post["byline"] == "A. B. (alias)" for post in posts.values()),
        12: all("Defectors" in post["categories"] for number, post in posts.items() if number != 120),
        13: posts[102]["categories"] == ["Relief Work > Resettling in Japan", "Defectors"],
        14: posts[101]["tags"] == ["public execution"],
        15: posts[111]["slug"] == "北朝鮮",
        16: "CAPTIONTEXT of the photo" in river.content and "[caption" not in river.content,
        17: 'alt="ALTTEXT river"' in river.content,
        18: all(
            target in success
            for target in (
                "[the earlier story](2020-06-01-min-hos-challenges.md)",
                "[this](2020-07-02-statement.md)",
                "[that](../2023/2023-10-20-open-letter.md)",
            )
        ),
        19: "](../2017/2017-09-12-with-comments.md)" in success,
        20: posts[110]["wp"]["comments"][0]["text"] == "COMMENTBODY approved"
        and not any(secret in everything for secret in ("reader@example.net", "203.0.113.7")),
        21: river["old_slugs"] == ["far-journey-old"],
        22: posts[101]["permalink"] == "https://www.example.org/open-letter/",
        23: set(posts) == {*range(101, 112), 120},
        24: "<!-- wp:" not in everything,
        25: "Intro by us.\n\n**10th year challenge (by C. D.)**\n\nIt feels" in posts[102].content,
        26: "secret.editor@example.org" not in everything and "editor1" not in everything,
        27: river["wp"]["meta"]["_yoast_wpseo_metadesc"] == "SEODESC",
        28: {posts[n]["status"] for n in (103, 104, 105)} == {"draft", "future", "private"}
        and posts[106].get("password") is True,
    }
    assert [number for number, kept in facts.items() if not kept] == []
    assert len(facts) == 28
    assert receipt.exit_code == 0


def test_comments_are_only_counted_unless_asked_for(shared: Path, tmp_path: Path) -> None:
    receipt = import_wordpress(shared / "wxr" / "archive.xml", tmp_path / "posts")
    assert receipt.comments == {"found": 1, "imported": 0}
    assert not any("COMMENTBODY" in path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md"))
