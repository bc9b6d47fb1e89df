"""What an import did, counted: nothing is lost without being named here."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from lfnkr_nb.counting import counted
from lfnkr_nb.escaping import visible

if TYPE_CHECKING:
    from collections import Counter

    import pandas as pd

__all__ = ["Choice", "Conflict", "Loss", "Receipt"]

_WIDTH: Final = 80
_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the export that is not in the files (or, among `notes`, was read in spite of a fault).

    Attributes:
        what: The sort of thing: `item`, `picture`, `control characters`, …
        item: Title or address of the item it belongs to.
        line: Line in the export file, counted from 1; 0 when it has none.
        why: What happened.
    """

    what: str
    item: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A post that was edited here and changed in the export; the file was left as it is."""

    file: str
    title: str
    diff: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that may mean several posts; an editor picks one."""

    file: str
    url: str
    count: int
    posts: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """What an import did.

    Attributes:
        sources: Names of the files that were read.
        dry_run: Whether nothing was written on purpose.
        read: Items in the export by type and status, exactly as the export has them.
        written: Posts that now stand in files by type and status, also those that stood there before.
        skipped: Items by type that are no posts: pictures, menus, revisions, caches.
        files: How many files were `written`, `updated`, `unchanged`, `kept` (edited here, unchanged there),
            `restored` (were missing here) and in `conflict`.
        media: Pictures and other files: `copied`, `local`, `remote` (still on the site), `missing`.
        links: Links to posts that were `resolved`, are a `choice` or `unresolved`.
        shortcodes, blocks: Unknown ones that were kept, by name.
        dropped: Scripts and style sheets that are no content, by element.
        comments: `found` in the export and `imported`.
        losses: Everything that is lost; `notes`: what was odd but kept; `gone`: posts of an earlier export
            that are not in this one (never deleted here).
    """

    sources: tuple[str, ...] = ()
    dry_run: bool = False
    read: dict[str, dict[str, int]] = field(default_factory=dict)
    written: dict[str, dict[str, int]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    media: dict[str, int] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)
    shortcodes: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    unresolved: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    losses: tuple[Loss, ...] = ()
    notes: tuple[Loss, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 when nothing was lost, 4 when the import finished and `losses` names what was."""
        return 4 if self.losses else 0

    @property
    def changed(self) -> bool:
        """Whether this import wrote anything or found something to decide."""
        moved = ("written", "updated", "restored", "conflict")
        return any(self.files.get(name) for name in moved) or bool(self.media.get("copied"))

    def to_json(self) -> str:
        """Everything, for machines."""
        return json.dumps({**asdict(self), "exit_code": self.exit_code}, ensure_ascii=False, indent=1) + "\n"

    def to_frame(self) -> pd.DataFrame:
        """One row for each type and status: `type`, `status`, `read`, `written`."""
        import pandas as pd  # noqa: PLC0415 - only notebooks need it, and it costs half a second

        rows = [
            {
                "type": kind,
                "status": status,
                "read": count,
                "written": self.written.get(kind, {}).get(status, 0),
            }
            for kind, statuses in self.read.items()
            for status, count in statuses.items()
        ]
        return pd.DataFrame(rows, columns=["type", "status", "read", "written"])

    def to_text(self) -> str:
        """For a person at a terminal: at most 80 columns."""
        lines = ["Import receipt" + (" (nothing was written: dry run)" if self.dry_run else "")]
        lines += _wrap("from " + ", ".join(self.sources))
        lines += ["", f"{'type':<28}{'status':<16}{'read':>8}{'in files':>10}"]
        for kind, statuses in self.read.items():
            for status, count in statuses.items():
                there = self.written.get(kind, {}).get(status, 0)
                lines.append(f"{visible(kind)[:27]:<28}{visible(status)[:15]:<16}{count:>8}{there:>10}")
        lines.append("")
        lines += self._counts()
        lines += self._lists()
        lines += _wrap(self.verdict)
        lines += ["", *_wrap(self.reminder)] if self.reminder else []
        return "\n".join(lines) + "\n"

    @property
    def verdict(self) -> str:
        """One sentence: whether anything was lost."""
        if self.losses:
            return f"{counted(len(self.losses), 'loss')}, each named above."
        return "Nothing of the export was lost." if self.reminder else "Nothing was lost."

    @property
    def reminder(self) -> str:
        """What is still to be done about files that are only on the site; empty where media were given."""
        remote = self.media.get("remote", 0)
        if not remote or self.media.get("missing"):
            return ""
        files, is_, it = ("file", "is", "it") if remote == 1 else ("files", "are", "them")
        return (
            f"NOT HERE YET: {counted(remote, 'picture')} or other {files} {is_} only linked and {is_} still on the "
            f"site. No briefing can show {it}. Next: run this again with `--media uploads.zip` (a copy of "
            f"wp-content/uploads), or with `--fetch-media`, which asks the site for {it} over the network."
        )

    def _counts(self) -> list[str]:
        named = (
            ("files", self.files), ("not posts", self.skipped), ("media", self.media), ("links", self.links),
            ("comments", self.comments), ("shortcodes kept", self.shortcodes), ("blocks kept", self.blocks),
            ("left out, no content", self.dropped),
        )  # fmt: skip
        lines: list[str] = []
        for name, counts in named:
            if any(counts.values()):
                parts = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
                lines += _wrap(f"{name}: {parts}")
        return lines

    def _lists(self) -> list[str]:
        lines: list[str] = []
        lines += _section("Conflicts (edited here and changed there; left as they are)",
                          [f"{conflict.file}: {conflict.title}" for conflict in self.conflicts])  # fmt: skip
        lines += _section("Links that may mean several posts",
                          [f"{choice.file}: {choice.url} ({counted(choice.count, 'post')})"
                           for choice in self.choices])  # fmt: skip
        lines += _section("Links into the site that mean no post of this export",
                          [f"{file}: {url}" for file, url in self.unresolved])  # fmt: skip
        lines += _section("In an earlier export, not in this one (kept here)", list(self.gone))
        lines += _section("Odd, but kept", [_loss_line(note) for note in self.notes])
        lines += _section("Losses", [_loss_line(loss) for loss in self.losses], everything=True)
        return lines

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in ("type", "status", "read", "in files"))
        rows = "".join(
            f"<tr><td>{escape(visible(kind))}</td><td>{escape(visible(status))}</td><td>{count}</td>"
            f"<td>{self.written.get(kind, {}).get(status, 0)}</td></tr>"
            for kind, statuses in self.read.items()
            for status, count in statuses.items()
        )
        told = [*self._counts(), *self._lists()]
        items = "".join(f"<li>{escape(line.strip())}</li>" for line in told if line.strip())
        verdict = f"{self.verdict} {self.reminder}".strip()
        return (
            f"<table><caption>Import receipt</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
            f"<ul>{items}</ul><p><strong>{escape(verdict)}</strong></p>"
        )


def nested(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Counts by type and status as a table of tables, in order of names."""
    table: dict[str, dict[str, int]] = {}
    for (kind, status), count in sorted(counts.items()):
        table.setdefault(kind, {})[status] = count
    return table


def plain(counts: Counter[str]) -> dict[str, int]:
    """Counts in order of names."""
    return dict(sorted(counts.items()))


def _loss_line(loss: Loss) -> str:
    place = f"line {loss.line}, " if loss.line else ""
    return f"{loss.what}: {place}{loss.item}: {loss.why}"


def _wrap(text: str) -> list[str]:
    """Lines of at most 80 columns; Chinese characters, kana and Hangul take two."""
    lines: list[str] = []
    line, width = "", 0
    for word in re.findall(r"\S+\s*", visible(text)):
        for piece in _pieces(word):
            size = _columns(piece.rstrip())
            if line and width + size > _WIDTH:
                lines.append(line.rstrip())
                line, width = "    ", 4
            line += piece
            width += _columns(piece)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(word: str) -> list[str]:
    """A word, cut up when no line could hold it."""
    if _columns(word) <= _WIDTH - 8:
        return [word]
    return [word[start : start + 36] for start in range(0, len(word), 36)]


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _section(title: str, entries: list[str], *, everything: bool = False) -> list[str]:
    if not entries:
        return []
    shown = entries if everything else entries[:_LISTED]
    lines = ["", f"{title}: {len(entries)}"]
    for entry in shown:
        lines += _wrap(f"  - {entry}")
    if len(shown) < len(entries):
        lines.append(f"  … and {len(entries) - len(shown)} more (all of them in the saved receipt)")
    return [*lines, ""]
