"""What was imported from where: `imports/ledger.json`, one entry a line, so that git and people can read it.

The ledger is what makes an import safe to repeat: it knows which bytes we wrote, so a file that differs was
edited by a person. While an import runs, entries go to `ledger.journal` first; whatever ends the import, the
next one starts from both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from itertools import islice
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Final

from lfnkr_nb.wordpress.writing import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Entry", "Ledger"]

_VERSION: Final = 1
#: Entries that are written at once.
_AT_ONCE: Final = 500


@dataclass(slots=True)
class Entry:
    """One imported item.

    Attributes:
        key: The item's guid, else its id on its site.
        file: Its file, as a path below the posts folder.
        written: Fingerprint of the bytes that were written last.
        source: Fingerprint of the item in the export.
        id, type, link, slug, date: What later imports need to resolve links.
    """

    key: str
    file: str
    written: str
    source: str
    id: str = ""
    type: str = ""
    link: str = ""
    slug: str = ""
    date: str = ""


_NAMES: Final = tuple(field.name for field in fields(Entry))
_values = attrgetter(*_NAMES)
_encode = json.JSONEncoder(ensure_ascii=False).encode


class Ledger:
    """Entries by key. `record` goes to the journal; `close` makes one tidy file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.json"
        self.journal_path = folder / "ledger.journal"
        self.entries: dict[str, Entry] = {}
        self._journal: IO[str] | None = None
        for entry in (*_read(self.path), *_read(self.journal_path)):
            self.entries[entry.key] = entry

    def record(self, entry: Entry) -> None:
        """Remember an entry; after `flush` also if the process is killed."""
        self.entries[entry.key] = entry
        if self._journal is None:
            self.journal_path.parent.mkdir(parents=True, exist_ok=True)
            self._journal = self.journal_path.open("a", encoding="utf-8")
        self._journal.write(_line(entry) + "\n")

    def flush(self) -> None:
        """Hand what was recorded to the system."""
        if self._journal is not None:
            self._journal.flush()

    def close(self) -> None:
        """Write the ledger anew if anything was recorded, and remove the journal."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if self.journal_path.exists():
            write_atomic(self.path, self._chunks())
            self.journal_path.unlink()

    def _chunks(self) -> Iterator[bytes]:
        """The whole file in pieces, so that a large ledger is never in memory twice."""
        yield f'{{"version": {_VERSION}, "entries": ['.encode()
        keys = iter(sorted(self.entries))
        ahead = "\n"
        while some := list(islice(keys, _AT_ONCE)):
            yield (ahead + ",\n".join(_line(self.entries[key]) for key in some)).encode("utf-8", "replace")
            ahead = ",\n"
        yield b"\n]}\n"


def _line(entry: Entry) -> str:
    values = zip(_NAMES, _values(entry), strict=True)
    return _encode({name: value for name, value in values if value})


def _read(path: Path) -> Iterator[Entry]:
    """The entries of a ledger or journal; a last line cut off by a crash is left out."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if not line.startswith('{"key"'):
                continue
            try:
                values = json.loads(line.rstrip().rstrip(","))
            except ValueError:
                continue
            yield Entry(**{name: str(values.get(name, "")) for name in _NAMES})
