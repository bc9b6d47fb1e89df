"""What `lfnkr gate FILE` finds in a finished file also stops the export that made it: both read with one function."""

from __future__ import annotations

import base64
import io
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import nbformat
import people
import pikepdf
import pytest
from nbconvert.utils.exceptions import ConversionException
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from lfnkr_nb import Archive, Briefing, Post
from lfnkr_nb.cli import main
from lfnkr_nb.errors import GateError
from lfnkr_nb.exporters import nbconvert_exporters
from lfnkr_nb.exporters.to_html import to_html
from lfnkr_nb.exporters.to_pdf import to_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from lfnkr_nb.document.tree import Document

NAME = "Han Yu-ran"
HANGUL = "한유란"
#: Long enough for base64 to be told from a word.
CODED = base64.b64encode(f"It was {NAME} who spoke.".encode())


def streams(pdf: Pdf, wanted: Callable[[pikepdf.Stream], bool]) -> list[pikepdf.Stream]:
    """The streams of a file that are of one kind."""
    return [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and wanted(item)]


def add(stream: pikepdf.Stream, more: bytes, *, before: bool = False) -> None:
    """Write something at the end or beginning of a stream."""
    data = stream.read_bytes()
    stream.write(more + data if before else data + more)


def in_map(pdf: Pdf, more: bytes) -> None:
    """Into the map from glyphs to letters of the first font."""
    add(streams(pdf, lambda s: s.get("/Type") == "/CMap")[0], more)


def in_font(pdf: Pdf, more: bytes) -> None:
    """Behind the program of the first font."""
    add(streams(pdf, lambda s: str(s.get("/Subtype")).startswith(("/CIDFontType0C", "/OpenType")))[0], more)


def on_page(pdf: Pdf, more: bytes) -> None:
    """At the end of the content of the first page."""
    add(pdf.pages[0].obj.Contents, b"\n" + more + b"\n")


def in_pixels(pdf: Pdf, more: bytes) -> None:
    """Behind the pixels of the first picture that is none in a JPEG."""
    picture = streams(pdf, lambda s: s.get("/Subtype") == "/Image" and s.get("/Filter") == "/FlateDecode")[0]
    picture.write(picture.read_bytes() + more)


def in_jpeg(pdf: Pdf, more: bytes) -> None:
    """Behind the end of the first JPEG."""
    picture = streams(pdf, lambda s: s.get("/Filter") == "/DCTDecode")[0]
    picture.write(picture.read_raw_bytes() + more, filter=Name.DCTDecode)


def in_place_of_pixels(pdf: Pdf) -> None:
    """As the pixels of a small picture."""
    data = NAME.encode().ljust(12, b"\0")
    picture = pdf.make_stream(
        data, Type=Name.XObject, Subtype=Name.Image, Width=4, Height=1, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
    )  # fmt: skip
    pdf.Root["/X"] = picture


def of_structure(pdf: Pdf) -> None:
    """As the alternative text of a picture, among the structure."""
    described = next(item for item in pdf.objects if isinstance(item, Dictionary) and "/Alt" in item)
    described.Alt = String(NAME)


LAYERS: dict[str, Callable[[Pdf], None]] = {
    "map: comment": lambda pdf: in_map(pdf, b"\n% Han Yu-ran\n"),
    "map: text of one glyph": lambda pdf: in_map(
        pdf, b"\n1 beginbfchar\n<0001> <" + NAME.encode("utf-16-be").hex().encode() + b">\nendbfchar\n"
    ),
    "map: base64": lambda pdf: in_map(pdf, b"\n/" + CODED + b" def\n"),
    "map: name in percent": lambda pdf: in_map(pdf, b"\n/CMapName /%48an_Yu%2dran def\n"),
    "map: hexadecimal string": lambda pdf: in_map(pdf, b"\n<" + HANGUL.encode().hex().encode() + b">\n"),
    "font: plain": lambda pdf: in_font(pdf, b"\0" + NAME.encode() + b"\0"),
    "font: UTF-16": lambda pdf: in_font(pdf, b"\0\0" + HANGUL.encode("utf-16-be") + b"\0\0"),
    "font: packed": lambda pdf: in_font(pdf, zlib.compress(NAME.encode() * 3)),
    "font: base64": lambda pdf: in_font(pdf, b"\0" + CODED + b"\0"),
    "page: hexadecimal string": lambda pdf: on_page(pdf, b"<" + NAME.encode().hex().encode() + b"> pop"),
    "page: hexadecimal UTF-16": lambda pdf: on_page(
        pdf, b"<" + HANGUL.encode("utf-16-be").hex().encode() + b"> pop"
    ),
    "page: string": lambda pdf: on_page(pdf, b"(Han Yu-ran) pop"),
    "page: string of octal escapes": lambda pdf: on_page(
        pdf, b"(" + b"".join(b"\\%03o" % c for c in NAME.encode()) + b") pop"
    ),
    "page: string of glyph numbers": lambda pdf: on_page(
        pdf, b"(\\000\\001" + b"".join(b"\\000%c" % c for c in NAME.encode()) + b") pop"
    ),
    "page: base64 in a string": lambda pdf: on_page(pdf, b"(" + CODED + b") pop"),
    "page: base64": lambda pdf: on_page(pdf, CODED),
    "page: bare words": lambda pdf: on_page(pdf, b"Han Yu-ran Do"),
    "page: comment": lambda pdf: on_page(pdf, b"% Han Yu-ran"),
    "page: base64 in a comment": lambda pdf: on_page(pdf, b"% " + CODED),
    "page: alternative text": lambda pdf: on_page(pdf, b"/Span<</ActualText(Han Yu-ran)>>BDC EMC"),
    "page: inline picture": lambda pdf: on_page(pdf, b"BI /W 10 /H 1 /BPC 8 /CS /G ID Han Yu-ran EI"),
    "picture: behind the pixels": lambda pdf: in_pixels(pdf, b"\0" + NAME.encode()),
    "picture: behind the JPEG": lambda pdf: in_jpeg(pdf, HANGUL.encode()),
    "picture: as pixels": in_place_of_pixels,
    "information": lambda pdf: pdf.docinfo.__setitem__("/Keywords", String(HANGUL)),
    "information: base64": lambda pdf: pdf.docinfo.__setitem__("/Keywords", String(CODED.decode())),
    "metadata": lambda pdf: add(pdf.Root.Metadata, b"<!-- Han Yu-ran -->"),
    "structure": of_structure,
    "bookmark": lambda pdf: pdf.Root.__setitem__("/X", Dictionary(Title=String(NAME))),
    "name of a key": lambda pdf: pdf.Root.__setitem__("/HanYu-ran", Array([])),
    "object of its own": lambda pdf: pdf.Root.__setitem__("/X", pdf.make_indirect(String(HANGUL))),
    "stream of its own": lambda pdf: pdf.Root.__setitem__("/X", pdf.make_stream(b"text " + CODED)),
}
BYTES: dict[str, Callable[[bytes], bytes]] = {
    "after the end": lambda data: data + b"\n" + NAME.encode(),
    "base64 after the end": lambda data: data + b"\n" + CODED,
    "before the beginning": lambda data: b"% " + NAME.encode() + b"\n" + data,
    "comment between objects": lambda data: data.replace(b"\nxref\n", b"\n% Han Yu-ran\nxref\n", 1),
    "object that was taken out": lambda data: data.replace(
        b"\nxref\n", b"\n99999 0 obj\n(Han\\040Yu-ran)\nendobj\nxref\n", 1
    ),
}
IN_PAGES: dict[str, Callable[[str], str]] = {
    "comment": lambda page: page.replace("</body>", f"<!-- {NAME} --></body>"),
    "base64": lambda page: page.replace("</body>", f"<p>{CODED.decode()}</p></body>"),
    "attribute": lambda page: page.replace("<body", f'<body data-x="{HANGUL}"', 1),
    "escapes in an attribute": lambda page: page.replace("<body", '<body data-x="%48an%20Yu-ran"', 1),
    "style": lambda page: page.replace("</style>", f"/* {NAME} */</style>", 1),
    "entities": lambda page: page.replace("</body>", "<p>&#72;an &#89;u-ran</p></body>"),
    "tags inside": lambda page: page.replace("</body>", "<p>Ha<b>n Y</b>u<i>-ran</i></p></body>"),
    "address": lambda page: page.replace(
        "</body>", f"<img src='data:text/plain;base64,{CODED.decode()}' alt=''></body>"
    ),
    "behind a picture": lambda page: page.replace(
        "</body>", f"<img src='data:image/gif;base64,{gif()}' alt=''></body>"
    ),
    "after the end": lambda page: f"{page}\n{NAME}",
}  # fmt: skip


def gif() -> str:
    """A picture with a name behind it."""
    written = io.BytesIO()
    Image.new("L", (4, 4)).save(written, "GIF")
    return base64.b64encode(written.getvalue() + NAME.encode()).decode()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of a post with pictures."""
    root = tmp_path_factory.mktemp("one-reading")
    people.archive(root)
    (root / "posts" / "media").mkdir()
    Image.effect_mandelbrot((90, 70), (-2, -1, 1, 1), 9).convert("RGB").save(root / "posts/media/a.png")
    Image.effect_mandelbrot((90, 70), (-2, -1, 1, 1), 9).convert("RGB").save(root / "posts/media/b.jpg")
    content = "![A tree](media/a.png)\n\n![A house](media/b.jpg)\n\nWords, 말, 言葉."
    Post.new(root / "posts" / "seen.md", content, title="Seen", status="publish", date="2017-09-04").save()
    return Archive.open(root / "posts")


@pytest.fixture(scope="module")
def document(archive: Archive) -> Document:
    """What is exported; no name is left in it."""
    return Briefing("All", archive, show="whole").document()


@pytest.fixture(scope="module")
def pdf(document: Document) -> bytes:
    """The finished file as our exporter makes it."""
    return to_pdf(document).data


@pytest.fixture(scope="module")
def page(document: Document) -> str:
    """The finished page as our exporter makes it."""
    return to_html(document).data.decode("utf-8")


def planted(pdf: bytes, layer: str) -> bytes:
    """The finished file with the name in one layer."""
    if layer in BYTES:
        return BYTES[layer](pdf)
    target = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as opened:
        LAYERS[layer](opened)
        opened.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def assert_refused(data: bytes, archive: Archive, kind: str, patch: pytest.MonkeyPatch) -> None:
    """The command over the file and each export that would write it refuse it."""
    file = archive.root / f"planted{kind}"
    file.write_bytes(data)
    assert main(["gate", str(file)]) == 3
    name = "to_pdf" if kind == ".pdf" else "to_html"
    real = to_pdf if kind == ".pdf" else to_html
    patch.setattr(
        f"lfnkr_nb.exporters.{name}.{name}", lambda document, **how: replace(real(document, **how), data=data)
    )
    before = set(archive.root.rglob("*"))
    with pytest.raises(GateError, match=r"H\. Y\."):
        Briefing("B", ["school"], archive=archive).export(archive.root / f"x{kind}")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Words.")])
    exporter = getattr(
        nbconvert_exporters, "BriefingExporter" if kind == ".pdf" else "BriefingHTMLExporter"
    )()
    with pytest.raises(ConversionException, match=r"H\. Y\."):
        exporter.from_notebook_node(book, {"metadata": {"path": str(archive.root), "name": "n"}})
    assert set(archive.root.rglob("*")) == before


def test_the_files_are_clean_as_they_are_made(archive: Archive, pdf: bytes, page: str) -> None:
    """So that what is found below is what was planted."""
    for kind, data in ((".pdf", pdf), (".html", page.encode("utf-8"))):
        file = archive.root / f"clean{kind}"
        file.write_bytes(data)
        assert main(["gate", str(file)]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("layer", [*LAYERS, *BYTES])
def test_a_name_in_any_layer_of_a_pdf_stops_the_export(
    layer: str, archive: Archive, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Maps, fonts, contents, pictures, metadata, structure, and what lies between and behind the objects."""
    assert_refused(planted(pdf, layer), archive, ".pdf", monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("layer", IN_PAGES)
def test_a_name_in_any_layer_of_a_page_stops_the_export(
    layer: str, archive: Archive, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments, attributes, styles, codes, addresses and pictures."""
    assert_refused(IN_PAGES[layer](page).encode("utf-8"), archive, ".html", monkeypatch)
