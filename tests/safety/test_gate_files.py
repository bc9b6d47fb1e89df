"""The gate on every other file: encodings, codes, packages, pages, pictures, and names of the machine."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import os
import quopri
import tarfile
import zipfile
import zlib
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import people
import pytest
from PIL import Image, PngImagePlugin

from lfnkr_nb.cli import main
from lfnkr_nb.errors import UnsafeFileError
from lfnkr_nb.protection.gate import Machine, check_bytes, check_file
from lfnkr_nb.protection.register import Person, Register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lfnkr_nb.protection.gate import Finding

SPELLINGS = ("Han Yu-ran", "한유란", "ハン・ユラン", "韓柔蘭")


def found(data: bytes, name: str = "") -> list[Finding]:
    """What the gate says on a machine without names."""
    return check_bytes(data, people.register(), name=name, machine=people.NOWHERE)


def kinds(data: bytes | str, name: str = "") -> set[str]:
    """The kinds of findings in a file."""
    return {finding.kind for finding in found(data.encode() if isinstance(data, str) else data, name)}


def zipped(name: str, data: bytes) -> bytes:
    """A zip with one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return target.getvalue()


def tarred(data: bytes) -> bytes:
    """A tar with one file."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as package:
        member = tarfile.TarInfo("a.txt")
        member.size = len(data)
        package.addfile(member, io.BytesIO(data))
    return target.getvalue()


def each(text: str, form: str) -> bytes:
    """Each character of a text in some form."""
    return "".join(form.format(ord(character)) for character in text).encode()


NOISE = os.urandom(2000)
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda s: s.encode(),
    "UTF-8 in noise": lambda s: NOISE + f" {s} ".encode() + NOISE,
    "UTF-16": lambda s: f"He said: {s}".encode("utf-16"),
    "UTF-16 without a mark": lambda s: f"He said: {s}".encode("utf-16-be"),
    "UTF-16 at an odd place": lambda s: b"\x01\x02\x03" + s.encode("utf-16-le") + b"\0\0",
    "UTF-32": lambda s: s.encode("utf-32"),
    "UTF-7": lambda s: s.encode("utf-7"),
    "Chinese": lambda s: f"He said: {s}".encode("gb18030"),
    "base64": lambda s: base64.b64encode(s.encode()),
    "base64 in lines": lambda s: base64.encodebytes(f"{'text ' * 30}{s}".encode()),
    "base64 twice": lambda s: base64.b64encode(base64.b64encode(f"text {s}".encode())),
    "base64 of gzip": lambda s: base64.b64encode(gzip.compress(f"text {s}".encode())),
    "hexadecimal": lambda s: s.encode().hex().encode(),
    "hexadecimal UTF-16": lambda s: s.encode("utf-16-be").hex(" ").encode(),
    "percent": lambda s: quote(s).encode(),
    "percent twice": lambda s: quote(quote(s)).encode(),
    "percent with plus": lambda s: b"?q=" + quote_plus(s).encode(),
    "every byte in percent": lambda s: "".join(f"%{byte:02x}" for byte in s.encode()).encode(),
    "\\u": lambda s: each(s, "\\u{:04x}"),
    "\\u in \\u": lambda s: each(s, "\\\\u{:04x}"),
    "\\u{}": lambda s: each(s, "\\u{{{:x}}}"),
    "\\U": lambda s: each(s, "\\U{:08x}"),
    "\\x": lambda s: "".join(f"\\x{byte:02x}" for byte in s.encode()).encode(),
    "octal": lambda s: "".join(f"\\{byte:03o}" for byte in s.encode()).encode(),
    "entities": lambda s: each(s, "&#x{:x};"),
    "decimal entities": lambda s: each(s, "&#{:d};"),
    "entities twice": lambda s: html.escape(each(s, "&#{:d};").decode()).encode(),
    "CSS": lambda s: each(s, "\\{:x} "),
    "quoted-printable": lambda s: quopri.encodestring(f"{'long ' * 20}{s}".encode()),
    "Ascii85": lambda s: base64.a85encode(s.encode(), adobe=True),
    "JSON": lambda s: json.dumps({"a": [s]}).encode(),
    "JSON in JSON": lambda s: json.dumps(json.dumps({"a": [s]})).encode(),
    "zlib in noise": lambda s: NOISE + zlib.compress(s.encode() * 3) + NOISE,
    "gzip": lambda s: gzip.compress(s.encode()),
    "bzip2": lambda s: bz2.compress(s.encode()),
    "xz": lambda s: lzma.compress(s.encode()),
    "zip": lambda s: zipped("a.txt", s.encode()),
    "name in a zip": lambda s: zipped(f"{s}.txt", b"text"),
    "zip in a zip": lambda s: zipped("a.zip", zipped("b.txt", s.encode())),
    "tar": lambda s: tarred(s.encode()),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_name_is_found_however_it_is_written(way: str) -> None:
    """Each encoding, code and compression, with each script of the name."""
    missed = [spelling for spelling in SPELLINGS if "name" not in kinds(WRITTEN[way](spelling))]
    assert missed == []


@pytest.mark.parametrize(
    ("encoding", "spelling"),
    [("cp932", "韓柔蘭"), ("euc_jp", "ハン・ユラン"), ("cp949", "한유란"), ("iso2022_jp", "韓柔蘭")],
)
def test_old_encodings_of_japanese_and_korean_are_read(encoding: str, spelling: str) -> None:
    """A table that a Japanese or Korean spreadsheet has saved."""
    assert "name" in kinds(f"No.,Name\n1,{spelling}\n".encode(encoding), "t.csv")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("around", [b"", b"\xd8\xd8\xdc\xdc\xd8\xd8", b"\xff\x00\xdc\xdc"])
def test_rare_ideographs_are_read_in_wide_characters(encoding: str, around: bytes) -> None:
    """A family name written beyond the first plane of Unicode is found between halves of pairs, too."""
    register = Register((Person("Y. M.", ("𠮷川", "Yoshikawa"), ("美恵", "Mie")),))
    data = b"\0\x01" + around + "𠮷川美恵".encode(encoding) + around + b"\0\0"
    assert {finding.label for finding in check_bytes(data, register, machine=people.NOWHERE)} == {"Y. M."}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("e.pdf", b""),
        ("e.pdf", b"hello"),
        ("e.xlsx", b""),
        ("e.docx", b"hello"),
        ("e.png", b"GIF89a"),
        ("e.gz", gzip.compress(NOISE)[:-9]),
        ("e.txt", b"\x1f\x8b\x08 and so on"),
        ("e.bz2", bz2.compress(NOISE)[:-9]),
        ("e.xz", lzma.compress(NOISE)[:-9]),
    ],
    ids=["nothing", "text", "no sheet", "no letter", "GIF", "gzip", "gzip by name", "bzip2", "xz"],
)
def test_what_is_not_whole_or_not_what_it_is_called_is_never_clean(name: str, data: bytes) -> None:
    """An empty PDF, a text called DOCX and a compressed file that breaks off are findings."""
    assert "unreadable" in {
        finding.kind for finding in check_bytes(data, None, name=name, machine=people.NOWHERE)
    }


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_whole_compressed_files_are_clean(pack: Callable[[bytes], bytes]) -> None:
    """One without a name in it, also of several parts."""
    for data in (pack(b"Nobody is named here."), pack(b"Nobody ") + pack(b"at all.")):
        assert check_bytes(data, people.register(), name="x.gz", machine=people.NOWHERE) == []


def test_other_people_are_never_hits(shared: Path) -> None:
    """People of nearly the same name, in plain text and in every code."""
    names = (shared / "names" / "near-miss.txt").read_text("utf-8").splitlines()
    near = "".join(f"We met {name} there.\n" for name in names if name.strip())
    register = Register.open(shared / "names" / "register.yaml", private=False)
    for written in (
        near.encode(),
        near.encode("utf-16"),
        base64.b64encode(near.encode()),
        zipped("a.txt", near.encode()),
    ):
        assert check_bytes(written, register, machine=people.NOWHERE) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_hold_nobody(seed: int) -> None:
    """Two megabytes of noise give no finding."""
    assert found(Random(seed).randbytes(2_000_000)) == []


HALVES = {
    "UTF-7": ("a.txt", b"+2AA-%41"),
    "UTF-7 in two codes": ("a.txt", b"+2ADYAAAA-=41%41 &#x41;"),
    "JSON": ("a.json", rb'["\ud800 %41 =41 \\u0041 &amp; <b>x</b>"]'),
    "JSON lines": ("a.jsonl", rb'{"\udc00": "\ud800 %41 #41 +AGE-"}'),
    "notebook": (
        "a.ipynb",
        rb'{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "markdown", "source": "\ud800 %41 *x*"}]}',
    ),
    "base64 of UTF-7": ("a.txt", base64.b64encode(b"+2AA- and %41 and more words")),
}


@pytest.mark.parametrize("way", HALVES)
def test_half_of_a_pair_of_surrogates_stops_no_reading(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Random bytes held one once: no characters, which most encodings refuse to write."""
    name, data = HALVES[way]
    file = tmp_path / name
    file.write_bytes(data)
    assert found(data, name) == []
    planted = data.replace(b"%41", b"%41 Han Yu-ran %41") if b"%41" in data else data
    assert planted == data or {finding.label for finding in found(planted, name)} == {"H. Y."}
    assert main(["gate", str(file)]) == 0
    capsys.readouterr()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key of a JSON file, with half of a pair, stands in the message as its number."""
    people.archive(tmp_path)
    file = tmp_path / "a.json"
    file.write_bytes(rb'{"\ud800": "Han Yu-ran"}')
    for form in ([], ["--json"]):
        assert main(["gate", str(file), *form]) == 3
        assert "U+D800" in capsys.readouterr().out


# --- pages ------------------------------------------------------------------------------------------------

PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
LOADS = {
    "picture": '<img src="https://e.org/a.png">',
    "picture without a scheme": '<img src="//e.org/a.png">',
    "file of the machine": '<img src="file:///home/x/a.png">',
    "file beside the page": '<img src="media/a.png">',
    "picture set": '<img srcset="data:image/gif;base64,R0lGODlhAQABAAAAACw= 1x, https://e.org/b.png 2x">',
    "source": '<picture><source srcset="https://e.org/a.webp"></picture>',
    "style sheet": '<link rel="stylesheet" href="https://e.org/a.css">',
    "icon": '<link rel="shortcut icon" href="/favicon.ico">',
    "connection in advance": '<link rel="preconnect" href="https://e.org">',
    "url() in a style": '<p style="background:url(https://e.org/a.png)">x</p>',
    "url() written in escapes": r'<p style="background:u\72l(https://e.org/a.png)">x</p>',
    "@import": '<style>@import "https://e.org/a.css";</style>',
    "font": '<style>@font-face { font-family: a; src: url("https://e.org/a.woff2") }</style>',
    "image-set": "<style>p { background: image-set('https://e.org/a.png' 1x) }</style>",
    "drawing's picture": '<svg><image href="https://e.org/a.png"/></svg>',
    "drawing's copy": '<svg><use xlink:href="https://e.org/a.svg#b"/></svg>',
    "drawing's filter": '<svg><filter><feImage href="https://e.org/a.png"/></filter></svg>',
    "paint": '<svg><rect fill="url(https://e.org/a.svg#p)"/></svg>',
    "frame": '<iframe src="https://e.org"></iframe>',
    "page in a frame": "<iframe srcdoc='<img src=\"https://e.org/a.png\">'></iframe>",
    "object": '<object data="https://e.org/a.swf"></object>',
    "embed": '<embed src="https://e.org/a.pdf">',
    "film": '<video poster="https://e.org/a.jpg"></video>',
    "sound": '<audio src="https://e.org/a.mp3"></audio>',
    "track": '<video><track src="https://e.org/a.vtt"></video>',
    "base": '<base href="https://e.org/">',
    "refresh": '<meta http-equiv="refresh" content="0; url=https://e.org">',
    "ping": '<a href="https://e.org" ping="https://e.org/p">x</a>',
    "background": '<body background="https://e.org/a.png">',
    "comment for one browser": '<!--[if IE]><img src="https://e.org/a.png"><![endif]-->',
    "without scripts": '<noscript><img src="https://e.org/a.png"></noscript>',
    "button picture": '<input type="image" src="https://e.org/a.png">',
    "page in the address of a style": "<style>p { background: url(data:image/svg+xml,%3Csvg%3E%3Cimage%20"
    "href=%22https://e.org/a.png%22/%3E%3C/svg%3E) }</style>",
    "page in an address": '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage href=%22https://e.org/a.png%22/%3E%3C/svg%3E">',
}
SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "handler": '<p onclick="x()">x</p>',
    "address that runs": '<a href="java&#x09;script:alert(1)">x</a>',
    "animated address": '<svg><a><set attributeName="href" to="javascript:alert(1)"/></a></svg>',
}
LINKS = {
    "link": '<a href="https://e.org/a">x</a>',
    "mail": '<a href="mailto:a@example.org">x</a>',
    "path as text": "<p>see /etc/passwd and file:///etc/hosts and url(a)</p>",
    "address of a drawing as text": "<p>data:image/svg+xml,%3Csvg onload=%22x()%22%3E%3C/svg%3E</p>",
    "address of a drawing as alt text": f"<img src='data:image/gif;base64,{PIXEL}' "
    "alt='data:image/svg+xml,%3Csvg onload=x()%3E%3C/svg%3E'>",
    "words of a title": "<title>&lt;script&gt;x()&lt;/script&gt;</title>",
    "canonical address": '<link rel="canonical" href="https://e.org/a">',
    "quotation": '<blockquote cite="https://e.org/a">x</blockquote>',
    "picture inside": f'<img src="data:image/gif;base64,{PIXEL}" alt="">',
    "place on the page": '<svg><use href="#a"/></svg>',
}


@pytest.mark.parametrize("way", LOADS)
def test_whatever_a_page_would_load_is_found(way: str) -> None:
    """At least 15 kinds of remote and local references."""
    assert len(LOADS) >= 15
    assert kinds(f"<!doctype html><title>t</title>{LOADS[way]}", "x.html") == {"loads"}


@pytest.mark.parametrize("way", SCRIPTS)
def test_whatever_a_page_would_run_is_found(way: str) -> None:
    """Scripts, handlers and addresses that run something."""
    assert "script" in kinds(f"<!doctype html><title>t</title>{SCRIPTS[way]}", "x.html")


@pytest.mark.parametrize("way", LINKS)
def test_a_link_is_no_finding(way: str) -> None:
    """Links, paths as text and what stands in the page itself."""
    assert kinds(f"<!doctype html><title>t</title>{LINKS[way]}", "x.html") == set()


PAGES = {
    "split over elements": "<p>H<b>a</b>n <i>Yu</i>-<span>ran</span></p>",
    "soft hyphen and joiners": "<p>Han&shy; Yu\u200b-r\u2060an</p>",
    "alt text": '<img alt="Han Yu-ran">',
    "comment": "<!-- Han Yu-ran -->",
    "class": '<p class="han-yu-ran">x</p>',
    "address": '<a href="/%ED%95%9C%EC%9C%A0%EB%9E%80/">x</a>',
    "title": "<title>Han Yu-ran</title>",
    "entities": "<p>&#x48;&#x61;&#x6e; Yu&#45;ran</p>",
    "ruby": "<p><ruby>韓<rt>ハン</rt></ruby><ruby>柔蘭<rt>ユラン</rt></ruby></p>",
    "style": "<style>p::after { content: '\\48 an Yu-ran' }</style>",
    "hidden": "<p hidden>Han Yu-ran</p>",
    "two blocks": "<p>Han</p><p>Yu-ran</p>",
    "in a picture's address": f'<img src="data:text/plain;base64,{base64.b64encode("한유란".encode()).decode()}">',
}


@pytest.mark.parametrize("place", PAGES)
def test_a_name_anywhere_on_a_page_is_found(place: str) -> None:
    """Text, attributes, comments, styles and addresses."""
    assert "name" in kinds(f"<!doctype html><body>{PAGES[place]}", "x.html")


# --- packages, tables, notebooks --------------------------------------------------------------------------

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c>{}</c></row></sheetData></worksheet>'
PARTS = {
    "cell": ("xl/worksheets/sheet1.xml", SHEET.format('<is><t>Han Yu-ran</t></is>')),
    "rich text": (
        "xl/sharedStrings.xml",
        "<sst><si><t>Anna</t></si><si><r><t>Ha</t></r><r><t>n Yu-ran</t></r></si></sst>",
    ),
    "comment": ("xl/comments1.xml", "<comments><comment><text><t>한유란</t></text></comment></comments>"),
    "hidden sheet": ("xl/workbook.xml", '<workbook><sheet name="Han Yu-ran" state="hidden"/></workbook>'),
    "properties": ("docProps/core.xml", "<cp xmlns:dc='d'><dc:creator>Han Yu&#45;ran</dc:creator></cp>"),
    "paragraph": (
        "word/document.xml",
        "<w:document xmlns:w='w'><w:p><w:r><w:t>Ha</w:t></w:r><w:r><w:t>n Yu-ran</w:t></w:r></w:p></w:document>",
    ),
    "chapter": ("OEBPS/a.xhtml", "<html><body><p>한<b>유란</b></p></body></html>"),
    "picture": ("xl/media/image1.bin", "한유란"),
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_name_in_any_part_of_a_package_is_found(part: str) -> None:
    """Spreadsheets, documents and books are zips; each of their files is read."""
    name, text = PARTS[part]
    assert "name" in {finding.kind for finding in found(zipped(name, text.encode()), "x.xlsx")}


RELATION = (
    '<Relationships><Relationship Type="t/{}" Target="https://e.org" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("xl/_rels/a.rels", RELATION.format("image"), "loads"),
        ("word/_rels/a.rels", RELATION.format("attachedTemplate"), "loads"),
        ("xl/worksheets/sheet1.xml", SHEET.format('<f>WEBSERVICE("https://e.org/"&amp;A1)</f>'), "formula"),
        ("word/document.xml", "<w:d xmlns:w='w'><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:d>", "loads"),
        ("xl/vbaProject.bin", "x", "script"),
        ("xl/embeddings/oleObject1.bin", "x", "attachment"),
    ],
)  # fmt: skip
def test_what_a_package_would_load_or_run_is_found(name: str, text: str, kind: str) -> None:
    """References to other files, formulas that reach out, fields, macros, embedded files."""
    assert kind in kinds(zipped(name, text.encode()), "x.xlsx")


def test_links_and_sums_in_a_spreadsheet_are_no_findings() -> None:
    """A hyperlink and an ordinary formula."""
    assert kinds(zipped("xl/_rels/a.rels", RELATION.format("hyperlink").encode()), "x.xlsx") == set()
    assert (
        kinds(zipped("xl/worksheets/sheet1.xml", SHEET.format("<f>SUM(A1:A9)</f>").encode()), "x.xlsx")
        == set()
    )


@pytest.mark.slow
def test_a_package_that_cannot_be_read_is_said() -> None:
    """Damage and bombs are findings; nothing is unpacked without end."""
    assert "unreadable" in kinds(b"PK\x03\x04 nothing")
    assert "unreadable" in kinds(zipped("a", b"\0" * 300_000_000))


def test_a_notebook_is_read_with_its_outputs() -> None:
    """Text of cells, HTML of outputs with what it would load, scripts, and the state of widgets."""
    cells = [
        {"cell_type": "markdown", "source": ["**Han** Yu", "-ran ![p](https://e.org/a.png)"], "metadata": {}},
        {
            "cell_type": "code", "source": "", "metadata": {}, "execution_count": 1,
            "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "x"}}],
        },
    ]  # fmt: skip
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert kinds(json.dumps(book), "x.ipynb") == {"name", "loads", "script"}
    state = {
        "metadata": {"widgets": {"a": {"state": {"x": {"value": "한유란"}}}}},
        "cells": [],
        "nbformat": 4,
    }
    assert kinds(json.dumps(state), "x.ipynb") == {"name"}


# --- pictures ---------------------------------------------------------------------------------------------


def saved(kind: str, **options: object) -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, kind, **options)
    return target.getvalue()


def exif(tag: int, value: object) -> Image.Exif:
    """EXIF with one tag."""
    made = Image.Exif()
    made[tag] = value
    return made


def texts() -> PngImagePlugin.PngInfo:
    """Text chunks of a PNG."""
    made = PngImagePlugin.PngInfo()
    made.add_text("Comment", "taken at home")
    return made


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>1</a></x:xmpmeta>"
METADATA = {
    "EXIF of a JPEG": lambda: saved("JPEG", exif=exif(0x0110, "camera")),
    "place of a JPEG": lambda: saved("JPEG", exif=exif(0x8825, {1: "N", 2: (35.0, 41.0, 0.0)})),
    "XMP of a JPEG": lambda: saved("JPEG", xmp=XMP),
    "comment of a JPEG": lambda: saved("JPEG", comment=b"at home"),
    "IPTC of a JPEG": lambda: saved("JPEG")[:2] + b"\xff\xed\0\x10Photoshop 3.0\0" + saved("JPEG")[2:],
    "bytes after a JPEG": lambda: saved("JPEG") + b"more",
    "text of a PNG": lambda: saved("PNG", pnginfo=texts()),
    "EXIF of a PNG": lambda: saved("PNG", exif=exif(0x0110, "camera")),
    "bytes after a PNG": lambda: saved("PNG") + b"more",
    "comment of a GIF": lambda: saved("GIF", comment=b"at home"),
    "XMP of a WebP": lambda: saved("WEBP", xmp=XMP),
    "EXIF of a WebP": lambda: saved("WEBP", exif=exif(0x0110, "camera")),
    "EXIF of a TIFF": lambda: saved("TIFF", tiffinfo={0x0110: "camera"}),
}


@pytest.mark.parametrize("way", METADATA)
def test_metadata_of_a_picture_is_found(way: str) -> None:
    """In the picture itself, in a data address, and in a zip."""
    data = METADATA[way]()
    assert "picture-metadata" in kinds(data)
    page = f'<!doctype html><img alt="" src="data:image/x;base64,{base64.b64encode(data).decode()}">'
    assert kinds(page, "x.html") == {"picture-metadata"}
    assert "picture-metadata" in kinds(zipped("a/b.bin", data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_a_picture_of_pixels_alone_is_clean(kind: str) -> None:
    """Also with an orientation and a resolution, which only say how to show it."""
    assert kinds(saved(kind)) == set()
    if kind == "JPEG":
        assert kinds(saved(kind, exif=exif(0x0112, 6), dpi=(300, 300))) == set()


# --- this machine -----------------------------------------------------------------------------------------

MACHINE = Machine(("/home/zora_q",), ("zora_q", "root", "maria"), ("fund-laptop-7", "localhost"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("saved in /home/zora_q/posts", "home folder"),
        ("file:///home/zora_q", "home folder"),
        (r"C:\Users\zora_q\Desktop", "user name"),
        ("/Users/maria/x", "user name"),
        ("by zora_q, today", "user name"),
        ("maria@fund-laptop-7", "user name"),
        ("host FUND-LAPTOP-7", "host name"),
    ],
)
def test_names_of_this_machine_are_found(text: str, what: str) -> None:
    """Home folder, user and host, in plain text and in codes."""
    for data in (text.encode(), text.encode("utf-16"), base64.b64encode(text.encode() + b" " * 12)):
        assert what in {finding.label for finding in check_bytes(data, machine=MACHINE)}


@pytest.mark.parametrize(
    "text",
    [
        "the root of the word", "localhost", "Maria said", "https://example.org/home/zora/", "maria-lopez",
        "/home/zora", "uprooted",
    ],
)  # fmt: skip
def test_words_that_anybody_could_write_are_no_names_of_the_machine(text: str) -> None:
    """Common accounts, a given name at the beginning of a sentence, other people's folders."""
    assert check_bytes(text.encode(), machine=MACHINE) == []


# --- the command ------------------------------------------------------------------------------------------


def test_the_command_prints_one_object_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`file` and `hits` with label, where and kind; exit 3 with a hit, 0 without, 2 for what is missing."""
    register = tmp_path / "r.yaml"
    register.write_text(people.REGISTER, "utf-8")
    (tmp_path / "a.txt").write_text("Line\nby Han Yu-ran", "utf-8")
    (tmp_path / "b.txt").write_text("nothing", "utf-8")
    options = ["--register", str(register), "--json"]
    assert (
        main(["gate", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), str(tmp_path / "none"), *options])
        == 3
    )
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["file"].endswith("a.txt")
    assert [set(hit) for hit in first["hits"]] == [{"label", "where", "kind"}]
    assert (first["hits"][0]["label"], first["hits"][0]["kind"]) == ("H. Y.", "name")
    assert second["hits"] == []
    assert third["error"]
    assert main(["gate", str(tmp_path / "b.txt"), *options]) == 0
    assert main(["gate", str(tmp_path / "none"), *options]) == 2


def test_the_command_finds_the_register_and_never_says_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The register beside posts/ is used; the message says what, where and what to do, and the file stays."""
    people.archive(tmp_path)
    file = tmp_path / "exports" / "x.html"
    file.parent.mkdir()
    file.write_text("<!doctype html><p>한유란</p>", "utf-8")
    assert main(["gate", str(file)]) == 3
    said = capsys.readouterr()
    assert "H. Y." in said.out
    assert "Take the name out" in said.out
    assert not any(part in said.out + said.err for part in ("한유란", "Han", "Yu-ran"))
    assert file.exists()


def test_the_gate_reads_what_is_no_file_of_its_own(tmp_path: Path) -> None:
    """A folder is an error that says so."""
    with pytest.raises(Exception, match="folder"):
        check_file(tmp_path)


#: A name each in letters of one, two and three bytes.
NAMES = ("Han Yu-ran", "한유란", "韓柔蘭")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", ["html", "md", "txt", "svg", "xml"])
@pytest.mark.parametrize(
    "begin", ["<p>어제 ", "<p>“", "<b>変", "<a>é", "<i>어", "<q>—", "\n<p>어제 ", "<p lang=ko>어제 "]
)
def test_a_page_is_read_whatever_its_first_letters_are(begin: str, suffix: str, name: str) -> None:
    """A short tag and a letter of several bytes are not taken for the mark of another encoding."""
    page = f"{begin}</p>" + f"<p>It was {name} who came.</p>\n" * 3
    assert "name" in kinds(page.encode(), f"x.{suffix}")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_page_in_wide_characters_is_read(encoding: str) -> None:
    """With its mark, and for UTF-16 without one."""
    assert "name" in kinds("<p>어제 한유란 씨</p>".encode(encoding), "x.html")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("around", [b"\x00\xff\x80\x00", b"\x01\x00\x03\xfe", b"\x9d\x00"])
def test_a_name_alone_in_a_field_of_a_binary_file_is_found(name: str, around: bytes) -> None:
    """As databases keep it: UTF-8 between numbers, without a blank beside it."""
    assert "name" in kinds(around + name.encode() + around, "x.db")


@pytest.mark.parametrize("name", NAMES)
def test_an_entity_of_the_file_itself_ends_nothing(name: str) -> None:
    """What stands in the head of a drawing is read, and so is the rest of it."""
    form = '<!DOCTYPE svg [<!ENTITY who "{}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&who; {}</text></svg>'
    for drawing in (form.format(name, "here"), form.format("y", f"by {name}")):
        assert "name" in kinds(drawing.encode(), "x.svg")


@pytest.mark.parametrize("tag", ['<o:idmap v:ext="edit" data="1"/>', '<content src="chapter1.xhtml"/>'])
def test_what_an_office_file_says_of_itself_loads_nothing(tag: str) -> None:
    """Numbers of shapes and places inside a package are no addresses."""
    page = f'<x xmlns:o="urn:o" xmlns:v="urn:v">{tag}</x>'
    assert check_bytes(page.encode(), None, name="x.xml", machine=people.NOWHERE) == []


def test_a_reader_that_fails_calls_the_file_unreadable_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a damaged file does to its reader, the raw bytes are read, and it is never clean."""
    from lfnkr_nb.protection import markup

    def fail(*_: object) -> bool:
        raise RecursionError

    monkeypatch.setattr(markup, "read_html", fail)
    assert kinds("<p>한유란".encode(), "x.html") == {"name", "unreadable"}


def test_links_that_lead_to_each_other_are_refused_in_one_line(tmp_path: Path) -> None:
    """A link to itself is no file."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(UnsafeFileError):
        check_file(tmp_path / "loop", None, machine=people.NOWHERE)
