"""The parts of a name are read one behind the other, and found wherever they were broken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfnkr_nb.protection.folding import GAP, MARK
from lfnkr_nb.protection.register import Person, Register
from lfnkr_nb.protection.units import ANY, Spelling, part_source
from lfnkr_nb.protection.wanted import Part, Wanted

PEOPLE = (
    Person("A. S.", ("Arai", "新井"), ("Sachio", "幸夫")),
    Person("P. S.", ("Pak", "박", "朴"), ("Sun-hui", "순희", "順姬")),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("said that Pak Sun h-ui had been at the river when the others came over the bridge", "Pak Sun h-ui"),
        ("said that Sun hui P-ak had been at the river when the others came over the bridge", "Sun hui P-ak"),
        ("これは順姬P a k という人の話で、川のそばの家に長く住んでいたと聞いた。それから何年も", "順姬P a k"),
        ("그때 순희-\nP a k and others were at the river when the others came over it", "순희-\nP a k"),
    ],
)
def test_a_break_in_the_last_part_hides_no_name(text: str, name: str) -> None:
    """A hyphen or blank inside the second or third word is passed over in the middle of a text, too."""
    assert [text[hit.start : hit.end] for hit in Register(PEOPLE).matcher().find(text)] == [name]


@pytest.mark.parametrize("text", ["Sachio was here", "幸夫は川を渡った。", "a Sachio-san"])
def test_a_family_name_known_only_in_ideographs_makes_no_given_name_a_whole_name(text: str) -> None:
    """Where a register has a family name in ideographs alone, a given name by itself is neither a hit nor an error."""
    person = Person("A. S.", ("新井",), ("Sachio", "幸夫"))
    assert Register((person,)).matcher().find(text) == []


def test_a_family_name_known_only_in_ideographs_is_found_with_the_given_name() -> None:
    """Such a person is found in either order and in each script that the register has."""
    matcher = Register((Person("A. S.", ("新井",), ("Sachio", "幸夫")),)).matcher()
    for written in ("新井幸夫", "新井 幸夫", "Sachio 新井", "幸夫・新井"):
        text = f"Then {written} came."
        assert [text[hit.start : hit.end] for hit in matcher.find(text)] == [written]


_letters = st.text("abn", min_size=1, max_size=3)
_units = st.lists(st.frozensets(_letters, min_size=1, max_size=3), min_size=1, max_size=2)
_spelling = st.builds(lambda units: Spelling("latin", tuple(units), ANY), _units)
_part = st.lists(_spelling, min_size=1, max_size=3).map(tuple)


@given(_part, _part, st.booleans(), st.text(f"abn{MARK}{GAP}", max_size=12))
def test_two_parts_are_read_as_one_pattern_of_both_would_read_them(
    first: tuple[Spelling, ...], second: tuple[Spelling, ...], parted: bool, text: str
) -> None:
    """A name is read exactly where one regular expression of the whole finds it, part by part in a way it allows."""
    joint = f"[{MARK}{GAP}]" if parted else ANY
    whole = re.compile(f"({part_source(first)}){joint}({part_source(second)})")
    read = Wanted("X", "name", (Part(first), Part(second)), 1, parted).loose(text)
    assert bool(read) == bool(whole.match(text))
    if read:
        (_, end), (start, _) = read.spans
        assert whole.fullmatch(read.whole)
        assert re.fullmatch(joint, text[end:start])
        assert re.fullmatch(part_source(first), read.part(0))
        assert re.fullmatch(part_source(second), read.part(1))
