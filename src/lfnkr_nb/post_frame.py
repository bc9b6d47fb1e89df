"""The frame of a letter and the voices of a post: which of its blocks they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import Block, Box, Heading, Paragraph, plain
from lfnkr_nb.plain_runs import text_runs
from lfnkr_nb.wording import wording

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["says", "with_parts", "without_frame"]


def says(content: str, line: str) -> bool:
    """Whether the text has this line already, so that it is not printed twice."""
    wanted = line.strip(" *_,.:，、。").casefold()
    return any(text.strip(" *_,.:，、。\\").casefold() == wanted for text in content.splitlines())


def without_frame(blocks: tuple[Block, ...], post: Post) -> tuple[Block, ...]:
    """A letter's body without the lines that its head and foot print."""
    frame = {str(post.get(key, "")) for key in ("salutation", "subject")} | {*post.get("signatories", ())}
    wanted = {line.strip(" ,.:，、。").casefold() for line in frame if line}

    def framed(block: Block) -> bool:
        return isinstance(block, Paragraph) and plain(block.runs).strip(" ,.:，、。").casefold() in wanted

    start = next((i for i, block in enumerate(blocks) if not framed(block)), len(blocks))
    end = next((i for i in range(len(blocks), start, -1) if not framed(blocks[i - 1])), start)
    return blocks[start:end]


def with_parts(blocks: tuple[Block, ...], parts: Iterable[Mapping[str, Any]], lang: str) -> tuple[Block, ...]:
    """The blocks with each voice of the post in a box of its own, from its heading on."""
    starts = [(place, part) for part in parts if (place := _heading_at(blocks, part)) is not None]
    if not starts:
        return blocks
    ends = [place for place, _ in starts[1:]] + [len(blocks)]
    boxed = [_part(blocks[place:end], part, lang) for (place, part), end in zip(starts, ends, strict=True)]
    return (*blocks[: starts[0][0]], *boxed)


def _heading_at(blocks: Sequence[Block], part: Mapping[str, Any]) -> int | None:
    wanted = str(part.get("heading") or "").strip().casefold()
    for place, block in enumerate(blocks):
        if wanted and isinstance(block, Heading) and plain(block.runs).strip().casefold() == wanted:
            return place
    return None


def _part(blocks: tuple[Block, ...], part: Mapping[str, Any], lang: str) -> Box:
    heading, *rest = blocks
    assert isinstance(heading, Heading)
    byline = str(part.get("byline") or "")
    opening = plain(rest[0].runs) if rest and isinstance(rest[0], Paragraph) else ""
    if byline and byline not in opening:
        by = wording(lang)["by"].format(name=byline)
        rest.insert(0, Paragraph(text_runs(by, lang), role="byline"))
    elif byline and isinstance(rest[0], Paragraph) and len(opening) <= len(byline) + len("(by )"):
        rest[0] = replace(rest[0], role="byline")
    return Box("part", heading.runs, tuple(rest))
