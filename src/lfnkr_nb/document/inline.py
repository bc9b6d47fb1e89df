"""Runs: inline text with its look, gathered piece by piece into one flat tuple."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lfnkr_nb.document.characters import SOFT_BREAK, primary, split_languages
from lfnkr_nb.document.links import split_urls
from lfnkr_nb.document.tree import Mark, Run, Runs

__all__ = ["BREAK", "MARKS", "RunBuffer", "Style", "join", "lines", "trim"]

BREAK = Run("\n")

MARKS: dict[str, Mark] = {
    "b": "strong",
    "strong": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "u": "underline",
    "ins": "underline",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sub": "sub",
    "sup": "sup",
    "mark": "highlight",
    "small": "small",
}

_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = frozenset(" \n")
_UNEVEN = re.compile(r"[\t\r\n\f]|  ")


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks at one place: its marks, the link it belongs to, and the language around it."""

    lang: str
    marks: frozenset[Mark] = frozenset()
    href: str = ""

    def marked(self, mark: Mark) -> Style:
        """The same with one mark more."""
        return replace(self, marks=self.marks | {mark})


@dataclass(slots=True)
class RunBuffer:
    """Gathers the runs of one paragraph; blanks collapse as in HTML.

    Attributes:
        lang: Language of the section; runs in it carry no language of their own.
        runs: What was gathered.
    """

    lang: str
    runs: list[Run] = field(default_factory=list)
    _waiting: str = ""  # a blank or line end at the end of the last piece, not yet written

    def text(self, text: str, style: Style) -> None:
        """Add text in a style."""
        if _UNEVEN.search(text):
            text = _SPACES.sub(_one_blank, text)
        body = text.strip(" \n")
        if not body:
            self._waiting += text
            return
        self._close_gap(self._waiting + text[: text.index(body[0])], body[0], style)
        self._waiting = text[len(text.rstrip(" \n")) :]
        if "\n" in body:
            body = SOFT_BREAK.sub("", body).replace("\n", " ")
        self._add(body, style)

    def add(self, run: Run) -> None:
        """Add a finished run: a footnote call, a line break, ruby, math."""
        if run.text != "\n":
            self._close_gap(self._waiting, run.text[:1], Style(self.lang))
        self._waiting = ""
        self.runs.append(run)

    def take(self) -> Runs:
        """The gathered runs without blanks and breaks at both ends; the buffer is empty afterwards."""
        runs, self.runs, self._waiting = self.runs, [], ""
        return trim(join(runs))

    def _close_gap(self, gap: str, following: str, style: Style) -> None:
        """Write the blank between two pieces; a line end between two ideographs or kana is none."""
        if not gap or not self.runs or self.runs[-1].text == "\n":
            return
        before = next((run.text[-1] for run in reversed(self.runs) if run.text), "")
        if "\n" in gap and SOFT_BREAK.search(f"{before}\n{following}"):
            return
        last = self.runs[-1]
        marks, href = last.marks & style.marks, last.href if last.href == style.href else ""
        self.runs.append(Run(" ", marks=marks, href=href))

    def _add(self, text: str, style: Style) -> None:
        for piece, href in _linked(text, style):
            for stretch, lang in split_languages(piece, style.lang):
                own = "" if lang == self.lang or primary(lang) == primary(self.lang) else lang
                self.runs.append(Run(stretch, own, style.marks, href))


def _one_blank(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _linked(text: str, style: Style) -> list[tuple[str, str]]:
    """The text in pieces with the target of each: a link around it, or the address a piece is itself."""
    if style.href or "://" not in text or "code" in style.marks:
        return [(text, style.href)]
    return split_urls(text)


def join(runs: list[Run]) -> list[Run]:
    """Neighbours of the same look become one run."""
    groups: list[list[Run]] = []
    for run in runs:
        if groups and _alike(groups[-1][-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_as_one(group) for group in groups]


def _as_one(group: list[Run]) -> Run:
    return group[0] if len(group) == 1 else replace(group[0], text="".join(run.text for run in group))


def _alike(one: Run, other: Run) -> bool:
    plain = not (one.note or other.note or one.ruby or other.ruby or "math" in one.marks)
    look = one.marks == other.marks and one.href == other.href and one.lang == other.lang
    return plain and look and one.text != "\n" and other.text != "\n"


def trim(runs: list[Run]) -> Runs:
    """The runs without line breaks and blanks at both ends."""
    start, end = 0, len(runs)
    while start < end and _is_blank(runs[start]):
        start += 1
    while end > start and _is_blank(runs[end - 1]):
        end -= 1
    kept = runs[start:end]
    if kept and kept[0].text[:1] in _BLANKS:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" \n"))
    if kept and kept[-1].text[-1:] in _BLANKS:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
    return tuple(kept)


def _is_blank(run: Run) -> bool:
    return not run.note and not run.text.strip(" \n\u00a0")


def lines(parts: list[Runs]) -> Runs:
    """Several stretches of runs under each other, as one."""
    runs: list[Run] = []
    for part in parts:
        if part:
            runs += [BREAK, *part] if runs else part
    return tuple(runs)
