"""Rich documents for the exporters' tests: every kind of block, English, Japanese and Korean, all invented.

`document(template)` gives a document of any template, `posts(count)` a long digest for measuring, and
`every_block()` one of everything. Pictures are drawn here, so nothing depends on files.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from functools import cache

from PIL import Image, ImageDraw

from lfnkr_nb.document.tree import (
    Block,
    Box,
    Brand,
    BreakBefore,
    Cell,
    Code,
    Definitions,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Letter,
    Listing,
    Mark,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Section,
    Table,
)

TEMPLATES = ("digest", "briefing", "statement", "open-letter", "notebook")

ENGLISH = (
    "The river was lower that spring than anyone in the village could remember, and for eleven "
    "nights "
    "the lamps on the far bank stayed dark. “Nobody told us why,” she said, “and nobody asked "
    "twice.”",
    "Three families had already left by the northern road. What they carried was written down "
    "later, item by "
    "item, by a volunteer who kept the list in a school notebook: two blankets, a pot, a "
    "photograph cut in half.",
    "Officials on both sides have described the returns as an administrative matter. The people "
    "who waited at "
    "the crossing describe them differently, and their accounts agree on the dates, the lorries "
    "and the numbers.",
    "The office in Tokyo received the first letter eight months afterwards. It had been folded "
    "four times and "
    "named no one; the postmark was unreadable, and the paper smelled faintly of kerosene and of "
    "the road.",
)
JAPANESE = (
    "その春、川の水位は村の誰もが覚えているよりも低く、十一夜のあいだ対岸の灯りはともらなかった。"
    "「理由は誰も教えてくれませんでした」と彼女は語った。",
    "三家族はすでに北の道から村を離れていた。彼らが何を持って出たのかは、後になって一人のボランテ"
    "ィアが学校のノートに一つずつ書き留めている。毛布二枚、鍋一つ、半分に切られた写真。",
    "強制送還は双方の当局によって行政上の手続きと説明されてきた。しかし国境で待っていた人々の証言"
    "は異なり、日付も、トラックも、人数も一致している。",
    "東京の事務局に最初の手紙が届いたのは、それから八か月後のことだった。四つ折りの便箋には名前が"
    "なく、消印も読み取れなかった。",
)
KOREAN = (
    "그해 봄 강물은 마을 사람 누구도 기억하지 못할 만큼 낮았고, 열하루 밤 동안 건너편 기슭에는 "
    "불빛이 하나도 켜지지 않았다. “왜 그런지 아무도 말해 주지 않았어요.” 그녀는 말했다.",
    "세 가족은 이미 북쪽 길로 마을을 떠난 뒤였다. 그들이 무엇을 들고 나갔는지는 나중에 한 "
    "자원봉사자가 학교 공책에 하나씩 적어 두었다. 담요 두 장, 냄비 하나, 반으로 잘린 사진 한 장.",
    "강제북송을 두고 양측 당국은 행정 절차일 뿐이라고 설명해 왔다. 그러나 국경에서 기다리던 "
    "사람들의 증언은 다르며, 날짜와 트럭과 인원수가 서로 일치한다.",
    "도쿄 사무국에 첫 번째 편지가 도착한 것은 여덟 달이 지난 뒤였다. 네 번 접힌 종이에는 이름이 "
    "없었고 소인은 읽을 수 없었다.",
)
TEXTS = {"en": ENGLISH, "ja": JAPANESE, "ko": KOREAN}

#: Text that would be markup in Typst, HTML or Markdown; on the page it must appear as itself.
MARKUP = (
    '#read("/etc/passwd")',
    "$x$ and $ x^2 $",
    "@ref and <label>",
    "*not bold and _not em_",
    "back\\slash \\n",
    "// no comment /* none */",
    "-- --- ... -? ~",
    "\"straight\" and 'single'",
    "= no heading",
    "[u+1f600] {x} `code`",
    "<script>alert(1)</script> &amp; &#x41;",
)


@cache
def picture(width: int = 640, height: int = 400, seed: int = 0) -> Picture:
    """A small drawn PNG: layered hills under a sky, another for each seed."""
    image = Image.new("RGB", (width, height), (222 - seed % 40, 230, 238))
    draw = ImageDraw.Draw(image)
    for layer in range(4):
        shade = 190 - 40 * layer
        base = height * (4 + layer) // 8
        points = [
            (x, base - ((x * (layer + 2) + seed * 37) % width) * height // (5 * width))
            for x in range(0, width + 1, max(1, width // 8))
        ]
        draw.polygon([(0, height), *points, (width, height)], fill=(shade - 30, shade, shade - 10))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    data = buffer.getvalue()
    name = f"{hashlib.sha256(data).hexdigest()[:32]}.png"
    return Picture(name=name, data=data, mime="image/png", width=width, height=height)


@cache
def logo() -> Picture:
    """A plain mark: a disc over a bar."""
    image = Image.new("RGB", (160, 215), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, 159, 159), fill="#1d3f6e")
    draw.rectangle((0, 180, 159, 214), fill="#b5542b")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    data = buffer.getvalue()
    return Picture(f"{hashlib.sha256(data).hexdigest()[:32]}.png", data, "image/png", 160, 215)


def text(*parts: str | Run) -> tuple[Run, ...]:
    """Runs from strings and runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def marked(words: str, *marks: Mark, lang: str = "", href: str = "") -> Run:
    """One run with a look."""
    return Run(words, lang=lang, marks=frozenset(marks), href=href)


def paragraph(*parts: str | Run, role: str = "") -> Paragraph:
    """A paragraph from strings and runs."""
    return Paragraph(text(*parts), role=role)


def grid(
    rows: list[list[str]], *, header_rows: int = 1, row_headers: bool = False, caption: str = ""
) -> Table:
    """A table from rows of strings, each cell one paragraph; numbers to the right."""
    cells = tuple(
        Cell(
            row=r,
            column=c,
            blocks=(paragraph(words),) if words else (),
            header=r < header_rows or (row_headers and c == 0),
            align="right" if r >= header_rows and words.replace(",", "").isdigit() else "",
        )
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
    )
    return Table(cells, len(rows), len(rows[0]), header_rows, text(caption) if caption else ())


def spanning_table() -> Table:
    """A table whose header spans columns and whose first column spans rows."""
    return Table(
        cells=(
            Cell(0, 0, (paragraph("Crossing"),), rowspan=2, header=True),
            Cell(0, 1, (paragraph("Returned"),), colspan=2, header=True, align="center"),
            Cell(1, 1, (paragraph("2016"),), header=True, align="right"),
            Cell(1, 2, (paragraph("2017"),), header=True, align="right"),
            Cell(2, 0, (paragraph("Upper ford"),), rowspan=2, header=True),
            Cell(2, 1, (paragraph("41"),), align="right"),
            Cell(2, 2, (paragraph("57"),), align="right"),
            Cell(3, 1, (paragraph("approx. 12"),), align="right"),
            Cell(3, 2, (), align="right"),
            Cell(4, 0, (paragraph("Total, both years, all accounts"),), colspan=2, header=True),
            Cell(4, 2, (paragraph(marked("110", "strong")),), align="right"),
        ),
        rows=5,
        columns=3,
        header_rows=2,
        caption=text("Returns by crossing and year"),
    )


def inline_paragraph() -> Paragraph:
    """One paragraph with every mark, links inside and outside, a line break and a footnote."""
    return paragraph(
        "Plain, ",
        marked("strong", "strong"),
        ", ",
        marked("emphasised", "em"),
        ", ",
        marked("both", "strong", "em"),
        ", ",
        marked("struck", "strike"),
        ", ",
        marked("underlined", "underline"),
        ", ",
        marked("code --flag", "code"),
        ", H",
        marked("2", "sub"),
        "O, 4",
        marked("th", "sup"),
        ", ",
        marked("highlighted", "highlight"),
        ", ",
        marked("small print", "small"),
        "; a ",
        marked("link in ", href="https://example.org/a?b=c&d=e"),
        marked("two runs", "strong", href="https://example.org/a?b=c&d=e"),
        ", the ",
        marked("notes on method", href="#method"),
        ", a ",
        marked("dead anchor", href="#nowhere"),
        ", write to ",
        marked("office@example.org", href="mailto:office@example.org"),
        ", or see ",
        marked(
            "https://example.org/archive/2017/09/a-very-long-address/that-has-to-break-somewhere/or-it-runs-off-the-page.html",
            href="https://example.org/archive/2017/09/a-very-long-address/that-has-to-break-somewhere/or-it-runs-off-the-page.html",
        ),
        ".",
        Run("\n"),
        "After a hard break. The account was checked twice",
        Run("", note="checked"),
        " and once more",
        Run("", note="checked"),
        ".",
    )


def languages_paragraph() -> Paragraph:
    """English with Japanese, Korean and ruby in it."""
    return paragraph(
        "The word ",
        Run("脱北者", lang="ja", ruby="だっぽくしゃ"),
        " (dappokusha) and its Korean sister ",
        Run("탈북자", lang="ko"),
        " both mean a person who has left the North; ",
        marked("難民", "strong", lang="ja"),
        " is the wider word, ",
        Run("강제북송(强制北送)", lang="ko"),
        " is what they fear.",
    )


def nested_list(depth: int = 4) -> Listing:
    """A list in a list, `depth` deep, ordered and unordered by turns."""
    listing = Listing(
        ((paragraph(f"level {depth}"),), (paragraph("and its neighbour"),)), ordered=depth % 2 == 0
    )
    for level in range(depth - 1, 0, -1):
        listing = Listing(((paragraph(f"level {level}"), listing),), ordered=level % 2 == 0, start=3)
    return listing


def nested_quote(depth: int = 3) -> Quote:
    """A quotation in a quotation, `depth` deep."""
    quote = Quote((paragraph("We crossed at night."),), cite=text("P. S., interview"))
    for _ in range(depth - 1):
        quote = Quote((paragraph("She wrote:"), quote))
    return quote


def every_block() -> tuple[Block, ...]:
    """One of every kind of block and the combinations that tend to break."""
    wide = [[f"Column {c}" for c in range(9)]] + [
        [f"value {r}.{c} in words" for c in range(9)] for r in range(3)
    ]
    long = [["No.", "Village", "Families"]] + [
        [str(n), f"Village {n}", str(n * 7 % 23)] for n in range(1, 60)
    ]
    return (
        paragraph("A lead that opens the account in larger type.", role="lead"),
        inline_paragraph(),
        languages_paragraph(),
        Heading(2, text("A heading with ", marked("emphasis", "em"), " and 見出し")),
        paragraph("Who crossed first?", role="question"),
        paragraph("My sister, then I.", role="answer"),
        Heading(3, text("Lists")),
        nested_list(),
        Listing(((paragraph("one paragraph"), paragraph("and a second")), (), (Code("code in a list"),))),
        Definitions(
            (
                (text("TRP"), (paragraph("temporary residence permit"),)),
                (text("NGO"), (paragraph("non-governmental organisation"),)),
            )
        ),
        Heading(3, text("Quotations")),
        nested_quote(),
        Heading(2, text("Tables")),
        grid(
            [["Year", "People", "Source"], ["2016", "1,414", "Ministry"], ["2017", "1,127", "Ministry"]],
            caption="Arrivals by year",
        ),
        spanning_table(),
        grid(
            [["", "2016", "2017"], ["Arrivals", "1,414", "1,127"], ["Returns", "41", "57"]], row_headers=True
        ),
        grid([["no", "header"], ["at", "all"]], header_rows=0),
        grid(wide, caption="A wide table"),
        grid(long, caption="A long table"),
        Heading(2, text("Figures")),
        Figure(
            picture(),
            "Hills in layers behind a river at dusk",
            text("The valley, seen from the ", marked("south", "em")),
        ),
        Figure(picture(300, 1600, 1), "A very tall picture", text("Tall")),
        Figure(picture(60, 40, 2), "A small picture"),
        Figure(None, "A picture that could not be read", text("Missing")),
        Code(
            "def crossing(night: int) -> str:\n    return 'a very long line ' + "
            + " + ".join(f"'part {n}'" for n in range(20))
            + "\n\n\tlast"
        ),
        Box("part", text("Part two: ", Run("証言", lang="ja")), (paragraph("Inside a box."), nested_list(2))),
        Box("back-story", text("Back story"), (paragraph("Earlier events."), Quote((paragraph("quoted"),)))),
        Box("note", (), (paragraph("A note without a title."),)),
        Box("output", (), (Code("  a  b\n0 1  2"),)),
        Rule(),
        BreakBefore(),
        Heading(2, text("Markup as text")),
        *(paragraph(line) for line in MARKUP),
        Listing(((paragraph("large start"),),), ordered=True, start=2_000_000_000),
        Listing(((paragraph("negative start"),),), ordered=True, start=-5),
        paragraph(
            Run(r"\frac{a}{b}", marks=frozenset({"math"}), typst="a/b"),
            " and ",
            Run(r"\oddmacro{x}", marks=frozenset({"math"})),
        ),
        KeyFigures(
            (
                KeyFigure(
                    "600",
                    "approximately",
                    "people forcibly returned",
                    "Statement of 12 October 2023",
                    "https://example.org/600",
                ),
                KeyFigure("11", "", "nights without light", "P. S., interview"),
                KeyFigure("2,600", "up to", "in detention", ""),
            )
        ),
    )


def notes() -> tuple[tuple[str, tuple[Block, ...]], ...]:
    """Footnotes of the section made from `every_block`."""
    return (
        (
            "checked",
            (
                paragraph("By two volunteers, ", marked("independently", "em"), "."),
                paragraph("Second paragraph: 注記。"),
            ),
        ),
    )


def everything(anchor: str = "everything") -> Section:
    """A section with everything in it."""
    return Section(
        role="post",
        title=text("Everything at once, ", Run("全部", lang="ja")),
        anchor=anchor,
        lang="en",
        blocks=every_block(),
        meta=("4 September 2017", "Report", "by A. B."),
        standfirst=text("A standfirst in a sentence."),
        notes=notes(),
        origin="posts/2017/2017-09-04-everything.md",
        url="https://example.org/2017/09/everything/",
    )


TITLES = {
    "en": "Eleven nights without light: an account from the river",
    "ja": "灯りのない十一夜——川辺からの証言",
    "ko": "불빛 없는 열하루 밤: 강가에서 온 증언",
}
METAS = {
    "en": ("4 September 2017", "Testimony", "by P. S."),
    "ja": ("2017年9月4日", "証言", "P. S.（仮名）"),
    "ko": ("2017년 9월 4일", "증언", "P. S. (가명)"),
}


def post(number: int, lang: str = "en", *, words: int = 800) -> Section:
    """A post of about `words` words with a picture, a table, a list, a quotation and two "
    "footnotes."""
    texts = TEXTS[lang]
    paragraphs = max(4, words // 34)
    body: list[Block] = []
    for index in range(paragraphs):
        words_ = f"{number}.{index + 1} {texts[(index + number) % 4]}"  # no two paragraphs are equal
        if index % 8 == 3:
            body.append(Paragraph((Run(words_), Run("", note=f"n{index % 16}"))))
        else:
            body.append(paragraph(words_))
        if index % 10 == 5:
            body.append(Heading(2, text(f"{TITLES[lang]} ({index})")))
        if index == 7:
            body.append(
                Figure(picture(640, 400, number % 7), f"Hills, view {number}", text(f"View {number}"))
            )
        if index == 12:
            body.append(
                grid(
                    [["Year", "People"], *[[str(2000 + n), str(n * 13)] for n in range(6)]], caption="By year"
                )
            )
        if index == 15:
            body.append(Listing(tuple((paragraph(words),) for words in ("one", "two", "three"))))
        if index == 18:
            body.append(Quote((paragraph(texts[0]),), cite=text("P. S.")))
    called = {run.note for block in body if isinstance(block, Paragraph) for run in block.runs if run.note}
    section_notes = tuple(
        (key, (paragraph(f"Note {key} of post {number}."),)) for key in ("n3", "n11") if key in called
    )
    return Section(
        role="post",
        title=text(f"{TITLES[lang]} — {number}"),
        anchor=f"post-{number}",
        lang=lang,
        blocks=tuple(body),
        meta=METAS[lang],
        notes=section_notes,
        origin=f"posts/2017/2017-09-04-account-{number}.md",
        url=f"https://example.org/2017/09/account-{number}/",
    )


def sources(*sections: Section) -> Section:
    """The source list of the given posts."""
    items = tuple(
        (
            paragraph(
                Run("".join(run.text for run in s.title), lang=s.lang),
                ". ",
                f"{s.meta[0]}. ",
                marked(s.url, href=s.url),
            ),
        )
        for s in sections
        if s.url
    )
    return Section("sources", text("Sources"), "sources", "en", (Listing(items, ordered=True),))


def words_section(role: str, title: str, anchor: str, *blocks: Block) -> Section:
    """A section of the editor's own words."""
    return Section(role, text(title), anchor, "en", blocks)


def brand() -> Brand:
    """An invented organisation."""
    return Brand(
        name="Riverside Relief for Displaced People",
        short_name="Riverside Relief",
        contact=(
            "Riverside Relief",
            "1-2-3 Kawabe, Tokyo 100-0000, Japan",
            "office@example.org",
            "https://example.org",
        ),
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        logo=logo(),
        logo_alt="Riverside Relief: a disc over a bar",
    )


WORDS = {
    "title": {
        "digest": "Category Archives: Defectors",
        "briefing": "Returned at the river: accounts from the northern crossings",
        "statement": "Statement on the returns of 9 October",
        "open-letter": "Open letter on the protection of people who crossed",
        "notebook": "Figures by month",
    },
    "subtitle": {
        "digest": "Testimonies and statements, newest first",
        "briefing": "Briefing for the 55th session",
    },
}


def recommendations() -> Section:
    """Recommendations by addressee."""
    return words_section(
        "recommendations",
        "Recommendations",
        "recommendations",
        Heading(2, text("To the Government of Japan")),
        Listing(
            (
                (paragraph("Recognise people who crossed as refugees on first application."),),
                (paragraph("Publish the number of applications and decisions each year."),),
            ),
            ordered=True,
        ),
        Heading(2, text("To the member states of the Council")),
        Listing(((paragraph("Raise each known return in writing within thirty days."),),), ordered=True),
    )


def briefing_sections() -> tuple[Section, ...]:
    """The sections of a whole briefing."""
    posts_ = (everything(), post(1, "ja"), post(2, "ko"))
    figures = KeyFigures(
        (
            KeyFigure(
                "600",
                "approximately",
                "people forcibly returned on one day",
                "Statement of 12 October 2023",
                "https://example.org/600",
            ),
            KeyFigure("11", "", "nights without light on the far bank", "Testimony of P. S."),
            KeyFigure("2,600", "up to", "people held near the border", "Letter of 3 May 2022"),
        )
    )
    return (
        words_section("summary", "Summary", "summary", paragraph(ENGLISH[0]), paragraph(ENGLISH[2])),
        words_section("key-figures", "Key figures", "key-figures", figures),
        words_section("group", "Testimonies", "testimonies", paragraph("Three accounts, newest first.")),
        *(replace(section, level=2) for section in posts_),
        recommendations(),
        sources(*posts_),
        words_section("methodology", "Methodology", "method", paragraph(ENGLISH[1])),
        words_section("protection", "Protection", "protection", paragraph("Names and places were changed.")),
    )


def letter_body() -> Section:
    """The body of a letter: no heading, a list, a footnote and two languages."""
    return Section(
        role="words",
        title=(),
        anchor="body",
        lang="en",
        blocks=(
            paragraph(ENGLISH[0], Run("", note="a")),
            paragraph("We ask three things of your Ministry:"),
            Listing(
                (
                    (paragraph("an answer in writing;"),),
                    (paragraph("the number of people returned;"),),
                    (paragraph("access for families."),),
                ),
                ordered=True,
            ),
            languages_paragraph(),
            paragraph(ENGLISH[2]),
        ),
        notes=(("a", (paragraph("Interview of 4 September 2017, in our archive."),)),),
        origin="briefings/letter.md",
    )


def letter() -> Letter:
    """The frame of a letter."""
    return Letter(
        place_date="Tokyo, 12 October 2023",
        addressee=(
            "Her Excellency the Minister of Justice",
            "Ministry of Justice",
            "1-1-1 Kasumigaseki, Tokyo",
        ),
        subject="Protection of people who crossed the northern river",
        salutation="Your Excellency,",
        signatories=("A. B., Secretary General, Riverside Relief", "C. D., 川辺の会", "이 O., 강가의 모임"),
    )


def document(template: str = "digest", **changes: object) -> Document:
    """A rich document of `template`; `changes` replace fields."""
    digest = (everything(), post(1, "en"), post(2, "ja"), post(3, "ko"))
    sections = {
        "digest": (*digest, sources(*digest)),
        "briefing": briefing_sections(),
        "notebook": (replace(everything(), role="words", url="", meta=()),),
    }.get(template, (letter_body(), sources(post(1), post(2, "ja"))))
    made = Document(
        title=WORDS["title"][template],
        lang="en",
        template=template,
        sections=sections,
        brand=brand(),
        subtitle=WORDS["subtitle"].get(template, ""),
        date="12 October 2023",
        timestamp=1_697_068_800,
        edition=2,
        id="RR-2023-7f3a9c21",
        letter=letter() if template in {"statement", "open-letter"} else None,
        contents=template in {"digest", "briefing"},
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names real fields


def small(*blocks: Block, template: str = "notebook", lang: str = "en", **changes: object) -> Document:
    """A short document of one section with the given blocks."""
    section = Section("post", text("A post"), "a-post", lang, blocks, origin="posts/a.md")
    return document(template, **{"sections": (section,), "lang": lang, **changes})


def posts(count: int, *, words: int = 800) -> Document:
    """A digest of `count` posts in three languages by turns."""
    made = tuple(post(number, ("en", "ja", "ko")[number % 3], words=words) for number in range(1, count + 1))
    return document("digest", sections=(*made, sources(*made)))
