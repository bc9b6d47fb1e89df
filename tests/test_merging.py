"""Two versions of a post in parts: nothing is lost, what only one side changed is chosen already."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lfnkr_nb.merging import blocks_of, compare, merged

BASE = "---\ntitle: Old\nkind: news\n---\nFirst.\n\nSecond.\n\nThird.\n"
WORDS = st.lists(st.sampled_from(["One.", "Two\nlines.", "三。", "", "  ", "# Head", "- a\n- b"]), max_size=8)
POSTS = WORDS.map(lambda words: "---\ntitle: T\n---\n" + "\n\n".join(words) + "\n")


@given(st.one_of(st.text(alphabet="a \n-#:", max_size=60), POSTS))
@settings(deadline=None)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(blocks_of(text)) == text


@given(POSTS, POSTS, st.one_of(st.none(), POSTS))
@settings(deadline=None)
def test_either_side_can_be_had_whole(ours: str, theirs: str, base: str | None) -> None:
    """Choosing one side everywhere gives that side, to the byte, whatever the three versions are."""
    parts = compare(ours, theirs, base)
    assert merged(parts, ["ours"] * len(parts)) == ours
    assert merged(parts, ["theirs"] * len(parts)) == theirs


def test_what_only_one_side_changed_is_chosen_already() -> None:
    ours = BASE.replace("First.", "First, changed here.")
    theirs = BASE.replace("title: Old", "title: New").replace("Third.", "Third, changed there.")
    parts = compare(ours, theirs, BASE)
    assert {part.chosen for part in parts} == {"both", "ours", "theirs"}
    text = merged(parts, [part.chosen for part in parts])
    assert text == BASE.replace("First.", "First, changed here.").replace("title: Old", "title: New").replace(
        "Third.", "Third, changed there."
    )


def test_what_both_changed_waits_for_a_person() -> None:
    parts = compare(BASE.replace("Second.", "Here."), BASE.replace("Second.", "There."), BASE)
    (open_part,) = [part for part in parts if part.chosen == "open"]
    assert (open_part.ours.strip(), open_part.theirs.strip()) == ("Here.", "There.")
    choices = ["both-ours-first" if part is open_part else "ours" for part in parts]
    assert "Here.\n\nThere.\n" in merged(parts, choices)


def test_without_a_base_every_difference_waits_for_a_person() -> None:
    parts = compare(BASE.replace("Second.", "Here."), BASE)
    assert {part.chosen for part in parts} == {"both", "open"}


def test_a_paragraph_taken_out_here_and_changed_there_is_not_lost() -> None:
    parts = compare(BASE.replace("Second.\n\n", ""), BASE.replace("Second.", "Second, better."), BASE)
    assert any(part.chosen == "open" and "Second, better." in part.theirs for part in parts)
