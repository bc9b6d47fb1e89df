"""What is decided over a whole text: levels of headings, and which paragraphs are questions and answers."""

from __future__ import annotations

import re
from dataclasses import replace

from lfnkr_nb.document.tree import Block, Heading, Paragraph, plain

__all__ = ["level_headings", "mark_interview"]

#: The deepest level of a heading.
DEEPEST = 6

_QUESTION = re.compile(r"(?:Q|Question|問|質問|문|질문)\s?\d{0,3}(?P<mark>[.:：．、)）])\s*(?=\S)|問\u3000")
_ANSWER = re.compile(r"(?:A|Answer|答|回答|답|답변)\s?\d{0,3}(?P<mark>[.:：．、)）])\s*(?=\S)|答\u3000")
_BOLD_MARKER = {
    "Q": "question",
    "問": "question",
    "문": "question",
    "A": "answer",
    "答": "answer",
    "답": "answer",
}
_INITIAL = re.compile(r"[A-Z]\.\s*(?:[A-Z]\.|[A-Z][a-z]+ )")


def level_headings(blocks: tuple[Block, ...], first: int) -> tuple[Block, ...]:
    """The blocks with headings that begin at level `first` and never skip one."""
    open_levels: list[int] = []
    leveled: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_levels and open_levels[-1] >= block.level:
                open_levels.pop()
            leveled.append(replace(block, level=min(first + len(open_levels), DEEPEST)))
            open_levels.append(block.level)
        else:
            leveled.append(block)
    return tuple(leveled)


def mark_interview(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with roles `question` and `answer` where a text is laid out as an interview.

    A marker counts only in a pair: a question that an answer follows, and an answer after a question or
    answer. So a sentence that begins with an initial (`A. Kim said`) stays a sentence.
    """
    marked = {at: role for at, block in enumerate(blocks) if (role := _marked_role(block))}
    roles: dict[int, str] = {}
    order = list(marked)
    for index, at in enumerate(order):
        before = marked[order[index - 1]] if index else ""
        after = marked[order[index + 1]] if index + 1 < len(order) else ""
        if marked[at] == "question" and after and "answer" in {marked[later] for later in order[index:]}:
            roles[at] = "question"
        elif marked[at] == "answer" and before and roles.get(order[index - 1]):
            roles[at] = "answer"
    return tuple(_with_role(block, roles.get(at, "")) for at, block in enumerate(blocks))


def _with_role(block: Block, role: str) -> Block:
    return replace(block, role=role) if role and isinstance(block, Paragraph) else block


def _marked_role(block: Block) -> str:
    """The role a paragraph's beginning speaks for, if any."""
    if not isinstance(block, Paragraph) or block.role:
        return ""
    first = block.runs[0]
    if "strong" in first.marks and len(block.runs) > 1 and first.text.strip() in _BOLD_MARKER:
        return _BOLD_MARKER[first.text.strip()]
    text = plain(block.runs[:4])
    if _QUESTION.match(text):
        return "question"
    return "answer" if _ANSWER.match(text) and not _INITIAL.match(text) else ""
