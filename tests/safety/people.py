"""Invented people and archives for tests of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfnkr_nb import Archive, Post
from lfnkr_nb.protection.machine import Machine
from lfnkr_nb.protection.register import Person, Register

if TYPE_CHECKING:
    from pathlib import Path

#: A machine without names, so that a test depends on no real one.
NOWHERE = Machine()

REGISTER = """- label: H. Y.
  family: [Han, 한, ハン, 韓]
  given: [Yu-ran, 유란, ユラン, 柔蘭]
"""


def register() -> Register:
    """A register of one invented person."""
    person = Person("H. Y.", ("Han", "한", "ハン", "韓"), ("Yu-ran", "유란", "ユラン", "柔蘭"))
    return Register((person,))


def archive(root: Path) -> Archive:
    """An archive of two posts and a register; the first post speaks of the person."""
    (root / "private").mkdir(parents=True)
    (root / "private" / "register.yaml").write_text(REGISTER, "utf-8")
    (root / "private" / "register.yaml").chmod(0o600)
    posts = root / "posts"
    told = {"status": "publish", "date": "2017-09-04"}
    Post.new(
        posts / "crossing.md",
        "Han Yu-ran (한유란) crossed the river.",
        title="A crossing",
        protect=["H. Y."],
        **told,
    ).save()
    Post.new(posts / "school.md", "A school opened.", title="A school", **told).save()
    return Archive.open(posts)
