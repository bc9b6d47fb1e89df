"""Broken exports as pairs of files: what can be saved is saved, what is lost is named with its line.

Beside each `tests/cases/wxr/NAME.*` stands `NAME.json`: the posts that must come out (file, title, status and
the start of the text) and what the receipt must say. `python tests/test_wordpress_cases.py` writes the JSON
files anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import frontmatter
import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.wordpress.content import convert_content
from lfnkr_nb.wordpress.importer import import_wordpress
from lfnkr_nb.wordpress.shortcodes import Picture

CASES = Path(__file__).parent / "cases" / "wxr"
CONTENT = Path(__file__).parent / "cases" / "wxr_content"
GIVEN = sorted(path for path in CASES.iterdir() if path.suffix != ".json")
BODIES = sorted(CONTENT.glob("*.html"))


def outcome(given: Path, out: Path) -> dict[str, Any]:
    """What an import of one file comes to, without anything of this machine."""
    try:
        receipt = import_wordpress(given, out / "posts")
    except ImportFailure as failure:
        return {"failure": failure.message, "hint": failure.hint}
    posts = {}
    for path in sorted((out / "posts").rglob("*.md")):
        post = frontmatter.load(path)
        start = post.content.splitlines()[0][:60] if post.content else ""
        posts[path.relative_to(out / "posts").as_posix()] = [post.get("title", ""), post["status"], start]
    return {
        "exit_code": receipt.exit_code,
        "read": receipt.read,
        "files": receipt.files,
        "skipped": receipt.skipped,
        "losses": [[loss.what, loss.item, loss.line, loss.why] for loss in receipt.losses],
        "notes": [[note.what, note.item, note.line] for note in receipt.notes],
        "posts": posts,
    }


@pytest.mark.parametrize("given", GIVEN, ids=lambda path: path.name)
def test_a_broken_export_gives_what_can_be_saved_and_names_the_rest(given: Path, tmp_path: Path) -> None:
    expected = json.loads(given.with_name(f"{given.name}.json").read_text(encoding="utf-8"))
    assert outcome(given, tmp_path) == expected


@pytest.mark.parametrize("given", GIVEN, ids=lambda path: path.name)
def test_nothing_is_written_outside_posts_and_imports(given: Path, tmp_path: Path) -> None:
    out = tmp_path / "archive"
    outcome(given, out)
    assert {path.name for path in tmp_path.iterdir()} <= {"archive"}
    if out.exists():
        assert {path.name for path in out.iterdir()} <= {"posts", "imports"}


DAMAGE = (
    b"", b"\x00", b"\x0c", b"\xff\xfe", b"<", b"&", b"]]>", b"<![CDATA[", b"</item>", b"<item>", b"-->", b"<!--",
    b"\xe3\x81", b"<wp:post_id>", b"<--/>", b' 8x="y"', b"&#0;", b"&#xD800;", b"[caption]", b"<table>", b"[:en]",
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@hypothesis.given(
    name=st.sampled_from(
        ["doubled-cdata-ends.xml", "padded-values.xml", "duplicates.xml", "php-warnings.xml"]
    ),
    places=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(DAMAGE), st.integers(0, 30)), max_size=6),
)
def test_no_damage_to_a_file_is_more_than_a_message_or_a_receipt(
    name: str, places: list[tuple[float, bytes, int]]
) -> None:
    data = (CASES / name).read_bytes()
    for share, added, removed in places:
        place = int(share * len(data))
        data = data[:place] + added + data[place + removed :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        path.write_bytes(data)
        try:
            receipt = import_wordpress(path, Path(folder) / "posts")
        except ImportFailure as failure:
            assert failure.hint
        else:
            assert receipt.to_text()
            assert import_wordpress(path, Path(folder) / "posts").files.get("written", 0) == 0


#: A synced pattern whose heading, picture and button may be other ones where it is used.
CARD = """<!-- wp:group --><div class="wp-block-group"><!-- wp:heading {"metadata":{"name":"Head"}} -->
<h2>A heading</h2>
<!-- /wp:heading -->
<!-- wp:image {"metadata":{"name":"Picture"}} -->
<figure class="wp-block-image"><img src="https://aid.example/a.jpg" alt="A river"/></figure>
<!-- /wp:image -->
<!-- wp:button {"metadata":{"name":"Go"}} -->
<div class="wp-block-button"><a class="wp-block-button__link" href="https://aid.example/">Read on</a></div>
<!-- /wp:button --></div><!-- /wp:group -->"""


class Around:
    """A small site around a body."""

    def link(self, url: str) -> str:
        return url

    def media(self, url: str) -> str:
        return url

    def pictures(self, ids: list[str]) -> list[Picture]:
        known = {
            "5": Picture("https://aid.example/a.jpg", "A river", "The <em>river</em>"),
            "6": Picture("https://aid.example/b.jpg"),
        }
        return [known[number] for number in ids] if all(number in known for number in ids) else []

    def reusable(self, number: str) -> str | None:
        return {"37": "<!-- wp:paragraph -->\n<p>Please donate.</p>\n<!-- /wp:paragraph -->", "38": CARD}.get(
            number
        )


def markdown_of(body: Path) -> str:
    """The Markdown of one body; footnotes stand after a line `=== footnotes`."""
    html, _, notes = body.read_text(encoding="utf-8").partition("\n=== footnotes\n")
    return convert_content(html, Around(), footnotes=notes).markdown


@pytest.mark.parametrize("body", BODIES, ids=lambda path: path.stem)
def test_a_body_becomes_the_expected_markdown(body: Path) -> None:
    assert markdown_of(body) == body.with_suffix(".md").read_text(encoding="utf-8")


def write_expected() -> None:
    """Write what comes out now beside each case."""
    for given in GIVEN:
        with tempfile.TemporaryDirectory() as folder:
            text = json.dumps(outcome(given, Path(folder)), ensure_ascii=False, indent=1)
        given.with_name(f"{given.name}.json").write_text(text + "\n", encoding="utf-8")
    for body in BODIES:
        body.with_suffix(".md").write_text(markdown_of(body), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(write_expected())
