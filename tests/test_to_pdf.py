"""Promises of the PDF: what it says, how it is tagged, what becomes of what cannot be printed."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

import documents
from documents import paragraph, small
from lfnkr_nb.document.tree import (
    Document,
    plain,
)
from lfnkr_nb.errors import ExportError
from lfnkr_nb.exporters.fonts import first_complete
from lfnkr_nb.exporters.to_pdf import WORDING_KEYS, PdfRenderer, PdfResult, to_pdf
from pdf_reading import bookmarks, count_tags, links, pages, said, solid

if TYPE_CHECKING:
    from pathlib import Path


@cache
def rendered(template: str) -> PdfResult:
    """The rich document of a template, rendered once for all tests that only read it."""
    return to_pdf(documents.document(template))


@pytest.mark.slow
@pytest.mark.parametrize("template", documents.TEMPLATES)
def test_a_pdf_says_what_it_is(template: str) -> None:
    """Title, author, language, tags, PDF/UA and PDF/A markers, outline and page labels are there."""
    document, result = documents.document(template), rendered(template)
    pdf = pikepdf.open(io.BytesIO(result.data))
    assert len(pdf.pages) == result.pages
    assert str(pdf.docinfo["/Title"]) == document.title
    assert str(pdf.docinfo["/Author"]) == document.brand.name
    assert str(pdf.docinfo["/CreationDate"]) == "D:20231012000000Z"
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert "/PageLabels" in pdf.Root
    assert "/StructTreeRoot" in pdf.Root
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    reader = pypdf.PdfReader(io.BytesIO(result.data))
    assert reader.outline
    assert reader.page_labels == [str(n + 1) for n in range(result.pages)]


@pytest.mark.parametrize("template", documents.TEMPLATES)
def test_every_page_says_its_number_and_document(template: str) -> None:
    """`3 / 12`, edition and document id stand on each page; a cover has them in its own place."""
    result = rendered(template)
    document = documents.document(template)
    for number, page in enumerate(pages(result), start=1):
        assert document.id in page
        if number > 1 or template != "briefing":
            assert f"{number} / {result.pages}" in page
            assert "Edition 2" in page


@pytest.mark.slow
@pytest.mark.parametrize("template", documents.TEMPLATES)
def test_date_licence_and_contact_are_told(template: str) -> None:
    """Every template tells the date, the licence (as a link) and each contact line."""
    result, document = rendered(template), documents.document(template)
    words = said(result)
    assert document.date in words
    assert all(line in words for line in (document.brand.licence, *document.brand.contact))
    assert document.brand.licence_url in links(result)


@pytest.mark.parametrize("template", ["digest", "briefing"])
def test_contents_lead_to_the_right_pages(template: str) -> None:
    """Each section's printed page number is the page its bookmark leads to and its title stands on."""
    document, result = documents.document(template), rendered(template)
    reader = pypdf.PdfReader(io.BytesIO(result.data))
    targets = bookmarks(reader, reader.outline)
    shown = pages(result)
    contents = solid(next(page for page in shown if "Contents" in page)).replace(".", "")
    for section in document.sections:
        title = plain(section.title)
        page = targets[solid(title)]
        assert f"{solid(title)}{page}" in contents.replace(" ", "")
        assert solid(title) in solid(shown[page - 1])


def test_posts_stand_in_the_order_given() -> None:
    """A digest prints its sections in the order of the document."""
    sections = tuple(documents.post(number, words=100) for number in (3, 1, 2))
    words = said(to_pdf(documents.document("digest", sections=sections, contents=False)))
    places = [words.index(plain(section.title)) for section in sections]
    assert places == sorted(places)


def test_a_section_typst_cannot_set_is_printed_as_plain_text_and_said() -> None:
    """Two cells in one place break a promise of the tree: the words are printed, a notice names the post."""
    table = documents.grid([["alpha", "beta"], ["gamma", "delta"]])
    bad = replace(documents.post(2, words=60), blocks=(replace(table, cells=table.cells * 2),), notes=())
    good = replace(documents.post(1, words=60), blocks=(table,), notes=())
    result = to_pdf(documents.document("digest", sections=(good, bad)))
    assert said(result).count("delta") == 3
    assert [notice.origin for notice in result.notices] == [bad.origin]
    assert count_tags(result, "/Table") == 1


def test_what_cannot_be_set_at_all_is_an_error() -> None:
    """A colour that is none stops the export with a hint."""
    document = small(paragraph("text"))
    with pytest.raises(ExportError, match="cannot be set") as caught:
        to_pdf(replace(document, brand=replace(document.brand, colour="no colour")))
    assert caught.value.hint


def test_words_of_the_page_come_from_the_document() -> None:
    """Wording in the document's language is used; what it lacks is English."""
    words = {"contents": "目次", "licence": "ライセンス", "edition_number": "第{number}版"}
    result = to_pdf(documents.document("digest", wording=words, lang="ja"))
    assert all(word in said(result) for word in ("目次", "ライセンス", "第2版"))
    assert "edition_number" in WORDING_KEYS
    assert str(pikepdf.open(io.BytesIO(result.data)).Root.Lang) == "ja"


def test_the_letter_has_its_parts_in_order() -> None:
    """Letterhead, title, date, addressee, Re: line, salutation, body, signatures, sources."""
    document = documents.document("open-letter")
    letter = document.letter
    assert letter is not None
    words = said(rendered("open-letter"))
    parts = [
        document.brand.name,
        document.title,
        letter.place_date,
        *letter.addressee,
        f"Re: {letter.subject}",
        letter.salutation,
        "We ask three things",
        *letter.signatories,
        "Sources",
    ]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)
    assert "Contents" not in words


def test_a_rebuild_gives_the_bytes_of_a_fresh_build() -> None:
    """A renderer that has seen other documents makes the same file as a new one."""
    first, second = documents.posts(3, words=200), documents.document("briefing")
    with PdfRenderer() as renderer:
        renderer.render(first)
        again = renderer.render(second).data
        assert renderer.render(first).data == to_pdf(first).data
    assert again == rendered("briefing").data


PROGRAM = """
import hashlib, sys
sys.path[:0] = [{tests!r}]
import documents
from lfnkr_nb.exporters.to_pdf import to_pdf
for template in documents.TEMPLATES:
    print(hashlib.sha256(to_pdf(documents.document(template)).data).hexdigest())
"""


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_anywhere(tmp_path: Path, root: Path) -> None:
    """Time zone, locale, hash seed and working directory change nothing."""
    here = [hashlib.sha256(rendered(template).data).hexdigest() for template in documents.TEMPLATES]
    for number, zone in enumerate(("Asia/Tokyo", "America/Caracas")):
        folder = tmp_path / str(number)
        folder.mkdir()
        settings = {"TZ": zone, "PYTHONHASHSEED": str(number + 7), "LC_ALL": "C", "TMPDIR": str(folder)}
        program = PROGRAM.format(tests=str(root / "tests"))
        command = [sys.executable, "-c", program]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=folder, env={**os.environ, **settings}
        )
        assert ran.stdout.split() == here
        assert list(folder.iterdir()) == []


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Success, failure and cancelling all leave the temporary folder empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    to_pdf(small(paragraph("text")))
    with pytest.raises(ExportError, match="cancelled"):
        to_pdf(documents.posts(60), cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_font_is_a_clear_error(tmp_path: Path) -> None:
    """Where no folder and no system font has a family, the error says which and what to install."""
    with pytest.raises(ExportError, match="Sans That Does Not Exist") as caught:
        first_complete([[tmp_path]], tmp_path, needed=frozenset({"Sans That Does Not Exist"}))
    assert "pip install" in caught.value.hint


def test_files_stay_small() -> None:
    """Fonts are subset: a page of three languages with pictures and tables costs under 30 kB."""
    result = to_pdf(documents.posts(6))
    assert len(result.data) / result.pages < 30_000


def test_a_document_without_anything_is_still_a_document() -> None:
    """No sections, no brand details, no date: a page with the title."""
    empty = Document(
        title="Only a title",
        lang="en",
        template="briefing",
        sections=(),
        brand=replace(documents.brand(), contact=()),
    )
    for template in documents.TEMPLATES:
        assert "Only a title" in said(to_pdf(replace(empty, template=template)))
