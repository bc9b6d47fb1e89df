"""What the first pass must know of one item; found out in any process, small enough to travel."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lfnkr_nb.wordpress.digest import digest
from lfnkr_nb.wordpress.items import Item, parse_item
from lfnkr_nb.wordpress.languages import languages_in, translation_group
from lfnkr_nb.wordpress.names import safe_slug, slug_from_title
from lfnkr_nb.wordpress.parcel import Parcel
from lfnkr_nb.wordpress.spool import store_item
from lfnkr_nb.wordpress.texts import plain_title
from lfnkr_nb.wordpress.wp_dates import parse_wp_date, zoned

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.wxr import Chunk

__all__ = ["INTERNAL_TYPES", "PERSONAL_TYPES", "Attachment", "Facts", "Variant", "gather_facts"]

#: Records that are no content: menus, caches, settings, templates (`register_post_type` in WordPress), and
#: those of widespread plugins.
INTERNAL_TYPES: Final = frozenset(
    {"nav_menu_item", "revision", "oembed_cache", "wp_navigation", "wp_template", "wp_template_part",
     "wp_global_styles", "wp_font_family", "wp_font_face", "custom_css", "customize_changeset",
     "user_request", "wp_block", "acf-field", "acf-field-group", "elementor_library", "wpcf7_contact_form",
     "mc4wp-form", "amp_validated_url", "scheduled-action", "patterns_ai_data", "wpforms", "popup_theme",
     "jp_pay_order", "safecss", "wpcode", "give_forms", "mailpoet_page"}
)  # fmt: skip
#: Records of plugins that hold letters, orders or addresses of people; never written.
PERSONAL_TYPES: Final = frozenset(
    {"feedback", "flamingo_inbound", "flamingo_contact", "flamingo_outbound", "shop_order",
     "shop_order_refund", "shop_subscription", "edd_payment", "give_payment", "wpforms_entries", "nf_sub",
     "newsletter", "customer", "subscriber", "jetpack_form_resp", "guest-author"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the media library."""

    url: str
    alt: str = ""
    caption: str = ""
    title: str = ""
    description: str = ""
    parent: str = ""
    page: str = ""


class Variant(NamedTuple):
    """One language of an item; most items have one, which is found out later (empty)."""

    language: str
    slug: str


@dataclass(slots=True)
class Facts(Parcel):
    """One item, without its content.

    Attributes:
        name: What to call it in the receipt.
        date, modified: Timestamps with offset where the export tells it, else empty.
        local, local_modified: Local times whose offset must be guessed, else empty.
        offsets: (local time, minutes from GMT) that this item shows.
        variants: Its languages if it holds several (qTranslate), else one.
        split: Whether it holds several.
        block: Content of a reusable block.
        slug: Of a guest author, by whom posts have it as a term.
        start, length: Where the item is kept for the second pass.
    """

    key: str
    source: str
    name: str
    id: str
    type: str
    status: str
    link: str
    date: str = ""
    modified: str = ""
    local: str = ""
    local_modified: str = ""
    offsets: list[tuple[str, int]] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    split: bool = False
    group: str = ""
    terms: list[str] = field(default_factory=list)
    old_slugs: list[str] = field(default_factory=list)
    comments: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    attachment: Attachment | None = None
    block: str = ""
    slug: str = ""
    start: int = 0
    length: int = 0


def gather_facts(path: str, wrapper: bytes, chunks: list[Chunk], spool: str) -> list[Facts]:
    """The facts of some items of one file.

    Args:
        path: The export file.
        wrapper: Its namespaces; see `wxr.Head`.
        chunks: Where the items stand.
        spool: The file in which posts are kept for the second pass.
    """
    found: list[Facts] = []
    with Path(path).open("rb") as file, Path(spool).open("wb") as kept:
        for chunk in chunks:
            file.seek(chunk.start)
            data = file.read(chunk.length)
            item = parse_item(data, wrapper)
            facts = _facts(item, digest(data))
            if facts.variants:
                facts.start, facts.length = store_item(kept, item)
            found.append(facts)
    return found


def _facts(item: Item, source: str) -> Facts:
    facts = Facts(
        key=item.guid or (f"id:{item.id}" if item.id else item.link) or f"text:{source}",
        source=source,
        name=plain_title(item.title)[:80] or item.link or f"item {item.id or '?'}",
        id=item.id,
        type=item.type,
        status=item.status,
        link=item.link,
        comments=len(item.comments),
        notes=item.notes,
    )
    if item.type == "attachment":
        facts.attachment = _attachment(item)
    elif item.type == "wp_block":
        facts.block = item.content
    elif item.type == "guest-author":
        facts.slug = item.slug
    elif item.type not in INTERNAL_TYPES and item.type not in PERSONAL_TYPES:
        _post_facts(facts, item)
    return facts


def _attachment(item: Item) -> Attachment:
    return Attachment(
        url=item.attachment_url or item.guid,
        alt=item.meta_value("_wp_attachment_image_alt").strip(),
        caption=item.excerpt.strip(),
        title=item.title,
        description=item.content.strip(),
        parent=item.parent if item.parent != "0" else "",
        page=item.link,
    )


def _post_facts(facts: Facts, item: Item) -> None:
    missing = [word for word in ("type", "id", "status") if not getattr(item, word)]
    if missing:
        facts.notes.append(("item", f"it has no {' and no '.join(missing)}"))
    _date_facts(facts, item)
    slug = _wished_slug(item)
    languages = languages_in(item)
    facts.split = bool(languages)
    if languages:
        facts.variants = [Variant(code, f"{slug}-{code}") for code in languages]
        facts.group = facts.key
    else:
        facts.variants = [Variant("", slug)]
        facts.group = translation_group(item)
    facts.terms = [f"{term.taxonomy}:{safe_slug(term.slug)}" for term in item.terms]
    facts.old_slugs = [safe_slug(value.strip()) for key, value in item.meta if key == "_wp_old_slug"]


def _date_facts(facts: Facts, item: Item) -> None:
    local, gmt = parse_wp_date(item.date), parse_wp_date(item.date_gmt)
    changed, changed_gmt = parse_wp_date(item.modified), parse_wp_date(item.modified_gmt)
    facts.date, offset = zoned(local, gmt)
    facts.modified, changed_offset = zoned(changed, changed_gmt)
    for moment, distance in ((local, offset), (changed, changed_offset)):
        if moment and distance is not None:
            facts.offsets.append((str(moment), round(distance.total_seconds() / 60)))
    facts.local = str(local) if local and not facts.date else ""
    facts.local_modified = str(changed) if changed and not facts.modified else ""
    for name, written, read in (("date", item.date, local), ("modified", item.modified, changed)):
        if written and read is None and not written.startswith("0000"):
            facts.notes.append(("date", f"the {name} {written[:40]!r} is no date; it stays unknown"))


def _wished_slug(item: Item) -> str:
    raw = item.slug
    if item.status == "trash":
        raw = item.meta_value("_wp_desired_post_slug") or raw.removesuffix("__trashed")
    return safe_slug(raw) or slug_from_title(plain_title(item.title)) or f"post-{safe_slug(item.id) or 'x'}"
