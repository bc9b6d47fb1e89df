"""One `<item>` of a WordPress export as a Python object, however badly it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from lfnkr_nb.wordpress.salvage import clean_bytes, salvage

__all__ = ["Comment", "Item", "Term", "parse_item", "parse_record", "record_values"]


class Term(NamedTuple):
    """A category, tag or term of another taxonomy, as an item names it."""

    taxonomy: str
    slug: str
    name: str


@dataclass(slots=True)
class Comment:
    """A comment without its author's e-mail and IP address, which are never read."""

    id: str = ""
    parent: str = ""
    author: str = ""
    url: str = ""
    date: str = ""
    date_gmt: str = ""
    approved: str = ""
    type: str = ""
    content: str = ""


@dataclass(slots=True)
class Item:
    """An item as the export has it: texts, stripped of padding (but `content` and `excerpt` as they are).

    Attributes:
        notes: What was wrong with its XML and how it was read nevertheless, as (what, why).
        other: Elements this reader has no name for.
    """

    title: str = ""
    link: str = ""
    creator: str = ""
    guid: str = ""
    content: str = ""
    excerpt: str = ""
    id: str = ""
    date: str = ""
    date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    slug: str = ""
    status: str = ""
    parent: str = ""
    menu_order: str = ""
    type: str = ""
    password: str = ""
    sticky: str = ""
    attachment_url: str = ""
    comment_status: str = ""
    ping_status: str = ""
    description: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    other: list[tuple[str, str]] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def meta_value(self, key: str) -> str:
        """The first value of a meta key, or an empty text."""
        return next((value for name, value in self.meta if name == key), "")


#: Element (by the kind of its namespace and local name) → attribute of `Item`.
_ITEM_FIELDS: Final = {
    "title": "title", "link": "link", "dc:creator": "creator", "guid": "guid", "description": "description",
    "content:encoded": "content", "excerpt:encoded": "excerpt", "wp:post_id": "id", "wp:post_date": "date",
    "wp:post_date_gmt": "date_gmt", "wp:post_modified": "modified", "wp:post_modified_gmt": "modified_gmt",
    "wp:post_name": "slug", "wp:status": "status", "wp:post_parent": "parent", "wp:menu_order": "menu_order",
    "wp:post_type": "type", "wp:post_password": "password", "wp:is_sticky": "sticky",
    "wp:attachment_url": "attachment_url", "wp:comment_status": "comment_status",
    "wp:ping_status": "ping_status",
}  # fmt: skip
_COMMENT_FIELDS: Final = {
    "wp:comment_id": "id", "wp:comment_parent": "parent", "wp:comment_author": "author",
    "wp:comment_author_url": "url", "wp:comment_date": "date", "wp:comment_date_gmt": "date_gmt",
    "wp:comment_approved": "approved", "wp:comment_type": "type", "wp:comment_content": "content",
}  # fmt: skip
_AS_IT_IS = frozenset({"content", "excerpt"})
_IGNORED = frozenset({"pubDate"})  # the one date of an item that DESIGN rules out: it shifts scheduled posts

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
)
#: What XML forbids; deleting it and comparing lengths is faster than any search.
_FORBIDDEN: Final = bytes(code for code in range(32) if code not in (9, 10, 13))


@lru_cache(maxsize=1024)
def local_name(tag: str) -> str:
    """`wp:post_id` for `{http://wordpress.org/export/1.1/}post_id`: the version says nothing."""
    if not tag.startswith("{"):
        return tag
    uri, local = tag[1:].split("}", 1)
    if "wordpress.org/export" in uri:
        return f"{'excerpt' if 'excerpt' in uri else 'wp'}:{local}"
    if uri.startswith("http://purl.org/dc/"):
        return f"dc:{local}"
    if "modules/content" in uri:
        return f"content:{local}"
    return local


def parse_record(data: bytes, wrapper: bytes) -> tuple[etree._Element, list[tuple[str, str]]]:
    """The element of one record, and what had to be mended, as (what, why)."""
    if len(data.translate(None, _FORBIDDEN)) == len(data):
        try:
            return etree.fromstring(wrapper + data + b"</rss>", _PARSER)[0], []
        except etree.XMLSyntaxError:
            pass
    cleaned, notes = clean_bytes(data)
    try:
        return etree.fromstring(wrapper + cleaned + b"</rss>", _PARSER)[0], notes
    except etree.XMLSyntaxError as error:
        return salvage(cleaned), [*notes, ("markup", f"the XML is broken ({_first_words(error)})")]


def _first_words(error: etree.XMLSyntaxError) -> str:
    """What libxml2 says, without the text of the post it may quote."""
    return re.split(r"[,\n]", str(error.msg))[0][:60]


def record_values(element: etree._Element) -> dict[str, str]:
    """The texts of an element's children by local name without prefix."""
    return {local_name(str(child.tag)).split(":")[-1]: (child.text or "").strip() for child in element}


def parse_item(data: bytes, wrapper: bytes) -> Item:
    """The item in these bytes. Never raises: what cannot be read is in `notes`."""
    record, notes = parse_record(data, wrapper)
    item = Item(notes=notes)
    for child in record:
        name = local_name(child.tag)
        attribute = _ITEM_FIELDS.get(name)
        if attribute is not None:
            text = child.text
            if attribute in _AS_IT_IS:
                setattr(item, attribute, (text or "") if not len(child) else _xhtml(child))
            elif text:
                setattr(item, attribute, text.strip())
        elif name == "category":
            _add_term(item, child)
        elif name == "wp:postmeta":
            item.meta.append(_meta(child))
        elif name == "wp:comment":
            item.comments.append(_comment(child))
        elif name not in _IGNORED and child.text and child.text.strip():
            item.other.append((name, child.text.strip()))
    return item


def _xhtml(element: etree._Element) -> str:
    """Content that was written as elements instead of CDATA."""
    return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)


def _add_term(item: Item, element: etree._Element) -> None:
    """Terms without a nicename are WXR 1.0's second copy of the same term."""
    taxonomy = (element.get("domain") or "category").strip()
    taxonomy = "post_tag" if taxonomy == "tag" else taxonomy
    slug = (element.get("nicename") or "").strip()
    name = (element.text or "").strip()
    if slug:
        item.terms = [term for term in item.terms if term.slug or term.name != name]
    elif not name or any(term.name == name for term in item.terms):
        return
    item.terms.append(Term(taxonomy, slug, name))


def _meta(element: etree._Element) -> tuple[str, str]:
    key = value = ""
    for child in element:
        if child.tag.endswith("key"):
            key = (child.text or "").strip()
        elif child.tag.endswith("value"):
            value = child.text or ""
    return key, value


def _comment(element: etree._Element) -> Comment:
    comment = Comment()
    for child in element:
        if attribute := _COMMENT_FIELDS.get(local_name(child.tag)):
            setattr(comment, attribute, (child.text or "").strip())
    return comment
