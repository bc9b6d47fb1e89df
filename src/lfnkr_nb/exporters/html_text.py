"""Runs of text as HTML: marks, languages, links, readings, footnote calls and formulas."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from lfnkr_nb.document.tree import Heading, Notice, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lfnkr_nb.document.tree import Block, Mark, Run, Runs, Section

__all__ = ["Footnote", "Page", "Place"]

#: Marks and their elements, from the innermost to the outermost.
_ELEMENTS: Final[tuple[tuple[Mark, Markup], ...]] = (
    ("code", Markup("<code>{}</code>")),
    ("sub", Markup("<sub>{}</sub>")),
    ("sup", Markup("<sup>{}</sup>")),
    ("small", Markup("<small>{}</small>")),
    ("highlight", Markup("<mark>{}</mark>")),
    ("underline", Markup("<u>{}</u>")),
    ("strike", Markup("<s>{}</s>")),
    ("em", Markup("<em>{}</em>")),
    ("strong", Markup("<strong>{}</strong>")),
)

_CALL: Final = Markup(
    '<sup class="call"><a id="{id}" href="#{note}" role="doc-noteref" aria-label="{label}">{number}</a></sup>'
)

#: What a link of the finished page may start with; anything else is shown as text.
_OUTSIDE: Final = ("https://", "http://")


@dataclass(slots=True)
class Page:
    """What all places of a page share.

    Attributes:
        words: The document's own words.
        anchors: Ids that links inside the document may point at.
        formulas: MathML by Typst source; a formula without is shown as TeX.
        notices: What could not be shown as it was meant, as it is found.
    """

    words: Mapping[str, str]
    anchors: frozenset[str]
    formulas: Mapping[str, str]
    notices: list[Notice] = field(default_factory=list)

    def inside(self, href: str) -> str:
        """A link inside the page; to a heading that became something else, to its section; else empty."""
        section = href.partition(".")[0]
        return next((link for link in (href, section) if link[1:] in self.anchors), "")

    def notice(self, message: str, *, origin: str, hint: str) -> None:
        """Say something once, however often it happens."""
        said = Notice(message, origin, hint)
        if said not in self.notices:
            self.notices.append(said)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote as it stands at the end of its section: its own id and the ids of its calls."""

    id: str
    calls: tuple[str, ...]
    blocks: tuple[Block, ...]


class Place:
    """Where text stands: a section at a heading level of the page.

    Args:
        section: The section.
        level: Heading level of the section's title on the page; 1 when it has none.
        page: What all places share.
    """

    def __init__(self, section: Section, level: int, page: Page) -> None:
        self.section = section
        self.level = level
        self.page = page
        self._numbers = {key: number for number, (key, _) in enumerate(section.notes, start=1)}
        self._calls: Counter[str] = Counter()
        levels = [block.level for block in walk(section.blocks) if isinstance(block, Heading)]
        self._first = min(levels, default=2)

    def heading(self, level: int) -> int:
        """Level on the page of a heading inside the section: the highest stands right under the title."""
        return self.level + 1 + max(0, level - self._first)

    def runs(self, runs: Runs) -> Markup:
        """Runs as HTML; neighbours with the same target become one link."""
        groups = groupby(runs, key=lambda run: run.href)
        return Markup("").join(self._link(href, self._texts(group)) for href, group in groups)

    def formula(self, run: Run, *, display: bool = True) -> Markup:
        """A formula as MathML, else as its TeX; `display` sets it large, for a line of its own."""
        made = self.page.formulas.get(run.typst, "") if run.typst else ""
        if display:
            made = made.replace("<math>", '<math display="block">', 1)
        # The MathML was rebuilt from an allow-list of elements in `mathml.py`.
        return Markup(made) if made else Markup('<code class="tex">{}</code>').format(run.text)  # noqa: S704

    def title(self, runs: Runs) -> Markup:
        """Runs for a place that is a link itself: no links and no footnote calls."""
        return self._texts(run for run in runs if not run.note)

    def footnotes(self) -> list[Footnote]:
        """The section's footnotes; to be asked for after its text, when all calls are known."""
        return [
            Footnote(
                self._note_id(number),
                tuple(self._call_id(number, call) for call in range(1, self._calls[key] + 1)),
                blocks,
            )
            for number, (key, blocks) in enumerate(self.section.notes, start=1)
        ]

    def _texts(self, runs: Iterable[Run]) -> Markup:
        return Markup("").join(self._run(run) for run in runs)

    def _run(self, run: Run) -> Markup:
        if run.note:
            return self._call(run.note)
        if run.text == "\n":
            return Markup("<br>\n")
        if "math" in run.marks:
            return self.formula(run, display=False)
        return self._look(run)

    def _look(self, run: Run) -> Markup:
        text = escape(run.text)
        if run.ruby:
            text = Markup("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>").format(text, run.ruby)
        for mark, element in _ELEMENTS:
            if mark in run.marks:
                text = element.format(text)
        if run.lang and run.lang != self.section.lang:
            text = Markup('<span lang="{}">{}</span>').format(run.lang, text)
        return text

    def _link(self, href: str, text: Markup) -> Markup:
        if not href:
            return text
        if href.startswith(_OUTSIDE):
            return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(href, text)
        target = href if href.startswith("mailto:") else self.page.inside(href)
        if target:
            return Markup('<a href="{}">{}</a>').format(target, text)
        self.page.notice(
            f"A link to {href} leads nowhere in this document and is shown as text",
            origin=self.section.origin,
            hint="Link to the address of the post, or put the post into the briefing",
        )
        return text

    def _call(self, key: str) -> Markup:
        number = self._numbers.get(key)
        if number is None:
            self.page.notice(
                f"The footnote {key!r} is called but does not exist",
                origin=self.section.origin,
                hint="Add the footnote's text to the post or remove its call",
            )
            return Markup("")
        self._calls[key] += 1
        return _CALL.format(
            id=self._call_id(number, self._calls[key]),
            note=self._note_id(number),
            label=self.page.words["footnote"].format(number=number),
            number=number,
        )

    # Section anchors hold no dot, so ids with one never meet them.
    def _note_id(self, number: int) -> str:
        return f"{self.section.anchor}.note{number}"

    def _call_id(self, number: int, call: int) -> str:
        return f"{self.section.anchor}.call{number}" + (f".{call}" if call > 1 else "")
