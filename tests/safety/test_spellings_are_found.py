"""The matcher finds the people of a register however they are written, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from registers import HERE, lines, opened, shared_spellings, spellings

if TYPE_CHECKING:
    from pathlib import Path

#: Sentences around a name, each with its place marked; a boundary must hold in all of them.
SURROUNDINGS = [
    "{}",
    "We met {}, who said little.",
    "“{}” was all she wrote",
    "名簿には「{}」とある。",
    "그는 ({})를 만났다.",
    "http://example.org/?q={}&page=2",
    "{}\n\nNext paragraph",
]

#: What stands beside names in names/variants.txt: titles, honorifics, particles.
BESIDE_NAMES = {
    *(
        "",
        "#",
        "'s",
        "s",
        "Frau s",
        "Ms.",
        "さん",
        "氏",
        "様",
        "先生",
        "は",
        "양",
        "군",
        "님",
        "씨",
        "씨는",
        "의",
        "이",
        "은",
    ),
    *("는", "를", "에게", "동지", "할머니", "아바이"),
}


def _missed(rows: list[tuple[str, str]], people: Path, pattern: str = "{}") -> list[tuple[str, str]]:
    find = opened(people).matcher().find
    return [(label, s) for label, s in rows if label not in {hit.label for hit in find(pattern.format(s))}]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", SURROUNDINGS)
def test_every_spelling_of_fifty_people_is_found_in_any_surroundings(pattern: str) -> None:
    """All spellings of names/variants.txt that are no slips of the pen are found, wherever they stand."""
    assert not _missed(spellings(), HERE / "people.yaml", pattern)


@pytest.mark.slow
def test_nothing_of_a_name_is_left_after_replacing() -> None:
    """No spelling leaves a part of itself beside the label: what remains is the label or a particle."""
    replace = opened().matcher().replace
    rests = {replace(s)[0].replace(label, "").strip() for label, s in spellings()}
    assert rests <= BESIDE_NAMES


def test_people_who_came_later_are_found_too() -> None:
    """The spellings of people whom the rules were not made with: 187 of 189 when they were written down."""
    assert not _missed(spellings("later-variants.txt"), HERE / "later-people.yaml")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("people", "near"), [("people.yaml", "near-miss.txt"), ("later-people.yaml", "later-near-miss.txt")]
)
def test_other_people_are_not_hit(people: str, near: str) -> None:
    """Nobody of the near misses is taken for somebody of the register."""
    find = opened(HERE / people).matcher().find
    assert not [(line, find(line)) for line in lines(near) if find(line)]


def test_the_shared_spellings_are_found(shared: Path) -> None:
    """Every spelling that the shared data calls a must is found, and none of its near misses."""
    people = shared / "names" / "register.yaml"
    assert not _missed(shared_spellings(shared, "must"), people)
    find = opened(people).matcher().find
    near = (shared / "names" / "near-miss.txt").read_text("utf-8").splitlines()
    assert not [(line, find(line)) for line in near if find(line)]


@pytest.mark.slow
def test_ordinary_text_is_not_hit(root: Path) -> None:
    """No word of the sample archive, in three languages, is taken for one of fifty people."""
    find = opened().matcher().find
    texts = {path.name: path.read_text("utf-8") for path in (root / "posts").rglob("*.md")}
    hits = {name: [text[h.start : h.end] for h in find(text)] for name, text in texts.items()}
    assert len(texts) > 10
    assert not {name: found for name, found in hits.items() if found}
