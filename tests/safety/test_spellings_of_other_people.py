"""Spellings noted by people who knew none of the rules: long vowels, particles, titles, umlauts, loose accents."""

from __future__ import annotations

import pytest
from registers import HERE

from lfnkr_nb.protection.gate import check_bytes
from lfnkr_nb.protection.look_alikes import look_alikes_in
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
    ("family", "given", "written"),
    [
        ("渡辺,わたなべ", "京子,きょうこ", "K. Watanabe"),
        ("渡辺,わたなべ", "京子,きょうこ", "WATANABE K."),
        ("McKillop", "Siobhán", "S. McKillop"),
        ("von Hülsen", "Jürgen", "J. von Hülsen"),
        ("Núñez", "Inés", "I. Núñez"),
        ("Zhang,张", "Xiaolan,晓兰", "X. Zhang"),
        ("Fujimaki,藤巻", "Chōko,蝶子", "C. Fujimaki"),
    ],
)
def test_initials_with_a_family_name_are_shown_to_a_person(family: str, given: str, written: str) -> None:
    """The list of look-alikes has them, whatever script or accents the register has; a wrong initial it has not."""
    register = Register((Person("Q. Q.", tuple(family.split(",")), tuple(given.split(","))),))
    shown = look_alikes_in(f"A letter by {written} came.", register)
    assert (written.rstrip("."), "initials") in {(text.rstrip("."), kind) for _, text, _, _, kind in shown}
    wrong = f"W{written[1:]}" if written[1] == "." else "WATANABE W."
    assert "initials" not in {kind for *_, kind in look_alikes_in(f"A letter by {wrong} came.", register)}


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


@pytest.mark.parametrize("host", ["변해솔.example", "blog.변해솔.example", "변해솔.blog.example"])
@pytest.mark.parametrize("address", [True, False])
def test_a_name_in_a_host_is_found_in_punycode(host: str, address: bool) -> None:
    """As addresses are written in a page, and in an address by itself."""
    matcher = Register((Person("K. T.", ("Byeon", "변"), ("Haesol", "해솔")),)).matcher()
    text = f"https://{host.encode('idna').decode()}/a/"
    assert [hit.label for hit in matcher.find(text, address=address)] == ["K. T."]
    assert [hit.label for hit in matcher.find(text.upper(), address=address)] == ["K. T."]
