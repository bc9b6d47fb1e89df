"""The second door: a listing page saved from the browser, or an RSS or Atom feed, becomes posts.

Such a page shows titles, teasers and an order, and feeds show dates. What it does not show stays unknown:
no date is invented, and the order of the page is kept as evidence of its own (`listed_after`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.wordpress.content import convert_content
from lfnkr_nb.wordpress.digest import digest
from lfnkr_nb.wordpress.front import When, emit_header
from lfnkr_nb.wordpress.ledger import Entry, Ledger
from lfnkr_nb.wordpress.names import NameBook, safe_slug, slug_from_title
from lfnkr_nb.wordpress.receipt import Conflict, Loss, Receipt
from lfnkr_nb.wordpress.texts import plain_title
from lfnkr_nb.wordpress.writing import Staging, settle

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.shortcodes import Picture

__all__ = ["Listed", "import_listing", "is_listing", "read_listing"]

_MAX_BYTES: Final = 64 * 1024**2
_PAGE_TITLE = re.compile(
    r"(?:Category Archives?|Category|Tag Archives?|Tag|Archives?|"
    r"カテゴリー(?:アーカイブ)?|카테고리(?: 글 목록| 보관물)?)\s*[:：]\s*(.+)",
    re.I,
)
_CONTINUE = re.compile(r"\s*(?:Continue reading|Read more|続きを読む|계속 읽기)\b.*\Z", re.I | re.S)
_ENTRY_CLASSES = ("hentry", "type-post", "post-entry", "wp-block-post")
_PARSER = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True)
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@dataclass(slots=True)
class Listed:
    """One post as a listing shows it; what it does not show is empty."""

    title: str
    html: str = ""
    link: str = ""
    date: str = ""
    byline: str = ""
    categories: list[str] = field(default_factory=list)


class _Plain:
    """A listing knows nothing of other posts and files."""

    def link(self, url: str) -> str:
        """The address itself."""
        return url

    def media(self, url: str) -> str:
        """The address itself."""
        return url

    def pictures(self, ids: list[str]) -> list[Picture]:
        """None are known."""
        del ids
        return []

    def reusable(self, number: str) -> str | None:
        """None are known."""
        del number
        return None


def is_listing(path: Path) -> bool:
    """Whether a file looks like a feed, a saved page or a listing as plain text."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.search(rb"<feed[\s>]|<rss[\s>]|<rdf:RDF", head):
        return True
    return bool(re.match(rb"<!doctype html|<html", head, re.I)) or bool(
        _PAGE_TITLE.match(head.decode("utf-8", "replace"))
    )


def read_listing(path: Path) -> tuple[str, list[Listed]]:
    """The name of a listing and its posts in the order shown (newest first on WordPress sites).

    Raises:
        ImportFailure: The file is too large or shows no posts.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise ImportFailure(
            "The listing is too large", hint="Save one page of the listing at a time.", path=path
        )
    data = path.read_bytes()
    if re.search(rb"<!ENTITY", data[:65536]):
        raise ImportFailure("The file declares entities", hint="Save the page or feed again.", path=path)
    if re.search(rb"<feed[\s>]|<rss[\s>]|<rdf:RDF", data[:4096]):
        name, posts = _feed(data)
    elif b"<" in data[:4096] and re.search(rb"<(?:html|body|article|div|h\d)\b", data[:65536], re.I):
        name, posts = _page(data)
    else:
        name, posts = _text(data.decode("utf-8-sig", "replace"))
    if not posts:
        raise ImportFailure(
            "No posts can be seen in this listing",
            hint="Save the category page of the site as HTML.",
            path=path,
        )
    return name, posts


def _feed(data: bytes) -> tuple[str, list[Listed]]:
    root = etree.fromstring(data, _XML)
    if root is None:  # nothing of it could be read
        return "", []
    posts: list[Listed] = []
    for item in root.iter("item", "{http://purl.org/rss/1.0/}item"):
        html = item.findtext(_CONTENT) or item.findtext("{*}description") or ""
        posts.append(
            Listed(
                plain_title(item.findtext("{*}title") or ""),
                html,
                (item.findtext("{*}link") or "").strip(),
                _rss_date(item.findtext("{*}pubDate") or ""),
                (item.findtext(_CREATOR) or "").strip(),
                [plain_title(node.text or "") for node in item.iterfind("{*}category")],
            )
        )
    for entry in root.iter(f"{_ATOM}entry"):
        terms = [
            (node.get("scheme", ""), node.get("term", "")) for node in entry.iterfind(f"{_ATOM}category")
        ]
        kinds = [term for scheme, term in terms if scheme.endswith("#kind")]
        if kinds and not kinds[0].endswith(("#post", "#page")):  # Blogger's settings, templates and comments
            continue
        link = entry.find(f"{_ATOM}link[@rel='alternate']")
        link = entry.find(f"{_ATOM}link") if link is None else link
        html = entry.findtext(f"{_ATOM}content") or entry.findtext(f"{_ATOM}summary") or ""
        posts.append(
            Listed(
                plain_title(entry.findtext(f"{_ATOM}title") or ""),
                html,
                (link.get("href") or "") if link is not None else "",
                _atom_date(entry.findtext(f"{_ATOM}published") or ""),
                (entry.findtext(f"{_ATOM}author/{_ATOM}name") or "").strip(),
                [term for scheme, term in terms if not scheme.endswith("#kind")],
            )
        )
    name = root.findtext("channel/title") or root.findtext(f"{_ATOM}title") or ""
    return plain_title(name), posts


def _rss_date(written: str) -> str:
    try:
        moment = parsedate_to_datetime(written.strip())
    except ValueError:
        return ""
    return moment.isoformat() if moment.tzinfo else ""


def _atom_date(written: str) -> str:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", written.strip())
    return found[1] + found[2].replace("Z", "+00:00") if found else ""


def _page(data: bytes) -> tuple[str, list[Listed]]:
    root = etree.fromstring(data, _PARSER)
    name = ""
    for heading in root.iter("h1", "h2", "title"):
        if found := _PAGE_TITLE.match(_words(heading)):
            name = found[1].strip()
            break
    entries = [node for node in root.iter("article", "div", "li") if _is_entry(node)]
    entries = [node for node in entries if not any(_is_entry(parent) for parent in node.iterancestors())]
    return name, [post for node in entries if (post := _entry(node)).title]


def _is_entry(node: etree._Element) -> bool:
    classes = (node.get("class") or "").split()
    return any(name in classes for name in _ENTRY_CLASSES) or (
        node.tag == "article" and node.find(".//h2") is not None
    )


def _entry(node: etree._Element) -> Listed:
    """Title, address, teaser and what else one entry of a page shows."""
    heading = next(
        iter(_found(node, ".//*[contains(@class, 'entry-title')]") or _found(node, ".//h1|.//h2|.//h3")), None
    )
    post = Listed(_words(heading) if heading is not None else "")
    link = heading.find(".//a") if heading is not None else None
    post.link = (link.get("href") or "") if link is not None else ""
    moment = node.find(".//time[@datetime]")
    post.date = _atom_date(moment.get("datetime") or "") if moment is not None else ""
    author = next(iter(_found(node, ".//*[contains(@class, 'author')]//a | .//a[@rel='author']")), None)
    post.byline = _words(author) if author is not None else ""
    post.categories = [_words(tag) for tag in _found(node, ".//a[contains(@rel, 'category')]")]
    body = next(
        iter(_found(node, ".//*[contains(@class, 'entry-content') or contains(@class, 'entry-summary')]")),
        None,
    )
    if body is not None:
        for more in _found(body, ".//a[contains(@class, 'more-link')]"):
            _remove(more)
        post.html = (
            "<!-- wp:html -->"
            + "".join(etree.tostring(child, encoding="unicode") for child in body)
            + "<!-- /wp:html -->"
            if len(body)
            else body.text or ""
        )
    return post


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _found(node: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath."""
    matched = node.xpath(path)
    return [one for one in matched if isinstance(one, etree._Element)] if isinstance(matched, list) else []


def _words(node: etree._Element) -> str:
    return " ".join("".join(str(text) for text in node.itertext()).split())


def _text(text: str) -> tuple[str, list[Listed]]:
    """A listing as plain text: two blank lines or a rule between posts, the first line is the title."""
    name = ""
    blocks = [
        block.strip("\n")
        for block in re.split(r"\n[ \t]*\n[ \t]*\n+|\n\s*[-=*_]{3,}\s*\n", text.replace("\r", ""))
    ]
    posts: list[Listed] = []
    for block in blocks:
        title, _, rest = block.strip().partition("\n")
        if found := _PAGE_TITLE.match(title):
            name = found[1].strip()
            title, _, rest = rest.strip().partition("\n")
        if title.strip():
            body = _CONTINUE.sub("", rest).replace("&", "&amp;").replace("<", "&lt;")
            posts.append(Listed(" ".join(title.split()), body.strip()))
    return name, posts


def import_listing(source: Path, to: Path, *, dry_run: bool = False) -> Receipt:
    """Import a listing page or feed into a folder of posts; safe to repeat, like `import_wordpress`.

    Raises:
        ImportFailure: The file shows no posts.
    """
    source = Path(source)
    name, listed = read_listing(source)
    ledger = Ledger(to.parent / "imports")
    book = NameBook()
    for entry in ledger.entries.values():
        book.reserve(entry.slug)
    run = _Listing(name, source.name, ledger=ledger, to=to, dry_run=dry_run)
    above = ""
    for post in listed:
        above = run.post(post, above, book)
    if not dry_run:
        ledger.close()
    return run.receipt(len(listed))


class _Listing:
    """One import of a listing."""

    def __init__(self, name: str, source: str, *, ledger: Ledger, to: Path, dry_run: bool) -> None:
        self.name = name
        self.source = source
        self.ledger = ledger
        self.to = to
        self.dry_run = dry_run
        self.files: dict[str, int] = {}
        self.conflicts: list[Conflict] = []
        self.notes: list[Loss] = []

    def post(self, post: Listed, above: str, book: NameBook) -> str:
        """Write one post; its slug."""
        key = f"listing:{post.link or f'{self.name}:{post.title}'}"
        known = self.ledger.entries.get(key)
        slug = known.slug if known else book.claim(self._slug(post))
        day = post.date[:10]
        file = known.file if known else f"{day[:4]}/{day}-{slug}.md" if day else f"undated/{slug}.md"
        data = self._render(post, slug, above)
        source = digest(repr(post).encode("utf-8", "replace"))
        with Staging() as staging:
            outcome = settle(
                self.to / file,
                data,
                known=known.written if known else "",
                unchanged=known is not None and known.source == source,
                staging=None if self.dry_run else staging,
            )
        self.files[outcome.action] = self.files.get(outcome.action, 0) + 1
        if outcome.action == "conflict":
            self.conflicts.append(Conflict(file, post.title, outcome.diff))
        elif not self.dry_run:
            entry = Entry(key, file, outcome.written, source, "", "post", post.link, slug, day)
            if known != entry:
                self.ledger.record(entry)
        return slug

    @staticmethod
    def _slug(post: Listed) -> str:
        last = post.link.split("?")[0].rstrip("/").rsplit("/", 1)[-1] if "://" in post.link else ""
        return safe_slug(last if "?" not in post.link else "") or slug_from_title(post.title) or "post"

    def _render(self, post: Listed, slug: str, above: str) -> bytes:
        where = f"the page {self.name!r}" if self.name else f"the listing {self.source}"
        fields: dict[str, Any] = {
            "title": post.title,
            "date": When(post.date) if post.date else None,
            "listed_after": above if not post.date else "",
            "listed_source": where if above and not post.date else "",
            "status": "publish" if post.link or self.name else "draft",
            "slug": slug,
            "permalink": post.link,
            "categories": post.categories or ([self.name] if self.name else []),
            "byline": post.byline if "@" not in post.byline else "",
        }
        header = emit_header({key: value for key, value in fields.items() if value not in ("", [])})
        content = convert_content(post.html, _Plain()).markdown
        return (
            f"{header}\n{content}".encode("utf-8", "replace")
            if content
            else header.encode("utf-8", "replace")
        )

    def receipt(self, count: int) -> Receipt:
        """What was done."""
        return Receipt(
            sources=(self.source,),
            dry_run=self.dry_run,
            read={"post": {"listed": count}},
            written={"post": {"listed": count - self.files.get("conflict", 0)}},
            files=dict(sorted(self.files.items())),
            conflicts=tuple(self.conflicts),
            notes=tuple(self.notes),
        )
