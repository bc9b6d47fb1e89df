"""The words of a post that search looks at: its title, and its text as a reader sees it.

Reading a content into a document tree is exact and slow. Most posts are plain paragraphs, for which the same
words are found by taking the marks of Markdown away; whatever looks like more is read into a tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lfnkr_nb.document.characters import SOFT_BREAK

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["text_of", "visible_text"]

#: HTML, entities, code, escapes, tables, strikes, notes, pictures and reference links.
_MORE_THAN_PLAIN: Final = ("<", "&", "`", "\\", "|", "~", "\t", "\r", "\x00", "[^", "![", "]:", "][")
#: Alone on its line; beside words, or indented as code is, it may be read otherwise.
_MORE: Final = re.compile(r"^ {0,3}<!--more--> *$", re.MULTILINE)
_HEADING: Final = re.compile(r"#{1,6}(?: +(.*?))?(?: +#+)? *$")
_ITEM: Final = re.compile(r"(?:[-*+]|(\d{1,9})[.)]) +(?=[^\s#>*+\-\d_=]|\*{1,2}\w)")
_STRONG_START: Final = re.compile(r"\*{1,2}\w")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^\s()<>\"']*\)")
_STRONG: Final = re.compile(r"(?<![\w*])(\*{1,2})(?=\w)([^*]*\w)\1(?![\w*])")
_UNDERSCORE: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def text_of(post: Post) -> str:
    """What search looks at beside the title: the standfirst and the visible words of the content."""
    standfirst = str(post.get("standfirst") or "") if post.may_say("standfirst") else ""
    text = visible_text(post.content)
    return f"{standfirst}\n{text}" if standfirst else text


def visible_text(content: str) -> str:
    """The words of a Markdown content that a reader sees, without any markup, a line for each block."""
    plain = _plain_text(content)
    if plain is not None:
        return plain
    from lfnkr_nb.document import plain_text  # noqa: PLC0415 - parsing Markdown costs fifty times as much

    return plain_text(content)


def _plain_text(content: str) -> str | None:
    """The text of headings, lists and paragraphs; None where there is or may be more than these."""
    if "<!--more-->" in content:
        content = _MORE.sub("\n", content)
    if any(mark in content for mark in _MORE_THAN_PLAIN):
        return None
    lines = _Lines()
    if not all(map(lines.add, content.split("\n"))):
        return None
    found = [_without_marks(block) for block in lines.blocks if block]
    return None if None in found else "\n".join(filter(None, found))


class _Lines:
    """Lines gathered in blocks: paragraphs, headings and items of lists."""

    def __init__(self) -> None:
        self.blocks: list[list[str]] = [[]]
        self.numbered = False

    def add(self, line: str) -> bool:
        """Add a line; False where it is or may be more than a line of such a block."""
        text = line.lstrip(" ")
        if not text:
            self.blocks.append([])
            self.numbered = False
        elif line.endswith("  ") or len(line) - len(text) >= 4:
            return False
        elif text[0].isalpha():
            self.blocks[-1].append(text)
        elif heading := _HEADING.match(text):
            self.blocks += [[heading[1] or ""], []]
        elif item := _ITEM.match(text):
            return self._item(text[item.end() :], item[1])
        elif _STRONG_START.match(text) or not (text[0] in "#>*-+=_" or text[0].isdecimal()):
            self.blocks[-1].append(text)
        else:
            return False
        return True

    def _item(self, text: str, number: str | None) -> bool:
        """Begin an item; within a paragraph that is none of a numbered list, only the number 1 begins one."""
        if number not in (None, "1") and self.blocks[-1] and not self.numbered:
            return False
        self.numbered = number is not None
        self.blocks.append([text])
        return True


def _without_marks(block: list[str]) -> str | None:
    """A paragraph on one line without its links and strong words; None when other marks stay."""
    text = " ".join(SOFT_BREAK.sub("", "\n".join(block)).split("\n")) if len(block) > 1 else block[0]
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text:
        text = _STRONG.sub(r"\2", text)
    if "*" in text or "](" in text or ("_" in text and _UNDERSCORE.search(text)):
        return None
    return text.strip()
