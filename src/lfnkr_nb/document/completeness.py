"""The count of words: what the source says must be in the tree, and what is missing is named."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lfnkr_nb.document.characters import CJK
from lfnkr_nb.document.elements import Child, Node, tag_names
from lfnkr_nb.document.tree import Block, Code, Runs, runs_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["missing_words", "words"]

_CJK_LETTER = re.compile(rf"(?=\w){CJK.pattern}|(?:(?!{CJK.pattern})[^\W_])+")
_JOINED = tag_names(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q s samp small span "
    "strike strong sub sup tt u var wbr"
)


def words(text: str) -> list[str]:
    """The words of a text; each Chinese, Japanese or Korean character counts as one."""
    return _CJK_LETTER.findall(text)


def missing_words(source: list[Node], blocks: tuple[Block, ...], left_out: frozenset[str]) -> list[str]:
    """The words of some nodes that are not in the blocks, in the order of the source.

    Args:
        source: Everything that was to be read.
        blocks: Everything that was made of it.
        left_out: Tags whose text is left out on purpose and named elsewhere.
    """
    wanted = "".join(part for node in source for part in _source_text(node, left_out))
    found = "\n".join(part for block in walk(blocks) for part in _block_text(block))
    if "".join(wanted.split()) == "".join(found.split()):
        return []
    remaining = Counter(words(found))
    missing = []
    for word in words(wanted):
        if remaining[word]:
            remaining[word] -= 1
        else:
            missing.append(word)
    return missing


def _source_text(node: Node, left_out: frozenset[str]) -> Iterator[str]:
    """The text of a node; whatever is not inline stands apart."""
    todo: list[Child] = [node]
    while todo:
        child = todo.pop()
        if isinstance(child, str):
            yield child
        elif child.tag not in left_out and child.tag != "rp":
            around = [] if child.tag in _JOINED else ["\n"]
            todo += [*around, *reversed(child.children), *around]


def _block_text(block: Block) -> Iterator[str]:
    """The text a block holds itself, without the blocks inside it."""
    if isinstance(block, Code):
        yield block.text
    yield from map(_said, runs_of(block))


def _said(runs: Runs) -> str:
    """The text of runs with ruby readings after their base."""
    if any(run.ruby for run in runs):
        return "".join(f"\n{run.text}\n{run.ruby}\n" if run.ruby else run.text for run in runs)
    return "".join(run.text for run in runs)
