"""The HTML page: self-contained, complete, accessible, and the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import documents
from documents import document, grid, marked, paragraph, picture, small, text
from lfnkr_nb.brand import NEUTRAL, contrast
from lfnkr_nb.document.tree import (
    Block,
    Brand,
    Cell,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Picture,
    Run,
    Section,
    Table,
    plain,
    walk,
)
from lfnkr_nb.errors import BriefingError
from lfnkr_nb.exporters.to_html import to_html

CSP = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

#: What a browser would load or run; a link is neither.
LOADING = "//script|//link|//iframe|//object|//embed|//base|//form|//audio|//video|//source|//*[@srcset]"

every_template = pytest.mark.parametrize("template", documents.TEMPLATES)
colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")
#: Text as the readers promise it: no controls, no surrogates, no noncharacters.
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=60)


def page(made: Document) -> html.HtmlElement:
    return html.document_fromstring(to_html(made).data.decode("utf-8"))


def inner(*blocks: Block, lang: str = "en") -> str:
    """The HTML of blocks in a section, without the section's heading."""
    element = page(small(*blocks, lang=lang)).get_element_by_id("a-post")
    children = element.xpath("./*[not(self::h2)]")
    return "".join(html.tostring(child, encoding="unicode", with_tail=False) for child in children)


def look(source: str) -> str:
    """Without line breaks between elements."""
    return re.sub(r">\s+<", "><", source).strip()


@every_template
def test_nothing_is_loaded_or_run(template: str) -> None:
    root = page(document(template))
    assert root.xpath(LOADING) == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert [src for src in root.xpath("//@src") if not src.startswith("data:image/")] == []
    style = root.findtext(".//style")
    assert "url(" not in style
    assert "@import" not in style
    assert root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [CSP]
    assert root.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


@every_template
def test_every_word_of_the_document_is_on_the_page(template: str) -> None:
    made = document(template)
    shown = " ".join(page(made).text_content().split())
    wanted = [made.title, made.date, made.id, *made.brand.contact, made.brand.licence]
    for section in made.sections:
        wanted += [plain(section.title), *section.meta, plain(section.standfirst), section.url]
        wanted += [
            run.text for blocks in (section.blocks, *(b for _, b in section.notes)) for run in runs_of(blocks)
        ]
    if made.letter:
        letter = made.letter
        wanted += [
            letter.place_date,
            *letter.addressee,
            letter.subject,
            letter.salutation,
            *letter.signatories,
        ]
    assert [each for each in wanted if " ".join(each.split()) not in shown] == []


def runs_of(blocks: tuple[Block, ...]) -> list[Run]:
    runs = [
        run
        for block in walk(blocks)
        for name in ("runs", "caption", "cite", "title")
        for run in getattr(block, name, ())
    ]
    return [run for run in runs if not run.typst]


@pytest.mark.slow
@every_template
def test_headings_start_at_one_and_never_skip(template: str) -> None:
    levels = [int(h.tag[1]) for h in page(document(template)).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    if template in {"digest", "briefing"}:
        assert levels[1] == 2
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_template
def test_ids_are_unique_and_links_inside_the_page_arrive(template: str) -> None:
    root = page(document(template))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in root.xpath("//@href") if href.startswith("#")}
    referred = {one for name in root.xpath("//@aria-labelledby") for one in name.split()}
    assert targets | referred <= set(ids)


@every_template
def test_links_outside_say_nothing_about_where_they_were_clicked(template: str) -> None:
    outside = page(document(template)).xpath("//a[starts-with(@href, 'http')]")
    assert outside
    assert [
        a.get("href") for a in outside if not {"noopener", "noreferrer"} <= set(a.get("rel", "").split())
    ] == []


@every_template
def test_a_page_has_one_main_part_a_skip_link_a_language_and_a_title(template: str) -> None:
    made = document(template)
    root = page(made)
    assert (
        len(root.xpath("//main")) == len(root.xpath("//body/header")) == len(root.xpath("//body/footer")) == 1
    )
    assert root.xpath("//body/a[1]/@href") == ["#" + root.xpath("string(//main/@id)")]
    assert root.get("lang") == "en"
    assert root.findtext(".//title") == f"{made.title} – Riverside Relief"


def test_text_that_looks_like_markup_stays_text() -> None:
    shown = page(small(*(paragraph(line) for line in documents.MARKUP))).text_content()
    assert [line for line in documents.MARKUP if line not in shown] == []


@pytest.mark.slow
@given(words)
def test_any_text_comes_back_as_it_was(said: str) -> None:
    runs = (Run(said), marked(said, "strong", "em", href="https://example.org/"))
    made = small(paragraph(*runs), Heading(2, runs), Figure(picture(8, 8), said, runs))
    section = page(made).get_element_by_id("a-post")
    assert section.find("p").text_content() == said + said
    assert section.find(".//img").get("alt") == said


@pytest.mark.slow
def test_bytes_do_not_depend_on_place_time_or_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import documents, hashlib\n"
        "from lfnkr_nb.exporters.to_html import to_html\n"
        "pages = [to_html(documents.document(t)).data for t in documents.TEMPLATES]\n"
        "print(*(hashlib.sha256(data).hexdigest() for data in pages))"
    )
    seen = set()
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", code, str(Path(__file__).parent)]
        seen.add(subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True).stdout)
    assert len(seen) == 1


def test_twenty_excerpts_are_less_than_40_kilobytes() -> None:
    made = documents.posts(20, words=60)
    sections = tuple(replace(s, blocks=s.blocks[:1], notes=()) for s in made.sections[:-1])
    data = to_html(replace(made, sections=(*sections, made.sections[-1]), brand=NEUTRAL)).data
    assert len(data) < 40_000


# --- inline


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (marked("a", "strong", "em"), "<strong><em>a</em></strong>"),
        (marked("a", "code", "small"), "<small><code>a</code></small>"),
        (marked("x", "highlight"), "<mark>x</mark>"),
        (marked("x", "strike"), "<s>x</s>"),
        (Run("\n"), "<br>"),
        (Run("語", lang="ja"), '<span lang="ja">語</span>'),
        (Run("word", lang="en"), "word"),
        (Run("脱北", lang="ja", ruby="だっぽく"),
         '<span lang="ja"><ruby>脱北<rp>(</rp><rt>だっぽく</rt><rp>)</rp></ruby></span>'),
        (Run("m", href="mailto:a@example.org"), '<a href="mailto:a@example.org">m</a>'),
        (Run("top", href="#a-post"), '<a href="#a-post">top</a>'),
        (Run("bad", href="javascript:alert(1)"), "bad"),
        (Run("bad", href="data:text/html,x"), "bad"),
        (Run(r"\frac{a}{b}", marks=frozenset({"math"})), '<code class="tex">\\frac{a}{b}</code>'),
    ],
)  # fmt: skip
def test_runs(run: Run, expected: str) -> None:
    assert look(inner(paragraph("Say ", run, "."))) == f"<p>Say {expected}.</p>".replace("<br>.", "<br>\n.")


def test_neighbours_with_one_target_are_one_link() -> None:
    href = "https://example.org/?a=b&c=d"
    made = inner(paragraph(Run("one ", href=href), marked("two", "em", href=href), " three"))
    assert made.count("<a ") == 1
    assert "one <em>two</em></a> three" in made


def test_a_link_to_nowhere_is_text_and_said_once() -> None:
    dead = Run("there", href="#nowhere")
    result = to_html(small(paragraph(dead), paragraph(dead)))
    assert b"#nowhere" not in result.data
    assert [(n.origin, "#nowhere" in n.message) for n in result.notices] == [("posts/a.md", True)]


def test_a_formula_is_mathml_and_alone_in_its_paragraph_it_is_displayed() -> None:
    formula = Run(r"\frac{a}{b}", marks=frozenset({"math"}), typst="a/b")
    inside, alone = inner(paragraph("So ", formula)), inner(paragraph(formula))
    assert inside == "<p>So <math><mfrac><mi>𝑎</mi><mi>𝑏</mi></mfrac></math></p>"
    assert alone.startswith('<p class="formula"><math display="block"><mfrac>')


@pytest.mark.parametrize("typst", ['#read("/etc/passwd")', "a$ #x $b", "unknownname(", "#image"])
def test_a_formula_that_is_no_formula_is_shown_as_tex_beside_one_that_is(typst: str) -> None:
    bad = Run(r"\odd", marks=frozenset({"math"}), typst=typst)
    good = Run("x", marks=frozenset({"math"}), typst="x^2")
    made = inner(paragraph(bad, " and ", good))
    assert '<code class="tex">\\odd</code>' in made
    assert "<msup>" in made


# --- footnotes


def test_footnotes_and_their_calls_lead_to_each_other() -> None:
    root = page(twice_noted())
    calls = root.xpath("//a[@role='doc-noteref']")
    assert [(a.text, a.get("aria-label")) for a in calls] == [
        ("1", "Footnote 1"),
        ("2", "Footnote 2"),
        ("1", "Footnote 1"),
    ]
    notes = root.xpath("//*[@role='doc-endnotes']//li")
    assert [li.get("id") for li in notes] == [calls[0].get("href")[1:], calls[1].get("href")[1:]]
    backs = [a.get("href")[1:] for a in notes[0].xpath(".//a[@role='doc-backlink']")]
    assert backs == [calls[0].get("id"), calls[2].get("id")]


def twice_noted() -> Document:
    """One section with two footnotes, the first called twice."""
    said = paragraph("One", Run("", note="x"), ", two", Run("", note="y"), ", again", Run("", note="x"))
    notes = (("x", (paragraph("First."),)), ("y", (paragraph("Second."),)))
    return document(
        "digest", sections=(Section("post", text("A post"), "a-post", "en", (said,), notes=notes),)
    )


def test_a_call_without_a_note_is_left_out_and_said() -> None:
    result = to_html(small(paragraph("One", Run("", note="lost"))))
    assert b"noteref" not in result.data
    assert "'lost'" in result.notices[0].message


# --- blocks


def test_a_table_names_its_heads() -> None:
    made = look(inner(grid([["", "2016"], ["Arrivals", "41"]], row_headers=True, caption="By year")))
    assert made == (
        '<div class="table"><table><caption>By year</caption>'
        '<thead><tr><td></td><th scope="col" class="right">2016</th></tr></thead>'
        '<tbody><tr><th scope="row">Arrivals</th><td class="right">41</td></tr></tbody></table></div>'
    )


def test_spans_are_kept() -> None:
    made = page(small(documents.spanning_table()))
    assert [(c.get("colspan"), c.get("rowspan"), c.get("scope")) for c in made.xpath("//thead//th")] == [
        (None, "2", "col"), ("2", None, "col"), (None, None, "col"), (None, None, "col"),
    ]  # fmt: skip
    assert made.xpath("//tbody//th/@rowspan") == ["2"]


def test_a_head_that_reaches_into_the_body_keeps_its_span() -> None:
    cells = (
        Cell(0, 0, (paragraph("Head"),), rowspan=2, header=True),
        Cell(0, 1, (paragraph("Other"),), header=True),
        Cell(1, 1, (paragraph("1"),)),
    )
    made = page(small(Table(cells, 2, 2, header_rows=1)))
    assert made.xpath("//thead") == []
    assert made.xpath("//tbody/tr[1]/th/@rowspan") == ["2"]


def test_a_wide_table_scrolls_by_keyboard_under_its_caption() -> None:
    frame = page(small(grid([["a", "b", "c", "d"]], caption="Wide"))).xpath("//div[@class='table']")[0]
    assert (frame.get("tabindex"), frame.get("role"), frame.get("aria-label")) == ("0", "group", "Wide")


@pytest.mark.parametrize(("start", "shown"), [(3, "3"), (-5, "-5"), (10**12, "2147483647")])
def test_lists_count_from_their_start(start: int, shown: str) -> None:
    made = inner(Listing(((paragraph("x"),),), ordered=True, start=start))
    assert look(made) == f'<ol start="{shown}"><li>x</li></ol>'


def test_a_picture_travels_in_the_page_with_its_alt_text() -> None:
    image = page(small(Figure(picture(40, 30), 'A "view"', text("Seen")))).find(".//figure/img")
    assert image.get("src").startswith("data:image/png;base64,")
    assert (image.get("alt"), image.get("width"), image.get("height")) == ('A "view"', "40", "30")


def test_an_svg_is_a_picture_and_never_part_of_the_page() -> None:
    drawing = Picture("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", 10, 10)
    root = page(small(Figure(drawing, "A plot")))
    assert root.xpath("//svg") == []
    assert root.find(".//figure/img").get("src").startswith("data:image/svg+xml;base64,")


def test_a_picture_without_alt_text_says_so_to_those_who_cannot_see_it() -> None:
    image = page(small(Figure(picture(40, 30), ""))).find(".//figure/img")
    assert image.get("alt") == "Picture without a description"


def test_a_picture_that_is_not_there_leaves_its_alt_text() -> None:
    assert "Picture: The old bridge" in inner(Figure(None, "The old bridge"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "qualifier", "expected"),
    [
        ("en", "approximately", "approximately 600"),
        ("en", "exactly", "600"),
        ("en", "some", "some 600"),
        ("ja", "under", "600 未満"),
        ("ja", "未満", "600 未満"),
        ("en", "", "600"),
        ("ko", "over", "600 초과"),
    ],
)
def test_a_figure_is_qualified_where_its_language_puts_it(lang: str, qualifier: str, expected: str) -> None:
    root = page(small(KeyFigures((KeyFigure("600", qualifier, "people"),)), lang=lang))
    assert root.xpath("string(//p[@class='figure'])") == expected


def test_deep_headings_keep_their_level_for_screen_readers() -> None:
    headings = tuple(Heading(level, text(f"Level {level}")) for level in range(2, 7))
    group = Section("group", text("Group"), "group", "en", ())
    post = Section("post", text("Post"), "post", "en", headings, level=2)
    found = page(document("briefing", sections=(group, post))).xpath("//article//*[self::h5 or self::h6]")
    assert [(h.tag, h.get("aria-level")) for h in found] == [
        ("h5", None), ("h6", None), ("h6", "7"), ("h6", "8"),
    ]  # fmt: skip


def test_headings_stand_right_under_their_title_wherever_they_start() -> None:
    headings = (Heading(3, text("Three")), Heading(4, text("Four")), Heading(3, text("Three again")))
    group = Section("group", text("Group"), "group", "en", ())
    post = Section("post", text("Post"), "post", "en", headings, level=2)
    plain_words = Section("words", (), "words", "en", headings)
    root = page(document("briefing", sections=(plain_words, group, post)))
    assert [h.tag for h in root.xpath("//main//*[self::h2 or self::h3 or self::h4 or self::h5]")] == [
        "h2", "h3", "h2", "h2", "h3", "h4", "h5", "h4",
    ]  # fmt: skip


def test_a_title_without_words_is_no_heading() -> None:
    section = Section("words", (Run(""),), "words", "en", (paragraph("Text"),))
    root = page(document("digest", sections=(section, documents.post(1))))
    assert [h.text_content() for h in root.xpath("//h2") if not h.text_content().strip()] == []
    assert root.xpath("//nav") == []


# --- templates


def test_a_letter_stands_in_the_order_of_a_letter() -> None:
    made = document("open-letter")
    main = page(made).xpath("string(//main)")
    order = [
        "Open letter on", "Her Excellency", "Re:", "Your Excellency,", "The river was", "A. B., Secretary",
        "Interview of 4 September", "Sources",
    ]  # fmt: skip
    assert [main.index(each) for each in order] == sorted(main.index(each) for each in order)


def test_a_letter_made_from_a_post_flows_on_after_its_salutation() -> None:
    body = replace(documents.letter_body(), role="post", url="https://example.org/letter/")
    root = page(document("open-letter", sections=(body,)))
    assert root.xpath("//article | //main//*[@class='address']") == []
    assert root.get_element_by_id("body").tag == "div"


def test_contents_name_each_section_with_its_language_and_posts_under_their_group() -> None:
    nav = page(document("briefing")).xpath("//nav")[0]
    assert nav.xpath("./ol/li/a/@href") == [
        "#summary", "#key-figures", "#testimonies", "#recommendations", "#sources", "#method", "#protection",
    ]  # fmt: skip
    assert nav.xpath("./ol/li[3]/ol/li/a/@href") == ["#everything", "#post-1", "#post-2"]
    assert nav.xpath("./ol/li[3]/ol/li/@lang") == ["ja", "ko"]


@pytest.mark.parametrize("changes", [{"contents": False}, {"sections": (documents.letter_body(),)}])
def test_contents_are_shown_only_where_they_help(changes: dict[str, object]) -> None:
    assert page(document("digest", **changes)).xpath("//nav") == []


def test_sections_carry_their_language() -> None:
    assert page(document("digest")).xpath("//article/@lang") == ["ja", "ko"]


def test_the_frame_speaks_the_language_of_the_document() -> None:
    root = page(document("briefing", lang="ja"))
    assert root.xpath("string(//nav/h2)") == "目次"
    assert "第2版" in root.xpath("string(//footer)")


def test_words_of_the_document_come_before_ours() -> None:
    root = page(document("briefing", wording={"contents": "In this briefing"}))
    assert root.xpath("string(//nav/h2)") == "In this briefing"


def test_without_a_brand_nobody_is_named() -> None:
    root = page(document("open-letter", brand=NEUTRAL))
    assert root.xpath("//meta[@name='author'] | //*[@class='speaker'] | //address") == []
    assert root.findtext(".//title") == document("open-letter").title


def test_contact_lines_that_are_addresses_are_links() -> None:
    links = page(document("digest")).xpath("//footer//address//a/@href")
    assert links == ["mailto:office@example.org", "https://example.org"]


# --- colours


@pytest.mark.slow
@given(colours, colours)
def test_text_is_readable_in_light_and_dark_whatever_the_brand(colour: str, accent: str) -> None:
    style = page(small(paragraph("x"), brand=Brand("A", "A", colour=colour, accent=accent))).findtext(
        ".//style"
    )
    light, dark = style.split("prefers-color-scheme", 1)
    for theme in (light, dark.split("}}", 1)[0]):
        value = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", theme))
        for ink in ("ink", "quiet", "ink-brand", "ink-accent"):
            assert min(contrast(value[ink], value["paper"]), contrast(value[ink], value["box"])) >= 4.5, ink
        assert contrast(value["ink"], value["mark"]) >= 4.5
    found = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", light))
    assert contrast(found["brand"], found["on-brand"]) >= 4.5


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(BriefingError, match="is not a colour"):
        to_html(small(paragraph("x"), brand=Brand("A", "A", colour="red}</style><script>")))
