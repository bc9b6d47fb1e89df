"""The gate reads files that hold files: XLSX, DOCX, EPUB and other zips, tar, and Office files of before 2007."""

from __future__ import annotations

import bz2
import html
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.protection.views import LARGEST

if TYPE_CHECKING:
    from lfnkr_nb.protection.gate import Examination

__all__ = ["read_closed", "read_ole", "read_packed", "read_tar", "read_zip"]

#: Relations of an Office file that are links; every other external one is fetched or asked for on opening.
_LINKS: Final = ("/hyperlink",)

#: The flag of a zip that says that the name of a file is in UTF-8 (APPNOTE 4.4.4, bit 11).
_IS_UTF_8: Final = 0x800

_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA = re.compile(r"<(?:\w+:)?f\b[^>]*>([^<]+)</(?:\w+:)?f>")
#: Headers and footers of a sheet, and the codes in them (ECMA-376, part 1, 18.3.1.46).
_PRINTED = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")
_PRINTED_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Z])")

_FIELD = re.compile(r"(?i)\b(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT)\b\s+\S")

#: Functions of a spreadsheet that reach out of the file.
_REACHING = re.compile(
    r"(?i)\b(?:WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER\.ID|EXEC|IMPORT\w+|FILTERXML|STOCKHISTORY)\s*\(|\[\d+\]|\|"
)

_MACRO = r"(?i)vba\w*\.bin$|(?:^|/)macrosheets/|(?:^|/)(?:basic|scripts)/.*\.(?:xml|xlb|py|js|bas)$|\.js$"

#: Files inside a package that act: macros, controls, embedded files.
_ACTING: Final = (
    (re.compile(_MACRO), "script", "macro"),
    (
        re.compile(r"(?i)(?:^|/)(?:embeddings|activex|ctrlprops)/|oleobject\d*\.bin$"),
        "attachment",
        "embedded file",
    ),
)


def read_zip(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read each file of a zip package, its names and comments; what lies between the files is read as raw bytes."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        examination.add("unreadable", "damaged zip package", where)
        return False
    with package:
        examination.raw(package.comment, f"{where}, comment", depth=depth)
        for member in package.infolist():
            for name in _names(member):
                examination.text(name, f"{where}, name of a file", depth=depth)
            examination.raw(
                member.comment + b" " + member.extra, f"{where}, {member.filename}, extra", depth=depth
            )
            _member(examination, package, member, depth)
    return False


def _names(member: zipfile.ZipInfo) -> Iterator[str]:
    """The name of a file in a zip, also in the encodings in which Windows wrote it in Korea, Japan and China."""
    yield member.filename
    if not member.flag_bits & _IS_UTF_8 and not member.filename.isascii():
        with suppress(UnicodeEncodeError):
            written = member.filename.encode("cp437")
            yield from (written.decode(encoding, "replace") for encoding in ("cp949", "cp932", "gb18030"))


def _member(examination: Examination, package: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> None:
    place = member.filename
    if member.is_dir() or not examination.room(member.file_size, place):
        return
    try:
        content = package.read(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, OSError):
        examination.add("unreadable", "file with a password or damage", place)
        return
    examination.data(content, place, depth=depth + 1, name=member.filename.rsplit("/", 1)[-1])
    for pattern, kind, what in _ACTING:
        if pattern.search(member.filename):
            examination.add(kind, what, place)
    if member.filename.lower().endswith((".xml", ".rels")):
        _office(examination, content.decode("utf-8", "replace"), place)


def _office(examination: Examination, text: str, place: str) -> None:
    """What a part of an Office file refers to outside of it."""
    for relation in _RELATION.finditer(text):
        said = dict(_ATTRIBUTE.findall(relation[0]))
        if said.get("TargetMode", "").lower() == "external" and not said.get("Type", "").endswith(_LINKS):
            examination.add("loads", said.get("Type", "").rsplit("/", 1)[-1] or "relation", place)
    for formula in _FORMULA.finditer(text):
        if _REACHING.search(formula[1]):
            examination.add("formula", "formula that reaches out of the file", place)
    for printed in _PRINTED.findall(text):
        examination.text(_PRINTED_CODE.sub("", html.unescape(printed)), f"{place}, header or footer")
    fields = re.sub(r"<[^>]+>", "", " ".join(re.findall(r"<(?:\w+:)?instrText[^>]*>[^<]*", text)))
    if "<w:" in text and (
        _FIELD.search(fields) or re.search(r"(?i)\binstr\s*=\s*[\"'][^\"']*\b(?:DDE|INCLUDE)", text)
    ):
        examination.add("loads", "field that reaches out of the file", place)


def read_tar(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """Read each file of a tar archive, its names and owners."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                examination.text(f"{member.name} {member.linkname}", f"{where}, name of a file", depth=depth)
                examination.plain(f"{member.uname} {member.gname}", f"{where}, owner", metadata=True)
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None and examination.room(member.size, member.name):
                    examination.data(
                        file.read(), member.name, depth=depth + 1, name=member.name.rsplit("/", 1)[-1]
                    )
    except (tarfile.TarError, OSError, EOFError):
        examination.add("unreadable", "damaged tar archive", where)
    return False


def read_packed(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """One file in gzip, bzip2 or xz: what it holds is read with the raw bytes; here is seen whether it is whole."""
    if not _is_whole(data) and depth >= 0:
        examination.add("unreadable", "damaged compressed file", where)
    return False


def _is_whole(data: bytes) -> bool:
    unpacker: Any
    if data.startswith(b"BZh"):
        unpacker = bz2.BZ2Decompressor()
        if data[4:10] not in (
            b"1AY&SY",
            b"\x17\x72\x45\x38\x50\x90",
        ):  # a text that begins with these letters
            return True
    else:
        unpacker = (
            lzma.LZMADecompressor() if data.startswith(b"\xfd7z") else zlib.decompressobj(zlib.MAX_WBITS | 16)
        )
    try:
        unpacker.decompress(data, LARGEST)
    except (OSError, EOFError, lzma.LZMAError, zlib.error, ValueError):
        return False
    return bool(unpacker.eof)


def read_ole(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """An Office file of before 2007, or an encrypted newer one: its raw bytes, macros and passwords."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        examination.add("unreadable", "file with a password", where)
    if b"HWP Document File" in data:
        examination.add("unreadable", "HWP file, whose text is packed", where)
    if "_VBA_PROJECT".encode("utf-16-le") in data and depth >= 0:
        examination.add("script", "macro", where)
    return False


def read_closed(examination: Examination, data: bytes, where: str, depth: int) -> bool:
    """An archive whose content we cannot read is never called clean."""
    if data and depth >= 0:
        examination.add("unreadable", "archive of a kind that cannot be read here", where)
    return False
