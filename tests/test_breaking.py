"""Places to break never change the text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from lfnkr_nb.exporters.breaking import pieces

TEXT = st.text(alphabet=st.sampled_from("ab/.-?=: \u3000日本語한국어강제북송éあ\U00020000"), max_size=200)


@given(TEXT, st.integers(4, 40), st.booleans())
@example("https://example.org/" + "y" * 200, 30, False)
@example("강제북송을 두고 https://example.org/" + "한" * 40, 30, True)
def test_the_pieces_together_are_the_text(text: str, longest: int, korean: bool) -> None:
    """Nothing is added or lost, no piece is empty, and a break never stands at an end."""
    made = pieces(text, longest=longest, korean=korean)
    assert "".join(p["t"] if isinstance(p, dict) else p for p in made if p != 0) == text
    assert "" not in made
    assert not made or (made[0] != 0 and made[-1] != 0)


def test_no_piece_of_a_long_token_is_longer_than_allowed() -> None:
    """A token without signs is cut every few characters, an address after its signs."""
    made = pieces("x" * 100 + " " + "www.example.org/" * 6, longest=30)
    assert max(len(p) for p in made if isinstance(p, str)) <= 30


def test_korean_words_are_kept_whole() -> None:
    """A word of two syllables or more is one item; single syllables and other scripts stay plain text."""
    assert pieces("그 강물은 was 낮았다.", longest=30, korean=True) == [
        "그 ",
        {"k": "w", "t": "강물은"},
        " was ",
        {"k": "w", "t": "낮았다."},
    ]
