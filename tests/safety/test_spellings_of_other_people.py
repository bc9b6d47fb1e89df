"""Spellings noted by people who knew none of the rules: long vowels, particles, titles, umlauts, loose accents."""

from __future__ import annotations

import pytest
from registers import HERE

from lfnkr_nb.protection.gate import check_bytes
from lfnkr_nb.protection.machine import Machine
from lfnkr_nb.protection.register import Person, Register


def _rows() -> list[list[str]]:
    lines = (HERE / "more.tsv").read_text("utf-8").splitlines()
    rows = [line.replace("\\n", "\n").split("\t") for line in lines if line and line[0] != "#"]
    return [[*row, ""][:4] for row in rows]


@pytest.mark.parametrize(("family", "given", "text", "name"), _rows())
def test_a_spelling_is_found_as_it_stands(family: str, given: str, text: str, name: str) -> None:
    """Each text of names/more.tsv holds just the name that stands behind it, or nobody."""
    person = Person("X. Y.", tuple(family.split(",")), tuple(given.split(",")))
    found = [text[hit.start : hit.end] for hit in Register((person,)).matcher().find(text)]
    assert found == ([name] if name else [])


@pytest.mark.parametrize(
    ("family", "given"),
    [
        (("あべ",), ("っ",)),
        (("あべ",), ("あっ",)),
        (("ゃ",), ("ゅ",)),
        (("阿部", "っ"), ("純",)),
        (("Kim",), ("ー",)),
        (("ーー",), ("Kim",)),
        (("😀",), ("👩‍👩‍👧",)),
        (("",), ("",)),
        (("-",), ("'",)),
        (("\u0301\u0302",), ("\u200b",)),
        (("\ud800",), ("\udc00",)),
        (("\ue000",), ("\ufffd",)),
        ((".*",), ("[^",)),
    ],
)
def test_a_name_of_odd_characters_ends_nothing_with_an_error(
    family: tuple[str, ...], given: tuple[str, ...]
) -> None:
    """What has no letters is nobody's name and found nowhere; other people of the register are found all the same."""
    people = (Person("A", family, given), Person("B", ("Pak",), ("Sun-hui",)))
    matcher = Register(people).matcher()
    text = "Kim and あべ、 ー 😀 then 阿部, Pak Sun-hui, .* [^ - ' and \ud800"
    assert [hit.label for hit in matcher.find(text)] == ["B"]
    assert {f.label for f in check_bytes(text.encode("utf-8", "replace"), matcher, machine=Machine())} == {
        "B"
    }
