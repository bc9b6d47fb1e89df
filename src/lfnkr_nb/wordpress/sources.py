"""Open what a person hands over (files, folders, zip, gz, any declared encoding) as plain UTF-8 files.

Everything after this module reads byte ranges of ordinary files, so several processes can share the work.
What is packed or not UTF-8 is unpacked once into a private folder that is gone when the import ends.
"""

from __future__ import annotations

import codecs
import contextlib
import re
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from lfnkr_nb.errors import ImportFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MAX_UNPACKED_BYTES", "Part", "gather_parts"]

#: A packed export may unpack to this many bytes altogether (the largest real exports are a few hundred MB).
MAX_UNPACKED_BYTES: Final = 4 * 1024**3

_BLOCK = 1 << 20
_PACKED_BLOCK = 1 << 16
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_NAMES = ("utf-8", "ascii")
_EXPORT_SUFFIXES = (".xml", ".wxr", ".rss", ".atom", ".html", ".htm", ".txt")


@dataclass(frozen=True, slots=True)
class Part:
    """One export file, readable as UTF-8 bytes.

    Attributes:
        path: The file to read byte ranges from.
        name: What a person calls it: the given path, with the member's name for a zip.
        trouble: Why the file could not be opened; `path` must not be read then.
        damage: What is missing of a file that could be read in part.
    """

    path: Path
    name: str
    trouble: str = ""
    damage: str = ""


def gather_parts(source: Path | Sequence[Path], workdir: Path) -> list[Part]:
    """All parts of an export in a fixed order; packed or transcoded ones are put into `workdir`.

    Raises:
        ImportFailure: A given path does not exist.
    """
    given = [Path(source)] if isinstance(source, (str, Path)) else [Path(path) for path in source]
    parts: list[Part] = []
    for path in given:
        if not path.exists():
            raise ImportFailure(
                "There is no such file", hint="Give the path of the file that WordPress exported.", path=path
            )
        for file in _files_of(path):
            parts.extend(_open_file(file, workdir, len(parts)))
    return parts


def _files_of(path: Path) -> list[Path]:
    """The file itself, or the export files of a folder by name."""
    if not path.is_dir():
        return [path]
    wanted = (".xml", ".wxr", ".zip", ".gz")
    return sorted(file for file in path.iterdir() if file.suffix.lower() in wanted and file.is_file())


def _open_file(path: Path, workdir: Path, number: int) -> Iterator[Part]:
    """The parts in one file; a damaged archive is a part with its trouble."""
    with path.open("rb") as file:
        magic = file.read(4)
    try:
        if magic[:2] == b"\x1f\x8b":
            with path.open("rb") as packed:
                yield _unpacked(_gunzip(packed), path.name, workdir=workdir, number=number)
        elif magic == b"PK\x03\x04":
            yield from _zip_members(path, workdir, number)
        else:
            yield _as_utf8(path, path.name, workdir=workdir, number=number)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        yield Part(path, path.name, f"the packed file is damaged ({type(error).__name__})")


def _zip_members(path: Path, workdir: Path, number: int) -> Iterator[Part]:
    with zipfile.ZipFile(path) as archive:
        members = sorted(name for name in archive.namelist() if name.lower().endswith(_EXPORT_SUFFIXES))
        members = [name for name in members if not name.startswith("__MACOSX/")]
        if not members:
            yield Part(path, path.name, "there is no export file in this zip")
        for offset, name in enumerate(members):
            with archive.open(name) as packed:
                blocks = iter(lambda packed=packed: packed.read(_BLOCK), b"")  # type: ignore[misc]
                yield _unpacked(blocks, f"{path.name}/{name}", workdir=workdir, number=number + offset)


def _gunzip(packed: IO[bytes]) -> Iterator[bytes]:
    """The unpacked blocks of a gzip file; unlike `gzip.open`, also those right before damage."""
    unpacker = zlib.decompressobj(wbits=31)
    while block := packed.read(_PACKED_BLOCK):
        while block:
            yield unpacker.decompress(block)
            block = unpacker.unused_data
            if unpacker.eof and block:
                unpacker = zlib.decompressobj(wbits=31)
    yield unpacker.flush()
    if not unpacker.eof:
        raise EOFError


def _unpacked(blocks: Iterator[bytes], name: str, *, workdir: Path, number: int) -> Part:
    """Copy a packed stream into the work folder; what was read before damage is kept."""
    target = workdir / f"part-{number}.xml"
    damage = ""
    written = 0
    with target.open("wb") as out:
        try:
            for block in blocks:
                written += len(block)
                if written > MAX_UNPACKED_BYTES:
                    return Part(target, name, f"it unpacks to more than {MAX_UNPACKED_BYTES:,} bytes")
                out.write(block)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            damage = f"the packed file is damaged ({type(error).__name__}); what comes after is missing"
    if damage and not written:
        return Part(target, name, damage)
    return replace(_as_utf8(target, name, workdir=workdir, number=number), damage=damage)


def _as_utf8(path: Path, name: str, *, workdir: Path, number: int) -> Part:
    """The file itself when it is UTF-8 (or says nothing else), else a transcoded copy."""
    with path.open("rb") as file:
        head = file.read(4096)
    encoding = _declared_encoding(head)
    if encoding in _UTF8_NAMES:
        return Part(path, name)
    target = workdir / f"part-{number}.utf8.xml"
    with path.open("rb") as file, target.open("wb") as out:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        while block := file.read(_BLOCK):
            out.write(decoder.decode(block).encode())
        out.write(decoder.decode(b"", final=True).encode())
    return Part(target, name)


def _declared_encoding(head: bytes) -> str:
    """Python's name of the encoding a file declares by its byte order mark or XML declaration."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    declared = _DECLARED.search(head)
    with contextlib.suppress(LookupError):
        if declared:
            # A file that could be searched for the declaration as ASCII is not UTF-16, whatever it says.
            name = codecs.lookup(declared[1].decode("ascii")).name
            return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
    if b"\x00<\x00" in head[:200] or b"<\x00" in head[:4]:
        return "utf-16-le" if head[:1] != b"\x00" else "utf-16-be"
    return "utf-8"
