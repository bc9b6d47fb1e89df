"""Where a line may break inside words: nowhere in Korean ones, somewhere in those longer than a line.

Typst breaks Korean between any two syllables; readers of Korean expect breaks at blanks. It never breaks a
word of Latin letters without hyphenation, so a long token would run off the page. Zero-width characters would
settle both and end up in every copied text; boxes settle both and leave the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Run

__all__ = ["in_parts", "pieces"]

HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]{2}")
#: Scripts in which a line may break between any two characters already.
BREAKS_ANYWHERE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
AFTER_SIGN = re.compile(r"(?<!//)(?<=[/.?&=_\-#:,;@%+])(?=[^\s/.?&=_\-#:,;@%+])")
#: Typst breaks these well by itself as long as none of their parts is too long.
ADDRESS = re.compile(r"https?://")
#: A Korean word longer than this may break inside: kept whole it could leave half a line white.
LONGEST_KOREAN = 14

#: In a token without any sign a line may break after this many characters.
STEP = 6

#: The item that stands for "a line may break here".
BREAK = 0


def pieces(text: str, *, longest: int, korean: bool = False) -> list[Any]:
    """Text as strings, `0` where a word may break, and `{"k": "w"}` for a Korean word kept whole.

    Joined again, the strings are the text.

    Args:
        text: One line of text.
        longest: The most characters a token may have before it gets places to break.
        korean: Whether Korean words are kept whole.
    """
    kept: list[Any] = [broken(text, longest)] if not korean else korean_words(text, longest)
    flat = [item for part in kept for item in (part if isinstance(part, list) else [part])]
    return [item for item in flat if item != ""]


def korean_words(text: str, longest: int) -> list[Any]:
    """Text with each Korean word of two syllables or more in a box of its own."""
    made: list[Any] = []
    for token in re.split(r"( +)", text):
        if HANGUL.search(token) and len(token) <= LONGEST_KOREAN:
            made.append({"k": "w", "t": token})
        elif made and isinstance(made[-1], str):
            made[-1] += token
        else:
            made.append(token)
    return [broken(part, longest) if isinstance(part, str) else part for part in made]


def broken(text: str, longest: int) -> list[Any]:
    """Text with places to break inside tokens of more than `longest` characters."""
    token = re.compile(rf"[^\s{BREAKS_ANYWHERE}]{{{longest + 1},}}")
    made: list[Any] = []
    end = 0
    for match in token.finditer(text):
        made += [text[end : match.start()], *chopped(match[0], longest)]
        end = match.end()
    return [*made, text[end:]]


def chopped(token: str, longest: int) -> list[Any]:
    """A long token, broken after signs where it has them and by length where it has not."""
    ends = AFTER_SIGN.split(token)
    if ADDRESS.match(token) and len(max(ends, key=len)) <= longest:
        return [token]
    parts = [cut for part in ends for cut in cut_evenly(part, longest)]
    return [item for part in parts for item in (BREAK, part)][1:]


def cut_evenly(part: str, longest: int) -> list[str]:
    """A part without signs: whole, or every few characters where it is longer than `longest`."""
    step = len(part) if len(part) <= longest else STEP
    return [part[i : i + step] for i in range(0, len(part), step)]


def in_parts(runs: tuple[Run, ...], most: int) -> Iterator[tuple[Run, ...]]:
    """Runs in groups of at most `most` characters, cut at blanks; joined again, their text is that of the runs."""
    part: list[Run] = []
    room = most
    for run in runs:
        rest = run
        while len(rest.text) > room:
            cut = rest.text.rfind(" ", 0, room) + 1 or room
            yield (*part, replace(rest, text=rest.text[:cut]))
            part, rest, room = [], replace(rest, text=rest.text[cut:]), most
        part.append(rest)
        room -= len(rest.text)
    if part:
        yield tuple(part)
