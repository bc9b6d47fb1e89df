"""One item becomes one Markdown file: front matter by the schema, the rest under `wp:`, then its content."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.schema import STATUSES
from lfnkr_nb.wordpress.comments import comment_threads
from lfnkr_nb.wordpress.content import convert_content
from lfnkr_nb.wordpress.front import HEADER_BUDGET, NODE_BUDGET, When, count_nodes, emit_header
from lfnkr_nb.wordpress.languages import in_language, name_in, post_language
from lfnkr_nb.wordpress.names import decode_slug
from lfnkr_nb.wordpress.parcel import Parcel
from lfnkr_nb.wordpress.shortcodes import Picture
from lfnkr_nb.wordpress.texts import has_markup, plain_title, scrub
from lfnkr_nb.wordpress.wp_dates import parse_wp_date, zoned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lfnkr_nb.wordpress.items import Item, Term
    from lfnkr_nb.wordpress.links import Atlas, PostLinks
    from lfnkr_nb.wordpress.media import PostMedia
    from lfnkr_nb.wordpress.plan import Outline

__all__ = ["Around", "Findings", "render_post"]

#: Post meta that is told by a field, or is a cache that WordPress fills again.
_TOLD: Final = ("_wp_old_slug", "footnotes")
_CACHES: Final = ("_oembed_",)
_TAXONOMIES_TOLD: Final = frozenset({"category", "post_tag", "language", "post_translations"})


@dataclass(slots=True)
class Findings(Parcel):
    """What the receipt should say about one post."""

    name: str = ""
    losses: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    shortcodes: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    comments: int = 0
    side_file: bytes | None = None


class Around:
    """The surroundings of one post, as the walk over its content asks for them."""

    def __init__(self, atlas: Atlas, links: PostLinks, media: PostMedia, *, number: str) -> None:
        self.atlas = atlas
        self.links = links
        self.store = media
        self.number = number

    def link(self, url: str) -> str:
        """A post's file, a media file, or the address itself."""
        url = self.links.attachment(url) or url
        if (upload := self.links.upload_path(url)) and (local := self.store.place(url, upload)):
            return local
        if upload:
            return self.links.absolute(url)
        return self.links.link(url)

    def media(self, url: str) -> str:
        """A media file beside the post, or the absolute address."""
        if url.startswith("data:"):
            return url
        if (upload := self.links.upload_path(url)) and (local := self.store.place(url, upload)):
            return local
        return self.links.absolute(url)

    def pictures(self, ids: list[str]) -> list[Picture]:
        """Attachments by id; without ids those of this post. Unknown ids make a gallery unknown."""
        wanted = ids or self.atlas.children.get(self.number, [])
        rows = [self.atlas.attachments[number] for number in wanted if number in self.atlas.attachments]
        return [Picture(*row) for row in rows] if len(rows) == len(wanted) else []

    def reusable(self, number: str) -> str | None:
        """A reusable block's content."""
        return self.atlas.blocks.get(number)


def render_post(item: Item, outline: Outline, around: Around, *, comments: bool) -> tuple[bytes, Findings]:
    """The bytes of a post's file and what happened on the way."""
    found = Findings(plain_title(item.title)[:80] or item.link or f"item {item.id or '?'}")
    if outline.variant:
        item.title = in_language(item.title, outline.variant)
        item.content = in_language(item.content, outline.variant)
        item.excerpt = in_language(item.excerpt, outline.variant)
    content = _content(item, around, found)
    language = outline.variant or outline.language or post_language(item, around.atlas.language)
    if any("[:" in term.name or "<!--:" in term.name for term in item.terms):
        item.terms = [term._replace(name=name_in(term.name, language)) for term in item.terms]
    fields = _fields(item, outline, around, language=language, found=found)
    wp = _wordpress_fields(item, outline, around.atlas, found=found)
    if comments and item.comments:
        threads = comment_threads(item.comments, around)
        found.comments = len(item.comments)
        wp["comments"] = threads
    fields = {key: value for key, value in fields.items() if value not in ("", [], {})}
    fields["wp"] = wp
    header = emit_header(fields)
    if len(header) > HEADER_BUDGET // 4 or header.count("\n") > NODE_BUDGET // 4:
        fields["wp"] = _fit(fields, outline, found)
        header = emit_header(fields)
    text = f"{header}\n{content}" if content else header
    return text.encode("utf-8", "replace"), found


def _content(item: Item, around: Around, found: Findings) -> str:
    converted = convert_content(
        item.content,
        around,
        footnotes=item.meta_value("footnotes"),
        encoded_code=item.meta_value("_syntaxhighlighter_encoded") == "1",
    )
    found.losses.extend(converted.losses)
    found.notes.extend(converted.notes)
    found.shortcodes, found.blocks, found.dropped = converted.shortcodes, converted.blocks, converted.dropped
    return converted.markdown


def _fields(
    item: Item, outline: Outline, around: Around, *, language: str, found: Findings
) -> dict[str, Any]:
    """The fields of the schema, in its order; empty ones are left out later."""
    atlas = around.atlas
    status = outline.status if outline.status in STATUSES else "draft"
    thumbnail = atlas.attachments.get(item.meta_value("_thumbnail_id").strip())
    excerpt = convert_content(item.excerpt, around).markdown.strip("\n") if item.excerpt.strip() else ""
    siblings = [slug for slug in atlas.groups.get(outline.group, ()) if slug != outline.slug]
    return {
        "title": plain_title(item.title),
        "date": When(outline.date) if outline.date else None,
        "modified": When(outline.modified or _modified(item)),
        "status": status,
        "password": True if item.password else "",
        "sticky": True if item.sticky.strip() in ("1", "true", "yes") else "",
        "kind": "page" if outline.type == "page" else "",
        "slug": outline.slug,
        "permalink": item.link,
        "old_slugs": _old_slugs(item),
        "categories": _categories(item.terms, atlas, language),
        "tags": _tags(item.terms),
        "lang": language,
        "translations": siblings,
        "byline": _byline(item, atlas, found),
        "excerpt": excerpt,
        "image": around.media(thumbnail[0]) if thumbnail else "",
        "image_alt": thumbnail[1] if thumbnail else "",
    }  # fmt: skip


def _old_slugs(item: Item) -> list[str]:
    found = (decode_slug(value.strip()) for key, value in item.meta if key == "_wp_old_slug")
    return list(dict.fromkeys(slug for slug in found if slug))


def _tags(terms: list[Term]) -> list[str]:
    tags = (term for term in terms if term.taxonomy == "post_tag")
    return list(dict.fromkeys(plain_title(term.name) or decode_slug(term.slug) for term in tags))


def _modified(item: Item) -> str:
    return zoned(parse_wp_date(item.modified), parse_wp_date(item.modified_gmt))[0]


def _byline(item: Item, atlas: Atlas, found: Findings) -> str:
    """The display names; WXR 1.0 wrote them where later versions write the account name.

    Co-Authors Plus names the authors by terms, whose slug is `cap-` and the account name.
    """
    authors = [term for term in item.terms if _is_account(term, atlas)]
    known = [
        atlas.guests.get(term.slug)
        or atlas.bylines.get(term.slug.removeprefix("cap-"))
        or atlas.bylines.get(term.name)
        for term in authors
    ]
    names = [name for name in known if name]
    if len(names) < len(authors):
        found.notes.append(
            ("byline", "the export gives only account names for some authors; they are not written")
        )
    if names or not item.creator:
        return ", ".join(filter(None, (_display_name(name, found) for name in names)))
    name = atlas.bylines.get(item.creator, "")
    if not name and atlas.version == "1.0":
        name = item.creator
    if not name:
        found.notes.append(("byline", "the export gives only an account name, which is not written"))
    return _display_name(name, found)


def _is_account(term: Term, atlas: Atlas) -> bool:
    """Whether a term is one of Co-Authors Plus, whose names are those of accounts, and no author of books."""
    return term.taxonomy == "author" and (term.slug.startswith("cap-") or term.name in atlas.bylines)


def _display_name(name: str, found: Findings) -> str:
    if "@" in name:
        found.notes.append(("byline", "the display name is an e-mail address, which is not written"))
        return ""
    return plain_title(name)


def _categories(terms: list[Term], atlas: Atlas, language: str) -> list[str | list[str]]:
    """Each category with its parents; a path as a list where a name itself holds the separator."""
    paths: list[str | list[str]] = []
    for term in terms:
        if term.taxonomy != "category":
            continue
        names = _ancestry(term, atlas.categories, language)
        path: str | list[str] = names if any(" > " in name for name in names) else " > ".join(names)
        if path not in paths:
            paths.append(path)
    return paths


def _ancestry(term: Term, categories: Mapping[str, list[str]], language: str) -> list[str]:
    """Names from the top down, in a language (qTranslate); a circle of parents ends where it closes."""
    own = plain_title(term.name) or decode_slug(term.slug)
    names, seen = [own], {term.slug}
    parent = categories.get(term.slug, ["", ""])[1]
    while parent and parent not in seen and parent in categories:
        seen.add(parent)
        names.insert(0, name_in(categories[parent][0], language))
        parent = categories[parent][1]
    return names


def _wordpress_fields(item: Item, outline: Outline, atlas: Atlas, *, found: Findings) -> dict[str, Any]:
    """What came from WordPress and has no field of its own."""
    number = int(item.id) if item.id.isdecimal() and len(item.id) < 16 else item.id
    wp: dict[str, Any] = {"id": number, "type": "" if outline.type in ("post", "page") else outline.type}
    if outline.status not in STATUSES:
        wp["status"] = outline.status
        found.notes.append(("status", f"WordPress has no status {outline.status!r}: kept as a draft"))
    wp["slug"] = item.slug if decode_slug(item.slug) != outline.slug else ""
    wp["title_html"] = item.title if has_markup(item.title) else ""
    wp.update(_untold_dates(item, outline))
    wp["parent"] = _number(item.parent)
    wp["menu_order"] = _number(item.menu_order)
    wp["comment_status"] = item.comment_status
    wp["ping_status"] = item.ping_status
    wp["description"] = item.description
    wp["comment_count"] = len(item.comments) or ""
    _add_terms(wp, item, atlas)
    _add_meta(wp, item, found)
    if item.other:
        wp["other"] = dict(item.other)
    return {key: value for key, value in wp.items() if value != ""}


def _number(written: str) -> int | str:
    """A number other than 0, which says nothing."""
    return "" if written == "0" else int(written) if written.isdecimal() else written


def _untold_dates(item: Item, outline: Outline) -> dict[str, str]:
    """Dates as the export has them, where `date` cannot say them in full."""
    if len(outline.date) > 10:
        return {}
    given = {"date_local": item.date, "date_gmt": item.date_gmt}
    return {key: value for key, value in given.items() if value and not value.startswith("0000")}


def _add_terms(wp: dict[str, Any], item: Item, atlas: Atlas) -> None:
    for term in item.terms:
        if term.taxonomy not in _TAXONOMIES_TOLD and not _is_account(term, atlas):
            wp.setdefault("terms", {}).setdefault(term.taxonomy, []).append(
                plain_title(term.name) or term.slug
            )


def _add_meta(wp: dict[str, Any], item: Item, found: Findings) -> None:
    """Post meta by key; a key used twice holds a list. Caches and addresses of people are left out."""
    meta: dict[str, Any] = {}
    for key, raw in item.meta:
        if key in _TOLD or key.startswith(_CACHES):
            if key.startswith(_CACHES):
                found.dropped["embed cache"] = found.dropped.get("embed cache", 0) + 1
            continue
        value, removed = scrub(
            raw, ip="ip" in key.lower().replace("-", "_").split("_") or "addr" in key.lower()
        )
        if item.password and value.strip() == item.password:
            value = "(the password, left out)"
        if removed:
            found.notes.append(
                ("private data", f"{removed} addresses in the post meta {key!r} are not written")
            )
        if key not in meta:
            meta[key] = value
        elif isinstance(meta[key], list):
            meta[key].append(value)
        else:
            meta[key] = [meta[key], value]
    if meta:
        wp["meta"] = meta


def _fit(fields: Mapping[str, Any], outline: Outline, found: Findings) -> dict[str, Any]:
    """`wp` as it fits into a header; what is too large goes to a side file, which the header names."""
    wp: dict[str, Any] = fields["wp"]
    if (
        len(emit_header(fields).encode("utf-8", "replace")) <= HEADER_BUDGET
        and count_nodes(fields) <= NODE_BUDGET
    ):
        return wp
    moved: dict[str, Any] = {
        key: wp.pop(key) for key in ("comments", "meta", "other", "terms", "title_html") if key in wp
    }
    name = f"imports/wp/{posixpath.basename(outline.file).removesuffix('.md')}.yaml"
    found.side_file = (
        emit_header(moved).removeprefix("---\n").removesuffix("---\n").encode("utf-8", "replace")
    )
    found.notes.append(("post meta", f"too large for a header, kept in {name}"))
    wp["side_file"] = name
    return wp
