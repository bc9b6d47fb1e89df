"""The gate in front of every export: a finished file with a finding is never put in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.document.tree import Figure, Notice, runs_of, walk
from lfnkr_nb.errors import GateError
from lfnkr_nb.protection.gate import Finding, check_bytes
from lfnkr_nb.protection.joining import Line, line_text, map_lines
from lfnkr_nb.protection.machine import Machine, this_machine

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.document.tree import Document, Section
    from lfnkr_nb.protection.matching import Matcher
    from lfnkr_nb.protection.register import Register

__all__ = ["named_by_consent", "refuse_leaks", "refuse_named_file", "tree_text"]

#: Places that one message names.
_SHOWN = 5


def refuse_leaks(
    data: bytes,
    path: Path,
    *,
    document: Document,
    register: Register | None,
    briefing: Briefing | None = None,
) -> None:
    """Read a finished file back, before it is anywhere.

    Args:
        data: The whole file.
        path: Where it is meant to go; it stands in the message.
        document: The tree it was made from.
        register: The people whose names stay inside.
        briefing: The briefing, whose posts are asked where a name comes from.

    Raises:
        GateError: Something was found; the message names post, field and label, never the name.
    """
    pictures = [picture.data for picture in document.pictures.values()]
    machine = _machine(document)
    findings = check_bytes(data, register, name=path.name, machine=machine, clean=pictures)
    if not findings:
        return
    # One thing stands in many places of a file; which post it comes from is told once.
    things = list({(finding.kind, finding.label): finding for finding in reversed(findings)}.values())[::-1]
    matcher = register.matcher() if register else None
    told = "; ".join(_told(finding, document, briefing, matcher, machine) for finding in things[:_SHOWN])
    more = f"; and {len(things) - _SHOWN} more" if len(things) > _SHOWN else ""
    kept = "; an earlier file of that name was left as it was" if path.exists() else ""
    raise GateError(
        f"The gate refused the finished file: {told}{more}. Nothing was written{kept}",
        hint=findings[0].hint,
        path=path,
    )


def refuse_named_file(path: Path, register: Register | None, *, after: str = "") -> None:
    """Refuse a file name that holds a name: it goes out with the file, and nobody but who chose it can change it.

    Args:
        path: Where a file is meant to go.
        register: The people whose names stay inside.
        after: What the file is named after, if nobody chose its name: `recipe` or `notebook`.

    Raises:
        GateError: The file name holds a name of the register; the message names the label, never the name.
    """
    hits = register.matcher().find(path.name, address=True) if register else []
    if not hits:
        return
    labels = ", ".join(dict.fromkeys(hit.label for hit in hits))
    chosen = f"file name of the {after}" if after else "file name that you chose"
    hint = f"{f'Rename the {after}' if after else 'Choose another one'}: the name of a file goes out with it."
    raise GateError(f"The {chosen} holds the name of {labels}, so nothing was written", hint=hint)


def _machine(document: Document) -> Machine:
    """This machine; an ordinary word that the text itself says gives nothing away."""
    machine = this_machine()
    text = tree_text(document) if machine.words else ""
    return replace(machine, expected=frozenset(word for word in machine.words if word in text))


def tree_text(part: Any) -> str:
    """All text of a document, a section or another part of the tree, line by line."""
    lines: list[str] = []

    def keep(line: Line) -> Line:
        lines.append(line_text(line))
        return line

    map_lines(part, keep)
    return "\n".join(lines)


def named_by_consent(
    document: Document, register: Register | None, protected: Register | None
) -> tuple[Notice, ...]:
    """Who is printed by name because they agreed to it: an editor cannot tell that from a name nobody looked for.

    Args:
        document: The tree that goes out.
        register: The whole register; None without one.
        protected: Those of it whose names are replaced.
    """
    if register is None or protected is None or len(protected.people) == len(register.people):
        return ()
    agreed = replace(register, people=tuple(p for p in register.people if p.label not in protected))
    named = dict.fromkeys(hit.label for hit in agreed.matcher().find(tree_text(document)))
    return tuple(
        Notice(f"{label} is printed by name, with a consent until {register[label].consent.until}")
        for label in named
    )


def _told(
    finding: Finding,
    document: Document,
    briefing: Briefing | None,
    matcher: Matcher | None,
    machine: Machine,
) -> str:
    """One finding in words, with the post and field it comes from where that can be told."""

    def holds(text: str) -> bool:
        if finding.kind == "machine":
            return finding.label in machine.find(text)
        return matcher is not None and any(hit.label == finding.label for hit in matcher.find(text))

    what = f"the name of {finding.label}" if finding.kind == "name" else f"{finding.label} ({finding.kind})"
    if finding.kind not in ("name", "machine"):
        return f"{what} in {finding.where}"
    places = list(_in_tree(document, holds)) or list(_in_posts(briefing, holds))
    where = ", ".join(dict.fromkeys(places[:_SHOWN])) or "an unknown place"
    return f"{what} from {where} (in the file: {finding.where})"


def _in_tree(document: Document, holds: Callable[[str], bool]) -> Iterator[str]:
    """Sections and fields of the tree that still hold it, as `posts/a.md, title`."""
    for section in document.sections:
        for field, text in _fields(section):
            if holds(text):
                yield f"{section.origin or section.role}, {field}"
    if holds(tree_text(replace(document, sections=()))):
        yield "the frame of the document"


def _fields(section: Section) -> Iterator[tuple[str, str]]:
    """The fields of a section as editors call them, each with its text."""
    blocks = (*section.blocks, *(block for _, note in section.notes for block in note))
    runs = [run for block in walk(blocks) for own in runs_of(block) for run in own]
    yield "title", tree_text(section.title)
    yield "byline and date", tree_text(section.meta)
    yield "standfirst", tree_text(section.standfirst)
    yield "permalink", section.url
    yield "alt text", "\n".join(block.alt for block in walk(blocks) if isinstance(block, Figure))
    yield "link", "\n".join(run.href for run in runs)
    yield "text", tree_text(section.blocks)
    yield "footnotes", tree_text(section.notes)


def _in_posts(briefing: Briefing | None, holds: Callable[[str], bool]) -> Iterator[str]:
    """Fields of the chosen posts that hold it as it was written."""
    if briefing is None:
        return
    for choice in briefing.choices:
        post = choice.post
        fields = {**{str(key): str(value) for key, value in post.header.raw.items()}, "content": post.content}
        for field, text in fields.items():
            if holds(text):
                yield f"{briefing.archive.folder.name}/{briefing.archive.names[post.path]}, {field}"
