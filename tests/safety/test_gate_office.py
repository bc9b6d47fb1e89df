"""The gate reads what other programs write: mails, contacts, RTF, Parquet, zips of Windows, sheets, terminals."""

from __future__ import annotations

import base64
import io
import json
import quopri
import zipfile
from collections.abc import Callable
from typing import Any

import people
import pytest

from lfnkr_nb.protection.gate import check_bytes

HANGUL, HANJA, LATIN = "한유란", "韓柔蘭", "Han Yu-ran"


def kinds(data: bytes, name: str) -> set[str]:
    """The kinds of findings in a file."""
    return {found.kind for found in check_bytes(data, people.register(), name=name, machine=people.NOWHERE)}


@pytest.mark.parametrize(
    ("charset", "spelling"),
    [
        ("utf-8", HANGUL),
        ("euc-kr", HANGUL),
        ("ks_c_5601-1987", HANGUL),
        ("iso-2022-jp", HANJA),
        ("shift_jis", HANJA),
    ],
)
@pytest.mark.parametrize("coding", ["B", "Q"])
def test_words_of_a_mail_header_are_read(charset: str, spelling: str, coding: str) -> None:
    """In one piece, and split over two."""
    codec = {"ks_c_5601-1987": "cp949"}.get(charset, charset)

    def word(text: str) -> str:
        data = text.encode(codec)
        written = base64.b64encode(data) if coding == "B" else b"".join(b"=%02X" % byte for byte in data)
        return f"=?{charset}?{coding}?{written.decode()}?="

    for header in (word(spelling), f"{word(spelling[:1])}\r\n {word(spelling[1:])}"):
        assert "name" in kinds(f"From: {header} <a@b.example>\r\n\r\nWords.".encode(), "m.eml")


def test_a_soft_break_of_quoted_printable_parts_no_name() -> None:
    """The line behind it belongs to it."""
    mail = quopri.encodestring(f"{'long ' * 12}caf\u00e9 and {LATIN} came".encode())
    for place in range(3, 9):
        assert "name" in kinds(
            b"He said that Han Yu-ran came".replace(
                b"Han Yu-ran", b"Han Yu-ran"[:place] + b"=\n" + b"Han Yu-ran"[place:]
            ),
            "m.eml",
        )
    assert "name" in kinds(mail, "m.eml")


@pytest.mark.parametrize("kind", ["VCARD", "VCALENDAR"])
@pytest.mark.parametrize("name", [LATIN, HANGUL])
def test_folded_lines_are_read_as_one(kind: str, name: str) -> None:
    """Contacts and calendars are folded at 75 bytes, wherever that is."""
    text = f"BEGIN:{kind}\r\nFN:{name[:2]}\r\n {name[2:]}\r\nEND:{kind}\r\n"
    assert "name" in kinds(text.encode(), "x.vcf")


@pytest.mark.parametrize(
    "text",
    [
        rb"by \u54620?\u50976?\u46976? here",
        rb"by \'c7\'d1\'c0\'af\'b6\'f5 here",
        rb"by {\b Han} {\i Yu-ran} here",
        rb"by {\b H}an Yu-\line ran here",
        b"by Han Yu\r\n-ran here",
        rb"by \'8a\'d8\'8f\'5f\'97\'96 here",
    ],
    ids=["numbers", "cp949", "two looks", "one letter", "line of the file", "cp932"],
)
def test_rtf_is_read_as_a_word_processor_shows_it(text: bytes) -> None:
    """Whatever look or encoding its letters have."""
    assert "name" in kinds(rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Batang;}}\f0 " + text + b"}", "x.rtf")
    assert kinds(rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Batang;}}\f0 by nobody here}", "x.rtf") == set()


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli"])
@pytest.mark.parametrize("cells", [[LATIN, "x"], ["Han", "Yu-ran"], [HANGUL, "x"]])
def test_parquet_is_read_cell_by_cell_and_row_by_row(
    compression: str, cells: list[str], needed: Callable[[str], Any]
) -> None:
    """However its columns are packed; a damaged one is never clean."""
    pa, parquet = needed("pyarrow"), needed("pyarrow.parquet")

    target = io.BytesIO()
    parquet.write_table(pa.table({"a": [cells[0]], "b": [cells[1]]}), target, compression=compression)
    assert "name" in kinds(target.getvalue(), "x.parquet")
    assert "unreadable" in kinds(target.getvalue()[:-20], "x.parquet")


@pytest.mark.parametrize(("encoding", "spelling"), [("cp949", HANGUL), ("cp932", HANJA), ("utf-8", HANGUL)])
def test_names_in_a_zip_are_read_in_the_encoding_of_windows(encoding: str, spelling: str) -> None:
    """Older programs write the encoding of the system and say nothing of it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("placeholder-name.txt", b"words")
    written = spelling.encode(encoding).ljust(len("placeholder-name.txt"), b"_")
    assert "name" in kinds(target.getvalue().replace(b"placeholder-name.txt", written), "x.zip")


@pytest.mark.parametrize("code", ["&L", "&C&12", '&R&"Arial,Bold"', "&L&KFF0000", ""])
def test_headers_of_a_sheet_are_read_without_their_codes(code: str) -> None:
    """The letter that says where it stands sticks to the name."""
    said = f"{code}{LATIN}".replace("&", "&amp;").replace('"', "&quot;")
    sheet = f"<worksheet><sheetData/><headerFooter><oddHeader>{said}</oddHeader></headerFooter></worksheet>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    assert "name" in kinds(target.getvalue(), "x.xlsx")


def test_colours_of_a_terminal_part_no_name() -> None:
    """As they stand in the traceback of a notebook."""
    text = "\x1b[31mHan\x1b[0m \x1b[1;32mYu-\x1b[0mran"
    output = {"output_type": "error", "ename": "E", "evalue": "", "traceback": [text]}
    cell = {"cell_type": "code", "source": "", "outputs": [output], "metadata": {}, "execution_count": 1}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert "name" in kinds(json.dumps(book).encode(), "x.ipynb")


def test_a_hangul_word_processor_file_is_never_clean() -> None:
    """Its text is packed in a way that is not read here."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"HWP Document File" + b"\0" * 2000
    assert kinds(data, "x.hwp") == {"unreadable"}
