"""The gate: reads a finished file back and says what must not be in it.

    findings = check_file("exports/briefing.pdf", register)

A file is read in every way we know: its text as a reader's program shows it, every object, string, name and
stream inside it, and its raw bytes in the usual encodings, escapes and compressions. Looked for are names of
the register in any spelling, names of this machine, whatever a reader's program would load or run, and what
pictures say beside their pixels. The gate only reports: it changes and deletes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lfnkr_nb.collecting import without_collection
from lfnkr_nb.errors import UnsafeFileError
from lfnkr_nb.protection.machine import Machine, this_machine
from lfnkr_nb.protection.views import APART, LARGEST, packed_in, texts_in, unescaped
from lfnkr_nb.saving import read_bytes

if TYPE_CHECKING:
    from lfnkr_nb.protection.matching import Matcher
    from lfnkr_nb.protection.register import Register

__all__ = ["DEEPEST", "KINDS", "MAX_FILE_BYTES", "Examination", "Finding", "check_bytes", "check_file"]

#: What a finding can be, and what to do about it.
KINDS: Final = {
    "name": "Take the name out of the text, or give the post its label in `protect:`, and export again.",
    "machine": "It says who made the file. Take it out; in a notebook, run the cell again without the path.",
    "loads": "A reader's program would fetch it and tell who reads. Put the thing itself in, or a plain link.",
    "script": "Take the script out; a briefing needs none.",
    "attachment": "Take the attached file out, or check and send it by itself.",
    "launch": "Take the action out; opening a file must start nothing.",
    "form": "Take the form out; it could send what readers type.",
    "formula": "Put an apostrophe before it, so that a spreadsheet takes it for text.",
    "picture-metadata": "Save the picture anew without metadata; an export of ours does so.",
    "unreadable": "What cannot be read cannot be called clean. Make the file anew without a password or damage.",
}

#: A larger file is not read as a whole; it is said to be unreadable.
MAX_FILE_BYTES: Final = 512 * 1024 * 1024

#: How deep codes and files inside each other are followed; what is read at this depth is read as it stands.
DEEPEST: Final = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be in a finished file.

    Attributes:
        label: Label of the person, or what it is: `user name`, `EXIF`, `script`. Never the name itself.
        where: The place in the file: `page 3`, `object 12, /Title`, `xl/comments1.xml`.
        kind: One of `KINDS`.
    """

    label: str
    where: str
    kind: str

    @property
    def hint(self) -> str:
        """What to do about it."""
        return KINDS[self.kind]


#: Kind and label of what was found in a text.
_What = tuple[str, str]


@dataclass
class Examination:
    """One file being read: collects findings, and remembers what was read already.

    Attributes:
        matcher: Finds names of the register; None without one.
        machine: Finds names of this machine.
        clean: SHA-256 of data known to hold pixels only, which are not read again.
        findings: What was found.
    """

    matcher: Matcher | None
    machine: Machine
    clean: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    _known: dict[tuple[str, bool], list[_What]] = field(default_factory=dict)
    _read: set[bytes] = field(default_factory=set)
    _tried: set[str] = field(default_factory=set)
    _inflated: int = 0

    def add(self, kind: str, label: str, where: str) -> None:
        """Note a finding, once."""
        finding = Finding(label, where, kind)
        if finding not in self.findings:
            self.findings.append(finding)

    # --- texts ----------------------------------------------------------------------------------------

    def text(self, text: str, where: str, *, metadata: bool = False, depth: int = 0) -> set[_What]:
        """Look through a text and through what is written in it in some code; returns what was found."""
        found = self.plain(text, where, metadata=metadata)
        if depth >= DEEPEST:
            return found
        for code, inside in unescaped(text, self._tried):
            place = f"{where} ({code})"
            if isinstance(inside, bytes):
                self.data(inside, place, depth=depth + 1)
            elif (inside, metadata) not in self._known:
                found |= self.text(inside, place, metadata=metadata, depth=depth + 1)
        return found

    def plain(
        self, text: str, where: str, *, metadata: bool = False, without: Iterable[_What] = ()
    ) -> set[_What]:
        """Look through a text as it stands; a text that was seen before is not searched again.

        Args:
            text: The text.
            where: The place it stands in.
            metadata: Whether an ordinary word that is the user's or the machine's name counts here.
            without: What need not be told again for this place.
        """
        key = (text, metadata)
        if key not in self._known:
            self._known[key] = self._search(text, metadata=metadata)
        found = set(self._known[key]).difference(without)
        for kind, label in self._known[key]:
            if (kind, label) in found:
                self.add(kind, label, where)
        return found

    def pieces(self, pieces: Iterable[tuple[str, str]], *, metadata: bool = False) -> None:
        """Look through many short texts at once; only where there is something, each by itself."""
        listed = [(text, where) for text, where in dict.fromkeys(pieces) if len(text.strip()) > 1]
        while listed and self.anything(APART.join(dict.fromkeys(t for t, _ in listed)), metadata=metadata):
            if len(listed) == 1:
                self.text(*listed.pop(), metadata=metadata)
                return
            middle = len(listed) // 2
            self.pieces(listed[:middle], metadata=metadata)
            listed = listed[middle:]

    def anything(self, text: str, *, metadata: bool = False) -> bool:
        """Whether there is something in a text; nothing is noted."""
        trial = self.another()
        trial.text(text, "", metadata=metadata)
        return bool(trial.findings)

    def another(self) -> Examination:
        """An examination of its own that looks for the same."""
        return Examination(self.matcher, self.machine, self.clean)

    def _search(self, text: str, *, metadata: bool) -> list[_What]:
        names = [("name", hit.label) for hit in self.matcher.find(text)] if self.matcher else []
        machine = [("machine", what) for what in self.machine.find(text, metadata=metadata)]
        return list(dict.fromkeys([*names, *machine]))

    # --- bytes ----------------------------------------------------------------------------------------

    def data(self, data: bytes, where: str, *, depth: int = 0, name: str = "") -> None:
        """Read a file or a part of one: by its type where it has one, and always its raw bytes."""
        if depth:  # the file itself is read once
            digest = hashlib.sha256(data).digest()
            if digest in self._read or digest.hex() in self.clean:
                return
            self._read.add(digest)
        if depth > DEEPEST:
            self.add("unreadable", "too many files inside each other", where)
            return
        if not self._is_read(data, where, depth, name):
            self.raw(data, where, depth=depth)

    def _is_read(self, data: bytes, where: str, depth: int, name: str) -> bool:
        """Read a file by its type; whether nothing is left for the raw bytes."""
        reader = _reader(data, name)
        try:
            return reader is not None and reader(self, data, where, depth)
        except Exception:  # noqa: BLE001 - whatever a damaged file does to its reader: it is not clean, others go on
            self.add("unreadable", "damaged file", where)
            return False

    def raw(self, data: bytes, where: str, *, depth: int = 0) -> None:
        """Read bytes in every encoding, and what is compressed in them."""
        readings = texts_in(data)
        encoding, text = next(readings)
        found = self.text(
            text, f"{where} ({encoding})" if encoding not in ("", "UTF-8") else where, depth=depth
        )
        for encoding, text in readings:
            # Codes are written in ASCII, which the first reading shows as well as any other; so do most names.
            found |= self.plain(text, f"{where} ({encoding})", without=found)
        if depth < DEEPEST:
            for method, content in packed_in(data):
                if self.room(len(content), where):
                    self.data(content, f"{where} ({method})", depth=depth + 1)

    def room(self, size: int, where: str) -> bool:
        """Whether so much more may be unpacked; where not, the file is called unreadable."""
        self._inflated += size
        if self._inflated > LARGEST:
            self.add("unreadable", "unpacks to a huge size", where)
        return self._inflated <= LARGEST


#: Reads one type of file; returns whether nothing is left for the raw bytes.
Reader = Callable[[Examination, bytes, str, int], bool]


def check_file(
    path: Path | str, register: Register | Matcher | None = None, *, machine: Machine | None = None
) -> list[Finding]:
    """What must not be in a finished file; nothing is changed.

    Args:
        path: Any file: PDF, HTML, CSV, XLSX, DOCX, EPUB, a notebook, a picture, text, or unknown bytes.
        register: Whose names are looked for; without one only names of the machine and what would be loaded or run.
        machine: Names of the machine (default: this one).

    Returns:
        The findings in the order they were met; empty when the file is clean.

    Raises:
        UnsafeFileError: The file is missing, no ordinary file, unreadable or over `MAX_FILE_BYTES`.
    """
    path = Path(path)
    if path.is_dir():
        raise UnsafeFileError("This is a folder", hint="Name the files in it.", path=path)
    data = read_bytes(_resolved(path), limit=MAX_FILE_BYTES)
    return check_bytes(data, register, name=path.name, machine=machine)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (RuntimeError, OSError) as error:  # links that lead to each other
        raise UnsafeFileError("It leads nowhere", hint="Name the file itself.", path=path) from error


def check_bytes(
    data: bytes,
    register: Register | Matcher | None = None,
    *,
    name: str = "",
    machine: Machine | None = None,
    clean: Iterable[bytes] = (),
) -> list[Finding]:
    """What must not be in the bytes of a finished file.

    Args:
        data: The whole file.
        register: Whose names are looked for.
        name: Its file name, which is looked through as well and tells types that bytes do not.
        machine: Names of the machine (default: this one).
        clean: Pictures known to hold nothing but pixels; they are not read again.
    """
    matcher = register.matcher() if register is not None and hasattr(register, "matcher") else register
    known = frozenset(hashlib.sha256(picture).hexdigest() for picture in clean)
    examination = Examination(matcher, machine or this_machine(), known)
    if name:
        examination.text(name, "file name")
    if not _is_what_its_name_says(data, name):
        examination.add(
            "unreadable", f"no {name.rsplit('.', 1)[-1].upper()} file, though it is called one", "file"
        )
    with without_collection():
        examination.data(data, "text" if not name or data[:5] != b"%PDF-" else "file", name=name)
    return examination.findings


def _is_what_its_name_says(data: bytes, name: str) -> bool:
    from lfnkr_nb.protection.file_types import is_what_its_name_says  # noqa: PLC0415 - as below

    return is_what_its_name_says(data, name)


def _reader(data: bytes, name: str) -> Reader | None:
    """Who reads this type of file; None for what is only bytes or text. Each is loaded when it is needed."""
    from lfnkr_nb.protection.file_types import reader_of  # noqa: PLC0415 - readers import this module

    return reader_of(data, name)
