"""A name that is drawn cannot be replaced, so the drawing stays inside, also where nobody would see the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import Archive, Briefing, Post

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = "- label: K. M.\n  family: [Kim, 김]\n  given: [Min-ah, 민아]\n"
PLACES = {
    "shown": "<text y='9'>Kim Min-ah</text>",
    "in parts": "<text y='9'>Kim <tspan>Min</tspan>-ah</text>",
    "another spelling": "<text y='9'>김민아</text>",
    "hidden": "<text display='none'>Kim Min-ah</text>",
    "outside": "<g transform='translate(900)'><text>KIM Minah</text></g>",
}


def exported(root: Path, inside: str, suffix: str) -> tuple[bytes, list[str]]:
    posts = root / "posts"
    posts.mkdir()
    private = root / "private"
    private.mkdir()
    (private / "register.yaml").write_text(REGISTER, encoding="utf-8")
    (private / "register.yaml").chmod(0o600)
    head = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'>"
    (posts / "d.svg").write_text(
        f"{head}<rect width='90' height='9' fill='#456'/>{inside}</svg>", encoding="utf-8"
    )
    Post.new(posts / "a.md", "Before.\n\n![A plan](d.svg)", title="A", status="publish").save()
    made = Briefing("A", Archive.open(root), show="whole").export(root / f"x.{suffix}")
    return made.path.read_bytes(), [notice.message for notice in made.notices]


@pytest.mark.parametrize("place", PLACES)
def test_a_drawing_with_a_name_is_left_out_and_that_is_said(place: str, tmp_path: Path) -> None:
    """By its label; the alt text stands in its place."""
    page, said = exported(tmp_path, PLACES[place], "html")
    assert b"<img" not in page
    assert b"A plan" in page
    assert "a drawing that shows the name of K. M. was left out" in said


def test_other_drawings_stay(tmp_path: Path) -> None:
    page, said = exported(tmp_path, "<text y='9'>Kim Il-nam</text>", "html")
    assert b"<img" in page
    assert not [message for message in said if "drawing" in message]


def test_the_file_does_not_tell_which_name_was_drawn(tmp_path: Path) -> None:
    """Two names of the same person give the same bytes, as if there had been no name to drop."""
    made = []
    for number, words in enumerate(("Kim Min-ah", "김민아")):
        root = tmp_path / str(number)
        root.mkdir()
        made.append(exported(root, f"<text y='9'>{words}</text>", "html")[0])
    assert made[0] == made[1]
