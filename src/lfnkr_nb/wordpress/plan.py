"""First pass over an export: what there is, which file each post gets, and what links can point to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from sys import intern
from typing import TYPE_CHECKING, Final

from lfnkr_nb.counting import counted
from lfnkr_nb.wordpress.facts import Attachment, Facts, gather_facts
from lfnkr_nb.wordpress.items import parse_item, parse_record, record_values
from lfnkr_nb.wordpress.languages import polylang_group
from lfnkr_nb.wordpress.names import NameBook
from lfnkr_nb.wordpress.parcel import Parcel
from lfnkr_nb.wordpress.texts import plain_title
from lfnkr_nb.wordpress.wp_dates import ZoneGuess, format_offset
from lfnkr_nb.wordpress.wxr import Chunk, Head, broken_off_at, split_export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml import etree

    from lfnkr_nb.wordpress.ledger import Ledger
    from lfnkr_nb.wordpress.pool import Pool
    from lfnkr_nb.wordpress.sources import Part

__all__ = ["Outline", "Plan", "Site", "survey"]

_BATCH: Final = 64


@dataclass(slots=True)
class Outline(Parcel):
    """One file to be written: where its item is kept, and what was decided about it."""

    spool: str
    start: int
    length: int
    line: int
    key: str
    source: str
    id: str
    type: str
    status: str
    slug: str = ""
    file: str = ""
    date: str = ""
    modified: str = ""
    variant: str = ""
    group: str = ""
    link: str = ""
    language: str = ""
    first: bool = True


@dataclass
class Site:
    """What the items of an export have in common.

    Attributes:
        bylines: Display name by account name. Account names and e-mail addresses go no further.
        categories: Slug → (name, slug of the parent).
        term_ids: Id of a category → its slug.
        guests: Term slug of an author without an account (Co-Authors Plus) → display name.
        terms: Every term with its description, for the site's own record.
    """

    title: str = ""
    links: list[str] = field(default_factory=list)
    language: str = ""
    version: str = ""
    bylines: dict[str, str] = field(default_factory=dict)
    categories: dict[str, tuple[str, str]] = field(default_factory=dict)
    term_ids: dict[str, str] = field(default_factory=dict)
    guests: dict[str, str] = field(default_factory=dict)
    terms: dict[str, dict[str, str]] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)


@dataclass
class Plan:
    """The result of the first pass."""

    site: Site = field(default_factory=Site)
    outlines: list[Outline] = field(default_factory=list)
    archives: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    old_slugs: dict[str, int] = field(default_factory=dict)
    read: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    losses: list[tuple[str, str, int, str]] = field(default_factory=list)
    notes: list[tuple[str, str, int, str]] = field(default_factory=list)


class _Surveyor:
    """Puts together what the records of all parts tell."""

    def __init__(self, ledger: Ledger, report: Callable[[int], None]) -> None:
        self.plan = Plan()
        self.zone = ZoneGuess()
        self.ledger = ledger
        self.report = report
        self.seen: dict[str, list[str]] = {}
        self.guesses: list[tuple[Outline, str, str]] = []
        self.polylang: dict[str, tuple[str, str]] = {}
        self.count = 0

    def begin(self, head: Head) -> None:
        """Take over what a part says about the site."""
        site = self.plan.site
        site.title, site.language = site.title or head.title, site.language or head.language
        site.version = site.version or head.version
        if head.link and head.link not in site.links:
            site.links.append(head.link)

    def end(self, part: Part, head: Head) -> None:
        """Say what was odd about a part as a whole."""
        if head.garbage_lines:
            self.plan.notes.append(
                ("file", part.name, 1, f"{counted(head.garbage_lines, 'line')} of other text before the XML")
            )
        if line := broken_off_at(part.path):
            self.plan.losses.append(
                ("file", part.name, line, "the file breaks off; what comes after is missing")
            )

    def oversized(self, name: str, chunk: Chunk) -> None:
        """An item that is too large to be read."""
        self.plan.read[chunk.kind, "oversized"] += 1
        self.plan.losses.append(
            ("item", name, chunk.line, f"it is larger than the limit ({chunk.length:,} bytes)")
        )

    def record(self, chunk: Chunk, data: bytes, head: Head) -> None:
        """An author or a term."""
        element, notes = parse_record(data, head.wrapper)
        values = record_values(element)
        self.plan.notes.extend((what, chunk.kind, chunk.line, why) for what, why in notes)
        site = self.plan.site
        if chunk.kind == "author":
            site.bylines[values.get("author_login", "")] = values.get("author_display_name", "")
            return
        slug, name, parent, taxonomy = _term_of(chunk.kind, values)
        if taxonomy == "category":
            site.categories[slug] = (plain_title(name) or slug, parent)
            if number := values.get("term_id"):
                site.term_ids[number] = slug
        description = (
            values.get("category_description")
            or values.get("tag_description")
            or values.get("term_description")
        )
        term = {
            "name": plain_title(name),
            "parent": parent,
            "description": description or "",
            "meta": _term_meta(element),
        }
        if taxonomy == "post_translations":
            for language, number in polylang_group(description or ""):
                self.polylang[number] = (f"polylang:{slug}", language)
        if taxonomy not in ("nav_menu", "author"):
            site.terms[f"{taxonomy} {slug}"] = {key: value for key, value in term.items() if value}

    def item(self, chunk: Chunk, facts: Facts, spool: str) -> None:
        """An item, which is kept in that spool file if it is a post."""
        plan = self.plan
        self.count += 1
        if self.count % 200 == 0:
            self.report(self.count)
        plan.read[facts.type or "(none)", facts.status or "(none)"] += 1
        if chunk.problem == "truncated":
            plan.losses.append(
                ("item", facts.name, chunk.line, "the file ends, or another item starts, inside it")
            )
        for what, why in facts.notes:
            target = plan.losses if what == "control characters" else plan.notes
            target.append((what, facts.name, chunk.line, why))
        plan.comments += facts.comments
        if facts.variants:
            self._post(chunk, facts, spool)
            return
        plan.skipped[facts.type] += 1
        if facts.type == "guest-author":
            plan.site.guests[facts.slug] = facts.name
        if facts.attachment:
            plan.site.attachments[facts.id or facts.link or facts.key] = facts.attachment
        elif facts.block:
            plan.site.blocks[facts.id] = facts.block

    def _post(self, chunk: Chunk, facts: Facts, spool: str) -> None:
        earlier = self.seen.setdefault(facts.key, [])
        if facts.source in earlier:
            self.plan.repeated[facts.type or "post"] += 1
            return
        earlier.append(facts.source)
        key = facts.key if len(earlier) == 1 else f"{facts.key}#{len(earlier)}"
        places: list[int] = []
        for variant in facts.variants:
            outline = Outline(
                spool, facts.start, facts.length, chunk.line,
                f"{key}#{variant.language}" if facts.split else key,
                facts.source, facts.id, intern(facts.type or "post"), intern(facts.status or "draft"),
                variant.slug, date=facts.date,
                variant=intern(variant.language) if facts.split else "", group=facts.group, link=facts.link,
                first=not places,
            )  # fmt: skip
            places.append(len(self.plan.outlines))
            self.plan.outlines.append(outline)
            if facts.local:
                self.guesses.append((outline, "date", facts.local))
            if facts.local_modified:
                self.guesses.append((outline, "modified", facts.local_modified))
        for local, minutes in facts.offsets:
            self.zone.add(local, minutes)
        for term in facts.terms:
            self.plan.archives[term].append(places[0])
        for slug in facts.old_slugs:
            self.plan.old_slugs.setdefault(slug, places[0])

    def finish(self) -> Plan:
        """Guess missing offsets, group translations, name all files, and list posts by date."""
        self._group_translations()
        for outline, attribute, local in self.guesses:
            moment = datetime.fromisoformat(local)
            setattr(outline, attribute, _with_offset(moment, self.zone.at(local)))
        self._name_files()
        for place, outline in enumerate(self.plan.outlines):
            if outline.date and outline.type != "page":
                for length in (4, 7, 10):
                    self.plan.archives[f"date:{outline.date[:length]}"].append(place)
        return self.plan

    def _group_translations(self) -> None:
        """Add the posts that do not name their group themselves: the group's record or a translation does."""
        originals = {outline.group for outline in self.plan.outlines if outline.group.startswith("of:")}
        for outline in self.plan.outlines:
            if outline.group:
                continue
            if outline.id in self.polylang:
                outline.group, outline.language = self.polylang[outline.id]
            else:
                for name in (f"of:{outline.id}", f"of:{outline.key}"):
                    outline.group = name if name in originals else outline.group

    def _name_files(self) -> None:
        """Give each file its name; an item imported before keeps the one it has."""
        book = NameBook()
        for entry in self.ledger.entries.values():
            book.reserve(entry.slug)
        for outline in self.plan.outlines:
            known = self.ledger.entries.get(outline.key)
            if known:
                outline.slug, outline.file = known.slug, known.file
                continue
            outline.slug = book.claim(outline.slug)
            day = outline.date[:10]
            outline.file = f"{day[:4]}/{day}-{outline.slug}.md" if day else f"undated/{outline.slug}.md"


def _with_offset(moment: datetime, minutes: int | None) -> str:
    """The moment with the site's offset then; only its day when no item of the export tells the offset."""
    if minutes is None:
        return str(moment.date())
    return f"{moment.isoformat()}{format_offset(timedelta(minutes=minutes))}"


def _term_of(kind: str, values: dict[str, str]) -> tuple[str, str, str, str]:
    """Slug, name, parent's slug and taxonomy of a term record."""
    if kind == "category":
        return (
            values.get("category_nicename", ""),
            values.get("cat_name", ""),
            values.get("category_parent", ""),
            kind,
        )
    if kind == "tag":
        return values.get("tag_slug", ""), values.get("tag_name", ""), "", "post_tag"
    names = ("term_slug", "term_name", "term_parent", "term_taxonomy")
    slug, name, parent, taxonomy = (values.get(key, "") for key in names)
    return slug, name, parent, taxonomy


def _term_meta(element: etree._Element) -> str:
    metas = [list(record_values(child).values()) for child in element if str(child.tag).endswith("termmeta")]
    return "\n".join(": ".join(pair) for pair in metas)


def survey(
    parts: list[tuple[Part, Head]],
    ledger: Ledger,
    *,
    pool: Pool,
    workdir: Path,
    report: Callable[[int], None],
) -> Plan:
    """Read all parts once and decide what becomes of each item.

    Args:
        parts: The readable parts with their heads.
        ledger: Earlier imports; their items keep their files.
        pool: Where items are read.
        workdir: Where posts are kept for the second pass.
        report: Called with the number of items read so far.
    """
    surveyor = _Surveyor(ledger, report)
    numbers = count()
    for part, head in parts:
        surveyor.begin(head)
        batches = _batched(_other_records(surveyor, part, head), _BATCH)
        arguments = (
            (str(part.path), head.wrapper, batch, str(workdir / f"spool-{next(numbers)}"))
            for batch in batches
        )
        for (*_, batch, spool), found in pool.run(gather_facts, arguments):
            for chunk, facts in zip(batch, found, strict=True):
                surveyor.item(chunk, facts, spool)
        surveyor.end(part, head)
    return surveyor.finish()


def _other_records(surveyor: _Surveyor, part: Part, head: Head) -> Iterator[Chunk]:
    """The items of a part; authors, terms and what is too large are dealt with on the way."""
    with part.path.open("rb") as file:
        for chunk in split_export(part.path):
            if chunk.kind == "item" and chunk.problem != "oversized":
                yield chunk
                continue
            file.seek(chunk.start)
            if chunk.problem == "oversized":
                item = parse_item(file.read(4096), head.wrapper)
                surveyor.oversized(plain_title(item.title) or item.link or part.name, chunk)
            else:
                surveyor.record(chunk, file.read(chunk.length), head)


def _batched(chunks: Iterator[Chunk], size: int) -> Iterator[list[Chunk]]:
    while batch := list(islice(chunks, size)):
        yield batch
