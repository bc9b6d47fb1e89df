"""Labels in place of names, everywhere in a document tree.

Four steps: all lines are read as one text and searched; what stands in addresses and in ruby is searched beside
it; the lines that hold a name are written anew; and how often each label was put in is said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.collecting import without_collection
from lfnkr_nb.document.characters import split_languages
from lfnkr_nb.document.tree import Document, KeyFigure, KeyFigures, Notice, Run, Section
from lfnkr_nb.protection.drawings import without_named_drawings
from lfnkr_nb.protection.joining import (
    Line,
    Lines,
    line_places,
    line_text,
    map_lines,
    read_lines,
    runs_in,
)
from lfnkr_nb.protection.label_marks import past_full_stop

if TYPE_CHECKING:
    from lfnkr_nb.protection.matching import Hit, Matcher
    from lfnkr_nb.protection.register import Register

__all__ = ["redact"]

#: Languages that `split_languages` gives; others were written into the text and stay.
_OF_SCRIPT: Final = frozenset({"", "ja", "ko"})


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch of a line that goes; the label stands in its place, or nothing where a name goes on."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class _Findings:
    """What was found: cuts by line, addresses that hold a name, and by section and label the count and the lines."""

    cuts: dict[int, list[_Cut]] = field(default_factory=lambda: defaultdict(list))
    addresses: set[str] = field(default_factory=set)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))


@without_collection()
def redact(
    document: Document, register: Register, *, before: Mapping[tuple[str, str], int] | None = None
) -> Document:
    """The document with a label in place of each name of the register, in whatever spelling it stands there.

    An address that holds a name is no link any more, and a drawing that shows one is left out. How often each
    label was put in, and where, is said in `notices`, by label and never by name.

    Args:
        document: The document.
        register: Whose names are replaced; see `Register.protecting`.
        before: What was replaced before the tree was made, as the count by (origin, label).
    """
    matcher = register.matcher()
    if any(picture.words for picture in document.pictures.values()):
        document = without_named_drawings(document, matcher)
    lines = read_lines(document)
    found = _search(document, lines, matcher)
    found.counted.update(before or {})
    places = line_places(document) if found.counted else []
    document = _without_told_keys(document, matcher)
    if found.cuts or found.addresses:
        document = _rewritten(document, lines, found)
    notices = (*map(partial(_without_names, matcher=matcher), document.notices), *_said(found, places))
    return replace(document, notices=notices) if notices != document.notices else document


# --- searching -------------------------------------------------------------------------------------------


def _search(document: Document, lines: Lines, matcher: Matcher) -> _Findings:
    found = _Findings()
    texts = [line_text(line) for line in lines.all]
    _search_lines(range(len(texts)), texts, lines, matcher, found)
    for columns in lines.columns:
        _search_lines(columns, texts, lines, matcher, found, across=True)
    _search_ruby(lines, matcher, found)
    found.addresses = _with_names(_addresses(document, lines), matcher)
    return found


def _search_lines(
    numbers: Iterable[int],
    texts: list[str],
    lines: Lines,
    matcher: Matcher,
    found: _Findings,
    *,
    across: bool = False,
) -> None:
    """Look for names in some lines read one after the other; `across` counts only those in several lines."""
    order = list(numbers)
    starts, place = [], 0
    for number in order:
        starts.append(place)
        place += len(texts[number]) + 1
    for hit in matcher.find("\n".join(texts[number] for number in order)):
        first = bisect_right(starts, hit.start) - 1
        last = bisect_right(starts, hit.end - 1) - 1
        if across and first == last:
            continue
        pieces = [(order[i], hit.start - starts[i], hit.end - starts[i]) for i in range(first, last + 1)]
        _note(hit, pieces, lines, found)


def _note(hit: Hit, pieces: list[tuple[int, int, int]], lines: Lines, found: _Findings) -> None:
    """Keep a name as cuts of the lines it stands in, unless another name was found there before."""
    cuts = [(n, max(start, 0), min(end, len(line_text(lines.all[n])))) for n, start, end in pieces]
    cuts = [cut for cut in cuts if cut[1] < cut[2]]
    if any(cut.start < end and start < cut.end for n, start, end in cuts for cut in found.cuts.get(n, ())):
        return
    for place, (number, start, end) in enumerate(cuts):
        found.cuts[number].append(_Cut(start, end, "" if place else hit.label))
    key = (lines.origins[cuts[0][0]], hit.label)
    found.counted[key] += 1
    found.lines[key].append(cuts[0][0])


def _search_ruby(lines: Lines, matcher: Matcher, found: _Findings) -> None:
    """A name in the reading above the text hides the text below it too."""
    for number, line in enumerate(lines.all):
        if isinstance(line, str) or not any(run.ruby for run in line):
            continue
        spoken, base, places = "", 0, []
        for run in line:
            said = run.ruby or run.text
            places += [(base, base + len(run.text))] * len(said)
            spoken += said
            base += len(run.text)
        for hit in matcher.find(spoken):
            _note(hit, [(number, places[hit.start][0], places[hit.end - 1][1])], lines, found)


def _addresses(document: Document, lines: Lines) -> set[str]:
    """Every address in a document."""
    figures = (item.href for section in document.sections for item in _key_figures(section))
    return {run.href for run in runs_in(lines)} | {s.url for s in document.sections} | set(figures)


def _key_figures(section: Section) -> Iterator[KeyFigure]:
    for block in section.blocks:
        if isinstance(block, KeyFigures):
            yield from block.items


def _with_names(addresses: set[str], matcher: Matcher) -> set[str]:
    """The addresses that hold a name; all are searched at once, which costs least."""
    ordered = sorted(filter(None, addresses))
    ends, place = [], 0
    for address in ordered:
        place += len(address) + 1
        ends.append(place)
    hits = matcher.find("\n".join(ordered), address=True)
    return {ordered[bisect_right(ends, hit.start)] for hit in hits} | {
        ordered[bisect_right(ends, hit.end - 1)] for hit in hits
    }


# --- writing anew ----------------------------------------------------------------------------------------


def _rewritten(document: Document, lines: Lines, found: _Findings) -> Document:
    """The document with its lines cut, labels put in, and addresses with names taken away."""
    numbers = iter(range(len(lines.all)))

    def change(line: Line) -> Line:
        number = next(numbers)
        cuts = sorted(found.cuts.get(number, ()), key=lambda cut: cut.start)
        if isinstance(line, str):
            return _cut_text(line, cuts) if cuts else line
        unlinked = tuple(replace(r, href="") if r.href in found.addresses else r for r in line)
        if cuts:
            return _cut_runs(unlinked, cuts, lines.langs[number])
        return unlinked if unlinked != line else line

    changed: Document = map_lines(document, change)
    sections = tuple(_without_addresses(section, found.addresses) for section in changed.sections)
    return replace(changed, sections=sections)


def _without_addresses(section: Section, addresses: set[str]) -> Section:
    blocks = tuple(
        _unlinked_figures(b, addresses) if isinstance(b, KeyFigures) else b for b in section.blocks
    )
    return replace(section, blocks=blocks, url="" if section.url in addresses else section.url)


def _unlinked_figures(block: KeyFigures, addresses: set[str]) -> KeyFigures:
    return KeyFigures(tuple(replace(i, href="") if i.href in addresses else i for i in block.items))


def _cut_text(text: str, cuts: list[_Cut]) -> str:
    parts, place = [], 0
    for cut in cuts:
        parts += [text[place : cut.start], cut.label]
        place = past_full_stop(text, cut.end, cut.label)
    return "".join([*parts, text[place:]])


def _cut_runs(runs: tuple[Run, ...], cuts: list[_Cut], lang: str) -> tuple[Run, ...]:
    """A line of runs with its cuts; its runs then no longer tell in which language or length a name stood there."""
    text = line_text(runs)
    spans = [(cut.start, past_full_stop(text, cut.end, cut.label), cut.label) for cut in cuts]
    made: list[Run] = []
    start = 0
    for run in runs:
        end = start + len(run.text)
        touching = [
            (max(a, start), min(b, end), label if a >= start else "")
            for a, b, label in spans
            if a < end and b > start
        ]
        made.append(_cut_run(run, start, touching) if touching else run)
        start = end
    return tuple(_in_languages([run for run in made if run.text or run.note], lang))


def _cut_run(run: Run, start: int, spans: list[tuple[int, int, str]]) -> Run:
    parts, place = [], start
    for a, b, label in spans:
        parts += [run.text[place - start : a - start], label]
        place = b
    text = "".join([*parts, run.text[place - start :]])
    return replace(run, text=text, ruby="", typst="", lang="" if run.lang in _OF_SCRIPT else run.lang)


def _in_languages(runs: list[Run], lang: str) -> Iterator[Run]:
    """Runs of one look joined and parted again by language, as if the label had always stood there."""
    joined: list[Run] = []
    for run in runs:
        if joined and _is_plain(run) and _is_plain(joined[-1]) and _look(run) == _look(joined[-1]):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(replace(run, lang="") if _is_plain(run) else run)
    for run in joined:
        if not _is_plain(run):
            yield run
            continue
        for stretch, language in split_languages(run.text, lang):
            yield replace(run, text=stretch, lang="" if language == lang else language)


def _is_plain(run: Run) -> bool:
    return (
        run.lang in _OF_SCRIPT
        and not run.note
        and not run.ruby
        and run.text != "\n"
        and "math" not in run.marks
    )


def _look(run: Run) -> tuple[Any, ...]:
    return run.marks, run.href


def _early(found: _Findings, key: tuple[str, str]) -> list[str]:
    return ["text"] if found.counted[key] > len(found.lines[key]) else []


# --- keys and notices ------------------------------------------------------------------------------------


def _without_told_keys(document: Document, matcher: Matcher) -> Document:
    """Footnotes whose keys hold a name are numbered instead: keys become ids in the file."""
    sections = tuple(
        _numbered(section) if any(matcher.find(key, address=True) for key, _ in section.notes) else section
        for section in document.sections
    )
    return document if sections == document.sections else replace(document, sections=sections)


def _numbered(section: Section) -> Section:
    keys = {key: str(number) for number, (key, _) in enumerate(section.notes, 1)}

    def change(line: Line) -> Line:
        if isinstance(line, str):
            return line
        return tuple(replace(run, note=keys.get(run.note, run.note)) if run.note else run for run in line)

    changed: Section = map_lines(section, change)
    return replace(changed, notes=tuple((keys[key], blocks) for key, blocks in changed.notes))


def _without_names(notice: Notice, *, matcher: Matcher) -> Notice:
    """What was said before names were replaced, with labels too: it stands on a screen or in a log."""
    message, hits = matcher.replace(notice.message)
    return replace(notice, message=message) if hits else notice


def _said(found: _Findings, places: list[str]) -> Iterator[Notice]:
    """How often each label was put in, by origin, and in which fields; then how many links were taken away."""
    for key, count in sorted(found.counted.items()):
        origin, label = key
        times = "once" if count == 1 else f"{count} times"
        # What was replaced before there was a tree is the text that became the excerpt.
        fields = dict.fromkeys([*(places[number] for number in found.lines[key]), *_early(found, key)])
        yield Notice(f"{label} stands in place of a name {times} ({', '.join(fields)})", origin)
    if count := len(found.addresses):
        links = "A link was" if count == 1 else f"{count} links were"
        yield Notice(f"{links} taken away: the address holds a name that stays inside")
