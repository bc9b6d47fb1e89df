"""Documents grown at random from a seed: what no author would write but some old post will hold."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import documents
from documents import paragraph
from lfnkr_nb.document.tree import (
    Block,
    Box,
    BreakBefore,
    Cell,
    Code,
    Definitions,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Run,
    Section,
    Table,
)

MARKS: tuple[Mark, ...] = ("strong", "em", "strike", "underline", "code", "sub", "sup", "highlight", "small")
TEXTS = (
    " ",
    "\n",
    "a  b",
    "日本語の文",
    "한국어 문장 ",
    "😀",
    "العربية",
    "e\u0301",
    "．。、（）",
    "“q”",
    "x" * 70,
)
LANGS = ("", "", "", "ja", "ko", "ar", "en-GB", "zh-Hant-TW", "bogus!")
HREFS = ("", "", "", "", "https://e.org/é?x=#y", "#s1", "#nowhere", "mailto:a@b.c")
DEEP = 5


@dataclass
class Grower:
    """Grows blocks; remembers the tokens that must reach the page."""

    chance: random.Random
    tokens: list[str] = field(default_factory=list)

    def runs(self, *, notes: bool = True) -> tuple[Run, ...]:
        """Up to five runs with any looks, links, languages, rubies and footnote calls."""
        return tuple(self.run(notes=notes) for _ in range(self.chance.randint(0, 5)))

    def run(self, *, notes: bool) -> Run:
        """One run; most hold a token of their own."""
        pick = self.chance.choice
        if notes and self.chance.random() < 0.08:
            return Run("", note=pick("ab"))
        words = pick(TEXTS)
        if words.strip():
            self.tokens.append(f"t{len(self.tokens)}t")
            words = self.tokens[-1] + words
        marks = frozenset(self.chance.sample(MARKS, pick([0, 0, 1, 2, 4])))
        ruby = pick(["", "", "", "よみ"]) if words.strip() else ""
        return Run(words, lang=pick(LANGS), marks=marks, href=pick(HREFS), ruby=ruby)

    def blocks(self, most: int, depth: int) -> tuple[Block, ...]:
        """Up to `most` blocks."""
        return tuple(self.block(depth) for _ in range(self.chance.randint(0, most)))

    def block(self, depth: int) -> Block:
        """Any block; from some depth on only those that hold no others."""
        kinds = [self.paragraph, self.paragraph, self.heading, self.code, self.figure]
        if depth < DEEP:
            kinds += [
                self.listing,
                self.definitions,
                self.quote,
                self.table,
                self.box,
                self.key_figures,
                self.rule,
            ]
        return self.chance.choice(kinds)(depth)

    def paragraph(self, _: int) -> Block:
        """A paragraph of any role."""
        return Paragraph(
            self.runs(), role=self.chance.choice(["", "", "lead", "question", "answer", "byline"])
        )

    def heading(self, _: int) -> Block:
        """A heading of any level."""
        return Heading(self.chance.randint(2, 6), (*self.runs(), Run("h")))

    def code(self, _: int) -> Block:
        """Lines of code, some empty, some long."""
        lines = (
            self.chance.choice(["", "  x", "y" * 150, "\tz", "日本"])
            for _ in range(self.chance.randint(0, 4))
        )
        return Code("\n".join(lines))

    def figure(self, _: int) -> Block:
        """A wide, tall, ordinary or missing picture."""
        sizes = [(640, 400), (20, 1500), (1500, 20)]
        picture = self.chance.choice([None, *(documents.picture(*size) for size in sizes)])
        return Figure(picture, self.chance.choice(["", "alt"]), self.runs())

    def listing(self, depth: int) -> Block:
        """A list of any start."""
        items = tuple(self.blocks(3, depth + 1) for _ in range(self.chance.randint(0, 4)))
        return Listing(items, ordered=self.chance.random() < 0.5, start=self.chance.randint(-2, 30))

    def definitions(self, depth: int) -> Block:
        """A definition list."""
        count = self.chance.randint(0, 3)
        return Definitions(tuple((self.runs(), self.blocks(2, depth + 1)) for _ in range(count)))

    def quote(self, depth: int) -> Block:
        """A quotation."""
        return Quote(self.blocks(3, depth + 1), cite=self.runs())

    def table(self, depth: int) -> Block:
        """A table with header cells anywhere and spans along rows."""
        rows, columns = self.chance.randint(1, 6), self.chance.randint(1, self.chance.choice([3, 12]))
        cells = []
        for row in range(rows):
            column = 0
            while column < columns:
                span = self.chance.randint(1, columns - column) if self.chance.random() < 0.15 else 1
                blocks = self.blocks(2, depth + 1)
                header = self.chance.random() < 0.2
                align = self.chance.choice(["", "left", "center", "right"])
                cells.append(Cell(row, column, blocks, colspan=span, header=header, align=align))
                column += span
        return Table(tuple(cells), rows, columns, self.chance.randint(0, rows), self.runs())

    def box(self, depth: int) -> Block:
        """A box of any role."""
        role = self.chance.choice(["part", "back-story", "note", "output"])
        return Box(role, self.runs(), self.blocks(3, depth + 1))

    def key_figures(self, _: int) -> Block:
        """Key figures, from none to seven."""
        pick = self.chance.choice
        made = (
            KeyFigure(
                "1" * self.chance.randint(1, 14), pick(["", "up to"]), "label " * 4, pick(["", "source"])
            )
            for _ in range(self.chance.randint(0, 7))
        )
        return KeyFigures(tuple(made))

    def rule(self, depth: int) -> Block:
        """A rule, or a page break where one may stand."""
        return BreakBefore() if depth == 0 and self.chance.random() < 0.5 else Rule()

    def section(self, number: int) -> Section:
        """A section with two footnotes, the second called from the first."""
        return Section(
            role=self.chance.choice(["post", "words", "group", "sources"]),
            title=self.runs(),
            anchor=f"s{number}",
            lang=self.chance.choice(["en", "ja", "ko"]),
            blocks=self.blocks(6, 0),
            meta=self.chance.choice([(), ("m", "n")]),
            standfirst=self.runs(notes=False),
            notes=(("a", self.blocks(2, DEEP)), ("b", (paragraph("a note"),))),
            origin=f"posts/{number}.md",
            level=self.chance.choice([1, 1, 2]),
        )


def grown(seed: int) -> tuple[Document, list[str]]:
    """A document and the tokens that must be found in it."""
    grower = Grower(random.Random(seed))
    sections = tuple(grower.section(number) for number in range(grower.chance.randint(1, 4)))
    template = grower.chance.choice(documents.TEMPLATES)
    lang = grower.chance.choice(["en", "ja", "ko"])
    return documents.document(template, sections=sections, lang=lang), grower.tokens
