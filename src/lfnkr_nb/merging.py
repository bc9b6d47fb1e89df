"""Two versions of a post beside each other, in parts of which a person chooses one.

The header is compared line by line, the content paragraph by paragraph. Where the version that both started
from is known, what only one side changed is chosen already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lfnkr_nb.errors import HeaderError
from lfnkr_nb.header import Split, split_text

__all__ = ["Part", "blocks_of", "compare", "merged"]

Side = Literal["both", "ours", "theirs", "open"]

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+|(?:[^\S\n]*\n)+|[^\S\n]+\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a post in two versions.

    Attributes:
        ours: The text here.
        theirs: The text on disk, or of the other version.
        chosen: `both` where they are the same; `ours` or `theirs` where only that side changed it; else
            `open`: a person chooses.
    """

    ours: str
    theirs: str
    chosen: Side


def blocks_of(text: str) -> list[str]:
    """The text in pieces that can be chosen: lines of the header, paragraphs, and the blank lines between."""
    try:
        cut = split_text(text)
    except HeaderError:
        # A broken header, perhaps left by another program, is shown like any text, so that a person can choose.
        cut = Split("", "", "", text)
    head = f"{cut.before}{cut.header}{cut.closing}".splitlines(keepends=True) if cut.before else []
    content = cut.content if cut.before else text
    return [*head, *_PARAGRAPH.findall(content.replace("\r\n", "\n").replace("\r", "\n"))]


def compare(ours: str, theirs: str, base: str | None = None) -> list[Part]:
    """Two versions in parts, in order.

    Args:
        ours: The version here.
        theirs: The version on disk.
        base: The version both started from, if it is known.
    """
    mine, other = blocks_of(ours), blocks_of(theirs)
    if base is None:
        return _joined(_two_ways(mine, other))
    return _joined(_three_ways(blocks_of(base), mine, other))


def merged(parts: Sequence[Part], choices: Sequence[str]) -> str:
    """The text of the chosen sides.

    Args:
        parts: What `compare` gave.
        choices: One of `ours`, `theirs`, `both-ours-first` for each part; of a part that is the same in both
            any word will do.
    """
    return "".join(_chosen(part, choice) for part, choice in zip(parts, choices, strict=True))


def _chosen(part: Part, choice: str) -> str:
    if part.chosen == "both" or choice == "ours":
        return part.ours
    if choice == "both-ours-first":
        gap = (
            ""
            if part.ours.endswith("\n\n") or not part.ours
            else "\n"
            if part.ours.endswith("\n")
            else "\n\n"
        )
        return part.ours + gap + part.theirs
    return part.theirs


def _two_ways(mine: list[str], other: list[str]) -> list[Part]:
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    return [
        Part("".join(mine[a:b]), "".join(other[c:d]), "both" if tag == "equal" else "open")
        for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _three_ways(base: list[str], mine: list[str], other: list[str]) -> list[Part]:
    """Stretches between the blocks that all three have in common (as diff3 does)."""
    left, right = _places(base, mine), _places(base, other)
    parts: list[Part] = []
    at = (0, 0, 0)
    for place in [*(n for n in range(len(base)) if n in left and n in right), len(base)]:
        stop = (place, left.get(place, len(mine)), right.get(place, len(other)))
        parts += _stretch(base[at[0] : stop[0]], mine[at[1] : stop[1]], other[at[2] : stop[2]])
        if place < len(base):
            parts.append(Part(base[place], base[place], "both"))
        at = (place + 1, stop[1] + 1, stop[2] + 1)
    return parts


def _places(base: list[str], other: list[str]) -> dict[int, int]:
    """Where the blocks of the base stand in another version."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _stretch(base: list[str], mine: list[str], other: list[str]) -> list[Part]:
    if not (mine or other):
        return []
    ours, theirs = "".join(mine), "".join(other)
    side: Side = "open"
    if mine == other:
        side = "both"
    elif mine == base:
        side = "theirs"
    elif other == base:
        side = "ours"
    return [Part(ours, theirs, side)]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one sort as one part, so that people see few."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].chosen == part.chosen and part.chosen == "both":
            last = joined.pop()
            joined.append(Part(last.ours + part.ours, last.theirs + part.theirs, "both"))
        else:
            joined.append(part)
    return joined
