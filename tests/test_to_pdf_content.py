"""What of a text reaches the page of a PDF, how it is tagged, what becomes of what cannot be printed."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image

import documents
import random_trees
from documents import marked, paragraph, small, text
from lfnkr_nb.document.tree import (
    Box,
    Cell,
    Code,
    Definitions,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    plain,
)
from lfnkr_nb.exporters.to_pdf import PdfResult, to_pdf
from pdf_reading import LEFT, RIGHT, count_tags, ink, links, pages, said, solid, tags


@cache
def rendered(template: str) -> PdfResult:
    """The rich document of a template, rendered once for all tests that only read it."""
    return to_pdf(documents.document(template))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_text_comes_out_character_for_character(lang: str) -> None:
    """What is copied out of the PDF is what was written, in three languages, in a document of any of them."""
    written = [*documents.ENGLISH, *documents.JAPANESE, *documents.KOREAN]
    langs = ["en"] * 4 + ["ja"] * 4 + ["ko"] * 4
    result = to_pdf(
        small(*(paragraph(Run(w, lang=its)) for w, its in zip(written, langs, strict=True)), lang=lang)
    )
    reader = pypdf.PdfReader(io.BytesIO(result.data))
    by_pypdf = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words, its in zip(written, langs, strict=True):
        for extracted in (said(result), by_pypdf):
            if its == "ja":
                assert solid(words) in solid(extracted)
            else:
                assert words in extracted


def test_ligatures_quotes_and_hyphens_stay_characters() -> None:
    """No ligature, smart quote or hyphen of ours gets into the text; an author's own ones stay."""
    line = 'office affluent fjord “curly” ‘q’ it\'s "straight" a--b --- ... 4½ １Ａ ｶﾞ 〜～ re\u00adturn'
    assert line in said(to_pdf(small(paragraph(line))))
    narrow = " ".join(["incomprehensibilities notwithstanding"] * 60)
    result = to_pdf(small(paragraph(narrow)))
    assert narrow in said(result)
    assert "\u00ad" not in said(result)


def test_decomposed_korean_comes_out_as_the_same_text() -> None:
    """Korean written as separate jamo is printed as syllables and copied out as canonically equal text."""
    decomposed = unicodedata.normalize("NFD", documents.KOREAN[0])
    result = to_pdf(small(paragraph(Run(decomposed, lang="ko"))))
    assert documents.KOREAN[0] in unicodedata.normalize("NFC", said(result))


def test_markup_appears_as_itself() -> None:
    """Typst, TeX, HTML and Markdown in a text are printed, never read."""
    runs = [paragraph(line) for line in documents.MARKUP]
    title = text('#read("/etc/passwd") $x$ *t* <label> @ref // \\')
    section = replace(documents.everything(), blocks=(*runs, Code("\n".join(documents.MARKUP))), title=title)
    result = to_pdf(documents.document("digest", sections=(section,), title="= #panic() $a$", contents=True))
    words = said(result)
    for line in documents.MARKUP:
        in_titles = 2 * plain(title).count(line)
        assert words.count(" ".join(line.split())) == 2 + in_titles, line
    assert words.count(plain(title)) == 2
    assert "= #panic() $a$" in words
    assert "root:" not in words


def test_mathematics_is_set_or_shown_as_tex() -> None:
    """Math that was tried is set with its TeX as alt text; math that calls anything else is shown as TeX."""
    good = Run(r"\frac{a}{b}", marks=frozenset({"math"}), typst="a/b")
    bad = Run(r"\input{x}", marks=frozenset({"math"}), typst='read("data.json")')
    worse = Run(r"\eval", marks=frozenset({"math"}), typst="eval(x)")
    untried = Run(r"\odd", marks=frozenset({"math"}))
    result = to_pdf(small(paragraph("inline ", good, " ", bad, " ", worse, " ", untried), Paragraph((good,))))
    words = said(result)
    assert all(tex in words for tex in (r"\input{x}", r"\eval", r"\odd"))
    assert "frame" not in words
    assert [tag.alt for tag in tags(result) if tag.type == "/Formula"] == [good.text, good.text]


def test_a_character_no_font_has_is_named_with_its_post() -> None:
    """It is printed as its code point in brackets, said once for each post, and nothing else changes."""
    first = replace(documents.post(1, words=60), blocks=(paragraph("Sign 𓀀 and 😀."),), notes=())
    second = replace(documents.post(2, words=60), blocks=(paragraph("Clean."),), notes=())
    third = replace(
        documents.post(3, words=60), blocks=(documents.grid([["𓀀", "\ue000"], ["a", "b"]]),), notes=()
    )
    result = to_pdf(documents.document("digest", sections=(first, second, third)))
    words = said(result)
    assert "Sign [U+13000] and 😀." in words
    assert "[U+E000]" in words
    told = [(notice.message[:45], notice.origin) for notice in result.notices]
    assert told == [
        ("No font has the character U+E000; [U+E000] is", third.origin),
        ("No font has the character U+13000; [U+13000] ", first.origin),
        ("No font has the character U+13000; [U+13000] ", third.origin),
    ]
    assert all(notice.hint for notice in result.notices)


def test_invisible_characters_are_no_trouble() -> None:
    """Joiners, selectors, marks of direction and order: nothing is reported and nothing is shown for them."""
    result = to_pdf(small(paragraph("a\u200db\ufe0fc\u202ed\u202ce\ufefff\u2060g\U0001d173h\u200bi")))
    assert result.notices == ()
    assert "[U+" not in said(result)


def test_a_missing_character_in_the_title_changes_no_address() -> None:
    """Brackets never get into a link, for addresses are written in ASCII."""
    link = marked("𓀀", href="https://example.org/𓀀/é")
    result = to_pdf(small(paragraph(link), title="𓀀"))
    assert "https://example.org/%F0%93%80%80/%C3%A9" in links(result)
    assert {notice.origin for notice in result.notices} == {"", "posts/a.md"}


def broken_picture() -> Picture:
    """A PNG that stops in the middle."""
    good = documents.picture()
    return replace(good, name="broken.png", data=good.data[: len(good.data) // 2])


def test_an_unreadable_picture_gives_way_to_its_alt_text() -> None:
    """The alt text stands in its place and a notice names the post; other pictures are printed."""
    document = small(
        Figure(broken_picture(), "A river, broken off", text("The caption stays")),
        Figure(documents.picture(), "A whole picture"),
    )
    result = to_pdf(document)
    assert "Picture: A river, broken off" in said(result)
    assert "The caption stays" in said(result)
    assert [tag.alt for tag in tags(result) if tag.type == "/Figure"] == [
        document.brand.logo_alt,
        "A whole picture",
    ]
    assert [(notice.origin, "broken.png" in notice.message) for notice in result.notices] == [
        ("posts/a.md", True)
    ]


def test_a_broken_logo_does_not_stop_the_document() -> None:
    """The masthead goes without it and a notice names the brand."""
    document = small(paragraph("text"))
    result = to_pdf(replace(document, brand=replace(document.brand, logo=broken_picture())))
    assert [notice.origin for notice in result.notices] == ["brand.yaml"]


def test_a_picture_pdf_a_forbids_is_replaced() -> None:
    """A CMYK JPEG cannot be in a PDF/A of ours: alt text instead."""
    buffer = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(buffer, "JPEG")
    result = to_pdf(small(Figure(Picture("c.jpg", buffer.getvalue(), "image/jpeg", 20, 20), "Four inks")))
    assert "Picture: Four inks" in said(result)


def test_a_picture_is_known_by_its_bytes() -> None:
    """A JPEG named .png is printed as what it is."""
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20)).save(buffer, "JPEG")
    result = to_pdf(
        small(Figure(Picture("wrong.png", buffer.getvalue(), "image/png", 20, 20), "Named wrongly"))
    )
    assert result.notices == ()
    assert count_tags(result, "/Figure") == 2


@pytest.mark.slow
def test_every_picture_has_alt_text() -> None:
    """Each figure is tagged with its alt text, in the document's words where it has none."""
    result = rendered("digest")
    alts = [tag.alt for tag in tags(result) if tag.type == "/Figure"]
    assert len(alts) >= 7
    assert all(alts)
    bare = to_pdf(small(Figure(documents.picture(), ""), wording={"picture_without_alt": "説明のない画像"}))
    assert "説明のない画像" in [tag.alt for tag in tags(bare) if tag.type == "/Figure"]


@pytest.mark.slow
@pytest.mark.parametrize("template", documents.TEMPLATES)
def test_nothing_runs_off_the_page(template: str) -> None:
    """Each character and picture is inside the margins: addresses, code, wide tables, tall pictures."""
    for left, bottom, right, top, what in ink(rendered(template)):
        assert left >= LEFT, what
        assert right <= RIGHT + (15 if template == "briefing" else 0), what
        assert bottom >= 28, what
        assert top <= 815, what


def test_long_tokens_stay_inside_narrow_places() -> None:
    """Without a blank to break at they break anyway: in text, lists, tables, code, captions, ja and ko."""
    token = "x" * 300
    address = "https://example.org/" + "segment-" * 30 + "y" * 120
    row = [[f"{'w' * 40}{n}" for n in range(8)]] * 2
    result = to_pdf(
        small(
            paragraph(token, " ", marked(address, href=address), " ", marked(token, "code")),
            paragraph(Run(token, lang="ja"), Run("가" * 200, lang="ko")),
            Listing(((paragraph(token),),)),
            documents.grid(row),
            Code(f"    {token}\n{address}"),
            Figure(documents.picture(), "alt", text(token)),
        )
    )
    assert max(right for _, _, right, _, _ in ink(result)) <= RIGHT
    whole = solid(" ".join(pages(result)))
    assert whole.count(token) == 6
    assert whole.count(address) == 2
    assert "가" * 200 in whole


def test_code_keeps_its_blanks_and_lines() -> None:
    """Indentation, double blanks and empty lines of code are printed; tabs stand on stops of four."""
    result = to_pdf(small(Code("if a:\n\treturn  b\n\n        c = 1\n")))
    words = pypdf.PdfReader(io.BytesIO(result.data)).pages[0].extract_text()  # PDFium folds blanks
    assert "if a:\n    return  b\n" in words
    assert "\n        c = 1\n" in words


def test_a_long_table_goes_on_with_its_header() -> None:
    """Its rows break across pages and the header row stands on each of them."""
    rows = [["Number", "Village"], *[[str(n), f"Village {n}"] for n in range(120)]]
    result = to_pdf(small(documents.grid(rows, caption="Long")))
    shown = pages(result)
    assert result.pages >= 3
    assert all("Number" in page and "Village" in page for page in shown)
    assert all(f"Village {n}" in " ".join(shown) for n in range(120))


def test_header_cells_are_tagged_and_spans_kept() -> None:
    """Header rows are TH, a spanning cell says so, and every cell of the grid is there."""
    result = to_pdf(small(documents.spanning_table()))
    found = [tag for tag in tags(result) if tag.type in {"/TH", "/TD"}]
    assert [tag.type for tag in found].count("/TH") == 4
    assert sum("/ColSpan" in tag.attributes for tag in found) == 2
    assert sum("/RowSpan" in tag.attributes for tag in found) == 2
    assert all("/Headers" in tag.attributes for tag in found)
    assert count_tags(result, "/Caption") == 1


def test_a_header_cell_that_reaches_down_takes_its_rows_along() -> None:
    """A rowspan out of the header rows makes the header taller instead of failing."""
    table = documents.spanning_table()
    cells = tuple(
        replace(cell, rowspan=3) if (cell.row, cell.column) == (0, 0) else cell for cell in table.cells
    )
    cells = tuple(c for c in cells if (c.row, c.column) != (2, 0))
    result = to_pdf(small(replace(table, cells=cells, header_rows=1)))
    assert "Crossing" in said(result)


def test_headings_never_skip_a_level() -> None:
    """Sections, headings and untitled sections give H1, H2, … without a gap, as PDF/UA asks."""
    untitled = replace(
        documents.everything(), title=(), blocks=(Heading(2, text("two")), Heading(4, text("four")))
    )
    deep = replace(documents.post(1, words=60), level=2, blocks=(Heading(6, text("six")),), notes=())
    for template in documents.TEMPLATES:
        result = to_pdf(documents.document(template, sections=(untitled, deep), contents=False))
        levels = [int(tag.type[2:]) for tag in tags(result) if re.fullmatch(r"/H\d", tag.type)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_a_footnote_called_twice_stands_once() -> None:
    """Both calls carry its number; notes count from 1 in each section; uncalled ones are not lost."""
    first = replace(documents.everything("a"), blocks=(documents.inline_paragraph(),))
    second = replace(documents.everything("b"), blocks=(documents.inline_paragraph(),))
    uncalled = replace(documents.everything("c"), blocks=(paragraph("no call"),))
    result = to_pdf(documents.document("digest", sections=(first, second, uncalled), contents=False))
    words = said(result)
    assert words.count("By two volunteers, independently.") == 3
    assert words.count("checked twice1 and once more1.") == 2
    assert count_tags(result, "/Note") == 2


def test_footnotes_in_titles_cells_and_captions_are_kept() -> None:
    """A note called from anywhere is printed, once."""
    call = Run("", note="n")
    for block in (
        Heading(2, (Run("Heading"), call)),
        replace(documents.grid([["h", "i"], ["a", "b"]]), caption=(Run("Caption"), call)),
        Figure(documents.picture(), "alt", (Run("Caption"), call)),
        Listing(((Paragraph((Run("Item"), call)),),)),
        Quote((paragraph("Quoted"),), cite=(Run("Who"), call)),
    ):
        section = replace(
            documents.everything(), blocks=(block,), notes=(("n", (paragraph("The note itself."),)),)
        )
        assert said(to_pdf(small(sections=(section,)))).count("The note itself.") == 1
    titled = replace(
        documents.everything(),
        title=(Run("Title"), call),
        notes=(("n", (paragraph("Its note."),)),),
        blocks=(),
    )
    assert said(to_pdf(documents.document("digest", sections=(titled,)))).count("Its note.") == 1


def test_links_lead_out_and_inside() -> None:
    """External links are links, an anchor of the document leads there, a dead anchor is plain text."""
    result = rendered("briefing")
    assert {"https://example.org/a?b=c&d=e", "mailto:office@example.org"} <= links(result)
    alone = to_pdf(small(paragraph(marked("dead", href="#nowhere"), " ", marked("here", href="#a-post"))))
    with pikepdf.open(io.BytesIO(alone.data)) as pdf:
        annotations = [a for page in pdf.pages for a in page.get("/Annots", [])]
        inside = [a for a in annotations if "/Dest" in a or "/D" in a.get("/A", {})]
        assert len(inside) == 1
    assert "dead here" in said(alone)


def test_neighbouring_runs_of_one_link_are_one_link() -> None:
    """A link over two looks is one annotation."""
    href = "https://example.org/one"
    result = to_pdf(small(paragraph(marked("one ", href=href), marked("link", "strong", href=href))))
    pdf = pikepdf.open(io.BytesIO(result.data))
    found = [
        a for p in pdf.pages for a in p.get("/Annots", []) if str(a.get("/A", {}).get("/URI", "")) == href
    ]
    assert len(found) == 1


def test_korean_breaks_at_blanks() -> None:
    """Each line of a Korean paragraph begins and ends with whole words."""
    written = " ".join(documents.KOREAN)
    result = to_pdf(small(paragraph(Run(written, lang="ko")), template="notebook", lang="ko"))
    words = set(written.split())
    shown = " ".join(pages(result))
    lines = [line.split() for line in shown.splitlines() if line.strip()]
    printed = [word for line in lines for word in line if re.search("[가-힣]", word)]
    assert len(printed) >= len(written.split())
    assert all(word in words for word in printed)


def test_languages_are_tagged() -> None:
    """Japanese and Korean runs and sections carry their language, so a screen reader changes its voice."""
    result = to_pdf(documents.document("digest"))
    langs = {tag.lang for tag in tags(result)}
    with pikepdf.open(io.BytesIO(result.data)) as pdf:
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    inline = set(re.findall(rb"/Lang\s*\((\w+)", content))
    assert {"ja", "ko"} <= langs | {match.decode() for match in inline}


def test_ruby_keeps_base_and_reading() -> None:
    """Both the word and its reading are printed and can be copied, each in one piece."""
    words = pages(to_pdf(small(paragraph("x ", Run("脱北者", lang="ja", ruby="だっぽくしゃ"), " y"))))[0]
    assert "脱北者" in words
    assert "だっぽくしゃ" in words


def test_deep_nesting_is_printed() -> None:
    """Twelve lists in twelve quotations, as deep as the tree goes, reach the page."""
    quote = Quote((documents.nested_list(12),))
    for _ in range(11):
        quote = Quote((quote,))
    assert "level 12" in said(to_pdf(small(quote)))


def test_a_list_start_out_of_range_is_clamped_and_said() -> None:
    """Numbers Typst cannot count from are clamped, with a notice; others stay."""
    listing = Listing(((paragraph("item"),),), ordered=True, start=10**12)
    result = to_pdf(small(listing, replace(listing, start=-3), replace(listing, start=41)))
    assert [notice.origin for notice in result.notices] == ["posts/a.md"] * 2
    assert "41. item" in said(result)


@pytest.mark.parametrize("kind", [Quote, Listing, Box, Table, Definitions])
def test_what_is_nested_too_deep_is_printed_flat_and_said(kind: type) -> None:
    """Deeper than Typst can follow, blocks give way to what is in them; no word is lost."""
    block: Any = paragraph("core")
    for level in range(80):
        block = {
            Quote: lambda inner, n: Quote((inner,), cite=text(f"name{n}")),
            Listing: lambda inner, n: Listing(((paragraph(f"name{n}"), inner),)),
            Box: lambda inner, n: Box("part", text(f"name{n}"), (inner,)),
            Table: lambda inner, n: Table((Cell(0, 0, (inner,)),), 1, 1, caption=text(f"name{n}")),
            Definitions: lambda inner, n: Definitions(((text(f"name{n}"), (inner,)),)),
        }[kind](block, level)
    result = to_pdf(small(block))
    words = solid(said(result))
    assert "core" in words
    assert all(f"name{n}" in words for n in range(80))
    assert [notice.origin for notice in result.notices] == ["posts/a.md"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_whatever_a_post_holds_is_printed(seed: int) -> None:
    """Documents grown at random always become a PDF, and no word of theirs is missing from it."""
    document, tokens = random_trees.grown(seed)
    words = solid(said(to_pdf(document)))
    assert [token for token in tokens if token not in words] == []
