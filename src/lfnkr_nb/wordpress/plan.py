"""First pass over an export: what there is, which file each post gets, and what links can point to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from lfnkr_nb.wordpress.digest import digest
from lfnkr_nb.wordpress.items import Item, parse_item, parse_record
from lfnkr_nb.wordpress.languages import languages_in, post_language, translation_group
from lfnkr_nb.wordpress.names import NameBook, safe_slug, slug_from_title
from lfnkr_nb.wordpress.texts import plain_title
from lfnkr_nb.wordpress.wp_dates import ZoneGuess, format_offset, parse_wp_date, zoned
from lfnkr_nb.wordpress.wxr import Chunk, Head, split_export

if TYPE_CHECKING:
    from collections.abc import Callable

    from lfnkr_nb.wordpress.ledger import Ledger
    from lfnkr_nb.wordpress.salvage import Node
    from lfnkr_nb.wordpress.sources import Part

__all__ = ["INTERNAL_TYPES", "PERSONAL_TYPES", "Attachment", "Outline", "Plan", "Site", "survey"]

#: WordPress's own records that are no content: menus, caches, settings, templates (register_post_type in core).
INTERNAL_TYPES: Final = frozenset(
    {"nav_menu_item", "revision", "oembed_cache", "wp_navigation", "wp_template", "wp_template_part",
     "wp_global_styles", "wp_font_family", "wp_font_face", "custom_css", "customize_changeset", "user_request",
     "wp_block", "acf-field", "acf-field-group", "elementor_library", "wpcf7_contact_form", "mc4wp-form",
     "amp_validated_url", "scheduled-action", "patterns_ai_data", "wpforms", "popup_theme", "jp_pay_order"}
)  # fmt: skip
#: Records of plugins that hold letters, orders or addresses of people; never written.
PERSONAL_TYPES: Final = frozenset(
    {"feedback", "flamingo_inbound", "flamingo_contact", "flamingo_outbound", "shop_order", "shop_order_refund",
     "shop_subscription", "edd_payment", "give_payment", "give_forms", "wpforms_entries", "nf_sub", "newsletter",
     "mailpoet_page", "customer", "subscriber"}
)  # fmt: skip


@dataclass(slots=True)
class Outline:
    """One file to be written: where its item stands, and what was decided about it."""

    part: int
    start: int
    length: int
    line: int
    key: str
    source: str
    id: str
    type: str
    status: str
    title: str
    slug: str = ""
    file: str = ""
    date: str = ""
    modified: str = ""
    lang: str = ""
    variant: str = ""
    group: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the media library."""

    url: str
    alt: str = ""
    caption: str = ""
    title: str = ""
    description: str = ""
    parent: str = ""
    line: int = 0


@dataclass
class Site:
    """What the items of an export have in common.

    Attributes:
        bylines: Display name by account name. Account names and e-mail addresses go no further.
        categories: Slug → (name, slug of the parent).
        terms: Every term with its description, for the site's own record.
    """

    title: str = ""
    links: list[str] = field(default_factory=list)
    language: str = ""
    version: str = ""
    bylines: dict[str, str] = field(default_factory=dict)
    categories: dict[str, tuple[str, str]] = field(default_factory=dict)
    terms: list[dict[str, str]] = field(default_factory=list)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    used_blocks: set[str] = field(default_factory=set)


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
    """Reads every record of every part once."""

    def __init__(self, ledger: Ledger, report: Callable[[int], None]) -> None:
        self.plan = Plan()
        self.zone = ZoneGuess()
        self.ledger = ledger
        self.report = report
        self.seen: dict[str, list[str]] = {}
        self.undated: list[tuple[Outline, str, str]] = []
        self.count = 0

    def part(self, number: int, part: Part, head: Head) -> None:
        site = self.plan.site
        site.title, site.language = site.title or head.title, site.language or head.language
        site.version = site.version or head.version
        if head.link and head.link not in site.links:
            site.links.append(head.link)
        with part.path.open("rb") as file:
            for chunk in split_export(part.path):
                file.seek(chunk.start)
                if chunk.problem == "oversized":
                    self._oversized(part, chunk, file.read(4096), head)
                elif chunk.kind == "item":
                    self._item(number, chunk, file.read(chunk.length), head)
                else:
                    self._record(chunk, file.read(chunk.length), head)

    def _oversized(self, part: Part, chunk: Chunk, start: bytes, head: Head) -> None:
        item = parse_item(start, head.wrapper)
        name = plain_title(item.title) or part.name
        self.plan.read["item", "oversized"] += 1
        self.plan.losses.append(
            ("item", name, chunk.line, f"it is larger than the limit ({chunk.length:,} bytes)")
        )

    # --- terms and authors ------------------------------------------------------------------------------

    def _record(self, chunk: Chunk, data: bytes, head: Head) -> None:
        node, notes = parse_record(data, head.wrapper)
        values = {child.name.split(":")[-1]: child.text.strip() for child in node.children}
        self.plan.notes.extend((chunk.kind, what, chunk.line, why) for what, why in notes)
        site = self.plan.site
        if chunk.kind == "author":
            site.bylines[values.get("author_login", "")] = values.get("author_display_name", "")
            return
        slug, name, parent, taxonomy = _term_of(chunk.kind, values)
        if taxonomy == "category":
            site.categories[slug] = (plain_title(name) or slug, parent)
        term = {"taxonomy": taxonomy, "slug": slug, "name": plain_title(name), "parent": parent}
        description = (
            values.get("category_description")
            or values.get("tag_description")
            or values.get("term_description")
        )
        if description:
            term["description"] = description
        meta = _term_meta(node)
        if meta:
            term["meta"] = meta
        if taxonomy != "nav_menu" and term not in site.terms:
            site.terms.append(term)

    # --- items ------------------------------------------------------------------------------------------

    def _item(self, part: int, chunk: Chunk, data: bytes, head: Head) -> None:
        item = parse_item(data, head.wrapper)
        self.count += 1
        if self.count % 200 == 0:
            self.report(self.count)
        kind, status = item.type or "(none)", item.status or "(none)"
        self.plan.read[kind, status] += 1
        name = plain_title(item.title) or item.link or f"item {item.id or '?'}"
        if chunk.problem == "truncated":
            self.plan.losses.append(
                ("item", name, chunk.line, "the file ends, or another item starts, inside it")
            )
        for what, why in item.notes:
            target = self.plan.losses if what == "control characters" else self.plan.notes
            target.append((what, name, chunk.line, why))
        self.plan.comments += len(item.comments)
        if item.type == "attachment":
            self._attachment(item, chunk.line)
        elif item.type in INTERNAL_TYPES or item.type in PERSONAL_TYPES:
            self.plan.skipped[item.type] += 1
            if item.type == "wp_block":
                self.plan.site.blocks[item.id] = item.content
        else:
            self._post(part, chunk, item, digest(data), name)

    def _attachment(self, item: Item, line: int) -> None:
        self.plan.skipped["attachment"] += 1
        key = item.id or item.link or item.attachment_url
        self.plan.site.attachments[key] = Attachment(
            url=item.attachment_url or item.guid,
            alt=item.meta_value("_wp_attachment_image_alt").strip(),
            caption=item.excerpt.strip(),
            title=item.title,
            description=item.content.strip(),
            parent=item.parent if item.parent != "0" else "",
            line=line,
        )

    def _post(self, part: int, chunk: Chunk, item: Item, source: str, name: str) -> None:
        key = self._key(item, source)
        if key is None:
            self.plan.repeated[item.type or "post"] += 1
            return
        if not item.type or not item.status or not item.id:
            missing = [
                word
                for word, value in (("type", item.type), ("id", item.id), ("status", item.status))
                if not value
            ]
            self.plan.notes.append(("item", name, chunk.line, f"it has no {' and no '.join(missing)}"))
        for variant in languages_in(item) or [""]:
            outline = Outline(
                part, chunk.start, chunk.length, chunk.line, key + (f"#{variant}" if variant else ""), source,
                item.id, item.type or "post", item.status or "draft", name,
                lang=variant or post_language(item, self.plan.site.language), variant=variant,
                group=key if variant else translation_group(item), link=item.link,
            )  # fmt: skip
            self._dates(outline, item)
            outline.slug = self._wished_slug(item, variant)
            self._enlist(outline, item)

    def _key(self, item: Item, source: str) -> str | None:
        """What identifies the item in every export; None when the very same item was here already."""
        key = item.guid or (f"id:{item.id}" if item.id else item.link) or f"text:{source}"
        earlier = self.seen.setdefault(key, [])
        if source in earlier:
            return None
        earlier.append(source)
        return key if len(earlier) == 1 else f"{key}#{len(earlier)}"

    def _dates(self, outline: Outline, item: Item) -> None:
        local, gmt = parse_wp_date(item.date), parse_wp_date(item.date_gmt)
        changed, changed_gmt = parse_wp_date(item.modified), parse_wp_date(item.modified_gmt)
        outline.date, offset = zoned(local, gmt)
        outline.modified, changed_offset = zoned(changed, changed_gmt)
        if local and offset is not None:
            self.zone.add(str(local), offset)
        if changed and changed_offset is not None:
            self.zone.add(str(changed), changed_offset)
        if local and not outline.date:
            self.undated.append((outline, "date", str(local)))
        if changed and not outline.modified:
            self.undated.append((outline, "modified", str(changed)))

    @staticmethod
    def _wished_slug(item: Item, variant: str) -> str:
        raw = item.slug
        if item.status == "trash":
            raw = item.meta_value("_wp_desired_post_slug") or raw.removesuffix("__trashed")
        slug = (
            safe_slug(raw) or slug_from_title(plain_title(item.title)) or f"post-{safe_slug(item.id) or 'x'}"
        )
        return f"{slug}-{variant}" if variant else slug

    def _enlist(self, outline: Outline, item: Item) -> None:
        place = len(self.plan.outlines)
        self.plan.outlines.append(outline)
        if outline.variant and outline.variant != outline.lang:
            return
        for term in item.terms:
            self.plan.archives[f"{term.taxonomy}:{safe_slug(term.slug)}"].append(place)
        for key, value in item.meta:
            if key == "_wp_old_slug":
                self.plan.old_slugs.setdefault(safe_slug(value.strip()), place)

    # --- when everything was seen -----------------------------------------------------------------------

    def finish(self) -> Plan:
        for outline, attribute, local in self.undated:
            moment = datetime.fromisoformat(local)
            offset = self.zone.at(moment)
            setattr(outline, attribute, _with_offset(moment, offset))
        self._name_files()
        for place, outline in enumerate(self.plan.outlines):
            if outline.date and outline.type != "page":
                for length in (4, 7, 10):
                    self.plan.archives[f"date:{outline.date[:length]}"].append(place)
        return self.plan

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


def _with_offset(moment: datetime, offset: timedelta | None) -> str:
    """The moment with the site's offset then; only its day when no item of the export tells the offset."""
    return f"{moment.isoformat()}{format_offset(offset)}" if offset is not None else str(moment.date())


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
    return (
        values.get("term_slug", ""),
        values.get("term_name", ""),
        values.get("term_parent", ""),
        values.get("term_taxonomy", ""),
    )


def _term_meta(node: Node) -> str:
    pairs = [
        ": ".join(grandchild.text.strip() for grandchild in child.children)
        for child in node.children
        if child.name.endswith("termmeta")
    ]
    return "\n".join(pairs)


def survey(parts: list[tuple[int, Part, Head]], ledger: Ledger, report: Callable[[int], None]) -> Plan:
    """Read all parts once and decide what becomes of each item.

    Args:
        parts: The readable parts with their numbers and heads.
        ledger: Earlier imports; their items keep their files.
        report: Called with the number of items read so far.
    """
    surveyor = _Surveyor(ledger, report)
    for number, part, head in parts:
        surveyor.part(number, part, head)
    return surveyor.finish()
